//! Small workbooks made byte by byte, as the programs of their time write them.

use std::io::{Cursor, Write as _};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A cell of an old workbook.
pub enum Cell {
    /// A text of the table of texts.
    Text(&'static str),
    /// A number.
    Number(f64),
    /// A number of days, shown as a date.
    Date(f64),
    /// Yes or no.
    YesNo(bool),
    /// Nothing.
    Empty,
}

/// A package of files; `packed`: deflated, else as they are.
pub fn package<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>, packed: bool) -> Vec<u8> {
    let method = if packed { CompressionMethod::Deflated } else { CompressionMethod::Stored };
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A spreadsheet of OpenDocument with these tables.
pub fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>{tables}\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let files: [(&str, &[u8]); 3] = [
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
    ];
    package(files, true)
}

/// A workbook of Excel 97 with one sheet.
pub fn xls(sheet: &str, rows: &[Vec<Cell>]) -> Vec<u8> {
    compound("Workbook", &book(sheet, rows))
}

/// Styles: the first for everything, the second for dates.
const PLAIN: u16 = 0;
const DATE: u16 = 1;

fn book(sheet: &str, rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut texts: Vec<&str> = Vec::new();
    let mut cells = Vec::new();
    for (row, line) in (0u16..).zip(rows) {
        for (column, cell) in (0u16..).zip(line) {
            let at = |style: u16| [row, column, style].map(u16::to_le_bytes).concat();
            match cell {
                Cell::Text(text) => {
                    cells.extend(record(0x00FD, &[at(PLAIN), (texts.len() as u32).to_le_bytes().to_vec()].concat()));
                    texts.push(text);
                }
                Cell::Number(number) => {
                    cells.extend(record(0x0203, &[at(PLAIN), number.to_le_bytes().to_vec()].concat()));
                }
                Cell::Date(days) => {
                    cells.extend(record(0x0203, &[at(DATE), days.to_le_bytes().to_vec()].concat()));
                }
                Cell::YesNo(yes) => cells.extend(record(0x0205, &[at(PLAIN), vec![u8::from(*yes), 0]].concat())),
                Cell::Empty => {}
            }
        }
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default() as u16;
    let begin = |what: u16| record(0x0809, &[0x0600, what, 0x0DBB, 0x07CC, 0, 0, 6, 0].map(u16::to_le_bytes).concat());
    let style = |format: u16| {
        let mut style = [0, format].map(u16::to_le_bytes).concat();
        style.resize(20, 0);
        record(0x00E0, &style)
    };
    let mut shared = [texts.len() as u32; 2].map(u32::to_le_bytes).concat();
    texts.iter().for_each(|text| shared.extend(wide(text, &(text.encode_utf16().count() as u16).to_le_bytes())));
    let name = wide(sheet, &[sheet.encode_utf16().count() as u8]);
    let mut globals = begin(0x0005);
    globals.extend(record(0x0042, &1200u16.to_le_bytes()));
    // 14 is the format of dates that every Excel knows.
    globals.extend([style(0), style(14)].concat());
    let behind = [record(0x00FC, &shared), record(0x000A, &[])].concat();
    let of_sheet = globals.len() + 4 + 6 + name.len() + behind.len();
    globals.extend(record(0x0085, &[(of_sheet as u32).to_le_bytes().to_vec(), vec![0, 0], name].concat()));
    globals.extend(behind);
    let size = [[0, rows.len() as u32].map(u32::to_le_bytes).concat(), [0, columns, 0].map(u16::to_le_bytes).concat()];
    [globals, begin(0x0010), record(0x0200, &size.concat()), cells, record(0x000A, &[])].concat()
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
}

/// A text of two bytes a letter behind its length.
fn wide(text: &str, length: &[u8]) -> Vec<u8> {
    let letters = text.encode_utf16().flat_map(u16::to_le_bytes);
    length.iter().copied().chain([1]).chain(letters).collect()
}

const SECTOR: usize = 512;
const LAST: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;

/// A compound file with one file in it: its header, the table of sectors, the directory, and the file.
fn compound(name: &str, file: &[u8]) -> Vec<u8> {
    let mut contents = file.to_vec();
    // Smaller ones would be kept elsewhere.
    contents.resize(contents.len().max(4096).next_multiple_of(SECTOR), 0);
    let sectors = (contents.len() / SECTOR) as u32;
    let mut table = vec![0xFFFF_FFFD, LAST];
    table.extend((0..sectors).map(|at| if at + 1 == sectors { LAST } else { at + 3 }));
    assert!(table.len() <= SECTOR / 4, "a small workbook");
    table.resize(SECTOR / 4, FREE);
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(24, 0);
    bytes.extend([0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0].map(u16::to_le_bytes).concat());
    bytes.extend([0, 1, 1, 0, 4096, LAST, 0, LAST, 0, 0].map(u32::to_le_bytes).concat());
    bytes.resize(SECTOR, 0xFF);
    bytes.extend(table.into_iter().flat_map(u32::to_le_bytes));
    let entry = |name: &str, kind: u8, child: u32, start: u32, size: u32| {
        let mut entry: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        let length = if name.is_empty() { 0 } else { entry.len() as u16 };
        entry.resize(64, 0);
        entry.extend(length.to_le_bytes());
        entry.extend([kind, 1]);
        entry.extend([FREE, FREE, child].map(u32::to_le_bytes).concat());
        entry.resize(116, 0);
        entry.extend([start, size, 0].map(u32::to_le_bytes).concat());
        entry
    };
    bytes.extend(entry("Root Entry", 5, 1, LAST, 0));
    bytes.extend(entry(name, 2, FREE, 2, contents.len() as u32));
    bytes.extend([entry("", 0, FREE, 0, 0), entry("", 0, FREE, 0, 0)].concat());
    bytes.extend(contents);
    bytes
}
