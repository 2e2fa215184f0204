//! The window: all Slint markup and the Rust code that Slint makes of it.
//! It imports no crate of ours and knows no rule: each view reads one `XxxApi` global, which opens with dummy data, and
//! emits callbacks; `controllers` fills the globals and answers.
//! Start reading at `app.slint`, then `api/`, which is the contract with `controllers`.
// The generated code has no doc comments; the contract is documented in `api/`.
#![allow(missing_docs)]

slint::include_modules!();

mod choices;

pub use choices::connect_widgets;
