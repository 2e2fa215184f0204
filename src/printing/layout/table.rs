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
use model::{
    language::{Label, Language},
    layout::{Datum, PrintItem, PrintTable, Tenths},
    value::format_amount,
};
use rust_decimal::Decimal;
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
/// Size of the sums of all rows, as a part of the cells'.
const TOTAL_SIZE: f32 = 1.1;
/// A column of this width has room for the words beside sums.
const WIDE: Tenths = 300;
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
    let empty = Vec::new();
    let records: &Vec<BTreeMap<String, Datum>> =
        setting.data.tables.get(table.rows.trim()).or_else(|| setting.data.tables.get(&table.rows)).unwrap_or(&empty);
    let top = heading.as_ref().map_or(0.0, |heading| heading.bottom);
    let mut writer = Writer { setting, table, columns: &columns, cells, rows: Vec::new(), top, number };
    let mut sums = Sums::of(table, records, language);
    let last = records.len().saturating_sub(1);
    for (index, record) in records.iter().enumerate() {
        let group = record.get(&table.group).map(Datum::text).unwrap_or_default();
        let is_new = |other: usize| records[other].get(&table.group).map(Datum::text).unwrap_or_default() != group;
        if !table.group.is_empty() && (index == 0 || is_new(index - 1)) {
            let count = records[index..]
                .iter()
                .take_while(|row| row.get(&table.group).map(Datum::text).unwrap_or_default() == group)
                .count();
            sums.begin_group(count);
            let words = about(&table.group_heading, language, group, count, &values);
            if !words.is_empty() {
                writer.words(words, Look { face: Face::of(true, item.style.italic), ..cells }, true)?;
            }
        }
        sums.add(record);
        values.row = Some((index + 1, record));
        let texts = table.columns.iter().enumerate().map(|(at, column)| match column.running {
            true => vec![sums.text(sums.all[at])],
            false => fill(&column.text, &values),
        });
        let texts: Vec<Vec<String>> = texts.collect();
        writer.row(&texts, cells, false)?;
        values.row = None;
        if !table.group.is_empty() && !table.group_total.is_empty() && (index == last || is_new(index + 1)) {
            let words = about(&table.group_total, language, group, sums.count, &values);
            writer.row(
                &sums.row(table, words, &sums.group),
                Look { face: Face::of(true, item.style.italic), ..cells },
                false,
            )?;
        }
        if index < last && !table.carried.is_empty() {
            let texts = sums.row(table, about(&table.carried, language, group, index + 1, &values), &sums.all);
            writer.carry(&texts, Look { face: Face::of(false, true), ..cells })?;
        }
    }
    if records.is_empty() && !table.empty.is_empty() {
        let words = fill(table.empty.get(language), &values);
        writer.words(words, Look { color: HEADING_COLOR, ..cells }, false)?;
    }
    if !records.is_empty() && !table.total.is_empty() {
        let words = about(&table.total, language, "", records.len(), &values);
        let size = cells.size * TOTAL_SIZE;
        writer.row(
            &sums.row(table, words, &sums.all),
            Look { face: Face::of(true, item.style.italic), size, ..cells },
            true,
        )?;
    }
    Ok(Laid { heading, height: writer.top, rows: writer.rows })
}

/// A template of a table that knows only a group and how many rows there are.
fn about(template: &Label, language: Language, group: &str, count: usize, values: &Values<'_>) -> Vec<String> {
    if template.is_empty() {
        return Vec::new();
    }
    let known = BTreeMap::from([
        ("group".to_owned(), Datum::Text(group.to_owned())),
        ("count".to_owned(), Datum::Text(count.to_string())),
    ]);
    fill(template.get(language), &Values { row: Some((count, &known)), ..*values })
}

/// Rows being written one below another.
struct Writer<'a> {
    setting: &'a Setting<'a>,
    table: &'a PrintTable,
    columns: &'a Columns,
    cells: Look,
    rows: Vec<Piece>,
    top: Points,
    number: usize,
}

impl Writer<'_> {
    fn put(&mut self, mut piece: Piece) {
        piece.belongs_to(self.number);
        piece.move_down(self.top);
        self.top = piece.bottom;
        self.rows.push(piece);
    }

    /// A row; one of sums stays with the row above it.
    fn row(&mut self, texts: &[Vec<String>], look: Look, is_last: bool) -> Result<()> {
        let is_sum = look.face != self.cells.face || is_last;
        let piece = self.columns.row(self.setting, self.table, texts, look, false)?;
        if let Some(above) = self.rows.last_mut().filter(|_| is_sum) {
            above.leads = true;
        }
        self.put(piece);
        Ok(())
    }

    /// Words across the whole table.
    fn words(&mut self, lines: Vec<String>, look: Look, leads: bool) -> Result<()> {
        let width = self.columns.right - self.columns.left;
        let runs = set(self.setting, &lines, look, self.columns.left, width)?;
        let above = if leads && !self.rows.is_empty() { look.size * 0.6 } else { 0.0 };
        let bottom = above + runs.len() as f32 * look.line_height() + 2.0 * PADDING[1];
        let line = Line {
            from: (self.columns.left, bottom - ROW_RULE.0 / 2.0),
            to: (self.columns.right, bottom - ROW_RULE.0 / 2.0),
            thickness: ROW_RULE.0,
            color: HEADING_RULE.1,
        };
        let mut parts = vec![Piece::new(0, bottom - ROW_RULE.0, bottom, vec![Mark::Line(line)])];
        for (at, run) in runs.into_iter().enumerate() {
            let Some(run) = run else { continue };
            let top = above + PADDING[1] + at as f32 * look.line_height();
            let mut part = Piece::new(0, top, top + look.line_height(), vec![Mark::Text(run)]);
            part.move_marks(above + PADDING[1]);
            parts.push(part);
        }
        let mut piece = Piece::new(0, 0.0, bottom, parts.iter().flat_map(|part| part.marks.clone()).collect());
        (piece.parts, piece.leads) = (parts, leads);
        self.put(piece);
        Ok(())
    }

    /// What is carried forward where the table is broken below the last row.
    fn carry(&mut self, texts: &[Vec<String>], look: Look) -> Result<()> {
        let mut piece = self.columns.row(self.setting, self.table, texts, look, false)?;
        piece.belongs_to(self.number);
        piece.parts.clear();
        piece.move_down(self.top);
        if let Some(row) = self.rows.last_mut() {
            row.carried = Some(Box::new(piece));
        }
        Ok(())
    }
}

/// The sums of the columns: of the present group, and of all rows so far. What is too large for an exact decimal has none.
struct Sums<'a> {
    expressions: Vec<&'a str>,
    scales: u32,
    group: Vec<Option<Decimal>>,
    all: Vec<Option<Decimal>>,
    count: usize,
    language: Language,
}

impl<'a> Sums<'a> {
    fn of(table: &'a PrintTable, records: &[BTreeMap<String, Datum>], language: Language) -> Sums<'a> {
        let expressions: Vec<&str> = table.columns.iter().map(|column| column.sum.trim()).collect();
        let zero = vec![Some(Decimal::ZERO); expressions.len()];
        // Whole numbers stay whole; amounts have two decimals.
        let scale_of = |datum: &Datum| match datum {
            Datum::Number(number, text) if text.contains([',', '.']) => number.0.normalize().scale().clamp(2, 6),
            Datum::Number(number, _) => number.0.normalize().scale(),
            _ => 0,
        };
        let summed = |row: &BTreeMap<String, Datum>| {
            expressions.iter().filter_map(|sum| row.get(*sum)).map(scale_of).max().unwrap_or_default()
        };
        let scales = records.iter().map(summed).max().unwrap_or_default();
        Sums { scales, group: zero.clone(), all: zero, count: 0, language, expressions }
    }

    fn begin_group(&mut self, count: usize) {
        self.count = count;
        self.group.fill(Some(Decimal::ZERO));
    }

    fn add(&mut self, row: &BTreeMap<String, Datum>) {
        for (at, expression) in self.expressions.iter().enumerate() {
            let Some(Datum::Number(number, _)) = row.get(*expression) else { continue };
            for sums in [&mut self.group, &mut self.all] {
                sums[at] = sums[at].and_then(|sum| sum.checked_add(number.0));
            }
        }
    }

    fn text(&self, sum: Option<Decimal>) -> String {
        sum.map_or_else(|| "–".to_owned(), |sum| format_amount(sum, self.scales, self.language))
    }

    /// A row of sums with words in the columns before the first of them.
    fn row(&self, table: &PrintTable, words: Vec<String>, sums: &[Option<Decimal>]) -> Vec<Vec<String>> {
        let mut texts: Vec<Vec<String>> = table
            .columns
            .iter()
            .zip(sums)
            .map(|(column, sum)| if column.sum.is_empty() { Vec::new() } else { vec![self.text(*sum)] })
            .collect();
        // The words stand in the first column without a sum that is wide enough, else in the widest, so that they are not broken.
        let free = || table.columns.iter().enumerate().filter(|(_, column)| column.sum.is_empty());
        let wide = free().find(|(_, column)| column.width >= WIDE);
        if let Some((at, _)) = wide.or_else(|| free().max_by_key(|(at, column)| (column.width, usize::MAX - at))) {
            texts[at] = words;
        }
        texts
    }
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
