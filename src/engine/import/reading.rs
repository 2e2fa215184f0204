//! What kind of file is imported, and its rows: text is read from the file again, all else is held.

use super::Source;
use crate::Result;
use exchange::{
    ExchangeError, Rows, book,
    csv::{self, Cells, Dialect},
    people, table,
};
use model::schema::{FieldRole, Table};
use std::io::Read;

/// Bytes of a workbook or of vCards beyond which they are refused.
const MOST_BYTES: u64 = 200 << 20;
/// Bytes by which a file is recognised.
const START: u64 = 256;

/// The rows of a file, however it is written.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// How a text file is written.
    pub dialect: Option<Dialect>,
    /// The sheets of a workbook, and the one that is read.
    pub sheets: Vec<String>,
    pub sheet: String,
    /// The number of the heading.
    pub heading: u64,
    /// Cells come from a text file, in which those that would start a formula were made harmless.
    pub neutralised: bool,
    /// Persons: what has no field of its own is a note about them.
    pub is_people: bool,
    rows: Option<Rows>,
}

impl Reading {
    /// Recognises a file by its contents. `sheet`: the sheet of a workbook, or the one with most in it.
    pub fn of(source: &dyn Source, of: &Table, sheet: Option<&str>) -> Result<Reading> {
        let mut start = Vec::new();
        let mut file = source.open()?;
        file.by_ref().take(START).read_to_end(&mut start).map_err(ExchangeError::Read)?;
        if start.starts_with(b"PK") || start.starts_with(b"\xD0\xCF\x11\xE0") {
            return workbook(&whole(start, &mut *file)?, of, sheet);
        }
        if people::is_card(&start) {
            let cards = people::read_cards(&whole(start, &mut *file)?)?;
            let numbered: Vec<_> = cards.into_iter().enumerate().map(|(at, card)| (at as u64 + 1, card)).collect();
            let rows = people::table(0, &numbered)?;
            return Ok(Reading { rows: Some(rows), is_people: true, ..Reading::empty() });
        }
        drop(file);
        text(source)
    }

    fn empty() -> Reading {
        Reading {
            dialect: None,
            sheets: Vec::new(),
            sheet: String::new(),
            heading: 0,
            neutralised: false,
            is_people: false,
            rows: None,
        }
    }

    /// Calls `row` for the heading and each row behind it. Returns the row whose quotes are not closed.
    pub fn for_each<E: From<ExchangeError> + From<crate::EngineError>>(
        &self,
        source: &dyn Source,
        row: &mut dyn FnMut(u64, &Cells<'_>) -> std::result::Result<(), E>,
    ) -> std::result::Result<Option<u64>, E> {
        let mut behind = |number, cells: &Cells<'_>| if number < self.heading { Ok(()) } else { row(number, cells) };
        match (&self.rows, &self.dialect) {
            (Some(rows), _) => rows.for_each(&mut behind).map(|()| None),
            (None, Some(dialect)) => csv::for_each_row_from(&mut *source.open()?, dialect, &mut behind),
            (None, None) => Ok(None),
        }
    }
}

fn whole(mut bytes: Vec<u8>, file: &mut dyn Read) -> Result<Vec<u8>> {
    file.take(MOST_BYTES).read_to_end(&mut bytes).map_err(ExchangeError::Read)?;
    if bytes.len() as u64 > MOST_BYTES { Err(ExchangeError::TooLarge.into()) } else { Ok(bytes) }
}

fn workbook(bytes: &[u8], of: &Table, wanted: Option<&str>) -> Result<Reading> {
    let book = book::read(bytes, wanted)?;
    let (mut numbers, mut filled) = (Vec::new(), Vec::new());
    book.sheet.rows.for_each(&mut |number, cells| {
        if numbers.len() < table::FIRST_ROWS {
            numbers.push(number);
            filled.push(table::filled(cells));
        }
        Ok::<(), ExchangeError>(())
    })?;
    let heading = numbers.get(table::heading(&filled)).copied().unwrap_or_default();
    let has_prices = of.field_by_role(FieldRole::Price).is_some();
    let grouped = if has_prices { table::without_category_rows(&book.sheet, heading)? } else { None };
    let rows = grouped.unwrap_or(book.sheet.rows);
    Ok(Reading { sheets: book.sheets, sheet: book.sheet.name, heading, rows: Some(rows), ..Reading::empty() })
}

fn text(source: &dyn Source) -> Result<Reading> {
    let dialect = csv::sniff_from(&mut *source.open()?)?;
    let mut program = None;
    let (mut headings, mut persons) = (Vec::new(), Vec::new());
    let ended = csv::for_each_row_from(&mut *source.open()?, &dialect, &mut |number, cells| {
        if number == 1 {
            program = people::program(cells.iter());
            headings = cells.iter().map(str::to_owned).collect();
        }
        // Nothing more is to be known of other files.
        let Some(program) = program else { return Err(crate::EngineError::Cancelled) };
        if number > 1 && table::filled(cells) > 0 {
            let restored: Vec<String> = cells.iter().map(|cell| csv::restore(cell).into_owned()).collect();
            persons.push((number, program.person(&headings, &restored)));
        }
        Ok(())
    });
    match (ended, program) {
        (Err(crate::EngineError::Cancelled), None) | (Ok(_), None) => {
            Ok(Reading { dialect: Some(dialect), heading: 1, neutralised: true, ..Reading::empty() })
        }
        (Err(error), _) => Err(error),
        (Ok(_), Some(_)) => {
            let rows = people::table(1, &persons)?;
            Ok(Reading { dialect: Some(dialect), heading: 1, rows: Some(rows), is_people: true, ..Reading::empty() })
        }
    }
}
