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
const LEAST_TEXT: f32 = 88.0;
const LEAST_AMOUNT: f32 = 64.0;

/// What is asked of a column besides its field.
#[derive(Clone, Copy, Default)]
pub(crate) struct Demand {
    /// Letters of the sum under it.
    pub sum: usize,
    /// It says nothing and is not typed in.
    pub idle: bool,
}

/// The widths of columns in a table of `room`. Where it is too narrow even for the narrowest columns the idle ones have none.
pub(crate) fn widths(columns: &[ColumnText], demands: &[Demand], room: f32, language: Language) -> Vec<f32> {
    let asks = |at: usize| demands.get(at).copied().unwrap_or_default();
    let all: Vec<usize> = (0..columns.len()).collect();
    let (mut widths, fits) = divided(columns, &all, &asks, room, language);
    if !fits && all.iter().any(|at| asks(*at).idle) {
        let kept: Vec<usize> = all.into_iter().filter(|at| !asks(*at).idle).collect();
        let (narrow, _) = divided(columns, &kept, &asks, room, language);
        widths = vec![0.0; columns.len()];
        kept.iter().zip(narrow).for_each(|(at, width)| widths[*at] = width);
    }
    widths
}

/// The room divided among some columns, and whether it is enough.
fn divided(
    columns: &[ColumnText],
    kept: &[usize],
    asks: &dyn Fn(usize) -> Demand,
    room: f32,
    language: Language,
) -> (Vec<f32>, bool) {
    let room = room - BESIDE;
    let needs = |at: &usize| {
        let heading = columns[*at].field.label.get(language).chars().count() as f32 * LETTER + MARGINS;
        heading.max(asks(*at).sum as f32 * DIGIT + MARGINS).ceil()
    };
    let elastic = |at: &usize| is_elastic(&columns[*at]);
    let mut widths: Vec<f32> = kept.iter().map(|at| needs(at).max(columns[*at].width as f32)).collect();
    let spare = room - widths.iter().sum::<f32>();
    if spare > 0.0 {
        let shares = kept.iter().map(|at| if elastic(at) { columns[*at].width as f32 } else { 0.0 });
        give(&mut widths, &shares.collect::<Vec<_>>(), spare);
    }
    // First the texts become narrower, then what else is wider than it must be; else the amounts at the end were out of sight.
    let text = |at: &usize| if elastic(at) { LEAST } else { f32::MAX };
    let any = |at: &usize| if elastic(at) { LEAST_TEXT } else { LEAST_AMOUNT };
    for least in [&text as &dyn Fn(&usize) -> f32, &any] {
        let lacking = widths.iter().sum::<f32>() - room;
        if lacking > 0.0 {
            let shares = kept.iter().zip(&widths).map(|(at, width)| (width - needs(at).max(least(at))).max(0.0));
            let shares: Vec<f32> = shares.collect();
            let most = shares.iter().sum::<f32>();
            give(&mut widths, &shares, -lacking.min(most));
        }
    }
    let fits = widths.iter().sum::<f32>() <= room;
    (widths, fits)
}

/// Makes columns wider or narrower by `amount` together, each by its share.
fn give(widths: &mut [f32], shares: &[f32], amount: f32) {
    let all: f32 = shares.iter().sum();
    if all > 0.0 {
        widths.iter_mut().zip(shares).for_each(|(width, share)| *width = (*width + amount * share / all).floor());
    }
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
        let mut demands = [Demand::default(), Demand::default(), Demand { sum: 11, idle: false }];
        let narrow = widths(&columns, &demands, 390.0, Language::Lt);
        assert!(narrow.iter().sum::<f32>() <= 390.0 - BESIDE, "{narrow:?}");
        assert!(narrow[1] >= LEAST_AMOUNT && narrow[2] >= 11.0 * DIGIT && narrow[0] >= LEAST_TEXT, "{narrow:?}");
        demands[0].idle = true;
        assert!(widths(&columns, &demands, 390.0, Language::Lt)[0] > 0.0);
        let narrow = widths(&columns, &demands, 250.0, Language::Lt);
        assert_eq!(narrow[0], 0.0, "what says nothing gives its place to what does");
        assert!(narrow[1] >= LEAST_AMOUNT && narrow[2] >= 11.0 * DIGIT, "{narrow:?}");
    }
}
