//! The canvas: faces of the items, and the marks above them.

use super::{Designing, measure::CardMeasure, sync};
use crate::{App, arrange, card_items, contents::Contents};
use designer::{
    Axis, Doing, DropInto, FindingKind, Handle, Header, Item as _, LineKind, Placed, Rect, Scene, Size, SnapLine,
};
use model::{
    ids::ItemId,
    language::Language,
    layout::{Area, Arrangement, Card, CardItem, CardItemKind},
};
use slint::{ComponentHandle as _, Model as _};
use std::rc::Rc;
use ui::{DesignerApi, FaceData, MarkData, MarkKind, Tone};

/// Half the side of a handle in pixels.
const HANDLE: f32 = 4.0;
/// How wide what is said of a forbidden spot is, in pixels.
const REFUSAL: f32 = 320.0;
/// How far the border of the canvas is drawn around the card, in pixels.
const MARGIN: f32 = 16.0;

/// Where everything stands, for the session: the arrangement of the model and the headers of the tabs.
pub(super) fn scene(
    card: &Card,
    arrangement: &Arrangement,
    measure: &CardMeasure,
    contents: &Contents,
    language: Language,
) -> Scene {
    let placed = card.items.iter().enumerate().map(|(at, item)| Placed {
        id: item.id,
        rect: Rect::of(arrangement.areas.get(at).copied().unwrap_or(item.area), (0, 0)),
        seen: arrangement.seen.get(at) == Some(&true),
    });
    let placed: Vec<Placed> = placed.collect();
    let mut headers = Vec::new();
    for (at, item) in card.items.iter().enumerate() {
        if item.what != CardItemKind::Tabs || !placed[at].seen {
            continue;
        }
        let rect = placed[at].rect;
        let pages = arrangement.tabs.get(&item.id).map(|(pages, _)| pages.as_slice()).unwrap_or_default();
        let mut x = rect.left;
        for page in pages {
            let of = card.items.iter().find(|item| item.id == *page);
            let open = arrangement.tabs.get(&item.id).is_some_and(|(_, open)| open == page);
            let label = of.map(|page| arrange::label(contents, page, language)).unwrap_or_default();
            let count = of.and_then(|page| arrange::count(contents, page)).filter(|count| *count > 0);
            let mut width = 24 + measure.line(&label, 13.0, open);
            if let Some(count) = count {
                width += 6 + measure.line(&crate::words::number(count as u64, language), 12.0, false);
            }
            let width = width.max(40);
            headers.push(Header { tabs: item.id, page: Some(*page), rect: Rect::new(x, rect.top, width, 36) });
            x += width + 4;
        }
        headers.push(Header { tabs: item.id, page: None, rect: Rect::new(x, rect.top + 2, 32, 32) });
    }
    Scene::new(Size::new(arrangement.width, arrangement.height), placed, headers)
}

impl App {
    /// Draws the items as they stand.
    pub(crate) fn draw_faces(self: &Rc<App>) {
        let factor = self.design.zoom.get().factor;
        let language = self.language();
        let faces = self.designing(|designing| {
            designing.displaced.clear();
            let contents = designing.contents();
            let card = designing.session.document();
            let faces: Vec<FaceData> = designing
                .order
                .iter()
                .filter_map(|id| {
                    let at = card.items.iter().position(|item| item.id == *id)?;
                    let (item, area) = (&card.items[at], designing.arrangement.areas.get(at)?);
                    let mut data = card_items::item_data(&designing.open, &contents, item, *area, language, false);
                    fit_hint(&mut data, &designing.measure);
                    place(&mut data, Rect::of(*area, (0, 0)), factor);
                    if matches!(item.what, CardItemKind::Tabs | CardItemKind::Columns | CardItemKind::Line) {
                        // They show none, but have a name for who cannot see them.
                        data.label = super::measure::kind_name(&item.what).get(language).into();
                    }
                    Some(FaceData {
                        name: super::pointer::name_of(designing, item, language).into(),
                        description: describe(designing, item, *area, language).into(),
                        selected: designing.session.selection().contains(*id),
                        faded: false,
                        item: data,
                    })
                })
                .collect();
            faces
        });
        if let Some(faces) = faces {
            sync(&self.design.faces, faces);
        }
        self.show_view();
    }

    /// While a gesture is under way: what it moves stands where it would come to.
    pub(crate) fn draw_moved(self: &Rc<App>) {
        let factor = self.design.zoom.get().factor;
        let faces = &self.design.faces;
        self.designing(|designing| {
            let preview = designing.session.preview();
            let moves = !matches!(preview.doing, Doing::Copying | Doing::Placing);
            let mut displaced: Vec<ItemId> = Vec::new();
            let set = |id: ItemId, rect: Rect, faded: bool| {
                let Some(at) = designing.order.iter().position(|other| *other == id) else { return };
                let Some(mut face) = faces.row_data(at) else { return };
                let before = (face.item.x, face.item.y, face.item.width, face.item.height, face.faded);
                place(&mut face.item, rect, factor);
                face.faded = faded;
                if before != (face.item.x, face.item.y, face.item.width, face.item.height, faded) {
                    faces.set_row_data(at, face);
                }
            };
            if moves {
                let elsewhere = preview.refusal.is_some();
                for (id, rect) in &preview.moved {
                    set(*id, *rect, elsewhere);
                    displaced.push(*id);
                }
            }
            for id in designing.displaced.iter().filter(|id| !displaced.contains(id)) {
                if let Some(rect) = designing.session.scene().rect(*id) {
                    set(*id, rect, false);
                }
            }
            designing.displaced = displaced;
        });
        if self.designing(|designing| designing.session.preview().size.is_some()) == Some(true) {
            self.show_view();
        }
        self.draw_marks();
    }

    /// Selection, handles, guides, lines, distances and remarks.
    pub(crate) fn draw_marks(self: &Rc<App>) {
        let factor = self.design.zoom.get().factor;
        let language = self.language();
        let room = self.design.viewport.get().0 - self.design.zoom.get().pan.0;
        let marks = self.designing(|designing| Marks { factor, room, marks: Vec::new(), language }.all(designing));
        if let Some(marks) = marks {
            sync(&self.design.marks, marks);
        }
        let api = self.ui.global::<DesignerApi<'_>>();
        let count = self.designing(|designing| designing.session.selection().len()).unwrap_or_default();
        api.set_selected(i32::try_from(count).unwrap_or_default());
    }
}

/// A hint that has no room is not cut: its example may have, as in use.
fn fit_hint(data: &mut ui::CardItemData, measure: &CardMeasure) {
    use ui::EditorKind as E;
    if data.kind != ui::CardItemKind::Field || data.hint.is_empty() || data.editor == E::Multiline {
        return;
    }
    let plain = matches!(data.editor, E::Text | E::Number);
    let room = data.width - data.label_left - if plain { 24.0 } else { 52.0 };
    let fits = |text: &str| measure.line(text, 13.0, false) as f32 <= room;
    if !fits(&data.hint) {
        data.hint = if fits(&data.example) { data.example.clone() } else { Default::default() };
    }
}

/// Puts an item's face to its place on the canvas.
fn place(data: &mut ui::CardItemData, rect: Rect, factor: f32) {
    data.x = rect.left as f32 * factor;
    data.y = rect.top as f32 * factor;
    data.width = rect.width() as f32 * factor;
    data.height = rect.height() as f32 * factor;
}

/// What a screen reader says of an item: its kind, place and size.
fn describe(designing: &Designing, item: &CardItem, area: Area, language: Language) -> String {
    let kind = super::measure::kind_name(&item.what);
    let locked = if item.locked { language.pick(", užrakintas", ", locked") } else { "" };
    let Area { x, y, width, height } = area;
    let remarks = designing.findings.iter().filter(|finding| finding.item == item.id);
    let remarks: Vec<&str> = remarks.map(|finding| finding.sentence.get(language)).collect();
    let said = if remarks.is_empty() { String::new() } else { format!(". {}", remarks.join(" ")) };
    format!("{}, x {x}, y {y}, {width} × {height}{locked}{said}", kind.get(language))
}

struct Marks {
    factor: f32,
    /// Where the canvas ends to the right, in pixels from the card's corner.
    room: f32,
    marks: Vec<MarkData>,
    language: Language,
}

impl Marks {
    fn put(&mut self, kind: MarkKind, rect: Rect, text: &str) {
        let factor = self.factor;
        self.raw(
            kind,
            (
                rect.left as f32 * factor,
                rect.top as f32 * factor,
                rect.width() as f32 * factor,
                rect.height() as f32 * factor,
            ),
            text,
            Tone::Normal,
        );
    }

    fn raw(&mut self, kind: MarkKind, (x, y, width, height): (f32, f32, f32, f32), text: &str, tone: Tone) {
        self.marks.push(MarkData { kind, x, y, width, height, text: text.into(), tone });
    }

    fn all(mut self, designing: &Designing) -> Vec<MarkData> {
        let session = &designing.session;
        let card = session.document();
        let preview = session.preview();
        let dragging = session.is_dragging() || preview.doing != Doing::Nothing;
        let page = designing.arrangement.clone();
        for (axis, places) in [(Axis::X, &card.guides.x), (Axis::Y, &card.guides.y)] {
            for at in places {
                self.guide(axis, *at, &page);
            }
        }
        if designing.looked_at.is_some() {
            return self.marks;
        }
        for header in session.scene().headers.iter().filter(|header| header.page.is_none()) {
            self.put(MarkKind::Ghost, header.rect, "+");
        }
        if let Some(order) = &designing.ordering {
            for id in session.selection().ids().iter().filter(|id| session.scene().is_seen(**id)) {
                if let Some(rect) = session.scene().rect(*id) {
                    self.put(MarkKind::Outline, rect, "");
                }
            }
            self.numbers(designing, order);
            return self.marks;
        }
        if !dragging {
            self.flags(designing);
            for item in card.items.iter().filter(|item| item.locked) {
                if let Some(rect) = session.scene().rect(item.id).filter(|_| session.scene().is_seen(item.id)) {
                    self.put(MarkKind::Locked, rect, "");
                }
            }
        }
        let moved = |id: ItemId| {
            let found = preview.moved.iter().find(|(other, _)| *other == id).map(|(_, rect)| *rect);
            found.filter(|_| preview.doing != Doing::Copying)
        };
        let selected = session.selection().ids();
        for (at, id) in selected.iter().enumerate() {
            if !session.scene().is_seen(*id) {
                continue;
            }
            let Some(rect) = moved(*id).or_else(|| session.scene().rect(*id)) else { continue };
            let is_last = at + 1 == selected.len() && selected.len() > 1;
            self.put(if is_last { MarkKind::Reference } else { MarkKind::Outline }, rect, "");
        }
        if !dragging && !selected.is_empty() {
            self.handles(designing);
        }
        if !dragging && selected.is_empty() && designing.looked_at.is_none() && designing.ordering.is_none() {
            self.corner(session.scene().size);
        }
        if dragging {
            self.preview(designing);
        }
        self.marks
    }

    fn guide(&mut self, axis: Axis, at: i32, page: &Arrangement) {
        let rect = match axis {
            Axis::X => Rect::new(at, -16, 0, page.height + 32),
            Axis::Y => Rect::new(-16, at, page.width + 32, 0),
        };
        self.thin(MarkKind::Guide, axis, rect);
    }

    /// A line of one pixel, whatever the zoom.
    fn thin(&mut self, kind: MarkKind, axis: Axis, rect: Rect) {
        let factor = self.factor;
        let (x, y) = (rect.left as f32 * factor, rect.top as f32 * factor);
        let (width, height) = match axis {
            Axis::X => (1.0, rect.height() as f32 * factor),
            Axis::Y => (rect.width() as f32 * factor, 1.0),
        };
        self.raw(kind, (x, y, width, height), "", Tone::Normal);
    }

    /// The corner by which the canvas becomes larger.
    fn corner(&mut self, size: Size) {
        let at = |length: i32| length as f32 * self.factor + MARGIN - HANDLE;
        let area = (at(size.width), at(size.height), 2.0 * HANDLE, 2.0 * HANDLE);
        self.raw(MarkKind::Handle, area, "", Tone::Normal);
    }

    fn handles(&mut self, designing: &Designing) {
        let session = &designing.session;
        let Some(bounds) = session.selection().bounds(session.scene()) else { return };
        let is_page = designing.one().is_some_and(|item| {
            let parent = item.parent().and_then(|parent| session.document().items.iter().find(|of| of.id == parent));
            parent.is_some_and(|parent| parent.what == CardItemKind::Tabs)
        });
        if is_page || session.selected().all(|item| item.locked) {
            return;
        }
        for handle in Handle::ALL {
            let at = handle.place(bounds);
            let (x, y) = (at.x as f32 * self.factor - HANDLE, at.y as f32 * self.factor - HANDLE);
            self.raw(MarkKind::Handle, (x, y, 2.0 * HANDLE, 2.0 * HANDLE), "", Tone::Normal);
        }
        if let Some((item, split)) = designing.one().and_then(|item| Some((item, item.split()?)))
            && let Some(rect) = session.scene().rect(item.id)
        {
            let x = (rect.left + split) as f32 * self.factor - 1.0;
            self.raw(
                MarkKind::Split,
                (x, rect.top as f32 * self.factor + 6.0, 3.0, 20.0 * self.factor),
                "",
                Tone::Normal,
            );
        }
    }

    fn flags(&mut self, designing: &Designing) {
        let session = &designing.session;
        let mut flagged: Vec<ItemId> = Vec::new();
        for finding in &designing.findings {
            if flagged.contains(&finding.item) || !session.scene().is_seen(finding.item) {
                continue;
            }
            flagged.push(finding.item);
            let Some(rect) = session.scene().rect(finding.item) else { continue };
            let factor = self.factor;
            let tone = if finding.kind == FindingKind::Outside { Tone::Danger } else { Tone::Warning };
            let area = (
                rect.left as f32 * factor,
                rect.top as f32 * factor,
                rect.width() as f32 * factor,
                rect.height() as f32 * factor,
            );
            self.raw(MarkKind::Flag, area, finding.sentence.get(self.language), tone);
        }
    }

    fn numbers(&mut self, designing: &Designing, order: &[ItemId]) {
        let card = designing.session.document();
        let keyboard: Vec<ItemId> =
            card.keyboard_order().into_iter().filter_map(|at| card.items.get(at)).map(|item| item.id).collect();
        let scene = designing.session.scene();
        for (at, id) in keyboard.iter().enumerate() {
            let chosen = order.iter().position(|other| other == id);
            let number = chosen.map_or(at, |chosen| chosen) + 1;
            let Some(rect) = scene.rect(*id).filter(|_| scene.is_seen(*id)) else { continue };
            let text = if order.is_empty() || chosen.is_some() { number.to_string() } else { "·".to_owned() };
            let (x, y) = (rect.left as f32 * self.factor - 4.0, rect.top as f32 * self.factor - 4.0);
            self.raw(MarkKind::Number, (x, y, 22.0, 22.0), &text, Tone::Normal);
        }
    }

    /// What the gesture under way does.
    fn preview(&mut self, designing: &Designing) {
        let preview = designing.session.preview();
        let factor = self.factor;
        if let Some(container) = preview.container.filter(|_| preview.into != DropInto::Stay) {
            self.put(MarkKind::Container, container, "");
        }
        if preview.doing == Doing::Moving {
            let roots = preview.moved.iter().filter(|(id, _)| designing.session.selection().contains(*id));
            let roots: Vec<Rect> = roots.map(|(_, rect)| *rect).collect();
            let names = &designing.pointer.names;
            for (at, rect) in roots.into_iter().enumerate() {
                self.put(MarkKind::Lifted, rect, names.get(at).map(String::as_str).unwrap_or_default());
            }
        }
        if matches!(preview.doing, Doing::Copying | Doing::Placing) {
            let names = &designing.pointer.names;
            for (at, (_, rect)) in preview.moved.iter().enumerate() {
                let name = names.get(at).map(String::as_str).unwrap_or_default();
                self.put(MarkKind::Ghost, *rect, name);
            }
        }
        for line in preview.lines.iter().filter(|line| tells_more(line, &preview.lines)) {
            let rect = match line.axis {
                Axis::X => Rect::new(line.at, line.from - 8, 0, line.to - line.from + 16),
                Axis::Y => Rect::new(line.from - 8, line.at, line.to - line.from + 16, 0),
            };
            self.thin(MarkKind::Snap, line.axis, rect);
        }
        for gap in &preview.gaps {
            let rect = match gap.axis {
                Axis::X => Rect::new(gap.from, gap.across - 6, gap.to - gap.from, 12),
                Axis::Y => Rect::new(gap.across - 6, gap.from, 12, gap.to - gap.from),
            };
            self.put(MarkKind::Gap, rect, "");
        }
        for distance in &preview.distances {
            let length = distance.to - distance.from;
            if length <= 0 {
                continue;
            }
            let rect = match distance.axis {
                Axis::X => Rect::new(distance.from, distance.across, length, 0),
                Axis::Y => Rect::new(distance.across, distance.from, 0, length),
            };
            self.thin(MarkKind::Snap, distance.axis.across(), rect);
            self.put(MarkKind::Distance, rect, &length.to_string());
        }
        if let Some((axis, Some(at))) = preview.guide {
            self.guide(axis, at, &designing.arrangement);
        }
        if let Some(band) = preview.band {
            self.put(MarkKind::Band, band, "");
            for id in &preview.banded {
                if let Some(rect) = designing.session.scene().rect(*id) {
                    self.put(MarkKind::Outline, rect, "");
                }
            }
        }
        if let Some((_, order)) = &preview.pages {
            for (at, page) in order.iter().enumerate() {
                let header = designing.session.scene().headers.iter().find(|header| header.page == Some(*page));
                if let Some(header) = header {
                    // Above the header, whose label stays readable.
                    let rect = header.rect;
                    let (x, y) = (rect.left as f32 * factor, rect.top as f32 * factor - 16.0);
                    self.raw(MarkKind::Number, (x, y, 22.0, 22.0), &(at + 1).to_string(), Tone::Normal);
                }
            }
        }
        if matches!(preview.doing, Doing::Resizing | Doing::Canvas)
            && let Some(bounds) =
                preview.bounds.or_else(|| preview.size.map(|size| Rect::new(0, 0, size.width, size.height)))
        {
            let text = format!("{} × {}", bounds.width(), bounds.height());
            // Below the distance to the next one, which is told at the same edge.
            let below = bounds.bottom + (16.0 / factor) as i32;
            let place = Rect::new(bounds.left, below, bounds.width(), (18.0 / factor) as i32 + 4);
            self.put(MarkKind::Distance, place, &text);
        }
        if let Some(refusal) = &preview.refusal {
            let (x, y) = designing.pointer.canvas(factor);
            let said = refusal.message(self.language);
            let x = (x + 14.0).min(self.room - REFUSAL - 8.0);
            self.raw(MarkKind::Refusal, (x, y + 18.0, REFUSAL, 40.0), &said, Tone::Danger);
        }
    }
}

/// Whether a line is worth drawing beside the others: what lies at the edges of its like is level with its centre, too, and its
/// value tells where its label stands.
fn tells_more(line: &SnapLine, others: &[SnapLine]) -> bool {
    let mut along = others.iter().filter(|other| other.axis == line.axis);
    match line.kind {
        LineKind::Centre => !along.any(|other| matches!(other.kind, LineKind::Edge | LineKind::Baseline)),
        LineKind::Baseline => !along.any(|other| other.kind == LineKind::Baseline && other.at > line.at),
        _ => true,
    }
}
