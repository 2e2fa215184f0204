//! Which pieces of a shown text a query found.

use crate::{phone, query::Query};
use memchr::memmem;
use model::value::fold;
use std::ops::Range;

/// The pieces of `text` (byte ranges, ascending, not overlapping) in which words of `query` occur, as [`Arena::find`]
/// finds them: `zukausk` in `Žukauskas`, `61234` in `+370 612 34567` through the space.
///
/// [`Arena::find`]: crate::Arena::find
pub fn hits(text: &str, is_phone: bool, query: &str) -> Vec<Range<usize>> {
    let words = Query::new(query);
    if words.is_empty() {
        return Vec::new();
    }
    let whole = Query::whole_number(query);
    let ways = words.words.iter().flat_map(|word| &word.ways).map(|way| way.needle());
    let needles: Vec<&[u8]> = ways.chain(whole.as_deref().map(str::as_bytes)).collect();
    let mut found = Vec::new();
    if !is_phone || phone::has_words(text) {
        let (folded, origins) = fold_with_origins(text);
        for needle in &needles {
            found.extend(
                occurrences(folded.as_bytes(), needle).map(|hit| origins[hit.start].start..origins[hit.end - 1].end),
            );
        }
    }
    if is_phone {
        for form in phone::forms(text) {
            for needle in &needles {
                found.extend(occurrences(form.digits.as_bytes(), needle).filter_map(|hit| {
                    let mut places = form.places[hit].iter().flatten();
                    let first = *places.next()?;
                    Some(first..places.next_back().unwrap_or(&first) + 1)
                }));
            }
        }
    }
    merged(found)
}

/// Overlapping ones too: `aa` is in `aaa` twice.
fn occurrences<'a>(text: &'a [u8], needle: &'a [u8]) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = memmem::find(text.get(from..)?, needle)? + from;
        from = at + 1;
        Some(at..at + needle.len())
    })
}

/// The folded text and for each of its bytes the letter it was made of, with the marks behind it.
fn fold_with_origins(text: &str) -> (String, Vec<Range<usize>>) {
    let mut folded = String::with_capacity(text.len());
    let mut origins: Vec<Range<usize>> = Vec::with_capacity(text.len());
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else {
            folded.push_str(&fold(c.encode_utf8(&mut [0; 4])));
        }
        if folded.len() == origins.len() {
            let letter = origins.last().map_or(0, |origin| origin.start);
            origins.iter_mut().rev().take_while(|origin| origin.start == letter).for_each(|origin| origin.end = end);
        }
        origins.resize(folded.len(), start..end);
    }
    (folded, origins)
}

fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ArenaBuilder;
    use proptest::prelude::*;

    fn check(text: &str, is_phone: bool, query: &str, expected: &[&str]) {
        let found: Vec<&str> = hits(text, is_phone, query).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{query} in {text}");
    }

    #[test]
    fn letters_are_found_under_their_marks() {
        check("Žukauskas", false, "zukausk", &["Žukausk"]);
        check("UAB „Ąžuolo Žalia“", false, "ž uab", &["UAB", "ž", "Ž"]);
        check("z\u{30c}alias", false, "Ž", &["z\u{30c}"]);
        check("aaa", false, "aa", &["aaa"]);
        check("Ona", false, "", &[]);
        check("Ona", false, "petras", &[]);
    }

    #[test]
    fn digits_are_found_through_blanks_and_punctuation() {
        check("+370 612 34567", true, "61234", &["612 34"]);
        check("+370 612 34567", true, "+370 612", &["370 612"]);
        check("+370 612 34567", true, "612 34 567", &["612 34567"]);
        check("+370 612 34567", true, "861234", &["612 34"]);
        check("(8-612) 34567", true, "37061234", &["612) 34"]);
        check("(8-612) 34567", true, "8612", &["8-612"]);
        check("0 612 34567", true, "0612", &["0 612"]);
        check("8 612 34567 Žana", true, "zana 612", &["612", "Žana"]);
        check("Taikos g. 12-15", false, "12-15", &["12-15"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn pieces_are_ascending_whole_letters(text in "\\PC{0,20}|[+0-9 ()-]{0,16}", is_phone: bool, query in "\\PC{0,4}|[+0-9 ()-]{0,6}") {
            let mut end = 0;
            for (at, range) in hits(&text, is_phone, &query).into_iter().enumerate() {
                prop_assert!(text.get(range.clone()).is_some_and(|piece| !piece.is_empty()));
                prop_assert!(at == 0 || range.start > end);
                end = range.end;
            }
        }

        #[test]
        fn one_word_has_hits_exactly_where_it_is_found(text in "[abžÅ1 -]{0,8}|\\PC{0,8}", query in "[abž1]{1,2}|\\PC{1,2}") {
            let mut builder = ArenaBuilder::new();
            builder.push(1, [(text.as_str(), false)].into_iter());
            let is_found = !builder.finish().find(&query, None).is_empty();
            prop_assume!(query.split_whitespace().count() == 1 && !fold(query.trim()).is_empty());
            prop_assert_eq!(!hits(&text, false, &query).is_empty(), is_found);
        }
    }
}
