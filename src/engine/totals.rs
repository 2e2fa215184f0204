//! What several records come to, and who owes how much.

use crate::{Engine, Result, view::View};
use chrono::NaiveDate;
use model::{
    ids::{FieldId, RecordId, TableId},
    schema::{FieldRole, Table, TableRole},
    value::{self, Value},
};
use rust_decimal::Decimal;

/// What is still to be paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Owing {
    /// Everything that is open.
    pub open: Decimal,
    /// The part of it whose last day to pay is over.
    pub overdue: Decimal,
    /// For how many days the oldest of it has been overdue.
    pub days: i64,
    /// How many documents it is about.
    pub documents: usize,
}

/// What the numbers of a column come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Figures {
    /// How many there are.
    pub count: u64,
    /// Their sum.
    pub sum: Decimal,
    /// The least of them.
    pub least: Option<Decimal>,
    /// The greatest of them.
    pub most: Option<Decimal>,
}

impl Figures {
    fn take(&mut self, number: Decimal) {
        self.count += 1;
        // What is too large for an exact decimal is left as it was.
        self.sum = self.sum.checked_add(number).unwrap_or(self.sum);
        self.least = Some(self.least.map_or(number, |least| least.min(number)));
        self.most = Some(self.most.map_or(number, |most| most.max(number)));
    }

    /// Their mean; `None` where there are none.
    pub fn average(&self) -> Option<Decimal> {
        self.sum.checked_div(self.count.into())
    }
}

impl Engine {
    /// The sums of the fields that add up, in the order of `fields`, over these records; void documents do not count.
    ///
    /// # Errors
    /// Of the disk.
    pub fn totals(&self, table: TableId, ids: &[RecordId], fields: &[FieldId]) -> Result<Vec<(FieldId, Decimal)>> {
        self.look(self.language(), |view| {
            let Some(of) = view.schema().table(table) else { return Ok(Vec::new()) };
            let adding = fields.iter().filter(|id| of.field(**id).is_some_and(|field| field.adds_up()));
            let mut sums: Vec<(FieldId, Decimal)> = adding.map(|id| (*id, Decimal::ZERO)).collect();
            if sums.is_empty() {
                return Ok(sums);
            }
            for id in ids.iter().filter(|id| !is_in_state(view, of, **id, "void")) {
                for (field, sum) in &mut sums {
                    let number = view.value_of(table, *id, *field).and_then(|value| value.as_number());
                    // What is too large for an exact decimal is left as it was.
                    *sum = sum.checked_add(number.unwrap_or_default()).unwrap_or(*sum);
                }
            }
            Ok(sums)
        })
    }

    /// Sums, least and greatest values of the columns that add up and of quantities, over these records by their local numbers;
    /// void documents do not count.
    ///
    /// # Errors
    /// Of the disk.
    pub fn figures(&self, table: TableId, numbers: &[u32], fields: &[FieldId]) -> Result<Vec<(FieldId, Figures)>> {
        self.look(self.language(), |view| {
            let Some(of) = view.schema().table(table) else { return Ok(Vec::new()) };
            let counts = |id: &&FieldId| {
                of.field(**id).is_some_and(|field| field.adds_up() || field.role == Some(FieldRole::Quantity))
            };
            let mut found: Vec<(FieldId, Figures)> =
                fields.iter().filter(counts).map(|id| (*id, Figures::default())).collect();
            if found.is_empty() {
                return Ok(found);
            }
            for number in numbers {
                let Some(stored) = view.access.record_at(view.definitions, table, *number)? else { continue };
                let of_record = View { draft: Some((stored.id, &stored.values)), failed: Default::default(), ..*view };
                if !is_in_state(&of_record, of, stored.id, "void") {
                    for (field, figures) in &mut found {
                        let number = of_record.value_of(table, stored.id, *field).and_then(|value| value.as_number());
                        if let Some(number) = number {
                            figures.take(number);
                        }
                    }
                }
                of_record.check()?;
            }
            Ok(found)
        })
    }

    /// What is still to be paid for an issued invoice, or by a client; `None` where a record owes nothing by its nature, or
    /// the roles that tell it are missing.
    ///
    /// # Errors
    /// Of the disk.
    pub fn owing(&self, table: TableId, id: RecordId) -> Result<Option<Owing>> {
        let today = self.today();
        self.look(self.language(), |view| {
            let schema = view.schema();
            let Some(of) = schema.table(table) else { return Ok(None) };
            if of.info.role == Some(TableRole::Invoice) {
                return Ok(is_in_state(view, of, id, "issued").then(|| sum_up(view, of, &[id], today)).flatten());
            }
            let invoices = schema.live().find(|table| table.info.role == Some(TableRole::Invoice));
            let (Some(invoices), Some(TableRole::Client)) = (invoices, of.info.role) else { return Ok(None) };
            let Some(by) = invoices.field_by_role(FieldRole::Client) else { return Ok(None) };
            let mut ids = view.back_links(invoices.info.id, by.id, id);
            ids.retain(|invoice| is_in_state(view, invoices, *invoice, "issued"));
            Ok(sum_up(view, invoices, &ids, today))
        })
    }
}

impl Engine {
    /// As [`Engine::owing`], of several documents; those of tables that owe nothing are `None`.
    ///
    /// # Errors
    /// Of the disk.
    pub fn owing_each(&self, table: TableId, ids: &[RecordId]) -> Result<Vec<Option<Owing>>> {
        let today = self.today();
        self.look(self.language(), |view| {
            let of = view.schema().table(table).filter(|of| of.info.role == Some(TableRole::Invoice));
            let owing = |id: &RecordId| {
                let of = of.filter(|of| is_in_state(view, of, *id, "issued"))?;
                sum_up(view, of, &[*id], today)
            };
            Ok(ids.iter().map(owing).collect())
        })
    }
}

/// Whether an invoice is in the state with this key.
pub(crate) fn is_in_state(view: &View<'_>, of: &Table, id: RecordId, key: &str) -> bool {
    let state = (of.info.role == Some(TableRole::Invoice)).then(|| of.field_by_role(FieldRole::State)).flatten();
    state.is_some_and(|field| {
        let value = view.value_of(of.info.id, id, field.id);
        value.is_some_and(|value| value::plain(&value, &field.kind) == key)
    })
}

fn sum_up(view: &View<'_>, invoices: &Table, ids: &[RecordId], today: NaiveDate) -> Option<Owing> {
    let balance = invoices.field_by_role(FieldRole::Balance)?;
    let due = invoices.field_by_role(FieldRole::DueDate);
    let mut owing = Owing::default();
    for id in ids {
        let value = |field: FieldId| view.value_of(invoices.info.id, *id, field);
        let open = value(balance.id).and_then(|value| value.as_number()).unwrap_or_default();
        owing.documents += 1;
        owing.open = owing.open.checked_add(open).unwrap_or(owing.open);
        let late =
            due.and_then(|due| value(due.id)).as_ref().and_then(Value::as_date).map(|due| (today - due).num_days());
        if let Some(days) = late.filter(|days| *days > 0 && open > Decimal::ZERO) {
            owing.overdue = owing.overdue.checked_add(open).unwrap_or(owing.overdue);
            owing.days = owing.days.max(days);
        }
    }
    Some(owing)
}
