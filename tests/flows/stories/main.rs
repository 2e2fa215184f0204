//! Stories of an office, told through the engine: what it does, what it takes back, what must never be lost.

mod agenda;
mod bending;
mod cards;
mod configuring;
mod damage;
mod designing;
mod documents;
mod files;
mod formats;
mod imports;
mod kills;
mod lists;
mod mistakes;
mod month;
mod office;
mod past;
mod pictures;
mod printed;
mod read_only;
mod sample;
mod search;
mod structure;
mod undo;
