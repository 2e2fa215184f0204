//! The photo booth: switching the camera on and off, looking, taking.

use crate::{
    App,
    booth_review::{Origin, Review},
    contents::Subject,
    pictures,
};
use camera::{Camera, Current, Ended, Frame, Light, Session, Size, State, Wanted, sizes};
use model::{
    language::Language,
    schema::{Field, FieldRole, TableRole},
};
use slint::{ComponentHandle as _, Image, ModelRc, SharedString, Timer, TimerMode, VecModel};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::Arc,
    time::{Duration, Instant},
};
use ui::{BoothApi, BoothStep, ChoiceData};

/// So often the window looks for a new picture.
const LOOK: Duration = Duration::from_millis(16);
/// Between two numbers of the countdown, and between two pictures of a burst.
const COUNT: Duration = Duration::from_millis(900);
const BURST: Duration = Duration::from_millis(450);
/// Pictures of a burst.
const MANY: usize = 3;
/// The live picture on the screen is at most so wide, in layout units.
const STAGE: f32 = 758.0;

/// The field a picture is for.
#[derive(Clone)]
pub(crate) struct PhotoPlace {
    pub item: i32,
    pub subject: Subject,
    pub field: Field,
    /// Width to height of its place on the card.
    pub aspect: f32,
    /// A face belongs there.
    pub face: bool,
}

/// The booth as it stands.
#[derive(Default)]
pub(crate) struct BoothDesk {
    pub(crate) place: RefCell<Option<PhotoPlace>>,
    pub(crate) review: RefCell<Option<Review>>,
    pub(crate) shots: RefCell<Vec<Arc<Frame>>>,
    pub(crate) former: RefCell<Vec<model::value::BlobRef>>,
    /// Grows when the booth opens or closes: what was asked for before is no longer wanted.
    pub(crate) visit: Cell<u64>,
    /// Where a code goes: a field of the card, or the search line.
    pub(crate) code_for: Cell<Option<i32>>,
    /// The field whose file is previewed.
    pub(crate) file: Cell<Option<i32>>,
    session: RefCell<Option<Session>>,
    ended: RefCell<Option<Ended>>,
    shown: Cell<u64>,
    told: Cell<bool>,
    /// When the camera was switched on.
    begun: Cell<Option<Instant>>,
    clock: Timer,
    counter: Timer,
}

impl App {
    pub(crate) fn connect_booth(self: &Rc<App>) {
        let api = self.ui.global::<BoothApi<'_>>();
        api.set_cameras(ModelRc::default());
        api.set_sizes(ModelRc::default());
        api.set_shots(ModelRc::default());
        api.set_former(ModelRc::default());
        {
            let settings = self.settings.borrow();
            api.set_countdown(settings.photo_countdown);
            api.set_burst(settings.photo_burst);
        }
        api.on_photo_requested(forward!(self, |app, item| app.photo_requested(item)));
        api.on_take(forward!(self, |app| app.take_photo()));
        api.on_retake(forward!(self, |app| app.retake()));
        api.on_cancel(forward!(self, |app| app.close_booth()));
        api.on_try_again(forward!(self, |app| app.switch_on()));
        api.on_camera_chosen(forward!(self, |app, id| app.choose_camera(&id)));
        api.on_size_chosen(forward!(self, |app, id| {
            app.keep(|settings| settings.camera_size = id.to_string());
            app.switch_on();
        }));
        api.on_options_changed(forward!(self, |app| {
            let api = app.ui.global::<BoothApi<'_>>();
            let (countdown, burst) = (api.get_countdown(), api.get_burst());
            app.keep(|settings| (settings.photo_countdown, settings.photo_burst) = (countdown, burst));
        }));
        api.on_scan_code(forward!(self, |app| app.scan_code()));
        self.connect_review();
        self.connect_photos();
    }

    /// The field behind a picture on the open card.
    pub(crate) fn photo_place(&self, item: i32) -> Option<PhotoPlace> {
        let (open, field) = self.field_of(item)?;
        let area = open.item(item)?.area;
        let height = (area.height - 20).max(32);
        let aspect = (area.width as f32 / height as f32).clamp(0.4, 2.5);
        let contents = open.contents.borrow();
        let persons = self.engine().is_some_and(|engine| engine.has_persons(&contents.table));
        // A firm has a logo.
        let is_firm = contents.table.info.role == Some(TableRole::Company)
            || contents.fields.values().any(|text| {
                text.field.role == Some(FieldRole::PersonType)
                    && crate::cells::is_choice(&text.field, text.value.as_ref(), "legal")
            });
        let face = persons && !is_firm && field.role == Some(FieldRole::Photo);
        Some(PhotoPlace { item, subject: open.subject.clone(), field, aspect, face })
    }

    /// A click on an empty frame. A logo is no work for a camera.
    fn photo_requested(self: &Rc<App>, item: i32) {
        if !self.may_write() {
            return;
        }
        let Some(place) = self.photo_place(item) else { return };
        let role = self.engine().and_then(|engine| {
            engine.with_schema(|schema| schema.table(place.subject.table).and_then(|table| table.info.role))
        });
        if role == Some(TableRole::Company) {
            self.choose_picture(item);
        } else {
            self.open_live(place);
        }
    }

    /// Opens the booth with the camera on.
    pub(crate) fn open_live(self: &Rc<App>, place: PhotoPlace) {
        self.enter_booth(place, BoothStep::Live);
        self.switch_on();
    }

    /// Shows the booth for a field.
    pub(crate) fn enter_booth(&self, place: PhotoPlace, step: BoothStep) {
        let language = self.language();
        let label = place.field.label.get(language).to_owned();
        let title = self.card.open().map(|open| open.contents.borrow().title.clone()).unwrap_or_default();
        let api = self.ui.global::<BoothApi<'_>>();
        api.set_title(if title.is_empty() { label.into() } else { slint::format!("{label}: {title}") });
        api.set_aspect(place.aspect);
        api.set_face(place.face);
        *self.booth.place.borrow_mut() = Some(place);
        self.show_booth(step);
    }

    pub(crate) fn show_booth(&self, step: BoothStep) {
        self.booth.visit.set(self.booth.visit.get() + 1);
        self.booth.shots.borrow_mut().clear();
        self.booth.review.take();
        let api = self.ui.global::<BoothApi<'_>>();
        api.set_picture(Image::default());
        api.set_has_picture(false);
        api.set_fault(SharedString::new());
        api.set_light(SharedString::new());
        api.set_counting(0);
        api.set_bursting(0);
        api.set_flash(false);
        api.set_saving(false);
        api.set_shots(ModelRc::default());
        api.set_step(step);
        api.set_visible(true);
    }

    /// Leaves everything as it was; the camera is off from now on.
    pub(crate) fn close_booth(&self) {
        self.switch_off();
        self.booth.visit.set(self.booth.visit.get() + 1);
        self.booth.place.take();
        self.booth.review.take();
        self.booth.shots.borrow_mut().clear();
        self.booth.former.borrow_mut().clear();
        let api = self.ui.global::<BoothApi<'_>>();
        api.set_visible(false);
        api.set_picture(Image::default());
        api.set_has_picture(false);
        api.set_shots(ModelRc::default());
        api.set_former(ModelRc::default());
    }

    // ---- the camera

    /// Switches on the camera that was used last.
    pub(crate) fn switch_on(self: &Rc<App>) {
        let api = self.ui.global::<BoothApi<'_>>();
        let codes = api.get_step() == BoothStep::Code;
        self.switch_off();
        let preview = (STAGE * self.ui.window().scale_factor()).clamp(480.0, 1280.0);
        let wanted = {
            let settings = self.settings.borrow();
            Wanted {
                camera: (!settings.camera.is_empty()).then(|| settings.camera.clone()),
                any: true,
                size: settings.camera_size.parse().ok(),
                preview: preview as u32,
                mirrored: !codes,
                codes,
                ..Wanted::default()
            }
        };
        let session = Session::open(self.cameras.borrow().clone(), wanted, self.booth.ended.take());
        *self.booth.session.borrow_mut() = Some(session);
        self.booth.shown.set(0);
        self.booth.told.set(false);
        self.booth.begun.set(Some(Instant::now()));
        api.set_fault(SharedString::new());
        api.set_light(SharedString::new());
        api.set_has_picture(false);
        self.booth.clock.start(TimerMode::Repeated, LOOK, forward!(self, |app| app.look()));
    }

    /// Switches the camera off.
    pub(crate) fn switch_off(&self) {
        self.booth.clock.stop();
        self.booth.counter.stop();
        if let Some(session) = self.booth.session.take() {
            *self.booth.ended.borrow_mut() = Some(session.close());
        }
        let api = self.ui.global::<BoothApi<'_>>();
        api.set_counting(0);
        api.set_bursting(0);
    }

    /// Whether the camera is on.
    pub fn camera_is_on(&self) -> bool {
        self.booth.session.borrow().is_some()
    }

    /// Shows the newest picture, or what is wrong.
    fn look(self: &Rc<App>) {
        let window = self.ui.window();
        let hidden = window.is_minimized() || !window.is_visible();
        let api = self.ui.global::<BoothApi<'_>>();
        if self.booth.session.borrow().is_none() {
            // The window is seen again.
            if !hidden && api.get_visible() && api.get_fault().is_empty() {
                self.switch_on();
            }
            return;
        }
        if hidden {
            if let Some(session) = self.booth.session.take() {
                *self.booth.ended.borrow_mut() = Some(session.close());
            }
            return;
        }
        let (state, seen, code, cameras, current) = {
            let session = self.booth.session.borrow();
            let Some(session) = &*session else { return };
            let state = session.state();
            let (cameras, current) = session.cameras();
            (state, session.seen(self.booth.shown.get()), session.take_code(), cameras, current)
        };
        if !self.booth.told.get() && (current.is_some() || matches!(state, State::Failed(_))) {
            self.booth.told.set(true);
            self.show_cameras(&cameras, current.as_ref());
        }
        if let State::Failed(fault) = state {
            // What was taken already is not lost with the camera.
            if api.get_step() != BoothStep::Review {
                api.set_fault(fault.message(self.language()).into());
            }
            api.set_has_picture(false);
            self.switch_off();
            return;
        }
        api.set_flash(false);
        if let Some(seen) = seen
            && api.get_step() != BoothStep::Review
        {
            self.booth.shown.set(seen.serial);
            if let Some(begun) = self.booth.begun.take() {
                tracing::info!(after = ?begun.elapsed(), "the camera's first picture");
            }
            api.set_picture(pictures::image_of_frame(&seen.preview));
            api.set_has_picture(true);
            api.set_light(light_words(seen.light, self.language()).into());
        }
        if let Some(code) = code.filter(|_| api.get_step() == BoothStep::Code) {
            self.code_read(&code);
        }
    }

    fn show_cameras(&self, cameras: &[Camera], current: Option<&Current>) {
        let api = self.ui.global::<BoothApi<'_>>();
        let choice =
            |id: &str, label: String| ChoiceData { id: id.into(), label: label.into(), ..ChoiceData::default() };
        let all: Vec<ChoiceData> = cameras.iter().map(|camera| choice(&camera.id, camera.name.clone())).collect();
        let wanted = self.settings.borrow().camera.clone();
        let first = cameras.iter().find(|camera| camera.name == wanted).or(cameras.first());
        let name = current.map(|current| &current.camera).or(first).map(|camera| camera.name.clone());
        api.set_cameras(ModelRc::new(VecModel::from(all)));
        api.set_camera(name.unwrap_or_default().into());
        let words = |size: &Size| format!("{} × {}", size.width, size.height);
        let offered = current.map(|current| sizes(&current.formats)).unwrap_or_default();
        let offered: Vec<ChoiceData> = offered.iter().map(|size| choice(&size.to_string(), words(size))).collect();
        api.set_sizes(ModelRc::new(VecModel::from(offered)));
        api.set_size(current.map(|current| words(&current.format.size)).unwrap_or_default().into());
    }

    fn choose_camera(self: &Rc<App>, id: &str) {
        let api = self.ui.global::<BoothApi<'_>>();
        let cameras = api.get_cameras();
        let chosen = slint::Model::iter(&cameras).find(|camera| camera.id == id);
        let Some(chosen) = chosen else { return };
        self.keep(|settings| settings.camera = chosen.label.to_string());
        self.switch_on();
    }

    // ---- taking

    fn take_photo(self: &Rc<App>) {
        let api = self.ui.global::<BoothApi<'_>>();
        if !api.get_has_picture() || api.get_counting() > 0 || api.get_bursting() > 0 {
            return;
        }
        self.booth.shots.borrow_mut().clear();
        if api.get_countdown() { self.count(3) } else { self.shoot() }
    }

    fn count(self: &Rc<App>, left: i32) {
        self.ui.global::<BoothApi<'_>>().set_counting(left);
        if left == 0 {
            return self.shoot();
        }
        self.booth.counter.start(TimerMode::SingleShot, COUNT, forward!(self, |app| app.count(left - 1)));
    }

    fn shoot(self: &Rc<App>) {
        let seen = self.booth.session.borrow().as_ref().and_then(|session| session.seen(0));
        let Some(seen) = seen else { return };
        let api = self.ui.global::<BoothApi<'_>>();
        api.set_flash(true);
        let taken = {
            let mut shots = self.booth.shots.borrow_mut();
            shots.push(seen.frame);
            shots.len()
        };
        if api.get_burst() && taken < MANY {
            api.set_bursting(i32::try_from(taken).unwrap_or_default());
            self.booth.counter.start(TimerMode::SingleShot, BURST, forward!(self, |app| app.shoot()));
            return;
        }
        api.set_bursting(0);
        self.review_shots();
    }

    fn review_shots(self: &Rc<App>) {
        let shots = self.booth.shots.borrow().clone();
        let small: Vec<Image> = shots.iter().map(|shot| pictures::image_of_frame(&shot.shrunk(240))).collect();
        // The sharpest one is proposed.
        let sharpness: Vec<u64> = shots.iter().map(|shot| shot.sharpness()).collect();
        let best = (0..shots.len()).max_by_key(|at| sharpness[*at]).unwrap_or_default();
        self.ui.global::<BoothApi<'_>>().set_shots(ModelRc::new(VecModel::from(small)));
        self.show_shot(best);
    }

    pub(crate) fn show_shot(self: &Rc<App>, at: usize) {
        let shot = self.booth.shots.borrow().get(at).cloned();
        let Some(shot) = shot else { return };
        let api = self.ui.global::<BoothApi<'_>>();
        api.set_shot(i32::try_from(at).unwrap_or_default());
        self.begin_review(shot, Origin::Camera);
    }

    /// Another picture from where this one came.
    fn retake(self: &Rc<App>) {
        let origin = self.booth.review.borrow().as_ref().map(|review| review.is_from_camera());
        match origin {
            Some(true) => {
                self.booth.review.take();
                self.booth.shots.borrow_mut().clear();
                let api = self.ui.global::<BoothApi<'_>>();
                api.set_shots(ModelRc::default());
                api.set_has_picture(false);
                api.set_step(BoothStep::Live);
                self.booth.shown.set(0);
                if !self.camera_is_on() {
                    self.switch_on();
                }
            }
            Some(false) => self.choose_another(),
            None => {}
        }
    }
}

fn light_words(light: Light, language: Language) -> &'static str {
    match light {
        Light::Good => "",
        Light::Dark => language
            .pick("Per tamsu: įjunkite šviesą arba atsisukite į langą", "Too dark: turn on a light or face the window"),
        Light::Bright => language
            .pick("Per šviesu: langas turi būti už kameros", "Too bright: the window should be behind the camera"),
    }
}
