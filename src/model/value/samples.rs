//! Values of every kind that a person can write, for property tests.

use super::{Link, Value, parse};
use crate::{
    ids::{ChoiceId, RecordId, TableId},
    language::{Label, Language},
    schema::{Choice, FieldKind, OnDelete},
};
use chrono::{NaiveDate, NaiveTime};
use proptest::{prelude::*, sample::subsequence};
use rust_decimal::Decimal;

/// A list with a label that holds a bar and one that is another's key.
pub fn choice_kind() -> FieldKind {
    let entry = |id, key: &str, lt: &str, en: &str| Choice {
        id: ChoiceId(id),
        key: key.into(),
        label: Label::new(lt, en),
        ..Choice::default()
    };
    FieldKind::Choice {
        many: true,
        choices: vec![
            entry(4, "red", "Raudona", "Red"),
            entry(3, "green", "Žalia", "Green"),
            entry(2, "bar", "A|B", "A|B"),
            entry(1, "clash", "red", "red"),
        ],
    }
}

/// Every kind that is filled by writing.
pub fn kind() -> impl Strategy<Value = FieldKind> {
    prop_oneof![
        Just(FieldKind::Text),
        Just(FieldKind::LongText),
        Just(FieldKind::Number { scale: None }),
        (0..=12u8).prop_map(|scale| FieldKind::Number { scale: Some(scale) }),
        Just(FieldKind::Money { currency: "EUR".into() }),
        Just(FieldKind::Date),
        Just(FieldKind::DayOfYear),
        Just(FieldKind::Time),
        Just(FieldKind::DateTime),
        Just(FieldKind::Instant),
        Just(FieldKind::YesNo),
        Just(choice_kind()),
        Just(FieldKind::Phone),
        Just(FieldKind::Email),
        Just(FieldKind::Web),
        Just(FieldKind::Iban),
    ]
}

/// A value that can be written, with its kind.
pub fn written() -> impl Strategy<Value = (FieldKind, Value)> {
    kind().prop_flat_map(|kind| value(&kind).prop_map(move |value| (kind.clone(), value)))
}

/// Two values of one kind (links too), often close to each other.
pub fn pair() -> impl Strategy<Value = (FieldKind, Value, Value)> {
    let link = FieldKind::Link { targets: vec![], many: true, on_delete: OnDelete::Clear };
    prop_oneof![9 => kind(), 1 => Just(link)]
        .prop_flat_map(|kind| (value(&kind), value(&kind)).prop_map(move |(a, b)| (kind.clone(), a, b)))
}

fn value(kind: &FieldKind) -> BoxedStrategy<Value> {
    match kind {
        FieldKind::Number { scale } => number(scale.map_or(28, u32::from)).prop_map(Value::Number).boxed(),
        FieldKind::Money { .. } => number(2).prop_map(Value::Number).boxed(),
        FieldKind::Date => date().prop_map(Value::Date).boxed(),
        FieldKind::DayOfYear => (1..=12u8, 1..=28u8).prop_map(|(month, day)| Value::DayOfYear(month, day)).boxed(),
        FieldKind::Time => time().prop_map(Value::Time).boxed(),
        FieldKind::DateTime => (date(), time()).prop_map(|(day, time)| Value::DateTime(day.and_time(time))).boxed(),
        FieldKind::Instant => (date(), 0..86_400_000i64).prop_map(instant).boxed(),
        FieldKind::YesNo => any::<bool>().prop_map(Value::YesNo).boxed(),
        FieldKind::Choice { choices, .. } => {
            let ids: Vec<ChoiceId> = choices.iter().map(|choice| choice.id).collect();
            subsequence(ids, 1..=choices.len()).prop_shuffle().prop_map(Value::Choices).boxed()
        }
        FieldKind::Link { .. } => prop::collection::vec((0..3u128, 0..9u128), 1..4).prop_map(links).boxed(),
        FieldKind::Email => text("[a-zĄž.]{1,5}@[a-z]{1,5}\\.[a-z]{2,3}", kind),
        FieldKind::Iban => text("[A-Z]{2}[0-9]{2}[0-9A-Z]{11,20}", kind),
        FieldKind::Phone => text("(\\+370|8|0|\\(8-|\\+371)? ?[0-9]{2,3}\\)? ?[0-9]{5}|[a-zž]{1,4}", kind),
        FieldKind::LongText => text("[a-cA-CžŽ \r\n\t]{1,8}|\\PC{1,20}", kind),
        _ => text("[a-cA-CžŽ ]{1,5}|\\PC{1,20}", kind),
    }
}

fn text(pattern: &'static str, kind: &FieldKind) -> BoxedStrategy<Value> {
    let kind = kind.clone();
    let read = move |text: String| parse(&text, &kind, Language::Lt).ok().flatten();
    pattern.prop_filter_map("unreadable", read).boxed()
}

fn number(scale: u32) -> impl Strategy<Value = Decimal> {
    let small = (-2000..2000i128, 0..=scale.min(3));
    let large = (-79_228_162_514_264_337_593_543_950_335..=79_228_162_514_264_337_593_543_950_335i128, 0..=scale);
    prop_oneof![small, large].prop_map(|(mantissa, scale)| Decimal::from_i128_with_scale(mantissa, scale))
}

fn date() -> impl Strategy<Value = NaiveDate> {
    let day = |text: &str| text.parse::<NaiveDate>().map(|day| day.to_epoch_days()).unwrap_or_default();
    (day("1000-01-01")..=day("9999-12-31")).prop_filter_map("no day", NaiveDate::from_epoch_days)
}

fn time() -> impl Strategy<Value = NaiveTime> {
    (0..1440u32).prop_filter_map("no time", |minute| NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0))
}

fn instant((day, millisecond): (NaiveDate, i64)) -> Value {
    Value::Instant(day.and_time(NaiveTime::MIN).and_utc().timestamp_millis() + millisecond)
}

fn links(ids: Vec<(u128, u128)>) -> Value {
    Value::Links(
        ids.into_iter().map(|(table, record)| Link { table: TableId(table), record: RecordId(record) }).collect(),
    )
}
