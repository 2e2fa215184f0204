//! Bytes of a file into records, without holding more than one.

use super::{Cells, Dialect, Encoding, parser::Parser};
use crate::ExchangeError;
use std::io::{ErrorKind, Read};

/// Bytes read and decoded at a time.
const PIECE: usize = 64 << 10;
/// First bytes of workbooks, pictures and documents that are taken for CSV by mistake.
const OTHER_FILES: [&[u8]; 8] =
    [b"PK\x03\x04", b"\xD0\xCF\x11\xE0", b"%PDF-", b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"{\\rtf", b"\x1F\x8B"];

/// Calls `row` for each record with its number (the heading is 1; blank ones count) and ends at its first error. Returns
/// the number of the last record where the file ends inside a quoted cell: it may have swallowed others.
///
/// Quotes, doubled quotes and line breaks in quoted cells are understood, a quote inside a plain cell is kept; records
/// end with CR, LF or both and may differ in length. A mark of the encoding and Excel's `sep=;` line are passed over and
/// not counted. Bytes that are no letters become U+FFFD.
///
/// # Errors
/// Those of `row`; where the file is no text, a cell is longer than 1 MiB or a record has more than 1,000 cells.
pub fn for_each_row<E: From<ExchangeError>>(
    bytes: &[u8],
    dialect: &Dialect,
    row: &mut dyn FnMut(u64, &Cells<'_>) -> Result<(), E>,
) -> Result<Option<u64>, E> {
    let mut bytes = bytes;
    for_each_row_from(&mut bytes, dialect, row)
}

/// As [`for_each_row`], from a file that is not held in memory.
///
/// # Errors
/// The same, and where the file cannot be read.
pub fn for_each_row_from<E: From<ExchangeError>>(
    input: &mut dyn Read,
    dialect: &Dialect,
    row: &mut dyn FnMut(u64, &Cells<'_>) -> Result<(), E>,
) -> Result<Option<u64>, E> {
    let mut parser = Parser::new(dialect.separator, row);
    each_piece(input, dialect.encoding, &mut |piece| parser.feed(piece))?;
    parser.finish()
}

/// What stands behind the encoding's mark and a `sep=;` line, and the separator which that names.
pub(super) fn body(bytes: &[u8], encoding: Encoding) -> (&[u8], Option<u8>) {
    let bytes = bytes.strip_prefix(encoding.mark()).unwrap_or(bytes);
    let unit = encoding.unit();
    // UTF-16's ASCII letters with their empty halves left out.
    let half = usize::from(encoding == Encoding::Utf16Be);
    let first: Vec<u8> = bytes.chunks_exact(unit).take(7).map(|letter| letter[half]).collect();
    let named = match first.as_slice() {
        [s, e, p, b'=', separator, ..] if [s, e, p].map(u8::to_ascii_lowercase) == *b"sep" => *separator,
        _ => return (bytes, None),
    };
    let line_end = match &first[5..] {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        [] => 0,
        _ => return (bytes, None),
    };
    if named.is_ascii_alphanumeric() || !named.is_ascii() || b"\"\r\n".contains(&named) {
        return (bytes, None);
    }
    (&bytes[(5 + line_end) * unit..], Some(named))
}

/// Decodes what stands behind mark and `sep=;` line piece by piece.
pub(super) fn each_piece<E: From<ExchangeError>>(
    input: &mut dyn Read,
    encoding: Encoding,
    take: &mut dyn FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let mut buffer = vec![0; PIECE];
    let mut filled = fill(input, &mut buffer)?;
    if OTHER_FILES.iter().any(|start| buffer[..filled].starts_with(start)) {
        return Err(ExchangeError::NotText.into());
    }
    let mut decoder = encoding.decoder();
    let mut piece = String::with_capacity(PIECE);
    let mut bytes = body(&buffer[..filled], encoding).0;
    loop {
        let is_last = filled < PIECE;
        loop {
            piece.clear();
            let (result, read, _) = decoder.decode_to_string(bytes, &mut piece, is_last);
            if memchr::memchr(0, piece.as_bytes()).is_some() {
                return Err(ExchangeError::NotText.into());
            }
            take(&piece)?;
            bytes = &bytes[read..];
            if result == encoding_rs::CoderResult::InputEmpty {
                break;
            }
        }
        if is_last {
            return Ok(());
        }
        filled = fill(input, &mut buffer)?;
        bytes = &buffer[..filled];
    }
}

/// The whole text of a file, its encoding recognised.
///
/// # Errors
/// Where it is no text.
pub fn text(bytes: &[u8]) -> Result<String, ExchangeError> {
    let (mut rest, mut text) = (bytes, String::new());
    each_piece(&mut rest, super::sniff(bytes).encoding, &mut |piece| {
        text.push_str(piece);
        Ok::<(), ExchangeError>(())
    })?;
    Ok(text)
}

/// Fills the buffer as far as there is something to read.
pub(super) fn fill(input: &mut dyn Read, buffer: &mut [u8]) -> Result<usize, ExchangeError> {
    let mut filled = 0;
    while filled < buffer.len() {
        match input.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(ExchangeError::Read(error)),
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv::{MAX_CELL, MAX_COLUMNS, sniff, sniff_from};
    use proptest::prelude::*;

    fn rows(bytes: &[u8], separator: u8) -> Result<Vec<Vec<String>>, ExchangeError> {
        let mut rows = Vec::new();
        let dialect = Dialect { separator, encoding: Encoding::Utf8 };
        for_each_row(bytes, &dialect, &mut |number, cells| {
            rows.push(cells.iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(number, rows.len() as u64);
            assert_eq!(cells.len(), rows[rows.len() - 1].len());
            Ok::<(), ExchangeError>(())
        })?;
        Ok(rows)
    }

    fn check(text: &str, expected: &[&[&str]]) {
        assert_eq!(rows(text.as_bytes(), b',').unwrap(), expected, "{text:?}");
    }

    #[test]
    fn records_end_with_any_line_end() {
        check("a,b\r\nc,d\ne,f\rg", &[&["a", "b"], &["c", "d"], &["e", "f"], &["g"]]);
        check("", &[]);
        check("a", &[&["a"]]);
        check("a,\n", &[&["a", ""]]);
        check("a,", &[&["a", ""]]);
    }

    #[test]
    fn blank_records_count() {
        check("a,b\r\n\r\n,\r\n\"\"\r\n\r\nc", &[&["a", "b"], &[], &["", ""], &[""], &[], &["c"]]);
        check("\n\na", &[&[], &[], &["a"]]);
        check("a\r\r", &[&["a"], &[]]);
    }

    #[test]
    fn quotes_hold_separators_line_breaks_and_quotes() {
        check("\"a,b\",\"c\r\nd\",\"sakė \"\"ne\"\"\"\r\ne", &[&["a,b", "c\r\nd", "sakė \"ne\""], &["e"]]);
        check("UAB \"Duona\", \"x\"", &[&["UAB \"Duona\"", " \"x\""]]);
        check("\"a\"b,\"c\"\"", &[&["ab", "c\""]]);
        check("\"open,\nto the end", &[&["open,\nto the end"]]);
    }

    #[test]
    fn a_file_that_ends_inside_a_quoted_cell_says_where() {
        let open = |text: &str| {
            let dialect = Dialect { separator: b',', encoding: Encoding::Utf8 };
            for_each_row(text.as_bytes(), &dialect, &mut |_, _| Ok::<(), ExchangeError>(())).unwrap()
        };
        assert_eq!(open("a,b\n1,\"2\n3,4\n"), Some(2));
        assert_eq!(open("a,b\n1,\"2\"\"\n3,4\n"), Some(2));
        assert_eq!(open("a,b\n1,\"2\"\n3,\"4\""), None);
        assert_eq!(open("a,b\n1,2\"\n"), None);
    }

    #[test]
    fn marks_and_a_line_that_names_the_separator_are_no_record() {
        let dialect = Dialect { separator: b';', encoding: Encoding::Utf8 };
        let mut first = Vec::new();
        for_each_row(b"\xEF\xBB\xBFsep=;\r\na;b", &dialect, &mut |number, cells| {
            first.push((number, cells.get(1).map(str::to_owned)));
            Ok::<(), ExchangeError>(())
        })
        .unwrap();
        assert_eq!(first, [(1, Some("b".to_owned()))]);
        check("sep=x,b\n", &[&["sep=x", "b"]]);
        check("\"sep=,\"\n", &[&["sep=,"]]);
    }

    #[test]
    fn every_encoding_is_decoded() {
        for (bytes, encoding) in [
            (b"\xEF\xBB\xBF\xC5\xBD;b".to_vec(), Encoding::Utf8),
            (b"\xDE;b".to_vec(), Encoding::Windows1257),
            (b"\xFF\xFE\x7D\x01;\0b\0".to_vec(), Encoding::Utf16Le),
            (b"\xFE\xFF\x01\x7D\0;\0b".to_vec(), Encoding::Utf16Be),
        ] {
            let dialect = sniff(&bytes);
            assert_eq!(dialect, Dialect { separator: b';', encoding });
            for_each_row(&bytes, &dialect, &mut |_, cells| {
                assert_eq!(cells.iter().collect::<Vec<_>>(), ["Ž", "b"]);
                Ok::<(), ExchangeError>(())
            })
            .unwrap();
        }
        assert_eq!(rows(b"a\xFFb", b',').unwrap(), [["a\u{FFFD}b"]]);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [&b"PK\x03\x04 workbook"[..], b"\x89PNG\r\n", b"a,b\0c", b"%PDF-1.7\n"] {
            assert!(matches!(rows(bytes, b','), Err(ExchangeError::NotText)));
        }
    }

    #[test]
    fn endless_cells_and_records_are_refused() {
        let long = format!("a,b\n\"{}", "x,\n".repeat(MAX_CELL));
        assert!(matches!(rows(long.as_bytes(), b','), Err(ExchangeError::CellTooLong { row: 2 })));
        let wide = ",".repeat(MAX_COLUMNS);
        assert!(matches!(rows(wide.as_bytes(), b','), Err(ExchangeError::TooManyColumns { row: 1 })));
        assert_eq!(rows(&wide.as_bytes()[1..], b',').unwrap()[0].len(), MAX_COLUMNS);
    }

    #[test]
    fn cells_reach_over_pieces() {
        let long = "žąsis \"\" ".repeat(PIECE / 4);
        let text = format!("\"{long}\"\r\n\r\n{}\r\nend", "ž".repeat(PIECE));
        let expected = [vec![long.replace("\"\"", "\"")], vec![], vec!["ž".repeat(PIECE)], vec!["end".to_owned()]];
        assert_eq!(rows(text.as_bytes(), b',').unwrap(), expected);
    }

    #[test]
    fn a_file_is_read_and_recognised_in_small_bites_too() {
        struct Bites<'a>(&'a [u8]);
        impl Read for Bites<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                let bite = self.0.len().min(buffer.len()).min(1021);
                self.0.read(&mut buffer[..bite])
            }
        }
        for encoding in [encoding_rs::UTF_8, encoding_rs::WINDOWS_1257] {
            let text = format!("Pavadinimas;Suma\r\n{}", "„Ąžuolas“;1,5\r\n\r\n".repeat(20_000));
            let (bytes, _, _) = encoding.encode(&text);
            let dialect = sniff_from(&mut Bites(&bytes)).unwrap();
            assert_eq!(dialect, sniff(&bytes));
            let mut count = 0;
            for_each_row_from(&mut Bites(&bytes), &dialect, &mut |number, cells| {
                count = number;
                assert!(number == 1 || cells.is_empty() || cells.get(0) == Some("„Ąžuolas“"));
                Ok::<(), ExchangeError>(())
            })
            .unwrap();
            assert_eq!(count, 40_001);
        }
    }

    #[test]
    fn the_first_error_of_the_caller_ends_it() {
        let mut seen = 0;
        let dialect = Dialect { separator: b',', encoding: Encoding::Utf8 };
        let result = for_each_row(b"a\nb\nc", &dialect, &mut |number, _| {
            seen = number;
            if number == 2 { Err(ExchangeError::NotText) } else { Ok(()) }
        });
        assert!(result.is_err() && seen == 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn all_but_blank_lines_is_read_as_another_reader_does(text in "([a\";ž]|\r\n|\n|\r|,){0,24}") {
            // The other reader passes over empty lines.
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let others: Vec<Vec<String>> =
                reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            let ours: Vec<Vec<String>> =
                rows(text.as_bytes(), b',').unwrap().into_iter().filter(|cells| !cells.is_empty()).collect();
            prop_assert_eq!(ours, others);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = for_each_row(&bytes, &sniff(&bytes), &mut |_, _| Ok::<(), ExchangeError>(()));
        }
    }
}
