//! The program is killed at any moment: what it said was done is there, what it was doing is there wholly or not at all.

use engine::{Engine, ImportOptions, SystemClock};
use flows_tests::{Child, Office, dump, is_child, say, table};
use model::{ids::RecordId, value::Value};
use std::{
    path::Path,
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// How often the program is killed, and after how many times the base is a new one.
const KILLS: u64 = 300;
const KILLS_OF_A_BASE: u64 = 25;
/// Rows of one import.
const ROWS: u64 = 30;

/// A generator that repeats itself for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

fn clients_with(engine: &Engine, part: &str) -> usize {
    let found = engine.find(table(engine, "clients"), part, None).unwrap();
    found.len()
}

/// The part of the process that is killed: it edits one record, or imports, on and on, and tells what is done.
#[test]
fn the_part_of_the_worker() {
    let Some(words) = is_child() else { return };
    let [path, work, from] = words.try_into().unwrap();
    let engine = Engine::open(Path::new(&path), Box::new(SystemClock)).unwrap();
    let clients = table(&engine, "clients");
    say("open");
    for step in from.parse::<u64>().unwrap().. {
        if let Some(record) = work.strip_prefix("edit ") {
            let record: RecordId = record.parse().unwrap();
            let field = engine.with_schema(|schema| schema.table(clients).unwrap().field_by_key("address").unwrap().id);
            let value = Value::Text(format!("step {step}"));
            engine.edit_fields(clients, record, &[(field, Some(value))]).unwrap();
        } else {
            let rows: String =
                (0..ROWS).map(|row| format!("Batch {step} row {row},batch{step}.{row}@x.example\n")).collect();
            let file = format!("Pavadinimas,El. paštas\n{rows}");
            let options = ImportOptions::default();
            let report =
                engine.import(clients, &file.as_bytes(), "batch.csv", &options, &mut |_, _| true).unwrap().output;
            assert_eq!(report.new, ROWS);
        }
        say(&step.to_string());
    }
}

/// What a base must hold: the last step of the edits, and the first import that nobody acknowledged.
struct Expected {
    record: RecordId,
    edited: u64,
    imported: u64,
}

impl Expected {
    /// Opens the base after a kill and checks it against what was acknowledged.
    fn check(&mut self, path: &Path) {
        let engine = Engine::open(path, Box::new(SystemClock)).unwrap();
        assert_eq!(engine.verify().unwrap(), Vec::<String>::new());
        let clients = table(&engine, "clients");
        let field = engine.with_schema(|schema| schema.table(clients).unwrap().field_by_key("address").unwrap().id);
        let stored = engine.record(clients, self.record).unwrap();
        let step = stored.values.get(field).and_then(Value::as_text).map_or("0", |text| &text["step ".len()..]);
        let step: u64 = step.parse().unwrap();
        assert!((self.edited..=self.edited + 1).contains(&step), "{} was acknowledged, {step} is there", self.edited);
        self.edited = step;
        let in_flight = clients_with(&engine, &format!("batch{}.", self.imported)) as u64;
        assert!(in_flight == 0 || in_flight == ROWS, "half an import is there: {in_flight}");
        self.imported += in_flight / ROWS;
        let all = engine.count(clients).unwrap();
        assert_eq!(all, 1 + self.imported * ROWS, "everything acknowledged is there");
    }
}

#[test]
fn killed_three_hundred_times_nothing_acknowledged_is_lost() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let seed = u64::from(now.subsec_nanos()) << 20 | now.as_secs() & 0xf_ffff | 1;
    let mut dice = Dice(seed);
    let (mut edits, mut imports) = (0, 0);
    for _ in 0..KILLS / KILLS_OF_A_BASE {
        let office = Office::new();
        let record = office.add("clients", &[("name", "UAB „Rasa“")]);
        let (_folder, path) = office.close();
        let mut expected = Expected { record, edited: 0, imported: 0 };
        for _ in 0..KILLS_OF_A_BASE {
            let edit = dice.below(2) == 0;
            let from = if edit { expected.edited + 1 } else { expected.imported };
            let work = if edit { format!("edit {record}") } else { "import".to_owned() };
            let words = [path.to_str().unwrap(), &work, &from.to_string()];
            let worker = Child::start("kills::the_part_of_the_worker", &words, false);
            assert_eq!(worker.hear().as_deref(), Some("open"), "seed {seed}");
            thread::sleep(Duration::from_micros(dice.below(60_000)));
            if let Some(last) = worker.kill().last() {
                let last: u64 = last.parse().unwrap();
                let done = if edit { &mut expected.edited } else { &mut expected.imported };
                (edits, imports) = (edits + u64::from(edit), imports + u64::from(!edit));
                *done = if edit { last } else { last + 1 };
            }
            expected.check(&path);
        }
    }
    assert!(
        edits > KILLS / 10 && imports > KILLS / 10,
        "too few had done something: {edits} and {imports}, seed {seed}"
    );
}

#[test]
fn killed_while_it_opens_the_base_is_as_it_was() {
    let office = Office::new();
    office.add("clients", &[("name", "UAB „Rasa“")]);
    let before = office.dump();
    let record = office.all("clients")[0];
    let (_folder, path) = office.close();
    for moment in 0..30 {
        let work = format!("edit {record}");
        let worker = Child::start("kills::the_part_of_the_worker", &[path.to_str().unwrap(), &work, "1"], false);
        thread::sleep(Duration::from_micros(moment * 200));
        let said = worker.kill();
        if said.len() > 1 {
            break;
        }
        let engine = Engine::open(&path, Box::new(SystemClock)).unwrap();
        assert_eq!(engine.verify().unwrap(), Vec::<String>::new());
        if engine.history(1, model::language::Language::En).unwrap()[0].sequence == 2 {
            assert_eq!(dump(&engine).unwrap(), before);
        }
    }
}
