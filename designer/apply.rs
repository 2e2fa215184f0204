//! The only mutation of a document: primitive edits, each of which has an inverse.

use crate::{
    Document, Holds, Item, Refusal,
    scene::{FARTHEST, can_be},
};
use model::ids::ItemId;
use std::collections::HashMap;

/// A primitive change of a document.
#[derive(Clone, PartialEq, Debug)]
pub enum Edit<D: Document> {
    /// A new item at this place of the order.
    Insert {
        /// Place in the order.
        at: usize,
        /// The item.
        item: D::Item,
    },
    /// An item goes.
    Remove(ItemId),
    /// An item becomes this one of the same id.
    Replace(D::Item),
    /// An item goes to another place of the order, counted without it.
    Move {
        /// Which.
        id: ItemId,
        /// Place in the order without it.
        at: usize,
    },
    /// Everything but the items becomes that of this document.
    Head(D),
}

/// Applies edits in their order and gives those that take them back.
///
/// # Errors
/// Where the result would be no whole document; it is left as it was.
pub fn apply<D: Document>(document: &mut D, edits: &[Edit<D>]) -> Result<Vec<Edit<D>>, Refusal> {
    let mut inverse = Vec::with_capacity(edits.len());
    for edit in edits {
        match apply_one(document, edit) {
            Ok(back) => inverse.push(back),
            Err(refusal) => return Err(take_back(document, inverse, refusal)),
        }
    }
    if let Err(refusal) = check_whole(document) {
        return Err(take_back(document, inverse, refusal));
    }
    inverse.reverse();
    Ok(inverse)
}

fn take_back<D: Document>(document: &mut D, inverse: Vec<Edit<D>>, refusal: Refusal) -> Refusal {
    for edit in inverse.iter().rev() {
        // It undoes what was done a moment ago, so it finds everything in its place.
        let done = apply_one(document, edit);
        debug_assert!(done.is_ok(), "{done:?}");
    }
    refusal
}

fn apply_one<D: Document>(document: &mut D, edit: &Edit<D>) -> Result<Edit<D>, Refusal> {
    let count = document.items().len();
    match edit {
        Edit::Insert { at, item } => {
            if document.item(item.id()).is_some() {
                return Err(Refusal::Twice(item.id()));
            }
            document.items_mut().insert((*at).min(count), item.clone());
            Ok(Edit::Remove(item.id()))
        }
        Edit::Remove(id) => {
            let at = position(document, *id)?;
            let item = document.items_mut().remove(at);
            Ok(Edit::Insert { at, item })
        }
        Edit::Replace(item) => {
            let at = position(document, item.id())?;
            Ok(Edit::Replace(std::mem::replace(&mut document.items_mut()[at], item.clone())))
        }
        Edit::Move { id, at } => {
            let from = position(document, *id)?;
            let item = document.items_mut().remove(from);
            document.items_mut().insert((*at).min(count - 1), item);
            Ok(Edit::Move { id: *id, at: from })
        }
        Edit::Head(head) => {
            if !document.is_same(head) {
                return Err(Refusal::AnotherDocument);
            }
            let before = document.without_items();
            let items = std::mem::take(document.items_mut());
            *document = head.clone();
            *document.items_mut() = items;
            Ok(Edit::Head(before))
        }
    }
}

pub(crate) fn position<D: Document>(document: &D, id: ItemId) -> Result<usize, Refusal> {
    document.items().iter().position(|item| item.id() == id).ok_or(Refusal::Unknown(id))
}

/// Whether a document is whole: ids are unique, each item lies after its container in something that holds items, sizes and
/// places are within bounds.
///
/// # Errors
/// What is wrong with it.
pub fn check_whole<D: Document>(document: &D) -> Result<(), Refusal> {
    let size = document.size();
    if !(1..=FARTHEST).contains(&size.width) || !(1..=FARTHEST).contains(&size.height) {
        return Err(Refusal::OutOfBounds);
    }
    let guides = document.guides();
    if guides.x.iter().chain(&guides.y).any(|at| at.saturating_abs() > FARTHEST) {
        return Err(Refusal::OutOfBounds);
    }
    let mut before: HashMap<ItemId, Holds> = HashMap::with_capacity(document.items().len());
    for item in document.items() {
        let id = item.id();
        if let Some(parent) = item.parent() {
            match before.get(&parent) {
                _ if parent == id => return Err(Refusal::InItself(id)),
                Some(Holds::Items | Holds::Pages) => {}
                Some(Holds::Nothing) | None => return Err(Refusal::NoContainer(id)),
            }
        }
        if before.insert(id, item.holds()).is_some() {
            return Err(Refusal::Twice(id));
        }
        if !can_be(item.area()) {
            return Err(Refusal::OutOfBounds);
        }
    }
    Ok(())
}
