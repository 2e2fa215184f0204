//! Small files of every format, for the tests.

use crate::export::{ColumnKind, Grid as _, Heading, OutCell, OutValue, Workbook};
use std::io::{Cursor, Read as _, Write as _};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// A file of `tests/golden/data`.
pub(crate) fn golden(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/data/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

/// A package of these files.
pub(crate) fn package(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in files {
        writer.start_file(name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The files of a package.
pub(crate) fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let file = |at| {
        let (mut file, mut contents) = (archive.by_index(at).unwrap(), Vec::new());
        file.read_to_end(&mut contents).unwrap();
        (file.name().unwrap().into_owned(), contents)
    };
    (0..ZipArchive::new(Cursor::new(bytes)).unwrap().len()).map(file).collect()
}

/// A spreadsheet of OpenDocument whose only sheet has these rows.
pub(crate) fn spreadsheet(rows: &str) -> Vec<u8> {
    let manifest = r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content
        xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
        xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
        xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
        <table:table table:name="Klientai">{rows}</table:table>
        </office:spreadsheet></office:body></office:document-content>"#
    );
    package(&[
        ("mimetype".into(), b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml".into(), content.into_bytes()),
        ("META-INF/manifest.xml".into(), manifest.into()),
    ])
}

/// Rows as LibreOffice writes them: dates, amounts, percents, cells and rows repeated, merged and with notes.
pub(crate) const ROWS: &str = r#"
<table:table-row><table:table-cell office:value-type="string"><text:p>Pavadinimas</text:p></table:table-cell>
  <table:table-cell office:value-type="string"><text:p>Suma</text:p></table:table-cell>
  <table:table-cell office:value-type="string"><text:p>Data</text:p></table:table-cell>
  <table:table-cell office:value-type="string"><text:p>Nuolaida</text:p></table:table-cell>
  <table:table-cell table:number-columns-repeated="16380"/></table:table-row>
<table:table-row><table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>UAB „Ąžuolas“</text:p>
  <office:annotation><text:p>pastaba</text:p></office:annotation></table:table-cell>
  <table:table-cell office:value-type="currency" office:value="1204.5"><text:p>1 204,50 €</text:p></table:table-cell>
  <table:table-cell office:value-type="date" office:date-value="2024-03-12"><text:p>2024.03.12</text:p></table:table-cell>
  <table:table-cell office:value-type="percentage" office:value="0.07"><text:p>7 %</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:covered-table-cell/>
  <table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>=1+1 &amp; &lt;b&gt;</text:p>
  <text:p>antra<text:s text:c="2"/>eilutė</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;

/// A workbook of words, amounts and days.
pub(crate) fn workbook() -> Vec<u8> {
    let heading = |label: &str, kind| Heading { label: label.to_owned(), kind };
    let headings = [
        heading("Pavadinimas", ColumnKind::Text),
        heading("Suma", ColumnKind::Money),
        heading("Data", ColumnKind::Date),
    ];
    let mut book = Box::new(Workbook::new("Klientai", &headings).unwrap());
    for at in 0..6 {
        let cell = |text: String, value| OutCell { text, value };
        let amount = 12.5 * f64::from(at);
        book.row(&[
            cell(format!("UAB „Ąžuolas {at}“"), OutValue::Text),
            cell(amount.to_string(), OutValue::Number(amount)),
            cell(String::new(), OutValue::Serial(45_000.0 + f64::from(at))),
        ])
        .unwrap();
    }
    let mut bytes = Vec::new();
    book.finish(&mut bytes).unwrap();
    bytes
}
