//! Find as you type: one arena of folded text for each table, built on first use and following every change.

use crate::{Engine, Result, view::is_searched};
use model::{
    changes::Changes,
    ids::{RecordId, TableId},
    schema::{FieldKind, Table},
    value::{Value, Values},
};
use search::{Arena, ArenaBuilder};
use std::{
    collections::{HashMap, hash_map::Entry},
    ops::ControlFlow,
};
use store::{Access, Definitions, Reader};

/// The arenas of all tables that were searched.
#[derive(Default)]
pub(crate) struct Finder {
    arenas: HashMap<TableId, Arena>,
}

/// The searched texts of a record, each with whether it is a telephone number.
fn texts<'a>(table: &'a Table, values: &'a Values) -> impl Iterator<Item = (String, bool)> + 'a {
    table.live().filter_map(move |field| {
        let value = values.get(field.id)?;
        let is_phone = *field.shown_kind() == FieldKind::Phone;
        match value {
            Value::Text(text) if is_searched(field) => Some((text.clone(), is_phone)),
            Value::Choices(_) => {
                let kind = field.shown_kind();
                let lt = model::value::format(value, kind, model::language::Language::Lt);
                let en = model::value::format(value, kind, model::language::Language::En);
                Some((if lt == en { lt } else { format!("{lt} {en}") }, false))
            }
            Value::Date(date) => Some((date.to_string(), false)),
            _ => None,
        }
    })
}

impl Finder {
    fn arena(&mut self, access: &dyn Access, definitions: &Definitions, table: TableId) -> Result<&mut Arena> {
        if let Entry::Vacant(place) = self.arenas.entry(table) {
            let mut builder = ArenaBuilder::new();
            if let Some(of) = definitions.schema.table(table) {
                let slots = definitions.slots(table)?;
                access.scan_records(definitions, table, &mut |number, record| {
                    let values = record.values(slots)?;
                    let found: Vec<(String, bool)> = texts(of, &values).collect();
                    builder.push(number, found.iter().map(|(text, phone)| (text.as_str(), *phone)));
                    Ok(ControlFlow::Continue(()))
                })?;
            }
            place.insert(builder.finish());
        }
        Ok(self.arenas.entry(table).or_insert_with(|| ArenaBuilder::new().finish()))
    }

    /// Brings the arenas up to date after a change.
    pub fn follow(&mut self, reader: &Reader, definitions: &Definitions, changes: &Changes) -> Result<()> {
        if changes.structure {
            self.arenas.clear();
            return Ok(());
        }
        for table in changes.tables() {
            let (Some(arena), Some(of)) = (self.arenas.get_mut(&table), definitions.schema.table(table)) else {
                continue;
            };
            let Some(records) = changes.records(table) else {
                // Too many to name: the arena is built anew when it is next asked.
                self.arenas.remove(&table);
                continue;
            };
            let access: &dyn Access = reader;
            for id in records.collect::<Vec<RecordId>>() {
                // The number of a deleted record is never given again; lists leave it out, so it may stay in the arena.
                if let Some(stored) = access.record(definitions, table, id)? {
                    let found: Vec<(String, bool)> = texts(of, &stored.values).collect();
                    arena.update(stored.local.number, found.iter().map(|(text, phone)| (text.as_str(), *phone)));
                }
            }
        }
        Ok(())
    }
}

impl Engine {
    /// Numbers of the records of a table in which every word of `query` occurs, in the order they were added.
    ///
    /// # Errors
    /// Of the disk.
    pub fn find(&self, table: TableId, query: &str, limit: Option<usize>) -> Result<Vec<u32>> {
        // The snapshot is taken under the lock, so that every later change still follows.
        let mut finder = self.finder();
        let (reader, definitions) = (self.read()?, self.definitions());
        Ok(finder.arena(&reader, &definitions, table)?.find(query, limit))
    }
}
