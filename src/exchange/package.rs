//! Zip packages of workbooks, looked at whole before anything else reads them: bombs and tricks are refused.

use crate::ExchangeError;
use std::{
    collections::HashSet,
    io::{Cursor, Read},
};
use zip::ZipArchive;

/// Bytes of all files of a package when unpacked.
const MOST_BYTES: u64 = 200 << 20;
/// How many times larger a file may be than packed.
const MOST_RATIO: u64 = 200;
/// A small file may be packed as tightly as it likes.
const SMALL: u64 = 1 << 20;
/// Files in a package.
const MOST_FILES: usize = 5_000;
/// What a package ends with, and how far from its end that may stand.
const END: &[u8] = b"PK\x05\x06";
const END_ROOM: usize = 22 + 65_535;

/// What kind of document a package is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Package {
    /// A workbook of Excel since 2007.
    Xlsx,
    /// A spreadsheet of OpenDocument.
    Ods,
}

/// Looks at every file of a package and says what kind of document it is.
///
/// # Errors
/// Where it is unsafe to unpack, holds a document type declaration, or is no workbook.
pub(crate) fn check(bytes: &[u8]) -> Result<Package, ExchangeError> {
    kind(&check_safe(bytes)?)
}

/// Looks at every file of a package; the output are their names in lower case.
///
/// # Errors
/// Where it is unsafe to unpack, or holds a document type declaration.
pub(crate) fn check_safe(bytes: &[u8]) -> Result<HashSet<String>, ExchangeError> {
    // Asked before the library reads the whole directory.
    if announced(bytes).is_some_and(|files| files > MOST_FILES) {
        return Err(ExchangeError::Unsafe("more than 5,000 files"));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > MOST_FILES {
        return Err(ExchangeError::Unsafe("more than 5,000 files"));
    }
    if archive.has_duplicate_names() {
        return Err(ExchangeError::Unsafe("two files of one name"));
    }
    if archive.has_overlapping_entries().map_err(damaged)? {
        return Err(ExchangeError::Unsafe("files that overlap"));
    }
    let mut names = HashSet::new();
    let (mut total, mut encrypted) = (0, false);
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(damaged)?;
        let name = entry.name().map_err(damaged)?.into_owned();
        if !is_safe(&name) {
            return Err(ExchangeError::Unsafe("a file that leads out of the package"));
        }
        if !names.insert(name.to_lowercase()) {
            return Err(ExchangeError::Unsafe("two files of one name"));
        }
        if too_tight(entry.size(), entry.compressed_size()) {
            return Err(ExchangeError::Unsafe("a file packed more than 200 times"));
        }
        total += entry.size();
        if total > MOST_BYTES {
            return Err(ExchangeError::Unsafe("more than 200 MB when unpacked"));
        }
        encrypted |= entry.encrypted();
    }
    if encrypted {
        return Err(ExchangeError::Protected);
    }
    let mut room = MOST_BYTES;
    for at in 0..archive.len() {
        room = unpack(&mut archive, at, room)?;
    }
    Ok(names)
}

fn kind(names: &HashSet<String>) -> Result<Package, ExchangeError> {
    let has = |name: &str| names.contains(name);
    match () {
        () if has("xl/workbook.xml") => Ok(Package::Xlsx),
        () if has("xl/workbook.bin") => Err(ExchangeError::Binary),
        () if has("word/document.xml") || has("ppt/presentation.xml") => Err(ExchangeError::OtherDocument),
        () if has("content.xml") => Ok(Package::Ods),
        // Some writers name the workbook otherwise; the library follows the relations.
        () if has("[content_types].xml") && names.iter().any(|name| name.starts_with("xl/")) => Ok(Package::Xlsx),
        () => Err(ExchangeError::NotTable),
    }
}

/// Unpacks one file to nowhere, whatever size it claims, and returns what room is left for the others.
fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, at: usize, room: u64) -> Result<u64, ExchangeError> {
    let mut entry = archive.by_index(at).map_err(damaged)?;
    let name = entry.name().map_err(damaged)?.to_lowercase();
    let (packed, is_xml) = (entry.compressed_size(), name.ends_with(".xml") || name.ends_with(".rels"));
    let mut scan = Scan::default();
    let mut buffer = vec![0; 64 << 10];
    let mut size = 0;
    loop {
        let read = entry.read(&mut buffer).map_err(|error| ExchangeError::Damaged(error.to_string()))?;
        if read == 0 {
            return Ok(room - size);
        }
        if size == 0 && !name.contains("embeddings/") && buffer[..read].starts_with(b"PK\x03\x04") {
            return Err(ExchangeError::Unsafe("a package within the package"));
        }
        size += read as u64;
        if size > room {
            return Err(ExchangeError::Unsafe("more than 200 MB when unpacked"));
        }
        if too_tight(size, packed) {
            return Err(ExchangeError::Unsafe("a file packed more than 200 times"));
        }
        if is_xml && scan.finds_declaration(&buffer[..read]) {
            return Err(ExchangeError::Unsafe("a document type declaration"));
        }
    }
}

/// Looks for `<!DOCTYPE` and `<!ENTITY` over the borders of pieces, in UTF-16 too.
#[derive(Default)]
struct Scan {
    tail: Vec<u8>,
}

impl Scan {
    fn finds_declaration(&mut self, piece: &[u8]) -> bool {
        // Empty halves of UTF-16 letters do not matter here, and no letter case does.
        self.tail.extend(piece.iter().filter(|byte| **byte != 0).map(u8::to_ascii_uppercase));
        let found = [b"<!DOCTYPE".as_slice(), b"<!ENTITY"]
            .into_iter()
            .any(|word| memchr::memmem::find(&self.tail, word).is_some());
        let kept = self.tail.len().saturating_sub(16);
        self.tail.drain(..kept);
        found
    }
}

fn too_tight(size: u64, packed: u64) -> bool {
    size > SMALL && size / MOST_RATIO > packed.max(1)
}

fn is_safe(name: &str) -> bool {
    let is_part = |part: &str| part != ".." && !part.contains([':', '\0']);
    !name.starts_with(['/', '\\']) && name.split(['/', '\\']).all(is_part)
}

/// How many files the end of the package says it has.
fn announced(bytes: &[u8]) -> Option<usize> {
    let tail = &bytes[bytes.len().saturating_sub(END_ROOM)..];
    let at = memchr::memmem::rfind(tail, END)?;
    let count = tail.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes([count[0], count[1]])))
}

pub(crate) fn damaged(error: zip::result::ZipError) -> ExchangeError {
    match error {
        zip::result::ZipError::UnsupportedArchive(_) => ExchangeError::Protected,
        other => ExchangeError::Damaged(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use zip::{ZipWriter, write::SimpleFileOptions};

    fn package(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn refused(bytes: &[u8]) -> &'static str {
        match check(bytes) {
            Err(ExchangeError::Unsafe(why)) => why,
            other => panic!("{other:?}"),
        }
    }

    const BOOK: (&str, &[u8]) = ("xl/workbook.xml", b"<workbook/>");

    #[test]
    fn a_plain_workbook_is_let_through() {
        assert_eq!(check(&package(&[BOOK])).unwrap(), Package::Xlsx);
    }

    #[test]
    fn what_grows_two_hundred_times_is_not_unpacked() {
        let zeros = vec![0; 300 << 20];
        assert!(refused(&package(&[BOOK, ("xl/a.bin", &zeros)])).contains("200"));
        // Each below the limit, together above it.
        let noise: Vec<u8> = (0..60u32 << 20).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8 & 0x0F).collect();
        let many: Vec<(String, &[u8])> = (0..4).map(|at| (format!("xl/{at}.bin"), noise.as_slice())).collect();
        let mut files = vec![BOOK];
        files.extend(many.iter().map(|(name, bytes)| (name.as_str(), *bytes)));
        assert!(refused(&package(&files)).contains("200 MB"));
    }

    #[test]
    fn a_package_in_a_package_and_a_crowd_of_files_are_refused() {
        let inner = package(&[BOOK]);
        assert!(refused(&package(&[BOOK, ("xl/inner.zip", &inner)])).contains("within"));
        let names: Vec<String> = (0..5_001).map(|at| format!("xl/{at}.xml")).collect();
        let mut files = vec![BOOK];
        files.extend(names.iter().map(|name| (name.as_str(), b"".as_slice())));
        assert!(refused(&package(&files)).contains("5,000"));
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for name in ["../evil.xml", "/etc/passwd", "xl/../../evil", "C:\\evil.xml", "xl\\..\\..\\evil"] {
            assert!(refused(&package(&[BOOK, (name, b"x")])).contains("out of the package"), "{name}");
        }
    }

    #[test]
    fn the_same_name_twice_is_refused_in_any_case() {
        let twice = package(&[BOOK, ("xl/a.xml", b"1"), ("XL/A.xml", b"2")]);
        assert!(refused(&twice).contains("one name"));
        // Exactly the same name, which no writer makes: the second is renamed in the bytes.
        let mut same = package(&[BOOK, ("xl/a.xml", b"1"), ("xl/b.xml", b"2")]);
        let places: Vec<usize> = memchr::memmem::find_iter(&same, b"xl/b.xml").collect();
        for at in places {
            same[at + 3] = b'a';
        }
        assert!(check(&same).is_err());
    }

    #[test]
    fn files_that_lie_over_each_other_are_refused() {
        let mut bytes = package(&[BOOK, ("xl/a.xml", b"same words"), ("xl/b.xml", b"same words")]);
        // The last entry of the directory points to where the one before it lies.
        let directory: Vec<usize> = memchr::memmem::find_iter(&bytes, b"PK\x01\x02").collect();
        let offset = |at: usize| at + 42..at + 46;
        let first = bytes[offset(directory[1])].to_vec();
        let range = offset(directory[2]);
        bytes[range].copy_from_slice(&first);
        assert!(check(&bytes).is_err());
    }

    #[test]
    fn declarations_that_could_expand_are_refused() {
        let laughs =
            b"<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]><a>&lol2;</a>";
        assert!(refused(&package(&[BOOK, ("xl/sharedStrings.xml", laughs)])).contains("document type"));
        let outside = b"<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>";
        assert!(refused(&package(&[("xl/workbook.xml", outside)])).contains("document type"));
        let wide: Vec<u8> = "<!doctype a><a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(refused(&package(&[("content.xml", &wide)])).contains("document type"));
    }
}
