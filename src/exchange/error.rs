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
    /// The file is a picture, a program: anything but text.
    #[error("not a text file")]
    NotText,
    /// The file is a package or a picture, but no table.
    #[error("no table")]
    NotTable,
    /// The file is a text or slides of an office program.
    #[error("another kind of office document")]
    OtherDocument,
    /// The file is a binary workbook (`.xlsb`).
    #[error("a binary workbook")]
    Binary,
    /// The file opens with a password only.
    #[error("protected by a password")]
    Protected,
    /// The file's contents are not what its beginning promises.
    #[error("damaged: {0}")]
    Damaged(String),
    /// The file could do harm by being unpacked.
    #[error("unsafe: {0}")]
    Unsafe(&'static str),
    /// The table does not fit into memory.
    #[error("too large")]
    TooLarge,
    /// There is no sheet of that name.
    #[error("no sheet {name:?}")]
    NoSheet {
        /// The name asked for.
        name: String,
        /// Those there are.
        sheets: Vec<String>,
    },
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
        let say = |lt: &str, en: &str| language.pick(lt, en).to_owned();
        match self {
            ExchangeError::Io(reason) => match language {
                Language::Lt => format!("Nepavyko įrašyti failo: {reason}"),
                Language::En => format!("The file could not be written: {reason}"),
            },
            ExchangeError::Read(reason) => match language {
                Language::Lt => format!("Nepavyko perskaityti failo: {reason}"),
                Language::En => format!("The file could not be read: {reason}"),
            },
            ExchangeError::NotText | ExchangeError::NotTable => say(
                "Šiame faile nėra lentelės. Tinka Excel (.xlsx, .xls) ir „LibreOffice Calc“ (.ods) knygos, CSV failai ir vizitinės kortelės (.vcf).",
                "There is no table in this file. Workbooks of Excel (.xlsx, .xls) and LibreOffice Calc (.ods), CSV files and vCards (.vcf) can be imported.",
            ),
            ExchangeError::OtherDocument => say(
                "Tai tekstas arba pateiktis, o ne lentelė. Nukopijuokite lentelę į skaičiuoklę ir išsaugokite .xlsx arba .ods formatu.",
                "This is a text or a presentation, not a table. Copy its table into a spreadsheet and save that as .xlsx or .ods.",
            ),
            ExchangeError::Binary => say(
                "Tai dvejetainė Excel knyga (.xlsb). Atverkite ją ir išsaugokite .xlsx formatu.",
                "This is a binary Excel workbook (.xlsb). Open it and save it as .xlsx.",
            ),
            ExchangeError::Protected => say(
                "Failas apsaugotas slaptažodžiu. Atverkite jį skaičiuoklėje ir išsaugokite be slaptažodžio.",
                "The file is protected by a password. Open it in a spreadsheet and save it without one.",
            ),
            ExchangeError::Damaged(_) => say(
                "Failas sugadintas arba nebaigtas siųsti. Atverkite jį skaičiuoklėje, išsaugokite iš naujo ir bandykite dar kartą.",
                "The file is damaged, or its download was cut short. Open it in a spreadsheet, save it again and retry.",
            ),
            ExchangeError::Unsafe(_) => say(
                "Failas neatvertas, nes sudarytas taip, kad išpakuotas galėtų pakenkti kompiuteriui. Jei juo pasitikite, atverkite jį skaičiuoklėje ir išsaugokite iš naujo.",
                "The file was not opened: it is made so that unpacking it could do harm. If you trust it, open it in a spreadsheet and save it again.",
            ),
            ExchangeError::TooLarge => say(
                "Lentelė per didelė. Padalykite ją į kelis failus arba išsaugokite CSV formatu.",
                "The table is too large. Divide it into several files, or save it as CSV.",
            ),
            ExchangeError::NoSheet { name, sheets } => match language {
                Language::Lt => format!("Knygoje nėra lapo „{name}“. Joje yra: {}.", sheets.join(", ")),
                Language::En => format!("The workbook has no sheet “{name}”. It has: {}.", sheets.join(", ")),
            },
            ExchangeError::CellTooLong { row } => match language {
                Language::Lt => format!(
                    "{row} eilutėje langelis ilgesnis nei {} MB; tikriausiai neuždarytos kabutės. Pataisykite failą ir bandykite dar kartą.",
                    MAX_CELL >> 20
                ),
                Language::En => format!(
                    "In row {row} a cell is longer than {} MB; probably a quote is not closed. Correct the file and try again.",
                    MAX_CELL >> 20
                ),
            },
            ExchangeError::TooManyColumns { row } => match language {
                Language::Lt => {
                    format!("{row} eilutėje daugiau nei {MAX_COLUMNS} stulpelių. Tikriausiai tai ne lentelė.")
                }
                Language::En => {
                    format!("Row {row} has more than {MAX_COLUMNS} columns. Probably this is not a table.")
                }
            },
        }
    }
}
