//! DESIGNERS 5: what a click, a rubber band and the keys select.

use super::{client, person::Person};

#[test]
fn a_click_selects_what_lies_on_top_and_a_click_beside_nothing() {
    let mut person = Person::at(client());
    person.click((100.0, 80.0));
    assert_eq!(person.selected(), [2]);
    person.click((100.0, 560.0));
    assert!(person.selected().is_empty());
    person.click((300.0, 5.0));
    assert_eq!(person.selected(), [1], "the title of a frame takes the frame");
    person.click((655.0, 150.0));
    assert_eq!(person.selected(), [1], "and so does its border");
}

#[test]
fn shift_and_ctrl_add_and_remove() {
    let mut person = Person::at(client());
    person.click((100.0, 80.0));
    person.with(true, false, false).click((500.0, 80.0));
    person.with(false, true, false).click((100.0, 150.0));
    assert_eq!(person.selected(), [2, 3, 4], "the last one is the reference object");
    person.with(true, false, false).click((500.0, 80.0));
    person.with(false, true, false).click((100.0, 80.0));
    assert_eq!(person.selected(), [4]);
}

#[test]
fn a_click_on_one_of_several_selects_it_alone_and_a_drag_moves_them_all() {
    let mut person = Person::at(client());
    person.select([2, 3, 4]);
    person.press((500.0, 80.0));
    assert_eq!(person.selected(), [2, 4, 3], "while it is pressed all stay, and it is the reference");
    person.release((500.0, 80.0)).unwrap();
    assert_eq!(person.selected(), [3]);
}

#[test]
fn ctrl_takes_what_lies_underneath_one_after_the_other() {
    let mut card = client();
    for (id, x) in [(20, 20), (21, 24), (22, 28)] {
        card.items.insert(2, super::field(id, Some(1), [x, 60, 100, 40]));
    }
    let mut person = Person::at(card);
    person.click((60.0, 80.0));
    assert_eq!(person.selected(), [20]);
    let mut found = Vec::new();
    for _ in 0..4 {
        person.with(false, true, false).click((60.0, 80.0));
        found.extend(person.selected());
    }
    assert_eq!(found, [21, 22, 2, 20], "round and round, and never the frame around them");
}

#[test]
fn a_rubber_band_selects_what_it_touches_in_its_container() {
    let mut person = Person::at(client());
    person.press((222.0, 118.0));
    person.drag((440.0, 60.0));
    let preview = person.drag((460.0, 100.0));
    assert_eq!(preview.band, Some(super::rect(222, 100, 238, 18)));
    assert_eq!(preview.banded.iter().map(|id| id.0).collect::<Vec<_>>(), [2, 3]);
    person.release((460.0, 100.0)).unwrap();
    assert_eq!(person.selected(), [2, 3]);
    person.with(true, false, false).drop((222.0, 118.0), (240.0, 160.0)).unwrap();
    assert_eq!(person.selected(), [2, 3, 5], "Shift adds");
    person.with(false, true, false).drop((444.0, 118.0), (400.0, 130.0)).unwrap();
    assert_eq!(person.selected(), [2, 3], "Ctrl takes out what was in and adds what was not");
}

#[test]
fn a_band_from_outside_takes_frames_as_a_whole_and_of_others_what_it_touches() {
    let mut person = Person::at(client());
    person.drop((20.0, 560.0), (700.0, 280.0)).unwrap();
    assert_eq!(person.selected(), [9, 10], "the tabs are not in it as a whole");
    person.drop((900.0, 560.0), (-10.0, 200.0)).unwrap();
    assert_eq!(person.selected(), [7]);
}

#[test]
fn ctrl_a_selects_within_the_container() {
    let mut person = Person::at(client());
    person.session.select_all();
    assert_eq!(person.selected(), [1, 6, 7]);
    person.select([4]);
    person.session.select_all();
    assert_eq!(person.selected(), [2, 3, 4, 5]);
    person.select([8]);
    person.session.select_all();
    assert_eq!(person.selected(), [9, 10], "a container alone: what is in it");
}

#[test]
fn tab_goes_to_the_next_object_and_shift_tab_back() {
    let mut person = Person::at(client());
    let mut seen = Vec::new();
    for _ in 0..11 {
        person.session.select_next(false);
        seen.extend(person.selected());
    }
    assert_eq!(seen, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1], "the page that is closed is left out");
    person.session.select_next(true);
    assert_eq!(person.selected(), [10]);
    person.session.select_container();
    assert_eq!(person.selected(), [8], "Escape: the container");
}

#[test]
fn a_container_and_what_lies_in_it_are_not_selected_both() {
    let mut person = Person::at(client());
    person.click((100.0, 80.0));
    person.with(true, false, false).click((300.0, 5.0));
    assert_eq!(person.selected(), [1]);
}
