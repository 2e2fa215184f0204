//! The clipboard: cells of related tables to and from spreadsheets, and pictures.

use crate::{App, related::column_field};
use engine::{Paste, Raster, cells_of, text_of_cells};
use model::{language::Language, value::Link};
use slint::ComponentHandle as _;
use std::{path::PathBuf, rc::Rc};
use ui::{CardApi, Tone};

impl App {
    pub(crate) fn connect_clipboard(self: &Rc<App>) {
        let api = self.ui.global::<CardApi<'_>>();
        api.on_related_copy(forward!(self, |app, item, row| app.copy_related(item, row)));
        let weak = Rc::downgrade(self);
        api.on_cell_paste(move |item, row, column| {
            let text = read();
            let (Some(app), Some(text)) = (weak.upgrade(), text) else { return false };
            app.paste_cells(item, row, column, &text)
        });
    }

    fn copy_related(&self, item: i32, row: i32) {
        let Some(open) = self.card.open() else { return };
        let Some(layout) = open.item(item) else { return };
        let Some(rows) = open.related.borrow().get(&layout.id).cloned() else { return };
        let texts = rows.texts(usize::try_from(row).ok());
        let count = texts.len() as u64;
        let language = self.language();
        match write(text_of_cells(&texts)) {
            Ok(()) => {
                let what = crate::words::records(count, language);
                let words = language.pick("Nukopijuota", "Copied");
                self.say(format!("{words}: {what}"), Tone::Normal, None);
            }
            Err(error) => {
                tracing::warn!(%error, "nothing can be copied");
                self.say(language.pick("Nepavyko nukopijuoti.", "This could not be copied."), Tone::Danger, None);
            }
        }
    }

    /// Puts copied cells in from a cell on, as one action. `false`: the text is no table and is pasted into the cell as ever.
    pub(crate) fn paste_cells(self: &Rc<App>, item: i32, row: i32, column: i32, text: &str) -> bool {
        let cells = cells_of(text);
        if cells.len() < 2 && cells.first().is_none_or(|row| row.len() < 2) {
            return false;
        }
        let (Some(engine), Some(open)) = (self.engine(), self.card.open()) else { return false };
        let Some(layout) = open.item(item) else { return false };
        let Some(rows) = open.related.borrow().get(&layout.id).cloned() else { return false };
        let (Ok(row), Ok(first)) = (usize::try_from(row), usize::try_from(column)) else { return false };
        let (table, by, columns) = {
            let contents = open.contents.borrow();
            let Some(texts) = contents.related.get(&layout.id) else { return false };
            let columns = (first..texts.columns.len()).filter_map(|at| column_field(texts, i32::try_from(at).ok()?));
            (texts.table.info.id, texts.by, columns.collect::<Vec<_>>())
        };
        let ids = rows.ids_from(row);
        let (app, language, subject) = (self.clone(), self.language(), open.subject.clone());
        self.spawn(async move {
            let words = language.pick("Įklijuojama…", "Pasting…");
            let result = app
                .work(words, move || {
                    let (record, added) = subject.ensure(&engine)?;
                    let owner = Link { table: subject.table, record };
                    let into = Paste { table, by: Some((by, owner)), rows: ids, columns };
                    Ok((added, engine.paste(&into, &cells, language)))
                })
                .await;
            let pasted = match result {
                Ok((added, pasted)) => {
                    if let Some(added) = added {
                        app.done(Ok(added));
                    }
                    app.done(pasted)
                }
                Err(error) => {
                    app.complain(&error);
                    None
                }
            };
            if let Some(count) = pasted {
                let text = match language {
                    Language::Lt => format!("Įklijuota eilučių: {count}"),
                    Language::En => format!("Rows pasted: {count}"),
                };
                app.say_undoable(text);
            }
        });
        true
    }
}

/// The text in the clipboard; `None` where there is none or no clipboard.
pub(crate) fn read() -> Option<String> {
    arboard::Clipboard::new().and_then(|mut clipboard| clipboard.get_text()).ok()
}

/// A picture that was copied.
#[derive(Clone, Debug)]
pub enum Pasted {
    /// Its pixels.
    Pixels(Raster),
    /// A file, copied in the system's window of files.
    File(PathBuf),
}

/// The picture in the clipboard; `None` where there is none or no clipboard.
pub(crate) fn read_picture() -> Option<Pasted> {
    let mut clipboard = arboard::Clipboard::new().ok()?;
    // A copied file comes first: systems put its icon beside it as a picture.
    if let Some(path) = clipboard.get().file_list().ok().and_then(|files| files.into_iter().next()) {
        return Some(Pasted::File(path));
    }
    let picture = clipboard.get_image().ok()?;
    let (width, height) = (u32::try_from(picture.width).ok()?, u32::try_from(picture.height).ok()?);
    Some(Pasted::Pixels(Raster { width, height, rgba: picture.bytes.into_owned() }))
}

/// Puts a picture into the clipboard.
pub(crate) fn write_picture(picture: &Raster) -> Result<(), arboard::Error> {
    let data = arboard::ImageData {
        width: picture.width as usize,
        height: picture.height as usize,
        bytes: picture.rgba.as_slice().into(),
    };
    with_kept(|clipboard| clipboard.set_image(data))
}

thread_local! {
    // On X11 the program that copied has to hold the text as long as it runs.
    static KEPT: std::cell::RefCell<Option<arboard::Clipboard>> = const { std::cell::RefCell::new(None) };
}

pub(crate) fn write(text: String) -> Result<(), arboard::Error> {
    with_kept(|clipboard| clipboard.set_text(text))
}

fn with_kept(act: impl FnOnce(&mut arboard::Clipboard) -> Result<(), arboard::Error>) -> Result<(), arboard::Error> {
    KEPT.with_borrow_mut(|kept| {
        if kept.is_none() {
            *kept = Some(arboard::Clipboard::new()?);
        }
        kept.as_mut().map_or(Ok(()), act)
    })
}
