//! What can go wrong in keeping a base, by what the caller can do about it.

/// An error of the store. The sentences are for logs; `engine` translates for people.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("no such file")]
    Missing,
    /// A file is there already; nothing is ever overwritten.
    #[error("a file of that name exists")]
    Exists,
    /// Another program has the base open.
    #[error("the base is open in another program")]
    InUse,
    /// The file is not a base of this program.
    #[error("not a base of this program")]
    Foreign,
    /// The file is damaged; it was not changed.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// The file was written by a newer version of the program.
    #[error("format version {found}, this program reads up to {max}")]
    Newer {
        /// Version of the file.
        found: u32,
        /// Greatest version this program reads.
        max: u32,
    },
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The file or folder may not be written.
    #[error("not permitted")]
    NotPermitted,
    /// The base is open for reading only; nothing was changed.
    #[error("open for reading only")]
    ReadOnly,
    /// Another error of the disk.
    #[error("disk: {0}")]
    Io(String),
    /// Saved bytes could not be read back.
    #[error("cannot decode {what}: {reason}")]
    Codec {
        /// What was being read.
        what: &'static str,
        /// Why it failed.
        reason: String,
    },
    /// A limit of the format was reached (65,535 tables or fields, 4 billion records).
    #[error("limit of the format reached: {0}")]
    Limit(&'static str),
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> StoreError {
        use std::io::ErrorKind as K;
        match error.kind() {
            K::NotFound => StoreError::Missing,
            K::AlreadyExists => StoreError::Exists,
            K::PermissionDenied | K::ReadOnlyFilesystem => StoreError::NotPermitted,
            K::StorageFull | K::QuotaExceeded => StoreError::DiskFull,
            // What redb says of a head it does not know, and what reading behind the end of a cut-off file gives.
            K::InvalidData | K::UnexpectedEof => StoreError::Damaged(error.to_string()),
            _ => StoreError::Io(error.to_string()),
        }
    }
}

impl From<redb::StorageError> for StoreError {
    fn from(error: redb::StorageError) -> StoreError {
        match error {
            redb::StorageError::Corrupted(reason) => StoreError::Damaged(reason),
            redb::StorageError::Io(error) => error.into(),
            other => StoreError::Io(other.to_string()),
        }
    }
}

impl From<redb::DatabaseError> for StoreError {
    fn from(error: redb::DatabaseError) -> StoreError {
        match error {
            redb::DatabaseError::DatabaseAlreadyOpen => StoreError::InUse,
            redb::DatabaseError::Storage(error) => error.into(),
            other => StoreError::Damaged(other.to_string()),
        }
    }
}

macro_rules! through_storage {
    ($($name:ident)*) => {$(
        impl From<redb::$name> for StoreError {
            fn from(error: redb::$name) -> StoreError {
                match error {
                    redb::$name::Storage(error) => error.into(),
                    other => StoreError::Damaged(other.to_string()),
                }
            }
        }
    )*};
}
through_storage! { TransactionError TableError CommitError }
