//! What is due: the page of today, and the days of the calendar.

use crate::{
    Engine, Result,
    due::{self, OpenEvent},
    view::{View, links},
};
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use model::{
    ids::{RecordId, TableId},
    language::Language,
    rules::birthdays::next_birthday,
    schema::{Field, FieldKind, FieldRole, Table, TableRole},
    value::{Link, Value, Values, fold, sort_bytes},
};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use std::ops::ControlFlow;
use store::{IndexKey, Space, Stored};

/// Days ahead in which the end of a contract is said.
const CONTRACT_DAYS: u64 = 30;
/// Days ahead in which a birthday is said.
const BIRTHDAY_DAYS: u64 = 7;
/// Minutes of an event that does not say how long it takes.
const USUAL_MINUTES: u32 = 60;

/// Why something stands on the page of today.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AgendaGroup {
    /// Events of earlier days that are not done.
    Overdue,
    /// Events of the day.
    Today,
    /// Events of the next day.
    Tomorrow,
    /// Events of the days after it.
    Week,
    /// Invoices that should have been paid.
    Invoices,
    /// Contracts that end soon.
    Contracts,
    /// Birthdays of today and the days after it.
    Birthdays,
}

/// One thing that is due.
#[derive(Clone, PartialEq, Debug)]
pub struct AgendaItem {
    /// Why it is there.
    pub group: AgendaGroup,
    /// The record.
    pub link: Link,
    /// Its name.
    pub title: String,
    /// Its day: of the event, the end, the due date, the birthday.
    pub day: NaiveDate,
    /// Its time, if it has one.
    pub time: Option<NaiveTime>,
    /// How long it takes.
    pub minutes: u32,
    /// Whose it is: the client, with its name.
    pub client: Option<(Link, String)>,
    /// The person at the client, with the name.
    pub contact: Option<(Link, String)>,
    /// The telephone to call.
    pub phone: String,
    /// The kind of an event; its colour as `#RRGGBB`, or empty.
    pub kind: (String, String),
    /// Who does it.
    pub people: Vec<(RecordId, String)>,
    /// What is to be paid, with its currency.
    pub amount: Option<(Decimal, String)>,
    /// How old a person turns.
    pub turns: Option<u32>,
    /// Until when its reminder was put off.
    pub snoozed_until: Option<NaiveDateTime>,
    /// The event is done; what came out of it.
    pub done: bool,
    /// The name of the result.
    pub result: String,
}

/// Everything that is due on a day, group by group.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Agenda {
    /// In the order of [`AgendaGroup`], then of time.
    pub items: Vec<AgendaItem>,
    /// Events of the day and earlier that are not done.
    pub due: usize,
}

/// The fields of a table that the rules know by their roles.
struct Fields<'a> {
    of: &'a Table,
}

impl<'a> Fields<'a> {
    fn role(&self, role: FieldRole) -> Option<&'a Field> {
        self.of.field_by_role(role)
    }
    fn value<'v>(&self, values: &'v Values, role: FieldRole) -> Option<&'v Value> {
        values.get(self.role(role)?.id)
    }
}

impl Engine {
    /// What is due on `day` for a person (`None`: for everybody). What belongs to nobody in particular is everybody's.
    ///
    /// # Errors
    /// Of the disk.
    pub fn agenda(&self, person: Option<RecordId>, day: NaiveDate, language: Language) -> Result<Agenda> {
        let mut agenda = self.agenda_of_work(person, day, language)?;
        agenda.items.extend(self.agenda_birthdays(day, language)?);
        Ok(agenda)
    }

    /// The birthdays of the agenda alone. The first time all clients are looked at, which takes a second for a million.
    ///
    /// # Errors
    /// Of the disk.
    pub fn agenda_birthdays(&self, day: NaiveDate, language: Language) -> Result<Vec<AgendaItem>> {
        self.birthdays_between(day, day.checked_add_days(Days::new(BIRTHDAY_DAYS)).unwrap_or(day), language)
    }

    /// The agenda without its birthdays.
    ///
    /// # Errors
    /// Of the disk.
    pub fn agenda_of_work(&self, person: Option<RecordId>, day: NaiveDate, language: Language) -> Result<Agenda> {
        let mut items = self.agenda_events(person, day, language)?;
        let due = items.iter().filter(|item| item.group <= AgendaGroup::Today && !item.done).count();
        items.extend(self.agenda_invoices(person, day, language)?);
        let until = day.checked_add_days(Days::new(CONTRACT_DAYS)).unwrap_or(day);
        items.extend(self.contracts_between(person, day, until, language)?);
        items.sort_by_key(|item| (item.group, item.done, item.day, item.time));
        Ok(Agenda { items, due })
    }

    /// How many events of today and earlier are not done.
    ///
    /// # Errors
    /// Of the disk.
    pub fn due_count(&self, person: Option<RecordId>) -> Result<usize> {
        let today = self.today();
        self.open_events(|events| {
            events.values().filter(|event| event.planned.day <= today && belongs(&event.people, person)).count()
        })
    }

    fn agenda_events(&self, person: Option<RecordId>, day: NaiveDate, language: Language) -> Result<Vec<AgendaItem>> {
        let Some(table) = self.with_schema(|schema| Some(schema.table_by_role(TableRole::Event)?.info.id)) else {
            return Ok(Vec::new());
        };
        let last = day.checked_add_days(Days::new(BIRTHDAY_DAYS)).unwrap_or(day);
        let open = self.open_events(|events| {
            let shown = |event: &&OpenEvent| event.planned.day <= last && belongs(&event.people, person);
            events.iter().filter(|(_, event)| shown(event)).map(|(id, _)| *id).collect::<Vec<_>>()
        })?;
        self.look(language, |view| {
            let Some(of) = view.schema().table(table) else { return Ok(Vec::new()) };
            let mut items = Vec::new();
            for id in open {
                if let Some(stored) = view.access.record(view.definitions, table, id)? {
                    items.extend(event_item(view, of, &stored));
                }
            }
            // What is done today stays on the page: it is the day's work.
            for stored in dated(view, of, FieldRole::Date, day, day)? {
                let item = event_item(view, of, &stored).filter(|item| item.done && item.is_of(person));
                items.extend(item);
            }
            for item in &mut items {
                item.group = group_of(item.day, day);
            }
            Ok(items)
        })
    }

    fn agenda_invoices(&self, person: Option<RecordId>, day: NaiveDate, language: Language) -> Result<Vec<AgendaItem>> {
        let late = self.open_invoices(|invoices| {
            let late = invoices.iter().filter(|(_, invoice)| invoice.due < day);
            late.map(|(id, invoice)| (*id, *invoice)).collect::<Vec<_>>()
        })?;
        self.look(language, |view| {
            let Some(of) = view.schema().table_by_role(TableRole::Invoice) else { return Ok(Vec::new()) };
            let currency = match of.field_by_role(FieldRole::Balance).map(Field::shown_kind) {
                Some(FieldKind::Money { currency }) => currency.clone(),
                _ => "EUR".to_owned(),
            };
            let mut items = Vec::new();
            for (id, invoice) in late {
                let Some(stored) = view.access.record(view.definitions, of.info.id, id)? else { continue };
                let mut item = item_of(view, of, &stored, AgendaGroup::Invoices, invoice.due);
                item.amount = Some((invoice.balance, currency.clone()));
                items.extend(Some(item).filter(|item| client_is_of(view, item, person)));
            }
            Ok(items)
        })
    }

    /// Contracts that end from `from` to `until`.
    fn contracts_between(
        &self,
        person: Option<RecordId>,
        from: NaiveDate,
        until: NaiveDate,
        language: Language,
    ) -> Result<Vec<AgendaItem>> {
        self.look(language, |view| {
            let Some(of) = view.schema().table_by_role(TableRole::Contract) else { return Ok(Vec::new()) };
            let fields = Fields { of };
            let over = ["ended", "terminated"];
            let mut items = Vec::new();
            for stored in dated(view, of, FieldRole::EndDate, from, until)? {
                let Some(end) = fields.value(&stored.values, FieldRole::EndDate).and_then(Value::as_date) else {
                    continue;
                };
                let state = fields.role(FieldRole::State).zip(fields.value(&stored.values, FieldRole::State));
                if state.is_some_and(|(field, state)| {
                    over.iter()
                        .any(|key| due::choice_by_key(field, key).is_some_and(|id| state.choices().contains(&id)))
                }) {
                    continue;
                }
                let mut item = item_of(view, of, &stored, AgendaGroup::Contracts, end);
                // Its number says little; what it is about says more.
                let subject = of.field_by_key("title").and_then(|field| stored.values.get(field.id));
                if let Some(subject) = subject.and_then(Value::as_text) {
                    item.title =
                        if item.title.is_empty() { subject.into() } else { format!("{}, {subject}", item.title) };
                }
                items.extend(Some(item).filter(|item| item.is_of(person)));
            }
            Ok(items)
        })
    }

    /// Birthdays from `from` to `until`.
    fn birthdays_between(&self, from: NaiveDate, until: NaiveDate, language: Language) -> Result<Vec<AgendaItem>> {
        let found = self.births(|births| {
            let coming = births.iter().filter_map(|(link, born)| {
                let birthday = next_birthday(born.year, born.month, born.day, from)?;
                (birthday.day <= until).then_some((*link, birthday))
            });
            coming.collect::<Vec<_>>()
        })?;
        self.look(language, |view| {
            let mut items = Vec::new();
            for (link, birthday) in found {
                let Some(of) = view.schema().table(link.table) else { continue };
                let Some(stored) = view.access.record(view.definitions, link.table, link.record)? else { continue };
                let mut item = item_of(view, of, &stored, AgendaGroup::Birthdays, birthday.day);
                let own = phone_of(view, link);
                if !own.is_empty() {
                    item.phone = own;
                }
                item.turns = birthday.turns;
                items.push(item);
            }
            items.sort_by(|a, b| (a.day, &a.title).cmp(&(b.day, &b.title)));
            Ok(items)
        })
    }

    /// Everything of the days from `from` to `until` for a person: events, done ones too, ends of contracts, birthdays.
    ///
    /// # Errors
    /// Of the disk.
    pub fn calendar(
        &self,
        person: Option<RecordId>,
        from: NaiveDate,
        until: NaiveDate,
        language: Language,
    ) -> Result<Vec<AgendaItem>> {
        let mut items = self.look(language, |view| {
            let Some(of) = view.schema().table_by_role(TableRole::Event) else { return Ok(Vec::new()) };
            let events = dated(view, of, FieldRole::Date, from, until)?;
            Ok(events
                .iter()
                .filter_map(|stored| event_item(view, of, stored))
                .filter(|item| item.is_of(person))
                .collect())
        })?;
        items.extend(self.contracts_between(person, from, until, language)?);
        items.extend(self.birthdays_between(from, until, language)?);
        items.sort_by_key(|item| (item.day, item.time, std::cmp::Reverse(item.group)));
        Ok(items)
    }

    /// One event as the page of today shows it.
    ///
    /// # Errors
    /// Of the disk.
    pub fn agenda_item(&self, event: RecordId, language: Language) -> Result<Option<AgendaItem>> {
        self.look(language, |view| {
            let Some(of) = view.schema().table_by_role(TableRole::Event) else { return Ok(None) };
            let stored = view.access.record(view.definitions, of.info.id, event)?;
            Ok(stored.and_then(|stored| event_item(view, of, &stored)))
        })
    }

    /// The people of the office by name.
    ///
    /// # Errors
    /// Of the disk.
    pub fn people(&self, language: Language) -> Result<Vec<(RecordId, String)>> {
        let Some(table) = self.with_schema(|schema| Some(due::users(schema)?.info.id)) else { return Ok(Vec::new()) };
        let listing = self.list(&crate::ListQuery { table, ..Default::default() })?;
        let title = self.with_schema(|schema| schema.table(table).map(|of| of.info.title));
        let rows = self.rows(table, &listing.numbers, title.as_slice(), language)?;
        let named = |row: crate::Row| row.cells.into_iter().next().map(|cell| (row.id, cell.text));
        let mut people: Vec<_> = rows.into_iter().filter_map(named).filter(|(_, name)| !name.is_empty()).collect();
        people.sort_by_cached_key(|(_, name)| fold(name));
        Ok(people)
    }

    /// What reminds now, and when something reminds next.
    ///
    /// # Errors
    /// Of the disk.
    pub fn reminders(&self, person: Option<RecordId>) -> Result<Reminders> {
        let now = self.now();
        let oldest = now.checked_sub_days(Days::new(CONTRACT_DAYS)).unwrap_or(now);
        self.open_events(|events| {
            let mut reminders = Reminders::default();
            for (id, event) in events.iter().filter(|(_, event)| belongs(&event.people, person)) {
                let moment = event.planned.moment();
                if moment > now {
                    reminders.next = Some(reminders.next.map_or(moment, |next| next.min(moment)));
                } else if moment >= oldest && event.planned.reminds_by(now, self.local_time(due::written(*id))) {
                    reminders.due.push((*id, moment));
                }
            }
            reminders.due.sort_by_key(|(id, moment)| (*moment, *id));
            reminders
        })
    }
}

/// Events that remind of themselves.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reminders {
    /// Those whose moment has come, the earliest first; not those of long ago.
    pub due: Vec<(RecordId, NaiveDateTime)>,
    /// When the next one reminds.
    pub next: Option<NaiveDateTime>,
}

impl AgendaItem {
    fn is_of(&self, person: Option<RecordId>) -> bool {
        let people: Vec<RecordId> = self.people.iter().map(|(id, _)| *id).collect();
        belongs(&people, person)
    }
}

fn belongs(people: &[RecordId], person: Option<RecordId>) -> bool {
    person.is_none_or(|person| people.is_empty() || people.contains(&person))
}

/// Whether the client of an item is looked after by a person, or by nobody in particular.
fn client_is_of(view: &View<'_>, item: &AgendaItem, person: Option<RecordId>) -> bool {
    let Some((client, _)) = &item.client else { return true };
    let field = view.schema().table(client.table).and_then(|of| of.field_by_role(FieldRole::Assignee));
    let value = field.and_then(|field| view.value_of(client.table, client.record, field.id));
    let people: Vec<RecordId> = links(value.as_ref()).iter().map(|link| link.record).collect();
    belongs(&people, person)
}

fn group_of(day: NaiveDate, today: NaiveDate) -> AgendaGroup {
    match (day - today).num_days() {
        ..0 => AgendaGroup::Overdue,
        0 => AgendaGroup::Today,
        1 => AgendaGroup::Tomorrow,
        _ => AgendaGroup::Week,
    }
}

/// The records of a table whose date of a role lies from `from` to `until`.
fn dated(view: &View<'_>, of: &Table, role: FieldRole, from: NaiveDate, until: NaiveDate) -> Result<Vec<Stored>> {
    let Some(field) = of.field_by_role(role) else { return Ok(Vec::new()) };
    let slots = view.definitions.slots(of.info.id)?;
    let Some(slot) = slots.slot(field.id) else { return Ok(Vec::new()) };
    let mut numbers = Vec::new();
    if field.indexed && field.kind == FieldKind::Date {
        let end = until.succ_opt().unwrap_or(until);
        let key = |day: NaiveDate| IndexKey::value(slots.number, slot, &sort_bytes(&Value::Date(day), &field.kind));
        view.access.scan(Space::Index, &key(from), Some(&key(end)), false, &mut |key, _| {
            numbers.extend(key.last_chunk::<4>().map(|number| u32::from_be_bytes(*number)));
            Ok(ControlFlow::Continue(()))
        })?;
    } else {
        view.access.scan_records(view.definitions, of.info.id, &mut |number, record| {
            let day = match record.slot(slot)? {
                Some(Value::Date(day)) => Some(day),
                Some(Value::DateTime(moment)) => Some(moment.date()),
                _ => None,
            };
            numbers.extend(day.filter(|day| (from..=until).contains(day)).map(|_| number));
            Ok(ControlFlow::Continue(()))
        })?;
    }
    let mut found = Vec::with_capacity(numbers.len());
    for number in numbers {
        found.extend(view.access.record_at(view.definitions, of.info.id, number)?);
    }
    Ok(found)
}

/// The first linked record of a role, with its name.
fn linked(view: &View<'_>, fields: &Fields<'_>, values: &Values, role: FieldRole) -> Option<(Link, String)> {
    let link = links(fields.value(values, role)).first().copied()?;
    Some((link, view.title_of(link.table, link.record)))
}

fn item_of(view: &View<'_>, of: &Table, stored: &Stored, group: AgendaGroup, day: NaiveDate) -> AgendaItem {
    let fields = Fields { of };
    let client = linked(view, &fields, &stored.values, FieldRole::Client);
    let contact = linked(view, &fields, &stored.values, FieldRole::Contact);
    let phones = [&contact, &client].into_iter().flatten().map(|(link, _)| phone_of(view, *link));
    let phone = phones.into_iter().find(|phone| !phone.is_empty()).unwrap_or_default();
    let people = links(fields.value(&stored.values, FieldRole::Assignee)).iter();
    AgendaItem {
        group,
        link: Link { table: of.info.id, record: stored.id },
        title: view.title_of(of.info.id, stored.id),
        day,
        time: None,
        minutes: USUAL_MINUTES,
        phone,
        client,
        contact,
        kind: Default::default(),
        people: people.map(|link| (link.record, view.title_of(link.table, link.record))).collect(),
        amount: None,
        turns: None,
        snoozed_until: None,
        done: false,
        result: String::new(),
    }
}

fn event_item(view: &View<'_>, of: &Table, stored: &Stored) -> Option<AgendaItem> {
    let fields = Fields { of };
    let (day, own_time) = match fields.value(&stored.values, FieldRole::Date)? {
        Value::Date(day) => (*day, None),
        Value::DateTime(moment) => (moment.date(), Some(moment.time())),
        _ => return None,
    };
    let mut item = item_of(view, of, stored, AgendaGroup::Today, day);
    item.time = match fields.value(&stored.values, FieldRole::Time) {
        Some(Value::Time(time)) => Some(*time),
        _ => own_time,
    };
    let minutes = of.field_by_key("duration").and_then(|field| stored.values.get(field.id)).and_then(Value::as_number);
    if let Some(minutes) = minutes.and_then(|minutes| minutes.to_u32()).filter(|minutes| *minutes > 0) {
        item.minutes = minutes;
    }
    item.kind = named_and_coloured(view, &fields, &stored.values, FieldRole::EventType);
    if let Some(Value::DateTime(until)) = fields.value(&stored.values, FieldRole::SnoozedUntil) {
        item.snoozed_until = Some(*until);
    }
    item.done = fields.value(&stored.values, FieldRole::Done) == Some(&Value::YesNo(true));
    item.result = named_and_coloured(view, &fields, &stored.values, FieldRole::Result).0;
    Some(item)
}

/// The name and the colour of what is chosen or linked for a role.
fn named_and_coloured(view: &View<'_>, fields: &Fields<'_>, values: &Values, role: FieldRole) -> (String, String) {
    let Some((field, value)) = fields.role(role).zip(fields.value(values, role)) else { return Default::default() };
    let color = match value.links().first() {
        Some(link) => color_of(view, *link),
        None => color_in(field, value),
    };
    (view.text(value, field), color)
}

/// The colour a record has: that of its first coloured choice.
pub(crate) fn color_of(view: &View<'_>, link: Link) -> String {
    let Some(of) = view.schema().table(link.table) else { return String::new() };
    let colors = of.live().filter(|field| matches!(field.kind, FieldKind::Choice { .. })).filter_map(|field| {
        let value = view.value_of(link.table, link.record, field.id)?;
        Some(color_in(field, &value)).filter(|color| !color.is_empty())
    });
    colors.into_iter().next().unwrap_or_default()
}

fn color_in(field: &Field, value: &Value) -> String {
    match &field.kind {
        FieldKind::Choice { choices, .. } => {
            let chosen = choices.iter().find(|choice| value.choices().contains(&choice.id));
            chosen.map(|choice| choice.color.clone()).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// The first telephone of a record.
fn phone_of(view: &View<'_>, link: Link) -> String {
    let Some(of) = view.schema().table(link.table) else { return String::new() };
    let phones = of.live().filter(|field| field.kind == FieldKind::Phone);
    let mut texts = phones
        .filter_map(|field| view.value_of(link.table, link.record, field.id).map(|value| view.text(&value, field)));
    texts.next().unwrap_or_default()
}

/// The table of events, if the office has one.
pub(crate) fn events_table(engine: &Engine) -> Option<TableId> {
    engine.with_schema(|schema| Some(schema.table_by_role(TableRole::Event)?.info.id))
}
