//! The words of the command line.

use crate::{
    camera_words::{Cameras, Compact, Photo},
    layout_words::{Layout, LayoutAct, Layouts},
    structure_words::{Configuration, ConfigurationAct, Structure},
};
use clap::{Args, Parser, Subcommand};
use engine::Engine;
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The base a command is about: its file, and the engine where this very program has it open.
#[derive(Clone)]
pub struct BaseFile {
    /// Its file.
    pub path: PathBuf,
    /// It, open.
    pub engine: Option<Arc<Engine>>,
}

impl From<OsString> for BaseFile {
    fn from(path: OsString) -> BaseFile {
        BaseFile { path: path.into(), engine: None }
    }
}

/// What a command does with a file beside the base.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It is read.
    Read,
    /// It is written.
    Written,
}

/// A card index for small offices.
#[derive(Parser)]
#[command(name = "kartoteka", version, disable_help_subcommand = true)]
pub struct Arguments {
    /// No progress.
    #[arg(long, global = true)]
    pub quiet: bool,
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done without the window. Without a command the window opens: `kartoteka [BASE] [--camera-file PATH]`.
#[derive(Subcommand)]
pub enum Command {
    /// Make a new base; never overwrites.
    New(New),
    /// Import a file into a table.
    Import(Import),
    /// List the records of a table.
    List(List),
    /// Write the records of a table to a file for another program.
    Export(Export),
    /// Show one record.
    Show(Show),
    /// Add a record and print its id.
    Add(Add),
    /// Change fields of a record; an empty value clears.
    Edit(Edit),
    /// Delete records.
    Delete(Delete),
    /// Issue a document: give it its number and freeze it.
    Issue(Document),
    /// Void an issued document; its number stays used.
    Void(Document),
    /// Make a record from another, an invoice from a contract for example, and print its id.
    Make(Make),
    /// Print records into a PDF.
    Print(Print),
    /// Take back the last actions.
    Undo(Steps),
    /// Do again what was taken back.
    Redo(Steps),
    /// Show what was done to the base or to one record.
    History(History),
    /// Prove that the base is whole.
    Verify(Verify),
    /// Show and change the tables and fields of a base.
    Structure(Structure),
    /// Write the configuration of a base to files, or read it from files.
    Configuration(Configuration),
    /// List the cards, list views and print forms.
    Layouts(Layouts),
    /// Check cards, or draw one.
    Layout(Layout),
    /// List the cameras of this computer, or take a picture.
    Camera(Cameras),
    /// Put a photo into a picture field, from a file or from a camera.
    Photo(Photo),
    /// Give space that is not used back to the disk.
    Compact(Compact),
}

impl Command {
    /// The base it is about; `None` where there is none yet.
    pub fn base(&mut self) -> Option<&mut BaseFile> {
        Some(match self {
            Command::New(_) | Command::Camera(_) => return None,
            Command::Import(of) => &mut of.base,
            Command::List(of) => &mut of.base,
            Command::Export(of) => &mut of.base,
            Command::Show(of) => &mut of.base,
            Command::Add(of) => &mut of.base,
            Command::Edit(of) => &mut of.base,
            Command::Delete(of) => &mut of.base,
            Command::Issue(of) | Command::Void(of) => &mut of.base,
            Command::Make(of) => &mut of.base,
            Command::Print(of) => &mut of.base,
            Command::Undo(of) | Command::Redo(of) => &mut of.base,
            Command::History(of) => &mut of.base,
            Command::Verify(of) => &mut of.base,
            Command::Structure(of) => &mut of.base,
            Command::Photo(of) => &mut of.base,
            Command::Compact(of) => &mut of.base,
            Command::Configuration(of) => match &mut of.act {
                ConfigurationAct::Export(of) => &mut of.base,
                ConfigurationAct::Import(of) => &mut of.base,
            },
            Command::Layouts(of) => &mut of.base,
            Command::Layout(of) => match &mut of.act {
                LayoutAct::Check(of) => &mut of.base,
                LayoutAct::Render(of) => &mut of.base,
            },
        })
    }

    /// The other files it names.
    pub fn files(&mut self) -> Vec<(&mut PathBuf, Use)> {
        match self {
            Command::Import(of) => vec![(&mut of.file, Use::Read)],
            Command::Print(of) => vec![(&mut of.output, Use::Written)],
            Command::Export(of) => vec![(&mut of.output, Use::Written)],
            Command::Photo(of) => {
                of.file.iter_mut().chain(&mut of.which.camera_file).map(|path| (path, Use::Read)).collect()
            }
            Command::Configuration(of) => match &mut of.act {
                ConfigurationAct::Export(of) => vec![(&mut of.path, Use::Written)],
                ConfigurationAct::Import(of) => vec![(&mut of.path, Use::Read)],
            },
            Command::Layout(Layout { act: LayoutAct::Render(of) }) => vec![(&mut of.output, Use::Written)],
            _ => Vec::new(),
        }
    }

    /// Whether it may write into the base.
    pub fn writes(&self) -> bool {
        use Command as C;
        match self {
            C::List(_) | C::Export(_) | C::Show(_) | C::History(_) | C::Verify(_) | C::Camera(_) => false,
            C::Layouts(_) | C::Layout(_) => false,
            C::Structure(of) => of.writes(),
            C::Configuration(of) => matches!(of.act, ConfigurationAct::Import(_)),
            _ => true,
        }
    }

    /// Is about a base that this program has open, for a caller who stands in `directory`.
    pub fn settle(&mut self, engine: &Arc<Engine>, directory: &Path) {
        for (file, _) in self.files() {
            *file = directory.join(&*file);
        }
        if let Some(base) = self.base() {
            base.engine = Some(engine.clone());
        }
    }
}

#[derive(Args)]
pub struct New {
    /// File of the base.
    pub base: PathBuf,
    /// Language of labels, messages and documents: lt or en.
    #[arg(long, default_value = "lt", value_parser = ["lt", "en"])]
    pub language: String,
    /// Filled with a sample office of about sixty clients and two years of work.
    #[arg(long)]
    pub sample: bool,
}

#[derive(Args)]
pub struct Import {
    /// File of the base.
    pub base: BaseFile,
    /// Table to import into.
    pub table: String,
    /// File: CSV, a workbook (.xlsx, .xls, .ods), vCards, contacts of Google or Outlook.
    pub file: PathBuf,
    /// Sheet of a workbook; without it the one with most in it.
    #[arg(long)]
    pub sheet: Option<String>,
    /// Column of the file = field; overrides what is recognised. An empty field leaves the column out.
    #[arg(long, value_name = "COLUMN=FIELD")]
    pub map: Vec<String>,
    /// Field to match records by; the first that is not empty matches.
    #[arg(long, value_name = "FIELD")]
    pub key: Vec<String>,
    /// Say what would happen, change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Print the report as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct List {
    /// File of the base.
    pub base: BaseFile,
    /// Table.
    pub table: String,
    /// Words that must all occur.
    #[arg(long)]
    pub search: Option<String>,
    /// Expression that must hold.
    #[arg(long = "where", value_name = "EXPRESSION")]
    pub filter: Option<String>,
    /// Fields to sort by, each with :desc if it goes down.
    #[arg(long, value_name = "FIELD[:desc],...")]
    pub sort: Option<String>,
    /// Fields to show.
    #[arg(long, value_name = "FIELD,...")]
    pub fields: Option<String>,
    /// At most so many rows.
    #[arg(long)]
    pub limit: Option<usize>,
    /// Leave out so many rows.
    #[arg(long, default_value_t = 0)]
    pub offset: usize,
    /// As it was then: 2026-03-12 or 2026-03-12T10:00.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Print JSON.
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print CSV.
    #[arg(long)]
    pub csv: bool,
}

#[derive(Args)]
pub struct Export {
    /// File of the base.
    pub base: BaseFile,
    /// Table.
    pub table: String,
    /// Words that must all occur.
    #[arg(long)]
    pub search: Option<String>,
    /// Expression that must hold.
    #[arg(long = "where", value_name = "EXPRESSION")]
    pub filter: Option<String>,
    /// Fields to sort by, each with :desc if it goes down.
    #[arg(long, value_name = "FIELD[:desc],...")]
    pub sort: Option<String>,
    /// Fields to write.
    #[arg(long, value_name = "FIELD,...")]
    pub fields: Option<String>,
    /// What to write; without it the file's ending tells.
    #[arg(long, value_parser = ["csv", "xlsx", "html", "txt", "vcard"])]
    pub format: Option<String>,
    /// File to write.
    #[arg(short, long)]
    pub output: PathBuf,
}

#[derive(Args)]
pub struct Show {
    /// File of the base.
    pub base: BaseFile,
    /// Table.
    pub table: String,
    /// Id of the record.
    pub id: String,
    /// As it was then: 2026-03-12 or 2026-03-12T10:00.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct Add {
    /// File of the base.
    pub base: BaseFile,
    /// Table.
    pub table: String,
    /// Values.
    #[arg(value_name = "FIELD=VALUE")]
    pub values: Vec<String>,
}

#[derive(Args)]
pub struct Edit {
    /// File of the base.
    pub base: BaseFile,
    /// Table.
    pub table: String,
    /// Id of the record.
    pub id: String,
    /// Values.
    #[arg(value_name = "FIELD=VALUE", required = true)]
    pub values: Vec<String>,
}

#[derive(Args)]
pub struct Delete {
    /// File of the base.
    pub base: BaseFile,
    /// Table.
    pub table: String,
    /// Ids of the records.
    #[arg(required = true)]
    pub ids: Vec<String>,
}

#[derive(Args)]
pub struct Document {
    /// File of the base.
    pub base: BaseFile,
    /// Table of the documents.
    pub table: String,
    /// Id of the document.
    pub id: String,
}

#[derive(Args)]
pub struct Make {
    /// File of the base.
    pub base: BaseFile,
    /// Table of the record it is made from.
    pub table: String,
    /// Id of that record.
    pub id: String,
    /// Table of what is made.
    pub what: String,
}

#[derive(Args)]
pub struct Print {
    /// File of the base.
    pub base: BaseFile,
    /// Table.
    pub table: String,
    /// Ids of the records.
    #[arg(required = true)]
    pub ids: Vec<String>,
    /// Print form; without it the one the document was issued with, or the table's first.
    #[arg(long)]
    pub form: Option<String>,
    /// Language of the document: lt or en.
    #[arg(long, value_parser = ["lt", "en"])]
    pub language: Option<String>,
    /// A file for each record instead of one for all: FILE-1.pdf, FILE-2.pdf and so on.
    #[arg(long)]
    pub separate: bool,
    /// The place on the first sheet of labels to begin with, counted from 1 along the rows.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub start: u16,
    /// File to write.
    #[arg(short, long, value_name = "FILE.pdf")]
    pub output: PathBuf,
}

#[derive(Args)]
pub struct Steps {
    /// File of the base.
    pub base: BaseFile,
    /// How many.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub steps: u64,
}

#[derive(Args)]
pub struct History {
    /// File of the base.
    pub base: BaseFile,
    /// Table of the record.
    #[arg(requires = "id")]
    pub table: Option<String>,
    /// Id of the record.
    pub id: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct Verify {
    /// File of the base.
    pub base: BaseFile,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}
