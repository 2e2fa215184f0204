//! The sections at the left.

use crate::{App, words};
use engine::Engine;
use model::{
    ids::TableId,
    schema::{Table, TableRole},
};
use slint::{ComponentHandle as _, Model as _, VecModel};
use std::{cell::Cell, cell::RefCell, rc::Rc};
use ui::{AppApi, Page, SectionData, SectionsApi};

/// The sections as they stand.
#[derive(Default)]
pub(crate) struct Sections {
    tables: RefCell<Vec<TableId>>,
    active: Cell<Option<TableId>>,
    shown: Rc<VecModel<SectionData>>,
}

impl Sections {
    /// The section that is shown.
    pub fn active(&self) -> Option<TableId> {
        self.active.get()
    }
}

fn is_company(table: &Table) -> bool {
    table.info.role == Some(TableRole::Company)
}

impl App {
    pub(crate) fn connect_sections(self: &Rc<App>) {
        let api = self.ui.global::<SectionsApi<'_>>();
        api.set_sections(self.sections.shown.clone().into());
        api.on_section_clicked(forward!(self, |app, index| app.click_section(index)));
    }

    /// Shows the sections anew: names, counts, order.
    pub(crate) fn show_sections(&self) {
        let Some(engine) = self.engine() else { return };
        let definitions = engine.definitions();
        let counts = engine.counts().unwrap_or_default();
        let mut tables: Vec<&Table> = definitions.schema.live().filter(|table| !table.info.hidden).collect();
        tables.sort_by_key(|table| (is_company(table), table.info.order));
        let language = self.language();
        let sections = tables.iter().map(|table| {
            let id = table.info.id;
            let count = counts.iter().find(|(other, _)| *other == id).map_or(0, |(_, count)| *count);
            let counted = count > 0 && !is_company(table);
            SectionData {
                id: id.to_string().into(),
                label: table.info.label.get(language).into(),
                icon: table.info.icon.as_str().into(),
                count: if counted { words::number(count, language).into() } else { Default::default() },
                active: self.sections.active.get() == Some(id),
                separated: is_company(table),
            }
        });
        let sections: Vec<SectionData> = sections.collect();
        let shown = &self.sections.shown;
        if sections.len() == shown.row_count() {
            for (at, section) in sections.into_iter().enumerate() {
                if shown.row_data(at).as_ref() != Some(&section) {
                    shown.set_row_data(at, section);
                }
            }
        } else {
            shown.set_vec(sections);
        }
        *self.sections.tables.borrow_mut() = tables.iter().map(|table| table.info.id).collect();
    }

    /// Opens the first section.
    pub(crate) fn show_first_section(self: &Rc<App>) {
        let first = self.sections.tables.borrow().first().copied();
        if let Some(table) = first {
            self.open_section(table);
        }
    }

    fn click_section(self: &Rc<App>, index: i32) {
        let tables = self.sections.tables.borrow().clone();
        let Some(table) = usize::try_from(index).ok().and_then(|index| tables.get(index).copied()) else { return };
        if self.ui.global::<AppApi<'_>>().get_page() == Page::Import && self.import.is_running() {
            return;
        }
        self.commit_pending();
        self.open_section(table);
    }

    pub(crate) fn open_section(self: &Rc<App>, table: TableId) {
        self.close_cards();
        if self.is_company(table) {
            self.mark_section(table);
            self.open_only_record(table);
            return;
        }
        self.mark_section(table);
        self.show_list(table);
        self.show_page(Page::List);
    }

    /// Whether a table holds the office's own requisites.
    pub(crate) fn is_company(&self, table: TableId) -> bool {
        self.engine().is_some_and(|engine| of(&engine, table, is_company))
    }

    /// Marks the section of a table.
    pub(crate) fn mark_section(&self, table: TableId) {
        if self.sections.active.replace(Some(table)) != Some(table) {
            self.show_sections();
        }
    }
}

fn of(engine: &Engine, table: TableId, holds: impl Fn(&Table) -> bool) -> bool {
    engine.definitions().schema.table(table).is_some_and(holds)
}
