//! Changes the kind of a field of many records, text into dates, and takes it back. Goal: a million records in 5 s.
//!
//! `cargo run --release -p bench-tests --bin change_kind -- [ROWS]`

use bench_tests::{Failure, peak_memory};
use engine::{Engine, FieldPlace, ImportOptions, KeepText, NewBaseOptions, NewTable, SystemClock};
use model::{
    language::Label,
    schema::{Field, FieldKind},
};
use std::{fmt::Write as _, io::Write as _, time::Instant};

/// Every so many records hold something that is no date.
const BAD: u64 = 10_000;

fn main() -> Result<(), Failure> {
    let rows: u64 = std::env::args().nth(1).map_or(Ok(1_000_000), |rows| rows.parse())?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("bench.kartoteka");
    let engine = Engine::create(&path, &NewBaseOptions::default(), Box::new(SystemClock))?;
    let new = NewTable { label: Label::new("Automobiliai", "Vehicles"), ..NewTable::default() };
    let table = engine.new_table(&new)?.output;
    for name in ["Nuo", "Markė", "Spalva", "Miestas", "Telefonas"] {
        let field = Field { label: Label::new(name, name), ..Field::default() };
        engine.new_field(table, field, &FieldPlace::default())?;
    }
    let since =
        engine.with_schema(|schema| schema.table(table).and_then(|of| of.field_by_key("nuo")).map(|nuo| nuo.id));
    let since = since.ok_or("the field is not there")?;
    let mut list = String::from("Pavadinimas,Nuo,Markė,Spalva,Miestas,Telefonas\n");
    for row in 0..rows {
        let day =
            if row % BAD == 0 { "pavasarį".to_owned() } else { format!("20{:02}-03-{:02}", row % 27, row % 28 + 1) };
        writeln!(list, "Automobilis {row},{day},Volvo,balta,Vilnius,+370612{row:05}")?;
    }
    let bytes = list.into_bytes();
    engine.import(table, &bytes, "list.csv", &ImportOptions::default(), &mut |_, _| true)?;

    let mut out = std::io::stdout().lock();
    let mut say = |what: &str, begun: Instant| writeln!(out, "{what:<24}{:>12.2?}", begun.elapsed());
    let begun = Instant::now();
    let rehearsal = engine.rehearse_kind(table, since, &FieldKind::Date)?;
    say("rehearsal", begun)?;
    let begun = Instant::now();
    let report = engine.change_kind(table, since, FieldKind::Date, KeepText::InNotes, &mut |_, _| true)?.output;
    say("text to date", begun)?;
    if (rehearsal.converts, rehearsal.failing) != (report.converted, report.failed) {
        return Err("the rehearsal said something else".into());
    }
    let begun = Instant::now();
    engine.undo()?;
    say("undo", begun)?;
    if let Some(memory) = peak_memory() {
        writeln!(out, "most memory {memory} MiB")?;
    }
    Ok(())
}
