//! DESIGNERS 9: align, same size, distribute, tidy up.

use super::{
    card, client, field, frame, ids,
    person::{Person, Texts},
};
use crate::{Alignment, Command, Distribution, Refusal, Sides};
use model::layout::Card;

/// Three fields of different heights; the last is the reference object.
fn three() -> Person<Card> {
    let items = vec![
        field(1, None, [100, 100, 100, 50]),
        field(2, None, [230, 131, 80, 72]),
        field(3, None, [390, 80, 120, 100]),
    ];
    let mut person = Person::at(card(items));
    person.select([1, 2, 3]);
    person
}

fn run(person: &mut Person<Card>, command: &Command<Card>) {
    person.session.run(command, &Texts).unwrap();
}

#[test]
fn objects_are_aligned_to_the_last_selected() {
    let aligned = |how| {
        let mut person = three();
        run(&mut person, &Command::Align(ids([1, 2, 3]), how));
        assert_eq!(person.area(3), [390, 80, 120, 100], "the reference object stays");
        [person.area(1), person.area(2)].map(|area| (area[0], area[1]))
    };
    assert_eq!(aligned(Alignment::Left), [(390, 100), (390, 131)]);
    assert_eq!(aligned(Alignment::Centre), [(400, 100), (410, 131)]);
    assert_eq!(aligned(Alignment::Right), [(410, 100), (430, 131)]);
    assert_eq!(aligned(Alignment::Top), [(100, 80), (230, 80)]);
    assert_eq!(aligned(Alignment::Middle), [(100, 105), (230, 94)]);
    assert_eq!(aligned(Alignment::Bottom), [(100, 130), (230, 108)]);
    assert_eq!(aligned(Alignment::Baseline), [(100, 130), (230, 108)], "text stands 20 above each bottom here");
}

#[test]
fn one_object_alone_is_aligned_to_its_container() {
    let mut person = Person::at(client());
    run(&mut person, &Command::Align(ids([4]), Alignment::Right));
    assert_eq!(person.area(4), [448, 120, 200, 72], "within the padding of the frame");
    run(&mut person, &Command::Align(ids([9]), Alignment::Bottom));
    assert_eq!(person.rect(9).bottom, 512 - 4);
    let refused = person.session.run(&Command::Align(ids([4]), Alignment::Baseline), &Texts);
    assert_eq!(refused.unwrap_err(), Refusal::TooFew(2));
}

#[test]
fn objects_of_different_containers_are_aligned_as_they_stand() {
    let mut person = Person::at(client());
    run(&mut person, &Command::Align(ids([9, 3]), Alignment::Left));
    assert_eq!(person.area(9)[0], 448);
}

#[test]
fn objects_become_as_large_as_the_last_selected() {
    let mut person = three();
    run(&mut person, &Command::SameSize(ids([1, 2, 3]), Sides::Width));
    assert_eq!((person.area(1), person.area(2)), ([100, 100, 120, 50], [230, 131, 120, 72]));
    run(&mut person, &Command::SameSize(ids([1, 2, 3]), Sides::Height));
    assert_eq!(person.area(1), [100, 100, 120, 100]);
    run(&mut person, &Command::SameSize(ids([3, 2, 1]), Sides::Both));
    assert_eq!(person.session.run(&Command::SameSize(ids([1]), Sides::Both), &Texts).unwrap_err(), Refusal::TooFew(2));
}

#[test]
fn gaps_or_centres_are_made_equal_between_the_outermost() {
    let mut person = three();
    run(&mut person, &Command::Distribute(ids([1, 2, 3]), Distribution::GapsAlong));
    assert_eq!(person.area(2)[0], 255, "190 between 200 and 390, 80 of it taken");
    let mut person = three();
    run(&mut person, &Command::Distribute(ids([1, 2, 3]), Distribution::CentresAlong));
    assert_eq!(person.area(2)[0], 260, "the centres are at 150, 300, 450");
    let few = person.session.run(&Command::Distribute(ids([1, 2]), Distribution::GapsDown), &Texts);
    assert_eq!(few.unwrap_err(), Refusal::TooFew(3));
}

#[test]
fn what_does_not_divide_evenly_is_spread() {
    let items = (0..5).map(|n| field(n + 1, None, [if n == 4 { 303 } else { 50 * n as i32 }, 0, 48, 24])).collect();
    let mut person = Person::at(card(items));
    run(&mut person, &Command::Distribute(ids([1, 2, 3, 4, 5]), Distribution::GapsAlong));
    let gaps: Vec<i32> = (1..5).map(|n| person.area(n + 1)[0] - person.area(n)[0] - 48).collect();
    assert_eq!(gaps.iter().sum::<i32>(), 303 - 4 * 48);
    assert!(gaps.iter().all(|gap| (27..=28).contains(gap)), "{gaps:?}");
}

#[test]
fn tidying_up_makes_rows_with_the_usual_gaps() {
    let items = vec![
        field(1, None, [103, 99, 200, 72]),
        field(2, None, [330, 120, 200, 72]),
        field(3, None, [90, 210, 200, 72]),
        field(4, None, [350, 205, 200, 120]),
    ];
    let mut person = Person::at(card(items));
    run(&mut person, &Command::TidyUp(ids([4, 3, 2, 1])));
    assert_eq!((person.area(1), person.area(2)), ([92, 100, 200, 72], [308, 100, 200, 72]));
    assert_eq!((person.area(3), person.area(4)), ([92, 176, 200, 72], [308, 176, 200, 120]));
}

#[test]
fn what_lies_in_frames_comes_along() {
    let items = vec![
        frame(1, None, [100, 100, 300, 200]),
        field(2, Some(1), [16, 44, 100, 40]),
        field(3, None, [500, 50, 100, 40]),
    ];
    let mut person = Person::at(card(items));
    run(&mut person, &Command::Align(ids([1, 2, 3]), Alignment::Top));
    assert_eq!((person.area(1), person.area(2)), ([100, 50, 300, 200], [16, 44, 100, 40]));
}
