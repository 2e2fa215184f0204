//! What somebody typed, as words that all have to occur in a record.

use crate::SEPARATOR;
use memchr::memmem::Finder;
use model::{rules::phone::lithuanian_digits, value::fold};

/// Digits from which on a word with punctuation may be a piece of a telephone number by itself.
const ENOUGH_DIGITS: usize = 3;

/// A word of a query: folded, and as bare digits too where it looks like a piece of a telephone number.
pub(crate) struct Word {
    pub ways: Vec<Finder<'static>>,
}

/// A query taken apart; without words it fits every record.
#[derive(Default)]
pub(crate) struct Query {
    pub words: Vec<Word>,
}

impl Word {
    fn new(literal: String, digits: Option<String>) -> Word {
        let digits = digits.filter(|digits| *digits != literal);
        let ways = std::iter::once(literal).chain(digits).map(|way| Finder::new(way.as_bytes()).into_owned()).collect();
        Word { ways }
    }

    pub fn is_in(&self, text: &[u8]) -> bool {
        self.ways.iter().any(|way| way.find(text).is_some())
    }

    /// Where this word is, `other` is too.
    fn implies(&self, other: &Word) -> bool {
        self.ways.iter().all(|way| other.is_in(way.needle()))
    }

    pub fn length(&self) -> usize {
        self.ways.iter().map(|way| way.needle().len()).min().unwrap_or(0)
    }
}

impl Query {
    pub fn new(text: &str) -> Query {
        let typed = words(text);
        let is_phone = typed.iter().all(|word| is_phone_like(word)) && digits_in(text) >= ENOUGH_DIGITS;
        let mut words: Vec<Word> = Vec::new();
        for literal in typed {
            let digits = (is_phone_like(&literal) && (is_phone || digits_in(&literal) >= ENOUGH_DIGITS))
                .then(|| as_stored(&literal));
            let word = Word::new(literal, digits);
            if !words.iter().any(|other| other.implies(&word)) {
                words.retain(|other| !word.implies(other));
                words.push(word);
            }
        }
        Query { words }
    }

    /// All digits of a query that as a whole looks like a telephone number in several pieces.
    pub fn whole_number(text: &str) -> Option<String> {
        let typed = words(text);
        let is_whole = typed.len() > 1 && typed.iter().all(|word| is_phone_like(word));
        is_whole.then(|| as_stored(&typed.concat()))
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub fn fits(&self, record: &[u8]) -> bool {
        self.words.iter().all(|word| word.is_in(record))
    }

    /// Every record that this query fits fits `other` too.
    pub fn narrows(&self, other: &Query) -> bool {
        other.words.iter().all(|theirs| self.words.iter().any(|ours| ours.implies(theirs)))
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || c == SEPARATOR).map(fold).filter(|word| !word.is_empty()).collect()
}

fn is_phone_like(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit() || b"+-()/.~".contains(&byte))
        && word.bytes().any(|byte| byte.is_ascii_digit())
}

fn digits_in(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// The digits as the forms of a stored number have them.
fn as_stored(word: &str) -> String {
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    if let Some(national) = lithuanian_digits(word) {
        let prefix = digits.strip_suffix(&national).unwrap_or_default();
        return if matches!(prefix, "370" | "8" | "0") { digits } else { format!("370{national}") };
    }
    // A shorter number may begin with zeros of its own.
    digits.strip_prefix("00").filter(|rest| rest.len() >= ENOUGH_DIGITS).unwrap_or(&digits).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(text: &str) -> Vec<Vec<String>> {
        let of = |word: &Word| word.ways.iter().map(|way| String::from_utf8(way.needle().to_vec()).unwrap()).collect();
        Query::new(text).words.iter().map(of).collect()
    }

    #[test]
    fn words_are_folded_and_each_is_kept_once() {
        assert_eq!(
            ways("  Žuk\u{a0}UAB žukausk uab "),
            [["uab"], ["zukausk"]].map(|word| word.map(String::from).to_vec())
        );
        assert!(Query::new(" \u{1f}\u{301} ").is_empty());
    }

    #[test]
    fn pieces_of_a_number_are_tried_as_digits() {
        assert_eq!(ways("+370 (8"), [vec!["+370", "370"], vec!["(8", "8"]]);
        assert_eq!(ways("00370612"), [["00370612", "370612"]]);
        assert_eq!(ways("+370(8-612)34567"), [["+370(8-612)34567", "37061234567"]]);
        assert_eq!(ways("Taikos 5."), [["taikos"], ["5."]]);
        assert_eq!(Query::whole_number("8 612 34").as_deref(), Some("861234"));
        assert_eq!(Query::whole_number("Jonas 612"), None);
    }

    #[test]
    fn typing_on_narrows() {
        let narrows = |new: &str, old: &str| Query::new(new).narrows(&Query::new(old));
        assert!(narrows("zukausk", "zuk"));
        assert!(narrows("uab zuk", "uab"));
        assert!(narrows("zuk", ""));
        assert!(narrows("+370 612", "+370"));
        assert!(!narrows("zuk", "zukausk"));
        assert!(!narrows("zuk", "uab"));
        // The digits of the longer one are not in everything that has the shorter one as it stands.
        assert!(!narrows("1-2345", "1-2"));
    }
}
