//! A field of another kind: rehearsed first, then done in one transaction with all its values.

use crate::{Engine, EngineError, Outcome, Result, Transaction, converting::Changing, error::refused, view::links};
use model::{
    changes::{Action, ActionKey, Change, Operation},
    ids::{FieldId, RecordId, TableId},
    language::{Label, Language},
    schema::{Choice, Field, FieldKind},
    structure::{Conversion, Use},
    value::{self, Value, Values},
};
use std::{collections::HashSet, ops::ControlFlow};

/// So many values that do not convert are shown one by one.
const MOST_SHOWN: usize = 1000;
/// So many records are read, converted and written at a time.
pub(crate) const BATCH: usize = 4096;

/// What becomes of the text of a value that does not convert.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum KeepText {
    /// It is added to the notes of its record, in a line with the field's name.
    #[default]
    InNotes,
    /// It goes; undo brings it back.
    Drop,
}

/// A value that does not convert.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// Its record.
    pub record: RecordId,
    /// The record's name.
    pub title: String,
    /// The value as it is written now.
    pub text: String,
    /// Why it does not convert.
    pub message: Label,
}

/// What would happen if a field became one of another kind.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct KindRehearsal {
    /// Records that hold a value.
    pub filled: u64,
    /// Values that convert.
    pub converts: u64,
    /// Values that do not.
    pub failing: u64,
    /// The first of these, a thousand at most.
    pub failures: Vec<Failure>,
    /// Everything that uses the field.
    pub uses: Vec<Use>,
    /// The list of choices that would be made of the values, where the new kind is a choice without a list.
    pub choices: Vec<Choice>,
    /// The field in which the text of failing values can be kept, if the table has one.
    pub notes: Option<FieldId>,
    /// Formulas that could not be computed any more; they have to be changed first.
    pub breaks: Vec<Label>,
}

/// What happened when a field became one of another kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct KindReport {
    /// Values that were converted.
    pub converted: u64,
    /// Values that were not.
    pub failed: u64,
    /// Texts of these that were put into notes.
    pub kept: u64,
    /// Choices that were made of the values.
    pub choices: u64,
}

/// Told how many records of how many are done; `false` stops it.
pub type Progress<'p> = &'p mut dyn FnMut(u64, u64) -> bool;

impl Engine {
    /// Says what would happen if a field became one of another kind; nothing is changed.
    ///
    /// # Errors
    /// Where there is no such field or its kind cannot be changed into that, or of the disk.
    pub fn rehearse_kind(&self, table: TableId, field: FieldId, kind: &FieldKind) -> Result<KindRehearsal> {
        let uses = self.uses(table, Some(field))?;
        self.look(self.language(), |view| {
            let mut changing = Changing::new(view, table, field, kind, &|| self.new_id())?;
            let mut rehearsal = KindRehearsal {
                uses,
                choices: changing.made.clone(),
                notes: changing.notes,
                breaks: changing.breaks(view),
                ..KindRehearsal::default()
            };
            let mut from = 0;
            loop {
                let batch = view.access.records_from(view.definitions, table, from, BATCH)?;
                let Some(last) = batch.last() else { break };
                from = last.local.number.saturating_add(1);
                for (at, old, new) in changing.convert(view, &batch) {
                    rehearsal.filled += 1;
                    let Err(unfit) = new else {
                        rehearsal.converts += 1;
                        continue;
                    };
                    rehearsal.failing += 1;
                    if rehearsal.failures.len() < MOST_SHOWN {
                        let record = batch[at].id;
                        rehearsal.failures.push(Failure {
                            record,
                            title: view.title_of(table, record),
                            text: changing.text(view, &old),
                            message: Label::new(unfit.message(Language::Lt), unfit.message(Language::En)),
                        });
                    }
                }
            }
            Ok(rehearsal)
        })
    }

    /// Makes a field one of another kind and converts its values, as one action. What does not convert is kept in the notes or goes.
    ///
    /// # Errors
    /// Where its kind cannot be changed into that, a formula would no longer be computed, the text has nowhere to be kept, `progress`
    /// stopped it, or of the disk; nothing is changed then.
    pub fn change_kind(
        &self,
        table: TableId,
        field: FieldId,
        kind: FieldKind,
        keep: KeepText,
        progress: Progress<'_>,
    ) -> Result<Outcome<KindReport>> {
        self.transact(Action::new(ActionKey::ChangeKind).on(table).field(field), |tx| {
            let computed = tx.computed.clone();
            tx.unfreeze = true;
            let report = tx.restructure(|tx| tx.convert_field(table, field, &kind, None, keep, progress))?;
            tx.settle()?;
            tx.unfreeze = false;
            tx.refuse_broken(&computed)?;
            Ok(report)
        })
    }
}

impl Transaction<'_, '_> {
    /// Refuses details of a kind that values there are do not fit: an entry taken out of a list, fewer decimals, one instead of several;
    /// and that no two values may be the same where some are.
    pub(crate) fn refuse_misfits(&self, table: TableId, before: &Field, after: &Field) -> Result<()> {
        let other_kind = before.kind != after.kind && before.formula().is_none();
        let becomes_unique = after.unique && !before.unique;
        if !other_kind && !becomes_unique {
            return Ok(());
        }
        let conversion = Conversion::new(&before.kind, &after.kind, self.engine.language());
        let (misfits, doubles) = self.look(None, |view| -> Result<(u64, u64)> {
            let Some(slot) = view.definitions.slots(table)?.slot(before.id) else { return Ok((0, 0)) };
            let (mut misfits, mut doubles, mut seen) = (0, 0, HashSet::new());
            view.access.scan_records(view.definitions, table, &mut |_, record| {
                let Some(value) = record.slot(slot)? else { return Ok(ControlFlow::Continue(())) };
                let fits = || matches!(conversion.value(&value, &|_| String::new()), Ok(Some(new)) if new == value);
                misfits += u64::from(other_kind && !fits());
                doubles += u64::from(becomes_unique && !seen.insert(value::sort_bytes(&value, &after.kind)));
                Ok(ControlFlow::Continue(()))
            })?;
            Ok((misfits, doubles))
        })??;
        if misfits > 0 {
            return Err(refused(
                format!(
                    "Reikšmių, kurios čia nebetiktų: {misfits}. Peržiūrėkite jas keisdami lauko rūšį, arba palikite, kaip buvo."
                ),
                format!(
                    "{misfits} values would not fit any more. Look through them by changing the field's kind, or leave it as it was."
                ),
            ));
        }
        if doubles > 0 {
            return Err(refused(
                format!("Lauke jau yra vienodų reikšmių: {doubles}. Pirmiausia pakeiskite jas."),
                format!("The field holds {doubles} values that another record has too. Change those first."),
            ));
        }
        Ok(())
    }

    /// Changes the kind of a field and its values; `definition` is what it is to be otherwise, if that changes too.
    pub(crate) fn convert_field(
        &mut self,
        table: TableId,
        field: FieldId,
        kind: &FieldKind,
        definition: Option<Field>,
        keep: KeepText,
        progress: Progress<'_>,
    ) -> Result<KindReport> {
        let engine = self.engine;
        let mut changing = self.look(None, |view| Changing::new(view, table, field, kind, &|| engine.new_id()))??;
        if let Some(definition) = definition {
            changing.after = Field { kind: changing.after.kind, ..definition };
        }
        self.action.name = changing.before.label.get(engine.language()).to_owned();
        let mut report = KindReport { choices: changing.made.len() as u64, ..KindReport::default() };
        if changing.after == changing.before {
            return Ok(report);
        }
        let define = |tx: &mut Self, changing: &Changing| {
            let change = Change::new(Some(changing.before.clone()), Some(changing.after.clone()));
            tx.apply(Operation::FieldDefinition(table, field, change))
        };
        if changing.before.formula().is_some() {
            // What was computed goes with the formula; its values become entered ones.
            let values = self.computed_values(&mut changing, &mut report)?;
            define(self, &changing)?;
            for (id, value) in values {
                self.apply(Operation::Field { table, id, field, before: None, after: Some(value) })?;
            }
            return Ok(report);
        }
        let last = changing.after.formula().is_some();
        if !last {
            define(self, &changing)?;
        }
        self.convert_values(&mut changing, keep, &mut report, progress)?;
        if last {
            define(self, &changing)?;
        }
        Ok(report)
    }

    fn computed_values(&self, changing: &mut Changing, report: &mut KindReport) -> Result<Vec<(RecordId, Value)>> {
        let (mut values, mut from) = (Vec::new(), 0);
        loop {
            let batch = self.access().records_from(self.writer.definitions(), changing.table, from, BATCH)?;
            let Some(last) = batch.last() else { return Ok(values) };
            from = last.local.number.saturating_add(1);
            for (at, _, new) in self.look(None, |view| changing.convert(view, &batch))? {
                match new {
                    Ok(Some(value)) => values.push((batch[at].id, value)),
                    Ok(None) => {}
                    Err(_) => report.failed += 1,
                }
                report.converted = values.len() as u64;
            }
        }
    }

    fn convert_values(
        &mut self,
        changing: &mut Changing,
        keep: KeepText,
        report: &mut KindReport,
        progress: Progress<'_>,
    ) -> Result<()> {
        let (table, field) = (changing.table, changing.before.id);
        let all = self.access().count(self.writer.definitions(), table)?;
        let computed = self.computed.clone();
        let is_asked_for = |field| computed.dependents(table, field).next().is_some();
        let marks = [Some(field), changing.notes].map(|field| field.is_some_and(is_asked_for));
        let (mut from, mut done) = (0, 0);
        self.writer.begin_bulk();
        loop {
            if !progress(done, all) {
                return Err(EngineError::Cancelled);
            }
            let batch = self.access().records_from(self.writer.definitions(), table, from, BATCH)?;
            let Some(last) = batch.last() else { break };
            from = last.local.number.saturating_add(1);
            done += batch.len() as u64;
            let converted = self.look(None, |view| changing.convert(view, &batch))?;
            for (at, old, new) in converted {
                let stored = &batch[at];
                let mut kept = None;
                let new = match new {
                    Ok(new) => {
                        report.converted += 1;
                        new
                    }
                    Err(_) => {
                        report.failed += 1;
                        if keep == KeepText::InNotes && changing.after.formula().is_none() {
                            kept = Some(self.note(changing, &stored.values, &old)?);
                        }
                        None
                    }
                };
                if new.as_ref() == Some(&old) {
                    continue;
                }
                let mut values = stored.values.clone();
                self.change(table, stored.id, field, &mut values, new, marks[0])?;
                if let Some((notes, text)) = kept {
                    report.kept += 1;
                    self.change(table, stored.id, notes, &mut values, Some(Value::Text(text)), marks[1])?;
                }
                self.writer.replace_record(table, stored, &values)?;
                if marks[0] || marks[1] {
                    self.mark(table, stored.id, field)?;
                }
            }
        }
        self.writer.end_bulk()?;
        self.touched_fields.insert((table, field));
        self.touched_fields.extend(changing.notes.map(|notes| (table, notes)));
        Ok(())
    }

    /// The notes of a record with the text of a value that does not convert.
    fn note(&self, changing: &Changing, values: &Values, old: &Value) -> Result<(FieldId, String)> {
        let Some(notes) = changing.notes else {
            return Err(refused(
                "Ši lentelė neturi pastabų lauko, todėl netinkamų reikšmių teksto palikti nėra kur. Pridėkite tokį lauką arba sutikite, kad tekstas dingtų.",
                "This table has no field for notes, so there is nowhere to keep the text of values that do not convert. Add such a field, or let the text go.",
            ));
        };
        let text = self.look(None, |view| changing.text(view, old))?;
        let line = format!("{}: {text}", changing.before.label.get(self.engine.language()));
        let before = values.get(notes).and_then(Value::as_text);
        Ok((notes, before.map(|before| format!("{before}\n{line}")).unwrap_or(line)))
    }

    /// Logs a changed value and sets it.
    fn change(
        &mut self,
        table: TableId,
        id: RecordId,
        field: FieldId,
        values: &mut Values,
        after: Option<Value>,
        marks: bool,
    ) -> Result<()> {
        let before = values.set(field, after.clone());
        let of_links =
            !links(before.as_ref()).is_empty() || after.as_ref().is_some_and(|value| !value.links().is_empty());
        self.writer.log(&Operation::Field { table, id, field, before, after })?;
        self.changes.touch(table, id);
        if marks || of_links {
            self.mark(table, id, field)?;
        }
        Ok(())
    }
}
