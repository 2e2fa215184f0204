//! Where everything stands on the canvas: the model arranges it, the window may know better.

use crate::{Document, Holds, Item, Point, Rect, geometry::Size};
use model::{
    ids::ItemId,
    layout::{Area, Look},
};
use std::collections::HashMap;

/// An item on the canvas.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Placed {
    /// Which.
    pub id: ItemId,
    /// Where.
    pub rect: Rect,
    /// Whether it is to be seen: not hidden, and on an open page.
    pub seen: bool,
}

/// The header of a page in a row of tabs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Header {
    /// The row of tabs.
    pub tabs: ItemId,
    /// The page it opens; `None`: the “+” that makes a new one.
    pub page: Option<ItemId>,
    /// Where.
    pub rect: Rect,
}

/// The canvas: every item with its place, in the order of the document, and the headers of tabs.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Scene {
    /// Size of the canvas.
    pub size: Size,
    /// The items in the order of the document.
    pub placed: Vec<Placed>,
    /// The headers of tabs that are seen.
    pub headers: Vec<Header>,
    index: HashMap<ItemId, usize>,
}

impl Scene {
    /// A canvas of this size with these items, in the order of the document, and headers.
    pub fn new(size: Size, placed: Vec<Placed>, headers: Vec<Header>) -> Scene {
        let index = placed.iter().enumerate().map(|(at, placed)| (placed.id, at)).collect();
        Scene { size, placed, headers, index }
    }

    /// The document as it stands at the designed size, without headers.
    pub fn of<D: Document>(document: &D, look: &Look) -> Scene {
        Scene::new(document.size(), document.place(look), Vec::new())
    }

    /// An item's place, seen or not.
    pub fn rect(&self, id: ItemId) -> Option<Rect> {
        self.index.get(&id).map(|at| self.placed[*at].rect)
    }

    /// Whether an item is to be seen.
    pub fn is_seen(&self, id: ItemId) -> bool {
        self.index.get(&id).is_some_and(|at| self.placed[*at].seen)
    }

    /// Where the places in a container (`None`: the document) are counted from.
    pub fn origin<D: Document>(&self, document: &D, container: Option<ItemId>) -> (i32, i32) {
        let Some(id) = container else { return (0, 0) };
        let own = self.rect(id).unwrap_or_default();
        // What lies in it says where it is counted from: the contents of a page stand higher than designed.
        let inside = document.children(container).find(|item| self.is_seen(item.id()));
        let from = inside.and_then(|item| Some((item.area(), self.rect(item.id())?)));
        from.map_or_else(
            || (own.left, own.top - document.item(id).map_or(0, |item| document.lift(item))),
            |(area, rect)| (rect.left - area.x, rect.top - area.y),
        )
    }

    /// The room in a container within its padding, on the canvas.
    pub fn room<D: Document>(&self, document: &D, container: Option<ItemId>) -> Rect {
        let own = container.and_then(|id| Some((document.item(id)?, self.rect(id)?)));
        match own {
            Some((item, rect)) => {
                let inside = document.inside(item, rect.size());
                let (_, top) = self.origin(document, container);
                // What stands higher than designed has more room below.
                let room = Rect::of(inside, (rect.left, top));
                Rect { bottom: room.bottom + rect.top - top, ..room }
            }
            None => Rect::new(0, 0, self.size.width, self.size.height),
        }
    }

    /// The header under a point.
    pub fn header(&self, point: Point) -> Option<&Header> {
        self.headers.iter().find(|header| header.rect.holds(point) && self.is_seen(header.tabs))
    }
}

/// What is asked of a container once: where its contents are counted from, whether it is seen, and of tabs the open page.
type Inside = ((i32, i32), bool, Option<Option<ItemId>>);

/// Every item where its containers' places and its own add up to; pages other than the open one and what is hidden are not seen.
pub(crate) fn sum_of_offsets<D: Document>(document: &D, look: &Look) -> Vec<Placed> {
    let mut index: HashMap<ItemId, usize> = HashMap::with_capacity(document.items().len());
    let mut placed: Vec<Placed> = Vec::with_capacity(document.items().len());
    let mut insides: HashMap<ItemId, Inside> = HashMap::new();
    for (at, item) in document.items().iter().enumerate() {
        let (mut origin, mut seen) = ((0, 0), true);
        if let Some(owner) = item.parent().and_then(|parent| index.get(&parent).copied()) {
            // What is asked of a container is asked once.
            let (from, is_seen, open) = *insides.entry(placed[owner].id).or_insert_with(|| {
                let (container, own) = (&document.items()[owner], placed[owner]);
                let open = (container.holds() == Holds::Pages).then(|| open_page(document, container.id(), look));
                ((own.rect.left, own.rect.top - document.lift(container)), own.seen, open)
            });
            origin = from;
            seen = is_seen && open.is_none_or(|open| open == Some(item.id()));
        }
        seen &= !item.hidden() && !look.hidden.contains(&item.id());
        placed.push(Placed { id: item.id(), rect: Rect::of(item.area(), origin), seen });
        index.insert(item.id(), at);
    }
    placed
}

/// The open page of a row of tabs: the one that was asked for, else the first.
pub fn open_page<D: Document>(document: &D, tabs: ItemId, look: &Look) -> Option<ItemId> {
    let mut pages = document.children(Some(tabs)).filter(|page| !page.hidden());
    let asked = look.pages.get(&tabs);
    let first = pages.next().map(Item::id);
    if asked.is_none() || asked == first.as_ref() {
        return first;
    }
    pages.map(Item::id).find(|page| Some(page) == asked).or(first)
}

/// What lies in a container keeps within these bounds of numbers.
pub(crate) const FARTHEST: i32 = 100_000;

/// Whether an area can be: positive and within all bounds.
pub(crate) fn can_be(area: Area) -> bool {
    let place = -FARTHEST..=FARTHEST;
    let size = 1..=FARTHEST;
    place.contains(&area.x) && place.contains(&area.y) && size.contains(&area.width) && size.contains(&area.height)
}
