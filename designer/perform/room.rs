//! Finding room for new items.

use crate::{Document, Item, Point, Rect, Scene, geometry::whole};
use model::{ids::ItemId, layout::Area};

/// Moves items together so that the corner of the outer ones comes to a place.
pub(crate) fn at_corner<I: Item>(items: Vec<I>, (x, y): (i32, i32)) -> Vec<I> {
    let mut items = items;
    let own: Vec<ItemId> = items.iter().map(Item::id).collect();
    let is_root = |item: &I| !item.parent().is_some_and(|parent| own.contains(&parent));
    let Some(bounds) = crate::document::around(items.iter().filter(|item| is_root(item))) else { return items };
    for item in items.iter_mut().filter(|item| is_root(item)) {
        let area = item.area();
        item.set_area(Area { x: area.x - bounds.left + x, y: area.y - bounds.top + y, ..area });
    }
    items
}

/// Moves new items to where there is room in a container, near a place of the canvas.
pub(crate) fn moved_to_room<D: Document>(
    document: &D,
    scene: &Scene,
    items: Vec<D::Item>,
    into: Option<ItemId>,
    near: Option<Point>,
) -> Vec<D::Item> {
    let own: Vec<ItemId> = items.iter().map(Item::id).collect();
    let roots = || items.iter().filter(|item| !item.parent().is_some_and(|parent| own.contains(&parent)));
    let Some(bounds) = crate::document::around(roots()) else { return items };
    let origin = scene.origin(document, into);
    let near = near.map(|point| (whole(point.x) - origin.0, whole(point.y) - origin.1));
    let place = free_place(document, into, (bounds.width(), bounds.height()), near);
    at_corner(items, place)
}

/// A place in a container where something of this size covers nothing, as near as can be to `near`, else row by row from the top;
/// below everything where there is none.
pub(crate) fn free_place<D: Document>(
    document: &D,
    container: Option<ItemId>,
    (width, height): (i32, i32),
    near: Option<(i32, i32)>,
) -> (i32, i32) {
    let (room, units) = (document.room(container), document.units());
    let inside = Rect::of(room, (0, 0));
    let taken: Vec<Rect> =
        document.children(container).filter(|item| !item.hidden()).map(|item| Rect::of(item.area(), (0, 0))).collect();
    // Corners at which neighbours end are where something fits best.
    let mut across: Vec<i32> = taken.iter().flat_map(|other| [other.left, other.right + units.gap]).collect();
    let mut down: Vec<i32> = taken.iter().flat_map(|other| [other.top, other.bottom + units.row_gap]).collect();
    across.push(inside.left);
    down.push(inside.top);
    for (all, near) in [(&mut across, near.map(|near| near.0)), (&mut down, near.map(|near| near.1))] {
        all.extend(near.map(|at| at / units.grid.max(1) * units.grid.max(1)));
        all.sort_unstable();
        all.dedup();
    }
    let distance = |(x, y): (i32, i32)| {
        let (nx, ny) = near.unwrap_or((x, y));
        let (dx, dy) = (i64::from(x - nx), i64::from(y - ny));
        dx * dx + dy * dy
    };
    let mut found: Option<(i32, i32)> = None;
    let mut beside: Vec<Rect> = Vec::new();
    for y in down.into_iter().filter(|y| *y >= inside.top && y + height <= inside.bottom) {
        // Only what stands beside it can be in the way.
        beside.clear();
        beside.extend(taken.iter().filter(|other| other.top < y + height && y < other.bottom));
        for x in across.iter().copied() {
            let wanted = Rect::new(x, y, width, height);
            let within = x >= inside.left && wanted.right <= inside.right.max(inside.left + width);
            let better = found.is_none_or(|best| near.is_some() && distance((x, y)) < distance(best));
            if within && better && beside.iter().all(|other| !other.meets(wanted)) {
                found = Some((x, y));
            }
        }
        if near.is_none() && found.is_some() {
            break;
        }
    }
    found.unwrap_or_else(|| {
        let bottom = taken.iter().map(|other| other.bottom + units.row_gap).max();
        (inside.left, bottom.unwrap_or(inside.top))
    })
}
