//! One window for one person: a second start, a double-clicked file and the command line speak to the window that is open.
//!
//! The window listens on a port of this computer only and proves, as its callers do, that it can read a secret in a folder of this
//! user alone. Knows no engine and no widget: what is asked is handed on as a [`Call`]. Start reading at [`hand_over`], then `owner.rs`.

mod caller;
mod holder;
mod notice;
mod owner;
mod places;
mod wire;

pub use caller::{Answer, Handed, command, hand_over};
pub use holder::{Holder, holder};
pub use owner::{Call, Owner, Running};
pub use places::Places;
pub use wire::{Command, Request};

use model::language::Language;
use std::time::Duration;

/// So long the window has to answer, once it stands.
pub const PATIENCE: Duration = Duration::from_secs(2);

/// So long it may take to appear.
const PATIENCE_AT_START: Duration = Duration::from_secs(30);

/// A window that is there and does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the window of process {process} does not answer")]
pub struct Silent {
    /// Its process.
    pub process: u32,
}

impl Silent {
    /// What happened, what is kept, what to do.
    pub fn message(self, language: Language) -> String {
        let process = self.process;
        match language {
            Language::Lt => format!(
                "„Kartotekos“ langas jau atvertas, bet neatsako (procesas {process}). Palaukite ir bandykite dar kartą; jei nepadeda, užbaikite tą programą sistemos užduočių tvarkytuvėje – visa, kas išsaugota, liks."
            ),
            Language::En => format!(
                "A window of Kartoteka is open but does not answer (process {process}). Wait and try again; if that does not help, end that program in the system's task manager – everything saved stays."
            ),
        }
    }
}
