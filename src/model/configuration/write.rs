//! The canonical text: a fixed order of entries, nothing written that goes without saying, ids last.

use super::{
    Configuration, SourceFile, StarterRecord,
    kinds::{ON_DELETE, PLAIN},
    layouts::{ALIGN, BANDS, CODES, PLACES, SIDES},
};
use crate::{
    ids::{FieldId, TableId},
    language::Label,
    layout::{
        Align, Anchors, ButtonAct, Card, CardItem, CardItemKind, Column, LabelPlace, ListView, PrintForm, PrintItem,
        PrintItemKind,
    },
    schema::{Choice, Field, FieldKind, Table},
};
use std::{collections::HashSet, fmt::Display};

/// Longest label, with its entry's name, that stands on one line.
const LONGEST: usize = 110;

/// Writes a configuration in canonical order: reading it gives the same configuration, sorted.
pub fn write(configuration: &Configuration) -> Vec<SourceFile> {
    let mut paths = HashSet::new();
    let mut files = Vec::new();
    let mut file = |folder: &str, table: &str, key: &str, id: &dyn Display, text: String| {
        let names = [key.to_owned(), format!("{table}.{key}"), format!("{key}.{id}")];
        let path =
            names.into_iter().map(|name| format!("{folder}/{name}.toml")).find(|path| paths.insert(path.clone()));
        files.extend(path.map(|path| SourceFile { path, text }));
    };
    let writer = Writer { tables: &configuration.tables };
    for table in &configuration.tables {
        file("tables", "removed", &table.info.key, &table.info.id, writer.table(table));
    }
    for card in &configuration.cards {
        file("cards", &writer.table_name(card.table), &card.key, &card.id, writer.card(card));
    }
    for list in &configuration.lists {
        file("lists", &writer.table_name(list.table), &list.key, &list.id, writer.list(list));
    }
    for form in &configuration.forms {
        file("forms", &writer.table_name(form.table), &form.key, &form.id, writer.form(form));
    }
    for records in configuration.records.chunk_by(|a, b| a.table == b.table) {
        let Some(table) = records.first().map(|record| record.table) else { continue };
        let name = writer.table_name(table);
        file("records", &name, &name, &table, writer.records(table, records));
    }
    files
}

struct Writer<'c> {
    tables: &'c [Table],
}

/// Entries of one section, `key = value`.
#[derive(Default)]
struct Entries(Vec<String>);

impl Entries {
    fn put(&mut self, entry: &str, value: impl Display) -> &mut Entries {
        self.0.push(format!("{entry} = {value}"));
        self
    }
    fn text(&mut self, entry: &str, text: &str) -> &mut Entries {
        if text.is_empty() { self } else { self.put(entry, quoted(text)) }
    }
    fn maybe(&mut self, entry: &str, text: Option<&String>) -> &mut Entries {
        match text {
            Some(text) => self.put(entry, quoted(text)),
            None => self,
        }
    }
    fn flag(&mut self, entry: &str, flag: bool) -> &mut Entries {
        if flag { self.put(entry, true) } else { self }
    }
    fn label(&mut self, entry: &str, label: &Label) -> &mut Entries {
        if label.is_empty() { self } else { self.needed_label(entry, label) }
    }
    /// A label that is written even where it is empty; one that would be a long line goes on two.
    fn needed_label(&mut self, entry: &str, label: &Label) -> &mut Entries {
        let text = label_text(label);
        if label.lt == label.en || entry.len() + text.chars().count() <= LONGEST {
            return self.put(entry, text);
        }
        self.text(&format!("{entry}.lt"), &label.lt).text(&format!("{entry}.en"), &label.en)
    }
    fn id(&mut self, id: impl Display) -> &mut Entries {
        self.put("id", format_args!("\"{id}\""))
    }
    /// An array with one entry on each line.
    fn rows(&mut self, entry: &str, rows: &[String]) -> &mut Entries {
        if rows.is_empty() {
            return self;
        }
        let lines: String = rows.iter().map(|row| format!("    {row},\n")).collect();
        self.put(entry, format_args!("[\n{lines}]"))
    }
    fn section(&self) -> String {
        self.0.iter().map(|line| format!("{line}\n")).collect()
    }
    fn inline(&self) -> String {
        format!("{{ {} }}", self.0.join(", "))
    }
}

impl Writer<'_> {
    /// The key of a table, or its id where the key does not lead to it.
    fn table_name(&self, id: TableId) -> String {
        let Some(table) = self.tables.iter().find(|table| table.info.id == id) else { return id.to_string() };
        let found =
            |removed| self.tables.iter().find(move |one| one.info.key == table.info.key && one.info.removed == removed);
        match found(false).or_else(|| found(true)) {
            Some(first) if first.info.id == id => table.info.key.clone(),
            _ => id.to_string(),
        }
    }

    /// The key of a field, or its id where the key does not lead to it.
    fn field_name(&self, table: TableId, id: FieldId) -> String {
        let table = self.tables.iter().find(|of| of.info.id == table);
        let Some((table, field)) = table.and_then(|table| Some((table, table.field(id)?))) else {
            return id.to_string();
        };
        let found = |removed| table.fields.iter().find(move |one| one.key == field.key && one.removed == removed);
        match found(false).or_else(|| found(true)) {
            Some(first) if first.id == id => field.key.clone(),
            _ => id.to_string(),
        }
    }

    fn table(&self, table: &Table) -> String {
        let info = &table.info;
        let mut entries = Entries::default();
        entries.put("key", quoted(&info.key)).label("label", &info.label).label("one", &info.one);
        entries.text("icon", &info.icon).maybe("role", info.role.map(|role| role.key().to_owned()).as_ref());
        entries.put("title", quoted(&self.field_name(info.id, info.title)));
        if !info.keys.is_empty() {
            let keys: Vec<String> = info.keys.iter().map(|key| quoted(&self.field_name(info.id, *key))).collect();
            entries.put("keys", array(&keys));
        }
        entries.put("order", info.order).flag("hidden", info.hidden).flag("removed", info.removed).id(info.id);
        let fields = table.fields.iter().map(|field| format!("\n[[fields]]\n{}", self.field(field).section()));
        entries.section() + &fields.collect::<String>()
    }

    fn field(&self, field: &Field) -> Entries {
        let mut entries = Entries::default();
        entries.put("key", quoted(&field.key)).label("label", &field.label).label("hint", &field.hint);
        match &field.kind {
            FieldKind::Formula { expression, result } => {
                entries.put("kind", "\"formula\"").put("formula", quoted(expression));
                self.kind(&mut entries, "result", result);
            }
            kind => self.kind(&mut entries, "kind", kind),
        }
        entries.maybe("role", field.role.map(|role| role.key().to_owned()).as_ref());
        entries.flag("required", field.required).flag("unique", field.unique).flag("indexed", field.indexed);
        entries.maybe("default", field.default.as_ref()).flag("open-after-issue", field.open_after_issue);
        entries.flag("removed", field.removed).id(field.id);
        entries
    }

    fn kind(&self, entries: &mut Entries, entry: &str, kind: &FieldKind) {
        let mut word = |word: &str| {
            entries.put(entry, quoted(word));
        };
        match kind {
            FieldKind::Number { scale } => {
                word("number");
                if let Some(scale) = scale {
                    entries.put("scale", scale);
                }
            }
            FieldKind::Money { currency } => {
                word("money");
                entries.put("currency", quoted(currency));
            }
            FieldKind::Choice { many, choices } => {
                word("choice");
                entries.flag("many", *many).rows("choices", &choices.iter().map(choice).collect::<Vec<_>>());
            }
            FieldKind::Link { targets, many, on_delete } => {
                word("link");
                if !targets.is_empty() {
                    let targets: Vec<String> = targets.iter().map(|table| quoted(&self.table_name(*table))).collect();
                    entries.put("targets", array(&targets));
                }
                entries.flag("many", *many);
                if *on_delete != Default::default() {
                    entries.put("on-delete", quoted(word_of(ON_DELETE, on_delete)));
                }
            }
            FieldKind::PartOf { table } => {
                word("part-of");
                entries.put("owner", quoted(&self.table_name(*table)));
            }
            FieldKind::SeriesNumber { series, prefix, digits } => {
                word("series-number");
                entries.put("series", quoted(series)).text("prefix", prefix).put("digits", digits);
            }
            FieldKind::Formula { result, .. } => self.kind(entries, entry, result),
            plain => word(word_of(PLAIN, plain)),
        }
    }

    fn head(&self, id: impl Display, table: TableId, key: &str, label: &Label) -> Entries {
        let mut entries = Entries::default();
        entries.put("key", quoted(key)).put("table", quoted(&self.table_name(table))).label("label", label).id(id);
        entries
    }

    fn columns(&self, table: TableId, columns: &[Column]) -> Vec<String> {
        let one = |column: &Column| {
            let mut entries = Entries::default();
            entries.put("field", quoted(&self.field_name(table, column.field))).put("width", column.width).inline()
        };
        columns.iter().map(one).collect()
    }

    fn list(&self, list: &ListView) -> String {
        let mut entries = self.head(list.id, list.table, &list.key, &list.label);
        entries.maybe("filter", list.filter.as_ref());
        entries.rows("columns", &self.columns(list.table, &list.columns));
        let step = |by: &crate::layout::SortBy| {
            let mut entries = Entries::default();
            entries.put("field", quoted(&self.field_name(list.table, by.field))).flag("descending", by.descending);
            entries.inline()
        };
        entries.rows("sort", &list.sort.iter().map(step).collect::<Vec<_>>());
        entries.section()
    }

    fn card(&self, card: &Card) -> String {
        let mut entries = self.head(card.id, card.table, &card.key, &card.label);
        entries.put("width", card.width).put("height", card.height);
        entries.maybe("when", card.when.as_ref());
        if card.rank != 0 {
            entries.put("rank", card.rank);
        }
        entries.flag("quick", card.quick);
        for (entry, guides) in [("guides-x", &card.guides.x), ("guides-y", &card.guides.y)] {
            if !guides.is_empty() {
                entries.put(entry, array(&guides.iter().map(i32::to_string).collect::<Vec<_>>()));
            }
        }
        entries.rows("tab-order", &card.tab_order.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>());
        let items = card.items.iter().map(|item| format!("\n[[items]]\n{}", self.card_item(card, item).section()));
        entries.section() + &items.collect::<String>()
    }

    fn card_item(&self, card: &Card, item: &CardItem) -> Entries {
        let mut entries = Entries::default();
        let mut columns_of = None;
        match &item.what {
            CardItemKind::Frame(label) => drop(entries.needed_label("frame", label)),
            CardItemKind::Field(field) => drop(entries.put("field", quoted(&self.field_name(card.table, *field)))),
            CardItemKind::Text(label) => drop(entries.needed_label("text", label)),
            CardItemKind::Line => drop(entries.put("line", true)),
            CardItemKind::Tabs => drop(entries.put("tabs", true)),
            CardItemKind::Columns => drop(entries.put("side-by-side", true)),
            CardItemKind::Picture(data) => drop(entries.put("picture", quoted(data))),
            CardItemKind::Fold { title, folded } => {
                entries.needed_label("fold", title).flag("folded", *folded);
            }
            CardItemKind::Button { title, act } => {
                entries.needed_label("button", title);
                match act {
                    ButtonAct::Add { table, by } => {
                        entries.put("adds", quoted(&self.table_name(*table)));
                        entries.put("by", quoted(&self.field_name(*table, *by)));
                    }
                    ButtonAct::Print(form) => {
                        entries.put("prints", quoted(&form.map(|form| form.to_string()).unwrap_or_default()));
                    }
                    ButtonAct::Open(text) => drop(entries.put("opens", quoted(text))),
                }
            }
            CardItemKind::Count { title, table, by, sum } => {
                entries.put("count", quoted(&self.table_name(*table)));
                entries.put("by", quoted(&self.field_name(*table, *by)));
                entries.maybe("sum", sum.map(|sum| self.field_name(*table, sum)).as_ref());
                entries.label("title", title);
            }
            CardItemKind::Related { table, by, columns } => {
                entries.put("related", quoted(&self.table_name(*table)));
                entries.put("by", quoted(&self.field_name(*table, *by)));
                columns_of = Some((*table, columns));
            }
        }
        entries.maybe("in", item.parent.map(|parent| parent.to_string()).as_ref());
        let area = item.area;
        entries.put("area", numbers([area.x, area.y, area.width, area.height]));
        if item.anchors != Anchors::default() {
            let Anchors { left, top, right, bottom } = item.anchors;
            let sides =
                SIDES.iter().zip([left, top, right, bottom]).filter(|(_, on)| *on).map(|(side, _)| quoted(side));
            entries.put("anchors", array(&sides.collect::<Vec<_>>()));
        }
        let limits = item.limits;
        for (entry, width, height) in
            [("least", limits.least_width, limits.least_height), ("most", limits.most_width, limits.most_height)]
        {
            if (width, height) != (0, 0) {
                entries.put(entry, format_args!("[{width}, {height}]"));
            }
        }
        entries.maybe("visible", item.visible.as_ref());
        entries.maybe("required", item.required.as_ref()).maybe("readonly", item.readonly.as_ref());
        let tints = item.tints.iter().map(|tint| {
            let mut entries = Entries::default();
            entries.put("when", quoted(&tint.when)).put("color", quoted(&tint.color)).inline()
        });
        entries.rows("tints", &tints.collect::<Vec<_>>());
        if let Some(label) = &item.label {
            entries.needed_label("label", label);
        }
        if item.label_place != LabelPlace::Above {
            entries.put("label-place", quoted(word_of(PLACES, &item.label_place)));
        }
        if item.label_width != 0 {
            entries.put("label-width", item.label_width);
        }
        entries.flag("locked", item.locked).flag("hidden", item.hidden);
        if item.group != 0 {
            entries.put("group", item.group);
        }
        if let Some((table, columns)) = columns_of {
            entries.rows("columns", &self.columns(table, columns));
        }
        entries.id(item.id);
        entries
    }

    fn records(&self, table: TableId, records: &[StarterRecord]) -> String {
        let mut entries = Entries::default();
        entries.put("table", quoted(&self.table_name(table)));
        let place = |field| {
            let of = self.tables.iter().find(|of| of.info.id == table)?;
            of.fields.iter().position(|one| one.id == field)
        };
        let records = records.iter().map(|record| {
            let mut values: Vec<&(FieldId, Label)> = record.values.iter().collect();
            values.sort_by_key(|(field, _)| place(*field));
            let mut entries = Entries::default();
            for (field, value) in values {
                entries.put(&self.field_name(table, *field), label_text(value));
            }
            format!("\n[[records]]\n{}", entries.id(record.id).section())
        });
        entries.section() + &records.collect::<String>()
    }

    fn form(&self, form: &PrintForm) -> String {
        let mut entries = self.head(form.id, form.table, &form.key, &form.label);
        entries.put("width", form.width).put("height", form.height).put("margins", numbers(form.margins));
        entries.put("text-size", form.text_size).flag("of-list", form.of_list);
        if let Some(sheet) = form.sheet {
            let [across, down] = sheet.gaps;
            entries.put("sheet", numbers([sheet.columns.into(), sheet.rows.into(), across, down]));
        }
        let mut text = entries.section();
        for band in &form.bands {
            let mut entries = Entries::default();
            entries.put("role", quoted(word_of(BANDS, &band.role))).put("height", band.height);
            entries.maybe("when", band.when.as_ref()).flag("keep-together", band.keep_together).id(band.id);
            text.push_str(&format!("\n[[bands]]\n{}", entries.section()));
            for item in &band.items {
                text.push_str(&format!("\n[[bands.items]]\n{}", print_item(item).section()));
            }
        }
        text
    }
}

fn print_item(item: &PrintItem) -> Entries {
    let mut entries = Entries::default();
    entries.put("area", numbers(item.area)).maybe("when", item.when.as_ref());
    let style = &item.style;
    if style.size != 0 {
        entries.put("size", style.size);
    }
    entries.flag("bold", style.bold).flag("italic", style.italic);
    put_align(&mut entries, style.align);
    entries.text("color", &style.color);
    match &item.what {
        PrintItemKind::Text(label) => put_lines(&mut entries, label),
        PrintItemKind::Line(line) => drop(entries.put("line", line)),
        PrintItemKind::Frame(line, fill) => drop(entries.put("frame", line).text("fill", fill)),
        PrintItemKind::Picture(expression) => drop(entries.put("picture", quoted(expression))),
        PrintItemKind::Code(kind, expression) => {
            entries.put("code", quoted(expression)).put("as", quoted(word_of(CODES, kind)));
        }
        PrintItemKind::Table(table) => {
            entries.put("rows", quoted(&table.rows)).text("group", &table.group);
            entries.label("group-heading", &table.group_heading).label("group-total", &table.group_total);
            entries.label("total", &table.total).label("carried", &table.carried).label("empty", &table.empty);
            let columns = table.columns.iter().map(|column| {
                let mut entries = Entries::default();
                entries.label("heading", &column.heading).put("text", quoted(&column.text));
                entries.put("width", column.width);
                put_align(&mut entries, column.align);
                entries.text("sum", &column.sum).flag("running", column.running).inline()
            });
            entries.rows("columns", &columns.collect::<Vec<_>>());
        }
    }
    entries.id(item.id);
    entries
}

fn put_align(entries: &mut Entries, align: Align) {
    if align != Align::default() {
        entries.put("align", quoted(word_of(ALIGN, &align)));
    }
}

/// Text of several lines is written as it is read: line by line.
fn put_lines(entries: &mut Entries, label: &Label) {
    let has_lines = label.lt.contains('\n') || label.en.contains('\n');
    if !has_lines {
        entries.needed_label("text", label);
    } else if label.lt == label.en {
        entries.put("text", lines(&label.lt));
    } else {
        entries.put("text.lt", lines(&label.lt)).put("text.en", lines(&label.en));
    }
}

fn choice(choice: &Choice) -> String {
    let mut entries = Entries::default();
    entries.put("key", quoted(&choice.key)).label("label", &choice.label).text("color", &choice.color);
    entries.maybe("number", choice.number.map(|number| number.0.to_string()).as_ref());
    entries.maybe("from", choice.from.as_ref()).maybe("until", choice.until.as_ref()).flag("retired", choice.retired);
    entries.id(choice.id).inline()
}

fn word_of<'w, T: PartialEq>(words: &[(&'w str, T)], value: &T) -> &'w str {
    words.iter().find(|(_, known)| known == value).map(|(word, _)| *word).unwrap_or_default()
}

fn numbers(numbers: [i32; 4]) -> String {
    array(&numbers.map(|number| number.to_string()))
}

fn array(values: &[String]) -> String {
    format!("[{}]", values.join(", "))
}

/// A label that says the same in both languages is one text.
fn label_text(label: &Label) -> String {
    if label.lt == label.en {
        return quoted(&label.lt);
    }
    let mut entries = Entries::default();
    entries.text("lt", &label.lt).text("en", &label.en).inline()
}

/// A text in double quotes, or in single ones where it has double ones inside.
fn quoted(text: &str) -> String {
    let plain = !text.chars().any(|c| c == '\'' || c.is_control());
    if plain && text.contains(['"', '\\']) {
        return format!("'{text}'");
    }
    format!("\"{}\"", escaped(text).replace('\n', "\\n").replace('"', "\\\""))
}

/// A text in three double quotes, starting on the next line.
fn lines(text: &str) -> String {
    let mut text = escaped(text).replace("\"\"\"", "\"\"\\\"");
    if text.ends_with('"') {
        text.insert(text.len() - 1, '\\');
    }
    format!("\"\"\"\n{text}\"\"\"")
}

/// With everything escaped but line ends and quotes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push('\n'),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}
