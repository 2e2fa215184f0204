//! Steps that are kept elsewhere: their plain keys, and sessions that go on where an earlier one ended.

use crate::{
    Applied, Command, Document, Measure, Refusal, Session, Step, StepKey, clipboard, difference, history::Entry,
};
use model::ids::ItemId;

/// In the order of [`StepKey::ALL`].
const KEYS: [&str; StepKey::ALL.len()] = [
    "place",
    "paste",
    "duplicate",
    "copy",
    "move",
    "bring",
    "resize",
    "fit",
    "split",
    "delete",
    "cut",
    "unwrap",
    "wrap",
    "align-left",
    "align-centre",
    "align-right",
    "align-top",
    "align-middle",
    "align-bottom",
    "align-baseline",
    "same-width",
    "same-height",
    "same-size",
    "distribute",
    "tidy-up",
    "to-front",
    "to-back",
    "forward",
    "backward",
    "group",
    "ungroup",
    "lock",
    "unlock",
    "hide",
    "show",
    "new-page",
    "page-order",
    "size",
    "guide-add",
    "guide-move",
    "guide-remove",
    "tab-order",
    "label",
    "label-place",
    "anchors",
    "limits",
    "condition",
    "colour",
    "columns",
    "new-field",
    "replace-field",
    "property",
    "reset",
    "settings",
    "repair",
    "restore",
];

impl StepKey {
    /// The plain key by which it is kept.
    pub fn key(self) -> &'static str {
        KEYS[self as usize]
    }

    /// The step of a plain key.
    pub fn named(key: &str) -> Option<StepKey> {
        StepKey::ALL.iter().copied().find(|step| step.key() == key)
    }
}

impl<D: Document> Session<D> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_a_key_of_its_own_by_which_it_is_found_again() {
        for step in StepKey::ALL {
            assert_eq!(StepKey::named(step.key()), Some(*step));
        }
    }
}
