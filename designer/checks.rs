//! What is wrong with a design, in sentences, with repairs.

use crate::{Command, Contents, Document, Holds, Item, Measure, Rect, StepKey, perform::free_place};
use model::{
    ids::ItemId,
    language::{Label, Language},
    layout::Area,
    rules::words::plural,
};
use std::collections::{HashMap, HashSet};

/// What can be wrong.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FindingKind {
    /// Items lie over each other.
    Overlap,
    /// An item reaches out of its container.
    Outside,
    /// The same thing is there twice.
    Twice,
    /// An item should show a text and has none.
    EmptyLabel,
    /// A text does not fit.
    CutOff,
    /// The keyboard does not reach it.
    Unreachable,
}

/// What would repair a finding.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Repair {
    /// It is moved to where there is room.
    ToRoom,
    /// It is brought into its container.
    BringIn,
    /// It is taken out, the other one stays.
    TakeOut,
    /// It grows until its text fits.
    Grow,
    /// The Tab key goes through everything as it stands.
    AsItStands,
}

impl Repair {
    /// The words for people.
    pub fn text(self, language: Language) -> &'static str {
        match self {
            Repair::ToRoom => language.pick("Perkelti į laisvą vietą", "Move it to a free place"),
            Repair::BringIn => language.pick("Įtraukti į vidų", "Bring it in"),
            Repair::TakeOut => language.pick("Išimti antrąjį", "Take the second one out"),
            Repair::Grow => language.pick("Padidinti, kad tilptų", "Make it fit"),
            Repair::AsItStands => language.pick("Eiti iš eilės, kaip stovi", "Go through them as they stand"),
        }
    }
}

/// Something that is wrong.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// Where.
    pub item: ItemId,
    /// What else has to do with it.
    pub others: Vec<ItemId>,
    /// What it is.
    pub kind: FindingKind,
    /// What is wrong, in a sentence.
    pub sentence: Label,
    /// What would repair it; `None`: only a person can.
    pub repair: Option<Repair>,
}

impl Finding {
    /// The command that repairs it; `None`: there is none, or nothing to repair any more.
    pub fn command<D: Document>(&self, document: &D, measure: &dyn Measure<D::Item>) -> Option<Command<D>> {
        let item = document.item(self.item)?;
        let area = match self.repair? {
            Repair::TakeOut => return Some(Command::Delete { ids: vec![self.item], contents: Contents::Go }),
            Repair::AsItStands => return Some(Command::TabOrder(Vec::new())),
            Repair::BringIn => brought_in(document, item),
            Repair::ToRoom => {
                let (x, y) = place_beside(document, item);
                Area { x, y, ..item.area() }
            }
            Repair::Grow => grown(document, item, measure)?,
        };
        Some(Command::Areas { areas: vec![(self.item, area)], key: StepKey::Repair })
    }
}

/// Everything that is wrong with a design, in the order of its items.
pub fn findings<D: Document>(document: &D, measure: &dyn Measure<D::Item>) -> Vec<Finding> {
    let mut found = Vec::new();
    let names = Names { measure };
    let mut siblings: HashMap<Option<ItemId>, Vec<&D::Item>> = HashMap::new();
    for item in document.items() {
        siblings.entry(item.parent()).or_default().push(item);
    }
    let mut keys: HashMap<u128, ItemId> = HashMap::new();
    let reached: HashSet<ItemId> = document.reached_by_tab().into_iter().collect();
    for item in document.items().iter().filter(|item| !item.hidden()) {
        let is_page = document.is_page(item);
        if !is_page {
            outside(document, item, &names, &mut found);
            overlap(item, siblings.get(&item.parent()).map_or(&[], Vec::as_slice), &names, &mut found);
        }
        if let Some(key) = item.unique_key() {
            match keys.get(&key) {
                Some(first) => twice(item, *first, &names, &mut found),
                None => drop(keys.insert(key, item.id())),
            }
        }
        if document.lacks_label(item) {
            let place = names.of(item);
            found.push(finding(item, FindingKind::EmptyLabel, empty_label(&place)));
        }
        cut_off(document, item, &names, &mut found);
        if document.wants_keyboard(item) && !reached.contains(&item.id()) {
            let sentence = names.of(item).say("klavišu Tab nepasiekiamas.", "cannot be reached with the Tab key.");
            let mut one = finding(item, FindingKind::Unreachable, sentence);
            one.repair = Some(Repair::AsItStands);
            found.push(one);
        }
    }
    found
}

struct Names<'m, I> {
    measure: &'m dyn Measure<I>,
}

impl<I: Item> Names<'_, I> {
    fn of(&self, item: &I) -> Quoted {
        let name = self.measure.name(item);
        if name.is_empty() { Quoted(None) } else { Quoted(Some(name)) }
    }
}

/// A name in quotes, or “the object” where it has none.
struct Quoted(Option<Label>);

impl Quoted {
    fn lt(&self) -> String {
        self.0.as_ref().map_or_else(|| "Objektas".to_owned(), |name| format!("„{}“", name.get(Language::Lt)))
    }

    fn en(&self) -> String {
        self.0.as_ref().map_or_else(|| "The object".to_owned(), |name| format!("“{}”", name.get(Language::En)))
    }

    fn say(&self, lt: &str, en: &str) -> Label {
        Label::new(format!("{} {lt}", self.lt()), format!("{} {en}", self.en()))
    }
}

fn finding<I: Item>(item: &I, kind: FindingKind, sentence: Label) -> Finding {
    Finding { item: item.id(), others: Vec::new(), kind, sentence, repair: None }
}

fn empty_label(name: &Quoted) -> Label {
    name.say("neturi pavadinimo.", "has no label.")
}

fn outside<D: Document>(document: &D, item: &D::Item, names: &Names<'_, D::Item>, found: &mut Vec<Finding>) {
    let whole = match item.parent().and_then(|parent| document.item(parent)) {
        Some(parent) => Rect::new(0, document.lift(parent), parent.area().width, parent.area().height),
        None => Rect::new(0, 0, document.size().width, document.size().height),
    };
    let own = Rect::of(item.area(), (0, 0));
    if whole.contains(own) {
        return;
    }
    let sentence = match item.parent() {
        Some(_) => names.of(item).say("išlenda iš savo rėmelio.", "reaches out of its frame."),
        None => names.of(item).say("išlenda už krašto.", "reaches beyond the edge."),
    };
    let mut one = finding(item, FindingKind::Outside, sentence);
    one.repair = Some(Repair::BringIn).filter(|_| !item.locked());
    found.push(one);
}

/// The place within its container's padding that is nearest to where an item stands.
fn brought_in<D: Document>(document: &D, item: &D::Item) -> Area {
    let (own, room) = (Rect::of(item.area(), (0, 0)), Rect::of(document.room(item.parent()), (0, 0)));
    let least = document.least(item);
    let width = own.width().min(room.width()).max(least.width);
    let height = own.height().min(room.height()).max(least.height);
    let x = own.left.min(room.right - width).max(room.left);
    let y = own.top.min(room.bottom - height).max(room.top);
    Area { x, y, width, height }
}

/// Items that lie over one of the same container that comes before them. Lines may cross anything; what is seen only where a condition
/// holds may share a place.
fn overlap<I: Item>(item: &I, siblings: &[&I], names: &Names<'_, I>, found: &mut Vec<Finding>) {
    let own = Rect::of(item.area(), (0, 0));
    let thin = |rect: Rect| rect.width() <= 2 || rect.height() <= 2;
    if thin(own) || item.is_conditional() {
        return;
    }
    let before = siblings.iter().take_while(|other| other.id() != item.id());
    let others: Vec<&&I> = before
        .filter(|other| !other.hidden() && !other.is_conditional())
        .filter(|other| {
            let rect = Rect::of(other.area(), (0, 0));
            rect.meets(own) && !thin(rect)
        })
        .collect();
    let Some(first) = others.first() else { return };
    let (one_name, other_name) = (names.of(item), names.of(first));
    let more = others.len() - 1;
    let sentence = if more == 0 {
        Label::new(
            format!("{} dengia {}.", one_name.lt(), lower(&other_name.lt())),
            format!("{} covers {}.", one_name.en(), lower(&other_name.en())),
        )
    } else {
        Label::new(
            format!(
                "{} dengia {} ir dar {more} {}.",
                one_name.lt(),
                lower(&other_name.lt()),
                plural(more as u64, "objektą", "objektus", "objektų")
            ),
            format!("{} covers {} and {more} more.", one_name.en(), lower(&other_name.en())),
        )
    };
    let mut one = finding(item, FindingKind::Overlap, sentence);
    one.others = others.iter().map(|other| other.id()).collect();
    one.repair = Some(Repair::ToRoom).filter(|_| !item.locked());
    found.push(one);
}

fn lower(name: &str) -> String {
    match name {
        "Objektas" => "kitą objektą".to_owned(),
        "The object" => "another object".to_owned(),
        name => name.to_owned(),
    }
}

fn place_beside<D: Document>(document: &D, item: &D::Item) -> (i32, i32) {
    let area = item.area();
    let mut without = document.clone();
    without.items_mut().retain(|other| other.id() != item.id());
    free_place(&without, item.parent(), (area.width, area.height), Some((area.x, area.y)))
}

fn twice<I: Item>(item: &I, first: ItemId, names: &Names<'_, I>, found: &mut Vec<Finding>) {
    let sentence = names.of(item).say("padėtas du kartus.", "is placed twice.");
    let mut one = finding(item, FindingKind::Twice, sentence);
    one.others = vec![first];
    one.repair = Some(Repair::TakeOut).filter(|_| !item.locked());
    found.push(one);
}

fn cut_off<D: Document>(document: &D, item: &D::Item, names: &Names<'_, D::Item>, found: &mut Vec<Finding>) {
    let area = item.area();
    let needs = names.measure.needs(item);
    let cut: Vec<_> =
        needs.iter().filter(|need| need.size.width > area.width || need.size.height > area.height).collect();
    let Some(first) = cut.first() else { return };
    let (name, what) = (names.of(item), &first.what);
    let sentence = if what.is_empty() {
        name.say("netelpa: tekstas nukertamas.", "does not fit: its text is cut off.")
    } else {
        Label::new(
            format!("{}: netelpa „{}“.", name.lt(), what.get(Language::Lt)),
            format!("{}: “{}” does not fit.", name.en(), what.get(Language::En)),
        )
    };
    let mut one = finding(item, FindingKind::CutOff, sentence);
    let grows = !item.locked() && item.holds() == Holds::Nothing && !document.is_page(item);
    one.repair = Some(Repair::Grow).filter(|_| grows);
    found.push(one);
}

/// The area in which the texts of an item fit: it grows to the right, and where there is no room, to the left as well.
fn grown<D: Document>(document: &D, item: &D::Item, measure: &dyn Measure<D::Item>) -> Option<Area> {
    let (area, room, needs) = (item.area(), document.room(item.parent()), measure.needs(item));
    let width = needs.iter().map(|need| need.size.width).max()?.max(area.width);
    let height = needs.iter().map(|need| need.size.height).max()?.max(area.height);
    let width = width.min(room.width.max(area.width));
    let x = if area.x + width > room.x + room.width { (room.x + room.width - width).min(area.x) } else { area.x };
    Some(Area { x, width, height, ..area })
}
