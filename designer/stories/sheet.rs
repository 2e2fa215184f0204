//! A second kind of document, that the designer knows nothing of: a sheet of paper in tenths of a millimetre.

use super::person::{Person, Texts};
use crate::{Document, FindingKind, Holds, Item, Refusal, Size, Units, findings};
use model::{
    ids::ItemId,
    layout::{Area, Guides},
};
use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Debug)]
pub(super) struct Sheet {
    pub width: i32,
    pub height: i32,
    pub items: Vec<Print>,
    pub guides: Guides,
    /// Only what is named here is reached, where anything is.
    pub chosen: Vec<ItemId>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Print {
    pub id: ItemId,
    pub parent: Option<ItemId>,
    pub area: Area,
    pub locked: bool,
    pub hidden: bool,
    pub group: u32,
    pub is_box: bool,
}

impl Item for Print {
    fn id(&self) -> ItemId {
        self.id
    }
    fn set_id(&mut self, id: ItemId) {
        self.id = id;
    }
    fn parent(&self) -> Option<ItemId> {
        self.parent
    }
    fn set_parent(&mut self, parent: Option<ItemId>) {
        self.parent = parent;
    }
    fn area(&self) -> Area {
        self.area
    }
    fn set_area(&mut self, area: Area) {
        self.area = area;
    }
    fn locked(&self) -> bool {
        self.locked
    }
    fn set_locked(&mut self, locked: bool) {
        self.locked = locked;
    }
    fn hidden(&self) -> bool {
        self.hidden
    }
    fn set_hidden(&mut self, hidden: bool) {
        self.hidden = hidden;
    }
    fn group(&self) -> u32 {
        self.group
    }
    fn set_group(&mut self, group: u32) {
        self.group = group;
    }
    fn holds(&self) -> Holds {
        if self.is_box { Holds::Items } else { Holds::Nothing }
    }
}

impl Document for Sheet {
    type Item = Print;
    const KIND: &'static str = "sheet";

    fn size(&self) -> Size {
        Size::new(self.width, self.height)
    }
    fn set_size(&mut self, size: Size) {
        (self.width, self.height) = (size.width, size.height);
    }
    fn items(&self) -> &[Print] {
        &self.items
    }
    fn items_mut(&mut self) -> &mut Vec<Print> {
        &mut self.items
    }
    fn guides(&self) -> &Guides {
        &self.guides
    }
    fn set_guides(&mut self, guides: Guides) {
        self.guides = guides;
    }
    fn tab_order(&self) -> &[ItemId] {
        &self.chosen
    }
    fn set_tab_order(&mut self, order: Vec<ItemId>) {
        self.chosen = order;
    }
    fn reached_by_tab(&self) -> Vec<ItemId> {
        if self.chosen.is_empty() { self.items.iter().map(|item| item.id).collect() } else { self.chosen.clone() }
    }
    fn wants_keyboard(&self, item: &Print) -> bool {
        !item.is_box
    }
    fn grows(&self) -> bool {
        false
    }
    fn units(&self) -> Units {
        Units { grid: 10, nudge: 1, leap: 10, gap: 50, row_gap: 20 }
    }
    fn least(&self, _item: &Print) -> Size {
        Size::new(10, 10)
    }
    fn may_hold(&self, container: Option<&Print>, child: &Print) -> Result<(), Refusal> {
        match container {
            Some(_) if child.is_box => Err(Refusal::said("Dėžė dėžėje netelpa.", "No box lies in a box.")),
            _ => Ok(()),
        }
    }
    fn inside(&self, _container: &Print, size: Size) -> Area {
        Area { x: 20, y: 20, width: (size.width - 40).max(1), height: (size.height - 40).max(1) }
    }
}

fn print(id: u128, parent: Option<u128>, area: [i32; 4], is_box: bool) -> Print {
    let [x, y, width, height] = area;
    let area = Area { x, y, width, height };
    Print { id: ItemId(id), parent: parent.map(ItemId), area, locked: false, hidden: false, group: 0, is_box }
}

/// An A4 sheet: a box (1) with a text (2) in it, and two texts (3, 4) below.
pub(super) fn letter() -> Sheet {
    let items = vec![
        print(1, None, [200, 200, 1700, 600], true),
        print(2, Some(1), [20, 20, 800, 100], false),
        print(3, None, [200, 900, 500, 60], false),
        print(4, None, [900, 910, 500, 60], false),
    ];
    Sheet { width: 2100, height: 2970, items, guides: Guides::default(), chosen: Vec::new() }
}

/// At 100 % a tenth of a millimetre is 0.378 pixels of the screen.
const ZOOM: f64 = 0.378;

#[test]
fn a_sheet_of_paper_is_designed_as_a_card_is() {
    let mut person = Person::at(letter()).zoomed(ZOOM);
    person.drop((1000.0, 940.0), (1000.0, 945.0)).unwrap();
    assert_eq!(person.area(4), [900, 910, 500, 60], "5 tenths are less than 3 pixels: a click");
    // Drawn to the top of its neighbour, 6 pixels being 16 tenths.
    person.drop((1000.0, 940.0), (1000.0, 925.0)).unwrap();
    assert_eq!(person.area(4), [900, 900, 500, 60]);
    person.drop((1000.0, 930.0), (1000.0, 600.0)).unwrap();
    assert_eq!((person.parent(4), person.area(4)[1]), (Some(1), 370), "it lies in the box now");
    person.undo();
    person.undo();
    assert_eq!(*person.session.document(), letter());
}

#[test]
fn what_a_sheet_forbids_is_said_in_its_own_words() {
    let mut sheet = letter();
    sheet.items.push(print(5, None, [200, 2000, 400, 400], true));
    let mut person = Person::at(sheet).zoomed(ZOOM);
    // By its border, which is its padding.
    person.press((205.0, 2100.0));
    let preview = person.drag((1000.0, 700.0));
    assert_eq!(preview.refusal, Some(Refusal::said("Dėžė dėžėje netelpa.", "No box lies in a box.")));
    assert!(person.release((1000.0, 700.0)).is_err());
    assert_eq!(person.area(5), [200, 2000, 400, 400]);
}

#[test]
fn a_sheet_of_paper_does_not_become_longer() {
    let mut person = Person::at(letter());
    let new = print(9, None, [0, 0, 500, 2900], false);
    person.session.place(vec![new], None, &Texts).unwrap();
    assert_eq!((person.session.document().height, person.area(person.selected()[0])[3]), (2970, 2900));
    assert_eq!(findings(person.session.document(), &Texts)[0].kind, FindingKind::Outside);
}
