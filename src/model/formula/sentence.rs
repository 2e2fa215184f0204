//! Conditions as sentences: "Type is legal person and VAT code is empty", built by choosing, without writing an expression.

use super::{
    Function, Tree, parse,
    tree::{Comparison, Kind, Name, Operator},
};
use crate::{
    language::Language,
    schema::{Field, FieldKind, Table},
};
use rust_decimal::Decimal;
use std::str::FromStr;

/// How a field is compared in a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Test {
    /// It is this.
    Is,
    /// It is not this.
    IsNot,
    /// It is less than this.
    Less,
    /// It is this or less.
    AtMost,
    /// It is more than this.
    Greater,
    /// It is this or more.
    AtLeast,
    /// Nothing stands in it.
    Empty,
    /// Something stands in it.
    Filled,
    /// It is yes.
    Yes,
    /// It is no.
    No,
}

impl Test {
    /// Every test.
    pub const ALL: [Test; 10] = [
        Test::Is,
        Test::IsNot,
        Test::Less,
        Test::AtMost,
        Test::Greater,
        Test::AtLeast,
        Test::Empty,
        Test::Filled,
        Test::Yes,
        Test::No,
    ];

    /// Its plain key.
    pub fn key(self) -> &'static str {
        match self {
            Test::Is => "is",
            Test::IsNot => "is-not",
            Test::Less => "less",
            Test::AtMost => "at-most",
            Test::Greater => "greater",
            Test::AtLeast => "at-least",
            Test::Empty => "empty",
            Test::Filled => "filled",
            Test::Yes => "yes",
            Test::No => "no",
        }
    }

    /// Its words.
    pub fn words(self, language: Language) -> &'static str {
        let (lt, en) = match self {
            Test::Is => ("yra", "is"),
            Test::IsNot => ("nėra", "is not"),
            Test::Less => ("mažiau kaip", "is less than"),
            Test::AtMost => ("ne daugiau kaip", "is at most"),
            Test::Greater => ("daugiau kaip", "is more than"),
            Test::AtLeast => ("ne mažiau kaip", "is at least"),
            Test::Empty => ("neužpildyta", "is empty"),
            Test::Filled => ("užpildyta", "is filled in"),
            Test::Yes => ("taip", "is yes"),
            Test::No => ("ne", "is no"),
        };
        language.pick(lt, en)
    }

    /// Whether something is compared with.
    pub fn takes_value(self) -> bool {
        !matches!(self, Test::Empty | Test::Filled | Test::Yes | Test::No)
    }

    /// The tests that make sense of a kind of field.
    pub fn of(kind: &FieldKind) -> &'static [Test] {
        use Test as T;
        match kind {
            FieldKind::YesNo => &[T::Yes, T::No],
            FieldKind::Choice { many: false, .. } => &[T::Is, T::IsNot, T::Empty, T::Filled],
            FieldKind::Number { .. } | FieldKind::Money { .. } => {
                &[T::Is, T::IsNot, T::Greater, T::AtLeast, T::Less, T::AtMost, T::Empty, T::Filled]
            }
            FieldKind::Text | FieldKind::Phone | FieldKind::Email | FieldKind::Web => {
                &[T::Is, T::IsNot, T::Empty, T::Filled]
            }
            FieldKind::Formula { result, .. } => Test::of(result),
            _ => &[T::Empty, T::Filled],
        }
    }
}

/// One part of a sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clause {
    /// Key of the field.
    pub field: String,
    /// How it is compared.
    pub test: Test,
    /// What with: the key of a choice, a number, a text; empty where nothing is.
    pub value: String,
}

/// A condition as a sentence.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sentence {
    /// Any of its parts is enough; else all have to hold.
    pub any: bool,
    /// Its parts.
    pub clauses: Vec<Clause>,
}

impl Sentence {
    /// The sentence an expression says; `None`: it says more than a sentence can. An empty text is a sentence without parts.
    pub fn read(text: &str) -> Option<Sentence> {
        if text.trim().is_empty() {
            return Some(Sentence::default());
        }
        let tree = parse(text).ok()?;
        match &tree.kind {
            Kind::Chain(first, rest) => {
                let operator = rest.first()?.0;
                let any = match operator {
                    Operator::Or => true,
                    Operator::And => false,
                    _ => return None,
                };
                if rest.iter().any(|(other, _)| *other != operator) {
                    return None;
                }
                let parts = std::iter::once(&**first).chain(rest.iter().map(|(_, part)| part));
                Some(Sentence { any, clauses: parts.map(clause).collect::<Option<_>>()? })
            }
            _ => Some(Sentence { any: false, clauses: vec![clause(&tree)?] }),
        }
    }

    /// The expression that says this sentence, with values written as the kinds of its fields ask for; empty: no condition.
    pub fn text(&self, table: &Table) -> String {
        let parts = self.clauses.iter().map(|clause| {
            let field = table.fields.iter().find(|field| field.key == clause.field);
            expression(clause, field)
        });
        parts.collect::<Vec<_>>().join(if self.any { " or " } else { " and " })
    }

    /// The sentence for people: "Tipas yra juridinis asmuo ir PVM kodas neužpildyta".
    pub fn say(&self, table: &Table, language: Language) -> String {
        let parts = self.clauses.iter().map(|clause| {
            let field = table.fields.iter().find(|field| field.key == clause.field);
            let name = field.map_or(clause.field.as_str(), |field| field.label.get(language));
            let value = match field.map(|field| &field.kind) {
                Some(FieldKind::Choice { choices, .. }) => choices
                    .iter()
                    .find(|choice| choice.key == clause.value)
                    .map_or(clause.value.as_str(), |choice| choice.label.get(language)),
                _ => clause.value.as_str(),
            };
            let words = clause.test.words(language);
            if clause.test.takes_value() { format!("{name} {words} {value}") } else { format!("{name} {words}") }
        });
        let join = match (self.any, language) {
            (true, Language::Lt) => " arba ",
            (true, Language::En) => " or ",
            (false, Language::Lt) => " ir ",
            (false, Language::En) => " and ",
        };
        parts.collect::<Vec<_>>().join(join)
    }
}

fn expression(clause: &Clause, field: Option<&Field>) -> String {
    let name = super::written(&clause.field);
    let number =
        field.is_some_and(|field| matches!(field.shown_kind(), FieldKind::Number { .. } | FieldKind::Money { .. }));
    let value = match Decimal::from_str(clause.value.trim().replace(',', ".").as_str()) {
        Ok(value) if number => value.to_string(),
        _ if number => "0".to_owned(),
        _ => format!("\"{}\"", clause.value.replace('"', "\"\"")),
    };
    match clause.test {
        Test::Is => format!("{name} = {value}"),
        Test::IsNot => format!("{name} <> {value}"),
        Test::Less => format!("{name} < {value}"),
        Test::AtMost => format!("{name} <= {value}"),
        Test::Greater => format!("{name} > {value}"),
        Test::AtLeast => format!("{name} >= {value}"),
        Test::Empty => format!("empty({name})"),
        Test::Filled => format!("not empty({name})"),
        Test::Yes => name,
        Test::No => format!("not {name}"),
    }
}

fn clause(tree: &Tree) -> Option<Clause> {
    let bare = |test, names: &[Name]| {
        let [name] = names else { return None };
        Some(Clause { field: name.text.clone(), test, value: String::new() })
    };
    match &tree.kind {
        Kind::Path(names) => bare(Test::Yes, names),
        Kind::Not(operand) => match &operand.kind {
            Kind::Path(names) => bare(Test::No, names),
            Kind::Call(Function::Empty, arguments) => match &arguments.first()?.kind {
                Kind::Path(names) => bare(Test::Filled, names),
                _ => None,
            },
            _ => None,
        },
        Kind::Call(Function::Empty, arguments) => match &arguments.first()?.kind {
            Kind::Path(names) => bare(Test::Empty, names),
            _ => None,
        },
        Kind::Compare(left, comparison, right) => {
            let Kind::Path(names) = &left.kind else { return None };
            let value = match &right.kind {
                Kind::Text(text) => text.clone(),
                Kind::Number(number) => number.to_string(),
                Kind::Negate(operand) => match operand.kind {
                    Kind::Number(number) => (-number).to_string(),
                    _ => return None,
                },
                _ => return None,
            };
            let test = match comparison {
                Comparison::Equals => Test::Is,
                Comparison::Differs => Test::IsNot,
                Comparison::Less => Test::Less,
                Comparison::AtMost => Test::AtMost,
                Comparison::Greater => Test::Greater,
                Comparison::AtLeast => Test::AtLeast,
            };
            Some(Clause { value, ..bare(test, names)? })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::configuration::{delivered, read};

    fn clients() -> Table {
        let read = read(&delivered()).expect("the delivered configuration");
        read.tables.into_iter().find(|table| table.info.key == "clients").expect("clients")
    }

    #[test]
    fn a_sentence_is_read_said_and_written_again() {
        let table = clients();
        let cases = [
            ("type <> \"legal\"", "Tipas nėra Juridinis asmuo"),
            ("not empty(vat-code) and discount > 5", "PVM kodas užpildyta ir Nuolaida, % daugiau kaip 5"),
            ("empty(phone) or empty(email)", "Telefonas neužpildyta arba El. paštas neužpildyta"),
        ];
        for (text, said) in cases {
            let sentence = Sentence::read(text).expect(text);
            assert_eq!(sentence.text(&table), text);
            assert_eq!(sentence.say(&table, Language::Lt).to_lowercase(), said.to_lowercase());
        }
        assert_eq!(Sentence::read(" "), Some(Sentence::default()));
        assert_eq!(Sentence::default().text(&table), "");
    }

    #[test]
    fn what_no_sentence_can_say_stays_an_expression() {
        for text in [
            "type = \"legal\" and (empty(phone) or empty(email))",
            "name = upper(name)",
            "sum(invoices.total) > 1",
            "(",
        ] {
            assert_eq!(Sentence::read(text), None, "{text}");
        }
    }

    #[test]
    fn every_test_of_a_kind_is_a_sentence_that_binds() {
        let table = clients();
        let tables = read(&delivered()).expect("the delivered configuration").tables;
        for field in table.live() {
            for test in Test::of(field.shown_kind()) {
                let value = match field.shown_kind() {
                    FieldKind::Choice { choices, .. } => choices[0].key.clone(),
                    _ => "3".to_owned(),
                };
                let value = if test.takes_value() { value } else { String::new() };
                let clause = Clause { field: field.key.clone(), test: *test, value };
                let sentence = Sentence { any: false, clauses: vec![clause] };
                let text = sentence.text(&table);
                assert_eq!(Sentence::read(&text), Some(sentence), "{text}");
                let bound = super::super::bind_condition(&parse(&text).expect(&text), &tables, table.info.id);
                assert!(bound.is_ok(), "{text}: {bound:?}");
            }
        }
    }
}
