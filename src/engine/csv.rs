//! Lists as CSV.

use crate::Result;
use std::io::Write;

/// Writes rows as CSV: UTF-8, commas, CRLF, cells that would start a formula neutralised.
///
/// # Errors
/// Where they cannot be written.
pub fn write_csv(out: &mut dyn Write, heading: &[String], rows: &[Vec<String>]) -> Result<()> {
    Ok(exchange::csv::write_rows(out, heading, rows)?)
}
