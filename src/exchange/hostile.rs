//! Files that were damaged, or made to do damage: whatever comes in, the answer is rows or a refusal, and it comes soon.

use crate::{ExchangeError, book, csv, people, samples};
use std::time::{Duration, Instant};

/// Damaged copies of each file.
const COPIES: u64 = 2_000;
/// No damaged file takes longer to be answered, though the machine be busy.
const SOON: Duration = Duration::from_secs(2);

/// Numbers that look like chance and are the same each time (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % most.max(1)
    }

    /// A copy with one to four places damaged.
    fn damage(&mut self, file: &[u8]) -> Vec<u8> {
        const TRICKS: [&[u8]; 12] = [
            b"\"",
            b"\0\0\0\0",
            b"\xFF\xFF\xFF\xFF",
            b"\r\n",
            b"999999999999",
            b"-1",
            b"<",
            b"&#x110000;",
            b"\xEF\xBB\xBF",
            b"ENCODING=QUOTED-PRINTABLE:=",
            b"END:VCARD",
            b";",
        ];
        let mut copy = file.to_vec();
        for _ in 0..=self.below(4) {
            let (at, length) = (self.below(copy.len()), self.below(40));
            let end = (at + length).min(copy.len());
            match self.below(7) {
                0 if !copy.is_empty() => copy[at] ^= 1 << self.below(8),
                1 if !copy.is_empty() => copy[at] = self.below(256) as u8,
                2 => drop(copy.drain(at..end)),
                3 => {
                    let part = copy[at..end].to_vec();
                    let to = self.below(copy.len());
                    copy.splice(to..to, part);
                }
                4 => copy.truncate(at),
                5 => drop(copy.splice(at..end, TRICKS[self.below(TRICKS.len())].iter().copied())),
                _ => drop(copy.splice(at..at, TRICKS[self.below(TRICKS.len())].iter().copied())),
            }
        }
        copy
    }
}

/// Reads damaged copies of a file, each seeded by its number, which a failure names.
fn survives(file: &[u8], read: fn(&[u8])) {
    for seed in 1..=COPIES {
        answers_soon(seed, &Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)).damage(file), read);
    }
}

/// The same for packages: half the copies are whole packages of which one file is damaged, so that more than checksums is
/// tried.
fn package_survives(bytes: &[u8]) {
    let files = samples::unpacked(bytes);
    for seed in 1..=COPIES {
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let copy = if seed % 2 == 0 {
            chance.damage(bytes)
        } else {
            let mut files = files.clone();
            let at = chance.below(files.len());
            files[at].1 = chance.damage(&files[at].1);
            samples::package(&files)
        };
        answers_soon(seed, &copy, read_book);
    }
}

fn answers_soon(seed: u64, bytes: &[u8], read: fn(&[u8])) {
    let begun = Instant::now();
    read(bytes);
    assert!(begun.elapsed() < SOON, "copy {seed} took {:?}", begun.elapsed());
}

fn read_book(bytes: &[u8]) {
    if let Ok(book) = book::read(bytes, None) {
        let walked = book.sheet.rows.for_each(&mut |_, _| Ok::<(), ExchangeError>(()));
        assert!(walked.is_ok());
    }
}

fn read_csv(bytes: &[u8]) {
    let (mut headings, mut program) = (Vec::new(), None);
    // A refusal is an answer.
    let _ = csv::for_each_row(bytes, &csv::sniff(bytes), &mut |number, cells| {
        let cells: Vec<String> = cells.iter().map(|cell| csv::restore(cell).into_owned()).collect();
        if number == 1 {
            program = people::program(cells.iter().map(String::as_str));
            headings = cells;
        } else if let Some(program) = program {
            program.person(&headings, &cells);
        }
        Ok::<(), ExchangeError>(())
    });
}

fn read_vcards(bytes: &[u8]) {
    if let Ok(persons) = people::read_cards(bytes) {
        let persons: Vec<_> = (1..).zip(persons).collect();
        // Too many columns are refused.
        let _ = people::table(1, &persons);
    }
}

/// The first bytes of a file, so that the test stays quick.
fn beginning(name: &str, most: usize) -> Vec<u8> {
    let mut bytes = samples::golden(name);
    bytes.truncate(most);
    bytes
}

#[test]
fn damaged_tables_are_answered() {
    for name in ["clients-messy.csv", "clients-excel-lt.csv"] {
        survives(&beginning(name, 3_000), read_csv);
    }
    let text = String::from_utf8_lossy(&beginning("clients-messy.csv", 1_500)).into_owned();
    let wide: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    survives(&wide, read_csv);
}

#[test]
fn damaged_contacts_are_answered() {
    survives(&beginning("contacts-google.csv", 1_200), read_csv);
    survives(&beginning("contacts-outlook.csv", 1_200), read_csv);
    survives(&beginning("contacts.vcf", 2_000), read_vcards);
}

#[test]
fn damaged_workbooks_are_answered() {
    package_survives(&samples::workbook());
}

#[test]
fn damaged_spreadsheets_are_answered() {
    package_survives(&samples::spreadsheet(samples::ROWS));
}

#[test]
fn damaged_old_workbooks_are_answered() {
    survives(&samples::golden("clients-excel97.xls"), read_book);
}

#[test]
fn a_cell_merged_or_repeated_over_the_whole_sheet_is_not_laid_out() {
    let cell = |attributes: &str| {
        let rows = format!(
            r#"<table:table-row table:number-rows-repeated="4294967295"><table:table-cell {attributes}
            office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>"#
        );
        samples::spreadsheet(&rows)
    };
    for attributes in [
        r#"table:number-rows-spanned="4294967295" table:number-columns-spanned="4294967295""#,
        r#"table:number-columns-repeated="4294967295""#,
    ] {
        let begun = Instant::now();
        read_book(&cell(attributes));
        // The debug build of a million rows; what matters is that it ends.
        assert!(begun.elapsed() < SOON * 5, "{attributes}: {:?}", begun.elapsed());
    }
}
