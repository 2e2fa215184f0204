//! The journal: headers, operations in compressed chunks, and which entries touched a record.

use crate::{Access, Result, Space, Writer, codec, verify::touched_by};
use model::{
    changes::{EntryHeader, Operation},
    ids::RecordId,
};
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;

/// Operations gathered before a chunk is written, in bytes; an operation is never cut, so a chunk may be larger by one.
const CHUNK: usize = 1 << 20;

/// Where the journal stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Head {
    /// Sequence number of the newest entry; 0: none.
    pub sequence: u64,
    /// Greatest Lamport counter known.
    pub lamport: u64,
    /// The entry Ctrl+Z takes back; 0: none.
    pub undo_top: u64,
    /// The undo Ctrl+Shift+Z takes back; 0: none.
    pub redo_top: u64,
}

/// An entry read back: its header and how to get at its operations.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// The header.
    pub header: EntryHeader,
}

fn chunk_key(sequence: u64, chunk: u32) -> Vec<u8> {
    [&sequence.to_be_bytes()[..], &chunk.to_be_bytes()].concat()
}

impl dyn Access + '_ {
    /// Where the journal stands.
    ///
    /// # Errors
    /// Of the disk.
    pub fn head(&self) -> Result<Head> {
        match self.get(Space::Meta, b"head")? {
            Some(bytes) => codec::open("head of the journal", &bytes),
            None => Ok(Head::default()),
        }
    }

    /// The header of an entry.
    ///
    /// # Errors
    /// Of the disk, or where the entry is damaged.
    pub fn entry(&self, sequence: u64) -> Result<Option<Entry>> {
        self.get(Space::Journal, &sequence.to_be_bytes())?
            .map(|bytes| Ok(Entry { header: codec::open("journal entry", &bytes)? }))
            .transpose()
    }

    /// Calls `each` for the headers of entries from the newest back.
    ///
    /// # Errors
    /// Of the disk, of `each`, or where an entry is damaged.
    pub fn entries_back(&self, each: &mut dyn FnMut(Entry) -> Result<ControlFlow<()>>) -> Result<()> {
        self.scan(Space::Journal, &[], None, true, &mut |_, bytes| {
            each(Entry { header: codec::open("journal entry", bytes)? })
        })
    }

    /// How many chunks of operations an entry has.
    ///
    /// # Errors
    /// Of the disk.
    pub fn chunks(&self, sequence: u64) -> Result<u32> {
        let mut count = 0;
        self.scan_prefix(Space::Chunks, &sequence.to_be_bytes(), &mut |_, _| {
            count += 1;
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(count)
    }

    /// The operations of one chunk of an entry, in the order they were done.
    ///
    /// # Errors
    /// Of the disk, or where the chunk is damaged.
    pub fn operations(&self, sequence: u64, chunk: u32) -> Result<Vec<Operation>> {
        let mut operations = Vec::new();
        if let Some(sealed) = self.get(Space::Chunks, &chunk_key(sequence, chunk))? {
            let bytes = codec::open_compressed("operations", &sealed)?;
            let mut rest = bytes.as_slice();
            while !rest.is_empty() {
                let (operation, used) = codec::take("operation", rest)?;
                operations.push(operation);
                rest = &rest[used..];
            }
        }
        Ok(operations)
    }

    /// Sequence numbers of the entries that touched a record, ascending.
    ///
    /// # Errors
    /// Of the disk.
    pub fn entries_of(&self, record: RecordId) -> Result<Vec<u64>> {
        let mut found = Vec::new();
        self.scan_prefix(Space::Touched, &record.0.to_be_bytes(), &mut |key, _| {
            found.extend(key.last_chunk::<8>().map(|sequence| u64::from_be_bytes(*sequence)));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }
}

impl Writer<'_> {
    /// The sequence number the entry of this transaction will have.
    ///
    /// # Errors
    /// Of the disk.
    pub fn next_sequence(&self) -> Result<u64> {
        Ok(self.access().head()?.sequence + 1)
    }

    /// Adds an operation to the entry of this transaction.
    ///
    /// # Errors
    /// Of the disk.
    pub fn log(&mut self, operation: &Operation) -> Result<()> {
        if self.log.sequence == 0 {
            self.log.sequence = self.next_sequence()?;
        }
        let record = touched_by(operation);
        if let Some(id) = record
            && self.log.last_record != Some(id)
        {
            let key = [&id.0.to_be_bytes()[..], &self.log.sequence.to_be_bytes()].concat();
            self.put(Space::Touched, &key, &[])?;
            self.log.last_record = Some(id);
        }
        codec::put("operation", operation, &mut self.log.bytes)?;
        self.log.operations += 1;
        if self.log.bytes.len() >= CHUNK { self.flush_log() } else { Ok(()) }
    }

    /// How many operations this transaction has logged.
    pub fn logged(&self) -> u64 {
        self.log.operations
    }

    /// Ends the running entry with its header, whose sequence must be [`Writer::next_sequence`]; what is logged after that
    /// belongs to the next one.
    ///
    /// # Errors
    /// Of the disk.
    pub fn end_entry(&mut self, header: &EntryHeader) -> Result<()> {
        self.flush_log()?;
        let bytes = codec::seal("journal entry", header)?;
        self.put(Space::Journal, &header.sequence.to_be_bytes(), &bytes)?;
        let head = Head {
            sequence: header.sequence,
            lamport: header.lamport,
            undo_top: header.undo_top,
            redo_top: header.redo_top,
        };
        let bytes = codec::seal("head of the journal", &head)?;
        self.log = Log::default();
        self.put(Space::Meta, b"head", &bytes)
    }

    fn flush_log(&mut self) -> Result<()> {
        if self.log.bytes.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.log.bytes);
        let key = chunk_key(self.log.sequence, self.log.chunks);
        self.log.chunks += 1;
        self.put(Space::Chunks, &key, &codec::seal_compressed(&bytes))
    }
}

/// The entry a transaction is writing.
#[derive(Default)]
pub(crate) struct Log {
    sequence: u64,
    chunks: u32,
    operations: u64,
    bytes: Vec<u8>,
    last_record: Option<RecordId>,
}
