//! DESIGNERS 12: everything is right at any zoom; reach and strength are of the screen.

use super::{card, client, field, person::Person};
use crate::{Axis, Doing, Handle, LineKind, Target};
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
