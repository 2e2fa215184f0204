//! Spreadsheets of OpenDocument, read piece by piece: what is repeated a million times is not laid out.

use super::{
    Book, Sheet, better,
    gather::{Gather, Merge},
    names_to_read, texts,
};
use crate::{ExchangeError, csv::MAX_COLUMNS};
use quick_xml::{
    Reader,
    escape::{resolve_predefined_entity, unescape},
    events::{BytesRef, BytesStart, Event},
};
use std::io::{BufReader, Cursor, Read};
use zip::{ZipArchive, result::ZipError};

/// Rows of the largest sheet.
const MOST_ROWS: u32 = 1 << 20;

pub(super) fn read(bytes: &[u8], wanted: Option<&str>) -> Result<Book, ExchangeError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if is_protected(&mut archive)? {
        return Err(ExchangeError::Protected);
    }
    let mut names = Vec::new();
    each_event(&mut archive, &mut |event| {
        if let Event::Start(element) = event
            && element.name().as_ref() == "table:table"
        {
            names.push(attribute(&element, "table:name").unwrap_or_default());
        }
        Ok(())
    })?;
    let chosen = names_to_read(&names, wanted)?;
    let mut reader = Tables { chosen: &chosen, best: None, table: None, depth: 0, skipped: 0, cell: None };
    each_event(&mut archive, &mut |event| reader.take(event))?;
    Ok(Book { sheets: names, sheet: reader.best.unwrap_or_default() })
}

fn is_protected(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<bool, ExchangeError> {
    let mut text = Vec::new();
    match archive.by_name("META-INF/manifest.xml") {
        Ok(mut file) => file.read_to_end(&mut text).map_err(|error| ExchangeError::Damaged(error.to_string()))?,
        Err(_) => return Ok(false),
    };
    Ok(memchr::memmem::find(&text, b"encryption-data").is_some())
}

fn each_event(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    take: &mut dyn FnMut(Event<'_>) -> Result<(), ExchangeError>,
) -> Result<(), ExchangeError> {
    let file = archive.by_name("content.xml").map_err(damaged)?;
    let mut reader = Reader::from_reader(BufReader::new(file));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => return Ok(()),
            Ok(event) => take(event)?,
            Err(error) => return Err(ExchangeError::Damaged(error.to_string())),
        }
    }
}

/// The sheet being read.
struct Table {
    gather: Gather,
    row: u32,
    repeated_row: u32,
    column: u32,
    cells: Vec<(u32, String)>,
}

/// The cell being read.
struct Cell {
    repeated: u32,
    value: Option<String>,
    text: String,
    paragraphs: u32,
    /// Within a paragraph: blanks between paragraphs are the file's own indent.
    is_open: bool,
}

struct Tables<'n> {
    chosen: &'n [String],
    best: Option<Sheet>,
    table: Option<Table>,
    /// How deep in tables: a table within a cell is part of it.
    depth: u32,
    /// How deep in what stands in a cell without being its text: notes, drawings.
    skipped: u32,
    cell: Option<Cell>,
}

impl Tables<'_> {
    fn take(&mut self, event: Event<'_>) -> Result<(), ExchangeError> {
        match event {
            Event::Start(element) => self.start(&element),
            Event::End(element) => return self.end(element.name().as_ref()),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => self.text(&resolved(&reference)),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|cell| self.skipped == 0 && cell.is_open) {
            cell.text.push_str(text);
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) {
        let count = |name: &str| attribute(element, name).and_then(|text| text.parse::<u32>().ok()).unwrap_or(1).max(1);
        match element.name().as_ref() {
            "office:annotation" | "table:shapes" | "draw:frame" => self.skipped += 1,
            "table:table" => {
                self.depth += 1;
                let name = attribute(element, "table:name").unwrap_or_default();
                if self.depth == 1 && self.chosen.contains(&name) {
                    let gather = Gather::new(&name, false, Vec::new());
                    self.table = Some(Table { gather, row: 0, repeated_row: 1, column: 0, cells: Vec::new() });
                }
            }
            "table:table-row" if self.depth == 1 => {
                if let Some(table) = &mut self.table {
                    (table.column, table.repeated_row) = (0, count("table:number-rows-repeated"));
                    table.cells.clear();
                }
            }
            "table:table-cell" | "table:covered-table-cell" if self.depth == 1 => {
                let Some(table) = &mut self.table else { return };
                let (rows, columns) = (count("table:number-rows-spanned"), count("table:number-columns-spanned"));
                if rows > 1 || columns > 1 {
                    table.gather.merge(Merge {
                        rows: (table.row, table.row.saturating_add(rows - 1)),
                        columns: (table.column, table.column.saturating_add(columns - 1)),
                    });
                }
                self.cell = Some(Cell {
                    repeated: count("table:number-columns-repeated"),
                    value: value(element),
                    text: String::new(),
                    paragraphs: 0,
                    is_open: false,
                });
            }
            name if self.skipped == 0 => {
                let Some(cell) = &mut self.cell else { return };
                match name {
                    "text:p" => {
                        (cell.paragraphs, cell.is_open) = (cell.paragraphs + 1, true);
                        if cell.paragraphs > 1 {
                            cell.text.push('\n');
                        }
                    }
                    "text:s" => (0..count("text:c").min(1000)).for_each(|_| cell.text.push(' ')),
                    "text:tab" => cell.text.push('\t'),
                    "text:line-break" => cell.text.push('\n'),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), ExchangeError> {
        match name {
            "office:annotation" | "table:shapes" | "draw:frame" => self.skipped = self.skipped.saturating_sub(1),
            "text:p" if self.skipped == 0 => {
                if let Some(cell) = &mut self.cell {
                    cell.is_open = false;
                }
            }
            "table:table-cell" | "table:covered-table-cell" if self.depth == 1 => {
                if let (Some(table), Some(cell)) = (&mut self.table, self.cell.take()) {
                    let text = cell.value.unwrap_or(cell.text);
                    if !text.is_empty() {
                        let most = (MAX_COLUMNS as u32 + 1).saturating_sub(table.column).min(cell.repeated);
                        table.cells.extend((0..most).map(|more| (table.column + more, text.clone())));
                    }
                    table.column = table.column.saturating_add(cell.repeated);
                }
            }
            "table:table-row" if self.depth == 1 => {
                let Some(table) = &mut self.table else { return Ok(()) };
                let last = table.row.saturating_add(table.repeated_row);
                if !table.cells.is_empty() {
                    for row in table.row..last.min(MOST_ROWS) {
                        for (column, text) in &table.cells {
                            table.gather.cell(row, *column, text, false)?;
                        }
                    }
                }
                table.row = last;
            }
            "table:table" => {
                self.depth = self.depth.saturating_sub(1);
                if let Some(table) = self.table.take_if(|_| self.depth == 0) {
                    self.best = better(self.best.take(), table.gather.finish()?);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// The value of a cell; `None`: its text is it.
fn value(cell: &BytesStart<'_>) -> Option<String> {
    let number = || attribute(cell, "office:value")?.parse::<f64>().ok();
    match attribute(cell, "office:value-type")?.as_str() {
        "float" | "currency" => Some(texts::number(number()?)),
        "percentage" => Some(texts::number_in(number()?, "0%")),
        "date" => Some(texts::iso(&attribute(cell, "office:date-value")?)),
        "time" => Some(texts::duration(&attribute(cell, "office:time-value")?)),
        "boolean" => attribute(cell, "office:boolean-value"),
        _ => attribute(cell, "office:string-value").filter(|text| !text.is_empty()),
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    Some(unescape(&attribute.value).ok()?.into_owned())
}

fn resolved(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(letter)) => letter.to_string(),
        _ => resolve_predefined_entity(reference).unwrap_or_default().to_owned(),
    }
}

fn damaged(error: ZipError) -> ExchangeError {
    ExchangeError::Damaged(error.to_string())
}
