//! One row after another: read, matched, added or updated.

use super::{
    Import, ImportReport, Note,
    columns::slashed,
    names,
    seen::{Mark, Seen},
};
use crate::{EngineError, Result, Transaction, directories::Directories, records::is_counted};
use exchange::{
    csv::{Cells, restore},
    likeness::likeness,
};
use model::{
    changes::Operation,
    formula::{self, Program},
    ids::{FieldId, RecordId, TableId},
    language::{Label, Language},
    schema::{Field, FieldKind, FieldRole, Table, TableRole},
    value::{self, Value, Values},
};
use std::collections::HashSet;

/// So many changes of fields are listed in a report.
const MOST_CHANGED: usize = 1000;

/// Where a column goes.
struct Target {
    field: Field,
    /// The list it links to, to which an import may add.
    directory: Option<TableId>,
    month_first: bool,
    /// One of several things that go to a person's notes, each under its name.
    labelled: bool,
}

/// Why a row is left out, and the field whose value is the reason.
type Refusal = (Option<FieldId>, Label);

pub(super) struct Importer<'i, 'e, 't> {
    tx: &'i mut Transaction<'e, 't>,
    table: Table,
    headings: Vec<String>,
    targets: Vec<Option<Target>>,
    /// Columns whose cells make the title together.
    joined: Vec<usize>,
    keys: Vec<Field>,
    notes: Option<FieldId>,
    /// Cells were made harmless for spreadsheets.
    neutralised: bool,
    defaults: Vec<(Field, Program)>,
    /// The table had records before; else only this file's own rows can match.
    had_records: bool,
    /// Fields of which no two records may have the same value.
    unique: Vec<FieldId>,
    /// Fields that do not take every value that can be read.
    checked: Vec<FieldId>,
    /// Records of the table are documents or parts of such.
    may_freeze: bool,
    seen: Seen,
    directories: Directories,
    report: ImportReport,
}

impl<'i, 'e, 't> Importer<'i, 'e, 't> {
    pub fn new(tx: &'i mut Transaction<'e, 't>, table: &Table, plan: &Import, keys: Vec<FieldId>) -> Result<Self> {
        let targets = plan
            .columns
            .iter()
            .map(|column| {
                let field = table.field(column.field?)?.clone();
                // A file of the list itself adds its own rows.
                let directory = Directories::of(tx, &field).filter(|list| *list != table.info.id);
                let is_note = plan.reading.is_people && field.role == Some(FieldRole::Notes);
                let labelled = is_note && likeness(&column.heading, "notes") < 0.6;
                Some(Target { field, directory, month_first: column.month_first, labelled })
            })
            .collect();
        let mut defaults = Vec::new();
        for field in table.live() {
            // A list that comes with no numbers of its own is not given any.
            let Some(text) = field.default.as_ref().filter(|_| !is_counted(field)) else { continue };
            let bound = formula::parse(text).and_then(|tree| formula::bind(&tree, &tx.schema().tables, table.info.id));
            defaults.extend(bound.ok().map(|program| (field.clone(), program)));
        }
        let had_records = tx.access().count(&tx.definitions(), table.info.id)? > 0;
        tx.writer.begin_bulk();
        Ok(Importer {
            table: table.clone(),
            headings: plan.columns.iter().map(|column| column.heading.clone()).collect(),
            targets,
            joined: names::joined(table.info.title, &plan.columns),
            keys: keys.iter().filter_map(|key| table.field(*key).cloned()).collect(),
            neutralised: plan.reading.neutralised,
            notes: table.field_by_role(FieldRole::Notes).map(|field| field.id),
            defaults,
            had_records,
            unique: ids_of(table, |field| field.unique),
            checked: ids_of(table, |field| field.unique || field.role == Some(FieldRole::State)),
            may_freeze: table.info.role == Some(TableRole::Invoice) || table.part_of().is_some(),
            seen: Seen::default(),
            directories: Directories::default(),
            report: ImportReport::default(),
            tx,
        })
    }

    pub fn finish(self) -> ImportReport {
        self.report
    }

    pub fn row(&mut self, number: u64, cells: &Cells<'_>) -> Result<()> {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        let values = self.read(number, cells)?;
        let found = self.find(&values)?;
        if found.is_none() && values.get(self.table.info.title).is_none() {
            let title = self.table.field(self.table.info.title).map(|field| field.label.clone()).unwrap_or_default();
            let first = cells.iter().find(|cell| !cell.trim().is_empty()).unwrap_or_default();
            let message = Label::new(
                format!("Eilutė praleista: neužpildytas laukas „{}“.", title.get(Language::Lt)),
                format!("The row was left out: “{}” is empty.", title.get(Language::En)),
            );
            self.skip(note(number, "", first, message));
            return Ok(());
        }
        match found {
            Some(id) => self.update(number, cells, id, &values),
            None => self.add(number, cells, values),
        }
    }

    fn skip(&mut self, error: Note) {
        self.report.skipped += 1;
        self.report.errors.push(error);
    }

    /// Leaves a row out because of the value of `field`, or as a whole.
    fn refuse(&mut self, number: u64, cells: &Cells<'_>, (field, reason): Refusal) {
        let is_it = |target: &Option<Target>| target.as_ref().is_some_and(|target| Some(target.field.id) == field);
        let at = self.targets.iter().rposition(is_it);
        let heading = at.and_then(|at| self.headings.get(at)).map(|heading| heading.trim().to_owned());
        let cell = at.and_then(|at| cells.get(at)).or_else(|| cells.iter().find(|cell| !cell.trim().is_empty()));
        let message = Label::new(
            format!("Eilutė praleista. {}", reason.get(Language::Lt)),
            format!("The row was left out. {}", reason.get(Language::En)),
        );
        self.skip(note(number, &heading.unwrap_or_default(), cell.unwrap_or_default(), message));
    }

    /// What speaks against giving a record these values, all or those that are new to it.
    fn refusal(&self, id: RecordId, before: Option<&Values>, changed: &[(FieldId, &Value)]) -> Result<Option<Refusal>> {
        let table = self.table.info.id;
        if self.may_freeze {
            let mut after = before.cloned().unwrap_or_default();
            for (field, value) in changed {
                after.set(*field, Some((*value).clone()));
            }
            for (field, _) in changed.iter().copied() {
                for values in before.into_iter().chain([&after]) {
                    match self.tx.refuse_frozen(table, id, values, before.map(|_| field)) {
                        Err(EngineError::Refused(reason)) => return Ok(Some((Some(field), reason))),
                        frozen => frozen?,
                    }
                }
            }
        }
        for (field, value) in changed.iter().copied().filter(|(field, _)| self.checked.contains(field)) {
            match self.tx.check_value(&self.table, id, field, Some(value)) {
                Err(EngineError::Refused(reason)) => return Ok(Some((Some(field), reason))),
                checked => checked?,
            }
            if self.unique.contains(&field) && self.is_taken(id, field, value)? {
                let reason = Label::new(
                    "Tokią pačią reikšmę turi ankstesnė failo eilutė.",
                    "An earlier row of the file has the same value.",
                );
                return Ok(Some((Some(field), reason)));
            }
        }
        Ok(None)
    }

    /// Whether another row of this file has a value that may stand but once: the index does not know it yet.
    fn is_taken(&self, id: RecordId, field: FieldId, value: &Value) -> Result<bool> {
        match self.seen.get(&Mark::Unique(field, value)) {
            Some(other) if other != id => {
                let stored = self.tx.access().value(&self.tx.definitions(), self.table.info.id, other, field)?;
                Ok(stored.as_ref() == Some(value))
            }
            _ => Ok(false),
        }
    }

    /// The typed values of a row; what cannot be read goes to the notes, with a warning.
    fn read(&mut self, number: u64, cells: &Cells<'_>) -> Result<Values> {
        let mut values = Values::new();
        let mut unread: Vec<String> = Vec::new();
        for (at, cell) in cells.iter().enumerate() {
            let cell = if self.neutralised { restore(cell) } else { cell.into() };
            let (cell, text) = (cell.as_ref(), cell.trim());
            if text.is_empty() {
                continue;
            }
            let heading = self.headings.get(at).map(|heading| heading.trim()).unwrap_or_default();
            match self.targets.get(at) {
                Some(Some(_)) if self.joined.contains(&at) => {}
                Some(Some(Target { field, directory: Some(list), .. })) => {
                    let many = matches!(field.kind, FieldKind::Link { many: true, .. });
                    let label = self.tx.schema().table(*list).map(|list| list.info.label.clone()).unwrap_or_default();
                    let notes = &mut self.report.notes;
                    let value = self.directories.read(self.tx, (*list, many), text, &mut |title| {
                        let message = Label::new(
                            format!("Pridėta į sąrašą „{}“.", label.get(Language::Lt)),
                            format!("Added to the list “{}”.", label.get(Language::En)),
                        );
                        notes.push(note(number, heading, &title, message));
                    })?;
                    values.set(field.id, value);
                }
                Some(Some(target)) => match self.value(target, text)? {
                    Ok(value) => {
                        if let Some(warning) = value.as_ref().and_then(|value| value::warnings(value, &target.field)) {
                            let say = |language| warning.message(language, target.field.label.get(language));
                            let message = Label::new(say(Language::Lt), say(Language::En));
                            self.report.warnings.push(note(number, heading, cell, message));
                        }
                        if target.labelled {
                            unread.push(format!("{heading}: {text}"));
                        } else {
                            values.set(target.field.id, value);
                        }
                    }
                    Err(message) => {
                        self.report.warnings.push(note(number, heading, cell, message));
                        unread.push(format!("{heading}: {text}"));
                    }
                },
                Some(None) if !heading.is_empty() => {}
                _ => {
                    self.report.warnings.push(note(
                        number,
                        heading,
                        cell,
                        Label::new(
                            "Langelis be stulpelio antraštės; tekstas įrašytas į pastabas.",
                            "The cell stands under no heading; its text was put into the notes.",
                        ),
                    ));
                    unread.push(text.to_owned());
                }
            }
        }
        if !self.joined.is_empty() {
            let parts =
                self.joined.iter().filter_map(|at| cells.get(*at)).map(str::trim).filter(|part| !part.is_empty());
            let parts: Vec<_> = parts.map(|part| if self.neutralised { restore(part) } else { part.into() }).collect();
            let name = parts.join(" ");
            values.set(self.table.info.title, Some(Value::Text(name)).filter(|_| !parts.is_empty()));
        }
        if let (Some(notes), false) = (self.notes, unread.is_empty()) {
            let mut text =
                values.get(notes).and_then(Value::as_text).map(|text| format!("{text}\n")).unwrap_or_default();
            text.push_str(&unread.join("\n"));
            values.set(notes, Some(Value::Text(text)));
        }
        Ok(values)
    }

    fn value(&self, target: &Target, text: &str) -> Result<std::result::Result<Option<Value>, Label>> {
        if let FieldKind::Link { .. } | FieldKind::PartOf { .. } = target.field.kind {
            let read = self.tx.engine.read_text(self.table.info.id, target.field.id, text, self.tx.engine.language());
            return Ok(read.map_err(|error| kept_in_notes(error.message(Language::Lt), error.message(Language::En))));
        }
        let swapped = if target.month_first { month_first(text) } else { None };
        let language = self.tx.engine.language();
        Ok(value::parse(swapped.as_deref().unwrap_or(text), &target.field.kind, language)
            .map_err(|problem| kept_in_notes(problem.message(Language::Lt), problem.message(Language::En))))
    }

    /// The record a row belongs to: by the first key that is filled, or else the very same row.
    fn find(&self, values: &Values) -> Result<Option<RecordId>> {
        for key in &self.keys {
            let Some(value) = values.get(key.id) else { continue };
            let wanted = value::match_text(value, key.shown_kind());
            if let Some(id) = self.seen.get(&Mark::Key(key.id, &wanted))
                && self.has_key(id, key, &wanted)?
            {
                return Ok(Some(id));
            }
            return if self.had_records { self.find_stored(key, value, &wanted) } else { Ok(None) };
        }
        if let Some(id) = self.seen.get(&Mark::row(values))
            && is_within(values, &self.tx.record(self.table.info.id, id)?.values)
        {
            return Ok(Some(id));
        }
        if self.had_records { self.find_same(values) } else { Ok(None) }
    }

    fn has_key(&self, id: RecordId, key: &Field, wanted: &str) -> Result<bool> {
        let stored = self.tx.access().value(&self.tx.definitions(), self.table.info.id, id, key.id)?;
        Ok(stored.is_some_and(|stored| value::match_text(&stored, key.shown_kind()) == wanted))
    }

    fn find_stored(&self, key: &Field, value: &Value, wanted: &str) -> Result<Option<RecordId>> {
        let (definitions, table) = (self.tx.definitions(), self.table.info.id);
        let is_it = |values: &Values| {
            values.get(key.id).is_some_and(|found| value::match_text(found, key.shown_kind()) == wanted)
        };
        if key.indexed || key.unique || self.table.info.keys.contains(&key.id) {
            for number in self.tx.access().find_equal(&definitions, table, key, value)? {
                let stored = self.tx.access().record_at(&definitions, table, number)?;
                if let Some(stored) = stored.filter(|stored| is_it(&stored.values)) {
                    return Ok(Some(stored.id));
                }
            }
            return Ok(None);
        }
        let mut found = None;
        let slots = definitions.slots(table)?;
        self.tx.access().scan_records(&definitions, table, &mut |_, record| {
            Ok(if is_it(&record.values(slots)?) {
                found = Some(record.id());
                std::ops::ControlFlow::Break(())
            } else {
                std::ops::ControlFlow::Continue(())
            })
        })?;
        Ok(found)
    }

    /// A record without any key is the same when its title and all values of the row are the same.
    fn find_same(&self, values: &Values) -> Result<Option<RecordId>> {
        let (definitions, table) = (self.tx.definitions(), self.table.info.id);
        let title = self.table.field(self.table.info.title).filter(|title| title.indexed);
        let Some((title, value)) = title.and_then(|title| Some((title, values.get(title.id)?))) else {
            return Ok(None);
        };
        for number in self.tx.access().find_equal(&definitions, table, title, value)? {
            let stored = self.tx.access().record_at(&definitions, table, number)?;
            if let Some(stored) = stored.filter(|stored| is_within(values, &stored.values)) {
                return Ok(Some(stored.id));
            }
        }
        Ok(None)
    }

    fn update(&mut self, number: u64, cells: &Cells<'_>, id: RecordId, values: &Values) -> Result<()> {
        let table = self.table.info.id;
        let stored = self.tx.record(table, id)?;
        let different: Vec<(FieldId, Value)> = values
            .iter()
            .filter_map(|(field, value)| Some((field, self.after(stored.values.get(field), field, value)?)))
            .collect();
        if different.is_empty() {
            self.remember(id, values)?;
            self.report.unchanged += 1;
            return Ok(());
        }
        let changed: Vec<(FieldId, &Value)> = different.iter().map(|(field, value)| (*field, value)).collect();
        if let Some(refusal) = self.refusal(id, Some(&stored.values), &changed)? {
            self.refuse(number, cells, refusal);
            return Ok(());
        }
        for (field, value) in different {
            if self.report.changed.len() < MOST_CHANGED {
                let note = self.change_note(number, stored.values.get(field), field, &value)?;
                self.report.changed.extend(note);
            }
            self.tx.set(table, id, field, Some(value))?;
        }
        self.remember(id, values)?;
        self.report.updated += 1;
        Ok(())
    }

    /// What a field will hold; `None`: it stays as it is. Notes are added to, everything else takes the value of the file.
    fn after(&self, before: Option<&Value>, field: FieldId, value: &Value) -> Option<Value> {
        if before == Some(value) {
            return None;
        }
        match (before.and_then(Value::as_text), value.as_text()) {
            (Some(before), Some(text)) if self.notes == Some(field) => {
                let known: HashSet<&str> = before.lines().map(str::trim).collect();
                let new: Vec<&str> = text.lines().filter(|line| !known.contains(line.trim())).collect();
                (!new.is_empty()).then(|| Value::Text(format!("{before}\n{}", new.join("\n"))))
            }
            _ => Some(value.clone()),
        }
    }

    fn change_note(&self, row: u64, before: Option<&Value>, field: FieldId, after: &Value) -> Result<Option<Note>> {
        let Some(field) = self.table.field(field) else { return Ok(None) };
        let shown = |value: &Value| self.tx.look(None, |view| view.text(value, field));
        let after = shown(after)?;
        let message = match before {
            Some(before) => {
                let before = shown(before)?;
                Label::new(format!("Buvo „{before}“, bus „{after}“."), format!("Was “{before}”, becomes “{after}”."))
            }
            None => Label::new("Buvo tuščia.", "Was empty."),
        };
        let column = field.label.get(self.tx.engine.language());
        Ok(Some(note(row, column, &after, message)))
    }

    fn add(&mut self, number: u64, cells: &Cells<'_>, mut values: Values) -> Result<()> {
        let id = RecordId(self.tx.engine.new_id());
        if let Some(refusal) = self.refusal(id, None, &values.iter().collect::<Vec<_>>())? {
            self.refuse(number, cells, refusal);
            return Ok(());
        }
        self.remember(id, &values)?;
        for (field, program) in &self.defaults {
            if values.get(field.id).is_some() {
                continue;
            }
            let value = self.tx.default_of(field, program, id, &values)?;
            values.set(field.id, value);
        }
        let table = self.table.info.id;
        self.tx.apply(Operation::Record { table, id, before: None, after: Some(values) })?;
        self.report.new += 1;
        Ok(())
    }

    fn remember(&mut self, id: RecordId, values: &Values) -> Result<()> {
        let mut has_key = false;
        for key in &self.keys {
            let Some(value) = values.get(key.id) else { continue };
            has_key = true;
            let wanted = value::match_text(value, key.shown_kind());
            let mark = Mark::Key(key.id, &wanted);
            // Of several records with one key the first is the one that is found.
            match self.seen.get(&mark) {
                Some(other) if other != id && self.has_key(other, key, &wanted)? => {}
                _ => self.seen.set(&mark, id),
            }
        }
        for field in &self.unique {
            if let Some(value) = values.get(*field) {
                self.seen.set(&Mark::Unique(*field, value), id);
            }
        }
        if !has_key {
            self.seen.set(&Mark::row(values), id);
        }
        Ok(())
    }
}

fn ids_of(table: &Table, is_one: impl Fn(&Field) -> bool) -> Vec<FieldId> {
    table.live().filter(|field| is_one(field)).map(|field| field.id).collect()
}

/// Whether a record has all the values of a row.
fn is_within(row: &Values, stored: &Values) -> bool {
    row.iter().all(|(field, value)| stored.get(field) == Some(value))
}

fn note(row: u64, column: &str, value: &str, message: Label) -> Note {
    Note { row, column: column.to_owned(), value: value.to_owned(), message }
}

fn kept_in_notes(lt: String, en: String) -> Label {
    Label::new(format!("{lt} Tekstas įrašytas į pastabas."), format!("{en} The text was put into the notes."))
}

/// `11/06/2021` as `2021-11-06`.
fn month_first(text: &str) -> Option<String> {
    let (month, day) = slashed(text)?;
    let year = text.rsplit('/').next()?;
    Some(format!("{year}-{month:02}-{day:02}"))
}
