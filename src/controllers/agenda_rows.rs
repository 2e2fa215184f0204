//! The rows of the page of today: how each thing that is due is said.

use crate::{dates, editors::color, words};
use chrono::{NaiveDate, NaiveDateTime};
use engine::{Agenda, AgendaGroup, AgendaItem};
use model::{language::Language, value::format_amount};
use rust_decimal::Decimal;
use ui::{AgendaKind, AgendaRow, Tone};

/// Rows of a group that are shown; nobody reads more of them on one page.
const SHOWN: usize = 100;
const HEADING: f32 = 44.0;
const ROW: f32 = 48.0;

/// The rows of the page, what stands behind each, and how high they are together.
pub(crate) fn rows_of(
    agenda: Agenda,
    today: NaiveDate,
    now: NaiveDateTime,
    language: Language,
) -> (Vec<AgendaRow>, Vec<Option<AgendaItem>>, f32) {
    use AgendaGroup as G;
    let (mut rows, mut behind, mut top) = (Vec::new(), Vec::new(), 0.0);
    let is_empty = agenda.items.is_empty();
    for group in [G::Overdue, G::Today, G::Tomorrow, G::Week, G::Invoices, G::Contracts, G::Birthdays] {
        let items: Vec<&AgendaItem> = agenda.items.iter().filter(|item| item.group == group).collect();
        if items.is_empty() && (group != G::Today || is_empty) {
            continue;
        }
        let (title, note, tone) = heading(group, &items, today, language);
        let open = items.iter().filter(|item| !item.done).count();
        let count = match open {
            0 if items.is_empty() => language.pick("nieko nesuplanuota", "nothing is planned").to_owned(),
            0 => language.pick("viskas atlikta", "all done").to_owned(),
            open if open > SHOWN => {
                format!("{SHOWN} {} {}", language.pick("iš", "of"), words::number(open as u64, language))
            }
            open => open.to_string(),
        };
        rows.push(AgendaRow {
            kind: AgendaKind::Heading,
            title: title.into(),
            time: count.into(),
            note: note.into(),
            tone,
            top,
            height: HEADING,
            ..AgendaRow::default()
        });
        behind.push(None);
        top += HEADING;
        for item in items.into_iter().take(SHOWN) {
            rows.push(AgendaRow { top, height: ROW, ..row(item, today, now, language) });
            behind.push(Some(item.clone()));
            top += ROW;
        }
    }
    (rows, behind, top + 16.0)
}

fn heading(group: AgendaGroup, items: &[&AgendaItem], today: NaiveDate, language: Language) -> (String, String, Tone) {
    let sum = |items: &[&AgendaItem]| {
        let mut amounts = items.iter().filter_map(|item| item.amount.as_ref());
        let currency = amounts.next().map(|(_, currency)| currency.clone()).unwrap_or_default();
        let sum: Decimal = items.iter().filter_map(|item| item.amount.as_ref()).map(|(amount, _)| *amount).sum();
        words::with_currency(&format_amount(sum, 2, language), &currency)
    };
    let tomorrow = today.succ_opt().unwrap_or(today);
    let (title, note, tone) = match group {
        AgendaGroup::Overdue => (language.pick("Vėluoja", "Overdue"), String::new(), Tone::Danger),
        AgendaGroup::Today => (language.pick("Šiandien", "Today"), String::new(), Tone::Normal),
        AgendaGroup::Tomorrow => {
            (language.pick("Rytoj", "Tomorrow"), dates::long_day(tomorrow, language), Tone::Normal)
        }
        AgendaGroup::Week => (language.pick("Artimiausios dienos", "Coming days"), String::new(), Tone::Normal),
        AgendaGroup::Invoices => {
            (language.pick("Laiku neapmokėtos sąskaitos", "Overdue invoices"), sum(items), Tone::Normal)
        }
        AgendaGroup::Contracts => {
            (language.pick("Baigiasi sutartys", "Contracts that end soon"), String::new(), Tone::Normal)
        }
        AgendaGroup::Birthdays => (language.pick("Gimtadieniai", "Birthdays"), String::new(), Tone::Normal),
    };
    (title.to_owned(), note, tone)
}

fn row(item: &AgendaItem, today: NaiveDate, now: NaiveDateTime, language: Language) -> AgendaRow {
    use AgendaGroup as G;
    let days = (item.day - today).num_days();
    let snoozed = item.snoozed_until.filter(|until| *until > now);
    let clock = dates::clock(item.time);
    let near = dates::near_day(item.day, today, language);
    let (kind, icon) = match item.group {
        G::Invoices => (AgendaKind::Invoice, "receipt"),
        G::Contracts => (AgendaKind::Contract, "file-text"),
        G::Birthdays => (AgendaKind::Birthday, "cake"),
        _ => (AgendaKind::Event, event_icon(&item.kind.0)),
    };
    let time = match item.group {
        G::Today | G::Tomorrow => clock,
        G::Overdue => near,
        G::Week if clock.is_empty() => near,
        G::Week => format!("{} {clock}", dates::short_weekday(item.day, language)),
        G::Invoices | G::Contracts | G::Birthdays => near,
    };
    let (note, tone) = match item.group {
        G::Invoices => {
            let amount = item
                .amount
                .as_ref()
                .map(|(amount, currency)| words::with_currency(&format_amount(*amount, 2, language), currency));
            let late = match language {
                Language::Lt => format!("vėluoja {} d.", -days),
                Language::En => format!("{} late", words::days(-days)),
            };
            (format!("{} · {late}", amount.unwrap_or_default()), Tone::Danger)
        }
        G::Contracts if days == 0 => (language.pick("baigiasi šiandien", "ends today").to_owned(), Tone::Warning),
        G::Contracts => {
            let left = match language {
                Language::Lt => format!("liko {days} d."),
                Language::En => format!("{} left", words::days(days)),
            };
            (left, Tone::Warning)
        }
        G::Birthdays => {
            let turns = item.turns.map(|age| match language {
                Language::Lt => format!("sukanka {age} m."),
                Language::En => format!("turns {age}"),
            });
            (turns.unwrap_or_default(), if days == 0 { Tone::Good } else { Tone::Normal })
        }
        _ if item.done => (item.result.clone(), Tone::Normal),
        _ => (snoozed.map(|until| reminds(until, today, language)).unwrap_or_default(), Tone::Normal),
    };
    let names = [&item.client, &item.contact].into_iter().flatten().map(|(_, name)| name.as_str());
    let people: Vec<&str> = item.people.iter().map(|(_, name)| name.as_str()).collect();
    AgendaRow {
        kind,
        title: item.title.as_str().into(),
        detail: names.collect::<Vec<_>>().join(" · ").into(),
        phone: item.phone.as_str().into(),
        time: time.trim_end().into(),
        icon: icon.into(),
        tag: item.kind.0.as_str().into(),
        tint: color(&item.kind.1),
        person: people.first().map(|name| words::initials(name)).unwrap_or_default().into(),
        person_name: people.join(", ").into(),
        note: note.into(),
        tone,
        done: item.done,
        late: item.group == G::Overdue
            || item.group == G::Today && snoozed.is_none() && item.time.is_some_and(|time| time < now.time()),
        ..AgendaRow::default()
    }
}

/// `primins 14:30`, `reminds tomorrow 9:00`.
fn reminds(until: NaiveDateTime, today: NaiveDate, language: Language) -> String {
    let words = language.pick("primins", "reminds");
    let clock = dates::clock(Some(until.time()));
    if until.date() == today {
        format!("{words} {clock}")
    } else {
        format!("{words} {} {clock}", dates::near_day(until.date(), today, language))
    }
}

/// The picture of a kind of event, by what it is called.
pub(crate) fn event_icon(kind: &str) -> &'static str {
    const PICTURES: [(&str, &str); 8] = [
        ("skamb", "phone"),
        ("call", "phone"),
        ("susitik", "users"),
        ("meeting", "users"),
        ("laišk", "mail"),
        ("letter", "mail"),
        ("mail", "mail"),
        ("vizit", "map-pin"),
    ];
    let kind = kind.to_lowercase();
    PICTURES.iter().find(|(word, _)| kind.contains(word)).map_or("calendar", |(_, picture)| picture)
}
