//! Files that were not made for us: those of other programs, damaged ones, and those made to do harm.

mod bombs;
mod made;
mod mutations;
mod workbooks;

use exchange::{ExchangeError, Rows};

/// The rows as lines, cells separated by bars.
fn lines(rows: &Rows) -> Vec<String> {
    let mut lines = Vec::new();
    rows.for_each(&mut |_, cells| {
        lines.push(cells.iter().collect::<Vec<_>>().join("|"));
        Ok::<(), ExchangeError>(())
    })
    .unwrap();
    lines
}
