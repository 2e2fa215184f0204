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

fn formula(office: &Office, key: &str, expression: &str) -> Field {
    let result = Box::new(FieldKind::Number { scale: Some(2) });
    Field { kind: FieldKind::Formula { expression: expression.into(), result }, ..text_field(office, key) }
}

/// An invoice of 10.00 with a number field `extra` of 5 and formulas over both.
fn with_formulas(office: &Office) -> (TableId, model::ids::RecordId, FieldId) {
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    let invoice = office.add("invoices", &[("client", &client.to_string())]);
    office.add("invoice-lines", &[("invoice", &invoice.to_string()), ("title", "Malkos"), ("price", "10")]);
    let invoices = office.table("invoices");
    let extra = Field { kind: FieldKind::Number { scale: Some(0) }, ..text_field(office, "extra") };
    let extra = office.engine.add_field(invoices, extra).unwrap().output;
    office.edit("invoices", invoice, &[("extra", "5")]).unwrap();
    office.engine.add_field(invoices, formula(office, "with-extra", "net + extra")).unwrap();
    office.engine.add_field(invoices, formula(office, "twice", "[with-extra] * 2")).unwrap();
    (invoices, invoice, extra)
}

#[test]
fn a_removed_field_empties_what_is_computed_of_it_until_it_comes_back() {
    let office = Office::new();
    let (invoices, invoice, extra) = with_formulas(&office);
    let seen = |office: &Office| ["with-extra", "twice"].map(|key| office.text("invoices", invoice, key));
    assert_eq!(seen(&office), ["15", "30"]);
    office.engine.remove_field(invoices, extra).unwrap();
    assert_eq!(seen(&office), ["", "0"], "an empty number counts as 0 beside another");
    office.is_whole();
    office.engine.restore_field(invoices, extra).unwrap();
    assert_eq!(seen(&office), ["15", "30"]);
    office.is_whole();
    office.engine.undo().unwrap();
    assert_eq!(seen(&office), ["", "0"], "an empty number counts as 0 beside another");
    office.engine.undo().unwrap();
    assert_eq!(seen(&office), ["15", "30"]);
    office.is_whole();

    let lines = office.table("invoice-lines");
    office.engine.remove_table(lines).unwrap();
    assert_eq!(office.text("invoices", invoice, "net"), "");
    office.engine.restore_table(lines).unwrap();
    assert_eq!(seen(&office), ["15", "30"]);
    office.is_whole();

    let twice = office.field("invoices", "twice");
    office.engine.remove_field(invoices, twice).unwrap();
    office.edit("invoices", invoice, &[("extra", "6")]).unwrap();
    office.engine.restore_field(invoices, twice).unwrap();
    assert_eq!(seen(&office), ["16", "32"]);
    office.is_whole();
}

#[test]
fn a_name_that_a_formula_uses_changes_in_the_formula_too() {
    let office = Office::new();
    let (invoices, invoice, extra) = with_formulas(&office);
    let lines = office.table("invoice-lines");
    let count = formula(&office, "how-many", "count(invoice-lines.title) + extra*1");
    office.engine.add_field(invoices, count).unwrap();
    let before = records(&office);
    office.engine.change_field(invoices, extra, |field| field.key = "more".into()).unwrap();
    there_and_back(&office, &before);
    office.engine.change_table(lines, |info| info.key = "rows".into()).unwrap();
    let text = office.engine.with_schema(|schema| {
        let field = schema.table_by_key("invoices").and_then(|of| of.field_by_key("how-many")).unwrap();
        field.formula().unwrap().to_owned()
    });
    assert_eq!(text, "count(rows.title) + more*1");
    assert_eq!(["with-extra", "how-many"].map(|key| office.text("invoices", invoice, key)), ["15", "6"]);
    office.is_whole();
}

#[test]
fn a_circle_is_refused_and_stops_no_other_formula() {
    let office = Office::new();
    let (invoices, invoice, extra) = with_formulas(&office);
    // The field rests; a formula of its name takes its place and then leaves it again.
    office.engine.remove_field(invoices, extra).unwrap();
    let circle = office.engine.add_field(invoices, formula(&office, "extra", "twice / 4"));
    let sentence = circle.unwrap_err().message(Language::Lt);
    assert!(sentence.contains("pati nuo savęs"), "{sentence}");
    office.engine.restore_field(invoices, extra).unwrap();
    let circle = |field: &mut Field| {
        let FieldKind::Formula { expression, .. } = &mut field.kind else { panic!() };
        *expression = "twice + 1".into();
    };
    assert!(office.engine.change_field(invoices, office.field("invoices", "with-extra"), circle).is_err());
    assert_eq!(office.text("invoices", invoice, "twice"), "30");
    office.is_whole();
}

#[test]
fn a_table_that_gets_another_key_gets_its_index() {
    let office = Office::new();
    let clients = office.table("clients");
    office.add("clients", &[("name", "UAB „Rasa“"), ("city", "Kaunas")]);
    let city = office.field("clients", "city");
    office.engine.change_table(clients, |info| info.keys.push(city)).unwrap();
    office.is_whole();
    office.add("clients", &[("name", "UAB „Rūta“"), ("city", "Utena")]);
    office.is_whole();
    office.engine.change_table(clients, |info| info.keys.clear()).unwrap();
    office.is_whole();
    office.engine.undo_steps(3).unwrap();
    office.is_whole();
}
