//! New tables and fields with what belongs to them: keys, a card, a list, places on cards of others.

use crate::{Engine, Outcome, Result, Transaction, records::no_such_table, uses::layouts_of};
use model::{
    changes::{Action, ActionKey, Change, Operation},
    formula,
    ids::{FieldId, ItemId, LayoutId, TableId},
    language::{Label, Language},
    layout::{ButtonAct, Card, CardItemKind, Column, ListView},
    schema::{Field, FieldKind, FieldRole, OnDelete, Table, TableInfo},
    structure::{free_key, key_of, place_field, place_related, plain_card, plain_list},
};
use std::collections::HashMap;
use store::Kind;

/// Between the orders of two sections.
const STEP: i32 = 10;

/// A table to be made.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct NewTable {
    /// Plain key; empty: made of the label.
    pub key: String,
    /// Name of the section, in the plural.
    pub label: Label,
    /// Name of one record; empty: as the section.
    pub one: Label,
    /// Name of an icon.
    pub icon: String,
    /// A table whose fields, cards and lists it begins with, without what those mean to the rules.
    pub like: Option<TableId>,
}

/// Where the records of a table with a new link are shown on the other side.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum RelatedPlace {
    /// Nowhere.
    #[default]
    Nowhere,
    /// On the first card of each table that is linked to; as the last page of its tabs, if it has tabs.
    FirstCard,
    /// On this card.
    Card(LayoutId),
}

/// Where a new field is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FieldPlace {
    /// At the end of the first card of its table.
    pub on_card: bool,
    /// In a column at the end of the first list of its table.
    pub on_list: bool,
    /// For a link: the records that have it, on cards of what it points to.
    pub related: RelatedPlace,
}

fn key_from(label: &Label, otherwise: &str) -> String {
    let name = if label.en.trim().is_empty() { &label.lt } else { &label.en };
    key_of(name, otherwise)
}

impl Engine {
    /// Makes a table with a title and notes (or with the fields of another table), a card and a list view, as one action.
    ///
    /// # Errors
    /// Where the other table is missing, or of the disk.
    pub fn new_table(&self, new: &NewTable) -> Result<Outcome<TableId>> {
        self.new_table_with(new, Vec::new())
    }

    /// As [`Engine::new_table`], with fields of its own, the first of which names the records; none: a title. See
    /// [`Engine::fields_of_file`].
    ///
    /// # Errors
    /// As [`Engine::new_table`].
    pub fn new_table_with(&self, new: &NewTable, fields: Vec<Field>) -> Result<Outcome<TableId>> {
        let action = Action::new(ActionKey::AddTable).named(new.label.get(self.language()));
        self.transact(action, |tx| tx.restructure(|tx| tx.make_table(new, fields)))
    }

    /// Adds a field to a table and shows it where it is wanted, as one action. Without a key it gets one of its label, without an id a
    /// new one.
    ///
    /// # Errors
    /// Where its key is taken or its formula is wrong.
    pub fn new_field(&self, table: TableId, field: Field, place: &FieldPlace) -> Result<Outcome<FieldId>> {
        let action = Action::new(ActionKey::AddField).on(table).named(field.label.get(self.language()));
        self.transact(action, |tx| tx.add_field(table, field, place))
    }
}

impl Transaction<'_, '_> {
    /// Makes a table with its card and its list, within this action.
    ///
    /// # Errors
    /// As [`Engine::new_table`].
    pub fn add_table(&mut self, new: &NewTable) -> Result<TableId> {
        self.restructure(|tx| tx.make_table(new, Vec::new()))
    }

    /// Adds a field to a table and shows it where it is wanted, within this action.
    ///
    /// # Errors
    /// As [`Engine::new_field`].
    pub fn add_field(&mut self, table: TableId, mut field: Field, place: &FieldPlace) -> Result<FieldId> {
        let of = self.schema().table(table).ok_or_else(no_such_table)?;
        if field.key.is_empty() {
            field.key = free_key(&key_from(&field.label, "field"), |key| of.fields.iter().any(|one| one.key == key));
        }
        if field.id == FieldId::default() {
            field.id = FieldId(self.engine.new_id());
        }
        if field.label.is_empty() {
            field.label = Label::new(&*field.key, &*field.key);
        }
        let id = field.id;
        self.put_field(table, None, field.clone())?;
        self.show_field(table, &field, place)?;
        Ok(id)
    }

    fn make_table(&mut self, new: &NewTable, fields: Vec<Field>) -> Result<TableId> {
        let id = TableId(self.engine.new_id());
        let schema = self.schema();
        let like = match new.like {
            Some(like) => Some(schema.table(like).ok_or_else(no_such_table)?.clone()),
            None => None,
        };
        let taken = |key: &str| schema.tables.iter().any(|table| table.info.key == key);
        let key = if new.key.is_empty() { free_key(&key_from(&new.label, "table"), taken) } else { new.key.clone() };
        self.refuse_taken_table_key(&key)?;
        let label = if new.label.is_empty() { Label::new(&*key, &*key) } else { new.label.clone() };
        let info = TableInfo {
            id,
            key,
            one: if new.one.is_empty() { label.clone() } else { new.one.clone() },
            label,
            icon: if new.icon.is_empty() { "table".into() } else { new.icon.clone() },
            order: schema.live().map(|table| table.info.order).max().unwrap_or_default() + STEP,
            ..TableInfo::default()
        };
        match like {
            Some(like) => self.copy_table(info, &like),
            None => self.fresh_table(info, fields),
        }
    }

    fn put_new_table(&mut self, table: &Table) -> Result<()> {
        let id = table.info.id;
        self.apply(Operation::Table(id, Change::new(None, Some(table.info.clone()))))?;
        for field in &table.fields {
            self.apply(Operation::FieldDefinition(id, field.id, Change::new(None, Some(field.clone()))))?;
        }
        Ok(())
    }

    fn put_card(&mut self, card: Card) -> Result<()> {
        self.apply(Operation::Card(card.id, Change::new(None, Some(card))))
    }

    fn put_list(&mut self, list: ListView) -> Result<()> {
        self.apply(Operation::List(list.id, Change::new(None, Some(list))))
    }

    fn fresh_table(&mut self, mut info: TableInfo, mut fields: Vec<Field>) -> Result<TableId> {
        let engine = self.engine;
        if fields.is_empty() {
            fields.push(Field {
                key: "name".into(),
                label: Label::new("Pavadinimas", "Name"),
                required: true,
                indexed: true,
                ..Field::default()
            });
        }
        if fields.iter().all(|field| field.role != Some(FieldRole::Notes)) {
            let label = Label::new("Pastabos", "Notes");
            let (kind, role) = (FieldKind::LongText, Some(FieldRole::Notes));
            let key = free_key("notes", |key| fields.iter().any(|field| field.key == key));
            fields.push(Field { key, label, kind, role, ..Field::default() });
        }
        for at in 0..fields.len() {
            if fields[at].id == FieldId::default() {
                fields[at].id = FieldId(engine.new_id());
            }
            if fields[at].key.is_empty() {
                let wanted = key_from(&fields[at].label, "field");
                fields[at].key = free_key(&wanted, |key| fields.iter().any(|field| field.key == key));
            }
        }
        info.title = fields.first().map(|field| field.id).unwrap_or_default();
        let table = Table { info, fields };
        self.put_new_table(&table)?;
        self.put_card(plain_card(LayoutId(engine.new_id()), &table, &mut || ItemId(engine.new_id())))?;
        self.put_list(plain_list(LayoutId(engine.new_id()), &table))?;
        Ok(table.info.id)
    }

    /// A table with the fields, cards and lists of another. What the rules know by a role stays with that one, but for notes.
    fn copy_table(&mut self, mut info: TableInfo, like: &Table) -> Result<TableId> {
        let engine = self.engine;
        let ids: HashMap<FieldId, FieldId> = like.live().map(|field| (field.id, FieldId(engine.new_id()))).collect();
        info.title = ids.get(&like.info.title).copied().unwrap_or_default();
        info.keys = like.info.keys.iter().filter_map(|key| ids.get(key).copied()).collect();
        let copied = like.live().filter_map(|field| {
            let kind = match &field.kind {
                FieldKind::SeriesNumber { .. } => FieldKind::Text,
                FieldKind::PartOf { table } => {
                    FieldKind::Link { targets: vec![*table], many: false, on_delete: OnDelete::Delete }
                }
                kind => kind.clone(),
            };
            let role = field.role.filter(|role| *role == FieldRole::Notes);
            Some(Field { id: *ids.get(&field.id)?, kind, role, open_after_issue: false, ..field.clone() })
        });
        let mut table = Table { info, fields: copied.collect() };
        self.drop_unbound(&mut table);
        self.put_new_table(&table)?;
        let layouts = layouts_of(self.access())?;
        let is_there = |field: FieldId| table.field(field).is_some();
        let renew = |field: FieldId| ids.get(&field).copied().filter(|field| is_there(*field));
        let mut cards: Vec<Card> = layouts.cards.into_iter().filter(|card| card.table == like.info.id).collect();
        if cards.is_empty() {
            cards.push(plain_card(LayoutId::default(), &table, &mut || ItemId(engine.new_id())));
        }
        for (at, mut card) in cards.into_iter().enumerate() {
            copy_card(&mut card, engine, &renew);
            card.when = card.when.filter(|text| self.binds(table.info.id, text));
            self.adopt(&table.info, at, &mut card.key, &mut card.label, &table.info.one);
            self.put_card(Card { id: LayoutId(engine.new_id()), table: table.info.id, ..card })?;
        }
        let mut lists: Vec<ListView> = layouts.lists.into_iter().filter(|list| list.table == like.info.id).collect();
        if lists.is_empty() {
            lists.push(plain_list(LayoutId::default(), &table));
        }
        for (at, mut list) in lists.into_iter().enumerate() {
            let renewed = list
                .columns
                .iter()
                .filter_map(|column| Some(Column { field: renew(column.field)?, width: column.width }));
            list.columns = renewed.collect();
            list.sort = list
                .sort
                .iter()
                .filter_map(|by| Some(model::layout::SortBy { field: renew(by.field)?, ..*by }))
                .collect();
            list.filter = list.filter.filter(|text| self.binds(table.info.id, text));
            self.adopt(&table.info, at, &mut list.key, &mut list.label, &table.info.label);
            self.put_list(ListView { id: LayoutId(engine.new_id()), table: table.info.id, ..list })?;
        }
        Ok(table.info.id)
    }

    /// The first layout of a copy goes by the names of its table, the others keep their own.
    fn adopt(&self, info: &TableInfo, at: usize, key: &mut String, label: &mut Label, name: &Label) {
        if at == 0 {
            key.clone_from(&info.key);
            label.clone_from(name);
        }
    }

    fn binds(&self, table: TableId, text: &str) -> bool {
        formula::parse(text).and_then(|tree| formula::bind(&tree, &self.schema().tables, table)).is_ok()
    }

    /// Takes formulas and defaults out of a copy that mean nothing there, because what they ask for points to the original only.
    fn drop_unbound(&self, table: &mut Table) {
        loop {
            let tables: Vec<Table> = self.schema().tables.iter().cloned().chain([table.clone()]).collect();
            let binds =
                |text: &str| formula::parse(text).and_then(|tree| formula::bind(&tree, &tables, table.info.id)).is_ok();
            let title = table.info.title;
            let good = |field: &Field| field.id == title || field.formula().is_none_or(binds);
            let lost: Vec<FieldId> = table.fields.iter().filter(|field| !good(field)).map(|field| field.id).collect();
            let unset: Vec<FieldId> = table
                .fields
                .iter()
                .filter(|field| field.default.as_deref().is_some_and(|text| !binds(text)))
                .map(|field| field.id)
                .collect();
            table.fields.iter_mut().filter(|field| unset.contains(&field.id)).for_each(|field| field.default = None);
            if lost.is_empty() {
                return;
            }
            table.info.keys.retain(|key| !lost.contains(key));
            table.fields.retain(|field| !lost.contains(&field.id));
        }
    }

    /// Shows a new field where it is wanted.
    fn show_field(&mut self, table: TableId, field: &Field, place: &FieldPlace) -> Result<()> {
        let engine = self.engine;
        let mut new_item = || ItemId(engine.new_id());
        let of = self.schema().table(table).cloned().ok_or_else(no_such_table)?;
        let layouts = layouts_of(self.access())?;
        if place.on_card
            && let Some(before) = layouts.cards.iter().find(|card| card.table == table)
        {
            let mut after = before.clone();
            place_field(&mut after, field, &mut new_item);
            self.apply(Operation::Card(after.id, Change::new(Some(before.clone()), Some(after))))?;
        }
        if place.on_list
            && let Some(before) = layouts.lists.iter().find(|list| list.table == table)
        {
            let mut after = before.clone();
            after.add_column(&of, field);
            self.apply(Operation::List(after.id, Change::new(Some(before.clone()), Some(after))))?;
        }
        let targets = match &field.kind {
            FieldKind::Link { targets, .. } => targets.clone(),
            FieldKind::PartOf { table } => vec![*table],
            _ => return Ok(()),
        };
        for target in targets {
            let card = match place.related {
                RelatedPlace::Nowhere => None,
                RelatedPlace::FirstCard => layouts.cards.iter().find(|card| card.table == target).map(|card| card.id),
                RelatedPlace::Card(id) => {
                    layouts.cards.iter().find(|card| (card.id, card.table) == (id, target)).map(|card| card.id)
                }
            };
            let Some(card) = card else { continue };
            let before: Option<Card> = self.access().definition(Kind::Card, &card.0.to_be_bytes())?;
            let Some(before) = before else { continue };
            let mut after = before.clone();
            place_related(&mut after, &of, field.id, &mut new_item);
            self.apply(Operation::Card(card, Change::new(Some(before), Some(after))))?;
        }
        Ok(())
    }
}

/// A card with new ids and other fields; what has no counterpart is left out.
fn copy_card(card: &mut Card, engine: &Engine, renew: &dyn Fn(FieldId) -> Option<FieldId>) {
    let mut ids: HashMap<ItemId, ItemId> = HashMap::new();
    let mut kept = Vec::new();
    for mut item in std::mem::take(&mut card.items) {
        match &mut item.what {
            // Those point to the original.
            CardItemKind::Related { .. }
            | CardItemKind::Count { .. }
            | CardItemKind::Button { act: ButtonAct::Add { .. } | ButtonAct::Print(Some(_)), .. } => continue,
            CardItemKind::Field(field) => match renew(*field) {
                Some(new) => *field = new,
                None => continue,
            },
            _ => {}
        }
        let id = ItemId(engine.new_id());
        ids.insert(item.id, id);
        item.id = id;
        item.parent = item.parent.and_then(|parent| ids.get(&parent).copied());
        kept.push(item);
    }
    // Tabs and frames of which nothing is left go too, from the inside out.
    loop {
        let full: Vec<ItemId> = kept.iter().filter_map(|item| item.parent).collect();
        let before = kept.len();
        kept.retain(|item| !item.is_container() || full.contains(&item.id));
        if kept.len() == before {
            break;
        }
    }
    card.tab_order = card.tab_order.iter().filter_map(|id| ids.get(id).copied()).collect();
    card.items = kept;
    // A label in one language alone is said in both.
    card.label = Label::new(card.label.get(Language::Lt), card.label.get(Language::En));
}
