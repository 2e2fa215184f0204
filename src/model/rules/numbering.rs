//! How the number of an issued document is written.

/// The `prefix` and the number with at least `digits` digits: `KAR-0117`. A longer number is never cut.
pub fn document_number(prefix: &str, digits: u8, number: u64) -> String {
    format!("{prefix}{number:0width$}", width = usize::from(digits))
}

/// The number after those in use, in the form of `first`, whose last digits are counted: after `S-2026/07` comes `S-2026/08` where
/// `first` is `S-2026/01`. Numbers of another form do not count; a `first` without digits at its end is all there is.
pub fn next_in_turn<'n>(first: &str, in_use: impl Iterator<Item = &'n str>) -> String {
    let letters = first.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (prefix, digits) = first.split_at(letters);
    let Ok(start) = digits.parse::<u64>() else { return first.to_owned() };
    let count = |text: &str| {
        let counted = text.strip_prefix(prefix)?;
        counted.bytes().all(|byte| byte.is_ascii_digit()).then(|| counted.parse::<u64>().ok()).flatten()
    };
    let number = in_use.filter_map(count).max().map_or(start, |last| start.max(last.saturating_add(1)));
    document_number(prefix, u8::try_from(digits.len()).unwrap_or(u8::MAX), number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_number_goes_on_from_the_last_of_its_form() {
        let check = |first: &str, in_use: &[&str], expected: &str| {
            assert_eq!(next_in_turn(first, in_use.iter().copied()), expected);
        };
        check("S-2026/01", &[], "S-2026/01");
        check("S-2026/01", &["S-2026/07", "S-2026/2"], "S-2026/08");
        check("S-2027/01", &["S-2026/07"], "S-2027/01");
        check("S-2026/01", &["S-2026/99"], "S-2026/100");
        check("S-2026/01", &["S-2026/07b", "kita", "", "S-2026/"], "S-2026/01");
        check("S-2026/10", &["S-2026/03"], "S-2026/10");
        check("be skaičių", &["be skaičių"], "be skaičių");
        check("7", &["7", "8"], "9");
    }

    #[test]
    fn a_number_is_padded_and_never_cut() {
        let check = |prefix, digits, number, expected: &str| {
            assert_eq!(document_number(prefix, digits, number), expected);
        };
        check("KAR-", 4, 117, "KAR-0117");
        check("KAR-", 4, 9999, "KAR-9999");
        check("KAR-", 4, 10_000, "KAR-10000");
        check("", 0, 7, "7");
        check("SF 2026/", 1, 7, "SF 2026/7");
        check("A", 20, u64::MAX, "A18446744073709551615");
    }
}
