//! Cameras: listing them, live pictures, a still, and what is done to a picture before it is kept.
//!
//! Each open camera has a thread of its own, so that one that hangs holds up nobody; every fault is a value with a sentence. Knows no
//! window and no base. The cameras of the system come through [`system`], pictures from files through [`FileSource`]. Start reading at
//! [`Session`], then [`Source`].

mod codes;
mod crop;
mod decode;
mod edit;
mod fault;
mod file;
mod frame;
#[cfg(feature = "native")]
mod native;
mod session;
mod source;

pub use codes::read_code;
pub use crop::{Corner, Crop};
pub use decode::{Layout, Raw};
pub use edit::Edit;
pub use fault::Fault;
pub use file::FileSource;
pub use frame::{Frame, Light};
pub use session::{Current, Ended, Seen, Session, State, Wanted};
pub use source::{Camera, Device, Format, NoCameras, Opened, Size, Source, best_format, sizes};

use std::sync::Arc;

/// The cameras of this computer; none where the program was built without them.
pub fn system() -> Arc<dyn Source> {
    #[cfg(feature = "native")]
    return Arc::new(native::NativeSource);
    #[cfg(not(feature = "native"))]
    Arc::new(NoCameras)
}

/// Result of a camera.
pub type Result<T> = std::result::Result<T, Fault>;
