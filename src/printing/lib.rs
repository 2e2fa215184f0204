//! Print form + data -> pages -> PDF, and pixels of that very PDF.
//!
//! [`lay_out`] is pure: it turns a form and its evaluated data into positioned glyphs, lines and pictures ([`Page`]).
//! [`to_pdf`] writes them, [`rasterize`] draws a finished PDF. Nothing here knows records, files or the clock, and only
//! `pdf/` knows printpdf. Start reading in `layout/flow.rs`.

mod error;
mod fonts;
mod layout;
#[cfg(test)]
mod list_tests;
mod page;
mod pdf;
mod picture;
mod raster;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use error::PrintingError;
pub use fonts::{Face, Fonts};
pub use layout::{lay_out, lay_out_sheets};
pub use page::{Bars, Color, Frame, Glyph, Line, Mark, Page, PlacedPicture, Points, Run};
pub use pdf::to_pdf;
pub use picture::Picture;
pub use raster::{Raster, rasterize, rasterize_first};

/// Result of printing.
pub type Result<T> = std::result::Result<T, PrintingError>;
