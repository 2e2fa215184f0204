//! The edits that lead from one state of a document to another.

use crate::{Document, Edit, Item};
use model::ids::ItemId;
use std::collections::{HashMap, HashSet};

/// The edits that make `after` of `before`; as few items as possible change their place in the order.
pub fn difference<D: Document>(before: &D, after: &D) -> Vec<Edit<D>> {
    let mut edits = Vec::new();
    let head = after.without_items();
    if before.without_items() != head {
        edits.push(Edit::Head(head));
    }
    let places: HashMap<ItemId, usize> = after.items().iter().enumerate().map(|(at, item)| (item.id(), at)).collect();
    let gone = before.items().iter().rev().map(Item::id).filter(|id| !places.contains_key(id));
    edits.extend(gone.map(Edit::Remove));
    let kept: Vec<&D::Item> = before.items().iter().filter(|item| places.contains_key(&item.id())).collect();
    let stay: HashSet<usize> = longest_rise(&kept.iter().map(|item| places[&item.id()]).collect::<Vec<_>>());
    let known: HashMap<ItemId, &D::Item> = kept.iter().map(|item| (item.id(), *item)).collect();
    let mut order: Vec<ItemId> = kept.iter().map(|item| item.id()).collect();
    let mut last = None;
    for (place, item) in after.items().iter().enumerate() {
        let id = item.id();
        let behind = |order: &[ItemId]| {
            last.and_then(|last| order.iter().position(|other| *other == last)).map_or(0, |at| at + 1)
        };
        match known.get(&id) {
            None => {
                let at = behind(&order);
                order.insert(at, id);
                edits.push(Edit::Insert { at, item: item.clone() });
            }
            Some(was) => {
                if !stay.contains(&place) {
                    order.retain(|other| *other != id);
                    let at = behind(&order);
                    order.insert(at, id);
                    edits.push(Edit::Move { id, at });
                }
                if *was != item {
                    edits.push(Edit::Replace(item.clone()));
                }
            }
        }
        last = Some(id);
    }
    edits
}

/// The numbers of a longest rising part of a row of different numbers.
fn longest_rise(row: &[usize]) -> HashSet<usize> {
    // For each length the place of the least number that ends a rise of that length, and for each place what stood before it.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), vec![None; row.len()]);
    for at in 0..row.len() {
        let length = ends.partition_point(|end| row[*end] < row[at]);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut rise = HashSet::new();
    let mut at = ends.last().copied();
    while let Some(place) = at {
        rise.insert(row[place]);
        at = before[place];
    }
    rise
}
