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
        Align, Anchors, Area, Band, BandRole, ButtonAct, Card, CardItem, CardItemKind, CodeKind, Column, LabelPlace,
        Limits, ListView, PICTURE_BYTES, PrintColumn, PrintForm, PrintItem, PrintItemKind, PrintTable, Sheet, SortBy,
        TextStyle, Tint,
    },
};
use base64::Engine as _;
use std::collections::HashMap;

/// Words for the sides of an item.
pub(super) const SIDES: [&str; 4] = ["left", "top", "right", "bottom"];
/// Words for the alignment of text.
pub(super) const ALIGN: &[(&str, Align)] = &[("left", Align::Left), ("center", Align::Center), ("right", Align::Right)];
/// Words for when a band is printed.
pub(super) const BANDS: &[(&str, BandRole)] = &[
    ("body", BandRole::Body),
    ("page-header", BandRole::PageHeader),
    ("page-footer", BandRole::PageFooter),
    ("last-footer", BandRole::LastFooter),
];
/// Words for codes that machines read.
pub(super) const CODES: &[(&str, CodeKind)] =
    &[("ean13", CodeKind::Ean13), ("code128", CodeKind::Code128), ("qr", CodeKind::Qr)];
/// Words for where a field's label stands.
pub(super) const PLACES: &[(&str, LabelPlace)] =
    &[("above", LabelPlace::Above), ("left", LabelPlace::Left), ("none", LabelPlace::None)];
/// Containers within containers on a card.
const DEEPEST: usize = 12;
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
    let mut card = Card { id: head.id, table: head.table, key: head.key, label: head.label, ..Card::default() };
    (card.width, card.height) = (width, height);
    card.when = condition(source, &mut section, "when");
    card.rank = source.number(&mut section, "rank", (-1000, 1000)).unwrap_or_default();
    card.quick = source.flag(&mut section, "quick");
    let order = source.texts(&mut section, "tab-order");
    card.guides.x = source.numbers(&mut section, "guides-x");
    card.guides.y = source.numbers(&mut section, "guides-y");
    let mut containers = HashMap::new();
    for mut item in source.sections(&mut section, "items") {
        let id: Found<ItemId> = source.id(&mut item);
        names.claim(source, id.value.0, id.at);
        let [x, y, width, height] = source.four(&mut item, "area");
        let what = card_item(source, &mut item, names, head.table);
        let parent = parent(source, &mut item, &containers, id.value);
        let read = CardItem {
            anchors: anchors(source, &mut item),
            limits: limits(source, &mut item),
            visible: condition(source, &mut item, "visible"),
            required: condition(source, &mut item, "required"),
            readonly: condition(source, &mut item, "readonly"),
            tints: tints(source, &mut item),
            label: source.label(&mut item, "label").map(|found| found.value),
            label_place: source.word(&mut item, "label-place", PLACES).map(|found| found.value).unwrap_or_default(),
            label_width: source.number(&mut item, "label-width", (0, 10_000)).unwrap_or_default(),
            locked: source.flag(&mut item, "locked"),
            hidden: source.flag(&mut item, "hidden"),
            group: source.number(&mut item, "group", (0, 1_000_000)).unwrap_or_default(),
            ..CardItem::new(id.value, parent, Area { x, y, width, height }, what)
        };
        if read.is_container() {
            let depth = parent.and_then(|parent| containers.get(&parent)).copied().unwrap_or(0) + 1;
            containers.insert(id.value, depth);
        }
        card.items.push(read);
        source.finish(item);
    }
    for id in order {
        match id.value.parse() {
            Ok(item) if card.items.iter().any(|other| other.id == item) => card.tab_order.push(item),
            _ => source.say(id.at, Mistake::UnknownItem(id.value)),
        }
    }
    source.finish(section);
    Some(card)
}

/// An expression that holds or does not.
fn condition<'s>(source: &mut Source<'s>, section: &mut Section<'s>, entry: &str) -> Option<String> {
    let found = source.expression(section, entry);
    if let Some(expression) = found.as_ref().and(source.expressions.last_mut()) {
        expression.is_condition = true;
    }
    found
}

fn limits<'s>(source: &mut Source<'s>, item: &mut Section<'s>) -> Limits {
    let mut pair = |entry| {
        let at = item.at_of(entry);
        match source.numbers(item, entry)[..] {
            [] => (0, 0),
            [width, height] if width >= 0 && height >= 0 => (width, height),
            _ => {
                source.say(at, Mistake::WrongType(entry.to_owned(), "[120, 0]"));
                (0, 0)
            }
        }
    };
    let ((least_width, least_height), (most_width, most_height)) = (pair("least"), pair("most"));
    Limits { least_width, most_width, least_height, most_height }
}

fn tints<'s>(source: &mut Source<'s>, item: &mut Section<'s>) -> Vec<Tint> {
    let mut tints = Vec::new();
    for mut tint in source.sections(item, "tints") {
        source.needed(&tint, "when");
        let when = condition(source, &mut tint, "when").unwrap_or_default();
        source.needed(&tint, "color");
        tints.push(Tint { when, color: source.color(&mut tint, "color") });
        source.finish(tint);
    }
    tints
}

/// Whether exactly one of these entries is there; says so where not.
fn exactly_one(source: &mut Source<'_>, section: &Section<'_>, entries: &[&str]) {
    if entries.iter().filter(|entry| section.has(entry)).count() != 1 {
        source.say(section.at, Mistake::OneOf(entries.join(", ")));
    }
}

fn card_item<'s>(source: &mut Source<'s>, item: &mut Section<'s>, names: &Names, table: TableId) -> CardItemKind {
    const KINDS: &[&str] =
        &["frame", "fold", "side-by-side", "tabs", "field", "text", "line", "picture", "related", "count", "button"];
    exactly_one(source, item, KINDS);
    if item.has("frame") {
        return CardItemKind::Frame(source.label(item, "frame").map(|found| found.value).unwrap_or_default());
    }
    if item.has("fold") {
        let title = source.label(item, "fold").map(|found| found.value).unwrap_or_default();
        return CardItemKind::Fold { title, folded: source.flag(item, "folded") };
    }
    if item.has("field") {
        return CardItemKind::Field(needed_field(source, item, "field", names, table).value);
    }
    if let Some(name) = source.text(item, "related") {
        let other = names.table(source, &name);
        let by = pointing_here(source, item, names, other, table);
        return CardItemKind::Related { table: other, by, columns: columns(source, item, names, other) };
    }
    if let Some(name) = source.text(item, "count") {
        let other = names.table(source, &name);
        let by = pointing_here(source, item, names, other, table);
        let sum = source.text(item, "sum").map(|name| names.field(source, other, &name));
        let title = source.label(item, "title").map(|found| found.value).unwrap_or_default();
        return CardItemKind::Count { title, table: other, by, sum };
    }
    if item.has("button") {
        let title = source.label(item, "button").map(|found| found.value).unwrap_or_default();
        exactly_one(source, item, &["adds", "prints", "opens"]);
        let act = if let Some(name) = source.text(item, "adds") {
            let other = names.table(source, &name);
            ButtonAct::Add { table: other, by: pointing_here(source, item, names, other, table) }
        } else if let Some(form) = source.text(item, "prints") {
            // The id of a form, or nothing: the first one of the table.
            let id = (!form.value.is_empty()).then(|| form.value.parse());
            if let Some(Err(_)) = id {
                source.say(form.at, Mistake::BadId(form.value));
            }
            ButtonAct::Print(id.and_then(Result::ok))
        } else {
            let text = source.text(item, "opens");
            if let Some(found) = &text {
                source.note(found.at, &found.value, Shape::Braced);
            }
            ButtonAct::Open(text.map(|found| found.value).unwrap_or_default())
        };
        return CardItemKind::Button { title, act };
    }
    if let Some(text) = source.text(item, "picture") {
        let bytes = base64::engine::general_purpose::STANDARD.decode(&text.value).unwrap_or_default();
        let is_known = bytes.starts_with(b"\x89PNG") || bytes.starts_with(&[0xff, 0xd8, 0xff]);
        if text.value.len() > PICTURE_BYTES || !is_known {
            source.say(text.at, Mistake::BadPicture);
        }
        return CardItemKind::Picture(text.value);
    }
    if source.flag(item, "line") {
        return CardItemKind::Line;
    }
    if source.flag(item, "tabs") {
        return CardItemKind::Tabs;
    }
    if source.flag(item, "side-by-side") {
        return CardItemKind::Columns;
    }
    CardItemKind::Text(source.label(item, "text").map(|found| found.value).unwrap_or_default())
}

/// The field of `other` by which its records point to those of `table`.
fn pointing_here<'s>(
    source: &mut Source<'s>,
    item: &mut Section<'s>,
    names: &Names,
    other: TableId,
    table: TableId,
) -> FieldId {
    let name = item.peek("by").map(str::to_owned).unwrap_or_default();
    let by = needed_field(source, item, "by", names, other);
    if !names.links_to(other, by.value, table) {
        source.say(by.at, Mistake::NotALinkHere(name));
    }
    by.value
}

/// The container an item lies in; containers go no deeper than [`DEEPEST`].
fn parent<'s>(
    source: &mut Source<'s>,
    item: &mut Section<'s>,
    containers: &HashMap<ItemId, usize>,
    own: ItemId,
) -> Option<ItemId> {
    let found = source.text(item, "in")?;
    match found.value.parse::<ItemId>() {
        Ok(id) if id != own => match containers.get(&id) {
            Some(depth) if *depth < DEEPEST => Some(id),
            _ => {
                source.say(found.at, Mistake::UnknownFrame(found.value));
                None
            }
        },
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
        of_list: source.flag(&mut section, "of-list"),
        sheet: sheet(source, &mut section),
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

/// `sheet = [columns, rows, gap across, gap down]`.
fn sheet<'s>(source: &mut Source<'s>, section: &mut Section<'s>) -> Option<Sheet> {
    if !section.has("sheet") {
        return None;
    }
    let at = section.at_of("sheet");
    let [columns, rows, across, down] = source.four(section, "sheet");
    let count = |count: i32| u16::try_from(count).ok().filter(|count| (1..=100).contains(count));
    match (count(columns), count(rows)) {
        (Some(columns), Some(rows)) if across >= 0 && down >= 0 => Some(Sheet { columns, rows, gaps: [across, down] }),
        _ => {
            source.say(at, Mistake::WrongType("sheet".into(), "[3, 8, 0, 0]"));
            None
        }
    }
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
    exactly_one(source, item, &["text", "line", "frame", "picture", "rows", "code"]);
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
    if let Some(expression) = source.expression(item, "code") {
        let kind = source.word(item, "as", CODES).map_or(CodeKind::Qr, |found| found.value);
        return PrintItemKind::Code(kind, expression);
    }
    if let Some(rows) = source.text(item, "rows") {
        let is_records = rows.value != VAT_BREAKDOWN;
        if is_records {
            source.note(rows.at, &rows.value, Shape::Relation);
        }
        let over = |source: &mut Source<'s>, section: &mut Section<'s>, entry: &str| {
            let found = source.text(section, entry)?;
            if is_records {
                source.note(found.at, &found.value, Shape::Whole).rows = Some(rows.value.clone());
            }
            Some(found.value)
        };
        let label = |source: &mut Source<'s>, section: &mut Section<'s>, entry: &str| {
            source.label(section, entry).map(|found| found.value).unwrap_or_default()
        };
        let group = over(source, item, "group").unwrap_or_default();
        let [group_heading, group_total, total, carried, empty] =
            ["group-heading", "group-total", "total", "carried", "empty"].map(|entry| label(source, item, entry));
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
                sum: over(source, &mut column, "sum").unwrap_or_default(),
                running: source.flag(&mut column, "running"),
            };
            source.finish(column);
            read
        });
        let columns = columns.collect();
        return PrintItemKind::Table(PrintTable {
            columns,
            rows: rows.value,
            group,
            group_heading,
            group_total,
            total,
            carried,
            empty,
        });
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
