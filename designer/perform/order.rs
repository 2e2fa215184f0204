//! Which item lies above which, groups, and the order of pages.

use super::Done;
use crate::{
    Document, Holds, Item, Order, Refusal, StepKey,
    draft::{outermost, put, take, unlocked},
};
use model::ids::ItemId;

/// Brings items before or behind what overlaps them in their containers; they keep their order among themselves.
pub(super) fn order<D: Document>(draft: &mut D, ids: &[ItemId], to: Order) -> Result<Done, Refusal> {
    let ids = unlocked(draft, ids)?;
    let containers: Vec<Option<ItemId>> = {
        let mut found = Vec::new();
        for parent in ids.iter().filter_map(|id| draft.item(*id)).map(Item::parent) {
            if !found.contains(&parent) {
                found.push(parent);
            }
        }
        found
    };
    for container in containers {
        let siblings: Vec<ItemId> = draft.children(container).map(Item::id).collect();
        let chosen = |id: &ItemId| ids.contains(id);
        let mut wanted = siblings.clone();
        match to {
            Order::Front => wanted.sort_by_key(|id| chosen(id)),
            Order::Back => wanted.sort_by_key(|id| !chosen(id)),
            Order::Forward => {
                for at in (0..wanted.len().saturating_sub(1)).rev() {
                    if chosen(&wanted[at]) && !chosen(&wanted[at + 1]) {
                        wanted.swap(at, at + 1);
                    }
                }
            }
            Order::Backward => {
                for at in 1..wanted.len() {
                    if chosen(&wanted[at]) && !chosen(&wanted[at - 1]) {
                        wanted.swap(at, at - 1);
                    }
                }
            }
        }
        if wanted != siblings {
            reorder(draft, container, &wanted);
        }
    }
    let key = match to {
        Order::Front => StepKey::ToFront,
        Order::Back => StepKey::ToBack,
        Order::Forward => StepKey::Forward,
        Order::Backward => StepKey::Backward,
    };
    Ok(Done::new(key, &ids))
}

/// Puts what lies in a container into this order, each with everything in it.
fn reorder<D: Document>(draft: &mut D, container: Option<ItemId>, wanted: &[ItemId]) {
    let first = draft.items().iter().position(|item| item.parent() == container);
    let Some(first) = first else { return };
    let families: Vec<D::Item> = wanted.iter().flat_map(|id| take(draft, *id)).collect();
    put(draft, first, families);
}

/// The pages of a row of tabs in another order.
pub(super) fn pages<D: Document>(draft: &mut D, tabs: ItemId, order: &[ItemId]) -> Result<Done, Refusal> {
    let owner = draft.item(tabs).ok_or(Refusal::Unknown(tabs))?;
    if owner.holds() != Holds::Pages {
        return Err(Refusal::NothingToChange);
    }
    let pages: Vec<ItemId> = draft.children(Some(tabs)).map(Item::id).collect();
    let mut wanted: Vec<ItemId> = Vec::with_capacity(pages.len());
    for id in order.iter().chain(&pages) {
        if pages.contains(id) && !wanted.contains(id) {
            wanted.push(*id);
        }
    }
    if wanted != pages {
        reorder(draft, Some(tabs), &wanted);
    }
    Ok(Done::new(StepKey::PageOrder, &[tabs]))
}

/// A number that no group has.
pub(super) fn free_group<D: Document>(document: &D) -> u32 {
    document.items().iter().map(Item::group).max().unwrap_or_default().saturating_add(1)
}

pub(super) fn group<D: Document>(draft: &mut D, ids: &[ItemId]) -> Result<Done, Refusal> {
    let ids = outermost(draft, ids);
    if ids.len() < 2 {
        return Err(Refusal::TooFew(2));
    }
    if ids.iter().filter_map(|id| draft.item(*id)).any(|item| draft.is_page(item)) {
        return Err(Refusal::NothingToChange);
    }
    let number = free_group(draft);
    set_group(draft, &ids, number);
    Ok(Done::selecting(StepKey::Group, &ids))
}

pub(super) fn ungroup<D: Document>(draft: &mut D, ids: &[ItemId]) -> Result<Done, Refusal> {
    let groups: Vec<u32> = ids.iter().filter_map(|id| draft.item(*id)).map(Item::group).collect();
    let members = draft.items().iter().filter(|item| item.group() != 0 && groups.contains(&item.group()));
    let members: Vec<ItemId> = members.map(Item::id).collect();
    if members.is_empty() {
        return Err(Refusal::NothingToChange);
    }
    set_group(draft, &members, 0);
    Ok(Done::new(StepKey::Ungroup, &members))
}

fn set_group<D: Document>(draft: &mut D, ids: &[ItemId], number: u32) {
    draft.items_mut().iter_mut().filter(|item| ids.contains(&item.id())).for_each(|item| item.set_group(number));
}
