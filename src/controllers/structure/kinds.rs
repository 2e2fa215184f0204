//! The kinds of fields as a person chooses among them.

use model::{
    ids::TableId,
    language::{Label, Language},
    schema::{FieldKind, OnDelete},
};

/// A kind that can be chosen: its key, its names and its icon.
pub(crate) struct KindName {
    pub key: &'static str,
    pub lt: &'static str,
    pub en: &'static str,
    pub icon: &'static str,
}

impl KindName {
    pub fn name(&self, language: Language) -> &'static str {
        language.pick(self.lt, self.en)
    }
}

const fn kind(key: &'static str, lt: &'static str, en: &'static str, icon: &'static str) -> KindName {
    KindName { key, lt, en, icon }
}

/// Those a person may choose, the most usual first.
pub(crate) const KINDS: &[KindName] = &[
    kind("text", "Tekstas", "Text", "pencil"),
    kind("long-text", "Ilgas tekstas", "Long text", "notebook-text"),
    kind("number", "Skaičius", "Number", "percent"),
    kind("money", "Pinigai", "Money", "banknote"),
    kind("date", "Data", "Date", "calendar"),
    kind("time", "Laikas", "Time", "clock"),
    kind("date-time", "Data ir laikas", "Date and time", "calendar-days"),
    kind("day-of-year", "Diena be metų (gimtadienis)", "Day without a year (birthday)", "cake"),
    kind("yes-no", "Taip arba ne", "Yes or no", "circle-check"),
    kind("choice", "Vienas iš sąrašo", "One of a list", "tag"),
    kind("choices", "Keli iš sąrašo", "Several of a list", "tag"),
    kind("link", "Nuoroda į įrašą", "Link to a record", "link"),
    kind("links", "Kelios nuorodos", "Several links", "link"),
    kind("phone", "Telefonas", "Phone", "phone"),
    kind("email", "El. paštas", "E-mail", "mail"),
    kind("web", "Svetainė", "Web address", "globe"),
    kind("iban", "Banko sąskaita", "Bank account (IBAN)", "credit-card"),
    kind("picture", "Paveikslėlis", "Picture", "image"),
    kind("formula", "Formulė", "Formula", "settings"),
];

/// Those the program itself uses.
const OTHERS: &[KindName] = &[
    kind("instant", "Laiko žyma", "Moment", "clock"),
    kind("part-of", "Eilutės savininkas", "Owner of the line", "link"),
    kind("file", "Failas", "File", "file-text"),
    kind("series-number", "Dokumento numeris", "Number of a document", "stamp"),
    kind("secret", "Slaptažodis", "Secret", "lock"),
];

/// The key of a kind.
pub(crate) fn key_of(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "text",
        FieldKind::LongText => "long-text",
        FieldKind::Number { .. } => "number",
        FieldKind::Money { .. } => "money",
        FieldKind::Date => "date",
        FieldKind::DayOfYear => "day-of-year",
        FieldKind::Time => "time",
        FieldKind::DateTime => "date-time",
        FieldKind::Instant => "instant",
        FieldKind::YesNo => "yes-no",
        FieldKind::Choice { many: false, .. } => "choice",
        FieldKind::Choice { many: true, .. } => "choices",
        FieldKind::Link { many: false, .. } => "link",
        FieldKind::Link { many: true, .. } => "links",
        FieldKind::PartOf { .. } => "part-of",
        FieldKind::Picture => "picture",
        FieldKind::File => "file",
        FieldKind::Phone => "phone",
        FieldKind::Email => "email",
        FieldKind::Web => "web",
        FieldKind::Iban => "iban",
        FieldKind::SeriesNumber { .. } => "series-number",
        FieldKind::Formula { .. } => "formula",
        FieldKind::Secret => "secret",
    }
}

/// The names and the icon of a kind.
pub(crate) fn named(kind: &FieldKind) -> &'static KindName {
    let key = key_of(kind);
    KINDS.iter().chain(OTHERS).find(|kind| kind.key == key).unwrap_or(&KINDS[0])
}

/// The kind of a key, with what it needs at its usual; a list of `old` choices, a link to its targets go on. `target` is what a new
/// link leads to.
pub(crate) fn kind_of(key: &str, old: Option<&FieldKind>, target: Option<TableId>) -> Option<FieldKind> {
    let choices = match old {
        Some(FieldKind::Choice { choices, .. }) => choices.clone(),
        _ => Vec::new(),
    };
    let targets = match old {
        Some(FieldKind::Link { targets, .. }) => targets.clone(),
        _ => target.into_iter().collect(),
    };
    Some(match key {
        "text" => FieldKind::Text,
        "long-text" => FieldKind::LongText,
        "number" => FieldKind::Number { scale: None },
        "money" => FieldKind::Money { currency: "EUR".into() },
        "date" => FieldKind::Date,
        "day-of-year" => FieldKind::DayOfYear,
        "time" => FieldKind::Time,
        "date-time" => FieldKind::DateTime,
        "yes-no" => FieldKind::YesNo,
        "choice" => FieldKind::Choice { many: false, choices },
        "choices" => FieldKind::Choice { many: true, choices },
        "link" => FieldKind::Link { targets, many: false, on_delete: OnDelete::default() },
        "links" => FieldKind::Link { targets, many: true, on_delete: OnDelete::default() },
        "phone" => FieldKind::Phone,
        "email" => FieldKind::Email,
        "web" => FieldKind::Web,
        "iban" => FieldKind::Iban,
        "picture" => FieldKind::Picture,
        "formula" => FieldKind::Formula { expression: "0".into(), result: Box::new(FieldKind::Number { scale: None }) },
        _ => return None,
    })
}

/// What a formula may come to.
pub(crate) const RESULTS: &[&str] = &["number", "money", "text", "date", "yes-no"];

/// Colours of the entries of a list, with their names.
pub(crate) const COLORS: &[(&str, Label2)] = &[
    ("", Label2("Be spalvos", "None")),
    ("#1B7A43", Label2("Žalia", "Green")),
    ("#0F6E66", Label2("Žalsvai mėlyna", "Teal")),
    ("#2563A8", Label2("Mėlyna", "Blue")),
    ("#6B4FA0", Label2("Violetinė", "Violet")),
    ("#B3261E", Label2("Raudona", "Red")),
    ("#9A5B00", Label2("Oranžinė", "Orange")),
    ("#8A939D", Label2("Pilka", "Grey")),
];

/// Words in both languages that are known beforehand.
pub(crate) struct Label2(pub &'static str, pub &'static str);

impl Label2 {
    pub fn get(&self, language: Language) -> &'static str {
        language.pick(self.0, self.1)
    }
}

/// A label with the same words in both languages.
pub(crate) fn same(text: &str) -> Label {
    Label::new(text, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_that_can_be_chosen_is_made_and_named() {
        for kind in KINDS {
            let made = kind_of(kind.key, None, Some(TableId(1))).unwrap();
            assert_eq!(key_of(&made), kind.key);
            assert_eq!(named(&made).key, kind.key);
        }
        assert_eq!(kind_of("secret", None, None), None);
    }

    #[test]
    fn a_list_of_choices_goes_on_with_its_entries() {
        let old = FieldKind::Choice { many: false, choices: vec![Default::default()] };
        let FieldKind::Choice { many: true, choices } = kind_of("choices", Some(&old), None).unwrap() else { panic!() };
        assert_eq!(choices.len(), 1);
    }
}
