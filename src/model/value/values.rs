//! The filled fields of one record.

use super::Value;
use crate::ids::FieldId;
use serde::{Deserialize, Serialize};

/// The filled fields of a record, ordered by field id; an empty field is absent.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Values(Vec<(FieldId, Value)>);

impl Values {
    /// No field filled.
    pub fn new() -> Values {
        Values::default()
    }
    /// The value of `field`, if it is filled.
    pub fn get(&self, field: FieldId) -> Option<&Value> {
        self.0.binary_search_by_key(&field, |(id, _)| *id).ok().map(|at| &self.0[at].1)
    }
    /// Fills or (with `None`) empties `field`; returns what was there.
    pub fn set(&mut self, field: FieldId, value: Option<Value>) -> Option<Value> {
        match (self.0.binary_search_by_key(&field, |(id, _)| *id), value) {
            (Ok(at), Some(value)) => Some(std::mem::replace(&mut self.0[at].1, value)),
            (Ok(at), None) => Some(self.0.remove(at).1),
            (Err(at), Some(value)) => {
                self.0.insert(at, (field, value));
                None
            }
            (Err(_), None) => None,
        }
    }
    /// The filled fields, ordered by field id.
    pub fn iter(&self) -> impl Iterator<Item = (FieldId, &Value)> {
        self.0.iter().map(|(id, value)| (*id, value))
    }
    /// How many fields are filled.
    pub fn len(&self) -> usize {
        self.0.len()
    }
    /// Whether no field is filled.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(FieldId, Value)> for Values {
    fn from_iter<I: IntoIterator<Item = (FieldId, Value)>>(iter: I) -> Values {
        let mut values = Values(iter.into_iter().collect());
        values.0.sort_by_key(|(id, _)| *id);
        values.0.dedup_by_key(|(id, _)| *id);
        values
    }
}
