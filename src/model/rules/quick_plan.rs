//! A line such as „rytoj 10 paskambinti Baltijos namams“, taken apart: when, and what.

use crate::value::fold;
use chrono::{Datelike as _, Days, Months, NaiveDate, NaiveTime, Weekday};

/// What a line says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct QuickPlan {
    /// The day it names, if it names one.
    pub day: Option<NaiveDate>,
    /// The time it names, if it names one.
    pub time: Option<NaiveTime>,
    /// The rest: what is planned, with a capital letter.
    pub title: String,
}

/// Takes a line apart. Words of both languages are read; what is neither day nor time stays in the title as it was written.
pub fn read(line: &str, today: NaiveDate) -> QuickPlan {
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut plan = QuickPlan::default();
    let mut title = Vec::new();
    let mut at = 0;
    let mut after_day = false;
    while let Some(word) = words.get(at) {
        let rest = words.get(at + 1..).unwrap_or_default();
        if plan.day.is_none()
            && let Some((day, used)) = day(word, rest, today)
        {
            plan.day = Some(day);
            at += 1 + used;
            after_day = true;
            continue;
        }
        if plan.time.is_none()
            && let Some((time, used)) = time(word, rest, after_day)
        {
            plan.time = Some(time);
            at += 1 + used;
            continue;
        }
        after_day = false;
        title.push(*word);
        at += 1;
    }
    plan.title = capital(&title.join(" "));
    plan
}

/// The beginnings of the words of a line that may name a client: without their endings, which change with the case.
pub fn stems(line: &str) -> Vec<String> {
    let words = line.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.chars().count() > 2);
    words.map(stem).collect()
}

/// A word without its ending: `namams` and `namai` are both `nam`.
pub fn stem(word: &str) -> String {
    const ENDINGS: [&str; 32] = [
        "iuose", "iams", "iais", "ioms", "iose", "ias", "ius", "iai", "iui", "ams", "oms", "ems", "ais", "omis", "ose",
        "uje", "oje", "eje", "yje", "as", "is", "ys", "us", "os", "es", "ai", "ei", "ui", "iu", "io", "ia", "a",
    ];
    const SHORT: [&str; 6] = ["e", "i", "o", "u", "y", "s"];
    let folded = fold(word);
    let cut =
        ENDINGS.iter().chain(&SHORT).find_map(|ending| folded.strip_suffix(ending).filter(|left| left.len() >= 3));
    cut.unwrap_or(&folded).to_owned()
}

/// Whether a line speaks of a kind of event by its name: „paskambinti“ of „Skambutis“.
pub fn speaks_of(line: &str, name: &str) -> bool {
    let name = fold(name);
    let root: String = name.chars().take(name.chars().count().saturating_sub(2).clamp(4, 5)).collect();
    root.chars().count() >= 4 && fold(line).contains(&root)
}

fn day(word: &str, rest: &[&str], today: NaiveDate) -> Option<(NaiveDate, usize)> {
    let folded = plain(word);
    let days = |count: u64| today.checked_add_days(Days::new(count));
    let next = rest.first().map(|word| plain(word)).unwrap_or_default();
    let named = match folded.as_str() {
        "siandien" | "today" => days(0),
        "rytoj" | "tomorrow" => days(1),
        "poryt" => days(2),
        "po" if next == "savaites" => return Some((days(7)?, 1)),
        "po" if next == "menesio" => return Some((today.checked_add_months(Months::new(1))?, 1)),
        "next" if next == "week" => return Some((days(7)?, 1)),
        "po" | "in" => {
            let count: u64 = next.parse().ok().filter(|count| *count < 1000)?;
            let unit = rest.get(1).map(|word| plain(word)).unwrap_or_default();
            return match unit.as_str() {
                "d" | "dienos" | "dienu" | "day" | "days" => Some((days(count)?, 2)),
                "savaiciu" | "sav" | "week" | "weeks" => Some((days(count * 7)?, 2)),
                _ => None,
            };
        }
        _ => None,
    };
    if let Some(day) = named {
        return Some((day, 0));
    }
    if let Some(weekday) = weekday(&folded) {
        let ahead = (7 + weekday.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
        return Some((days(u64::from(if ahead == 0 { 7 } else { ahead }))?, 0));
    }
    if let Some(month) = month(&folded) {
        let number: u32 = next.trim_end_matches(|letter: char| !letter.is_ascii_digit()).parse().ok()?;
        let day_word = rest.get(1).is_some_and(|word| matches!(plain(word).as_str(), "d" | "diena"));
        return Some((coming(today, month, number)?, 1 + usize::from(day_word)));
    }
    written(word, today).map(|day| (day, 0))
}

/// `2026-12-01`, `12-01`, `+7`.
fn written(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    let word = word.trim_end_matches([',', '.']);
    if let Some(count) = word.strip_prefix('+') {
        let count: u64 = count.parse().ok().filter(|count| *count < 1000)?;
        return today.checked_add_days(Days::new(count));
    }
    let numbers: Vec<u32> = word.split(['-', '.']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match numbers.as_slice() {
        [year, month, day] if *year > 1999 => NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, *month, *day),
        [month, day] if word.contains('-') => coming(today, *month, *day),
        _ => None,
    }
}

fn coming(today: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    let this = NaiveDate::from_ymd_opt(today.year(), month, day).filter(|day| *day >= today);
    this.or_else(|| NaiveDate::from_ymd_opt(today.year() + 1, month, day))
}

fn weekday(folded: &str) -> Option<Weekday> {
    const WORDS: [(&str, &str, &str, Weekday); 7] = [
        ("pirmadien", "monday", "mon", Weekday::Mon),
        ("antradien", "tuesday", "tue", Weekday::Tue),
        ("treciadien", "wednesday", "wed", Weekday::Wed),
        ("ketvirtadien", "thursday", "thu", Weekday::Thu),
        ("penktadien", "friday", "fri", Weekday::Fri),
        ("sestadien", "saturday", "sat", Weekday::Sat),
        ("sekmadien", "sunday", "sun", Weekday::Sun),
    ];
    let is_one =
        |(lt, en, short, _): &&(&str, &str, &str, Weekday)| folded.starts_with(lt) || folded == *en || folded == *short;
    WORDS.iter().find(is_one).map(|(.., weekday)| *weekday)
}

fn month(folded: &str) -> Option<u32> {
    const WORDS: [(&str, &str); 12] = [
        ("sausio", "january"),
        ("vasario", "february"),
        ("kovo", "march"),
        ("balandzio", "april"),
        ("geguzes", "may"),
        ("birzelio", "june"),
        ("liepos", "july"),
        ("rugpjucio", "august"),
        ("rugsejo", "september"),
        ("spalio", "october"),
        ("lapkricio", "november"),
        ("gruodzio", "december"),
    ];
    let at = WORDS.iter().position(|(lt, en)| folded == *lt || folded == *en)?;
    u32::try_from(at + 1).ok()
}

/// A time: `10:30`, `10.30` behind a day, `10 val.`, `10h`, `3 pm`; a bare hour only behind a day or a preposition.
fn time(word: &str, rest: &[&str], after_day: bool) -> Option<(NaiveTime, usize)> {
    let folded = plain(word);
    let next = rest.first().map(|word| plain(word)).unwrap_or_default();
    if matches!(folded.as_str(), "at" | "nuo" | "apie") {
        let (time, used) = time(rest.first()?, rest.get(1..).unwrap_or_default(), true)?;
        return Some((time, used + 1));
    }
    let bare = word.trim_end_matches(',');
    if let Some((hour, minute)) = bare.split_once(':').or_else(|| bare.split_once('.').filter(|_| after_day)) {
        let (hour, minute) = (hour.parse().ok()?, minute.parse().ok().filter(|_| minute.len() == 2)?);
        let used = usize::from(next == "val" || next == "h");
        return Some((NaiveTime::from_hms_opt(hour, minute, 0)?, used));
    }
    if let Some(hour) = folded.strip_suffix('h').and_then(|hour| hour.parse().ok()) {
        return Some((NaiveTime::from_hms_opt(hour, 0, 0)?, 0));
    }
    if let Some(hour) = folded.strip_suffix("pm").and_then(|hour| hour.parse::<u32>().ok()) {
        return Some((NaiveTime::from_hms_opt(hour % 12 + 12, 0, 0)?, 0));
    }
    if let Some(hour) = folded.strip_suffix("am").and_then(|hour| hour.parse::<u32>().ok()) {
        return Some((NaiveTime::from_hms_opt(hour % 12, 0, 0)?, 0));
    }
    let hour: u32 = bare.parse().ok().filter(|_| bare.len() <= 2)?;
    match next.as_str() {
        "val" | "valanda" | "valanda." | "h" | "oclock" => Some((NaiveTime::from_hms_opt(hour, 0, 0)?, 1)),
        "pm" => Some((NaiveTime::from_hms_opt(hour % 12 + 12, 0, 0)?, 1)),
        "am" => Some((NaiveTime::from_hms_opt(hour % 12, 0, 0)?, 1)),
        _ if after_day => Some((NaiveTime::from_hms_opt(hour, 0, 0)?, 0)),
        _ => None,
    }
}

fn plain(word: &str) -> String {
    fold(word.trim_matches(|letter: char| matches!(letter, ',' | '.' | ':' | ';')))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wednesday.
    fn today() -> NaiveDate {
        "2026-11-25".parse().unwrap()
    }

    fn check(line: &str, day: &str, time: &str, title: &str) {
        let plan = read(line, today());
        let found = (
            plan.day.map(|day| day.to_string()).unwrap_or_default(),
            plan.time.map(|time| time.format("%H:%M").to_string()).unwrap_or_default(),
            plan.title,
        );
        assert_eq!(found, (day.to_owned(), time.to_owned(), title.to_owned()), "{line}");
    }

    #[test]
    fn a_day_and_an_hour_stand_anywhere_in_the_line() {
        check("rytoj 10 paskambinti Baltijos namams", "2026-11-26", "10:00", "Paskambinti Baltijos namams");
        check("paskambinti Jonui poryt 14:30", "2026-11-27", "14:30", "Paskambinti Jonui");
        check("penktadienį 9.15 susitikimas", "2026-11-27", "09:15", "Susitikimas");
        check("Call Jonas tomorrow at 3 pm", "2026-11-26", "15:00", "Call Jonas");
        check("šiandien 16 val. išsiųsti pasiūlymą", "2026-11-25", "16:00", "Išsiųsti pasiūlymą");
    }

    #[test]
    fn days_are_named_counted_and_written() {
        check("po savaitės priminti", "2026-12-02", "", "Priminti");
        check("po 3 dienų 11h priminti", "2026-11-28", "11:00", "Priminti");
        check("+7 priminti", "2026-12-02", "", "Priminti");
        check("2026-12-24 sveikinimai", "2026-12-24", "", "Sveikinimai");
        check("01-15 ataskaita", "2027-01-15", "", "Ataskaita");
        check("gruodžio 5 d. 12:00 pietūs", "2026-12-05", "12:00", "Pietūs");
        check("trečiadienį ataskaita", "2026-12-02", "", "Ataskaita");
        check("monday report", "2026-11-30", "", "Report");
    }

    #[test]
    fn numbers_of_another_meaning_stay_in_the_title() {
        check("užsakyti 10 kėdžių", "", "", "Užsakyti 10 kėdžių");
        check("išsiųsti sąskaitą KAR-0012", "", "", "Išsiųsti sąskaitą KAR-0012");
        check("rytoj susitikti 3 kabinete", "2026-11-26", "", "Susitikti 3 kabinete");
        check("rytoj 45 kėdės", "2026-11-26", "", "45 kėdės");
        check("", "", "", "");
    }

    #[test]
    fn words_in_another_case_have_the_same_stem() {
        let same = |one: &str, other: &str| assert_eq!(stem(one), stem(other));
        same("namams", "namai");
        same("Baltijos", "Baltija");
        same("Žalgiriui", "Žalgiris");
        same("Gintarui", "Gintaras");
        assert_eq!(stem("oda"), "oda", "too short to lose its ending");
    }

    #[test]
    fn a_line_speaks_of_a_kind_of_event() {
        assert!(speaks_of("paskambinti Jonui", "Skambutis"));
        assert!(speaks_of("Susitikti su Jonu", "Susitikimas"));
        assert!(speaks_of("call Jonas", "Call"));
        assert!(!speaks_of("pietūs", "Skambutis"));
    }
}
