//! The types of expressions.

use crate::{
    ids::TableId,
    language::Language,
    schema::{Choice, FieldKind},
};
use std::sync::Arc;

/// The type of an expression's value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Type {
    /// Yes or no.
    YesNo,
    /// A number or an amount.
    Number,
    /// A text of any kind.
    Text,
    /// A calendar day.
    Date,
    /// A day of any year.
    DayOfYear,
    /// A time of day.
    Time,
    /// A local date and time.
    DateTime,
    /// A moment of universal time.
    Instant,
    /// Chosen entries of a list.
    Choice {
        /// Whether there may be several.
        many: bool,
        /// The list.
        choices: Arc<[Choice]>,
    },
    /// Linked records.
    Record {
        /// Tables they may be of; empty: any.
        tables: Vec<TableId>,
        /// Whether there may be several.
        many: bool,
    },
    /// A picture or a file.
    File,
    /// A list of such values, one for each record of a path.
    List(Box<Type>),
}

/// A type without its details.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// Yes or no.
    YesNo,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A calendar day.
    Date,
    /// A day of any year.
    DayOfYear,
    /// A time of day.
    Time,
    /// A local date and time.
    DateTime,
    /// A moment of universal time.
    Instant,
    /// An entry of a list.
    Choice,
    /// A record.
    Record,
    /// A picture or a file.
    File,
    /// A list of values.
    List,
}

impl Sort {
    /// Its name for people, with the article in English.
    pub fn name(self, language: Language) -> &'static str {
        let (lt, en) = match self {
            Sort::YesNo => ("taip/ne reikšmė", "a yes/no value"),
            Sort::Number => ("skaičius", "a number"),
            Sort::Text => ("tekstas", "a text"),
            Sort::Date => ("data", "a date"),
            Sort::DayOfYear => ("metų diena", "a day of the year"),
            Sort::Time => ("laikas", "a time"),
            Sort::DateTime => ("data su laiku", "a date with a time"),
            Sort::Instant => ("laiko momentas", "a moment of time"),
            Sort::Choice => ("pasirinkimas", "a choice"),
            Sort::Record => ("įrašas", "a record"),
            Sort::File => ("failas", "a file"),
            Sort::List => ("sąrašas", "a list"),
        };
        language.pick(lt, en)
    }
}

impl Type {
    /// The type without its details.
    pub fn sort(&self) -> Sort {
        match self {
            Type::YesNo => Sort::YesNo,
            Type::Number => Sort::Number,
            Type::Text => Sort::Text,
            Type::Date => Sort::Date,
            Type::DayOfYear => Sort::DayOfYear,
            Type::Time => Sort::Time,
            Type::DateTime => Sort::DateTime,
            Type::Instant => Sort::Instant,
            Type::Choice { .. } => Sort::Choice,
            Type::Record { .. } => Sort::Record,
            Type::File => Sort::File,
            Type::List(_) => Sort::List,
        }
    }

    /// The type of the values of a field of this kind; `None`: they cannot be used in expressions (secrets).
    pub fn of(kind: &FieldKind) -> Option<Type> {
        Some(match kind {
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Phone
            | FieldKind::Email
            | FieldKind::Web
            | FieldKind::Iban
            | FieldKind::SeriesNumber { .. } => Type::Text,
            FieldKind::Number { .. } | FieldKind::Money { .. } => Type::Number,
            FieldKind::Date => Type::Date,
            FieldKind::DayOfYear => Type::DayOfYear,
            FieldKind::Time => Type::Time,
            FieldKind::DateTime => Type::DateTime,
            FieldKind::Instant => Type::Instant,
            FieldKind::YesNo => Type::YesNo,
            FieldKind::Choice { many, choices } => Type::Choice { many: *many, choices: choices.as_slice().into() },
            FieldKind::Link { targets, many, .. } => Type::Record { tables: targets.clone(), many: *many },
            FieldKind::PartOf { table } => Type::Record { tables: vec![*table], many: false },
            FieldKind::Picture | FieldKind::File => Type::File,
            FieldKind::Formula { result, .. } => return Type::of(result),
            FieldKind::Secret => return None,
        })
    }

    /// Whether a field of this kind can hold its values as they are.
    pub fn fits(&self, kind: &FieldKind) -> bool {
        match (self, Type::of(kind)) {
            (Type::Record { tables, many }, Some(Type::Record { tables: allowed, many: several })) => {
                let within = |table: &TableId| allowed.contains(table);
                (several || !many) && (allowed.is_empty() || !tables.is_empty() && tables.iter().all(within))
            }
            (Type::Choice { many, choices }, Some(Type::Choice { many: several, choices: allowed })) => {
                let known = |choice: &Choice| allowed.iter().any(|other| other.id == choice.id);
                (several || !many) && choices.iter().all(known)
            }
            (this, Some(other)) => *this == other,
            (_, None) => false,
        }
    }
}
