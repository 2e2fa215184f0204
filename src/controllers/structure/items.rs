//! What is said about a table or a field, as items of a card: frames of editors in as many columns as there is room for.

use super::{Chosen, kinds};
use crate::{App, editors};
use model::{
    ids::ChoiceId,
    language::Language,
    schema::{Choice, Field, FieldKind, OnDelete, Schema, Table},
};
use slint::{ComponentHandle as _, Model as _, ModelRc, VecModel};
use std::rc::Rc;
use ui::{CardApi, CardItemData, CardItemKind, ChoiceData, EditorKind, RelatedCell, RelatedColumn, RelatedRow};

/// What an item edits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Prop {
    LabelLt,
    LabelEn,
    OneLt,
    OneEn,
    Icon,
    Hidden,
    Title,
    HintLt,
    HintEn,
    Kind,
    Key,
    Scale,
    Currency,
    Target,
    OnDelete,
    Formula,
    FormulaResult,
    Required,
    Unique,
    Default,
    Choices,
}

/// Columns of the list of choices.
pub(crate) const CHOICE_COLUMNS: [&str; 4] = ["lt", "en", "color", "retired"];

const GAP: f32 = 16.0;
const FIELD: f32 = 72.0;
const STEP: f32 = 76.0;
const HEAD: f32 = 44.0;
/// Two columns from this width on.
const WIDE: f32 = 480.0;

/// An editor before it has its place: what it edits, its data, and whether it takes the whole width.
struct Editor(Prop, CardItemData, bool);

impl App {
    pub(super) fn show_structure_items(self: &Rc<App>, schema: &Schema, table: &Table, chosen: Chosen) {
        let language = self.language();
        let frames = match chosen {
            Chosen::Table(_) => vec![(language.pick("Lentelė", "Table"), table_editors(table, language))],
            Chosen::Field(_, id) => match table.field(id) {
                Some(field) => self.field_frames(schema, table, field, language),
                None => Vec::new(),
            },
        };
        let locked = match chosen {
            Chosen::Table(_) => table.info.removed,
            Chosen::Field(_, id) => table.info.removed || table.field(id).is_none_or(|field| field.removed),
        } || self.engine().is_none_or(|engine| engine.is_read_only());
        let width = self.structure.width.get().max(200.0);
        let (mut items, mut props, mut y) = (Vec::new(), Vec::new(), 0.0);
        for (title, editors) in frames {
            if editors.is_empty() {
                continue;
            }
            let frame = items.len();
            items.push(CardItemData {
                kind: CardItemKind::Frame,
                label: title.into(),
                y,
                width,
                ..CardItemData::default()
            });
            props.push(None);
            y = self.place(editors, width, y + HEAD, locked, &mut items, &mut props) + GAP - 4.0;
            items[frame].height = y - items[frame].y;
            y += GAP;
        }
        self.put_items(items, props);
        let api = self.ui.global::<CardApi<'_>>();
        api.set_content_width(width);
        api.set_content_height((y - GAP).max(0.0));
    }

    fn place(
        &self,
        editors: Vec<Editor>,
        width: f32,
        top: f32,
        locked: bool,
        items: &mut Vec<CardItemData>,
        props: &mut Vec<Option<Prop>>,
    ) -> f32 {
        let inner = width - 2.0 * GAP;
        let half = (inner - GAP) / 2.0;
        let two = width >= WIDE;
        let (mut y, mut right) = (top, false);
        for Editor(prop, mut item, whole) in editors {
            let whole = whole || !two;
            if whole && right {
                y += STEP;
                right = false;
            }
            item.x = if right { 2.0 * GAP + half } else { GAP };
            item.y = y;
            item.width = if whole { inner } else { half };
            if item.height == 0.0 {
                item.height = FIELD;
            }
            item.readonly |= locked;
            item.editable &= !locked;
            if let Some((_, typed, message)) =
                self.structure.refused.borrow().as_ref().filter(|(refused, ..)| *refused == prop)
            {
                item.text = typed.as_str().into();
                item.error = message.as_str().into();
            }
            let height = item.height;
            items.push(item);
            props.push(Some(prop));
            if whole || right {
                y += height + STEP - FIELD;
                right = false;
            } else {
                right = true;
            }
        }
        if right { y + STEP } else { y }
    }

    /// Shows the items; where they are the same in number and kind the editors live on.
    fn put_items(&self, items: Vec<CardItemData>, props: Vec<Option<Prop>>) {
        let model = &self.structure.items;
        let same = *self.structure.props.borrow() == props && model.row_count() == items.len();
        *self.structure.props.borrow_mut() = props;
        if !same {
            return model.set_vec(items);
        }
        for (at, mut item) in items.into_iter().enumerate() {
            let Some(before) = model.row_data(at) else { continue };
            crate::card::keep_models(&mut item, &before);
            item.revision = before.revision;
            if item != before {
                item.revision += 1;
                model.set_row_data(at, item);
            }
        }
    }

    fn field_frames(
        &self,
        schema: &Schema,
        table: &Table,
        field: &Field,
        language: Language,
    ) -> Vec<(&'static str, Vec<Editor>)> {
        let about = vec![
            text(Prop::LabelLt, language.pick("Pavadinimas lietuviškai", "Name in Lithuanian"), &field.label.lt, true),
            text(Prop::LabelEn, language.pick("Pavadinimas angliškai", "Name in English"), &field.label.en, false),
            kind_editor(field, language),
            text(Prop::Key, language.pick("Raktas formulėms", "Key for formulas"), &field.key, true),
            text(Prop::HintLt, language.pick("Paaiškinimas lietuviškai", "Hint in Lithuanian"), &field.hint.lt, false),
            text(Prop::HintEn, language.pick("Paaiškinimas angliškai", "Hint in English"), &field.hint.en, false),
        ];
        let mut rules = Vec::new();
        if field.formula().is_none() {
            rules.push(yes_no(Prop::Required, language.pick("Privalomas", "Required"), field.required));
            if !matches!(field.kind, FieldKind::YesNo | FieldKind::Picture | FieldKind::LongText) {
                rules.push(yes_no(Prop::Unique, language.pick("Nesikartojanti reikšmė", "No two alike"), field.unique));
            }
        }
        if field.takes_text() {
            let default = field.default.as_deref().unwrap_or_default();
            let mut editor = text(
                Prop::Default,
                language.pick("Pradinė reikšmė (formulė)", "Default (an expression)"),
                default,
                false,
            );
            editor.1.hint =
                language.pick("Pavyzdžiui, today() arba \"Kaunas\"", "For example, today() or \"Kaunas\"").into();
            editor.2 = true;
            rules.push(editor);
        }
        vec![
            (language.pick("Laukas", "Field"), about),
            (kinds::named(&field.kind).name(language), self.kind_editors(schema, table, field, language)),
            (language.pick("Taisyklės", "Rules"), rules),
        ]
    }

    fn kind_editors(&self, schema: &Schema, table: &Table, field: &Field, language: Language) -> Vec<Editor> {
        match &field.kind {
            FieldKind::Number { scale } => {
                let shown = scale.map(|scale| scale.to_string()).unwrap_or_default();
                let mut editor = text(Prop::Scale, language.pick("Skaitmenų po kablelio", "Decimals"), &shown, false);
                editor.1.hint = language.pick("Kiek įrašyta", "As entered").into();
                vec![editor]
            }
            FieldKind::Money { currency } => {
                vec![text(Prop::Currency, language.pick("Valiuta", "Currency"), currency, true)]
            }
            FieldKind::Choice { choices, .. } => vec![self.choices_editor(choices, language)],
            FieldKind::Link { targets, on_delete, .. } => {
                let tables = schema.live().filter(|other| !other.info.hidden || other.info.id == table.info.id);
                let tables = tables.map(|other| (other.info.id.to_string(), other.info.label.get(language).to_owned()));
                let any = (String::new(), language.pick("Bet kuri lentelė", "Any table").to_owned());
                let offered: Vec<(String, String)> = std::iter::once(any).chain(tables).collect();
                let now = match targets.as_slice() {
                    [] => offered[0].1.clone(),
                    targets => {
                        let names = targets.iter().filter_map(|id| schema.table(*id));
                        names.map(|table| table.info.label.get(language)).collect::<Vec<_>>().join(", ")
                    }
                };
                let ways = [OnDelete::Clear, OnDelete::Refuse, OnDelete::Delete];
                let ways: Vec<(String, String)> =
                    ways.iter().map(|way| (way_key(*way).to_owned(), way_name(*way, language).to_owned())).collect();
                vec![
                    choice(Prop::Target, language.pick("Į kurią lentelę", "To which table"), &now, &offered),
                    choice(
                        Prop::OnDelete,
                        language.pick("Ištrynus įrašą, į kurį rodo", "When its target is deleted"),
                        way_name(*on_delete, language),
                        &ways,
                    ),
                ]
            }
            FieldKind::Formula { expression, result } => {
                let mut formula = text(Prop::Formula, language.pick("Formulė", "Formula"), expression, true);
                formula.1.editor = EditorKind::Multiline;
                formula.1.height = 124.0;
                formula.2 = true;
                let results: Vec<(String, String)> = kinds::KINDS
                    .iter()
                    .filter(|kind| kinds::RESULTS.contains(&kind.key))
                    .map(|kind| (kind.key.to_owned(), kind.name(language).to_owned()))
                    .collect();
                let now = kinds::named(result).name(language);
                vec![formula, choice(Prop::FormulaResult, language.pick("Rezultatas", "Result"), now, &results)]
            }
            _ => Vec::new(),
        }
    }

    fn choices_editor(&self, choices: &[Choice], language: Language) -> Editor {
        let column = |label: &str, width: f32, editor| RelatedColumn {
            label: label.into(),
            width,
            editor,
            ..RelatedColumn::default()
        };
        let colors = kinds::COLORS.iter().map(|(hex, name)| ChoiceData {
            id: (*hex).into(),
            label: name.get(language).into(),
            color: editors::color(hex),
        });
        let colors = ModelRc::new(VecModel::from(colors.collect::<Vec<_>>()));
        let mut tint = column(language.pick("Spalva", "Colour"), 150.0, EditorKind::Choice);
        tint.choices = colors;
        let columns = vec![
            column(language.pick("Lietuviškai", "In Lithuanian"), 190.0, EditorKind::Text),
            column(language.pick("Angliškai", "In English"), 190.0, EditorKind::Text),
            tint,
            column(language.pick("Nebesiūlyti", "No longer offered"), 120.0, EditorKind::YesNo),
        ];
        let rows = choices.iter().map(Some).chain(std::iter::once(None)).map(|entry| choice_row(entry, language));
        self.follow_choices(rows.collect());
        let height = HEAD + 36.0 + 36.0 * (choices.len() as f32 + 1.0).clamp(3.0, 9.0);
        let item = CardItemData {
            kind: CardItemKind::Related,
            label: language.pick("Sąrašo įrašai", "Entries of the list").into(),
            columns: ModelRc::new(VecModel::from(columns)),
            rows: self.structure.choices.clone().into(),
            editable: true,
            height,
            ..CardItemData::default()
        };
        Editor(Prop::Choices, item, true)
    }

    /// Rows that stay keep their cells, so that what is typed in them lives on.
    fn follow_choices(&self, rows: Vec<RelatedRow>) {
        let model = &self.structure.choices;
        let ids = |row: RelatedRow| row.id;
        if model.iter().map(ids).ne(rows.iter().cloned().map(ids)) {
            return model.set_vec(rows);
        }
        for (at, row) in rows.into_iter().enumerate() {
            let Some(before) = model.row_data(at) else { continue };
            for (column, mut cell) in row.cells.iter().enumerate() {
                let Some(old) = before.cells.row_data(column) else { continue };
                cell.revision = old.revision;
                if cell != old {
                    cell.revision += 1;
                    before.cells.set_row_data(column, cell);
                }
            }
        }
    }
}

fn choice_row(entry: Option<&Choice>, language: Language) -> RelatedRow {
    let cell = |text: &str| RelatedCell { text: text.into(), ..RelatedCell::default() };
    let cells = match entry {
        Some(entry) => {
            let color = kinds::COLORS.iter().find(|(hex, _)| *hex == entry.color);
            let color = color.map_or(entry.color.as_str(), |(_, name)| name.get(language));
            let retired = if entry.retired { "yes" } else { "no" };
            vec![cell(&entry.label.lt), cell(&entry.label.en), cell(color), cell(retired)]
        }
        None => CHOICE_COLUMNS.iter().map(|_| cell("")).collect(),
    };
    let id = entry.map(|entry| entry.id.to_string()).unwrap_or_default();
    RelatedRow { id: id.into(), cells: ModelRc::new(VecModel::from(cells)) }
}

/// The entry of a list of choices behind a row; `None`: the empty one.
pub(super) fn entry_of(row: &RelatedRow) -> Option<ChoiceId> {
    row.id.parse().ok()
}

fn table_editors(table: &Table, language: Language) -> Vec<Editor> {
    let info = &table.info;
    let icons: Vec<(String, String)> =
        model::configuration::icons().iter().map(|icon| ((*icon).to_owned(), (*icon).to_owned())).collect();
    let titles = table.live().filter(|field| !matches!(field.kind, FieldKind::Picture | FieldKind::LongText));
    let titles: Vec<(String, String)> =
        titles.map(|field| (field.id.to_string(), field.label.get(language).to_owned())).collect();
    let title = table.field(info.title).map(|field| field.label.get(language)).unwrap_or_default();
    vec![
        text(
            Prop::LabelLt,
            language.pick("Skyriaus pavadinimas lietuviškai", "Name in Lithuanian"),
            &info.label.lt,
            true,
        ),
        text(Prop::LabelEn, language.pick("Skyriaus pavadinimas angliškai", "Name in English"), &info.label.en, false),
        text(Prop::OneLt, language.pick("Vienas įrašas lietuviškai", "One record in Lithuanian"), &info.one.lt, true),
        text(Prop::OneEn, language.pick("Vienas įrašas angliškai", "One record in English"), &info.one.en, false),
        choice(Prop::Icon, language.pick("Ženklelis", "Icon"), &info.icon, &icons),
        choice(Prop::Title, language.pick("Įrašą pavadina laukas", "Field that names a record"), title, &titles),
        text(Prop::Key, language.pick("Raktas formulėms", "Key for formulas"), &info.key, true),
        yes_no(Prop::Hidden, language.pick("Nerodyti tarp skyrių", "Hide among the sections"), info.hidden),
    ]
}

fn field_item(label: &str, editor: EditorKind, text: &str) -> CardItemData {
    CardItemData {
        kind: CardItemKind::Field,
        label: label.into(),
        editor,
        text: text.into(),
        ..CardItemData::default()
    }
}

fn text(prop: Prop, label: &str, now: &str, required: bool) -> Editor {
    Editor(prop, CardItemData { required, ..field_item(label, EditorKind::Text, now) }, false)
}

fn yes_no(prop: Prop, label: &str, now: bool) -> Editor {
    Editor(prop, field_item(label, EditorKind::YesNo, if now { "yes" } else { "no" }), false)
}

fn choice(prop: Prop, label: &str, now: &str, offered: &[(String, String)]) -> Editor {
    let choices = offered.iter().map(|(id, label)| ChoiceData {
        id: id.as_str().into(),
        label: label.as_str().into(),
        ..ChoiceData::default()
    });
    let mut item = field_item(label, EditorKind::Choice, now);
    item.choices = ModelRc::new(VecModel::from(choices.collect::<Vec<_>>()));
    item.required = true;
    Editor(prop, item, false)
}

fn kind_editor(field: &Field, language: Language) -> Editor {
    let offered: Vec<(String, String)> =
        kinds::KINDS.iter().map(|kind| (kind.key.to_owned(), kind.name(language).to_owned())).collect();
    let now = kinds::named(&field.kind);
    let mut editor = choice(Prop::Kind, language.pick("Rūšis", "Kind"), now.name(language), &offered);
    // What the program itself needs stays as it is.
    editor.1.readonly = kinds::kind_of(now.key, None, None).is_none();
    editor
}

/// The key of what happens when a target is deleted.
pub(super) fn way_key(way: OnDelete) -> &'static str {
    match way {
        OnDelete::Clear => "clear",
        OnDelete::Refuse => "refuse",
        OnDelete::Delete => "delete",
    }
}

fn way_name(way: OnDelete, language: Language) -> &'static str {
    match way {
        OnDelete::Clear => language.pick("Nuoroda ištuštinama", "The link is emptied"),
        OnDelete::Refuse => language.pick("Trinti neleidžiama", "Deleting is refused"),
        OnDelete::Delete => language.pick("Trinamas ir šis įrašas", "This record goes, too"),
    }
}
