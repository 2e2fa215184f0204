//! Each command: names to ids, one use case of the engine, output.

use crate::{
    Draw, Failure,
    arguments::{self, BaseFile, Command},
    camera::{cameras, compact, photo},
    configuration::configuration,
    layouts::{layout, layouts},
    names::Base,
    output::{self, plain_text, record_json, shown_fields, store_row::Row},
    structure::structure,
};
use engine::{
    Engine, EngineError, ExportFormat, ImportOptions, ImportReport, ListQuery, NewBaseOptions, Note, Source,
    StoreError, SystemClock,
};
use model::{
    ids::{FieldId, RecordId, TableId},
    language::Language,
    layout::SortBy,
    schema::{Field, Table},
};
use serde_json::{Value as Json, json};
use std::{
    io::{IsTerminal as _, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

pub(crate) type Done = Result<ExitCode, Failure>;

/// So many rows of a list are held at once.
const PAGE: usize = 1000;

/// The language of sentences said before a base is open.
pub fn system_language() -> Language {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .and_then(|value| Language::from_code(&value))
        .unwrap_or(Language::Lt)
}

pub(crate) fn open(base: &BaseFile) -> Result<Base, Failure> {
    if let Some(engine) = &base.engine {
        return Ok(Base { engine: engine.clone() });
    }
    let path = &base.path;
    let engine = Engine::open(path, Box::new(SystemClock)).map_err(|error| match error {
        EngineError::Store(StoreError::InUse) => Failure::InUse(path.clone()),
        EngineError::Store(store) => {
            let sentence = EngineError::Store(store).message(system_language());
            Failure::Sentence(format!("{}: {sentence}", path.display()))
        }
        other => Failure::Engine(other, system_language()),
    })?;
    Ok(Base { engine: Arc::new(engine) })
}

/// Carries out one command.
pub fn carry_out(command: &Command, quiet: bool, draw: Draw, out: &mut dyn Write) -> Done {
    match command {
        Command::New(arguments) => new(arguments),
        Command::Import(arguments) => import(arguments, quiet, out),
        Command::List(arguments) => list(arguments, out),
        Command::Export(arguments) => export(arguments),
        Command::Show(arguments) => show(arguments, out),
        Command::Add(arguments) => add(arguments, out),
        Command::Edit(arguments) => edit(arguments),
        Command::Delete(arguments) => delete(arguments),
        Command::Issue(arguments) => issue(arguments, out),
        Command::Void(arguments) => void(arguments),
        Command::Make(arguments) => make(arguments, out),
        Command::Print(arguments) => print(arguments),
        Command::Undo(arguments) => steps(arguments, out, Engine::undo_steps),
        Command::Redo(arguments) => steps(arguments, out, Engine::redo_steps),
        Command::History(arguments) => history(arguments, out),
        Command::Verify(arguments) => verify(arguments, out),
        Command::Structure(arguments) => structure(arguments, quiet, out),
        Command::Configuration(arguments) => configuration(arguments, quiet, out),
        Command::Layouts(arguments) => layouts(arguments, out),
        Command::Layout(arguments) => layout(arguments, draw, out),
        Command::Camera(arguments) => cameras(arguments, out),
        Command::Photo(arguments) => photo(arguments),
        Command::Compact(arguments) => compact(arguments, out),
    }
}

fn new(arguments: &arguments::New) -> Done {
    let language = Language::from_code(&arguments.language).unwrap_or_default();
    Engine::create(&arguments.base, &NewBaseOptions { language, sample: arguments.sample }, Box::new(SystemClock))
        .map_err(|error| Failure::Engine(error, language))?;
    Ok(ExitCode::SUCCESS)
}

fn note_json(note: &Note, language: Language) -> Json {
    json!({"row": note.row, "column": note.column, "value": note.value, "message": note.message.get(language)})
}

fn import(arguments: &arguments::Import, quiet: bool, out: &mut dyn Write) -> Done {
    let base = open(&arguments.base)?;
    let table = base.table(&arguments.table)?;
    let mut options =
        ImportOptions { dry_run: arguments.dry_run, sheet: arguments.sheet.clone(), ..ImportOptions::default() };
    let (mut headings, mut targets) = (Vec::new(), Vec::new());
    for pair in &arguments.map {
        let (column, field) = pair.rsplit_once('=').ok_or_else(|| {
            Failure::Sentence(match base.language() {
                Language::Lt => format!("„{pair}“: trūksta ženklo „=“ tarp stulpelio ir lauko."),
                Language::En => format!("“{pair}”: a column and its field are joined by “=”."),
            })
        })?;
        headings.push(column);
        targets.push(if field.is_empty() { None } else { Some(base.field(&table, field)?) });
    }
    for key in &arguments.key {
        options.keys.push(base.field(&table, key)?);
    }
    let source = source(&base, &arguments.file)?;
    if !headings.is_empty() {
        let sheet = options.sheet.as_deref();
        let plan = base.keep(base.engine.plan_import_of(table.info.id, &*source, sheet))?;
        options.map = base.keep(plan.places(&headings))?.into_iter().zip(targets).collect();
        options.plan = Some(plan);
    }
    let name = arguments.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut shown = progress(quiet || arguments.json);
    let imported = base.engine.import(table.info.id, &*source, &name, &options, &mut |done, all| shown.tell(done, all));
    shown.end();
    let outcome = base.keep(imported)?;
    report(&outcome.output, base.language(), arguments.json, out).map_err(Failure::Output)?;
    Ok(ExitCode::SUCCESS)
}

/// Progress on a terminal.
pub(crate) struct Progress {
    is_shown: bool,
}

/// Progress on a terminal, unless it is to be silent.
pub(crate) fn progress(is_silent: bool) -> Progress {
    Progress { is_shown: !is_silent && std::io::stderr().is_terminal() }
}

impl Progress {
    pub(crate) fn tell(&mut self, done: u64, all: u64) -> bool {
        if self.is_shown {
            let percent = done * 100 / all.max(1);
            // Progress that cannot be shown is no reason to stop.
            let _ = write!(std::io::stderr(), "\r{percent:3} %");
        }
        true
    }

    pub(crate) fn end(&self) {
        if self.is_shown {
            let _ = writeln!(std::io::stderr());
        }
    }
}

/// A file is read piece by piece; what comes through a pipe comes only once and is held.
fn source(base: &Base, file: &Path) -> Result<Box<dyn Source>, Failure> {
    if !std::fs::metadata(file).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        return Ok(Box::new(file.to_owned()));
    }
    let read = std::fs::read(file);
    let bytes = read.map_err(|error| base.fail(EngineError::unreadable(&file.display().to_string(), &error)))?;
    Ok(Box::new(bytes))
}

fn report(report: &ImportReport, language: Language, as_json: bool, out: &mut dyn Write) -> std::io::Result<()> {
    let notes = |notes: &[Note]| notes.iter().map(|note| note_json(note, language)).collect::<Vec<Json>>();
    if as_json {
        let json = json!({
            "new": report.new,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "skipped": report.skipped,
            "warnings": notes(&report.warnings),
            "notes": notes(&report.notes),
            "errors": notes(&report.errors),
        });
        return writeln!(out, "{json}");
    }
    let counts = match language {
        Language::Lt => format!(
            "naujų {}, atnaujintų {}, nepakitusių {}, praleistų {}, įspėjimų {}, klaidų {}",
            report.new,
            report.updated,
            report.unchanged,
            report.skipped,
            report.warnings.len(),
            report.errors.len()
        ),
        Language::En => format!(
            "new {}, updated {}, unchanged {}, skipped {}, warnings {}, errors {}",
            report.new,
            report.updated,
            report.unchanged,
            report.skipped,
            report.warnings.len(),
            report.errors.len()
        ),
    };
    writeln!(out, "{counts}")?;
    for note in report.errors.iter().chain(&report.warnings).chain(&report.notes) {
        writeln!(out, "{}\t{}\t{}\t{}", note.row, note.column, note.value, note.message.get(language))?;
    }
    Ok(())
}

fn past(base: Base, at: Option<&str>) -> Result<Base, Failure> {
    let Some(at) = at else { return Ok(base) };
    let moment = base.moment(at)?;
    let engine = base.keep(base.engine.as_of(moment))?;
    if engine.with_schema(|schema| schema.tables.is_empty()) {
        return Err(Failure::Sentence(match base.language() {
            Language::Lt => format!("Tuo laiku ({at}) bazės dar nebuvo."),
            Language::En => format!("At that time ({at}) the base did not exist yet."),
        }));
    }
    Ok(Base { engine: Arc::new(engine) })
}

fn list(arguments: &arguments::List, out: &mut dyn Write) -> Done {
    let base = past(open(&arguments.base)?, arguments.at.as_deref())?;
    let table = base.table(&arguments.table)?;
    let sort = sort_of(&base, &table, arguments.sort.as_deref())?;
    let fields = fields_of(&base, &table, arguments.fields.as_deref())?;
    let query = ListQuery {
        table: table.info.id,
        search: arguments.search.clone().unwrap_or_default(),
        filter: arguments.filter.clone(),
        sort,
    };
    let listing = base.keep(base.engine.list(&query))?;
    let numbers: Vec<u32> =
        listing.numbers.iter().copied().skip(arguments.offset).take(arguments.limit.unwrap_or(usize::MAX)).collect();
    let list = Listed { base: &base, fields, table: table.info.id };
    if arguments.json {
        list.write_json(listing.numbers.len(), &numbers, out)?
    } else {
        list.write(&numbers, arguments.csv, out)?
    }
    Ok(ExitCode::SUCCESS)
}

fn sort_of(base: &Base, table: &Table, names: Option<&str>) -> Result<Vec<SortBy>, Failure> {
    let mut sort = Vec::new();
    for name in names.iter().flat_map(|names| names.split(',')).filter(|name| !name.is_empty()) {
        let (name, descending) = match name.strip_suffix(":desc") {
            Some(name) => (name, true),
            None => (name.strip_suffix(":asc").unwrap_or(name), false),
        };
        sort.push(SortBy { field: base.field(table, name)?, descending });
    }
    Ok(sort)
}

fn fields_of<'t>(base: &Base, table: &'t Table, names: Option<&str>) -> Result<Vec<&'t Field>, Failure> {
    let Some(names) = names else { return Ok(shown_fields(table)) };
    let found: Result<Vec<FieldId>, Failure> = names.split(',').map(|name| base.field(table, name.trim())).collect();
    Ok(found?.into_iter().filter_map(|field| table.field(field)).collect())
}

fn export(arguments: &arguments::Export) -> Done {
    let base = open(&arguments.base)?;
    let table = base.table(&arguments.table)?;
    let ending = arguments.output.extension().map(|ending| ending.to_string_lossy().into_owned());
    let format = arguments.format.clone().or(ending).and_then(|name| ExportFormat::of_name(&name));
    let Some(format) = format else {
        return Err(Failure::Sentence(
            match base.language() {
                Language::Lt => {
                    "Iš failo vardo nematyti, kuo jį rašyti: nurodykite --format csv, xlsx, html, txt arba vcard."
                }
                Language::En => {
                    "The file's name does not tell what to write: say --format csv, xlsx, html, txt or vcard."
                }
            }
            .to_owned(),
        ));
    };
    let fields: Vec<FieldId> =
        fields_of(&base, &table, arguments.fields.as_deref())?.iter().map(|field| field.id).collect();
    let query = ListQuery {
        table: table.info.id,
        search: arguments.search.clone().unwrap_or_default(),
        filter: arguments.filter.clone(),
        sort: sort_of(&base, &table, arguments.sort.as_deref())?,
    };
    let (language, mut bytes) = (base.language(), Vec::new());
    let title = table.info.label.get(language);
    base.keep(base.engine.export(&query, None, &fields, format, language, title, &mut bytes, &mut |_, _| true))?;
    base.keep(base.engine.hand_out(table.info.id, &[], &arguments.output, &bytes))?;
    Ok(ExitCode::SUCCESS)
}

/// A list on its way out, page by page.
struct Listed<'b> {
    base: &'b Base,
    fields: Vec<&'b Field>,
    table: TableId,
}

impl Listed<'_> {
    fn page(&self, numbers: &[u32]) -> Result<Vec<Row>, Failure> {
        let ids: Vec<FieldId> = self.fields.iter().map(|field| field.id).collect();
        let rows = self.base.keep(self.base.engine.rows(self.table, numbers, &ids, self.base.language()))?;
        Ok(rows
            .into_iter()
            .map(|row| Row { id: row.id, values: row.cells.into_iter().map(|cell| cell.value).collect() })
            .collect())
    }

    fn write_json(&self, total: usize, numbers: &[u32], out: &mut dyn Write) -> Result<(), Failure> {
        let mut before = format!("{{\"total\":{total},\"rows\":[");
        for page in numbers.chunks(PAGE) {
            for row in self.page(page)? {
                let json = self.base.keep(record_json(&self.base.engine, &self.fields, &row))?;
                write!(out, "{before}{json}").map_err(Failure::Output)?;
                before = ",".to_owned();
            }
        }
        let before = if before == "," { "" } else { &before };
        writeln!(out, "{before}]}}").map_err(Failure::Output)
    }

    fn write(&self, numbers: &[u32], as_csv: bool, out: &mut dyn Write) -> Result<(), Failure> {
        let heading = std::iter::once("id".to_owned()).chain(self.fields.iter().map(|field| field.key.clone()));
        write_page(&[heading.collect()], as_csv, out).map_err(Failure::Output)?;
        for page in numbers.chunks(PAGE) {
            let mut texts = Vec::with_capacity(page.len());
            for row in self.page(page)? {
                let mut cells = vec![row.id.to_string()];
                for (field, value) in self.fields.iter().zip(&row.values) {
                    cells.push(self.base.keep(plain_text(&self.base.engine, field, value.as_ref()))?);
                }
                texts.push(cells);
            }
            write_page(&texts, as_csv, out).map_err(Failure::Output)?;
        }
        Ok(())
    }
}

fn write_page(rows: &[Vec<String>], as_csv: bool, out: &mut dyn Write) -> std::io::Result<()> {
    if as_csv {
        return engine::write_csv(out, rows);
    }
    for cells in rows {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace(['\t', '\n', '\r'], " ")).collect();
        writeln!(out, "{}", cells.join("\t"))?;
    }
    Ok(())
}

fn show(arguments: &arguments::Show, out: &mut dyn Write) -> Done {
    let base = past(open(&arguments.base)?, arguments.at.as_deref())?;
    let table = base.table(&arguments.table)?;
    let id = base.record(table.info.id, &arguments.id)?;
    let stored = base.keep(base.engine.record(table.info.id, id))?;
    let fields = shown_fields(&table);
    let row = Row { id, values: fields.iter().map(|field| stored.values.get(field.id).cloned()).collect() };
    if arguments.json {
        let json = base.keep(record_json(&base.engine, &fields, &row))?;
        writeln!(out, "{json}").map_err(Failure::Output)?;
    } else {
        for (field, value) in fields.iter().zip(&row.values) {
            let text = base.keep(plain_text(&base.engine, field, value.as_ref()))?;
            writeln!(out, "{}\t{text}", field.key).map_err(Failure::Output)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn add(arguments: &arguments::Add, out: &mut dyn Write) -> Done {
    let base = open(&arguments.base)?;
    let table = base.table(&arguments.table)?;
    let values = base.values(&table, &arguments.values)?;
    let outcome = base.keep(base.engine.add_record(table.info.id, &values, true))?;
    writeln!(out, "{}", outcome.output).map_err(Failure::Output)?;
    Ok(ExitCode::SUCCESS)
}

fn edit(arguments: &arguments::Edit) -> Done {
    let base = open(&arguments.base)?;
    let table = base.table(&arguments.table)?;
    let id = base.record(table.info.id, &arguments.id)?;
    let values = base.values(&table, &arguments.values)?;
    base.keep(base.engine.edit_fields(table.info.id, id, &values))?;
    Ok(ExitCode::SUCCESS)
}

fn ids(base: &Base, table: &Table, texts: &[String]) -> Result<Vec<RecordId>, Failure> {
    texts.iter().map(|text| base.record(table.info.id, text)).collect()
}

fn delete(arguments: &arguments::Delete) -> Done {
    let base = open(&arguments.base)?;
    let table = base.table(&arguments.table)?;
    let ids = ids(&base, &table, &arguments.ids)?;
    base.keep(base.engine.delete_records(table.info.id, &ids))?;
    Ok(ExitCode::SUCCESS)
}

fn issue(arguments: &arguments::Document, out: &mut dyn Write) -> Done {
    let base = open(&arguments.base)?;
    let table = base.table(&arguments.table)?;
    let id = base.record(table.info.id, &arguments.id)?;
    let outcome = base.keep(base.engine.issue(table.info.id, id))?;
    writeln!(out, "{}", outcome.output).map_err(Failure::Output)?;
    Ok(ExitCode::SUCCESS)
}

fn void(arguments: &arguments::Document) -> Done {
    let base = open(&arguments.base)?;
    let table = base.table(&arguments.table)?;
    let id = base.record(table.info.id, &arguments.id)?;
    base.keep(base.engine.void(table.info.id, id))?;
    Ok(ExitCode::SUCCESS)
}

fn make(arguments: &arguments::Make, out: &mut dyn Write) -> Done {
    let base = open(&arguments.base)?;
    let (table, what) = (base.table(&arguments.table)?, base.table(&arguments.what)?);
    let id = base.record(table.info.id, &arguments.id)?;
    let outcome = base.keep(base.engine.make(table.info.id, id, what.info.id))?;
    writeln!(out, "{}", outcome.output).map_err(Failure::Output)?;
    Ok(ExitCode::SUCCESS)
}

fn print(arguments: &arguments::Print) -> Done {
    let base = open(&arguments.base)?;
    let table = base.table(&arguments.table)?;
    let ids = ids(&base, &table, &arguments.ids)?;
    let language = arguments.language.as_deref().and_then(Language::from_code).unwrap_or(base.language());
    let one = |ids: &[RecordId], output: &Path| {
        let (form, start) = (arguments.form.as_deref(), usize::from(arguments.start));
        let rendered = base.keep(base.engine.render_from(table.info.id, ids, form, language, start))?;
        base.keep(base.engine.hand_out(table.info.id, ids, output, &rendered.pdf)).map(|_| ())
    };
    if arguments.separate {
        let width = ids.len().to_string().len();
        for (at, id) in ids.iter().enumerate() {
            one(&[*id], &numbered(&arguments.output, at + 1, width))?;
        }
    } else {
        one(&ids, &arguments.output)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// `letter-07.pdf` beside `letter.pdf`.
fn numbered(output: &Path, number: usize, width: usize) -> PathBuf {
    let part =
        |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
    let (stem, ending) = (part(output.file_stem()), part(output.extension()));
    let ending = if ending.is_empty() { ending } else { format!(".{ending}") };
    output.with_file_name(format!("{stem}-{number:0width$}{ending}"))
}

fn steps(
    arguments: &arguments::Steps,
    out: &mut dyn Write,
    go: impl FnOnce(&Engine, u64) -> engine::Result<Vec<String>>,
) -> Done {
    let base = open(&arguments.base)?;
    for label in base.keep(go(&base.engine, arguments.steps))? {
        writeln!(out, "{label}").map_err(Failure::Output)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn history(arguments: &arguments::History, out: &mut dyn Write) -> Done {
    let base = open(&arguments.base)?;
    let language = base.language();
    let (table, entries) = match (&arguments.table, &arguments.id) {
        (Some(table), Some(id)) => {
            let table = base.table(table)?;
            // A deleted record has a history too, so its id is not looked up.
            let id = base.id(id)?;
            let entries = base.keep(base.engine.history_of(table.info.id, id, language))?;
            (Some(table), entries)
        }
        _ => (None, base.keep(base.engine.history(usize::MAX, language))?),
    };
    for entry in &entries {
        let time = base.engine.local_time(entry.time).format("%Y-%m-%dT%H:%M:%S").to_string();
        if !arguments.json {
            writeln!(out, "{}\t{time}\t{}", entry.sequence, entry.label).map_err(Failure::Output)?;
        }
    }
    if arguments.json {
        let mut all = Vec::new();
        for entry in &entries {
            let time = base.engine.local_time(entry.time).format("%Y-%m-%dT%H:%M:%S").to_string();
            let mut fields = Vec::new();
            for (field, before, after) in &entry.fields {
                let Some(field) = table.as_ref().and_then(|table| table.field(*field)) else { continue };
                let before = base.keep(output::json_of(&base.engine, field, before.as_ref()))?;
                let after = base.keep(output::json_of(&base.engine, field, after.as_ref()))?;
                fields.push(json!({"field": field.key, "before": before, "after": after}));
            }
            all.push(json!({"sequence": entry.sequence, "time": time, "user": entry.user, "label": entry.label, "fields": fields}));
        }
        writeln!(out, "{}", Json::Array(all)).map_err(Failure::Output)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn verify(arguments: &arguments::Verify, out: &mut dyn Write) -> Done {
    let (problems, language) = match open(&arguments.base) {
        Ok(base) => (base.keep(base.engine.verify())?, base.language()),
        Err(Failure::Sentence(sentence)) if arguments.json => (vec![sentence], system_language()),
        Err(failure) => return Err(failure),
    };
    let text = if arguments.json {
        json!({"ok": problems.is_empty(), "problems": problems}).to_string()
    } else if problems.is_empty() {
        output::whole(language).to_owned()
    } else {
        problems.join("\n")
    };
    match writeln!(out, "{text}") {
        // The exit says it to whoever does not listen to the words.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) }),
    }
}
