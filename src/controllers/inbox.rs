//! What other threads have to tell the window, in the order it came.

use std::{
    collections::VecDeque,
    future::{Future, poll_fn},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
};

struct Contents<T> {
    waiting: VecDeque<T>,
    waker: Option<Waker>,
}

/// A box that any thread puts things into and the window takes them out of.
pub(crate) struct Inbox<T>(Arc<Mutex<Contents<T>>>);

impl<T> Clone for Inbox<T> {
    fn clone(&self) -> Inbox<T> {
        Inbox(self.0.clone())
    }
}

impl<T> Default for Inbox<T> {
    fn default() -> Inbox<T> {
        Inbox(Arc::new(Mutex::new(Contents { waiting: VecDeque::new(), waker: None })))
    }
}

impl<T> Inbox<T> {
    fn lock(&self) -> MutexGuard<'_, Contents<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts something in.
    pub fn put(&self, what: T) {
        let mut inner = self.lock();
        inner.waiting.push_back(what);
        if let Some(waker) = inner.waker.take() {
            waker.wake();
        }
    }

    /// The next thing, once there is one.
    pub fn next(&self) -> impl Future<Output = T> + use<T> {
        let inbox = self.clone();
        poll_fn(move |context| {
            let mut inner = inbox.lock();
            match inner.waiting.pop_front() {
                Some(what) => Poll::Ready(what),
                None => {
                    inner.waker = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
    }
}
