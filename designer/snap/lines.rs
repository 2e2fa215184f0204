//! Lines that draw what is moved.

use crate::{Axis, Document, Item, Measure, Rect, Scene};
use model::ids::ItemId;

/// Why a line draws.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LineKind {
    /// A side of another object.
    Edge,
    /// The centre of another object or of the container.
    Centre,
    /// A line of text of another object.
    Baseline,
    /// The padding of the container.
    Padding,
    /// A guide.
    Guide,
    /// Equal gaps.
    Gap,
    /// As large as another object.
    SameSize,
}

impl LineKind {
    /// Of lines at one distance that of the least weight draws.
    pub(super) fn weight(self) -> u8 {
        match self {
            LineKind::Guide => 0,
            LineKind::Baseline => 1,
            LineKind::Edge => 2,
            LineKind::Padding => 3,
            LineKind::SameSize => 4,
            LineKind::Gap => 5,
            LineKind::Centre => 6,
        }
    }
}

/// A line to be drawn on the canvas through all objects that lie at it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SnapLine {
    /// `X`: a vertical line at `x = at`; `Y`: a horizontal one at `y = at`.
    pub axis: Axis,
    /// Where.
    pub at: i32,
    /// Its beginning along the other axis.
    pub from: i32,
    /// Its end along the other axis.
    pub to: i32,
    /// Why.
    pub kind: LineKind,
}

/// A place of what is moved that may come to lie at a line, from its left or top.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Probe {
    pub offset: i32,
    pub of: LineKind,
}

impl Probe {
    pub(super) fn meets(self, line: LineKind) -> bool {
        match line {
            LineKind::Guide => self.of != LineKind::Baseline,
            LineKind::Padding => self.of == LineKind::Edge,
            line => self.of == line,
        }
    }

    /// Both sides, the centre, and lines of text at these distances from the top.
    pub(crate) fn of(rect: Rect, axis: Axis, baselines: &[i32]) -> Vec<Probe> {
        let length = rect.length(axis);
        let mut probes = vec![
            Probe { offset: 0, of: LineKind::Edge },
            Probe { offset: length, of: LineKind::Edge },
            Probe { offset: length / 2, of: LineKind::Centre },
        ];
        if axis == Axis::Y {
            probes.extend(baselines.iter().map(|offset| Probe { offset: *offset, of: LineKind::Baseline }));
        }
        probes
    }
}

/// A line with the extent of what it belongs to across it.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub at: i32,
    pub from: i32,
    pub to: i32,
    pub kind: LineKind,
}

/// Everything that draws in a container: its other contents, its padding, the guides, the grid.
#[derive(Default)]
pub(crate) struct Lines {
    x: Vec<Line>,
    y: Vec<Line>,
    /// The other contents.
    pub(crate) rects: Vec<Rect>,
    /// The room within the padding.
    pub(crate) room: Rect,
    pub(super) grid: i32,
    origin: (i32, i32),
    /// Room for looking through a row of neighbours without asking for memory.
    pub(super) row: Vec<Rect>,
}

impl Lines {
    /// What draws in a container, without what is moved.
    pub(crate) fn of<D: Document>(
        document: &D,
        scene: &Scene,
        container: Option<ItemId>,
        moved: &dyn Fn(ItemId) -> bool,
        measure: &dyn Measure<D::Item>,
    ) -> Lines {
        let mut lines = Lines {
            room: scene.room(document, container),
            grid: document.units().grid,
            origin: scene.origin(document, container),
            ..Lines::default()
        };
        let others = document.children(container).filter(|item| !moved(item.id()) && scene.is_seen(item.id()));
        for (item, rect) in others.filter_map(|item| Some((item, scene.rect(item.id())?))) {
            lines.add_box(rect, LineKind::Edge);
            lines.rects.push(rect);
            for offset in measure.baselines(item) {
                lines.y.push(Line { at: rect.top + offset, from: rect.left, to: rect.right, kind: LineKind::Baseline });
            }
        }
        lines.add_box(lines.room, LineKind::Padding);
        lines.add_guides(document, scene);
        lines
    }

    /// What draws a guide: all objects that are seen, and the canvas.
    pub(crate) fn for_guide<D: Document>(document: &D, scene: &Scene) -> Lines {
        let canvas = Rect::new(0, 0, scene.size.width, scene.size.height);
        let mut lines = Lines { room: canvas, grid: document.units().grid, ..Lines::default() };
        scene.placed.iter().filter(|placed| placed.seen).for_each(|placed| lines.add_box(placed.rect, LineKind::Edge));
        lines.add_box(canvas, LineKind::Padding);
        lines
    }

    fn add_box(&mut self, rect: Rect, kind: LineKind) {
        for (axis, lines) in [(Axis::X, &mut self.x), (Axis::Y, &mut self.y)] {
            let ((start, end), (from, to)) = (rect.span(axis), rect.span(axis.across()));
            lines.push(Line { at: start, from, to, kind });
            lines.push(Line { at: end, from, to, kind });
            lines.push(Line { at: rect.middle(axis), from, to, kind: LineKind::Centre });
        }
    }

    fn add_guides<D: Document>(&mut self, document: &D, scene: &Scene) {
        let (guides, kind) = (document.guides(), LineKind::Guide);
        self.x.extend(guides.x.iter().map(|at| Line { at: *at, from: 0, to: scene.size.height, kind }));
        self.y.extend(guides.y.iter().map(|at| Line { at: *at, from: 0, to: scene.size.width, kind }));
    }

    pub(super) fn along(&self, axis: Axis) -> impl Iterator<Item = &Line> {
        match axis {
            Axis::X => self.x.iter(),
            Axis::Y => self.y.iter(),
        }
    }

    pub(super) fn origin(&self, axis: Axis) -> i32 {
        match axis {
            Axis::X => self.origin.0,
            Axis::Y => self.origin.1,
        }
    }

    /// Shows every line at which a probe of a rectangle has come to lie, drawn through both.
    pub(crate) fn show(&self, axis: Axis, rect: Rect, probes: &[Probe], shown: &mut Vec<SnapLine>) {
        let (base, (start, end)) = (rect.span(axis).0, rect.span(axis.across()));
        for line in self.along(axis) {
            let met = probes.iter().any(|probe| base + probe.offset == line.at && probe.meets(line.kind));
            if !met {
                continue;
            }
            let (from, to) = (line.from.min(start), line.to.max(end));
            let known =
                shown.iter_mut().find(|other| other.axis == axis && other.at == line.at && other.kind == line.kind);
            match known {
                Some(known) => {
                    known.from = known.from.min(from);
                    known.to = known.to.max(to);
                }
                None => shown.push(SnapLine { axis, at: line.at, from, to, kind: line.kind }),
            }
        }
    }
}
