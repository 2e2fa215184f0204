//! Making the record a link field is to point to while one types there.

use crate::{Engine, Entry, Outcome, Result, records::no_such_table, transact::is_given};
use model::{
    changes::{Action, ActionKey},
    ids::{FieldId, RecordId, TableId},
    schema::{Field, FieldKind, Table, TableRole},
    value::{Link, Value},
};

/// A record that gets a link: one that exists, or one that begins with these values.
#[derive(Clone, Debug)]
pub struct Linking {
    /// Its table.
    pub table: TableId,
    /// The record; `None`: it is added.
    pub id: Option<RecordId>,
    /// What a record that is added begins with.
    pub preset: Vec<Entry>,
    /// The field that points to the new record.
    pub field: FieldId,
}

impl Engine {
    /// The tables in which a record can be made by its title alone for this field: those it may point to, whose titles are written.
    pub fn creatable(&self, field: &Field) -> Vec<TableId> {
        let FieldKind::Link { targets, .. } = &field.kind else { return Vec::new() };
        let definitions = self.definitions();
        let tables = targets.iter().filter_map(|target| definitions.schema.table(*target));
        tables.filter(|table| is_made_by_title(table)).map(|table| table.info.id).collect()
    }

    /// Adds a record of `target` with this title and points the field to it, beside what a field of several links holds
    /// already; one action. The output is the record that points and the new one.
    ///
    /// # Errors
    /// Where the title or the link is refused, or such records are not made by their title.
    pub fn create_linked(&self, linking: &Linking, target: TableId, title: &str) -> Result<Outcome<(RecordId, Link)>> {
        let definitions = self.definitions();
        let of = definitions.schema.table(target).filter(|of| is_made_by_title(of)).ok_or_else(no_such_table)?;
        let title_field = of.info.title;
        let text = self.read_text(target, title_field, title, self.language())?;
        let field = definitions.schema.field(linking.table, linking.field).ok_or_else(no_such_table)?;
        let many = matches!(field.kind, FieldKind::Link { many: true, .. });
        self.transact(Action::new(ActionKey::AddRecord).on(target), |tx| {
            let record = tx.add(target, &[(title_field, text)])?;
            tx.action.name = tx.title(target, record)?;
            let link = Link { table: target, record };
            let before = match linking.id {
                Some(id) => tx.record(linking.table, id)?.values.get(linking.field).cloned(),
                None => linking
                    .preset
                    .iter()
                    .rfind(|(field, _)| *field == linking.field)
                    .and_then(|(_, value)| value.clone()),
            };
            let mut links =
                if many { before.map(|value| value.links().to_vec()).unwrap_or_default() } else { Vec::new() };
            links.push(link);
            let value = Some(Value::Links(links));
            let owner = match linking.id {
                Some(id) => {
                    tx.set(linking.table, id, linking.field, value)?;
                    id
                }
                None => {
                    let mut entries = linking.preset.clone();
                    entries.retain(|(field, _)| *field != linking.field);
                    entries.push((linking.field, value));
                    tx.add(linking.table, &entries)?
                }
            };
            Ok((owner, link))
        })
    }
}

fn is_made_by_title(table: &Table) -> bool {
    let title = table.field(table.info.title).filter(|title| !title.removed && !is_given(&title.kind));
    let is_written = title.is_some_and(|title| matches!(title.kind, FieldKind::Text));
    let is_document = matches!(table.info.role, Some(TableRole::Invoice | TableRole::Company));
    is_written && !is_document && !table.info.removed && table.part_of().is_none()
}
