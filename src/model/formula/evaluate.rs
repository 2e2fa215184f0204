//! Evaluating programs: typed parts over records, with a bound on work and on the length of texts.

use super::{
    FormulaError, FormulaProblem, Records,
    program::{By, End, Node, Path, Say, Step, Tree},
    texts::{compare_texts, kept, said},
    tree::{Comparison, Operator},
};
use crate::{
    ids::RecordId,
    schema::FieldKind,
    value::{self, Value, fold},
};
use rust_decimal::Decimal;
use std::{borrow::Cow, cell::Cell, cmp::Ordering};

/// Bytes a text may have.
pub(super) const TEXT: usize = 64 * 1024;
/// Work one evaluation may do: a part is one, so is a record of a list, and so are some bytes of a text.
const WORK: usize = 1_000_000;
const BYTES_PER_WORK: usize = 16;
/// Levels of a tree that are looked at.
const DEPTH: usize = 64;

pub(super) type Result<T> = std::result::Result<T, FormulaError>;

/// One evaluation.
pub(super) struct Run<'r> {
    pub records: &'r dyn Records,
    record: RecordId,
    left: Cell<usize>,
}

impl<'r> Run<'r> {
    pub fn new(records: &'r dyn Records, record: RecordId) -> Run<'r> {
        Run { records, record, left: Cell::new(WORK) }
    }

    /// Takes `work` off what is left.
    fn spend(&self, work: usize, at: usize) -> Result<()> {
        let left = self.left.get().checked_sub(work);
        self.left.set(left.ok_or_else(|| FormulaError::new(at, FormulaProblem::TooMuchWork))?);
        Ok(())
    }

    /// Counts the work of making a text, and bounds its length.
    pub fn spend_text(&self, bytes: usize, at: usize) -> Result<()> {
        if bytes > TEXT {
            return Err(FormulaError::new(at, FormulaProblem::TextTooLong));
        }
        self.spend(1 + bytes / BYTES_PER_WORK, at)
    }

    pub fn value(&self, node: &Node) -> Result<Option<Value>> {
        self.spend(1, 0)?;
        match node {
            Node::Empty => Ok(None),
            Node::Constant(value) => Ok(Some(value.clone())),
            Node::Read(path) => Ok(self.read(path)),
            // Never evaluated by itself: binding refuses it.
            Node::List(_) => Ok(None),
            Node::Negate(operand) => self.negated(operand),
            Node::Arithmetic(first, rest) => Ok(self.arithmetic(first, rest)?.map(Value::Number)),
            Node::Join(at, parts) => self.join(*at, parts),
            Node::Not(_) | Node::All(_) | Node::Any(_) | Node::Compare(..) | Node::Chosen(..) => {
                Ok(Some(Value::YesNo(self.holds(node)?)))
            }
            Node::Text(inner, say) => self.said(inner, say),
            Node::DayOf(inner) => Ok(match self.value(inner)? {
                Some(Value::DateTime(time)) => Some(Value::Date(time.date())),
                value => value,
            }),
            Node::JoinList(at, list, say, separator) => self.join_list(*at, list, say, separator),
            Node::Call(function, at, arguments) => self.call(*function, *at, arguments),
            Node::Within(sides, tree) => self.within(&sides.0, &sides.1, *tree),
        }
    }

    fn negated(&self, operand: &Node) -> Result<Option<Value>> {
        let number = self.number(operand)?;
        Ok(number.map(|number| Value::Number(if number.is_zero() { number } else { -number })))
    }

    fn said(&self, node: &Node, say: &Say) -> Result<Option<Value>> {
        let text = self.value(node)?.map(|value| said(value, say, self.records)).unwrap_or_default();
        self.spend_text(text.len(), 0)?;
        Ok(kept(text))
    }

    pub fn number(&self, node: &Node) -> Result<Option<Decimal>> {
        Ok(self.value(node)?.and_then(|value| value.as_number()))
    }

    pub fn text<'n>(&self, node: &'n Node) -> Result<Cow<'n, str>> {
        if let Node::Constant(Value::Text(text)) = node {
            self.spend(1, 0)?;
            return Ok(Cow::Borrowed(text));
        }
        Ok(match self.value(node)? {
            Some(Value::Text(text)) => Cow::Owned(text),
            _ => Cow::Borrowed(""),
        })
    }

    /// Whether a condition holds; an empty one does not.
    pub fn holds(&self, node: &Node) -> Result<bool> {
        match node {
            Node::Not(operand) => Ok(!self.holds(operand)?),
            Node::All(parts) => self.all_are(parts, true),
            Node::Any(parts) => Ok(!self.all_are(parts, false)?),
            Node::Compare(sides, comparison, by) => self.compare(&sides.0, *comparison, &sides.1, *by),
            Node::Chosen(of, choice) => Ok(self.value(of)?.is_some_and(|value| value.choices().contains(choice))),
            _ => Ok(self.value(node)? == Some(Value::YesNo(true))),
        }
    }

    fn all_are(&self, parts: &[Node], wanted: bool) -> Result<bool> {
        for part in parts {
            if self.holds(part)? != wanted {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn compare(&self, left: &Node, comparison: Comparison, right: &Node, by: By) -> Result<bool> {
        let ordering = match by {
            By::Number => self.number(left)?.unwrap_or_default().cmp(&self.number(right)?.unwrap_or_default()),
            By::Text => {
                let (left, right) = (self.text(left)?, self.text(right)?);
                self.spend((left.len() + right.len()) / BYTES_PER_WORK, 0)?;
                compare_texts(&left, &right)
            }
            By::YesNo => self.holds(left)?.cmp(&self.holds(right)?),
            By::Moment => match (self.value(left)?, self.value(right)?) {
                (Some(left), Some(right)) => by_size(&left, &right),
                (left, right) => {
                    return Ok((left == right) == (comparison == Comparison::Equals) && is_equality(comparison));
                }
            },
            By::Sameness => {
                let same = same(self.value(left)?, self.value(right)?);
                return Ok(same == (comparison == Comparison::Equals));
            }
        };
        Ok(match comparison {
            Comparison::Equals => ordering.is_eq(),
            Comparison::Differs => ordering.is_ne(),
            Comparison::Less => ordering.is_lt(),
            Comparison::AtMost => ordering.is_le(),
            Comparison::Greater => ordering.is_gt(),
            Comparison::AtLeast => ordering.is_ge(),
        })
    }

    fn arithmetic(&self, first: &Node, rest: &[(Operator, usize, Node)]) -> Result<Option<Decimal>> {
        let mut result = self.number(first)?;
        for (operator, at, operand) in rest {
            let operand = self.number(operand)?;
            if result.is_none() && operand.is_none() {
                continue;
            }
            let (a, b) = (result.unwrap_or_default(), operand.unwrap_or_default());
            if *operator == Operator::Divide && b.is_zero() {
                result = None;
                continue;
            }
            let number = match operator {
                Operator::Add => a.checked_add(b),
                Operator::Subtract => a.checked_sub(b),
                Operator::Multiply => a.checked_mul(b),
                // Division alone leaves zeros behind.
                _ => a.checked_div(b).map(|number| number.normalize()),
            };
            result = Some(number.ok_or_else(|| FormulaError::new(*at, FormulaProblem::Overflow))?);
        }
        Ok(result.map(|number| if number.is_zero() { number.abs() } else { number }))
    }

    fn within(&self, of: &Node, name: &Node, tree: Tree) -> Result<Option<Value>> {
        let wanted = fold(self.text(name)?.trim());
        for link in self.value(of)?.as_ref().map(Value::links).unwrap_or_default() {
            let mut record = Some(link.record);
            for _ in 0..DEPTH {
                let Some(id) = record else { break };
                self.spend(1, 0)?;
                if fold(&self.records.title(tree.table, id)) == wanted {
                    return Ok(Some(Value::YesNo(true)));
                }
                record = self
                    .records
                    .value(id, tree.table, tree.parent)
                    .and_then(|value| Some(value.links().first()?.record));
            }
        }
        Ok(Some(Value::YesNo(false)))
    }

    fn join(&self, at: usize, parts: &[Node]) -> Result<Option<Value>> {
        let mut joined = String::new();
        for part in parts {
            let part = self.text(part)?;
            self.spend_text(joined.len() + part.len(), at)?;
            joined.push_str(&part);
        }
        Ok(kept(joined))
    }

    fn join_list(&self, at: usize, list: &Node, say: &Say, separator: &Node) -> Result<Option<Value>> {
        let separator = self.text(separator)?;
        let mut joined = String::new();
        let mut add = |text: String| {
            if text.is_empty() {
                return Ok(());
            }
            let between = if joined.is_empty() { "" } else { &*separator };
            // The texts before were counted when they came.
            self.spend(1 + (between.len() + text.len()) / BYTES_PER_WORK, at)?;
            if joined.len() + between.len() + text.len() > TEXT {
                return Err(FormulaError::new(at, FormulaProblem::TextTooLong));
            }
            joined.push_str(between);
            joined.push_str(&text);
            Ok(())
        };
        self.each(list, &mut |value| match value {
            Some(Value::Links(links)) => {
                links.into_iter().try_for_each(|link| add(said(Value::Links(vec![link]), say, self.records)))
            }
            Some(Value::Choices(choices)) => {
                choices.into_iter().try_for_each(|choice| add(said(Value::Choices(vec![choice]), say, self.records)))
            }
            Some(value) => add(said(value, say, self.records)),
            None => Ok(()),
        })?;
        Ok(kept(joined))
    }

    /// The value at the end of a path that does not branch.
    fn read(&self, path: &Path) -> Option<Value> {
        path.routes.iter().find_map(|route| {
            let mut record = self.record;
            for step in &route.steps {
                let Step::Link { table, field, to } = *step else { return None };
                let links = self.records.value(record, table, field)?;
                record = links.links().iter().find(|link| link.table == to)?.record;
            }
            self.end(&route.end, record)
        })
    }

    fn end(&self, end: &End, record: RecordId) -> Option<Value> {
        match end {
            End::Record(table) => Some(Value::link(*table, record)),
            End::Field(table, field) => self.records.value(record, *table, *field),
            End::ChoiceNumber(table, field, numbers) => {
                let chosen = self.records.value(record, *table, *field)?;
                let chosen = chosen.choices().first()?;
                numbers.iter().find(|(choice, _)| choice == chosen).map(|(_, number)| Value::Number(*number))
            }
        }
    }

    /// Hands over every value of a list, empty ones too; of what is no list, the value itself.
    pub fn each(&self, node: &Node, take: &mut dyn FnMut(Option<Value>) -> Result<()>) -> Result<()> {
        let Node::List(path) = node else { return take(self.value(node)?) };
        self.spend(1, path.at)?;
        path.routes.iter().try_for_each(|route| {
            self.walk(&route.steps, self.record, path.at, &mut |record| take(self.end(&route.end, record)))
        })
    }

    fn walk(
        &self,
        steps: &[Step],
        record: RecordId,
        at: usize,
        take: &mut dyn FnMut(RecordId) -> Result<()>,
    ) -> Result<()> {
        let Some((step, rest)) = steps.split_first() else { return take(record) };
        match *step {
            Step::Link { table, field, to } => {
                let Some(value) = self.records.value(record, table, field) else { return Ok(()) };
                let links = value.links().iter().filter(|link| link.table == to);
                links.into_iter().try_for_each(|link| {
                    self.spend(1, at)?;
                    self.walk(rest, link.record, at, take)
                })
            }
            Step::Back { table, field, target } => {
                self.records.related(record, target, table, field).into_iter().try_for_each(|record| {
                    self.spend(1, at)?;
                    self.walk(rest, record, at, take)
                })
            }
        }
    }
}

fn is_equality(comparison: Comparison) -> bool {
    matches!(comparison, Comparison::Equals | Comparison::Differs)
}

/// The order of two numbers, days or times.
pub(super) fn by_size(a: &Value, b: &Value) -> Ordering {
    // The kind decides nothing for these.
    value::compare(a, b, &FieldKind::Date)
}

/// Whether the same entries are chosen or linked, in whatever order.
fn same(a: Option<Value>, b: Option<Value>) -> bool {
    match (a, b) {
        (Some(Value::Links(mut a)), Some(Value::Links(mut b))) => {
            a.sort_unstable();
            b.sort_unstable();
            a == b
        }
        (Some(Value::Choices(mut a)), Some(Value::Choices(mut b))) => {
            a.sort_unstable();
            b.sort_unstable();
            a == b
        }
        (a, b) => a == b,
    }
}
