//! The side of the open window: it listens, believes only who knows the secret, and hands on what is asked.

use crate::{
    notice::{self, Notice, Secret, notice_file},
    wire::{ERR, HELLO, OUT, PIECE, PROOF, REPLY, Reply, Request, expect, receive_request, send, send_json},
};
use std::{
    fs::File,
    io::{self, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

/// So long a caller may take to say who it is and what it wants.
const TO_SPEAK: Duration = Duration::from_secs(10);

/// Callers that are listened to at once until they have said what they want.
const MOST: usize = 256;

/// The one window of a screen. While it lives, other starts are handed over to it.
pub struct Owner {
    listener: TcpListener,
    notice: Notice,
    path: PathBuf,
    ready: Arc<AtomicBool>,
    _lock: File,
}

impl Owner {
    /// Becomes the one window of `screen`; `None` where there is one already.
    ///
    /// # Errors
    /// Where the folder cannot be written or no port can be had.
    pub(crate) fn claim(folder: &Path, screen: &str) -> io::Result<Option<Owner>> {
        let Some(lock) = notice::lock(folder, screen)? else { return Ok(None) };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let notice =
            Notice { port: listener.local_addr()?.port(), process: std::process::id(), secret: notice::secret()? };
        let path = notice_file(folder, screen);
        notice.put_up(&path)?;
        Ok(Some(Owner { listener, notice, path, ready: Arc::default(), _lock: lock }))
    }

    /// Listens from now on, on a thread of its own; `take` gets each call, on a thread of that call.
    ///
    /// # Errors
    /// Where the system gives no second handle of the port.
    pub fn listen(&self, take: impl Fn(Call) + Send + Sync + 'static) -> io::Result<()> {
        let (listener, notice, ready) = (self.listener.try_clone()?, self.notice.clone(), self.ready.clone());
        let (take, heard) = (Arc::new(take), Arc::new(AtomicUsize::new(0)));
        thread::Builder::new().name("handover".into()).spawn(move || {
            for line in listener.incoming().filter_map(Result::ok) {
                // Any program of this computer can knock; only so many are listened to at once.
                if heard.load(Ordering::Relaxed) >= MOST {
                    continue;
                }
                heard.fetch_add(1, Ordering::Relaxed);
                let (notice, ready, take, heard) = (notice.clone(), ready.clone(), take.clone(), heard.clone());
                let done = heard.clone();
                let spawned = thread::Builder::new().name("call".into()).spawn(move || {
                    let call = Call::hear(line, &notice, ready.load(Ordering::Acquire));
                    heard.fetch_sub(1, Ordering::Relaxed);
                    if let Ok(call) = call {
                        take(call);
                    }
                });
                // A call that gets no thread is not answered; its caller says so after two seconds.
                if spawned.is_err() {
                    done.fetch_sub(1, Ordering::Relaxed);
                }
            }
        })?;
        Ok(())
    }

    /// To be called once the window stands: from then on it answers at once.
    pub fn ready(&self) -> impl FnOnce() + 'static {
        let ready = self.ready.clone();
        move || ready.store(true, Ordering::Release)
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        // A notice that stays leads nowhere and is written over.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// A request with the caller at the other end. One that is dropped without an answer counts as not answered.
pub struct Call {
    /// What is wanted.
    pub request: Request,
    line: TcpStream,
}

impl Call {
    fn hear(mut line: TcpStream, notice: &Notice, ready: bool) -> io::Result<Call> {
        line.set_nodelay(true)?;
        line.set_read_timeout(Some(TO_SPEAK))?;
        let callers: Secret = expect(&mut line, HELLO, 32)?.try_into().map_err(|_| io::ErrorKind::InvalidData)?;
        let owners = notice::secret()?;
        send(&mut line, PROOF, &[owners, notice.proof("owner", &callers, &owners)].concat())?;
        if expect(&mut line, PROOF, 32)? != notice.proof("caller", &callers, &owners) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let request = receive_request(&mut line)?;
        if !ready {
            send_json(&mut line, REPLY, &Reply::Starting)?;
        }
        Ok(Call { request, line })
    }

    fn reply(&mut self, reply: Reply) -> io::Result<()> {
        send_json(&mut self.line, REPLY, &reply)
    }

    /// The window does what is asked.
    pub fn take(mut self) {
        // The caller may have gone; what it asked is done all the same.
        let _ = self.reply(Reply::Taken);
    }

    /// The base is not open here.
    pub fn decline(mut self) {
        let _ = self.reply(Reply::NotMine);
    }

    /// The command is begun; its output goes through what this returns. `None` where the caller has gone: nothing is to be begun.
    pub fn begin(mut self) -> Option<Running> {
        self.reply(Reply::Running).ok()?;
        Some(Running { line: Arc::new(Mutex::new(self.line)) })
    }
}

/// A command that runs for a caller.
pub struct Running {
    line: Arc<Mutex<TcpStream>>,
}

impl Running {
    /// The caller's standard output.
    pub fn out(&self) -> impl Write + Send + use<> {
        Outlet { line: self.line.clone(), kind: OUT }
    }

    /// The caller's standard error.
    pub fn err(&self) -> impl Write + Send + use<> {
        Outlet { line: self.line.clone(), kind: ERR }
    }

    /// The command has ended.
    pub fn end(self, exit: u8) {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        // A caller that has gone does not need to know.
        let _ = send_json(&mut *line, REPLY, &Reply::Exit(exit));
    }
}

struct Outlet {
    line: Arc<Mutex<TcpStream>>,
    kind: u8,
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = &bytes[..bytes.len().min(PIECE)];
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = send(&mut *line, self.kind, piece);
        // A caller that has gone is a pipe nobody reads.
        sent.map_err(|error| match error.kind() {
            io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => io::ErrorKind::BrokenPipe.into(),
            _ => error,
        })?;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
