//! A copy of a document on which a command works freely; what it did becomes edits by comparing both.

use crate::{Document, Holds, Item, Refusal, Size, apply::position};
use model::{ids::ItemId, layout::Area};
use std::collections::HashSet;

/// The items of `ids` that lie in no other of them, in the order of `ids`, each once.
pub(crate) fn outermost<D: Document>(document: &D, ids: &[ItemId]) -> Vec<ItemId> {
    let mut found: Vec<ItemId> = Vec::with_capacity(ids.len());
    for id in ids {
        let known = document.item(*id).is_some() && !found.contains(id);
        if known && !ids.iter().any(|other| other != id && document.lies_in(*id, *other)) {
            found.push(*id);
        }
    }
    found
}

/// Those of `ids` that may be moved: outermost, not locked, no page of tabs.
///
/// # Errors
/// Where none of them may.
pub(crate) fn movable<D: Document>(document: &D, ids: &[ItemId]) -> Result<Vec<ItemId>, Refusal> {
    if ids.is_empty() {
        return Err(Refusal::NothingSelected);
    }
    let outer = outermost(document, ids);
    let all = || outer.iter().filter_map(|id| document.item(*id));
    if all().next().is_none() {
        return Err(Refusal::Unknown(ids[0]));
    }
    let free: Vec<ItemId> = all().filter(|item| !item.locked()).map(Item::id).collect();
    if free.is_empty() {
        return Err(Refusal::Locked);
    }
    let movable: Vec<ItemId> = all().filter(|item| !item.locked() && !document.is_page(*item)).map(Item::id).collect();
    if movable.is_empty() { Err(Refusal::NothingToChange) } else { Ok(movable) }
}

/// Those of `ids` that are not locked, outermost only.
///
/// # Errors
/// Where none is left.
pub(crate) fn unlocked<D: Document>(document: &D, ids: &[ItemId]) -> Result<Vec<ItemId>, Refusal> {
    if ids.is_empty() {
        return Err(Refusal::NothingSelected);
    }
    let mut outer = outermost(document, ids);
    if outer.is_empty() {
        return Err(Refusal::Unknown(ids[0]));
    }
    outer.retain(|id| document.item(*id).is_some_and(|item| !item.locked()));
    if outer.is_empty() { Err(Refusal::Locked) } else { Ok(outer) }
}

/// The ids of an item and of everything in it, in the order of the document.
pub(crate) fn family<D: Document>(document: &D, id: ItemId) -> Vec<ItemId> {
    let mut inside = HashSet::from([id]);
    let mut found = Vec::new();
    for item in document.items() {
        if item.id() == id || item.parent().is_some_and(|parent| inside.contains(&parent)) {
            inside.insert(item.id());
            found.push(item.id());
        }
    }
    found
}

/// The place of the order behind everything in a container.
pub(crate) fn end_of<D: Document>(document: &D, container: Option<ItemId>) -> usize {
    let Some(id) = container else { return document.items().len() };
    let inside: HashSet<ItemId> = family(document, id).into_iter().collect();
    document.items().iter().rposition(|item| inside.contains(&item.id())).map_or(document.items().len(), |at| at + 1)
}

/// Takes an item out, with everything in it.
pub(crate) fn take<D: Document>(draft: &mut D, id: ItemId) -> Vec<D::Item> {
    let inside: HashSet<ItemId> = family(draft, id).into_iter().collect();
    let (taken, kept) = std::mem::take(draft.items_mut()).into_iter().partition(|item| inside.contains(&item.id()));
    *draft.items_mut() = kept;
    taken
}

/// Puts items into the order at a place.
pub(crate) fn put<D: Document>(draft: &mut D, at: usize, items: Vec<D::Item>) {
    let at = at.min(draft.items().len());
    draft.items_mut().splice(at..at, items);
}

/// Whether a container takes an item; the document itself always is one.
pub(crate) fn check_holds<D: Document>(
    document: &D,
    container: Option<ItemId>,
    child: &D::Item,
) -> Result<(), Refusal> {
    let Some(id) = container else { return document.may_hold(None, child) };
    let item = document.item(id).ok_or(Refusal::Unknown(id))?;
    if item.holds() == Holds::Nothing {
        return Err(Refusal::NoContainer(child.id()));
    }
    document.may_hold(Some(item), child)
}

/// Gives an item another place within its container; where its size changes, what lies in it follows by its anchors.
pub(crate) fn set_area<D: Document>(draft: &mut D, id: ItemId, area: Area) -> Result<(), Refusal> {
    let at = position(draft, id)?;
    let was = draft.items()[at].area();
    let inside = if (was.width, was.height) == (area.width, area.height) {
        Vec::new()
    } else {
        draft.stretched(Some(id), Size::new(area.width, area.height))
    };
    draft.items_mut()[at].set_area(area);
    set_all(draft, &inside);
    Ok(())
}

/// Gives items other places without anything following.
pub(crate) fn set_all<D: Document>(draft: &mut D, areas: &[(ItemId, Area)]) {
    for (id, area) in areas {
        if let Some(item) = draft.items_mut().iter_mut().find(|item| item.id() == *id) {
            item.set_area(*area);
        }
    }
}

/// An area that is no smaller than the item may be.
pub(crate) fn at_least<D: Document>(document: &D, id: ItemId, area: Area) -> Area {
    let least = document.item(id).map_or(Size::new(1, 1), |item| document.least(item));
    Area { width: area.width.max(least.width.max(1)), height: area.height.max(least.height.max(1)), ..area }
}
