//! DESIGNERS 11: undo and redo without limit, named steps one can jump in, across saving.

use super::{
    client, ids,
    person::{Person, Texts},
};
use crate::{Alignment, Command, Contents, Step, StepKey, apply};
use model::{ids::ItemId, language::Language, layout::Card};

/// Three steps on the client's card.
fn three_steps() -> Person<Card> {
    let mut person = Person::at(client());
    person.move_freely((700.0, 100.0), (700.0, 110.0));
    person.session.run(&Command::Align(ids([2, 3, 4]), Alignment::Top), &Texts).unwrap();
    person.session.run(&Command::Delete { ids: ids([1]), contents: Contents::Go }, &Texts).unwrap();
    person
}

#[test]
fn steps_are_named_in_both_languages() {
    let person = three_steps();
    let names = |language| person.session.history().steps().map(|step| step.text(language)).collect::<Vec<_>>();
    assert_eq!(names(Language::Lt), ["Perkėlimas", "Lygiavimas viršuje: 3 objektai", "Išėmimas"]);
    assert_eq!(names(Language::En), ["Moved", "Aligned tops: 3 objects", "Taken out"]);
    assert_eq!(Step::new(StepKey::Move, &ids([1; 21])).text(Language::Lt), "Perkėlimas: 21 objektas");
}

#[test]
fn undo_and_redo_go_through_all_steps_and_a_jump_over_several() {
    let mut person = three_steps();
    let end = person.session.document().clone();
    for left in (0..3).rev() {
        person.undo();
        assert_eq!(person.session.history().position(), left);
    }
    assert!(person.session.undo().is_none());
    assert_eq!(*person.session.document(), client());
    while person.session.redo().is_some() {}
    assert_eq!(*person.session.document(), end);
    let jumped = person.session.jump(1).unwrap();
    assert_eq!((person.area(6), person.area(3)), ([680, 10, 200, 196], [448, 44, 200, 72]));
    let mut replayed = end.clone();
    apply(&mut replayed, &jumped.edits).unwrap();
    assert_eq!(replayed, *person.session.document(), "the edits of a jump lead there in one go");
}

#[test]
fn a_new_step_after_an_undo_is_the_last_one() {
    let mut person = three_steps();
    person.undo();
    person.undo();
    person.session.run(&Command::Lock(ids([6]), true), &Texts).unwrap();
    let keys: Vec<StepKey> = person.session.history().steps().map(|step| step.key).collect();
    assert_eq!(keys, [StepKey::Move, StepKey::Lock]);
    assert!(person.session.redo().is_none());
}

#[test]
fn what_changes_nothing_is_no_step() {
    let mut person = Person::at(client());
    let applied = person.session.run(&Command::Move { ids: ids([2]), by: (0, 0) }, &Texts).unwrap();
    assert!(!applied.is_change());
    assert_eq!(person.session.history().steps().len(), 0);
}

#[test]
fn a_refused_command_leaves_the_document_and_the_history_alone() {
    let mut person = three_steps();
    let before = person.session.document().clone();
    assert!(person.session.run(&Command::Move { ids: ids([2]), by: (1, 1) }, &Texts).is_err(), "it was taken out");
    assert!(person.session.run(&Command::Size(crate::Size::new(0, 100)), &Texts).is_err());
    assert_eq!((person.session.document(), person.session.history().steps().len()), (&before, 3));
}

#[test]
fn undo_selects_what_was_selected() {
    let mut person = Person::at(client());
    person.select([9, 10]);
    person.session.run(&Command::Delete { ids: ids([9, 10]), contents: Contents::Go }, &Texts).unwrap();
    assert!(person.selected().is_empty());
    person.undo();
    assert_eq!(person.selected(), [9, 10]);
}

#[test]
fn steps_survive_saving_and_restart() {
    let mut person = Person::at(client());
    let mut saved: Vec<(Step, Card)> = Vec::new();
    for command in [
        Command::Align(ids([2, 3]), Alignment::Right),
        Command::Order(ids([2]), crate::Order::Front),
        Command::Delete { ids: ids([4]), contents: Contents::Go },
    ] {
        let before = person.session.document().clone();
        let applied = person.session.run(&command, &Texts).unwrap();
        // As a journal keeps it: a plain key and a number.
        let key = StepKey::named(applied.step.key.key()).unwrap();
        let step = Step { key, count: applied.step.count, about: None };
        saved.push((step, before));
    }
    let end = person.session.document().clone();
    let mut later = Person::at(end.clone());
    later.session.run(&Command::Lock(ids([6]), true), &Texts).unwrap();
    later.session.seed(saved);
    let keys: Vec<StepKey> = later.session.history().steps().map(|step| step.key).collect();
    assert_eq!(keys, [StepKey::AlignRight, StepKey::ToFront, StepKey::Delete, StepKey::Lock]);
    later.session.jump(0).unwrap();
    assert_eq!(*later.session.document(), client());
    later.session.jump(3).unwrap();
    assert_eq!(*later.session.document(), end);
    assert!(later.session.document().items.iter().all(|item| item.id != ItemId(4)));
}

#[test]
fn the_key_of_every_step_is_its_own() {
    let keys: std::collections::HashSet<&str> = StepKey::ALL.iter().map(|key| key.key()).collect();
    assert!(StepKey::ALL.iter().all(|key| StepKey::named(key.key()) == Some(*key)));
    assert_eq!(keys.len(), StepKey::ALL.len());
    let texts: std::collections::HashSet<&str> = StepKey::ALL.iter().map(|key| key.text(Language::Lt)).collect();
    assert_eq!(texts.len(), StepKey::ALL.len());
}
