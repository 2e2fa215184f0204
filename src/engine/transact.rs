//! The one door for writing: operations, their journal entry, computed values and indexes in one transaction.

use crate::{
    Engine, EngineError, Result, computed::Computed, discounts::Touched, error::refused, find::Finder, view::View,
};
use chrono::NaiveDate;
use model::{
    changes::{Action, Change, Changes, EntryHeader, Operation, Part},
    ids::{FieldId, GroupId, RecordId, TableId},
    language::Language,
    layout::IssuedDocument,
    schema::{Field, FieldKind, Schema, TableRole},
    value::{Value, Values},
};
use std::{
    cell::RefCell,
    collections::{BTreeSet, HashSet},
    sync::Arc,
};
use store::{Access, Definitions, Kind, StoreError, Stored, Writer};

/// What a use case returns: its output and what changed.
#[derive(Clone, Debug)]
pub struct Outcome<T> {
    /// The output.
    pub output: T,
    /// What changed.
    pub changes: Changes,
    /// Sequence number of the journal entry; 0 where nothing changed.
    pub entry: u64,
}

/// A running action: everything changed through it becomes one journal entry.
pub struct Transaction<'e, 't> {
    pub(crate) engine: &'e Engine,
    pub(crate) writer: &'e mut Writer<'t>,
    /// The action as it will stand in the journal; its name and count may still be filled in.
    pub action: Action,
    /// What it belongs to, to be undone together with.
    pub(crate) group: Option<GroupId>,
    pub(crate) computed: Arc<Computed>,
    pub(crate) changes: Changes,
    pub(crate) touched_fields: HashSet<(TableId, FieldId)>,
    pub(crate) today: NaiveDate,
    /// Set while a document is being issued or voided: its own fields may change.
    pub(crate) unfreeze: bool,
    /// Set while a journal is replayed: operations are taken as they are, and everything is computed once at the end.
    pub(crate) replays: bool,
    pub(crate) dirty: BTreeSet<(usize, RecordId)>,
    /// While several changes of the structure belong together, formulas are compiled once, when all of them are done.
    pub(crate) held: bool,
    /// What may change the discounts of drafts.
    pub(crate) touched: Touched,
}

/// Why a transaction ends without being kept.
enum Stop {
    /// Nothing was changed.
    Unchanged,
    Failed(EngineError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Stop {
        Stop::Failed(error.into())
    }
}

impl Engine {
    /// Runs `work` as one undoable action. On an error nothing is changed; where `work` changes nothing, nothing is written.
    ///
    /// # Errors
    /// Of `work`, or of the disk.
    pub fn transact<T>(
        &self,
        action: Action,
        work: impl FnOnce(&mut Transaction<'_, '_>) -> Result<T>,
    ) -> Result<Outcome<T>> {
        self.transact_as(Part::Do, action, work)
    }

    /// Runs `work` as if it were an action, and keeps nothing of it: to see whether it would be refused.
    ///
    /// # Errors
    /// Of `work`, or of the disk.
    pub fn rehearse<T>(&self, action: Action, work: impl FnOnce(&mut Transaction<'_, '_>) -> Result<T>) -> Result<T> {
        let mut output = None;
        let ended = self.store.write(|writer| -> std::result::Result<(), Stop> {
            let mut transaction = Transaction::new(self, writer, action);
            output = Some(work(&mut transaction).map_err(Stop::Failed)?);
            transaction.settle().map_err(Stop::Failed)?;
            Err(Stop::Unchanged)
        });
        match (ended, output) {
            (Err(Stop::Failed(error)), _) => Err(error),
            (_, Some(output)) => Ok(output),
            (_, None) => Err(refused("Niekas nepakeista.", "Nothing was changed.")),
        }
    }

    pub(crate) fn transact_as<T>(
        &self,
        part: Part,
        action: Action,
        work: impl FnOnce(&mut Transaction<'_, '_>) -> Result<T>,
    ) -> Result<Outcome<T>> {
        let mut unchanged = None;
        let written = self.store.write(|writer| -> std::result::Result<_, Stop> {
            let mut transaction = Transaction::new(self, writer, action);
            let output = work(&mut transaction).map_err(Stop::Failed)?;
            transaction.settle().map_err(Stop::Failed)?;
            // What is taken back or done again has its discounts among its operations.
            if part == Part::Do {
                transaction.give_discounts().and_then(|()| transaction.settle()).map_err(Stop::Failed)?;
            }
            if transaction.writer.logged() == 0 {
                unchanged = Some(output);
                return Err(Stop::Unchanged);
            }
            let entry = transaction.end(part)?;
            let Transaction { changes, touched_fields, .. } = transaction;
            Ok((Outcome { output, changes, entry }, touched_fields))
        });
        match written {
            Ok((outcome, touched_fields)) => {
                self.refresh(&outcome.changes, &touched_fields);
                Ok(outcome)
            }
            Err(Stop::Failed(error)) => Err(error),
            Err(Stop::Unchanged) => match unchanged {
                Some(output) => Ok(Outcome { output, changes: Changes::default(), entry: 0 }),
                None => Err(refused("Niekas nepakeista.", "Nothing was changed.")),
            },
        }
    }

    /// Brings what is remembered beside the base up to date. The change is kept already: where this fails, what is remembered is
    /// dropped and made anew when it is next asked for.
    pub(crate) fn refresh(&self, changes: &Changes, touched_fields: &HashSet<(TableId, FieldId)>) {
        if changes.structure {
            self.recompile();
        }
        self.due().follow(changes);
        self.orders().forget(&self.definitions().schema, changes, touched_fields);
        let mut finder = self.finder();
        let followed = self.read().and_then(|reader| finder.follow(&reader, &self.definitions(), changes));
        if let Err(error) = followed {
            tracing::error!(%error, "the search could not follow a change");
            *finder = Finder::default();
        }
        drop(finder);
        self.gather(changes);
    }
}

impl<'e, 't> Transaction<'e, 't> {
    pub(crate) fn new(engine: &'e Engine, writer: &'e mut Writer<'t>, action: Action) -> Transaction<'e, 't> {
        Transaction {
            engine,
            writer,
            action,
            group: None,
            computed: engine.computed(),
            changes: Changes::default(),
            touched_fields: HashSet::new(),
            today: engine.clock.today(),
            unfreeze: false,
            replays: false,
            dirty: BTreeSet::new(),
            held: false,
            touched: Touched::default(),
        }
    }
}

impl Transaction<'_, '_> {
    /// The base as this transaction sees it.
    pub(crate) fn access(&self) -> &dyn Access {
        self.writer.access()
    }

    /// The schema as this transaction sees it.
    pub fn schema(&self) -> &Schema {
        &self.writer.definitions().schema
    }

    pub(crate) fn definitions(&self) -> Arc<Definitions> {
        self.writer.definitions().clone()
    }

    /// Runs `look` over the base as this transaction sees it, in the base's language.
    pub(crate) fn look<T>(&self, draft: Option<(RecordId, &Values)>, look: impl FnOnce(&View<'_>) -> T) -> Result<T> {
        self.look_in(self.engine.language(), draft, look)
    }

    pub(crate) fn look_in<T>(
        &self,
        language: Language,
        draft: Option<(RecordId, &Values)>,
        look: impl FnOnce(&View<'_>) -> T,
    ) -> Result<T> {
        let view = View {
            access: self.access(),
            definitions: self.writer.definitions(),
            computed: &self.computed,
            today: self.today,
            language,
            user: self.engine.current_user(),
            draft,
            failed: RefCell::new(None),
        };
        let output = look(&view);
        view.check()?;
        Ok(output)
    }

    /// A record with all its values.
    ///
    /// # Errors
    /// Where there is none of this id, or of the disk.
    pub fn record(&self, table: TableId, id: RecordId) -> Result<Stored> {
        self.access().record(self.writer.definitions(), table, id)?.ok_or_else(no_such_record)
    }

    /// The name of a record for people.
    ///
    /// # Errors
    /// Of the disk.
    pub fn title(&self, table: TableId, id: RecordId) -> Result<String> {
        self.look(None, |view| view.title_of(table, id))
    }

    /// The entered (not computed) values of a record.
    pub(crate) fn entered(&self, table: TableId, values: &Values) -> Values {
        let schema = self.schema();
        let is_computed = |field| schema.field(table, field).is_some_and(|field| field.formula().is_some());
        values.iter().filter(|(field, _)| !is_computed(*field)).map(|(field, value)| (field, value.clone())).collect()
    }

    /// Does one operation and logs it. This is the only mutation of a base.
    ///
    /// # Errors
    /// Where it touches a frozen document, or of the disk. The state before it is the caller's to check.
    pub(crate) fn apply(&mut self, operation: Operation) -> Result<()> {
        if matches!(operation, Operation::Table(..) | Operation::FieldDefinition(..)) {
            // Indexes are built and dropped here, which needs them whole.
            self.writer.end_bulk()?;
        } else if self.replays {
            self.writer.begin_bulk();
        }
        if !self.replays {
            self.watch_discounts(&operation)?;
        }
        match &operation {
            Operation::Record { table, id, before, after } => {
                self.apply_record(*table, *id, before.as_ref(), after.as_ref())?;
            }
            Operation::Field { table, id, field, after, .. } => {
                self.apply_field(*table, *id, *field, after.as_ref())?;
            }
            Operation::Table(id, change) => {
                self.writer.put_table(*id, change.after.as_deref())?;
                self.structure_changed()?;
            }
            Operation::FieldDefinition(table, id, change) => {
                let computed =
                    |field: &Option<Box<Field>>| field.as_ref().is_some_and(|field| field.formula().is_some());
                let was_computed = computed(&change.before) && !computed(&change.after);
                if was_computed && change.after.is_some() {
                    // What was computed is not a value that anybody entered.
                    self.empty_field(*table, *id)?;
                }
                self.writer.put_field(*table, *id, change.after.as_deref())?;
                self.structure_changed()?;
                if !self.held {
                    self.recompute_field(*table, *id)?;
                }
            }
            Operation::Card(id, change) => self.put(Kind::Card, &id.0.to_be_bytes(), change)?,
            Operation::List(id, change) => self.put(Kind::List, &id.0.to_be_bytes(), change)?,
            Operation::Form(id, change) => self.put(Kind::Form, &id.0.to_be_bytes(), change)?,
            Operation::Setting(key, change) => {
                self.writer.put_definition(Kind::Setting, key.as_bytes(), change.after.as_deref())?;
                self.changes.settings = true;
            }
            Operation::Document(record, change) => {
                let after = change.after.as_deref();
                self.writer.put_definition(Kind::Document, &record.0.to_be_bytes(), after)?;
                if let Some(document) = after.or(change.before.as_deref()) {
                    self.changes.touch(document.table, *record);
                }
            }
            Operation::Series(key, change) => {
                self.writer.put_definition(Kind::Series, key.as_bytes(), change.after.as_deref())?;
            }
        }
        if self.replays { Ok(()) } else { Ok(self.writer.log(&operation)?) }
    }

    fn put<T: serde::Serialize>(&mut self, kind: Kind, id: &[u8], change: &Change<T>) -> Result<()> {
        self.writer.put_definition(kind, id, change.after.as_deref())?;
        self.changes.layouts = true;
        Ok(())
    }

    fn apply_record(
        &mut self,
        table: TableId,
        id: RecordId,
        before: Option<&Values>,
        after: Option<&Values>,
    ) -> Result<()> {
        if self.replays {
            // Mostly this is right already, and nothing is written again at the end.
            let whole = after.map(|values| self.with_formulas(table, id, values)).transpose()?;
            self.writer.put_record(table, id, whole.as_ref())?;
            return Ok(());
        }
        for values in [before, after].into_iter().flatten() {
            self.refuse_frozen(table, id, values, None)?;
        }
        match after {
            Some(values) => {
                let whole = self.with_formulas(table, id, values)?;
                self.writer.put_record(table, id, Some(&whole))?;
                self.mark_all(table, id, &whole)?;
            }
            None => {
                if let Some(stored) = self.access().record(self.writer.definitions(), table, id)? {
                    self.mark_all(table, id, &stored.values)?;
                }
                self.writer.put_record(table, id, None)?;
            }
        }
        self.changes.membership.insert(table);
        self.changes.touch(table, id);
        Ok(())
    }

    /// The values of a record with what is computed of them.
    fn with_formulas(&self, table: TableId, id: RecordId, values: &Values) -> Result<Values> {
        let mut whole = values.clone();
        for (_, formula) in self.computed.of_table(table) {
            let value = self.look(Some((id, &whole)), |view| view.evaluate(&formula.program, id))?;
            whole.set(formula.field.id, value);
        }
        Ok(whole)
    }

    fn apply_field(&mut self, table: TableId, id: RecordId, field: FieldId, after: Option<&Value>) -> Result<()> {
        let stored = self.record(table, id)?;
        let mut values = stored.values;
        if self.replays {
            values.set(field, after.cloned());
            self.writer.put_record(table, id, Some(&values))?;
            return Ok(());
        }
        self.refuse_frozen(table, id, &values, Some(field))?;
        self.mark(table, id, field)?;
        values.set(field, after.cloned());
        // A line may not be moved into an issued document either.
        self.refuse_frozen(table, id, &values, Some(field))?;
        self.writer.put_record(table, id, Some(&values))?;
        self.mark(table, id, field)?;
        self.changes.touch(table, id);
        self.touched_fields.insert((table, field));
        Ok(())
    }

    /// Refuses a change of an issued document or of its lines.
    pub(crate) fn refuse_frozen(
        &self,
        table: TableId,
        id: RecordId,
        values: &Values,
        field: Option<FieldId>,
    ) -> Result<()> {
        if self.unfreeze {
            return Ok(());
        }
        let document = self.look(None, |view| frozen_by(view, table, id, values, field))??;
        document.map_or(Ok(()), |document| {
            Err(refused(
                format!("Dokumentas {} išrašytas, todėl nebekeičiamas. Klaidą taisykite anuliuodami jį arba kreditine sąskaita.", document.text),
                format!("Document {} has been issued and can no longer be changed. Correct it by voiding it or with a credit invoice.", document.text),
            ))
        })
    }

    /// The frozen state of an issued document.
    pub(crate) fn document(&self, record: RecordId) -> Result<Option<IssuedDocument>> {
        Ok(self.access().definition(Kind::Document, &record.0.to_be_bytes())?)
    }

    /// The name of the person at this computer; empty where it was not said.
    fn user_name(&self) -> String {
        let users = self.schema().table_by_role(TableRole::User).map(|table| table.info.id);
        let Some((users, user)) = users.zip(self.engine.current_user()) else { return String::new() };
        match self.access().record(self.writer.definitions(), users, user) {
            Ok(Some(_)) => self.title(users, user).unwrap_or_default(),
            _ => String::new(),
        }
    }

    pub(crate) fn end(&mut self, part: Part) -> store::Result<u64> {
        let head = self.access().head()?;
        let sequence = head.sequence + 1;
        let below_of = |sequence: u64| -> store::Result<u64> {
            Ok(self.access().entry(sequence)?.map_or(0, |entry| entry.header.below))
        };
        let (undo_top, redo_top, below) = match part {
            Part::Do => (sequence, 0, head.undo_top),
            Part::Undoes(undone) => (below_of(undone)?, sequence, head.redo_top),
            Part::Redoes(undo) => (sequence, below_of(undo)?, head.undo_top),
            Part::Root => (head.undo_top, head.redo_top, 0),
        };
        let header = EntryHeader {
            seat: self.engine.store.base().seat,
            sequence,
            lamport: head.lamport + 1,
            hub_version: 0,
            time: self.engine.clock.now(),
            user: self.user_name(),
            action: self.action.clone(),
            part,
            group: self.group,
            undo_top,
            redo_top,
            below,
            operations: self.writer.logged(),
        };
        self.writer.end_entry(&header)?;
        Ok(sequence)
    }
}

/// The issued document that keeps a record as it is: the record itself, or what it is part of.
pub(crate) fn frozen_by(
    view: &View<'_>,
    table: TableId,
    id: RecordId,
    values: &Values,
    field: Option<FieldId>,
) -> Result<Option<IssuedDocument>> {
    let Some(of) = view.schema().table(table) else { return Ok(None) };
    if field.and_then(|field| of.field(field)).is_some_and(|field| field.open_after_issue) {
        return Ok(None);
    }
    let document = if of.info.role == Some(TableRole::Invoice) {
        Some(id)
    } else {
        let owner = of.part_of().and_then(|(part_of, _)| crate::view::links(values.get(part_of.id)).first());
        owner.map(|owner| owner.record)
    };
    match document {
        Some(document) => Ok(view.access.definition(Kind::Document, &document.0.to_be_bytes())?),
        None => Ok(None),
    }
}

/// Whether values of this kind are never entered by hand.
pub(crate) fn is_given(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Formula { .. } | FieldKind::SeriesNumber { .. })
}

pub(crate) fn no_such_record() -> EngineError {
    refused("Tokio įrašo nėra; galbūt jis ištrintas.", "There is no such record; it may have been deleted.")
}
