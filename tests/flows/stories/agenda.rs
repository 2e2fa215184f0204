//! What is due, planning it, and being reminded of it.

use chrono::{NaiveDate, NaiveDateTime};
use engine::{AgendaGroup, NewEvent};
use flows_tests::Office;
use model::{
    ids::RecordId,
    language::Language,
    rules::reminders::Snooze,
    schema::{Field, FieldKind, FieldRole},
    value::Value,
};

/// An office whose events have a time and a moment until which they are put off, whatever the delivered ones have.
fn office() -> Office {
    let office = Office::new();
    let events = office.table("events");
    let has = |role| office.engine.with_schema(|schema| schema.table(events).unwrap().field_by_role(role).is_some());
    if !has(FieldRole::Time) {
        let change = |field: &mut Field| field.role = Some(FieldRole::Time);
        office.engine.change_field(events, office.field("events", "time"), change).unwrap();
    }
    if !has(FieldRole::SnoozedUntil) {
        let field = Field {
            id: model::ids::FieldId(office.engine.new_id()),
            key: "snoozed-until".into(),
            kind: FieldKind::DateTime,
            role: Some(FieldRole::SnoozedUntil),
            ..Field::default()
        };
        office.engine.add_field(events, field).unwrap();
    }
    office
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn moment(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn agenda(office: &Office) -> Vec<(AgendaGroup, String)> {
    let agenda = office.engine.agenda(None, office.engine.today(), Language::Lt).unwrap();
    agenda.items.into_iter().map(|item| (item.group, item.title)).collect()
}

fn event(office: &Office, title: &str, day: &str, time: &str) -> RecordId {
    office.add("events", &[("title", title), ("date", day), ("time", time)])
}

#[test]
fn today_has_what_is_late_what_is_today_and_what_comes() {
    // 2026-03-02, Monday, 9:00.
    let office = office();
    let client = office.add("clients", &[("name", "UAB „Baltijos namai“"), ("phone", "+370 612 34567")]);
    office.add(
        "events",
        &[("title", "Skambinti"), ("date", "2026-03-02"), ("time", "10:00"), ("client", &client.to_string())],
    );
    event(&office, "Vakarykštis", "2026-03-01", "");
    event(&office, "Rytdienos", "2026-03-03", "08:00");
    event(&office, "Penktadienio", "2026-03-06", "");
    event(&office, "Kito mėnesio", "2026-04-06", "");
    event(&office, "Rytinis", "2026-03-02", "08:30");
    let done = event(&office, "Atliktas anksčiau", "2026-02-01", "");
    office.edit("events", done, &[("done", "taip")]).unwrap();
    use AgendaGroup as G;
    let expected = [
        (G::Overdue, "Vakarykštis"),
        (G::Today, "Rytinis"),
        (G::Today, "Skambinti"),
        (G::Tomorrow, "Rytdienos"),
        (G::Week, "Penktadienio"),
    ];
    assert_eq!(agenda(&office), expected.map(|(group, title)| (group, title.to_owned())));
    let whole = office.engine.agenda(None, office.engine.today(), Language::Lt).unwrap();
    assert_eq!((whole.due, office.engine.due_count(None).unwrap()), (3, 3));
    let call = whole.items.iter().find(|item| item.title == "Skambinti").unwrap();
    assert_eq!(
        (call.client.as_ref().unwrap().1.as_str(), call.phone.as_str()),
        ("UAB „Baltijos namai“", "+370 612 34567")
    );
}

#[test]
fn a_birthday_and_an_unpaid_invoice_are_on_the_page() {
    let office = office();
    let client =
        office.add("clients", &[("name", "Jonas Kazlauskas"), ("birthday", "1980-03-05"), ("type", "Fizinis asmuo")]);
    office.add("contacts", &[("name", "Ona"), ("birthday", "1990-03-20")]);
    office.add("company", &[("name", "Mūsų biuras")]);
    let invoice = office.add("invoices", &[("client", &client.to_string()), ("due-date", "2026-02-20")]);
    let line = [
        ("invoice", invoice.to_string()),
        ("title", "Darbas".into()),
        ("quantity", "1".into()),
        ("price", "100".into()),
    ];
    let line: Vec<(&str, &str)> = line.iter().map(|(key, text)| (*key, text.as_str())).collect();
    office.add("invoice-lines", &line);
    let groups = |office: &Office| agenda(office).into_iter().map(|(group, _)| group).collect::<Vec<_>>();
    assert_eq!(groups(&office), [AgendaGroup::Birthdays], "a draft is not owed");
    office.engine.issue(office.table("invoices"), invoice).unwrap();
    let items = office.engine.agenda(None, office.engine.today(), Language::Lt).unwrap().items;
    assert_eq!(
        items.iter().map(|item| item.group).collect::<Vec<_>>(),
        [AgendaGroup::Invoices, AgendaGroup::Birthdays]
    );
    assert_eq!(items[0].amount.clone().unwrap().0.to_string(), "121");
    assert_eq!((items[1].turns, items[1].day), (Some(46), day("2026-03-05")));
    office.add("payments", &[("invoice", &invoice.to_string()), ("amount", "121"), ("date", "2026-03-01")]);
    assert_eq!(groups(&office), [AgendaGroup::Birthdays], "what is paid is not late");
}

#[test]
fn an_event_is_finished_with_the_next_one_planned_in_one_step() {
    let office = office();
    let call = event(&office, "Paskambinti", "2026-03-02", "10:00");
    let next = NewEvent { title: "Susitikti".into(), day: day("2026-03-09"), ..NewEvent::default() };
    let planned = office.engine.finish_event(call, None, Some(&next)).unwrap().output.unwrap();
    assert_eq!(office.text("events", call, "done"), "yes");
    assert_eq!(office.text("events", planned, "date"), "2026-03-09");
    office.engine.undo().unwrap();
    assert_eq!((office.text("events", call, "done").as_str(), office.all("events").len()), ("no", 1));
    office.engine.redo().unwrap();
    office.engine.reopen_event(call).unwrap();
    assert_eq!(office.text("events", call, "done"), "no");
    office.is_whole();
}

#[test]
fn an_event_moves_to_another_day_and_back_in_one_step() {
    let office = office();
    let call = event(&office, "Paskambinti", "2026-03-02", "10:00");
    office.engine.move_event(call, day("2026-03-05"), Some("14:15".parse().unwrap_or_default())).unwrap();
    assert_eq!(
        (office.text("events", call, "date").as_str(), office.text("events", call, "time").as_str()),
        ("2026-03-05", "14:15")
    );
    office.engine.undo().unwrap();
    assert_eq!(
        (office.text("events", call, "date").as_str(), office.text("events", call, "time").as_str()),
        ("2026-03-02", "10:00")
    );
}

#[test]
fn a_reminder_comes_when_its_moment_does_and_again_after_it_was_put_off() {
    let office = office();
    let call = event(&office, "Paskambinti", "2026-03-02", "10:00");
    let reminders = || office.engine.reminders(None).unwrap();
    assert_eq!((reminders().due.len(), reminders().next), (0, Some(moment("2026-03-02 10:00"))));
    office.clock.pass(60);
    assert_eq!((reminders().due, reminders().next), (vec![(call, moment("2026-03-02 10:00"))], None));
    office.engine.snooze_event(call, Snooze::Minutes(15)).unwrap();
    assert_eq!((reminders().due.len(), reminders().next), (0, Some(moment("2026-03-02 10:15"))));
    office.clock.pass(24 * 60);
    assert_eq!(reminders().due, [(call, moment("2026-03-02 10:15"))]);
    office.engine.finish_event(call, None, None).unwrap();
    assert_eq!(reminders(), engine::Reminders::default());
}

#[test]
fn what_is_put_off_past_its_day_is_not_late_any_more() {
    let office = office();
    let (call, noon) =
        (event(&office, "Paskambinti", "2026-03-01", "08:00"), event(&office, "Pietūs", "2026-03-02", "12:00"));
    let when = |id| (office.text("events", id, "date"), office.text("events", id, "time"));
    office.engine.snooze_event(call, Snooze::Tomorrow).unwrap();
    office.engine.snooze_event(noon, Snooze::Tomorrow).unwrap();
    assert_eq!(when(call), ("2026-03-03".into(), String::new()), "its time is over when it reminds");
    assert_eq!(when(noon), ("2026-03-03".into(), "12:00".into()));
    assert_eq!(office.engine.due_count(None).unwrap(), 0);
    office.engine.undo().unwrap();
    assert_eq!(when(noon), ("2026-03-02".into(), "12:00".into()));
}

#[test]
fn what_was_written_down_afterwards_and_what_is_long_gone_does_not_remind() {
    let office = office();
    office.clock.pass(5 * 60);
    event(&office, "Jau įvyko", "2026-03-02", "10:00");
    event(&office, "Kitądien", "2026-03-03", "");
    assert!(office.engine.reminders(None).unwrap().due.is_empty());
    office.clock.pass(40 * 24 * 60);
    assert!(office.engine.reminders(None).unwrap().due.is_empty(), "a month later it is no news");
    assert_eq!(office.engine.due_count(None).unwrap(), 2, "it is still to be done");
}

#[test]
fn a_line_finds_its_client_in_any_case() {
    let office = office();
    office.add("clients", &[("name", "UAB „Baltijos namai“")]);
    office.add("clients", &[("name", "Baltijos namų remontas")]);
    let gintaras = office.add("clients", &[("name", "MB „Gintaro studija“")]);
    let read = |line: &str| office.engine.read_plan(line, Language::Lt).unwrap();
    let plan = read("rytoj 10 paskambinti Baltijos namams");
    assert_eq!((plan.client.as_str(), plan.event.day), ("UAB „Baltijos namai“", day("2026-03-03")));
    assert_eq!(plan.event.title, "Paskambinti Baltijos namams");
    assert_eq!(read("susitikti su Gintaro studija").event.client.unwrap().record, gintaras);
    assert_eq!(read("sutvarkyti stalą").client, "");
    assert_eq!(read("paskambinti į Baltijos").client, "", "two clients have this word");
    // Of several with the same name nobody is chosen, unless the line says what sort of body it is.
    let bakery = office.add("clients", &[("name", "MB „Duonos centras“")]);
    office.add("clients", &[("name", "VšĮ „Duonos centras“")]);
    let which = read("rytoj 11 paskambinti Duonos centrui");
    assert_eq!(which.event.client, None);
    assert!(which.client.contains("MB") && which.client.contains("VšĮ"), "{}", which.client);
    assert_eq!(read("rytoj 11 paskambinti MB Duonos centrui").event.client.unwrap().record, bakery);
    let id = office.engine.plan_event(&plan.event).unwrap().output;
    assert_eq!(office.text("events", id, "client"), "UAB „Baltijos namai“");
    assert!(office.engine.plan_event(&read("").event).is_err(), "nothing is planned from nothing");
}

#[test]
fn what_belongs_to_somebody_is_not_on_the_page_of_another() {
    let office = office();
    let (events, users) = (
        office.table("events"),
        office.engine.with_schema(|schema| {
            schema.table_by_role(model::schema::TableRole::User).map(|table| table.info.key.clone())
        }),
    );
    // Only where the office has a table of its people.
    let Some(users) = users else { return };
    let (ona, petras) = (office.add(&users, &[("name", "Ona")]), office.add(&users, &[("name", "Petras")]));
    let (hers, nobodys) = (event(&office, "Onos", "2026-03-02", ""), event(&office, "Bendras", "2026-03-02", ""));
    let field = office
        .engine
        .with_schema(|schema| schema.table(events).unwrap().field_by_role(FieldRole::Assignee).unwrap().id);
    office.engine.edit_fields(events, hers, &[(field, Some(Value::link(office.table(&users), ona)))]).unwrap();
    office.engine.edit_fields(events, nobodys, &[(field, None)]).unwrap();
    let count = |person| office.engine.due_count(person).unwrap();
    assert_eq!((count(Some(ona)), count(Some(petras)), count(None)), (2, 1, 2));
}
