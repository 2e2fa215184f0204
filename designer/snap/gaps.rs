//! Gaps between neighbours: equal ones draw, and distances are shown.

use super::Lines;
use crate::{Axis, Rect};

/// A distance to a neighbour or to the padding of the container, to be shown with its number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Distance {
    /// Along which axis it is measured.
    pub axis: Axis,
    /// Where it begins on that axis.
    pub from: i32,
    /// Where it ends; its length is `to - from`.
    pub to: i32,
    /// Where it stands on the other axis.
    pub across: i32,
}

/// One of several gaps of the same width, to be shown with a mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EqualGap {
    /// Along which axis the gap lies.
    pub axis: Axis,
    /// Where it begins on that axis.
    pub from: i32,
    /// Where it ends; its width is `to - from`.
    pub to: i32,
    /// Where it stands on the other axis.
    pub across: i32,
}

/// Puts those that stand beside `rect` along an axis into `row`, in their order.
fn gather(row: &mut Vec<Rect>, rects: &[Rect], axis: Axis, rect: Rect) {
    let (start, end) = rect.span(axis.across());
    row.clear();
    row.extend(rects.iter().filter(|other| {
        let (from, to) = other.span(axis.across());
        from < end && start < to
    }));
    row.sort_unstable_by_key(|other| other.span(axis));
}

/// Offers every shift along an axis that makes a gap beside the rectangle equal to another one in its row. It lies at about `by`
/// from `rect` now.
pub(crate) fn equal_gaps(lines: &mut Lines, axis: Axis, rect: Rect, by: i32, offer: &mut dyn FnMut(i32)) {
    let now = if axis == Axis::X { rect.moved((by, 0)) } else { rect.moved((0, by)) };
    let mut row = std::mem::take(&mut lines.row);
    gather(&mut row, &lines.rects, axis, now);
    let (base, length, middle) = (rect.span(axis).0, rect.length(axis), now.middle(axis));
    let before = row.iter().filter(|other| other.middle(axis) <= middle).map(|other| other.span(axis).1).max();
    let behind = row.iter().filter(|other| other.middle(axis) > middle).map(|other| other.span(axis).0).min();
    if let (Some(before), Some(behind)) = (before, behind)
        && behind - before >= length
    {
        offer(before + (behind - before - length) / 2 - base);
    }
    for pair in row.windows(2) {
        let gap = pair[1].span(axis).0 - pair[0].span(axis).1;
        // The gap in which it lies is not one to be like.
        if gap <= 0 || (before, behind) == (Some(pair[0].span(axis).1), Some(pair[1].span(axis).0)) {
            continue;
        }
        if let Some(before) = before {
            offer(before + gap - base);
        }
        if let Some(behind) = behind {
            offer(behind - gap - length - base);
        }
    }
    lines.row = row;
}

/// Shows the gaps beside a rectangle that are equal to another one in its row.
pub(crate) fn show_equal(lines: &mut Lines, axis: Axis, rect: Rect, shown: &mut Vec<EqualGap>) {
    let mut row = std::mem::take(&mut lines.row);
    gather(&mut row, &lines.rects, axis, rect);
    let (start, end) = rect.span(axis);
    let across = rect.middle(axis.across());
    let before = row.iter().rposition(|other| other.span(axis).1 <= start);
    let behind = row.iter().position(|other| other.span(axis).0 >= end);
    let gap = |from: i32, to: i32| EqualGap { axis, from, to, across };
    let own: Vec<EqualGap> =
        [before.map(|at| gap(row[at].span(axis).1, start)), behind.map(|at| gap(end, row[at].span(axis).0))]
            .into_iter()
            .flatten()
            .filter(|gap| gap.to > gap.from)
            .collect();
    let width = |gap: &EqualGap| gap.to - gap.from;
    for one in &own {
        let others = row.windows(2).filter_map(|pair| {
            let (from, to) = (pair[0].span(axis).1, pair[1].span(axis).0);
            let between =
                Some((from, to)) != before.zip(behind).map(|(a, b)| (row[a].span(axis).1, row[b].span(axis).0));
            (to - from == width(one) && between)
                .then(|| EqualGap { across: pair[0].middle(axis.across()), ..gap(from, to) })
        });
        // What does not divide evenly in the middle of two neighbours is in the middle all the same.
        let beside = own.iter().filter(|other| *other != one && (width(other) - width(one)).abs() <= 1).copied();
        let equal: Vec<EqualGap> = others.chain(beside).collect();
        if !equal.is_empty() {
            for gap in equal.into_iter().chain([*one]) {
                if !shown.contains(&gap) {
                    shown.push(gap);
                }
            }
        }
    }
    lines.row = row;
}

/// Shows the distances of a rectangle to its nearest neighbour on each side, or to the container's padding where there is none.
pub(crate) fn show_distances(lines: &mut Lines, rect: Rect, shown: &mut Vec<Distance>) {
    let mut row = std::mem::take(&mut lines.row);
    for axis in [Axis::X, Axis::Y] {
        gather(&mut row, &lines.rects, axis, rect);
        let ((start, end), (first, last)) = (rect.span(axis), lines.room.span(axis));
        let nearest = row.iter().filter(|other| other.span(axis).1 <= start).max_by_key(|other| other.span(axis).1);
        let across = |other: Option<&Rect>| {
            let (from, to) = rect.span(axis.across());
            let (other_from, other_to) = other.map_or((from, to), |other| other.span(axis.across()));
            let (from, to) = (from.max(other_from), to.min(other_to));
            from + (to - from) / 2
        };
        let from = nearest.map_or(first, |other| other.span(axis).1);
        if from < start {
            shown.push(Distance { axis, from, to: start, across: across(nearest) });
        }
        let nearest = row.iter().filter(|other| other.span(axis).0 >= end).min_by_key(|other| other.span(axis).0);
        let to = nearest.map_or(last, |other| other.span(axis).0);
        if to > end {
            shown.push(Distance { axis, from: end, to, across: across(nearest) });
        }
    }
    lines.row = row;
}
