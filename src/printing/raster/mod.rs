//! Pixels of a finished PDF.

use crate::{PrintingError, Result};
use hayro::{
    PixmapSettings, RenderCache, RenderSettings, hayro_interpret::InterpreterSettings, hayro_syntax::Pdf, render,
    vello_cpu::color::palette::css::WHITE,
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

/// A picture of a page.
#[derive(Clone, PartialEq, Debug)]
pub struct Raster {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Red, green, blue, alpha (not premultiplied, opaque), row by row.
    pub rgba: Vec<u8>,
}

/// No page is drawn with more pixels.
const MOST_PIXELS: f32 = 120_000_000.0;

/// Draws the pages of a PDF at `dpi` dots per inch.
///
/// # Errors
/// Where the PDF is damaged or has no page, or a page would be too large.
pub fn rasterize(pdf: &[u8], dpi: f32) -> Result<Vec<Raster>> {
    Ok(rasterize_first(pdf, dpi, usize::MAX)?.0)
}

/// As [`rasterize`], at most the first `most` pages, with the number of all.
///
/// # Errors
/// As there.
pub fn rasterize_first(pdf: &[u8], dpi: f32, most: usize) -> Result<(Vec<Raster>, usize)> {
    let bytes: Arc<Vec<u8>> = Arc::new(pdf.to_vec());
    // The renderer is young: what makes it stumble is a damaged file for whoever asked.
    catch_unwind(AssertUnwindSafe(|| draw(bytes, dpi, most)))
        .unwrap_or_else(|_| Err(PrintingError::Read("the renderer gave up".to_owned())))
}

fn draw(bytes: Arc<Vec<u8>>, dpi: f32, most: usize) -> Result<(Vec<Raster>, usize)> {
    let pdf = Pdf::new(bytes).map_err(|error| PrintingError::Read(format!("{error:?}")))?;
    if pdf.pages().is_empty() {
        return Err(PrintingError::Read("it has no page".to_owned()));
    }
    let scale = dpi / 72.0;
    let cache = RenderCache::new();
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let drawn = pdf.pages().iter().take(most).map(|page| {
        let (width, height) = page.render_dimensions();
        let (width, height) = (width * scale, height * scale);
        if !(1.0..f32::from(u16::MAX)).contains(&width)
            || !(1.0..f32::from(u16::MAX)).contains(&height)
            || width * height > MOST_PIXELS
        {
            return Err(PrintingError::TooLarge);
        }
        let pixels = render(page, &cache, &InterpreterSettings::default(), &RenderSettings::default(), &settings);
        Ok(Raster {
            width: u32::from(pixels.width()),
            height: u32::from(pixels.height()),
            rgba: pixels.data_as_u8_slice().to_vec(),
        })
    });
    Ok((drawn.collect::<Result<_>>()?, pdf.pages().len()))
}
