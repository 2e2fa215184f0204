//! The command palette and the help, by the keyboard.

use slint::{ComponentHandle as _, platform::Key};
use tempfile::tempdir;
use ui_tests::Person;

#[test]
fn everything_is_reached_from_the_palette_by_a_few_letters() {
    let folder = tempdir().unwrap();
    let person = Person::start(folder.path(), None);
    person.answers.next(folder.path().join("office.kartoteka"));
    person.app.ui.global::<ui::AppApi<'_>>().invoke_new_base();
    person.wait();
    person.control("k");
    person.write("new cli");
    person.press(&[Key::Return]);
    person.fill("Name", "Žalgirio studija");
    person.press(&[Key::Tab]);
    // A section by its beginning, then the record from there, without Lithuanian marks.
    person.control("k");
    person.write("produ");
    person.press(&[Key::Return]);
    assert!(person.sees("New product or service"));
    person.control("k");
    person.write("zalg");
    assert!(person.sees("Žalgirio studija"));
    person.press(&[Key::Return]);
    assert_eq!(person.value("Name"), "Žalgirio studija");
    // Esc gives the keyboard back and changes nothing; a command runs.
    person.control("k");
    person.write("xyzzy");
    assert!(person.sees("Nothing was found"));
    person.press(&[Key::Escape]);
    assert!(!person.sees("Nothing was found"));
    person.control("k");
    person.write("delete");
    person.press(&[Key::Return]);
    person.control("k");
    person.write("zalg");
    assert!(!person.sees("Žalgirio studija"));
    person.press(&[Key::Escape]);
}

#[test]
fn help_opens_at_the_page_that_is_on_the_screen_and_closes_by_escape() {
    let folder = tempdir().unwrap();
    let person = Person::start(folder.path(), None);
    person.press(&[Key::F1]);
    assert!(person.sees("The first ten minutes"));
    person.press(&[Key::DownArrow, Key::Escape]);
    assert!(!person.sees("The first ten minutes"));
}

#[test]
fn going_back_from_card_to_card_leaves_the_keyboard_alive() {
    let folder = tempdir().unwrap();
    let base = folder.path().join("office.kartoteka");
    let name = base.to_str().unwrap();
    cli::run(["kartoteka", "new", name, "--language", "en", "--sample"].map(Into::into).to_vec());
    let person = Person::start(folder.path(), Some(base));
    for record in ["austeja", "kar-0100"] {
        person.control("k");
        person.write(record);
        person.press(&[Key::Return]);
    }
    person.press(&[Key::Escape]);
    assert_eq!(person.value("Name"), "Austėja Žukauskienė");
    person.control("k");
    person.write("Calendar");
    person.press(&[Key::Return]);
    let api = person.app.ui.global::<ui::AppApi<'_>>();
    assert_eq!(api.get_page(), ui::Page::Calendar);
}
