//! A list as comma-separated values.

use super::{Grid, Heading, OutCell};
use crate::{
    ExchangeError,
    csv::{append_cell, neutralise},
};
use std::io::Write;

/// Comma-separated values under the labels of their columns: UTF-8, CRLF, words that would start a formula neutralised.
pub struct CsvTable {
    text: String,
}

impl CsvTable {
    /// Begins with the headings.
    pub fn new(headings: &[Heading]) -> CsvTable {
        let mut table = CsvTable { text: String::new() };
        table.line(headings.iter().map(|heading| neutralise(&heading.label)));
        table
    }

    fn line<T: AsRef<str>>(&mut self, cells: impl ExactSizeIterator<Item = T>) {
        let is_alone = cells.len() == 1;
        for (at, cell) in cells.enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            append_cell(&mut self.text, cell.as_ref(), is_alone);
        }
        self.text.push_str("\r\n");
    }
}

impl Grid for CsvTable {
    fn row(&mut self, cells: &[OutCell]) -> Result<(), ExchangeError> {
        self.line(cells.iter().map(|cell| cell.harmless(&cell.text)));
        Ok(())
    }

    fn finish(self: Box<Self>, out: &mut dyn Write) -> Result<(), ExchangeError> {
        Ok(out.write_all(self.text.as_bytes())?)
    }
}
