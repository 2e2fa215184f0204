//! Where the items of a card stand in the room there is: as designed, wider by their anchors, or in fewer columns.

use super::{Area, Card, CardItem, CardItemKind, TABS_HEIGHT};
use crate::ids::ItemId;
use std::collections::{HashMap, HashSet};

/// Between neighbours, and between a frame's border and what is in it.
const GAP: i32 = 16;
/// Where the contents of a titled frame begin.
const TITLE: i32 = 44;
/// Places are rounded to this grid.
const GRID: i32 = 4;
/// A field narrower than this is no longer pleasant to type in.
const LEAST_FIELD: i32 = 148;
/// A table at the foot of the card is not made lower than this.
const LEAST_TABLE: i32 = 180;
/// A frame or a table narrower than this takes the whole width.
const LEAST_GROUP: i32 = 360;

/// A field higher than this is no line of text.
const LINE: i32 = 80;

/// What of a card is not to be seen, and which pages of its tabs are open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Items that are hidden, with everything in them.
    pub hidden: HashSet<ItemId>,
    /// The open page of each row of tabs; the first one where none is named or that one is hidden.
    pub pages: HashMap<ItemId, ItemId>,
    /// Groups that are folded or opened otherwise than designed.
    pub toggled: HashSet<ItemId>,
    /// As its designer sees it: a page with nothing on it has a tab, and every group is open.
    pub designed: bool,
}

/// A card in the room there is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrangement {
    /// Places relative to the card, in the order of its items.
    pub areas: Vec<Area>,
    /// Whether each item is to be seen, in the order of the items.
    pub seen: Vec<bool>,
    /// The items in the order in which they are drawn and Tab goes through them.
    pub order: Vec<usize>,
    /// The width it takes.
    pub width: i32,
    /// The height it takes.
    pub height: i32,
    /// The pages of each row of tabs that are not hidden, in their order, and the open one.
    pub tabs: HashMap<ItemId, (Vec<ItemId>, ItemId)>,
    /// The groups that are folded.
    pub folded: HashSet<ItemId>,
}

impl Card {
    /// The card in a room of this size. A wider or higher room than designed is filled by the anchors; in a narrower one the
    /// fields move together and then wrap into fewer columns, frames grow in height, and nothing is wider than the room.
    pub fn flow(&self, width: i32, height: i32, look: &Look) -> Arrangement {
        let folded = self.folded_groups(look);
        let arrangement = self.folded(&folded).flow_folded(width, height, look, &folded);
        Arrangement { folded, ..arrangement }
    }

    /// The groups that are folded. One that is a page of tabs never is: its title is the tab.
    pub fn folded_groups(&self, look: &Look) -> HashSet<ItemId> {
        let tabs: HashSet<ItemId> =
            self.items.iter().filter(|item| item.what == CardItemKind::Tabs).map(|item| item.id).collect();
        let is_page = |item: &CardItem| item.parent.is_some_and(|parent| tabs.contains(&parent));
        let folded = self.items.iter().filter(|item| match item.what {
            CardItemKind::Fold { folded, .. } => {
                !look.designed && folded != look.toggled.contains(&item.id) && !is_page(item)
            }
            _ => false,
        });
        folded.map(|item| item.id).collect()
    }

    fn flow_folded(&self, width: i32, height: i32, look: &Look, folded: &HashSet<ItemId>) -> Arrangement {
        let order = self.drawing_order();
        let mut flow =
            Flow { card: self, look, folded, tabs: HashMap::new(), areas: vec![Area::default(); self.items.len()] };
        let seen = flow.seen();
        if width >= self.width {
            flow.areas = self.arrange(width, height.max(self.height));
            flow.lift_pages(&seen);
            let height = height.max(self.height - flow.shrink_last(&seen, self.height - height));
            return Arrangement {
                areas: flow.areas,
                seen,
                order,
                width,
                height,
                tabs: flow.tabs,
                ..Arrangement::default()
            };
        }
        let width = width.max(LEAST_FIELD);
        let inside = flow.children(None, &seen);
        let used = flow.place(&inside, &seen, Room { x: 0, y: 0, width, was: self.width, margin: 0 });
        let spare = height - used;
        if spare > 0 {
            flow.stretch_last(&inside, &seen, spare);
        }
        flow.lift_pages(&seen);
        let height = used.max(height);
        Arrangement { areas: flow.areas, seen, order, width, height, tabs: flow.tabs, ..Arrangement::default() }
    }
}

/// The inside of a container: where it begins, its width now and as designed, and the margin around what is in it.
#[derive(Clone, Copy)]
struct Room {
    x: i32,
    y: i32,
    width: i32,
    was: i32,
    margin: i32,
}

struct Flow<'a> {
    card: &'a Card,
    look: &'a Look,
    folded: &'a HashSet<ItemId>,
    tabs: HashMap<ItemId, (Vec<ItemId>, ItemId)>,
    areas: Vec<Area>,
}

impl Flow<'_> {
    fn item(&self, at: usize) -> &CardItem {
        &self.card.items[at]
    }

    fn children(&self, of: Option<ItemId>, seen: &[bool]) -> Vec<usize> {
        let items = self.card.items.iter().enumerate();
        items.filter(|(at, item)| item.parent == of && seen[*at]).map(|(at, _)| at).collect()
    }

    /// Which items are seen; finds the pages of the tabs on the way. A page with nothing left on it has no tab.
    fn seen(&mut self) -> Vec<bool> {
        let items = &self.card.items;
        let mut hidden: HashSet<ItemId> = HashSet::new();
        for item in items {
            let inside = |parent| hidden.contains(&parent) || self.folded.contains(&parent);
            if item.hidden || self.look.hidden.contains(&item.id) || item.parent.is_some_and(inside) {
                hidden.insert(item.id);
            }
        }
        for item in items.iter().filter(|item| item.what == CardItemKind::Tabs) {
            let pages = items.iter().filter(|page| page.parent == Some(item.id) && !hidden.contains(&page.id));
            let pages: Vec<ItemId> =
                pages.filter(|page| self.has_contents(page, &hidden)).map(|page| page.id).collect();
            let asked = self.look.pages.get(&item.id).filter(|page| pages.contains(page));
            if let Some(open) = asked.or(pages.first()).copied() {
                self.tabs.insert(item.id, (pages, open));
            }
        }
        let mut unseen: HashSet<ItemId> = HashSet::new();
        let mut seen = Vec::with_capacity(items.len());
        for item in items {
            let closed = item.parent.is_some_and(|parent| {
                unseen.contains(&parent) || self.tabs.get(&parent).is_some_and(|(_, open)| *open != item.id)
            });
            let no_pages = !self.look.designed && item.what == CardItemKind::Tabs && !self.tabs.contains_key(&item.id);
            let is_seen = !hidden.contains(&item.id) && !closed && !no_pages;
            if !is_seen {
                unseen.insert(item.id);
            }
            seen.push(is_seen);
        }
        seen
    }

    fn has_contents(&self, page: &CardItem, hidden: &HashSet<ItemId>) -> bool {
        if !page.is_container() || self.folded.contains(&page.id) || self.look.designed {
            return true;
        }
        let inside = self.card.items.iter().filter(|item| item.parent == Some(page.id) && !hidden.contains(&item.id));
        inside.into_iter().any(|item| self.has_contents(item, hidden))
    }

    /// Places items that share a container and gives the height that they take below the room's beginning.
    fn place(&mut self, items: &[usize], seen: &[bool], room: Room) -> i32 {
        let mut bottom = 0;
        let mut designed_bottom = 0;
        for band in self.joined(bands(self.card, items), room) {
            let top = band.iter().map(|at| self.item(*at).area.y).min().unwrap_or_default();
            let y = bottom + (top - designed_bottom).max(0);
            designed_bottom =
                band.iter().map(|at| self.item(*at).area.y + self.item(*at).area.height).max().unwrap_or_default();
            bottom = if self.fits_together(&band, room) {
                self.move_together(&band, seen, room, y - top)
            } else {
                self.wrap(&band, seen, room, y)
            };
        }
        bottom
    }

    /// Rows of fields that wrap go on in one another where that makes fewer rows.
    fn joined(&self, bands: Vec<Vec<usize>>, room: Room) -> Vec<Vec<usize>> {
        let mut joined: Vec<Vec<usize>> = Vec::new();
        let wraps = |band: &[usize]| !self.fits_together(band, room) && !band.iter().any(|at| is_group(self.item(*at)));
        for band in bands {
            match joined.last_mut() {
                Some(before) if wraps(before) && wraps(&band) => {
                    let both = [before.as_slice(), &band].concat();
                    if self.rows(&both, room) < self.rows(before, room) + self.rows(&band, room) {
                        *before = both;
                    } else {
                        joined.push(band);
                    }
                }
                _ => joined.push(band),
            }
        }
        joined
    }

    /// How many rows a band takes where it wraps.
    fn rows(&self, band: &[usize], room: Room) -> usize {
        let columns = columns(room);
        let (mut rows, mut column) = (1, 0);
        for span in self.spans(band, room) {
            if column + span > columns {
                rows += 1;
                column = 0;
            }
            column += span;
        }
        rows
    }

    /// How many columns each item of a band takes where it wraps.
    fn spans(&self, band: &[usize], room: Room) -> Vec<i32> {
        let (columns, field) = (columns(room), self.widths_of_fields(band).max(1));
        let span = |at: &usize| {
            let item = self.item(*at);
            let whole = is_group(item) || item.area.width * 10 >= (room.was - 2 * room.margin) * 6;
            if whole { columns } else { (item.area.width / field).clamp(1, columns) }
        };
        band.iter().map(span).collect()
    }

    /// Whether the items keep a pleasant width where all columns become narrower by the same part.
    fn fits_together(&self, band: &[usize], room: Room) -> bool {
        band.iter().all(|at| {
            let item = self.item(*at);
            narrowed(item.area, room).1 >= least(item)
        })
    }

    /// The columns stay and become narrower; what grows in height pushes down what is below it.
    fn move_together(&mut self, band: &[usize], seen: &[bool], room: Room, shift: i32) -> i32 {
        let mut order = band.to_vec();
        order.sort_by_key(|at| self.item(*at).area.y);
        let mut grown: Vec<(Area, i32)> = Vec::new();
        let mut bottom = 0;
        for at in order {
            let was = self.item(at).area;
            let above = grown.iter().filter(|(other, _)| {
                other.y + other.height <= was.y && other.x < was.x + was.width && was.x < other.x + other.width
            });
            let pushed = above.map(|(_, by)| *by).max().unwrap_or(0);
            let (x, width) = narrowed(was, room);
            let y = was.y + shift + pushed;
            let height = self.put(at, seen, Area { x: room.x + x, y: room.y + y, width, height: was.height });
            grown.push((was, pushed + height - was.height));
            bottom = bottom.max(y + height);
        }
        bottom
    }

    /// The items in their order, row by row, in as many columns as there is room for; a line of text at the end of a row that is
    /// not full takes the rest of it.
    fn wrap(&mut self, band: &[usize], seen: &[bool], room: Room, top: i32) -> i32 {
        let inner = room.width - 2 * room.margin;
        let columns = columns(room);
        let unit = (inner + GAP) / columns;
        let spans = self.spans(band, room);
        let (mut column, mut y, mut row) = (0, top, 0);
        for (place, at) in band.iter().copied().enumerate() {
            let span = spans[place];
            if column + span > columns {
                y += row + GRID;
                (column, row) = (0, 0);
            }
            let is_last = spans.get(place + 1).is_none_or(|next| column + span + next > columns);
            let item = self.item(at);
            let is_line = matches!(item.what, CardItemKind::Field(_)) && item.area.height <= LINE;
            let full = column + span == columns || (is_last && is_line);
            let end = if full { inner } else { (column + span) * unit - GAP };
            let x = room.margin + column * unit;
            let height = item.area.height;
            let area = Area { x: room.x + x, y: room.y + y, width: room.margin + end - x, height };
            let height = self.put(at, seen, area);
            row = row.max(height + if is_group(self.item(at)) { GAP - GRID } else { 0 });
            column += span;
        }
        y + row
    }

    /// The width of the narrowest field, which is that of a column.
    fn widths_of_fields(&self, band: &[usize]) -> i32 {
        let fields = band.iter().map(|at| self.item(*at)).filter(|item| matches!(item.what, CardItemKind::Field(_)));
        fields.map(|item| item.area.width).min().unwrap_or(1)
    }

    /// Puts an item at its place, with everything in it, and gives the height it takes there.
    fn put(&mut self, at: usize, seen: &[bool], area: Area) -> i32 {
        let (id, was, is_tabs, is_bare) = {
            let item = self.item(at);
            let is_tabs = item.what == CardItemKind::Tabs;
            (item.id, item.area, is_tabs, is_tabs || item.what == CardItemKind::Columns)
        };
        let inside = self.children(Some(id), seen);
        let mut height = area.height;
        if !inside.is_empty() {
            let margin = if is_bare { 0 } else { GAP };
            let room = Room { x: area.x, y: area.y, width: area.width, was: was.width, margin };
            let used = self.place(&inside, seen, room);
            let designed = inside.iter().map(|at| self.item(*at).area.y + self.item(*at).area.height).max();
            // What stood under the lowest item as designed stays under it.
            let below = (was.height - designed.unwrap_or(was.height)).clamp(0, 2 * GAP);
            height = if is_tabs { used.max(TABS_HEIGHT) } else { used + below };
        }
        self.areas[at] = Area { height, ..area };
        height
    }

    /// Tables at the foot of the card give way where the room is lower than designed, so that the card is seen whole; gives how
    /// much they gave.
    fn shrink_last(&mut self, seen: &[bool], wanted: i32) -> i32 {
        let roots = self.children(None, seen);
        let foot: Vec<usize> = roots
            .into_iter()
            .filter(|at| self.areas[*at].y + self.areas[*at].height > self.card.height - LEAST_TABLE)
            .collect();
        let page_of = |at: usize| {
            let open = self.tabs.get(&self.item(at).id).map(|(_, open)| *open)?;
            self.card.items.iter().position(|item| item.id == open)
        };
        let [last] = foot[..] else { return 0 };
        let page = page_of(last);
        let gives = match (&self.item(last).what, page.map(|page| &self.item(page).what)) {
            (CardItemKind::Related { .. }, _) => self.areas[last].height - LEAST_TABLE,
            (CardItemKind::Tabs, Some(CardItemKind::Related { .. } | CardItemKind::Field(_))) => {
                self.areas[last].height - TABS_HEIGHT - LEAST_TABLE
            }
            _ => 0,
        };
        let by = wanted.clamp(0, gives.max(0));
        for at in [Some(last), page].into_iter().flatten() {
            self.areas[at].height -= by;
        }
        by
    }

    /// A frame that is a page has its title on the tab: what is in it moves up to where the title would stand, and no further, so that
    /// room left free above it stays free.
    fn lift_pages(&mut self, seen: &[bool]) {
        let pages: HashSet<ItemId> = self.tabs.values().map(|(_, open)| *open).collect();
        for at in 0..self.card.items.len() {
            let item = self.item(at);
            if !matches!(item.what, CardItemKind::Frame(_) | CardItemKind::Fold { .. })
                || !pages.contains(&item.id)
                || !seen[at]
            {
                continue;
            }
            let inside = self.children(Some(item.id), seen);
            let top = inside.iter().map(|at| self.item(*at).area.y).min().unwrap_or(GAP);
            let mut moved: Vec<usize> = inside;
            while let Some(at) = moved.pop() {
                self.areas[at].y -= (top - GAP).clamp(0, TITLE - GAP);
                moved.extend(self.children(Some(self.item(at).id), seen));
            }
        }
    }

    /// Gives spare height to the lowest items that are fastened at both ends.
    fn stretch_last(&mut self, items: &[usize], seen: &[bool], spare: i32) {
        let bottom = items.iter().map(|at| self.areas[*at].y + self.areas[*at].height).max().unwrap_or_default();
        for at in items.iter().copied() {
            let (id, grows) = (self.item(at).id, self.item(at).anchors.top && self.item(at).anchors.bottom);
            let area = self.areas[at];
            if grows && area.y + area.height == bottom {
                self.areas[at].height += spare;
                let inside = self.children(Some(id), seen);
                self.stretch_last(&inside, seen, spare);
            }
        }
    }
}

/// So many columns of fields have room.
fn columns(room: Room) -> i32 {
    ((room.width - 2 * room.margin + GAP) / (LEAST_FIELD + GAP)).max(1)
}

fn is_group(item: &CardItem) -> bool {
    item.is_container() || matches!(item.what, CardItemKind::Related { .. })
}

fn least(item: &CardItem) -> i32 {
    let least = match item.what {
        _ if is_group(item) => LEAST_GROUP,
        CardItemKind::Line | CardItemKind::Picture(_) => 1,
        _ => LEAST_FIELD,
    };
    least.max(item.limits.least_width).min(item.area.width)
}

/// Start and width of an item where the columns of its container become narrower; the gaps between them stay.
fn narrowed(area: Area, room: Room) -> (i32, i32) {
    let (was, now) = (room.was - 2 * room.margin + GAP, room.width - 2 * room.margin + GAP);
    if was <= 0 || now <= 0 {
        return (area.x, area.width.min(room.width).max(1));
    }
    let scale = |x: i32| {
        let x = i64::from(x - room.margin) * i64::from(now) / i64::from(was);
        x as i32 / GRID * GRID + room.margin
    };
    let start = scale(area.x);
    let is_last = area.x + area.width >= room.was - room.margin;
    let end = if is_last { room.width - room.margin } else { scale(area.x + area.width + GAP) - GAP };
    (start, (end - start).max(1))
}

/// Items that stand beside each other, from the top; each band as it is read.
fn bands(card: &Card, items: &[usize]) -> Vec<Vec<usize>> {
    let mut order = items.to_vec();
    order.sort_by_key(|at| (card.items[*at].area.y, *at));
    let mut bands: Vec<(i32, Vec<usize>)> = Vec::new();
    for at in order {
        let area = card.items[at].area;
        match bands.last_mut() {
            Some((bottom, band)) if area.y < *bottom => {
                *bottom = (*bottom).max(area.y + area.height);
                band.push(at);
            }
            _ => bands.push((area.y + area.height, vec![at])),
        }
    }
    bands.into_iter().map(|(_, band)| card.rows(band)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ids::FieldId, language::Label};

    fn item(id: u128, parent: Option<u128>, area: [i32; 4], what: CardItemKind) -> CardItem {
        let [x, y, width, height] = area;
        CardItem::new(ItemId(id), parent.map(ItemId), Area { x, y, width, height }, what)
    }

    fn field(id: u128, parent: Option<u128>, area: [i32; 4]) -> CardItem {
        item(id, parent, area, CardItemKind::Field(FieldId(id)))
    }

    fn frame() -> CardItemKind {
        CardItemKind::Frame(Label::default())
    }

    /// A frame of three columns, a photo beside it, and tabs of two pages below.
    fn card() -> Card {
        let items = vec![
            item(1, None, [0, 0, 664, 196], frame()),
            field(2, Some(1), [16, 44, 416, 72]),
            field(3, Some(1), [448, 44, 200, 72]),
            field(4, Some(1), [16, 120, 200, 72]),
            field(5, Some(1), [232, 120, 200, 72]),
            field(6, None, [680, 0, 200, 196]),
            item(7, None, [0, 212, 880, 300], CardItemKind::Tabs),
            item(8, Some(7), [0, 40, 880, 260], frame()),
            field(9, Some(8), [16, 16, 400, 72]),
            field(10, Some(7), [0, 40, 880, 260]),
        ];
        Card { width: 880, height: 512, items, ..Card::default() }
    }

    /// No item is wider than the card and none lies over another of the same container.
    fn check_in_place(card: &Card, arrangement: &Arrangement) {
        let seen = || card.items.iter().enumerate().filter(|(at, _)| arrangement.seen[*at]);
        for (at, item) in seen() {
            let area = arrangement.areas[at];
            assert!(area.x >= 0 && area.x + area.width <= arrangement.width, "{:?} {area:?}", item.id);
            assert!(area.y >= 0 && area.y + area.height <= arrangement.height, "{:?} {area:?}", item.id);
            for (other, with) in seen().filter(|(other, with)| *other > at && with.parent == item.parent) {
                let beside = arrangement.areas[other];
                let apart = beside.x >= area.x + area.width
                    || area.x >= beside.x + beside.width
                    || beside.y >= area.y + area.height
                    || area.y >= beside.y + beside.height;
                assert!(apart, "{:?} {area:?} lies over {:?} {beside:?}", item.id, with.id);
            }
        }
    }

    #[test]
    fn nothing_is_wider_than_the_room_and_nothing_lies_over_another() {
        let card = card();
        for width in (320..1400).step_by(20) {
            check_in_place(&card, &card.flow(width, 400, &Look::default()));
        }
    }

    #[test]
    fn a_little_less_room_keeps_the_columns_and_their_gaps() {
        let arrangement = card().flow(760, 512, &Look::default());
        let [frame, first, second, .., photo] = &arrangement.areas[..6] else { panic!() };
        assert_eq!((frame.x, photo.x + photo.width), (0, 760));
        assert_eq!(photo.x - (frame.x + frame.width), 16);
        assert_eq!(second.x - (first.x + first.width), 16);
        assert_eq!(arrangement.areas[3].y, 120, "the rows stay where they were");
    }

    #[test]
    fn much_less_room_wraps_the_fields_in_their_order_and_the_frame_grows() {
        let arrangement = card().flow(380, 400, &Look::default());
        let areas = &arrangement.areas;
        assert_eq!(areas[0].width, 380);
        assert_eq!(areas[1].width, 348, "the wide field has a row for itself");
        assert!(areas[2].y > areas[1].y && areas[3].y > areas[2].y && areas[4].y == areas[3].y, "{areas:?}");
        assert!(areas[0].height > 196);
        assert!(areas[5].y >= areas[0].y + areas[0].height, "the photo comes below");
    }

    #[test]
    fn fields_that_wrap_leave_none_alone_where_rows_can_be_saved() {
        let items = vec![
            field(1, None, [0, 0, 416, 72]),
            field(2, None, [432, 0, 200, 72]),
            field(3, None, [648, 0, 232, 72]),
            field(4, None, [0, 76, 200, 72]),
            field(5, None, [216, 76, 200, 72]),
            field(6, None, [432, 76, 200, 72]),
            field(7, None, [648, 76, 232, 72]),
        ];
        let card = Card { width: 880, height: 148, items, ..Card::default() };
        let places: Vec<(i32, i32)> =
            card.flow(520, 100, &Look::default()).areas.iter().map(|area| (area.y, area.x + area.width)).collect();
        assert_eq!(places[1], (0, 520));
        assert_eq!((places[2].0, places[3].0, places[4]), (76, 76, (76, 520)), "the second row goes on in the first");
        assert_eq!((places[5].0, places[6]), (152, (152, 520)), "the last takes the rest of its row");
    }

    #[test]
    fn a_table_at_the_foot_gives_way_in_a_low_room() {
        let mut look = Look::default();
        look.pages.insert(ItemId(7), ItemId(10));
        let arrangement = card().flow(880, 460, &look);
        assert_eq!((arrangement.height, arrangement.areas[6].height, arrangement.areas[9].height), (460, 248, 208));
        assert_eq!(card().flow(880, 100, &look).height, 432, "no lower than is of use");
        assert_eq!(card().flow(880, 460, &Look::default()).height, 512, "a page of fields keeps its height");
    }

    #[test]
    fn what_is_on_a_page_stands_where_its_title_would_be() {
        let mut card = card();
        card.items[8].area.y = 44;
        assert_eq!(card.flow(880, 512, &Look::default()).areas[8].y, 212 + 40 + 16);
        card.items[8].area.y = 144;
        assert_eq!(card.flow(880, 512, &Look::default()).areas[8].y, 212 + 40 + 116, "room above it stays");
    }

    #[test]
    fn its_designer_sees_empty_pages_and_what_is_in_folded_groups() {
        let mut card = card();
        card.items.push(item(11, Some(7), [0, 40, 880, 260], frame()));
        card.items.push(item(
            12,
            None,
            [0, 520, 400, 120],
            CardItemKind::Fold { title: Label::default(), folded: true },
        ));
        card.items.push(field(13, Some(12), [16, 44, 200, 72]));
        card.items.push(item(14, None, [0, 660, 400, 120], CardItemKind::Tabs));
        card.height = 800;
        let used = card.flow(880, 800, &Look::default());
        assert_eq!((used.tabs[&ItemId(7)].0.len(), used.seen[12], used.seen[13]), (2, false, false));
        let designed = card.flow(880, 800, &Look { designed: true, ..Look::default() });
        assert_eq!(designed.tabs[&ItemId(7)].0, [ItemId(8), ItemId(10), ItemId(11)]);
        assert_eq!((designed.seen[12], designed.seen[13]), (true, true), "a row of tabs without a page can get one");
    }

    #[test]
    fn one_page_is_seen_and_an_empty_one_has_no_tab() {
        let mut look = Look::default();
        let arrangement = card().flow(880, 512, &look);
        assert_eq!(arrangement.tabs[&ItemId(7)], (vec![ItemId(8), ItemId(10)], ItemId(8)));
        assert_eq!(&arrangement.seen[7..], [true, true, false]);
        look.pages.insert(ItemId(7), ItemId(10));
        assert_eq!(&card().flow(880, 512, &look).seen[7..], [false, false, true]);
        look.hidden.insert(ItemId(9));
        assert_eq!(card().flow(880, 512, &look).tabs[&ItemId(7)].0, [ItemId(10)]);
        look.hidden.insert(ItemId(10));
        assert!(!card().flow(880, 512, &look).seen[6], "a row of tabs without a page is not there");
    }

    #[test]
    fn a_folded_group_is_its_title_and_what_is_below_moves_up() {
        let fold = CardItemKind::Fold { title: Label::default(), folded: true };
        let items = vec![
            item(1, None, [0, 0, 880, 300], frame()),
            item(2, Some(1), [16, 44, 400, 120], fold),
            field(3, Some(2), [16, 44, 200, 72]),
            field(4, Some(1), [16, 180, 400, 72]),
            field(5, None, [0, 316, 880, 72]),
        ];
        let card = Card { width: 880, height: 388, items, ..Card::default() };
        let mut look = Look::default();
        let shut = card.flow(880, 0, &look);
        assert_eq!(shut.seen, [true, true, false, true, true]);
        let tops: Vec<(i32, i32)> = shut.areas.iter().map(|area| (area.y, area.height)).collect();
        assert_eq!((tops[0], tops[1], tops[3], tops[4]), ((0, 220), (44, 40), (100, 72), (236, 72)));
        assert_eq!(shut.height, 308);
        look.toggled.insert(ItemId(2));
        let open = card.flow(880, 0, &look);
        assert_eq!((open.seen[2], open.areas[4].y, open.height), (true, 316, 388));
    }

    #[test]
    fn a_group_that_is_a_page_is_never_folded() {
        let fold = CardItemKind::Fold { title: Label::default(), folded: true };
        let items = vec![
            item(1, None, [0, 0, 880, 300], CardItemKind::Tabs),
            item(2, Some(1), [0, 40, 880, 260], fold),
            field(3, Some(2), [16, 44, 200, 72]),
        ];
        let card = Card { width: 880, height: 300, items, ..Card::default() };
        let shown = card.flow(880, 0, &Look::default());
        assert_eq!((shown.seen, shown.areas[2].y), (vec![true; 3], 40 + 16));
    }

    #[test]
    fn columns_share_their_width_and_limits_hold() {
        let mut items = vec![
            item(1, None, [0, 0, 800, 100], CardItemKind::Columns),
            field(2, Some(1), [0, 0, 392, 72]),
            field(3, Some(1), [400, 0, 400, 72]),
            field(4, None, [0, 120, 800, 72]),
        ];
        items[0].anchors.right = true;
        items[3].anchors.right = true;
        items[3].limits.most_width = 900;
        let card = Card { width: 800, height: 200, items, ..Card::default() };
        let wide = card.flow(1600, 200, &Look::default());
        let sides: Vec<(i32, i32)> = wide.areas.iter().map(|area| (area.x, area.width)).collect();
        assert_eq!(sides, [(0, 1600), (0, 784), (800, 800), (0, 900)]);
    }

    #[test]
    fn tab_goes_row_by_row_unless_an_order_was_chosen() {
        let mut card = card();
        let ids =
            |order: Vec<usize>, card: &Card| -> Vec<u128> { order.into_iter().map(|at| card.items[at].id.0).collect() };
        let plain = ids(card.keyboard_order(), &card);
        card.items.swap(1, 2);
        assert_eq!(ids(card.keyboard_order(), &card), plain, "what lies above what is not what comes first");
        card.tab_order = vec![ItemId(plain[2]), ItemId(plain[0])];
        let chosen = ids(card.keyboard_order(), &card);
        assert_eq!((&chosen[..2], chosen.len()), (&[plain[2], plain[0]][..], plain.len()));
        assert_eq!(card.drawing_order().len(), card.items.len());
    }
}
