//! What a user can do, as functions: no widget, no window.
//!
//! Every write goes through [`Engine::transact`]: one transaction with its journal entry, computed values and indexes. Every
//! use case returns what changed, so that a screen refreshes only that. Start reading at [`Engine`], then `transact.rs`.

mod agenda;
mod around;
mod cells;
mod computed;
mod create_linked;
mod csv;
mod directories;
mod discounts;
mod documents;
mod draft;
mod due;
mod engine;
mod error;
mod export;
mod find;
mod hand_out;
mod history;
mod import;
mod layouts;
mod lists;
mod make;
mod past;
mod paste;
mod paths;
mod pictures;
mod planning;
mod prices;
mod records;
mod sample;
mod settle;
mod structure;
mod suggest;
mod totals;
mod transact;
mod trees;
mod undo;
mod verify;
mod view;

pub use agenda::{Agenda, AgendaGroup, AgendaItem, Reminders};
pub use around::Nearby;
pub use cells::{Cell, FieldProblem, Row};
pub use create_linked::Linking;
pub use csv::write_csv;
pub use documents::{Remark, Rendered};
pub use engine::{Clock, Engine, FixedClock, NewBaseOptions, SystemClock};
pub use error::{EngineError, Result};
pub use export::ExportFormat;
pub use history::HistoryEntry;
pub use import::{ColumnPlan, Import, ImportOptions, ImportReport, Note, Source};
pub use lists::{ListQuery, Listing};
pub use paste::{Paste, cells_of, text_of_cells};
pub use planning::{EventChoice, LinePlan, NewEvent};
pub use printing::Raster;
pub use records::Entry;
pub use search::hits;
pub use store::StoreError;
pub use suggest::Suggestion;
pub use totals::{Figures, Owing};
pub use transact::{Outcome, Transaction};
