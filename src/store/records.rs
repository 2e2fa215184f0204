//! Records by their local place, with their indexes and counters.

use crate::{Access, Definitions, RecordView, Result, Space, StoreError, Writer, codec, index};
use model::{
    ids::{FieldId, RecordId, TableId},
    value::{Value, Values},
};
use std::ops::ControlFlow;

/// The place of a record within this base; it never leaves the base.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Local {
    /// Local number of the table.
    pub table: u16,
    /// Number of the record within the table, from 1, dense.
    pub number: u32,
}

impl Local {
    pub(crate) fn bytes(self) -> [u8; 6] {
        let (t, n) = (self.table.to_be_bytes(), self.number.to_be_bytes());
        [t[0], t[1], n[0], n[1], n[2], n[3]]
    }
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Local> {
        match bytes {
            [a, b, c, d, e, f] => {
                Ok(Local { table: u16::from_be_bytes([*a, *b]), number: u32::from_be_bytes([*c, *d, *e, *f]) })
            }
            _ => Err(StoreError::Codec { what: "place of a record", reason: "length".into() }),
        }
    }
}

/// A record read whole.
#[derive(Clone, PartialEq, Debug)]
pub struct Stored {
    /// Its place.
    pub local: Local,
    /// Its id.
    pub id: RecordId,
    /// All its values, computed ones too.
    pub values: Values,
}

impl dyn Access + '_ {
    /// The place of a record.
    ///
    /// # Errors
    /// Of the disk.
    pub fn local(&self, id: RecordId) -> Result<Option<Local>> {
        let mut local = None;
        self.with(Space::Ids, &id.0.to_be_bytes(), &mut |bytes| {
            local = Some(Local::from_bytes(bytes)?);
            Ok(())
        })?;
        Ok(local)
    }

    /// Looks at a record by its place.
    ///
    /// # Errors
    /// Of the disk, of `look`, or where the record is damaged.
    pub fn view(&self, local: Local, look: &mut dyn FnMut(RecordView<'_>) -> Result<()>) -> Result<bool> {
        self.with(Space::Records, &local.bytes(), &mut |bytes| look(RecordView::new(bytes)?))
    }

    /// A record by its place.
    ///
    /// # Errors
    /// Of the disk, or where the record is damaged.
    pub fn record_at(&self, definitions: &Definitions, table: TableId, number: u32) -> Result<Option<Stored>> {
        let slots = definitions.slots(table)?;
        let local = Local { table: slots.number, number };
        let mut stored = None;
        self.view(local, &mut |view| {
            stored = Some(Stored { local, id: view.id(), values: view.values(slots)? });
            Ok(())
        })?;
        Ok(stored)
    }

    /// A record by its id, if it is one of `table`.
    ///
    /// # Errors
    /// Of the disk, or where the record is damaged.
    pub fn record(&self, definitions: &Definitions, table: TableId, id: RecordId) -> Result<Option<Stored>> {
        match self.local(id)? {
            Some(local) if local.table == definitions.slots(table)?.number => {
                self.record_at(definitions, table, local.number)
            }
            _ => Ok(None),
        }
    }

    /// One value of a record.
    ///
    /// # Errors
    /// Of the disk, or where the record is damaged.
    pub fn value(
        &self,
        definitions: &Definitions,
        table: TableId,
        id: RecordId,
        field: FieldId,
    ) -> Result<Option<Value>> {
        let slots = definitions.slots(table)?;
        let (Some(local), Some(slot)) = (self.local(id)?, slots.slot(field)) else { return Ok(None) };
        let mut value = None;
        if local.table == slots.number {
            self.view(local, &mut |view| {
                value = view.slot(slot)?;
                Ok(())
            })?;
        }
        Ok(value)
    }

    /// Calls `each` with the number and a view of every record of a table, in the order they were added.
    ///
    /// # Errors
    /// Of the disk, of `each`, or where a record is damaged.
    pub fn scan_records(
        &self,
        definitions: &Definitions,
        table: TableId,
        each: &mut dyn FnMut(u32, RecordView<'_>) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let number = definitions.slots(table)?.number;
        self.scan_prefix(Space::Records, &number.to_be_bytes(), &mut |key, bytes| {
            each(Local::from_bytes(key)?.number, RecordView::new(bytes)?)
        })
    }

    /// At most `most` records of a table from a number on, in the order they were added.
    ///
    /// # Errors
    /// Of the disk, or where a record is damaged.
    pub fn records_from(
        &self,
        definitions: &Definitions,
        table: TableId,
        number: u32,
        most: usize,
    ) -> Result<Vec<Stored>> {
        let slots = definitions.slots(table)?;
        let from = Local { table: slots.number, number }.bytes();
        let end = crate::access::after(&slots.number.to_be_bytes());
        let mut found = Vec::new();
        self.scan(Space::Records, &from, end.as_deref(), false, &mut |key, bytes| {
            let view = RecordView::new(bytes)?;
            found.push(Stored { local: Local::from_bytes(key)?, id: view.id(), values: view.values(slots)? });
            Ok(if found.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        Ok(found)
    }

    /// How many records a table has.
    ///
    /// # Errors
    /// Of the disk.
    pub fn count(&self, definitions: &Definitions, table: TableId) -> Result<u64> {
        counter(self, &counter_key(b"count/", definitions.slots(table)?.number))
    }
}

fn counter_key(name: &[u8], table: u16) -> Vec<u8> {
    [name, &table.to_be_bytes()].concat()
}

pub(crate) fn counter(access: &dyn Access, key: &[u8]) -> Result<u64> {
    match access.get(Space::Meta, key)? {
        Some(bytes) => codec::open("counter", &bytes),
        None => Ok(0),
    }
}

impl Writer<'_> {
    /// Adds, replaces or (with `None`) deletes a record, with its indexes and the counter; returns what was there.
    ///
    /// # Errors
    /// Of the disk; where the id is another table's record, or the table is full.
    pub fn put_record(&mut self, table: TableId, id: RecordId, values: Option<&Values>) -> Result<Option<Values>> {
        let definitions = self.definitions().clone();
        let slots = definitions.slots(table)?;
        let before = match self.access().local(id)? {
            Some(local) if local.table != slots.number => {
                return Err(StoreError::Codec { what: "record", reason: "its id is in use in another table".into() });
            }
            Some(local) => self.access().record_at(&definitions, table, local.number)?,
            None => None,
        };
        let local = match &before {
            Some(stored) => stored.local,
            None if values.is_none() => return Ok(None),
            None => Local { table: slots.number, number: self.next_number(slots.number)? },
        };
        if let Some(table) = definitions.schema.table(table) {
            let old = before.as_ref().map(|stored| &stored.values);
            for (key, added) in index::difference(table, slots, local, old, values) {
                self.change_index(key, added)?;
            }
        }
        match values {
            Some(values) => {
                let bytes = codec::record_bytes(id, values, slots)?;
                self.put(Space::Records, &local.bytes(), &bytes)?;
                if before.is_none() {
                    self.put(Space::Ids, &id.0.to_be_bytes(), &local.bytes())?;
                    self.count_by(slots.number, 1);
                }
            }
            None => {
                self.remove(Space::Records, &local.bytes())?;
                self.remove(Space::Ids, &id.0.to_be_bytes())?;
                self.count_by(slots.number, -1);
            }
        }
        Ok(before.map(|stored| stored.values))
    }

    /// Gives a record that was just read other values, with its indexes; faster than [`Writer::put_record`], which looks it up.
    ///
    /// # Errors
    /// Of the disk.
    pub fn replace_record(&mut self, table: TableId, stored: &Stored, values: &Values) -> Result<()> {
        let definitions = self.definitions().clone();
        let slots = definitions.slots(table)?;
        if let Some(table) = definitions.schema.table(table) {
            for (key, added) in index::difference(table, slots, stored.local, Some(&stored.values), Some(values)) {
                self.change_index(key, added)?;
            }
        }
        let bytes = codec::record_bytes(stored.id, values, slots)?;
        self.put(Space::Records, &stored.local.bytes(), &bytes)
    }

    fn next_number(&mut self, table: u16) -> Result<u32> {
        let key = counter_key(b"next/", table);
        let next = match self.next_numbers.get(&table) {
            Some(next) => *next,
            None => counter(self.access(), &key)?.max(1),
        };
        self.next_numbers.insert(table, next + 1);
        u32::try_from(next).map_err(|_| StoreError::Limit("records of a table"))
    }

    fn count_by(&mut self, table: u16, by: i64) {
        *self.count_changes.entry(table).or_default() += by;
    }

    /// Writes the counters this transaction changed.
    pub(crate) fn save_counters(&mut self) -> Result<()> {
        for (table, next) in std::mem::take(&mut self.next_numbers) {
            let bytes = codec::seal("counter", &next)?;
            self.put(Space::Meta, &counter_key(b"next/", table), &bytes)?;
        }
        for (table, by) in std::mem::take(&mut self.count_changes) {
            let key = counter_key(b"count/", table);
            let count = counter(self.access(), &key)?.saturating_add_signed(by);
            let bytes = codec::seal("counter", &count)?;
            self.put(Space::Meta, &key, &bytes)?;
        }
        Ok(())
    }
}
