//! The rubber band, guides, the border of the canvas, the border between label and field, the order of pages.

use super::{Doing, Gesture, Modifiers, Pointer, Released};
use crate::{
    Axis, Command, Document, Holds, Item, Measure, Point, Rect, Refusal, Session, Size, StepKey,
    geometry::whole,
    selection::{can_pick, picked_with},
    snap::{Lines, Pull, move_side},
};
use model::{ids::ItemId, layout::Guides};
use std::collections::HashMap;

/// A guide that is taken further than this beside the canvas goes, in pixels of the screen.
const AWAY: f64 = 8.0;
/// A label is no narrower than this, nor is its field.
const LEAST_PART: i32 = 24;
/// A document is no smaller than this.
const LEAST_CANVAS: i32 = 64;

/// Gestures that move no items.
pub(crate) enum Other {
    Band { container: Option<ItemId>, from: Point },
    Guide { axis: Axis, from: Option<i32>, to: Option<i32>, lines: Box<Lines> },
    Canvas { right: bool, bottom: bool, grab: Point, size: Size, to: Size, lines: Box<Lines> },
    Split { id: ItemId, width: Option<i32> },
    Page { tabs: ItemId, page: ItemId, order: Vec<ItemId> },
}

impl<D: Document> Session<D> {
    pub(super) fn begin_band(&mut self, container: Option<ItemId>, from: Point) -> Gesture<D> {
        Gesture::Other(Box::new(Other::Band { container, from }))
    }

    pub(super) fn begin_guide(&mut self, axis: Axis, from: Option<i32>) -> Gesture<D> {
        let lines = Box::new(Lines::for_guide(&self.document, &self.scene));
        Gesture::Other(Box::new(Other::Guide { axis, from, to: from, lines }))
    }

    /// Begins to drag a new guide out of a ruler; [`Session::drag`] and [`Session::release`] go on.
    pub fn bring_guide(&mut self, axis: Axis) {
        self.cancel();
        self.gesture = self.begin_guide(axis, None);
    }

    pub(super) fn begin_canvas(&mut self, right: bool, bottom: bool, grab: Point) -> Gesture<D> {
        let size = self.document.size();
        let lines = Box::new(Lines::for_guide(&self.document, &self.scene));
        Gesture::Other(Box::new(Other::Canvas { right, bottom, grab, size, to: size, lines }))
    }

    pub(super) fn begin_header(&mut self, tabs: ItemId, page: ItemId) -> Gesture<D> {
        let order = self.document.children(Some(tabs)).map(Item::id).collect();
        Gesture::Other(Box::new(Other::Page { tabs, page, order }))
    }

    pub(super) fn drag_other(&mut self, other: &mut Other, pointer: Pointer) {
        self.preview.clear();
        match other {
            Other::Band { container, from } => {
                let band = Rect::between(*from, pointer.at);
                self.preview.doing = Doing::Band;
                self.preview.band = Some(band);
                let mut banded = std::mem::take(&mut self.preview.banded);
                self.gather(*container, band, &mut banded);
                self.preview.banded = banded;
            }
            Other::Guide { axis, to, lines, .. } => {
                let (at, across) = match axis {
                    Axis::X => (pointer.at.x, pointer.at.y),
                    Axis::Y => (pointer.at.y, pointer.at.x),
                };
                let (length, beside) = match axis {
                    Axis::X => (self.scene.size.width, self.scene.size.height),
                    Axis::Y => (self.scene.size.height, self.scene.size.width),
                };
                let away = AWAY / pointer.zoom;
                let on = |at: f64, most: i32| at >= -away && at <= f64::from(most) + away;
                let pull = Pull { zoom: pointer.zoom, free: pointer.modifiers.alt };
                let stays = on(at, length) && on(across, beside.max(1));
                *to = stays.then(|| move_side(lines, *axis, at, i32::MIN / 4, pull).clamp(0, length));
                self.preview.doing = Doing::Guide;
                self.preview.guide = Some((*axis, *to));
            }
            Other::Canvas { right, bottom, grab, size, to, lines } => {
                let pull = Pull { zoom: pointer.zoom, free: pointer.modifiers.alt };
                let mut side = |moves: bool, axis: Axis, length: i32, by: f64| {
                    let at = if moves { move_side(lines, axis, f64::from(length) + by, 0, pull) } else { length };
                    at.clamp(LEAST_CANVAS.min(length), crate::scene::FARTHEST)
                };
                let width = side(*right, Axis::X, size.width, pointer.at.x - grab.x);
                let height = side(*bottom, Axis::Y, size.height, pointer.at.y - grab.y);
                *to = Size::new(width, height);
                self.preview.doing = Doing::Canvas;
                self.preview.size = Some(*to);
                self.show_stretched(*to);
            }
            Other::Split { id, width } => {
                let Some(rect) = self.scene.rect(*id) else { return };
                let most = (rect.width() - LEAST_PART).max(LEAST_PART);
                let raw = whole(pointer.at.x) - rect.left;
                let grid = if pointer.modifiers.alt { 1 } else { self.document.units().grid.max(1) };
                let to = ((raw + grid / 2).div_euclid(grid) * grid).clamp(LEAST_PART, most);
                *width = Some(to);
                self.preview.doing = Doing::Split;
                self.preview.split = Some((*id, to));
            }
            Other::Page { tabs, page, order } => {
                let headers = self.scene.headers.iter().filter(|header| header.tabs == *tabs);
                let before = headers.filter(|header| {
                    let middle = f64::from(header.rect.left + header.rect.right) / 2.0;
                    header.page.is_some_and(|other| other != *page) && middle < pointer.at.x
                });
                let before: Vec<ItemId> = before.filter_map(|header| header.page).collect();
                order.retain(|other| other != page);
                // Behind the last page whose header stands before the pointer; hidden ones keep their places.
                let at = order.iter().rposition(|other| before.contains(other)).map_or(0, |at| at + 1);
                order.insert(at, *page);
                self.preview.doing = Doing::Page;
                self.preview.pages = Some((*tabs, order.clone()));
            }
        }
    }

    /// What a rubber band that began in a container touches; containers only where they lie in it as a whole, else what is in them.
    fn gather(&self, container: Option<ItemId>, band: Rect, banded: &mut Vec<ItemId>) {
        for item in self.document.children(container).filter(|item| self.scene.is_seen(item.id())) {
            let Some(rect) = self.scene.rect(item.id()).filter(|rect| rect.meets(band)) else { continue };
            let is_page = self.document.is_page(item);
            let whole = item.holds() == Holds::Nothing || (band.contains(rect) && !is_page);
            if whole {
                if can_pick(&self.document, &self.scene, item.id()) {
                    banded.push(item.id());
                }
            } else {
                self.gather(Some(item.id()), band, banded);
            }
        }
    }

    /// Shows where everything would stand on a canvas of another size.
    fn show_stretched(&mut self, to: Size) {
        let mut origins: HashMap<ItemId, (i32, i32)> = HashMap::new();
        for (id, area) in self.document.stretched(None, to) {
            let Some(item) = self.document.item(id) else { continue };
            let origin = item.parent().map_or(Some((0, 0)), |parent| origins.get(&parent).copied());
            let Some(origin) = origin else { continue };
            let rect = Rect::of(area, origin);
            if item.holds() != Holds::Nothing {
                let (inside, own) =
                    (self.scene.origin(&self.document, Some(id)), self.scene.rect(id).unwrap_or_default());
                origins.insert(id, (rect.left + inside.0 - own.left, rect.top + inside.1 - own.top));
            }
            if self.scene.is_seen(id) {
                self.preview.moved.push((id, rect));
            }
        }
    }

    pub(super) fn release_other(
        &mut self,
        other: Other,
        pointer: Pointer,
        measure: &dyn Measure<D::Item>,
    ) -> Result<Released<D>, Refusal> {
        let command = match other {
            Other::Band { .. } => {
                let banded = std::mem::take(&mut self.preview.banded);
                self.take_banded(&banded, pointer.modifiers);
                return Ok(Released::nothing());
            }
            Other::Guide { axis, from, to, .. } => match guides_after(self.document.guides(), axis, from, to) {
                Some((guides, key)) => Command::Guides(guides, key),
                None => return Ok(Released::nothing()),
            },
            Other::Canvas { size, to, .. } if size == to => return Ok(Released::nothing()),
            Other::Canvas { to, .. } => Command::Size(to),
            Other::Split { id, width: Some(width) } => Command::Split(vec![id], width),
            Other::Split { width: None, .. } => return Ok(Released::nothing()),
            Other::Page { tabs, order, .. } => Command::Pages { tabs, order },
        };
        let applied = self.run(&command, measure)?;
        Ok(Released::applied(applied))
    }

    fn take_banded(&mut self, banded: &[ItemId], keys: Modifiers) {
        let group = self.selection.inside_group;
        let mut picked: Vec<ItemId> = Vec::new();
        for id in banded {
            for id in picked_with(&self.document, *id, group) {
                if !picked.contains(&id) {
                    picked.push(id);
                }
            }
        }
        if keys.shift {
            self.selection.add(&picked);
        } else if keys.ctrl {
            let (out, new): (Vec<ItemId>, Vec<ItemId>) =
                picked.into_iter().partition(|id| self.selection.contains(*id));
            self.selection.remove(&out);
            self.selection.add(&new);
        } else {
            self.selection.set(picked);
        }
        self.selection.prune(&self.document);
    }
}

/// The guides when one has gone from a place to another; `None`: nothing has changed.
fn guides_after(guides: &Guides, axis: Axis, from: Option<i32>, to: Option<i32>) -> Option<(Guides, StepKey)> {
    let key = match (from, to) {
        (None, None) => return None,
        (Some(from), Some(to)) if from == to => return None,
        (None, Some(_)) => StepKey::GuideAdd,
        (Some(_), Some(_)) => StepKey::GuideMove,
        (Some(_), None) => StepKey::GuideRemove,
    };
    let mut guides = guides.clone();
    let places = match axis {
        Axis::X => &mut guides.x,
        Axis::Y => &mut guides.y,
    };
    if let Some(at) = from.and_then(|from| places.iter().position(|place| *place == from)) {
        places.remove(at);
    }
    places.extend(to);
    Some((guides, key))
}
