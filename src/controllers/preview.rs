//! The print preview: pictures of the pages of the very PDF that is saved.

use crate::{App, Wanted, pictures, words};
use engine::{EngineError, Raster, Rendered};
use model::{
    ids::{RecordId, TableId},
    language::Language,
};
use slint::{ComponentHandle as _, ModelRc, SharedString, VecModel};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use ui::{CardApi, Page, PreviewApi, Tone};

/// Dots per inch at 100 %.
const SCREEN: f32 = 96.0;
/// Pictures are never drawn finer than this.
const FINEST: f32 = 300.0;

/// Documents that are put into one file at most.
const MOST_DOCUMENTS: usize = 1_000;
/// Pages that are drawn in the preview at most; the file has all of them.
const MOST_PAGES: usize = 40;
/// Pages of several documents are drawn no finer than this.
const FINEST_OF_MANY: f32 = 120.0;

/// The documents in the preview.
#[derive(Clone, PartialEq)]
struct Printed {
    table: TableId,
    ids: Arc<Vec<RecordId>>,
    /// Key of the form; `None`: the one that is used unless told.
    form: Option<String>,
}

/// What stands in the preview.
#[derive(Default)]
pub(crate) struct PreviewDesk {
    shown: RefCell<Option<Printed>>,
    rendered: RefCell<Option<Arc<Rendered>>>,
    from: Cell<Option<Page>>,
    /// Drawings that were overtaken by another are not begun.
    generation: Arc<AtomicU64>,
}

impl App {
    pub(crate) fn connect_preview(self: &Rc<App>) {
        let api = self.ui.global::<PreviewApi<'_>>();
        api.set_pages(ModelRc::default());
        api.on_close(forward!(self, |app| app.close_preview()));
        api.on_zoom_changed(forward!(self, |app, _zoom| app.draw_pages()));
        api.on_save_pdf(forward!(self, |app| app.save_pdf()));
        api.on_open_in_viewer(forward!(self, |app| app.open_in_viewer()));
        let card = self.ui.global::<CardApi<'_>>();
        card.on_preview(forward!(self, |app| app.print_current()));
    }

    /// Opens the preview of the open card's document, of those ticked in the list, or of the current one.
    pub(crate) fn print_current(self: &Rc<App>) {
        self.print_chosen(None);
    }

    /// As [`App::print_current`], on a form by its key.
    pub(crate) fn print_chosen(self: &Rc<App>, form: Option<&str>) {
        let on_card = self.page() == Page::Card;
        let card = self.card.open().filter(|_| on_card).map(|open| (open.subject.table, open.subject.target.id()));
        let (table, ids) = match card {
            Some((table, id)) => (Some(table), id.into_iter().collect()),
            None => match self.selected_ids() {
                Ok(ticked) if ticked.is_empty() => (self.list.table(), self.list.current().into_iter().collect()),
                Ok(ticked) => (self.list.table(), ticked),
                Err(error) => return self.complain(&error),
            },
        };
        if let Some(table) = table.filter(|_| !ids.is_empty()) {
            self.preview_records(table, ids, form.map(str::to_owned));
        }
    }

    /// Opens the preview of records on a form of their table, by its key.
    pub(crate) fn preview_records(self: &Rc<App>, table: TableId, ids: Vec<RecordId>, form: Option<String>) {
        let Some(engine) = self.engine() else { return };
        if ids.len() > MOST_DOCUMENTS {
            let most = words::number(MOST_DOCUMENTS as u64, self.language());
            let text = match self.language() {
                Language::Lt => format!("Iš karto spausdinama ne daugiau kaip {most} dokumentų: pažymėkite mažiau."),
                Language::En => format!("At most {most} documents are printed at once: select fewer."),
            };
            return self.say(text, Tone::Warning, None);
        }
        let ids = Arc::new(ids);
        let printed = Printed { table, ids: ids.clone(), form: form.clone() };
        self.preview.from.set(Some(self.page()));
        *self.preview.shown.borrow_mut() = Some(printed.clone());
        self.preview.rendered.take();
        let api = self.ui.global::<PreviewApi<'_>>();
        api.set_pages(ModelRc::default());
        api.set_error(SharedString::new());
        api.set_zoom(1.0);
        api.set_busy(true);
        self.relabel_preview();
        self.show_page(Page::Preview);
        let app = self.clone();
        self.spawn(async move {
            let words = app.language().pick("Rengiamas dokumentas…", "Preparing the document…");
            let language = engine.language();
            let result = app.work(words, move || engine.render(table, &ids, form.as_deref(), language)).await;
            if app.preview.shown.borrow().as_ref() != Some(&printed) {
                return;
            }
            match result {
                Ok(mut rendered) => {
                    if printed.ids.len() > 1 {
                        rendered.name = app.preview_title();
                    }
                    *app.preview.rendered.borrow_mut() = Some(Arc::new(rendered));
                    app.draw_pages();
                }
                Err(error) => app.show_preview_error(&error),
            }
        });
    }

    fn show_preview_error(&self, error: &EngineError) {
        let api = self.ui.global::<PreviewApi<'_>>();
        api.set_busy(false);
        api.set_error(error.message(self.language()).into());
    }

    /// Draws the pages for the zoom and the scale of the screen.
    fn draw_pages(self: &Rc<App>) {
        let (Some(engine), Some(rendered)) = (self.engine(), self.preview.rendered.borrow().clone()) else { return };
        let api = self.ui.global::<PreviewApi<'_>>();
        let is_many = self.preview.shown.borrow().as_ref().is_some_and(|printed| printed.ids.len() > 1);
        let finest = if is_many { FINEST_OF_MANY } else { FINEST };
        let dpi = (SCREEN * api.get_zoom() * self.ui.window().scale_factor()).clamp(SCREEN / 2.0, finest);
        let generation = self.preview.generation.fetch_add(1, Ordering::Relaxed) + 1;
        let newest = self.preview.generation.clone();
        let app = self.clone();
        self.spawn(async move {
            let words = app.language().pick("Piešiami puslapiai…", "Drawing the pages…");
            let drawn = app
                .work(words, move || {
                    if newest.load(Ordering::Relaxed) != generation {
                        return None;
                    }
                    Some(engine.pictures_of(&rendered.pdf, dpi, MOST_PAGES))
                })
                .await;
            if app.preview.generation.load(Ordering::Relaxed) != generation {
                return;
            }
            match drawn {
                Some(Ok((pages, of))) => app.show_pages(&pages, of, dpi),
                Some(Err(error)) => app.show_preview_error(&error),
                None => {}
            }
        });
    }

    fn show_pages(&self, pages: &[Raster], of: usize, dpi: f32) {
        let api = self.ui.global::<PreviewApi<'_>>();
        if let Some(first) = pages.first() {
            api.set_page_width(first.width as f32 / dpi * SCREEN);
            api.set_page_height(first.height as f32 / dpi * SCREEN);
        }
        api.set_pages(ModelRc::new(VecModel::from(pages.iter().map(pictures::image).collect::<Vec<_>>())));
        let (shown, of) = (pages.len(), of.max(pages.len()));
        api.set_more(match self.language() {
            _ if of == shown => SharedString::new(),
            Language::Lt => slint::format!("Čia rodomi pirmi {shown} puslapių iš {of}; faile bus visi."),
            Language::En => slint::format!("The first {shown} of {of} pages are shown here; the file has all of them."),
        });
        api.set_busy(false);
    }

    pub(crate) fn relabel_preview(&self) {
        if self.preview.shown.borrow().is_some() {
            self.ui.global::<PreviewApi<'_>>().set_title(self.preview_title().into());
        }
    }

    /// The title of the one document, or what they are and how many.
    fn preview_title(&self) -> String {
        let shown = self.preview.shown.borrow();
        let (Some(engine), Some(Printed { table, ids, .. })) = (self.engine(), &*shown) else { return String::new() };
        let language = self.language();
        match ids.as_slice() {
            [id] => engine.title(*table, *id, language).unwrap_or_default(),
            ids => engine.with_schema(|schema| {
                let label = schema.table(*table).map(|of| of.info.label.get(language)).unwrap_or_default();
                format!("{label} ({})", words::number(ids.len() as u64, language))
            }),
        }
    }

    fn close_preview(self: &Rc<App>) {
        self.preview.generation.fetch_add(1, Ordering::Relaxed);
        self.preview.shown.take();
        self.preview.rendered.take();
        self.ui.global::<PreviewApi<'_>>().set_pages(ModelRc::default());
        let from = self.preview.from.take();
        self.show_page(if from == Some(Page::Card) && self.card.open().is_some() { Page::Card } else { Page::List });
    }

    fn save_pdf(self: &Rc<App>) {
        let (Some(engine), Some(rendered)) = (self.engine(), self.preview.rendered.borrow().clone()) else { return };
        let Some(Printed { table, ids, .. }) = self.preview.shown.borrow().clone() else { return };
        let app = self.clone();
        self.spawn(async move {
            let language = app.language();
            let title = language.pick("Išsaugoti PDF", "Save as PDF");
            let path = match app.dialogs.save(title, Wanted::Pdf, &file_name(&rendered.name)).await {
                Ok(Some(path)) => path,
                Ok(None) => return,
                Err(_) => return app.complain_of_no_dialogs(),
            };
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let words = language.pick("Rašomas PDF…", "Writing the PDF…");
            let result = app.work(words, move || engine.hand_out(table, &ids, &path, &rendered.pdf)).await;
            if app.done(result).is_some() {
                app.say(format!("{}: {name}", language.pick("Išsaugota", "Saved")), Tone::Good, None);
            }
        });
    }

    fn open_in_viewer(self: &Rc<App>) {
        let (Some(engine), Some(rendered)) = (self.engine(), self.preview.rendered.borrow().clone()) else { return };
        let Some(Printed { table, ids, .. }) = self.preview.shown.borrow().clone() else { return };
        let app = self.clone();
        self.spawn(async move {
            let language = app.language();
            let folder = std::env::temp_dir().join(format!("kartoteka-{}", std::process::id()));
            let path = folder.join(format!("{}.pdf", file_name(&rendered.name)));
            let words = language.pick("Atveriamas PDF…", "Opening the PDF…");
            let result = app
                .work(words, move || {
                    let name = path.display().to_string();
                    std::fs::create_dir_all(&folder).map_err(|error| EngineError::unwritable(&name, &error))?;
                    let outcome = engine.hand_out(table, &ids, &path, &rendered.pdf)?;
                    open::that_detached(&path).map_err(|error| EngineError::unreadable(&name, &error))?;
                    Ok(outcome)
                })
                .await;
            app.done(result);
        });
    }
}

/// A name that every file system takes.
fn file_name(name: &str) -> String {
    let forbidden = |letter: char| letter.is_control() || "/\\:*?\"<>|".contains(letter);
    let name: String = name.chars().map(|letter| if forbidden(letter) { '-' } else { letter }).collect();
    let name = name.trim().trim_matches('.').trim().to_owned();
    if name.is_empty() { "kartoteka".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_name_every_file_system_takes() {
        let check = |title: &str, expected: &str| assert_eq!(file_name(title), expected);
        check("PVM sąskaita faktūra KAR-0001", "PVM sąskaita faktūra KAR-0001");
        check("A/B: \"x\"?", "A-B- -x--");
        check("..", "kartoteka");
    }
}
