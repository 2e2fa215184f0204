//! The one expression language: computed fields, filters, defaults, conditions and print forms.
//!
//! A text is read by [`parse`] into a [`Tree`], whose names [`bind`] looks up over a table, giving a typed [`Program`] that is
//! evaluated record by record against [`Records`]. The language is total: no loops, bounded in length, depth and work.
//!
//! - Operators by falling strength: `-` and `not`; `*` `/`; `+` `-`; `&` (joins texts); `=` `<>` `<` `<=` `>` `>=`; `and`;
//!   `or`. The words `ne`, `ir`, `arba`, `taip` do as well. Numbers have a decimal point; texts stand in `"` or `'`.
//! - Names are keys of fields (`vat-rate`) or labels, in brackets where they are no plain word (`[Vieneto kaina]`). A hyphen
//!   between letters belongs to the name; a minus between names needs spaces.
//! - Paths follow links (`client.name`) and links that point here (`invoices.total`, `lines.amount`); a way through several
//!   records is a list, which `sum`, `count`, `min`, `max`, `avg`, `join` and `vat` reduce. `.number` is a choice's number.
//! - `current-user()` is the person at the computer; `within(group, "Vilnius")` holds in that branch of a tree. What asks for
//!   the time, the person or a tree is never stored.
//! - An empty number counts as 0 and an empty text as `""`; what has empty operands only is empty; a comparison of a missing
//!   day or time is false, but for `=` and `<>`; division by zero is empty.
//! - Texts are compared without regard to capitals and marks, as lists sort and search them.

mod bind;
mod bind_calls;
mod bind_paths;
mod error;
mod evaluate;
mod functions;
mod lexer;
mod mentions;
mod names;
mod order;
mod parser;
mod program;
#[cfg(test)]
mod samples;
mod sentence;
#[cfg(test)]
mod tests;
mod texts;
mod tree;
mod types;

pub use bind::{bind, bind_condition};
pub use error::{FormulaError, FormulaProblem};
pub use mentions::{Mention, Named, mentions, written};
pub use names::Function;
pub use order::order;
pub use parser::parse;
pub use program::Program;
pub use sentence::{Clause, Sentence, Test};
pub use tree::Tree;
pub use types::{Sort, Type};

use crate::{
    ids::{FieldId, RecordId, TableId},
    language::Language,
    value::Value,
};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// One step from a record to others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hop {
    /// Along the link `field` of `table` to the records it points to.
    Link {
        /// Table that has the link.
        table: TableId,
        /// The link.
        field: FieldId,
    },
    /// Against the link `field` of `table`: to the records of `table` that point here.
    Back {
        /// Table that has the link.
        table: TableId,
        /// The link.
        field: FieldId,
    },
}

/// A field that a program reads, and the way to it from the program's own record.
///
/// The link fields of a way are dependencies too: of a link before its hop, of a link against its direction behind its hop
/// (the pointing record has it). So records that come to point here, go or change their aim are all noticed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dependency {
    /// The field's table.
    pub table: TableId,
    /// The field.
    pub field: FieldId,
    /// The way from the record to the field's record; empty: the record itself.
    pub path: Vec<Hop>,
}

/// Reading records while a program is evaluated.
pub trait Records {
    /// The value of a field of a record.
    fn value(&self, record: RecordId, table: TableId, field: FieldId) -> Option<Value>;
    /// Records of `table` whose `field` points to `target` (a record of `target_table`).
    fn related(&self, target: RecordId, target_table: TableId, table: TableId, field: FieldId) -> Vec<RecordId>;
    /// The local day.
    fn today(&self) -> NaiveDate;
    /// An amount in words, in the language of the look.
    fn words(&self, amount: Decimal) -> String;
    /// The name of a record for people.
    fn title(&self, table: TableId, record: RecordId) -> String;
    /// The person at this computer, as a link; `None`: nobody was named.
    fn user(&self) -> Option<Value> {
        None
    }
    /// The language in which choices, numbers and yes/no become text.
    fn language(&self) -> Language {
        Language::Lt
    }
}
