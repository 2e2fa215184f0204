//! Opens the window with its dummy data, to look at the markup: `cargo run -p ui --example window`.

use slint::ComponentHandle;
use ui::{AppApi, MainWindow, Theme};

fn main() -> Result<(), slint::PlatformError> {
    let window = MainWindow::new()?;
    ui::connect_widgets(&window);
    let weak = window.as_weak();
    window.global::<AppApi>().on_set_theme(move |theme| {
        if let Some(window) = weak.upgrade() {
            window.global::<Theme>().invoke_choose(match &*theme {
                "light" => 1,
                "dark" => 2,
                _ => 0,
            });
        }
    });
    let weak = window.as_weak();
    window.global::<AppApi>().on_set_language(move |code| {
        let known = slint::select_bundled_translation(if code == "lt" { "lt" } else { "" });
        if let (Some(window), Ok(())) = (weak.upgrade(), known) {
            window.global::<AppApi>().set_language(code);
        }
    });
    window.global::<AppApi>().on_quit(|| {
        let _ = slint::quit_event_loop();
    });
    window.run()
}
