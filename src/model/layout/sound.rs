//! What a broken or foreign file could say about a card, brought into a state in which nothing is lost and nothing can go wrong.

use super::{Card, CardItemKind, PICTURE_BYTES};
use crate::{ids::ItemId, language::Label};
use std::collections::{HashMap, HashSet};

/// Sizes in layout units that a card or an item may have.
const SIZE: (i32, i32) = (1, 20_000);
/// Places in layout units that an item may have, and guides.
const PLACE: (i32, i32) = (-20_000, 20_000);
/// Containers within containers.
const DEEPEST: usize = 12;
/// Items a card may have.
const MOST_ITEMS: usize = 5_000;
/// Guides in each direction.
const MOST_GUIDES: usize = 500;

/// The card with everything repaired that would be of no sense, and a sentence for each kind of repair; none: it was sound. Items
/// keep their order, but for those that stood before their container.
pub fn sound_card(card: &Card) -> (Card, Vec<Label>) {
    let mut repair = Repair { card: card.clone(), said: Vec::new() };
    repair.ids();
    repair.owners();
    repair.order();
    repair.sizes();
    repair.details();
    (repair.card, repair.said)
}

struct Repair {
    card: Card,
    said: Vec<Label>,
}

impl Repair {
    fn say(&mut self, count: usize, lt: &str, en: &str) {
        match count {
            0 => {}
            1 => self.said.push(Label::new(format!("{lt}."), format!("{en}."))),
            _ => self.said.push(Label::new(format!("{lt} ({count})."), format!("{en} ({count})."))),
        }
    }

    /// Each id once: the second one of a kind gets another, always the same.
    fn ids(&mut self) {
        if self.card.items.len() > MOST_ITEMS {
            let left_out = self.card.items.len() - MOST_ITEMS;
            self.card.items.truncate(MOST_ITEMS);
            self.say(left_out, "Objektų per daug, paskutiniai nerodomi", "Too many items, the last ones are not shown");
        }
        let all: HashSet<ItemId> = self.card.items.iter().map(|item| item.id).collect();
        let (mut seen, mut renewed) = (HashSet::new(), 0);
        for item in &mut self.card.items {
            if seen.insert(item.id) {
                continue;
            }
            renewed += 1;
            let mut id = item.id.0;
            while all.contains(&ItemId(id)) || seen.contains(&ItemId(id)) {
                id = id.wrapping_add(1);
            }
            item.id = ItemId(id);
            seen.insert(item.id);
        }
        self.say(
            renewed,
            "Keli objektai turėjo tą patį identifikatorių, vienam duotas kitas",
            "Several items had one id, one of them got another",
        );
    }

    /// What lies in nothing, in itself or in what can hold nothing lies on the card.
    fn owners(&mut self) {
        let containers: HashSet<ItemId> =
            self.card.items.iter().filter(|item| item.is_container()).map(|item| item.id).collect();
        let mut parents: HashMap<ItemId, Option<ItemId>> =
            self.card.items.iter().map(|item| (item.id, item.parent)).collect();
        let (mut lost, mut circles, mut deep) = (0, 0, 0);
        for item in &mut self.card.items {
            let Some(parent) = item.parent else { continue };
            let mut above = Vec::new();
            let mut at = Some(parent);
            while let Some(id) = at.filter(|id| !above.contains(id) && *id != item.id) {
                above.push(id);
                at = parents.get(&id).copied().flatten();
            }
            if !containers.contains(&parent) && parent != item.id {
                lost += 1;
                item.parent = None;
            } else if at.is_some() {
                circles += 1;
                item.parent = None;
            } else if above.len() > DEEPEST {
                deep += 1;
                item.parent = above.get(above.len() - DEEPEST).copied();
            } else {
                continue;
            }
            parents.insert(item.id, item.parent);
        }
        self.say(
            lost,
            "Objektas buvo grupėje, kurios nėra, todėl perkeltas į pačią kortelę",
            "An item lay in a group that is not there and was put on the card itself",
        );
        self.say(
            circles,
            "Grupė buvo pati savyje, todėl perkelta į pačią kortelę",
            "A group lay within itself and was put on the card itself",
        );
        self.say(deep, "Grupės buvo per giliai viena kitoje", "Groups lay too deep within one another");
    }

    /// Each item after its container.
    fn order(&mut self) {
        let mut placed: HashSet<ItemId> = HashSet::new();
        let mut waiting = std::mem::take(&mut self.card.items);
        let mut moved = 0;
        while !waiting.is_empty() {
            let (mut rest, done) = (Vec::new(), placed.len());
            for item in waiting {
                if item.parent.is_none_or(|parent| placed.contains(&parent)) {
                    placed.insert(item.id);
                    self.card.items.push(item);
                } else {
                    rest.push(item);
                }
            }
            moved = moved.max(rest.len());
            if placed.len() == done {
                // Cannot be: owners() left no circle. It is shown all the same.
                self.card.items.append(&mut rest);
            }
            waiting = rest;
        }
        self.say(moved, "Objektas buvo prieš savo grupę", "An item stood before its group");
    }

    fn sizes(&mut self) {
        let mut wrong = 0;
        let mut within = |number: &mut i32, (least, most): (i32, i32)| {
            let good = (*number).clamp(least, most);
            wrong += usize::from(good != *number);
            *number = good;
        };
        within(&mut self.card.width, SIZE);
        within(&mut self.card.height, SIZE);
        for item in &mut self.card.items {
            within(&mut item.area.x, PLACE);
            within(&mut item.area.y, PLACE);
            within(&mut item.area.width, SIZE);
            within(&mut item.area.height, SIZE);
            within(&mut item.label_width, (0, SIZE.1));
            let limits = &mut item.limits;
            for (least, most) in
                [(&mut limits.least_width, &mut limits.most_width), (&mut limits.least_height, &mut limits.most_height)]
            {
                within(least, (0, SIZE.1));
                within(most, (0, SIZE.1));
                if *most > 0 {
                    let least = *least;
                    within(most, (least, SIZE.1));
                }
            }
        }
        for guides in [&mut self.card.guides.x, &mut self.card.guides.y] {
            guides.truncate(MOST_GUIDES);
            guides.retain(|guide| (PLACE.0..=PLACE.1).contains(guide));
        }
        self.say(wrong, "Negalimas dydis ar vieta pakeisti galimais", "An impossible size or place was made possible");
    }

    fn details(&mut self) {
        let ids: HashSet<ItemId> = self.card.items.iter().map(|item| item.id).collect();
        let mut seen = HashSet::new();
        let before = self.card.tab_order.len();
        self.card.tab_order.retain(|id| ids.contains(id) && seen.insert(*id));
        let unknown = before - self.card.tab_order.len();
        let (mut tints, mut pictures) = (0, 0);
        for item in &mut self.card.items {
            let before = item.tints.len();
            item.tints.retain(|tint| is_color(&tint.color));
            tints += before - item.tints.len();
            if let CardItemKind::Picture(text) = &mut item.what
                && text.len() > PICTURE_BYTES
            {
                text.clear();
                pictures += 1;
            }
        }
        self.say(unknown, "Tab eilėje buvo tai, ko kortelėje nėra", "The tab order named what is not on the card");
        self.say(tints, "Spalva, kurios suprasti negalima, išimta", "A colour that means nothing was taken out");
        self.say(pictures, "Paveikslas per didelis, jis nerodomas", "A picture is too large and is not shown");
    }
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ids::FieldId,
        layout::{Area, CardItem, Look},
    };
    use proptest::prelude::*;

    fn item(id: u128, parent: Option<u128>, what: CardItemKind) -> CardItem {
        let area = Area { x: 16, y: 16, width: 200, height: 72 };
        CardItem::new(ItemId(id), parent.map(ItemId), area, what)
    }

    fn frame() -> CardItemKind {
        CardItemKind::Frame(Label::default())
    }

    fn field() -> CardItemKind {
        CardItemKind::Field(FieldId(1))
    }

    fn card(items: Vec<CardItem>) -> Card {
        Card { width: 880, height: 400, items, ..Card::default() }
    }

    #[test]
    fn a_sound_card_stays_as_it_is() {
        let whole = card(vec![item(1, None, frame()), item(2, Some(1), field())]);
        assert_eq!(sound_card(&whole), (whole.clone(), Vec::new()));
    }

    #[test]
    fn what_lies_nowhere_lies_on_the_card_and_it_is_said() {
        let broken = card(vec![
            item(1, Some(2), frame()),
            item(2, Some(1), frame()),
            item(3, Some(99), field()),
            item(4, Some(3), field()),
            item(5, Some(5), frame()),
            item(6, Some(2), field()),
        ]);
        let (sound, said) = sound_card(&broken);
        assert_eq!(sound.items.len(), 6);
        let parent = |id: u128| sound.items.iter().find(|item| item.id == ItemId(id)).unwrap().parent;
        assert_eq!([1, 2, 3, 4, 5, 6].map(parent), [None, Some(ItemId(1)), None, None, None, Some(ItemId(2))]);
        let said: Vec<&str> = said.iter().map(|label| label.lt.as_str()).collect();
        assert_eq!(
            said,
            [
                "Objektas buvo grupėje, kurios nėra, todėl perkeltas į pačią kortelę (2).",
                "Grupė buvo pati savyje, todėl perkelta į pačią kortelę (2)."
            ]
        );
    }

    #[test]
    fn what_stands_before_its_group_comes_after_it() {
        let broken = card(vec![item(3, Some(1), field()), item(4, None, field()), item(1, None, frame())]);
        let (sound, said) = sound_card(&broken);
        assert_eq!(sound.items.iter().map(|item| item.id.0).collect::<Vec<_>>(), [4, 1, 3]);
        assert_eq!(said.len(), 1);
    }

    #[test]
    fn of_two_with_one_id_the_second_gets_another_always_the_same() {
        let broken = card(vec![item(1, None, field()), item(1, None, field()), item(2, None, field())]);
        let (sound, _) = sound_card(&broken);
        assert_eq!(sound.items.iter().map(|item| item.id.0).collect::<Vec<_>>(), [1, 3, 2]);
        assert_eq!(sound_card(&broken), sound_card(&broken));
    }

    proptest! {
        #[test]
        fn whatever_a_file_says_the_card_is_sound_then_and_can_be_drawn(
            items in proptest::collection::vec((0u128..8, proptest::option::of(0u128..10), any::<[i32; 4]>(), 0..6), 0..12),
            size in any::<(i32, i32)>(),
            limits in any::<[i32; 4]>(),
        ) {
            let items = items.into_iter().map(|(id, parent, [x, y, width, height], kind)| {
                let what = match kind {
                    0 => frame(),
                    1 => CardItemKind::Tabs,
                    2 => CardItemKind::Columns,
                    3 => CardItemKind::Fold { title: Label::default(), folded: id % 2 == 0 },
                    _ => field(),
                };
                let mut item = item(id, parent, what);
                item.area = Area { x, y, width, height };
                let [least_width, most_width, least_height, most_height] = limits;
                item.limits = super::super::Limits { least_width, most_width, least_height, most_height };
                item
            });
            let broken = Card { width: size.0, height: size.1, items: items.collect(), ..Card::default() };
            let (sound, _) = sound_card(&broken);
            prop_assert_eq!(sound.items.len(), broken.items.len());
            prop_assert_eq!(sound_card(&sound), (sound.clone(), Vec::new()));
            for width in [1, 400, 3000] {
                let arrangement = sound.flow(width, 300, &Look::default());
                prop_assert_eq!(arrangement.areas.len(), sound.items.len());
            }
        }
    }
}
