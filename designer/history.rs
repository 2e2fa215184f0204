//! Steps that can be taken back and made again, without limit.

use crate::{Document, Edit, Step, difference};
use model::ids::ItemId;

/// A step with the edits that make it and take it back.
#[derive(Clone, Debug)]
pub(crate) struct Entry<D: Document> {
    pub step: Step,
    pub forward: Vec<Edit<D>>,
    pub back: Vec<Edit<D>>,
    /// What was selected before it.
    pub before: Vec<ItemId>,
    /// What was selected after it.
    pub after: Vec<ItemId>,
}

/// The steps of a document, those that were taken back too.
#[derive(Clone, Debug)]
pub struct History<D: Document> {
    pub(crate) entries: Vec<Entry<D>>,
    pub(crate) done: usize,
}

impl<D: Document> Default for History<D> {
    fn default() -> History<D> {
        History { entries: Vec::new(), done: 0 }
    }
}

impl<D: Document> History<D> {
    /// All steps in their order; the first [`History::position`] of them are done, the others were taken back.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = &Step> {
        self.entries.iter().map(|entry| &entry.step)
    }
    /// How many steps are done.
    pub fn position(&self) -> usize {
        self.done
    }
    /// The step that undo takes back.
    pub fn next_undo(&self) -> Option<&Step> {
        self.done.checked_sub(1).map(|at| &self.entries[at].step)
    }
    /// The step that redo makes again.
    pub fn next_redo(&self) -> Option<&Step> {
        self.entries.get(self.done).map(|entry| &entry.step)
    }

    pub(crate) fn push(&mut self, entry: Entry<D>) {
        self.entries.truncate(self.done);
        self.entries.push(entry);
        self.done += 1;
    }

    /// The history of saved states: each step with the document as it was before it, oldest first, and as it is now.
    pub(crate) fn of_states(states: Vec<(Step, D)>, now: &D) -> History<D> {
        let afters: Vec<D> = states.iter().skip(1).map(|(_, before)| before.clone()).chain([now.clone()]).collect();
        let entries: Vec<Entry<D>> = states
            .into_iter()
            .zip(afters)
            .map(|((step, before), after)| Entry {
                step,
                forward: difference(&before, &after),
                back: difference(&after, &before),
                before: Vec::new(),
                after: Vec::new(),
            })
            .collect();
        History { done: entries.len(), entries }
    }
}
