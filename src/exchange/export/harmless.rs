//! No exported cell starts a formula, and what was written comes back.

use super::*;
use crate::{book, csv, samples};
use proptest::prelude::*;

/// Words made of all that starts a formula, after blanks and on later lines, and of what quoting and markup stumble over.
const CELL: &str = "([=+@\t\r\n'＝＋－＠ a1.,;\"<>&ž]|-|\r\n|_x000D_){0,10}";
const STARTS: [char; 9] = ['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠'];

fn written(mut grid: Box<dyn Grid>, cells: &[OutCell]) -> Vec<u8> {
    grid.row(cells).unwrap();
    let mut out = Vec::new();
    grid.finish(&mut out).unwrap();
    out
}

fn text(text: &str) -> OutCell {
    OutCell { text: text.to_owned(), value: OutValue::Text }
}

fn headings(kind: ColumnKind) -> [Heading; 2] {
    ["A", "B"].map(|label| Heading { label: label.to_owned(), kind })
}

/// A plain number stays one.
fn is_number(cell: &str) -> bool {
    !cell.ends_with('.')
        && cell.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit())
        && cell.parse::<f64>().is_ok()
}

fn starts_formula(cell: &str) -> bool {
    !is_number(cell) && cell.split(['\r', '\n']).any(|line| line.trim_start_matches(' ').starts_with(STARTS))
}

/// The second row of a CSV file, as it stands.
fn second_row(bytes: &[u8]) -> Vec<String> {
    let dialect = csv::Dialect { separator: b',', encoding: csv::Encoding::Utf8 };
    let mut row = Vec::new();
    csv::for_each_row(bytes, &dialect, &mut |number, cells| {
        if number == 2 {
            row = cells.iter().map(str::to_owned).collect();
        }
        Ok::<(), ExchangeError>(())
    })
    .unwrap();
    row
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_cell_of_csv_starts_a_formula_and_each_comes_back(one in CELL, other in CELL) {
        let bytes = written(Box::new(CsvTable::new(&headings(ColumnKind::Text))), &[text(&one), text(&other)]);
        let row = second_row(&bytes);
        prop_assert!(!row.iter().any(|cell| starts_formula(cell)), "{row:?}");
        let restored: Vec<_> = row.iter().map(|cell| csv::restore(cell).into_owned()).collect();
        prop_assert_eq!(restored, [one, other]);
    }

    #[test]
    fn no_cell_of_a_text_starts_a_formula_on_any_line(one in CELL) {
        let bytes = written(Box::new(PlainText::new(&headings(ColumnKind::Text)[..1])), &[text(&one)]);
        let lines = String::from_utf8(bytes).unwrap();
        let lines: Vec<&str> = lines.split("\r\n").skip(2).filter(|line| !line.is_empty()).collect();
        prop_assert!(lines.len() <= 1 && !lines.iter().any(|line| starts_formula(line)), "{lines:?}");
    }

    #[test]
    fn a_page_escapes_everything_and_says_that_its_words_are_words(one in CELL) {
        let page = written(Box::new(HtmlPage::new(&one, "lt", &headings(ColumnKind::Text)[..1])), &[text(&one)]);
        let page = String::from_utf8(page).unwrap();
        prop_assert!(page.contains("mso-number-format:\"\\@\""));
        let cell = page.split_once("<td>").unwrap().1.split_once("</td>").unwrap().0;
        prop_assert!(!cell.contains(['<', '>', '"', '\r']));
        let read = cell.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
        prop_assert_eq!(read.replace("&#13;", "\r").replace("&amp;", "&"), one);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_workbook_holds_words_never_formulas_and_gives_them_back(one in CELL) {
        let bytes = written(Box::new(Workbook::new("A", &headings(ColumnKind::Text)).unwrap()), &[text(&one), text("x")]);
        for (name, contents) in samples::unpacked(&bytes) {
            let contents = String::from_utf8(contents).unwrap();
            prop_assert!(!name.starts_with("xl/worksheets/") || !contents.contains("<f"), "{contents}");
            prop_assert!(name != "xl/styles.xml" || contents.contains("quotePrefix=\"1\""));
        }
        let (read, mut cells) = (book::read(&bytes, None).unwrap(), Vec::new());
        read.sheet.rows.for_each(&mut |number, row| {
            if number == 2 {
                cells = row.iter().map(str::to_owned).collect();
            }
            Ok::<(), ExchangeError>(())
        }).unwrap();
        prop_assert_eq!(cells, [one.as_str(), "x"]);
    }
}

#[test]
fn a_negative_amount_stays_a_number_with_a_comma_too() {
    let cells = [OutCell { text: "-12,50".into(), value: OutValue::Number(-12.5) }, text("-12,50")];
    let bytes = written(Box::new(CsvTable::new(&headings(ColumnKind::Money))), &cells);
    assert_eq!(second_row(&bytes), ["-12,50", "'-12,50"]);
    let bytes = written(Box::new(PlainText::new(&headings(ColumnKind::Money))), &cells);
    assert_eq!(String::from_utf8(bytes).unwrap().lines().nth(2), Some("-12,50  '-12,50"));
}
