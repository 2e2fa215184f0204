//! Steps that can be taken back and made again, without limit.

use crate::{Document, Edit, Item, Step, difference};
use model::ids::ItemId;
use std::collections::HashSet;

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

    /// Makes one step of the last two, where both are of one kind and change the same items in place.
    pub(crate) fn merge_last(&mut self) {
        let replaces = |edits: &[Edit<D>]| edits.iter().all(|edit| matches!(edit, Edit::Replace(_)));
        let [.., before, last] = self.entries.as_slice() else { return };
        let alike = before.step == last.step && before.after == last.before;
        let in_place =
            [&before.forward, &before.back, &last.forward, &last.back].into_iter().all(|edits| replaces(edits));
        if !alike || !in_place || self.done != self.entries.len() {
            return;
        }
        let Some(last) = self.entries.pop() else { return };
        self.done -= 1;
        let Some(before) = self.entries.last_mut() else { return };
        // Of each item the first state leads back and the last one forth.
        before.forward = replaced(before.forward.iter().chain(&last.forward).rev());
        before.back = replaced(before.back.iter().chain(&last.back));
        before.after = last.after;
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

/// Of each item the first of these.
fn replaced<'e, D: Document + 'e>(edits: impl Iterator<Item = &'e Edit<D>>) -> Vec<Edit<D>> {
    let mut known = HashSet::new();
    let first = edits.filter(|edit| match edit {
        Edit::Replace(item) => known.insert(item.id()),
        _ => false,
    });
    first.cloned().collect()
}
