//! Steps that are kept elsewhere: sessions that go on where an earlier one ended.

use crate::{
    Applied, Command, Document, Measure, Refusal, Session, Step, StepKey, clipboard, difference,
    history::{Entry, History},
};
use model::ids::ItemId;

impl<D: Document> Session<D> {
    /// Forgets the steps: something else was done after them.
    pub fn forget_steps(&mut self) {
        self.history = History::default();
    }

    /// Gives the session steps that were taken back in an earlier one: each with the document as it was after it, the next one first.
    pub fn seed_undone(&mut self, states: Vec<(Step, D)>) {
        let mut before = self.document.clone();
        self.history.entries.truncate(self.history.done);
        for (step, after) in states {
            let entry = Entry {
                step,
                forward: difference(&before, &after),
                back: difference(&after, &before),
                before: Vec::new(),
                after: Vec::new(),
            };
            self.history.entries.push(entry);
            before = after;
        }
    }

    /// Puts new items, with any ids, where there is room in a container, as a step of this name.
    ///
    /// # Errors
    /// Where the container does not take them.
    pub fn place_as(
        &mut self,
        items: Vec<D::Item>,
        into: Option<ItemId>,
        key: StepKey,
        measure: &dyn Measure<D::Item>,
    ) -> Result<Applied<D>, Refusal> {
        let items = clipboard::renamed(items, &mut self.new_ids);
        self.run(&Command::InsertWhereRoom { items, into, near: None, key }, measure)
    }
}
