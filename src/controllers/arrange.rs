//! Where the items of an open card stand, and the pages of its tabs.

use crate::{App, card::OpenCard, contents::Contents, words};
use model::{
    ids::ItemId,
    language::Language,
    layout::{Arrangement, Card, CardItem, CardItemKind, Look},
};
use slint::{ComponentHandle as _, Model as _, ModelRc, VecModel};
use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};
use ui::{CardApi, CardItemData, ChoiceData, TabData};

impl App {
    /// Arranges a card in the room there is.
    pub(crate) fn arrangement(&self, contents: &Contents) -> Arrangement {
        let (width, height) = self.card.area.get();
        let (width, height) = if width < 1.0 { (contents.card.width as f32, 0.0) } else { (width, height) };
        let look = Look {
            hidden: missing(contents),
            pages: self.card.pages.borrow().clone(),
            toggled: self.card.toggled.borrow().clone(),
            designed: false,
        };
        contents.card.flow(width.floor() as i32, height.floor() as i32, &look)
    }

    /// The room for the card became another.
    pub(crate) fn arrange_card(&self, width: f32, height: f32) {
        self.card.area.set((width, height));
        let Some(open) = self.card.open() else { return };
        *open.arrangement.borrow_mut() = self.arrangement(&open.contents.borrow());
        self.show_content_size(&open);
        let items = self.items_of(&open);
        follow(&open.items, items, true);
    }

    pub(crate) fn show_content_size(&self, open: &OpenCard) {
        let arrangement = open.arrangement.borrow();
        let api = self.ui.global::<CardApi<'_>>();
        api.set_content_width(arrangement.width as f32);
        api.set_content_height(arrangement.height as f32);
    }

    /// Opens a page of a row of tabs; it stays the open one of this table's cards until the program ends.
    pub(crate) fn choose_tab(self: &Rc<App>, item: i32, page: i32) {
        let Some(open) = self.card.open() else { return };
        let Some(tabs) = open.item(item).map(|item| item.id) else { return };
        self.open_page(&open, tabs, page);
    }

    /// The next or the previous page of the card's first row of tabs, round and round.
    pub(crate) fn step_tab(self: &Rc<App>, by: i32) {
        let Some(open) = self.card.open() else { return };
        let found = {
            let (contents, arrangement) = (open.contents.borrow(), open.arrangement.borrow());
            let tabs = contents.card.items.iter().find_map(|item| {
                let (pages, now) = arrangement.tabs.get(&item.id)?;
                let at = i32::try_from(pages.iter().position(|page| page == now)?).ok()?;
                Some((item.id, at, i32::try_from(pages.len()).ok()?))
            });
            tabs.map(|(id, at, count)| (id, (at + by).rem_euclid(count)))
        };
        if let Some((tabs, page)) = found {
            self.open_page(&open, tabs, page);
        }
    }

    /// Folds a group up or opens it again; it stays so on this table's cards until the program ends.
    pub(crate) fn toggle_fold(self: &Rc<App>, item: i32) {
        let Some(open) = self.card.open() else { return };
        let Some(fold) = open.item(item).map(|item| item.id) else { return };
        {
            let mut toggled = self.card.toggled.borrow_mut();
            if !toggled.remove(&fold) {
                toggled.insert(fold);
            }
        }
        *open.arrangement.borrow_mut() = self.arrangement(&open.contents.borrow());
        let items = self.items_of(&open);
        follow(&open.items, items, true);
        self.show_content_size(&open);
    }

    fn open_page(self: &Rc<App>, open: &Rc<OpenCard>, tabs: ItemId, page: i32) {
        let chosen = {
            let arrangement = open.arrangement.borrow();
            let pages = arrangement.tabs.get(&tabs).map(|(pages, _)| pages);
            pages.zip(usize::try_from(page).ok()).and_then(|(pages, page)| pages.get(page).copied())
        };
        let Some(chosen) = chosen else { return };
        self.card.pages.borrow_mut().insert(tabs, chosen);
        *open.arrangement.borrow_mut() = self.arrangement(&open.contents.borrow());
        let items = self.items_of(open);
        follow(&open.items, items, true);
        self.show_content_size(open);
        // The keyboard may have been on the page that is gone: the row of tabs takes it.
        let row = open.items.iter().position(|item| item.id == tabs.to_string());
        self.focus_soon(open, row.and_then(|row| i32::try_from(row).ok()).unwrap_or(-1), false);
    }
}

/// Brings the items of the window to the wanted ones: items that stay keep their editors and what is typed in them, as far as they
/// stay in their order. With `same_record` pictures are those that are shown already.
pub(crate) fn follow(items: &VecModel<CardItemData>, wanted: Vec<CardItemData>, same_record: bool) {
    let place: HashMap<&str, usize> = wanted.iter().enumerate().map(|(at, item)| (item.id.as_str(), at)).collect();
    let places: Vec<Option<usize>> = items.iter().map(|item| place.get(item.id.as_str()).copied()).collect();
    let kept = rising(&places);
    for at in (0..items.row_count()).rev().filter(|at| !kept.contains(at)) {
        items.remove(at);
    }
    for (at, mut item) in wanted.into_iter().enumerate() {
        match items.row_data(at) {
            Some(before) if before.id == item.id => {
                crate::card::keep_models(&mut item, &before);
                item.revision = before.revision;
                if same_record && before.has_picture {
                    item.picture = before.picture.clone();
                }
                if item != before {
                    items.set_row_data(at, item);
                }
            }
            _ => items.insert(at, item),
        }
    }
}

/// The places of the longest run of rising numbers.
fn rising(numbers: &[Option<usize>]) -> HashSet<usize> {
    // For each length the run that ends lowest, and before each number the one it comes after.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; numbers.len()];
    for (at, number) in numbers.iter().enumerate().filter(|(_, number)| number.is_some()) {
        let length = ends.partition_point(|end| numbers[*end] < *number);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut run = HashSet::new();
    let mut next = ends.last().copied();
    while let Some(at) = next {
        run.insert(at);
        next = before[at];
    }
    run
}

/// The places in the layout of what is seen, in the order in which it is drawn.
pub(crate) fn seen(arrangement: &Arrangement) -> Vec<usize> {
    arrangement.order.iter().copied().filter(|at| arrangement.seen.get(*at) == Some(&true)).collect()
}

/// Items whose condition does not hold, and those whose field or table is gone.
pub(crate) fn missing(contents: &Contents) -> HashSet<ItemId> {
    // What rests in the trash of the structure keeps its place, marked.
    let items = contents.card.items.iter().filter(|item| !contents.gaps.contains_key(&item.id));
    let gone = items.filter(|item| match &item.what {
        CardItemKind::Field(field) => !contents.fields.contains_key(field),
        CardItemKind::Related { .. } => !contents.related.contains_key(&item.id),
        _ => false,
    });
    gone.map(|item| item.id).chain(contents.state.hidden.iter().copied()).collect()
}

/// Whether an item is a page of a row of tabs.
pub(crate) fn is_page(card: &Card, item: &CardItem) -> bool {
    let parent = item.parent.and_then(|parent| card.items.iter().find(|other| other.id == parent));
    parent.is_some_and(|parent| parent.what == CardItemKind::Tabs)
}

/// The row of tabs as the window takes it: names of the pages, how many records are on each, and the open one.
pub(crate) fn tabs(
    contents: &Contents,
    tabs: &HashMap<ItemId, (Vec<ItemId>, ItemId)>,
    item: &CardItem,
    language: Language,
) -> (ModelRc<TabData>, i32) {
    let Some((pages, open)) = tabs.get(&item.id) else { return Default::default() };
    let data =
        pages.iter().filter_map(|id| contents.card.items.iter().find(|item| item.id == *id)).map(|page| TabData {
            label: label(contents, page, language).into(),
            count: count(contents, page)
                .filter(|count| *count > 0)
                .map(|count| words::number(count as u64, language))
                .unwrap_or_default()
                .into(),
        });
    let at = pages.iter().position(|page| page == open).and_then(|at| i32::try_from(at).ok()).unwrap_or(0);
    (ModelRc::new(VecModel::from(data.collect::<Vec<_>>())), at)
}

/// The pages for a menu: their numbers are the ids.
pub(crate) fn tab_choices(pages: &ModelRc<TabData>) -> ModelRc<ChoiceData> {
    let choices = pages.iter().enumerate().map(|(at, page)| ChoiceData {
        id: at.to_string().into(),
        label: page.label,
        ..ChoiceData::default()
    });
    ModelRc::new(VecModel::from(choices.collect::<Vec<_>>()))
}

pub(crate) fn label(contents: &Contents, page: &CardItem, language: Language) -> String {
    if let Some((mark, _)) = contents.gaps.get(&page.id) {
        return mark.clone();
    }
    if let Some(label) = &page.label {
        return label.get(language).to_owned();
    }
    match &page.what {
        CardItemKind::Frame(label) | CardItemKind::Text(label) => label.get(language).to_owned(),
        CardItemKind::Field(field) => {
            contents.fields.get(field).map(|text| text.field.label.get(language).to_owned()).unwrap_or_default()
        }
        CardItemKind::Related { .. } => contents
            .related
            .get(&page.id)
            .map(|texts| texts.table.info.label.get(language).to_owned())
            .unwrap_or_default(),
        CardItemKind::Fold { title, .. } => title.get(language).to_owned(),
        CardItemKind::Button { .. } | CardItemKind::Count { .. } => {
            contents.state.labels.get(&page.id).cloned().unwrap_or_default()
        }
        CardItemKind::Line | CardItemKind::Tabs | CardItemKind::Columns | CardItemKind::Picture(_) => String::new(),
    }
}

/// How many records the related tables of a page hold together.
pub(crate) fn count(contents: &Contents, page: &CardItem) -> Option<usize> {
    if let Some(texts) = contents.related.get(&page.id) {
        return Some(texts.total);
    }
    let inside = contents.card.items.iter().filter(|item| item.parent == Some(page.id));
    inside.filter_map(|item| contents.related.get(&item.id)).map(|texts| texts.total).reduce(|all, one| all + one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(ids: &str) -> Vec<CardItemData> {
        ids.chars().map(|id| CardItemData { id: id.to_string().into(), ..CardItemData::default() }).collect()
    }

    #[test]
    fn items_come_go_and_change_places() {
        let cases = ["", "a", "abc", "cba", "bcad", "xaybzc", "dcb", "cab", "abcdefgh", "hgfedcba", "aceg"];
        for before in cases {
            for after in cases {
                let model = VecModel::from(items(before));
                follow(&model, items(after), true);
                let ids: String = model.iter().map(|item| item.id.to_string()).collect();
                assert_eq!(ids, after, "from {before}");
            }
        }
    }

    #[test]
    fn as_many_as_can_stay_where_they_are() {
        let kept = rising(&[Some(5), Some(0), None, Some(1), Some(4), Some(2), Some(3)]);
        let mut kept: Vec<usize> = kept.into_iter().collect();
        kept.sort_unstable();
        assert_eq!(kept, [1, 3, 5, 6]);
    }
}
