//! What is wrong with a design, in sentences, with repairs.

use crate::{Command, Contents, Document, Holds, Item, Measure, Rect, StepKey, perform::free_place};
use model::{ids::ItemId, language::Label, layout::Area};
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

/// Something that is wrong.
#[derive(Clone, Debug)]
pub struct Finding<D: Document> {
    /// Where.
    pub item: ItemId,
    /// What else has to do with it.
    pub others: Vec<ItemId>,
    /// What it is.
    pub kind: FindingKind,
    /// What is wrong, in a sentence.
    pub sentence: Label,
    /// What would repair it.
    pub repair: Option<Command<D>>,
    /// What the repair would do, in a few words.
    pub repair_text: Label,
}

/// Everything that is wrong with a design, in the order of its items.
pub fn findings<D: Document>(document: &D, measure: &dyn Measure<D::Item>) -> Vec<Finding<D>> {
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
            overlap(document, item, siblings.get(&item.parent()).map_or(&[], Vec::as_slice), &names, &mut found);
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
            let mut one = finding(
                item,
                FindingKind::Unreachable,
                names.of(item).say("klavišu Tab nepasiekiamas.", "cannot be reached with the Tab key."),
            );
            one.repair = Some(Command::TabOrder(Vec::new()));
            one.repair_text = Label::new("Eiti iš eilės, kaip stovi", "Go through them as they stand");
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
        self.0
            .as_ref()
            .map_or_else(|| "Objektas".to_owned(), |name| format!("„{}“", name.get(model::language::Language::Lt)))
    }

    fn en(&self) -> String {
        self.0
            .as_ref()
            .map_or_else(|| "The object".to_owned(), |name| format!("“{}”", name.get(model::language::Language::En)))
    }

    fn say(&self, lt: &str, en: &str) -> Label {
        Label::new(format!("{} {lt}", self.lt()), format!("{} {en}", self.en()))
    }
}

fn finding<D: Document>(item: &D::Item, kind: FindingKind, sentence: Label) -> Finding<D> {
    Finding { item: item.id(), others: Vec::new(), kind, sentence, repair: None, repair_text: Label::default() }
}

fn empty_label(name: &Quoted) -> Label {
    name.say("neturi pavadinimo.", "has no label.")
}

fn outside<D: Document>(document: &D, item: &D::Item, names: &Names<'_, D::Item>, found: &mut Vec<Finding<D>>) {
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
        None => names.of(item).say("išlenda už kortelės krašto.", "reaches beyond the card."),
    };
    let mut one = finding(item, FindingKind::Outside, sentence);
    if !item.locked() {
        let room = Rect::of(document.room(item.parent()), (0, 0));
        let least = document.least(item);
        let width = own.width().min(room.width()).max(least.width);
        let height = own.height().min(room.height()).max(least.height);
        let x = own.left.min(room.right - width).max(room.left);
        let y = own.top.min(room.bottom - height).max(room.top);
        one.repair =
            Some(Command::Areas { areas: vec![(item.id(), Area { x, y, width, height })], key: StepKey::Repair });
        one.repair_text = Label::new("Įtraukti į vidų", "Bring it in");
    }
    found.push(one);
}

/// Items that lie over one of the same container that comes before them. Lines may cross anything; what is seen only where a condition
/// holds may share a place.
fn overlap<D: Document>(
    document: &D,
    item: &D::Item,
    siblings: &[&D::Item],
    names: &Names<'_, D::Item>,
    found: &mut Vec<Finding<D>>,
) {
    let own = Rect::of(item.area(), (0, 0));
    let thin = |rect: Rect| rect.width() <= 2 || rect.height() <= 2;
    if thin(own) || item.is_conditional() {
        return;
    }
    let before = siblings.iter().take_while(|other| other.id() != item.id());
    let others: Vec<&&D::Item> = before
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
            format!("{} dengia {} ir dar {more}.", one_name.lt(), lower(&other_name.lt())),
            format!("{} covers {} and {more} more.", one_name.en(), lower(&other_name.en())),
        )
    };
    let mut one = finding(item, FindingKind::Overlap, sentence);
    one.others = others.iter().map(|other| other.id()).collect();
    if !item.locked() {
        let area = item.area();
        let (x, y) = place_beside(document, item);
        one.repair = Some(Command::Areas { areas: vec![(item.id(), Area { x, y, ..area })], key: StepKey::Repair });
        one.repair_text = Label::new("Perkelti į laisvą vietą", "Move it to a free place");
    }
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

fn twice<D: Document>(item: &D::Item, first: ItemId, names: &Names<'_, D::Item>, found: &mut Vec<Finding<D>>) {
    let sentence = names.of(item).say("padėtas du kartus.", "is placed twice.");
    let mut one = finding(item, FindingKind::Twice, sentence);
    one.others = vec![first];
    if !item.locked() {
        one.repair = Some(Command::Delete { ids: vec![item.id()], contents: Contents::Go });
        one.repair_text = Label::new("Išimti antrąjį", "Take the second one out");
    }
    found.push(one);
}

fn cut_off<D: Document>(document: &D, item: &D::Item, names: &Names<'_, D::Item>, found: &mut Vec<Finding<D>>) {
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
            format!("{}: netelpa „{}“.", name.lt(), what.get(model::language::Language::Lt)),
            format!("{}: “{}” does not fit.", name.en(), what.get(model::language::Language::En)),
        )
    };
    let mut one = finding(item, FindingKind::CutOff, sentence);
    if !item.locked() && item.holds() == Holds::Nothing && !document.is_page(item) {
        let width = cut.iter().map(|need| need.size.width).max().unwrap_or_default().max(area.width);
        let height = cut.iter().map(|need| need.size.height).max().unwrap_or_default().max(area.height);
        let room = document.room(item.parent());
        // It grows to the right, and where it does not fit there, to the left as well.
        let width = width.min(room.width.max(area.width));
        let x = if area.x + width > room.x + room.width { (room.x + room.width - width).min(area.x) } else { area.x };
        one.repair =
            Some(Command::Areas { areas: vec![(item.id(), Area { x, width, height, ..area })], key: StepKey::Repair });
        one.repair_text = Label::new("Padidinti, kad tilptų", "Make it fit");
    }
    found.push(one);
}
