//! What differs between two configurations, thing by thing.

use super::Configuration;
use crate::{
    ids::{FieldId, LayoutId, TableId},
    language::{Label, Language},
    schema::{Field, Table},
};
use serde::Serialize;
use serde_json::Value as Json;

/// What happens to a thing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Act {
    /// It is new.
    Added,
    /// It is changed.
    Changed,
    /// It goes: a table or a field into the trash of the structure.
    Removed,
    /// It comes back from the trash of the structure.
    Restored,
}

impl Act {
    /// Its key in scripts.
    pub fn key(self) -> &'static str {
        match self {
            Act::Added => "added",
            Act::Changed => "changed",
            Act::Removed => "removed",
            Act::Restored => "restored",
        }
    }
}

/// A thing of a configuration.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Thing {
    /// A table as a whole.
    Table(TableId),
    /// A field.
    Field(TableId, FieldId),
    /// A card.
    Card(LayoutId),
    /// A list view.
    List(LayoutId),
    /// A print form.
    Form(LayoutId),
}

/// One entry that differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Detail {
    /// The entry.
    pub entry: String,
    /// Its text before; empty where there was none.
    pub before: String,
    /// Its text after.
    pub after: String,
}

/// What differs of one thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// What happens to it.
    pub act: Act,
    /// What it is.
    pub thing: Thing,
    /// Its name for people: `Klientai, laukas „Miestas“`.
    pub name: Label,
    /// The entries that differ, of what is changed.
    pub details: Vec<Detail>,
    /// Of a field that becomes one of another kind: how many values convert and how many do not.
    pub values: Option<(u64, u64)>,
}

/// What has to happen for `before` to become `after`. What `after` does not have is removed.
pub fn differences(before: &Configuration, after: &Configuration) -> Vec<Difference> {
    let mut found = Vec::new();
    for table in &after.tables {
        let old = before.tables.iter().find(|old| old.info.id == table.info.id);
        let removed = (old.is_some_and(|old| old.info.removed), table.info.removed);
        let details = old.map(|old| details(&old.info, &table.info)).unwrap_or_default();
        note(&mut found, Thing::Table(table.info.id), table_name(table), old.is_some(), removed, details);
        for field in &table.fields {
            let old = old.and_then(|old| old.field(field.id));
            let removed = (old.is_some_and(|old| old.removed), field.removed);
            let details = old.map(|old| self::details(old, field)).unwrap_or_default();
            let thing = Thing::Field(table.info.id, field.id);
            note(&mut found, thing, field_name(table, field), old.is_some(), removed, details);
        }
    }
    for table in &before.tables {
        let now = after.tables.iter().find(|now| now.info.id == table.info.id);
        if now.is_none() && !table.info.removed {
            found.push(gone(Thing::Table(table.info.id), table_name(table)));
        }
        let is_lost = |field: &&Field| now.is_some_and(|now| now.field(field.id).is_none()) && !field.removed;
        for field in table.fields.iter().filter(is_lost) {
            found.push(gone(Thing::Field(table.info.id, field.id), field_name(table, field)));
        }
    }
    layouts(
        &mut found,
        &before.cards,
        &after.cards,
        |card| card.id,
        Thing::Card,
        |card| named("Kortelė", "Card", &card.label),
    );
    layouts(
        &mut found,
        &before.lists,
        &after.lists,
        |list| list.id,
        Thing::List,
        |list| named("Sąrašas", "List", &list.label),
    );
    layouts(
        &mut found,
        &before.forms,
        &after.forms,
        |form| form.id,
        Thing::Form,
        |form| named("Spausdinimo forma", "Print form", &form.label),
    );
    found
}

fn layouts<T: Serialize>(
    found: &mut Vec<Difference>,
    before: &[T],
    after: &[T],
    id: impl Fn(&T) -> LayoutId,
    thing: impl Fn(LayoutId) -> Thing,
    name: impl Fn(&T) -> Label,
) {
    for layout in after {
        let old = before.iter().find(|old| id(old) == id(layout));
        let details = old.map(|old| details(old, layout)).unwrap_or_default();
        note(found, thing(id(layout)), name(layout), old.is_some(), (false, false), details);
    }
    for layout in before.iter().filter(|old| !after.iter().any(|layout| id(layout) == id(old))) {
        found.push(gone(thing(id(layout)), name(layout)));
    }
}

fn note(
    found: &mut Vec<Difference>,
    thing: Thing,
    name: Label,
    is_old: bool,
    removed: (bool, bool),
    mut details: Vec<Detail>,
) {
    let act = match removed {
        (true, false) => Act::Restored,
        (false, true) if is_old => Act::Removed,
        _ if !is_old => Act::Added,
        _ if details.is_empty() => return,
        _ => Act::Changed,
    };
    details.retain(|detail| detail.entry != "removed");
    found.push(Difference { act, thing, name, details, values: None });
}

fn gone(thing: Thing, name: Label) -> Difference {
    Difference { act: Act::Removed, thing, name, details: Vec::new(), values: None }
}

fn details<T: Serialize>(before: &T, after: &T) -> Vec<Detail> {
    let (Ok(Json::Object(before)), Ok(Json::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return Vec::new();
    };
    let text = |value: Option<&Json>| match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let mut details = Vec::new();
    for (entry, value) in &after {
        if before.get(entry) != Some(value) {
            details.push(Detail { entry: entry.clone(), before: text(before.get(entry)), after: text(Some(value)) });
        }
    }
    for (entry, value) in before.iter().filter(|(entry, _)| !after.contains_key(*entry)) {
        details.push(Detail { entry: entry.clone(), before: text(Some(value)), after: String::new() });
    }
    details
}

fn named(lt: &str, en: &str, label: &Label) -> Label {
    Label::new(format!("{lt} „{}“", label.get(Language::Lt)), format!("{en} “{}”", label.get(Language::En)))
}

fn table_name(table: &Table) -> Label {
    named("Lentelė", "Table", &table.info.label)
}

fn field_name(table: &Table, field: &Field) -> Label {
    let (table, field) = (&table.info.label, &field.label);
    Label::new(
        format!("{}, laukas „{}“", table.get(Language::Lt), field.get(Language::Lt)),
        format!("{}, field “{}”", table.get(Language::En), field.get(Language::En)),
    )
}
