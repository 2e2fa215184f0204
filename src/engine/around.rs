//! What comes next with a record, and what was last.

use crate::{Engine, Result};
use chrono::{NaiveDate, NaiveTime};
use model::{
    ids::{RecordId, TableId},
    schema::{FieldKind, FieldRole, TableRole},
    value::Value,
};
use std::cmp::Reverse;

/// Something that happened with a record, or is planned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Nearby {
    /// Its table.
    pub table: TableId,
    /// The record.
    pub id: RecordId,
    /// Its subject.
    pub title: String,
    /// Its day.
    pub day: NaiveDate,
    /// Its time, if it has one.
    pub time: Option<NaiveTime>,
    /// It was planned for a day that is over.
    pub late: bool,
}

impl Engine {
    /// The event of a record that is to be done first, and the one that was done last.
    ///
    /// # Errors
    /// Of the disk.
    pub fn next_and_last(&self, table: TableId, id: RecordId) -> Result<(Option<Nearby>, Option<Nearby>)> {
        let today = self.today();
        self.look(self.language(), |view| {
            let Some(events) = view.schema().table_by_role(TableRole::Event) else { return Ok((None, None)) };
            let links = events.live().filter(|field| {
                matches!(&field.kind, FieldKind::Link { targets, .. } if targets.contains(&table))
                    && field.role.is_some()
            });
            let of = |role| events.field_by_role(role).map(|field| field.id);
            let (day, time, done) = (of(FieldRole::Date), of(FieldRole::Time), of(FieldRole::Done));
            let mut found: Vec<(Nearby, bool)> = Vec::new();
            for by in links {
                for event in view.back_links(events.info.id, by.id, id) {
                    let value = |field: Option<_>| view.value_of(events.info.id, event, field?);
                    let Some(day) = value(day).as_ref().and_then(Value::as_date) else { continue };
                    let is_done = value(done) == Some(Value::YesNo(true));
                    let time = match value(time) {
                        Some(Value::Time(time)) => Some(time),
                        _ => None,
                    };
                    let late = !is_done && day < today;
                    let title = String::new();
                    found.push((Nearby { table: events.info.id, id: event, title, day, time, late }, is_done));
                }
            }
            let named = |nearby: &Nearby| Nearby { title: view.title_of(nearby.table, nearby.id), ..nearby.clone() };
            let moment = |(nearby, _): &&(Nearby, bool)| (nearby.day, nearby.time);
            let next = found.iter().filter(|(_, is_done)| !is_done).min_by_key(moment);
            let last = found.iter().filter(|(_, is_done)| *is_done).min_by_key(|found| Reverse(moment(found)));
            Ok((next.map(|(next, _)| named(next)), last.map(|(last, _)| named(last))))
        })
    }
}
