//! Names on the command line: tables, fields, records, moments.

use crate::Failure;
use chrono::{Local, NaiveDate, NaiveDateTime, TimeZone as _};
use engine::{Engine, EngineError};
use model::{
    ids::{FieldId, RecordId, TableId},
    language::Language,
    schema::{NameError, Table},
    value::Value,
};

/// An engine with its language, so that every refusal is said in it.
pub struct Base {
    pub engine: Engine,
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

    /// A moment of local time, in milliseconds since 1970 UTC; a day means its end.
    pub fn moment(&self, text: &str) -> Result<i64, Failure> {
        let time = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
            .or_else(|| {
                let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
                day.succ_opt()?.and_hms_opt(0, 0, 0)
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
