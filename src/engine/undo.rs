//! Undo and redo: a compensating entry for the last action, across restarts.

use crate::{Engine, Outcome, Result, Transaction, error::refused, transact::frozen_by, view::View};
use model::{
    changes::{Action, ActionKey, Change, EntryHeader, Operation, Part},
    ids::{RecordId, TableId},
    language::Language,
    layout::IssuedDocument,
};
use std::{
    collections::{HashMap, HashSet},
    ops::ControlFlow,
    sync::PoisonError,
};
use store::{Entry, Head, Kind, Space};

/// Undo or redo.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Direction {
    Back,
    Forward,
}

impl Direction {
    /// The entry that the next step takes back; 0: none.
    pub fn top(self, head: &Head) -> u64 {
        match self {
            Direction::Back => head.undo_top,
            Direction::Forward => head.redo_top,
        }
    }

    fn part(self, target: u64) -> Part {
        match self {
            Direction::Back => Part::Undoes(target),
            Direction::Forward => Part::Redoes(target),
        }
    }
}

/// What one step back or forward does.
struct Step {
    label: String,
    /// Steps that were passed over because they belong to issued documents.
    passed: u64,
    /// The document was voided instead, since its number was seen.
    kept: bool,
}

impl Step {
    fn sentence(self, language: Language) -> String {
        let mut sentence = self.label;
        if self.kept {
            sentence +=
                language.pick(" (dokumentas anuliuojamas, numeris lieka)", " (voids the document, keeps the number)");
        }
        if self.passed > 0 {
            sentence += &match language {
                Language::Lt => format!(" (praleidžiama išrašytų dokumentų veiksmų: {})", self.passed),
                Language::En => format!(" (passes over steps of issued documents: {})", self.passed),
            };
        }
        sentence
    }
}

impl Engine {
    /// Takes back the last action; the output is its label in the base's language. What belongs together (a session in a designer)
    /// is taken back as one. Steps that made an issued document or something it names are passed over, for they can never be
    /// taken back.
    ///
    /// # Errors
    /// Where there is nothing to take back, or a value it touched has changed since.
    pub fn undo(&self) -> Result<Outcome<String>> {
        self.one_step(Direction::Back)
    }

    /// Does the action again that was taken back last; the output is its label in the base's language.
    ///
    /// # Errors
    /// Where there is nothing to do again, or a value it touches has changed since.
    pub fn redo(&self) -> Result<Outcome<String>> {
        self.one_step(Direction::Forward)
    }

    /// Takes back the `steps` last actions as a whole or not at all, each with an entry of its own. The output are the labels of
    /// what was taken back, in order.
    ///
    /// # Errors
    /// Where there are fewer steps, or as [`Engine::undo`]; nothing is changed then.
    pub fn undo_steps(&self, steps: u64) -> Result<Vec<String>> {
        Ok(self.steps(steps, Direction::Back)?.output)
    }

    /// As [`Engine::undo_steps`], forward again.
    ///
    /// # Errors
    /// As [`Engine::undo_steps`].
    pub fn redo_steps(&self, steps: u64) -> Result<Vec<String>> {
        Ok(self.steps(steps, Direction::Forward)?.output)
    }

    fn one_step(&self, direction: Direction) -> Result<Outcome<String>> {
        let Outcome { output, changes, entry } = self.steps(1, direction)?;
        Ok(Outcome { output: output.concat(), changes, entry })
    }

    fn steps(&self, steps: u64, direction: Direction) -> Result<Outcome<Vec<String>>> {
        let (outcome, touched_fields) = self.store.write(|writer| -> Result<_> {
            let mut tx = Transaction::new(self, writer, Action::new(ActionKey::Setting));
            let (mut labels, mut entry) = (Vec::new(), 0);
            for done in 0..steps {
                let (target, passed) = tx.next_target(direction)?;
                let Some(target) = target else { return Err(too_far(direction, done, passed)) };
                let (sequence, kept) = tx.compensate_group(target, direction)?;
                let label = self.label(&tx.action, self.language());
                labels.push(Step { label, passed, kept }.sentence(self.language()));
                entry = sequence;
            }
            Ok((Outcome { output: labels, changes: tx.changes, entry }, tx.touched_fields))
        })?;
        self.refresh(&outcome.changes, &touched_fields);
        Ok(outcome)
    }

    /// Labels of what undo and redo would do now, in the language of the window.
    ///
    /// # Errors
    /// Of the disk.
    pub fn next_steps(&self, language: Language) -> Result<(Option<String>, Option<String>)> {
        self.look(language, |view| {
            let sentence = |sequence: u64, passed: u64, kept: bool| -> Result<Option<String>> {
                let entry = view.access.entry(sequence)?;
                let mut sizes = self.group_sizes.lock().unwrap_or_else(PoisonError::into_inner);
                let label = match entry {
                    Some(entry) => Some(self.label(&whole_step(view, entry, &mut sizes)?, language)),
                    None => None,
                };
                Ok(label.map(|label| Step { label, passed, kept }.sentence(language)))
            };
            let head = view.access.head()?;
            // What an import made is not looked through for a label; the step itself does it.
            let (undo, passed) = pass_over(view, head.undo_top, MANY)?;
            let kept = keeps_number(view, undo)?;
            Ok((sentence(undo, passed, kept)?, sentence(head.redo_top, 0, false)?))
        })
    }
}

/// Operations of an entry above which indexes are written in bulk, and a label does not look through them.
const MANY: u64 = 1000;

fn too_far(direction: Direction, possible: u64, passed: u64) -> crate::EngineError {
    use Direction::{Back, Forward};
    match (direction, possible) {
        (Back, 0) if passed > 0 => refused(
            "Nėra ko atšaukti: ankstesni veiksmai priklauso išrašytiems dokumentams, kurie nebekeičiami.",
            "There is nothing to undo: the earlier steps belong to issued documents, which no longer change.",
        ),
        (Back, 0) => refused("Nėra ko atšaukti.", "There is nothing to undo."),
        (Forward, 0) => refused("Nėra ko pakartoti.", "There is nothing to redo."),
        (Back, n) => refused(
            format!("Atšaukti galima tik {n} veiksm. Niekas nepakeista."),
            format!("Only {n} steps can be undone. Nothing was changed."),
        ),
        (Forward, n) => refused(
            format!("Pakartoti galima tik {n} veiksm. Niekas nepakeista."),
            format!("Only {n} steps can be redone. Nothing was changed."),
        ),
    }
}

/// The first step from `top` down that does not belong to an issued document, and how many do that lie above it. Entries of more
/// than `most` operations are not looked through. 0: there is none.
fn pass_over(view: &View<'_>, top: u64, most: u64) -> Result<(u64, u64)> {
    let (mut at, mut passed) = (top, 0);
    while let Some(entry) = view.access.entry(at)? {
        if entry.header.operations > most || !is_fixed(view, &entry)? {
            return Ok((at, passed));
        }
        (at, passed) = (entry.header.below, passed + 1);
    }
    Ok((0, passed))
}

/// Whether taking an entry back would change an issued document or a line of it, or take away what one names.
fn is_fixed(view: &View<'_>, entry: &Entry) -> Result<bool> {
    if matches!(entry.header.action.key, ActionKey::Issue | ActionKey::Void | ActionKey::Design)
        || is_of_structure(entry.header.action.key)
        || !has_documents(view)?
    {
        return Ok(false);
    }
    let mut added = Vec::new();
    for chunk in 0..view.access.chunks(entry.header.sequence)? {
        for operation in view.access.operations(entry.header.sequence, chunk)? {
            match operation {
                Operation::Record { table, id, before, after } => {
                    for values in [&before, &after].into_iter().flatten() {
                        if frozen_by(view, table, id, values, None)?.is_some() {
                            return Ok(true);
                        }
                    }
                    if before.is_none() {
                        added.push((table, id));
                    }
                }
                Operation::Field { table, id, field, before, after } => {
                    let Some(mut stored) = view.access.record(view.definitions, table, id)? else { continue };
                    for value in [after, before] {
                        stored.values.set(field, value);
                        if frozen_by(view, table, id, &stored.values, Some(field))?.is_some() {
                            return Ok(true);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    let own: HashSet<RecordId> = added.iter().map(|(_, id)| *id).collect();
    for (table, id) in added {
        for (other, field) in view.schema().links_to(table) {
            if view.access.count(view.definitions, other.info.id)? == 0 {
                continue;
            }
            if view.back_links(other.info.id, field.id, id).iter().any(|record| !own.contains(record)) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The action of an entry or, where more that belong to it lie beneath it, of all of them together. How many there are is
/// remembered, so that a long session is not counted again after each of its steps.
fn whole_step(view: &View<'_>, entry: Entry, sizes: &mut HashMap<u64, u64>) -> Result<Action> {
    let EntryHeader { group, sequence, below, action, .. } = entry.header;
    if group.is_none() {
        return Ok(action);
    }
    let (mut above, mut at, mut known) = (vec![sequence], below, sizes.get(&sequence).copied());
    while known.is_none() {
        let Some(entry) = view.access.entry(at)?.filter(|entry| entry.header.group == group) else { break };
        known = sizes.get(&at).copied();
        above.push(at);
        at = entry.header.below;
    }
    // The last one is known, or the lowest.
    let mut count = known.unwrap_or(1);
    sizes.insert(above.pop().unwrap_or(sequence), count);
    for sequence in above.into_iter().rev() {
        count += 1;
        sizes.insert(sequence, count);
    }
    Ok(if count > 1 { action.session(count) } else { action })
}

/// Whether an action changes the kinds of values, which leaves what was printed of documents as it is.
fn is_of_structure(key: ActionKey) -> bool {
    matches!(key, ActionKey::ChangeKind | ActionKey::ImportConfiguration)
}

/// Whether an entry gave a number that may not be taken back any more.
fn keeps_number(view: &View<'_>, sequence: u64) -> Result<bool> {
    let Some(entry) = view.access.entry(sequence)? else { return Ok(false) };
    if entry.header.action.key != ActionKey::Issue {
        return Ok(false);
    }
    for chunk in 0..view.access.chunks(sequence)? {
        for operation in view.access.operations(sequence, chunk)? {
            if gives_kept_number(view, &operation)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// A number that was printed, or is not the last of its series, stays used.
fn gives_kept_number(view: &View<'_>, operation: &Operation) -> Result<bool> {
    let Operation::Document(record, Change { before: None, after: Some(issued) }) = operation else {
        return Ok(false);
    };
    let last: Option<u64> = view.access.definition(Kind::Series, issued.series.as_bytes())?;
    let now: Option<IssuedDocument> = view.access.definition(Kind::Document, &record.0.to_be_bytes())?;
    Ok(now.is_some_and(|now| now.printed) || last != Some(issued.number))
}

/// Whether any document was issued.
fn has_documents(view: &View<'_>) -> Result<bool> {
    let mut found = false;
    view.access.scan_prefix(Space::Definitions, &[Kind::Document as u8], &mut |_, _| {
        found = true;
        Ok(ControlFlow::Break(()))
    })?;
    Ok(found)
}

impl Transaction<'_, '_> {
    /// The entry that the next step takes back, and how many were passed over.
    fn next_target(&self, direction: Direction) -> Result<(Option<u64>, u64)> {
        let head = self.access().head()?;
        let (target, passed) = match direction {
            Direction::Back => self.look(None, |view| pass_over(view, head.undo_top, u64::MAX))??,
            Direction::Forward => (head.redo_top, 0),
        };
        Ok(((target != 0).then_some(target), passed))
    }

    /// As [`Transaction::compensate`], with what lies beneath it and belongs to the same group.
    fn compensate_group(&mut self, target: u64, direction: Direction) -> Result<(u64, bool)> {
        let group = self.access().entry(target)?.and_then(|entry| entry.header.group);
        let (mut sequence, kept) = self.compensate(target, direction)?;
        let (action, mut count) = (self.action.clone(), 1);
        while group.is_some() {
            let head = self.access().head()?;
            let next = direction.top(&head);
            let is_of_group = self.access().entry(next)?.is_some_and(|entry| entry.header.group == group);
            if !is_of_group {
                break;
            }
            (sequence, _) = self.compensate(next, direction)?;
            count += 1;
        }
        self.action = if count > 1 { action.session(count) } else { action };
        Ok((sequence, kept))
    }

    /// Takes an entry back with an entry of its own; returns its number, and whether a document was voided instead.
    pub(crate) fn compensate(&mut self, target: u64, direction: Direction) -> Result<(u64, bool)> {
        let entry = self.access().entry(target)?;
        let entry = entry.ok_or_else(|| refused("Žurnalo įrašo nėra.", "The journal entry is missing."))?;
        self.action = entry.header.action.clone();
        self.group = entry.header.group;
        let of_document = matches!(self.action.key, ActionKey::Issue | ActionKey::Void);
        // The sample's documents come and go with the sample.
        self.unfreeze = of_document || self.action.key == ActionKey::RemoveSample || is_of_structure(self.action.key);
        if entry.header.operations > MANY {
            self.writer.begin_bulk();
        }
        let kept = self.restructure(|tx| tx.take_back(target, of_document))?;
        self.settle()?;
        self.unfreeze = false;
        let sequence = self.end(direction.part(target))?;
        Ok((sequence, kept))
    }

    /// Applies the inverse of each operation of an entry, the last one first; whether a document kept its number.
    fn take_back(&mut self, target: u64, of_document: bool) -> Result<bool> {
        for chunk in (0..self.access().chunks(target)?).rev() {
            for operation in self.access().operations(target, chunk)?.into_iter().rev() {
                if of_document && self.keep_number(&operation)? {
                    return Ok(true);
                }
                let mut inverse = operation.inverse();
                self.require_before(&inverse)?;
                self.keep_printed(&mut inverse)?;
                self.apply(inverse)?;
            }
        }
        Ok(false)
    }

    /// What was printed stays printed: that is no step of its own.
    fn keep_printed(&self, operation: &mut Operation) -> Result<()> {
        if let Operation::Document(record, change) = operation
            && let Some(now) = self.document(*record)?
        {
            if let Some(after) = &mut change.after {
                after.printed = now.printed;
            }
            change.before = Some(Box::new(now));
        }
        Ok(())
    }

    /// Where a number may not be taken back any more, voids the document instead and says so.
    fn keep_number(&mut self, operation: &Operation) -> Result<bool> {
        let Operation::Document(record, Change { after: Some(issued), .. }) = operation else { return Ok(false) };
        if !self.look(None, |view| gives_kept_number(view, operation))?? {
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
            Operation::Document(id, change) => {
                let unprinted = |document: &IssuedDocument| IssuedDocument { printed: false, ..document.clone() };
                self.document(*id)?.as_ref().map(unprinted) == change.before.as_deref().map(unprinted)
            }
            Operation::Series(key, change) => self.is_now(Kind::Series, key.as_bytes(), change)?,
        };
        if same {
            return Ok(());
        }
        let what = match operation {
            Operation::Record { table, id, .. } | Operation::Field { table, id, .. } => self.title(*table, *id)?,
            Operation::Document(id, change) => match change.before.as_ref().or(change.after.as_ref()) {
                Some(document) => document.text.clone(),
                None => id.to_string(),
            },
            Operation::Table(id, _) => match self.schema().table(*id) {
                Some(table) => table.info.label.get(self.engine.language()).to_owned(),
                None => id.to_string(),
            },
            Operation::FieldDefinition(table, id, _) => match self.schema().field(*table, *id) {
                Some(field) => field.label.get(self.engine.language()).to_owned(),
                None => id.to_string(),
            },
            Operation::Card(id, _) | Operation::List(id, _) | Operation::Form(id, _) => id.to_string(),
            Operation::Setting(key, _) | Operation::Series(key, _) => key.clone(),
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
