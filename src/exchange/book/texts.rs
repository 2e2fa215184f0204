//! Numbers and times of spreadsheets as text.

use calamine::ExcelDateTime;

/// Decimals that a person may have entered; more come from a computation.
const ENTERED: usize = 6;

/// A number in fifteen digits, which is what spreadsheets show: `0.1 + 0.2` is `0.3`.
pub(super) fn number(value: f64) -> String {
    let text = rounded(value).to_string();
    if text == "-0" { "0".to_owned() } else { text }
}

fn rounded(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}

/// A number as its cell's format means it: a share as percent, leading zeros kept; what was computed and is shown with
/// fewer decimals is rounded as shown.
pub(super) fn number_in(value: f64, format: &str) -> String {
    let code = bare(format);
    if code.contains('%') {
        return hundredfold(value, decimals(&code));
    }
    let text = number(value);
    if code.len() > 1 && code.bytes().all(|byte| byte == b'0') && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{text:0>width$}", width = code.len());
    }
    let has = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    match decimals(&code) {
        Some(shown) if has > ENTERED.max(shown) => shortened(format!("{:.shown$}", rounded(value))),
        _ => text,
    }
}

fn hundredfold(value: f64, shown: Option<usize>) -> String {
    let text = number(value * 100.0);
    let has = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let kept = ENTERED.max(shown.unwrap_or_default());
    if has > kept { shortened(format!("{:.kept$}", rounded(value * 100.0))) } else { text }
}

fn shortened(text: String) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A format's part for positive numbers without its quoted texts, colours and conditions.
fn bare(format: &str) -> String {
    let mut code = String::new();
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ';' => break,
            '"' => letters.by_ref().take_while(|other| *other != '"').for_each(drop),
            '[' => letters.by_ref().take_while(|other| *other != ']').for_each(drop),
            '\\' | '_' | '*' => drop(letters.next()),
            _ => code.push(letter),
        }
    }
    code
}

/// How many decimals a format shows; `None`: it says nothing about them.
fn decimals(code: &str) -> Option<usize> {
    if !code.contains(['0', '#']) || code.contains(['E', 'e', '/']) {
        return None;
    }
    let Some((_, fraction)) = code.split_once('.') else { return Some(0) };
    Some(fraction.chars().take_while(|letter| matches!(letter, '0' | '#' | '?')).count())
}

/// A date, a time of day, or both, as ISO; a duration in hours and minutes.
pub(super) fn moment(moment: &ExcelDateTime) -> String {
    let value = moment.as_f64();
    if moment.is_duration() {
        let minutes = (value * 1440.0).round() as i64;
        return format!("{}:{:02}", minutes / 60, minutes % 60);
    }
    // Half a second more or less is a matter of binary fractions.
    let whole = (value * 86_400.0).round() / 86_400.0;
    let moment = ExcelDateTime::new(whole + 1e-9, calamine::ExcelDateTimeType::DateTime, false);
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = clock(hour, minute, second);
    match (whole < 1.0, (hour, minute, second)) {
        (true, _) => time,
        (false, (0, 0, 0)) => format!("{year:04}-{month:02}-{day:02}"),
        (false, _) => format!("{year:04}-{month:02}-{day:02} {time}"),
    }
}

fn clock(hour: u8, minute: u8, second: u8) -> String {
    if second == 0 { format!("{hour:02}:{minute:02}") } else { format!("{hour:02}:{minute:02}:{second:02}") }
}

/// An ISO date or time as spreadsheets store them, without a midnight and without parts of seconds.
pub(super) fn iso(text: &str) -> String {
    let Some((day, time)) = text.trim_end_matches('Z').split_once('T') else { return text.to_owned() };
    let time = time.split('.').next().unwrap_or_default();
    match time.strip_suffix(":00").unwrap_or(time) {
        "00:00" | "" => day.to_owned(),
        time => format!("{day} {time}"),
    }
}

/// `PT12H30M00S` as `12:30`.
pub(super) fn duration(text: &str) -> String {
    let part = |text: &str| text.split(['.', ',']).next().and_then(|part| part.parse::<u64>().ok());
    let read = || {
        let (hours, rest) = text.strip_prefix("PT")?.split_once('H')?;
        let (minutes, rest) = rest.split_once('M')?;
        let seconds = part(rest.trim_end_matches('S'))?;
        let (hours, minutes) = (part(hours)?, part(minutes)?);
        Some(match seconds {
            0 => format!("{hours:02}:{minutes:02}"),
            _ => format!("{hours:02}:{minutes:02}:{seconds:02}"),
        })
    };
    read().unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn numbers_have_no_remains_of_binary_fractions() {
        let check = |value: f64, expected: &str| assert_eq!(number(value), expected);
        check(0.1 + 0.2, "0.3");
        check(1.1 * 3.0, "3.3");
        check(12.340000000000002, "12.34");
        check(-0.0, "0");
        check(302_345_678.0, "302345678");
        check(37_061_234_567.0, "37061234567");
        check(0.000001, "0.000001");
        check(1234.5678, "1234.5678");
    }

    #[test]
    fn a_format_says_what_a_number_means() {
        let check =
            |value: f64, format: &str, expected: &str| assert_eq!(number_in(value, format), expected, "{format}");
        check(0.21, "0%", "21");
        check(0.055, "0.0%", "5.5");
        check(0.07, "0%", "7");
        check(123.0, "000000", "000123");
        check(12.345, "0.00", "12.345");
        check(12.345_678_912_3, "# ##0.00 \"€\"", "12.35");
        check(2.0 / 3.0, "General", "0.666666666666667");
        check(1.5, "\"50%\" 0.0", "1.5");
        check(1.0 / 3.0, "0.00;[Red]-0.00", "0.33");
    }

    #[test]
    fn moments_are_iso() {
        let check = |value: f64, expected: &str| {
            assert_eq!(moment(&ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false)), expected);
        };
        check(46035.0, "2026-01-13");
        check(46035.5, "2026-01-13 12:00");
        check(46035.3958333333, "2026-01-13 09:30");
        check(0.75, "18:00");
        assert_eq!(moment(&ExcelDateTime::new(1.25, ExcelDateTimeType::TimeDelta, false)), "30:00");
        assert_eq!(iso("2026-01-13T00:00:00"), "2026-01-13");
        assert_eq!(iso("2026-01-13T09:30:00.000"), "2026-01-13 09:30");
        assert_eq!(iso("2026-01-13"), "2026-01-13");
        assert_eq!(duration("PT09H30M00S"), "09:30");
    }
}
