//! Cards that an office designs: steps that are taken back one by one in the designer and as one outside, several cards of a
//! table, and what broken ones come to.

use engine::{FieldPlace, NewCard};
use flows_tests::Office;
use model::{
    ids::{FieldId, ItemId, LayoutId},
    language::{Label, Language},
    layout::{Area, ButtonAct, Card, CardItem, CardItemKind},
    schema::{Field, FieldKind},
    value::Value,
};

fn client_card(office: &Office) -> Card {
    office.engine.cards(office.table("clients")).unwrap().remove(0)
}

fn moved(card: &Card, by: i32) -> Card {
    let mut card = card.clone();
    card.items[1].area.x += by;
    card
}

fn designed(office: &Office, by: &[i32]) -> (LayoutId, model::ids::GroupId) {
    let session = office.engine.new_session();
    for by in by {
        let card = moved(&client_card(office), *by);
        office.engine.design_card(card, "move", 1, session).unwrap();
    }
    (client_card(office).id, session)
}

fn label(office: &Office) -> (Option<String>, Option<String>) {
    office.engine.next_steps(Language::Lt).unwrap()
}

#[test]
fn a_session_of_designing_is_one_step_outside_and_many_within() {
    let office = Office::new();
    office.add("clients", &[("name", "UAB „Rasa“")]);
    let before = client_card(&office);
    let (layout, _) = designed(&office, &[4, 8, 16]);
    let after = client_card(&office);
    assert_eq!(label(&office).0.unwrap(), "Kortelė „Klientas“: pertvarkyta (3 veiksm.)");

    office.engine.undo_design(layout).unwrap();
    assert_eq!(client_card(&office), moved(&before, 12));
    assert_eq!(label(&office).1.unwrap(), "Kortelė „Klientas“: perkelta");
    office.engine.redo_design(layout).unwrap();
    assert_eq!(client_card(&office), after);

    assert_eq!(office.engine.undo().unwrap().output, "Kortelė „Klientas“: pertvarkyta (3 veiksm.)");
    assert_eq!(client_card(&office), before);
    assert_eq!(office.all("clients").len(), 1, "what was done before it is still there");
    assert_eq!(label(&office).1.unwrap(), "Kortelė „Klientas“: pertvarkyta (3 veiksm.)");
    office.engine.redo().unwrap();
    assert_eq!(client_card(&office), after);
    assert_eq!(office.engine.undo_steps(2).unwrap().len(), 2, "a session counts as one step");
    assert_eq!((client_card(&office), office.all("clients").len()), (before, 0));
    office.engine.redo_steps(2).unwrap();
    assert_eq!(client_card(&office), after);
    assert!(office.engine.redo().is_err());
    office.is_whole();
}

#[test]
fn two_sessions_are_two_steps_and_one_taken_back_in_part_comes_back_in_part() {
    let office = Office::new();
    let before = client_card(&office);
    let (layout, _) = designed(&office, &[4, 4]);
    designed(&office, &[8, 8, 8]);
    office.engine.undo_design(layout).unwrap();
    office.engine.undo().unwrap();
    assert_eq!(client_card(&office), moved(&before, 8), "the rest of the second session");
    office.engine.redo().unwrap();
    assert_eq!(client_card(&office), moved(&before, 32), "all that was taken back of it, in the designer too");
    office.engine.undo_steps(2).unwrap();
    assert_eq!(client_card(&office), before);
    assert!(office.engine.undo().is_err());
}

#[test]
fn the_list_of_steps_is_there_after_a_restart() {
    let office = Office::new();
    let before = client_card(&office);
    let (layout, session) = designed(&office, &[4, 8]);
    office.clock.pass(5);
    let mut card = client_card(&office);
    card.items[1].locked = true;
    office.engine.design_card(card, "lock", 2, session).unwrap();
    office.engine.undo_design(layout).unwrap();

    let office = office.reopen();
    let steps = office.engine.design_steps(layout).unwrap();
    let keys = |steps: &[engine::DesignStep]| -> Vec<(String, u64)> {
        steps.iter().map(|step| (step.step.clone(), step.count)).collect()
    };
    assert_eq!(keys(&steps.done), [("move".to_owned(), 1), ("move".to_owned(), 1)]);
    assert_eq!(keys(&steps.undone), [("lock".to_owned(), 2)]);
    assert_eq!((&steps.done[0].before, &steps.done[1].after), (&before, &moved(&before, 12)));
    let lock = &steps.undone[0];
    assert_eq!((lock.before.items[1].locked, lock.after.items[1].locked), (false, true));
    assert!(lock.time >= steps.done[1].time + 5 * 60_000);
    assert_eq!(lock.session, Some(session));

    office.engine.redo_design(layout).unwrap();
    office.engine.undo_design(layout).unwrap();
    office.engine.undo_design(layout).unwrap();
    let steps = office.engine.design_steps(layout).unwrap();
    assert_eq!((keys(&steps.done).len(), keys(&steps.undone).len()), (1, 2));
    assert_eq!(steps.undone[0].after, moved(&before, 12), "the next one first");
}

#[test]
fn the_designer_takes_back_nothing_that_it_did_not_do() {
    let office = Office::new();
    let (layout, session) = designed(&office, &[4]);
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    let refused = office.engine.undo_design(layout).unwrap_err().message(Language::Lt);
    assert!(refused.contains("nebėra"), "{refused}");
    assert_eq!(office.engine.design_steps(layout).unwrap().done, []);
    assert_eq!(office.text("clients", client, "name"), "UAB „Rasa“");
    let contacts = office.engine.cards(office.table("contacts")).unwrap().remove(0);
    office.engine.design_card(moved(&contacts, 4), "move", 1, session).unwrap();
    assert!(office.engine.undo_design(layout).is_err(), "another card was designed since");
    assert!(office.engine.redo_design(contacts.id).is_err());
    office.engine.undo_design(contacts.id).unwrap();
}

#[test]
fn a_step_that_changes_nothing_is_none() {
    let office = Office::new();
    let session = office.engine.new_session();
    let outcome = office.engine.design_card(client_card(&office), "move", 1, session).unwrap();
    assert_eq!(outcome.entry, 0);
}

#[test]
fn a_new_field_and_its_place_come_and_go_together() {
    let office = Office::new();
    let (clients, session) = (office.table("clients"), office.engine.new_session());
    let before = client_card(&office);
    let field = Field {
        id: FieldId(office.engine.new_id()),
        label: Label::new("Batų dydis", "Shoe size"),
        kind: FieldKind::Number { scale: Some(0) },
        ..Field::default()
    };
    let mut card = before.clone();
    let area = Area { x: 0, y: 700, width: 200, height: 72 };
    let item = CardItem::new(ItemId(office.engine.new_id()), None, area, CardItemKind::Field(field.id));
    card.items.push(item);
    let place = FieldPlace { on_card: true, on_list: true, ..FieldPlace::default() };
    let id = office.engine.new_field_on_card(field, card.clone(), &place, session).unwrap().output;
    assert_eq!(client_card(&office), card, "it is placed where it was dropped and nowhere else");
    assert_eq!(office.field("clients", "shoe-size"), id);
    assert_eq!(label(&office).0.unwrap(), "Kortelė „Klientas“: naujas laukas");
    let columns = office.engine.lists(clients).unwrap().remove(0).columns;
    assert!(columns.iter().any(|column| column.field == id));
    let step = office.engine.undo_design(card.id).unwrap().output;
    assert_eq!((step.step.as_str(), step.before, step.after), ("new-field", before.clone(), card));
    assert_eq!(client_card(&office), before);
    office.engine.with_schema(|schema| assert!(schema.field(clients, id).is_none()));
    office.engine.redo_design(before.id).unwrap();
    assert_eq!(office.field("clients", "shoe-size"), id);
    office.is_whole();
}

#[test]
fn records_are_shown_on_the_card_that_is_for_them() {
    let office = Office::new();
    let clients = office.table("clients");
    let full = client_card(&office).id;
    let person = office.add("clients", &[("name", "Ona"), ("type", "natural")]);
    let company = office.add("clients", &[("name", "UAB „Rasa“"), ("type", "legal")]);
    let card = |id, asked| office.engine.card_of(clients, id, asked).unwrap();

    let people = office.engine.duplicate_card(full).unwrap().output;
    assert_eq!(card(Some(person), None).id, full, "a copy is not used by itself");
    let when = Some("type = \"natural\"".to_owned());
    office.engine.use_card(people, when.clone(), 5, false).unwrap();
    assert_eq!((card(Some(person), None).id, card(Some(company), None).id), (people, full));
    assert_eq!(card(Some(company), Some(people)).id, people, "one may ask for another");
    assert!(office.engine.use_card(people, Some("type = ".into()), 0, false).is_err());
    assert!(office.engine.use_card(people, Some("name".into()), 0, false).is_err(), "a name does not hold");

    let quick = office.engine.add_card(clients, Label::new("Greitai", "Quickly"), NewCard::Quick).unwrap().output;
    let draft = card(None, None);
    assert_eq!(draft.id, quick);
    let fields: Vec<FieldId> = draft
        .items
        .iter()
        .filter_map(|item| match item.what {
            CardItemKind::Field(field) => Some(field),
            _ => None,
        })
        .collect();
    assert_eq!(fields, [office.field("clients", "name")], "the few that have to be filled in");
    assert_eq!(card(Some(company), None).id, full);
    let order: Vec<LayoutId> = office.engine.cards(clients).unwrap().iter().map(|card| card.id).collect();
    assert_eq!(order, [full, people, quick]);
    office.engine.undo_steps(3).unwrap();
    assert_eq!(office.engine.cards(clients).unwrap().len(), 1);
}

#[test]
fn a_table_keeps_a_full_card_and_a_delivered_one_comes_back() {
    let office = Office::new();
    let clients = office.table("clients");
    let before = client_card(&office);
    assert!(office.engine.remove_card(before.id).unwrap_err().message(Language::Lt).contains("vienintelė"));
    assert!(office.engine.use_card(before.id, None, 0, true).is_err());
    let own = office.engine.add_card(clients, Label::new("Sava", "Our own"), NewCard::Blank).unwrap().output;
    assert_eq!(office.engine.card(own).unwrap().key, "our-own");
    assert!(office.engine.restore_card(own).unwrap_err().message(Language::Lt).contains("jūsų biuras"));
    office.engine.rename_card(own, Label::new("Mūsų", "Ours")).unwrap();
    assert!(office.engine.rename_card(own, Label::new(" ", "")).is_err());

    designed(&office, &[40]);
    assert!(office.engine.is_delivered_card(before.id).unwrap() && !office.engine.is_delivered_card(own).unwrap());
    office.engine.restore_card(before.id).unwrap();
    assert_eq!(client_card(&office), before);
    let steps = office.engine.design_steps(before.id).unwrap().done;
    assert_eq!(steps.iter().map(|step| step.step.as_str()).collect::<Vec<_>>(), ["move", "restore"]);

    office.engine.remove_card(before.id).unwrap();
    assert_eq!(client_card(&office).id, own);
    assert!(office.engine.undo_design(before.id).is_err(), "a removed card comes back outside its designer");
    office.engine.undo().unwrap();
    assert_eq!(client_card(&office), before);
    office.is_whole();
}

#[test]
fn a_copy_has_items_of_its_own_that_lie_as_those_of_the_first() {
    let office = Office::new();
    let before = client_card(&office);
    let copy = office.engine.duplicate_card(before.id).unwrap().output;
    let copy = office.engine.card(copy).unwrap();
    assert_eq!(copy.label, Label::new("Klientas (kopija)", "Client (copy)"));
    let areas = |card: &Card| card.items.iter().map(|item| item.area).collect::<Vec<_>>();
    assert_eq!(areas(&copy), areas(&before));
    assert!(copy.items.iter().all(|item| before.items.iter().all(|other| other.id != item.id)));
    assert_eq!(office.engine.checked_card(&copy).1, []);
    office.engine.configuration_files().unwrap();
}

#[test]
fn a_broken_card_is_shown_repaired_and_told() {
    let office = Office::new();
    let clients = office.table("clients");
    let mut card = client_card(&office);
    card.items[2].parent = Some(ItemId(77));
    card.items[3].area.width = i32::MAX;
    card.items[4].id = card.items[5].id;
    card.items[5].what = CardItemKind::Field(FieldId(5));
    card.when = Some("nothing-of-this = 1".into());
    for act in [ButtonAct::Open("tel:{nothing-of-that}".into()), ButtonAct::Print(Some(LayoutId(3)))] {
        let area = Area { x: 0, y: 0, width: 100, height: 32 };
        let what = CardItemKind::Button { title: Label::new("Skambinti", "Call"), act };
        card.items.push(CardItem::new(ItemId(office.engine.new_id()), None, area, what));
    }
    office.engine.save_card(card.clone()).unwrap();
    let said: Vec<String> = office.engine.faults_of_card(&card).into_iter().map(|label| label.lt).collect();
    assert_eq!(said.len(), 7, "{said:?}");
    let person = office.add("clients", &[("name", "Ona")]);
    let shown = office.engine.card_of(clients, Some(person), None).unwrap();
    assert_eq!((shown.id, shown.items.len()), (card.id, card.items.len()), "nothing vanishes");
    assert_eq!(office.engine.checked_card(&shown), (shown, Vec::new()));
}

#[test]
fn addresses_are_filled_in_and_records_that_point_here_counted_and_added_up() {
    let office = Office::that_sells();
    let client = office.add("clients", &[("name", "UAB „Rasa“"), ("phone", "+370 600 00001"), ("email", "a+b@x.lt")]);
    let clients = office.table("clients");
    let fill = |text: &str| office.engine.filled_text(clients, client, text, Language::Lt).unwrap();
    assert_eq!(fill("https://maps.example/?q={name}&x=1"), "https://maps.example/?q=UAB%20%E2%80%9ERasa%E2%80%9C&x=1");
    assert_eq!(fill("tel:{phone}"), "tel:+37060000001");
    assert_eq!(fill("mailto:{email}?subject={name}"), "mailto:a+b@x.lt?subject=UAB%20%E2%80%9ERasa%E2%80%9C");
    assert_eq!(fill("{name} {{x}} {1 + 1} {no such thing} {"), "UAB „Rasa“ {x} 2  {");

    let invoice = office.add("invoices", &[("client", &*client.to_string())]);
    let lines = office.table("invoice-lines");
    for price in ["10,5", "20"] {
        let owner = invoice.to_string();
        office.add("invoice-lines", &[("invoice", &*owner), ("title", "A"), ("quantity", "1"), ("price", price)]);
    }
    let by = office.field("invoice-lines", "invoice");
    let count = |sum| office.engine.count_of(lines, by, invoice, sum, Language::Lt).unwrap();
    assert_eq!(count(None), "2");
    let sum = count(Some(office.field("invoice-lines", "amount")));
    assert!(sum.starts_with("30,50"), "{sum}");
}

#[test]
fn the_longest_values_are_found_for_every_field() {
    let office = Office::new();
    office.add("clients", &[("name", "Trumpas"), ("city", "Naujoji Akmenė"), ("discount", "5")]);
    office.add("clients", &[("name", "Uždaroji akcinė bendrovė „Ilgiausias pavadinimas“"), ("city", "Jonava")]);
    let longest = office.engine.longest_values(office.table("clients")).unwrap();
    let text = |key: &str| longest.get(office.field("clients", key)).and_then(Value::as_text).map(str::to_owned);
    assert_eq!(text("name").unwrap(), "Uždaroji akcinė bendrovė „Ilgiausias pavadinimas“");
    assert_eq!(text("city").unwrap(), "Naujoji Akmenė");
    assert!(longest.get(office.field("clients", "notes")).is_none());
}

#[test]
fn a_long_session_on_a_large_card_is_still_one_step() {
    let office = Office::new();
    let mut card = client_card(&office);
    let field = office.field("clients", "name");
    for at in 0..300 {
        let area = Area { x: at % 10 * 80, y: at / 10 * 76, width: 72, height: 72 };
        card.items.push(CardItem::new(ItemId(office.engine.new_id()), None, area, CardItemKind::Field(field)));
    }
    let session = office.engine.new_session();
    for step in 0..100 {
        card.items[40].area.x = step;
        office.engine.design_card(card.clone(), "move", 1, session).unwrap();
    }
    let (undo, _) = office.engine.next_steps(Language::Lt).unwrap();
    assert_eq!(undo.unwrap(), "Kortelė „Klientas“: pertvarkyta (100 veiksm.)");
    for _ in 0..10 {
        office.engine.undo_design(card.id).unwrap();
    }
    let (undo, redo) = office.engine.next_steps(Language::Lt).unwrap();
    assert_eq!(undo.unwrap(), "Kortelė „Klientas“: pertvarkyta (90 veiksm.)");
    assert_eq!(redo.unwrap(), "Kortelė „Klientas“: pertvarkyta (10 veiksm.)");
    let steps = office.engine.design_steps(card.id).unwrap();
    assert_eq!((steps.done.len(), steps.undone.len()), (90, 10));
    office.engine.undo().unwrap();
    office.engine.redo().unwrap();
    assert_eq!(client_card(&office), card, "all hundred, those taken back in the designer too");
    office.is_whole();
}
