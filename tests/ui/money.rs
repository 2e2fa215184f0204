//! What is typed is not lost, and money is not mistyped.

use crate::{badge, page, toasts};
use slint::{ComponentHandle as _, Model as _, platform::Key};
use std::path::{Path, PathBuf};
use ui::{CardApi, DraftApi, Page};
use ui_tests::Person;

fn says(words: &[&str]) {
    cli::run(words.iter().map(|word| (*word).into()).collect());
}

/// A base with one client and an invoice of 100 for him, its draft.
fn base_with_draft(folder: &Path) -> PathBuf {
    let base = folder.join("office.kartoteka");
    let name = base.to_str().unwrap().to_owned();
    for words in [
        &["new", &name, "--language", "en"][..],
        &["add", &name, "clients", "name=Rasa", "address=Old street 1"],
        &["add", &name, "invoices", "client=Rasa"],
    ] {
        says(&[&["kartoteka"], words].concat());
    }
    base
}

fn title(person: &Person) -> String {
    person.app.ui.global::<CardApi<'_>>().get_title().to_string()
}

fn warning(person: &Person, label: &str) -> String {
    let items = person.app.ui.global::<CardApi<'_>>().get_items();
    items.iter().find(|item| item.label == label).map(|item| item.warning.to_string()).unwrap_or_default()
}

fn draft_of_a_hundred(person: &Person) {
    person.section("Invoices");
    person.press(&[Key::Return]);
    assert_eq!(page(person), Page::Card, "{}", toasts(person));
    person.click("Description 1");
    person.write("Work");
    person.press(&[Key::Return]);
    person.fill("Price without VAT 1", "100");
    person.press(&[Key::Return]);
}

#[test]
fn an_invoice_that_lacks_its_seller_leads_there_and_a_payment_is_typed_without_gluing() {
    let folder = tempfile::tempdir().unwrap();
    let base = base_with_draft(folder.path());
    let person = Person::start(folder.path(), Some(base));
    draft_of_a_hundred(&person);
    person.click("Issue");
    assert_eq!(badge(&person), "Draft");
    assert!(toasts(&person).contains("My company"), "{}", toasts(&person));
    person.click("Fill in");
    assert_eq!(title(&person), "My company");
    person.fill("Name", "We, JSC");
    person.press(&[Key::Return, Key::Escape]);
    assert_eq!(badge(&person), "Draft", "back at the invoice");
    person.click("Issue");
    assert_eq!(badge(&person), "Issued", "{}", toasts(&person));

    let api = person.app.ui.global::<CardApi<'_>>();
    person.click("Create");
    person.press(&[Key::Return]);
    assert_eq!(person.value("Amount"), "121.00", "{}", title(&person));
    // The keyboard is in the sum, and all of it is selected.
    person.write("20");
    person.press(&[Key::Return]);
    assert_eq!(person.value("Amount"), "20.00");
    // A click into it selects it, too.
    person.click("Amount");
    person.write("9999");
    person.press(&[Key::Return]);
    assert_eq!(person.value("Amount"), "9999.00");
    assert!(warning(&person, "Amount").contains("Overpaid by"), "{}", warning(&person, "Amount"));
    person.press(&[Key::Escape]);
    assert!(api.get_money().contains("Overpaid"), "{}", api.get_money());
}

#[test]
fn what_escape_takes_back_can_be_had_again() {
    let folder = tempfile::tempdir().unwrap();
    let base = base_with_draft(folder.path());
    let person = Person::start(folder.path(), Some(base));
    let open = || {
        person.section("Clients");
        person.press(&[Key::Return]);
        assert_eq!(page(&person), Page::Card);
    };
    open();
    person.fill("Address", "New street 2");
    person.press(&[Key::Escape]);
    assert_eq!(person.value("Address"), "Old street 1");
    assert!(toasts(&person).contains("New street 2"), "{}", toasts(&person));
    person.click("Bring back");
    assert_eq!(person.value("Address"), "New street 2");

    // Also after the card was left: it opens with the text, which waits to be saved.
    person.fill("Address", "Third street 3");
    person.press(&[Key::Escape, Key::Escape]);
    assert_eq!(page(&person), Page::List);
    person.click("Bring back");
    assert_eq!(page(&person), Page::Card);
    assert_eq!(person.value("Address"), "Third street 3");
    let draft = person.app.ui.global::<DraftApi<'_>>();
    assert!(draft.get_text().contains("Third street 3"), "{}", draft.get_text());
    draft.invoke_save();
    person.wait();
    assert_eq!(draft.get_text(), "");
    person.press(&[Key::Escape]);
    open();
    assert_eq!(person.value("Address"), "Third street 3");
}
