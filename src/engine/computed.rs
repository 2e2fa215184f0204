//! Compiled formulas of all tables, in the order in which they are computed, and who depends on what.

use model::{
    formula::{self, Dependency, Program},
    ids::{FieldId, TableId},
    schema::{Field, Schema},
};
use std::collections::HashMap;

/// One computed field.
pub(crate) struct Formula {
    pub table: TableId,
    pub field: Field,
    pub program: Program,
    /// Depends on the clock, itself or through another: never stored, computed where it is read.
    pub clock: bool,
}

/// All computed fields. Formulas that cannot be compiled are left out: their fields are empty.
#[derive(Default)]
pub(crate) struct Computed {
    /// Those left out.
    pub broken: Vec<(TableId, FieldId)>,
    /// In the order of computing.
    pub formulas: Vec<Formula>,
    by_field: HashMap<(TableId, FieldId), usize>,
    dependents: HashMap<(TableId, FieldId), Vec<(usize, Dependency)>>,
}

impl Computed {
    pub fn compile(schema: &Schema) -> Computed {
        let (mut found, mut computed) = (Vec::new(), Computed::default());
        for table in schema.live() {
            for field in table.live() {
                let Some(text) = field.formula() else { continue };
                let bound = formula::parse(text).and_then(|tree| formula::bind(&tree, &schema.tables, table.info.id));
                match bound {
                    Ok(program) => found.push((table.info.id, field.clone(), program)),
                    Err(error) => {
                        tracing::warn!(table = %table.info.key, field = %field.key, ?error, "formula does not compile");
                        computed.broken.push((table.info.id, field.id));
                    }
                }
            }
        }
        let order = loop {
            let shape: Vec<_> =
                found.iter().map(|(table, field, program)| (*table, field.id, program.clone())).collect();
            match formula::order(&shape) {
                Ok(order) => break order,
                Err(circle) => {
                    // A circle stops its own formulas only.
                    tracing::warn!(?circle, "formulas depend on each other in a circle");
                    found.retain(|(table, field, _)| !circle.contains(&(*table, field.id)));
                    computed.broken.extend(circle);
                }
            }
        };
        let mut slots: Vec<_> = found.into_iter().map(Some).collect();
        for at in order {
            if let Some((table, field, program)) = slots.get_mut(at).and_then(Option::take) {
                computed.add(table, field, program);
            }
        }
        computed
    }

    fn add(&mut self, table: TableId, field: Field, program: Program) {
        let at = self.formulas.len();
        let through_another = |dependency: &Dependency| {
            self.by_field.get(&(dependency.table, dependency.field)).is_some_and(|other| self.formulas[*other].clock)
        };
        let clock = program.uses_clock() || program.dependencies().iter().any(through_another);
        for dependency in program.dependencies() {
            let key = (dependency.table, dependency.field);
            self.dependents.entry(key).or_default().push((at, dependency.clone()));
        }
        self.by_field.insert((table, field.id), at);
        self.formulas.push(Formula { table, field, program, clock });
    }

    /// The compiled formula of a field.
    pub fn formula(&self, table: TableId, field: FieldId) -> Option<&Formula> {
        self.by_field.get(&(table, field)).map(|at| &self.formulas[*at])
    }

    /// The place of a field's formula in the order.
    pub fn place(&self, table: TableId, field: FieldId) -> Option<usize> {
        self.by_field.get(&(table, field)).copied()
    }

    /// Stored formulas of a table with their places in the order.
    pub fn of_table(&self, table: TableId) -> impl Iterator<Item = (usize, &Formula)> {
        self.formulas.iter().enumerate().filter(move |(_, formula)| formula.table == table && !formula.clock)
    }

    /// Stored formulas that depend on a field, with the way from the formula's record to the field.
    pub fn dependents(&self, table: TableId, field: FieldId) -> impl Iterator<Item = &(usize, Dependency)> {
        let found = self.dependents.get(&(table, field)).map(Vec::as_slice).unwrap_or_default();
        found.iter().filter(|(at, _)| !self.formulas[*at].clock)
    }
}
