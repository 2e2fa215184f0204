//! Proof that everything that follows from the entered values equals what is kept.

use crate::{Engine, Result};
use std::ops::ControlFlow;

impl Engine {
    /// Compares indexes, counters, the journal, pictures and every stored formula with what the records say. (The search is not
    /// kept: it is made of the records.) An empty list is good; the sentences are in English, for whoever repairs.
    ///
    /// # Errors
    /// Of the disk, or where something cannot be read at all.
    pub fn verify(&self) -> Result<Vec<String>> {
        self.look(self.language(), |view| {
            let mut problems: Vec<String> =
                view.access.verify(view.definitions)?.into_iter().map(|problem| problem.0).collect();
            for (table, field) in &view.computed.broken {
                let table = view.schema().table(*table);
                if let Some((table, field)) = table.and_then(|table| Some((table, table.field(*field)?))) {
                    problems.push(format!("{}.{}: the formula does not compile", table.info.key, field.key));
                }
            }
            for table in view.schema().live() {
                let slots = view.definitions.slots(table.info.id)?;
                let mut wrong = 0u64;
                view.access.scan_records(view.definitions, table.info.id, &mut |_, record| {
                    for (_, formula) in view.computed.of_table(table.info.id) {
                        let stored = slots.slot(formula.field.id).map(|slot| record.slot(slot)).transpose()?.flatten();
                        if view.evaluate(&formula.program, record.id()) != stored {
                            wrong += 1;
                        }
                    }
                    Ok(ControlFlow::Continue(()))
                })?;
                if wrong > 0 {
                    problems.push(format!("{}: {wrong} computed values differ", table.info.key));
                }
            }
            Ok(problems)
        })
    }
}
