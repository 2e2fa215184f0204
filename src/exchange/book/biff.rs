//! A look at an old workbook's records before the library lays its sheets out: it makes room for every cell between the
//! first and the last, and a damaged file may claim to reach anywhere.

use super::compound::Compound;
use crate::ExchangeError;

/// Cells between the first and the last of a sheet.
const MOST_CELLS: u64 = 4 << 20;

const BEGIN: u16 = 0x0809;
const DIMENSIONS: u16 = 0x0200;
const PASSWORD: u16 = 0x002F;
/// Records of one cell: formula, blank, number, label, logical, rich string, number in short, shared string.
const CELLS: [u16; 8] = [0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x00D6, 0x027E, 0x00FD];
/// Numbers in short of several columns: row, first column, six bytes for each, last column.
const SEVERAL: u16 = 0x00BD;

/// Looks at the records of an old workbook.
///
/// # Errors
/// Where it is none, is protected, or reaches too far.
pub(super) fn check(bytes: &[u8]) -> Result<(), ExchangeError> {
    let compound = Compound::open(bytes)?;
    if compound.has("EncryptedPackage") {
        return Err(ExchangeError::Protected);
    }
    if compound.has("WordDocument") || compound.has("PowerPoint Document") {
        return Err(ExchangeError::OtherDocument);
    }
    let book = compound.file("Workbook").or_else(|| compound.file("Book")).ok_or(ExchangeError::NotTable)?;
    let mut area = Area::default();
    let mut at = 0;
    while let Some([kind, length]) = words(&book, at) {
        let data = at + 4..(at + 4 + usize::from(length)).min(book.len());
        let data = book.get(data).unwrap_or_default();
        at += 4 + usize::from(length);
        match kind {
            BEGIN => area = Area::default(),
            PASSWORD => return Err(ExchangeError::Protected),
            DIMENSIONS => dimensions(data)?,
            SEVERAL => {
                let Some([row, column]) = words(data, 0) else { continue };
                area.reach(row, column)?;
                area.reach(row, column.saturating_add((data.len() / 6) as u16))?;
            }
            kind if CELLS.contains(&kind) => {
                let Some([row, column]) = words(data, 0) else { continue };
                area.reach(row, column)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Two numbers of two bytes.
fn words(bytes: &[u8], at: usize) -> Option<[u16; 2]> {
    let four = bytes.get(at..at + 4)?;
    Some([u16::from_le_bytes([four[0], four[1]]), u16::from_le_bytes([four[2], four[3]])])
}

/// First row, row behind the last, first column, column behind the last: rows of two bytes before Excel 97, then of four.
fn dimensions(data: &[u8]) -> Result<(), ExchangeError> {
    let half = |at: usize| data.get(at..at + 2).map(|two| u64::from(u16::from_le_bytes([two[0], two[1]])));
    let whole = |at: usize| Some(half(at)? | half(at + 2)? << 16);
    let (rows, columns) = match data.len() {
        10 => ((half(0), half(2)), (half(4), half(6))),
        14 => ((whole(0), whole(4)), (half(8), half(10))),
        // The library refuses others itself.
        _ => return Ok(()),
    };
    let span = |(first, behind): (Option<u64>, Option<u64>)| match (first, behind) {
        (Some(first), Some(behind)) if first <= behind => Ok(behind - first + 1),
        _ => Err(ExchangeError::Damaged("dimensions".to_owned())),
    };
    if span(rows)?.saturating_mul(span(columns)?) > MOST_CELLS {
        return Err(ExchangeError::TooLarge);
    }
    Ok(())
}

/// The rows and columns that cells were met in.
#[derive(Default)]
struct Area {
    reached: Option<((u16, u16), (u16, u16))>,
}

impl Area {
    fn reach(&mut self, row: u16, column: u16) -> Result<(), ExchangeError> {
        let ((top, left), (bottom, right)) = self.reached.unwrap_or(((row, column), (row, column)));
        let first = (top.min(row), left.min(column));
        let last = (bottom.max(row), right.max(column));
        self.reached = Some((first, last));
        let cells = (u64::from(last.0 - first.0) + 1) * (u64::from(last.1 - first.1) + 1);
        if cells > MOST_CELLS { Err(ExchangeError::TooLarge) } else { Ok(()) }
    }
}
