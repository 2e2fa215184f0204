//! The configuration of a base as files: written, compared, and read back as one undoable change.

use crate::{Engine, EngineError, KeepText, Outcome, Result, Transaction, kinds::Progress, uses::layouts_of};
use exchange::bundle;
use model::{
    changes::{Action, ActionKey, Change, Operation},
    configuration::{self, Configuration, ConfigurationError, Difference, Mistake, SourceFile, Thing},
    ids::{FieldId, TableId},
    schema::{Field, FieldKind, Table},
};
use std::{
    fs,
    io::{self, Read as _},
    path::Path,
};

/// The folders of a configuration that a base writes.
const FOLDERS: [&str; 4] = ["tables", "cards", "lists", "forms"];
/// Files of a folder that are read, and bytes of one file.
const MOST_FILES: usize = 5_000;
const MOST_BYTES: u64 = 8 << 20;

impl Engine {
    /// The configuration of the base: its tables, cards, list views and print forms.
    ///
    /// # Errors
    /// Of the disk.
    pub fn configuration(&self) -> Result<Configuration> {
        let layouts = layouts_of(&self.read()?)?;
        Ok(of(&self.definitions().schema.tables, layouts))
    }

    /// The configuration of the base as files.
    ///
    /// # Errors
    /// Of the disk.
    pub fn configuration_files(&self) -> Result<Vec<SourceFile>> {
        Ok(configuration::write(&self.configuration()?))
    }

    /// Says what would change if these files became the configuration of the base; nothing is changed.
    ///
    /// # Errors
    /// [`EngineError::Configuration`] with every mistake in the files, or of the disk.
    pub fn rehearse_configuration(&self, files: &[SourceFile]) -> Result<Vec<Difference>> {
        let read = configuration::read(files).map_err(EngineError::Configuration)?;
        let present = self.configuration()?;
        let mut differences = configuration::differences(&present, &read);
        for difference in &mut differences {
            let Thing::Field(table, field) = difference.thing else { continue };
            let Some(kind) = changed_kind(&present.tables, &read.tables, table, field) else { continue };
            // A link to a table that is yet to come finds nothing now.
            if let Ok(rehearsal) = self.rehearse_kind(table, field, kind) {
                difference.values = Some((rehearsal.converts, rehearsal.failing));
            }
        }
        Ok(differences)
    }

    /// Makes these files the configuration of the base, as one action. Tables and fields that they do not have go into the trash of the
    /// structure; values of changed kinds are converted. First records in the files are left out.
    ///
    /// # Errors
    /// [`EngineError::Configuration`] with every mistake in the files; where a kind cannot be changed, `progress` stopped it, or of the
    /// disk; nothing is changed then.
    pub fn import_configuration(
        &self,
        files: &[SourceFile],
        name: &str,
        keep: KeepText,
        progress: Progress<'_>,
    ) -> Result<Outcome<Vec<Difference>>> {
        let read = configuration::read(files).map_err(EngineError::Configuration)?;
        let differences = configuration::differences(&self.configuration()?, &read);
        let action = Action::new(ActionKey::ImportConfiguration).named(name).count(differences.len() as u64);
        self.transact(action, |tx| {
            tx.unfreeze = true;
            tx.restructure(|tx| tx.configure(read, keep, progress))?;
            tx.settle()?;
            tx.unfreeze = false;
            name.clone_into(&mut tx.action.name);
            Ok(differences)
        })
    }

    /// Writes the configuration into a folder, or into one zip file where the path ends so. Files of a configuration in the folder that
    /// belong to nothing any more are removed, everything else there stays.
    ///
    /// # Errors
    /// Of the disk.
    pub fn export_configuration(&self, path: &Path) -> Result<()> {
        let files = self.configuration_files()?;
        let unwritable = |error: io::Error| EngineError::unwritable(&path.display().to_string(), &error);
        if is_zip(path) {
            let own = self.path().and_then(|own| fs::canonicalize(own).ok());
            if own.is_some() && fs::canonicalize(path).ok() == own {
                return Err(EngineError::Store(store::StoreError::Exists));
            }
            let packed = bundle::pack(files.iter().map(|file| (file.path.as_str(), file.text.as_bytes())))?;
            return fs::write(path, packed).map_err(unwritable);
        }
        for folder in FOLDERS {
            fs::create_dir_all(path.join(folder)).map_err(unwritable)?;
            for entry in fs::read_dir(path.join(folder)).map_err(unwritable)? {
                let entry = entry.map_err(unwritable)?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let is_kept = files.iter().any(|file| file.path == format!("{folder}/{name}"));
                let is_file = entry.file_type().map_err(unwritable)?.is_file();
                if name.ends_with(".toml") && is_file && !is_kept {
                    fs::remove_file(entry.path()).map_err(unwritable)?;
                }
            }
        }
        files.iter().try_for_each(|file| fs::write(path.join(&file.path), &file.text)).map_err(unwritable)
    }

    /// Reads the files of a configuration from a folder or a zip file.
    ///
    /// # Errors
    /// Where it cannot be read, is unsafe to unpack, or a file is no text.
    pub fn read_configuration(path: &Path) -> Result<Vec<SourceFile>> {
        let unreadable = |error: io::Error| EngineError::unreadable(&path.display().to_string(), &error);
        let found = if fs::metadata(path).map_err(unreadable)?.is_dir() {
            read_folder(path).map_err(unreadable)?
        } else {
            bundle::unpack(&fs::read(path).map_err(unreadable)?)?
        };
        let (mut files, mut mistakes) = (Vec::new(), Vec::new());
        // Read-me files and the like may lie beside.
        for (path, bytes) in found.into_iter().filter(|(path, _)| path.ends_with(".toml")) {
            match String::from_utf8(bytes) {
                Ok(text) => files.push(SourceFile { path, text }),
                Err(_) => mistakes.push(ConfigurationError { path, line: 0, mistake: Mistake::NotText }),
            }
        }
        if files.is_empty() && mistakes.is_empty() {
            mistakes.push(ConfigurationError { path: path.display().to_string(), line: 0, mistake: Mistake::NoFiles });
        }
        if mistakes.is_empty() { Ok(files) } else { Err(EngineError::Configuration(mistakes)) }
    }
}

fn is_zip(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

/// The TOML files of a folder and of the folders of a configuration in it, in the order of their paths.
fn read_folder(path: &Path) -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    for folder in FOLDERS.iter().chain(&["records", ""]) {
        let entries = match fs::read_dir(path.join(folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            // A link could lead anywhere.
            if !name.ends_with(".toml") || name.starts_with('.') || !entry.file_type()?.is_file() {
                continue;
            }
            let mut bytes = Vec::new();
            fs::File::open(entry.path())?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
            if bytes.len() as u64 > MOST_BYTES || found.len() == MOST_FILES {
                return Err(io::ErrorKind::FileTooLarge.into());
            }
            found.push((format!("{folder}/{name}").trim_start_matches('/').to_owned(), bytes));
        }
    }
    found.sort();
    Ok(found)
}

fn of(tables: &[Table], layouts: model::structure::Layouts) -> Configuration {
    let mut configuration = Configuration {
        tables: tables.to_vec(),
        cards: layouts.cards,
        lists: layouts.lists,
        forms: layouts.forms,
        records: Vec::new(),
    };
    configuration.sort();
    configuration
}

fn field_of(tables: &[Table], table: TableId, field: FieldId) -> Option<&Field> {
    tables.iter().find(|of| of.info.id == table)?.field(field)
}

/// The kind a field is to have, where its values have to be converted to it.
fn changed_kind<'t>(before: &[Table], after: &'t [Table], table: TableId, field: FieldId) -> Option<&'t FieldKind> {
    let (before, after) = (field_of(before, table, field)?, field_of(after, table, field)?);
    let formulas = before.formula().is_some() && after.formula().is_some();
    (before.kind != after.kind && !formulas).then_some(&after.kind)
}

impl Transaction<'_, '_> {
    fn configure(&mut self, read: Configuration, keep: KeepText, progress: Progress<'_>) -> Result<()> {
        let before = of(&self.schema().tables, layouts_of(self.access())?);
        for table in &read.tables {
            let id = table.info.id;
            let old = before.tables.iter().find(|old| old.info.id == id);
            if old.map(|old| &old.info) != Some(&table.info) {
                let change = Change::new(old.map(|old| old.info.clone()), Some(table.info.clone()));
                self.apply(Operation::Table(id, change))?;
            }
            for field in &table.fields {
                let was = old.and_then(|old| old.field(field.id));
                if was.is_none() {
                    self.apply(Operation::FieldDefinition(id, field.id, Change::new(None, Some(field.clone()))))?;
                }
            }
            for field in old.iter().flat_map(|old| &old.fields).filter(|field| table.field(field.id).is_none()) {
                self.trash_field(id, field)?;
            }
        }
        // Links may lead to tables that are only now there.
        for table in &read.tables {
            let id = table.info.id;
            for field in &table.fields {
                let Some(was) = field_of(&before.tables, id, field.id).filter(|was| *was != field) else { continue };
                match changed_kind(&before.tables, &read.tables, id, field.id) {
                    Some(kind) => {
                        self.convert_field(id, field.id, kind, Some(field.clone()), keep, progress)?;
                    }
                    None => {
                        let change = Change::new(Some(was.clone()), Some(field.clone()));
                        self.apply(Operation::FieldDefinition(id, field.id, change))?;
                    }
                }
            }
        }
        let lost = |table: &&Table| !table.info.removed && !read.tables.iter().any(|now| now.info.id == table.info.id);
        for table in before.tables.iter().filter(lost) {
            let after = model::schema::TableInfo { removed: true, ..table.info.clone() };
            self.apply(Operation::Table(table.info.id, Change::new(Some(table.info.clone()), Some(after))))?;
        }
        for (id, before, after) in changes(before.cards, read.cards, |card| card.id) {
            self.apply(Operation::Card(id, Change::new(before, after)))?;
        }
        for (id, before, after) in changes(before.lists, read.lists, |list| list.id) {
            self.apply(Operation::List(id, Change::new(before, after)))?;
        }
        for (id, before, after) in changes(before.forms, read.forms, |form| form.id) {
            self.apply(Operation::Form(id, Change::new(before, after)))?;
        }
        Ok(())
    }

    fn trash_field(&mut self, table: TableId, field: &Field) -> Result<()> {
        if field.removed {
            return Ok(());
        }
        let after = Field { removed: true, ..field.clone() };
        self.apply(Operation::FieldDefinition(table, field.id, Change::new(Some(field.clone()), Some(after))))
    }
}

/// The layouts that come, go or change, each before and after.
fn changes<T: PartialEq, I: PartialEq + Copy>(
    before: Vec<T>,
    after: Vec<T>,
    id: impl Fn(&T) -> I,
) -> Vec<(I, Option<T>, Option<T>)> {
    let mut before: Vec<Option<T>> = before.into_iter().map(Some).collect();
    let mut changes = Vec::new();
    for layout in after {
        let own = id(&layout);
        let was = before.iter_mut().find(|old| old.as_ref().is_some_and(|old| id(old) == own)).and_then(Option::take);
        if was.as_ref() != Some(&layout) {
            changes.push((own, was, Some(layout)));
        }
    }
    changes.extend(before.into_iter().flatten().map(|old| (id(&old), Some(old), None)));
    changes
}
