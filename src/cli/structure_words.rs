//! The words of `structure` and `configuration`.

use crate::arguments::BaseFile;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Args)]
pub struct Structure {
    /// File of the base.
    pub base: BaseFile,
    #[command(subcommand)]
    pub act: StructureAct,
}

impl Structure {
    /// Whether it may write into the base; a rehearsal looks only, but takes its turn.
    pub fn writes(&self) -> bool {
        !matches!(self.act, StructureAct::Show(_) | StructureAct::Uses(_))
    }
}

/// What can be done to tables and fields.
#[derive(Subcommand)]
pub enum StructureAct {
    /// Show the tables and their fields.
    Show(ShowStructure),
    /// Add a table with a title, notes, a card and a list, and print its id.
    AddTable(AddTable),
    /// Add a field to a table and print its id.
    AddField(AddField),
    /// Give a field another key or other labels; whatever goes by its name follows.
    RenameField(RenameField),
    /// Make a field one of another kind and convert its values.
    ChangeField(ChangeField),
    /// Put a field into the trash of the structure; its values stay.
    RemoveField(OneField),
    /// Bring a field back from the trash of the structure.
    RestoreField(OneField),
    /// Show what uses a field, or what uses a table from outside.
    Uses(Uses),
}

#[derive(Args)]
pub struct ShowStructure {
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct AddTable {
    /// Plain key: lower-case letters, digits, hyphens.
    pub key: String,
    /// Name of the section in Lithuanian.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub label_lt: String,
    /// Name of the section in English.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub label_en: String,
    /// Name of one record in Lithuanian.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub one_lt: String,
    /// Name of one record in English.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub one_en: String,
    /// Name of its icon.
    #[arg(long, default_value = "")]
    pub icon: String,
    /// Table whose fields, cards and lists it begins with.
    #[arg(long, value_name = "TABLE")]
    pub like: Option<String>,
    /// Say what would happen, change nothing.
    #[arg(long)]
    pub rehearse: bool,
}

/// What goes with some kinds.
#[derive(Args)]
pub struct KindWords {
    /// For a choice: an entry; can be given several times.
    #[arg(long, value_name = "KEY[=LABEL]")]
    pub choice: Vec<String>,
    /// For a choice or a link: several may be chosen.
    #[arg(long)]
    pub many: bool,
    /// For a link: a table it may lead to; can be given several times.
    #[arg(long, value_name = "TABLE")]
    pub target: Vec<String>,
    /// For a link: what happens when its target is deleted.
    #[arg(long, value_parser = ["clear", "refuse", "delete"], default_value = "clear")]
    pub on_delete: String,
    /// For an amount: its currency.
    #[arg(long, default_value = "EUR")]
    pub currency: String,
    /// For a number: its decimals.
    #[arg(long, value_parser = clap::value_parser!(u8).range(0..=12))]
    pub scale: Option<u8>,
    /// For a formula: the expression.
    #[arg(long, value_name = "EXPRESSION")]
    pub formula: Option<String>,
    /// For a formula: the kind of its result.
    #[arg(long, value_name = "KIND", default_value = "text")]
    pub result: String,
}

#[derive(Args)]
pub struct AddField {
    /// Table.
    pub table: String,
    /// Plain key: lower-case letters, digits, hyphens.
    pub key: String,
    /// Kind: text, long-text, number, money, date, choice, link, phone and so on.
    pub kind: String,
    #[command(flatten)]
    pub details: KindWords,
    /// Name in Lithuanian.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub label_lt: String,
    /// Name in English.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub label_en: String,
    /// What to write here, in Lithuanian.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub hint_lt: String,
    /// What to write here, in English.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub hint_en: String,
    /// Records without it are incomplete.
    #[arg(long)]
    pub required: bool,
    /// No two records may have the same value.
    #[arg(long)]
    pub unique: bool,
    /// Expression that fills a new record.
    #[arg(long, value_name = "EXPRESSION")]
    pub default: Option<String>,
    /// Put it at the end of the table's card.
    #[arg(long)]
    pub on_card: bool,
    /// Show it in a column at the end of the table's list.
    #[arg(long)]
    pub on_list: bool,
    /// For a link: show the records on the card of what it leads to.
    #[arg(long)]
    pub related: bool,
    /// Say what would happen, change nothing.
    #[arg(long)]
    pub rehearse: bool,
}

#[derive(Args)]
pub struct RenameField {
    /// Table.
    pub table: String,
    /// Field.
    pub field: String,
    /// New plain key.
    #[arg(long, value_name = "NEW")]
    pub key: Option<String>,
    /// New name in Lithuanian.
    #[arg(long, value_name = "TEXT")]
    pub label_lt: Option<String>,
    /// New name in English.
    #[arg(long, value_name = "TEXT")]
    pub label_en: Option<String>,
    /// Say what would happen, change nothing.
    #[arg(long)]
    pub rehearse: bool,
}

#[derive(Args)]
pub struct ChangeField {
    /// Table.
    pub table: String,
    /// Field.
    pub field: String,
    /// New kind: text, long-text, number, money, date, choice, link, phone and so on.
    pub kind: String,
    #[command(flatten)]
    pub details: KindWords,
    /// Let the text of values that do not convert go, instead of keeping it in the notes.
    #[arg(long)]
    pub drop_text: bool,
    /// Say what would happen, change nothing.
    #[arg(long)]
    pub rehearse: bool,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct OneField {
    /// Table.
    pub table: String,
    /// Field.
    pub field: String,
    /// Say what would happen, change nothing.
    #[arg(long)]
    pub rehearse: bool,
}

#[derive(Args)]
pub struct Uses {
    /// Table.
    pub table: String,
    /// Field.
    pub field: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct Configuration {
    #[command(subcommand)]
    pub act: ConfigurationAct,
}

/// What can be done with the configuration as a whole.
#[derive(Subcommand)]
pub enum ConfigurationAct {
    /// Write it into a folder or a zip file.
    Export(ExportConfiguration),
    /// Read it from a folder or a zip file, as one change that can be undone.
    Import(ImportConfiguration),
}

#[derive(Args)]
pub struct ExportConfiguration {
    /// File of the base.
    pub base: BaseFile,
    /// Folder, or a file that ends in .zip.
    #[arg(value_name = "DIR|FILE.zip")]
    pub path: PathBuf,
}

#[derive(Args)]
pub struct ImportConfiguration {
    /// File of the base.
    pub base: BaseFile,
    /// Folder, or a zip file.
    #[arg(value_name = "DIR|FILE.zip")]
    pub path: PathBuf,
    /// Let the text of values that do not convert go, instead of keeping it in the notes.
    #[arg(long)]
    pub drop_text: bool,
    /// Say what would change, change nothing.
    #[arg(long)]
    pub rehearse: bool,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}
