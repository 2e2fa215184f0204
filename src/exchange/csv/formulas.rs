//! Cells that a spreadsheet would take for a formula, made harmless by an apostrophe and restored from it.
//!
//! Not only a cell's first line counts: programs split cells at line breaks. A line is dangerous if it starts, after
//! blanks, with `= + - @`, one of their full-width twins or a tab; so is a cell starting with a line break. A plain
//! number is no formula. A line that has apostrophes before such a start gets one more, so that [`restore`] always gives
//! back what [`neutralise`] was given.

use std::borrow::Cow;

/// The cell with an apostrophe before each line that would start a formula; plain numbers (`-12.50`) stay as they are.
pub fn neutralise(cell: &str) -> Cow<'_, str> {
    if is_number(cell) || !is_any_dangerous(cell) {
        return Cow::Borrowed(cell);
    }
    let mut safe = String::with_capacity(cell.len() + 2);
    each_line(cell, |line, is_first| {
        if is_dangerous(line.trim_start_matches('\''), is_first) {
            safe.push('\'');
        }
        safe.push_str(line);
    });
    Cow::Owned(safe)
}

/// The cell without the apostrophes that [`neutralise`] put before its lines.
pub fn restore(cell: &str) -> Cow<'_, str> {
    if !is_any_dangerous(cell) {
        return Cow::Borrowed(cell);
    }
    let mut restored = String::with_capacity(cell.len());
    each_line(cell, |line, is_first| {
        let is_safe = is_dangerous(line.trim_start_matches('\''), is_first);
        restored.push_str(line.strip_prefix('\'').filter(|_| is_safe).unwrap_or(line));
    });
    Cow::Owned(restored)
}

/// Some line is dangerous once its apostrophes are taken away.
fn is_any_dangerous(cell: &str) -> bool {
    let mut found = false;
    each_line(cell, |line, is_first| found |= is_dangerous(line.trim_start_matches('\''), is_first));
    found
}

/// Calls `take` with each line, its break at the end, and whether it is the first.
fn each_line<'a>(cell: &'a str, mut take: impl FnMut(&'a str, bool)) {
    for (at, line) in cell.split_inclusive(is_break).enumerate() {
        take(line, at == 0);
    }
}

/// All that some program takes for the end of a line.
fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_dangerous(line: &str, is_first: bool) -> bool {
    let start = line.chars().find(|c| matches!(c, '\t') || is_break(*c) || !is_blank(*c));
    match start {
        Some('=' | '+' | '-' | '@' | '\t' | '＝' | '＋' | '－' | '＠') => true,
        Some(c) => is_first && is_break(c),
        None => false,
    }
}

/// Nothing to be seen: blanks, and what has no width.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// `-?digits(.digits)?`
fn is_number(cell: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = cell.strip_prefix('-').unwrap_or(cell);
    match unsigned.split_once('.') {
        Some((whole, fraction)) => is_digits(whole) && is_digits(fraction),
        None => is_digits(unsigned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_get_an_apostrophe() {
        let check = |cell: &str, expected: &str| {
            assert_eq!(neutralise(cell), expected, "{cell:?}");
            assert_eq!(restore(expected), cell, "{cell:?}");
        };
        check("=1+1", "'=1+1");
        check("@vardas", "'@vardas");
        check("+370 612 34567", "'+370 612 34567");
        check("-", "'-");
        check("-12,50", "'-12,50");
        check("－1", "'－1");
        check("  =x", "'  =x");
        check("\u{a0}\u{feff}=x", "'\u{a0}\u{feff}=x");
        check("\tx", "'\tx");
        check("\nx", "'\nx");
        check("\r\nx", "'\r\nx");
        check("a\n=b\r\n  @c\n\nd", "a\n'=b\r\n'  @c\n\nd");
        check("'=x", "''=x");
        check("'-12.50", "''-12.50");
    }

    #[test]
    fn all_else_stays() {
        for cell in ["", "-12.50", "-5", "12", "a=b", "UAB „Ąžuolas“ - Vilnius", "'ne'", "'", "a\tb", "2026-01-13"]
        {
            assert_eq!(neutralise(cell), cell);
            assert_eq!(restore(cell), cell);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]
        #[test]
        fn no_line_starts_a_formula_and_all_comes_back(
            cell in "([=+@\t\r\n'＝＋－＠ a1.\u{a0}\u{2028}\u{feff}]|-){0,10}|-?[0-9]{1,3}(\\.[0-9]{1,2})?|\\PC{0,8}",
        ) {
            let safe = neutralise(&cell);
            prop_assert_eq!(restore(&safe), cell.as_str());
            if !is_number(&safe) {
                prop_assert!(!safe.starts_with(['\t', '\r', '\n']));
                for line in safe.split(['\r', '\n', '\u{2028}']) {
                    let start = line.trim_start_matches([' ', '\u{a0}', '\u{feff}']);
                    prop_assert!(!start.starts_with(['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠']), "{:?}", safe);
                }
            }
        }
    }
}
