//! DESIGNERS 14: frames, tabs, folding groups; pages by hovering, by dragging, by “+”; what becomes of contents.

use super::{
    client, frame, ids, item,
    person::{Person, Texts},
};
use crate::{Command, Contents, DropInto, Refusal, StepKey, Target, cards};
use model::{
    ids::ItemId,
    language::Label,
    layout::{Card, CardItemKind},
};

fn run(person: &mut Person<Card>, command: &Command<Card>) {
    person.session.run(command, &Texts).unwrap();
}

#[test]
fn a_field_that_rests_on_a_header_opens_its_page_after_half_a_second() {
    let mut card = client();
    card.items.push(frame(12, Some(7), [0, 40, 880, 260]));
    let mut person = Person::at(card).with_headers();
    person.press((700.0, 100.0));
    person.now = 1000;
    assert_eq!(person.drag((300.0, 230.0)).into, DropInto::Page { tabs: ItemId(7), page: ItemId(12) });
    person.now = 1499;
    assert_eq!(person.drag((301.0, 231.0)).open_page, None);
    person.now = 1500;
    assert_eq!(person.drag((301.0, 231.0)).open_page, Some((ItemId(7), ItemId(12))));
    person.show_headers();
    person.keys.alt = true;
    let preview = person.drag((300.0, 400.0));
    assert_eq!(preview.into, DropInto::Container(Some(ItemId(12))));
    person.release((300.0, 400.0)).unwrap();
    assert_eq!(person.parent(6), Some(12));
    assert_eq!(person.rect(6), super::rect(280, 300, 200, 196), "where it was let go, on a page that was empty");
}

#[test]
fn a_field_let_go_on_a_header_goes_onto_that_page_where_there_is_room() {
    let mut person = Person::at(client()).with_headers();
    person.session.open_page(ItemId(7), ItemId(11));
    person.show_headers();
    let released = person.drop((550.0, 80.0), (60.0, 230.0)).unwrap();
    assert_eq!(released.opened, Some((ItemId(7), ItemId(8))), "and it is opened, so that one sees it");
    assert_eq!((person.parent(3), person.area(3)), (Some(8), [448, 44, 200, 72]));
}

#[test]
fn a_field_let_go_on_plus_makes_a_new_page_in_one_step() {
    let mut person = Person::at(client()).with_headers();
    assert_eq!(person.hover((260.0, 230.0)), Target::NewPage(ItemId(7)));
    let released = person.drop((550.0, 80.0), (260.0, 230.0)).unwrap();
    let applied = released.applied.unwrap();
    assert_eq!(applied.step.key, StepKey::NewPage);
    let page = person.parent(3).unwrap();
    assert_eq!((person.parent(page), person.area(page)), (Some(7), [0, 40, 880, 260]));
    assert_eq!(person.item(page).what, CardItemKind::Frame(Label::new("Skirtukas 3", "Tab 3")));
    assert_eq!(released.opened, Some((ItemId(7), ItemId(page))));
    assert!(person.session.scene().is_seen(ItemId(3)));
    person.undo();
    assert_eq!(*person.session.document(), client());
}

#[test]
fn tabs_are_reordered_by_dragging_their_headers() {
    let mut person = Person::at(client()).with_headers();
    assert_eq!(person.hover((60.0, 230.0)), Target::Header { tabs: ItemId(7), page: ItemId(8) });
    person.press((60.0, 230.0));
    let preview = person.drag((200.0, 230.0));
    assert_eq!(preview.pages, Some((ItemId(7), ids([11, 8]))));
    let applied = person.release((200.0, 230.0)).unwrap().applied.unwrap();
    assert_eq!(applied.step.key, StepKey::PageOrder);
    assert_eq!(person.order(), [1, 2, 3, 4, 5, 6, 7, 11, 8, 9, 10]);
    person.undo();
    assert_eq!(*person.session.document(), client());
}

#[test]
fn a_click_on_a_header_opens_its_page_and_a_click_on_plus_asks_for_a_new_one() {
    let mut person = Person::at(client()).with_headers();
    assert_eq!(person.click((200.0, 230.0)).opened, Some((ItemId(7), ItemId(11))));
    assert!(person.session.scene().is_seen(ItemId(11)) && !person.session.scene().is_seen(ItemId(9)));
    person.show_headers();
    assert_eq!(person.click((260.0, 230.0)).wants_page, Some(ItemId(7)));
    let command = Command::NewPage { tabs: ItemId(7), ids: Vec::new(), items: Vec::new(), page: ItemId(50) };
    run(&mut person, &command);
    assert_eq!((person.parent(50), person.selected()), (Some(7), vec![50]));
}

#[test]
fn deleting_a_container_keeps_its_contents_or_not() {
    let mut person = Person::at(client());
    run(&mut person, &Command::Delete { ids: ids([1]), contents: Contents::Stay });
    assert_eq!(person.session.history().next_undo().unwrap().key, StepKey::Unwrap);
    for (id, area) in [(2, [16, 44, 416, 72]), (5, [232, 120, 200, 72])] {
        assert_eq!((person.parent(id), person.area(id)), (None, area));
    }
    person.undo();
    run(&mut person, &Command::Delete { ids: ids([1]), contents: Contents::Go });
    assert_eq!(person.order(), [6, 7, 8, 9, 10, 11]);
}

#[test]
fn contents_of_deleted_tabs_stay_where_they_stand_even_those_of_closed_pages() {
    let mut person = Person::at(client());
    let before = person.rect(9);
    run(&mut person, &Command::Delete { ids: ids([7]), contents: Contents::Stay });
    assert_eq!((person.parent(9), person.rect(9)), (None, before));
    assert_eq!((person.parent(11), person.area(11)), (None, [0, 252, 880, 260]));
    assert!(!person.order().contains(&8));
}

#[test]
fn what_leaves_a_deleted_page_goes_beside_the_tabs() {
    let mut person = Person::at(client());
    run(&mut person, &Command::Delete { ids: ids([8]), contents: Contents::Stay });
    assert_eq!((person.parent(9), person.parent(10)), (None, None));
}

#[test]
fn objects_are_put_into_a_frame_around_them_and_stay_where_they_stand() {
    let mut person = Person::at(client());
    let before = (person.rect(4), person.rect(5));
    let frame = cards::frame(Label::new("Adresas", "Address"));
    let id = person.session.new_id();
    let frame = model::layout::CardItem { id, ..frame };
    run(&mut person, &Command::Wrap { ids: ids([4, 5]), frame });
    assert_eq!(person.selected(), [id.0]);
    assert_eq!((person.parent(id.0), person.parent(4), person.parent(5)), (Some(1), Some(id.0), Some(id.0)));
    assert_eq!(person.area(4), [16, 44, 200, 72]);
    assert_eq!(person.rect(5).left - person.rect(4).left, before.1.left - before.0.left);
    person.undo();
    assert_eq!(*person.session.document(), client());
}

#[test]
fn a_frame_around_a_whole_row_stays_in_its_container_and_the_row_below_makes_room() {
    let mut items = vec![frame(1, None, [0, 0, 448, 196])];
    items.extend([2, 3].map(|id| super::field(id, Some(1), [16 + 216 * (id as i32 - 2), 44, 200, 72])));
    items.push(super::field(4, Some(1), [16, 120, 200, 72]));
    items.push(super::field(5, None, [0, 212, 200, 72]));
    let mut person = Person::at(super::card(items));
    let id = person.session.new_id();
    let new = model::layout::CardItem { id, ..cards::frame(Label::new("Adresas", "Address")) };
    run(&mut person, &Command::Wrap { ids: ids([2, 3]), frame: new });
    assert_eq!(person.area(id.0), [0, 44, 448, 120], "as wide as what it stands in");
    assert_eq!((person.area(2), person.area(3)), ([16, 44, 200, 72], [232, 44, 200, 72]));
    assert_eq!(person.area(4), [16, 168, 200, 72], "as far from the frame as it was from the row");
    assert_eq!((person.area(1)[3], person.area(5)[1]), (244, 260), "the frame outside grew, too");
}

#[test]
fn a_list_on_a_page_of_its_own_may_be_taken_out_of_the_tabs() {
    let mut person = Person::at(client()).with_headers();
    person.click((200.0, 230.0));
    person.show_headers();
    person.keys.alt = true;
    person.press((400.0, 300.0));
    assert_eq!(person.drag((400.0, 400.0)).into, DropInto::Stay);
    person.release((400.0, 400.0)).unwrap();
    assert_eq!(person.area(11), [0, 40, 880, 260], "in its tabs it stays where it is");
    person.drop((400.0, 300.0), (400.0, 600.0)).unwrap();
    assert_eq!((person.parent(11), person.area(11)), (None, [0, 552, 880, 260]));
}

#[test]
fn containers_go_no_deeper_than_can_be_understood() {
    let mut items: Vec<_> = (1..=12).map(|n| frame(n, (n > 1).then(|| n - 1), [0, 0, 400, 400])).collect();
    items.push(frame(20, None, [500, 0, 100, 100]));
    items.push(super::field(21, None, [500, 200, 100, 40]));
    let mut person = Person::at(super::card(items));
    let into_last = |id: u128| Command::Bring {
        areas: vec![(ItemId(id), model::layout::Area { x: 0, y: 0, width: 100, height: 64 })],
        into: Some(ItemId(12)),
    };
    assert!(matches!(person.session.run(&into_last(20), &Texts), Err(Refusal::Said(_))));
    run(&mut person, &into_last(21));
    let in_itself = Command::Bring { areas: vec![(ItemId(1), person.item(1).area)], into: Some(ItemId(3)) };
    assert_eq!(person.session.run(&in_itself, &Texts).unwrap_err(), Refusal::InItself(ItemId(1)));
}

#[test]
fn a_field_goes_into_a_group_that_folds_up_and_into_columns() {
    let mut card = client();
    let fold = CardItemKind::Fold { title: Label::new("Daugiau", "More"), folded: false };
    card.items.push(item(12, None, [0, 520, 400, 110], fold));
    card.items.push(item(13, None, [416, 520, 400, 80], CardItemKind::Columns));
    let mut person = Person::at(card);
    person.move_freely((550.0, 80.0), (100.0, 570.0));
    assert_eq!(person.parent(3), Some(12));
    person.move_freely((100.0, 150.0), (500.0, 560.0));
    assert_eq!(person.parent(4), Some(13));
}

#[test]
fn a_tab_is_duplicated_with_everything_on_it() {
    let mut person = Person::at(client());
    person.select([8]);
    person.session.duplicate(&Texts).unwrap();
    let page = person.selected()[0];
    assert_eq!((person.parent(page), person.area(page)), (Some(7), [0, 40, 880, 260]));
    assert_eq!(crate::Document::children(person.session.document(), Some(ItemId(page))).count(), 2);
}

#[test]
fn what_lies_on_a_closed_page_is_brought_to_light() {
    let mut person = Person::at(client());
    person.session.open_page(ItemId(7), ItemId(11));
    assert!(!person.session.scene().is_seen(ItemId(9)));
    person.session.reveal(ItemId(9));
    assert!(person.session.scene().is_seen(ItemId(9)));
}

#[test]
fn a_row_of_tabs_whose_last_page_went_can_get_a_new_one() {
    let mut person = Person::at(client());
    run(&mut person, &Command::Delete { ids: ids([8, 11]), contents: Contents::Go });
    let card = person.session.document().clone();
    let seen = card.flow(card.width, card.height, person.session.look()).seen;
    let tabs = card.items.iter().position(|item| item.id == ItemId(7)).unwrap();
    assert!(seen[tabs]);
    run(&mut person, &Command::NewPage { tabs: ItemId(7), ids: ids([6]), items: Vec::new(), page: ItemId(50) });
    assert_eq!((person.parent(6), person.area(6)), (Some(50), [16, 44, 200, 196]));
}

#[test]
fn where_the_session_sees_everything_is_where_the_card_shows_it() {
    let mut person = Person::at(client());
    for page in [8, 11] {
        person.session.open_page(ItemId(7), ItemId(page));
        let card = person.session.document();
        let arrangement = card.flow(card.width, card.height, person.session.look());
        for (placed, (area, seen)) in
            person.session.scene().placed.iter().zip(arrangement.areas.iter().zip(&arrangement.seen))
        {
            assert_eq!(placed.seen, *seen, "{:?}", placed.id);
            assert!(!seen || placed.rect == crate::Rect::of(*area, (0, 0)), "{:?}", placed.id);
        }
    }
}
