//! Cells that come one by one, into rows.

use super::Sheet;
use crate::{ExchangeError, csv::MAX_COLUMNS};

/// So many merged cells are looked at; beyond it a sheet is no table.
const MOST_MERGES: usize = 100_000;

/// A merged cell: its first and last row and column, from 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merge {
    pub rows: (u32, u32),
    pub columns: (u32, u32),
}

/// Gathers the cells of one sheet, row after row.
pub(super) struct Gather {
    sheet: Sheet,
    merges: Vec<Merge>,
    /// The next merge whose first row was not reached yet.
    next: usize,
    /// Merges over several rows that reach into what follows, with the text of their first cell.
    open: Vec<(Merge, String)>,
    row: u32,
    cells: Vec<String>,
    all_bold: bool,
}

impl Gather {
    pub fn new(name: &str, hidden: bool, mut merges: Vec<Merge>) -> Gather {
        merges.truncate(MOST_MERGES);
        merges.sort_by_key(|merge| (merge.rows.0, merge.columns.0));
        let sheet = Sheet { name: name.to_owned(), hidden, ..Sheet::default() };
        Gather { sheet, merges, next: 0, open: Vec::new(), row: 0, cells: Vec::new(), all_bold: true }
    }

    /// Takes a merged cell; they come in the order of their rows, before the row they begin in is over.
    pub fn merge(&mut self, merge: Merge) {
        if self.merges.len() < MOST_MERGES {
            self.merges.push(merge);
        }
    }

    /// Takes a cell by its row and column, from 0.
    pub fn cell(&mut self, row: u32, column: u32, text: &str, bold: bool) -> Result<(), ExchangeError> {
        if text.is_empty() {
            return Ok(());
        }
        if row != self.row {
            self.end_row()?;
            self.row = row;
        }
        let column = column as usize;
        if column >= MAX_COLUMNS {
            return Err(ExchangeError::TooManyColumns { row: u64::from(row) + 1 });
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text.to_owned();
        self.all_bold &= bold;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ExchangeError> {
        if !self.cells.is_empty() {
            self.take_row()?;
        }
        self.cells.clear();
        self.all_bold = true;
        Ok(())
    }

    fn take_row(&mut self) -> Result<(), ExchangeError> {
        let (row, number) = (self.row, u64::from(self.row) + 1);
        let filled = self.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        self.sheet.filled += filled as u64;
        let mut strong = self.all_bold;
        while let Some(merge) = self.merges.get(self.next).copied().filter(|merge| merge.rows.0 <= row) {
            self.next += 1;
            let text = self.cells.get(merge.columns.0 as usize).cloned().unwrap_or_default();
            if merge.rows.0 != row || text.is_empty() {
                continue;
            }
            strong |= filled == 1 && merge.columns.1 > merge.columns.0;
            if merge.rows.1 > row {
                self.open.push((merge, text));
            }
        }
        self.open.retain(|(merge, _)| merge.rows.1 >= row);
        for (merge, text) in &self.open {
            let column = merge.columns.0 as usize;
            if merge.rows.0 < row && column < MAX_COLUMNS {
                if self.cells.len() <= column {
                    self.cells.resize(column + 1, String::new());
                }
                if self.cells[column].is_empty() {
                    self.cells[column].clone_from(text);
                }
            }
        }
        if strong {
            self.sheet.strong.insert(number);
        }
        self.sheet.rows.push(number, &self.cells)
    }

    pub fn finish(mut self) -> Result<Sheet, ExchangeError> {
        self.end_row()?;
        Ok(self.sheet)
    }
}
