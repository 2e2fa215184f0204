//! The ways in which somebody may type a stored telephone number, as bare digits.

use model::rules::phone::{lithuanian_digits, phone_digits};

/// Digits of a Lithuanian number after the country's code.
const NATIONAL: usize = 8;

/// One way of writing a number: its digits, and where each stands in the text (`None`: it is not in the text).
pub(crate) struct Form {
    pub digits: String,
    pub places: Vec<Option<usize>>,
}

/// The forms a number is found by: a Lithuanian one with `370` and with `8` in front (with `0` it is inside the first),
/// another as it is without a leading `00`. None where there are no digits.
pub(crate) fn forms(text: &str) -> Vec<Form> {
    let typed: Vec<(char, usize)> =
        text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(place, c)| (c, place)).collect();
    let is_national = typed.len() == NATIONAL && !text.trim_start().starts_with('+');
    if is_national || lithuanian_digits(text).is_some() {
        let (before, national) = typed.split_at(typed.len() - NATIONAL);
        return ["370", "8"].map(|prefix| lithuanian(prefix, before, national)).into();
    }
    let kept = phone_digits(text).len();
    if kept == 0 { Vec::new() } else { vec![form(typed[typed.len() - kept..].iter().map(|(c, at)| (*c, Some(*at))))] }
}

/// Whether the text of a telephone field says more than a number.
pub(crate) fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

fn lithuanian(prefix: &str, before: &[(char, usize)], national: &[(char, usize)]) -> Form {
    let shared = prefix.chars().rev().zip(before.iter().rev()).take_while(|(c, (typed, _))| c == typed).count();
    let missing = prefix.len() - shared;
    let places =
        std::iter::repeat_n(None, missing).chain(before[before.len() - shared..].iter().map(|(_, at)| Some(*at)));
    form(prefix.chars().zip(places).chain(national.iter().map(|(c, at)| (*c, Some(*at)))))
}

fn form(digits: impl Iterator<Item = (char, Option<usize>)>) -> Form {
    let (digits, places) = digits.unzip();
    Form { digits, places }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = forms(text).into_iter().map(|form| form.digits).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_lithuanian_number_has_two_forms_however_it_was_typed() {
        for text in ["+370 612 34567", "8 612 34567", "(8-612) 34567", "0 612 34567", "61234567", "00370 612 34567"] {
            check(text, &["37061234567", "861234567"]);
        }
        check("+370 (8-612) 34567", &["37061234567", "861234567"]);
    }

    #[test]
    fn another_number_has_its_digits() {
        check("00371 29 123 456", &["37129123456"]);
        check("+44 20 7946 0958", &["442079460958"]);
        check("112", &["112"]);
        check("nėra", &[]);
    }

    #[test]
    fn digits_know_their_place() {
        let form = &forms("0 612 34567")[0];
        assert_eq!(form.places[..4], [None, None, Some(0), Some(2)]);
    }
}
