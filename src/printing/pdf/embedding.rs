//! Fonts in the file: only the glyphs that are used, once for all documents.

use super::fingerprint;
use crate::{Face, Mark, Page, PrintingError, Result, Run};
use printpdf::{FontId, ParsedFont, PdfFont, PdfResources};
use std::collections::BTreeMap;
use subsetter::{GlyphRemapper, subset};

/// The faces used by some pages.
pub(super) struct Embedded {
    faces: BTreeMap<Face, Used>,
}

struct Used {
    glyphs: GlyphRemapper,
    /// The letters each glyph stands for when text is found and copied.
    letters: BTreeMap<u16, String>,
}

impl Embedded {
    /// Collects the glyphs of the pages.
    pub fn of(pages: &[&Page]) -> Result<Embedded> {
        let mut letters: BTreeMap<Face, BTreeMap<u16, String>> = BTreeMap::new();
        for run in pages.iter().flat_map(|page| &page.marks).filter_map(text) {
            let of_face = letters.entry(run.face).or_default();
            for glyph in &run.glyphs {
                let text = &run.text[glyph.from..glyph.to];
                let known = of_face.entry(glyph.id).or_default();
                if known.is_empty() {
                    text.clone_into(known);
                }
            }
        }
        let faces = letters
            .into_iter()
            .map(|(face, letters)| {
                let glyphs: Vec<u16> = letters.keys().copied().collect();
                (face, Used { glyphs: GlyphRemapper::new_from_glyphs_sorted(&glyphs), letters })
            })
            .collect();
        Ok(Embedded { faces })
    }

    /// Adds the fonts to the resources of a document.
    pub fn add_to(&self, resources: &mut PdfResources) -> Result<()> {
        for (face, used) in &self.faces {
            let fail = |reason: String| PrintingError::Font(format!("{}: {reason}", face.name()));
            let bytes = subset(face.bytes(), 0, &used.glyphs).map_err(|error| fail(error.to_string()))?;
            let mut font = ParsedFont::from_bytes(&bytes, 0, &mut Vec::new())
                .ok_or_else(|| fail("the subset cannot be read".to_owned()))?;
            font.font_name = Some(format!("{}+{}", used.tag(), face.name()));
            resources.fonts.map.insert(font_id(*face), PdfFont::new(font));
        }
        Ok(())
    }

    /// A glyph's number in the embedded font.
    pub fn glyph(&self, face: Face, glyph: u16) -> u16 {
        self.faces.get(&face).and_then(|used| used.glyphs.get(glyph)).unwrap_or(0)
    }

    /// The letters a glyph stands for.
    pub fn letters(&self, face: Face, glyph: u16) -> &str {
        self.faces.get(&face).and_then(|used| used.letters.get(&glyph)).map_or("", String::as_str)
    }

    /// Whether the letters of the run's glyphs are its text.
    pub fn says_its_text(&self, run: &Run) -> bool {
        run.glyphs.iter().all(|glyph| self.letters(run.face, glyph.id) == &run.text[glyph.from..glyph.to])
    }
}

impl Used {
    /// Six capitals that mark a font as a part of one, made of the glyphs in it.
    fn tag(&self) -> String {
        let glyphs: Vec<u8> = self.letters.keys().flat_map(|glyph| glyph.to_be_bytes()).collect();
        let mut rest = fingerprint(&glyphs);
        let mut tag = String::new();
        for _ in 0..6 {
            tag.push(char::from(b'A' + (rest % 26) as u8));
            rest /= 26;
        }
        tag
    }
}

/// A face's name in the document's resources.
pub(super) fn font_id(face: Face) -> FontId {
    FontId(face.name().to_owned())
}

fn text(mark: &Mark) -> Option<&Run> {
    match mark {
        Mark::Text(run) => Some(run),
        _ => None,
    }
}
