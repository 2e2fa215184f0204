//! Pictures: what their bytes are, without decoding more than their header.

use crate::{PrintingError, Result};
use image::{
    ImageDecoder,
    codecs::{jpeg::JpegDecoder, png::PngDecoder},
    metadata::Orientation,
};
use std::{io::Cursor, sync::Arc};

/// The bytes of a PNG or JPEG with its size.
#[derive(Clone, PartialEq, Debug)]
pub struct Picture {
    /// The file.
    pub bytes: Vec<u8>,
    /// What kind of file it is.
    pub(crate) kind: PictureKind,
    /// Pixels from left to right as stored.
    pub(crate) width: u32,
    /// Pixels from top to bottom as stored.
    pub(crate) height: u32,
    /// How it is to be turned to be seen upright.
    pub(crate) orientation: Orientation,
}

/// Kinds of pictures that can be printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PictureKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

/// No picture is allowed more pixels: what takes 128 MiB when unpacked.
const MOST_PIXELS: u64 = (128 << 20) / 4;

impl Picture {
    /// Recognises the bytes of a picture; `expression` is named in the error.
    pub(crate) fn read(bytes: &[u8], expression: &str) -> Result<Picture> {
        let fail = |reason: String| PrintingError::Picture { expression: expression.to_owned(), reason };
        let (kind, (width, height), orientation) = if bytes.starts_with(b"\x89PNG") {
            let decoder = PngDecoder::new(Cursor::new(bytes)).map_err(|error| fail(error.to_string()))?;
            (PictureKind::Png, decoder.dimensions(), Orientation::NoTransforms)
        } else if bytes.starts_with(b"\xff\xd8") {
            let mut decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(|error| fail(error.to_string()))?;
            let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
            (PictureKind::Jpeg, decoder.dimensions(), orientation)
        } else {
            return Err(fail("neither PNG nor JPEG".to_owned()));
        };
        if width == 0 || height == 0 || u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(fail(format!("{width} x {height} pixels")));
        }
        Ok(Picture { bytes: bytes.to_vec(), kind, width, height, orientation })
    }

    /// Width and height when seen upright.
    pub(crate) fn upright(&self) -> (f32, f32) {
        let (width, height) = (self.width as f32, self.height as f32);
        match self.orientation {
            Orientation::NoTransforms
            | Orientation::Rotate180
            | Orientation::FlipHorizontal
            | Orientation::FlipVertical => (width, height),
            _ => (height, width),
        }
    }
}

/// The pictures of a document, each read once.
#[derive(Default)]
pub(crate) struct Pictures {
    read: Vec<(String, Arc<Picture>)>,
}

impl Pictures {
    /// The picture of an expression.
    pub(crate) fn get(&mut self, expression: &str, bytes: &[u8]) -> Result<Arc<Picture>> {
        if let Some((_, picture)) = self.read.iter().find(|(of, _)| of == expression) {
            return Ok(picture.clone());
        }
        let picture = Arc::new(Picture::read(bytes, expression)?);
        self.read.push((expression.to_owned(), picture.clone()));
        Ok(picture)
    }
}
