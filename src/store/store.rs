//! The open base: making, opening, reading and the one way to write.

use crate::{
    Access, Definitions, FORMAT_VERSION, FileBackend, Guarded, Result, Space, StoreError,
    access::{Each, Tables},
    check::Check,
    codec,
    journal::Log,
};
use model::{
    ids::{BaseId, SeatId},
    language::Language,
};
use redb::{Builder, Database, ReadOnlyTable, ReadableDatabase as _, StorageBackend, Table};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};

/// Bytes of cache; more buys nothing (measured).
pub(crate) const CACHE: usize = 64 << 20;

/// Index entries gathered before they are written; about 40 MB.
const BULK: usize = 500_000;

/// First bytes of every redb file.
pub(crate) const MAGIC: &[u8] = b"redb";

type Bytes = &'static [u8];

/// What a base is born with.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NewBase {
    /// Its id.
    pub id: BaseId,
    /// This computer's seat.
    pub seat: SeatId,
    /// Language of its labels, messages and documents.
    pub language: Language,
    /// Milliseconds since 1970 UTC.
    pub created: i64,
}

/// An open base.
pub struct Store {
    database: Database,
    base: NewBase,
    definitions: RwLock<Arc<Definitions>>,
    /// The file may not be written: what redb changes of itself stays in memory, and nothing is committed.
    read_only: bool,
    /// A check that runs beside; nothing is written before it has ended well.
    pub(crate) check: Option<Arc<Check>>,
}

impl Store {
    /// Makes a new base at `path`, which must not exist. On an error nothing is left behind.
    ///
    /// # Errors
    /// [`StoreError::Exists`], or of the disk.
    pub fn create(path: &Path, base: NewBase) -> Result<Store> {
        let backend = FileBackend::create(path)?;
        Store::create_on(backend, base).inspect_err(|_| {
            // What could not be made whole must not look like a base; if this fails too the first error tells more.
            let _ = std::fs::remove_file(path);
        })
    }

    /// Makes a new base on an empty backend.
    ///
    /// # Errors
    /// Of the backend.
    pub fn create_on(backend: impl StorageBackend, base: NewBase) -> Result<Store> {
        let database = Builder::new().set_cache_size(CACHE).create_with_backend(backend)?;
        let store =
            Store { database, base: base.clone(), definitions: RwLock::default(), read_only: false, check: None };
        store.write(|writer| -> Result<()> {
            writer.put(Space::Meta, b"program", b"kartoteka")?;
            writer.put(Space::Meta, b"format", &FORMAT_VERSION.to_be_bytes())?;
            let bytes = codec::seal("base", &base)?;
            writer.put(Space::Meta, b"base", &bytes)
        })?;
        Ok(store)
    }

    /// Opens the base at `path`. A file that is damaged, foreign, newer or in use is not changed. One that may not be written is
    /// opened for reading only.
    ///
    /// # Errors
    /// By what is wrong with the file.
    pub fn open(path: &Path) -> Result<Store> {
        if path.is_dir() {
            return Err(StoreError::Foreign);
        }
        use std::io::ErrorKind as K;
        let (backend, read_only) = match FileBackend::open(path) {
            Err(error) if matches!(error.kind(), K::PermissionDenied | K::ReadOnlyFilesystem) => {
                (FileBackend::open_to_read(path), true)
            }
            backend => (backend, false),
        };
        let backend = backend.map_err(|error| match error.kind() {
            K::WouldBlock => StoreError::InUse,
            _ => error.into(),
        })?;
        Store::open_with(backend, read_only)
    }

    /// Opens the base on a backend, which is not written before the base has proven whole.
    ///
    /// # Errors
    /// By what is wrong with it.
    pub fn open_on(backend: impl StorageBackend) -> Result<Store> {
        Store::open_with(backend, false)
    }

    fn open_with(backend: impl StorageBackend, read_only: bool) -> Result<Store> {
        let mut magic = [0; 4];
        if backend.len()? < 4 || backend.read(0, &mut magic).is_err() || magic != MAGIC {
            return Err(StoreError::Foreign);
        }
        let guarded = Guarded::new(backend)?;
        // A damaged file may lead redb into a panic; that is damage too, not the end of the program.
        let opened = catch_unwind(AssertUnwindSafe(|| Store::open_guarded(guarded.clone(), true)));
        let store = opened.unwrap_or_else(|_| Err(StoreError::Damaged("the file's structure".into())))?;
        if read_only {
            return Ok(Store { read_only, ..store });
        }
        guarded.release()?;
        Ok(store)
    }

    pub(crate) fn open_guarded<B: StorageBackend>(backend: Guarded<B>, proven: bool) -> Result<Store> {
        let database =
            Builder::new().set_cache_size(CACHE).set_check_integrity_on_open(proven).create_with_backend(backend)?;
        let reader = Reader::new(&database)?;
        if reader.get(Space::Meta, b"program")?.as_deref() != Some(b"kartoteka") {
            return Err(StoreError::Foreign);
        }
        let format = reader.get(Space::Meta, b"format")?.unwrap_or_default();
        let found = format.try_into().map(u32::from_be_bytes).map_err(|_| StoreError::Damaged("format".into()))?;
        if found > FORMAT_VERSION {
            return Err(StoreError::Newer { found, max: FORMAT_VERSION });
        }
        let base = reader.get(Space::Meta, b"base")?.ok_or_else(|| StoreError::Damaged("head".into()))?;
        let base = codec::open("base", &base)?;
        let definitions = RwLock::new(Arc::new(Definitions::load(&reader)?));
        Ok(Store { database, base, definitions, read_only: false, check: None })
    }

    /// What the base was born with.
    pub fn base(&self) -> &NewBase {
        &self.base
    }

    /// Whether the file may not be written; every [`Store::write`] ends in [`StoreError::ReadOnly`] then, unless `work` fails first.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// The schema and the local slots as last committed.
    pub fn definitions(&self) -> Arc<Definitions> {
        self.definitions.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A snapshot to read from.
    ///
    /// # Errors
    /// Of the disk.
    pub fn read(&self) -> Result<Reader> {
        Reader::new(&self.database)
    }

    /// Runs `work` in one transaction: all of it is durable when this returns `Ok`, nothing of it is kept on `Err`.
    ///
    /// # Errors
    /// Of `work`, or of the disk.
    pub fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Writer<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.wait_until_proven()?;
        let mut transaction = self.database.begin_write().map_err(StoreError::from)?;
        transaction.set_quick_repair(true);
        let (output, definitions) = {
            let mut tables = Vec::with_capacity(Space::ALL.len());
            for space in Space::ALL {
                tables.push(transaction.open_table(space.definition()).map_err(StoreError::from)?);
            }
            let mut writer = Writer {
                tables: Tables(tables),
                definitions: self.definitions(),
                log: Log::default(),
                next_numbers: BTreeMap::new(),
                count_changes: BTreeMap::new(),
                index_bulk: None,
            };
            let output = work(&mut writer)?;
            writer.end_bulk()?;
            writer.save_counters()?;
            (output, writer.definitions)
        };
        if self.read_only {
            return Err(StoreError::ReadOnly.into());
        }
        transaction.commit().map_err(StoreError::from)?;
        *self.definitions.write().unwrap_or_else(PoisonError::into_inner) = definitions;
        Ok(output)
    }

    /// Gives space back to the disk; says whether the file became smaller.
    ///
    /// # Errors
    /// Of the disk.
    pub fn compact(&mut self) -> Result<bool> {
        self.database.compact().map_err(|error| StoreError::Io(error.to_string()))
    }
}

/// A snapshot of the base.
pub struct Reader {
    tables: Tables<ReadOnlyTable<Bytes, Bytes>>,
}

impl Reader {
    fn new(database: &Database) -> Result<Reader> {
        let transaction = database.begin_read()?;
        let mut tables = Vec::with_capacity(Space::ALL.len());
        for space in Space::ALL {
            tables.push(transaction.open_table(space.definition())?);
        }
        Ok(Reader { tables: Tables(tables) })
    }
}

impl Access for Reader {
    fn with(&self, space: Space, key: &[u8], found: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<bool> {
        self.tables.with(space, key, found)
    }
    fn scan(&self, space: Space, from: &[u8], to: Option<&[u8]>, backward: bool, each: &mut Each<'_>) -> Result<()> {
        self.tables.scan(space, from, to, backward, each)
    }
}

/// The running transaction.
pub struct Writer<'t> {
    tables: Tables<Table<'t, Bytes, Bytes>>,
    definitions: Arc<Definitions>,
    pub(crate) log: Log,
    pub(crate) next_numbers: BTreeMap<u16, u64>,
    pub(crate) count_changes: BTreeMap<u16, i64>,
    index_bulk: Option<Vec<(Vec<u8>, bool)>>,
}

impl Access for Writer<'_> {
    fn with(&self, space: Space, key: &[u8], found: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<bool> {
        self.tables.with(space, key, found)
    }
    fn scan(&self, space: Space, from: &[u8], to: Option<&[u8]>, backward: bool, each: &mut Each<'_>) -> Result<()> {
        self.tables.scan(space, from, to, backward, each)
    }
}

impl Writer<'_> {
    /// This transaction as something to read from.
    pub fn access(&self) -> &dyn Access {
        self
    }

    /// The schema and slots as this transaction sees them.
    pub fn definitions(&self) -> &Arc<Definitions> {
        &self.definitions
    }

    pub(crate) fn reload_definitions(&mut self) -> Result<()> {
        self.definitions = Arc::new(Definitions::load(self)?);
        Ok(())
    }

    /// Changes of indexes are gathered and written in order, many at once; until the end they may not be found. For imports.
    pub fn begin_bulk(&mut self) {
        self.index_bulk.get_or_insert_default();
    }

    /// Writes the gathered changes of indexes.
    ///
    /// # Errors
    /// Of the disk.
    pub fn end_bulk(&mut self) -> Result<()> {
        match self.index_bulk.take() {
            Some(gathered) => self.write_index(gathered),
            None => Ok(()),
        }
    }

    fn write_index(&mut self, mut gathered: Vec<(Vec<u8>, bool)>) -> Result<()> {
        // The sort is stable, so that of several changes of one key the last one is written last.
        gathered.sort_by(|a, b| a.0.cmp(&b.0));
        for (key, there) in gathered {
            if there { self.put(Space::Index, &key, &[])? } else { self.remove(Space::Index, &key)? }
        }
        Ok(())
    }

    /// Adds (`there`) or takes away an index entry.
    pub(crate) fn change_index(&mut self, key: Vec<u8>, there: bool) -> Result<()> {
        match &mut self.index_bulk {
            Some(gathered) => {
                gathered.push((key, there));
                if gathered.len() < BULK {
                    return Ok(());
                }
                let full = std::mem::take(gathered);
                self.write_index(full)
            }
            None if there => self.put(Space::Index, &key, &[]),
            None => self.remove(Space::Index, &key),
        }
    }

    pub(crate) fn put(&mut self, space: Space, key: &[u8], value: &[u8]) -> Result<()> {
        self.tables.0[space as usize].insert(key, value)?;
        Ok(())
    }

    pub(crate) fn remove(&mut self, space: Space, key: &[u8]) -> Result<()> {
        self.tables.0[space as usize].remove(key)?;
        Ok(())
    }
}

/// An empty place in memory for a base that is not to be kept.
pub fn memory() -> impl StorageBackend {
    redb::backends::InMemoryBackend::new()
}
