//! Three configurations become one: what an office changed stays, what a newer delivery changed comes.

use super::Configuration;
use crate::schema::{Field, Table, TableInfo};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value as Json};

/// Something that both sides changed, each in its own way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conflict {
    /// What it is: `tables/clients/fields/city/label`.
    pub place: String,
    /// As it was delivered before.
    pub original: String,
    /// As the office has it; it stays.
    pub base: String,
    /// As it is delivered now.
    pub newer: String,
}

/// The one configuration, and what could not be decided.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Merged {
    /// The merged configuration.
    pub configuration: Configuration,
    /// What both changed; the office's own stands in the configuration.
    pub conflicts: Vec<Conflict>,
}

/// Words of things that are one of several: they are taken whole.
const WHOLE: [&str; 5] = ["kind", "what", "result", "area", "anchors"];

/// Merges the configuration of a base, which began as `original`, with a `newer` delivery.
///
/// Things are recognised by their ids. What the newer one no longer has goes where the office left it as it was. Starter records
/// are those of the newer one.
pub fn merge(original: &Configuration, base: &Configuration, newer: &Configuration) -> Merged {
    let mut merger = Merger::default();
    let sides = [original, base, newer].map(|one| one.tables.iter().map(table_json).collect::<Vec<Json>>());
    let tables = merger.list("tables", &sides[0], &sides[1], &sides[2]);
    let mut configuration = Configuration {
        tables: tables.into_iter().filter_map(table_of).collect(),
        cards: merger.layouts("cards", &original.cards, &base.cards, &newer.cards),
        lists: merger.layouts("lists", &original.lists, &base.lists, &newer.lists),
        forms: merger.layouts("forms", &original.forms, &base.forms, &newer.forms),
        records: newer.records.clone(),
    };
    configuration.sort();
    Merged { configuration, conflicts: merger.conflicts }
}

fn json<T: Serialize>(thing: &T) -> Json {
    serde_json::to_value(thing).unwrap_or_default()
}

fn table_json(table: &Table) -> Json {
    let mut whole = match json(&table.info) {
        Json::Object(entries) => entries,
        _ => Map::new(),
    };
    whole.insert("fields".into(), Json::Array(table.fields.iter().map(json).collect()));
    Json::Object(whole)
}

fn table_of(whole: Json) -> Option<Table> {
    let Json::Object(mut entries) = whole else { return None };
    let fields: Vec<Field> = serde_json::from_value(entries.remove("fields")?).ok()?;
    let info: TableInfo = serde_json::from_value(Json::Object(entries)).ok()?;
    Some(Table { info, fields })
}

#[derive(Default)]
struct Merger {
    conflicts: Vec<Conflict>,
}

impl Merger {
    fn layouts<T: Serialize + DeserializeOwned>(
        &mut self,
        folder: &str,
        original: &[T],
        base: &[T],
        newer: &[T],
    ) -> Vec<T> {
        let sides = [original, base, newer].map(|side| side.iter().map(json).collect::<Vec<Json>>());
        let merged = self.list(folder, &sides[0], &sides[1], &sides[2]);
        merged.into_iter().filter_map(|layout| serde_json::from_value(layout).ok()).collect()
    }

    /// Things with ids: in the order of the base, new ones behind what they follow in the newer one.
    fn list(&mut self, place: &str, original: &[Json], base: &[Json], newer: &[Json]) -> Vec<Json> {
        let find = |side: &'_ [Json], id: &Json| side.iter().find(|thing| identity(thing) == Some(id)).cloned();
        let mut merged: Vec<Json> = Vec::new();
        for thing in base {
            let Some(id) = identity(thing) else { continue };
            let (was, now) = (find(original, id), find(newer, id));
            let place = format!("{place}/{}", name(thing));
            match (was, now) {
                (was, Some(now)) => merged.push(self.value(&place, was.as_ref(), thing, &now)),
                (None, None) => merged.push(thing.clone()),
                (Some(was), None) if was == *thing => {}
                (Some(was), None) => {
                    self.conflict(&place, Some(&was), thing, &Json::Null);
                    merged.push(thing.clone());
                }
            }
        }
        for (at, thing) in newer.iter().enumerate() {
            let Some(id) = identity(thing) else { continue };
            if find(base, id).is_some() {
                continue;
            }
            if let Some(was) = find(original, id) {
                // The office took it out; it stays out, but that is said where it was changed since.
                if was != *thing {
                    self.conflict(&format!("{place}/{}", name(thing)), Some(&was), &Json::Null, thing);
                }
                continue;
            }
            let before = newer[..at].iter().rev().filter_map(identity);
            let behind = before.into_iter().find_map(|id| merged.iter().position(|one| identity(one) == Some(id)));
            merged.insert(behind.map_or(0, |behind| behind + 1), thing.clone());
        }
        merged
    }

    fn value(&mut self, place: &str, original: Option<&Json>, base: &Json, newer: &Json) -> Json {
        if base == newer || original == Some(newer) {
            return base.clone();
        }
        if original == Some(base) {
            return newer.clone();
        }
        let whole = place.rsplit('/').next().is_some_and(|entry| WHOLE.contains(&entry));
        match (base, newer) {
            (Json::Object(base), Json::Object(newer)) if !whole || same_tag(original, base, newer) => {
                let was = original.and_then(Json::as_object);
                let mut merged = Map::new();
                let null = Json::Null;
                for entry in base.keys().chain(newer.keys().filter(|entry| !base.contains_key(*entry))) {
                    let place = format!("{place}/{entry}");
                    let was = was.map(|was| was.get(entry).unwrap_or(&null));
                    let (base, newer) = (base.get(entry).unwrap_or(&null), newer.get(entry).unwrap_or(&null));
                    merged.insert(entry.clone(), self.value(&place, was, base, newer));
                }
                merged.retain(|_, value| !value.is_null());
                Json::Object(merged)
            }
            (Json::Array(base), Json::Array(newer)) if has_ids(base) && has_ids(newer) => {
                let was = original.and_then(Json::as_array).cloned().unwrap_or_default();
                Json::Array(self.list(place, &was, base, newer))
            }
            _ => {
                self.conflict(place, original, base, newer);
                base.clone()
            }
        }
    }

    fn conflict(&mut self, place: &str, original: Option<&Json>, base: &Json, newer: &Json) {
        let text = |value: &Json| match value {
            Json::Null => String::new(),
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        self.conflicts.push(Conflict {
            place: place.to_owned(),
            original: original.map(text).unwrap_or_default(),
            base: text(base),
            newer: text(newer),
        });
    }
}

/// Whether all three are the same of several things, so that what goes with it can be merged.
fn same_tag(original: Option<&Json>, base: &Map<String, Json>, newer: &Map<String, Json>) -> bool {
    let keys = |map: &Map<String, Json>| map.keys().cloned().collect::<Vec<String>>();
    let was = original.and_then(Json::as_object).map(keys);
    was == Some(keys(base)) && keys(base) == keys(newer) && base.len() == 1
}

fn identity(thing: &Json) -> Option<&Json> {
    thing.get("id")
}

fn has_ids(list: &[Json]) -> bool {
    !list.is_empty() && list.iter().all(|thing| identity(thing).is_some())
}

fn name(thing: &Json) -> String {
    let text = |entry: &str| thing.get(entry).and_then(Json::as_str).map(str::to_owned);
    text("key").or_else(|| text("id")).unwrap_or_default()
}
