//! Small pictures of large ones, for cards and for rows of lists. They are kept beside the large ones and made anew where they are
//! missing.

use super::intake::{Taken, jpeg, png, take_in};
use crate::{Engine, Result};
use image::DynamicImage;
use printing::Raster;
use store::Access;

/// How large a picture is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PictureSize {
    /// For a card or the side panel: at most 800 pixels.
    Card,
    /// For a row of a list: at most 128 pixels.
    Row,
}

impl PictureSize {
    const ALL: [PictureSize; 2] = [PictureSize::Card, PictureSize::Row];

    /// As it is kept; never changed.
    pub(super) fn number(self) -> u8 {
        match self {
            PictureSize::Card => 1,
            PictureSize::Row => 2,
        }
    }

    /// Pixels of the longer side.
    pub fn longest(self) -> u32 {
        match self {
            PictureSize::Card => 800,
            PictureSize::Row => 128,
        }
    }
}

/// A picture of so few bytes is shown as it is.
const SMALL_ENOUGH: usize = 8 << 10;
/// Quality of small pictures, of 100.
const QUALITY: u8 = 82;

/// The small pictures that are worth keeping.
pub(super) fn small_ones(taken: &Taken<'_>) -> Vec<(PictureSize, Vec<u8>)> {
    let picture = &taken.picture;
    let worth = |size: PictureSize| {
        let side = picture.width().max(picture.height());
        if taken.bytes.len() <= SMALL_ENOUGH || size == PictureSize::Card && side <= size.longest() {
            return None;
        }
        let small = shrunk(picture, size.longest());
        let bytes = if small.color().has_alpha() { png(&small) } else { jpeg(&small, QUALITY) };
        Some((size, bytes?))
    };
    PictureSize::ALL.into_iter().filter_map(worth).collect()
}

fn shrunk(picture: &DynamicImage, longest: u32) -> DynamicImage {
    if picture.width().max(picture.height()) > longest { picture.thumbnail(longest, longest) } else { picture.clone() }
}

impl Engine {
    /// The pixels of a kept picture in a size; `None` where it is gone or cannot be read.
    ///
    /// # Errors
    /// Of the disk, or where its contents are damaged.
    pub fn picture(&self, hash: &[u8; 32], size: PictureSize) -> Result<Option<Raster>> {
        let reader = self.read()?;
        let access = &reader as &dyn Access;
        let bytes = match access.preview(hash, size.number())? {
            Some(small) => Some(small),
            None => access.blob(hash)?,
        };
        drop(reader);
        let picture = bytes.and_then(|bytes| take_in("", &bytes).ok().map(|taken| taken.picture));
        Ok(picture.map(|picture| {
            let picture = shrunk(&picture, size.longest()).into_rgba8();
            Raster { width: picture.width(), height: picture.height(), rgba: picture.into_raw() }
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_photo_has_two_small_ones_and_an_icon_none() {
        let photo = DynamicImage::ImageRgb8(image::RgbImage::from_fn(1600, 1200, |x, y| {
            image::Rgb([(x % 251) as u8, (y % 241) as u8, (x * y % 239) as u8])
        }));
        let bytes = jpeg(&photo, 90).unwrap();
        let taken = take_in("photo.jpg", &bytes).unwrap();
        let sizes: Vec<(PictureSize, u32, u32)> = small_ones(&taken)
            .into_iter()
            .map(|(size, bytes)| {
                let small = image::load_from_memory(&bytes).unwrap();
                (size, small.width(), small.height())
            })
            .collect();
        assert_eq!(sizes, [(PictureSize::Card, 800, 600), (PictureSize::Row, 128, 96)]);
        let icon = png(&DynamicImage::new_rgba8(32, 32)).unwrap();
        assert!(small_ones(&take_in("icon.png", &icon).unwrap()).is_empty());
    }

    #[test]
    fn what_is_see_through_stays_so_when_small() {
        let logo = DynamicImage::ImageRgba8(image::RgbaImage::from_fn(900, 900, |x, y| {
            image::Rgba([(x * y % 251) as u8, (x % 241) as u8, (y % 239) as u8, if x < 450 { 0 } else { 255 }])
        }));
        let bytes = png(&logo).unwrap();
        let small = small_ones(&take_in("logo.png", &bytes).unwrap()).remove(0).1;
        let small = image::load_from_memory(&small).unwrap().into_rgba8();
        assert_eq!((small.get_pixel(10, 10).0[3], small.get_pixel(790, 10).0[3]), (0, 255));
    }
}
