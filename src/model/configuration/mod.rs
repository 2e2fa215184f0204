//! The delivered configuration and configurations as text: one TOML file per table, card, list and print
//! form, and one for the first records of a table.
//!
//! In the text tables, fields and choices go by their keys; ids are written only where a thing is defined (a key that leads to
//! nothing or to several things may be written as an id). Reading sorts: tables by their order, layouts by table and key.

mod check;
mod compare;
mod delivered;
mod kinds;
mod layouts;
mod merge;
mod mistake;
mod names;
mod records;
mod source;
mod tables;
mod write;

#[cfg(test)]
mod expressions;
#[cfg(test)]
mod tests;

pub use compare::{Act, Detail, Difference, Thing, differences};
pub use delivered::delivered;
pub use kinds::{kind_of_word, kind_word};
pub use merge::{Conflict, Merged, merge};
pub use mistake::{ConfigurationError, Mistake};
pub use records::StarterRecord;
pub use tables::icons;
pub use write::write;

use crate::{
    layout::{Card, ListView, PrintForm},
    schema::Table,
};
use names::Names;
use source::Source;

/// One file of a configuration: its path inside the folder, with `/`, and its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceFile {
    /// For example `tables/clients.toml`.
    pub path: String,
    /// TOML.
    pub text: String,
}

/// A whole configuration.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Configuration {
    /// Tables in the order of their sections.
    pub tables: Vec<Table>,
    /// Cards.
    pub cards: Vec<Card>,
    /// List views.
    pub lists: Vec<ListView>,
    /// Print forms.
    pub forms: Vec<PrintForm>,
    /// Records that a new base starts with.
    pub records: Vec<StarterRecord>,
}

/// Reads a configuration; all mistakes are reported together.
///
/// # Errors
/// Every mistake found, in the order of the files and their lines.
pub fn read(files: &[SourceFile]) -> Result<Configuration, Vec<ConfigurationError>> {
    let mut mistakes = Vec::new();
    let mut parsed = Vec::new();
    for file in files {
        let mut source = Source::new(file);
        let known =
            ["tables/", "cards/", "lists/", "forms/", "records/"].iter().any(|folder| file.path.starts_with(folder));
        if !known || !file.path.ends_with(".toml") {
            source.say_of_file(Mistake::UnknownFile);
        } else if let Some(section) = source.parse() {
            parsed.push((source, section));
            continue;
        }
        mistakes.append(&mut source.mistakes);
    }
    let mut names =
        Names::gather(parsed.iter().filter(|(source, _)| source.is_in("tables")).map(|(_, section)| section));
    let mut read = Configuration::default();
    let mut expressions = Vec::new();
    for (mut source, section) in parsed {
        match source.folder() {
            "tables" => read.tables.extend(tables::table(&mut source, section, &mut names)),
            "cards" => read.cards.extend(layouts::card(&mut source, section, &mut names)),
            "lists" => read.lists.extend(layouts::list(&mut source, section, &mut names)),
            "records" => read.records.extend(records::records(&mut source, section, &mut names)),
            _ => read.forms.extend(layouts::form(&mut source, section, &mut names)),
        }
        mistakes.append(&mut source.mistakes);
        expressions.append(&mut source.expressions);
    }
    // Names lead nowhere where tables or fields could not be read.
    if mistakes.is_empty() {
        mistakes = check::check(&read.tables, &expressions);
    }
    if !mistakes.is_empty() {
        let place = |path: &str| files.iter().position(|file| file.path == path);
        mistakes.sort_by_cached_key(|mistake| (place(&mistake.path), mistake.line));
        return Err(mistakes);
    }
    read.sort();
    Ok(read)
}

impl Configuration {
    /// Puts tables into the order of their sections, layouts into that of their tables and keys.
    pub fn sort(&mut self) {
        self.tables.sort_by(|a, b| (a.info.order, &a.info.key).cmp(&(b.info.order, &b.info.key)));
        let tables = &self.tables;
        let place = |id| tables.iter().position(|table| table.info.id == id);
        self.cards.sort_by_cached_key(|card| (place(card.table), card.key.clone()));
        self.lists.sort_by_cached_key(|list| (place(list.table), list.key.clone()));
        self.forms.sort_by_cached_key(|form| (place(form.table), form.key.clone()));
        self.records.sort_by_key(|record| place(record.table));
    }
}
