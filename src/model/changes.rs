//! The journal's words: operations that know their inverse, the entry's header, and what a change touched.

use crate::{
    ids::{FieldId, GroupId, LayoutId, RecordId, SeatId, TableId},
    language::Language,
    layout::{Card, IssuedDocument, ListView, PrintForm, step_words},
    schema::{Field, TableInfo},
    value::{Value, Values},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One change with what was before and after; self-contained, so that it can be taken back or replayed anywhere.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Operation {
    /// A record came (`before` is `None`) or went (`after` is `None`).
    Record {
        /// Its table.
        table: TableId,
        /// The record.
        id: RecordId,
        /// Its entered values before.
        before: Option<Values>,
        /// Its entered values after.
        after: Option<Values>,
    },
    /// One field of a record.
    Field {
        /// The record's table.
        table: TableId,
        /// The record.
        id: RecordId,
        /// The field.
        field: FieldId,
        /// Its value before.
        before: Option<Value>,
        /// Its value after.
        after: Option<Value>,
    },
    /// What is said about a table as a whole.
    Table(TableId, Change<TableInfo>),
    /// The definition of a field.
    FieldDefinition(TableId, FieldId, Change<Field>),
    /// A card layout.
    Card(LayoutId, Change<Card>),
    /// A list view.
    List(LayoutId, Change<ListView>),
    /// A print form.
    Form(LayoutId, Change<PrintForm>),
    /// A setting of the base.
    Setting(String, Change<String>),
    /// The frozen state of an issued document, by its record.
    Document(RecordId, Change<IssuedDocument>),
    /// The last number given in a series.
    Series(String, Change<u64>),
}

/// A thing before and after; kept as JSON text inside binary formats, so that definitions may grow.
#[derive(Clone, PartialEq, Debug)]
pub struct Change<T> {
    /// `None`: it was not there.
    pub before: Option<Box<T>>,
    /// `None`: it is gone.
    pub after: Option<Box<T>>,
}

impl<T> Change<T> {
    /// From `before` to `after`.
    pub fn new(before: Option<T>, after: Option<T>) -> Change<T> {
        Change { before: before.map(Box::new), after: after.map(Box::new) }
    }
    fn inverse(&self) -> Change<T>
    where
        T: Clone,
    {
        Change { before: self.after.clone(), after: self.before.clone() }
    }
}

impl<T: Serialize> Serialize for Change<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::to_string(&(&self.before, &self.after)).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de, T: serde::de::DeserializeOwned> Deserialize<'de> for Change<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Change<T>, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (before, after) = serde_json::from_str(&text).map_err(serde::de::Error::custom)?;
        Ok(Change { before, after })
    }
}

impl Operation {
    /// The operation that takes this one back.
    pub fn inverse(&self) -> Operation {
        use Operation as O;
        match self.clone() {
            O::Record { table, id, before, after } => O::Record { table, id, before: after, after: before },
            O::Field { table, id, field, before, after } => O::Field { table, id, field, before: after, after: before },
            O::Table(id, change) => O::Table(id, change.inverse()),
            O::FieldDefinition(table, id, change) => O::FieldDefinition(table, id, change.inverse()),
            O::Card(id, change) => O::Card(id, change.inverse()),
            O::List(id, change) => O::List(id, change.inverse()),
            O::Form(id, change) => O::Form(id, change.inverse()),
            O::Setting(key, change) => O::Setting(key, change.inverse()),
            O::Document(id, change) => O::Document(id, change.inverse()),
            O::Series(key, change) => O::Series(key, change.inverse()),
        }
    }
}

/// What a person did, with what is needed to say it in any language.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Action {
    /// Which act.
    pub key: ActionKey,
    /// Table it was done to, if one.
    pub table: Option<TableId>,
    /// Field it was done to, if one.
    pub field: Option<FieldId>,
    /// Title of the record, name of the file, number of the document: a text in no language of ours.
    pub name: String,
    /// How many records.
    pub count: u64,
}

impl Action {
    /// An act on nothing in particular yet.
    pub fn new(key: ActionKey) -> Action {
        Action { key, table: None, field: None, name: String::new(), count: 1 }
    }
    /// The same act, on `table`.
    pub fn on(mut self, table: TableId) -> Action {
        self.table = Some(table);
        self
    }
    /// The same act, on `field`.
    pub fn field(mut self, field: FieldId) -> Action {
        self.field = Some(field);
        self
    }
    /// The same act, on the thing called `name`.
    pub fn named(mut self, name: impl Into<String>) -> Action {
        self.name = name.into();
        self
    }
    /// A step of designing a card: its key, the card and its name.
    pub fn design(step: &str, card: &Card, language: Language) -> Action {
        let name = [step, &card.id.to_string(), card.label.get(language)].join(&APART.to_string());
        Action::new(ActionKey::Design).on(card.table).named(name)
    }
    /// What was designed, if this is a step of designing.
    pub fn designed(&self) -> Option<DesignOf<'_>> {
        let mut parts = self.name.splitn(3, APART);
        let (step, layout, card) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
        (self.key == ActionKey::Design).then_some(DesignOf { step, layout, card })
    }
    /// This step of designing as the name of so many that are taken back together.
    pub fn session(&self, count: u64) -> Action {
        let step = self.designed().map_or_else(String::new, |of| of.step.to_owned());
        let name = self.name.strip_prefix(&step).unwrap_or(&self.name);
        Action { name: format!("session{name}"), count, ..self.clone() }
    }
    /// The same act, on `count` records.
    pub fn count(mut self, count: u64) -> Action {
        self.count = count;
        self
    }
}

/// Acts of people. New ones are added at the end only: their place is saved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ActionKey {
    /// A base was made from a configuration.
    NewBase,
    /// A record was added.
    AddRecord,
    /// One field was changed.
    EditField,
    /// Several fields of a record were changed.
    EditRecord,
    /// Records were deleted.
    DeleteRecords,
    /// A file was imported.
    Import,
    /// A document was issued.
    Issue,
    /// A document was voided.
    Void,
    /// A document was printed.
    Print,
    /// A table was added.
    AddTable,
    /// A table was changed (renamed, hidden, reordered).
    ChangeTable,
    /// A table was put into the trash of the structure.
    RemoveTable,
    /// A table was brought back.
    RestoreTable,
    /// A field was added.
    AddField,
    /// A field was changed.
    ChangeField,
    /// A field was put into the trash of the structure.
    RemoveField,
    /// A field was brought back.
    RestoreField,
    /// A card layout, list view or print form was saved.
    SaveLayout,
    /// A setting was changed.
    Setting,
    /// The sample office was put into a new base.
    AddSample,
    /// The sample office was removed.
    RemoveSample,
    /// The kind of a field was changed, its values with it.
    ChangeKind,
    /// A configuration was imported.
    ImportConfiguration,
    /// Something was done to a card in its designer; its name tells what (see [`Action::design`]).
    Design,
}

/// Between the parts of the name of a [`ActionKey::Design`], where nobody types it.
const APART: char = '\u{1f}';

/// What was done to a card in its designer, as kept in the name of its action.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DesignOf<'a> {
    /// Key of the step, see [`step_words`].
    pub step: &'a str,
    /// The card.
    pub layout: LayoutId,
    /// Name of the card as it was then.
    pub card: &'a str,
}

/// What stands at the head of every journal entry.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EntryHeader {
    /// The computer's copy of the base that made it.
    pub seat: SeatId,
    /// Number within this base's journal, from 1, without gaps.
    pub sequence: u64,
    /// Lamport counter: greater than that of every entry known when it was made.
    pub lamport: u64,
    /// Version the hub gave it; 0 while it was never sent.
    pub hub_version: u64,
    /// Wall time in milliseconds since 1970 UTC; shown to people, never an order.
    pub time: i64,
    /// Who did it; empty where the base has no users.
    pub user: String,
    /// What was done.
    pub action: Action,
    /// The part it plays in undo and redo.
    pub part: Part,
    /// Entries with the same group are undone together.
    pub group: Option<GroupId>,
    /// The newest entry that Ctrl+Z would take back after this one; 0: none.
    pub undo_top: u64,
    /// The newest undo that Ctrl+Shift+Z would take back after this one; 0: none.
    pub redo_top: u64,
    /// What lies beneath this entry on the stack it was put on; 0: nothing.
    pub below: u64,
    /// How many operations it holds.
    pub operations: u64,
}

/// The part an entry plays in undo and redo.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Part {
    /// An act of its own.
    Do,
    /// Takes back the entry of this sequence number.
    Undoes(u64),
    /// Takes back the undo of this sequence number.
    Redoes(u64),
    /// An act that cannot be undone (the making of the base).
    Root,
}

/// What a change touched, so that a screen refreshes only that.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes {
    records: BTreeMap<TableId, BTreeSet<RecordId>>,
    whole_tables: BTreeSet<TableId>,
    /// Tables or fields changed.
    pub structure: bool,
    /// A card, list view or print form changed.
    pub layouts: bool,
    /// A setting changed.
    pub settings: bool,
    /// Records came or went, so that lists need their order anew.
    pub membership: BTreeSet<TableId>,
}

impl Changes {
    /// Above this many records of one table a change counts as touching the whole table.
    pub const MANY: usize = 10_000;

    /// Notes that a record was touched.
    pub fn touch(&mut self, table: TableId, id: RecordId) {
        if self.whole_tables.contains(&table) {
            return;
        }
        let ids = self.records.entry(table).or_default();
        ids.insert(id);
        if ids.len() > Self::MANY {
            self.records.remove(&table);
            self.whole_tables.insert(table);
        }
    }
    /// Whether this record may show something else now.
    pub fn touches(&self, table: TableId, id: RecordId) -> bool {
        self.whole_tables.contains(&table) || self.records.get(&table).is_some_and(|ids| ids.contains(&id))
    }
    /// Whether any record of this table was touched.
    pub fn touches_table(&self, table: TableId) -> bool {
        self.whole_tables.contains(&table) || self.records.contains_key(&table) || self.membership.contains(&table)
    }
    /// The touched records of a table, or `None` where there are too many to name.
    pub fn records(&self, table: TableId) -> Option<impl Iterator<Item = RecordId> + '_> {
        (!self.whole_tables.contains(&table)).then(|| self.records.get(&table).into_iter().flatten().copied())
    }
    /// The tables of which records were touched.
    pub fn tables(&self) -> BTreeSet<TableId> {
        self.records.keys().chain(&self.whole_tables).chain(&self.membership).copied().collect()
    }
    /// Takes in what another change touched.
    pub fn extend(&mut self, other: &Changes) {
        for table in &other.whole_tables {
            self.records.remove(table);
            self.whole_tables.insert(*table);
        }
        for (table, ids) in &other.records {
            ids.iter().for_each(|id| self.touch(*table, *id));
        }
        self.structure |= other.structure;
        self.layouts |= other.layouts;
        self.settings |= other.settings;
        self.membership.extend(&other.membership);
    }
    /// Whether nothing was touched.
    pub fn is_empty(&self) -> bool {
        *self == Changes::default()
    }
}

/// How the label of an action is made: names of tables and fields come from the schema of the day it is read.
pub fn label(action: &Action, table: Option<&str>, field: Option<&str>, language: Language) -> String {
    let name = if action.name.is_empty() { String::new() } else { format!(" {}", quoted(&action.name, language)) };
    let table = table.unwrap_or(language.pick("Įrašas", "Record"));
    let field = field.unwrap_or(language.pick("laukas", "field"));
    let field = lower_first(field);
    let count = action.count;
    let say = |lt: String, en: String| match language {
        Language::Lt => lt,
        Language::En => en,
    };
    match action.key {
        ActionKey::NewBase => say("Nauja bazė".into(), "New base".into()),
        ActionKey::AddRecord => say(format!("{table}{name}: pridėta"), format!("{table}{name}: added")),
        ActionKey::EditField => {
            say(format!("{table}{name}: pakeista – {field}"), format!("{table}{name}: {field} changed"))
        }
        ActionKey::EditRecord => say(format!("{table}{name}: pakeista"), format!("{table}{name}: changed")),
        ActionKey::DeleteRecords if count > 1 => {
            say(format!("{table}: ištrinta įrašų – {count}"), format!("{table}: {count} records deleted"))
        }
        ActionKey::DeleteRecords => say(format!("{table}{name}: ištrinta"), format!("{table}{name}: deleted")),
        ActionKey::Import => say(
            format!("{table}: importuota įrašų – {count}{name}"),
            format!("{table}: {count} records imported{name}"),
        ),
        ActionKey::Issue => say(format!("{table}{name}: išrašyta"), format!("{table}{name}: issued")),
        ActionKey::Void => say(format!("{table}{name}: anuliuota"), format!("{table}{name}: voided")),
        ActionKey::Print => say(format!("{table}{name}: atspausdinta"), format!("{table}{name}: printed")),
        ActionKey::AddTable => say(format!("Nauja lentelė{name}"), format!("New table{name}")),
        ActionKey::ChangeTable => say(format!("Lentelė{name}: pakeista"), format!("Table{name}: changed")),
        ActionKey::RemoveTable => say(format!("Lentelė{name}: pašalinta"), format!("Table{name}: removed")),
        ActionKey::RestoreTable => say(format!("Lentelė{name}: grąžinta"), format!("Table{name}: restored")),
        ActionKey::AddField => say(format!("{table}: naujas laukas{name}"), format!("{table}: new field{name}")),
        ActionKey::ChangeField => {
            say(format!("{table}: laukas{name} pakeistas"), format!("{table}: field{name} changed"))
        }
        ActionKey::ChangeKind => {
            say(format!("{table}: lauko{name} rūšis pakeista"), format!("{table}: kind of field{name} changed"))
        }
        ActionKey::ImportConfiguration => {
            say(format!("Konfigūracija{name}: importuota"), format!("Configuration{name}: imported"))
        }
        ActionKey::RemoveField => {
            say(format!("{table}: laukas{name} pašalintas"), format!("{table}: field{name} removed"))
        }
        ActionKey::RestoreField => {
            say(format!("{table}: laukas{name} grąžintas"), format!("{table}: field{name} restored"))
        }
        ActionKey::SaveLayout => say(format!("Išdėstymas{name}: pakeistas"), format!("Layout{name}: changed")),
        ActionKey::AddSample => say("Įdėti pavyzdiniai duomenys".to_owned(), "Sample data added".to_owned()),
        ActionKey::RemoveSample => say("Pavyzdiniai duomenys: pašalinti".to_owned(), "Sample data: removed".to_owned()),
        ActionKey::Design => {
            let of = action.designed();
            let (step, card) = of.map_or(("change", String::new()), |of| (of.step, quoted(of.card, language)));
            let words = step_words(step, count, language);
            say(format!("Kortelė {card}: {words}"), format!("Card {card}: {words}"))
        }
        ActionKey::Setting => say(format!("Nuostata{name}: pakeista"), format!("Setting{name}: changed")),
    }
}

/// A name in quotes, unless it brings its own, as the names of Lithuanian companies do.
fn quoted(name: &str, language: Language) -> String {
    if name.contains(['„', '“']) {
        return name.to_owned();
    }
    match language {
        Language::Lt => format!("„{name}“"),
        Language::En => format!("“{name}”"),
    }
}

fn lower_first(text: &str) -> String {
    let second_is_upper = text.chars().nth(1).is_some_and(char::is_uppercase);
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if !second_is_upper => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}
