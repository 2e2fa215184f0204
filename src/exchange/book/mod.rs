//! Workbooks of spreadsheets: the sheet with most in it, or the one that was named, as rows of text.
//!
//! Numbers come with a decimal point and without what binary fractions leave behind, dates as ISO, formulas by the
//! values that were stored with them. A cell merged over several rows stands in each of them.

mod biff;
mod compound;
mod gather;
mod ods;
mod texts;
mod xls;
mod xlsx;

use crate::{
    ExchangeError, Rows,
    package::{self, Package},
};
use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// A sheet of a workbook.
#[derive(Default, Debug)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its rows that hold something, by their numbers in the sheet.
    pub rows: Rows,
    /// Rows that stand out: bold throughout, or a single cell merged over several columns.
    pub strong: HashSet<u64>,
    /// Cells that hold something.
    pub(crate) filled: u64,
    /// People do not see it.
    pub(crate) hidden: bool,
}

/// A workbook with one sheet read.
#[derive(Debug)]
pub struct Book {
    /// The names of all its sheets, in their order.
    pub sheets: Vec<String>,
    /// The sheet.
    pub sheet: Sheet,
}

/// Reads a workbook: the sheet named `wanted`, or the one with most in it.
///
/// # Errors
/// Where the bytes are no workbook, are protected, damaged, unsafe to unpack or too large, or have no such sheet.
pub fn read(bytes: &[u8], wanted: Option<&str>) -> Result<Book, ExchangeError> {
    let read: fn(&[u8], Option<&str>) -> Result<Book, ExchangeError> = if compound::is_compound(bytes) {
        biff::check(bytes)?;
        xls::read
    } else {
        match package::check(bytes)? {
            Package::Xlsx => xlsx::read,
            Package::Ods => ods::read,
        }
    };
    // The libraries may stumble over files that nobody thought of.
    catch_unwind(AssertUnwindSafe(|| read(bytes, wanted)))
        .unwrap_or_else(|_| Err(ExchangeError::Damaged("the reader gave up".to_owned())))
}

/// The names to read: the wanted one, or all.
fn names_to_read(sheets: &[String], wanted: Option<&str>) -> Result<Vec<String>, ExchangeError> {
    let Some(wanted) = wanted else { return Ok(sheets.to_vec()) };
    let exact = sheets.iter().find(|name| *name == wanted);
    let found = exact.or_else(|| sheets.iter().find(|name| name.trim().to_lowercase() == wanted.trim().to_lowercase()));
    match found {
        Some(name) => Ok(vec![name.clone()]),
        None => Err(ExchangeError::NoSheet { name: wanted.to_owned(), sheets: sheets.to_vec() }),
    }
}

/// The better of two sheets: one that is seen before one that is hidden, then the one with more in it.
fn better(best: Option<Sheet>, other: Sheet) -> Option<Sheet> {
    let rank = |sheet: &Sheet| (sheet.filled > 0, !sheet.hidden, sheet.filled);
    match best {
        Some(best) if rank(&best) >= rank(&other) => Some(best),
        _ => Some(other),
    }
}

#[cfg(test)]
mod tests;
