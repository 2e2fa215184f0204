//! Checking the arguments of functions.

use super::{
    FormulaError, FormulaProblem, Function, Sort, Tree, Type,
    bind::{Binder, Bound, Result, choice},
    program::{self, Node, Path, Step},
};
use crate::{
    ids::TableId,
    schema::{FieldRole, Table, TableRole},
    value::Value,
};

impl Binder<'_> {
    pub fn call(&mut self, function: Function, at: usize, arguments: &[Tree]) -> Result<Bound> {
        let (least, most) = function.arity();
        if arguments.len() < least || arguments.len() > most {
            return Err(FormulaError::new(at, FormulaProblem::ArgumentCount { function, least, most }));
        }
        let mut bounds = Vec::with_capacity(arguments.len());
        for argument in arguments {
            bounds.push(self.bind(argument)?);
        }
        self.call_of(function, at, bounds)
    }

    fn call_of(&mut self, function: Function, at: usize, bounds: Vec<Bound>) -> Result<Bound> {
        use Function as F;
        match function {
            F::Sum | F::Min | F::Max | F::Average => reduction(function, at, bounds),
            F::Count => count(at, bounds),
            F::Join => self.join(at, bounds),
            F::Vat => vat(at, bounds),
            F::If => self.choice_of_two(at, bounds),
            F::First => {
                let (nodes, kind, records) = self.unify(bounds)?;
                Ok(Bound { records, ..Bound::new(at, Node::Call(function, at, nodes), kind) })
            }
            F::Empty => {
                let nodes = bounds.into_iter().map(|bound| bound.node).collect();
                Ok(Bound::new(at, Node::Call(function, at, nodes), Type::YesNo))
            }
            F::Contains => self.contains(at, bounds),
            F::CurrentUser => self.current_user(at),
            F::Within => self.within(at, bounds),
            F::Text if bounds.len() == 1 => {
                let texts =
                    bounds.into_iter().map(|bound| Ok(self.text(bound.single()?))).collect::<Result<Vec<_>>>()?;
                Ok(Bound::new(at, Node::Join(at, texts), Type::Text))
            }
            _ => self.plain(function, at, bounds),
        }
    }

    /// A function whose arguments and result have fixed types.
    fn plain(&mut self, function: Function, at: usize, bounds: Vec<Bound>) -> Result<Bound> {
        use Function as F;
        const TEXTS: &[Sort] = &[Sort::Text; 3];
        const PART: &[Sort] = &[Sort::Text, Sort::Number, Sort::Number];
        const DATES: &[Sort] = &[Sort::Date; 2];
        const MOVED: &[Sort] = &[Sort::Date, Sort::Number];
        const NUMBERS: &[Sort] = &[Sort::Number; 3];
        const PAYMENT: &[Sort] = &[Sort::Text, Sort::Text, Sort::Number, Sort::Text];
        let (sorts, mut result) = match function {
            F::Payment => (PAYMENT, Type::Text),
            F::Today | F::Date => (NUMBERS, Type::Date),
            F::Year | F::Month | F::Day | F::Weekday | F::Days | F::Age => (DATES, Type::Number),
            F::AddDays | F::AddMonths => (MOVED, Type::Date),
            F::Upper | F::Lower | F::Trim | F::Replace => (TEXTS, Type::Text),
            F::Length | F::Number => (TEXTS, Type::Number),
            F::Left | F::Right | F::Mid => (PART, Type::Text),
            F::Text | F::Words => (NUMBERS, Type::Text),
            _ => (NUMBERS, Type::Number),
        };
        self.clock |= matches!(function, F::Today | F::Age);
        let mut nodes = Vec::with_capacity(bounds.len());
        for (bound, sort) in bounds.into_iter().zip(sorts) {
            let as_it_is = match bound.kind {
                Type::DateTime => matches!(function, F::AddDays | F::AddMonths),
                Type::DayOfYear => matches!(function, F::Month | F::Day),
                _ => false,
            };
            if as_it_is {
                if bound.kind == Type::DateTime {
                    result = Type::DateTime;
                }
                nodes.push(bound.node);
            } else {
                nodes.push(self.need(bound, *sort)?);
            }
        }
        Ok(Bound::new(at, Node::Call(function, at, nodes), result))
    }

    fn choice_of_two(&mut self, at: usize, mut bounds: Vec<Bound>) -> Result<Bound> {
        let branches = bounds.split_off(1);
        let mut nodes = Vec::with_capacity(3);
        for condition in bounds {
            nodes.push(self.need(condition, Sort::YesNo)?);
        }
        let (branches, kind, records) = self.unify(branches)?;
        nodes.extend(branches);
        Ok(Bound { records, ..Bound::new(at, Node::Call(Function::If, at, nodes), kind) })
    }

    fn join(&mut self, at: usize, bounds: Vec<Bound>) -> Result<Bound> {
        let mut bounds = bounds.into_iter();
        let list = expect_some(bounds.next(), at)?;
        if !matches!(list.kind, Type::List(_) | Type::Choice { .. } | Type::Record { .. }) {
            return Err(list.error(FormulaProblem::ListNeeded(Function::Join)));
        }
        let say = self.say(&list.kind, &list.records);
        let separator = match bounds.next() {
            Some(bound) => self.need(bound, Sort::Text)?,
            None => Node::Constant(Value::Text(", ".into())),
        };
        let node = Node::JoinList(at, Box::new(list.node), say, Box::new(separator));
        Ok(Bound::new(at, node, Type::Text))
    }

    fn current_user(&mut self, at: usize) -> Result<Bound> {
        let is_it = |table: &&Table| !table.info.removed && table.info.role == Some(TableRole::User);
        let users = self.tables.iter().find(is_it);
        let users = users.ok_or_else(|| FormulaError::new(at, FormulaProblem::UnknownTable))?.info.id;
        self.clock = true;
        let kind = Type::Record { tables: vec![users], many: false };
        Ok(Bound::new(at, Node::Call(Function::CurrentUser, at, Vec::new()), kind))
    }

    fn within(&mut self, at: usize, bounds: Vec<Bound>) -> Result<Bound> {
        let mut bounds = bounds.into_iter();
        let (of, name) = (expect_some(bounds.next(), at)?.single()?, expect_some(bounds.next(), at)?);
        let tree = match &of.kind {
            Type::Record { tables, .. } => tables.first().and_then(|table| self.tree(*table)),
            _ => None,
        };
        let Some(tree) = tree else { return Err(of.error(FormulaProblem::TreeNeeded(Function::Within))) };
        // A record moves with its whole branch, which no dependency follows.
        self.clock = true;
        let sides = Box::new((of.node, self.need(name, Sort::Text)?));
        Ok(Bound::new(at, Node::Within(sides, tree), Type::YesNo))
    }

    fn tree(&self, id: TableId) -> Option<program::Tree> {
        let table = self.tables.iter().find(|table| table.info.id == id)?;
        Some(program::Tree { table: id, parent: table.field_by_role(FieldRole::Parent)?.id })
    }

    fn contains(&mut self, at: usize, bounds: Vec<Bound>) -> Result<Bound> {
        let mut bounds = bounds.into_iter();
        let (whole, part) = (expect_some(bounds.next(), at)?, expect_some(bounds.next(), at)?);
        if let (Type::Choice { choices, .. }, Some(text)) = (&whole.kind, part.literal()) {
            let wanted = choice(choices, text, part.at)?;
            return Ok(Bound::new(at, Node::Chosen(Box::new(whole.node), wanted), Type::YesNo));
        }
        let nodes = vec![self.need(whole, Sort::Text)?, self.need(part, Sort::Text)?];
        Ok(Bound::new(at, Node::Call(Function::Contains, at, nodes), Type::YesNo))
    }
}

/// The arity was checked before.
fn expect_some(bound: Option<Bound>, at: usize) -> Result<Bound> {
    bound.ok_or_else(|| FormulaError::new(at, FormulaProblem::ValueExpected(String::new())))
}

/// `sum` and its like: of one list, or of several lists and values.
fn reduction(function: Function, at: usize, bounds: Vec<Bound>) -> Result<Bound> {
    let alone = bounds.len() == 1;
    let mut kind = None;
    let mut nodes = Vec::with_capacity(bounds.len());
    for bound in bounds {
        let element = match &bound.kind {
            Type::List(element) => element,
            _ if alone => return Err(bound.error(FormulaProblem::ListNeeded(function))),
            single => single,
        };
        let has_size = matches!(element, Type::Number)
            || matches!(function, Function::Min | Function::Max)
                && matches!(element, Type::Date | Type::DateTime | Type::Time | Type::Instant);
        let expected = kind.as_ref().map_or(Sort::Number, Type::sort);
        if !has_size || kind.as_ref().is_some_and(|kind| kind != element) {
            return Err(bound.error(FormulaProblem::WrongType { expected, found: element.sort() }));
        }
        kind = Some(element.clone());
        nodes.push(bound.node);
    }
    Ok(Bound::new(at, Node::Call(function, at, nodes), kind.unwrap_or(Type::Number)))
}

fn count(at: usize, bounds: Vec<Bound>) -> Result<Bound> {
    for bound in &bounds {
        if !matches!(bound.kind, Type::List(_) | Type::Choice { .. } | Type::Record { .. }) {
            return Err(bound.error(FormulaProblem::ListNeeded(Function::Count)));
        }
    }
    let nodes = bounds.into_iter().map(|bound| bound.node).collect();
    Ok(Bound::new(at, Node::Call(Function::Count, at, nodes), Type::Number))
}

/// `vat(amounts, rates)`: numbers of the same records.
fn vat(at: usize, bounds: Vec<Bound>) -> Result<Bound> {
    for bound in &bounds {
        let element = if let Type::List(element) = &bound.kind { element } else { &bound.kind };
        if *element != Type::Number {
            return Err(bound.error(FormulaProblem::WrongType { expected: Sort::Number, found: element.sort() }));
        }
    }
    let lists: Vec<Option<&Path>> =
        bounds.iter().map(|bound| if let Node::List(path) = &bound.node { Some(path) } else { None }).collect();
    let same = match lists[..] {
        [Some(amounts), Some(rates)] => ways(amounts).eq(ways(rates)),
        [None, None] => true,
        _ => false,
    };
    if !same {
        return Err(FormulaError::new(at, FormulaProblem::DifferentLists));
    }
    let nodes = bounds.into_iter().map(|bound| bound.node).collect();
    Ok(Bound::new(at, Node::Call(Function::Vat, at, nodes), Type::Number))
}

fn ways(path: &Path) -> impl Iterator<Item = &[Step]> {
    path.routes.iter().map(|route| route.steps.as_slice())
}
