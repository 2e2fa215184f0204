//! Print forms in tenths of a millimetre, the data they are printed with, and the frozen state of issued documents.
//!
//! A form holds expressions; the engine evaluates them once into [`PrintData`], which is all that `printing` sees. So an
//! issued document prints the same for ever, whatever happens to the records and the structure.

use crate::{
    ids::{ItemId, LayoutId, RecordId, TableId},
    language::{Label, Language},
    schema::rust_decimal_text,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Tenths of a millimetre.
pub type Tenths = i32;

/// A print form of a table.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct PrintForm {
    /// Identity.
    pub id: LayoutId,
    /// The table whose records it prints.
    pub table: TableId,
    /// Plain key.
    pub key: String,
    /// Name of the form.
    pub label: Label,
    /// Page width.
    pub width: Tenths,
    /// Page height.
    pub height: Tenths,
    /// Margins: left, top, right, bottom.
    pub margins: [Tenths; 4],
    /// Size of the text in tenths of a point, where an item does not say its own.
    pub text_size: i32,
    /// Bands from top to bottom.
    pub bands: Vec<Band>,
    /// All chosen records are printed as one document, the rows `records`; otherwise each record is a document of its own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub of_list: bool,
    /// The records are labels on a sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<Sheet>,
}

/// Labels of the same size on a sheet: inside the margins, one beside another and in rows under another. A record fills a label
/// with the bands that are in the flow.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sheet {
    /// Labels in a row.
    pub columns: u16,
    /// Rows of labels.
    pub rows: u16,
    /// Space between labels: across, down.
    pub gaps: [Tenths; 2],
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// A horizontal strip of the form. Items in it are placed relative to its top left corner inside the margins.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Band {
    /// Identity.
    pub id: ItemId,
    /// When it is printed.
    pub role: BandRole,
    /// Least height; it grows with its items.
    pub height: Tenths,
    /// Expression: printed only where it holds.
    #[serde(default)]
    pub when: Option<String>,
    /// Is not broken over pages unless it is taller than one.
    #[serde(default)]
    pub keep_together: bool,
    /// Items, drawn in order.
    pub items: Vec<PrintItem>,
}

/// When a band is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BandRole {
    /// In the flow, once, in the order of the bands.
    Body,
    /// At the top of every page but the first.
    PageHeader,
    /// At the foot of every page.
    PageFooter,
    /// Once, at the foot of the last page.
    LastFooter,
}

/// Something on a band.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PrintItem {
    /// Identity.
    pub id: ItemId,
    /// Place relative to the band: x, y, width, height. Text and tables grow downward and push what stands below.
    pub area: [Tenths; 4],
    /// Expression: printed only where it holds.
    #[serde(default)]
    pub when: Option<String>,
    /// How text looks.
    #[serde(default)]
    pub style: TextStyle,
    /// What it is.
    pub what: PrintItemKind,
}

/// How text looks.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct TextStyle {
    /// Tenths of a point; 0: the form's own.
    #[serde(default)]
    pub size: i32,
    /// Bold.
    #[serde(default)]
    pub bold: bool,
    /// Italic.
    #[serde(default)]
    pub italic: bool,
    /// Alignment.
    #[serde(default)]
    pub align: Align,
    /// Colour as `#RRGGBB`; empty: black.
    #[serde(default)]
    pub color: String,
}

/// Alignment of text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Left.
    #[default]
    Left,
    /// Centre.
    Center,
    /// Right.
    Right,
}

/// What an item of a band is.
#[allow(clippy::large_enum_variant, reason = "a form has few items, and most of its room is in their texts")]
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrintItemKind {
    /// Text in which `{expression}` stands for a value; `{page}` and `{pages}` are known everywhere. `{{` is a brace. A line
    /// all of whose expressions are empty, and which has no other words, is left out.
    Text(Label),
    /// A line from the area's top left to its bottom right, this thick.
    Line(Tenths),
    /// A rectangle, its line this thick, filled with `#RRGGBB` unless empty.
    Frame(Tenths, String),
    /// A picture from an expression (a picture field), fitted into the area keeping its proportions.
    Picture(String),
    /// A table: one row for each record of a list, its heading repeated on every page.
    Table(PrintTable),
    /// The text of an expression as a code for machines, fitted into the area.
    Code(CodeKind, String),
}

/// How a text is written for machines.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeKind {
    /// EAN-13, its digits below; a text that is no such number is written as Code 128.
    Ean13,
    /// Code 128, the text below.
    Code128,
    /// QR code with medium correction, as the payment code of EPC069-12 wants it.
    Qr,
}

/// A table on a print form.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct PrintTable {
    /// Expression that gives the rows: a path to records (`lines`), or `vat-breakdown`.
    pub rows: String,
    /// Columns from left to right.
    pub columns: Vec<PrintColumn>,
    /// Expression over a row; rows with the same value stand together under a heading. Empty: no groups.
    #[serde(default)]
    pub group: String,
    /// Heading of a group: `{group}` is its value, `{count}` the number of its rows.
    #[serde(default)]
    pub group_heading: Label,
    /// Beside the sums of a group; empty: they are not printed.
    #[serde(default)]
    pub group_total: Label,
    /// Beside the sums of all rows, which `{count}` counts; empty: they are not printed.
    #[serde(default)]
    pub total: Label,
    /// Beside the sums so far where the table is broken over pages, at the foot of one and the top of the next; empty: not.
    #[serde(default)]
    pub carried: Label,
    /// Printed where there are no rows.
    #[serde(default)]
    pub empty: Label,
}

/// A column of a printed table.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct PrintColumn {
    /// Text in the heading.
    pub heading: Label,
    /// Text of a cell with `{expressions}` over the row's record; `{row}` is its number from 1.
    pub text: String,
    /// Width.
    pub width: Tenths,
    /// Alignment of heading and cells.
    #[serde(default)]
    pub align: Align,
    /// Expression over a row whose sums are printed in this column; empty: none.
    #[serde(default)]
    pub sum: String,
    /// The cells show the sum so far instead of their text.
    #[serde(default)]
    pub running: bool,
}

/// Everything a form needs to be printed in one language: the values of its expressions by their text.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct PrintData {
    /// Language of the document.
    pub language: Language,
    /// Title of the document, for the file's properties.
    pub title: String,
    /// Values of the expressions outside tables, by the expression's text as it stands in the form.
    pub values: BTreeMap<String, Datum>,
    /// Rows of tables, by the `rows` expression: for each row the values of the columns' expressions.
    pub tables: BTreeMap<String, Vec<BTreeMap<String, Datum>>>,
    /// Milliseconds since 1970 UTC at which the document was made; goes into the file instead of the clock.
    pub time: i64,
}

/// A value ready to be printed.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub enum Datum {
    /// Nothing.
    #[default]
    Empty,
    /// Text, already in the document's language.
    Text(String),
    /// A number with its text, already in the document's language.
    Number(rust_decimal_text::Text, String),
    /// Yes or no, for conditions.
    YesNo(bool),
    /// Bytes of a PNG or JPEG picture.
    Picture(Vec<u8>),
}

impl Datum {
    /// The text to print; empty for conditions and pictures.
    pub fn text(&self) -> &str {
        match self {
            Datum::Text(text) | Datum::Number(_, text) => text,
            Datum::Empty | Datum::YesNo(_) | Datum::Picture(_) => "",
        }
    }
    /// Whether a condition with this value holds: yes, a number other than zero, a text that is not empty.
    pub fn holds(&self) -> bool {
        match self {
            Datum::Empty => false,
            Datum::YesNo(yes) => *yes,
            Datum::Number(number, _) => !number.0.is_zero(),
            Datum::Text(text) => !text.is_empty(),
            Datum::Picture(bytes) => !bytes.is_empty(),
        }
    }
}

/// What is kept for ever of an issued document.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct IssuedDocument {
    /// Its table.
    pub table: TableId,
    /// Its record.
    pub record: RecordId,
    /// Key of the series its number is from.
    pub series: String,
    /// Its number within the series.
    pub number: u64,
    /// Its number as text, for example `KAR-0117`.
    pub text: String,
    /// The form it was issued with, as it was.
    pub form: PrintForm,
    /// What it was printed with, in every language.
    pub data: Vec<PrintData>,
    /// SHA-256 of its PDF in the base's language, hexadecimal.
    pub pdf_hash: String,
    /// It was printed or sent: its number cannot be taken back.
    pub printed: bool,
    /// It was voided; its number stays.
    pub void: bool,
}

impl PrintForm {
    /// The expressions written between braces in `text`, in their order, without the braces.
    pub fn expressions(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find('{') {
            rest = &rest[start + 1..];
            if let Some(after) = rest.strip_prefix('{') {
                rest = after;
            } else if let Some(end) = rest.find('}') {
                found.push(rest[..end].trim());
                rest = &rest[end + 1..];
            }
        }
        found
    }
}
