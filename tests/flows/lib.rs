//! An office to tell stories about: a base in a folder of its own, with a clock that the story moves.
//!
//! The stories use the engine as the window and the command line do, and nothing beneath it. Start reading at [`Office`].

mod children;
mod office;

pub use children::{Child, is_child, say};
pub use office::{HandClock, Office, dump, golden, table};
