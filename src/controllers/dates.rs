//! Days and times as the pages of today and of the calendar say them.

use chrono::{Datelike as _, NaiveDate, NaiveTime};
use model::language::Language;

const MONTHS: [(&str, &str); 12] = [
    ("sausio", "January"),
    ("vasario", "February"),
    ("kovo", "March"),
    ("balandžio", "April"),
    ("gegužės", "May"),
    ("birželio", "June"),
    ("liepos", "July"),
    ("rugpjūčio", "August"),
    ("rugsėjo", "September"),
    ("spalio", "October"),
    ("lapkričio", "November"),
    ("gruodžio", "December"),
];
const MONTH_NAMES: [&str; 12] = [
    "sausis",
    "vasaris",
    "kovas",
    "balandis",
    "gegužė",
    "birželis",
    "liepa",
    "rugpjūtis",
    "rugsėjis",
    "spalis",
    "lapkritis",
    "gruodis",
];
const WEEKDAYS: [(&str, &str, &str, &str); 7] = [
    ("pirmadienis", "Monday", "Pr", "Mon"),
    ("antradienis", "Tuesday", "An", "Tue"),
    ("trečiadienis", "Wednesday", "Tr", "Wed"),
    ("ketvirtadienis", "Thursday", "Kt", "Thu"),
    ("penktadienis", "Friday", "Pn", "Fri"),
    ("šeštadienis", "Saturday", "Št", "Sat"),
    ("sekmadienis", "Sunday", "Sk", "Sun"),
];

fn month(day: NaiveDate, language: Language) -> &'static str {
    let (lt, en) = MONTHS[day.month0() as usize % 12];
    language.pick(lt, en)
}

fn weekday(day: NaiveDate) -> (&'static str, &'static str, &'static str, &'static str) {
    WEEKDAYS[day.weekday().num_days_from_monday() as usize % 7]
}

/// `Pr`, `Mon`.
pub(crate) fn short_weekday(day: NaiveDate, language: Language) -> &'static str {
    let (_, _, lt, en) = weekday(day);
    language.pick(lt, en)
}

/// `lapkričio 25 d.`, `25 November`.
pub(crate) fn month_day(day: NaiveDate, language: Language) -> String {
    match language {
        Language::Lt => format!("{} {} d.", month(day, language), day.day()),
        Language::En => format!("{} {}", day.day(), month(day, language)),
    }
}

/// `trečiadienis, lapkričio 25 d.`, `Wednesday, 25 November`.
pub(crate) fn long_day(day: NaiveDate, language: Language) -> String {
    let (lt, en, ..) = weekday(day);
    format!("{}, {}", language.pick(lt, en), month_day(day, language))
}

/// `2026 m. lapkritis`, `November 2026`.
pub(crate) fn month_of_year(day: NaiveDate, language: Language) -> String {
    match language {
        Language::Lt => format!("{} m. {}", day.year(), MONTH_NAMES[day.month0() as usize % 12]),
        Language::En => format!("{} {}", month(day, language), day.year()),
    }
}

/// `šiandien`, `rytoj`, `vakar`, or the day itself.
pub(crate) fn near_day(day: NaiveDate, today: NaiveDate, language: Language) -> String {
    match (day - today).num_days() {
        -1 => language.pick("vakar", "yesterday").to_owned(),
        0 => language.pick("šiandien", "today").to_owned(),
        1 => language.pick("rytoj", "tomorrow").to_owned(),
        2..=6 => format!("{}, {}", short_weekday(day, language), day.format("%m-%d")),
        _ if day.year() == today.year() => day.format("%m-%d").to_string(),
        _ => day.to_string(),
    }
}

/// `10:00`; nothing where there is no time.
pub(crate) fn clock(time: Option<NaiveTime>) -> String {
    time.map(|time| time.format("%H:%M").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_said_as_people_say_them() {
        let day: NaiveDate = "2026-11-25".parse().unwrap();
        assert_eq!(long_day(day, Language::Lt), "trečiadienis, lapkričio 25 d.");
        assert_eq!(long_day(day, Language::En), "Wednesday, 25 November");
        assert_eq!(month_of_year(day, Language::Lt), "2026 m. lapkritis");
        let check = |other: &str, expected: &str| {
            assert_eq!(near_day(other.parse().unwrap(), day, Language::Lt), expected);
        };
        check("2026-11-24", "vakar");
        check("2026-11-26", "rytoj");
        check("2026-11-27", "Pn, 11-27");
        check("2026-02-01", "02-01");
        check("2027-01-03", "2027-01-03");
    }
}
