//! Cells copied from a table of any program, put into a list or into related records.

use crate::{Engine, EngineError, Entry, Outcome, Result, error::refused, transact::is_given};
use model::{
    changes::{Action, ActionKey},
    ids::{FieldId, RecordId, TableId},
    language::Language,
    value::Link,
};

/// Rows that are taken at once.
const MOST_ROWS: usize = 5_000;

/// Where pasted cells go: into these records one after the other, then into new ones.
#[derive(Clone, Debug)]
pub struct Paste {
    /// The table of the rows.
    pub table: TableId,
    /// Its field that points to the owner, and the owner; `None`: the rows belong to no record.
    pub by: Option<(FieldId, Link)>,
    /// The records from the row on that was pasted into.
    pub rows: Vec<RecordId>,
    /// The columns from the cell on that was pasted into.
    pub columns: Vec<FieldId>,
}

/// The cells of a text as spreadsheets copy them: rows by line breaks, cells by tabs; a cell with either stands in quotation
/// marks, which are doubled in it.
pub fn cells_of(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut letters = text.chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        let row = rows.len() - 1;
        let last = rows[row].len() - 1;
        let cell = &mut rows[row][last];
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\t' if !quoted => rows[row].push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            '\r' if !quoted => {}
            letter => cell.push(letter),
        }
    }
    // A text that ends with a line break has no row after it.
    if rows.len() > 1 && rows.last().is_some_and(|row| row.len() == 1 && row[0].is_empty()) {
        rows.pop();
    }
    rows
}

/// Cells as a text that spreadsheets take.
pub fn text_of_cells(rows: &[Vec<String>]) -> String {
    let cell = |text: &String| {
        if text.contains(['\t', '\n', '\r', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.clone() }
    };
    let lines = rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join("\t"));
    lines.collect::<Vec<_>>().join("\n")
}

impl Engine {
    /// Puts cells into records of a list, or into related ones, as one action and says how many rows it were. Columns that are computed are passed
    /// over, cells beyond the last column are left out.
    ///
    /// # Errors
    /// Where a cell cannot be read or is refused: the sentence names the row, and nothing is changed.
    pub fn paste(&self, into: &Paste, cells: &[Vec<String>], language: Language) -> Result<Outcome<usize>> {
        if cells.len() > MOST_ROWS {
            return Err(refused(
                format!(
                    "Iš karto įklijuojama ne daugiau kaip {MOST_ROWS} eilučių; didesnį sąrašą importuokite iš failo."
                ),
                format!("At most {MOST_ROWS} rows are pasted at once; import a longer list from a file."),
            ));
        }
        let mut rows = Vec::with_capacity(cells.len());
        for (at, texts) in cells.iter().enumerate() {
            rows.push(
                self.entries_of(into, into.rows.get(at).copied(), texts, language)
                    .map_err(|error| in_row(at, error))?,
            );
        }
        let action = Action::new(ActionKey::EditRecord).on(into.table).count(rows.len() as u64);
        self.transact(action, |tx| {
            for (at, entries) in rows.iter().enumerate() {
                match into.rows.get(at) {
                    Some(id) => {
                        for (field, value) in entries {
                            tx.set(into.table, *id, *field, value.clone()).map_err(|error| in_row(at, error))?;
                        }
                    }
                    None if entries.iter().all(|(_, value)| value.is_none()) => {}
                    None => {
                        let owner = into.by.map(|(by, owner)| (by, Some(model::value::Value::Links(vec![owner]))));
                        let mut all: Vec<Entry> = owner.into_iter().collect();
                        all.extend(entries.iter().filter(|(_, value)| value.is_some()).cloned());
                        let id = tx.add(into.table, &all).map_err(|error| in_row(at, error))?;
                        // A line is filled in cell by cell; a record of its own is whole or not there.
                        if into.by.is_none() {
                            tx.require_complete(into.table, id).map_err(|error| in_row(at, error))?;
                        }
                    }
                }
            }
            Ok(rows.len())
        })
    }

    fn entries_of(
        &self,
        into: &Paste,
        id: Option<RecordId>,
        texts: &[String],
        language: Language,
    ) -> Result<Vec<Entry>> {
        let definitions = self.definitions();
        let mut entries = Vec::new();
        for (field, text) in into.columns.iter().zip(texts) {
            let is_written = definitions.schema.field(into.table, *field).is_some_and(|field| !is_given(&field.kind));
            if is_written {
                let text = self.shown_apart(into.table, *field, text);
                entries.push(self.read_line_text(into.table, id, *field, &text, language)?);
            }
        }
        Ok(entries)
    }
}

fn in_row(at: usize, error: EngineError) -> EngineError {
    let row = at + 1;
    match error {
        EngineError::Refused(label) => refused(
            format!("Niekas neįklijuota, {row} eilutė: {}", label.lt),
            format!("Nothing was pasted, row {row}: {}", label.en),
        ),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_go_out_and_come_back_the_same() {
        let rows = vec![vec!["a".to_owned(), "b c".into()], vec!["su \"kabutėmis\"".into(), "dvi\neilutės".into()]];
        assert_eq!(cells_of(&text_of_cells(&rows)), rows);
        assert_eq!(cells_of("a\tb\r\nc\t\r\n"), [["a", "b"], ["c", ""]]);
        assert_eq!(cells_of("vienas"), [["vienas"]]);
        assert_eq!(cells_of("5\" vamzdis"), [["5\" vamzdis"]]);
    }
}
