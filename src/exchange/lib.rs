//! Files of other programs <-> plain rows of text.
//!
//! The crate knows bytes and cells: no store, no schema, no values, no file system. What a column means and whether a cell
//! is a date is the caller's question; [`likeness`] helps with the first. Start reading at `csv`.

mod error;

pub mod csv;
pub mod likeness;

pub use error::ExchangeError;
