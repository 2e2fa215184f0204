//! Workbooks of old Excel and of OpenDocument.

use crate::{
    lines,
    made::{Cell, ods, package, xls},
};
use exchange::{ExchangeError, book};

/// A price list with a word in Lithuanian, a number, a day, and a yes.
pub fn old_workbook() -> Vec<u8> {
    let heading = ["Pavadinimas", "Kaina", "Galioja iki", "Yra"];
    let rows = [
        heading.into_iter().map(Cell::Text).collect(),
        vec![Cell::Text("Ąžuolinė „Žvakė“"), Cell::Number(12.34), Cell::Date(46_351.0), Cell::YesNo(true)],
        vec![Cell::Text("=1+1"), Cell::Number(-0.5), Cell::Empty, Cell::YesNo(false)],
    ];
    xls("Kainos", &rows)
}

/// The same as a spreadsheet of OpenDocument, with what only that has: repeated and covered cells, notes, line breaks.
pub fn open_workbook() -> Vec<u8> {
    let text = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let heading = row(&[text("Pavadinimas"), text("Kaina"), text("Galioja iki"), text("Pastaba")]);
    let first = row(&[
        text("Ąžuolinė &amp; <text:span>Žvakė</text:span>"),
        "<table:table-cell office:value-type=\"float\" office:value=\"12.340000000000002\"><text:p>12,34</text:p>\
         </table:table-cell>"
            .to_owned(),
        "<table:table-cell office:value-type=\"date\" office:date-value=\"2026-11-25\"><text:p>26.11.25</text:p>\
         </table:table-cell>"
            .to_owned(),
        "<table:table-cell office:value-type=\"string\"><office:annotation><text:p>ne tai</text:p></office:annotation>\
         <text:p>a<text:s text:c=\"2\"/>b</text:p><text:p>c</text:p></table:table-cell>"
            .to_owned(),
    ]);
    let second = row(&[
        text("Nuolaida"),
        "<table:table-cell office:value-type=\"percentage\" office:value=\"0.055\"><text:p>5,5%</text:p>\
         </table:table-cell>"
            .to_owned(),
    ]);
    let tail = "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell \
                table:number-columns-repeated=\"16384\"/></table:table-row>";
    let empty = "<table:table table:name=\"Lapas2\"><table:table-row/></table:table>";
    ods(&format!("<table:table table:name=\"Kainos\">{heading}{first}{second}{tail}</table:table>{empty}"))
}

#[test]
fn a_workbook_of_old_excel_is_read() {
    let read = book::read(&old_workbook(), None).unwrap();
    assert_eq!((read.sheets.as_slice(), read.sheet.name.as_str()), (["Kainos".to_owned()].as_slice(), "Kainos"));
    let expected = ["Pavadinimas|Kaina|Galioja iki|Yra", "Ąžuolinė „Žvakė“|12.34|2026-11-25|true", "=1+1|-0.5||false"];
    assert_eq!(lines(&read.sheet.rows), expected);
}

#[test]
fn a_spreadsheet_of_opendocument_is_read() {
    let read = book::read(&open_workbook(), None).unwrap();
    assert_eq!(read.sheets, ["Kainos", "Lapas2"]);
    let expected =
        ["Pavadinimas|Kaina|Galioja iki|Pastaba", "Ąžuolinė & Žvakė|12.34|2026-11-25|a  b\nc", "Nuolaida|5.5"];
    assert_eq!(lines(&read.sheet.rows), expected);
    assert_eq!(lines(&book::read(&open_workbook(), Some("lapas2")).unwrap().sheet.rows), Vec::<String>::new());
    let missing = book::read(&open_workbook(), Some("Lapas3")).unwrap_err();
    assert!(matches!(missing, ExchangeError::NoSheet { .. }), "{missing}");
}

#[test]
fn a_locked_spreadsheet_is_told_from_a_damaged_one() {
    let locked = package(
        [
            ("content.xml", b"\x01\x02".as_slice()),
            ("META-INF/manifest.xml", b"<manifest:encryption-data manifest:checksum=\"x\"/>"),
        ],
        true,
    );
    assert!(matches!(book::read(&locked, None).unwrap_err(), ExchangeError::Protected));
    let torn = &old_workbook()[..900];
    assert!(book::read(torn, None).is_err());
}
