//! Stored formulas inside a transaction: what must be computed anew, and computing it.

use crate::{Result, Transaction, computed::Computed};
use model::{
    formula::{Dependency, Hop},
    ids::{FieldId, RecordId, TableId},
    value::{Value, Values},
};
use std::{ops::ControlFlow, sync::Arc};

impl Transaction<'_, '_> {
    /// Compiles the formulas anew; what was computed by another program is computed again, what has none any more is emptied.
    pub(crate) fn structure_changed(&mut self) -> Result<()> {
        self.changes.structure = true;
        self.changes.layouts = true;
        if self.held {
            return Ok(());
        }
        let computed = Arc::new(Computed::compile(self.schema()));
        if self.replays {
            self.computed = computed;
            return Ok(());
        }
        let before = std::mem::replace(&mut self.computed, computed.clone());
        let marked = std::mem::take(&mut self.dirty);
        self.dirty.extend(marked.into_iter().filter_map(|(at, id)| {
            let formula = before.formulas.get(at)?;
            Some((computed.place(formula.table, formula.field.id)?, id))
        }));
        for formula in &computed.formulas {
            let (table, field) = (formula.table, formula.field.id);
            let old = before.formula(table, field);
            if old.is_some_and(|old| old.clock == formula.clock && old.program == formula.program) {
                continue;
            }
            if formula.clock { self.empty_field(table, field)? } else { self.recompute_field(table, field)? }
        }
        for (table, field) in &computed.broken {
            if !before.broken.contains(&(*table, *field)) {
                self.empty_field(*table, *field)?;
            }
        }
        Ok(())
    }

    /// Runs `work`, within which the structure changes in several places that belong together.
    pub(crate) fn restructure<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let outermost = !std::mem::replace(&mut self.held, true);
        let output = work(self)?;
        if outermost {
            self.held = false;
            if self.changes.structure {
                self.structure_changed()?;
            }
        }
        Ok(output)
    }

    fn ids_of(&self, table: TableId) -> Result<Vec<RecordId>> {
        let mut ids = Vec::new();
        self.access().scan_records(self.writer.definitions(), table, &mut |_, view| {
            ids.push(view.id());
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(ids)
    }

    /// Computes a formula field for all records after its definition changed.
    pub(crate) fn recompute_field(&mut self, table: TableId, field: FieldId) -> Result<()> {
        let computed = self.computed.clone();
        let Some(at) = computed.place(table, field).filter(|at| !computed.formulas[*at].clock) else { return Ok(()) };
        let ids = self.ids_of(table)?;
        self.dirty.extend(ids.into_iter().map(|id| (at, id)));
        Ok(())
    }

    /// Empties a formula field that is not stored any more.
    pub(crate) fn empty_field(&mut self, table: TableId, field: FieldId) -> Result<()> {
        for id in self.ids_of(table)? {
            let mut values = self.record(table, id)?.values;
            if values.get(field).is_none() {
                continue;
            }
            values.set(field, None);
            self.writer.put_record(table, id, Some(&values))?;
            self.changes.touch(table, id);
            self.touched_fields.insert((table, field));
            self.mark(table, id, field)?;
        }
        Ok(())
    }

    /// As [`Transaction::mark`], for all fields of a record.
    pub(crate) fn mark_all(&mut self, table: TableId, id: RecordId, values: &Values) -> Result<()> {
        for (field, _) in values.iter() {
            self.mark(table, id, field)?;
        }
        Ok(())
    }

    /// Notes which stored formulas must be computed anew because a field of a record changes.
    pub(crate) fn mark(&mut self, table: TableId, id: RecordId, field: FieldId) -> Result<()> {
        let computed = self.computed.clone();
        for (at, dependency) in computed.dependents(table, field) {
            for record in self.owners(dependency, id)? {
                self.dirty.insert((*at, record));
            }
        }
        Ok(())
    }

    /// Records whose formula reaches `record` along the way of `dependency`.
    fn owners(&self, dependency: &Dependency, record: RecordId) -> Result<Vec<RecordId>> {
        let mut reached = vec![record];
        for hop in dependency.path.iter().rev() {
            let mut next = Vec::new();
            for id in reached {
                match hop {
                    Hop::Link { table, field } => {
                        next.extend(self.look(None, |view| view.back_links(*table, *field, id))?);
                    }
                    Hop::Back { table, field } => {
                        let value = self.access().value(self.writer.definitions(), *table, id, *field)?;
                        next.extend(crate::view::links(value.as_ref()).iter().map(|link| link.record));
                    }
                }
            }
            next.sort_unstable();
            next.dedup();
            reached = next;
        }
        Ok(reached)
    }

    /// Computes everything that was marked, in the order of the formulas.
    pub(crate) fn settle(&mut self) -> Result<()> {
        self.writer.end_bulk()?;
        while let Some((at, id)) = self.dirty.pop_first() {
            let computed = self.computed.clone();
            let Some(formula) = computed.formulas.get(at) else { continue };
            let (table, field) = (formula.table, formula.field.id);
            let Some(stored) = self.access().record(self.writer.definitions(), table, id)? else { continue };
            let value = self.look(None, |view| view.evaluate(&formula.program, id))?;
            if stored.values.get(field) == value.as_ref() {
                continue;
            }
            let mut values = stored.values;
            values.set(field, value);
            self.writer.put_record(table, id, Some(&values))?;
            self.changes.touch(table, id);
            self.touched_fields.insert((table, field));
            self.mark(table, id, field)?;
        }
        Ok(())
    }

    /// Computes every stored formula of every record, after a journal was replayed.
    pub(crate) fn compute_all(&mut self) -> Result<()> {
        self.writer.end_bulk()?;
        self.computed = Arc::new(Computed::compile(self.schema()));
        let computed = self.computed.clone();
        for formula in computed.formulas.iter().filter(|formula| !formula.clock) {
            let (table, field) = (formula.table, formula.field.id);
            let found = self.look(None, |view| -> Result<Vec<(RecordId, Option<Value>)>> {
                let (slots, mut found) = (view.definitions.slots(table)?, Vec::new());
                let slot = slots.slot(field);
                view.access.scan_records(view.definitions, table, &mut |_, record| {
                    let stored = slot.map(|slot| record.slot(slot)).transpose()?.flatten();
                    let value = view.evaluate(&formula.program, record.id());
                    if stored != value {
                        found.push((record.id(), value));
                    }
                    Ok(ControlFlow::Continue(()))
                })?;
                Ok(found)
            })??;
            for (id, value) in found {
                let mut values = self.record(table, id)?.values;
                values.set(field, value);
                self.writer.put_record(table, id, Some(&values))?;
            }
        }
        Ok(())
    }
}
