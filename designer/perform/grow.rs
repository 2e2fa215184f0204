//! A container that is too low for what was put into it becomes higher, and what stands below it makes room.

use crate::{Document, Item, Rect, Size};
use model::{ids::ItemId, layout::Area};

/// Makes a container (`None`: the document) high enough for what lies in it; nothing in it is stretched.
pub(crate) fn grow<D: Document>(draft: &mut D, container: Option<ItemId>) {
    let seen = draft.children(container).filter(|item| !item.hidden());
    let Some(bottom) = seen.map(|item| Rect::of(item.area(), (0, 0)).bottom).max() else { return };
    let Some(id) = container else {
        if !draft.grows() {
            return;
        }
        let Size { width, height } = draft.size();
        if bottom > height {
            draft.set_size(Size::new(width, bottom));
        }
        return;
    };
    let room = draft.room(container);
    let by = bottom - (room.y + room.height);
    let Some(item) = draft.item(id).filter(|_| by > 0) else { return };
    let (was, parent) = (item.area(), item.parent());
    let is_page = draft.is_page(item);
    for item in draft.items_mut().iter_mut().filter(|item| item.parent() == parent) {
        let area = item.area();
        if item.id() == id || is_page {
            // The pages of a row of tabs are as high as each other.
            item.set_area(Area { height: area.height + by, ..area });
        } else if area.y >= was.y + was.height {
            item.set_area(Area { y: area.y + by, ..area });
        }
    }
    grow(draft, parent);
}

#[cfg(test)]
mod tests {
    use crate::{Session, Unmeasured, cards};
    use model::{
        ids::{FieldId, ItemId},
        language::Label,
        layout::{Area, Card, CardItem, CardItemKind},
    };

    fn item(id: u128, parent: Option<u128>, [x, y, width, height]: [i32; 4], what: CardItemKind) -> CardItem {
        CardItem::new(ItemId(id), parent.map(ItemId), Area { x, y, width, height }, what)
    }

    #[test]
    fn a_full_frame_grows_and_what_is_below_makes_room() {
        let items = vec![
            item(1, None, [0, 0, 232, 120], CardItemKind::Frame(Label::default())),
            item(2, Some(1), [16, 44, 200, 72], CardItemKind::Field(FieldId(2))),
            item(3, None, [0, 136, 232, 72], CardItemKind::Field(FieldId(3))),
            item(4, None, [248, 0, 200, 72], CardItemKind::Field(FieldId(4))),
        ];
        let card = Card { width: 448, height: 208, items, ..Card::default() };
        let mut next = 100;
        let new_ids = Box::new(move || {
            next += 1;
            ItemId(next)
        });
        let mut session = Session::new(card.clone(), new_ids);
        let field = model::schema::Field { id: FieldId(9), ..Default::default() };
        let new = cards::field_items(&[&field]);
        session.place(new, Some(ItemId(1)), &Unmeasured).expect("there is room");
        let area = |id: u128| session.document().items.iter().find(|item| item.id == ItemId(id)).map(|item| item.area);
        assert_eq!(area(1).map(|area| area.height), Some(196));
        assert_eq!(area(3).map(|area| area.y), Some(212), "it moved down");
        assert_eq!(area(4).map(|area| area.y), Some(0), "what stands beside stays");
        assert_eq!(session.document().height, 284);
        session.undo();
        assert_eq!(session.document(), &card);
    }
}
