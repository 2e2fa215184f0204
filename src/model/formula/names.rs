//! The functions and words of the language, in English and Lithuanian.

use crate::value::fold;

macro_rules! functions {
    ($($name:ident $en:literal $lt:literal $least:literal $most:expr,)*) => {
        /// A function of the language.
        #[allow(missing_docs, reason = "each is documented by its name; `formula` describes the language")]
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Function { $($name,)* }

        impl Function {
            /// Every function.
            pub const ALL: &[Function] = &[$(Function::$name,)*];

            /// Its English name.
            pub fn english(self) -> &'static str {
                match self { $(Function::$name => $en,)* }
            }
            /// Its Lithuanian name.
            pub fn lithuanian(self) -> &'static str {
                match self { $(Function::$name => $lt,)* }
            }
            /// The least and the greatest number of its arguments.
            pub fn arity(self) -> (usize, usize) {
                match self { $(Function::$name => ($least, $most),)* }
            }
        }
    };
}

const MANY: usize = usize::MAX;

functions! {
    Sum "sum" "suma" 1 MANY,
    Count "count" "kiekis" 1 1,
    Min "min" "min" 1 MANY,
    Max "max" "max" 1 MANY,
    Average "avg" "vidurkis" 1 MANY,
    Join "join" "sujungti" 1 2,
    If "if" "jei" 2 3,
    Round "round" "apvalinti" 1 2,
    Floor "floor" "žemyn" 1 1,
    Ceil "ceil" "aukštyn" 1 1,
    Abs "abs" "modulis" 1 1,
    Today "today" "šiandien" 0 0,
    Date "date" "data" 3 3,
    Year "year" "metai" 1 1,
    Month "month" "mėnuo" 1 1,
    Day "day" "diena" 1 1,
    Weekday "weekday" "savaitėsdiena" 1 1,
    Days "days" "dienos" 2 2,
    AddDays "add-days" "pridėti-dienas" 2 2,
    AddMonths "add-months" "pridėti-mėnesius" 2 2,
    Age "age" "amžius" 1 1,
    Empty "empty" "tuščia" 1 1,
    First "first" "pirmas" 1 MANY,
    Upper "upper" "didžiosios" 1 1,
    Lower "lower" "mažosios" 1 1,
    Trim "trim" "apkarpyti" 1 1,
    Length "length" "ilgis" 1 1,
    Left "left" "kairė" 2 2,
    Right "right" "dešinė" 2 2,
    Mid "mid" "vidurys" 3 3,
    Contains "contains" "yra" 2 2,
    Replace "replace" "pakeisti" 3 3,
    Text "text" "tekstas" 1 2,
    Number "number" "skaičius" 1 1,
    Vat "vat" "pvm" 2 2,
    Words "words" "žodžiais" 1 1,
    Payment "payment-code" "mokėjimo-kodas" 4 4,
    CurrentUser "current-user" "dabartinis-naudotojas" 0 0,
    Within "within" "viduje" 2 2,
}

impl Function {
    /// The function of a name in either language, without regard to capitals and marks.
    pub fn named(name: &str) -> Option<Function> {
        let name = fold(name);
        Function::ALL.iter().copied().find(|function| function.english() == name || fold(function.lithuanian()) == name)
    }
}

/// A word that is no name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Word {
    And,
    Or,
    Not,
    /// The Lithuanian `ne`, which is also the value where nothing follows that it could negate.
    Ne,
    Yes,
    No,
}

impl Word {
    pub(super) fn of(text: &str) -> Option<Word> {
        const WORDS: &[(&str, Word)] = &[
            ("and", Word::And),
            ("ir", Word::And),
            ("or", Word::Or),
            ("arba", Word::Or),
            ("not", Word::Not),
            ("ne", Word::Ne),
            ("true", Word::Yes),
            ("yes", Word::Yes),
            ("taip", Word::Yes),
            ("false", Word::No),
            ("no", Word::No),
        ];
        WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(_, word)| *word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_goes_by_both_names_with_or_without_marks() {
        for function in Function::ALL {
            assert_eq!(Function::named(function.english()), Some(*function));
            assert_eq!(Function::named(function.lithuanian()), Some(*function));
            assert_eq!(Function::named(&fold(function.lithuanian())), Some(*function));
            assert_eq!(Function::named(&function.lithuanian().to_uppercase()), Some(*function));
        }
        assert_eq!(Function::named("sumif"), None);
    }
}
