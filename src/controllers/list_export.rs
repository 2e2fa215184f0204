//! Export of what is seen: the list's filter, order and columns, to a file of another program.

use crate::{App, Wanted, words};
use engine::{EngineError, ExportFormat, ListQuery, Outcome};
use model::{ids::FieldId, language::Language};
use slint::ComponentHandle as _;
use std::{
    cell::Cell,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use ui::{AppApi, ListApi, Tone};

/// The whole of an export, in the parts its progress counts.
const PARTS: u64 = 1_000;

/// The export that runs.
#[derive(Default)]
pub(crate) struct ExportDesk {
    running: Cell<bool>,
    done: Arc<AtomicU64>,
    stopped: Arc<AtomicBool>,
    clock: slint::Timer,
}

impl App {
    pub(crate) fn connect_export(self: &Rc<App>) {
        self.ui.global::<ListApi<'_>>().on_export(forward!(self, |app, format| app.export_list(&format)));
    }

    /// Whether the list can be written as vCards.
    pub(crate) fn lists_persons(&self) -> bool {
        let (Some(engine), Some(table)) = (self.engine(), self.list.table()) else { return false };
        engine.definitions().schema.table(table).is_some_and(|of| engine.has_persons(of))
    }

    fn export_list(self: &Rc<App>, format: &str) {
        let Some(format) = ExportFormat::of_name(format).filter(|_| !self.export.running.get()) else { return };
        let (Some(engine), Some(query)) = (self.engine(), self.list_query()) else { return };
        let definitions = engine.definitions();
        let Some(of) = definitions.schema.table(query.table) else { return };
        let language = self.language();
        let view = self.view_label(&engine, &self.list.view.borrow());
        let is_whole = self.list.view.borrow().filter.is_none();
        let title = of.info.label.get(language).to_owned();
        let title = if is_whole { title } else { format!("{title} – {view}") };
        let fields: Vec<FieldId> = self.list_fields(of).iter().map(|(field, _)| field.id).collect();
        let ids = match self.selected_ids() {
            Ok(ids) => Some(ids).filter(|ids| !ids.is_empty()),
            Err(error) => return self.complain(&error),
        };
        let name = format!("{title} {}", engine.today());
        let app = self.clone();
        self.spawn(async move {
            let words = language.pick("Eksportuoti sąrašą", "Export the list");
            let path = match app.dialogs.save(words, Wanted::Export(format), &name).await {
                Ok(Some(path)) => path,
                Ok(None) => return,
                Err(_) => return app.complain_of_no_dialogs(),
            };
            let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let words = language.pick("Eksportuojama…", "Exporting…");
            let written = path.clone();
            let (done, stopped) = app.begin_counted();
            let job = move || {
                let mut bytes = Vec::new();
                let ListQuery { table, .. } = query;
                let mut report = |written: u64, total: u64| {
                    done.store(written * PARTS / total.max(1), Ordering::Relaxed);
                    !stopped.load(Ordering::Relaxed)
                };
                let rows = engine.export(
                    &query,
                    ids.as_deref(),
                    &fields,
                    format,
                    language,
                    &title,
                    &mut bytes,
                    &mut report,
                )?;
                let Outcome { changes, entry, .. } = engine.hand_out(table, &[], &path, &bytes)?;
                Ok(Outcome { output: rows, changes, entry })
            };
            let result = app.work_on(&app.beside, words, job).await;
            app.end_counted();
            if matches!(result, Err(EngineError::Cancelled)) {
                let text = language
                    .pick("Eksportas nutrauktas, failas neįrašytas.", "The export was stopped, no file was written.");
                return app.say(text, Tone::Normal, None);
            }
            if let Some(rows) = app.done(result) {
                let rows = words::number(rows, language);
                let text = match language {
                    Language::Lt => format!("Eksportuota įrašų: {rows} ({file})"),
                    Language::En => format!("Exported records: {rows} ({file})"),
                };
                app.say_written(text, written);
            }
        });
    }

    /// The status line follows the export, and after a second offers to stop it.
    pub(crate) fn begin_counted(self: &Rc<App>) -> (Arc<AtomicU64>, Arc<AtomicBool>) {
        let desk = &self.export;
        desk.running.set(true);
        desk.done.store(0, Ordering::Relaxed);
        desk.stopped.store(false, Ordering::Relaxed);
        let began = Instant::now();
        let tick = forward!(self, |app| {
            let api = app.ui.global::<AppApi<'_>>();
            if began.elapsed() >= Duration::from_millis(300) {
                api.set_progress(app.export.done.load(Ordering::Relaxed) as f32 / PARTS as f32);
            }
            api.set_can_cancel_progress(began.elapsed() >= Duration::from_secs(1));
        });
        desk.clock.start(slint::TimerMode::Repeated, Duration::from_millis(100), tick);
        (desk.done.clone(), desk.stopped.clone())
    }

    pub(crate) fn end_counted(&self) {
        self.export.clock.stop();
        self.export.running.set(false);
        let api = self.ui.global::<AppApi<'_>>();
        api.set_can_cancel_progress(false);
        api.set_progress(-1.0);
    }

    /// Stops the export that runs; `false` where none does.
    pub(crate) fn cancel_export(&self) -> bool {
        self.export.stopped.store(true, Ordering::Relaxed);
        self.export.running.get()
    }
}
