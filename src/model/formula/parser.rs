//! From tokens to a tree: operators by their strength, with a bound on nesting.

use super::{
    FormulaError, FormulaProblem, Function, Tree,
    lexer::{Token, tokens},
    names::Word,
    tree::{COMPARISON, Comparison, Kind, Name, Operator},
};

/// How many brackets, functions and signs may stand in each other.
pub(super) const DEPTH: usize = 100;
/// How many parts of a tree may stand in each other, operands of operators too: what evaluates a tree goes as deep.
const LEVELS: usize = 200;

/// Reads an expression.
///
/// # Errors
/// Where it is not well formed: what is wrong and at which character.
pub fn parse(text: &str) -> Result<Tree, FormulaError> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0, levels: 0 };
    let tree = parser.expression(0)?;
    match parser.peek() {
        Token::End => Ok(tree),
        Token::Comma => Err(parser.error(FormulaProblem::StrayComma)),
        token => Err(parser.error(FormulaProblem::OperatorExpected(token.said()))),
    }
}

struct Parser {
    tokens: Vec<(Token, usize)>,
    at: usize,
    depth: usize,
    levels: usize,
}

enum Infix {
    Chain(Operator),
    Compare(Comparison),
}

impl Infix {
    fn strength(&self) -> u8 {
        match self {
            Infix::Chain(operator) => operator.strength(),
            Infix::Compare(_) => COMPARISON,
        }
    }
}

impl Parser {
    fn peek(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |(token, _)| token)
    }

    fn position(&self) -> usize {
        self.tokens.get(self.at).map_or(0, |(_, at)| *at)
    }

    fn take(&mut self) -> (Token, usize) {
        let at = self.position();
        let token = self.tokens.get_mut(self.at).map_or(Token::End, |(token, _)| std::mem::replace(token, Token::End));
        self.at += 1;
        (token, at)
    }

    fn error(&self, problem: FormulaProblem) -> FormulaError {
        FormulaError::new(self.position(), problem)
    }

    fn infix(&self) -> Option<Infix> {
        match self.peek() {
            Token::Operator(operator) => Some(Infix::Chain(*operator)),
            Token::Comparison(comparison) => Some(Infix::Compare(*comparison)),
            Token::Word(word) => match Word::of(word)? {
                Word::And => Some(Infix::Chain(Operator::And)),
                Word::Or => Some(Infix::Chain(Operator::Or)),
                _ => None,
            },
            _ => None,
        }
    }

    /// An expression of operators that are at least as strong as `least`.
    fn expression(&mut self, least: u8) -> Result<Tree, FormulaError> {
        let mut left = self.operand()?;
        while let Some(infix) = self.infix().filter(|infix| infix.strength() >= least) {
            left = match infix {
                Infix::Chain(operator) => self.chain(left, operator.strength())?,
                Infix::Compare(comparison) => self.comparison(left, comparison)?,
            };
        }
        Ok(left)
    }

    fn chain(&mut self, first: Tree, strength: u8) -> Result<Tree, FormulaError> {
        let mut rest = Vec::new();
        while let Some(Infix::Chain(operator)) = self.infix()
            && operator.strength() == strength
        {
            self.take();
            rest.push((operator, self.within(|parser| parser.expression(strength + 1))?));
        }
        Ok(Tree::chain(first, rest))
    }

    fn comparison(&mut self, left: Tree, comparison: Comparison) -> Result<Tree, FormulaError> {
        self.take();
        let right = self.within(|parser| parser.expression(COMPARISON + 1))?;
        if let Token::Comparison(_) = self.peek() {
            return Err(self.error(FormulaProblem::ChainedComparison));
        }
        Ok(Tree::new(left.at, Kind::Compare(Box::new(left), comparison, Box::new(right))))
    }

    fn deeper<T>(&mut self, inner: impl FnOnce(&mut Parser) -> Result<T, FormulaError>) -> Result<T, FormulaError> {
        if self.depth == DEPTH {
            return Err(self.error(FormulaProblem::TooDeep { allowed: DEPTH }));
        }
        self.depth += 1;
        let result = self.within(inner);
        self.depth -= 1;
        result
    }

    fn within<T>(&mut self, inner: impl FnOnce(&mut Parser) -> Result<T, FormulaError>) -> Result<T, FormulaError> {
        if self.levels == LEVELS {
            return Err(self.error(FormulaProblem::TooDeep { allowed: DEPTH }));
        }
        self.levels += 1;
        let result = inner(self);
        self.levels -= 1;
        result
    }

    fn operand(&mut self) -> Result<Tree, FormulaError> {
        let begin = self.position();
        match self.peek() {
            Token::Number(_) | Token::Text(_) | Token::Name(_) | Token::Open | Token::Word(_) => {}
            Token::Operator(Operator::Subtract) => {
                self.take();
                let operand = self.deeper(Parser::operand)?;
                return Ok(Tree::new(begin, Kind::Negate(Box::new(operand))));
            }
            token => return Err(self.error(FormulaProblem::ValueExpected(token.said()))),
        }
        let kind = match self.take().0 {
            Token::Number(number) => Kind::Number(number),
            Token::Text(text) => Kind::Text(text),
            Token::Name(name) => self.path(name, begin)?,
            Token::Word(word) => return self.word(word, begin),
            _ => {
                let inner = self.deeper(|parser| parser.expression(0))?;
                self.close()?;
                return Ok(inner);
            }
        };
        Ok(Tree::new(begin, kind))
    }

    fn word(&mut self, word: String, begin: usize) -> Result<Tree, FormulaError> {
        let kind = match Word::of(&word) {
            Some(Word::Yes) => Kind::YesNo(true),
            Some(Word::No) => Kind::YesNo(false),
            Some(Word::Ne) if !self.operand_follows() => Kind::YesNo(false),
            Some(Word::Not | Word::Ne) => Kind::Not(Box::new(self.deeper(Parser::operand)?)),
            Some(Word::And | Word::Or) => {
                return Err(FormulaError::new(begin, FormulaProblem::ValueExpected(word)));
            }
            None if *self.peek() == Token::Open => {
                let function = Function::named(&word)
                    .ok_or_else(|| FormulaError::new(begin, FormulaProblem::UnknownFunction(word)))?;
                self.take();
                Kind::Call(function, self.deeper(Parser::arguments)?)
            }
            None => self.path(word, begin)?,
        };
        Ok(Tree::new(begin, kind))
    }

    fn operand_follows(&self) -> bool {
        match self.peek() {
            Token::Number(_) | Token::Text(_) | Token::Name(_) | Token::Open => true,
            Token::Operator(operator) => *operator == Operator::Subtract,
            Token::Word(word) => !matches!(Word::of(word), Some(Word::And | Word::Or)),
            _ => false,
        }
    }

    fn path(&mut self, first: String, at: usize) -> Result<Kind, FormulaError> {
        let mut names = vec![Name { at, text: first }];
        while *self.peek() == Token::Dot {
            self.take();
            match self.take() {
                (Token::Word(text) | Token::Name(text), at) => names.push(Name { at, text }),
                (token, at) => return Err(FormulaError::new(at, FormulaProblem::ValueExpected(token.said()))),
            }
        }
        if *self.peek() == Token::Open {
            return Err(self.error(FormulaProblem::OperatorExpected("(".into())));
        }
        Ok(Kind::Path(names))
    }

    fn arguments(&mut self) -> Result<Vec<Tree>, FormulaError> {
        let mut arguments = Vec::new();
        if *self.peek() != Token::Close {
            arguments.push(self.expression(0)?);
            while *self.peek() == Token::Comma {
                self.take();
                arguments.push(self.expression(0)?);
            }
        }
        self.close()?;
        Ok(arguments)
    }

    fn close(&mut self) -> Result<(), FormulaError> {
        if *self.peek() != Token::Close {
            return Err(self.error(FormulaProblem::CloseExpected(self.peek().said())));
        }
        self.take();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, Instant};

    fn check(text: &str, printed: &str) {
        let tree = parse(text).unwrap();
        assert_eq!(tree.to_string(), printed, "{text}");
        assert_eq!(parse(printed), Ok(tree), "{text}");
    }

    #[test]
    fn operators_bind_by_their_strength() {
        check("1+2*3", "1 + 2 * 3");
        check("(1+2)*3", "(1 + 2) * 3");
        check("((1))-(2-3)", "1 - (2 - 3)");
        check("(1-2)-3", "1 - 2 - 3");
        check("- -a", "--a");
        check("-(a+b)*c", "-(a + b) * c");
        check("a & b+c & d", "a & b + c & d");
        check("a=b & c", "a = b & c");
        check("(a=b)=c", "(a = b) = c");
        check("not a and b or c", "not a and b or c");
        check("not (a and (b or c))", "not (a and (b or c))");
        check("a >= 1 and b <> 2", "a >= 1 and b <> 2");
        check("a ≥ 1 and b != 2", "a >= 1 and b <> 2");
    }

    #[test]
    fn lithuanian_words_mean_the_same() {
        check("a IR b arba Ne c", "a and b or not c");
        check("jei(taip; ne; ne a)", "if(yes, no, not a)");
        check("a = ne", "a = no");
        check("a = ne ir b", "a = no and b");
        check("ŽEMYN(1.50)", "floor(1.50)");
        check("PVM(x.y, [Vieneto kaina].[ne])", "vat(x.y, [Vieneto kaina].[ne])");
    }

    #[test]
    fn what_is_not_well_formed_is_refused_with_its_place() {
        use FormulaProblem as P;
        let check = |text: &str, position, problem| {
            assert_eq!(parse(text), Err(FormulaError::new(position, problem)), "{text}");
        };
        check("", 0, P::ValueExpected("".into()));
        check("1 +", 3, P::ValueExpected("".into()));
        check("1 + * 2", 4, P::ValueExpected("*".into()));
        check("a b", 2, P::OperatorExpected("b".into()));
        check("a.b(1)", 3, P::OperatorExpected("(".into()));
        check("(1", 2, P::CloseExpected("".into()));
        check("sum(1 2)", 6, P::CloseExpected("2".into()));
        check("1)", 1, P::OperatorExpected(")".into()));
        check("1,5", 1, P::StrayComma);
        check("a < b < c", 6, P::ChainedComparison);
        check("suma2(1)", 0, P::UnknownFunction("suma2".into()));
        check("a.", 2, P::ValueExpected("".into()));
        check("and 1", 0, P::ValueExpected("and".into()));
        check("sum(1,)", 6, P::ValueExpected(")".into()));
    }

    #[test]
    fn deep_nesting_is_refused_at_once() {
        let started = Instant::now();
        for (open, close) in [("(", ")"), ("-", ""), ("not ", ""), ("abs(", ")"), ("if(yes, ", ")"), ("1 + (", ")")] {
            let nested = |depth: usize| open.repeat(depth) + "1" + &close.repeat(depth);
            assert!(parse(&nested(DEPTH)).is_ok(), "{open}");
            let error = parse(&nested(DEPTH + 1)).unwrap_err();
            assert_eq!(error.problem, FormulaProblem::TooDeep { allowed: DEPTH }, "{open}");
            assert!(parse(&nested(10_000)).is_err());
            assert!(parse(&open.repeat(10_000 / open.len())).is_err());
        }
        assert!(started.elapsed() < Duration::from_millis(200), "{:?}", started.elapsed());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,80}") {
            if let Ok(tree) = parse(&text) {
                prop_assert_eq!(parse(&tree.to_string()), Ok(tree));
            }
        }

        #[test]
        fn texts_of_its_own_characters_too(text in "([a-c1-3.,;()+*/&<>='\"\\[\\] -]|not |and | or |sum\\(|if\\(|ne ){0,40}") {
            match parse(&text) {
                Ok(tree) => prop_assert_eq!(parse(&tree.to_string()), Ok(tree)),
                Err(error) => prop_assert!(error.position <= text.chars().count()),
            }
        }
    }
}
