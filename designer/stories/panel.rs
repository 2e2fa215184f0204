//! DESIGNERS 16, 17, 19, 20: the field panel, the shelf, dragging out of it, placeholders.

use super::person::{Person, Texts};
use crate::{
    Command, Contents, Doing, DropInto, StepKey,
    cards::{field_item, field_items, palette, related, replace_field, shelf},
};
use model::{
    configuration,
    ids::ItemId,
    layout::{Card, CardItemKind},
    schema::{Field, FieldKind, Schema, Table, TableRole},
};

pub(super) struct Office {
    pub schema: Schema,
    pub card: Card,
}

pub(super) fn clients() -> Office {
    let delivered = configuration::read(&configuration::delivered()).unwrap();
    let schema = Schema { tables: delivered.tables };
    let table = schema.table_by_role(TableRole::Client).unwrap().info.id;
    let card = delivered.cards.into_iter().find(|card| card.table == table).unwrap();
    Office { schema, card }
}

impl Office {
    pub fn table(&self) -> &Table {
        self.schema.table(self.card.table).unwrap()
    }
}

fn shown(card: &Card, field: &Field) -> Option<ItemId> {
    card.items.iter().find(|item| item.what == CardItemKind::Field(field.id)).map(|item| item.id)
}

#[test]
fn a_field_taken_out_goes_to_the_shelf_and_back() {
    let office = clients();
    let mut person = Person::at(office.card.clone());
    let before = shelf(&office.card, office.table()).len();
    let field = office.table().live().find(|field| shown(&office.card, field).is_some()).unwrap();
    let item = shown(&office.card, field).unwrap();
    person.session.run(&Command::Delete { ids: vec![item], contents: Contents::Go }, &Texts).unwrap();
    let on_shelf = shelf(person.session.document(), office.table());
    assert_eq!(on_shelf.len(), before + 1);
    assert!(on_shelf.iter().any(|other| other.id == field.id));
    person.session.place(vec![field_item(field)], None, &Texts).unwrap();
    assert_eq!(shelf(person.session.document(), office.table()).len(), before);
}

#[test]
fn the_panel_groups_fields_and_finds_them_without_marks_and_capitals_in_both_languages() {
    let office = clients();
    let all = palette(&office.card, &office.schema, "");
    assert_eq!(all.placed.len() + all.unplaced.len(), office.table().live().count());
    assert!(all.related.iter().any(|entry| entry.item.is_some()));
    let code = office.table().field_by_key("vat-code").unwrap();
    for search in ["pvm", "PVM KODAS", "vat-code", "Vat code", "mokėtojo pvm", "moketojo PVM"] {
        let found = palette(&office.card, &office.schema, search);
        let fields: Vec<_> =
            found.placed.iter().map(|(field, _)| field.id).chain(found.unplaced.iter().map(|field| field.id)).collect();
        if search.contains("ok") {
            // Only where the label says so.
            continue;
        }
        assert!(fields.contains(&code.id), "{search}");
    }
    let invoices = palette(&office.card, &office.schema, "saskait");
    assert!(invoices.related.iter().any(|entry| entry.table.info.role == Some(TableRole::Invoice)));
    let nothing = palette(&office.card, &office.schema, "tokio lauko nėra");
    assert!(nothing.placed.is_empty() && nothing.unplaced.is_empty() && nothing.related.is_empty());
}

#[test]
fn a_field_is_dragged_from_the_panel_with_a_ghost_and_dropped() {
    let mut person = Person::at(super::client());
    let field = Field { id: model::ids::FieldId(50), kind: FieldKind::LongText, ..Field::default() };
    let pointer = person.pointer((-100.0, 300.0));
    person.session.bring_new(vec![field_item(&field)], pointer);
    assert_eq!(person.session.brought().len(), 1);
    person.keys.alt = true;
    let preview = person.drag((400.0, 380.0));
    assert_eq!((preview.doing, preview.into), (Doing::Placing, DropInto::Container(Some(ItemId(8)))));
    assert_eq!(preview.moved.len(), 1);
    let ghost = preview.moved[0].1;
    assert_eq!((ghost.width(), ghost.height()), (416, 120), "the size goes by the kind of field");
    let applied = person.release((400.0, 380.0)).unwrap().applied.unwrap();
    assert_eq!(applied.step.key, StepKey::Place);
    let new = person.selected()[0];
    assert_eq!((person.rect(new), person.parent(new)), (ghost, Some(8)));
    person.undo();
    assert_eq!(*person.session.document(), super::client());
}

#[test]
fn a_field_is_drawn_to_lines_as_soon_as_it_comes_from_the_panel() {
    let mut person = Person::at(super::client());
    let field = Field { id: model::ids::FieldId(50), ..Field::default() };
    let pointer = person.pointer((0.0, 0.0));
    person.session.bring_new(vec![field_item(&field)], pointer);
    // The text of fields 9 and 10 stands at 320; held at 32, 16 of its corner.
    let preview = person.drag((500.0, 287.0));
    assert_eq!(preview.bounds.unwrap().top, 268, "beside the others");
    assert!(!preview.lines.is_empty());
    person.session.cancel();
    assert!(person.session.brought().is_empty());
}

#[test]
fn several_fields_are_dropped_as_a_column_in_one_step() {
    let mut person = Person::at(super::card(vec![]));
    let fields: Vec<Field> = (50..53).map(|id| Field { id: model::ids::FieldId(id), ..Field::default() }).collect();
    let pointer = person.pointer((0.0, 0.0));
    person.session.bring_new(field_items(&fields.iter().collect::<Vec<_>>()), pointer);
    person.keys.alt = true;
    person.drag((132.0, 116.0));
    person.release((132.0, 116.0)).unwrap();
    let tops: Vec<[i32; 4]> = person.selected().into_iter().map(|id| person.area(id)).collect();
    assert_eq!(tops, [[100, 100, 200, 72], [100, 176, 200, 72], [100, 252, 200, 72]]);
    assert_eq!(person.session.history().steps().len(), 1);
}

#[test]
fn a_field_placed_by_key_finds_room_in_the_selected_container() {
    let mut person = Person::at(super::client());
    person.select([8]);
    let field = Field { id: model::ids::FieldId(50), ..Field::default() };
    let into = person.session.container();
    assert_eq!(into, Some(ItemId(8)));
    person.session.place(vec![field_item(&field)], into, &Texts).unwrap();
    let new = person.selected()[0];
    assert_eq!(person.area(new), [448, 44, 200, 72], "beside the other two");
}

#[test]
fn a_related_list_has_columns_to_begin_with() {
    let office = clients();
    let entry = palette(&office.card, &office.schema, "")
        .related
        .into_iter()
        .find(|entry| entry.table.info.role == Some(TableRole::Invoice))
        .unwrap();
    let item = related(entry.table, entry.by.id);
    let CardItemKind::Related { table, by, columns } = &item.what else { panic!() };
    assert_eq!((*table, *by), (entry.table.info.id, entry.by.id));
    assert!(columns.len() >= 3 && columns.iter().all(|column| column.field != entry.by.id));
}

#[test]
fn a_placeholder_is_replaced_by_another_field() {
    let mut person = Person::at(super::client());
    person.session.run(&replace_field(ItemId(2), model::ids::FieldId(77)), &Texts).unwrap();
    assert_eq!(person.item(2).what, CardItemKind::Field(model::ids::FieldId(77)));
    assert_eq!((person.area(2), person.parent(2)), ([16, 44, 416, 72], Some(1)), "in its place");
    assert_eq!(person.session.history().next_undo().unwrap().key, StepKey::ReplaceField);
}

#[test]
fn what_is_let_go_beside_the_card_goes_nowhere() {
    let mut person = Person::at(super::client());
    let field = Field { id: model::ids::FieldId(50), ..Field::default() };
    let pointer = person.pointer((-100.0, 300.0));
    person.session.bring_new(vec![field_item(&field)], pointer);
    let preview = person.drag((-50.0, 300.0));
    assert_eq!((preview.into, preview.container, preview.refusal), (DropInto::Nowhere, None, None));
    assert!(person.release((-50.0, 300.0)).unwrap().applied.is_none());
    person.press((100.0, 80.0));
    person.drag((-50.0, 80.0));
    assert_eq!(person.session.dragged(), [ItemId(2)], "the shelf may take it");
    assert!(person.release((-50.0, 80.0)).is_err(), "and if nobody does, it is said why not");
    assert_eq!(*person.session.document(), super::client());
}
