//! The two languages of the program and labels in both.

use serde::{Deserialize, Serialize};

/// A language of labels, messages and documents.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// Lithuanian.
    #[default]
    Lt,
    /// English.
    En,
}

impl Language {
    /// The ISO 639-1 code, `lt` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Language::Lt => "lt",
            Language::En => "en",
        }
    }

    /// The language of an ISO 639-1 code (a locale such as `lt_LT.UTF-8` too), if it is one of ours.
    pub fn from_code(code: &str) -> Option<Language> {
        match code.get(..2).map(str::to_ascii_lowercase).as_deref() {
            Some("lt") => Some(Language::Lt),
            Some("en") => Some(Language::En),
            _ => None,
        }
    }

    /// `lt` in Lithuanian, `en` in English.
    pub fn pick<'a>(self, lt: &'a str, en: &'a str) -> &'a str {
        match self {
            Language::Lt => lt,
            Language::En => en,
        }
    }
}

/// A text in both languages.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Lithuanian text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lt: String,
    /// English text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl Label {
    /// A label with both texts.
    pub fn new(lt: impl Into<String>, en: impl Into<String>) -> Label {
        Label { lt: lt.into(), en: en.into() }
    }

    /// The text in `language`, or in the other one where that is missing.
    pub fn get(&self, language: Language) -> &str {
        let (first, second) = match language {
            Language::Lt => (&self.lt, &self.en),
            Language::En => (&self.en, &self.lt),
        };
        if first.is_empty() { second } else { first }
    }

    /// Whether neither language has a text.
    pub fn is_empty(&self) -> bool {
        self.lt.is_empty() && self.en.is_empty()
    }
}
