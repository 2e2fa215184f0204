//! What uses a field or a table, how much there is of it, and what is missing where something was removed.

use crate::{Engine, Result, layouts::in_order, records::no_such_table};
use model::{
    ids::{FieldId, TableId},
    layout::{Card, ListView, PrintForm},
    structure::{self, Gap, Layouts, Use},
};
use std::ops::ControlFlow;
use store::{Access, Kind};

/// All cards, list views and print forms.
pub(crate) fn layouts_of(access: &dyn Access) -> Result<Layouts> {
    let mut cards = access.all_definitions(Kind::Card)?;
    in_order(&mut cards);
    Ok(Layouts { cards, lists: access.all_definitions(Kind::List)?, forms: access.all_definitions(Kind::Form)? })
}

impl Engine {
    /// All cards, list views and print forms.
    ///
    /// # Errors
    /// Of the disk.
    pub fn layouts(&self) -> Result<Layouts> {
        layouts_of(&self.read()?)
    }

    /// Everything that uses a field, removed or not; without a field, what outside of a table uses it.
    ///
    /// # Errors
    /// Where there is no such table or field, or of the disk.
    pub fn uses(&self, table: TableId, field: Option<FieldId>) -> Result<Vec<Use>> {
        let (layouts, definitions) = (self.layouts()?, self.definitions());
        let of = definitions.schema.table(table).ok_or_else(no_such_table)?;
        if field.is_some_and(|field| of.field(field).is_none()) {
            return Err(no_such_table());
        }
        Ok(structure::uses(&definitions.schema.tables, &layouts, table, field))
    }

    /// How many records hold a value in a field, removed or not.
    ///
    /// # Errors
    /// Where there is no such table or field, or of the disk.
    pub fn filled(&self, table: TableId, field: FieldId) -> Result<u64> {
        self.look(self.language(), |view| {
            view.schema().field(table, field).ok_or_else(no_such_table)?;
            let by_clock = view.computed.formula(table, field).is_some_and(|formula| formula.clock);
            let slot = view.definitions.slots(table)?.slot(field);
            let mut filled = 0;
            view.access.scan_records(view.definitions, table, &mut |_, record| {
                let is_filled = match slot {
                    _ if by_clock => view.value_of(table, record.id(), field).is_some(),
                    Some(slot) => record.has(slot),
                    None => false,
                };
                filled += u64::from(is_filled);
                Ok(ControlFlow::Continue(()))
            })?;
            Ok(filled)
        })
    }

    /// What is missing on a card because it was removed from the structure: marks with sentences, by the items they belong to.
    pub fn gaps_of_card(&self, card: &Card) -> Vec<Gap> {
        self.with_schema(|schema| structure::gaps_of_card(&schema.tables, card))
    }

    /// A list view as it can be shown now, without what was removed from the structure, and what that is.
    pub fn present_list(&self, list: &ListView) -> (ListView, Vec<Gap>) {
        self.with_schema(|schema| structure::present_list(&schema.tables, list))
    }

    /// What is missing for a print form because it was removed from the structure.
    pub fn gaps_of_form(&self, form: &PrintForm) -> Vec<Gap> {
        self.with_schema(|schema| structure::gaps_of_form(&schema.tables, form))
    }
}
