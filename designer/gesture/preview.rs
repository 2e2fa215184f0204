//! What a gesture would do, to be drawn while it is under way.

use crate::{Axis, Distance, EqualGap, Rect, Refusal, Size, SnapLine};
use model::ids::ItemId;

/// What the gesture under way does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Doing {
    /// There is none.
    #[default]
    Nothing,
    /// Items move.
    Moving,
    /// Copies of items move, the items stay.
    Copying,
    /// New items come from the panel.
    Placing,
    /// Items change their size.
    Resizing,
    /// A rubber band.
    Band,
    /// A guide moves.
    Guide,
    /// The canvas changes its size.
    Canvas,
    /// The border between label and field moves.
    Split,
    /// A page of tabs finds another place among them.
    Page,
}

/// Where what is dragged would go.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum DropInto {
    /// It stays in its containers.
    #[default]
    Stay,
    /// Into a container; `None`: the document.
    Container(Option<ItemId>),
    /// Onto a page by its header.
    Page {
        /// The row of tabs.
        tabs: ItemId,
        /// The page.
        page: ItemId,
    },
    /// Onto a new page of a row of tabs.
    NewPage(ItemId),
    /// Nowhere: the pointer is beside the canvas.
    Nowhere,
}

/// What a gesture would do; everything on the canvas, in the document's units.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Preview {
    /// What it is.
    pub doing: Doing,
    /// Everything that would stand elsewhere, what lies in containers too. Copies and new items go by ids that are not in the
    /// document: a copy by that of its original.
    pub moved: Vec<(ItemId, Rect)>,
    /// The rectangle around what is moved or resized.
    pub bounds: Option<Rect>,
    /// Where it would go.
    pub into: DropInto,
    /// The container to be outlined.
    pub container: Option<Rect>,
    /// Why it cannot lie there.
    pub refusal: Option<Refusal>,
    /// Lines through what lies at one.
    pub lines: Vec<SnapLine>,
    /// Distances to neighbours.
    pub distances: Vec<Distance>,
    /// Gaps that are equal.
    pub gaps: Vec<EqualGap>,
    /// The rubber band.
    pub band: Option<Rect>,
    /// What the rubber band would select.
    pub banded: Vec<ItemId>,
    /// Where a guide would lie; `None` in it: it would be removed.
    pub guide: Option<(Axis, Option<i32>)>,
    /// The size the canvas would have.
    pub size: Option<Size>,
    /// The width the label of an item would have.
    pub split: Option<(ItemId, i32)>,
    /// The order the pages of a row of tabs would have.
    pub pages: Option<(ItemId, Vec<ItemId>)>,
    /// A page that was opened because the pointer rested on its header: the row of tabs and the page.
    pub open_page: Option<(ItemId, ItemId)>,
}

impl Preview {
    /// Empties it; what memory it has stays.
    pub(crate) fn clear(&mut self) {
        let (mut moved, mut lines) = (std::mem::take(&mut self.moved), std::mem::take(&mut self.lines));
        let (mut distances, mut gaps) = (std::mem::take(&mut self.distances), std::mem::take(&mut self.gaps));
        let mut banded = std::mem::take(&mut self.banded);
        moved.clear();
        lines.clear();
        distances.clear();
        gaps.clear();
        banded.clear();
        *self = Preview { moved, lines, distances, gaps, banded, ..Preview::default() };
    }
}
