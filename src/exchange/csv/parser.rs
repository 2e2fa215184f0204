//! Text, piece by piece, into records of cells.

use super::{MAX_CELL, MAX_COLUMNS};
use crate::ExchangeError;
use memchr::{memchr, memchr3};

/// The cells of a record; none if it is an empty line.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    text: &'a str,
    ends: &'a [usize],
}

impl<'a> Cells<'a> {
    /// Cells that stand one behind the other in `text`, each ending where `ends` says.
    pub(crate) fn new(text: &'a str, ends: &'a [usize]) -> Cells<'a> {
        Cells { text, ends }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The record is an empty line.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A cell by its place from the left, from 0.
    pub fn get(&self, at: usize) -> Option<&'a str> {
        let end = *self.ends.get(at)?;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        Some(&self.text[start..end])
    }

    /// The cells from left to right.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let cells = *self;
        (0..cells.len()).filter_map(move |at| cells.get(at))
    }
}

#[derive(Clone, Copy)]
enum State {
    RowStart,
    CellStart,
    Plain,
    Quoted,
    /// Behind a quote inside a quoted cell: its end, or the first of two.
    AfterQuote,
    /// Behind a carriage return, which a line feed may follow.
    AfterReturn,
}

/// Reads records as the csv module of Python does, which counts empty lines and keeps quotes inside plain cells.
pub(super) struct Parser<'r, E> {
    separator: u8,
    row: &'r mut dyn FnMut(u64, &Cells<'_>) -> Result<(), E>,
    state: State,
    text: String,
    ends: Vec<usize>,
    number: u64,
}

impl<'r, E: From<ExchangeError>> Parser<'r, E> {
    pub fn new(separator: u8, row: &'r mut dyn FnMut(u64, &Cells<'_>) -> Result<(), E>) -> Self {
        Parser { separator, row, state: State::RowStart, text: String::new(), ends: Vec::new(), number: 1 }
    }

    pub fn feed(&mut self, piece: &str) -> Result<(), E> {
        let bytes = piece.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            match self.state {
                State::AfterReturn => {
                    self.state = State::RowStart;
                    at += usize::from(bytes[at] == b'\n');
                }
                State::RowStart if matches!(bytes[at], b'\r' | b'\n') => {
                    self.end_row(bytes[at])?;
                    at += 1;
                }
                State::RowStart | State::CellStart => {
                    let is_quoted = bytes[at] == b'"';
                    self.state = if is_quoted { State::Quoted } else { State::Plain };
                    at += usize::from(is_quoted);
                }
                State::Plain => {
                    let stop =
                        memchr3(self.separator, b'\r', b'\n', &bytes[at..]).map_or(bytes.len(), |stop| at + stop);
                    self.push(&piece[at..stop])?;
                    at = stop + 1;
                    match bytes.get(stop) {
                        Some(byte) if *byte == self.separator => {
                            self.end_cell()?;
                            self.state = State::CellStart;
                        }
                        Some(byte) => {
                            self.end_cell()?;
                            self.end_row(*byte)?;
                        }
                        None => {}
                    }
                }
                State::Quoted => {
                    let stop = memchr(b'"', &bytes[at..]).map_or(bytes.len(), |stop| at + stop);
                    self.push(&piece[at..stop])?;
                    if stop < bytes.len() {
                        self.state = State::AfterQuote;
                    }
                    at = stop + 1;
                }
                State::AfterQuote if bytes[at] == b'"' => {
                    self.push("\"")?;
                    self.state = State::Quoted;
                    at += 1;
                }
                State::AfterQuote => self.state = State::Plain,
            }
        }
        Ok(())
    }

    /// The file ends here; a record without a line end, or with an open quote, is one too. Says the number of the latter.
    pub fn finish(mut self) -> Result<Option<u64>, E> {
        if matches!(self.state, State::RowStart | State::AfterReturn) {
            return Ok(None);
        }
        let open = matches!(self.state, State::Quoted).then_some(self.number);
        self.end_cell()?;
        self.end_row(b'\n')?;
        Ok(open)
    }

    fn push(&mut self, text: &str) -> Result<(), E> {
        let start = self.ends.last().copied().unwrap_or(0);
        if self.text.len() - start + text.len() > MAX_CELL {
            return Err(ExchangeError::CellTooLong { row: self.number }.into());
        }
        self.text.push_str(text);
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), E> {
        if self.ends.len() == MAX_COLUMNS {
            return Err(ExchangeError::TooManyColumns { row: self.number }.into());
        }
        self.ends.push(self.text.len());
        Ok(())
    }

    fn end_row(&mut self, line_end: u8) -> Result<(), E> {
        (self.row)(self.number, &Cells { text: &self.text, ends: &self.ends })?;
        self.number += 1;
        self.text.clear();
        self.ends.clear();
        self.state = if line_end == b'\r' { State::AfterReturn } else { State::RowStart };
        Ok(())
    }
}
