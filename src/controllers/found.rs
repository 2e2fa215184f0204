//! Where the search found something that no column of the list shows.

use crate::cells;
use engine::{Cell, hits};
use model::{
    language::Language,
    schema::{Field, FieldKind, Table},
};
use ui::TextSegment;

/// Letters before what was found, and all that are shown.
const BEFORE: usize = 24;
const SHOWN: usize = 120;

/// The fields behind the columns in which the search may have found something.
pub(crate) fn hidden(of: &Table, columns: &[Field]) -> Vec<Field> {
    let behind = of.live().filter(|field| columns.iter().all(|column| column.id != field.id));
    let is_text = |field: &&Field| {
        field.formula().is_none() && !matches!(field.kind, FieldKind::Picture | FieldKind::File | FieldKind::Secret)
    };
    behind.filter(is_text).cloned().collect()
}

/// "Notes: … asked for a discount …", where a word of the search stands in none of the columns; else nothing.
pub(crate) fn note(
    seen: &[(&Cell, &Field)],
    hidden: &[(&Cell, &Field)],
    search: &str,
    language: Language,
) -> Vec<TextSegment> {
    let stands_in = |(cell, field): &(&Cell, &Field), word: &str| {
        !cell.text.is_empty() && !hits(&cell.text, field.kind == FieldKind::Phone, word).is_empty()
    };
    if seen.iter().any(|place| place.1.kind == FieldKind::Phone && stands_in(place, search)) {
        return Vec::new();
    }
    let unseen = search.split_whitespace().find(|word| !seen.iter().any(|place| stands_in(place, word)));
    let place = unseen.and_then(|word| hidden.iter().find(|place| stands_in(place, word)).map(|place| (word, place)));
    let Some((word, (cell, field))) = place else { return Vec::new() };
    let is_phone = field.kind == FieldKind::Phone;
    let text = cell.text.replace(['\n', '\r'], " ");
    let at = hits(&text, is_phone, word).first().map_or(0, |range| range.start);
    let from = text[..at].char_indices().rev().take(BEFORE).last().map_or(at, |(from, _)| from);
    let piece: String = text[from..].chars().take(SHOWN).collect();
    let before = if from > 0 { "…" } else { "" };
    let label = TextSegment { text: slint::format!("{}: {before}", field.label.get(language)), hit: false };
    std::iter::once(label).chain(cells::segments(&piece, is_phone, search)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::language::Label;

    #[test]
    fn what_no_column_shows_is_told_with_its_surroundings() {
        let field = |label: &str| Field { label: Label::new(label, label), ..Field::default() };
        let (name, notes) = (field("Vardas"), field("Pastabos"));
        let cell = |text: &str| Cell { text: text.into(), ..Cell::default() };
        let (jonas, text) =
            (cell("Jonas Žukauskas"), cell("Skambinti tik po pietų; prašė ilgesnio atidėjimo ir nuolaidos"));
        let said = |search: &str| -> String {
            let note = note(&[(&jonas, &name)], &[(&text, &notes)], search, Language::Lt);
            note.iter()
                .map(|piece| if piece.hit { format!("[{}]", piece.text) } else { piece.text.to_string() })
                .collect()
        };
        assert_eq!(said("zukausk"), "");
        assert_eq!(said("skamb"), "Pastabos: [Skamb]inti tik po pietų; prašė ilgesnio atidėjimo ir nuolaidos");
        assert_eq!(said("jonas nuolaid"), "Pastabos: …ė ilgesnio atidėjimo ir [nuolaid]os");
        assert_eq!(said("xyz"), "");
    }
}
