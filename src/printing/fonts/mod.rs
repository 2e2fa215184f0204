//! The delivered fonts: loading, and shaping text with them.

mod shape;

pub(crate) use shape::Shaped;

use crate::{PrintingError, Result};
use harfrust::{Direction, Font, Script, ShapePlan};

/// One of the four styles of the delivered family.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Face {
    /// Upright, normal weight.
    Regular,
    /// Upright, bold.
    Bold,
    /// Italic, normal weight.
    Italic,
    /// Italic, bold.
    BoldItalic,
}

impl Face {
    /// All faces.
    pub(crate) const ALL: [Face; 4] = [Face::Regular, Face::Bold, Face::Italic, Face::BoldItalic];

    /// The face of this style.
    pub fn of(bold: bool, italic: bool) -> Face {
        match (bold, italic) {
            (false, false) => Face::Regular,
            (true, false) => Face::Bold,
            (false, true) => Face::Italic,
            (true, true) => Face::BoldItalic,
        }
    }

    /// Its PostScript name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Face::Regular => "NotoSans-Regular",
            Face::Bold => "NotoSans-Bold",
            Face::Italic => "NotoSans-Italic",
            Face::BoldItalic => "NotoSans-BoldItalic",
        }
    }

    /// The font file.
    pub(crate) fn bytes(self) -> &'static [u8] {
        match self {
            Face::Regular => include_bytes!("../../../assets/fonts/print/NotoSans-Regular.ttf"),
            Face::Bold => include_bytes!("../../../assets/fonts/print/NotoSans-Bold.ttf"),
            Face::Italic => include_bytes!("../../../assets/fonts/print/NotoSans-Italic.ttf"),
            Face::BoldItalic => include_bytes!("../../../assets/fonts/print/NotoSans-BoldItalic.ttf"),
        }
    }
}

/// Fonts to measure and embed. Loading them takes a few milliseconds: keep them.
pub struct Fonts {
    faces: Vec<Loaded>,
}

struct Loaded {
    font: Font,
    plans: Vec<(Script, ShapePlan)>,
}

impl Fonts {
    /// The delivered fonts.
    ///
    /// # Errors
    /// Where one of them cannot be read.
    pub fn delivered() -> Result<Fonts> {
        let load = |face: Face| {
            let font = Font::new(face.bytes(), 0).ok_or_else(|| PrintingError::Font(face.name().to_owned()))?;
            let plans = [Script::LATIN, Script::CYRILLIC, Script::GREEK]
                .map(|script| {
                    let plan = ShapePlan::new(&font, Direction::LeftToRight, Some(script), None, &[]);
                    (script, plan)
                })
                .into();
            Ok(Loaded { font, plans })
        };
        Ok(Fonts { faces: Face::ALL.into_iter().map(load).collect::<Result<_>>()? })
    }

    /// Units to the em of a face.
    pub fn units_per_em(&self, face: Face) -> f32 {
        f32::from(self.loaded(face).font.units_per_em())
    }

    fn loaded(&self, face: Face) -> &Loaded {
        &self.faces[face as usize]
    }
}
