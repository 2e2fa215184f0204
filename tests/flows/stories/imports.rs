//! Client lists as offices have them.

use engine::{EngineError, ImportOptions, Note};
use flows_tests::{Office, table};
use model::language::Language;

#[test]
fn a_list_of_excel_is_read_without_a_hand_on_the_mapping() {
    let office = Office::new();
    let report = office.import("clients-excel-lt.csv");
    assert_eq!((report.new, report.updated, report.unchanged, report.skipped), (600, 0, 0, 0));
    assert_eq!(report.errors, []);
    let client = office.filter("clients", "company-code = \"101047299\"")[0];
    assert_eq!(office.text("clients", client, "name"), "VšĮ „Duonos dirbtuvės“");
    assert_eq!(office.text("clients", client, "vat-code"), "LT047559110");
    assert_eq!(office.text("clients", client, "email"), "justina.usaite0@imone.example");
    assert_eq!(office.text("clients", client, "city"), "Marijampolė");
    office.is_whole();
}

#[test]
fn the_same_list_again_changes_nothing_and_one_undo_takes_it_all_back() {
    let office = Office::new();
    office.import("clients-excel-lt.csv");
    let before = office.engine.history(usize::MAX, Language::Lt).unwrap().len();
    let again = office.import("clients-excel-lt.csv");
    assert_eq!((again.new, again.updated, again.unchanged, again.skipped), (0, 0, 600, 0));
    assert_eq!(
        office.engine.history(usize::MAX, Language::Lt).unwrap().len(),
        before,
        "nothing changed, nothing is noted"
    );
    let label = office.engine.undo().unwrap().output;
    assert!(label.contains("600") && label.contains("clients-excel-lt.csv"), "{label}");
    assert_eq!(office.all("clients"), []);
    office.is_whole();
    office.engine.redo().unwrap();
    assert_eq!(office.all("clients").len(), 600);
    office.is_whole();
}

#[test]
fn what_one_row_changes_is_updated_and_the_rest_left_alone() {
    let office = Office::new();
    office.import("clients-excel-lt.csv");
    let changes = "Įmonės kodas,Pavadinimas,Miestas\n101047299,VšĮ „Duonos dirbtuvės“,Alytus\n";
    let report = office.import_bytes(changes.as_bytes(), "moved.csv", &ImportOptions::default()).unwrap();
    assert_eq!((report.new, report.updated, report.unchanged), (0, 1, 0));
    let client = office.filter("clients", "company-code = \"101047299\"")[0];
    assert_eq!(office.text("clients", client, "city"), "Alytus");
    assert_eq!(office.text("clients", client, "vat-code"), "LT047559110", "what the file does not say stays");
    office.engine.undo().unwrap();
    assert_eq!(office.text("clients", client, "city"), "Marijampolė");
}

#[test]
fn an_update_is_told_field_by_field_and_adds_to_the_notes() {
    let office = Office::new();
    office
        .import_bytes(
            "Įmonės kodas,Pavadinimas,Miestas,Pastabos\n101047299,Duona,Kaunas,Skambinti po 14 val.\n".as_bytes(),
            "first.csv",
            &ImportOptions::default(),
        )
        .unwrap();
    let second = "Įmonės kodas,Pavadinimas,Miestas,Pastabos\n101047299,Duona,Alytus,Grįžti pavasarį\n".as_bytes();
    let report = office.import_bytes(second, "second.csv", &ImportOptions::default()).unwrap();
    let told: Vec<_> =
        report.changed.iter().map(|note| (note.row, note.column.as_str(), note.message.get(Language::En))).collect();
    assert_eq!(told[0], (2, "Miestas", "Was “Kaunas”, becomes “Alytus”."));
    assert_eq!(told.len(), 2);
    let client = office.all("clients")[0];
    assert_eq!(office.text("clients", client, "notes"), "Skambinti po 14 val.\nGrįžti pavasarį");
    let again = office.import_bytes(second, "second.csv", &ImportOptions::default()).unwrap();
    assert_eq!((again.updated, again.unchanged), (0, 1), "the notes are there already");
}

fn with_value<'a>(notes: &'a [Note], value: &'a str) -> impl Iterator<Item = &'a Note> {
    notes.iter().filter(move |note| note.value.trim() == value)
}

#[test]
fn every_row_of_a_messy_list_is_accounted_for() {
    let office = Office::new();
    let report = office.import("clients-messy.csv");
    assert_eq!(report.new + report.updated + report.unchanged + report.skipped, 631);
    assert_eq!(report.errors.len() as u64, report.skipped, "every row left out has its error");
    assert_eq!(office.all("clients").len() as u64, report.new);
    assert_eq!(report.skipped, 0, "{:?}", report.errors.first());
    assert!(report.unchanged >= 41, "the exact repeats are recognised: {}", report.unchanged);
    assert_eq!(with_value(&report.warnings, "nežinoma").count(), 93);
    let impossible = report.warnings.iter().filter(|note| note.value.trim().ends_with("-02-30")).count();
    assert_eq!(impossible, 86);
    let codes = report.warnings.iter().filter(|note| note.column == "Įmonės kodas" && note.value.ends_with('x'));
    assert_eq!(codes.count(), 112);
    assert_eq!(with_value(&report.warnings, "nera").count(), 136);
    assert_eq!(with_value(&report.warnings, "per daug").count(), 22);
    for note in &report.warnings {
        assert!(note.row >= 2 && note.row <= 642, "{note:?}");
        assert!(!note.message.lt.is_empty() && !note.message.en.is_empty(), "{note:?}");
    }
    office.is_whole();
    office.engine.undo().unwrap();
    assert_eq!(office.all("clients"), []);
    office.is_whole();
}

#[test]
fn no_text_of_a_messy_list_is_lost() {
    let office = Office::new();
    office.import("clients-messy.csv");
    let dump = office.dump();
    let rows = dump.lines().filter(|line| line.contains("nežinoma")).count();
    assert!(rows > 60, "unread dates stand in the notes: {rows}");
    for text in ["per daug", "perskambinti", "=HYPERLINK", "@vardas", "-02-30"] {
        assert!(dump.contains(text), "{text} was lost");
    }
}

#[test]
fn a_trial_run_says_the_same_and_changes_nothing() {
    let office = Office::new();
    let before = office.dump();
    let bytes = std::fs::read(flows_tests::golden("data/clients-messy.csv")).unwrap();
    let options = ImportOptions { dry_run: true, ..ImportOptions::default() };
    let trial = office.import_bytes(&bytes, "clients-messy.csv", &options).unwrap();
    assert_eq!(office.dump(), before);
    assert_eq!(office.import("clients-messy.csv"), trial);
}

#[test]
fn a_stopped_import_leaves_nothing() {
    let office = Office::new();
    let before = office.dump();
    let bytes = std::fs::read(flows_tests::golden("data/clients-excel-lt.csv")).unwrap();
    let mut calls = 0;
    let mut stop = |_, _| {
        calls += 1;
        false
    };
    let clients = office.table("clients");
    let stopped = office.engine.import(clients, &bytes, "list.csv", &ImportOptions::default(), &mut stop);
    assert!(stopped.is_err() && calls == 1);
    assert_eq!(office.dump(), before);
    office.is_whole();
}

#[test]
fn a_file_that_is_no_list_is_refused_with_a_sentence() {
    let office = Office::new();
    for bytes in [&b""[..], b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"one;two\n1;2\n"] {
        let refused = office.import_bytes(bytes, "list.csv", &ImportOptions::default()).unwrap_err();
        assert!(!refused.message(Language::Lt).is_empty() && !refused.message(Language::En).is_empty());
        assert_eq!(office.all("clients"), []);
    }
}

#[test]
fn what_a_file_loses_is_said() {
    let office = Office::new();
    let import = |file: &str| office.import_bytes(file.as_bytes(), "list.csv", &ImportOptions::default()).unwrap();
    let report = import("Pavadinimas,Miestas,Miestas,Dydis\nRasa,Vilnius,,\nOna,Kaunas,Utena,XL\n");
    let lost: Vec<_> = report.warnings.iter().map(|note| (note.row, &*note.column, &*note.value)).collect();
    assert_eq!(lost, [(3, "Miestas", "Utena"), (3, "Dydis", "XL")]);
    let report = import("Pavadinimas,Miestas\nJonas,Alytus\nPetras,\"Telšiai\nUrtė,Mažeikiai\n");
    assert_eq!(report.new, 2);
    assert_eq!(report.warnings.iter().map(|note| note.row).collect::<Vec<_>>(), [3]);
    let plan = office.engine.plan_import(office.table("clients"), &&b"Pavadinimas,Dydis\nRasa,XL\n"[..]).unwrap();
    assert_eq!(plan.columns[1].first, Some((2, "XL".to_owned())));
    let options = ImportOptions { map: vec![(1, None)], ..ImportOptions::default() };
    let report = office.import_bytes(b"Pavadinimas,Dydis\nLina,XL\n", "list.csv", &options).unwrap();
    assert_eq!(report.warnings, [], "it was left out on purpose");
}

#[test]
fn an_import_that_is_stopped_changes_nothing_and_can_be_begun_again() {
    let office = Office::new();
    office.add("clients", &[("name", "UAB „Rasa“")]);
    let before = office.dump();
    let clients = table(&office.engine, "clients");
    let rows: String = (0..3000).map(|row| format!("Klientas {row},k{row}@x.example\n")).collect();
    let file = format!("Pavadinimas,El. paštas\n{rows}");
    let import = |progress: &mut dyn FnMut(u64, u64) -> bool| {
        office.engine.import(clients, &file.as_bytes(), "list.csv", &ImportOptions::default(), progress)
    };
    // Stopped at the first look, and in the middle.
    for after in [0, 1500] {
        let stopped = import(&mut |done, _| done < after);
        assert!(matches!(stopped, Err(EngineError::Cancelled)), "{stopped:?}");
        assert_eq!(office.dump(), before);
        assert_eq!(office.engine.find(clients, "klientas", None).unwrap().len(), 0);
    }
    assert_eq!(office.engine.verify().unwrap(), Vec::<String>::new());
    assert_eq!(import(&mut |_, _| true).unwrap().output.new, 3000);
}
