//! Pages -> PDF. The only folder that knows printpdf.
//!
//! The same pages give the same bytes: nothing is taken from the clock or at random, and the file's identifier is made of
//! its content.

mod content;
mod embedding;
mod pictures;

use crate::{Fonts, Page, PrintingError, Result};
use embedding::Embedded;
use model::layout::PrintData;
use pictures::PictureIds;
use printpdf::{DictItem, PdfDocument, PdfSaveOptions, PdfWarnMsg, serialize::to_lopdf_doc};

/// Writes documents, one after another, into one PDF. Title, language and time are those of the first.
///
/// # Errors
/// Where a font or a picture cannot be embedded.
pub fn to_pdf(documents: &[(&[Page], &PrintData)], fonts: &Fonts) -> Result<Vec<u8>> {
    let pages: Vec<&Page> = documents.iter().flat_map(|(pages, _)| pages.iter()).collect();
    let embedded = Embedded::of(&pages)?;
    let pictures = PictureIds::of(&pages)?;
    let data = documents.first().map(|(_, data)| *data);
    let mut document = PdfDocument::new(data.map_or("", |data| data.title.as_str()));
    let info = &mut document.metadata.info;
    "Kartoteka".clone_into(&mut info.creator);
    "Kartoteka".clone_into(&mut info.producer);
    let time = data.map_or(0, |data| data.time.div_euclid(1000));
    let time = printpdf::OffsetDateTime::from_unix_timestamp(time)
        .or_else(|_| printpdf::OffsetDateTime::from_unix_timestamp(0))
        .map_err(|error| PrintingError::Write(error.to_owned()))?;
    (info.creation_date, info.modification_date, info.metadata_date) = (time, time, time);
    embedded.add_to(&mut document.resources)?;
    pictures.add_to(&mut document.resources)?;
    document.pages = pages.iter().map(|page| content::page(page, &embedded, &pictures, fonts)).collect();
    write(&document, data.map_or("lt", |data| data.language.code()))
}

/// Serialises the document with its language and an identifier made of its content.
fn write(document: &PdfDocument, language: &str) -> Result<Vec<u8>> {
    let fail = |error: &dyn std::fmt::Display| PrintingError::Write(error.to_string());
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    let mut warnings: Vec<PdfWarnMsg> = Vec::new();
    let mut file = to_lopdf_doc(document, &options, &mut warnings);
    if let Some(warning) = warnings.first() {
        return Err(PrintingError::Write(warning.msg.clone()));
    }
    // Transparency and marked text need more than the 1.3 printpdf declares.
    "1.7".clone_into(&mut file.version);
    let catalog = file.catalog_mut().map_err(|error| fail(&error))?;
    catalog.set("Lang", DictItem::String { data: language.as_bytes().to_vec(), literal: true }.to_lopdf());
    let preferences = [("DisplayDocTitle".to_owned(), DictItem::Bool(true))].into();
    catalog.set("ViewerPreferences", DictItem::Dict { map: preferences }.to_lopdf());
    catalog.set("PageLayout", DictItem::Name(b"SinglePage".to_vec()).to_lopdf());
    let info = file.trailer.get(b"Info").and_then(|info| info.as_reference()).map_err(|error| fail(&error))?;
    if let Ok(info) = file.get_object_mut(info).and_then(|info| info.as_dict_mut()) {
        for empty in ["GTS_PDFXVersion", "Identifier", "Author", "Subject", "Keywords"] {
            info.remove(empty.as_bytes());
        }
    }
    file.compress();
    let identified = |identifier: u128| {
        let part = DictItem::Bytes(identifier.to_be_bytes().to_vec());
        DictItem::Array(vec![part.clone(), part]).to_lopdf()
    };
    let mut bytes = Vec::new();
    file.trailer.set("ID", identified(0));
    file.save_to(&mut bytes).map_err(|error| fail(&error))?;
    file.trailer.set("ID", identified(fingerprint(&bytes)));
    bytes.clear();
    file.save_to(&mut bytes).map_err(|error| fail(&error))?;
    Ok(bytes)
}

/// FNV-1a over 128 bits.
fn fingerprint(bytes: &[u8]) -> u128 {
    bytes.iter().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash: u128, byte| {
        (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    })
}
