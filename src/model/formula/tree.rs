//! What an expression says, before its names are looked up, and how it is written.

use super::{Function, lexer::is_word, names::Word};
use rust_decimal::Decimal;
use std::fmt;

/// A parsed expression, names not yet looked up. Two trees are equal where they say the same, wherever their parts stand.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(super) at: usize,
    pub(super) kind: Kind,
}

impl PartialEq for Tree {
    fn eq(&self, other: &Tree) -> bool {
        self.kind == other.kind
    }
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Kind {
    Number(Decimal),
    Text(String),
    YesNo(bool),
    Path(Vec<Name>),
    Call(Function, Vec<Tree>),
    Negate(Box<Tree>),
    Not(Box<Tree>),
    Compare(Box<Tree>, Comparison, Box<Tree>),
    /// Operators of one strength, from left to right; never empty, and the first operand is no chain of the same strength.
    Chain(Box<Tree>, Vec<(Operator, Tree)>),
}

/// A name in a path.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub at: usize,
    pub text: String,
}

impl PartialEq for Name {
    fn eq(&self, other: &Name) -> bool {
        self.text == other.text
    }
}

/// An operator that can be chained.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Operator {
    Multiply,
    Divide,
    Add,
    Subtract,
    Join,
    And,
    Or,
}

/// A comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Comparison {
    Equals,
    Differs,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// Strength of the comparisons; of the operators see [`Operator::strength`].
pub(super) const COMPARISON: u8 = 2;
const UNARY: u8 = 6;
const WHOLE: u8 = 7;

impl Operator {
    pub(super) fn strength(self) -> u8 {
        match self {
            Operator::Or => 0,
            Operator::And => 1,
            Operator::Join => 3,
            Operator::Add | Operator::Subtract => 4,
            Operator::Multiply | Operator::Divide => 5,
        }
    }

    pub(super) fn sign(self) -> &'static str {
        match self {
            Operator::Multiply => "*",
            Operator::Divide => "/",
            Operator::Add => "+",
            Operator::Subtract => "-",
            Operator::Join => "&",
            Operator::And => "and",
            Operator::Or => "or",
        }
    }
}

impl Comparison {
    /// The comparison with its sides exchanged.
    pub(super) fn mirrored(self) -> Comparison {
        match self {
            Comparison::Less => Comparison::Greater,
            Comparison::AtMost => Comparison::AtLeast,
            Comparison::Greater => Comparison::Less,
            Comparison::AtLeast => Comparison::AtMost,
            same => same,
        }
    }

    pub(super) fn sign(self) -> &'static str {
        match self {
            Comparison::Equals => "=",
            Comparison::Differs => "<>",
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::Greater => ">",
            Comparison::AtLeast => ">=",
        }
    }
}

impl Tree {
    pub(super) fn new(at: usize, kind: Kind) -> Tree {
        Tree { at, kind }
    }

    /// A chain; a first operand that is a chain of the same strength is continued.
    pub(super) fn chain(first: Tree, mut rest: Vec<(Operator, Tree)>) -> Tree {
        let strength = rest.first().map(|(operator, _)| operator.strength());
        let at = first.at;
        match first.kind {
            Kind::Chain(start, mut known) if known.first().map(|(operator, _)| operator.strength()) == strength => {
                known.append(&mut rest);
                Tree::new(at, Kind::Chain(start, known))
            }
            kind => Tree::new(at, Kind::Chain(Box::new(Tree::new(at, kind)), rest)),
        }
    }

    fn strength(&self) -> u8 {
        match &self.kind {
            Kind::Chain(_, rest) => rest.first().map_or(WHOLE, |(operator, _)| operator.strength()),
            Kind::Compare(..) => COMPARISON,
            Kind::Negate(_) | Kind::Not(_) => UNARY,
            _ => WHOLE,
        }
    }

    /// Writes it, in brackets where it is weaker than `least`.
    fn write(&self, f: &mut fmt::Formatter<'_>, least: u8) -> fmt::Result {
        let strength = self.strength();
        if strength < least {
            f.write_str("(")?;
            self.write(f, 0)?;
            return f.write_str(")");
        }
        match &self.kind {
            Kind::Number(number) => write!(f, "{number}"),
            Kind::Text(text) => write!(f, "\"{}\"", text.replace('"', "\"\"")),
            Kind::YesNo(yes) => f.write_str(if *yes { "yes" } else { "no" }),
            Kind::Path(names) => separated(f, names, ".", |name, f| name.write(f)),
            Kind::Call(function, arguments) => {
                write!(f, "{}(", function.english())?;
                separated(f, arguments, ", ", |argument, f| argument.write(f, 0))?;
                f.write_str(")")
            }
            Kind::Negate(operand) => {
                f.write_str("-")?;
                operand.write(f, UNARY)
            }
            Kind::Not(operand) => {
                f.write_str("not ")?;
                operand.write(f, UNARY)
            }
            Kind::Compare(left, comparison, right) => {
                left.write(f, COMPARISON + 1)?;
                write!(f, " {} ", comparison.sign())?;
                right.write(f, COMPARISON + 1)
            }
            Kind::Chain(first, rest) => {
                first.write(f, strength + 1)?;
                for (operator, operand) in rest {
                    write!(f, " {} ", operator.sign())?;
                    operand.write(f, strength + 1)?;
                }
                Ok(())
            }
        }
    }
}

impl Name {
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_word(&self.text) && Word::of(&self.text).is_none() {
            f.write_str(&self.text)
        } else {
            write!(f, "[{}]", self.text.replace(']', "]]"))
        }
    }
}

fn separated<T>(
    f: &mut fmt::Formatter<'_>,
    items: &[T],
    separator: &str,
    write: impl Fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            f.write_str(separator)?;
        }
        write(item, f)?;
    }
    Ok(())
}

/// The expression with English words, single spaces and as few brackets as its meaning needs.
impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::parse, *};
    use proptest::prelude::*;

    fn leaf() -> impl Strategy<Value = Kind> {
        let names = prop_oneof![
            "[a-zą-ž_][a-z0-9ą-ž_]{0,5}(-[a-z0-9]{1,3})?",
            "[A-Z]{1,3}( [a-z]{1,3})?",
            Just("ne".to_owned()),
            Just("a]b".to_owned())
        ];
        let name = names.prop_map(|text| Name { at: 0, text });
        prop_oneof![
            (0..100_000i64, 0..4u32).prop_map(|(number, scale)| Kind::Number(Decimal::new(number, scale))),
            "[a\"' ž]{0,5}".prop_map(Kind::Text),
            any::<bool>().prop_map(Kind::YesNo),
            prop::collection::vec(name, 1..4).prop_map(Kind::Path),
        ]
    }

    /// Trees of every shape.
    pub fn tree() -> impl Strategy<Value = Tree> {
        leaf().prop_map(|kind| Tree::new(0, kind)).prop_recursive(5, 40, 4, |inner| {
            use Comparison as C;
            use Operator as O;
            const STRENGTHS: &[&[O]] =
                &[&[O::Or], &[O::And], &[O::Join], &[O::Add, O::Subtract], &[O::Multiply, O::Divide]];
            const COMPARISONS: &[C] = &[C::Equals, C::Differs, C::Less, C::AtMost, C::Greater, C::AtLeast];
            let rest = {
                let inner = inner.clone();
                prop::sample::select(STRENGTHS).prop_flat_map(move |operators| {
                    prop::collection::vec((prop::sample::select(operators), inner.clone()), 1..4)
                })
            };
            let boxed = || inner.clone().prop_map(Box::new);
            let calls = (prop::sample::select(Function::ALL), prop::collection::vec(inner.clone(), 0..4));
            prop_oneof![
                boxed().prop_map(|operand| Tree::new(0, Kind::Negate(operand))),
                boxed().prop_map(|operand| Tree::new(0, Kind::Not(operand))),
                calls.prop_map(|(function, arguments)| Tree::new(0, Kind::Call(function, arguments))),
                (boxed(), prop::sample::select(COMPARISONS), boxed())
                    .prop_map(|(left, comparison, right)| Tree::new(0, Kind::Compare(left, comparison, right))),
                (inner.clone(), rest).prop_map(|(first, rest)| Tree::chain(first, rest)),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_printed_tree_is_read_back_the_same(tree in tree()) {
            let printed = tree.to_string();
            prop_assert_eq!(parse(&printed), Ok(tree), "{}", printed);
        }
    }
}
