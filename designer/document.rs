//! What the designer edits: a document made of items. The kind of document is a parameter.

use crate::{Placed, Rect, Refusal, geometry::Size, scene::sum_of_offsets};
use model::{
    ids::ItemId,
    language::Label,
    layout::{Area, Guides, Look},
};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;

/// What an item may have in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holds {
    /// No other item.
    Nothing,
    /// Items side by side.
    Items,
    /// Pages of which one is seen at a time, under a row of tabs.
    Pages,
}

/// Something on a document.
pub trait Item: Clone + PartialEq + Debug + Serialize + DeserializeOwned {
    /// Identity.
    fn id(&self) -> ItemId;
    /// Gives a copy its own identity.
    fn set_id(&mut self, id: ItemId);
    /// The container it lies in; `None`: the document itself.
    fn parent(&self) -> Option<ItemId>;
    /// Puts it into another container.
    fn set_parent(&mut self, parent: Option<ItemId>);
    /// Place within the container.
    fn area(&self) -> Area;
    /// Gives it another place within the container.
    fn set_area(&mut self, area: Area);
    /// Whether the pointer goes through it and nothing moves it.
    fn locked(&self) -> bool;
    /// Locks or unlocks it.
    fn set_locked(&mut self, locked: bool);
    /// Whether it is shown nowhere, and kept.
    fn hidden(&self) -> bool;
    /// Hides or shows it.
    fn set_hidden(&mut self, hidden: bool);
    /// Items of one number are selected and moved together; 0: none.
    fn group(&self) -> u32;
    /// Puts it into another group.
    fn set_group(&mut self, group: u32);
    /// What it may have in it.
    fn holds(&self) -> Holds {
        Holds::Nothing
    }
    /// What should be on a document once only.
    fn unique_key(&self) -> Option<u128> {
        None
    }
    /// Width of a label at its left; `None`: its label is not there.
    fn split(&self) -> Option<i32> {
        None
    }
    /// Gives the label at its left another width.
    fn set_split(&mut self, _width: i32) {}
    /// Whether it is seen only where a condition holds, so that another may stand at the same place.
    fn is_conditional(&self) -> bool {
        false
    }
}

/// Steps and sizes of a kind of document, in its units.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Units {
    /// Places are drawn to multiples of this.
    pub grid: i32,
    /// How far an arrow key moves.
    pub nudge: i32,
    /// How far an arrow key moves with Shift.
    pub leap: i32,
    /// Usual gap between neighbours.
    pub gap: i32,
    /// Usual gap between rows.
    pub row_gap: i32,
}

/// A document made of items, each after its container; what comes later lies above what it overlaps.
pub trait Document: Clone + PartialEq + Debug {
    /// What it is made of.
    type Item: Item;
    /// The kind of document, for the clipboard.
    const KIND: &'static str;

    /// The size at which the places are designed.
    fn size(&self) -> Size;
    /// Changes that size; the items stay where they are.
    fn set_size(&mut self, size: Size);
    /// The items.
    fn items(&self) -> &[Self::Item];
    /// The items, to be changed by `apply` alone.
    fn items_mut(&mut self) -> &mut Vec<Self::Item>;
    /// Lines to place items by.
    fn guides(&self) -> &Guides;
    /// Changes those lines.
    fn set_guides(&mut self, guides: Guides);
    /// The chosen order of the Tab key; empty: as they stand.
    fn tab_order(&self) -> &[ItemId] {
        &[]
    }
    /// Chooses the order of the Tab key.
    fn set_tab_order(&mut self, _order: Vec<ItemId>) {}
    /// The items the keyboard can reach, in their order; empty where the kind of document has no keyboard.
    fn reached_by_tab(&self) -> Vec<ItemId> {
        Vec::new()
    }
    /// The items the keyboard should reach.
    fn wants_keyboard(&self, _item: &Self::Item) -> bool {
        false
    }
    /// Whether an item should show a text of its own and has none.
    fn lacks_label(&self, _item: &Self::Item) -> bool {
        false
    }
    /// By how much the contents of a container stand higher on the canvas than their places say.
    fn lift(&self, _container: &Self::Item) -> i32 {
        0
    }
    /// Its steps and sizes.
    fn units(&self) -> Units;
    /// The least size of an item.
    fn least(&self, item: &Self::Item) -> Size;
    /// Whether `child` may lie directly in `container` (`None`: the document itself).
    ///
    /// # Errors
    /// The sentence that says why not.
    fn may_hold(&self, container: Option<&Self::Item>, child: &Self::Item) -> Result<(), Refusal>;
    /// The room for what lies in a container that is as large as `size`, within its padding, relative to it.
    fn inside(&self, container: &Self::Item, size: Size) -> Area;
    /// New places within their containers for everything in a container (`None`: the document) that becomes as large as `to`.
    fn stretched(&self, _container: Option<ItemId>, _to: Size) -> Vec<(ItemId, Area)> {
        Vec::new()
    }
    /// Whether it becomes higher, as a card does, where new items find no room; a sheet of paper does not.
    fn grows(&self) -> bool {
        true
    }
    /// An empty page for a row of tabs.
    fn new_page(&self, _tabs: &Self::Item, _id: ItemId) -> Option<Self::Item> {
        None
    }
    /// Whether an item is a page by itself and needs none around it.
    fn is_page_itself(&self, _item: &Self::Item) -> bool {
        false
    }
    /// Where everything stands on the canvas at the designed size, in the order of the items.
    fn place(&self, look: &Look) -> Vec<Placed> {
        sum_of_offsets(self, look)
    }
    /// Everything but the items.
    #[must_use]
    fn without_items(&self) -> Self {
        let mut head = self.clone();
        head.items_mut().clear();
        head
    }
    /// Whether another one is the same document in another state, and not another document.
    fn is_same(&self, _other: &Self) -> bool {
        true
    }

    /// The item with this id.
    fn item(&self, id: ItemId) -> Option<&Self::Item> {
        self.items().iter().find(|item| item.id() == id)
    }
    /// The items that lie directly in a container, in their order.
    fn children(&self, container: Option<ItemId>) -> impl Iterator<Item = &Self::Item> {
        self.items().iter().filter(move |item| item.parent() == container)
    }
    /// Whether an item is one page of a row of tabs.
    fn is_page(&self, item: &Self::Item) -> bool {
        item.parent().and_then(|parent| self.item(parent)).is_some_and(|parent| parent.holds() == Holds::Pages)
    }
    /// Whether an item lies in another, at any depth.
    fn lies_in(&self, item: ItemId, container: ItemId) -> bool {
        let mut at = self.item(item).and_then(Item::parent);
        let mut steps = 0;
        while let Some(parent) = at {
            if parent == container {
                return true;
            }
            steps += 1;
            at = if steps > self.items().len() { None } else { self.item(parent).and_then(Item::parent) };
        }
        false
    }
    /// The room in a container, or in the document, relative to it.
    fn room(&self, container: Option<ItemId>) -> Area {
        match container.and_then(|id| self.item(id)) {
            Some(item) => {
                let area = item.area();
                self.inside(item, Size::new(area.width, area.height))
            }
            None => Area { x: 0, y: 0, width: self.size().width, height: self.size().height },
        }
    }
}

/// How much room some contents of an item need.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Need {
    /// What is cut off: a label in Lithuanian, a value of the record ...
    pub what: Label,
    /// The size the item needs for it.
    pub size: Size,
}

/// What the window knows about the texts of items; every answer may be left out.
pub trait Measure<I> {
    /// Distances of baselines from the item's top.
    fn baselines(&self, _item: &I) -> Vec<i32> {
        Vec::new()
    }
    /// The size that fits the item's contents.
    fn fitting(&self, _item: &I) -> Option<Size> {
        None
    }
    /// What its texts need, in both languages, of the real record and of the longest.
    fn needs(&self, _item: &I) -> Vec<Need> {
        Vec::new()
    }
    /// Where its label stands within it, for editing in place.
    fn label(&self, _item: &I) -> Option<Area> {
        None
    }
    /// What people call it.
    fn name(&self, _item: &I) -> Label {
        Label::default()
    }
}

/// Nothing is known about texts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unmeasured;

impl<I> Measure<I> for Unmeasured {}

/// The bounding rectangle of areas relative to one container.
pub(crate) fn around<'i, I: Item + 'i>(items: impl IntoIterator<Item = &'i I>) -> Option<Rect> {
    Rect::around(items.into_iter().map(|item| Rect::of(item.area(), (0, 0))))
}
