//! The front door: a document that is being designed, with its selection, history, look and gesture.

use crate::{
    Command, Document, Edit, History, Item, Measure, Preview, Refusal, Scene, Selection, Step, apply, clipboard,
    difference,
    gesture::Gesture,
    history::Entry,
    perform::{Around, perform},
    selection::{can_pick, container_for, pickable, picked_with},
};
use model::{ids::ItemId, layout::Look};

/// What changed in the document.
#[derive(Clone, PartialEq, Debug)]
pub struct Applied<D: Document> {
    /// What the step is called; after an undo the step that was taken back.
    pub step: Step,
    /// The edits that were applied; empty: the document is as it was.
    pub edits: Vec<Edit<D>>,
}

impl<D: Document> Applied<D> {
    /// Whether the document is another one now.
    pub fn is_change(&self) -> bool {
        !self.edits.is_empty()
    }
}

/// Where new items get their ids.
pub type NewIds = Box<dyn FnMut() -> ItemId + Send>;

/// What was duplicated last, so that the next one goes on at the same distance.
#[derive(Clone, Debug, Default)]
pub(crate) struct Duplicated {
    pub sources: Vec<ItemId>,
    pub copies: Vec<ItemId>,
}

/// A document that is being designed.
pub struct Session<D: Document> {
    pub(crate) document: D,
    pub(crate) selection: Selection,
    pub(crate) history: History<D>,
    pub(crate) look: Look,
    pub(crate) scene: Scene,
    pub(crate) gesture: Gesture<D>,
    pub(crate) preview: Preview,
    pub(crate) new_ids: NewIds,
    pub(crate) duplicated: Duplicated,
}

impl<D: Document> Session<D> {
    /// A session over a document; `new_ids` gives the ids of new items.
    pub fn new(document: D, new_ids: NewIds) -> Session<D> {
        let look = Look { designed: true, ..Look::default() };
        let scene = Scene::of(&document, &look);
        Session {
            document,
            selection: Selection::default(),
            history: History::default(),
            look,
            scene,
            gesture: Gesture::None,
            preview: Preview::default(),
            new_ids,
            duplicated: Duplicated::default(),
        }
    }

    /// The document as it is.
    pub fn document(&self) -> &D {
        &self.document
    }
    /// What is selected.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }
    /// The steps.
    pub fn history(&self) -> &History<D> {
        &self.history
    }
    /// Which pages of tabs are open.
    pub fn look(&self) -> &Look {
        &self.look
    }
    /// Where everything stands on the canvas.
    pub fn scene(&self) -> &Scene {
        &self.scene
    }
    /// What the gesture under way would do.
    pub fn preview(&self) -> &Preview {
        &self.preview
    }
    /// A new id for an item.
    pub fn new_id(&mut self) -> ItemId {
        (self.new_ids)()
    }

    /// Tells where everything stands on the canvas; to be told again after each change, as the session then has only the model's
    /// arrangement at the designed size, without headers.
    pub fn set_scene(&mut self, scene: Scene) {
        self.scene = scene;
        self.scene_changed();
    }

    /// Opens a page of tabs.
    pub fn open_page(&mut self, tabs: ItemId, page: ItemId) {
        if self.look.pages.insert(tabs, page) != Some(page) {
            self.refresh_scene();
        }
    }

    /// Shows the document in another way: pages, folded groups, hidden items.
    pub fn set_look(&mut self, look: Look) {
        self.look = Look { designed: true, ..look };
        self.refresh_scene();
    }

    /// Opens the pages on which an item lies.
    pub fn reveal(&mut self, id: ItemId) {
        let mut at = self.document.item(id);
        while let Some(item) = at {
            let parent = item.parent().and_then(|parent| self.document.item(parent));
            if self.document.is_page(item)
                && let Some(tabs) = parent
            {
                self.look.pages.insert(tabs.id(), item.id());
            }
            at = parent;
        }
        self.refresh_scene();
    }

    pub(crate) fn refresh_scene(&mut self) {
        let headers = std::mem::take(&mut self.scene.headers);
        let mut scene = Scene::of(&self.document, &self.look);
        // The headers stay until the window tells where they are now, but for pages that are gone.
        let known = |id: ItemId| self.document.item(id).is_some();
        scene.headers = headers;
        scene.headers.retain(|header| known(header.tabs) && header.page.is_none_or(known));
        self.scene = scene;
        self.scene_changed();
    }

    /// Does a command as one step.
    ///
    /// # Errors
    /// The sentence that says why not; nothing was changed.
    pub fn run(&mut self, command: &Command<D>, measure: &dyn Measure<D::Item>) -> Result<Applied<D>, Refusal> {
        self.cancel();
        let mut draft = self.document.clone();
        let around = Around { scene: &self.scene, measure };
        let done = perform(&mut draft, &around, command)?;
        let edits = difference(&self.document, &draft);
        let before = self.selection.ids().to_vec();
        if edits.is_empty() {
            return Ok(Applied { step: done.step, edits });
        }
        let back = apply(&mut self.document, &edits)?;
        if let Some(select) = done.select {
            self.selection.set(select);
        }
        self.document_changed();
        let after = self.selection.ids().to_vec();
        self.history.push(Entry { step: done.step, forward: edits.clone(), back, before, after });
        Ok(Applied { step: done.step, edits })
    }

    fn document_changed(&mut self) {
        self.selection.prune(&self.document);
        self.refresh_scene();
    }

    /// Takes the last step back; `None`: there is none.
    pub fn undo(&mut self) -> Option<Applied<D>> {
        self.history.done.checked_sub(1).and_then(|to| self.jump(to))
    }

    /// Makes the step again that was taken back last; `None`: there is none.
    pub fn redo(&mut self) -> Option<Applied<D>> {
        (self.history.done < self.history.entries.len()).then_some(self.history.done + 1).and_then(|to| self.jump(to))
    }

    /// Takes back or makes again as many steps as lead to where the first `to` are done; `None`: it is there already.
    pub fn jump(&mut self, to: usize) -> Option<Applied<D>> {
        self.cancel();
        let to = to.min(self.history.entries.len());
        let mut edits = Vec::new();
        let mut step = None;
        while self.history.done != to {
            let back = self.history.done > to;
            let at = if back { self.history.done - 1 } else { self.history.done };
            let entry = &self.history.entries[at];
            let of_step = if back { &entry.back } else { &entry.forward };
            // The history is that of this very document, so its edits fit.
            let fits = apply(&mut self.document, of_step);
            debug_assert!(fits.is_ok(), "{fits:?}");
            if fits.is_err() {
                break;
            }
            edits.extend(of_step.iter().cloned());
            step = Some(entry.step);
            self.selection.set(if back { entry.before.clone() } else { entry.after.clone() });
            self.history.done = if back { at } else { at + 1 };
        }
        self.document_changed();
        step.map(|step| Applied { step, edits })
    }

    /// Gives the session the steps of earlier sessions: each with the document as it was before it, oldest first. They come before
    /// what was done in this one.
    pub fn seed(&mut self, states: Vec<(Step, D)>) {
        let first = {
            let mut first = self.document.clone();
            for entry in self.history.entries[..self.history.done].iter().rev() {
                if apply(&mut first, &entry.back).is_err() {
                    return;
                }
            }
            first
        };
        let seeded = History::of_states(states, &first);
        let done = seeded.done + self.history.done;
        let entries = seeded.entries.into_iter().chain(std::mem::take(&mut self.history.entries)).collect();
        self.history = History { entries, done };
    }

    /// The document became another one elsewhere (undone outside, edited by another program): the steps are forgotten.
    pub fn replace(&mut self, document: D) {
        self.cancel();
        if self.document != document {
            self.document = document;
            self.history = History::default();
        }
        self.document_changed();
    }

    /// Selects these, the last one as the reference object, and nothing else.
    pub fn select(&mut self, ids: &[ItemId]) {
        self.selection.set(ids.to_vec());
        self.selection.prune(&self.document);
    }

    /// Adds an item to the selection with its group, or takes it out.
    pub fn toggle(&mut self, id: ItemId) {
        let picked = picked_with(&self.document, id, self.selection.inside_group);
        if self.selection.contains(id) {
            self.selection.remove(&picked);
        } else {
            self.selection.add(&picked);
        }
        self.selection.prune(&self.document);
    }

    /// Selects nothing.
    pub fn select_nothing(&mut self) {
        self.selection.set(Vec::new());
        self.selection.inside_group = 0;
    }

    /// Selects everything in the selected container, else everything beside the reference object, else on the document.
    pub fn select_all(&mut self) {
        let container = match self.selection.ids() {
            [id] if !pickable(&self.document, &self.scene, Some(*id)).is_empty() => Some(*id),
            _ => {
                let reference = self.selection.reference().and_then(|id| self.document.item(id));
                reference.and_then(Item::parent)
            }
        };
        let all = pickable(&self.document, &self.scene, container);
        self.select(&all);
    }

    /// Selects the next object, or the one before; after the last comes the first.
    pub fn select_next(&mut self, backward: bool) {
        let all: Vec<ItemId> = self.document.items().iter().map(Item::id).collect();
        let order: Vec<ItemId> = all.into_iter().filter(|id| can_pick(&self.document, &self.scene, *id)).collect();
        if order.is_empty() {
            return;
        }
        let at = self.selection.reference().and_then(|id| order.iter().position(|other| *other == id));
        let count = order.len();
        let next = match (at, backward) {
            (None, false) => 0,
            (None, true) => count - 1,
            (Some(at), false) => (at + 1) % count,
            (Some(at), true) => (at + count - 1) % count,
        };
        self.select(&[order[next]]);
    }

    /// Selects the container of the reference object, or nothing where it lies on the document itself.
    pub fn select_container(&mut self) {
        let reference = self.selection.reference().and_then(|id| self.document.item(id));
        match reference.and_then(Item::parent) {
            Some(parent) => self.select(&[parent]),
            None => self.select_nothing(),
        }
    }

    /// The container that new and pasted items go to; `None`: the document.
    pub fn container(&self) -> Option<ItemId> {
        container_for(&self.document, &self.scene, &self.selection)
    }

    /// The selected items as text for the clipboard; `None`: nothing is selected.
    pub fn copy(&self) -> Option<String> {
        clipboard::to_text(&self.document, self.selection.ids())
    }

    /// The selected items as text for the clipboard; they go from the document.
    ///
    /// # Errors
    /// Where nothing is selected, or all of it is locked.
    pub fn cut(&mut self, measure: &dyn Measure<D::Item>) -> Result<(String, Applied<D>), Refusal> {
        let text = self.copy().ok_or(Refusal::NothingSelected)?;
        let applied = self.run(&Command::Cut(self.selection.ids().to_vec()), measure)?;
        Ok((text, applied))
    }

    /// The items of a text for the clipboard, with ids of their own; to be put somewhere.
    ///
    /// # Errors
    /// Where it holds none for this kind of document.
    pub fn read_clipboard(&mut self, text: &str) -> Result<Vec<D::Item>, Refusal> {
        let items = clipboard::from_text::<D>(text)?;
        Ok(clipboard::renamed(items, &mut self.new_ids))
    }
}
