//! A block of text: its lines, set one under another.

use super::{
    Setting,
    breaking::{Measure, break_lines},
};
use crate::{
    Color, Face, Result,
    page::{Glyph, Points, Run},
};
use model::layout::{Align, TextStyle};
use std::ops::Range;

/// Height of a line, as a part of the text's size.
const LINE_HEIGHT: f32 = 1.25;
/// Where the baseline is in a line, as a part of the text's size: capitals stand in its middle.
const BASELINE: f32 = 0.985;

/// How a block of text is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// Font.
    pub face: Face,
    /// Size.
    pub size: Points,
    /// Colour.
    pub color: Color,
    /// Alignment.
    pub align: Align,
}

impl Look {
    /// The look of a style.
    pub fn of(style: &TextStyle, setting: &Setting<'_>) -> Look {
        Look {
            face: Face::of(style.bold, style.italic),
            size: setting.text_size(style),
            color: Color::parse(&style.color).unwrap_or_default(),
            align: style.align,
        }
    }

    /// Height of one line.
    pub fn line_height(&self) -> Points {
        self.size * LINE_HEIGHT
    }
}

/// Sets lines of text into a column at `x`, from the top downward; an empty line gives `None`. Baselines are relative to
/// the top of the block, the n-th line begins at n line heights.
pub(crate) fn set(
    setting: &Setting<'_>,
    lines: &[String],
    look: Look,
    x: Points,
    width: Points,
) -> Result<Vec<Option<Run>>> {
    let fonts = setting.fonts;
    let unit = look.size / fonts.units_per_em(look.face);
    let mut set = Vec::new();
    for line in lines {
        if line.trim().is_empty() {
            set.push(None);
            continue;
        }
        let shaped = fonts.shape(look.face, line)?;
        let hyphen = fonts.shape(look.face, "-")?.glyphs;
        let hyphen_width = hyphen.iter().map(|glyph| glyph.advance).sum::<i32>() as f32;
        // A hair more than the width: rounding must not break what was measured to fit.
        let measure =
            Measure { width: (width.max(0.0) / unit) + 1.0, hyphen: hyphen_width, language: setting.data.language };
        for broken in break_lines(&shaped, measure) {
            let (text, glyphs) = cut(line, &shaped.glyphs, broken.glyphs, broken.hyphen.then_some(&hyphen));
            let used = glyphs.iter().map(|glyph| glyph.advance).sum::<i32>() as f32 * unit;
            let indent = match look.align {
                Align::Left => 0.0,
                Align::Center => (width - used) / 2.0,
                Align::Right => width - used,
            };
            let baseline = set.len() as f32 * look.line_height() + BASELINE * look.size;
            set.push((!text.is_empty()).then_some(Run {
                x: x + indent,
                baseline,
                size: look.size,
                face: look.face,
                color: look.color,
                text,
                glyphs,
            }));
        }
    }
    Ok(set)
}

/// The glyphs of a line with a text of their own.
fn cut(text: &str, glyphs: &[Glyph], range: Range<usize>, hyphen: Option<&Vec<Glyph>>) -> (String, Vec<Glyph>) {
    let mut kept = String::new();
    let mut line: Vec<Glyph> = Vec::with_capacity(range.len() + 1);
    for glyph in &glyphs[range] {
        let from = kept.len();
        kept.push_str(&text[glyph.from..glyph.to]);
        line.push(Glyph { from, to: kept.len(), ..*glyph });
    }
    for glyph in hyphen.into_iter().flatten() {
        let from = kept.len();
        kept.push('-');
        line.push(Glyph { from, to: kept.len(), ..*glyph });
    }
    (kept, line)
}
