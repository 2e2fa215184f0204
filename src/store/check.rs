//! A large base that was closed cleanly is opened at once and proven whole beside; nothing is written into it before.

use crate::{FileBackend, Guarded, Result, Store, StoreError, store::MAGIC};
use redb::{Builder, StorageBackend};
use std::{
    fs::File,
    io::Read as _,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread,
};

/// Below this size a base is checked while it is opened, in less time than anybody notices.
const LARGE: u64 = 100 << 20;

/// Bytes of cache of the check.
const CACHE: usize = 16 << 20;

/// Where redb's head says how the file was left, and the sign that it was not closed.
const HOW_IT_WAS_LEFT: usize = 9;
const NOT_CLOSED: u8 = 2;

/// A check that runs, or its result; an error is the reason it found.
#[derive(Debug, Default)]
pub(crate) struct Check {
    result: Mutex<Option<std::result::Result<(), String>>>,
    told: Condvar,
}

impl Check {
    fn tell(&self, result: std::result::Result<(), String>) {
        *self.result.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
        self.told.notify_all();
    }

    fn wait(&self) -> Result<()> {
        let mut result = self.result.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match &*result {
                Some(Ok(())) => return Ok(()),
                Some(Err(reason)) => return Err(StoreError::Damaged(reason.clone())),
                None => result = self.told.wait(result).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}

impl Store {
    /// As [`Store::open`]; a large base that was closed cleanly can be read at once, and is checked beside.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_at_once(path: &Path) -> Result<Store> {
        Store::open_at_once_from(path, LARGE)
    }

    fn open_at_once_from(path: &Path, large: u64) -> Result<Store> {
        if !was_closed(path, large) {
            return Store::open(path);
        }
        match FileBackend::open(path) {
            Ok(backend) => Store::open_and_check(backend),
            // What stands in the way is said there.
            Err(_) => Store::open(path),
        }
    }

    fn open_and_check(backend: impl StorageBackend) -> Result<Store> {
        let guarded = Guarded::new(backend)?;
        let onlooker = guarded.onlooker()?;
        let opened = catch_unwind(AssertUnwindSafe(|| Store::open_guarded(guarded.clone(), false)));
        let mut store = opened.unwrap_or_else(|_| Err(StoreError::Damaged("the file's structure".into())))?;
        let check = Arc::new(Check::default());
        let told = check.clone();
        let prove = move || {
            let result = prove(onlooker).and_then(|()| guarded.release().map_err(StoreError::from));
            told.tell(result.map_err(|error| error.to_string()));
        };
        thread::Builder::new().name("check".into()).spawn(prove)?;
        store.check = Some(check);
        Ok(store)
    }

    /// Whether a check began when the base was opened; [`Store::wait_until_proven`] tells how it ended.
    pub fn is_checked_beside(&self) -> bool {
        self.check.is_some()
    }

    /// Waits for the check that runs beside, if one does.
    ///
    /// # Errors
    /// [`StoreError::Damaged`].
    pub fn wait_until_proven(&self) -> Result<()> {
        self.check.as_ref().map_or(Ok(()), |check| check.wait())
    }
}

/// Walks through the whole file.
fn prove<B: StorageBackend>(onlooker: Guarded<B>) -> Result<()> {
    let walk = || {
        Builder::new().set_cache_size(CACHE).set_check_integrity_on_open(true).create_with_backend(onlooker).map(drop)
    };
    match catch_unwind(AssertUnwindSafe(walk)) {
        Ok(walked) => Ok(walked?),
        Err(_) => Err(StoreError::Damaged("the file's structure".into())),
    }
}

/// Whether the file is a large one that was closed cleanly; where it cannot be told it was not.
fn was_closed(path: &Path, large: u64) -> bool {
    let mut head = [0; HOW_IT_WAS_LEFT + 1];
    let read = File::open(path).and_then(|mut file| {
        file.read_exact(&mut head)?;
        Ok(file.metadata()?.len())
    });
    read.is_ok_and(|len| len >= large) && head.starts_with(MAGIC) && head[HOW_IT_WAS_LEFT] & NOT_CLOSED == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Access as _, NewBase, Space};
    use model::{
        ids::{BaseId, SeatId},
        language::Language,
    };
    use std::{fs, path::PathBuf};

    /// A base that was closed, with so many bytes of content.
    fn closed(folder: &Path, bytes: usize) -> PathBuf {
        let path = folder.join("base");
        let base = NewBase { id: BaseId(1), seat: SeatId(2), language: Language::Lt, created: 0 };
        let store = Store::create(&path, base).unwrap();
        store.write(|writer| writer.put(Space::Blobs, b"big", &vec![7; bytes])).unwrap();
        path
    }

    #[test]
    fn a_base_that_was_closed_is_read_at_once_and_written_after_its_check() {
        let folder = tempfile::tempdir().unwrap();
        let path = closed(folder.path(), 3 << 20);
        for round in 0..3u8 {
            let store = Store::open_at_once_from(&path, 0).unwrap();
            assert!(store.is_checked_beside(), "round {round}");
            assert_eq!(store.read().unwrap().get(Space::Blobs, b"big").unwrap().unwrap().len(), 3 << 20);
            store.write(|writer| writer.put(Space::Blobs, &[round], b"there")).unwrap();
        }
        let store = Store::open(&path).unwrap();
        assert_eq!(store.read().unwrap().get(Space::Blobs, &[2]).unwrap().as_deref(), Some(&b"there"[..]));
        assert!(!store.is_checked_beside());
    }

    #[test]
    fn one_that_is_small_or_was_not_closed_is_checked_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = closed(folder.path(), 100);
        assert!(!Store::open_at_once(&path).unwrap().is_checked_beside());
        let left = folder.path().join("left");
        let store = Store::open(&path).unwrap();
        store.write(|writer| writer.put(Space::Blobs, b"1", b"1")).unwrap();
        fs::copy(&path, &left).unwrap();
        drop(store);
        let store = Store::open_at_once_from(&left, 0).unwrap();
        assert!(!store.is_checked_beside());
        assert!(store.read().unwrap().get(Space::Blobs, b"1").unwrap().is_some());
    }

    #[test]
    fn what_the_check_finds_damaged_is_never_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = closed(folder.path(), 3 << 20);
        let mut bytes = fs::read(&path).unwrap();
        // Within the content, where nobody looks while opening.
        let middle = bytes.windows(64).position(|window| window == [7; 64]).unwrap() + 1_000_000;
        bytes[middle] ^= 1;
        fs::write(&path, &bytes).unwrap();
        let store = Store::open_at_once_from(&path, 0).unwrap();
        assert!(matches!(store.wait_until_proven(), Err(StoreError::Damaged(_))));
        let written = store.write(|writer| writer.put(Space::Blobs, b"1", b"1"));
        assert!(matches!(written, Err(StoreError::Damaged(_))));
        drop(store);
        assert!(fs::read(&path).unwrap() == bytes, "the file is as it was found");
    }

    #[test]
    fn one_that_is_closed_during_its_check_is_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = closed(folder.path(), 3 << 20);
        for _ in 0..10 {
            drop(Store::open_at_once_from(&path, 0).unwrap());
        }
        assert!(Store::open(&path).is_ok());
    }
}
