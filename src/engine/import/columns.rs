//! Which column goes to which field: by the likeness of its heading, and by what stands in it.

use exchange::{csv::Cells, likeness::likeness};
use model::{
    ids::FieldId,
    language::Language,
    schema::{Field, FieldKind, FieldRole, Table},
    value,
};
use std::collections::HashSet;

/// Cells of a column that are looked at.
const SAMPLE: usize = 200;
/// Least score at which a column goes to a field.
const ENOUGH: f32 = 0.6;

/// A column of the file and where it would go.
#[derive(Clone, PartialEq, Debug)]
pub struct ColumnPlan {
    /// Its heading as it stands in the file.
    pub heading: String,
    /// The first different cells that are not empty.
    pub samples: Vec<String>,
    /// The field it goes to; `None`: left out.
    pub field: Option<FieldId>,
    /// The record with its first filled cell, and that cell.
    pub first: Option<(u64, String)>,
    /// Dates with slashes are month first here: some cell has a second part over 12, and none has a first.
    pub month_first: bool,
}

#[derive(Default)]
struct Column {
    heading: String,
    cells: Vec<String>,
    first: Option<u64>,
    seen: HashSet<String>,
    first_over_12: bool,
    second_over_12: bool,
}

/// Gathers what a file's columns hold.
#[derive(Default)]
pub(super) struct Profiler {
    columns: Vec<Column>,
    pub rows: u64,
}

impl Profiler {
    pub fn row(&mut self, number: u64, is_heading: bool, cells: &Cells<'_>) {
        if is_heading {
            self.columns = cells.iter().map(|cell| Column { heading: cell.to_owned(), ..Column::default() }).collect();
            return;
        }
        self.rows += 1;
        for (column, cell) in self.columns.iter_mut().zip(cells.iter()) {
            let cell = cell.trim();
            if let Some((first, second)) = slashed(cell) {
                column.first_over_12 |= first > 12;
                column.second_over_12 |= second > 12;
            }
            if column.cells.len() < SAMPLE && !cell.is_empty() && column.seen.insert(cell.to_owned()) {
                column.first.get_or_insert(number);
                column.cells.push(cell.to_owned());
            }
        }
    }

    pub fn finish(self, table: &Table) -> Vec<ColumnPlan> {
        let fields: Vec<&Field> = table.live().filter(|field| field.takes_text()).collect();
        let mut scores = Vec::new();
        for (column_at, column) in self.columns.iter().enumerate() {
            for (field_at, field) in fields.iter().enumerate() {
                let score = score(column, field);
                if score >= ENOUGH {
                    scores.push((score, column_at, field_at));
                }
            }
        }
        scores.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let mut chosen: Vec<Option<FieldId>> = vec![None; self.columns.len()];
        let mut taken = HashSet::new();
        for (_, column, field) in scores {
            if chosen[column].is_none() && taken.insert(field) {
                chosen[column] = Some(fields[field].id);
            }
        }
        self.columns
            .into_iter()
            .zip(chosen)
            .map(|(column, field)| ColumnPlan {
                heading: column.heading,
                first: column.first.zip(column.cells.first().cloned()),
                samples: column.cells.into_iter().take(3).collect(),
                field,
                month_first: column.second_over_12 && !column.first_over_12,
            })
            .collect()
    }
}

/// The first two parts of a date written with slashes and the year last.
pub(super) fn slashed(cell: &str) -> Option<(u32, u32)> {
    let mut parts = cell.splitn(3, '/');
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let year_is_last = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    if year_is_last { Some((first.parse().ok()?, second.parse().ok()?)) } else { None }
}

fn score(column: &Column, field: &Field) -> f32 {
    let heading = column.heading.trim();
    if heading.is_empty() {
        return 0.0;
    }
    let names = [field.label.get(Language::Lt), field.label.get(Language::En), field.key.as_str()];
    let by_name = names.iter().map(|name| likeness(heading, name)).fold(0.0, f32::max);
    let fits = fit(column, field);
    // A heading decides; contents break ties and veto what cannot be.
    if fits < 0.2 && !column.cells.is_empty() { by_name * 0.6 } else { by_name * 0.85 + fits * 0.15 }
}

/// The share of sampled cells that the field would take.
fn fit(column: &Column, field: &Field) -> f32 {
    if column.cells.is_empty() {
        return 0.5;
    }
    let fitting = column
        .cells
        .iter()
        .filter(|cell| match (&field.kind, field.role) {
            (_, Some(FieldRole::CompanyCode)) => cell.bytes().filter(u8::is_ascii_digit).count() >= 7,
            (_, Some(FieldRole::VatCode)) => cell.starts_with("LT"),
            (FieldKind::Phone, _) => cell.bytes().filter(u8::is_ascii_digit).count() >= 6,
            (FieldKind::Link { .. } | FieldKind::PartOf { .. }, _) => true,
            (kind, _) => value::parse(cell, kind, Language::Lt).is_ok(),
        })
        .count();
    fitting as f32 / column.cells.len() as f32
}
