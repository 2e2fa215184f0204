//! Lists: which records, in what order. Orders of whole tables are remembered until something that matters changes.

use crate::{Engine, EngineError, Result, records::no_such_table, view::View};
use icu_collator::{
    Collator, CollatorBorrowed, CollatorPreferences, options::CollatorOptions, preferences::CollationNumericOrdering,
};
use icu_locale_core::locale;
use model::{
    changes::Changes,
    formula,
    ids::{FieldId, RecordId, TableId},
    language::Language,
    layout::SortBy,
    schema::{Field, FieldKind, FieldRole, Schema},
    value::{self, Value},
};
use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
    ops::ControlFlow,
    sync::Arc,
};
use store::Access;

/// What to list.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ListQuery {
    /// The table.
    pub table: TableId,
    /// Words that must all occur in the record; empty: no matter.
    pub search: String,
    /// Expression that must hold.
    pub filter: Option<String>,
    /// The order; empty: as added.
    pub sort: Vec<SortBy>,
}

/// The records of a list by their local numbers, in their order.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Listing {
    /// Local numbers.
    pub numbers: Arc<Vec<u32>>,
}

/// Remembered orders of whole tables: for each sort the numbers in that order.
#[derive(Default)]
pub(crate) struct Orders {
    kept: HashMap<(TableId, Vec<SortBy>), Arc<Vec<u32>>>,
}

impl Orders {
    /// Forgets what a change made wrong.
    pub fn forget(&mut self, schema: &Schema, changes: &Changes, touched: &HashSet<(TableId, FieldId)>) {
        if changes.structure {
            self.kept.clear();
            return;
        }
        let titles_differ = touched.iter().any(|(table, field)| names_records(schema, *table, *field));
        self.kept.retain(|(table, sort), _| {
            let another_membership = changes.membership.contains(table);
            let sorted = sort.iter().any(|by| touched.contains(&(*table, by.field)));
            // Links are sorted by the titles of what they lead to.
            let by_titles = titles_differ && by_links(schema, *table, sort);
            !(another_membership || sorted || by_titles)
        });
    }
}

/// Whether the title of a record may change with this field: it is the title, or stands for one that is missing.
fn names_records(schema: &Schema, table: TableId, field: FieldId) -> bool {
    schema.table(table).is_some_and(|of| {
        of.info.title == field || of.field(field).is_some_and(|field| field.role == Some(FieldRole::Client))
    })
}

fn by_links(schema: &Schema, table: TableId, sort: &[SortBy]) -> bool {
    let is_link = |field: &Field| matches!(field.shown_kind(), FieldKind::Link { .. } | FieldKind::PartOf { .. });
    sort.iter().any(|by| schema.field(table, by.field).is_some_and(is_link))
}

/// Whether an order changes by itself, with the clock.
fn by_clock(view: &View<'_>, table: TableId, sort: &[SortBy]) -> bool {
    let clock = |table, field| view.computed.formula(table, field).is_some_and(|formula| formula.clock);
    let titles = || view.schema().live().any(|of| clock(of.info.id, of.info.title));
    sort.iter().any(|by| clock(table, by.field)) || by_links(view.schema(), table, sort) && titles()
}

/// How a record compares in one field.
enum SortKey {
    Empty,
    Bytes(Vec<u8>),
}

impl Engine {
    /// Lists records.
    ///
    /// # Errors
    /// Where the filter is wrong, or of the disk.
    pub fn list(&self, query: &ListQuery) -> Result<Listing> {
        let ordered = self.order(query.table, &query.sort)?;
        let mut numbers = ordered;
        if !query.search.trim().is_empty() {
            let found: HashSet<u32> = self.find(query.table, &query.search, None)?.into_iter().collect();
            numbers = Arc::new(numbers.iter().copied().filter(|number| found.contains(number)).collect());
        }
        if let Some(filter) = query.filter.as_deref().filter(|filter| !filter.trim().is_empty()) {
            numbers = Arc::new(self.filtered(query.table, filter, &numbers)?);
        }
        Ok(Listing { numbers })
    }

    /// How many records a table has.
    ///
    /// # Errors
    /// Of the disk.
    pub fn count(&self, table: TableId) -> Result<u64> {
        self.look(self.language(), |view| Ok(view.access.count(view.definitions, table)?))
    }

    fn filtered(&self, table: TableId, filter: &str, numbers: &[u32]) -> Result<Vec<u32>> {
        self.look(self.language(), |view| {
            let program = formula::bind_condition(&formula::parse(filter)?, &view.schema().tables, table)?;
            let mut kept = Vec::new();
            for number in numbers {
                let Some(stored) = view.access.record_at(view.definitions, table, *number)? else { continue };
                let inner = View { draft: Some((stored.id, &stored.values)), failed: Default::default(), ..*view };
                let holds = inner.evaluate(&program, stored.id);
                inner.check()?;
                if holds == Some(Value::YesNo(true)) {
                    kept.push(*number);
                }
            }
            Ok(kept)
        })
    }

    fn order(&self, table: TableId, sort: &[SortBy]) -> Result<Arc<Vec<u32>>> {
        let key = (table, sort.to_vec());
        if let Some(kept) = self.orders().kept.get(&key) {
            return Ok(kept.clone());
        }
        let (order, seen) = self.look(self.language(), |view| {
            let seen = (!by_clock(view, table, sort)).then_some(view.access.head()?.sequence);
            Ok((Arc::new(sorted(view, table, sort)?), seen))
        })?;
        let mut orders = self.orders();
        // What was committed meanwhile has told what to forget already, so that an older order would never be forgotten.
        let reader = self.read()?;
        if seen == Some((&reader as &dyn Access).head()?.sequence) {
            orders.kept.insert(key, order.clone());
        }
        Ok(order)
    }
}

fn sorted(view: &View<'_>, table: TableId, sort: &[SortBy]) -> Result<Vec<u32>> {
    let of = view.schema().table(table).ok_or_else(no_such_table)?;
    let slots = view.definitions.slots(table)?;
    let fields: Vec<(&Field, bool)> =
        sort.iter().filter_map(|by| of.field(by.field).map(|field| (field, by.descending))).collect();
    if fields.is_empty() {
        return as_added(view, table);
    }
    let collator = collator(view.language)?;
    let mut rows: Vec<(Vec<SortKey>, RecordId, u32)> = Vec::new();
    view.access.scan_records(view.definitions, table, &mut |number, record| {
        let mut keys = Vec::with_capacity(fields.len());
        for (field, _) in &fields {
            let by_clock = view.computed.formula(table, field.id).is_some_and(|formula| formula.clock);
            let value = if by_clock {
                view.value_of(table, record.id(), field.id)
            } else {
                slots.slot(field.id).map(|slot| record.slot(slot)).transpose()?.flatten()
            };
            keys.push(value.map_or(SortKey::Empty, |value| sort_key(view, &collator, &value, field)));
        }
        rows.push((keys, record.id(), number));
        Ok(ControlFlow::Continue(()))
    })?;
    rows.sort_by(|a, b| compare(&a.0, &b.0, &fields).then(a.1.cmp(&b.1)));
    Ok(rows.into_iter().map(|(.., number)| number).collect())
}

/// Not by number: a record that came back from a deletion has a new one. Ids are ordered by time.
fn as_added(view: &View<'_>, table: TableId) -> Result<Vec<u32>> {
    let mut rows: Vec<(RecordId, u32)> = Vec::new();
    view.access.scan_records(view.definitions, table, &mut |number, record| {
        rows.push((record.id(), number));
        Ok(ControlFlow::Continue(()))
    })?;
    rows.sort_unstable();
    Ok(rows.into_iter().map(|(_, number)| number).collect())
}

/// Empty values come last in either direction.
fn compare(a: &[SortKey], b: &[SortKey], fields: &[(&Field, bool)]) -> Ordering {
    for ((a, b), (_, descending)) in a.iter().zip(b).zip(fields) {
        let ordering = match (a, b) {
            (SortKey::Empty, SortKey::Empty) => Ordering::Equal,
            (SortKey::Empty, _) => Ordering::Greater,
            (_, SortKey::Empty) => Ordering::Less,
            (SortKey::Bytes(a), SortKey::Bytes(b)) if *descending => b.cmp(a),
            (SortKey::Bytes(a), SortKey::Bytes(b)) => a.cmp(b),
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
    Ordering::Equal
}

fn sort_key(view: &View<'_>, collator: &CollatorBorrowed<'static>, value: &Value, field: &Field) -> SortKey {
    let collated = |text: &str| {
        let mut bytes = Vec::with_capacity(text.len() * 2);
        let Ok(()) = collator.write_sort_key_to(text, &mut bytes);
        SortKey::Bytes(bytes)
    };
    match value {
        Value::Text(text) if *field.shown_kind() != FieldKind::Phone => collated(text),
        Value::Links(_) => collated(&view.text(value, field)),
        value => SortKey::Bytes(value::sort_bytes(value, field.shown_kind())),
    }
}

fn collator(language: Language) -> Result<CollatorBorrowed<'static>> {
    let locale = match language {
        Language::Lt => locale!("lt"),
        Language::En => locale!("en"),
    };
    let mut preferences = CollatorPreferences::from(locale);
    // „Sklypas 10“ stands after „Sklypas 2“.
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    Collator::try_new(preferences, CollatorOptions::default())
        .map_err(|error| EngineError::Store(store::StoreError::Io(format!("collation: {error}"))))
}
