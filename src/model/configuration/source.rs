//! A file being read: sections whose entries are taken one after another, mistakes noted with their lines.

use super::{ConfigurationError, Mistake, SourceFile};
use crate::{
    ids::{FieldId, TableId},
    language::Label,
    structure::Shape,
};
use std::{collections::BTreeMap, str::FromStr};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A value and where it stands (a byte of the file).
pub(super) struct Found<T> {
    pub value: T,
    pub at: usize,
}

/// A table of the file; entries that nobody takes are unknown.
pub(super) struct Section<'s> {
    pub at: usize,
    entries: BTreeMap<String, Found<DeValue<'s>>>,
}

impl<'s> Section<'s> {
    fn new(at: usize, table: DeTable<'s>) -> Section<'s> {
        let entries = table
            .into_iter()
            .map(|(key, value)| (key.get_ref().to_string(), Found { at: key.span().start, value: value.into_inner() }))
            .collect();
        Section { at, entries }
    }

    pub fn has(&self, entry: &str) -> bool {
        self.entries.contains_key(entry)
    }

    /// The entries that nobody took yet, in alphabetical order.
    pub fn left(&self) -> Vec<String> {
        self.entries.keys().cloned().collect()
    }

    /// The text of an entry, if it is one, without taking it.
    pub fn peek(&self, entry: &str) -> Option<&str> {
        self.entries.get(entry)?.value.as_str()
    }

    /// The text of an entry and where it stands, without taking it.
    pub fn peek_at(&self, entry: &str) -> Option<(usize, String)> {
        let found = self.entries.get(entry)?;
        Some((found.at, found.value.as_str()?.to_owned()))
    }

    /// Where an entry stands; where it is missing, the section.
    pub fn at_of(&self, entry: &str) -> usize {
        self.entries.get(entry).map_or(self.at, |found| found.at)
    }

    /// Whether an entry is `true`, without taking it.
    pub fn peek_flag(&self, entry: &str) -> bool {
        self.entries.get(entry).and_then(|found| found.value.as_bool()) == Some(true)
    }

    /// The tables in the array of an entry, without taking them.
    pub fn peek_tables(&self, entry: &str) -> impl Iterator<Item = &DeTable<'s>> {
        let array = self.entries.get(entry).and_then(|found| found.value.as_array());
        array.into_iter().flat_map(|array| array.iter()).filter_map(|value| value.get_ref().as_table())
    }
}

/// A file being read.
pub(super) struct Source<'s> {
    path: &'s str,
    text: &'s str,
    pub mistakes: Vec<ConfigurationError>,
    /// The expressions read so far.
    pub expressions: Vec<Expression>,
    /// The table that what is being read belongs to.
    pub table: TableId,
    /// The field that is being read.
    pub field: FieldId,
}

/// An expression in a file; it is looked at when all files were read.
pub(super) struct Expression {
    pub path: String,
    pub line: usize,
    /// The table whose records it is about.
    pub over: TableId,
    /// The relation whose records it is about, from there.
    pub rows: Option<String>,
    pub shape: Shape,
    /// It holds or does not.
    pub is_condition: bool,
    /// It stands in a print form.
    pub is_printed: bool,
    /// The field that it computes.
    pub computes: Option<FieldId>,
    pub text: String,
}

impl<'s> Source<'s> {
    pub fn new(file: &'s SourceFile) -> Source<'s> {
        Source {
            path: &file.path,
            text: &file.text,
            mistakes: Vec::new(),
            expressions: Vec::new(),
            table: TableId::default(),
            field: FieldId::default(),
        }
    }

    /// The folder the file lies in.
    pub fn folder(&self) -> &'s str {
        self.path.split('/').next().unwrap_or_default()
    }

    pub fn is_in(&self, folder: &str) -> bool {
        self.folder() == folder
    }

    pub fn say_of_file(&mut self, mistake: Mistake) {
        self.mistakes.push(ConfigurationError { path: self.path.to_owned(), line: 0, mistake });
    }

    fn line(&self, at: usize) -> usize {
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        1 + before.iter().filter(|byte| **byte == b'\n').count()
    }

    /// Notes an expression, to be looked at later.
    pub fn note(&mut self, at: usize, text: &str, shape: Shape) -> &mut Expression {
        let expression = Expression {
            path: self.path.to_owned(),
            line: self.line(at),
            over: self.table,
            rows: None,
            shape,
            is_condition: false,
            is_printed: self.is_in("forms"),
            computes: None,
            text: text.to_owned(),
        };
        self.expressions.push(expression);
        let last = self.expressions.len() - 1;
        &mut self.expressions[last]
    }

    /// A text that is an expression.
    pub fn expression(&mut self, section: &mut Section<'s>, entry: &str) -> Option<String> {
        let found = self.text(section, entry)?;
        self.note(found.at, &found.value, Shape::Whole);
        Some(found.value)
    }

    pub fn say(&mut self, at: usize, mistake: Mistake) {
        let line = self.line(at);
        self.mistakes.push(ConfigurationError { path: self.path.to_owned(), line, mistake });
    }

    pub fn parse(&mut self) -> Option<Section<'s>> {
        match DeTable::parse(self.text) {
            Ok(table) => Some(Section::new(0, table.into_inner())),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                self.say(at, Mistake::Syntax(error.message().trim_end_matches('.').to_owned()));
                None
            }
        }
    }

    /// Reports what nobody took.
    pub fn finish(&mut self, section: Section<'_>) {
        for (entry, found) in section.entries {
            self.say(found.at, Mistake::UnknownEntry(entry));
        }
    }

    fn take<T>(
        &mut self,
        section: &mut Section<'s>,
        entry: &str,
        example: &'static str,
        read: impl FnOnce(DeValue<'s>) -> Option<T>,
    ) -> Option<Found<T>> {
        let found = section.entries.remove(entry)?;
        let value = read(found.value);
        if value.is_none() {
            self.say(found.at, Mistake::WrongType(entry.to_owned(), example));
        }
        Some(Found { value: value?, at: found.at })
    }

    pub fn text(&mut self, section: &mut Section<'s>, entry: &str) -> Option<Found<String>> {
        self.take(section, entry, "\"clients\"", text_of)
    }

    /// A text that has to be there.
    pub fn needed_text(&mut self, section: &mut Section<'s>, entry: &str) -> Option<Found<String>> {
        self.needed(section, entry);
        self.text(section, entry)
    }

    pub fn needed(&mut self, section: &Section<'s>, entry: &str) {
        if !section.has(entry) {
            self.say(section.at, Mistake::Missing(entry.to_owned()));
        }
    }

    /// `true` or `false`; `false` where it is missing.
    pub fn flag(&mut self, section: &mut Section<'s>, entry: &str) -> bool {
        self.take(section, entry, "true", |value| value.as_bool()).is_some_and(|found| found.value)
    }

    pub fn number<N: TryFrom<i64>>(
        &mut self,
        section: &mut Section<'s>,
        entry: &str,
        (least, most): (i64, i64),
    ) -> Option<N> {
        let found = self.take(section, entry, "16", |value| integer_of(&value))?;
        let within = Some(found.value).filter(|number| (least..=most).contains(number));
        let number = within.and_then(|number| N::try_from(number).ok());
        if number.is_none() {
            self.say(found.at, Mistake::OutOfRange(entry.to_owned(), least, most));
        }
        number
    }

    /// Four whole numbers.
    pub fn four(&mut self, section: &mut Section<'s>, entry: &str) -> [i32; 4] {
        self.needed(section, entry);
        let found = self.take(section, entry, "[0, 0, 200, 72]", |value| {
            let DeValue::Array(array) = value else { return None };
            let read = |value: &Spanned<DeValue<'s>>| {
                integer_of(value.get_ref()).filter(|number| number.abs() <= 100_000).and_then(|n| i32::try_from(n).ok())
            };
            let numbers: Option<Vec<i32>> = array.iter().map(read).collect();
            numbers?.try_into().ok()
        });
        found.map(|found| found.value).unwrap_or_default()
    }

    /// Whole numbers; none where the entry is missing.
    pub fn numbers(&mut self, section: &mut Section<'s>, entry: &str) -> Vec<i32> {
        let found = self.take(section, entry, "[120, 240]", |value| {
            let DeValue::Array(array) = value else { return None };
            let read = |value: &Spanned<DeValue<'s>>| {
                integer_of(value.get_ref()).filter(|number| number.abs() <= 100_000).and_then(|n| i32::try_from(n).ok())
            };
            array.iter().map(read).collect::<Option<Vec<i32>>>()
        });
        found.map(|found| found.value).unwrap_or_default()
    }

    pub fn texts(&mut self, section: &mut Section<'s>, entry: &str) -> Vec<Found<String>> {
        let found = self.take(section, entry, "[\"name\", \"email\"]", |value| {
            let DeValue::Array(array) = value else { return None };
            let read = |value: Spanned<DeValue<'s>>| {
                let at = value.span().start;
                Some(Found { value: text_of(value.into_inner())?, at })
            };
            array.into_iter().map(read).collect::<Option<Vec<_>>>()
        });
        found.map(|found| found.value).unwrap_or_default()
    }

    pub fn sections(&mut self, section: &mut Section<'s>, entry: &str) -> Vec<Section<'s>> {
        let found = self.take(section, entry, "[{ key = \"first\" }]", |value| {
            let DeValue::Array(array) = value else { return None };
            let read = |value: Spanned<DeValue<'s>>| {
                let at = value.span().start;
                match value.into_inner() {
                    DeValue::Table(table) => Some(Section::new(at, table)),
                    _ => None,
                }
            };
            array.into_iter().map(read).collect::<Option<Vec<_>>>()
        });
        found.map(|found| found.value).unwrap_or_default()
    }

    /// A text in both languages: `{ lt = "…", en = "…" }`, or one text for both.
    pub fn label(&mut self, section: &mut Section<'s>, entry: &str) -> Option<Found<Label>> {
        const EXAMPLE: &str = "{ lt = \"Klientai\", en = \"Clients\" }";
        let found = self.take(section, entry, EXAMPLE, Some)?;
        let at = found.at;
        let value = match found.value {
            DeValue::String(text) => Label::new(text.clone(), text),
            DeValue::Table(table) => {
                let mut both = Section::new(at, table);
                let mut one = |entry| self.text(&mut both, entry).map(|found| found.value).unwrap_or_default();
                let label = Label { lt: one("lt"), en: one("en") };
                self.finish(both);
                label
            }
            _ => {
                self.say(at, Mistake::WrongType(entry.to_owned(), EXAMPLE));
                return None;
            }
        };
        Some(Found { value, at })
    }

    /// A label that has to be there and to say something.
    pub fn needed_label(&mut self, section: &mut Section<'s>, entry: &str) -> Label {
        self.needed(section, entry);
        let Some(found) = self.label(section, entry) else { return Label::default() };
        if found.value.is_empty() {
            self.say(found.at, Mistake::Missing(entry.to_owned()));
        }
        found.value
    }

    /// A word from a closed list.
    pub fn word<T: Copy>(&mut self, section: &mut Section<'s>, entry: &str, known: &[(&str, T)]) -> Option<Found<T>> {
        let found = self.text(section, entry)?;
        let value = known.iter().find(|(word, _)| *word == found.value).map(|(_, value)| *value);
        if value.is_none() {
            let list: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            self.say(found.at, Mistake::UnknownWord(entry.to_owned(), found.value, list.join(", ")));
        }
        Some(Found { value: value?, at: found.at })
    }

    /// The id of the section; it has to be there.
    pub fn id<T: FromStr + Default>(&mut self, section: &mut Section<'s>) -> Found<T> {
        let at = section.at;
        let Some(found) = self.needed_text(section, "id") else { return Found { value: T::default(), at } };
        let value = found.value.parse().unwrap_or_else(|_| {
            self.say(found.at, Mistake::BadId(found.value));
            T::default()
        });
        Found { value, at: found.at }
    }

    /// The key of the section; it has to be there and to be well made. Only that of a choice may start with a digit.
    pub fn key(&mut self, section: &mut Section<'s>, of_choice: bool) -> Found<String> {
        let at = section.at;
        let Some(found) = self.needed_text(section, "key") else { return Found { value: String::new(), at } };
        let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let key = found.value.as_str();
        let first = |c: char| c.is_ascii_lowercase() || of_choice && c.is_ascii_digit();
        if !(key.starts_with(first) && key.ends_with(inner) && key.chars().all(|c| inner(c) || c == '-')) {
            self.say(found.at, Mistake::BadKey(found.value.clone()));
        }
        found
    }

    /// A colour `#RRGGBB`, or empty.
    pub fn color(&mut self, section: &mut Section<'s>, entry: &str) -> String {
        let Some(found) = self.text(section, entry) else { return String::new() };
        let good = found
            .value
            .strip_prefix('#')
            .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        if !good {
            self.say(found.at, Mistake::BadColor(found.value.clone()));
        }
        found.value
    }
}

fn text_of(value: DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.into_owned()),
        _ => None,
    }
}

fn integer_of(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}
