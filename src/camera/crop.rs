//! The part of a picture that is kept, moved and resized by dragging; in fractions of the picture.

/// A rectangle within a picture, 0 to 1 of its sides.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Crop {
    /// From the left.
    pub x: f32,
    /// From the top.
    pub y: f32,
    /// Of the picture's width.
    pub width: f32,
    /// Of the picture's height.
    pub height: f32,
}

/// What of a rectangle is dragged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Corner {
    /// Upper left.
    TopLeft,
    /// Upper right.
    TopRight,
    /// Lower left.
    BottomLeft,
    /// Lower right.
    BottomRight,
}

/// A rectangle is never smaller, in fractions of the shorter side it may have.
const SMALLEST: f32 = 0.08;

impl Crop {
    /// The whole picture.
    pub const WHOLE: Crop = Crop { x: 0.0, y: 0.0, width: 1.0, height: 1.0 };

    /// The largest rectangle of a `ratio` (width to height, in fractions of the picture's sides) in the middle.
    pub fn largest(ratio: f32) -> Crop {
        let (width, height) = if ratio >= 1.0 { (1.0, 1.0 / ratio) } else { (ratio, 1.0) };
        Crop { x: (1.0 - width) / 2.0, y: (1.0 - height) / 2.0, width, height }
    }

    /// The ratio for [`Crop::largest`] that gives pixels of the proportion `aspect` in a picture of this size.
    pub fn ratio(aspect: f32, width: u32, height: u32) -> f32 {
        if width == 0 || height == 0 || aspect <= 0.0 {
            return 1.0;
        }
        aspect * height as f32 / width as f32
    }

    /// It, moved as far as the picture goes.
    pub fn moved(self, by_x: f32, by_y: f32) -> Crop {
        let at = |from: f32, by: f32, length: f32| (from + by).clamp(0.0, (1.0 - length).max(0.0));
        Crop { x: at(self.x, by_x, self.width), y: at(self.y, by_y, self.height), ..self }
    }

    /// It with a corner dragged; the opposite corner stays, the proportion too.
    pub fn resized(self, corner: Corner, by_x: f32, by_y: f32) -> Crop {
        let (right, bottom) = (self.x + self.width, self.y + self.height);
        let (from_left, from_top) = match corner {
            Corner::TopLeft => (false, false),
            Corner::TopRight => (true, false),
            Corner::BottomLeft => (false, true),
            Corner::BottomRight => (true, true),
        };
        // What the pointer asks for, the larger of the two, and what the picture has room for.
        let wide = if from_left { self.width + by_x } else { self.width - by_x };
        let high = if from_top { self.height + by_y } else { self.height - by_y };
        let room_x = if from_left { 1.0 - self.x } else { right };
        let room_y = if from_top { 1.0 - self.y } else { bottom };
        let most = (room_x / self.width).min(room_y / self.height);
        let scale = (wide / self.width).max(high / self.height).min(most).max(self.least());
        let (width, height) = (self.width * scale, self.height * scale);
        Crop {
            x: if from_left { self.x } else { (right - width).max(0.0) },
            y: if from_top { self.y } else { (bottom - height).max(0.0) },
            width,
            height,
        }
    }

    /// It, larger or smaller around its middle, as far as the picture goes.
    pub fn zoomed(self, scale: f32) -> Crop {
        let most = (1.0 / self.width).min(1.0 / self.height);
        let scale = scale.min(most).max(self.least());
        let (width, height) = (self.width * scale, self.height * scale);
        let grown =
            Crop { x: self.x + (self.width - width) / 2.0, y: self.y + (self.height - height) / 2.0, width, height };
        grown.moved(0.0, 0.0)
    }

    /// It in the mirror.
    pub fn mirrored(self) -> Crop {
        Crop { x: (1.0 - self.x - self.width).max(0.0), ..self }
    }

    /// Its place in a picture of this size, in pixels: left, top, width, height; at least one pixel.
    pub fn pixels(self, width: u32, height: u32) -> (u32, u32, u32, u32) {
        let place = |from: f32, length: f32, of: u32| {
            let start = (from.clamp(0.0, 1.0) * of as f32).round() as u32;
            let end = ((from + length).clamp(0.0, 1.0) * of as f32).round() as u32;
            let start = start.min(of.saturating_sub(1));
            (start, end.clamp(start + 1, of.max(1)) - start)
        };
        let ((x, width), (y, height)) = (place(self.x, self.width, width), place(self.y, self.height, height));
        (x, y, width, height)
    }

    /// The scale at which it would be too small.
    fn least(self) -> f32 {
        (SMALLEST / self.width.min(self.height)).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_inside(crop: Crop) -> bool {
        let fits = |from: f32, length: f32| from >= -1e-4 && length > 0.0 && from + length <= 1.0 + 1e-4;
        fits(crop.x, crop.width) && fits(crop.y, crop.height)
    }

    #[test]
    fn the_largest_piece_of_a_wide_picture_stands_in_its_middle() {
        let crop = Crop::largest(Crop::ratio(0.8, 1280, 720));
        assert_eq!(crop.height, 1.0);
        let (x, y, width, height) = crop.pixels(1280, 720);
        assert_eq!((x, y, width, height), (352, 0, 576, 720));
    }

    #[test]
    fn it_stops_at_the_edge() {
        let crop = Crop::largest(0.5).moved(9.0, 9.0);
        assert_eq!((crop.x, crop.y), (0.5, 0.0));
        let crop = crop.moved(-9.0, 0.0);
        assert_eq!(crop.x, 0.0);
    }

    #[test]
    fn whatever_is_dragged_the_proportion_stays_and_nothing_leaves_the_picture() {
        let corners = [Corner::TopLeft, Corner::TopRight, Corner::BottomLeft, Corner::BottomRight];
        let mut crop = Crop::largest(0.45);
        let ratio = crop.width / crop.height;
        let mut seed = 7u32;
        for step in 0..4_000 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let by = |shift: u32| ((seed >> shift & 255) as f32 / 255.0 - 0.5) * 0.6;
            crop = match step % 3 {
                0 => crop.moved(by(3), by(11)),
                1 => crop.resized(corners[(seed >> 28) as usize % 4], by(3), by(11)),
                _ => crop.zoomed(1.0 + by(5)),
            };
            assert!(is_inside(crop), "{step}: {crop:?}");
            assert!((crop.width / crop.height - ratio).abs() < 1e-3, "{step}: {crop:?}");
            assert!(crop.width >= SMALLEST * 0.44, "{step}: {crop:?}");
        }
    }

    #[test]
    fn the_opposite_corner_stays() {
        let crop = Crop { x: 0.4, y: 0.4, width: 0.2, height: 0.2 };
        let larger = crop.resized(Corner::TopLeft, -0.1, -0.05);
        assert!((larger.x + larger.width - 0.6).abs() < 1e-5 && (larger.y + larger.height - 0.6).abs() < 1e-5);
        assert!((larger.width - 0.3).abs() < 1e-5);
    }

    #[test]
    fn in_pixels_there_is_always_one() {
        assert_eq!(Crop { x: 0.99, y: 0.99, width: 0.001, height: 0.001 }.pixels(10, 10), (9, 9, 1, 1));
        assert_eq!(Crop::WHOLE.pixels(1, 1), (0, 0, 1, 1));
    }
}
