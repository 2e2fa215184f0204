//! The window's controllers: Slint models and callbacks on one side, the engine's use cases on the other.
//!
//! They forward and show; no rule stands here. Everything that takes time runs on the worker thread, and what comes back is
//! shown row by row. Start reading at [`run`], then `app.rs`.

/// A callback that forwards to the app and does nothing once it is gone.
macro_rules! forward {
    ($app:expr, |$this:ident $(, $argument:ident)*| $body:expr) => {{
        let weak = std::rc::Rc::downgrade($app);
        move |$($argument),*| {
            if let Some($this) = weak.upgrade() {
                $body;
            }
        }
    }};
}

/// As [`forward`], for a callback that answers; `or` answers once the app is gone.
macro_rules! forward_or {
    ($app:expr, |$this:ident $(, $argument:ident)*| $body:expr, $or:expr) => {{
        let weak = std::rc::Rc::downgrade($app);
        move |$($argument),*| match weak.upgrade() {
            Some($this) => $body,
            None => $or,
        }
    }};
}

mod agenda_rows;
mod app;
mod arrange;
mod booth;
mod booth_review;
mod calendar;
mod card;
mod card_choice;
mod card_items;
mod card_picture;
mod card_state;
mod cells;
mod changes;
mod clipboard;
mod columns;
mod contents;
mod dates;
mod designer;
mod dialogs;
mod documents;
mod drafts;
mod editing;
mod editors;
mod files;
mod found;
mod handed;
mod help;
mod import;
mod inbox;
mod list;
mod list_cells;
mod list_columns;
mod list_export;
mod list_menus;
mod list_selection;
mod list_widths;
mod log;
mod makes;
mod messages;
mod palette;
mod photos;
mod pictures;
mod preview;
mod related;
mod reminders;
mod rows;
mod scan;
mod sections;
mod settings;
mod shown;
mod side_panel;
mod start;
mod structure;
mod thumbnails;
mod today;
mod tray;
mod users;
mod window;
mod words;
mod worker;

pub use app::App;
pub use card_picture::{CardPictureOf, Pictured, draw_card};
pub use clipboard::Pasted;
pub use dialogs::{Chosen, Dialogs, NoDialogs, SystemDialogs, Wanted};
pub use handed::{Commands, RunOn};
pub use settings::{Recent, Settings, WindowPlace};
pub use worker::{Answer, Reply, Worker};

use handover::{Handed, Owner, Places, Silent};
use slint::ComponentHandle as _;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    rc::Rc,
    sync::Arc,
};

/// Opens the window, with `base` if one is named, and stays until it is closed; `cameras` are those of its photo booth, `commands` those of the command line. Where a
/// window of this user is open it takes over, and this returns at once.
pub fn run(base: Option<PathBuf>, cameras: Arc<dyn camera::Source>, commands: Commands) -> ExitCode {
    let places = Places::here();
    log::start(places.as_ref());
    let base = base.map(|base| std::path::absolute(&base).unwrap_or(base));
    let (owner, silent) = match places.as_ref().and_then(|places| meet(places, base.as_deref())) {
        Some(Handed::Taken) => return ExitCode::SUCCESS,
        Some(Handed::Owner(owner)) => (Some(owner), None),
        Some(Handed::Silent(silent)) => (None, Some(silent)),
        None => (None, None),
    };
    choose_renderer();
    match App::new(Settings::load(places.as_ref()), Rc::new(SystemDialogs::default()), Worker::start()) {
        Ok(app) => {
            app.set_cameras(cameras);
            // The desktop finds the icon and the entry of its menu by this name; where there is none, nothing is lost.
            let _ = slint::set_xdg_app_id("kartoteka");
            begin(&app, base, owner.as_ref().map(|owner| (owner, commands)), silent);
            match app.ui.run() {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => fail(&error),
            }
        }
        Err(error) => fail(&error),
    }
}

/// Finds out whether a window is open already.
fn meet(places: &Places, base: Option<&Path>) -> Option<Handed> {
    // One window for each screen a person sits at.
    let screen = ["WAYLAND_DISPLAY", "DISPLAY"].into_iter().filter_map(std::env::var_os).find(|name| !name.is_empty());
    let screen = screen.unwrap_or_default().to_string_lossy().into_owned();
    let handed = handover::hand_over(&places.windows(), &screen, base.map(|base| base.as_os_str().to_owned()));
    handed.inspect_err(|error| tracing::warn!(%error, "other starts cannot find this window")).ok()
}

fn begin(app: &Rc<App>, base: Option<PathBuf>, owner: Option<(&Owner, Commands)>, silent: Option<Silent>) {
    app.restore_window();
    app.begin_tray();
    app.hear_drops();
    app.dialogs.stand_above(app.ui.window().window_handle());
    if let Some((owner, commands)) = owner
        && let Err(error) = app.serve(owner, commands)
    {
        tracing::warn!(%error, "this window does not hear other starts");
    }
    match silent {
        Some(silent) => app.start_beside(silent),
        None => app.start(base),
    }
}

fn fail(error: &slint::PlatformError) -> ExitCode {
    use std::io::Write as _;
    // Where even stderr is closed there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "Kartoteka cannot open a window / Langas neatsiveria: {error}");
    ExitCode::from(1)
}

/// Whether the window is drawn by the software renderer, which draws only what changed: chosen by hand, or for want of a graphics
/// card.
fn draws_in_parts() -> bool {
    match std::env::var_os("SLINT_BACKEND") {
        Some(chosen) => chosen.to_string_lossy().contains("software"),
        None => cfg!(target_os = "linux") && !std::path::Path::new("/dev/dri").exists(),
    }
}

/// Without a graphics card the software renderer is the lighter one.
fn choose_renderer() {
    if std::env::var_os("SLINT_BACKEND").is_some() || !draws_in_parts() {
        return;
    }
    // Where it cannot be selected Slint chooses by itself.
    let _ = slint::BackendSelector::new().renderer_name("software".into()).select();
}
