//! Discounts of a draft's lines: given in the transaction that changes them, noted when the document is issued.

use crate::{
    Result, Transaction,
    view::{View, links},
};
use chrono::{Months, NaiveDate};
use model::{
    changes::Operation,
    ids::{FieldId, RecordId, TableId},
    rules::{
        discounts::{CategoryRule, Given, Step, Terms, by_hand, is_automatic, largest},
        vat::line_net,
    },
    schema::{FieldKind, FieldRole, Table, TableRole},
    value::{self, Link, Value, Values},
};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Tables whose records are lines with prices.
const LINES: [TableRole; 3] = [TableRole::InvoiceLine, TableRole::ContractLine, TableRole::OfferLine];
/// Months of purchases where a category does not say how many.
const YEAR: u32 = 12;

/// Documents whose lines may get another discount, and lines whose discount was typed.
#[derive(Default)]
pub(crate) struct Touched {
    documents: BTreeSet<(TableId, RecordId)>,
    typed: BTreeSet<RecordId>,
}

/// What is needed of a document's lines.
struct Lines {
    table: TableId,
    by: FieldId,
    quantity: FieldId,
    price: FieldId,
    discount: FieldId,
    reason: FieldId,
    amount: Option<FieldId>,
}

impl Lines {
    fn of(view: &View<'_>, document: TableId) -> Option<Lines> {
        let of =
            view.schema().live().find(|of| is_lines(of) && of.part_of().is_some_and(|(_, owner)| owner == document))?;
        let field = |role| of.field_by_role(role).map(|field| field.id);
        Some(Lines {
            table: of.info.id,
            by: of.part_of()?.0.id,
            quantity: field(FieldRole::Quantity)?,
            price: field(FieldRole::Price)?,
            discount: field(FieldRole::Discount)?,
            reason: field(FieldRole::DiscountReason)?,
            amount: field(FieldRole::Amount),
        })
    }

    /// The amount of a line before its discount.
    fn gross(&self, line: &Values) -> Decimal {
        let number = |field| line.get(field).and_then(Value::as_number).unwrap_or_default();
        // What is too large is said when the document is issued.
        line_net(number(self.quantity), number(self.price)).unwrap_or_default()
    }
}

/// Whether the records of a table are lines with prices.
pub(crate) fn is_lines(table: &Table) -> bool {
    table.info.role.is_some_and(|role| LINES.contains(&role))
}

impl Transaction<'_, '_> {
    /// Notes what an operation means for discounts; asked before and after it is done.
    pub(crate) fn watch_discounts(&mut self, operation: &Operation) -> Result<()> {
        let (table, id) = match operation {
            Operation::Record { table, id, .. } | Operation::Field { table, id, .. } => (*table, *id),
            _ => return Ok(()),
        };
        let Some(of) = self.schema().table(table) else { return Ok(()) };
        if is_lines(of) {
            let Some((by, owner)) = of.part_of() else { return Ok(()) };
            let (by, discount) = (by.id, of.field_by_role(FieldRole::Discount).map(|field| field.id));
            let documents = match operation {
                Operation::Record { before, after, .. } => {
                    [before, after].into_iter().flatten().flat_map(|values| links(values.get(by)).to_vec()).collect()
                }
                _ => links(self.access().value(self.writer.definitions(), table, id, by)?.as_ref()).to_vec(),
            };
            self.touched.documents.extend(documents.iter().map(|document| (owner, document.record)));
            if let Operation::Field { field, after: Some(_), .. } = operation
                && Some(*field) == discount
            {
                self.touched.typed.insert(id);
            }
        } else if let Operation::Field { field, .. } = operation
            && let Some(FieldRole::Client | FieldRole::Date) = of.field(*field).and_then(|field| field.role)
        {
            self.touched.documents.insert((table, id));
        }
        Ok(())
    }

    /// Gives the lines of touched drafts the discounts they get now; one that a person typed stays.
    pub(crate) fn give_discounts(&mut self) -> Result<()> {
        let Touched { documents, typed } = std::mem::take(&mut self.touched);
        for (table, id) in documents {
            self.give_to(table, id, &typed)?;
        }
        self.touched = Touched::default();
        Ok(())
    }

    fn give_to(&mut self, table: TableId, id: RecordId, typed: &BTreeSet<RecordId>) -> Result<()> {
        let Some(stored) = self.access().record(self.writer.definitions(), table, id)? else { return Ok(()) };
        let is_draft =
            self.document(id)?.is_none() && self.schema().table(table).is_some_and(|of| is_draft(of, &stored.values));
        let Some(lines) = self.look(None, |view| Lines::of(view, table))?.filter(|_| is_draft) else { return Ok(()) };
        let mut rows = Vec::new();
        for row in self.look(None, |view| view.back_links(lines.table, lines.by, id))? {
            rows.push((row, self.record(lines.table, row)?.values));
        }
        if rows.is_empty() {
            return Ok(());
        }
        let sale = rows.iter().map(|(_, line)| lines.gross(line)).fold(Decimal::ZERO, Decimal::saturating_add);
        let today = self.today;
        let given = self.look(None, |view| discount_of(view, table, &stored.values, id, sale, today))?;
        let language = self.engine.language();
        for (row, line) in rows {
            let percent = line.get(lines.discount);
            let reason = line.get(lines.reason).and_then(Value::as_text).unwrap_or_default();
            let is_typed = percent.is_some() && (typed.contains(&row) || !is_automatic(reason));
            let (percent, reason) = match &given {
                _ if is_typed && !reason.is_empty() && !is_automatic(reason) => continue,
                _ if is_typed => (percent.cloned(), Some(by_hand().get(language).to_owned())),
                Some((given, category)) => {
                    (Some(Value::Number(given.percent)), Some(given.reason(category).get(language).to_owned()))
                }
                None => (None, None),
            };
            for (field, after) in [(lines.discount, percent), (lines.reason, reason.map(Value::Text))] {
                let before = line.get(field).cloned();
                if before != after {
                    self.apply(Operation::Field { table: lines.table, id: row, field, before, after })?;
                }
            }
        }
        Ok(())
    }

    /// Notes the discounts of a document that is being issued, one record for each reason.
    pub(crate) fn note_discounts(&mut self, table: TableId, id: RecordId) -> Result<()> {
        let Some(of) = self.schema().table_by_role(TableRole::Discount).cloned() else { return Ok(()) };
        let Some(lines) = self.look(None, |view| Lines::of(view, table))? else { return Ok(()) };
        let document = self.record(table, id)?.values;
        let mut given: Vec<(Option<Value>, Value, Decimal)> = Vec::new();
        for row in self.look(None, |view| view.back_links(lines.table, lines.by, id))? {
            let line = self.record(lines.table, row)?.values;
            let Some(percent) = line.get(lines.discount).filter(|percent| percent.as_number() != Some(Decimal::ZERO))
            else {
                continue;
            };
            let net = lines.amount.and_then(|amount| line.get(amount)?.as_number()).unwrap_or_default();
            let amount = lines.gross(&line) - net;
            let reason = line.get(lines.reason).cloned();
            match given.iter_mut().find(|(other, same, _)| *other == reason && same == percent) {
                Some((.., sum)) => *sum = sum.saturating_add(amount),
                None => given.push((reason, percent.clone(), amount)),
            }
        }
        let of_document = |role| {
            let field = self.schema().table(table).and_then(|of| of.field_by_role(role))?;
            document.get(field.id).cloned()
        };
        let (date, client) = (of_document(FieldRole::Date), of_document(FieldRole::Client));
        for (reason, percent, amount) in given {
            let values = [
                (FieldRole::Date, date.clone()),
                (FieldRole::Client, client.clone()),
                (FieldRole::Invoice, Some(Value::link(table, id))),
                (FieldRole::DiscountReason, reason),
                (FieldRole::Discount, Some(percent)),
                (FieldRole::Amount, Some(Value::Number(amount))),
            ];
            let entries: Vec<_> =
                values.into_iter().filter_map(|(role, value)| Some((of.field_by_role(role)?.id, value))).collect();
            self.add(of.info.id, &entries)?;
        }
        Ok(())
    }
}

/// Whether a document may still change of itself: its state is the draft's, or it has none.
fn is_draft(of: &Table, values: &Values) -> bool {
    let state =
        of.field_by_role(FieldRole::State).and_then(|state| Some(value::plain(values.get(state.id)?, &state.kind)));
    state.is_none_or(|state| state == "draft")
}

/// The link in the field of a table that has a role.
pub(crate) fn link_of(view: &View<'_>, of: Link, role: FieldRole) -> Option<Link> {
    let field = view.schema().table(of.table)?.field_by_role(role)?;
    links(view.value_of(of.table, of.record, field.id).as_ref()).first().copied()
}

/// The number in the field of a table that has a role.
fn number_of(view: &View<'_>, of: Link, role: FieldRole) -> Option<Decimal> {
    let field = view.schema().table(of.table)?.field_by_role(role)?;
    view.value_of(of.table, of.record, field.id)?.as_number()
}

/// The discount of a document's lines, with the name of the client's category.
fn discount_of(
    view: &View<'_>,
    table: TableId,
    document: &Values,
    id: RecordId,
    sale: Decimal,
    today: NaiveDate,
) -> Option<(Given, String)> {
    let of = view.schema().table(table)?;
    let client = links(document.get(of.field_by_role(FieldRole::Client)?.id)).first().copied()?;
    let date = of.field_by_role(FieldRole::Date).and_then(|date| document.get(date.id)?.as_date()).unwrap_or(today);
    let category = link_of(view, client, FieldRole::Category);
    let rule = category.map(|category| rule_of(view, category)).unwrap_or_default();
    let purchases = match &rule {
        CategoryRule::ByPurchases { months, .. } => purchases(view, client, date, *months, id),
        _ => Decimal::ZERO,
    };
    let terms = Terms { personal: number_of(view, client, FieldRole::Discount), category: rule, sale, purchases };
    let name = category.map(|category| view.title_of(category.table, category.record)).unwrap_or_default();
    Some((largest(&terms)?, name))
}

fn rule_of(view: &View<'_>, category: Link) -> CategoryRule {
    let Some(of) = view.schema().table(category.table) else { return CategoryRule::None };
    let kind = of
        .field_by_role(FieldRole::DiscountKind)
        .and_then(|field| Some(value::plain(&view.value_of(category.table, category.record, field.id)?, &field.kind)));
    match kind.as_deref() {
        Some("fixed") => number_of(view, category, FieldRole::Discount).map(CategoryRule::Fixed).unwrap_or_default(),
        Some("by-sum") => CategoryRule::BySum(steps(view, category)),
        Some("by-purchases") => {
            let months =
                number_of(view, category, FieldRole::Period).and_then(|months| u32::try_from(months.trunc()).ok());
            CategoryRule::ByPurchases { months: months.unwrap_or(YEAR), steps: steps(view, category) }
        }
        _ => CategoryRule::None,
    }
}

fn steps(view: &View<'_>, category: Link) -> Vec<Step> {
    let is_it = |of: &&Table| {
        of.info.role == Some(TableRole::DiscountStep) && of.part_of().is_some_and(|(_, owner)| owner == category.table)
    };
    let Some(of) = view.schema().live().find(is_it) else { return Vec::new() };
    let Some((by, _)) = of.part_of() else { return Vec::new() };
    let rows = view.back_links(of.info.id, by.id, category.record).into_iter();
    let step = |record| {
        let row = Link { table: of.info.id, record };
        let percent = number_of(view, row, FieldRole::Discount)?;
        Some(Step { from: number_of(view, row, FieldRole::FromSum).unwrap_or_default(), percent })
    };
    rows.filter_map(step).collect()
}

/// What a client bought by issued invoices in the months up to a day, without VAT and without the document `but`.
fn purchases(view: &View<'_>, client: Link, until: NaiveDate, months: u32, but: RecordId) -> Decimal {
    let invoices = view.schema().table_by_role(TableRole::Invoice);
    let found = invoices.and_then(|of| {
        let field = |role| of.field_by_role(role);
        Some((
            of.info.id,
            field(FieldRole::Client)?,
            field(FieldRole::Date)?,
            field(FieldRole::State)?,
            field(FieldRole::Net)?,
        ))
    });
    let Some((table, by, date, state, net)) = found else { return Decimal::ZERO };
    let from = until.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN);
    let issued = match &state.kind {
        FieldKind::Choice { choices, .. } => {
            choices.iter().find(|choice| choice.key == "issued").map(|choice| choice.id)
        }
        _ => None,
    };
    let sum_of = |id: RecordId| {
        let day = view.value_of(table, id, date.id)?.as_date()?;
        let state = view.value_of(table, id, state.id)?;
        let counts = id != but && from < day && day <= until && state.choices().first().copied() == issued;
        if counts { view.value_of(table, id, net.id)?.as_number() } else { None }
    };
    let ids = view.back_links(table, by.id, client.record);
    ids.into_iter().filter_map(sum_of).fold(Decimal::ZERO, Decimal::saturating_add)
}
