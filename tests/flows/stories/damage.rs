//! Damaged and foreign files: an error with a sentence, the file as it was, and never wrong data without a word.

use engine::{Engine, EngineError, ImportOptions};
use flows_tests::{Child, HandClock, Office, dump, golden, is_child, say};
use model::language::Language;
use std::{
    fs,
    io::{Seek as _, SeekFrom, Write as _},
    path::Path,
};

/// A base with something of everything in it, closed; with its dump.
fn filled() -> (tempfile::TempDir, std::path::PathBuf, String) {
    let office = Office::that_sells();
    let list = fs::read(golden("data/clients-messy.csv")).unwrap();
    let rows: Vec<&[u8]> = list.split_inclusive(|byte| *byte == b'\n').take(100).collect();
    office.import_bytes(&rows.concat(), "clients.csv", &ImportOptions::default()).unwrap();
    let client = office.all("clients")[0];
    let invoice = office.add("invoices", &[("client", &client.to_string()), ("date", "2026-03-02")]);
    let line = [("title", "Malkos"), ("quantity", "1"), ("price", "10"), ("vat-rate", "21")];
    office.add("invoice-lines", &[[("invoice", &*invoice.to_string())].as_slice(), &line].concat());
    office.engine.issue(office.table("invoices"), invoice).unwrap();
    let dump = office.dump();
    let (folder, path) = office.close();
    (folder, path, dump)
}

fn open(path: &Path) -> Result<Engine, EngineError> {
    // By the clock of the office: some of what is shown depends on the day.
    Engine::open(path, Box::new(HandClock::default()))
}

/// What opening a file leads to, which must not be anything else.
enum Opened {
    /// An error with a sentence; the file was left as it was.
    Refused,
    /// The damage touches nothing that is read: all is there.
    Whole,
}

fn look_at(path: &Path, contents: &[u8], expected: &str) -> Result<Opened, String> {
    match open(path) {
        Err(error) => {
            if !error.message(Language::Lt).ends_with('.') || !error.message(Language::En).ends_with('.') {
                return Err(format!("no sentence for {error}"));
            }
            if fs::read(path).map_err(|error| error.to_string())? != contents {
                return Err("the file was changed though it was refused".into());
            }
            Ok(Opened::Refused)
        }
        Ok(engine) => {
            let problems = engine.verify().map_err(|error| format!("opened, but: {error}"))?;
            if !problems.is_empty() {
                return Err(format!("opened, but {problems:?}"));
            }
            match dump(&engine) {
                Ok(found) if found == expected => Ok(Opened::Whole),
                Ok(_) => Err("opened with other contents".into()),
                Err(error) => Err(format!("opened, but: {error}")),
            }
        }
    }
}

/// Bytes of redb's head with its two commit slots.
const HEAD: usize = 320;

/// Bytes to flip: the head of the file byte by byte, the rest in even steps.
fn places(len: usize) -> impl Iterator<Item = usize> {
    (0..HEAD).chain((HEAD..len).step_by((len / 400).max(1) | 1))
}

/// The part of the process that opens damaged files, which must not abort.
#[test]
fn the_part_of_the_reader() {
    let Some(words) = is_child() else { return };
    let [path, expected, from] = words.try_into().unwrap();
    let (pristine, path) = (fs::read(&path).unwrap(), Path::new(&path));
    let expected = fs::read_to_string(expected).unwrap();
    for place in places(pristine.len()).skip_while(|place| *place < from.parse().unwrap()) {
        say(&format!("at {place}"));
        let mut damaged = pristine.clone();
        damaged[place] ^= if place % 2 == 0 { 0xff } else { 1 << (place % 8) };
        let mut file = fs::File::options().write(true).open(path).unwrap();
        file.seek(SeekFrom::Start(place as u64)).unwrap();
        file.write_all(&damaged[place..=place]).unwrap();
        drop(file);
        match look_at(path, &damaged, &expected) {
            Ok(Opened::Refused) => {
                say("refused");
                let mut file = fs::File::options().write(true).open(path).unwrap();
                file.seek(SeekFrom::Start(place as u64)).unwrap();
                file.write_all(&pristine[place..=place]).unwrap();
            }
            Ok(Opened::Whole) => {
                say("whole");
                fs::write(path, &pristine).unwrap();
            }
            Err(wrong) => {
                say(&format!("wrong {place}: {}", wrong.replace('\n', " ")));
                fs::write(path, &pristine).unwrap();
            }
        }
    }
    say("done");
}

#[test]
fn a_flipped_byte_is_noticed_or_touches_nothing() {
    let (folder, path, expected) = filled();
    let pristine = fs::read(&path).unwrap();
    let dump = folder.path().join("dump.txt");
    fs::write(&dump, expected).unwrap();
    let (mut wrong, mut refused, mut whole) = (Vec::new(), 0, 0);
    let mut from = 0;
    'processes: loop {
        fs::write(&path, &pristine).unwrap();
        let words = [path.to_str().unwrap(), dump.to_str().unwrap(), &from.to_string()];
        let reader = Child::start("damage::the_part_of_the_reader", &words, true);
        while let Some(line) = reader.hear() {
            match line.split_once(' ') {
                Some(("at", place)) => from = place.parse::<usize>().unwrap() + 1,
                Some(("wrong", what)) => wrong.push(what.to_owned()),
                _ if line == "refused" => refused += 1,
                _ if line == "whole" => whole += 1,
                _ => break 'processes,
            }
        }
        wrong.push(format!("{}: the process ended: {}", from - 1, reader.end()));
        assert!(wrong.len() < 20, "{wrong:#?}");
    }
    assert_eq!(wrong, Vec::<String>::new(), "{refused} refused, {whole} whole");
    assert!(refused > 150, "flipping did nothing: {refused} refused, {whole} whole");
}

#[test]
fn a_cut_off_file_is_refused_and_left_as_it_is() {
    let (_folder, path, expected) = filled();
    let pristine = fs::read(&path).unwrap();
    let len = pristine.len();
    for keep in [1, 3, 4, 63, 64, 320, 4095, 4096, len / 7, len / 3, len / 2, len - 4096, len - 1] {
        fs::write(&path, &pristine[..keep]).unwrap();
        match look_at(&path, &pristine[..keep], &expected) {
            Ok(Opened::Refused) => {}
            // The end of the file may hold nothing.
            Ok(Opened::Whole) => assert!(keep >= len / 2, "whole with {keep} of {len} bytes"),
            Err(wrong) => panic!("{keep} of {len} bytes: {wrong}"),
        }
    }
}

#[test]
fn another_programs_file_is_refused_and_left_as_it_is() {
    let office = Office::new();
    let other = office.beside("other.redb");
    let database = redb::Database::create(&other).unwrap();
    let transaction = database.begin_write().unwrap();
    let table: redb::TableDefinition<'_, &str, u64> = redb::TableDefinition::new("accounts");
    transaction.open_table(table).unwrap().insert("rent", 400).unwrap();
    transaction.commit().unwrap();
    drop(database);
    let sqlite = [b"SQLite format 3\0".as_slice(), &[16, 0, 1, 1, 0, 64, 32, 32], &[0; 4072]].concat();
    let files = [
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01".to_vec()),
        ("a database of SQLite", sqlite),
        ("a letter", "Gerbiamieji, siunčiame sąskaitą.".into()),
        ("an empty file", Vec::new()),
        ("the name of redb alone", b"redb".to_vec()),
        ("zeroes", vec![0; 65536]),
        ("another database of redb", fs::read(&other).unwrap()),
    ];
    for (what, contents) in files {
        let path = office.beside("foreign.kartoteka");
        fs::write(&path, &contents).unwrap();
        let refused = open(&path).err().unwrap_or_else(|| panic!("{what} was opened"));
        for language in [Language::Lt, Language::En] {
            let sentence = refused.message(language);
            assert!(sentence.ends_with('.') && sentence.len() > 20, "{what}: {sentence}");
        }
        assert!(fs::read(&path).unwrap() == contents, "{what} was changed");
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn a_folder_and_a_missing_file_are_refused_with_a_sentence() {
    let office = Office::new();
    let folder = office.beside("folder.kartoteka");
    fs::create_dir(&folder).unwrap();
    for path in [folder, office.beside("missing.kartoteka")] {
        let there = path.exists();
        let refused = Engine::open(&path, Box::new(HandClock::default())).err().unwrap();
        assert!(refused.message(Language::Lt).ends_with('.'), "{}", refused.message(Language::Lt));
        assert_eq!(path.exists(), there);
    }
}
