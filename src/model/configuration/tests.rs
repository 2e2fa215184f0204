use super::*;
use crate::{
    ids::*,
    language::{Label, Language},
    layout::*,
    schema::*,
};
use std::{fs, path::PathBuf};

fn assets() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../assets")
}

fn delivered_configuration() -> Configuration {
    read(&delivered()).unwrap_or_else(|errors| {
        let said: Vec<String> = errors.iter().map(|error| error.message(Language::En)).collect();
        panic!("{}", said.join("\n"))
    })
}

#[test]
fn the_delivered_files_are_those_of_the_folder() {
    let mut there = Vec::new();
    for folder in ["tables", "cards", "lists", "forms", "records"] {
        for entry in fs::read_dir(assets().join("configuration").join(folder)).unwrap() {
            there.push(format!("{folder}/{}", entry.unwrap().file_name().to_str().unwrap()));
        }
    }
    let mut listed: Vec<String> = delivered().into_iter().map(|file| file.path).collect();
    there.sort();
    listed.sort();
    assert_eq!(listed, there);
}

#[test]
fn the_delivered_files_are_written_canonically() {
    let mut written = write(&delivered_configuration());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        for file in &written {
            fs::write(assets().join("configuration").join(&file.path), &file.text).unwrap();
        }
    }
    let mut files = delivered();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    written.sort_by(|a, b| a.path.cmp(&b.path));
    for (file, written) in files.iter().zip(&written) {
        assert_eq!(written.path, file.path);
        assert!(written.text == file.text, "{} is not canonical:\n{}", file.path, written.text);
    }
    assert_eq!(written.len(), files.len());
}

#[test]
fn what_is_written_reads_the_same() {
    let configuration = delivered_configuration();
    assert_eq!(read(&write(&configuration)), Ok(configuration));
}

#[test]
fn the_icons_are_those_of_the_folder() {
    let mut there: Vec<String> = fs::read_dir(assets().join("icons"))
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.strip_suffix(".svg").map(str::to_owned))
        .collect();
    there.sort();
    assert_eq!(tables::ICONS, there);
}

#[test]
fn everything_delivered_is_said_in_both_languages() {
    let both = |label: &Label, what: &str| assert!(!label.lt.is_empty() && !label.en.is_empty(), "{what}");
    let configuration = delivered_configuration();
    for table in &configuration.tables {
        both(&table.info.label, &table.info.key);
        both(&table.info.one, &table.info.key);
        for field in &table.fields {
            both(&field.label, &field.key);
            assert!(field.hint.is_empty() || !field.hint.lt.is_empty() && !field.hint.en.is_empty(), "{}", field.key);
            if let FieldKind::Choice { choices, .. } = &field.kind {
                choices.iter().for_each(|choice| both(&choice.label, &choice.key));
            }
        }
    }
}

#[test]
fn no_two_fields_of_a_table_go_by_the_same_label() {
    for table in delivered_configuration().tables {
        for language in [Language::Lt, Language::En] {
            for field in &table.fields {
                assert!(table.find_field(field.label.get(language), language).is_ok(), "{}", field.key);
            }
        }
    }
}

#[test]
fn a_line_can_take_over_every_choice_of_its_product() {
    let configuration = delivered_configuration();
    let table = |role| configuration.tables.iter().find(|table| table.info.role == Some(role)).unwrap();
    let (products, lines) = (table(TableRole::Product), table(TableRole::InvoiceLine));
    for key in ["unit", "vat-rate"] {
        let kind = |table: &Table| table.field_by_key(key).unwrap().kind.clone();
        assert_eq!(kind(products), kind(lines), "{key}");
    }
}

#[test]
fn cards_place_their_items_inside_and_apart() {
    for card in delivered_configuration().cards {
        for (at, item) in card.items.iter().enumerate() {
            let parent = card.items.iter().find(|other| Some(other.id) == item.parent);
            let (width, height) = parent.map_or((card.width, card.height), |p| (p.area.width, p.area.height));
            let a = item.area;
            assert!(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height, "{} {a:?}", card.key);
            let in_tabs = parent.is_some_and(|parent| parent.what == CardItemKind::Tabs);
            assert!(!in_tabs || a.y >= TABS_HEIGHT, "{} {a:?}", card.key);
            for other in card.items[..at].iter().filter(|other| other.parent == item.parent && !in_tabs) {
                let b = other.area;
                let apart =
                    a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height || b.y >= a.y + a.height;
                assert!(apart, "{}: {a:?} {b:?}", card.key);
            }
        }
    }
}

#[test]
fn cards_keep_their_items_apart_in_a_wider_and_a_narrower_window() {
    for card in delivered_configuration().cards {
        for width in [720, 880, 1400] {
            let places = card.arrange(width, card.height);
            for (at, (item, a)) in card.items.iter().zip(&places).enumerate() {
                assert!(a.x >= 0 && a.x + a.width <= width, "{} at {width}: {a:?}", card.key);
                // Of the pages of a row of tabs one is seen at a time.
                let in_tabs =
                    |parent| card.items.iter().any(|tabs| Some(tabs.id) == parent && tabs.what == CardItemKind::Tabs);
                if in_tabs(item.parent) {
                    continue;
                }
                for (other, b) in card.items[..at].iter().zip(&places).filter(|(other, _)| other.parent == item.parent)
                {
                    let apart =
                        a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height || b.y >= a.y + a.height;
                    assert!(apart, "{} at {width}: {:?} {:?}", card.key, item.area, other.area);
                }
            }
        }
    }
}

#[test]
fn printed_tables_are_as_wide_as_their_place() {
    for form in delivered_configuration().forms {
        let content = form.width - form.margins[0] - form.margins[2];
        for item in form.bands.iter().flat_map(|band| &band.items) {
            assert!(item.area[0] + item.area[2] <= content, "{:?}", item.area);
            if let PrintItemKind::Table(table) = &item.what {
                assert_eq!(table.columns.iter().map(|column| column.width).sum::<i32>(), item.area[2]);
            }
        }
    }
}

/// A printed table with everything it can have.
fn full_table(odd: &str) -> PrintTable {
    let label = |lt: &str| Label::new(lt, odd);
    let column = PrintColumn { text: odd.into(), width: 7, sum: odd.into(), running: true, ..PrintColumn::default() };
    PrintTable {
        rows: "vat-breakdown".into(),
        columns: vec![column],
        group: odd.into(),
        group_heading: label("a"),
        group_total: label("b"),
        total: label("c"),
        carried: label("d"),
        empty: label("e"),
    }
}

/// Everything that the delivered configuration does not use.
fn unusual() -> Configuration {
    let id = |number: u128| number + 0x0200;
    let table = TableId(id(1));
    let field = |number: u128, key: &str, kind: FieldKind| Field {
        id: FieldId(id(number)),
        key: key.into(),
        label: Label::new(key, "a \"quoted\" \\ label"),
        kind,
        ..Field::default()
    };
    let many = |number| FieldKind::Choice {
        many: true,
        choices: vec![Choice {
            id: ChoiceId(id(number)),
            key: "1-a".into(),
            label: Label::new("it's", ""),
            color: "#0f6E66".into(),
            number: Some(rust_decimal_text::Text("-0.50".parse().unwrap())),
            from: Some("2026-01-01".into()),
            until: None,
            retired: true,
        }],
    };
    let mut fields = vec![
        field(10, "a", FieldKind::Text),
        field(11, "b", FieldKind::Link { targets: vec![], many: true, on_delete: OnDelete::Delete }),
        field(12, "c", many(100)),
        field(13, "d", FieldKind::Formula { expression: "c".into(), result: Box::new(many(101)) }),
        field(14, "e", FieldKind::Number { scale: Some(0) }),
        field(15, "f", FieldKind::SeriesNumber { series: String::new(), prefix: "é\t\n".into(), digits: 20 }),
        Field { removed: true, ..field(16, "a", FieldKind::Secret) },
        Field { unique: true, default: Some("'x' & \"y\"".into()), ..field(17, "g", FieldKind::Instant) },
    ];
    for (at, (word, kind)) in kinds::PLAIN.iter().enumerate() {
        fields.push(field(30 + at as u128, &format!("plain-{word}"), kind.clone()));
    }
    let info = TableInfo {
        id: table,
        key: "t".into(),
        label: Label::new("T", ""),
        one: Label::new("", "t"),
        title: FieldId(id(16)),
        keys: vec![FieldId(id(10)), FieldId(id(16))],
        order: -5,
        ..TableInfo::default()
    };
    let removed = TableInfo { id: TableId(id(2)), removed: true, order: 7, title: FieldId(id(90)), ..info.clone() };
    let removed = Table { info: TableInfo { keys: vec![], ..removed }, fields: vec![field(90, "z", FieldKind::File)] };
    let item = |number: u128, what| CardItem {
        anchors: Anchors { left: false, top: false, right: false, bottom: false },
        visible: Some("a = \"b'\"".into()),
        ..CardItem::new(ItemId(id(number)), None, Area { x: -1, y: 0, width: 8, height: 8 }, what)
    };
    let columns = vec![Column { field: FieldId(id(16)), width: 1 }];
    let card = |number: u128, table| Card {
        id: LayoutId(id(number)),
        table,
        key: "same".into(),
        label: Label::new("K", "C"),
        width: 1,
        height: 2,
        when: Some("e > 1".into()),
        rank: -3,
        quick: true,
        tab_order: vec![ItemId(id(number + 5))],
        guides: Guides { x: vec![16, 32], y: vec![-4] },
        items: vec![
            item(number + 1, CardItemKind::Frame(Label::default())),
            CardItem { parent: Some(ItemId(id(number + 1))), ..item(number + 2, CardItemKind::Line) },
            item(number + 3, CardItemKind::Text(Label::new("two\nlines", ""))),
            item(number + 5, CardItemKind::Tabs),
            CardItem { parent: Some(ItemId(id(number + 5))), ..item(number + 6, CardItemKind::Line) },
        ],
    };
    let mut first = card(200, table);
    first.items.push(item(204, CardItemKind::Related { table, by: FieldId(id(11)), columns: columns.clone() }));
    first.items.extend([
        CardItem {
            limits: Limits { least_width: 1, most_width: 0, least_height: 0, most_height: 9 },
            required: Some("e > 1".into()),
            readonly: Some("e > 2".into()),
            tints: vec![Tint { when: "e > 3".into(), color: "#C42B1C".into() }],
            label: Some(Label::new("Savas", "Own")),
            label_place: LabelPlace::Left,
            label_width: 90,
            locked: true,
            hidden: true,
            group: 7,
            ..item(205 + 100, CardItemKind::Columns)
        },
        item(306, CardItemKind::Fold { title: Label::new("F", "G"), folded: true }),
        item(307, CardItemKind::Picture("iVBORw0KGgo=".into())),
        item(
            308,
            CardItemKind::Count { title: Label::default(), table, by: FieldId(id(11)), sum: Some(FieldId(id(10))) },
        ),
        item(
            309,
            CardItemKind::Button { title: Label::new("B", "B"), act: ButtonAct::Add { table, by: FieldId(id(11)) } },
        ),
        item(310, CardItemKind::Button { title: Label::new("P", "P"), act: ButtonAct::Print(None) }),
        item(311, CardItemKind::Button { title: Label::new("O", "O"), act: ButtonAct::Open("tel:{e}".into()) }),
    ]);
    let print = |number: u128, what| PrintItem {
        id: ItemId(id(number)),
        area: [0, -3, 5, 7],
        when: None,
        style: TextStyle { size: 1, bold: true, italic: true, align: Align::Center, color: "#000000".into() },
        what,
    };
    let odd = "\n\"\"\"\" \\ {{\r\n{a}\"\"";
    Configuration {
        tables: vec![Table { info, fields }, removed],
        cards: vec![first, card(210, TableId(id(2)))],
        lists: vec![ListView {
            id: LayoutId(id(300)),
            table,
            key: "l".into(),
            label: Label::new("same", "same"),
            columns,
            sort: vec![SortBy { field: FieldId(id(10)), descending: true }],
            filter: Some("e > 1".into()),
        }],
        forms: vec![PrintForm {
            id: LayoutId(id(400)),
            table,
            key: "f".into(),
            label: Label::new("F", "F"),
            width: 1,
            height: 1,
            margins: [1, -2, 3, 4],
            text_size: 10,
            of_list: true,
            sheet: Some(Sheet { columns: 3, rows: 8, gaps: [0, 20] }),
            bands: vec![Band {
                id: ItemId(id(401)),
                role: BandRole::PageHeader,
                height: 0,
                when: Some(String::new()),
                keep_together: true,
                items: vec![
                    print(402, PrintItemKind::Text(Label::new(odd, odd))),
                    print(403, PrintItemKind::Text(Label::new(odd, ""))),
                    print(404, PrintItemKind::Frame(0, "#C4CAD1".into())),
                    print(405, PrintItemKind::Table(PrintTable { rows: "lines".into(), ..PrintTable::default() })),
                    print(407, PrintItemKind::Code(CodeKind::Ean13, "\"1\"".into())),
                    print(408, PrintItemKind::Table(full_table(odd))),
                    print(406, PrintItemKind::Text(Label::default())),
                ],
            }],
        }],
        records: vec![StarterRecord {
            id: RecordId(id(500)),
            table,
            values: vec![(FieldId(id(10)), Label::new("pirmas", "first"))],
        }],
    }
}

#[test]
fn what_an_office_may_make_is_written_and_read_too() {
    let configuration = unusual();
    let written = write(&configuration);
    assert_eq!(written.len(), 7);
    let read = read(&written).unwrap_or_else(|errors| {
        let said: Vec<String> = errors.iter().map(|error| error.message(Language::En)).collect();
        panic!("{}\n{}", said.join("\n"), written.iter().map(|file| file.text.as_str()).collect::<String>())
    });
    assert_eq!(read, configuration);
    assert_eq!(write(&read), written);
}

/// Mistakes in the delivered configuration with `change` made in the file `path`, as sentences.
fn mistakes(path: &str, change: impl Fn(&str) -> String) -> Vec<String> {
    let mut files = delivered();
    let file = files.iter_mut().find(|file| file.path == path).unwrap();
    let changed = change(&file.text);
    assert_ne!(changed, file.text, "nothing was changed in {path}");
    file.text = changed;
    read(&files).err().unwrap_or_default().iter().map(|error| error.message(Language::En)).collect()
}

#[test]
fn a_mistake_is_told_with_its_file_and_line() {
    let check = |path: &str, from: &str, to: &str, expected: &str| {
        let told = mistakes(path, |text| text.replacen(from, to, 1));
        assert!(told.iter().any(|told| told.contains(expected)), "{from} -> {to}: {told:#?}");
        let mut files = delivered();
        let file = files.iter_mut().find(|file| file.path == path).unwrap();
        let line = 1 + file.text[..file.text.find(from).unwrap()].lines().count().saturating_sub(1);
        let near = |told: &String| {
            let number =
                told.strip_prefix(&format!("{path}, line ")).and_then(|rest| rest.split(':').next()?.parse().ok());
            number.is_some_and(|number: usize| number.abs_diff(line) <= 8)
        };
        assert!(told.iter().any(near), "{from} at {line}: {told:#?}");
    };
    let clients = "tables/clients.toml";
    check(clients, "key = \"clients\"", "key = \"Clients\"", "key “Clients” will not do");
    check(clients, "key = \"clients\"\n", "", "the entry “key” is missing");
    check(clients, "icon = \"users\"", "icon = \"nobody\"", "“icon” cannot be “nobody”");
    check(
        clients,
        "role = \"client\"",
        "role = \"customer\"",
        "“role” cannot be “customer”; it may be: company, client",
    );
    check(clients, "title = \"name\"", "title = \"nam\"", "the table “clients” has no field “nam”");
    check(clients, "title = \"name\"\n", "", "the entry “title” is missing");
    check(clients, "order = 10", "order = \"first\"", "“order” is written in another way");
    check(clients, "kind = \"phone\"", "kind = \"fone\"", "“kind” cannot be “fone”; it may be: text");
    check(clients, "key = \"type\"", "key = \"name\"", "the key “name” is taken");
    check(clients, "role = \"vat-code\"", "role = \"company-code\"", "the role “company-code” is given already");
    check(clients, "scale = 2", "scale = 13", "“scale” has to be from 0 to 12");
    check(clients, "currency = \"EUR\"", "currency = \"€\"", "not the code of a currency");
    check(clients, "required = true", "obligatory = true", "the entry “obligatory” is unknown here");
    check(clients, "id = \"0193", "id = \"O193", "is not an id of 32 hexadecimal digits");
    check(clients, "icon = \"users\"", "icon = ", "this is not TOML");
    check("tables/contacts.toml", "[\"clients\"]", "[\"customers\"]", "there is no table “customers”");
    check("tables/invoices.toml", "on-delete = \"refuse\"", "on-delete = \"never\"", "“on-delete” cannot be “never”");
    check("tables/invoices.toml", "#9A5B00", "#9A5B0", "is not a colour");
    check("tables/invoices.toml", "result = \"money\"", "result = \"formula\"", "cannot be a formula itself");
    check("tables/products.toml", "number = \"21\"", "number = \"21%\"", "is not a number");
    check("tables/products.toml", "until = \"2025-12-31\"", "until = \"2025-12-32\"", "is not a date");
    let card = "cards/clients.toml";
    check(card, "table = \"clients\"", "table = \"clientz\"", "there is no table “clientz”");
    check(card, "width = 880\n", "width = 880\ntab-order = [\"0193\"]\n", "the card has no item 0193");
    check(card, "field = \"name\"", "field = \"fax\"", "has no field “fax”");
    check(card, "field = \"name\"", "field = \"name\"\nline = true", "exactly one of these entries is needed");
    check(card, "by = \"client\"", "by = \"title\"", "is no link to the table of this card");
    check(card, "in = \"0193", "in = \"0194", "there is no frame 0194");
    check(card, "[\"left\", \"top\", \"right\"]", "[\"left\", \"up\"]", "“anchors” cannot be “up”");
    check(card, "area = [0, 0, ", "area = [0, ", "“area” is written in another way");
    check("lists/clients.toml", "field = \"phone\"", "field = \"fone\"", "has no field “fone”");
    check("lists/clients.toml", "width = 256", "width = 0", "“width” has to be from 1");
    check("forms/vat-invoice.toml", "role = \"body\"", "role = \"head\"", "“role” cannot be “head”");
    check("forms/vat-invoice.toml", "align = \"right\"", "align = \"far\"", "“align” cannot be “far”");
}

#[test]
fn all_mistakes_of_all_files_are_told_together() {
    let mut files = delivered();
    for file in &mut files {
        file.text.insert_str(0, "color = true\n");
    }
    files.push(SourceFile { path: "notes.txt".into(), text: "hello".into() });
    let told = read(&files).unwrap_err();
    assert_eq!(told.len(), files.len());
    assert_eq!(told.iter().filter(|error| error.line == 1).count(), files.len() - 1);
    assert_eq!(told.last().map(|error| error.line), Some(0));
    assert!(told.iter().all(|error| error.message(Language::Lt) != error.message(Language::En)));
}

#[test]
fn an_id_or_a_table_s_key_is_taken_only_once() {
    let mut files = delivered();
    let again = SourceFile { path: "tables/again.toml".into(), text: files[0].text.clone() };
    files.push(again);
    let told = read(&files).unwrap_err();
    let clients = delivered_configuration().tables.remove(0);
    let count = |wanted: &dyn Fn(&Mistake) -> bool| told.iter().filter(|error| wanted(&error.mistake)).count();
    assert_eq!(count(&|mistake| matches!(mistake, Mistake::DuplicateId(_))), clients.fields.len() + 1);
    assert!(count(&|mistake| *mistake == Mistake::DuplicateKey("clients".into())) == 1);
    assert!(count(&|mistake| *mistake == Mistake::RoleTwice("client".into())) == 1);
}

#[test]
fn expressions_are_looked_at_where_they_stand() {
    let check = |path: &str, from: &str, to: &str, expected: &str| {
        let told = mistakes(path, |text| text.replacen(from, to, 1));
        assert!(
            matches!(&told[..], [one] if one.contains(expected) && one.contains(", line ")),
            "{from} -> {to}: {told:#?}"
        );
    };
    check("tables/clients.toml", "\"age(birthday)\"", "\"age(birth)\"", "the expression “age(birth)” will not do");
    check("tables/clients.toml", "\"age(birthday)\"", "\"age\"", "the formula depends on itself");
    check("cards/clients.toml", "'type <> \"legal\"'", "'type <> \"lega\"'", "will not do");
    let form = "forms/vat-invoice.toml";
    check(form, "{company.name}", "{company.nam}", "“company.nam” will not do");
    check(form, "rows = \"lines\"", "rows = \"rows\"", "a form knows no list “rows”");
}

#[test]
fn what_differs_is_told_thing_by_thing() {
    let before = delivered_configuration();
    let mut after = before.clone();
    after.tables[0].fields[0].label.lt = "Vardas".into();
    after.tables[1].fields.pop();
    let added = Field { id: FieldId(7), key: "colour".into(), ..Field::default() };
    after.tables[2].fields.push(added);
    after.lists.remove(0);
    let found = differences(&before, &after);
    let acts: Vec<Act> = found.iter().map(|one| one.act).collect();
    assert_eq!(acts, [Act::Changed, Act::Added, Act::Removed, Act::Removed]);
    assert_eq!(found[0].details[0].entry, "label");
    assert_eq!(differences(&before, &before), []);
}

#[test]
fn a_renamed_field_is_one_line() {
    let before = write(&delivered_configuration());
    let mut configuration = delivered_configuration();
    let city = configuration.tables[0].fields.iter_mut().find(|field| field.key == "hobby").unwrap();
    city.label.lt = "Laisvalaikis".into();
    let differ: Vec<(String, String)> = before
        .iter()
        .zip(write(&configuration))
        .flat_map(|(before, after)| {
            let lines = before.text.lines().zip(after.text.lines()).filter(|(before, after)| before != after);
            lines.map(|(before, after)| (before.to_owned(), after.to_owned())).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(differ.len(), 1, "{differ:?}");
}

#[test]
fn a_newer_delivery_and_an_office_s_own_changes_become_one() {
    let original = delivered_configuration();
    let (mut base, mut newer) = (original.clone(), original.clone());
    let set = |configuration: &mut Configuration, key: &str, change: &dyn Fn(&mut Field)| {
        let table = configuration.tables.iter_mut().find(|table| table.info.key == "clients").unwrap();
        change(table.fields.iter_mut().find(|field| field.key == key).unwrap());
    };
    // The office renames, requires, removes a list and adds a field; both change one label.
    set(&mut base, "city", &|field| field.label.lt = "Miestas ar kaimas".into());
    set(&mut base, "phone", &|field| field.required = true);
    set(&mut base, "hobby", &|field| field.label.lt = "Laisvalaikis".into());
    base.tables[0].fields.push(Field { id: FieldId(7), key: "colour".into(), ..Field::default() });
    base.lists.remove(0);
    // The delivery brings a field, another hint and another label.
    set(&mut newer, "phone", &|field| field.hint.lt = "Mobilusis.".into());
    set(&mut newer, "hobby", &|field| field.label.lt = "Pomėgis".into());
    newer.tables[0].fields.insert(1, Field { id: FieldId(8), key: "nickname".into(), ..Field::default() });
    let merged = merge(&original, &base, &newer);
    let clients = &merged.configuration.tables[0];
    let city = clients.field_by_key("city").unwrap();
    let phone = clients.field_by_key("phone").unwrap();
    assert_eq!((&*city.label.lt, phone.required, &*phone.hint.lt), ("Miestas ar kaimas", true, "Mobilusis."));
    assert_eq!(clients.fields[1].key, "nickname");
    assert!(clients.field_by_key("colour").is_some());
    assert_eq!(merged.configuration.lists.len(), original.lists.len() - 1);
    assert_eq!(clients.field_by_key("hobby").unwrap().label.lt, "Laisvalaikis", "the office's own stays");
    let places: Vec<&str> = merged.conflicts.iter().map(|conflict| &*conflict.place).collect();
    assert_eq!(places, ["tables/clients/fields/hobby/label/lt"]);
    assert_eq!((&*merged.conflicts[0].base, &*merged.conflicts[0].newer), ("Laisvalaikis", "Pomėgis"));
    assert_eq!(merge(&original, &original, &newer).configuration, newer);
    assert_eq!(merge(&original, &base, &original).configuration, base);
}
