//! Order and sameness of values: for sorting, for the secondary indexes, for keys and duplicates.

use super::{Link, Value, parse::is_blank};
use crate::{
    ids::ChoiceId,
    rules::phone,
    schema::{Choice, FieldKind},
};
use chrono::{Datelike as _, NaiveDateTime, NaiveTime, Timelike as _};
use rust_decimal::Decimal;
use std::{borrow::Cow, cmp::Ordering};
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// The order of two values of one kind. Texts go by the code points of their folded text (lists are sorted by the
/// language's own rules elsewhere), telephone numbers by their national digits, choices by their place in the list.
pub fn compare(a: &Value, b: &Value, kind: &FieldKind) -> Ordering {
    match (a, b, kind) {
        (_, _, FieldKind::Formula { result, .. }) => compare(a, b, result),
        (Value::Text(a), Value::Text(b), _) => text_key(a, kind).cmp(&text_key(b, kind)),
        (Value::Number(a), Value::Number(b), _) => a.cmp(b),
        (Value::Date(a), Value::Date(b), _) => a.cmp(b),
        (Value::DayOfYear(a_month, a_day), Value::DayOfYear(b_month, b_day), _) => {
            (a_month, a_day).cmp(&(b_month, b_day))
        }
        (Value::Time(a), Value::Time(b), _) => a.cmp(b),
        (Value::DateTime(a), Value::DateTime(b), _) => a.cmp(b),
        (Value::Instant(a), Value::Instant(b), _) => a.cmp(b),
        (Value::YesNo(a), Value::YesNo(b), _) => a.cmp(b),
        (Value::Choices(a), Value::Choices(b), FieldKind::Choice { choices, .. }) => {
            places(a, choices).cmp(places(b, choices))
        }
        (Value::Choices(a), Value::Choices(b), _) => a.cmp(b),
        (Value::Links(a), Value::Links(b), _) => a.cmp(b),
        (Value::Blob(a), Value::Blob(b), _) => (fold(&a.name), a.hash).cmp(&(fold(&b.name), b.hash)),
        (Value::Secret(a), Value::Secret(b), _) => a.cmp(b),
        _ => rank(a).cmp(&rank(b)),
    }
}

/// Bytes whose order is that of [`compare`], for the secondary indexes; values that compare equal have equal bytes.
///
/// Choices alone are ordered by their ids, so that reordering a list leaves the index as it is. Only the bytes of values
/// of one kind may be compared. Numbers, days, times and yes/no end by themselves (none is the beginning of another);
/// those of texts, choices and links do not.
pub fn sort_bytes(value: &Value, kind: &FieldKind) -> Vec<u8> {
    match (value, kind) {
        (_, FieldKind::Formula { result, .. }) => sort_bytes(value, result),
        (Value::Text(text), _) => text_key(text, kind).into_owned().into_bytes(),
        (Value::Number(number), _) => number_bytes(*number),
        (Value::Date(day), _) => ordered_i32(day.num_days_from_ce()).to_vec(),
        (Value::DayOfYear(month, day), _) => vec![*month, *day],
        (Value::Time(time), _) => time_bytes(*time).to_vec(),
        (Value::DateTime(time), _) => date_time_bytes(*time),
        (Value::Instant(moment), _) => (moment.cast_unsigned() ^ (1 << 63)).to_be_bytes().to_vec(),
        (Value::YesNo(yes), _) => vec![u8::from(*yes)],
        (Value::Choices(ids), _) => ids.iter().flat_map(|id| id.0.to_be_bytes()).collect(),
        (Value::Links(links), _) => links.iter().flat_map(link_bytes).collect(),
        (Value::Blob(blob), _) => [fold(&blob.name).as_bytes(), &[0], &blob.hash].concat(),
        (Value::Secret(bytes), _) => bytes.clone(),
    }
}

/// The text without marks and capitals: `Ąžuolas` and `AZUOLAS` fold to `azuolas`. Nothing else is changed.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else {
            decompose_canonical(c, |part| {
                if !is_combining_mark(part) {
                    folded.extend(part.to_lowercase().filter(|c| !is_combining_mark(*c)));
                }
            });
        }
    }
    folded
}

/// What two values must share to be the same for keys and duplicates: e-mail addresses without capitals, telephone
/// numbers by national digits, codes without spaces, web addresses without scheme and closing slash, numbers without
/// closing zeros, other texts folded with single spaces. Empty for secrets, which never match.
pub fn match_text(value: &Value, kind: &FieldKind) -> String {
    match (value, kind) {
        (_, FieldKind::Formula { result, .. }) => match_text(value, result),
        (Value::Text(text), FieldKind::Phone | FieldKind::Email) => text_key(text, kind).into_owned(),
        (Value::Text(text), FieldKind::Iban | FieldKind::SeriesNumber { .. }) => fold(&without_blanks(text)),
        (Value::Text(text), FieldKind::Web) => web_address(text),
        (Value::Text(text), _) if is_code(text) => fold(&without_blanks(text)),
        (Value::Text(text), _) => {
            let folded = fold(text);
            folded.split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        }
        (Value::Number(number), _) => number.normalize().to_string(),
        (Value::Choices(ids), _) => sorted(ids.iter().map(ToString::to_string)),
        (Value::Links(links), _) => sorted(links.iter().map(|link| link.record.to_string())),
        (Value::Blob(blob), _) => blob.hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        (Value::Secret(_), _) => String::new(),
        _ => super::plain(value, kind),
    }
}

/// What texts of a kind are ordered by.
fn text_key<'a>(text: &'a str, kind: &FieldKind) -> Cow<'a, str> {
    match kind {
        FieldKind::Phone => {
            let digits = phone::phone_digits(text);
            Cow::Owned(if digits.is_empty() { fold(text) } else { digits })
        }
        FieldKind::Iban => Cow::Owned(fold(&without_blanks(text))),
        _ if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) => Cow::Borrowed(text),
        _ => Cow::Owned(fold(text)),
    }
}

fn places(ids: &[ChoiceId], choices: &[Choice]) -> impl Iterator<Item = (usize, ChoiceId)> {
    ids.iter().map(|id| (choices.iter().position(|choice| choice.id == *id).unwrap_or(usize::MAX), *id))
}

/// Order among values of different variants, which no field holds side by side.
fn rank(value: &Value) -> u8 {
    match value {
        Value::Text(_) => 0,
        Value::Number(_) => 1,
        Value::Date(_) => 2,
        Value::DayOfYear(..) => 3,
        Value::Time(_) => 4,
        Value::DateTime(_) => 5,
        Value::Instant(_) => 6,
        Value::YesNo(_) => 7,
        Value::Choices(_) => 8,
        Value::Links(_) => 9,
        Value::Blob(_) => 10,
        Value::Secret(_) => 11,
    }
}

/// The sign, then how many digits stand before the point, then the digits without closing zeros in pairs, then an end.
/// Of a negative number all but the sign is complemented, so that the greater distance from zero comes first.
fn number_bytes(number: Decimal) -> Vec<u8> {
    if number.is_zero() {
        return vec![1];
    }
    let digits = number.mantissa().unsigned_abs().to_string();
    // From -28 to 29; moved so that it fits a byte.
    let exponent = digits.len() as i32 - number.scale() as i32 + 64;
    let mut bytes = vec![exponent as u8];
    for pair in digits.trim_end_matches('0').as_bytes().chunks(2) {
        let (tens, units) = (pair[0] - b'0', pair.get(1).map_or(0, |digit| digit - b'0'));
        bytes.push(tens * 10 + units + 1);
    }
    bytes.push(0);
    let negative = number.is_sign_negative();
    if negative {
        bytes.iter_mut().for_each(|byte| *byte = !*byte);
    }
    bytes.insert(0, if negative { 0 } else { 2 });
    bytes
}

fn ordered_i32(number: i32) -> [u8; 4] {
    (number.cast_unsigned() ^ (1 << 31)).to_be_bytes()
}

fn time_bytes(time: NaiveTime) -> [u8; 4] {
    time.num_seconds_from_midnight().to_be_bytes()
}

fn date_time_bytes(time: NaiveDateTime) -> Vec<u8> {
    [ordered_i32(time.date().num_days_from_ce()), time_bytes(time.time())].concat()
}

fn link_bytes(link: &Link) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&link.table.0.to_be_bytes());
    bytes[16..].copy_from_slice(&link.record.0.to_be_bytes());
    bytes
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).collect()
}

/// At most three letters and then five digits or more: a company's, a VAT payer's or a product's code.
fn is_code(text: &str) -> bool {
    let compact = without_blanks(text);
    let digits = compact.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    compact.len() - digits.len() <= 3 && digits.len() >= 5 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn web_address(text: &str) -> String {
    let folded = fold(text);
    let address = folded.strip_prefix("https://").or_else(|| folded.strip_prefix("http://")).unwrap_or(&folded);
    address.strip_prefix("www.").unwrap_or(address).trim_end_matches('/').to_owned()
}

fn sorted(texts: impl Iterator<Item = String>) -> String {
    let mut texts: Vec<String> = texts.collect();
    texts.sort();
    texts.join("|")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{BlobRef, samples};
    use proptest::prelude::*;

    #[test]
    fn folding_strips_marks_and_capitals_only() {
        let check = |text: &str, expected: &str| assert_eq!(fold(text), expected);
        check("UAB \"Kartoteka\"", "uab \"kartoteka\"");
        check("ĄČĘĖĮŠŲŪŽ ąčęėįšųūž", "aceeisuuz aceeisuuz");
        check("z\u{30c}Z\u{30c}", "zz");
        check("İstanbul", "istanbul");
        check("Straße Łódź", "straße łodz");
        check("Ёлка", "елка");
    }

    #[test]
    fn numbers_of_equal_worth_have_equal_bytes() {
        let bytes = |text: &str| number_bytes(text.parse().unwrap());
        assert_eq!(bytes("1.50"), bytes("1.5"));
        assert_eq!(bytes("100"), bytes("100.000"));
        assert_eq!(bytes("-0.0"), bytes("0"));
        let ascending = [
            "-79228162514264337593543950335",
            "-10.01",
            "-10",
            "-9.99",
            "-0.0000000000000000000000000001",
            "0",
            "0.0000000000000000000000000001",
            "0.1",
            "0.11",
            "1",
            "9",
            "9.01",
            "10",
            "1000",
            "79228162514264337593543950335",
        ];
        for two in ascending.windows(2) {
            assert!(bytes(two[0]) < bytes(two[1]), "{two:?}");
            assert!(!bytes(two[1]).starts_with(&bytes(two[0])), "{two:?}");
        }
    }

    #[test]
    fn choices_go_by_their_place_in_the_list() {
        let kind = samples::choice_kind();
        let chosen = |id| Value::Choices(vec![ChoiceId(id)]);
        assert_eq!(compare(&chosen(4), &chosen(3), &kind), Ordering::Less);
        assert_eq!(compare(&chosen(1), &chosen(99), &kind), Ordering::Less);
        assert_eq!(compare(&Value::Choices(vec![ChoiceId(4), ChoiceId(3)]), &chosen(4), &kind), Ordering::Greater);
    }

    #[test]
    fn files_go_by_name() {
        let file = |name: &str, first| {
            let mut hash = [0; 32];
            hash[0] = first;
            Value::Blob(BlobRef { hash, name: name.into(), bytes: 1 })
        };
        let check = |a: Value, b: Value| {
            assert_eq!(compare(&a, &b, &FieldKind::File), Ordering::Less);
            assert!(sort_bytes(&a, &FieldKind::File) < sort_bytes(&b, &FieldKind::File));
        };
        check(file("a.pdf", 9), file("B.pdf", 1));
        check(file("a", 9), file("a.pdf", 1));
        check(file("a", 1), file("A", 2));
    }

    #[test]
    fn sameness_overlooks_how_it_was_written() {
        let check = |kind: &FieldKind, text: &str, expected: &str| {
            assert_eq!(match_text(&Value::Text(text.into()), kind), expected);
        };
        check(&FieldKind::Email, "Vardas@Imone.LT", "vardas@imone.lt");
        check(&FieldKind::Phone, "(8-612) 34567", "61234567");
        check(&FieldKind::Phone, "+370 612 34567", "61234567");
        check(&FieldKind::Phone, "Nėra", "nera");
        check(&FieldKind::Iban, "LT12 1000", "lt121000");
        check(&FieldKind::Web, "https://www.Imone.lt/", "imone.lt");
        check(&FieldKind::Text, " UAB \u{a0} „Ąžuolas“", "uab „azuolas“");
        check(&FieldKind::Text, "123 456 789", "123456789");
        check(&FieldKind::Text, "LT 100001919017", "lt100001919017");
        check(&FieldKind::Text, "UAB 3 broliai", "uab 3 broliai");
        check(&FieldKind::Text, "Butas 5", "butas 5");
        let number = Value::Number("1.500".parse().unwrap());
        assert_eq!(match_text(&number, &FieldKind::Number { scale: None }), "1.5");
        let kind = samples::choice_kind();
        let chosen = |ids: [u128; 2]| match_text(&Value::Choices(ids.map(ChoiceId).to_vec()), &kind);
        assert_eq!(chosen([1, 2]), chosen([2, 1]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn bytes_are_ordered_as_the_values((kind, a, b) in samples::pair()) {
            if !matches!(kind, FieldKind::Choice { .. }) {
                prop_assert_eq!(sort_bytes(&a, &kind).cmp(&sort_bytes(&b, &kind)), compare(&a, &b, &kind));
            }
        }

        #[test]
        fn order_goes_both_ways((kind, a, b) in samples::pair()) {
            prop_assert_eq!(compare(&a, &b, &kind), compare(&b, &a, &kind).reverse());
            prop_assert_eq!(compare(&a, &a, &kind), Ordering::Equal);
        }

        #[test]
        fn folding_twice_changes_nothing_more(text in "\\PC*") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
