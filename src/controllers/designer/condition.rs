//! Conditions of items and cards, as the inspector edits them: a sentence built by choosing, or an expression.

use super::inspector::{Editor, Prop, choice, text};
use model::{
    formula::{Clause, Sentence, Test},
    language::Language,
    schema::{Field, FieldKind, Table},
};
use ui::EditorKind;

/// What a condition decides.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Decides {
    Visible,
    Required,
    Readonly,
    Tint,
    /// For which records the card is.
    Card,
}

/// A part of a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Part {
    Field,
    Test,
    Value,
}

/// The way to write an expression.
const FORMULA: &str = "=";

impl Decides {
    /// What stands above it.
    pub fn title(self, language: Language) -> &'static str {
        let (lt, en) = match self {
            Decides::Visible => ("Matomas, kai", "Visible when"),
            Decides::Required => ("Privalomas, kai", "Required when"),
            Decides::Readonly => ("Tik skaityti, kai", "Read-only when"),
            Decides::Tint => ("Spalva, kai", "Colour when"),
            Decides::Card => ("Kortelė naudojama, kai", "The card is used when"),
        };
        language.pick(lt, en)
    }

    fn nothing(self, language: Language) -> &'static str {
        let (lt, en) = match self {
            Decides::Visible | Decides::Card => ("Visada", "Always"),
            Decides::Required => ("Kaip nustatyta laukui", "As the field says"),
            Decides::Readonly | Decides::Tint => ("Niekada", "Never"),
        };
        language.pick(lt, en)
    }
}

/// The fields a sentence can be about.
fn fields(table: &Table) -> impl Iterator<Item = &Field> {
    let secret = |field: &&Field| !matches!(field.kind, FieldKind::Secret | FieldKind::File | FieldKind::PartOf { .. });
    table.live().filter(secret)
}

/// The editors of a condition. `raw`: the expression itself is written.
pub(super) fn editors(
    decides: Decides,
    now: Option<&str>,
    raw: bool,
    table: &Table,
    language: Language,
) -> Vec<Editor> {
    let now = now.unwrap_or_default();
    let sentence = if raw { None } else { Sentence::read(now) };
    let Some(sentence) = sentence else {
        let mut editor = text(Prop::Expression(decides), decides.title(language), now);
        editor.item.editor = EditorKind::Multiline;
        editor.item.hint = language.pick("Pavyzdžiui, empty(phone)", "For example, empty(phone)").into();
        editor.item.height = 96.0;
        return vec![editor.whole()];
    };
    let mut editors = Vec::new();
    let names = || fields(table).map(|field| (field.key.clone(), field.label.get(language).to_owned()));
    for (at, clause) in sentence.clauses.iter().enumerate() {
        let field = table.fields.iter().find(|field| field.key == clause.field);
        let label = field.map_or(clause.field.as_str(), |field| field.label.get(language));
        let remove = (String::new(), language.pick("Pašalinti sąlygą", "Remove the condition").to_owned());
        let title = match (at, sentence.any) {
            (0, _) => decides.title(language),
            (_, true) => language.pick("arba", "or"),
            (_, false) => language.pick("ir", "and"),
        };
        let offered: Vec<(String, String)> = std::iter::once(remove).chain(names()).collect();
        editors.push(choice(Prop::Condition(decides, at, Part::Field), title, label, &offered).whole());
        let tests = field.map_or(&Test::ALL[..], |field| Test::of(field.shown_kind()));
        let tests: Vec<(String, String)> =
            tests.iter().map(|test| (test.key().to_owned(), test.words(language).to_owned())).collect();
        let mut test = choice(Prop::Condition(decides, at, Part::Test), "", clause.test.words(language), &tests);
        test.item.no_label = true;
        if !clause.test.takes_value() {
            editors.push(test.whole());
            continue;
        }
        editors.push(test);
        let prop = Prop::Condition(decides, at, Part::Value);
        let mut value = match field.map(Field::shown_kind) {
            Some(FieldKind::Choice { choices, .. }) => {
                let named = choices.iter().find(|choice| choice.key == clause.value);
                let shown = named.map_or(clause.value.as_str(), |choice| choice.label.get(language));
                let offered: Vec<(String, String)> =
                    choices.iter().map(|choice| (choice.key.clone(), choice.label.get(language).to_owned())).collect();
                choice(prop, "", shown, &offered)
            }
            _ => text(prop, "", &clause.value),
        };
        value.item.no_label = true;
        // Half a row has room for a word, not for a legal person.
        let long = value.item.text.chars().count() > 12;
        editors.push(if long { value.whole() } else { value });
    }
    let many = sentence.clauses.len();
    if many == 0 || (many < 4 && sentence.clauses.iter().all(|clause| !clause.field.is_empty())) {
        let formula = (FORMULA.to_owned(), language.pick("Formulė…", "Formula…").to_owned());
        let offered: Vec<(String, String)> = names().chain(std::iter::once(formula)).collect();
        let (title, shown) = if many == 0 {
            (decides.title(language), decides.nothing(language))
        } else {
            (language.pick("ir dar", "and also"), "")
        };
        let mut more = choice(Prop::Condition(decides, many, Part::Field), title, shown, &offered).whole();
        more.item.required = false;
        more.item.hint = language.pick("Pridėti sąlygą", "Add a condition").into();
        editors.push(more);
    }
    if many > 1 {
        let ways = [
            ("all".to_owned(), language.pick("visos kartu", "all of them").to_owned()),
            ("any".to_owned(), language.pick("bent viena", "any of them").to_owned()),
        ];
        let shown = if sentence.any { &ways[1].1 } else { &ways[0].1 };
        editors.push(choice(Prop::Any(decides), language.pick("Galioja", "Holds"), shown, &ways).whole());
    }
    editors
}

/// What becomes of a condition by choosing; `None` for the text: it is to be written as an expression.
pub(super) fn chosen(now: &str, at: usize, part: Part, text: &str, table: &Table) -> Option<String> {
    if part == Part::Field && text == FORMULA {
        return None;
    }
    let mut sentence = Sentence::read(now).unwrap_or_default();
    match part {
        Part::Field if text.is_empty() => {
            if at < sentence.clauses.len() {
                sentence.clauses.remove(at);
            }
        }
        Part::Field => {
            let field = table.fields.iter().find(|field| field.key == text);
            let test = field.and_then(|field| Test::of(field.shown_kind()).first().copied()).unwrap_or(Test::Filled);
            let value = match field.map(Field::shown_kind) {
                Some(FieldKind::Choice { choices, .. }) if test.takes_value() => {
                    choices.first().map(|choice| choice.key.clone()).unwrap_or_default()
                }
                Some(FieldKind::Number { .. } | FieldKind::Money { .. }) if test.takes_value() => "0".to_owned(),
                _ => String::new(),
            };
            // A text that is compared with nothing says that it is empty: it is asked whether it is filled in instead.
            let test = if test.takes_value() && value.is_empty() { Test::Filled } else { test };
            let clause = Clause { field: text.to_owned(), test, value };
            match sentence.clauses.get_mut(at) {
                Some(there) => *there = clause,
                None => sentence.clauses.push(clause),
            }
        }
        Part::Test => {
            if let (Some(clause), Some(test)) =
                (sentence.clauses.get_mut(at), Test::ALL.into_iter().find(|test| test.key() == text))
            {
                clause.test = test;
                let field = table.fields.iter().find(|field| field.key == clause.field);
                if !test.takes_value() {
                    clause.value.clear();
                } else if clause.value.is_empty()
                    && let Some(FieldKind::Choice { choices, .. }) = field.map(Field::shown_kind)
                {
                    clause.value = choices.first().map(|choice| choice.key.clone()).unwrap_or_default();
                }
            }
        }
        Part::Value => {
            if let Some(clause) = sentence.clauses.get_mut(at) {
                clause.value = text.to_owned();
            }
        }
    }
    Some(sentence.text(table))
}

/// All of the conditions have to hold, or any.
pub(super) fn joined(now: &str, any: bool, table: &Table) -> String {
    let mut sentence = Sentence::read(now).unwrap_or_default();
    sentence.any = any;
    sentence.text(table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::configuration::{delivered, read};

    #[test]
    fn vat_code_is_visible_when_type_is_legal_person() {
        let read = read(&delivered()).expect("the delivered configuration");
        let table = read.tables.iter().find(|table| table.info.key == "clients").expect("clients");
        let now = chosen("", 0, Part::Field, "type", table).expect("a sentence");
        let now = chosen(&now, 0, Part::Value, "legal", table).expect("a sentence");
        assert_eq!(now, "type = \"legal\"");
        let now = chosen(&now, 1, Part::Field, "phone", table).expect("a sentence");
        let now = chosen(&now, 1, Part::Test, "empty", table).expect("a sentence");
        assert_eq!(joined(&now, true, table), "type = \"legal\" or empty(phone)");
        let shown = editors(Decides::Visible, Some(&now), false, table, Language::Lt);
        let labels: Vec<&str> = shown.iter().map(|editor| editor.item.label.as_str()).collect();
        assert_eq!(labels, ["Matomas, kai", "", "", "ir", "", "ir dar", "Galioja"]);
        assert_eq!(chosen(&now, 0, Part::Field, "", table).as_deref(), Some("empty(phone)"));
        assert_eq!(chosen("", 0, Part::Field, FORMULA, table), None);
    }
}
