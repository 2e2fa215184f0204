//! Codes, groups with their sums, sums carried from page to page, labels, and the foot of the last page.

use crate::{Page, PrintingError, lay_out, lay_out_sheets, rasterize, samples::*, tests::*, to_pdf};
use model::{
    language::Label,
    layout::{Align, BandRole, CodeKind, Datum, PrintForm, PrintItemKind, PrintTable, Sheet},
    schema::rust_decimal_text,
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

fn code(kind: CodeKind, size: i32) -> PrintForm {
    form(vec![band(BandRole::Body, 500, vec![item([0, 0, size, size], PrintItemKind::Code(kind, "text".to_owned()))])])
}

/// What an independent reader finds in the codes of the first page.
fn read_codes(form: &PrintForm, text: &str) -> Vec<String> {
    let drawn = rasterize(&pdf(form, &data(&[("text", text)])), 150.0).unwrap().remove(0);
    let gray = |x: usize, y: usize| drawn.rgba[(y * drawn.width as usize + x) * 4];
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(drawn.width as usize, drawn.height as usize, gray);
    picture.detect_grids().into_iter().map(|grid| grid.decode().unwrap().1).collect()
}

#[test]
fn a_qr_code_is_read_back_by_another_program() {
    let payment = "BCD\n002\n1\nSCT\n\nUAB „Ąžuolas“\nLT121000011101001000\nEUR1554.31\n\n\nKAR-0117";
    for text in [payment, "ĄČĘĖĮŠŲŪŽ ąčęėįšųūž", "12345678901234567890", "点茗"] {
        assert_eq!(read_codes(&code(CodeKind::Qr, 300), text), [text]);
    }
    assert_eq!(read_codes(&code(CodeKind::Qr, 300), ""), [""; 0]);
}

#[test]
fn bar_codes_stay_in_their_area_and_say_their_text() {
    for (kind, text, said) in [
        (CodeKind::Ean13, "477000000001", "4770000000015"),
        (CodeKind::Ean13, "K-0101", "K-0101"),
        (CodeKind::Code128, "K-0101", "K-0101"),
    ] {
        let laid = pages(&code(kind, 400), &data(&[("text", text)]));
        assert_eq!(laid[0].texts().collect::<Vec<_>>(), [said]);
        let crate::Mark::Bars(bars) = &laid[0].marks[0] else { panic!("no bars: {:?}", laid[0].marks) };
        let right = bars.rectangles.iter().map(|[x, _, width, _]| x + width).fold(0.0, f32::max);
        let left = bars.rectangles[0][0];
        assert!((right - left - 400.0 * 72.0 / 254.0).abs() < 0.01, "{left} {right}");
    }
}

fn amounts(rows: &[(&str, &str, i64)]) -> Vec<BTreeMap<String, Datum>> {
    let row = |(city, name, cents): &(&str, &str, i64)| {
        let number = Decimal::new(*cents, 2);
        BTreeMap::from([
            ("city".to_owned(), Datum::Text((*city).to_owned())),
            ("name".to_owned(), Datum::Text((*name).to_owned())),
            ("debt".to_owned(), Datum::Number(rust_decimal_text::Text(number), format!("{number}").replace('.', ","))),
        ])
    };
    rows.iter().map(row).collect()
}

fn list() -> PrintForm {
    let label = |text: &str| Label::new(text, text);
    let mut debt = column("Skola", "{debt}", 400, Align::Right);
    debt.sum = "debt".to_owned();
    let mut so_far = column("Iki čia", "", 400, Align::Right);
    (so_far.sum, so_far.running) = ("debt".to_owned(), true);
    let table = PrintTable {
        rows: "records".to_owned(),
        columns: vec![column("Vardas", "{name}", 940, Align::Left), debt, so_far],
        group: "city".to_owned(),
        group_heading: label("Miestas {group} ({count})"),
        group_total: label("Iš viso {group}"),
        total: label("Iš viso {count}"),
        carried: label("Perkelta"),
        empty: label("Nėra ką rodyti"),
    };
    form(vec![
        band(BandRole::Body, 60, vec![item([0, 0, 1740, 60], PrintItemKind::Table(table))]),
        band(BandRole::LastFooter, 100, vec![text([0, 0, 600, 40], "Parašas")]),
        band(BandRole::PageFooter, 60, vec![text([0, 10, 600, 40], "psl. {page} iš {pages}")]),
    ])
}

fn lines(page: &Page) -> Vec<&str> {
    page.texts().collect()
}

#[test]
fn groups_have_headings_and_sums_and_the_whole_list_has_its_own() {
    let mut data = data(&[]);
    let rows = [("Kaunas", "Ąžuolas", 1000), ("Kaunas", "Beržas", 250), ("Vilnius", "Klevas", 5)];
    data.tables.insert("records".to_owned(), amounts(&rows));
    let laid = pages(&list(), &data);
    let text = lines(&laid[0]).join("|");
    assert!(text.contains("Miestas Kaunas (2)|Ąžuolas|10,00|10,00|Beržas|2,50|12,50|Iš viso Kaunas|12,50|12,50|Miestas Vilnius (1)|Klevas|0,05|12,55|Iš viso Vilnius|0,05|0,05|Iš viso 3|12,55|12,55|"), "{text}");
    assert!(!text.contains("Perkelta"), "{text}");
}

#[test]
fn a_list_of_nothing_says_so() {
    let text = lines(&pages(&list(), &data(&[]))[0]).join("|");
    assert!(text.contains("Nėra ką rodyti") && !text.contains("Iš viso"), "{text}");
}

#[test]
fn what_is_carried_forward_is_the_sum_of_the_rows_before() {
    let names: Vec<String> = (0..120).map(|at| format!("n{at}")).collect();
    let rows: Vec<(&str, &str, i64)> = names.iter().map(|name| ("Kaunas", name.as_str(), 100)).collect();
    let mut data = data(&[]);
    data.tables.insert("records".to_owned(), amounts(&rows));
    let laid = pages(&list(), &data);
    assert!(laid.len() > 2, "{}", laid.len());
    check_pages(&list(), &laid);
    let mut seen = 0;
    for (at, page) in laid.iter().enumerate() {
        let texts = lines(page);
        let rows = texts.iter().filter(|text| text.starts_with('n')).count();
        let places: Vec<usize> = (0..texts.len()).filter(|at| texts[*at] == "Perkelta").collect();
        let (top, foot) = (usize::from(at > 0), usize::from(at + 1 < laid.len()));
        assert_eq!(places.len(), top + foot, "page {at}: {texts:?}");
        if top == 1 {
            assert_eq!(texts[places[0] + 1], format!("{seen},00"));
        }
        seen += rows;
        if foot == 1 {
            assert_eq!(texts[places[top] + 1], format!("{seen},00"));
        }
        assert_eq!(texts.contains(&"Parašas"), at + 1 == laid.len(), "the foot of the last page on page {at}");
    }
    assert_eq!(seen, 120);
}

#[test]
fn a_title_goes_with_the_first_row_of_the_table_under_it() {
    for above in (1500..2600).step_by(37) {
        let mut form = list();
        let table = form.bands[0].items.remove(0);
        let table = model::layout::PrintItem { area: [0, 60, 1740, 60], ..table };
        form.bands[0].items = vec![text([0, 0, 600, 50], "Antraštė"), table];
        form.bands.insert(0, band(BandRole::Body, above, vec![text([0, 0, 600, 40], "viršus")]));
        let mut data = data(&[]);
        let rows = [("Kaunas", "Ąžuolas", 1000), ("Kaunas", "Beržas", 250), ("Vilnius", "Klevas", 5)];
        data.tables.insert("records".to_owned(), amounts(&rows));
        let laid = pages(&form, &data);
        let page_of = |word: &str| laid.iter().position(|page| page.texts().any(|text| text == word));
        assert_eq!(page_of("Antraštė"), page_of("Ąžuolas"), "{above}");
    }
}

fn labels() -> PrintForm {
    let mut form = form(vec![band(BandRole::Body, 100, vec![text([20, 20, 500, 60], "{name}")])]);
    (form.margins, form.sheet) = ([0, 0, 0, 0], Some(Sheet { columns: 3, rows: 8, gaps: [0, 0] }));
    form
}

#[test]
fn labels_begin_where_the_sheet_is_still_whole() {
    let each: Vec<_> = (0..26).map(|at| data(&[("name", &format!("e{at}"))])).collect();
    let laid = lay_out_sheets(&labels(), &each, 23, fonts()).unwrap();
    assert_eq!(laid.iter().map(|page| page.texts().count()).collect::<Vec<_>>(), [2, 24]);
    let crate::Mark::Text(first) = &laid[0].marks[0] else { panic!() };
    // The second label of the last row.
    assert!((first.x - 720.0 * 72.0 / 254.0).abs() < 0.1, "{}", first.x);
    assert!(first.baseline > 7.0 * 2970.0 / 8.0 * 72.0 / 254.0, "{}", first.baseline);
    let data = data(&[]);
    assert!(to_pdf(&[(&laid, &data)], fonts()).is_ok());
}

#[test]
fn a_long_label_shrinks_and_never_touches_its_neighbours() {
    let long = "Nepaprastai ilgas prekės pavadinimas ".repeat(30);
    let laid = lay_out_sheets(&labels(), &[data(&[("name", &long)])], 1, fonts()).unwrap();
    let height = 2970.0 / 8.0 * 72.0 / 254.0;
    for mark in &laid[0].marks {
        let crate::Mark::Text(run) = mark else { continue };
        assert!(run.baseline < height, "{}", run.baseline);
    }
}

#[test]
fn a_hostile_form_is_refused() {
    let many = (0..501).map(|_| text([0, 0, 100, 40], "x")).collect();
    let refused = lay_out(&form(vec![band(BandRole::Body, 0, many)]), &data(&[]), fonts());
    assert_eq!(refused, Err(PrintingError::TooMany));
    let mut narrow = labels();
    narrow.sheet = Some(Sheet { columns: 100, rows: 100, gaps: [1000, 1000] });
    assert_eq!(lay_out_sheets(&narrow, &[data(&[])], 1, fonts()), Err(PrintingError::NoRoom));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_list_of_whatever_groups_loses_no_row_and_ends(
        groups in prop::collection::vec(prop::collection::vec((1..40_usize, -5000..90_000_i64), 1..30), 0..8),
        footer in 0..1500_i32,
        carried in any::<bool>(),
    ) {
        let mut form = list();
        form.bands[1].height = footer;
        if let PrintItemKind::Table(table) = &mut form.bands[0].items[0].what && !carried {
            table.carried = Label::default();
        }
        let mut texts = Vec::new();
        for (city, rows) in groups.iter().enumerate() {
            for (words, cents) in rows {
                let name: Vec<String> = (0..*words).map(|word| format!("q{}w{word}", texts.len())).collect();
                texts.push((format!("m{city}"), name.join(" "), *cents));
            }
        }
        let rows: Vec<(&str, &str, i64)> = texts.iter().map(|(city, name, cents)| (&**city, &**name, *cents)).collect();
        let mut data = data(&[]);
        data.tables.insert("records".to_owned(), amounts(&rows));
        let laid = pages(&form, &data);
        check_pages(&form, &laid);
        let words: Vec<&str> = laid.iter().flat_map(Page::texts).flat_map(str::split_whitespace).collect();
        for (_, name, _) in &texts {
            for word in name.split(' ') {
                prop_assert_eq!(words.iter().filter(|found| **found == word).count(), 1, "{}", word);
            }
        }
        let sum: i64 = texts.iter().map(|(.., cents)| cents).sum();
        // The foot of the last page may have a page of its own.
        let printed = laid.iter().map(|page| lines(page).join("|")).collect::<String>();
        let total = model::value::format_amount(Decimal::new(sum, 2), 2, model::language::Language::Lt);
        prop_assert!(texts.is_empty() || sum % 100 == 0 || printed.contains(&total), "{} in {}", total, printed);
    }
}
