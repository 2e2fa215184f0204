//! Cards as documents of the designer.

mod create;
mod palette;
mod properties;

pub use create::{
    button, columns, count, field_item, field_items, fold, for_table, frame, line, picture, related, replace_field,
    tabs, text,
};
pub use palette::{Palette, RelatedEntry, palette, shelf};
pub use properties::{CardProperty, tab_order_after};

use crate::{Document, Holds, Item, Refusal, Size, Units};
use model::{
    ids::ItemId,
    language::Label,
    layout::{Anchors, Area, Card, CardItem, CardItemKind, FOLD_HEIGHT, Guides, LABEL_WIDTH, LabelPlace, TABS_HEIGHT},
};
use std::collections::{HashMap, HashSet};

/// Between neighbours, and between a frame's border and what is in it.
pub(crate) const GAP: i32 = 16;
/// Between rows of fields.
pub(crate) const ROW_GAP: i32 = 4;
/// Where the contents of a titled frame begin.
pub(crate) const TITLE: i32 = 44;
/// Containers go no deeper into each other.
const DEEPEST: usize = 12;

impl Item for CardItem {
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
        match self.what {
            CardItemKind::Tabs => Holds::Pages,
            _ if self.is_container() => Holds::Items,
            _ => Holds::Nothing,
        }
    }
    fn unique_key(&self) -> Option<u128> {
        match self.what {
            CardItemKind::Field(field) => Some(field.0),
            _ => None,
        }
    }
    fn split(&self) -> Option<i32> {
        let is_beside = self.label_place == LabelPlace::Left && matches!(self.what, CardItemKind::Field(_));
        is_beside.then_some(if self.label_width > 0 { self.label_width } else { LABEL_WIDTH })
    }
    fn set_split(&mut self, width: i32) {
        self.label_width = width.max(0);
    }
    fn is_conditional(&self) -> bool {
        self.visible.is_some()
    }
}

impl Document for Card {
    type Item = CardItem;
    const KIND: &'static str = "card";

    fn size(&self) -> Size {
        Size::new(self.width, self.height)
    }
    fn set_size(&mut self, size: Size) {
        (self.width, self.height) = (size.width, size.height);
    }
    fn items(&self) -> &[CardItem] {
        &self.items
    }
    fn items_mut(&mut self) -> &mut Vec<CardItem> {
        &mut self.items
    }
    fn guides(&self) -> &Guides {
        &self.guides
    }
    fn set_guides(&mut self, guides: Guides) {
        self.guides = guides;
    }
    fn tab_order(&self) -> &[ItemId] {
        &self.tab_order
    }
    fn set_tab_order(&mut self, order: Vec<ItemId>) {
        self.tab_order = order;
    }
    fn reached_by_tab(&self) -> Vec<ItemId> {
        self.keyboard_order().into_iter().map(|at| self.items[at].id).collect()
    }
    fn wants_keyboard(&self, item: &CardItem) -> bool {
        item.takes_keyboard()
    }
    fn lacks_label(&self, item: &CardItem) -> bool {
        match &item.what {
            CardItemKind::Frame(title) => title.is_empty() && self.is_page(item),
            CardItemKind::Fold { title, .. } | CardItemKind::Text(title) | CardItemKind::Button { title, .. } => {
                title.is_empty()
            }
            CardItemKind::Field(_) => {
                item.label_place != LabelPlace::None && item.label.as_ref().is_some_and(Label::is_empty)
            }
            _ => false,
        }
    }
    fn lift(&self, container: &CardItem) -> i32 {
        if !matches!(container.what, CardItemKind::Frame(_)) || !self.is_page(container) {
            return 0;
        }
        // A page has its title on the tab: its contents stand where the title would be.
        let seen = self.items.iter().filter(|item| item.parent == Some(container.id) && !item.hidden);
        seen.map(|item| item.area.y).min().map_or(TITLE - GAP, |top| (top - GAP).clamp(0, TITLE - GAP))
    }
    fn units(&self) -> Units {
        Units { grid: 4, nudge: 1, leap: 10, gap: GAP, row_gap: ROW_GAP }
    }
    fn least(&self, item: &CardItem) -> Size {
        match item.what {
            CardItemKind::Frame(_) | CardItemKind::Fold { .. } => Size::new(96, 64),
            CardItemKind::Tabs => Size::new(120, TABS_HEIGHT + 40),
            CardItemKind::Related { .. } => Size::new(160, 96),
            CardItemKind::Columns => Size::new(48, 24),
            CardItemKind::Field(_) | CardItemKind::Count { .. } => Size::new(48, 24),
            CardItemKind::Button { .. } => Size::new(48, 24),
            CardItemKind::Text(_) | CardItemKind::Picture(_) => Size::new(8, 8),
            CardItemKind::Line => Size::new(1, 1),
        }
    }
    fn may_hold(&self, container: Option<&CardItem>, child: &CardItem) -> Result<(), Refusal> {
        let Some(container) = container else { return Ok(()) };
        if self.depth(Some(container.id)) + self.height_of(child) > DEEPEST {
            return Err(Refusal::said(
                "Rėmelių vienas kitame jau per daug.",
                "There are too many frames in each other already.",
            ));
        }
        match (&container.what, &child.what) {
            (CardItemKind::Tabs, CardItemKind::Frame(_) | CardItemKind::Related { .. } | CardItemKind::Field(_)) => {
                Ok(())
            }
            (CardItemKind::Tabs, _) => Err(Refusal::said(
                "Skirtuku gali būti rėmelis, susijusi lentelė arba laukas.",
                "A tab can be a frame, a related table or a field.",
            )),
            _ if container.is_container() => Ok(()),
            _ => Err(Refusal::said("Šis objektas kitų viduje nelaiko.", "This object holds no others.")),
        }
    }
    fn inside(&self, container: &CardItem, size: Size) -> Area {
        let (side, top) = match container.what {
            CardItemKind::Tabs => return below(TABS_HEIGHT, size),
            CardItemKind::Columns => return below(0, size),
            CardItemKind::Fold { .. } => (GAP, FOLD_HEIGHT + ROW_GAP),
            _ => (GAP, TITLE),
        };
        // A field has air below its editor already.
        let bottom = ROW_GAP;
        let width = (size.width - 2 * side).max(1);
        Area { x: side, y: top, width, height: (size.height - top - bottom).max(1) }
    }
    fn stretched(&self, container: Option<ItemId>, to: Size) -> Vec<(ItemId, Area)> {
        match container {
            Some(id) => stretched(self, id, to),
            None => {
                let mut whole = self.clone();
                fasten_pages(&mut whole);
                within_containers(&whole, &whole.arrange(to.width, to.height))
            }
        }
    }
    fn new_page(&self, tabs: &CardItem, id: ItemId) -> Option<CardItem> {
        let number = self.children(Some(tabs.id)).count() + 1;
        let title = Label::new(format!("Skirtukas {number}"), format!("Tab {number}"));
        let area = self.inside(tabs, Size::new(tabs.area.width, tabs.area.height));
        let page = CardItem::new(id, Some(tabs.id), area, CardItemKind::Frame(title));
        Some(CardItem { anchors: EVERY_SIDE, ..page })
    }
    fn is_page_itself(&self, item: &CardItem) -> bool {
        matches!(item.what, CardItemKind::Related { .. } | CardItemKind::Frame(_))
    }
    fn without_items(&self) -> Card {
        // Everything but the items, without copying them first.
        let Card { id, table, key, label, width, height, when, rank, quick, tab_order, guides, items: _ } = self;
        Card {
            id: *id,
            table: *table,
            key: key.clone(),
            label: label.clone(),
            width: *width,
            height: *height,
            when: when.clone(),
            rank: *rank,
            quick: *quick,
            tab_order: tab_order.clone(),
            guides: guides.clone(),
            items: Vec::new(),
        }
    }
    fn is_same(&self, other: &Card) -> bool {
        (self.id, self.table) == (other.id, other.table)
    }
}

/// Follows its container on every side.
pub(crate) const EVERY_SIDE: Anchors = Anchors { left: true, top: true, right: true, bottom: true };

fn below(top: i32, size: Size) -> Area {
    Area { x: 0, y: top, width: size.width.max(1), height: (size.height - top).max(1) }
}

trait Depth {
    fn depth(&self, container: Option<ItemId>) -> usize;
    fn height_of(&self, item: &CardItem) -> usize;
}

impl Depth for Card {
    /// How many containers lie around what is in a container, itself too.
    fn depth(&self, container: Option<ItemId>) -> usize {
        let (mut depth, mut at) = (0, container);
        while let Some(item) = at.and_then(|id| self.item(id)).filter(|_| depth <= self.items.len()) {
            depth += 1;
            at = item.parent;
        }
        depth
    }

    /// How many containers lie in each other in an item, itself too.
    fn height_of(&self, item: &CardItem) -> usize {
        let mut heights: HashMap<ItemId, usize> = HashMap::from([(item.id, usize::from(item.is_container()))]);
        let mut most = heights[&item.id];
        for other in &self.items {
            let owner = other.parent.and_then(|parent| heights.get(&parent).copied());
            if let Some(owner) = owner.filter(|_| other.is_container()) {
                heights.insert(other.id, owner + 1);
                most = most.max(owner + 1);
            }
        }
        most
    }
}

/// Pages fill their tabs, however they are fastened.
fn fasten_pages(card: &mut Card) {
    let tabs: HashSet<ItemId> =
        card.items.iter().filter(|item| item.what == CardItemKind::Tabs).map(|item| item.id).collect();
    for item in card.items.iter_mut().filter(|item| item.parent.is_some_and(|parent| tabs.contains(&parent))) {
        item.anchors = EVERY_SIDE;
    }
}

/// What becomes of what lies in a container of another size: as on a card that is as large as the container.
fn stretched(card: &Card, id: ItemId, to: Size) -> Vec<(ItemId, Area)> {
    let Some(root) = card.items.iter().find(|item| item.id == id).filter(|item| item.is_container()) else {
        return Vec::new();
    };
    let Area { width, height, .. } = root.area;
    let mut part = Card { width, height, ..Card::default() };
    let mut inside = HashSet::from([id]);
    let whole = Area { x: 0, y: 0, width, height };
    part.items.push(CardItem { anchors: EVERY_SIDE, ..CardItem::new(id, None, whole, root.what.clone()) });
    for item in &card.items {
        if item.parent.is_some_and(|parent| inside.contains(&parent)) {
            inside.insert(item.id);
            part.items.push(item.clone());
        }
    }
    if part.items.len() == 1 {
        return Vec::new();
    }
    fasten_pages(&mut part);
    let mut areas = within_containers(&part, &part.arrange(to.width, to.height));
    areas.remove(0);
    areas
}

/// Places on a card as places within the containers.
fn within_containers(card: &Card, placed: &[Area]) -> Vec<(ItemId, Area)> {
    let index: HashMap<ItemId, usize> = card.items.iter().enumerate().map(|(at, item)| (item.id, at)).collect();
    let of = |at: usize, item: &CardItem| {
        let area = placed[at];
        let owner = item.parent.and_then(|parent| index.get(&parent)).map(|at| placed[*at]).unwrap_or_default();
        (item.id, Area { x: area.x - owner.x, y: area.y - owner.y, ..area })
    };
    card.items.iter().enumerate().map(|(at, item)| of(at, item)).collect()
}
