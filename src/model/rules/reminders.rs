//! When a planned event reminds of itself. All times are local: an event at ten is at ten, whatever the clocks did that night.

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// What is known of a planned event.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Planned {
    /// Its day.
    pub day: NaiveDate,
    /// Its time of day, if it has one.
    pub time: Option<NaiveTime>,
    /// How many minutes before its time it reminds.
    pub minutes_before: i64,
    /// Until when its reminder was put off.
    pub snoozed_until: Option<NaiveDateTime>,
}

/// When the working day begins: an event without a time reminds then, and so does what is put off to another day.
pub fn morning() -> NaiveTime {
    NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default()
}

impl Planned {
    /// When it reminds. What was put off reminds when the person said, and at no other time.
    pub fn moment(&self) -> NaiveDateTime {
        if let Some(until) = self.snoozed_until {
            return until;
        }
        let own = self.day.and_time(self.time.unwrap_or_else(morning));
        let before = TimeDelta::try_minutes(self.minutes_before.max(0)).unwrap_or_default();
        own.checked_sub_signed(before).unwrap_or(own)
    }

    /// Whether it reminds of itself by `now`. One that was written down after its own moment does not: whoever wrote it knows.
    pub fn reminds_by(&self, now: NaiveDateTime, written: NaiveDateTime) -> bool {
        let moment = self.moment();
        moment <= now && (self.snoozed_until.is_some() || written < moment)
    }

    /// Whether its time has gone by at `now`; one without a time is late from the next day on.
    pub fn is_late(&self, now: NaiveDateTime) -> bool {
        self.day < now.date() || self.day == now.date() && self.time.is_some_and(|time| time < now.time())
    }
}

/// How far a reminder is put off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Snooze {
    /// So many minutes from now.
    Minutes(u32),
    /// Tomorrow morning.
    Tomorrow,
    /// The morning of next Monday.
    NextWeek,
    /// The morning of a day.
    Day(NaiveDate),
}

impl Snooze {
    /// The moment it means, said at `now`.
    pub fn until(self, now: NaiveDateTime) -> NaiveDateTime {
        let morning_in = |days: u32| match now.date().checked_add_days(Days::new(u64::from(days))) {
            Some(day) => day.and_time(morning()),
            None => now,
        };
        match self {
            Snooze::Minutes(minutes) => now.checked_add_signed(TimeDelta::minutes(i64::from(minutes))).unwrap_or(now),
            Snooze::Tomorrow => morning_in(1),
            Snooze::NextWeek => morning_in(7 - now.date().weekday().num_days_from_monday()),
            Snooze::Day(day) => day.and_time(morning()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    fn planned(day: &str, time: Option<&str>, minutes_before: i64) -> Planned {
        let time = time.map(|time| NaiveTime::parse_from_str(time, "%H:%M").unwrap());
        Planned { day: day.parse().unwrap(), time, minutes_before, snoozed_until: None }
    }

    #[test]
    fn an_event_reminds_before_its_time_and_one_without_a_time_in_the_morning() {
        assert_eq!(planned("2026-11-25", Some("10:30"), 0).moment(), at("2026-11-25 10:30"));
        assert_eq!(planned("2026-11-25", Some("10:30"), 60).moment(), at("2026-11-25 09:30"));
        assert_eq!(planned("2026-11-25", None, 0).moment(), at("2026-11-25 09:00"));
        assert_eq!(planned("2026-11-25", None, 1440).moment(), at("2026-11-24 09:00"));
    }

    #[test]
    fn a_reminder_before_an_event_just_after_midnight_falls_on_the_day_before() {
        assert_eq!(planned("2027-01-01", Some("00:05"), 10).moment(), at("2026-12-31 23:55"));
    }

    #[test]
    fn what_was_put_off_reminds_then_and_at_no_other_time() {
        let mut event = planned("2026-11-25", Some("10:00"), 10);
        event.snoozed_until = Some(at("2026-11-26 09:00"));
        assert_eq!(event.moment(), at("2026-11-26 09:00"));
        assert!(!event.reminds_by(at("2026-11-25 10:00"), at("2026-11-20 12:00")));
        assert!(event.reminds_by(at("2026-11-26 09:00"), at("2026-11-20 12:00")));
    }

    #[test]
    fn an_hour_the_clocks_leave_out_or_have_twice_reminds_by_what_the_clock_shows() {
        // 2026-03-29 03:30 does not exist in Vilnius: at 04:00, the next thing the clock shows, it is due.
        let spring = planned("2026-03-29", Some("03:30"), 0);
        assert!(!spring.reminds_by(at("2026-03-29 02:59"), at("2026-03-01 12:00")));
        assert!(spring.reminds_by(at("2026-03-29 04:00"), at("2026-03-01 12:00")));
        // 2026-10-25 03:30 is there twice: it is one moment, so that it is one reminder.
        let autumn = planned("2026-10-25", Some("03:30"), 0);
        assert_eq!(autumn.moment(), at("2026-10-25 03:30"));
        // A day before is the same time of day, not 24 hours.
        assert_eq!(planned("2026-03-29", Some("10:00"), 1440).moment(), at("2026-03-28 10:00"));
    }

    #[test]
    fn what_is_written_down_after_its_moment_does_not_remind() {
        let event = planned("2026-11-25", None, 0);
        assert!(!event.reminds_by(at("2026-11-25 14:01"), at("2026-11-25 14:00")));
        assert!(event.reminds_by(at("2026-11-25 14:01"), at("2026-11-25 08:59")));
    }

    #[test]
    fn an_event_is_late_after_its_time_or_its_day() {
        let now = at("2026-11-25 12:00");
        assert!(planned("2026-11-24", None, 0).is_late(now));
        assert!(planned("2026-11-25", Some("11:59"), 0).is_late(now));
        assert!(!planned("2026-11-25", None, 0).is_late(now));
        assert!(!planned("2026-11-25", Some("12:00"), 0).is_late(now));
    }

    #[test]
    fn put_off_means_minutes_or_a_morning() {
        let check = |snooze: Snooze, now: &str, expected: &str| assert_eq!(snooze.until(at(now)), at(expected));
        check(Snooze::Minutes(15), "2026-11-25 23:50", "2026-11-26 00:05");
        check(Snooze::Minutes(60), "2026-11-25 10:00", "2026-11-25 11:00");
        check(Snooze::Tomorrow, "2026-02-28 10:00", "2026-03-01 09:00");
        check(Snooze::NextWeek, "2026-11-25 10:00", "2026-11-30 09:00");
        check(Snooze::NextWeek, "2026-11-30 10:00", "2026-12-07 09:00");
        check(Snooze::Day("2026-12-24".parse().unwrap()), "2026-11-30 10:00", "2026-12-24 09:00");
    }
}
