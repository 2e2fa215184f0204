//! Amounts written out in words.

use super::vat::round_money;
use crate::language::Language;
use crate::value::format_amount;
use rust_decimal::{Decimal, prelude::ToPrimitive as _};

/// The form of a Lithuanian noun that a count takes: `one` for 1, 21, 101; `few` for 2-9, 22; `many` (the genitive plural)
/// for 0, 10-20, 30, 111.
pub fn plural<'a>(count: u64, one: &'a str, few: &'a str, many: &'a str) -> &'a str {
    match (count % 100, count % 10) {
        (11..=19, _) | (_, 0) => many,
        (_, 1) => one,
        _ => few,
    }
}

/// The amount in words, cents as digits: `Vienas tūkstantis du šimtai keturi eurai 50 ct`. Rounded to cents. Currencies
/// other than the euro stand by their code. From 1,000,000,000,000 on the whole amount is written in digits.
pub fn amount_in_words(amount: Decimal, currency: &str, language: Language) -> String {
    let rounded = round_money(amount);
    let whole = rounded.abs().trunc();
    let cents = ((rounded.abs() - whole) * Decimal::ONE_HUNDRED).round();
    let (Some(whole), Some(cents)) = (whole.to_u64().filter(|whole| *whole <= MOST), cents.to_u64()) else {
        return format!("{} {currency}", format_amount(rounded, 2, language));
    };
    let minus = if rounded.is_sign_negative() { "minus " } else { "" };
    let words = match language {
        Language::Lt => lithuanian(whole),
        Language::En => english(whole),
    };
    let unit = unit(whole, currency, language);
    capitalised(&format!("{minus}{words} {unit} {cents:02} {}", cent(currency, language)))
}

const MOST: u64 = 999_999_999_999;

fn unit(whole: u64, currency: &str, language: Language) -> &str {
    match (currency, language) {
        ("EUR", Language::Lt) => plural(whole, "euras", "eurai", "eurų"),
        ("EUR", Language::En) if whole == 1 => "euro",
        ("EUR", Language::En) => "euros",
        _ => currency,
    }
}

fn cent(currency: &str, language: Language) -> &'static str {
    match (currency, language) {
        ("EUR", _) | (_, Language::Lt) => "ct",
        (_, Language::En) => "c",
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The groups of three digits with their place (3 for milliards down to 0), empty groups left out.
fn groups(number: u64) -> impl Iterator<Item = (usize, u64)> {
    (0..4usize)
        .rev()
        .map(move |place| (place, number / 1000u64.pow(place as u32) % 1000))
        .filter(|(_, group)| *group > 0)
}

const LITHUANIAN: [&str; 20] = [
    "nulis",
    "vienas",
    "du",
    "trys",
    "keturi",
    "penki",
    "šeši",
    "septyni",
    "aštuoni",
    "devyni",
    "dešimt",
    "vienuolika",
    "dvylika",
    "trylika",
    "keturiolika",
    "penkiolika",
    "šešiolika",
    "septyniolika",
    "aštuoniolika",
    "devyniolika",
];
const LITHUANIAN_TENS: [&str; 10] = [
    "",
    "",
    "dvidešimt",
    "trisdešimt",
    "keturiasdešimt",
    "penkiasdešimt",
    "šešiasdešimt",
    "septyniasdešimt",
    "aštuoniasdešimt",
    "devyniasdešimt",
];

fn lithuanian(number: u64) -> String {
    let mut words = Vec::new();
    for (place, group) in groups(number) {
        let (hundreds, rest) = (group / 100, group % 100);
        if hundreds > 0 {
            words.push(LITHUANIAN[hundreds as usize]);
            words.push(plural(hundreds, "šimtas", "šimtai", "šimtų"));
        }
        if rest >= 20 {
            words.push(LITHUANIAN_TENS[(rest / 10) as usize]);
        }
        let small = if rest < 20 { rest } else { rest % 10 };
        if small > 0 {
            words.push(LITHUANIAN[small as usize]);
        }
        match place {
            1 => words.push(plural(group, "tūkstantis", "tūkstančiai", "tūkstančių")),
            2 => words.push(plural(group, "milijonas", "milijonai", "milijonų")),
            3 => words.push(plural(group, "milijardas", "milijardai", "milijardų")),
            _ => {}
        }
    }
    if words.is_empty() { LITHUANIAN[0].to_owned() } else { words.join(" ") }
}

const ENGLISH: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const ENGLISH_TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ENGLISH_PLACES: [&str; 4] = ["", "thousand", "million", "billion"];

fn english(number: u64) -> String {
    let mut words: Vec<String> = Vec::new();
    for (place, group) in groups(number) {
        let (hundreds, rest) = (group / 100, group % 100);
        if hundreds > 0 {
            words.push(format!("{} hundred", ENGLISH[hundreds as usize]));
        }
        let follows = hundreds > 0 || (place == 0 && !words.is_empty());
        if rest > 0 && follows {
            words.push("and".into());
        }
        match rest {
            0 => {}
            1..20 => words.push(ENGLISH[rest as usize].into()),
            _ if rest % 10 == 0 => words.push(ENGLISH_TENS[(rest / 10) as usize].into()),
            _ => words.push(format!("{}-{}", ENGLISH_TENS[(rest / 10) as usize], ENGLISH[(rest % 10) as usize])),
        }
        if place > 0 {
            words.push(ENGLISH_PLACES[place].into());
        }
    }
    if words.is_empty() { ENGLISH[0].to_owned() } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(amount: &str, currency: &str, language: Language) -> String {
        amount_in_words(amount.parse().unwrap(), currency, language)
    }

    /// The words before the cents were compared with those of the Python package num2words.
    #[test]
    fn lithuanian_words_take_the_right_case() {
        let check = |amount: &str, expected: &str| assert_eq!(words(amount, "EUR", Language::Lt), expected);
        check("0", "Nulis eurų 00 ct");
        check("1", "Vienas euras 00 ct");
        check("2", "Du eurai 00 ct");
        check("9", "Devyni eurai 00 ct");
        check("10", "Dešimt eurų 00 ct");
        check("11", "Vienuolika eurų 00 ct");
        check("12", "Dvylika eurų 00 ct");
        check("19", "Devyniolika eurų 00 ct");
        check("20", "Dvidešimt eurų 00 ct");
        check("21", "Dvidešimt vienas euras 00 ct");
        check("22", "Dvidešimt du eurai 00 ct");
        check("30", "Trisdešimt eurų 00 ct");
        check("40", "Keturiasdešimt eurų 00 ct");
        check("99", "Devyniasdešimt devyni eurai 00 ct");
        check("100", "Vienas šimtas eurų 00 ct");
        check("101", "Vienas šimtas vienas euras 00 ct");
        check("110", "Vienas šimtas dešimt eurų 00 ct");
        check("111", "Vienas šimtas vienuolika eurų 00 ct");
        check("112", "Vienas šimtas dvylika eurų 00 ct");
        check("119", "Vienas šimtas devyniolika eurų 00 ct");
        check("121", "Vienas šimtas dvidešimt vienas euras 00 ct");
        check("200", "Du šimtai eurų 00 ct");
        check("900", "Devyni šimtai eurų 00 ct");
        check("999", "Devyni šimtai devyniasdešimt devyni eurai 00 ct");
        check("1000", "Vienas tūkstantis eurų 00 ct");
        check("1001", "Vienas tūkstantis vienas euras 00 ct");
        check("1011", "Vienas tūkstantis vienuolika eurų 00 ct");
        check("2000", "Du tūkstančiai eurų 00 ct");
        check("5000", "Penki tūkstančiai eurų 00 ct");
        check("11000", "Vienuolika tūkstančių eurų 00 ct");
        check("21000", "Dvidešimt vienas tūkstantis eurų 00 ct");
        check("100000", "Vienas šimtas tūkstančių eurų 00 ct");
        check("111111", "Vienas šimtas vienuolika tūkstančių vienas šimtas vienuolika eurų 00 ct");
        check("1000000", "Vienas milijonas eurų 00 ct");
        check("2000000", "Du milijonai eurų 00 ct");
        check("10000000", "Dešimt milijonų eurų 00 ct");
        check("21000000", "Dvidešimt vienas milijonas eurų 00 ct");
        check("1000000000", "Vienas milijardas eurų 00 ct");
        check("2000000005", "Du milijardai penki eurai 00 ct");
        check("11011011011", "Vienuolika milijardų vienuolika milijonų vienuolika tūkstančių vienuolika eurų 00 ct");
        check(
            "112345678901.05",
            "Vienas šimtas dvylika milijardų trys šimtai keturiasdešimt penki milijonai šeši šimtai septyniasdešimt aštuoni tūkstančiai devyni šimtai vienas euras 05 ct",
        );
        check(
            "999999999999.99",
            "Devyni šimtai devyniasdešimt devyni milijardai devyni šimtai devyniasdešimt devyni milijonai devyni šimtai devyniasdešimt devyni tūkstančiai devyni šimtai devyniasdešimt devyni eurai 99 ct",
        );
    }

    #[test]
    fn cents_are_digits_and_rounded() {
        let check = |amount: &str, expected: &str| assert_eq!(words(amount, "EUR", Language::Lt), expected);
        check("1204.5", "Vienas tūkstantis du šimtai keturi eurai 50 ct");
        check("0.05", "Nulis eurų 05 ct");
        check("0.995", "Vienas euras 00 ct");
        check("9.994", "Devyni eurai 99 ct");
        check("-5.01", "Minus penki eurai 01 ct");
        check("-0.001", "Nulis eurų 00 ct");
    }

    #[test]
    fn english_words() {
        let check = |amount: &str, expected: &str| assert_eq!(words(amount, "EUR", Language::En), expected);
        check("0", "Zero euros 00 ct");
        check("1", "One euro 00 ct");
        check("1204.50", "One thousand two hundred and four euros 50 ct");
        check("21", "Twenty-one euros 00 ct");
        check("40", "Forty euros 00 ct");
        check("100", "One hundred euros 00 ct");
        check("115", "One hundred and fifteen euros 00 ct");
        check("1001", "One thousand and one euros 00 ct");
        check("1000005", "One million and five euros 00 ct");
        check("101000", "One hundred and one thousand euros 00 ct");
        check(
            "-2345678",
            "Minus two million three hundred and forty-five thousand six hundred and seventy-eight euros 00 ct",
        );
    }

    #[test]
    fn other_currencies_and_endless_amounts() {
        assert_eq!(words("21.10", "USD", Language::Lt), "Dvidešimt vienas USD 10 ct");
        assert_eq!(words("21.10", "USD", Language::En), "Twenty-one USD 10 c");
        assert_eq!(words("1000000000000", "EUR", Language::En), "1,000,000,000,000.00 EUR");
        assert_eq!(words("999999999999.999", "EUR", Language::En), "1,000,000,000,000.00 EUR");
    }

    #[test]
    fn plurals_follow_the_end_of_the_number() {
        for (count, expected) in [
            (0, "many"),
            (1, "one"),
            (2, "few"),
            (9, "few"),
            (10, "many"),
            (11, "many"),
            (20, "many"),
            (21, "one"),
            (111, "many"),
            (122, "few"),
        ] {
            assert_eq!(plural(count, "one", "few", "many"), expected, "{count}");
        }
    }
}
