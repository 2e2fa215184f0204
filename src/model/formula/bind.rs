//! Looking up names and checking types: from a tree to a program.

use super::{
    Dependency, FormulaError, FormulaProblem, Hop, Named, Program, Sort, Tree, Type,
    program::{By, Node, Say},
    tree::{Comparison, Kind, Operator},
};
use crate::{
    ids::{ChoiceId, TableId},
    language::Language,
    schema::{Choice, FieldKind, Table},
    value::{self, Value, fold},
};
use std::cell::RefCell;

/// Looks up the names of an expression over a record of `table`, and checks its types.
///
/// # Errors
/// Where a name leads nowhere or types do not fit: what is wrong and at which character.
pub fn bind(tree: &Tree, tables: &[Table], table: TableId) -> Result<Program> {
    let mut binder = Binder::new(tables, table)?;
    let bound = binder.bind(tree)?.single()?;
    Ok(binder.program(bound.node, bound.kind))
}

/// As [`bind`], for an expression that holds or does not.
///
/// # Errors
/// The same, and where it is neither yes nor no.
pub fn bind_condition(tree: &Tree, tables: &[Table], table: TableId) -> Result<Program> {
    let mut binder = Binder::new(tables, table)?;
    let node = binder.needed(tree, Sort::YesNo)?;
    Ok(binder.program(node, Type::YesNo))
}

pub(super) struct Binder<'a> {
    pub tables: &'a [Table],
    /// The table of the program's own record.
    pub table: &'a Table,
    pub dependencies: Vec<Dependency>,
    pub clock: bool,
    /// What the names lead to, each with the place of its first character.
    pub named: RefCell<Vec<(usize, Named)>>,
}

impl<'a> Binder<'a> {
    pub(super) fn new(tables: &'a [Table], table: TableId) -> Result<Binder<'a>> {
        let known = tables.iter().find(|known| known.info.id == table);
        let table = known.ok_or_else(|| FormulaError::new(0, FormulaProblem::UnknownTable))?;
        Ok(Binder { tables, table, dependencies: Vec::new(), clock: false, named: RefCell::default() })
    }

    fn program(self, root: Node, result: Type) -> Program {
        Program { root, result, dependencies: self.dependencies, clock: self.clock }
    }
}

/// Tables of records and the ways to them.
pub(super) type Origins = Vec<(TableId, Vec<Hop>)>;

/// A bound part with its type.
pub(super) struct Bound {
    pub node: Node,
    pub kind: Type,
    pub at: usize,
    /// Where its records may be found, if they are records.
    pub records: Origins,
}

pub(super) type Result<T> = std::result::Result<T, FormulaError>;

impl Bound {
    pub fn new(at: usize, node: Node, kind: Type) -> Bound {
        Bound { node, kind, at, records: Vec::new() }
    }

    pub fn error(&self, problem: FormulaProblem) -> FormulaError {
        FormulaError::new(self.at, problem)
    }

    /// Itself, unless it is a list.
    pub fn single(self) -> Result<Bound> {
        match self.kind {
            Type::List(_) => Err(self.error(FormulaProblem::BareList)),
            _ => Ok(self),
        }
    }

    /// Its text, where it was written as a text.
    pub fn literal(&self) -> Option<&str> {
        match (&self.node, &self.kind) {
            (Node::Constant(Value::Text(text)), _) => Some(text),
            (Node::Empty, Type::Text) => Some(""),
            _ => None,
        }
    }

    fn wrong(&self, expected: Sort) -> FormulaError {
        self.error(FormulaProblem::WrongType { expected, found: self.kind.sort() })
    }
}

impl<'a> Binder<'a> {
    pub fn bind(&mut self, tree: &Tree) -> Result<Bound> {
        let at = tree.at;
        match &tree.kind {
            Kind::Number(number) => Ok(Bound::new(at, Node::Constant(Value::Number(*number)), Type::Number)),
            Kind::Text(text) if text.is_empty() => Ok(Bound::new(at, Node::Empty, Type::Text)),
            Kind::Text(text) => Ok(Bound::new(at, Node::Constant(Value::Text(text.clone())), Type::Text)),
            Kind::YesNo(yes) => Ok(Bound::new(at, Node::Constant(Value::YesNo(*yes)), Type::YesNo)),
            Kind::Path(names) => self.path(names),
            Kind::Call(function, arguments) => self.call(*function, at, arguments),
            Kind::Negate(operand) => self.unary(at, operand, Sort::Number),
            Kind::Not(operand) => self.unary(at, operand, Sort::YesNo),
            Kind::Compare(left, comparison, right) => {
                let left = self.bind(left)?.single()?;
                self.comparison(at, left, *comparison, right)
            }
            Kind::Chain(first, rest) => match rest.first().map(|(operator, _)| *operator) {
                Some(Operator::And | Operator::Or) => self.conditions(at, first, rest),
                Some(Operator::Join) => self.joined(at, first, rest),
                _ => self.arithmetic(at, first, rest),
            },
        }
    }

    // Plain loops and small functions from here on: expressions may be nested deeply, and every frame counts.

    fn unary(&mut self, at: usize, operand: &Tree, sort: Sort) -> Result<Bound> {
        let node = Box::new(self.needed(operand, sort)?);
        Ok(match sort {
            Sort::Number => Bound::new(at, Node::Negate(node), Type::Number),
            _ => Bound::new(at, Node::Not(node), Type::YesNo),
        })
    }

    fn comparison(&mut self, at: usize, left: Bound, comparison: Comparison, right: &Tree) -> Result<Bound> {
        let right = self.bind(right)?.single()?;
        let node = self.compare(left, comparison, right)?;
        Ok(Bound::new(at, node, Type::YesNo))
    }

    fn conditions(&mut self, at: usize, first: &Tree, rest: &[(Operator, Tree)]) -> Result<Bound> {
        let mut nodes = vec![self.needed(first, Sort::YesNo)?];
        for (_, operand) in rest {
            nodes.push(self.needed(operand, Sort::YesNo)?);
        }
        let all = matches!(rest, [(Operator::And, _), ..]);
        Ok(Bound::new(at, if all { Node::All(nodes) } else { Node::Any(nodes) }, Type::YesNo))
    }

    fn joined(&mut self, at: usize, first: &Tree, rest: &[(Operator, Tree)]) -> Result<Bound> {
        let mut nodes = vec![self.as_text(first)?];
        for (_, operand) in rest {
            nodes.push(self.as_text(operand)?);
        }
        Ok(Bound::new(at, Node::Join(at, nodes), Type::Text))
    }

    fn as_text(&mut self, tree: &Tree) -> Result<Node> {
        let bound = self.bind(tree)?.single()?;
        Ok(self.text(bound))
    }

    fn arithmetic(&mut self, at: usize, first: &Tree, rest: &[(Operator, Tree)]) -> Result<Bound> {
        let first = Box::new(self.term(first)?);
        let mut terms = Vec::with_capacity(rest.len());
        for (operator, operand) in rest {
            terms.push((*operator, operand.at, self.term(operand)?));
        }
        Ok(Bound::new(at, Node::Arithmetic(first, terms), Type::Number))
    }

    fn term(&mut self, tree: &Tree) -> Result<Node> {
        let bound = self.bind(tree)?.single()?;
        match bound.kind {
            Type::Date | Type::DateTime | Type::Time | Type::Instant => {
                Err(bound.error(FormulaProblem::DateArithmetic))
            }
            _ => self.need(bound, Sort::Number),
        }
    }

    pub fn needed(&mut self, tree: &Tree, sort: Sort) -> Result<Node> {
        let bound = self.bind(tree)?;
        self.need(bound, sort)
    }

    /// The part as a value of `sort`: choices and records give way to text, times to days, written days are read.
    pub fn need(&mut self, bound: Bound, sort: Sort) -> Result<Node> {
        let bound = bound.single()?;
        match (sort, bound.kind.sort()) {
            (wanted, found) if wanted == found => Ok(bound.node),
            (Sort::Text, Sort::Choice | Sort::Record) => Ok(self.text(bound)),
            (Sort::Date, Sort::DateTime) => Ok(Node::DayOf(Box::new(bound.node))),
            (Sort::Date, Sort::Text) if bound.literal().is_some() => literal_as(&bound, &Type::Date),
            _ => Err(bound.wrong(sort)),
        }
    }

    /// The part as a text.
    pub fn text(&mut self, bound: Bound) -> Node {
        let say = self.say(&bound.kind, &bound.records);
        match bound.kind {
            Type::Text => bound.node,
            _ => Node::Text(Box::new(bound.node), say),
        }
    }

    /// How values of a type become text; the titles of records become dependencies.
    pub fn say(&mut self, kind: &Type, records: &[(TableId, Vec<Hop>)]) -> Say {
        match kind {
            Type::List(inner) => self.say(inner, records),
            Type::Choice { choices, .. } => Say::Label(choices.clone()),
            _ => {
                records.iter().for_each(|(table, path)| self.depend_on_title(*table, path, 0));
                Say::Plain
            }
        }
    }

    fn compare(&mut self, left: Bound, comparison: Comparison, right: Bound) -> Result<Node> {
        match (left.literal(), right.literal()) {
            (None, Some(_)) if left.kind != Type::Text => return self.compare_literal(left, comparison, &right),
            (Some(_), None) if right.kind != Type::Text => {
                return self.compare_literal(right, comparison.mirrored(), &left);
            }
            _ => {}
        }
        let (a, b) = (left.kind.sort(), right.kind.sort());
        let days =
            |bound: Bound, sort| if sort == Sort::DateTime { Node::DayOf(Box::new(bound.node)) } else { bound.node };
        match (a, b) {
            (Sort::Choice, Sort::Choice) if left.kind != right.kind => {
                ordered(&left, comparison, By::Sameness)?;
                let keys = |bound: Bound| match bound.kind {
                    Type::Choice { choices, .. } => Node::Text(Box::new(bound.node), Say::Key(choices)),
                    _ => bound.node,
                };
                Ok(Node::Compare(Box::new((keys(left), keys(right))), comparison, By::Text))
            }
            (Sort::Date, Sort::DateTime) | (Sort::DateTime, Sort::Date) => {
                Ok(Node::Compare(Box::new((days(left, a), days(right, b))), comparison, By::Moment))
            }
            (Sort::Text, Sort::Record) | (Sort::Record, Sort::Text) => {
                Ok(Node::Compare(Box::new((self.text(left), self.text(right))), comparison, By::Text))
            }
            (a, b) if a == b => {
                let by = by(a);
                ordered(&left, comparison, by)?;
                Ok(Node::Compare(Box::new((left.node, right.node)), comparison, by))
            }
            (left, b) => Err(right.error(FormulaProblem::Mismatch { left, right: b })),
        }
    }

    fn compare_literal(&mut self, left: Bound, comparison: Comparison, literal: &Bound) -> Result<Node> {
        let text = literal.literal().unwrap_or_default();
        match &left.kind {
            Type::Choice { choices, .. } if !text.is_empty() => {
                ordered(&left, comparison, By::Sameness)?;
                let chosen = Node::Chosen(Box::new(left.node), choice(choices, text, literal.at)?);
                Ok(if comparison == Comparison::Differs { Node::Not(Box::new(chosen)) } else { chosen })
            }
            Type::Record { .. } if !text.is_empty() => {
                let right = literal.node.clone();
                Ok(Node::Compare(Box::new((self.text(left), right)), comparison, By::Text))
            }
            Type::DateTime if is_day(text) => {
                let right = literal_as(literal, &Type::Date)?;
                Ok(Node::Compare(Box::new((Node::DayOf(Box::new(left.node)), right)), comparison, By::Moment))
            }
            kind => {
                let by = by(kind.sort());
                ordered(&left, comparison, by)?;
                let right = literal_as(literal, kind)?;
                Ok(Node::Compare(Box::new((left.node, right)), comparison, by))
            }
        }
    }

    /// The parts as values of one type.
    pub fn unify(&mut self, bounds: Vec<Bound>) -> Result<(Vec<Node>, Type, Origins)> {
        let bounds = bounds.into_iter().map(Bound::single).collect::<Result<Vec<_>>>()?;
        let Some(first) = bounds.iter().find(|bound| bound.literal().is_none()).map(|bound| bound.kind.clone()) else {
            return Ok((bounds.into_iter().map(|bound| bound.node).collect(), Type::Text, Vec::new()));
        };
        let speaks = |bound: &Bound| {
            matches!(bound.kind.sort(), Sort::Text | Sort::Choice | Sort::Record) && bound.literal() != Some("")
        };
        let differs = |bound: &Bound| match (&bound.kind, bound.literal()) {
            (_, Some(text)) => matches!(first, Type::Record { .. } | Type::Text) && !text.is_empty(),
            (kind, None) => kind.sort() != first.sort() || matches!(kind, Type::Choice { .. }) && *kind != first,
        };
        if bounds.iter().any(differs) {
            let filled: Vec<&Bound> = bounds.iter().filter(|bound| bound.literal() != Some("")).collect();
            if filled.iter().all(|bound| speaks(bound)) {
                let nodes = bounds.into_iter().map(|bound| self.text(bound)).collect();
                return Ok((nodes, Type::Text, Vec::new()));
            }
            if filled.iter().all(|bound| matches!(bound.kind, Type::Date | Type::DateTime)) {
                let nodes = bounds.into_iter().map(|bound| match bound.literal() {
                    Some(_) => Ok(Node::Empty),
                    None => self.need(bound, Sort::Date),
                });
                return Ok((nodes.collect::<Result<_>>()?, Type::Date, Vec::new()));
            }
        }
        self.alike(bounds, first)
    }

    fn alike(&mut self, bounds: Vec<Bound>, mut kind: Type) -> Result<(Vec<Node>, Type, Origins)> {
        let (mut nodes, mut records) = (Vec::new(), Vec::new());
        for bound in bounds {
            if bound.literal().is_some() {
                nodes.push(literal_as(&bound, &kind)?);
                continue;
            }
            match (&mut kind, &bound.kind) {
                (Type::Record { tables, many }, Type::Record { tables: more, many: several }) => {
                    *many |= *several;
                    let any = tables.is_empty() || more.is_empty();
                    tables.extend(more.iter().copied());
                    tables.sort_unstable();
                    tables.dedup();
                    tables.retain(|_| !any);
                }
                (Type::Choice { many, .. }, Type::Choice { many: several, .. }) => *many |= *several,
                (a, b) if a == b => {}
                (a, b) => {
                    return Err(bound.error(FormulaProblem::Mismatch { left: a.sort(), right: b.sort() }));
                }
            }
            nodes.push(bound.node);
            records.extend(bound.records);
        }
        Ok((nodes, kind, records))
    }
}

fn by(sort: Sort) -> By {
    match sort {
        Sort::Number => By::Number,
        Sort::Text => By::Text,
        Sort::YesNo => By::YesNo,
        Sort::Date | Sort::DayOfYear | Sort::Time | Sort::DateTime | Sort::Instant => By::Moment,
        Sort::Choice | Sort::Record | Sort::File | Sort::List => By::Sameness,
    }
}

/// Refuses `<` and its like where there is no order.
fn ordered(left: &Bound, comparison: Comparison, by: By) -> Result<()> {
    let has_order = matches!(by, By::Number | By::Text | By::Moment);
    if has_order || matches!(comparison, Comparison::Equals | Comparison::Differs) {
        return Ok(());
    }
    Err(left.error(FormulaProblem::NoOrder(left.kind.sort())))
}

/// Whether a text is a whole ISO date, without a time.
fn is_day(text: &str) -> bool {
    text.trim().parse::<chrono::NaiveDate>().is_ok()
}

/// A written text read as a value of `kind`; nothing written is empty.
fn literal_as(literal: &Bound, kind: &Type) -> Result<Node> {
    let text = literal.literal().unwrap_or_default();
    if text.is_empty() {
        return Ok(Node::Empty);
    }
    let field_kind = match kind {
        Type::Text => return Ok(literal.node.clone()),
        Type::Choice { choices, .. } => {
            return Ok(Node::Constant(Value::Choices(vec![choice(choices, text, literal.at)?])));
        }
        Type::Date => FieldKind::Date,
        Type::DayOfYear => FieldKind::DayOfYear,
        Type::Time => FieldKind::Time,
        Type::DateTime => FieldKind::DateTime,
        Type::Instant => FieldKind::Instant,
        Type::YesNo => FieldKind::YesNo,
        Type::Number | Type::Record { .. } | Type::File | Type::List(_) => {
            return Err(literal.error(FormulaProblem::Mismatch { left: kind.sort(), right: Sort::Text }));
        }
    };
    let unreadable = || literal.error(FormulaProblem::Unreadable { text: text.to_owned(), expected: kind.sort() });
    match value::parse(text, &field_kind, Language::En) {
        Ok(Some(value)) => Ok(Node::Constant(value)),
        _ => Err(unreadable()),
    }
}

/// The choice of a key or a label in either language.
pub(super) fn choice(choices: &[Choice], text: &str, at: usize) -> Result<ChoiceId> {
    let wanted = fold(text.trim());
    let named = |name: &str| !name.is_empty() && fold(name) == wanted;
    let found = choices
        .iter()
        .find(|choice| choice.key == text)
        .or_else(|| choices.iter().find(|choice| named(&choice.key)))
        .or_else(|| choices.iter().find(|choice| named(&choice.label.lt) || named(&choice.label.en)));
    found.map(|choice| choice.id).ok_or_else(|| {
        let keys = choices.iter().filter(|choice| !choice.retired).map(|choice| choice.key.clone()).collect();
        FormulaError::new(at, FormulaProblem::UnknownChoice { text: text.to_owned(), keys })
    })
}
