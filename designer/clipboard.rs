//! Items as text, so that they go between documents and programs.

use crate::{Document, Item, Refusal, draft::family};
use model::ids::ItemId;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What the text begins with, so that other text is not taken for items.
const MARK: &str = "kartoteka-items";
/// More text than this is no design.
const MOST: usize = 16 << 20;

#[derive(Serialize, Deserialize)]
struct Clip<I> {
    mark: String,
    version: u32,
    kind: String,
    items: Vec<I>,
}

/// These items, with everything in them, as text; `None`: none of them is there.
pub(crate) fn to_text<D: Document>(document: &D, ids: &[ItemId]) -> Option<String> {
    let items = copies(document, ids);
    if items.is_empty() {
        return None;
    }
    let clip = Clip { mark: MARK.to_owned(), version: 1, kind: D::KIND.to_owned(), items };
    serde_json::to_string(&clip).ok()
}

/// These items with everything in them, in the order of the document; the outer ones lie in nothing.
pub(crate) fn copies<D: Document>(document: &D, ids: &[ItemId]) -> Vec<D::Item> {
    let roots = crate::draft::outermost(document, ids);
    let mut wanted: Vec<ItemId> = Vec::new();
    for id in &roots {
        wanted.extend(family(document, *id));
    }
    let of_ids = document.items().iter().filter(|item| wanted.contains(&item.id()));
    of_ids
        .cloned()
        .map(|mut item| {
            if roots.contains(&item.id()) {
                item.set_parent(None);
                // A copy is to be put somewhere.
                item.set_locked(false);
            }
            item
        })
        .collect()
}

/// The items of a text.
///
/// # Errors
/// Where it holds none for this kind of document, or broken ones.
pub(crate) fn from_text<D: Document>(text: &str) -> Result<Vec<D::Item>, Refusal> {
    if text.len() > MOST || !text.contains(MARK) {
        return Err(Refusal::NotForHere);
    }
    let head: Clip<serde_json::Value> = serde_json::from_str(text).map_err(|_| Refusal::Unreadable)?;
    if head.mark != MARK || head.kind != D::KIND || head.version != 1 {
        return Err(Refusal::NotForHere);
    }
    let clip: Clip<D::Item> = serde_json::from_str(text).map_err(|_| Refusal::Unreadable)?;
    if clip.items.is_empty() { Err(Refusal::NotForHere) } else { Ok(clip.items) }
}

/// Gives items ids of their own, their parents among them following; what lay in another item lies in nothing.
pub(crate) fn renamed<I: Item>(items: Vec<I>, new_id: &mut dyn FnMut() -> ItemId) -> Vec<I> {
    let mut names: HashMap<ItemId, ItemId> = HashMap::with_capacity(items.len());
    let mut items = items;
    for item in &mut items {
        let id = new_id();
        names.insert(item.id(), id);
        let parent = item.parent().and_then(|parent| names.get(&parent).copied());
        item.set_id(id);
        item.set_parent(parent);
    }
    items
}
