//! What a card shows of a record, gathered on the worker: plain values and texts, nothing of Slint.

use crate::{
    card_state::{CardState, Of},
    editors::{offered, text_in_editor},
    pictures,
};
use chrono::NaiveDate;
use engine::{Engine, Entry, Outcome, Owing, Raster, Result};
use model::{
    ids::{FieldId, ItemId, LayoutId, RecordId, TableId},
    language::Language,
    layout::{Card, CardItemKind},
    rules::address::address_of,
    schema::{Choice, Field, FieldKind, FieldRole, Schema, Table, TableRole},
    value::{Value, Values},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Records of a related table that are shown on a card; the newest where there are more.
const MOST_RELATED: usize = 200;

/// A record that may not exist yet: the jobs that write to it share who it is.
#[derive(Clone, Default)]
pub(crate) struct Target(Arc<Mutex<Option<RecordId>>>);

impl Target {
    pub fn of(id: RecordId) -> Target {
        Target(Arc::new(Mutex::new(Some(id))))
    }

    pub fn id(&self) -> Option<RecordId> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn set(&self, id: RecordId) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(id);
    }
}

/// The card that was asked for by name; what shows the same record shares it.
#[derive(Clone, Default)]
pub(crate) struct Asked(Arc<Mutex<Option<LayoutId>>>);

impl Asked {
    pub fn get(&self) -> Option<LayoutId> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn set(&self, card: Option<LayoutId>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = card;
    }
}

/// The record a card is about.
#[derive(Clone)]
pub(crate) struct Subject {
    pub table: TableId,
    pub target: Target,
    pub asked: Asked,
    /// What a record that does not exist yet begins with.
    pub preset: Vec<Entry>,
}

impl Subject {
    /// The record's id; it is added where it does not exist yet.
    pub fn ensure(&self, engine: &Engine) -> Result<(RecordId, Option<Outcome<()>>)> {
        if let Some(id) = self.target.id() {
            return Ok((id, None));
        }
        let Outcome { output: id, changes, entry } = engine.add_record(self.table, &self.preset, false)?;
        self.target.set(id);
        Ok((id, Some(Outcome { output: (), changes, entry })))
    }
}

/// Where an issued document stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum DocumentState {
    Draft,
    Issued,
    Void,
}

/// A field with what stands in its editor.
pub(crate) struct FieldText {
    pub field: Field,
    pub value: Option<Value>,
    pub text: String,
    pub warning: String,
    pub choices: Vec<(Choice, String)>,
    pub picture: Option<Raster>,
    /// It may not be changed because the document was issued.
    pub locked: bool,
    /// Of a field of several links or entries: each by its id, with its name and colour.
    pub chips: Vec<(String, String, String)>,
    /// Where the text leads: a call, a letter, a page.
    pub address: Option<String>,
}

/// A column of a related table.
pub(crate) struct ColumnText {
    pub field: Field,
    pub width: u32,
    pub choices: Vec<(Choice, String)>,
}

/// A cell of a related table.
#[derive(Clone, Default)]
pub(crate) struct CellText {
    pub text: String,
    pub date: Option<NaiveDate>,
    pub warning: String,
}

/// A related table with the texts of its cells.
pub(crate) struct RelatedTexts {
    pub table: Table,
    pub by: FieldId,
    pub columns: Vec<ColumnText>,
    pub rows: Vec<(RecordId, Vec<CellText>)>,
    /// How many there are; more than `rows` where not all are shown.
    pub total: usize,
    /// The records are part of this one and edited in place.
    pub lines: bool,
    pub locked: bool,
    /// Sums of the columns that add up, by their place.
    pub totals: Vec<(usize, String)>,
}

/// Everything a card shows.
pub(crate) struct Contents {
    pub table: Table,
    pub id: Option<RecordId>,
    pub title: String,
    pub card: Card,
    pub fields: HashMap<FieldId, FieldText>,
    pub related: HashMap<ItemId, RelatedTexts>,
    /// Conditions, counts and words of the items.
    pub state: CardState,
    /// The cards on which the record may be shown, by id and name.
    pub cards: Vec<(LayoutId, String)>,
    pub document: Option<DocumentState>,
    /// What a draft of a document lacks.
    pub remark: Option<engine::Remark>,
    /// What of the card rests in the trash of the structure.
    pub gaps: HashMap<ItemId, (String, String)>,
    pub has_form: bool,
    /// What is still to be paid.
    pub owing: Option<Owing>,
}

impl Contents {
    /// Takes over pictures that stayed the same and were not decoded again.
    pub fn keep_pictures(&mut self, before: &mut Contents) {
        for (id, text) in &mut self.fields {
            let old = before.fields.get_mut(id).filter(|old| old.value == text.value);
            if let Some(old) = old.filter(|_| text.picture.is_none()) {
                text.picture = old.picture.take();
            }
        }
    }
}

/// What is on the screen already and is not decoded again.
#[derive(Default)]
pub(crate) struct Known {
    /// Values of pictures.
    pub values: Vec<Value>,
    /// The card with its own pictures.
    pub card: Option<Card>,
}

/// Gathers what the card of a record shows.
///
/// # Errors
/// Where the record or its table is gone, or of the disk.
pub(crate) fn load(engine: &Engine, subject: &Subject, known: &Known, language: Language) -> Result<Contents> {
    let id = subject.target.id();
    let values = match id {
        Some(id) => engine.record(subject.table, id)?.values,
        None => engine.draft(subject.table, &subject.preset)?,
    };
    let cards = engine.cards(subject.table)?;
    let card = engine.card_among(&cards, subject.table, id, &values, subject.asked.get())?;
    let definitions = engine.definitions();
    let of = Of { engine, schema: &definitions.schema, card: &card, id, values: &values, language };
    let mut contents = shown(of, known, true)?;
    // A card for adding quickly is of no use for a record that is there, unless it was begun on it.
    let offered = cards.iter().filter(|other| !other.quick || other.id == card.id || id.is_none());
    contents.cards = offered.map(|card| (card.id, card.label.get(language).to_owned())).collect();
    contents.title = match id {
        Some(id) => engine.title(subject.table, id, language)?,
        None if contents.table.info.role == Some(TableRole::Company) => {
            contents.table.info.label.get(language).to_owned()
        }
        None => crate::words::new_one(&contents.table.info.one, language),
    };
    if let Some(id) = id {
        contents.has_form = crate::documents::has_form(engine, subject.table);
        contents.owing = engine.owing(subject.table, id)?;
        add_warnings(engine, &mut contents, id, language)?;
        if contents.document == Some(DocumentState::Draft) {
            contents.remark = engine.document_remark(subject.table, id)?;
        }
    }
    Ok(contents)
}

/// What a card shows of values that belong to no record: the longest ones, or none. All its items are seen.
///
/// # Errors
/// Of the disk.
pub(crate) fn load_values(
    engine: &Engine,
    card: &Card,
    values: &Values,
    title: String,
    language: Language,
) -> Result<Contents> {
    let definitions = engine.definitions();
    let of = Of { engine, schema: &definitions.schema, card, id: None, values, language };
    Ok(Contents { title, document: None, ..shown(of, &Known::default(), false)? })
}

/// What a card that is being designed shows of a record, or of `values` that belong to none. All its items are seen.
///
/// # Errors
/// Where the record is gone, or of the disk.
pub(crate) fn load_design(
    engine: &Engine,
    card: &Card,
    id: Option<RecordId>,
    values: Option<&Values>,
    language: Language,
) -> Result<Contents> {
    let definitions = engine.definitions();
    let read = match (values, id) {
        (Some(values), _) => values.clone(),
        (None, Some(id)) => engine.record(card.table, id)?.values,
        (None, None) => engine.draft(card.table, &[])?,
    };
    let id = if values.is_some() { None } else { id };
    let title = id.map(|id| engine.title(card.table, id, language)).transpose()?.unwrap_or_default();
    let of = Of { engine, schema: &definitions.schema, card, id, values: &read, language };
    Ok(Contents { title, document: None, ..shown(of, &Known::default(), false)? })
}

fn shown(of: Of<'_>, known: &Known, conditional: bool) -> Result<Contents> {
    let Of { engine, schema, card, id, values, language } = of;
    let table = schema.table(card.table).cloned().unwrap_or_default();
    let document = document_state(engine, &table, id)?;
    let owner_issued =
        match table.part_of().and_then(|(field, _)| values.get(field.id)).and_then(|value| value.links().first()) {
            Some(owner) => engine.issued(owner.record)?.is_some(),
            None => false,
        };
    let locked =
        engine.is_read_only() || owner_issued || matches!(document, Some(DocumentState::Issued | DocumentState::Void));
    let day = day_of(engine, &table, values);
    Ok(Contents {
        fields: fields(of, &table, day, &known.values, locked),
        related: related(engine, schema, card, id, day, language, locked)?,
        state: CardState::gather(of, known.card.as_ref(), conditional)?,
        cards: Vec::new(),
        has_form: false,
        table,
        id,
        title: String::new(),
        gaps: gaps_of(engine, card, language),
        card: card.clone(),
        document,
        remark: None,
        owing: None,
    })
}

/// What of a card rests in the trash of the structure, by item: a mark, and what to do about it.
fn gaps_of(engine: &Engine, card: &Card, language: Language) -> HashMap<ItemId, (String, String)> {
    let gaps = engine.gaps_of_card(card).into_iter().filter_map(|gap| match gap.place {
        engine::GapPlace::Item(item) => {
            Some((item, (gap.mark.get(language).to_owned(), gap.message.get(language).to_owned())))
        }
        _ => None,
    });
    gaps.collect()
}

fn document_state(engine: &Engine, table: &Table, id: Option<RecordId>) -> Result<Option<DocumentState>> {
    if table.info.role != Some(TableRole::Invoice) {
        return Ok(None);
    }
    let issued = id.map(|id| engine.issued(id)).transpose()?.flatten();
    Ok(Some(match issued {
        None => DocumentState::Draft,
        Some(document) if document.void => DocumentState::Void,
        Some(_) => DocumentState::Issued,
    }))
}

/// The day that decides which entries of a list are valid.
fn day_of(engine: &Engine, table: &Table, values: &Values) -> NaiveDate {
    let date = table.field_by_role(FieldRole::Date).and_then(|field| values.get(field.id)).and_then(Value::as_date);
    date.unwrap_or_else(|| engine.today())
}

fn fields(of: Of<'_>, table: &Table, day: NaiveDate, known: &[Value], locked: bool) -> HashMap<FieldId, FieldText> {
    let Of { engine, card, values, language, .. } = of;
    let on_card = card.items.iter().filter_map(|item| match item.what {
        CardItemKind::Field(field) => table.live().find(|of| of.id == field).map(|of| (of, item.area)),
        _ => None,
    });
    let is_document = table.info.role == Some(TableRole::Invoice);
    let texts = on_card.map(|(field, area)| {
        let value = values.get(field.id);
        let is_new = value.is_some_and(|value| !known.contains(value));
        let text = FieldText {
            text: text_in_editor(engine, field, value, language),
            warning: String::new(),
            choices: offered(field, value, day, language),
            picture: if field.kind == FieldKind::Picture && is_new {
                pictures::of_value(engine, value, pictures::Fit::Inside(area.width, area.height - 20))
            } else {
                None
            },
            // The state of a document is changed by issuing and voiding it alone.
            locked: locked && (!field.open_after_issue || engine.is_read_only())
                || is_document && field.role == Some(FieldRole::State)
                || field.formula().is_some(),
            chips: value.map(|value| chips(engine, field, value, language)).unwrap_or_default(),
            address: value.and_then(Value::as_text).and_then(|text| address_of(&field.kind, text)),
            value: value.cloned(),
            field: field.clone(),
        };
        (field.id, text)
    });
    texts.collect()
}

fn add_warnings(engine: &Engine, contents: &mut Contents, id: RecordId, language: Language) -> Result<()> {
    for problem in engine.problems(contents.table.info.id, id)? {
        if let Some(field) = contents.fields.get_mut(&problem.field) {
            field.warning = without_name(problem.message.get(language), &field.field, language);
        }
    }
    Ok(())
}

/// A sentence about a field, without the field's name before it: it stands right above.
pub(crate) fn without_name(sentence: &str, field: &Field, language: Language) -> String {
    let rest = sentence.strip_prefix(field.label.get(language)).and_then(|rest| rest.strip_prefix(": "));
    rest.map_or_else(|| sentence.to_owned(), crate::words::upper_first)
}

fn related(
    engine: &Engine,
    schema: &Schema,
    card: &Card,
    id: Option<RecordId>,
    day: NaiveDate,
    language: Language,
    locked: bool,
) -> Result<HashMap<ItemId, RelatedTexts>> {
    let mut found = HashMap::new();
    for item in &card.items {
        let CardItemKind::Related { table, by, columns } = &item.what else { continue };
        let Some(of) = schema.table(*table).filter(|of| !of.info.removed) else { continue };
        let lines = of.field(*by).is_some_and(|field| matches!(field.kind, FieldKind::PartOf { .. }));
        let columns: Vec<ColumnText> = columns
            .iter()
            .filter_map(|column| of.live().find(|field| field.id == column.field).map(|field| (field, column.width)))
            .map(|(field, width)| ColumnText {
                field: field.clone(),
                width,
                choices: offered(field, None, day, language),
            })
            .collect();
        let mut ids = id.map(|id| engine.related(*table, *by, id)).transpose()?.unwrap_or_default();
        let total = ids.len();
        let totals = totals(engine, *table, &ids, &columns, language)?;
        if !lines {
            ids.reverse();
            ids.truncate(MOST_RELATED);
        }
        let mut rows = Vec::with_capacity(ids.len());
        for row in ids {
            rows.push((row, cells(engine, *table, row, &columns, lines && !locked, language)?));
        }
        found.insert(item.id, RelatedTexts { table: of.clone(), by: *by, columns, rows, total, lines, locked, totals });
    }
    Ok(found)
}

/// Sums beneath the columns that add up; none where there is nothing to add.
fn totals(
    engine: &Engine,
    table: TableId,
    ids: &[RecordId],
    columns: &[ColumnText],
    language: Language,
) -> Result<Vec<(usize, String)>> {
    if ids.len() < 2 {
        return Ok(Vec::new());
    }
    let fields: Vec<FieldId> = columns.iter().map(|column| column.field.id).collect();
    let sums = engine.totals(table, ids, &fields)?;
    let shown = sums.into_iter().filter_map(|(field, sum)| {
        let at = columns.iter().position(|column| column.field.id == field)?;
        let FieldKind::Money { currency } = columns[at].field.shown_kind() else { return None };
        let text = model::value::format_amount(sum, 2, language);
        Some((at, crate::words::with_currency(&text, currency)))
    });
    Ok(shown.collect())
}

/// What a field of several links or entries holds, one by one.
fn chips(engine: &Engine, field: &Field, value: &Value, language: Language) -> Vec<(String, String, String)> {
    match (&field.kind, value) {
        (FieldKind::Link { many: true, .. }, Value::Links(links)) => {
            let chip = |link: &model::value::Link| {
                let name = engine.path_of(link.table, link.record, language).unwrap_or_default();
                (format!("{}/{}", link.table, link.record), name, String::new())
            };
            links.iter().map(chip).collect()
        }
        (FieldKind::Choice { many: true, choices }, Value::Choices(chosen)) => {
            let found = chosen.iter().filter_map(|id| choices.iter().find(|choice| choice.id == *id));
            let chip = |choice: &Choice| {
                (choice.id.to_string(), crate::editors::label(choice, language).to_owned(), choice.color.clone())
            };
            found.map(chip).collect()
        }
        _ => Vec::new(),
    }
}

fn cells(
    engine: &Engine,
    table: TableId,
    row: RecordId,
    columns: &[ColumnText],
    edited: bool,
    language: Language,
) -> Result<Vec<CellText>> {
    let values = engine.record(table, row)?.values;
    let problems = if edited { engine.problems(table, row)? } else { Vec::new() };
    let cell = |field: &Field| {
        let value = values.get(field.id);
        let text = match value {
            Some(value) if !edited || field.formula().is_some() => {
                engine.text(field, value, language).unwrap_or_default()
            }
            value => text_in_editor(engine, field, value, language),
        };
        let problem = problems.iter().find(|problem| problem.field == field.id);
        let warning = problem.map(|problem| without_name(problem.message.get(language), field, language));
        CellText { text, date: value.and_then(Value::as_date), warning: warning.unwrap_or_default() }
    };
    Ok(columns.iter().map(|column| cell(&column.field)).collect())
}
