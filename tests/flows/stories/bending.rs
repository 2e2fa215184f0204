//! An office bends its program: what uses a field, other kinds, new tables, what is left where something was removed.

use engine::{FieldPlace, GapPlace, KeepText, NewTable, RelatedPlace, UseKind};
use flows_tests::Office;
use model::{
    ids::{FieldId, RecordId, TableId},
    language::{Label, Language},
    layout::{CardItemKind, PrintItemKind},
    schema::{Field, FieldKind, FieldRole},
};

fn field(label: &str, kind: FieldKind) -> Field {
    Field { label: Label::new(label, label), kind, ..Field::default() }
}

fn link(table: TableId) -> FieldKind {
    FieldKind::Link { targets: vec![table], many: false, on_delete: Default::default() }
}

fn new_table(office: &Office) -> TableId {
    let new = NewTable {
        label: Label::new("Automobiliai", "Vehicles"),
        one: Label::new("Automobilis", "Vehicle"),
        ..NewTable::default()
    };
    office.engine.new_table(&new).unwrap().output
}

fn definitions(office: &Office) -> String {
    let schema = office.engine.with_schema(|schema| format!("{:?}", schema.tables));
    format!("{schema} {:?}", office.engine.layouts().unwrap())
}

#[test]
fn a_new_table_has_its_card_and_its_list_and_shows_on_the_card_it_links_to() {
    let office = Office::new();
    let (clients, before) = (office.table("clients"), definitions(&office));
    let cars = new_table(&office);
    assert_eq!(office.table("vehicles"), cars);
    let place = FieldPlace { on_card: true, on_list: true, related: RelatedPlace::FirstCard };
    let card = office.engine.cards(clients).unwrap().remove(0);
    office.engine.new_field(cars, field("Klientas", link(clients)), &place).unwrap();
    let number = office.engine.new_field(cars, field("Valst. Nr.", FieldKind::Text), &place).unwrap().output;
    assert_eq!(office.field("vehicles", "valst-nr"), number);
    let own = office.engine.cards(cars).unwrap().remove(0);
    assert_eq!(own.items.iter().filter(|item| matches!(item.what, CardItemKind::Field(_))).count(), 4);
    assert_eq!(office.engine.lists(cars).unwrap()[0].columns.len(), 3);
    let after = office.engine.cards(clients).unwrap().remove(0);
    let added: Vec<_> = after.items.iter().filter(|item| !card.items.contains(item)).collect();
    assert!(matches!(added[..], [item] if matches!(&item.what, CardItemKind::Related { table, .. } if *table == cars)));
    assert!(added[0].parent.is_some(), "a page of the tabs");
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    let car = office.add("vehicles", &[("name", "Volvo"), ("klientas", &client.to_string())]);
    assert_eq!(office.engine.related(cars, office.field("vehicles", "klientas"), client).unwrap(), [car]);
    office.is_whole();
    office.engine.undo_steps(5).unwrap();
    same(&definitions(&office), &before, "");
    office.engine.redo_steps(5).unwrap();
    assert_eq!(office.text("vehicles", car, "klientas"), "UAB „Rasa“");
    office.is_whole();
}

#[test]
fn a_copy_of_a_table_means_nothing_to_the_rules() {
    let office = Office::new();
    let like = Some(office.table("invoices"));
    let new = NewTable { label: Label::new("Užsakymai", "Orders"), like, ..NewTable::default() };
    let orders = office.engine.new_table(&new).unwrap().output;
    office.engine.with_schema(|schema| {
        let table = schema.table(orders).unwrap();
        assert_eq!(table.info.role, None);
        assert!(table.live().all(|field| field.role.is_none_or(|role| role == FieldRole::Notes)));
        assert!(table.field_by_key("client").is_some() && table.field_by_key("date").is_some());
    });
    for card in office.engine.cards(orders).unwrap() {
        assert_eq!(office.engine.gaps_of_card(&card), []);
    }
    for list in office.engine.lists(orders).unwrap() {
        assert_eq!(office.engine.present_list(&list), (list, vec![]));
    }
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    office.add("orders", &[("client", &client.to_string())]);
    office.is_whole();
    office.engine.undo_steps(3).unwrap();
    office.is_whole();
}

/// A field of the clients that two cards, a list, a print form, a formula and a filter use.
fn used_everywhere(office: &Office) -> (TableId, FieldId) {
    let (clients, invoices) = (office.table("clients"), office.table("invoices"));
    let place = FieldPlace { on_card: true, on_list: true, ..FieldPlace::default() };
    let colour = office.engine.new_field(clients, field("Spalva", FieldKind::Text), &place).unwrap().output;
    let mut card = office.engine.cards(invoices).unwrap().remove(0);
    card.items[0].visible = Some("client.spalva <> \"juoda\"".into());
    office.engine.save_card(card).unwrap();
    let mut form = office.engine.forms(invoices).unwrap().remove(0);
    let text = form.bands.iter_mut().flat_map(|band| &mut band.items).find_map(|item| match &mut item.what {
        PrintItemKind::Text(label) => Some(label),
        _ => None,
    });
    let text = text.unwrap();
    text.lt = format!("Spalva:  {{ client.spalva }}\n{}", text.lt);
    office.engine.save_form(form).unwrap();
    let formula = FieldKind::Formula { expression: "name & spalva".into(), result: Box::new(FieldKind::Text) };
    office.engine.add_field(clients, field("Abu", formula)).unwrap();
    let mut list = office.engine.lists(clients).unwrap().remove(1);
    list.filter = Some("spalva = \"balta\"".into());
    office.engine.save_list(list).unwrap();
    (clients, colour)
}

#[test]
fn the_rehearsal_names_all_six_and_each_opens_with_a_mark_without_the_field() {
    let office = Office::that_sells();
    let (clients, colour) = used_everywhere(&office);
    let client = office.add("clients", &[("name", "UAB „Rasa“"), ("spalva", "balta")]);
    let invoice = office.add("invoices", &[("client", &client.to_string())]);
    assert_eq!(office.engine.filled(clients, colour).unwrap(), 1);
    let uses = office.engine.uses(clients, Some(colour)).unwrap();
    let kinds: Vec<UseKind> = uses.iter().map(|found| found.kind).collect();
    use UseKind as K;
    assert_eq!(kinds, [K::Card, K::CardCondition, K::ListColumn, K::ListFilter, K::Form, K::Formula]);
    assert_eq!(uses[0].place.lt, "Kortelė „Klientas“");

    let before = definitions(&office);
    office.engine.remove_field(clients, colour).unwrap();
    assert_eq!(office.engine.uses(clients, Some(colour)).unwrap().len(), 6, "what rests in the trash is still known");
    let gaps = |table: TableId| {
        let card = office.engine.cards(table).unwrap().remove(0);
        office.engine.gaps_of_card(&card)
    };
    let invoices = office.table("invoices");
    assert!(
        matches!(gaps(clients)[..], [ref gap] if matches!(gap.place, GapPlace::Item(_)) && gap.message.lt.contains("„Spalva“"))
    );
    assert!(matches!(gaps(invoices)[..], [ref gap] if matches!(gap.place, GapPlace::Condition(_))));
    let lists = office.engine.lists(clients).unwrap();
    let (shown, missing) = office.engine.present_list(&lists[0]);
    assert_eq!((shown.columns.len(), missing.len()), (lists[0].columns.len() - 1, 1));
    let (shown, missing) = office.engine.present_list(&lists[1]);
    assert_eq!((shown.filter, missing.last().unwrap().place), (None, GapPlace::Filter));
    let form = office.engine.forms(invoices).unwrap().remove(0);
    assert_eq!(office.engine.gaps_of_form(&form)[0].mark.lt, "«client.spalva?»");
    assert!(office.engine.render(invoices, &[invoice], None, Language::Lt).unwrap().pdf.len() > 1000);
    assert_eq!(office.text("clients", client, "abu"), "");
    office.add("invoice-lines", &[("invoice", &invoice.to_string()), ("title", "Malkos"), ("price", "10")]);
    let refused = office.engine.issue(invoices, invoice).unwrap_err().message(Language::Lt);
    assert!(refused.contains("Spalva"), "{refused}");
    office.is_whole();

    office.engine.restore_field(clients, colour).unwrap();
    same(&definitions(&office), &before, "");
    assert_eq!((gaps(clients), gaps(invoices)), (vec![], vec![]));
    assert_eq!(office.text("clients", client, "abu"), "UAB „Rasa“balta");
    office.engine.issue(invoices, invoice).unwrap();
    office.is_whole();
}

#[test]
fn a_renamed_field_goes_by_its_new_name_in_all_six() {
    let office = Office::new();
    let (clients, colour) = used_everywhere(&office);
    let before = definitions(&office);
    office.engine.change_field(clients, colour, |field| field.key = "colour".into()).unwrap();
    assert_eq!(office.engine.uses(clients, Some(colour)).unwrap().len(), 6);
    let form = office.engine.forms(office.table("invoices")).unwrap().remove(0);
    let printed = format!("{form:?}");
    assert!(printed.contains("Spalva:  { client.colour }\\n"), "{printed}");
    office.engine.undo().unwrap();
    same(&definitions(&office), &before, "");
    office.is_whole();
}

/// Clients with dates that were kept as text, some of them no dates.
fn dated(office: &Office, good: usize, bad: usize) -> (FieldId, Vec<RecordId>) {
    let clients = office.table("clients");
    let since = office.engine.add_field(clients, field("Nuo", FieldKind::Text)).unwrap().output;
    let ids = (0..good + bad).map(|at| {
        let text = if at < bad { format!("pavasarį {at}") } else { format!("2026-01-{:02}", at % 28 + 1) };
        office.add("clients", &[("name", &format!("Klientas {at}")), ("nuo", &text)])
    });
    (since, ids.collect())
}

#[test]
fn text_becomes_dates_and_what_is_no_date_is_shown_before_and_kept_in_the_notes() {
    let office = Office::new();
    let (since, ids) = dated(&office, 30, 12);
    let clients = office.table("clients");
    office.edit("clients", ids[0], &[("notes", "Geras klientas")]).unwrap();
    let before = office.engine.records_text();
    let rehearsal = office.engine.rehearse_kind(clients, since, &FieldKind::Date).unwrap();
    assert_eq!((rehearsal.filled, rehearsal.converts, rehearsal.failing), (42, 30, 12));
    assert_eq!((rehearsal.failures.len(), &*rehearsal.failures[0].text), (12, "pavasarį 0"));
    assert_eq!(rehearsal.failures[0].title, "Klientas 0");
    let report =
        office.engine.change_kind(clients, since, FieldKind::Date, KeepText::InNotes, &mut |_, _| true).unwrap().output;
    assert_eq!((report.converted, report.failed, report.kept), (30, 12, 12));
    assert_eq!(office.text("clients", ids[0], "nuo"), "");
    assert_eq!(office.text("clients", ids[0], "notes"), "Geras klientas\nNuo: pavasarį 0");
    assert_eq!(office.filter("clients", "nuo >= \"2026-01-01\"").len(), 30);
    office.is_whole();
    let after = office.engine.records_text();
    let office = office.reopen();
    office.engine.undo().unwrap();
    same(&office.engine.records_text(), &before, "");
    office.is_whole();
    office.engine.redo().unwrap();
    same(&office.engine.records_text(), &after, "");
    office.is_whole();
}

/// Asserts that two texts are the same, and says only which lines are not.
fn same(now: &str, before: &str, what: &str) {
    let differ: Vec<(&str, &str)> = now.lines().zip(before.lines()).filter(|(now, before)| now != before).collect();
    assert!(differ.is_empty() && now.lines().count() == before.lines().count(), "{what}: {differ:#?}");
}

trait RecordsText {
    fn records_text(&self) -> String;
}

impl RecordsText for engine::Engine {
    fn records_text(&self) -> String {
        let dump = flows_tests::dump(self).unwrap();
        let record = |line: &&str| line.get(..32).is_some_and(|id| id.bytes().all(|byte| byte.is_ascii_hexdigit()));
        dump.lines().filter(|line| line.starts_with('#') || record(line)).collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn a_change_of_kind_that_is_stopped_leaves_nothing() {
    let office = Office::new();
    let (since, _) = dated(&office, 3, 2);
    let before = office.dump();
    let stopped =
        office.engine.change_kind(office.table("clients"), since, FieldKind::Date, KeepText::Drop, &mut |_, _| false);
    assert!(matches!(stopped, Err(engine::EngineError::Cancelled)));
    assert_eq!(office.dump(), before);
    office.is_whole();
}

#[test]
fn every_kind_leads_to_text_and_back() {
    let office = Office::new();
    let clients = office.table("clients");
    let kinds = [
        (FieldKind::Number { scale: Some(2) }, "1234.5"),
        (FieldKind::Money { currency: "EUR".into() }, "12.30"),
        (FieldKind::Date, "2026-03-01"),
        (FieldKind::DateTime, "2026-03-01 09:30"),
        (FieldKind::Time, "09:30"),
        (FieldKind::YesNo, "taip"),
        (FieldKind::Phone, "+370 612 34567"),
        (FieldKind::Email, "ona@rasa.lt"),
        (FieldKind::LongText, "Viena eilutė"),
        (FieldKind::DayOfYear, "03-01"),
        (FieldKind::Choice { many: false, choices: vec![] }, "Raudona"),
    ];
    for (kind, text) in kinds {
        let id = office.engine.add_field(clients, field("Bandomas", FieldKind::Text)).unwrap().output;
        let client = office.add("clients", &[("name", "UAB „Rasa“"), ("bandomas", text)]);
        let before = office.engine.records_text();
        let there =
            office.engine.change_kind(clients, id, kind.clone(), KeepText::Drop, &mut |_, _| true).unwrap().output;
        assert_eq!((there.converted, there.failed), (1, 0), "{kind:?}");
        let said = office.engine.record(clients, client).unwrap().values.get(id).cloned();
        let back =
            office.engine.change_kind(clients, id, FieldKind::Text, KeepText::Drop, &mut |_, _| true).unwrap().output;
        assert_eq!((back.converted, back.failed), (1, 0), "{kind:?} {said:?}");
        office.engine.undo_steps(2).unwrap();
        same(&office.engine.records_text(), &before, &format!("{kind:?}"));
        office.is_whole();
        office.engine.undo_steps(2).unwrap();
    }
}

#[test]
fn names_become_links_where_they_are_unique() {
    let office = Office::new();
    let clients = office.table("clients");
    let cars = new_table(&office);
    let owner = office.engine.add_field(cars, field("Savininkas", FieldKind::Text)).unwrap().output;
    let rasa = office.add("clients", &[("name", "UAB „Rasa“")]);
    office.add("clients", &[("name", "Jonas")]);
    office.add("clients", &[("name", "Jonas")]);
    for name in ["uab „rasa“", "Jonas", "Petras"] {
        office.add("vehicles", &[("name", "Volvo"), ("savininkas", name)]);
    }
    let before = office.engine.records_text();
    let rehearsal = office.engine.rehearse_kind(cars, owner, &link(clients)).unwrap();
    let messages: Vec<&str> = rehearsal.failures.iter().map(|failure| &*failure.message.en).collect();
    assert_eq!(messages, ["Several records have this title.", "No record has this title."]);
    office.engine.change_kind(cars, owner, link(clients), KeepText::InNotes, &mut |_, _| true).unwrap();
    assert_eq!(office.engine.related(cars, owner, rasa).unwrap().len(), 1);
    assert_eq!(office.filter("vehicles", "contains(notes, \"Savininkas: Jonas\")").len(), 1);
    office.is_whole();
    office.engine.change_kind(cars, owner, FieldKind::Text, KeepText::Drop, &mut |_, _| true).unwrap();
    assert_eq!(office.find("vehicles", "rasa").len(), 1);
    office.engine.undo_steps(2).unwrap();
    same(&office.engine.records_text(), &before, "");
    office.is_whole();
}

#[test]
fn a_list_of_choices_is_made_of_the_values() {
    let office = Office::new();
    let clients = office.table("clients");
    let colour = office.engine.add_field(clients, field("Spalva", FieldKind::Text)).unwrap().output;
    for text in ["Raudona", "žalia", "raudona ", "Žalia", "2 spalvos"] {
        office.add("clients", &[("name", "Klientas"), ("spalva", text)]);
    }
    let kind = FieldKind::Choice { many: false, choices: vec![] };
    let rehearsal = office.engine.rehearse_kind(clients, colour, &kind).unwrap();
    let labels: Vec<&str> = rehearsal.choices.iter().map(|choice| &*choice.label.lt).collect();
    assert_eq!((labels, rehearsal.failing), (vec!["2 spalvos", "Raudona", "žalia"], 0));
    let report = office.engine.change_kind(clients, colour, kind, KeepText::Drop, &mut |_, _| true).unwrap().output;
    assert_eq!((report.converted, report.choices), (5, 3));
    assert_eq!(office.filter("clients", "spalva = \"raudona\"").len(), 2);
    office.is_whole();
}

#[test]
fn a_formula_becomes_what_was_computed_and_the_other_way_round() {
    let office = Office::new();
    let clients = office.table("clients");
    let formula = FieldKind::Formula { expression: "upper(name)".into(), result: Box::new(FieldKind::Text) };
    let loud = office.engine.add_field(clients, field("Garsiai", formula.clone())).unwrap().output;
    let client = office.add("clients", &[("name", "Rasa")]);
    let before = office.engine.records_text();
    office.engine.change_kind(clients, loud, FieldKind::Text, KeepText::Drop, &mut |_, _| true).unwrap();
    office.edit("clients", client, &[("name", "Rūta")]).unwrap();
    assert_eq!(office.text("clients", client, "garsiai"), "RASA");
    office.is_whole();
    let entered = office.engine.records_text();
    office.engine.change_kind(clients, loud, formula, KeepText::InNotes, &mut |_, _| true).unwrap();
    assert_eq!(office.text("clients", client, "garsiai"), "RŪTA");
    office.is_whole();
    office.engine.undo().unwrap();
    same(&office.engine.records_text(), &entered, "");
    office.engine.undo_steps(2).unwrap();
    same(&office.engine.records_text(), &before, "");
    office.is_whole();
    office.engine.redo_steps(3).unwrap();
    assert_eq!(office.text("clients", client, "garsiai"), "RŪTA");
    office.is_whole();
}

#[test]
fn a_field_of_an_issued_invoice_changes_its_kind_and_back_and_prints_the_same() {
    let office = Office::that_sells();
    let invoices = office.table("invoices");
    let order = Field { open_after_issue: false, ..field("Užsakymas", FieldKind::Text) };
    let order = office.engine.add_field(invoices, order).unwrap().output;
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    let invoice = office.add("invoices", &[("client", &client.to_string()), ("uzsakymas", "12")]);
    office.add("invoice-lines", &[("invoice", &invoice.to_string()), ("title", "Malkos"), ("price", "10")]);
    office.engine.issue(invoices, invoice).unwrap();
    let printed = office.engine.render(invoices, &[invoice], None, Language::Lt).unwrap();
    let number = FieldKind::Number { scale: Some(0) };
    office.engine.change_kind(invoices, order, number, KeepText::InNotes, &mut |_, _| true).unwrap();
    assert_eq!(office.engine.render(invoices, &[invoice], None, Language::Lt).unwrap(), printed);
    office.is_whole();
    office.engine.undo().unwrap();
    assert_eq!(office.text("invoices", invoice, "uzsakymas"), "12");
    office.is_whole();
}

#[test]
fn a_choice_in_use_is_not_lost_and_equal_values_are_not_called_unique() {
    let office = Office::new();
    let clients = office.table("clients");
    let kind = FieldKind::Choice { many: false, choices: vec![] };
    let colour = office.engine.add_field(clients, field("Spalva", FieldKind::Text)).unwrap().output;
    for text in ["Raudona", "Balta", "Balta"] {
        office.add("clients", &[("name", "Klientas"), ("spalva", text)]);
    }
    let unique = office.engine.change_field(clients, colour, |field| field.unique = true);
    assert!(unique.unwrap_err().message(Language::Lt).contains("vienodų reikšmių: 1"));
    office.engine.change_kind(clients, colour, kind, KeepText::Drop, &mut |_, _| true).unwrap();
    let without = |name: &'static str| {
        move |field: &mut Field| {
            let FieldKind::Choice { choices, .. } = &mut field.kind else { panic!() };
            choices.retain(|choice| choice.label.lt != name);
            choices.reverse();
        }
    };
    let lost = office.engine.change_field(clients, colour, without("Balta")).unwrap_err();
    assert!(lost.message(Language::Lt).contains("nebetiktų: 2"), "{}", lost.message(Language::Lt));
    office.engine.change_field(clients, colour, without("Mėlyna")).unwrap();
    let fewer = office.engine.with_schema(|schema| schema.field(clients, colour).unwrap().kind.clone());
    let FieldKind::Choice { choices, .. } = fewer else { panic!() };
    let red = choices.into_iter().filter(|choice| choice.label.lt == "Raudona").collect();
    let kind = FieldKind::Choice { many: false, choices: red };
    let report = office.engine.change_kind(clients, colour, kind, KeepText::InNotes, &mut |_, _| true).unwrap().output;
    assert_eq!((report.converted, report.failed), (1, 2));
    assert_eq!(office.filter("clients", "notes = \"Spalva: Balta\"").len(), 2);
    office.is_whole();
    office.engine.undo_steps(2).unwrap();
    office.is_whole();
}

#[test]
fn the_past_shows_the_kinds_of_the_past() {
    let office = Office::new();
    let (since, ids) = dated(&office, 3, 1);
    let clients = office.table("clients");
    let formula = FieldKind::Formula { expression: "upper(name)".into(), result: Box::new(FieldKind::Text) };
    let loud = office.engine.add_field(clients, field("Garsiai", formula)).unwrap().output;
    let then = office.clock.pass(10);
    office.clock.pass(10);
    office.engine.change_kind(clients, since, FieldKind::Date, KeepText::InNotes, &mut |_, _| true).unwrap();
    office.engine.change_kind(clients, loud, FieldKind::LongText, KeepText::InNotes, &mut |_, _| true).unwrap();
    let now = office.clock.pass(10);
    let past = office.engine.as_of(then).unwrap();
    assert_eq!(past.with_schema(|schema| schema.field(clients, since).unwrap().kind.clone()), FieldKind::Text);
    let value = past.record(clients, ids[0]).unwrap().values.get(since).cloned();
    assert_eq!(value.and_then(|value| value.as_text().map(str::to_owned)).as_deref(), Some("pavasarį 0"));
    let present = office.engine.as_of(now).unwrap();
    same(&present.records_text(), &office.engine.records_text(), "");
    assert_eq!(present.verify().unwrap(), Vec::<String>::new());
}

#[test]
fn a_file_makes_its_own_table() {
    let office = Office::new();
    let mut file = "Metai;Modelis;Nr.;Būklė;TA iki;Kaina, €;Savininko tel.;Kodas;Pastaba apie viską\n".to_owned();
    for at in 0..30 {
        let state = if at % 3 == 0 { "Naujas" } else { "Naudotas" };
        let day = at % 28 + 1;
        file += &format!(
            "{};Volvo V{at};ABC {at:03};{state};2026-05-{day:02};{at}12,50;+370 612 345{at:02};012345678;{}\n",
            1990 + at,
            "ilgas tekstas ".repeat(12)
        );
    }
    let bytes = file.into_bytes();
    let fields = office.engine.fields_of_file(&bytes, None).unwrap();
    let kinds: Vec<(&str, &str)> =
        fields.iter().map(|field| (&*field.label.lt, model::configuration::kind_word(&field.kind))).collect();
    assert_eq!(
        kinds,
        [
            ("Modelis", "text"),
            ("Metai", "number"),
            ("Nr.", "text"),
            ("Būklė", "choice"),
            ("TA iki", "date"),
            ("Kaina, €", "number"),
            ("Savininko tel.", "phone"),
            ("Kodas", "text"),
            ("Pastaba apie viską", "long-text"),
        ]
    );
    let new = NewTable { label: Label::new("Automobiliai", "Vehicles"), ..NewTable::default() };
    let cars = office.engine.new_table_with(&new, fields).unwrap().output;
    let options = engine::ImportOptions::default();
    let report = office.engine.import(cars, &bytes, "cars.csv", &options, &mut |_, _| true).unwrap().output;
    assert_eq!((report.new, report.skipped, report.warnings.len()), (30, 0, 0), "{report:?}");
    let car = office.filter("vehicles", "modelis = \"Volvo V7\"")[0];
    assert_eq!(
        ["metai", "bukle", "ta-iki", "kaina", "kodas"].map(|key| office.text("vehicles", car, key)),
        ["1997", "naudotas", "2026-05-08", "712.50", "012345678"]
    );
    office.is_whole();
    office.engine.undo_steps(2).unwrap();
    office.is_whole();
}

#[test]
fn an_invoice_is_void_on_paper_also_after_its_state_was_renamed() {
    let office = Office::that_sells();
    let invoices = office.table("invoices");
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    let invoice = office.add("invoices", &[("client", &client.to_string())]);
    office.add("invoice-lines", &[("invoice", &invoice.to_string()), ("title", "Malkos"), ("price", "10")]);
    office.engine.issue(invoices, invoice).unwrap();
    let state = office.field("invoices", "state");
    let before = office.engine.issued(invoice).unwrap().unwrap();
    office.engine.change_field(invoices, state, |field| field.key = "condition".into()).unwrap();
    office.engine.void(invoices, invoice).unwrap();
    let after = office.engine.issued(invoice).unwrap().unwrap();
    assert_eq!(after.form, before.form);
    assert_ne!(after.data, before.data, "it says that it is void");
    office.is_whole();
}
