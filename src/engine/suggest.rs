//! What a link field offers while one types.

use crate::{Engine, ListQuery, Result, paths::STEP};
use model::{
    ids::{FieldId, TableId},
    language::Language,
    layout::SortBy,
    schema::FieldKind,
    value::{self, Link, Value, fold},
};
use std::ops::ControlFlow;
use store::{Access as _, IndexKey, Space};

/// A record that a link may point to.
#[derive(Clone, PartialEq, Debug)]
pub struct Suggestion {
    /// The record.
    pub link: Link,
    /// Its name.
    pub title: String,
    /// What tells it from others of the same name.
    pub detail: String,
}

/// So many found records of a table are ranked.
const RANKED: usize = 200;

impl Engine {
    /// At most `limit` records of `tables` (empty: of every table) that fit `text`, the best first: those whose name begins
    /// with it, then those of which a word does, then the others. Without a text the first by name.
    ///
    /// # Errors
    /// Of the disk.
    pub fn suggest(&self, tables: &[TableId], text: &str, limit: usize, language: Language) -> Result<Vec<Suggestion>> {
        let definitions = self.definitions();
        let every: Vec<TableId> =
            definitions.schema.live().filter(|table| !table.info.hidden).map(|table| table.info.id).collect();
        let tables = if tables.is_empty() { &every } else { tables };
        let mut found = Vec::new();
        for table in tables {
            let Some(of) = definitions.schema.table(*table).filter(|of| !of.info.removed) else { continue };
            let numbers = if text.trim().is_empty() {
                let sort = vec![SortBy { field: of.info.title, descending: false }];
                let listing = self.list(&ListQuery { table: *table, sort, ..ListQuery::default() })?;
                listing.numbers.iter().take(limit).copied().collect()
            } else {
                let first = self.beginning_with(*table, text, limit)?;
                let mut others = self.find(*table, text, Some(RANKED))?;
                others.retain(|other| !first.contains(other));
                [first, others].concat()
            };
            let mut fields = vec![of.info.title];
            fields.extend(self.details(*table, of.info.title)?);
            for row in self.rows(*table, &numbers, &fields, language)? {
                let mut texts = row.cells.into_iter().map(|cell| cell.text).filter(|text| !text.is_empty());
                let title = texts.next().unwrap_or_default();
                let detail = match self.path_of(*table, row.id, language)?.rsplit_once(STEP) {
                    Some((above, _)) => above.to_owned(),
                    None => texts.take(2).collect::<Vec<_>>().join(" · "),
                };
                found.push(Suggestion { link: Link { table: *table, record: row.id }, title, detail });
            }
        }
        let wanted = fold(text.trim());
        found.sort_by_cached_key(|suggestion| rank(&fold(&suggestion.title), &wanted));
        found.truncate(limit);
        Ok(found)
    }

    /// Numbers of the first records by name whose name begins with `text`, where names are indexed.
    fn beginning_with(&self, table: TableId, text: &str, limit: usize) -> Result<Vec<u32>> {
        let (reader, definitions) = (self.read()?, self.definitions());
        let title = definitions.schema.table(table).and_then(|of| of.field(of.info.title));
        let title = title.filter(|title| title.indexed && *title.shown_kind() == FieldKind::Text);
        let slots = definitions.slots(table)?;
        let Some((title, slot)) = title.and_then(|title| Some((title, slots.slot(title.id)?))) else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        let wanted = value::sort_bytes(&Value::Text(text.trim().to_owned()), title.shown_kind());
        reader.scan_prefix(Space::Index, &IndexKey::value(slots.number, slot, &wanted), &mut |key, _| {
            found.extend(key.last_chunk::<4>().map(|number| u32::from_be_bytes(*number)));
            Ok(if found.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        Ok(found)
    }

    /// The fields of a table's list that tell records apart, besides the title.
    fn details(&self, table: TableId, title: FieldId) -> Result<Vec<FieldId>> {
        let lists = self.lists(table)?;
        let columns = lists.into_iter().next().map(|list| list.columns).unwrap_or_default();
        Ok(columns.into_iter().map(|column| column.field).filter(|field| *field != title).take(4).collect())
    }
}

fn rank(title: &str, wanted: &str) -> u8 {
    if title.starts_with(wanted) {
        0
    } else if title.split(|letter: char| !letter.is_alphanumeric()).any(|word| word.starts_with(wanted)) {
        1
    } else {
        2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_the_name_wins_over_a_word_and_a_word_over_the_middle() {
        assert!(rank("gintaras", "gin") < rank("mb gintaras", "gin"));
        assert!(rank("mb gintaras", "gin") < rank("margintas", "gin"));
    }
}
