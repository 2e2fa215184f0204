//! What people do in a designer, with the pointer and the keyboard, as stories; the invariants after random ones.

mod arranging;
mod checking;
mod containers;
mod copying;
mod history;
mod inspecting;
mod keyboard;
mod layers;
mod moving;
mod panel;
mod person;
mod picking;
mod random;
mod resizing;
mod ruling;
mod sheet;
mod snapping;
mod zooming;

use crate::Rect;
use model::{
    ids::{FieldId, ItemId, TableId},
    language::Label,
    layout::{Anchors, Area, Card, CardItem, CardItemKind},
};

/// An item of a card at this place.
fn item(id: u128, parent: Option<u128>, area: [i32; 4], what: CardItemKind) -> CardItem {
    let [x, y, width, height] = area;
    CardItem::new(ItemId(id), parent.map(ItemId), Area { x, y, width, height }, what)
}

fn field(id: u128, parent: Option<u128>, area: [i32; 4]) -> CardItem {
    item(id, parent, area, CardItemKind::Field(FieldId(id)))
}

fn frame(id: u128, parent: Option<u128>, area: [i32; 4]) -> CardItem {
    item(id, parent, area, CardItemKind::Frame(Label::new(format!("Rėmelis {id}"), format!("Frame {id}"))))
}

fn list(id: u128, parent: Option<u128>, area: [i32; 4]) -> CardItem {
    let what = CardItemKind::Related { table: TableId(2), by: FieldId(1), columns: Vec::new() };
    item(id, parent, area, what)
}

fn card(items: Vec<CardItem>) -> Card {
    Card { width: 880, height: 640, items, ..Card::default() }
}

/// A frame (1) with four fields (2-5) in two rows, a photo (6) beside it, a row of tabs (7) with a page of fields (8: 9, 10) and a page
/// that is a list (11).
fn client() -> Card {
    card(vec![
        frame(1, None, [0, 0, 664, 196]),
        field(2, Some(1), [16, 44, 416, 72]),
        field(3, Some(1), [448, 44, 200, 72]),
        field(4, Some(1), [16, 120, 200, 72]),
        field(5, Some(1), [232, 120, 200, 72]),
        field(6, None, [680, 0, 200, 196]),
        item(7, None, [0, 212, 880, 300], CardItemKind::Tabs),
        frame(8, Some(7), [0, 40, 880, 260]),
        field(9, Some(8), [16, 44, 200, 72]),
        field(10, Some(8), [232, 44, 200, 72]),
        list(11, Some(7), [0, 40, 880, 260]),
    ])
}

fn anchored(item: CardItem, left: bool, top: bool, right: bool, bottom: bool) -> CardItem {
    CardItem { anchors: Anchors { left, top, right, bottom }, ..item }
}

fn ids<const N: usize>(ids: [u128; N]) -> Vec<ItemId> {
    ids.into_iter().map(ItemId).collect()
}

fn rect(left: i32, top: i32, width: i32, height: i32) -> Rect {
    Rect::new(left, top, width, height)
}
