//! An office bends its program: a table of its own with fields of many kinds, a kind changed, removed, brought back, and all of it
//! taken back step by step after a restart.

use crate::{page, toasts};
use slint::{ComponentHandle as _, Model as _, platform::Key};
use std::path::Path;
use ui::{AppApi, CardApi, ImportApi, ImportState, ListApi, Page, StructureApi};
use ui_tests::Person;

fn api(person: &Person) -> StructureApi<'_> {
    person.app.ui.global::<StructureApi<'_>>()
}

fn fields(person: &Person) -> Vec<String> {
    api(person).get_fields().iter().map(|row| row.label.to_string()).collect()
}

fn tables(person: &Person) -> Vec<String> {
    api(person).get_tables().iter().map(|row| row.label.to_string()).collect()
}

fn open(person: &Person) {
    person.app.ui.global::<AppApi<'_>>().invoke_open_structure();
    person.wait();
    assert_eq!(page(person), Page::Structure);
}

fn add(person: &Person, kind: &str, name: &str) {
    api(person).invoke_add_field(kind.into());
    person.wait();
    person.fill("Name in English", name);
    person.press(&[Key::Return]);
    assert_eq!(api(person).get_title(), name, "{}", toasts(person));
}

fn choose(person: &Person, label: &str) {
    let at = fields(person).iter().position(|field| field == label).unwrap_or_else(|| panic!("no field {label}"));
    api(person).invoke_field_chosen(i32::try_from(at).unwrap());
    person.wait();
}

fn kind(person: &Person, key: &str) {
    let items = person.app.ui.global::<CardApi<'_>>().get_items();
    let at = items.iter().position(|item| item.label == "Kind").unwrap();
    person.app.ui.global::<CardApi<'_>>().invoke_field_committed(i32::try_from(at).unwrap(), key.into());
    person.wait();
}

fn undo(person: &Person) -> String {
    let app = person.app.ui.global::<AppApi<'_>>();
    let label = app.get_undo_label().to_string();
    assert!(app.get_can_undo());
    app.invoke_undo();
    person.wait();
    label
}

fn base(folder: &Path) -> std::path::PathBuf {
    let base = folder.join("office.kartoteka");
    let name = base.to_str().unwrap().to_owned();
    for words in [
        &["kartoteka", "new", &name, "--language", "en"][..],
        &["kartoteka", "add", &name, "clients", "name=Rasa"],
        &["kartoteka", "add", &name, "clients", "name=Beržas"],
    ] {
        cli::run(words.iter().map(|word| (*word).into()).collect());
    }
    base
}

#[test]
fn a_table_of_vehicles_is_made_filled_bent_and_taken_back_step_by_step() {
    let folder = tempfile::tempdir().unwrap();
    let base = base(folder.path());
    let person = Person::start(folder.path(), Some(base.clone()));
    open(&person);
    api(&person).invoke_add_table("".into());
    person.wait();
    person.fill("Name in English", "Vehicles");
    person.press(&[Key::Return]);
    assert_eq!(api(&person).get_title(), "Vehicles", "{}", toasts(&person));
    for (kind, name) in [
        ("text", "Plate"),
        ("number", "Seats"),
        ("money", "Worth"),
        ("text", "Bought"),
        ("yes-no", "Insured"),
        ("choice", "Fuel"),
        ("link", "Owner"),
        ("phone", "Driver"),
    ] {
        add(&person, kind, name);
    }
    // The list of choices is filled in place.
    choose(&person, "Fuel");
    person.click("In English 1");
    person.write("Diesel");
    person.press(&[Key::Return]);
    assert!(person.sees("In English 2"), "the next one begins in a new row");

    // A list of another program goes into it; the plates name the vehicles.
    let list = folder.path().join("vehicles.csv");
    let mut text = "Name,Plate,Seats,Bought,Fuel,Owner\n".to_owned();
    for n in 0..20 {
        let bought = if n < 8 { format!("2021-03-{:02}", n + 1) } else { format!("{n} years ago") };
        text.push_str(&format!("Car {n},ABC {n:03},5,{bought},Diesel,Rasa\n"));
    }
    std::fs::write(&list, text).unwrap();
    person.click("Open the list");
    assert_eq!(person.app.ui.global::<ListApi<'_>>().get_title(), "Vehicles");
    person.answers.next(&list);
    person.control("i");
    let import = person.app.ui.global::<ImportApi<'_>>();
    assert_eq!(import.get_state(), ImportState::Mapping, "{} {}", import.get_result_text(), toasts(&person));
    person.click(&import.get_import_label());
    assert_eq!(import.get_state(), ImportState::Done, "{} {}", import.get_result_text(), toasts(&person));
    person.click("Show the list");
    assert_eq!(person.app.ui.global::<ListApi<'_>>().get_rows().row_count(), 20);

    // On the client's card they are a related list.
    person.section("Clients");
    person.write("Rasa");
    person.press(&[Key::Return]);
    let items = person.app.ui.global::<CardApi<'_>>().get_items();
    let has_page =
        items.iter().any(|item| item.pages.iter().any(|page| page.label == "Vehicles" && page.count == "20"));
    assert!(has_page || items.iter().any(|item| item.label == "Vehicles"), "the client shows its vehicles");
    person.press(&[Key::Escape]);

    // Text becomes a date: the twelve that do not fit are shown before.
    person.section("Vehicles");
    open(&person);
    choose(&person, "Bought");
    kind(&person, "date");
    let structure = api(&person);
    assert!(structure.get_rehearsing(), "{}", toasts(&person));
    assert_eq!(structure.get_failures().row_count(), 12);
    assert!(structure.get_failures().row_data(0).unwrap().text.ends_with("years ago"));
    person.click("Leave it as it is");
    assert_eq!(api(&person).get_subtitle(), "Text", "nothing was changed");
    kind(&person, "date");
    person.press(&[Key::Escape]);
    assert!(!api(&person).get_rehearsing() && page(&person) == Page::Structure);
    person.control("k");
    assert!(person.app.ui.global::<ui::PaletteApi<'_>>().get_visible(), "the keyboard lives on");
    person.press(&[Key::Escape]);
    kind(&person, "date");
    person.click("Change the kind");
    assert_eq!(api(&person).get_subtitle(), "Date", "{}", toasts(&person));

    // Removed and brought back with its values.
    api(&person).invoke_remove();
    person.wait();
    assert!(structure.get_rehearsal_uses().row_count() > 0, "the card and the list use it");
    person.click("Remove");
    assert!(api(&person).get_removed());
    person.click("Bring back");
    assert!(!api(&person).get_removed());
    person.app.close();
    drop(person);

    // Step by step back, after a restart.
    let person = Person::start(folder.path(), Some(base));
    open(&person);
    let before = tables(&person);
    assert!(before.iter().any(|table| table == "Vehicles"));
    let mut labels = Vec::new();
    while tables(&person).iter().any(|table| table == "Vehicles" || table == "New table") {
        labels.push(undo(&person));
        assert!(labels.len() < 60, "{labels:?}");
    }
    assert_eq!(tables(&person).len(), before.len() - 1);
    // Restored, removed, kind, import, a choice, eight fields with their names, the table and its name.
    assert!(labels.len() >= 22, "{labels:?}");
}

#[test]
fn a_list_of_another_program_becomes_a_table_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let base = base(folder.path());
    let list = folder.path().join("tools.csv");
    std::fs::write(&list, "Name,Bought,Price\nDrill,2024-05-02,129.90\nSaw,2023-11-30,75.00\n").unwrap();
    let person = Person::start(folder.path(), Some(base));
    open(&person);
    person.answers.next(&list);
    api(&person).invoke_add_table("file".into());
    person.wait();
    let import = person.app.ui.global::<ImportApi<'_>>();
    assert_eq!(import.get_state(), ImportState::Mapping, "{} {}", import.get_result_text(), toasts(&person));
    person.click(&import.get_import_label());
    assert_eq!(import.get_state(), ImportState::Done, "{} {}", import.get_result_text(), toasts(&person));
    person.click("Show the list");
    let list = person.app.ui.global::<ListApi<'_>>();
    assert_eq!((list.get_title().as_str(), list.get_rows().row_count()), ("Tools", 2));
    open(&person);
    let kinds: Vec<(String, String)> = api(&person)
        .get_fields()
        .iter()
        .map(|row| (row.label.to_string(), row.detail.to_string()))
        .filter(|(label, _)| ["Name", "Bought", "Price"].contains(&label.as_str()))
        .collect();
    assert!(kinds.contains(&("Bought".to_owned(), "Date".to_owned())), "{kinds:?}");
    assert!(kinds.iter().any(|(label, kind)| label == "Price" && kind != "Text"), "{kinds:?}");
}

#[test]
fn what_is_missing_is_marked_on_card_and_list_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let base = base(folder.path());
    let name = base.to_str().unwrap().to_owned();
    cli::run(["kartoteka", "structure", &name, "remove-field", "clients", "phone"].map(Into::into).to_vec());
    let person = Person::start(folder.path(), Some(base));
    person.section("Clients");
    let list = person.app.ui.global::<ListApi<'_>>();
    assert!(list.get_notice().contains("Phone"), "{}", list.get_notice());
    person.press(&[Key::Return]);
    assert_eq!(page(&person), Page::Card);
    let items = person.app.ui.global::<CardApi<'_>>().get_items();
    let marked = items
        .iter()
        .find(|item| item.label.contains("Phone"))
        .unwrap_or_else(|| panic!("{:?}", items.iter().map(|item| item.label.to_string()).collect::<Vec<_>>()));
    assert!(marked.readonly && !marked.warning.is_empty());
}
