//! Why a text could not be read, said to people.

use crate::{language::Language, rules::words::plural};

/// Why a text could not be read as a value of a field's kind.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{}", self.message(Language::En))]
pub enum Problem {
    /// Not a number, or one whose separators contradict each other.
    NotANumber(String),
    /// More digits than an exact decimal holds.
    NumberTooLong,
    /// More decimals (other than trailing zeros) than the field keeps.
    TooManyDecimals {
        /// How many it keeps.
        allowed: u8,
    },
    /// Not a date.
    NotADate(String),
    /// A date that is in no calendar, such as 30 February.
    NoSuchDay(String),
    /// A date with a year of two digits.
    ShortYear(String),
    /// A year before 1000 or after 9999.
    YearOutOfRange,
    /// Not a month and a day.
    NotADayOfYear(String),
    /// Not a time of day.
    NotATime(String),
    /// Not a date with a time.
    NotADateTime(String),
    /// Not a moment of universal time.
    NotAnInstant(String),
    /// Neither yes nor no.
    NotYesNo(String),
    /// Not an entry of the list.
    NotAChoice {
        /// What was written.
        text: String,
        /// The first few entries on offer, in the reader's language.
        offered: Vec<String>,
    },
    /// Not an e-mail address.
    NotAnEmail(String),
    /// Not of the shape of an IBAN.
    NotAnIban(String),
    /// More characters than the field takes.
    TooLong {
        /// How many it takes.
        allowed: usize,
    },
    /// The field is filled by the program alone.
    ReadOnly,
    /// The field is not filled by writing a text.
    NotText,
}

impl Problem {
    /// One sentence for people, with an example of what would be read.
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::Lt => self.lithuanian(),
            Language::En => self.english(),
        }
    }

    fn lithuanian(&self) -> String {
        let text = short(self.text());
        match self {
            Problem::NotANumber(_) => format!("„{text}“ nėra skaičius; rašykite, pavyzdžiui, 1204,50."),
            Problem::NumberTooLong => {
                "Skaičius per ilgas: telpa ne daugiau kaip 28 skaitmenys, pavyzdžiui, 1204,50.".into()
            }
            Problem::TooManyDecimals { allowed: 0 } => "Čia rašomas sveikasis skaičius, pavyzdžiui, 12.".into(),
            Problem::TooManyDecimals { allowed } => {
                let digits = plural(u64::from(*allowed), "skaitmuo", "skaitmenys", "skaitmenų");
                let example = decimals(*allowed);
                format!("Po kablelio telpa ne daugiau kaip {allowed} {digits}, pavyzdžiui, 12,{example}.")
            }
            Problem::NotADate(_) => format!("„{text}“ nėra data; rašykite, pavyzdžiui, 2026-11-23 arba 23.11.2026."),
            Problem::NoSuchDay(_) => {
                format!("Tokios dienos, kaip „{text}“, kalendoriuje nėra; rašykite, pavyzdžiui, 2026-11-23.")
            }
            Problem::ShortYear(_) => {
                format!("Datoje „{text}“ metus rašykite keturiais skaitmenimis, pavyzdžiui, 2026-11-23.")
            }
            Problem::YearOutOfRange => "Metai turi būti nuo 1000 iki 9999, pavyzdžiui, 2026-11-23.".into(),
            Problem::NotADayOfYear(_) => {
                format!("„{text}“ nėra metų diena; rašykite mėnesį ir dieną, pavyzdžiui, 11-23.")
            }
            Problem::NotATime(_) => {
                format!("„{text}“ nėra paros laikas; rašykite valandas ir minutes, pavyzdžiui, 9:05.")
            }
            Problem::NotADateTime(_) => {
                format!("„{text}“ nėra data su laiku; rašykite, pavyzdžiui, 2026-11-23 14:02.")
            }
            Problem::NotAnInstant(_) => {
                format!("„{text}“ nėra pasaulinis laikas (UTC); rašykite, pavyzdžiui, 2026-11-23T14:02:05Z.")
            }
            Problem::NotYesNo(_) => format!("„{text}“ nėra nei „taip“, nei „ne“; rašykite taip arba ne."),
            Problem::NotAChoice { offered, .. } if offered.is_empty() => {
                format!("„{text}“ pasirinkti negalima, nes sąrašas tuščias.")
            }
            Problem::NotAChoice { offered, .. } => {
                format!("Sąraše nėra „{text}“; galima rinktis, pavyzdžiui: {}.", offered.join(", "))
            }
            Problem::NotAnEmail(_) => {
                format!("„{text}“ nėra el. pašto adresas; rašykite, pavyzdžiui, vardas@imone.lt.")
            }
            Problem::NotAnIban(_) => {
                format!("„{text}“ nėra banko sąskaitos numeris (IBAN); rašykite, pavyzdžiui, LT12 1000 0111 0100 1000.")
            }
            Problem::TooLong { allowed } => {
                format!("Tekstas per ilgas: telpa ne daugiau kaip {} ženklų.", thousands(*allowed, '\u{a0}'))
            }
            Problem::ReadOnly => "Šį lauką užpildo pati programa, todėl įrašyti jo negalima.".into(),
            Problem::NotText => "Tekstu šio lauko užpildyti negalima.".into(),
        }
    }

    fn english(&self) -> String {
        let text = short(self.text());
        match self {
            Problem::NotANumber(_) => format!("“{text}” is not a number; write, for example, 1204.50."),
            Problem::NumberTooLong => "The number is too long: 28 digits at most, for example 1204.50.".into(),
            Problem::TooManyDecimals { allowed: 0 } => "A whole number is written here, for example 12.".into(),
            Problem::TooManyDecimals { allowed } => {
                let digits = if *allowed == 1 { "decimal" } else { "decimals" };
                format!("At most {allowed} {digits} can be written here, for example 12.{}.", decimals(*allowed))
            }
            Problem::NotADate(_) => {
                format!("“{text}” is not a date; write, for example, 2026-11-23 or 23.11.2026.")
            }
            Problem::NoSuchDay(_) => {
                format!("There is no such day as “{text}” in the calendar; write, for example, 2026-11-23.")
            }
            Problem::ShortYear(_) => {
                format!("Write the year of the date “{text}” with four digits, for example 2026-11-23.")
            }
            Problem::YearOutOfRange => "The year must be from 1000 to 9999, for example 2026-11-23.".into(),
            Problem::NotADayOfYear(_) => {
                format!("“{text}” is not a day of the year; write the month and the day, for example 11-23.")
            }
            Problem::NotATime(_) => {
                format!("“{text}” is not a time of day; write hours and minutes, for example 9:05.")
            }
            Problem::NotADateTime(_) => {
                format!("“{text}” is not a date with a time; write, for example, 2026-11-23 14:02.")
            }
            Problem::NotAnInstant(_) => {
                format!("“{text}” is not a universal time (UTC); write, for example, 2026-11-23T14:02:05Z.")
            }
            Problem::NotYesNo(_) => format!("“{text}” is neither “yes” nor “no”; write yes or no."),
            Problem::NotAChoice { offered, .. } if offered.is_empty() => {
                format!("“{text}” cannot be chosen, because the list is empty.")
            }
            Problem::NotAChoice { offered, .. } => {
                format!("“{text}” is not on the list; choose, for example: {}.", offered.join(", "))
            }
            Problem::NotAnEmail(_) => {
                format!("“{text}” is not an e-mail address; write, for example, name@company.com.")
            }
            Problem::NotAnIban(_) => {
                format!("“{text}” is not a bank account number (IBAN); write, for example, LT12 1000 0111 0100 1000.")
            }
            Problem::TooLong { allowed } => {
                format!("The text is too long: {} characters at most.", thousands(*allowed, ','))
            }
            Problem::ReadOnly => "The program fills this field itself, so it cannot be written.".into(),
            Problem::NotText => "This field cannot be filled with a text.".into(),
        }
    }

    fn text(&self) -> &str {
        match self {
            Problem::NotANumber(text)
            | Problem::NotADate(text)
            | Problem::NoSuchDay(text)
            | Problem::ShortYear(text)
            | Problem::NotADayOfYear(text)
            | Problem::NotATime(text)
            | Problem::NotADateTime(text)
            | Problem::NotAnInstant(text)
            | Problem::NotYesNo(text)
            | Problem::NotAChoice { text, .. }
            | Problem::NotAnEmail(text)
            | Problem::NotAnIban(text) => text,
            _ => "",
        }
    }
}

/// At most 40 characters of a text, for a message of one line.
fn short(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

fn decimals(count: u8) -> String {
    "345678912345".chars().cycle().take(usize::from(count)).collect()
}

fn thousands(number: usize, mark: char) -> String {
    super::format::group(&number.to_string(), mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_sentences_in_both_languages() {
        let check = |problem: Problem, lt: &str, en: &str| {
            assert_eq!(problem.message(Language::Lt), lt);
            assert_eq!(problem.message(Language::En), en);
        };
        check(
            Problem::NotANumber("abc".into()),
            "„abc“ nėra skaičius; rašykite, pavyzdžiui, 1204,50.",
            "“abc” is not a number; write, for example, 1204.50.",
        );
        check(
            Problem::TooManyDecimals { allowed: 1 },
            "Po kablelio telpa ne daugiau kaip 1 skaitmuo, pavyzdžiui, 12,3.",
            "At most 1 decimal can be written here, for example 12.3.",
        );
        check(
            Problem::TooManyDecimals { allowed: 12 },
            "Po kablelio telpa ne daugiau kaip 12 skaitmenų, pavyzdžiui, 12,345678912345.",
            "At most 12 decimals can be written here, for example 12.345678912345.",
        );
        check(
            Problem::TooLong { allowed: 1_000_000 },
            "Tekstas per ilgas: telpa ne daugiau kaip 1\u{a0}000\u{a0}000 ženklų.",
            "The text is too long: 1,000,000 characters at most.",
        );
        check(
            Problem::NotAChoice { text: "x".into(), offered: vec!["Nauja".into(), "Baigta".into()] },
            "Sąraše nėra „x“; galima rinktis, pavyzdžiui: Nauja, Baigta.",
            "“x” is not on the list; choose, for example: Nauja, Baigta.",
        );
    }

    #[test]
    fn a_long_text_is_quoted_short() {
        let message = Problem::NotADate("ž".repeat(500)).message(Language::Lt);
        assert!(message.starts_with(&format!("„{}…“ nėra data", "ž".repeat(40))), "{message}");
    }
}
