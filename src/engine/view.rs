//! Reading values as formulas and screens see them: computed ones too, links by their titles, texts in a language.

use crate::computed::Computed;
use chrono::NaiveDate;
use model::{
    formula::{self, Program},
    ids::{FieldId, RecordId, TableId},
    language::Language,
    rules::words::amount_in_words,
    schema::{Field, FieldKind, FieldRole, Schema, Table, TableRole},
    value::{self, Link, Value, Values},
};
use rust_decimal::Decimal;
use std::cell::RefCell;
use store::{Access, Definitions, StoreError};

/// A look at the base at one moment, in one language.
pub(crate) struct View<'a> {
    pub access: &'a dyn Access,
    pub definitions: &'a Definitions,
    pub computed: &'a Computed,
    pub today: NaiveDate,
    pub language: Language,
    /// The person at this computer.
    pub user: Option<RecordId>,
    /// A record that is not saved yet, or not so.
    pub draft: Option<(RecordId, &'a Values)>,
    /// What the disk said while a formula was being evaluated.
    pub failed: RefCell<Option<StoreError>>,
}

impl<'a> View<'a> {
    pub fn schema(&self) -> &Schema {
        &self.definitions.schema
    }

    fn keep<T: Default>(&self, result: store::Result<T>) -> T {
        result.unwrap_or_else(|error| {
            self.failed.borrow_mut().get_or_insert(error);
            T::default()
        })
    }

    /// A value as it is stored or, where it depends on the clock, computed.
    pub fn value_of(&self, table: TableId, record: RecordId, field: FieldId) -> Option<Value> {
        if field == crate::documents::COMPANY {
            return crate::documents::company_link(self);
        }
        if let Some(formula) = self.computed.formula(table, field)
            && formula.clock
        {
            return self.evaluate(&formula.program, record);
        }
        match self.draft {
            Some((id, values)) if id == record => values.get(field).cloned(),
            _ => self.keep(self.access.value(self.definitions, table, record, field)),
        }
    }

    /// The result of a program; a failing one is empty.
    pub fn evaluate(&self, program: &Program, record: RecordId) -> Option<Value> {
        program.evaluate(self, record).unwrap_or_default()
    }

    /// What the disk said meanwhile, if it failed.
    pub fn check(&self) -> store::Result<()> {
        self.failed.borrow_mut().take().map_or(Ok(()), Err)
    }

    /// The name of a record for people: its title, or what it is.
    pub fn title_of(&self, table: TableId, record: RecordId) -> String {
        let Some(of) = self.schema().table(table) else { return String::new() };
        let shown = of.field(of.info.title).and_then(|field| {
            let value = self.value_of(table, record, field.id)?;
            let text = self.text(&value, field);
            // A day alone names nothing: a payment is named with its sum.
            let sum = of.field_by_role(FieldRole::Amount).filter(|_| field.kind == FieldKind::Date);
            let sum = sum.and_then(|sum| Some((self.value_of(table, record, sum.id)?, sum)));
            Some(match sum {
                Some((value, sum)) => {
                    let sum = value.as_number().map(|number| amount_text(number, sum, self.language));
                    format!("{text}, {}", sum.unwrap_or_default())
                }
                None => text,
            })
        });
        shown.filter(|text| !text.is_empty()).unwrap_or_else(|| self.untitled(of, record))
    }

    fn untitled(&self, table: &Table, record: RecordId) -> String {
        let one = table.info.one.get(self.language);
        if let Some(TableRole::Invoice | TableRole::Contract | TableRole::Offer) = table.info.role {
            let draft = self.language.pick("juodraštis", "draft");
            let client = table
                .field_by_role(FieldRole::Client)
                .and_then(|field| self.value_of(table.info.id, record, field.id))
                .and_then(|value| value.links().first().copied());
            return match client {
                Some(client) => format!("{one} ({draft}), {}", self.title_of(client.table, client.record)),
                None => format!("{one} ({draft})"),
            };
        }
        one.to_owned()
    }

    /// A value as people see it.
    pub fn text(&self, value: &Value, field: &Field) -> String {
        match value {
            Value::Links(links) => {
                let titles: Vec<String> = links.iter().map(|link| self.title_of(link.table, link.record)).collect();
                titles.join(", ")
            }
            Value::Blob(blob) => blob.name.clone(),
            Value::Secret(_) => "••••••".to_owned(),
            value => value::format(value, &shown_kind(value, field), self.language),
        }
    }

    /// A value as it stands in an editor.
    pub fn edit_text(&self, value: &Value, field: &Field) -> String {
        match value {
            Value::Links(_) | Value::Blob(_) | Value::Secret(_) => self.text(value, field),
            value => value::edit_text(value, &shown_kind(value, field), self.language),
        }
    }

    /// Ids of the records of `table` whose `field` points to `target`, in the order they were added.
    pub fn back_links(&self, table: TableId, field: FieldId, target: RecordId) -> Vec<RecordId> {
        let numbers = self.keep(self.access.linked(self.definitions, table, field, target));
        let Ok(slots) = self.definitions.slots(table) else { return Vec::new() };
        let mut ids: Vec<RecordId> = numbers
            .into_iter()
            .filter_map(|number| {
                let mut id = None;
                let local = store::Local { table: slots.number, number };
                self.keep(self.access.view(local, &mut |view| {
                    id = Some(view.id());
                    Ok(())
                }));
                id
            })
            .collect();
        // Not by number: a record that came back from a deletion has a new one. Ids are ordered by time.
        ids.sort_unstable();
        ids
    }
}

impl formula::Records for View<'_> {
    fn value(&self, record: RecordId, table: TableId, field: FieldId) -> Option<Value> {
        self.value_of(table, record, field)
    }
    fn related(&self, target: RecordId, _target_table: TableId, table: TableId, field: FieldId) -> Vec<RecordId> {
        self.back_links(table, field, target)
    }
    fn today(&self) -> NaiveDate {
        self.today
    }
    fn words(&self, amount: Decimal) -> String {
        amount_in_words(amount, "EUR", self.language)
    }
    fn title(&self, table: TableId, record: RecordId) -> String {
        self.title_of(table, record)
    }
    fn user(&self) -> Option<Value> {
        let users = self.schema().table_by_role(TableRole::User)?.info.id;
        let user = self.user.filter(|user| self.keep(self.access.record(self.definitions, users, *user)).is_some())?;
        Some(Value::link(users, user))
    }
    fn language(&self) -> Language {
        self.language
    }
}

/// The linked records of a value.
pub(crate) fn links(value: Option<&Value>) -> &[Link] {
    value.map(Value::links).unwrap_or_default()
}

/// Whether a field holds text that people read and search.
pub(crate) fn is_searched(field: &Field) -> bool {
    matches!(
        field.shown_kind(),
        FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Phone
            | FieldKind::Email
            | FieldKind::Web
            | FieldKind::Iban
            | FieldKind::SeriesNumber { .. }
    )
}
/// An amount with the currency of its field, for sentences and titles: `1 204,50 €`.
pub(crate) fn amount_text(number: Decimal, field: &Field, language: Language) -> String {
    let amount = value::format_amount(number, 2, language);
    match field.shown_kind() {
        FieldKind::Money { currency } => value::with_currency(&amount, currency),
        _ => amount,
    }
}

/// The kind a value is shown by: a price has two decimals at least, so that prices stand under each other.
fn shown_kind(value: &Value, field: &Field) -> FieldKind {
    match (field.shown_kind(), value.as_number()) {
        (FieldKind::Number { scale: None }, Some(number)) if field.role == Some(FieldRole::Price) => {
            FieldKind::Number { scale: u8::try_from(number.normalize().scale().max(2)).ok() }
        }
        (kind, _) => kind.clone(),
    }
}
