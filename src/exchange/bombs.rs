//! Packages made to fill memory, as large as they are met: refused at once, in little memory.

use exchange::{ExchangeError, book};
use std::{
    fs,
    io::{Cursor, Write as _},
    time::{Duration, Instant},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const BOOK: &str = "xl/workbook.xml";
/// What this process may have taken at most.
const MOST_KIB: u64 = 512 << 10;

fn package<'n>(names: impl IntoIterator<Item = &'n str>, contents: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for name in names {
        writer.start_file(name, options).unwrap();
        writer.write_all(contents).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A refusal that comes at once.
fn refusal(bytes: &[u8]) -> ExchangeError {
    let begun = Instant::now();
    let error = book::read(bytes, None).unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    let peak = peak_kib();
    assert!(peak < MOST_KIB, "{peak} KiB");
    error
}

/// The most memory this process has had; only Linux says so in a file.
fn peak_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

#[test]
fn a_gibibyte_of_zeros_is_refused_whatever_size_it_claims() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(BOOK, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).unwrap();
    let zeros = vec![0; 1 << 20];
    (0..1024).for_each(|_| writer.write_all(&zeros).unwrap());
    let bytes = writer.finish().unwrap().into_inner();
    assert!(matches!(refusal(&bytes), ExchangeError::Unsafe(_)));
    // Said to be small, in the directory and before the file.
    let mut lying = bytes;
    for (mark, place) in [(b"PK\x01\x02", 24), (b"PK\x03\x04", 22)] {
        let at = memchr::memmem::rfind(&lying, mark).unwrap() + place;
        lying[at..at + 4].copy_from_slice(&1000u32.to_le_bytes());
    }
    assert!(matches!(refusal(&lying), ExchangeError::Unsafe(_) | ExchangeError::Damaged(_)));
}

#[test]
fn a_hundred_thousand_files_are_refused() {
    let names: Vec<String> = (0..100_000).map(|at| format!("xl/{at}.xml")).collect();
    let bytes = package(std::iter::once(BOOK).chain(names.iter().map(String::as_str)), b"");
    assert!(matches!(refusal(&bytes), ExchangeError::Unsafe(_)));
}

#[test]
fn packages_nested_many_times_are_refused() {
    let inner = (0..8).fold(package([BOOK], b"<workbook/>"), |inner, _| package([BOOK, "xl/more.zip"], &inner));
    assert!(matches!(refusal(&inner), ExchangeError::Unsafe(_)));
}
