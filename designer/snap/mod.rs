//! Drawing what is moved to what is there: edges, centres, lines of text, equal gaps, padding, guides, and, weakest, the grid.
//!
//! Its strength is constant in pixels of the screen at every zoom.

mod gaps;
mod lines;

pub use gaps::{Distance, EqualGap};
pub(crate) use gaps::{equal_gaps, show_distances, show_equal};
pub use lines::{LineKind, SnapLine};
pub(crate) use lines::{Lines, Probe};

use crate::{Axis, Rect, geometry::whole};

/// How near something is drawn to a line, in pixels of the screen.
pub(crate) const STRENGTH: f64 = 6.0;

/// How a move is drawn.
#[derive(Clone, Copy)]
pub(crate) struct Pull {
    /// Pixels of the screen for a unit.
    pub zoom: f64,
    /// Nothing draws.
    pub free: bool,
}

impl Pull {
    fn strength(self) -> f64 {
        STRENGTH / self.zoom
    }
}

/// How far a rectangle moves along an axis that the pointer moved by `raw`, which lies otherwise at `rect`.
pub(crate) fn move_along(lines: &mut Lines, axis: Axis, rect: Rect, probes: &[Probe], raw: f64, pull: Pull) -> i32 {
    let plain = whole(raw);
    if pull.free {
        return plain;
    }
    let strength = pull.strength();
    let base = rect.span(axis).0;
    let mut best: Option<(f64, u8, i32)> = None;
    let mut offer = |distance: f64, weight: u8, shift: i32| {
        let better = best.is_none_or(|(nearest, lighter, _)| {
            distance < nearest - 0.01 || (distance <= nearest + 0.01 && weight < lighter)
        });
        if distance <= strength && better {
            best = Some((distance, weight, shift));
        }
    };
    for line in lines.along(axis) {
        for probe in probes.iter().filter(|probe| probe.meets(line.kind)) {
            let shift = line.at - base - probe.offset;
            offer((f64::from(shift) - raw).abs(), line.kind.weight(), shift);
        }
    }
    equal_gaps(lines, axis, rect, plain, &mut |shift| {
        offer((f64::from(shift) - raw).abs(), LineKind::Gap.weight(), shift);
    });
    best.map_or_else(|| to_grid(lines, axis, base, raw, strength), |(_, _, shift)| shift)
}

/// The grid is the weakest: it draws only what nothing else does.
fn to_grid(lines: &Lines, axis: Axis, base: i32, raw: f64, strength: f64) -> i32 {
    let grid = f64::from(lines.grid.max(1));
    let origin = f64::from(lines.origin(axis));
    let at = f64::from(base) + raw - origin;
    let on_grid = (at / grid).round() * grid;
    let to = if (on_grid - at).abs() <= strength { on_grid } else { at };
    whole(to + origin) - base
}

/// Where a side that the pointer moved to `raw` comes to stand; `opposite` is the side that stays.
pub(crate) fn move_side(lines: &mut Lines, axis: Axis, raw: f64, opposite: i32, pull: Pull) -> i32 {
    if pull.free {
        return whole(raw);
    }
    let strength = pull.strength();
    let mut best: Option<(f64, u8, i32)> = None;
    let mut offer = |at: i32, weight: u8| {
        let distance = (f64::from(at) - raw).abs();
        let better = best.is_none_or(|(nearest, lighter, _)| {
            distance < nearest - 0.01 || (distance <= nearest + 0.01 && weight < lighter)
        });
        if distance <= strength && better {
            best = Some((distance, weight, at));
        }
    };
    let probe = Probe { offset: 0, of: LineKind::Edge };
    lines.along(axis).filter(|line| probe.meets(line.kind)).for_each(|line| offer(line.at, line.kind.weight()));
    let grows_to = if raw >= f64::from(opposite) { 1 } else { -1 };
    for rect in &lines.rects {
        offer(opposite + grows_to * rect.length(axis), LineKind::SameSize.weight());
    }
    best.map_or_else(|| to_grid(lines, axis, 0, raw, strength), |(_, _, at)| at)
}

/// How far it is to the next line in a direction; `None`: there is none.
pub(crate) fn to_next_line(lines: &Lines, axis: Axis, rect: Rect, probes: &[Probe], forward: bool) -> Option<i32> {
    let base = rect.span(axis).0;
    let shifts = lines.along(axis).flat_map(|line| {
        let meeting = probes.iter().filter(|probe| probe.meets(line.kind));
        meeting.map(|probe| line.at - base - probe.offset)
    });
    let ahead = shifts.filter(|shift| if forward { *shift > 0 } else { *shift < 0 });
    ahead.min_by_key(|shift| shift.abs())
}
