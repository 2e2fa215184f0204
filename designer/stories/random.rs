//! Invariants after random commands and gestures, on cards and on sheets of paper.

use super::{
    client,
    panel::clients,
    person::Texts,
    sheet::{Sheet, letter},
};
use crate::{
    Alignment, Change, Command, Contents, Direction, Distribution, Document, FindingKind, Item, Modifiers, Order,
    Point, Pointer, Rect, Session, Sides, Size, StepKey, apply, cards, check_whole, difference, findings,
};
use model::{
    ids::ItemId,
    language::Label,
    layout::{Area, Card, CardItem, CardItemKind, Guides},
};
use std::collections::HashSet;

/// A stream of numbers that is the same for the same seed.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % below.max(1)
    }
    fn within(&mut self, from: i32, to: i32) -> i32 {
        from + self.next((to - from) as usize) as i32
    }
    fn chance(&mut self) -> bool {
        self.next(2) == 0
    }
    fn pick<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        (!of.is_empty()).then(|| of[self.next(of.len())])
    }
}

/// What a kind of document is made of anew.
trait Kind: Document {
    fn make(&self, dice: &mut Dice, id: ItemId) -> Self::Item;
    fn make_frame(&self, id: ItemId) -> Self::Item;
}

impl Kind for Card {
    fn make(&self, dice: &mut Dice, id: ItemId) -> CardItem {
        let area = Area {
            x: dice.within(-20, 600),
            y: dice.within(-20, 500),
            width: dice.within(8, 300),
            height: dice.within(8, 120),
        };
        let what = match dice.next(8) {
            0 => CardItemKind::Frame(Label::new("R", "F")),
            1 => CardItemKind::Tabs,
            2 => CardItemKind::Columns,
            3 => CardItemKind::Line,
            4 => CardItemKind::Text(Label::new("T", "T")),
            _ => CardItemKind::Field(model::ids::FieldId(dice.next(30) as u128)),
        };
        CardItem::new(id, None, area, what)
    }
    fn make_frame(&self, id: ItemId) -> CardItem {
        CardItem { id, ..cards::frame(Label::new("Rėmelis", "Frame")) }
    }
}

impl Kind for Sheet {
    fn make(&self, dice: &mut Dice, id: ItemId) -> super::sheet::Print {
        let mut item = self.items.first().cloned().unwrap_or_else(|| letter().items.remove(0));
        item.set_id(id);
        item.parent = None;
        item.is_box = dice.next(4) == 0;
        item.area = Area {
            x: dice.within(-50, 1800),
            y: dice.within(-50, 2700),
            width: dice.within(10, 900),
            height: dice.within(10, 300),
        };
        item
    }
    fn make_frame(&self, id: ItemId) -> super::sheet::Print {
        let mut item = letter().items.remove(0);
        item.set_id(id);
        item
    }
}

fn command<D: Kind>(session: &mut Session<D>, dice: &mut Dice) -> Command<D> {
    let all: Vec<ItemId> = session.document().items().iter().map(Item::id).collect();
    let some = |dice: &mut Dice| -> Vec<ItemId> { (0..dice.next(4)).filter_map(|_| dice.pick(&all)).collect() };
    let ids = some(dice);
    let into = if dice.chance() { None } else { dice.pick(&all) };
    let new = session.new_id();
    let document = session.document();
    match dice.next(25) {
        0 => Command::Insert { items: vec![document.make(dice, new)], into, key: StepKey::Place },
        1 => Command::InsertWhereRoom { items: vec![document.make(dice, new)], into, near: None, key: StepKey::Place },
        2 | 3 => Command::Move { ids, by: (dice.within(-60, 60), dice.within(-60, 60)) },
        4 => {
            let area = Area {
                x: dice.within(-9, 300),
                y: dice.within(-9, 300),
                width: dice.within(1, 500),
                height: dice.within(1, 400),
            };
            Command::Areas { areas: ids.into_iter().map(|id| (id, area)).collect(), key: StepKey::Resize }
        }
        5 | 6 => {
            let area = Area { x: dice.within(0, 100), y: dice.within(0, 100), width: 100, height: 50 };
            Command::Bring { areas: ids.into_iter().map(|id| (id, area)).collect(), into }
        }
        7 => Command::NewPage { tabs: into.unwrap_or_default(), ids, items: Vec::new(), page: new },
        8 => Command::Delete { ids, contents: if dice.chance() { Contents::Go } else { Contents::Stay } },
        9 => {
            use Alignment as A;
            let how = [A::Left, A::Centre, A::Right, A::Top, A::Middle, A::Bottom, A::Baseline];
            Command::Align(ids, dice.pick(&how).unwrap_or(A::Left))
        }
        10 => Command::SameSize(ids, dice.pick(&[Sides::Width, Sides::Height, Sides::Both]).unwrap_or(Sides::Both)),
        11 => {
            use Distribution as D;
            let how = [D::GapsAlong, D::GapsDown, D::CentresAlong, D::CentresDown];
            Command::Distribute(ids, dice.pick(&how).unwrap_or(D::GapsAlong))
        }
        12 => Command::TidyUp(ids),
        13 | 14 => {
            let to = dice.pick(&[Order::Front, Order::Back, Order::Forward, Order::Backward]).unwrap_or(Order::Front);
            Command::Order(ids, to)
        }
        15 => Command::Group(ids),
        16 => Command::Ungroup(ids),
        17 => Command::Lock(ids, dice.next(4) == 0),
        18 => Command::Hide(ids, dice.next(3) == 0),
        19 => Command::Wrap { ids, frame: document.make_frame(new) },
        20 => Command::Pages { tabs: into.unwrap_or_default(), order: ids },
        21 => Command::Size(Size::new(dice.within(200, 2400), dice.within(200, 3000))),
        22 => {
            Command::Guides(Guides { x: vec![dice.within(0, 500); 2], y: vec![dice.within(0, 500)] }, StepKey::GuideAdd)
        }
        23 => Command::TabOrder(some(dice)),
        _ => {
            let wide = dice.within(1, 300);
            let change = Change::new(move |item: &mut D::Item| item.set_area(Area { width: wide, ..item.area() }));
            Command::Change { ids, change, key: StepKey::Property }
        }
    }
}

/// A drag from somewhere to somewhere with some keys held.
fn gesture<D: Document>(session: &mut Session<D>, dice: &mut Dice) {
    let size = session.document().size();
    let zoom = dice.pick(&[0.25, 1.0, 4.0]).unwrap_or(1.0);
    let modifiers = Modifiers { shift: dice.next(3) == 0, ctrl: dice.next(4) == 0, alt: dice.next(3) == 0 };
    let point = |dice: &mut Dice| {
        let at = (f64::from(dice.within(-20, size.width + 20)), f64::from(dice.within(-20, size.height + 20)));
        Pointer { at: Point::new(at.0, at.1), modifiers, zoom }
    };
    let before = session.document().clone();
    session.press(point(dice));
    for _ in 0..3 {
        session.drag(point(dice), 0, &Texts);
        assert_eq!(*session.document(), before, "a gesture under way changes nothing");
    }
    if dice.next(5) == 0 {
        session.cancel();
        assert_eq!(*session.document(), before, "nor does one that is cancelled");
    } else {
        let _ = session.release(point(dice), &Texts);
    }
}

/// No id twice, everything in a container before it, and nothing outside its container without a finding.
fn check<D: Document>(document: &D) {
    assert_eq!(check_whole(document), Ok(()));
    let ids: HashSet<ItemId> = document.items().iter().map(Item::id).collect();
    assert_eq!(ids.len(), document.items().len());
    let found: HashSet<ItemId> = findings(document, &Texts)
        .into_iter()
        .filter(|finding| finding.kind == FindingKind::Outside)
        .map(|finding| finding.item)
        .collect();
    for item in document.items().iter().filter(|item| !item.hidden() && !document.is_page(*item)) {
        let (own, size) = (item.area(), item.parent().and_then(|id| document.item(id)).map(Item::area));
        let lift = item.parent().and_then(|id| document.item(id)).map_or(0, |parent| document.lift(parent));
        let (width, height) =
            size.map_or((document.size().width, document.size().height), |area| (area.width, area.height));
        let inside = Rect::new(0, lift, width, height).contains(Rect::of(own, (0, 0)));
        assert!(inside || found.contains(&item.id()), "{item:?} lies outside and nobody says so");
    }
}

/// One sequence of commands, keys and gestures; what holds after each, and after undoing and redoing all of it.
fn sequence<D: Kind>(start: &D, seed: u64, length: usize) -> usize {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    dice.next(1);
    let mut next = 10_000;
    let mut session = Session::new(
        start.clone(),
        Box::new(move || {
            next += 1;
            ItemId(next)
        }),
    );
    let mut states = vec![start.clone()];
    for _ in 0..length {
        let before = session.document().clone();
        match dice.next(10) {
            0 | 1 => gesture(&mut session, &mut dice),
            2 => {
                session.select_next(dice.chance());
                let keys = Modifiers { shift: dice.chance(), ctrl: dice.chance(), alt: dice.chance() };
                let way = [Direction::Left, Direction::Right, Direction::Up, Direction::Down];
                let _ = session.arrow(dice.pick(&way).unwrap_or(Direction::Left), keys, &Texts);
            }
            3 => {
                session.select_all();
                let text = session.copy();
                session.select_next(true);
                if let Some(text) = text.filter(|text| text.len() < 20_000) {
                    let _ = session.paste(&text, &Texts);
                }
            }
            4 => {
                session.select_next(false);
                let _ = session.duplicate(&Texts);
            }
            _ => {
                let command = command(&mut session, &mut dice);
                match session.run(&command, &Texts) {
                    Ok(applied) => {
                        let mut forth = before.clone();
                        let back = apply(&mut forth, &applied.edits).unwrap();
                        assert_eq!(forth, *session.document(), "{command:?}");
                        apply(&mut forth, &back).unwrap();
                        assert_eq!(forth, before, "{command:?} and its inverse");
                    }
                    Err(_) => assert_eq!(*session.document(), before, "{command:?} was refused and changed something"),
                }
            }
        }
        check(session.document());
        if *session.document() != before {
            states.push(session.document().clone());
        }
        assert_eq!(states.len(), session.history().steps().len() + 1, "one step for each change");
        let missing = session.selection().ids().iter().find(|id| session.document().item(**id).is_none());
        assert_eq!(missing, None, "what is selected is there");
    }
    let end = states.len() - 1;
    while session.undo().is_some() {}
    assert_eq!(*session.document(), states[0]);
    while session.redo().is_some() {}
    assert_eq!(*session.document(), states[end]);
    let to = dice.next(end + 1);
    session.jump(to);
    assert_eq!(*session.document(), states[to]);
    let straight = difference(&states[to], &states[end]);
    let mut jumped = states[to].clone();
    apply(&mut jumped, &straight).unwrap();
    assert_eq!(jumped, states[end]);
    end
}

fn sequences<D: Kind>(start: &D) {
    let steps: usize = (0..5_000).map(|seed| sequence(start, seed, 3 + seed as usize % 8)).sum();
    assert!(steps > 10_000, "only {steps} steps changed something");
}

#[test]
fn five_thousand_random_sequences_keep_what_must_hold_on_cards() {
    sequences(&client());
}

#[test]
fn five_thousand_random_sequences_keep_what_must_hold_on_sheets_of_paper() {
    sequences(&letter());
}

#[test]
fn every_field_of_the_table_is_on_the_card_or_on_the_shelf() {
    let office = clients();
    for seed in 0..60 {
        let mut dice = Dice(seed * 77 + 5);
        let mut next = 10_000;
        let mut session = Session::new(
            office.card.clone(),
            Box::new(move || {
                next += 1;
                ItemId(next)
            }),
        );
        for _ in 0..12 {
            let shelf = cards::shelf(session.document(), office.table());
            match dice.pick(&shelf).filter(|_| dice.chance()) {
                Some(field) => drop(session.place(vec![cards::field_item(field)], None, &Texts)),
                None => {
                    let command = command(&mut session, &mut dice);
                    let _ = session.run(&command, &Texts);
                }
            }
            let shelf: HashSet<_> =
                cards::shelf(session.document(), office.table()).into_iter().map(|field| field.id).collect();
            for field in office.table().live() {
                let placed = session.document().items.iter().any(|item| item.what == CardItemKind::Field(field.id));
                assert!(placed != shelf.contains(&field.id), "{}", field.key);
            }
        }
    }
}

#[test]
fn a_difference_moves_no_more_than_it_must() {
    let card = client();
    let mut other = card.clone();
    let first = other.items.remove(5);
    other.items.push(first);
    assert_eq!(difference(&card, &other).len(), 1, "one item went to the end");
    assert!(difference(&card, &card).is_empty());
}
