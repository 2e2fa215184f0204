//! Other programs of the same user at the door of the open window: a second start, and the command line.

use controllers::Commands;
use handover::{Answer, Call, Command, Handed, Owner};
use slint::{ComponentHandle as _, Model as _};
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, channel},
    thread::{self, JoinHandle},
    time::Duration,
};
use ui::{AppApi, ListApi, Page};
use ui_tests::Person;

const COMMANDS: Commands = Commands { writes: cli::writes, run: cli::run_on };

/// A window with its door.
struct House {
    folder: tempfile::TempDir,
    person: Person,
    calls: Receiver<Call>,
    _owner: Owner,
}

impl House {
    fn new() -> House {
        let folder = tempfile::tempdir().unwrap();
        for name in ["one", "two"] {
            let base = folder.path().join(format!("{name}.kartoteka"));
            let words = ["kartoteka", "new", base.to_str().unwrap(), "--language", "en"];
            cli::run(words.map(OsString::from).to_vec());
        }
        let Ok(Handed::Owner(owner)) = handover::hand_over(folder.path(), "test", None) else { panic!("no window") };
        let (tell, calls) = channel();
        owner.listen(move |call| tell.send(call).unwrap()).unwrap();
        owner.ready()();
        let person = Person::start(folder.path(), Some(folder.path().join("one.kartoteka")));
        House { folder, person, calls, _owner: owner }
    }

    fn base(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("{name}.kartoteka"))
    }

    /// Somebody calls, and the window answers; this test's thread is the window's.
    fn answer<T>(&self, caller: JoinHandle<T>) -> T {
        while !caller.is_finished() {
            if let Ok(call) = self.calls.recv_timeout(Duration::from_millis(20)) {
                self.person.app.answer(call, COMMANDS);
            }
        }
        self.person.wait();
        caller.join().unwrap()
    }

    /// A command of the command line, from a caller who stands in the folder of the bases: its exit, output and errors.
    fn command(&self, base: &str, words: &[&str]) -> (Answer, String, String) {
        let base = self.base(base);
        let arguments = [&["kartoteka", words[0], base.to_str().unwrap()], &words[1..]].concat();
        let command = Command {
            base: base.canonicalize().unwrap().into(),
            arguments: arguments.iter().map(OsString::from).collect(),
            directory: self.folder.path().into(),
        };
        let folder = self.folder.path().to_owned();
        self.answer(thread::spawn(move || {
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let answer = handover::command(&folder, &command, &mut out, &mut err).unwrap();
            (answer, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
        }))
    }

    fn rows(&self) -> Vec<String> {
        let rows = self.person.app.ui.global::<ListApi<'_>>().get_rows();
        rows.iter().filter_map(|row| row.cells.row_data(0).map(|cell| cell.text.to_string())).collect()
    }

    fn start_again(&self, base: Option<&Path>) -> bool {
        let (folder, base) = (self.folder.path().to_owned(), base.map(|base| base.as_os_str().to_owned()));
        let handed = self.answer(thread::spawn(move || handover::hand_over(&folder, "test", base).unwrap()));
        matches!(handed, Handed::Taken)
    }
}

#[test]
fn a_command_on_the_open_base_is_carried_out_in_the_window_and_its_list_follows() {
    let house = House::new();
    assert_eq!(house.rows(), Vec::<String>::new());
    let (answer, id, complaint) = house.command("one", &["add", "clients", "name=Rasa", "city=Kaunas"]);
    assert_eq!((answer, id.trim().len(), complaint.as_str()), (Answer::Exit(0), 32, ""));
    assert_eq!(house.rows(), ["Rasa"]);

    // A file is looked for where the caller stands.
    std::fs::write(house.folder.path().join("list.csv"), "Name,City\nAžuolas,Utena\nBeržas,Utena\n").unwrap();
    let (answer, report, _) = house.command("one", &["import", "clients", "list.csv", "--json"]);
    assert_eq!(answer, Answer::Exit(0), "{report}");
    assert!(report.starts_with(r#"{"new":2,"#), "{report}");
    assert_eq!(house.rows(), ["Ažuolas", "Beržas", "Rasa"]);

    let (answer, listed, _) = house.command("one", &["list", "clients", "--fields", "name", "--csv"]);
    assert_eq!((answer, listed.lines().count()), (Answer::Exit(0), 4));
    let (answer, label, _) = house.command("one", &["undo"]);
    assert!(answer == Answer::Exit(0) && label.contains("import"), "{label}");
    assert_eq!(house.rows(), ["Rasa"]);

    let (answer, out, complaint) = house.command("one", &["edit", "clients", id.trim(), "colour=red"]);
    assert_eq!((answer, out.as_str()), (Answer::Exit(1), ""));
    assert!(complaint.contains("colour") && complaint.lines().count() == 1, "{complaint}");
    // The window's own undo goes on from there.
    house.person.control("z");
    assert_eq!(house.rows(), Vec::<String>::new());
}

#[test]
fn a_base_that_is_not_open_in_the_window_is_left_to_its_caller() {
    let house = House::new();
    assert_eq!(house.command("two", &["list", "clients"]).0, Answer::Nobody);
}

#[test]
fn a_second_start_opens_its_base_in_the_window_and_what_was_typed_is_kept() {
    let house = House::new();
    let (_, id, _) = house.command("one", &["add", "clients", "name=Rasa"]);
    house.person.press(&[slint::platform::Key::Return]);
    assert_eq!(house.person.app.ui.global::<AppApi<'_>>().get_page(), Page::Card);
    house.person.fill("Phone", "8 600 33333");
    assert!(house.start_again(None), "the same window, nothing else");
    let api = house.person.app.ui.global::<AppApi<'_>>();
    assert_eq!((api.get_page(), api.get_base_name().as_str()), (Page::Card, "one"));
    assert!(house.start_again(Some(&house.base("two"))));
    assert_eq!((api.get_page(), api.get_base_name().as_str()), (Page::List, "two"));
    assert!(house.start_again(Some(&house.base("one"))));
    let (_, shown, _) = house.command("one", &["show", "clients", id.trim()]);
    assert!(shown.contains("phone\t8 600 33333"), "{shown}");
    // A file that is no base changes nothing.
    std::fs::write(house.base("three"), "no base").unwrap();
    assert!(house.start_again(Some(&house.base("three"))));
    assert_eq!(api.get_base_name(), "one");
}
