//! What a user can do to a document, each as one step.

use crate::{Document, Point, StepKey, geometry::Size};
use model::{
    ids::ItemId,
    layout::{Area, Guides},
};
use std::{fmt, sync::Arc};

/// A command; it becomes one step of the history.
#[derive(Clone, Debug)]
pub enum Command<D: Document> {
    /// New items, each after its container; those without one lie in `into`, their places relative to it.
    Insert {
        /// The items, with ids of their own.
        items: Vec<D::Item>,
        /// The container; `None`: the document.
        into: Option<ItemId>,
        /// Name of the step.
        key: StepKey,
    },
    /// New items where there is room for them.
    InsertWhereRoom {
        /// The items, with ids of their own, their places relative to one another.
        items: Vec<D::Item>,
        /// The container; `None`: the document.
        into: Option<ItemId>,
        /// As near to this place of the canvas as possible.
        near: Option<Point>,
        /// Name of the step.
        key: StepKey,
    },
    /// Items move within their containers.
    Move {
        /// Which.
        ids: Vec<ItemId>,
        /// How far.
        by: (i32, i32),
    },
    /// Items get other places and sizes within their containers; what lies in them follows by its anchors.
    Areas {
        /// Which, and where.
        areas: Vec<(ItemId, Area)>,
        /// Name of the step.
        key: StepKey,
    },
    /// Items go into another container, each with its place there.
    Bring {
        /// Which, and where.
        areas: Vec<(ItemId, Area)>,
        /// The container; `None`: the document.
        into: Option<ItemId>,
    },
    /// Items go into a new page of tabs.
    NewPage {
        /// The row of tabs.
        tabs: ItemId,
        /// Items of the document that go there.
        ids: Vec<ItemId>,
        /// New items that go there.
        items: Vec<D::Item>,
        /// Id of the page.
        page: ItemId,
    },
    /// Items go away.
    Delete {
        /// Which.
        ids: Vec<ItemId>,
        /// What becomes of what lies in them.
        contents: Contents,
    },
    /// Items go away that were copied to the clipboard.
    Cut(Vec<ItemId>),
    /// Items get aligned to the last of them; a single one to its container.
    Align(Vec<ItemId>, Alignment),
    /// Items become as large as the last of them.
    SameSize(Vec<ItemId>, Sides),
    /// Equal distances between items.
    Distribute(Vec<ItemId>, Distribution),
    /// Items stand in rows with the usual gaps.
    TidyUp(Vec<ItemId>),
    /// Items come before or behind what overlaps them.
    Order(Vec<ItemId>, Order),
    /// Items are selected and moved together from now on.
    Group(Vec<ItemId>),
    /// They are not any more.
    Ungroup(Vec<ItemId>),
    /// The pointer goes through items and nothing moves them, or no longer.
    Lock(Vec<ItemId>, bool),
    /// Items are shown nowhere and kept, or no longer.
    Hide(Vec<ItemId>, bool),
    /// Items are put into a new frame around them.
    Wrap {
        /// Which.
        ids: Vec<ItemId>,
        /// The frame; its place is found.
        frame: D::Item,
    },
    /// The pages of a row of tabs in another order.
    Pages {
        /// The row of tabs.
        tabs: ItemId,
        /// All its pages.
        order: Vec<ItemId>,
    },
    /// The label at the left of items gets another width.
    Split(Vec<ItemId>, i32),
    /// Items become as large as their contents need.
    Fit(Vec<ItemId>),
    /// Anything else about items.
    Change {
        /// Which.
        ids: Vec<ItemId>,
        /// What is done to each.
        change: Change<D::Item>,
        /// Name of the step.
        key: StepKey,
    },
    /// The document gets another size; the items follow by their anchors.
    Size(Size),
    /// Lines to place items by.
    Guides(Guides, StepKey),
    /// The order of the Tab key; empty: as they stand.
    TabOrder(Vec<ItemId>),
    /// Anything else about the document, or a whole other state of it.
    Become(Box<D>, StepKey),
    /// Several commands as one step.
    Several(Vec<Command<D>>, StepKey),
}

/// What becomes of the contents of a container that goes away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Contents {
    /// They go too.
    Go,
    /// They stay where they stand, in the container around it.
    Stay,
}

/// How items are aligned.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Alignment {
    /// Left sides.
    Left,
    /// Centres, along the canvas.
    Centre,
    /// Right sides.
    Right,
    /// Tops.
    Top,
    /// Middles, down the canvas.
    Middle,
    /// Bottoms.
    Bottom,
    /// First lines of text.
    Baseline,
}

/// Which sides become the same.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Sides {
    /// Width.
    Width,
    /// Height.
    Height,
    /// Both.
    Both,
}

/// What becomes equal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Distribution {
    /// The gaps between them, along the canvas.
    GapsAlong,
    /// The gaps between them, down the canvas.
    GapsDown,
    /// The distances of their centres, along the canvas.
    CentresAlong,
    /// The distances of their centres, down the canvas.
    CentresDown,
}

/// Where in the order of painting.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Order {
    /// Above everything in the container.
    Front,
    /// Below everything in the container.
    Back,
    /// Above the next one.
    Forward,
    /// Below the one before.
    Backward,
}

/// What is done to an item.
#[derive(Clone)]
pub struct Change<I>(Arc<dyn Fn(&mut I) + Send + Sync>);

impl<I> Change<I> {
    /// What this function does.
    pub fn new(change: impl Fn(&mut I) + Send + Sync + 'static) -> Change<I> {
        Change(Arc::new(change))
    }

    pub(crate) fn make(&self, item: &mut I) {
        (self.0)(item);
    }
}

impl<I> fmt::Debug for Change<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Change")
    }
}
