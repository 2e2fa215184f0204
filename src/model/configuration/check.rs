//! The expressions of a configuration, looked at when all its tables are known.

use super::{ConfigurationError, Mistake, source::Expression};
use crate::{
    formula::{self, FormulaError},
    ids::TableId,
    schema::Table,
    structure::{Shape, pieces, related_table, revived, with_company},
};

/// The tables an expression may name.
struct Seen {
    present: Vec<Table>,
    /// What rests in the trash too: what asks for it comes back with it.
    revived: Vec<Table>,
}

impl Seen {
    fn new(tables: &[Table]) -> Seen {
        Seen { present: tables.to_vec(), revived: revived(tables) }
    }

    fn wrong(&self, over: TableId, text: &str, is_condition: bool) -> Option<FormulaError> {
        let bind = if is_condition { formula::bind_condition } else { formula::bind };
        let tree = match formula::parse(text) {
            Ok(tree) => tree,
            Err(error) => return Some(error),
        };
        let error = bind(&tree, &self.present, over).err()?;
        bind(&tree, &self.revived, over).err().map(|_| error)
    }
}

/// What is wrong with the expressions of a configuration with these tables.
pub(super) fn check(tables: &[Table], expressions: &[Expression]) -> Vec<ConfigurationError> {
    let (plain, printed) = (Seen::new(tables), Seen::new(&with_company(tables)));
    let mut mistakes = Vec::new();
    for expression in expressions {
        let is_removed = tables.iter().any(|table| table.info.id == expression.over && table.info.removed);
        if is_removed {
            continue;
        }
        let mut say = |mistake| {
            mistakes.push(ConfigurationError { path: expression.path.clone(), line: expression.line, mistake });
        };
        let relation = |name: &str| related_table(&plain.revived, expression.over, name);
        if expression.shape == Shape::Relation {
            if expression.text != "lines" && relation(&expression.text).is_none() {
                say(Mistake::UnknownRows(expression.text.clone()));
            }
            continue;
        }
        let over = match &expression.rows {
            Some(rows) => relation(rows),
            None => Some(expression.over),
        };
        let (Some(over), seen) = (over, if expression.is_printed { &printed } else { &plain }) else { continue };
        for (_, text) in pieces(&expression.text, expression.shape) {
            let text = text.trim();
            if text.is_empty() && expression.is_printed {
                continue;
            }
            if let Some(error) = seen.wrong(over, text, expression.is_condition) {
                say(Mistake::Expression(text.to_owned(), error));
            }
        }
    }
    if mistakes.is_empty() {
        mistakes.extend(circle(&plain.present, expressions));
    }
    mistakes
}

/// Formulas that depend on each other in a circle.
fn circle(tables: &[Table], expressions: &[Expression]) -> Vec<ConfigurationError> {
    let mut programs = Vec::new();
    for table in tables.iter().filter(|table| !table.info.removed) {
        for field in table.live() {
            let bound = field
                .formula()
                .map(|text| formula::parse(text).and_then(|tree| formula::bind(&tree, tables, table.info.id)));
            if let Some(Ok(program)) = bound {
                programs.push((table.info.id, field.id, program));
            }
        }
    }
    let Err(circle) = formula::order(&programs) else { return Vec::new() };
    let of_circle =
        |expression: &&Expression| expression.computes.is_some_and(|field| circle.contains(&(expression.over, field)));
    let mistake = |expression: &Expression| ConfigurationError {
        path: expression.path.clone(),
        line: expression.line,
        mistake: Mistake::Circle,
    };
    expressions.iter().filter(of_circle).map(mistake).collect()
}
