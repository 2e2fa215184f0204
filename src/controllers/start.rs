//! The start page: recent bases, opening one, making a new one.

use crate::{App, Wanted};
use engine::{Engine, EngineError, NewBaseOptions, SystemClock};
use slint::{ComponentHandle as _, ModelRc, SharedString, VecModel};
use std::{
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
};
use ui::{AppApi, Page, RecentFile, StartApi};

impl App {
    pub(crate) fn connect_start(self: &Rc<App>) {
        let api = self.ui.global::<StartApi<'_>>();
        api.on_recent_clicked(forward!(self, |app, index| app.open_recent(index)));
        api.on_recent_removed(forward!(self, |app, index| app.forget_recent(index)));
        let api = self.ui.global::<AppApi<'_>>();
        api.on_new_base(forward!(self, |app| app.new_base()));
        api.on_open_base(forward!(self, |app| app.choose_base()));
    }

    /// Shows the start page, with what went wrong if something did.
    pub(crate) fn show_start(&self, error: Option<(String, String)>) {
        let api = self.ui.global::<StartApi<'_>>();
        let (title, text) = error.unwrap_or_default();
        api.set_error_title(title.into());
        api.set_error_text(text.into());
        api.set_busy(false);
        self.show_recent();
        let app = self.ui.global::<AppApi<'_>>();
        app.set_base_name(SharedString::new());
        app.set_window_title("Kartoteka".into());
        self.saved.borrow_mut().clear();
        app.set_saved_text(SharedString::new());
        self.show_page(Page::Start);
    }

    pub(crate) fn show_recent(&self) {
        let home = std::env::var_os("HOME").map(PathBuf::from);
        let settings = self.settings.borrow();
        let files = settings.recent.iter().map(|recent| RecentFile {
            name: base_name(&recent.path).into(),
            folder: folder(&recent.path, home.as_deref()).into(),
            time: self.day(recent.time).into(),
            missing: !recent.path.exists(),
        });
        let files = files.collect::<Vec<_>>();
        self.ui.global::<StartApi<'_>>().set_recent(ModelRc::new(VecModel::from(files)));
    }

    /// `šiandien 14:02`, `2026-03-02`.
    fn day(&self, moment: i64) -> String {
        use engine::Clock as _;
        let (time, today) = (SystemClock.local(moment), SystemClock.today());
        if time.date() == today {
            format!("{} {}", self.language().pick("šiandien", "today"), time.format("%H:%M"))
        } else {
            time.date().to_string()
        }
    }

    fn recent(&self, index: i32) -> Option<PathBuf> {
        let index = usize::try_from(index).ok()?;
        self.settings.borrow().recent.get(index).map(|recent| recent.path.clone())
    }

    fn open_recent(self: &Rc<App>, index: i32) {
        if let Some(path) = self.recent(index) {
            self.open_base(path);
        }
    }

    fn forget_recent(&self, index: i32) {
        if let Some(path) = self.recent(index) {
            self.keep(|settings| settings.recent.retain(|recent| recent.path != path));
            self.show_recent();
        }
    }

    fn choose_base(self: &Rc<App>) {
        let app = self.clone();
        self.spawn(async move {
            let title = app.language().pick("Atverti bazę", "Open a base");
            match app.dialogs.open(title, Wanted::Base).await {
                Ok(Some(path)) => app.open_base(path),
                Ok(None) => {}
                Err(_) => app.complain_of_no_dialogs(),
            }
        });
    }

    fn new_base(self: &Rc<App>) {
        let app = self.clone();
        self.spawn(async move {
            let language = app.language();
            let title = language.pick("Nauja bazė", "New base");
            let name = language.pick("Mano kartoteka", "My office");
            match app.dialogs.save(title, Wanted::Base, name).await {
                Ok(Some(path)) => app.make_base(path),
                Ok(None) => {}
                Err(_) => app.complain_of_no_dialogs(),
            }
        });
    }

    fn make_base(self: &Rc<App>, path: PathBuf) {
        let language = self.language();
        let file = path.clone();
        self.enter(path, move || Engine::create(&file, &NewBaseOptions { language }, Box::new(SystemClock)));
    }

    /// Opens the base of a file.
    pub(crate) fn open_base(self: &Rc<App>, path: PathBuf) {
        let file = path.clone();
        self.enter(path, move || Engine::open(&file, Box::new(SystemClock)));
    }

    /// Gets a base on the worker and shows it; on an error the base that was open stays.
    fn enter(self: &Rc<App>, path: PathBuf, get: impl FnOnce() -> engine::Result<Engine> + Send + 'static) {
        self.commit_pending();
        // The same file again: it is locked by this very window.
        if self.engine().is_some_and(|engine| engine.path() == Some(path.as_path())) {
            return;
        }
        let app = self.clone();
        self.spawn(async move {
            app.ui.global::<StartApi<'_>>().set_busy(true);
            let words = app.language().pick("Atveriama bazė…", "Opening the base…");
            let result = app.work(words, move || get().map(Arc::new)).await;
            match result {
                Ok(engine) => app.enter_base(&path, engine),
                Err(error) => app.stay(&path, &error),
            }
        });
    }

    fn stay(&self, path: &Path, error: &EngineError) {
        tracing::warn!(kind = ?std::mem::discriminant(error), "a base was not opened");
        let language = self.language();
        if self.engine().is_some() {
            self.ui.global::<StartApi<'_>>().set_busy(false);
            self.complain(error);
            return;
        }
        let title = match language {
            model::language::Language::Lt => format!("„{}“ neatverta", base_name(path)),
            model::language::Language::En => format!("“{}” was not opened", base_name(path)),
        };
        self.show_start(Some((title, format!("{} {}", error.message(language), path.display()))));
    }

    fn enter_base(self: &Rc<App>, path: &Path, engine: Arc<Engine>) {
        self.close_base();
        let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.keep(|settings| settings.opened(&full, engine::Clock::now(&SystemClock)));
        self.set_engine(Some(engine));
        self.show_users();
        let name = base_name(path);
        let api = self.ui.global::<AppApi<'_>>();
        api.set_window_title(slint::format!("{name} – Kartoteka"));
        api.set_base_name(name.into());
        self.saved.borrow_mut().clear();
        api.set_saved_text(SharedString::new());
        let start = self.ui.global::<StartApi<'_>>();
        start.set_busy(false);
        start.set_error_title(SharedString::new());
        self.show_today();
        self.show_sections();
        self.show_page(Page::List);
        self.show_first_section();
    }
}

/// The base's name: its file without folder and ending.
pub(crate) fn base_name(path: &Path) -> String {
    path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn folder(path: &Path, home: Option<&Path>) -> String {
    let Some(folder) = path.parent() else { return String::new() };
    match home.and_then(|home| folder.strip_prefix(home).ok()) {
        Some(rest) if rest.as_os_str().is_empty() => "~".to_owned(),
        Some(rest) => format!("~/{}", rest.display()),
        None => folder.display().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_at_home_is_written_short() {
        let home = Some(Path::new("/home/ona"));
        assert_eq!(folder(Path::new("/home/ona/Dokumentai/a.kartoteka"), home), "~/Dokumentai");
        assert_eq!(folder(Path::new("/home/ona/a.kartoteka"), home), "~");
        assert_eq!(folder(Path::new("/srv/a.kartoteka"), home), "/srv");
        assert_eq!(base_name(Path::new("/srv/Mano bazė.kartoteka")), "Mano bazė");
    }
}
