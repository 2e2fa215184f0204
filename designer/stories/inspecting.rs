//! DESIGNERS 21, 24: many at once with “mixed”, arithmetic, defaults; the order of the Tab key.

use super::{
    card, client, field, ids,
    person::{Person, Texts},
};
use crate::{
    Command, NumberEdit, Refusal, Shared, Side, StepKey,
    cards::{CardProperty, field_item, tab_order_after},
    parse_number_input,
};
use model::{language::Label, layout::LabelPlace, schema::Field};

#[test]
fn a_property_of_several_is_the_same_or_mixed() {
    let mut person = Person::at(client());
    assert_eq!(person.session.side(Side::Width), Shared::Nothing);
    person.select([3, 4]);
    assert_eq!((person.session.side(Side::Width), person.session.side(Side::X)), (Shared::Same(200), Shared::Mixed));
    assert_eq!(person.session.shared(|item| Some(item.label_place)), Shared::Same(LabelPlace::Above));
}

#[test]
fn numbers_take_arithmetic() {
    let becomes = |text: &str, number| parse_number_input(text).map(|edit| edit.apply(number, 1.0));
    for (text, expected) in [
        ("120", Some(120)),
        ("+8", Some(108)),
        ("-4", Some(96)),
        ("*2", Some(200)),
        ("×1,5", Some(150)),
        ("/2", Some(50)),
        (" = 120 ", Some(120)),
        ("=-8", Some(-8)),
        ("12,6", Some(13)),
        ("/0", None),
        ("", None),
        ("abc", None),
        ("1e9", None),
        ("+", None),
        ("inf", None),
    ] {
        assert_eq!(becomes(text, 100), expected, "{text:?}");
    }
    assert_eq!(NumberEdit::Set(12.5).apply(0, 10.0), 125, "millimetres in tenths");
}

#[test]
fn a_number_is_changed_for_each_of_many_as_one_step() {
    let mut person = Person::at(client());
    person.select([2, 3, 4]);
    person.session.set_side(Side::X, NumberEdit::Add(8.0), 1.0, &Texts).unwrap();
    assert_eq!([2, 3, 4].map(|id| person.area(id)[0]), [24, 456, 24]);
    person.session.set_side(Side::Width, NumberEdit::Times(2.0), 1.0, &Texts).unwrap();
    assert_eq!([2, 3, 4].map(|id| person.area(id)[2]), [832, 400, 400]);
    person.session.set_side(Side::Height, NumberEdit::Set(1.0), 1.0, &Texts).unwrap();
    assert_eq!(person.area(2)[3], 24, "no less than it may be");
    assert_eq!(person.session.history().steps().len(), 3);
    person.session.select_nothing();
    let refused = person.session.set_side(Side::X, NumberEdit::Add(1.0), 1.0, &Texts);
    assert_eq!(refused.unwrap_err(), Refusal::NothingSelected);
}

#[test]
fn anything_else_is_changed_for_all_at_once() {
    let mut person = Person::at(client());
    person.select([2, 3]);
    let change = |item: &mut model::layout::CardItem| item.label_place = LabelPlace::Left;
    person.session.change_selected(StepKey::LabelPlace, change, &Texts).unwrap();
    assert_eq!(person.session.shared(|item| Some(item.label_place)), Shared::Same(LabelPlace::Left));
    let refused = person.session.change_selected(StepKey::Property, |item| item.area.width = -1, &Texts);
    assert!(refused.is_ok(), "a size is brought within bounds");
    assert_eq!(person.area(2)[2], 48);
    person
        .session
        .change_selected(StepKey::Property, |item| (item.id, item.parent) = Default::default(), &Texts)
        .unwrap();
    assert_eq!(person.parent(2), Some(1), "who it is and where it lies has doors of its own");
}

#[test]
fn each_property_goes_back_to_its_default() {
    let field = Field { id: model::ids::FieldId(2), ..Field::default() };
    let new = field_item(&field);
    let mut changed = new.clone();
    changed.label = Some(Label::new("Kitas", "Other"));
    changed.area.width = 500;
    changed.anchors.right = true;
    changed.visible = Some("x".into());
    let differing: Vec<CardProperty> =
        CardProperty::ALL.into_iter().filter(|property| !property.is_default(&changed, &new)).collect();
    assert_eq!(differing, [CardProperty::Size, CardProperty::Label, CardProperty::Anchors, CardProperty::Visible]);
    for property in differing {
        property.reset(&mut changed, &new);
    }
    assert_eq!(changed, new);
}

#[test]
fn the_tab_order_goes_by_where_fields_stand_and_by_clicks_where_it_was_chosen() {
    let items =
        vec![field(1, None, [300, 0, 100, 72]), field(2, None, [0, 100, 100, 72]), field(3, None, [0, 0, 100, 72])];
    let mut person = Person::at(card(items));
    let order = |person: &Person<_>| crate::Document::reached_by_tab(person.session.document());
    assert_eq!(order(&person), ids([3, 1, 2]), "row by row");
    let new = tab_order_after(&order(&person), &ids([2, 1]));
    person.session.run(&Command::TabOrder(new), &Texts).unwrap();
    assert_eq!(order(&person), ids([2, 1, 3]));
    person.session.run(&Command::Delete { ids: ids([2]), contents: crate::Contents::Go }, &Texts).unwrap();
    assert_eq!(person.session.document().tab_order, ids([1, 3]), "what goes leaves the order");
    person.undo();
    assert_eq!(order(&person), ids([2, 1, 3]));
    person.session.run(&Command::TabOrder(Vec::new()), &Texts).unwrap();
    assert_eq!(order(&person), ids([3, 1, 2]), "and back to the automatic one");
}
