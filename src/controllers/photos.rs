//! Pictures on a card without the camera: from a file, from the clipboard, copied, saved, former ones.

use crate::{
    App, Wanted,
    booth::PhotoPlace,
    booth_review::Origin,
    clipboard::Pasted,
    list_menus::{About, entry, separated},
    pictures,
};
use camera::Frame;
use engine::{Engine, PictureSize, Raster, Result, file_kind};
use model::value::{BlobRef, Value};
use slint::{
    ComponentHandle as _, ModelRc, VecModel,
    winit_030::{EventResult, WinitWindowAccessor as _, winit::event::WindowEvent},
};
use std::{
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
    time::Duration,
};
use ui::{BoothApi, BoothStep, ContextEntry, FormerPhoto, Tone};

/// Pixels of the longer side of a picture that is worked on: more are not needed on a card nor on paper.
const LONGEST: u32 = 4_000;

impl App {
    pub(crate) fn connect_photos(self: &Rc<App>) {
        let api = self.ui.global::<BoothApi<'_>>();
        api.on_menu_requested(forward!(self, |app, item, x, y, keyboard| app.photo_menu(item, (x, y), keyboard)));
        api.on_paste_requested(forward!(self, |app, item| app.paste_photo(item)));
        api.on_copy_requested(forward!(self, |app, item| app.copy_photo(item)));
        api.on_choose_file(forward!(self, |app| app.choose_another()));
        api.on_paste(forward!(self, |app| {
            let item = app.booth.place.borrow().as_ref().map(|place| place.item);
            if let Some(item) = item {
                app.paste_photo(item);
            }
        }));
        api.on_former_chosen(forward!(self, |app, index| app.bring_back(index)));
    }

    /// The picture or file that stands in a field of the open card.
    pub(crate) fn blob_of(&self, item: i32) -> Option<BlobRef> {
        let (open, field) = self.field_of(item)?;
        let contents = open.contents.borrow();
        match contents.fields.get(&field.id)?.value.as_ref()? {
            Value::Blob(blob) => Some(blob.clone()),
            _ => None,
        }
    }

    fn is_locked(&self, item: i32) -> bool {
        let locked = self.field_of(item).and_then(|(open, field)| {
            let contents = open.contents.borrow();
            contents.fields.get(&field.id).map(|text| text.locked)
        });
        locked.unwrap_or(true)
    }

    fn photo_menu(&self, item: i32, at: (f32, f32), keyboard: bool) {
        let (language, full, locked) = (self.language(), self.blob_of(item).is_some(), self.is_locked(item));
        let shortcut = |entry: ContextEntry, shortcut: &str| ContextEntry { shortcut: shortcut.into(), ..entry };
        let mut entries = Vec::new();
        if !locked {
            entries.push(entry("camera", language.pick("Fotografuoti…", "Take a photo…"), "camera"));
            entries.push(entry("file", language.pick("Iš failo…", "From a file…"), "folder-open"));
            let paste = entry("paste", language.pick("Įklijuoti", "Paste"), "clipboard-paste");
            entries.push(shortcut(paste, "Ctrl+V"));
            if full {
                let crop = language.pick("Apkarpyti ir pataisyti…", "Crop and adjust…");
                entries.push(separated(entry("adjust", crop, "crop")));
            }
        }
        if full {
            let copy = shortcut(entry("copy", language.pick("Kopijuoti", "Copy"), "copy"), "Ctrl+C");
            entries.push(if locked { copy } else { separated(copy) });
            entries.push(entry("save", language.pick("Išsaugoti kaip…", "Save as…"), "download"));
        }
        if !locked {
            entries.push(entry("former", language.pick("Ankstesnės nuotraukos…", "Former photos…"), "history"));
        }
        if full && !locked {
            let remove = entry("remove", language.pick("Pašalinti", "Remove"), "trash-2");
            entries.push(separated(shortcut(ContextEntry { danger: true, ..remove }, "Del")));
        }
        self.open_menu(About::Picture(item), entries, at, keyboard);
    }

    pub(crate) fn choose_of_photo(self: &Rc<App>, item: i32, id: &str) {
        match id {
            "camera" => {
                if let Some(place) = self.photo_place(item) {
                    self.open_live(place);
                }
            }
            "file" => self.choose_picture(item),
            "paste" => self.paste_photo(item),
            "adjust" => self.adjust_photo(item),
            "copy" => self.copy_photo(item),
            "save" => self.save_photo(item),
            "former" => self.show_former(item),
            "remove" => self.remove_photo(item),
            _ => {}
        }
    }

    // ---- from a file

    /// A file by the system's dialog.
    pub(crate) fn choose_picture(self: &Rc<App>, item: i32) {
        let Some(place) = self.photo_place(item) else { return };
        let app = self.clone();
        self.spawn(async move {
            let title = app.language().pick("Pasirinkti paveikslėlį", "Choose a picture");
            match app.dialogs.open(title, Wanted::Picture).await {
                Ok(Some(path)) => app.review_file(place, path),
                Ok(None) => {}
                Err(_) => app.complain_of_no_dialogs(),
            }
        });
    }

    /// Another file, from the booth.
    pub(crate) fn choose_another(self: &Rc<App>) {
        let item = self.booth.place.borrow().as_ref().map(|place| place.item);
        if let Some(item) = item {
            self.choose_picture(item);
        }
    }

    /// Shows a file in the booth, to be cropped and kept.
    pub(crate) fn review_file(self: &Rc<App>, place: PhotoPlace, path: PathBuf) {
        self.review_loaded(place, move || {
            let (name, bytes) = Engine::read_file(&path)?;
            let raster = Engine::open_picture(&name, &bytes, LONGEST)?;
            Ok((Arc::new(on_white(&raster)), Origin::File(name, Arc::new(bytes))))
        });
    }

    fn review_loaded(
        self: &Rc<App>,
        place: PhotoPlace,
        load: impl FnOnce() -> Result<(Arc<Frame>, Origin)> + Send + 'static,
    ) {
        let (app, visit) = (self.clone(), self.booth.visit.get());
        self.spawn(async move {
            let words = app.language().pick("Skaitomas paveikslėlis…", "Reading the picture…");
            let loaded = app.work(words, load).await;
            if app.booth.visit.get() != visit {
                return;
            }
            match loaded {
                Ok((frame, origin)) => {
                    app.switch_off();
                    app.enter_booth(place, BoothStep::Review);
                    app.begin_review(frame, origin);
                }
                Err(error) => app.complain(&error),
            }
        });
    }

    fn adjust_photo(self: &Rc<App>, item: i32) {
        let (Some(engine), Some(place), Some(blob)) = (self.engine(), self.photo_place(item), self.blob_of(item))
        else {
            return;
        };
        self.review_loaded(place, move || {
            let bytes = engine.blob(&blob.hash)?.unwrap_or_default();
            let raster = Engine::open_picture(&blob.name, &bytes, LONGEST)?;
            Ok((Arc::new(on_white(&raster)), Origin::Pixels(blob.name)))
        });
    }

    // ---- the clipboard

    fn paste_photo(self: &Rc<App>, item: i32) {
        if !self.may_write() {
            return;
        }
        let Some(place) = self.photo_place(item) else { return };
        let (app, visit, paste) = (self.clone(), self.booth.visit.get(), self.dialogs.pasted());
        self.spawn(async move {
            let language = app.language();
            let pasted = app.work(language.pick("Įklijuojama…", "Pasting…"), move || Ok(paste())).await;
            if app.booth.visit.get() != visit {
                return;
            }
            match pasted {
                Ok(Some(Pasted::File(path))) => app.review_file(place, path),
                Ok(Some(Pasted::Pixels(raster))) => {
                    let frame = Arc::new(on_white(&raster));
                    app.switch_off();
                    app.enter_booth(place, BoothStep::Review);
                    app.begin_review(frame, Origin::Pixels(String::new()));
                }
                Ok(None) => app.say(
                    language.pick("Iškarpinėje paveikslėlio nėra.", "There is no picture in the clipboard."),
                    Tone::Normal,
                    None,
                ),
                Err(error) => app.complain(&error),
            }
        });
    }

    fn copy_photo(self: &Rc<App>, item: i32) {
        let (Some(engine), Some(blob)) = (self.engine(), self.blob_of(item)) else { return };
        let app = self.clone();
        self.spawn(async move {
            let language = app.language();
            let words = language.pick("Kopijuojama…", "Copying…");
            let read = app
                .work(words, move || {
                    let bytes = engine.blob(&blob.hash)?.unwrap_or_default();
                    Engine::open_picture(&blob.name, &bytes, LONGEST)
                })
                .await;
            match read {
                Ok(raster) if app.dialogs.copy(&raster) => {
                    app.say(language.pick("Nuotrauka nukopijuota", "The photo is copied"), Tone::Normal, None);
                }
                Ok(_) => {
                    app.say(language.pick("Nepavyko nukopijuoti.", "This could not be copied."), Tone::Danger, None);
                }
                Err(error) => app.complain(&error),
            }
        });
    }

    fn save_photo(self: &Rc<App>, item: i32) {
        let (Some(engine), Some(blob)) = (self.engine(), self.blob_of(item)) else { return };
        let app = self.clone();
        self.spawn(async move {
            let language = app.language();
            let (of, hash) = (engine.clone(), blob.hash);
            let words = language.pick("Skaitomas paveikslėlis…", "Reading the picture…");
            let bytes = app.work(words, move || of.blob(&hash)).await;
            let is_png = matches!(&bytes, Ok(Some(bytes)) if bytes.starts_with(b"\x89PNG"));
            let wanted = if is_png { Wanted::Png } else { Wanted::Jpeg };
            let title = language.pick("Išsaugoti nuotrauką", "Save the photo");
            let record = app.card.open().map(|open| open.contents.borrow().title.clone()).unwrap_or_default();
            let stem = if record.is_empty() { stem_of(&blob.name) } else { engine::safe_name(&record) };
            app.save_blob(engine, blob, title, wanted, &stem).await;
        });
    }

    /// Asks where to, and writes the contents of a picture or file there.
    pub(crate) async fn save_blob(
        self: &Rc<App>,
        engine: Arc<Engine>,
        blob: BlobRef,
        title: &str,
        wanted: Wanted,
        name: &str,
    ) {
        let path = match self.dialogs.save(title, wanted, name).await {
            Ok(Some(path)) => path,
            Ok(None) => return,
            Err(_) => return self.complain_of_no_dialogs(),
        };
        let language = self.language();
        let words = language.pick("Rašomas failas…", "Writing the file…");
        let to = path.clone();
        match self.work(words, move || engine.save_file(&blob, &to)).await {
            Ok(()) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let saved = language.pick("Išsaugota", "Saved");
                let text = format!("{saved}: {}", crate::words::quoted(&name, language));
                // A program that was saved is not offered to be run.
                if file_kind(&name) == engine::FileKind::Runs {
                    self.say(text, Tone::Good, None);
                } else {
                    self.say_written(text, path);
                }
            }
            Err(error) => self.complain(&error),
        }
    }

    // ---- former ones

    fn show_former(self: &Rc<App>, item: i32) {
        let (Some(engine), Some(place)) = (self.engine(), self.photo_place(item)) else { return };
        let none = self.language().pick("Ankstesnių nuotraukų nėra.", "There are no former photos.");
        let Some(id) = place.subject.target.id() else { return self.say(none, Tone::Normal, None) };
        let (app, visit) = (self.clone(), self.booth.visit.get());
        self.spawn(async move {
            let language = app.language();
            let (table, field, of) = (place.subject.table, place.field.id, engine.clone());
            let words = language.pick("Ieškoma ankstesnių nuotraukų…", "Looking for former photos…");
            let found = app
                .work(words, move || {
                    let former = of.former_pictures(table, id, field)?;
                    former
                        .into_iter()
                        .map(|photo| {
                            let small = of.picture(&photo.blob.hash, PictureSize::Row)?;
                            Ok((photo, small))
                        })
                        .collect::<Result<Vec<_>>>()
                })
                .await;
            if app.booth.visit.get() != visit {
                return;
            }
            let found = match found {
                Ok(found) => found,
                Err(error) => return app.complain(&error),
            };
            if found.is_empty() {
                return app.say(none, Tone::Normal, None);
            }
            app.enter_booth(place, BoothStep::Former);
            let shown = found.iter().map(|(photo, small)| FormerPhoto {
                picture: small.as_ref().map(pictures::image).unwrap_or_default(),
                label: engine.local_time(photo.time).format("%Y-%m-%d %H:%M").to_string().into(),
            });
            let shown: Vec<FormerPhoto> = shown.collect();
            app.ui.global::<BoothApi<'_>>().set_former(ModelRc::new(VecModel::from(shown)));
            *app.booth.former.borrow_mut() = found.into_iter().map(|(photo, _)| photo.blob).collect();
        });
    }

    fn bring_back(self: &Rc<App>, index: i32) {
        let blob = usize::try_from(index).ok().and_then(|at| self.booth.former.borrow().get(at).cloned());
        let (Some(blob), Some(place)) = (blob, self.booth.place.borrow().clone()) else { return };
        self.close_booth();
        let words = self.language().pick("Grąžinta ankstesnė nuotrauka", "The former photo is back");
        self.put_blob(place.item, Some(blob), words);
    }

    pub(crate) fn remove_photo(self: &Rc<App>, item: i32) {
        self.put_blob(item, None, self.language().pick("Nuotrauka pašalinta", "The photo is removed"));
    }

    /// Puts a picture or file that the base has already into a field, or takes it away; says so with a way back.
    pub(crate) fn put_blob(self: &Rc<App>, item: i32, blob: Option<BlobRef>, said: &'static str) {
        let (Some(engine), Some((open, field))) = (self.engine(), self.field_of(item)) else { return };
        let Some(id) = open.subject.target.id() else { return };
        let (app, table) = (self.clone(), open.subject.table);
        self.spawn(async move {
            let words = app.language().pick("Įrašoma…", "Saving…");
            let value = blob.map(Value::Blob);
            let written = app.work(words, move || engine.edit_fields(table, id, &[(field.id, value)])).await;
            if app.done(written).is_some() {
                app.say_undoable(said);
            }
        });
    }

    // ---- dropped

    /// Files that are dropped onto the window are heard of from now on.
    pub(crate) fn hear_drops(self: &Rc<App>) {
        let weak = Rc::downgrade(self);
        self.ui.window().on_winit_window_event(move |_, event| {
            if let WindowEvent::DroppedFile(path) = event {
                let (weak, path) = (weak.clone(), path.clone());
                // The window is just handling an event and may not be changed under its hands.
                slint::Timer::single_shot(Duration::ZERO, move || {
                    if let Some(app) = weak.upgrade() {
                        app.file_dropped(&path);
                    }
                });
            }
            EventResult::Propagate
        });
    }

    /// A file was dropped onto the window: it goes to the field of the open card that takes it.
    pub(crate) fn file_dropped(self: &Rc<App>, path: &Path) {
        let is_picture = file_kind(&path.to_string_lossy()) == engine::FileKind::Picture;
        let editor = |picture: bool| if picture { ui::EditorKind::Picture } else { ui::EditorKind::File };
        let of_kind = |kind: ui::EditorKind| {
            let items = self.ui.global::<ui::CardApi<'_>>().get_items();
            let at = slint::Model::iter(&items).position(|item| item.editor == kind && !item.readonly);
            at.and_then(|at| i32::try_from(at).ok())
        };
        if self.page() != ui::Page::Card || !self.may_write() {
            return;
        }
        let picture = if is_picture { of_kind(editor(true)) } else { None };
        match (picture, of_kind(editor(false))) {
            (Some(item), _) => {
                if let Some(place) = self.photo_place(item) {
                    self.review_file(place, path.to_owned());
                }
            }
            (None, Some(item)) => self.attach(item, path.to_owned()),
            (None, None) => self.say(
                self.language()
                    .pick("Šioje kortelėje nėra lauko tokiam failui.", "This card has no field for a file like this."),
                Tone::Normal,
                None,
            ),
        }
    }
}

fn stem_of(name: &str) -> String {
    let name = engine::safe_name(name);
    name.rsplit_once('.').map_or(name.clone(), |(stem, _)| stem.to_owned())
}

/// A picture without transparency, as it would look on paper.
fn on_white(raster: &Raster) -> Frame {
    let mut rgb = Vec::with_capacity(raster.rgba.len() / 4 * 3);
    for pixel in raster.rgba.chunks_exact(4) {
        let alpha = u32::from(pixel[3]);
        rgb.extend(pixel[..3].iter().map(|byte| {
            let mixed = (u32::from(*byte) * alpha + 255 * (255 - alpha)) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        }));
    }
    Frame { width: raster.width, height: raster.height, rgb }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_see_through_becomes_white() {
        let raster = Raster { width: 2, height: 1, rgba: vec![10, 20, 30, 255, 10, 20, 30, 0] };
        assert_eq!(on_white(&raster).rgb, [10, 20, 30, 255, 255, 255]);
    }

    #[test]
    fn a_saved_photo_has_no_ending_twice() {
        assert_eq!(stem_of("Jonas.jpg"), "Jonas");
        assert_eq!(stem_of("../x"), "x");
    }
}
