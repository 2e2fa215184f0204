//! Undo and redo, for everything and across restarts.

use flows_tests::Office;
use model::language::Language;

#[test]
fn undo_and_redo_go_on_after_the_base_was_closed() {
    let office = Office::new();
    let client = office.add("clients", &[("name", "UAB „Rasa“"), ("city", "Vilnius")]);
    office.edit("clients", client, &[("city", "Kaunas")]).unwrap();
    office.edit("clients", client, &[("city", "Alytus"), ("phone", "8 600 00001")]).unwrap();
    let states: Vec<String> = ["Alytus", "Kaunas", "Vilnius"].map(str::to_owned).into();

    let office = office.reopen();
    for city in &states[1..] {
        office.engine.undo().unwrap();
        assert_eq!(office.text("clients", client, "city"), *city);
    }
    let office = office.reopen();
    office.engine.undo().unwrap();
    assert_eq!(office.all("clients"), []);
    assert!(office.engine.undo().is_err(), "the delivered configuration is not taken back");

    let office = office.reopen();
    for city in states.iter().rev() {
        office.engine.redo().unwrap();
        assert_eq!(office.text("clients", client, "city"), *city);
    }
    assert!(office.engine.redo().is_err());
    office.is_whole();
}

#[test]
fn a_new_action_ends_what_could_be_done_again() {
    let office = Office::new();
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    office.edit("clients", client, &[("city", "Kaunas")]).unwrap();
    office.engine.undo().unwrap();
    office.edit("clients", client, &[("city", "Utena")]).unwrap();
    assert!(office.engine.redo().is_err());
    assert_eq!(office.text("clients", client, "city"), "Utena");
}

#[test]
fn labels_say_what_was_done_in_both_languages() {
    let office = Office::new();
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    office.edit("clients", client, &[("city", "Kaunas")]).unwrap();
    let (lt, _) = office.engine.next_steps(Language::Lt).unwrap();
    let (en, _) = office.engine.next_steps(Language::En).unwrap();
    let (lt, en) = (lt.unwrap(), en.unwrap());
    assert!(lt.contains("UAB „Rasa“") && lt.contains("pakeista"), "{lt}");
    assert!(en.contains("UAB „Rasa“") && en.contains("changed"), "{en}");
    assert_eq!(office.engine.undo().unwrap().output, lt);
    let (_, redo) = office.engine.next_steps(Language::En).unwrap();
    assert_eq!(redo.unwrap(), en);
    for language in [Language::Lt, Language::En] {
        for entry in office.engine.history(10, language).unwrap() {
            assert!(!entry.label.trim().is_empty(), "{entry:?}");
        }
    }
}

#[test]
fn too_many_steps_change_nothing() {
    let office = Office::new();
    office.add("clients", &[("name", "UAB „Rasa“")]);
    office.add("clients", &[("name", "UAB „Rūta“")]);
    let before = office.dump();
    let refused = office.engine.undo_steps(3).unwrap_err();
    assert!(refused.message(Language::Lt).contains('2'), "{}", refused.message(Language::Lt));
    assert_eq!(office.dump(), before);
}

#[test]
fn a_deletion_comes_back_with_everything_that_went_with_it() {
    let office = Office::new();
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    let contact = office.add("contacts", &[("name", "Jonas Jonaitis"), ("client", &client.to_string())]);
    let invoice = office.add("invoices", &[("client", &client.to_string())]);
    let lines = ["Malkos", "Anglys"].map(|title| {
        let invoice = invoice.to_string();
        office.add("invoice-lines", &[("invoice", &invoice), ("title", title), ("price", "10")])
    });
    let total = office.text("invoices", invoice, "total");
    office.engine.delete_records(office.table("invoices"), &[invoice]).unwrap();
    assert_eq!(office.all("invoice-lines"), []);
    office.engine.delete_records(office.table("clients"), &[client]).unwrap();
    assert_eq!(office.text("contacts", contact, "client"), "");
    office.is_whole();

    let office = office.reopen();
    office.engine.undo_steps(2).unwrap();
    assert_eq!(office.text("contacts", contact, "client"), "UAB „Rasa“");
    let (table, field) = (office.table("invoice-lines"), office.field("invoice-lines", "invoice"));
    assert_eq!(office.engine.related(table, field, invoice).unwrap(), lines, "the lines stand in their old order");
    assert_eq!(office.text("invoices", invoice, "total"), total);
    office.is_whole();
}

/// A client and an invoice of one line for it, each a step of its own.
fn draft(office: &Office) -> [model::ids::RecordId; 3] {
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    let invoice = office.add("invoices", &[("client", &client.to_string())]);
    let line = [("invoice", &*invoice.to_string()), ("title", "Malkos"), ("price", "10")];
    let line = office.add("invoice-lines", &line);
    [client, invoice, line]
}

#[test]
fn a_kept_number_does_not_bar_the_way_to_older_steps() {
    let office = Office::that_sells();
    let older = office.add("clients", &[("name", "UAB „Sena“")]);
    office.edit("clients", older, &[("city", "Kaunas")]).unwrap();
    let [client, invoice, line] = draft(&office);
    let invoices = office.table("invoices");
    let number = office.engine.issue(invoices, invoice).unwrap().output;
    office.engine.mark_printed(invoices, &[invoice]).unwrap();
    let (next, _) = office.engine.next_steps(Language::Lt).unwrap();
    let label = office.engine.undo().unwrap().output;
    assert!(label.contains(&number) && label.contains("anuliuojamas"), "{label}");
    assert_eq!(next, Some(label));
    assert_eq!(office.text("invoices", invoice, "state"), "void");

    let (next, _) = office.engine.next_steps(Language::Lt).unwrap();
    let label = office.engine.undo().unwrap().output;
    assert!(label.contains("praleidžiama"), "{label}");
    assert_eq!(next, Some(label));
    assert_eq!(office.text("clients", older, "city"), "");
    office.engine.undo().unwrap();
    assert_eq!(office.all("clients"), [client], "the client of the issued invoice stays");
    assert_eq!((office.all("invoices"), office.all("invoice-lines")), (vec![invoice], vec![line]));
    assert!(office.engine.undo().unwrap().output.contains("Mūsų biuras"));
    let refused = office.engine.undo().unwrap_err();
    assert!(refused.message(Language::Lt).contains("Nėra ko atšaukti"), "{}", refused.message(Language::Lt));
    office.is_whole();
    office.engine.redo_steps(4).unwrap();
    assert_eq!(office.text("clients", older, "city"), "Kaunas");
    assert_eq!(office.text("invoices", invoice, "state"), "issued");
    office.is_whole();
}

#[test]
fn a_voiding_is_taken_back_though_the_document_was_printed_since() {
    let office = Office::that_sells();
    let [_, invoice, _] = draft(&office);
    let invoices = office.table("invoices");
    let number = office.engine.issue(invoices, invoice).unwrap().output;
    office.engine.void(invoices, invoice).unwrap();
    office.engine.mark_printed(invoices, &[invoice]).unwrap();
    office.engine.undo().unwrap();
    assert_eq!(office.text("invoices", invoice, "state"), "issued");
    assert!(office.engine.issued(invoice).unwrap().unwrap().printed, "printed stays printed");
    office.engine.undo().unwrap();
    assert_eq!(office.text("invoices", invoice, "state"), "void");
    assert_eq!(office.text("invoices", invoice, "number"), number);
    office.is_whole();
}

#[test]
fn several_steps_are_taken_back_as_a_whole_or_not_at_all() {
    let office = Office::that_sells();
    let [client, invoice, _] = draft(&office);
    let invoices = office.table("invoices");
    office.edit("clients", client, &[("city", "Kaunas")]).unwrap();
    office.engine.issue(invoices, invoice).unwrap();
    office.engine.mark_printed(invoices, &[invoice]).unwrap();
    office.edit("clients", client, &[("city", "Utena")]).unwrap();
    let before = office.dump();
    // The voiding and the two cities can be taken back, what made the invoice cannot.
    let refused = office.engine.undo_steps(5).unwrap_err();
    assert!(refused.message(Language::Lt).contains('4'), "{}", refused.message(Language::Lt));
    assert_eq!(office.dump(), before);
    let labels = office.engine.undo_steps(3).unwrap();
    assert_eq!((labels.len(), office.text("clients", client, "city")), (3, String::new()));
    assert_eq!(office.engine.history(3, Language::Lt).unwrap().len(), 3);
    office.is_whole();
}
