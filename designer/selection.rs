//! What is selected: in the order in which it was; the last one is the reference object.

use crate::{Document, Holds, Item, Rect, Scene};
use model::ids::ItemId;

/// Selected items; the last of them is the reference object.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Selection {
    ids: Vec<ItemId>,
    /// The group whose members are selected one by one; 0: none.
    pub(crate) inside_group: u32,
}

impl Selection {
    /// The selected items, the reference object last.
    pub fn ids(&self) -> &[ItemId] {
        &self.ids
    }
    /// The reference object.
    pub fn reference(&self) -> Option<ItemId> {
        self.ids.last().copied()
    }
    /// Whether an item is selected.
    pub fn contains(&self, id: ItemId) -> bool {
        self.ids.contains(&id)
    }
    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
    /// How many are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }
    /// The rectangle around all of them on the canvas.
    pub fn bounds(&self, scene: &Scene) -> Option<Rect> {
        Rect::around(self.ids.iter().filter(|id| scene.is_seen(**id)).filter_map(|id| scene.rect(*id)))
    }

    /// Selects these and nothing else, each once.
    pub(crate) fn set(&mut self, ids: Vec<ItemId>) {
        self.ids.clear();
        self.add(&ids);
    }

    pub(crate) fn add(&mut self, ids: &[ItemId]) {
        for id in ids {
            if !self.ids.contains(id) {
                self.ids.push(*id);
            }
        }
    }

    pub(crate) fn remove(&mut self, ids: &[ItemId]) {
        self.ids.retain(|id| !ids.contains(id));
    }

    /// Makes one of the selected the reference object.
    pub(crate) fn refer_to(&mut self, id: ItemId) {
        if let Some(at) = self.ids.iter().position(|other| *other == id) {
            let id = self.ids.remove(at);
            self.ids.push(id);
        }
    }

    /// Forgets what is no longer there, and what lies in another selected item.
    pub(crate) fn prune<D: Document>(&mut self, document: &D) {
        self.ids.retain(|id| document.item(*id).is_some());
        let ids = self.ids.clone();
        self.ids.retain(|id| !ids.iter().any(|other| other != id && document.lies_in(*id, *other)));
        let group = self.inside_group;
        if group != 0 && !self.ids.iter().filter_map(|id| document.item(*id)).any(|item| item.group() == group) {
            self.inside_group = 0;
        }
    }
}

/// The items that are picked with one: the whole group, unless the user is inside it. The picked one comes last.
pub(crate) fn picked_with<D: Document>(document: &D, id: ItemId, inside_group: u32) -> Vec<ItemId> {
    let group = document.item(id).map_or(0, Item::group);
    if group == 0 || group == inside_group {
        return vec![id];
    }
    let members = document.items().iter().filter(|item| item.group() == group && item.id() != id);
    members.filter(|item| !item.locked() && !item.hidden()).map(Item::id).chain([id]).collect()
}

/// Whether the pointer and the keyboard can select an item: it is seen and not locked.
pub(crate) fn can_pick<D: Document>(document: &D, scene: &Scene, id: ItemId) -> bool {
    scene.is_seen(id) && document.item(id).is_some_and(|item| !item.locked() && !item.hidden())
}

/// What can be selected in a container, in its order.
pub(crate) fn pickable<D: Document>(document: &D, scene: &Scene, container: Option<ItemId>) -> Vec<ItemId> {
    document.children(container).map(Item::id).filter(|id| can_pick(document, scene, *id)).collect()
}

/// The container that new and pasted items go to: the selected one, else the one that holds the reference object; inside of tabs the
/// open page.
pub(crate) fn container_for<D: Document>(document: &D, scene: &Scene, selection: &Selection) -> Option<ItemId> {
    let reference = document.item(selection.reference()?)?;
    let mut at = Some(reference);
    while let Some(item) = at {
        match item.holds() {
            Holds::Items if selection.len() == 1 || item.id() != reference.id() => return Some(item.id()),
            Holds::Pages => {
                let open = document.children(Some(item.id())).find(|page| scene.is_seen(page.id()));
                if let Some(open) = open.filter(|page| page.holds() == Holds::Items) {
                    return Some(open.id());
                }
            }
            _ => {}
        }
        at = item.parent().and_then(|parent| document.item(parent));
    }
    None
}
