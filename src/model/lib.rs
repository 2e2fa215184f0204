//! Every type that is saved, and the pure rules over them.
//!
//! Knows nothing of files, clocks, widgets or the store: time, ids and text measures come in as arguments.
//! Start reading at [`schema::Table`] (what an office designs), [`value::Value`] (what a field holds) and
//! [`changes::Operation`] (how anything changes); [`formula`] is the one expression language.

pub mod changes;
pub mod configuration;
pub mod formula;
pub mod ids;
pub mod language;
pub mod layout;
pub mod rules;
pub mod schema;
pub mod structure;
pub mod value;
