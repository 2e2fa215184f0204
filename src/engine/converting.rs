//! One field on its way to another kind: what each of its values becomes, and what is found out before.

use crate::{Result, computed::Computed, error::refused, records::no_such_table, view::View};
use model::{
    formula,
    ids::{ChoiceId, FieldId, TableId},
    language::{Label, Language},
    schema::{Choice, Field, FieldKind, FieldRole, Table},
    structure::{self, Conversion, Unfit, free_key, key_of},
    value::{self, Link, Value, fold},
};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::ControlFlow,
};
use store::Stored;

/// A list of choices that is made of the values does not become longer.
const MOST_CHOICES: usize = 200;

/// A field on its way to another kind.
pub(crate) struct Changing {
    pub table: TableId,
    pub before: Field,
    pub after: Field,
    conversion: Conversion,
    pub made: Vec<Choice>,
    pub notes: Option<FieldId>,
    /// The values so far, where no two records may have the same.
    taken: Option<HashSet<Vec<u8>>>,
}

pub(crate) type Converted = (usize, Value, std::result::Result<Option<Value>, Unfit>);

impl Changing {
    pub fn new(
        view: &View<'_>,
        table: TableId,
        field: FieldId,
        kind: &FieldKind,
        new_id: &dyn Fn() -> u128,
    ) -> Result<Changing> {
        let of = view.schema().table(table).ok_or_else(no_such_table)?;
        let before = of.field(field).ok_or_else(no_such_table)?.clone();
        if !structure::converts(&before.kind, kind) {
            return Err(refused(
                "Šios rūšies lauko į tokį pakeisti negalima: tokius laukus pildo pati programa, jie užšifruoti arba laiko failus.",
                "A field of this kind cannot become such a one: such fields are filled by the program, encrypted, or hold files.",
            ));
        }
        refuse_wrong(view, of, &before, kind)?;
        let notes = of.field_by_role(FieldRole::Notes).map(|notes| notes.id).filter(|notes| *notes != field);
        let mut kind = kind.clone();
        let mut made = Vec::new();
        if let FieldKind::Choice { many, choices } = &mut kind
            && choices.is_empty()
        {
            made = choices_of(view, table, &before, *many, new_id)?;
            choices.clone_from(&made);
        }
        let mut conversion = Conversion::new(&before.kind, &kind, view.language);
        match &kind {
            FieldKind::Link { targets, .. } => conversion.records = records_by_title(view, targets)?,
            FieldKind::PartOf { table } => conversion.records = records_by_title(view, &[*table])?,
            _ => {}
        }
        let mut after = Field { kind, ..before.clone() };
        after.default = after.default.filter(|text| default_fits(view, table, text, &after.kind));
        let taken = before.unique.then(HashSet::new);
        Ok(Changing { table, before, after, conversion, made, notes, taken })
    }

    /// The filled records of a batch: place in it, the value now, the value to be.
    pub fn convert(&mut self, view: &View<'_>, batch: &[Stored]) -> Vec<Converted> {
        let titles = |found: &[Link]| titles(view, found);
        let mut converted = Vec::with_capacity(batch.len());
        for (at, stored) in batch.iter().enumerate() {
            let value = match self.before.formula() {
                Some(_) => view.value_of(self.table, stored.id, self.before.id),
                None => stored.values.get(self.before.id).cloned(),
            };
            let Some(value) = value else { continue };
            let mut new = self.conversion.value(&value, &titles);
            if let (Some(taken), Ok(Some(value))) = (&mut self.taken, &new)
                && !taken.insert(value::sort_bytes(value, &self.after.kind))
            {
                new = Err(Unfit::Taken);
            }
            converted.push((at, value, new));
        }
        converted
    }

    pub fn text(&self, view: &View<'_>, value: &Value) -> String {
        self.conversion.text(value, &|found| titles(view, found))
    }

    /// Names of the formulas that could not be computed with the new kind, and can be now.
    pub fn breaks(&self, view: &View<'_>) -> Vec<Label> {
        let mut schema = view.schema().clone();
        for table in schema.tables.iter_mut().filter(|table| table.info.id == self.table) {
            table
                .fields
                .iter_mut()
                .filter(|field| field.id == self.after.id)
                .for_each(|field| *field = self.after.clone());
        }
        let computed = Computed::compile(&schema);
        let lost = computed.broken.iter().filter(|(table, field)| view.computed.formula(*table, *field).is_some());
        lost.filter_map(|(table, field)| {
            let table = schema.table(*table)?;
            let field = table.field(*field)?;
            let say = |language| format!("{}: {}", table.info.label.get(language), field.label.get(language));
            Some(Label::new(say(Language::Lt), say(Language::En)))
        })
        .collect()
    }
}

fn titles(view: &View<'_>, found: &[Link]) -> String {
    found.iter().map(|link| view.title_of(link.table, link.record)).collect::<Vec<_>>().join(", ")
}

/// Refuses a kind that is not a whole one: a formula that cannot be computed, a link to a table that is not there.
fn refuse_wrong(view: &View<'_>, of: &Table, field: &Field, kind: &FieldKind) -> Result<()> {
    match kind {
        FieldKind::Formula { expression, .. } => {
            let mut tables = view.schema().tables.clone();
            for table in tables.iter_mut().filter(|table| table.info.id == of.info.id) {
                let own = table.fields.iter_mut().filter(|one| one.id == field.id);
                own.for_each(|one| one.kind = kind.clone());
            }
            formula::bind(&formula::parse(expression)?, &tables, of.info.id)?;
            Ok(())
        }
        FieldKind::Link { targets, .. } if targets.iter().any(|target| view.schema().table(*target).is_none()) => {
            Err(no_such_table())
        }
        _ => Ok(()),
    }
}

/// Whether a default still gives values of the new kind.
fn default_fits(view: &View<'_>, table: TableId, text: &str, kind: &FieldKind) -> bool {
    let Ok(tree) = formula::parse(text) else { return false };
    let Ok(program) = formula::bind(&tree, &view.schema().tables, table) else { return false };
    if program.result().fits(kind) {
        return true;
    }
    // A text that stands there as it is may be read as the new kind.
    let written = text.trim().trim_matches(['"', '\'']);
    written.len() + 2 == text.trim().len()
        && value::parse(written, kind, Language::En).is_ok_and(|value| value.is_some())
}

/// A list of choices made of the values of a field, in the order of the alphabet.
fn choices_of(
    view: &View<'_>,
    table: TableId,
    field: &Field,
    many: bool,
    new_id: &dyn Fn() -> u128,
) -> Result<Vec<Choice>> {
    if let FieldKind::Choice { choices, .. } = &field.kind {
        return Ok(choices.clone());
    }
    let conversion = Conversion::new(&field.kind, &FieldKind::Text, view.language);
    let (mut found, mut from): (BTreeMap<String, String>, u32) = (BTreeMap::new(), 0);
    loop {
        let batch = view.access.records_from(view.definitions, table, from, crate::kinds::BATCH)?;
        let Some(last) = batch.last() else { break };
        from = last.local.number.saturating_add(1);
        for stored in &batch {
            let value = match field.formula() {
                Some(_) => view.value_of(table, stored.id, field.id),
                None => stored.values.get(field.id).cloned(),
            };
            let Some(value) = value else { continue };
            for entry in conversion.entries(&value, many, &|found| titles(view, found)) {
                found.entry(fold(&entry)).or_insert(entry);
            }
        }
        if found.len() > MOST_CHOICES {
            return Err(refused(
                format!(
                    "Skirtingų reikšmių daugiau negu {MOST_CHOICES}, sąrašas iš jų nesudaromas. Sudarykite sąrašą patys."
                ),
                format!(
                    "There are more than {MOST_CHOICES} different values, no list is made of them. Make the list yourself."
                ),
            ));
        }
    }
    let mut choices: Vec<Choice> = Vec::with_capacity(found.len());
    for label in found.into_values() {
        let key = free_key(&key_of(&label, "choice"), |key| choices.iter().any(|choice| choice.key == key));
        choices.push(Choice { id: ChoiceId(new_id()), key, label: Label::new(&*label, &*label), ..Choice::default() });
    }
    Ok(choices)
}

/// Records of tables by their folded titles; `None` for a title that several have.
fn records_by_title(view: &View<'_>, targets: &[TableId]) -> Result<HashMap<String, Option<Link>>> {
    let mut found: HashMap<String, Option<Link>> = HashMap::new();
    for table in view.schema().live().filter(|table| targets.is_empty() || targets.contains(&table.info.id)) {
        let id = table.info.id;
        view.access.scan_records(view.definitions, id, &mut |_, record| {
            let link = Link { table: id, record: record.id() };
            let title = fold(view.title_of(id, record.id()).trim());
            found.entry(title).and_modify(|there| *there = None).or_insert(Some(link));
            Ok(ControlFlow::Continue(()))
        })?;
    }
    Ok(found)
}
