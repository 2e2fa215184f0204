//! Taking items out.

use super::{Done, bring};
use crate::{
    Contents, Document, Holds, Item, Refusal, Scene, StepKey,
    draft::{check_holds, take, unlocked},
};
use model::{ids::ItemId, layout::Area};

/// Takes items out; their contents go with them or stay where they stand.
pub(super) fn delete<D: Document>(
    draft: &mut D,
    scene: &Scene,
    ids: &[ItemId],
    contents: Contents,
) -> Result<Done, Refusal> {
    let ids = unlocked(draft, ids)?;
    let stay = contents == Contents::Stay && ids.iter().any(|id| draft.children(Some(*id)).next().is_some());
    for id in &ids {
        if stay {
            release(draft, scene, *id)?;
        }
        take(draft, *id);
    }
    let order: Vec<ItemId> = draft.tab_order().to_vec();
    let kept: Vec<ItemId> = order.iter().copied().filter(|id| draft.item(*id).is_some()).collect();
    if kept != order {
        draft.set_tab_order(kept);
    }
    let done = Done::selecting(if stay { StepKey::Unwrap } else { StepKey::Delete }, &ids);
    Ok(Done { select: Some(Vec::new()), ..done })
}

/// Puts the contents of a container into the one around it, where they stand on the canvas.
fn release<D: Document>(draft: &mut D, scene: &Scene, id: ItemId) -> Result<(), Refusal> {
    let own = draft.item(id).ok_or(Refusal::Unknown(id))?.clone();
    // What leaves a page does not become a page: it goes beside the tabs.
    let mut into = own.parent();
    if let Some(tabs) = into.and_then(|id| draft.item(id)).filter(|item| item.holds() == Holds::Pages) {
        into = tabs.parent();
    }
    let inside: Vec<D::Item> = if own.holds() == Holds::Pages {
        // The pages' contents, and pages that are contents themselves.
        let pages: Vec<D::Item> = draft.children(Some(id)).cloned().collect();
        let (frames, leaves): (Vec<D::Item>, Vec<D::Item>) =
            pages.into_iter().partition(|page| page.holds() == Holds::Items);
        let inner = frames.iter().flat_map(|page| draft.children(Some(page.id())).cloned().collect::<Vec<_>>());
        inner.chain(leaves).collect()
    } else {
        draft.children(Some(id)).cloned().collect()
    };
    let origin = scene.origin(draft, into);
    for item in inside {
        check_holds(draft, into, &item)?;
        let was = item.parent();
        let area = match scene.rect(item.id()).filter(|_| scene.is_seen(item.id())) {
            Some(rect) => rect.area(origin),
            None => {
                // On a page that is not open: where it would stand if it were.
                let base = was.map_or((0, 0), |was| scene.origin(draft, Some(was)));
                let area = item.area();
                Area { x: area.x + base.0 - origin.0, y: area.y + base.1 - origin.1, ..area }
            }
        };
        // A lock keeps its place; the container goes all the same.
        let locked = item.locked();
        if locked {
            unlock(draft, item.id(), false);
        }
        bring(draft, &[(item.id(), area)], into)?;
        if locked {
            unlock(draft, item.id(), true);
        }
    }
    Ok(())
}

fn unlock<D: Document>(draft: &mut D, id: ItemId, locked: bool) {
    if let Some(item) = draft.items_mut().iter_mut().find(|item| item.id() == id) {
        item.set_locked(locked);
    }
}
