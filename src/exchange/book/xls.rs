//! Workbooks of Excel 97 to 2003.

use super::{Book, Sheet, better, gather::Gather, names_to_read, texts, xlsx::merge};
use crate::ExchangeError;
use calamine::{Data, Reader as _, SheetType, SheetVisible, Xls, XlsError};
use std::io::Cursor;

type Workbook<'a> = Xls<Cursor<&'a [u8]>>;

pub(super) fn read(bytes: &[u8], wanted: Option<&str>) -> Result<Book, ExchangeError> {
    let mut workbook: Workbook<'_> = Xls::new(Cursor::new(bytes)).map_err(damaged)?;
    let sheets: Vec<calamine::Sheet> = workbook.sheets_metadata().to_vec();
    let tables = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names: Vec<String> = tables.map(|sheet| sheet.name.clone()).collect();
    let mut best = None;
    for name in names_to_read(&names, wanted)? {
        let hidden = sheets.iter().any(|sheet| sheet.name == name && sheet.visible != SheetVisible::Visible);
        best = better(best, sheet(&mut workbook, &name, hidden)?);
    }
    Ok(Book { sheets: names, sheet: best.unwrap_or_default() })
}

fn sheet(workbook: &mut Workbook<'_>, name: &str, hidden: bool) -> Result<Sheet, ExchangeError> {
    let merges = workbook.merge_cells_by_sheet_name(name).map_err(damaged)?;
    let range = workbook.worksheet_range(name).map_err(damaged)?;
    let mut gather = Gather::new(name, hidden, merges.iter().map(merge).collect());
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        gather.cell(first_row + row as u32, first_column + column as u32, &text(value), false)?;
    }
    gather.finish()
}

fn text(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => texts::number(*number),
        Data::String(text) => text.clone(),
        Data::Bool(yes) => yes.to_string(),
        Data::DateTime(moment) => texts::moment(moment),
        Data::DateTimeIso(text) => texts::iso(text),
        Data::DurationIso(text) => texts::duration(text),
        Data::Error(error) => error.to_string(),
    }
}

fn damaged(error: XlsError) -> ExchangeError {
    match error {
        XlsError::Password => ExchangeError::Protected,
        other => ExchangeError::Damaged(other.to_string()),
    }
}
