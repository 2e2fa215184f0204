//! Where pictures come from: what every camera can be asked.

use crate::{Fault, Raw, Result};

/// A camera one can choose.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Camera {
    /// Names it to its source.
    pub id: String,
    /// Names it to people.
    pub name: String,
}

/// Pixels.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Size {
    /// Of a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}x{}", self.width, self.height)
    }
}

impl std::str::FromStr for Size {
    type Err = Fault;

    /// As `1280x720`.
    fn from_str(text: &str) -> Result<Size> {
        let sides =
            text.split_once(['x', 'X', '×']).map(|(width, height)| (width.trim().parse(), height.trim().parse()));
        match sides {
            Some((Ok(width), Ok(height))) if width > 0 && height > 0 => Ok(Size { width, height }),
            _ => Err(Fault::Other(format!("{text:?}: 1280x720"))),
        }
    }
}

/// A way a camera can send its pictures.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Format {
    /// Size of a picture.
    pub size: Size,
    /// How its pixels are packed, such as `MJPEG`.
    pub packing: String,
    /// Pictures in a second.
    pub rate: u32,
}

/// An open camera.
pub struct Opened {
    /// It.
    pub camera: Camera,
    /// The format it sends.
    pub format: Format,
    /// All its formats.
    pub formats: Vec<Format>,
    /// Its pictures.
    pub device: Box<dyn Device>,
}

/// The pictures of an open camera; closed when dropped.
pub trait Device {
    /// Waits for the next picture.
    ///
    /// # Errors
    /// Where there will be none.
    fn next(&mut self) -> Result<Raw>;
}

/// Some cameras.
pub trait Source: Send + Sync {
    /// The cameras there are now.
    ///
    /// # Errors
    /// Where they cannot be asked for.
    fn list(&self) -> Result<Vec<Camera>>;

    /// All formats of a camera.
    ///
    /// # Errors
    /// Where it cannot be asked.
    fn formats(&self, id: &str) -> Result<Vec<Format>> {
        Ok(self.open(id, None)?.formats)
    }

    /// Opens a camera with a size that is nearest to `size`.
    ///
    /// # Errors
    /// Where it cannot be opened.
    fn open(&self, id: &str, size: Option<Size>) -> Result<Opened>;
}

/// No cameras.
pub struct NoCameras;

impl Source for NoCameras {
    fn list(&self) -> Result<Vec<Camera>> {
        Ok(Vec::new())
    }
    fn open(&self, _id: &str, _size: Option<Size>) -> Result<Opened> {
        Err(Fault::None)
    }
}

/// What is asked for where nothing is: enough for a photo, and every camera of an office can send it fast.
const USUAL: Size = Size { width: 1280, height: 720 };
/// Fewer pictures in a second stutter.
const SMOOTH: u32 = 15;

/// The format that comes nearest to `size`: smooth before slow, then the nearest size, then the highest rate up to 30.
pub fn best_format(formats: &[Format], size: Option<Size>) -> Option<&Format> {
    let wanted = size.unwrap_or(USUAL);
    let badness = |format: &Format| {
        let apart = format.size.width.abs_diff(wanted.width) + format.size.height.abs_diff(wanted.height);
        let slow = size.is_none() && format.rate < SMOOTH;
        (slow, apart, format.rate.abs_diff(30), format.packing != "MJPEG")
    };
    formats.iter().min_by_key(|format| badness(format))
}

/// The sizes of formats, each once, the largest first.
pub fn sizes(formats: &[Format]) -> Vec<Size> {
    let mut sizes: Vec<Size> = formats.iter().map(|format| format.size).collect();
    sizes.sort_by_key(|size| std::cmp::Reverse((u64::from(size.width) * u64::from(size.height), size.width)));
    sizes.dedup();
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(width: u32, height: u32, packing: &str, rate: u32) -> Format {
        Format { size: Size { width, height }, packing: packing.into(), rate }
    }

    #[test]
    fn a_smooth_picture_of_the_usual_size_is_chosen_and_a_wanted_size_wins() {
        let formats = [
            format(1280, 720, "YUYV", 10),
            format(1280, 720, "MJPEG", 30),
            format(1920, 1080, "MJPEG", 30),
            format(640, 480, "YUYV", 30),
            format(320, 180, "YUYV", 120),
        ];
        assert_eq!(best_format(&formats, None), Some(&formats[1]));
        assert_eq!(best_format(&formats, Some(Size { width: 640, height: 480 })), Some(&formats[3]));
        assert_eq!(best_format(&formats, Some(Size { width: 1900, height: 1000 })), Some(&formats[2]));
        assert_eq!(best_format(&formats[3..], None), Some(&formats[3]), "not the fast and tiny one");
        assert_eq!(best_format(&[], None), None);
        let all: Vec<String> = sizes(&formats).iter().map(Size::to_string).collect();
        assert_eq!(all, ["1920x1080", "1280x720", "640x480", "320x180"]);
    }

    #[test]
    fn a_size_is_read_as_it_is_written() {
        assert_eq!("1280x720".parse::<Size>(), Ok(Size { width: 1280, height: 720 }));
        assert!("1280".parse::<Size>().is_err());
        assert!("0x720".parse::<Size>().is_err());
    }
}
