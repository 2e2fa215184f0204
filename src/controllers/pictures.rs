//! Pictures for the screen: decoded and made small on the worker, wrapped for Slint in the window's thread.

use engine::{Engine, Raster};
use model::value::Value;
use slint::{Image, Rgba8Pixel, SharedPixelBuffer};

/// Longest side of a picture on a card, in pixels.
const LONGEST: u32 = 800;
/// Pictures with more pixels than this are not decoded.
const MOST_PIXELS: u64 = (128 << 20) / 4;

/// The picture of a value, if it is one that can be shown.
pub(crate) fn of_value(engine: &Engine, value: Option<&Value>) -> Option<Raster> {
    let Some(Value::Blob(blob)) = value else { return None };
    let bytes = engine.blob(&blob.hash).ok().flatten()?;
    decode(&bytes)
}

/// Decodes a PNG or JPEG picture and makes it small enough for a card.
pub(crate) fn decode(bytes: &[u8]) -> Option<Raster> {
    let reader = image::ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format().ok()?;
    let (width, height) = reader.into_dimensions().ok()?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return None;
    }
    let picture = image::load_from_memory(bytes).ok()?;
    let picture = if width.max(height) > LONGEST { picture.thumbnail(LONGEST, LONGEST) } else { picture };
    let picture = picture.into_rgba8();
    Some(Raster { width: picture.width(), height: picture.height(), rgba: picture.into_raw() })
}

/// The picture as Slint takes it.
pub(crate) fn image(raster: &Raster) -> Image {
    let pixels = raster.rgba.len() / 4;
    if raster.width as usize * raster.height as usize != pixels {
        return Image::default();
    }
    Image::from_rgba8(SharedPixelBuffer::<Rgba8Pixel>::clone_from_slice(&raster.rgba, raster.width, raster.height))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbaImage::new(width, height).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_large_picture_is_made_small_and_keeps_its_shape() {
        let raster = decode(&png(1600, 400)).unwrap();
        assert_eq!((raster.width, raster.height), (800, 200));
        let size = image(&raster).size();
        assert_eq!((size.width, size.height), (800, 200));
    }

    #[test]
    fn what_is_no_picture_is_not_shown() {
        assert!(decode(b"no picture").is_none());
    }
}
