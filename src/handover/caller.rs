//! The side of a second start and of the command line: find the open window, ask it, bring back what it says.

use crate::{
    PATIENCE, PATIENCE_AT_START, Silent,
    notice::{self, Notice, Secret, notice_file},
    owner::Owner,
    wire::{Command, ERR, HELLO, OUT, PROOF, REPLY, Reply, Request, expect, read_json, receive, send, send_request},
};
use std::{
    ffi::OsString,
    io::{self, Write},
    net::TcpStream,
    path::Path,
    thread,
    time::{Duration, Instant},
};

/// Between two looks at a window that is just coming or going.
const PAUSE: Duration = Duration::from_millis(20);

/// What became of a start.
pub enum Handed {
    /// This program is the window from now on.
    Owner(Owner),
    /// The open window does it.
    Taken,
    /// There is a window, and it does not answer.
    Silent(Silent),
}

/// Why a window said nothing of use.
enum Unanswered {
    /// Nobody is there, or somebody else: the window has gone, or is not up yet.
    Nobody,
    /// It is there and does not answer in time.
    Silent(Silent),
}

/// Becomes the one window of `screen`, or asks the one there is to come to the front and to open `base` (an absolute path).
///
/// # Errors
/// Where the folder cannot be written; then there is nothing to hand over to.
pub fn hand_over(folder: &Path, screen: &str, base: Option<OsString>) -> io::Result<Handed> {
    let request = Request::Show { base };
    let end = Instant::now() + PATIENCE + PATIENCE;
    loop {
        if let Some(owner) = Owner::claim(folder, screen)? {
            return Ok(Handed::Owner(owner));
        }
        let notice = Notice::read(&notice_file(folder, screen));
        let process = notice.as_ref().map_or(0, |notice| notice.process);
        let asked = notice.map_or(Err(Unanswered::Nobody), |notice| {
            let mut line = connect(&notice)?;
            ask(&mut line, &notice, &request)
        });
        match asked {
            Ok(_) => return Ok(Handed::Taken),
            Err(Unanswered::Silent(silent)) => return Ok(Handed::Silent(silent)),
            Err(Unanswered::Nobody) if Instant::now() > end => return Ok(Handed::Silent(Silent { process })),
            Err(Unanswered::Nobody) => thread::sleep(PAUSE),
        }
    }
}

/// What became of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was carried out; this is its exit.
    Exit(u8),
    /// The window has gone before the end.
    BrokenOff,
    /// No window of this user has the base open.
    Nobody,
    /// A window may have the base open and does not answer.
    Silent(Silent),
}

/// Asks the windows of this user to carry out a command on the base one of them has open; its output goes to `out` and `err`.
///
/// # Errors
/// Where the output cannot be written.
pub fn command(folder: &Path, command: &Command, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Answer> {
    let request = Request::Command(command.clone());
    let mut answer = Answer::Nobody;
    for notice in Notice::all(folder) {
        let asked = connect(&notice).and_then(|mut line| Ok((ask(&mut line, &notice, &request)?, line)));
        match asked {
            Ok((Reply::Running, line)) => return listen(line, out, err),
            Ok(_) | Err(Unanswered::Nobody) => {}
            Err(Unanswered::Silent(silent)) => answer = Answer::Silent(silent),
        }
    }
    Ok(answer)
}

fn connect(notice: &Notice) -> Result<TcpStream, Unanswered> {
    TcpStream::connect_timeout(&notice.address().into(), PATIENCE).map_err(|_| Unanswered::Nobody)
}

/// Makes sure that the window is at the other end, says what is wanted, and returns its first word.
fn ask(line: &mut TcpStream, notice: &Notice, request: &Request) -> Result<Reply, Unanswered> {
    let silent = Unanswered::Silent(Silent { process: notice.process });
    match converse(line, notice, request) {
        Ok(reply) => Ok(reply),
        Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => Err(silent),
        Err(_) => Err(Unanswered::Nobody),
    }
}

fn converse(line: &mut TcpStream, notice: &Notice, request: &Request) -> io::Result<Reply> {
    line.set_nodelay(true)?;
    line.set_read_timeout(Some(PATIENCE))?;
    line.set_write_timeout(Some(PATIENCE))?;
    let callers = notice::secret()?;
    send(line, HELLO, &callers)?;
    let said = expect(line, PROOF, 64)?;
    let (owners, proof) = said.split_at_checked(32).ok_or(io::ErrorKind::InvalidData)?;
    let owners: Secret = owners.try_into().map_err(|_| io::ErrorKind::InvalidData)?;
    // Another program may listen where a window was: it learns nothing.
    if proof != notice.proof("owner", &callers, &owners) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    send(line, PROOF, &notice.proof("caller", &callers, &owners))?;
    send_request(line, request)?;
    let reply = read_json(&expect(line, REPLY, 64)?)?;
    if reply != Reply::Starting {
        return Ok(reply);
    }
    line.set_read_timeout(Some(PATIENCE_AT_START))?;
    read_json(&expect(line, REPLY, 64)?)
}

/// Passes on what the command says until it ends.
fn listen(mut line: TcpStream, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Answer> {
    line.set_read_timeout(None)?;
    loop {
        match receive(&mut line, usize::MAX) {
            Ok((OUT, bytes)) => out.write_all(&bytes)?,
            Ok((ERR, bytes)) => err.write_all(&bytes)?,
            Ok((REPLY, bytes)) => {
                if let Ok(Reply::Exit(exit)) = read_json(&bytes) {
                    out.flush()?;
                    return Ok(Answer::Exit(exit));
                }
            }
            Ok(_) | Err(_) => return Ok(Answer::BrokenOff),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Call;
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc::channel,
    };

    fn owner(folder: &Path) -> Owner {
        match hand_over(folder, ":1", None).unwrap() {
            Handed::Owner(owner) => owner,
            _ => panic!("another window is open"),
        }
    }

    fn wanted(words: &[&str]) -> Command {
        let arguments = words.iter().map(OsString::from).collect();
        Command { base: "/base".into(), arguments, directory: "/".into() }
    }

    #[test]
    fn of_fifty_starts_at_once_one_is_the_window_and_the_others_are_handed_over() {
        let folder = tempfile::tempdir().unwrap();
        let taken = Arc::new(AtomicUsize::new(0));
        let starts: Vec<_> = (0..50)
            .map(|start| {
                let (folder, taken) = (folder.path().to_owned(), taken.clone());
                thread::spawn(move || match hand_over(&folder, ":1", Some(format!("/{start}").into())).unwrap() {
                    Handed::Owner(owner) => {
                        owner
                            .listen(move |call| {
                                taken.fetch_add(1, Ordering::SeqCst);
                                call.take();
                            })
                            .unwrap();
                        Some(owner)
                    }
                    Handed::Taken => None,
                    Handed::Silent(silent) => panic!("{silent}"),
                })
            })
            .collect();
        let owners: Vec<_> = starts.into_iter().filter_map(|start| start.join().unwrap()).collect();
        assert_eq!((owners.len(), taken.load(Ordering::SeqCst)), (1, 49));
    }

    #[test]
    fn a_window_that_has_gone_without_a_word_is_no_obstacle() {
        let folder = tempfile::tempdir().unwrap();
        let gone = owner(folder.path());
        let notice = std::fs::read(notice_file(folder.path(), ":1")).unwrap();
        drop(gone);
        // What a killed program leaves: the lock's file without a lock, and a notice that leads nowhere.
        std::fs::write(notice_file(folder.path(), ":1"), notice).unwrap();
        assert_eq!(command(folder.path(), &wanted(&[]), &mut Vec::new(), &mut Vec::new()).unwrap(), Answer::Nobody);
        owner(folder.path());
    }

    #[test]
    fn a_window_of_another_screen_is_another_window() {
        let folder = tempfile::tempdir().unwrap();
        let _one = owner(folder.path());
        assert!(matches!(hand_over(folder.path(), ":2", None).unwrap(), Handed::Owner(_)));
    }

    #[test]
    fn a_window_that_hears_and_does_not_answer_is_named_after_two_seconds() {
        let folder = tempfile::tempdir().unwrap();
        let owner = owner(folder.path());
        let (keep, kept) = channel::<Call>();
        owner.listen(move |call| drop(keep.send(call))).unwrap();
        owner.ready()();
        let begun = Instant::now();
        let Handed::Silent(silent) = hand_over(folder.path(), ":1", None).unwrap() else { panic!("it answered") };
        assert_eq!(silent.process, std::process::id());
        assert!((PATIENCE..PATIENCE * 3).contains(&begun.elapsed()), "{:?}", begun.elapsed());
        let answer = command(folder.path(), &wanted(&[]), &mut Vec::new(), &mut Vec::new()).unwrap();
        assert_eq!(answer, Answer::Silent(silent));
        drop(kept);
    }

    #[test]
    fn a_command_runs_in_the_window_and_its_output_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let owner = owner(folder.path());
        owner
            .listen(|call| match call.request.clone() {
                Request::Command(command) if command.base == "/base" => {
                    let running = call.begin().unwrap();
                    let long = vec![b'x'; 200_000];
                    running.out().write_all(&long).unwrap();
                    running.err().write_all(command.arguments[0].as_encoded_bytes()).unwrap();
                    running.end(7);
                }
                _ => call.decline(),
            })
            .unwrap();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        assert_eq!(command(folder.path(), &wanted(&["ąžuolas"]), &mut out, &mut err).unwrap(), Answer::Exit(7));
        assert_eq!((out.len(), String::from_utf8(err).unwrap().as_str()), (200_000, "ąžuolas"));
        let other = Command { base: "/other".into(), ..wanted(&["x"]) };
        assert_eq!(command(folder.path(), &other, &mut out, &mut Vec::new()).unwrap(), Answer::Nobody);
    }

    #[test]
    fn who_does_not_know_the_secret_is_not_heard_and_learns_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let owner = owner(folder.path());
        owner.listen(|_| panic!("nobody is to be heard")).unwrap();
        let mut notice = Notice::read(&notice_file(folder.path(), ":1")).unwrap();
        notice.secret[0] ^= 1;
        let mut line = TcpStream::connect(std::net::SocketAddr::from(notice.address())).unwrap();
        assert!(matches!(ask(&mut line, &notice, &Request::Show { base: None }), Err(Unanswered::Nobody)));
        // One that does not look whether the window is the window: it is not believed either.
        let mut line = TcpStream::connect(std::net::SocketAddr::from(notice.address())).unwrap();
        send(&mut line, HELLO, &[0; 32]).unwrap();
        expect(&mut line, PROOF, 64).unwrap();
        send(&mut line, PROOF, &[0; 32]).unwrap();
        assert!(
            send_request(&mut line, &Request::Show { base: None }).and_then(|()| expect(&mut line, REPLY, 64)).is_err()
        );
    }

    #[test]
    #[cfg(unix)]
    fn the_secret_is_for_this_user_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("windows");
        let _owner = owner(&inner);
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&inner), mode(&notice_file(&inner, ":1"))), (0o700, 0o600));
    }
}
