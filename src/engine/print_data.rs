//! Print data: everything a form asks for, evaluated once.

use crate::{EngineError, Result, error::refused, transact::no_such_record, view::View};
use model::{
    formula::{self, Program},
    ids::{FieldId, RecordId, TableId},
    layout::{Datum, PrintData, PrintForm, PrintItemKind, PrintTable},
    rules::vat::{VatLine, vat_breakdown},
    schema::{Field, FieldKind, FieldRole, Table, rust_decimal_text},
    structure,
    value::{self, Value},
};
use rust_decimal::Decimal;
use std::{cmp::Ordering, collections::BTreeMap};

/// Evaluates everything a form asks for about a record, or about several that are printed together: what stands outside of tables is
/// asked of the first.
pub(crate) fn print_data(view: &View<'_>, form: &PrintForm, records: &[RecordId], time: i64) -> Result<PrintData> {
    let record = *records.first().ok_or_else(no_such_record)?;
    let stored = view.access.record(view.definitions, form.table, record)?.ok_or_else(no_such_record)?;
    let tables = with_company(view);
    let mut data = PrintData {
        language: view.language,
        title: format!("{} {}", form.label.get(view.language), view.title_of(form.table, stored.id)),
        time,
        ..PrintData::default()
    };
    for band in &form.bands {
        let mut wanted: Vec<&str> = band.when.as_deref().into_iter().collect();
        for item in &band.items {
            wanted.extend(item.when.as_deref());
            match &item.what {
                PrintItemKind::Text(label) => wanted.extend(PrintForm::expressions(label.get(view.language))),
                PrintItemKind::Picture(expression) | PrintItemKind::Code(_, expression) => wanted.push(expression),
                PrintItemKind::Table(table) => {
                    let rows = rows(view, &tables, form.table, records, table)?;
                    // Two tables of the same rows ask for different things of them.
                    let known =
                        data.tables.entry(table.rows.clone()).or_insert_with(|| vec![BTreeMap::new(); rows.len()]);
                    known.iter_mut().zip(rows).for_each(|(known, row)| known.extend(row));
                }
                PrintItemKind::Line(_) | PrintItemKind::Frame(..) => {}
            }
        }
        for expression in wanted {
            let expression = expression.trim();
            if !matches!(expression, "page" | "pages") && !data.values.contains_key(expression) {
                let value = marked(view, &tables, form.table, record, expression)?;
                data.values.insert(expression.to_owned(), value);
            }
        }
    }
    Ok(data)
}

/// The schema as print forms see it.
pub(crate) fn with_company(view: &View<'_>) -> Vec<Table> {
    structure::with_company(&view.schema().tables)
}

/// As [`datum`]; an expression that means nothing, because what it asks for was removed, is printed as a mark.
fn marked(view: &View<'_>, tables: &[Table], table: TableId, record: RecordId, expression: &str) -> Result<Datum> {
    Printed::of(view, tables, table, expression)?.datum(view, record)
}

fn mark(expression: &str) -> Datum {
    Datum::Text(format!("«{expression}?»"))
}

/// The value of an expression over a record, ready to be printed.
pub(crate) fn datum(
    view: &View<'_>,
    tables: &[Table],
    table: TableId,
    record: RecordId,
    expression: &str,
) -> Result<Datum> {
    bound(view, tables, table, expression)?.datum(view, record)
}

/// An expression made ready to be asked of many records.
enum Printed<'a> {
    /// It is evaluated, and formatted like this field.
    Program(Box<Program>, Option<&'a Field>),
    /// It means nothing.
    Mark(Datum),
}

fn bound<'a>(view: &'a View<'_>, tables: &[Table], table: TableId, expression: &str) -> Result<Printed<'a>> {
    let program = formula::bind(&formula::parse(expression)?, tables, table)?;
    let field = plain_field(view, &program, expression);
    Ok(Printed::Program(Box::new(program), field))
}

impl<'a> Printed<'a> {
    fn of(view: &'a View<'_>, tables: &[Table], table: TableId, expression: &str) -> Result<Printed<'a>> {
        match bound(view, tables, table, expression) {
            Err(EngineError::Formula(_)) => Ok(Printed::Mark(mark(expression))),
            other => other,
        }
    }

    fn datum(&self, view: &View<'_>, record: RecordId) -> Result<Datum> {
        let (program, field) = match self {
            Printed::Program(program, field) => (program, *field),
            Printed::Mark(mark) => return Ok(mark.clone()),
        };
        let Some(value) = view.evaluate(program, record) else { return Ok(Datum::Empty) };
        Ok(match &value {
            Value::YesNo(yes) => Datum::YesNo(*yes),
            Value::Number(number) => {
                let text = match field {
                    Some(field) => view.text(&value, field),
                    None => value::format_amount(number.normalize(), number.normalize().scale(), view.language),
                };
                Datum::Number(rust_decimal_text::Text(*number), text)
            }
            Value::Blob(blob) => Datum::Picture(view.access.blob(&blob.hash)?.unwrap_or_default()),
            value => match field {
                Some(field) => Datum::Text(view.text(value, field)),
                None => Datum::Text(loose_text(view, value)),
            },
        })
    }
}

/// The field an expression shows as it is, so that it is formatted like the field.
fn plain_field<'a>(view: &'a View<'_>, program: &Program, expression: &str) -> Option<&'a Field> {
    let is_path = expression.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    let last = program.dependencies().last()?;
    let field = view.schema().field(last.table, last.field)?;
    (is_path && expression.rsplit('.').next() == Some(&field.key)).then_some(field)
}

fn loose_text(view: &View<'_>, value: &Value) -> String {
    let kind = match value {
        Value::Date(_) => FieldKind::Date,
        Value::Time(_) => FieldKind::Time,
        Value::DateTime(_) => FieldKind::DateTime,
        Value::DayOfYear(..) => FieldKind::DayOfYear,
        Value::Instant(_) => FieldKind::Instant,
        Value::Links(found) => {
            let titles: Vec<String> = found.iter().map(|link| view.title_of(link.table, link.record)).collect();
            return titles.join(", ");
        }
        _ => FieldKind::LongText,
    };
    value::format(value, &kind, view.language)
}

type PrintRow = BTreeMap<String, Datum>;

fn rows(
    view: &View<'_>,
    tables: &[Table],
    table: TableId,
    records: &[RecordId],
    printed: &PrintTable,
) -> Result<Vec<PrintRow>> {
    let source = printed.rows.as_str();
    let texts = printed.columns.iter().flat_map(|column| PrintForm::expressions(&column.text));
    let sums = printed.columns.iter().map(|column| column.sum.trim()).chain([printed.group.trim()]);
    let expressions: Vec<&str> =
        texts.chain(sums.filter(|sum| !sum.is_empty())).filter(|expression| *expression != "row").collect();
    let Some(record) = records.first() else { return Ok(Vec::new()) };
    if source == "vat-breakdown" {
        return vat_rows(view, table, *record);
    }
    let (of, found) = if source == structure::RECORDS {
        (table, records.to_vec())
    } else if let Ok((of, by)) = relation(view, table, source) {
        (of, view.back_links(of, by, *record))
    } else {
        // One row tells that the list is gone.
        let marks = expressions.iter().map(|text| ((*text).to_owned(), mark(text)));
        return Ok(vec![marks.collect()]);
    };
    let mut programs = BTreeMap::new();
    for expression in expressions {
        if !programs.contains_key(expression) {
            programs.insert(expression, Printed::of(view, tables, of, expression)?);
        }
    }
    let mut rows = Vec::with_capacity(found.len());
    for id in found {
        let mut row = PrintRow::new();
        for (expression, program) in &programs {
            row.insert((*expression).to_owned(), program.datum(view, id)?);
        }
        rows.push(row);
    }
    let group = printed.group.trim();
    if !group.is_empty() {
        rows.sort_by(|one, other| by_datum(one.get(group), other.get(group)));
    }
    Ok(rows)
}

/// The order of groups: what is empty last, numbers by size, texts as a dictionary has them.
fn by_datum(one: Option<&Datum>, other: Option<&Datum>) -> Ordering {
    match (one, other) {
        (Some(Datum::Number(one, _)), Some(Datum::Number(other, _))) => one.0.cmp(&other.0),
        (one, other) => {
            let text = |datum: Option<&Datum>| datum.map(Datum::text).unwrap_or_default().to_owned();
            let (one, other) = (text(one), text(other));
            let order = || value::compare(&Value::Text(one.clone()), &Value::Text(other.clone()), &FieldKind::Text);
            one.is_empty().cmp(&other.is_empty()).then_with(order)
        }
    }
}

/// The table and field behind the name of a relation: `lines`, or the key of a table that points here.
fn relation(view: &View<'_>, table: TableId, name: &str) -> Result<(TableId, FieldId)> {
    let found = view.schema().links_to(table).find(|(other, field)| {
        other.info.key == name || name == "lines" && matches!(field.kind, FieldKind::PartOf { .. })
    });
    found.map(|(other, field)| (other.info.id, field.id)).ok_or_else(|| {
        refused(
            format!("Sąrašo „{name}“ formoje nėra."),
            format!("The form names a list “{name}” that does not exist."),
        )
    })
}

/// The lines of a document that has lines, with their table.
fn lines_of<'a>(view: &'a View<'_>, table: TableId, record: RecordId) -> Option<(&'a Table, Vec<RecordId>)> {
    let lines = view.schema().live().find(|lines| lines.part_of().is_some_and(|(_, owner)| owner == table))?;
    let (by, _) = lines.part_of()?;
    Some((lines, view.back_links(lines.info.id, by.id, record)))
}

fn vat_rows(view: &View<'_>, table: TableId, record: RecordId) -> Result<Vec<PrintRow>> {
    let Some((lines, ids)) = lines_of(view, table, record) else { return Ok(Vec::new()) };
    let (Some(amount), Some(rate)) = (lines.field_by_role(FieldRole::Amount), lines.field_by_role(FieldRole::VatRate))
    else {
        return Ok(Vec::new());
    };
    let mut summed = Vec::new();
    for id in ids {
        let net = view.value_of(lines.info.id, id, amount.id).and_then(|value| value.as_number()).unwrap_or_default();
        let chosen = view.value_of(lines.info.id, id, rate.id);
        let rate = chosen.as_ref().and_then(|value| choice_number(rate, value)).unwrap_or_default();
        summed.push(VatLine { net, rate });
    }
    let breakdown = vat_breakdown(&summed).map_err(|_| refused("Suma per didelė.", "The sum is too large."))?;
    let money = |number: Decimal| {
        Datum::Number(rust_decimal_text::Text(number), value::format_amount(number, 2, view.language))
    };
    let rows = breakdown.into_iter().map(|row| {
        let rate = row.rate.normalize();
        let percent = format!("{} %", value::format_amount(rate, rate.scale(), view.language));
        PrintRow::from([
            ("rate".to_owned(), Datum::Number(rust_decimal_text::Text(rate), percent)),
            ("net".to_owned(), money(row.net)),
            ("vat".to_owned(), money(row.vat)),
            ("total".to_owned(), money(row.total)),
        ])
    });
    Ok(rows.collect())
}

fn choice_number(field: &Field, value: &Value) -> Option<Decimal> {
    let FieldKind::Choice { choices, .. } = &field.kind else { return None };
    let chosen = value.choices().first()?;
    choices.iter().find(|choice| choice.id == *chosen)?.number.map(|number| number.0)
}
