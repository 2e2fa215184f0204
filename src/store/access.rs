//! One way to read, for a snapshot and for a running transaction alike: ordered bytes in named spaces.

use crate::Result;
use redb::{ReadableTable, TableDefinition};
use std::ops::ControlFlow;

/// The ordered spaces of a base; each is one redb table of bytes to bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Space {
    /// Format, ids, counters.
    Meta,
    /// (table u16, number u32) -> record.
    Records,
    /// Record id -> (table u16, number u32).
    Ids,
    /// Secondary indexes, see [`crate::IndexKey`].
    Index,
    /// Sequence -> header of a journal entry.
    Journal,
    /// (sequence, chunk) -> operations.
    Chunks,
    /// (record id, sequence): which entries touched a record.
    Touched,
    /// Kind and id -> definition as JSON.
    Definitions,
    /// Hash -> bytes of a picture or file.
    Blobs,
}

impl Space {
    pub(crate) const ALL: [Space; 9] = [
        Space::Meta,
        Space::Records,
        Space::Ids,
        Space::Index,
        Space::Journal,
        Space::Chunks,
        Space::Touched,
        Space::Definitions,
        Space::Blobs,
    ];

    pub(crate) fn definition(self) -> TableDefinition<'static, &'static [u8], &'static [u8]> {
        TableDefinition::new(match self {
            Space::Meta => "meta",
            Space::Records => "records",
            Space::Ids => "ids",
            Space::Index => "index",
            Space::Journal => "journal",
            Space::Chunks => "chunks",
            Space::Touched => "touched",
            Space::Definitions => "definitions",
            Space::Blobs => "blobs",
        })
    }
}

/// What is called for each found pair; `Break` ends the scan.
pub type Each<'a> = dyn FnMut(&[u8], &[u8]) -> Result<ControlFlow<()>> + 'a;

/// Reading, from a snapshot or inside a transaction.
pub trait Access {
    /// Calls `found` with the value of `key`; says whether there is one.
    ///
    /// # Errors
    /// Of the disk, and of `found`.
    fn with(&self, space: Space, key: &[u8], found: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<bool>;

    /// Calls `each` for all keys from `from` to before `to` (`None`: the end), ascending or, with `backward`, descending.
    ///
    /// # Errors
    /// Of the disk, and of `each`.
    fn scan(&self, space: Space, from: &[u8], to: Option<&[u8]>, backward: bool, each: &mut Each<'_>) -> Result<()>;

    /// A copy of the value of `key`.
    ///
    /// # Errors
    /// Of the disk.
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let mut value = None;
        self.with(space, key, &mut |bytes| {
            value = Some(bytes.to_vec());
            Ok(())
        })?;
        Ok(value)
    }

    /// Calls `each` for all keys that start with `prefix`, ascending.
    ///
    /// # Errors
    /// Of the disk, and of `each`.
    fn scan_prefix(&self, space: Space, prefix: &[u8], each: &mut Each<'_>) -> Result<()> {
        self.scan(space, prefix, after(prefix).as_deref(), false, each)
    }
}

/// The first key behind all keys that start with `prefix`.
pub(crate) fn after(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}

/// Opened redb tables, one for each space.
pub(crate) struct Tables<T>(pub(crate) Vec<T>);

impl<T: ReadableTable<&'static [u8], &'static [u8]>> Access for Tables<T> {
    fn with(&self, space: Space, key: &[u8], found: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<bool> {
        match self.0[space as usize].get(key)? {
            Some(value) => found(value.value()).map(|()| true),
            None => Ok(false),
        }
    }

    fn scan(&self, space: Space, from: &[u8], to: Option<&[u8]>, backward: bool, each: &mut Each<'_>) -> Result<()> {
        use std::ops::Bound;
        let to = to.map_or(Bound::Unbounded, Bound::Excluded);
        if matches!(to, Bound::Excluded(to) if to <= from) {
            return Ok(());
        }
        let mut range = self.0[space as usize].range::<&[u8]>((Bound::Included(from), to))?;
        while let Some(pair) = if backward { range.next_back() } else { range.next() } {
            let (key, value) = pair?;
            if each(key.value(), value.value())?.is_break() {
                break;
            }
        }
        Ok(())
    }
}
