//! What a screen shows of a record.

use model::{
    ids::{FieldId, RecordId},
    language::Label,
    value::Value,
};

/// One shown value.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Cell {
    /// As people see it, in the language asked for.
    pub text: String,
    /// The value itself.
    pub value: Option<Value>,
}

/// One shown record.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Row {
    /// The record.
    pub id: RecordId,
    /// Its local number.
    pub number: u32,
    /// One cell for each field asked for.
    pub cells: Vec<Cell>,
}

/// Something to be said about a field of a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldProblem {
    /// The field.
    pub field: FieldId,
    /// The sentence.
    pub message: Label,
    /// `false`: the value was refused; `true`: it is kept and worth a look.
    pub warning: bool,
}
