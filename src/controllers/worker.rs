//! One thread that does what takes time, in the order it was asked.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Sender, channel},
    },
    task::{Context, Poll, Waker},
    thread,
};

type Job = Box<dyn FnOnce() + Send>;

/// Takes jobs and hands back their results as futures.
pub struct Worker {
    /// `None`: every job is done at once, where it is asked for.
    jobs: Option<Sender<Job>>,
}

struct Slot<T> {
    value: Option<T>,
    waker: Option<Waker>,
}

/// The result of a job, once it is there.
pub struct Answer<T>(Arc<Mutex<Slot<T>>>);

impl Worker {
    /// Starts the thread; it ends when the worker is dropped and its jobs are done.
    pub fn start() -> Worker {
        let (jobs, queue) = channel::<Job>();
        thread::spawn(move || {
            for job in queue {
                // A job that panics must not take the others with it; its answer never comes, and the log has the reason.
                if std::panic::catch_unwind(std::panic::AssertUnwindSafe(job)).is_err() {
                    tracing::error!("a job of the worker panicked");
                }
            }
        });
        Worker { jobs: Some(jobs) }
    }

    /// A worker without a thread: each answer is there when `ask` returns. For tests, which have no time to wait.
    pub fn inline() -> Worker {
        Worker { jobs: None }
    }

    /// Does `job` on the thread.
    pub fn ask<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
        let slot = Arc::new(Mutex::new(Slot { value: None, waker: None }));
        let answer = Answer(slot.clone());
        let job: Job = Box::new(move || {
            let value = job();
            let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
            slot.value = Some(value);
            if let Some(waker) = slot.waker.take() {
                waker.wake();
            }
        });
        match &self.jobs {
            None => job(),
            Some(jobs) => {
                if jobs.send(job).is_err() {
                    tracing::error!("the worker has ended");
                }
            }
        }
        answer
    }
}

impl<T> Future for Answer<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match slot.value.take() {
            Some(value) => Poll::Ready(value),
            None => {
                slot.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poll<T>(answer: &mut Answer<T>) -> Poll<T> {
        Pin::new(answer).poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn an_inline_worker_answers_at_once() {
        assert_eq!(poll(&mut Worker::inline().ask(|| 7)), Poll::Ready(7));
    }

    #[test]
    fn jobs_are_done_in_the_order_they_were_asked_for() {
        let worker = Worker::start();
        let log = Arc::new(Mutex::new(Vec::new()));
        for number in 0..20 {
            let log = log.clone();
            drop(worker.ask(move || log.lock().unwrap().push(number)));
        }
        let mut last = worker.ask(|| ());
        while poll(&mut last).is_pending() {
            thread::yield_now();
        }
        assert_eq!(*log.lock().unwrap(), (0..20).collect::<Vec<_>>());
    }

    #[test]
    fn a_job_that_panics_does_not_take_the_others_with_it() {
        let worker = Worker::start();
        drop(worker.ask(|| panic!("on purpose")));
        let mut next = worker.ask(|| 1);
        while poll(&mut next).is_pending() {
            thread::yield_now();
        }
    }
}
