//! Proof that what follows from the records (indexes, counters, ids) equals what is kept, and that the journal and the
//! contents of pictures and files are whole.

use crate::{Access, Definitions, Local, RecordView, Result, Space, index, records::counter};
use model::{
    changes::Operation,
    ids::{RecordId, TableId},
    schema::FieldKind,
    value::Value,
};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

/// Something that does not agree; for people who repair, in English.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem(pub String);

impl dyn Access + '_ {
    /// Compares indexes, ids, counters, the journal and blobs with what the records say; an empty list is good.
    ///
    /// # Errors
    /// Of the disk, or where something cannot be read at all.
    pub fn verify(&self, definitions: &Definitions) -> Result<Vec<Problem>> {
        let mut problems = Vec::new();
        self.verify_indexes(definitions, &mut problems)?;
        self.verify_ids(definitions, &mut problems)?;
        self.verify_journal(&mut problems)?;
        self.verify_blobs(definitions, &mut problems)?;
        Ok(problems)
    }

    fn verify_indexes(&self, definitions: &Definitions, problems: &mut Vec<Problem>) -> Result<()> {
        let expected = index::expected(self, definitions)?;
        let mut found = Vec::with_capacity(expected.len());
        self.scan(Space::Index, &[], None, false, &mut |key, _| {
            found.push(key.to_vec());
            Ok(ControlFlow::Continue(()))
        })?;
        let missing = expected.iter().filter(|key| found.binary_search(key).is_err()).count();
        let left_over = found.iter().filter(|key| expected.binary_search(key).is_err()).count();
        if missing + left_over > 0 {
            problems.push(Problem(format!("index: {missing} entries missing, {left_over} left over")));
        }
        Ok(())
    }

    fn verify_ids(&self, definitions: &Definitions, problems: &mut Vec<Problem>) -> Result<()> {
        let mut counts: BTreeMap<u16, u64> = definitions.slots.values().map(|slots| (slots.number, 0)).collect();
        let mut last: BTreeMap<u16, u64> = BTreeMap::new();
        let mut records = 0u64;
        self.scan(Space::Records, &[], None, false, &mut |key, bytes| {
            let (local, id) = (Local::from_bytes(key)?, RecordView::new(bytes)?.id());
            *counts.entry(local.table).or_default() += 1;
            last.insert(local.table, local.number.into());
            records += 1;
            if self.local(id)? != Some(local) {
                problems.push(Problem(format!("record {id}: its id leads elsewhere")));
            }
            Ok(ControlFlow::Continue(()))
        })?;
        let mut ids = 0u64;
        self.scan(Space::Ids, &[], None, false, &mut |_, _| {
            ids += 1;
            Ok(ControlFlow::Continue(()))
        })?;
        if ids != records {
            problems.push(Problem(format!("{records} records, but {ids} ids")));
        }
        for (table, count) in counts {
            let kept = counter(self, &[b"count/".as_slice(), &table.to_be_bytes()].concat())?;
            if kept != count {
                problems.push(Problem(format!("table {table}: {count} records, but the counter says {kept}")));
            }
        }
        for (table, number) in last {
            let next = counter(self, &[b"next/".as_slice(), &table.to_be_bytes()].concat())?;
            if next <= number {
                problems.push(Problem(format!("table {table}: number {number} is used, but the next one is {next}")));
            }
        }
        Ok(())
    }

    fn verify_journal(&self, problems: &mut Vec<Problem>) -> Result<()> {
        let head = self.head()?;
        let mut next = head.sequence;
        let mut entries = Vec::new();
        self.entries_back(&mut |entry| {
            if entry.header.sequence != next {
                problems.push(Problem(format!("journal: entry {next} is missing")));
                next = entry.header.sequence;
            }
            next = next.saturating_sub(1);
            entries.push((entry.header.sequence, entry.header.operations));
            Ok(ControlFlow::Continue(()))
        })?;
        if next != 0 {
            problems.push(Problem(format!("journal: entry {next} is missing")));
        }
        let mut touched: Vec<(RecordId, u64)> = Vec::new();
        for (sequence, promised) in entries {
            let (mut operations, mut records) = (0, BTreeSet::new());
            for chunk in 0..self.chunks(sequence)? {
                for operation in self.operations(sequence, chunk)? {
                    operations += 1;
                    records.extend(touched_by(&operation));
                }
            }
            if operations != promised {
                problems.push(Problem(format!("journal: entry {sequence} has {operations} of {promised} operations")));
            }
            touched.extend(records.into_iter().map(|record| (record, sequence)));
        }
        touched.sort_unstable();
        let (mut found, mut left_over) = (0, 0);
        self.scan(Space::Touched, &[], None, false, &mut |key, _| {
            let known = touched_key(key).is_some_and(|key| touched.binary_search(&key).is_ok());
            *(if known { &mut found } else { &mut left_over }) += 1;
            Ok(ControlFlow::Continue(()))
        })?;
        let missing = touched.len() - found;
        if missing + left_over > 0 {
            problems.push(Problem(format!("history of records: {missing} entries missing, {left_over} left over")));
        }
        Ok(())
    }

    /// The contents of pictures and files by their hashes, and that those which records name are there.
    fn verify_blobs(&self, definitions: &Definitions, problems: &mut Vec<Problem>) -> Result<()> {
        let mut hashes: BTreeSet<[u8; 32]> = BTreeSet::new();
        self.scan(Space::Blobs, &[], None, false, &mut |key, _| {
            match key.first_chunk() {
                Some(hash) if key.len() == 36 => drop(hashes.insert(*hash)),
                _ => problems.push(Problem("a piece of a picture or file leads nowhere".into())),
            }
            Ok(ControlFlow::Continue(()))
        })?;
        for hash in &hashes {
            let mut hasher = Sha256::new();
            self.scan_prefix(Space::Blobs, hash, &mut |_, bytes| {
                hasher.update(bytes);
                Ok(ControlFlow::Continue(()))
            })?;
            if hasher.finalize().as_slice() != hash {
                problems.push(Problem(format!("picture or file {}: its contents differ", short(hash))));
            }
        }
        for table in &definitions.schema.tables {
            self.verify_blobs_of(definitions, table.info.id, &hashes, problems)?;
        }
        Ok(())
    }

    fn verify_blobs_of(
        &self,
        definitions: &Definitions,
        table: TableId,
        hashes: &BTreeSet<[u8; 32]>,
        problems: &mut Vec<Problem>,
    ) -> Result<()> {
        let slots = definitions.slots(table)?;
        let fields = definitions.schema.table(table).map(|table| table.fields.as_slice()).unwrap_or_default();
        let holds_blobs = |kind: &FieldKind| matches!(kind, FieldKind::Picture | FieldKind::File);
        let with_blobs: Vec<u16> =
            fields.iter().filter(|field| holds_blobs(&field.kind)).filter_map(|field| slots.slot(field.id)).collect();
        if with_blobs.is_empty() {
            return Ok(());
        }
        self.scan_records(definitions, table, &mut |_, record| {
            for slot in &with_blobs {
                if let Some(Value::Blob(blob)) = record.slot(*slot)?
                    && !hashes.contains(&blob.hash)
                {
                    problems.push(Problem(format!("record {}: its picture or file is missing", record.id())));
                }
            }
            Ok(ControlFlow::Continue(()))
        })
    }
}

/// The record an operation is found under in the history.
pub(crate) fn touched_by(operation: &Operation) -> Option<RecordId> {
    match operation {
        Operation::Record { id, .. } | Operation::Field { id, .. } | Operation::Document(id, _) => Some(*id),
        _ => None,
    }
}

fn touched_key(key: &[u8]) -> Option<(RecordId, u64)> {
    let (record, sequence) = key.split_first_chunk()?;
    Some((RecordId(u128::from_be_bytes(*record)), u64::from_be_bytes(sequence.try_into().ok()?)))
}

fn short(hash: &[u8; 32]) -> String {
    hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use crate::{NewBase, Space, Store, StoreError, Writer, memory};
    use model::{
        changes::{Action, ActionKey, EntryHeader, Operation, Part},
        ids::{BaseId, FieldId, RecordId, SeatId, TableId},
        language::Language,
        schema::{Field, FieldKind, TableInfo},
        value::{BlobRef, Value, Values},
    };

    const TABLE: TableId = TableId(1);
    const RECORD: RecordId = RecordId(3);

    fn header(sequence: u64, operations: u64) -> EntryHeader {
        EntryHeader {
            seat: SeatId(1),
            sequence,
            lamport: sequence,
            hub_version: 0,
            time: 0,
            user: String::new(),
            action: Action::new(ActionKey::AddRecord),
            part: Part::Do,
            group: None,
            undo_top: sequence,
            redo_top: 0,
            below: 0,
            operations,
        }
    }

    /// A base of two tables, one with a record with a picture.
    fn base() -> Store {
        let born = NewBase { id: BaseId(1), seat: SeatId(1), language: Language::En, created: 0 };
        let store = Store::create_on(memory(), born).unwrap();
        store
            .write(|writer| -> Result<(), StoreError> {
                for id in [TABLE, TableId(2)] {
                    writer.put_table(id, Some(&TableInfo { id, key: format!("t{}", id.0), ..TableInfo::default() }))?;
                }
                let picture = FieldId(2);
                let field = Field { id: picture, key: "photo".into(), kind: FieldKind::Picture, ..Field::default() };
                writer.put_field(TABLE, picture, Some(&field))?;
                let hash = writer.put_blob(b"a picture")?;
                let mut values = Values::new();
                values.set(picture, Some(Value::Blob(BlobRef { hash, name: "a.png".into(), bytes: 9 })));
                writer.put_record(TABLE, RECORD, Some(&values))?;
                writer.log(&Operation::Record { table: TABLE, id: RECORD, before: None, after: Some(values) })?;
                writer.end_entry(&header(1, 1))
            })
            .unwrap();
        store
    }

    fn check(damage: impl FnOnce(&mut Writer<'_>) -> Result<(), StoreError>, expected: &str) {
        let store = base();
        store.write(damage).unwrap();
        let reader = store.read().unwrap();
        let problems = (&reader as &dyn crate::Access).verify(&store.definitions()).unwrap();
        let said: Vec<String> = problems.into_iter().map(|problem| problem.0).collect();
        assert_eq!(said.join("; "), expected);
    }

    fn key_of(writer: &Writer<'_>, space: Space) -> Vec<u8> {
        let mut found = Vec::new();
        crate::Access::scan(writer, space, &[], None, false, &mut |key, _| {
            found = key.to_vec();
            Ok(std::ops::ControlFlow::Break(()))
        })
        .unwrap();
        found
    }

    #[test]
    fn every_kind_of_damage_is_told() {
        check(|_| Ok(()), "");
        let empty = 2;
        let counter = |name: &[u8], table: u16| [name, &table.to_be_bytes()].concat();
        check(
            |writer| {
                let seven = crate::codec::seal("counter", &7u64)?;
                writer.put(Space::Meta, &counter(b"count/", empty), &seven)
            },
            "table 2: 0 records, but the counter says 7",
        );
        check(
            |writer| {
                let one = crate::codec::seal("counter", &1u64)?;
                writer.put(Space::Meta, &counter(b"next/", 1), &one)
            },
            "table 1: number 1 is used, but the next one is 1",
        );
        check(
            |writer| {
                let key = key_of(writer, Space::Touched);
                writer.remove(Space::Touched, &key)
            },
            "history of records: 1 entries missing, 0 left over",
        );
        check(|writer| writer.put(Space::Touched, &[9; 24], &[]), "history of records: 0 entries missing, 1 left over");
        check(
            |writer| {
                let key = key_of(writer, Space::Blobs);
                writer.put(Space::Blobs, &key, b"another picture")
            },
            "picture or file 92b2fa5802895831: its contents differ",
        );
        check(
            |writer| {
                let key = key_of(writer, Space::Blobs);
                writer.remove(Space::Blobs, &key)
            },
            "record 00000000000000000000000000000003: its picture or file is missing",
        );
    }
}
