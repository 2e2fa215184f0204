//! Layouts as documents: cards on the screen, list views, print forms, and the frozen data of issued documents.

mod card;
mod flow;
mod form;
mod list;
mod sound;
mod steps;

pub use card::*;
pub use flow::{Arrangement, Look};
pub use form::*;
pub use list::*;
pub use sound::sound_card;
pub use steps::step_words;
