//! A laid-out page: what stands where. The PDF, the tests and the designer's canvas read the same marks.

use crate::{fonts::Face, picture::Picture};
use model::layout::Tenths;
use std::sync::Arc;

/// Typographic points, 1/72 inch. On a page x grows to the right and y downward from its top left corner.
pub type Points = f32;

/// Tenths of a millimetre as points.
pub(crate) fn points(tenths: Tenths) -> Points {
    tenths as f32 * 72.0 / 254.0
}

/// A laid-out page.
#[derive(Clone, PartialEq, Debug)]
pub struct Page {
    /// Width of the paper.
    pub width: Points,
    /// Height of the paper.
    pub height: Points,
    /// What is drawn, in this order.
    pub marks: Vec<Mark>,
}

impl Page {
    /// The texts of the page, a run after another in the order they are drawn.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.marks.iter().filter_map(|mark| match mark {
            Mark::Text(run) => Some(run.text.as_str()),
            _ => None,
        })
    }
}

/// Something drawn on a page.
#[derive(Clone, PartialEq, Debug)]
pub enum Mark {
    /// Text on one line.
    Text(Run),
    /// A straight line.
    Line(Line),
    /// A rectangle.
    Frame(Frame),
    /// A picture.
    Picture(PlacedPicture),
    /// The bars or squares of a code.
    Bars(Bars),
}

impl Mark {
    /// Moves it to the right by `by`.
    pub(crate) fn move_right(&mut self, by: Points) {
        match self {
            Mark::Text(run) => run.x += by,
            Mark::Line(line) => {
                line.from.0 += by;
                line.to.0 += by;
            }
            Mark::Frame(frame) => frame.area[0] += by,
            Mark::Picture(picture) => picture.area[0] += by,
            Mark::Bars(bars) => bars.rectangles.iter_mut().for_each(|rectangle| rectangle[0] += by),
        }
    }

    /// Moves it down by `by`.
    pub(crate) fn move_down(&mut self, by: Points) {
        match self {
            Mark::Bars(bars) => bars.rectangles.iter_mut().for_each(|rectangle| rectangle[1] += by),
            Mark::Text(run) => run.baseline += by,
            Mark::Line(line) => {
                line.from.1 += by;
                line.to.1 += by;
            }
            Mark::Frame(frame) => frame.area[1] += by,
            Mark::Picture(picture) => picture.area[1] += by,
        }
    }
}

/// A shaped text in one font, size and colour on one line.
#[derive(Clone, PartialEq, Debug)]
pub struct Run {
    /// Where the first glyph begins.
    pub x: Points,
    /// Its baseline.
    pub baseline: Points,
    /// Size of the font.
    pub size: Points,
    /// Font.
    pub face: Face,
    /// Colour.
    pub color: Color,
    /// The text, as it is to be found and copied.
    pub text: String,
    /// Its glyphs from left to right.
    pub glyphs: Vec<Glyph>,
}

impl Run {
    /// How far it reaches to the right of `x`, given the font's units to the em.
    pub fn width(&self, units_per_em: f32) -> Points {
        self.glyphs.iter().map(|glyph| glyph.advance).sum::<i32>() as f32 * self.size / units_per_em
    }
}

/// A glyph of a run; measures in the font's units.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Glyph {
    /// Its number in the font; 0 where the font has no such letter.
    pub id: u16,
    /// How far the next glyph is.
    pub advance: i32,
    /// Shift to the right of where it would stand.
    pub x_offset: i32,
    /// Shift upward of where it would stand.
    pub y_offset: i32,
    /// Where its letters begin in the run's text.
    pub from: usize,
    /// Where its letters end in the run's text.
    pub to: usize,
}

/// A straight line.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// Begin: x, y.
    pub from: (Points, Points),
    /// End: x, y.
    pub to: (Points, Points),
    /// Thickness.
    pub thickness: Points,
    /// Colour.
    pub color: Color,
}

/// A rectangle.
#[derive(Clone, PartialEq, Debug)]
pub struct Frame {
    /// x, y, width, height of its outer edge.
    pub area: [Points; 4],
    /// Thickness of its line, which lies inside the area; 0: no line.
    pub thickness: Points,
    /// Colour of its line.
    pub color: Color,
    /// Colour inside.
    pub fill: Option<Color>,
}

/// A picture on a page.
#[derive(Clone, PartialEq, Debug)]
pub struct PlacedPicture {
    /// x, y, width, height.
    pub area: [Points; 4],
    /// The picture.
    pub picture: Arc<Picture>,
}

/// Filled rectangles, drawn as one shape so that no seam shows between neighbours.
#[derive(Clone, PartialEq, Debug)]
pub struct Bars {
    /// x, y, width, height of each.
    pub rectangles: Vec<[Points; 4]>,
    /// Their colour.
    pub color: Color,
}

/// Red, green, blue.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// Black.
    pub const BLACK: Color = Color(0, 0, 0);

    /// The colour written as `#RRGGBB`.
    pub fn parse(text: &str) -> Option<Color> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Color(part(0)?, part(2)?, part(4)?))
    }
}
