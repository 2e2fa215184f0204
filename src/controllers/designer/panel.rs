//! The panel at the left: fields and other things to place, the items there are, what is to be said about them.

use super::{Designing, measure::kind_name, pointer::name_of};
use crate::App;
use designer::{FindingKind, Modifiers, Point, Pointer};
use model::{
    ids::{FieldId, ItemId, TableId},
    language::{Label, Language},
    layout::{ButtonAct, CardItem, CardItemKind},
};
use slint::ComponentHandle as _;
use std::rc::Rc;
use ui::{DesignerApi, PanelPage, PanelRow, Tone};

/// What a row of the panel stands for.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Row {
    Heading,
    /// A field that is not on the card.
    Field(FieldId),
    /// A field that is, by its item.
    Placed(FieldId, ItemId),
    /// Records of another table that point here.
    Related(TableId, FieldId),
    /// Something else that can be placed: a frame, tabs, a text.
    Tool(&'static str),
    Item(ItemId),
    /// By its place among the findings.
    Finding(usize),
}

/// What can be placed besides fields, with names and icons.
const TOOLS: [(&str, &str, &str, &str); 9] = [
    ("frame", "Rėmelis", "Frame", "square"),
    ("tabs", "Skirtukai", "Tabs", "panel-top"),
    ("fold", "Suskleidžiama grupė", "Collapsible group", "rows-2"),
    ("columns", "Stulpeliai", "Columns", "columns-2"),
    ("text", "Tekstas", "Text", "type"),
    ("line", "Linija", "Line", "minus"),
    ("picture", "Paveikslas…", "Picture…", "image"),
    ("button", "Mygtukas", "Button", "rectangle-horizontal"),
    ("count", "Skaitiklis arba suma", "Counter or sum", "hash"),
];

impl App {
    pub(super) fn connect_panel(self: &Rc<App>) {
        let api = self.ui.global::<DesignerApi<'_>>();
        api.on_panel_chosen(forward!(self, |app, page| {
            app.designing(|designing| designing.page = page);
            app.ui.global::<DesignerApi<'_>>().set_panel_page(page);
            app.show_panel();
        }));
        api.on_panel_search(forward!(self, |app, text| {
            app.designing(|designing| designing.search = text.to_string());
            app.show_panel();
        }));
        api.on_row_pressed(forward!(self, |app, index, _x, _y, control, shift| {
            app.row_pressed(index, control, shift)
        }));
        api.on_row_moved(forward!(self, |app, x, y, control, shift, alt| {
            app.row_moved((x, y), Modifiers { ctrl: control, shift, alt })
        }));
        api.on_row_released(forward!(self, |app, x, y, control, shift, alt| {
            app.row_released((x, y), Modifiers { ctrl: control, shift, alt })
        }));
        api.on_row_activated(forward!(self, |app, index| app.row_activated(index)));
        api.on_row_acted(forward!(self, |app, index| app.row_acted(index)));
    }

    /// The rows of the page that is open, and the counts on its neighbours.
    pub(super) fn show_panel(&self) {
        let language = self.language();
        let shown = self.designing(|designing| {
            let rows = match designing.page {
                PanelPage::Fields => field_rows(designing, language),
                PanelPage::Items => item_rows(designing, language),
                PanelPage::Findings => finding_rows(designing, language),
                PanelPage::Steps => Vec::new(),
            };
            let (of, rows): (Vec<Row>, Vec<PanelRow>) = rows.into_iter().unzip();
            designing.rows = of;
            let shelf = designer::cards::shelf(designing.session.document(), &designing.measure.table).len();
            (rows, shelf, designing.findings.len())
        });
        let Some((rows, shelf, findings)) = shown else { return };
        super::sync(&self.design.rows, rows);
        let api = self.ui.global::<DesignerApi<'_>>();
        api.set_shelf_text(
            match (shelf, language) {
                (0, _) => language.pick("Visi laukai kortelėje", "All fields are on the card").to_owned(),
                (shelf, Language::Lt) => format!("Lentynoje nepadėtų laukų: {shelf}"),
                (shelf, Language::En) => format!("On the shelf, not placed: {shelf}"),
            }
            .into(),
        );
        let words = language.pick("Pastabos", "Remarks");
        api.set_findings_text(if findings == 0 { words.into() } else { slint::format!("{words} {findings}") });
        api.set_has_findings(findings > 0);
    }

    fn row(&self, index: i32) -> Option<Row> {
        self.designing(|designing| usize::try_from(index).ok().and_then(|at| designing.rows.get(at).cloned())).flatten()
    }

    fn row_pressed(self: &Rc<App>, index: i32, control: bool, shift: bool) {
        match self.row(index) {
            Some(row @ (Row::Field(_) | Row::Related(..) | Row::Tool(_))) => {
                self.designing(|designing| designing.pointer.press_row(row, control || shift));
            }
            Some(Row::Placed(_, item) | Row::Item(item)) => {
                if control || shift {
                    self.designing(|designing| designing.session.toggle(item));
                    self.show_selection();
                } else {
                    self.select_item(item);
                }
            }
            Some(Row::Finding(at)) => {
                let item = self.designing(|designing| designing.findings.get(at).map(|finding| finding.item));
                if let Some(item) = item.flatten() {
                    self.select_item(item);
                }
            }
            _ => {}
        }
        self.show_panel();
    }

    /// Something is dragged out of the panel.
    fn row_moved(self: &Rc<App>, at: (f32, f32), keys: Modifiers) {
        let language = self.language();
        let begins = self.designing(|designing| {
            if designing.pointer.placing || !designing.writable || designing.looked_at.is_some() {
                return None;
            }
            let (rows, moved) = designing.pointer.rows_moved(at);
            (moved && !rows.is_empty()).then_some(rows)
        });
        if let Some(rows) = begins.flatten() {
            let items = self.new_items(&rows);
            if items.is_empty() {
                return;
            }
            let zoom = self.design.zoom.get();
            self.designing(|designing| {
                let units = |at: f32, pan: f32| f64::from((at - pan) / zoom.factor);
                let pointer = Pointer {
                    at: Point::new(units(at.0, zoom.pan.0), units(at.1, zoom.pan.1)),
                    modifiers: keys,
                    zoom: f64::from(zoom.factor),
                };
                designing.pointer.names = items.iter().map(|item| name_of(designing, item, language)).collect();
                designing.pointer.comes_in();
                designing.session.select_nothing();
                designing.session.bring_new(items, pointer);
            });
        }
        if self.designing(|designing| designing.pointer.placing) == Some(true) {
            self.canvas_dragged(at, keys);
            let text = self.designing(|designing| match designing.pointer.names.as_slice() {
                [one] => one.clone(),
                many => format!("{} + {}", many.first().cloned().unwrap_or_default(), many.len().saturating_sub(1)),
            });
            let api = self.ui.global::<DesignerApi<'_>>();
            api.set_drag_x(at.0);
            api.set_drag_y(at.1);
            api.set_drag_text(text.unwrap_or_default().into());
        }
    }

    fn row_released(self: &Rc<App>, at: (f32, f32), keys: Modifiers) {
        self.ui.global::<DesignerApi<'_>>().set_drag_text(Default::default());
        if self.designing(|designing| designing.pointer.placing) != Some(true) {
            return;
        }
        self.design.clock.stop();
        let (width, height) = self.design.viewport.get();
        let inside = at.0 >= 0.0 && at.1 >= 0.0 && at.0 <= width && at.1 <= height;
        if !inside {
            self.cancel_gesture();
            return;
        }
        self.canvas_dropped(at, keys);
        self.designing(|designing| designing.pointer.forget_rows());
        self.ui.global::<DesignerApi<'_>>().invoke_take_focus();
    }

    /// Enter or a double click on a row: it is placed where there is room, or selected.
    fn row_activated(self: &Rc<App>, index: i32) {
        let Some(row) = self.row(index) else { return };
        match row {
            Row::Field(_) | Row::Related(..) | Row::Tool(_) => {
                if row == Row::Tool("picture") {
                    return self.choose_card_picture();
                }
                let items = self.new_items(&[row]);
                self.place_items(items);
            }
            Row::Placed(_, item) | Row::Item(item) => {
                self.select_item(item);
                self.ui.global::<DesignerApi<'_>>().invoke_take_focus();
            }
            Row::Finding(at) => {
                let item = self.designing(|designing| designing.findings.get(at).map(|finding| finding.item));
                if let Some(item) = item.flatten() {
                    self.select_item(item);
                }
            }
            Row::Heading => {}
        }
    }

    /// Puts new items where there is room in the selected container.
    pub(super) fn place_items(self: &Rc<App>, items: Vec<CardItem>) {
        if items.is_empty() {
            return;
        }
        let result = self.designing(|designing| {
            let into = designing.session.container();
            let Designing { session, measure, .. } = designing;
            session.place(items, into, &*measure)
        });
        self.take_design(result);
        let bounds = self.designing(|designing| designing.session.selection().bounds(designing.session.scene()));
        if let Some(bounds) = bounds.flatten() {
            self.bring_into_view(bounds.left, bounds.top, bounds.right, bounds.bottom);
        }
    }

    /// What a finding offers is done.
    fn row_acted(self: &Rc<App>, index: i32) {
        match self.row(index) {
            Some(Row::Finding(at)) => {
                let repair = self.designing(|designing| {
                    let finding = designing.findings.get(at)?;
                    finding.command(designing.session.document(), &designing.measure)
                });
                if let Some(repair) = repair.flatten() {
                    self.run_design(&repair);
                }
            }
            Some(Row::Item(item)) => {
                let state = self.designing(|designing| {
                    let card = designing.session.document();
                    card.items.iter().find(|of| of.id == item).map(|item| (item.hidden, item.locked))
                });
                match state.flatten() {
                    Some((true, _)) => self.run_design(&designer::Command::Hide(vec![item], false)),
                    Some((_, true)) => self.run_design(&designer::Command::Lock(vec![item], false)),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// New items for rows of the panel, places relative to one another.
    fn new_items(self: &Rc<App>, rows: &[Row]) -> Vec<CardItem> {
        let made = self.designing(|designing| {
            let table = &designing.measure.table;
            let fields: Vec<&model::schema::Field> = rows
                .iter()
                .filter_map(|row| match row {
                    Row::Field(field) => table.field(*field),
                    _ => None,
                })
                .collect();
            if !fields.is_empty() {
                return designer::cards::field_items(&fields);
            }
            match rows.first() {
                Some(Row::Related(table, by)) => designing
                    .measure
                    .schema
                    .table(*table)
                    .map(|of| vec![designer::cards::related(of, *by)])
                    .unwrap_or_default(),
                Some(Row::Tool(tool)) => tool_items(designing, tool),
                _ => Vec::new(),
            }
        });
        made.unwrap_or_default()
    }

    /// A picture for the card itself is chosen from a file.
    fn choose_card_picture(self: &Rc<App>) {
        let app = self.clone();
        self.spawn(async move {
            let Some(file) = app.choose_picture_file().await else { return };
            let read = app
                .work(app.language().pick("Skaitomas paveikslas…", "Reading the picture…"), move || {
                    super::pictures::for_card(&file)
                })
                .await;
            match read {
                Ok(base64) => app.place_items(vec![designer::cards::picture(base64)]),
                Err(error) => app.complain(&error),
            }
        });
    }
}

/// New items of one of the tools.
fn tool_items(designing: &Designing, tool: &str) -> Vec<CardItem> {
    let schema = &designing.measure.schema;
    let first_link = || schema.links_to(designing.table).find(|(table, _)| !table.info.hidden);
    match tool {
        "frame" => vec![designer::cards::frame(Label::new("Rėmelis", "Frame"))],
        "tabs" => designer::cards::tabs(),
        "fold" => vec![designer::cards::fold(Label::new("Daugiau", "More"))],
        "columns" => vec![designer::cards::columns()],
        "text" => vec![designer::cards::text(Label::new("Tekstas", "Text"))],
        "line" => vec![designer::cards::line()],
        "button" => match first_link() {
            Some((table, by)) => {
                let title = Label::new(
                    crate::words::new_one(&table.info.one, Language::Lt),
                    crate::words::new_one(&table.info.one, Language::En),
                );
                vec![designer::cards::button(title, ButtonAct::Add { table: table.info.id, by: by.id })]
            }
            None => vec![designer::cards::button(Label::new("Atverti", "Open"), ButtonAct::Open("https://".into()))],
        },
        "count" => first_link().map(|(table, by)| vec![designer::cards::count(table, by.id, None)]).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn heading(label: impl Into<slint::SharedString>) -> (Row, PanelRow) {
    (Row::Heading, PanelRow { heading: true, label: label.into(), ..PanelRow::default() })
}

fn field_rows(designing: &Designing, language: Language) -> Vec<(Row, PanelRow)> {
    let palette = designer::cards::palette(designing.session.document(), &designing.measure.schema, &designing.search);
    let chosen = designing.pointer.rows();
    let mut rows = Vec::new();
    let row = |row: Row, label: &str, detail: &str, icon: &str| {
        let data = PanelRow {
            label: label.into(),
            detail: detail.into(),
            icon: icon.into(),
            draggable: true,
            selected: chosen.contains(&row),
            ..PanelRow::default()
        };
        (row, data)
    };
    if !palette.unplaced.is_empty() {
        rows.push(heading(language.pick("Nepadėti laukai", "Not placed")));
        for field in &palette.unplaced {
            let kind = crate::structure::kinds::named(&field.kind);
            rows.push(row(Row::Field(field.id), field.label.get(language), kind.name(language), kind.icon));
        }
    }
    if designing.search.trim().is_empty() {
        rows.push(heading(language.pick("Kiti elementai", "Other elements")));
        for (key, lt, en, icon) in TOOLS {
            let (of, mut data) = row(Row::Tool(key), language.pick(lt, en), "", icon);
            data.tool = icon != "image";
            rows.push((of, data));
        }
    }
    if !palette.related.is_empty() {
        rows.push(heading(language.pick("Susijusios lentelės", "Related tables")));
        for entry in &palette.related {
            let icon = if entry.table.info.icon.is_empty() { "table" } else { &entry.table.info.icon };
            let by = entry.by.label.get(language);
            let mut made =
                row(Row::Related(entry.table.info.id, entry.by.id), entry.table.info.label.get(language), by, icon);
            made.1.quiet = entry.item.is_some();
            rows.push(made);
        }
    }
    if !palette.placed.is_empty() {
        rows.push(heading(language.pick("Kortelėje", "On the card")));
        for (field, item) in &palette.placed {
            let kind = crate::structure::kinds::named(&field.kind);
            let (of, mut data) =
                row(Row::Placed(field.id, *item), field.label.get(language), kind.name(language), kind.icon);
            data.draggable = false;
            data.quiet = true;
            data.selected = designing.session.selection().contains(*item);
            rows.push((of, data));
        }
    }
    if rows.is_empty() {
        rows.push(heading(language.pick("Nieko nerasta", "Nothing found")));
    }
    rows
}

/// The items as a tree.
fn item_rows(designing: &Designing, language: Language) -> Vec<(Row, PanelRow)> {
    let card = designing.session.document();
    let mut rows = Vec::new();
    let children = |of: Option<ItemId>, depth: i32| {
        let inside: Vec<(&CardItem, i32)> =
            card.items.iter().filter(|item| item.parent == of).map(|item| (item, depth)).collect();
        inside.into_iter().rev()
    };
    // What is still to come, the next one last.
    let mut stack: Vec<(&CardItem, i32)> = children(None, 0).collect();
    while let Some((item, depth)) = stack.pop() {
        let name = name_of(designing, item, language);
        let kind = kind_name(&item.what);
        let action = if item.hidden {
            language.pick("Rodyti", "Show")
        } else if item.locked {
            language.pick("Atrakinti", "Unlock")
        } else {
            ""
        };
        let (icon, tool) = icon_of(&item.what);
        rows.push((
            Row::Item(item.id),
            PanelRow {
                label: name.as_str().into(),
                detail: if name == kind.get(language) { Default::default() } else { kind.get(language).into() },
                icon: icon.into(),
                tool,
                depth,
                quiet: item.hidden,
                selected: designing.session.selection().contains(item.id),
                action: action.into(),
                ..PanelRow::default()
            },
        ));
        if depth < 12 {
            stack.extend(children(Some(item.id), depth + 1));
        }
    }
    rows
}

/// The icon of a kind of item, and whether it is one of the designer's own.
fn icon_of(what: &CardItemKind) -> (&'static str, bool) {
    match what {
        CardItemKind::Frame(_) => ("square", true),
        CardItemKind::Fold { .. } => ("rows-2", true),
        CardItemKind::Columns => ("columns-2", true),
        CardItemKind::Tabs => ("panel-top", true),
        CardItemKind::Text(_) => ("type", true),
        CardItemKind::Line => ("minus", true),
        CardItemKind::Button { .. } => ("rectangle-horizontal", true),
        CardItemKind::Count { .. } => ("hash", true),
        CardItemKind::Picture(_) => ("image", false),
        CardItemKind::Related { .. } => ("table", false),
        CardItemKind::Field(_) => ("pencil", false),
    }
}

fn finding_rows(designing: &Designing, language: Language) -> Vec<(Row, PanelRow)> {
    if designing.findings.is_empty() {
        return vec![heading(language.pick("Viskas tvarkinga", "Everything is in order"))];
    }
    let rows = designing.findings.iter().enumerate().map(|(at, finding)| {
        let tone = if finding.kind == FindingKind::Outside { Tone::Danger } else { Tone::Warning };
        let action = finding.repair.map(|repair| repair.text(language)).unwrap_or_default();
        let data = PanelRow {
            label: finding.sentence.get(language).into(),
            icon: "triangle-alert".into(),
            tone,
            selected: designing.session.selection().contains(finding.item),
            action: if designing.writable { action.into() } else { Default::default() },
            ..PanelRow::default()
        };
        (Row::Finding(at), data)
    });
    rows.collect()
}
