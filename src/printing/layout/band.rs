//! A band: its items laid out one under another, as pieces that can be put on pages.

use super::{
    Setting,
    block::{Look, set},
    code::place_code,
    table::lay_out_table,
    text::{Counters, Values, fill},
};
use crate::{
    Color, Frame, Line, Mark, PlacedPicture, Result,
    page::{Points, points},
};
use model::layout::{Align, Band, Datum, PrintItem, PrintItemKind};

/// Something of a band that stays whole: a line of text, a row of a table, a picture, a rule, a frame.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Piece {
    /// The item it is of, by its place on the band: the order of drawing.
    pub item: usize,
    /// Its top on the band.
    pub top: Points,
    /// Its bottom on the band.
    pub bottom: Points,
    /// What it draws, at its place on the band.
    pub marks: Vec<Mark>,
    /// What it is broken into where it is taller than a page.
    pub parts: Vec<Piece>,
    /// A frame or an upright rule: it may be cut where it is taller than a page.
    pub stretches: bool,
    /// It is the heading of this item's table.
    pub heading_of: Option<usize>,
    /// It is in a row of this item's table.
    pub row_of: Option<usize>,
    /// It does not stay at the foot of a page without what follows.
    pub leads: bool,
    /// Where the table is broken below this row: the sums so far, for the foot of this page and the top of the next.
    pub carried: Option<Box<Piece>>,
}

impl Piece {
    /// A piece of an item.
    pub fn new(item: usize, top: Points, bottom: Points, marks: Vec<Mark>) -> Piece {
        Piece {
            item,
            top,
            bottom,
            marks,
            parts: Vec::new(),
            stretches: false,
            heading_of: None,
            row_of: None,
            leads: false,
            carried: None,
        }
    }

    /// Moves it down.
    pub fn move_down(&mut self, by: Points) {
        self.top += by;
        self.bottom += by;
        self.move_marks(by);
        for part in self.parts.iter_mut().chain(self.carried.as_deref_mut()) {
            part.move_down(by);
        }
    }

    /// Moves down what it draws.
    pub fn move_marks(&mut self, by: Points) {
        for mark in &mut self.marks {
            mark.move_down(by);
        }
    }

    /// Makes it, and what it may be broken into, a row of an item's table.
    pub fn belongs_to(&mut self, item: usize) {
        self.item = item;
        self.row_of = Some(item);
        for part in self.parts.iter_mut().chain(self.carried.as_deref_mut()) {
            part.belongs_to(item);
        }
    }

    /// Draws it from `top` to `bottom` only; for those that stretch.
    pub fn cut(&mut self, top: Points, bottom: Points) {
        (self.top, self.bottom) = (top, bottom);
        for mark in &mut self.marks {
            match mark {
                Mark::Frame(frame) => (frame.area[1], frame.area[3]) = (top, bottom - top),
                Mark::Line(line) => (line.from.1, line.to.1) = (top, bottom),
                Mark::Text(_) | Mark::Picture(_) | Mark::Bars(_) => {}
            }
        }
    }
}

/// A band laid out, from 0 downward.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct LaidBand {
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// Its height, with the empty space under the last piece.
    pub height: Points,
}

impl LaidBand {
    /// Where the lowest piece ends.
    pub fn bottom(&self) -> Points {
        self.pieces.iter().map(|piece| piece.bottom).fold(0.0, Points::max)
    }
}

/// An item that is printed: its pieces as if nothing above it had grown, and by how much it outgrows its area.
struct Placed<'a> {
    item: &'a PrintItem,
    number: usize,
    pieces: Vec<Piece>,
    growth: Points,
    shift: Points,
}

impl Placed<'_> {
    fn top(&self) -> i32 {
        self.item.area[1].min(self.item.area[1] + self.item.area[3])
    }
    fn bottom(&self) -> i32 {
        self.item.area[1].max(self.item.area[1] + self.item.area[3])
    }
    /// Whether it grows with what stands inside it.
    fn encloses(&self, other: &Placed<'_>) -> bool {
        let between = |axis: usize| {
            let (mine, inner) = (&self.item.area, &other.item.area);
            mine[axis] <= inner[axis] && inner[axis] + inner[axis + 2] <= mine[axis] + mine[axis + 2]
        };
        match self.item.what {
            PrintItemKind::Frame(..) => between(0) && between(1) && other.top() < self.bottom(),
            PrintItemKind::Line(_) => self.is_upright() && between(1) && other.top() < self.bottom(),
            _ => false,
        }
    }
    fn is_upright(&self) -> bool {
        matches!(self.item.what, PrintItemKind::Line(_)) && self.item.area[3] > self.item.area[2].abs()
    }
}

/// Lays out a band. `tallest` is the most height a picture can have.
pub(crate) fn lay_out_band(
    setting: &Setting<'_>,
    band: &Band,
    counters: Counters,
    tallest: Points,
) -> Result<LaidBand> {
    let mut items = Vec::new();
    for (number, item) in band.items.iter().enumerate().filter(|(_, item)| setting.holds(item.when.as_ref())) {
        items.push(place(setting, item, number, counters, tallest)?);
    }
    for at in 1..items.len() {
        let is_title = matches!(items[at - 1].item.what, PrintItemKind::Text(_))
            && matches!(items[at].item.what, PrintItemKind::Table(_))
            && items[at - 1].bottom() <= items[at].top()
            && items[at - 1].number + 1 == items[at].number;
        if let Some(last) = items[at - 1].pieces.last_mut().filter(|_| is_title) {
            last.leads = true;
        }
    }
    push_down(&mut items);
    let mut laid = LaidBand { pieces: Vec::new(), height: points(band.height) };
    for mut item in items {
        let bottom = points(item.bottom()) + item.growth + item.shift;
        laid.height = laid.height.max(bottom);
        for piece in &mut item.pieces {
            piece.move_down(item.shift);
            if piece.stretches && item.growth > 0.0 {
                piece.cut(piece.top, piece.bottom + item.growth);
            }
        }
        laid.pieces.append(&mut item.pieces);
    }
    laid.height = laid.height.max(laid.bottom());
    Ok(laid)
}

/// What stands wholly below an item moves down as much as that item grew or was itself moved; frames grow with what is
/// inside them.
fn push_down(items: &mut [Placed<'_>]) {
    for _ in 0..=items.len() {
        let mut settled = true;
        for at in 0..items.len() {
            let mut shift = 0.0_f32;
            for other in items.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other) {
                if other.bottom() <= items[at].top() && other.top() < items[at].bottom() {
                    shift = shift.max(other.shift + other.growth);
                }
            }
            let mut growth = items[at].growth;
            for other in items.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other) {
                if items[at].encloses(other) {
                    growth = growth.max(other.shift + other.growth - shift);
                }
            }
            if shift > items[at].shift || growth > items[at].growth {
                settled = false;
                items[at].shift = items[at].shift.max(shift);
                items[at].growth = items[at].growth.max(growth);
            }
        }
        if settled {
            break;
        }
    }
}

fn place<'a>(
    setting: &Setting<'_>,
    item: &'a PrintItem,
    number: usize,
    counters: Counters,
    tallest: Points,
) -> Result<Placed<'a>> {
    let left = points(setting.form.margins[0]);
    let [x, y, width, height] = item.area.map(points);
    let x = (left + x).clamp(0.0, points(setting.form.width));
    let mut placed = Placed { item, number, pieces: Vec::new(), growth: 0.0, shift: 0.0 };
    match &item.what {
        PrintItemKind::Text(label) => {
            let look = Look::of(&item.style, setting);
            let values = Values { data: setting.data, counters, row: None };
            let lines = fill(label.get(setting.data.language), &values);
            let edge = points(setting.form.width - setting.form.margins[2].max(0));
            // What would hang over the paper's edge is broken before it.
            let room = if x + look.size < edge { edge - x } else { (points(setting.form.width) - x).max(look.size) };
            let runs = set(setting, &lines, look, x, if width > 0.0 { width.min(room) } else { room })?;
            placed.growth = (runs.len() as f32 * look.line_height() - height).max(0.0);
            for (line, run) in runs.into_iter().enumerate() {
                let top = y + line as f32 * look.line_height();
                if let Some(run) = run {
                    let mut piece = Piece::new(number, top, top + look.line_height(), vec![Mark::Text(run)]);
                    piece.move_marks(y);
                    placed.pieces.push(piece);
                }
            }
        }
        PrintItemKind::Table(table) => {
            let room = points(setting.form.width - setting.form.margins[2].max(0)) - x;
            let laid = lay_out_table(setting, item, table, (x, room.max(points(100))), counters, number)?;
            placed.growth = (laid.height - height).max(0.0);
            placed.pieces.extend(laid.heading);
            placed.pieces.extend(laid.rows);
            for piece in &mut placed.pieces {
                piece.move_down(y);
            }
        }
        PrintItemKind::Line(thickness) => {
            let line = Line {
                from: (x, y),
                to: (x + width, y + height),
                thickness: points((*thickness).max(1)),
                color: Color::parse(&item.style.color).unwrap_or_default(),
            };
            let stretches = placed.is_upright();
            let mut piece = Piece::new(number, y.min(y + height), y.max(y + height), vec![Mark::Line(line)]);
            piece.stretches = stretches;
            placed.pieces.push(piece);
        }
        PrintItemKind::Frame(thickness, fill) => {
            let frame = Frame {
                area: [x, y, width, height],
                thickness: points((*thickness).max(0)),
                color: Color::parse(&item.style.color).unwrap_or_default(),
                fill: Color::parse(fill),
            };
            let mut piece = Piece::new(number, y, y + height, vec![Mark::Frame(frame)]);
            piece.stretches = true;
            placed.pieces.push(piece);
        }
        PrintItemKind::Code(kind, expression) => {
            let text = setting.data.values.get(expression.trim()).map(Datum::text).unwrap_or_default();
            let area = [x, y, width, height.min(tallest)];
            placed.pieces.extend(place_code(setting, item, *kind, text, area, number)?);
        }
        PrintItemKind::Picture(expression) => {
            let height = height.min(tallest);
            if let Some(Datum::Picture(bytes)) = setting.data.values.get(expression.trim())
                && !bytes.is_empty()
                && width > 0.0
                && height > 0.0
            {
                let picture = setting.pictures.borrow_mut().get(expression, bytes)?;
                let (pixels_x, pixels_y) = picture.upright();
                let scale = (width / pixels_x).min(height / pixels_y);
                let (shown_x, shown_y) = (pixels_x * scale, pixels_y * scale);
                let indent = match item.style.align {
                    Align::Left => 0.0,
                    Align::Center => (width - shown_x) / 2.0,
                    Align::Right => width - shown_x,
                };
                let area = [x + indent, y, shown_x, shown_y];
                let mark = Mark::Picture(PlacedPicture { area, picture });
                placed.pieces.push(Piece::new(number, y, y + shown_y, vec![mark]));
            }
        }
    }
    Ok(placed)
}
