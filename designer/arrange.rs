//! Aligning, equal sizes, equal distances, tidying up.

use crate::{
    Alignment, Axis, Distribution, Document, Item, Measure, Rect, Refusal, Scene, Sides, StepKey,
    draft::{at_least, movable, outermost, set_area},
    perform::{Around, Done, area_of},
};
use model::{ids::ItemId, layout::Area};

fn shift<D: Document>(draft: &mut D, id: ItemId, (x, y): (i32, i32)) -> Result<(), Refusal> {
    let area = area_of(draft, id)?;
    set_area(draft, id, Area { x: area.x + x, y: area.y + y, ..area })
}

fn done(key: StepKey, ids: &[ItemId]) -> Done {
    Done { step: crate::Step::new(key, ids), select: None }
}

/// The distance of an item's first line of text from its top; where none is known, of the middle.
fn baseline<D: Document>(document: &D, measure: &dyn Measure<D::Item>, id: ItemId, rect: Rect) -> i32 {
    let lines = document.item(id).map(|item| measure.baselines(item)).unwrap_or_default();
    lines.first().copied().unwrap_or(rect.height() / 2)
}

/// Aligns items to the last of them, which stays; a single one to the room of its container.
pub(crate) fn align<D: Document>(
    draft: &mut D,
    around: &Around<'_, D>,
    ids: &[ItemId],
    how: Alignment,
) -> Result<Done, Refusal> {
    let outer = outermost(draft, ids);
    let moving = movable(draft, ids)?;
    let scene = around.scene;
    let rect = |id: ItemId| scene.rect(id).ok_or(Refusal::Unknown(id));
    let reference = *outer.last().ok_or(Refusal::NothingSelected)?;
    let (target, line) = if outer.len() == 1 {
        let parent = draft.item(reference).and_then(Item::parent);
        let room = scene.room(draft, parent);
        (room, room.top)
    } else {
        let target = rect(reference)?;
        (target, target.top + baseline(draft, around.measure, reference, target))
    };
    if outer.len() == 1 && how == Alignment::Baseline {
        return Err(Refusal::TooFew(2));
    }
    for id in moving.iter().copied().filter(|id| outer.len() == 1 || *id != reference) {
        let own = rect(id)?;
        let by = match how {
            Alignment::Left => (target.left - own.left, 0),
            Alignment::Centre => (target.middle(Axis::X) - own.middle(Axis::X), 0),
            Alignment::Right => (target.right - own.right, 0),
            Alignment::Top => (0, target.top - own.top),
            Alignment::Middle => (0, target.middle(Axis::Y) - own.middle(Axis::Y)),
            Alignment::Bottom => (0, target.bottom - own.bottom),
            Alignment::Baseline => (0, line - own.top - baseline(draft, around.measure, id, own)),
        };
        shift(draft, id, by)?;
    }
    let key = match how {
        Alignment::Left => StepKey::AlignLeft,
        Alignment::Centre => StepKey::AlignCentre,
        Alignment::Right => StepKey::AlignRight,
        Alignment::Top => StepKey::AlignTop,
        Alignment::Middle => StepKey::AlignMiddle,
        Alignment::Bottom => StepKey::AlignBottom,
        Alignment::Baseline => StepKey::AlignBaseline,
    };
    Ok(done(key, &outer))
}

/// Makes items as large as the last of them.
pub(crate) fn same_size<D: Document>(draft: &mut D, ids: &[ItemId], sides: Sides) -> Result<Done, Refusal> {
    let outer = outermost(draft, ids);
    let [.., reference] = outer[..] else { return Err(Refusal::NothingSelected) };
    if outer.len() < 2 {
        return Err(Refusal::TooFew(2));
    }
    let like = area_of(draft, reference)?;
    for id in movable(draft, ids)?.into_iter().filter(|id| *id != reference) {
        let mut area = area_of(draft, id)?;
        if sides != Sides::Height {
            area.width = like.width;
        }
        if sides != Sides::Width {
            area.height = like.height;
        }
        let area = at_least(draft, id, area);
        set_area(draft, id, area)?;
    }
    let key = match sides {
        Sides::Width => StepKey::SameWidth,
        Sides::Height => StepKey::SameHeight,
        Sides::Both => StepKey::SameSize,
    };
    Ok(done(key, &outer))
}

/// Makes the gaps between items, or the distances of their centres, equal; the outermost two stay.
pub(crate) fn distribute<D: Document>(
    draft: &mut D,
    scene: &Scene,
    ids: &[ItemId],
    how: Distribution,
) -> Result<Done, Refusal> {
    let ids = movable(draft, ids)?;
    if ids.len() < 3 {
        return Err(Refusal::TooFew(3));
    }
    let (axis, by_gaps) = match how {
        Distribution::GapsAlong => (Axis::X, true),
        Distribution::GapsDown => (Axis::Y, true),
        Distribution::CentresAlong => (Axis::X, false),
        Distribution::CentresDown => (Axis::Y, false),
    };
    let mut rects: Vec<(ItemId, Rect)> = ids.iter().filter_map(|id| Some((*id, scene.rect(*id)?))).collect();
    rects.sort_by_key(|(_, rect)| (rect.middle(axis), rect.span(axis).0));
    let [(_, first), .., (_, last)] = rects[..] else { return Err(Refusal::TooFew(3)) };
    let count = rects.len() as i32 - 1;
    let inner: i32 = rects[1..rects.len() - 1].iter().map(|(_, rect)| rect.length(axis)).sum();
    let spare = last.span(axis).0 - first.span(axis).1 - inner;
    let (start, distance) = (first.middle(axis), last.middle(axis) - first.middle(axis));
    let mut taken = first.span(axis).1;
    for (at, (id, rect)) in rects.iter().enumerate().take(rects.len() - 1).skip(1) {
        let step = at as i32;
        // What does not divide evenly is spread, so that no gap differs from another by more than one unit.
        let to = if by_gaps {
            taken + spare * step / count - spare * (step - 1) / count
        } else {
            start + distance * step / count - rect.length(axis) / 2
        };
        taken = to + rect.length(axis);
        let by = to - rect.span(axis).0;
        shift(draft, *id, if axis == Axis::X { (by, 0) } else { (0, by) })?;
    }
    Ok(done(StepKey::Distribute, &ids))
}

/// Puts items into rows with the usual gaps: what stands about beside each other comes to one row, at one top; the first of each row
/// at one left.
pub(crate) fn tidy_up<D: Document>(draft: &mut D, scene: &Scene, ids: &[ItemId]) -> Result<Done, Refusal> {
    let ids = movable(draft, ids)?;
    if ids.len() < 2 {
        return Err(Refusal::TooFew(2));
    }
    let units = draft.units();
    let rects: Vec<(ItemId, Rect)> = ids.iter().filter_map(|id| Some((*id, scene.rect(*id)?))).collect();
    let Some(bounds) = Rect::around(rects.iter().map(|(_, rect)| *rect)) else { return Err(Refusal::NothingSelected) };
    let mut top = round_to(bounds.top, units.grid);
    let left = round_to(bounds.left, units.grid);
    for row in rows(rects) {
        let (mut x, mut height) = (left, 0);
        for (id, rect) in row {
            shift(draft, id, (x - rect.left, top - rect.top))?;
            x += rect.width() + units.gap;
            height = height.max(rect.height());
        }
        top += height + units.row_gap;
    }
    Ok(done(StepKey::TidyUp, &ids))
}

/// Rectangles row by row, each row from the left: what begins above the middle of the row's first is in its row.
pub(crate) fn rows(rects: Vec<(ItemId, Rect)>) -> Vec<Vec<(ItemId, Rect)>> {
    let mut rects = rects;
    rects.sort_by_key(|(_, rect)| (rect.top, rect.left));
    let mut rows: Vec<Vec<(ItemId, Rect)>> = Vec::new();
    for placed in rects {
        match rows.last_mut() {
            Some(row) if row.first().is_some_and(|(_, first)| placed.1.top < first.middle(Axis::Y)) => row.push(placed),
            _ => rows.push(vec![placed]),
        }
    }
    for row in &mut rows {
        row.sort_by_key(|(_, rect)| (rect.left, rect.top));
    }
    rows
}

fn round_to(at: i32, grid: i32) -> i32 {
    let grid = grid.max(1);
    (at + grid / 2).div_euclid(grid) * grid
}
