//! The cards of a table: which one a record is shown on, making, copying, removing and restoring them.

use crate::{Engine, Outcome, Result, Transaction, error::refused, layouts::in_order, records::no_such_table};
use model::{
    changes::{Action, Change, Operation},
    configuration, formula,
    ids::{ItemId, LayoutId, RecordId, TableId},
    language::{Label, Language},
    layout::{ButtonAct, Card, CardItemKind, PrintForm, sound_card},
    schema::{FieldKind, Table},
    structure::{free_key, key_of, plain_card},
    value::Values,
};
use std::{collections::HashMap, sync::OnceLock};
use store::Kind;

/// What a new card begins with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum NewCard {
    /// The field that names the records.
    #[default]
    Blank,
    /// Everything that is on another card.
    CopyOf(LayoutId),
    /// The few fields with which a record is quickly added: the one that names it and those that have to be filled in.
    Quick,
}

impl Engine {
    /// The card on which a record is shown: the one asked for, else the first by rank and key whose condition holds, else the
    /// first without a condition. `None` as the record is one that does not exist yet: a card for adding quickly comes first
    /// then. A table without a card gets a plain one. What is wrong with a card is repaired in what is returned.
    ///
    /// # Errors
    /// Where there is no such table, or of the disk.
    pub fn card_of(&self, table: TableId, id: Option<RecordId>, asked: Option<LayoutId>) -> Result<Card> {
        let draft = match id {
            Some(_) => Values::new(),
            None => self.draft(table, &[]).unwrap_or_default(),
        };
        self.card_among(&self.cards(table)?, table, id, &draft, asked)
    }

    /// As [`Engine::card_of`], of the cards of the table that were read already, for a new record with these values.
    ///
    /// # Errors
    /// As [`Engine::card_of`].
    pub fn card_among(
        &self,
        cards: &[Card],
        table: TableId,
        id: Option<RecordId>,
        draft: &Values,
        asked: Option<LayoutId>,
    ) -> Result<Card> {
        if let Some(card) = cards.iter().find(|card| Some(card.id) == asked) {
            return Ok(self.checked_card(card).0);
        }
        let quick = || cards.iter().filter(|card| card.quick && id.is_none());
        let full = || cards.iter().filter(|card| !card.quick);
        // A broken condition does not hold.
        let conditions: Vec<&str> = cards.iter().filter_map(|card| card.when.as_deref()).collect();
        let holding = self.conditions(table, id, draft, &conditions)?;
        let holds = |card: &&Card| {
            let when = card.when.as_deref();
            when.and_then(|when| conditions.iter().position(|text| *text == when))
                .is_some_and(|at| holding[at] == Some(true))
        };
        let plain = |card: &&Card| card.when.is_none();
        let found = quick().find(holds).or_else(|| quick().find(plain)).or_else(|| full().find(holds));
        let found = found.or_else(|| full().find(plain)).or_else(|| full().next());
        match found {
            Some(card) => Ok(self.checked_card(card).0),
            None => self.with_schema(|schema| {
                let of = schema.table(table).ok_or_else(no_such_table)?;
                // The same items each time, so that a screen can tell what changed.
                let mut next = 0;
                Ok(plain_card(LayoutId::default(), of, &mut || {
                    next += 1;
                    ItemId(next)
                }))
            }),
        }
    }

    /// A card as it can be shown and designed, whatever a file or another program wrote, and a sentence for each repair.
    pub fn checked_card(&self, card: &Card) -> (Card, Vec<Label>) {
        sound_card(card)
    }

    /// Everything that is to be said about a card: repairs and what is missing for it, each sentence once.
    pub fn faults_of_card(&self, card: &Card) -> Vec<Label> {
        let (sound, mut said) = self.checked_card(card);
        for gap in self.gaps_of_card(&sound) {
            if !said.contains(&gap.message) {
                said.push(gap.message);
            }
        }
        if let Some(when) = &card.when
            && let Err(error) = self.condition(card.table, when)
        {
            let say = |language| error.message(language);
            said.push(Label::new(
                format!("Sąlyga, kada naudoti kortelę, negalioja. {}", say(Language::Lt)),
                format!("The condition for using the card does not hold. {}", say(Language::En)),
            ));
        }
        said.extend(sound.items.iter().filter_map(|item| match &item.what {
            CardItemKind::Button { act, .. } => self.fault_of_button(card.table, act),
            _ => None,
        }));
        said
    }

    /// What a button does that it no longer can.
    fn fault_of_button(&self, table: TableId, act: &ButtonAct) -> Option<Label> {
        match act {
            ButtonAct::Open(text) => self.with_schema(|schema| {
                let bound = PrintForm::expressions(text).into_iter().find_map(|text| {
                    let bound = formula::parse(text).and_then(|tree| formula::bind(&tree, &schema.tables, table));
                    bound.err().map(|error| (text, error))
                });
                let (text, error) = bound?;
                let say = |language| error.message(language);
                Some(Label::new(
                    format!("Mygtuko adreso išraiška „{text}“ negalioja. {}", say(Language::Lt)),
                    format!("The expression “{text}” in the address of a button does not hold. {}", say(Language::En)),
                ))
            }),
            ButtonAct::Print(Some(form)) => {
                let forms = self.forms(table).unwrap_or_default();
                forms.iter().all(|other| other.id != *form).then(|| {
                    Label::new(
                        "Spausdinimo formos, kurią rodo mygtukas, nebėra.",
                        "The print form that a button shows is no longer there.",
                    )
                })
            }
            ButtonAct::Print(None) | ButtonAct::Add { .. } => None,
        }
    }

    /// Refuses what is no condition over the records of a table.
    fn condition(&self, table: TableId, text: &str) -> Result<()> {
        self.with_schema(|schema| formula::bind_condition(&formula::parse(text)?, &schema.tables, table).map(|_| ()))?;
        Ok(())
    }

    /// Makes a card; one journal entry.
    ///
    /// # Errors
    /// Where the table or the card to copy is missing, or of the disk.
    pub fn add_card(&self, table: TableId, label: Label, new: NewCard) -> Result<Outcome<LayoutId>> {
        let named = Card { id: LayoutId(self.new_id()), table, label, ..Card::default() };
        self.transact(Action::design("new-card", &named, self.language()), |tx| tx.make_card(named, new))
    }

    /// Makes a card like another one; one journal entry.
    ///
    /// # Errors
    /// Where there is none, or of the disk.
    pub fn duplicate_card(&self, layout: LayoutId) -> Result<Outcome<LayoutId>> {
        let card = self.card(layout)?;
        let copied = |language: Language, word: &str| {
            let name = card.label.get(language);
            if name.is_empty() { String::new() } else { format!("{name} ({word})") }
        };
        let label = Label::new(copied(Language::Lt, "kopija"), copied(Language::En, "copy"));
        self.add_card(card.table, label, NewCard::CopyOf(layout))
    }

    /// Gives a card another name; one journal entry.
    ///
    /// # Errors
    /// Where there is none, the name is empty, or of the disk.
    pub fn rename_card(&self, layout: LayoutId, label: Label) -> Result<Outcome<()>> {
        if label.get(self.language()).trim().is_empty() {
            return Err(refused("Kortelė turi turėti pavadinimą.", "A card needs a name."));
        }
        self.change_card(layout, "rename-card", |card| card.label = label)
    }

    /// Says for which records a card is used; one journal entry.
    ///
    /// # Errors
    /// Where there is none, the condition is wrong, it would leave its table without a full card, or of the disk.
    pub fn use_card(&self, layout: LayoutId, when: Option<String>, rank: i32, quick: bool) -> Result<Outcome<()>> {
        let card = self.card(layout)?;
        let when = when.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if let Some(text) = &when {
            self.condition(card.table, text)?;
        }
        if quick && !card.quick {
            self.refuse_last(&card)?;
        }
        self.change_card(layout, "use-card", |card| (card.when, card.rank, card.quick) = (when, rank, quick))
    }

    /// Removes a card; one journal entry.
    ///
    /// # Errors
    /// Where it is the last full one of its table, there is none, or of the disk.
    pub fn remove_card(&self, layout: LayoutId) -> Result<Outcome<()>> {
        let card = self.card(layout)?;
        if !card.quick {
            self.refuse_last(&card)?;
        }
        self.transact(Action::design("remove-card", &card, self.language()), |tx| {
            tx.apply(Operation::Card(card.id, Change::new(Some(card), None)))
        })
    }

    /// Whether a delivered card stands behind this one.
    ///
    /// # Errors
    /// Where there is no such card, or of the disk.
    pub fn is_delivered_card(&self, layout: LayoutId) -> Result<bool> {
        Ok(self.delivered_card(&self.card(layout)?)?.is_some())
    }

    /// Makes a card again as it was delivered; one journal entry.
    ///
    /// # Errors
    /// Where none was delivered, or of the disk.
    pub fn restore_card(&self, layout: LayoutId) -> Result<Outcome<()>> {
        let card = self.card(layout)?;
        let delivered = self.delivered(layout)?;
        self.transact(Action::design("restore", &card, self.language()), |tx| tx.save_card(delivered))
    }

    /// The delivered card behind a card, as it fits this base.
    ///
    /// # Errors
    /// Where none was delivered, or of the disk.
    pub fn delivered(&self, layout: LayoutId) -> Result<Card> {
        self.delivered_card(&self.card(layout)?)?.ok_or_else(|| {
            refused(
                "Šią kortelę sukūrė jūsų biuras, todėl pristatytos jos formos nėra.",
                "This card was made by your office, so there is no delivered form of it.",
            )
        })
    }

    /// The delivered card behind a card, as it fits this base; `None`: the office made it.
    fn delivered_card(&self, card: &Card) -> Result<Option<Card>> {
        let delivered = delivered_cards();
        let by_id = delivered.iter().find(|other| other.id == card.id);
        let by_key = || delivered.iter().find(|other| (other.table, &other.key) == (card.table, &card.key));
        let Some(mut found) = by_id.or_else(by_key).cloned() else { return Ok(None) };
        if found.id != card.id {
            // The items of the delivered card may stand on that one still.
            found = self.renewed(&found);
            found.id = card.id;
        }
        self.with_schema(|schema| {
            let is_there = |table: TableId| schema.table(table).is_some();
            let lost = |what: &CardItemKind| match what {
                CardItemKind::Field(field) => schema.field(card.table, *field).is_none(),
                CardItemKind::Related { table, .. }
                | CardItemKind::Count { table, .. }
                | CardItemKind::Button { act: ButtonAct::Add { table, .. }, .. } => !is_there(*table),
                _ => false,
            };
            found.items.retain(|item| !lost(&item.what));
        });
        Ok(Some(found))
    }

    /// A card as it was saved.
    ///
    /// # Errors
    /// Where there is none, or of the disk.
    pub fn card(&self, layout: LayoutId) -> Result<Card> {
        let reader = self.read()?;
        let access = &reader as &dyn store::Access;
        access.definition(Kind::Card, &layout.0.to_be_bytes())?.ok_or_else(no_such_card)
    }

    fn change_card(&self, layout: LayoutId, step: &str, change: impl FnOnce(&mut Card)) -> Result<Outcome<()>> {
        let mut card = self.card(layout)?;
        let action = Action::design(step, &card, self.language());
        change(&mut card);
        self.transact(action, |tx| tx.save_card(card))
    }

    fn refuse_last(&self, card: &Card) -> Result<()> {
        let others = self.cards(card.table)?.into_iter().filter(|other| !other.quick && other.id != card.id).count();
        if others > 0 {
            return Ok(());
        }
        Err(refused(
            "Tai vienintelė pilna lentelės kortelė; be jos įrašų nebūtų kur rodyti. Pirmiausia sukurkite kitą.",
            "This is the only full card of its table; without it there would be nothing to show records on. Make another one first.",
        ))
    }

    /// The card with new ids for its items.
    fn renewed(&self, card: &Card) -> Card {
        let mut card = card.clone();
        let ids: HashMap<ItemId, ItemId> = card.items.iter().map(|item| (item.id, ItemId(self.new_id()))).collect();
        let renew = |id: &ItemId| ids.get(id).copied();
        for item in &mut card.items {
            item.id = ids[&item.id];
            item.parent = item.parent.as_ref().and_then(renew);
        }
        card.tab_order = card.tab_order.iter().filter_map(renew).collect();
        card
    }
}

impl Transaction<'_, '_> {
    fn make_card(&mut self, named: Card, new: NewCard) -> Result<LayoutId> {
        let engine = self.engine;
        let of = self.schema().table(named.table).cloned().ok_or_else(no_such_table)?;
        let mut cards: Vec<Card> = self.access().all_definitions(Kind::Card)?;
        cards.retain(|card| card.table == named.table);
        in_order(&mut cards);
        let mut card = match new {
            NewCard::CopyOf(layout) => {
                let like = cards.iter().find(|card| card.id == layout).ok_or_else(no_such_card)?;
                engine.renewed(&sound_card(like).0)
            }
            NewCard::Blank | NewCard::Quick => begun(engine, &of, new),
        };
        let name = if named.label.en.trim().is_empty() { &named.label.lt } else { &named.label.en };
        card.key = free_key(&key_of(name, "card"), |key| cards.iter().any(|card| card.key == key));
        card.label = if named.label.is_empty() { Label::new(&*card.key, &*card.key) } else { named.label };
        card.id = named.id;
        if !card.quick {
            // It is used where it is asked for, or as its condition will say; not at once instead of the others.
            let last = cards.iter().filter(|card| !card.quick).map(|card| card.rank).max();
            card.rank = last.map_or(0, |rank| rank.saturating_add(1));
        }
        let id = card.id;
        self.action = Action::design("new-card", &card, engine.language());
        self.save_card(card)?;
        Ok(id)
    }
}

/// A card with the first fields of a table.
fn begun(engine: &Engine, of: &Table, new: NewCard) -> Card {
    let quick = new == NewCard::Quick;
    let mut few = of.clone();
    few.fields.retain(|field| {
        let is_entered = field.formula().is_none() && !matches!(field.kind, FieldKind::SeriesNumber { .. });
        field.id == of.info.title || (quick && field.required && is_entered)
    });
    // The one that names it first.
    few.fields.sort_by_key(|field| field.id != of.info.title);
    Card { quick, ..plain_card(LayoutId::default(), &few, &mut || ItemId(engine.new_id())) }
}

/// The cards of the delivered configuration, read once.
fn delivered_cards() -> &'static [Card] {
    static CARDS: OnceLock<Vec<Card>> = OnceLock::new();
    CARDS.get_or_init(|| configuration::read(&configuration::delivered()).map(|read| read.cards).unwrap_or_default())
}

fn no_such_card() -> crate::EngineError {
    refused("Tokios kortelės nėra; galbūt ji pašalinta.", "There is no such card; it may have been removed.")
}
