//! From a value to text: for people, for an editor, for scripts.

use super::{Value, parse::find_choice};
use crate::{
    ids::ChoiceId,
    language::Language,
    rules::{phone, vat::round_half_away},
    schema::{Choice, FieldKind},
};
use chrono::{DateTime, NaiveDateTime, NaiveTime, SecondsFormat};
use rust_decimal::Decimal;

/// The text people read in lists, on cards and in documents. Money comes without its currency; a link comes empty (its
/// title is known to the engine alone); a secret is hidden.
pub fn format(value: &Value, kind: &FieldKind, language: Language) -> String {
    match (value, kind) {
        (_, FieldKind::Formula { result, .. }) => format(value, result, language),
        (Value::Text(text), FieldKind::Phone) => format_phone(text),
        (Value::Text(text), FieldKind::Iban) => groups_of_four(text),
        (Value::Text(text), _) => text.clone(),
        (Value::Number(number), FieldKind::Money { .. }) => format_amount(*number, 2, language),
        (Value::Number(number), FieldKind::Number { scale: Some(scale) }) => {
            format_amount(*number, u32::from(*scale), language)
        }
        (Value::Number(number), _) => format_amount(*number, number.scale(), language),
        (Value::Date(day), _) => day.to_string(),
        (Value::DayOfYear(month, day), _) => format!("{month:02}-{day:02}"),
        (Value::Time(time), _) => clock(*time),
        (Value::DateTime(time), _) => format!("{} {}", time.date(), clock(time.time())),
        (Value::Instant(moment), _) => match utc(*moment) {
            Some(time) => format!("{} {} UTC", time.date(), clock(time.time())),
            None => moment.to_string(),
        },
        (Value::YesNo(yes), _) => yes_or_no(*yes, language).to_owned(),
        (Value::Choices(ids), FieldKind::Choice { choices, .. }) => {
            let labels: Vec<&str> = ids.iter().filter_map(|id| label(*id, choices, language)).collect();
            labels.join(", ")
        }
        (Value::Blob(blob), _) => blob.name.clone(),
        (Value::Secret(_), _) => "••••••".to_owned(),
        (Value::Choices(_) | Value::Links(_), _) => String::new(),
    }
}

/// The text that stands in an editor: no grouping, no abbreviation; [`super::parse`] reads it back to the same value.
pub fn edit_text(value: &Value, kind: &FieldKind, language: Language) -> String {
    match (value, kind) {
        (_, FieldKind::Formula { result, .. }) => edit_text(value, result, language),
        (Value::Number(number), kind) => {
            // As many decimals as are shown elsewhere, so that figures do not change their look when they are edited.
            let text = match kind {
                FieldKind::Number { scale: Some(scale) } => padded(*number, u32::from(*scale)),
                kind => plain(value, kind),
            };
            match language {
                Language::Lt => text.replace('.', ","),
                Language::En => text,
            }
        }
        (Value::YesNo(yes), _) => yes_or_no(*yes, language).to_owned(),
        (Value::Choices(ids), FieldKind::Choice { choices, .. }) => {
            let names: Vec<String> = ids.iter().map(|id| choice_name(*id, choices, language)).collect();
            names.join("|")
        }
        (Value::DateTime(time), _) => format!("{} {}", time.date(), clock(time.time())),
        _ => plain(value, kind),
    }
}

/// The text for scripts and tables, in no language: ISO dates, the decimal point, choice keys and record ids joined by `|`.
/// Money has two decimals at least; nothing is rounded. A file is its name, a secret is empty.
pub fn plain(value: &Value, kind: &FieldKind) -> String {
    match (value, kind) {
        (_, FieldKind::Formula { result, .. }) => plain(value, result),
        (Value::Text(text), _) => text.clone(),
        (Value::Number(number), FieldKind::Money { .. }) => padded(*number, 2),
        (Value::Number(number), _) => number.to_string(),
        (Value::Date(day), _) => day.to_string(),
        (Value::DayOfYear(month, day), _) => format!("{month:02}-{day:02}"),
        (Value::Time(time), _) => clock(*time),
        (Value::DateTime(time), _) => format!("{}T{}", time.date(), clock(time.time())),
        (Value::Instant(moment), _) => match DateTime::from_timestamp_millis(*moment) {
            Some(time) => time.to_rfc3339_opts(SecondsFormat::AutoSi, true),
            None => moment.to_string(),
        },
        (Value::YesNo(yes), _) => yes_or_no(*yes, Language::En).to_owned(),
        (Value::Choices(ids), FieldKind::Choice { choices, .. }) => {
            let keys: Vec<String> = ids.iter().map(|id| choice_key(*id, choices)).collect();
            keys.join("|")
        }
        (Value::Choices(ids), _) => ids.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"),
        (Value::Links(links), _) => links.iter().map(|link| link.record.to_string()).collect::<Vec<_>>().join("|"),
        (Value::Blob(blob), _) => blob.name.clone(),
        (Value::Secret(_), _) => String::new(),
    }
}

/// A number with exactly `scale` decimals, rounded half away from zero and grouped from four digits on: `1 204,50` (with
/// no-break spaces) in Lithuanian, `1,204.50` in English. The minus is the plain hyphen, so that it can be copied anywhere.
pub fn format_amount(number: Decimal, scale: u32, language: Language) -> String {
    let text = padded(round_half_away(number, scale), scale);
    let (mark, point) = match language {
        Language::Lt => ('\u{a0}', ','),
        Language::En => (',', '.'),
    };
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.as_str()),
    };
    match digits.split_once('.') {
        Some((whole, fraction)) => format!("{sign}{}{point}{fraction}", group(whole, mark)),
        None => format!("{sign}{}", group(digits, mark)),
    }
}

/// An amount with its currency: `1 204,50 €`.
pub fn with_currency(amount: &str, currency: &str) -> String {
    match currency {
        "EUR" => format!("{amount}\u{a0}€"),
        other => format!("{amount}\u{a0}{other}"),
    }
}

/// A Lithuanian telephone number as `+370 612 34567`; any other as it is.
pub fn format_phone(text: &str) -> String {
    let is_number = text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "+-–()./".contains(c));
    let Some(national) = phone::lithuanian_digits(text).filter(|_| is_number) else { return text.to_owned() };
    let area = match national.as_bytes() {
        [b'5', ..] => 1,
        [b'3', b'7', ..] | [b'4', b'1' | b'5' | b'6', ..] => 2,
        _ => 3,
    };
    let (area, rest) = national.split_at(area);
    if rest.len() == 5 { format!("+370 {area} {rest}") } else { format!("+370 {area} {} {}", &rest[..3], &rest[3..]) }
}

/// Digits in groups of three.
pub(super) fn group(digits: &str, mark: char) -> String {
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(mark);
        }
        grouped.push(digit);
    }
    grouped
}

/// The number with zeros up to `scale` decimals; more decimals stay.
fn padded(number: Decimal, scale: u32) -> String {
    let mut text = number.to_string();
    if number.scale() < scale {
        if number.scale() == 0 {
            text.push('.');
        }
        text.extend(std::iter::repeat_n('0', (scale - number.scale()) as usize));
    }
    text
}

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

fn utc(moment: i64) -> Option<NaiveDateTime> {
    DateTime::from_timestamp_millis(moment).map(|time| time.naive_utc())
}

fn yes_or_no(yes: bool, language: Language) -> &'static str {
    match (yes, language) {
        (true, Language::Lt) => "taip",
        (false, Language::Lt) => "ne",
        (true, Language::En) => "yes",
        (false, Language::En) => "no",
    }
}

fn groups_of_four(text: &str) -> String {
    let mut grouped = String::with_capacity(text.len() * 2);
    for (at, c) in text.chars().filter(|c| !c.is_whitespace()).enumerate() {
        if at > 0 && at % 4 == 0 {
            grouped.push(' ');
        }
        grouped.push(c);
    }
    grouped
}

fn label(id: ChoiceId, choices: &[Choice], language: Language) -> Option<&str> {
    let choice = choices.iter().find(|choice| choice.id == id)?;
    let label = choice.label.get(language);
    Some(if label.is_empty() { &choice.key } else { label })
}

/// The label where reading it finds this very entry, else the key, else the id.
fn choice_name(id: ChoiceId, choices: &[Choice], language: Language) -> String {
    match label(id, choices, language) {
        Some(label) if names_only(label, id, choices, language) => label.to_owned(),
        _ => choice_key(id, choices),
    }
}

fn choice_key(id: ChoiceId, choices: &[Choice]) -> String {
    let both = [Language::Lt, Language::En];
    match choices.iter().find(|choice| choice.id == id) {
        Some(choice) if both.iter().all(|language| names_only(&choice.key, id, choices, *language)) => {
            choice.key.clone()
        }
        _ => id.to_string(),
    }
}

fn names_only(name: &str, id: ChoiceId, choices: &[Choice], language: Language) -> bool {
    let survives = !name.contains('|') && !name.chars().any(char::is_control) && name.trim() == name;
    survives && !name.is_empty() && find_choice(name, choices, language) == Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{parse, samples};
    use proptest::prelude::*;

    #[test]
    fn amounts_in_both_languages() {
        let check = |number: &str, scale: u32, lt: &str, en: &str| {
            let number: Decimal = number.parse().unwrap();
            assert_eq!(format_amount(number, scale, Language::Lt).replace('\u{a0}', " "), lt);
            assert_eq!(format_amount(number, scale, Language::En), en);
        };
        check("1204.5", 2, "1 204,50", "1,204.50");
        check("999", 2, "999,00", "999.00");
        check("-1234567.005", 2, "-1 234 567,01", "-1,234,567.01");
        check("1.005", 2, "1,01", "1.01");
        check("-0.004", 2, "0,00", "0.00");
        check("0", 0, "0", "0");
        check("-100", 0, "-100", "-100");
        check("0.5", 0, "1", "1");
        check("2.5", 3, "2,500", "2.500");
        check(
            "79228162514264337593543950335",
            1,
            "79 228 162 514 264 337 593 543 950 335,0",
            "79,228,162,514,264,337,593,543,950,335.0",
        );
    }

    #[test]
    fn telephone_numbers_look_alike() {
        let check = |text: &str, expected: &str| assert_eq!(format_phone(text), expected);
        check("861234567", "+370 612 34567");
        check("(8-612) 34567", "+370 612 34567");
        check("+370 612 34 567", "+370 612 34567");
        check("0 612 34567", "+370 612 34567");
        check("8 5 2123456", "+370 5 212 3456");
        check("+370 (37) 123456", "+370 37 123 456");
        check("8 315 12345", "+370 315 12345");
        check("+371 29123456", "+371 29123456");
        check("112", "112");
        check("8 612 34567 (Jonas)", "8 612 34567 (Jonas)");
        check("nėra", "nėra");
    }

    #[test]
    fn every_kind_is_shown_edited_and_written_plainly() {
        let check = |kind: &FieldKind, plain_text: &str, edit_lt: &str, shown_lt: &str, shown_en: &str| {
            let value = parse(plain_text, kind, Language::En).unwrap().unwrap();
            assert_eq!(plain(&value, kind), plain_text);
            assert_eq!(edit_text(&value, kind, Language::Lt), edit_lt);
            assert_eq!(format(&value, kind, Language::Lt).replace('\u{a0}', " "), shown_lt);
            assert_eq!(format(&value, kind, Language::En), shown_en);
        };
        let euro = FieldKind::Money { currency: "EUR".into() };
        check(&euro, "1204.50", "1204,50", "1 204,50", "1,204.50");
        check(&euro, "-5.00", "-5,00", "-5,00", "-5.00");
        check(&FieldKind::Number { scale: Some(3) }, "1204.5", "1204,500", "1 204,500", "1,204.500");
        check(&FieldKind::Number { scale: None }, "1204.50", "1204,50", "1 204,50", "1,204.50");
        check(&FieldKind::Date, "2026-11-23", "2026-11-23", "2026-11-23", "2026-11-23");
        check(&FieldKind::DayOfYear, "02-09", "02-09", "02-09", "02-09");
        check(&FieldKind::Time, "09:05", "09:05", "09:05", "09:05");
        check(&FieldKind::DateTime, "2026-11-23T14:02", "2026-11-23 14:02", "2026-11-23 14:02", "2026-11-23 14:02");
        let moment = "2026-11-23T14:02:05.120Z";
        check(&FieldKind::Instant, moment, moment, "2026-11-23 14:02 UTC", "2026-11-23 14:02 UTC");
        check(&FieldKind::YesNo, "yes", "taip", "taip", "yes");
        check(&FieldKind::YesNo, "no", "ne", "ne", "no");
        let iban = "LT121000011101001000";
        check(&FieldKind::Iban, iban, iban, "LT12 1000 0111 0100 1000", "LT12 1000 0111 0100 1000");
        check(&FieldKind::Phone, "861234567", "861234567", "+370 612 34567", "+370 612 34567");
        let list = samples::choice_kind();
        check(&list, "red|green", "Raudona|Žalia", "Raudona, Žalia", "Red, Green");
        check(&list, "bar", "bar", "A|B", "A|B");
        check(&list, "clash", "clash", "red", "red");
    }

    #[test]
    fn a_formula_is_shown_as_its_result() {
        let result = Box::new(FieldKind::Money { currency: "EUR".into() });
        let kind = FieldKind::Formula { expression: "1".into(), result };
        assert_eq!(format(&Value::Number(Decimal::ONE), &kind, Language::Lt), "1,00");
        assert_eq!(plain(&Value::Number(Decimal::ONE), &kind), "1.00");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_the_same((kind, value) in samples::written()) {
            for language in [Language::Lt, Language::En] {
                prop_assert_eq!(parse(&plain(&value, &kind), &kind, language), Ok(Some(value.clone())));
                for reader in [Language::Lt, Language::En] {
                    let text = edit_text(&value, &kind, language);
                    if language == reader || !matches!(kind, FieldKind::Choice { .. }) {
                        prop_assert_eq!(parse(&text, &kind, reader), Ok(Some(value.clone())), "{}", text);
                    }
                }
            }
        }

        #[test]
        fn any_text_is_read_or_refused_and_what_was_read_stays(text in "\\PC*|[0-9 .,'/:|-]{0,14}", kind in samples::kind()) {
            if let Ok(Some(value)) = parse(&text, &kind, Language::Lt) {
                prop_assert_eq!(parse(&edit_text(&value, &kind, Language::Lt), &kind, Language::Lt), Ok(Some(value)));
            }
        }
    }
}
