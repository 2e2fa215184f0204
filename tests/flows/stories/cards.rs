//! What a card asks of the engine: a record made while it is linked, cells of a spreadsheet, what is owed.

use engine::{Linking, Paste, cells_of};
use flows_tests::Office;
use model::{
    ids::FieldId,
    language::{Label, Language},
    schema::{Field, FieldKind, FieldRole},
    value::Link,
};
use rust_decimal::Decimal;

fn euros(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn a_record_made_while_it_is_linked_is_one_action() {
    let office = Office::new();
    let (invoices, clients) = (office.table("invoices"), office.table("clients"));
    let linking = Linking { table: invoices, id: None, preset: Vec::new(), field: office.field("invoices", "client") };
    let made = office.engine.create_linked(&linking, clients, " UAB „Nauja“ ").unwrap();
    let (invoice, client) = made.output;
    assert_eq!(office.text("clients", client.record, "name"), "UAB „Nauja“");
    assert_eq!(office.text("invoices", invoice, "client"), "UAB „Nauja“");
    office.engine.undo().unwrap();
    assert_eq!((office.all("clients").len(), office.all("invoices").len()), (0, 0), "one step takes both back");
    office.engine.redo().unwrap();
    let again = Linking { id: Some(invoice), ..linking };
    office.engine.create_linked(&again, clients, "MB „Kita“").unwrap();
    assert_eq!(office.text("invoices", invoice, "client"), "MB „Kita“");
    assert!(office.engine.create_linked(&again, invoices, "KAR-0001").is_err(), "a document is not made by its name");
    office.is_whole();
}

#[test]
fn cells_of_a_spreadsheet_become_lines_as_one_action_or_not_at_all() {
    let office = Office::new();
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    let invoice = office.add("invoices", &[("client", &*client.to_string())]);
    let first = office.add("invoice-lines", &[("invoice", &invoice.to_string()), ("title", "Sena"), ("price", "1")]);
    let owner = Link { table: office.table("invoices"), record: invoice };
    let into = Paste {
        table: office.table("invoice-lines"),
        by: Some((office.field("invoice-lines", "invoice"), owner)),
        rows: vec![first],
        columns: ["title", "quantity", "price", "amount"].map(|key| office.field("invoice-lines", key)).to_vec(),
    };
    let cells = cells_of("Svetainė\t2\t10,50\t99\r\nPriežiūra\t1\t5,25\t\r\n");
    assert_eq!(office.engine.paste(&into, &cells, Language::Lt).unwrap().output, 2);
    assert_eq!(office.all("invoice-lines").len(), 2);
    assert_eq!(office.text("invoice-lines", first, "title"), "Svetainė");
    assert_eq!(office.text("invoices", invoice, "net"), "26.25", "what is computed is not pasted");
    office.engine.undo().unwrap();
    assert_eq!(office.text("invoice-lines", first, "title"), "Sena");
    let wrong = cells_of("Gera\t1\nBloga\tdu");
    let error = office.engine.paste(&into, &wrong, Language::Lt).unwrap_err().message(Language::Lt);
    assert!(error.contains("2 eilutė") && error.contains("„du“"), "{error}");
    assert_eq!(office.all("invoice-lines").len(), 1);
}

#[test]
fn what_is_owed_follows_issue_time_and_payments_in_parts() {
    let office = Office::new();
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    let company = office.all("company").first().copied();
    let named = [("name", "UAB „Mūsų“"), ("company-code", "304567894")];
    match company {
        Some(id) => office.edit("company", id, &named).unwrap(),
        None => drop(office.add("company", &named)),
    }
    let day = [("client", &*client.to_string()), ("date", "2026-03-02"), ("due-date", "2026-03-04")]
        .map(|(k, v)| (k, v.to_owned()));
    let day: Vec<(&str, &str)> = day.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let invoice = office.add("invoices", &day);
    let line = [
        ("invoice", invoice.to_string()),
        ("title", "Darbas".into()),
        ("quantity", "1".into()),
        ("price", "100".into()),
    ];
    let line: Vec<(&str, &str)> = line.iter().map(|(key, value)| (*key, value.as_str())).collect();
    office.add("invoice-lines", &line);
    let (invoices, clients) = (office.table("invoices"), office.table("clients"));
    assert_eq!(office.engine.owing(invoices, invoice).unwrap(), None, "a draft owes nothing");
    office.engine.issue(invoices, invoice).unwrap();
    let owing = office.engine.owing(invoices, invoice).unwrap().unwrap();
    let whole = owing.open;
    assert!(whole >= euros("100") && owing.overdue == Decimal::ZERO);
    office.clock.pass(60 * 24 * 12);
    let owing = office.engine.owing(clients, client).unwrap().unwrap();
    assert_eq!((owing.overdue, owing.days, owing.documents), (whole, 10, 1));
    office.add("payments", &[("invoice", &invoice.to_string()), ("amount", "40")]);
    assert_eq!(office.engine.owing(invoices, invoice).unwrap().unwrap().open, whole - euros("40"));
    let field = office.field("invoices", "balance");
    assert_eq!(office.engine.totals(invoices, &[invoice], &[field]).unwrap(), [(field, whole - euros("40"))]);
    office.engine.void(invoices, invoice).unwrap();
    assert_eq!(office.engine.owing(invoices, invoice).unwrap(), None);
    assert_eq!(
        office.engine.totals(invoices, &[invoice], &[field]).unwrap(),
        [(field, Decimal::ZERO)],
        "void counts for nothing"
    );
}

#[test]
fn a_record_of_a_tree_is_named_with_what_is_above_it() {
    let office = Office::new();
    let clients = office.table("clients");
    let kind = FieldKind::Link { targets: vec![clients], many: false, on_delete: Default::default() };
    let parent = Field {
        id: FieldId(office.engine.new_id()),
        key: "above".into(),
        label: Label::new("Aukščiau", "Above"),
        kind,
        role: Some(FieldRole::Parent),
        ..Field::default()
    };
    office.engine.add_field(clients, parent).unwrap();
    let top = office.add("clients", &[("name", "Baldai")]);
    let below = office.add("clients", &[("name", "Kėdės"), ("above", &top.to_string())]);
    assert_eq!(office.engine.path_of(clients, below, Language::Lt).unwrap(), "Baldai › Kėdės");
    assert!(office.edit("clients", top, &[("above", &below.to_string())]).is_err(), "no circles");
}
