//! The window's place on the screen: remembered when it closes, found again when it opens.

use crate::{App, WindowPlace, app::units};
use slint::{ComponentHandle as _, LogicalSize, PhysicalPosition, winit_030::WinitWindowAccessor as _};
use std::{rc::Rc, time::Duration};

/// So much of the head of a window must be on a screen for it to be found again, in pixels.
const GRIP: i32 = 64;

impl App {
    /// Puts the window where it was left, before it is shown.
    pub(crate) fn restore_window(self: &Rc<App>) {
        let Some(place) = self.settings.borrow().window else { return };
        let window = self.ui.window();
        window.set_size(LogicalSize::new(place.width.max(720) as f32, place.height.max(480) as f32));
        window.set_position(PhysicalPosition::new(place.x, place.y));
        window.set_maximized(place.maximized);
        // Which screens there are is known once the window is there; and some desktops hear of maximising only then.
        let weak = Rc::downgrade(self);
        slint::Timer::single_shot(Duration::from_millis(200), move || {
            if let Some(app) = weak.upgrade() {
                app.back_on_screen(place);
            }
        });
    }

    /// A screen that was there may be gone.
    fn back_on_screen(&self, place: WindowPlace) {
        let window = self.ui.window();
        let screens = window.with_winit_window(|window| {
            let screens = window.available_monitors().map(|screen| {
                let (at, size) = (screen.position(), screen.size());
                (
                    at.x,
                    at.y,
                    i32::try_from(size.width).unwrap_or(i32::MAX),
                    i32::try_from(size.height).unwrap_or(i32::MAX),
                )
            });
            screens.collect::<Vec<_>>()
        });
        if screens.is_some_and(|screens| !screens.is_empty() && !is_on_one(place, &screens)) {
            window.set_position(PhysicalPosition::new(0, 0));
        }
        if place.maximized {
            window.set_maximized(true);
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
                width: 1280,
                height: 800,
                maximized: true,
            });
            place = WindowPlace { maximized: true, ..before };
        }
        self.keep(|settings| settings.window = Some(place));
    }
}

fn is_on_one(place: WindowPlace, screens: &[(i32, i32, i32, i32)]) -> bool {
    let wide = i32::try_from(place.width).unwrap_or(i32::MAX);
    screens.iter().any(|(x, y, width, height)| {
        place.x.saturating_add(wide) >= x + GRIP
            && place.x <= x.saturating_add(*width) - GRIP
            && place.y >= *y
            && place.y <= y.saturating_add(*height) - GRIP
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_left_on_a_screen_that_is_gone_is_not_looked_for_there() {
        let screens = [(0, 0, 1920, 1080), (1920, 0, 1280, 1024)];
        let at = |x, y| is_on_one(WindowPlace { x, y, width: 1280, height: 800, maximized: false }, &screens);
        assert!(at(0, 0) && at(3000, 500) && at(-1000, 0));
        assert!(!at(3300, 0) && !at(-1250, 0) && !at(0, 1100) && !at(0, -200));
    }
}
