//! What can go wrong between a file and its rows.

use crate::csv::{MAX_CELL, MAX_COLUMNS};
use model::language::Language;

/// Why a file cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// Writing failed.
    #[error("writing failed: {0}")]
    Io(#[from] std::io::Error),
    /// Reading failed.
    #[error("reading failed: {0}")]
    Read(std::io::Error),
    /// The file is a picture, a workbook, a program: anything but text.
    #[error("not a text file")]
    NotText,
    /// A cell goes on and on; as a rule a quote was opened and never closed.
    #[error("record {row}: a cell is longer than {MAX_CELL} bytes")]
    CellTooLong {
        /// Number of the record; the heading is 1.
        row: u64,
    },
    /// A record has more cells than any table.
    #[error("record {row}: more than {MAX_COLUMNS} cells")]
    TooManyColumns {
        /// Number of the record; the heading is 1.
        row: u64,
    },
}

impl ExchangeError {
    /// The sentence for people.
    pub fn message(&self, language: Language) -> String {
        match (self, language) {
            (ExchangeError::Io(reason), Language::Lt) => format!("Nepavyko įrašyti failo: {reason}"),
            (ExchangeError::Io(reason), Language::En) => format!("The file could not be written: {reason}"),
            (ExchangeError::Read(reason), Language::Lt) => format!("Nepavyko perskaityti failo: {reason}"),
            (ExchangeError::Read(reason), Language::En) => format!("The file could not be read: {reason}"),
            (ExchangeError::NotText, _) => language
                .pick(
                    "Tai ne CSV failas. Jei tai skaičiuoklės knyga, atverkite ją ir išsaugokite CSV formatu.",
                    "This is not a CSV file. If it is a workbook, open it and save it as CSV.",
                )
                .to_owned(),
            (ExchangeError::CellTooLong { row }, Language::Lt) => format!(
                "{row} eilutėje langelis ilgesnis nei {} MB; tikriausiai neuždarytos kabutės. Pataisykite failą ir bandykite dar kartą.",
                MAX_CELL >> 20
            ),
            (ExchangeError::CellTooLong { row }, Language::En) => format!(
                "In row {row} a cell is longer than {} MB; probably a quote is not closed. Correct the file and try again.",
                MAX_CELL >> 20
            ),
            (ExchangeError::TooManyColumns { row }, Language::Lt) => {
                format!("{row} eilutėje daugiau nei {MAX_COLUMNS} stulpelių. Tikriausiai tai ne lentelė.")
            }
            (ExchangeError::TooManyColumns { row }, Language::En) => {
                format!("Row {row} has more than {MAX_COLUMNS} columns. Probably this is not a table.")
            }
        }
    }
}
