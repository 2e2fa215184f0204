//! Every expression of the delivered configuration is one that the language takes.

use super::{delivered, read};
use crate::{
    formula::{self, Program},
    ids::{FieldId, TableId},
    language::Language,
    layout::{CardItemKind, PrintForm, PrintItemKind},
    schema::{Field, FieldKind, Table, TableRole},
};

fn bind(tables: &[Table], table: TableId, text: &str, place: &str) -> Program {
    let bound = formula::parse(text).and_then(|tree| formula::bind(&tree, tables, table));
    bound.unwrap_or_else(|error| panic!("{place}: {text}: {}", error.message(Language::En)))
}

/// The tables as a print form sees them: with a link to the office's own requisites in each.
fn with_company(tables: &[Table]) -> Vec<Table> {
    let company = tables.iter().find(|table| table.info.role == Some(TableRole::Company)).expect("the company's table");
    let link = FieldKind::Link { targets: vec![company.info.id], many: false, on_delete: Default::default() };
    let field = Field { id: FieldId(u128::MAX), key: "company".into(), kind: link, ..Field::default() };
    let with =
        |table: &Table| Table { fields: [&table.fields[..], std::slice::from_ref(&field)].concat(), ..table.clone() };
    tables.iter().map(with).collect()
}

#[test]
fn computed_fields_and_defaults_bind_and_no_field_needs_itself() {
    let read = read(&delivered()).expect("the delivered configuration");
    let mut programs = Vec::new();
    for table in &read.tables {
        for field in &table.fields {
            let place = format!("{}.{}", table.info.key, field.key);
            if let Some(text) = field.formula() {
                programs.push((table.info.id, field.id, bind(&read.tables, table.info.id, text, &place)));
            }
            if let Some(text) = &field.default {
                bind(&read.tables, table.info.id, text, &place);
            }
        }
    }
    assert!(programs.len() >= 9, "{}", programs.len());
    assert_eq!(formula::order(&programs).map(|order| order.len()), Ok(programs.len()));
    let key = |table, field| {
        let table = read.tables.iter().find(|of| of.info.id == table).expect("the formula's table");
        format!("{}.{}", table.info.key, table.field(field).expect("the formula's field").key)
    };
    let asking: Vec<String> = programs
        .iter()
        .filter(|(.., program)| program.uses_clock())
        .map(|(table, field, _)| key(*table, *field))
        .collect();
    // What asks for the day is never stored but computed for each row that is read: as few as possible.
    assert_eq!(asking, ["clients.age", "contacts.age", "contracts.days-left", "invoices.overdue"]);
}

#[test]
fn conditions_and_filters_bind() {
    let read = read(&delivered()).expect("the delivered configuration");
    for card in &read.cards {
        for text in card.items.iter().filter_map(|item| item.visible.as_deref()) {
            bind(&read.tables, card.table, text, &card.key);
        }
    }
    for list in &read.lists {
        if let Some(text) = &list.filter {
            bind(&read.tables, list.table, text, &list.key);
        }
    }
}

#[test]
fn expressions_of_print_forms_bind_in_both_languages() {
    let read = read(&delivered()).expect("the delivered configuration");
    let tables = with_company(&read.tables);
    let mut seen = 0;
    for form in &read.forms {
        let mut check = |table: TableId, text: &str| {
            if !matches!(text, "page" | "pages" | "row") {
                bind(&tables, table, text, &form.key);
                seen += 1;
            }
        };
        for band in &form.bands {
            band.when.iter().for_each(|text| check(form.table, text));
            for item in &band.items {
                item.when.iter().for_each(|text| check(form.table, text));
                match &item.what {
                    PrintItemKind::Text(label) => {
                        for language in [Language::Lt, Language::En] {
                            let texts = PrintForm::expressions(label.get(language));
                            texts.into_iter().for_each(|text| check(form.table, text));
                        }
                    }
                    PrintItemKind::Picture(text) | PrintItemKind::Code(_, text) => check(form.table, text),
                    PrintItemKind::Table(table) if table.rows == "vat-breakdown" => {
                        let known = ["rate", "net", "vat", "total"];
                        let texts = table.columns.iter().flat_map(|column| PrintForm::expressions(&column.text));
                        texts.for_each(|text| assert!(known.contains(&text), "{text}"));
                    }
                    PrintItemKind::Table(table) => {
                        let rows = tables.iter().find(|of| {
                            of.info.key == table.rows
                                || table.rows == "records" && of.info.id == form.table
                                || table.rows == "lines" && of.part_of().is_some_and(|(_, owner)| owner == form.table)
                        });
                        let rows = rows.unwrap_or_else(|| panic!("rows {}", table.rows)).info.id;
                        let texts = table.columns.iter().flat_map(|column| PrintForm::expressions(&column.text));
                        texts.for_each(|text| check(rows, text));
                        let sums = table.columns.iter().map(|column| &column.sum).chain([&table.group]);
                        sums.filter(|text| !text.is_empty()).for_each(|text| check(rows, text));
                    }
                    PrintItemKind::Line(_) | PrintItemKind::Frame(..) => {}
                }
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn texts_of_print_forms_close_every_brace() {
    for form in read(&delivered()).expect("the delivered configuration").forms {
        for item in form.bands.iter().flat_map(|band| &band.items) {
            if let PrintItemKind::Text(label) = &item.what {
                for text in [&label.lt, &label.en] {
                    assert_eq!(text.matches('{').count(), text.matches('}').count(), "{text}");
                }
            }
        }
    }
}

#[test]
fn cards_show_what_a_person_fills_in() {
    let read = read(&delivered()).expect("the delivered configuration");
    for card in &read.cards {
        let table = read.tables.iter().find(|table| table.info.id == card.table).expect("the card's table");
        for field in &table.fields {
            let shown = card.items.iter().any(|item| item.what == CardItemKind::Field(field.id));
            assert!(shown || ["receivable", "issued-total"].contains(&&*field.key), "{}.{}", table.info.key, field.key);
        }
    }
}

#[test]
fn prices_are_printed_with_two_decimals_or_as_exactly_as_they_are() {
    let forms = read(&delivered()).expect("the delivered configuration").forms;
    let items = forms.into_iter().flat_map(|form| form.bands).flat_map(|band| band.items);
    let columns = items.flat_map(|item| match item.what {
        PrintItemKind::Table(table) if table.rows == "lines" => table.columns,
        _ => Vec::new(),
    });
    let prices: Vec<String> = columns.map(|column| column.text).filter(|text| text.contains("price")).collect();
    // `text(price, 2)` alone would round 0.335.
    assert!(prices.len() >= 5, "{prices:?}");
    assert!(
        prices.iter().all(|text| text == "{if(price = round(price, 2), text(price, 2), text(price))}"),
        "{prices:?}"
    );
}
