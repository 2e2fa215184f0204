//! The icon in the system's tray, where the system has one.

use crate::App;
use model::language::Language;
use std::{cell::RefCell, path::Path, rc::Rc, time::Duration};
use ui::AppTray;

/// So long after the start it is put there: first the window.
const AFTER: Duration = Duration::from_secs(1);

/// The icon, while there is one.
#[derive(Default)]
pub(crate) struct TrayDesk {
    icon: RefCell<Option<AppTray>>,
}

/// Whether the system may have a tray. On Linux it is asked for over the session's bus; without one Slint would complain.
fn may_have_tray() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    let socket = std::env::var_os("XDG_RUNTIME_DIR").map(|folder| Path::new(&folder).join("bus"));
    std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some() || socket.is_some_and(|socket| socket.exists())
}

impl App {
    /// Puts the icon into the tray, soon.
    pub(crate) fn begin_tray(self: &Rc<App>) {
        if !may_have_tray() {
            return;
        }
        let weak = Rc::downgrade(self);
        slint::Timer::single_shot(AFTER, move || {
            let Some(app) = weak.upgrade().filter(|app| !app.closing.get()) else { return };
            match AppTray::new() {
                Ok(tray) => {
                    tray.on_open_window(forward!(&app, |app| app.come_to_front()));
                    tray.on_open_today(forward!(&app, |app| {
                        app.come_to_front();
                        if app.has_plans() && !app.import.is_running() {
                            app.commit_pending();
                            app.open_today();
                        }
                    }));
                    tray.on_leave(forward!(&app, |app| app.close()));
                    *app.tray.icon.borrow_mut() = Some(tray);
                    app.show_in_tray();
                }
                Err(error) => tracing::info!(%error, "there is no icon in the tray"),
            }
        });
    }

    /// Tells there how much is due.
    pub(crate) fn show_in_tray(&self) {
        let icon = self.tray.icon.borrow();
        let Some(tray) = &*icon else { return };
        tray.set_due(due(self.engine().map_or(0, |_| self.today.due()), self.language()).into());
    }

    /// Takes the icon away: the program would live on with it.
    pub(crate) fn end_tray(&self) {
        self.tray.icon.borrow_mut().take();
    }
}

fn due(count: usize, language: Language) -> String {
    match (count, language) {
        (0, _) => String::new(),
        (count, Language::Lt) => format!("laukia {count}"),
        (count, Language::En) => format!("{count} due"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_due_is_said_by_nothing() {
        assert_eq!(due(0, Language::Lt), "");
        assert_eq!(due(7, Language::Lt), "laukia 7");
        assert_eq!(due(1, Language::En), "1 due");
    }
}
