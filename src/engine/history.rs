//! The journal as people read it.

use crate::{Engine, Result};
use model::{
    changes::{self, Action, Operation, Part},
    ids::{FieldId, RecordId, TableId},
    language::Language,
    value::Value,
};
use std::ops::ControlFlow;
use store::{Access, Entry};

/// One entry of the journal, ready to be read.
#[derive(Clone, PartialEq, Debug)]
pub struct HistoryEntry {
    /// Its sequence number.
    pub sequence: u64,
    /// Milliseconds since 1970 UTC.
    pub time: i64,
    /// Who did it.
    pub user: String,
    /// What was done, in the language asked for.
    pub label: String,
    /// The part it plays in undo and redo.
    pub part: Part,
    /// Changed fields of the record asked for: field, before, after.
    pub fields: Vec<(FieldId, Option<Value>, Option<Value>)>,
}

impl Engine {
    /// The label of an action in a language.
    pub fn label(&self, action: &Action, language: Language) -> String {
        let definitions = self.definitions();
        let table = action.table.and_then(|table| definitions.schema.table(table));
        let one = table.map(|table| table.info.one.get(language));
        let field = table.zip(action.field).and_then(|(table, field)| table.field(field));
        changes::label(action, one, field.map(|field| field.label.get(language)), language)
    }

    fn readable(&self, entry: Entry, language: Language) -> HistoryEntry {
        let header = entry.header;
        let label = self.label(&header.action, language);
        let label = match header.part {
            Part::Undoes(_) => format!("{}: {label}", language.pick("Atšaukta", "Undone")),
            Part::Redoes(_) => format!("{}: {label}", language.pick("Pakartota", "Redone")),
            Part::Do | Part::Root => label,
        };
        HistoryEntry {
            sequence: header.sequence,
            time: header.time,
            user: header.user,
            label,
            part: header.part,
            fields: Vec::new(),
        }
    }

    /// The newest entries of the base, newest first.
    ///
    /// # Errors
    /// Of the disk.
    pub fn history(&self, limit: usize, language: Language) -> Result<Vec<HistoryEntry>> {
        let reader = self.read()?;
        let mut found = Vec::new();
        (&reader as &dyn Access).entries_back(&mut |entry| {
            if found.len() >= limit {
                return Ok(ControlFlow::Break(()));
            }
            found.push(self.readable(entry, language));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }

    /// What happened to one record, newest first, with its changed fields.
    ///
    /// # Errors
    /// Of the disk.
    pub fn history_of(&self, table: TableId, id: RecordId, language: Language) -> Result<Vec<HistoryEntry>> {
        let reader = self.read()?;
        let access = &reader as &dyn Access;
        let mut found = Vec::new();
        for sequence in access.entries_of(id)?.into_iter().rev() {
            let Some(entry) = access.entry(sequence)? else { continue };
            let mut entry = self.readable(entry, language);
            for chunk in 0..access.chunks(sequence)? {
                for operation in access.operations(sequence, chunk)? {
                    entry.fields.extend(fields_of(operation, table, id));
                }
            }
            found.push(entry);
        }
        Ok(found)
    }
}

fn fields_of(operation: Operation, table: TableId, id: RecordId) -> Vec<(FieldId, Option<Value>, Option<Value>)> {
    match operation {
        Operation::Field { table: of, id: record, field, before, after } if (of, record) == (table, id) => {
            vec![(field, before, after)]
        }
        Operation::Record { table: of, id: record, before, after } if (of, record) == (table, id) => {
            let before = before.unwrap_or_default();
            let after = after.unwrap_or_default();
            let mut fields: Vec<FieldId> = before.iter().chain(after.iter()).map(|(field, _)| field).collect();
            fields.sort_unstable();
            fields.dedup();
            fields.into_iter().map(|field| (field, before.get(field).cloned(), after.get(field).cloned())).collect()
        }
        _ => Vec::new(),
    }
}
