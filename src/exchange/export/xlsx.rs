//! A list as a workbook: typed cells, headings that stay in sight, columns wide enough, filters.

use super::{ColumnKind, Grid, Heading, OutCell, OutValue};
use crate::ExchangeError;
use rust_xlsxwriter::{Format, FormatAlign, Workbook as Book, XlsxError};
use std::io::{self, Write};

/// Letters a column shows at least and at most.
const WIDTHS: (usize, usize) = (8, 60);
/// Letters of a cell that a workbook takes.
const LONGEST: usize = 32_767;
/// Rows of a workbook, the headings among them.
const MOST_ROWS: u32 = 1_048_576;

/// A workbook of one sheet, written row by row.
pub struct Workbook {
    book: Book,
    formats: Vec<Format>,
    widths: Vec<usize>,
    rows: u32,
}

impl Workbook {
    /// Begins a workbook whose sheet has this name.
    ///
    /// # Errors
    /// Where no temporary file can be made.
    pub fn new(title: &str, headings: &[Heading]) -> Result<Workbook, ExchangeError> {
        let mut book = Book::new();
        let sheet = book.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name(sheet_name(title)).map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        let bold = Format::new().set_bold();
        let mut formats = Vec::new();
        for (at, heading) in (0u16..).zip(headings) {
            let is_number = matches!(heading.kind, ColumnKind::Number(_) | ColumnKind::Money);
            let bold = if is_number { bold.clone().set_align(FormatAlign::Right) } else { bold.clone() };
            sheet.write_string_with_format(0, at, cut(&heading.label), &bold).map_err(failed)?;
            formats.push(match heading.kind {
                // Shown and kept as text, whatever it looks like.
                ColumnKind::Text => Format::new().set_num_format("@").set_quote_prefix(),
                ColumnKind::Money => Format::new().set_num_format("#,##0.00"),
                ColumnKind::Number(Some(0)) => Format::new().set_num_format("0"),
                ColumnKind::Number(Some(decimals)) => {
                    Format::new().set_num_format(format!("0.{}", "0".repeat(usize::from(decimals))))
                }
                ColumnKind::Number(None) => Format::new().set_num_format("General"),
                ColumnKind::Date => Format::new().set_num_format("yyyy-mm-dd"),
                ColumnKind::DateTime => Format::new().set_num_format("yyyy-mm-dd hh:mm"),
            });
        }
        let widths = headings.iter().map(|heading| heading.label.chars().count() + 2).collect();
        Ok(Workbook { book, formats, widths, rows: 1 })
    }
}

impl Grid for Workbook {
    fn row(&mut self, cells: &[OutCell]) -> Result<(), ExchangeError> {
        if self.rows >= MOST_ROWS {
            return Err(ExchangeError::TooLarge);
        }
        let text_format = Format::new().set_num_format("@").set_quote_prefix();
        let sheet = self.book.worksheet_from_index(0).map_err(failed)?;
        for (((at, cell), format), width) in (0u16..).zip(cells).zip(&self.formats).zip(&mut self.widths) {
            *width = (*width).max(cell.text.lines().map(|line| line.chars().count()).max().unwrap_or_default());
            match cell.value {
                OutValue::Number(number) | OutValue::Serial(number) => {
                    sheet.write_number_with_format(self.rows, at, number, format).map_err(failed)?;
                }
                OutValue::YesNo(yes) => {
                    sheet.write_boolean(self.rows, at, yes).map_err(failed)?;
                }
                OutValue::Text if cell.text.is_empty() => {}
                OutValue::Text => {
                    sheet.write_string_with_format(self.rows, at, cut(&cell.text), &text_format).map_err(failed)?;
                }
            }
        }
        self.rows += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>, out: &mut dyn Write) -> Result<(), ExchangeError> {
        let sheet = self.book.worksheet_from_index(0).map_err(failed)?;
        for (at, width) in (0u16..).zip(&self.widths) {
            let width = (*width).clamp(WIDTHS.0, WIDTHS.1);
            sheet.set_column_width(at, width as f64).map_err(failed)?;
        }
        if let Some(last) = u16::try_from(self.widths.len()).ok().and_then(|count| count.checked_sub(1)) {
            sheet.autofilter(0, 0, self.rows.saturating_sub(1), last).map_err(failed)?;
        }
        let bytes = self.book.save_to_buffer().map_err(failed)?;
        Ok(out.write_all(&bytes)?)
    }
}

/// At most 31 letters, none of those that a sheet's name may not have.
fn sheet_name(title: &str) -> String {
    let name: String = title.chars().filter(|letter| !"[]:*?/\\'".contains(*letter) && !letter.is_control()).collect();
    let name: String = name.trim().chars().take(31).collect();
    if name.is_empty() { "1".to_owned() } else { name }
}

/// As much of a text as a cell takes, without what XML cannot hold.
fn cut(text: &str) -> String {
    let fits = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\t' | '\r');
    let mut room = LONGEST;
    text.chars()
        .filter(fits)
        .take_while(|letter| {
            room = room.saturating_sub(letter.len_utf16());
            room > 0
        })
        .collect()
}

fn failed(error: XlsxError) -> ExchangeError {
    ExchangeError::Io(io::Error::other(error))
}
