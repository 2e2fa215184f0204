//! Pictures in fields, and the pages of a PDF as pictures.

use crate::{Engine, Outcome, Result, error::refused};
use image::ImageDecoder as _;
use model::{
    changes::{Action, ActionKey},
    ids::{FieldId, RecordId, TableId},
    value::{BlobRef, Value},
};
use printing::Raster;
use std::{borrow::Cow, io::Cursor};
use store::Access;

impl Engine {
    /// Puts a PNG or JPEG picture into a field; `name` is the file's own name. It is kept as it is, unless it says
    /// where and with what it was taken: then it is turned upright and written anew without that.
    ///
    /// # Errors
    /// Where it is neither, larger than 12,000 x 12,000 or 128 MiB when unpacked, or the record is missing or frozen.
    pub fn set_picture(
        &self,
        table: TableId,
        id: RecordId,
        field: FieldId,
        name: &str,
        bytes: &[u8],
    ) -> Result<Outcome<()>> {
        if !is_picture(bytes) {
            return Err(refused(
                format!("„{name}“ nėra PNG ar JPEG paveikslėlis."),
                format!("“{name}” is not a PNG or JPEG picture."),
            ));
        }
        let picture = taken_in(name, bytes)?;
        let bytes: &[u8] = &picture;
        self.transact(Action::new(ActionKey::EditField).on(table).field(field), |tx| {
            let hash = tx.writer.put_blob(bytes)?;
            let value = Value::Blob(BlobRef { hash, name: name.to_owned(), bytes: bytes.len() as u64 });
            tx.set(table, id, field, Some(value))?;
            tx.action.name = tx.title(table, id)?;
            Ok(())
        })
    }

    /// The contents of a picture or file.
    ///
    /// # Errors
    /// Of the disk, or where the contents are damaged.
    pub fn blob(&self, hash: &[u8; 32]) -> Result<Option<Vec<u8>>> {
        let reader = self.read()?;
        Ok((&reader as &dyn Access).blob(hash)?)
    }

    /// The first `most` pages of a PDF that [`Engine::render`] made, as pictures at `dpi` dots per inch, and how many pages it has.
    ///
    /// # Errors
    /// Where it is no PDF.
    pub fn pictures_of(&self, pdf: &[u8], dpi: f32, most: usize) -> Result<(Vec<Raster>, usize)> {
        Ok(printing::rasterize_first(pdf, dpi, most)?)
    }
}

/// Pixels of the longer side of a picture at most.
const LONGEST: u32 = 12_000;
/// Bytes of a picture when unpacked, at most.
const MOST_BYTES: u64 = 128 << 20;
/// Quality of photos that are written anew, of 100.
const QUALITY: u8 = 90;

/// The picture as it is kept; too large ones are refused by their first bytes.
fn taken_in<'b>(name: &str, bytes: &'b [u8]) -> Result<Cow<'b, [u8]>> {
    let unreadable = || {
        refused(
            format!("Paveikslėlio „{name}“ perskaityti nepavyko: failas sugadintas."),
            format!("The picture “{name}” cannot be read: the file is damaged."),
        )
    };
    let reader = || image::ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| unreadable());
    let (width, height) = reader()?.into_dimensions().map_err(|_| unreadable())?;
    let is_too_large = width.max(height) > LONGEST || u64::from(width) * u64::from(height) * 4 > MOST_BYTES;
    let mut decoder = reader()?.into_decoder().map_err(|_| unreadable())?;
    // A point may take eight bytes.
    if is_too_large || decoder.total_bytes() > MOST_BYTES {
        return Err(refused(
            format!(
                "Paveikslėlis „{name}“ per didelis: {width} x {height} taškų. Sumažinkite jį ir bandykite dar kartą."
            ),
            format!("The picture “{name}” is too large: {width} x {height} pixels. Make it smaller and try again."),
        ));
    }
    // Either may say where it was taken.
    if !matches!(decoder.exif_metadata(), Ok(Some(_))) && !matches!(decoder.xmp_metadata(), Ok(Some(_))) {
        return Ok(Cow::Borrowed(bytes));
    }
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = image::DynamicImage::from_decoder(decoder).map_err(|_| unreadable())?;
    picture.apply_orientation(orientation);
    let mut written = Vec::new();
    let done = if bytes.starts_with(PNG) {
        picture.write_to(&mut Cursor::new(&mut written), image::ImageFormat::Png)
    } else {
        picture
            .into_rgb8()
            .write_with_encoder(image::codecs::jpeg::JpegEncoder::new_with_quality(&mut written, QUALITY))
    };
    done.map_err(|_| unreadable())?;
    Ok(Cow::Owned(written))
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(PNG) || bytes.starts_with(b"\xff\xd8\xff")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PNG of which there is nothing but the header; `depth` bits for each of four colours.
    fn png_header(width: u32, height: u32, depth: u8) -> Vec<u8> {
        let mut header = b"IHDR".to_vec();
        header.extend(width.to_be_bytes());
        header.extend(height.to_be_bytes());
        header.extend([depth, 6, 0, 0, 0]);
        let mut bomb = PNG.to_vec();
        bomb.extend(13u32.to_be_bytes());
        bomb.extend(&header);
        bomb.extend(crc32fast::hash(&header).to_be_bytes());
        bomb.extend([0, 0, 0, 0, b'I', b'D', b'A', b'T']);
        bomb
    }

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let pixels = image::RgbImage::from_fn(width, height, |x, _| image::Rgb([if x < 8 { 255 } else { 0 }, 0, 0]));
        let mut photo = Vec::new();
        pixels.write_to(&mut Cursor::new(&mut photo), image::ImageFormat::Jpeg).unwrap();
        photo
    }

    /// The photo with a block of what it says of itself (JPEG, APP1).
    fn with_block(photo: &[u8], block: &[u8]) -> Vec<u8> {
        let mut with = vec![0xFF, 0xD8, 0xFF, 0xE1];
        with.extend((block.len() as u16 + 2).to_be_bytes());
        with.extend(block);
        with.extend(&photo[2..]);
        with
    }

    #[test]
    fn a_bomb_is_refused_by_its_first_bytes() {
        let check = |bomb: &[u8], size: &str| {
            let begun = std::time::Instant::now();
            let error = taken_in("bomb", bomb).unwrap_err();
            assert!(begun.elapsed() < std::time::Duration::from_millis(50), "{size}: {:?}", begun.elapsed());
            assert!(error.message(model::language::Language::En).contains(size), "{size}: {error}");
        };
        check(&png_header(65_535, 65_535, 8), "65535 x 65535");
        check(&png_header(12_001, 1, 8), "12001 x 1");
        // 6,000 x 5,000 points fit, but not with eight bytes each.
        check(&png_header(6_000, 5_000, 16), "6000 x 5000");
        let mut photo = jpeg(16, 8);
        let frame = photo.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
        photo[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
        check(&photo, "65535 x 65535");
    }

    #[test]
    fn a_photo_is_turned_upright_and_forgets_where_it_was_taken() {
        let photo = jpeg(16, 8);
        // TIFF, big-endian, one entry: orientation (0x0112), a short, 6: turned to the right.
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        exif.extend(b"GPS 54.89");
        let with = with_block(&photo, &exif);
        let kept = taken_in("photo.jpg", &with).unwrap();
        assert!(!kept.windows(4).any(|bytes| bytes == b"Exif" || bytes == b"GPS "));
        let picture = image::load_from_memory(&kept).unwrap();
        assert_eq!((picture.width(), picture.height()), (8, 16));
        assert_eq!(&*taken_in("photo.jpg", &photo).unwrap(), photo.as_slice(), "without such data it stays as it is");
    }

    #[test]
    fn what_an_editor_wrote_of_the_place_is_forgotten_too() {
        let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><exif:GPSLatitude>54,53.4N</exif:GPSLatitude></x:xmpmeta>";
        let photo = with_block(&jpeg(16, 8), xmp);
        let kept = taken_in("photo.jpg", &photo).unwrap();
        assert!(!kept.windows(3).any(|bytes| bytes == b"GPS"));
        let picture = image::load_from_memory(&kept).unwrap();
        assert_eq!((picture.width(), picture.height()), (16, 8));
    }

    #[test]
    fn a_picture_is_known_by_its_first_bytes() {
        assert!(is_picture(b"\x89PNG\r\n\x1a\n..."));
        assert!(is_picture(b"\xff\xd8\xff\xe0..."));
        assert!(!is_picture(b"%PDF-1.7"));
        assert!(!is_picture(b"GIF89a..."), "which may have any number of frames");
        assert!(!is_picture(b""));
    }
}
