//! Lists as files of other programs: what is seen, with its columns, order and filter.

use crate::{Cell, Engine, EngineError, ListQuery, Result, error::refused};
use chrono::NaiveDate;
use exchange::{
    export::{ColumnKind, CsvTable, Grid, Heading, HtmlPage, OutCell, OutValue, PlainText, Workbook},
    people::{Address, Person, write_card},
};
use model::{
    ids::{FieldId, RecordId},
    language::Language,
    schema::{Field, FieldKind, FieldRole, Table},
    value::{self, Value},
};
use rust_decimal::prelude::ToPrimitive as _;
use std::io::{self, Write};

/// Records read at a time.
const PAGE: usize = 500;

/// What a list can be written as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExportFormat {
    /// Values separated by commas, UTF-8.
    Csv,
    /// A workbook of Excel.
    Xlsx,
    /// A web page.
    Html,
    /// Plain text in aligned columns.
    Txt,
    /// Persons for an address book.
    Vcard,
}

impl ExportFormat {
    /// Every format, the most usual first.
    pub const ALL: [ExportFormat; 5] =
        [ExportFormat::Xlsx, ExportFormat::Csv, ExportFormat::Html, ExportFormat::Txt, ExportFormat::Vcard];

    /// The format of a name or an ending: `csv`, `xlsx`, `html`, `htm`, `txt`, `vcard`, `vcf`.
    pub fn of_name(name: &str) -> Option<ExportFormat> {
        match name.to_ascii_lowercase().as_str() {
            "csv" => Some(ExportFormat::Csv),
            "xlsx" => Some(ExportFormat::Xlsx),
            "html" | "htm" => Some(ExportFormat::Html),
            "txt" => Some(ExportFormat::Txt),
            "vcard" | "vcf" => Some(ExportFormat::Vcard),
            _ => None,
        }
    }

    /// The ending of its files.
    pub fn extension(self) -> &'static str {
        match self {
            ExportFormat::Csv => "csv",
            ExportFormat::Xlsx => "xlsx",
            ExportFormat::Html => "html",
            ExportFormat::Txt => "txt",
            ExportFormat::Vcard => "vcf",
        }
    }

    /// Its name for people.
    pub fn label(self, language: Language) -> &'static str {
        match self {
            ExportFormat::Csv => language.pick("CSV lentelė", "CSV table"),
            ExportFormat::Xlsx => language.pick("Excel knyga", "Excel workbook"),
            ExportFormat::Html => language.pick("Tinklalapis (HTML)", "Web page (HTML)"),
            ExportFormat::Txt => language.pick("Paprastas tekstas", "Plain text"),
            ExportFormat::Vcard => language.pick("Kontaktai (vCard)", "Contacts (vCard)"),
        }
    }
}

impl Engine {
    /// Whether a table holds persons or firms, so that it can be written as vCards.
    pub fn has_persons(&self, table: &Table) -> bool {
        table.live().any(|field| field.kind == FieldKind::Phone)
            && table.live().any(|field| field.kind == FieldKind::Email)
    }

    /// Writes the records that `query` lists, or those of `ids` among them, with these columns; the output is how many were
    /// written. `progress` hears how many of how many, and stops it by `false`.
    ///
    /// # Errors
    /// Where a condition is wrong, the file cannot be written, or it was stopped.
    #[allow(clippy::too_many_arguments)]
    pub fn export(
        &self,
        query: &ListQuery,
        ids: Option<&[RecordId]>,
        fields: &[FieldId],
        format: ExportFormat,
        language: Language,
        title: &str,
        out: &mut dyn Write,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<u64> {
        let definitions = self.definitions();
        let of = definitions.schema.table(query.table).ok_or_else(crate::records::no_such_table)?;
        let fields: Vec<&Field> = fields.iter().filter_map(|field| of.field(*field)).collect();
        let listing = self.list(query)?;
        let mut numbers: Vec<u32> = listing.numbers.to_vec();
        if let Some(ids) = ids {
            let mut wanted = std::collections::HashSet::new();
            for id in ids {
                wanted.extend(self.number_of(*id)?);
            }
            numbers.retain(|number| wanted.contains(number));
        }
        if format == ExportFormat::Vcard {
            return self.export_persons(of, &numbers, language, out, progress);
        }
        let headings: Vec<Heading> = fields
            .iter()
            .map(|field| Heading { label: field.label.get(language).to_owned(), kind: column_kind(field) })
            .collect();
        let mut grid: Box<dyn Grid> = match format {
            ExportFormat::Xlsx => Box::new(Workbook::new(title, &headings)?),
            ExportFormat::Html => Box::new(HtmlPage::new(title, language.code(), &headings)),
            ExportFormat::Txt => Box::new(PlainText::new(&headings)),
            ExportFormat::Csv | ExportFormat::Vcard => Box::new(CsvTable::new(&headings)),
        };
        let ids: Vec<FieldId> = fields.iter().map(|field| field.id).collect();
        let total = numbers.len() as u64;
        let mut written = 0;
        for page in numbers.chunks(PAGE) {
            for row in self.rows(query.table, page, &ids, language)? {
                let cells: Vec<OutCell> =
                    row.cells.iter().zip(&fields).map(|(cell, field)| out_cell(cell, field, language)).collect();
                grid.row(&cells)?;
                written += 1;
            }
            if !progress(written, total) {
                return Err(EngineError::Cancelled);
            }
        }
        grid.finish(out)?;
        Ok(written)
    }

    fn export_persons(
        &self,
        of: &Table,
        numbers: &[u32],
        language: Language,
        out: &mut dyn Write,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<u64> {
        if !self.has_persons(of) {
            return Err(refused(
                "Šioje lentelėje nėra asmenų: ji neturi telefono ir el. pašto laukų.",
                "There are no persons in this table: it has no telephone and e-mail fields.",
            ));
        }
        let ids: Vec<FieldId> = of.live().map(|field| field.id).collect();
        let mut written = 0;
        let unwritable = |error: io::Error| EngineError::from(exchange::ExchangeError::Io(error));
        for page in numbers.chunks(PAGE) {
            for row in self.rows(of.info.id, page, &ids, language)? {
                let (person, is_firm) = self.person(of, &row.cells)?;
                out.write_all(write_card(&person, is_firm).as_bytes()).map_err(unwritable)?;
                written += 1;
            }
            if !progress(written, numbers.len() as u64) {
                return Err(EngineError::Cancelled);
            }
        }
        Ok(written)
    }

    fn person(&self, of: &Table, cells: &[Cell]) -> Result<(Person, bool)> {
        let mut person = Person::default();
        let mut address = Address::default();
        let mut is_firm = false;
        for (field, cell) in of.live().zip(cells) {
            let text = cell.text.trim();
            if text.is_empty() && !matches!(field.kind, FieldKind::Picture) {
                continue;
            }
            match (&field.kind, field.role, field.key.as_str()) {
                _ if field.id == of.info.title => text.clone_into(&mut person.name),
                (FieldKind::Phone, ..) => person.phones.push(text.to_owned()),
                (FieldKind::Email, ..) => person.emails.push(text.to_owned()),
                (FieldKind::Web, ..) => person.websites.push(text.to_owned()),
                (_, Some(FieldRole::Birthday), _) => text.clone_into(&mut person.birthday),
                (_, Some(FieldRole::Notes), _) => text.clone_into(&mut person.notes),
                (_, Some(FieldRole::Client), _) => text.clone_into(&mut person.organization),
                (_, Some(FieldRole::PersonType), _) => {
                    is_firm = cell.value.as_ref().is_some_and(|value| value::plain(value, &field.kind) == "legal");
                }
                (_, Some(FieldRole::Photo), _) => {
                    if let Some(Value::Blob(blob)) = &cell.value {
                        person.photo = self.blob(&blob.hash)?;
                    }
                }
                (_, _, "position") => text.clone_into(&mut person.position),
                (_, _, "address") => text.clone_into(&mut address.street),
                (_, _, "city") => text.clone_into(&mut address.city),
                (_, _, "postal-code") => text.clone_into(&mut address.code),
                (_, _, "country") => text.clone_into(&mut address.country),
                _ => {}
            }
        }
        if !address.is_empty() {
            person.addresses.push(address);
        }
        Ok((person, is_firm))
    }
}

fn column_kind(field: &Field) -> ColumnKind {
    match field.shown_kind() {
        FieldKind::Number { scale } => ColumnKind::Number(*scale),
        FieldKind::Money { .. } => ColumnKind::Money,
        FieldKind::Date => ColumnKind::Date,
        FieldKind::DateTime => ColumnKind::DateTime,
        _ => ColumnKind::Text,
    }
}

/// Days since 1899-12-30, as spreadsheets count.
fn serial(day: NaiveDate) -> f64 {
    let zero = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
    (day - zero).num_days() as f64
}

fn out_cell(cell: &Cell, field: &Field, language: Language) -> OutCell {
    let value = match &cell.value {
        Some(Value::Number(number)) => number.to_f64().map_or(OutValue::Text, OutValue::Number),
        Some(Value::Date(day)) => OutValue::Serial(serial(*day)),
        Some(Value::DateTime(moment)) => {
            let minutes = f64::from(chrono::Timelike::num_seconds_from_midnight(&moment.time())) / 86_400.0;
            OutValue::Serial(serial(moment.date()) + minutes)
        }
        Some(Value::YesNo(yes)) => OutValue::YesNo(*yes),
        _ => OutValue::Text,
    };
    let text = match (&cell.value, field.shown_kind()) {
        // A number as other programs read it: no blanks between thousands, the decimal sign of the language.
        (Some(number @ Value::Number(_)), kind) => value::edit_text(number, kind, language),
        _ => cell.text.clone(),
    };
    OutCell { text, value }
}
