//! Pictures in fields, and the pages of a PDF as pictures.

mod former;
mod intake;
mod preview;

pub use former::FormerPicture;
pub(crate) use intake::take_in;
pub use preview::PictureSize;

use crate::{Engine, Outcome, Result, Transaction, error::refused};
use model::{
    changes::{Action, ActionKey},
    ids::{FieldId, RecordId, TableId},
    value::{BlobRef, Value},
};
use printing::Raster;
use store::Access;

impl Engine {
    /// Puts a picture (PNG, JPEG, WebP, GIF or BMP) into a field; `name` is the file's own name. A PNG or JPEG is kept as it is,
    /// unless it says where and with what it was taken: then it is turned upright and written anew without that. The others are
    /// written anew as one of these two.
    ///
    /// # Errors
    /// Where it is none of them or not whole, larger than 12,000 x 12,000 or 128 MiB when unpacked, or the record is missing or
    /// frozen.
    pub fn set_picture(
        &self,
        table: TableId,
        id: RecordId,
        field: FieldId,
        name: &str,
        bytes: &[u8],
    ) -> Result<Outcome<()>> {
        // Read before the base is locked for writing.
        let taken = take_in(name, bytes)?;
        self.transact(Action::new(ActionKey::EditField).on(table).field(field), |tx| {
            let blob = tx.keep_picture(name, &taken)?;
            tx.set(table, id, field, Some(Value::Blob(blob)))?;
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

    /// The pixels of a picture that is not in the base yet, upright, the longer side at most `longest`.
    ///
    /// # Errors
    /// As [`Engine::set_picture`].
    pub fn open_picture(name: &str, bytes: &[u8], longest: u32) -> Result<Raster> {
        let picture = take_in(name, bytes)?.picture;
        let side = picture.width().max(picture.height());
        let picture = if side > longest { picture.thumbnail(longest, longest) } else { picture };
        let picture = picture.into_rgba8();
        Ok(Raster { width: picture.width(), height: picture.height(), rgba: picture.into_raw() })
    }

    /// The first `most` pages of a PDF that [`Engine::render`] made, as pictures at `dpi` dots per inch, and how many pages it has.
    ///
    /// # Errors
    /// Where it is no PDF.
    pub fn pictures_of(&self, pdf: &[u8], dpi: f32, most: usize) -> Result<(Vec<Raster>, usize)> {
        Ok(printing::rasterize_first(pdf, dpi, most)?)
    }
}

impl Transaction<'_, '_> {
    /// Keeps a picture with its small ones.
    pub(crate) fn keep_picture(&mut self, name: &str, taken: &intake::Taken<'_>) -> Result<BlobRef> {
        let hash = self.writer.put_blob(&taken.bytes)?;
        for (size, bytes) in preview::small_ones(taken) {
            self.writer.put_preview(&hash, size.number(), &bytes)?;
        }
        Ok(BlobRef { hash, name: name.to_owned(), bytes: taken.bytes.len() as u64 })
    }
}

fn unreadable(name: &str) -> crate::EngineError {
    refused(
        format!("Paveikslėlio „{name}“ perskaityti nepavyko: failas sugadintas."),
        format!("The picture “{name}” cannot be read: the file is damaged."),
    )
}
