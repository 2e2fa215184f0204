//! What does not fit in the window: words that are cut or lie over others, controls beyond the edge of their place. Everything is
//! measured as it is drawn, with the program's own fonts.

use crate::Person;
use slint::{
    ComponentHandle as _,
    private_unstable_api::re_exports::{
        AccessibleRole, Clip, ComplexText, Flickable, ItemRc, LayoutInfo, LogicalRect, Opacity, Orientation,
        SimpleText, TextHorizontalAlignment, TextInput, TextOverflow, TextVerticalAlignment, TextWrap, WindowAdapterRc,
        WindowInner,
    },
};

/// So much may stick out: sums of widths are rounded.
const PLAY: f32 = 1.0;
/// Parts of the window that stand above the page and hide what is under them, the uppermost first.
const ABOVE: [&str; 8] = [
    "DecisionDialog",
    "RehearsalView",
    "AboutDialog",
    "HelpView",
    "PaletteView",
    "ContextMenuLayer",
    "OverlayLayer",
    "ColumnChooser",
];
/// Parts that stand above the page and leave it in use.
const BESIDE: [&str; 3] = ["Toasts", "ReminderPanel", "MenuLayer"];

/// The words of the program itself, which may never be cut; what people have written may end in an ellipsis.
#[derive(Default)]
pub struct Words(Vec<Vec<String>>);

impl Words {
    /// The words of the markup in both languages, from the catalogue `po`.
    pub fn of_catalogue(po: &str) -> Words {
        let texts = po.lines().filter_map(|line| line.strip_prefix("msgid ").or(line.strip_prefix("msgstr ")));
        let mut words = Words::default();
        texts.for_each(|text| words.add(&text.trim_matches('"').replace("\\\"", "\"")));
        words
    }

    /// One more; `{}` stands for anything.
    pub fn add(&mut self, text: &str) {
        let parts: Vec<String> = text.split("{}").map(Into::into).collect();
        if parts.iter().any(|part| part.trim().len() > 4 || parts.len() == 1) {
            self.0.push(parts);
        }
    }

    fn contain(&self, text: &str) -> bool {
        self.0.iter().any(|parts| match parts.as_slice() {
            [whole] => whole == text,
            [first, between @ .., last] => {
                let rest = text.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str()));
                let rest = between.iter().fold(rest, |rest, part| Some(rest?.split_once(part.as_str())?.1));
                rest.is_some()
            }
            [] => false,
        })
    }
}

/// Where something may stand, and what of it is drawn.
#[derive(Clone, Copy)]
struct Limits {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
    shown: LogicalRect,
}

/// What is known of the parents of an item.
#[derive(Clone, Copy, Default)]
struct Around {
    /// It stands above the page and leaves that in use.
    beside: bool,
    /// Rows beside it are scrolled sideways, and headings with them.
    scrolls: bool,
}

/// A text that is drawn: its letters' place, not that of its element.
struct Drawn {
    text: String,
    ink: LogicalRect,
    beside: bool,
}

struct Look<'a> {
    words: &'a Words,
    adapter: WindowAdapterRc,
    drawn: Vec<Drawn>,
    faults: Vec<String>,
}

impl Person {
    /// What does not fit now. Where something stands above the page, only that is looked at.
    pub fn misfits(&self, words: &Words) -> Vec<String> {
        let root = ItemRc::new_root(WindowInner::from_pub(self.app.ui.window()).component());
        let Some(adapter) = root.window_adapter() else { return Vec::new() };
        let _ = root.visit_descendants(|_| std::ops::ControlFlow::<()>::Continue(()));
        let size = root.geometry().size;
        let window = LogicalRect::new(Default::default(), size);
        let limits = Limits { left: 0.0, top: 0.0, right: size.width, bottom: size.height, shown: window };
        let mut look = Look { words, adapter, drawn: Vec::new(), faults: Vec::new() };
        let above = ABOVE.iter().find_map(|name| find(&root, name).filter(first_drawn));
        look.visit(&above.unwrap_or(root), limits, Around::default());
        look.overlaps();
        look.faults
    }

    /// Gives the window a size in pixels of the screen at a scale; the least size of the window holds as ever.
    pub fn resize(&self, width: f32, height: f32, scale: f32) {
        let window = self.app.ui.window();
        window.dispatch_event(slint::platform::WindowEvent::ScaleFactorChanged { scale_factor: scale });
        let size = slint::LogicalSize::new((width / scale).max(640.0), (height / scale).max(400.0));
        window.set_size(size);
        self.wait();
    }
}

fn children(item: &ItemRc) -> impl Iterator<Item = ItemRc> {
    std::iter::successors(item.first_child(), ItemRc::next_sibling)
}

/// The names of an item's element and of those it is made from.
fn names(item: &ItemRc) -> Vec<String> {
    let elements = 0..item.element_count().unwrap_or(0);
    let names = elements.filter_map(|at| item.element_type_names_and_ids(at)).flatten();
    names.map(|(name, _)| name.to_string()).collect()
}

fn find(item: &ItemRc, name: &str) -> Option<ItemRc> {
    if names(item).iter().any(|found| found == name) {
        return Some(item.clone());
    }
    children(item).find_map(|child| find(&child, name))
}

/// Whether anything is to be read in it.
fn first_drawn(item: &ItemRc) -> bool {
    if item.downcast::<Clip>().is_some_and(|clip| clip.as_pin_ref().is_visibility_clip() && clip.as_pin_ref().clip()) {
        return false;
    }
    item.downcast::<ComplexText>().is_some()
        || item.downcast::<SimpleText>().is_some()
        || children(item).any(|child| first_drawn(&child))
}

fn scrolls_sideways(item: &ItemRc, depth: usize) -> bool {
    let width = item.geometry().size.width;
    item.downcast::<Flickable>().is_some_and(|found| found.as_pin_ref().content_width().get() > width + PLAY)
        || depth > 0 && children(item).any(|child| scrolls_sideways(&child, depth - 1))
}

fn place(item: &ItemRc) -> LogicalRect {
    let geometry = item.geometry();
    LogicalRect::new(item.map_to_window(geometry.origin), geometry.size)
}

impl Look<'_> {
    fn visit(&mut self, item: &ItemRc, limits: Limits, around: Around) {
        let at = place(item);
        let beside = around.beside || names(item).iter().any(|name| BESIDE.contains(&name.as_str()));
        let mut inside = limits;
        if let Some(clip) = item.downcast::<Clip>() {
            let clip = clip.as_pin_ref();
            if clip.is_visibility_clip() && clip.clip() {
                return;
            }
            if !clip.is_visibility_clip() && clip.clip() {
                inside = limits.within(at);
                if around.scrolls {
                    (inside.left, inside.right) = (f32::MIN, f32::MAX);
                }
            }
        }
        if item.downcast::<Opacity>().is_some_and(|opacity| opacity.as_pin_ref().opacity() < 0.01) {
            return;
        }
        if let Some(flickable) = item.downcast::<Flickable>() {
            let flickable = flickable.as_pin_ref();
            inside = limits.within(at);
            // What can be scrolled to may stand outside.
            if flickable.content_width().get() > at.size.width + PLAY {
                (inside.left, inside.right) = (f32::MIN, f32::MAX);
            }
            if flickable.content_height().get() > at.size.height + PLAY {
                (inside.top, inside.bottom) = (f32::MIN, f32::MAX);
            }
        }
        // A document that is moved about by the pointer may stand anywhere behind the window it is seen through.
        if inside.shown.is_empty() || names(item).iter().any(|name| name == "DesignerCanvas") {
            return;
        }
        self.look_at_text(item, at, limits, beside);
        self.look_at_control(item, at, limits);
        let scrolls = around.scrolls || children(item).any(|child| scrolls_sideways(&child, 4));
        for child in children(item) {
            self.visit(&child, inside, Around { beside, scrolls });
        }
    }

    fn look_at_text(&mut self, item: &ItemRc, at: LogicalRect, limits: Limits, beside: bool) {
        let (text, wrap, overflow, across, down) = if let Some(text) = item.downcast::<ComplexText>() {
            let text = text.as_pin_ref();
            let (across, down) = (text.horizontal_alignment(), text.vertical_alignment());
            (text.text(), text.wrap(), text.overflow(), across, down)
        } else if let Some(text) = item.downcast::<SimpleText>() {
            let text = text.as_pin_ref();
            let (across, down) = (text.horizontal_alignment(), text.vertical_alignment());
            (text.text(), TextWrap::NoWrap, TextOverflow::Clip, across, down)
        } else {
            return;
        };
        if text.trim().is_empty() || at.intersection(&limits.shown).is_none_or(|seen| seen.is_empty()) {
            return;
        }
        let info = |orientation, constraint| -> LayoutInfo {
            item.borrow().as_ref().layout_info(orientation, constraint, &self.adapter, item)
        };
        let wanted = info(Orientation::Horizontal, -1.0).preferred;
        let wraps = wrap != TextWrap::NoWrap;
        let height = info(Orientation::Vertical, at.size.width).preferred;
        let is_ours = self.words.contain(&text);
        if !wraps && wanted > at.size.width + PLAY && (overflow == TextOverflow::Clip || is_ours) {
            let how = if overflow == TextOverflow::Clip { "is cut" } else { "is shortened" };
            self.faults.push(format!("“{text}” {how}: {wanted} wide in {}", at.size.width));
        }
        if wraps && height > at.size.height + PLAY && (overflow == TextOverflow::Clip || is_ours) {
            self.faults.push(format!("“{text}” is cut: {height} high in {}", at.size.height));
        }
        let width = if wraps { wanted.min(at.size.width) } else { wanted.min(at.size.width.max(1.0)) };
        let height = height.min(at.size.height.max(1.0));
        let x = match across {
            TextHorizontalAlignment::Center => (at.size.width - width) / 2.0,
            TextHorizontalAlignment::Right | TextHorizontalAlignment::End => at.size.width - width,
            _ => 0.0,
        };
        let y = match down {
            TextVerticalAlignment::Center => (at.size.height - height) / 2.0,
            TextVerticalAlignment::Bottom => at.size.height - height,
            _ => 0.0,
        };
        let mut ink = at;
        (ink.origin.x, ink.origin.y) = (at.origin.x + x, at.origin.y + y);
        (ink.size.width, ink.size.height) = (width, height);
        if let Some(beyond) = limits.beyond(ink) {
            self.faults.push(format!("“{text}” stands {beyond}"));
        }
        if let Some(ink) = ink.intersection(&limits.shown) {
            self.drawn.push(Drawn { text: text.to_string(), ink, beside });
        }
    }

    fn look_at_control(&mut self, item: &ItemRc, at: LogicalRect, limits: Limits) {
        if !item.is_accessible() || at.intersection(&limits.shown).is_none_or(|seen| seen.is_empty()) {
            return;
        }
        use AccessibleRole as R;
        let acts = matches!(
            item.accessible_role(),
            R::Button | R::Checkbox | R::Combobox | R::RadioButton | R::Spinbox | R::Switch | R::Tab | R::TextInput
        );
        if !acts || item.downcast::<TextInput>().is_some() {
            return;
        }
        if let Some(beyond) = limits.beyond(at) {
            let names = names(item).join("/");
            let role = item.accessible_role();
            self.faults.push(format!("a {role:?} ({names}) stands {beyond}"));
        }
    }

    /// Texts that lie over each other.
    fn overlaps(&mut self) {
        for (at, one) in self.drawn.iter().enumerate() {
            for other in self.drawn[at + 1..].iter().filter(|other| other.beside == one.beside) {
                let both = one.ink.intersection(&other.ink);
                if both.is_some_and(|both| both.size.width > 2.0 && both.size.height > 4.0) {
                    self.faults.push(format!("“{}” lies over “{}”", other.text, one.text));
                }
            }
        }
    }
}

impl Limits {
    fn within(mut self, at: LogicalRect) -> Limits {
        self.left = self.left.max(at.min_x());
        self.top = self.top.max(at.min_y());
        self.right = self.right.min(at.max_x());
        self.bottom = self.bottom.min(at.max_y());
        self.shown = self.shown.intersection(&at).unwrap_or_default();
        self
    }

    /// How far something stands outside.
    fn beyond(&self, at: LogicalRect) -> Option<String> {
        let (left, right) = (self.left - at.min_x(), at.max_x() - self.right);
        let (top, bottom) = (self.top - at.min_y(), at.max_y() - self.bottom);
        let by = left.max(right).max(top).max(bottom);
        (by > PLAY).then(|| format!("{by} beyond its place"))
    }
}
