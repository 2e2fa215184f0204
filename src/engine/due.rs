//! What is still open: events that are not done, invoices that are not paid, birthdays. It is read once, which takes a scan
//! of their tables, and then follows the changes.

use crate::{Engine, Result};
use chrono::NaiveDate;
use model::{
    changes::Changes,
    ids::{ChoiceId, FieldId, RecordId, TableId},
    rules::reminders::Planned,
    schema::{Field, FieldKind, FieldRole, Schema, Table, TableRole},
    value::{Link, Value},
};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use std::{
    collections::{HashMap, HashSet},
    ops::ControlFlow,
};
use store::{Access, Definitions, RecordView, TableSlots};

/// An event that is not done.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct OpenEvent {
    pub planned: Planned,
    /// Who does it; empty: anybody.
    pub people: Vec<RecordId>,
}

/// An issued invoice that is not paid.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct OpenInvoice {
    pub due: NaiveDate,
    pub balance: Decimal,
}

/// The day of a birth; the year may be unknown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Born {
    pub year: Option<i32>,
    pub month: u32,
    pub day: u32,
}

/// What is open, as far as somebody asked.
#[derive(Default)]
pub(crate) struct Due {
    events: Option<HashMap<RecordId, OpenEvent>>,
    invoices: Option<HashMap<RecordId, OpenInvoice>>,
    births: Option<HashMap<Link, Born>>,
    /// Records that changed since.
    stale: HashSet<(TableId, RecordId)>,
}

impl Due {
    /// Notes what changed; it is read again when somebody asks.
    pub fn follow(&mut self, changes: &Changes) {
        if changes.structure {
            *self = Due::default();
            return;
        }
        for table in changes.tables() {
            match changes.records(table) {
                Some(ids) => self.stale.extend(ids.map(|id| (table, id))),
                None => *self = Due::default(),
            }
        }
    }

    fn catch_up(&mut self, access: &dyn Access, definitions: &Definitions) -> store::Result<()> {
        let schema = &definitions.schema;
        for (table, id) in std::mem::take(&mut self.stale) {
            let Some(of) = schema.table(table) else { continue };
            let (slots, local) = (definitions.slots(table)?, access.local(id)?);
            let (mut event, mut invoice, mut birth) = (None, None, None);
            if let Some(local) = local {
                access.view(local, &mut |record| {
                    event = read_event(of, slots, &record)?;
                    invoice = read_invoice(of, slots, &record)?;
                    birth = read_birth(of, slots, &record)?;
                    Ok(())
                })?;
            }
            if of.info.role == Some(TableRole::Event) {
                replace(self.events.as_mut(), id, event);
            }
            if of.info.role == Some(TableRole::Invoice) {
                replace(self.invoices.as_mut(), id, invoice);
            }
            if of.field_by_role(FieldRole::Birthday).is_some() {
                replace(self.births.as_mut(), Link { table, record: id }, birth);
            }
        }
        Ok(())
    }
}

fn replace<K: std::hash::Hash + Eq, V>(map: Option<&mut HashMap<K, V>>, key: K, value: Option<V>) {
    if let Some(map) = map {
        match value {
            Some(value) => map.insert(key, value),
            None => map.remove(&key),
        };
    }
}

impl Engine {
    /// The events that are not done.
    pub(crate) fn open_events<T>(&self, look: impl FnOnce(&HashMap<RecordId, OpenEvent>) -> T) -> Result<T> {
        let (reader, definitions) = (self.read()?, self.definitions());
        let mut due = self.due();
        due.catch_up(&reader, &definitions)?;
        if due.events.is_none() {
            let table = definitions.schema.table_by_role(TableRole::Event);
            due.events = Some(scan(&reader, &definitions, table, read_event)?);
        }
        Ok(look(due.events.get_or_insert_default()))
    }

    /// The issued invoices that are not paid.
    pub(crate) fn open_invoices<T>(&self, look: impl FnOnce(&HashMap<RecordId, OpenInvoice>) -> T) -> Result<T> {
        let (reader, definitions) = (self.read()?, self.definitions());
        let mut due = self.due();
        due.catch_up(&reader, &definitions)?;
        if due.invoices.is_none() {
            let table = definitions.schema.table_by_role(TableRole::Invoice);
            due.invoices = Some(scan(&reader, &definitions, table, read_invoice)?);
        }
        Ok(look(due.invoices.get_or_insert_default()))
    }

    /// All known days of birth.
    pub(crate) fn births<T>(&self, look: impl FnOnce(&HashMap<Link, Born>) -> T) -> Result<T> {
        let (reader, definitions) = (self.read()?, self.definitions());
        let mut due = self.due();
        due.catch_up(&reader, &definitions)?;
        if due.births.is_none() {
            let mut births = HashMap::new();
            for table in definitions.schema.live().filter(|table| table.field_by_role(FieldRole::Birthday).is_some()) {
                let found = scan(&reader, &definitions, Some(table), read_birth)?;
                births.extend(found.into_iter().map(|(record, born)| (Link { table: table.info.id, record }, born)));
            }
            due.births = Some(births);
        }
        Ok(look(due.births.get_or_insert_default()))
    }
}

type Read<T> = fn(&Table, &TableSlots, &RecordView<'_>) -> store::Result<Option<T>>;

fn scan<T>(
    access: &dyn Access,
    definitions: &Definitions,
    table: Option<&Table>,
    read: Read<T>,
) -> store::Result<HashMap<RecordId, T>> {
    let mut found = HashMap::new();
    let Some(table) = table else { return Ok(found) };
    let slots = definitions.slots(table.info.id)?;
    access.scan_records(definitions, table.info.id, &mut |_, record| {
        if let Some(open) = read(table, slots, &record)? {
            found.insert(record.id(), open);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

fn value(
    of: &Table,
    slots: &TableSlots,
    record: &RecordView<'_>,
    role: FieldRole,
) -> store::Result<Option<(FieldId, Value)>> {
    let Some(field) = of.field_by_role(role) else { return Ok(None) };
    let Some(slot) = slots.slot(field.id) else { return Ok(None) };
    Ok(record.slot(slot)?.map(|value| (field.id, value)))
}

fn read_event(of: &Table, slots: &TableSlots, record: &RecordView<'_>) -> store::Result<Option<OpenEvent>> {
    let get = |role| Ok::<_, store::StoreError>(value(of, slots, record, role)?.map(|(_, value)| value));
    if of.info.role != Some(TableRole::Event) || get(FieldRole::Done)? == Some(Value::YesNo(true)) {
        return Ok(None);
    }
    let (day, own_time) = match get(FieldRole::Date)? {
        Some(Value::Date(day)) => (day, None),
        Some(Value::DateTime(moment)) => (moment.date(), Some(moment.time())),
        _ => return Ok(None),
    };
    let time = match get(FieldRole::Time)? {
        Some(Value::Time(time)) => Some(time),
        _ => own_time,
    };
    let before = of.field_by_role(FieldRole::RemindBefore).zip(get(FieldRole::RemindBefore)?);
    let minutes_before = before.and_then(|(field, value)| number_of(field, &value)).and_then(|n| n.to_i64());
    let snoozed_until = match get(FieldRole::SnoozedUntil)? {
        Some(Value::DateTime(until)) => Some(until),
        _ => None,
    };
    let people = get(FieldRole::Assignee)?.iter().flat_map(Value::links).map(|link| link.record).collect();
    let planned = Planned { day, time, minutes_before: minutes_before.unwrap_or(0), snoozed_until };
    Ok(Some(OpenEvent { planned, people }))
}

/// A number, or the number that goes with a choice.
fn number_of(field: &Field, value: &Value) -> Option<Decimal> {
    match (value, &field.kind) {
        (Value::Number(number), _) => Some(*number),
        (Value::Choices(chosen), FieldKind::Choice { choices, .. }) => {
            choices.iter().find(|choice| chosen.contains(&choice.id))?.number.map(|number| number.0)
        }
        _ => None,
    }
}

fn read_invoice(of: &Table, slots: &TableSlots, record: &RecordView<'_>) -> store::Result<Option<OpenInvoice>> {
    let get = |role| Ok::<_, store::StoreError>(value(of, slots, record, role)?.map(|(_, value)| value));
    if of.info.role != Some(TableRole::Invoice) {
        return Ok(None);
    }
    let (Some(Value::Date(due)), Some(Value::Number(balance))) = (get(FieldRole::DueDate)?, get(FieldRole::Balance)?)
    else {
        return Ok(None);
    };
    let issued = of.field_by_role(FieldRole::State).and_then(|field| choice_by_key(field, "issued"));
    let is_issued = match issued {
        Some(issued) => get(FieldRole::State)?.is_some_and(|state| state.choices().contains(&issued)),
        None => true,
    };
    Ok((is_issued && balance > Decimal::ZERO).then_some(OpenInvoice { due, balance }))
}

/// The choice of a field with this key.
pub(crate) fn choice_by_key(field: &Field, key: &str) -> Option<ChoiceId> {
    match &field.kind {
        FieldKind::Choice { choices, .. } => choices.iter().find(|choice| choice.key == key).map(|choice| choice.id),
        _ => None,
    }
}

fn read_birth(of: &Table, slots: &TableSlots, record: &RecordView<'_>) -> store::Result<Option<Born>> {
    use chrono::Datelike as _;
    Ok(match value(of, slots, record, FieldRole::Birthday)? {
        Some((_, Value::Date(day))) => Some(Born { year: Some(day.year()), month: day.month(), day: day.day() }),
        Some((_, Value::DayOfYear(month, day))) => Some(Born { year: None, month: month.into(), day: day.into() }),
        _ => None,
    })
}

/// When a record was written down, by its id, in milliseconds since 1970 UTC.
pub(crate) fn written(id: RecordId) -> i64 {
    i64::try_from(id.0 >> 80).unwrap_or_default()
}

/// The people of the office, by the table of users.
pub(crate) fn users(schema: &Schema) -> Option<&Table> {
    schema.table_by_role(TableRole::User)
}
