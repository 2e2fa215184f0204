//! DESIGNERS 13: lock, hide, group, z-order.

use super::{
    card, client, field, frame, ids, item,
    person::{Person, Texts},
};
use crate::{Command, Contents, DoubleClick, Order, Refusal, Target};
use model::{
    ids::ItemId,
    layout::{Card, CardItemKind},
};

fn run(person: &mut Person<Card>, command: &Command<Card>) {
    person.session.run(command, &Texts).unwrap();
}

#[test]
fn locked_and_hidden_objects_are_clicked_through() {
    let mut person = Person::at(client());
    run(&mut person, &Command::Lock(ids([2]), true));
    person.click((100.0, 80.0));
    assert_eq!(person.selected(), [1]);
    run(&mut person, &Command::Lock(ids([1]), true));
    assert_eq!(person.hover((100.0, 80.0)), Target::Ground);
    person.click((550.0, 80.0));
    assert_eq!(person.selected(), [3], "what lies in a locked frame is free");
    run(&mut person, &Command::Hide(ids([3]), true));
    assert_eq!(person.hover((550.0, 80.0)), Target::Ground);
    person.undo();
    assert_eq!(person.hover((550.0, 80.0)), Target::Item(ItemId(3)));
}

#[test]
fn nothing_moves_or_deletes_what_is_locked() {
    let mut person = Person::at(client());
    run(&mut person, &Command::Lock(ids([2]), true));
    let refused = person.session.run(&Command::Move { ids: ids([2]), by: (5, 5) }, &Texts);
    assert_eq!(refused.unwrap_err(), Refusal::Locked);
    let refused = person.session.run(&Command::Delete { ids: ids([2]), contents: Contents::Go }, &Texts);
    assert_eq!(refused.unwrap_err(), Refusal::Locked);
    run(&mut person, &Command::Move { ids: ids([2, 3]), by: (5, 5) });
    assert_eq!((person.area(2), person.area(3)), ([16, 44, 416, 72], [453, 49, 200, 72]), "of several the others move");
    run(&mut person, &Command::Lock(ids([2]), false));
    run(&mut person, &Command::Move { ids: ids([2]), by: (5, 5) });
    assert_eq!(person.area(2), [21, 49, 416, 72]);
}

#[test]
fn a_group_is_selected_and_moved_as_one_and_entered_by_a_double_click() {
    let mut person = Person::at(client());
    run(&mut person, &Command::Group(ids([4, 5])));
    person.click((600.0, 80.0));
    person.click((100.0, 150.0));
    assert_eq!(person.selected(), [5, 4]);
    person.move_freely((100.0, 150.0), (120.0, 150.0));
    assert_eq!((person.area(4)[0], person.area(5)[0]), (36, 252));
    assert_eq!(person.double_click((120.0, 150.0)), DoubleClick::Entered);
    assert_eq!(person.selected(), [4]);
    person.click((300.0, 150.0));
    assert_eq!(person.selected(), [5], "inside, one by one");
    person.click((600.0, 80.0));
    person.click((120.0, 150.0));
    assert_eq!(person.selected(), [5, 4], "a click elsewhere has left the group");
    person.double_click((120.0, 150.0));
    person.move_freely((600.0, 80.0), (604.0, 80.0));
    person.click((120.0, 150.0));
    assert_eq!(person.selected(), [5, 4], "and so has a drag of something else");
    run(&mut person, &Command::Ungroup(ids([4])));
    person.click((120.0, 150.0));
    assert_eq!(person.selected(), [4]);
}

#[test]
fn a_copy_of_a_group_is_another_group() {
    let mut person = Person::at(client());
    run(&mut person, &Command::Group(ids([4, 5])));
    person.session.duplicate(&Texts).unwrap();
    let [a, b] = person.selected()[..] else { panic!() };
    assert_eq!((person.item(4).group, person.item(a).group, person.item(b).group), (1, 2, 2));
}

#[test]
fn objects_come_to_the_front_and_go_to_the_back_with_what_lies_in_them() {
    let of = |to| {
        let items = vec![
            field(1, None, [0, 0, 50, 50]),
            frame(2, None, [0, 0, 200, 200]),
            field(3, Some(2), [16, 44, 50, 50]),
            field(4, None, [0, 0, 50, 50]),
            field(5, None, [0, 0, 50, 50]),
        ];
        let mut person = Person::at(card(items));
        run(&mut person, &Command::Order(ids([2]), to));
        let order = person.order();
        person.undo();
        assert_eq!(person.order(), [1, 2, 3, 4, 5]);
        order
    };
    assert_eq!(of(Order::Front), [1, 4, 5, 2, 3]);
    assert_eq!(of(Order::Back), [2, 3, 1, 4, 5]);
    assert_eq!(of(Order::Forward), [1, 4, 2, 3, 5]);
    assert_eq!(of(Order::Backward), [2, 3, 1, 4, 5]);
}

#[test]
fn the_pointer_takes_what_lies_above() {
    let overlapping = vec![field(1, None, [100, 100, 100, 100]), field(2, None, [150, 150, 100, 100])];
    let mut person = Person::at(card(overlapping));
    assert_eq!(person.hover((170.0, 170.0)), Target::Item(ItemId(2)));
    run(&mut person, &Command::Order(ids([1]), Order::Front));
    assert_eq!(person.hover((170.0, 170.0)), Target::Item(ItemId(1)));
}

#[test]
fn a_double_click_on_a_label_edits_it_in_place() {
    let mut person = Person::at(client());
    assert_eq!(person.double_click((100.0, 50.0)), DoubleClick::EditLabel(ItemId(2)));
    assert_eq!(person.double_click((300.0, 5.0)), DoubleClick::EditLabel(ItemId(1)), "the title of a frame");
    let mut person = Person::at(card(vec![item(1, None, [10, 10, 100, 24], CardItemKind::Text(Default::default()))]));
    assert_eq!(person.double_click((50.0, 20.0)), DoubleClick::EditLabel(ItemId(1)));
}
