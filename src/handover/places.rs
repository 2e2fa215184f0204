//! Where this computer keeps what belongs to no base: settings, the log, drafts, the address of the open window.

use etcetera::BaseStrategy as _;
use std::path::{Path, PathBuf};

/// The folder beside a portable program.
const BESIDE: &str = "kartoteka-data";

/// The folders of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// Settings.
    pub settings: PathBuf,
    /// What is only of today: log, drafts, the open window.
    pub state: PathBuf,
}

impl Places {
    /// The folders on this computer. Where `portable.txt` or a folder `kartoteka-data` lies beside the program, everything is in
    /// that folder; else where the system wants it. `None` where the system knows no home.
    pub fn here() -> Option<Places> {
        let program = std::env::current_exe().ok();
        if let Some(places) = program.as_deref().and_then(Path::parent).and_then(Places::beside) {
            return Some(places);
        }
        let dirs = etcetera::choose_base_strategy().ok()?;
        let state = dirs.state_dir().unwrap_or_else(|| dirs.data_dir());
        Some(Places { settings: dirs.config_dir().join("kartoteka"), state: state.join("kartoteka") })
    }

    /// Everything in one folder.
    pub fn under(folder: &Path) -> Places {
        Places { settings: folder.to_owned(), state: folder.to_owned() }
    }

    fn beside(program: &Path) -> Option<Places> {
        let folder = program.join(BESIDE);
        (folder.is_dir() || program.join("portable.txt").is_file()).then(|| Places::under(&folder))
    }

    /// Where open windows say how they are reached.
    pub fn windows(&self) -> PathBuf {
        self.state.join("windows")
    }
}

/// Makes a folder that only this user may enter.
pub(crate) fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portable_program_keeps_everything_beside_itself() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Places::beside(folder.path()), None);
        std::fs::write(folder.path().join("portable.txt"), "").unwrap();
        let data = folder.path().join("kartoteka-data");
        assert_eq!(Places::beside(folder.path()), Some(Places::under(&data)));
        std::fs::remove_file(folder.path().join("portable.txt")).unwrap();
        std::fs::create_dir(&data).unwrap();
        assert_eq!(Places::beside(folder.path()).unwrap().windows(), data.join("windows"));
    }
}
