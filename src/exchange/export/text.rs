//! A list as plain text: columns aligned by blanks, for a letter or a note.

use super::{ColumnKind, Grid, Heading, OutCell};
use crate::ExchangeError;
use std::io::Write;

/// A cell longer than this is not waited for by the others of its column.
const WIDEST: usize = 60;

/// Aligned columns.
pub struct PlainText {
    kinds: Vec<ColumnKind>,
    rows: Vec<Vec<String>>,
}

impl PlainText {
    /// Begins a text with a line of headings.
    pub fn new(headings: &[Heading]) -> PlainText {
        PlainText {
            kinds: headings.iter().map(|heading| heading.kind).collect(),
            rows: vec![headings.iter().map(|heading| heading.label.clone()).collect()],
        }
    }
}

impl Grid for PlainText {
    fn row(&mut self, cells: &[OutCell]) -> Result<(), ExchangeError> {
        // One line for each record.
        let line = |cell: &OutCell| cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.rows.push(cells.iter().map(|cell| cell.harmless(&line(cell)).into_owned()).collect());
        Ok(())
    }

    fn finish(self: Box<Self>, out: &mut dyn Write) -> Result<(), ExchangeError> {
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or_default().min(WIDEST)
        };
        let widths: Vec<usize> = (0..self.kinds.len()).map(width).collect();
        for (at, row) in self.rows.iter().enumerate() {
            let mut line = String::new();
            for ((cell, kind), width) in row.iter().zip(&self.kinds).zip(&widths) {
                match kind {
                    ColumnKind::Number(_) | ColumnKind::Money => line.push_str(&format!("{cell:>width$}  ")),
                    _ => line.push_str(&format!("{cell:<width$}  ")),
                }
            }
            writeln!(out, "{}\r", line.trim_end())?;
            if at == 0 {
                let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
                writeln!(out, "{}\r", rule.join("  "))?;
            }
        }
        Ok(())
    }
}
