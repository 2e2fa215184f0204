//! Fields for the columns of a file that no table is for yet: their kinds by what stands in them.

use super::{Source, reading::Reading};
use crate::{Engine, EngineError, Result};
use exchange::csv::restore;
use model::{
    ids::{ChoiceId, FieldId},
    language::{Label, Language},
    schema::{Choice, Field, FieldKind, Table},
    structure::{free_key, key_of},
    value::{self, fold},
};
use std::collections::BTreeMap;

/// Rows that are looked at.
const SAMPLE: u64 = 20_000;
/// Columns that become fields.
const MOST: usize = 200;
/// A list of choices is not longer, and each entry stands in the file so many times at least, on average.
const CHOICES: usize = 12;
const TIMES: usize = 5;
/// A text of so many characters is a long one.
const LONG: usize = 120;
/// A number of so many digits is a code.
const CODE: usize = 9;

#[derive(Default)]
struct Column {
    heading: String,
    filled: usize,
    different: BTreeMap<String, String>,
    is_long: bool,
    kinds: Option<Vec<FieldKind>>,
}

/// The kinds that a column may turn out to be, the most special first.
fn candidates() -> Vec<FieldKind> {
    vec![
        FieldKind::YesNo,
        FieldKind::Date,
        FieldKind::DateTime,
        FieldKind::Time,
        FieldKind::Iban,
        FieldKind::Email,
        FieldKind::Web,
        FieldKind::Phone,
        FieldKind::Number { scale: None },
    ]
}

/// Whether a cell is plainly of a kind, not only readable as such.
fn is_plainly(cell: &str, kind: &FieldKind) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    match kind {
        FieldKind::YesNo if digits > 0 || cell == "-" => false,
        FieldKind::Web => cell.starts_with("http://") || cell.starts_with("https://") || cell.starts_with("www."),
        // Digits alone may be a code of any sort.
        FieldKind::Phone => {
            let is_bare = digits == cell.len();
            let begins = cell.starts_with('+') || !is_bare && cell.starts_with(['0', '8', '(']);
            (7..=15).contains(&digits) && (begins || is_bare && digits == 9 && cell.starts_with('8'))
        }
        FieldKind::Number { .. } => {
            let is_code = digits >= CODE && digits == cell.len()
                || cell.len() > 1 && cell.starts_with('0') && digits == cell.len();
            !is_code && value::parse(cell, kind, Language::Lt).is_ok()
        }
        kind => value::parse(cell, kind, Language::Lt).is_ok(),
    }
}

impl Column {
    fn look(&mut self, cell: &str) {
        let cell = cell.trim();
        if cell.is_empty() {
            return;
        }
        self.filled += 1;
        self.is_long |= cell.contains('\n') || cell.chars().nth(LONG).is_some();
        self.kinds.get_or_insert_with(candidates).retain(|kind| is_plainly(cell, kind));
        if self.different.len() <= CHOICES {
            self.different.entry(fold(cell)).or_insert_with(|| cell.to_owned());
        }
    }

    fn kind(self, new_id: &dyn Fn() -> u128) -> FieldKind {
        match self.kinds.and_then(|kinds| kinds.into_iter().next()) {
            Some(kind) => kind,
            None if self.is_long => FieldKind::LongText,
            None if (2..=CHOICES).contains(&self.different.len()) && self.filled >= self.different.len() * TIMES => {
                let mut choices: Vec<Choice> = Vec::new();
                for label in self.different.into_values() {
                    let key = free_key(&key_of(&label, "choice"), |key| choices.iter().any(|choice| choice.key == key));
                    let label = Label::new(&*label, &*label);
                    choices.push(Choice { id: ChoiceId(new_id()), key, label, ..Choice::default() });
                }
                FieldKind::Choice { many: false, choices }
            }
            None => FieldKind::Text,
        }
    }
}

impl Engine {
    /// Fields for the columns of a file, for a table that is to be made of it: the first text of its own for each row comes first, to name
    /// the records. Nothing is changed.
    ///
    /// # Errors
    /// Where the file cannot be read or holds no table.
    pub fn fields_of_file(&self, source: &dyn Source, sheet: Option<&str>) -> Result<Vec<Field>> {
        let reading = Reading::of(source, &Table::default(), sheet)?;
        let (mut columns, mut rows): (Vec<Column>, u64) = (Vec::new(), 0);
        let looked = reading.for_each(source, &mut |_, cells| {
            if rows == 0 {
                let heading = |cell: &str| Column { heading: cell.trim().to_owned(), ..Column::default() };
                columns = cells.iter().take(MOST).map(heading).collect();
            } else {
                let cells = cells.iter().map(|cell| if reading.neutralised { restore(cell) } else { cell.into() });
                columns.iter_mut().zip(cells).for_each(|(column, cell)| column.look(&cell));
            }
            rows += 1;
            if rows > SAMPLE { Err(EngineError::Cancelled) } else { Ok(()) }
        });
        match looked {
            Ok(_) => {}
            Err(EngineError::Cancelled) if rows > SAMPLE => {}
            Err(error) => return Err(error),
        }
        columns.retain(|column| column.filled > 0);
        let names = |column: &Column| {
            let is_text = column.kinds.as_ref().is_none_or(Vec::is_empty) && !column.is_long;
            is_text && column.different.len() > CHOICES.min(column.filled / 2)
        };
        if let Some(title) = columns.iter().position(names) {
            columns[..=title].rotate_right(1);
        }
        let mut fields: Vec<Field> = Vec::with_capacity(columns.len());
        for (at, column) in columns.into_iter().enumerate() {
            let heading =
                if column.heading.is_empty() { format!("Stulpelis {}", at + 1) } else { column.heading.clone() };
            let key = free_key(&key_of(&heading, "field"), |key| fields.iter().any(|field| field.key == key));
            let is_title = at == 0;
            let kind = if is_title { FieldKind::Text } else { column.kind(&|| self.new_id()) };
            let label = Label::new(&*heading, &*heading);
            let id = FieldId(self.new_id());
            fields.push(Field { id, key, label, kind, required: is_title, indexed: is_title, ..Field::default() });
        }
        Ok(fields)
    }
}
