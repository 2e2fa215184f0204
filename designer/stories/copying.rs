//! DESIGNERS 10: the clipboard, duplicating, Ctrl+drag.

use super::{
    client, list,
    person::{Person, Texts},
    sheet::letter,
};
use crate::{Doing, Refusal, StepKey, cards};
use model::{
    configuration,
    ids::ItemId,
    layout::{Card, CardItemKind},
    schema::{Schema, TableRole},
};

#[test]
fn what_is_copied_is_pasted_into_the_selected_container() {
    let mut person = Person::at(client());
    person.select([2, 5]);
    let text = person.session.copy().unwrap();
    person.select([8]);
    person.session.paste(&text, &Texts).unwrap();
    let [first, second] = person.selected()[..] else { panic!() };
    assert_eq!((person.parent(first), person.parent(second)), (Some(8), Some(8)));
    assert_eq!(person.area(second), [232, 120, 200, 72], "where it stood in its own container");
    assert_eq!(person.item(second).what, person.item(5).what);
    person.session.paste(&text, &Texts).unwrap();
    let again = *person.selected().last().unwrap();
    assert_eq!(person.area(again), [248, 136, 200, 72], "a second time a little beside");
}

#[test]
fn a_frame_is_pasted_with_everything_in_it_under_ids_of_its_own() {
    let mut person = Person::at(client());
    person.select([1]);
    let text = person.session.copy().unwrap();
    person.session.select_nothing();
    person.session.paste(&text, &Texts).unwrap();
    assert_eq!(person.session.document().items.len(), 16);
    let new = person.selected()[0];
    let inside = person.session.document().items.iter().filter(|item| item.parent == Some(ItemId(new)));
    assert_eq!(inside.count(), 4);
}

#[test]
fn cut_takes_out_and_paste_brings_back() {
    let mut person = Person::at(client());
    person.select([9]);
    let (text, applied) = person.session.cut(&Texts).unwrap();
    assert_eq!(applied.step.key, StepKey::Cut);
    assert!(!person.order().contains(&9));
    person.select([10]);
    person.session.paste(&text, &Texts).unwrap();
    let new = person.selected()[0];
    assert_eq!((person.parent(new), person.area(new)), (Some(8), [16, 44, 200, 72]));
}

#[test]
fn ctrl_d_goes_on_at_the_last_distance() {
    let mut person = Person::at(client());
    person.select([4]);
    person.session.duplicate(&Texts).unwrap();
    let first = person.selected()[0];
    assert_eq!(person.area(first), [32, 136, 200, 72]);
    person
        .session
        .arrow(crate::Direction::Down, crate::Modifiers { shift: true, ..Default::default() }, &Texts)
        .unwrap();
    person.session.duplicate(&Texts).unwrap();
    let second = person.selected()[0];
    assert_eq!(person.area(second), [48, 172, 200, 72], "26 further down, as the first one was moved");
    person.select([2]);
    person.session.duplicate(&Texts).unwrap();
    let other = person.selected()[0];
    assert_eq!(person.area(other), [32, 60, 416, 72], "of something else at the usual distance");
}

#[test]
fn ctrl_and_drag_copies() {
    let mut person = Person::at(client());
    person.with(false, true, true);
    person.press((100.0, 150.0));
    let preview = person.drag((100.0, 190.0));
    assert_eq!((preview.doing, preview.moved.len()), (Doing::Copying, 1));
    let applied = person.release((100.0, 190.0)).unwrap().applied.unwrap();
    assert_eq!(applied.step.key, StepKey::Copy);
    let new = person.selected()[0];
    assert_eq!((person.area(4), person.area(new)), ([16, 120, 200, 72], [16, 160, 200, 72]));
    person.session.duplicate(&Texts).unwrap();
    let next = person.selected()[0];
    assert_eq!(person.area(next), [16, 200, 200, 72], "and Ctrl+D goes on from there");
}

#[test]
fn a_copy_may_go_into_another_container() {
    let mut person = Person::at(client());
    person.with(false, true, true).drop((100.0, 150.0), (100.0, 420.0)).unwrap();
    let new = person.selected()[0];
    assert_eq!((person.parent(new), person.parent(4)), (Some(8), Some(1)));
    assert_eq!(person.rect(new), super::rect(16, 390, 200, 72));
}

#[test]
fn foreign_and_broken_text_is_refused_with_a_sentence() {
    let mut card = Person::at(client());
    let mut sheet = Person::at(letter());
    sheet.select([3]);
    let of_sheet = sheet.session.copy().unwrap();
    for (text, refusal) in [
        ("", Refusal::NotForHere),
        ("UAB „Beržas“", Refusal::NotForHere),
        (of_sheet.as_str(), Refusal::NotForHere),
        ("{\"mark\":\"kartoteka-items\",\"version\":1", Refusal::Unreadable),
        ("{\"mark\":\"kartoteka-items\",\"version\":1,\"kind\":\"card\",\"items\":[]}", Refusal::NotForHere),
        ("{\"mark\":\"kartoteka-items\",\"version\":1,\"kind\":\"card\",\"items\":[{\"id\":1}]}", Refusal::Unreadable),
    ] {
        assert_eq!(card.session.paste(text, &Texts).unwrap_err(), refusal, "{text}");
    }
    let huge = "{\"mark\":\"kartoteka-items\",\"version\":1,\"kind\":\"card\",\"items\":[{\"id\":\"00000000000000000000000000000001\",\
                \"area\":{\"x\":0,\"y\":0,\"width\":2000000000,\"height\":-4},\"what\":\"line\"}]}";
    assert_eq!(card.session.paste(huge, &Texts).unwrap_err(), Refusal::OutOfBounds);
    assert_eq!(*card.session.document(), client());
}

#[test]
fn between_cards_of_different_tables_only_what_has_a_meaning_is_pasted() {
    let delivered = configuration::read(&configuration::delivered()).unwrap();
    let schema = Schema { tables: delivered.tables };
    let card_of = |role| {
        let table = schema.table_by_role(role).unwrap().info.id;
        delivered.cards.iter().find(|card| card.table == table).unwrap().clone()
    };
    let mut clients = Person::at(card_of(TableRole::Client));
    clients.session.select_all();
    let text = clients.session.copy().unwrap();
    let mut products = Person::at(card_of(TableRole::Product));
    let items = products.session.read_clipboard(&text).unwrap();
    let all = items.len();
    let (kept, left_out) = cards::for_table(items, &schema, products.session.document());
    assert!(left_out > 0 && kept.len() + left_out == all);
    assert!(!kept.iter().any(|item| matches!(item.what, CardItemKind::Field(_))));
    products.session.paste_items(kept, &Texts).unwrap();
}

#[test]
fn a_list_goes_into_a_row_of_tabs_as_a_page() {
    let mut card: Card = client();
    card.items.push(list(12, None, [0, 520, 400, 100]));
    let mut person = Person::at(card);
    let items = vec![person.item(12).clone()];
    person.session.place(items, Some(ItemId(7)), &Texts).unwrap();
    let new = person.selected()[0];
    assert_eq!((person.parent(new), person.area(new)), (Some(7), [0, 40, 880, 260]));
}

#[test]
fn a_copy_of_what_is_locked_is_free_and_one_of_a_group_alone_belongs_to_none() {
    let mut person = Person::at(client());
    let run = |person: &mut Person<Card>, command| person.session.run(&command, &Texts).unwrap();
    run(&mut person, crate::Command::Group(super::ids([4, 5])));
    run(&mut person, crate::Command::Lock(super::ids([4]), true));
    person.select([4]);
    let text = person.session.copy().unwrap();
    person.session.paste(&text, &Texts).unwrap();
    let new = person.selected()[0];
    assert_eq!((person.item(new).locked, person.item(new).group), (false, 0));
}

#[test]
fn what_a_text_holds_inside_of_its_frames_is_checked_too() {
    let mut person = Person::at(client());
    let mut card = client();
    card.items.truncate(1);
    card.items[0].what = CardItemKind::Tabs;
    card.items.push(super::item(2, Some(1), [0, 40, 100, 100], CardItemKind::Line));
    let mut crafted = Person::at(card);
    crafted.select([1]);
    let text = crafted.session.copy().unwrap();
    assert!(matches!(person.session.paste(&text, &Texts), Err(Refusal::Said(_))));
    assert_eq!(*person.session.document(), client());
}
