//! Pictures in fields, and the pages of a PDF as pictures.

use crate::{Engine, Outcome, Result, error::refused};
use model::{
    changes::{Action, ActionKey},
    ids::{FieldId, RecordId, TableId},
    value::{BlobRef, Value},
};
use printing::Raster;
use store::Access;

impl Engine {
    /// Puts a PNG or JPEG picture into a field; `name` is the file's own name. The picture is kept as it is.
    ///
    /// # Errors
    /// Where it is neither, or the record is missing or frozen.
    pub fn set_picture(
        &self,
        table: TableId,
        id: RecordId,
        field: FieldId,
        name: &str,
        bytes: &[u8],
    ) -> Result<Outcome<()>> {
        if !is_picture(bytes) {
            return Err(refused(
                format!("„{name}“ nėra PNG ar JPEG paveikslėlis."),
                format!("“{name}” is not a PNG or JPEG picture."),
            ));
        }
        self.transact(Action::new(ActionKey::EditField).on(table).field(field), |tx| {
            let hash = tx.writer.put_blob(bytes)?;
            let value = Value::Blob(BlobRef { hash, name: name.to_owned(), bytes: bytes.len() as u64 });
            tx.set(table, id, field, Some(value))?;
            tx.action.name = tx.title(table, id)?;
            Ok(())
        })
    }

    /// The contents of a picture or file.
    ///
    /// # Errors
    /// Of the disk, or where the contents are damaged.
    pub fn blob(&self, hash: &[u8; 32]) -> Result<Option<Vec<u8>>> {
        let reader = self.read()?;
        Ok((&reader as &dyn Access).blob(hash)?)
    }

    /// The pages of a PDF that [`Engine::render`] made, as pictures at `dpi` dots per inch.
    ///
    /// # Errors
    /// Where it is no PDF.
    pub fn pictures_of(&self, pdf: &[u8], dpi: f32) -> Result<Vec<Raster>> {
        Ok(printing::rasterize(pdf, dpi)?)
    }
}

fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG\r\n\x1a\n") || bytes.starts_with(b"\xff\xd8\xff")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_first_bytes() {
        assert!(is_picture(b"\x89PNG\r\n\x1a\n..."));
        assert!(is_picture(b"\xff\xd8\xff\xe0..."));
        assert!(!is_picture(b"%PDF-1.7"));
        assert!(!is_picture(b""));
    }
}
