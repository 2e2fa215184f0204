//! Undo and redo: a compensating entry for the last action, across restarts.

use crate::{Engine, Outcome, Result, Transaction, error::refused};
use model::{
    changes::{ActionKey, Change, Operation, Part},
    ids::{RecordId, TableId},
};
use store::Kind;

impl Engine {
    /// Takes back the last action; the output is its label in the base's language.
    ///
    /// # Errors
    /// Where there is nothing to take back, or a value it touched has changed since.
    pub fn undo(&self) -> Result<Outcome<String>> {
        let head = self.read()?;
        let head = (&head as &dyn store::Access).head()?;
        if head.undo_top == 0 {
            return Err(refused("Nėra ko atšaukti.", "There is nothing to undo."));
        }
        self.compensate(head.undo_top, Part::Undoes(head.undo_top))
    }

    /// Does the action again that was taken back last; the output is its label in the base's language.
    ///
    /// # Errors
    /// Where there is nothing to do again, or a value it touches has changed since.
    pub fn redo(&self) -> Result<Outcome<String>> {
        let head = self.read()?;
        let head = (&head as &dyn store::Access).head()?;
        if head.redo_top == 0 {
            return Err(refused("Nėra ko pakartoti.", "There is nothing to redo."));
        }
        self.compensate(head.redo_top, Part::Redoes(head.redo_top))
    }

    /// Takes back the `steps` last actions as a whole or not at all is not possible in one entry; so the number of possible
    /// steps is checked first. The output are the labels of what was taken back, in order.
    ///
    /// # Errors
    /// Where there are fewer steps, and nothing is changed then; or as [`Engine::undo`].
    pub fn undo_steps(&self, steps: u64) -> Result<Vec<String>> {
        self.require_steps(steps, true)?;
        (0..steps).map(|_| self.undo().map(|outcome| outcome.output)).collect()
    }

    /// As [`Engine::undo_steps`], forward again.
    ///
    /// # Errors
    /// As [`Engine::undo_steps`].
    pub fn redo_steps(&self, steps: u64) -> Result<Vec<String>> {
        self.require_steps(steps, false)?;
        (0..steps).map(|_| self.redo().map(|outcome| outcome.output)).collect()
    }

    fn require_steps(&self, steps: u64, back: bool) -> Result<()> {
        let reader = self.read()?;
        let access = &reader as &dyn store::Access;
        let head = access.head()?;
        let mut at = if back { head.undo_top } else { head.redo_top };
        for possible in 0..steps {
            if at == 0 {
                return Err(match (back, possible) {
                    (true, 0) => refused("Nėra ko atšaukti.", "There is nothing to undo."),
                    (false, 0) => refused("Nėra ko pakartoti.", "There is nothing to redo."),
                    (true, n) => refused(
                        format!("Atšaukti galima tik {n} veiksm. Niekas nepakeista."),
                        format!("Only {n} steps can be undone. Nothing was changed."),
                    ),
                    (false, n) => refused(
                        format!("Pakartoti galima tik {n} veiksm. Niekas nepakeista."),
                        format!("Only {n} steps can be redone. Nothing was changed."),
                    ),
                });
            }
            at = access.entry(at)?.map_or(0, |entry| entry.header.below);
        }
        Ok(())
    }

    /// Labels of what undo and redo would do now, in the language of the window.
    ///
    /// # Errors
    /// Of the disk.
    pub fn next_steps(&self, language: model::language::Language) -> Result<(Option<String>, Option<String>)> {
        let reader = self.read()?;
        let access = &reader as &dyn store::Access;
        let head = access.head()?;
        let label = |sequence: u64| -> Result<Option<String>> {
            Ok(access.entry(sequence)?.map(|entry| self.label(&entry.header.action, language)))
        };
        Ok((label(head.undo_top)?, label(head.redo_top)?))
    }

    fn compensate(&self, target: u64, part: Part) -> Result<Outcome<String>> {
        let reader = self.read()?;
        let access = &reader as &dyn store::Access;
        let entry =
            access.entry(target)?.ok_or_else(|| refused("Žurnalo įrašo nėra.", "The journal entry is missing."))?;
        let action = entry.header.action.clone();
        let label = self.label(&action, self.language());
        let frozen = matches!(action.key, ActionKey::Issue | ActionKey::Void);
        let outcome = self.transact_as(part, action, |tx| {
            tx.unfreeze = frozen;
            if entry.header.operations > 1000 {
                tx.writer.begin_bulk();
            }
            for chunk in (0..access.chunks(target)?).rev() {
                for operation in access.operations(target, chunk)?.into_iter().rev() {
                    if frozen && tx.keep_number(&operation)? {
                        return Ok(());
                    }
                    let inverse = operation.inverse();
                    tx.require_before(&inverse)?;
                    tx.apply(inverse)?;
                }
            }
            Ok(())
        })?;
        Ok(Outcome { output: label, changes: outcome.changes, entry: outcome.entry })
    }
}

impl Transaction<'_, '_> {
    /// Where a number may not be taken back any more, voids the document instead and says so.
    fn keep_number(&mut self, operation: &Operation) -> Result<bool> {
        let Operation::Document(record, Change { before: None, after: Some(issued) }) = operation else {
            return Ok(false);
        };
        let last: Option<u64> = self.access().definition(Kind::Series, issued.series.as_bytes())?;
        let printed = self.document(*record)?.is_some_and(|now| now.printed);
        if !printed && last == Some(issued.number) {
            return Ok(false);
        }
        self.void_document(issued.table, *record)?;
        Ok(true)
    }

    /// Refuses to apply `operation` where the base is not as it was before it.
    fn require_before(&self, operation: &Operation) -> Result<()> {
        let same = match operation {
            Operation::Record { table, id, before, .. } => self.entered_now(*table, *id)? == *before,
            Operation::Field { table, id, field, before, .. } => {
                let now = self.access().value(self.writer.definitions(), *table, *id, *field)?;
                now == *before && self.access().local(*id)?.is_some()
            }
            Operation::Table(id, change) => {
                self.schema().table(*id).map(|table| &table.info) == change.before.as_deref()
            }
            Operation::FieldDefinition(table, id, change) => {
                self.schema().field(*table, *id) == change.before.as_deref()
            }
            Operation::Card(id, change) => self.is_now(Kind::Card, &id.0.to_be_bytes(), change)?,
            Operation::List(id, change) => self.is_now(Kind::List, &id.0.to_be_bytes(), change)?,
            Operation::Form(id, change) => self.is_now(Kind::Form, &id.0.to_be_bytes(), change)?,
            Operation::Setting(key, change) => self.is_now(Kind::Setting, key.as_bytes(), change)?,
            Operation::Document(id, change) => self.is_now(Kind::Document, &id.0.to_be_bytes(), change)?,
            Operation::Series(key, change) => self.is_now(Kind::Series, key.as_bytes(), change)?,
        };
        if same {
            return Ok(());
        }
        let what = match operation {
            Operation::Record { table, id, .. } | Operation::Field { table, id, .. } => self.title(*table, *id)?,
            _ => String::new(),
        };
        Err(refused(
            format!("Atšaukti negalima: „{what}“ nuo to laiko pakeista. Niekas nepakeista."),
            format!("This cannot be undone: “{what}” has been changed since. Nothing was changed."),
        ))
    }

    fn is_now<T>(&self, kind: Kind, key: &[u8], change: &Change<T>) -> Result<bool>
    where
        T: serde::de::DeserializeOwned + PartialEq,
    {
        let now: Option<T> = self.access().definition(kind, key)?;
        Ok(now.as_ref() == change.before.as_deref())
    }

    fn entered_now(&self, table: TableId, id: RecordId) -> Result<Option<model::value::Values>> {
        let stored = self.access().record(self.writer.definitions(), table, id)?;
        Ok(stored.map(|stored| self.entered(table, &stored.values)))
    }
}
