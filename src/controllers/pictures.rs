//! Pictures for the screen: decoded and made small on the worker, wrapped for Slint in the window's thread.

use camera::Frame;
use engine::{Engine, PictureSize, Raster};
use model::value::Value;
use slint::{Image, Rgb8Pixel, Rgba8Pixel, SharedPixelBuffer};
use std::sync::atomic::{AtomicU32, Ordering};

/// Pixels of a layout unit, in 1/1000: pictures are made as large as they are shown, because not every renderer makes them small well.
static SCALE: AtomicU32 = AtomicU32::new(1000);

/// Longest side of a card's own picture, in pixels.
const LONGEST: u32 = 800;
/// Pictures with more pixels than this are not decoded.
const MOST_PIXELS: u64 = (128 << 20) / 4;

/// The place a picture is made for, in layout units.
#[derive(Clone, Copy)]
pub(crate) enum Fit {
    /// All of it within a width and a height.
    Inside(i32, i32),
    /// Its shorter side as long as this.
    Over(i32),
}

/// Pictures are made for this scale of the screen from now on.
pub(crate) fn set_scale(factor: f32) {
    SCALE.store((factor.clamp(0.5, 4.0) * 1000.0) as u32, Ordering::Relaxed);
}

/// The picture of a value, if it is one that can be shown.
pub(crate) fn of_value(engine: &Engine, value: Option<&Value>, fit: Fit) -> Option<Raster> {
    let Some(Value::Blob(blob)) = value else { return None };
    let raster = engine.picture(&blob.hash, PictureSize::Card).ok().flatten()?;
    Some(fitted(raster, fit))
}

/// Decodes a PNG or JPEG file that belongs to a card itself, made small enough for one; `None`: it is none, or too large.
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

/// The picture in the size it is shown in; a smaller one stays.
pub(crate) fn fitted(raster: Raster, fit: Fit) -> Raster {
    let scale = SCALE.load(Ordering::Relaxed) as f32 / 1000.0;
    let (width, height) = (raster.width.max(1) as f32, raster.height.max(1) as f32);
    let pixels = |units: i32| units.max(8) as f32 * scale;
    let smaller = match fit {
        Fit::Inside(most_wide, most_high) => (pixels(most_wide) / width).min(pixels(most_high) / height),
        Fit::Over(side) => pixels(side) / width.min(height),
    };
    if smaller >= 1.0 {
        return raster;
    }
    let side = |length: f32| (length * smaller).round().max(1.0) as u32;
    let (width, height) = (side(width), side(height));
    let Raster { width: from_width, height: from_height, rgba } = raster;
    match image::RgbaImage::from_raw(from_width, from_height, rgba) {
        Some(picture) => {
            let small = image::imageops::thumbnail(&picture, width, height);
            Raster { width, height, rgba: small.into_raw() }
        }
        None => Raster { width: 0, height: 0, rgba: Vec::new() },
    }
}

/// The picture of a camera as Slint takes it.
pub(crate) fn image_of_frame(frame: &Frame) -> Image {
    if !frame.is_whole() {
        return Image::default();
    }
    Image::from_rgb8(SharedPixelBuffer::<Rgb8Pixel>::clone_from_slice(&frame.rgb, frame.width, frame.height))
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

    #[test]
    fn a_picture_is_made_as_large_as_it_is_shown_and_never_larger() {
        let size = |width: u32, height: u32, fit: Fit| {
            let small = fitted(Raster { width, height, rgba: vec![7; (width * height * 4) as usize] }, fit);
            (small.width, small.height)
        };
        assert_eq!(size(800, 600, Fit::Inside(200, 248)), (200, 150));
        assert_eq!(size(600, 800, Fit::Inside(200, 248)), (186, 248));
        assert_eq!(size(100, 100, Fit::Inside(200, 248)), (100, 100));
        assert_eq!(size(400, 200, Fit::Over(56)), (112, 56));
    }

    #[test]
    fn a_picture_keeps_its_size_and_one_that_is_not_whole_is_none() {
        let size = |image: Image| (image.size().width, image.size().height);
        assert_eq!(size(image(&Raster { width: 2, height: 1, rgba: vec![0; 8] })), (2, 1));
        assert_eq!(size(image(&Raster { width: 2, height: 1, rgba: vec![0; 7] })), (0, 0));
        assert_eq!(size(image_of_frame(&Frame::filled(3, 2, [1, 2, 3]))), (3, 2));
        assert_eq!(size(image_of_frame(&Frame { width: 3, height: 2, rgb: vec![] })), (0, 0));
    }
}
