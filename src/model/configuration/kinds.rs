//! What a field holds, as text: the word for its kind and the entries that go with it.

use super::{
    Mistake,
    names::Names,
    source::{Found, Section, Source},
};
use crate::schema::{Choice, FieldKind, OnDelete, rust_decimal_text};
use crate::structure::Shape;
use chrono::NaiveDate;
use std::collections::HashSet;

/// Words for the kinds that need no more entries.
pub(super) const PLAIN: &[(&str, FieldKind)] = &[
    ("text", FieldKind::Text),
    ("long-text", FieldKind::LongText),
    ("date", FieldKind::Date),
    ("day-of-year", FieldKind::DayOfYear),
    ("time", FieldKind::Time),
    ("date-time", FieldKind::DateTime),
    ("instant", FieldKind::Instant),
    ("yes-no", FieldKind::YesNo),
    ("picture", FieldKind::Picture),
    ("file", FieldKind::File),
    ("phone", FieldKind::Phone),
    ("email", FieldKind::Email),
    ("web", FieldKind::Web),
    ("iban", FieldKind::Iban),
    ("secret", FieldKind::Secret),
];

/// Words for the other kinds.
const RICH: &[&str] = &["number", "money", "choice", "link", "part-of", "series-number", "formula"];

/// The word for a kind in configuration files and on the command line.
pub fn kind_word(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Number { .. } => "number",
        FieldKind::Money { .. } => "money",
        FieldKind::Choice { .. } => "choice",
        FieldKind::Link { .. } => "link",
        FieldKind::PartOf { .. } => "part-of",
        FieldKind::SeriesNumber { .. } => "series-number",
        FieldKind::Formula { .. } => "formula",
        plain => PLAIN.iter().find(|(_, known)| known == plain).map_or("text", |(word, _)| word),
    }
}

/// The kind of a word that needs nothing more, with the usual details where there are such: numbers as entered, euros, one choice of an
/// empty list, one link to any table.
pub fn kind_of_word(word: &str) -> Option<FieldKind> {
    match word {
        "number" => Some(FieldKind::Number { scale: None }),
        "money" => Some(FieldKind::Money { currency: "EUR".into() }),
        "choice" => Some(FieldKind::Choice { many: false, choices: Vec::new() }),
        "link" => Some(FieldKind::Link { targets: Vec::new(), many: false, on_delete: OnDelete::Clear }),
        plain => PLAIN.iter().find(|(known, _)| *known == plain).map(|(_, kind)| kind.clone()),
    }
}

/// Words for what happens to a link.
pub(super) const ON_DELETE: &[(&str, OnDelete)] =
    &[("clear", OnDelete::Clear), ("refuse", OnDelete::Refuse), ("delete", OnDelete::Delete)];

/// The kind in the entry `kind` of a field with the entries that go with it.
pub(super) fn kind<'s>(source: &mut Source<'s>, section: &mut Section<'s>, names: &Names) -> FieldKind {
    let Some(word) = source.needed_text(section, "kind") else { return FieldKind::Text };
    if word.value != "formula" {
        return simple(source, section, names, "kind", word);
    }
    let expression = match source.needed_text(section, "formula") {
        Some(found) => {
            let computes = source.field;
            source.note(found.at, &found.value, Shape::Whole).computes = Some(computes);
            found.value
        }
        None => String::new(),
    };
    let result = match source.needed_text(section, "result") {
        Some(word) if word.value == "formula" => {
            source.say(word.at, Mistake::FormulaOfFormula);
            FieldKind::Text
        }
        Some(word) => simple(source, section, names, "result", word),
        None => FieldKind::Text,
    };
    FieldKind::Formula { expression, result: Box::new(result) }
}

fn simple<'s>(
    source: &mut Source<'s>,
    section: &mut Section<'s>,
    names: &Names,
    entry: &str,
    word: Found<String>,
) -> FieldKind {
    if let Some((_, kind)) = PLAIN.iter().find(|(plain, _)| *plain == word.value) {
        return kind.clone();
    }
    match word.value.as_str() {
        "number" => FieldKind::Number { scale: source.number(section, "scale", (0, 12)) },
        "money" => FieldKind::Money { currency: currency(source, section) },
        "choice" => FieldKind::Choice { many: source.flag(section, "many"), choices: choices(source, section) },
        "link" => FieldKind::Link {
            targets: source.texts(section, "targets").iter().map(|name| names.table(source, name)).collect(),
            many: source.flag(section, "many"),
            on_delete: source.word(section, "on-delete", ON_DELETE).map(|found| found.value).unwrap_or_default(),
        },
        "part-of" => {
            let owner = source.needed_text(section, "owner");
            FieldKind::PartOf { table: owner.map(|name| names.table(source, &name)).unwrap_or_default() }
        }
        "series-number" => {
            source.needed(section, "digits");
            FieldKind::SeriesNumber {
                series: source.needed_text(section, "series").map(|found| found.value).unwrap_or_default(),
                prefix: source.text(section, "prefix").map(|found| found.value).unwrap_or_default(),
                digits: source.number(section, "digits", (0, 20)).unwrap_or_default(),
            }
        }
        _ => {
            let known: Vec<&str> = PLAIN.iter().map(|(word, _)| *word).chain(RICH.iter().copied()).collect();
            source.say(word.at, Mistake::UnknownWord(entry.to_owned(), word.value, known.join(", ")));
            FieldKind::Text
        }
    }
}

fn currency<'s>(source: &mut Source<'s>, section: &mut Section<'s>) -> String {
    let Some(found) = source.needed_text(section, "currency") else { return String::new() };
    if found.value.len() != 3 || !found.value.bytes().all(|letter| letter.is_ascii_uppercase()) {
        source.say(found.at, Mistake::BadCurrency(found.value.clone()));
    }
    found.value
}

fn choices<'s>(source: &mut Source<'s>, section: &mut Section<'s>) -> Vec<Choice> {
    let (mut keys, mut ids) = (HashSet::new(), HashSet::new());
    let mut choices = Vec::new();
    for mut section in source.sections(section, "choices") {
        let key = source.key(&mut section, true);
        if !keys.insert(key.value.clone()) {
            source.say(key.at, Mistake::DuplicateKey(key.value.clone()));
        }
        // The same entry may stand in lists of several fields, so that a line can take it over from its product.
        let id = source.id(&mut section);
        if !ids.insert(id.value) {
            source.say(id.at, Mistake::DuplicateId(format!("{}", id.value)));
        }
        choices.push(Choice {
            id: id.value,
            key: key.value,
            label: source.needed_label(&mut section, "label"),
            color: source.color(&mut section, "color"),
            number: number(source, &mut section),
            from: day(source, &mut section, "from"),
            until: day(source, &mut section, "until"),
            retired: source.flag(&mut section, "retired"),
        });
        source.finish(section);
    }
    choices
}

fn number<'s>(source: &mut Source<'s>, section: &mut Section<'s>) -> Option<rust_decimal_text::Text> {
    let found = source.text(section, "number")?;
    let number = found.value.parse().ok().map(rust_decimal_text::Text);
    if number.is_none() {
        source.say(found.at, Mistake::BadNumber(found.value));
    }
    number
}

fn day<'s>(source: &mut Source<'s>, section: &mut Section<'s>, entry: &str) -> Option<String> {
    let found = source.text(section, entry)?;
    let good = found.value.len() == 10 && NaiveDate::parse_from_str(&found.value, "%Y-%m-%d").is_ok();
    if !good {
        source.say(found.at, Mistake::BadDate(found.value.clone()));
    }
    Some(found.value)
}
