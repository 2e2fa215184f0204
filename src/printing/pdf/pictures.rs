//! Pictures in the file: a PNG without loss and with its transparency, a JPEG as it is.

use crate::{Mark, Page, Picture, PrintingError, Result, picture::PictureKind};
use image::{DynamicImage, ImageFormat, load_from_memory_with_format};
use printpdf::{DictItem, ExternalStream, ExternalXObject, PdfResources, XObject, XObjectId};
use std::{collections::BTreeMap, sync::Arc};

/// The different pictures of some pages.
pub(super) struct PictureIds {
    pictures: Vec<Arc<Picture>>,
}

impl PictureIds {
    /// Collects the pictures of the pages; the same bytes are embedded once.
    pub fn of(pages: &[&Page]) -> Result<PictureIds> {
        let mut pictures: Vec<Arc<Picture>> = Vec::new();
        for mark in pages.iter().flat_map(|page| &page.marks) {
            if let Mark::Picture(placed) = mark
                && !pictures.iter().any(|picture| same(picture, &placed.picture))
            {
                pictures.push(placed.picture.clone());
            }
        }
        Ok(PictureIds { pictures })
    }

    /// The name of a picture in the document's resources.
    pub fn id(&self, picture: &Arc<Picture>) -> XObjectId {
        let at = self.pictures.iter().position(|other| same(other, picture)).unwrap_or(0);
        XObjectId(format!("Picture{at}"))
    }

    /// Adds the pictures to the resources of a document.
    pub fn add_to(&self, resources: &mut PdfResources) -> Result<()> {
        for picture in &self.pictures {
            let stream = match picture.kind {
                PictureKind::Png => png(picture)?,
                PictureKind::Jpeg => jpeg(picture)?,
            };
            let object = ExternalXObject { stream, width: None, height: None, dpi: None };
            resources.xobjects.map.insert(self.id(picture), XObject::External(object));
        }
        Ok(())
    }
}

fn same(one: &Arc<Picture>, other: &Arc<Picture>) -> bool {
    Arc::ptr_eq(one, other) || one.bytes == other.bytes
}

fn damaged(reason: impl ToString) -> PrintingError {
    PrintingError::Picture { expression: String::new(), reason: reason.to_string() }
}

fn png(picture: &Picture) -> Result<ExternalStream> {
    let decoded = load_from_memory_with_format(&picture.bytes, ImageFormat::Png).map_err(damaged)?;
    let has_alpha = decoded.color().has_alpha();
    let is_gray = !decoded.color().has_color();
    let mask = has_alpha.then(|| {
        let alpha: Vec<u8> = decoded.to_rgba8().pixels().map(|pixel| pixel.0[3]).collect();
        image_stream(picture, "DeviceGray", alpha, true)
    });
    let mask = mask.filter(|mask| mask.content.iter().any(|alpha| *alpha != 255));
    let mut stream = match decoded {
        DynamicImage::ImageRgb8(pixels) => image_stream(picture, "DeviceRGB", pixels.into_raw(), true),
        other if is_gray => image_stream(picture, "DeviceGray", other.to_luma8().into_raw(), true),
        other => image_stream(picture, "DeviceRGB", other.to_rgb8().into_raw(), true),
    };
    if let Some(stream_of_mask) = mask {
        stream.dict.insert("SMask".to_owned(), DictItem::Stream { stream: stream_of_mask });
    }
    Ok(stream)
}

fn jpeg(picture: &Picture) -> Result<ExternalStream> {
    let header = JpegHeader::read(&picture.bytes).ok_or_else(|| damaged("no frame header in the JPEG"))?;
    let space = match header.components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        4 => "DeviceCMYK",
        other => return Err(damaged(format!("{other} colour components"))),
    };
    let mut stream = image_stream(picture, space, picture.bytes.clone(), false);
    stream.dict.insert("Filter".to_owned(), name("DCTDecode"));
    if header.components == 4 && header.is_adobe {
        // Adobe writes CMYK inverted.
        let inverted = [1, 0, 1, 0, 1, 0, 1, 0].map(DictItem::Int).to_vec();
        stream.dict.insert("Decode".to_owned(), DictItem::Array(inverted));
    }
    Ok(stream)
}

fn image_stream(picture: &Picture, space: &str, content: Vec<u8>, compress: bool) -> ExternalStream {
    let dict: BTreeMap<String, DictItem> = [
        ("Type".to_owned(), name("XObject")),
        ("Subtype".to_owned(), name("Image")),
        ("Width".to_owned(), DictItem::Int(i64::from(picture.width))),
        ("Height".to_owned(), DictItem::Int(i64::from(picture.height))),
        ("ColorSpace".to_owned(), name(space)),
        ("BitsPerComponent".to_owned(), DictItem::Int(8)),
    ]
    .into();
    ExternalStream { dict, content, compress }
}

fn name(text: &str) -> DictItem {
    DictItem::Name(text.as_bytes().to_vec())
}

/// What a PDF has to say about a JPEG.
struct JpegHeader {
    components: u8,
    is_adobe: bool,
}

impl JpegHeader {
    /// Reads the segments up to the frame header (ITU-T T.81, B.1.1.3 and B.2.2).
    fn read(bytes: &[u8]) -> Option<JpegHeader> {
        let mut is_adobe = false;
        let mut at = 2;
        loop {
            if *bytes.get(at)? != 0xff {
                return None;
            }
            let marker = *bytes.get(at + 1)?;
            if marker == 0xff {
                at += 1;
                continue;
            }
            let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
            match marker {
                0xee => is_adobe |= bytes.get(at + 4..at + 9)? == b"Adobe",
                0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                    return Some(JpegHeader { components: *bytes.get(at + 9)?, is_adobe });
                }
                0xda | 0xd9 => return None,
                _ => {}
            }
            at += 2 + length;
        }
    }
}
