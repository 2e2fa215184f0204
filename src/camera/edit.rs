//! What is done to a picture before it is kept: turned, mirrored, made lighter, cropped, made small.

use crate::{Crop, Frame};

/// What is to be done; nothing by default. First turned, then mirrored, then cropped.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Edit {
    /// Quarters of a turn to the right, 0 to 3.
    pub turns: u8,
    /// Left becomes right.
    pub mirrored: bool,
    /// -100 to 100; 0 leaves it.
    pub brightness: i32,
    /// What is kept of it.
    pub crop: Crop,
}

impl Default for Edit {
    fn default() -> Edit {
        Edit { turns: 0, mirrored: false, brightness: 0, crop: Crop::WHOLE }
    }
}

impl Edit {
    /// Whether it leaves the picture as it is.
    pub fn is_nothing(&self) -> bool {
        *self == Edit::default()
    }

    /// The size of a picture after it is turned, before it is cropped.
    pub fn turned_size(&self, width: u32, height: u32) -> (u32, u32) {
        if self.turns % 2 == 1 { (height, width) } else { (width, height) }
    }

    /// The picture after all of it.
    pub fn apply(&self, frame: &Frame) -> Frame {
        let mut frame = frame.turned(self.turns);
        if self.mirrored {
            frame = frame.mirrored();
        }
        if self.crop != Crop::WHOLE {
            frame = frame.cropped(self.crop);
        }
        frame.lighten(self.brightness);
        frame
    }

    /// The picture after all but the crop.
    pub fn apply_uncropped(&self, frame: &Frame) -> Frame {
        Edit { crop: Crop::WHOLE, ..*self }.apply(frame)
    }
}

impl Frame {
    /// Left becomes right.
    pub fn mirrored(&self) -> Frame {
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for row in self.rows() {
            for pixel in row.rchunks_exact(3) {
                rgb.extend_from_slice(pixel);
            }
        }
        Frame { rgb, ..*self }
    }

    /// Turned to the right by quarters.
    pub fn turned(&self, quarters: u8) -> Frame {
        let (width, height) = (self.width as usize, self.height as usize);
        let row = width * 3;
        let mut rgb = Vec::with_capacity(self.rgb.len());
        match quarters % 4 {
            0 => return self.clone(),
            2 => self.rgb.rchunks_exact(3).for_each(|pixel| rgb.extend_from_slice(pixel)),
            1 => {
                for x in 0..width {
                    for y in (0..height).rev() {
                        let at = y * row + x * 3;
                        rgb.extend_from_slice(&self.rgb[at..at + 3]);
                    }
                }
            }
            _ => {
                for x in (0..width).rev() {
                    for y in 0..height {
                        let at = y * row + x * 3;
                        rgb.extend_from_slice(&self.rgb[at..at + 3]);
                    }
                }
            }
        }
        let (width, height) = if quarters % 2 == 1 { (self.height, self.width) } else { (self.width, self.height) };
        Frame { width, height, rgb }
    }

    /// A piece of it.
    pub fn cropped(&self, crop: Crop) -> Frame {
        let (x, y, width, height) = crop.pixels(self.width, self.height);
        let (from, to) = (x as usize * 3, (x + width) as usize * 3);
        let rows = self.rows().skip(y as usize).take(height as usize);
        let mut rgb = Vec::with_capacity(width as usize * height as usize * 3);
        rows.for_each(|row| rgb.extend_from_slice(&row[from..to]));
        Frame { width, height, rgb }
    }

    /// Lighter (up to 100) or darker (down to -100); black and white stay.
    pub fn lighten(&mut self, by: i32) {
        if by == 0 {
            return;
        }
        // A curve through both ends, so that nothing is cut off.
        let power = 2f32.powf(-by.clamp(-100, 100) as f32 / 80.0);
        let mut curve = [0u8; 256];
        for (at, value) in curve.iter_mut().enumerate() {
            *value = ((at as f32 / 255.0).powf(power) * 255.0).round() as u8;
        }
        for byte in &mut self.rgb {
            *byte = curve[usize::from(*byte)];
        }
    }

    /// Made so small that its longer side has `longest` pixels; each is the mean of those it stands for. Smaller ones stay.
    pub fn shrunk(&self, longest: u32) -> Frame {
        let side = self.width.max(self.height);
        if side <= longest || longest == 0 || !self.is_whole() {
            return self.clone();
        }
        let scaled = |length: u32| (u64::from(length) * u64::from(longest) / u64::from(side)).max(1) as u32;
        let (width, height) = (scaled(self.width), scaled(self.height));
        let edge = |at: u32, small: u32, large: u32| (u64::from(at) * u64::from(large) / u64::from(small)) as usize;
        let columns: Vec<(usize, usize)> = (0..width)
            .map(|x| (edge(x, width, self.width), edge(x + 1, width, self.width).max(edge(x, width, self.width) + 1)))
            .collect();
        let row = self.width as usize * 3;
        let mut rgb = Vec::with_capacity(width as usize * height as usize * 3);
        for y in 0..height {
            let top = edge(y, height, self.height);
            let bottom = edge(y + 1, height, self.height).max(top + 1);
            for (left, right) in &columns {
                let mut sum = [0u32; 3];
                for line in self.rgb[top * row..bottom * row].chunks_exact(row) {
                    for pixel in line[left * 3..right * 3].chunks_exact(3) {
                        sum[0] += u32::from(pixel[0]);
                        sum[1] += u32::from(pixel[1]);
                        sum[2] += u32::from(pixel[2]);
                    }
                }
                let count = ((bottom - top) * (right - left)) as u32;
                rgb.extend(sum.map(|sum| (sum / count) as u8));
            }
        }
        Frame { width, height, rgb }
    }

    fn rows(&self) -> std::slice::ChunksExact<'_, u8> {
        self.rgb.chunks_exact((self.width as usize * 3).max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two rows of three pixels, each known by its number.
    fn numbered() -> Frame {
        Frame { width: 3, height: 2, rgb: (0..6).flat_map(|n| [n * 10; 3]).collect() }
    }

    fn numbers(frame: &Frame) -> Vec<u8> {
        frame.rgb.chunks_exact(3).map(|pixel| pixel[0] / 10).collect()
    }

    #[test]
    fn four_quarters_are_a_whole_turn() {
        let frame = numbered();
        let check = |quarters: u8, size: (u32, u32), expected: &[u8]| {
            let turned = frame.turned(quarters);
            assert_eq!(((turned.width, turned.height), numbers(&turned)), (size, expected.to_vec()), "{quarters}");
        };
        check(0, (3, 2), &[0, 1, 2, 3, 4, 5]);
        check(1, (2, 3), &[3, 0, 4, 1, 5, 2]);
        check(2, (3, 2), &[5, 4, 3, 2, 1, 0]);
        check(3, (2, 3), &[2, 5, 1, 4, 0, 3]);
        assert_eq!(frame.turned(1).turned(3), frame);
    }

    #[test]
    fn a_mirror_twice_is_none() {
        assert_eq!(numbers(&numbered().mirrored()), [2, 1, 0, 5, 4, 3]);
        assert_eq!(numbered().mirrored().mirrored(), numbered());
    }

    #[test]
    fn a_piece_is_cut_out_of_the_turned_and_mirrored_picture() {
        let crop = Crop { x: 0.0, y: 0.0, width: 0.5, height: 0.34 };
        let edit = Edit { turns: 1, mirrored: true, brightness: 0, crop };
        // Turned: 3 0 / 4 1 / 5 2; mirrored: 0 3 / 1 4 / 2 5; its first piece: 0.
        assert_eq!(numbers(&edit.apply(&numbered())), [0]);
        assert_eq!(edit.turned_size(3, 2), (2, 3));
        assert!(Edit::default().is_nothing() && !edit.is_nothing());
        assert_eq!(Edit::default().apply(&numbered()), numbered());
    }

    #[test]
    fn light_and_dark_keep_black_and_white() {
        let mut frame =
            Frame { width: 3, height: 1, rgb: [0u8, 100, 255].iter().flat_map(|grey| [*grey; 3]).collect() };
        let before = frame.clone();
        frame.lighten(50);
        assert_eq!((frame.pixel(0, 0), frame.pixel(2, 0)), ([0; 3], [255; 3]));
        assert!(frame.pixel(1, 0)[0] > 120);
        frame.lighten(-50);
        assert!(frame.pixel(1, 0)[0].abs_diff(before.pixel(1, 0)[0]) < 3, "there and back");
    }

    #[test]
    fn a_small_picture_has_the_mean_of_the_large_one() {
        let mut large = Frame::filled(8, 4, [0; 3]);
        for (at, byte) in large.rgb.iter_mut().enumerate() {
            *byte = if at / 3 % 2 == 0 { 200 } else { 100 };
        }
        let small = large.shrunk(4);
        assert_eq!((small.width, small.height), (4, 2));
        assert!(small.rgb.iter().all(|byte| *byte == 150));
        assert_eq!(numbered().shrunk(100), numbered(), "nothing is made larger");
        let thin = Frame::filled(1000, 1, [9; 3]).shrunk(10);
        assert_eq!((thin.width, thin.height), (10, 1));
    }
}
