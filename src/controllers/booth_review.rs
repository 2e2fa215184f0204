//! A picture that was taken or chosen: cropped, turned, mirrored, made lighter, and kept.

use crate::{App, booth::PhotoPlace, pictures};
use camera::{Corner, Crop, Edit, Frame};
use engine::{EngineError, Result};
use slint::ComponentHandle as _;
use std::{path::Path, rc::Rc, sync::Arc};
use ui::{BoothApi, BoothStep};

/// Where the picture that is worked on is shown, in layout units.
const PLACE: (f32, f32) = (738.0, 468.0);
/// Quality of a photo that was taken or changed, of 100.
const QUALITY: u8 = 92;

/// Where a picture came from.
pub(crate) enum Origin {
    Camera,
    /// A file: its name, and its bytes, which are kept as they are where nothing is changed.
    File(String, Arc<Vec<u8>>),
    /// The clipboard, or the field itself; with a name.
    Pixels(String),
}

/// The picture being worked on.
pub(crate) struct Review {
    frame: Arc<Frame>,
    origin: Origin,
    edit: Edit,
    /// All of it is kept, whatever its proportion.
    whole: bool,
    before: Vec<(Edit, bool)>,
    /// Where dragging began.
    from: Option<Edit>,
    /// What the shown picture was made with.
    drawn: Option<Edit>,
}

impl Review {
    pub(crate) fn is_from_camera(&self) -> bool {
        matches!(self.origin, Origin::Camera)
    }

    /// The largest piece with the proportion of the card.
    fn fitting(&self, edit: &Edit, aspect: f32) -> Crop {
        let (width, height) = edit.turned_size(self.frame.width, self.frame.height);
        Crop::largest(Crop::ratio(aspect, width, height))
    }

    /// Does something that can be taken back.
    fn change(&mut self, change: impl FnOnce(&mut Edit)) {
        let before = (self.edit, self.whole);
        change(&mut self.edit);
        if self.edit != before.0 {
            self.before.push(before);
        }
    }

    /// What is being dragged has come to rest.
    fn settle(&mut self) {
        if let Some(from) = self.from.take().filter(|from| *from != self.edit) {
            self.before.push((from, self.whole));
        }
    }
}

impl App {
    pub(crate) fn connect_review(self: &Rc<App>) {
        let api = self.ui.global::<BoothApi<'_>>();
        api.on_shot_chosen(forward!(self, |app, shot| {
            if let Ok(at) = usize::try_from(shot) {
                app.show_shot(at);
            }
        }));
        api.on_dragged(forward!(self, |app, part, by_x, by_y| app.drag_crop(part, by_x, by_y)));
        api.on_drag_ended(forward!(self, |app| app.reviewed(|review, _| review.settle())));
        api.on_zoomed(forward!(self, |app, by| app.reviewed(|review, _| {
            if !review.whole {
                review.change(|edit| edit.crop = edit.crop.zoomed(1.0 - by));
            }
        })));
        api.on_nudged(forward!(self, |app, by_x, by_y| app.reviewed(|review, _| {
            if !review.whole {
                review.change(|edit| edit.crop = edit.crop.moved(by_x, by_y));
            }
        })));
        api.on_turn(forward!(self, |app| app.reviewed(|review, aspect| {
            // It is mirrored after it is turned: what is seen turns to the right either way.
            let quarter = if review.edit.mirrored { 3 } else { 1 };
            let mut turned = Edit { turns: (review.edit.turns + quarter) % 4, ..review.edit };
            turned.crop = if review.whole { Crop::WHOLE } else { review.fitting(&turned, aspect) };
            review.change(|edit| *edit = turned);
        })));
        api.on_mirror(forward!(self, |app| app.reviewed(|review, _| {
            review.change(|edit| {
                edit.mirrored = !edit.mirrored;
                edit.crop = edit.crop.mirrored();
            });
        })));
        api.on_toggle_whole(forward!(self, |app| app.reviewed(|review, aspect| {
            review.before.push((review.edit, review.whole));
            review.whole = !review.whole;
            review.edit.crop = if review.whole { Crop::WHOLE } else { review.fitting(&review.edit, aspect) };
        })));
        api.on_brighten(forward!(self, |app, value| app.reviewed(|review, _| {
            review.from.get_or_insert(review.edit);
            review.edit.brightness = value;
        })));
        api.on_brightened(forward!(self, |app| app.reviewed(|review, _| review.settle())));
        api.on_undo(forward!(self, |app| app.reviewed(|review, _| {
            if let Some((edit, whole)) = review.before.pop() {
                (review.edit, review.whole) = (edit, whole);
            }
        })));
        api.on_keep(forward!(self, |app| app.keep_photo()));
    }

    /// Shows a picture to be worked on.
    pub(crate) fn begin_review(self: &Rc<App>, frame: Arc<Frame>, origin: Origin) {
        let Some(place) = self.booth.place.borrow().clone() else { return };
        // Of a logo nothing is cut off unasked.
        let whole = !place.face && !matches!(origin, Origin::Camera);
        let api = self.ui.global::<BoothApi<'_>>();
        api.set_from_camera(matches!(origin, Origin::Camera));
        let edit = Edit::default();
        let mut review = Review { frame, origin, edit, whole, before: Vec::new(), from: None, drawn: None };
        if !whole {
            review.edit.crop = review.fitting(&edit, place.aspect);
        }
        *self.booth.review.borrow_mut() = Some(review);
        self.show_review();
        api.set_step(BoothStep::Review);
    }

    fn reviewed(self: &Rc<App>, change: impl FnOnce(&mut Review, f32)) {
        let aspect = self.booth.place.borrow().as_ref().map_or(1.0, |place| place.aspect);
        match &mut *self.booth.review.borrow_mut() {
            Some(review) => change(review, aspect),
            None => return,
        }
        self.show_review();
    }

    fn drag_crop(self: &Rc<App>, part: i32, by_x: f32, by_y: f32) {
        self.reviewed(|review, _| {
            let from = *review.from.get_or_insert(review.edit);
            let corner = match part {
                2 => Some(Corner::TopLeft),
                3 => Some(Corner::TopRight),
                4 => Some(Corner::BottomLeft),
                5 => Some(Corner::BottomRight),
                _ => None,
            };
            review.edit.crop = match corner {
                Some(corner) => from.crop.resized(corner, by_x, by_y),
                None => from.crop.moved(by_x, by_y),
            };
        });
    }

    fn show_review(&self) {
        let mut review = self.booth.review.borrow_mut();
        let Some(review) = &mut *review else { return };
        let api = self.ui.global::<BoothApi<'_>>();
        let drawn = Edit { crop: Crop::WHOLE, ..review.edit };
        if review.drawn != Some(drawn) {
            review.drawn = Some(drawn);
            let scale = self.ui.window().scale_factor();
            let (width, height) = drawn.turned_size(review.frame.width, review.frame.height);
            let fits = (PLACE.0 * scale / width as f32).min(PLACE.1 * scale / height as f32);
            let longest = (width.max(height) as f32 * fits) as u32;
            api.set_picture(pictures::image_of_frame(&drawn.apply(&review.frame.shrunk(longest))));
        }
        let crop = review.edit.crop;
        api.set_crop_x(crop.x);
        api.set_crop_y(crop.y);
        api.set_crop_width(crop.width);
        api.set_crop_height(crop.height);
        api.set_whole(review.whole);
        api.set_brightness(review.edit.brightness);
        api.set_can_undo(!review.before.is_empty());
    }

    /// Puts the picture into its field, as one action.
    fn keep_photo(self: &Rc<App>) {
        let api = self.ui.global::<BoothApi<'_>>();
        let (Some(engine), Some(place)) = (self.engine(), self.booth.place.borrow().clone()) else { return };
        if api.get_saving() {
            return;
        }
        let language = self.language();
        let work = {
            let review = self.booth.review.borrow();
            let Some(review) = &*review else { return };
            let untouched = review.edit.is_nothing();
            let (frame, edit) = (review.frame.clone(), review.edit);
            let of_camera = language.pick("nuotrauka.jpg", "photo.jpg");
            let (name, original) = match &review.origin {
                Origin::Camera => (of_camera.to_owned(), None),
                Origin::File(name, bytes) if untouched => (name.clone(), Some(bytes.clone())),
                Origin::File(name, _) | Origin::Pixels(name) => (as_jpeg(name, of_camera), None),
            };
            move || -> Result<(String, Arc<Vec<u8>>)> {
                let bytes = match original {
                    Some(bytes) => bytes,
                    None => Arc::new(edit.apply(&frame).to_jpeg(QUALITY).ok_or_else(|| unwritable(&name))?),
                };
                Ok((name, bytes))
            }
        };
        api.set_saving(true);
        let (app, visit) = (self.clone(), self.booth.visit.get());
        self.spawn(async move {
            let words = language.pick("Įrašoma nuotrauka…", "Saving the photo…");
            let PhotoPlace { subject, field, item, .. } = place;
            let written = app
                .work(words, move || {
                    let (name, bytes) = work()?;
                    let (id, added) = subject.ensure(&engine)?;
                    let set = engine.set_picture(subject.table, id, field.id, &name, &bytes)?;
                    Ok(added.into_iter().chain([set]).collect())
                })
                .await;
            let is_kept = written.is_ok();
            if app.booth.visit.get() == visit {
                app.ui.global::<BoothApi<'_>>().set_saving(false);
                if is_kept {
                    app.close_booth();
                    app.ui.global::<ui::CardApi<'_>>().invoke_focus_field(item, true);
                }
            }
            app.take(written);
            if is_kept {
                app.say_undoable(language.pick("Nuotrauka įrašyta", "The photo is kept"));
            }
        });
    }
}

/// The name of a picture that was written anew.
fn as_jpeg(name: &str, otherwise: &str) -> String {
    let stem = Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    if stem.is_empty() { otherwise.to_owned() } else { format!("{stem}.jpg") }
}

fn unwritable(name: &str) -> EngineError {
    EngineError::unwritable(name, &std::io::ErrorKind::InvalidData.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_picture_is_a_jpeg_by_name_too() {
        assert_eq!(as_jpeg("logo.png", "photo.jpg"), "logo.jpg");
        assert_eq!(as_jpeg("", "photo.jpg"), "photo.jpg");
    }
}
