//! Plain keys out of what people call things.

use crate::value::fold;

/// Longest key that is made of a label.
const LONGEST: usize = 40;
/// Words that mean something of their own in expressions, print forms or on the command line.
const TAKEN: [&str; 6] = ["id", "lines", "page", "pages", "row", "company"];

/// A key like a label: lower-case letters, digits and hyphens; `otherwise` where nothing of the label can be used.
pub fn key_of(label: &str, otherwise: &str) -> String {
    let mut key = String::new();
    for c in fold(label).chars() {
        match c {
            'a'..='z' | '0'..='9' => key.push(c),
            'ł' => key.push('l'),
            'ß' => key.push_str("ss"),
            _ if key.is_empty() || key.ends_with('-') => {}
            _ => key.push('-'),
        }
    }
    key.truncate(LONGEST);
    let key = key.trim_matches('-');
    match key.chars().next() {
        None => otherwise.to_owned(),
        Some('0'..='9') => format!("{otherwise}-{key}"),
        _ => key.to_owned(),
    }
}

/// The key itself where it is free, else with the first number behind it that makes it so.
pub fn free_key(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let is_free = |key: &String| !TAKEN.contains(&key.as_str()) && !is_taken(key);
    let numbered = (2u32..).map(|number| format!("{wanted}-{number}"));
    std::iter::once(wanted.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_label_in_plain_letters() {
        let check = |label: &str, key: &str| assert_eq!(key_of(label, "field"), key, "{label}");
        check("Valstybinis numeris", "valstybinis-numeris");
        check("Įsigijimo  kaina, €", "isigijimo-kaina");
        check("2024 m. suma", "field-2024-m-suma");
        check("Цена", "field");
        check(" – ", "field");
        check(&"ilgas ".repeat(20), "ilgas-ilgas-ilgas-ilgas-ilgas-ilgas-ilga");
    }

    #[test]
    fn a_taken_key_gets_a_number() {
        assert_eq!(free_key("name", |_| false), "name");
        assert_eq!(free_key("name", |key| ["name", "name-2"].contains(&key)), "name-3");
        assert_eq!(free_key("id", |_| false), "id-2");
    }
}
