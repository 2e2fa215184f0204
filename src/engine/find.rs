//! Find as you type: one arena of folded text for each table, built on first use and following every change.

use crate::{Engine, Result, view::is_searched};
use model::{
    changes::Changes,
    ids::{RecordId, TableId},
    language::Language,
    schema::{Field, FieldKind, FieldRole, Table},
    value::{self, Value, Values},
};
use search::{Arena, ArenaBuilder};
use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    hash::{DefaultHasher, Hasher as _},
    ops::ControlFlow,
};
use store::{Access, Definitions, Local, Reader};

/// An arena that more records would have to follow is rather built anew when it is next asked.
const MANY: usize = 1000;
/// Titles of linked records that are held while an arena is built.
const HELD: usize = 10_000;
/// Titles may be links, whose titles may be links.
const DEEPEST: usize = 4;

/// The arenas of all tables that were searched.
#[derive(Default)]
pub(crate) struct Finder {
    arenas: HashMap<TableId, Searched>,
    shown: Shown,
}

/// An arena and how many of its records were deleted since it was built: their numbers are not known any more.
struct Searched {
    arena: Arena,
    gone: usize,
}

/// Under which titles linked records stand in the arenas, as hashes: so one sees whether a change of theirs matters.
#[derive(Default)]
struct Shown {
    titles: HashMap<u64, u64>,
    held: HashMap<RecordId, String>,
    is_building: bool,
}

impl Shown {
    fn title(
        &mut self,
        access: &dyn Access,
        definitions: &Definitions,
        table: TableId,
        id: RecordId,
    ) -> store::Result<String> {
        if let Some(title) = self.held.get(&id) {
            return Ok(title.clone());
        }
        let title = title(access, definitions, table, id, DEEPEST)?;
        let shown = self.titles.entry(hash(&id.0)).or_insert(0);
        // While a change is followed, the title before it must stay until it was compared.
        if self.is_building || *shown == 0 {
            *shown = hash(&title);
        }
        if self.held.len() >= HELD {
            self.held.clear();
        }
        self.held.insert(id, title.clone());
        Ok(title)
    }

    /// The searched texts of a record, each with whether it is a telephone number.
    fn texts(
        &mut self,
        access: &dyn Access,
        definitions: &Definitions,
        table: &Table,
        values: &Values,
    ) -> store::Result<Vec<(String, bool)>> {
        let mut texts = Vec::new();
        for field in table.live() {
            let kind = field.shown_kind();
            match values.get(field.id) {
                Some(Value::Text(text)) if is_searched(field) => texts.push((text.clone(), *kind == FieldKind::Phone)),
                Some(chosen @ Value::Choices(_)) => {
                    let [lt, en] = [Language::Lt, Language::En].map(|language| value::format(chosen, kind, language));
                    texts.push((if lt == en { lt } else { format!("{lt} {en}") }, false));
                }
                Some(Value::Date(date)) => texts.push((date.to_string(), false)),
                Some(Value::Links(links)) => {
                    for link in links {
                        texts.push((self.title(access, definitions, link.table, link.record)?, false));
                    }
                }
                // A sum of nothing is not what anybody looks for, and every record may have one.
                Some(Value::Number(number)) if number.is_zero() && field.formula().is_some() => {}
                Some(number @ Value::Number(_)) => {
                    let plain = value::plain(number, kind);
                    if plain.contains('.') {
                        texts.push((plain.replace('.', ","), false));
                    }
                    texts.push((plain, false));
                }
                _ => {}
            }
        }
        Ok(texts)
    }
}

fn hash(of: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// The title of a record for the search: a draft, which has none yet, goes by its client.
fn title(
    access: &dyn Access,
    definitions: &Definitions,
    table: TableId,
    id: RecordId,
    deep: usize,
) -> store::Result<String> {
    let Some(of) = definitions.schema.table(table) else { return Ok(String::new()) };
    let said = |field: Option<&Field>| -> store::Result<String> {
        let Some(field) = field else { return Ok(String::new()) };
        Ok(match access.value(definitions, table, id, field.id)? {
            Some(Value::Links(links)) if deep > 0 => {
                let titles: store::Result<Vec<String>> =
                    links.iter().map(|link| title(access, definitions, link.table, link.record, deep - 1)).collect();
                titles?.join(" ")
            }
            None | Some(Value::Links(_) | Value::Secret(_) | Value::Blob(_)) => String::new(),
            Some(value) => value::format(&value, field.shown_kind(), Language::Lt),
        })
    };
    let own = said(of.field(of.info.title))?;
    if own.is_empty() { said(of.field_by_role(FieldRole::Client)) } else { Ok(own) }
}

impl Finder {
    fn arena(&mut self, access: &dyn Access, definitions: &Definitions, table: TableId) -> Result<&mut Searched> {
        let (arenas, shown) = (&mut self.arenas, &mut self.shown);
        Ok(match arenas.entry(table) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(place) => {
                let mut builder = ArenaBuilder::new();
                *shown = Shown { titles: std::mem::take(&mut shown.titles), held: HashMap::new(), is_building: true };
                if let Some(of) = definitions.schema.table(table) {
                    let slots = definitions.slots(table)?;
                    access.scan_records(definitions, table, &mut |number, record| {
                        let found = shown.texts(access, definitions, of, &record.values(slots)?)?;
                        builder.push(number, found.iter().map(|(text, phone)| (text.as_str(), *phone)));
                        Ok(ControlFlow::Continue(()))
                    })?;
                }
                shown.held = HashMap::new();
                place.insert(Searched { arena: builder.finish(), gone: 0 })
            }
        })
    }

    /// Brings the arenas up to date after a change: the records themselves, and those that show their titles.
    pub fn follow(&mut self, reader: &Reader, definitions: &Definitions, changes: &Changes) -> Result<()> {
        if changes.structure {
            *self = Finder::default();
            return Ok(());
        }
        if self.arenas.is_empty() {
            return Ok(());
        }
        self.shown.is_building = false;
        let access: &dyn Access = reader;
        let mut waiting = Vec::new();
        for table in changes.tables() {
            match changes.records(table) {
                Some(records) => waiting.extend(records.map(|id| (table, id))),
                None => self.forget(definitions, table),
            }
        }
        let (mut done, mut followed) = (HashSet::new(), 0);
        while let Some((table, id)) = waiting.pop() {
            if !done.insert(id) {
                continue;
            }
            self.update(access, definitions, table, id)?;
            let Some(shown) = self.shown.titles.get_mut(&hash(&id.0)) else { continue };
            let now = hash(&title(access, definitions, table, id, DEEPEST)?);
            if std::mem::replace(shown, now) == now {
                continue;
            }
            for (other, field) in definitions.schema.links_to(table) {
                let other = other.info.id;
                let linked = access.linked(definitions, other, field.id, id)?;
                followed += linked.len();
                if followed > MANY {
                    self.forget(definitions, other);
                    continue;
                }
                for number in linked {
                    let local = Local { table: definitions.slots(other)?.number, number };
                    access.view(local, &mut |record| {
                        waiting.push((other, record.id()));
                        Ok(())
                    })?;
                }
            }
        }
        self.shown.held = HashMap::new();
        Ok(())
    }

    fn update(&mut self, access: &dyn Access, definitions: &Definitions, table: TableId, id: RecordId) -> Result<()> {
        let (Some(searched), Some(of)) = (self.arenas.get_mut(&table), definitions.schema.table(table)) else {
            return Ok(());
        };
        match access.record(definitions, table, id)? {
            Some(stored) => {
                let found = self.shown.texts(access, definitions, of, &stored.values)?;
                let found = found.iter().map(|(text, phone)| (text.as_str(), *phone));
                searched.arena.update(stored.local.number, found);
            }
            None => searched.gone += 1,
        }
        if searched.gone > MANY {
            self.arenas.remove(&table);
        }
        Ok(())
    }

    /// Drops the arena of a table, and those in which titles of its records stand, by whatever way.
    fn forget(&mut self, definitions: &Definitions, table: TableId) {
        let (mut waiting, mut done) = (vec![table], HashSet::new());
        while let Some(table) = waiting.pop() {
            if done.insert(table) {
                self.arenas.remove(&table);
                waiting.extend(definitions.schema.links_to(table).map(|(other, _)| other.info.id));
            }
        }
    }
}

impl Engine {
    /// Numbers of the records of a table in which every word of `query` occurs, in the order they were added. Without a
    /// `limit` those of deleted records may be among them.
    ///
    /// # Errors
    /// Of the disk.
    pub fn find(&self, table: TableId, query: &str, limit: Option<usize>) -> Result<Vec<u32>> {
        // The snapshot is taken under the lock, so that every later change still follows.
        let mut finder = self.finder();
        let (reader, definitions) = (self.read()?, self.definitions());
        let searched = finder.arena(&reader, &definitions, table)?;
        let Some(limit) = limit else { return Ok(searched.arena.find(query, None)) };
        // Deleted records still stand there.
        let number = definitions.slots(table)?.number;
        let mut found = Vec::new();
        for at in searched.arena.find(query, Some(limit.saturating_add(searched.gone))) {
            let access: &dyn Access = &reader;
            if found.len() < limit && access.view(Local { table: number, number: at }, &mut |_| Ok(()))? {
                found.push(at);
            }
        }
        Ok(found)
    }
}
