//! Moving items, copying them, and bringing new ones from the panel.

use super::{Doing, DropInto, Gesture, Modifiers, Pointer, Preview, Released};
use crate::{
    Axis, Command, Document, Holds, Item, Measure, Point, Rect, Refusal, Session, StepKey, clipboard,
    draft::{check_holds, family, outermost},
    geometry::whole,
    hit::container_at,
    perform::free_place,
    session::Duplicated,
    snap::{Lines, Probe, Pull, move_along, show_distances, show_equal},
};
use model::{ids::ItemId, layout::Area};
use std::collections::HashSet;

/// So long the pointer rests on the header of a page before it opens, in milliseconds.
const DWELL: u64 = 500;

/// The pointer is still on the canvas so far beside it, in pixels of the screen.
const BESIDE: f64 = 4.0;

/// Items that follow the pointer.
pub(crate) struct Moving<D: Document> {
    /// The outer ones.
    roots: Vec<ItemId>,
    /// They are new: the items themselves, places relative to one another. Empty: they are on the document.
    fresh: Vec<D::Item>,
    /// All of them with what lies in them, where they stood.
    start: Vec<(ItemId, Rect)>,
    inside: HashSet<ItemId>,
    bounds: Rect,
    /// Lines of text of the one that was taken, from the top of all.
    baselines: Vec<i32>,
    grab: Point,
    /// The container of the one that was taken.
    home: Option<ItemId>,
    lines: Option<(Option<ItemId>, Lines, bool)>,
    rests_on: Option<(ItemId, u64)>,
    by: (i32, i32),
    drop: DropInto,
    refusal: Option<Refusal>,
    /// Texts are measured when the lines are looked for.
    taken: Option<ItemId>,
}

impl<D: Document> Moving<D> {
    pub(crate) fn forget_lines(&mut self) {
        self.lines = None;
    }
}

impl<D: Document> Session<D> {
    /// Begins to move what is selected by one of it.
    pub(super) fn begin_moving(&mut self, taken: ItemId, at: Point, keys: Modifiers) -> Gesture<D> {
        if !self.selection.contains(taken) {
            if !keys.ctrl {
                return Gesture::None;
            }
            let picked = crate::selection::picked_with(&self.document, taken, self.selection.inside_group);
            self.select(&picked);
        }
        let document = &self.document;
        let mut roots = outermost(document, self.selection.ids());
        roots.retain(|id| {
            // A page of items stays in its tabs; one that is a list by itself may be taken out of them.
            document
                .item(*id)
                .is_some_and(|item| !item.locked() && (!document.is_page(item) || item.holds() == Holds::Nothing))
        });
        let mut start = Vec::new();
        for root in &roots {
            let of_root = family(document, *root).into_iter().filter(|id| id == root || self.scene.is_seen(*id));
            start.extend(of_root.filter_map(|id| Some((id, self.scene.rect(id)?))));
        }
        let Some(bounds) = Rect::around(roots.iter().filter_map(|id| self.scene.rect(*id))) else {
            return Gesture::None;
        };
        let home = document.item(taken).and_then(Item::parent);
        let inside = roots.iter().flat_map(|id| family(document, *id)).collect();
        Gesture::Moving(Box::new(Moving {
            roots,
            fresh: Vec::new(),
            start,
            inside,
            bounds,
            baselines: Vec::new(),
            grab: at,
            home,
            lines: None,
            rests_on: None,
            by: (0, 0),
            drop: DropInto::Stay,
            refusal: None,
            taken: Some(taken),
        }))
    }

    /// Begins to bring new items from the panel, with any ids, places relative to one another; the pointer holds them from now on, and
    /// [`Session::drag`] and [`Session::release`] go on.
    pub fn bring_new(&mut self, items: Vec<D::Item>, pointer: Pointer) {
        self.cancel();
        let fresh = clipboard::renamed(items, &mut self.new_ids);
        let roots: Vec<ItemId> = fresh.iter().filter(|item| item.parent().is_none()).map(Item::id).collect();
        let Some(around) = crate::document::around(fresh.iter().filter(|item| item.parent().is_none())) else { return };
        // The pointer holds them near their corner, so that what is under them is seen.
        let hold = (around.width().min(64) / 2, around.height().min(32) / 2);
        let corner = (whole(pointer.at.x) - hold.0 - around.left, whole(pointer.at.y) - hold.1 - around.top);
        let mut start: Vec<(ItemId, Rect)> = Vec::with_capacity(fresh.len());
        for item in &fresh {
            let origin = item.parent().and_then(|parent| start.iter().find(|(id, _)| *id == parent));
            let origin = origin.map_or(corner, |(_, rect)| (rect.left, rect.top));
            start.push((item.id(), Rect::of(item.area(), origin)));
        }
        self.gesture = Gesture::Moving(Box::new(Moving {
            inside: fresh.iter().map(Item::id).collect(),
            roots,
            fresh,
            start,
            bounds: around.moved(corner),
            baselines: Vec::new(),
            grab: pointer.at,
            home: None,
            lines: None,
            rests_on: None,
            by: (0, 0),
            drop: DropInto::Nowhere,
            refusal: None,
            taken: None,
        }));
    }

    /// The outer items of the document that follow the pointer, so that they may be let go elsewhere: on the shelf, for example.
    pub fn dragged(&self) -> &[ItemId] {
        match &self.gesture {
            Gesture::Moving(moving) if moving.fresh.is_empty() => &moving.roots,
            _ => &[],
        }
    }

    /// The new items that the pointer brings, for their ghosts.
    pub fn brought(&self) -> &[D::Item] {
        match &self.gesture {
            Gesture::Moving(moving) => &moving.fresh,
            _ => &[],
        }
    }

    pub(super) fn drag_moving(
        &mut self,
        moving: &mut Moving<D>,
        pointer: Pointer,
        now: u64,
        measure: &dyn Measure<D::Item>,
    ) {
        self.preview.clear();
        let is_new = !moving.fresh.is_empty();
        let copies = pointer.modifiers.ctrl && !is_new;
        self.rest(moving, pointer, now);
        let container = self.find_drop(moving, pointer, copies);
        let fits = matches!(&moving.lines, Some((of, _, copying)) if *of == container && *copying == copies);
        if !fits {
            let moved = |id: ItemId| !copies && moving.inside.contains(&id);
            let lines = Lines::of(&self.document, &self.scene, container, &moved, measure);
            moving.lines = Some((container, lines, copies));
            let first = moving.taken.or(moving.roots.first().copied());
            let item = first
                .and_then(|id| self.document.item(id).or_else(|| moving.fresh.iter().find(|item| item.id() == id)));
            let rect = first.and_then(|id| moving.start.iter().find(|(other, _)| *other == id));
            let top = rect.map_or(0, |(_, rect)| rect.top - moving.bounds.top);
            moving.baselines = item.map(|item| measure.baselines(item)).unwrap_or_default();
            moving.baselines.iter_mut().for_each(|offset| *offset += top);
        }
        let Some((_, lines, _)) = &mut moving.lines else { return };
        let raw = (pointer.at.x - moving.grab.x, pointer.at.y - moving.grab.y);
        let keeps_x = pointer.modifiers.shift && raw.1.abs() > raw.0.abs();
        let keeps_y = pointer.modifiers.shift && !keeps_x;
        let pull = Pull { zoom: pointer.zoom, free: pointer.modifiers.alt };
        let bounds = moving.bounds;
        let probes = [Probe::of(bounds, Axis::X, &[]), Probe::of(bounds, Axis::Y, &moving.baselines)];
        // Down the canvas first, roughly, so that the neighbours along it are those of the row it comes to.
        let by_y = if keeps_y {
            0
        } else {
            move_along(lines, Axis::Y, bounds.moved((whole(raw.0), 0)), &probes[1], raw.1, pull)
        };
        let by_x =
            if keeps_x { 0 } else { move_along(lines, Axis::X, bounds.moved((0, by_y)), &probes[0], raw.0, pull) };
        moving.by = (by_x, by_y);
        let now = bounds.moved(moving.by);
        let preview = &mut self.preview;
        preview.doing = match (is_new, copies) {
            (true, _) => Doing::Placing,
            (false, true) => Doing::Copying,
            (false, false) => Doing::Moving,
        };
        preview.moved.extend(moving.start.iter().map(|(id, rect)| (*id, rect.moved(moving.by))));
        preview.bounds = Some(now);
        preview.into = moving.drop;
        preview.refusal.clone_from(&moving.refusal);
        if !pull.free && matches!(moving.drop, DropInto::Stay | DropInto::Container(_)) {
            show_all(lines, now, &probes, preview);
        }
        let canvas = Rect::new(0, 0, self.scene.size.width, self.scene.size.height);
        let outlined = match moving.drop {
            DropInto::Page { page, .. } => Some(page),
            DropInto::NewPage(tabs) => Some(tabs),
            DropInto::Container(container) => container,
            DropInto::Stay => moving.home,
            DropInto::Nowhere => None,
        };
        preview.container = match outlined {
            Some(id) => self.scene.rect(id).filter(|_| self.scene.is_seen(id)),
            None => Some(canvas).filter(|_| moving.drop != DropInto::Nowhere),
        };
    }

    /// Opens the page on whose header the pointer rests.
    fn rest(&mut self, moving: &mut Moving<D>, pointer: Pointer, now: u64) {
        let header = self.scene.header(pointer.at).copied();
        let header = header.filter(|header| !moving.inside.contains(&header.tabs));
        let Some((tabs, page)) = header.and_then(|header| Some((header.tabs, header.page?))) else {
            moving.rests_on = None;
            return;
        };
        match moving.rests_on {
            Some((on, since)) if on == page => {
                if now.saturating_sub(since) >= DWELL && !self.scene.is_seen(page) {
                    self.open_page(tabs, page);
                    moving.forget_lines();
                    self.preview.open_page = Some((tabs, page));
                }
            }
            _ => moving.rests_on = Some((page, now)),
        }
    }

    /// Finds where what is moved would go, and why it may not; gives the container whose lines draw.
    fn find_drop(&self, moving: &mut Moving<D>, pointer: Pointer, copies: bool) -> Option<ItemId> {
        let is_new = !moving.fresh.is_empty();
        let document = &self.document;
        let without = |id: ItemId| !is_new && moving.inside.contains(&id);
        let header = self.scene.header(pointer.at).filter(|header| !without(header.tabs));
        let (drop, container) = match header {
            Some(header) => match header.page {
                Some(page) => (DropInto::Page { tabs: header.tabs, page }, Some(page)),
                None => (DropInto::NewPage(header.tabs), Some(header.tabs)),
            },
            None if !self.is_on_canvas(pointer) => (DropInto::Nowhere, None),
            None => {
                let container = container_at(document, &self.scene, pointer.at, &without);
                let stays = !is_new && container == moving.home;
                (if stays { DropInto::Stay } else { DropInto::Container(container) }, container)
            }
        };
        if drop != moving.drop || (moving.lines.is_none() && !matches!(drop, DropInto::Stay)) {
            moving.refusal = self.refusal_of(moving, drop).err();
        }
        if matches!(drop, DropInto::Stay) && !copies {
            moving.refusal = None;
        }
        moving.drop = drop;
        container
    }

    fn is_on_canvas(&self, pointer: Pointer) -> bool {
        let (x, y, slack) = (pointer.at.x, pointer.at.y, BESIDE / pointer.zoom);
        let size = self.scene.size;
        x >= -slack && y >= -slack && x <= f64::from(size.width) + slack && y <= f64::from(size.height) + slack
    }

    fn refusal_of(&self, moving: &Moving<D>, drop: DropInto) -> Result<(), Refusal> {
        let document = &self.document;
        let known = |id: &ItemId| document.item(*id).or_else(|| moving.fresh.iter().find(|item| item.id() == *id));
        let roots: Vec<&D::Item> = moving.roots.iter().filter_map(known).collect();
        match drop {
            DropInto::Stay => Ok(()),
            DropInto::Nowhere if !moving.fresh.is_empty() => Ok(()),
            DropInto::Nowhere => Err(Refusal::said("Už krašto dėti negalima.", "Nothing can be put beyond the edge.")),
            DropInto::Container(container) => {
                let tabs = container.and_then(|id| document.item(id)).filter(|item| item.holds() == Holds::Pages);
                if tabs.is_some() && !roots.iter().all(|item| document.is_page_itself(item)) {
                    return Err(Refusal::said(
                        "Šis skirtukas jau užimtas. Padėkite ant „+“, kad atsirastų naujas.",
                        "This tab is taken. Drop it on “+” to make a new one.",
                    ));
                }
                roots.iter().try_for_each(|item| check_holds(document, container, item))
            }
            DropInto::Page { page, .. } => {
                let page = document.item(page).ok_or(Refusal::Unknown(page))?;
                if page.holds() == Holds::Nothing {
                    return Err(Refusal::said(
                        "Šis skirtukas jau užimtas. Padėkite ant „+“, kad atsirastų naujas.",
                        "This tab is taken. Drop it on “+” to make a new one.",
                    ));
                }
                roots.iter().try_for_each(|item| document.may_hold(Some(page), item))
            }
            DropInto::NewPage(tabs) => {
                let tabs = document.item(tabs).ok_or(Refusal::Unknown(tabs))?;
                match roots.as_slice() {
                    [item] if document.is_page_itself(*item) => document.may_hold(Some(tabs), item),
                    roots => {
                        let page = document.new_page(tabs, ItemId::default()).ok_or(Refusal::NothingToChange)?;
                        roots.iter().try_for_each(|item| document.may_hold(Some(&page), item))
                    }
                }
            }
        }
    }

    pub(super) fn release_moving(
        &mut self,
        moving: Moving<D>,
        pointer: Pointer,
        measure: &dyn Measure<D::Item>,
    ) -> Result<Released<D>, Refusal> {
        if let Some(refusal) = moving.refusal {
            return Err(refusal);
        }
        if !moving.fresh.is_empty() {
            return self.release_new(moving, measure);
        }
        if pointer.modifiers.ctrl {
            return self.release_copies(moving, measure);
        }
        let (roots, by) = (moving.roots.clone(), moving.by);
        let command = match moving.drop {
            DropInto::Nowhere => return Ok(Released::nothing()),
            DropInto::Stay if by == (0, 0) => return Ok(Released::nothing()),
            DropInto::Stay => {
                // A page by itself that stays in its tabs stays where it is.
                let moves = |id: &ItemId| self.document.item(*id).is_some_and(|item| !self.document.is_page(item));
                let ids: Vec<ItemId> = roots.into_iter().filter(moves).collect();
                if ids.is_empty() {
                    return Ok(Released::nothing());
                }
                Command::Move { ids, by }
            }
            DropInto::Container(into) => {
                let origin = self.scene.origin(&self.document, into);
                Command::Bring { areas: areas_at(&moving, origin), into }
            }
            DropInto::Page { page, .. } => {
                let room =
                    free_place(&self.document, Some(page), (moving.bounds.width(), moving.bounds.height()), None);
                let corner = (moving.bounds.left + by.0 - room.0, moving.bounds.top + by.1 - room.1);
                Command::Bring { areas: areas_at(&moving, corner), into: Some(page) }
            }
            DropInto::NewPage(tabs) => Command::NewPage { tabs, ids: roots, items: Vec::new(), page: self.new_id() },
        };
        self.finish(&command, moving.drop, measure)
    }

    /// Does the command, and opens the page to which something went.
    fn finish(
        &mut self,
        command: &Command<D>,
        drop: DropInto,
        measure: &dyn Measure<D::Item>,
    ) -> Result<Released<D>, Refusal> {
        let applied = self.run(command, measure)?;
        let opened = match drop {
            DropInto::Page { tabs, page } => Some((tabs, page)),
            DropInto::Container(Some(tabs)) if self.document.item(tabs).map(Item::holds) == Some(Holds::Pages) => {
                self.selection.reference().map(|page| (tabs, page))
            }
            DropInto::NewPage(tabs) => self.document.children(Some(tabs)).last().map(|page| (tabs, page.id())),
            _ => None,
        };
        if let Some((tabs, page)) = opened {
            self.open_page(tabs, page);
        }
        Ok(Released { opened, ..Released::applied(applied) })
    }

    fn release_copies(&mut self, moving: Moving<D>, measure: &dyn Measure<D::Item>) -> Result<Released<D>, Refusal> {
        let sources = moving.roots.clone();
        let into = match moving.drop {
            DropInto::Nowhere => return Ok(Released::nothing()),
            DropInto::Stay if moving.by == (0, 0) => return Ok(Released::nothing()),
            DropInto::Stay => None,
            DropInto::Container(container) => Some(container),
            DropInto::Page { .. } | DropInto::NewPage(_) => {
                let items = clipboard::copies(&self.document, &sources);
                let items = clipboard::renamed(items, &mut self.new_ids);
                return self.release_onto_tabs(items, moving.drop, StepKey::Copy, measure);
            }
        };
        let (command, copies) = self.copy_command(&sources, moving.by, into, StepKey::Copy)?;
        let applied = self.run(&command, measure)?;
        self.duplicated = Duplicated { sources, copies };
        Ok(Released::applied(applied))
    }

    fn release_new(&mut self, moving: Moving<D>, measure: &dyn Measure<D::Item>) -> Result<Released<D>, Refusal> {
        let into = match moving.drop {
            DropInto::Container(into) => into,
            DropInto::Stay => None,
            DropInto::Nowhere => return Ok(Released::nothing()),
            drop => return self.release_onto_tabs(moving.fresh, drop, StepKey::Place, measure),
        };
        let origin = self.scene.origin(&self.document, into);
        let areas = areas_at(&moving, origin);
        let mut items = moving.fresh;
        for item in &mut items {
            if let Some((_, area)) = areas.iter().find(|(id, _)| *id == item.id()) {
                item.set_area(*area);
            }
        }
        self.finish(&Command::Insert { items, into, key: StepKey::Place }, DropInto::Container(into), measure)
    }

    fn release_onto_tabs(
        &mut self,
        items: Vec<D::Item>,
        drop: DropInto,
        key: StepKey,
        measure: &dyn Measure<D::Item>,
    ) -> Result<Released<D>, Refusal> {
        let command = match drop {
            DropInto::NewPage(tabs) => Command::NewPage { tabs, ids: Vec::new(), items, page: self.new_id() },
            DropInto::Page { page, .. } => Command::InsertWhereRoom { items, into: Some(page), near: None, key },
            DropInto::Stay | DropInto::Nowhere => Command::InsertWhereRoom { items, into: None, near: None, key },
            DropInto::Container(into) => Command::InsertWhereRoom { items, into, near: None, key },
        };
        self.finish(&command, drop, measure)
    }
}

/// Where the outer items have come to, relative to a container whose inside begins at `origin`.
fn areas_at<D: Document>(moving: &Moving<D>, origin: (i32, i32)) -> Vec<(ItemId, Area)> {
    let root = |id: &ItemId| moving.start.iter().find(|(other, _)| other == id).map(|(_, rect)| *rect);
    let placed = moving.roots.iter().filter_map(|id| Some((*id, root(id)?)));
    placed.map(|(id, rect)| (id, rect.moved(moving.by).area(origin))).collect()
}

/// Shows what a rectangle has come to lie at.
pub(super) fn show_all(lines: &mut Lines, rect: Rect, probes: &[Vec<Probe>; 2], preview: &mut Preview) {
    for (axis, probes) in [Axis::X, Axis::Y].into_iter().zip(probes) {
        lines.show(axis, rect, probes, &mut preview.lines);
        show_equal(lines, axis, rect, &mut preview.gaps);
    }
    show_distances(lines, rect, &mut preview.distances);
}
