//! The system's file dialogs, behind a trait so that tests can answer them.

use std::{
    future::Future,
    path::{Path, PathBuf},
    pin::Pin,
};

/// A chosen file, or `None`; `Err` says that the system has no dialogs.
pub type Chosen = Pin<Box<dyn Future<Output = Result<Option<PathBuf>, NoDialogs>>>>;

/// The system offers neither a desktop portal nor zenity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDialogs;

/// What kind of file is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A base.
    Base,
    /// A table to import.
    Table,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
}

impl Wanted {
    fn filter(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Wanted::Base => ("Kartoteka", &["kartoteka"]),
            Wanted::Table => ("XLSX, XLS, ODS, CSV, VCF", &["xlsx", "xlsm", "xls", "ods", "csv", "txt", "tsv", "vcf"]),
            Wanted::Pdf => ("PDF", &["pdf"]),
            Wanted::Picture => ("PNG, JPEG", &["png", "jpg", "jpeg"]),
        }
    }
}

/// Asks for files.
pub trait Dialogs {
    /// An existing file.
    fn open(&self, title: &str, wanted: Wanted) -> Chosen;
    /// A place to save at, `name` proposed.
    fn save(&self, title: &str, wanted: Wanted, name: &str) -> Chosen;
}

/// The dialogs of the system.
pub struct SystemDialogs;

impl SystemDialogs {
    fn dialog(title: &str, wanted: Wanted) -> rfd::AsyncFileDialog {
        let (name, endings) = wanted.filter();
        rfd::AsyncFileDialog::new().set_title(title).add_filter(name, endings)
    }
}

/// Whether a dialog can appear at all: without a portal and without zenity rfd says "cancelled" at once.
fn available() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    let in_path = |name: &str| {
        std::env::var_os("PATH")
            .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(name).exists()))
    };
    in_path("zenity") || std::path::Path::new("/usr/share/xdg-desktop-portal/portals").is_dir()
}

impl Dialogs for SystemDialogs {
    fn open(&self, title: &str, wanted: Wanted) -> Chosen {
        if !available() {
            return Box::pin(async { Err(NoDialogs) });
        }
        let dialog = SystemDialogs::dialog(title, wanted).pick_file();
        Box::pin(async { Ok(dialog.await.map(|file| file.path().to_owned())) })
    }

    fn save(&self, title: &str, wanted: Wanted, name: &str) -> Chosen {
        if !available() {
            return Box::pin(async { Err(NoDialogs) });
        }
        let (_, endings) = wanted.filter();
        let ending = endings.first().copied().unwrap_or_default();
        let dialog = SystemDialogs::dialog(title, wanted).set_file_name(format!("{name}.{ending}")).save_file();
        Box::pin(async move { Ok(dialog.await.map(|file| with_ending(file.path(), ending))) })
    }
}

/// The path with exactly one such ending: dialogs put one behind what was typed with one.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let has = |path: &Path| path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending));
    let mut path = path.to_owned();
    while has(&path) && path.file_stem().is_some_and(|stem| has(Path::new(stem))) {
        path.set_extension("");
    }
    if path.extension().is_none() { path.with_extension(ending) } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_file_has_its_ending_once() {
        let check = |path: &str, expected: &str| assert_eq!(with_ending(Path::new(path), "pdf"), Path::new(expected));
        check("a/KAR-0001", "a/KAR-0001.pdf");
        check("a/KAR-0001.pdf", "a/KAR-0001.pdf");
        check("a/KAR-0001.pdf.pdf", "a/KAR-0001.pdf");
        check("a/KAR.0001", "a/KAR.0001");
    }
}
