//! Designing a card: each gesture is an entry of the journal of its own, and all of one session are taken back as one.

use crate::{Engine, FieldPlace, Outcome, Result, Transaction, error::refused, undo::Direction};
use model::{
    changes::{Action, ActionKey, Change, Operation, Part},
    ids::{FieldId, GroupId, LayoutId},
    layout::Card,
    schema::Field,
};
use store::{Access, Entry, Kind};

/// Steps of which a designer's list shows the newest.
const MOST_STEPS: usize = 500;

/// One step of designing a card.
#[derive(Clone, PartialEq, Debug)]
pub struct DesignStep {
    /// Key of what was done, see [`model::layout::step_words`].
    pub step: String,
    /// To how many things.
    pub count: u64,
    /// When, in milliseconds since 1970 UTC.
    pub time: i64,
    /// The session it belongs to.
    pub session: Option<GroupId>,
    /// The card before it.
    pub before: Card,
    /// The card after it.
    pub after: Card,
}

/// The steps of designing a card that nothing else came after, in the order in which they were or would be done.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct DesignSteps {
    /// Those that [`Engine::undo_design`] takes back, the newest last.
    pub done: Vec<DesignStep>,
    /// Those that [`Engine::redo_design`] does again, the next one first.
    pub undone: Vec<DesignStep>,
}

impl Engine {
    /// A new session of designing.
    pub fn new_session(&self) -> GroupId {
        GroupId(self.new_id())
    }

    /// Saves a step of designing a card, done to `count` things; one journal entry of this session. What it did not change is
    /// not written.
    ///
    /// # Errors
    /// Of the disk.
    pub fn design_card(&self, card: Card, step: &str, count: u64, session: GroupId) -> Result<Outcome<()>> {
        self.transact(Action::design(step, &card, self.language()).count(count), |tx| {
            tx.group = Some(session);
            tx.save_card(card)
        })
    }

    /// Adds a field to the card's table and saves the card with its place, as one step of this session. The field's id is made
    /// beforehand ([`Engine::new_id`]), so that the card can name it; `place` is for lists and other cards only.
    ///
    /// # Errors
    /// As [`Engine::new_field`].
    pub fn new_field_on_card(
        &self,
        field: Field,
        card: Card,
        place: &FieldPlace,
        session: GroupId,
    ) -> Result<Outcome<FieldId>> {
        let place = FieldPlace { on_card: false, ..*place };
        self.transact(Action::design("new-field", &card, self.language()), |tx| {
            tx.group = Some(session);
            let id = tx.add_field(card.table, field, &place)?;
            tx.save_card(card)?;
            Ok(id)
        })
    }

    /// Takes back the last step of designing this card, whichever session it is of; the output is that step.
    ///
    /// # Errors
    /// Where the last action of the base was no step of designing this card.
    pub fn undo_design(&self, layout: LayoutId) -> Result<Outcome<DesignStep>> {
        self.step_of_design(layout, Direction::Back)
    }

    /// Does the step of designing this card again that was taken back last; the output is that step.
    ///
    /// # Errors
    /// As [`Engine::undo_design`].
    pub fn redo_design(&self, layout: LayoutId) -> Result<Outcome<DesignStep>> {
        self.step_of_design(layout, Direction::Forward)
    }

    fn step_of_design(&self, layout: LayoutId, direction: Direction) -> Result<Outcome<DesignStep>> {
        let (outcome, touched) = self.store.write(|writer| -> Result<_> {
            let mut tx = Transaction::new(self, writer, Action::new(ActionKey::Design));
            let head = tx.access().head()?;
            let top = direction.top(&head);
            let entry = tx.access().entry(top)?;
            let step = entry.map(|entry| step_of(tx.access(), &entry, layout)).transpose()?.flatten();
            let step = step.ok_or_else(|| nothing_to(direction))?;
            let (entry, _) = tx.compensate(top, direction)?;
            Ok((Outcome { output: step, changes: tx.changes, entry }, tx.touched_fields))
        })?;
        self.refresh(&outcome.changes, &touched);
        Ok(outcome)
    }

    /// The last steps of designing a card that nothing else came after, across sessions and restarts; 500 at most each way.
    ///
    /// # Errors
    /// Of the disk.
    pub fn design_steps(&self, layout: LayoutId) -> Result<DesignSteps> {
        let reader = self.read()?;
        let access = &reader as &dyn Access;
        let head = access.head()?;
        let follow = |mut at: u64| -> Result<Vec<DesignStep>> {
            let mut steps = Vec::new();
            while let Some(entry) = access.entry(at)?.filter(|_| steps.len() < MOST_STEPS) {
                let Some(step) = step_of(access, &entry, layout)? else { break };
                steps.push(step);
                at = entry.header.below;
            }
            Ok(steps)
        };
        let mut done = follow(head.undo_top)?;
        done.reverse();
        Ok(DesignSteps { done, undone: follow(head.redo_top)? })
    }
}

/// What an entry did to this card; `None`: something else, or it made or removed the card.
fn step_of(access: &dyn Access, entry: &Entry, layout: LayoutId) -> Result<Option<DesignStep>> {
    let header = &entry.header;
    let Some(of) = header.action.designed().filter(|of| of.layout == layout) else { return Ok(None) };
    for chunk in 0..access.chunks(header.sequence)? {
        for operation in access.operations(header.sequence, chunk)? {
            let Operation::Card(id, Change { before: Some(before), after: Some(after) }) = operation else { continue };
            if id != layout {
                continue;
            }
            // An undo has its step the other way round.
            let (before, after) = match header.part {
                Part::Undoes(_) => (after, before),
                _ => (before, after),
            };
            return Ok(Some(DesignStep {
                step: of.step.to_owned(),
                count: header.action.count,
                time: header.time,
                session: header.group,
                before: *before,
                after: *after,
            }));
        }
    }
    Ok(None)
}

fn nothing_to(direction: Direction) -> crate::EngineError {
    match direction {
        Direction::Back => refused(
            "Kortelės tvarkymo veiksmų, kuriuos čia būtų galima atšaukti, nebėra.",
            "There are no more steps of designing this card that could be undone here.",
        ),
        Direction::Forward => refused(
            "Kortelės tvarkymo veiksmų, kuriuos čia būtų galima pakartoti, nėra.",
            "There are no steps of designing this card that could be redone here.",
        ),
    }
}

impl Transaction<'_, '_> {
    /// Saves a card, unless it is so already.
    pub(crate) fn save_card(&mut self, card: Card) -> Result<()> {
        let before = self.card(card.id)?;
        if before.as_ref() == Some(&card) {
            return Ok(());
        }
        self.apply(Operation::Card(card.id, Change::new(before, Some(card))))
    }

    /// A card as it was saved.
    pub(crate) fn card(&self, id: LayoutId) -> Result<Option<Card>> {
        Ok(self.access().definition(Kind::Card, &id.0.to_be_bytes())?)
    }
}
