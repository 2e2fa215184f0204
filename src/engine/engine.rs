//! The open base and what is remembered beside it: compiled formulas, orders of lists, the search.

use crate::{Result, computed::Computed, due::Due, find::Finder, lists::Orders};
use chrono::{Local as LocalZone, NaiveDate, NaiveDateTime, TimeZone as _, Utc};
use model::{
    changes::Changes,
    ids::{BaseId, RecordId, SeatId},
    language::Language,
    schema::Schema,
};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
    thread,
    time::{Duration, Instant},
};
use store::{Definitions, NewBase, Reader, Store, StoreError};
use uuid::{ContextV7, Timestamp, Uuid};

/// Between two tries to open a base that is in use.
const PAUSE: Duration = Duration::from_millis(50);

/// Where time comes from.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970 UTC.
    fn now(&self) -> i64;
    /// The local date and time of a moment.
    fn local(&self, moment: i64) -> NaiveDateTime;
    /// The local day.
    fn today(&self) -> NaiveDate {
        self.local(self.now()).date()
    }
}

/// The computer's clock and time zone.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        Utc::now().timestamp_millis()
    }
    fn local(&self, moment: i64) -> NaiveDateTime {
        LocalZone.timestamp_millis_opt(moment).single().map(|time| time.naive_local()).unwrap_or_default()
    }
}

/// A clock that stands still, in UTC; for tests and for looking at the past.
pub struct FixedClock(pub i64);

impl Clock for FixedClock {
    fn now(&self) -> i64 {
        self.0
    }
    fn local(&self, moment: i64) -> NaiveDateTime {
        chrono::DateTime::from_timestamp_millis(moment).map(|time| time.naive_utc()).unwrap_or_default()
    }
}

/// How a new base is made.
#[derive(Clone, Debug, Default)]
pub struct NewBaseOptions {
    /// Language of its labels, messages and documents.
    pub language: Language,
    /// Whether it begins with an invented office to try everything on.
    pub sample: bool,
}

/// An open base with everything a user can do to it. It may be shared between threads.
pub struct Engine {
    pub(crate) store: Store,
    pub(crate) clock: Box<dyn Clock>,
    pub(crate) due: Mutex<Due>,
    pub(crate) computed: RwLock<Arc<Computed>>,
    pub(crate) orders: Mutex<Orders>,
    pub(crate) finder: Mutex<Finder>,
    gathered: Mutex<Option<Changes>>,
    /// How many entries of its group lie on one another up to an entry; that never changes.
    pub(crate) group_sizes: Mutex<HashMap<u64, u64>>,
    user: Mutex<Option<RecordId>>,
    ids: Mutex<ContextV7>,
    path: Option<PathBuf>,
}

impl Engine {
    /// Makes a new base at `path` from the delivered configuration; never overwrites.
    ///
    /// # Errors
    /// Where the file exists or cannot be written.
    pub fn create(path: &Path, options: &NewBaseOptions, clock: Box<dyn Clock>) -> Result<Engine> {
        let (ids, now) = (ContextV7::new(), clock.now());
        let base = NewBase {
            id: BaseId(new_id(&ids, now)),
            seat: SeatId(new_id(&ids, now)),
            language: options.language,
            created: now,
        };
        let store = Store::create(path, base)?;
        let engine = Engine::over(store, clock, ids, Some(path.to_owned()));
        engine.load_delivered_configuration().inspect_err(|_| {
            // A base without its tables is of no use; the first error tells why.
            let _ = std::fs::remove_file(path);
        })?;
        if options.sample {
            engine.add_sample().inspect_err(|_| {
                let _ = std::fs::remove_file(path);
            })?;
        }
        Ok(engine)
    }

    /// Opens the base at `path`.
    ///
    /// # Errors
    /// By what is wrong with the file; it is not changed then.
    pub fn open(path: &Path, clock: Box<dyn Clock>) -> Result<Engine> {
        let engine = Engine::over(Store::open(path)?, clock, ContextV7::new(), Some(path.to_owned()));
        engine.recompile();
        Ok(engine)
    }

    /// As [`Engine::open`], for a window: a base that is in use for a moment is waited for as long as
    /// `go_on` says so, and a large one can be read at once while
    /// it is checked beside.
    ///
    /// # Errors
    /// As [`Engine::open`].
    pub fn open_in_turn(
        path: &Path,
        clock: Box<dyn Clock>,
        patience: Duration,
        go_on: impl Fn() -> bool,
    ) -> Result<Engine> {
        let begun = Instant::now();
        loop {
            match Store::open_at_once(path) {
                Err(StoreError::InUse) if begun.elapsed() < patience && go_on() => thread::sleep(PAUSE),
                opened => {
                    let engine = Engine::over(opened?, clock, ContextV7::new(), Some(path.to_owned()));
                    engine.recompile();
                    return Ok(engine);
                }
            }
        }
    }

    /// Whether a check of the whole file began when the base was opened; [`Engine::wait_until_proven`] tells how it ended.
    pub fn is_checked_beside(&self) -> bool {
        self.store.is_checked_beside()
    }

    /// Waits for the check of the whole file, if one runs; nothing is written before.
    ///
    /// # Errors
    /// Where the file is damaged.
    pub fn wait_until_proven(&self) -> Result<()> {
        Ok(self.store.wait_until_proven()?)
    }

    pub(crate) fn over(store: Store, clock: Box<dyn Clock>, ids: ContextV7, path: Option<PathBuf>) -> Engine {
        Engine {
            store,
            clock,
            due: Mutex::default(),
            computed: RwLock::default(),
            orders: Mutex::default(),
            finder: Mutex::default(),
            gathered: Mutex::default(),
            group_sizes: Mutex::default(),
            user: Mutex::default(),
            ids: Mutex::new(ids),
            path,
        }
    }

    /// Does several things and returns what all of them together changed.
    pub fn gather_changes<T>(&self, work: impl FnOnce() -> T) -> (T, Changes) {
        let gathered = || self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        *gathered() = Some(Changes::default());
        let output = work();
        let changes = gathered().take();
        (output, changes.unwrap_or_default())
    }

    /// Notes a change for [`Engine::gather_changes`].
    pub(crate) fn gather(&self, changes: &Changes) {
        if let Some(gathered) = &mut *self.gathered.lock().unwrap_or_else(PoisonError::into_inner) {
            gathered.extend(changes);
        }
    }

    /// The base's file; `None` for a look at the past.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The base's id, the same for all its copies.
    pub fn base_id(&self) -> BaseId {
        self.store.base().id
    }

    /// Whether the base can only be read; each action that would change something is refused then.
    pub fn is_read_only(&self) -> bool {
        self.store.is_read_only()
    }

    /// The local date and time.
    pub fn now(&self) -> NaiveDateTime {
        self.clock.local(self.clock.now())
    }

    /// Language of the base's labels, messages and documents.
    pub fn language(&self) -> Language {
        self.store.base().language
    }

    /// Says which of the office's people works at this computer; it is remembered until the base is closed.
    pub fn set_current_user(&self, user: Option<RecordId>) {
        *self.user.lock().unwrap_or_else(PoisonError::into_inner) = user;
    }

    /// The person at this computer, as far as it was said.
    pub fn current_user(&self) -> Option<RecordId> {
        *self.user.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The local day.
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// The local date and time of a journal moment.
    pub fn local_time(&self, moment: i64) -> NaiveDateTime {
        self.clock.local(moment)
    }

    /// A new time-ordered id.
    pub fn new_id(&self) -> u128 {
        new_id(&self.ids.lock().unwrap_or_else(PoisonError::into_inner), self.clock.now())
    }

    /// The schema and local slots as last committed.
    pub fn definitions(&self) -> Arc<Definitions> {
        self.store.definitions()
    }

    /// Runs `look` over the present schema.
    pub fn with_schema<T>(&self, look: impl FnOnce(&Schema) -> T) -> T {
        look(&self.store.definitions().schema)
    }

    pub(crate) fn read(&self) -> Result<Reader> {
        Ok(self.store.read()?)
    }

    pub(crate) fn computed(&self) -> Arc<Computed> {
        self.computed.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Compiles all formulas anew after the structure changed.
    pub(crate) fn recompile(&self) {
        let computed = Arc::new(Computed::compile(&self.store.definitions().schema));
        *self.computed.write().unwrap_or_else(PoisonError::into_inner) = computed;
    }

    pub(crate) fn orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn due(&self) -> MutexGuard<'_, Due> {
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn finder(&self) -> MutexGuard<'_, Finder> {
        self.finder.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn new_id(context: &ContextV7, now: i64) -> u128 {
    let millis = u64::try_from(now).unwrap_or_default();
    let nanos = u32::try_from(millis % 1000).unwrap_or_default() * 1_000_000;
    Uuid::new_v7(Timestamp::from_unix(context, millis / 1000, nanos)).as_u128()
}

/// Windows share an open base with their worker thread.
const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<Engine>();
};
