//! The rows of the list as Slint asks for them: only those on the screen are read, a hundred at a time.

use crate::{cells, found, thumbnails::Thumbnails, words};
use engine::Engine;
use model::{
    ids::{FieldId, RecordId, TableId},
    language::Language,
    schema::Field,
    value::Value,
};
use slint::{Model, ModelNotify, ModelRc, ModelTracker, SharedString, VecModel};
use std::{cell::RefCell, collections::HashSet, rc::Rc, sync::Arc};
use ui::RowData;

/// Records read at once.
const PAGE: usize = 100;
/// Pages that are kept.
const KEPT: usize = 12;
/// When more rows than this come or go, the list is drawn anew.
const MANY: usize = 2_000;

/// What the list shows.
#[derive(Clone)]
pub(crate) struct Shown {
    pub engine: Arc<Engine>,
    pub table: TableId,
    /// The fields of the columns.
    pub columns: Vec<Field>,
    /// The field that says whether a document is void.
    pub state: Option<Field>,
    /// What the search may have found behind the columns.
    pub hidden: Vec<Field>,
    /// The picture that stands in each row.
    pub photo: Option<Field>,
    /// Rows begin with it; without one with the letters of the name, if they are persons.
    pub avatars: Option<Letters>,
    pub search: String,
    pub language: Language,
}

/// What stands where a row has no picture.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letters {
    /// The first letters of the name.
    Initials,
    /// Nothing.
    None,
}

type Hash = [u8; 32];

impl Shown {
    /// The picture of a row, by its hash.
    fn photo_of(&self, row: &engine::Row) -> Option<Hash> {
        self.photo.as_ref()?;
        match row.cells.last()?.value.as_ref()? {
            Value::Blob(blob) => Some(blob.hash),
            _ => None,
        }
    }

    fn row_data(&self, row: &engine::Row, owing: Option<engine::Owing>) -> RowData {
        let data = self.plain_data(row, owing);
        let Some(letters) = self.avatars else { return data };
        let initials = match (letters, row.cells.first()) {
            (Letters::Initials, Some(cell)) => words::initials(&cell.text),
            _ => String::new(),
        };
        RowData { avatar: true, initials: initials.into(), ..data }
    }

    fn plain_data(&self, row: &engine::Row, owing: Option<engine::Owing>) -> RowData {
        let state = self.state.as_ref();
        let data = cells::row_data(row, &self.columns, state, owing, &self.search, self.language);
        if self.hidden.is_empty() {
            return data;
        }
        let seen: Vec<_> = row.cells.iter().zip(&self.columns).collect();
        let behind = row.cells.iter().skip(self.columns.len() + usize::from(self.state.is_some()));
        let hidden: Vec<_> = behind.zip(&self.hidden).collect();
        let note = found::note(&seen, &hidden, &self.search, self.language);
        if note.is_empty() { data } else { RowData { note: ModelRc::new(VecModel::from(note)), ..data } }
    }
}

struct Page {
    number: usize,
    rows: Vec<RowData>,
    ids: Vec<RecordId>,
    photos: Vec<Option<Hash>>,
}

#[derive(Default)]
struct Inner {
    shown: Option<Shown>,
    numbers: Arc<Vec<u32>>,
    /// The one used last stands first.
    pages: Vec<Page>,
}

/// The model behind the list.
#[derive(Default)]
pub(crate) struct Rows {
    inner: RefCell<Inner>,
    /// Local numbers of the ticked records.
    selected: RefCell<HashSet<u32>>,
    notify: ModelNotify,
    thumbnails: RefCell<Rc<Thumbnails>>,
}

impl Inner {
    fn page(&mut self, number: usize) -> Option<&Page> {
        if let Some(at) = self.pages.iter().position(|page| page.number == number) {
            let page = self.pages.remove(at);
            self.pages.insert(0, page);
            return self.pages.first();
        }
        let page = self.read(number)?;
        self.pages.insert(0, page);
        self.pages.truncate(KEPT);
        self.pages.first()
    }

    fn read(&self, number: usize) -> Option<Page> {
        let shown = self.shown.as_ref()?;
        let from = number * PAGE;
        let numbers = self.numbers.get(from..(from + PAGE).min(self.numbers.len()))?;
        let fields: Vec<FieldId> = shown
            .columns
            .iter()
            .chain(&shown.state)
            .chain(&shown.hidden)
            .chain(&shown.photo)
            .map(|field| field.id)
            .collect();
        let found = shown.engine.rows(shown.table, numbers, &fields, shown.language);
        let found = found.inspect_err(|_| tracing::error!("rows of the list cannot be read")).unwrap_or_default();
        let owing = self.owing_of(shown, &found);
        let mut found = found.into_iter().zip(owing).peekable();
        let room = numbers.len();
        let mut page = Page {
            number,
            rows: Vec::with_capacity(room),
            ids: Vec::with_capacity(room),
            photos: Vec::with_capacity(room),
        };
        for number in numbers {
            // A record that was deleted meanwhile leaves an empty row until the list is asked anew.
            match found.next_if(|(row, _)| row.number == *number) {
                Some((row, owing)) => {
                    page.rows.push(shown.row_data(&row, owing));
                    page.ids.push(row.id);
                    page.photos.push(shown.photo_of(&row));
                }
                None => {
                    page.rows.push(RowData::default());
                    page.ids.push(RecordId::default());
                    page.photos.push(None);
                }
            }
        }
        Some(page)
    }

    /// What is still to be paid for each of the documents, where a column says so.
    fn owing_of(&self, shown: &Shown, rows: &[engine::Row]) -> Vec<Option<engine::Owing>> {
        let is_seen = shown.state.as_ref().is_some_and(|state| shown.columns.iter().any(|field| field.id == state.id));
        if !is_seen {
            return vec![None; rows.len()];
        }
        let ids: Vec<RecordId> = rows.iter().map(|row| row.id).collect();
        let owing = shown.engine.owing_each(shown.table, &ids);
        owing
            .inspect_err(|_| tracing::error!("payments of the list cannot be read"))
            .unwrap_or_else(|_| vec![None; rows.len()])
    }

    /// Places of the rows that were read and may be on the screen.
    fn known(&self) -> Vec<usize> {
        let mut known: Vec<usize> =
            self.pages.iter().flat_map(|page| (0..page.rows.len()).map(move |row| page.number * PAGE + row)).collect();
        known.sort_unstable();
        known
    }
}

impl Rows {
    /// Where the small pictures come from.
    pub fn take_thumbnails(&self, thumbnails: Rc<Thumbnails>) {
        *self.thumbnails.borrow_mut() = thumbnails;
    }

    /// Small pictures that were asked for are there.
    pub fn pictures_came(&self, hashes: &[Hash]) {
        let rows: Vec<usize> = {
            let inner = self.inner.borrow();
            let of_page = |page: &Page| {
                let of = |(row, photo): (usize, &Option<Hash>)| photo.filter(|hash| hashes.contains(hash)).map(|_| row);
                let number = page.number;
                page.photos.iter().enumerate().filter_map(of).map(move |row| number * PAGE + row).collect::<Vec<_>>()
            };
            inner.pages.iter().flat_map(of_page).collect()
        };
        for row in rows {
            self.notify.row_changed(row);
        }
    }

    /// Shows other records, or the same ones otherwise.
    pub fn replace(&self, shown: Shown, numbers: Arc<Vec<u32>>) {
        let (old, new, known, same) = {
            let mut inner = self.inner.borrow_mut();
            let same = inner.shown.as_ref().is_some_and(|old| old.table == shown.table);
            let known = inner.known();
            let old = inner.numbers.len();
            let new = numbers.len();
            // What is no longer listed is no longer ticked.
            let mut selected = self.selected.borrow_mut();
            if !selected.is_empty() {
                let listed: HashSet<u32> = numbers.iter().copied().collect();
                selected.retain(|number| listed.contains(number));
            }
            *inner = Inner { shown: Some(shown), numbers, pages: Vec::new() };
            (old, new, known, same)
        };
        if !same || old.abs_diff(new) > MANY {
            self.notify.reset();
            return;
        }
        if new > old {
            self.notify.row_added(old, new - old);
        } else if old > new {
            self.notify.row_removed(new, old - new);
        }
        for row in known.into_iter().filter(|row| *row < old.min(new)) {
            self.notify.row_changed(row);
        }
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.inner.borrow().numbers.len()
    }

    /// The local numbers of all rows in their order.
    pub fn numbers(&self) -> Arc<Vec<u32>> {
        self.inner.borrow().numbers.clone()
    }

    /// Whether a row is ticked.
    pub fn is_selected(&self, row: usize) -> bool {
        let inner = self.inner.borrow();
        inner.numbers.get(row).is_some_and(|number| self.selected.borrow().contains(number))
    }

    /// How many of the rows are ticked.
    pub fn selected_count(&self) -> usize {
        self.selected.borrow().len()
    }

    /// The local numbers of the ticked rows in their order.
    pub fn selected_numbers(&self) -> Vec<u32> {
        let selected = self.selected.borrow();
        if selected.is_empty() {
            return Vec::new();
        }
        self.inner.borrow().numbers.iter().copied().filter(|number| selected.contains(number)).collect()
    }

    /// Ticks rows, or takes their ticks away.
    pub fn select(&self, rows: impl Iterator<Item = usize>, on: bool) {
        {
            let inner = self.inner.borrow();
            let mut selected = self.selected.borrow_mut();
            for number in rows.filter_map(|row| inner.numbers.get(row)) {
                if on {
                    selected.insert(*number);
                } else {
                    selected.remove(number);
                }
            }
        }
        self.tell_known();
    }

    /// Ticks nothing any more.
    pub fn clear_selected(&self) {
        self.selected.borrow_mut().clear();
        self.tell_known();
    }

    fn tell_known(&self) {
        let known = self.inner.borrow().known();
        for row in known {
            self.notify.row_changed(row);
        }
    }

    /// The texts of a column in the rows that were read.
    pub fn known_texts(&self, column: usize) -> Vec<SharedString> {
        let inner = self.inner.borrow();
        let rows = inner.pages.iter().flat_map(|page| &page.rows);
        rows.filter_map(|row| row.cells.row_data(column)).map(|cell| cell.text).collect()
    }

    /// Shows nothing and lets the base go.
    pub fn clear(&self) {
        self.selected.borrow_mut().clear();
        *self.inner.borrow_mut() = Inner::default();
        self.notify.reset();
    }

    /// Reads again the rows that were read, or only those of `touched` records.
    pub fn read_again(&self, touched: impl Fn(RecordId) -> bool) {
        let changed = {
            let mut inner = self.inner.borrow_mut();
            let mut changed = Vec::new();
            let mut stale = Vec::new();
            for page in &inner.pages {
                let before = changed.len();
                let rows = page.ids.iter().enumerate().filter(|(_, id)| touched(**id));
                changed.extend(rows.map(|(row, _)| page.number * PAGE + row));
                if changed.len() > before {
                    stale.push(page.number);
                }
            }
            inner.pages.retain(|page| !stale.contains(&page.number));
            changed
        };
        for row in changed {
            self.notify.row_changed(row);
        }
    }

    /// The record of a row.
    pub fn id(&self, row: usize) -> Option<RecordId> {
        let mut inner = self.inner.borrow_mut();
        if row >= inner.numbers.len() {
            return None;
        }
        let id = inner.page(row / PAGE)?.ids.get(row % PAGE).copied()?;
        (id != RecordId::default()).then_some(id)
    }

    /// The row of a record, by its local number.
    pub fn row_of(&self, number: u32) -> Option<usize> {
        self.inner.borrow().numbers.iter().position(|other| *other == number)
    }
}

impl Model for Rows {
    type Data = RowData;

    fn row_count(&self) -> usize {
        self.inner.borrow().numbers.len()
    }

    fn row_data(&self, row: usize) -> Option<RowData> {
        let mut inner = self.inner.borrow_mut();
        if row >= inner.numbers.len() {
            return None;
        }
        let number = inner.numbers.get(row).copied()?;
        let page = inner.page(row / PAGE)?;
        let data = page.rows.get(row % PAGE).cloned()?;
        let photo = page.photos.get(row % PAGE).copied().flatten();
        let picture = photo.and_then(|hash| self.thumbnails.borrow().get(&hash));
        let selected = self.selected.borrow().contains(&number);
        Some(RowData { selected, has_picture: picture.is_some(), picture: picture.unwrap_or_default(), ..data })
    }

    fn model_tracker(&self) -> &dyn ModelTracker {
        &self.notify
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}
