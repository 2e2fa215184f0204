//! What can be put on a card: fields, by whether they are there already, and tables whose records point here.

use crate::Item;
use model::{
    ids::ItemId,
    language::{Label, Language},
    layout::{Card, CardItemKind},
    schema::{Field, Schema, Table},
    value::fold,
};

/// A table whose records point to the card's record.
#[derive(Clone, Copy, Debug)]
pub struct RelatedEntry<'s> {
    /// The other table.
    pub table: &'s Table,
    /// Its field that points here.
    pub by: &'s Field,
    /// The item that shows it, where there is one.
    pub item: Option<ItemId>,
}

/// The groups of the field panel.
#[derive(Clone, Debug, Default)]
pub struct Palette<'s> {
    /// Fields that are not on the card.
    pub unplaced: Vec<&'s Field>,
    /// Fields that are, with the items that show them.
    pub placed: Vec<(&'s Field, ItemId)>,
    /// Tables whose records point here.
    pub related: Vec<RelatedEntry<'s>>,
}

/// The fields of a table that are not on a card, in the order of the table.
pub fn shelf<'t>(card: &Card, table: &'t Table) -> Vec<&'t Field> {
    table.live().filter(|field| shown_by(card, field).is_none()).collect()
}

fn shown_by(card: &Card, field: &Field) -> Option<ItemId> {
    card.items.iter().find(|item| item.what == CardItemKind::Field(field.id)).map(Item::id)
}

/// What can be put on a card and goes by all words of a search: in labels of both languages and in keys, capitals and marks aside.
pub fn palette<'s>(card: &Card, schema: &'s Schema, search: &str) -> Palette<'s> {
    let Some(table) = schema.table(card.table) else { return Palette::default() };
    let words: Vec<String> = fold(search).split_whitespace().map(str::to_owned).collect();
    let goes_by = |label: &Label, key: &str| {
        let texts = [fold(label.get(Language::Lt)), fold(label.get(Language::En)), fold(key)];
        words.iter().all(|word| texts.iter().any(|text| text.contains(word.as_str())))
    };
    let mut palette = Palette::default();
    for field in table.live().filter(|field| goes_by(&field.label, &field.key)) {
        match shown_by(card, field) {
            Some(item) => palette.placed.push((field, item)),
            None => palette.unplaced.push(field),
        }
    }
    let related = schema.links_to(card.table).filter(|(other, _)| goes_by(&other.info.label, &other.info.key));
    palette.related = related
        .map(|(other, by)| {
            let shows = |what: &CardItemKind| {
                matches!(what, CardItemKind::Related { table, by: through, .. } if (*table, *through) == (other.info.id, by.id))
            };
            let item = card.items.iter().find(|item| shows(&item.what)).map(|item| item.id);
            RelatedEntry { table: other, by, item }
        })
        .collect();
    palette
}
