//! One record made from another: a contract from an offer, an invoice from a contract, an event from a client.

use crate::{
    Engine, Outcome, Result, Transaction,
    discounts::is_lines,
    error::refused,
    records::{Entry, no_such_table, same_sort},
    transact::is_given,
    view::links,
};
use model::{
    changes::{Action, ActionKey},
    ids::{FieldId, RecordId, TableId},
    schema::{Field, FieldKind, FieldRole, Table, TableRole},
    value::{Link, Value, Values},
};
use rust_decimal::Decimal;

/// Roles of links that a made record shares with its source, with the role of the table behind them.
const SHARED: [(FieldRole, TableRole); 5] = [
    (FieldRole::Client, TableRole::Client),
    (FieldRole::Contact, TableRole::Contact),
    (FieldRole::Offer, TableRole::Offer),
    (FieldRole::Contract, TableRole::Contract),
    (FieldRole::Invoice, TableRole::Invoice),
];

/// What can be made from records of a role, the most usual first.
fn from_role(role: TableRole) -> &'static [TableRole] {
    use TableRole as T;
    match role {
        T::Client => &[T::Event, T::Offer, T::Contract, T::Invoice],
        T::Contact => &[T::Event],
        T::Offer => &[T::Contract, T::Invoice],
        T::Contract => &[T::Invoice, T::Event],
        // An invoice from an invoice is the one that credits it.
        T::Invoice => &[T::Payment, T::Event, T::Invoice],
        _ => &[],
    }
}

impl Engine {
    /// The tables of what can be made from a record of a table, the most usual first.
    pub fn makes(&self, table: TableId) -> Vec<TableId> {
        self.with_schema(|schema| {
            let role = schema.table(table).filter(|of| !of.info.removed).and_then(|of| of.info.role);
            let made = role.map(from_role).unwrap_or_default();
            made.iter().filter_map(|role| Some(schema.table_by_role(*role)?.info.id)).collect()
        })
    }

    /// Makes a record of `what` from another: client, contact, offer, contract or invoice are filled, the lines are copied, the rest
    /// is what a new record has. The output is the new record.
    ///
    /// # Errors
    /// Where this cannot be made from that, or there is no such record.
    pub fn make(&self, table: TableId, id: RecordId, what: TableId) -> Result<Outcome<RecordId>> {
        if !self.makes(table).contains(&what) {
            return Err(refused("Iš šio įrašo to sukurti negalima.", "This cannot be made from that record."));
        }
        self.transact(Action::new(ActionKey::AddRecord).on(what), |tx| {
            let schema = &tx.definitions().schema;
            let (from, to) = (schema.table(table), schema.table(what));
            let (from, to) = from.zip(to).ok_or_else(no_such_table)?;
            let source = tx.record(table, id)?.values;
            if table == what {
                require_creditable(tx, from, id, &source)?;
            }
            let made = tx.add(what, &entries_of(from, id, &source, to))?;
            tx.copy_lines(from, id, to, made)?;
            tx.action.name = tx.title(what, made)?;
            Ok(made)
        })
    }

    /// The titles of what was made of `what` from a record before, oldest first: a second invoice of a contract is seldom meant. Void
    /// documents do not count.
    ///
    /// # Errors
    /// Of the disk.
    pub fn made_before(&self, table: TableId, id: RecordId, what: TableId) -> Result<Vec<String>> {
        self.look(self.language(), |view| {
            let schema = view.schema();
            let (Some(from), Some(to)) = (schema.table(table), schema.table(what)) else { return Ok(Vec::new()) };
            let shared = SHARED.iter().find(|(_, of)| from.info.role == Some(*of) && *of != TableRole::Client);
            let Some(by) = shared.and_then(|(role, _)| to.field_by_role(*role)) else { return Ok(Vec::new()) };
            let mut found = view.back_links(what, by.id, id);
            found.retain(|made| !crate::totals::is_in_state(view, to, *made, "void"));
            Ok(found.into_iter().map(|made| view.title_of(what, made)).collect())
        })
    }

    /// What a record of `what` made from another begins with, for a card on which it is not kept yet; `None` where it is whole
    /// already, a payment or a document with its lines, and is made by [`Engine::make`].
    ///
    /// # Errors
    /// Where there is no such record.
    pub fn begins_with(&self, table: TableId, id: RecordId, what: TableId) -> Result<Option<Vec<Entry>>> {
        let source = self.record(table, id)?.values;
        self.with_schema(|schema| {
            let (from, to) = schema.table(table).zip(schema.table(what)).ok_or_else(no_such_table)?;
            let has_lines = |owner: &Table| {
                let owner = owner.info.id;
                schema.live().any(|of| is_lines(of) && of.part_of().is_some_and(|(_, table)| table == owner))
            };
            let is_whole = to.info.role == Some(TableRole::Payment) || has_lines(from) && has_lines(to);
            Ok((!is_whole).then(|| entries_of(from, id, &source, to)))
        })
    }
}

/// Only what was issued, is not void and credits nothing itself can be credited.
fn require_creditable(tx: &Transaction<'_, '_>, of: &Table, id: RecordId, values: &Values) -> Result<()> {
    if of.field_by_role(FieldRole::Invoice).is_none() {
        return Err(refused(
            "Lentelėje nėra lauko kredituojamai sąskaitai.",
            "The table has no field for the invoice that is credited.",
        ));
    }
    match tx.document(id)? {
        Some(document) if document.void => Err(refused(
            format!("Dokumentas {} anuliuotas, kredituoti nėra ko.", document.text),
            format!("Document {} is void, there is nothing to credit.", document.text),
        )),
        Some(document) if credits(of, values) => Err(refused(
            format!("{} pati yra kreditinė sąskaita.", document.text),
            format!("{} is a credit invoice itself.", document.text),
        )),
        Some(_) => Ok(()),
        None => Err(refused(
            "Kreditinė sąskaita kuriama iš išrašytos: juodraštį tiesiog pataisykite.",
            "A credit invoice is made from an issued one: a draft is simply corrected.",
        )),
    }
}

/// Whether a document credits another of its table.
pub(crate) fn credits(of: &Table, values: &Values) -> bool {
    let credited = of.field_by_role(FieldRole::Invoice).and_then(|field| values.get(field.id));
    credited.is_some_and(|link| link.links().iter().any(|link| link.table == of.info.id))
}

fn entries_of(from: &Table, id: RecordId, source: &Values, to: &Table) -> Vec<Entry> {
    to.live().filter_map(|field| Some((field.id, taken_over(from, id, source, field)?))).collect()
}

/// What a field of a made record takes over from its source: `Some(None)` never, `None` leaves it to its default.
fn taken_over(from: &Table, id: RecordId, source: &Values, field: &Field) -> Option<Option<Value>> {
    if is_given(&field.kind) {
        return None;
    }
    if let Some((role, of)) = SHARED.iter().find(|(role, _)| Some(*role) == field.role) {
        let own = Link { table: from.info.id, record: id };
        let found = if from.info.role == Some(*of) { Some(own) } else { shared(from, source, *role) };
        return found.filter(|link| takes(field, link.table)).map(|link| Some(Value::Links(vec![link])));
    }
    // A subject goes on; days, states, numbers and notes are the new record's own.
    if field.role.is_some() {
        return None;
    }
    let twin = from.live().find(|twin| twin.key == field.key && twin.kind == field.kind && twin.role.is_none())?;
    let is_document = matches!(from.info.role, Some(TableRole::Offer | TableRole::Contract));
    source.get(twin.id).filter(|_| is_document).cloned().map(Some)
}

fn shared(from: &Table, source: &Values, role: FieldRole) -> Option<Link> {
    links(source.get(from.field_by_role(role)?.id)).first().copied()
}

fn takes(field: &Field, table: TableId) -> bool {
    matches!(&field.kind, FieldKind::Link { targets, .. } if targets.is_empty() || targets.contains(&table))
}

/// Makes a line one that takes its goods back: less of them, at the price and discount they had.
fn take_back(of: &Table, line: &mut Values) {
    let Some(quantity) = of.field_by_role(FieldRole::Quantity) else { return };
    let number = line.get(quantity.id).and_then(Value::as_number);
    line.set(quantity.id, number.map(|number| Value::Number(-number)));
    let field = |role| of.field_by_role(role).map(|field| field.id);
    if let (Some(discount), Some(reason)) = (field(FieldRole::Discount), field(FieldRole::DiscountReason)) {
        // As if typed by hand: what was given then is taken back now, whatever holds today.
        let given = line.get(discount).cloned().unwrap_or(Value::Number(Decimal::ZERO));
        line.set(discount, Some(given));
        line.set(reason, None);
    }
}

impl Transaction<'_, '_> {
    /// Copies the lines of a document into another.
    pub(crate) fn copy_lines(&mut self, from: &Table, id: RecordId, to: &Table, made: RecordId) -> Result<()> {
        let lines_of = |owner: TableId| {
            let is_it = |of: &&Table| is_lines(of) && of.part_of().is_some_and(|(_, table)| table == owner);
            self.schema().live().find(is_it).and_then(|of| Some((of.clone(), of.part_of()?.0.id)))
        };
        let (Some((old, old_by)), Some((new, new_by))) = (lines_of(from.info.id), lines_of(to.info.id)) else {
            return Ok(());
        };
        let pairs: Vec<(FieldId, FieldId)> = new
            .live()
            .filter(|field| field.id != new_by && !is_given(&field.kind))
            .filter_map(|field| {
                let by_role = || field.role.and_then(|role| old.field_by_role(role));
                let twin = old.live().find(|twin| twin.key == field.key).or_else(by_role)?;
                same_sort(twin, field).then_some((twin.id, field.id))
            })
            .collect();
        for row in self.look(None, |view| view.back_links(old.info.id, old_by, id))? {
            let mut line = self.record(old.info.id, row)?.values;
            if from.info.id == to.info.id {
                take_back(&old, &mut line);
            }
            let copied = pairs.iter().map(|(from, to)| (*to, line.get(*from).cloned()));
            let owner = (new_by, Some(Value::link(to.info.id, made)));
            let entries: Vec<Entry> = std::iter::once(owner).chain(copied).collect();
            self.add(new.info.id, &entries)?;
        }
        Ok(())
    }
}
