//! When somebody's birthday comes round.

use chrono::{Datelike as _, NaiveDate};

/// A birthday that comes round.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Birthday {
    /// The day it is kept.
    pub day: NaiveDate,
    /// How old the person turns, where the year of birth is known.
    pub turns: Option<u32>,
}

/// The first birthday on or after `from`. Who was born on 29 February keeps it on the 28th in other years.
pub fn next_birthday(year: Option<i32>, month: u32, day: u32, from: NaiveDate) -> Option<Birthday> {
    let in_year = |year: i32| {
        let last = if month == 2 && day == 29 { 28 } else { day };
        NaiveDate::from_ymd_opt(year, month, day).or_else(|| NaiveDate::from_ymd_opt(year, month, last))
    };
    let kept = in_year(from.year()).filter(|kept| *kept >= from).or_else(|| in_year(from.year() + 1))?;
    let turns = year.and_then(|year| u32::try_from(kept.year() - year).ok()).filter(|age| *age > 0);
    Some(Birthday { day: kept, turns })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(born: (i32, u32, u32), from: &str, expected: &str, turns: u32) {
        let (year, month, day) = born;
        let found = next_birthday(Some(year), month, day, from.parse().unwrap()).unwrap();
        assert_eq!((found.day, found.turns), (expected.parse().unwrap(), Some(turns)));
    }

    #[test]
    fn a_birthday_comes_round_every_year_and_today_counts() {
        check((1985, 11, 25), "2026-11-25", "2026-11-25", 41);
        check((1985, 11, 25), "2026-11-26", "2027-11-25", 42);
        check((1985, 1, 3), "2026-12-30", "2027-01-03", 42);
    }

    #[test]
    fn the_29th_of_february_is_kept_on_the_28th_in_other_years() {
        check((2000, 2, 29), "2026-02-25", "2026-02-28", 26);
        check((2000, 2, 29), "2028-02-25", "2028-02-29", 28);
        check((2000, 2, 29), "2026-03-01", "2027-02-28", 27);
    }

    #[test]
    fn without_a_year_nobody_turns_anything() {
        let found = next_birthday(None, 6, 24, "2026-06-20".parse().unwrap()).unwrap();
        assert_eq!((found.day, found.turns), ("2026-06-24".parse().unwrap(), None));
    }
}
