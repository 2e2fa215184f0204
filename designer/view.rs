//! Which part of the canvas the window shows, and how large.

use crate::{Point, Rect};

/// The least and the greatest zoom.
pub const ZOOMS: (f64, f64) = (0.25, 4.0);
/// Zooms that keys and buttons go through.
const STEPS: [f64; 13] = [0.25, 1.0 / 3.0, 0.5, 2.0 / 3.0, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0];

/// The part of the canvas that the window shows.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct View {
    /// How large: 1 is 100 %.
    pub zoom: f64,
    /// Pixels of the screen for a unit at 100 %.
    pub unit: f64,
    /// Where the document's corner stands in the window, in pixels.
    pub corner: Point,
}

impl Default for View {
    fn default() -> View {
        View { zoom: 1.0, unit: 1.0, corner: Point::default() }
    }
}

impl View {
    /// Pixels of the screen for a unit, which gestures ask for.
    pub fn scale(self) -> f64 {
        self.zoom * self.unit
    }

    /// The place on the canvas of a place in the window.
    pub fn to_canvas(self, at: Point) -> Point {
        let scale = self.scale();
        Point::new((at.x - self.corner.x) / scale, (at.y - self.corner.y) / scale)
    }

    /// The place in the window of a place on the canvas.
    pub fn to_window(self, at: Point) -> Point {
        let scale = self.scale();
        Point::new(at.x * scale + self.corner.x, at.y * scale + self.corner.y)
    }

    /// Another zoom, the place of the canvas under the pointer staying there.
    #[must_use]
    pub fn zoomed(self, to: f64, pointer: Point) -> View {
        let under = self.to_canvas(pointer);
        let zoom = to.clamp(ZOOMS.0, ZOOMS.1);
        let scale = zoom * self.unit;
        View { zoom, corner: Point::new(pointer.x - under.x * scale, pointer.y - under.y * scale), ..self }
    }

    /// The next greater zoom of the usual ones, or the next smaller.
    #[must_use]
    pub fn stepped(self, greater: bool, pointer: Point) -> View {
        let next = if greater {
            STEPS.into_iter().find(|step| *step > self.zoom * 1.001)
        } else {
            STEPS.into_iter().rev().find(|step| *step < self.zoom * 0.999)
        };
        next.map_or(self, |zoom| self.zoomed(zoom, pointer))
    }

    /// The canvas moved by so many pixels.
    #[must_use]
    pub fn panned(self, x: f64, y: f64) -> View {
        View { corner: Point::new(self.corner.x + x, self.corner.y + y), ..self }
    }

    /// A part of the canvas as large as it fits into a window of this size, with a margin around it, in its middle.
    #[must_use]
    pub fn fitted(self, part: Rect, (width, height): (f64, f64), margin: f64) -> View {
        let (wide, high) = (f64::from(part.width().max(1)), f64::from(part.height().max(1)));
        let room = |length: f64| (length - 2.0 * margin).max(1.0);
        let zoom = (room(width) / wide).min(room(height) / high) / self.unit;
        let zoom = zoom.clamp(ZOOMS.0, ZOOMS.1);
        let scale = zoom * self.unit;
        let corner = |start: i32, length: f64, window: f64| (window - length * scale) / 2.0 - f64::from(start) * scale;
        View { zoom, corner: Point::new(corner(part.left, wide, width), corner(part.top, high, height)), ..self }
    }

    /// The canvas moved as little as it takes to show a part of it in a window of this size.
    #[must_use]
    pub fn revealing(self, part: Rect, (width, height): (f64, f64), margin: f64) -> View {
        let start = self.to_window(Point::new(f64::from(part.left), f64::from(part.top)));
        let end = self.to_window(Point::new(f64::from(part.right), f64::from(part.bottom)));
        let by = |start: f64, end: f64, window: f64| {
            if start < margin || end - start > window - 2.0 * margin {
                margin - start
            } else {
                (window - margin - end).min(0.0)
            }
        };
        self.panned(by(start.x, end.x, width), by(start.y, end.y, height))
    }
}

/// A mark of a ruler.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Tick {
    /// Where in the window, in pixels along the ruler.
    pub at: f64,
    /// The number of units that stands there; `None`: a small mark without a number.
    pub number: Option<i32>,
}

/// The marks of a ruler: `corner` is where the document begins, `length` how long the ruler is, both in pixels, `scale` pixels for a
/// unit.
pub fn ticks(corner: f64, length: f64, scale: f64) -> Vec<Tick> {
    /// Numbers are no nearer to each other, in pixels.
    const APART: f64 = 56.0;
    let wanted = APART / scale;
    let power = 10_f64.powf(wanted.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|times| times * power).into_iter().find(|step| *step >= wanted * 0.999);
    let step = step.unwrap_or(10.0 * power).max(1.0);
    let parts = if step >= 10.0 { 5.0 } else { 1.0 };
    let small = step / parts;
    let first = (-corner / scale / small).ceil() as i64;
    let last = ((length - corner) / scale / small).floor() as i64;
    let tick = |at: i64| {
        let unit = at as f64 * small;
        let is_great = at.rem_euclid(parts as i64) == 0;
        Tick { at: corner + unit * scale, number: is_great.then_some(unit.round() as i32) }
    };
    (first..=last.min(first + 10_000)).map(tick).collect()
}
