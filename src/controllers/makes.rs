//! What can be made from the record of the open card: a call to a client, an invoice, a payment.

use crate::{App, contents::Contents, editors::choice_model};
use engine::{Engine, Entry};
use model::{
    ids::TableId,
    schema::{Choice, FieldKind, Table, TableRole},
    value::{Link, Value},
};
use slint::ComponentHandle as _;
use std::rc::Rc;
use ui::CardApi;

/// What is offered, in this order.
const MADE: [TableRole; 5] =
    [TableRole::Event, TableRole::Offer, TableRole::Contract, TableRole::Invoice, TableRole::Payment];

impl App {
    pub(crate) fn connect_makes(self: &Rc<App>) {
        self.ui.global::<CardApi<'_>>().on_make(forward!(self, |app, id| app.make(&id)));
    }

    /// Offers what can be made from the record.
    pub(crate) fn show_makes(&self, contents: &Contents) {
        let (Some(engine), language) = (self.engine(), self.language()) else { return };
        let offered = if contents.id.is_some() { made_from(&engine, contents.table.info.id) } else { Vec::new() };
        let choices: Vec<(Choice, String)> = offered
            .iter()
            .map(|(table, _)| {
                let choice = Choice { id: model::ids::ChoiceId(table.info.id.0), ..Choice::default() };
                (choice, table.info.one.get(language).to_owned())
            })
            .collect();
        self.ui.global::<CardApi<'_>>().set_makes(choice_model(&choices));
    }

    /// Opens a new card that is filled from this one.
    fn make(self: &Rc<App>, id: &str) {
        let (Some(engine), Some(open), Ok(table)) = (self.engine(), self.card.open(), id.parse::<TableId>()) else {
            return;
        };
        let Some(record) = open.subject.target.id() else { return };
        let from = open.subject.table;
        let app = self.clone();
        self.spawn(async move {
            let words = app.language().pick("Kuriama…", "Making…");
            let preset = app.work(words, move || preset(&engine, Link { table: from, record }, table)).await;
            match preset {
                Ok(preset) => app.open_draft(table, preset),
                Err(error) => app.complain(&error),
            }
        });
    }
}

/// The tables whose records are made from records of `from`, with the fields that point back.
fn made_from(engine: &Engine, from: TableId) -> Vec<(Table, model::ids::FieldId)> {
    let definitions = engine.definitions();
    let made = MADE.iter().filter_map(|role| {
        let table = definitions.schema.live().find(|table| table.info.role == Some(*role) && table.info.id != from)?;
        let back = table.live().find(|field| {
            matches!(&field.kind, FieldKind::Link { targets, .. } if targets.contains(&from)) && field.role.is_some()
        })?;
        Some((table.clone(), back.id))
    });
    made.collect()
}

/// What a new record of `table` takes over: the link to where it comes from, and the client both are about.
fn preset(engine: &Engine, from: Link, table: TableId) -> engine::Result<Vec<Entry>> {
    let definitions = engine.definitions();
    let Some((made, back)) = made_from(engine, from.table).into_iter().find(|(made, _)| made.info.id == table) else {
        return Ok(Vec::new());
    };
    let mut entries = vec![(back, Some(Value::Links(vec![from])))];
    let values = engine.record(from.table, from.record)?.values;
    let client = definitions
        .schema
        .table(from.table)
        .and_then(|of| of.field_by_role(model::schema::FieldRole::Client))
        .and_then(|field| values.get(field.id).cloned());
    let field = made.field_by_role(model::schema::FieldRole::Client).filter(|field| field.id != back);
    if let (Some(field), Some(client)) = (field, client) {
        entries.push((field.id, Some(client)));
    }
    Ok(entries)
}
