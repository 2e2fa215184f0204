//! The structure of the base: tables and fields, chosen on the left and changed by the card's own editors. Each change is one step.

mod edit;
mod files;
mod from_file;
mod items;
pub(crate) mod kinds;
mod rehearse;

use crate::{App, words};
use items::Prop;
use model::{
    changes::Changes,
    ids::{FieldId, TableId},
    language::Language,
    schema::{Field, Table, TableRole},
};
use slint::{ComponentHandle as _, Model as _, ModelRc, VecModel};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use ui::{CardApi, CardItemData, ChoiceData, Page, StructureApi, StructureRow};

/// What is chosen: a table as a whole, or one of its fields.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Chosen {
    Table(TableId),
    Field(TableId, FieldId),
}

impl Chosen {
    fn table(self) -> TableId {
        match self {
            Chosen::Table(table) | Chosen::Field(table, _) => table,
        }
    }
}

/// The page of the structure.
#[derive(Default)]
pub(crate) struct StructureDesk {
    chosen: Cell<Option<Chosen>>,
    /// The tables behind the rows; `None`: a heading.
    tables: RefCell<Vec<Option<TableId>>>,
    /// What is behind the rows of fields; `None`: a heading.
    fields: RefCell<Vec<Option<Chosen>>>,
    table_rows: Rc<VecModel<StructureRow>>,
    field_rows: Rc<VecModel<StructureRow>>,
    items: Rc<VecModel<CardItemData>>,
    props: RefCell<Vec<Option<Prop>>>,
    /// What was typed and refused, and why.
    refused: RefCell<Option<(Prop, String, String)>>,
    width: Cell<f32>,
    uses: RefCell<Vec<engine::Use>>,
    /// What is done when the rehearsal is confirmed.
    pending: RefCell<Option<rehearse::Pending>>,
    /// The entries of a list of choices as rows.
    choices: Rc<VecModel<ui::RelatedRow>>,
}

impl App {
    pub(crate) fn connect_structure(self: &Rc<App>) {
        let api = self.ui.global::<StructureApi<'_>>();
        api.set_tables(self.structure.table_rows.clone().into());
        api.set_fields(self.structure.field_rows.clone().into());
        api.set_uses(ModelRc::default());
        api.set_failures(ModelRc::default());
        api.set_rehearsal_uses(ModelRc::default());
        api.on_table_chosen(forward!(self, |app, index| app.choose_structure_table(index)));
        api.on_field_chosen(forward!(self, |app, index| app.choose_field(index)));
        api.on_table_moved(forward!(self, |app, index, by| app.move_table(index, by)));
        api.on_add_table(forward!(self, |app, like| {
            if like == "file" { app.add_table_of_file() } else { app.add_table(&like) }
        }));
        api.on_add_field(forward!(self, |app, kind| app.add_field(&kind)));
        api.on_remove(forward!(self, |app| app.rehearse_removal()));
        api.on_restore(forward!(self, |app| app.restore_chosen()));
        api.on_use_opened(forward!(self, |app, index| app.open_use(index)));
        api.on_open_list(forward!(self, |app| app.open_list_of_chosen()));
        api.on_confirmed(forward!(self, |app| app.confirm_rehearsal()));
        api.on_export_configuration(forward!(self, |app| app.export_configuration()));
        api.on_import_configuration(forward!(self, |app| app.import_configuration()));
        api.on_cancelled(forward!(self, |app| app.cancel_rehearsal()));
        let api = self.ui.global::<ui::AppApi<'_>>();
        api.on_open_structure(forward!(self, |app| app.open_structure(None)));
    }

    /// The editors have this width.
    pub(crate) fn structure_width(self: &Rc<App>, width: f32) {
        if (self.structure.width.replace(width) - width).abs() > 0.5 {
            self.show_structure();
        }
    }

    /// Whether the page of the structure is what the card's editors belong to now.
    pub(crate) fn on_structure(&self) -> bool {
        self.page() == Page::Structure
    }

    /// Shows the structure, with a table or a field chosen; else that of the list.
    pub(crate) fn open_structure(self: &Rc<App>, chosen: Option<Chosen>) {
        let Some(engine) = self.engine() else { return };
        self.commit_pending();
        self.close_cards();
        let listed = self.list.table();
        // The page goes on where it was left, unless another list was worked in since.
        let before = self.structure.chosen.get().filter(|chosen| listed.is_none_or(|listed| chosen.table() == listed));
        let chosen = chosen.or(before).or_else(|| listed.map(Chosen::Table));
        let there = |chosen: &Chosen| engine.with_schema(|schema| schema.table(chosen.table()).is_some());
        let first = || engine.with_schema(|schema| schema.live().next().map(|table| Chosen::Table(table.info.id)));
        self.structure.chosen.set(chosen.filter(there).or_else(first));
        *self.structure.refused.borrow_mut() = None;
        let card = self.ui.global::<CardApi<'_>>();
        card.set_pending(false);
        card.set_items(self.structure.items.clone().into());
        self.structure.items.set_vec(Vec::new());
        self.show_page(Page::Structure);
        self.show_structure();
        self.look_for_uses();
    }

    /// The page follows a change of the structure.
    pub(crate) fn follow_structure(self: &Rc<App>, changes: &Changes) {
        if self.on_structure() && (changes.structure || changes.layouts || !changes.membership.is_empty()) {
            self.show_structure();
            self.look_for_uses();
        }
    }

    /// Everything on the page in the window's language.
    pub(crate) fn show_structure(self: &Rc<App>) {
        let Some(engine) = self.engine().filter(|_| self.on_structure()) else { return };
        let definitions = engine.definitions();
        let language = self.language();
        // What an undo took back is no longer there to be looked at.
        let chosen = self.structure.chosen.get().and_then(|chosen| match chosen {
            Chosen::Field(table, field) if definitions.schema.field(table, field).is_none() => {
                definitions.schema.table(table).map(|of| Chosen::Table(of.info.id))
            }
            chosen => definitions.schema.table(chosen.table()).map(|_| chosen),
        });
        let chosen = chosen.or_else(|| definitions.schema.live().next().map(|table| Chosen::Table(table.info.id)));
        self.structure.chosen.set(chosen);
        let Some(chosen) = chosen else { return };
        let counts = engine.counts().unwrap_or_default();
        let count = |table: TableId| counts.iter().find(|(other, _)| *other == table).map_or(0, |(_, count)| *count);

        let mut tables: Vec<&Table> = definitions.schema.tables.iter().collect();
        tables.sort_by_key(|table| (table.info.removed, table.info.role == Some(TableRole::Company), table.info.order));
        let (mut ids, mut rows) = (Vec::new(), Vec::new());
        for table in tables {
            let info = &table.info;
            if info.removed && !ids.contains(&None) {
                ids.push(None);
                rows.push(heading(language.pick("Pašalintos", "Removed")));
            }
            let count = if info.removed { 0 } else { count(info.id) };
            ids.push(Some(info.id));
            rows.push(StructureRow {
                id: info.id.to_string().into(),
                icon: if info.icon.is_empty() { "table" } else { &info.icon }.into(),
                label: info.label.get(language).into(),
                detail: if count > 0 { words::number(count, language).into() } else { Default::default() },
                quiet: info.hidden,
                removed: info.removed,
                required: false,
                active: chosen.table() == info.id,
            });
        }
        *self.structure.tables.borrow_mut() = ids;
        fill(&self.structure.table_rows, rows);

        let Some(table) = definitions.schema.table(chosen.table()) else { return };
        self.show_fields(table, chosen, language);
        let api = self.ui.global::<StructureApi<'_>>();
        let (title, subtitle, removed) = match chosen {
            Chosen::Table(_) => {
                let records = words::records(count(table.info.id), language);
                (table.info.label.get(language), records, table.info.removed)
            }
            Chosen::Field(_, id) => {
                let field = table.field(id).cloned().unwrap_or_default();
                let kind = kinds::named(&field.kind).name(language).to_owned();
                (table.field(id).map(|field| field.label.get(language)).unwrap_or_default(), kind, field.removed)
            }
        };
        api.set_title(title.into());
        api.set_subtitle(subtitle.into());
        api.set_removed(removed);
        api.set_writable(!engine.is_read_only());
        let is_title = matches!(chosen, Chosen::Field(_, field) if table.info.title == field);
        let is_owner = matches!(chosen, Chosen::Table(_)) && table.info.role == Some(TableRole::Company);
        api.set_can_remove(!is_title && !is_owner);
        let choices = kinds::KINDS.iter().map(|kind| ChoiceData {
            id: kind.key.into(),
            label: kind.name(language).into(),
            ..ChoiceData::default()
        });
        api.set_kinds(ModelRc::new(VecModel::from(choices.collect::<Vec<_>>())));
        api.set_new_tables(self.new_tables(&definitions.schema, language));
        self.show_structure_items(&definitions.schema, table, chosen);
    }

    fn new_tables(&self, schema: &model::schema::Schema, language: Language) -> ModelRc<ChoiceData> {
        let empty =
            ChoiceData { id: "".into(), label: language.pick("Tuščia", "Empty").into(), ..ChoiceData::default() };
        let like = schema.live().filter(|table| !table.info.hidden).map(|table| ChoiceData {
            id: table.info.id.to_string().into(),
            label: match language {
                Language::Lt => slint::format!("Kaip „{}“", table.info.label.get(language)),
                Language::En => slint::format!("Like “{}”", table.info.label.get(language)),
            },
            ..ChoiceData::default()
        });
        let file = ChoiceData {
            id: "file".into(),
            label: language.pick("Iš failo (Excel, CSV)…", "From a file (Excel, CSV)…").into(),
            ..ChoiceData::default()
        };
        ModelRc::new(VecModel::from([empty, file].into_iter().chain(like).collect::<Vec<_>>()))
    }

    fn show_fields(&self, table: &Table, chosen: Chosen, language: Language) {
        let id = table.info.id;
        let mut of = vec![Some(Chosen::Table(id))];
        let mut rows = vec![StructureRow {
            icon: "settings".into(),
            label: language.pick("Apie lentelę", "About the table").into(),
            active: chosen == Chosen::Table(id),
            ..StructureRow::default()
        }];
        let (live, removed): (Vec<&Field>, Vec<&Field>) = table.fields.iter().partition(|field| !field.removed);
        for field in live.into_iter().chain(removed) {
            if field.removed && !of.contains(&None) {
                of.push(None);
                rows.push(heading(language.pick("Pašalinti", "Removed")));
            }
            let kind = kinds::named(&field.kind);
            let this = Chosen::Field(id, field.id);
            of.push(Some(this));
            rows.push(StructureRow {
                id: field.id.to_string().into(),
                icon: kind.icon.into(),
                label: field.label.get(language).into(),
                detail: kind.name(language).into(),
                quiet: field.formula().is_some(),
                removed: field.removed,
                required: field.required,
                active: chosen == this,
            });
        }
        *self.structure.fields.borrow_mut() = of;
        fill(&self.structure.field_rows, rows);
    }

    fn choose_structure_table(self: &Rc<App>, index: i32) {
        let table =
            usize::try_from(index).ok().and_then(|at| self.structure.tables.borrow().get(at).copied().flatten());
        if let Some(table) = table {
            self.choose(Chosen::Table(table));
        }
    }

    fn choose_field(self: &Rc<App>, index: i32) {
        let field =
            usize::try_from(index).ok().and_then(|at| self.structure.fields.borrow().get(at).copied().flatten());
        if let Some(chosen) = field {
            self.choose(chosen);
        }
    }

    pub(crate) fn choose(self: &Rc<App>, chosen: Chosen) {
        *self.structure.refused.borrow_mut() = None;
        self.structure.chosen.set(Some(chosen));
        // Editors of something else begin anew.
        self.structure.items.set_vec(Vec::new());
        self.show_structure();
        self.look_for_uses();
    }

    fn open_list_of_chosen(self: &Rc<App>) {
        let Some(chosen) = self.structure.chosen.get() else { return };
        let is_live = self.engine().is_some_and(|engine| {
            engine.with_schema(|schema| schema.table(chosen.table()).is_some_and(|table| !table.info.removed))
        });
        if is_live {
            self.open_section(chosen.table());
        }
    }
}

/// What a table is called until it has a name.
fn new_label() -> model::language::Label {
    model::language::Label::new("Nauja lentelė", "New table")
}

fn heading(words: &str) -> StructureRow {
    StructureRow { label: words.into(), ..StructureRow::default() }
}

/// Rows that stay are changed where they stand, so that the keyboard lives on in them.
fn fill(model: &Rc<VecModel<StructureRow>>, rows: Vec<StructureRow>) {
    if model.row_count() != rows.len() {
        return model.set_vec(rows);
    }
    for (at, row) in rows.into_iter().enumerate() {
        if model.row_data(at).as_ref() != Some(&row) {
            model.set_row_data(at, row);
        }
    }
}
