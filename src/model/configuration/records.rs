//! Files of the first records of a table: what the lists of a new base hold.

use super::{
    names::Names,
    source::{Found, Section, Source},
};
use crate::{
    ids::{FieldId, RecordId, TableId},
    language::Label,
};

/// A record that a new base starts with.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StarterRecord {
    /// Identity, the same in every base.
    pub id: RecordId,
    /// Its table.
    pub table: TableId,
    /// Its values as people write them, in both languages; choices by their keys.
    pub values: Vec<(FieldId, Label)>,
}

/// Reads the records of one table.
pub(super) fn records<'s>(source: &mut Source<'s>, mut section: Section<'s>, names: &mut Names) -> Vec<StarterRecord> {
    let table = source.needed_text(&mut section, "table");
    let table = table.map(|name| names.table(source, &name)).unwrap_or_default();
    let mut records = Vec::new();
    for mut record in source.sections(&mut section, "records") {
        let id: Found<RecordId> = source.id(&mut record);
        names.claim(source, id.value.0, id.at);
        let mut values = Vec::new();
        for entry in record.left() {
            let field = names.field(source, table, &Found { value: entry.clone(), at: record.at });
            values.extend(source.label(&mut record, &entry).map(|label| (field, label.value)));
        }
        source.finish(record);
        records.push(StarterRecord { id: id.value, table, values });
    }
    source.finish(section);
    records
}
