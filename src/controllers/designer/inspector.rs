//! The inspector: what is said about the selected items, or about the card, in the card's own editors.

use super::{
    Designing,
    condition::{self, Decides, Part},
    measure::left_label,
};
use crate::App;
use designer::{Shared, Side, cards::CardProperty};
use model::{
    ids::FieldId,
    language::Language,
    layout::{ButtonAct, CardItem, CardItemKind, LabelPlace},
};
use slint::{ComponentHandle as _, Model as _, ModelRc, VecModel};
use std::{rc::Rc, time::Duration};
use ui::{
    CardApi, CardItemData, CardItemKind as Drawn, ChoiceData, DesignerApi, EditorKind, RelatedCell, RelatedColumn,
    RelatedRow, TabData,
};

/// What an item of the inspector edits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Prop {
    Side(SideOf),
    Anchors,
    LeastWidth,
    MostWidth,
    LeastHeight,
    MostHeight,
    LabelLt,
    LabelEn,
    LabelPlace,
    LabelWidth,
    Folded,
    Act,
    ActTable,
    ActForm,
    ActText,
    CountOf,
    CountSum,
    Columns,
    /// Another field in place of the one that is shown, or of what is left of it.
    Replace,
    /// What was removed of the structure comes back.
    BringBack,
    /// What is left of it goes from the card.
    TakeOff,
    Condition(Decides, usize, Part),
    Any(Decides),
    Expression(Decides),
    TintColor,
    CardLt,
    CardEn,
    CardWidth,
    CardHeight,
    CardQuick,
    CardRank,
}

/// A number of an item's place or size.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub(crate) enum SideOf {
    X,
    Y,
    Width,
    Height,
}

impl SideOf {
    pub fn side(self) -> Side {
        match self {
            SideOf::X => Side::X,
            SideOf::Y => Side::Y,
            SideOf::Width => Side::Width,
            SideOf::Height => Side::Height,
        }
    }
}

/// An editor before it has its place.
pub(super) struct Editor {
    prop: Option<Prop>,
    pub item: CardItemData,
    whole: bool,
}

impl Editor {
    /// It takes the whole width.
    pub fn whole(mut self) -> Editor {
        self.whole = true;
        self
    }
}

/// Width of the inspector's inside, and of half of it.
const WIDTH: f32 = 256.0;
const GAP: f32 = 8.0;

pub(super) fn text(prop: Prop, label: &str, now: &str) -> Editor {
    Editor { prop: Some(prop), item: field(label, EditorKind::Text, now), whole: false }
}

pub(super) fn choice(prop: Prop, label: &str, now: &str, offered: &[(String, String)]) -> Editor {
    let choices = offered.iter().map(|(id, label)| ChoiceData {
        id: id.as_str().into(),
        label: label.as_str().into(),
        ..ChoiceData::default()
    });
    let mut item = field(label, EditorKind::Choice, now);
    item.choices = ModelRc::new(VecModel::from(choices.collect::<Vec<_>>()));
    Editor { prop: Some(prop), item, whole: false }
}

fn yes_no(prop: Prop, label: &str, now: bool) -> Editor {
    Editor { prop: Some(prop), item: field(label, EditorKind::YesNo, if now { "yes" } else { "no" }), whole: true }
}

fn field(label: &str, editor: EditorKind, text: &str) -> CardItemData {
    CardItemData { kind: Drawn::Field, label: label.into(), editor, text: text.into(), ..CardItemData::default() }
}

fn heading(label: &str) -> Editor {
    let item = CardItemData { kind: Drawn::Text, label: label.into(), height: 26.0, ..CardItemData::default() };
    Editor { prop: None, item, whole: true }
}

fn button(prop: Prop, label: &str) -> Editor {
    let item = CardItemData { kind: Drawn::Button, label: label.into(), height: 32.0, ..CardItemData::default() };
    Editor { prop: Some(prop), item, whole: true }
}

fn line() -> Editor {
    let item = CardItemData { kind: Drawn::Line, height: 1.0, ..CardItemData::default() };
    Editor { prop: None, item, whole: true }
}

impl App {
    /// Shows what is said about the selection.
    pub(crate) fn show_inspector(self: &Rc<App>) {
        if !self.on_designer() {
            return;
        }
        let language = self.language();
        let shown = self.designing(|designing| {
            let editors = editors(designing, language);
            (editors, title(designing, language), designing.writable)
        });
        let Some((editors, title, writable)) = shown else { return };
        let api = self.ui.global::<DesignerApi<'_>>();
        if api.get_selection_text() != title {
            api.set_selection_text(title.into());
            self.draw_anew();
        }
        let (mut items, mut props) = (Vec::new(), Vec::new());
        let half = (WIDTH - GAP) / 2.0;
        let (mut y, mut right, mut row) = (0.0_f32, false, 0.0_f32);
        for Editor { prop, mut item, whole } in editors {
            if whole && right {
                y += row + GAP;
                right = false;
            }
            item.x = if right { half + GAP } else { 0.0 };
            item.y = y;
            item.width = if whole { WIDTH } else { half };
            item.readonly |= !writable;
            item.editable &= writable;
            let refused = self.design.refused.borrow();
            let refused = refused.as_ref().filter(|(refused, ..)| Some(*refused) == prop);
            if let Some((_, typed, message)) = refused {
                item.text = typed.as_str().into();
                item.error = message.as_str().into();
            }
            if item.height == 0.0 {
                let label = if item.no_label { 0.0 } else { 20.0 };
                item.height = label + 32.0 + if refused.is_some() { 18.0 } else { 0.0 };
            }
            row = if right { row.max(item.height) } else { item.height };
            items.push(item);
            props.push(prop);
            if whole || right {
                y += row + GAP;
                right = false;
            } else {
                right = true;
            }
        }
        if right {
            y += row + GAP;
        }
        let model = &self.design.items;
        let same = *self.design.props.borrow() == props && model.row_count() == items.len();
        *self.design.props.borrow_mut() = props;
        if same {
            for (at, mut item) in items.into_iter().enumerate() {
                let Some(before) = model.row_data(at) else { continue };
                crate::card::keep_models(&mut item, &before);
                item.revision = before.revision;
                if item != before {
                    item.revision += 1;
                    model.set_row_data(at, item);
                }
            }
        } else {
            model.set_vec(items);
        }
        let api = self.ui.global::<CardApi<'_>>();
        api.set_content_width(WIDTH);
        api.set_content_height(y);
    }

    /// Values that are as they were are shown again, whatever was typed.
    pub(super) fn show_inspector_again(self: &Rc<App>) {
        for at in 0..self.design.items.row_count() {
            if let Some(mut item) = self.design.items.row_data(at) {
                item.revision += 1;
                self.design.items.set_row_data(at, item);
            }
        }
        self.show_inspector();
    }

    /// The keyboard goes to the first editor.
    pub(super) fn focus_inspector(self: &Rc<App>) {
        let first = self.design.items.iter().position(|item| item.kind == Drawn::Field);
        let first = first.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1);
        let weak = Rc::downgrade(self);
        slint::Timer::single_shot(Duration::from_millis(50), move || {
            if let Some(app) = weak.upgrade() {
                app.ui.global::<CardApi<'_>>().invoke_focus_field(first, false);
            }
        });
    }

    pub(super) fn design_prop(&self, item: i32) -> Option<Prop> {
        usize::try_from(item).ok().and_then(|at| self.design.props.borrow().get(at).copied().flatten())
    }
}

fn title(designing: &Designing, language: Language) -> String {
    match designing.session.selection().len() {
        0 => language.pick("Kortelė", "Card").to_owned(),
        1 => designing.one().map(|item| super::pointer::name_of(designing, item, language)).unwrap_or_default(),
        count => match language {
            Language::Lt => {
                let what = model::rules::words::plural(count as u64, "elementas", "elementai", "elementų");
                format!("{count} {what}")
            }
            Language::En => format!("{count} items"),
        },
    }
}

/// What is shown of a number that items share.
fn number(shared: Shared<i32>) -> (String, bool) {
    match shared {
        Shared::Same(number) => (number.to_string(), false),
        Shared::Mixed => (String::new(), true),
        Shared::Nothing => (String::new(), false),
    }
}

fn mixed(language: Language) -> &'static str {
    language.pick("Įvairūs", "Mixed")
}

fn editors(designing: &Designing, language: Language) -> Vec<Editor> {
    if designing.session.selection().is_empty() {
        return card_editors(designing, language);
    }
    let session = &designing.session;
    let mut editors = Vec::new();
    if let Some(gap) = designing.one().and_then(|item| designing.contents().gaps.get(&item.id).cloned()) {
        editors.push(heading(&gap.0));
        editors
            .push(button(Prop::BringBack, language.pick("Grąžinti tai, kas pašalinta", "Bring back what was removed")));
        editors.push(button(Prop::TakeOff, language.pick("Išimti iš kortelės", "Take off the card")));
        editors.push(replace_editor(designing, language, language.pick("Pakeisti lauku", "Replace by a field")));
        editors.push(line());
    }
    editors.extend(kind_editors(designing, language));
    editors.push(heading(language.pick("Vieta ir dydis", "Place and size")));
    let sides = [
        (SideOf::X, language.pick("Iš kairės", "From the left")),
        (SideOf::Y, language.pick("Iš viršaus", "From the top")),
        (SideOf::Width, language.pick("Plotis", "Width")),
        (SideOf::Height, language.pick("Aukštis", "Height")),
    ];
    for (side, label) in sides {
        let (shown, is_mixed) = number(session.side(side.side()));
        let mut editor = text(Prop::Side(side), label, &shown);
        if is_mixed {
            editor.item.hint = mixed(language).into();
        }
        editors.push(editor);
    }
    editors.push(anchors_editor(designing, language));
    type Read = fn(&CardItem) -> i32;
    let limits: [(Prop, &str, Read); 4] = [
        (Prop::LeastWidth, language.pick("Siauriausias", "Narrowest"), |item| item.limits.least_width),
        (Prop::MostWidth, language.pick("Plačiausias", "Widest"), |item| item.limits.most_width),
        (Prop::LeastHeight, language.pick("Žemiausias", "Lowest"), |item| item.limits.least_height),
        (Prop::MostHeight, language.pick("Aukščiausias", "Highest"), |item| item.limits.most_height),
    ];
    for (prop, label, read) in limits {
        let (shown, is_mixed) = number(session.shared(|item| Some(read(item))));
        let mut editor = text(prop, label, if shown == "0" { "" } else { &shown });
        editor.item.hint = if is_mixed { mixed(language) } else { language.pick("Neribota", "No limit") }.into();
        editors.push(editor);
    }
    editors.push(line());
    editors.extend(condition_editors(designing, language));
    mark_resettable(designing, &mut editors);
    editors
}

/// What one kind of item has to itself.
fn kind_editors(designing: &Designing, language: Language) -> Vec<Editor> {
    let session = &designing.session;
    let mut editors = Vec::new();
    let labels = session.shared(|item| {
        let has = !matches!(
            item.what,
            CardItemKind::Line | CardItemKind::Tabs | CardItemKind::Columns | CardItemKind::Picture(_)
        );
        has.then(|| designing.measure.label_of(item))
    });
    if let Shared::Same(label) = &labels {
        let lt = language.pick("Užrašas lietuviškai", "Label in Lithuanian");
        let en = language.pick("Užrašas angliškai", "Label in English");
        editors.push(text(Prop::LabelLt, lt, &label.lt).whole());
        editors.push(text(Prop::LabelEn, en, &label.en).whole());
    }
    let all_fields = session.selected().all(|item| matches!(item.what, CardItemKind::Field(_)));
    if all_fields {
        let places = [
            ("above", language.pick("Viršuje", "Above")),
            ("left", language.pick("Kairėje", "At the left")),
            ("none", language.pick("Nėra", "None")),
        ];
        let places: Vec<(String, String)> =
            places.iter().map(|(key, label)| ((*key).to_owned(), (*label).to_owned())).collect();
        let shown = match session.shared(|item| Some(item.label_place)) {
            Shared::Same(LabelPlace::Above) => places[0].1.as_str(),
            Shared::Same(LabelPlace::Left) => places[1].1.as_str(),
            Shared::Same(LabelPlace::None) => places[2].1.as_str(),
            _ => "",
        };
        let mut editor = choice(Prop::LabelPlace, language.pick("Užrašo vieta", "Label"), shown, &places);
        if shown.is_empty() {
            editor.item.hint = mixed(language).into();
        }
        editors.push(editor);
        let any_left = session.selected().any(|item| item.label_place == LabelPlace::Left);
        if any_left {
            let (shown, is_mixed) = number(session.shared(|item| Some(left_label(item))));
            let mut editor = text(Prop::LabelWidth, language.pick("Užrašo plotis", "Label width"), &shown);
            if is_mixed {
                editor.item.hint = mixed(language).into();
            }
            editors.push(editor);
        }
    }
    if let Some(item) = designing.one() {
        match &item.what {
            CardItemKind::Fold { folded, .. } => {
                editors.push(yes_no(Prop::Folded, language.pick("Iš pradžių suskleista", "Folded at first"), *folded));
            }
            CardItemKind::Button { act, .. } => editors.extend(button_editors(designing, act, language)),
            CardItemKind::Count { table, by, sum, .. } => {
                editors.extend(count_editors(designing, (*table, *by), *sum, language));
            }
            CardItemKind::Related { .. } => editors.push(columns_editor(designing, item, language)),
            _ => {}
        }
    }
    if !editors.is_empty() {
        editors.push(line());
    }
    editors
}

/// Tables whose records point here, as choices: `table/field`.
pub(super) fn links(designing: &Designing, language: Language) -> Vec<(String, String)> {
    let schema = &designing.measure.schema;
    let links = schema.links_to(designing.table).map(|(table, by)| {
        let id = format!("{}/{}", table.info.id, by.id);
        (id, format!("{} ({})", table.info.label.get(language), by.label.get(language)))
    });
    links.collect()
}

fn named(offered: &[(String, String)], id: &str) -> String {
    offered.iter().find(|(other, _)| other == id).map(|(_, label)| label.clone()).unwrap_or_default()
}

fn button_editors(designing: &Designing, act: &ButtonAct, language: Language) -> Vec<Editor> {
    let acts = [
        ("add", language.pick("Naujas susijęs įrašas", "New related record")),
        ("print", language.pick("Spausdinimo forma", "Print form")),
        ("open", language.pick("Atverti adresą", "Open an address")),
    ];
    let acts: Vec<(String, String)> =
        acts.iter().map(|(key, label)| ((*key).to_owned(), (*label).to_owned())).collect();
    let now = match act {
        ButtonAct::Add { .. } => 0,
        ButtonAct::Print(_) => 1,
        ButtonAct::Open(_) => 2,
    };
    let mut editors = vec![choice(Prop::Act, language.pick("Ką daro", "What it does"), &acts[now].1, &acts).whole()];
    match act {
        ButtonAct::Add { table, by } => {
            let offered = links(designing, language);
            let shown = named(&offered, &format!("{table}/{by}"));
            editors.push(choice(Prop::ActTable, language.pick("Kokį įrašą", "Which record"), &shown, &offered).whole());
        }
        ButtonAct::Print(form) => {
            let first = (String::new(), language.pick("Pirmoji lentelės forma", "The table's first form").to_owned());
            let offered: Vec<(String, String)> = std::iter::once(first)
                .chain(designing.forms.iter().map(|(id, label)| (id.to_string(), label.get(language).to_owned())))
                .collect();
            let shown = named(&offered, &form.map(|form| form.to_string()).unwrap_or_default());
            editors.push(choice(Prop::ActForm, language.pick("Kuri forma", "Which form"), &shown, &offered).whole());
        }
        ButtonAct::Open(address) => {
            let mut editor = text(Prop::ActText, language.pick("Adresas", "Address"), address).whole();
            editor.item.hint = "https://…?q={address}".into();
            editors.push(editor);
        }
    }
    editors
}

fn count_editors(
    designing: &Designing,
    (table, by): (model::ids::TableId, FieldId),
    sum: Option<FieldId>,
    language: Language,
) -> Vec<Editor> {
    let offered = links(designing, language);
    let shown = named(&offered, &format!("{table}/{by}"));
    let of = choice(Prop::CountOf, language.pick("Ką skaičiuoja", "What it counts"), &shown, &offered).whole();
    let mut sums = vec![(String::new(), language.pick("Įrašų skaičius", "How many there are").to_owned())];
    if let Some(table) = designing.measure.schema.table(table) {
        let numeric = table.live().filter(|field| crate::editors::is_numeric(field));
        sums.extend(numeric.map(|field| (field.id.to_string(), field.label.get(language).to_owned())));
    }
    let shown = named(&sums, &sum.map(|sum| sum.to_string()).unwrap_or_default());
    vec![of, choice(Prop::CountSum, language.pick("Ką rodo", "What it shows"), &shown, &sums).whole()]
}

/// The columns of a related list as rows of a table.
fn columns_editor(designing: &Designing, item: &CardItem, language: Language) -> Editor {
    let CardItemKind::Related { table, by, columns } = &item.what else { return line() };
    let of = designing.measure.schema.table(*table);
    let fields = of.into_iter().flat_map(|of| of.live()).filter(|field| field.id != *by);
    let choices = fields.map(|field| ChoiceData {
        id: field.id.to_string().into(),
        label: field.label.get(language).into(),
        ..ChoiceData::default()
    });
    let choices = ModelRc::new(VecModel::from(choices.collect::<Vec<_>>()));
    let heads = vec![
        RelatedColumn {
            label: language.pick("Laukas", "Field").into(),
            width: 138.0,
            editor: EditorKind::Choice,
            choices,
            ..RelatedColumn::default()
        },
        RelatedColumn {
            label: language.pick("Plotis", "Width").into(),
            width: 62.0,
            editor: EditorKind::Number,
            ..RelatedColumn::default()
        },
    ];
    let cell = |text: String| RelatedCell { text: text.into(), ..RelatedCell::default() };
    let row =
        |id: String, cells: Vec<RelatedCell>| RelatedRow { id: id.into(), cells: ModelRc::new(VecModel::from(cells)) };
    let mut rows: Vec<RelatedRow> = columns
        .iter()
        .map(|column| {
            let field = of.and_then(|of| of.field(column.field));
            let name = field.map(|field| field.label.get(language).to_owned()).unwrap_or_default();
            row(column.field.to_string(), vec![cell(name), cell(column.width.to_string())])
        })
        .collect();
    rows.push(row(String::new(), vec![cell(String::new()), cell(String::new())]));
    let shown = rows.len() as f32;
    let data = CardItemData {
        kind: Drawn::Related,
        label: language.pick("Stulpeliai", "Columns").into(),
        columns: ModelRc::new(VecModel::from(heads)),
        rows: ModelRc::new(VecModel::from(rows)),
        editable: true,
        height: 70.0 + 32.0 * shown.clamp(2.0, 10.0),
        ..CardItemData::default()
    };
    Editor { prop: Some(Prop::Columns), item: data, whole: true }
}

fn anchors_editor(designing: &Designing, language: Language) -> Editor {
    let anchors: Vec<_> = designing.session.selected().map(|item| item.anchors).collect();
    let all = |read: fn(&model::layout::Anchors) -> bool| !anchors.is_empty() && anchors.iter().all(read);
    let sides = [all(|a| a.left), all(|a| a.top), all(|a| a.right), all(|a| a.bottom)];
    let pages = sides.map(|on| TabData { label: if on { "x" } else { "" }.into(), ..TabData::default() });
    let mut item = field(language.pick("Pritvirtinta prie kraštų", "Fastened to the sides"), EditorKind::Anchors, "");
    item.pages = ModelRc::new(VecModel::from(pages.to_vec()));
    item.height = 116.0;
    Editor { prop: Some(Prop::Anchors), item, whole: true }
}

fn condition_editors(designing: &Designing, language: Language) -> Vec<Editor> {
    let session = &designing.session;
    let table = &designing.measure.table;
    let all_fields = session.selected().all(|item| matches!(item.what, CardItemKind::Field(_)));
    let mut decided = vec![Decides::Visible];
    if all_fields {
        decided.extend([Decides::Required, Decides::Readonly]);
    }
    let colours = session
        .selected()
        .all(|item| matches!(item.what, CardItemKind::Field(_) | CardItemKind::Frame(_) | CardItemKind::Text(_)));
    if colours {
        decided.push(Decides::Tint);
    }
    let mut editors = Vec::new();
    for decides in decided {
        let now = session.shared(|item| Some(condition_of(item, decides)));
        let raw = designing.raw.contains(&decides);
        match now {
            Shared::Same(now) => editors.extend(condition::editors(decides, now.as_deref(), raw, table, language)),
            _ => {
                let mut several = condition::editors(decides, None, false, table, language);
                if let Some(first) = several.first_mut() {
                    first.item.text = Default::default();
                    first.item.hint = mixed(language).into();
                }
                editors.extend(several);
            }
        }
        if decides == Decides::Tint
            && let Shared::Same(Some(color)) = session.shared(|item| Some(item.tints.first().map(|t| t.color.clone())))
        {
            let colors = crate::structure::kinds::COLORS.iter().filter(|(hex, _)| !hex.is_empty());
            let offered: Vec<(String, String)> =
                colors.map(|(hex, name)| ((*hex).to_owned(), name.get(language).to_owned())).collect();
            let shown = named(&offered, &color);
            let shown = if shown.is_empty() { color.clone() } else { shown };
            let mut editor = choice(Prop::TintColor, language.pick("Spalva", "Colour"), &shown, &offered).whole();
            editor.item.color = crate::editors::color(&color);
            editors.push(editor);
        }
    }
    editors
}

/// The expression of a condition of an item.
pub(super) fn condition_of(item: &CardItem, decides: Decides) -> Option<String> {
    match decides {
        Decides::Visible => item.visible.clone(),
        Decides::Required => item.required.clone(),
        Decides::Readonly => item.readonly.clone(),
        Decides::Tint => item.tints.first().map(|tint| tint.when.clone()),
        Decides::Card => None,
    }
}

fn replace_editor(designing: &Designing, language: Language, label: &str) -> Editor {
    let shelf = designer::cards::shelf(designing.session.document(), &designing.measure.table);
    let offered: Vec<(String, String)> =
        shelf.iter().map(|field| (field.id.to_string(), field.label.get(language).to_owned())).collect();
    let mut editor = choice(Prop::Replace, label, "", &offered).whole();
    editor.item.hint = language.pick("Pasirinkite lauką", "Choose a field").into();
    editor
}

fn card_editors(designing: &Designing, language: Language) -> Vec<Editor> {
    let card = designing.session.document();
    let mut editors = vec![
        text(Prop::CardLt, language.pick("Pavadinimas lietuviškai", "Name in Lithuanian"), &card.label.lt).whole(),
        text(Prop::CardEn, language.pick("Pavadinimas angliškai", "Name in English"), &card.label.en).whole(),
        text(Prop::CardWidth, language.pick("Plotis", "Width"), &card.width.to_string()),
        text(Prop::CardHeight, language.pick("Aukštis", "Height"), &card.height.to_string()),
        line(),
        yes_no(
            Prop::CardQuick,
            language.pick("Greitam naujo įrašo pridėjimui", "For quickly adding a new record"),
            card.quick,
        ),
    ];
    let raw = designing.raw.contains(&Decides::Card);
    editors.extend(condition::editors(Decides::Card, card.when.as_deref(), raw, &designing.measure.table, language));
    let mut rank =
        text(Prop::CardRank, language.pick("Eilė tarp kortelių", "Rank among the cards"), &card.rank.to_string())
            .whole();
    rank.item.hint = language.pick("Mažesnė – pirma", "The lowest comes first").into();
    editors.push(rank);
    editors
}

/// Marks what can be given back to what a new item has.
fn mark_resettable(designing: &Designing, editors: &mut [Editor]) {
    let items: Vec<(&CardItem, CardItem)> =
        designing.session.selected().map(|item| (item, new_of(designing, item))).collect();
    for editor in editors {
        let Some(property) = editor.prop.and_then(property_of) else { continue };
        editor.item.resettable = items.iter().any(|(item, new)| !property.is_default(item, new));
    }
}

/// What a new item of this kind would be.
pub(super) fn new_of(designing: &Designing, item: &CardItem) -> CardItem {
    let plain = || CardItem::new(item.id, None, item.area, item.what.clone());
    match item.what {
        CardItemKind::Field(field) => {
            designing.measure.table.field(field).map_or_else(plain, designer::cards::field_item)
        }
        _ => plain(),
    }
}

/// The property behind an editor that can be reset.
pub(super) fn property_of(prop: Prop) -> Option<CardProperty> {
    Some(match prop {
        Prop::Side(SideOf::Width | SideOf::Height) => CardProperty::Size,
        Prop::Anchors => CardProperty::Anchors,
        Prop::LeastWidth | Prop::MostWidth | Prop::LeastHeight | Prop::MostHeight => CardProperty::Limits,
        Prop::LabelLt | Prop::LabelEn => CardProperty::Label,
        Prop::LabelPlace => CardProperty::LabelPlace,
        Prop::LabelWidth => CardProperty::LabelWidth,
        Prop::Condition(Decides::Visible, 0, Part::Field) => CardProperty::Visible,
        Prop::Condition(Decides::Required, 0, Part::Field) => CardProperty::Required,
        Prop::Condition(Decides::Readonly, 0, Part::Field) => CardProperty::Readonly,
        Prop::Condition(Decides::Tint, 0, Part::Field) => CardProperty::Tints,
        _ => return None,
    })
}
