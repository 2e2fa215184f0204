//! Pictures as cameras send them, turned into pixels.

use crate::{Fault, Frame, Result, Size};
use image::{ImageDecoder as _, codecs::jpeg::JpegDecoder};
use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// How the bytes of a picture are packed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layout {
    /// Brightness of two pixels with their common colour: Y, U, Y, V.
    Yuyv,
    /// A JPEG file.
    Mjpeg,
    /// Brightness of all pixels, then the colour of every two by two: U, V.
    Nv12,
    /// Red, green, blue.
    Rgb,
    /// Blue, green, red.
    Bgr,
    /// Brightness alone.
    Grey,
}

/// A picture as a camera sent it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Raw {
    /// Its size, as far as it does not say so itself.
    pub size: Size,
    /// How it is packed.
    pub layout: Layout,
    /// Its bytes; there may be more than are needed.
    pub bytes: Vec<u8>,
}

/// A picture with a longer side is none.
const LONGEST: u32 = 12_000;
/// More bytes of pixels than this are refused.
const MOST_BYTES: u64 = 128 << 20;

impl Raw {
    /// Its pixels. What is no picture is a [`Fault::Garbage`], also where a decoder panics over it.
    ///
    /// # Errors
    /// [`Fault::Garbage`].
    pub fn decode(&self) -> Result<Frame> {
        let frame = match self.layout {
            Layout::Mjpeg => catch_unwind(AssertUnwindSafe(|| jpeg(&self.bytes))).unwrap_or(None),
            _ if !fits(self.size) => None,
            Layout::Yuyv => yuyv(self.size, &self.bytes),
            Layout::Nv12 => nv12(self.size, &self.bytes),
            Layout::Rgb => rgb(self.size, &self.bytes),
            Layout::Bgr => rgb(self.size, &self.bytes).map(|mut frame| {
                frame.rgb.chunks_exact_mut(3).for_each(|pixel| pixel.swap(0, 2));
                frame
            }),
            Layout::Grey => grey(self.size, &self.bytes),
        };
        frame.filter(Frame::is_whole).ok_or(Fault::Garbage)
    }
}

fn fits(size: Size) -> bool {
    let pixels = u64::from(size.width) * u64::from(size.height);
    size.width > 0 && size.height > 0 && size.width.max(size.height) <= LONGEST && pixels <= MOST_BYTES / 3
}

fn jpeg(bytes: &[u8]) -> Option<Frame> {
    let decoder = JpegDecoder::new(Cursor::new(bytes)).ok()?;
    let (width, height) = decoder.dimensions();
    if !fits(Size { width, height }) {
        return None;
    }
    let rgb = image::DynamicImage::from_decoder(decoder).ok()?.into_rgb8().into_raw();
    Some(Frame { width, height, rgb })
}

/// BT.601, the range of television, as cameras send it; in 1/256.
fn pixel(y: u8, u: u8, v: u8) -> [u8; 3] {
    let (y, u, v) = ((i32::from(y) - 16).max(0) * 298, i32::from(u) - 128, i32::from(v) - 128);
    let byte = |sum: i32| u8::try_from(((sum + 128) >> 8).clamp(0, 255)).unwrap_or_default();
    [byte(y + 409 * v), byte(y - 100 * u - 208 * v), byte(y + 516 * u)]
}

fn yuyv(size: Size, bytes: &[u8]) -> Option<Frame> {
    let row = (size.width as usize).div_ceil(2) * 4;
    let mut rgb = Vec::with_capacity(size.width as usize * size.height as usize * 3);
    for line in bytes.get(..row * size.height as usize)?.chunks_exact(row) {
        for pair in line.chunks_exact(4) {
            rgb.extend(pixel(pair[0], pair[1], pair[3]));
            rgb.extend(pixel(pair[2], pair[1], pair[3]));
        }
        // Of an odd width the last pixel of the row is half a pair.
        if size.width % 2 == 1 {
            rgb.truncate(rgb.len() - 3);
        }
    }
    Some(Frame { width: size.width, height: size.height, rgb })
}

fn nv12(size: Size, bytes: &[u8]) -> Option<Frame> {
    let (width, height) = (size.width as usize, size.height as usize);
    let row = width.div_ceil(2) * 2;
    let (brightness, colours) = bytes.split_at_checked(width * height)?;
    let colours = colours.get(..row * height.div_ceil(2))?;
    let mut rgb = Vec::with_capacity(width * height * 3);
    for (y, line) in brightness.chunks_exact(width).enumerate() {
        let pairs = &colours[y / 2 * row..];
        for (x, value) in line.iter().enumerate() {
            rgb.extend(pixel(*value, pairs[x / 2 * 2], pairs[x / 2 * 2 + 1]));
        }
    }
    Some(Frame { width: size.width, height: size.height, rgb })
}

fn rgb(size: Size, bytes: &[u8]) -> Option<Frame> {
    let rgb = bytes.get(..size.width as usize * size.height as usize * 3)?.to_vec();
    Some(Frame { width: size.width, height: size.height, rgb })
}

fn grey(size: Size, bytes: &[u8]) -> Option<Frame> {
    let bytes = bytes.get(..size.width as usize * size.height as usize)?;
    Some(Frame { width: size.width, height: size.height, rgb: bytes.iter().flat_map(|grey| [*grey; 3]).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(width: u32, height: u32, layout: Layout, bytes: &[u8]) -> Raw {
        Raw { size: Size { width, height }, layout, bytes: bytes.to_vec() }
    }

    fn near(found: [u8; 3], expected: [u8; 3]) -> bool {
        found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 3)
    }

    /// Red and blue as television knows them.
    const RED: [u8; 3] = [81, 90, 240];
    const BLUE: [u8; 3] = [41, 240, 110];

    #[test]
    fn each_packing_gives_its_colours_back() {
        let [ry, ru, rv] = RED;
        let frame = raw(2, 1, Layout::Yuyv, &[ry, ru, ry, rv]).decode().unwrap();
        assert!(near(frame.pixel(0, 0), [255, 0, 0]) && near(frame.pixel(1, 0), [255, 0, 0]), "{frame:?}");
        let frame = raw(3, 1, Layout::Yuyv, &[ry, ru, ry, rv, 235, 128, 0, 128]).decode().unwrap();
        assert!(near(frame.pixel(2, 0), [255, 255, 255]), "an odd width: {frame:?}");
        let [by, bu, bv] = BLUE;
        let frame = raw(2, 2, Layout::Nv12, &[by, by, 16, 235, bu, bv]).decode().unwrap();
        assert!(near(frame.pixel(0, 0), [0, 0, 255]), "{frame:?}");
        let frame = raw(1, 2, Layout::Rgb, &[1, 2, 3, 4, 5, 6, 99]).decode().unwrap();
        assert_eq!((frame.pixel(0, 0), frame.pixel(0, 1)), ([1, 2, 3], [4, 5, 6]), "what is over is left out");
        assert_eq!(raw(1, 1, Layout::Bgr, &[1, 2, 3]).decode().unwrap().pixel(0, 0), [3, 2, 1]);
        assert_eq!(raw(1, 1, Layout::Grey, &[7]).decode().unwrap().pixel(0, 0), [7; 3]);
        let photo = Frame::filled(16, 8, [10, 200, 30]).to_jpeg(95).unwrap();
        let frame = raw(0, 0, Layout::Mjpeg, &photo).decode().unwrap();
        assert_eq!((frame.width, frame.height), (16, 8), "it says its size itself");
        assert!(frame.pixel(8, 4).iter().zip([10, 200, 30]).all(|(a, b)| a.abs_diff(b) < 12));
    }

    #[test]
    fn garbage_is_told_and_never_a_panic() {
        let check = |raw: Raw| assert_eq!(raw.decode(), Err(Fault::Garbage), "{:?}", raw.layout);
        for layout in [Layout::Yuyv, Layout::Mjpeg, Layout::Nv12, Layout::Rgb, Layout::Bgr, Layout::Grey] {
            check(raw(640, 480, layout, &[]));
            check(raw(640, 480, layout, &[7; 100]));
            check(raw(0, 0, layout, &[7; 100]));
            check(raw(u32::MAX, u32::MAX, layout, &[7; 100]));
        }
        let photo = Frame::filled(64, 64, [10, 200, 30]).to_jpeg(90).unwrap();
        for seed in 0..2_000u32 {
            let mut bad = photo.clone();
            let at = seed.wrapping_mul(2_654_435_761) as usize;
            for step in 0..3 {
                let place = at.rotate_left(step * 7) % bad.len();
                bad[place] = (at >> (8 + step)) as u8;
            }
            bad.truncate(bad.len() - at % 50);
            let _ = raw(64, 64, Layout::Mjpeg, &bad).decode();
        }
    }
}
