//! What lies under the pointer.

use crate::{Axis, Document, Holds, Item, Point, Rect, Scene, Selection, selection::can_pick};
use model::ids::ItemId;

/// How near to a handle the pointer takes it, in pixels of the screen.
const REACH: f64 = 10.0;
/// How near to a guide or to the border of a label.
const LINE_REACH: f64 = 4.0;
/// The corner of the canvas is taken as far as where its border is drawn.
const CORNER_REACH: f64 = 20.0;
/// Something thinner than this on the screen is taken from beside it.
const THIN: f64 = 8.0;

/// One of the eight handles around what is selected.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Handle {
    TopLeft,
    Top,
    TopRight,
    Right,
    BottomRight,
    Bottom,
    BottomLeft,
    Left,
}

impl Handle {
    /// All of them, clockwise from the top left.
    pub const ALL: [Handle; 8] = [
        Handle::TopLeft,
        Handle::Top,
        Handle::TopRight,
        Handle::Right,
        Handle::BottomRight,
        Handle::Bottom,
        Handle::BottomLeft,
        Handle::Left,
    ];

    /// Which sides it moves: -1 the left or the top, 1 the right or the bottom, 0 neither.
    pub fn sides(self) -> (i32, i32) {
        match self {
            Handle::TopLeft => (-1, -1),
            Handle::Top => (0, -1),
            Handle::TopRight => (1, -1),
            Handle::Right => (1, 0),
            Handle::BottomRight => (1, 1),
            Handle::Bottom => (0, 1),
            Handle::BottomLeft => (-1, 1),
            Handle::Left => (-1, 0),
        }
    }

    /// Where it stands around a rectangle.
    pub fn place(self, rect: Rect) -> Point {
        let at = |side: i32, start: i32, end: i32| match side {
            -1 => f64::from(start),
            1 => f64::from(end),
            _ => f64::from(start + end) / 2.0,
        };
        let (x, y) = self.sides();
        Point::new(at(x, rect.left, rect.right), at(y, rect.top, rect.bottom))
    }
}

/// What the pointer would take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// A handle around what is selected.
    Handle(Handle),
    /// The border between a label and its field.
    Split(ItemId),
    /// The header of a page of tabs.
    Header {
        /// The row of tabs.
        tabs: ItemId,
        /// The page.
        page: ItemId,
    },
    /// The “+” of a row of tabs.
    NewPage(ItemId),
    /// A guide at this place.
    Guide(Axis, i32),
    /// The right side of the canvas, its bottom, or the corner of both.
    Edge {
        /// The right side.
        right: bool,
        /// The bottom.
        bottom: bool,
    },
    /// An item, or the border or title of a container.
    Item(ItemId),
    /// The empty inside of a container.
    Inside(ItemId),
    /// The document where nothing lies.
    Ground,
    /// Beside the document.
    Outside,
}

/// What the pointer would take at a point, at a zoom of so many pixels of the screen for a unit.
pub(crate) fn target<D: Document>(
    document: &D,
    scene: &Scene,
    selection: &Selection,
    point: Point,
    zoom: f64,
) -> Target {
    if let Some(rect) = resizable_bounds(document, scene, selection)
        && let Some(handle) = handle(rect, point, zoom)
    {
        return Target::Handle(handle);
    }
    if let Some(id) = split(document, scene, selection, point, zoom) {
        return Target::Split(id);
    }
    if let Some(header) = scene.header(point) {
        return match header.page {
            Some(page) => Target::Header { tabs: header.tabs, page },
            None => Target::NewPage(header.tabs),
        };
    }
    let top = stack(document, scene, point, zoom).next();
    let on_selected = top.is_some_and(|id| selection.contains(id));
    if !on_selected && let Some((axis, at)) = guide(document, scene, point, zoom) {
        return Target::Guide(axis, at);
    }
    if let Some(edge) = edge(scene, point, zoom) {
        return edge;
    }
    match top {
        Some(id) if is_inside(document, scene, id, point) => Target::Inside(id),
        Some(id) => Target::Item(id),
        None if Rect::new(0, 0, scene.size.width, scene.size.height).holds(point) => Target::Ground,
        None => Target::Outside,
    }
}

/// The rectangle around what is selected, where something of it may be resized.
pub(crate) fn resizable_bounds<D: Document>(document: &D, scene: &Scene, selection: &Selection) -> Option<Rect> {
    let free = |id: &&ItemId| {
        scene.is_seen(**id) && document.item(**id).is_some_and(|item| !item.locked() && !document.is_page(item))
    };
    Rect::around(selection.ids().iter().filter(free).filter_map(|id| scene.rect(*id)))
}

fn handle(rect: Rect, point: Point, zoom: f64) -> Option<Handle> {
    let inside = rect.holds(point);
    // Within a small rectangle the middle is left for moving it.
    let reach = |length: i32| if inside { REACH.min(f64::from(length) * zoom / 4.0) } else { REACH };
    let (reach_x, reach_y) = (reach(rect.width()), reach(rect.height()));
    let distance = |handle: Handle| {
        let at = handle.place(rect);
        ((point.x - at.x).abs() * zoom, (point.y - at.y).abs() * zoom)
    };
    let near = Handle::ALL.into_iter().filter(|handle| {
        let (dx, dy) = distance(*handle);
        dx <= reach_x && dy <= reach_y
    });
    near.min_by(|a, b| {
        let far = |handle: &Handle| {
            let (dx, dy) = distance(*handle);
            dx.hypot(dy)
        };
        far(a).total_cmp(&far(b))
    })
}

fn split<D: Document>(document: &D, scene: &Scene, selection: &Selection, point: Point, zoom: f64) -> Option<ItemId> {
    let [id] = selection.ids() else { return None };
    let item = document.item(*id).filter(|item| !item.locked())?;
    let (width, rect) = (item.split()?, scene.rect(*id).filter(|_| scene.is_seen(*id))?);
    let near = (point.x - f64::from(rect.left + width)).abs() * zoom <= LINE_REACH;
    let beside = point.y >= f64::from(rect.top) && point.y < f64::from(rect.bottom);
    (near && beside).then_some(*id)
}

fn guide<D: Document>(document: &D, scene: &Scene, point: Point, zoom: f64) -> Option<(Axis, i32)> {
    let on_canvas = |at: f64, most: i32| at >= 0.0 && at <= f64::from(most);
    if !on_canvas(point.x, scene.size.width) || !on_canvas(point.y, scene.size.height) {
        return None;
    }
    let near = |places: &[i32], at: f64| {
        let distance = |place: &i32| (f64::from(*place) - at).abs();
        let nearest = places.iter().copied().min_by(|a, b| distance(a).total_cmp(&distance(b)));
        nearest.filter(|place| distance(place) * zoom <= LINE_REACH)
    };
    let guides = document.guides();
    let x = near(&guides.x, point.x).map(|at| (Axis::X, at));
    x.or_else(|| near(&guides.y, point.y).map(|at| (Axis::Y, at)))
}

/// The right side and the bottom of the canvas are taken from beside it, since items may reach to them.
fn edge(scene: &Scene, point: Point, zoom: f64) -> Option<Target> {
    let (x, y) = ((point.x - f64::from(scene.size.width)) * zoom, (point.y - f64::from(scene.size.height)) * zoom);
    let (right, bottom) = ((0.0..=REACH).contains(&x), (0.0..=REACH).contains(&y));
    let along_right = right && y <= REACH && point.y >= 0.0;
    let along_bottom = bottom && x <= REACH && point.x >= 0.0;
    // A corner is as easy to take as a handle.
    let near = -REACH..=CORNER_REACH;
    let corner = (x >= 0.0 || y >= 0.0) && near.contains(&x) && near.contains(&y);
    if corner {
        return Some(Target::Edge { right: true, bottom: true });
    }
    (along_right || along_bottom).then_some(Target::Edge { right: along_right, bottom: along_bottom })
}

/// Whether a point lies within a container's padding: not on its border, title or headers.
fn is_inside<D: Document>(document: &D, scene: &Scene, id: ItemId, point: Point) -> bool {
    match document.item(id) {
        Some(item) if item.holds() == Holds::Items && document.is_page(item) => true,
        Some(item) if item.holds() == Holds::Items => scene.room(document, Some(id)).holds(point),
        _ => false,
    }
}

/// The items under a point that can be picked, the topmost first.
pub(crate) fn stack<'a, D: Document>(
    document: &'a D,
    scene: &'a Scene,
    point: Point,
    zoom: f64,
) -> impl Iterator<Item = ItemId> + 'a {
    let under = scene.placed.iter().rev().filter(move |placed| placed.seen && holds(placed.rect, point, zoom));
    under.map(|placed| placed.id).filter(move |id| can_pick(document, scene, *id))
}

/// Whether a point lies on a rectangle; thin ones are taken from beside them.
fn holds(rect: Rect, point: Point, zoom: f64) -> bool {
    let slack = |length: i32| ((THIN / zoom - f64::from(length)) / 2.0).max(0.0);
    let (x, y) = (slack(rect.width()), slack(rect.height()));
    point.x >= f64::from(rect.left) - x
        && point.x < f64::from(rect.right) + x
        && point.y >= f64::from(rect.top) - y
        && point.y < f64::from(rect.bottom) + y
}

/// What a click with Ctrl takes: of items that overlap at a point, the one under the selected one; `None`: there is only one.
/// Containers around the topmost are not meant.
pub(crate) fn underneath<D: Document>(
    document: &D,
    scene: &Scene,
    selection: &Selection,
    point: Point,
    zoom: f64,
) -> Option<ItemId> {
    let all: Vec<ItemId> = stack(document, scene, point, zoom).collect();
    let top = *all.first()?;
    let beside: Vec<ItemId> = all.into_iter().filter(|id| *id == top || !document.lies_in(top, *id)).collect();
    if beside.len() < 2 {
        return None;
    }
    let at = beside.iter().position(|id| selection.contains(*id));
    Some(beside[at.map_or(1, |at| (at + 1) % beside.len())])
}

/// The innermost container under a point that is none of `without` and lies in none of them; `None`: the document.
pub(crate) fn container_at(
    document: &impl Document,
    scene: &Scene,
    point: Point,
    without: &dyn Fn(ItemId) -> bool,
) -> Option<ItemId> {
    let under = scene.placed.iter().rev().filter(|placed| placed.seen && placed.rect.holds(point));
    under
        .map(|placed| placed.id)
        .find(|id| !without(*id) && document.item(*id).is_some_and(|item| item.holds() != Holds::Nothing))
}
