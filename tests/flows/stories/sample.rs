//! The sample office: it holds everything an office would, proves whole, and goes in one act without a trace.

use engine::{Engine, FixedClock, ListQuery, NewBaseOptions};
use flows_tests::HandClock;
use model::language::Language;
use tempfile::tempdir;

fn counts(engine: &Engine) -> Vec<(String, u64)> {
    let counts = engine.counts().unwrap();
    let key =
        |table| engine.with_schema(|schema| schema.table(table).map(|of| of.info.key.clone()).unwrap_or_default());
    counts.into_iter().map(|(table, count)| (key(table), count)).collect()
}

fn count(engine: &Engine, table: &str) -> u64 {
    counts(engine).into_iter().find(|(key, _)| key == table).map_or(0, |(_, count)| count)
}

#[test]
fn a_sample_office_has_something_of_everything_and_is_removed_in_one_act() {
    let folder = tempdir().unwrap();
    for language in [Language::Lt, Language::En] {
        let plain = NewBaseOptions { language, sample: false };
        let path = folder.path().join(format!("{}-plain.kartoteka", language.code()));
        let empty = counts(&Engine::create(&path, &plain, Box::new(HandClock::default())).unwrap());

        let path = folder.path().join(format!("{}.kartoteka", language.code()));
        let options = NewBaseOptions { language, sample: true };
        let engine = Engine::create(&path, &options, Box::new(HandClock::default())).unwrap();
        assert_eq!(engine.verify().unwrap(), Vec::<String>::new());
        assert!(engine.has_sample().unwrap());
        for (table, least) in [
            ("clients", 60),
            ("contacts", 30),
            ("events", 200),
            ("contracts", 10),
            ("offers", 12),
            ("invoices", 100),
            ("payments", 80),
            ("products", 26),
            ("price-lists", 1),
            ("discounts", 20),
            ("users", 3),
            ("notes", 5),
            ("web-links", 5),
        ] {
            assert!(count(&engine, table) >= least, "{table}: {}", count(&engine, table));
        }
        // Nothing in it would be complained about on its card.
        for (table, _) in engine.counts().unwrap() {
            let listing = engine.list(&ListQuery { table, ..ListQuery::default() }).unwrap();
            for row in engine.rows(table, &listing.numbers, &[], language).unwrap() {
                let problems = engine.problems(table, row.id).unwrap();
                assert!(problems.is_empty(), "{problems:?}");
            }
        }
        // It is no step to take back.
        assert_eq!(engine.next_steps(language).unwrap(), (None, None));

        assert_eq!(engine.remove_sample().unwrap().output, 0);
        assert!(!engine.has_sample().unwrap());
        assert_eq!(counts(&engine), empty);
        assert_eq!(engine.verify().unwrap(), Vec::<String>::new());
        assert!(engine.remove_sample().is_err());
    }
}

#[test]
fn what_the_office_made_of_the_sample_itself_stays_when_the_rest_goes() {
    let folder = tempdir().unwrap();
    let options = NewBaseOptions { language: Language::Lt, sample: true };
    let path = folder.path().join("office.kartoteka");
    let engine = Engine::create(&path, &options, Box::new(FixedClock(1_772_442_000_000))).unwrap();
    let (events, title, client, clients) = engine.with_schema(|schema| {
        let events = schema.table_by_key("events").unwrap();
        let field = |key| events.field_by_key(key).unwrap().id;
        (events.info.id, field("title"), field("client"), schema.table_by_key("clients").unwrap().info.id)
    });
    let listing = engine.list(&ListQuery { table: clients, ..ListQuery::default() }).unwrap();
    let one = engine.rows(clients, &listing.numbers[..1], &[], Language::Lt).unwrap()[0].id;
    let link = model::value::Link { table: clients, record: one };
    let entries = [
        (title, Some(model::value::Value::Text("Mūsų skambutis".into()))),
        (client, Some(model::value::Value::Links(vec![link]))),
    ];
    let own = engine.add_record(events, &entries, true).unwrap().output;
    let kept = engine.remove_sample().unwrap().output;
    assert!(kept >= 1);
    assert!(engine.exists(clients, one).unwrap(), "our own call is about this client");
    assert!(engine.exists(events, own).unwrap());
    assert_eq!(count(&engine, "invoices"), 0);
    assert_eq!(engine.verify().unwrap(), Vec::<String>::new());
    // One step back, and the sample is there again.
    engine.undo().unwrap();
    assert!(engine.has_sample().unwrap());
    assert!(count(&engine, "invoices") >= 100);
    assert_eq!(engine.verify().unwrap(), Vec::<String>::new());
}
