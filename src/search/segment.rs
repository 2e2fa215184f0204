//! A piece of an arena, small enough to be moved about at every edit.

use crate::query::Query;
use std::cmp::Reverse;

/// Texts of consecutive records, one behind the other.
pub(crate) struct Segment {
    text: Vec<u8>,
    /// Where each record's text ends.
    ends: Vec<usize>,
    numbers: Vec<u32>,
    lowest: u32,
    highest: u32,
}

impl Segment {
    pub fn new(capacity: usize) -> Segment {
        Segment {
            text: Vec::with_capacity(capacity),
            ends: Vec::new(),
            numbers: Vec::new(),
            lowest: u32::MAX,
            highest: 0,
        }
    }

    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    pub fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    pub fn record(&self, slot: usize) -> &[u8] {
        &self.text[self.start(slot)..self.ends[slot]]
    }

    fn start(&self, slot: usize) -> usize {
        if slot == 0 { 0 } else { self.ends[slot - 1] }
    }

    /// The slot of a record, if it is here.
    pub fn slot(&self, number: u32) -> Option<usize> {
        let may_be_here = (self.lowest..=self.highest).contains(&number);
        if may_be_here { self.numbers.iter().position(|here| *here == number) } else { None }
    }

    pub fn push(&mut self, number: u32, text: &[u8]) {
        self.text.extend_from_slice(text);
        self.ends.push(self.text.len());
        self.numbers.push(number);
        self.lowest = self.lowest.min(number);
        self.highest = self.highest.max(number);
    }

    pub fn replace(&mut self, slot: usize, text: &[u8]) {
        let (start, end) = (self.start(slot), self.ends[slot]);
        self.text.splice(start..end, text.iter().copied());
        for moved in &mut self.ends[slot..] {
            *moved = *moved - (end - start) + text.len();
        }
    }

    pub fn remove(&mut self, slot: usize) {
        self.replace(slot, &[]);
        self.ends.remove(slot);
        self.numbers.remove(slot);
    }

    /// Gives back the room that was kept for more.
    pub fn seal(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.numbers.shrink_to_fit();
    }

    /// Takes away the second half of the records.
    pub fn split(&mut self) -> Segment {
        let mut second = Segment::new(0);
        let half = self.len() / 2;
        for slot in half..self.len() {
            second.push(self.numbers[slot], self.record(slot));
        }
        self.text.truncate(self.start(half));
        self.ends.truncate(half);
        self.numbers.truncate(half);
        self.seal();
        second.seal();
        second
    }

    /// The place in the query of its rarest word here; among equals the longest.
    pub fn rarest_word(&self, query: &Query) -> usize {
        let occurrences =
            |word: usize| query.words[word].ways.iter().map(|way| way.find_iter(&self.text).count()).sum::<usize>();
        (0..query.words.len())
            .min_by_key(|word| (occurrences(*word), Reverse(query.words[*word].length())))
            .unwrap_or(0)
    }

    /// Calls `found` with the slot of each record that fits; `lead` is the word to look for first.
    pub fn search(&self, query: &Query, lead: usize, mut found: impl FnMut(usize)) {
        let Some(lead_word) = query.words.get(lead) else {
            (0..self.len()).for_each(found);
            return;
        };
        let is_only = query.words.len() == 1;
        let next = |way: usize, from: usize| lead_word.ways[way].find(&self.text[from..]).map(|at| at + from);
        let mut places: Vec<Option<usize>> = (0..lead_word.ways.len()).map(|way| next(way, 0)).collect();
        let mut slot = 0;
        while let Some(place) = places.iter().flatten().min() {
            slot += self.ends[slot..].partition_point(|end| end <= place);
            let record = self.record(slot);
            let others = || query.words.iter().enumerate().all(|(at, word)| at == lead || word.is_in(record));
            if is_only || others() {
                found(slot);
            }
            let end = self.ends[slot];
            for (way, place) in places.iter_mut().enumerate() {
                if place.is_some_and(|place| place < end) {
                    *place = next(way, end);
                }
            }
        }
    }
}
