//! Cards: items with places and anchors in layout units (1/96 inch at 100 %), independent of the scale.

use crate::{
    ids::{FieldId, ItemId, LayoutId, TableId},
    language::Label,
};
use serde::{Deserialize, Serialize};
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

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
    /// Expression over the record: this card is used only where it holds; `None`: for every record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Among the cards of a table the one with the lowest rank whose condition holds is used, then by key; where none holds, the
    /// first without a condition.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rank: i32,
    /// Only for a record that does not exist yet: the few fields with which one is quickly added.
    #[serde(default, skip_serializing_if = "is_false")]
    pub quick: bool,
    /// The items in the order of Tab where it was chosen; empty: as they stand, row by row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tab_order: Vec<ItemId>,
    /// Lines that the designer of the card drew to place items by.
    #[serde(default, skip_serializing_if = "Guides::is_empty")]
    pub guides: Guides,
    /// Items, each after its container; what comes later lies above what it overlaps.
    pub items: Vec<CardItem>,
}

/// Lines to place items by, in layout units from the document's left and top.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Guides {
    /// Vertical lines.
    pub x: Vec<i32>,
    /// Horizontal lines.
    pub y: Vec<i32>,
}

impl Guides {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.x.is_empty() && self.y.is_empty()
    }
}

fn is_zero<N: Default + PartialEq>(number: &N) -> bool {
    *number == N::default()
}

fn is_false(flag: &bool) -> bool {
    !flag
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
    /// Bounds of the size it takes where its container changes.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub limits: Limits,
    /// Expression: shown only where it holds.
    #[serde(default)]
    pub visible: Option<String>,
    /// Expression: the field has to be filled in where it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<String>,
    /// Expression: the field is only shown where it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readonly: Option<String>,
    /// Colours by conditions; the first that holds is used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tints: Vec<Tint>,
    /// A label of its own instead of the field's or the table's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// Where a field's label stands.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub label_place: LabelPlace,
    /// Width of a label at the left; 0: [`LABEL_WIDTH`].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub label_width: i32,
    /// The designer lets it alone and clicks through it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub locked: bool,
    /// Shown nowhere, and kept.
    #[serde(default, skip_serializing_if = "is_false")]
    pub hidden: bool,
    /// Items of one number are selected and moved together; 0: none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub group: u32,
    /// What it is.
    pub what: CardItemKind,
}

impl CardItem {
    /// An item of this kind at this place, everything else as it is unless told.
    pub fn new(id: ItemId, parent: Option<ItemId>, area: Area, what: CardItemKind) -> CardItem {
        CardItem {
            id,
            parent,
            area,
            what,
            anchors: Anchors::default(),
            limits: Limits::default(),
            visible: None,
            required: None,
            readonly: None,
            tints: Vec::new(),
            label: None,
            label_place: LabelPlace::default(),
            label_width: 0,
            locked: false,
            hidden: false,
            group: 0,
        }
    }

    /// Whether other items may lie in it.
    pub fn is_container(&self) -> bool {
        matches!(
            self.what,
            CardItemKind::Frame(_) | CardItemKind::Tabs | CardItemKind::Fold { .. } | CardItemKind::Columns
        )
    }

    /// Whether the keyboard can be in it.
    pub fn takes_keyboard(&self) -> bool {
        matches!(
            self.what,
            CardItemKind::Field(_)
                | CardItemKind::Related { .. }
                | CardItemKind::Tabs
                | CardItemKind::Fold { .. }
                | CardItemKind::Button { .. }
        )
    }
}

/// Width of a label at the left of its field, in layout units.
pub const LABEL_WIDTH: i32 = 120;

/// Bounds of an item's size in layout units; 0: none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Limits {
    /// Not narrower.
    pub least_width: i32,
    /// Not wider.
    pub most_width: i32,
    /// Not lower.
    pub least_height: i32,
    /// Not higher.
    pub most_height: i32,
}

/// Where the label of a field stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LabelPlace {
    /// Above the editor.
    #[default]
    Above,
    /// At the left of the editor.
    Left,
    /// Nowhere.
    None,
}

/// A colour that an item has where a condition holds.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Tint {
    /// Expression.
    pub when: String,
    /// `#RRGGBB`.
    pub color: String,
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
    /// A titled group that the user folds up to its title and opens again.
    Fold {
        /// Its title.
        title: Label,
        /// Folded where nobody has opened it.
        #[serde(default)]
        folded: bool,
    },
    /// What lies in it stands side by side and shares its width as designed.
    Columns,
    /// A picture of the card itself, as a PNG or JPEG file in base64 (at most [`PICTURE_BYTES`] of text).
    Picture(String),
    /// A button.
    Button {
        /// What stands on it.
        title: Label,
        /// What it does.
        act: ButtonAct,
    },
    /// How many records of another table point here, or their sum.
    Count {
        /// What stands above it; empty: the name of the table or of the field.
        title: Label,
        /// The other table.
        table: TableId,
        /// Its field that points here.
        by: FieldId,
        /// Its field that is added up; `None`: the records are counted.
        #[serde(default)]
        sum: Option<FieldId>,
    },
    /// A row of tabs; each item directly in it is a page, named by its own label (a frame's, a related table's, a field's), and
    /// one page is seen at a time. The pages' places lie below the row of tabs, which takes [`TABS_HEIGHT`].
    Tabs,
}

/// What a button of a card does.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ButtonAct {
    /// Begins a new record of another table that points here.
    Add {
        /// The other table.
        table: TableId,
        /// Its field that points here.
        by: FieldId,
    },
    /// Shows a print form of the record; the id of the form, `None`: the table's first.
    Print(Option<LayoutId>),
    /// Opens an address: a web page, a letter, a call, with expressions in braces, such as `https://maps.example/?q={address}`.
    Open(String),
}

/// The most text a picture of a card takes.
pub const PICTURE_BYTES: usize = 96 << 10;

/// Height of the title of a [`CardItemKind::Fold`] in layout units, which is all that is seen of it when it is folded.
pub const FOLD_HEIGHT: i32 = 40;

/// Height of a row of tabs in layout units; the pages of [`CardItemKind::Tabs`] begin below it.
pub const TABS_HEIGHT: i32 = 40;

impl Card {
    /// Places of all items relative to the card, when the card has this size; in the order of `items`.
    ///
    /// An item anchored to both opposite sides grows with its container, one anchored to the far side only moves, one
    /// anchored to neither keeps its relative centre. What lies in columns keeps its part of the width. A side never shrinks below
    /// 8 units and keeps within the item's limits.
    pub fn arrange(&self, width: i32, height: i32) -> Vec<Area> {
        let index: HashMap<ItemId, usize> = self.items.iter().enumerate().map(|(at, item)| (item.id, at)).collect();
        let mut placed: Vec<(Area, Area)> = Vec::with_capacity(self.items.len());
        for item in &self.items {
            let owner = item.parent.and_then(|parent| index.get(&parent)).filter(|at| **at < placed.len());
            let (was, now) = owner.map_or_else(
                || (Area { x: 0, y: 0, width: self.width, height: self.height }, Area { x: 0, y: 0, width, height }),
                |at| placed[*at],
            );
            let a = item.area;
            let (anchors, limits) = (item.anchors, item.limits);
            let (x, w) = if owner.is_some_and(|at| self.items[*at].what == CardItemKind::Columns) {
                share(a.x, a.width, was.width, now.width)
            } else {
                let of = (limits.least_width, limits.most_width);
                stretch(a.x, a.width, was.width, now.width, anchors.left, anchors.right, of)
            };
            let of = (limits.least_height, limits.most_height);
            let (y, h) = stretch(a.y, a.height, was.height, now.height, anchors.top, anchors.bottom, of);
            placed.push((a, Area { x: now.x + x, y: now.y + y, width: w, height: h }));
        }
        placed.into_iter().map(|(_, now)| now).collect()
    }

    /// The items in which the keyboard can be, in the order of Tab: the chosen order first, then row by row as they stand, a
    /// container's whole contents where the container stands.
    pub fn keyboard_order(&self) -> Vec<usize> {
        let place = |id: &ItemId| self.items.iter().position(|item| item.id == *id && item.takes_keyboard());
        let mut order: Vec<usize> = Vec::new();
        for at in self.tab_order.iter().filter_map(place) {
            if !order.contains(&at) {
                order.push(at);
            }
        }
        let chosen: HashSet<usize> = order.iter().copied().collect();
        self.read(None, &mut |at| {
            if !chosen.contains(&at) && self.items[at].takes_keyboard() {
                order.push(at);
            }
        });
        order
    }

    /// All items in the order in which a window draws them: what only shows itself first, then what takes the keyboard in its order.
    pub fn drawing_order(&self) -> Vec<usize> {
        let keyboard = self.keyboard_order();
        let mut order: Vec<usize> = (0..self.items.len()).filter(|at| !self.items[*at].takes_keyboard()).collect();
        order.extend(keyboard);
        // What was not reached (a container that is not there) is drawn all the same.
        let reached: HashSet<usize> = order.iter().copied().collect();
        order.extend((0..self.items.len()).filter(|at| !reached.contains(at)));
        order
    }

    /// Visits what lies in a container as it is read: row by row from the left, pages of tabs in their own order.
    fn read(&self, container: Option<ItemId>, visit: &mut dyn FnMut(usize)) {
        let mut inside: Vec<usize> = (0..self.items.len()).filter(|at| self.items[*at].parent == container).collect();
        let is_pages =
            container.is_some_and(|id| self.items.iter().any(|item| item.id == id && item.what == CardItemKind::Tabs));
        if !is_pages {
            inside = self.rows(inside);
        }
        for at in inside {
            visit(at);
            if self.items[at].is_container() {
                self.read(Some(self.items[at].id), visit);
            }
        }
    }

    /// Items row by row: what begins above the middle of the row's first item is in its row.
    pub(super) fn rows(&self, mut items: Vec<usize>) -> Vec<usize> {
        items.sort_by_key(|at| (self.items[*at].area.y, self.items[*at].area.x));
        let mut ordered = Vec::with_capacity(items.len());
        let mut rest = items.as_slice();
        while let Some(first) = rest.first() {
            let area = self.items[*first].area;
            let end = rest.iter().position(|at| self.items[*at].area.y >= area.y + (area.height / 2).clamp(1, 36));
            let (row, below) = rest.split_at(end.unwrap_or(rest.len()));
            let mut row = row.to_vec();
            row.sort_by_key(|at| (self.items[*at].area.x, self.items[*at].area.y));
            ordered.extend(row);
            rest = below;
        }
        ordered
    }

    /// The card with these groups folded: they are as high as their titles, and what stood below them moves up.
    pub fn folded(&self, folded: &HashSet<ItemId>) -> Cow<'_, Card> {
        let is_folded = |item: &CardItem| matches!(item.what, CardItemKind::Fold { .. }) && folded.contains(&item.id);
        if !self.items.iter().any(is_folded) {
            return Cow::Borrowed(self);
        }
        let mut card = self.clone();
        for at in 0..card.items.len() {
            if is_folded(&card.items[at]) {
                let by = card.items[at].area.height - FOLD_HEIGHT;
                card.shrink(at, by.max(0));
            }
        }
        Cow::Owned(card)
    }

    /// Makes an item lower; what is below it moves up, and a frame or the card around it becomes lower too where nothing else
    /// reaches as far down.
    fn shrink(&mut self, at: usize, by: i32) {
        let (parent, was) = (self.items[at].parent, self.items[at].area);
        let beside = |item: &CardItem| {
            item.area.y < was.y + was.height && item.area.y + item.area.height > was.y + was.height - by
        };
        let is_beside = |(other, item): (usize, &CardItem)| other != at && item.parent == parent && beside(item);
        let stays = self.items.iter().enumerate().any(is_beside);
        self.items[at].area.height -= by;
        if stays || by == 0 {
            return;
        }
        for item in &mut self.items {
            if item.parent == parent && item.area.y >= was.y + was.height {
                item.area.y -= by;
            }
        }
        match parent.and_then(|parent| self.items.iter().position(|item| item.id == parent)) {
            Some(owner) if matches!(self.items[owner].what, CardItemKind::Frame(_) | CardItemKind::Fold { .. }) => {
                self.shrink(owner, by);
            }
            Some(_) => {}
            None => self.height = (self.height - by).max(1),
        }
    }
}

/// A part of a width that is shared.
fn share(start: i32, size: i32, was: i32, now: i32) -> (i32, i32) {
    let scaled = |at: i32| (i64::from(at) * i64::from(now) / i64::from(was.max(1))) as i32;
    let x = scaled(start);
    // The gap behind it stays a gap.
    (x, (scaled(start + size) - x).max(8))
}

fn stretch(start: i32, size: i32, was: i32, now: i32, near: bool, far: bool, (least, most): (i32, i32)) -> (i32, i32) {
    let grown = now - was;
    let within = |size: i32| {
        let size = if most > 0 { size.min(most) } else { size };
        size.max(least).max(8)
    };
    match (near, far) {
        (true, true) => (start, if grown == 0 { size } else { within(size + grown) }),
        (true, false) => (start, size),
        (false, true) => (start + grown, size),
        (false, false) => (start + grown / 2, size),
    }
}
