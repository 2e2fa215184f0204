//! Dates and times as people write them.

use super::{Problem, compare::fold, parse::is_blank};
use chrono::{DateTime, Datelike as _, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// Years that are read.
const YEARS: std::ops::RangeInclusive<i32> = 1000..=9999;

/// Reads a day; `today` is what the words and the distances (`+7`) count from, which are not read without it.
///
/// A year in front: year, month, day. A year at the end: day, month, year; only with slashes, and only where the
/// second number can be no month, month, day, year. A time of midnight may follow (spreadsheets write it).
pub(super) fn date(text: &str, today: Option<NaiveDate>) -> Result<NaiveDate, Problem> {
    if let Some(day) = today.and_then(|today| relative(text, today)) {
        return in_range(day?);
    }
    if today.is_some()
        && let Some((' ', _)) = parts::<3>(text.strip_suffix('.').unwrap_or(text))
    {
        return calendar_day(text);
    }
    let day = match text.split_once(['T', ' ']) {
        Some((day, tail)) if time(tail.trim_start()) == Ok(NaiveTime::MIN) => day,
        _ => text,
    };
    calendar_day(day).map_err(|problem| match problem {
        Problem::NotADate(_) => Problem::NotADate(text.to_owned()),
        other => other,
    })
}

/// A day said from today, by its distance (`+7`, `tomorrow`), its number in this month (`15`) or its month and number in this
/// year (`11-25`, `25.11`); `Some(Err)` where that leaves the calendar.
fn relative(text: &str, today: NaiveDate) -> Option<Result<NaiveDate, Problem>> {
    if let Some(day) = in_this_year(text, today) {
        return Some(day);
    }
    let days = match fold(text).as_str() {
        "today" | "siandien" | "t" | "s" => 0,
        "tomorrow" | "rytoj" => 1,
        "day after tomorrow" | "poryt" => 2,
        "yesterday" | "vakar" => -1,
        _ => {
            let (sign, digits) = match text.strip_prefix('+') {
                Some(digits) => (1, digits),
                None => (-1, text.strip_prefix(['-', '\u{2212}'])?),
            };
            let digits = digits.trim_start_matches(is_blank);
            if let Some((number, months)) = in_units(digits) {
                return Some(by_units(today, sign, number, months));
            }
            if digits.is_empty() || digits.len() > 7 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            sign * digits.parse::<i64>().ok()?
        }
    };
    Some(today.checked_add_signed(TimeDelta::try_days(days)?).ok_or(Problem::YearOutOfRange))
}

/// A distance with a unit, `2 weeks`, `1 mėn.`: how many, and how many months one is (weeks: none).
fn in_units(text: &str) -> Option<(u32, Option<u32>)> {
    let letters = text.find(|c: char| !c.is_ascii_digit())?;
    let (digits, unit) = text.split_at(letters);
    let number = digits.parse().ok().filter(|number| *number <= 10_000)?;
    let months = match fold(unit.trim().trim_end_matches('.')).as_str() {
        "sav" | "savaite" | "savaites" | "savaiciu" | "w" | "week" | "weeks" => None,
        "men" | "menuo" | "menesis" | "menesiai" | "menesiu" | "month" | "months" => Some(1),
        "m" | "metai" | "metu" | "metus" | "y" | "year" | "years" => Some(12),
        _ => return None,
    };
    Some((number, months))
}

fn by_units(today: NaiveDate, sign: i64, number: u32, months: Option<u32>) -> Result<NaiveDate, Problem> {
    let found = match months {
        None => TimeDelta::try_weeks(sign * i64::from(number)).and_then(|weeks| today.checked_add_signed(weeks)),
        Some(months) if sign < 0 => today.checked_sub_months(Months::new(number * months)),
        Some(months) => today.checked_add_months(Months::new(number * months)),
    };
    found.ok_or(Problem::YearOutOfRange)
}

fn in_this_year(text: &str, today: NaiveDate) -> Option<Result<NaiveDate, Problem>> {
    let bare = text.strip_suffix('.').unwrap_or(text);
    let (month, day) = if matches!(bare.len(), 1 | 2) && bare.bytes().all(|byte| byte.is_ascii_digit()) {
        (today.month(), bare.parse().ok()?)
    } else if parts::<2>(bare).is_some() && !bare.starts_with(['-', '+']) {
        let (month, day) = match day_of_year(bare) {
            Ok((month, day)) => (u32::from(month), u32::from(day)),
            Err(problem @ Problem::NoSuchDay(_)) => return Some(Err(problem)),
            Err(_) => return None,
        };
        (month, day)
    } else {
        return None;
    };
    let found = NaiveDate::from_ymd_opt(today.year(), month, day);
    Some(found.ok_or_else(|| Problem::NoSuchDay(text.to_owned())))
}

fn calendar_day(text: &str) -> Result<NaiveDate, Problem> {
    let not_a_date = || Problem::NotADate(text.to_owned());
    let (mark, parts) = parts::<3>(text.strip_suffix('.').unwrap_or(text)).ok_or_else(not_a_date)?;
    let [(first, first_length), (second, second_length), (third, third_length)] = parts;
    let (year, month, day) = match (first_length, second_length, third_length) {
        (4, 1..=2, 1..=2) => (first, second, third),
        (1..=2, 1..=2, 4) if mark == '/' && second > 12 && first <= 12 => (third, first, second),
        (1..=2, 1..=2, 4) => (third, second, first),
        (1..=2, 1..=2, 1..=2) => return Err(Problem::ShortYear(text.to_owned())),
        _ => return Err(not_a_date()),
    };
    let year = i32::try_from(year).map_err(|_| not_a_date())?;
    let day = NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| Problem::NoSuchDay(text.to_owned()))?;
    in_range(day)
}

fn in_range(day: NaiveDate) -> Result<NaiveDate, Problem> {
    if YEARS.contains(&day.year()) { Ok(day) } else { Err(Problem::YearOutOfRange) }
}

/// The numbers of a text and how many digits each has, parted by one kind of mark (`-`, `.`, `/`; three also by a space).
fn parts<const N: usize>(text: &str) -> Option<(char, [(u32, usize); N])> {
    let mark =
        text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '.' | '/') || (N == 3 && *c == ' '))?;
    let mut parts = [(0, 0); N];
    let mut found = text.split(mark);
    for part in &mut parts {
        let digits = found.next()?;
        if !(1..=4).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *part = (digits.parse().ok()?, digits.len());
    }
    found.next().is_none().then_some((mark, parts))
}

/// Reads a month and a day: `11-23` and `--11-23` month first, `23.11` day first, `23/11` day first unless impossible.
pub(super) fn day_of_year(text: &str) -> Result<(u8, u8), Problem> {
    let problem = || Problem::NotADayOfYear(text.to_owned());
    let bare = text.strip_prefix("--").unwrap_or(text);
    let (mark, [(first, first_length), (second, second_length)]) =
        parts::<2>(bare.strip_suffix('.').unwrap_or(bare)).ok_or_else(problem)?;
    if first_length > 2 || second_length > 2 {
        return Err(problem());
    }
    let month_first = mark == '-' || (mark == '/' && second > 12 && first <= 12);
    let (month, day) = if month_first { (first, second) } else { (second, first) };
    // A leap year, so that 29 February is a day of the year.
    NaiveDate::from_ymd_opt(2000, month, day)
        .map(|day| (day.month() as u8, day.day() as u8))
        .ok_or_else(|| Problem::NoSuchDay(text.to_owned()))
}

/// Reads a time of day to the minute: `9:05`, `09:05`, `9.05`, `0905`; seconds are read and dropped.
pub(super) fn time(text: &str) -> Result<NaiveTime, Problem> {
    let number = |digits: &str| -> Option<u32> {
        let good = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        good.then(|| digits.parse().ok()).flatten()
    };
    let read = || {
        if matches!(text.len(), 3 | 4) && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let (hour, minute) = text.split_at(text.len() - 2);
            return NaiveTime::from_hms_opt(number(hour)?, number(minute)?, 0);
        }
        let (hour, rest) = text.split_once([':', '.'])?;
        let (minute, second) = rest.split_once([':', '.']).unwrap_or((rest, "00"));
        let seconds_are_good = number(second).is_some_and(|second| second < 60);
        let two_digits = minute.len() == 2 && second.len() == 2 && seconds_are_good;
        NaiveTime::from_hms_opt(number(hour)?, number(minute)?, 0).filter(|_| two_digits)
    };
    read().ok_or_else(|| Problem::NotATime(text.to_owned()))
}

/// Reads a time of day as a person types it: also the hour alone, `10` or `10 val.`, and `10 30`.
pub(super) fn typed_time(text: &str) -> Result<NaiveTime, Problem> {
    let hour = fold(text);
    let hour = hour.trim_end_matches('.').trim_end_matches("val").trim_end_matches('h').trim_end();
    if matches!(hour.len(), 1 | 2)
        && let Some(found) = hour.parse().ok().and_then(|hour| NaiveTime::from_hms_opt(hour, 0, 0))
    {
        return Ok(found);
    }
    time(&text.replacen(' ', ":", 1)).or_else(|_| time(text))
}

/// Reads a local date and time, parted by white space or `T`.
pub(super) fn date_time(text: &str, today: Option<NaiveDate>) -> Result<NaiveDateTime, Problem> {
    let problem = || Problem::NotADateTime(text.to_owned());
    let (day, clock) = text.split_once(is_blank).or_else(|| text.split_once('T')).ok_or_else(problem)?;
    let clock = time(clock.trim_start_matches(is_blank)).map_err(|_| problem())?;
    let day = date(day, today).map_err(|fault| match fault {
        Problem::NotADate(_) => problem(),
        other => other,
    })?;
    Ok(day.and_time(clock))
}

/// Reads a moment of universal time in ISO 8601 with `Z`, `UTC` or an offset; milliseconds since 1970.
pub(super) fn instant(text: &str) -> Result<i64, Problem> {
    let problem = || Problem::NotAnInstant(text.to_owned());
    let mut iso = text.replacen(' ', "T", 1);
    if let Some(start) = iso.strip_suffix('Z').or_else(|| iso.strip_suffix("UTC")) {
        let start = start.trim_end_matches(is_blank);
        let seconds = if start.matches(':').count() == 1 { ":00" } else { "" };
        iso = format!("{start}{seconds}Z");
    }
    let moment = DateTime::parse_from_rfc3339(&iso).map_err(|_| problem())?.to_utc();
    if YEARS.contains(&moment.year()) { Ok(moment.timestamp_millis()) } else { Err(Problem::YearOutOfRange) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn dates_are_read_year_first_or_day_first() {
        let check = |text: &str, expected: &str| assert_eq!(date(text, None), Ok(day(expected)), "{text}");
        check("2026-11-23", "2026-11-23");
        check("2026.11.23", "2026-11-23");
        check("2026/11/23", "2026-11-23");
        check("2026-1-5", "2026-01-05");
        check("23.11.2026", "2026-11-23");
        check("23.11.2026.", "2026-11-23");
        check("23/11/2026", "2026-11-23");
        check("11/23/2026", "2026-11-23");
        check("03/04/2026", "2026-04-03");
        check("3.4.2026", "2026-04-03");
        check("23-11-2026", "2026-11-23");
        check("2024-02-29", "2024-02-29");
        check("2026-11-23T00:00:00", "2026-11-23");
        check("2026-11-23 0:00", "2026-11-23");
        check("1000-01-01", "1000-01-01");
        check("9999-12-31", "9999-12-31");
    }

    #[test]
    fn dates_that_cannot_be_read_say_why() {
        let check = |text: &str, expected: fn(String) -> Problem| {
            assert_eq!(date(text, None), Err(expected(text.into())), "{text}");
        };
        check("2026-02-30", Problem::NoSuchDay);
        check("2026-02-29", Problem::NoSuchDay);
        check("2026-13-01", Problem::NoSuchDay);
        check("11.23.2026", Problem::NoSuchDay);
        check("13/13/2026", Problem::NoSuchDay);
        check("2026-00-10", Problem::NoSuchDay);
        check("23.11.26", Problem::ShortYear);
        check("26-11-23", Problem::ShortYear);
        check("2026-11.23", Problem::NotADate);
        check("2026-11", Problem::NotADate);
        check("20261123", Problem::NotADate);
        check("12026-11-23", Problem::NotADate);
        check("2026-11-23 14:02", Problem::NotADate);
        check("-2026-11-23", Problem::NotADate);
        check("today", Problem::NotADate);
        check("+7", Problem::NotADate);
        assert_eq!(date("0999-12-31", None), Err(Problem::YearOutOfRange));
    }

    #[test]
    fn with_a_clock_days_are_also_said_by_their_distance() {
        let today = day("2026-12-31");
        let check = |text: &str, expected: &str| assert_eq!(date(text, Some(today)), Ok(day(expected)), "{text}");
        check("today", "2026-12-31");
        check("Šiandien", "2026-12-31");
        check("siandien", "2026-12-31");
        check("RYTOJ", "2027-01-01");
        check("tomorrow", "2027-01-01");
        check("vakar", "2026-12-30");
        check("yesterday", "2026-12-30");
        check("+7", "2027-01-07");
        check("+1 metai", "2027-12-31");
        check("+2 m.", "2028-12-31");
        check("+2 mėn", "2027-02-28");
        check("+2 sav.", "2027-01-14");
        check("-1 month", "2026-11-30");
        check("2027 11 24", "2027-11-24");
        check("2027 1 5", "2027-01-05");
        check("-31", "2026-11-30");
        check("15", "2026-12-15");
        check("5", "2026-12-05");
        check("11-25", "2026-11-25");
        check("25.11.", "2026-11-25");
        check("25/11", "2026-11-25");
        assert_eq!(date("32", Some(today)), Err(Problem::NoSuchDay("32".into())));
        assert_eq!(date("02-30", Some(today)), Err(Problem::NoSuchDay("02-30".into())));
        check("2026-11-23", "2026-11-23");
        assert_eq!(date("+9999999", Some(today)), Err(Problem::YearOutOfRange));
        assert_eq!(date("+", Some(today)), Err(Problem::NotADate("+".into())));
    }

    #[test]
    fn a_day_of_any_year() {
        let check = |text: &str, month: u8, day: u8| assert_eq!(day_of_year(text), Ok((month, day)), "{text}");
        check("11-23", 11, 23);
        check("23.11", 11, 23);
        check("23.11.", 11, 23);
        check("--11-23", 11, 23);
        check("23/11", 11, 23);
        check("11/23", 11, 23);
        check("02-29", 2, 29);
        check("2-9", 2, 9);
        assert_eq!(day_of_year("02-30"), Err(Problem::NoSuchDay("02-30".into())));
        assert_eq!(day_of_year("11.23"), Err(Problem::NoSuchDay("11.23".into())));
        assert_eq!(day_of_year("2026-11-23"), Err(Problem::NotADayOfYear("2026-11-23".into())));
        assert_eq!(day_of_year("2026-11"), Err(Problem::NotADayOfYear("2026-11".into())));
    }

    #[test]
    fn times_of_day() {
        let check = |text: &str, hour: u32, minute: u32| {
            assert_eq!(time(text), Ok(NaiveTime::from_hms_opt(hour, minute, 0).unwrap()), "{text}");
        };
        check("9:05", 9, 5);
        check("09:05", 9, 5);
        check("0905", 9, 5);
        check("905", 9, 5);
        check("9.05", 9, 5);
        check("23:59:59", 23, 59);
        check("0:00", 0, 0);
        for text in ["24:00", "9:60", "9:5", "9", "9:05:60", "9:05:1", "2360", "9:05 pm", ":05", "12345", "ačiū"] {
            assert_eq!(time(text), Err(Problem::NotATime(text.into())), "{text}");
        }
    }

    #[test]
    fn the_hour_alone_is_a_time_to_a_person() {
        let check = |text: &str, hour: u32, minute: u32| {
            assert_eq!(typed_time(text), Ok(NaiveTime::from_hms_opt(hour, minute, 0).unwrap()), "{text}");
        };
        check("10", 10, 0);
        check("9", 9, 0);
        check("10 val.", 10, 0);
        check("9h", 9, 0);
        check("10 30", 10, 30);
        check("10:30", 10, 30);
        check("1030", 10, 30);
        for text in ["24", "-1", "10 3", "x", "", "val"] {
            assert_eq!(typed_time(text), Err(Problem::NotATime(text.into())), "{text}");
        }
    }

    #[test]
    fn dates_with_times() {
        let expected = day("2026-11-23").and_hms_opt(14, 2, 0).unwrap();
        for text in ["2026-11-23 14:02", "2026-11-23T14:02", "2026-11-23T14:02:33", "23.11.2026  1402"] {
            assert_eq!(date_time(text, None), Ok(expected), "{text}");
        }
        assert_eq!(date_time("Today 14:02", Some(day("2026-11-23"))), Ok(expected));
        assert_eq!(date_time("2026-02-30 14:02", None), Err(Problem::NoSuchDay("2026-02-30".into())));
        for text in ["2026-11-23", "14:02", "2026-11-23T14:02Z", "x 14:02"] {
            assert_eq!(date_time(text, None), Err(Problem::NotADateTime(text.into())), "{text}");
        }
    }

    #[test]
    fn moments_of_universal_time() {
        let check = |text: &str, expected: i64| assert_eq!(instant(text), Ok(expected), "{text}");
        check("1970-01-01T00:00:00Z", 0);
        check("1970-01-01T00:00:00.250Z", 250);
        check("1970-01-01 00:01 UTC", 60_000);
        check("1970-01-01T02:00:00+02:00", 0);
        check("1969-12-31T23:59:59.999Z", -1);
        for text in ["1970-01-01T00:00:00", "1970-01-01", "Z", "UTC", ""] {
            assert_eq!(instant(text), Err(Problem::NotAnInstant(text.into())), "{text}");
        }
    }
}
