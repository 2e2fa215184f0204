//! An open camera on a thread of its own: the newest picture can be looked at at any time, older ones are dropped.

use crate::{Camera, Device, Fault, Format, Frame, Light, Opened, Result, Size, Source, read_code};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// So long a camera may take to open, and between two pictures.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);
/// So many pictures may be broken one after the other; the first ones of a camera often are.
const BROKEN: u32 = 20;
/// Every so many pictures are searched for a code.
const CODE_EVERY: u64 = 4;

/// What is wanted of a camera.
#[derive(Clone, PartialEq, Debug)]
pub struct Wanted {
    /// Its id or its name; none: the first one there is.
    pub camera: Option<String>,
    /// Another camera will do where that one is not there.
    pub any: bool,
    /// The size of its pictures; none: as is usual.
    pub size: Option<Size>,
    /// Pixels of the longer side of the small picture that is shown live; 0: none is made.
    pub preview: u32,
    /// Whether the small picture is a mirror.
    pub mirrored: bool,
    /// Whether pictures are searched for codes.
    pub codes: bool,
    /// So long it may be silent.
    pub patience: Duration,
}

impl Default for Wanted {
    fn default() -> Wanted {
        Wanted { camera: None, any: false, size: None, preview: 0, mirrored: false, codes: false, patience: PATIENCE }
    }
}

/// A picture of an open camera.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Grows with every picture, from 1 on.
    pub serial: u64,
    /// It, as it was taken.
    pub frame: Arc<Frame>,
    /// It, small and perhaps mirrored.
    pub preview: Arc<Frame>,
    /// How light it is.
    pub light: Light,
}

/// The camera that is open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Current {
    /// It.
    pub camera: Camera,
    /// The format it sends.
    pub format: Format,
    /// All its formats.
    pub formats: Vec<Format>,
}

/// Where an open camera stands.
#[derive(Clone, PartialEq, Debug)]
pub enum State {
    /// It is being opened.
    Opening,
    /// There are pictures.
    Live,
    /// There will be none.
    Failed(Fault),
}

#[derive(Default)]
struct Inner {
    cameras: Vec<Camera>,
    current: Option<Current>,
    seen: Option<Seen>,
    code: Option<String>,
    fault: Option<Fault>,
    /// When there was last something to see.
    alive: Option<Instant>,
    ended: bool,
}

struct Shared {
    inner: Mutex<Inner>,
    changed: Condvar,
    stop: AtomicBool,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Inner)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }
}

/// A camera that is open as long as this lives.
pub struct Session {
    shared: Arc<Shared>,
    patience: Duration,
}

/// A session that was told to end; its camera may still be closing.
pub struct Ended(Arc<Shared>);

impl Ended {
    /// Waits until the camera is closed, at most so long; says whether it is.
    pub fn wait(&self, at_most: Duration) -> bool {
        let inner = self.0.lock();
        let waited = self.0.changed.wait_timeout_while(inner, at_most, |inner| !inner.ended);
        waited.unwrap_or_else(PoisonError::into_inner).0.ended
    }
}

impl Session {
    /// Begins to open a camera and returns at once; `after` is the session it takes the place of.
    pub fn open(source: Arc<dyn Source>, wanted: Wanted, after: Option<Ended>) -> Session {
        let inner = Inner { alive: Some(Instant::now()), ..Inner::default() };
        let shared =
            Arc::new(Shared { inner: Mutex::new(inner), changed: Condvar::new(), stop: AtomicBool::new(false) });
        let (patience, of_thread) = (wanted.patience, shared.clone());
        let work = move || {
            if let Some(after) = after {
                // Half of the patience, so that a camera that hangs while closing is not taken for one that hangs while opening.
                after.wait(wanted.patience / 2);
                of_thread.change(|inner| inner.alive = Some(Instant::now()));
            }
            // Whatever a driver's library does, the thread ends with a word.
            let ended = catch_unwind(AssertUnwindSafe(|| run(&*source, &wanted, &of_thread)));
            let fault = match ended {
                Ok(Ok(())) => None,
                Ok(Err(fault)) => Some(fault),
                Err(_) => Some(Fault::Garbage),
            };
            if let Some(fault) = &fault {
                tracing::info!(%fault, "the camera ended");
            }
            of_thread.change(|inner| {
                inner.fault = inner.fault.take().or(fault);
                inner.ended = true;
            });
        };
        if let Err(error) = thread::Builder::new().name("camera".into()).spawn(work) {
            shared.change(|inner| {
                inner.fault = Some(Fault::Other(error.to_string()));
                inner.ended = true;
            });
        }
        Session { shared, patience }
    }

    /// Where it stands. One that was silent for too long is given up.
    pub fn state(&self) -> State {
        let mut inner = self.shared.lock();
        let silent = inner.alive.is_some_and(|alive| alive.elapsed() > self.patience);
        if silent && inner.fault.is_none() {
            inner.fault = Some(Fault::Silent);
            self.shared.stop.store(true, Ordering::Relaxed);
        }
        match (&inner.fault, &inner.seen) {
            (Some(fault), _) => State::Failed(fault.clone()),
            (None, Some(_)) => State::Live,
            (None, None) => State::Opening,
        }
    }

    /// The newest picture, if it is newer than the one with this number.
    pub fn seen(&self, after: u64) -> Option<Seen> {
        self.shared.lock().seen.as_ref().filter(|seen| seen.serial > after).cloned()
    }

    /// The cameras there are, and the open one.
    pub fn cameras(&self) -> (Vec<Camera>, Option<Current>) {
        let inner = self.shared.lock();
        (inner.cameras.clone(), inner.current.clone())
    }

    /// The code that was read last, once.
    pub fn take_code(&self) -> Option<String> {
        self.shared.lock().code.take()
    }

    /// Waits for a picture that comes after `skipped` others, which the camera needs to find the light.
    ///
    /// # Errors
    /// Where none comes.
    pub fn still(&self, skipped: u64) -> Result<Arc<Frame>> {
        let first = self.shared.lock().seen.as_ref().map_or(0, |seen| seen.serial);
        loop {
            if let Some(seen) = self.seen(first + skipped) {
                return Ok(seen.frame);
            }
            if let State::Failed(fault) = self.state() {
                return Err(fault);
            }
            let inner = self.shared.lock();
            // Woken by every picture; the time is for those that do not come.
            drop(self.shared.changed.wait_timeout(inner, Duration::from_millis(50)));
        }
    }

    /// Tells the camera to close.
    pub fn close(self) -> Ended {
        Ended(self.shared.clone())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
    }
}

/// The camera that is wanted, among those there are.
fn choose(cameras: &[Camera], wanted: &Wanted) -> Result<Camera> {
    let Some(name) = &wanted.camera else { return cameras.first().cloned().ok_or(Fault::None) };
    let found = cameras.iter().find(|camera| camera.name == *name).or(cameras.iter().find(|camera| camera.id == *name));
    match found {
        Some(camera) => Ok(camera.clone()),
        None if wanted.any || cameras.is_empty() => cameras.first().cloned().ok_or(Fault::None),
        None => Err(Fault::Unknown(name.clone())),
    }
}

fn run(source: &dyn Source, wanted: &Wanted, shared: &Shared) -> Result<()> {
    let is_stopped = || shared.stop.load(Ordering::Relaxed);
    let cameras = source.list()?;
    let camera = choose(&cameras, wanted);
    shared.change(|inner| inner.cameras = cameras);
    let camera = camera?;
    if is_stopped() {
        return Ok(());
    }
    let Opened { camera, format, formats, mut device } = source.open(&camera.id, wanted.size)?;
    shared.change(|inner| {
        inner.current = Some(Current { camera, format, formats });
        inner.alive = Some(Instant::now());
    });
    let (mut serial, mut broken) = (0, 0);
    while !is_stopped() {
        let Some(frame) = next(&mut *device, &mut broken)? else {
            // It is not silent, only unintelligible.
            shared.change(|inner| inner.alive = Some(Instant::now()));
            continue;
        };
        serial += 1;
        show(Arc::new(frame), serial, wanted, shared);
    }
    Ok(())
}

/// The next picture; none where it was broken and others may follow.
fn next(device: &mut dyn Device, broken: &mut u32) -> Result<Option<Frame>> {
    let raw = device.next();
    match raw.and_then(|raw| raw.decode()) {
        Ok(frame) => {
            *broken = 0;
            Ok(Some(frame))
        }
        Err(Fault::Garbage) if *broken < BROKEN => {
            *broken += 1;
            Ok(None)
        }
        Err(fault) => Err(fault),
    }
}

fn show(frame: Arc<Frame>, serial: u64, wanted: &Wanted, shared: &Shared) {
    let preview = match wanted.preview {
        0 => frame.clone(),
        longest if wanted.mirrored => Arc::new(frame.shrunk(longest).mirrored()),
        longest => Arc::new(frame.shrunk(longest)),
    };
    let light = preview.light();
    let code = if wanted.codes && serial.is_multiple_of(CODE_EVERY) { read_code(&frame) } else { None };
    shared.change(|inner| {
        inner.seen = Some(Seen { serial, frame, preview, light });
        inner.code = code.or(inner.code.take());
        inner.alive = Some(Instant::now());
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Layout, Raw};
    use std::sync::mpsc::{Receiver, Sender, channel};

    /// A camera that does what a test tells it.
    #[derive(Clone, Copy, PartialEq)]
    enum Does {
        Sends,
        Unplugs,
        Hangs,
        HangsOpening,
        SendsGarbage,
        Panics,
        IsBusy,
        IsRefused,
        IsNotThere,
    }

    struct Fake {
        does: Does,
        closed: Mutex<Sender<()>>,
    }

    struct FakeDevice {
        does: Does,
        sent: u32,
        closed: Sender<()>,
    }

    impl Drop for FakeDevice {
        fn drop(&mut self) {
            let _ = self.closed.send(());
        }
    }

    impl Device for FakeDevice {
        fn next(&mut self) -> Result<Raw> {
            thread::sleep(Duration::from_millis(1));
            self.sent += 1;
            let good = Raw { size: Size { width: 4, height: 2 }, layout: Layout::Grey, bytes: vec![128; 8] };
            match self.does {
                Does::Unplugs if self.sent > 3 => Err(Fault::Unplugged),
                Does::Hangs if self.sent > 3 => {
                    thread::sleep(Duration::from_secs(3));
                    Ok(good)
                }
                Does::SendsGarbage => Ok(Raw { bytes: vec![1], ..good }),
                Does::Panics => panic!("as a decoder would"),
                _ => Ok(good),
            }
        }
    }

    impl Source for Fake {
        fn list(&self) -> Result<Vec<Camera>> {
            let camera = |id: &str, name: &str| Camera { id: id.into(), name: name.into() };
            Ok(if self.does == Does::IsNotThere { vec![] } else { vec![camera("0", "First"), camera("1", "Second")] })
        }
        fn open(&self, id: &str, size: Option<Size>) -> Result<Opened> {
            match self.does {
                Does::IsBusy => return Err(Fault::Busy),
                Does::IsRefused => return Err(Fault::Refused),
                Does::HangsOpening => thread::sleep(Duration::from_secs(3)),
                _ => {}
            }
            let camera = self.list()?.into_iter().find(|camera| camera.id == id).unwrap();
            let format = Format { size: size.unwrap_or_default(), packing: "GREY".into(), rate: 30 };
            let device = FakeDevice { does: self.does, sent: 0, closed: self.closed.lock().unwrap().clone() };
            Ok(Opened { camera, format, formats: vec![], device: Box::new(device) })
        }
    }

    fn source(does: Does) -> (Arc<dyn Source>, Receiver<()>) {
        let (sender, closed) = channel();
        (Arc::new(Fake { does, closed: Mutex::new(sender) }), closed)
    }

    fn impatient() -> Wanted {
        Wanted { patience: Duration::from_millis(150), ..Wanted::default() }
    }

    fn fault(does: Does) -> Fault {
        let hangs = matches!(does, Does::Hangs | Does::HangsOpening);
        let wanted = if hangs { impatient() } else { Wanted::default() };
        let session = Session::open(source(does).0, wanted, None);
        loop {
            match session.state() {
                State::Failed(fault) => return fault,
                _ => thread::sleep(Duration::from_millis(5)),
            }
        }
    }

    #[test]
    fn every_fault_of_a_camera_is_told_and_nothing_hangs() {
        assert_eq!(fault(Does::IsNotThere), Fault::None);
        assert_eq!(fault(Does::IsBusy), Fault::Busy);
        assert_eq!(fault(Does::IsRefused), Fault::Refused);
        assert_eq!(fault(Does::Unplugs), Fault::Unplugged);
        assert_eq!(fault(Does::SendsGarbage), Fault::Garbage);
        assert_eq!(fault(Does::Panics), Fault::Garbage);
        assert_eq!(fault(Does::Hangs), Fault::Silent);
        assert_eq!(fault(Does::HangsOpening), Fault::Silent);
    }

    #[test]
    fn pictures_come_and_the_camera_is_closed_with_the_session() {
        let (source, closed) = source(Does::Sends);
        let wanted = Wanted { preview: 2, mirrored: true, ..Wanted::default() };
        let session = Session::open(source.clone(), wanted.clone(), None);
        let still = session.still(2).unwrap();
        assert_eq!((still.width, still.height), (4, 2));
        assert_eq!(session.state(), State::Live);
        let seen = session.seen(0).unwrap();
        assert_eq!((seen.preview.width, seen.light), (2, Light::Good));
        assert!(seen.serial >= 3, "two were left out");
        assert!(session.seen(u64::MAX - 1).is_none());
        let (cameras, opened) = session.cameras();
        assert_eq!((cameras.len(), opened.unwrap().camera.name), (2, "First".to_owned()));
        // Another camera takes its place, after this one is closed.
        let ended = session.close();
        let second = Session::open(source, Wanted { camera: Some("Second".into()), ..wanted }, Some(ended));
        second.still(0).unwrap();
        assert_eq!(second.cameras().1.unwrap().camera.id, "1");
        closed.recv_timeout(Duration::from_secs(2)).expect("the first one was closed");
        assert!(second.close().wait(Duration::from_secs(2)));
    }

    #[test]
    fn a_camera_that_hung_can_be_tried_again() {
        let (source, _closed) = source(Does::Hangs);
        let session = Session::open(source.clone(), impatient(), None);
        while session.state() != State::Failed(Fault::Silent) {
            thread::sleep(Duration::from_millis(5));
        }
        // Its thread still waits for the camera; the next one does not wait for it.
        let begun = Instant::now();
        let again = Session::open(source, impatient(), Some(session.close()));
        again.still(0).unwrap();
        assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    }

    #[test]
    fn a_camera_that_is_gone_is_named_or_replaced() {
        let named = |any| Wanted { camera: Some("Third".into()), any, ..impatient() };
        let session = Session::open(source(Does::Sends).0, named(false), None);
        assert_eq!(session.still(0).unwrap_err(), Fault::Unknown("Third".into()));
        assert!(Session::open(source(Does::Sends).0, named(true), None).still(0).is_ok());
    }
}
