//! The sample office: a believable small firm with two years of work behind it, and its removal in one act.
//!
//! It is made through the same door as everything else, so its invoices are issued, its sums computed, its discounts found by
//! the ordinary rules. Days are counted from today, everything else is the same each time.

mod make;
mod texts;

use crate::{Engine, Outcome, Result, Transaction, error::refused};
use make::Maker;
use model::{
    changes::{Action, ActionKey, Change, Operation, Part},
    ids::{RecordId, TableId},
    layout::IssuedDocument,
};
use std::collections::{HashMap, HashSet};
use store::{Access, Kind};

/// Under this setting stands the journal entry that made the sample, while the sample is in the base.
const SETTING: &str = "sample";

impl Engine {
    /// Fills a new base with the sample office. It cannot be undone, but removed by [`Engine::remove_sample`].
    ///
    /// # Errors
    /// Of the disk.
    pub(crate) fn add_sample(&self) -> Result<()> {
        self.transact_as(Part::Root, Action::new(ActionKey::AddSample), |tx| {
            Maker::new(tx).office()?;
            let entry = tx.writer.next_sequence()?;
            tx.apply(Operation::Setting(SETTING.to_owned(), Change::new(None, Some(entry.to_string()))))
        })?;
        Ok(())
    }

    /// Whether records of the sample office are in the base.
    ///
    /// # Errors
    /// Of the disk.
    pub fn has_sample(&self) -> Result<bool> {
        let reader = self.read()?;
        let entry: Option<String> = (&reader as &dyn Access).definition(Kind::Setting, SETTING.as_bytes())?;
        Ok(entry.is_some())
    }

    /// Removes the sample office as one undoable act; the output is how many of its records stay, because records of the
    /// office's own point to them.
    ///
    /// # Errors
    /// Where there is no sample in the base, or of the disk.
    pub fn remove_sample(&self) -> Result<Outcome<usize>> {
        self.transact(Action::new(ActionKey::RemoveSample), |tx| tx.remove_sample())
    }
}

impl Transaction<'_, '_> {
    fn remove_sample(&mut self) -> Result<usize> {
        let entry: Option<String> = self.access().definition(Kind::Setting, SETTING.as_bytes())?;
        let Some(entry) = entry else {
            return Err(refused("Bazėje nėra pavyzdinių duomenų.", "There is no sample data in the base."));
        };
        let sequence = entry.parse().unwrap_or_default();
        let mut made = Vec::new();
        let mut series = Vec::new();
        let mut changed = Vec::new();
        for chunk in 0..self.access().chunks(sequence)? {
            for operation in self.access().operations(sequence, chunk)? {
                match operation {
                    Operation::Record { table, id, after: Some(_), .. } => made.push((table, id)),
                    Operation::Series(key, _) => series.push(key),
                    Operation::Field { .. } => changed.push(operation),
                    _ => {}
                }
            }
        }
        // Delivered records that the sample filled are as they were, where nobody filled them otherwise since.
        let own: HashSet<RecordId> = made.iter().map(|(_, id)| *id).collect();
        for operation in changed.into_iter().rev() {
            let Operation::Field { table, id, field, before, after } = operation else { continue };
            if own.contains(&id) || self.record(table, id).is_err() {
                continue;
            }
            let now = self.access().value(self.writer.definitions(), table, id, field)?;
            if now == after {
                self.apply(Operation::Field { table, id, field, before: after, after: before })?;
            }
        }
        made.retain(|(table, id)| self.record(*table, *id).is_ok());
        let kept = self.used_elsewhere(&made)?;
        self.unfreeze = true;
        // The newest first: lines and payments before their documents, documents before their clients.
        for (table, id) in made.iter().rev().filter(|(_, id)| !kept.contains(id)) {
            if let Some(document) = self.document(*id)? {
                self.apply(Operation::Document(*id, Change::new(Some(document), None)))?;
            }
            // What is part of something went with it.
            if self.record(*table, *id).is_ok() {
                self.delete(*table, *id)?;
            }
        }
        self.unfreeze = false;
        self.give_numbers_back(series)?;
        self.action.count = (made.len() - kept.len()) as u64;
        self.apply(Operation::Setting(SETTING.to_owned(), Change::new(Some(entry), None)))?;
        Ok(kept.len())
    }

    /// Records of the sample that records of the office's own point to, and what those need themselves.
    fn used_elsewhere(&self, made: &[(TableId, RecordId)]) -> Result<HashSet<RecordId>> {
        let tables: HashMap<RecordId, TableId> = made.iter().map(|(table, id)| (*id, *table)).collect();
        let mut kept = HashSet::new();
        let mut to_do = Vec::new();
        for (table, id) in made {
            let pointing: Vec<_> =
                self.schema().links_to(*table).map(|(other, field)| (other.info.id, field.id)).collect();
            for (other, field) in pointing {
                let from = self.look(None, |view| view.back_links(other, field, *id))?;
                if from.iter().any(|from| !tables.contains_key(from)) {
                    to_do.push(*id);
                }
            }
        }
        while let Some(id) = to_do.pop() {
            if !kept.insert(id) {
                continue;
            }
            let Some(table) = tables.get(&id) else { continue };
            let stored = self.record(*table, id)?;
            let links = stored.values.iter().flat_map(|(_, value)| value.links().iter().map(|link| link.record));
            to_do.extend(links.filter(|record| tables.contains_key(record)));
            // What is part of a kept record stays with it.
            let parts: Vec<_> = self
                .schema()
                .live()
                .filter_map(|lines| Some((lines.info.id, lines.part_of().filter(|(_, owner)| owner == table)?.0.id)))
                .collect();
            for (lines, field) in parts {
                to_do.extend(self.look(None, |view| view.back_links(lines, field, id))?);
            }
        }
        kept.retain(|id| tables.contains_key(id));
        Ok(kept)
    }

    /// A series of which no document is left begins anew.
    fn give_numbers_back(&mut self, series: Vec<String>) -> Result<()> {
        let series: HashSet<String> = series.into_iter().collect();
        for key in series {
            let left = self
                .access()
                .all_definitions::<IssuedDocument>(Kind::Document)?
                .iter()
                .any(|other| other.series == key);
            let last: Option<u64> = self.access().definition(Kind::Series, key.as_bytes())?;
            if !left && last.is_some() {
                self.apply(Operation::Series(key, Change::new(last, None)))?;
            }
        }
        Ok(())
    }
}
