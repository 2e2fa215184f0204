//! Form + data -> pages.
//!
//! `text` fills in the expressions, `breaking` makes lines, `block` sets them, `table` and `band` make pieces that can be
//! moved, `flow` puts the pieces on pages.

mod band;
mod block;
mod breaking;
mod code;
mod flow;
mod sheet;
mod table;
mod text;

use crate::{Fonts, Page, PrintingError, Result, picture::Pictures};
use model::layout::{BandRole, PrintData, PrintForm, PrintItemKind, TextStyle};
pub use sheet::lay_out_sheets;
use std::cell::RefCell;
use text::Counters;

/// A form has no more bands, and a band no more items than this.
const MOST_ITEMS: usize = 500;

/// Lays out a form over its data. There is at least one page.
///
/// # Errors
/// Where a picture cannot be read, or the form leaves no room on the page.
pub fn lay_out(form: &PrintForm, data: &PrintData, fonts: &Fonts) -> Result<Vec<Page>> {
    // What stands on a band is compared with all else that does; a form with more than this was not made by a person.
    if form.bands.len() > MOST_ITEMS || form.bands.iter().any(|band| band.items.len() > MOST_ITEMS) {
        return Err(PrintingError::TooMany);
    }
    let setting = Setting { form, data, fonts, pictures: RefCell::default() };
    let mut pages = flow::paginate(&setting, 1)?;
    // The number of pages is known only now; where it is printed, it may change the very breaks it counts.
    for _ in 0..4 {
        let count = pages.len();
        if count == 1 || !mentions_page_count(form) {
            break;
        }
        pages = flow::paginate(&setting, count)?;
        if pages.len() == count {
            break;
        }
    }
    Ok(pages)
}

/// All that laying out reads, and the pictures it has looked at.
pub(crate) struct Setting<'a> {
    form: &'a PrintForm,
    data: &'a PrintData,
    fonts: &'a Fonts,
    pictures: RefCell<Pictures>,
}

impl Setting<'_> {
    /// Whether something with this condition is printed.
    fn holds(&self, when: Option<&String>) -> bool {
        when.is_none_or(|when| {
            self.data
                .values
                .get(when.trim())
                .or_else(|| self.data.values.get(when))
                .is_some_and(model::layout::Datum::holds)
        })
    }

    /// Size of the text of a style.
    fn text_size(&self, style: &TextStyle) -> f32 {
        let tenths = [style.size, self.form.text_size, 100].into_iter().find(|size| *size > 0).unwrap_or(100);
        (tenths as f32 / 10.0).clamp(1.0, 500.0)
    }

    /// Values of the counters on a page.
    fn counters(&self, page: usize, pages: usize) -> Counters {
        Counters { page, pages }
    }
}

fn mentions_page_count(form: &PrintForm) -> bool {
    let mentions = |text: &str| PrintForm::expressions(text).contains(&"pages");
    form.bands.iter().flat_map(|band| &band.items).any(|item| match &item.what {
        PrintItemKind::Text(label) => mentions(&label.lt) || mentions(&label.en),
        PrintItemKind::Table(table) => table.columns.iter().any(|column| mentions(&column.text)),
        _ => false,
    })
}

fn bands(form: &PrintForm, role: BandRole) -> impl Iterator<Item = &model::layout::Band> {
    form.bands.iter().filter(move |band| band.role == role)
}
