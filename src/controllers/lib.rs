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

mod app;
mod arrange;
mod card;
mod cells;
mod changes;
mod clipboard;
mod columns;
mod contents;
mod dialogs;
mod documents;
mod editing;
mod editors;
mod import;
mod list;
mod log;
mod makes;
mod messages;
mod pictures;
mod preview;
mod related;
mod rows;
mod sections;
mod settings;
mod side_panel;
mod start;
mod users;
mod words;
mod worker;

pub use app::App;
pub use dialogs::{Chosen, Dialogs, NoDialogs, SystemDialogs, Wanted};
pub use settings::{Recent, Settings};
pub use worker::{Answer, Reply, Worker};

use slint::ComponentHandle as _;
use std::{path::PathBuf, process::ExitCode, rc::Rc};

/// Opens the window, with `base` if one is named, and stays until it is closed.
pub fn run(base: Option<PathBuf>) -> ExitCode {
    log::start();
    choose_renderer();
    match App::new(Settings::load(), Rc::new(SystemDialogs), Worker::start()) {
        Ok(app) => {
            app.start(base);
            match app.ui.run() {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => fail(&error),
            }
        }
        Err(error) => fail(&error),
    }
}

fn fail(error: &slint::PlatformError) -> ExitCode {
    use std::io::Write as _;
    // Where even stderr is closed there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "Kartoteka cannot open a window / Langas neatsiveria: {error}");
    ExitCode::from(1)
}

/// Without a graphics card the software renderer is the lighter one.
fn choose_renderer() {
    if std::env::var_os("SLINT_BACKEND").is_some()
        || std::path::Path::new("/dev/dri").exists()
        || !cfg!(target_os = "linux")
    {
        return;
    }
    // Where it cannot be selected Slint chooses by itself.
    let _ = slint::BackendSelector::new().renderer_name("software".into()).select();
}
