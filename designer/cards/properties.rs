//! Properties of a card's items that have a default to go back to, and the order of the Tab key.

use model::{ids::ItemId, layout::CardItem};

/// A property of a card's item that can be set back.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CardProperty {
    /// Width and height.
    Size,
    /// Its label.
    Label,
    /// Where its label stands.
    LabelPlace,
    /// How wide a label at the left is.
    LabelWidth,
    /// The sides it is fastened to.
    Anchors,
    /// Least and most size.
    Limits,
    /// Where it is seen.
    Visible,
    /// Where it has to be filled in.
    Required,
    /// Where it is only shown.
    Readonly,
    /// Its colours.
    Tints,
}

impl CardProperty {
    /// Every property there is.
    pub const ALL: [CardProperty; 10] = [
        CardProperty::Size,
        CardProperty::Label,
        CardProperty::LabelPlace,
        CardProperty::LabelWidth,
        CardProperty::Anchors,
        CardProperty::Limits,
        CardProperty::Visible,
        CardProperty::Required,
        CardProperty::Readonly,
        CardProperty::Tints,
    ];

    /// Whether an item has what a new one of its kind has.
    pub fn is_default(self, item: &CardItem, new: &CardItem) -> bool {
        let mut set_back = item.clone();
        self.reset(&mut set_back, new);
        set_back == *item
    }

    /// Gives an item what a new one of its kind has.
    pub fn reset(self, item: &mut CardItem, new: &CardItem) {
        match self {
            CardProperty::Size => (item.area.width, item.area.height) = (new.area.width, new.area.height),
            CardProperty::Label => item.label.clone_from(&new.label),
            CardProperty::LabelPlace => item.label_place = new.label_place,
            CardProperty::LabelWidth => item.label_width = new.label_width,
            CardProperty::Anchors => item.anchors = new.anchors,
            CardProperty::Limits => item.limits = new.limits,
            CardProperty::Visible => item.visible.clone_from(&new.visible),
            CardProperty::Required => item.required.clone_from(&new.required),
            CardProperty::Readonly => item.readonly.clone_from(&new.readonly),
            CardProperty::Tints => item.tints.clone_from(&new.tints),
        }
    }
}

/// The order of the Tab key after these were clicked in sequence: they come first, the others as they came before.
pub fn tab_order_after(order: &[ItemId], clicked: &[ItemId]) -> Vec<ItemId> {
    let mut new: Vec<ItemId> = Vec::with_capacity(order.len());
    for id in clicked.iter().chain(order) {
        if !new.contains(id) {
            new.push(*id);
        }
    }
    new
}
