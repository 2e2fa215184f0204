//! New items of a card, of good size, still lying nowhere; places relative to one another.

use super::{EVERY_SIDE, GAP, ROW_GAP, TITLE};
use crate::{Change, Command, StepKey};
use model::{
    ids::{FieldId, ItemId},
    language::Label,
    layout::{Anchors, Area, ButtonAct, Card, CardItem, CardItemKind, TABS_HEIGHT},
    schema::{Field, FieldKind, Schema, Table},
    structure::place_related,
};

/// A line of text with its label.
const LINE: (i32, i32) = (200, 72);

fn item(number: u128, (width, height): (i32, i32), what: CardItemKind) -> CardItem {
    CardItem::new(ItemId(number), None, Area { x: 0, y: 0, width, height }, what)
}

fn size(field: &Field) -> (i32, i32) {
    match field.shown_kind() {
        FieldKind::LongText => (2 * LINE.0 + GAP, 120),
        FieldKind::Picture => (LINE.0, 196),
        FieldKind::Iban | FieldKind::Email | FieldKind::Web => (LINE.0 + 32, LINE.1),
        FieldKind::Link { many: true, .. } | FieldKind::Choice { many: true, .. } => (2 * LINE.0 + GAP, LINE.1),
        _ => LINE,
    }
}

/// A field with its label above; its size goes by what it holds.
pub fn field_item(field: &Field) -> CardItem {
    item(1, size(field), CardItemKind::Field(field.id))
}

/// Several fields, one below the other.
pub fn field_items(fields: &[&Field]) -> Vec<CardItem> {
    let mut top = 0;
    let column = fields.iter().zip(1..).map(|(field, number)| {
        let mut item = field_item(field);
        item.id = ItemId(number);
        item.area.y = top;
        top += item.area.height + ROW_GAP;
        item
    });
    column.collect()
}

/// The records of a table that point to the card's record with `by`, with columns to begin with.
pub fn related(table: &Table, by: FieldId) -> CardItem {
    let mut card = Card { width: 848, ..Card::default() };
    place_related(&mut card, table, by, &mut || ItemId(1));
    let area = Area { x: 0, y: 0, width: 848, height: 240 };
    let anchors = Anchors { bottom: false, ..EVERY_SIDE };
    let what = card.items.pop().map(|item| item.what);
    let what = what.unwrap_or(CardItemKind::Related { table: table.info.id, by, columns: Vec::new() });
    CardItem { area, anchors, ..item(1, (area.width, area.height), what) }
}

/// A titled frame with room for a row of fields.
pub fn frame(title: Label) -> CardItem {
    let size = (2 * (LINE.0 + GAP) + GAP, TITLE + LINE.1 + ROW_GAP);
    CardItem { anchors: Anchors { right: true, ..Anchors::default() }, ..item(1, size, CardItemKind::Frame(title)) }
}

/// A row of tabs with one page.
pub fn tabs() -> Vec<CardItem> {
    let (width, height) = (2 * (LINE.0 + GAP) + GAP, 240);
    let anchors = Anchors { right: true, ..Anchors::default() };
    let row = CardItem { anchors, ..item(1, (width, height), CardItemKind::Tabs) };
    let page = item(2, (width, height - TABS_HEIGHT), CardItemKind::Frame(Label::new("Skirtukas 1", "Tab 1")));
    let area = Area { y: TABS_HEIGHT, ..page.area };
    vec![row, CardItem { parent: Some(ItemId(1)), area, anchors: EVERY_SIDE, ..page }]
}

/// A titled group that folds up.
pub fn fold(title: Label) -> CardItem {
    CardItem { what: CardItemKind::Fold { title, folded: false }, ..frame(Label::default()) }
}

/// Room for items side by side.
pub fn columns() -> CardItem {
    let anchors = Anchors { right: true, ..Anchors::default() };
    CardItem { anchors, ..item(1, (2 * LINE.0 + GAP, LINE.1), CardItemKind::Columns) }
}

/// A fixed text.
pub fn text(text: Label) -> CardItem {
    item(1, (LINE.0, 24), CardItemKind::Text(text))
}

/// A line across.
pub fn line() -> CardItem {
    let anchors = Anchors { right: true, ..Anchors::default() };
    CardItem { anchors, ..item(1, (2 * LINE.0 + GAP, 1), CardItemKind::Line) }
}

/// A picture of the card itself, in base64.
pub fn picture(base64: String) -> CardItem {
    item(1, (120, 120), CardItemKind::Picture(base64))
}

/// A button.
pub fn button(title: Label, act: ButtonAct) -> CardItem {
    item(1, (160, 36), CardItemKind::Button { title, act })
}

/// How many records of a table point to the card's record with `by`, or the sum of one of their fields.
pub fn count(table: &Table, by: FieldId, sum: Option<FieldId>) -> CardItem {
    let what = CardItemKind::Count { title: Label::default(), table: table.info.id, by, sum };
    item(1, (148, 64), what)
}

/// Shows another field in place of the one an item shows, or of what is left of it; its label and conditions go with the old one.
pub fn replace_field(item: ItemId, field: FieldId) -> Command<Card> {
    let change = Change::new(move |item: &mut CardItem| {
        item.what = CardItemKind::Field(field);
        item.label = None;
        item.visible = None;
        item.required = None;
        item.readonly = None;
        item.tints.clear();
    });
    Command::Change { ids: vec![item], change, key: StepKey::ReplaceField }
}

/// Of items that come from elsewhere those that a card of a table can show, with how many it cannot: fields of other tables, related
/// records that do not point here.
pub fn for_table(items: Vec<CardItem>, schema: &Schema, card: &Card) -> (Vec<CardItem>, usize) {
    let shows = |item: &CardItem| match &item.what {
        CardItemKind::Field(field) => schema.field(card.table, *field).is_some(),
        CardItemKind::Related { table, by, .. } | CardItemKind::Count { table, by, .. } => {
            schema.links_to(card.table).any(|(other, field)| (other.info.id, field.id) == (*table, *by))
        }
        CardItemKind::Button { act: ButtonAct::Add { table, by }, .. } => {
            schema.links_to(card.table).any(|(other, field)| (other.info.id, field.id) == (*table, *by))
        }
        CardItemKind::Button { act: ButtonAct::Print(Some(_)), .. } => false,
        _ => true,
    };
    let all = items.len();
    let kept: Vec<CardItem> = items.into_iter().filter(shows).collect();
    let left_out = all - kept.len();
    (kept, left_out)
}
