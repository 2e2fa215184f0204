//! Where a line of text is broken to fit a width.

use crate::{fonts::Shaped, page::Glyph};
use hypher::{Lang, hyphenate};
use model::language::Language;
use std::ops::Range;
use unicode_linebreak::linebreaks;

/// A line: some of the glyphs, with a hyphen after them where a word was divided.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Broken {
    /// The glyphs.
    pub glyphs: Range<usize>,
    /// Whether a hyphen follows.
    pub hyphen: bool,
}

/// How wide a line may be, in the font's units, and what dividing a word costs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measure {
    /// Greatest width.
    pub width: f32,
    /// Width of a hyphen.
    pub hyphen: f32,
    /// Language of the words.
    pub language: Language,
}

/// Breaks between words; a word that does not fit alone is hyphenated, and if that is not possible broken between letters.
/// A line has at least one letter, however narrow it is.
pub(crate) fn break_lines(shaped: &Shaped, measure: Measure) -> Vec<Broken> {
    let glyphs = &shaped.glyphs;
    let mut lines = Vec::new();
    let (mut start, mut end, mut width) = (0, 0, 0.0);
    for (until, _) in linebreaks(&shaped.text) {
        let word_start = end;
        end += glyphs[word_start..].iter().take_while(|glyph| glyph.from < until).count();
        let seen = word_start..trimmed(shaped, word_start..end);
        let seen_width = width_of(&glyphs[seen.clone()]);
        if width > 0.0 && width + seen_width > measure.width {
            push(&mut lines, shaped, start..word_start, false);
            start = word_start;
        }
        if seen_width > measure.width {
            for (range, hyphen) in divide(shaped, seen, measure, &mut start) {
                push(&mut lines, shaped, range, hyphen);
            }
        }
        width = width_of(&glyphs[start..end]);
    }
    push(&mut lines, shaped, start..glyphs.len(), false);
    lines
}

/// Divides a word too long for a line; `start` becomes the begin of what is left.
fn divide(shaped: &Shaped, word: Range<usize>, measure: Measure, start: &mut usize) -> Vec<(Range<usize>, bool)> {
    let glyphs = &shaped.glyphs;
    let syllables = syllables(shaped, word.clone(), measure.language);
    let mut lines = Vec::new();
    *start = word.start;
    while width_of(&glyphs[*start..word.end]) > measure.width {
        let fits = |at: &&usize| width_of(&glyphs[*start..**at]) + measure.hyphen <= measure.width;
        let hyphenated = syllables.iter().filter(|at| **at > *start).take_while(fits).last().copied();
        let at = hyphenated.unwrap_or_else(|| letters_that_fit(glyphs, *start..word.end, measure.width));
        lines.push((*start..at, hyphenated.is_some()));
        *start = at;
        if at >= word.end {
            break;
        }
    }
    lines
}

/// The glyphs before which the word may be divided.
fn syllables(shaped: &Shaped, word: Range<usize>, language: Language) -> Vec<usize> {
    let Some(first) = shaped.glyphs.get(word.start) else { return Vec::new() };
    let last = shaped.glyphs.get(word.end).map_or(shaped.text.len(), |glyph| glyph.from);
    let text = &shaped.text[first.from..last];
    let letters = text.trim_matches(|letter: char| !letter.is_alphabetic());
    if letters.is_empty() || !letters.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    let language = match language {
        Language::Lt => Lang::Lithuanian,
        Language::En => Lang::English,
    };
    let mut at = first.from + text.find(letters).unwrap_or(0);
    let mut found = Vec::new();
    for syllable in hyphenate(letters, language) {
        at += syllable.len();
        found.extend(word.clone().find(|glyph| shaped.glyphs[*glyph].from == at && shaped.glyphs[*glyph].to > at));
    }
    found
}

/// The end of the longest part that fits, at least one letter; a mark is not parted from its letter.
fn letters_that_fit(glyphs: &[Glyph], word: Range<usize>, width: f32) -> usize {
    let mut used = 0.0;
    let mut end = word.start;
    for at in word.clone() {
        used += glyphs[at].advance as f32;
        if at > word.start && used > width && glyphs[at].advance > 0 {
            break;
        }
        end = at + 1;
    }
    end
}

fn push(lines: &mut Vec<Broken>, shaped: &Shaped, range: Range<usize>, hyphen: bool) {
    let glyphs = range.start..trimmed(shaped, range);
    if !glyphs.is_empty() || lines.is_empty() {
        lines.push(Broken { glyphs, hyphen });
    }
}

/// The end of the range without spaces at which a line may be broken.
fn trimmed(shaped: &Shaped, range: Range<usize>) -> usize {
    let is_space = |glyph: &Glyph| {
        let text = &shaped.text[glyph.from..glyph.to];
        !text.is_empty()
            && text.chars().all(|letter| letter.is_whitespace() && !matches!(letter, '\u{a0}' | '\u{202f}'))
    };
    let glyphs = &shaped.glyphs[range.clone()];
    range.end - glyphs.iter().rev().take_while(|glyph| is_space(glyph)).count()
}

fn width_of(glyphs: &[Glyph]) -> f32 {
    glyphs.iter().map(|glyph| glyph.advance).sum::<i32>() as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Face, Fonts};

    fn lines(text: &str, ems: f32, language: Language) -> Vec<String> {
        let shaped = Fonts::delivered().unwrap().shape(Face::Regular, text).unwrap();
        let measure = Measure { width: ems * 1000.0, hyphen: 322.0, language };
        break_lines(&shaped, measure)
            .into_iter()
            .map(|line| {
                let glyphs = &shaped.glyphs[line.glyphs];
                let letters: String = glyphs.iter().map(|glyph| &text[glyph.from..glyph.to]).collect();
                letters + if line.hyphen { "-" } else { "" }
            })
            .collect()
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(lines("Sąskaita faktūra už prekes", 6.0, Language::Lt), ["Sąskaita", "faktūra už", "prekes"]);
        assert_eq!(lines("", 8.0, Language::Lt), [""]);
        assert_eq!(lines("  a", 8.0, Language::Lt), ["  a"]);
    }

    #[test]
    fn a_word_too_long_for_a_line_is_hyphenated() {
        let broken = lines("nebeprisikiškiakopūsteliaudavome", 6.0, Language::Lt);
        assert!(broken.len() > 2 && broken[0].ends_with('-'), "{broken:?}");
        assert_eq!(broken.concat().replace('-', ""), "nebeprisikiškiakopūsteliaudavome");
    }

    #[test]
    fn what_is_not_a_word_is_broken_between_letters_without_a_hyphen() {
        let broken = lines("LT127044060007912345LT127044060007912345", 6.0, Language::Lt);
        assert!(broken.len() > 2);
        assert_eq!(broken.concat(), "LT127044060007912345LT127044060007912345");
    }

    #[test]
    fn a_line_narrower_than_a_letter_still_takes_one() {
        assert_eq!(lines("abc", 0.0, Language::En), ["a", "b", "c"]);
    }

    #[test]
    fn a_number_with_hard_spaces_stays_whole() {
        assert_eq!(lines("suma 1\u{a0}234\u{a0}567,89", 6.5, Language::Lt), ["suma", "1\u{a0}234\u{a0}567,89"]);
    }
}
