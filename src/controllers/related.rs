//! Related tables on a card: the lines of an invoice, edited in place, and the records that point to a client.

use crate::{
    card::{OpenCard, Spot},
    card_items::{empty_text, related_label},
    columns::Demand,
    contents::{CellText, ColumnText, RelatedTexts, Target},
    editors::{choice_model, date_data, editor_of, is_numeric},
};
use model::{
    ids::{FieldId, ItemId, RecordId},
    language::Language,
    schema::FieldRole,
};
use slint::{Model as _, ModelRc, VecModel};
use std::{cell::RefCell, rc::Rc};
use ui::{CardItemData, EditorKind, RelatedCell, RelatedColumn, RelatedRow};

type Cells = Rc<VecModel<RelatedCell>>;

struct Line {
    /// Of the last, empty row: nobody, until something is committed in it.
    target: Target,
    /// As the window knows it.
    id: Option<RecordId>,
    cells: Cells,
}

/// The rows of one related table. They live as long as the card is open: what is typed in them is never disturbed.
#[derive(Default)]
pub(crate) struct RelatedRows {
    lines: RefCell<Vec<Line>>,
    rows: Rc<VecModel<RelatedRow>>,
}

impl RelatedRows {
    /// The record behind a row, which may not exist yet.
    pub fn target(&self, row: i32) -> Option<Target> {
        let row = usize::try_from(row).ok()?;
        self.lines.borrow().get(row).map(|line| line.target.clone())
    }

    /// The record of a row, as the window knows it.
    pub fn id(&self, row: i32) -> Option<RecordId> {
        let row = usize::try_from(row).ok()?;
        self.lines.borrow().get(row)?.id
    }

    /// The record of an id, or what the last, empty row is to become.
    pub fn target_of(&self, id: Option<RecordId>) -> Option<Target> {
        self.lines.borrow().iter().find(|line| line.id == id).map(|line| line.target.clone())
    }

    /// Changes what a cell shows.
    pub fn change(&self, row: usize, column: usize, change: impl FnOnce(&mut RelatedCell)) {
        let cells = self.lines.borrow().get(row).map(|line| line.cells.clone());
        if let Some((cells, mut cell)) = cells.and_then(|cells| cells.row_data(column).map(|cell| (cells, cell))) {
            change(&mut cell);
            cells.set_row_data(column, cell);
        }
    }

    /// The records from a row on, without the empty one.
    pub fn ids_from(&self, row: usize) -> Vec<RecordId> {
        self.lines.borrow().iter().skip(row).filter_map(|line| line.target.id()).collect()
    }

    /// What the rows show, for other programs; `None`: all of them.
    pub fn texts(&self, row: Option<usize>) -> Vec<Vec<String>> {
        let lines = self.lines.borrow();
        let shown = lines
            .iter()
            .enumerate()
            .filter(|(at, line)| line.target.id().is_some() && row.is_none_or(|row| row == *at));
        shown.map(|(_, line)| line.cells.iter().map(|cell| cell.text.to_string()).collect()).collect()
    }

    /// Brings the rows to what the base says now: rows that stay keep their cells.
    pub fn follow(&self, item: ItemId, texts: &RelatedTexts, open: &OpenCard) {
        let wanted: Vec<RecordId> = texts.rows.iter().map(|(id, _)| *id).collect();
        self.drop_others(&wanted);
        for (at, (id, cells)) in texts.rows.iter().enumerate() {
            self.make_room(at, *id);
            self.show(at, item, Some(*id), cells, texts, open);
        }
        let blank = texts.lines && !texts.locked;
        let empty = vec![CellText::default(); texts.columns.len()];
        let count = self.lines.borrow().len();
        if blank && count == texts.rows.len() {
            self.insert(count, Target::default(), None);
        } else if !blank && count > texts.rows.len() {
            self.remove(count - 1);
        }
        if blank {
            self.show(texts.rows.len(), item, None, &empty, texts, open);
        }
    }

    fn drop_others(&self, wanted: &[RecordId]) {
        let mut at = 0;
        while at < self.lines.borrow().len() {
            let gone = {
                let lines = self.lines.borrow();
                let id = lines[at].target.id();
                id.is_some_and(|id| !wanted.contains(&id))
            };
            if gone {
                self.remove(at);
            } else {
                at += 1;
            }
        }
    }

    /// Makes the row at `at` the one of a record: it is there, or the empty row became it, or it comes in between.
    fn make_room(&self, at: usize, id: RecordId) {
        let place = self.lines.borrow().iter().position(|line| line.target.id() == Some(id));
        match place {
            Some(place) if place == at => {}
            Some(place) => {
                let target = self.lines.borrow()[place].target.clone();
                self.remove(place);
                self.insert(at, target, Some(id));
            }
            None => self.insert(at, Target::of(id), Some(id)),
        }
    }

    fn insert(&self, at: usize, target: Target, id: Option<RecordId>) {
        let cells: Cells = Rc::default();
        let row = RelatedRow {
            id: id.map(|id| id.to_string()).unwrap_or_default().into(),
            cells: ModelRc::from(cells.clone()),
        };
        self.lines.borrow_mut().insert(at, Line { target, id, cells });
        self.rows.insert(at, row);
    }

    fn remove(&self, at: usize) {
        self.lines.borrow_mut().remove(at);
        self.rows.remove(at);
    }

    fn show(
        &self,
        at: usize,
        item: ItemId,
        id: Option<RecordId>,
        cells: &[CellText],
        texts: &RelatedTexts,
        open: &OpenCard,
    ) {
        let (model, another) = {
            let mut lines = self.lines.borrow_mut();
            let Some(line) = lines.get_mut(at) else { return };
            let another = line.id != id;
            line.id = id;
            (line.cells.clone(), another)
        };
        if model.row_count() != cells.len() {
            model.set_vec(vec![RelatedCell::default(); cells.len()]);
        }
        for (column, (shown, of)) in cells.iter().zip(&texts.columns).enumerate() {
            let Some(before) = model.row_data(column) else { continue };
            let spot = Spot::Cell(item, id, of.field.id);
            let mut cell = RelatedCell {
                text: shown.text.as_str().into(),
                date: date_data(shown.date),
                warning: shown.warning.as_str().into(),
                error: Default::default(),
                revision: before.revision,
            };
            if let Some(refused) = open.refused.borrow().get(&spot) {
                cell.text = refused.typed.as_str().into();
                let message = refused.message.as_str().into();
                if refused.restored { cell.warning = message } else { cell.error = message }
            }
            if cell != before || open.committed.borrow().contains(&spot) {
                cell.revision += 1;
                model.set_row_data(column, cell);
            }
        }
        // After its cells: a row that was set anew takes changes of its cells only when it is next drawn as another model.
        if another && let Some(row) = self.rows.row_data(at) {
            let id = id.map(|id| id.to_string()).unwrap_or_default().into();
            self.rows.set_row_data(at, RelatedRow { id, ..row });
        }
    }

    /// Fills the item of the window, which goes by `label`.
    pub fn fill(&self, data: &mut CardItemData, texts: &RelatedTexts, label: &str, language: Language) {
        let edited = texts.lines && !texts.locked;
        data.label = related_label(label, texts.rows.len(), texts.total, language).into();
        data.editable = edited;
        data.readonly = texts.locked && texts.lines;
        data.empty_text = empty_text(language).into();
        if !texts.lines {
            data.add_label = crate::words::new_one(&texts.table.info.one, language).into();
        }
        if texts.total > texts.rows.len() {
            let total = crate::words::number(texts.total as u64, language);
            data.more_label = match language {
                Language::Lt => slint::format!("Rodyti sąraše ({total})"),
                Language::En => slint::format!("Show in the list ({total})"),
            };
        }
        if !texts.totals.is_empty() {
            let sum = |at: usize| texts.totals.iter().find(|(column, _)| *column == at).map(|(_, text)| text.as_str());
            let sums = (0..texts.columns.len()).map(|at| slint::SharedString::from(sum(at).unwrap_or_default()));
            data.totals = ModelRc::new(VecModel::from(sums.collect::<Vec<_>>()));
        }
        let widths = crate::columns::widths(&texts.columns, &demands(texts), data.width, language);
        let columns =
            texts.columns.iter().zip(widths).map(|(ColumnText { field, choices, .. }, width)| RelatedColumn {
                label: field.label.get(language).into(),
                width,
                editor: match editor_of(field) {
                    // Several are chosen on the record's own card.
                    EditorKind::Picture | EditorKind::File | EditorKind::Chips => EditorKind::Readonly,
                    _ if field.formula().is_some() => EditorKind::Readonly,
                    editor => editor,
                },
                choices: choice_model(choices),
                numeric: is_numeric(field),
            });
        data.columns = ModelRc::new(VecModel::from(columns.collect::<Vec<_>>()));
        data.rows = ModelRc::from(self.rows.clone());
    }
}

/// What the columns ask for. Idle are those in which nothing stands and nobody types: of records that are not changed here, and
/// the reasons of discounts, which come by themselves.
fn demands(texts: &RelatedTexts) -> Vec<Demand> {
    let only_read = !texts.rows.is_empty() && (!texts.lines || texts.locked);
    let empty = |at: usize| texts.rows.iter().all(|(_, cells)| cells.get(at).is_none_or(|cell| cell.text.is_empty()));
    let sum =
        |at: usize| texts.totals.iter().find(|(column, _)| *column == at).map_or(0, |(_, sum)| sum.chars().count());
    let columns = texts.columns.iter().enumerate().map(|(at, column)| {
        let untyped = only_read || column.field.role == Some(FieldRole::DiscountReason);
        Demand { sum: sum(at), idle: untyped && empty(at) }
    });
    columns.collect()
}

/// The field of a column.
pub(crate) fn column_field(texts: &RelatedTexts, column: i32) -> Option<FieldId> {
    let column = usize::try_from(column).ok()?;
    texts.columns.get(column).map(|column| column.field.id)
}
