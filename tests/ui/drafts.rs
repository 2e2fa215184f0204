//! The program is killed while somebody types: the next start brings the text back.

use slint::{ComponentHandle as _, platform::Key};
use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};
use ui::{AppApi, DraftApi, Page, SectionsApi};
use ui_tests::Person;

const PART: &str = "KARTOTEKA_DRAFT_PART";
const BASE: &str = "office.kartoteka";

/// Makes a base with one client.
fn office(folder: &Path) {
    let base = folder.join(BASE);
    let base = base.to_str().unwrap();
    cli::run(["kartoteka", "new", base, "--language", "en"].map(Into::into).to_vec());
    cli::run(["kartoteka", "add", base, "clients", "name=Rasa"].map(Into::into).to_vec());
}

/// The part of the process that is killed: it types on a card, and leaves the field for nowhere.
#[test]
fn the_part_of_the_typist() {
    let Ok(words) = std::env::var(PART) else { return };
    let (folder, what) = words.split_once('\n').unwrap();
    let folder = Path::new(folder);
    let person = Person::start(folder, Some(folder.join(BASE)));
    match what {
        "new" => {
            person.section("Clients");
            person.control("n");
            person.write("Nauja");
        }
        "phone" => {
            person.section("Clients");
            person.press(&[Key::Return]);
            person.fill("Phone", "8 600 44444");
        }
        _ => person.wait(),
    }
    i_slint_backend_testing::mock_elapsed_time(Duration::from_secs(2));
    let mut out = std::io::stdout().lock();
    out.write_all(b"\ntyped\n").and_then(|()| out.flush()).unwrap();
    std::thread::sleep(Duration::from_secs(60));
}

fn type_and_be_killed(folder: &Path, what: &str) {
    let mut typist = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_part_of_the_typist", "--nocapture", "--test-threads=1"])
        .env(PART, format!("{}\n{what}", folder.display()))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(typist.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(said.any(|line| line == "typed"), "the typist ended before");
    typist.kill().unwrap();
    typist.wait().unwrap();
}

fn again(folder: &Path) -> Person {
    Person::start(folder, Some(folder.join(BASE)))
}

fn drafts(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("drafts")).map_or(0, Iterator::count)
}

fn banner(person: &Person) -> String {
    person.app.ui.global::<DraftApi<'_>>().get_text().to_string()
}

fn page(person: &Person) -> Page {
    person.app.ui.global::<AppApi<'_>>().get_page()
}

#[test]
fn what_was_typed_on_a_card_is_brought_back_and_can_be_saved() {
    let folder = tempfile::tempdir().unwrap();
    office(folder.path());
    type_and_be_killed(folder.path(), "phone");
    #[cfg(unix)]
    for file in std::fs::read_dir(folder.path().join("drafts")).unwrap() {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(file.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    let person = again(folder.path());
    assert_eq!((page(&person), person.value("Phone").as_str()), (Page::Card, "8 600 44444"));
    assert!(banner(&person).contains("“8 600 44444”"), "{}", banner(&person));
    person.click("Save it");
    person.wait();
    assert_eq!(banner(&person), "");
    i_slint_backend_testing::mock_elapsed_time(Duration::from_secs(3));
    assert_eq!(drafts(folder.path()), 0, "nothing is left to bring back");
    person.app.close();
    drop(person);
    let person = again(folder.path());
    assert_eq!((page(&person), banner(&person).as_str()), (Page::Today, ""));
    person.section("Clients");
    person.press(&[Key::Return]);
    assert_eq!(person.value("Phone"), "8 600 44444");
}

#[test]
fn what_was_brought_back_can_be_let_go() {
    let folder = tempfile::tempdir().unwrap();
    office(folder.path());
    type_and_be_killed(folder.path(), "phone");
    let person = again(folder.path());
    person.click("Drop it");
    assert_eq!((banner(&person).as_str(), person.value("Phone").as_str()), ("", ""));
    person.app.close();
    drop(person);
    assert_eq!(drafts(folder.path()), 0);
    assert_eq!(page(&again(folder.path())), Page::Today);
}

#[test]
fn a_new_record_that_was_never_saved_is_brought_back_too() {
    let folder = tempfile::tempdir().unwrap();
    office(folder.path());
    type_and_be_killed(folder.path(), "new");
    // Killed again before anybody did anything with it: it is still there.
    type_and_be_killed(folder.path(), "nothing");
    let person = again(folder.path());
    assert_eq!((page(&person), person.value("Name").as_str()), (Page::Card, "Nauja"));
    person.click("Save it");
    person.press(&[Key::Escape]);
    person.wait();
    let sections = person.app.ui.global::<SectionsApi<'_>>().get_sections();
    let clients = slint::Model::iter(&sections).find(|section| section.label == "Clients");
    assert_eq!(clients.map(|section| section.count.to_string()).as_deref(), Some("2"));
}
