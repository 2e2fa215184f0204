//! A printed table: a heading, and a row for each record.

use super::{
    Setting,
    band::Piece,
    block::{Look, set},
    text::{Counters, Values, fill},
};
use crate::{
    Color, Face, Line, Mark, Result, Run,
    page::{Points, points},
};
use model::layout::{PrintItem, PrintTable};
use std::collections::BTreeMap;

/// Space beside a cell's text where another column follows, and above and below it.
const PADDING: [Points; 2] = [4.0, 3.2];
/// Rule under the heading.
const HEADING_RULE: (Points, Color) = (0.7, Color(0x7B, 0x86, 0x91));
/// Rule under a row.
const ROW_RULE: (Points, Color) = (0.4, Color(0xDF, 0xE3, 0xE7));
/// Colour of the heading where the table has none of its own.
const HEADING_COLOR: Color = Color(0x4A, 0x54, 0x60);
/// Size of the heading's text, as a part of the cells'.
const HEADING_SIZE: f32 = 0.85;
/// How far a number may shrink to stay on one line.
const SMALLEST_NUMBER: f32 = 0.7;

/// A table before it is put on pages.
pub(crate) struct Laid {
    /// The heading from 0 downward; none where no column has one.
    pub heading: Option<Piece>,
    /// The rows, one under another below the heading.
    pub rows: Vec<Piece>,
    /// Height of all.
    pub height: Points,
}

/// Lays out a table: `place` is its left edge and the width there is for it. Its pieces get the item's number.
pub(crate) fn lay_out_table(
    setting: &Setting<'_>,
    item: &PrintItem,
    table: &PrintTable,
    place: (Points, Points),
    counters: Counters,
    number: usize,
) -> Result<Laid> {
    let columns = Columns::of(item, table, place);
    let cells = Look::of(&item.style, setting);
    let head = Look {
        face: Face::of(true, item.style.italic),
        size: cells.size * HEADING_SIZE,
        color: if item.style.color.is_empty() { HEADING_COLOR } else { cells.color },
        ..cells
    };
    let language = setting.data.language;
    let mut values = Values { data: setting.data, counters, row: None };
    let headings: Vec<Vec<String>> =
        table.columns.iter().map(|column| fill(column.heading.get(language), &values)).collect();
    let has_heading = headings.iter().flatten().any(|line| !line.trim().is_empty());
    let heading = if has_heading {
        let mut piece = columns.row(setting, table, &headings, head, true)?;
        piece.item = number;
        piece.heading_of = Some(number);
        piece.parts.clear();
        Some(piece)
    } else {
        None
    };
    let mut top = heading.as_ref().map_or(0.0, |heading| heading.bottom);
    let mut rows = Vec::new();
    let empty = Vec::new();
    let records: &Vec<BTreeMap<String, model::layout::Datum>> =
        setting.data.tables.get(table.rows.trim()).or_else(|| setting.data.tables.get(&table.rows)).unwrap_or(&empty);
    for (index, record) in records.iter().enumerate() {
        values.row = Some((index + 1, record));
        let texts: Vec<Vec<String>> = table.columns.iter().map(|column| fill(&column.text, &values)).collect();
        let mut piece = columns.row(setting, table, &texts, cells, false)?;
        piece.belongs_to(number);
        piece.move_down(top);
        top = piece.bottom;
        rows.push(piece);
    }
    Ok(Laid { heading, rows, height: top })
}

/// Where the columns stand.
struct Columns {
    edges: Vec<(Points, Points)>,
    left: Points,
    right: Points,
}

impl Columns {
    /// The columns at their widths; those without one share what is left of the area. Together wider than the room they
    /// are all made narrower, so that nothing is cut off.
    fn of(item: &PrintItem, table: &PrintTable, (left, room): (Points, Points)) -> Columns {
        let mut widths: Vec<Points> = table.columns.iter().map(|column| points(column.width.max(0))).collect();
        let given: Points = widths.iter().sum();
        let open = widths.iter().filter(|width| **width <= 0.0).count();
        if open > 0 {
            let share = ((points(item.area[2]).min(room) - given) / open as f32).max(points(100));
            for width in widths.iter_mut().filter(|width| **width <= 0.0) {
                *width = share;
            }
        }
        let all: Points = widths.iter().sum();
        let scale = if all > room && all > 0.0 { room / all } else { 1.0 };
        let mut right = left;
        let mut edges = Vec::new();
        for width in widths {
            edges.push((right, right + width * scale));
            right += width * scale;
        }
        Columns { edges, left, right }
    }

    /// One row from 0 downward, with its rule.
    fn row(
        &self,
        setting: &Setting<'_>,
        table: &PrintTable,
        texts: &[Vec<String>],
        look: Look,
        heading: bool,
    ) -> Result<Piece> {
        let rule = if heading { HEADING_RULE } else { ROW_RULE };
        let mut parts: Vec<Piece> = Vec::new();
        let mut bottom = look.line_height() + 2.0 * PADDING[1];
        let mut ends = Vec::new();
        let last = self.edges.len().saturating_sub(1);
        for (index, ((from, to), column)) in self.edges.iter().zip(&table.columns).enumerate() {
            // The outer edges are flush with the text above and below the table.
            let from = if index == 0 { *from } else { from + PADDING[0] };
            let to = if index == last { *to } else { to - PADDING[0] };
            let Some(lines) = texts.get(index) else { continue };
            let look = Look { align: column.align, ..look };
            let runs = cell(setting, lines, look, from, (to - from).max(1.0))?;
            let end = runs.len() as f32 * look.line_height() + 2.0 * PADDING[1];
            bottom = bottom.max(end);
            for (line, run) in runs.into_iter().enumerate() {
                let Some(run) = run else { continue };
                let top = PADDING[1] + line as f32 * look.line_height();
                let mut part = Piece::new(0, top, top + look.line_height(), vec![Mark::Text(run)]);
                part.move_marks(PADDING[1]);
                parts.push(part);
                ends.push(end);
            }
        }
        if heading {
            // A heading stands on its rule.
            for (part, end) in parts.iter_mut().zip(ends) {
                part.move_down(bottom - end);
            }
        }
        let line = Line {
            from: (self.left, bottom - rule.0 / 2.0),
            to: (self.right, bottom - rule.0 / 2.0),
            thickness: rule.0,
            color: rule.1,
        };
        parts.push(Piece::new(0, bottom - rule.0, bottom, vec![Mark::Line(line)]));
        let mut piece = Piece::new(0, 0.0, bottom, parts.iter().flat_map(|part| part.marks.clone()).collect());
        piece.parts = parts;
        Ok(piece)
    }
}

/// The lines of a cell. A number a little too wide for its column is set smaller rather than broken.
fn cell(setting: &Setting<'_>, lines: &[String], look: Look, x: Points, width: Points) -> Result<Vec<Option<Run>>> {
    let runs = set(setting, lines, look, x, width)?;
    let is_number = |line: &String| {
        line.chars().any(|letter| letter.is_ascii_digit())
            && line.chars().all(|letter| !letter.is_alphabetic() && letter != ' ' && letter != '-')
    };
    if runs.len() == lines.len() || !lines.iter().all(is_number) {
        return Ok(runs);
    }
    for step in 1..=6 {
        let smaller = Look { size: look.size * (1.0 - (1.0 - SMALLEST_NUMBER) * step as f32 / 6.0), ..look };
        let mut fitting = set(setting, lines, smaller, x, width)?;
        if fitting.len() == lines.len() {
            // On the baseline of the other cells.
            let lower = set(setting, lines, look, x, f32::MAX)?;
            for (run, normal) in fitting.iter_mut().zip(lower) {
                if let (Some(run), Some(normal)) = (run.as_mut(), normal) {
                    run.baseline = normal.baseline;
                }
            }
            return Ok(fitting);
        }
    }
    Ok(runs)
}
