//! Templates: text in which `{expression}` stands for a value.

use model::layout::{Datum, PrintData};
use std::collections::BTreeMap;

/// What the program itself counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counters {
    /// Number of the page, from 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
}

/// Where the values of a template come from.
#[derive(Clone, Copy)]
pub(crate) struct Values<'a> {
    /// Values outside tables.
    pub data: &'a PrintData,
    /// Page numbers.
    pub counters: Counters,
    /// In a table: the row's number from 1, and its values.
    pub row: Option<(usize, &'a BTreeMap<String, Datum>)>,
}

impl Values<'_> {
    fn text(&self, expression: &str) -> String {
        if let Some((number, row)) = self.row {
            if let Some(value) = row.get(expression) {
                return value.text().to_owned();
            }
            if expression == "row" {
                return number.to_string();
            }
        }
        match expression {
            "page" => self.counters.page.to_string(),
            "pages" => self.counters.pages.to_string(),
            _ => self.data.values.get(expression).map_or_else(String::new, |value| value.text().to_owned()),
        }
    }
}

/// The lines of a template with its values filled in. A value may have lines of its own.
pub(crate) fn fill(template: &str, values: &Values<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for line in template.split('\n') {
        if let Some(text) = fill_line(line, values) {
            lines.extend(text.replace("\r\n", "\n").split(['\n', '\r', '\u{2028}', '\u{2029}']).map(printable));
        }
    }
    lines
}

/// `None` where the line had expressions, all are empty, and there are no other words.
fn fill_line(line: &str, values: &Values<'_>) -> Option<String> {
    let mut text = String::new();
    let (mut asked, mut words) = (false, false);
    let mut rest = line;
    while let Some(start) = rest.find('{') {
        let (before, after) = (&rest[..start], &rest[start + 1..]);
        text.push_str(before);
        words |= has_words(before);
        if let Some(after) = after.strip_prefix('{') {
            text.push('{');
            words = true;
            rest = after;
        } else if let Some(end) = after.find('}') {
            let value = values.text(after[..end].trim());
            asked = true;
            words |= !value.trim().is_empty();
            text.push_str(&value);
            rest = &after[end + 1..];
        } else {
            text.push('{');
            rest = after;
        }
    }
    text.push_str(rest);
    words |= has_words(rest);
    (words || !asked).then_some(text)
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Without characters that have no shape; a tab is a space.
fn printable(line: &str) -> String {
    line.chars()
        .filter_map(|letter| match letter {
            '\t' => Some(' '),
            '\u{feff}' => None,
            letter if letter.is_control() => None,
            letter => Some(letter),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(template: &str, expected: &[&str]) {
        let text = |text: &str| Datum::Text(text.to_owned());
        let data = PrintData {
            values: [
                ("name".to_owned(), text("UAB Žuvėdra")),
                ("address".to_owned(), text("Gedimino pr. 1\r\nVilnius")),
                ("phone".to_owned(), Datum::Empty),
                ("fax".to_owned(), text("")),
            ]
            .into(),
            ..PrintData::default()
        };
        let row = [("title".to_owned(), text("Lenta"))].into();
        let values = Values { data: &data, counters: Counters { page: 2, pages: 7 }, row: Some((3, &row)) };
        assert_eq!(fill(template, &values), expected, "{template}");
    }

    #[test]
    fn expressions_are_replaced_by_their_values() {
        check("Pirkėjas: { name }", &["Pirkėjas: UAB Žuvėdra"]);
        check("{row}. {title}", &["3. Lenta"]);
        check("{page} / {pages}", &["2 / 7"]);
        check("{{name} {name}", &["{name} UAB Žuvėdra"]);
        check("{name", &["{name"]);
        check("a\tb\u{7}", &["a b"]);
    }

    #[test]
    fn a_line_whose_expressions_are_all_empty_is_left_out_unless_it_has_other_words() {
        check("{name}\n{phone}, {fax}\n{title}", &["UAB Žuvėdra", "Lenta"]);
        check("Tel. {phone}", &["Tel. "]);
        check("{phone}{name}", &["UAB Žuvėdra"]);
        check("{phone}", &[]);
        check("a\n\nb", &["a", "", "b"]);
        check("", &[""]);
    }

    #[test]
    fn a_value_of_several_lines_makes_several_lines() {
        check("{address}!", &["Gedimino pr. 1", "Vilnius!"]);
    }
}
