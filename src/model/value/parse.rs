//! From what a person (or a script, or a foreign file) wrote to a value.

use super::{Problem, Value, compare::fold, days, numbers};
use crate::{
    ids::ChoiceId,
    language::Language,
    schema::{Choice, FieldKind},
};
use chrono::NaiveDate;
use std::borrow::Cow;

/// Characters that a field of one line takes.
const ONE_LINE: usize = 10_000;
/// Characters that a long text takes.
const MANY_LINES: usize = 1_000_000;
/// How many entries of a list a message names.
const OFFERED: usize = 5;

/// Reads `text` as a value of `kind`: `Ok(None)` where it is empty, a [`Problem`] where it cannot be read.
///
/// Both languages' ways of writing are always read; `language` decides only which label wins where two choices clash,
/// and the labels that a problem names.
pub fn parse(text: &str, kind: &FieldKind, language: Language) -> Result<Option<Value>, Problem> {
    read(text, kind, language, None)
}

/// Reads like [`parse`], and also days said from `today`: `today`, `rytoj`, `vakar`, `+7`.
pub fn parse_on(text: &str, kind: &FieldKind, language: Language, today: NaiveDate) -> Result<Option<Value>, Problem> {
    read(text, kind, language, Some(today))
}

fn read(text: &str, kind: &FieldKind, language: Language, today: Option<NaiveDate>) -> Result<Option<Value>, Problem> {
    match kind {
        FieldKind::SeriesNumber { .. } | FieldKind::Formula { .. } => return Err(Problem::ReadOnly),
        FieldKind::Link { .. }
        | FieldKind::PartOf { .. }
        | FieldKind::Picture
        | FieldKind::File
        | FieldKind::Secret => return Err(Problem::NotText),
        FieldKind::LongText => return long_text(text),
        _ => {}
    }
    let text: &str = &one_line(text);
    if text.is_empty() {
        return Ok(None);
    }
    if longer_than(text, ONE_LINE) {
        return Err(Problem::TooLong { allowed: ONE_LINE });
    }
    let value = match kind {
        FieldKind::Number { scale } => Value::Number(numbers::number(text, *scale, &["€", "EUR", "%"])?),
        FieldKind::Money { currency } => Value::Number(numbers::number(text, Some(2), &units(currency))?),
        FieldKind::Date => Value::Date(days::date(text, today)?),
        FieldKind::DayOfYear => {
            let (month, day) = days::day_of_year(text)?;
            Value::DayOfYear(month, day)
        }
        FieldKind::Time if today.is_some() => Value::Time(days::typed_time(text)?),
        FieldKind::Time => Value::Time(days::time(text)?),
        FieldKind::DateTime => Value::DateTime(days::date_time(text, today)?),
        FieldKind::Instant => Value::Instant(days::instant(text)?),
        FieldKind::YesNo => Value::YesNo(yes_no(text)?),
        FieldKind::Choice { many, choices } => return chosen(text, *many, choices, language),
        FieldKind::Email => Value::Text(email(text)?),
        FieldKind::Iban => Value::Text(iban(text)?),
        _ => Value::Text(text.to_owned()),
    };
    Ok(Some(value))
}

/// White space of every kind, and the invisible characters that copying from web pages brings along.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

fn longer_than(text: &str, characters: usize) -> bool {
    text.len() > characters && text.chars().nth(characters).is_some()
}

fn one_line(text: &str) -> Cow<'_, str> {
    // Nearly always; an import reads millions of cells.
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text.trim_matches(is_blank));
    }
    let unbroken = text.replace("\r\n", " ").replace(['\r', '\n', '\t'], " ");
    let visible: String = unbroken.chars().filter(|c| !c.is_control()).collect();
    Cow::Owned(visible.trim_matches(is_blank).to_owned())
}

fn long_text(text: &str) -> Result<Option<Value>, Problem> {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let visible: String = lines.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let text = visible.trim_matches(is_blank);
    if longer_than(text, MANY_LINES) {
        return Err(Problem::TooLong { allowed: MANY_LINES });
    }
    Ok((!text.is_empty()).then(|| Value::Text(text.to_owned())))
}

/// The signs and codes that may stand beside an amount in `currency`; an amount in another currency is not read.
fn units(currency: &str) -> Vec<&str> {
    let sign = match currency {
        "EUR" => Some("€"),
        "USD" => Some("$"),
        "GBP" => Some("£"),
        "PLN" => Some("zł"),
        _ => None,
    };
    sign.into_iter().chain((!currency.is_empty()).then_some(currency)).collect()
}

fn yes_no(text: &str) -> Result<bool, Problem> {
    match fold(text).as_str() {
        "yes" | "y" | "taip" | "1" | "true" | "x" | "+" => Ok(true),
        "no" | "n" | "ne" | "0" | "false" | "-" => Ok(false),
        _ => Err(Problem::NotYesNo(text.to_owned())),
    }
}

fn chosen(text: &str, many: bool, choices: &[Choice], language: Language) -> Result<Option<Value>, Problem> {
    let not_on_list = |text: &str| Problem::NotAChoice {
        text: text.to_owned(),
        offered: choices
            .iter()
            .filter(|choice| !choice.retired)
            .take(OFFERED)
            .map(|choice| choice.label.get(language).to_owned())
            .collect(),
    };
    if let Some(id) = find_choice(text, choices, language) {
        return Ok(Some(Value::Choices(vec![id])));
    }
    if !many {
        return Err(not_on_list(text));
    }
    let mut found = Vec::new();
    for part in text.split('|').map(|part| part.trim_matches(is_blank)).filter(|part| !part.is_empty()) {
        let id = find_choice(part, choices, language).ok_or_else(|| not_on_list(part))?;
        if !found.contains(&id) {
            found.push(id);
        }
    }
    Ok((!found.is_empty()).then_some(Value::Choices(found)))
}

/// The entry that `text` names: by key or label, exactly first, then by folded text; at last by id. Entries still offered
/// win over retired ones.
pub(super) fn find_choice(text: &str, choices: &[Choice], language: Language) -> Option<ChoiceId> {
    let first = |fits: &dyn Fn(&Choice) -> bool| {
        let fitting = || choices.iter().filter(|choice| fits(choice));
        fitting().find(|choice| !choice.retired).or_else(|| fitting().next()).map(|choice| choice.id)
    };
    let folded = fold(text);
    first(&|choice| choice.key == text)
        .or_else(|| first(&|choice| choice.label.get(language) == text))
        .or_else(|| first(&|choice| choice.label.lt == text || choice.label.en == text))
        .or_else(|| first(&|choice| fold(&choice.key) == folded))
        .or_else(|| first(&|choice| fold(choice.label.get(language)) == folded))
        .or_else(|| first(&|choice| fold(&choice.label.lt) == folded || fold(&choice.label.en) == folded))
        .or_else(|| text.parse().ok().and_then(|id| first(&|choice| choice.id == id)))
}

fn email(text: &str) -> Result<String, Problem> {
    let good_domain = |domain: &str| domain.contains('.') && domain.split('.').all(|part| !part.is_empty());
    let is_plain = !text.contains(|c: char| is_blank(c) || matches!(c, ',' | ';' | '<' | '>' | '|'));
    match text.split_once('@') {
        Some((name, domain)) if is_plain && !name.is_empty() && !domain.contains('@') && good_domain(domain) => {
            Ok(text.to_owned())
        }
        _ => Err(Problem::NotAnEmail(text.to_owned())),
    }
}

/// Upper-case without spaces; two letters, two digits, 11 to 30 letters and digits (ISO 13616).
fn iban(text: &str) -> Result<String, Problem> {
    let compact: String = text.chars().filter(|c| !is_blank(*c)).map(|c| c.to_ascii_uppercase()).collect();
    let compact = compact.strip_prefix("IBAN").map(|rest| rest.trim_start_matches(':')).unwrap_or(&compact);
    let bytes = compact.as_bytes();
    let well_formed = (15..=34).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes[4..].iter().all(u8::is_ascii_alphanumeric);
    if well_formed { Ok(compact.to_owned()) } else { Err(Problem::NotAnIban(text.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Label, schema::OnDelete};

    fn check(kind: &FieldKind, text: &str, expected: Result<Option<&str>, Problem>) {
        let expected = expected.map(|text| text.map(|text| Value::Text(text.into())));
        assert_eq!(parse(text, kind, Language::Lt), expected, "{text:?}");
    }

    #[test]
    fn white_space_alone_is_an_empty_field() {
        for kind in [FieldKind::Text, FieldKind::LongText, FieldKind::Date, FieldKind::YesNo, FieldKind::Email] {
            for text in ["", "  ", "\u{a0}", "\t\r\n", "\u{feff}\u{200b}"] {
                check(&kind, text, Ok(None));
            }
        }
        let many = FieldKind::Choice { many: true, choices: list() };
        assert_eq!(parse(" | ", &many, Language::Lt), Ok(None));
    }

    #[test]
    fn one_line_has_no_breaks_and_long_text_keeps_them() {
        check(&FieldKind::Text, " UAB\u{a0}Ąžuolas \u{a0}", Ok(Some("UAB\u{a0}Ąžuolas")));
        check(&FieldKind::Text, "a\r\nb\tc\nd\0", Ok(Some("a b c d")));
        check(&FieldKind::LongText, "\r\n a\r\nb\rc\n\n", Ok(Some("a\nb\nc")));
        check(&FieldKind::Web, " kartoteka.lt ", Ok(Some("kartoteka.lt")));
        check(&FieldKind::Phone, " (8-612) 34567 ", Ok(Some("(8-612) 34567")));
    }

    #[test]
    fn texts_have_a_greatest_length_in_characters() {
        let line = "ž".repeat(ONE_LINE);
        check(&FieldKind::Text, &line, Ok(Some(&line)));
        check(&FieldKind::Text, &(line.clone() + "ž"), Err(Problem::TooLong { allowed: 10_000 }));
        check(&FieldKind::LongText, &(line.clone() + "ž"), Ok(Some(&(line + "ž"))));
        let book = "ž".repeat(MANY_LINES + 1);
        check(&FieldKind::LongText, &book, Err(Problem::TooLong { allowed: 1_000_000 }));
    }

    #[test]
    fn money_keeps_two_decimals_of_its_own_currency() {
        let euro = FieldKind::Money { currency: "EUR".into() };
        let check = |text: &str, expected: Result<&str, Problem>| {
            let read = parse(text, &euro, Language::En).map(|value| value.unwrap().as_number().unwrap().to_string());
            assert_eq!(read, expected.map(String::from), "{text}");
        };
        check("1 204,50 €", Ok("1204.50"));
        check("12,5", Ok("12.5"));
        check("12,5000", Ok("12.50"));
        check("1,234", Err(Problem::TooManyDecimals { allowed: 2 }));
        check("5 USD", Err(Problem::NotANumber("5 USD".into())));
        check("$5", Err(Problem::NotANumber("$5".into())));
        check("5 %", Err(Problem::NotANumber("5 %".into())));
    }

    #[test]
    fn yes_and_no_in_both_languages() {
        for (text, expected) in [("Taip", true), ("ne", false), ("YES", true), ("0", false), ("x", true), ("+", true)] {
            assert_eq!(parse(text, &FieldKind::YesNo, Language::En), Ok(Some(Value::YesNo(expected))), "{text}");
        }
        check(&FieldKind::YesNo, "gal", Err(Problem::NotYesNo("gal".into())));
    }

    fn list() -> Vec<Choice> {
        let entry = |id, key: &str, lt: &str, en: &str, retired| Choice {
            id: ChoiceId(id),
            key: key.into(),
            label: Label::new(lt, en),
            retired,
            ..Choice::default()
        };
        vec![
            entry(1, "old", "Baigta", "Done", true),
            entry(2, "done", "Baigta", "Finished", false),
            entry(3, "started", "Pradėta", "Started", false),
            entry(4, "either", "Taip | ne", "Yes | no", false),
        ]
    }

    #[test]
    fn choices_are_named_by_key_or_label() {
        let one = FieldKind::Choice { many: false, choices: list() };
        let check = |text: &str, expected: u128| {
            let expected = Ok(Some(Value::Choices(vec![ChoiceId(expected)])));
            assert_eq!(parse(text, &one, Language::Lt), expected, "{text}");
        };
        check("started", 3);
        check("Pradėta", 3);
        check("PRADETA", 3);
        check("started", 3);
        check("baigta", 2);
        check("Done", 1);
        check("done", 2);
        check("Taip | ne", 4);
        check("00000000000000000000000000000001", 1);
        let offered = vec!["Baigta".to_owned(), "Pradėta".into(), "Taip | ne".into()];
        let problem = Problem::NotAChoice { text: "started|done".into(), offered };
        assert_eq!(parse("started|done", &one, Language::Lt), Err(problem));
    }

    #[test]
    fn several_choices_are_parted_by_bars() {
        let many = FieldKind::Choice { many: true, choices: list() };
        let read = |text: &str| parse(text, &many, Language::En);
        let ids = |ids: &[u128]| Ok(Some(Value::Choices(ids.iter().copied().map(ChoiceId).collect())));
        assert_eq!(read("started | Finished|started|"), ids(&[3, 2]));
        assert_eq!(read("Yes | no"), ids(&[4]));
        assert!(matches!(read("started|maybe"), Err(Problem::NotAChoice { text, .. }) if text == "maybe"));
    }

    #[test]
    fn an_email_has_one_at_sign_and_a_domain() {
        check(&FieldKind::Email, " Vardas.P@imone.lt ", Ok(Some("Vardas.P@imone.lt")));
        for text in ["imone.lt", "@imone.lt", "a@b", "a@@b.lt", "a@b..lt", "a@b.lt.", "a b@c.lt", "a@b.lt, c@d.lt"] {
            check(&FieldKind::Email, text, Err(Problem::NotAnEmail(text.into())));
        }
    }

    #[test]
    fn an_iban_is_kept_upper_case_without_spaces() {
        check(&FieldKind::Iban, "lt12 1000 0111 0100 1000", Ok(Some("LT121000011101001000")));
        check(&FieldKind::Iban, "IBAN: LT12\u{a0}1000 0111 0100 1000", Ok(Some("LT121000011101001000")));
        for text in ["12345", "LT1X1000011101001000", "LT12-1000-0111-0100-1000", "ŽŽ121000011101001000"] {
            check(&FieldKind::Iban, text, Err(Problem::NotAnIban(text.into())));
        }
    }

    #[test]
    fn some_fields_are_not_filled_by_writing() {
        let number = FieldKind::SeriesNumber { series: "inv".into(), prefix: "KAR-".into(), digits: 4 };
        let formula = FieldKind::Formula { expression: "1".into(), result: Box::new(FieldKind::Text) };
        let link = FieldKind::Link { targets: vec![], many: false, on_delete: OnDelete::Clear };
        check(&number, "KAR-0001", Err(Problem::ReadOnly));
        check(&formula, "1", Err(Problem::ReadOnly));
        for kind in [link, FieldKind::Picture, FieldKind::File, FieldKind::Secret] {
            check(&kind, "x", Err(Problem::NotText));
        }
    }

    #[test]
    fn a_clock_is_needed_for_today() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let read = parse_on("rytoj", &FieldKind::Date, Language::Lt, today);
        assert_eq!(read, Ok(Some(Value::Date(today.succ_opt().unwrap()))));
        check(&FieldKind::Date, "rytoj", Err(Problem::NotADate("rytoj".into())));
    }
}
