//! Designing documents made of items: cards now, print forms next; what a gesture does, and how it is taken back.
//!
//! Knows the model only: no widget, no store, no clock; where everything stands on the canvas, the texts' measures, the time and
//! new ids come in as arguments. [`apply`] alone changes a document, and gives the inverse. Start reading at [`Session`] (the front
//! door), then [`Document`] (what is edited), [`Command`] (what a user did) and `gesture` (how a pointer becomes a command).

mod apply;
mod arrange;
pub mod cards;
mod checks;
mod clipboard;
mod command;
mod copying;
mod difference;
mod document;
mod draft;
mod geometry;
mod gesture;
mod history;
mod hit;
mod journal;
mod keys;
mod perform;
mod properties;
mod refusal;
mod scene;
mod selection;
mod session;
mod snap;
mod step;
#[cfg(test)]
mod stories;

pub use apply::{Edit, apply, check_whole};
pub use checks::{Finding, FindingKind, Repair, findings};
pub use command::{Alignment, Change, Command, Contents, Distribution, Order, Sides};
pub use difference::difference;
pub use document::{Document, Holds, Item, Measure, Need, Units, Unmeasured};
pub use geometry::{Axis, Point, Rect, Size};
pub use gesture::{Doing, DoubleClick, DropInto, Modifiers, Pointer, Preview, Released};
pub use history::History;
pub use hit::{Handle, Target};
pub use keys::Direction;
pub use properties::{NumberEdit, Shared, Side, parse_number_input};
pub use refusal::Refusal;
pub use scene::{Header, Placed, Scene, open_page};
pub use selection::Selection;
pub use session::{Applied, NewIds, Session};
pub use snap::{Distance, EqualGap, LineKind, SnapLine};
pub use step::{Step, StepKey};
