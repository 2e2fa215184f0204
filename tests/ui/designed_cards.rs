//! Cards that an office designed, in use: conditions, groups that fold, counts, buttons, several cards of one table.

use crate::{page, toasts};
use engine::{Engine, NewBaseOptions, NewCard, SystemClock};
use model::{
    ids::{FieldId, ItemId, TableId},
    language::{Label, Language},
    layout::{Area, ButtonAct, Card, CardItem, CardItemKind, LabelPlace, Tint},
};
use slint::{ComponentHandle as _, Model as _, platform::Key};
use std::path::{Path, PathBuf};
use ui::{AppApi, CardApi, CardItemData, ListApi, Page, PreviewApi};
use ui_tests::Person;

/// A base in English whose card of clients an office is about to design.
struct Desk {
    engine: Engine,
    path: PathBuf,
    clients: TableId,
    card: Card,
}

impl Desk {
    fn new(folder: &Path) -> Desk {
        let path = folder.join("office.kartoteka");
        let options = NewBaseOptions { language: Language::En, sample: false };
        let engine = Engine::create(&path, &options, Box::new(SystemClock)).unwrap();
        let clients = engine.with_schema(|schema| schema.table_by_key("clients").unwrap().info.id);
        let mut card = engine.cards(clients).unwrap().remove(0);
        card.items.clear();
        (card.width, card.height) = (880, 600);
        Desk { engine, path, clients, card }
    }

    fn field(&self, table: &str, key: &str) -> FieldId {
        self.engine.with_schema(|schema| schema.table_by_key(table).unwrap().field_by_key(key).unwrap().id)
    }

    fn table(&self, key: &str) -> TableId {
        self.engine.with_schema(|schema| schema.table_by_key(key).unwrap().info.id)
    }

    fn put(&mut self, parent: Option<ItemId>, area: [i32; 4], what: CardItemKind) -> &mut CardItem {
        let [x, y, width, height] = area;
        let id = ItemId(self.engine.new_id());
        self.card.items.push(CardItem::new(id, parent, Area { x, y, width, height }, what));
        self.card.items.last_mut().unwrap()
    }

    fn put_field(&mut self, key: &str, area: [i32; 4]) -> &mut CardItem {
        let field = self.field("clients", key);
        self.put(None, area, CardItemKind::Field(field))
    }

    fn add(&self, table: &str, values: &[(&str, &str)]) -> model::ids::RecordId {
        let of = self.table(table);
        let values = values.iter().map(|(key, text)| {
            let field = self.field(table, key);
            (field, self.engine.read_text(of, field, text, Language::En).unwrap())
        });
        self.engine.add_record(of, &values.collect::<Vec<_>>(), true).unwrap().output
    }

    fn save(&self) {
        self.engine.design_card(self.card.clone(), "change", 1, self.engine.new_session()).unwrap();
    }

    fn open(self, folder: &Path) -> Person {
        let path = self.path.clone();
        drop(self.engine);
        Person::start(folder, Some(path))
    }
}

fn api(person: &Person) -> CardApi<'_> {
    person.app.ui.global::<CardApi<'_>>()
}

fn at(person: &Person, label: &str) -> i32 {
    let at = api(person).get_items().iter().position(|item| item.label == label);
    i32::try_from(at.unwrap_or_else(|| panic!("no “{label}” on the card"))).unwrap()
}

fn item(person: &Person, label: &str) -> CardItemData {
    let at = at(person, label);
    api(person).get_items().row_data(usize::try_from(at).unwrap()).unwrap()
}

fn labels(person: &Person) -> Vec<String> {
    api(person).get_items().iter().map(|item| item.label.to_string()).collect()
}

/// Opens the first client.
fn open_client(person: &Person) {
    person.section("Clients");
    person.press(&[Key::Return]);
    assert_eq!(page(person), Page::Card, "{}", toasts(person));
}

fn choose_type(person: &Person, key: &str) {
    let items = api(person).get_items();
    let (at, choices) = items
        .iter()
        .enumerate()
        .find_map(|(at, item)| (item.label == "Type").then(|| (at, item.choices.clone())))
        .expect("the type is on the card");
    let id = choices.iter().find(|choice| choice.label == key).expect("such a type").id;
    api(person).invoke_field_committed(i32::try_from(at).unwrap(), id);
    person.wait();
}

#[test]
fn what_conditions_say_of_a_card_follows_what_is_entered() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.put_field("name", [0, 0, 400, 72]);
    desk.put_field("type", [416, 0, 200, 72]);
    let code = desk.put_field("vat-code", [0, 80, 200, 72]);
    code.required = Some("type = \"legal\"".into());
    code.label = Some(Label::new("Mokėtojo kodas", "Payer's code"));
    let city = desk.put_field("city", [216, 80, 200, 72]);
    city.readonly = Some("type = \"legal\"".into());
    city.tints = vec![Tint { when: "type = \"legal\"".into(), color: "#B42318".into() }];
    city.label_place = LabelPlace::Left;
    let phone = desk.put_field("phone", [432, 80, 200, 72]);
    phone.visible = Some("type = \"legal\"".into());
    desk.add("clients", &[("name", "UAB Rasa"), ("type", "natural")]);
    desk.save();
    let person = desk.open(folder.path());
    open_client(&person);
    let code = item(&person, "Payer's code");
    assert!(!code.required && !code.readonly && code.label_left == 0.0);
    let city = item(&person, "City");
    assert!(!city.readonly && city.label_left == 120.0 && city.tint.alpha() == 0);
    assert!(!labels(&person).contains(&"Phone".to_owned()), "{:?}", labels(&person));

    choose_type(&person, "Legal person");
    assert!(item(&person, "Payer's code").required);
    let city = item(&person, "City");
    assert!(city.readonly);
    assert_eq!(city.tint, slint::Color::from_rgb_u8(0xb4, 0x23, 0x18));
    assert!(labels(&person).contains(&"Phone".to_owned()));
    person.press(&[Key::Escape]);
    assert!(toasts(&person).contains("Left empty: Payer's code"), "{}", toasts(&person));

    open_client(&person);
    choose_type(&person, "Natural person");
    let before = toasts(&person);
    person.press(&[Key::Escape]);
    assert_eq!(toasts(&person), before, "nothing is asked for any more");
}

#[test]
fn a_group_folds_by_its_title_and_what_is_typed_lives_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.put_field("name", [0, 0, 400, 72]);
    let title = Label::new("Daugiau", "More");
    let fold = desk.put(None, [0, 80, 880, 140], CardItemKind::Fold { title, folded: true }).id;
    let city = desk.field("clients", "city");
    desk.put(Some(fold), [16, 44, 200, 72], CardItemKind::Field(city));
    desk.put_field("phone", [0, 236, 200, 72]);
    desk.add("clients", &[("name", "UAB Rasa"), ("city", "Kaunas")]);
    desk.save();
    let person = desk.open(folder.path());
    open_client(&person);
    assert!(item(&person, "More").folded && !labels(&person).contains(&"City".to_owned()));
    let closed = item(&person, "Phone").y;
    person.fill("Name", "UAB Rasos");
    person.click("More");
    assert!(!item(&person, "More").folded);
    assert_eq!((item(&person, "City").text.as_str(), item(&person, "Phone").y), ("Kaunas", closed + 100.0));
    assert_eq!(item(&person, "Name").text, "UAB Rasos", "it was saved before the group opened");
    person.write(" ");
    assert!(item(&person, "More").folded, "the title has the keyboard and answers to Space");
    person.press(&[Key::Return, Key::Escape]);
    open_client(&person);
    assert!(!item(&person, "More").folded, "it stays as it was left");
}

#[test]
fn counts_and_sums_stand_on_the_card_and_buttons_do_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.put_field("name", [0, 0, 400, 72]);
    let (contacts, by) = (desk.table("contacts"), desk.field("contacts", "client"));
    let none = Label::default;
    desk.put(None, [0, 80, 200, 72], CardItemKind::Count { title: none(), table: contacts, by, sum: None });
    let (invoices, of) = (desk.table("invoices"), desk.field("invoices", "client"));
    let sum = Some(desk.field("invoices", "total"));
    let title = Label::new("Iš viso", "Altogether");
    desk.put(None, [216, 80, 200, 72], CardItemKind::Count { title, table: invoices, by: of, sum });
    let act = ButtonAct::Add { table: contacts, by };
    desk.put(None, [0, 160, 200, 32], CardItemKind::Button { title: none(), act });
    let act = ButtonAct::Open("nothing:{name}".into());
    desk.put(None, [216, 160, 200, 32], CardItemKind::Button { title: Label::new("Ieškoti", "Search the web"), act });
    let client = desk.add("clients", &[("name", "UAB Rasa")]);
    desk.add("contacts", &[("name", "Ona"), ("client", &client.to_string())]);
    desk.save();
    let person = desk.open(folder.path());
    open_client(&person);
    let count = item(&person, "Contacts");
    assert!(count.text == "1" && count.readonly, "{count:?}");
    assert_eq!(item(&person, "Altogether").text, "0.00\u{a0}€");
    person.click("Search the web");
    assert!(toasts(&person).contains("nothing:UAB Rasa"), "{}", toasts(&person));

    person.click("New contact");
    assert_eq!(api(&person).get_title(), "New contact");
    person.fill("Name", "Jonas");
    person.press(&[Key::Return, Key::Escape]);
    assert_eq!((item(&person, "Contacts").text.as_str(), api(&person).get_title().as_str()), ("2", "UAB Rasa"));
}

#[test]
fn a_button_prints_on_the_form_it_names() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    let contracts = desk.table("contracts");
    let mut card = desk.engine.cards(contracts).unwrap().remove(0);
    let form = desk.engine.forms(contracts).unwrap().remove(0);
    let area = Area { x: 0, y: card.height, width: 240, height: 32 };
    let what = CardItemKind::Button { title: Label::default(), act: ButtonAct::Print(Some(form.id)) };
    card.items.push(CardItem::new(ItemId(desk.engine.new_id()), None, area, what));
    card.height += 40;
    desk.card = card;
    desk.save();
    let client = desk.add("clients", &[("name", "UAB Rasa")]);
    desk.add("contracts", &[("title", "Cleaning"), ("client", &client.to_string())]);
    let person = desk.open(folder.path());
    person.section("Contracts");
    person.press(&[Key::Return]);
    let button = api(&person).get_items().iter().position(|item| item.kind == ui::CardItemKind::Button).unwrap();
    let words = api(&person).get_items().row_data(button).unwrap().label;
    assert_eq!(words, form.label.get(Language::En));
    api(&person).invoke_button_pressed(i32::try_from(button).unwrap());
    person.wait();
    assert_eq!(page(&person), Page::Preview, "{}", toasts(&person));
    let preview = person.app.ui.global::<PreviewApi<'_>>();
    assert_eq!((preview.get_error().as_str(), preview.get_pages().row_count()), ("", 1));
}

#[test]
fn records_come_on_their_card_and_a_new_one_on_the_quick_one() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::new(folder.path());
    let full = desk.engine.cards(desk.clients).unwrap().remove(0);
    let people = desk.engine.add_card(desk.clients, Label::new("Žmogus", "Person"), NewCard::CopyOf(full.id)).unwrap();
    desk.engine.use_card(people.output, Some("type = \"natural\"".into()), 0, false).unwrap();
    desk.engine.add_card(desk.clients, Label::new("Greitai", "Quickly"), NewCard::Quick).unwrap();
    desk.add("clients", &[("name", "Ona"), ("type", "natural")]);
    let person = desk.open(folder.path());
    open_client(&person);
    assert_eq!(api(&person).get_card_label(), "Person");
    let cards = || api(&person).get_cards().iter().map(|card| card.label.to_string()).collect::<Vec<_>>();
    assert_eq!(cards(), ["Client", "Person"], "what is for adding quickly is not for what is there");
    choose_type(&person, "Legal person");
    assert_eq!(api(&person).get_card_label(), "Client", "a record that became another comes on another card");
    person.press(&[Key::Escape]);
    open_client(&person);
    assert_eq!(api(&person).get_card_label(), "Client");

    // Another card is asked for, and stays as long as this one is open.
    let id = api(&person).get_cards().iter().find(|card| card.label == "Person").unwrap().id;
    api(&person).invoke_card_chosen(id);
    person.wait();
    assert_eq!(api(&person).get_card_label(), "Person");
    person.fill("City", "Kaunas");
    person.press(&[Key::Return]);
    assert_eq!(api(&person).get_card_label(), "Person");
    person.press(&[Key::Escape]);
    open_client(&person);
    assert_eq!(api(&person).get_card_label(), "Client");
    person.press(&[Key::Escape]);

    person.control("n");
    assert_eq!(api(&person).get_card_label(), "Quickly");
    assert_eq!(labels(&person).iter().filter(|label| *label == "Name").count(), 1);
    person.write("MB Nauja");
    person.press(&[Key::Return]);
    assert_eq!((api(&person).get_title().as_str(), api(&person).get_card_label().as_str()), ("MB Nauja", "Quickly"));
    assert_eq!(cards(), ["Client", "Person", "Quickly"]);
    person.press(&[Key::Escape]);
    let rows = person.app.ui.global::<ListApi<'_>>().get_rows();
    assert_eq!(rows.row_count(), 2);
}

#[test]
fn an_open_card_is_built_anew_when_its_design_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.add("clients", &[("name", "UAB Rasa")]);
    desk.put_field("city", [0, 0, 400, 72]);
    desk.put_field("name", [0, 80, 400, 72]);
    desk.save();
    let person = desk.open(folder.path());
    open_client(&person);
    assert_eq!(labels(&person), ["City", "Name"]);
    person.click("Name");
    person.control("a");
    person.write("UAB Rasos");
    let app = person.app.ui.global::<AppApi<'_>>();
    assert_eq!(app.get_undo_label(), "Card “Client”: changed");
    app.invoke_undo();
    person.wait();
    assert!(labels(&person).len() > 10, "{:?}", labels(&person));
    assert_eq!((item(&person, "Name").text.as_str(), page(&person)), ("UAB Rasos", Page::Card), "{}", toasts(&person));
}

#[test]
fn a_use_of_a_field_on_a_card_leads_to_that_card() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::new(folder.path());
    let full = desk.engine.cards(desk.clients).unwrap().remove(0);
    desk.engine.add_card(desk.clients, Label::new("Kita", "Another"), NewCard::CopyOf(full.id)).unwrap();
    desk.add("clients", &[("name", "Ona")]);
    let person = desk.open(folder.path());
    person.app.ui.global::<AppApi<'_>>().invoke_open_structure();
    person.wait();
    let api_of = || person.app.ui.global::<ui::StructureApi<'_>>();
    let at = api_of().get_tables().iter().position(|row| row.label == "Clients").unwrap();
    api_of().invoke_table_chosen(i32::try_from(at).unwrap());
    person.wait();
    let at = api_of().get_fields().iter().position(|row| row.label == "City").unwrap();
    api_of().invoke_field_chosen(i32::try_from(at).unwrap());
    person.wait();
    let at = api_of().get_uses().iter().position(|used| used.label.contains("Another")).expect("used on that card");
    api_of().invoke_use_opened(i32::try_from(at).unwrap());
    person.wait();
    assert_eq!((page(&person), api(&person).get_card_label().as_str()), (Page::Card, "Another"), "{}", toasts(&person));
    assert_eq!(api(&person).get_title(), "Ona");
    person.press(&[Key::Escape]);
    assert_eq!(page(&person), Page::List);
}

#[test]
fn a_card_is_drawn_beside_an_open_window_that_goes_on_as_before() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::new(folder.path());
    let client = desk.add("clients", &[("name", "UAB Rasa")]);
    let (table, card) = (desk.clients, desk.engine.cards(desk.clients).unwrap().remove(0).id);
    let engine = std::sync::Arc::new(desk.engine);
    let past = engine.as_of(i64::MAX).unwrap();
    drop(engine);
    let person = Person::start(folder.path(), Some(desk.path));
    open_client(&person);
    let picture = controllers::CardPictureOf {
        table,
        card,
        what: controllers::Pictured::Record(client),
        size: Some((640, 480)),
        scale: 1.0,
        language: Language::Lt,
        dark: false,
    };
    let drawn = controllers::draw_card(&std::sync::Arc::new(past), &picture).unwrap();
    assert!(drawn.starts_with(b"\x89PNG") && drawn.len() > 5_000, "{}", drawn.len());
    person.fill("City", "Kaunas");
    person.press(&[Key::Return]);
    assert_eq!(item(&person, "City").text, "Kaunas", "in English still");
}
