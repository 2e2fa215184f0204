//! The base as it was.

use engine::{Clock as _, Engine, ListQuery};
use flows_tests::{Office, table};

fn names(engine: &Engine) -> Vec<String> {
    let clients = table(engine, "clients");
    let name = engine.with_schema(|schema| schema.table(clients).unwrap().info.title);
    let listing = engine.list(&ListQuery { table: clients, ..ListQuery::default() }).unwrap();
    let rows = engine.rows(clients, &listing.numbers, &[name], engine.language()).unwrap();
    let mut names: Vec<String> = rows.into_iter().map(|row| row.cells[0].text.clone()).collect();
    names.sort();
    names
}

#[test]
fn each_day_is_shown_as_it_was() {
    let office = Office::new();
    let monday = office.clock.pass(10);
    let rasa = office.add("clients", &[("name", "UAB „Rasa“")]);
    let tuesday = office.clock.pass(24 * 60);
    office.edit("clients", rasa, &[("name", "UAB „Rūta“")]).unwrap();
    office.add("clients", &[("name", "MB „Ąžuolas“")]);
    let wednesday = office.clock.pass(24 * 60);
    office.engine.delete_records(office.table("clients"), &[rasa]).unwrap();
    let thursday = office.clock.pass(24 * 60);
    office.engine.undo().unwrap();

    let at = |moment: i64| names(&office.engine.as_of(moment).unwrap());
    assert_eq!(at(monday - 1), Vec::<String>::new());
    assert_eq!(at(tuesday - 1), ["UAB „Rasa“"]);
    assert_eq!(at(wednesday - 1), ["MB „Ąžuolas“", "UAB „Rūta“"]);
    assert_eq!(at(thursday - 1), ["MB „Ąžuolas“"]);
    assert_eq!(at(office.clock.now()), names(&office.engine));
}

#[test]
fn looking_at_the_past_changes_nothing() {
    let office = Office::new();
    office.add("clients", &[("name", "UAB „Rasa“")]);
    let moment = office.clock.pass(10);
    office.add("clients", &[("name", "UAB „Rūta“")]);
    let before = office.dump();
    let past = office.engine.as_of(moment - 1).unwrap();
    assert_eq!(past.path(), None);
    assert_eq!(past.verify().unwrap(), Vec::<String>::new());
    drop(past);
    assert_eq!(office.dump(), before);
}

#[test]
fn totals_and_structure_of_the_past_are_those_of_the_past() {
    let office = Office::new();
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    let invoice = office.add("invoices", &[("client", &client.to_string())]);
    let owner = invoice.to_string();
    let line = |price| office.add("invoice-lines", &[("invoice", &*owner), ("title", "Malkos"), ("price", price)]);
    line("10");
    let moment = office.clock.pass(60);
    line("20");
    let (table, field) = (office.table("clients"), office.field("clients", "city"));
    office.engine.change_field(table, field, |field| field.key = "town".into()).unwrap();

    let past = office.engine.as_of(moment - 1).unwrap();
    let invoices = office.table("invoices");
    let net = office.field("invoices", "net");
    let then = past.record(invoices, invoice).unwrap().values.get(net).and_then(|value| value.as_number()).unwrap();
    assert_eq!(then.normalize().to_string(), "10");
    assert_eq!(office.text("invoices", invoice, "net"), "30.00");
    assert!(past.with_schema(|schema| schema.table(table).unwrap().field_by_key("city").is_some()));
    assert!(office.engine.with_schema(|schema| schema.table(table).unwrap().field_by_key("city").is_none()));
}

/// What is there, without the history.
fn present(engine: &Engine) -> String {
    let dump = flows_tests::dump(engine).unwrap();
    let is_entry = |line: &str| line.split(' ').next().is_some_and(|word| word.parse::<u32>().is_ok());
    dump.lines().filter(|line| !is_entry(line)).collect::<Vec<&str>>().join("\n")
}

#[test]
fn the_journal_alone_makes_the_base_anew() {
    let office = Office::that_sells();
    let (clients, invoices) = (office.table("clients"), office.table("invoices"));
    let client = office.add("clients", &[("name", "UAB „Rasa“"), ("city", "Kaunas"), ("company-code", "301126485")]);
    let city = office.field("clients", "city");
    office.engine.change_table(clients, |info| info.keys.push(city)).unwrap();
    let [first, second] = [(); 2].map(|()| {
        let invoice = office.add("invoices", &[("client", &client.to_string())]);
        for price in ["10", "20,05"] {
            let line = [("invoice", &*invoice.to_string()), ("title", "Malkos"), ("price", price)];
            office.add("invoice-lines", &line);
        }
        invoice
    });
    office.engine.issue(invoices, first).unwrap();
    office.engine.mark_printed(invoices, &[first]).unwrap();
    office.engine.void(invoices, first).unwrap();
    office.engine.undo().unwrap();
    office.engine.delete_records(invoices, &[second]).unwrap();
    office.engine.undo().unwrap();
    office.engine.remove_table(office.table("payments")).unwrap();
    office.engine.undo().unwrap();
    office.engine.remove_field(clients, city).unwrap();
    office.engine.restore_field(clients, city).unwrap();
    office.edit("clients", client, &[("city", "Utena")]).unwrap();

    let past = office.engine.as_of(office.clock.now()).unwrap();
    assert_eq!(present(&past), present(&office.engine));
    assert_eq!(past.verify().unwrap(), Vec::<String>::new());
    office.is_whole();
}
