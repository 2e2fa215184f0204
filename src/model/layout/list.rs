//! List views: which columns, in what order, sorted how.

use crate::{
    ids::{FieldId, LayoutId, TableId},
    language::Label,
};
use serde::{Deserialize, Serialize};

/// A saved way of showing a table as a list.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ListView {
    /// Identity.
    pub id: LayoutId,
    /// The table it shows.
    pub table: TableId,
    /// Plain key.
    pub key: String,
    /// Name of the view.
    pub label: Label,
    /// Columns from left to right.
    pub columns: Vec<Column>,
    /// Sort order, the most important first.
    #[serde(default)]
    pub sort: Vec<SortBy>,
    /// Expression that a record must fulfil to be listed.
    #[serde(default)]
    pub filter: Option<String>,
}

/// A column of a list.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Column {
    /// The field shown.
    pub field: FieldId,
    /// Width in layout units (1/96 inch at 100 %).
    pub width: u32,
}

/// One step of a sort order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct SortBy {
    /// The field.
    pub field: FieldId,
    /// Greatest first.
    #[serde(default)]
    pub descending: bool,
}
