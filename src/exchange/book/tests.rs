use super::*;
use crate::samples;

fn rows(bytes: &[u8], wanted: Option<&str>) -> Vec<String> {
    let mut rows = Vec::new();
    let book = read(bytes, wanted).unwrap();
    book.sheet
        .rows
        .for_each(&mut |number, cells| {
            rows.push(format!("{number} {}", cells.iter().collect::<Vec<_>>().join("|")));
            Ok::<(), ExchangeError>(())
        })
        .unwrap();
    rows
}

#[test]
fn an_old_workbook_gives_words_numbers_and_days() {
    let bytes = samples::golden("clients-excel97.xls");
    let expected = [
        "1 UAB „Pavyzdys“ klientai",
        "3 Pavadinimas|Įmonės kodas|El. paštas|Telefonas|Klientas nuo|Suma|PVM",
        "4 UAB „Ąžuolas“|302345678|info@azuolas.example|+370 612 34567|2024-03-12|1204.5|true",
        "5 MB „Šaltinis“|305111222|labas@saltinis.example|8 5 212 3456|1999-12-31|-0.1|false",
        "6 =SUM(A1)|||||0",
    ];
    assert_eq!(rows(&bytes, None), expected, "the hidden sheet is longer");
    assert_eq!(read(&bytes, None).unwrap().sheets, ["Klientai", "Paslėptas"]);
    assert_eq!(rows(&bytes, Some("paslėptas")).len(), 40);
}

#[test]
fn a_spreadsheet_gives_what_is_in_it_and_not_what_is_repeated_to_its_end() {
    let expected = [
        "1 Pavadinimas|Suma|Data|Nuolaida",
        "2 UAB „Ąžuolas“|1204.5|2024-03-12|7",
        "3 UAB „Ąžuolas“|=1+1 & <b>\nantra  eilutė|=1+1 & <b>\nantra  eilutė",
        "4 |=1+1 & <b>\nantra  eilutė|=1+1 & <b>\nantra  eilutė",
    ];
    assert_eq!(rows(&samples::spreadsheet(samples::ROWS), None), expected);
}

#[test]
fn a_sheet_that_is_not_there_is_named_with_those_that_are() {
    match read(&samples::golden("clients-excel97.xls"), Some("Sąskaitos")) {
        Err(ExchangeError::NoSheet { name, sheets }) => {
            assert_eq!((name.as_str(), sheets.join("|").as_str()), ("Sąskaitos", "Klientai|Paslėptas"));
        }
        other => panic!("{other:?}"),
    }
}
