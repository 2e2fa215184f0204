//! A field of another kind: rehearsed first, then done in one transaction with all its values.

use crate::{
    Engine, EngineError, Outcome, Result, Transaction,
    computed::Computed,
    error::refused,
    records::no_such_table,
    view::{View, links},
};
use model::{
    changes::{Action, ActionKey, Change, Operation},
    formula,
    ids::{ChoiceId, FieldId, RecordId, TableId},
    language::{Label, Language},
    schema::{Choice, Field, FieldKind, FieldRole, Table},
    structure::{self, Conversion, Unfit, Use, free_key, key_of},
    value::{self, Link, Value, Values, fold},
};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::ControlFlow,
};
use store::Stored;

/// So many values that do not convert are shown one by one.
const MOST_SHOWN: usize = 1000;
/// A list of choices that is made of the values does not become longer.
const MOST_CHOICES: usize = 200;
/// So many records are read, converted and written at a time.
const BATCH: usize = 4096;

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

/// A field on its way to another kind.
struct Changing {
    table: TableId,
    before: Field,
    after: Field,
    conversion: Conversion,
    made: Vec<Choice>,
    notes: Option<FieldId>,
    /// The values so far, where no two records may have the same.
    taken: Option<HashSet<Vec<u8>>>,
}

type Converted = (usize, Value, std::result::Result<Option<Value>, Unfit>);

impl Changing {
    fn new(
        view: &View<'_>,
        table: TableId,
        field: FieldId,
        kind: &FieldKind,
        new_id: &dyn Fn() -> u128,
    ) -> Result<Changing> {
        let of = view.schema().table(table).ok_or_else(no_such_table)?;
        let before = of.field(field).ok_or_else(no_such_table)?.clone();
        if !structure::converts(&before.kind, kind) {
            return Err(refused(
                "Šios rūšies lauko į tokį pakeisti negalima: tokius laukus pildo pati programa, jie užšifruoti arba laiko failus.",
                "A field of this kind cannot become such a one: such fields are filled by the program, encrypted, or hold files.",
            ));
        }
        refuse_wrong(view, of, &before, kind)?;
        let notes = of.field_by_role(FieldRole::Notes).map(|notes| notes.id).filter(|notes| *notes != field);
        let mut kind = kind.clone();
        let mut made = Vec::new();
        if let FieldKind::Choice { many, choices } = &mut kind
            && choices.is_empty()
        {
            made = choices_of(view, table, &before, *many, new_id)?;
            choices.clone_from(&made);
        }
        let mut conversion = Conversion::new(&before.kind, &kind, view.language);
        match &kind {
            FieldKind::Link { targets, .. } => conversion.records = records_by_title(view, targets)?,
            FieldKind::PartOf { table } => conversion.records = records_by_title(view, &[*table])?,
            _ => {}
        }
        let mut after = Field { kind, ..before.clone() };
        after.default = after.default.filter(|text| default_fits(view, table, text, &after.kind));
        let taken = before.unique.then(HashSet::new);
        Ok(Changing { table, before, after, conversion, made, notes, taken })
    }

    /// The filled records of a batch: place in it, the value now, the value to be.
    fn convert(&mut self, view: &View<'_>, batch: &[Stored]) -> Vec<Converted> {
        let titles = |found: &[Link]| titles(view, found);
        let mut converted = Vec::with_capacity(batch.len());
        for (at, stored) in batch.iter().enumerate() {
            let value = match self.before.formula() {
                Some(_) => view.value_of(self.table, stored.id, self.before.id),
                None => stored.values.get(self.before.id).cloned(),
            };
            let Some(value) = value else { continue };
            let mut new = self.conversion.value(&value, &titles);
            if let (Some(taken), Ok(Some(value))) = (&mut self.taken, &new)
                && !taken.insert(value::sort_bytes(value, &self.after.kind))
            {
                new = Err(Unfit::Taken);
            }
            converted.push((at, value, new));
        }
        converted
    }

    fn text(&self, view: &View<'_>, value: &Value) -> String {
        self.conversion.text(value, &|found| titles(view, found))
    }

    /// Names of the formulas that could not be computed with the new kind, and can be now.
    fn breaks(&self, view: &View<'_>) -> Vec<Label> {
        let mut schema = view.schema().clone();
        for table in schema.tables.iter_mut().filter(|table| table.info.id == self.table) {
            table
                .fields
                .iter_mut()
                .filter(|field| field.id == self.after.id)
                .for_each(|field| *field = self.after.clone());
        }
        let computed = Computed::compile(&schema);
        let lost = computed.broken.iter().filter(|(table, field)| view.computed.formula(*table, *field).is_some());
        lost.filter_map(|(table, field)| {
            let table = schema.table(*table)?;
            let field = table.field(*field)?;
            let say = |language| format!("{}: {}", table.info.label.get(language), field.label.get(language));
            Some(Label::new(say(Language::Lt), say(Language::En)))
        })
        .collect()
    }
}

fn titles(view: &View<'_>, found: &[Link]) -> String {
    found.iter().map(|link| view.title_of(link.table, link.record)).collect::<Vec<_>>().join(", ")
}

/// Refuses a kind that is not a whole one: a formula that cannot be computed, a link to a table that is not there.
fn refuse_wrong(view: &View<'_>, of: &Table, field: &Field, kind: &FieldKind) -> Result<()> {
    match kind {
        FieldKind::Formula { expression, .. } => {
            let mut tables = view.schema().tables.clone();
            for table in tables.iter_mut().filter(|table| table.info.id == of.info.id) {
                let own = table.fields.iter_mut().filter(|one| one.id == field.id);
                own.for_each(|one| one.kind = kind.clone());
            }
            formula::bind(&formula::parse(expression)?, &tables, of.info.id)?;
            Ok(())
        }
        FieldKind::Link { targets, .. } if targets.iter().any(|target| view.schema().table(*target).is_none()) => {
            Err(no_such_table())
        }
        _ => Ok(()),
    }
}

/// Whether a default still gives values of the new kind.
fn default_fits(view: &View<'_>, table: TableId, text: &str, kind: &FieldKind) -> bool {
    let Ok(tree) = formula::parse(text) else { return false };
    let Ok(program) = formula::bind(&tree, &view.schema().tables, table) else { return false };
    if program.result().fits(kind) {
        return true;
    }
    // A text that stands there as it is may be read as the new kind.
    let written = text.trim().trim_matches(['"', '\'']);
    written.len() + 2 == text.trim().len()
        && value::parse(written, kind, Language::En).is_ok_and(|value| value.is_some())
}

/// A list of choices made of the values of a field, in the order of the alphabet.
fn choices_of(
    view: &View<'_>,
    table: TableId,
    field: &Field,
    many: bool,
    new_id: &dyn Fn() -> u128,
) -> Result<Vec<Choice>> {
    if let FieldKind::Choice { choices, .. } = &field.kind {
        return Ok(choices.clone());
    }
    let conversion = Conversion::new(&field.kind, &FieldKind::Text, view.language);
    let (mut found, mut from): (BTreeMap<String, String>, u32) = (BTreeMap::new(), 0);
    loop {
        let batch = view.access.records_from(view.definitions, table, from, BATCH)?;
        let Some(last) = batch.last() else { break };
        from = last.local.number.saturating_add(1);
        for stored in &batch {
            let value = match field.formula() {
                Some(_) => view.value_of(table, stored.id, field.id),
                None => stored.values.get(field.id).cloned(),
            };
            let Some(value) = value else { continue };
            for entry in conversion.entries(&value, many, &|found| titles(view, found)) {
                found.entry(fold(&entry)).or_insert(entry);
            }
        }
        if found.len() > MOST_CHOICES {
            return Err(refused(
                format!(
                    "Skirtingų reikšmių daugiau negu {MOST_CHOICES}, sąrašas iš jų nesudaromas. Sudarykite sąrašą patys."
                ),
                format!(
                    "There are more than {MOST_CHOICES} different values, no list is made of them. Make the list yourself."
                ),
            ));
        }
    }
    let mut choices: Vec<Choice> = Vec::with_capacity(found.len());
    for label in found.into_values() {
        let key = free_key(&key_of(&label, "choice"), |key| choices.iter().any(|choice| choice.key == key));
        choices.push(Choice { id: ChoiceId(new_id()), key, label: Label::new(&*label, &*label), ..Choice::default() });
    }
    Ok(choices)
}

/// Records of tables by their folded titles; `None` for a title that several have.
fn records_by_title(view: &View<'_>, targets: &[TableId]) -> Result<HashMap<String, Option<Link>>> {
    let mut found: HashMap<String, Option<Link>> = HashMap::new();
    for table in view.schema().live().filter(|table| targets.is_empty() || targets.contains(&table.info.id)) {
        let id = table.info.id;
        view.access.scan_records(view.definitions, id, &mut |_, record| {
            let link = Link { table: id, record: record.id() };
            let title = fold(view.title_of(id, record.id()).trim());
            found.entry(title).and_modify(|there| *there = None).or_insert(Some(link));
            Ok(ControlFlow::Continue(()))
        })?;
    }
    Ok(found)
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
