//! Pictures that belong to a card itself: read from a file and made small enough to be kept in the layout.

use crate::{App, Wanted, pictures};
use base64::Engine as _;
use engine::{EngineError, Result};
use image::{ExtendedColorType, ImageEncoder as _, RgbaImage, codecs::jpeg::JpegEncoder, imageops};
use model::{language::Label, layout::PICTURE_BYTES};
use std::{path::Path, rc::Rc};

/// Sizes that are tried, the largest first, in pixels of the longest side.
const SIZES: [u32; 5] = [480, 360, 240, 160, 96];

/// A picture file in base64, as large as a layout may keep.
///
/// # Errors
/// Where the file cannot be read, or is no picture.
pub(super) fn for_card(path: &Path) -> Result<String> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = std::fs::read(path).map_err(|error| EngineError::unreadable(&name, &error))?;
    let no_picture = || {
        EngineError::Refused(Label::new(
            format!("„{name}“ nėra paveikslas, kurį būtų galima parodyti."),
            format!("“{name}” is no picture that can be shown."),
        ))
    };
    let raster = pictures::decode(&bytes).ok_or_else(no_picture)?;
    let picture = RgbaImage::from_raw(raster.width, raster.height, raster.rgba).ok_or_else(no_picture)?;
    encode(&picture).ok_or_else(no_picture)
}

/// The largest PNG that is small enough; a JPEG where nothing is seen through it and that is smaller.
fn encode(picture: &RgbaImage) -> Option<String> {
    let opaque = picture.pixels().all(|pixel| pixel.0[3] == 255);
    for size in SIZES {
        let (width, height) = picture.dimensions();
        let longest = width.max(height).max(1);
        let small = if longest > size {
            let side = |side: u32| (side * size / longest).max(1);
            imageops::thumbnail(picture, side(width), side(height))
        } else {
            picture.clone()
        };
        let (width, height) = small.dimensions();
        let mut png = Vec::new();
        let encoder = image::codecs::png::PngEncoder::new(&mut png);
        encoder.write_image(small.as_raw(), width, height, ExtendedColorType::Rgba8).ok()?;
        let mut found = Some(png);
        if opaque {
            let rgb: Vec<u8> = small.pixels().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2]]).collect();
            let mut jpeg = Vec::new();
            let encoded =
                JpegEncoder::new_with_quality(&mut jpeg, 85).write_image(&rgb, width, height, ExtendedColorType::Rgb8);
            if encoded.is_ok() && found.as_ref().is_some_and(|png| jpeg.len() < png.len()) {
                found = Some(jpeg);
            }
        }
        let text = base64::engine::general_purpose::STANDARD.encode(found?);
        if text.len() <= PICTURE_BYTES {
            return Some(text);
        }
    }
    None
}

impl App {
    /// The picture file a person chooses.
    pub(super) async fn choose_picture_file(self: &Rc<App>) -> Option<std::path::PathBuf> {
        let words = self.language().pick("Pasirinkti paveikslą", "Choose a picture");
        match self.dialogs.open(words, Wanted::Picture).await {
            Ok(path) => path,
            Err(_) => {
                self.complain_of_no_dialogs();
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_made_small_enough_for_a_layout() {
        let noise =
            |x: u32, y: u32| image::Rgba([(x * 37 % 251) as u8, (y * 91 % 253) as u8, (x * y % 255) as u8, 255]);
        let picture = RgbaImage::from_fn(1400, 900, noise);
        let text = encode(&picture).expect("a picture");
        assert!(text.len() <= PICTURE_BYTES);
        let bytes = base64::engine::general_purpose::STANDARD.decode(&text).expect("base64");
        let raster = pictures::decode(&bytes).expect("a picture again");
        assert!(raster.width >= 96 && raster.width > raster.height);
    }
}
