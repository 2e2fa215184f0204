//! Import: a file's rows into a table, typed, matched by keys, reported row by row, as one undoable action.

mod columns;
mod fields;
mod names;
mod reading;
mod rows;
mod seen;
mod source;

use crate::{Engine, EngineError, Outcome, Result, error::refused, records::no_such_table};
use exchange::csv;
use model::{
    changes::{Action, ActionKey, Changes},
    ids::{FieldId, TableId},
    language::{Label, Language},
    schema::{FieldRole, Table},
};
use reading::Reading;
use rows::Importer;
use std::sync::Arc;
use store::StoreError;

pub use columns::ColumnPlan;
pub use source::Source;

/// How a file is to be imported.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Columns of the file by their place from the left, from 0, and the field each goes to (`None`: left out); others are
    /// recognised, but for the fields chosen here.
    pub map: Vec<(usize, Option<FieldId>)>,
    /// Fields to match records by, the first that is not empty; empty: the table's own keys.
    pub keys: Vec<FieldId>,
    /// Change nothing, only say what would happen.
    pub dry_run: bool,
    /// The sheet of a workbook; `None`: the one with most in it.
    pub sheet: Option<String>,
    /// What [`Engine::plan_import`] read of this very file for this table, so that it is not recognised again.
    pub plan: Option<Import>,
}

/// What is recognised of a file before it is imported.
#[derive(Clone, Debug)]
pub struct Import {
    reading: Arc<Reading>,
    /// What the records of the table are called by.
    title: FieldId,
    /// Its columns and where they would go.
    pub columns: Vec<ColumnPlan>,
    /// Rows behind the heading, blank ones too.
    pub rows: u64,
}

impl Import {
    /// The places of columns named by their headings; a heading that is named again means the next column of that name.
    ///
    /// # Errors
    /// Where there is no such column, or not so many.
    pub fn places(&self, headings: &[&str]) -> Result<Vec<usize>> {
        let mut places = Vec::new();
        for heading in headings {
            let is_it = |at: &usize| self.columns[*at].heading.trim() == heading.trim() && !places.contains(at);
            let at = (0..self.columns.len()).find(is_it).ok_or_else(|| {
                refused(format!("Faile nėra stulpelio „{heading}“."), format!("The file has no column “{heading}”."))
            })?;
            places.push(at);
        }
        Ok(places)
    }

    /// Columns go where `map` says, and no recognised one to a field that another was given.
    fn apply(&mut self, map: &[(usize, Option<FieldId>)]) -> Result<()> {
        let is_chosen = |field: Option<FieldId>| field.is_some() && map.iter().any(|(_, chosen)| *chosen == field);
        for (at, column) in self.columns.iter_mut().enumerate() {
            match map.iter().find(|(place, _)| *place == at) {
                Some((_, field)) => column.field = *field,
                None if is_chosen(column.field) => column.field = None,
                None => {}
            }
        }
        match map.iter().find(|(at, _)| *at >= self.columns.len()) {
            Some((at, _)) => Err(refused(
                format!("Faile nėra {} stulpelio; tikriausiai jis pasikeitė.", at + 1),
                format!("The file has no column {}; probably it has changed.", at + 1),
            )),
            None => Ok(()),
        }
    }

    /// Whether a column is joined with others to one name: first name and family name.
    pub fn is_joined(&self, column: &ColumnPlan) -> bool {
        column.field == Some(self.title) && !names::joined(self.title, &self.columns).is_empty()
    }

    /// How the file is written, as names and values for people.
    pub fn facts(&self, language: Language) -> Vec<(String, String)> {
        let mut facts = Vec::new();
        let mut fact = |lt, en, text: String| facts.push((language.pick(lt, en).to_owned(), text));
        match &self.reading.dialect {
            Some(dialect) => {
                let separator = match dialect.separator {
                    b',' => language.pick("kablelis ,", "comma ,").to_owned(),
                    b';' => language.pick("kabliataškis ;", "semicolon ;").to_owned(),
                    b'\t' => language.pick("tabuliacija", "tab").to_owned(),
                    other => char::from(other).to_string(),
                };
                let encoding = match dialect.encoding {
                    csv::Encoding::Utf8 => "UTF-8",
                    csv::Encoding::Windows1257 => "windows-1257",
                    csv::Encoding::Utf16Le | csv::Encoding::Utf16Be => "UTF-16",
                };
                fact("Skirtukas", "Separator", separator);
                fact("Koduotė", "Encoding", encoding.to_owned());
            }
            None if self.reading.is_people => fact("Failas", "File", "vCard".to_owned()),
            None => fact("Lapas", "Sheet", self.reading.sheet.clone()),
        }
        fact("Eilutės", "Rows", model::value::format_amount(self.rows.into(), 0, language));
        facts
    }

    /// The sheets of a workbook, in their order; none for other files.
    pub fn sheets(&self) -> &[String] {
        &self.reading.sheets
    }

    /// The sheet that was read; empty for other files.
    pub fn sheet(&self) -> &str {
        &self.reading.sheet
    }
}

/// Something to be said about a cell or a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// Record of the file; the heading is 1.
    pub row: u64,
    /// Heading of the column; empty: the whole row.
    pub column: String,
    /// The cell as it stands in the file.
    pub value: String,
    /// What is wrong and what became of it.
    pub message: Label,
}

/// What an import did, or would do. Every record with something in it is in exactly one of the four numbers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ImportReport {
    /// Records added.
    pub new: u64,
    /// Records changed.
    pub updated: u64,
    /// Records that were there, with the same values.
    pub unchanged: u64,
    /// Rows left out, each with an error.
    pub skipped: u64,
    /// Cells that could not be read (their text is kept in the notes) or are doubtful.
    pub warnings: Vec<Note>,
    /// Rows that were left out.
    pub errors: Vec<Note>,
    /// Records added to lists that the file links to: categories, groups, people and the like.
    pub notes: Vec<Note>,
    /// What becomes of fields that had another value, for the first changed records.
    pub changed: Vec<Note>,
}

impl Engine {
    /// Recognises a file (CSV, a workbook, vCards, contacts of Google or Outlook): its columns and the fields they fit.
    ///
    /// # Errors
    /// Where there is no table in it, or it is empty.
    pub fn plan_import(&self, table: TableId, source: &dyn Source) -> Result<Import> {
        self.plan_import_of(table, source, None)
    }

    /// As [`Engine::plan_import`], of one sheet of a workbook; `None`: the one with most in it.
    ///
    /// # Errors
    /// The same, and where there is no such sheet.
    pub fn plan_import_of(&self, table: TableId, source: &dyn Source, sheet: Option<&str>) -> Result<Import> {
        let definitions = self.definitions();
        let of = definitions.schema.table(table).ok_or_else(no_such_table)?;
        plan(of, source, sheet)
    }

    /// Imports a file. `progress` gets the rows done and the rows there are, and says whether to go on.
    ///
    /// # Errors
    /// Where the file cannot be read, no column fits, or `progress` said no; nothing is changed then.
    pub fn import(
        &self,
        table: TableId,
        source: &dyn Source,
        name: &str,
        options: &ImportOptions,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Outcome<ImportReport>> {
        // Not only at the end of all rows.
        if self.is_read_only() && !options.dry_run {
            return Err(StoreError::ReadOnly.into());
        }
        let definitions = self.definitions();
        let of = definitions.schema.table(table).ok_or_else(no_such_table)?;
        let mut plan = match &options.plan {
            Some(plan) => plan.clone(),
            None => plan(of, source, options.sheet.as_deref())?,
        };
        plan.apply(&options.map)?;
        if plan.columns.iter().all(|column| column.field.is_none()) {
            return Err(refused(
                "Nė vienas failo stulpelis neatitinka lentelės laukų. Nurodykite, kurį stulpelį į kurį lauką rašyti.",
                "No column of the file fits a field of the table. Say which column goes to which field.",
            ));
        }
        let keys = if options.keys.is_empty() { of.info.keys.clone() } else { options.keys.clone() };
        let is_chosen = |at: usize| options.map.iter().any(|(place, _)| *place == at);
        let lost: Vec<Note> = plan
            .columns
            .iter()
            .enumerate()
            .filter(|(at, _)| !is_chosen(*at))
            .filter_map(|(_, column)| lost(column))
            .collect();
        let mut kept = None;
        let action = Action::new(ActionKey::Import).on(table).named(name);
        let result = self.transact(action, |tx| {
            let mut importer = Importer::new(tx, of, &plan, keys)?;
            let rows = plan.rows;
            let open = plan.reading.for_each(source, &mut |number, cells| {
                if number % 512 == 0 && !progress(number, rows) {
                    return Err(EngineError::Cancelled);
                }
                if number > plan.reading.heading { importer.row(number, cells) } else { Ok(()) }
            })?;
            let mut report = importer.finish();
            report.warnings.splice(0..0, lost);
            report.warnings.extend(open.map(unclosed));
            progress(rows, rows);
            tx.action.count = report.new + report.updated;
            if options.dry_run {
                kept = Some(report);
                return Err(EngineError::Cancelled);
            }
            Ok(report)
        });
        match (result, kept) {
            (Err(EngineError::Cancelled), Some(report)) => {
                Ok(Outcome { output: report, changes: Changes::default(), entry: 0 })
            }
            (result, _) => result,
        }
    }
}

/// A column with a heading and something in it that goes nowhere, though nobody said so.
fn lost(column: &ColumnPlan) -> Option<Note> {
    let (row, value) = column.first.clone().filter(|_| column.field.is_none() && !column.heading.trim().is_empty())?;
    let message = Label::new(
        "Stulpelis neimportuotas: joks laisvas lentelės laukas jam netinka.",
        "The column was not imported: no free field of the table fits it.",
    );
    Some(Note { row, column: column.heading.trim().to_owned(), value, message })
}

fn unclosed(row: u64) -> Note {
    let message = Label::new(
        "Failas baigiasi neuždarius kabučių; ši eilutė tikriausiai prarijo po jos einančias.",
        "The file ends inside quotes; this row has probably swallowed those behind it.",
    );
    Note { row, column: String::new(), value: String::new(), message }
}

fn plan(of: &Table, source: &dyn Source, sheet: Option<&str>) -> Result<Import> {
    let reading = Reading::of(source, of, sheet)?;
    let mut reader = columns::Profiler::default();
    reading.for_each(source, &mut |number, cells| -> Result<()> {
        reader.row(number, number == reading.heading, cells);
        Ok(())
    })?;
    let rows = reader.rows;
    let mut columns = reader.finish(of);
    if columns.is_empty() {
        return Err(refused("Failas tuščias.", "The file is empty."));
    }
    names::find(of, &mut columns);
    let notes = of.field_by_role(FieldRole::Notes).map(|field| field.id);
    for column in columns.iter_mut().filter(|column| reading.is_people && column.field.is_none()) {
        column.field = notes;
    }
    Ok(Import { reading: Arc::new(reading), title: of.info.title, columns, rows })
}
