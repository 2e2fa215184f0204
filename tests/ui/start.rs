//! The first page: how a person comes to a base, and what the window remembers of it.

use controllers::{Recent, Settings};
use slint::{ComponentHandle as _, Model as _};
use ui::{AppApi, ImportApi, ImportState, Page, StartApi, Theme};
use ui_tests::Person;

fn page(person: &Person) -> Page {
    person.app.ui.global::<AppApi<'_>>().get_page()
}

#[test]
fn from_a_list_of_another_program_to_a_base_in_three_steps() {
    let folder = tempfile::tempdir().unwrap();
    let (list, base) = (folder.path().join("klientai.csv"), folder.path().join("office.kartoteka"));
    std::fs::write(&list, "Name,City\nRasa,Kaunas\nBeržas,Utena\n").unwrap();
    let person = Person::start(folder.path(), None);
    person.answers.next(&list);
    person.answers.next(&base);
    person.click("Start from your Excel or CSV list…");
    let import = person.app.ui.global::<ImportApi<'_>>();
    assert_eq!((page(&person), import.get_file_name().as_str()), (Page::Import, "klientai.csv"));
    assert_eq!(import.get_state(), ImportState::Mapping);
    person.click("Import 2 records");
    person.click("Show the list");
    assert_eq!(page(&person), Page::List);
    person.app.close();
    assert_eq!(Settings::load_from(&folder.path().join("settings.json")).recent[0].path, base);
}

#[test]
fn the_program_goes_on_where_it_was_left_unless_the_base_was_closed_on_purpose() {
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join("office.kartoteka");
    let person = Person::start(folder.path(), None);
    person.answers.next(&base);
    person.click("Create a base…");
    assert_eq!(page(&person), Page::List);
    person.app.close();
    drop(person);
    let person = Person::start(folder.path(), None);
    assert_eq!(page(&person), Page::List, "the last base is open again");
    person.app.ui.global::<AppApi<'_>>().invoke_close_base();
    person.wait();
    assert_eq!(page(&person), Page::Start);
    drop(person);
    let person = Person::start(folder.path(), None);
    assert_eq!(page(&person), Page::Start);
    person.app.ui.global::<StartApi<'_>>().invoke_recent_clicked(0);
    person.wait();
    assert_eq!(page(&person), Page::List);
    drop(person);
    std::fs::remove_file(&base).unwrap();
    let person = Person::start(folder.path(), None);
    assert_eq!(page(&person), Page::Start, "what is gone is not opened");
}

#[test]
fn a_base_that_is_gone_is_said_to_be_and_can_be_taken_off_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = Settings::load_from(&folder.path().join("settings.json"));
    settings.recent = vec![Recent { path: folder.path().join("gone.kartoteka"), time: 0 }];
    settings.save();
    let person = Person::start(folder.path(), None);
    assert!(person.sees("gone (missing)"));
    person.click("Take off the list: gone");
    assert_eq!(person.app.ui.global::<StartApi<'_>>().get_recent().row_count(), 0);
    assert!(Settings::load_from(&folder.path().join("settings.json")).recent.is_empty());
}

#[test]
fn light_and_dark_are_chosen_kept_and_given_back_to_the_system() {
    let folder = tempfile::tempdir().unwrap();
    let kept = || Settings::load_from(&folder.path().join("settings.json")).dark;
    let person = Person::start(folder.path(), None);
    let choose = |theme: &str| {
        person.app.ui.global::<AppApi<'_>>().invoke_set_theme(theme.into());
        person.wait();
    };
    let is_dark = || person.app.ui.global::<Theme<'_>>().get_dark();
    let of_the_system = is_dark();
    for dark in [!of_the_system, of_the_system, !of_the_system] {
        choose(if dark { "dark" } else { "light" });
        assert_eq!((is_dark(), kept()), (dark, Some(dark)));
    }
    choose("");
    assert_eq!((is_dark(), kept()), (of_the_system, None));
    choose("dark");
    person.app.close();
    drop(person);
    let again = Person::start(folder.path(), None);
    assert!(again.app.ui.global::<Theme<'_>>().get_dark());
}
