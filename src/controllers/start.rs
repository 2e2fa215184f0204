//! The start page: recent bases, opening one, making a new one.

use crate::{App, Wanted, Worker};
use engine::{Engine, EngineError, NewBaseOptions, StoreError, SystemClock};
use model::schema::TableRole;
use slint::{ComponentHandle as _, ModelRc, SharedString, VecModel};
use std::{
    path::{Path, PathBuf},
    rc::Rc,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use ui::{AppApi, Page, RecentFile, StartApi};

/// So long a base that a command works on is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// A base on its way into the window.
struct Coming {
    words: &'static str,
    /// It is being made.
    is_new: bool,
    /// A file to import once it is there.
    list: Option<PathBuf>,
}

/// A base that nobody waits for any more is let go; one that was made for this leaves nothing behind.
fn give_up(path: &Path, coming: &Coming, result: engine::Result<Arc<Engine>>) {
    if let (Ok(engine), true) = (result, coming.is_new) {
        drop(engine);
        if let Err(error) = std::fs::remove_file(path) {
            tracing::warn!(%error, "a base that was given up cannot be removed");
        }
    }
}

/// Whether two paths lead to one file.
fn is_same(one: &Path, other: &Path) -> bool {
    one == other || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

impl App {
    pub(crate) fn connect_start(self: &Rc<App>) {
        let api = self.ui.global::<StartApi<'_>>();
        api.on_recent_clicked(forward!(self, |app, index| app.open_recent(index)));
        api.on_start_from_file(forward!(self, |app| app.start_from_file()));
        api.on_recent_removed(forward!(self, |app, index| app.forget_recent(index)));
        let api = self.ui.global::<AppApi<'_>>();
        api.on_new_base(forward!(self, |app| app.new_base()));
        api.on_open_base(forward!(self, |app| app.choose_base()));
        api.on_close_base(forward!(self, |app| app.leave_base()));
    }

    /// The base an office worked with last, unless it was closed on purpose or is gone.
    pub(crate) fn last_base(&self) -> Option<PathBuf> {
        let settings = self.settings.borrow();
        let last = settings.recent.first().filter(|_| !settings.begins_at_start)?;
        last.path.is_file().then(|| last.path.clone())
    }

    /// Closes the base when everything asked for is written; the program begins at the start page the next time, too.
    fn leave_base(self: &Rc<App>) {
        if self.engine().is_none() || self.import.is_running() {
            return;
        }
        self.commit_pending();
        let app = self.clone();
        self.spawn(async move {
            app.work(app.language().pick("Baigiama rašyti…", "Finishing…"), || ()).await;
            app.close_base();
            app.keep(|settings| settings.begins_at_start = true);
            app.show_start(None);
        });
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
        app.set_read_only(false);
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
                Ok(Some(path)) => app.make_base(path, None),
                Ok(None) => {}
                Err(_) => app.complain_of_no_dialogs(),
            }
        });
    }

    /// A file of another program, then a place for the base it becomes, then the import.
    fn start_from_file(self: &Rc<App>) {
        let app = self.clone();
        self.spawn(async move {
            let language = app.language();
            let title = language.pick("Koks sąrašas bus importuojamas?", "Which list is to be imported?");
            let list = match app.dialogs.open(title, Wanted::Table).await {
                Ok(Some(list)) => list,
                Ok(None) => return,
                Err(_) => return app.complain_of_no_dialogs(),
            };
            let title = language.pick("Kur laikyti naują bazę?", "Where is the new base to be kept?");
            if let Ok(Some(path)) = app.dialogs.save(title, Wanted::Base, &base_name(&list)).await {
                app.make_base(path, Some(list));
            }
        });
    }

    /// Makes a base; with a `list` its import comes next, else the sample if it is wanted.
    fn make_base(self: &Rc<App>, path: PathBuf, list: Option<PathBuf>) {
        let language = self.language();
        // The tick belongs to the page it stands on.
        let sample = list.is_none() && self.page() == Page::Start && self.ui.global::<StartApi<'_>>().get_sample();
        let file = path.clone();
        let words = language.pick("Kuriama bazė…", "Making the base…");
        let get = move || Engine::create(&file, &NewBaseOptions { language, sample }, Box::new(SystemClock));
        self.enter(path, Coming { words, is_new: true, list }, get);
    }

    /// Opens the base of a file.
    pub(crate) fn open_base(self: &Rc<App>, path: PathBuf) {
        let file = path.clone();
        let words = self.language().pick("Atveriama bazė…", "Opening the base…");
        let (entering, this) = (self.entering.clone(), self.entering.load(Ordering::Relaxed) + 1);
        let go_on = move || entering.load(Ordering::Relaxed) == this;
        let get = move || Engine::open_in_turn(&file, Box::new(SystemClock), PATIENCE, go_on);
        self.enter(path, Coming { words, is_new: false, list: None }, get);
    }

    /// Gets a base on the worker and shows it; on an error the base that was open stays.
    fn enter(
        self: &Rc<App>,
        path: PathBuf,
        coming: Coming,
        get: impl FnOnce() -> engine::Result<Engine> + Send + 'static,
    ) {
        if self.import.is_running() {
            let words = self.language().pick(
                "Palaukite, kol baigsis importas, tada atverkite kitą bazę.",
                "Wait until the import has ended, then open another base.",
            );
            self.say(words, ui::Tone::Warning, None);
            return;
        }
        self.commit_pending();
        // The same file again: it is locked by this very window.
        if self.engine().is_some_and(|engine| engine.path().is_some_and(|open| is_same(open, &path))) {
            return;
        }
        let entering = self.entering.fetch_add(1, Ordering::Relaxed) + 1;
        let app = self.clone();
        self.spawn(async move {
            let start = app.ui.global::<StartApi<'_>>();
            start.set_busy(true);
            start.set_error_title(SharedString::new());
            app.offer_to_stop(entering);
            let result = app.work(coming.words, move || get().map(Arc::new)).await;
            app.ui.global::<AppApi<'_>>().set_can_cancel_progress(false);
            if app.entering.load(Ordering::Relaxed) != entering {
                give_up(&path, &coming, result);
                return;
            }
            app.entering.fetch_add(1, Ordering::Relaxed);
            match result {
                Ok(engine) => {
                    app.follow_check(&path, &engine);
                    app.enter_base(&path, engine);
                    match coming.list {
                        Some(list) => app.read_import_file(list).await,
                        None => app.restore_draft(),
                    }
                }
                Err(error) => app.stay(&path, &error),
            }
        });
    }

    /// A large base is proven whole while it is looked at already; one that is damaged does not stay open.
    fn follow_check(self: &Rc<App>, path: &Path, engine: &Arc<Engine>) {
        if !engine.is_checked_beside() {
            return;
        }
        let (app, path, engine) = (self.clone(), path.to_owned(), engine.clone());
        self.spawn(async move {
            let words = app.language().pick("Tikrinama, ar bazė sveika…", "Checking that the base is whole…");
            let (worker, of) = (Worker::start(), engine.clone());
            let proven = app.work_on(&worker, words, move || of.wait_until_proven()).await;
            let is_open = app.engine().is_some_and(|now| Arc::ptr_eq(&now, &engine));
            match proven {
                Ok(()) if is_open => {
                    let words =
                        app.language().pick("Bazė patikrinta: viskas tvarkoje.", "The base was checked: all is well.");
                    app.say(words, ui::Tone::Good, None);
                }
                Err(error) if is_open => {
                    drop(engine);
                    app.close_base();
                    app.stay(&path, &error);
                }
                _ => {}
            }
        });
    }

    /// After a second a base that is still being opened can be given up.
    fn offer_to_stop(self: &Rc<App>, entering: u64) {
        let weak = Rc::downgrade(self);
        slint::Timer::single_shot(Duration::from_secs(1), move || {
            if let Some(app) = weak.upgrade().filter(|app| app.entering.load(Ordering::Relaxed) == entering) {
                app.ui.global::<AppApi<'_>>().set_can_cancel_progress(true);
            }
        });
    }

    /// Stops what runs: an import, or the opening of a base.
    pub(crate) fn cancel_progress(self: &Rc<App>) {
        if self.import.is_running() {
            return self.cancel_import();
        }
        if self.cancel_export() {
            return;
        }
        self.entering.fetch_add(1, Ordering::Relaxed);
        self.ui.global::<StartApi<'_>>().set_busy(false);
        let api = self.ui.global::<AppApi<'_>>();
        api.set_can_cancel_progress(false);
        api.set_progress_text(SharedString::new());
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
        let holder = matches!(error, EngineError::Store(StoreError::InUse)).then(|| handover::holder(path)).flatten();
        let message = holder.map_or_else(|| error.message(language), |holder| holder.message(language));
        self.show_start(Some((title, format!("{message}\n{}", path.display()))));
    }

    fn enter_base(self: &Rc<App>, path: &Path, engine: Arc<Engine>) {
        self.close_base();
        let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.keep(|settings| settings.opened(&full, engine::Clock::now(&SystemClock)));
        self.set_engine(Some(engine.clone()));
        self.show_users();
        let name = base_name(path);
        let api = self.ui.global::<AppApi<'_>>();
        api.set_window_title(slint::format!("{name} – Kartoteka"));
        api.set_base_name(name.into());
        api.set_read_only(engine.is_read_only());
        self.saved.borrow_mut().clear();
        api.set_saved_text(SharedString::new());
        let start = self.ui.global::<StartApi<'_>>();
        start.set_busy(false);
        start.set_error_title(SharedString::new());
        self.show_today();
        self.show_sections();
        self.show_page(Page::List);
        self.show_first_section();
        // A base in use opens with the day's work, a new one with its first table, where an import is offered.
        if self.has_plans() && self.engine().is_some_and(|engine| is_used(&engine)) {
            self.open_today();
        } else {
            self.show_agenda();
        }
        self.begin_reminders();
    }
}

/// Whether an office has begun to work with a base: it has clients or events.
fn is_used(engine: &Engine) -> bool {
    let roles = [Some(TableRole::Client), Some(TableRole::Event)];
    let tables = engine.with_schema(|schema| {
        schema.live().filter(|table| roles.contains(&table.info.role)).map(|table| table.info.id).collect::<Vec<_>>()
    });
    tables.into_iter().any(|table| engine.count(table).is_ok_and(|count| count > 0))
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
