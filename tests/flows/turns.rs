//! One base, several programs: each command has its turn, and who keeps the base from them is named.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::{Duration, Instant},
};
use tempfile::TempDir;

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Desk {
        let desk = Desk { folder: TempDir::new().unwrap() };
        assert!(desk.run(&["new", "BASE"]).status.success());
        desk
    }

    fn base(&self) -> PathBuf {
        self.folder.path().join("office.kartoteka")
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kartoteka"));
        let base = self.base();
        command.args(words.iter().map(|word| if *word == "BASE" { base.as_path() } else { Path::new(*word) }));
        command.env("LANG", "lt_LT.UTF-8").env("HOME", self.folder.path());
        command.env("XDG_STATE_HOME", self.folder.path().join("state"));
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }
}

#[test]
fn commands_that_come_at_once_have_their_turns() {
    let desk = Desk::new();
    let running: Vec<_> = (0..12)
        .map(|number| desk.command(&["add", "BASE", "clients", &format!("name=Klientas {number}")]).spawn().unwrap())
        .collect();
    for mut command in running {
        assert!(command.wait().unwrap().success());
    }
    let listed = desk.run(&["list", "BASE", "clients", "--csv"]);
    assert_eq!(String::from_utf8(listed.stdout).unwrap().lines().count(), 13);
}

#[test]
fn a_program_that_keeps_the_base_is_named_after_a_while() {
    let desk = Desk::new();
    let kept = File::open(desk.base()).unwrap();
    kept.lock().unwrap();
    let begun = Instant::now();
    let refused = desk.run(&["list", "BASE", "clients"]);
    assert!((Duration::from_secs(4)..Duration::from_secs(20)).contains(&begun.elapsed()), "{:?}", begun.elapsed());
    let sentence = String::from_utf8(refused.stderr).unwrap();
    assert_eq!((refused.status.code(), refused.stdout.len(), sentence.lines().count()), (Some(1), 0, 1), "{sentence}");
    assert!(sentence.contains("Uždarykite ją ten ir bandykite dar kartą."), "{sentence}");
    if Path::new("/proc/locks").exists() && std::fs::read_to_string("/proc/locks").is_ok_and(|locks| !locks.is_empty())
    {
        assert!(sentence.contains(&format!("procesas {}", std::process::id())), "{sentence}");
    }
    drop(kept);
    assert!(desk.run(&["list", "BASE", "clients"]).status.success());
}

#[test]
fn a_command_that_comes_while_the_base_is_kept_for_a_moment_waits() {
    let desk = Desk::new();
    let kept = File::open(desk.base()).unwrap();
    kept.lock().unwrap();
    let mut command = desk.command(&["add", "BASE", "clients", "name=Rasa"]).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(700));
    assert!(command.try_wait().unwrap().is_none(), "it waits");
    drop(kept);
    assert!(command.wait().unwrap().success());
}
