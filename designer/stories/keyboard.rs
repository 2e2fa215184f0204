//! DESIGNERS 8: the arrow keys.

use super::{
    card, client, field,
    person::{Person, Texts},
};
use crate::{Direction, Modifiers, Refusal};
use model::layout::Card;

const NONE: Modifiers = Modifiers { shift: false, ctrl: false, alt: false };

fn press(person: &mut Person<Card>, direction: Direction, keys: Modifiers) {
    person.session.arrow(direction, keys, &Texts).unwrap();
}

#[test]
fn arrows_move_by_one_and_with_shift_by_ten() {
    let mut person = Person::at(client());
    person.select([2, 6]);
    press(&mut person, Direction::Right, NONE);
    press(&mut person, Direction::Down, NONE);
    press(&mut person, Direction::Left, Modifiers { shift: true, ..NONE });
    assert_eq!((person.area(2), person.area(6)), ([7, 45, 416, 72], [671, 1, 200, 196]));
    press(&mut person, Direction::Up, Modifiers { shift: true, ..NONE });
    assert_eq!(person.area(2)[1], 35);
}

#[test]
fn ctrl_and_an_arrow_go_to_the_next_line() {
    let mut person = Person::at(card(vec![field(1, None, [400, 400, 60, 50]), field(2, None, [100, 100, 200, 50])]));
    person.select([1]);
    let ctrl = Modifiers { ctrl: true, ..NONE };
    let mut places = Vec::new();
    for _ in 0..4 {
        press(&mut person, Direction::Left, ctrl);
        places.push(person.area(1)[0]);
    }
    assert_eq!(places, [300, 240, 170, 100], "its right side, right sides, centres, left sides");
    press(&mut person, Direction::Up, ctrl);
    assert_eq!(person.area(1)[1], 295, "the middle of the card");
}

#[test]
fn alt_and_an_arrow_resize() {
    let mut person = Person::at(client());
    person.select([2]);
    press(&mut person, Direction::Left, Modifiers { alt: true, shift: true, ..NONE });
    press(&mut person, Direction::Down, Modifiers { alt: true, ..NONE });
    assert_eq!(person.area(2), [16, 44, 406, 73]);
}

#[test]
fn an_arrow_without_a_selection_says_what_is_missing() {
    let mut person = Person::at(client());
    assert_eq!(person.session.arrow(Direction::Left, NONE, &Texts).unwrap_err(), Refusal::NothingSelected);
}

#[test]
fn an_arrow_that_is_held_is_one_step() {
    let mut person = Person::at(client());
    person.select([2, 6]);
    press(&mut person, Direction::Right, NONE);
    for _ in 0..20 {
        person.session.arrow_again(Direction::Right, NONE, &Texts).unwrap();
    }
    assert_eq!((person.area(2)[0], person.area(6)[0]), (37, 701));
    assert_eq!(person.session.history().steps().len(), 1);
    person.undo();
    assert_eq!(*person.session.document(), client());
    person.session.redo().unwrap();
    assert_eq!((person.area(2)[0], person.area(6)[0]), (37, 701));
    person.select([3]);
    person.session.arrow_again(Direction::Right, NONE, &Texts).unwrap();
    assert_eq!(person.session.history().steps().len(), 2, "of another selection it is a step of its own");
}
