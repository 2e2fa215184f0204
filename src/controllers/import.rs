//! The import page: a file's columns, what would happen, and doing it.

use crate::{App, Wanted, words};
use engine::{EngineError, Import, ImportOptions, ImportReport, Note};
use model::{
    ids::{FieldId, TableId},
    language::Language,
    schema::{Field, Table, TableRole},
};
use slint::{ComponentHandle as _, ModelRc, SharedString, VecModel};
use std::{
    cell::{Cell, RefCell},
    path::PathBuf,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};
use ui::{AppApi, ImportApi, ImportColumn, ImportKey, ImportProblem, ImportState, LabelValue, Page};

/// Problems that are listed.
const LISTED: usize = 200;
/// No record has such a field: with it as the only key, only the very same rows are matched.
const NO_KEY: FieldId = FieldId(0);

/// The file being imported.
#[derive(Default)]
pub(crate) struct ImportDesk {
    name: RefCell<String>,
    path: RefCell<PathBuf>,
    plan: RefCell<Option<Import>>,
    tables: RefCell<Vec<TableId>>,
    table: Cell<Option<TableId>>,
    /// Fields that columns may go to, in the order of the list of targets.
    fields: RefCell<Vec<Field>>,
    /// Fields that may be keys, and whether they are.
    keys: RefCell<Vec<(Field, bool)>>,
    columns: Rc<VecModel<ImportColumn>>,
    key_list: Rc<VecModel<ImportKey>>,
    report: RefCell<Option<ImportReport>>,
    /// Counts that were overtaken stop.
    generation: Arc<AtomicU64>,
    progress: Arc<AtomicU64>,
    stopped: Arc<AtomicBool>,
    running: Cell<bool>,
    clock: slint::Timer,
}

impl ImportDesk {
    /// Rows are being written.
    pub fn is_running(&self) -> bool {
        self.running.get()
    }
}

/// Whether files can be imported into a table.
pub(crate) fn can_import(of: &Table) -> bool {
    !of.info.hidden && !of.info.removed && of.info.role != Some(TableRole::Company)
}

impl App {
    pub(crate) fn connect_import(self: &Rc<App>) {
        let api = self.ui.global::<ImportApi<'_>>();
        api.set_columns(self.import.columns.clone().into());
        api.set_keys(self.import.key_list.clone().into());
        api.on_target_chosen(forward!(self, |app, column, target| app.choose_target(column, target)));
        api.on_table_chosen(forward!(self, |app, index| app.choose_table(index)));
        api.on_key_toggled(forward!(self, |app, index, chosen| app.toggle_key(index, chosen)));
        api.on_start(forward!(self, |app| app.start_import()));
        api.on_cancel(forward!(self, |app| app.cancel_import()));
        api.on_finish(forward!(self, |app| app.finish_import()));
        api.on_undo(forward!(self, |app| {
            app.finish_import();
            app.undo();
        }));
        api.on_choose_file(forward!(self, |app| app.choose_import_file()));
        let api = self.ui.global::<AppApi<'_>>();
        api.on_import_file(forward!(self, |app| app.choose_import_file()));
        api.on_cancel_progress(forward!(self, |app| app.cancel_progress()));
    }

    fn choose_import_file(self: &Rc<App>) {
        if self.engine().is_none() || self.import.is_running() {
            return;
        }
        let app = self.clone();
        self.spawn(async move {
            let title = app.language().pick("Importuoti iš failo", "Import from a file");
            match app.dialogs.open(title, Wanted::Table).await {
                Ok(Some(path)) => app.read_import_file(path).await,
                Ok(None) => {}
                Err(_) => app.complain_of_no_dialogs(),
            }
        });
    }

    pub(crate) async fn read_import_file(self: &Rc<App>, path: PathBuf) {
        let Some(engine) = self.engine() else { return };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let generation = self.next_import();
        let api = self.ui.global::<ImportApi<'_>>();
        api.set_file_name(name.as_str().into());
        api.set_progress_text(SharedString::new());
        api.set_state(ImportState::Reading);
        self.show_page(Page::Import);
        self.show_import_tables();
        *self.import.name.borrow_mut() = name.clone();
        let table = self.import.table.get();
        let words = self.language().pick("Skaitomas failas…", "Reading the file…");
        *self.import.path.borrow_mut() = path.clone();
        let plan = move || table.map(|table| engine.plan_import(table, &path)).transpose();
        let result = self.work(words, plan).await;
        if self.import.generation.load(Ordering::Relaxed) != generation {
            return;
        }
        match result {
            Ok(Some(plan)) => self.take_plan(plan),
            Ok(None) => self.cancel_import(),
            Err(error) => self.fail_import(&error),
        }
    }

    fn next_import(&self) -> u64 {
        self.import.generation.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn fail_import(&self, error: &EngineError) {
        let language = self.language();
        let api = self.ui.global::<ImportApi<'_>>();
        api.set_result_title(language.pick("Importuoti nepavyko", "The import failed").into());
        api.set_result_text(error.message(language).into());
        api.set_state(ImportState::Failed);
    }

    /// The tables one can import into; the shown section is proposed.
    fn show_import_tables(&self) {
        let Some(engine) = self.engine() else { return };
        let definitions = engine.definitions();
        let mut tables: Vec<&Table> = definitions.schema.live().filter(|of| can_import(of)).collect();
        tables.sort_by_key(|of| of.info.order);
        let wanted = self.list.table();
        let chosen = tables.iter().position(|of| Some(of.info.id) == wanted).unwrap_or_default();
        self.import.table.set(tables.get(chosen).map(|of| of.info.id));
        *self.import.tables.borrow_mut() = tables.iter().map(|of| of.info.id).collect();
        self.label_import_tables();
    }

    fn label_import_tables(&self) {
        let Some(engine) = self.engine() else { return };
        let definitions = engine.definitions();
        let tables = self.import.tables.borrow();
        let labels = tables.iter().map(|table| {
            definitions.schema.table(*table).map(|of| of.info.label.get(self.language())).unwrap_or_default().into()
        });
        let api = self.ui.global::<ImportApi<'_>>();
        api.set_tables(ModelRc::new(VecModel::from(labels.collect::<Vec<SharedString>>())));
        let index = tables.iter().position(|table| Some(*table) == self.import.table.get()).unwrap_or_default();
        api.set_table_index(i32::try_from(index).unwrap_or_default());
    }

    fn take_plan(self: &Rc<App>, plan: Import) {
        let (Some(engine), Some(table)) = (self.engine(), self.import.table.get()) else { return };
        let definitions = engine.definitions();
        let Some(of) = definitions.schema.table(table) else { return };
        *self.import.fields.borrow_mut() = of.live().filter(|field| field.takes_text()).cloned().collect();
        let is_key = |field: &Field| of.info.keys.contains(&field.id);
        let may_be_key = of.live().filter(|field| is_key(field) || field.id == of.info.title || field.unique);
        let mut keys: Vec<(Field, bool)> =
            may_be_key.filter(|field| field.takes_text()).map(|field| (field.clone(), is_key(field))).collect();
        // Keys are tried in the order of the table; other candidates stand after them.
        keys.sort_by_key(|(field, _)| of.info.keys.iter().position(|key| *key == field.id).unwrap_or(usize::MAX));
        *self.import.keys.borrow_mut() = keys;
        *self.import.plan.borrow_mut() = Some(plan);
        self.show_mapping();
        self.ui.global::<ImportApi<'_>>().set_state(ImportState::Mapping);
        self.count_import();
    }

    fn show_mapping(&self) {
        let (language, plan) = (self.language(), self.import.plan.borrow());
        let Some(plan) = plan.as_ref() else { return };
        let api = self.ui.global::<ImportApi<'_>>();
        let facts = plan.facts(language).into_iter().map(|(label, text)| LabelValue {
            label: label.into(),
            text: text.into(),
            number: false,
        });
        api.set_facts(ModelRc::new(VecModel::from(facts.collect::<Vec<_>>())));
        let fields = self.import.fields.borrow();
        let nowhere = language.pick("— neimportuoti —", "— not imported —");
        let targets = std::iter::once(nowhere).chain(fields.iter().map(|field| field.label.get(language)));
        api.set_targets(ModelRc::new(VecModel::from(targets.map(SharedString::from).collect::<Vec<_>>())));
        let target_of = |field: Option<FieldId>| {
            let at = field.and_then(|field| fields.iter().position(|other| other.id == field));
            at.and_then(|at| i32::try_from(at + 1).ok()).unwrap_or_default()
        };
        let columns = plan.columns.iter().map(|column| ImportColumn {
            heading: column.heading.trim().into(),
            samples: column.samples.join(" · ").into(),
            target: target_of(column.field),
            remark: remark(plan, column, language).into(),
        });
        let columns: Vec<ImportColumn> = columns.collect();
        refill(&self.import.columns, columns);
        let mapped = |field: &Field| plan.columns.iter().any(|column| column.field == Some(field.id));
        let keys = self.import.keys.borrow();
        let keys = keys.iter().map(|(field, chosen)| ImportKey {
            id: field.id.to_string().into(),
            label: field.label.get(language).into(),
            chosen: *chosen && mapped(field),
            available: mapped(field),
        });
        refill(&self.import.key_list, keys.collect());
    }

    fn choose_target(self: &Rc<App>, column: i32, target: i32) {
        let field = usize::try_from(target).ok().and_then(|at| at.checked_sub(1));
        let field = field.and_then(|at| self.import.fields.borrow().get(at).map(|field| field.id));
        if let (Some(plan), Ok(column)) = (self.import.plan.borrow_mut().as_mut(), usize::try_from(column))
            && let Some(column) = plan.columns.get_mut(column)
        {
            column.field = field;
        }
        self.show_mapping();
        self.count_import();
    }

    fn choose_table(self: &Rc<App>, index: i32) {
        let table = usize::try_from(index).ok().and_then(|index| self.import.tables.borrow().get(index).copied());
        let (Some(engine), Some(table)) = (self.engine(), table) else { return };
        self.import.table.set(Some(table));
        self.label_import_tables();
        let (app, path, generation) = (self.clone(), self.import.path.borrow().clone(), self.next_import());
        self.spawn(async move {
            let words = app.language().pick("Skaitomas failas…", "Reading the file…");
            let result = app.work(words, move || engine.plan_import(table, &path)).await;
            if app.import.generation.load(Ordering::Relaxed) == generation {
                match result {
                    Ok(plan) => app.take_plan(plan),
                    Err(error) => app.fail_import(&error),
                }
            }
        });
    }

    fn toggle_key(self: &Rc<App>, index: i32, chosen: bool) {
        if let Some(key) =
            usize::try_from(index).ok().and_then(|at| Some(at).filter(|at| *at < self.import.keys.borrow().len()))
        {
            self.import.keys.borrow_mut()[key].1 = chosen;
        }
        self.show_mapping();
        self.count_import();
    }

    fn options(&self, dry_run: bool) -> ImportOptions {
        let plan = self.import.plan.borrow();
        let columns = plan.as_ref().map(|plan| plan.columns.as_slice()).unwrap_or_default();
        let map = columns.iter().map(|column| column.field).enumerate().collect();
        let mapped = |field: &Field| columns.iter().any(|column| column.field == Some(field.id));
        let keys = self.import.keys.borrow();
        let mut keys: Vec<FieldId> =
            keys.iter().filter(|(field, chosen)| *chosen && mapped(field)).map(|(field, _)| field.id).collect();
        if keys.is_empty() {
            keys.push(NO_KEY);
        }
        ImportOptions { map, keys, dry_run, ..ImportOptions::default() }
    }

    /// Counts on the worker what the import would do.
    fn count_import(self: &Rc<App>) {
        let (Some(engine), Some(table)) = (self.engine(), self.import.table.get()) else { return };
        let generation = self.next_import();
        let api = self.ui.global::<ImportApi<'_>>();
        api.set_counting(true);
        api.set_can_import(false);
        let (app, newest) = (self.clone(), self.import.generation.clone());
        let (path, name, options) =
            (self.import.path.borrow().clone(), self.import.name.borrow().clone(), self.options(true));
        self.spawn(async move {
            let words = app.language().pick("Skaičiuojama…", "Counting…");
            let result = app
                .work(words, move || {
                    let mut go_on = |_, _| newest.load(Ordering::Relaxed) == generation;
                    engine.import(table, &path, &name, &options, &mut go_on)
                })
                .await;
            if app.import.generation.load(Ordering::Relaxed) != generation {
                return;
            }
            let report = match result {
                Ok(outcome) => Some(outcome.output),
                Err(EngineError::Cancelled) => None,
                Err(error) => {
                    app.complain(&error);
                    None
                }
            };
            *app.import.report.borrow_mut() = report;
            app.ui.global::<ImportApi<'_>>().set_counting(false);
            app.show_report();
        });
    }

    fn show_report(&self) {
        let (language, report) = (self.language(), self.import.report.borrow());
        let api = self.ui.global::<ImportApi<'_>>();
        let text = |of: fn(&ImportReport) -> u64| {
            report.as_ref().map(|report| words::number(of(report), language)).unwrap_or_default().into()
        };
        api.set_count_new(text(|report| report.new));
        api.set_count_updated(text(|report| report.updated));
        api.set_count_unchanged(text(|report| report.unchanged));
        api.set_count_skipped(text(|report| report.skipped));
        api.set_count_warnings(text(|report| report.warnings.len() as u64));
        let written = report.as_ref().map_or(0, |report| report.new + report.updated);
        api.set_can_import(written > 0);
        api.set_import_label(match written {
            0 => language.pick("Importuoti", "Import").into(),
            _ => slint::format!(
                "{} {}",
                language.pick("Importuoti", "Import"),
                words::records_accusative(written, language)
            ),
        });
        let (problems, total) = report.as_ref().map(|report| problems(report, language)).unwrap_or_default();
        api.set_problems_text(if total > problems.len() {
            let (first, of) = (language.pick("Pirmos", "The first"), language.pick("iš", "of"));
            slint::format!("{first} {} {of} {}", problems.len(), words::number(total as u64, language))
        } else {
            SharedString::new()
        });
        api.set_problems(ModelRc::new(VecModel::from(problems)));
    }

    fn start_import(self: &Rc<App>) {
        let (Some(engine), Some(table)) = (self.engine(), self.import.table.get()) else { return };
        if self.import.running.replace(true) {
            return;
        }
        self.next_import();
        self.import.stopped.store(false, Ordering::Relaxed);
        self.import.progress.store(0, Ordering::Relaxed);
        let rows = self.import.plan.borrow().as_ref().map_or(0, |plan| plan.rows);
        self.show_progress(0, rows);
        self.ui.global::<ImportApi<'_>>().set_state(ImportState::Running);
        self.ui.global::<AppApi<'_>>().set_can_cancel_progress(true);
        let tick = forward!(self, |app| app.show_progress(app.import.progress.load(Ordering::Relaxed), rows));
        self.import.clock.start(slint::TimerMode::Repeated, Duration::from_millis(100), tick);
        let (path, name, options) =
            (self.import.path.borrow().clone(), self.import.name.borrow().clone(), self.options(false));
        let (app, progress, stopped) = (self.clone(), self.import.progress.clone(), self.import.stopped.clone());
        self.spawn(async move {
            let words = app.language().pick("Importuojama…", "Importing…");
            let result = app
                .work(words, move || {
                    let mut report = |done, _| {
                        progress.store(done, Ordering::Relaxed);
                        !stopped.load(Ordering::Relaxed)
                    };
                    engine.import(table, &path, &name, &options, &mut report)
                })
                .await;
            app.end_import(result);
        });
    }

    fn show_progress(&self, done: u64, rows: u64) {
        let language = self.language();
        let share = if rows == 0 { 0.0 } else { (done as f64 / rows as f64).clamp(0.0, 1.0) as f32 };
        let of = language.pick("iš", "of");
        let text = slint::format!("{} {of} {}", words::number(done.min(rows), language), words::number(rows, language));
        let api = self.ui.global::<ImportApi<'_>>();
        api.set_progress(share);
        api.set_progress_text(text);
        self.ui.global::<AppApi<'_>>().set_progress(share);
    }

    fn end_import(self: &Rc<App>, result: engine::Result<engine::Outcome<ImportReport>>) {
        self.import.clock.stop();
        self.import.running.set(false);
        let app = self.ui.global::<AppApi<'_>>();
        app.set_can_cancel_progress(false);
        app.set_progress(-1.0);
        let api = self.ui.global::<ImportApi<'_>>();
        match result {
            Err(EngineError::Cancelled) => {
                api.set_state(ImportState::Mapping);
                self.say(
                    self.language().pick(
                        "Importas nutrauktas, niekas nepakeista.",
                        "The import was stopped, nothing was changed.",
                    ),
                    ui::Tone::Normal,
                    None,
                );
                self.count_import();
            }
            Err(error) => self.fail_import(&error),
            result => {
                if let Some(report) = self.done(result) {
                    *self.import.report.borrow_mut() = Some(report);
                    self.show_result();
                    api.set_state(ImportState::Done);
                }
            }
        }
    }

    fn show_result(&self) {
        let (language, report) = (self.language(), self.import.report.borrow());
        let Some(report) = report.as_ref() else { return };
        let api = self.ui.global::<ImportApi<'_>>();
        let count = words::records(report.new + report.updated, language);
        let number = |count| words::number(count, language);
        let [new, updated, unchanged, skipped] =
            [report.new, report.updated, report.unchanged, report.skipped].map(number);
        let (title, text) = match language {
            Language::Lt => (
                format!("Importuota: {count}"),
                format!(
                    "Naujų – {new}, pakeista – {updated}, be pakeitimų – {unchanged}, praleista – {skipped}. Vienas atšaukimas grąžina viską."
                ),
            ),
            Language::En => (
                format!("{count} imported"),
                format!(
                    "{new} new, {updated} updated, {unchanged} unchanged, {skipped} left out. One undo takes all of it back."
                ),
            ),
        };
        api.set_result_title(title.into());
        api.set_result_text(text.into());
    }

    /// Leaves the page, or stops the import that runs.
    pub(crate) fn cancel_import(self: &Rc<App>) {
        if self.import.is_running() {
            self.import.stopped.store(true, Ordering::Relaxed);
            return;
        }
        self.forget_import();
        self.leave_import(self.list.table());
    }

    fn finish_import(self: &Rc<App>) {
        let table = self.import.table.get();
        self.forget_import();
        self.leave_import(table);
    }

    fn forget_import(&self) {
        self.next_import();
        self.import.plan.take();
        self.import.report.take();
        self.import.path.take();
    }

    fn leave_import(self: &Rc<App>, table: Option<TableId>) {
        if self.page() != Page::Import {
            return;
        }
        match table {
            Some(table) => {
                self.close_cards();
                self.mark_section(table);
                self.show_list(table);
                self.show_page(Page::List);
            }
            None => self.show_first_section(),
        }
    }

    pub(crate) fn relabel_import(&self) {
        if self.page() == Page::Import {
            self.label_import_tables();
            self.show_mapping();
            self.show_report();
            self.show_result();
        }
    }
}

/// What is to be said about a column.
fn remark(plan: &Import, column: &engine::ColumnPlan, language: Language) -> String {
    let twice = column.field.is_some() && plan.columns.iter().filter(|other| other.field == column.field).count() > 1;
    let text = match (twice, column.month_first) {
        (true, _) if plan.is_joined(column) => {
            language.pick("Vardas ir pavardė sujungiami į vieną lauką.", "First name and family name are joined.")
        }
        (true, _) => language.pick(
            "Tą patį lauką pildo keli stulpeliai; lieka paskutinio reikšmė.",
            "Several columns go to this field; the last one wins.",
        ),
        (false, true) => language.pick("Datos skaitomos kaip mėnuo/diena/metai.", "Dates are read as month/day/year."),
        (false, false) => "",
    };
    text.to_owned()
}

/// The first problems in the order of the rows and behind them what changes, and how many there are.
fn problems(report: &ImportReport, language: Language) -> (Vec<ImportProblem>, usize) {
    let skipped = report.errors.iter().map(|note| (note, true));
    let mut all: Vec<(&Note, bool)> = skipped.chain(report.warnings.iter().map(|note| (note, false))).collect();
    all.sort_by_key(|(note, skipped)| (note.row, !skipped));
    all.extend(report.changed.iter().map(|note| (note, false)));
    let listed = all.iter().take(LISTED).map(|(note, skipped)| ImportProblem {
        row: words::number(note.row, language).into(),
        column: note.column.as_str().into(),
        value: note.value.as_str().into(),
        message: note.message.get(language).into(),
        skipped: *skipped,
    });
    (listed.collect(), all.len())
}

/// Shows other entries; those that stay the same are not touched.
fn refill<T: Clone + PartialEq + 'static>(model: &VecModel<T>, entries: Vec<T>) {
    use slint::Model as _;
    if model.row_count() != entries.len() {
        model.set_vec(entries);
        return;
    }
    for (at, entry) in entries.into_iter().enumerate() {
        if model.row_data(at).as_ref() != Some(&entry) {
            model.set_row_data(at, entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::language::Label;

    #[test]
    fn problems_stand_in_the_order_of_the_rows_and_are_not_too_many() {
        let note = |row| Note { row, column: String::new(), value: String::new(), message: Label::new("a", "b") };
        let report =
            ImportReport { warnings: (1..=300).map(note).collect(), errors: vec![note(2)], ..ImportReport::default() };
        let (listed, total) = problems(&report, Language::Lt);
        assert_eq!((listed.len(), total), (LISTED, 301));
        let skipped: Vec<bool> = listed.iter().take(3).map(|problem| problem.skipped).collect();
        assert_eq!(skipped, [false, true, false]);
    }
}
