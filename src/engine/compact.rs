//! Giving space back to the disk.

use crate::{Engine, Result};

/// What compacting gave back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Compacted {
    /// Bytes of the file before.
    pub before: u64,
    /// Bytes of the file now.
    pub after: u64,
    /// Pictures and files that nothing named any more.
    pub dropped: u64,
}

impl Engine {
    /// Takes away pictures and files that neither a record nor the journal names, and gives free space back to the disk. Nothing
    /// that can be seen or undone changes.
    ///
    /// # Errors
    /// Of the disk, or where the file may not be written; the base is whole then.
    pub fn compact(&mut self) -> Result<Compacted> {
        let size = |engine: &Engine| {
            engine.path().and_then(|path| std::fs::metadata(path).ok()).map_or(0, |metadata| metadata.len())
        };
        let before = size(self);
        let dropped = self.store.write(|writer| writer.drop_unnamed_blobs())?;
        self.store.compact()?;
        Ok(Compacted { before, after: size(self), dropped })
    }
}
