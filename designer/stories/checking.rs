//! DESIGNERS 24, 25: what is wrong is said while one works, with a repair.

use super::{
    card, client, field, frame, item,
    person::{Person, Texts},
    sheet::letter,
};
use crate::{Document, FindingKind, findings};
use model::{
    ids::{FieldId, ItemId},
    language::{Label, Language},
    layout::{Card, CardItem, CardItemKind},
};

fn kinds(card: &Card) -> Vec<(u128, FindingKind)> {
    findings(card, &Texts).iter().map(|finding| (finding.item.0, finding.kind)).collect()
}

/// The only finding of this card; its repair leaves none.
fn repaired(card: Card, kind: FindingKind, sentence: &str) -> Person<Card> {
    let found = findings(&card, &Texts);
    let [finding] = &found[..] else { panic!("{found:?}") };
    assert_eq!((finding.kind, finding.sentence.get(Language::Lt)), (kind, sentence));
    assert!(!finding.sentence.get(Language::En).is_empty());
    let mut person = Person::at(card);
    if let Some(repair) = finding.repair {
        assert!(!repair.text(Language::Lt).is_empty());
        let command = finding.command(person.session.document(), &Texts).unwrap();
        person.session.run(&command, &Texts).unwrap();
        assert_eq!(kinds(person.session.document()), [], "{kind:?}");
    }
    person
}

#[test]
fn a_good_card_has_no_findings() {
    assert_eq!(kinds(&client()), []);
}

#[test]
fn what_covers_another_is_moved_to_where_there_is_room() {
    let person = repaired(
        card(vec![field(1, None, [0, 0, 200, 72]), field(2, None, [100, 40, 200, 72])]),
        FindingKind::Overlap,
        "„Nr. 2“ dengia „Nr. 1“.",
    );
    assert_eq!(person.area(1), [0, 0, 200, 72]);
}

#[test]
fn what_reaches_out_of_its_container_is_brought_in() {
    repaired(
        card(vec![frame(1, None, [0, 0, 300, 200]), field(2, Some(1), [200, 44, 200, 72])]),
        FindingKind::Outside,
        "„Nr. 2“ išlenda iš savo rėmelio.",
    );
    repaired(card(vec![field(1, None, [800, -20, 200, 72])]), FindingKind::Outside, "„Nr. 1“ išlenda už krašto.");
}

#[test]
fn a_field_placed_twice_is_taken_out_once() {
    let twice = CardItem { what: CardItemKind::Field(FieldId(1)), ..field(2, None, [300, 0, 200, 72]) };
    let person =
        repaired(card(vec![field(1, None, [0, 0, 200, 72]), twice]), FindingKind::Twice, "„Nr. 2“ padėtas du kartus.");
    assert_eq!(person.order(), [1]);
}

#[test]
fn a_text_without_a_text_is_pointed_at() {
    let empty = item(1, None, [0, 0, 100, 24], CardItemKind::Text(Label::default()));
    repaired(card(vec![empty]), FindingKind::EmptyLabel, "„Nr. 1“ neturi pavadinimo.");
    let mut nameless = client();
    nameless.items[7].what = CardItemKind::Frame(Label::default());
    assert_eq!(kinds(&nameless), [(8, FindingKind::EmptyLabel)], "a page without a name");
    let mut frame = client();
    frame.items[0].what = CardItemKind::Frame(Label::default());
    assert_eq!(kinds(&frame), [], "a frame may go without");
}

#[test]
fn a_text_that_does_not_fit_is_given_room() {
    let person = repaired(
        card(vec![field(99, None, [700, 0, 100, 72])]),
        FindingKind::CutOff,
        "„Nr. 99“: netelpa „ilgiausia reikšmė“.",
    );
    assert_eq!(person.area(99), [580, 0, 300, 72], "to the left where there is none at the right");
}

#[test]
fn what_is_seen_only_where_a_condition_holds_may_share_a_place() {
    let mut card = card(vec![field(1, None, [0, 0, 200, 72]), field(2, None, [0, 0, 200, 72])]);
    assert_eq!(kinds(&card).len(), 1);
    card.items[1].visible = Some("a = 1".into());
    assert_eq!(kinds(&card), []);
}

#[test]
fn lines_hidden_items_and_what_stands_higher_on_a_page_are_no_findings() {
    let mut card = client();
    card.items.push(item(12, None, [0, 100, 664, 1], CardItemKind::Line));
    card.items.push(CardItem { hidden: true, ..field(13, None, [-50, -50, 100, 72]) });
    // Lower than its page as designed, but it stands 28 higher.
    card.items.push(field(14, Some(8), [448, 200, 200, 84]));
    assert_eq!(kinds(&card), []);
    card.items.push(field(15, Some(8), [664, 200, 200, 90]));
    assert_eq!(kinds(&card), [(15, FindingKind::Outside)]);
}

#[test]
fn every_field_is_reached_by_tab() {
    let mut card = client();
    card.tab_order = super::ids([5, 3]);
    let reached = card.reached_by_tab();
    let fields = card.items.iter().filter(|item| card.wants_keyboard(item));
    assert!(fields.clone().count() > 8 && fields.map(|item| item.id).all(|id| reached.contains(&id)));
    assert_eq!(reached[..2], [ItemId(5), ItemId(3)]);
}

#[test]
fn what_the_keyboard_does_not_reach_is_pointed_at_where_the_kind_of_document_lets_that_be() {
    let mut sheet = letter();
    sheet.chosen = super::ids([2, 4]);
    let found = findings(&sheet, &Texts);
    let [finding] = &found[..] else { panic!("{found:?}") };
    assert_eq!((finding.item, finding.kind), (ItemId(3), FindingKind::Unreachable));
    assert_eq!(finding.sentence.lt, "„Nr. 3“ klavišu Tab nepasiekiamas.");
    let mut person = Person::at(sheet.clone());
    person.session.run(&finding.command(&sheet, &Texts).unwrap(), &Texts).unwrap();
    assert_eq!(findings(person.session.document(), &Texts), []);
}

#[test]
fn many_that_lie_over_each_other_are_found_while_one_works() {
    let items = (0..300).map(|n| field(n + 1, None, [n as i32, n as i32, 200, 72])).collect();
    let mut found = findings(&card(items), &Texts);
    found.retain(|finding| finding.kind == FindingKind::Overlap);
    assert_eq!(found.len(), 299);
    assert_eq!(found[100].sentence.lt, "„Nr. 102“ dengia „Nr. 31“ ir dar 70 objektų.");
}
