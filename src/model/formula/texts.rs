//! Values as texts inside expressions, and how texts are compared.

use super::{Records, program::Say};
use crate::{
    language::Language,
    schema::{Choice, FieldKind},
    value::{Value, fold, format},
};
use std::cmp::Ordering;

/// A value as `&` joins it. Numbers keep their decimals, with the decimal mark of the language and without grouping.
pub(super) fn said(value: Value, say: &Say, records: &dyn Records) -> String {
    let language = records.language();
    match (value, say) {
        (Value::Text(text), _) => text,
        (Value::Number(number), _) => match language {
            Language::Lt => number.to_string().replace('.', ","),
            Language::En => number.to_string(),
        },
        (Value::Links(links), _) => {
            let mut titles = links.iter().map(|link| records.title(link.table, link.record));
            let first = titles.next().unwrap_or_default();
            titles.fold(first, |all, title| all + ", " + &title)
        }
        (value @ Value::Choices(_), Say::Label(choices)) => {
            labels(&value, choices, |choice| choice.label.get(language))
        }
        (value @ Value::Choices(_), Say::Key(choices)) => labels(&value, choices, |choice| &choice.key),
        (value, _) => format(&value, &FieldKind::LongText, language),
    }
}

fn labels<'c>(value: &Value, choices: &'c [Choice], name: impl Fn(&'c Choice) -> &'c str) -> String {
    let chosen = value.choices().iter();
    let names: Vec<&str> = chosen.filter_map(|id| choices.iter().find(|choice| choice.id == *id)).map(name).collect();
    names.join(", ")
}

/// A text as a value; an empty one is no value.
pub(super) fn kept(text: String) -> Option<Value> {
    (!text.is_empty()).then_some(Value::Text(text))
}

/// The order of two texts without regard to capitals and marks.
pub(super) fn compare_texts(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() {
        return a.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(b.bytes().map(|byte| byte.to_ascii_lowercase()));
    }
    fold(a).cmp(&fold(b))
}

/// The first `count` characters.
pub(super) fn left(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(at, _)| &text[..at])
}

/// Everything behind the first `count` characters.
pub(super) fn behind(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or("", |(at, _)| &text[at..])
}

/// The last `count` characters.
pub(super) fn right(text: &str, count: usize) -> &str {
    match count.checked_sub(1) {
        None => "",
        Some(before) => text.char_indices().rev().nth(before).map_or(text, |(at, _)| &text[at..]),
    }
}
