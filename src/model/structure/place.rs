//! Places on cards and lists for what an office adds: at the end, where nothing else has to move.

use crate::{
    ids::{FieldId, ItemId, LayoutId},
    language::Label,
    layout::{Anchors, Area, Card, CardItem, CardItemKind, Column, ListView, SortBy, TABS_HEIGHT},
    schema::{Field, FieldKind, Table},
};

/// Between neighbours, and between a frame's border and what is in it.
const GAP: i32 = 16;
/// Between rows of fields.
const ROW_GAP: i32 = 4;
/// Below the title of a frame.
const TITLE: i32 = 44;
/// A field of the usual size.
const FIELD: (i32, i32) = (200, 72);
/// Width of a new card.
const CARD: i32 = 880;
/// Height of a new table of related records with its tab.
const RELATED: i32 = 284;
/// Columns that a new list or a new table of related records begins with.
const COLUMNS: usize = 5;

const ACROSS: Anchors = Anchors { left: true, top: true, right: true, bottom: false };

/// Where new items get their ids.
pub type NewItem<'n> = &'n mut dyn FnMut() -> ItemId;

fn size(field: &Field) -> (i32, i32) {
    match field.shown_kind() {
        FieldKind::LongText => (2 * FIELD.0 + GAP, 120),
        FieldKind::Picture => (FIELD.0, 152),
        _ => FIELD,
    }
}

fn bottom(area: Area) -> i32 {
    area.y + area.height
}

/// Puts a field at the end of a card: into its last frame where that holds fields only, else into a frame of its own below everything.
pub fn place_field(card: &mut Card, field: &Field, new_item: NewItem<'_>) {
    let frame = last_frame(card).unwrap_or_else(|| add_frame(card, new_item));
    let (width, height) = size(field);
    let Some(at) = card.items.iter().position(|item| item.id == frame) else { return };
    let room = card.items[at].area;
    let width = width.min(room.width - 2 * GAP);
    let inside: Vec<Area> = card.items.iter().filter(|item| item.parent == Some(frame)).map(|item| item.area).collect();
    let beside = inside.iter().max_by_key(|area| (area.y, area.x)).filter(|last| {
        let right = last.x + last.width + GAP + width;
        right <= room.width - GAP && last.height == height
    });
    let (x, y) = match (beside, inside.iter().map(|area| bottom(*area)).max()) {
        (Some(last), _) => (last.x + last.width + GAP, last.y),
        (None, Some(end)) => (GAP, end + ROW_GAP),
        (None, None) => (GAP, TITLE),
    };
    let grown = (y + height + ROW_GAP - room.height).max(0);
    card.items[at].area.height += grown;
    card.height += grown;
    let last = card.items.iter().rposition(|item| item.parent == Some(frame)).unwrap_or(at);
    let area = Area { x, y, width, height };
    let item = CardItem::new(new_item(), Some(frame), area, CardItemKind::Field(field.id));
    card.items.insert(last + 1, item);
}

/// The frame at the very end of a card, if it holds fields only and stands there alone.
fn last_frame(card: &Card) -> Option<ItemId> {
    let outer = || card.items.iter().filter(|item| item.parent.is_none());
    let end = outer().map(|item| bottom(item.area)).max()?;
    let last = outer().max_by_key(|item| bottom(item.area))?;
    let alone = outer().all(|item| item.id == last.id || bottom(item.area) <= last.area.y);
    let fields_only = card
        .items
        .iter()
        .filter(|item| item.parent == Some(last.id))
        .all(|item| matches!(item.what, CardItemKind::Field(_)) && item.anchors.top && !item.anchors.bottom);
    let is_frame = matches!(last.what, CardItemKind::Frame(_)) && last.visible.is_none() && !last.anchors.bottom;
    (is_frame && alone && fields_only && bottom(last.area) == end).then_some(last.id)
}

/// Where something new stands below everything else of a card, and how it is fastened there.
fn below(card: &Card, height: i32) -> (Area, Anchors) {
    let outer = || card.items.iter().filter(|item| item.parent.is_none());
    let y = outer().map(|item| bottom(item.area) + GAP).max().unwrap_or_default();
    // What grows with the card would cover it.
    let grows = outer().any(|item| item.anchors.bottom);
    let anchors = Anchors { top: !grows, bottom: grows, ..ACROSS };
    (Area { x: 0, y, width: card.width, height }, anchors)
}

fn add_frame(card: &mut Card, new_item: NewItem<'_>) -> ItemId {
    let (area, anchors) = below(card, TITLE + FIELD.1 + ROW_GAP);
    let id = new_item();
    let what = CardItemKind::Frame(Label::new("Papildomi laukai", "More fields"));
    card.height = card.height.max(bottom(area));
    card.items.push(CardItem { anchors, ..CardItem::new(id, None, area, what) });
    id
}

/// Puts the records of `table` that point to a card's record with `by` on that card: as the last page of its tabs, or below everything.
pub fn place_related(card: &mut Card, table: &Table, by: FieldId, new_item: NewItem<'_>) {
    let what = CardItemKind::Related { table: table.info.id, by, columns: columns(table, Some(by)) };
    let tabs = card.items.iter().position(|item| item.what == CardItemKind::Tabs);
    let Some(at) = tabs else {
        let (area, anchors) = below(card, RELATED);
        card.height = card.height.max(bottom(area));
        card.items.push(CardItem { anchors, ..CardItem::new(new_item(), None, area, what) });
        return;
    };
    let (tabs, room) = (card.items[at].id, card.items[at].area);
    let page = card.items.iter().find(|item| item.parent == Some(tabs)).map(|item| (item.area, item.anchors));
    let whole = Area { x: 0, y: TABS_HEIGHT, width: room.width, height: room.height - TABS_HEIGHT };
    let (area, anchors) = page.unwrap_or((whole, ACROSS));
    let last = end_of(card, tabs).unwrap_or(at);
    card.items.insert(last + 1, CardItem { anchors, ..CardItem::new(new_item(), Some(tabs), area, what) });
}

/// The place of the last item that lies in `container`, at any depth.
fn end_of(card: &Card, container: ItemId) -> Option<usize> {
    let mut inside = vec![container];
    let mut last = None;
    for (at, item) in card.items.iter().enumerate() {
        if item.parent.is_some_and(|parent| inside.contains(&parent)) {
            inside.push(item.id);
            last = Some(at);
        }
    }
    last
}

fn columns(table: &Table, without: Option<FieldId>) -> Vec<Column> {
    let shown = |field: &&Field| {
        let plain =
            !matches!(field.kind, FieldKind::LongText | FieldKind::Secret | FieldKind::Picture | FieldKind::File);
        plain && Some(field.id) != without
    };
    let title = |field: &&Field| field.id == table.info.title;
    let ordered = table.live().filter(title).chain(table.live().filter(|field| !title(field))).filter(shown);
    ordered.take(COLUMNS).map(|field| Column { field: field.id, width: width(table, field) }).collect()
}

fn width(table: &Table, field: &Field) -> u32 {
    match field.shown_kind() {
        _ if field.id == table.info.title => 300,
        FieldKind::Date | FieldKind::YesNo | FieldKind::Number { .. } | FieldKind::Money { .. } => 120,
        _ => 160,
    }
}

/// Adds a column for a field at the end of a list.
pub(crate) fn column(table: &Table, field: &Field) -> Column {
    Column { field: field.id, width: width(table, field) }
}

/// A card with all fields of a table in one frame.
pub fn plain_card(id: LayoutId, table: &Table, new_item: NewItem<'_>) -> Card {
    let mut card = Card {
        id,
        table: table.info.id,
        key: table.info.key.clone(),
        label: table.info.one.clone(),
        width: CARD,
        height: TITLE,
        ..Card::default()
    };
    let frame = new_item();
    let area = Area { x: 0, y: 0, width: CARD, height: TITLE };
    let what = CardItemKind::Frame(table.info.one.clone());
    card.items.push(CardItem { anchors: ACROSS, ..CardItem::new(frame, None, area, what) });
    for field in table.live() {
        place_field(&mut card, field, new_item);
        let placed = card.items.iter_mut().find(|item| item.what == CardItemKind::Field(field.id));
        if let Some(item) = placed.filter(|_| field.id == table.info.title) {
            item.area.width = CARD - 2 * GAP;
            item.anchors = ACROSS;
        }
    }
    card
}

/// A list of the first fields of a table, ordered by its title.
pub fn plain_list(id: LayoutId, table: &Table) -> ListView {
    ListView {
        id,
        table: table.info.id,
        key: table.info.key.clone(),
        label: table.info.label.clone(),
        columns: columns(table, None),
        sort: vec![SortBy { field: table.info.title, descending: false }],
        filter: None,
    }
}

impl ListView {
    /// Shows a field in a column at the end, unless it is shown already.
    pub fn add_column(&mut self, table: &Table, field: &Field) {
        if self.columns.iter().all(|column| column.field != field.id) {
            self.columns.push(column(table, field));
        }
    }
}
