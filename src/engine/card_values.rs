//! What stands on cards beside the fields: addresses filled in, counts and sums, and the longest values there are.

use crate::{
    Engine, Result,
    totals::is_in_state,
    view::{View, amount_text},
};
use model::{
    formula,
    ids::{FieldId, RecordId, TableId},
    language::Language,
    schema::{Field, FieldKind},
    value::{self, Link, Value, Values},
};
use rust_decimal::Decimal;
use std::{collections::HashMap, fmt::Write as _, ops::ControlFlow};

/// Records that are looked through for the longest values.
const MOST_RECORDS: usize = 20_000;

impl Engine {
    /// A text with expressions in braces (`https://maps.example/?q={address}`) filled in for a record; doubled braces stand for
    /// themselves. In an address what is filled in behind its beginning is percent-encoded. What fails is empty.
    ///
    /// # Errors
    /// Of the disk.
    pub fn filled_text(&self, table: TableId, id: RecordId, template: &str, language: Language) -> Result<String> {
        self.look(language, |view| {
            let mut filled = String::new();
            let mut rest = template;
            while let Some(at) = rest.find(['{', '}']) {
                filled += &rest[..at];
                let brace = &rest[at..=at];
                rest = &rest[at + 1..];
                if let Some(after) = rest.strip_prefix(brace) {
                    filled += brace;
                    rest = after;
                } else if brace == "}" {
                    filled.push('}');
                } else if let Some(end) = rest.find('}') {
                    let text = shown(view, table, id, rest[..end].trim());
                    filled += &in_address(&filled, &text);
                    rest = &rest[end + 1..];
                } else {
                    filled.push('{');
                }
            }
            Ok(filled + rest)
        })
    }

    /// Whether each of these conditions holds for a record, or for one that does not exist yet and would have these values. `None`
    /// where a condition is wrong.
    ///
    /// # Errors
    /// Of the disk.
    pub fn conditions(
        &self,
        table: TableId,
        id: Option<RecordId>,
        draft: &Values,
        conditions: &[&str],
    ) -> Result<Vec<Option<bool>>> {
        if conditions.is_empty() {
            return Ok(Vec::new());
        }
        let record = id.unwrap_or_else(|| RecordId(self.new_id()));
        self.look(self.language(), |view| {
            let of = View { draft: id.is_none().then_some((record, draft)), failed: Default::default(), ..*view };
            let mut known: HashMap<&str, Option<bool>> = HashMap::new();
            let holds = conditions.iter().map(|text| {
                *known.entry(text).or_insert_with(|| {
                    let bound = formula::parse(text).and_then(|tree| formula::bind(&tree, &of.schema().tables, table));
                    bound.ok().map(|program| of.evaluate(&program, record) == Some(Value::YesNo(true)))
                })
            });
            let holds = holds.collect();
            of.check()?;
            Ok(holds)
        })
    }

    /// How many records of `table` point to a record with their field `by`, or the sum of one of their fields, as people see it.
    /// Void documents are counted and not added up.
    ///
    /// # Errors
    /// Of the disk.
    pub fn count_of(
        &self,
        table: TableId,
        by: FieldId,
        id: RecordId,
        sum: Option<FieldId>,
        language: Language,
    ) -> Result<String> {
        self.look(language, |view| {
            let records = view.back_links(table, by, id);
            let Some(of) = view.schema().table(table) else { return Ok(String::new()) };
            let Some(field) = sum.and_then(|sum| of.field(sum)) else {
                let count = Decimal::from(u64::try_from(records.len()).unwrap_or(u64::MAX));
                return Ok(value::format_amount(count, 0, language));
            };
            let mut total = Decimal::ZERO;
            for record in records.into_iter().filter(|record| !is_in_state(view, of, *record, "void")) {
                let number = view.value_of(table, record, field.id).and_then(|value| value.as_number());
                // What is too large for an exact decimal is left as it was.
                total = total.checked_add(number.unwrap_or_default()).unwrap_or(total);
            }
            Ok(match field.shown_kind() {
                FieldKind::Money { .. } => amount_text(total, field, language),
                _ => view.text(&Value::Number(total), field),
            })
        })
    }

    /// For each field of a table the value that takes the most room among the first 20,000 records.
    ///
    /// # Errors
    /// Of the disk.
    pub fn longest_values(&self, table: TableId) -> Result<Values> {
        self.look(self.language(), |view| {
            let Some(of) = view.schema().table(table) else { return Ok(Values::new()) };
            let slots = view.definitions.slots(table)?;
            let mut longest: HashMap<FieldId, (usize, Value)> = HashMap::new();
            let mut titles: HashMap<Link, usize> = HashMap::new();
            let mut left = MOST_RECORDS;
            view.access.scan_records(view.definitions, table, &mut |_, record| {
                for field in of.live() {
                    let by_clock = view.computed.formula(table, field.id).is_some_and(|formula| formula.clock);
                    let found = match slots.slot(field.id) {
                        _ if by_clock => view.value_of(table, record.id(), field.id),
                        Some(slot) => record.slot(slot)?,
                        None => None,
                    };
                    let Some(found) = found else { continue };
                    let room = room(view, &mut titles, &found, field);
                    if longest.get(&field.id).is_none_or(|(most, _)| room > *most) {
                        longest.insert(field.id, (room, found));
                    }
                }
                left -= 1;
                Ok(if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
            })?;
            Ok(longest.into_iter().map(|(field, (_, value))| (field, value)).collect())
        })
    }
}

/// How much room a value takes, in letters; of links by the longest title, which is looked up once for each record.
fn room(view: &View<'_>, titles: &mut HashMap<Link, usize>, value: &Value, field: &Field) -> usize {
    match value {
        Value::Links(links) => links
            .iter()
            .map(|link| *titles.entry(*link).or_insert_with(|| view.title_of(link.table, link.record).chars().count()))
            .sum(),
        // Of texts with several lines their length tells more than their widest line.
        value => view.text(value, field).chars().count(),
    }
}

/// What an expression says of a record, as a text for an address.
fn shown(view: &View<'_>, table: TableId, id: RecordId, expression: &str) -> String {
    let Some(of) = view.schema().table(table) else { return String::new() };
    let named = of.field_by_key(expression).filter(|field| !field.removed);
    let found = named.and_then(|field| Some((view.value_of(table, id, field.id)?, field)));
    if let Some((value, field)) = found {
        return match (&value, field.shown_kind()) {
            (Value::Text(text), _) => text.clone(),
            (Value::Number(_), kind) => value::plain(&value, kind),
            _ => view.text(&value, field),
        };
    }
    let bound = formula::parse(expression).and_then(|tree| formula::bind(&tree, &view.schema().tables, table));
    let value = bound.ok().and_then(|program| view.evaluate(&program, id));
    match value {
        Some(Value::Links(links)) => {
            links.iter().map(|link| view.title_of(link.table, link.record)).collect::<Vec<_>>().join(", ")
        }
        Some(value) => {
            let kind = match &value {
                Value::Number(_) => FieldKind::Number { scale: None },
                _ => FieldKind::Text,
            };
            value::plain(&value, &kind)
        }
        None => String::new(),
    }
}

/// What is filled into an address behind what stands there already.
fn in_address(before: &str, text: &str) -> String {
    let text = text.trim();
    if let Some(number) = before.strip_prefix("tel:") {
        let is_digit = |c: &char| c.is_ascii_digit() || (*c == '+' && number.is_empty());
        return text.chars().filter(is_digit).collect();
    }
    let is_mail = before == "mailto:";
    if !before.contains("://") && !before.starts_with("mailto:") {
        return text.to_owned();
    }
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || (is_mail && b"@+".contains(&byte)) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
