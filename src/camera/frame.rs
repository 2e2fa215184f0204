//! A picture in memory, and how light it is.

use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};

/// Pixels of a picture, three bytes each: red, green, blue; rows from the top.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Frame {
    /// Pixels of a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width * height * 3` bytes.
    pub rgb: Vec<u8>,
}

/// Whether there is enough light for a photo.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Light {
    /// Enough.
    #[default]
    Good,
    /// Too dark.
    Dark,
    /// So bright that faces lose their features.
    Bright,
}

/// Of 255: darker on the whole is too dark.
const DARK: u64 = 50;
/// Of 255: brighter on the whole is too bright.
const BRIGHT: u64 = 215;

impl Frame {
    /// A picture of one colour.
    pub fn filled(width: u32, height: u32, colour: [u8; 3]) -> Frame {
        Frame { width, height, rgb: colour.repeat(width as usize * height as usize) }
    }

    /// The colour of a pixel; black outside.
    pub fn pixel(&self, x: u32, y: u32) -> [u8; 3] {
        let at = (y as usize * self.width as usize + x as usize) * 3;
        match self.rgb.get(at..at + 3) {
            Some(rgb) if x < self.width => [rgb[0], rgb[1], rgb[2]],
            _ => [0; 3],
        }
    }

    /// Whether there are as many bytes as the size says, and any.
    pub fn is_whole(&self) -> bool {
        self.width > 0 && self.height > 0 && self.rgb.len() == self.width as usize * self.height as usize * 3
    }

    /// How light it is, by every eighth pixel of every eighth row of its middle, where the person is.
    pub fn light(&self) -> Light {
        let (mut sum, mut count) = (0u64, 0u64);
        let inner = |length: u32| (length / 5..length - length / 5).step_by(8);
        for y in inner(self.height) {
            for x in inner(self.width) {
                let [red, green, blue] = self.pixel(x, y).map(u64::from);
                sum += (red * 77 + green * 151 + blue * 28) >> 8;
                count += 1;
            }
        }
        match sum / count.max(1) {
            mean if mean < DARK => Light::Dark,
            mean if mean > BRIGHT => Light::Bright,
            _ => Light::Good,
        }
    }

    /// How sharp it is, to compare pictures of one size: neighbours in a sharp one differ more.
    pub fn sharpness(&self) -> u64 {
        let row = self.width as usize * 3;
        if !self.is_whole() {
            return 0;
        }
        // Green is nearest to how light a pixel is.
        let differ = |line: &[u8]| -> u64 {
            line.chunks_exact(3)
                .zip(line.chunks_exact(3).skip(1))
                .map(|(a, b)| u64::from(a[1].abs_diff(b[1])).pow(2))
                .sum()
        };
        self.rgb.chunks_exact(row).step_by(2).map(differ).sum()
    }

    /// It as a JPEG file; `None` where it is not whole or larger than such a file may be.
    pub fn to_jpeg(&self, quality: u8) -> Option<Vec<u8>> {
        if !self.is_whole() {
            return None;
        }
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        encoder.encode(&self.rgb, self.width, self.height, ExtendedColorType::Rgb8).ok()?;
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dark_room_is_told_and_so_is_glare() {
        let check = |grey: u8, light: Light| assert_eq!(Frame::filled(64, 48, [grey; 3]).light(), light);
        check(10, Light::Dark);
        check(120, Light::Good);
        check(250, Light::Bright);
        assert_eq!(Frame::default().light(), Light::Dark, "nothing at all is dark");
    }

    #[test]
    fn a_sharp_picture_is_told_from_a_blurred_one() {
        let stripes = |hard: bool| {
            let mut frame = Frame::filled(64, 8, [0; 3]);
            for (at, byte) in frame.rgb.iter_mut().enumerate() {
                let x = at / 3 % 64;
                *byte = if hard { if x / 4 % 2 == 0 { 200 } else { 0 } } else { (x * 3) as u8 };
            }
            frame.sharpness()
        };
        assert!(stripes(true) > stripes(false));
        assert_eq!(Frame::default().sharpness(), 0);
    }

    #[test]
    fn a_frame_becomes_a_jpeg_of_its_size() {
        let bytes = Frame::filled(20, 10, [200, 30, 30]).to_jpeg(90).unwrap();
        let again = image::load_from_memory(&bytes).unwrap();
        assert_eq!((again.width(), again.height()), (20, 10));
        assert_eq!(Frame { width: 3, height: 3, rgb: vec![0; 5] }.to_jpeg(90), None);
    }
}
