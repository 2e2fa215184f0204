//! Rows of a table held in memory, in few bytes a cell.

use crate::{
    ExchangeError,
    csv::{Cells, MAX_CELL, MAX_COLUMNS},
};

/// Cells, empty ones too, beyond which a table is refused.
const MOST_CELLS: usize = 32 << 20;
/// Bytes of text beyond which a table is refused.
const MOST_TEXT: usize = 512 << 20;

/// Numbered rows of cells.
#[derive(Clone, Default, Debug)]
pub struct Rows {
    text: String,
    /// Where each cell ends in the text.
    ends: Vec<u32>,
    /// The number of each row and where its cells end.
    rows: Vec<(u32, u32)>,
}

impl Rows {
    /// Adds a row. `number` is what the row is called in the file, as a spreadsheet counts: from 1.
    ///
    /// # Errors
    /// Where the table, the row or a cell is too large.
    pub fn push<T: AsRef<str>>(
        &mut self,
        number: u64,
        cells: impl IntoIterator<Item = T>,
    ) -> Result<(), ExchangeError> {
        let first = self.ends.len();
        for cell in cells {
            let cell = cell.as_ref();
            if cell.len() > MAX_CELL {
                return Err(ExchangeError::CellTooLong { row: number });
            }
            if self.ends.len() - first == MAX_COLUMNS {
                return Err(ExchangeError::TooManyColumns { row: number });
            }
            if self.ends.len() == MOST_CELLS || self.text.len() + cell.len() > MOST_TEXT {
                return Err(ExchangeError::TooLarge);
            }
            self.text.push_str(cell);
            self.ends.push(self.text.len() as u32);
        }
        let number = u32::try_from(number).map_err(|_| ExchangeError::TooLarge)?;
        self.rows.push((number, self.ends.len() as u32));
        Ok(())
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Calls `row` for each row with its number and ends at its first error.
    ///
    /// # Errors
    /// Those of `row`.
    pub fn for_each<E>(&self, row: &mut dyn FnMut(u64, &Cells<'_>) -> Result<(), E>) -> Result<(), E> {
        let mut ends = Vec::new();
        let (mut cell, mut from) = (0, 0);
        for (number, last) in &self.rows {
            let of_row = &self.ends[cell..*last as usize];
            let to = of_row.last().map_or(from, |end| *end as usize);
            ends.clear();
            ends.extend(of_row.iter().map(|end| *end as usize - from));
            row(u64::from(*number), &Cells::new(&self.text[from..to], &ends))?;
            (cell, from) = (*last as usize, to);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_comes_out() {
        let mut rows = Rows::default();
        rows.push(1, ["ą", "", "b"]).unwrap();
        rows.push(2, Vec::<String>::new()).unwrap();
        rows.push(7, ["c"]).unwrap();
        let mut seen = Vec::new();
        rows.for_each(&mut |number, cells| {
            seen.push((number, cells.iter().map(str::to_owned).collect::<Vec<_>>().join("|")));
            Ok::<(), ExchangeError>(())
        })
        .unwrap();
        assert_eq!(seen, [(1, "ą||b".to_owned()), (2, String::new()), (7, "c".to_owned())]);
    }

    #[test]
    fn a_row_of_too_many_cells_is_refused() {
        let refused = Rows::default().push(3, vec![""; MAX_COLUMNS + 1]);
        assert!(matches!(refused, Err(ExchangeError::TooManyColumns { row: 3 })));
    }
}
