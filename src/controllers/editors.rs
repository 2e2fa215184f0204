//! Which editor a field gets, and what stands in it.

use chrono::{Datelike as _, NaiveDate};
use engine::Engine;
use model::{
    language::Language,
    schema::{Choice, Field, FieldKind},
    value::Value,
};
use slint::{Color, ModelRc, VecModel};
use ui::{ChoiceData, DateData, EditorKind};

/// The editor of a field.
pub(crate) fn editor_of(field: &Field) -> EditorKind {
    match &field.kind {
        FieldKind::LongText => EditorKind::Multiline,
        FieldKind::Number { .. } | FieldKind::Money { .. } => EditorKind::Number,
        FieldKind::Date => EditorKind::Date,
        FieldKind::YesNo => EditorKind::YesNo,
        FieldKind::Choice { many: true, .. } | FieldKind::Link { many: true, .. } => EditorKind::Chips,
        FieldKind::Choice { .. } => EditorKind::Choice,
        FieldKind::Link { .. } => EditorKind::Link,
        FieldKind::Picture => EditorKind::Picture,
        FieldKind::File => EditorKind::File,
        FieldKind::Formula { .. } if is_numeric(field) => EditorKind::Number,
        FieldKind::PartOf { .. } | FieldKind::SeriesNumber { .. } | FieldKind::Formula { .. } | FieldKind::Secret => {
            EditorKind::Readonly
        }
        _ => EditorKind::Text,
    }
}

/// Whether the values of a field stand at the right.
pub(crate) fn is_numeric(field: &Field) -> bool {
    matches!(field.shown_kind(), FieldKind::Number { .. } | FieldKind::Money { .. })
}

/// The text that stands in the editor of a field.
pub(crate) fn text_in_editor(engine: &Engine, field: &Field, value: Option<&Value>, language: Language) -> String {
    let Some(value) = value else { return String::new() };
    let is_computed = field.formula().is_some();
    let text = match (editor_of(field), value) {
        // A record of a tree is named with what is above it.
        (EditorKind::Link, Value::Links(links)) if links.len() == 1 => {
            engine.path_of(links[0].table, links[0].record, language)
        }
        (_, value) if is_computed => engine.text(field, value, language),
        (EditorKind::YesNo, Value::YesNo(yes)) => return if *yes { "yes" } else { "no" }.to_owned(),
        (EditorKind::Picture, _) => return String::new(),
        (EditorKind::Readonly | EditorKind::Choice | EditorKind::Link | EditorKind::Chips, value) => {
            engine.text(field, value, language)
        }
        (_, value) => engine.edit_text(field, value, language),
    };
    let text = text.inspect_err(|_| tracing::error!("a value cannot be read")).unwrap_or_default();
    match (editor_of(field), field.shown_kind()) {
        (_, FieldKind::Money { currency }) if is_computed => crate::words::with_currency(&text, currency),
        _ => text,
    }
}

/// The entries of a choice field that may be chosen on `day`, and those that are chosen.
pub(crate) fn offered(
    field: &Field,
    value: Option<&Value>,
    day: NaiveDate,
    language: Language,
) -> Vec<(Choice, String)> {
    let FieldKind::Choice { choices, .. } = &field.kind else { return Vec::new() };
    let chosen = value.map(Value::choices).unwrap_or_default();
    let day = day.to_string();
    let valid = |choice: &Choice| {
        let begun = choice.from.as_ref().is_none_or(|from| *from <= day);
        let ended = choice.until.as_ref().is_some_and(|until| *until < day);
        begun && !ended && !choice.retired
    };
    let shown = choices.iter().filter(|choice| valid(choice) || chosen.contains(&choice.id));
    shown.map(|choice| (choice.clone(), label(choice, language).to_owned())).collect()
}

/// The name of an entry of a list.
pub(crate) fn label(choice: &Choice, language: Language) -> &str {
    let label = choice.label.get(language);
    if label.is_empty() { &choice.key } else { label }
}

/// The choices as the window takes them.
pub(crate) fn choice_model(offered: &[(Choice, String)]) -> ModelRc<ChoiceData> {
    if offered.is_empty() {
        return ModelRc::default();
    }
    let choices = offered.iter().map(|(choice, label)| ChoiceData {
        id: choice.id.to_string().into(),
        label: label.as_str().into(),
        color: color(&choice.color),
    });
    ModelRc::new(VecModel::from(choices.collect::<Vec<_>>()))
}

/// The chips of a field of several links or entries.
pub(crate) fn chips_of(text: &crate::contents::FieldText) -> Vec<ChoiceData> {
    let chips = text.chips.iter().map(|(id, label, tint)| ChoiceData {
        id: id.as_str().into(),
        label: label.as_str().into(),
        color: color(tint),
    });
    chips.collect()
}

/// The icon of where the text of a field leads.
pub(crate) fn address_icon(field: &Field) -> &'static str {
    match field.kind {
        FieldKind::Phone => "phone",
        FieldKind::Email => "mail",
        _ => "globe",
    }
}

/// A colour written as `#RRGGBB`; transparent where it is not.
pub(crate) fn color(text: &str) -> Color {
    let number = text
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6)
        .and_then(|digits| u32::from_str_radix(digits, 16).ok());
    number.map_or(Color::default(), |number| Color::from_argb_encoded(0xff00_0000 | number))
}

/// A day as the window takes it.
pub(crate) fn date_data(day: Option<NaiveDate>) -> DateData {
    let part = |number: u32| i32::try_from(number).unwrap_or_default();
    day.map_or_else(DateData::default, |day| DateData {
        year: day.year(),
        month: part(day.month()),
        day: part(day.day()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::ids::ChoiceId;

    fn rates() -> Field {
        let rate = |id, key: &str, from: Option<&str>, until: Option<&str>| Choice {
            id: ChoiceId(id),
            key: key.into(),
            from: from.map(Into::into),
            until: until.map(Into::into),
            ..Choice::default()
        };
        let choices = vec![
            rate(1, "21", None, None),
            rate(2, "9", None, Some("2025-12-31")),
            rate(3, "12", Some("2026-01-01"), None),
        ];
        Field { kind: FieldKind::Choice { many: false, choices }, ..Field::default() }
    }

    #[test]
    fn an_entry_is_offered_while_it_is_valid_or_chosen() {
        let check = |day: &str, value: Option<Value>, expected: &[&str]| {
            let offered = offered(&rates(), value.as_ref(), day.parse().unwrap(), Language::Lt);
            let keys: Vec<&str> = offered.iter().map(|(choice, _)| choice.key.as_str()).collect();
            assert_eq!(keys, expected);
        };
        check("2025-12-31", None, &["21", "9"]);
        check("2026-01-01", None, &["21", "12"]);
        check("2026-01-01", Some(Value::Choices(vec![ChoiceId(2)])), &["21", "9", "12"]);
    }

    #[test]
    fn a_colour_is_read_or_transparent() {
        assert_eq!(color("#1B7A43"), Color::from_rgb_u8(0x1b, 0x7a, 0x43));
        assert_eq!(color(""), Color::default());
        assert_eq!(color("#12345"), Color::default());
        assert_eq!(color("#žžž"), Color::default());
    }
}
