//! Labels on sheets: each record in a place of its own.

use super::lay_out;
use crate::{Fonts, Page, PrintingError, Result, page::points};
use model::layout::{BandRole, PrintData, PrintForm, Sheet, Tenths};

/// How far the text of a label may shrink until all of it has room.
const SHRINKING: [f32; 6] = [1.0, 0.92, 0.85, 0.78, 0.72, 0.66];

/// Lays out labels from place `start` of the first sheet on, counted from 1 along the rows. What does not fit a label even in
/// small letters is left out of it; no label touches its neighbour.
///
/// # Errors
/// Where the form is no sheet, its labels have no room, or a label cannot be laid out.
pub fn lay_out_sheets(form: &PrintForm, labels: &[PrintData], start: usize, fonts: &Fonts) -> Result<Vec<Page>> {
    let sheet = form.sheet.ok_or(PrintingError::NoRoom)?;
    let (columns, rows) = (usize::from(sheet.columns), usize::from(sheet.rows));
    let cell = size_of_label(form, sheet).ok_or(PrintingError::NoRoom)?;
    let places = columns * rows;
    let label = PrintForm {
        width: cell[0],
        height: cell[1],
        margins: [0; 4],
        sheet: None,
        bands: form.bands.iter().filter(|band| band.role == BandRole::Body).cloned().collect(),
        ..form.clone()
    };
    let empty = || Page { width: points(form.width), height: points(form.height), marks: Vec::new() };
    let mut pages = vec![empty()];
    for (at, data) in labels.iter().enumerate() {
        let place = at + (start.max(1) - 1) % places;
        if place / places >= pages.len() {
            pages.push(empty());
        }
        let (column, row) = ((place % columns) as Tenths, (place % places / columns) as Tenths);
        let (x, y) = (
            points(form.margins[0] + column * (cell[0] + sheet.gaps[0])),
            points(form.margins[1] + row * (cell[1] + sheet.gaps[1])),
        );
        let filled = fitted(&label, data, fonts)?;
        let Some(page) = pages.last_mut() else { continue };
        page.marks.extend(filled.marks.into_iter().map(|mut mark| {
            mark.move_right(x);
            mark.move_down(y);
            mark
        }));
    }
    Ok(pages)
}

fn size_of_label(form: &PrintForm, sheet: Sheet) -> Option<[Tenths; 2]> {
    let part = |whole: Tenths, before: Tenths, after: Tenths, gap: Tenths, count: u16| {
        let count = Tenths::from(count);
        (whole - before - after - gap * (count - 1)).checked_div(count).filter(|size| *size > 0)
    };
    let [left, top, right, bottom] = form.margins;
    Some([
        part(form.width, left, right, sheet.gaps[0], sheet.columns)?,
        part(form.height, top, bottom, sheet.gaps[1], sheet.rows)?,
    ])
}

/// The label in the largest letters in which all of it fits.
fn fitted(label: &PrintForm, data: &PrintData, fonts: &Fonts) -> Result<Page> {
    let mut last = None;
    for scale in SHRINKING {
        let mut smaller = label.clone();
        let shrink = |size: i32| (size as f32 * scale) as i32;
        smaller.text_size = shrink(smaller.text_size);
        for item in smaller.bands.iter_mut().flat_map(|band| &mut band.items) {
            item.style.size = shrink(item.style.size);
        }
        let mut pages = lay_out(&smaller, data, fonts)?;
        let is_whole = pages.len() == 1;
        pages.truncate(1);
        last = pages.pop();
        if is_whole {
            break;
        }
    }
    last.ok_or(PrintingError::NoRoom)
}
