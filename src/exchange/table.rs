//! Where in a sheet the table begins, and what stands between its rows.

use crate::{ExchangeError, Rows, book::Sheet, csv::Cells, likeness::likeness};
use std::collections::HashSet;

/// Rows in which the heading is looked for.
pub const FIRST_ROWS: usize = 50;
/// Share of the widest row that a heading fills at least, in tenths.
const WIDE: usize = 6;
/// Likeness at which a heading is taken for the column of categories.
const ALIKE: f32 = 0.85;

/// Which of the first rows is the heading: the first that is about as wide as the table. Titles, dates and addresses
/// that stand above it fill a cell or two. Takes how many cells of each row are filled.
pub fn heading(filled: &[usize]) -> usize {
    let widest = filled.iter().copied().max().unwrap_or_default();
    let least = (widest * WIDE).div_ceil(10).max(2.min(widest));
    filled.iter().position(|cells| *cells > 0 && *cells >= least).unwrap_or_default()
}

/// How many cells hold something.
pub fn filled(cells: &Cells<'_>) -> usize {
    cells.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// The rows of a price list whose categories stand in rows of their own ("Kirpimas" alone above what it comprises): those
/// rows are taken out and their text is put into the column of categories of the rows beneath, nested ones joined by `/`.
/// `None`: there are no such rows.
///
/// # Errors
/// Where the table becomes too large.
pub fn without_category_rows(sheet: &Sheet, heading: u64) -> Result<Option<Rows>, ExchangeError> {
    let groups = category_rows(sheet, heading);
    if groups.is_empty() {
        return Ok(None);
    }
    let (mut rows, mut path, mut run): (Rows, Vec<String>, Vec<String>) = Default::default();
    let mut column = 0;
    sheet.rows.for_each(&mut |number, cells| {
        let mut texts: Vec<&str> = cells.iter().collect();
        if groups.contains(&number) {
            run.extend(texts.iter().find(|text| !text.trim().is_empty()).map(|text| text.trim().to_owned()));
            return Ok(());
        }
        if number == heading {
            let is_category = |text: &&str| likeness(text, "Kategorija") >= ALIKE;
            column = texts.iter().position(is_category).unwrap_or(texts.len());
            if column == texts.len() {
                texts.push("Kategorija");
            }
            return rows.push(number, texts);
        }
        if !run.is_empty() {
            // A single one beneath nested ones changes the innermost.
            if run.len() == 1 && path.len() > 1 {
                path.pop();
                path.append(&mut run);
            } else {
                path = std::mem::take(&mut run);
            }
        }
        let category = path.join("/");
        if number > heading && filled(cells) > 1 && !category.is_empty() {
            texts.resize(texts.len().max(column + 1), "");
            if texts[column].trim().is_empty() {
                texts[column] = &category;
            }
        }
        rows.push(number, texts)
    })?;
    Ok(Some(rows))
}

/// The numbers of rows whose single cell names what follows: they stand out, or the rows beneath have numbers where
/// these have nothing.
fn category_rows(sheet: &Sheet, heading: u64) -> HashSet<u64> {
    let (mut numeric, mut full, mut alone): (Vec<usize>, usize, Vec<u64>) = Default::default();
    let (mut last_full, mut numbers_alone) = (0, HashSet::new());
    let walked = sheet.rows.for_each(&mut |number, cells| {
        match filled(cells) {
            _ if number <= heading => {}
            0 => {}
            1 => {
                alone.push(number);
                if cells.iter().any(is_number) {
                    numbers_alone.insert(number);
                }
            }
            _ => {
                (full, last_full) = (full + 1, number);
                numeric.resize(numeric.len().max(cells.len()), 0);
                for (count, cell) in numeric.iter_mut().zip(cells.iter()) {
                    *count += usize::from(is_number(cell));
                }
            }
        }
        Ok::<(), ExchangeError>(())
    });
    let is_priced = numeric.iter().any(|count| count * 10 >= full * 8);
    let is_group = |number: &u64| {
        *number < last_full && !numbers_alone.contains(number) && (is_priced || sheet.strong.contains(number))
    };
    let groups: HashSet<u64> = alone.into_iter().filter(is_group).collect();
    if walked.is_err() || full == 0 || groups.len() > full { HashSet::new() } else { groups }
}

fn is_number(cell: &str) -> bool {
    let cell = cell.trim();
    cell.bytes().any(|byte| byte.is_ascii_digit())
        && cell.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',' | '-' | '€' | '%'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_above_the_heading_are_passed_over() {
        assert_eq!(heading(&[1, 6, 6, 6]), 1);
        assert_eq!(heading(&[1, 0, 2, 6, 6, 5]), 3);
        assert_eq!(heading(&[7, 7, 10, 4]), 0);
        assert_eq!(heading(&[1, 1, 1]), 0);
        assert_eq!(heading(&[2, 2]), 0);
        assert_eq!(heading(&[]), 0);
    }

    fn grouped(rows: &[&[&str]]) -> Option<Vec<String>> {
        let mut sheet = Sheet::default();
        for (at, row) in rows.iter().enumerate() {
            sheet.rows.push(at as u64 + 1, row.iter()).unwrap();
        }
        let rows = without_category_rows(&sheet, 1).unwrap()?;
        let mut found = Vec::new();
        rows.for_each(&mut |number, cells| {
            found.push(format!("{number} {}", cells.iter().collect::<Vec<_>>().join("|")));
            Ok::<(), ExchangeError>(())
        })
        .unwrap();
        Some(found)
    }

    #[test]
    fn a_category_alone_in_a_row_goes_to_the_rows_beneath() {
        let rows: &[&[&str]] = &[
            &["Paslauga", "Kaina"],
            &["Kirpimas"],
            &["Vyriškas kirpimas", "15"],
            &["Moteriškas kirpimas", "25"],
            &["Dažymas", ""],
            &["Šaknų dažymas", "35.5"],
            &["Kainos galioja iki metų pabaigos"],
        ];
        let expected = [
            "1 Paslauga|Kaina|Kategorija",
            "3 Vyriškas kirpimas|15|Kirpimas",
            "4 Moteriškas kirpimas|25|Kirpimas",
            "6 Šaknų dažymas|35.5|Dažymas",
            "7 Kainos galioja iki metų pabaigos",
        ];
        assert_eq!(grouped(rows).unwrap(), expected);
    }

    #[test]
    fn nested_categories_become_a_path() {
        let rows: &[&[&str]] = &[
            &["Prekė", "Kaina", "Grupė"],
            &["Knygos"],
            &["Vadovėliai"],
            &["Algebra", "9.5"],
            &["Romanai"],
            &["Altorių šešėly", "12", ""],
            &["Metai", "7", "Poezija"],
        ];
        let expected = [
            "1 Prekė|Kaina|Grupė",
            "4 Algebra|9.5|Knygos/Vadovėliai",
            "6 Altorių šešėly|12|Knygos/Romanai",
            "7 Metai|7|Poezija",
        ];
        assert_eq!(grouped(rows).unwrap(), expected);
    }

    #[test]
    fn a_list_of_names_has_no_categories() {
        assert_eq!(
            grouped(&[&["Vardas", "Telefonas"], &["Ona"], &["Jonas", "8 600 00000"], &["Petras", "nėra"]]),
            None
        );
    }
}
