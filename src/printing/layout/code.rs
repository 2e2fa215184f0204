//! Texts written for machines: QR codes and bar codes as rectangles.

use super::{
    Setting,
    band::Piece,
    block::{Look, set},
};
use crate::{Bars, Color, Face, Mark, Result, page::Points};
use barcoders::sym::{code128::Code128, ean13::EAN13};
use model::layout::{Align, CodeKind, PrintItem};
use qrcode::{EcLevel, QrCode, Version, bits::Bits};

/// Size of the text under a bar code, as a part of the code's height.
const CAPTION: f32 = 0.2;
/// The sizes of that text.
const CAPTION_SIZES: [Points; 2] = [5.0, 9.0];
/// No text longer than this is written as a bar code.
const LONGEST: usize = 80;

/// The code of `text` in the item's area; nothing where the text is empty or too long for its kind.
pub(crate) fn place_code(
    setting: &Setting<'_>,
    item: &PrintItem,
    kind: CodeKind,
    text: &str,
    [x, y, width, height]: [Points; 4],
    number: usize,
) -> Result<Vec<Piece>> {
    if text.is_empty() || width <= 0.0 || height <= 0.0 {
        return Ok(Vec::new());
    }
    let color = Color::parse(&item.style.color).unwrap_or_default();
    let piece = |rectangles| Piece::new(number, y, y + height, vec![Mark::Bars(Bars { rectangles, color })]);
    if kind == CodeKind::Qr {
        let Some((side, dark)) = qr(text) else { return Ok(Vec::new()) };
        let size = width.min(height);
        let indent = match item.style.align {
            Align::Left => 0.0,
            Align::Center => (width - size) / 2.0,
            Align::Right => width - size,
        };
        return Ok(vec![piece(squares(&dark, side, [x + indent, y, size]))]);
    }
    let ean = ean13(text).filter(|_| kind == CodeKind::Ean13);
    let (modules, caption) = match ean {
        Some(digits) => match EAN13::new(&digits[..12]) {
            Ok(code) => (code.encode(), digits),
            Err(_) => return Ok(Vec::new()),
        },
        None => match code128(text) {
            Some(modules) => (modules, text.to_owned()),
            None => return Ok(Vec::new()),
        },
    };
    let look = Look {
        face: Face::of(false, false),
        size: (height * CAPTION).clamp(CAPTION_SIZES[0], CAPTION_SIZES[1]),
        color,
        align: Align::Center,
    };
    let bars = (height - look.line_height()).max(height * 0.4);
    let module = width / modules.len() as f32;
    let mut rectangles = Vec::new();
    let mut at = 0;
    while at < modules.len() {
        let run = modules[at..].iter().take_while(|module| **module == modules[at]).count();
        if modules[at] == 1 {
            rectangles.push([x + at as f32 * module, y, run as f32 * module, bars]);
        }
        at += run;
    }
    let mut drawn = piece(rectangles);
    let caption = set(setting, &[caption], look, x, width)?.into_iter().next().flatten();
    if let Some(mut run) = caption.filter(|_| height - bars >= look.size) {
        run.baseline += y + bars;
        drawn.marks.push(Mark::Text(run));
    }
    Ok(vec![drawn])
}

/// The modules of a QR code, row by row, and how many a row has. The text is written as its bytes in UTF-8, whatever is in
/// it: readers take what looks like digits or Japanese for just that otherwise.
fn qr(text: &str) -> Option<(usize, Vec<bool>)> {
    (1..=40).find_map(|version| {
        let mut bits = Bits::new(Version::Normal(version));
        bits.push_byte_data(text.as_bytes()).ok()?;
        bits.push_terminator(EcLevel::M).ok()?;
        let code = QrCode::with_bits(bits, EcLevel::M).ok()?;
        let dark = code.to_colors().into_iter().map(|color| color == qrcode::Color::Dark).collect();
        Some((code.width(), dark))
    })
}

/// The dark modules as rectangles, neighbours in a row joined.
fn squares(dark: &[bool], side: usize, [x, y, size]: [Points; 3]) -> Vec<[Points; 4]> {
    let module = size / side as f32;
    let mut rectangles = Vec::new();
    for (row, modules) in dark.chunks(side).enumerate() {
        let mut at = 0;
        while at < side {
            let run = modules[at..].iter().take_while(|module| **module == modules[at]).count();
            if modules[at] {
                rectangles.push([x + at as f32 * module, y + row as f32 * module, run as f32 * module, module]);
            }
            at += run;
        }
    }
    rectangles
}

/// The thirteen digits of a text that is an EAN-13, given with its check digit or without.
fn ean13(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|letter| !matches!(letter, ' ' | '-')).collect();
    if !matches!(digits.len(), 12 | 13) || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let weighted = digits.bytes().take(12).enumerate();
    let sum: u32 = weighted.map(|(at, digit)| u32::from(digit - b'0') * if at % 2 == 0 { 1 } else { 3 }).sum();
    let check = ((10 - sum % 10) % 10).to_string();
    (digits.len() == 12 || digits.ends_with(&check)).then(|| format!("{}{check}", &digits[..12]))
}

/// The modules of a text in Code 128, set B: what a keyboard has, without letters of our own.
fn code128(text: &str) -> Option<Vec<u8>> {
    let plain = text.len() <= LONGEST && text.bytes().all(|letter| (b' '..=b'~').contains(&letter));
    // Barcoders wants the set named by a letter of its own: Ɓ.
    plain.then(|| Code128::new(format!("\u{181}{text}")).ok()).flatten().map(|code| code.encode())
}

/// Least width at which a phone reads a module of a QR code, for the checks of forms.
#[cfg(test)]
pub(crate) const LEAST_MODULE: Points = 0.9;

/// How wide a module of a QR code is in an area of so many tenths.
#[cfg(test)]
pub(crate) fn module_of(text: &str, side: i32) -> Option<Points> {
    Some(crate::page::points(side) / qr(text)?.0 as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_an_ean_only_with_its_right_check_digit() {
        assert_eq!(ean13("477000000001").as_deref(), Some("4770000000015"));
        assert_eq!(ean13("4 770000 000015").as_deref(), Some("4770000000015"));
        assert_eq!(ean13("4770000000018"), None);
        assert_eq!(ean13("K-0101"), None);
        assert_eq!(ean13("ąąąąąą"), None);
    }

    #[test]
    fn what_code_128_cannot_write_is_left_out() {
        assert!(code128("K-0101").is_some());
        assert!(code128("Ž-1").is_none());
        assert!(code128(&"1".repeat(81)).is_none());
    }

    #[test]
    fn the_longest_payment_fits_a_code_of_version_13_and_a_longer_text_the_largest_or_none() {
        assert_eq!(qr(&"ą".repeat(165)).map(|(side, _)| side), Some(69));
        assert!(qr(&"x".repeat(2331)).is_some());
        assert!(qr(&"x".repeat(2400)).is_none());
        assert!(module_of(&"x".repeat(120), 300).is_some_and(|module| module > LEAST_MODULE));
    }
}
