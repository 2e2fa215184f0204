//! A person with a pointer and a keyboard.

use super::ids;
use crate::{
    Document, DoubleClick, Header, Item, Measure, Modifiers, Need, Point, Pointer, Preview, Rect, Refusal, Released,
    Scene, Session, Size, Target, check_whole,
};
use model::{
    ids::ItemId,
    language::Label,
    layout::{Area, Card, CardItem},
};

/// Fields 72 high have their text at 52; a label is 24 high; contents need 150 x 40.
pub(super) struct Texts;

impl<I: Item> Measure<I> for Texts {
    fn baselines(&self, item: &I) -> Vec<i32> {
        if item.holds() == crate::Holds::Nothing && item.area().height >= 40 {
            vec![item.area().height - 20]
        } else {
            Vec::new()
        }
    }
    fn fitting(&self, item: &I) -> Option<Size> {
        (item.holds() == crate::Holds::Nothing).then_some(Size::new(150, 40))
    }
    fn needs(&self, item: &I) -> Vec<Need> {
        let long = Label::new("ilgiausia reikšmė", "longest value");
        (item.id() == ItemId(99)).then(|| Need { what: long, size: Size::new(300, 72) }).into_iter().collect()
    }
    fn label(&self, item: &I) -> Option<Area> {
        Some(Area { x: 0, y: 0, width: item.area().width, height: 24 })
    }
    fn name(&self, item: &I) -> Label {
        Label::new(format!("Nr. {}", item.id().0), format!("No {}", item.id().0))
    }
}

pub(super) struct Person<D: Document> {
    pub session: Session<D>,
    pub zoom: f64,
    pub keys: Modifiers,
    pub now: u64,
}

impl<D: Document> Person<D> {
    pub fn at(document: D) -> Person<D> {
        assert_eq!(check_whole(&document), Ok(()));
        let mut next = 1000;
        let session = Session::new(
            document,
            Box::new(move || {
                next += 1;
                ItemId(next)
            }),
        );
        Person { session, zoom: 1.0, keys: Modifiers::default(), now: 0 }
    }

    pub fn zoomed(mut self, zoom: f64) -> Person<D> {
        self.zoom = zoom;
        self
    }

    pub fn pointer(&self, (x, y): (f64, f64)) -> Pointer {
        Pointer { at: Point::new(x, y), modifiers: self.keys, zoom: self.zoom }
    }

    pub fn hover(&self, at: (f64, f64)) -> Target {
        self.session.hover(self.pointer(at))
    }

    pub fn press(&mut self, at: (f64, f64)) -> Target {
        self.session.press(self.pointer(at))
    }

    pub fn drag(&mut self, to: (f64, f64)) -> Preview {
        let pointer = self.pointer(to);
        self.session.drag(pointer, self.now, &Texts).clone()
    }

    pub fn release(&mut self, at: (f64, f64)) -> Result<Released<D>, Refusal> {
        let result = self.session.release(self.pointer(at), &Texts);
        assert_eq!(check_whole(self.session.document()), Ok(()));
        assert_eq!(*self.session.preview(), Preview::default(), "nothing is left of the gesture");
        result
    }

    pub fn click(&mut self, at: (f64, f64)) -> Released<D> {
        self.press(at);
        self.release(at).unwrap()
    }

    pub fn double_click(&mut self, at: (f64, f64)) -> DoubleClick<D> {
        self.click(at);
        self.session.double_click(self.pointer(at), &Texts).unwrap()
    }

    /// Presses at one place, goes to the other in steps, and lets go.
    pub fn drop(&mut self, from: (f64, f64), to: (f64, f64)) -> Result<Released<D>, Refusal> {
        self.press(from);
        for step in 1..=4 {
            let part = f64::from(step) / 4.0;
            self.drag((from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part));
        }
        self.release(to)
    }

    /// Drags without anything drawing.
    pub fn move_freely(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.keys.alt = true;
        self.drop(from, to).unwrap();
        self.keys.alt = false;
    }

    pub fn with(&mut self, shift: bool, ctrl: bool, alt: bool) -> &mut Person<D> {
        self.keys = Modifiers { shift, ctrl, alt };
        self
    }

    pub fn selected(&self) -> Vec<u128> {
        self.session.selection().ids().iter().map(|id| id.0).collect()
    }

    pub fn select<const N: usize>(&mut self, of: [u128; N]) {
        self.session.select(&ids(of));
        assert_eq!(self.session.selection().len(), N);
    }

    pub fn area(&self, id: u128) -> [i32; 4] {
        let Area { x, y, width, height } = self.session.document().item(ItemId(id)).unwrap().area();
        [x, y, width, height]
    }

    pub fn parent(&self, id: u128) -> Option<u128> {
        self.session.document().item(ItemId(id)).unwrap().parent().map(|id| id.0)
    }

    pub fn rect(&self, id: u128) -> Rect {
        self.session.scene().rect(ItemId(id)).unwrap()
    }

    pub fn order(&self) -> Vec<u128> {
        self.session.document().items().iter().map(|item| item.id().0).collect()
    }

    pub fn undo(&mut self) {
        assert!(self.session.undo().is_some());
    }
}

impl Person<Card> {
    pub fn item(&self, id: u128) -> &CardItem {
        self.session.document().item(ItemId(id)).unwrap()
    }

    /// Tells the session where the headers of the tabs 7 of [`super::client`] stand: two pages of 120 each, then “+”.
    pub fn with_headers(mut self) -> Person<Card> {
        self.show_headers();
        self
    }

    pub fn show_headers(&mut self) {
        let scene = self.session.scene().clone();
        let pages: Vec<ItemId> = self.session.document().children(Some(ItemId(7))).map(|page| page.id).collect();
        let top = self.rect(7).top;
        let header = |(at, page): (i32, Option<ItemId>)| {
            let rect = Rect::new(at * 120, top, if page.is_some() { 120 } else { 40 }, 40);
            Header { tabs: ItemId(7), page, rect }
        };
        let headers = (0..).zip(pages.into_iter().map(Some).chain([None])).map(header).collect();
        self.session.set_scene(Scene::new(scene.size, scene.placed, headers));
    }
}
