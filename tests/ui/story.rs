//! A day at an office, from an empty program to an issued invoice, through the window alone.

mod booth;
mod designed_cards;
mod designer;
mod money;
mod names;
mod palette;
mod structure;

use slint::{ComponentHandle as _, Model as _, platform::Key};
use std::path::Path;
use ui::{
    AppApi, CardApi, ImportApi, ImportState, ListApi, ListState, Page, PreviewApi, SectionsApi, StartApi, ToastApi,
};
use ui_tests::Person;

fn page(person: &Person) -> Page {
    person.app.ui.global::<AppApi<'_>>().get_page()
}

fn rows(person: &Person) -> Vec<String> {
    let rows = person.app.ui.global::<ListApi<'_>>().get_rows();
    rows.iter().map(|row| row.cells.row_data(0).map(|cell| cell.text.to_string()).unwrap_or_default()).collect()
}

fn toasts(person: &Person) -> String {
    let toasts = person.app.ui.global::<ToastApi<'_>>().get_toasts();
    toasts.iter().map(|toast| toast.text.to_string()).collect::<Vec<_>>().join(" | ")
}

fn badge(person: &Person) -> String {
    person.app.ui.global::<CardApi<'_>>().get_badge().to_string()
}

/// Clicks a section; its name for screen readers ends with its count.
fn open_section(person: &Person, label: &str) {
    let sections = person.app.ui.global::<SectionsApi<'_>>().get_sections();
    let section = sections.iter().find(|section| section.label == label).unwrap();
    let name = if section.count.is_empty() { label.to_owned() } else { format!("{label}, {}", section.count) };
    person.click(&name);
}

fn find_client(person: &Person, letters: &str) {
    person.write(letters);
    person.press(&[Key::Return]);
    assert_eq!(page(person), Page::Card, "{}", toasts(person));
}

fn import_clients(person: &Person) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../golden/data/clients-excel-lt.csv");
    person.answers.next(file);
    person.control("i");
    let api = person.app.ui.global::<ImportApi<'_>>();
    assert_eq!(api.get_state(), ImportState::Mapping, "{} {}", api.get_result_text(), toasts(person));
    assert_ne!(api.get_count_new(), "", "the rows are counted before anything is written");
    let target = api.get_columns().iter().find(|column| column.heading == "Telefonas").map(|column| column.target);
    assert!(target.is_some_and(|target| target > 0), "the telephone is recognised");
    person.click(&api.get_import_label());
    assert_eq!(api.get_state(), ImportState::Done, "{} {}", api.get_result_text(), toasts(person));
    person.click("Show the list");
}

fn write_invoice(person: &Person) {
    open_section(person, "Invoices");
    assert_eq!(person.app.ui.global::<ListApi<'_>>().get_title(), "Invoices");
    person.control("n");
    assert_eq!(page(person), Page::Card);
    person.write("duonos");
    person.press(&[Key::Return]);
    assert!(person.value("Client").contains("Duonos"), "{:?} {}", person.value("Client"), toasts(person));
    person.click("Description 1");
    person.write("Website design");
    person.press(&[Key::Return]);
    for (label, text) in [("Quantity 1", "3"), ("Price without VAT 1", "0,335")] {
        person.fill(label, text);
        person.press(&[Key::Return]);
    }
    person.click("Description 2");
    person.write("Hosting");
    person.press(&[Key::Return]);
    for (label, text) in [("Quantity 2", "2"), ("Price without VAT 2", "10,005")] {
        person.fill(label, text);
        person.press(&[Key::Return]);
    }
    // The list gives this client 7.5 %: 0.93 + 18.51.
    assert_eq!(person.value("Total without VAT").replace('\u{a0}', " "), "19.44 €");
    assert_eq!(person.value("Total with VAT").replace('\u{a0}', " "), "23.52 €");
}

#[test]
fn from_an_empty_program_to_an_issued_invoice_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join("office.kartoteka");
    let pdf = folder.path().join("invoice.pdf");

    let person = Person::start(folder.path(), None);
    assert_eq!(page(&person), Page::Start);
    person.answers.next(&base);
    person.click("Create a base…");
    let start = person.app.ui.global::<StartApi<'_>>();
    assert_eq!(page(&person), Page::List, "{} {}", start.get_error_title(), start.get_error_text());
    let list = person.app.ui.global::<ListApi<'_>>();
    assert_eq!((list.get_title().as_str(), list.get_state()), ("Clients", ListState::Empty));

    import_clients(&person);
    assert!(rows(&person).len() > 100, "{:?}", rows(&person).len());

    find_client(&person, "duon");
    person.fill("Phone", "8 600 11111");
    person.press(&[Key::Return]);
    person.press(&[Key::Escape]);
    assert_eq!(page(&person), Page::List);

    write_invoice(&person);
    assert_eq!(badge(&person), "Draft");
    person.click("Fill in");
    person.fill("Name", "Our office");
    person.press(&[Key::Return, Key::Escape]);
    person.click("Issue");
    assert_eq!(badge(&person), "Issued", "{}", toasts(&person));
    assert_eq!(person.app.ui.global::<CardApi<'_>>().get_title(), "KAR-0001");

    person.control("p");
    assert_eq!(page(&person), Page::Preview);
    let preview = person.app.ui.global::<PreviewApi<'_>>();
    assert_eq!((preview.get_error().as_str(), preview.get_pages().row_count()), ("", 1));
    person.answers.next(&pdf);
    person.click("Save as PDF…");
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
    person.press(&[Key::Escape, Key::Escape]);
    assert_eq!(page(&person), Page::List);

    // The last thing typed is not committed by any key: closing the window takes it.
    open_section(&person, "Clients");
    find_client(&person, "duon");
    person.fill("Phone", "8 600 22222");
    person.app.close();
    drop(person);

    let person = Person::start(folder.path(), Some(base));
    assert_eq!(page(&person), Page::Today);
    open_section(&person, "Invoices");
    assert_eq!(rows(&person), ["KAR-0001"]);
    open_section(&person, "Clients");
    find_client(&person, "duon");
    assert_eq!(person.value("Phone"), "8 600 22222");
    person.press(&[Key::Escape]);
    person.control("z");
    assert!(toasts(&person).starts_with("Undone: Client"), "{}", toasts(&person));
    person.press(&[Key::Return]);
    assert_eq!(person.value("Phone"), "8 600 11111");
}
