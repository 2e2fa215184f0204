//! The pointer on the canvas: from pixels to gestures, and what comes of them.

use super::{Designing, Zoom, panel::Row};
use crate::App;
use designer::{Applied, Axis, DoubleClick, Modifiers, Point, Pointer, Refusal, Target};
use model::{ids::ItemId, layout::Card};
use slint::ComponentHandle as _;
use std::{rc::Rc, time::Duration};
use ui::{DesignerApi, Tone};

/// How often a drag is told that time goes by: pages open under a resting pointer, and the canvas moves on at its edge.
const TICK: Duration = Duration::from_millis(60);
/// So near to the edge the canvas moves on while something is dragged, in pixels.
const EDGE: f32 = 28.0;

/// The pointer, as it was last told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hand {
    /// In pixels of the canvas.
    pub at: (f32, f32),
    keys: Modifiers,
    /// A button is held.
    held: bool,
    /// The canvas is moved by it, from here.
    panning: Option<(f32, f32)>,
    /// Space is held: the next press moves the canvas.
    pub space: bool,
    /// Names of what is dragged from the panel or copied.
    pub names: Vec<String>,
    /// Something comes from the panel.
    pub placing: bool,
    /// It has been away from the canvas' edges since the drag began: what comes in from the panel passes an edge first.
    inside: bool,
    pan: (f32, f32),
    /// Rows of the panel that are pressed, and where the drag began.
    rows: Vec<Row>,
    from: Option<(f32, f32)>,
}

impl Hand {
    /// A row of the panel is pressed; with `more` beside those chosen already.
    pub fn press_row(&mut self, row: Row, more: bool) {
        let is_field = |row: &Row| matches!(row, Row::Field(_));
        if more && is_field(&row) && self.rows.iter().all(is_field) {
            match self.rows.iter().position(|other| *other == row) {
                Some(at) => drop(self.rows.remove(at)),
                None => self.rows.push(row),
            }
        } else if !self.rows.contains(&row) {
            self.rows = vec![row];
        }
        self.from = None;
    }

    /// Something begins to come in from the panel.
    pub fn comes_in(&mut self) {
        self.placing = true;
        self.inside = false;
    }

    /// The rows that are chosen in the panel.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// None is chosen any more.
    pub fn forget_rows(&mut self) {
        self.rows.clear();
        self.from = None;
    }

    /// The rows that are dragged, and whether the pointer has gone far enough for that.
    pub fn rows_moved(&mut self, at: (f32, f32)) -> (Vec<Row>, bool) {
        let from = *self.from.get_or_insert(at);
        let moved = (at.0 - from.0).hypot(at.1 - from.1) >= 3.0;
        (self.rows.clone(), moved)
    }

    /// Where it is, in pixels from the card's corner.
    pub fn canvas(&self, _factor: f32) -> (f32, f32) {
        (self.at.0 - self.pan.0, self.at.1 - self.pan.1)
    }

    fn pointer(&self, zoom: Zoom) -> Pointer {
        let units = |at: f32, pan: f32| f64::from((at - pan) / zoom.factor);
        Pointer {
            at: Point::new(units(self.at.0, zoom.pan.0), units(self.at.1, zoom.pan.1)),
            modifiers: self.keys,
            zoom: f64::from(zoom.factor),
        }
    }
}

fn keys(control: bool, shift: bool, alt: bool) -> Modifiers {
    Modifiers { shift, ctrl: control, alt }
}

impl App {
    pub(super) fn connect_canvas(self: &Rc<App>) {
        let api = self.ui.global::<DesignerApi<'_>>();
        api.on_viewport_changed(forward!(self, |app, width, height| app.canvas_sized(width, height)));
        api.on_pressed(forward!(self, |app, x, y, button, control, shift, alt| {
            app.canvas_pressed((x, y), button, keys(control, shift, alt))
        }));
        api.on_moved(forward!(self, |app, x, y, control, shift, alt| {
            app.canvas_moved((x, y), keys(control, shift, alt))
        }));
        api.on_released(forward!(self, |app, x, y, control, shift, alt| {
            app.canvas_released((x, y), keys(control, shift, alt))
        }));
        api.on_cancelled(forward!(self, |app| {
            app.cancel_gesture();
        }));
        api.on_double_clicked(forward!(self, |app, x, y| app.canvas_double_clicked((x, y))));
        api.on_wheeled(forward!(self, |app, x, y, dx, dy, control, shift| {
            if control {
                if dy != 0.0 {
                    app.zoom_step(dy > 0.0, Some((x, y)));
                }
            } else if shift && dx == 0.0 {
                app.pan_by(dy, 0.0);
            } else {
                app.pan_by(dx, dy);
            }
        }));
        api.on_ruler_pressed(forward!(self, |app, vertical, x, y| app.ruler_pressed(vertical, (x, y))));
        api.on_item_chosen(forward!(self, |app, index| app.choose_item(index)));
        api.on_typed(forward!(self, |app, text| app.label_typed(&text)));
        api.on_typing_cancelled(forward!(self, |app| app.end_typing()));
        let weak = Rc::downgrade(self);
        api.on_key(move |text, control, shift, alt| {
            weak.upgrade().is_some_and(|app| app.canvas_key(&text, keys(control, shift, alt)))
        });
        api.on_key_released(forward!(self, |app, text| app.canvas_key_released(&text)));
    }

    /// Notes where the pointer is.
    fn hand(&self, at: (f32, f32), keys: Modifiers) -> Pointer {
        let zoom = self.design.zoom.get();
        let pointer = self.designing(|designing| {
            designing.pointer.at = at;
            designing.pointer.keys = keys;
            designing.pointer.pan = zoom.pan;
            designing.pointer.pointer(zoom)
        });
        pointer.unwrap_or_else(|| Pointer::at(0.0, 0.0))
    }

    /// Whether gestures change something now.
    pub(super) fn can_design(&self) -> bool {
        self.designing(|designing| designing.writable && designing.looked_at.is_none()).unwrap_or(false)
    }

    fn canvas_pressed(self: &Rc<App>, at: (f32, f32), button: i32, keys: Modifiers) {
        self.save_held();
        let pointer = self.hand(at, keys);
        let pans = button == 2 || self.designing(|designing| designing.pointer.space) == Some(true);
        if pans {
            self.designing(|designing| designing.pointer.panning = Some(at));
            self.ui.global::<DesignerApi<'_>>().set_cursor(6);
            return;
        }
        if self.designing(|designing| designing.ordering.is_some()) == Some(true) {
            self.click_order(pointer);
            return;
        }
        if self.designing(|designing| designing.looked_at.is_some()) == Some(true) {
            return;
        }
        self.designing(|designing| {
            designing.pointer.held = button == 0;
            designing.pointer.inside = true;
            designing.pointer.names.clear();
            designing.session.press(pointer);
        });
        if button == 1 {
            self.designing(|designing| designing.session.cancel());
            self.show_selection();
            self.open_item_menu(at);
            return;
        }
        self.show_selection();
    }

    fn canvas_moved(self: &Rc<App>, at: (f32, f32), keys: Modifiers) {
        if let Some(from) = self.designing(|designing| designing.pointer.panning).flatten() {
            self.designing(|designing| designing.pointer.panning = Some(at));
            self.pan_by(at.0 - from.0, at.1 - from.1);
            self.hand(at, keys);
            return;
        }
        let pointer = self.hand(at, keys);
        let held = self.designing(|designing| designing.pointer.held || designing.pointer.placing).unwrap_or(false);
        if !held {
            self.show_cursor(pointer);
            return;
        }
        if self.can_design() {
            self.drag_on(pointer);
            let words = self.language().pick("Grąžinti į lentyną", "Back to the shelf");
            let text = if self.over_panel(at).is_empty() { "" } else { words };
            let api = self.ui.global::<DesignerApi<'_>>();
            api.set_drag_x(at.0);
            api.set_drag_y(at.1);
            api.set_drag_text(text.into());
        }
    }

    /// The items that are dragged over the panel, which go to the shelf if they are let go there.
    fn over_panel(&self, at: (f32, f32)) -> Vec<ItemId> {
        if at.0 >= -super::view::RULER {
            return Vec::new();
        }
        self.designing(|designing| designing.session.dragged().to_vec()).unwrap_or_default()
    }

    /// The drag goes on; the pointer moved or time went by.
    fn drag_on(self: &Rc<App>, pointer: Pointer) {
        let (language, time) = (self.language(), self.design.time.get());
        let (opened, dragging) = self
            .designing(|designing| {
                let Designing { session, measure, .. } = designing;
                let before = session.is_dragging();
                let opened = session.drag(pointer, time, &*measure).open_page;
                if session.is_dragging() && !before && designing.pointer.names.is_empty() {
                    designing.pointer.names =
                        designing.session.selected().map(|item| name_of(designing, item, language)).collect();
                }
                (opened, designing.session.is_dragging())
            })
            .unwrap_or_default();
        if let Some((tabs, page)) = opened
            && self.designing(|designing| designing.arrangement.tabs.get(&tabs).map(|(_, open)| *open) != Some(page))
                == Some(true)
        {
            self.turn_page(tabs, page);
        }
        if dragging {
            if !self.design.clock.running() {
                let weak = Rc::downgrade(self);
                self.design.clock.start(slint::TimerMode::Repeated, TICK, move || {
                    if let Some(app) = weak.upgrade() {
                        app.drag_ticks();
                    }
                });
            }
            self.draw_moved();
        }
    }

    /// Time goes by while something is dragged.
    fn drag_ticks(self: &Rc<App>) {
        let state = self.designing(|designing| {
            (designing.session.is_dragging() || designing.pointer.placing).then(|| designing.pointer.clone())
        });
        let Some(hand) = state.flatten() else { return self.design.clock.stop() };
        self.design.time.set(self.design.time.get() + TICK.as_millis() as u64);
        let (width, height) = self.design.viewport.get();
        let within = |by: f32| hand.at.0 > by && hand.at.0 < width - by && hand.at.1 > by && hand.at.1 < height - by;
        if within(EDGE) {
            self.designing(|designing| designing.pointer.inside = true);
        }
        let by = |at: f32, room: f32| {
            if at < EDGE {
                (EDGE - at).min(EDGE) / 2.0
            } else if at > room - EDGE {
                (room - EDGE - at).max(-EDGE) / 2.0
            } else {
                0.0
            }
        };
        let (dx, dy) = (by(hand.at.0, width), by(hand.at.1, height));
        // A guide goes back to its ruler at the edge.
        let guides = self.designing(|designing| designing.session.preview().guide.is_some()) == Some(true);
        if hand.inside && !guides && within(-EDGE) && (dx != 0.0 || dy != 0.0) {
            self.pan_by(dx, dy);
        }
        let pointer = self.hand(hand.at, hand.keys);
        self.drag_on(pointer);
    }

    fn canvas_released(self: &Rc<App>, at: (f32, f32), keys: Modifiers) {
        self.design.clock.stop();
        if self.designing(|designing| designing.pointer.panning.take().is_some()) == Some(true) {
            self.ui.global::<DesignerApi<'_>>().set_cursor(0);
            return;
        }
        let pointer = self.hand(at, keys);
        let held = self.designing(|designing| std::mem::take(&mut designing.pointer.held)).unwrap_or(false);
        self.ui.global::<DesignerApi<'_>>().set_drag_text(Default::default());
        if !held {
            return;
        }
        // Over the panel they go to the shelf.
        let shelved = self.over_panel(at);
        if !shelved.is_empty() {
            self.designing(|designing| {
                designing.session.cancel();
                designing.session.select(&shelved);
            });
            self.design_command("delete");
            return;
        }
        self.let_go(pointer);
    }

    /// What comes from the panel is dragged.
    pub(super) fn canvas_dragged(self: &Rc<App>, at: (f32, f32), keys: Modifiers) {
        let pointer = self.hand(at, keys);
        self.drag_on(pointer);
    }

    /// What came from the panel is let go.
    pub(super) fn canvas_dropped(self: &Rc<App>, at: (f32, f32), keys: Modifiers) {
        let pointer = self.hand(at, keys);
        self.let_go(pointer);
    }

    /// The gesture ends: at most one step.
    pub(super) fn let_go(self: &Rc<App>, pointer: Pointer) {
        let result = self.designing(|designing| {
            designing.pointer.placing = false;
            let Designing { session, measure, .. } = designing;
            session.release(pointer, &*measure)
        });
        match result {
            Some(Ok(released)) => {
                if let Some((tabs, page)) = released.opened {
                    self.turn_page(tabs, page);
                }
                if let Some(tabs) = released.wants_page {
                    self.add_page(tabs);
                    return;
                }
                match released.applied {
                    Some(applied) => self.design_done(&applied),
                    None => self.show_selection(),
                }
            }
            Some(Err(refusal)) => {
                self.show_selection();
                self.refuse(&refusal);
            }
            None => {}
        }
    }

    /// A page of tabs comes to the front; everything is drawn anew.
    pub(super) fn turn_page(self: &Rc<App>, tabs: ItemId, page: ItemId) {
        let language = self.language();
        self.designing(|designing| {
            designing.session.open_page(tabs, page);
            designing.arrange(language);
        });
        self.draw_faces();
        self.draw_marks();
    }

    /// Esc while something is dragged; `false`: nothing was.
    pub(super) fn cancel_gesture(self: &Rc<App>) -> bool {
        self.design.clock.stop();
        let was = self.designing(|designing| {
            let was = designing.session.is_dragging() || designing.pointer.held || designing.pointer.placing;
            designing.pointer.held = false;
            designing.pointer.placing = false;
            designing.pointer.panning = None;
            designing.session.cancel();
            was
        });
        let api = self.ui.global::<DesignerApi<'_>>();
        api.set_drag_text(Default::default());
        if was == Some(true) {
            self.show_selection();
        }
        was == Some(true)
    }

    fn canvas_double_clicked(self: &Rc<App>, at: (f32, f32)) {
        if !self.can_design() || self.designing(|designing| designing.ordering.is_some()) == Some(true) {
            return;
        }
        let keys = self.designing(|designing| designing.pointer.keys).unwrap_or_default();
        let pointer = self.hand(at, keys);
        let result = self.designing(|designing| {
            designing.pointer.held = false;
            let Designing { session, measure, .. } = designing;
            session.double_click(pointer, &*measure)
        });
        match result {
            Some(Ok(DoubleClick::EditLabel(id))) => self.type_label(id),
            Some(Ok(DoubleClick::Fitted(applied))) => self.design_done(&applied),
            Some(Ok(DoubleClick::Nothing | DoubleClick::Entered)) => self.show_selection(),
            Some(Err(refusal)) => self.refuse(&refusal),
            None => {}
        }
    }

    fn ruler_pressed(self: &Rc<App>, vertical: bool, at: (f32, f32)) {
        if !self.can_design() {
            return;
        }
        let pointer = self.hand(at, Modifiers::default());
        let time = self.design.time.get();
        self.designing(|designing| {
            designing.pointer.held = true;
            designing.session.bring_guide(if vertical { Axis::X } else { Axis::Y });
            let Designing { session, measure, .. } = designing;
            session.drag(pointer, time, &*measure);
        });
    }

    /// The shape of the pointer.
    fn show_cursor(&self, pointer: Pointer) {
        let cursor = self.designing(|designing| {
            if designing.pointer.space {
                return 6;
            }
            if designing.ordering.is_some() || designing.looked_at.is_some() {
                return 0;
            }
            match designing.session.hover(pointer) {
                Target::Handle(handle) => match handle.sides() {
                    (-1, -1) | (1, 1) => 4,
                    (1, -1) | (-1, 1) => 5,
                    (0, _) => 3,
                    _ => 2,
                },
                Target::Split(_) => 2,
                Target::Guide(Axis::X, _) => 2,
                Target::Guide(Axis::Y, _) => 3,
                Target::Edge { right: true, bottom: true } => 4,
                Target::Edge { right: true, .. } => 2,
                Target::Edge { .. } => 3,
                Target::Item(_) => 1,
                _ => 0,
            }
        });
        self.ui.global::<DesignerApi<'_>>().set_cursor(cursor.unwrap_or_default());
    }

    fn choose_item(self: &Rc<App>, index: i32) {
        let id =
            self.designing(|designing| usize::try_from(index).ok().and_then(|at| designing.order.get(at).copied()));
        if let Some(id) = id.flatten() {
            self.select_item(id);
        }
    }

    /// Selects an item wherever it lies, and brings it into view.
    pub(super) fn select_item(self: &Rc<App>, id: ItemId) {
        let language = self.language();
        let rect = self.designing(|designing| {
            designing.session.reveal(id);
            designing.session.select(&[id]);
            designing.arrange(language);
            designing.session.scene().rect(id)
        });
        self.show_selection();
        if let Some(rect) = rect.flatten() {
            self.bring_into_view(rect.left, rect.top, rect.right, rect.bottom);
        }
    }

    /// Says why something was not done.
    pub(super) fn refuse(&self, refusal: &Refusal) {
        self.say(refusal.message(self.language()), Tone::Warning, None);
    }

    /// Takes what a command came to: saved and shown, or a sentence.
    pub(super) fn take_design(self: &Rc<App>, result: Option<Result<Applied<Card>, Refusal>>) {
        match result {
            Some(Ok(applied)) => self.design_done(&applied),
            Some(Err(refusal)) => self.refuse(&refusal),
            None => {}
        }
    }
}

/// What people call an item.
pub(super) fn name_of(
    designing: &Designing,
    item: &model::layout::CardItem,
    language: model::language::Language,
) -> String {
    use designer::Measure as _;
    designing.measure.name(item).get(language).to_owned()
}
