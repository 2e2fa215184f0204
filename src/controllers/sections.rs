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

/// Where a section leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    Today,
    Calendar,
    Table(TableId),
    /// Folds and unfolds the lists an office seldom looks at.
    Lookups,
}

/// So many lists that others choose from are folded away under one heading.
const FOLDED_FROM: usize = 4;

/// The sections as they stand.
#[derive(Default)]
pub(crate) struct Sections {
    places: RefCell<Vec<Place>>,
    active: Cell<Option<TableId>>,
    /// What a card leads back to, where that is no list.
    plans: Cell<Option<Place>>,
    shown: Rc<VecModel<SectionData>>,
}

impl Sections {
    /// The section that is shown.
    pub fn active(&self) -> Option<TableId> {
        self.active.get()
    }
}

/// A list that cards choose from and nobody works in day by day.
fn is_lookup(table: &Table) -> bool {
    use TableRole as R;
    let roles =
        [R::User, R::Group, R::ClientCategory, R::ProductCategory, R::EventType, R::EventResult, R::Tag, R::Discount];
    table.info.role.is_some_and(|role| roles.contains(&role))
}

fn is_company(table: &Table) -> bool {
    table.info.role == Some(TableRole::Company)
}

impl App {
    pub(crate) fn connect_sections(self: &Rc<App>) {
        let api = self.ui.global::<SectionsApi<'_>>();
        api.set_sections(self.sections.shown.clone().into());
        api.on_section_clicked(forward!(self, |app, index| app.click_section(index)));
        api.on_remove_sample(forward!(self, |app| app.remove_sample()));
    }

    /// Shows the sections anew: names, counts, order.
    pub(crate) fn show_sections(&self) {
        let Some(engine) = self.engine() else { return };
        let definitions = engine.definitions();
        let counts = engine.counts().unwrap_or_default();
        let mut tables: Vec<&Table> = definitions.schema.live().filter(|table| !table.info.hidden).collect();
        let folds = tables.iter().filter(|table| is_lookup(table)).count() >= FOLDED_FROM;
        tables.sort_by_key(|table| (is_company(table), folds && is_lookup(table), table.info.order));
        let language = self.language();
        let plans = self.sections.plans.get();
        let active = self.sections.active.get().filter(|_| plans.is_none());
        let has_plans = self.has_plans();
        let due = self.today.due();
        let plan = |place: Place, label: &str, icon: &str, due: usize| SectionData {
            label: label.into(),
            icon: icon.into(),
            count: if due > 0 { slint::format!("{due}") } else { Default::default() },
            active: plans == Some(place),
            due: true,
            ..SectionData::default()
        };
        let mut sections: Vec<SectionData> = Vec::new();
        if has_plans {
            sections.push(plan(Place::Today, language.pick("Šiandien", "Today"), "sun", due));
            sections.push(plan(Place::Calendar, language.pick("Kalendorius", "Calendar"), "calendar-days", 0));
        }
        let table_section = |table: &Table, separated: bool| {
            let id = table.info.id;
            let count = counts.iter().find(|(other, _)| *other == id).map_or(0, |(_, count)| *count);
            let counted = count > 0 && !is_company(table);
            SectionData {
                id: id.to_string().into(),
                label: table.info.label.get(language).into(),
                icon: table.info.icon.as_str().into(),
                count: if counted { words::number(count, language).into() } else { Default::default() },
                active: active == Some(id),
                separated,
                due: false,
            }
        };
        let unfolded = self.settings.borrow().lookups_unfolded;
        let mut places: Vec<Place> = if has_plans { vec![Place::Today, Place::Calendar] } else { Vec::new() };
        for (at, table) in tables.iter().enumerate() {
            let is_folded = folds && is_lookup(table);
            if is_folded && !places.contains(&Place::Lookups) {
                places.push(Place::Lookups);
                sections.push(SectionData {
                    label: language.pick("Žinynai", "Reference lists").into(),
                    icon: if unfolded { "chevron-down" } else { "chevron-right" }.into(),
                    separated: true,
                    ..SectionData::default()
                });
            }
            // The one that is open is always seen.
            if is_folded && !unfolded && active != Some(table.info.id) {
                continue;
            }
            places.push(Place::Table(table.info.id));
            sections.push(table_section(table, is_company(table) || at == 0 && has_plans));
        }
        *self.sections.places.borrow_mut() = places;
        let api = self.ui.global::<SectionsApi<'_>>();
        api.set_has_plans(has_plans);
        self.show_in_tray();
        api.set_has_sample(engine.has_sample().unwrap_or_default() && !engine.is_read_only());
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
    }

    /// Removes the sample office; what the office's own records need of it stays.
    fn remove_sample(self: &Rc<App>) {
        let Some(engine) = self.engine() else { return };
        let (app, language) = (self.clone(), self.language());
        self.close_cards();
        self.spawn(async move {
            let words = language.pick("Šalinami pavyzdiniai duomenys…", "Removing the sample data…");
            let result = app.work(words, move || engine.remove_sample()).await;
            let Some(kept) = app.done(result) else { return };
            let text = match kept {
                0 => language.pick("Pavyzdiniai duomenys pašalinti", "The sample data is removed").to_owned(),
                kept => {
                    let kept = words::records(kept as u64, language);
                    match language {
                        model::language::Language::Lt => {
                            format!("Pavyzdiniai duomenys pašalinti; liko {kept}, su kuriais susieti jūsų pačių įrašai")
                        }
                        model::language::Language::En => {
                            format!(
                                "The sample data is removed; {kept} stay, because records of your own belong to them"
                            )
                        }
                    }
                }
            };
            app.say_undoable(text);
            app.show_first_section();
        });
    }

    /// Opens the first section.
    pub(crate) fn show_first_section(self: &Rc<App>) {
        let first = self.sections.places.borrow().iter().find_map(|place| match place {
            Place::Table(table) => Some(*table),
            _ => None,
        });
        if let Some(table) = first {
            self.open_section(table);
        }
    }

    /// Whether the office plans: it has a table of events.
    pub(crate) fn has_plans(&self) -> bool {
        self.engine()
            .is_some_and(|engine| engine.with_schema(|schema| schema.table_by_role(TableRole::Event).is_some()))
    }

    /// The page of today is what is shown.
    pub(crate) fn mark_today(&self) {
        self.mark_plans(Some(Place::Today));
    }

    /// The calendar is what is shown.
    pub(crate) fn mark_calendar(&self) {
        self.mark_plans(Some(Place::Calendar));
    }

    /// A list is what is shown.
    pub(crate) fn leave_plans(&self) {
        self.mark_plans(None);
    }

    fn mark_plans(&self, place: Option<Place>) {
        if self.sections.plans.replace(place) != place {
            self.show_sections();
        }
    }

    /// The name of the page a card leads back to, where that is no list.
    pub(crate) fn plans_label(&self) -> Option<&'static str> {
        let language = self.language();
        Some(match self.sections.plans.get()? {
            Place::Calendar => language.pick("Kalendorius", "Calendar"),
            _ => language.pick("Šiandien", "Today"),
        })
    }

    /// Shows the page of today or the calendar again, if a card was opened from there.
    pub(crate) fn back_to_plans(self: &Rc<App>) -> bool {
        match self.sections.plans.get() {
            Some(Place::Calendar) => self.open_calendar(),
            Some(_) => self.open_today(),
            None => return false,
        }
        true
    }

    fn click_section(self: &Rc<App>, index: i32) {
        let place = usize::try_from(index).ok().and_then(|index| self.sections.places.borrow().get(index).copied());
        let Some(place) = place else { return };
        if self.ui.global::<AppApi<'_>>().get_page() == Page::Import && self.import.is_running() {
            return;
        }
        self.commit_pending();
        match place {
            Place::Today => self.open_today(),
            Place::Calendar => self.open_calendar(),
            Place::Table(table) => self.open_section(table),
            Place::Lookups => {
                self.keep(|settings| settings.lookups_unfolded = !settings.lookups_unfolded);
                self.show_sections();
            }
        }
    }

    pub(crate) fn open_section(self: &Rc<App>, table: TableId) {
        self.close_cards();
        self.leave_plans();
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
