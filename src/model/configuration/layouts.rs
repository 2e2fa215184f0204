//! Files of cards, list views and print forms.

use super::{
    Mistake,
    names::Names,
    source::{Found, Section, Source},
};
use crate::structure::{Shape, VAT_BREAKDOWN};
use crate::{
    ids::{FieldId, ItemId, LayoutId, TableId},
    language::Label,
    layout::{
        Align, Anchors, Area, Band, BandRole, Card, CardItem, CardItemKind, Column, ListView, PrintColumn, PrintForm,
        PrintItem, PrintItemKind, PrintTable, SortBy, TextStyle,
    },
};
use std::collections::HashSet;

/// Words for the sides of an item.
pub(super) const SIDES: [&str; 4] = ["left", "top", "right", "bottom"];
/// Words for the alignment of text.
pub(super) const ALIGN: &[(&str, Align)] = &[("left", Align::Left), ("center", Align::Center), ("right", Align::Right)];
/// Words for when a band is printed.
pub(super) const BANDS: &[(&str, BandRole)] =
    &[("body", BandRole::Body), ("page-header", BandRole::PageHeader), ("page-footer", BandRole::PageFooter)];
/// Bounds of sizes on cards and forms.
const SIZE: (i64, i64) = (1, 100_000);

/// What every layout starts with.
struct Head {
    id: LayoutId,
    table: TableId,
    key: String,
    label: Label,
}

fn head<'s>(source: &mut Source<'s>, section: &mut Section<'s>, names: &mut Names) -> Head {
    let key = source.key(section, false);
    let id: Found<LayoutId> = source.id(section);
    names.claim(source, id.value.0, id.at);
    let table = source.needed_text(section, "table");
    let table = table.map(|name| names.table(source, &name)).unwrap_or_default();
    source.table = table;
    names.claim_key(source, &format!("{}/{table}", source.folder()), &key);
    Head { id: id.value, table, key: key.value, label: source.needed_label(section, "label") }
}

/// Reads a list view.
pub(super) fn list<'s>(source: &mut Source<'s>, mut section: Section<'s>, names: &mut Names) -> Option<ListView> {
    let head = head(source, &mut section, names);
    let filter = source.expression(&mut section, "filter");
    source.expressions.iter_mut().for_each(|expression| expression.is_condition = true);
    let columns = columns(source, &mut section, names, head.table);
    let mut sort = Vec::new();
    for mut step in source.sections(&mut section, "sort") {
        let field = needed_field(source, &mut step, "field", names, head.table);
        sort.push(SortBy { field: field.value, descending: source.flag(&mut step, "descending") });
        source.finish(step);
    }
    source.finish(section);
    Some(ListView { id: head.id, table: head.table, key: head.key, label: head.label, columns, sort, filter })
}

fn columns<'s>(source: &mut Source<'s>, section: &mut Section<'s>, names: &Names, table: TableId) -> Vec<Column> {
    let mut columns = Vec::new();
    for mut column in source.sections(section, "columns") {
        let field = needed_field(source, &mut column, "field", names, table);
        source.needed(&column, "width");
        let width = source.number(&mut column, "width", SIZE).unwrap_or_default();
        columns.push(Column { field: field.value, width });
        source.finish(column);
    }
    columns
}

fn needed_field<'s>(
    source: &mut Source<'s>,
    section: &mut Section<'s>,
    entry: &str,
    names: &Names,
    table: TableId,
) -> Found<FieldId> {
    let at = section.at;
    match source.needed_text(section, entry) {
        Some(name) => Found { value: names.field(source, table, &name), at: name.at },
        None => Found { value: FieldId::default(), at },
    }
}

/// Reads a card.
pub(super) fn card<'s>(source: &mut Source<'s>, mut section: Section<'s>, names: &mut Names) -> Option<Card> {
    let head = head(source, &mut section, names);
    source.needed(&section, "width");
    source.needed(&section, "height");
    let width = source.number(&mut section, "width", SIZE).unwrap_or_default();
    let height = source.number(&mut section, "height", SIZE).unwrap_or_default();
    let (mut frames, mut shown) = (HashSet::new(), HashSet::new());
    let mut items = Vec::new();
    for mut item in source.sections(&mut section, "items") {
        let id: Found<ItemId> = source.id(&mut item);
        names.claim(source, id.value.0, id.at);
        let [x, y, width, height] = source.four(&mut item, "area");
        let name = item.peek("field").map(str::to_owned);
        let what = card_item(source, &mut item, names, head.table);
        match &what {
            CardItemKind::Frame(_) | CardItemKind::Tabs => drop(frames.insert(id.value)),
            CardItemKind::Field(field) if field.0 != 0 && !shown.insert(*field) => {
                source.say(item.at, Mistake::FieldTwice(name.unwrap_or_default()));
            }
            _ => {}
        }
        items.push(CardItem {
            id: id.value,
            parent: parent(source, &mut item, &frames, id.value),
            area: Area { x, y, width, height },
            anchors: anchors(source, &mut item),
            visible: source.expression(&mut item, "visible"),
            what,
        });
        source.finish(item);
    }
    source.finish(section);
    Some(Card { id: head.id, table: head.table, key: head.key, label: head.label, width, height, items })
}

/// Whether exactly one of these entries is there; says so where not.
fn exactly_one(source: &mut Source<'_>, section: &Section<'_>, entries: &[&str]) {
    if entries.iter().filter(|entry| section.has(entry)).count() != 1 {
        source.say(section.at, Mistake::OneOf(entries.join(", ")));
    }
}

fn card_item<'s>(source: &mut Source<'s>, item: &mut Section<'s>, names: &Names, table: TableId) -> CardItemKind {
    exactly_one(source, item, &["frame", "field", "text", "line", "related", "tabs"]);
    if item.has("frame") {
        return CardItemKind::Frame(source.label(item, "frame").map(|found| found.value).unwrap_or_default());
    }
    if item.has("field") {
        return CardItemKind::Field(needed_field(source, item, "field", names, table).value);
    }
    if let Some(name) = source.text(item, "related") {
        let other = names.table(source, &name);
        let by_name = item.peek("by").map(str::to_owned).unwrap_or_default();
        let by = needed_field(source, item, "by", names, other);
        if !names.links_to(other, by.value, table) {
            source.say(by.at, Mistake::NotALinkHere(by_name));
        }
        return CardItemKind::Related { table: other, by: by.value, columns: columns(source, item, names, other) };
    }
    if source.flag(item, "line") {
        return CardItemKind::Line;
    }
    if source.flag(item, "tabs") {
        return CardItemKind::Tabs;
    }
    CardItemKind::Text(source.label(item, "text").map(|found| found.value).unwrap_or_default())
}

fn parent<'s>(
    source: &mut Source<'s>,
    item: &mut Section<'s>,
    frames: &HashSet<ItemId>,
    own: ItemId,
) -> Option<ItemId> {
    let found = source.text(item, "in")?;
    match found.value.parse::<ItemId>() {
        Ok(id) if frames.contains(&id) && id != own => Some(id),
        Ok(_) => {
            source.say(found.at, Mistake::UnknownFrame(found.value));
            None
        }
        Err(_) => {
            source.say(found.at, Mistake::BadId(found.value));
            None
        }
    }
}

fn anchors<'s>(source: &mut Source<'s>, item: &mut Section<'s>) -> Anchors {
    if !item.has("anchors") {
        return Anchors::default();
    }
    let sides = source.texts(item, "anchors");
    for side in sides.iter().filter(|side| !SIDES.contains(&side.value.as_str())) {
        source.say(side.at, Mistake::UnknownWord("anchors".into(), side.value.clone(), SIDES.join(", ")));
    }
    let [left, top, right, bottom] = SIDES.map(|side| sides.iter().any(|found| found.value == side));
    Anchors { left, top, right, bottom }
}

/// Reads a print form.
pub(super) fn form<'s>(source: &mut Source<'s>, mut section: Section<'s>, names: &mut Names) -> Option<PrintForm> {
    let head = head(source, &mut section, names);
    for entry in ["width", "height", "text-size"] {
        source.needed(&section, entry);
    }
    let mut form = PrintForm {
        id: head.id,
        table: head.table,
        key: head.key,
        label: head.label,
        width: source.number(&mut section, "width", SIZE).unwrap_or_default(),
        height: source.number(&mut section, "height", SIZE).unwrap_or_default(),
        margins: source.four(&mut section, "margins"),
        text_size: source.number(&mut section, "text-size", (10, 10_000)).unwrap_or_default(),
        bands: Vec::new(),
    };
    for mut band in source.sections(&mut section, "bands") {
        let id: Found<ItemId> = source.id(&mut band);
        names.claim(source, id.value.0, id.at);
        source.needed(&band, "role");
        let items = source.sections(&mut band, "items");
        form.bands.push(Band {
            id: id.value,
            role: source.word(&mut band, "role", BANDS).map_or(BandRole::Body, |found| found.value),
            height: source.number(&mut band, "height", (0, 100_000)).unwrap_or_default(),
            when: source.expression(&mut band, "when"),
            keep_together: source.flag(&mut band, "keep-together"),
            items: items.into_iter().map(|item| print_item(source, item, names)).collect(),
        });
        source.finish(band);
    }
    source.finish(section);
    Some(form)
}

fn print_item<'s>(source: &mut Source<'s>, mut section: Section<'s>, names: &mut Names) -> PrintItem {
    let item = &mut section;
    let id: Found<ItemId> = source.id(item);
    names.claim(source, id.value.0, id.at);
    let read = PrintItem {
        id: id.value,
        area: source.four(item, "area"),
        when: source.expression(item, "when"),
        style: TextStyle {
            size: source.number(item, "size", (0, 10_000)).unwrap_or_default(),
            bold: source.flag(item, "bold"),
            italic: source.flag(item, "italic"),
            align: align(source, item),
            color: source.color(item, "color"),
        },
        what: print_kind(source, item),
    };
    source.finish(section);
    read
}

fn align<'s>(source: &mut Source<'s>, section: &mut Section<'s>) -> Align {
    source.word(section, "align", ALIGN).map(|found| found.value).unwrap_or_default()
}

fn print_kind<'s>(source: &mut Source<'s>, item: &mut Section<'s>) -> PrintItemKind {
    exactly_one(source, item, &["text", "line", "frame", "picture", "rows"]);
    if item.has("line") {
        return PrintItemKind::Line(source.number(item, "line", (0, 1_000)).unwrap_or_default());
    }
    if item.has("frame") {
        let line = source.number(item, "frame", (0, 1_000)).unwrap_or_default();
        return PrintItemKind::Frame(line, source.color(item, "fill"));
    }
    if let Some(expression) = source.expression(item, "picture") {
        return PrintItemKind::Picture(expression);
    }
    if let Some(rows) = source.text(item, "rows") {
        let is_records = rows.value != VAT_BREAKDOWN;
        if is_records {
            source.note(rows.at, &rows.value, Shape::Relation);
        }
        let columns = source.sections(item, "columns").into_iter().map(|mut column| {
            source.needed(&column, "width");
            if let Some((at, text)) = column.peek_at("text").filter(|_| is_records) {
                source.note(at, &text, Shape::Braced).rows = Some(rows.value.clone());
            }
            let read = PrintColumn {
                heading: source.label(&mut column, "heading").map(|found| found.value).unwrap_or_default(),
                text: source.needed_text(&mut column, "text").map(|found| found.value).unwrap_or_default(),
                width: source.number(&mut column, "width", SIZE).unwrap_or_default(),
                align: align(source, &mut column),
            };
            source.finish(column);
            read
        });
        return PrintItemKind::Table(PrintTable { columns: columns.collect(), rows: rows.value });
    }
    let text = source.label(item, "text");
    if let Some(found) = &text {
        source.note(found.at, &found.value.lt, Shape::Braced);
        if found.value.en != found.value.lt {
            source.note(found.at, &found.value.en, Shape::Braced);
        }
    }
    PrintItemKind::Text(text.map(|found| found.value).unwrap_or_default())
}
