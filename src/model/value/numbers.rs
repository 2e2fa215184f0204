//! Numbers as people write them.

use super::{Problem, parse::is_blank};
use rust_decimal::Decimal;

/// Reads a number with at most `allowed` decimals (`None`: as many as fit), which may carry one of `units` at either end.
///
/// The decimal mark is a comma or a point. Thousands may be grouped by spaces, apostrophes, or by the one of comma and
/// point that is not the decimal mark. Where both occur the last one is the decimal mark; where one of them occurs
/// several times it groups. **A single comma or point is always the decimal mark**, also before exactly three digits:
/// `1,234` is one and 234 thousandths in either language, as scripts write it. Groups must be of three digits.
pub(super) fn number(text: &str, allowed: Option<u8>, units: &[&str]) -> Result<Decimal, Problem> {
    let problem = || Problem::NotANumber(text.to_owned());
    let (negative, digits) = without_sign_and_unit(text, units);
    let (whole, fraction) = whole_and_fraction(digits).ok_or_else(problem)?;
    let kept = fraction.trim_end_matches('0');
    let limit = allowed.map_or(28, |allowed| allowed.min(28));
    if kept.len() > usize::from(limit) {
        return Err(Problem::TooManyDecimals { allowed: limit });
    }
    let padded = &fraction[..fraction.len().min(usize::from(limit))];
    let number = exact(&whole, padded).or_else(|| exact(&whole, kept)).ok_or(Problem::NumberTooLong)?;
    Ok(if negative && !number.is_zero() { -number } else { number })
}

fn exact(whole: &str, fraction: &str) -> Option<Decimal> {
    let whole = whole.trim_start_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    let whole = if whole.is_empty() { "0" } else { whole };
    Decimal::from_str_exact(&format!("{whole}{point}{fraction}")).ok()
}

/// The sign may stand before or after a leading unit.
fn without_sign_and_unit<'a>(text: &'a str, units: &[&str]) -> (bool, &'a str) {
    let (outer, text) = without_sign(text);
    let text = units.iter().find_map(|unit| without_unit(text, unit)).unwrap_or(text);
    let (inner, text) = if outer.is_none() { without_sign(text) } else { (None, text) };
    (outer.or(inner) == Some(true), text)
}

/// Whether there is a minus (`Some(true)`) or a plus (`Some(false)`), and the rest.
fn without_sign(text: &str) -> (Option<bool>, &str) {
    let mut chars = text.chars();
    let sign = match chars.next() {
        Some('-' | '\u{2212}' | '–') => Some(true),
        Some('+') => Some(false),
        _ => return (None, text),
    };
    (sign, chars.as_str().trim_start_matches(is_blank))
}

fn without_unit<'a>(text: &'a str, unit: &str) -> Option<&'a str> {
    if text.get(..unit.len()).is_some_and(|start| start.eq_ignore_ascii_case(unit)) {
        return Some(text[unit.len()..].trim_start_matches(is_blank));
    }
    let start = text.len().checked_sub(unit.len())?;
    let end = text.get(start..)?;
    end.eq_ignore_ascii_case(unit).then(|| text[..start].trim_end_matches(is_blank))
}

/// The digits before and after the decimal mark, without any marks.
fn whole_and_fraction(text: &str) -> Option<(String, &str)> {
    let (whole, fraction) = match decimal_mark(text)? {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    };
    let whole = ungrouped(whole)?;
    let has_digits = !whole.is_empty() || !fraction.is_empty();
    (has_digits && fraction.bytes().all(|byte| byte.is_ascii_digit())).then_some((whole, fraction))
}

/// Where the decimal mark stands, if there is one; `None` at the outside where commas and points contradict.
fn decimal_mark(text: &str) -> Option<Option<usize>> {
    let count = |mark: char| text.matches(mark).count();
    match (count('.'), count(',')) {
        (0, 0) => Some(None),
        (1, 0) => Some(text.find('.')),
        (0, 1) => Some(text.find(',')),
        (_, 0) | (0, _) => Some(None),
        (points, commas) => {
            let at = text.rfind(['.', ','])?;
            let last_is_point = text[at..].starts_with('.');
            let once = if last_is_point { points == 1 } else { commas == 1 };
            once.then_some(Some(at))
        }
    }
}

/// The digits of a whole number; its groups must be of three and parted by one kind of mark.
fn ungrouped(text: &str) -> Option<String> {
    let kind = |mark: char| match mark {
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        '’' => '\'',
        other => other,
    };
    let mut marks = text.chars().filter(|c| !c.is_ascii_digit()).map(kind);
    let Some(mark) = marks.next() else { return Some(text.to_owned()) };
    if !matches!(mark, ' ' | '\'' | '.' | ',') || marks.any(|other| other != mark) {
        return None;
    }
    let mut groups = text.split(|c: char| !c.is_ascii_digit());
    let first = groups.next()?;
    let well_formed = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    well_formed.then(|| text.chars().filter(char::is_ascii_digit).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const EURO: &[&str] = &["€", "EUR", "%"];

    #[test]
    fn people_write_numbers_in_many_ways() {
        let check = |text: &str, expected: &str| {
            assert_eq!(number(text, None, EURO).map(|n| n.to_string()), Ok(expected.into()), "{text}");
        };
        check("0", "0");
        check("007", "7");
        check("1204,50", "1204.50");
        check("1204.50", "1204.50");
        check("1 204,50", "1204.50");
        check("1\u{a0}204\u{a0}000,5", "1204000.5");
        check("1\u{202f}204,5", "1204.5");
        check("1'204.50", "1204.50");
        check("1’204’000", "1204000");
        check("1.234,50", "1234.50");
        check("1,234.50", "1234.50");
        check("1.234.567", "1234567");
        check("1,234,567", "1234567");
        check("1,234,567.89", "1234567.89");
        check("1,234", "1.234");
        check("1.234", "1.234");
        check(",5", "0.5");
        check("5,", "5");
        check("-5", "-5");
        check("\u{2212}5,25", "-5.25");
        check("- 5", "-5");
        check("+5", "5");
        check("-0,00", "0.00");
        check("5 €", "5");
        check("€5", "5");
        check("€ -5", "-5");
        check("-€5", "-5");
        check("5\u{a0}Eur", "5");
        check("EUR 1 204,50", "1204.50");
        check("21%", "21");
        check("21 %", "21");
        check("79228162514264337593543950335", "79228162514264337593543950335");
        check("79228162514264337593543950335,00", "79228162514264337593543950335");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["-", "—", "", "abc", "1e5", "1,2,3", "1.234.56", "12 34", "1 2345", "1,234.567,8", "1.2,3.4"] {
            assert_eq!(number(text, None, EURO), Err(Problem::NotANumber(text.into())), "{text}");
        }
        for text in ["5 USD", "--5", "5-", "٣", ".", "1  204", "1'204 000", "€", "1 ,5", "0x10", "1_000", "(5)"] {
            assert_eq!(number(text, None, EURO), Err(Problem::NotANumber(text.into())), "{text}");
        }
    }

    #[test]
    fn trailing_zeros_alone_may_go_beyond_the_scale() {
        let check = |text: &str, allowed: u8, expected: Result<&str, Problem>| {
            assert_eq!(number(text, Some(allowed), &[]).map(|n| n.to_string()), expected.map(String::from), "{text}");
        };
        check("5,5000", 2, Ok("5.50"));
        check("5,5", 2, Ok("5.5"));
        check("5,505", 2, Err(Problem::TooManyDecimals { allowed: 2 }));
        check("3,000", 0, Ok("3"));
        check("3,5", 0, Err(Problem::TooManyDecimals { allowed: 0 }));
        check("79228162514264337593543950336", 0, Err(Problem::NumberTooLong));
        check(&"9".repeat(60), 0, Err(Problem::NumberTooLong));
    }
}
