//! Words and small texts that depend on a count or on the language.

pub(crate) use model::value::with_currency;
use model::{
    language::{Label, Language},
    rules::words::plural,
    value::format_amount,
};

/// A count as people write it: `1 204` in Lithuanian, `1,204` in English.
pub(crate) fn number(count: u64, language: Language) -> String {
    format_amount(count.into(), 0, language)
}

/// `1 204 įrašai`, `1 record`.
pub(crate) fn records(count: u64, language: Language) -> String {
    let word = match language {
        Language::Lt => plural(count, "įrašas", "įrašai", "įrašų"),
        Language::En => {
            if count == 1 {
                "record"
            } else {
                "records"
            }
        }
    };
    format!("{} {word}", number(count, language))
}

/// `1 day`, `12 days`; in English, where a day has no short form.
pub(crate) fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

/// As [`records`], as what something is done to: `21 įrašą`.
pub(crate) fn records_accusative(count: u64, language: Language) -> String {
    match language {
        Language::Lt => format!("{} {}", number(count, language), plural(count, "įrašą", "įrašus", "įrašų")),
        Language::En => records(count, language),
    }
}

/// `Nauja sąskaita`, `Naujas klientas`, `New client`.
pub(crate) fn new_one(one: &Label, language: Language) -> String {
    let name = lower_first(one.get(language));
    match language {
        Language::Lt => {
            let feminine =
                ["a", "ė", "tis", "rūšis"].iter().any(|ending| name.ends_with(ending)) && !name.ends_with("štis");
            format!("{} {name}", if feminine { "Nauja" } else { "Naujas" })
        }
        Language::En => format!("New {name}"),
    }
}

/// The example at the end of a hint, where there is one: `+370 612 34567` of `A mobile; for example, +370 612 34567.`
pub(crate) fn example(hint: &str) -> &str {
    let found =
        ["avyzdžiui,", "or example,", "avyzdžiui", "or example"].into_iter().find_map(|words| hint.split_once(words));
    found.map(|(_, example)| example.trim().trim_end_matches('.')).unwrap_or_default()
}

/// The text with a small first letter, unless it begins with an abbreviation.
pub(crate) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), text.chars().nth(1)) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// The text with a capital first letter.
pub(crate) fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The text between the quotation marks of the language.
pub(crate) fn quoted(text: &str, language: Language) -> String {
    match language {
        // A name with quotes in it stands out by itself: they are not doubled.
        _ if text.ends_with(['“', '”', '"']) => text.to_owned(),
        Language::Lt => format!("„{text}“"),
        Language::En => format!("“{text}”"),
    }
}

/// Up to two first letters of the words of a name, without the form of the firm and without marks: `UAB „Baltijos namai“` is BN.
pub(crate) fn initials(name: &str) -> String {
    const FORMS: [&str; 14] =
        ["UAB", "AB", "MB", "IĮ", "VšĮ", "VŠĮ", "VĮ", "ŽŪB", "ŽŪK", "KŪB", "TŪB", "Ltd", "LLC", "SIA"];
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let letters: String =
        words.filter(|word| !FORMS.contains(word)).filter_map(|word| word.chars().next()).take(2).collect();
    letters.to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_take_the_form_their_number_asks_for() {
        let check = |count, expected: &str| assert_eq!(records(count, Language::Lt).replace('\u{a0}', " "), expected);
        check(0, "0 įrašų");
        check(1, "1 įrašas");
        check(1204, "1 204 įrašai");
        check(11, "11 įrašų");
        assert_eq!(records(1, Language::En), "1 record");
        assert_eq!(records_accusative(21, Language::Lt), "21 įrašą");
    }

    #[test]
    fn a_new_one_agrees_with_its_noun() {
        let check = |one: &str, expected: &str| assert_eq!(new_one(&Label::new(one, ""), Language::Lt), expected);
        check("Klientas", "Naujas klientas");
        check("Sąskaita", "Nauja sąskaita");
        check("PVM sąskaita faktūra", "Nauja PVM sąskaita faktūra");
        check("Sutartis", "Nauja sutartis");
        check("Įvykis", "Naujas įvykis");
        check("Kainoraštis", "Naujas kainoraštis");
        check("Įvykio rūšis", "Nauja įvykio rūšis");
        assert_eq!(new_one(&Label::new("", "Client"), Language::En), "New client");
    }

    #[test]
    fn a_hint_has_its_example_at_the_end() {
        assert_eq!(example("Pagrindinis, dažniausiai mobilusis; pavyzdžiui, +370 612 34567."), "+370 612 34567");
        assert_eq!(example("What it is about, for example Legal advice."), "Legal advice");
        assert_eq!(example("Given when the invoice is issued."), "");
    }

    #[test]
    fn initials_leave_out_the_form_of_the_firm() {
        assert_eq!(initials("UAB „Baltijos namai“"), "BN");
        assert_eq!(initials("Jonas Kazlauskas"), "JK");
        assert_eq!(initials("žuvis"), "Ž");
        assert_eq!(initials("UAB"), "");
    }
}
