//! Changing tables and fields while the program runs. Nothing is destroyed: what is removed rests with its values.

use crate::{
    Engine, FieldPlace, Outcome, Result, Transaction, computed::Computed, error::refused, records::no_such_table,
    uses::layouts_of,
};
use model::{
    changes::{Action, ActionKey, Change, Operation},
    formula,
    ids::{FieldId, TableId},
    language::Language,
    schema::{Field, Table, TableInfo},
    structure::{self, free_key},
};

impl Engine {
    /// Adds a table with its fields.
    ///
    /// # Errors
    /// Where its key is taken.
    pub fn add_table(&self, info: TableInfo, fields: Vec<Field>) -> Result<Outcome<TableId>> {
        let id = info.id;
        let action = Action::new(ActionKey::AddTable).named(info.label.get(self.language()));
        self.transact(action, |tx| {
            tx.refuse_taken_table_key(&info.key)?;
            tx.apply(Operation::Table(id, Change::new(None, Some(info))))?;
            for field in fields {
                tx.put_field(id, None, field)?;
            }
            Ok(id)
        })
    }

    /// Changes what is said about a table: key, labels, icon, order, hidden.
    ///
    /// # Errors
    /// Where there is none, or its new key is taken.
    pub fn change_table(&self, id: TableId, change: impl FnOnce(&mut TableInfo)) -> Result<Outcome<()>> {
        self.change_table_as(ActionKey::ChangeTable, id, change)
    }

    /// Puts a table into the trash of the structure, with all its records.
    ///
    /// # Errors
    /// Where there is none.
    pub fn remove_table(&self, id: TableId) -> Result<Outcome<()>> {
        self.change_table_as(ActionKey::RemoveTable, id, |info| info.removed = true)
    }

    /// Brings a table back from the trash of the structure.
    ///
    /// # Errors
    /// Where there is none.
    pub fn restore_table(&self, id: TableId) -> Result<Outcome<()>> {
        self.change_table_as(ActionKey::RestoreTable, id, |info| info.removed = false)
    }

    fn change_table_as(&self, key: ActionKey, id: TableId, change: impl FnOnce(&mut TableInfo)) -> Result<Outcome<()>> {
        self.transact(Action::new(key), |tx| tx.change_table(id, change))
    }

    /// Adds a field to a table. Without a key it gets one of its label, without an id a new one.
    ///
    /// # Errors
    /// Where its key is taken or its formula is wrong.
    pub fn add_field(&self, table: TableId, field: Field) -> Result<Outcome<FieldId>> {
        self.new_field(table, field, &FieldPlace::default())
    }

    /// Changes the definition of a field: key, labels, hint, whether required, default, formula. Where its name changes, every formula,
    /// condition, filter and print form that goes by it is written anew in the same action.
    ///
    /// # Errors
    /// Where there is none, its new key is taken, its formula is wrong, or its kind would change (see [`Engine::change_kind`]).
    pub fn change_field(&self, table: TableId, id: FieldId, change: impl FnOnce(&mut Field)) -> Result<Outcome<()>> {
        self.change_field_as(ActionKey::ChangeField, table, id, change)
    }

    /// Puts a field into the trash of the structure; its values stay.
    ///
    /// # Errors
    /// Where there is none, or it names the records of its table.
    pub fn remove_field(&self, table: TableId, id: FieldId) -> Result<Outcome<()>> {
        self.transact(Action::new(ActionKey::RemoveField).on(table), |tx| tx.remove_field(table, id))
    }

    /// Brings a field back from the trash of the structure, with its values.
    ///
    /// # Errors
    /// Where there is none.
    pub fn restore_field(&self, table: TableId, id: FieldId) -> Result<Outcome<()>> {
        self.change_field_as(ActionKey::RestoreField, table, id, |field| field.removed = false)
    }

    fn change_field_as(
        &self,
        key: ActionKey,
        table: TableId,
        id: FieldId,
        change: impl FnOnce(&mut Field),
    ) -> Result<Outcome<()>> {
        self.transact(Action::new(key).on(table), |tx| tx.change_field(table, id, change))
    }
}

impl Transaction<'_, '_> {
    /// Changes what is said about a table, within this action; everything that goes by its names gets the new ones.
    ///
    /// # Errors
    /// As [`Engine::change_table`].
    pub fn change_table(&mut self, id: TableId, change: impl FnOnce(&mut TableInfo)) -> Result<()> {
        let before = self.schema().table(id).map(|table| table.info.clone()).ok_or_else(no_such_table)?;
        let mut after = before.clone();
        change(&mut after);
        self.action.name = before.label.get(self.engine.language()).to_owned();
        if after == before {
            return Ok(());
        }
        if before.removed && !after.removed {
            let schema = self.schema();
            after.key = free_key(&after.key, |key| schema.table_by_key(key).is_some());
        } else if after.key != before.key {
            self.refuse_taken_table_key(&after.key)?;
        }
        let is_named = after.key != before.key || after.label != before.label;
        let (removed, computed) = (after.removed, self.computed.clone());
        self.restructure(|tx| {
            let tables = tx.schema().tables.clone();
            tx.apply(Operation::Table(id, Change::new(Some(before), Some(after))))?;
            if is_named && !removed { tx.rename(&tables) } else { Ok(()) }
        })?;
        if removed { Ok(()) } else { self.refuse_broken(&computed) }
    }

    /// Changes the definition of a field, within this action; everything that goes by its names gets the new ones.
    ///
    /// # Errors
    /// As [`Engine::change_field`].
    pub fn change_field(&mut self, table: TableId, id: FieldId, change: impl FnOnce(&mut Field)) -> Result<()> {
        let before = self.schema().field(table, id).cloned().ok_or_else(no_such_table)?;
        let mut after = before.clone();
        change(&mut after);
        self.action.name = before.label.get(self.engine.language()).to_owned();
        if std::mem::discriminant(&after.kind) != std::mem::discriminant(&before.kind) {
            return Err(refused(
                "Lauko rūšies šitaip pakeisti negalima.",
                "The kind of a field cannot be changed like this.",
            ));
        }
        self.refuse_misfits(table, &before, &after)?;
        if before.removed && !after.removed {
            let of = self.schema().table(table);
            after.key = free_key(&after.key, |key| of.is_some_and(|of| of.field_by_key(key).is_some()));
        }
        if after == before { Ok(()) } else { self.put_field(table, Some(before), after) }
    }

    /// Puts a field into the trash of the structure, within this action.
    ///
    /// # Errors
    /// As [`Engine::remove_field`].
    pub fn remove_field(&mut self, table: TableId, id: FieldId) -> Result<()> {
        if self.schema().table(table).is_some_and(|table| table.info.title == id) {
            return Err(refused(
                "Šis laukas yra įrašų pavadinimas, todėl jo pašalinti negalima.",
                "This field names the records of its table and cannot be removed.",
            ));
        }
        self.change_field(table, id, |field| field.removed = true)
    }

    pub(crate) fn put_field(&mut self, table: TableId, before: Option<Field>, after: Field) -> Result<()> {
        let of = self.schema().table(table).ok_or_else(no_such_table)?;
        refuse_bad_key(&after.key)?;
        if of.live().any(|other| other.key == after.key && other.id != after.id) && !after.removed {
            return Err(refused(
                format!("Laukas „{}“ šioje lentelėje jau yra.", after.key),
                format!("This table has a field “{}” already.", after.key),
            ));
        }
        let id = after.id;
        if after.removed {
            return self.apply(Operation::FieldDefinition(table, id, Change::new(before, Some(after))));
        }
        let formula = after.formula().map(str::to_owned);
        let named = |before: &Field| before.key != after.key || before.label != after.label;
        let is_renamed = before.as_ref().is_some_and(|before| !before.removed && named(before));
        let computed = self.computed.clone();
        self.restructure(|tx| {
            let tables = tx.schema().tables.clone();
            tx.apply(Operation::FieldDefinition(table, id, Change::new(before, Some(after))))?;
            if is_renamed { tx.rename(&tables) } else { Ok(()) }
        })?;
        if self.held {
            return Ok(());
        }
        if let Some(text) = formula.filter(|_| self.computed.formula(table, id).is_none()) {
            formula::bind(&formula::parse(&text)?, &self.schema().tables, table)?;
            return Err(refused("Formulė priklauso pati nuo savęs.", "The formula depends on itself."));
        }
        self.refuse_broken(&computed)
    }

    /// Writes the new names into everything that went by the names of `before`.
    fn rename(&mut self, before: &[Table]) -> Result<()> {
        let layouts = layouts_of(self.access())?;
        let renamed = structure::renamed(before, &self.schema().tables, &layouts)
            .map_err(|clash| refused(clash.message(Language::Lt), clash.message(Language::En)))?;
        for (table, before, after) in renamed.fields {
            self.apply(Operation::FieldDefinition(table, after.id, Change::new(Some(before), Some(after))))?;
        }
        for (before, after) in renamed.cards {
            self.apply(Operation::Card(after.id, Change::new(Some(before), Some(after))))?;
        }
        for (before, after) in renamed.lists {
            self.apply(Operation::List(after.id, Change::new(Some(before), Some(after))))?;
        }
        for (before, after) in renamed.forms {
            self.apply(Operation::Form(after.id, Change::new(Some(before), Some(after))))?;
        }
        Ok(())
    }

    /// Refuses a change by which a formula that could be computed `before` no longer can: it uses the old name, or would depend
    /// on itself. (What is removed may leave formulas without a value; they come back with it.)
    pub(crate) fn refuse_broken(&self, before: &Computed) -> Result<()> {
        let lost = self.computed.broken.iter().find(|(table, field)| before.formula(*table, *field).is_some());
        let Some((table, field)) = lost.and_then(|(table, field)| {
            let table = self.schema().table(*table)?;
            Some((table, table.field(*field)?))
        }) else {
            return Ok(());
        };
        let say = |language| (table.info.label.get(language), field.label.get(language));
        let ((lt_table, lt_field), (en_table, en_field)) = (say(Language::Lt), say(Language::En));
        Err(refused(
            format!(
                "Taip pakeitus sugestų lentelės „{lt_table}“ lauko „{lt_field}“ formulė. Pirmiausia pakeiskite ją."
            ),
            format!("This would break the formula of “{en_field}” in “{en_table}”. Change that formula first."),
        ))
    }

    pub(crate) fn refuse_taken_table_key(&self, key: &str) -> Result<()> {
        refuse_bad_key(key)?;
        match self.schema().table_by_key(key) {
            Some(_) => Err(refused(format!("Lentelė „{key}“ jau yra."), format!("There is a table “{key}” already."))),
            None => Ok(()),
        }
    }
}

fn refuse_bad_key(key: &str) -> Result<()> {
    let good = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !key.ends_with('-');
    if good {
        return Ok(());
    }
    Err(refused(
        format!("Raktas „{key}“ netinka: jis sudaromas iš mažųjų lotyniškų raidžių, skaitmenų ir brūkšnelių."),
        format!("The key “{key}” will not do: it is made of lower-case Latin letters, digits and hyphens."),
    ))
}
