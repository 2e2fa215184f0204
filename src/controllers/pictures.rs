//! Pictures for the screen: decoded and made small on the worker, wrapped for Slint in the window's thread.

use camera::Frame;
use engine::{Engine, PictureSize, Raster};
use model::value::Value;
use slint::{Image, Rgb8Pixel, Rgba8Pixel, SharedPixelBuffer};

/// The picture of a value, if it is one that can be shown.
pub(crate) fn of_value(engine: &Engine, value: Option<&Value>) -> Option<Raster> {
    let Some(Value::Blob(blob)) = value else { return None };
    engine.picture(&blob.hash, PictureSize::Card).ok().flatten()
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
    fn a_picture_keeps_its_size_and_one_that_is_not_whole_is_none() {
        let size = |image: Image| (image.size().width, image.size().height);
        assert_eq!(size(image(&Raster { width: 2, height: 1, rgba: vec![0; 8] })), (2, 1));
        assert_eq!(size(image(&Raster { width: 2, height: 1, rgba: vec![0; 7] })), (0, 0));
        assert_eq!(size(image_of_frame(&Frame::filled(3, 2, [1, 2, 3]))), (3, 2));
        assert_eq!(size(image_of_frame(&Frame { width: 3, height: 2, rgb: vec![] })), (0, 0));
    }
}
