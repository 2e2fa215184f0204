//! From letters to glyphs.

use super::{Face, Fonts};
use crate::{PrintingError, Result, page::Glyph};
use harfrust::{Buffer, ClusterLevel, Direction, GlyphId, Script, ShapeOptions, ShaperFont, shape};

/// A text and its glyphs in one face.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Shaped {
    /// The text.
    pub text: String,
    /// Its glyphs.
    pub glyphs: Vec<Glyph>,
}

impl Fonts {
    /// Shapes one line of text from left to right. Letters the face lacks become glyph 0.
    pub(crate) fn shape(&self, face: Face, text: &str) -> Result<Shaped> {
        let loaded = self.loaded(face);
        let mut buffer = Buffer::new();
        buffer.set_cluster_level(ClusterLevel::MonotoneCharacters);
        // The faces lack the minus sign; the dash of equal length in bytes is drawn like it, and the text stays what it is.
        buffer.push_str(&text.replace('\u{2212}', "\u{2013}"));
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_language(None);
        let script = buffer.script().unwrap_or(Script::LATIN);
        let known = loaded.plans.iter().find(|(of, _)| *of == script).or_else(|| loaded.plans.first());
        let Some((script, plan)) = known else { return Err(PrintingError::Font(face.name().to_owned())) };
        buffer.set_script(Some(*script));
        let font = ShaperFont::new(&loaded.font);
        shape(&font, &mut buffer, ShapeOptions::new().plan(Some(plan)))
            .map_err(|error| PrintingError::Font(format!("{error:?}")))?;
        let infos = buffer.glyph_infos();
        let mut glyphs: Vec<Glyph> = infos
            .iter()
            .zip(buffer.glyph_positions())
            .map(|(info, position)| Glyph {
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                advance: position.x_advance,
                x_offset: position.x_offset,
                y_offset: position.y_offset,
                from: info.cluster as usize,
                to: info.cluster as usize,
            })
            .collect();
        let mut end = text.len();
        for at in (0..glyphs.len()).rev() {
            let first_of_cluster = at == 0 || glyphs[at - 1].from != glyphs[at].from;
            if first_of_cluster {
                glyphs[at].to = end;
                end = glyphs[at].from;
            } else {
                glyphs[at].from = end;
                glyphs[at].to = end;
            }
        }
        Ok(Shaped { text: text.to_owned(), glyphs })
    }

    /// The width of a glyph as the font gives it, without kerning.
    pub(crate) fn natural_advance(&self, face: Face, glyph: u16) -> f32 {
        self.loaded(face).font.glyph_metrics().h_advance(GlyphId::new(u32::from(glyph)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_belongs_to_exactly_one_glyph() {
        let fonts = Fonts::delivered().unwrap();
        for text in ["ąčęėįšųūž ĄČĘĖĮŠŲŪŽ „x“ € –", "fi ffl", "ą́", "日本 🙂", "Київ", "אבג", ""]
        {
            for face in Face::ALL {
                let shaped = fonts.shape(face, text).unwrap();
                let joined: String = shaped.glyphs.iter().map(|glyph| &text[glyph.from..glyph.to]).collect();
                assert_eq!(joined, text);
            }
        }
    }

    #[test]
    fn every_lithuanian_letter_has_a_glyph_and_digits_are_equally_wide() {
        let fonts = Fonts::delivered().unwrap();
        for face in Face::ALL {
            let letters = fonts.shape(face, "aąbcčdeęėfghiįyjklmnoprsštuųūvzž AĄCČEĘĖIĮSŠUŲŪZŽ „“€–—’§№−×").unwrap();
            assert!(letters.glyphs.iter().all(|glyph| glyph.id != 0));
            let digits = fonts.shape(face, "0123456789").unwrap();
            assert!(digits.glyphs.iter().all(|glyph| glyph.advance == digits.glyphs[0].advance));
        }
    }
}
