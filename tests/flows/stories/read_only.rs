//! A base that may not be written is opened for reading, and says so. Tried as an ordinary user: nothing is read-only for root.

use engine::{Engine, EngineError, ImportOptions, ListQuery, StoreError, SystemClock};
use flows_tests::{Office, is_child, say, table};
use model::{language::Language, value::Value};
use std::{fs, path::Path, process::Command};

/// The part of the ordinary user: looks at everything, and is refused where it writes.
#[test]
fn the_part_of_the_reader() {
    let Some(words) = is_child() else { return };
    let path = Path::new(&words[0]);
    if fs::OpenOptions::new().write(true).open(path).is_ok() {
        return say("may write");
    }
    let engine = Engine::open(path, Box::new(SystemClock)).unwrap();
    assert!(engine.is_read_only());
    let clients = table(&engine, "clients");
    let listing = engine.list(&ListQuery { table: clients, ..ListQuery::default() }).unwrap();
    assert_eq!(listing.numbers.len(), 1);
    assert_eq!(engine.find(clients, "ras", None).unwrap().len(), 1);
    assert_eq!(engine.verify().unwrap(), Vec::<String>::new());
    // What a new record would be can be looked at; it cannot be added.
    assert!(engine.draft(clients, &[]).is_ok());
    let name = engine.with_schema(|schema| schema.table(clients).unwrap().field_by_key("name").unwrap().id);
    let added = engine.add_record(clients, &[(name, Some(Value::Text("Nauja".into())))], true);
    let Err(error @ EngineError::Store(StoreError::ReadOnly)) = added else { panic!("{added:?}") };
    assert!(error.message(Language::Lt).starts_with("Bazę galima tik skaityti"));
    let file = b"Pavadinimas\nNauja\n".to_vec();
    let import = |dry_run| {
        let options = ImportOptions { dry_run, ..ImportOptions::default() };
        engine.import(clients, &file, "list.csv", &options, &mut |_, _| true)
    };
    assert_eq!(import(true).unwrap().output.new, 1);
    assert!(matches!(import(false), Err(EngineError::Store(StoreError::ReadOnly))));
    assert!(matches!(engine.undo(), Err(EngineError::Store(StoreError::ReadOnly))));
    assert_eq!(engine.count(clients).unwrap(), 1);
    // Two may read at once.
    drop(Engine::open(path, Box::new(SystemClock)).unwrap());
    say("read");
}

/// Starts the reader, as nobody where this is root; what it said.
fn read(path: &Path) -> Option<String> {
    let mut reader = Command::new(std::env::current_exe().unwrap());
    reader.args(["--exact", "read_only::the_part_of_the_reader", "--nocapture", "--test-threads=1"]);
    reader.env("KARTOTEKA_STORY_PART", path).current_dir("/");
    #[cfg(unix)]
    if fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0) {
        std::os::unix::process::CommandExt::uid(&mut reader, 65534);
        std::os::unix::process::CommandExt::gid(&mut reader, 65534);
    }
    // Nobody may not come to where this program lies; then there is nothing to try.
    let output = reader.output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    said.lines().find_map(|line| line.strip_prefix("say ")).map(str::to_owned)
}

#[test]
#[cfg(unix)]
fn a_base_that_may_not_be_written_can_be_read_and_is_not_changed() {
    use std::os::unix::fs::PermissionsExt as _;
    let office = Office::new();
    office.add("clients", &[("name", "UAB „Rasa“")]);
    let (folder, path) = office.close();
    let before = fs::read(&path).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let said = read(&path);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(said.is_none() || said.as_deref() == Some("read"), "{said:?}");
    assert!(fs::read(&path).unwrap() == before, "the file was changed");
}
