//! Handing out a printed document: the file is whole or not there, never the base itself, and noted before it can be seen.

use crate::{Engine, EngineError, Outcome, Result, error::refused};
use model::ids::{RecordId, TableId};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

impl Engine {
    /// Writes the PDF of records to `path`. Issued documents among them are noted as printed before the file is there, so
    /// that their numbers are never taken back.
    ///
    /// # Errors
    /// Where `path` is the base's own file, or cannot be written; what stood there before is left then.
    pub fn hand_out(&self, table: TableId, ids: &[RecordId], path: &Path, pdf: &[u8]) -> Result<Outcome<()>> {
        self.write_out(path, pdf, || self.mark_printed(table, ids))
    }

    /// Writes `bytes` to `path`, whole or not at all; `before_seen` runs before the file is there, and its error leaves what stood
    /// there before.
    pub(crate) fn write_out<T>(&self, path: &Path, bytes: &[u8], before_seen: impl FnOnce() -> Result<T>) -> Result<T> {
        let unwritable = |error: io::Error| EngineError::unwritable(&path.display().to_string(), &error);
        if self.path().is_some_and(|base| is_same_file(base, path)) {
            let name = path.display();
            return Err(refused(
                format!("„{name}“ yra pati bazė; failą įrašykite kitu vardu."),
                format!("“{name}” is the base itself; write the file under another name."),
            ));
        }
        // A pipe or a terminal takes bytes as they come and cannot be replaced.
        if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
            let mut file = OpenOptions::new().write(true).open(path).map_err(unwritable)?;
            let output = before_seen()?;
            file.write_all(bytes).map_err(unwritable)?;
            return Ok(output);
        }
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if path.is_dir() {
            return Err(unwritable(io::ErrorKind::IsADirectory.into()));
        }
        let beside = beside(&path);
        let written = write_new(&beside, bytes).map_err(unwritable).and_then(|()| before_seen());
        let kept = written.and_then(|output| fs::rename(&beside, &path).map(|()| output).map_err(unwritable));
        if kept.is_err() {
            // It may never have been made; the first error tells why.
            let _ = fs::remove_file(&beside);
        }
        kept
    }
}

fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Whether two paths lead to one file, by whatever names.
fn is_same_file(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let place = |path: &Path| fs::metadata(path).ok().map(|there| (there.dev(), there.ino()));
        if place(one).is_some_and(|place_of_one| Some(place_of_one) == place(other)) {
            return true;
        }
    }
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_under_all_its_names() {
        let folder = tempfile::tempdir().unwrap();
        let (one, link) = (folder.path().join("one"), folder.path().join("link"));
        fs::write(&one, b"1").unwrap();
        fs::hard_link(&one, &link).unwrap();
        assert!(is_same_file(&one, &folder.path().join(".").join("one")));
        assert!(is_same_file(&one, &link) || cfg!(not(unix)));
        fs::write(folder.path().join("two"), b"1").unwrap();
        assert!(!is_same_file(&one, &folder.path().join("two")));
        assert!(!is_same_file(&one, &folder.path().join("three")));
    }
}
