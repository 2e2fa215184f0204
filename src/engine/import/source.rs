//! Where the bytes of an imported file come from. They are read several times, so that they need not be held.

use crate::{EngineError, Result};
use std::{fs::File, io::Read, path::PathBuf};

/// Bytes that can be read from their beginning again and again.
pub trait Source {
    /// Reads from the beginning.
    ///
    /// # Errors
    /// Where there is nothing to read, as a sentence that names it.
    fn open(&self) -> Result<Box<dyn Read + '_>>;
}

impl Source for Vec<u8> {
    fn open(&self) -> Result<Box<dyn Read + '_>> {
        Ok(Box::new(self.as_slice()))
    }
}

impl Source for &[u8] {
    fn open(&self) -> Result<Box<dyn Read + '_>> {
        Ok(Box::new(*self))
    }
}

impl Source for PathBuf {
    fn open(&self) -> Result<Box<dyn Read + '_>> {
        match File::open(self) {
            Ok(file) => Ok(Box::new(file)),
            Err(error) => {
                let name = self.file_name().map(|name| name.to_string_lossy().into_owned());
                Err(EngineError::unreadable(&name.unwrap_or_default(), &error))
            }
        }
    }
}
