//! How the number of an issued document is written.

/// The `prefix` and the number with at least `digits` digits: `KAR-0117`. A longer number is never cut.
pub fn document_number(prefix: &str, digits: u8, number: u64) -> String {
    format!("{prefix}{number:0width$}", width = usize::from(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

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
