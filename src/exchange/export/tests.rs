use super::*;
use crate::book;
use proptest::prelude::*;

fn text(text: &str) -> OutCell {
    OutCell { text: text.to_owned(), value: OutValue::Text }
}

fn heading(label: &str, kind: ColumnKind) -> Heading {
    Heading { label: label.to_owned(), kind }
}

fn written(mut grid: Box<dyn Grid>, rows: &[Vec<OutCell>]) -> Vec<u8> {
    for row in rows {
        grid.row(row).unwrap();
    }
    let mut out = Vec::new();
    grid.finish(&mut out).unwrap();
    out
}

fn workbook(rows: &[Vec<OutCell>], headings: &[Heading]) -> Vec<u8> {
    written(Box::new(Workbook::new("Klientai", headings).unwrap()), rows)
}

fn cells_of(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let read = book::read(bytes, None).unwrap();
    read.sheet
        .rows
        .for_each(&mut |_, cells| -> Result<(), ExchangeError> {
            rows.push(cells.iter().map(str::to_owned).collect());
            Ok(())
        })
        .unwrap();
    rows
}

/// What a browser would read in the cells of a page.
fn read_back(page: &str) -> Vec<String> {
    let cells = page.split("<td").skip(1).map(|cell| cell.split_once('>').unwrap().1.split_once("</td>").unwrap().0);
    cells
        .map(|cell| {
            let cell = cell.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
            cell.replace("&#13;", "\r").replace("&amp;", "&")
        })
        .collect()
}

#[test]
fn a_workbook_keeps_numbers_days_and_words_apart() {
    let headings = [
        heading("Pavadinimas", ColumnKind::Text),
        heading("Suma", ColumnKind::Money),
        heading("Data", ColumnKind::Date),
    ];
    let rows = [vec![
        text("=SUM(A1)"),
        OutCell { text: "1 204,50".into(), value: OutValue::Number(1204.5) },
        OutCell { text: "2026-11-25".into(), value: OutValue::Serial(46_351.0) },
    ]];
    let bytes = workbook(&rows, &headings);
    let cells = cells_of(&bytes);
    assert_eq!(cells[0], ["Pavadinimas", "Suma", "Data"]);
    assert_eq!(cells[1], ["=SUM(A1)", "1204.5", "2026-11-25"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_page_read_back_gives_what_was_written(cell in "[<>&\"'a-zą-ž=+@ \\t\\n-]{0,24}") {
        let page = written(Box::new(HtmlPage::new("<T&>", "lt", &[heading("<b>", ColumnKind::Text)])), &[vec![text(&cell)]]);
        let page = String::from_utf8(page).unwrap();
        prop_assert_eq!(read_back(&page), [cell]);
        prop_assert!(!page.contains("<b>"));
    }

    #[test]
    fn no_cell_of_a_text_starts_a_formula(start in "[ \\t\\r\\n]{0,2}[=+@＝＋－＠-][a-z(]{1,6}") {
        let bytes = written(Box::new(PlainText::new(&[heading("A", ColumnKind::Text)])), &[vec![text(&start)]]);
        let line = String::from_utf8(bytes).unwrap();
        let cell = line.lines().nth(2).unwrap();
        prop_assert!(cell.starts_with('\''), "{cell:?}");
    }

    #[test]
    fn a_workbook_gives_every_word_back(cell in "[ ]{0,2}[=+@＝－a-zą-ž0-9-][a-zą-ž0-9 .,(]{0,12}[a-zą-ž]") {
        let bytes = workbook(&[vec![text(&cell)]], &[heading("A", ColumnKind::Text)]);
        prop_assert_eq!(&cells_of(&bytes)[1][0], &cell);
    }
}
