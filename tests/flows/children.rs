//! A story's second process: the same test program started again to play one part, so that it can be killed or may abort.

use std::{
    env,
    io::{BufRead as _, BufReader, Write as _},
    process::{Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

const PART: &str = "KARTOTEKA_STORY_PART";
const SAID: &str = "say ";

/// The words a part was started with, if this process plays one; a test that is a part does nothing otherwise.
pub fn is_child() -> Option<Vec<String>> {
    let words = env::var(PART).ok()?;
    Some(words.split('\n').map(str::to_owned).collect())
}

/// Tells the story's first process a line, which has left this one when this returns.
pub fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // The frame of the tests may have left its line open.
    let text = format!("\n{SAID}{line}\n");
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).expect("the first process listens");
}

/// A process that plays a part.
pub struct Child {
    process: std::process::Child,
    said: Receiver<String>,
}

impl Child {
    /// Starts the test named `part` (with its modules) in a process of its own and gives it `words`. What it complains about is
    /// shown unless it is `quiet`.
    pub fn start(part: &str, words: &[&str], quiet: bool) -> Child {
        let program = env::current_exe().expect("this program's file");
        let mut process = Command::new(program)
            .args(["--exact", part, "--nocapture", "--test-threads=1"])
            .env(PART, words.join("\n"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(if quiet { Stdio::null() } else { Stdio::inherit() })
            .spawn()
            .expect("a second process");
        let out = process.stdout.take().expect("a pipe from it");
        let (tell, said) = channel();
        thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                let Some(line) = line.strip_prefix(SAID) else { continue };
                if tell.send(line.to_owned()).is_err() {
                    break;
                }
            }
        });
        Child { process, said }
    }

    /// The next line it says; `None` when it has ended.
    pub fn hear(&self) -> Option<String> {
        match self.said.recv_timeout(Duration::from_secs(120)) {
            Ok(line) => Some(line),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("the second process says nothing for two minutes"),
        }
    }

    /// Kills it at once (SIGKILL) and returns everything it had said; fails where it had ended by itself before.
    pub fn kill(mut self) -> Vec<String> {
        if let Some(status) = self.process.try_wait().expect("its state") {
            panic!("the second process ended by itself: {status}");
        }
        self.process.kill().expect("it can be killed");
        self.process.wait().expect("its end");
        self.said.iter().collect()
    }

    /// Waits for its end.
    pub fn end(mut self) -> ExitStatus {
        self.process.wait().expect("its end")
    }
}
