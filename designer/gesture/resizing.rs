//! Resizing what is selected by one of its eight handles; several together, each by its part.

use super::{Doing, Gesture, Pointer, Released, moving::show_all};
use crate::{
    Axis, Command, Document, Handle, Holds, Item, Measure, Point, Rect, Refusal, Session, Size, StepKey,
    draft::movable,
    geometry::whole,
    snap::{Lines, Probe, Pull, move_side},
};
use model::{ids::ItemId, layout::Area};
use std::collections::HashMap;

/// Items whose size follows the pointer.
pub(crate) struct Resizing {
    handle: Handle,
    grab: Point,
    bounds: Rect,
    start: Vec<(ItemId, Rect)>,
    least: Vec<Size>,
    lines: Lines,
    areas: Vec<(ItemId, Area)>,
}

impl<D: Document> Session<D> {
    pub(super) fn begin_resizing(&mut self, handle: Handle, at: Point, measure: &dyn Measure<D::Item>) -> Gesture<D> {
        let Ok(ids) = movable(&self.document, self.selection.ids()) else { return Gesture::None };
        let start: Vec<(ItemId, Rect)> = ids.iter().filter_map(|id| Some((*id, self.scene.rect(*id)?))).collect();
        let Some(bounds) = Rect::around(start.iter().map(|(_, rect)| *rect)) else { return Gesture::None };
        let parent = self.selection.reference().and_then(|id| self.document.item(id)).and_then(Item::parent);
        let moved = |id: ItemId| ids.contains(&id);
        let lines = Lines::of(&self.document, &self.scene, parent, &moved, measure);
        let least = |id: &ItemId| self.document.item(*id).map_or(Size::new(1, 1), |item| self.document.least(item));
        let least = start.iter().map(|(id, _)| least(id)).collect();
        Gesture::Resizing(Box::new(Resizing { handle, grab: at, bounds, start, least, lines, areas: Vec::new() }))
    }

    pub(super) fn drag_resizing(&mut self, resizing: &mut Resizing, pointer: Pointer) {
        self.preview.clear();
        let bounds = resized(resizing, pointer);
        resizing.areas.clear();
        let preview = &mut self.preview;
        for ((id, rect), least) in resizing.start.iter().zip(&resizing.least) {
            let Some(own) = self.document.item(*id) else { continue };
            let now = part_of(*rect, resizing.bounds, bounds, *least, resizing.handle);
            let area = own.area();
            let (x, y) = (area.x + now.left - rect.left, area.y + now.top - rect.top);
            resizing.areas.push((*id, Area { x, y, width: now.width(), height: now.height() }));
            preview.moved.push((*id, now));
            let inside = self.document.stretched(Some(*id), now.size());
            if inside.is_empty() {
                continue;
            }
            // The contents of a page stand higher than designed, by as much as before.
            let mut origins: HashMap<ItemId, (i32, i32)> = HashMap::new();
            let offset = |container: ItemId| {
                let (origin, own) = (
                    self.scene.origin(&self.document, Some(container)),
                    self.scene.rect(container).unwrap_or_default(),
                );
                (origin.0 - own.left, origin.1 - own.top)
            };
            let from = offset(*id);
            origins.insert(*id, (now.left + from.0, now.top + from.1));
            for (child, area) in inside {
                let Some(item) = self.document.item(child) else { continue };
                let parent = item.parent().unwrap_or(*id);
                let Some(origin) = origins.get(&parent).copied() else { continue };
                let rect = Rect::of(area, origin);
                if self.scene.is_seen(child) {
                    preview.moved.push((child, rect));
                }
                if item.holds() != Holds::Nothing {
                    let from = offset(child);
                    origins.insert(child, (rect.left + from.0, rect.top + from.1));
                }
            }
        }
        preview.doing = Doing::Resizing;
        preview.bounds = Some(bounds);
        if !pointer.modifiers.ctrl {
            let (x, y) = resizing.handle.sides();
            let side = |moves: i32, length: i32| match moves {
                -1 => vec![Probe { offset: 0, of: crate::LineKind::Edge }],
                1 => vec![Probe { offset: length, of: crate::LineKind::Edge }],
                _ => Vec::new(),
            };
            let probes = [side(x, bounds.width()), side(y, bounds.height())];
            show_all(&mut resizing.lines, bounds, &probes, preview);
            preview.gaps.clear();
        }
    }

    pub(super) fn release_resizing(
        &mut self,
        resizing: Resizing,
        measure: &dyn Measure<D::Item>,
    ) -> Result<Released<D>, Refusal> {
        if resizing.areas.is_empty() {
            return Ok(Released::nothing());
        }
        let applied = self.run(&Command::Areas { areas: resizing.areas, key: StepKey::Resize }, measure)?;
        Ok(Released::applied(applied))
    }
}

/// The rectangle that the handle makes of the bounds.
fn resized(resizing: &mut Resizing, pointer: Pointer) -> Rect {
    let (bounds, keys) = (resizing.bounds, pointer.modifiers);
    let (side_x, side_y) = resizing.handle.sides();
    let (dx, dy) = (pointer.at.x - resizing.grab.x, pointer.at.y - resizing.grab.y);
    let pull = Pull { zoom: pointer.zoom, free: keys.ctrl };
    // With the ratio kept, the side the pointer went further along leads and the other one follows.
    let (width, height) = (f64::from(bounds.width().max(1)), f64::from(bounds.height().max(1)));
    let leads_x = side_y == 0 || (side_x != 0 && (dx / width).abs() >= (dy / height).abs());
    let lines = &mut resizing.lines;
    let mut span = |axis: Axis, side: i32, by: f64| {
        let (start, end) = bounds.span(axis);
        match side {
            -1 => {
                let to = move_side(lines, axis, f64::from(start) + by, end, pull);
                (to, if keys.alt { end + start - to } else { end })
            }
            1 => {
                let to = move_side(lines, axis, f64::from(end) + by, start, pull);
                (if keys.alt { start + end - to } else { start }, to)
            }
            _ => (start, end),
        }
    };
    let ((mut left, mut right), (mut top, mut bottom)) = (span(Axis::X, side_x, dx), span(Axis::Y, side_y, dy));
    if keys.shift {
        if leads_x {
            let to = whole(f64::from(right - left) * height / width);
            (top, bottom) = kept(bounds.span(Axis::Y), side_y, to, keys.alt);
        } else {
            let to = whole(f64::from(bottom - top) * width / height);
            (left, right) = kept(bounds.span(Axis::X), side_x, to, keys.alt);
        }
    }
    let least = resizing
        .least
        .iter()
        .fold(Size::new(1, 1), |most, least| Size::new(most.width.max(least.width), most.height.max(least.height)));
    (left, right) = no_less((left, right), side_x, least.width.min(bounds.width()), keys.alt);
    (top, bottom) = no_less((top, bottom), side_y, least.height.min(bounds.height()), keys.alt);
    Rect { left, top, right, bottom }
}

/// A span of another length: the side that does not move stays, the middle where both do.
fn kept((start, end): (i32, i32), side: i32, length: i32, from_centre: bool) -> (i32, i32) {
    match side {
        _ if from_centre => {
            let start = start + (end - start - length) / 2;
            (start, start + length)
        }
        -1 => (end - length, end),
        _ => (start, start + length),
    }
}

/// A span no shorter than it may be.
fn no_less(span: (i32, i32), side: i32, least: i32, from_centre: bool) -> (i32, i32) {
    if span.1 - span.0 >= least { span } else { kept(span, side, least, from_centre) }
}

/// The part of the new bounds that was this part of the old ones.
fn part_of(rect: Rect, was: Rect, now: Rect, least: Size, handle: Handle) -> Rect {
    let scale = |at: i32, was: (i32, i32), now: (i32, i32)| {
        let (length, new) = (i64::from(was.1 - was.0).max(1), i64::from(now.1 - now.0));
        let part = i64::from(at - was.0) * new;
        now.0 + ((2 * part + length).div_euclid(2 * length)) as i32
    };
    let (x, y) = (was.span(Axis::X), was.span(Axis::Y));
    let (new_x, new_y) = (now.span(Axis::X), now.span(Axis::Y));
    let (side_x, side_y) = handle.sides();
    let across = no_less((scale(rect.left, x, new_x), scale(rect.right, x, new_x)), side_x, least.width, false);
    let down = no_less((scale(rect.top, y, new_y), scale(rect.bottom, y, new_y)), side_y, least.height, false);
    Rect { left: across.0, top: down.0, right: across.1, bottom: down.1 }
}
