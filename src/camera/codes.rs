//! QR and bar codes in a picture.

use crate::Frame;
use rxing::{BarcodeFormat, DecodeHints, helpers::detect_in_luma_with_hints};
use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// The larger a picture, the longer it takes; codes held into a camera are large enough in this.
const LONGEST: u32 = 960;
/// A longer text is no code of a product or a person.
const MOST_LETTERS: usize = 2_000;

/// The text of a code in the picture, if there is one.
pub fn read_code(frame: &Frame) -> Option<String> {
    let frame = frame.shrunk(LONGEST);
    let grey = |pixel: &[u8]| {
        let sum: u32 = pixel.iter().zip([77, 151, 28]).map(|(byte, weight)| u32::from(*byte) * weight).sum();
        u8::try_from(sum >> 8).unwrap_or(u8::MAX)
    };
    let luma: Vec<u8> = frame.rgb.chunks_exact(3).map(grey).collect();
    // The library is a port of another language's and indexes as freely; what it stumbles over is no code.
    let read = catch_unwind(AssertUnwindSafe(|| {
        let formats = [
            BarcodeFormat::QR_CODE,
            BarcodeFormat::EAN_13,
            BarcodeFormat::EAN_8,
            BarcodeFormat::UPC_A,
            BarcodeFormat::UPC_E,
            BarcodeFormat::CODE_128,
            BarcodeFormat::CODE_39,
            BarcodeFormat::ITF,
        ];
        let mut hints = DecodeHints { PossibleFormats: Some(HashSet::from(formats)), ..DecodeHints::default() };
        detect_in_luma_with_hints(luma, frame.width, frame.height, None, &mut hints).ok()
    }));
    let text = read.ok().flatten()?.getText().trim().to_owned();
    let is_plain = !text.is_empty() && text.len() <= MOST_LETTERS && !text.contains('\0');
    is_plain.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bars of an EAN-13 as the standard has them: modules of two pixels, dark on light.
    fn ean13(digits: &str) -> Frame {
        const LEFT: [&str; 10] = [
            "0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111",
            "0001011",
        ];
        const PARITY: [&str; 10] =
            ["LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"];
        let digits: Vec<usize> = digits.chars().map(|digit| digit.to_digit(10).unwrap() as usize).collect();
        let inverted = |code: &str| -> String { code.chars().map(|bit| if bit == '0' { '1' } else { '0' }).collect() };
        let mut bits = "101".to_owned();
        for (digit, parity) in digits[1..7].iter().zip(PARITY[digits[0]].chars()) {
            match parity {
                'L' => bits += LEFT[*digit],
                _ => bits += &inverted(LEFT[*digit]).chars().rev().collect::<String>(),
            }
        }
        bits += "01010";
        digits[7..].iter().for_each(|digit| bits += &inverted(LEFT[*digit]));
        bits += "101";
        let mut frame = Frame::filled(320, 160, [255; 3]);
        for (at, _) in bits.chars().enumerate().filter(|(_, bit)| *bit == '1') {
            for y in 30..130 {
                for x in 40 + at * 2..42 + at * 2 {
                    frame.rgb[(y * 320 + x) * 3..][..3].fill(0);
                }
            }
        }
        frame
    }

    #[test]
    fn a_product_s_code_is_read_and_nothing_is_read_from_nothing() {
        assert_eq!(read_code(&ean13("4770190049030")).as_deref(), Some("4770190049030"));
        assert_eq!(read_code(&ean13("4770190049030").turned(2)).as_deref(), Some("4770190049030"), "upside down");
        assert_eq!(read_code(&Frame::filled(320, 240, [128; 3])), None);
        assert_eq!(read_code(&Frame::default()), None);
    }
}
