//! What the search line and the fields with suggestions find.

use engine::ListQuery;
use flows_tests::Office;
use model::language::Language;

#[test]
fn an_invoice_is_found_by_its_client_and_by_its_total() {
    let office = Office::that_sells();
    let client = office.add("clients", &[("name", "UAB „Žukas“")]);
    let invoice = office.add("invoices", &[("client", "UAB „Žukas“")]);
    office.add("invoice-lines", &[("invoice", &invoice.to_string()), ("title", "Malkos"), ("price", "1234.50")]);
    let other = office.add("invoices", &[("client", "UAB „Žukas“")]);
    assert_eq!(office.find("invoices", "zukas"), [invoice, other]);
    assert_eq!(office.find("invoices", "1493.75"), [invoice]);
    assert_eq!(office.find("invoices", "1493,75"), [invoice]);
    let line = office.all("invoice-lines")[0];
    assert_eq!(office.find("invoice-lines", "zukas"), [line], "a draft goes by its client");

    // The search follows the name, what was changed together with it, and its way back.
    office.edit("clients", client, &[("name", "MB Balandis")]).unwrap();
    assert_eq!(office.find("invoices", "zukas"), []);
    assert_eq!(office.find("invoices", "balandis"), [invoice, other]);
    assert_eq!(office.find("invoice-lines", "balandis"), [line]);
    office.engine.undo().unwrap();
    assert_eq!(office.find("invoices", "zukas"), [invoice, other]);
    assert_eq!(office.find("invoice-lines", "zukas"), [line]);

    // A number given to the invoice is what its lines go by.
    office.engine.issue(office.table("invoices"), invoice).unwrap();
    let number = office.text("invoices", invoice, "number");
    assert_eq!(office.find("invoice-lines", &number), [line]);
}

#[test]
fn suggestions_know_every_name_and_no_deleted_record() {
    let office = Office::new();
    let rows: String = (0..400).map(|number| format!("UAB Gilė {number},g{number}@imone.example\n")).collect();
    let file = format!("Pavadinimas,El. paštas\n{rows}Gilė,\n");
    office.import_bytes(file.as_bytes(), "list.csv", &Default::default()).unwrap();
    let clients = office.table("clients");
    let suggest = |text: &str| -> Vec<String> {
        let found = office.engine.suggest(&[clients], text, 5, Language::Lt).unwrap();
        found.into_iter().map(|suggestion| suggestion.title).collect()
    };
    assert_eq!(suggest("gil")[0], "Gilė", "the last one added begins so");
    let query = ListQuery { table: clients, search: "uab".into(), ..ListQuery::default() };
    let listing = office.engine.list(&query).unwrap();
    let rows = office.engine.rows(clients, &listing.numbers[..399], &[], Language::Lt).unwrap();
    let ids: Vec<_> = rows.into_iter().map(|row| row.id).collect();
    office.engine.delete_records(clients, &ids).unwrap();
    assert_eq!(suggest("uab"), ["UAB Gilė 399"]);
}

#[test]
fn only_a_condition_filters() {
    let office = Office::new();
    office.add("clients", &[("name", "Rasa")]);
    for filter in ["name", "1", "since"] {
        let query = ListQuery { table: office.table("clients"), filter: Some(filter.into()), ..ListQuery::default() };
        let refused = office.engine.list(&query).unwrap_err();
        assert!(refused.message(Language::Lt).contains("taip/ne"), "{}", refused.message(Language::Lt));
    }
    assert_eq!(office.filter("clients", "name = \"Rasa\"").len(), 1);
    assert_eq!(office.filter("clients", "yes").len(), 1);
}
