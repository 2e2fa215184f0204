//! Lists stay in their order whatever changes.

use engine::{ListQuery, Paste, cells_of};
use flows_tests::Office;
use model::{
    ids::{FieldId, RecordId},
    language::{Label, Language},
    layout::SortBy,
    schema::{Field, FieldKind},
};
use std::thread;

fn sorted(office: &Office, table: &str, key: &str, descending: bool) -> Vec<RecordId> {
    let sort = vec![SortBy { field: office.field(table, key), descending }];
    let table = office.table(table);
    let listing = office.engine.list(&ListQuery { table, sort, ..ListQuery::default() }).unwrap();
    let rows = office.engine.rows(table, &listing.numbers, &[], office.engine.language()).unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

fn add_field(office: &Office, table: &str, key: &str, kind: FieldKind) {
    let label = Label::new(format!("Laukas {key}"), format!("Field {key}"));
    let field = Field { id: FieldId(office.engine.new_id()), key: key.into(), label, kind, ..Field::default() };
    office.engine.add_field(office.table(table), field).unwrap();
}

#[test]
fn an_order_by_what_depends_on_the_day_is_another_one_tomorrow() {
    let office = Office::new();
    let kind = FieldKind::Formula { expression: "due-date < today()".into(), result: Box::new(FieldKind::YesNo) };
    add_field(&office, "invoices", "late", kind);
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    let invoice = |day| office.add("invoices", &[("client", &*client.to_string()), ("due-date", day)]);
    let (later, sooner) = (invoice("2026-03-10"), invoice("2026-03-05"));
    assert_eq!(sorted(&office, "invoices", "late", true), [later, sooner]);
    office.clock.pass(60 * 24 * 4);
    assert_eq!(sorted(&office, "invoices", "late", true), [sooner, later], "its day has passed");
    office.edit("invoices", sooner, &[("due-date", "2026-04-01")]).unwrap();
    office.edit("invoices", later, &[("due-date", "2026-03-01")]).unwrap();
    assert_eq!(sorted(&office, "invoices", "late", true), [later, sooner], "its day was moved");
}

#[test]
fn an_order_by_a_link_follows_the_names_of_the_same_table() {
    let office = Office::new();
    let clients = office.table("clients");
    let kind = FieldKind::Link { targets: vec![clients], many: false, on_delete: Default::default() };
    add_field(&office, "clients", "owner", kind);
    let [first, second] = ["Antanas", "Birutė"].map(|name| office.add("clients", &[("name", name)]));
    let owned = [second, first].map(|owner| office.add("clients", &[("name", "UAB"), ("owner", &owner.to_string())]));
    assert_eq!(sorted(&office, "clients", "owner", false)[..2], [owned[1], owned[0]]);
    office.edit("clients", first, &[("name", "Zita")]).unwrap();
    assert_eq!(sorted(&office, "clients", "owner", false)[..2], owned);
}

#[test]
fn ten_stands_after_two_in_names_too() {
    let office = Office::new();
    let clients = ["Sklypas 10", "Sklypas 2", "Sklypas 1"].map(|name| office.add("clients", &[("name", name)]));
    assert_eq!(sorted(&office, "clients", "name", false), [clients[2], clients[1], clients[0]]);
}

#[test]
fn rows_pasted_beyond_the_end_of_a_list_are_new_records_and_one_step_back() {
    let office = Office::new();
    let first = office.add("clients", &[("name", "UAB „Rasa“")]);
    let columns = ["name", "city"].map(|key| office.field("clients", key)).to_vec();
    let into = Paste { table: office.table("clients"), by: None, rows: vec![first], columns };
    let cells = cells_of("UAB „Rasa“\tKaunas\nUAB „Lija“\tVilnius\nMB „Ūkas“\tUtena\n");
    assert_eq!(office.engine.paste(&into, &cells, Language::Lt).unwrap().output, 3);
    assert_eq!(office.all("clients").len(), 3);
    office.engine.undo().unwrap();
    assert_eq!(office.all("clients"), [first]);
    // A row without a name is refused with its number, and nothing is there then.
    let error = office.engine.paste(&into, &cells_of("UAB „Rasa“\tKaunas\n\tVilnius"), Language::Lt).unwrap_err();
    assert!(error.message(Language::Lt).contains("2 eilutė"), "{}", error.message(Language::Lt));
    assert_eq!(office.all("clients"), [first]);
}

#[test]
fn a_record_that_came_back_stands_where_it_stood() {
    let office = Office::new();
    let clients = ["Antanas", "Birutė", "Cecilija"].map(|name| office.add("clients", &[("name", name)]));
    office.engine.delete_records(office.table("clients"), &clients[..1]).unwrap();
    office.engine.undo().unwrap();
    assert_eq!(office.all("clients"), clients);
}

#[test]
fn lists_that_are_read_while_others_write_are_right_afterwards() {
    let office = Office::new();
    const MANY: usize = 200;
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for n in 0..MANY {
                office.add("clients", &[("name", &format!("K{n}"))]);
            }
        });
        while !writer.is_finished() {
            sorted(&office, "clients", "name", false);
            office.find("clients", "K1");
        }
    });
    assert_eq!(sorted(&office, "clients", "name", false).len(), MANY);
    assert_eq!(office.find("clients", "K").len(), MANY);
}
