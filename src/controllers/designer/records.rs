//! The record a card is designed over: a real one, the longest values, or an empty one.

use super::Designing;
use crate::{
    App,
    contents::{self, Subject},
};
use engine::{Engine, ListQuery, Result};
use model::{
    ids::{ItemId, RecordId},
    language::Language,
    layout::{Card, CardItem, CardItemKind},
    value::Values,
};
use slint::{ComponentHandle as _, ModelRc, VecModel};
use std::{rc::Rc, sync::Arc};
use ui::{ChoiceData, DesignerApi};

/// Records offered by name.
const OFFERED: usize = 200;

/// What stands on the canvas.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shown {
    /// A record.
    Record(RecordId),
    /// In each field the longest value that the table has there.
    Longest,
    /// A record in which nothing stands.
    Empty,
}

/// The records of the table in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Listing {
    numbers: Arc<Vec<u32>>,
    at: Option<usize>,
    named: Vec<(RecordId, String)>,
}

impl Listing {
    /// Reads it, standing on the record of the subject.
    ///
    /// # Errors
    /// Of the disk.
    pub fn read(engine: &Engine, subject: &Subject) -> Result<Listing> {
        let language = engine.language();
        let table = subject.table;
        let title = engine.with_schema(|schema| schema.table(table).map(|of| of.info.title)).unwrap_or_default();
        let sort = vec![model::layout::SortBy { field: title, descending: false }];
        let listing = engine.list(&ListQuery { table, sort, ..ListQuery::default() })?;
        let first = listing.numbers.get(..listing.numbers.len().min(OFFERED)).unwrap_or_default();
        let rows = engine.rows(table, first, &[], language)?;
        let named = rows
            .into_iter()
            .map(|row| Ok((row.id, engine.title(table, row.id, language)?)))
            .collect::<Result<Vec<_>>>()?;
        let number = subject.target.id().map(|id| engine.number_of(id)).transpose()?.flatten();
        let at = number.and_then(|number| listing.numbers.iter().position(|other| *other == number));
        Ok(Listing { numbers: listing.numbers, at, named })
    }
}

impl App {
    /// Another record stands on the canvas.
    pub(super) fn design_record(self: &Rc<App>, id: &str) {
        let Some(engine) = self.engine() else { return };
        let shown = self.designing(|designing| {
            let listing = &mut designing.listing;
            let count = listing.numbers.len();
            let step = |by: isize| {
                let at = match listing.at {
                    Some(at) => (at as isize + by).rem_euclid(count.max(1) as isize) as usize,
                    None => 0,
                };
                (at < count).then_some(at)
            };
            match id {
                "longest" => Some(Shown::Longest),
                "empty" => Some(Shown::Empty),
                "next" | "previous" => {
                    let at = step(if id == "next" { 1 } else { -1 })?;
                    listing.at = Some(at);
                    let rows = engine.rows(designing.table, &[listing.numbers[at]], &[], Language::default()).ok()?;
                    rows.first().map(|row| Shown::Record(row.id))
                }
                id => {
                    let id: RecordId = id.parse().ok()?;
                    let number = engine.number_of(id).ok().flatten();
                    listing.at = number.and_then(|number| listing.numbers.iter().position(|other| *other == number));
                    Some(Shown::Record(id))
                }
            }
        });
        if let Some(shown) = shown.flatten() {
            self.designing(|designing| designing.shown = shown);
            self.read_design_record();
        }
    }

    /// Reads what stands on the canvas.
    pub(super) fn read_design_record(self: &Rc<App>) {
        let Some(engine) = self.engine() else { return };
        let state = self.designing(|designing| {
            (designing.table, designing.shown, designing.session.document().clone(), designing.layout)
        });
        let Some((table, shown, card, layout)) = state else { return };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let words = language.pick("Skaitomas įrašas…", "Reading the record…");
            let result = app
                .work(words, move || {
                    let (id, values) = match shown {
                        Shown::Record(id) => (Some(id), None),
                        Shown::Longest => (None, Some(engine.longest_values(table)?)),
                        Shown::Empty => (None, Some(Values::new())),
                    };
                    contents::load_design(&engine, &card, id, values.as_ref(), language)
                })
                .await;
            match result {
                Ok(contents) => {
                    app.designing(|designing| {
                        if designing.layout == layout && designing.shown == shown {
                            designing.measure.take(&contents, None);
                            *designing.open.contents.borrow_mut() = contents;
                        }
                    });
                    app.show_design();
                }
                Err(error) => {
                    app.designing(|designing| designing.shown = Shown::Empty);
                    app.complain(&error);
                }
            }
        });
    }

    /// Reads the record again where related tables, counts or pictures of the card became others.
    pub(super) fn read_what_came(self: &Rc<App>) {
        let other = self.designing(|designing| {
            let needed = read_for(designing.session.document());
            let other = designing.read != needed;
            designing.read = needed;
            other
        });
        if other == Some(true) {
            self.read_design_record();
        }
    }

    /// Names of records for the menu.
    pub(super) fn show_records(&self) {
        let language = self.language();
        let shown = self.designing(|designing| {
            let special = [
                ("longest", language.pick("Ilgiausios reikšmės", "Longest values")),
                ("empty", language.pick("Tuščias įrašas", "Empty record")),
            ];
            let special = special.into_iter().map(|(id, label)| (id.to_owned(), label.to_owned()));
            let named = designing.listing.named.iter().map(|(id, name)| (id.to_string(), name.clone()));
            let choices: Vec<ChoiceData> = special
                .chain(named)
                .map(|(id, label)| ChoiceData { id: id.into(), label: label.into(), ..ChoiceData::default() })
                .collect();
            (choices, text(designing, language))
        });
        if let Some((choices, text)) = shown {
            let api = self.ui.global::<DesignerApi<'_>>();
            api.set_records(ModelRc::new(VecModel::from(choices)));
            api.set_record_text(text.into());
        }
    }
}

/// What of a card shows more than the record's own values.
pub(super) fn read_for(card: &Card) -> Vec<(ItemId, CardItemKind)> {
    let more = |item: &&CardItem| {
        matches!(item.what, CardItemKind::Related { .. } | CardItemKind::Count { .. } | CardItemKind::Picture(_))
    };
    card.items.iter().filter(more).map(|item| (item.id, item.what.clone())).collect()
}

fn text(designing: &Designing, language: Language) -> String {
    match designing.shown {
        Shown::Record(_) => designing.contents().title.clone(),
        Shown::Longest => language.pick("Ilgiausios reikšmės", "Longest values").to_owned(),
        Shown::Empty => language.pick("Tuščias įrašas", "Empty record").to_owned(),
    }
}
