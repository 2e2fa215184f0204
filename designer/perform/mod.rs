//! From a command to a changed draft.

mod delete;
mod grow;
mod order;
mod room;
mod wrap;

pub(crate) use room::free_place;

use crate::{
    Command, Contents, Document, Holds, Item, Measure, Refusal, Scene, Size, Step, StepKey, arrange,
    draft::{at_least, check_holds, movable, outermost, put, set_all, set_area, take, unlocked},
};
use model::{ids::ItemId, layout::Area};

/// What a command did.
pub(crate) struct Done {
    /// Its name in the history.
    pub step: Step,
    /// What is selected afterwards; `None`: what was.
    pub select: Option<Vec<ItemId>>,
}

impl Done {
    fn new(key: StepKey, ids: &[ItemId]) -> Done {
        Done { step: Step::new(key, ids), select: None }
    }

    fn selecting(key: StepKey, ids: &[ItemId]) -> Done {
        Done { step: Step::new(key, ids), select: Some(ids.to_vec()) }
    }
}

/// What a command needs to know beside the document.
pub(crate) struct Around<'a, D: Document> {
    pub scene: &'a Scene,
    pub measure: &'a dyn Measure<D::Item>,
}

/// Does a command on a draft.
pub(crate) fn perform<D: Document>(
    draft: &mut D,
    around: &Around<'_, D>,
    command: &Command<D>,
) -> Result<Done, Refusal> {
    match command {
        Command::Insert { items, into, key } => {
            let roots = insert(draft, items.clone(), *into)?;
            Ok(Done::selecting(*key, &roots))
        }
        Command::InsertWhereRoom { items, into, near, key } => {
            let items = room::moved_to_room(draft, around.scene, items.clone(), *into, *near);
            let roots = insert(draft, items, *into)?;
            grow::grow(draft, *into);
            Ok(Done::selecting(*key, &roots))
        }
        Command::Move { ids, by } => {
            let ids = movable(draft, ids)?;
            for id in &ids {
                let area = area_of(draft, *id)?;
                let moved = Area { x: area.x.saturating_add(by.0), y: area.y.saturating_add(by.1), ..area };
                set_area(draft, *id, moved)?;
            }
            Ok(Done::new(StepKey::Move, &ids))
        }
        Command::Areas { areas, key } => {
            let ids: Vec<ItemId> = areas.iter().map(|(id, _)| *id).collect();
            let ids = movable(draft, &ids)?;
            for (id, area) in areas.iter().filter(|(id, _)| ids.contains(id)) {
                let area = at_least(draft, *id, *area);
                set_area(draft, *id, area)?;
            }
            Ok(Done::new(*key, &ids))
        }
        Command::Bring { areas, into } => {
            let ids = bring(draft, areas, *into)?;
            Ok(Done::selecting(StepKey::Bring, &ids))
        }
        Command::NewPage { tabs, ids, items, page } => new_page(draft, *tabs, ids, items, *page),
        Command::Delete { ids, contents } => delete::delete(draft, around.scene, ids, *contents),
        Command::Cut(ids) => {
            let done = delete::delete(draft, around.scene, ids, Contents::Go)?;
            Ok(Done { step: Step { key: StepKey::Cut, ..done.step }, ..done })
        }
        Command::Align(ids, how) => arrange::align(draft, around, ids, *how),
        Command::SameSize(ids, sides) => arrange::same_size(draft, ids, *sides),
        Command::Distribute(ids, how) => arrange::distribute(draft, around.scene, ids, *how),
        Command::TidyUp(ids) => arrange::tidy_up(draft, around.scene, ids),
        Command::Order(ids, to) => order::order(draft, ids, *to),
        Command::Group(ids) => order::group(draft, ids),
        Command::Ungroup(ids) => order::ungroup(draft, ids),
        Command::Lock(ids, locked) => {
            let key = if *locked { StepKey::Lock } else { StepKey::Unlock };
            change(draft, ids, key, &|item| item.set_locked(*locked))
        }
        Command::Hide(ids, hidden) => {
            let key = if *hidden { StepKey::Hide } else { StepKey::Show };
            change(draft, ids, key, &|item| item.set_hidden(*hidden))
        }
        Command::Wrap { ids, frame } => wrap::wrap(draft, around.scene, ids, frame),
        Command::Pages { tabs, order } => order::pages(draft, *tabs, order),
        Command::Split(ids, width) => {
            let splits: Vec<ItemId> =
                ids.iter().copied().filter(|id| draft.item(*id).is_some_and(|item| item.split().is_some())).collect();
            change(draft, &splits, StepKey::Split, &|item| item.set_split(*width))
        }
        Command::Fit(ids) => fit(draft, around.measure, ids),
        Command::Change { ids, change: what, key } => change(draft, ids, *key, &|item| what.make(item)),
        Command::Size(size) => {
            let inside = draft.stretched(None, *size);
            draft.set_size(*size);
            set_all(draft, &inside);
            Ok(Done::new(StepKey::Size, &[]))
        }
        Command::Guides(guides, key) => {
            let mut guides = guides.clone();
            guides.x.sort_unstable();
            guides.x.dedup();
            guides.y.sort_unstable();
            guides.y.dedup();
            draft.set_guides(guides);
            Ok(Done::new(*key, &[]))
        }
        Command::TabOrder(order) => {
            let mut known: Vec<ItemId> = Vec::with_capacity(order.len());
            for id in order {
                if draft.item(*id).is_some() && !known.contains(id) {
                    known.push(*id);
                }
            }
            draft.set_tab_order(known);
            Ok(Done::new(StepKey::TabOrder, &[]))
        }
        Command::Become(other, key) => {
            if !draft.is_same(other) {
                return Err(Refusal::AnotherDocument);
            }
            *draft = (**other).clone();
            Ok(Done::new(*key, &[]))
        }
        Command::Several(commands, key) => {
            let mut last = None;
            for command in commands {
                last = Some(perform(draft, around, command)?);
            }
            let last = last.ok_or(Refusal::NothingToChange)?;
            Ok(Done { step: Step { key: *key, ..last.step }, select: last.select })
        }
    }
}

pub(crate) fn area_of<D: Document>(document: &D, id: ItemId) -> Result<Area, Refusal> {
    document.item(id).map(Item::area).ok_or(Refusal::Unknown(id))
}

/// Puts new items into a container and gives the outer ones; in a row of tabs each is a page of its own.
fn insert<D: Document>(draft: &mut D, items: Vec<D::Item>, into: Option<ItemId>) -> Result<Vec<ItemId>, Refusal> {
    let mut items = items;
    let own: Vec<ItemId> = items.iter().map(Item::id).collect();
    let mut roots = Vec::new();
    let body = into.and_then(|id| draft.item(id)).filter(|item| item.holds() == Holds::Pages);
    let body = body.map(|tabs| draft.room(Some(tabs.id())));
    for item in &mut items {
        let inner = item.parent().is_some_and(|parent| own.contains(&parent));
        if !inner {
            item.set_parent(into);
            check_holds(draft, into, item)?;
            if let Some(body) = body {
                item.set_area(body);
            }
            roots.push(item.id());
        }
    }
    if roots.is_empty() {
        return Err(Refusal::NothingToChange);
    }
    regroup(draft, &mut items);
    let at = crate::draft::end_of(draft, into);
    put(draft, at, items);
    // What comes from elsewhere may hold what it should not.
    let inner = own.iter().filter(|id| !roots.contains(id)).filter_map(|id| draft.item(*id));
    for item in inner {
        check_holds(draft, item.parent(), item)?;
    }
    Ok(roots)
}

/// Groups of new items get numbers that no other group has.
fn regroup<D: Document>(draft: &D, items: &mut [D::Item]) {
    let mut free = order::free_group(draft);
    let all: Vec<u32> = items.iter().map(Item::group).collect();
    let mut known: Vec<(u32, u32)> = Vec::new();
    for item in items.iter_mut().filter(|item| item.group() != 0) {
        let group = item.group();
        if all.iter().filter(|other| **other == group).count() == 1 {
            // A group of one is none.
            item.set_group(0);
            continue;
        }
        let new = known.iter().find(|(was, _)| *was == group).map(|(_, new)| *new).unwrap_or_else(|| {
            known.push((group, free));
            free += 1;
            free - 1
        });
        item.set_group(new);
    }
}

/// Puts items with everything in them into another container.
fn bring<D: Document>(draft: &mut D, areas: &[(ItemId, Area)], into: Option<ItemId>) -> Result<Vec<ItemId>, Refusal> {
    let ids: Vec<ItemId> = areas.iter().map(|(id, _)| *id).collect();
    let ids = unlocked(draft, &ids)?;
    for (id, area) in areas.iter().filter(|(id, _)| ids.contains(id)) {
        let item = draft.item(*id).ok_or(Refusal::Unknown(*id))?;
        if into.is_some_and(|into| into == *id || draft.lies_in(into, *id)) {
            return Err(Refusal::InItself(*id));
        }
        if item.parent() != into {
            check_holds(draft, into, item)?;
            let mut family = take(draft, *id);
            if let Some(root) = family.iter_mut().find(|item| item.id() == *id) {
                root.set_parent(into);
            }
            let at = crate::draft::end_of(draft, into);
            put(draft, at, family);
        }
        let is_page = draft.item(*id).is_some_and(|item| draft.is_page(item));
        let area = if is_page { draft.room(into) } else { *area };
        let area = at_least(draft, *id, area);
        set_area(draft, *id, area)?;
    }
    Ok(ids)
}

fn new_page<D: Document>(
    draft: &mut D,
    tabs: ItemId,
    ids: &[ItemId],
    items: &[D::Item],
    page: ItemId,
) -> Result<Done, Refusal> {
    let owner = draft.item(tabs).ok_or(Refusal::Unknown(tabs))?.clone();
    let ids = outermost(draft, ids);
    let alone = match (ids.as_slice(), items) {
        ([id], []) => draft.item(*id).filter(|item| draft.is_page_itself(*item)).map(Item::id),
        ([], [item]) if draft.is_page_itself(item) => Some(item.id()),
        _ => None,
    };
    if let Some(id) = alone {
        match items.is_empty() {
            true => bring(draft, &[(id, area_of(draft, id)?)], Some(tabs))?,
            false => insert(draft, items.to_vec(), Some(tabs))?,
        };
        return Ok(Done::selecting(StepKey::NewPage, &[id]));
    }
    let mut new = draft.new_page(&owner, page).ok_or(Refusal::NothingToChange)?;
    new.set_parent(Some(tabs));
    new.set_area(draft.room(Some(tabs)));
    let at = crate::draft::end_of(draft, Some(tabs));
    put(draft, at, vec![new]);
    let room = draft.room(Some(page));
    let mut placed = Vec::new();
    if !ids.is_empty() {
        let areas: Vec<(ItemId, Area)> =
            ids.iter().map(|id| Ok((*id, area_of(draft, *id)?))).collect::<Result<_, Refusal>>()?;
        placed = bring(draft, &to_corner(&areas, (room.x, room.y)), Some(page))?;
    }
    if !items.is_empty() {
        let items = room::at_corner(items.to_vec(), (room.x, room.y));
        placed = insert(draft, items, Some(page))?;
    }
    let select = if placed.is_empty() { vec![page] } else { placed };
    Ok(Done::selecting(StepKey::NewPage, &select))
}

/// Moves areas together so that the corner of them all comes to a place.
fn to_corner(areas: &[(ItemId, Area)], (x, y): (i32, i32)) -> Vec<(ItemId, Area)> {
    let left = areas.iter().map(|(_, area)| area.x).min().unwrap_or_default();
    let top = areas.iter().map(|(_, area)| area.y).min().unwrap_or_default();
    areas.iter().map(|(id, area)| (*id, Area { x: area.x - left + x, y: area.y - top + y, ..*area })).collect()
}

fn change<D: Document>(
    draft: &mut D,
    ids: &[ItemId],
    key: StepKey,
    change: &dyn Fn(&mut D::Item),
) -> Result<Done, Refusal> {
    if ids.is_empty() {
        return Err(Refusal::NothingSelected);
    }
    let mut changed = Vec::new();
    for id in ids {
        let at = crate::apply::position(draft, *id)?;
        let item = &mut draft.items_mut()[at];
        let (parent, area) = (item.parent(), item.area());
        change(item);
        // Who it is and where it lies has doors of its own.
        item.set_id(*id);
        item.set_parent(parent);
        let wanted = item.area();
        item.set_area(area);
        if wanted != area {
            let wanted = at_least(draft, *id, wanted);
            set_area(draft, *id, wanted)?;
        }
        changed.push(*id);
    }
    Ok(Done::new(key, &changed))
}

fn fit<D: Document>(draft: &mut D, measure: &dyn Measure<D::Item>, ids: &[ItemId]) -> Result<Done, Refusal> {
    let ids = movable(draft, ids)?;
    for id in &ids {
        let item = draft.item(*id).ok_or(Refusal::Unknown(*id))?;
        let Some(size) = measure.fitting(item).or_else(|| size_of_contents(draft, item)) else { continue };
        let area = Area { width: size.width, height: size.height, ..item.area() };
        let area = at_least(draft, *id, area);
        // What lies in it stays: the container closes around it.
        set_all(draft, &[(*id, area)]);
    }
    Ok(Done::new(StepKey::Fit, &ids))
}

/// The size of a container that fits what lies in it, with its padding.
fn size_of_contents<D: Document>(document: &D, item: &D::Item) -> Option<Size> {
    let contents = crate::document::around(document.children(Some(item.id())))?;
    let (area, room) = (item.area(), document.room(Some(item.id())));
    let (right, bottom) = (area.width - room.x - room.width, area.height - room.y - room.height);
    Some(Size::new(contents.right + right.max(0), contents.bottom + bottom.max(0)))
}
