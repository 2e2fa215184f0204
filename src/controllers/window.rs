//! The window's place on the screen: remembered when it closes, found again when it opens.

use crate::{App, WindowPlace, app::units};
use slint::{ComponentHandle as _, LogicalSize, PhysicalPosition, PhysicalSize, winit_030::WinitWindowAccessor as _};
use std::{rc::Rc, time::Duration};

/// The least size of the window, as in `ui/app.slint`, and that of a first start, in layout units.
const LEAST: (u32, u32) = (640, 400);
const FIRST: (u32, u32) = (1280, 800);

/// A place on the desktop in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Area {
    x: i32,
    y: i32,
    width: i32,
    height: i32,
}

impl App {
    /// Puts the window where it was left, before it is shown.
    pub(crate) fn restore_window(self: &Rc<App>) {
        let place = self.settings.borrow().window;
        let window = self.ui.window();
        if let Some(place) = place {
            let (width, height) = least(place);
            window.set_size(LogicalSize::new(width as f32, height as f32));
            window.set_position(PhysicalPosition::new(place.x, place.y));
            window.set_maximized(place.maximized);
        }
        // Which screens there are, and how large a layout unit is, is known once the window is there.
        let app = self.clone();
        self.spawn(async move {
            match app.ui.window().winit_window().await {
                Ok(_) => app.fit_on_screen(place),
                Err(error) => tracing::warn!(%error, "the screens are not known"),
            }
        });
        // Some desktops hear of maximising only when the window is shown.
        if place.is_some_and(|place| place.maximized) {
            let weak = Rc::downgrade(self);
            slint::Timer::single_shot(Duration::from_millis(200), move || {
                if let Some(app) = weak.upgrade() {
                    app.ui.window().set_maximized(true);
                }
            });
        }
    }

    /// A screen that was there may be gone or smaller, and the first size may be larger than the screen.
    fn fit_on_screen(&self, place: Option<WindowPlace>) {
        let window = self.ui.window();
        crate::pictures::set_scale(window.scale_factor());
        let known = window.with_winit_window(|window| {
            let screens = window.available_monitors().map(|screen| {
                let (at, size) = (screen.position(), screen.size());
                Area { x: at.x, y: at.y, width: pixels(size.width), height: pixels(size.height) }
            });
            let (outer, inner) = (window.outer_size(), window.inner_size());
            let frame = (outer.width.saturating_sub(inner.width), outer.height.saturating_sub(inner.height));
            (screens.collect::<Vec<_>>(), frame)
        });
        let Some((screens, frame)) = known else { return };
        let (width, height) = place.map_or(FIRST, least);
        let at = place.map_or(window.position(), |place| PhysicalPosition::new(place.x, place.y));
        let scale = window.scale_factor();
        let wanted =
            Area { x: at.x, y: at.y, width: scaled(width, scale, frame.0), height: scaled(height, scale, frame.1) };
        let Some(fitting) = on_screen(wanted, &screens) else { return };
        let (width, height) = (fitting.width - pixels(frame.0), fitting.height - pixels(frame.1));
        window.set_size(PhysicalSize::new(width.unsigned_abs(), height.unsigned_abs()));
        // Where a window comes first is the desktop's choice.
        if place.is_some() || (fitting.x, fitting.y) != (at.x, at.y) {
            window.set_position(PhysicalPosition::new(fitting.x, fitting.y));
        }
    }

    /// Remembers where the window stands.
    pub(crate) fn remember_window(&self) {
        let window = self.ui.window();
        let (size, at) = (window.size().to_logical(window.scale_factor()), window.position());
        let mut place = WindowPlace {
            x: at.x,
            y: at.y,
            width: units(size.width),
            height: units(size.height),
            maximized: window.is_maximized(),
        };
        if place.width == 0 || window.is_minimized() {
            return;
        }
        if place.maximized {
            // What it goes back to is what it was before.
            let before = self.settings.borrow().window.unwrap_or(WindowPlace {
                x: 0,
                y: 0,
                width: FIRST.0,
                height: FIRST.1,
                maximized: true,
            });
            place = WindowPlace { maximized: true, ..before };
        }
        self.keep(|settings| settings.window = Some(place));
    }
}

fn least(place: WindowPlace) -> (u32, u32) {
    (place.width.max(LEAST.0), place.height.max(LEAST.1))
}

fn pixels(size: u32) -> i32 {
    i32::try_from(size).unwrap_or(i32::MAX)
}

/// A length of layout units with its part of the frame, in pixels.
fn scaled(units: u32, scale: f32, frame: u32) -> i32 {
    // Screens are far smaller than what a float counts exactly.
    ((units as f32 * scale).round() as i32).saturating_add(pixels(frame))
}

/// The window on the screen that shows most of it, or else on the first one: no larger than that, and wholly on it.
fn on_screen(window: Area, screens: &[Area]) -> Option<Area> {
    let shared = |screen: &&Area| {
        let along = |at: i32, size: i32, from: i32, room: i32| {
            at.saturating_add(size).min(from.saturating_add(room)).saturating_sub(at.max(from)).max(0)
        };
        i64::from(along(window.x, window.width, screen.x, screen.width))
            * i64::from(along(window.y, window.height, screen.y, screen.height))
    };
    let most = screens.iter().max_by_key(shared).filter(|screen| shared(screen) > 0);
    let screen = most.or(screens.first())?;
    let (width, height) = (window.width.min(screen.width), window.height.min(screen.height));
    Some(Area {
        x: window.x.clamp(screen.x, screen.x.saturating_add(screen.width - width)),
        y: window.y.clamp(screen.y, screen.y.saturating_add(screen.height - height)),
        width,
        height,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREENS: [Area; 2] =
        [Area { x: 0, y: 0, width: 1920, height: 1080 }, Area { x: 1920, y: 0, width: 1280, height: 1024 }];

    fn check(x: i32, y: i32, size: (i32, i32), expected: (i32, i32, i32, i32)) {
        let found = on_screen(Area { x, y, width: size.0, height: size.1 }, &SCREENS).unwrap();
        assert_eq!((found.x, found.y, found.width, found.height), expected);
    }

    #[test]
    fn a_window_comes_back_where_it_was() {
        check(100, 60, (1280, 800), (100, 60, 1280, 800));
        check(1930, 40, (1200, 900), (1930, 40, 1200, 900));
    }

    #[test]
    fn a_window_left_on_a_screen_that_is_gone_comes_to_the_first() {
        check(4000, 100, (1280, 800), (640, 100, 1280, 800));
        check(-1400, 0, (1280, 800), (0, 0, 1280, 800));
        check(0, -2000, (1280, 800), (0, 0, 1280, 800));
        assert_eq!(on_screen(SCREENS[0], &[]), None);
    }

    #[test]
    fn a_window_is_never_larger_than_its_screen_or_partly_outside() {
        check(0, 0, (1920, 1200), (0, 0, 1920, 1080));
        check(1000, 0, (1280, 800), (640, 0, 1280, 800));
        check(2000, 300, (1400, 900), (1920, 124, 1280, 900));
    }

    #[test]
    fn a_size_is_kept_in_units_and_given_back_in_pixels() {
        let place = WindowPlace { width: 1000, height: 300, ..WindowPlace::default() };
        let (width, height) = least(place);
        assert_eq!((scaled(width, 1.5, 0), scaled(height, 1.5, 30)), (1500, 630));
        assert_eq!(scaled(853, 1.5, 0), 1280, "what was 1280 pixels wide is so again");
    }
}
