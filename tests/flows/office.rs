//! A base that a story works on, named by keys and texts like on the command line.

use chrono::NaiveDateTime;
use engine::{Clock, Engine, ImportOptions, ImportReport, ListQuery, NewBaseOptions, Result};
use model::{
    ids::{FieldId, RecordId, TableId},
    language::Language,
    value::{self, Value},
};
use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use tempfile::TempDir;

/// A clock in UTC that moves when it is told to.
#[derive(Clone)]
pub struct HandClock(Arc<AtomicI64>);

/// 2026-03-02T09:00 UTC.
const BEGINNING: i64 = 1_772_442_000_000;

impl HandClock {
    /// Moves on by so many minutes and says what time it is then.
    pub fn pass(&self, minutes: i64) -> i64 {
        let passed = minutes * 60_000;
        self.0.fetch_add(passed, Ordering::SeqCst) + passed
    }
}

impl Default for HandClock {
    fn default() -> HandClock {
        HandClock(Arc::new(AtomicI64::new(BEGINNING)))
    }
}

impl Clock for HandClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
    fn local(&self, moment: i64) -> NaiveDateTime {
        chrono::DateTime::from_timestamp_millis(moment).expect("the clock is within the calendar").naive_utc()
    }
}

/// A file under `tests/golden`.
pub fn golden(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../golden").join(path)
}

/// An office with its base.
pub struct Office {
    /// The open base.
    pub engine: Engine,
    /// Its clock.
    pub clock: HandClock,
    folder: TempDir,
}

impl Office {
    /// A new base in Lithuanian.
    pub fn new() -> Office {
        Office::in_language(Language::Lt)
    }

    /// A new base.
    pub fn in_language(language: Language) -> Office {
        let (folder, clock) = (TempDir::new().expect("a folder for the base"), HandClock::default());
        let path = folder.path().join("office.kartoteka");
        let engine = Engine::create(&path, &NewBaseOptions { language, sample: false }, Box::new(clock.clone()));
        Office { engine: engine.expect("a new base"), clock, folder }
    }

    /// A new base in Lithuanian of an office that has filled in who it is, as it must to issue.
    pub fn that_sells() -> Office {
        let office = Office::new();
        office.add("company", &[("name", "UAB „Mūsų biuras“")]);
        office
    }

    /// The base's file.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("office.kartoteka")
    }

    /// A file beside the base.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Closes the base and leaves its folder.
    pub fn close(self) -> (TempDir, PathBuf) {
        let path = self.path();
        drop(self.engine);
        (self.folder, path)
    }

    /// Closes the base and opens it again.
    pub fn reopen(self) -> Office {
        let clock = self.clock.clone();
        let (folder, path) = self.close();
        let engine = Engine::open(&path, Box::new(clock.clone())).expect("the base opens again");
        Office { engine, clock, folder }
    }

    /// The table with this key.
    pub fn table(&self, key: &str) -> TableId {
        table(&self.engine, key)
    }

    /// The field of a table with these keys.
    pub fn field(&self, table: &str, key: &str) -> FieldId {
        let found = self.engine.with_schema(|schema| Some(schema.table_by_key(table)?.field_by_key(key)?.id));
        found.unwrap_or_else(|| panic!("no field {table}.{key}"))
    }

    /// What a person wrote for fields of a table.
    pub fn read(&self, table: &str, values: &[(&str, &str)]) -> Result<Vec<(FieldId, Option<Value>)>> {
        let read = |(key, text): &(&str, &str)| {
            let field = self.field(table, key);
            Ok((field, self.engine.read_text(self.table(table), field, text, self.engine.language())?))
        };
        values.iter().map(read).collect()
    }

    /// Adds a record.
    pub fn add(&self, table: &str, values: &[(&str, &str)]) -> RecordId {
        let values = self.read(table, values).expect("values that can be read");
        self.engine.add_record(self.table(table), &values, true).expect("a record that is accepted").output
    }

    /// Changes fields of a record.
    pub fn edit(&self, table: &str, id: RecordId, values: &[(&str, &str)]) -> Result<()> {
        let values = self.read(table, values)?;
        self.engine.edit_fields(self.table(table), id, &values).map(|_| ())
    }

    /// The plain text of a field of a record: ISO dates, decimal points, links as titles; empty where it is empty.
    pub fn text(&self, table: &str, id: RecordId, key: &str) -> String {
        let stored = self.engine.record(self.table(table), id).unwrap_or_else(|error| panic!("{table} {id}: {error}"));
        match stored.values.get(self.field(table, key)) {
            Some(found) => plain(&self.engine, self.table(table), self.field(table, key), found),
            None => String::new(),
        }
    }

    /// Ids of the records in which every word occurs.
    pub fn find(&self, table: &str, words: &str) -> Vec<RecordId> {
        self.list(table, ListQuery { search: words.into(), ..ListQuery::default() })
    }

    /// Ids of all records for which an expression holds.
    pub fn filter(&self, table: &str, expression: &str) -> Vec<RecordId> {
        self.list(table, ListQuery { filter: Some(expression.into()), ..ListQuery::default() })
    }

    /// Ids of all records in the order they were added.
    pub fn all(&self, table: &str) -> Vec<RecordId> {
        self.list(table, ListQuery::default())
    }

    fn list(&self, table: &str, query: ListQuery) -> Vec<RecordId> {
        list(&self.engine, ListQuery { table: self.table(table), ..query })
    }

    /// Imports a file of `tests/golden/data` into the clients.
    pub fn import(&self, file: &str) -> ImportReport {
        let bytes = std::fs::read(golden("data").join(file)).expect("a file to import");
        self.import_bytes(&bytes, file, &ImportOptions::default()).expect("a file that can be imported")
    }

    /// Imports bytes into the clients.
    pub fn import_bytes(&self, bytes: &[u8], name: &str, options: &ImportOptions) -> Result<ImportReport> {
        self.engine.import(self.table("clients"), &bytes, name, options, &mut |_, _| true).map(|outcome| outcome.output)
    }

    /// Asserts that the base is whole.
    pub fn is_whole(&self) {
        assert_eq!(self.engine.verify().expect("the base can be read"), Vec::<String>::new());
    }

    /// Everything an office sees: all records of all tables, the history and the structure.
    pub fn dump(&self) -> String {
        dump(&self.engine).expect("the base can be read")
    }
}

impl Default for Office {
    fn default() -> Office {
        Office::new()
    }
}

/// The table with this key.
pub fn table(engine: &Engine, key: &str) -> TableId {
    let found = engine.with_schema(|schema| schema.table_by_key(key).map(|table| table.info.id));
    found.unwrap_or_else(|| panic!("no table {key}"))
}

fn list(engine: &Engine, query: ListQuery) -> Vec<RecordId> {
    let listing = engine.list(&query).expect("a list");
    let rows = engine.rows(query.table, &listing.numbers, &[], engine.language()).expect("rows");
    rows.into_iter().map(|row| row.id).collect()
}

fn plain(engine: &Engine, table: TableId, field: FieldId, found: &Value) -> String {
    let titles = |link: &value::Link| engine.title(link.table, link.record, engine.language()).unwrap_or_default();
    match found {
        Value::Links(links) => links.iter().map(titles).collect::<Vec<String>>().join("|"),
        Value::Blob(blob) => blob.name.clone(),
        found => engine.with_schema(|schema| {
            schema.field(table, field).map(|field| value::plain(found, field.shown_kind())).unwrap_or_default()
        }),
    }
}

/// Everything an office sees, as text.
///
/// # Errors
/// Where the base cannot be read.
pub fn dump(engine: &Engine) -> Result<String> {
    let mut text = String::new();
    let tables = engine.with_schema(|schema| schema.tables.clone());
    for table in tables {
        let _ = writeln!(text, "# {:?}", table.info);
        for field in &table.fields {
            let _ = writeln!(text, "## {field:?}");
        }
        let listing = engine.list(&ListQuery { table: table.info.id, ..ListQuery::default() });
        let numbers = if table.info.removed { Vec::new() } else { listing?.numbers.to_vec() };
        let fields: Vec<FieldId> = table.live().map(|field| field.id).collect();
        for row in engine.rows(table.info.id, &numbers, &fields, Language::Lt)? {
            let cells: Vec<String> = row.cells.into_iter().map(|cell| cell.text).collect();
            let _ = writeln!(text, "{} {cells:?}", row.id);
        }
    }
    for entry in engine.history(usize::MAX, Language::En)? {
        let _ = writeln!(text, "{} {} {}", entry.sequence, entry.time, entry.label);
    }
    Ok(text)
}
