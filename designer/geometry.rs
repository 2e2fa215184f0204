//! Points, sizes and rectangles on the canvas, in the document's units.

use model::layout::Area;

/// A place of the pointer on the canvas, in the document's units from its left and top.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

impl Point {
    /// The point at these distances from the document's left and top.
    pub fn new(x: f64, y: f64) -> Point {
        Point { x, y }
    }
}

/// Width and height in the document's units.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Size {
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

impl Size {
    /// A size of these sides.
    pub fn new(width: i32, height: i32) -> Size {
        Size { width, height }
    }
}

/// Along the canvas or down it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Axis {
    /// From left to right.
    X,
    /// From top to bottom.
    Y,
}

impl Axis {
    /// The other one.
    pub fn across(self) -> Axis {
        match self {
            Axis::X => Axis::Y,
            Axis::Y => Axis::X,
        }
    }
}

/// A rectangle on the canvas, from the document's left and top; an [`Area`] is the same within a container.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Rect {
    /// Left side.
    pub left: i32,
    /// Top.
    pub top: i32,
    /// Right side; the width is `right - left`.
    pub right: i32,
    /// Bottom.
    pub bottom: i32,
}

impl Rect {
    /// A rectangle at this place of this size.
    pub fn new(left: i32, top: i32, width: i32, height: i32) -> Rect {
        Rect { left, top, right: left.saturating_add(width), bottom: top.saturating_add(height) }
    }
    /// An area whose container's inside begins at `origin`.
    pub fn of(area: Area, origin: (i32, i32)) -> Rect {
        Rect::new(area.x.saturating_add(origin.0), area.y.saturating_add(origin.1), area.width, area.height)
    }
    /// The rectangle as an area of a container whose inside begins at `origin`.
    pub fn area(self, origin: (i32, i32)) -> Area {
        Area { x: self.left - origin.0, y: self.top - origin.1, width: self.width(), height: self.height() }
    }
    /// The rectangle between two points.
    pub fn between(a: Point, b: Point) -> Rect {
        Rect {
            left: whole(a.x.min(b.x)),
            top: whole(a.y.min(b.y)),
            right: whole(a.x.max(b.x)),
            bottom: whole(a.y.max(b.y)),
        }
    }
    /// Width.
    pub fn width(self) -> i32 {
        self.right - self.left
    }
    /// Height.
    pub fn height(self) -> i32 {
        self.bottom - self.top
    }
    /// Width and height.
    pub fn size(self) -> Size {
        Size::new(self.width(), self.height())
    }
    /// The rectangle further right and down.
    #[must_use]
    pub fn moved(self, (x, y): (i32, i32)) -> Rect {
        Rect { left: self.left + x, top: self.top + y, right: self.right + x, bottom: self.bottom + y }
    }
    /// The least rectangle around both.
    #[must_use]
    pub fn with(self, other: Rect) -> Rect {
        Rect {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
    /// The least rectangle around all of them.
    pub fn around(rects: impl IntoIterator<Item = Rect>) -> Option<Rect> {
        rects.into_iter().reduce(Rect::with)
    }
    /// Whether a point lies in it.
    pub fn holds(self, point: Point) -> bool {
        let (left, top) = (f64::from(self.left), f64::from(self.top));
        point.x >= left && point.y >= top && point.x < f64::from(self.right) && point.y < f64::from(self.bottom)
    }
    /// Whether the whole other one lies in it.
    pub fn contains(self, other: Rect) -> bool {
        other.left >= self.left && other.top >= self.top && other.right <= self.right && other.bottom <= self.bottom
    }
    /// Whether both have some place in common.
    pub fn meets(self, other: Rect) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
    /// Start and end along an axis.
    pub fn span(self, axis: Axis) -> (i32, i32) {
        match axis {
            Axis::X => (self.left, self.right),
            Axis::Y => (self.top, self.bottom),
        }
    }
    /// The middle along an axis.
    pub fn middle(self, axis: Axis) -> i32 {
        let (start, end) = self.span(axis);
        start + (end - start) / 2
    }
    /// Length along an axis.
    pub fn length(self, axis: Axis) -> i32 {
        let (start, end) = self.span(axis);
        end - start
    }
}

/// The nearest whole number of units.
pub(crate) fn whole(number: f64) -> i32 {
    number.round() as i32
}
