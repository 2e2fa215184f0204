//! Two thousand damaged files of each format: whatever stands in a file, it is read or refused, soon and in little memory.

use crate::{
    made::package,
    workbooks::{old_workbook, open_workbook},
};
use exchange::{
    ExchangeError, book,
    csv::{self, for_each_row},
    export::{ColumnKind, Grid as _, Heading, OutCell, OutValue, Workbook},
    people, table,
};
use std::{
    fs,
    io::{Cursor, Read as _},
    path::Path,
    time::{Duration, Instant},
};
use zip::ZipArchive;

/// Mutations of a small file; of one that takes longer, as many as there is time for.
const MUTATIONS: u64 = 2000;
/// Time for the mutations of one file.
const TIME: Duration = Duration::from_secs(4);
/// Time for one file.
const LONGEST: Duration = Duration::from_secs(2);
/// Memory of all this.
const MOST_KIB: u64 = 512 << 10;

/// The same numbers at each run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// One to four damages.
fn damage(bytes: &mut Vec<u8>, numbers: &mut Numbers) {
    for _ in 0..=numbers.below(4) {
        if bytes.is_empty() {
            return;
        }
        let at = numbers.below(bytes.len());
        let length = numbers.below(64).min(bytes.len() - at);
        match numbers.below(8) {
            0 => bytes[at] ^= 1 << numbers.below(8),
            1 => bytes[at] = numbers.next() as u8,
            2 => drop(bytes.drain(at..at + length)),
            3 => {
                let copy = bytes[at..at + length].to_vec();
                let to = numbers.below(bytes.len());
                bytes.splice(to..to, copy);
            }
            4 => bytes.truncate(at),
            5 => {
                let number = [0u32, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF][numbers.below(6)];
                let end = (at + 4).min(bytes.len());
                bytes[at..end].copy_from_slice(&number.to_le_bytes()[..end - at]);
            }
            6 => {
                let digits = bytes[at..].iter().position(u8::is_ascii_digit).map(|digit| at + digit);
                let grown = [b"99999999999".as_slice(), b"-1", b"1e308", b"0"][numbers.below(4)];
                digits.into_iter().for_each(|at| drop(bytes.splice(at..=at, grown.iter().copied())));
            }
            _ => {
                let marks = [b"\"".as_slice(), b"<", b">", b"\0", b"\r\n", b"\xFF\xFE", b"&#x110000;", b";", b"=\r\n"];
                bytes.splice(at..at, marks[numbers.below(marks.len())].iter().copied());
            }
        }
    }
}

/// One file of a package damaged, and the package made anew: what is packed would else only fail its checksum.
fn damage_within(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let chosen = numbers.below(archive.len());
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut contents = Vec::new();
        file.read_to_end(&mut contents).unwrap();
        if at == chosen {
            damage(&mut contents, numbers);
        }
        files.push((file.name().unwrap().into_owned(), contents));
    }
    package(files.iter().map(|(name, contents)| (name.as_str(), contents.as_slice())), false)
}

fn try_all(name: &str, corpus: &[u8], read: &dyn Fn(&[u8]) -> bool) {
    assert!(read(corpus), "{name}: the whole file is read");
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15 ^ corpus.len() as u64);
    let (begun, is_package) = (Instant::now(), corpus.starts_with(b"PK"));
    let (mut tried, mut was_read) = (0, 0);
    while tried < MUTATIONS && begun.elapsed() < TIME {
        let mut bytes = corpus.to_vec();
        if is_package && tried % 4 != 0 {
            bytes = damage_within(corpus, &mut numbers);
        } else {
            damage(&mut bytes, &mut numbers);
        }
        let begun = Instant::now();
        was_read += u64::from(read(&bytes));
        assert!(begun.elapsed() < LONGEST, "{name}, {tried}: {:?}", begun.elapsed());
        tried += 1;
    }
    println!("{name}: {tried} damaged, {was_read} of them read, {:?}", begun.elapsed());
    let peak = peak_kib();
    assert!(peak < MOST_KIB, "{name}: {peak} KiB");
}

/// The most memory this process has had; only Linux says so in a file.
fn peak_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

fn reads_book(bytes: &[u8]) -> bool {
    let Ok(read) = book::read(bytes, None) else { return false };
    let mut filled = Vec::new();
    let rows = read.sheet.rows.for_each(&mut |_, cells| {
        filled.push(table::filled(cells));
        Ok::<(), ExchangeError>(())
    });
    filled.truncate(table::FIRST_ROWS);
    rows.is_ok() && table::heading(&filled) <= filled.len()
}

fn reads_text(bytes: &[u8]) -> bool {
    let (mut headings, mut program) = (Vec::new(), None);
    for_each_row(bytes, &csv::sniff(bytes), &mut |number, cells| {
        let cells: Vec<String> = cells.iter().map(|cell| csv::restore(cell).into_owned()).collect();
        if number == 1 {
            program = people::program(cells.iter().map(String::as_str));
            headings = cells;
        } else if let Some(program) = program {
            people::table(1, &[(number, program.person(&headings, &cells))])?;
        }
        Ok::<(), ExchangeError>(())
    })
    .is_ok()
}

fn reads_cards(bytes: &[u8]) -> bool {
    let Ok(cards) = people::read_cards(bytes) else { return false };
    let cards: Vec<_> = cards.into_iter().enumerate().map(|(at, card)| (at as u64, card)).collect();
    people::table(0, &cards).is_ok()
}

fn golden(name: &str) -> Vec<u8> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/data");
    fs::read(data.join(name)).unwrap()
}

/// The start of a golden file, so that its mutations are many.
fn start(name: &str, bytes: usize) -> Vec<u8> {
    let mut start = golden(name);
    start.truncate(bytes);
    start
}

fn new_workbook() -> Vec<u8> {
    let heading = |label: &str, kind| Heading { label: label.to_owned(), kind };
    let headings = [heading("Pavadinimas", ColumnKind::Text), heading("Suma", ColumnKind::Money)];
    let mut workbook = Box::new(Workbook::new("Klientai", &headings).unwrap());
    let cell = |text: &str, value| OutCell { text: text.to_owned(), value };
    workbook.row(&[cell("UAB „Ąžuolas“", OutValue::Text), cell("12,50", OutValue::Number(12.5))]).unwrap();
    let mut bytes = Vec::new();
    workbook.finish(&mut bytes).unwrap();
    bytes
}

#[test]
fn damaged_workbooks_of_excel_are_read_or_refused() {
    try_all("xlsx", &new_workbook(), &reads_book);
    try_all("price-list.xlsx", &golden("price-list.xlsx"), &reads_book);
}

#[test]
fn damaged_workbooks_of_old_excel_and_opendocument_are_read_or_refused() {
    try_all("xls", &old_workbook(), &reads_book);
    try_all("ods", &open_workbook(), &reads_book);
}

#[test]
fn damaged_texts_are_read_or_refused() {
    for name in ["clients-excel-lt.csv", "clients-messy.csv", "contacts-google.csv", "contacts-outlook.csv"] {
        try_all(name, &start(name, 16 << 10), &reads_text);
    }
    let wide: Vec<u8> = "\u{feff}Vardas\tSuma\r\nOna\t12,50\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    try_all("UTF-16", &wide, &reads_text);
}

#[test]
fn damaged_cards_are_read_or_refused() {
    try_all("contacts.vcf", &start("contacts.vcf", 4 << 10), &reads_cards);
}
