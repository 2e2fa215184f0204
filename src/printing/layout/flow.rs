//! Putting bands on pages.

use super::{
    Setting,
    band::{LaidBand, Piece, lay_out_band},
    bands,
};
use crate::{
    Page, PrintingError, Result,
    page::{Points, points},
};
use model::layout::{Band, BandRole};

/// Rounding that does not push anything to the next page.
const HAIR: Points = 0.01;
/// Less height than this is no room for a page's content.
const LEAST_ROOM: Points = 28.0;

/// No document has more pages than this.
const MOST_PAGES: usize = 20_000;

/// Lays out all pages, as if there were `pages` of them.
pub(super) fn paginate(setting: &Setting<'_>, pages: usize) -> Result<Vec<Page>> {
    let mut flow = Flow::begin(setting, pages)?;
    for band in bands(setting.form, BandRole::Body).filter(|band| setting.holds(band.when.as_ref())) {
        flow.add(band)?;
    }
    flow.add_at_the_foot()?;
    Ok(flow.finished)
}

/// The pages so far.
struct Flow<'a> {
    setting: &'a Setting<'a>,
    /// How many pages there are thought to be.
    pages: usize,
    finished: Vec<Page>,
    /// Where the next band goes, and where the room for bands begins and ends on this page.
    y: Points,
    top: Points,
    bottom: Points,
    /// Room for bands on a page that is not the first.
    full: Points,
}

impl<'a> Flow<'a> {
    fn begin(setting: &'a Setting<'a>, pages: usize) -> Result<Flow<'a>> {
        let form = setting.form;
        if form.width - form.margins[0] - form.margins[2] <= 0 {
            return Err(PrintingError::NoRoom);
        }
        let mut flow = Flow { setting, pages, finished: Vec::new(), y: 0.0, top: 0.0, bottom: 0.0, full: 0.0 };
        let inside = points(form.height - form.margins[1] - form.margins[3]);
        flow.full = inside - flow.height_of(BandRole::PageHeader)? - flow.height_of(BandRole::PageFooter)?;
        if flow.full < LEAST_ROOM {
            return Err(PrintingError::NoRoom);
        }
        flow.next_page()?;
        Ok(flow)
    }

    /// Height of all bands of a role, with the highest page number in them.
    fn height_of(&self, role: BandRole) -> Result<Points> {
        let mut height = 0.0;
        for laid in self.fixed(role, self.pages)? {
            height += laid.height;
        }
        Ok(height)
    }

    /// The bands of the page's header or footer on a page.
    fn fixed(&self, role: BandRole, page: usize) -> Result<Vec<LaidBand>> {
        let counters = self.setting.counters(page, self.pages.max(page));
        let tallest = points(self.setting.form.height) / 3.0;
        bands(self.setting.form, role)
            .filter(|band| self.setting.holds(band.when.as_ref()))
            .map(|band| lay_out_band(self.setting, band, counters, tallest))
            .collect()
    }

    /// The bands at the foot of the last page; a page more where there is no room for them.
    fn add_at_the_foot(&mut self) -> Result<()> {
        let laid = self.fixed(BandRole::LastFooter, self.finished.len())?;
        let height: Points = laid.iter().map(|laid| laid.height).sum();
        if laid.is_empty() {
            return Ok(());
        }
        if height > self.full + HAIR {
            return Err(PrintingError::NoRoom);
        }
        if height > self.bottom - self.y + HAIR && !self.is_fresh() {
            self.next_page()?;
        }
        let mut y = self.bottom - height;
        for laid in self.fixed(BandRole::LastFooter, self.finished.len())? {
            self.draw(laid.pieces, y);
            y += laid.height;
        }
        Ok(())
    }

    /// Begins a page; its header and footer are set at once.
    fn next_page(&mut self) -> Result<()> {
        let form = self.setting.form;
        if self.finished.len() >= MOST_PAGES {
            return Err(PrintingError::TooLong);
        }
        self.finished.push(Page { width: points(form.width), height: points(form.height), marks: Vec::new() });
        let number = self.finished.len();
        self.top = points(form.margins[1]);
        if number > 1 {
            for laid in self.fixed(BandRole::PageHeader, number)? {
                self.draw(laid.pieces, self.top);
                self.top += laid.height;
            }
        }
        let footers = self.fixed(BandRole::PageFooter, number)?;
        self.bottom = points(form.height - form.margins[3]) - footers.iter().map(|laid| laid.height).sum::<Points>();
        let mut y = self.bottom;
        for laid in footers {
            self.draw(laid.pieces, y);
            y += laid.height;
        }
        self.y = self.top;
        Ok(())
    }

    fn is_fresh(&self) -> bool {
        self.y <= self.top + HAIR
    }

    fn lay_out(&self, band: &Band) -> Result<LaidBand> {
        let page = self.finished.len();
        lay_out_band(self.setting, band, self.setting.counters(page, self.pages.max(page)), self.full)
    }

    /// Puts a band below what is there, breaking it over pages where it does not fit.
    fn add(&mut self, band: &Band) -> Result<()> {
        let mut laid = self.lay_out(band)?;
        let fits = |flow: &Flow<'_>, laid: &LaidBand| laid.bottom() <= flow.bottom - flow.y + HAIR;
        if band.keep_together && !fits(self, &laid) && !self.is_fresh() && laid.bottom() <= self.full + HAIR {
            self.next_page()?;
            laid = self.lay_out(band)?;
        }
        let mut untouched = true;
        loop {
            let room = self.bottom - self.y;
            if laid.bottom() <= room + HAIR {
                self.draw(laid.pieces, self.y);
                self.y = (self.y + laid.height).min(self.bottom);
                return Ok(());
            }
            let mut split = split(laid.pieces, room, self.full);
            if split.stays.iter().all(|piece| split.is_half(piece)) {
                if !self.is_fresh() {
                    // Nothing of it fits below the band above: it begins on a page of its own.
                    self.next_page()?;
                    laid.pieces = split.undo();
                    if untouched {
                        laid = self.lay_out(band)?;
                    }
                    continue;
                }
                let mut pieces = split.undo();
                if break_up(&mut pieces, room) {
                    laid.pieces = pieces;
                    continue;
                }
                split = force(pieces, self.full);
            }
            untouched = false;
            let carried = brought_forward(&split, self.full);
            let mut stays = split.stays;
            stays.extend(carried.clone());
            self.draw(stays, self.y);
            self.next_page()?;
            let (pieces, moved_up) = carry(split.moves, split.headings, carried, split.cut, self.full);
            laid = LaidBand { pieces, height: laid.height - moved_up };
        }
    }

    /// Draws pieces of a band whose top is at `y`, each item in its turn.
    fn draw(&mut self, mut pieces: Vec<Piece>, y: Points) {
        pieces.sort_by_key(|piece| piece.item);
        let Some(page) = self.finished.last_mut() else { return };
        for mut piece in pieces {
            piece.move_marks(y);
            page.marks.append(&mut piece.marks);
        }
    }
}

/// A band parted at the foot of a page.
struct Split {
    stays: Vec<Piece>,
    moves: Vec<Piece>,
    /// The top of what moves.
    cut: Points,
    /// Headings that stay while rows of their table move.
    headings: Vec<Piece>,
    /// Frames as they were before they were cut, by the places of their halves.
    whole: Vec<Piece>,
}

impl Split {
    /// Whether it is one half of a frame that was cut.
    fn is_half(&self, piece: &Piece) -> bool {
        piece.stretches && self.whole.iter().any(|whole| whole.item == piece.item)
    }

    /// The pieces before they were parted.
    fn undo(self) -> Vec<Piece> {
        let mut pieces: Vec<Piece> =
            self.stays.iter().chain(&self.moves).filter(|piece| !self.is_half(piece)).cloned().collect();
        pieces.extend(self.whole);
        pieces
    }
}

/// Parts pieces: what ends within `room` stays, unless something that does not stands as high or higher.
fn split(pieces: Vec<Piece>, room: Points, full: Points) -> Split {
    let may_be_cut = |piece: &Piece| piece.stretches && piece.bottom - piece.top > full + HAIR;
    let cut = pieces
        .iter()
        .filter(|piece| !may_be_cut(piece) && needed_bottom(piece, &pieces) > room + HAIR)
        .map(|piece| piece.top)
        .fold(Points::MAX, Points::min)
        .min(room.max(0.0));
    let mut split = Split { stays: Vec::new(), moves: Vec::new(), cut, headings: Vec::new(), whole: Vec::new() };
    for piece in pieces.iter().cloned() {
        if may_be_cut(&piece) && piece.top < cut - HAIR && piece.bottom > room + HAIR {
            let (mut upper, mut lower) = (piece.clone(), piece.clone());
            upper.cut(piece.top, room);
            lower.cut(cut, piece.bottom);
            split.whole.push(piece);
            split.stays.push(upper);
            split.moves.push(lower);
        } else if needed_bottom(&piece, &pieces) > room + HAIR || piece.top >= cut - HAIR {
            split.moves.push(piece);
        } else {
            split.stays.push(piece);
        }
    }
    for heading in split.stays.iter().filter(|piece| piece.heading_of.is_some()) {
        if split.moves.iter().any(|piece| piece.row_of == heading.heading_of) {
            split.headings.push(heading.clone());
        }
    }
    split
}

/// A heading does not stay without the first row under it, nor what leads without what follows; a row at the foot of a page has
/// the sums so far below it.
fn needed_bottom(piece: &Piece, pieces: &[Piece]) -> Points {
    if let Some(carried) = &piece.carried
        && !piece.leads
    {
        return carried.bottom;
    }
    // What leads without being of a table is the title above the next item.
    let led = piece.leads.then(|| piece.row_of.unwrap_or(piece.item + 1));
    let Some(table) = piece.heading_of.or(led) else { return piece.bottom };
    let below = pieces.iter().filter(|row| row.row_of == Some(table) && row.top >= piece.bottom - HAIR);
    let next = below.min_by(|a, b| a.top.total_cmp(&b.top));
    next.map_or(piece.bottom, |next| piece.bottom.max(needed_bottom(next, pieces)))
}

/// Breaks up the rows that are taller than a page; says whether there was one.
fn break_up(pieces: &mut Vec<Piece>, room: Points) -> bool {
    let Some(at) = (0..pieces.len())
        .filter(|at| !pieces[*at].parts.is_empty() && pieces[*at].bottom > room + HAIR)
        .min_by(|a, b| pieces[*a].top.total_cmp(&pieces[*b].top))
    else {
        return false;
    };
    let row = pieces.remove(at);
    pieces.splice(at..at, row.parts);
    true
}

/// Keeps the topmost piece on the page although it is taller than that, so that there is an end.
fn force(pieces: Vec<Piece>, full: Points) -> Split {
    let top = pieces.iter().filter(|piece| !piece.stretches).map(|piece| piece.top).fold(Points::MAX, Points::min);
    let (stays, moves): (Vec<Piece>, Vec<Piece>) = pieces.into_iter().partition(|piece| piece.top <= top + HAIR);
    let cut = moves.iter().map(|piece| piece.top).fold(Points::MAX, Points::min);
    let headings = stays
        .iter()
        .filter(|piece| piece.heading_of.is_some() && piece.bottom - piece.top < full / 2.0)
        .filter(|piece| moves.iter().any(|row| row.row_of == piece.heading_of))
        .cloned()
        .collect();
    Split { stays, moves, cut, headings, whole: Vec::new() }
}

/// The sums so far below the last row that stays of a table whose rows go on on the next page.
fn brought_forward(split: &Split, full: Points) -> Option<Piece> {
    let last = split.stays.iter().filter(|piece| piece.carried.is_some());
    let last = last.max_by(|a, b| a.bottom.total_cmp(&b.bottom))?;
    let goes_on = split.moves.iter().any(|piece| piece.row_of.is_some() && piece.row_of == last.row_of);
    let carried = last.carried.as_deref().filter(|carried| goes_on && carried.bottom - carried.top < full / 4.0)?;
    Some(carried.clone())
}

/// Moves what did not fit to the top of the next page, below the repeated headings; and by how much that is higher.
fn carry(
    mut moves: Vec<Piece>,
    headings: Vec<Piece>,
    carried: Option<Piece>,
    cut: Points,
    full: Points,
) -> (Vec<Piece>, Points) {
    let headings: Vec<Piece> =
        headings.into_iter().filter(|heading| heading.bottom - heading.top < full / 2.0).collect();
    let mut height = headings.iter().map(|heading| heading.bottom - heading.top).fold(0.0, Points::max);
    let below_headings = height;
    height += carried.as_ref().map_or(0.0, |carried| carried.bottom - carried.top);
    let up = if moves.is_empty() { 0.0 } else { cut - height };
    for piece in &mut moves {
        piece.move_down(-up);
        if piece.stretches && piece.top >= height - HAIR && piece.top <= height + HAIR {
            let bottom = piece.bottom;
            piece.cut(0.0, bottom);
        }
    }
    let mut pieces = Vec::new();
    for mut heading in headings {
        heading.move_down(-heading.top);
        pieces.push(heading);
    }
    if let Some(mut carried) = carried {
        carried.move_down(below_headings - carried.top);
        pieces.push(carried);
    }
    pieces.extend(moves);
    (pieces, up)
}
