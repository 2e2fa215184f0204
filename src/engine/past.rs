//! The base as it was: the journal replayed up to a moment, in memory.

use crate::{Engine, FixedClock, Result, Transaction};
use model::changes::{Action, ActionKey};
use std::ops::ControlFlow;
use store::{Access, Store};
use uuid::ContextV7;

impl Engine {
    /// The base as of a moment (milliseconds since 1970 UTC): the longest run of entries from the first whose greatest time is
    /// not after it. It lives in memory, without the journal, and cannot be saved.
    ///
    /// # Errors
    /// Of the disk.
    pub fn as_of(&self, moment: i64) -> Result<Engine> {
        let reader = self.read()?;
        let access = &reader as &dyn Access;
        let store = Store::create_on(store::memory(), self.store.base().clone())?;
        let past = Engine::over(store, Box::new(FixedClock(moment)), ContextV7::new(), None);
        let mut headers = Vec::new();
        access.entries_back(&mut |entry| {
            headers.push((entry.header.sequence, entry.header.time));
            Ok(ControlFlow::Continue(()))
        })?;
        headers.reverse();
        let kept = headers.iter().position(|(_, time)| *time > moment).unwrap_or(headers.len());
        past.store.write(|writer| -> Result<()> {
            let mut tx = Transaction::new(&past, writer, Action::new(ActionKey::NewBase));
            tx.replays = true;
            for (sequence, _) in &headers[..kept] {
                for chunk in 0..access.chunks(*sequence)? {
                    for operation in access.operations(*sequence, chunk)? {
                        tx.apply(operation)?;
                    }
                }
            }
            tx.compute_all()
        })?;
        past.recompile();
        Ok(past)
    }
}
