//! The system's file dialogs, behind a trait so that tests can answer them.

use crate::clipboard::{self, Pasted};
use engine::{ExportFormat, Raster};
use std::{
    cell::RefCell,
    future::Future,
    path::{Path, PathBuf},
    pin::Pin,
    rc::Rc,
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
    /// A list for another program.
    Export(ExportFormat),
    /// A picture.
    Picture,
    /// A photo to be written.
    Jpeg,
    /// A drawing to be written.
    Png,
    /// Any file.
    File,
    /// A configuration, packed.
    Configuration,
}

impl Wanted {
    fn filter(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Wanted::Base => ("Kartoteka", &["kartoteka"]),
            Wanted::Table => ("XLSX, XLS, ODS, CSV, VCF", &["xlsx", "xlsm", "xls", "ods", "csv", "txt", "tsv", "vcf"]),
            Wanted::Pdf => ("PDF", &["pdf"]),
            Wanted::Export(ExportFormat::Csv) => ("CSV", &["csv"]),
            Wanted::Export(ExportFormat::Xlsx) => ("XLSX", &["xlsx"]),
            Wanted::Export(ExportFormat::Html) => ("HTML", &["html", "htm"]),
            Wanted::Export(ExportFormat::Txt) => ("TXT", &["txt"]),
            Wanted::Export(ExportFormat::Vcard) => ("vCard", &["vcf"]),
            Wanted::Configuration => ("ZIP", &["zip"]),
            Wanted::Picture => {
                ("JPEG, PNG, WebP, GIF, BMP", &["jpg", "jpeg", "png", "webp", "gif", "bmp", "JPG", "JPEG", "PNG"])
            }
            Wanted::Jpeg => ("JPEG", &["jpg"]),
            Wanted::Png => ("PNG", &["png"]),
            Wanted::File => ("", &[]),
        }
    }
}

/// Asks for files.
pub trait Dialogs {
    /// Tells the person something through the system, also while the window is behind others; `opened` runs on another thread
    /// when it is clicked. Where the system cannot, nothing happens.
    fn notify(&self, _title: &str, _text: &str, _opened: Box<dyn FnOnce() + Send>) {}
    /// An existing file.
    fn open(&self, title: &str, wanted: Wanted) -> Chosen;
    /// A place to save at, `name` proposed.
    fn save(&self, title: &str, wanted: Wanted, name: &str) -> Chosen;
    /// Opens a file with the program the system has for it.
    ///
    /// # Errors
    /// Where there is none.
    fn show(&self, file: &Path) -> std::io::Result<()> {
        open::that_detached(file)
    }
    /// How to read the picture that was copied last; runs on another thread.
    fn pasted(&self) -> Box<dyn FnOnce() -> Option<Pasted> + Send> {
        Box::new(clipboard::read_picture)
    }
    /// Puts a picture into the clipboard; says whether that went well.
    fn copy(&self, picture: &Raster) -> bool {
        let copied = clipboard::write_picture(picture);
        copied.inspect_err(|error| tracing::warn!(%error, "no picture can be copied")).is_ok()
    }
    /// From now on they stand above this window.
    fn stand_above(&self, _window: slint::WindowHandle) {}
}

/// The dialogs of the system.
#[derive(Default)]
pub struct SystemDialogs {
    window: RefCell<Option<slint::WindowHandle>>,
    /// Where the last file was chosen: the next one is often beside it.
    folder: Rc<RefCell<Option<PathBuf>>>,
}

impl SystemDialogs {
    fn dialog(&self, title: &str, wanted: Wanted) -> rfd::AsyncFileDialog {
        let (name, endings) = wanted.filter();
        let dialog = rfd::AsyncFileDialog::new().set_title(title);
        let dialog = if endings.is_empty() { dialog } else { dialog.add_filter(name, endings) };
        let dialog = match self.folder.borrow().clone().or_else(own_documents) {
            Some(folder) => dialog.set_directory(folder),
            None => dialog,
        };
        match &*self.window.borrow() {
            Some(window) => dialog.set_parent(window),
            None => dialog,
        }
    }
}

/// Where a person keeps documents: never the folder the program happened to be started in.
fn own_documents() -> Option<PathBuf> {
    let home = PathBuf::from(std::env::var_os(if cfg!(windows) { "USERPROFILE" } else { "HOME" })?);
    let named = ["Dokumentai", "Documents"].map(|name| home.join(name));
    named.into_iter().find(|folder| folder.is_dir()).or(Some(home))
}

fn remember(folder: &RefCell<Option<PathBuf>>, chosen: Option<&Path>) {
    if let Some(parent) = chosen.and_then(Path::parent) {
        *folder.borrow_mut() = Some(parent.to_owned());
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
    fn stand_above(&self, window: slint::WindowHandle) {
        *self.window.borrow_mut() = Some(window);
    }

    fn open(&self, title: &str, wanted: Wanted) -> Chosen {
        if !available() {
            return Box::pin(async { Err(NoDialogs) });
        }
        let (dialog, folder) = (self.dialog(title, wanted).pick_file(), self.folder.clone());
        Box::pin(async move {
            let chosen = dialog.await.map(|file| file.path().to_owned());
            remember(&folder, chosen.as_deref());
            Ok(chosen)
        })
    }

    fn save(&self, title: &str, wanted: Wanted, name: &str) -> Chosen {
        if !available() {
            return Box::pin(async { Err(NoDialogs) });
        }
        let (_, endings) = wanted.filter();
        let ending = endings.first().copied().unwrap_or_default();
        // A file of any kind has its own.
        let proposed = if ending.is_empty() { name.to_owned() } else { format!("{name}.{ending}") };
        let dialog = self.dialog(title, wanted).set_file_name(proposed).save_file();
        let folder = self.folder.clone();
        Box::pin(async move {
            let chosen = dialog.await.map(|file| with_ending(file.path(), ending));
            remember(&folder, chosen.as_deref());
            Ok(chosen)
        })
    }

    fn notify(&self, title: &str, text: &str, opened: Box<dyn FnOnce() + Send>) {
        let (title, text) = (title.to_owned(), text.to_owned());
        // The system may take its time, or wait for a service that never comes.
        std::thread::spawn(move || {
            let mut notification = notify_rust::Notification::new();
            notification.appname("Kartoteka").summary(&title).body(&markup_free(&text));
            notification.action("default", "Kartoteka");
            match notification.show() {
                Ok(shown) => when_clicked(shown, opened),
                Err(error) => tracing::info!(%error, "the system shows no notifications"),
            }
        });
    }
}

/// Waits until the notification is clicked or goes away.
#[cfg(all(unix, not(target_os = "macos")))]
fn when_clicked(shown: notify_rust::NotificationHandle, opened: Box<dyn FnOnce() + Send>) {
    shown.wait_for_action(|action| {
        if action == "default" {
            opened();
        }
    });
}

/// Elsewhere the system does not say it.
#[cfg(not(all(unix, not(target_os = "macos"))))]
fn when_clicked<T>(_shown: T, _opened: Box<dyn FnOnce() + Send>) {}

/// Notification servers may read the text as markup: what a person wrote is shown as it is.
fn markup_free(text: &str) -> String {
    if cfg!(all(unix, not(target_os = "macos"))) {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    } else {
        text.to_owned()
    }
}

/// The path with exactly one such ending: dialogs put one behind what was typed with one.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    if ending.is_empty() {
        return path.to_owned();
    }
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
