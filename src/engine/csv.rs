//! Lists as CSV.

use exchange::{ExchangeError, csv::write_rows};
use std::io::{self, Write};

/// Writes rows as CSV: UTF-8, commas, CRLF, cells that would start a formula neutralised.
///
/// # Errors
/// Where they cannot be written.
pub fn write_csv(out: &mut dyn Write, rows: &[Vec<String>]) -> io::Result<()> {
    let Some((first, others)) = rows.split_first() else { return Ok(()) };
    write_rows(out, first, others).map_err(|error| match error {
        ExchangeError::Io(error) => error,
        other => io::Error::other(other),
    })
}
