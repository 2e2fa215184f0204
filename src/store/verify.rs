//! Proof that what follows from the records (indexes, counters, ids) equals what is kept.

use crate::{Access, Definitions, Local, RecordView, Result, Space, index, records::counter};
use std::{collections::BTreeMap, ops::ControlFlow};

/// Something that does not agree; for people who repair, in English.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem(pub String);

impl dyn Access + '_ {
    /// Compares indexes, ids, counters and the journal with what the records say; an empty list is good.
    ///
    /// # Errors
    /// Of the disk, or where something cannot be read at all.
    pub fn verify(&self, definitions: &Definitions) -> Result<Vec<Problem>> {
        let mut problems = Vec::new();
        self.verify_indexes(definitions, &mut problems)?;
        self.verify_ids(&mut problems)?;
        self.verify_journal(&mut problems)?;
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

    fn verify_ids(&self, problems: &mut Vec<Problem>) -> Result<()> {
        let mut counts: BTreeMap<u16, u64> = BTreeMap::new();
        let mut records = 0u64;
        self.scan(Space::Records, &[], None, false, &mut |key, bytes| {
            let (local, id) = (Local::from_bytes(key)?, RecordView::new(bytes)?.id());
            *counts.entry(local.table).or_default() += 1;
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
        for (sequence, promised) in entries {
            let mut operations = 0;
            for chunk in 0..self.chunks(sequence)? {
                operations += self.operations(sequence, chunk)?.len() as u64;
            }
            if operations != promised {
                problems.push(Problem(format!("journal: entry {sequence} has {operations} of {promised} operations")));
            }
        }
        Ok(())
    }
}
