//! The pure rules of a changing structure.

use super::*;
use crate::{
    ids::{ChoiceId, FieldId, ItemId, LayoutId, TableId},
    language::{Label, Language},
    layout::{CardItemKind, ListView, SortBy},
    schema::{Choice, Field, FieldKind, Table, TableInfo},
    value::Value,
};

fn field(id: u128, key: &str, kind: FieldKind) -> Field {
    Field {
        id: FieldId(id),
        key: key.into(),
        label: Label::new(format!("Lt {key}"), format!("En {key}")),
        kind,
        ..Field::default()
    }
}

fn formula(expression: &str) -> FieldKind {
    FieldKind::Formula { expression: expression.into(), result: Box::new(FieldKind::Text) }
}

/// Clients with a city, and cars that link to them.
fn tables() -> Vec<Table> {
    let link = FieldKind::Link { targets: vec![TableId(1)], many: false, on_delete: Default::default() };
    let table = |id, key: &str, fields: Vec<Field>| {
        let info = TableInfo { id: TableId(id), key: key.into(), title: fields[0].id, ..TableInfo::default() };
        Table { info, fields }
    };
    vec![
        table(
            1,
            "clients",
            vec![
                field(10, "name", FieldKind::Text),
                field(11, "city", FieldKind::Text),
                field(12, "both", formula("name &  [Lt city] & \" city\"")),
            ],
        ),
        table(
            2,
            "cars",
            vec![
                field(20, "plate", FieldKind::Text),
                field(21, "client", link),
                field(22, "place", formula("client.city&'!'")),
            ],
        ),
    ]
}

#[test]
fn a_renamed_field_is_renamed_wherever_it_is_named_and_nothing_else_is_touched() {
    let (before, mut after) = (tables(), tables());
    after[0].fields[1].key = "town".into();
    after[0].fields[1].label = Label::new("Miestas ar kaimas", "Town");
    let list = ListView {
        id: LayoutId(5),
        table: TableId(2),
        filter: Some("client.CITY = \"city\"".into()),
        ..ListView::default()
    };
    let layouts = Layouts { lists: vec![list], ..Layouts::default() };
    let renamed = renamed(&before, &after, &layouts).unwrap();
    let formulas: Vec<&str> = renamed.fields.iter().filter_map(|(.., now)| now.formula()).collect();
    assert_eq!(formulas, ["name &  [Miestas ar kaimas] & \" city\"", "client.town&'!'"]);
    assert_eq!(renamed.lists[0].1.filter.as_deref(), Some("client.town = \"city\""));
}

#[test]
fn a_name_that_another_expression_takes_for_its_own_is_a_clash() {
    let (before, mut after) = (tables(), tables());
    // The formula says `[Lt city]`; a field of that very key would come first.
    after[0].fields[0].label = Label::new("Lt city", "En name");
    assert!(renamed(&before, &after, &Layouts::default()).is_err());
}

#[test]
fn uses_of_a_field_name_each_place_once() {
    let tables = tables();
    let mut cards = vec![plain_card(LayoutId(7), &tables[0], &mut ids())];
    cards[0].items[1].visible = Some("city = 'Vilnius' or city = 'Kaunas'".into());
    let list = ListView {
        sort: vec![SortBy { field: FieldId(11), descending: false }],
        ..plain_list(LayoutId(8), &tables[0])
    };
    let layouts = Layouts { cards, lists: vec![list], forms: Vec::new() };
    let kinds: Vec<UseKind> =
        uses(&tables, &layouts, TableId(1), Some(FieldId(11))).iter().map(|found| found.kind).collect();
    use UseKind as K;
    assert_eq!(kinds, [K::Card, K::CardCondition, K::ListColumn, K::ListSort, K::Formula, K::Formula]);
    let of_table: Vec<UseKind> = uses(&tables, &layouts, TableId(1), None).iter().map(|found| found.kind).collect();
    assert_eq!(of_table, [K::Link, K::Formula]);
}

fn ids() -> impl FnMut() -> ItemId {
    let mut next = 100;
    move || {
        next += 1;
        ItemId(next)
    }
}

#[test]
fn a_new_field_stands_at_the_end_and_nothing_moves() {
    let table = &tables()[0];
    let mut ids = ids();
    let mut card = plain_card(LayoutId(7), table, &mut ids);
    let before = card.clone();
    place_field(&mut card, &field(13, "phone", FieldKind::Phone), &mut ids);
    place_field(&mut card, &field(14, "notes", FieldKind::LongText), &mut ids);
    for item in &before.items {
        let now = card.items.iter().find(|now| now.id == item.id).unwrap();
        assert_eq!((now.area.x, now.area.y, now.area.width), (item.area.x, item.area.y, item.area.width));
    }
    let areas: Vec<_> = card.items.iter().filter(|item| item.parent.is_some()).map(|item| item.area).collect();
    for (at, one) in areas.iter().enumerate() {
        assert!(one.x >= 16 && one.x + one.width <= card.width - 16 && one.y + one.height <= card.height, "{one:?}");
        for other in &areas[at + 1..] {
            let apart = one.x + one.width <= other.x
                || other.x + other.width <= one.x
                || one.y + one.height <= other.y
                || other.y + other.height <= one.y;
            assert!(apart, "{one:?} {other:?}");
        }
    }
    place_related(&mut card, &tables()[1], FieldId(21), &mut ids);
    assert!(matches!(&card.items.last().unwrap().what, CardItemKind::Related { columns, .. } if columns.len() == 2));
}

#[test]
fn what_was_removed_is_marked_and_the_rest_is_shown() {
    let mut tables = tables();
    let mut list = plain_list(LayoutId(8), &tables[0]);
    list.filter = Some("city = 'Vilnius'".into());
    assert_eq!(present_list(&tables, &list), (list.clone(), vec![]));
    tables[0].fields[1].removed = true;
    let (shown, gaps) = present_list(&tables, &list);
    assert_eq!((shown.columns.len(), shown.filter), (list.columns.len() - 1, None));
    let places: Vec<GapPlace> = gaps.iter().map(|gap| gap.place).collect();
    assert_eq!(places, [GapPlace::Column(None, FieldId(11)), GapPlace::Column(None, FieldId(12)), GapPlace::Filter]);
    assert!(gaps[2].message.lt.contains("„Lt city“"), "{}", gaps[2].message.lt);
    let card = plain_card(LayoutId(7), &tables[0], &mut ids());
    assert_eq!(gaps_of_card(&tables, &card).len(), 1, "the formula that asks for it");
}

#[test]
fn values_become_values_of_another_kind_or_say_why_not() {
    let choices =
        vec![Choice { id: ChoiceId(1), key: "red".into(), label: Label::new("Raudona", "Red"), ..Choice::default() }];
    let choice = FieldKind::Choice { many: false, choices };
    let check = |value: Value, from: &FieldKind, to: &FieldKind, expected: Option<Value>| {
        let conversion = Conversion::new(from, to, Language::Lt);
        assert_eq!(conversion.value(&value, &|_| String::new()).ok().flatten(), expected, "{value:?} {to:?}");
    };
    let text = |text: &str| Value::Text(text.into());
    let number = |text: &str| Value::Number(text.parse().unwrap());
    let day = |text: &str| Value::Date(text.parse().unwrap());
    let two = FieldKind::Number { scale: Some(2) };
    check(text("2026-03-01"), &FieldKind::Text, &FieldKind::Date, Some(day("2026-03-01")));
    check(text("kovą"), &FieldKind::Text, &FieldKind::Date, None);
    check(text("1 234,50 €"), &FieldKind::Text, &two, Some(number("1234.50")));
    check(number("1234.5"), &two, &FieldKind::Text, Some(text("1234,50")));
    check(text("raudona"), &FieldKind::Text, &choice, Some(Value::Choices(vec![ChoiceId(1)])));
    check(text("mėlyna"), &FieldKind::Text, &choice, None);
    check(Value::Choices(vec![ChoiceId(1)]), &choice, &FieldKind::Text, Some(text("Raudona")));
    check(text("taip"), &FieldKind::Text, &FieldKind::YesNo, Some(Value::YesNo(true)));
    check(Value::YesNo(true), &FieldKind::YesNo, &two, Some(number("1")));
    check(number("0"), &two, &FieldKind::YesNo, Some(Value::YesNo(false)));
    check(text("a\nb"), &FieldKind::LongText, &FieldKind::Text, Some(text("a b")));
    check(day("2026-03-01"), &FieldKind::Date, &FieldKind::Text, Some(text("2026-03-01")));
    check(day("2026-03-01"), &FieldKind::Date, &FieldKind::DayOfYear, Some(Value::DayOfYear(3, 1)));
}
