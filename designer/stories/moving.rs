//! DESIGNERS 2, 6: picking up, going elsewhere, several together.

use super::{client, person::Person, rect};
use crate::{Doing, DropInto, StepKey};
use model::ids::ItemId;

#[test]
fn a_tiny_drag_is_a_click() {
    let mut person = Person::at(client());
    person.press((100.0, 80.0));
    assert_eq!(person.drag((102.0, 81.0)).doing, Doing::Nothing);
    assert!(person.release((102.0, 81.0)).unwrap().applied.is_none());
    assert_eq!(*person.session.document(), client());
    person.press((100.0, 80.0));
    assert_eq!(person.drag((103.0, 80.0)).doing, Doing::Moving, "three pixels are enough");
}

#[test]
fn a_drag_previews_and_leaves_the_document_alone_until_it_ends() {
    let mut person = Person::at(client());
    person.press((100.0, 80.0));
    person.keys.alt = true;
    let preview = person.drag((110.0, 97.0));
    assert_eq!(preview.moved, [(ItemId(2), rect(26, 61, 416, 72))]);
    assert_eq!((preview.into, preview.container), (DropInto::Stay, Some(rect(0, 0, 664, 196))));
    assert_eq!(*person.session.document(), client());
    let applied = person.release((110.0, 97.0)).unwrap().applied.unwrap();
    assert_eq!((applied.step.key, applied.edits.len()), (StepKey::Move, 1));
    assert_eq!(person.area(2), [26, 61, 416, 72]);
    person.undo();
    assert_eq!(*person.session.document(), client());
}

#[test]
fn escape_leaves_no_trace() {
    let mut person = Person::at(client());
    person.press((100.0, 80.0));
    person.drag((400.0, 300.0));
    person.session.cancel();
    assert!(person.release((400.0, 300.0)).unwrap().applied.is_none());
    assert_eq!(*person.session.document(), client());
    assert_eq!(person.session.history().steps().len(), 0);
    assert_eq!(person.selected(), [2]);
}

#[test]
fn several_move_together_with_what_lies_in_them() {
    let mut person = Person::at(client());
    person.select([1, 6]);
    person.press((700.0, 100.0));
    person.keys.alt = true;
    let preview = person.drag((700.0, 107.0));
    assert_eq!(preview.moved.len(), 6, "the frame, its four fields and the photo");
    assert_eq!(preview.bounds, Some(rect(0, 7, 880, 196)));
    person.release((700.0, 107.0)).unwrap();
    assert_eq!(
        (person.area(1), person.area(2), person.area(6)),
        ([0, 7, 664, 196], [16, 44, 416, 72], [680, 7, 200, 196])
    );
    assert_eq!(person.session.history().steps().len(), 1, "one step");
}

#[test]
fn a_field_dragged_into_another_container_lies_there() {
    let mut person = Person::at(client());
    person.press((550.0, 80.0));
    person.drag((560.0, 300.0));
    person.keys.alt = true;
    let preview = person.drag((560.0, 420.0));
    assert_eq!(preview.into, DropInto::Container(Some(ItemId(8))));
    assert_eq!(preview.container, Some(rect(0, 252, 880, 260)), "the container under the pointer is outlined");
    let applied = person.release((560.0, 420.0)).unwrap().applied.unwrap();
    assert_eq!(applied.step.key, StepKey::Bring);
    assert_eq!(person.parent(3), Some(8));
    assert_eq!(person.rect(3), rect(458, 384, 200, 72), "where it was let go, though pages stand higher than designed");
    assert_eq!(person.order(), [1, 2, 4, 5, 6, 7, 8, 9, 10, 3, 11]);
    person.undo();
    assert_eq!(*person.session.document(), client());
}

#[test]
fn items_of_two_containers_keep_them_where_the_one_that_was_taken_keeps_its_own() {
    let mut person = Person::at(client());
    person.select([9, 4]);
    person.move_freely((100.0, 150.0), (110.0, 150.0));
    assert_eq!((person.parent(9), person.area(9)), (Some(8), [26, 44, 200, 72]));
    assert_eq!((person.parent(4), person.area(4)), (Some(1), [26, 120, 200, 72]));
}

#[test]
fn a_frame_is_not_put_into_itself() {
    let mut person = Person::at(client());
    person.move_freely((300.0, 5.0), (330.0, 40.0));
    assert_eq!((person.parent(1), person.area(1)), (None, [30, 35, 664, 196]));
}

#[test]
fn a_forbidden_spot_is_explained_in_words_and_nothing_is_dropped() {
    let mut person = Person::at(client()).with_headers();
    person.session.open_page(ItemId(7), ItemId(11));
    person.press((100.0, 80.0));
    let preview = person.drag((300.0, 400.0));
    let refusal = preview.refusal.unwrap();
    assert!(refusal.message(model::language::Language::Lt).contains("Padėkite ant „+“"), "{refusal:?}");
    assert_eq!(person.release((300.0, 400.0)).unwrap_err(), refusal);
    assert_eq!(*person.session.document(), client());
}

#[test]
fn shift_keeps_the_axis() {
    let mut person = Person::at(client());
    person.press((100.0, 80.0));
    person.with(true, false, true).drag((150.0, 92.0));
    person.release((150.0, 92.0)).unwrap();
    assert_eq!(person.area(2), [66, 44, 416, 72]);
}

#[test]
fn a_selected_frame_moves_by_its_inside_and_another_gets_a_rubber_band() {
    let mut person = Person::at(client());
    person.press((444.0, 118.0));
    assert_eq!(person.drag((450.0, 125.0)).doing, Doing::Band);
    person.session.cancel();
    person.select([1]);
    person.press((444.0, 150.0));
    assert_eq!(person.drag((450.0, 165.0)).doing, Doing::Moving);
}
