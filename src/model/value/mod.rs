//! What a field holds, and how it is read from text, shown, compared and checked.
//!
//! [`Value`] is one filled field; an empty field has no value at all. `parse`, `format`, `compare` and `check` are in the files
//! beside this one.

mod check;
mod codec;
mod compare;
mod days;
mod format;
mod numbers;
mod parse;
mod problem;
#[cfg(test)]
mod samples;
mod values;

pub use check::{Warning, company_code_is_valid, iban_is_valid, vat_code_is_valid, warnings};
pub use compare::{compare, fold, match_text, sort_bytes};
pub use format::{edit_text, format, format_amount, format_phone, plain, with_currency};
pub use parse::{parse, parse_on};
pub use problem::Problem;
pub use values::Values;

use crate::ids::{ChoiceId, RecordId, TableId};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// One filled field. Serialises compactly in binary formats; it is not meant for readable ones.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Value {
    /// Text, long text, phone, e-mail, web address, IBAN, series number. Never empty.
    Text(String),
    /// A number or an amount of money in the field's currency.
    Number(#[serde(with = "codec::decimal")] Decimal),
    /// A calendar day.
    Date(#[serde(with = "codec::date")] NaiveDate),
    /// A month (1-12) and a day (1-31) of any year.
    DayOfYear(u8, u8),
    /// A local time of day.
    Time(#[serde(with = "codec::time")] NaiveTime),
    /// A local date and time.
    DateTime(#[serde(with = "codec::date_time")] NaiveDateTime),
    /// Milliseconds since 1970-01-01 UTC.
    Instant(i64),
    /// Yes or no.
    YesNo(bool),
    /// Chosen entries, one where the field takes one. Never empty.
    Choices(Vec<ChoiceId>),
    /// Linked records, one where the field takes one. Never empty.
    Links(Vec<Link>),
    /// A picture or a file.
    Blob(BlobRef),
    /// Encrypted text.
    Secret(Vec<u8>),
}

/// A link to a record of a table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Link {
    /// The record's table.
    pub table: TableId,
    /// The record.
    pub record: RecordId,
}

/// A stored file, addressed by its SHA-256.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct BlobRef {
    /// SHA-256 of the contents.
    pub hash: [u8; 32],
    /// The file's own name, for people.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
}

impl Value {
    /// A link to one record.
    pub fn link(table: TableId, record: RecordId) -> Value {
        Value::Links(vec![Link { table, record }])
    }
    /// Its text, if it is a text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
    /// Its number, if it is a number.
    pub fn as_number(&self) -> Option<Decimal> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }
    /// Its day, if it is a date.
    pub fn as_date(&self) -> Option<NaiveDate> {
        match self {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }
    /// The linked records; none for other kinds.
    pub fn links(&self) -> &[Link] {
        match self {
            Value::Links(links) => links,
            _ => &[],
        }
    }
    /// The chosen entries; none for other kinds.
    pub fn choices(&self) -> &[ChoiceId] {
        match self {
            Value::Choices(choices) => choices,
            _ => &[],
        }
    }
}
