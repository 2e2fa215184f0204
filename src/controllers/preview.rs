//! The print preview: pictures of the pages of the very PDF that is saved.

use crate::{App, Wanted, pictures};
use engine::{EngineError, Raster, Rendered};
use model::ids::{RecordId, TableId};
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

/// The document in the preview.
#[derive(Default)]
pub(crate) struct PreviewDesk {
    shown: RefCell<Option<(TableId, RecordId)>>,
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

    /// Opens the preview of the open card's document, or of the current one of the list.
    pub(crate) fn print_current(self: &Rc<App>) {
        let on_card = self.page() == Page::Card;
        let card = self.card.open().filter(|_| on_card).map(|open| (open.subject.table, open.subject.target.id()));
        let (table, id) = match card {
            Some((table, id)) => (Some(table), id),
            None => (self.list.table(), self.list.current()),
        };
        if let (Some(table), Some(id)) = (table, id) {
            self.preview_record(table, id);
        }
    }

    fn preview_record(self: &Rc<App>, table: TableId, id: RecordId) {
        let Some(engine) = self.engine() else { return };
        self.preview.from.set(Some(self.page()));
        *self.preview.shown.borrow_mut() = Some((table, id));
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
            let result = app.work(words, move || engine.render(table, &[id], None, language)).await;
            if *app.preview.shown.borrow() != Some((table, id)) {
                return;
            }
            match result {
                Ok(rendered) => {
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
        let dpi = (SCREEN * api.get_zoom() * self.ui.window().scale_factor()).clamp(SCREEN / 2.0, FINEST);
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
                    Some(engine.pictures_of(&rendered.pdf, dpi))
                })
                .await;
            if app.preview.generation.load(Ordering::Relaxed) != generation {
                return;
            }
            match drawn {
                Some(Ok(pages)) => app.show_pages(&pages, dpi),
                Some(Err(error)) => app.show_preview_error(&error),
                None => {}
            }
        });
    }

    fn show_pages(&self, pages: &[Raster], dpi: f32) {
        let api = self.ui.global::<PreviewApi<'_>>();
        if let Some(first) = pages.first() {
            api.set_page_width(first.width as f32 / dpi * SCREEN);
            api.set_page_height(first.height as f32 / dpi * SCREEN);
        }
        api.set_pages(ModelRc::new(VecModel::from(pages.iter().map(pictures::image).collect::<Vec<_>>())));
        api.set_busy(false);
    }

    pub(crate) fn relabel_preview(&self) {
        let (Some(engine), Some((table, id))) = (self.engine(), *self.preview.shown.borrow()) else { return };
        let title = engine.title(table, id, self.language()).unwrap_or_default();
        self.ui.global::<PreviewApi<'_>>().set_title(title.into());
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
        let Some((table, id)) = *self.preview.shown.borrow() else { return };
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
            let result = app.work(words, move || engine.hand_out(table, &[id], &path, &rendered.pdf)).await;
            if app.done(result).is_some() {
                app.say(format!("{}: {name}", language.pick("Išsaugota", "Saved")), Tone::Good, None);
            }
        });
    }

    fn open_in_viewer(self: &Rc<App>) {
        let (Some(engine), Some(rendered)) = (self.engine(), self.preview.rendered.borrow().clone()) else { return };
        let Some((table, id)) = *self.preview.shown.borrow() else { return };
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
                    let outcome = engine.hand_out(table, &[id], &path, &rendered.pdf)?;
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
