//! Rows into a file that every spreadsheet opens.

use super::neutralise;
use crate::ExchangeError;
use std::io::Write;

/// Bytes gathered before they are written.
const PIECE: usize = 64 << 10;

/// Writes rows: UTF-8, commas, CRLF, cells that would start a formula neutralised.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_rows(out: &mut dyn Write, heading: &[String], rows: &[Vec<String>]) -> Result<(), ExchangeError> {
    let mut text = String::new();
    for row in std::iter::once(heading).chain(rows.iter().map(Vec::as_slice)) {
        append(&mut text, row);
        if text.len() >= PIECE {
            out.write_all(text.as_bytes())?;
            text.clear();
        }
    }
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

fn append(text: &mut String, row: &[String]) {
    for (at, cell) in row.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        append_cell(text, &neutralise(cell), row.len() == 1);
    }
    text.push_str("\r\n");
}

/// Appends a cell as it is, in quotes where it must be; it may be alone in its row.
pub(crate) fn append_cell(text: &mut String, cell: &str, is_alone: bool) {
    // Without quotes a single empty cell would be an empty line, and a mark or `sep=` at the start of a file no cell.
    let needs_quotes = cell.contains(['"', ',', ';', '\t', '\r', '\n'])
        || (is_alone && cell.is_empty())
        || cell.starts_with('\u{feff}')
        || cell.starts_with("sep=");
    if needs_quotes {
        text.push('"');
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv::{Dialect, Encoding, for_each_row, restore, sniff};
    use proptest::prelude::*;

    fn written(rows: &[Vec<String>]) -> Vec<u8> {
        let mut out = Vec::new();
        write_rows(&mut out, &rows[0], &rows[1..]).unwrap();
        out
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let row = |cells: &[&str]| cells.iter().map(|cell| cell.to_string()).collect::<Vec<_>>();
        let rows =
            [row(&["name", "phone"]), row(&["UAB \"A, B\"", "+370 6"]), row(&["", "-1.50"]), row(&["a\nb", "=1"])];
        let expected = "name,phone\r\n\"UAB \"\"A, B\"\"\",'+370 6\r\n,-1.50\r\n\"a\nb\",'=1\r\n";
        assert_eq!(String::from_utf8(written(&rows)).unwrap(), expected);
        assert_eq!(written(&[row(&[""])]), b"\"\"\r\n");
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back(
            rows in (1..4_usize).prop_flat_map(|width| {
                let cell = "([=+@\t\r\n'＝ a1.,;\"ž]|-){0,6}|-?[0-9]{1,3}|sep=[;,]|\u{feff}?\\PC{0,4}";
                prop::collection::vec(prop::collection::vec(cell, width), 1..6)
            }),
        ) {
            let bytes = written(&rows);
            let mut read: Vec<Vec<String>> = Vec::new();
            let dialect = Dialect { separator: b',', encoding: Encoding::Utf8 };
            for_each_row(&bytes, &dialect, &mut |_, cells| {
                read.push(cells.iter().map(|cell| restore(cell).into_owned()).collect());
                Ok::<(), ExchangeError>(())
            }).unwrap();
            prop_assert_eq!(&read, &rows);
            prop_assert_eq!(sniff(&bytes).encoding, Encoding::Utf8);
        }
    }
}
