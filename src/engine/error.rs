//! What can go wrong, and the one place that makes sentences of it for people.

use model::{
    configuration::ConfigurationError,
    formula::FormulaError,
    language::{Label, Language},
    schema::NameError,
};
use store::StoreError;

/// Result of the engine.
pub type Result<T> = std::result::Result<T, EngineError>;

/// An error of a use case; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Keeping it failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A name leads nowhere or to several things.
    #[error("name")]
    Name(NameError),
    /// The request cannot be fulfilled; the sentence says why and what to do.
    #[error("{}", .0.en)]
    Refused(Label),
    /// An expression is wrong.
    #[error("expression")]
    Formula(FormulaError),
    /// A file could not be read as what it should be.
    #[error("exchange: {0}")]
    Exchange(exchange::ExchangeError),
    /// A document could not be laid out.
    #[error("printing: {0}")]
    Printing(printing::PrintingError),
    /// Files of a configuration are wrong: every mistake.
    #[error("configuration: {} mistakes", .0.len())]
    Configuration(Vec<ConfigurationError>),
    /// The user stopped it; nothing was kept.
    #[error("cancelled")]
    Cancelled,
}

impl From<NameError> for EngineError {
    fn from(error: NameError) -> EngineError {
        EngineError::Name(error)
    }
}
impl From<FormulaError> for EngineError {
    fn from(error: FormulaError) -> EngineError {
        EngineError::Formula(error)
    }
}
impl From<exchange::ExchangeError> for EngineError {
    fn from(error: exchange::ExchangeError) -> EngineError {
        EngineError::Exchange(error)
    }
}
impl From<printing::PrintingError> for EngineError {
    fn from(error: printing::PrintingError) -> EngineError {
        EngineError::Printing(error)
    }
}

/// A refusal with its sentence in both languages.
pub(crate) fn refused(lt: impl Into<String>, en: impl Into<String>) -> EngineError {
    EngineError::Refused(Label::new(lt, en))
}

impl EngineError {
    /// A file that could not be read, named for people.
    pub fn unreadable(name: &str, error: &std::io::Error) -> EngineError {
        refused(
            format!("Failo „{name}“ perskaityti nepavyko: {}.", reason(error, Language::Lt)),
            format!("The file “{name}” could not be read: {}.", reason(error, Language::En)),
        )
    }

    /// A file that could not be written, named for people.
    pub fn unwritable(name: &str, error: &std::io::Error) -> EngineError {
        refused(
            format!("Failo „{name}“ įrašyti nepavyko: {}.", reason(error, Language::Lt)),
            format!("The file “{name}” could not be written: {}.", reason(error, Language::En)),
        )
    }

    /// The sentence for people: what happened, what is kept, what to do.
    pub fn message(&self, language: Language) -> String {
        match self {
            EngineError::Store(error) => store_message(error, language),
            EngineError::Name(error) => error.message(language),
            EngineError::Refused(label) => label.get(language).to_owned(),
            EngineError::Formula(error) => error.message(language),
            EngineError::Exchange(error) => error.message(language),
            EngineError::Printing(error) => error.message(language),
            EngineError::Configuration(mistakes) => {
                mistakes.iter().map(|mistake| mistake.message(language)).collect::<Vec<_>>().join("\n")
            }
            EngineError::Cancelled => {
                language.pick("Nutraukta, niekas nepakeista.", "Cancelled, nothing was changed.").into()
            }
        }
    }
}

/// What the disk said, in words of people where it is one of the usual things.
fn reason(error: &std::io::Error, language: Language) -> String {
    use std::io::ErrorKind as Kind;
    match error.kind() {
        Kind::NotFound => language.pick("tokio failo ar aplanko nėra", "there is no such file or folder").into(),
        Kind::PermissionDenied => language.pick("neleidžiama", "it is not permitted").into(),
        Kind::IsADirectory => language.pick("tai aplankas", "it is a folder").into(),
        Kind::StorageFull => language.pick("diske nebeliko vietos", "the disk is full").into(),
        _ => error.to_string(),
    }
}

fn store_message(error: &StoreError, language: Language) -> String {
    let say = |lt: &str, en: &str| language.pick(lt, en).to_owned();
    match error {
        StoreError::Missing => say("Tokio failo nėra.", "There is no such file."),
        StoreError::Exists => say(
            "Toks failas jau yra; jis nepakeistas. Pasirinkite kitą vardą.",
            "A file of that name exists already and was left as it is. Choose another name.",
        ),
        StoreError::InUse => say(
            "Ši bazė jau atverta kitoje programoje. Uždarykite ją ten ir bandykite dar kartą.",
            "This base is open in another program. Close it there and try again.",
        ),
        StoreError::Foreign => say(
            "Tai ne „Kartotekos“ bazė. Failas nepakeistas.",
            "This file is not a Kartoteka base. It was left as it is.",
        ),
        StoreError::Damaged(_) | StoreError::Codec { .. } => say(
            "Bazės failas sugadintas; jis nepakeistas. Atkurkite jį iš atsarginės kopijos.",
            "The base's file is damaged; it was left as it is. Restore it from a backup copy.",
        ),
        StoreError::Newer { found, max } => match language {
            Language::Lt => format!(
                "Bazę išsaugojo naujesnė programos versija (formatas {found}, ši programa skaito iki {max}). Failas nepakeistas; atnaujinkite programą."
            ),
            Language::En => format!(
                "The base was saved by a newer version of the program (format {found}, this one reads up to {max}). It was left as it is; update the program."
            ),
        },
        StoreError::DiskFull => say(
            "Diske nebeliko vietos, pakeitimas neišsaugotas; visa, kas išsaugota anksčiau, yra. Atlaisvinkite vietos ir pakartokite.",
            "The disk is full, the change was not saved; everything saved before is there. Free some space and repeat it.",
        ),
        StoreError::NotPermitted => say(
            "Failo ar aplanko neleidžiama skaityti arba keisti. Patikrinkite jo teises.",
            "The file or folder may not be read or written. Look at its permissions.",
        ),
        StoreError::ReadOnly => say(
            "Bazę galima tik skaityti: jos failo keisti neleidžiama. Pakeitimas neišsaugotas. Kad galėtumėte rašyti, nukopijuokite bazę į savo aplanką arba pakeiskite failo teises.",
            "The base can only be read: its file may not be written. The change was not saved. To write, copy the base into a folder of your own or change the file's permissions.",
        ),
        StoreError::Io(reason) => match language {
            Language::Lt => format!("Disko klaida, pakeitimas neišsaugotas: {reason}"),
            Language::En => format!("Disk error, the change was not saved: {reason}"),
        },
        StoreError::Limit(what) => match language {
            Language::Lt => format!("Pasiekta bazės riba ({what})."),
            Language::En => format!("A limit of the base was reached ({what})."),
        },
    }
}
