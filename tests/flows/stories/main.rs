//! Stories of an office, told through the engine: what it does, what it takes back, what must never be lost.

mod damage;
mod documents;
mod files;
mod formats;
mod imports;
mod kills;
mod lists;
mod month;
mod past;
mod search;
mod structure;
mod undo;
