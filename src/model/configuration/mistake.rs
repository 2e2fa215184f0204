//! What can be wrong in a configuration's files, said to people.

use crate::{formula::FormulaError, language::Language};

/// A mistake in a file.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{}", self.message(Language::En))]
pub struct ConfigurationError {
    /// The file.
    pub path: String,
    /// Its line from 1; 0: the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub mistake: Mistake,
}

impl ConfigurationError {
    /// The sentence for people, with file and line.
    pub fn message(&self, language: Language) -> String {
        let sentence = self.mistake.message(language);
        match (self.line, language) {
            (0, _) => format!("{}: {sentence}", self.path),
            (line, Language::Lt) => format!("{}, {line} eilutė: {sentence}", self.path),
            (line, Language::En) => format!("{}, line {line}: {sentence}", self.path),
        }
    }
}

/// What is wrong in a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mistake {
    /// Not TOML; what the reader of TOML says.
    Syntax(String),
    /// A file outside the five folders, or not `.toml`.
    UnknownFile,
    /// An entry that means nothing here.
    UnknownEntry(String),
    /// An entry that has to be there.
    Missing(String),
    /// An entry with a value of another sort: the entry, and an example of what it takes.
    WrongType(String, &'static str),
    /// A number outside its bounds: the entry, the least and the greatest value.
    OutOfRange(String, i64, i64),
    /// Not 32 hexadecimal digits.
    BadId(String),
    /// An id that something else has already.
    DuplicateId(String),
    /// A key that is not made of lower-case letters, digits and hyphens.
    BadKey(String),
    /// A key that something else here has already.
    DuplicateKey(String),
    /// A table that is not defined.
    UnknownTable(String),
    /// A field that its table does not have: the table, the field.
    UnknownField(String, String),
    /// A word that is not on a closed list: the entry, the word, the list.
    UnknownWord(String, String, String),
    /// A role that another table, or another field of the table, has already.
    RoleTwice(String),
    /// An id that no item of the card has.
    UnknownItem(String),
    /// A picture of a card that is none, or too large.
    BadPicture,
    /// An item that lies in no frame written before it.
    UnknownFrame(String),
    /// An item, or a band's item, that says not exactly one thing it could be: the things.
    OneOf(String),
    /// A field that does not link to records of the card's table.
    NotALinkHere(String),
    /// Not a colour `#RRGGBB`.
    BadColor(String),
    /// Not an ISO date.
    BadDate(String),
    /// Not a decimal number.
    BadNumber(String),
    /// Not a currency of three capital letters.
    BadCurrency(String),
    /// A computed field whose result would be computed again.
    FormulaOfFormula,
    /// An expression that means nothing: its text and why.
    Expression(String, FormulaError),
    /// A formula that depends on itself.
    Circle,
    /// A list that print forms do not know: no table of this key points to the form's.
    UnknownRows(String),
    /// Not text in UTF-8.
    NotText,
    /// Nothing of a configuration is there at all.
    NoFiles,
}

impl Mistake {
    fn message(&self, language: Language) -> String {
        match language {
            Language::Lt => self.lithuanian(),
            Language::En => self.english(),
        }
    }

    fn lithuanian(&self) -> String {
        use Mistake as M;
        match self {
            M::Syntax(said) => format!("tai ne TOML: {}.", syntax(said)),
            M::UnknownFile => {
                "tokio failo konfigūracijoje nebūna; failai *.toml dedami į tables, cards, lists arba forms.".into()
            }
            M::UnknownEntry(entry) => format!("įrašas „{entry}“ čia nežinomas."),
            M::Missing(entry) => format!("trūksta įrašo „{entry}“."),
            M::WrongType(entry, example) => format!("įrašas „{entry}“ rašomas kitaip, pavyzdžiui: {example}."),
            M::OutOfRange(entry, least, most) => format!("„{entry}“ turi būti nuo {least} iki {most}."),
            M::BadId(text) => format!("„{text}“ nėra 32 šešioliktainių skaitmenų identifikatorius."),
            M::DuplicateId(text) => format!("identifikatorius {text} jau panaudotas."),
            M::BadKey(text) => {
                format!("raktas „{text}“ netinka: jis sudaromas iš mažųjų lotyniškų raidžių, skaitmenų ir brūkšnelių.")
            }
            M::DuplicateKey(text) => format!("raktas „{text}“ jau panaudotas."),
            M::UnknownTable(name) => format!("lentelės „{name}“ nėra."),
            M::UnknownField(table, name) => format!("lentelė „{table}“ neturi lauko „{name}“."),
            M::UnknownWord(entry, word, known) => format!("„{entry}“ negali būti „{word}“; galima: {known}."),
            M::RoleTwice(role) => format!("vaidmuo „{role}“ jau priskirtas."),
            M::UnknownItem(id) => format!("kortelėje nėra elemento {id}."),
            M::BadPicture => "paveikslas turi būti PNG arba JPEG, ne didesnis kaip 72 KB.".to_owned(),
            M::UnknownFrame(id) => format!("prieš šį elementą nėra rėmelio {id}."),
            M::OneOf(things) => format!("reikia lygiai vieno iš šių įrašų: {things}."),
            M::NotALinkHere(name) => format!("laukas „{name}“ nėra nuoroda į šios kortelės lentelę."),
            M::BadColor(text) => format!("„{text}“ nėra spalva; rašykite, pavyzdžiui, #1B7A43."),
            M::BadDate(text) => format!("„{text}“ nėra data; rašykite, pavyzdžiui, 2026-11-23."),
            M::BadNumber(text) => format!("„{text}“ nėra skaičius; rašykite, pavyzdžiui, \"5.5\"."),
            M::BadCurrency(text) => format!("„{text}“ nėra valiutos kodas; rašykite, pavyzdžiui, EUR."),
            M::Expression(text, error) => format!("išraiška „{text}“ netinka. {}", error.message(Language::Lt)),
            M::Circle => "formulė priklauso pati nuo savęs.".into(),
            M::UnknownRows(name) => format!("sąrašo „{name}“ formoje nėra."),
            M::NotText => "tai ne UTF-8 tekstas.".into(),
            M::NoFiles => "konfigūracijos čia nėra: trūksta aplankų tables, cards, lists, forms.".into(),
            M::FormulaOfFormula => "formulės rezultatas pats negali būti formulė.".into(),
        }
    }

    fn english(&self) -> String {
        use Mistake as M;
        match self {
            M::Syntax(said) => format!("this is not TOML: {said}."),
            M::UnknownFile => {
                "a configuration has no such file; *.toml files belong in tables, cards, lists or forms.".into()
            }
            M::UnknownEntry(entry) => format!("the entry “{entry}” is unknown here."),
            M::Missing(entry) => format!("the entry “{entry}” is missing."),
            M::WrongType(entry, example) => format!("“{entry}” is written in another way, for example: {example}."),
            M::OutOfRange(entry, least, most) => format!("“{entry}” has to be from {least} to {most}."),
            M::BadId(text) => format!("“{text}” is not an id of 32 hexadecimal digits."),
            M::DuplicateId(text) => format!("the id {text} is taken already."),
            M::BadKey(text) => {
                format!("the key “{text}” will not do: it is made of lower-case Latin letters, digits and hyphens.")
            }
            M::DuplicateKey(text) => format!("the key “{text}” is taken already."),
            M::UnknownTable(name) => format!("there is no table “{name}”."),
            M::UnknownField(table, name) => format!("the table “{table}” has no field “{name}”."),
            M::UnknownWord(entry, word, known) => format!("“{entry}” cannot be “{word}”; it may be: {known}."),
            M::RoleTwice(role) => format!("the role “{role}” is given already."),
            M::UnknownItem(id) => format!("the card has no item {id}."),
            M::BadPicture => "the picture has to be a PNG or JPEG of at most 72 KB.".to_owned(),
            M::UnknownFrame(id) => format!("there is no frame {id} before this item."),
            M::OneOf(things) => format!("exactly one of these entries is needed: {things}."),
            M::NotALinkHere(name) => format!("the field “{name}” is no link to the table of this card."),
            M::BadColor(text) => format!("“{text}” is not a colour; write, for example, #1B7A43."),
            M::BadDate(text) => format!("“{text}” is not a date; write, for example, 2026-11-23."),
            M::BadNumber(text) => format!("“{text}” is not a number; write, for example, \"5.5\"."),
            M::BadCurrency(text) => format!("“{text}” is not the code of a currency; write, for example, EUR."),
            M::Expression(text, error) => {
                format!("the expression “{text}” will not do. {}", error.message(Language::En))
            }
            M::Circle => "the formula depends on itself.".into(),
            M::UnknownRows(name) => format!("a form knows no list “{name}”."),
            M::NotText => "this is no text in UTF-8.".into(),
            M::NoFiles => "there is no configuration here: the folders tables, cards, lists, forms are missing.".into(),
            M::FormulaOfFormula => "the result of a formula cannot be a formula itself.".into(),
        }
    }
}

/// What the reader of TOML says, in Lithuanian where it is one of the usual things.
fn syntax(said: &str) -> &str {
    const USUAL: &[(&str, &str)] = &[
        ("string values must be quoted", "tekstas rašomas kabutėse"),
        ("invalid basic string", "neuždarytos kabutės"),
        ("invalid literal string", "neuždarytos kabutės"),
        ("key with no value", "po vardo trūksta ženklo „=“ ir reikšmės"),
        ("duplicate key", "toks įrašas jau yra"),
        ("unclosed array table", "trūksta uždarančių skliaustų „]]“"),
        ("unclosed array", "trūksta uždarančio skliausto „]“"),
        ("unclosed inline table", "trūksta uždarančio skliausto „}“"),
        ("unclosed table", "trūksta uždarančio skliausto „]“"),
        ("missing comma", "tarp reikšmių trūksta kablelio"),
        ("extra comma", "kablelis čia nereikalingas"),
        ("unexpected leading zero", "skaičius negali prasidėti nuliu"),
        ("invalid boolean", "rašoma true arba false, mažosiomis raidėmis"),
        ("unexpected key or value", "eilutėje yra kažkas daugiau negu vardas ir reikšmė"),
    ];
    USUAL.iter().find(|(begin, _)| said.starts_with(begin)).map_or(said, |(_, lithuanian)| lithuanian)
}
