//! DESIGNERS 12: everything is right at any zoom; reach and strength are of the screen.

use super::{card, client, field, person::Person};
use crate::{Axis, Doing, Handle, LineKind, Point, Target, View, ticks};
use model::ids::ItemId;

const ZOOMS: [f64; 3] = [0.25, 1.0, 4.0];

#[test]
fn handles_are_as_easy_to_take_at_every_zoom() {
    for zoom in ZOOMS {
        let mut person = Person::at(card(vec![field(1, None, [200, 200, 400, 200])])).zoomed(zoom);
        person.select([1]);
        let px = 1.0 / zoom;
        assert_eq!(person.hover((600.0 + 9.0 * px, 300.0)), Target::Handle(Handle::Right), "{zoom}");
        assert_ne!(person.hover((600.0 + 11.0 * px, 300.0)), Target::Handle(Handle::Right), "{zoom}");
        assert_eq!(person.hover((200.0 - 9.0 * px, 200.0 - 9.0 * px)), Target::Handle(Handle::TopLeft), "{zoom}");
        assert_eq!(person.hover((500.0, 250.0)), Target::Item(ItemId(1)), "{zoom}");
    }
}

#[test]
fn the_middle_of_something_small_on_the_screen_still_moves_it() {
    for zoom in ZOOMS {
        let (width, height) = ((24.0 / zoom) as i32, (24.0 / zoom) as i32);
        let mut person = Person::at(card(vec![field(1, None, [200, 200, width, height])])).zoomed(zoom);
        person.select([1]);
        let middle = (200.0 + f64::from(width) / 2.0, 200.0 + f64::from(height) / 2.0);
        assert_eq!(person.hover(middle), Target::Item(ItemId(1)), "{zoom}");
    }
}

#[test]
fn a_line_of_one_unit_can_be_taken_at_every_zoom() {
    for zoom in ZOOMS {
        let line = super::item(1, None, [200, 200, 400, 1], model::layout::CardItemKind::Line);
        let mut person = Person::at(card(vec![line])).zoomed(zoom);
        person.click((400.0, 200.5 + 3.0 / zoom));
        assert_eq!(person.selected(), [1], "{zoom}");
    }
}

#[test]
fn three_pixels_of_the_screen_make_a_drag() {
    for zoom in ZOOMS {
        let mut person = Person::at(client()).zoomed(zoom);
        person.press((100.0, 80.0));
        assert_eq!(person.drag((100.0 + 2.5 / zoom, 80.0)).doing, Doing::Nothing, "{zoom}");
        assert_eq!(person.drag((100.0 + 3.5 / zoom, 80.0)).doing, Doing::Moving, "{zoom}");
    }
}

#[test]
fn snapping_is_as_strong_in_pixels_of_the_screen_at_every_zoom() {
    for zoom in ZOOMS {
        let place = |pixels: f64| {
            let items = vec![field(1, None, [401, 401, 160, 90]), field(2, None, [101, 101, 77, 51])];
            let mut person = Person::at(card(items)).zoomed(zoom);
            person.press((481.0, 446.0));
            let preview = person.drag((481.0 - 300.0 + pixels / zoom, 546.0));
            (preview.bounds.unwrap().left, preview.lines)
        };
        let (left, lines) = place(5.5);
        assert_eq!(left, 101, "{zoom}");
        assert!(lines.iter().any(|line| (line.axis, line.at, line.kind) == (Axis::X, 101, LineKind::Edge)), "{zoom}");
        let (left, _) = place(-6.5);
        assert_ne!(left, 101, "{zoom}");
    }
}

#[test]
fn a_handle_follows_the_pointer_at_every_zoom() {
    for zoom in ZOOMS {
        let mut person = Person::at(card(vec![field(1, None, [200, 200, 400, 200])])).zoomed(zoom);
        person.select([1]);
        person.with(false, true, false).drop((600.0, 400.0), (640.0, 440.0)).unwrap();
        assert_eq!(person.area(1), [200, 200, 440, 240], "{zoom}");
    }
}

#[test]
fn a_click_takes_the_same_at_every_zoom() {
    for zoom in ZOOMS {
        let mut person = Person::at(client()).zoomed(zoom);
        person.click((100.0, 80.0));
        assert_eq!(person.selected(), [2], "{zoom}");
        person.click((300.0, 5.0));
        assert_eq!(person.selected(), [1], "{zoom}");
    }
}

#[test]
fn what_lies_under_the_pointer_stays_there_while_one_zooms() {
    let view = View { corner: Point::new(40.0, 30.0), ..View::default() };
    let pointer = Point::new(300.0, 200.0);
    let under = view.to_canvas(pointer);
    for zoom in [0.25, 0.8, 4.0] {
        let zoomed = view.zoomed(zoom, pointer);
        let now = zoomed.to_canvas(pointer);
        assert!((now.x - under.x).abs() < 1e-9 && (now.y - under.y).abs() < 1e-9, "{zoom}");
        let back = zoomed.to_window(under);
        assert!((back.x - pointer.x).abs() < 1e-9, "{zoom}");
    }
    assert_eq!((view.zoomed(0.01, pointer).zoom, view.zoomed(9.0, pointer).zoom), crate::ZOOMS);
}

#[test]
fn zooming_goes_through_the_usual_steps_there_and_back() {
    let mut view = View { zoom: 0.25, ..View::default() };
    let mut zooms = Vec::new();
    for _ in 0..13 {
        view = view.stepped(true, Point::default());
        zooms.push(view.zoom);
    }
    assert_eq!((zooms.iter().filter(|zoom| **zoom == 1.0).count(), zooms[12]), (1, 4.0));
    for _ in 0..20 {
        view = view.stepped(false, Point::default());
    }
    assert_eq!(view.zoom, 0.25);
}

#[test]
fn the_card_or_what_is_selected_is_fitted_into_the_window() {
    let view = View::default().fitted(super::rect(0, 0, 880, 640), (1280.0, 800.0), 40.0);
    assert_eq!(view.zoom, 1.125);
    assert_eq!(view.to_window(Point::new(440.0, 320.0)), Point::new(640.0, 400.0));
    let view = view.fitted(super::rect(448, 44, 20, 7), (1280.0, 800.0), 40.0);
    assert_eq!(view.zoom, 4.0, "no further than one can");
    assert_eq!(view.to_window(Point::new(458.0, 47.5)), Point::new(640.0, 400.0));
    // Tenths of a millimetre at 96 dots per inch.
    let page = View { unit: 0.378, ..View::default() }.fitted(super::rect(0, 0, 2100, 2970), (900.0, 900.0), 20.0);
    assert!((page.scale() * 2970.0 - 860.0).abs() < 1e-6);
}

#[test]
fn what_is_found_is_shown_by_moving_no_more_than_needed() {
    let view = View::default();
    assert_eq!(view.revealing(super::rect(100, 100, 50, 50), (400.0, 300.0), 10.0), view);
    let moved = view.revealing(super::rect(500, 100, 50, 50), (400.0, 300.0), 10.0);
    assert_eq!(moved.corner, Point::new(-160.0, 0.0));
    let moved = view.revealing(super::rect(100, -80, 50, 50), (400.0, 300.0), 10.0);
    assert_eq!(moved.corner, Point::new(0.0, 90.0));
    let moved = view.revealing(super::rect(50, 0, 900, 50), (400.0, 300.0), 10.0);
    assert_eq!(moved.corner, Point::new(-40.0, 10.0), "of what is too wide the beginning");
}

#[test]
fn rulers_have_round_numbers_that_do_not_run_into_each_other() {
    for zoom in [0.25, 0.8, 1.0, 1.25, 4.0] {
        let marks = ticks(20.0, 800.0, zoom);
        let numbered: Vec<(f64, i32)> = marks.iter().filter_map(|tick| Some((tick.at, tick.number?))).collect();
        assert!(
            numbered.len() >= 3 && numbered.windows(2).all(|two| two[1].0 - two[0].0 >= 55.9),
            "{zoom} {numbered:?}"
        );
        assert!(numbered.iter().any(|(at, number)| (*number, *at) == (0, 20.0)), "{zoom}");
        assert!(marks.iter().all(|tick| (0.0..=800.0).contains(&tick.at)), "{zoom}");
        let step = numbered[1].1 - numbered[0].1;
        assert!([10, 20, 50, 100, 200, 250, 500].contains(&step), "{step}");
    }
}
