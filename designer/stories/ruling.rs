//! DESIGNERS 4: guides out of the rulers, moved, and back to delete.

use super::{card, field, person::Person};
use crate::{Axis, StepKey, Target};
use model::layout::Card;

fn guides(person: &Person<Card>) -> (&[i32], &[i32]) {
    let guides = &person.session.document().guides;
    (&guides.x, &guides.y)
}

#[test]
fn a_guide_is_dragged_out_of_a_ruler_and_kept_with_the_card() {
    let mut person = Person::at(card(vec![field(1, None, [101, 101, 200, 50])]));
    person.session.bring_guide(Axis::X);
    assert_eq!(person.drag((-30.0, 50.0)).guide, Some((Axis::X, None)), "not on the canvas yet");
    assert_eq!(person.drag((505.0, 50.0)).guide, Some((Axis::X, Some(504))), "to the grid");
    assert_eq!(person.drag((303.0, 50.0)).guide, Some((Axis::X, Some(301))), "to an edge");
    let applied = person.release((303.0, 50.0)).unwrap().applied.unwrap();
    assert_eq!(applied.step.key, StepKey::GuideAdd);
    assert_eq!(guides(&person), (&[301][..], &[][..]));
    person.undo();
    assert_eq!(guides(&person), (&[][..], &[][..]));
}

#[test]
fn a_guide_is_moved_and_dragged_back_to_delete_it() {
    let mut card = card(vec![]);
    card.guides.y = vec![200, 400];
    let mut person = Person::at(card);
    assert_eq!(person.hover((50.0, 203.0)), Target::Guide(Axis::Y, 200));
    person.drop((50.0, 203.0), (60.0, 300.0)).unwrap();
    assert_eq!(guides(&person).1, [300, 400]);
    person.drop((50.0, 300.0), (60.0, -20.0)).unwrap();
    assert_eq!(guides(&person).1, [400]);
    let keys: Vec<StepKey> = person.session.history().steps().map(|step| step.key).collect();
    assert_eq!(keys, [StepKey::GuideMove, StepKey::GuideRemove]);
}

#[test]
fn a_guide_that_comes_to_another_one_is_one_guide() {
    let mut card = card(vec![]);
    (card.guides.x, card.guides.y) = (vec![100, 300], vec![200, 400]);
    let mut person = Person::at(card);
    person.drop((50.0, 200.0), (50.0, 400.0)).unwrap();
    person.drop((100.0, 50.0), (300.0, 50.0)).unwrap();
    assert_eq!(guides(&person), (&[300][..], &[400][..]));
}
