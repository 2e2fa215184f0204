//! Where the file's own rows went, in few bytes a row. A place is found by a hash, so whoever asks compares the record.

use model::{
    ids::{FieldId, RecordId},
    value::{Value, Values},
};
use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher as _},
};

/// What a row is looked up by.
#[derive(Hash)]
pub(super) enum Mark<'a> {
    /// A key's text, as keys are compared.
    Key(FieldId, &'a str),
    /// A value that no other record may have.
    Unique(FieldId, &'a Value),
    /// All values of a row that has no key.
    Row(Vec<(FieldId, &'a Value)>),
}

impl<'a> Mark<'a> {
    pub fn row(values: &'a Values) -> Mark<'a> {
        Mark::Row(values.iter().collect())
    }

    /// In two halves: as one number it would take a third more room in the map.
    fn hash(&self) -> [u32; 2] {
        let mut hasher = DefaultHasher::new();
        Hash::hash(self, &mut hasher);
        let hash = hasher.finish();
        [(hash >> 32) as u32, hash as u32]
    }
}

/// Records by their marks.
#[derive(Default)]
pub(super) struct Seen {
    records: Vec<RecordId>,
    places: HashMap<[u32; 2], u32>,
}

impl Seen {
    pub fn get(&self, mark: &Mark<'_>) -> Option<RecordId> {
        let place = self.places.get(&mark.hash())?;
        self.records.get(*place as usize).copied()
    }

    pub fn set(&mut self, mark: &Mark<'_>, id: RecordId) {
        if self.records.last() != Some(&id) {
            self.records.push(id);
        }
        // A base holds four billion records at most.
        self.places.insert(mark.hash(), (self.records.len() - 1) as u32);
    }
}
