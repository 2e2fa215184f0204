//! Who works at this computer: one of the office's people, remembered for each base.

use crate::{App, editors::choice_model};
use engine::{Engine, ListQuery, Result};
use model::{
    ids::{ChoiceId, RecordId, TableId},
    language::Language,
    layout::SortBy,
    schema::{Choice, TableRole},
};
use slint::ComponentHandle as _;
use std::rc::Rc;
use ui::AppApi;

/// People that are offered.
const OFFERED: usize = 200;

impl App {
    pub(crate) fn connect_users(self: &Rc<App>) {
        self.ui.global::<AppApi<'_>>().on_choose_user(forward!(self, |app, id| app.choose_user(&id)));
    }

    /// Offers the office's people and tells the base who is at work here.
    pub(crate) fn show_users(self: &Rc<App>) {
        let Some(engine) = self.engine() else { return };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let asked = engine.clone();
            let words = language.pick("Skaitomi darbuotojai…", "Reading who works here…");
            let found = app.work(words, move || people(&asked, language)).await;
            let people = found.inspect_err(|_| tracing::warn!("the people cannot be listed")).unwrap_or_default();
            let kept = app.settings.borrow().people.get(&engine.base_id().to_string()).and_then(|id| id.parse().ok());
            let now = people.iter().find(|(id, _)| Some(*id) == kept);
            engine.set_current_user(now.map(|(id, _)| *id));
            let api = app.ui.global::<AppApi<'_>>();
            api.set_user_name(now.map(|(_, name)| name.as_str()).unwrap_or_default().into());
            let choices: Vec<(Choice, String)> = people
                .into_iter()
                .map(|(id, name)| (Choice { id: ChoiceId(id.0), ..Choice::default() }, name))
                .collect();
            api.set_users(choice_model(&choices));
        });
    }

    pub(crate) fn choose_user(self: &Rc<App>, id: &str) {
        let (Some(engine), Ok(id)) = (self.engine(), id.parse::<RecordId>()) else { return };
        self.keep(|settings| {
            settings.people.insert(engine.base_id().to_string(), id.to_string());
        });
        self.show_users();
        self.refresh_plans();
        self.look_for_reminders();
    }

    /// Follows a change of the people.
    pub(crate) fn follow_users(self: &Rc<App>, changes: &model::changes::Changes) {
        let table = self.engine().and_then(|engine| users(&engine));
        if changes.structure || table.is_some_and(|table| changes.touches_table(table)) {
            self.show_users();
        }
    }
}

fn users(engine: &Engine) -> Option<TableId> {
    let definitions = engine.definitions();
    let table = definitions.schema.live().find(|table| table.info.role == Some(TableRole::User))?;
    Some(table.info.id)
}

fn people(engine: &Engine, language: Language) -> Result<Vec<(RecordId, String)>> {
    let Some(table) = users(engine) else { return Ok(Vec::new()) };
    let title = engine.with_schema(|schema| schema.table(table).map(|table| table.info.title)).unwrap_or_default();
    let sort = vec![SortBy { field: title, descending: false }];
    let listing = engine.list(&ListQuery { table, sort, ..ListQuery::default() })?;
    let numbers: Vec<u32> = listing.numbers.iter().take(OFFERED).copied().collect();
    let rows = engine.rows(table, &numbers, &[title], language)?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.cells.into_iter().next().map(|cell| cell.text).unwrap_or_default()))
        .collect())
}
