//! The pictures a field held before.

use crate::{Engine, Result};
use model::{
    ids::{FieldId, RecordId, TableId},
    language::Language,
    value::{BlobRef, Value},
};

/// A picture a field held once.
#[derive(Clone, PartialEq, Debug)]
pub struct FormerPicture {
    /// When it was put there, milliseconds since 1970 UTC.
    pub time: i64,
    /// Who put it there.
    pub user: String,
    /// It.
    pub blob: BlobRef,
}

impl Engine {
    /// The pictures a field of a record held before the present one, the newest first, each once.
    ///
    /// # Errors
    /// Of the disk.
    pub fn former_pictures(&self, table: TableId, id: RecordId, field: FieldId) -> Result<Vec<FormerPicture>> {
        let present = self.record(table, id)?.values.get(field).cloned();
        let mut found: Vec<FormerPicture> = Vec::new();
        for entry in self.history_of(table, id, Language::En)? {
            for (of, _, after) in &entry.fields {
                let (true, Some(Value::Blob(blob))) = (*of == field, after) else { continue };
                let is_known = found.iter().any(|known| known.blob.hash == blob.hash);
                let is_present = matches!(&present, Some(Value::Blob(now)) if now.hash == blob.hash);
                if !is_known && !is_present {
                    found.push(FormerPicture { time: entry.time, user: entry.user.clone(), blob: blob.clone() });
                }
            }
        }
        Ok(found)
    }
}
