//! Adding, editing, deleting and reading records.

use crate::{
    Cell, Engine, EngineError, Outcome, Result, Row, Transaction,
    error::refused,
    transact::{is_given, no_such_record},
    view::{View, links},
};
use model::{
    changes::{Action, ActionKey, Operation},
    formula::{self, Program},
    ids::{FieldId, RecordId, TableId},
    language::Language,
    rules::numbering::next_in_turn,
    schema::{Field, FieldKind, FieldRole, OnDelete, Table, TableRole},
    value::{self, Link, Value, Values},
};
use std::cell::RefCell;
use store::Stored;

/// So many related records are put into the order of their days.
const MOST_SORTED: usize = 20_000;

fn time_of(value: Option<Value>) -> Option<chrono::NaiveTime> {
    match value {
        Some(Value::Time(time)) => Some(time),
        _ => None,
    }
}

/// An empty or filled value for a field.
pub type Entry = (FieldId, Option<Value>);

impl Engine {
    /// Runs `look` over a snapshot in a language.
    pub(crate) fn look<T>(&self, language: Language, look: impl FnOnce(&View<'_>) -> Result<T>) -> Result<T> {
        let (reader, definitions, computed) = (self.read()?, self.definitions(), self.computed());
        let view = View {
            access: &reader,
            definitions: &definitions,
            computed: &computed,
            today: self.today(),
            language,
            user: self.current_user(),
            draft: None,
            failed: RefCell::new(None),
        };
        let output = look(&view)?;
        view.check()?;
        Ok(output)
    }

    /// Adds a record; defaults fill what `entries` leave out. With `complete`, its required fields must be there.
    ///
    /// # Errors
    /// Where a required field is missing or a value is refused; the sentence names the field.
    pub fn add_record(&self, table: TableId, entries: &[Entry], complete: bool) -> Result<Outcome<RecordId>> {
        self.transact(Action::new(ActionKey::AddRecord).on(table), |tx| {
            let id = tx.add(table, entries)?;
            if complete {
                tx.require_complete(table, id)?;
            }
            tx.action.name = tx.title(table, id)?;
            Ok(id)
        })
    }

    /// Changes fields of a record.
    ///
    /// # Errors
    /// Where a value is refused, the record is missing or frozen; nothing is changed then.
    pub fn edit_fields(&self, table: TableId, id: RecordId, entries: &[Entry]) -> Result<Outcome<()>> {
        let action = match entries {
            [(field, _)] => Action::new(ActionKey::EditField).on(table).field(*field),
            _ => Action::new(ActionKey::EditRecord).on(table),
        };
        self.transact(action, |tx| {
            for (field, value) in entries {
                tx.set(table, id, *field, value.clone())?;
            }
            tx.action.name = tx.title(table, id)?;
            Ok(())
        })
    }

    /// Deletes records with everything that is part of them.
    ///
    /// # Errors
    /// Where one is missing, frozen, or something that may not lose it points to it; nothing is changed then.
    pub fn delete_records(&self, table: TableId, ids: &[RecordId]) -> Result<Outcome<()>> {
        let action = Action::new(ActionKey::DeleteRecords).on(table).count(ids.len() as u64);
        self.transact(action, |tx| {
            for id in ids {
                if let [one] = ids {
                    tx.action.name = tx.title(table, *one)?;
                }
                tx.delete(table, *id)?;
            }
            Ok(())
        })
    }

    /// A record with all its values; what depends on the clock is computed now.
    ///
    /// # Errors
    /// Where there is none.
    pub fn record(&self, table: TableId, id: RecordId) -> Result<Stored> {
        self.look(self.language(), |view| {
            let mut stored = view.access.record(view.definitions, table, id)?.ok_or_else(no_such_record)?;
            for formula in view.computed.formulas.iter().filter(|f| f.clock && f.table == table) {
                stored.values.set(formula.field.id, view.evaluate(&formula.program, id));
            }
            Ok(stored)
        })
    }

    /// The name of a record for people.
    ///
    /// # Errors
    /// Of the disk.
    pub fn title(&self, table: TableId, id: RecordId, language: Language) -> Result<String> {
        self.look(language, |view| Ok(view.title_of(table, id)))
    }

    /// Whether a record exists.
    ///
    /// # Errors
    /// Of the disk.
    pub fn exists(&self, table: TableId, id: RecordId) -> Result<bool> {
        self.look(self.language(), |view| Ok(view.access.record(view.definitions, table, id)?.is_some()))
    }

    /// Shown rows of records by their local numbers; deleted ones are left out.
    ///
    /// # Errors
    /// Of the disk.
    pub fn rows(&self, table: TableId, numbers: &[u32], fields: &[FieldId], language: Language) -> Result<Vec<Row>> {
        self.look(language, |view| {
            let of = view.schema().table(table).ok_or_else(no_such_table)?;
            let fields: Vec<&Field> = fields.iter().filter_map(|field| of.field(*field)).collect();
            let mut rows = Vec::with_capacity(numbers.len());
            for number in numbers {
                if let Some(stored) = view.access.record_at(view.definitions, table, *number)? {
                    rows.push(Row { id: stored.id, number: *number, cells: cells(view, &stored, table, &fields) });
                }
            }
            Ok(rows)
        })
    }

    /// One shown record.
    ///
    /// # Errors
    /// Where there is none.
    pub fn row(&self, table: TableId, id: RecordId, fields: &[FieldId], language: Language) -> Result<Row> {
        let number = self.look(language, |view| Ok(view.access.local(id)?.ok_or_else(no_such_record)?.number))?;
        self.rows(table, &[number], fields, language)?.pop().ok_or_else(no_such_record)
    }

    /// The text that stands in the editor of a value.
    ///
    /// # Errors
    /// Of the disk.
    pub fn edit_text(&self, field: &Field, value: &Value, language: Language) -> Result<String> {
        self.look(language, |view| Ok(view.edit_text(value, field)))
    }

    /// Ids of the records of `table` whose `field` points to `target`: what is part of it in the order it was added, the rest by
    /// its day and time.
    ///
    /// # Errors
    /// Of the disk.
    pub fn related(&self, table: TableId, field: FieldId, target: RecordId) -> Result<Vec<RecordId>> {
        self.look(self.language(), |view| {
            let mut ids = view.back_links(table, field, target);
            let of = view.schema().table(table).ok_or_else(no_such_table)?;
            let is_part = of.part_of().is_some_and(|(by, _)| by.id == field);
            let [day, time] =
                [FieldRole::Date, FieldRole::Time].map(|role| of.field_by_role(role).map(|field| field.id));
            if !is_part && day.is_some() && ids.len() <= MOST_SORTED {
                let value = |id, field: Option<FieldId>| view.value_of(table, id, field?);
                ids.sort_by_cached_key(|id| (value(*id, day).and_then(|day| day.as_date()), time_of(value(*id, time))));
            }
            Ok(ids)
        })
    }

    /// Reads what a person wrote for a field: `Ok(None)` empties it. Links go by id or by a title that is unique.
    ///
    /// # Errors
    /// The problem, as a sentence in both languages that names the field.
    pub fn read_text(&self, table: TableId, field: FieldId, text: &str, language: Language) -> Result<Option<Value>> {
        let definitions = self.definitions();
        let of = definitions.schema.table(table).ok_or_else(no_such_table)?;
        let field = of.field(field).ok_or_else(no_such_table)?;
        match &field.kind {
            FieldKind::Link { targets, many, .. } => self.read_links(targets, *many, field, text),
            FieldKind::PartOf { table } => self.read_links(&[*table], false, field, text),
            kind => value::parse_on(text, kind, language, self.today()).map_err(|problem| {
                refused(
                    format!("{}: {}", field.label.get(Language::Lt), problem.message(Language::Lt)),
                    format!("{}: {}", field.label.get(Language::En), problem.message(Language::En)),
                )
            }),
        }
    }

    /// As [`Engine::read_text`], for a field of a line (`id`: none yet). What is written for the product and is no product is the
    /// title of a line that has none: what is sold once needs no price list.
    ///
    /// # Errors
    /// As [`Engine::read_text`].
    pub fn read_line_text(
        &self,
        table: TableId,
        id: Option<RecordId>,
        field: FieldId,
        text: &str,
        language: Language,
    ) -> Result<Entry> {
        let read = self.read_text(table, field, text, language);
        let Err(EngineError::Refused(_)) = &read else { return Ok((field, read?)) };
        let definitions = self.definitions();
        let of = definitions.schema.table(table).ok_or_else(no_such_table)?;
        let title = of.field(of.info.title).filter(|title| title.kind == FieldKind::Text && title.id != field);
        let (Some(title), Some(product)) = (title, of.field_by_role(FieldRole::Product)) else {
            return Ok((field, read?));
        };
        let FieldKind::Link { targets, .. } = &product.kind else { return Ok((field, read?)) };
        let mut is_new = product.id == field;
        for target in targets {
            is_new = is_new && self.by_title(*target, text.trim())?.is_empty();
        }
        if let Some(id) = id {
            is_new = is_new && self.record(table, id)?.values.get(title.id).is_none();
        }
        if is_new { Ok((title.id, self.read_text(table, title.id, text, language)?)) } else { Ok((field, read?)) }
    }

    fn read_links(&self, targets: &[TableId], many: bool, field: &Field, text: &str) -> Result<Option<Value>> {
        let parts: Vec<&str> = if many { text.split('|').collect() } else { vec![text] };
        let mut found = Vec::new();
        for part in parts.into_iter().map(str::trim).filter(|part| !part.is_empty()) {
            found.push(self.find_link(targets, field, part)?);
        }
        Ok((!found.is_empty()).then_some(Value::Links(found)))
    }

    fn find_link(&self, targets: &[TableId], field: &Field, text: &str) -> Result<Link> {
        let definitions = self.definitions();
        let all: Vec<TableId> = definitions.schema.live().map(|table| table.info.id).collect();
        let targets = if targets.is_empty() { &all } else { targets };
        if let Ok(id) = text.parse::<RecordId>() {
            for table in targets {
                if self.exists(*table, id)? {
                    return Ok(Link { table: *table, record: id });
                }
            }
        }
        let mut found = Vec::new();
        for table in targets {
            found.extend(self.by_title(*table, text)?.into_iter().map(|record| Link { table: *table, record }));
        }
        let label = |language| field.label.get(language);
        match found.as_slice() {
            [one] => Ok(*one),
            [] => match self.branch_of(targets, text)? {
                Some(branch) => Ok(branch),
                None => Err(refused(
                    format!("{}: įrašo „{text}“ nėra.", label(Language::Lt)),
                    format!("{}: there is no record “{text}”.", label(Language::En)),
                )),
            },
            several => {
                let ids: Vec<String> = several.iter().take(5).map(|link| link.record.to_string()).collect();
                let ids = ids.join(", ");
                Err(refused(
                    format!("{}: pavadinimą „{text}“ turi keli įrašai: {ids}.", label(Language::Lt)),
                    format!("{}: several records are called “{text}”: {ids}.", label(Language::En)),
                ))
            }
        }
    }

    /// Ids of the records of a table with exactly this title.
    ///
    /// # Errors
    /// Of the disk.
    pub fn by_title(&self, table: TableId, title: &str) -> Result<Vec<RecordId>> {
        let language = self.language();
        self.look(language, |view| {
            let of = view.schema().table(table).ok_or_else(no_such_table)?;
            let Some(field) = of.field(of.info.title) else { return Ok(Vec::new()) };
            let mut found = Vec::new();
            let mut look_at = |stored: Stored| {
                if stored.values.get(field.id).is_some_and(|value| view.text(value, field) == title) {
                    found.push(stored.id);
                }
            };
            if field.indexed && field.formula().is_none() {
                let wanted = Value::Text(title.to_owned());
                for number in view.access.find_equal(view.definitions, table, field, &wanted)? {
                    view.access.record_at(view.definitions, table, number)?.into_iter().for_each(&mut look_at);
                }
            } else {
                let slots = view.definitions.slots(table)?;
                view.access.scan_records(view.definitions, table, &mut |number, record| {
                    let local = store::Local { table: slots.number, number };
                    look_at(Stored { local, id: record.id(), values: record.values(slots)? });
                    Ok(std::ops::ControlFlow::Continue(()))
                })?;
            }
            Ok(found)
        })
    }
}

/// Whether a new record's text in a field is the next one of those in use: numbers of contracts, typed or left as they come.
pub(crate) fn is_counted(field: &Field) -> bool {
    field.role == Some(FieldRole::Number) && field.kind == FieldKind::Text && field.default.is_some()
}

/// Whether the values of one field can be values of another.
pub(crate) fn same_sort(one: &Field, other: &Field) -> bool {
    std::mem::discriminant(&one.kind) == std::mem::discriminant(&other.kind)
}

fn cells(view: &View<'_>, stored: &Stored, table: TableId, fields: &[&Field]) -> Vec<Cell> {
    fields
        .iter()
        .map(|field| {
            let value = if view.computed.formula(table, field.id).is_some_and(|formula| formula.clock) {
                view.value_of(table, stored.id, field.id)
            } else {
                stored.values.get(field.id).cloned()
            };
            Cell { text: value.as_ref().map(|value| view.text(value, field)).unwrap_or_default(), value }
        })
        .collect()
}

pub(crate) fn no_such_table() -> EngineError {
    refused("Tokios lentelės ar lauko nėra.", "There is no such table or field.")
}

impl Transaction<'_, '_> {
    /// Adds a record; defaults fill what `entries` leave out.
    ///
    /// # Errors
    /// Where a value is refused.
    pub fn add(&mut self, table: TableId, entries: &[Entry]) -> Result<RecordId> {
        let id = RecordId(self.engine.new_id());
        let of = self.table(table)?;
        let mut values = Values::new();
        for (field, value) in entries {
            self.check_value(&of, id, *field, value.as_ref())?;
            values.set(*field, value.clone());
        }
        self.fill_defaults(&of, id, &mut values)?;
        self.fill_from_product(&of, &mut values, true)?;
        self.apply(Operation::Record { table, id, before: None, after: Some(values) })?;
        Ok(id)
    }

    fn table(&self, table: TableId) -> Result<Table> {
        self.schema().table(table).filter(|table| !table.info.removed).cloned().ok_or_else(no_such_table)
    }

    pub(crate) fn fill_defaults(&self, of: &Table, id: RecordId, values: &mut Values) -> Result<()> {
        for field in of.live() {
            let Some(text) = field.default.as_deref().filter(|_| values.get(field.id).is_none()) else { continue };
            let bound = formula::parse(text).and_then(|tree| formula::bind(&tree, &self.schema().tables, of.info.id));
            let Ok(program) = bound else { continue };
            let value = match self.default_of(field, &program, id, values)? {
                Some(Value::Text(first)) if is_counted(field) => {
                    Some(Value::Text(self.next_number(of.info.id, field, &first)?))
                }
                value => value,
            };
            values.set(field.id, value);
        }
        Ok(())
    }

    /// The number that follows those in use in the form of `first`.
    fn next_number(&self, table: TableId, field: &Field, first: &str) -> Result<String> {
        self.look(None, |view| {
            let slots = view.definitions.slots(table)?;
            let Some(slot) = slots.slot(field.id) else { return Ok(first.to_owned()) };
            let mut in_use = Vec::new();
            view.access.scan_records(view.definitions, table, &mut |_, record| {
                if let Some(Value::Text(number)) = record.slot(slot)? {
                    in_use.push(number);
                }
                Ok(std::ops::ControlFlow::Continue(()))
            })?;
            Ok(next_in_turn(first, in_use.iter().map(String::as_str)))
        })?
    }

    /// What the compiled default of a field is for a new record with these values.
    pub(crate) fn default_of(
        &self,
        field: &Field,
        program: &Program,
        id: RecordId,
        values: &Values,
    ) -> Result<Option<Value>> {
        let value = self.look(Some((id, values)), |view| view.evaluate(program, id))?;
        Ok(match (value, field.shown_kind()) {
            // A choice, for example, is given by its key.
            (Some(Value::Text(text)), kind) if !matches!(kind, FieldKind::Text | FieldKind::LongText) => {
                value::parse(&text, kind, Language::En).ok().flatten()
            }
            (value, _) => value,
        })
    }

    /// A line whose product was chosen takes over what it does not have yet: fields of the same key.
    fn fill_from_product(&self, of: &Table, values: &mut Values, fresh: bool) -> Result<Vec<FieldId>> {
        let mut filled = Vec::new();
        let Some(product) = of.field_by_role(FieldRole::Product) else { return Ok(filled) };
        let Some(link) = links(values.get(product.id)).first().copied() else { return Ok(filled) };
        let stored = self.record(link.table, link.record)?;
        let Some(products) = self.schema().table(link.table) else { return Ok(filled) };
        for field in of.live().filter(|field| !is_given(&field.kind) && field.id != product.id) {
            let listed = match field.role {
                Some(FieldRole::Price) if values.get(field.id).is_none() => self.listed_price(of, values, link)?,
                _ => None,
            };
            let twin = products.live().find(|twin| twin.key == field.key && same_sort(twin, field));
            let Some(value) = listed.or_else(|| stored.values.get(twin?.id).cloned()) else { continue };
            let untouched = fresh && field.default.is_some() && field.role == Some(FieldRole::VatRate);
            if values.get(field.id).is_none() || untouched {
                values.set(field.id, Some(value));
                filled.push(field.id);
            }
        }
        Ok(filled)
    }

    /// Fills or empties a field of a record.
    ///
    /// # Errors
    /// Where the value is refused, or the record is missing or frozen.
    pub fn set(&mut self, table: TableId, id: RecordId, field: FieldId, value: Option<Value>) -> Result<()> {
        let stored = self.record(table, id)?;
        let before = stored.values.get(field).cloned();
        if before == value {
            return Ok(());
        }
        let of = self.table(table)?;
        self.check_value(&of, id, field, value.as_ref())?;
        self.apply(Operation::Field { table, id, field, before, after: value })?;
        if of.field(field).and_then(|field| field.role) == Some(FieldRole::Product) {
            let mut values = self.record(table, id)?.values;
            for filled in self.fill_from_product(&of, &mut values, false)? {
                let after = values.get(filled).cloned();
                self.apply(Operation::Field { table, id, field: filled, before: None, after })?;
            }
        }
        Ok(())
    }

    /// Refuses a value that a field may not take in a record.
    pub(crate) fn check_value(&self, of: &Table, id: RecordId, field: FieldId, value: Option<&Value>) -> Result<()> {
        let field = of.field(field).filter(|field| !field.removed).ok_or_else(no_such_table)?;
        let say = |lt: &str, en: &str| {
            refused(
                format!("{}: {lt}", field.label.get(Language::Lt)),
                format!("{}: {en}", field.label.get(Language::En)),
            )
        };
        if is_given(&field.kind) && !self.unfreeze {
            return Err(say(
                "šis laukas apskaičiuojamas, jo pakeisti negalima.",
                "this field is computed and cannot be changed.",
            ));
        }
        if of.info.role == Some(TableRole::Invoice) && field.role == Some(FieldRole::State) && !self.unfreeze {
            let starts = value.is_some_and(|value| value::plain(value, &field.kind) == "draft");
            if !starts {
                return Err(say(
                    "ši būsena keičiasi tik išrašant ar anuliuojant dokumentą.",
                    "this state changes only when the document is issued or voided.",
                ));
            }
        }
        let Some(value) = value else { return Ok(()) };
        for link in value.links() {
            if self.access().record(self.writer.definitions(), link.table, link.record)?.is_none() {
                return Err(say("nurodyto įrašo nėra.", "the record it points to does not exist."));
            }
        }
        if field.role == Some(FieldRole::Parent) {
            self.refuse_circle(of, id, field, value)?;
        }
        if field.unique {
            for number in self.access().find_equal(self.writer.definitions(), of.info.id, field, value)? {
                let other = self.access().record_at(self.writer.definitions(), of.info.id, number)?;
                if other.is_some_and(|other| other.id != id && other.values.get(field.id) == Some(value)) {
                    return Err(say("tokia reikšmė jau yra kitame įraše.", "another record has this value already."));
                }
            }
        }
        Ok(())
    }

    /// Refuses a record that lacks a required field, naming it.
    ///
    /// # Errors
    /// The first missing field.
    pub fn require_complete(&self, table: TableId, id: RecordId) -> Result<()> {
        let (of, stored) = (self.table(table)?, self.record(table, id)?);
        match of.live().find(|field| field.required && stored.values.get(field.id).is_none()) {
            Some(field) => Err(refused(
                format!("{}: šį lauką reikia užpildyti.", field.label.get(Language::Lt)),
                format!("{}: this field is to be filled in.", field.label.get(Language::En)),
            )),
            None => Ok(()),
        }
    }

    /// Deletes a record with everything that is part of it; links to it are emptied, refused or followed as their fields say.
    ///
    /// # Errors
    /// Where it is missing, frozen, or something that may not lose it points to it.
    pub fn delete(&mut self, table: TableId, id: RecordId) -> Result<()> {
        let stored = self.record(table, id)?;
        let pointing: Vec<(TableId, Field)> =
            self.schema().links_to(table).map(|(table, field)| (table.info.id, field.clone())).collect();
        for (other, field) in pointing {
            for record in self.look(None, |view| view.back_links(other, field.id, id))? {
                self.loosen(other, record, &field, Link { table, record: id })?;
            }
        }
        let before = Some(self.entered(table, &stored.values));
        self.apply(Operation::Record { table, id, before, after: None })
    }

    fn loosen(&mut self, table: TableId, record: RecordId, field: &Field, target: Link) -> Result<()> {
        let how = match &field.kind {
            FieldKind::PartOf { .. } => OnDelete::Delete,
            FieldKind::Link { on_delete, .. } => *on_delete,
            _ => OnDelete::Clear,
        };
        match how {
            OnDelete::Delete => self.delete(table, record),
            OnDelete::Clear => {
                let before = self.access().value(self.writer.definitions(), table, record, field.id)?;
                let rest: Vec<Link> = links(before.as_ref()).iter().filter(|link| **link != target).copied().collect();
                let after = (!rest.is_empty()).then_some(Value::Links(rest));
                self.apply(Operation::Field { table, id: record, field: field.id, before, after })
            }
            OnDelete::Refuse => {
                let (title, other) = (self.title(target.table, target.record)?, self.title(table, record)?);
                Err(refused(
                    format!("„{title}“ ištrinti negalima: su juo susieta „{other}“. Niekas nepakeista."),
                    format!("“{title}” cannot be deleted: “{other}” belongs to it. Nothing was changed."),
                ))
            }
        }
    }
}
