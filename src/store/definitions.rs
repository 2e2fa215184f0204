//! Definitions (tables, fields, cards, lists, forms, settings, issued documents, series) as JSON text, and the local slots of fields.

use crate::{Access, Result, Space, StoreError, Writer, codec, index::is_indexed};
use model::{
    ids::{FieldId, TableId},
    schema::{Field, Schema, Table, TableInfo},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{collections::BTreeMap, ops::ControlFlow};

/// Kinds of definitions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Kind {
    /// A table as a whole.
    Table = b'T',
    /// A field: table id and field id.
    Field = b'F',
    /// A card layout.
    Card = b'C',
    /// A list view.
    List = b'L',
    /// A print form.
    Form = b'P',
    /// A setting of the base.
    Setting = b'S',
    /// The frozen state of an issued document, by its record.
    Document = b'D',
    /// The last number of a series.
    Series = b'N',
}

/// The local number of a table and the slots of its fields; they never leave the base.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TableSlots {
    /// Number of the table within this base.
    pub number: u16,
    /// Field of each slot.
    pub fields: Vec<FieldId>,
}

impl TableSlots {
    /// The slot of a field.
    pub fn slot(&self, field: FieldId) -> Option<u16> {
        self.fields.iter().position(|found| *found == field).and_then(|slot| u16::try_from(slot).ok())
    }
    /// The field of a slot.
    pub fn field(&self, slot: u16) -> Option<FieldId> {
        self.fields.get(usize::from(slot)).copied()
    }
}

/// The schema of a base together with its local slots.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Definitions {
    /// All tables and fields.
    pub schema: Schema,
    /// Local numbers and slots by table.
    pub slots: BTreeMap<TableId, TableSlots>,
}

impl Definitions {
    /// Slots of a table.
    ///
    /// # Errors
    /// Where the table is unknown.
    pub fn slots(&self, table: TableId) -> Result<&TableSlots> {
        self.slots
            .get(&table)
            .ok_or_else(|| StoreError::Codec { what: "table", reason: format!("unknown table {table}") })
    }
    /// The table with this local number.
    pub fn table_of(&self, number: u16) -> Option<&Table> {
        let (id, _) = self.slots.iter().find(|(_, slots)| slots.number == number)?;
        self.schema.table(*id)
    }

    pub(crate) fn load(access: &dyn Access) -> Result<Definitions> {
        let slots: BTreeMap<TableId, TableSlots> = match access.get(Space::Meta, b"slots")? {
            Some(bytes) => codec::open("slots", &bytes)?,
            None => BTreeMap::new(),
        };
        let mut tables: Vec<Table> = Vec::new();
        for info in load_all::<TableInfo>(access, Kind::Table, &[])? {
            let mut fields: Vec<Field> = load_all(access, Kind::Field, &info.id.0.to_be_bytes())?;
            if let Some(slots) = slots.get(&info.id) {
                fields.sort_by_key(|field| slots.slot(field.id));
            }
            tables.push(Table { info, fields });
        }
        tables.sort_by_key(|table| (table.info.order, table.info.id));
        Ok(Definitions { schema: Schema { tables }, slots })
    }
}

/// The key of a definition; `rest` is its id or name in bytes.
pub(crate) fn key(kind: Kind, rest: &[u8]) -> Vec<u8> {
    let mut key = vec![kind as u8];
    key.extend(rest);
    key
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let text: String = codec::open("definition", bytes)?;
    serde_json::from_str(&text).map_err(|error| StoreError::Codec { what: "definition", reason: error.to_string() })
}

fn load_all<T: DeserializeOwned>(access: &dyn Access, kind: Kind, rest: &[u8]) -> Result<Vec<T>> {
    let mut found = Vec::new();
    access.scan_prefix(Space::Definitions, &key(kind, rest), &mut |_, bytes| {
        found.push(decode(bytes)?);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

impl dyn Access + '_ {
    /// One definition.
    ///
    /// # Errors
    /// Of the disk, or where it cannot be read back.
    pub fn definition<T: DeserializeOwned>(&self, kind: Kind, rest: &[u8]) -> Result<Option<T>> {
        self.get(Space::Definitions, &key(kind, rest))?.map(|bytes| decode(&bytes)).transpose()
    }
    /// All definitions of a kind.
    ///
    /// # Errors
    /// Of the disk, or where one cannot be read back.
    pub fn all_definitions<T: DeserializeOwned>(&self, kind: Kind) -> Result<Vec<T>> {
        load_all(self, kind, &[])
    }
}

impl Writer<'_> {
    /// Saves or (with `None`) removes a definition.
    ///
    /// # Errors
    /// Of the disk; where there are too many tables or fields.
    pub fn put_definition<T: Serialize>(&mut self, kind: Kind, rest: &[u8], value: Option<&T>) -> Result<()> {
        let key = key(kind, rest);
        match value {
            Some(value) => {
                let text = serde_json::to_string(value)
                    .map_err(|error| StoreError::Codec { what: "definition", reason: error.to_string() })?;
                let bytes = codec::seal("definition", &text)?;
                self.put(Space::Definitions, &key, &bytes)
            }
            None => self.remove(Space::Definitions, &key),
        }
    }

    /// Saves what is said about a table, giving it a local number on first sight. Indexes are built or dropped where its keys changed.
    ///
    /// # Errors
    /// Of the disk; where there are too many tables.
    pub fn put_table(&mut self, id: TableId, info: Option<&TableInfo>) -> Result<()> {
        let before = self.definitions().schema.table(id).cloned();
        self.put_definition(Kind::Table, &id.0.to_be_bytes(), info)?;
        if !self.definitions().slots.contains_key(&id) {
            let number = u16::try_from(self.definitions().slots.len() + 1).map_err(|_| StoreError::Limit("tables"))?;
            self.change_slots(|slots| {
                slots.insert(id, TableSlots { number, fields: Vec::new() });
            })?;
        }
        self.reload_definitions()?;
        let (Some(before), Some(after)) = (before, self.definitions().schema.table(id).cloned()) else { return Ok(()) };
        for field in &after.fields {
            let was = Some(field).filter(|field| is_indexed(&before, field));
            let is = Some(field).filter(|field| is_indexed(&after, field));
            self.reindex_field(id, field.id, was, is)?;
        }
        Ok(())
    }

    /// Saves the definition of a field, giving it a slot on first sight. Its index is built or dropped where that changed.
    ///
    /// # Errors
    /// Of the disk; where the table is unknown or has too many fields.
    pub fn put_field(&mut self, table: TableId, id: FieldId, field: Option<&Field>) -> Result<()> {
        let rest = [table.0.to_be_bytes(), id.0.to_be_bytes()].concat();
        let before = self.definitions().schema.field(table, id).cloned();
        self.put_definition(Kind::Field, &rest, field)?;
        let slots = self.definitions().slots(table)?;
        if slots.slot(id).is_none() {
            if slots.fields.len() >= usize::from(u16::MAX) {
                return Err(StoreError::Limit("fields of a table"));
            }
            self.change_slots(|all| {
                if let Some(slots) = all.get_mut(&table) {
                    slots.fields.push(id);
                }
            })?;
        }
        self.reload_definitions()?;
        let Some(of) = self.definitions().schema.table(table).cloned() else { return Ok(()) };
        let was = before.as_ref().filter(|field| is_indexed(&of, field));
        let is = field.filter(|field| is_indexed(&of, field));
        self.reindex_field(table, id, was, is)
    }

    fn change_slots(&mut self, change: impl FnOnce(&mut BTreeMap<TableId, TableSlots>)) -> Result<()> {
        let mut slots = self.definitions().slots.clone();
        change(&mut slots);
        let bytes = codec::seal("slots", &slots)?;
        self.put(Space::Meta, b"slots", &bytes)
    }
}
