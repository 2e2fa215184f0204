//! Secondary indexes: `(table u16, slot u16, sortable bytes of the value, record number u32)`, nothing behind it.
//!
//! Links are always indexed (one entry for each linked record): that is how back-links are found.

use crate::{Access, Definitions, Local, Result, Space, TableSlots, Writer};
use model::{
    ids::{FieldId, RecordId, TableId},
    schema::{Field, FieldKind, Table},
    value::{self, Value, Values},
};
use std::ops::ControlFlow;

/// Longest part of a value that is kept in an index, in bytes; longer values share a place and are told apart by the record.
const LONGEST: usize = 200;

/// The bytes of index entries.
pub struct IndexKey;

impl IndexKey {
    /// What all entries of a field share.
    pub fn prefix(table: u16, slot: u16) -> Vec<u8> {
        [table.to_be_bytes(), slot.to_be_bytes()].concat()
    }
    /// What all entries of a value share.
    pub fn value(table: u16, slot: u16, value: &[u8]) -> Vec<u8> {
        let mut key = IndexKey::prefix(table, slot);
        key.extend(&value[..value.len().min(LONGEST)]);
        key
    }
    fn entry(local: Local, slot: u16, value: &[u8]) -> Vec<u8> {
        let mut key = IndexKey::value(local.table, slot, value);
        key.extend(local.number.to_be_bytes());
        key
    }
    fn number(key: &[u8]) -> Option<u32> {
        key.last_chunk::<4>().map(|number| u32::from_be_bytes(*number))
    }
}

/// Whether the values of a field are kept in an index.
pub(crate) fn is_indexed(table: &Table, field: &Field) -> bool {
    !field.removed
        && (field.indexed
            || field.unique
            || table.info.keys.contains(&field.id)
            || matches!(field.kind, FieldKind::Link { .. } | FieldKind::PartOf { .. }))
}

/// The sortable byte strings under which a value stands in its index.
fn entries(value: &Value, field: &Field) -> Vec<Vec<u8>> {
    match value {
        Value::Links(links) => links.iter().map(|link| link.record.0.to_be_bytes().to_vec()).collect(),
        value => vec![value::sort_bytes(value, field.shown_kind())],
    }
}

/// Index entries that go (`false`) and come (`true`) when a record changes.
pub(crate) fn difference(
    table: &Table,
    slots: &TableSlots,
    local: Local,
    before: Option<&Values>,
    after: Option<&Values>,
) -> Vec<(Vec<u8>, bool)> {
    let mut changes = Vec::new();
    for field in table.fields.iter().filter(|field| is_indexed(table, field)) {
        let Some(slot) = slots.slot(field.id) else { continue };
        let (old, new) = (before.and_then(|v| v.get(field.id)), after.and_then(|v| v.get(field.id)));
        if old == new {
            continue;
        }
        for (value, added) in [(old, false), (new, true)] {
            let Some(value) = value else { continue };
            changes
                .extend(entries(value, field).into_iter().map(|bytes| (IndexKey::entry(local, slot, &bytes), added)));
        }
    }
    changes
}

impl dyn Access + '_ {
    /// Numbers of the records whose indexed `field` holds a value with the same sortable bytes; links by their target.
    ///
    /// # Errors
    /// Of the disk.
    pub fn find_equal(
        &self,
        definitions: &Definitions,
        table: TableId,
        field: &Field,
        value: &Value,
    ) -> Result<Vec<u32>> {
        let slots = definitions.slots(table)?;
        let Some(slot) = slots.slot(field.id) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for bytes in entries(value, field) {
            let prefix = IndexKey::value(slots.number, slot, &bytes);
            self.scan_prefix(Space::Index, &prefix, &mut |key, _| {
                if key.len() == prefix.len() + 4 {
                    found.extend(IndexKey::number(key));
                }
                Ok(ControlFlow::Continue(()))
            })?;
        }
        Ok(found)
    }

    /// Numbers of the records of `table` whose `field` links to `target`.
    ///
    /// # Errors
    /// Of the disk.
    pub fn linked(
        &self,
        definitions: &Definitions,
        table: TableId,
        field: FieldId,
        target: RecordId,
    ) -> Result<Vec<u32>> {
        let slots = definitions.slots(table)?;
        let Some(slot) = slots.slot(field) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        let prefix = IndexKey::value(slots.number, slot, &target.0.to_be_bytes());
        self.scan_prefix(Space::Index, &prefix, &mut |key, _| {
            found.extend(IndexKey::number(key));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }
}

impl Writer<'_> {
    /// Builds or drops the index of a field: `was` and `is` are its definition where it was and is to be indexed.
    pub(crate) fn reindex_field(
        &mut self,
        table: TableId,
        id: FieldId,
        was: Option<&Field>,
        is: Option<&Field>,
    ) -> Result<()> {
        let definitions = self.definitions().clone();
        let slots = definitions.slots(table)?;
        let Some(slot) = slots.slot(id) else { return Ok(()) };
        if was.map(Field::shown_kind) == is.map(Field::shown_kind) {
            return Ok(());
        }
        let mut old = Vec::new();
        self.access().scan_prefix(Space::Index, &IndexKey::prefix(slots.number, slot), &mut |key, _| {
            old.push(key.to_vec());
            Ok(ControlFlow::Continue(()))
        })?;
        for key in old {
            self.change_index(key, false)?;
        }
        let Some(field) = is else { return Ok(()) };
        let mut new = Vec::new();
        self.access().scan_records(&definitions, table, &mut |number, view| {
            if let Some(value) = view.slot(slot)? {
                let local = Local { table: slots.number, number };
                new.extend(entries(&value, field).iter().map(|bytes| IndexKey::entry(local, slot, bytes)));
            }
            Ok(ControlFlow::Continue(()))
        })?;
        for key in new {
            self.change_index(key, true)?;
        }
        Ok(())
    }
}

/// All index entries that the records of a base should have, ascending.
pub(crate) fn expected(access: &dyn Access, definitions: &Definitions) -> Result<Vec<Vec<u8>>> {
    let mut keys = Vec::new();
    for table in &definitions.schema.tables {
        let slots = definitions.slots(table.info.id)?;
        access.scan_records(definitions, table.info.id, &mut |number, view| {
            let values = view.values(slots)?;
            let local = Local { table: slots.number, number };
            keys.extend(difference(table, slots, local, None, Some(&values)).into_iter().map(|(key, _)| key));
            Ok(ControlFlow::Continue(()))
        })?;
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(keys)
}
