//! The app: the window, the open base, the worker, and what concerns the window as a whole.

use crate::{
    Dialogs, Settings, Worker, card::CardDesk, drafts::DraftDesk, import::ImportDesk, list::List, palette::Palette,
    preview::PreviewDesk, sections::Sections, side_panel::PanelDesk, worker::Reply,
};
use crate::{calendar::CalendarDesk, list_export::ExportDesk, reminders::ReminderDesk, today::TodayDesk};
use engine::Engine;
use model::language::Language;
use slint::{ComponentHandle as _, SharedString, VecModel};
use std::{
    cell::{Cell, RefCell},
    future::Future,
    path::PathBuf,
    pin::Pin,
    rc::Rc,
    sync::{Arc, atomic::AtomicU64},
    task::{Context, Waker},
    time::Duration,
};
use ui::{AppApi, CardApi, MainWindow, Page, Theme, ToastData, Tone};

/// The window with everything behind it.
pub struct App {
    /// The window.
    pub ui: MainWindow,
    pub(crate) settings: RefCell<Settings>,
    pub(crate) dialogs: Rc<dyn Dialogs>,
    pub(crate) worker: Worker,
    pub(crate) export: ExportDesk,
    /// Does what may take long and nobody waits for.
    pub(crate) beside: Worker,
    base: RefCell<Option<Arc<Engine>>>,
    language: Cell<Language>,
    pub(crate) toasts: Rc<VecModel<ToastData>>,
    pub(crate) next_toast: Cell<i32>,
    /// What the button of the toast with this id does, where it does not undo.
    pub(crate) toast_action: RefCell<Option<(i32, crate::messages::ToastAction)>>,
    /// When this base was last written, as the clock shows it; empty: not yet.
    pub(crate) saved: RefCell<String>,
    running: RefCell<Vec<(u64, SharedString)>>,
    next_task: Cell<u64>,
    pub(crate) closing: Cell<bool>,
    pub(crate) sections: Sections,
    pub(crate) today: TodayDesk,
    pub(crate) calendar: CalendarDesk,
    pub(crate) reminders: ReminderDesk,
    pub(crate) list: List,
    pub(crate) card: CardDesk,
    pub(crate) import: ImportDesk,
    pub(crate) preview: PreviewDesk,
    pub(crate) panel: PanelDesk,
    pub(crate) palette: Palette,
    pub(crate) drafts: DraftDesk,
    pub(crate) tray: crate::tray::TrayDesk,
    pub(crate) structure: crate::structure::StructureDesk,
    pub(crate) design: crate::designer::DesignDesk,
    pub(crate) booth: crate::booth::BoothDesk,
    pub(crate) cameras: RefCell<Arc<dyn camera::Source>>,
    pub(crate) thumbnails: Rc<crate::thumbnails::Thumbnails>,
    /// Reads pictures for rows.
    pub(crate) pictures: Worker,
    /// The base that is just being opened; another number: given up.
    pub(crate) entering: Arc<AtomicU64>,
}

impl App {
    /// Makes the window and connects everything; nothing is shown yet.
    ///
    /// # Errors
    /// Where the platform gives no window.
    pub fn new(settings: Settings, dialogs: Rc<dyn Dialogs>, worker: Worker) -> Result<Rc<App>, slint::PlatformError> {
        let ui = MainWindow::new()?;
        ui::connect_widgets(&ui);
        let language = Language::from_code(&settings.language).unwrap_or_else(system_language);
        let app = Rc::new(App {
            ui,
            settings: RefCell::new(settings),
            dialogs,
            export: ExportDesk::default(),
            beside: worker.another(),
            pictures: worker.another(),
            worker,
            base: RefCell::default(),
            language: Cell::new(language),
            toasts: Rc::default(),
            next_toast: Cell::new(1),
            toast_action: RefCell::default(),
            saved: RefCell::default(),
            running: RefCell::default(),
            next_task: Cell::default(),
            closing: Cell::default(),
            sections: Sections::default(),
            today: TodayDesk::default(),
            calendar: CalendarDesk::default(),
            reminders: ReminderDesk::default(),
            list: List::default(),
            card: CardDesk::default(),
            import: ImportDesk::default(),
            preview: PreviewDesk::default(),
            panel: PanelDesk::default(),
            palette: Palette::default(),
            drafts: DraftDesk::default(),
            tray: crate::tray::TrayDesk::default(),
            structure: crate::structure::StructureDesk::default(),
            design: crate::designer::DesignDesk::default(),
            booth: crate::booth::BoothDesk::default(),
            cameras: RefCell::new(camera::system()),
            thumbnails: Rc::default(),
            entering: Arc::default(),
        });
        app.connect();
        app.show_settings();
        app.show_language();
        Ok(app)
    }

    /// Shows `base`, else the one that was open last, else the start page.
    pub fn start(self: &Rc<App>, base: Option<PathBuf>) {
        self.show_start(None);
        if let Some(base) = base.or_else(|| self.last_base()) {
            self.open_base(base);
        }
    }

    fn connect(self: &Rc<App>) {
        self.connect_messages();
        self.connect_start();
        self.connect_sections();
        self.connect_today();
        self.connect_calendar();
        self.connect_reminders();
        self.connect_list();
        self.connect_side_panel();
        self.connect_card();
        self.connect_editing();
        self.connect_makes();
        self.connect_users();
        self.connect_clipboard();
        self.connect_documents();
        self.connect_structure();
        self.connect_designer();
        self.connect_booth();
        self.connect_files();
        self.connect_thumbnails();
        self.connect_drafts();
        self.connect_preview();
        self.connect_import();
        self.connect_palette();
        self.connect_export();
        self.connect_help();
        let api = self.ui.global::<AppApi<'_>>();
        api.set_version(env!("CARGO_PKG_VERSION").into());
        api.on_quit(forward!(self, |app| app.close()));
        api.on_undo(forward!(self, |app| app.undo()));
        api.on_redo(forward!(self, |app| app.redo()));
        api.on_save(forward!(self, |app| app.save()));
        api.on_new_record(forward!(self, |app| app.new_record()));
        api.on_delete_record(forward!(self, |app| app.delete_current()));
        api.on_print(forward!(self, |app| app.print_current()));
        api.on_set_language(forward!(self, |app, code| app.set_language(&code)));
        api.on_set_theme(forward!(self, |app, theme| app.set_theme(&theme)));
        api.on_side_panel_toggled(
            forward!(self, |app, visible| app.keep(|settings| settings.side_panel_hidden = !visible))
        );
        api.on_side_panel_resized(
            forward!(self, |app, width| app.keep(|settings| settings.side_panel_width = units(width)))
        );
        api.on_sections_resized(
            forward!(self, |app, width| app.keep(|settings| settings.sections_width = units(width)))
        );
        api.on_open_link(forward!(self, |app, address| app.open_address(&address)));
        let weak = Rc::downgrade(self);
        self.ui.window().on_close_requested(move || match weak.upgrade() {
            Some(app) => {
                app.close();
                slint::CloseRequestResponse::KeepWindowShown
            }
            None => slint::CloseRequestResponse::HideWindow,
        });
    }

    /// The open base.
    pub(crate) fn engine(&self) -> Option<Arc<Engine>> {
        self.base.borrow().clone()
    }

    pub(crate) fn set_engine(&self, engine: Option<Arc<Engine>>) {
        *self.base.borrow_mut() = engine;
    }

    /// The window's language.
    pub(crate) fn language(&self) -> Language {
        self.language.get()
    }

    /// Runs a piece of work that waits for answers. It runs at once as far as it can without waiting.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + 'static) {
        let mut work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
        if work.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending()
            && let Err(error) = slint::spawn_local(work)
        {
            tracing::error!(%error, "the window cannot wait for an answer");
        }
    }

    /// Does `job` on the worker; where it takes more than 300 ms the status line says `words`.
    pub(crate) async fn work<T: Reply>(self: &Rc<App>, words: &str, job: impl FnOnce() -> T + Send + 'static) -> T {
        self.work_on(&self.worker, words, job).await
    }

    /// As [`App::work`], on another worker.
    pub(crate) async fn work_on<T: Reply>(
        self: &Rc<App>,
        worker: &Worker,
        words: &str,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> T {
        let task = self.next_task.get();
        self.next_task.set(task + 1);
        let answer = worker.ask(job);
        let weak = Rc::downgrade(self);
        let words = SharedString::from(words);
        self.running.borrow_mut().push((task, words));
        slint::Timer::single_shot(Duration::from_millis(300), move || {
            let Some(app) = weak.upgrade() else { return };
            let words =
                app.running.borrow().iter().find(|(running, _)| *running == task).map(|(_, words)| words.clone());
            if let Some(words) = words {
                app.ui.global::<AppApi<'_>>().set_progress_text(words);
            }
        });
        let output = answer.await;
        self.running.borrow_mut().retain(|(running, _)| *running != task);
        if self.running.borrow().is_empty() {
            self.ui.global::<AppApi<'_>>().set_progress_text(SharedString::new());
        }
        output
    }

    /// Changes the local settings and keeps them.
    pub(crate) fn keep(&self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.settings.borrow_mut();
        change(&mut settings);
        settings.save();
    }

    pub(crate) fn page(&self) -> Page {
        self.ui.global::<AppApi<'_>>().get_page()
    }

    pub(crate) fn show_page(&self, page: Page) {
        if page == Page::List {
            self.leave_plans();
        }
        self.ui.global::<AppApi<'_>>().set_page(page);
        self.show_commands();
    }

    /// Takes what is typed and not yet committed.
    pub(crate) fn commit_pending(&self) {
        self.ui.global::<CardApi<'_>>().invoke_commit_pending();
        self.ui.global::<ui::ListApi<'_>>().invoke_commit_edit();
    }

    fn show_settings(&self) {
        let settings = self.settings.borrow();
        let api = self.ui.global::<AppApi<'_>>();
        api.set_side_panel_visible(!settings.side_panel_hidden);
        if settings.side_panel_width > 0 {
            api.set_side_panel_width(settings.side_panel_width as f32);
        }
        if settings.sections_width > 0 {
            api.set_sections_width(settings.sections_width as f32);
        }
        self.show_theme(settings.dark);
    }

    fn show_theme(&self, dark: Option<bool>) {
        self.ui.global::<Theme<'_>>().invoke_choose(dark.map_or(0, |dark| if dark { 2 } else { 1 }));
    }

    /// Draws the whole window anew where it is drawn in parts. Slint 1.18.1 drops layouts of texts that were not drawn lately, and
    /// with them the knowledge that these texts changed: the old words would stay until something else is drawn there.
    pub(crate) fn draw_anew(&self) {
        if crate::draws_in_parts() {
            let dark = self.settings.borrow().dark;
            // Colours that change and change back: nothing is seen but what is true.
            self.show_theme(Some(dark != Some(true)));
            self.show_theme(dark);
        }
    }

    fn set_theme(&self, theme: &str) {
        let dark = match theme {
            "light" => Some(false),
            "dark" => Some(true),
            _ => None,
        };
        self.show_theme(dark);
        self.keep(|settings| settings.dark = dark);
    }

    fn show_language(&self) {
        let language = self.language();
        if let Err(error) = slint::select_bundled_translation(language.pick("lt", "")) {
            tracing::warn!(%error, "the words of the window stay as they are");
        }
        let api = self.ui.global::<AppApi<'_>>();
        api.set_language(language.code().into());
        self.show_today();
    }

    pub(crate) fn show_today(&self) {
        let today = self.engine().map_or_else(|| engine::Clock::today(&engine::SystemClock), |engine| engine.today());
        self.ui.global::<AppApi<'_>>().set_today(crate::editors::date_data(Some(today)));
    }

    /// Everything Rust gave the window is given again in the other language.
    fn set_language(self: &Rc<App>, code: &str) {
        let Some(language) = Language::from_code(code) else { return };
        if language == self.language() {
            return;
        }
        self.language.set(language);
        self.keep(|settings| settings.language = language.code().to_owned());
        self.show_language();
        self.show_recent();
        if self.engine().is_some() {
            self.show_saved_time();
            self.show_sections();
            self.relabel_list();
            self.relabel_card();
            self.relabel_import();
            self.relabel_preview();
            self.show_structure();
            self.look_for_uses();
            self.relabel_designer();
            self.relabel_today();
            self.show_reminders();
            self.show_side_panel();
            self.show_commands();
        }
    }

    /// Ctrl+S: everything is saved by itself; this only says so.
    fn save(&self) {
        if self.engine().is_some() {
            self.show_saved();
        }
    }

    /// Says when the base was last written.
    pub(crate) fn show_saved(&self) {
        let Some(engine) = self.engine() else { return };
        let now = engine.local_time(engine::Clock::now(&engine::SystemClock));
        *self.saved.borrow_mut() = now.format("%H:%M").to_string();
        self.show_saved_time();
        self.show_today();
    }

    fn show_saved_time(&self) {
        let (words, time) = (self.language().pick("Išsaugota", "Saved"), self.saved.borrow());
        let text = if time.is_empty() { SharedString::new() } else { slint::format!("{words} {time}") };
        self.ui.global::<AppApi<'_>>().set_saved_text(text);
        self.draw_anew();
    }

    fn open_address(&self, address: &str) {
        if !model::rules::address::may_open(address) {
            tracing::warn!("an address of a kind that is not opened");
            let words = self.language().pick("Toks adresas neatveriamas: ", "An address like this is not opened: ");
            self.say(format!("{words}{address}"), Tone::Danger, None);
            return;
        }
        if let Err(error) = open::that_detached(address) {
            tracing::warn!(%error, "an address cannot be opened");
            let words = self.language().pick("Nepavyko atverti: ", "This cannot be opened: ");
            self.say(format!("{words}{address}"), Tone::Danger, None);
        }
    }

    /// Takes what is typed, waits until everything asked for is written, and closes the window.
    pub fn close(self: &Rc<App>) {
        if self.closing.replace(true) {
            return;
        }
        self.commit_pending();
        let app = self.clone();
        self.spawn(async move {
            let words = app.language().pick("Baigiama rašyti…", "Finishing…");
            app.work(words, || ()).await;
            app.remember_window();
            app.close_base();
            app.end_tray();
            if let Err(error) = app.ui.hide() {
                tracing::warn!(%error, "the window cannot be hidden");
            }
            app.closing.set(false);
        });
    }

    /// The cameras of the photo booth from now on.
    pub fn set_cameras(&self, cameras: Arc<dyn camera::Source>) {
        *self.cameras.borrow_mut() = cameras;
    }

    /// Lets the base go; its file can be opened by another program then.
    pub(crate) fn close_base(self: &Rc<App>) {
        self.close_booth();
        self.forget_thumbnails();
        // What was refused and not put right is offered again the next time.
        self.write_draft();
        self.drafts.clock.stop();
        self.leave_designer();
        self.close_list();
        self.close_cards();
        self.set_engine(None);
        self.close_today();
        self.close_calendar();
        self.close_reminders();
    }
}

/// Layout units of a width.
pub(crate) fn units(width: f32) -> u32 {
    // Widths are positive and small.
    width.round().max(0.0) as u32
}

/// The language of the system, Lithuanian where it is neither of ours.
pub(crate) fn system_language() -> Language {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let set = names.iter().filter_map(|name| std::env::var(name).ok()).find(|text| !text.is_empty());
    set.and_then(|locale| Language::from_code(&locale)).unwrap_or_default()
}
