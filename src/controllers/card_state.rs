//! What a card says of its items beside their values: conditions, counts, the words on buttons, its own pictures.

use crate::{editors::color, pictures, words};
use base64::Engine as _;
use engine::{Engine, Raster, Result};
use model::{
    ids::{ItemId, RecordId, TableId},
    language::Language,
    layout::{ButtonAct, Card, CardItem, CardItemKind},
    schema::Schema,
    value::Values,
};
use slint::Color;
use std::collections::{HashMap, HashSet};

/// What is to be known of the items of a card.
#[derive(Default)]
pub(crate) struct CardState {
    /// Items whose condition for being seen does not hold, with everything in them.
    pub hidden: HashSet<ItemId>,
    /// Fields that have to be filled in by a condition.
    pub required: HashSet<ItemId>,
    /// Fields that are only shown by a condition.
    pub locked: HashSet<ItemId>,
    /// Colours that conditions give.
    pub tints: HashMap<ItemId, Color>,
    /// Counts and sums.
    pub counts: HashMap<ItemId, String>,
    /// Words on counts and buttons.
    pub labels: HashMap<ItemId, String>,
    /// Pictures of the card itself that are not on the screen yet.
    pub pictures: HashMap<ItemId, Raster>,
}

/// Whose state it is.
#[derive(Clone, Copy)]
pub(crate) struct Of<'a> {
    pub engine: &'a Engine,
    pub schema: &'a Schema,
    pub card: &'a Card,
    pub id: Option<RecordId>,
    pub values: &'a Values,
    pub language: Language,
}

impl CardState {
    /// Gathers it on the worker; `before` is the card whose pictures are on the screen. Without `conditional` everything is seen.
    ///
    /// # Errors
    /// Of the disk.
    pub fn gather(of: Of<'_>, before: Option<&Card>, conditional: bool) -> Result<CardState> {
        let mut state = CardState::default();
        if conditional {
            state.take_conditions(of)?;
        }
        for item in &of.card.items {
            match &item.what {
                CardItemKind::Count { table, by, sum, .. } => {
                    let count = match of.id {
                        Some(id) => of.engine.count_of(*table, *by, id, *sum, of.language)?,
                        None => String::new(),
                    };
                    state.counts.insert(item.id, count);
                }
                CardItemKind::Picture(text) if !is_known(before, item) => {
                    let bytes = base64::engine::general_purpose::STANDARD.decode(text).unwrap_or_default();
                    state.pictures.extend(pictures::decode(&bytes).map(|picture| (item.id, picture)));
                }
                _ => {}
            }
            if let Some(label) = words_of(of, item)? {
                state.labels.insert(item.id, label);
            }
        }
        Ok(state)
    }

    fn take_conditions(&mut self, of: Of<'_>) -> Result<()> {
        let mut texts: Vec<&str> = Vec::new();
        for item in &of.card.items {
            let own = [&item.visible, &item.required, &item.readonly].into_iter().filter_map(Option::as_deref);
            texts.extend(own.chain(item.tints.iter().map(|tint| tint.when.as_str())));
        }
        texts.retain(|text| !text.trim().is_empty());
        texts.sort_unstable();
        texts.dedup();
        let holding = of.engine.conditions(of.card.table, of.id, of.values, &texts)?;
        let holds = |text: &str| texts.binary_search(&text).ok().and_then(|at| holding[at]);
        for item in &of.card.items {
            let inside = item.parent.is_some_and(|parent| self.hidden.contains(&parent));
            // A condition that is wrong hides nothing, asks for nothing and locks nothing.
            if inside || item.visible.as_deref().and_then(holds) == Some(false) {
                self.hidden.insert(item.id);
            }
            if item.required.as_deref().and_then(holds) == Some(true) {
                self.required.insert(item.id);
            }
            if item.readonly.as_deref().and_then(holds) == Some(true) {
                self.locked.insert(item.id);
            }
            if let Some(tint) = item.tints.iter().find(|tint| holds(&tint.when) == Some(true)) {
                self.tints.insert(item.id, color(&tint.color));
            }
        }
        Ok(())
    }
}

/// Whether the picture of an item is on the screen already.
fn is_known(before: Option<&Card>, item: &CardItem) -> bool {
    let old = before.and_then(|card| card.items.iter().find(|old| old.id == item.id));
    old.is_some_and(|old| old.what == item.what)
}

/// What stands on a button, and above a count: its own words, or those of what it is about.
fn words_of(of: Of<'_>, item: &CardItem) -> Result<Option<String>> {
    let language = of.language;
    let (CardItemKind::Button { title, .. } | CardItemKind::Count { title, .. }) = &item.what else { return Ok(None) };
    let own = item.label.as_ref().filter(|label| !label.is_empty()).unwrap_or(title);
    if !own.is_empty() {
        return Ok(Some(own.get(language).to_owned()));
    }
    let table = |id: TableId| of.schema.table(id).map(|table| &table.info);
    Ok(Some(match &item.what {
        CardItemKind::Count { table: other, sum, .. } => {
            let field = sum.and_then(|sum| of.schema.field(*other, sum)).map(|field| &field.label);
            let label = field.or(table(*other).map(|info| &info.label));
            label.map(|label| label.get(language).to_owned()).unwrap_or_default()
        }
        CardItemKind::Button { act: ButtonAct::Add { table: other, .. }, .. } => {
            table(*other).map(|info| words::new_one(&info.one, language)).unwrap_or_default()
        }
        CardItemKind::Button { act: ButtonAct::Print(form), .. } => {
            let forms = of.engine.forms(of.card.table)?;
            let form = form.and_then(|id| forms.into_iter().find(|form| form.id == id));
            let label = form.map(|form| form.label.get(language).to_owned());
            label.unwrap_or_else(|| language.pick("Spausdinti", "Print").to_owned())
        }
        _ => language.pick("Atverti", "Open").to_owned(),
    }))
}
