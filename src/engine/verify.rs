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
            for table in view.schema().live() {
                let slots = view.definitions.slots(table.info.id)?;
                let mut wrong = 0u64;
                // What cannot be computed, for example because a field it asks for was removed, has to be empty.
                let broken: Vec<_> = view.computed.broken.iter().filter(|(of, _)| *of == table.info.id).collect();
                view.access.scan_records(view.definitions, table.info.id, &mut |_, record| {
                    for (_, formula) in view.computed.of_table(table.info.id) {
                        let stored = slots.slot(formula.field.id).map(|slot| record.slot(slot)).transpose()?.flatten();
                        if view.evaluate(&formula.program, record.id()) != stored {
                            wrong += 1;
                        }
                    }
                    for (_, field) in &broken {
                        let stored = slots.slot(*field).map(|slot| record.slot(slot)).transpose()?.flatten();
                        wrong += u64::from(stored.is_some());
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
