//! How wide the columns of the list are where there is little room: texts give way, so that amounts and days stay in sight.

use crate::cells;
use model::{
    language::Language,
    schema::{Field, FieldKind},
};
use ui::CellKind;

/// About the width of a letter of a heading, and the room around it with the arrow of the order.
const LETTER: f32 = 6.4;
const AROUND: f32 = 24.0;

/// A column as it is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    /// Its width where there is room.
    pub width: f32,
    /// It is not made narrower than this.
    pub least: f32,
    /// Narrower still, where numbers would else not be seen.
    pub utmost: f32,
    /// It holds numbers, which are to stay in sight.
    pub counts: bool,
}

/// What a column wants; one that a person has drawn to its width keeps it.
pub(crate) fn wanted(field: &Field, width: f32, drawn: bool, is_first: bool, language: Language) -> Wanted {
    let is_fixed = drawn
        || matches!(cells::kind_of(field), CellKind::Number | CellKind::Date | CellKind::YesNo | CellKind::Picture)
        || matches!(field.kind, FieldKind::SeriesNumber { .. });
    let heading = field.label.get(language).chars().count() as f32 * LETTER + AROUND;
    let least = match field.shown_kind() {
        _ if is_fixed => width,
        _ if is_first => 148.0,
        // What stands there is short, and worthless when it is cut.
        FieldKind::Phone => 132.0,
        FieldKind::Choice { .. } => 152.0,
        _ => 104.0,
    };
    let counts = cells::kind_of(field) == CellKind::Number;
    let least = least.max(heading).min(width);
    let shortest = match field.shown_kind() {
        _ if is_first => 112.0,
        FieldKind::Choice { .. } => 84.0,
        _ => 80.0,
    };
    let utmost = if is_fixed { width } else { least.min(shortest) };
    Wanted { width, least, utmost, counts }
}

/// One of the widths of a column.
type Side = fn(&Wanted) -> f32;

/// The widths in a list of `room`. Where even the least do not fit, the list is scrolled: then only the columns up to the last
/// numbers give way, as far as they must for the numbers to be seen, and those after them keep their widths.
pub(crate) fn fitted(columns: &[Wanted], room: f32) -> Vec<f32> {
    let sum = |columns: &[Wanted], width: Side| columns.iter().map(width).sum::<f32>();
    let last = columns.iter().rposition(|column| column.counts).map_or(0, |last| last + 1);
    let fits = sum(columns, |column| column.least) <= room;
    let (giving, staying) = columns.split_at(if fits { columns.len() } else { last });
    let (wide, narrow): (Side, Side) = if sum(giving, |column| column.least) <= room {
        (|column| column.width, |column| column.least)
    } else {
        (|column| column.least, |column| column.utmost)
    };
    let (missing, spare) = (sum(giving, wide) - room, sum(giving, wide) - sum(giving, narrow));
    let share = if missing > 0.0 && spare > 0.0 { (missing / spare).min(1.0) } else { 0.0 };
    let given = giving.iter().map(|column| (wide(column) - (wide(column) - narrow(column)) * share).floor());
    given.chain(staying.iter().map(|column| column.width)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::language::Label;

    #[test]
    fn texts_give_way_and_amounts_keep_their_width() {
        let field = |kind| Field { label: Label::new("Stulpelis", "Column"), kind, ..Field::default() };
        let want = |kind, width, first| wanted(&field(kind), width, false, first, Language::Lt);
        let columns = [
            want(FieldKind::Text, 256.0, true),
            want(FieldKind::Email, 230.0, false),
            want(FieldKind::Money { currency: "EUR".into() }, 112.0, false),
        ];
        assert_eq!(fitted(&columns, 900.0), [256.0, 230.0, 112.0], "there is room");
        let narrow = fitted(&columns, 400.0);
        assert!(narrow.iter().sum::<f32>() <= 400.0, "{narrow:?}");
        assert_eq!(narrow[2], 112.0);
        assert_eq!(fitted(&columns, 100.0), [112.0, 80.0, 112.0], "nothing is made unreadable");
        let amount_first = [columns[0], columns[2], columns[1]];
        assert_eq!(fitted(&amount_first, 360.0), [248.0, 112.0, 230.0], "what is scrolled anyway keeps its width");
        let drawn = wanted(&field(FieldKind::Text), 300.0, true, true, Language::Lt);
        assert_eq!(fitted(&[drawn], 100.0), [300.0], "what a person has drawn stays");
    }
}
