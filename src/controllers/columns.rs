//! How wide the columns of a related table are: as designed, wide enough for their headings, filling the table.

use crate::contents::ColumnText;
use model::{language::Language, schema::FieldKind};

/// Room beside the columns: the margin, the button that deletes, the scroll bar.
const BESIDE: f32 = 56.0;
/// About the width of a letter of a heading, and the margins of a cell.
const LETTER: f32 = 6.6;
const MARGINS: f32 = 18.0;
/// The width of a digit of a sum.
const DIGIT: f32 = 8.0;
/// A column of texts is not made narrower than this as long as the others have something to give.
const LEAST: f32 = 128.0;
/// And this is the least of all: a word of a text, or an amount.
const LEAST_TEXT: f32 = 96.0;
const LEAST_AMOUNT: f32 = 72.0;

/// The widths of columns in a table of `room`; `totals` are the sums under them.
pub(crate) fn widths(columns: &[ColumnText], totals: &[(usize, String)], room: f32, language: Language) -> Vec<f32> {
    let sum = |at: usize| totals.iter().find(|(column, _)| *column == at).map_or(0, |(_, text)| text.chars().count());
    let heading = |column: &ColumnText| column.field.label.get(language).chars().count() as f32 * LETTER + MARGINS;
    let needed = |at: usize| heading(&columns[at]).max(sum(at) as f32 * DIGIT + MARGINS).ceil();
    let mut widths: Vec<f32> = (0..columns.len()).map(|at| needed(at).max(columns[at].width as f32)).collect();
    let spare = room - BESIDE - widths.iter().sum::<f32>();
    let least = |column: &ColumnText| heading(column).ceil().max(LEAST);
    let elastic: Vec<bool> = columns.iter().map(is_elastic).collect();
    let gives =
        |at: usize| if spare > 0.0 { columns[at].width as f32 } else { (widths[at] - least(&columns[at])).max(0.0) };
    let shares: Vec<f32> = (0..columns.len()).map(|at| if elastic[at] { gives(at) } else { 0.0 }).collect();
    let all: f32 = shares.iter().sum();
    if all > 0.0 {
        let moved = spare.max(-all);
        for (width, share) in widths.iter_mut().zip(&shares) {
            *width = (*width + moved * share / all).floor();
        }
    }
    // Still too wide: what is at the end, the amounts, would be out of sight.
    let lacking = widths.iter().sum::<f32>() + BESIDE - room;
    let floor = |at: usize| needed(at).max(if elastic[at] { LEAST_TEXT } else { LEAST_AMOUNT });
    let gives: Vec<f32> = (0..columns.len()).map(|at| (widths[at] - floor(at)).max(0.0)).collect();
    let all: f32 = gives.iter().sum();
    if lacking > 0.0 && all > 0.0 {
        let part = (lacking / all).min(1.0);
        for (width, gives) in widths.iter_mut().zip(&gives) {
            *width = (*width - gives * part).floor();
        }
    }
    widths
}

/// Texts of any length take what room there is; numbers, days and lists do not need it.
fn is_elastic(column: &ColumnText) -> bool {
    use FieldKind as K;
    matches!(column.field.shown_kind(), K::Text | K::LongText | K::Link { .. } | K::Email | K::Web)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{language::Label, schema::Field};

    fn column(label: &str, kind: FieldKind, width: u32) -> ColumnText {
        let field = Field { label: Label::new(label, label), kind, ..Field::default() };
        ColumnText { field, width, choices: Vec::new() }
    }

    #[test]
    fn a_table_is_filled_by_its_texts_and_no_heading_is_cut() {
        let columns = [
            column("Aprašymas", FieldKind::Text, 200),
            column("Kaina be PVM", FieldKind::Money { currency: "EUR".into() }, 80),
        ];
        let wide = widths(&columns, &[], 880.0, Language::Lt);
        assert_eq!(wide.iter().sum::<f32>(), 880.0 - BESIDE);
        assert!(wide[1] >= 12.0 * LETTER && wide[1] < 110.0, "{wide:?}");
        let narrow = widths(&columns, &[], 300.0, Language::Lt);
        assert_eq!(narrow[1], wide[1], "numbers keep their width");
        assert_eq!(narrow[0], 300.0 - BESIDE - wide[1]);
        assert_eq!(widths(&columns, &[], 100.0, Language::Lt)[0], LEAST_TEXT);
    }

    #[test]
    fn where_room_is_short_the_columns_of_numbers_give_too() {
        let columns = [
            column("Prekė", FieldKind::Text, 200),
            column("Kiekis", FieldKind::Number { scale: Some(2) }, 110),
            column("Suma", FieldKind::Money { currency: "EUR".into() }, 130),
        ];
        let totals = [(2, "12 869,00 €".to_owned())];
        let narrow = widths(&columns, &totals, 390.0, Language::Lt);
        assert!(narrow.iter().sum::<f32>() <= 390.0 - BESIDE, "{narrow:?}");
        assert!(narrow[1] >= LEAST_AMOUNT && narrow[2] >= 11.0 * DIGIT && narrow[0] >= LEAST_TEXT, "{narrow:?}");
    }
}
