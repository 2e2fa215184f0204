//! Find as you type: for each table an arena of folded text in memory, searched byte by byte.
//!
//! The crate knows texts and record numbers only: no store, no schema, no language. An [`Arena`] is filled through an
//! [`ArenaBuilder`], follows edits, and answers with the numbers of the records; [`hits`] says which pieces of a shown
//! text made it an answer. Start reading at `arena`, then `query`.

mod arena;
mod hits;
mod phone;
mod query;
mod segment;

pub use arena::{Arena, ArenaBuilder};
pub use hits::hits;

/// Stands behind each text of a record; nobody can type it, and queries are split at it, so no hit reaches over it.
const SEPARATOR: char = '\u{1f}';
