//! DESIGNERS 3: what draws, in which order, and what is shown of it.

use super::{card, field, frame, person::Person};
use crate::{Axis, Distance, EqualGap, LineKind, Preview, SnapLine};

/// Drags field 1 by its middle so that it would come to stand at these units, and says what is shown.
fn drag_to(person: &mut Person<model::layout::Card>, id: u128, x: f64, y: f64) -> Preview {
    person.session.cancel();
    let own = person.rect(id);
    let (dx, dy) = (f64::from(own.width()) / 2.0, f64::from(own.height()) / 2.0);
    person.press((f64::from(own.left) + dx, f64::from(own.top) + dy));
    person.drag((x + dx, y + dy));
    person.drag((x + dx, y + dy))
}

fn place(preview: &Preview) -> (i32, i32) {
    let bounds = preview.bounds.unwrap();
    (bounds.left, bounds.top)
}

fn has(preview: &Preview, axis: Axis, at: i32, kind: LineKind) -> Option<SnapLine> {
    preview.lines.iter().copied().find(|line| (line.axis, line.at, line.kind) == (axis, at, kind))
}

#[test]
fn an_edge_draws_and_its_line_goes_through_both() {
    let mut person = Person::at(card(vec![field(1, None, [402, 402, 100, 50]), field(2, None, [101, 101, 200, 50])]));
    let preview = drag_to(&mut person, 1, 105.0, 303.0);
    assert_eq!(place(&preview).0, 101);
    let line = has(&preview, Axis::X, 101, LineKind::Edge).unwrap();
    assert_eq!((line.from, line.to), (101, place(&preview).1 + 50));
    let preview = drag_to(&mut person, 1, 196.0, 303.0);
    assert_eq!(place(&preview).0, 201, "right sides");
    let preview = drag_to(&mut person, 1, 305.0, 303.0);
    assert_eq!(place(&preview).0, 301, "its left to the other's right");
}

#[test]
fn a_centre_draws_a_centre() {
    let mut person = Person::at(card(vec![field(1, None, [402, 402, 60, 50]), field(2, None, [101, 101, 200, 50])]));
    let preview = drag_to(&mut person, 1, 168.0, 303.0);
    assert_eq!(place(&preview).0, 171);
    assert!(has(&preview, Axis::X, 201, LineKind::Centre).is_some());
}

#[test]
fn lines_of_text_draw_each_other_though_heights_differ() {
    // The text of a field stands 20 above its bottom: 181 here.
    let mut person = Person::at(card(vec![field(1, None, [402, 402, 100, 57]), field(2, None, [101, 101, 100, 100])]));
    let preview = drag_to(&mut person, 1, 253.0, 143.0);
    assert_eq!(place(&preview).1, 144, "181 is its own line too");
    let line = has(&preview, Axis::Y, 181, LineKind::Baseline).unwrap();
    assert!(line.from <= 101 && line.to >= 350);
}

#[test]
fn equal_gaps_draw_and_are_marked() {
    let row = vec![
        field(1, None, [402, 402, 60, 50]),
        field(2, None, [101, 101, 60, 50]),
        field(3, None, [194, 101, 60, 50]),
    ];
    let mut person = Person::at(card(row));
    let preview = drag_to(&mut person, 1, 289.0, 109.0);
    assert_eq!(place(&preview).0, 287, "33 as between the other two");
    let gaps: Vec<(Axis, i32, i32)> = preview.gaps.iter().map(|gap| (gap.axis, gap.from, gap.to)).collect();
    assert_eq!(gaps, [(Axis::X, 161, 194), (Axis::X, 254, 287)]);
    let row = vec![
        field(1, None, [402, 402, 60, 50]),
        field(2, None, [101, 101, 60, 50]),
        field(3, None, [282, 101, 60, 50]),
    ];
    let mut person = Person::at(card(row));
    let preview = drag_to(&mut person, 1, 194.0, 109.0);
    assert_eq!(place(&preview).0, 191, "in the middle of both");
    assert!(preview.gaps.contains(&EqualGap { axis: Axis::X, from: 161, to: 191, across: place(&preview).1 + 25 }));
}

#[test]
fn the_padding_of_the_container_draws() {
    let mut person =
        Person::at(card(vec![frame(1, None, [101, 101, 402, 302]), field(2, Some(1), [151, 151, 100, 40])]));
    let preview = drag_to(&mut person, 2, 119.0, 149.0);
    assert_eq!(place(&preview), (117, 145), "16 from the border, 44 from the top");
    assert!(has(&preview, Axis::X, 117, LineKind::Padding).is_some());
}

#[test]
fn a_guide_draws() {
    let mut card = card(vec![field(1, None, [402, 402, 60, 50])]);
    card.guides.x = vec![233];
    let mut person = Person::at(card);
    assert_eq!(place(&drag_to(&mut person, 1, 230.0, 303.0)).0, 233);
    assert_eq!(place(&drag_to(&mut person, 1, 170.0, 303.0)).0, 173, "by its right side");
    assert_eq!(place(&drag_to(&mut person, 1, 201.0, 303.0)).0, 203, "by its centre");
}

#[test]
fn the_grid_draws_where_nothing_else_does() {
    let mut person = Person::at(card(vec![field(1, None, [402, 402, 60, 50]), field(2, None, [101, 101, 200, 50])]));
    assert_eq!(place(&drag_to(&mut person, 1, 501.6, 222.9)), (500, 224));
    let preview = drag_to(&mut person, 1, 99.0, 303.0);
    assert_eq!(place(&preview).0, 101, "an edge two away is stronger than the grid one away");
}

#[test]
fn alt_suspends_all_of_it() {
    let mut person = Person::at(card(vec![field(1, None, [402, 402, 60, 50]), field(2, None, [101, 101, 200, 50])]));
    person.keys.alt = true;
    let preview = drag_to(&mut person, 1, 103.0, 303.0);
    assert_eq!(place(&preview), (103, 303));
    assert!(preview.lines.is_empty() && preview.gaps.is_empty() && preview.distances.is_empty());
}

#[test]
fn distances_to_the_nearest_neighbours_are_shown() {
    let mut person = Person::at(card(vec![field(1, None, [400, 400, 60, 50]), field(2, None, [100, 100, 200, 50])]));
    let preview = drag_to(&mut person, 1, 340.0, 100.0);
    let along: Vec<&Distance> = preview.distances.iter().filter(|distance| distance.axis == Axis::X).collect();
    assert_eq!(
        along,
        [
            &Distance { axis: Axis::X, from: 300, to: 340, across: 125 },
            &Distance { axis: Axis::X, from: 400, to: 880, across: 125 }
        ]
    );
    let down: Vec<(i32, i32)> =
        preview.distances.iter().filter(|distance| distance.axis == Axis::Y).map(|d| (d.from, d.to)).collect();
    assert_eq!(down, [(0, 100), (150, 640)], "to the container where there is no neighbour");
}

#[test]
fn what_lies_in_other_containers_does_not_draw() {
    let items = vec![
        frame(1, None, [0, 0, 400, 300]),
        field(2, Some(1), [33, 99, 100, 40]),
        frame(3, None, [0, 310, 400, 300]),
        field(4, Some(3), [150, 99, 100, 40]),
    ];
    let mut person = Person::at(card(items));
    assert_eq!(place(&drag_to(&mut person, 4, 35.0, 450.0)).0, 36, "the grid, not the field of the other frame");
}
