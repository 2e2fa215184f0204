//! From pointer events to commands: a gesture previews, the document is untouched until it ends, and then it is one command.

mod moving;
mod others;
mod preview;
mod resizing;

pub use preview::{Doing, DropInto, Preview};

use crate::{
    Applied, Command, Document, Holds, Item, Measure, Point, Refusal, Session, Target,
    gesture::{moving::Moving, others::Other, resizing::Resizing},
    hit,
    selection::picked_with,
};
use model::ids::ItemId;

/// The pointer has to go so far before a press becomes a drag, in pixels of the screen.
const THRESHOLD: f64 = 3.0;

/// Keys that are held.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Modifiers {
    /// Adds to the selection; keeps the axis or the ratio.
    pub shift: bool,
    /// Takes what lies underneath; copies.
    pub ctrl: bool,
    /// Suspends snapping; works from the centre.
    pub alt: bool,
}

/// The pointer.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pointer {
    /// Where on the canvas, in the document's units.
    pub at: Point,
    /// Keys that are held.
    pub modifiers: Modifiers,
    /// Pixels of the screen for a unit of the document.
    pub zoom: f64,
}

impl Pointer {
    /// A pointer at these units of the canvas, at 100 %, with no key held.
    pub fn at(x: f64, y: f64) -> Pointer {
        Pointer { at: Point::new(x, y), modifiers: Modifiers::default(), zoom: 1.0 }
    }
}

/// What a gesture came to.
#[derive(Clone, PartialEq, Debug)]
pub struct Released<D: Document> {
    /// The step it became; `None`: the document is as it was.
    pub applied: Option<Applied<D>>,
    /// The header of a page was clicked, or a page was opened by it: the row of tabs and the page.
    pub opened: Option<(ItemId, ItemId)>,
    /// The “+” of a row of tabs was clicked.
    pub wants_page: Option<ItemId>,
}

impl<D: Document> Released<D> {
    pub(crate) fn nothing() -> Released<D> {
        Released { applied: None, opened: None, wants_page: None }
    }

    pub(crate) fn applied(applied: Applied<D>) -> Released<D> {
        Released { applied: Some(applied).filter(Applied::is_change), ..Released::nothing() }
    }
}

/// What a double click came to.
#[derive(Clone, PartialEq, Debug)]
pub enum DoubleClick<D: Document> {
    /// Nothing.
    Nothing,
    /// The members of a group are selected one by one from now on.
    Entered,
    /// The label of an item is to be edited in place.
    EditLabel(ItemId),
    /// Items became as large as their contents need.
    Fitted(Applied<D>),
}

/// A press that may become a click or a drag.
pub(crate) struct Pressed {
    target: Target,
    at: Point,
    was_selected: bool,
}

/// The gesture under way.
pub(crate) enum Gesture<D: Document> {
    None,
    Pressed(Pressed),
    Moving(Box<Moving<D>>),
    Resizing(Box<Resizing>),
    Other(Box<Other>),
}

impl<D: Document> Session<D> {
    /// What the pointer would take where it is, for its shape.
    pub fn hover(&self, pointer: Pointer) -> Target {
        hit::target(&self.document, &self.scene, &self.selection, pointer.at, pointer.zoom)
    }

    /// The rectangle around which the eight handles stand; `None`: nothing that is selected can be resized.
    pub fn handles(&self) -> Option<crate::Rect> {
        hit::resizable_bounds(&self.document, &self.scene, &self.selection)
    }

    /// Whether a gesture is under way that has gone beyond a click.
    pub fn is_dragging(&self) -> bool {
        !matches!(self.gesture, Gesture::None | Gesture::Pressed(_))
    }

    /// The button was pressed: selects what lies under the pointer, and says what it took.
    pub fn press(&mut self, pointer: Pointer) -> Target {
        self.cancel();
        let target = self.hover(pointer);
        let mut was_selected = false;
        if let Target::Item(id) | Target::Inside(id) = target {
            was_selected = self.selection.contains(id);
            let picked = picked_with(&self.document, id, self.selection.inside_group);
            let keys = pointer.modifiers;
            let can_band = matches!(target, Target::Inside(_));
            if was_selected {
                // A drag works on all of the selection, drawn to the lines of what was taken.
                if !keys.shift && !keys.ctrl {
                    self.selection.refer_to(id);
                }
            } else if keys.shift && !can_band {
                self.selection.add(&picked);
                self.selection.prune(&self.document);
            } else if !keys.ctrl && !can_band {
                self.selection.set(picked);
                self.selection.prune(&self.document);
            }
        }
        self.gesture = Gesture::Pressed(Pressed { target, at: pointer.at, was_selected });
        target
    }

    /// The pointer moved, or time went by, with the button pressed; `now` in milliseconds of any clock.
    pub fn drag(&mut self, pointer: Pointer, now: u64, measure: &dyn Measure<D::Item>) -> &Preview {
        if let Gesture::Pressed(pressed) = &self.gesture {
            let (dx, dy) = (pointer.at.x - pressed.at.x, pointer.at.y - pressed.at.y);
            if dx.hypot(dy) * pointer.zoom < THRESHOLD {
                return &self.preview;
            }
            if let Gesture::Pressed(pressed) = std::mem::replace(&mut self.gesture, Gesture::None) {
                self.gesture = self.begin(&pressed, pointer, measure);
            }
        }
        match std::mem::replace(&mut self.gesture, Gesture::None) {
            Gesture::Moving(mut moving) => {
                self.drag_moving(&mut moving, pointer, now, measure);
                self.gesture = Gesture::Moving(moving);
            }
            Gesture::Resizing(mut resizing) => {
                self.drag_resizing(&mut resizing, pointer);
                self.gesture = Gesture::Resizing(resizing);
            }
            Gesture::Other(mut other) => {
                self.drag_other(&mut other, pointer);
                self.gesture = Gesture::Other(other);
            }
            still => self.gesture = still,
        }
        &self.preview
    }

    /// What a press becomes where the pointer goes on.
    fn begin(&mut self, pressed: &Pressed, pointer: Pointer, measure: &dyn Measure<D::Item>) -> Gesture<D> {
        let at = pressed.at;
        match pressed.target {
            Target::Handle(handle) => self.begin_resizing(handle, at, measure),
            Target::Item(id) => self.begin_moving(id, at, pointer.modifiers),
            Target::Inside(id) => {
                let is_page = self.document.item(id).is_some_and(|item| self.document.is_page(item));
                if pressed.was_selected && !is_page && !pointer.modifiers.shift {
                    self.begin_moving(id, at, pointer.modifiers)
                } else {
                    self.begin_band(Some(id), at)
                }
            }
            Target::Ground | Target::Outside => self.begin_band(None, at),
            Target::Split(id) => Gesture::Other(Box::new(Other::Split { id, width: None })),
            Target::Header { tabs, page } => self.begin_header(tabs, page),
            Target::Guide(axis, from) => self.begin_guide(axis, Some(from)),
            Target::Edge { right, bottom } => self.begin_canvas(right, bottom, at),
            Target::NewPage(_) => Gesture::None,
        }
    }

    /// The button was let go: the gesture becomes at most one step.
    ///
    /// # Errors
    /// The sentence that says why what was dragged cannot lie there; the document is as it was.
    pub fn release(&mut self, pointer: Pointer, measure: &dyn Measure<D::Item>) -> Result<Released<D>, Refusal> {
        let gesture = std::mem::replace(&mut self.gesture, Gesture::None);
        let result = match gesture {
            Gesture::None => Ok(Released::nothing()),
            Gesture::Pressed(pressed) => Ok(self.click(&pressed, pointer)),
            Gesture::Moving(moving) => self.release_moving(*moving, pointer, measure),
            Gesture::Resizing(resizing) => self.release_resizing(*resizing, measure),
            Gesture::Other(other) => self.release_other(*other, pointer, measure),
        };
        self.preview.clear();
        result
    }

    /// A press that went nowhere.
    fn click(&mut self, pressed: &Pressed, pointer: Pointer) -> Released<D> {
        let keys = pointer.modifiers;
        match pressed.target {
            Target::Item(id) | Target::Inside(id) => {
                if keys.ctrl {
                    let under = hit::underneath(&self.document, &self.scene, &self.selection, pressed.at, pointer.zoom);
                    match under {
                        Some(under) => self.select(&[under]),
                        None => self.toggle(id),
                    }
                } else if keys.shift {
                    // One that was not selected was added when it was pressed, but for the inside of a container.
                    if pressed.was_selected || !self.selection.contains(id) {
                        self.toggle(id);
                    }
                } else {
                    self.select(&picked_with(&self.document, id, self.selection.inside_group));
                }
            }
            Target::Ground | Target::Outside if !keys.shift && !keys.ctrl => self.select_nothing(),
            Target::Header { tabs, page } => {
                self.open_page(tabs, page);
                self.select(&[page]);
                return Released { opened: Some((tabs, page)), ..Released::nothing() };
            }
            Target::NewPage(tabs) => return Released { wants_page: Some(tabs), ..Released::nothing() },
            _ => {}
        }
        Released::nothing()
    }

    /// Escape: the gesture under way leaves no trace.
    pub fn cancel(&mut self) {
        self.gesture = Gesture::None;
        self.preview.clear();
    }

    /// The button was pressed and let go twice at one place.
    ///
    /// # Errors
    /// Where something is to be fitted that is locked.
    pub fn double_click(
        &mut self,
        pointer: Pointer,
        measure: &dyn Measure<D::Item>,
    ) -> Result<DoubleClick<D>, Refusal> {
        self.cancel();
        match self.hover(pointer) {
            Target::Handle(_) | Target::Split(_) => self.fit(measure).map(DoubleClick::Fitted),
            Target::Header { page, .. } => Ok(DoubleClick::EditLabel(page)),
            Target::Item(id) => {
                let group = self.document.item(id).map_or(0, Item::group);
                if group != 0 && group != self.selection.inside_group {
                    self.selection.inside_group = group;
                    self.selection.set(vec![id]);
                    return Ok(DoubleClick::Entered);
                }
                self.select(&[id]);
                if self.is_on_label(id, pointer.at, measure) {
                    return Ok(DoubleClick::EditLabel(id));
                }
                let is_container = self.document.item(id).is_some_and(|item| item.holds() != Holds::Nothing);
                if is_container { Ok(DoubleClick::Nothing) } else { self.fit(measure).map(DoubleClick::Fitted) }
            }
            _ => Ok(DoubleClick::Nothing),
        }
    }

    fn is_on_label(&self, id: ItemId, at: Point, measure: &dyn Measure<D::Item>) -> bool {
        let label = self.document.item(id).and_then(|item| measure.label(item));
        let rect = self.scene.rect(id).unwrap_or_default();
        label.is_some_and(|label| crate::Rect::of(label, (rect.left, rect.top)).holds(at))
    }

    /// Makes the selected items as large as their contents need.
    ///
    /// # Errors
    /// Where nothing is selected, or all of it is locked.
    pub fn fit(&mut self, measure: &dyn Measure<D::Item>) -> Result<Applied<D>, Refusal> {
        self.run(&Command::Fit(self.selection.ids().to_vec()), measure)
    }

    /// Whatever stands elsewhere now, the gesture under way finds its lines anew.
    pub(crate) fn scene_changed(&mut self) {
        if let Gesture::Moving(moving) = &mut self.gesture {
            moving.forget_lines();
        }
    }
}
