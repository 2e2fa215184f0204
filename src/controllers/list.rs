//! The list of records in the middle.

use crate::{
    App, cells,
    list_cells::Editing,
    list_menus::About,
    list_selection::Say,
    list_widths::{self, Wanted},
    rows::{Letters, Rows, Shown},
    words,
};
use engine::{Engine, ListQuery};
use model::{
    changes::Changes,
    ids::{FieldId, LayoutId, RecordId, TableId},
    layout::{ListView, SortBy},
    schema::{Field, FieldKind, FieldRole, Table},
};
use slint::{ComponentHandle as _, Model as _, ModelRc, SharedString, VecModel};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::{Arc, atomic::AtomicU64},
};
use ui::{CellKind, ColumnData, ListApi, ListState, Page, SortOrder};

/// The room of the small picture before a name.
const AVATAR: f32 = 32.0;

/// Whether rows begin with a small picture: the table has one, and no column shows it.
fn begins_with_pictures<'f>(of: &Table, mut columns: impl Iterator<Item = &'f Field>) -> bool {
    let photo = of.live().find(|field| field.kind == FieldKind::Picture);
    photo.is_some_and(|photo| columns.all(|column| column.id != photo.id))
}

/// The width of a column of a table without a list view.
pub(crate) const COLUMN: u32 = 160;

/// The list as it stands.
#[derive(Default)]
pub(crate) struct List {
    table: Cell<Option<TableId>>,
    pub(crate) view: RefCell<ListView>,
    sort: RefCell<Vec<SortBy>>,
    search: RefCell<String>,
    pub(crate) rows: Rc<Rows>,
    pub(crate) columns: Rc<VecModel<ColumnData>>,
    current: Cell<Option<RecordId>>,
    generation: Cell<u64>,
    /// Grows whenever columns move or get other widths.
    serial: Cell<i32>,
    /// How wide all columns may be together without being scrolled.
    room: Cell<f32>,
    pub(crate) chooser_search: RefCell<String>,
    /// Where a stretch of ticked rows begins.
    pub(crate) anchor: Cell<Option<usize>>,
    pub(crate) figures: RefCell<Vec<(FieldId, engine::Figures)>>,
    pub(crate) say: Cell<Say>,
    /// Sums that were overtaken by others are not begun.
    pub(crate) sums: Arc<AtomicU64>,
    pub(crate) menu: Cell<About>,
    pub(crate) editing: RefCell<Option<Editing>>,
    /// What was typed in a cell is on its way; the editor stays until it is known how that ended.
    pub(crate) saving: Cell<bool>,
    /// What the foot says without the ticked rows.
    status: RefCell<String>,
}

impl List {
    /// The table that is listed.
    pub fn table(&self) -> Option<TableId> {
        self.table.get()
    }

    /// The record the keyboard stands on.
    pub fn current(&self) -> Option<RecordId> {
        self.current.get()
    }

    fn next_generation(&self) -> u64 {
        self.generation.set(self.generation.get() + 1);
        self.generation.get()
    }
}

/// Where the keyboard stands after a new listing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// On the same record, or where it was.
    Same,
    /// On the best hit.
    First,
}

impl App {
    pub(crate) fn connect_list(self: &Rc<App>) {
        let api = self.ui.global::<ListApi<'_>>();
        api.set_rows(ModelRc::from(self.list.rows.clone()));
        api.set_columns(self.list.columns.clone().into());
        api.set_current_row(-1);
        api.on_search_edited(forward!(self, |app, text| app.search(&text)));
        api.on_column_clicked(forward!(self, |app, index| app.sort_by(index)));
        api.on_column_resized(forward!(self, |app, index, width| app.resize_column(index, width)));
        api.on_room_changed(forward!(self, |app, room| {
            if app.list.room.replace(room) != room {
                app.show_columns();
            }
        }));
        self.connect_columns();
        self.connect_selection();
        self.connect_list_menus();
        self.connect_list_cells();
        api.on_row_selected(forward!(self, |app, index| {
            app.clear_selection();
            app.select_row(index);
        }));
        api.on_row_activated(forward!(self, |app, index| app.activate_row(index)));
        api.on_delete_row(forward!(self, |app, index| {
            app.select_row(index);
            app.delete_current();
        }));
    }

    /// Lists a table from its beginning.
    pub(crate) fn show_list(self: &Rc<App>, table: TableId) {
        let Some(engine) = self.engine() else { return };
        let another = self.list.table.replace(Some(table)) != Some(table);
        let api = self.ui.global::<ListApi<'_>>();
        if another {
            self.list.search.borrow_mut().clear();
            api.set_search_text(SharedString::new());
            self.list.current.set(None);
            self.list.rows.clear();
            api.set_current_row(-1);
            api.set_state(ListState::Loading);
            api.set_status(SharedString::new());
            self.show_side_panel();
        }
        let chosen = self.settings.borrow().views.get(&table.to_string()).cloned();
        let (view, views) = view_of(&engine, table, chosen.as_deref());
        let (view, gaps) = engine.present_list(&view);
        self.show_gaps(&gaps);
        if self.list.view.borrow().id != view.id {
            self.clear_selection();
        }
        api.set_has_views(views > 1);
        api.set_view_label(self.view_label(&engine, &view).into());
        let kept = self.settings.borrow().sorts.get(&view.id.to_string()).copied();
        *self.list.sort.borrow_mut() = match kept {
            Some(kept) => with_ties(kept, &view),
            None => view.sort.clone(),
        };
        *self.list.view.borrow_mut() = view;
        self.label_list(&engine, table);
        self.show_columns();
        self.ask_list(if another { Stand::First } else { Stand::Same });
    }

    /// Says above the list what of its view rests in the trash of the structure, and what to do about it.
    fn show_gaps(&self, gaps: &[engine::Gap]) {
        let language = self.language();
        let said = gaps.iter().map(|gap| format!("{}. {}", gap.mark.get(language), gap.message.get(language)));
        self.ui.global::<ListApi<'_>>().set_notice(said.collect::<Vec<_>>().join("\n").into());
    }

    /// The name of a list view; the one that is named as its table shows everything.
    pub(crate) fn view_label(&self, engine: &Engine, view: &ListView) -> String {
        let language = self.language();
        let label = view.label.get(language);
        let is_whole = engine.with_schema(|schema| {
            schema.table(view.table).is_some_and(|of| of.info.label.get(language) == label) && view.filter.is_none()
        });
        if is_whole { language.pick("Visi", "All").to_owned() } else { label.to_owned() }
    }

    fn label_list(&self, engine: &Engine, table: TableId) {
        let definitions = engine.definitions();
        let Some(of) = definitions.schema.table(table) else { return };
        let language = self.language();
        let label = of.info.label.get(language);
        let api = self.ui.global::<ListApi<'_>>();
        api.set_title(label.into());
        api.set_new_label(words::new_one(&of.info.one, language).into());
        api.set_search_hint(match language {
            model::language::Language::Lt => slint::format!("Ieškoti sąraše"),
            model::language::Language::En => slint::format!("Find in {}", words::lower_first(label)),
        });
        api.set_empty_title(match language {
            model::language::Language::Lt => slint::format!("Įrašų dar nėra"),
            model::language::Language::En => slint::format!("No {} yet", words::lower_first(label)),
        });
        api.set_empty_text(
            language
                .pick(
                    "Pridėkite pirmą įrašą arba importuokite iš failo.",
                    "Add the first one, or import them from a file.",
                )
                .into(),
        );
        api.set_can_create(!engine.is_read_only());
        api.set_can_import(crate::import::can_import(of) && !engine.is_read_only());
    }

    pub(crate) fn show_columns(&self) {
        let (Some(engine), Some(table)) = (self.engine(), self.list.table()) else { return };
        let view = self.list.view.borrow();
        let sort = self.list.sort.borrow().first().copied();
        let settings = self.settings.borrow();
        let definitions = engine.definitions();
        let Some(of) = definitions.schema.table(table) else { return };
        let fields = self.list_fields(of);
        let language = self.language();
        let wanted = fields.iter().enumerate().map(|(at, (field, width))| {
            let drawn = settings.widths.get(&width_key(view.id, field.id)).copied();
            list_widths::wanted(field, drawn.unwrap_or(*width) as f32, drawn.is_some(), at == 0, language)
        });
        let mut wanted: Vec<Wanted> = wanted.collect();
        if let Some(first) =
            wanted.first_mut().filter(|_| begins_with_pictures(of, fields.iter().map(|(field, _)| field)))
        {
            // The name keeps the room it has elsewhere.
            first.least += AVATAR.min(first.width - first.least);
        }
        let room = self.list.room.get();
        let widths = list_widths::fitted(&wanted, if room > 0.0 { room } else { f32::MAX });
        let columns = fields.iter().zip(widths).map(|((field, _), width)| ColumnData {
            id: field.id.to_string().into(),
            label: field.label.get(language).into(),
            width,
            kind: cells::kind_of(field),
            sort: match sort.filter(|sort| sort.field == field.id) {
                Some(SortBy { descending: false, .. }) => SortOrder::Ascending,
                Some(_) => SortOrder::Descending,
                None => SortOrder::None,
            },
            sortable: !matches!(field.kind, FieldKind::Picture | FieldKind::File | FieldKind::Secret),
        });
        let columns: Vec<ColumnData> = columns.collect();
        let shown = &self.list.columns;
        if shown.row_count() == columns.len() {
            for (at, column) in columns.into_iter().enumerate() {
                shown.set_row_data(at, column);
            }
        } else {
            shown.set_vec(columns);
        }
        self.list.serial.set(self.list.serial.get().wrapping_add(1));
        self.ui.global::<ListApi<'_>>().set_layout_serial(self.list.serial.get());
    }

    /// The same list with other columns or another view.
    pub(crate) fn list_again(self: &Rc<App>) {
        self.ask_list(Stand::Same);
    }

    /// Shows a view of the table.
    pub(crate) fn choose_view(self: &Rc<App>, id: &str) {
        let Some(table) = self.list.table() else { return };
        self.keep(|settings| {
            settings.views.insert(table.to_string(), id.to_owned());
        });
        self.show_list(table);
    }

    /// Sorts by a column in one direction.
    pub(crate) fn sort_towards(self: &Rc<App>, index: i32, descending: bool) {
        if let Some(field) = self.column_field(index) {
            self.sort(Some(SortBy { field, descending }));
        }
    }

    /// What the list shows, as it is asked for.
    pub(crate) fn list_query(&self) -> Option<ListQuery> {
        Some(ListQuery {
            table: self.list.table()?,
            search: self.list.search.borrow().clone(),
            filter: self.list.view.borrow().filter.clone(),
            sort: self.list.sort.borrow().clone(),
        })
    }

    /// Asks the worker for the records of the list.
    fn ask_list(self: &Rc<App>, stand: Stand) {
        let (Some(engine), Some(table)) = (self.engine(), self.list.table()) else { return };
        let generation = self.list.next_generation();
        let Some(query) = self.list_query() else { return };
        let app = self.clone();
        self.spawn(async move {
            let words = app.language().pick("Sudaromas sąrašas…", "Listing…");
            let search = query.search.clone();
            let asked = engine.clone();
            let result = app
                .work(words, move || {
                    let listing = asked.list(&query)?;
                    let total = if query.search.trim().is_empty() {
                        listing.numbers.len() as u64
                    } else {
                        asked.count(table)?
                    };
                    Ok((listing.numbers, total))
                })
                .await;
            // Another section, another word: this answer came too late.
            if app.list.generation.get() != generation {
                return;
            }
            match result {
                Ok((numbers, total)) => app.fill_list(engine, table, search, numbers, total, stand),
                Err(error) => app.complain(&error),
            }
        });
    }

    fn fill_list(
        self: &Rc<App>,
        engine: Arc<Engine>,
        table: TableId,
        search: String,
        numbers: Arc<Vec<u32>>,
        total: u64,
        stand: Stand,
    ) {
        let api = self.ui.global::<ListApi<'_>>();
        let row_before = api.get_current_row();
        let definitions = engine.definitions();
        let Some(of) = definitions.schema.table(table) else { return };
        let columns: Vec<Field> = self.list_fields(of).into_iter().map(|(field, _)| field).collect();
        let hidden = if search.trim().is_empty() { Vec::new() } else { crate::found::hidden(of, &columns) };
        let state = of.field_by_role(FieldRole::State).cloned();
        let count = numbers.len();
        let photo = of.live().find(|field| field.kind == FieldKind::Picture).cloned();
        let letters = if engine.has_persons(of) { Letters::Initials } else { Letters::None };
        let avatars = begins_with_pictures(of, columns.iter()).then_some(letters);
        api.set_avatars(avatars.is_some());
        let shown = Shown {
            engine: engine.clone(),
            table,
            columns,
            state,
            hidden,
            photo,
            avatars,
            search: search.clone(),
            language: self.language(),
        };
        self.list.rows.replace(shown, numbers);
        api.set_state(match (count, search.trim().is_empty()) {
            (0, true) if total == 0 => ListState::Empty,
            (0, _) => ListState::NothingFound,
            _ => ListState::Ready,
        });
        self.sum_up_list();
        self.follow_edited_row();
        self.show_count(count as u64, total, !search.trim().is_empty());
        if self.list.rows.selected_count() > 0 || self.ui.global::<ListApi<'_>>().get_selected_count() > 0 {
            self.selection_changed();
        }
        let same = self
            .list
            .current()
            .and_then(|id| engine.number_of(id).ok().flatten())
            .and_then(|number| self.list.rows.row_of(number));
        let last = count.checked_sub(1);
        let row = match (same, stand) {
            (Some(row), Stand::Same) => Some(row),
            (_, Stand::First) => last.map(|_| 0),
            (None, Stand::Same) => last.map(|last| last.min(usize::try_from(row_before).unwrap_or_default())),
        };
        self.stand_on(row);
    }

    fn show_count(&self, count: u64, total: u64, searching: bool) {
        let language = self.language();
        let text = if searching {
            let of = language.pick("iš", "of");
            format!("{} {of} {}", words::number(count, language), words::number(total, language))
        } else {
            words::records(count, language)
        };
        *self.list.status.borrow_mut() = text;
        self.show_list_status();
    }

    /// How many records there are, and how many are ticked.
    pub(crate) fn show_list_status(&self) {
        let (language, count) = (self.language(), self.list.rows.selected_count());
        let mut text = self.list.status.borrow().clone();
        if count > 0 {
            let ticked = language.pick("pažymėta", "selected");
            text = format!("{text} · {ticked} {}", words::number(count as u64, language));
        }
        self.ui.global::<ListApi<'_>>().set_status(text.into());
    }

    fn stand_on(self: &Rc<App>, row: Option<usize>) {
        let api = self.ui.global::<ListApi<'_>>();
        let index = row.and_then(|row| i32::try_from(row).ok()).unwrap_or(-1);
        self.list.current.set(row.and_then(|row| self.list.rows.id(row)));
        api.set_current_row(index);
        if index >= 0 {
            api.invoke_scroll_to(index);
        }
        self.show_side_panel();
        self.show_commands();
    }

    /// Makes a record the current one, where it is listed.
    pub(crate) fn stand_on_record(self: &Rc<App>, id: RecordId) {
        let number = self.engine().and_then(|engine| engine.number_of(id).ok().flatten());
        if let Some(row) = number.and_then(|number| self.list.rows.row_of(number)) {
            self.stand_on(Some(row));
        } else {
            self.list.current.set(Some(id));
        }
    }

    fn search(self: &Rc<App>, text: &str) {
        *self.list.search.borrow_mut() = text.to_owned();
        self.ask_list(if text.trim().is_empty() { Stand::Same } else { Stand::First });
    }

    fn sort_by(self: &Rc<App>, index: i32) {
        let Some(field) = self.column_field(index) else { return };
        let now = self.list.sort.borrow().first().copied();
        let column = usize::try_from(index).ok().and_then(|index| self.list.columns.row_data(index));
        let largest_first = column.is_some_and(|column| column.kind == CellKind::Number);
        let next = match now.filter(|sort| sort.field == field) {
            None => Some(SortBy { field, descending: largest_first }),
            Some(SortBy { descending, .. }) if descending == largest_first => {
                Some(SortBy { field, descending: !largest_first })
            }
            Some(_) => None,
        };
        self.sort(next);
    }

    fn sort(self: &Rc<App>, next: Option<SortBy>) {
        let sort = with_ties(next, &self.list.view.borrow());
        *self.list.sort.borrow_mut() = sort;
        let key = self.list.view.borrow().id.to_string();
        self.keep(|settings| {
            settings.sorts.insert(key, next);
        });
        self.show_columns();
        self.ask_list(Stand::First);
    }

    pub(crate) fn column_field(&self, index: i32) -> Option<FieldId> {
        let column = self.list.columns.row_data(usize::try_from(index).ok()?)?;
        column.id.parse().ok()
    }

    fn resize_column(&self, index: i32, width: f32) {
        let Some(field) = self.column_field(index) else { return };
        let key = width_key(self.list.view.borrow().id, field);
        self.keep(|settings| {
            settings.widths.insert(key, crate::app::units(width));
        });
        self.show_columns();
    }

    pub(crate) fn select_row(self: &Rc<App>, index: i32) {
        let id = usize::try_from(index).ok().and_then(|row| self.list.rows.id(row));
        if self.list.current.replace(id) != id {
            self.show_side_panel();
            self.show_commands();
        }
    }

    pub(crate) fn activate_row(self: &Rc<App>, index: i32) {
        self.select_row(index);
        if let (Some(table), Some(id)) = (self.list.table(), self.list.current()) {
            self.open_record(table, id);
        }
    }

    /// The list follows a change of records.
    pub(crate) fn follow_list(self: &Rc<App>, changes: &Changes) {
        let Some(table) = self.list.table() else { return };
        let reordered = {
            let view = self.list.view.borrow();
            let depends =
                !self.list.sort.borrow().is_empty() || view.filter.is_some() || !self.list.search.borrow().is_empty();
            changes.membership.contains(&table) || depends && changes.touches_table(table)
        };
        if reordered {
            self.ask_list(Stand::Same);
        } else if changes.tables().iter().any(|other| *other != table) {
            // Titles of linked records may read otherwise now.
            self.list.rows.read_again(|_| true);
            self.sum_up_list();
        } else {
            self.list.rows.read_again(|id| changes.touches(table, id));
            self.sum_up_list();
        }
    }

    /// The list in another language, or after its structure changed.
    pub(crate) fn relabel_list(self: &Rc<App>) {
        let (Some(engine), Some(table)) = (self.engine(), self.list.table()) else { return };
        if engine.definitions().schema.live().any(|of| of.info.id == table) {
            self.show_list(table);
        } else {
            self.close_list();
            if self.page() == Page::List {
                self.show_first_section();
            }
        }
    }

    /// Lists nothing.
    pub(crate) fn close_list(&self) {
        self.list.next_generation();
        self.list.table.set(None);
        self.list.current.set(None);
        self.list.rows.clear();
        self.list.columns.set_vec(Vec::new());
        self.ui.global::<ListApi<'_>>().set_current_row(-1);
    }
}

/// The chosen list view of a table, or the first; where there is none, all its fields. And how many views there are.
fn view_of(engine: &Engine, table: TableId, chosen: Option<&str>) -> (ListView, usize) {
    let views = engine.lists(table).inspect_err(|_| tracing::error!("list views cannot be read")).unwrap_or_default();
    let count = views.len();
    let at = views.iter().position(|view| Some(view.id.to_string().as_str()) == chosen).unwrap_or_default();
    let view = views.into_iter().nth(at).unwrap_or_else(|| {
        let definitions = engine.definitions();
        let fields = definitions.schema.table(table).into_iter().flat_map(Table::live);
        let columns = fields.take(8).map(|field| model::layout::Column { field: field.id, width: COLUMN }).collect();
        ListView { id: LayoutId(table.0), table, columns, ..ListView::default() }
    });
    (view, count)
}

/// The fields of the columns that are still there, with their delivered widths.
pub(crate) fn fields_of<'t>(view: &ListView, of: &'t Table) -> Vec<(&'t Field, u32)> {
    let columns = view.columns.iter();
    columns
        .filter_map(|column| of.live().find(|field| field.id == column.field).map(|field| (field, column.width)))
        .collect()
}

fn width_key(list: LayoutId, field: FieldId) -> String {
    format!("{list}/{field}")
}

/// The chosen order; records that are equal in it stand as in the list's own order.
fn with_ties(chosen: Option<SortBy>, view: &ListView) -> Vec<SortBy> {
    let Some(chosen) = chosen else { return Vec::new() };
    let ties = view.sort.iter().copied().filter(|sort| sort.field != chosen.field);
    std::iter::once(chosen).chain(ties).collect()
}
