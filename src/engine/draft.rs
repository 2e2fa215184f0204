//! A record before it exists, and small questions a screen asks about records.

use crate::{Engine, EngineError, Result, records::Entry};
use model::{
    changes::{Action, ActionKey},
    formula,
    ids::{RecordId, TableId},
    language::Language,
    schema::Field,
    value::{Value, Values},
};

impl Engine {
    /// The values a new record would have: `entries` and the defaults of what they leave out. Nothing is added.
    ///
    /// # Errors
    /// Where one of `entries` is refused.
    pub fn draft(&self, table: TableId, entries: &[Entry]) -> Result<Values> {
        let mut kept = None;
        let result = self.transact(Action::new(ActionKey::AddRecord).on(table), |tx| -> Result<()> {
            let id = tx.add(table, entries)?;
            tx.settle()?;
            kept = Some(tx.record(table, id)?.values);
            Err(EngineError::Cancelled)
        });
        match (result, kept) {
            (Err(EngineError::Cancelled), Some(values)) => Ok(values),
            (Err(error), _) => Err(error),
            (Ok(_), values) => Ok(values.unwrap_or_default()),
        }
    }

    /// A value as people see it.
    ///
    /// # Errors
    /// Of the disk.
    pub fn text(&self, field: &Field, value: &Value, language: Language) -> Result<String> {
        self.look(language, |view| Ok(view.text(value, field)))
    }

    /// Whether a condition holds for a record.
    ///
    /// # Errors
    /// Where the expression is wrong, or of the disk.
    pub fn holds(&self, table: TableId, id: RecordId, expression: &str) -> Result<bool> {
        self.look(self.language(), |view| {
            let program = formula::bind(&formula::parse(expression)?, &view.schema().tables, table)?;
            Ok(view.evaluate(&program, id) == Some(Value::YesNo(true)))
        })
    }

    /// The local number of a record within its table.
    ///
    /// # Errors
    /// Of the disk.
    pub fn number_of(&self, id: RecordId) -> Result<Option<u32>> {
        self.look(self.language(), |view| Ok(view.access.local(id)?.map(|local| local.number)))
    }

    /// How many records each table has that is shown as a section.
    ///
    /// # Errors
    /// Of the disk.
    pub fn counts(&self) -> Result<Vec<(TableId, u64)>> {
        let definitions = self.definitions();
        let shown = definitions.schema.live().filter(|table| !table.info.hidden);
        shown.map(|table| Ok((table.info.id, self.count(table.info.id)?))).collect()
    }
}
