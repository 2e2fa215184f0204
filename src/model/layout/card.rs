//! Cards: items with places and anchors in layout units (1/96 inch at 100 %), independent of the scale.

use crate::{
    ids::{FieldId, ItemId, LayoutId, TableId},
    language::Label,
};
use serde::{Deserialize, Serialize};

/// A card layout of a table.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Card {
    /// Identity.
    pub id: LayoutId,
    /// The table whose records it shows.
    pub table: TableId,
    /// Plain key.
    pub key: String,
    /// Name of the card.
    pub label: Label,
    /// Size at which the places were designed.
    pub width: i32,
    /// Size at which the places were designed.
    pub height: i32,
    /// Items, each after its container, in tab order.
    pub items: Vec<CardItem>,
}

/// Something on a card.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CardItem {
    /// Identity.
    pub id: ItemId,
    /// The frame it lies in; `None`: the card itself.
    #[serde(default)]
    pub parent: Option<ItemId>,
    /// Place relative to the container.
    pub area: Area,
    /// Sides that keep their distance when the container changes its size.
    #[serde(default)]
    pub anchors: Anchors,
    /// Expression: shown only where it holds.
    #[serde(default)]
    pub visible: Option<String>,
    /// What it is.
    pub what: CardItemKind,
}

/// A rectangle in layout units.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Area {
    /// From the container's left.
    pub x: i32,
    /// From the container's top.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

/// Sides an item is fastened to; left and top unless told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Anchors {
    /// Keeps its distance from the left.
    pub left: bool,
    /// Keeps its distance from the top.
    pub top: bool,
    /// Keeps its distance from the right (with `left`: grows in width).
    pub right: bool,
    /// Keeps its distance from the bottom (with `top`: grows in height).
    pub bottom: bool,
}

impl Default for Anchors {
    fn default() -> Anchors {
        Anchors { left: true, top: true, right: false, bottom: false }
    }
}

/// What an item of a card is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardItemKind {
    /// A titled frame around other items.
    Frame(Label),
    /// A field with its label above the editor.
    Field(FieldId),
    /// A fixed text.
    Text(Label),
    /// A horizontal or vertical line.
    Line,
    /// Records of another table that point here, as an editable table.
    Related {
        /// The other table.
        table: TableId,
        /// Its field that points here.
        by: FieldId,
        /// Its fields shown as columns, with widths in layout units.
        columns: Vec<super::Column>,
    },
    /// A row of tabs; each item directly in it is a page, named by its own label (a frame's, a related table's, a field's), and
    /// one page is seen at a time. The pages' places lie below the row of tabs, which takes [`TABS_HEIGHT`].
    Tabs,
}

/// Height of a row of tabs in layout units; the pages of [`CardItemKind::Tabs`] begin below it.
pub const TABS_HEIGHT: i32 = 40;

impl Card {
    /// Places of all items relative to the card, when the card has this size; in the order of `items`.
    ///
    /// An item anchored to both opposite sides grows with its container, one anchored to the far side only moves, one
    /// anchored to neither keeps its relative centre. A side never shrinks below 8 units.
    pub fn arrange(&self, width: i32, height: i32) -> Vec<Area> {
        let mut placed: Vec<(Area, Area)> = Vec::with_capacity(self.items.len());
        for item in &self.items {
            let owner = item
                .parent
                .and_then(|parent| self.items.iter().position(|other| other.id == parent))
                .and_then(|at| placed.get(at).copied());
            let (was, now) = owner.unwrap_or((
                Area { x: 0, y: 0, width: self.width, height: self.height },
                Area { x: 0, y: 0, width, height },
            ));
            let a = item.area;
            let (x, w) = stretch(a.x, a.width, was.width, now.width, item.anchors.left, item.anchors.right);
            let (y, h) = stretch(a.y, a.height, was.height, now.height, item.anchors.top, item.anchors.bottom);
            placed.push((a, Area { x: now.x + x, y: now.y + y, width: w, height: h }));
        }
        placed.into_iter().map(|(_, now)| now).collect()
    }
}

fn stretch(start: i32, size: i32, was: i32, now: i32, near: bool, far: bool) -> (i32, i32) {
    let grown = now - was;
    match (near, far) {
        (true, true) => (start, (size + grown).max(8)),
        (true, false) => (start, size),
        (false, true) => (start + grown, size),
        (false, false) => (start + grown / 2, size),
    }
}
