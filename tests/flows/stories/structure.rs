//! Tables and fields that the office changes while it works.

use flows_tests::Office;
use model::{
    ids::{FieldId, TableId},
    language::{Label, Language},
    schema::{Field, FieldKind, TableInfo},
};

fn text_field(office: &Office, key: &str) -> Field {
    let label = Label::new(format!("Laukas {key}"), format!("Field {key}"));
    Field { id: FieldId(office.engine.new_id()), key: key.into(), label, ..Field::default() }
}

/// Undoes the last action, checks that everything is as `before`, and does it again.
fn there_and_back(office: &Office, before: &str) {
    let after = records(office);
    office.engine.undo().unwrap();
    assert_eq!(records(office), before);
    office.is_whole();
    office.engine.redo().unwrap();
    assert_eq!(records(office), after);
    office.is_whole();
}

/// What the office sees without the history, which only ever grows.
fn records(office: &Office) -> String {
    let record = |line: &str| line.get(..32).is_some_and(|id| id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    office.dump().lines().filter(|line| line.starts_with('#') || record(line)).map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_field_comes_goes_and_comes_back_with_its_values() {
    let office = Office::new();
    let clients = office.table("clients");
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);

    let before = records(&office);
    let field = office.engine.add_field(clients, text_field(&office, "nickname")).unwrap().output;
    there_and_back(&office, &before);
    office.edit("clients", client, &[("nickname", "Rasytė")]).unwrap();

    let before = records(&office);
    office.engine.change_field(clients, field, |field| field.key = "pet-name".into()).unwrap();
    there_and_back(&office, &before);
    assert_eq!(office.text("clients", client, "pet-name"), "Rasytė");

    let before = records(&office);
    office.engine.remove_field(clients, field).unwrap();
    there_and_back(&office, &before);
    assert_eq!(office.find("clients", "rasyte"), [], "what rests in the trash is not found");

    let office = office.reopen();
    let before = records(&office);
    office.engine.restore_field(clients, field).unwrap();
    there_and_back(&office, &before);
    assert_eq!(office.text("clients", client, "pet-name"), "Rasytė");
    assert_eq!(office.find("clients", "rasyte"), [client]);
}

#[test]
fn a_table_comes_goes_and_comes_back_with_its_records() {
    let office = Office::new();
    let name = text_field(&office, "name");
    let info = TableInfo {
        id: TableId(office.engine.new_id()),
        key: "cars".into(),
        label: Label::new("Automobiliai", "Cars"),
        one: Label::new("Automobilis", "Car"),
        title: name.id,
        ..TableInfo::default()
    };
    let before = records(&office);
    let cars = office.engine.add_table(info, vec![name]).unwrap().output;
    there_and_back(&office, &before);
    let car = office.add("cars", &[("name", "ABC 123")]);

    let before = records(&office);
    office.engine.change_table(cars, |info| info.key = "vehicles".into()).unwrap();
    there_and_back(&office, &before);

    let before = records(&office);
    office.engine.remove_table(cars).unwrap();
    there_and_back(&office, &before);
    assert!(office.engine.with_schema(|schema| schema.table_by_key("vehicles").is_none()));

    let office = office.reopen();
    office.engine.restore_table(cars).unwrap();
    assert_eq!(office.text("vehicles", car, "name"), "ABC 123");
    office.is_whole();
}

#[test]
fn a_formula_added_later_is_computed_for_every_record() {
    let office = Office::new();
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    let invoice = office.add("invoices", &[("client", &client.to_string())]);
    office.add("invoice-lines", &[("invoice", &invoice.to_string()), ("title", "Malkos"), ("price", "10")]);
    let result = Box::new(FieldKind::Number { scale: Some(2) });
    let kind = |expression: &str| FieldKind::Formula { expression: expression.into(), result: result.clone() };
    let doubled = Field { kind: kind("net * 2"), ..text_field(&office, "doubled") };
    let field = office.engine.add_field(office.table("invoices"), doubled).unwrap().output;
    assert_eq!(office.text("invoices", invoice, "doubled"), "20");
    let tripled = |field: &mut Field| field.kind = kind("net * 3");
    office.engine.change_field(office.table("invoices"), field, tripled).unwrap();
    assert_eq!(office.text("invoices", invoice, "doubled"), "30");
    office.is_whole();
    office.engine.undo().unwrap();
    assert_eq!(office.text("invoices", invoice, "doubled"), "20");
    office.is_whole();
}

#[test]
fn what_would_break_the_structure_is_refused_with_a_sentence() {
    let office = Office::new();
    let clients = office.table("clients");
    let before = office.dump();
    let wrong = |key: &str, expression: &str| Field {
        kind: FieldKind::Formula { expression: expression.into(), result: Box::new(FieldKind::Text) },
        ..text_field(&office, key)
    };
    let refused = [
        office.engine.add_field(clients, text_field(&office, "name")).err(),
        office.engine.add_field(clients, text_field(&office, "Didelis")).err(),
        office.engine.add_field(clients, wrong("broken", "name +")).err(),
        office.engine.add_field(clients, wrong("lost", "no-such-field")).err(),
        office.engine.add_field(clients, wrong("circle", "circle + 1")).err(),
        office.engine.remove_field(clients, office.field("clients", "name")).err(),
        office
            .engine
            .change_field(clients, office.field("clients", "city"), |field| field.kind = FieldKind::Date)
            .err(),
        office.engine.change_table(clients, |info| info.key = "invoices".into()).err(),
    ];
    for (at, refused) in refused.into_iter().enumerate() {
        let refused = refused.unwrap_or_else(|| panic!("case {at} was accepted"));
        assert!(!refused.message(Language::Lt).is_empty() && !refused.message(Language::En).is_empty(), "case {at}");
    }
    assert_eq!(office.dump(), before);
    office.is_whole();
}
