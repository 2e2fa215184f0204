//! Lists that an office keeps for its links (categories, groups, people, tags): a text that an import finds in a column leads to
//! the record of that title, and adds one where there is none yet.

use crate::{
    Result, Transaction,
    trees::{Branches, branches, parent_of, parts},
};
use model::{
    changes::Operation,
    ids::{FieldId, RecordId, TableId},
    schema::{Field, FieldKind, TableRole},
    value::{Link, Value, Values, fold},
};
use std::collections::HashMap;

/// Tables to which an import may add.
const DIRECTORIES: [TableRole; 7] = [
    TableRole::User,
    TableRole::Group,
    TableRole::ClientCategory,
    TableRole::ProductCategory,
    TableRole::EventType,
    TableRole::EventResult,
    TableRole::Tag,
];
/// What may stand between several entries of one cell.
const SEVERAL: [char; 3] = ['|', ';', ','];

/// The records of directories that an import has asked for.
#[derive(Default)]
pub(crate) struct Directories {
    tables: HashMap<TableId, Branches>,
    /// Texts that were asked for before: a long file names few records.
    answers: HashMap<TableId, HashMap<String, RecordId>>,
}

impl Directories {
    /// The directory a field links to, if it is one.
    pub fn of(tx: &Transaction<'_, '_>, field: &Field) -> Option<TableId> {
        let FieldKind::Link { targets, .. } = &field.kind else { return None };
        let [target] = targets.as_slice() else { return None };
        let table = tx.schema().table(*target).filter(|table| !table.info.removed)?;
        let takes_text = table.field(table.info.title).is_some_and(|title| title.kind == FieldKind::Text);
        (takes_text && table.info.role.is_some_and(|role| DIRECTORIES.contains(&role))).then_some(*target)
    }

    /// The links that a text means; what is not there is added, with its branch, and its titles are told to `added`.
    pub fn read(
        &mut self,
        tx: &mut Transaction<'_, '_>,
        (table, many): (TableId, bool),
        text: &str,
        added: &mut dyn FnMut(String),
    ) -> Result<Option<Value>> {
        let entries: Vec<&str> = if many { text.split(SEVERAL).collect() } else { vec![text] };
        let mut found: Vec<Link> = Vec::new();
        for entry in entries.into_iter().map(str::trim).filter(|entry| !entry.is_empty()) {
            let known = self.answers.get(&table).and_then(|answers| answers.get(entry)).copied();
            let record = match known {
                Some(record) => record,
                None => {
                    let record = self.record(tx, table, entry, added)?;
                    self.answers.entry(table).or_default().insert(entry.to_owned(), record);
                    record
                }
            };
            let link = Link { table, record };
            if !found.contains(&link) {
                found.push(link);
            }
        }
        Ok((!found.is_empty()).then_some(Value::Links(found)))
    }

    fn record(
        &mut self,
        tx: &mut Transaction<'_, '_>,
        table: TableId,
        text: &str,
        added: &mut dyn FnMut(String),
    ) -> Result<RecordId> {
        if let std::collections::hash_map::Entry::Vacant(place) = self.tables.entry(table) {
            place.insert(tx.look(None, |view| branches(view, table))??);
        }
        let known = self.tables.entry(table).or_default();
        // A title wherever it stands, as long as it is one; else the branch of a path, from the top.
        let wanted = fold(text);
        let mut titled = known.iter().filter(|((_, title), _)| *title == wanted).flat_map(|(_, ids)| ids);
        if let (Some(one), None) = (titled.next(), titled.next()) {
            return Ok(*one);
        }
        let is_tree = tx.schema().table(table).and_then(parent_of);
        let names = if is_tree.is_some() { parts(text) } else { vec![text] };
        let (mut above, mut path) = (None, String::new());
        for name in if names.is_empty() { vec![text] } else { names } {
            path = if path.is_empty() { name.to_owned() } else { format!("{path} > {name}") };
            let place = (above, fold(name));
            let id = match known.get(&place).and_then(|ids| ids.first()) {
                Some(id) => *id,
                None => {
                    let id = tx.add_to_directory(table, name, is_tree.zip(above))?;
                    known.insert(place, vec![id]);
                    added(path.clone());
                    id
                }
            };
            above = Some(id);
        }
        Ok(above.unwrap_or_default())
    }
}

impl Transaction<'_, '_> {
    fn add_to_directory(
        &mut self,
        table: TableId,
        title: &str,
        parent: Option<(FieldId, RecordId)>,
    ) -> Result<RecordId> {
        let id = RecordId(self.engine.new_id());
        let Some(of) = self.schema().table(table).cloned() else { return Ok(id) };
        let mut values = Values::new();
        values.set(of.info.title, Some(Value::Text(title.to_owned())));
        if let Some((field, above)) = parent {
            values.set(field, Some(Value::link(table, above)));
        }
        self.fill_defaults(&of, id, &mut values)?;
        self.apply(Operation::Record { table, id, before: None, after: Some(values) })?;
        Ok(id)
    }
}
