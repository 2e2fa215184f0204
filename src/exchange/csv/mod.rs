//! Comma-separated values, however they are separated and encoded.

mod formulas;
mod parser;
mod read;
mod sniff;
mod write;

pub use formulas::{neutralise, restore};
pub use parser::Cells;
pub use read::{for_each_row, for_each_row_from, text};
pub use sniff::{sniff, sniff_from};
pub(crate) use write::append_cell;
pub use write::write_rows;

/// Bytes beyond which a cell is refused.
pub const MAX_CELL: usize = 1 << 20;
/// Cells of a record beyond which it is refused.
pub const MAX_COLUMNS: usize = 1000;

/// How a file is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dialect {
    /// Byte between cells.
    pub separator: u8,
    /// How letters are written.
    pub encoding: Encoding,
}

/// How letters are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// UTF-8, with or without a mark.
    Utf8,
    /// UTF-16, the lower byte first, as Excel's "Unicode text".
    Utf16Le,
    /// UTF-16, the higher byte first.
    Utf16Be,
    /// windows-1257, as Excel writes in Lithuanian Windows.
    Windows1257,
}

impl Encoding {
    fn decoder(self) -> encoding_rs::Decoder {
        let encoding = match self {
            Encoding::Utf8 => encoding_rs::UTF_8,
            Encoding::Utf16Le => encoding_rs::UTF_16LE,
            Encoding::Utf16Be => encoding_rs::UTF_16BE,
            Encoding::Windows1257 => encoding_rs::WINDOWS_1257,
        };
        encoding.new_decoder_without_bom_handling()
    }

    /// Bytes of an ASCII letter.
    fn unit(self) -> usize {
        if matches!(self, Encoding::Utf16Le | Encoding::Utf16Be) { 2 } else { 1 }
    }

    fn mark(self) -> &'static [u8] {
        match self {
            Encoding::Utf8 => b"\xEF\xBB\xBF",
            Encoding::Utf16Le => b"\xFF\xFE",
            Encoding::Utf16Be => b"\xFE\xFF",
            Encoding::Windows1257 => b"",
        }
    }
}
