//! How a file is written, by looking at its beginning.

use super::{Cells, Dialect, Encoding, parser::Parser, read};
use crate::ExchangeError;
use std::io::Read;

/// Bytes looked at for the separator.
const SAMPLE: usize = 128 << 10;
/// Most bytes of a mark and a `sep=;` line, which are no part of the sample.
const MARK_AND_NAME: usize = 16;
/// Records looked at for the separator.
const RECORDS: usize = 300;
/// Bytes that may separate, the likelier first: commas stand in numbers and names, the others hardly do.
const SEPARATORS: [u8; 4] = [b'\t', b';', b'|', b','];

/// Recognises how a file is written: the encoding by its mark or by what its bytes can be, the separator by how evenly
/// it divides the records.
pub fn sniff(bytes: &[u8]) -> Dialect {
    let mut letters = Letters::default();
    letters.count(bytes);
    dialect(&bytes[..bytes.len().min(SAMPLE)], &letters)
}

/// As [`sniff`], from a file that is not held in memory; reads it to its end.
///
/// # Errors
/// Where the file cannot be read.
pub fn sniff_from(input: &mut dyn Read) -> Result<Dialect, ExchangeError> {
    let mut letters = Letters::default();
    let mut sample = vec![0; SAMPLE];
    let filled = read::fill(input, &mut sample)?;
    sample.truncate(filled);
    let mut open = letters.count(&sample);
    let mut buffer = vec![0; SAMPLE];
    loop {
        // A letter may be cut in two; at most three bytes of it wait for the others.
        buffer[..open.len()].copy_from_slice(&open);
        let filled = open.len() + read::fill(input, &mut buffer[open.len()..])?;
        if filled == open.len() {
            return Ok(dialect(&sample, &letters));
        }
        open = letters.count(&buffer[..filled]);
    }
}

fn dialect(sample: &[u8], letters: &Letters) -> Dialect {
    let encoding = encoding(sample, letters);
    let (body, named) = read::body(sample, encoding);
    let separator = named.unwrap_or_else(|| separator(body, encoding));
    Dialect { separator, encoding }
}

/// What of a file can be letters of UTF-8.
#[derive(Default)]
struct Letters {
    right: usize,
    wrong: usize,
}

impl Letters {
    /// Counts the letters beyond ASCII and returns the beginning of one that is cut at the end.
    fn count(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut at = 0;
        for chunk in bytes.utf8_chunks() {
            self.right += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
            at += chunk.valid().len();
            let invalid = chunk.invalid();
            let is_cut = at + invalid.len() == bytes.len()
                && str::from_utf8(invalid).is_err_and(|error| error.error_len().is_none());
            if is_cut {
                return invalid.to_vec();
            }
            self.wrong += usize::from(!invalid.is_empty());
            at += invalid.len();
        }
        Vec::new()
    }
}

fn encoding(sample: &[u8], letters: &Letters) -> Encoding {
    let marked = [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be];
    if let Some(marked) = marked.into_iter().find(|encoding| sample.starts_with(encoding.mark())) {
        return marked;
    }
    if let Some(wide) = unmarked_utf16(sample) {
        return wide;
    }
    // A byte or two may be damaged; in windows-1257 hardly any letter looks like one of UTF-8.
    if letters.wrong * 20 <= letters.right { Encoding::Utf8 } else { Encoding::Windows1257 }
}

/// Plain letters in UTF-16 have every other byte empty, and always the same one.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    let start = &bytes[..bytes.len().min(1024)];
    let empty = |half: usize| start.iter().skip(half).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (empty(0), empty(1));
    let is_most = |count: usize| start.len() >= 4 && count * 4 > start.len();
    match (first, second) {
        (0, _) if is_most(second) => Some(Encoding::Utf16Le),
        (_, 0) if is_most(first) => Some(Encoding::Utf16Be),
        _ => None,
    }
}

fn separator(body: &[u8], encoding: Encoding) -> u8 {
    let mut best = (0.0, b',');
    for separator in SEPARATORS {
        let score = evenness(&widths(body, encoding, separator));
        if score > best.0 {
            best = (score, separator);
        }
    }
    if best.0 > 0.0 {
        return best.1;
    }
    // A single column: what divides its records least.
    let divided = |separator: &u8| widths(body, encoding, *separator).iter().filter(|width| **width > 1).count();
    [b',', b';', b'\t', b'|'].into_iter().min_by_key(divided).unwrap_or(b',')
}

/// How many cells each record that is not blank has.
fn widths(mut body: &[u8], encoding: Encoding, separator: u8) -> Vec<usize> {
    let is_cut = body.len() + MARK_AND_NAME >= SAMPLE;
    let mut widths = Vec::new();
    let mut count = |_, cells: &Cells<'_>| -> Result<(), ExchangeError> {
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            widths.push(cells.len());
        }
        // Enough was seen; any error ends it.
        if widths.len() < RECORDS { Ok(()) } else { Err(ExchangeError::NotText) }
    };
    let mut parser = Parser::new(separator, &mut count);
    if read::each_piece(&mut body, encoding, &mut |piece| parser.feed(piece)).is_ok() {
        let _ = parser.finish();
    }
    // The sample ends in the middle of a record.
    if is_cut && widths.len() > 1 && widths.len() < RECORDS {
        widths.pop();
    }
    widths
}

/// 0 where the heading is not divided; else the share of records as wide as most are, more for more columns.
fn evenness(widths: &[usize]) -> f64 {
    let Some(heading) = widths.first().copied().filter(|heading| *heading > 1) else { return 0.0 };
    let records_of = |width: usize| widths.iter().filter(|other| **other == width).count();
    let most = widths.iter().copied().max_by_key(|width| (records_of(*width), *width)).unwrap_or(heading);
    if most < 2 {
        return 0.0;
    }
    let share = records_of(most) as f64 / widths.len() as f64;
    let fits_heading = if heading == most { 1.0 } else { 0.5 };
    share * fits_heading * (1.0 - 1.0 / most as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, separator: char) {
        let dialect = sniff(text.as_bytes());
        assert_eq!((char::from(dialect.separator), dialect.encoding), (separator, Encoding::Utf8), "{text}");
    }

    #[test]
    fn the_separator_divides_evenly() {
        check("a,b\n1,2\n", ',');
        check("a;b\n1,5;2,5\n", ';');
        check("Pavadinimas;Kaina, EUR\nBatai;1,50\nKojinės;2,40\n", ';');
        check("Vardas, pavardė;Nuolaida, %;Apyvarta, EUR\nOna;1,5;2\nJonas;2;3\n", ';');
        check("a\tb, c\n1\t2,5\n", '\t');
        check("a|b|c\n1|2|3\n", '|');
        check("\"a; b\",c\n\"d; e\nf; g\",h\n", ',');
        check("name,notes\nA,\"x; y\"\nB,z\n", ',');
    }

    #[test]
    fn uneven_rows_do_not_mislead() {
        check("a,b,c,d\n1,2,3,4\n\n1,2\n1;2,2,3,4,5,6\n1,2,3,4\n", ',');
        check(" Pavadinimas,Kodas ,Suma,\nA,1,\"1.442,50\", \nB,2,\"3,5\",,x,y\nC,3,-,\n", ',');
    }

    #[test]
    fn a_single_column_is_not_divided() {
        check("Pavadinimas\nDuona\n", ',');
        check("Vardas\nPetras, Jonas\nOna, Rasa\n", ';');
        check("", ',');
    }

    #[test]
    fn a_line_may_name_it() {
        check("sep=|\r\na;b|c\r\n", '|');
        let wide: Vec<u8> = "sep=,\r\na;b,c".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(sniff(&wide), Dialect { separator: b',', encoding: Encoding::Utf16Le });
    }

    #[test]
    fn the_encoding_is_what_the_bytes_can_be() {
        let of = |bytes: &[u8]| sniff(bytes).encoding;
        assert_eq!(of("ąčęėįšųūž".as_bytes()), Encoding::Utf8);
        assert_eq!(of(b"plain"), Encoding::Utf8);
        assert_eq!(of(b"\xE0\xE8\xE6\xEB\xE1\xF0\xF8\xFB\xFE"), Encoding::Windows1257);
        assert_eq!(of(b"V\xF0\xC1 \x84Duona\x93"), Encoding::Windows1257);
        let mut damaged = "ąžuolas ".repeat(30).into_bytes();
        damaged[100] = 0xFF;
        assert_eq!(of(&damaged), Encoding::Utf8);
        let cut = "ąžuolas ąž".as_bytes();
        assert_eq!(of(&[&"ą".repeat(40).into_bytes()[..], &cut[..cut.len() - 1]].concat()), Encoding::Utf8);
    }
}
