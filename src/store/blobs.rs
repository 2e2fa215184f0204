//! Pictures and files by the SHA-256 of their contents, in chunks of 1 MiB; and small pictures of large ones, which are not part of
//! what a base says and may be missing.

use crate::{Access, Definitions, Result, Space, StoreError, Writer, access::after};
use model::{
    changes::Operation,
    value::{Value, Values},
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, ops::ControlFlow};

const CHUNK: usize = 1 << 20;

fn preview_key(hash: &[u8; 32], size: u8) -> Vec<u8> {
    [b"preview/".as_slice(), hash, &[size]].concat()
}

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

    /// The small picture of a blob in a size, if one is kept.
    ///
    /// # Errors
    /// Of the disk.
    pub fn preview(&self, hash: &[u8; 32], size: u8) -> Result<Option<Vec<u8>>> {
        self.get(Space::Meta, &preview_key(hash, size))
    }

    /// The blobs that a record or an entry of the journal names.
    ///
    /// # Errors
    /// Of the disk.
    fn named_blobs(&self, definitions: &Definitions) -> Result<BTreeSet<[u8; 32]>> {
        let mut named = BTreeSet::new();
        for (table, slots) in &definitions.slots {
            self.scan_records(definitions, *table, &mut |_, record| {
                record.values(slots)?.iter().for_each(|(_, value)| note(Some(value), &mut named));
                Ok(ControlFlow::Continue(()))
            })?;
        }
        let mut entries = Vec::new();
        self.entries_back(&mut |entry| {
            entries.push(entry.header.sequence);
            Ok(ControlFlow::Continue(()))
        })?;
        for sequence in entries {
            for chunk in 0..self.chunks(sequence)? {
                self.operations(sequence, chunk)?.iter().for_each(|operation| note_hashes(operation, &mut named));
            }
        }
        Ok(named)
    }
}

fn note(value: Option<&Value>, named: &mut BTreeSet<[u8; 32]>) {
    if let Some(Value::Blob(blob)) = value {
        named.insert(blob.hash);
    }
}

fn note_hashes(operation: &Operation, named: &mut BTreeSet<[u8; 32]>) {
    let all = |values: &Option<Values>, named: &mut BTreeSet<[u8; 32]>| {
        values.iter().flat_map(Values::iter).for_each(|(_, value)| note(Some(value), named));
    };
    match operation {
        Operation::Record { before, after, .. } => {
            all(before, named);
            all(after, named);
        }
        Operation::Field { before, after, .. } => {
            note(before.as_ref(), named);
            note(after.as_ref(), named);
        }
        _ => {}
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

    /// Keeps a small picture of a blob.
    ///
    /// # Errors
    /// Of the disk.
    pub fn put_preview(&mut self, hash: &[u8; 32], size: u8, bytes: &[u8]) -> Result<()> {
        self.put(Space::Meta, &preview_key(hash, size), bytes)
    }

    /// Takes away the blobs, and their small pictures, that neither a record nor an entry of the journal names; returns how many.
    ///
    /// # Errors
    /// Of the disk, or where something cannot be read.
    pub fn drop_unnamed_blobs(&mut self) -> Result<u64> {
        let named = self.access().named_blobs(self.definitions())?;
        let (mut keys, mut gone) = (Vec::new(), BTreeSet::new());
        self.scan(Space::Blobs, &[], None, false, &mut |key, _| {
            if let Some(hash) = key.first_chunk::<32>().filter(|hash| !named.contains(*hash)) {
                keys.push(key.to_vec());
                gone.insert(*hash);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        for key in keys {
            self.remove(Space::Blobs, &key)?;
        }
        for hash in &gone {
            for size in 0..=u8::MAX {
                self.remove(Space::Meta, &preview_key(hash, size))?;
            }
        }
        Ok(gone.len() as u64)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Access, NewBase, Store, StoreError, memory};
    use model::{
        changes::{Action, ActionKey, EntryHeader, Operation, Part},
        ids::{BaseId, FieldId, RecordId, SeatId, TableId},
        language::Language,
        value::{BlobRef, Value},
    };

    #[test]
    fn what_neither_a_record_nor_the_journal_names_goes_and_nothing_else() {
        let born = NewBase { id: BaseId(1), seat: SeatId(1), language: Language::En, created: 0 };
        let store = Store::create_on(memory(), born).unwrap();
        let hashes = store
            .write(|writer| -> Result<_, StoreError> {
                let named = writer.put_blob(b"in the journal")?;
                let lost = writer.put_blob(&vec![7; 3 << 20])?;
                for hash in [&named, &lost] {
                    writer.put_preview(hash, 1, b"small")?;
                }
                let before = Some(Value::Blob(BlobRef { hash: named, name: "a.jpg".into(), bytes: 14 }));
                let (table, id, field) = (TableId(1), RecordId(2), FieldId(3));
                writer.log(&Operation::Field { table, id, field, before, after: None })?;
                let header = EntryHeader {
                    seat: SeatId(1),
                    sequence: 1,
                    lamport: 1,
                    hub_version: 0,
                    time: 0,
                    user: String::new(),
                    action: Action::new(ActionKey::EditField),
                    part: Part::Do,
                    group: None,
                    undo_top: 1,
                    redo_top: 0,
                    below: 0,
                    operations: 1,
                };
                writer.end_entry(&header)?;
                Ok([named, lost])
            })
            .unwrap();
        let dropped = store.write(|writer| writer.drop_unnamed_blobs()).unwrap();
        assert_eq!(dropped, 1);
        let reader = store.read().unwrap();
        let access = &reader as &dyn Access;
        let kept =
            hashes.map(|hash| (access.blob(&hash).unwrap().is_some(), access.preview(&hash, 1).unwrap().is_some()));
        assert_eq!(kept, [(true, true), (false, false)]);
        assert!(access.verify(&store.definitions()).unwrap().is_empty());
    }
}
