//! Cells of the list: how each kind of field looks.

use crate::{documents, editors::color};
use engine::{Cell, Owing, Row, hits};
use model::{
    language::Language,
    schema::{Field, FieldKind, FieldRole},
    value::Value,
};
use slint::{Color, ModelRc, VecModel};
use ui::{CellData, CellKind, RowData, TextSegment, Tone};

/// How cells of a field are drawn.
pub(crate) fn kind_of(field: &Field) -> CellKind {
    match field.shown_kind() {
        FieldKind::Number { .. } | FieldKind::Money { .. } => CellKind::Number,
        FieldKind::Date | FieldKind::DateTime | FieldKind::Time | FieldKind::DayOfYear | FieldKind::Instant => {
            CellKind::Date
        }
        FieldKind::Choice { .. } => CellKind::Choice,
        FieldKind::YesNo => CellKind::YesNo,
        FieldKind::Picture => CellKind::Picture,
        _ => CellKind::Text,
    }
}

/// The colour of a chosen entry; transparent where it has none.
pub(crate) fn choice_color(field: &Field, value: Option<&Value>) -> Color {
    let FieldKind::Choice { choices, .. } = field.shown_kind() else { return Color::default() };
    let chosen = value.and_then(|value| value.choices().first());
    let choice = chosen.and_then(|chosen| choices.iter().find(|choice| choice.id == *chosen));
    choice.map(|choice| color(&choice.color)).unwrap_or_default()
}

/// Whether a value of a choice field is its entry with this key.
pub(crate) fn is_choice(field: &Field, value: Option<&Value>, key: &str) -> bool {
    let FieldKind::Choice { choices, .. } = field.shown_kind() else { return false };
    let chosen = value.and_then(|value| value.choices().first());
    chosen.is_some_and(|chosen| choices.iter().any(|choice| choice.id == *chosen && choice.key == key))
}

/// A row of the list; `state` is the field behind the columns that says whether a document is void, `owing` what is still to
/// be paid for a document.
pub(crate) fn row_data(
    row: &Row,
    columns: &[Field],
    state: Option<&Field>,
    owing: Option<Owing>,
    search: &str,
    language: Language,
) -> RowData {
    let cell = |(cell, field): (&Cell, &Field)| {
        let data = cell_data(cell, field, search, language);
        if field.role == Some(FieldRole::State) && state.is_some_and(|state| state.id == field.id) {
            return state_data(data, cell, field, owing, language);
        }
        data
    };
    let cells: Vec<CellData> = row.cells.iter().zip(columns).map(cell).collect();
    let void = state.is_some_and(|field| {
        let value = row.cells.get(columns.len()).and_then(|cell| cell.value.as_ref());
        is_choice(field, value, "void")
    });
    RowData { id: row.id.to_string().into(), cells: ModelRc::new(VecModel::from(cells)), void, ..RowData::default() }
}

/// The state of a document, and of an issued one whether it is paid.
fn state_data(data: CellData, cell: &Cell, field: &Field, owing: Option<Owing>, language: Language) -> CellData {
    if let Some((text, tone)) = owing.map(|owing| documents::payment(owing, language)) {
        return CellData { text: text.into(), toned: true, tone, ..data };
    }
    // A draft is nothing to be alarmed at.
    let toned = is_choice(field, cell.value.as_ref(), "draft");
    CellData { toned, tone: Tone::Normal, ..data }
}

fn cell_data(cell: &Cell, field: &Field, search: &str, language: Language) -> CellData {
    let kind = kind_of(field);
    let is_money = matches!(field.shown_kind(), FieldKind::Money { .. });
    let number = cell.value.as_ref().and_then(Value::as_number);
    let text = match (&cell.value, kind) {
        (Some(Value::YesNo(false)), CellKind::YesNo) => String::new(),
        (Some(Value::YesNo(true)), CellKind::YesNo) => language.pick("taip", "yes").to_owned(),
        _ => cell.text.lines().next().unwrap_or_default().to_owned(),
    };
    let is_phone = *field.shown_kind() == FieldKind::Phone;
    let segments =
        if kind == CellKind::Text || kind == CellKind::Date { segments(&text, is_phone, search) } else { Vec::new() };
    // Of several lines only the first stands in the row.
    let is_whole = kind != CellKind::Text || cell.text.len() <= text.len();
    let whole = if is_whole { String::new() } else { beginning(&cell.text) };
    CellData {
        text: text.into(),
        whole: whole.into(),
        tail: Default::default(),
        segments: if segments.is_empty() { ModelRc::default() } else { ModelRc::new(VecModel::from(segments)) },
        kind,
        color: choice_color(field, cell.value.as_ref()),
        toned: false,
        tone: Tone::Normal,
        faint: is_money && number.is_some_and(|number| number.is_zero()),
        danger: is_money && number.is_some_and(|number| number.is_sign_negative() && !number.is_zero()),
    }
}

/// As much of a long text as is read at a glance.
fn beginning(text: &str) -> String {
    let (text, most) = (text.trim(), 400);
    if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most).chain(['…']).collect() }
}

/// The pieces of a text with what was searched for marked; none where nothing was found in it.
pub(crate) fn segments(text: &str, is_phone: bool, search: &str) -> Vec<TextSegment> {
    if search.trim().is_empty() {
        return Vec::new();
    }
    let found = hits(text, is_phone, search);
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut push = |piece: Option<&str>, hit| {
        if let Some(piece) = piece.filter(|piece| !piece.is_empty()) {
            pieces.push(TextSegment { text: piece.into(), hit });
        }
    };
    for range in &found {
        push(text.get(at..range.start), false);
        push(text.get(range.clone()), true);
        at = range.end;
    }
    if !found.is_empty() {
        push(text.get(at..), false);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::schema::Choice;

    #[test]
    fn a_debt_is_in_the_colour_of_danger_and_nothing_is_faint() {
        let field = Field { kind: FieldKind::Money { currency: "EUR".into() }, ..Field::default() };
        let cell = |text: &str| {
            let value = model::value::parse(text, &field.kind, Language::En).unwrap();
            cell_data(&Cell { text: text.into(), value }, &field, "", Language::En)
        };
        assert!(cell("-12.00").danger && !cell("-12.00").faint);
        assert!(cell("0.00").faint && !cell("0.00").danger);
        assert_eq!(cell("1.00").kind, CellKind::Number);
    }

    #[test]
    fn an_issued_invoice_says_whether_it_is_paid() {
        let field = Field { role: Some(FieldRole::State), ..Field::default() };
        let row = Row { cells: vec![Cell::default(), Cell::default()], ..Row::default() };
        let said = |open: i64, overdue: i64, days: i64| {
            let owing = Owing { open: open.into(), overdue: overdue.into(), days, documents: 1 };
            let data = row_data(&row, std::slice::from_ref(&field), Some(&field), Some(owing), "", Language::Lt);
            let cell = slint::Model::row_data(&data.cells, 0).unwrap();
            (cell.text.to_string(), cell.tone)
        };
        assert_eq!(said(0, 0, 0), ("Apmokėta".into(), Tone::Good));
        assert_eq!(said(10, 0, 0), ("Laukia apmokėjimo".into(), Tone::Warning));
        assert_eq!(said(10, 10, 3), ("Vėluoja 3 d.".into(), Tone::Danger));
    }

    #[test]
    fn a_void_document_is_struck() {
        let choice = Choice { id: model::ids::ChoiceId(7), key: "void".into(), ..Choice::default() };
        let state = Field { kind: FieldKind::Choice { many: false, choices: vec![choice] }, ..Field::default() };
        let cell = Cell { text: String::new(), value: Some(Value::Choices(vec![model::ids::ChoiceId(7)])) };
        let row = Row { cells: vec![cell], ..Row::default() };
        assert!(row_data(&row, &[], Some(&state), None, "", Language::Lt).void);
        assert!(!row_data(&Row::default(), &[], Some(&state), None, "", Language::Lt).void);
    }
}
