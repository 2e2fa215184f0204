//! The calendar: the days, weeks and months of the plans.

use crate::{App, agenda_rows::event_icon, dates, editors::color, words};
use chrono::{Datelike as _, Days, Months, NaiveDate, NaiveTime, Timelike as _};
use engine::{AgendaGroup, AgendaItem};
use model::{ids::RecordId, language::Language, value::Link};
use slint::{Color, ComponentHandle as _, ModelRc, VecModel};
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};
use ui::{CalendarApi, CalendarDay, CalendarEntry, CalendarMode, Page};

/// Colours that tell people apart; the first is the program's own.
const PEOPLE: [u32; 7] = [0x0F6E66, 0x2457A6, 0x6B3FA0, 0x9A5B00, 0x1B7A43, 0xB3261E, 0x56606B];

/// The id of an entry that stands for others begins so; the index of its day follows.
const MORE: &str = "more ";

/// What stands in the calendar.
pub(crate) struct CalendarDesk {
    mode: Cell<CalendarMode>,
    /// A day of the shown span; `None`: today.
    day: Cell<Option<NaiveDate>>,
    first: Cell<Option<NaiveDate>>,
    items: RefCell<Vec<AgendaItem>>,
    generation: Cell<u64>,
}

impl Default for CalendarDesk {
    fn default() -> CalendarDesk {
        CalendarDesk {
            mode: Cell::new(CalendarMode::Week),
            day: Cell::default(),
            first: Cell::default(),
            items: RefCell::default(),
            generation: Cell::default(),
        }
    }
}

/// The first and the last day that are shown.
fn span(mode: CalendarMode, day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let monday = |day: NaiveDate| day - Days::new(u64::from(day.weekday().num_days_from_monday()));
    match mode {
        CalendarMode::Day => (day, day),
        CalendarMode::Week => (monday(day), monday(day) + Days::new(6)),
        CalendarMode::Month => {
            let first = day.with_day(1).unwrap_or(day);
            let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(day);
            (monday(first), monday(last) + Days::new(6))
        }
    }
}

/// The day so many spans on.
fn stepped(mode: CalendarMode, day: NaiveDate, by: i32) -> NaiveDate {
    let days = |count: i64| day.checked_add_signed(chrono::TimeDelta::days(count)).unwrap_or(day);
    match mode {
        CalendarMode::Day => days(by.into()),
        CalendarMode::Week => days(i64::from(by) * 7),
        CalendarMode::Month => {
            let months = Months::new(by.unsigned_abs());
            let moved = if by < 0 { day.checked_sub_months(months) } else { day.checked_add_months(months) };
            moved.unwrap_or(day)
        }
    }
}

impl App {
    pub(crate) fn connect_calendar(self: &Rc<App>) {
        let api = self.ui.global::<CalendarApi<'_>>();
        api.on_show(forward!(self, |app, mode| app.show_calendar_as(mode)));
        api.on_step(forward!(self, |app, by| app.step_calendar(by)));
        api.on_go_today(forward!(self, |app| {
            app.calendar.day.set(None);
            app.show_calendar();
        }));
        api.on_opened(forward!(self, |app, id| app.open_entry(&id)));
        api.on_moved(forward!(self, |app, id, day, minutes| app.move_entry(&id, day, minutes)));
        api.on_plan(forward!(self, |app, day, minutes| app.plan_in_calendar(day, minutes)));
        api.on_day_clicked(forward!(self, |app, day| {
            if let Some(day) = app.calendar_day(day) {
                app.calendar.day.set(Some(day));
                app.show_calendar_as(CalendarMode::Day);
            }
        }));
        let mode = match self.settings.borrow().calendar.as_str() {
            "day" => CalendarMode::Day,
            "month" => CalendarMode::Month,
            _ => CalendarMode::Week,
        };
        self.calendar.mode.set(mode);
    }

    /// Shows the calendar.
    pub(crate) fn open_calendar(self: &Rc<App>) {
        self.close_cards();
        self.mark_calendar();
        self.show_page(Page::Calendar);
        self.show_calendar();
    }

    fn show_calendar_as(self: &Rc<App>, mode: CalendarMode) {
        self.calendar.mode.set(mode);
        let name = match mode {
            CalendarMode::Day => "day",
            CalendarMode::Week => "week",
            CalendarMode::Month => "month",
        };
        self.keep(|settings| settings.calendar = name.to_owned());
        self.show_calendar();
    }

    fn step_calendar(self: &Rc<App>, by: i32) {
        let Some(engine) = self.engine() else { return };
        let day = self.calendar.day.get().unwrap_or_else(|| engine.today());
        self.calendar.day.set(Some(stepped(self.calendar.mode.get(), day, by)));
        self.show_calendar();
    }

    fn calendar_day(&self, index: i32) -> Option<NaiveDate> {
        self.calendar.first.get()?.checked_add_days(Days::new(u64::try_from(index).ok()?))
    }

    /// Gathers the entries of the shown days and shows them.
    pub(crate) fn show_calendar(self: &Rc<App>) {
        let Some(engine) = self.engine() else { return };
        let generation = self.calendar.generation.get() + 1;
        self.calendar.generation.set(generation);
        let (mode, today) = (self.calendar.mode.get(), engine.today());
        let day = self.calendar.day.get().unwrap_or(today);
        let (first, last) = span(mode, day);
        let (app, language, person) = (self.clone(), self.language(), self.shown_person());
        self.spawn(async move {
            let words = language.pick("Skaitomas kalendorius…", "Reading the calendar…");
            let reader = engine.clone();
            let found = app
                .work(words, move || Ok((reader.calendar(person, first, last, language)?, reader.people(language)?)))
                .await;
            if app.calendar.generation.get() != generation {
                return;
            }
            match found {
                Ok((items, people)) => {
                    app.calendar.first.set(Some(first));
                    app.show_days(mode, day, (first, last), today);
                    app.show_entries(mode, first, &items, &people);
                    *app.calendar.items.borrow_mut() = items;
                    app.show_now();
                }
                Err(error) => app.complain(&error),
            }
        });
    }

    /// The line of the present moment goes with the clock.
    pub(crate) fn show_now(&self) {
        let (Some(engine), Some(first)) = (self.engine(), self.calendar.first.get()) else { return };
        let (now, mode) = (engine.now(), self.calendar.mode.get());
        let here = (now.date() - first).num_days();
        let shown = mode == CalendarMode::Day && here == 0 || mode == CalendarMode::Week && (0..7).contains(&here);
        let api = self.ui.global::<CalendarApi<'_>>();
        api.set_now_day(if shown { i32::try_from(here).unwrap_or(-1) } else { -1 });
        api.set_now_minutes(whole(now.time().num_seconds_from_midnight() / 60));
    }

    fn show_days(&self, mode: CalendarMode, day: NaiveDate, (first, last): (NaiveDate, NaiveDate), today: NaiveDate) {
        let language = self.language();
        let days = first.iter_days().take_while(|day| *day <= last).map(|here| CalendarDay {
            name: dates::short_weekday(here, language).into(),
            number: slint::format!("{}", here.day()),
            label: dates::long_day(here, language).into(),
            today: here == today,
            weekend: here.weekday().num_days_from_monday() > 4,
            outside: mode == CalendarMode::Month && here.month() != day.month(),
        });
        let title = match mode {
            CalendarMode::Day => words::upper_first(&dates::long_day(day, language)),
            CalendarMode::Week | CalendarMode::Month => words::upper_first(&dates::month_of_year(day, language)),
        };
        let api = self.ui.global::<CalendarApi<'_>>();
        api.set_mode(mode);
        api.set_title(title.into());
        api.set_days(ModelRc::new(VecModel::from(days.collect::<Vec<_>>())));
    }

    fn show_entries(&self, mode: CalendarMode, first: NaiveDate, items: &[AgendaItem], people: &[(RecordId, String)]) {
        let by_person = self.shown_person().is_none() && people.len() > 1;
        let (bars, blocks) = entries(mode, first, items, self.language(), &|item: &AgendaItem| {
            let own = item.people.first().and_then(|(id, _)| people.iter().position(|(person, _)| person == id));
            match own.filter(|_| by_person) {
                Some(at) => Color::from_argb_encoded(0xff00_0000 | PEOPLE[at % PEOPLE.len()]),
                None => color(&item.kind.1),
            }
        });
        let mut counts: HashMap<i32, i32> = HashMap::new();
        for bar in &bars {
            *counts.entry(bar.day).or_default() += 1;
        }
        let bars = shortened(mode, bars, &counts, self.language());
        let most = bars.iter().map(|bar| bar.line + 1).max().unwrap_or_default();
        let counts: Vec<i32> = (0..42).map(|day| counts.get(&day).copied().unwrap_or_default()).collect();
        let api = self.ui.global::<CalendarApi<'_>>();
        api.set_counts(ModelRc::new(VecModel::from(counts)));
        api.set_bar_lines(most);
        api.set_bars(ModelRc::new(VecModel::from(bars)));
        api.set_blocks(ModelRc::new(VecModel::from(blocks)));
    }

    fn entry(&self, id: &str) -> Option<AgendaItem> {
        let link = read_id(id)?;
        self.calendar.items.borrow().iter().find(|item| item.link == link).cloned()
    }

    fn open_entry(self: &Rc<App>, id: &str) {
        // What stands for those that had no room.
        if let Some(day) = id.strip_prefix(MORE).and_then(|day| day.parse().ok()) {
            self.ui.global::<CalendarApi<'_>>().invoke_day_clicked(day);
            return;
        }
        if let Some(item) = self.entry(id) {
            self.open_record(item.link.table, item.link.record);
        }
    }

    /// `minutes` of -1: without a time; of -2: the time stays.
    fn move_entry(self: &Rc<App>, id: &str, day: i32, minutes: i32) {
        let (Some(engine), Some(item), Some(day)) = (self.engine(), self.entry(id), self.calendar_day(day)) else {
            return;
        };
        let time = match minutes {
            -2 => item.time,
            minutes => time_of(minutes),
        };
        if (item.day, item.time) == (day, time) {
            return;
        }
        let (app, language) = (self.clone(), self.language());
        let when = format!("{} {}", dates::near_day(day, engine.today(), language), dates::clock(time));
        self.spawn(async move {
            let words = language.pick("Perkeliama…", "Moving…");
            let outcome = app.work(words, move || engine.move_event(item.link.record, day, time)).await;
            if app.done(outcome).is_some() {
                let moved = language.pick("Perkelta", "Moved");
                app.say_undoable(format!("{moved}: {}, {}", words::quoted(&item.title, language), when.trim_end()));
            } else {
                app.show_calendar();
            }
        });
    }

    /// A new event on a day of the calendar; `day` below 0: on the day one looks at.
    fn plan_in_calendar(self: &Rc<App>, day: i32, minutes: i32) {
        let Some(engine) = self.engine() else { return };
        let looked_at = self.calendar.day.get().unwrap_or_else(|| engine.today());
        let day = self.calendar_day(day).unwrap_or(looked_at);
        if let Some((table, mut preset)) = engine.event_preset(day, time_of(minutes)) {
            preset.retain(|(_, value)| value.is_some());
            self.open_draft(table, preset);
        }
    }

    /// Lets go of what belongs to the base.
    pub(crate) fn close_calendar(&self) {
        self.calendar.generation.set(self.calendar.generation.get() + 1);
        self.calendar.day.set(None);
        self.calendar.items.borrow_mut().clear();
    }
}

fn whole(number: u32) -> i32 {
    i32::try_from(number).unwrap_or_default()
}

fn time_of(minutes: i32) -> Option<NaiveTime> {
    NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(minutes).ok()? * 60, 0)
}

fn id_of(link: Link) -> String {
    format!("{}-{}", link.table, link.record)
}

fn read_id(id: &str) -> Option<Link> {
    let (table, record) = id.split_once('-')?;
    Some(Link { table: table.parse().ok()?, record: record.parse().ok()? })
}

/// The entries without a time, and those of the hours. A month shows all of them as bars.
fn entries(
    mode: CalendarMode,
    first: NaiveDate,
    items: &[AgendaItem],
    language: Language,
    tint: &dyn Fn(&AgendaItem) -> Color,
) -> (Vec<CalendarEntry>, Vec<CalendarEntry>) {
    let (mut bars, mut blocks) = (Vec::new(), Vec::new());
    let mut lines: HashMap<i32, i32> = HashMap::new();
    for item in items {
        let day = i32::try_from((item.day - first).num_days()).unwrap_or_default();
        let is_event = !matches!(item.group, AgendaGroup::Contracts | AgendaGroup::Birthdays);
        let (icon, title) = match item.group {
            AgendaGroup::Birthdays => {
                let turns = item.turns.map(|age| format!(" ({age})")).unwrap_or_default();
                ("cake", format!("{}{turns}", item.title))
            }
            AgendaGroup::Contracts => ("file-text", format!("{}: {}", language.pick("Baigiasi", "Ends"), item.title)),
            _ if mode == CalendarMode::Month => ("", item.title.clone()),
            _ if item.time.is_none() => (event_icon(&item.kind.0), item.title.clone()),
            _ => ("", item.title.clone()),
        };
        let names = [&item.client, &item.contact].into_iter().flatten().map(|(_, name)| name.as_str());
        let start = item.time.map_or(0, |time| whole(time.num_seconds_from_midnight() / 60));
        let entry = CalendarEntry {
            id: id_of(item.link).into(),
            day,
            line: 0,
            start,
            minutes: whole(item.minutes).min(24 * 60 - start).max(15),
            lane: 0,
            lanes: 1,
            time: item.time.map(|time| time.format("%-H:%M").to_string()).unwrap_or_default().into(),
            title: title.into(),
            detail: names.collect::<Vec<_>>().join(" · ").into(),
            icon: icon.into(),
            tint: tint(item),
            done: item.done,
            movable: is_event,
        };
        if mode == CalendarMode::Month || item.time.is_none() {
            let line = lines.entry(day).or_default();
            bars.push(CalendarEntry { line: *line, ..entry });
            *line += 1;
        } else {
            blocks.push(entry);
        }
    }
    arrange(&mut blocks);
    (bars, blocks)
}

/// No more lines without a time than there is room for; where there are more, the last line says how many.
fn shortened(
    mode: CalendarMode,
    mut bars: Vec<CalendarEntry>,
    counts: &HashMap<i32, i32>,
    language: Language,
) -> Vec<CalendarEntry> {
    let room = match mode {
        CalendarMode::Day => 12,
        CalendarMode::Week => 4,
        // The markup knows how high its cells are, and says itself how many are left.
        CalendarMode::Month => 12,
    };
    bars.retain(|bar| bar.line < room);
    if mode == CalendarMode::Month {
        return bars;
    }
    for bar in bars.iter_mut().filter(|bar| bar.line == room - 1) {
        let left = counts.get(&bar.day).copied().unwrap_or_default() - bar.line;
        if left > 1 {
            let title = match language {
                Language::Lt => slint::format!("dar {left}"),
                Language::En => slint::format!("{left} more"),
            };
            let id = slint::format!("{MORE}{}", bar.day);
            *bar =
                CalendarEntry { id, title, day: bar.day, line: bar.line, lanes: 1, done: true, ..Default::default() };
        }
    }
    bars
}

/// Puts blocks that overlap side by side.
fn arrange(blocks: &mut [CalendarEntry]) {
    blocks.sort_by_key(|block| (block.day, block.start, -block.minutes));
    let mut from = 0;
    while from < blocks.len() {
        // A knot: blocks that hang together by overlapping.
        let (day, mut end, mut to) = (blocks[from].day, blocks[from].start + blocks[from].minutes, from + 1);
        while to < blocks.len() && blocks[to].day == day && blocks[to].start < end {
            end = end.max(blocks[to].start + blocks[to].minutes);
            to += 1;
        }
        let mut ends: Vec<i32> = Vec::new();
        for block in &mut blocks[from..to] {
            let free = ends.iter().position(|end| *end <= block.start);
            let lane = free.unwrap_or(ends.len());
            let until = block.start + block.minutes;
            if lane == ends.len() {
                ends.push(until);
            } else {
                ends[lane] = until;
            }
            block.lane = i32::try_from(lane).unwrap_or_default();
        }
        let lanes = i32::try_from(ends.len()).unwrap_or(1);
        blocks[from..to].iter_mut().for_each(|block| block.lanes = lanes);
        from = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn weeks_begin_on_monday_and_months_are_whole_weeks() {
        assert_eq!(span(CalendarMode::Week, day("2026-11-25")), (day("2026-11-23"), day("2026-11-29")));
        assert_eq!(span(CalendarMode::Month, day("2026-11-25")), (day("2026-10-26"), day("2026-12-06")));
        assert_eq!(span(CalendarMode::Day, day("2026-11-25")), (day("2026-11-25"), day("2026-11-25")));
    }

    #[test]
    fn a_month_further_is_the_last_day_where_the_month_is_shorter() {
        assert_eq!(stepped(CalendarMode::Month, day("2026-01-31"), 1), day("2026-02-28"));
        assert_eq!(stepped(CalendarMode::Month, day("2026-03-31"), -1), day("2026-02-28"));
        assert_eq!(stepped(CalendarMode::Week, day("2026-01-01"), -1), day("2025-12-25"));
    }

    #[test]
    fn what_overlaps_stands_side_by_side_and_what_follows_takes_the_whole_width() {
        let block = |start: i32, minutes: i32| CalendarEntry { start, minutes, ..CalendarEntry::default() };
        let mut blocks = [block(600, 60), block(630, 60), block(660, 30), block(720, 30)];
        arrange(&mut blocks);
        let lanes: Vec<(i32, i32)> = blocks.iter().map(|block| (block.lane, block.lanes)).collect();
        assert_eq!(lanes, [(0, 2), (1, 2), (0, 2), (0, 1)]);
    }

    #[test]
    fn an_id_of_an_entry_says_its_record() {
        let link = Link { table: model::ids::TableId(3), record: RecordId(7) };
        assert_eq!(read_id(&id_of(link)), Some(link));
    }
}
