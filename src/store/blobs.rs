//! Pictures and files by the SHA-256 of their contents, in chunks of 1 MiB.

use crate::{Access, Result, Space, StoreError, Writer, access::after};
use sha2::{Digest, Sha256};
use std::ops::ControlFlow;

const CHUNK: usize = 1 << 20;

impl dyn Access + '_ {
    /// The contents of a blob, proven by its hash.
    ///
    /// # Errors
    /// Of the disk, or where the contents do not have this hash.
    pub fn blob(&self, hash: &[u8; 32]) -> Result<Option<Vec<u8>>> {
        let mut contents: Option<Vec<u8>> = None;
        self.scan(Space::Blobs, hash, after(hash).as_deref(), false, &mut |_, bytes| {
            contents.get_or_insert_default().extend(bytes);
            Ok(ControlFlow::Continue(()))
        })?;
        match contents {
            Some(contents) if Sha256::digest(&contents).as_slice() != hash => {
                Err(StoreError::Damaged("contents of a picture or file".into()))
            }
            contents => Ok(contents),
        }
    }
}

impl Writer<'_> {
    /// Keeps `contents` once; returns their hash.
    ///
    /// # Errors
    /// Of the disk.
    pub fn put_blob(&mut self, contents: &[u8]) -> Result<[u8; 32]> {
        let hash: [u8; 32] = Sha256::digest(contents).into();
        if contents.is_empty() {
            self.put(Space::Blobs, &[&hash[..], &0u32.to_be_bytes()].concat(), &[])?;
        }
        for (number, chunk) in contents.chunks(CHUNK).enumerate() {
            let number = u32::try_from(number).map_err(|_| StoreError::Limit("size of a file"))?;
            self.put(Space::Blobs, &[&hash[..], &number.to_be_bytes()].concat(), chunk)?;
        }
        Ok(hash)
    }
}
