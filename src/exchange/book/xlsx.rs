//! Workbooks of Excel since 2007.

use super::{
    Book, Sheet, better,
    gather::{Gather, Merge},
    names_to_read, texts,
};
use crate::ExchangeError;
use calamine::{DataRef, Dimensions, Reader as _, SheetType, SheetVisible, Style, Xlsx, XlsxError};
use std::io::Cursor;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

pub(super) fn read(bytes: &[u8], wanted: Option<&str>) -> Result<Book, ExchangeError> {
    let mut workbook: Workbook<'_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
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
    let mut gather = Gather::new(name, hidden, merges.iter().map(merge).collect());
    let mut reader = workbook.worksheet_cells_reader(name).map_err(damaged)?;
    let styles: Vec<Look> = reader.styles().iter().map(Look::of).collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
        let (row, column) = cell.get_position();
        let look = styles.get(style);
        let text = text(cell.get_value(), look);
        gather.cell(row, column, &text, look.is_some_and(|look| look.bold))?;
    }
    gather.finish()
}

pub(super) fn merge(dimensions: &Dimensions) -> Merge {
    Merge { rows: (dimensions.start.0, dimensions.end.0), columns: (dimensions.start.1, dimensions.end.1) }
}

/// What of a cell's style matters.
struct Look {
    format: Option<String>,
    bold: bool,
}

impl Look {
    fn of(style: &Style) -> Look {
        Look {
            format: style.number_format.as_ref().map(|format| format.format_code.clone()),
            bold: style.font.as_ref().is_some_and(|font| font.is_bold()),
        }
    }
}

fn text(value: &DataRef<'_>, look: Option<&Look>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => match look.and_then(|look| look.format.as_deref()) {
            Some(format) => texts::number_in(*number, format),
            None => texts::number(*number),
        },
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(moment) => texts::moment(moment),
        DataRef::DateTimeIso(text) => texts::iso(text),
        DataRef::DurationIso(text) => texts::duration(text),
        DataRef::Error(error) => error.to_string(),
    }
}

fn damaged(error: XlsxError) -> ExchangeError {
    match error {
        XlsxError::Password => ExchangeError::Protected,
        other => ExchangeError::Damaged(other.to_string()),
    }
}
