//! The folded texts of a table's records.
//!
//! They stand in segments of about 128 KiB in the order they were added. An edit moves bytes inside one segment, which
//! takes microseconds, so there is nothing to compact and a changed record keeps its place among the answers.

use crate::{SEPARATOR, phone, query::Query, segment::Segment};
use model::value::fold;

/// Bytes at which a segment is full.
const FULL: usize = 128 << 10;
/// Bytes beyond which a segment that grew by edits is split.
const TOO_LARGE: usize = 4 * FULL;
/// Segments searched before other threads are asked to help; most queries end earlier.
const ALONE: usize = 48;
/// Segments each thread searches before it is seen whether the answers suffice.
const STRETCH: usize = 96;
/// More answers than this are not worth keeping for the next query.
const KEPT: usize = 1 << 16;

/// Where a record stands: its segment and its slot there.
type Place = (u32, u32);

/// The folded texts of a table's records.
#[derive(Default)]
pub struct Arena {
    segments: Vec<Segment>,
    previous: Option<Previous>,
}

/// A query and how far it was answered: while somebody types, the next one mostly narrows it.
struct Previous {
    query: Query,
    /// All answers in the segments before `next`.
    places: Vec<Place>,
    next: usize,
}

/// Gathers the texts of an arena.
#[derive(Default)]
pub struct ArenaBuilder {
    arena: Arena,
    folded: String,
}

impl ArenaBuilder {
    /// Nothing yet.
    pub fn new() -> ArenaBuilder {
        ArenaBuilder::default()
    }

    /// Adds a record: its number, which was not added before, and its texts, each with whether it is a telephone number.
    pub fn push<'a>(&mut self, number: u32, texts: impl Iterator<Item = (&'a str, bool)>) {
        self.folded.clear();
        fold_record(texts, &mut self.folded);
        self.arena.append(number, self.folded.as_bytes());
    }

    /// The arena.
    pub fn finish(mut self) -> Arena {
        if let Some(last) = self.arena.segments.last_mut() {
            last.seal();
        }
        self.arena
    }
}

impl Arena {
    /// Numbers of the records in which every word of `query` occurs, in the order they were added; at most `limit`.
    ///
    /// Words are parts between blanks, and occur anywhere: inside a word too, without regard to capitals and marks. Pieces
    /// of a telephone number find it however it was written. A query without words finds every record.
    pub fn find(&mut self, query: &str, limit: Option<usize>) -> Vec<u32> {
        let (query, limit) = (Query::new(query), limit.unwrap_or(usize::MAX));
        if query.is_empty() {
            return self.segments.iter().flat_map(|segment| segment.numbers()).take(limit).copied().collect();
        }
        let mut places = Vec::new();
        let mut next = 0;
        if let Some(previous) = self.previous.take_if(|previous| query.narrows(&previous.query)) {
            places = previous.places;
            places.retain(|(segment, slot)| query.fits(self.segments[*segment as usize].record(*slot as usize)));
            next = previous.next;
        }
        self.scan(&query, &mut next, limit, &mut places);
        let number = |(segment, slot): &Place| self.segments[*segment as usize].numbers()[*slot as usize];
        let found = places.iter().take(limit).map(number).collect();
        self.previous = (places.len() <= KEPT).then_some(Previous { query, places, next });
        found
    }

    /// Replaces the texts of a record, which keeps its place, or adds it as the last one.
    pub fn update<'a>(&mut self, number: u32, texts: impl Iterator<Item = (&'a str, bool)>) {
        self.previous = None;
        let mut folded = String::new();
        fold_record(texts, &mut folded);
        let Some((at, slot)) = self.locate(number) else { return self.append(number, folded.as_bytes()) };
        let segment = &mut self.segments[at];
        segment.replace(slot, folded.as_bytes());
        if segment.bytes() > TOO_LARGE && segment.len() > 1 {
            let second = segment.split();
            self.segments.insert(at + 1, second);
        }
    }

    /// Takes a record out, if it is there.
    pub fn remove(&mut self, number: u32) {
        self.previous = None;
        if let Some((at, slot)) = self.locate(number) {
            self.segments[at].remove(slot);
            if self.segments[at].len() == 0 {
                self.segments.remove(at);
            }
        }
    }

    fn append(&mut self, number: u32, folded: &[u8]) {
        let is_full = |segment: &Segment| segment.bytes() + folded.len() > FULL;
        if self.segments.last().is_none_or(is_full) {
            if let Some(full) = self.segments.last_mut() {
                full.seal();
            }
            // A short table shall not take the room of a long one.
            let room = if self.segments.is_empty() { 0 } else { FULL };
            self.segments.push(Segment::new(room));
        }
        if let Some(last) = self.segments.last_mut() {
            last.push(number, folded);
        }
    }

    fn locate(&self, number: u32) -> Option<(usize, usize)> {
        self.segments.iter().enumerate().find_map(|(at, segment)| Some((at, segment.slot(number)?)))
    }

    /// Adds the places of records from segment `next` on until there are `limit`; whole segments are searched.
    fn scan(&self, query: &Query, next: &mut usize, limit: usize, places: &mut Vec<Place>) {
        let Some(middle) = self.segments.get(self.segments.len() / 2) else { return };
        let lead = if query.words.len() == 1 { 0 } else { middle.rarest_word(query) };
        let alone_until = *next + ALONE;
        while places.len() < limit && *next < self.segments.len() && *next < alone_until {
            self.search(*next, *next + 1, query, lead, places);
            *next += 1;
        }
        let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get().min(4));
        while places.len() < limit && *next < self.segments.len() {
            let stretches: Vec<(usize, usize)> = (0..threads)
                .map(|thread| *next + thread * STRETCH)
                .map(|from| (from.min(self.segments.len()), (from + STRETCH).min(self.segments.len())))
                .collect();
            std::thread::scope(|scope| {
                let helpers: Vec<_> = stretches[1..]
                    .iter()
                    .map(|(from, to)| {
                        scope.spawn(move || {
                            let mut found = Vec::new();
                            self.search(*from, *to, query, lead, &mut found);
                            found
                        })
                    })
                    .collect();
                self.search(stretches[0].0, stretches[0].1, query, lead, places);
                for helper in helpers {
                    places.extend(helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
                }
            });
            *next = stretches[threads - 1].1;
        }
    }

    fn search(&self, from: usize, to: usize, query: &Query, lead: usize, places: &mut Vec<Place>) {
        for (at, segment) in self.segments.iter().enumerate().take(to).skip(from) {
            // Neither can reach four billion: each has at least one record, and their numbers are 32 bits wide.
            segment.search(query, lead, |slot| places.push((at as u32, slot as u32)));
        }
    }
}

/// Appends the texts as they are searched, each with the separator behind it.
fn fold_record<'a>(texts: impl Iterator<Item = (&'a str, bool)>, folded: &mut String) {
    for (text, is_phone) in texts {
        if is_phone {
            for form in phone::forms(text) {
                folded.push_str(&form.digits);
                folded.push(SEPARATOR);
            }
            if !phone::has_words(text) {
                continue;
            }
        }
        folded.extend(fold(text).chars().map(|c| if c == SEPARATOR { ' ' } else { c }));
        folded.push(SEPARATOR);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Texts = Vec<(String, bool)>;

    fn borrowed(texts: &Texts) -> impl Iterator<Item = (&str, bool)> {
        texts.iter().map(|(text, is_phone)| (text.as_str(), *is_phone))
    }

    fn arena(records: &[(u32, Texts)]) -> Arena {
        let mut builder = ArenaBuilder::new();
        for (number, texts) in records {
            builder.push(*number, borrowed(texts));
        }
        builder.finish()
    }

    fn named(names: &[&str]) -> Arena {
        let records: Vec<(u32, Texts)> =
            names.iter().zip(0..).map(|(name, number)| (number, vec![(name.to_string(), false)])).collect();
        arena(&records)
    }

    /// Record by record and word by word, without segments, leads or memory of the query before.
    fn brute_force(records: &[(u32, Texts)], query: &str) -> Vec<u32> {
        let words: Vec<String> = query.split_whitespace().map(fold).collect();
        let is_in = |word: &str, (text, is_phone): &(String, bool)| {
            let digits = word.trim_start_matches('+');
            if *is_phone {
                let national = model::rules::phone::phone_digits(text);
                ["370", "8"].iter().any(|prefix| format!("{prefix}{national}").contains(digits))
            } else {
                fold(text).contains(word) || fold(text).contains(digits)
            }
        };
        let fits = |texts: &Texts| words.iter().all(|word| texts.iter().any(|text| is_in(word, text)));
        records.iter().filter(|(_, texts)| fits(texts)).map(|(number, _)| *number).collect()
    }

    #[test]
    fn marks_capitals_and_order_of_words_do_not_matter() {
        let mut arena = named(&["UAB „Žukauskas ir Ko“", "Žukauskienė Ona", "MB Duonos centras"]);
        assert_eq!(arena.find("zukausk", None), [0, 1]);
        assert_eq!(arena.find("ŽUKAUSK", Some(1)), [0]);
        assert_eq!(arena.find("ona žukausk", None), [1]);
        assert_eq!(arena.find("ko uab", None), [0]);
        assert_eq!(arena.find("  ", Some(2)), [0, 1]);
        assert!(arena.find("nieko", None).is_empty());
    }

    #[test]
    fn a_number_is_found_however_it_is_typed() {
        let phones = ["+370 612 34567", "8 612 34567", "(8-612) 34567", "61234567", "0 612 34567"];
        for stored in phones {
            let mut arena = arena(&[
                (7, vec![("Ona".into(), false), (stored.into(), true)]),
                (8, vec![("Ona".into(), false), ("+371 29 123 456".into(), true)]),
            ]);
            for typed in [
                "861234",
                "+370 612 34",
                "61234",
                "37061234",
                "612 34 567",
                "(8-612) 34567",
                "8-612-34567",
                "00370 612",
                "0612",
                "+370(8-612)34567",
                "ona +37061",
            ] {
                assert_eq!(arena.find(typed, None), [7], "{typed} in {stored}");
            }
            assert_eq!(arena.find("0037129", None), [8]);
        }
    }

    #[test]
    fn words_in_a_telephone_field_are_found_too() {
        let mut arena = arena(&[(1, vec![("8 612 34567 (Žana)".into(), true)])]);
        assert_eq!(arena.find("zana 86123", None), [1]);
    }

    #[test]
    fn a_word_does_not_reach_from_one_field_into_the_next() {
        let mut arena =
            arena(&[(1, vec![("ab".into(), false), ("cd".into(), false)]), (2, vec![("ab\u{1f}cd".into(), false)])]);
        assert!(arena.find("bc", None).is_empty());
        assert!(arena.find("b\u{1f}c", None) == [1, 2]);
    }

    #[test]
    fn narrowing_goes_on_where_the_limit_stopped_it() {
        let names: Vec<String> = (0..20_000).map(|at| format!("ana n{at:05} {}", "x".repeat(40))).collect();
        let mut arena = named(&names.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(arena.segments.len() > 3);
        assert_eq!(arena.find("a", Some(3)), [0, 1, 2]);
        assert_eq!(arena.find("ana", Some(3)), [0, 1, 2]);
        assert_eq!(arena.find("ana n1999", Some(100)), (19990..20000).collect::<Vec<u32>>());
        assert_eq!(arena.find("ana n19999", Some(100)), [19999]);
        arena.update(3, [("ana n19999", false)].into_iter());
        assert_eq!(arena.find("ana n199999", Some(100)), [] as [u32; 0]);
        assert_eq!(arena.find("ana n19999", Some(100)), [3, 19999]);
        arena.remove(19999);
        assert_eq!(arena.find("ana n19999", Some(100)), [3]);
    }

    #[test]
    fn a_long_table_is_searched_by_several_threads_in_order() {
        let filler = "y".repeat(FULL / 4);
        let names: Vec<String> = (0..4 * (ALONE + 5 * STRETCH)).map(|at| format!("{filler} {}", at % 10)).collect();
        let mut arena = named(&names.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(arena.segments.len() > ALONE + 4 * STRETCH);
        let sevens: Vec<u32> = (0..names.len() as u32).filter(|at| at % 10 == 7).collect();
        assert_eq!(arena.find("y 7", None), sevens);
        assert_eq!(arena.find("7 y", Some(190)), sevens[..190]);
    }

    #[test]
    fn a_segment_that_grew_is_split() {
        let mut arena = named(&["a", "b", "c"]);
        for number in 0..3 {
            let long = format!("{number} {}", "žodis ".repeat(FULL / 3));
            arena.update(number, [(long.as_str(), false)].into_iter());
        }
        assert!(arena.segments.len() > 1);
        assert_eq!(arena.find("zodis", None), [0, 1, 2]);
        assert_eq!(arena.find("zodis 2", None), [2]);
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof!["[abžŽ ]{0,8}", "[ab]{1,3}[ -][0-9]{1,3}", "\\PC{0,6}"]
    }

    fn texts() -> impl Strategy<Value = Texts> {
        let phone = "(\\+370 |8 |)6[12]{2} [12]{5}";
        prop::collection::vec(prop_oneof![(text(), Just(false)), (phone, Just(true))], 0..4)
    }

    fn query() -> impl Strategy<Value = String> {
        prop_oneof![
            "[abzŽ]{1,3}( [abz1]{1,2})?",
            "(\\+3706|86|6)[12]{1,6}",
            "\\p{Latin}{0,3}",
            "[ab1]{1,2} 6[12]{2} [12]{1,3}"
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]
        #[test]
        fn finding_equals_looking_through_everything(
            records in prop::collection::vec(texts(), 0..30),
            queries in prop::collection::vec(query(), 1..6),
            limit in 0..10_usize,
        ) {
            let records: Vec<(u32, Texts)> = (100..).zip(records).collect();
            let mut arena = arena(&records);
            for typed in queries {
                let expected = brute_force(&records, &typed);
                for end in 0..=typed.len() {
                    if typed.is_char_boundary(end) {
                        arena.find(&typed[..end], Some(limit));
                    }
                }
                prop_assert_eq!(&arena.find(&typed, None), &expected, "{}", typed);
                prop_assert_eq!(&arena.find(&typed, Some(limit)), &expected[..limit.min(expected.len())]);
            }
        }

        #[test]
        fn a_followed_arena_equals_a_rebuilt_one(
            edits in prop::collection::vec((0..12_u32, prop::option::weighted(0.7, texts()), query()), 1..40),
        ) {
            let mut records: Vec<(u32, Texts)> = Vec::new();
            let mut followed = arena(&records);
            for (number, texts, typed) in edits {
                match texts {
                    None => {
                        records.retain(|(here, _)| *here != number);
                        followed.remove(number);
                    }
                    Some(texts) => {
                        followed.update(number, borrowed(&texts));
                        match records.iter_mut().find(|(here, _)| *here == number) {
                            Some((_, old)) => *old = texts,
                            None => records.push((number, texts)),
                        }
                    }
                }
                prop_assert_eq!(followed.find(&typed, None), arena(&records).find(&typed, None));
                prop_assert_eq!(followed.find("", None), records.iter().map(|(number, _)| *number).collect::<Vec<u32>>());
            }
        }
    }
}
