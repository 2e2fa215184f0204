//! Steps of designing: saved by the worker one after the other, taken back in the window at once and in the base after it.

use super::{Designing, records};
use crate::{
    App,
    contents::{self, Contents, Subject},
};
use designer::{Applied, Session, Step, StepKey};
use engine::{DesignStep, Engine, Outcome, Result};
use model::{
    ids::{FieldId, LayoutId},
    language::{Label, Language},
    layout::{Card, CardItemKind},
    schema::{Field, FieldKind, Schema, Table, TableRole},
};
use slint::ComponentHandle as _;
use std::rc::Rc;
use ui::{DesignerApi, StepData};

/// What the designer opens with.
pub(crate) struct Loaded {
    pub card: Card,
    pub contents: Contents,
    pub done: Vec<DesignStep>,
    pub undone: Vec<DesignStep>,
    pub listing: records::Listing,
    pub schema: Schema,
    pub table: Table,
    /// The cards of the table, and its print forms.
    pub cards: Vec<(LayoutId, Label)>,
    pub forms: Vec<(LayoutId, Label)>,
    pub has_other_card: bool,
}

/// Reads what the designer opens with.
///
/// # Errors
/// Where the record or its table is gone, or of the disk.
pub(super) fn load(engine: &Engine, subject: &Subject, layout: Option<LayoutId>, language: Language) -> Result<Loaded> {
    let mut card = engine.card_of(subject.table, subject.target.id(), layout)?;
    if card.id == LayoutId::default() {
        // A table without a card gets its first one by being designed.
        card.id = LayoutId(engine.new_id());
    }
    let contents = contents::load_design(engine, &card, subject.target.id(), None, language)?;
    let steps = engine.design_steps(card.id)?;
    let schema = engine.definitions().schema.clone();
    let table = schema.table(subject.table).cloned().unwrap_or_default();
    let listing = records::Listing::read(engine, subject)?;
    let cards: Vec<(LayoutId, Label)> =
        engine.cards(subject.table)?.into_iter().map(|card| (card.id, card.label)).collect();
    let forms = engine.forms(subject.table)?.into_iter().map(|form| (form.id, form.label)).collect();
    let has_other_card = engine.cards(subject.table)?.iter().any(|other| other.id != card.id && !other.quick);
    // What was saved last is what is designed, whatever was put right for showing it.
    let fits = steps.done.last().is_none_or(|last| last.after == card);
    let (done, undone) = if fits { (steps.done, steps.undone) } else { (Vec::new(), Vec::new()) };
    Ok(Loaded { card, contents, done, undone, listing, schema, table, cards, forms, has_other_card })
}

/// Gives a session the steps of earlier ones, so that they can be taken back after a restart, too.
pub(super) fn seed(session: &mut Session<Card>, done: Vec<DesignStep>, undone: Vec<DesignStep>) {
    let step = |of: &DesignStep| Step {
        key: StepKey::named(&of.step).unwrap_or(StepKey::Property),
        count: usize::try_from(of.count).unwrap_or_default(),
        about: None,
    };
    session.seed(done.iter().map(|of| (step(of), of.before.clone())).collect());
    session.seed_undone(undone.iter().map(|of| (step(of), of.after.clone())).collect());
}

impl App {
    /// A step was done in the window: it is saved, and everything shows it.
    pub(super) fn design_done(self: &Rc<App>, applied: &Applied<Card>) {
        if applied.is_change() {
            self.save_step(applied.step);
        }
        self.show_design();
    }

    pub(super) fn save_step(self: &Rc<App>, step: Step) {
        let Some(engine) = self.engine() else { return };
        self.design.above.set(false);
        let state =
            self.designing(|designing| (designing.session.document().clone(), designing.group, designing.layout));
        let Some((card, group, layout)) = state else { return };
        let (app, language) = (self.clone(), self.language());
        self.design.running.set(self.design.running.get() + 1);
        self.spawn(async move {
            let count = step.count as u64;
            let result = app
                .work(language.pick("Įrašoma…", "Saving…"), move || {
                    engine.design_card(card, step.key.key(), count, group)
                })
                .await;
            app.design.running.set(app.design.running.get().saturating_sub(1));
            app.saved_design(layout, result);
        });
    }

    /// What was saved is noted; what could not be saved is not shown as if it were.
    fn saved_design<T>(self: &Rc<App>, layout: LayoutId, result: Result<Outcome<T>>) {
        match result {
            Ok(outcome) => {
                self.design_saved(outcome);
            }
            Err(error) => {
                self.complain(&error);
                self.reload_design(layout);
            }
        }
    }

    /// Everything but the designer follows.
    fn design_saved<T>(self: &Rc<App>, outcome: Outcome<T>) {
        if outcome.entry != 0 {
            self.changed(&outcome.changes);
            self.show_saved();
        }
    }

    /// The card as it stands in the base; the steps that are not there are gone.
    fn reload_design(self: &Rc<App>, layout: LayoutId) {
        let saved = self.engine().and_then(|engine| engine.card(layout).ok());
        if let Some(card) = saved {
            self.designing(|designing| {
                if designing.layout == layout {
                    designing.session.replace(card);
                }
            });
            self.show_design();
        }
    }

    pub(crate) fn design_undo(self: &Rc<App>) {
        self.step_design(true);
    }

    pub(crate) fn design_redo(self: &Rc<App>) {
        self.step_design(false);
    }

    fn step_design(self: &Rc<App>, back: bool) {
        self.save_held();
        if self.cancel_gesture() {
            return;
        }
        if back && self.design.above.replace(false) {
            return self.step(true);
        }
        let applied = self.designing(|designing| {
            let session = &mut designing.session;
            if back { session.undo() } else { session.redo() }
        });
        let Some(Some(_)) = applied else { return };
        self.steps_in_base(1, back);
        self.show_design();
    }

    /// Goes to where so many steps are done.
    pub(super) fn design_jump(self: &Rc<App>, index: i32) {
        let Ok(to) = usize::try_from(index) else { return };
        self.save_held();
        let from = self.designing(|designing| {
            let from = designing.session.history().position();
            designing.session.jump(to);
            from
        });
        let Some(from) = from.filter(|from| *from != to) else { return };
        self.steps_in_base(from.abs_diff(to), to < from);
        self.show_design();
    }

    /// The base follows steps that the window has made already.
    fn steps_in_base(self: &Rc<App>, steps: usize, back: bool) {
        let Some(engine) = self.engine() else { return };
        let Some(layout) = self.designing(|designing| designing.layout) else { return };
        let (app, language) = (self.clone(), self.language());
        self.design.running.set(self.design.running.get() + 1);
        self.spawn(async move {
            let words = if back {
                language.pick("Atšaukiama…", "Undoing…")
            } else {
                language.pick("Kartojama…", "Redoing…")
            };
            let result = app
                .work(words, move || {
                    let mut last = None;
                    for _ in 0..steps {
                        let outcome = if back { engine.undo_design(layout) } else { engine.redo_design(layout) }?;
                        last = Some(match last {
                            Some(Outcome { changes, .. }) => {
                                let mut all: model::changes::Changes = changes;
                                all.extend(&outcome.changes);
                                Outcome { changes: all, ..outcome }
                            }
                            None => outcome,
                        });
                    }
                    Ok(last)
                })
                .await;
            app.design.running.set(app.design.running.get().saturating_sub(1));
            match result {
                Ok(Some(outcome)) => {
                    let expected = if back { outcome.output.before.clone() } else { outcome.output.after.clone() };
                    app.design_saved(outcome);
                    let agrees = app.designing(|designing| designing.session.document() == &expected);
                    if agrees == Some(false) && app.design.running.get() == 0 {
                        app.reload_design(layout);
                    }
                }
                Ok(None) => {}
                Err(error) => {
                    app.complain(&error);
                    app.reload_design(layout);
                }
            }
        });
    }

    /// The list of steps.
    pub(super) fn show_steps(&self) {
        let language = self.language();
        let steps = self.designing(|designing| {
            let history = designing.session.history();
            let position = history.position();
            let first = StepData {
                label: language.pick("Kaip atverta", "As opened").into(),
                current: position == 0,
                ..StepData::default()
            };
            let steps = history.steps().enumerate().map(|(at, step)| StepData {
                label: step.text(language).into(),
                detail: Default::default(),
                current: at + 1 == position,
                undone: at >= position,
            });
            let all: Vec<StepData> = std::iter::once(first).chain(steps).collect();
            let undo = history.next_undo().map(|step| step.text(language));
            let redo = history.next_redo().map(|step| step.text(language));
            (all, undo, redo)
        });
        let Some((all, undo, redo)) = steps else { return };
        super::sync(&self.design.steps, all);
        let api = self.ui.global::<DesignerApi<'_>>();
        let say = |words: &str, what: &Option<String>| match what {
            Some(what) => slint::format!("{words}: {what}"),
            None => words.into(),
        };
        api.set_can_undo(undo.is_some() || self.design.above.get());
        api.set_can_redo(redo.is_some());
        api.set_undo_tip(say(language.pick("Atšaukti", "Undo"), &undo));
        api.set_redo_tip(say(language.pick("Pakartoti", "Redo"), &redo));
    }

    // ---- a new field of the table

    /// The kind of a new field was chosen: its name is asked for where it will stand.
    pub(super) fn design_new_field(self: &Rc<App>, kind: &str) {
        if self.may_write() {
            self.type_new_field(kind);
        }
    }

    /// Makes a field of the table and puts it on the card: one step.
    pub(super) fn make_field(self: &Rc<App>, kind: &str, name: &str) {
        let Some(engine) = self.engine() else { return };
        let Some(table) = self.designing(|designing| designing.table) else { return };
        let target = engine.with_schema(|schema| {
            let client = schema.table_by_role(TableRole::Client).map(|table| table.info.id);
            let other = schema.live().find(|other| other.info.id != table).map(|table| table.info.id);
            client.filter(|client| *client != table).or(other)
        });
        let Some(of_kind) = crate::structure::kinds::kind_of(kind, None, target) else { return };
        let links = matches!(of_kind, FieldKind::Link { .. });
        let field = Field {
            id: FieldId(engine.new_id()),
            label: Label::new(name, name),
            kind: of_kind,
            indexed: links,
            ..Field::default()
        };
        let state = self.designing(|designing| {
            let items = vec![designer::cards::field_item(&field)];
            let into = designing.session.container();
            let Designing { session, measure, .. } = designing;
            measure.table.fields.push(field.clone());
            let done = session.place_as(items, into, StepKey::NewField, &*measure);
            (done, designing.group, designing.layout)
        });
        let Some((done, group, layout)) = state else { return };
        let applied = match done {
            Ok(applied) => applied,
            Err(refusal) => return self.refuse(&refusal),
        };
        let Some(card) = self.designing(|designing| designing.session.document().clone()) else { return };
        let _ = applied;
        let related = engine::RelatedPlace::Nowhere;
        let place = engine::FieldPlace { on_card: false, on_list: false, related };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let result = app
                .work(language.pick("Pridedamas laukas…", "Adding the field…"), move || {
                    engine.new_field_on_card(field, card, &place, group)
                })
                .await;
            app.saved_design(layout, result);
        });
        self.show_design();
        let placed = self.designing(|designing| {
            let card = designing.session.document();
            let shown = card.items.iter().rev().find(|item| matches!(item.what, CardItemKind::Field(_)));
            shown.and_then(|item| designing.session.scene().rect(item.id))
        });
        if let Some(rect) = placed.flatten() {
            self.bring_into_view(rect.left, rect.top, rect.right, rect.bottom);
        }
    }
}
