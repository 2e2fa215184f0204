//! What is done with events: planned, finished with a result, put off, moved to another day. Each is one action.

use crate::{
    Engine, Entry, Outcome, Result, Transaction,
    agenda::{color_of, events_table},
    due,
    error::refused,
};
use chrono::{NaiveDate, NaiveTime};
use model::{
    changes::{Action, ActionKey},
    ids::{RecordId, TableId},
    language::Language,
    rules::{quick_plan, reminders::Snooze},
    schema::{FieldKind, FieldRole, Table, TableRole},
    value::{Link, Value},
};

/// An event that is planned.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct NewEvent {
    /// What is to be done.
    pub title: String,
    /// When.
    pub day: NaiveDate,
    /// At what time, if that matters.
    pub time: Option<NaiveTime>,
    /// With whom.
    pub client: Option<Link>,
    /// Who does it.
    pub person: Option<RecordId>,
    /// Its kind: a value of the field of kinds.
    pub kind: Option<Value>,
}

/// One entry of a list that an event can have: a result, a kind.
#[derive(Clone, PartialEq, Debug)]
pub struct EventChoice {
    /// As the event keeps it.
    pub value: Value,
    /// For people.
    pub label: String,
    /// As `#RRGGBB`, or empty.
    pub color: String,
}

/// What a line plans, with what the base knows of it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LinePlan {
    /// The event; where the line names no day, today.
    pub event: NewEvent,
    /// The client's name.
    pub client: String,
    /// The name of the kind.
    pub kind: String,
}

fn no_events() -> crate::EngineError {
    refused("Šioje bazėje įvykių nėra.", "This base has no events.")
}

impl Engine {
    fn events(&self) -> Result<(TableId, Table)> {
        let table = events_table(self).ok_or_else(no_events)?;
        self.with_schema(|schema| schema.table(table).cloned()).map(|of| (table, of)).ok_or_else(no_events)
    }

    /// The results (or the kinds) an event can have, as the office listed them.
    ///
    /// # Errors
    /// Of the disk.
    pub fn event_choices(&self, role: FieldRole, language: Language) -> Result<Vec<EventChoice>> {
        let Ok((_, of)) = self.events() else { return Ok(Vec::new()) };
        match of.field_by_role(role).map(|field| &field.kind) {
            Some(FieldKind::Choice { choices, .. }) => {
                let shown = choices.iter().filter(|choice| !choice.retired);
                let choice = shown.map(|choice| EventChoice {
                    value: Value::Choices(vec![choice.id]),
                    label: choice.label.get(language).to_owned(),
                    color: choice.color.clone(),
                });
                Ok(choice.collect())
            }
            Some(FieldKind::Link { targets, .. }) => {
                let mut found = Vec::new();
                for table in targets {
                    let listing = self.list(&crate::ListQuery { table: *table, ..Default::default() })?;
                    let rows = self.rows(*table, &listing.numbers, &[], language)?;
                    self.look(language, |view| {
                        found.extend(rows.iter().map(|row| EventChoice {
                            value: Value::link(*table, row.id),
                            label: view.title_of(*table, row.id),
                            color: color_of(view, Link { table: *table, record: row.id }),
                        }));
                        Ok(())
                    })?;
                }
                Ok(found)
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Plans an event.
    ///
    /// # Errors
    /// Where a value is refused.
    pub fn plan_event(&self, event: &NewEvent) -> Result<Outcome<RecordId>> {
        let (table, of) = self.events()?;
        self.transact(Action::new(ActionKey::AddRecord).on(table), |tx| {
            let id = plan(tx, &of, event)?;
            tx.action.name = tx.title(table, id)?;
            Ok(id)
        })
    }

    /// Marks an event as done, with a result if it has one, and plans what comes next if something does.
    ///
    /// # Errors
    /// Where there is no such event or a value is refused; nothing is changed then.
    pub fn finish_event(
        &self,
        event: RecordId,
        result: Option<Value>,
        next: Option<&NewEvent>,
    ) -> Result<Outcome<Option<RecordId>>> {
        let (table, of) = self.events()?;
        let done = of.field_by_role(FieldRole::Done).ok_or_else(|| {
            refused("Įvykiai neturi lauko „Atlikta“.", "Events have no field that says they are done.")
        })?;
        self.transact(Action::new(ActionKey::EditField).on(table).field(done.id), |tx| {
            tx.action.name = tx.title(table, event)?;
            tx.set(table, event, done.id, Some(Value::YesNo(true)))?;
            // What is done before its day was done today: nothing that happened stands in the future.
            if let Some(day) = of.field_by_role(FieldRole::Date) {
                let planned = tx.record(table, event)?.values.get(day.id).cloned();
                match planned {
                    Some(Value::Date(planned)) if planned > tx.today => {
                        tx.set(table, event, day.id, Some(Value::Date(tx.today)))?;
                        if let Some(time) = of.field_by_role(FieldRole::Time) {
                            tx.set(table, event, time.id, None)?;
                        }
                    }
                    _ => {}
                }
            }
            if let (Some(field), Some(result)) = (of.field_by_role(FieldRole::Result), result) {
                tx.set(table, event, field.id, Some(result))?;
            }
            next.map(|next| plan(tx, &of, next)).transpose()
        })
    }

    /// Marks an event as not done after all; its result is emptied.
    ///
    /// # Errors
    /// Where there is no such event.
    pub fn reopen_event(&self, event: RecordId) -> Result<Outcome<()>> {
        let (table, of) = self.events()?;
        let done = of.field_by_role(FieldRole::Done).map(|field| (field.id, Some(Value::YesNo(false))));
        let result = of.field_by_role(FieldRole::Result).map(|field| (field.id, None));
        let entries: Vec<Entry> = done.into_iter().chain(result).collect();
        self.edit_fields(table, event, &entries)
    }

    /// Puts an event off. It reminds then; put off past its own day, the event is on that day, and at its time only where
    /// that is still to come. Where events keep no moment of a reminder the event is moved.
    ///
    /// # Errors
    /// Where there is no such event.
    pub fn snooze_event(&self, event: RecordId, snooze: Snooze) -> Result<Outcome<()>> {
        let (table, of) = self.events()?;
        let until = snooze.until(self.now());
        let Some(field) = of.field_by_role(FieldRole::SnoozedUntil) else {
            return self.move_event(event, until.date(), Some(until.time()));
        };
        let mut entries = vec![(field.id, Some(Value::DateTime(until)))];
        let item = self.agenda_item(event, self.language())?;
        if let Some(item) = item.filter(|item| item.day < until.date()) {
            entries.extend(when(&of, until.date(), item.time.filter(|time| *time >= until.time())));
        }
        self.edit_fields(table, event, &entries)
    }

    /// Moves an event to another day and time; a reminder that was put off goes with it.
    ///
    /// # Errors
    /// Where there is no such event.
    pub fn move_event(&self, event: RecordId, day: NaiveDate, time: Option<NaiveTime>) -> Result<Outcome<()>> {
        let (table, of) = self.events()?;
        let mut entries = when(&of, day, time);
        entries.extend(of.field_by_role(FieldRole::SnoozedUntil).map(|field| (field.id, None)));
        self.edit_fields(table, event, &entries)
    }

    /// What a line plans: day and time by its words, the client and the kind of event by what the base knows.
    ///
    /// # Errors
    /// Of the disk.
    pub fn read_plan(&self, line: &str, language: Language) -> Result<LinePlan> {
        let today = self.today();
        let read = quick_plan::read(line, today);
        let kinds = self.event_choices(FieldRole::EventType, language)?;
        let kind = kinds.into_iter().find(|kind| quick_plan::speaks_of(&read.title, &kind.label));
        let client = self.client_of(&read.title)?;
        let event = NewEvent {
            title: read.title,
            day: read.day.unwrap_or(today),
            time: read.time,
            client: client.as_ref().and_then(|(link, _)| *link),
            person: None,
            kind: kind.as_ref().map(|kind| kind.value.clone()),
        };
        let (client, kind) = (client.map(|(_, name)| name), kind.map(|kind| kind.label));
        Ok(LinePlan { event, client: client.unwrap_or_default(), kind: kind.unwrap_or_default() })
    }

    /// The client whose name the words of a line say, in whatever case: by the longest run of words, then the shortest name.
    /// Where several are named just as well nobody is chosen: the words say how many and who, so that the line can say it better.
    fn client_of(&self, line: &str) -> Result<Option<(Option<Link>, String)>> {
        let Some(table) = self.with_schema(|schema| Some(schema.table_by_role(TableRole::Client)?.info.id)) else {
            return Ok(None);
        };
        let stems = quick_plan::stems(line);
        for length in (1..=stems.len().min(3)).rev() {
            for run in stems.windows(length) {
                if length == 1 && run[0].chars().count() < 4 {
                    continue;
                }
                let mut best: Option<(usize, Link, String)> = None;
                let mut as_good: Vec<(Link, String)> = Vec::new();
                let mut named = 0;
                let numbers = self.find(table, &run.join(" "), Some(20))?;
                for row in self.rows(table, &numbers, &[], self.language())? {
                    let title = self.title(table, row.id, self.language())?;
                    let words = quick_plan::stems(&title);
                    let is_named = run.iter().all(|stem| words.contains(stem));
                    named += usize::from(is_named);
                    let least = best.as_ref().map(|(count, ..)| *count);
                    let said = words.iter().filter(|word| run.contains(word) || !is_form(word)).count();
                    if is_named && least == Some(said) {
                        as_good.push((Link { table, record: row.id }, title));
                    } else if is_named && least.is_none_or(|least| said < least) {
                        as_good = vec![(Link { table, record: row.id }, title.clone())];
                        best = Some((said, Link { table, record: row.id }, title));
                    }
                }
                // One word that several share says nobody.
                if let Some((_, link, title)) = best.filter(|_| length > 1 || named == 1) {
                    if as_good.len() > 1 {
                        // "MB" or "UAB" in the line tells them apart.
                        let forms = forms_of(line);
                        let told: Vec<_> = as_good
                            .iter()
                            .filter(|(_, name)| forms_of(name).iter().any(|form| forms.contains(form)))
                            .collect();
                        if let [(link, name)] = told[..] {
                            return Ok(Some((Some(*link), name.clone())));
                        }
                        let words = self.language().pick("kuris", "which");
                        let names: Vec<&str> = as_good.iter().map(|(_, name)| name.as_str()).collect();
                        return Ok(Some((None, format!("{words}: {}?", names.join(", ")))));
                    }
                    return Ok(Some((Some(link), title)));
                }
            }
        }
        Ok(None)
    }

    /// The fields of a new event on a day, for its card.
    pub fn event_preset(&self, day: NaiveDate, time: Option<NaiveTime>) -> Option<(TableId, Vec<Entry>)> {
        let (table, of) = self.events().ok()?;
        Some((table, when(&of, day, time)))
    }
}

/// The words of a text that only say what sort of body somebody is.
fn forms_of(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).map(model::value::fold);
    words.filter(|word| is_form(word)).collect()
}

/// Whether a word of a name only says what sort of body it is.
fn is_form(word: &str) -> bool {
    matches!(word, "uab" | "ab" | "mb" | "ii" | "vsi" | "zub" | "vi" | "tub" | "kb" | "llc" | "ltd")
}

fn when(of: &Table, day: NaiveDate, time: Option<NaiveTime>) -> Vec<Entry> {
    let Some(date) = of.field_by_role(FieldRole::Date) else { return Vec::new() };
    if date.kind == FieldKind::DateTime {
        return vec![(date.id, Some(Value::DateTime(day.and_time(time.unwrap_or_default()))))];
    }
    let mut entries = vec![(date.id, Some(Value::Date(day)))];
    entries.extend(of.field_by_role(FieldRole::Time).map(|field| (field.id, time.map(Value::Time))));
    entries
}

fn plan(tx: &mut Transaction<'_, '_>, of: &Table, event: &NewEvent) -> Result<RecordId> {
    let mut entries = when(of, event.day, event.time);
    let title = event.title.trim();
    if title.is_empty() {
        return Err(refused("Parašykite, ką suplanuoti.", "Write what is to be planned."));
    }
    entries.push((of.info.title, Some(Value::Text(title.to_owned()))));
    if let (Some(field), Some(client)) = (of.field_by_role(FieldRole::Client), event.client) {
        entries.push((field.id, Some(Value::Links(vec![client]))));
    }
    if let (Some(field), Some(kind)) = (of.field_by_role(FieldRole::EventType), event.kind.clone()) {
        entries.push((field.id, Some(kind)));
    }
    let assignee = of.field_by_role(FieldRole::Assignee).filter(|field| matches!(field.kind, FieldKind::Link { .. }));
    if let (Some(field), Some(person)) = (assignee, event.person)
        && let Some(users) = due::users(tx.schema())
    {
        entries.push((field.id, Some(Value::link(users.info.id, person))));
    }
    tx.add(of.info.id, &entries)
}
