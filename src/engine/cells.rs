//! What a screen shows of a record.

use model::{
    ids::{FieldId, RecordId},
    language::Label,
    schema::FieldKind,
    value::Value,
};

/// One shown value.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Cell {
    /// As people see it, in the language asked for.
    pub text: String,
    /// The value itself.
    pub value: Option<Value>,
}

/// One shown record.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Row {
    /// The record.
    pub id: RecordId,
    /// Its local number.
    pub number: u32,
    /// One cell for each field asked for.
    pub cells: Vec<Cell>,
}

/// Something to be said about a field of a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldProblem {
    /// The field.
    pub field: FieldId,
    /// The sentence.
    pub message: Label,
    /// `false`: the value was refused; `true`: it is kept and worth a look.
    pub warning: bool,
}

impl crate::Engine {
    /// A text as it is shown and copied, for reading: several values are shown with commas between them.
    pub(crate) fn shown_apart(&self, table: model::ids::TableId, field: FieldId, text: &str) -> String {
        let is_many = self.with_schema(|schema| {
            let kind = schema.table(table).and_then(|of| of.field(field)).map(|field| &field.kind);
            matches!(kind, Some(FieldKind::Choice { many: true, .. } | FieldKind::Link { many: true, .. }))
        });
        if is_many { text.replace(", ", "|") } else { text.to_owned() }
    }

    /// Writes texts into cells of a list as one action; the output is how many cells changed. Computed cells are passed over.
    ///
    /// # Errors
    /// The first text that cannot be read, with its field and record; nothing is changed then.
    pub fn edit_cells(
        &self,
        table: model::ids::TableId,
        cells: &[(RecordId, FieldId, String)],
        language: model::language::Language,
    ) -> crate::Result<crate::Outcome<usize>> {
        use model::changes::{Action, ActionKey};
        let mut entries = Vec::with_capacity(cells.len());
        for (id, field, text) in cells {
            let is_typed = self.with_schema(|schema| {
                schema.table(table).and_then(|of| of.field(*field)).is_some_and(|field| field.takes_text())
            });
            if is_typed {
                let text = self.shown_apart(table, *field, text);
                entries.push((*id, *field, self.read_text(table, *field, &text, language)?));
            }
        }
        let records: std::collections::BTreeSet<RecordId> = entries.iter().map(|(id, ..)| *id).collect();
        let action = match records.len() {
            1 => Action::new(ActionKey::EditRecord).on(table),
            count => Action::new(ActionKey::EditRecord).on(table).count(count as u64),
        };
        self.transact(action, |tx| {
            let mut changed = 0;
            for (id, field, value) in entries {
                if tx.record(table, id)?.values.get(field) != value.as_ref() {
                    tx.set(table, id, field, value)?;
                    changed += 1;
                }
            }
            if let Some(id) = records.iter().next().filter(|_| records.len() == 1) {
                tx.action.name = tx.title(table, *id)?;
            }
            Ok(changed)
        })
    }
}
