//! Lists for other programs: rows of typed cells -> workbook, CSV, web page, plain text.
//!
//! Persons are written by [`crate::people::write_card`]. Start reading at [`Grid`].

mod csv;
mod html;
mod text;
mod xlsx;

use crate::ExchangeError;
use std::{borrow::Cow, io::Write};

pub use csv::CsvTable;
pub use html::HtmlPage;
pub use text::PlainText;
pub use xlsx::Workbook;

/// What a column holds, for its looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ColumnKind {
    /// Words.
    #[default]
    Text,
    /// Numbers with so many decimals; `None`: as many as each has.
    Number(Option<u8>),
    /// Amounts of money with two decimals.
    Money,
    /// Days.
    Date,
    /// Days with a time.
    DateTime,
}

/// The heading of a column.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Heading {
    /// Its words.
    pub label: String,
    /// What stands under it.
    pub kind: ColumnKind,
}

/// A cell on its way out: how people see it, and what it is.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct OutCell {
    /// As people see it.
    pub text: String,
    /// What it is, where a workbook has a kind of its own for it.
    pub value: OutValue,
}

impl OutCell {
    /// `text` of this cell so that no program takes it for a formula. A number is none, however its sign of decimals looks.
    fn harmless<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.value {
            OutValue::Number(_) => Cow::Borrowed(text),
            _ => crate::csv::neutralise(text),
        }
    }
}

/// What a workbook has a kind of its own for.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub enum OutValue {
    /// The text alone.
    #[default]
    Text,
    /// A number.
    Number(f64),
    /// Days since 1899-12-30, with the time as a fraction, as spreadsheets count.
    Serial(f64),
    /// Yes or no.
    YesNo(bool),
}

/// Something that takes a list row by row.
pub trait Grid {
    /// Takes the next row, one cell for each heading.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn row(&mut self, cells: &[OutCell]) -> Result<(), ExchangeError>;

    /// Ends the file.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn finish(self: Box<Self>, out: &mut dyn Write) -> Result<(), ExchangeError>;
}

#[cfg(test)]
mod harmless;
#[cfg(test)]
mod tests;
