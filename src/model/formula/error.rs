//! What can be wrong with an expression, and the sentences that say so.

use super::{Function, Sort};
use crate::language::Language;
use std::fmt;

/// What is wrong with an expression, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FormulaError {
    /// The character it is about, counted from 0.
    pub position: usize,
    /// What is wrong.
    pub problem: FormulaProblem,
}

/// What is wrong with an expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FormulaProblem {
    /// The text has more characters than allowed.
    TooLong {
        /// The most that is allowed.
        allowed: usize,
    },
    /// Brackets and functions are nested too deeply.
    TooDeep {
        /// The most that is allowed.
        allowed: usize,
    },
    /// A character that means nothing.
    UnexpectedCharacter(char),
    /// A text without its closing quote.
    UnfinishedText,
    /// A name without its closing bracket.
    UnfinishedName,
    /// A number with more digits than can be kept.
    NumberTooLong,
    /// Something else stands where a value should; empty: the end.
    ValueExpected(String),
    /// Something else stands where an operator or the end should.
    OperatorExpected(String),
    /// A bracket is not closed here.
    CloseExpected(String),
    /// A comma where there are no arguments.
    StrayComma,
    /// `a < b < c`.
    ChainedComparison,
    /// There is no such function.
    UnknownFunction(String),
    /// Nothing is called so in the table.
    UnknownName {
        /// The name.
        name: String,
        /// Key of the table.
        table: String,
    },
    /// Nothing is called so, but two names with a minus between them would be known.
    MinusNeedsSpaces {
        /// The name before the hyphen.
        left: String,
        /// The name behind it.
        right: String,
    },
    /// Several things are called so.
    AmbiguousName {
        /// The name.
        name: String,
        /// Their keys.
        keys: Vec<String>,
    },
    /// A path goes on behind something that is no link.
    NotALink(String),
    /// A path has too many steps or branches.
    PathTooLong,
    /// The table is not there.
    UnknownTable,
    /// An encrypted field cannot be used.
    Secret(String),
    /// A value of another type is needed here.
    WrongType {
        /// What is needed.
        expected: Sort,
        /// What is there.
        found: Sort,
    },
    /// Days are not reckoned with `+` and `-`.
    DateArithmetic,
    /// The two cannot be compared, or not stand for one another.
    Mismatch {
        /// The one.
        left: Sort,
        /// The other.
        right: Sort,
    },
    /// Values of this type have no order.
    NoOrder(Sort),
    /// A list where one value is needed.
    BareList,
    /// The function takes a list.
    ListNeeded(Function),
    /// The function has too few or too many arguments.
    ArgumentCount {
        /// The function.
        function: Function,
        /// The least number.
        least: usize,
        /// The greatest number.
        most: usize,
    },
    /// The function takes a link to records that have parents.
    TreeNeeded(Function),
    /// The amounts and rates are not of the same records.
    DifferentLists,
    /// The list has no such choice.
    UnknownChoice {
        /// The text.
        text: String,
        /// The possible keys.
        keys: Vec<String>,
    },
    /// The text is none of that type.
    Unreadable {
        /// The text.
        text: String,
        /// What it should be.
        expected: Sort,
    },
    /// A number or a day became too large.
    Overflow,
    /// A text became too long.
    TextTooLong,
    /// The evaluation takes too long.
    TooMuchWork,
}

impl FormulaError {
    pub(super) fn new(position: usize, problem: FormulaProblem) -> FormulaError {
        FormulaError { position, problem }
    }

    /// The sentence for people, with the position.
    pub fn message(&self, language: Language) -> String {
        let at = self.position + 1;
        match language {
            Language::Lt => format!("Klaida ties {at}-uoju ženklu: {}", self.problem.lithuanian()),
            Language::En => format!("Error at character {at}: {}", self.problem.english()),
        }
    }
}

impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Language::En))
    }
}

impl std::error::Error for FormulaError {}

impl FormulaProblem {
    fn lithuanian(&self) -> String {
        use FormulaProblem as P;
        let said = |sort: &Sort| sort.name(Language::Lt);
        match self {
            P::TooLong { allowed } => format!("formulė per ilga (daugiausia {allowed} ženklų)."),
            P::TooDeep { allowed } => format!("per daug skliaustų vieni kituose (daugiausia {allowed})."),
            P::UnexpectedCharacter(c) => format!("ženklas „{c}“ formulėje nieko nereiškia."),
            P::UnfinishedText => "tekstas neužbaigtas kabute.".into(),
            P::UnfinishedName => "pavadinimas neužbaigtas skliaustu „]“.".into(),
            P::NumberTooLong => "skaičius per ilgas.".into(),
            P::ValueExpected(found) if found.is_empty() => "formulė nebaigta: trūksta reikšmės.".into(),
            P::ValueExpected(found) => format!("čia turi būti reikšmė, o yra „{found}“."),
            P::OperatorExpected(found) => format!("prieš „{found}“ trūksta veiksmo ženklo."),
            P::CloseExpected(found) if found.is_empty() => "trūksta uždarančio skliausto „)“.".into(),
            P::CloseExpected(found) => format!("čia turi būti kablelis arba „)“, o yra „{found}“."),
            P::StrayComma => "kablelis skiria tik funkcijos argumentus; trupmena rašoma su tašku.".into(),
            P::ChainedComparison => "palyginimai nejungiami į eilę; rašykite „a < b ir b < c“.".into(),
            P::UnknownFunction(name) => format!("funkcijos „{name}“ nėra."),
            P::UnknownName { name, table } => format!("lentelėje „{table}“ nėra nieko pavadinimu „{name}“."),
            P::MinusNeedsSpaces { left, right } => {
                format!("nėra lauko „{left}-{right}“; jei tai atimtis, rašykite su tarpais: {left} - {right}.")
            }
            P::AmbiguousName { name, keys } => format!("pavadinimas „{name}“ neaiškus; tinka: {}.", keys.join(", ")),
            P::NotALink(name) => format!("„{name}“ nėra nuoroda, todėl po jo taško rašyti negalima."),
            P::PathTooLong => "kelias per nuorodas per ilgas.".into(),
            P::UnknownTable => "lentelės nėra.".into(),
            P::Secret(name) => format!("laukas „{name}“ užšifruotas, todėl formulėse nenaudojamas."),
            P::WrongType { expected, found } => {
                format!("čia turi būti {}, o yra {}.", said(expected), said(found))
            }
            P::DateArithmetic => {
                "su datomis skaičiuojama funkcijomis: dienos(nuo, iki), pridėti-dienas(data, n).".into()
            }
            P::Mismatch { left, right } => {
                format!("reikšmės netinka viena prie kitos: {} ir {}.", said(left), said(right))
            }
            P::NoOrder(sort) => format!("{} nelyginama pagal dydį, tik „=“ ir „<>“.", said(sort)),
            P::BareList => "čia turi būti viena reikšmė, o yra sąrašas; rašykite, pavyzdžiui, suma(...).".into(),
            P::ListNeeded(function) => {
                format!("funkcijai „{}“ reikia sąrašo, pavyzdžiui, eilučių sumų.", function.lithuanian())
            }
            P::ArgumentCount { function, least, most } => {
                format!("funkcijai „{}“ reikia argumentų: {}.", function.lithuanian(), counts(*least, *most, "bent"))
            }
            P::TreeNeeded(function) => {
                format!("funkcijai „{}“ reikia nuorodos į medžio įrašą, pavyzdžiui, grupės.", function.lithuanian())
            }
            P::DifferentLists => "sumos ir tarifai turi būti tų pačių įrašų.".into(),
            P::UnknownChoice { text, keys } => format!("pasirinkimo „{text}“ nėra; galimi: {}.", keys.join(", ")),
            P::Unreadable { text, expected } => format!("„{text}“ nėra {}.", said(expected)),
            P::Overflow => "rezultatas per didelis.".into(),
            P::TextTooLong => "tekstas per ilgas.".into(),
            P::TooMuchWork => "skaičiavimas per ilgas.".into(),
        }
    }

    fn english(&self) -> String {
        use FormulaProblem as P;
        let said = |sort: &Sort| sort.name(Language::En);
        match self {
            P::TooLong { allowed } => format!("the expression is too long (at most {allowed} characters)."),
            P::TooDeep { allowed } => format!("too many brackets in each other (at most {allowed})."),
            P::UnexpectedCharacter(c) => format!("the character “{c}” means nothing in an expression."),
            P::UnfinishedText => "the text has no closing quote.".into(),
            P::UnfinishedName => "the name has no closing bracket “]”.".into(),
            P::NumberTooLong => "the number is too long.".into(),
            P::ValueExpected(found) if found.is_empty() => "the expression is not finished: a value is missing.".into(),
            P::ValueExpected(found) => format!("a value should be here, not “{found}”."),
            P::OperatorExpected(found) => format!("an operator is missing before “{found}”."),
            P::CloseExpected(found) if found.is_empty() => "the closing bracket “)” is missing.".into(),
            P::CloseExpected(found) => format!("a comma or “)” should be here, not “{found}”."),
            P::StrayComma => {
                "a comma only stands between arguments of a function; decimals are written with a point.".into()
            }
            P::ChainedComparison => "comparisons cannot be chained; write “a < b and b < c”.".into(),
            P::UnknownFunction(name) => format!("there is no function “{name}”."),
            P::UnknownName { name, table } => format!("nothing is called “{name}” in the table “{table}”."),
            P::MinusNeedsSpaces { left, right } => {
                format!("there is no field “{left}-{right}”; for a minus write spaces: {left} - {right}.")
            }
            P::AmbiguousName { name, keys } => {
                format!("the name “{name}” is ambiguous; it may be: {}.", keys.join(", "))
            }
            P::NotALink(name) => format!("“{name}” is not a link, so that nothing can follow its dot."),
            P::PathTooLong => "the path through links is too long.".into(),
            P::UnknownTable => "there is no such table.".into(),
            P::Secret(name) => format!("the field “{name}” is encrypted and cannot be used in expressions."),
            P::WrongType { expected, found } => format!("{} is needed here, not {}.", said(expected), said(found)),
            P::DateArithmetic => "days are reckoned by functions: days(from, to), add-days(date, n).".into(),
            P::Mismatch { left, right } => format!("these do not go together: {} and {}.", said(left), said(right)),
            P::NoOrder(sort) => format!("{} has no order; compare it with “=” or “<>”.", said(sort)),
            P::BareList => "one value is needed here, not a list; write sum(...), for example.".into(),
            P::ListNeeded(function) => {
                format!("the function “{}” takes a list, the amounts of lines for example.", function.english())
            }
            P::ArgumentCount { function, least, most } => {
                format!("arguments of the function “{}”: {}.", function.english(), counts(*least, *most, "at least"))
            }
            P::TreeNeeded(function) => {
                format!(
                    "the function “{}” takes a link to a record of a tree, a group for example.",
                    function.english()
                )
            }
            P::DifferentLists => "the amounts and the rates must be of the same records.".into(),
            P::UnknownChoice { text, keys } => {
                format!("there is no choice “{text}”; possible are: {}.", keys.join(", "))
            }
            P::Unreadable { text, expected } => format!("“{text}” is not {}.", said(expected)),
            P::Overflow => "the result is too large.".into(),
            P::TextTooLong => "the text becomes too long.".into(),
            P::TooMuchWork => "the evaluation takes too long.".into(),
        }
    }
}

fn counts(least: usize, most: usize, at_least: &str) -> String {
    match (least, most) {
        (least, most) if least == most => least.to_string(),
        (least, usize::MAX) => format!("{at_least} {least}"),
        (least, most) => format!("{least}–{most}"),
    }
}
