//! A day's work on the page of today, in the calendar, and being reminded, through the window alone.

use chrono::{NaiveDate, NaiveTime};
use engine::{Engine, NewBaseOptions, NewEvent, SystemClock};
use model::{
    ids::{FieldId, RecordId, TableId},
    language::{Label, Language},
    schema::{Field, FieldKind, FieldRole, TableInfo, TableRole},
};
use slint::{ComponentHandle as _, Model as _, platform::Key};
use std::path::{Path, PathBuf};
use ui::{AgendaKind, AppApi, CalendarApi, CalendarMode, CardApi, Page, RemindersApi, SectionsApi, ToastApi, TodayApi};
use ui_tests::Person;

/// A base whose events have a time and can be put off, with one client.
fn office(folder: &Path) -> PathBuf {
    let path = folder.join("office.kartoteka");
    let engine = Engine::create(
        &path,
        &NewBaseOptions { language: Language::En, ..NewBaseOptions::default() },
        Box::new(SystemClock),
    )
    .unwrap();
    let events = engine.with_schema(|schema| schema.table_by_role(TableRole::Event).unwrap().clone());
    if events.field_by_role(FieldRole::Time).is_none() {
        let time = events.field_by_key("time").unwrap().id;
        engine.change_field(events.info.id, time, |field| field.role = Some(FieldRole::Time)).unwrap();
    }
    if events.field_by_role(FieldRole::SnoozedUntil).is_none() {
        let field = Field {
            id: FieldId(engine.new_id()),
            key: "snoozed-until".into(),
            kind: FieldKind::DateTime,
            role: Some(FieldRole::SnoozedUntil),
            ..Field::default()
        };
        engine.add_field(events.info.id, field).unwrap();
    }
    let clients = engine.with_schema(|schema| schema.table_by_role(TableRole::Client).unwrap().clone());
    let entry = |key: &str, text: &str| {
        let field = clients.field_by_key(key).unwrap().id;
        (field, engine.read_text(clients.info.id, field, text, Language::En).unwrap())
    };
    let entries = [entry("name", "UAB „Baltijos namai“"), entry("phone", "+370 612 34567")];
    engine.add_record(clients.info.id, &entries, true).unwrap();
    path
}

fn plan(path: &Path, title: &str, day: NaiveDate, time: Option<NaiveTime>) -> RecordId {
    let engine = Engine::open(path, Box::new(SystemClock)).unwrap();
    engine.plan_event(&NewEvent { title: title.into(), day, time, ..NewEvent::default() }).unwrap().output
}

fn today() -> NaiveDate {
    engine::Clock::today(&SystemClock)
}

fn page(person: &Person) -> Page {
    person.app.ui.global::<AppApi<'_>>().get_page()
}

/// The rows of the page: headings in capitals.
fn rows(person: &Person) -> Vec<String> {
    let rows = person.app.ui.global::<TodayApi<'_>>().get_rows();
    let shown = rows.iter().map(|row| match row.kind {
        AgendaKind::Heading => row.title.to_uppercase(),
        _ => format!("{}{}", row.title, if row.done { " ✓" } else { "" }),
    });
    shown.collect()
}

fn badge(person: &Person) -> String {
    let sections = person.app.ui.global::<SectionsApi<'_>>().get_sections();
    sections.row_data(0).map(|section| section.count.to_string()).unwrap_or_default()
}

fn toasts(person: &Person) -> String {
    let toasts = person.app.ui.global::<ToastApi<'_>>().get_toasts();
    toasts.iter().map(|toast| toast.text.to_string()).collect::<Vec<_>>().join(" | ")
}

fn reminders(person: &Person) -> Vec<String> {
    let reminders = person.app.ui.global::<RemindersApi<'_>>().get_reminders();
    reminders.iter().map(|reminder| reminder.title.to_string()).collect()
}

#[test]
fn a_call_is_planned_by_a_line_done_by_keys_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let person = Person::start(folder.path(), Some(office(folder.path())));
    assert_eq!(page(&person), Page::Today, "a base in use opens with the day's work");
    assert!(person.sees("Nothing is planned for today. Write above what is to be done and when; the birthdays, debts and contracts that need you will come here by themselves."));

    person.write("n");
    person.write("today call Baltijos namai");
    let api = person.app.ui.global::<TodayApi<'_>>();
    assert!(api.get_plan_ready());
    assert_eq!(api.get_plan_client(), "UAB „Baltijos namai“");
    person.press(&[Key::Return]);
    assert_eq!(rows(&person), ["TODAY", "Call Baltijos namai"], "{}", toasts(&person));
    assert_eq!((badge(&person).as_str(), api.get_plan_ready()), ("1", false));
    let row = api.get_rows().row_data(1).unwrap();
    assert_eq!((row.detail.as_str(), row.phone.as_str()), ("UAB „Baltijos namai“", "+370 612 34567"));

    // Down leads from the line to the rows; Space checks, Enter takes the first result.
    person.press(&[Key::DownArrow]);
    person.write(" ");
    person.press(&[Key::Return]);
    assert_eq!(rows(&person), ["TODAY", "Call Baltijos namai ✓"], "{}", toasts(&person));
    assert_eq!(badge(&person), "");
    person.control("z");
    assert_eq!(rows(&person), ["TODAY", "Call Baltijos namai"], "{}", toasts(&person));

    // Enter opens the card, Esc leads back to the page.
    person.press(&[Key::Return]);
    assert_eq!(page(&person), Page::Card);
    assert_eq!(person.app.ui.global::<CardApi<'_>>().get_back_label(), "Today");
    person.press(&[Key::Escape]);
    assert_eq!(page(&person), Page::Today);
}

#[test]
fn what_is_done_leads_to_the_next_in_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let path = office(folder.path());
    plan(&path, "Send the offer", today(), None);
    let person = Person::start(folder.path(), Some(path));
    person.write(" ");
    let results = person.app.ui.global::<TodayApi<'_>>().get_results().row_count();
    for _ in 1..results {
        person.press(&[Key::DownArrow]);
    }
    person.press(&[Key::Return]);
    let api = person.app.ui.global::<TodayApi<'_>>();
    assert_eq!(api.get_plan_after(), "After “Send the offer”");
    person.write("tomorrow 10 ask about the offer");
    person.press(&[Key::Return]);
    let expected = ["TODAY", "Send the offer ✓", "TOMORROW", "Ask about the offer"];
    assert_eq!(rows(&person), expected, "{}", toasts(&person));
    person.control("z");
    assert_eq!(rows(&person), ["TODAY", "Send the offer"], "one step back takes both");
}

#[test]
fn what_is_late_is_put_off_and_leaves_the_badge() {
    let folder = tempfile::tempdir().unwrap();
    let path = office(folder.path());
    plan(&path, "Pay the rent", today().pred_opt().unwrap(), None);
    let person = Person::start(folder.path(), Some(path));
    assert_eq!(rows(&person), ["OVERDUE", "Pay the rent", "TODAY"]);
    assert_eq!(badge(&person), "1");
    person.write("s");
    person.press(&[Key::DownArrow, Key::DownArrow, Key::Return]);
    assert_eq!(rows(&person), ["TODAY", "TOMORROW", "Pay the rent"], "{}", toasts(&person));
    assert_eq!(badge(&person), "");
}

#[test]
fn the_calendar_shows_moves_and_plans() {
    let folder = tempfile::tempdir().unwrap();
    let path = office(folder.path());
    plan(&path, "Meet Jonas", today(), NaiveTime::from_hms_opt(10, 0, 0));
    let person = Person::start(folder.path(), Some(path));
    person.click("Calendar");
    assert_eq!(page(&person), Page::Calendar);
    let api = person.app.ui.global::<CalendarApi<'_>>();
    assert_eq!((api.get_mode(), api.get_days().row_count()), (CalendarMode::Week, 7));
    let block = api.get_blocks().row_data(0).unwrap();
    assert_eq!((block.title.as_str(), block.start), ("Meet Jonas", 600));
    api.invoke_moved(block.id, block.day, 14 * 60 + 15);
    assert_eq!(api.get_blocks().row_data(0).unwrap().start, 14 * 60 + 15, "{}", toasts(&person));
    person.control("z");
    assert_eq!(api.get_blocks().row_data(0).unwrap().start, 600);
    person.write("3");
    assert_eq!((api.get_mode(), api.get_days().row_count() % 7), (CalendarMode::Month, 0));
    assert_eq!(api.get_bars().row_data(0).unwrap().title, "Meet Jonas");
    person.press(&[Key::PageDown]);
    assert!(api.get_days().iter().all(|day| !day.today || day.outside));
    person.write("t");
    assert!(api.get_days().iter().any(|day| day.today && !day.outside));
    // A new event on the day one looks at; leaving its card leads back.
    person.write("n");
    assert_eq!(page(&person), Page::Card);
    person.press(&[Key::Escape]);
    assert_eq!(page(&person), Page::Calendar);
}

#[test]
fn a_reminder_comes_once_also_when_the_program_is_started_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = office(folder.path());
    let call = plan(&path, "Call back", today(), None);
    // It was put off until a moment ago, while the computer was off.
    {
        let engine = Engine::open(&path, Box::new(SystemClock)).unwrap();
        let events = engine.with_schema(|schema| schema.table_by_role(TableRole::Event).unwrap().clone());
        let until = engine.now() - chrono::TimeDelta::minutes(1);
        let field = events.field_by_role(FieldRole::SnoozedUntil).unwrap().id;
        engine.edit_fields(events.info.id, call, &[(field, Some(model::value::Value::DateTime(until)))]).unwrap();
    }
    let person = Person::start(folder.path(), Some(path.clone()));
    assert_eq!(reminders(&person), ["Call back"]);
    person.app.close();
    drop(person);
    let person = Person::start(folder.path(), Some(path.clone()));
    assert_eq!(page(&person), Page::Today, "{}", person.app.ui.global::<ui::StartApi<'_>>().get_error_text());
    assert_eq!(reminders(&person), Vec::<String>::new(), "never twice");
    assert_eq!(badge(&person), "1", "it is still to be done");
    person.app.close();
    drop(person);
    // Another computer, or one that remembers nothing, is reminded of it.
    std::fs::remove_dir_all(folder.path().join("reminders")).unwrap();
    let person = Person::start(folder.path(), Some(path));
    assert_eq!(reminders(&person), ["Call back"]);
    person.app.ui.global::<RemindersApi<'_>>().invoke_done(0);
    person.wait();
    assert_eq!((reminders(&person).len(), badge(&person).as_str()), (0, ""));
}

#[test]
fn lists_that_cards_choose_from_are_folded_away_until_somebody_wants_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = office(folder.path());
    {
        let engine = Engine::open(&path, Box::new(SystemClock)).unwrap();
        for role in [TableRole::Group, TableRole::ClientCategory, TableRole::ProductCategory, TableRole::Tag] {
            if engine.with_schema(|schema| schema.table_by_role(role).is_some()) {
                continue;
            }
            let name = Field { id: FieldId(engine.new_id()), key: "name".into(), ..Field::default() };
            let info = TableInfo {
                id: TableId(engine.new_id()),
                key: role.key().into(),
                label: Label::new(role.key(), role.key()),
                role: Some(role),
                title: name.id,
                ..TableInfo::default()
            };
            engine.add_table(info, vec![name]).unwrap();
        }
    }
    let person = Person::start(folder.path(), Some(path));
    let sections = || {
        let sections = person.app.ui.global::<SectionsApi<'_>>().get_sections();
        sections.iter().map(|section| section.label.to_string()).collect::<Vec<_>>()
    };
    let folded = sections();
    assert!(folded.contains(&"Reference lists".to_owned()), "{folded:?}");
    person.click("Reference lists");
    assert!(sections().len() >= folded.len() + 4, "{:?}", sections());
    assert_eq!(page(&person), Page::Today, "folding leads nowhere");
    person.click("Reference lists");
    assert_eq!(sections(), folded);
}
