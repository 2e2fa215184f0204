//! Names on the command line: tables, fields, records, moments.

use crate::Failure;
use chrono::{Local, NaiveDate, NaiveDateTime, TimeDelta, TimeZone as _};
use engine::{Engine, EngineError};
use model::{
    ids::{FieldId, RecordId, TableId},
    language::Language,
    schema::{NameError, Table},
    value::Value,
};
use std::sync::Arc;

/// An engine with its language, so that every refusal is said in it.
pub struct Base {
    pub engine: Arc<Engine>,
}

impl Base {
    pub fn fail(&self, error: impl Into<EngineError>) -> Failure {
        Failure::Engine(error.into(), self.engine.language())
    }

    pub fn keep<T>(&self, result: Result<T, EngineError>) -> Result<T, Failure> {
        result.map_err(|error| self.fail(error))
    }

    pub fn language(&self) -> Language {
        self.engine.language()
    }

    pub fn table(&self, name: &str) -> Result<Table, Failure> {
        let found = self.engine.with_schema(|schema| schema.find_table(name, self.language()).cloned());
        found.map_err(|error: NameError| self.fail(error))
    }

    pub fn field(&self, table: &Table, name: &str) -> Result<FieldId, Failure> {
        Ok(table.find_field(name, self.language()).map_err(|error| self.fail(error))?.id)
    }

    /// A record's id, whether there is one or not.
    pub fn id(&self, id: &str) -> Result<RecordId, Failure> {
        id.parse().map_err(|_| {
            Failure::Sentence(match self.language() {
                Language::Lt => format!("„{id}“ nėra įrašo numeris iš 32 šešioliktainių skaitmenų."),
                Language::En => format!("“{id}” is not an id of 32 hexadecimal digits."),
            })
        })
    }

    pub fn record(&self, table: TableId, id: &str) -> Result<RecordId, Failure> {
        let id = self.id(id)?;
        self.keep(self.engine.record(table, id))?;
        Ok(id)
    }

    /// Reads `FIELD=VALUE` words.
    pub fn values(&self, table: &Table, words: &[String]) -> Result<Vec<(FieldId, Option<Value>)>, Failure> {
        words
            .iter()
            .map(|word| {
                let (name, text) = word.split_once('=').ok_or_else(|| {
                    Failure::Sentence(match self.language() {
                        Language::Lt => format!("„{word}“: trūksta ženklo „=“ tarp lauko ir reikšmės."),
                        Language::En => format!("“{word}”: a field and its value are joined by “=”."),
                    })
                })?;
                let field = self.field(table, name)?;
                let value = self.keep(self.engine.read_text(table.info.id, field, text, self.language()))?;
                Ok((field, value))
            })
            .collect()
    }

    /// A moment of local time, in milliseconds since 1970 UTC; a day, a minute or a second means its end.
    pub fn moment(&self, text: &str) -> Result<i64, Failure> {
        let text = text.trim();
        let plain = text.replacen('T', " ", 1);
        let form = |form: &str| NaiveDateTime::parse_from_str(&plain, form).ok();
        let end = |time: NaiveDateTime, millis: i64| time.checked_add_signed(TimeDelta::milliseconds(millis));
        let time = form("%Y-%m-%d %H:%M")
            .and_then(|minute| end(minute, 59_999))
            .or_else(|| form("%Y-%m-%d %H:%M:%S").and_then(|second| end(second, 999)))
            .or_else(|| form("%Y-%m-%d %H:%M:%S%.f"))
            .or_else(|| {
                let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
                end(day.and_hms_opt(0, 0, 0)?, 24 * 60 * 60 * 1000 - 1)
            });
        time.and_then(|time| Local.from_local_datetime(&time).earliest())
            .map(|time| time.timestamp_millis())
            .ok_or_else(|| {
                Failure::Sentence(match self.language() {
                    Language::Lt => format!("„{text}“ nėra laikas; rašykite, pavyzdžiui, 2026-03-12T10:00."),
                    Language::En => format!("“{text}” is not a time; write, for example, 2026-03-12T10:00."),
                })
            })
    }
}
