//! Files of other programs <-> plain rows of text.
//!
//! The crate knows bytes and cells: no store, no schema, no values, no file system. What a column means and whether a cell
//! is a date is the caller's question; [`likeness`] helps with the first. Start reading at `csv`.

mod error;
mod package;
mod rows;

pub mod book;
pub mod bundle;
pub mod csv;
pub mod export;
pub mod likeness;
pub mod people;
pub mod table;

pub use error::ExchangeError;
pub use rows::Rows;

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod samples;
