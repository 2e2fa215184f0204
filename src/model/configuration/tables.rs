//! A table's file: the table as a whole, then its fields in their order.

use super::{
    Mistake, kinds,
    names::Names,
    source::{Found, Section, Source},
};
use crate::ids::{FieldId, TableId};
use crate::schema::{Field, FieldRole, Table, TableInfo, TableRole};

/// Icons a table may have.
pub fn icons() -> &'static [&'static str] {
    ICONS
}

/// The files of `assets/icons`.
pub(super) const ICONS: &[&str] = &[
    "arrow-down",
    "arrow-left",
    "arrow-up",
    "ban",
    "banknote",
    "bell",
    "briefcase",
    "building-2",
    "cake",
    "calendar",
    "calendar-days",
    "camera",
    "camera-off",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "chevron-up",
    "chevrons-up-down",
    "circle-alert",
    "circle-check",
    "clipboard-list",
    "clipboard-paste",
    "clock",
    "columns-3",
    "contact",
    "copy",
    "credit-card",
    "crop",
    "database",
    "download",
    "external-link",
    "eye",
    "eye-off",
    "file-down",
    "file-plus",
    "file-text",
    "flip-horizontal-2",
    "folder-open",
    "folder-tree",
    "globe",
    "grip-vertical",
    "handshake",
    "history",
    "house",
    "image",
    "images",
    "import",
    "inbox",
    "info",
    "languages",
    "link",
    "list",
    "loader-circle",
    "lock",
    "mail",
    "map-pin",
    "menu",
    "moon",
    "move-horizontal",
    "notebook-text",
    "package",
    "panel-right",
    "paperclip",
    "pencil",
    "percent",
    "phone",
    "plus",
    "printer",
    "receipt",
    "redo-2",
    "rotate-cw",
    "scan-barcode",
    "search",
    "search-x",
    "send",
    "settings",
    "stamp",
    "star",
    "sun",
    "table",
    "tag",
    "timer",
    "trash-2",
    "triangle-alert",
    "undo-2",
    "upload",
    "user",
    "users",
    "x",
    "zoom-in",
    "zoom-out",
];

/// Reads a table; the output says nothing where mistakes were noted.
pub(super) fn table<'s>(source: &mut Source<'s>, mut section: Section<'s>, names: &mut Names) -> Option<Table> {
    let key = source.key(&mut section, false);
    let id: Found<TableId> = source.id(&mut section);
    names.claim(source, id.value.0, id.at);
    source.table = id.value;
    let removed = source.flag(&mut section, "removed");
    if !removed {
        names.claim_key(source, "tables", &key);
    }
    let label = source.needed_label(&mut section, "label");
    let one = source.needed_label(&mut section, "one");
    let icon = icon(source, &mut section);
    let roles: Vec<(&str, TableRole)> = TableRole::ALL.iter().map(|role| (role.key(), *role)).collect();
    let role = source.word(&mut section, "role", &roles);
    if let Some(role) = role.as_ref().filter(|_| !removed) {
        names.claim_role(source, "tables", role.value.key(), role.at);
    }
    let title = source.needed_text(&mut section, "title");
    let keys = source.texts(&mut section, "keys");
    let info = TableInfo {
        id: id.value,
        label,
        one,
        icon,
        role: role.map(|found| found.value),
        title: title.map(|title| names.field(source, id.value, &title)).unwrap_or_default(),
        keys: keys.iter().map(|key| names.field(source, id.value, key)).collect(),
        order: source.number(&mut section, "order", (-100_000, 100_000)).unwrap_or_default(),
        hidden: source.flag(&mut section, "hidden"),
        removed,
        key: key.value,
    };
    let scope = format!("tables/{}", info.id);
    let fields =
        source.sections(&mut section, "fields").into_iter().map(|field| self::field(source, field, names, &scope));
    let fields = fields.collect();
    source.finish(section);
    Some(Table { info, fields })
}

fn icon<'s>(source: &mut Source<'s>, section: &mut Section<'s>) -> String {
    let Some(found) = source.text(section, "icon") else { return String::new() };
    if !ICONS.contains(&found.value.as_str()) {
        source.say(found.at, Mistake::UnknownWord("icon".into(), found.value.clone(), ICONS.join(", ")));
    }
    found.value
}

fn field<'s>(source: &mut Source<'s>, mut section: Section<'s>, names: &mut Names, scope: &str) -> Field {
    let key = source.key(&mut section, false);
    let Found::<FieldId> { value: id, at } = source.id(&mut section);
    names.claim(source, id.0, at);
    source.field = id;
    let removed = source.flag(&mut section, "removed");
    if !removed {
        names.claim_key(source, scope, &key);
    }
    let roles: Vec<(&str, FieldRole)> = FieldRole::ALL.iter().map(|role| (role.key(), *role)).collect();
    let role = source.word(&mut section, "role", &roles);
    if let Some(role) = role.as_ref().filter(|_| !removed) {
        names.claim_role(source, scope, role.value.key(), role.at);
    }
    let field = Field {
        id,
        key: key.value,
        label: source.needed_label(&mut section, "label"),
        hint: source.label(&mut section, "hint").map(|found| found.value).unwrap_or_default(),
        kind: kinds::kind(source, &mut section, names),
        role: role.map(|found| found.value),
        required: source.flag(&mut section, "required"),
        unique: source.flag(&mut section, "unique"),
        indexed: source.flag(&mut section, "indexed"),
        default: source.expression(&mut section, "default"),
        open_after_issue: source.flag(&mut section, "open-after-issue"),
        removed,
    };
    source.finish(section);
    field
}
