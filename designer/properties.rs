//! What the inspector shows of what is selected, and changes for all of it at once.

use crate::{Applied, Change, Command, Document, Item, Measure, Refusal, Session, StepKey};
use model::{ids::ItemId, layout::Area};

/// A property of several items.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Shared<T> {
    /// None of them has it.
    #[default]
    Nothing,
    /// All of them have this.
    Same(T),
    /// They differ.
    Mixed,
}

impl<T: PartialEq> Shared<T> {
    /// What these have in common.
    pub fn of(values: impl IntoIterator<Item = T>) -> Shared<T> {
        let mut values = values.into_iter();
        let Some(first) = values.next() else { return Shared::Nothing };
        if values.all(|other| other == first) { Shared::Same(first) } else { Shared::Mixed }
    }

    /// The value they have in common.
    pub fn same(self) -> Option<T> {
        match self {
            Shared::Same(value) => Some(value),
            Shared::Nothing | Shared::Mixed => None,
        }
    }
}

/// A side of an item's place or size.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Side {
    /// From the container's left.
    X,
    /// From the container's top.
    Y,
    /// Width.
    Width,
    /// Height.
    Height,
}

impl Side {
    /// Its number in an area.
    pub fn get(self, area: Area) -> i32 {
        match self {
            Side::X => area.x,
            Side::Y => area.y,
            Side::Width => area.width,
            Side::Height => area.height,
        }
    }

    /// An area with another number there.
    #[must_use]
    pub fn set(self, mut area: Area, to: i32) -> Area {
        match self {
            Side::X => area.x = to,
            Side::Y => area.y = to,
            Side::Width => area.width = to,
            Side::Height => area.height = to,
        }
        area
    }
}

/// What was typed into a number: a number, or what is to be done with the one that is there.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum NumberEdit {
    /// This number: `120`, `=-8`.
    Set(f64),
    /// So much more, or less: `+8`, `-4`.
    Add(f64),
    /// So many times: `*2`.
    Times(f64),
    /// Divided: `/2`.
    Divide(f64),
}

/// Reads what was typed into a number; a comma is a decimal point; `None`: it is no number.
pub fn parse_number_input(text: &str) -> Option<NumberEdit> {
    let text: String = text.trim().replace(',', ".").replace('\u{2212}', "-");
    let number = |text: &str| {
        let text = text.trim();
        let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
        text.parse::<f64>().ok().filter(|number| plain && number.is_finite())
    };
    let edit = match text.chars().next()? {
        '=' => NumberEdit::Set(number(&text[1..])?),
        '+' => NumberEdit::Add(number(&text[1..])?),
        '-' => NumberEdit::Add(-number(&text[1..])?),
        '*' | '×' => NumberEdit::Times(number(text.trim_start_matches(['*', '×']))?),
        '/' | ':' => NumberEdit::Divide(number(&text[1..]).filter(|by| *by != 0.0)?),
        _ => NumberEdit::Set(number(&text)?),
    };
    Some(edit)
}

impl NumberEdit {
    /// What becomes of a number; what was typed counts `unit` for each one.
    pub fn apply(self, number: i32, unit: f64) -> i32 {
        let now = f64::from(number);
        let new = match self {
            NumberEdit::Set(to) => to * unit,
            NumberEdit::Add(more) => now + more * unit,
            NumberEdit::Times(by) => now * by,
            NumberEdit::Divide(by) => now / by,
        };
        new.round().clamp(-1e9, 1e9) as i32
    }
}

impl<D: Document> Session<D> {
    /// What the selected items have in common.
    pub fn shared<T: PartialEq>(&self, read: impl Fn(&D::Item) -> Option<T>) -> Shared<T> {
        Shared::of(self.selected().filter_map(read))
    }

    /// The selected items, the reference object last.
    pub fn selected(&self) -> impl Iterator<Item = &D::Item> {
        self.selection.ids().iter().filter_map(|id| self.document.item(*id))
    }

    /// A number of the places or sizes of the selected items.
    pub fn side(&self, side: Side) -> Shared<i32> {
        self.shared(|item| Some(side.get(item.area())))
    }

    /// Changes a number of the places or sizes of each selected item; what was typed counts `unit` for each one.
    ///
    /// # Errors
    /// Where nothing is selected, or all of it is locked.
    pub fn set_side(
        &mut self,
        side: Side,
        edit: NumberEdit,
        unit: f64,
        measure: &dyn Measure<D::Item>,
    ) -> Result<Applied<D>, Refusal> {
        let areas: Vec<(ItemId, Area)> = self
            .selected()
            .map(|item| {
                let area = item.area();
                (item.id(), side.set(area, edit.apply(side.get(area), unit)))
            })
            .collect();
        if areas.is_empty() {
            return Err(Refusal::NothingSelected);
        }
        let key = match side {
            Side::X | Side::Y => StepKey::Move,
            Side::Width | Side::Height => StepKey::Resize,
        };
        self.run(&Command::Areas { areas, key }, measure)
    }

    /// Changes anything else about each selected item.
    ///
    /// # Errors
    /// Where nothing is selected.
    pub fn change_selected(
        &mut self,
        key: StepKey,
        change: impl Fn(&mut D::Item) + Send + Sync + 'static,
        measure: &dyn Measure<D::Item>,
    ) -> Result<Applied<D>, Refusal> {
        let ids = self.selection.ids().to_vec();
        self.run(&Command::Change { ids, change: Change::new(change), key }, measure)
    }
}
