//! Keeping a base: one redb file with records, indexes, journal, definitions and blobs.
//!
//! Only here redb and bincode are known. It keeps what it is told and proves that it kept it; it knows no rule of the
//! office and never writes outside one transaction per call of [`Store::write`]. Start reading at [`Store`] and [`Access`].

mod access;
mod backend;
mod blobs;
mod check;
mod codec;
mod definitions;
mod error;
mod index;
mod journal;
mod records;
mod store;
mod verify;

pub use access::{Access, Space};
pub use backend::{FileBackend, Guarded};
pub use codec::RecordView;
pub use definitions::{Definitions, Kind, TableSlots};
pub use error::StoreError;
pub use index::IndexKey;
pub use journal::{Entry, Head};
pub use records::{Local, Stored};
pub use store::{NewBase, Reader, Store, Writer, memory};
pub use verify::Problem;

/// Version of the file format this program writes; newer files are refused unchanged.
pub const FORMAT_VERSION: u32 = 4;

/// Result of the store.
pub type Result<T> = std::result::Result<T, StoreError>;
