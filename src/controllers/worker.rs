//! One thread that does what takes time, in the order it was asked.

use engine::EngineError;
use model::language::Label;
use std::{
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
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

/// What a job answers.
pub trait Reply: Send + 'static {
    /// The answer of a job that broke off: whoever waits for it must not wait for ever.
    fn broken_off() -> Self;
}

impl Reply for () {
    fn broken_off() {}
}

impl<T: Send + 'static> Reply for engine::Result<T> {
    fn broken_off() -> Self {
        Err(EngineError::Refused(Label::new(
            "Programos klaida: veiksmas nutrūko ir nebuvo baigtas. Visa, kas išsaugota anksčiau, yra.",
            "An error of the program: the action broke off and was not finished. Everything saved before is there.",
        )))
    }
}

impl<T: Reply> Reply for Option<T> {
    fn broken_off() -> Self {
        Some(T::broken_off())
    }
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
                job();
            }
        });
        Worker { jobs: Some(jobs) }
    }

    /// Another worker of the same kind.
    pub(crate) fn another(&self) -> Worker {
        if self.jobs.is_some() { Worker::start() } else { Worker::inline() }
    }

    /// A worker without a thread: each answer is there when `ask` returns. For tests, which have no time to wait.
    pub fn inline() -> Worker {
        Worker { jobs: None }
    }

    /// Does `job` on the thread. One that panics there takes no others with it: its answer says so, and the log why.
    pub fn ask<T: Reply>(&self, job: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
        let slot = Arc::new(Mutex::new(Slot { value: None, waker: None }));
        let answer = Answer(slot.clone());
        // Without a thread a test panics where it stands.
        let is_caught = self.jobs.is_some();
        let job: Job = Box::new(move || {
            let value = if is_caught {
                catch_unwind(AssertUnwindSafe(job)).unwrap_or_else(|_| {
                    tracing::error!("a job of the worker panicked");
                    T::broken_off()
                })
            } else {
                job()
            };
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

    fn wait<T>(mut answer: Answer<T>) -> T {
        loop {
            match poll(&mut answer) {
                Poll::Ready(value) => return value,
                Poll::Pending => thread::yield_now(),
            }
        }
    }

    #[test]
    fn an_inline_worker_answers_at_once() {
        assert!(matches!(poll(&mut Worker::inline().ask(|| engine::Result::Ok(7))), Poll::Ready(Ok(7))));
    }

    #[test]
    fn jobs_are_done_in_the_order_they_were_asked_for() {
        let worker = Worker::start();
        let log = Arc::new(Mutex::new(Vec::new()));
        for number in 0..20 {
            let log = log.clone();
            drop(worker.ask(move || log.lock().unwrap().push(number)));
        }
        wait(worker.ask(|| ()));
        assert_eq!(*log.lock().unwrap(), (0..20).collect::<Vec<_>>());
    }

    #[test]
    fn a_job_that_panics_answers_and_does_not_take_the_others_with_it() {
        let worker = Worker::start();
        let broken = worker.ask(|| -> engine::Result<u8> { panic!("on purpose") });
        assert!(matches!(wait(broken), Err(EngineError::Refused(_))));
        wait(worker.ask(|| ()));
    }
}
