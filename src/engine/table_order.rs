//! Small changes of the structure that a page of it asks for: the order of the sections, entries of a list of choices.

use crate::{Engine, Outcome, Result, records::no_such_table};
use model::{
    changes::{Action, ActionKey, Change, Operation},
    ids::{ChoiceId, FieldId, TableId},
    value::Value,
};
use std::ops::ControlFlow;

impl Engine {
    /// A new id for something that is made outside of a transaction: a choice, a layout.
    pub fn fresh_id(&self) -> u128 {
        self.new_id()
    }

    /// Puts a table before or after another among the sections, where that one stands; those between move by one.
    ///
    /// # Errors
    /// Where there is no such table.
    pub fn move_table(&self, table: TableId, to: TableId) -> Result<Outcome<()>> {
        self.transact(Action::new(ActionKey::ChangeTable), |tx| {
            let mut infos: Vec<_> = tx.schema().tables.iter().map(|of| of.info.clone()).collect();
            infos.sort_by_key(|info| info.order);
            let at = |id| infos.iter().position(|info| info.id == id).ok_or_else(no_such_table);
            let (from, to) = (at(table)?, at(to)?);
            tx.action.name = infos[from].label.get(tx.engine.language()).to_owned();
            let orders: Vec<i32> = infos.iter().map(|info| info.order).collect();
            let moved = infos.remove(from);
            infos.insert(to, moved);
            // Places that are shared are told apart first: the order is that of the list from now on.
            let mut last = i32::MIN;
            for (info, order) in infos.into_iter().zip(orders) {
                let order = order.max(last.saturating_add(1));
                last = order;
                if info.order != order {
                    let after = model::schema::TableInfo { order, ..info.clone() };
                    tx.apply(Operation::Table(info.id, Change::new(Some(info), Some(after))))?;
                }
            }
            Ok(())
        })
    }

    /// In how many records an entry of a list of choices is chosen.
    ///
    /// # Errors
    /// Where there is no such field, or of the disk.
    pub fn chosen_count(&self, table: TableId, field: FieldId, choice: ChoiceId) -> Result<u64> {
        self.look(self.language(), |view| {
            view.schema().field(table, field).ok_or_else(no_such_table)?;
            let Some(slot) = view.definitions.slots(table)?.slot(field) else { return Ok(0) };
            let mut count = 0;
            view.access.scan_records(view.definitions, table, &mut |_, record| {
                if let Some(Value::Choices(chosen)) = record.slot(slot)? {
                    count += u64::from(chosen.contains(&choice));
                }
                Ok(ControlFlow::Continue(()))
            })?;
            Ok(count)
        })
    }
}
