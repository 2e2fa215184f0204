//! All tables of a base, with look-ups.

use super::{Field, Table, TableRole};
use crate::{
    ids::{FieldId, TableId},
    language::Language,
};

/// All tables of a base, removed ones too, in the order of their sections.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Schema {
    /// The tables.
    pub tables: Vec<Table>,
}

/// Why a name does not lead to one table or field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NameError {
    /// Nothing is called so.
    Unknown(String),
    /// Several things are called so: their keys.
    Ambiguous(String, Vec<String>),
}

impl NameError {
    /// The sentence for people.
    pub fn message(&self, language: Language) -> String {
        match (self, language) {
            (NameError::Unknown(name), Language::Lt) => format!("Nėra nieko pavadinimu „{name}“."),
            (NameError::Unknown(name), Language::En) => format!("Nothing is called “{name}”."),
            (NameError::Ambiguous(name, keys), Language::Lt) => {
                format!("Pavadinimas „{name}“ neaiškus; tinka: {}.", keys.join(", "))
            }
            (NameError::Ambiguous(name, keys), Language::En) => {
                format!("The name “{name}” is ambiguous; it may be: {}.", keys.join(", "))
            }
        }
    }
}

impl Schema {
    /// The table with this id, removed or not.
    pub fn table(&self, id: TableId) -> Option<&Table> {
        self.tables.iter().find(|table| table.info.id == id)
    }
    /// The tables that are not removed.
    pub fn live(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter().filter(|table| !table.info.removed)
    }
    /// The present table with this key.
    pub fn table_by_key(&self, key: &str) -> Option<&Table> {
        self.live().find(|table| table.info.key == key)
    }
    /// The present table with this role.
    pub fn table_by_role(&self, role: TableRole) -> Option<&Table> {
        self.live().find(|table| table.info.role == Some(role))
    }
    /// A field of a table, removed or not.
    pub fn field(&self, table: TableId, field: FieldId) -> Option<&Field> {
        self.table(table)?.field(field)
    }
    /// Present tables and fields of theirs that link to records of `target` (`part-of` fields too).
    pub fn links_to(&self, target: TableId) -> impl Iterator<Item = (&Table, &Field)> {
        use super::FieldKind as K;
        self.live().flat_map(move |table| {
            table.live().filter_map(move |field| match &field.kind {
                K::PartOf { table: owner } if *owner == target => Some((table, field)),
                K::Link { targets, .. } if targets.is_empty() || targets.contains(&target) => Some((table, field)),
                _ => None,
            })
        })
    }
    /// The table that goes by `name`: its exact key, else its label in `language`, else in the other.
    pub fn find_table(&self, name: &str, language: Language) -> Result<&Table, NameError> {
        pick(name, language, self.live(), |table| (&table.info.key, &table.info.label))
    }
}

impl Table {
    /// The present field that goes by `name`: its exact key, else its label in `language`, else in the other.
    pub fn find_field(&self, name: &str, language: Language) -> Result<&Field, NameError> {
        pick(name, language, self.live(), |field| (&field.key, &field.label))
    }
}

/// The one of `things` that goes by `name`: by its exact key, else by its label in `language`, else in the other.
pub fn pick<'a, T>(
    name: &str,
    language: Language,
    things: impl Iterator<Item = &'a T>,
    names: impl Fn(&'a T) -> (&'a String, &'a crate::language::Label),
) -> Result<&'a T, NameError> {
    let things: Vec<&'a T> = things.collect();
    let wanted = name.trim().to_lowercase();
    if let Some(thing) = things.iter().find(|thing| *names(thing).0 == name) {
        return Ok(thing);
    }
    let other = if language == Language::Lt { Language::En } else { Language::Lt };
    for language in [language, other] {
        let found: Vec<&&T> =
            things.iter().filter(|thing| names(thing).1.get(language).to_lowercase() == wanted).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok(one),
            several => {
                let keys = several.iter().map(|thing| names(thing).0.clone()).collect();
                return Err(NameError::Ambiguous(name.to_owned(), keys));
            }
        }
    }
    Err(NameError::Unknown(name.to_owned()))
}
