//! Records of a tree, named with what is above them.

use crate::{Engine, Result, view::View};
use model::{
    ids::{RecordId, TableId},
    language::Language,
    schema::FieldRole,
};

/// Between the steps of a path.
pub const STEP: &str = " › ";
/// Levels of a tree that a path shows.
const DEEPEST: usize = 12;

impl Engine {
    /// The name of a record with the names of what is above it in its tree (`Baldai › Kėdės`); its title alone where its table
    /// is no tree.
    ///
    /// # Errors
    /// Of the disk.
    pub fn path_of(&self, table: TableId, id: RecordId, language: Language) -> Result<String> {
        self.look(language, |view| Ok(path(view, table, id)))
    }
}

pub(crate) fn path(view: &View<'_>, table: TableId, id: RecordId) -> String {
    let mut names = vec![view.title_of(table, id)];
    let parent = view.schema().table(table).and_then(|of| of.field_by_role(FieldRole::Parent)).map(|field| field.id);
    let mut at = id;
    let mut passed = vec![id];
    while let Some(parent) = parent.filter(|_| names.len() < DEEPEST) {
        let above = view.value_of(table, at, parent).and_then(|value| value.links().first().copied());
        // A circle ends where it began.
        let Some(above) = above.filter(|above| above.table == table && !passed.contains(&above.record)) else { break };
        at = above.record;
        passed.push(at);
        names.push(view.title_of(table, at));
    }
    names.reverse();
    names.join(STEP)
}
