//! The page of today: what is due, done, put off; and the line that plans.

use crate::{
    App,
    agenda_rows::rows_of,
    dates,
    editors::color,
    words::{self, quoted},
};
use chrono::{Datelike as _, NaiveDate};
use engine::{Agenda, AgendaItem, Engine, EventChoice, LinePlan, Outcome};
use model::{
    changes::Changes,
    ids::RecordId,
    language::Language,
    rules::reminders::Snooze,
    schema::{FieldRole, TableRole},
    value::Link,
};
use slint::{ComponentHandle as _, Model as _, ModelRc, SharedString, VecModel};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use ui::{AgendaRow, AppApi, ChoiceData, Page, TodayApi};

/// Everybody; the person of this computer; one person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Whose {
    #[default]
    Mine,
    Everybody,
    Of(RecordId),
}

/// What stands on the page.
#[derive(Default)]
pub(crate) struct TodayDesk {
    rows: Rc<VecModel<AgendaRow>>,
    items: RefCell<Vec<Option<AgendaItem>>>,
    generation: Cell<u64>,
    whose: Cell<Whose>,
    people: RefCell<Vec<(RecordId, String)>>,
    results: RefCell<Vec<EventChoice>>,
    /// Events of today and earlier that are not done.
    due: Cell<usize>,
    /// The birthdays as last gathered, and the day they are of: they are looked for last, and stay meanwhile.
    birthdays: RefCell<(Option<NaiveDate>, Vec<AgendaItem>)>,
    planning: Cell<u64>,
    /// The event that is done, where the line plans what comes after it.
    after: RefCell<Option<AgendaItem>>,
    revision: Cell<i32>,
}

impl TodayDesk {
    /// How many events are due.
    pub fn due(&self) -> usize {
        self.due.get()
    }
}

/// What the page needs, as the worker gathers it.
struct Gathered {
    agenda: Agenda,
    people: Vec<(RecordId, String)>,
    results: Vec<EventChoice>,
    due: usize,
}

impl App {
    pub(crate) fn connect_today(self: &Rc<App>) {
        let api = self.ui.global::<TodayApi<'_>>();
        api.set_rows(self.today.rows.clone().into());
        api.set_results(ModelRc::default());
        api.set_people(ModelRc::default());
        api.on_person_chosen(forward!(self, |app, id| app.choose_whose(&id)));
        api.on_me_chosen(forward!(self, |app, id| app.choose_me(&id)));
        api.on_checked(forward!(self, |app, row, result| app.check_row(row, &result)));
        api.on_reopened(forward!(self, |app, row| app.reopen_row(row)));
        api.on_opened(forward!(self, |app, row| app.open_row(row)));
        api.on_client_opened(forward!(self, |app, row| app.open_client_of_row(row)));
        api.on_called(forward!(self, |app, row| app.call_row(row)));
        api.on_snoozed(forward!(self, |app, row, choice| app.snooze_row(row, &choice)));
        api.on_plan_edited(forward!(self, |app, text| app.preview_plan(&text)));
        api.on_plan_committed(forward!(self, |app, text| app.commit_plan(&text)));
        api.on_plan_cancelled(forward!(self, |app| app.clear_plan()));
        api.on_calendar_wanted(forward!(self, |app| app.open_calendar()));
    }

    /// The person of this computer, if somebody said who that is.
    pub(crate) fn me(&self) -> Option<RecordId> {
        let base = self.engine()?.base_id().to_string();
        self.settings.borrow().people.get(&base)?.parse().ok()
    }

    /// Whose events are shown; `None`: everybody's.
    pub(crate) fn shown_person(&self) -> Option<RecordId> {
        match self.today.whose.get() {
            Whose::Mine => self.me(),
            Whose::Everybody => None,
            Whose::Of(person) => Some(person),
        }
    }

    fn choose_whose(self: &Rc<App>, id: &str) {
        self.today.whose.set(match id {
            "all" => Whose::Everybody,
            "mine" => Whose::Mine,
            id => id.parse().map(Whose::Of).unwrap_or_default(),
        });
        self.refresh_plans();
    }

    fn choose_me(self: &Rc<App>, id: &str) {
        self.today.whose.set(Whose::Mine);
        self.choose_user(id);
    }

    /// Shows the page of today.
    pub(crate) fn open_today(self: &Rc<App>) {
        self.close_cards();
        self.mark_today();
        self.show_page(Page::Today);
        self.show_agenda();
    }

    /// After a change: what is planned is gathered anew where that may show something else.
    pub(crate) fn follow_plans(self: &Rc<App>, changes: &Changes) {
        let Some(engine) = self.engine() else { return };
        let roles = [TableRole::Event, TableRole::Invoice, TableRole::Contract, TableRole::User];
        let touched = engine.with_schema(|schema| {
            changes.structure
                || changes.tables().into_iter().filter_map(|table| schema.table(table)).any(|table| {
                    let has_role = table.info.role.is_some_and(|role| roles.contains(&role));
                    has_role || table.field_by_role(FieldRole::Birthday).is_some()
                })
        });
        if touched {
            self.refresh_plans();
            self.look_for_reminders();
        }
    }

    /// Gathers what is shown of the plans anew.
    pub(crate) fn refresh_plans(self: &Rc<App>) {
        if self.page() == Page::Calendar {
            self.show_calendar();
        }
        // The count beside the section follows on every page.
        self.show_agenda();
    }

    /// Gathers what is due and shows it.
    pub(crate) fn show_agenda(self: &Rc<App>) {
        let Some(engine) = self.engine() else { return };
        let generation = self.today.generation.get() + 1;
        self.today.generation.set(generation);
        let on_page = self.page() == Page::Today;
        let (app, language, person, me) = (self.clone(), self.language(), self.shown_person(), self.me());
        self.ui.global::<TodayApi<'_>>().set_loading(on_page && self.today.rows.row_count() == 0);
        self.spawn(async move {
            let words = language.pick("Renkama, kas suplanuota…", "Gathering what is due…");
            let (first, day) = (engine.clone(), engine.today());
            let gathered = app.work(words, move || gather(&first, person, me, on_page, language)).await;
            if app.today.generation.get() != generation {
                return;
            }
            let agenda = match gathered {
                Ok(gathered) => app.show_gathered(gathered),
                Err(error) => return app.complain(&error),
            };
            if !on_page {
                return;
            }
            // That nothing is planned is said only when everything was looked for.
            let is_known = app.today.birthdays.borrow().0.is_some() || !agenda.items.is_empty();
            app.ui.global::<TodayApi<'_>>().set_loading(!is_known);
            app.show_rows(agenda.clone(), day);
            let words = language.pick("Ieškoma gimtadienių…", "Looking for birthdays…");
            let birthdays = app.work(words, move || engine.agenda_birthdays(day, language)).await;
            if app.today.generation.get() != generation {
                return;
            }
            match birthdays {
                Ok(birthdays) => {
                    app.ui.global::<TodayApi<'_>>().set_loading(false);
                    let birthdays = (Some(day), birthdays);
                    let is_new = *app.today.birthdays.borrow() != birthdays;
                    if is_new {
                        *app.today.birthdays.borrow_mut() = birthdays;
                        app.show_rows(agenda, day);
                    }
                }
                Err(error) => app.complain(&error),
            }
        });
    }

    fn show_gathered(&self, gathered: Gathered) -> Agenda {
        if self.today.due.replace(gathered.due) != gathered.due {
            self.show_sections();
        }
        *self.today.people.borrow_mut() = gathered.people;
        self.show_people();
        *self.today.results.borrow_mut() = gathered.results;
        self.show_choices();
        gathered.agenda
    }

    fn show_rows(&self, mut agenda: Agenda, today: NaiveDate) {
        let (Some(engine), language) = (self.engine(), self.language()) else { return };
        let (day, birthdays) = self.today.birthdays.borrow().clone();
        if day == Some(today) {
            agenda.items.extend(birthdays);
        }
        let api = self.ui.global::<TodayApi<'_>>();
        api.set_day_text(words::upper_first(&dates::long_day(today, language)).into());
        let (rows, items, height) = rows_of(agenda, today, engine.now(), language);
        let shown = &self.today.rows;
        if rows.len() == shown.row_count() {
            for (at, row) in rows.into_iter().enumerate() {
                if shown.row_data(at).as_ref() != Some(&row) {
                    shown.set_row_data(at, row);
                }
            }
        } else {
            shown.set_vec(rows);
        }
        let last = i32::try_from(items.len()).unwrap_or_default() - 1;
        *self.today.items.borrow_mut() = items;
        api.set_content_height(height);
        api.set_current(api.get_current().clamp(if last > 0 { 1 } else { -1 }, last));
    }

    fn show_people(&self) {
        let (language, people, me) = (self.language(), self.today.people.borrow(), self.me());
        let choice =
            |id: String, label: String| ChoiceData { id: id.into(), label: label.into(), ..Default::default() };
        let name = |id: RecordId| people.iter().find(|(person, _)| *person == id).map(|(_, name)| name.clone());
        let everybody = language.pick("Visų", "Everybody’s");
        let mine = me.and_then(name).map(|name| format!("{} ({name})", language.pick("Mano", "Mine")));
        let mut choices = vec![];
        choices.extend(mine.clone().map(|mine| choice("mine".into(), mine)));
        choices.push(choice("all".into(), everybody.into()));
        choices.extend(
            people.iter().filter(|(id, _)| Some(*id) != me).map(|(id, name)| choice(id.to_string(), name.clone())),
        );
        if !people.is_empty() {
            choices.push(choice("who".into(), language.pick("Aš esu…", "I am…").into()));
        }
        let label = match self.today.whose.get() {
            Whose::Mine => mine.unwrap_or_else(|| everybody.into()),
            Whose::Everybody => everybody.into(),
            Whose::Of(person) => name(person).unwrap_or_else(|| everybody.into()),
        };
        let api = self.ui.global::<TodayApi<'_>>();
        api.set_people(ModelRc::new(VecModel::from(choices)));
        let everyone = people.iter().map(|(id, name)| choice(id.to_string(), name.clone()));
        api.set_everyone(ModelRc::new(VecModel::from(everyone.collect::<Vec<_>>())));
        api.set_person_label(label.into());
    }

    fn show_choices(&self) {
        let language = self.language();
        let choice = |id: &str, label: &str| ChoiceData { id: id.into(), label: label.into(), ..Default::default() };
        let results = self.today.results.borrow();
        let mut choices = vec![choice("none", language.pick("Atlikta, be rezultato", "Done, no result"))];
        choices.extend(results.iter().enumerate().map(|(at, result)| ChoiceData {
            id: slint::format!("{at}"),
            label: result.label.as_str().into(),
            color: color(&result.color),
        }));
        choices.push(choice("next", language.pick("Atlikta, suplanuoti kitą…", "Done, plan the next…")));
        let snoozes = [
            ("15", language.pick("15 minučių", "15 minutes")),
            ("60", language.pick("1 valandai", "1 hour")),
            ("tomorrow", language.pick("Iki rytojaus 9:00", "Until tomorrow 9:00")),
            ("week", language.pick("Iki kitos savaitės", "Until next week")),
            ("day", language.pick("Iki kitos dienos…", "Until another day…")),
        ];
        let api = self.ui.global::<TodayApi<'_>>();
        api.set_results(ModelRc::new(VecModel::from(choices)));
        let snoozes = snoozes.map(|(id, label)| choice(id, label));
        api.set_snoozes(ModelRc::new(VecModel::from(snoozes.to_vec())));
    }

    fn item(&self, row: i32) -> Option<AgendaItem> {
        self.today.items.borrow().get(usize::try_from(row).ok()?)?.clone()
    }

    fn check_row(self: &Rc<App>, row: i32, result: &str) {
        let Some(item) = self.item(row) else { return };
        if result == "next" {
            self.plan_after(item);
            return;
        }
        let result = result.parse::<usize>().ok().and_then(|at| self.today.results.borrow().get(at).cloned());
        self.finish(item.link.record, item.title, result);
    }

    /// Marks an event as done and offers to take it back.
    pub(crate) fn finish(self: &Rc<App>, event: RecordId, title: String, result: Option<EventChoice>) {
        let Some(engine) = self.engine() else { return };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let value = result.as_ref().map(|result| result.value.clone());
            let words = language.pick("Žymima…", "Marking as done…");
            let outcome = app.work(words, move || engine.finish_event(event, value, None)).await;
            if app.done(outcome).is_some() {
                let done = language.pick("Atlikta", "Done");
                let came = result.map(|result| format!(" – {}", result.label)).unwrap_or_default();
                app.say_undoable(format!("{done}: {}{came}", quoted(&title, language)));
            }
        });
    }

    fn reopen_row(self: &Rc<App>, row: i32) {
        let (Some(engine), Some(item)) = (self.engine(), self.item(row)) else { return };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let words = language.pick("Žymima…", "Marking…");
            let outcome = app.work(words, move || engine.reopen_event(item.link.record)).await;
            if app.done(outcome).is_some() {
                let words = language.pick("Dar neatlikta", "Not done after all");
                app.say_undoable(format!("{words}: {}", quoted(&item.title, language)));
            }
        });
    }

    fn open_row(self: &Rc<App>, row: i32) {
        if let Some(item) = self.item(row) {
            self.open_record(item.link.table, item.link.record);
        }
    }

    fn open_client_of_row(self: &Rc<App>, row: i32) {
        let Some(item) = self.item(row) else { return };
        match item.client {
            Some((client, _)) => self.open_record(client.table, client.record),
            None => self.open_record(item.link.table, item.link.record),
        }
    }

    fn call_row(self: &Rc<App>, row: i32) {
        if let Some(item) = self.item(row) {
            self.call(&item.phone);
        }
    }

    /// Hands a number to the system's telephone.
    pub(crate) fn call(&self, phone: &str) {
        let digits: String = phone.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect();
        if !digits.is_empty() {
            self.ui.global::<AppApi<'_>>().invoke_open_link(slint::format!("tel:{digits}"));
        }
    }

    fn snooze_row(self: &Rc<App>, row: i32, choice: &str) {
        if let Some(item) = self.item(row) {
            self.snooze(item.link.record, choice);
        }
    }

    /// Puts the reminder of an event off; says until when.
    pub(crate) fn snooze(self: &Rc<App>, event: RecordId, choice: &str) {
        let Some(engine) = self.engine() else { return };
        let snooze = match choice {
            "tomorrow" => Snooze::Tomorrow,
            "week" => Snooze::NextWeek,
            choice => match (choice.parse::<u32>(), choice.parse::<NaiveDate>()) {
                (Ok(minutes), _) => Snooze::Minutes(minutes),
                (_, Ok(day)) => Snooze::Day(day),
                _ => return,
            },
        };
        let (app, language) = (self.clone(), self.language());
        let until = snooze.until(engine.now());
        let when =
            format!("{} {}", dates::near_day(until.date(), engine.today(), language), dates::clock(Some(until.time())));
        self.spawn(async move {
            let words = language.pick("Atidedama…", "Putting off…");
            let outcome = app.work(words, move || engine.snooze_event(event, snooze)).await;
            if app.done(outcome).is_some() {
                let words = language.pick("Atidėta. Primins:", "Put off. Reminds:");
                app.say_undoable(format!("{words} {when}"));
            }
        });
    }

    // ---- the line that plans

    fn preview_plan(self: &Rc<App>, text: &str) {
        let Some(engine) = self.engine() else { return };
        let planning = self.today.planning.get() + 1;
        self.today.planning.set(planning);
        if text.trim().is_empty() {
            self.show_plan(None);
            return;
        }
        let (app, language, line) = (self.clone(), self.language(), text.to_owned());
        self.spawn(async move {
            let words = language.pick("Skaitoma…", "Reading…");
            let plan = app.work(words, move || engine.read_plan(&line, language)).await;
            if app.today.planning.get() == planning {
                app.show_plan(plan.ok().filter(|plan| !plan.event.title.is_empty()));
            }
        });
    }

    fn show_plan(&self, plan: Option<LinePlan>) {
        let (today, language) = (self.engine().map(|engine| engine.today()), self.language());
        let api = self.ui.global::<TodayApi<'_>>();
        api.set_plan_ready(plan.is_some());
        let plan = plan.map(|plan| self.with_client_of_before(plan));
        let day = plan.as_ref().zip(today).map(|(plan, today)| {
            let day = plan.event.day;
            let near = dates::near_day(day, today, language);
            if (0..2).contains(&(day - today).num_days()) {
                format!("{near}, {}", dates::month_day(day, language))
            } else if day.year() == today.year() {
                dates::long_day(day, language)
            } else {
                format!("{}, {}", day.year(), dates::long_day(day, language))
            }
        });
        api.set_plan_day(day.unwrap_or_default().into());
        api.set_plan_time(plan.as_ref().map(|plan| dates::clock(plan.event.time)).unwrap_or_default().into());
        api.set_plan_client(plan.as_ref().map(|plan| plan.client.clone()).unwrap_or_default().into());
        api.set_plan_kind(plan.map(|plan| plan.kind).unwrap_or_default().into());
    }

    /// What comes after an event is with the same client, unless the line names another.
    fn with_client_of_before(&self, mut plan: LinePlan) -> LinePlan {
        if plan.event.client.is_none()
            && let Some((link, name)) = self.today.after.borrow().as_ref().and_then(|before| before.client.clone())
        {
            plan.event.client = Some(link);
            plan.client = name;
        }
        plan
    }

    /// The line plans what comes after an event; the event is done in the same step.
    fn plan_after(self: &Rc<App>, item: AgendaItem) {
        let language = self.language();
        let api = self.ui.global::<TodayApi<'_>>();
        api.set_plan_after(format!("{} {}", language.pick("Po", "After"), quoted(&item.title, language)).into());
        *self.today.after.borrow_mut() = Some(item);
        api.invoke_focus_plan();
    }

    fn commit_plan(self: &Rc<App>, text: &str) {
        let Some(engine) = self.engine() else { return };
        if text.trim().is_empty() {
            return;
        }
        let (app, language, line, me) = (self.clone(), self.language(), text.to_owned(), self.me());
        let before = self.today.after.borrow().clone();
        self.spawn(async move {
            let words = language.pick("Planuojama…", "Planning…");
            let client = before.as_ref().and_then(|before| before.client.as_ref().map(|(link, _)| *link));
            let after = before.map(|before| before.link.record);
            let outcome = app.work(words, move || plan(&engine, &line, after, client, me, language)).await;
            if let Some((title, when)) = app.done(outcome) {
                app.clear_plan();
                let words = language.pick("Suplanuota", "Planned");
                app.say_undoable(format!("{words}: {}, {when}", quoted(&title, language)));
            }
        });
    }

    fn clear_plan(&self) {
        *self.today.after.borrow_mut() = None;
        self.today.planning.set(self.today.planning.get() + 1);
        self.today.revision.set(self.today.revision.get() + 1);
        let api = self.ui.global::<TodayApi<'_>>();
        api.set_plan_after(SharedString::new());
        api.set_plan_text(SharedString::new());
        api.set_plan_revision(self.today.revision.get());
        self.show_plan(None);
    }

    /// The page in the other language.
    pub(crate) fn relabel_today(self: &Rc<App>) {
        self.clear_plan();
        self.show_choices();
        self.refresh_plans();
    }

    /// Lets go of what belongs to the base.
    pub(crate) fn close_today(&self) {
        self.today.generation.set(self.today.generation.get() + 1);
        self.today.rows.set_vec(Vec::new());
        self.today.items.borrow_mut().clear();
        self.today.people.borrow_mut().clear();
        self.today.due.set(0);
        *self.today.birthdays.borrow_mut() = Default::default();
        self.today.whose.set(Whose::default());
        self.clear_plan();
    }
}

fn gather(
    engine: &Engine,
    person: Option<RecordId>,
    me: Option<RecordId>,
    whole: bool,
    language: Language,
) -> engine::Result<Gathered> {
    let agenda = if whole { engine.agenda_of_work(person, engine.today(), language)? } else { Agenda::default() };
    Ok(Gathered {
        agenda,
        people: engine.people(language)?,
        results: engine.event_choices(FieldRole::Result, language)?,
        due: engine.due_count(me)?,
    })
}

fn plan(
    engine: &Engine,
    line: &str,
    after: Option<RecordId>,
    client: Option<Link>,
    me: Option<RecordId>,
    language: Language,
) -> engine::Result<Outcome<(String, String)>> {
    let mut event = engine.read_plan(line, language)?.event;
    event.person = me;
    event.client = event.client.or(client);
    let changes = match after {
        Some(after) => {
            let outcome = engine.finish_event(after, None, Some(&event))?;
            (outcome.changes, outcome.entry)
        }
        None => {
            let outcome = engine.plan_event(&event)?;
            (outcome.changes, outcome.entry)
        }
    };
    let when = format!("{} {}", dates::near_day(event.day, engine.today(), language), dates::clock(event.time));
    let output = (event.title, when.trim_end().to_owned());
    Ok(Outcome { output, changes: changes.0, entry: changes.1 })
}
