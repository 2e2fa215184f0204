//! Cards, list views and print forms, and the configuration a base is born with.

use crate::{Engine, EngineError, Outcome, Result, Transaction, error::refused};
use model::{
    changes::{Action, ActionKey, Change, Operation, Part},
    configuration::{self, StarterRecord},
    ids::TableId,
    layout::{Card, ListView, PrintForm},
    schema::pick,
    value::{self, Values},
};
use store::{Access, Kind};

impl Engine {
    /// Loads the delivered configuration into a new base, as the root of its journal.
    pub(crate) fn load_delivered_configuration(&self) -> Result<()> {
        let delivered = configuration::read(&configuration::delivered()).map_err(|errors| {
            let text = errors.first().map(|error| error.message(self.language())).unwrap_or_default();
            refused(text.clone(), text)
        })?;
        self.transact_as(Part::Root, Action::new(ActionKey::NewBase), |tx| {
            for table in &delivered.tables {
                tx.apply(Operation::Table(table.info.id, Change::new(None, Some(table.info.clone()))))?;
                for field in &table.fields {
                    let change = Change::new(None, Some(field.clone()));
                    tx.apply(Operation::FieldDefinition(table.info.id, field.id, change))?;
                }
            }
            for card in &delivered.cards {
                tx.apply(Operation::Card(card.id, Change::new(None, Some(card.clone()))))?;
            }
            for list in &delivered.lists {
                tx.apply(Operation::List(list.id, Change::new(None, Some(list.clone()))))?;
            }
            for form in &delivered.forms {
                tx.apply(Operation::Form(form.id, Change::new(None, Some(form.clone()))))?;
            }
            delivered.records.iter().try_for_each(|record| tx.add_starter(record))
        })?;
        Ok(())
    }

    fn definitions_of<T: serde::de::DeserializeOwned>(&self, kind: Kind) -> Result<Vec<T>> {
        let reader = self.read()?;
        Ok((&reader as &dyn Access).all_definitions(kind)?)
    }

    /// The cards of a table: full ones by rank and key, then those for adding quickly. Which one a record is shown on tells
    /// [`Engine::card_of`].
    ///
    /// # Errors
    /// Of the disk.
    pub fn cards(&self, table: TableId) -> Result<Vec<Card>> {
        let mut cards: Vec<Card> = self.definitions_of(Kind::Card)?;
        cards.retain(|card| card.table == table);
        in_order(&mut cards);
        Ok(cards)
    }

    /// The card of a table that goes by `name` (key or label, or its id).
    ///
    /// # Errors
    /// Where there is none.
    pub fn card_named(&self, table: TableId, name: &str) -> Result<Card> {
        let cards = self.cards(table)?;
        let by_id = name.parse().ok().and_then(|id| cards.iter().find(|card| card.id == id));
        if let Some(card) = by_id {
            return Ok(card.clone());
        }
        Ok(pick(name, self.language(), cards.iter(), |card| (&card.key, &card.label))?.clone())
    }

    /// The list views of a table; the first is the one used unless another is asked for.
    ///
    /// # Errors
    /// Of the disk.
    pub fn lists(&self, table: TableId) -> Result<Vec<ListView>> {
        let mut lists: Vec<ListView> = self.definitions_of(Kind::List)?;
        lists.retain(|list| list.table == table);
        Ok(lists)
    }

    /// The print forms of a table; the first is the one used unless another is asked for.
    ///
    /// # Errors
    /// Of the disk.
    pub fn forms(&self, table: TableId) -> Result<Vec<PrintForm>> {
        let mut forms: Vec<PrintForm> = self.definitions_of(Kind::Form)?;
        forms.retain(|form| form.table == table);
        Ok(forms)
    }

    /// The print form of a table that goes by `name` (key or label), or its first.
    ///
    /// # Errors
    /// Where there is none.
    pub fn form(&self, table: TableId, name: Option<&str>) -> Result<PrintForm> {
        let forms = self.forms(table)?;
        match name {
            Some(name) => {
                let found = pick(name, self.language(), forms.iter(), |form| (&form.key, &form.label))?;
                Ok(found.clone())
            }
            None => forms.into_iter().next().ok_or_else(no_form),
        }
    }

    /// Saves a card; one journal entry.
    ///
    /// # Errors
    /// Of the disk.
    pub fn save_card(&self, card: Card) -> Result<Outcome<()>> {
        self.transact(Action::new(ActionKey::SaveLayout).named(card.label.get(self.language())), |tx| {
            tx.save_card(card)
        })
    }

    /// Saves a list view; one journal entry.
    ///
    /// # Errors
    /// Of the disk.
    pub fn save_list(&self, list: ListView) -> Result<Outcome<()>> {
        self.transact(Action::new(ActionKey::SaveLayout).named(list.label.get(self.language())), |tx| {
            let before: Option<ListView> = tx.access().definition(Kind::List, &list.id.0.to_be_bytes())?;
            if before.as_ref() == Some(&list) {
                return Ok(());
            }
            tx.apply(Operation::List(list.id, Change::new(before, Some(list))))
        })
    }

    /// Saves a print form; one journal entry. Issued documents keep the form they were issued with.
    ///
    /// # Errors
    /// Of the disk.
    pub fn save_form(&self, form: PrintForm) -> Result<Outcome<()>> {
        self.transact(Action::new(ActionKey::SaveLayout).named(form.label.get(self.language())), |tx| {
            let before: Option<PrintForm> = tx.access().definition(Kind::Form, &form.id.0.to_be_bytes())?;
            if before.as_ref() == Some(&form) {
                return Ok(());
            }
            tx.apply(Operation::Form(form.id, Change::new(before, Some(form))))
        })
    }
}

impl Transaction<'_, '_> {
    /// Adds a record of the delivered configuration, in the language of the base.
    fn add_starter(&mut self, record: &StarterRecord) -> Result<()> {
        let (language, mut values) = (self.engine.language(), Values::new());
        for (field, text) in &record.values {
            let Some(field) = self.schema().field(record.table, *field) else { continue };
            values.set(field.id, value::parse(text.get(language), &field.kind, language).ok().flatten());
        }
        self.apply(Operation::Record { table: record.table, id: record.id, before: None, after: Some(values) })
    }
}

/// Puts cards into their order: full ones first, by rank, then by key.
pub(crate) fn in_order(cards: &mut [Card]) {
    cards.sort_by(|a, b| (a.quick, a.rank, &a.key, a.id).cmp(&(b.quick, b.rank, &b.key, b.id)));
}

fn no_form() -> EngineError {
    refused("Ši lentelė neturi spausdinimo formos.", "This table has no print form.")
}
