//! What the arrow keys do.

use crate::{
    Applied, Axis, Command, Document, Item, Measure, Modifiers, Rect, Refusal, Session, StepKey,
    draft::movable,
    snap::{Lines, Probe, to_next_line},
};
use model::{ids::ItemId, layout::Area};

/// Where an arrow key points.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Direction {
    Left,
    Right,
    Up,
    Down,
}

impl Direction {
    fn axis(self) -> Axis {
        match self {
            Direction::Left | Direction::Right => Axis::X,
            Direction::Up | Direction::Down => Axis::Y,
        }
    }

    fn is_forward(self) -> bool {
        matches!(self, Direction::Right | Direction::Down)
    }

    fn by(self, length: i32) -> (i32, i32) {
        let length = if self.is_forward() { length } else { -length };
        match self.axis() {
            Axis::X => (length, 0),
            Axis::Y => (0, length),
        }
    }
}

impl<D: Document> Session<D> {
    /// An arrow key: moves what is selected by one unit, with Shift by ten, with Ctrl to the next line that draws; with Alt it
    /// changes the size instead, the left and the top staying.
    ///
    /// # Errors
    /// Where nothing is selected, or all of it is locked.
    pub fn arrow(
        &mut self,
        direction: Direction,
        keys: Modifiers,
        measure: &dyn Measure<D::Item>,
    ) -> Result<Applied<D>, Refusal> {
        let ids = movable(&self.document, self.selection.ids())?;
        let units = self.document.units();
        let step = if keys.shift { units.leap } else { units.nudge };
        let by = direction.by(step);
        if keys.alt {
            let grown = |id: &ItemId| {
                let area = self.document.item(*id)?.area();
                let (width, height) = (area.width + by.0, area.height + by.1);
                Some((*id, Area { width, height, ..area }))
            };
            let areas = ids.iter().filter_map(grown).collect();
            return self.run(&Command::Areas { areas, key: StepKey::Resize }, measure);
        }
        let by =
            if keys.ctrl { direction.by(self.next_line(&ids, direction, measure).unwrap_or_default()) } else { by };
        self.run(&Command::Move { ids, by }, measure)
    }

    /// An arrow key that is held: as [`Session::arrow`], and one step with the one before.
    ///
    /// # Errors
    /// As there.
    pub fn arrow_again(
        &mut self,
        direction: Direction,
        keys: Modifiers,
        measure: &dyn Measure<D::Item>,
    ) -> Result<Applied<D>, Refusal> {
        let before = self.history.position();
        let applied = self.arrow(direction, keys, measure)?;
        if self.history.position() > before {
            self.history.merge_last();
        }
        Ok(applied)
    }

    /// How far the next line is in a direction.
    fn next_line(&self, ids: &[ItemId], direction: Direction, measure: &dyn Measure<D::Item>) -> Option<i32> {
        let reference = self.document.item(*ids.last()?)?;
        let bounds = Rect::around(ids.iter().filter_map(|id| self.scene.rect(*id)))?;
        let top = self.scene.rect(reference.id())?.top - bounds.top;
        let moved = |id: ItemId| ids.contains(&id);
        let lines = Lines::of(&self.document, &self.scene, reference.parent(), &moved, measure);
        let baselines: Vec<i32> = measure.baselines(reference).into_iter().map(|offset| offset + top).collect();
        let axis = direction.axis();
        let probes = Probe::of(bounds, axis, &baselines);
        to_next_line(&lines, axis, bounds, &probes, direction.is_forward()).map(i32::abs)
    }
}
