//! Which tables and fields there are, so that keys lead to ids; which ids are taken.

use super::{
    Mistake,
    source::{Found, Section, Source},
};
use crate::ids::{FieldId, TableId};
use std::collections::HashSet;

/// A field by its names.
struct NamedField {
    key: String,
    id: FieldId,
    removed: bool,
    /// Tables it points to; `Some` of nothing: any.
    targets: Option<Vec<String>>,
}

/// A table by its names.
struct NamedTable {
    key: String,
    id: TableId,
    removed: bool,
    fields: Vec<NamedField>,
}

/// All tables and fields by their names, before their files are really read.
pub(super) struct Names {
    tables: Vec<NamedTable>,
    taken: HashSet<u128>,
    keys: HashSet<String>,
}

impl Names {
    pub fn gather<'a, 's: 'a>(sections: impl Iterator<Item = &'a Section<'s>>) -> Names {
        let tables = sections.filter_map(|section| {
            let fields = section.peek_tables("fields").filter_map(|field| {
                let text = |entry: &str| field.get(entry).and_then(|value| value.get_ref().as_str());
                let listed = field.get("targets").and_then(|value| value.get_ref().as_array());
                let targets = match text("kind")? {
                    "part-of" => Some(text("owner").map(str::to_owned).into_iter().collect()),
                    "link" => Some(
                        listed
                            .into_iter()
                            .flat_map(|array| array.iter())
                            .filter_map(|value| value.get_ref().as_str().map(str::to_owned))
                            .collect(),
                    ),
                    _ => None,
                };
                Some(NamedField {
                    key: text("key")?.to_owned(),
                    id: text("id")?.parse().ok()?,
                    removed: field.get("removed").and_then(|value| value.get_ref().as_bool()) == Some(true),
                    targets,
                })
            });
            Some(NamedTable {
                key: section.peek("key")?.to_owned(),
                id: section.peek("id")?.parse().ok()?,
                removed: section.peek_flag("removed"),
                fields: fields.collect(),
            })
        });
        Names { tables: tables.collect(), taken: HashSet::new(), keys: HashSet::new() }
    }

    /// Notes an id; says so where it is taken already.
    pub fn claim(&mut self, source: &mut Source<'_>, id: u128, at: usize) {
        if id != 0 && !self.taken.insert(id) {
            source.say(at, Mistake::DuplicateId(format!("{id:032x}")));
        }
    }

    /// Notes a key within `scope`; says so where it is taken already.
    pub fn claim_key(&mut self, source: &mut Source<'_>, scope: &str, key: &Found<String>) {
        if !key.value.is_empty() && !self.keys.insert(format!("{scope}/{}", key.value)) {
            source.say(key.at, Mistake::DuplicateKey(key.value.clone()));
        }
    }

    /// Notes a role within `scope`; says so where it is given already.
    pub fn claim_role(&mut self, source: &mut Source<'_>, scope: &str, role: &str, at: usize) {
        if !self.keys.insert(format!("{scope}//{role}")) {
            source.say(at, Mistake::RoleTwice(role.to_owned()));
        }
    }

    fn find_table(&self, name: &str) -> Option<&NamedTable> {
        let by_key = |removed| self.tables.iter().find(move |table| table.key == name && table.removed == removed);
        let by_id = || name.parse().ok().and_then(|id| self.tables.iter().find(|table| table.id == id));
        by_key(false).or_else(|| by_key(true)).or_else(by_id)
    }

    /// The table that goes by a key or an id.
    pub fn table(&self, source: &mut Source<'_>, name: &Found<String>) -> TableId {
        match self.find_table(&name.value) {
            Some(table) => table.id,
            None => {
                source.say(name.at, Mistake::UnknownTable(name.value.clone()));
                TableId::default()
            }
        }
    }

    /// The field of a table that goes by a key or an id.
    pub fn field(&self, source: &mut Source<'_>, table: TableId, name: &Found<String>) -> FieldId {
        let Some(of) = self.tables.iter().find(|of| of.id == table) else { return FieldId::default() };
        match of.field(&name.value) {
            Some(field) => field.id,
            None => {
                source.say(name.at, Mistake::UnknownField(of.key.clone(), name.value.clone()));
                FieldId::default()
            }
        }
    }

    /// Whether a field points to records of `target`.
    pub fn links_to(&self, table: TableId, field: FieldId, target: TableId) -> bool {
        let of = self.tables.iter().find(|of| of.id == table);
        let Some(field) = of.and_then(|of| of.fields.iter().find(|one| one.id == field)) else { return true };
        let is_target = |name: &String| self.find_table(name).is_none_or(|table| table.id == target);
        field.targets.as_ref().is_some_and(|targets| targets.is_empty() || targets.iter().any(is_target))
    }
}

impl NamedTable {
    fn field(&self, name: &str) -> Option<&NamedField> {
        let by_key = |removed| self.fields.iter().find(move |field| field.key == name && field.removed == removed);
        let by_id = || name.parse().ok().and_then(|id| self.fields.iter().find(|field| field.id == id));
        by_key(false).or_else(|| by_key(true)).or_else(by_id)
    }
}
