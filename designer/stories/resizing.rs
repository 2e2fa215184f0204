//! DESIGNERS 6, 7, 22: handles, several together, the canvas with its anchors.

use super::{anchored, card, client, field, frame, person::Person, rect};
use crate::{Document as _, Doing, DoubleClick, Handle, Size, StepKey, Target};
use model::{ids::ItemId, layout::LabelPlace};

#[test]
fn eight_handles_resize() {
    let start = [200, 200, 100, 80];
    for handle in Handle::ALL {
        let mut person = Person::at(card(vec![field(1, None, start)]));
        person.select([1]);
        let at = handle.place(rect(200, 200, 100, 80));
        assert_eq!(person.hover((at.x, at.y)), Target::Handle(handle));
        person.with(false, true, false).drop((at.x, at.y), (at.x + 13.0, at.y + 7.0)).unwrap();
        let (x, y) = handle.sides();
        let expected = [200 + if x < 0 { 13 } else { 0 }, 200 + if y < 0 { 7 } else { 0 }, 100 + x * 13, 80 + y * 7];
        assert_eq!(person.area(1), expected, "{handle:?}");
    }
}

#[test]
fn sides_are_drawn_to_others_and_to_their_sizes() {
    let mut person = Person::at(card(vec![field(1, None, [200, 200, 101, 80]), field(2, None, [351, 50, 133, 31])]));
    person.select([1]);
    person.drop((301.0, 240.0), (348.0, 240.0)).unwrap();
    assert_eq!(person.area(1), [200, 200, 151, 80], "to the left side of the other");
    person.drop((351.0, 240.0), (335.0, 240.0)).unwrap();
    assert_eq!(person.area(1)[2], 133, "as wide as the other");
}

#[test]
fn shift_keeps_the_ratio_and_alt_works_from_the_centre() {
    let one = || {
        let mut person = Person::at(card(vec![field(1, None, [200, 200, 100, 50])]));
        person.select([1]);
        person
    };
    let mut person = one();
    person.with(true, true, false).drop((300.0, 250.0), (360.0, 255.0)).unwrap();
    assert_eq!(person.area(1), [200, 200, 160, 80]);
    let mut person = one();
    person.with(false, true, true).drop((300.0, 225.0), (310.0, 225.0)).unwrap();
    assert_eq!(person.area(1), [190, 200, 120, 50]);
    let mut person = one();
    person.with(true, true, true).drop((200.0, 200.0), (180.0, 199.0)).unwrap();
    assert_eq!(person.area(1), [180, 190, 140, 70]);
}

#[test]
fn nothing_becomes_smaller_than_it_may_be() {
    let mut person = Person::at(card(vec![field(1, None, [200, 200, 100, 80])]));
    person.select([1]);
    person.drop((200.0, 200.0), (500.0, 500.0)).unwrap();
    assert_eq!(person.area(1), [252, 256, 48, 24], "the opposite corner stays");
}

#[test]
fn several_are_resized_together_each_by_its_part() {
    let items = vec![
        field(1, None, [200, 200, 100, 50]),
        field(2, None, [320, 200, 80, 50]),
        field(3, None, [200, 260, 200, 40]),
    ];
    let mut person = Person::at(card(items));
    person.select([1, 2, 3]);
    person.with(false, true, false).drop((400.0, 250.0), (500.0, 250.0)).unwrap();
    assert_eq!((person.area(1), person.area(2)), ([200, 200, 150, 50], [380, 200, 120, 50]));
    assert_eq!(person.area(3), [200, 260, 300, 40]);
    assert_eq!(person.session.history().steps().len(), 1);
}

#[test]
fn what_lies_in_a_frame_follows_by_its_anchors_while_it_is_resized() {
    let items = vec![
        frame(1, None, [100, 100, 400, 200]),
        anchored(field(2, Some(1), [16, 44, 240, 72]), true, true, true, false),
        anchored(field(3, Some(1), [272, 44, 112, 72]), false, true, true, false),
    ];
    let mut person = Person::at(card(items));
    person.select([1]);
    person.with(false, true, false);
    person.press((500.0, 200.0));
    let preview = person.drag((560.0, 200.0));
    let moved = [
        (ItemId(1), rect(100, 100, 460, 200)),
        (ItemId(2), rect(116, 144, 300, 72)),
        (ItemId(3), rect(432, 144, 112, 72)),
    ];
    assert_eq!(preview.moved, moved);
    person.release((560.0, 200.0)).unwrap();
    assert_eq!((person.area(2), person.area(3)), ([16, 44, 300, 72], [332, 44, 112, 72]));
    person.undo();
    assert_eq!((person.area(2), person.area(3)), ([16, 44, 240, 72], [272, 44, 112, 72]));
}

#[test]
fn tabs_take_their_pages_with_them() {
    let mut person = Person::at(client());
    person.select([7]);
    person.with(false, true, false).drop((440.0, 512.0), (440.0, 562.0)).unwrap();
    assert_eq!((person.area(7)[3], person.area(8)[3], person.area(11)[3]), (350, 310, 310));
}

#[test]
fn label_and_field_are_resized_apart() {
    let mut beside = field(1, None, [100, 100, 300, 40]);
    beside.label_place = LabelPlace::Left;
    let mut person = Person::at(card(vec![beside]));
    person.select([1]);
    assert_eq!(person.hover((220.0, 120.0)), Target::Split(ItemId(1)));
    person.press((220.0, 120.0));
    assert_eq!(person.drag((251.0, 120.0)).split, Some((ItemId(1), 152)));
    person.release((251.0, 120.0)).unwrap();
    assert_eq!((person.item(1).label_width, person.area(1)), (152, [100, 100, 300, 40]));
    person.press((252.0, 120.0));
    assert_eq!(person.drag((900.0, 120.0)).split, Some((ItemId(1), 276)), "the field keeps some room");
}

#[test]
fn a_double_click_on_a_handle_or_a_field_fits_it_to_its_contents() {
    let mut person = Person::at(card(vec![field(1, None, [200, 200, 100, 80])]));
    person.select([1]);
    assert!(matches!(person.double_click((300.0, 240.0)), DoubleClick::Fitted(_)));
    assert_eq!(person.area(1), [200, 200, 150, 40]);
    assert_eq!(person.session.history().next_undo().unwrap().key, StepKey::Fit);
    let mut person = Person::at(client());
    person.select([1]);
    person.session.fit(&super::person::Texts).unwrap();
    assert_eq!(person.area(1), [0, 0, 664, 196], "a frame closes around what lies in it");
}

#[test]
fn the_corner_of_the_canvas_resizes_the_card_live_so_that_anchors_are_seen() {
    let mut client = client();
    client.items[5] = anchored(client.items[5].clone(), false, true, true, false);
    client.items[6] = anchored(client.items[6].clone(), true, true, true, true);
    let mut person = Person::at(client.clone());
    assert_eq!(person.hover((884.0, 644.0)), Target::Edge { right: true, bottom: true });
    assert_eq!(person.hover((896.0, 656.0)), Target::Edge { right: true, bottom: true }, "where its border is drawn");
    person.press((884.0, 644.0));
    let preview = person.drag((984.0, 684.0));
    assert_eq!((preview.doing, preview.size), (Doing::Canvas, Some(Size::new(980, 680))));
    assert!(preview.moved.contains(&(ItemId(6), rect(780, 0, 200, 196))));
    assert!(preview.moved.contains(&(ItemId(7), rect(0, 212, 980, 340))));
    assert!(preview.moved.contains(&(ItemId(9), rect(16, 268, 200, 72))), "what lies on a page stands where it did");
    person.release((984.0, 684.0)).unwrap();
    assert_eq!(person.session.document().size(), Size::new(980, 680));
    assert_eq!((person.area(6), person.area(8)), ([780, 0, 200, 196], [0, 40, 980, 300]));
    person.undo();
    assert_eq!(*person.session.document(), client);
}
