//! What a card, a list view or a print form shows that rests in the trash of the structure: marked, never thrown out.

use super::expressions::{Part, Shape, Spot, form_spots, pieces, related_table, with_company};
use crate::{
    formula::{self, Named},
    ids::{FieldId, ItemId, TableId},
    language::{Label, Language},
    layout::{ButtonAct, Card, CardItemKind, ListView, PrintForm},
    schema::{Field, FieldKind, Table},
};

/// Where something is missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GapPlace {
    /// An item of a card has nothing to show.
    Item(ItemId),
    /// The condition of an item of a card; the item is shown.
    Condition(ItemId),
    /// A column of a list, or of the related table that is this item.
    Column(Option<ItemId>, FieldId),
    /// A step of a sort order; it is left out.
    Sort(FieldId),
    /// The filter of a list; every record is shown.
    Filter,
    /// An item of a print form, or the condition of a band or an item.
    Printed(ItemId),
}

/// Something missing, with what to do about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gap {
    /// Where.
    pub place: GapPlace,
    /// Short text to show in its place.
    pub mark: Label,
    /// What is missing and what to do, in a sentence.
    pub message: Label,
}

fn table_of(tables: &[Table], id: TableId) -> Option<&Table> {
    tables.iter().find(|table| table.info.id == id)
}

fn mark(label: &Label) -> Label {
    Label::new(format!("{} – pašalinta", label.get(Language::Lt)), format!("{} – removed", label.get(Language::En)))
}

/// What is to be said about a field that a layout shows; `None`: it is there.
fn lost_field(tables: &[Table], table: TableId, field: FieldId) -> Option<(Label, Label)> {
    let found = table_of(tables, table).and_then(|table| table.field(field));
    let Some(found) = found else {
        let message = Label::new(
            "Šio lauko bazėje nebėra. Išimkite jį iš išdėstymo.",
            "This field is no longer in the base. Take it out of the layout.",
        );
        return Some((Label::new("Lauko nebėra", "No such field"), message));
    };
    if found.removed {
        let name = |language| found.label.get(language);
        let message = Label::new(
            format!(
                "Laukas „{}“ pašalintas, jo reikšmės išsaugotos. Grąžinkite jį puslapyje „Struktūra“ arba išimkite iš čia.",
                name(Language::Lt)
            ),
            format!(
                "The field “{}” was removed, its values are kept. Bring it back on the page “Structure”, or take it out of here.",
                name(Language::En)
            ),
        );
        return Some((mark(&found.label), message));
    }
    let broken = broken(tables, table, found.formula()?)?;
    Some((found.label.clone(), broken))
}

/// What is wrong with an expression; `None`: nothing.
fn broken(tables: &[Table], over: TableId, text: &str) -> Option<Label> {
    let bound = formula::parse(text).and_then(|tree| formula::bind(&tree, tables, over));
    let error = bound.err()?;
    let removed = removed_of(tables, over, text);
    if removed.is_empty() {
        let say = |language| error.message(language);
        return Some(Label::new(
            format!("Išraiška „{text}“ negalioja. {}", say(Language::Lt)),
            format!("The expression “{text}” does not hold. {}", say(Language::En)),
        ));
    }
    let names = |language, open: &str, close: &str| {
        removed.iter().map(|label| format!("{open}{}{close}", label.get(language))).collect::<Vec<_>>().join(", ")
    };
    Some(Label::new(
        format!(
            "Išraiška „{text}“ naudoja tai, kas pašalinta: {}. Grąžinkite puslapyje „Struktūra“ arba pataisykite išraišką.",
            names(Language::Lt, "„", "“")
        ),
        format!(
            "The expression “{text}” uses what was removed: {}. Bring it back on the page “Structure”, or change the expression.",
            names(Language::En, "“", "”")
        ),
    ))
}

/// The tables as if nothing had ever been removed; what has a name of its own keeps it.
pub(crate) fn revived(tables: &[Table]) -> Vec<Table> {
    let mut revived = tables.to_vec();
    for table in &mut revived {
        table.info.removed = false;
        // What is present comes first where two go by one key.
        table.fields.sort_by_key(|field| field.removed);
        table.fields.iter_mut().for_each(|field| field.removed = false);
    }
    revived.sort_by_key(|table| table_of(tables, table.info.id).is_some_and(|table| table.info.removed));
    revived
}

/// What an expression names that was removed.
fn removed_of(tables: &[Table], over: TableId, text: &str) -> Vec<Label> {
    let mentions = formula::mentions(text, &revived(tables), over).unwrap_or_default();
    let mut labels: Vec<Label> = Vec::new();
    for named in mentions.into_iter().flat_map(|mention| mention.named) {
        let (Named::Field(table, field) | Named::Table(table, field)) = named;
        let Some(table) = table_of(tables, table) else { continue };
        let label = match table.field(field) {
            _ if table.info.removed => &table.info.label,
            Some(Field { removed: true, label, .. }) => label,
            _ => continue,
        };
        if !labels.contains(label) {
            labels.push(label.clone());
        }
    }
    labels
}

/// What is missing on a card.
pub fn gaps_of_card(tables: &[Table], card: &Card) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for item in &card.items {
        let mut note = |place, (mark, message)| gaps.push(Gap { place, mark, message });
        match &item.what {
            CardItemKind::Field(field) => {
                if let Some(lost) = lost_field(tables, card.table, *field) {
                    note(GapPlace::Item(item.id), lost);
                }
            }
            CardItemKind::Related { table, by, columns } => match table_of(tables, *table) {
                Some(of) if !of.info.removed => {
                    if let Some(lost) = lost_field(tables, *table, *by).or_else(|| lost_link(of, *by, card.table)) {
                        note(GapPlace::Item(item.id), lost);
                    }
                    for column in columns {
                        if let Some(lost) = lost_field(tables, *table, column.field) {
                            note(GapPlace::Column(Some(item.id), column.field), lost);
                        }
                    }
                }
                found => note(GapPlace::Item(item.id), lost_table(found)),
            },
            CardItemKind::Count { table, by, sum, .. } => match table_of(tables, *table) {
                Some(of) if !of.info.removed => {
                    let lost = lost_field(tables, *table, *by).or_else(|| lost_link(of, *by, card.table));
                    let lost = lost.or_else(|| sum.and_then(|sum| lost_field(tables, *table, sum)));
                    if let Some(lost) = lost {
                        note(GapPlace::Item(item.id), lost);
                    }
                }
                found => note(GapPlace::Item(item.id), lost_table(found)),
            },
            CardItemKind::Button { act: ButtonAct::Add { table, by }, .. } => match table_of(tables, *table) {
                Some(of) if !of.info.removed => {
                    if let Some(lost) = lost_field(tables, *table, *by).or_else(|| lost_link(of, *by, card.table)) {
                        note(GapPlace::Item(item.id), lost);
                    }
                }
                found => note(GapPlace::Item(item.id), lost_table(found)),
            },
            _ => {}
        }
        let conditions = [&item.visible, &item.required, &item.readonly].into_iter().filter_map(Option::as_deref);
        let conditions = conditions.chain(item.tints.iter().map(|tint| tint.when.as_str()));
        if let Some(message) = conditions.filter_map(|text| broken(tables, card.table, text)).next() {
            note(GapPlace::Condition(item.id), (Label::new("Sąlyga negalioja", "Broken condition"), message));
        }
    }
    gaps
}

/// What is to be said about a field that does not link to `target` any more.
fn lost_link(table: &Table, by: FieldId, target: TableId) -> Option<(Label, Label)> {
    let field = table.field(by)?;
    let links = match &field.kind {
        FieldKind::Link { targets, .. } => targets.is_empty() || targets.contains(&target),
        FieldKind::PartOf { table } => *table == target,
        _ => false,
    };
    let name = |language| field.label.get(language);
    let message = || {
        Label::new(
            format!(
                "Laukas „{}“ nebėra nuoroda čia. Pakeiskite jo rūšį arba išimkite sąrašą iš kortelės.",
                name(Language::Lt)
            ),
            format!(
                "The field “{}” no longer links here. Change its kind, or take the list out of the card.",
                name(Language::En)
            ),
        )
    };
    (!links).then(|| (table.info.label.clone(), message()))
}

fn lost_table(table: Option<&Table>) -> (Label, Label) {
    let label = table.map(|table| table.info.label.clone()).unwrap_or_default();
    let name = |language| label.get(language);
    let message = Label::new(
        format!(
            "Lentelė „{}“ pašalinta, jos įrašai išsaugoti. Grąžinkite ją puslapyje „Struktūra“ arba išimkite sąrašą iš kortelės.",
            name(Language::Lt)
        ),
        format!(
            "The table “{}” was removed, its records are kept. Bring it back on the page “Structure”, or take the list out of the card.",
            name(Language::En)
        ),
    );
    (mark(&label), message)
}

/// What is missing in a list view.
pub fn gaps_of_list(tables: &[Table], list: &ListView) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut note = |place, (mark, message)| gaps.push(Gap { place, mark, message });
    for column in &list.columns {
        if let Some(lost) = lost_field(tables, list.table, column.field) {
            note(GapPlace::Column(None, column.field), lost);
        }
    }
    for by in &list.sort {
        if is_gone(tables, list.table, by.field) {
            note(GapPlace::Sort(by.field), lost_field(tables, list.table, by.field).unwrap_or_default());
        }
    }
    if let Some(message) = list.filter.as_deref().and_then(|text| broken(tables, list.table, text)) {
        note(
            GapPlace::Filter,
            (Label::new("Filtras negalioja, rodoma viskas", "Broken filter, everything is shown"), message),
        );
    }
    gaps
}

fn is_gone(tables: &[Table], table: TableId, field: FieldId) -> bool {
    table_of(tables, table).and_then(|table| table.field(field)).is_none_or(|field| field.removed)
}

/// A list view as it can be shown now, without what is missing, and what that is; the view itself stays as it was saved.
pub fn present_list(tables: &[Table], list: &ListView) -> (ListView, Vec<Gap>) {
    let gaps = gaps_of_list(tables, list);
    let mut shown = list.clone();
    shown.columns.retain(|column| !is_gone(tables, list.table, column.field));
    shown.sort.retain(|by| !is_gone(tables, list.table, by.field));
    if gaps.iter().any(|gap| gap.place == GapPlace::Filter) {
        shown.filter = None;
    }
    (shown, gaps)
}

/// What is missing for a print form.
pub fn gaps_of_form(tables: &[Table], form: &PrintForm) -> Vec<Gap> {
    let (seen, mut gaps) = (with_company(tables), Vec::new());
    form_spots(&revived(tables), &mut form.clone(), &mut |spot: Spot<'_>| {
        let (Part::When(item) | Part::Printed(item)) = spot.part else { return };
        let mut note = |text: &str, message| {
            let mark = Label::new(format!("«{text}?»"), format!("«{text}?»"));
            gaps.push(Gap { place: GapPlace::Printed(item), mark, message });
        };
        if spot.shape == Shape::Relation {
            if related_table(tables, spot.over, spot.text).is_none() {
                let gone = tables.iter().find(|table| table.info.removed && table.info.key == *spot.text);
                note(spot.text, lost_table(gone).1);
            }
            return;
        }
        if table_of(tables, spot.over).is_none_or(|table| table.info.removed) {
            return;
        }
        for (_, text) in pieces(spot.text, spot.shape) {
            if let Some(message) = broken(&seen, spot.over, text.trim()) {
                note(text.trim(), message);
            }
        }
    });
    gaps
}
