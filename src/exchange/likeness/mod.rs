//! How alike two names of columns are, in Lithuanian and English.
//!
//! Names are folded and cut into words; words are compared without their endings, an abbreviation with a point (`Tel.`)
//! stands for any word it begins. Names that stand in `meanings.txt` are alike if they mean the same and not alike if they
//! do not, however many words they share (`Įmonės kodas`, `PVM kodas`); other names are as alike as their words.

use model::value::fold;
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// Likeness of two names of one meaning.
const SAME_MEANING: f32 = 0.92;
/// The same where words that say whose it is were left out (`Kliento telefonas`).
const ABOUT_SAME_MEANING: f32 = 0.85;
/// Likeness of the first and the second thing of one meaning (`Telefonas`, `Telefonas 2`): not enough to take one for
/// the other.
const OTHER_OF_ITS_KIND: f32 = 0.5;
/// Greatest likeness of two names of different meanings.
const OTHER_MEANING: f32 = 0.3;
/// Greatest likeness of names that are not the same and not both known.
const BY_WORDS: f32 = 0.95;

/// A meaning in each line and all its names, in both languages; without marks, in any case and number.
const MEANINGS: &str = include_str!("meanings.txt");

/// Words that add nothing: units, and what programs write behind a number.
const FILLERS: &str = "eur euro euras eurai eurais usd proc procentai procentais percent value reiksme field laukas";
/// Words that only say whose it is, or that there are others.
const OWNERS: &str = "\
    kliento imones pirkejo firmos imone darbo namu asmeninis pagrindinis kontaktinis client customer company \
    business work home personal primary main contact organization office your jusu";
/// Words for the second thing of its kind.
const SECOND: &str = "antras antra second secondary papildomas papildoma kitas kita alternative other additional";
/// Words in so many names that sharing one says little.
const COMMON: &str = "kodas code data date numeris number pavadinimas name suma amount tipas type id asmuo person";
/// Lithuanian endings and the English plural, the longer first.
const ENDINGS: &str = "\
    iuose uose iams iais omis emis imis iui ius ios iai ias ams ais oms ems ims uje oje eje yje jos as is ys \
    us os es ai ei ui iu io ia ie ji a e i o u y s";

static KNOWN: LazyLock<Known> = LazyLock::new(Known::new);

/// The tables above, cut into words without endings.
struct Known {
    meanings: HashMap<Vec<String>, usize>,
    fillers: HashSet<String>,
    owners: HashSet<String>,
    second: HashSet<String>,
    common: HashSet<String>,
}

impl Known {
    fn new() -> Known {
        let stems = |words: &str| words.split(' ').map(stem).collect();
        let mut meanings = HashMap::new();
        for (meaning, name) in names() {
            meanings.entry(name.split(' ').map(stem).collect()).or_insert(meaning);
        }
        Known { meanings, fillers: stems(FILLERS), owners: stems(OWNERS), second: stems(SECOND), common: stems(COMMON) }
    }

    /// What words mean, where all that they may mean is one thing.
    fn meaning(&self, words: &[Word]) -> Option<usize> {
        if !words.iter().any(|word| word.is_short) {
            let stems: Vec<String> = words.iter().map(|word| word.stem.clone()).collect();
            return self.meanings.get(&stems).copied();
        }
        let mut found = self.meanings.iter().filter(|(name, _)| {
            name.len() == words.len() && words.iter().zip(*name).all(|(word, stem)| word.may_be(stem))
        });
        let (_, first) = found.next()?;
        found.all(|(_, other)| other == first).then_some(*first)
    }
}

/// All names of the table, each with the line it stands in.
fn names() -> impl Iterator<Item = (usize, &'static str)> {
    MEANINGS.lines().enumerate().flat_map(|(line, names)| names.split(", ").map(move |name| (line, name)))
}

/// A word of a name.
#[derive(Clone)]
struct Word {
    stem: String,
    /// It stood before a point and is the beginning of a longer one.
    is_short: bool,
}

impl Word {
    fn may_be(&self, stem: &str) -> bool {
        self.stem == stem || (self.is_short && stem.starts_with(&self.stem))
    }
}

/// A name taken apart.
struct Name {
    words: Vec<Word>,
    /// 1, or the number that tells it from others of its kind.
    ordinal: u32,
    meaning: Option<usize>,
    /// Its meaning is that without some words.
    is_shortened: bool,
}

impl Name {
    fn new(text: &str) -> Name {
        let (mut words, mut ordinal) = (Vec::new(), 1);
        for word in words_of(text) {
            if let Ok(number) = word.stem.parse() {
                ordinal = number;
            } else if !KNOWN.fillers.contains(&word.stem) {
                words.push(word);
            }
        }
        let mut name = Name { meaning: KNOWN.meaning(&words), words, ordinal, is_shortened: false };
        if name.meaning.is_none() && name.words.len() > 1 {
            name.find_inner_meaning();
        }
        name
    }

    /// The meaning without words for whose it is and which of several.
    fn find_inner_meaning(&mut self) {
        let is_second = |word: &Word| KNOWN.second.contains(&word.stem);
        let without_second: Vec<Word> = self.words.iter().filter(|word| !is_second(word)).cloned().collect();
        let (is_second, mut rest) = (without_second.len() < self.words.len(), without_second);
        loop {
            self.meaning = KNOWN.meaning(&rest);
            if self.meaning.is_some() {
                self.is_shortened = true;
                self.ordinal = if is_second { 2 } else { self.ordinal };
                return;
            }
            if rest.len() < 2 || !KNOWN.owners.contains(&rest[0].stem) {
                return;
            }
            rest.remove(0);
        }
    }
}

/// From 0 (nothing in common) to 1 (the same name).
pub fn likeness(a: &str, b: &str) -> f32 {
    let (a_letters, b_letters) = (letters(a), letters(b));
    if a_letters.is_empty() || b_letters.is_empty() {
        return 0.0;
    }
    if a_letters == b_letters {
        return 1.0;
    }
    // `Pavadinimas / vardas, pavardė` and `Kaina (EUR)` are two names each.
    let sides = |text: &str| -> Vec<Name> {
        let whole = Name::new(text);
        let parts: Vec<&str> = text.split(['/', '(', ')', '|']).filter(|part| !letters(part).is_empty()).collect();
        let is_one = whole.meaning.is_some() || parts.len() < 2;
        if is_one { vec![whole] } else { std::iter::once(whole).chain(parts.into_iter().map(Name::new)).collect() }
    };
    // In one order, so that it does not matter which comes first.
    let (a, b) = if a_letters < b_letters { (a, b) } else { (b, a) };
    let (a_sides, b_sides) = (sides(a), sides(b));
    a_sides.iter().flat_map(|a| b_sides.iter().map(|b| of_names(a, b))).fold(0.0, f32::max)
}

fn of_names(a: &Name, b: &Name) -> f32 {
    let by_meaning = match (a.meaning, b.meaning) {
        (Some(one), Some(other)) if one != other => return by_words(&a.words, &b.words).min(OTHER_MEANING),
        (Some(_), Some(_)) if a.is_shortened || b.is_shortened => ABOUT_SAME_MEANING,
        (Some(_), Some(_)) => SAME_MEANING,
        _ => by_words(&a.words, &b.words),
    };
    if a.ordinal == b.ordinal { by_meaning } else { by_meaning.min(OTHER_OF_ITS_KIND) }
}

/// Twice the weight of the words that have a partner, by the weight of all.
fn by_words(a: &[Word], b: &[Word]) -> f32 {
    let weight = |word: &Word| if KNOWN.common.contains(&word.stem) { 0.4 } else { 1.0 };
    let all: f32 = a.iter().chain(b).map(weight).sum();
    let mut free: Vec<&Word> = b.iter().collect();
    let mut shared = 0.0;
    for word in a {
        let best =
            free.iter().enumerate().map(|(at, other)| (at, of_words(word, other))).max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((at, alike)) = best.filter(|(_, alike)| *alike > 0.0) {
            shared += alike * (weight(word) + weight(free[at]));
            free.remove(at);
        }
    }
    if all == 0.0 { 0.0 } else { BY_WORDS * shared / all }
}

fn of_words(a: &Word, b: &Word) -> f32 {
    if a.stem == b.stem {
        return 1.0;
    }
    if a.may_be(&b.stem) || b.may_be(&a.stem) {
        return 0.9;
    }
    let (shorter, longer) = if a.stem.len() < b.stem.len() { (&a.stem, &b.stem) } else { (&b.stem, &a.stem) };
    if shorter.len() >= 4 && longer.starts_with(shorter.as_str()) {
        return 0.8;
    }
    // A slip of the finger.
    if shorter.len() >= 5 && distance(shorter, longer) == 1 { 0.85 } else { 0.0 }
}

/// Letters to be changed, put in or left out to make one word of the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, letter) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (other_at, other) in b.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[other_at + 1];
            row[other_at + 1] = changed.min(diagonal + 1).min(row[other_at] + 1);
        }
    }
    row[b.len()]
}

/// The folded letters and digits alone.
fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn words_of(text: &str) -> Vec<Word> {
    let spaced = split_humps(text);
    let folded = fold(&spaced);
    let mut words = Vec::new();
    let mut rest = folded.as_str();
    while let Some(start) = rest.find(char::is_alphanumeric) {
        rest = &rest[start..];
        // Digits are words of their own: `phone2`.
        let is_digit = rest.starts_with(|c: char| c.is_ascii_digit());
        let ends = |c: char| !c.is_alphanumeric() || c.is_ascii_digit() != is_digit;
        let (word, behind) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
        let is_short = behind.starts_with('.') && !is_digit;
        // What is cut off has no ending; `nr.` and `no.` lack their middle.
        let stem = match word {
            "nr" | "num" => stem("numeris"),
            "no" if is_short => stem("number"),
            _ if is_short => word.to_owned(),
            _ => stem(word),
        };
        words.push(Word { is_short: is_short && !matches!(word, "nr" | "no" | "num"), stem });
        rest = behind;
    }
    words
}

/// `companyCode` as `company Code`.
fn split_humps(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + 4);
    let mut was_small = false;
    for c in text.chars() {
        if was_small && c.is_uppercase() {
            spaced.push(' ');
        }
        was_small = c.is_lowercase();
        spaced.push(c);
    }
    spaced
}

/// The word without its ending; at least three letters stay.
fn stem(word: &str) -> String {
    let can_go = |ending: &&str| word.strip_suffix(*ending).is_some_and(|rest| rest.chars().count() >= 3);
    let ending = ENDINGS.split(' ').find(can_go).map_or(0, |ending| ending.len());
    word[..word.len() - ending].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Names of fields of a table of clients, in both languages.
    const FIELDS: &[[&str; 3]] = &[
        ["name", "Pavadinimas", "Name"],
        ["type", "Tipas", "Type"],
        ["company-code", "Įmonės kodas", "Company code"],
        ["vat-code", "PVM kodas", "VAT code"],
        ["phone", "Telefonas", "Phone"],
        ["phone-2", "Telefonas 2", "Phone 2"],
        ["email", "El. paštas", "E-mail"],
        ["address", "Adresas", "Address"],
        ["city", "Miestas", "City"],
        ["postal-code", "Pašto kodas", "Postal code"],
        ["country", "Šalis", "Country"],
        ["iban", "Banko sąskaita (IBAN)", "Bank account (IBAN)"],
        ["category", "Kategorija", "Category"],
        ["since", "Klientas nuo", "Client since"],
        ["birthday", "Gimimo data", "Date of birth"],
        ["discount", "Nuolaida, %", "Discount, %"],
        ["turnover", "Apyvarta", "Turnover"],
        ["notes", "Pastabos", "Notes"],
        ["manager", "Vadybininkas", "Manager"],
        ["contact", "Kontaktinis asmuo", "Contact"],
    ];

    fn to_field(heading: &str, field: &[&str; 3]) -> f32 {
        field.iter().map(|name| likeness(heading, name)).fold(0.0, f32::max)
    }

    /// Each heading goes to its field and is far from all others.
    fn check(headings: &[(&str, &str)]) {
        for (heading, key) in headings {
            for field in FIELDS {
                let score = to_field(heading, field);
                let is_right = field[0] == *key;
                assert!(if is_right { score >= 0.7 } else { score <= 0.5 }, "{heading} ~ {}: {score}", field[0]);
            }
        }
    }

    #[test]
    fn headings_of_a_lithuanian_workbook_go_to_their_fields() {
        check(&[
            ("Tipas", "type"),
            ("Pavadinimas / vardas, pavardė", "name"),
            ("Įmonės kodas", "company-code"),
            ("PVM kodas", "vat-code"),
            ("Telefonas", "phone"),
            ("Telefonas 2", "phone-2"),
            ("El. paštas", "email"),
            ("Adresas", "address"),
            ("Miestas", "city"),
            ("Pašto kodas", "postal-code"),
            ("IBAN", "iban"),
            ("Kategorija", "category"),
            ("Klientas nuo", "since"),
            ("Gimimo data", "birthday"),
            ("Nuolaida, %", "discount"),
            ("Apyvarta, EUR", "turnover"),
            ("Pastabos", "notes"),
            ("Vadybininkas", "manager"),
            (" Pavadinimas", "name"),
            ("Įmonės kodas ", "company-code"),
        ]);
    }

    #[test]
    fn headings_of_address_books_go_to_their_fields() {
        check(&[
            ("Organization Name", "name"),
            ("Company", "name"),
            ("E-mail 1 - Value", "email"),
            ("E-mail Address", "email"),
            ("Phone 1 - Value", "phone"),
            ("Phone 2 - Value", "phone-2"),
            ("Mobile Phone", "phone"),
            ("Business Phone", "phone"),
            ("Address 1 - Street", "address"),
            ("Address 1 - City", "city"),
            ("Address 1 - Postal Code", "postal-code"),
            ("Address 1 - Country", "country"),
            ("Business Street", "address"),
            ("Business City", "city"),
            ("Business Country/Region", "country"),
            ("Labels", "category"),
            ("Categories", "category"),
            ("Birthday", "birthday"),
        ]);
        check(
            &["Phone 1 - Label", "E-mail 1 - Label", "First Name", "Last Name", "Middle Name"]
                .map(|heading| (heading, "")),
        );
    }

    #[test]
    fn headings_as_people_write_them_go_to_their_fields() {
        check(&[
            ("Įm. kodas", "company-code"),
            ("Im. k.", "company-code"),
            ("companyCode", "company-code"),
            ("COMPANY_CODE", "company-code"),
            ("Juridinio asmens kodas", "company-code"),
            ("PVM mok. kodas", "vat-code"),
            ("PVM mokėtojo kodas", "vat-code"),
            ("VAT no.", "vat-code"),
            ("Tel.", "phone"),
            ("Tel. nr.", "phone"),
            ("Mob. tel.", "phone"),
            ("Telefono numeris", "phone"),
            ("Kliento telefonas", "phone"),
            ("Antras telefonas", "phone-2"),
            ("phone2", "phone-2"),
            ("el.pastas", "email"),
            ("El. p.", "email"),
            ("Elektroninis paštas", "email"),
            ("e-mail", "email"),
            ("Klientas", "name"),
            ("Įmonės pavadinimas", "name"),
            ("Kliento pavadinimas", "name"),
            ("Pavadinims", "name"),
            ("Buveinės adresas", "address"),
            ("Atsak. asmuo", "manager"),
            ("Gim. data", "birthday"),
            ("Komentarai", "notes"),
        ]);
    }

    #[test]
    fn false_friends_are_kept_apart() {
        for (a, b) in [
            ("Įmonės kodas", "PVM mokėtojo kodas"),
            ("Company code", "VAT code"),
            ("Pašto kodas", "El. paštas"),
            ("Faksas", "Telefonas"),
            ("Fax number", "Phone number"),
            ("Pavadinimas", "Kontaktinis asmuo"),
            ("Name", "Contact name"),
            ("Adresas", "El. pašto adresas"),
            ("Web address", "Address"),
            ("Data", "Gimimo data"),
            ("Suma be PVM", "Suma su PVM"),
            ("Kaina", "Nuolaida"),
            ("Spalva", "Telefonas"),
            ("Partnerio kodas", "Prekės kodas"),
        ] {
            assert!(likeness(a, b) < 0.4, "{a} ~ {b}: {}", likeness(a, b));
        }
        assert_eq!(likeness("", "Adresas"), 0.0);
        assert_eq!(likeness("%", "Adresas"), 0.0);
    }

    #[test]
    fn the_same_name_is_the_same_however_it_is_set() {
        for (a, b) in [("EL. PAŠTAS", "El pastas"), ("e-mail", "Email"), ("company_code", "Company code")] {
            assert_eq!(likeness(a, b), 1.0, "{a} ~ {b}");
        }
    }

    #[test]
    fn names_the_table_does_not_know_are_compared_by_words() {
        assert!(likeness("Automobilio numeris", "Automobilio nr.") > 0.8);
        assert!(likeness("Kuro kortelė", "Kuro kortelės") >= 0.9);
        assert!(likeness("Batų dydis", "Batų spalva") < 0.6);
    }

    #[test]
    fn no_name_stands_in_the_table_twice() {
        let mut seen = HashMap::new();
        for (line, name) in names() {
            let stems: Vec<String> = name.split(' ').map(stem).collect();
            let other = *seen.entry(stems).or_insert(line);
            assert_eq!(other, line, "{name} is in line {} too", other + 1);
        }
    }

    proptest! {
        #[test]
        fn it_is_a_share_and_goes_both_ways(a in "\\PC{0,12}|[a-zž]{1,4}[. /12]{0,2}[a-z]{0,4}", b in "\\PC{0,12}|[a-zž]{1,4} [a-z]{0,4}") {
            prop_assert!((0.0..=1.0).contains(&likeness(&a, &b)));
            prop_assert_eq!(likeness(&a, &b), likeness(&b, &a));
            prop_assert_eq!(likeness(&a, &a) == 1.0, !letters(&a).is_empty());
        }
    }
}
