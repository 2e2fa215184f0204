//! How the canvas is looked at: zoom, panning, rulers.

use super::Zoom;
use crate::App;
use slint::ComponentHandle as _;
use std::rc::Rc;
use ui::{DesignerApi, TickData};

/// Steps of the zoom, in percent.
const STEPS: [i32; 11] = [25, 33, 50, 67, 80, 100, 125, 150, 200, 300, 400];
/// Least width of the panel, width of the rulers, height of the bars above.
const PANEL: f32 = 228.0;
const RULER: f32 = 24.0;
const BARS: f32 = 92.0;
/// Room around the card in the canvas.
const MARGIN: f32 = 24.0;

impl App {
    /// The canvas has another size.
    pub(super) fn canvas_sized(self: &Rc<App>, width: f32, height: f32) {
        self.design.viewport.set((width, height));
        self.show_view();
    }

    /// Shows zoom and place of the canvas.
    pub(crate) fn show_view(self: &Rc<App>) {
        let Zoom { factor, pan } = self.design.zoom.get();
        let api = self.ui.global::<DesignerApi<'_>>();
        api.set_zoom(factor);
        api.set_zoom_text(slint::format!("{} %", (factor * 100.0).round()));
        api.set_pan_x(pan.0);
        api.set_pan_y(pan.1);
        let (width, height) = self.page_size();
        api.set_page_width(width * factor);
        api.set_page_height(height * factor);
        let (across, down) = self.design.viewport.get();
        for (at, (from, room)) in [(pan.0, across), (pan.1, down)].into_iter().enumerate() {
            super::sync(&self.design.ticks[at], ticks(from, room, factor));
        }
    }

    /// The size of the card on the canvas, in layout units.
    pub(super) fn page_size(&self) -> (f32, f32) {
        let size = self.designing(|designing| {
            let shown = designing.session.preview().size;
            let plain = (designing.arrangement.width, designing.arrangement.height);
            shown.map_or(plain, |size| (size.width, size.height))
        });
        size.map_or((1.0, 1.0), |(width, height)| (width as f32, height as f32))
    }

    /// Zooms, the place of the canvas at `at` staying where it is.
    pub(crate) fn zoom_to(self: &Rc<App>, factor: f32, at: (f32, f32)) {
        let Zoom { factor: before, pan } = self.design.zoom.get();
        let factor = factor.clamp(0.25, 4.0);
        let keep = |at: f32, pan: f32| at - (at - pan) / before * factor;
        self.design.zoom.set(Zoom { factor, pan: (keep(at.0, pan.0).round(), keep(at.1, pan.1).round()) });
        self.show_view();
        self.draw_faces();
        self.draw_marks();
    }

    /// The next step of the zoom.
    pub(crate) fn zoom_step(self: &Rc<App>, larger: bool, at: Option<(f32, f32)>) {
        let now = (self.design.zoom.get().factor * 100.0).round() as i32;
        let next = if larger {
            STEPS.iter().copied().find(|step| *step > now)
        } else {
            STEPS.iter().rev().copied().find(|step| *step < now)
        };
        let (width, height) = self.design.viewport.get();
        if let Some(next) = next {
            self.zoom_to(next as f32 / 100.0, at.unwrap_or((width / 2.0, height / 2.0)));
        }
    }

    /// Shows a rectangle of the card whole.
    pub(crate) fn zoom_fit(self: &Rc<App>, (left, top, width, height): (f32, f32, f32, f32)) {
        let (across, down) = self.design.viewport.get();
        let fit = ((across - 2.0 * MARGIN) / width.max(1.0)).min((down - 2.0 * MARGIN) / height.max(1.0));
        let factor = ((fit * 20.0).floor() / 20.0).clamp(0.25, 4.0);
        let place = |start: f32, size: f32, room: f32| ((room - size * factor) / 2.0 - start * factor).round();
        self.design.zoom.set(Zoom { factor, pan: (place(left, width, across), place(top, height, down)) });
        self.show_view();
        self.draw_faces();
        self.draw_marks();
    }

    /// At 100 %, the card's corner at the place of the window where it was.
    pub(super) fn stand_where_it_stood(self: &Rc<App>) {
        let card = self.ui.global::<ui::CardApi<'_>>();
        let panel = self.ui.global::<ui::AppApi<'_>>().get_sections_width().max(PANEL);
        let api = self.ui.global::<DesignerApi<'_>>();
        api.set_panel_width(panel);
        let (x, y) = (card.get_corner_x() - panel - RULER, card.get_corner_y() - BARS - RULER);
        let pan = (x.clamp(-8.0, 200.0), y.clamp(-16.0, 200.0));
        self.design.zoom.set(Zoom { factor: 1.0, pan });
        self.design.home.set(pan);
    }

    /// Back to 100 %, the card's corner where it stands in use.
    pub(crate) fn zoom_plain(self: &Rc<App>) {
        self.design.zoom.set(Zoom { factor: 1.0, pan: self.design.home.get() });
        self.show_view();
        self.draw_faces();
        self.draw_marks();
    }

    /// Moves the canvas, so far that some of the card stays to be seen.
    pub(crate) fn pan_by(self: &Rc<App>, dx: f32, dy: f32) {
        let mut zoom = self.design.zoom.get();
        let (width, height) = self.page_size();
        let (across, down) = self.design.viewport.get();
        let keep = |pan: f32, size: f32, room: f32| pan.clamp(80.0 - size * zoom.factor, (room - 80.0).max(80.0));
        zoom.pan = (keep(zoom.pan.0 + dx, width, across).round(), keep(zoom.pan.1 + dy, height, down).round());
        if zoom != self.design.zoom.get() {
            self.design.zoom.set(zoom);
            self.show_view();
        }
    }

    /// Brings a rectangle of the card into view.
    pub(crate) fn bring_into_view(self: &Rc<App>, left: i32, top: i32, right: i32, bottom: i32) {
        let Zoom { factor, pan } = self.design.zoom.get();
        let (across, down) = self.design.viewport.get();
        let by = |start: i32, end: i32, pan: f32, room: f32| {
            let (start, end) = (start as f32 * factor + pan, end as f32 * factor + pan);
            if start < 8.0 || end - start > room - 16.0 {
                8.0 - start.min(8.0)
            } else if end > room - 8.0 {
                room - 8.0 - end
            } else {
                0.0
            }
        };
        self.pan_by(by(left, right, pan.0, across), by(top, bottom, pan.1, down));
    }
}

/// The ticks of a ruler of `room` pixels, the card's corner at `from`.
fn ticks(from: f32, room: f32, factor: f32) -> Vec<TickData> {
    let step = [10, 20, 50, 100, 200].into_iter().find(|step| *step as f32 * factor >= 8.0).unwrap_or(500);
    let large = if step >= 100 { step * 5 } else { step.max(10) * 10 / if step == 20 { 2 } else { 1 } };
    let large = large.max(step);
    let first = ((-from / factor) / step as f32).floor() as i32 * step;
    let mut ticks = Vec::new();
    let mut at = first;
    while ticks.len() < 400 {
        let place = at as f32 * factor + from;
        if place > room {
            break;
        }
        if place >= 0.0 {
            let is_large = at % large == 0;
            let label = if is_large { at.to_string() } else { String::new() };
            ticks.push(TickData { at: place, label: label.as_str().into(), large: is_large });
        }
        at += step;
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::ticks;

    #[test]
    fn a_ruler_has_its_zero_at_the_cards_corner_at_every_zoom() {
        for factor in [0.25, 0.5, 1.0, 4.0] {
            let ticks = ticks(24.0, 800.0, factor);
            assert!(ticks.iter().any(|tick| tick.label == "0" && (tick.at - 24.0).abs() < 0.01), "{factor}");
            let gaps: Vec<f32> = ticks.windows(2).map(|pair| pair[1].at - pair[0].at).collect();
            assert!(gaps.iter().all(|gap| *gap >= 7.9), "{factor}: {gaps:?}");
        }
    }
}
