//! Pasting and duplicating: where the copies come to stand.

use crate::{
    Applied, Command, Document, Item, Measure, Rect, Refusal, Session, StepKey, clipboard, document::around,
    draft::outermost, session::Duplicated,
};
use model::{ids::ItemId, layout::Area};

impl<D: Document> Session<D> {
    /// Puts the items of a text into the selected container: where they stood if there is room, else a little beside.
    ///
    /// # Errors
    /// Where the text holds nothing for this document, or the container does not take it.
    pub fn paste(&mut self, text: &str, measure: &dyn Measure<D::Item>) -> Result<Applied<D>, Refusal> {
        let items = self.read_clipboard(text)?;
        self.paste_items(items, measure)
    }

    /// Puts items, read from the clipboard and perhaps sorted out since, into the selected container.
    ///
    /// # Errors
    /// Where the container does not take them.
    pub fn paste_items(&mut self, items: Vec<D::Item>, measure: &dyn Measure<D::Item>) -> Result<Applied<D>, Refusal> {
        let into = self.container();
        let items = self.beside_equals(items, into);
        self.run(&Command::Insert { items, into, key: StepKey::Paste }, measure)
    }

    /// Moves items so far down to the right that none covers one exactly, and that they lie in the container.
    fn beside_equals(&self, items: Vec<D::Item>, into: Option<ItemId>) -> Vec<D::Item> {
        let mut items = items;
        let step = self.document.units().grid * 4;
        let taken: Vec<Area> = self.document.children(into).map(Item::area).collect();
        let roots: Vec<Area> = items.iter().filter(|item| item.parent().is_none()).map(Item::area).collect();
        let Some(bounds) = Rect::around(roots.iter().map(|area| Rect::of(*area, (0, 0)))) else { return items };
        let room = Rect::of(self.document.room(into), (0, 0));
        // Towards the room, then step by step away from its likes.
        let toward = |start: i32, end: i32, from: i32, to: i32| {
            if end - start > to - from { from - start } else { (from - start).max(0) + (to - end).min(0) }
        };
        let mut by = (
            toward(bounds.left, bounds.right, room.left, room.right),
            toward(bounds.top, bounds.bottom, room.top, room.bottom),
        );
        let covers = |by: (i32, i32)| {
            roots.iter().any(|area| taken.contains(&Area { x: area.x + by.0, y: area.y + by.1, ..*area }))
        };
        while covers(by) {
            by = (by.0 + step, by.1 + step);
        }
        for item in items.iter_mut().filter(|item| item.parent().is_none()) {
            let area = item.area();
            item.set_area(Area { x: area.x + by.0, y: area.y + by.1, ..area });
        }
        items
    }

    /// Puts copies of the selected items beside them; where they are copies themselves, as far on as these were moved.
    ///
    /// # Errors
    /// Where nothing is selected, or the container does not take a second one.
    pub fn duplicate(&mut self, measure: &dyn Measure<D::Item>) -> Result<Applied<D>, Refusal> {
        let sources = outermost(&self.document, self.selection.ids());
        if sources.is_empty() {
            return Err(Refusal::NothingSelected);
        }
        let usual = self.document.units().grid * 4;
        let by = self.last_offset(&sources).unwrap_or((usual, usual));
        let (command, copies) = self.copy_command(&sources, by, None, StepKey::Duplicate)?;
        let applied = self.run(&command, measure)?;
        self.duplicated = Duplicated { sources, copies };
        Ok(applied)
    }

    /// How far the copies made last were moved from what they are copies of, where these very copies are meant.
    fn last_offset(&self, copies: &[ItemId]) -> Option<(i32, i32)> {
        let last = &self.duplicated;
        let mut same = last.copies.clone();
        let mut meant = copies.to_vec();
        same.sort_unstable();
        meant.sort_unstable();
        if copies.is_empty() || same != meant {
            return None;
        }
        let (source, copy) = (last.sources.first()?, last.copies.first()?);
        let (source, copy) = (self.document.item(*source)?, self.document.item(*copy)?);
        let same_container = source.parent() == copy.parent();
        let (was, now) = (source.area(), copy.area());
        same_container.then_some((now.x - was.x, now.y - was.y)).filter(|by| *by != (0, 0))
    }

    /// The command that puts copies of items at a distance from them, and the ids of the outer copies in the order of `sources`.
    pub(crate) fn copy_command(
        &mut self,
        sources: &[ItemId],
        by: (i32, i32),
        into: Option<Option<ItemId>>,
        key: StepKey,
    ) -> Result<(Command<D>, Vec<ItemId>), Refusal> {
        let mut commands = Vec::new();
        let mut copies = vec![ItemId::default(); sources.len()];
        // One command for each container they lie in.
        let mut containers: Vec<Option<ItemId>> = Vec::new();
        for item in sources.iter().filter_map(|id| self.document.item(*id)) {
            if !containers.contains(&item.parent()) {
                containers.push(item.parent());
            }
        }
        for container in containers {
            let of_it: Vec<ItemId> = sources
                .iter()
                .copied()
                .filter(|id| self.document.item(*id).is_some_and(|item| item.parent() == container))
                .collect();
            let target = into.unwrap_or(container);
            let (from, to) = (self.scene.origin(&self.document, container), self.scene.origin(&self.document, target));
            let items = clipboard::copies(&self.document, &of_it);
            let order: Vec<ItemId> = items.iter().map(Item::id).collect();
            let mut items = clipboard::renamed(items, &mut self.new_ids);
            for (item, was) in items.iter_mut().zip(&order) {
                if let Some(at) = sources.iter().position(|id| id == was) {
                    copies[at] = item.id();
                    let area = item.area();
                    let (x, y) = (area.x + from.0 - to.0 + by.0, area.y + from.1 - to.1 + by.1);
                    item.set_area(Area { x, y, ..area });
                }
            }
            commands.push(Command::Insert { items, into: target, key });
        }
        let command = match commands.len() {
            1 => commands.remove(0),
            _ => Command::Several(commands, key),
        };
        Ok((command, copies))
    }

    /// Puts new items, with any ids, where there is room in a container.
    ///
    /// # Errors
    /// Where the container does not take them.
    pub fn place(
        &mut self,
        items: Vec<D::Item>,
        into: Option<ItemId>,
        measure: &dyn Measure<D::Item>,
    ) -> Result<Applied<D>, Refusal> {
        if around(&items).is_none() {
            return Err(Refusal::NothingToChange);
        }
        let items = clipboard::renamed(items, &mut self.new_ids);
        self.run(&Command::InsertWhereRoom { items, into, near: None, key: StepKey::Place }, measure)
    }
}
