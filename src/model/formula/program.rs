//! A typed expression, ready to be evaluated.

use super::{
    Dependency, FormulaError, Function, Records, Type,
    evaluate::Run,
    tree::{Comparison, Operator},
};
use crate::{
    ids::{ChoiceId, FieldId, RecordId, TableId},
    schema::Choice,
    value::Value,
};
use rust_decimal::Decimal;
use std::sync::Arc;

/// A typed expression, ready to be evaluated.
#[derive(Clone, PartialEq, Debug)]
pub struct Program {
    pub(super) root: Node,
    pub(super) result: Type,
    pub(super) dependencies: Vec<Dependency>,
    pub(super) clock: bool,
}

impl Program {
    /// The value for a record; `None`: empty.
    ///
    /// # Errors
    /// Where a number, a text or the work becomes too large.
    pub fn evaluate(&self, records: &dyn Records, record: RecordId) -> Result<Option<Value>, FormulaError> {
        Run::new(records, record).value(&self.root)
    }
    /// The type of its value.
    pub fn result(&self) -> &Type {
        &self.result
    }
    /// Everything it reads; the end of a path comes after its steps.
    pub fn dependencies(&self) -> &[Dependency] {
        &self.dependencies
    }
    /// Whether it asks for what no record tells: the time (`today()`), the person, a tree.
    pub fn uses_clock(&self) -> bool {
        self.clock
    }
}

/// A part of a program. Numbers beside parts that can fail are their places in the text.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Node {
    Empty,
    /// Never an empty text.
    Constant(Value),
    /// A path that leads to one value.
    Read(Path),
    /// A path that leads to a list; stands in functions that reduce it.
    List(Path),
    Negate(Box<Node>),
    Not(Box<Node>),
    Arithmetic(Box<Node>, Vec<(Operator, usize, Node)>),
    Join(usize, Vec<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
    Compare(Box<(Node, Node)>, Comparison, By),
    /// Whether an entry is among the chosen ones.
    Chosen(Box<Node>, ChoiceId),
    Text(Box<Node>, Say),
    /// The day of a date with a time.
    DayOf(Box<Node>),
    /// The function `join`, over a list or over several links or choices.
    JoinList(usize, Box<Node>, Say, Box<Node>),
    Call(Function, usize, Vec<Node>),
    /// Whether a linked record lies in the branch of a tree that has this name.
    Within(Box<(Node, Node)>, Tree),
}

/// A table whose records have parents in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Tree {
    pub table: TableId,
    /// The field that names the parent.
    pub parent: FieldId,
}

/// How two values are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum By {
    /// Empty is 0.
    Number,
    /// Empty is `""`; capitals and marks do not count.
    Text,
    /// Empty is no.
    YesNo,
    /// Days and times: empty has no order.
    Moment,
    /// As sets, without order: choices, links, files.
    Sameness,
}

/// How values become text.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Say {
    /// Without knowledge of the field.
    Plain,
    /// Choices by their labels.
    Label(Arc<[Choice]>),
    /// Choices by their keys.
    Key(Arc<[Choice]>),
}

/// Ways from the record to values. There are several where a link may point to several tables.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Path {
    pub at: usize,
    pub routes: Vec<Route>,
}

/// One way from the record to values.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Route {
    pub steps: Vec<Step>,
    pub end: End,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// Along a link, to those records that are of the table `to`.
    Link { table: TableId, field: FieldId, to: TableId },
    /// To the records of `table` whose link points here, to a record of `target`.
    Back { table: TableId, field: FieldId, target: TableId },
}

/// What is read of the last record.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum End {
    /// The record itself, as a link.
    Record(TableId),
    Field(TableId, FieldId),
    /// The number of a choice.
    ChoiceNumber(TableId, FieldId, Arc<[(ChoiceId, Decimal)]>),
}
