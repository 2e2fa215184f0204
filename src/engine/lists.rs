//! Lists: which records, in what order. Orders of whole tables are remembered until something that matters changes.

use crate::{Engine, EngineError, Result, records::no_such_table, view::View};
use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;
use model::{
    changes::Changes,
    formula,
    ids::{FieldId, TableId},
    language::Language,
    layout::SortBy,
    schema::{Field, FieldKind},
    value::{self, Value},
};
use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
    ops::ControlFlow,
    sync::Arc,
};

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
    pub fn forget(&mut self, changes: &Changes, touched: &HashSet<(TableId, FieldId)>) {
        if changes.structure {
            self.kept.clear();
            return;
        }
        self.kept.retain(|(table, sort), _| {
            let another_membership = changes.membership.contains(table);
            // A title that changed may change the order of records that are sorted by a link to it.
            let links_may_differ = touched.iter().any(|(other, _)| other != table);
            let sorted = sort.iter().any(|by| touched.contains(&(*table, by.field)));
            !(another_membership || sorted || links_may_differ && !sort.is_empty())
        });
    }
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
        let order = Arc::new(self.look(self.language(), |view| sorted(view, table, sort))?);
        self.orders().kept.insert(key, order.clone());
        Ok(order)
    }
}

fn sorted(view: &View<'_>, table: TableId, sort: &[SortBy]) -> Result<Vec<u32>> {
    let of = view.schema().table(table).ok_or_else(no_such_table)?;
    let slots = view.definitions.slots(table)?;
    let fields: Vec<(&Field, bool)> =
        sort.iter().filter_map(|by| of.field(by.field).map(|field| (field, by.descending))).collect();
    let collator = collator(view.language)?;
    let mut rows: Vec<(Vec<SortKey>, u32)> = Vec::new();
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
        rows.push((keys, number));
        Ok(ControlFlow::Continue(()))
    })?;
    if !fields.is_empty() {
        rows.sort_by(|a, b| compare(&a.0, &b.0, &fields).then(a.1.cmp(&b.1)));
    }
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
    Collator::try_new(locale.into(), CollatorOptions::default())
        .map_err(|error| EngineError::Store(store::StoreError::Io(format!("collation: {error}"))))
}
