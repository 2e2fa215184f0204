//! Groups and categories in trees: paths like `Kirpimas > Moterims`, and no record above itself.

use crate::{
    Engine, Result, Transaction,
    error::refused,
    view::{View, links},
};
use model::{
    ids::{FieldId, RecordId, TableId},
    language::Language,
    schema::{Field, FieldRole, Table},
    value::{Link, Value, fold},
};
use std::collections::HashMap;

/// What may stand between the parts of a path.
const BETWEEN: [char; 4] = ['>', '/', '\\', '›'];
/// Levels that a tree may have.
const DEPTH: usize = 64;

/// Records by their parent and folded title.
pub(crate) type Branches = HashMap<(Option<RecordId>, String), Vec<RecordId>>;

/// The parts of a path, from the top; of what is no path the text itself.
pub(crate) fn parts(text: &str) -> Vec<&str> {
    text.split(BETWEEN).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The field of a table by which its records have a parent among them.
pub(crate) fn parent_of(table: &Table) -> Option<FieldId> {
    table.field_by_role(FieldRole::Parent).map(|field| field.id)
}

/// The records of a small table by parent and folded title.
pub(crate) fn branches(view: &View<'_>, table: TableId) -> store::Result<Branches> {
    let (slots, mut ids) = (view.definitions.slots(table)?, Vec::new());
    let parent = view.schema().table(table).and_then(parent_of);
    view.access.scan_records(view.definitions, table, &mut |_, record| {
        let above = parent.and_then(|parent| slots.slot(parent)).map(|slot| record.slot(slot)).transpose()?.flatten();
        ids.push((links(above.as_ref()).first().map(|link| link.record), record.id()));
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    let mut found = Branches::new();
    for (above, id) in ids {
        found.entry((above, fold(view.title_of(table, id).trim()))).or_default().push(id);
    }
    Ok(found)
}

impl Engine {
    /// The record at the end of a path, in the one of `tables` that is a tree; `None`: no such branch.
    pub(crate) fn branch_of(&self, tables: &[TableId], text: &str) -> Result<Option<Link>> {
        let names = parts(text);
        if names.len() < 2 {
            return Ok(None);
        }
        self.look(self.language(), |view| {
            for table in tables {
                if view.schema().table(*table).and_then(parent_of).is_none() {
                    continue;
                }
                let branches = branches(view, *table)?;
                let mut above = None;
                let found = names.iter().all(|name| match branches.get(&(above, fold(name))).map(Vec::as_slice) {
                    Some([one]) => {
                        above = Some(*one);
                        true
                    }
                    _ => false,
                });
                if let Some(record) = above.filter(|_| found) {
                    return Ok(Some(Link { table: *table, record }));
                }
            }
            Ok(None)
        })
    }
}

impl Transaction<'_, '_> {
    /// Refuses a parent that lies below the record itself.
    pub(crate) fn refuse_circle(&self, of: &Table, id: RecordId, field: &Field, value: &Value) -> Result<()> {
        let mut above = links(Some(value)).first().map(|link| link.record);
        for _ in 0..DEPTH {
            let Some(record) = above else { return Ok(()) };
            if record == id {
                let title = self.title(of.info.id, id)?;
                let label = |language| field.label.get(language);
                return Err(refused(
                    format!(
                        "{}: „{title}“ negali priklausyti pati sau ar tam, kas priklauso jai.",
                        label(Language::Lt)
                    ),
                    format!("{}: “{title}” cannot belong to itself or to what belongs to it.", label(Language::En)),
                ));
            }
            let parent = self.access().value(self.writer.definitions(), of.info.id, record, field.id)?;
            above = links(parent.as_ref()).first().map(|link| link.record);
        }
        Err(refused(
            format!("{}: medis per gilus.", field.label.get(Language::Lt)),
            format!("{}: the tree is too deep.", field.label.get(Language::En)),
        ))
    }
}
