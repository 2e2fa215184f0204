//! How an open window is reached: its port, its process and a secret, in a file that only its user can read.

use crate::places::private_folder;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    net::Ipv4Addr,
    path::{Path, PathBuf},
};

/// Random bytes that nobody guesses.
pub(crate) type Secret = [u8; 32];

/// Bytes nobody can foresee.
pub(crate) fn secret() -> io::Result<Secret> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes)
}

/// Where an open window listens.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Notice {
    pub port: u16,
    pub process: u32,
    pub secret: Secret,
}

impl Notice {
    pub fn address(&self) -> (Ipv4Addr, u16) {
        (Ipv4Addr::LOCALHOST, self.port)
    }

    /// What only somebody who knows the secret can say in this conversation, as `part`.
    pub fn proof(&self, part: &str, callers: &Secret, owners: &Secret) -> Secret {
        let mut hash = Sha256::new();
        for piece in [self.secret.as_slice(), part.as_bytes(), callers, owners] {
            hash.update(piece);
        }
        hash.finalize().into()
    }

    pub fn read(path: &Path) -> Option<Notice> {
        serde_json::from_slice(&fs::read(path).ok()?).ok()
    }

    /// All windows of this user that say they are open.
    pub fn all(folder: &Path) -> Vec<Notice> {
        let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
        let files = files.filter_map(|file| Some(file.ok()?.path()));
        files
            .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
            .filter_map(|path| Notice::read(&path))
            .collect()
    }

    /// Puts it up whole, readable by this user alone.
    pub fn put_up(&self, path: &Path) -> io::Result<()> {
        let beside = path.with_extension(format!("{}.new", self.process));
        let bytes = serde_json::to_vec(self).map_err(io::Error::other)?;
        let mut options = private();
        options.truncate(true);
        options.open(&beside).and_then(|mut file| file.write_all(&bytes))?;
        fs::rename(&beside, path)
    }
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Where the window of a screen says how it is reached.
pub(crate) fn notice_file(folder: &Path, screen: &str) -> PathBuf {
    folder.join(format!("{}.json", file_name(screen)))
}

/// Takes the lock that only one window of a screen has; the system takes it back when that program ends, however it ends.
pub(crate) fn lock(folder: &Path, screen: &str) -> io::Result<Option<File>> {
    private_folder(folder)?;
    let file = private().open(folder.join(format!("{}.lock", file_name(screen))))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(error)) => Err(error),
    }
}

/// The screen's name as the name of a file.
fn file_name(screen: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
    format!("window{}", screen.chars().map(plain).collect::<String>())
}
