//! Files on a card: attached by dialog or dropped, opened with the system's program, saved.

use crate::{App, Wanted};
use engine::{Engine, FileKind, file_kind};
use model::language::Language;
use slint::ComponentHandle as _;
use std::{path::PathBuf, rc::Rc};
use ui::BoothApi;

impl App {
    pub(crate) fn connect_files(self: &Rc<App>) {
        let api = self.ui.global::<BoothApi<'_>>();
        api.on_file_attach(forward!(self, |app, item| app.choose_file(item)));
        api.on_file_open(forward!(self, |app, item| app.open_file(item)));
        api.on_file_save(forward!(self, |app, item| app.save_file(item)));
        api.on_file_remove(forward!(self, |app, item| {
            app.put_blob(item, None, app.language().pick("Failas pašalintas", "The file is removed"));
        }));
    }

    fn choose_file(self: &Rc<App>, item: i32) {
        if !self.may_write() {
            return;
        }
        let app = self.clone();
        self.spawn(async move {
            let title = app.language().pick("Prisegti failą", "Attach a file");
            match app.dialogs.open(title, Wanted::File).await {
                Ok(Some(path)) => app.attach(item, path),
                Ok(None) => {}
                Err(_) => app.complain_of_no_dialogs(),
            }
        });
    }

    /// Attaches a file to a field of the open card, as one action.
    pub(crate) fn attach(self: &Rc<App>, item: i32, path: PathBuf) {
        let (Some(engine), Some((open, field))) = (self.engine(), self.field_of(item)) else { return };
        let app = self.clone();
        self.spawn(async move {
            let (language, subject) = (app.language(), open.subject.clone());
            let words = language.pick("Prisegamas failas…", "Attaching the file…");
            let written = app
                .work(words, move || {
                    let (name, bytes) = Engine::read_file(&path)?;
                    let (id, added) = subject.ensure(&engine)?;
                    let set = engine.attach_file(subject.table, id, field.id, &name, &bytes)?;
                    Ok(added.into_iter().chain([set]).collect())
                })
                .await;
            let is_attached = written.is_ok();
            app.take(written);
            if is_attached {
                app.say_undoable(language.pick("Failas prisegtas", "The file is attached"));
            }
        });
    }

    fn open_file(self: &Rc<App>, item: i32) {
        let (Some(engine), Some(blob)) = (self.engine(), self.blob_of(item)) else { return };
        let folder = self.settings.borrow().state().map_or_else(std::env::temp_dir, |state| state.join("opened"));
        let app = self.clone();
        self.spawn(async move {
            let words = app.language().pick("Atveriamas failas…", "Opening the file…");
            match app.work(words, move || engine.lay_out_file(&blob, &folder)).await {
                Ok(path) => app.show_file(&path),
                Err(error) => app.complain(&error),
            }
        });
    }

    fn save_file(self: &Rc<App>, item: i32) {
        let (Some(engine), Some(blob)) = (self.engine(), self.blob_of(item)) else { return };
        let app = self.clone();
        self.spawn(async move {
            let title = app.language().pick("Išsaugoti failą", "Save the file");
            let name = engine::safe_name(&blob.name);
            app.save_blob(engine, blob, title, Wanted::File, &name).await;
        });
    }
}

/// The icon of a file.
pub(crate) fn icon_of(name: &str) -> &'static str {
    match file_kind(name) {
        FileKind::Picture => "image",
        FileKind::Runs => "triangle-alert",
        FileKind::Pdf | FileKind::Other => "file-text",
    }
}

/// How large a file is, for people.
pub(crate) fn size_words(bytes: u64, language: Language) -> String {
    let tenths = |unit: u64| {
        let tenths = (bytes * 10 + unit / 2) / unit;
        let point = language.pick(",", ".");
        if tenths.is_multiple_of(10) || tenths >= 1000 {
            ((tenths + 5) / 10).to_string()
        } else {
            format!("{}{point}{}", tenths / 10, tenths % 10)
        }
    };
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", tenths(1024)),
        _ => format!("{} MB", tenths(1 << 20)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_said_in_a_unit_that_fits() {
        let check = |bytes: u64, expected: &str| assert_eq!(size_words(bytes, Language::Lt), expected);
        check(0, "0 B");
        check(1023, "1023 B");
        check(1024, "1 KB");
        check(1_500, "1,5 KB");
        check(204_800, "200 KB");
        check(1_258_291, "1,2 MB");
        check(25 << 20, "25 MB");
    }
}
