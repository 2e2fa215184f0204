//! What can go wrong, with its sentence for people.

use model::language::Language;

/// Why something cannot be printed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PrintingError {
    /// A delivered font cannot be read or embedded.
    #[error("font: {0}")]
    Font(String),
    /// The margins, the page header and the page footer leave no room on the page.
    #[error("no room is left on the page between its margins, header and footer")]
    NoRoom,
    /// The document has more pages than anybody prints.
    #[error("the document has too many pages")]
    TooLong,
    /// A form has more items or rows than can be laid out.
    #[error("the form has too many items")]
    TooMany,
    /// A picture is neither PNG nor JPEG, or is damaged.
    #[error("picture `{expression}`: {reason}")]
    Picture {
        /// The expression it came from.
        expression: String,
        /// What its decoder said.
        reason: String,
    },
    /// The PDF could not be written.
    #[error("writing the PDF: {0}")]
    Write(String),
    /// The PDF to be shown is damaged.
    #[error("reading the PDF: {0}")]
    Read(String),
    /// The pages are too large to be drawn at this resolution.
    #[error("a page at this resolution is larger than can be drawn")]
    TooLarge,
}

impl PrintingError {
    /// The sentence for people.
    pub fn message(&self, language: Language) -> String {
        match (self, language) {
            (PrintingError::Font(_), Language::Lt) => "Nepavyko perskaityti spausdinimo šrifto.".to_owned(),
            (PrintingError::Font(_), Language::En) => "A font for printing could not be read.".to_owned(),
            (PrintingError::NoRoom, Language::Lt) => {
                "Puslapyje nelieka vietos turiniui: sumažinkite paraštes, puslapio antraštę arba poraštę.".to_owned()
            }
            (PrintingError::NoRoom, Language::En) => {
                "No room is left on the page: make its margins, header or footer smaller.".to_owned()
            }
            (PrintingError::TooLong, Language::Lt) => {
                "Dokumente per daug puslapių: spausdinkite mažiau įrašų iš karto.".to_owned()
            }
            (PrintingError::TooLong, Language::En) => {
                "The document has too many pages: print fewer records at once.".to_owned()
            }
            (PrintingError::TooMany, Language::Lt) => "Spausdinimo formoje per daug elementų.".to_owned(),
            (PrintingError::TooMany, Language::En) => "The print form has too many items.".to_owned(),
            (PrintingError::Picture { expression, .. }, Language::Lt) => {
                format!("Paveikslėlio „{expression}“ perskaityti nepavyko: tinka PNG ir JPEG.")
            }
            (PrintingError::Picture { expression, .. }, Language::En) => {
                format!("The picture “{expression}” could not be read: it must be a PNG or a JPEG.")
            }
            (PrintingError::Write(_), Language::Lt) => "PDF failo sudaryti nepavyko.".to_owned(),
            (PrintingError::Write(_), Language::En) => "The PDF could not be made.".to_owned(),
            (PrintingError::Read(_), Language::Lt) => "PDF failas sugadintas, jo parodyti nepavyko.".to_owned(),
            (PrintingError::Read(_), Language::En) => "The PDF is damaged and cannot be shown.".to_owned(),
            (PrintingError::TooLarge, Language::Lt) => {
                "Puslapis per didelis, kad būtų parodytas tokia raiška.".to_owned()
            }
            (PrintingError::TooLarge, Language::En) => {
                "The page is too large to be shown at this resolution.".to_owned()
            }
        }
    }
}
