//! A picture as it comes from outside: known by its first bytes, refused where it is a bomb or damaged, turned upright, and rid of
//! what it says of the place it was taken at.

use super::unreadable;
use crate::{Result, error::refused};
use image::{DynamicImage, ImageDecoder, ImageFormat, Limits, metadata::Orientation};
use std::{
    borrow::Cow,
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// Pixels of the longer side of a picture at most.
const LONGEST: u32 = 12_000;
/// Bytes of a picture when unpacked, at most.
const MOST_BYTES: u64 = 128 << 20;
/// Bytes of a file that is read at all.
const MOST_FILE: usize = 64 << 20;
/// Quality of photos that are written anew, of 100.
const QUALITY: u8 = 90;

/// A picture that may be kept.
pub(crate) struct Taken<'b> {
    /// Its file, PNG or JPEG.
    pub bytes: Cow<'b, [u8]>,
    /// Its pixels.
    pub picture: DynamicImage,
}

/// The formats that are read; what may have any number of pages or runs code is not among them.
fn format_of(bytes: &[u8]) -> Option<ImageFormat> {
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    match bytes {
        _ if bytes.starts_with(PNG) => Some(ImageFormat::Png),
        _ if bytes.starts_with(b"\xff\xd8\xff") => Some(ImageFormat::Jpeg),
        _ if is_webp => Some(ImageFormat::WebP),
        _ if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") => Some(ImageFormat::Gif),
        _ if bytes.starts_with(b"BM") => Some(ImageFormat::Bmp),
        _ => None,
    }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Reads a picture; too large ones are refused by their first bytes, and of several pictures in a file the first is taken.
pub(crate) fn take_in<'b>(name: &str, bytes: &'b [u8]) -> Result<Taken<'b>> {
    let Some(format) = format_of(bytes) else {
        return Err(refused(
            format!("„{name}“ nėra paveikslėlis, kurį programa skaito: JPEG, PNG, WebP, GIF arba BMP."),
            format!("“{name}” is no picture the program reads: JPEG, PNG, WebP, GIF or BMP."),
        ));
    };
    if bytes.len() > MOST_FILE {
        return Err(too_large(name, &format!("{} MB", bytes.len() >> 20)));
    }
    // Whatever a decoder stumbles over is a damaged file, not the end of the program.
    let taken = catch_unwind(AssertUnwindSafe(|| read(name, bytes, format)));
    taken.unwrap_or_else(|_| Err(unreadable(name)))
}

fn too_large(name: &str, size: &str) -> crate::EngineError {
    refused(
        format!("Paveikslėlis „{name}“ per didelis: {size}. Sumažinkite jį ir bandykite dar kartą."),
        format!("The picture “{name}” is too large: {size}. Make it smaller and try again."),
    )
}

fn read<'b>(name: &str, bytes: &'b [u8], format: ImageFormat) -> Result<Taken<'b>> {
    let broken = |_| unreadable(name);
    let reader = || image::ImageReader::with_format(Cursor::new(bytes), format);
    let (width, height) = reader().into_dimensions().map_err(broken)?;
    let is_too_large = width.max(height) > LONGEST || u64::from(width) * u64::from(height) * 4 > MOST_BYTES;
    let mut decoder = reader().into_decoder().map_err(broken)?;
    // A point may take eight bytes.
    if is_too_large || decoder.total_bytes() > MOST_BYTES {
        return Err(too_large(name, &format!("{width} x {height}")));
    }
    if format == ImageFormat::Jpeg && !jpeg_is_whole(bytes) {
        return Err(unreadable(name));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(2 * MOST_BYTES);
    decoder.set_limits(limits).map_err(broken)?;
    let tells = tells_more(&mut decoder);
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(orientation);
    if !tells && matches!(format, ImageFormat::Png | ImageFormat::Jpeg) {
        return Ok(Taken { bytes: Cow::Borrowed(bytes), picture });
    }
    let as_photo = format == ImageFormat::Jpeg || format == ImageFormat::WebP && !picture.color().has_alpha();
    let written = if as_photo { jpeg(&picture, QUALITY) } else { png(&picture) };
    Ok(Taken { bytes: Cow::Owned(written.ok_or_else(|| unreadable(name))?), picture })
}

/// Whether the file says more than pixels: where, when and with what the picture was taken.
fn tells_more(decoder: &mut impl ImageDecoder) -> bool {
    let said = |found: image::ImageResult<Option<Vec<u8>>>| matches!(found, Ok(Some(_)));
    said(decoder.exif_metadata()) || said(decoder.xmp_metadata()) || said(decoder.iptc_metadata())
}

/// Whether a JPEG goes to its end mark (ITU-T T.81, B.2.1); a decoder fills up with grey what is missing.
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    let mut at = 2;
    loop {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(0xff), Some(0xd9)) => return true,
            // Fill bytes, and marks without contents.
            (Some(0xff), Some(0xff)) => at += 1,
            (Some(0xff), Some(0x01 | 0xd0..=0xd8)) => at += 2,
            (Some(0xff), Some(mark)) => {
                let Some(length) = bytes.get(at + 2..at + 4) else { return false };
                at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
                // Behind the head of a scan come its bits, in which a mark is no mark if a zero follows.
                if *mark == 0xda {
                    while bytes.get(at) != Some(&0xff) || matches!(bytes.get(at + 1), Some(0 | 0xd0..=0xd7)) {
                        if at >= bytes.len() {
                            return false;
                        }
                        at += 1;
                    }
                }
            }
            _ => return false,
        }
    }
}

/// As a JPEG; `None` where it cannot be written.
pub(super) fn jpeg(picture: &DynamicImage, quality: u8) -> Option<Vec<u8>> {
    let mut written = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut written, quality);
    picture.to_rgb8().write_with_encoder(encoder).ok()?;
    Some(written)
}

/// As a PNG; `None` where it cannot be written.
pub(super) fn png(picture: &DynamicImage) -> Option<Vec<u8>> {
    let mut written = Vec::new();
    picture.write_to(&mut Cursor::new(&mut written), ImageFormat::Png).ok()?;
    Some(written)
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

    fn photo_of(width: u32, height: u32) -> Vec<u8> {
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
            let error = take_in("bomb", bomb).err().unwrap();
            assert!(begun.elapsed() < std::time::Duration::from_millis(50), "{size}: {:?}", begun.elapsed());
            assert!(error.message(model::language::Language::En).contains(size), "{size}: {error}");
        };
        check(&png_header(65_535, 65_535, 8), "65535 x 65535");
        check(&png_header(12_001, 1, 8), "12001 x 1");
        // 6,000 x 5,000 points fit, but not with eight bytes each.
        check(&png_header(6_000, 5_000, 16), "6000 x 5000");
        let mut photo = photo_of(16, 8);
        let frame = photo.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
        photo[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
        check(&photo, "65535 x 65535");
    }

    #[test]
    fn a_photo_is_turned_upright_and_forgets_where_it_was_taken() {
        let photo = photo_of(16, 8);
        // TIFF, big-endian, one entry: orientation (0x0112), a short, 6: turned to the right.
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        exif.extend(b"GPS 54.89");
        let with = with_block(&photo, &exif);
        let kept = take_in("photo.jpg", &with).unwrap().bytes;
        assert!(!kept.windows(4).any(|bytes| bytes == b"Exif" || bytes == b"GPS "));
        let picture = image::load_from_memory(&kept).unwrap();
        assert_eq!((picture.width(), picture.height()), (8, 16));
        assert_eq!(
            &*take_in("photo.jpg", &photo).unwrap().bytes,
            photo.as_slice(),
            "without such data it stays as it is"
        );
    }

    #[test]
    fn what_an_editor_wrote_of_the_place_is_forgotten_too() {
        let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><exif:GPSLatitude>54,53.4N</exif:GPSLatitude></x:xmpmeta>";
        let photo = with_block(&photo_of(16, 8), xmp);
        let kept = take_in("photo.jpg", &photo).unwrap().bytes;
        assert!(!kept.windows(3).any(|bytes| bytes == b"GPS"));
        let picture = image::load_from_memory(&kept).unwrap();
        assert_eq!((picture.width(), picture.height()), (16, 8));
    }

    /// One picture in each of the formats, 24 by 16, with a mark in its upper left.
    fn samples() -> Vec<(&'static str, Vec<u8>)> {
        let pixels = image::RgbImage::from_fn(24, 16, |x, y| {
            image::Rgb(if x < 8 && y < 8 { [255, 0, 0] } else { [(x * 9) as u8, (y * 13) as u8, 90] })
        });
        let written = |format| {
            let mut bytes = Vec::new();
            DynamicImage::ImageRgb8(pixels.clone()).write_to(&mut Cursor::new(&mut bytes), format).unwrap();
            bytes
        };
        vec![
            ("a.jpg", written(ImageFormat::Jpeg)),
            ("a.png", written(ImageFormat::Png)),
            ("a.webp", written(ImageFormat::WebP)),
            ("a.gif", written(ImageFormat::Gif)),
            ("a.bmp", written(ImageFormat::Bmp)),
        ]
    }

    #[test]
    fn each_format_is_taken_and_kept_as_png_or_jpeg() {
        for (name, bytes) in samples() {
            let taken = take_in(name, &bytes).unwrap();
            assert!(matches!(format_of(&taken.bytes), Some(ImageFormat::Png | ImageFormat::Jpeg)), "{name}");
            let again = image::load_from_memory(&taken.bytes).unwrap().into_rgb8();
            assert_eq!((again.width(), again.height()), (24, 16), "{name}");
            assert!(again.get_pixel(3, 3).0[0] > 200 && again.get_pixel(20, 12).0[0] < 220, "{name}");
        }
        assert!(take_in("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>").is_err());
        assert!(take_in("a.pdf", b"%PDF-1.7").is_err());
        assert!(take_in("nothing.jpg", b"").is_err());
    }

    #[test]
    fn a_picture_that_was_cut_off_is_refused_with_a_sentence() {
        for (name, bytes) in samples() {
            for part in 1..8 {
                let cut = &bytes[..bytes.len() * part / 8];
                // Of a BMP and a GIF nothing may be missing but the mark of the end.
                let error = take_in(name, cut).err().unwrap_or_else(|| panic!("{name}: {part} of 8"));
                assert!(error.message(model::language::Language::Lt).contains('„'), "{name}: {error}");
            }
        }
    }

    #[test]
    fn ten_thousand_spoiled_pictures_are_taken_or_refused_and_never_a_panic() {
        let samples = samples();
        let (mut seed, mut refused, mut slowest) = (1u64, 0, std::time::Duration::ZERO);
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize
        };
        for round in 0..10_000 {
            let (name, good) = &samples[round % samples.len()];
            let mut bytes = good.clone();
            for _ in 0..next() % 6 + 1 {
                let at = next() % bytes.len();
                match next() % 4 {
                    0 => bytes[at] = next() as u8,
                    1 => bytes[at] ^= 1 << (next() % 8),
                    2 => bytes[at..].iter_mut().take(4).for_each(|byte| *byte = 0xff),
                    _ => bytes.truncate(at.max(16)),
                }
            }
            let begun = std::time::Instant::now();
            refused += usize::from(take_in(name, &bytes).is_err());
            slowest = slowest.max(begun.elapsed());
        }
        assert!(refused > 3_000, "{refused}");
        assert!(slowest < std::time::Duration::from_secs(2), "{slowest:?}");
    }

    #[test]
    fn a_film_of_twenty_thousand_pictures_costs_no_more_than_its_first() {
        let mut film = Vec::new();
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut film);
        let frame = image::Frame::new(image::RgbaImage::new(2, 2));
        encoder.encode_frames((0..20_000).map(|_| frame.clone())).unwrap();
        drop(encoder);
        let begun = std::time::Instant::now();
        assert_eq!(take_in("film.gif", &film).unwrap().picture.width(), 2);
        assert!(begun.elapsed() < std::time::Duration::from_millis(50), "{:?}", begun.elapsed());
    }

    #[test]
    fn a_jpeg_is_whole_when_it_goes_to_its_end() {
        let photo = photo_of(40, 30);
        assert!(jpeg_is_whole(&photo));
        assert!(jpeg_is_whole(&[photo.as_slice(), b"trailing"].concat()));
        for cut in [3, 30, photo.len() / 2, photo.len() - 2] {
            assert!(!jpeg_is_whole(&photo[..cut]), "{cut}");
        }
    }
}
