//! Putting items into a new frame around them.

use super::{Done, bring, grow::grow};
use crate::{
    Document, Item, Rect, Refusal, Scene, Size, StepKey,
    draft::{check_holds, movable, put},
};
use model::{ids::ItemId, layout::Area};

/// How far what stood below is from the frame at most, where it stood further from the contents and makes room.
const GAP: i32 = 16;

/// Puts items into a new frame that stands around them, in the container of the last of them.
pub(super) fn wrap<D: Document>(
    draft: &mut D,
    scene: &Scene,
    ids: &[ItemId],
    frame: &D::Item,
) -> Result<Done, Refusal> {
    let ids = movable(draft, ids)?;
    let last = ids.last().copied().ok_or(Refusal::NothingSelected)?;
    let into = draft.item(last).ok_or(Refusal::Unknown(last))?.parent();
    let around = Rect::around(ids.iter().filter_map(|id| scene.rect(*id))).ok_or(Refusal::NothingSelected)?;
    let mut frame = frame.clone();
    // As if it were as large as what it will hold, to learn how far its border stands around that.
    let probe = Size::new(around.width() + 1000, around.height() + 1000);
    let room = draft.inside(&frame, probe);
    let (right, bottom) = (probe.width - room.x - room.width, probe.height - room.y - room.height);
    let origin = scene.origin(draft, into);
    let inside = around.area(origin);
    let area = Area {
        x: inside.x - room.x,
        y: inside.y - room.y,
        width: inside.width + room.x + right,
        height: inside.height + room.y + bottom,
    };
    let within = draft.room(into);
    // Its border does not leave the container where what it holds would not; the contents move in instead.
    let area = Area { x: area.x.max(within.x.min(inside.x)), y: area.y.max(within.y.min(inside.y)), ..area };
    // Where the row was as wide as the container, the border comes to lie at the container's own.
    let area = Area { x: area.x.min((within.x + within.width - area.width).max(0)), ..area };
    frame.set_parent(into);
    frame.set_area(area);
    check_holds(draft, into, &frame)?;
    let first = ids.iter().filter_map(|id| draft.items().iter().position(|item| item.id() == *id)).min();
    let at = first.unwrap_or(draft.items().len());
    let at = place_among_siblings(draft, into, at);
    put(draft, at, vec![frame.clone()]);
    let corner = (around.left - room.x, around.top - room.y);
    let areas: Vec<(ItemId, Area)> = ids.iter().filter_map(|id| Some((*id, scene.rect(*id)?.area(corner)))).collect();
    // In the order of the document, so that what lay above still does.
    let mut ordered = areas;
    ordered.sort_by_key(|(id, _)| draft.items().iter().position(|item| item.id() == *id));
    bring(draft, &ordered, Some(frame.id()))?;
    if draft.grows() {
        make_room(draft, &frame, inside.y + inside.height);
    }
    Ok(Done::selecting(StepKey::Wrap, &[frame.id()]))
}

/// What stood below the contents, whose bottom was at `bottom`, moves on below the frame.
fn make_room<D: Document>(draft: &mut D, frame: &D::Item, bottom: i32) {
    let (into, end) = (frame.parent(), frame.area().y + frame.area().height);
    let below = |item: &D::Item| item.parent() == into && item.id() != frame.id() && item.area().y >= bottom;
    let Some(first) = draft.items().iter().filter(|item| below(item)).map(|item| item.area().y).min() else {
        return grow(draft, into);
    };
    let by = end + (first - bottom).min(GAP) - first;
    if by > 0 {
        for item in draft.items_mut().iter_mut().filter(|item| below(item)) {
            let area = item.area();
            item.set_area(Area { y: area.y.saturating_add(by), ..area });
        }
    }
    grow(draft, into);
}

/// The first place from `at` on that does not stand within another item's contents.
fn place_among_siblings<D: Document>(draft: &D, into: Option<ItemId>, at: usize) -> usize {
    let from = draft.items().iter().enumerate().skip(at);
    let sibling = { from }.find(|(_, item)| item.parent() == into).map(|(at, _)| at);
    sibling.unwrap_or_else(|| crate::draft::end_of(draft, into))
}
