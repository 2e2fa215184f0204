//! Files on a card: attached by dialog or dropped, opened with the system's program, saved.

use crate::{App, Wanted, pictures::Fit};
use engine::{Engine, FileKind, file_kind};
use model::language::Language;
use slint::ComponentHandle as _;
use std::{path::PathBuf, rc::Rc};
use ui::{BoothApi, BoothStep};

/// A previewed picture has a longer side of at most so many pixels, a page so many dots per inch.
const PREVIEW: u32 = 1400;
const PREVIEW_DPI: f32 = 110.0;
/// Where it is shown.
const PLACE: Fit = Fit::Inside(728, 506);

impl App {
    pub(crate) fn connect_files(self: &Rc<App>) {
        let api = self.ui.global::<BoothApi<'_>>();
        api.on_file_attach(forward!(self, |app, item| app.choose_file(item)));
        api.on_file_open(forward!(self, |app, item| app.look_at_file(item)));
        api.on_preview_open(forward!(self, |app| {
            app.close_booth();
            if let Some(item) = app.booth.file.take() {
                app.open_file(item);
            }
        }));
        api.on_preview_save(forward!(self, |app| {
            if let Some(item) = app.booth.file.get() {
                app.save_file(item);
            }
        }));
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

    /// A click on a file: what can be shown here is, everything else opens with its program.
    fn look_at_file(self: &Rc<App>, item: i32) {
        let (Some(engine), Some(blob)) = (self.engine(), self.blob_of(item)) else { return };
        let kind = file_kind(&blob.name);
        if !matches!(kind, FileKind::Picture | FileKind::Pdf) {
            return self.open_file(item);
        }
        let (app, visit) = (self.clone(), self.booth.visit.get());
        self.spawn(async move {
            let language = app.language();
            let (name, bytes) = (blob.name.clone(), blob.bytes);
            let words = language.pick("Skaitomas failas…", "Reading the file…");
            let shown = app
                .work(words, move || {
                    let contents = engine.blob(&blob.hash)?.unwrap_or_default();
                    if kind == FileKind::Picture {
                        return Ok((Some(Engine::open_picture(&blob.name, &contents, PREVIEW)?), 0));
                    }
                    let (pages, count) = engine.pictures_of(&contents, PREVIEW_DPI, 1)?;
                    Ok((pages.into_iter().next(), count))
                })
                .await;
            if app.booth.visit.get() != visit {
                return;
            }
            // What is damaged or of an unknown kind may still be known to another program.
            let Ok((Some(raster), pages)) = shown else { return app.open_file(item) };
            app.booth.file.set(Some(item));
            app.show_booth(BoothStep::Preview);
            let api = app.ui.global::<BoothApi<'_>>();
            api.set_title(name.into());
            api.set_picture(crate::pictures::image(&crate::pictures::fitted(raster, PLACE)));
            api.set_detail(detail(bytes, pages, language).into());
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

/// What is said of a previewed file.
fn detail(bytes: u64, pages: usize, language: Language) -> String {
    let size = size_words(bytes, language);
    match (pages, language) {
        (0, _) => size,
        (pages, Language::Lt) => format!("{size} · puslapių: {pages}"),
        (pages, Language::En) => format!("{size} · pages: {pages}"),
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
