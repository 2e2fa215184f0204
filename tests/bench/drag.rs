//! What one step of a gesture in the card designer costs, with 300 objects on the card. Goal: well under a millisecond.
//!
//! `cargo run --release -p bench-tests --bin drag -- [OBJECTS]`

use bench_tests::{Failure, percentile};
use designer::{Command, Measure, Modifiers, Point, Pointer, Session, Size, Unmeasured, findings};
use model::{
    ids::{FieldId, ItemId},
    language::Label,
    layout::{Anchors, Area, Card, CardItem, CardItemKind},
};
use std::{io::Write as _, time::Instant};

/// Steps of each gesture.
const STEPS: u32 = 5_000;

/// Every field has a line of text.
struct Texts;

impl Measure<CardItem> for Texts {
    fn baselines(&self, item: &CardItem) -> Vec<i32> {
        vec![item.area.height - 24]
    }
}

/// A card of this many objects: a frame with two thirds of the fields, the others beside it, all in rows of ten.
fn card(objects: usize) -> Card {
    let mut card = Card { width: 2400, height: 3200, ..Card::default() };
    let frame = ItemId(1);
    let in_frame = objects * 2 / 3;
    let place = |at: usize, top: i32| Area {
        x: 16 + (at % 10) as i32 * 216,
        y: top + (at / 10) as i32 * 76,
        width: 200,
        height: 72,
    };
    let area = Area { x: 0, y: 0, width: 2200, height: 60 + (in_frame as i32 / 10 + 1) * 76 };
    card.items.push(CardItem::new(frame, None, area, CardItemKind::Frame(Label::new("Rėmelis", "Frame"))));
    for at in 1..objects {
        let (parent, area) = if at < in_frame {
            (Some(frame), place(at - 1, 44))
        } else {
            (None, place(at - in_frame, area.height + 20))
        };
        let what = CardItemKind::Field(FieldId(at as u128));
        let anchors = Anchors { right: at % 2 == 0, ..Anchors::default() };
        card.items.push(CardItem { anchors, ..CardItem::new(ItemId(at as u128 + 1), parent, area, what) });
    }
    card
}

fn pointer(x: f64, y: f64) -> Pointer {
    Pointer { at: Point::new(x, y), modifiers: Modifiers::default(), zoom: 1.0 }
}

fn main() -> Result<(), Failure> {
    let objects: usize = std::env::args().nth(1).map_or(Ok(300), |objects| objects.parse())?;
    let mut out = std::io::stdout().lock();
    let begun = Instant::now();
    let mut next = 1_000_000;
    let new_ids = move || {
        next += 1;
        ItemId(next)
    };
    let mut session = Session::new(card(objects), Box::new(new_ids));
    writeln!(out, "{objects} objects, opened in {:.2?}", begun.elapsed())?;
    let frame = session.document().items[0].area;
    let corner = pointer(f64::from(frame.width), f64::from(frame.height));
    let all: Vec<ItemId> = session.document().items.iter().skip(1).map(|item| item.id).collect();
    let gestures: [(&str, &[ItemId], Pointer); 4] = [
        ("one field moves", &all[5..6], pointer(1196.0, 80.0)),
        ("ten fields move", &all[10..20], pointer(116.0, 156.0)),
        ("a frame is resized", &[ItemId(1)], corner),
        ("a rubber band", &[], pointer(2300.0, 3100.0)),
    ];
    for (name, selected, from) in gestures {
        session.select(selected);
        session.press(from);
        let mut times = Vec::with_capacity(STEPS as usize);
        for step in 0..STEPS {
            // Round and round, over the frame and beyond it.
            let angle = f64::from(step) / 40.0;
            let far = 20.0 + f64::from(step % 600);
            let to = pointer(from.at.x + far * angle.cos(), from.at.y + far * angle.sin());
            let begun = Instant::now();
            session.drag(to, u64::from(step) * 16, &Texts);
            times.push(begun.elapsed());
        }
        session.cancel();
        let at = |part: f64| percentile(&times, part);
        writeln!(out, "{name:<20} p50 {:>9.2?}  p99 {:>9.2?}  most {:>9.2?}", at(0.5), at(0.99), at(1.0))?;
    }
    let begun = Instant::now();
    session.run(&Command::Size(Size::new(2000, 3000)), &Unmeasured).map_err(|refusal| refusal.to_string())?;
    writeln!(out, "{:<20} {:.2?}", "a command", begun.elapsed())?;
    let begun = Instant::now();
    let found = findings(session.document(), &Texts).len();
    writeln!(out, "{:<20} {:.2?} ({found} findings)", "all checks", begun.elapsed())?;
    Ok(())
}
