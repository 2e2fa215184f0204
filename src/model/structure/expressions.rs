//! Where expressions stand: in fields, cards, list views and print forms.

use crate::{
    ids::{FieldId, ItemId, TableId},
    layout::{ButtonAct, Card, CardItemKind, ListView, PrintForm, PrintItemKind},
    schema::{Field, FieldKind, Table, TableRole},
};

/// The link by which every print form reaches the office's own requisites, under the name `company`.
pub const COMPANY: FieldId = FieldId(u128::MAX);

/// The word for the lines of a document, whatever their table is called.
const LINES: &str = "lines";
/// The word for the records that are printed together.
pub const RECORDS: &str = "records";
/// Rows of a printed table that are no records.
pub(crate) const VAT_BREAKDOWN: &str = "vat-breakdown";
/// What a print form knows by itself.
const OWN: [&str; 3] = ["page", "pages", "row"];

/// All cards, list views and print forms of a base.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Layouts {
    /// Cards.
    pub cards: Vec<Card>,
    /// List views.
    pub lists: Vec<ListView>,
    /// Print forms.
    pub forms: Vec<PrintForm>,
}

/// The tables as print forms see them: each with a link `company` to the office's own requisites.
pub fn with_company(tables: &[Table]) -> Vec<Table> {
    let mut tables = tables.to_vec();
    let own = tables.iter().find(|table| !table.info.removed && table.info.role == Some(TableRole::Company));
    let Some(company) = own.map(|table| table.info.id) else { return tables };
    for table in &mut tables {
        if table.field_by_key("company").is_none() {
            table.fields.push(Field {
                id: COMPANY,
                key: "company".into(),
                kind: FieldKind::Link { targets: vec![company], many: false, on_delete: Default::default() },
                ..Field::default()
            });
        }
    }
    tables
}

/// Which part of a definition an expression is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    /// The formula of a field.
    Formula,
    /// What fills a new record.
    Default,
    /// When an item of a card is shown.
    Visible(ItemId),
    /// For which records a card is.
    CardWhen,
    /// Which records a list shows.
    Filter,
    /// When a band or an item is printed.
    When(ItemId),
    /// What is printed.
    Printed(ItemId),
}

/// How expressions stand in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    /// The text is the expression.
    Whole,
    /// Each stands in braces.
    Braced,
    /// The text is the key of a table that points here.
    Relation,
}

/// A text with expressions.
pub(super) struct Spot<'a> {
    /// The table whose records it is about.
    pub over: TableId,
    /// Which part of its definition it is.
    pub part: Part,
    pub shape: Shape,
    pub text: &'a mut String,
}

type Visit<'v> = &'v mut dyn FnMut(Spot<'_>);

pub(super) fn field_spots(table: TableId, field: &mut Field, visit: Visit<'_>) {
    let whole = Shape::Whole;
    if let FieldKind::Formula { expression, .. } = &mut field.kind {
        visit(Spot { over: table, part: Part::Formula, shape: whole, text: expression });
    }
    if let Some(text) = &mut field.default {
        visit(Spot { over: table, part: Part::Default, shape: whole, text });
    }
}

pub(super) fn card_spots(card: &mut Card, visit: Visit<'_>) {
    let over = card.table;
    if let Some(text) = &mut card.when {
        visit(Spot { over, part: Part::CardWhen, shape: Shape::Whole, text });
    }
    for item in &mut card.items {
        let tints = item.tints.iter_mut().map(|tint| &mut tint.when);
        let conditions = [&mut item.visible, &mut item.required, &mut item.readonly].into_iter().flatten();
        for text in conditions.chain(tints) {
            visit(Spot { over, part: Part::Visible(item.id), shape: Shape::Whole, text });
        }
        if let CardItemKind::Button { act: ButtonAct::Open(text), .. } = &mut item.what {
            visit(Spot { over, part: Part::Visible(item.id), shape: Shape::Braced, text });
        }
    }
}

pub(super) fn list_spots(list: &mut ListView, visit: Visit<'_>) {
    let over = list.table;
    if let Some(text) = &mut list.filter {
        visit(Spot { over, part: Part::Filter, shape: Shape::Whole, text });
    }
}

/// `tables` are those by which the rows of printed tables are found.
pub(super) fn form_spots(tables: &[Table], form: &mut PrintForm, visit: Visit<'_>) {
    let over = form.table;
    for band in &mut form.bands {
        if let Some(text) = &mut band.when {
            visit(Spot { over, part: Part::When(band.id), shape: Shape::Whole, text });
        }
        for item in &mut band.items {
            if let Some(text) = &mut item.when {
                visit(Spot { over, part: Part::When(item.id), shape: Shape::Whole, text });
            }
            let part = Part::Printed(item.id);
            match &mut item.what {
                PrintItemKind::Text(label) => {
                    for text in [&mut label.lt, &mut label.en] {
                        visit(Spot { over, part, shape: Shape::Braced, text });
                    }
                }
                PrintItemKind::Picture(text) | PrintItemKind::Code(_, text) => {
                    visit(Spot { over, part, shape: Shape::Whole, text })
                }
                PrintItemKind::Table(printed) if printed.rows != VAT_BREAKDOWN => {
                    let rows = related_table(tables, over, &printed.rows);
                    visit(Spot { over, part, shape: Shape::Relation, text: &mut printed.rows });
                    let Some(rows) = rows else { continue };
                    if !printed.group.is_empty() {
                        visit(Spot { over: rows, part, shape: Shape::Whole, text: &mut printed.group });
                    }
                    for column in &mut printed.columns {
                        visit(Spot { over: rows, part, shape: Shape::Braced, text: &mut column.text });
                        if !column.sum.is_empty() {
                            visit(Spot { over: rows, part, shape: Shape::Whole, text: &mut column.sum });
                        }
                    }
                }
                PrintItemKind::Table(_) | PrintItemKind::Line(_) | PrintItemKind::Frame(..) => {}
            }
        }
    }
}

/// The table behind the name of a relation: `lines`, the key of a table that points to `table`, or `records`: the printed ones.
pub(crate) fn related_table(tables: &[Table], table: TableId, name: &str) -> Option<TableId> {
    if name == RECORDS {
        return Some(table);
    }
    let points = |field: &Field| match &field.kind {
        FieldKind::PartOf { table: owner } => *owner == table,
        FieldKind::Link { targets, .. } => targets.is_empty() || targets.contains(&table),
        _ => false,
    };
    let is_part = |field: &Field| matches!(field.kind, FieldKind::PartOf { .. });
    let live = tables.iter().filter(|other| !other.info.removed);
    let mut found = live.filter(|other| {
        other.live().any(|field| points(field) && (other.info.key == name || name == LINES && is_part(field)))
    });
    found.next().map(|other| other.info.id)
}

/// The expressions in a text, each with the byte it begins at; without what a print form knows by itself.
pub(crate) fn pieces(text: &str, shape: Shape) -> Vec<(usize, &str)> {
    match shape {
        Shape::Whole => vec![(0, text)],
        Shape::Relation => Vec::new(),
        Shape::Braced => {
            let (mut found, mut at) = (Vec::new(), 0);
            while let Some(open) = text[at..].find('{') {
                at += open + 1;
                if text[at..].starts_with('{') {
                    at += 1;
                } else if let Some(end) = text[at..].find('}') {
                    let piece = &text[at..at + end];
                    if !OWN.contains(&piece.trim()) {
                        found.push((at, piece));
                    }
                    at += end + 1;
                }
            }
            found
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_between_braces_are_found_where_they_begin() {
        assert_eq!(pieces("Nr. {number} {{x}} { total } {page}", Shape::Braced), [(5, "number"), (20, " total ")]);
        assert_eq!(pieces("ąč{a", Shape::Braced), []);
        assert_eq!(pieces("a + b", Shape::Whole), [(0, "a + b")]);
    }
}
