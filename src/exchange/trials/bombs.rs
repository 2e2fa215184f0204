//! Packages made to fill the memory or the disk, as large as they are in the wild.

use crate::made::{ods, package};
use exchange::{ExchangeError, book};
use std::{
    io::{Cursor, Write as _},
    time::{Duration, Instant},
};
use zip::{ZipWriter, write::SimpleFileOptions};

const BOOK: (&str, &[u8]) = ("xl/workbook.xml", b"<workbook/>");

/// Refused as unsafe, and at once.
fn refused(bytes: &[u8]) {
    let begun = Instant::now();
    let error = book::read(bytes, None).unwrap_err();
    assert!(matches!(error, ExchangeError::Unsafe(_)), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[test]
fn a_gibibyte_of_zeros_is_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(BOOK.0, SimpleFileOptions::default()).unwrap();
    let zeros = vec![0; 1 << 20];
    (0..1024).for_each(|_| writer.write_all(&zeros).unwrap());
    let bytes = writer.finish().unwrap().into_inner();
    refused(&bytes);
    // The same that says of itself to be small: size in the directory and before the file.
    let mut lying = bytes;
    for (mark, place) in [(b"PK\x01\x02", 24), (b"PK\x03\x04", 22)] {
        let at = memchr::memmem::rfind(&lying, mark).unwrap() + place;
        lying[at..at + 4].copy_from_slice(&1000u32.to_le_bytes());
    }
    assert!(book::read(&lying, None).is_err());
}

#[test]
fn a_hundred_thousand_files_are_refused() {
    let names: Vec<String> = (0..100_000).map(|at| format!("xl/{at}.xml")).collect();
    let files = names.iter().map(|name| (name.as_str(), b"".as_slice()));
    refused(&package(std::iter::once(BOOK).chain(files), false));
}

#[test]
fn a_package_within_packages_is_refused() {
    let mut inner = package([BOOK], true);
    for _ in 0..8 {
        inner = package([BOOK, ("xl/more.zip", &inner)], true);
    }
    refused(&inner);
}

#[test]
fn a_sheet_repeated_without_end_is_refused_or_cut() {
    let cell = "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"4000000000\"><text:p>x\
                </text:p></table:table-cell>";
    let row = format!("<table:table-row table:number-rows-repeated=\"4000000000\">{cell}</table:table-row>");
    let begun = Instant::now();
    assert!(book::read(&ods(&format!("<table:table table:name=\"A\">{row}</table:table>")), None).is_err());
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}
