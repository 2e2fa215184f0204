//! From characters to tokens.

use super::{
    FormulaError, FormulaProblem,
    tree::{Comparison, Operator},
};
use rust_decimal::Decimal;

/// Characters an expression may have.
pub(super) const LENGTH: usize = 10_000;

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Token {
    Number(Decimal),
    Text(String),
    /// A plain word: a name or one of the language's own words.
    Word(String),
    /// A name in brackets.
    Name(String),
    Open,
    Close,
    Comma,
    Dot,
    /// `*` `/` `+` `-` `&`; never `and`, `or`.
    Operator(Operator),
    Comparison(Comparison),
    End,
}

impl Token {
    /// How it is quoted in a message.
    pub(super) fn said(&self) -> String {
        match self {
            Token::Number(number) => number.to_string(),
            Token::Text(text) => text.chars().take(20).collect(),
            Token::Word(word) | Token::Name(word) => word.chars().take(40).collect(),
            Token::Open => "(".into(),
            Token::Close => ")".into(),
            Token::Comma => ",".into(),
            Token::Dot => ".".into(),
            Token::Operator(operator) => operator.sign().into(),
            Token::Comparison(comparison) => comparison.sign().into(),
            Token::End => String::new(),
        }
    }
}

/// The tokens of a text with the places of their first characters; the last is [`Token::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, usize)>, FormulaError> {
    if text.len() > LENGTH && text.chars().nth(LENGTH).is_some() {
        return Err(FormulaError::new(LENGTH, FormulaProblem::TooLong { allowed: LENGTH }));
    }
    let mut lexer = Lexer { chars: text.chars().collect(), at: 0 };
    let mut tokens = Vec::new();
    loop {
        let (token, at) = lexer.next()?;
        let ended = token == Token::End;
        tokens.push((token, at));
        if ended {
            return Ok(tokens);
        }
    }
}

/// Whether `text` is a word as the lexer reads one.
pub(super) fn is_word(text: &str) -> bool {
    let mut lexer = Lexer { chars: text.chars().collect(), at: 0 };
    lexer.peek(0).is_some_and(starts_word) && lexer.word().len() == text.len()
}

fn starts_word(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn goes_on(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Result<(Token, usize), FormulaError> {
        while self.peek(0).is_some_and(|c| c.is_whitespace() || c == '\u{feff}') {
            self.at += 1;
        }
        let start = self.at;
        let Some(c) = self.peek(0) else { return Ok((Token::End, start)) };
        let token = match c {
            '"' | '\'' => Token::Text(self.quoted(c, FormulaProblem::UnfinishedText)?),
            '[' => Token::Name(self.quoted(']', FormulaProblem::UnfinishedName)?.trim().to_owned()),
            c if c.is_ascii_digit() => self.number()?,
            c if starts_word(c) => Token::Word(self.word()),
            _ => self.sign(c)?,
        };
        Ok((token, start))
    }

    fn sign(&mut self, c: char) -> Result<Token, FormulaError> {
        let (token, length) = match (c, self.peek(1)) {
            ('(', _) => (Token::Open, 1),
            (')', _) => (Token::Close, 1),
            (',' | ';', _) => (Token::Comma, 1),
            ('.', _) => (Token::Dot, 1),
            ('+', _) => (Token::Operator(Operator::Add), 1),
            ('-' | '\u{2212}', _) => (Token::Operator(Operator::Subtract), 1),
            ('*' | '×', _) => (Token::Operator(Operator::Multiply), 1),
            ('/', _) => (Token::Operator(Operator::Divide), 1),
            ('&', _) => (Token::Operator(Operator::Join), 1),
            ('<', Some('>')) | ('!', Some('=')) => (Token::Comparison(Comparison::Differs), 2),
            ('<', Some('=')) => (Token::Comparison(Comparison::AtMost), 2),
            ('>', Some('=')) => (Token::Comparison(Comparison::AtLeast), 2),
            ('=', _) => (Token::Comparison(Comparison::Equals), 1),
            ('<', _) => (Token::Comparison(Comparison::Less), 1),
            ('>', _) => (Token::Comparison(Comparison::Greater), 1),
            ('≠', _) => (Token::Comparison(Comparison::Differs), 1),
            ('≤', _) => (Token::Comparison(Comparison::AtMost), 1),
            ('≥', _) => (Token::Comparison(Comparison::AtLeast), 1),
            _ => return Err(FormulaError::new(self.at, FormulaProblem::UnexpectedCharacter(c))),
        };
        self.at += length;
        Ok(token)
    }

    /// What stands up to `close`, which is doubled where it is meant itself.
    fn quoted(&mut self, close: char, unfinished: FormulaProblem) -> Result<String, FormulaError> {
        let start = self.at;
        let mut text = String::new();
        self.at += 1;
        loop {
            match self.peek(0) {
                None => return Err(FormulaError::new(start, unfinished)),
                Some(c) if c != close => text.push(c),
                Some(c) if self.peek(1) == Some(close) => {
                    text.push(c);
                    self.at += 1;
                }
                Some(_) => break,
            }
            self.at += 1;
        }
        self.at += 1;
        Ok(text)
    }

    fn number(&mut self) -> Result<Token, FormulaError> {
        let start = self.at;
        self.digits();
        if self.peek(0) == Some('.') && self.peek(1).is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
            self.digits();
        }
        let text: String = self.chars[start..self.at].iter().collect();
        let number = Decimal::from_str_exact(&text);
        number.map(Token::Number).map_err(|_| FormulaError::new(start, FormulaProblem::NumberTooLong))
    }

    fn digits(&mut self) {
        while self.peek(0).is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
    }

    /// Letters, digits and underscores, with hyphens directly between them.
    fn word(&mut self) -> String {
        let start = self.at;
        while let Some(c) = self.peek(0) {
            if goes_on(c) || c == '-' && self.peek(1).is_some_and(goes_on) {
                self.at += 1;
            } else {
                break;
            }
        }
        self.chars[start..self.at].iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hyphen_between_letters_belongs_to_the_name() {
        let words = |text: &str| tokens(text).unwrap().into_iter().map(|(token, _)| token.said()).collect::<Vec<_>>();
        assert_eq!(words("vat-rate"), ["vat-rate", ""]);
        assert_eq!(words("total - paid"), ["total", "-", "paid", ""]);
        assert_eq!(words("total -paid"), ["total", "-", "paid", ""]);
        assert_eq!(words("total- paid"), ["total", "-", "paid", ""]);
        assert_eq!(words("5-3"), ["5", "-", "3", ""]);
        assert_eq!(words("[a ]]b].c"), ["a ]b", ".", "c", ""]);
        assert_eq!(words("'it''s' \"a\"\"b\""), ["it's", "a\"b", ""]);
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_place() {
        let check = |text: &str, position, problem| {
            assert_eq!(tokens(text), Err(FormulaError::new(position, problem)), "{text}");
        };
        check("ąč + \"x", 5, FormulaProblem::UnfinishedText);
        check("[x", 0, FormulaProblem::UnfinishedName);
        check("1 $ 2", 2, FormulaProblem::UnexpectedCharacter('$'));
        check(&"9".repeat(40), 0, FormulaProblem::NumberTooLong);
        check(&" ".repeat(LENGTH + 1), LENGTH, FormulaProblem::TooLong { allowed: LENGTH });
    }
}
