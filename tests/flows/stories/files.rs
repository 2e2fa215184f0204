//! The base as a file of the computer.

use engine::{Engine, NewBaseOptions, SystemClock};
use flows_tests::Office;
use model::language::Language;
use std::fs;

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_a_base() {
    use std::os::unix::fs::PermissionsExt as _;
    let office = Office::new();
    let mode = |office: &Office| fs::metadata(office.path()).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&office), 0o600);
    office.add("clients", &[("name", "UAB „Rasa“")]);
    assert_eq!(mode(&office.reopen()), 0o600);
}

#[test]
fn a_new_base_never_overwrites_anything() {
    let office = Office::new();
    for (name, contents) in [("letter.txt", "Gerb. pone"), ("empty.kartoteka", "")] {
        let path = office.beside(name);
        fs::write(&path, contents).unwrap();
        let refused = Engine::create(&path, &NewBaseOptions::default(), Box::new(SystemClock)).err().unwrap();
        assert!(refused.message(Language::Lt).contains("jau yra"), "{}", refused.message(Language::Lt));
        assert_eq!(fs::read_to_string(&path).unwrap(), contents);
    }
    let before = fs::read(office.path()).unwrap();
    assert!(Engine::create(&office.path(), &NewBaseOptions::default(), Box::new(SystemClock)).is_err());
    assert!(before == fs::read(office.path()).unwrap());
}

#[test]
fn nothing_is_left_where_a_base_cannot_be_made() {
    let office = Office::new();
    let path = office.beside("no such folder").join("office.kartoteka");
    let refused = Engine::create(&path, &NewBaseOptions::default(), Box::new(SystemClock)).err().unwrap();
    assert!(!refused.message(Language::Lt).is_empty());
    assert!(!path.exists());
}

#[test]
fn a_base_is_open_in_one_program_at_a_time() {
    let office = Office::new();
    let refused = Engine::open(&office.path(), Box::new(SystemClock)).err().unwrap();
    assert!(refused.message(Language::En).contains("open in another program"), "{}", refused.message(Language::En));
    office.add("clients", &[("name", "UAB „Rasa“")]);
    let (_folder, path) = office.close();
    assert!(Engine::open(&path, Box::new(SystemClock)).is_ok());
}
