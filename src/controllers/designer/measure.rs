//! How much room the words of a card take, measured with the window's own font.

use crate::{contents::Contents, editors::editor_of};
use designer::{Measure, Need, Size};
use model::{
    language::{Label, Language},
    layout::{Area, CardItem, CardItemKind, LABEL_WIDTH, LabelPlace},
    schema::{FieldKind, Schema, Table},
    value::Values,
};
use std::collections::HashMap;
use ui::EditorKind;

const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/ui/InterOffice-Regular.otf");
const SEMIBOLD: &[u8] = include_bytes!("../../../assets/fonts/ui/InterOffice-SemiBold.otf");

/// Height of a field's label line, and of an editor, as in `ui/theme`.
pub(super) const LABEL: i32 = 20;
const EDITOR: i32 = 32;
/// From the middle of a line down to its baseline, by the size of the letters.
const DESCENT: f32 = 0.36;

/// The letters of the window.
pub(crate) struct Letters {
    regular: Option<ttf_parser::Face<'static>>,
    semibold: Option<ttf_parser::Face<'static>>,
}

impl Letters {
    pub fn new() -> Letters {
        Letters {
            regular: ttf_parser::Face::parse(REGULAR, 0).ok(),
            semibold: ttf_parser::Face::parse(SEMIBOLD, 0).ok(),
        }
    }

    /// Width of a line of text in layout units.
    pub fn width(&self, text: &str, size: f32, bold: bool) -> i32 {
        let face = if bold { &self.semibold } else { &self.regular };
        let Some(face) = face else { return (text.chars().count() as f32 * size * 0.6).ceil() as i32 };
        let units: u32 = text
            .chars()
            .map(|letter| {
                let glyph = face.glyph_index(letter).unwrap_or(ttf_parser::GlyphId(0));
                u32::from(face.glyph_hor_advance(glyph).unwrap_or_default())
            })
            .sum();
        (units as f32 * size / f32::from(face.units_per_em())).ceil() as i32
    }
}

/// What is known about the texts of a card's items.
pub(crate) struct CardMeasure {
    letters: Letters,
    pub schema: Schema,
    pub table: Table,
    /// What stands in each field of the record shown, and of the longest.
    pub texts: HashMap<model::ids::FieldId, Vec<String>>,
}

impl CardMeasure {
    pub fn new(schema: Schema, table: Table) -> CardMeasure {
        CardMeasure { letters: Letters::new(), schema, table, texts: HashMap::new() }
    }

    /// Takes the texts of the record that is shown.
    pub fn take(&mut self, contents: &Contents, longest: Option<(&Values, &engine::Engine, Language)>) {
        self.texts.clear();
        for (id, field) in &contents.fields {
            self.texts.entry(*id).or_default().push(field.text.clone());
        }
        if let Some((values, engine, language)) = longest {
            for (id, value) in values.iter() {
                if let Some(field) = self.table.field(id) {
                    let text = crate::editors::text_in_editor(engine, field, Some(value), language);
                    self.texts.entry(id).or_default().push(text);
                }
            }
        }
    }

    /// Width of a line of the window's text.
    pub fn line(&self, text: &str, size: f32, bold: bool) -> i32 {
        self.letters.width(text, size, bold)
    }

    /// The label an item shows.
    pub fn label_of(&self, item: &CardItem) -> Label {
        if let Some(label) = &item.label {
            return label.clone();
        }
        match &item.what {
            CardItemKind::Frame(label) | CardItemKind::Text(label) => label.clone(),
            CardItemKind::Fold { title, .. } | CardItemKind::Button { title, .. } => title.clone(),
            CardItemKind::Field(field) => self.table.field(*field).map(|field| field.label.clone()).unwrap_or_default(),
            CardItemKind::Related { table, .. } => {
                self.schema.table(*table).map(|table| table.info.label.clone()).unwrap_or_default()
            }
            CardItemKind::Count { title, table, sum, .. } if title.is_empty() => {
                let of = self.schema.table(*table);
                let field = sum.and_then(|sum| of?.field(sum));
                field.map(|field| field.label.clone()).or(of.map(|of| of.info.label.clone())).unwrap_or_default()
            }
            CardItemKind::Count { title, .. } => title.clone(),
            CardItemKind::Tabs | CardItemKind::Columns | CardItemKind::Line | CardItemKind::Picture(_) => {
                Label::default()
            }
        }
    }

    fn label_width(&self, item: &CardItem, label: &str) -> i32 {
        let required = match &item.what {
            CardItemKind::Field(field) => self.table.field(*field).is_some_and(|field| field.required),
            _ => false,
        };
        self.line(label, 12.0, false) + 5 + if required { 9 } else { 0 }
    }
}

/// The width of a label at the left.
pub(super) fn left_label(item: &CardItem) -> i32 {
    match item.label_place {
        LabelPlace::Left if item.label_width > 0 => item.label_width,
        LabelPlace::Left => LABEL_WIDTH,
        _ => 0,
    }
}

fn top_of_editor(item: &CardItem) -> i32 {
    if item.label_place == LabelPlace::Above { LABEL } else { 0 }
}

fn base(middle: i32, size: f32) -> i32 {
    middle + (size * DESCENT).round() as i32
}

impl Measure<CardItem> for CardMeasure {
    fn baselines(&self, item: &CardItem) -> Vec<i32> {
        match &item.what {
            CardItemKind::Field(_) | CardItemKind::Count { .. } => {
                let editor = base(top_of_editor(item) + EDITOR / 2, 13.0);
                match item.label_place {
                    LabelPlace::Above => vec![editor, base(LABEL / 2, 12.0)],
                    _ => vec![editor],
                }
            }
            CardItemKind::Frame(_) => vec![base(21, 15.0)],
            CardItemKind::Fold { .. } | CardItemKind::Related { .. } => vec![base(20, 15.0)],
            CardItemKind::Text(_) | CardItemKind::Button { .. } => vec![base(item.area.height / 2, 13.0)],
            CardItemKind::Tabs => vec![base(18, 13.0)],
            _ => Vec::new(),
        }
    }

    fn fitting(&self, item: &CardItem) -> Option<Size> {
        let label = self.label_of(item);
        let widest = |size: f32, bold: bool| {
            [&label.lt, &label.en].into_iter().map(|text| self.line(text, size, bold)).max().unwrap_or_default()
        };
        match &item.what {
            CardItemKind::Field(field) => {
                let field = self.table.field(*field)?;
                let editor = editor_of(field);
                if matches!(editor, EditorKind::Picture | EditorKind::Multiline) {
                    return None;
                }
                let beside = left_label(item);
                let label = if item.label_place == LabelPlace::Above {
                    [&label.lt, &label.en].into_iter().map(|text| self.label_width(item, text)).max().unwrap_or(0)
                } else {
                    0
                };
                let button = matches!(editor, EditorKind::Choice | EditorKind::Date | EditorKind::Link);
                let texts = self.texts.get(&field.id).into_iter().flatten();
                let text = texts.map(|text| self.line(text, 13.0, false)).max().unwrap_or_default();
                let least = if matches!(editor, EditorKind::YesNo) { 72 } else { 96 };
                let value = (text + if button { 48 } else { 24 }).clamp(least, 640);
                let width = (beside + value).max(label);
                let height = top_of_editor(item) + EDITOR + if item.label_place == LabelPlace::Above { 20 } else { 4 };
                Some(Size::new((width + 3) / 4 * 4, height))
            }
            CardItemKind::Text(_) => {
                let lines = [&label.lt, &label.en].into_iter().map(|text| text.lines().count()).max().unwrap_or(1);
                Some(Size::new(widest(13.0, false) + 4, (lines.max(1) as i32) * 18 + 2))
            }
            CardItemKind::Button { .. } => Some(Size::new(widest(13.0, false) + 32, EDITOR)),
            CardItemKind::Line => None,
            _ => None,
        }
    }

    fn needs(&self, item: &CardItem) -> Vec<Need> {
        let label = self.label_of(item);
        let area = item.area;
        let in_language = |language: Language| match language {
            Language::Lt => Label::new("pavadinimas lietuviškai", "the label in Lithuanian"),
            Language::En => Label::new("pavadinimas angliškai", "the label in English"),
        };
        let languages = [(Language::Lt, &label.lt), (Language::En, &label.en)];
        let labels = |wide: &dyn Fn(&str) -> i32, height: i32| -> Vec<Need> {
            let needs = languages.iter().filter(|(_, text)| !text.is_empty());
            needs
                .map(|(language, text)| Need { what: in_language(*language), size: Size::new(wide(text), height) })
                .collect()
        };
        match &item.what {
            CardItemKind::Field(field) => {
                let mut needs = match item.label_place {
                    LabelPlace::Above => labels(&|text| self.label_width(item, text), LABEL + EDITOR),
                    LabelPlace::Left => {
                        let (beside, rest) = (left_label(item), area.width - left_label(item));
                        let wide = |text: &str| {
                            let label = self.label_width(item, text);
                            if label <= beside { area.width } else { label + rest }
                        };
                        labels(&wide, EDITOR)
                    }
                    LabelPlace::None => Vec::new(),
                };
                // A number or a choice that is cut off says something else than it is; a text can be read by going through it.
                let field = self.table.field(*field);
                let whole = field.filter(|field| {
                    matches!(
                        field.shown_kind(),
                        FieldKind::Number { .. }
                            | FieldKind::Money { .. }
                            | FieldKind::Date
                            | FieldKind::Choice { many: false, .. }
                            | FieldKind::Iban
                    )
                });
                if let Some(field) = whole {
                    let editor = editor_of(field);
                    let room = if matches!(editor, EditorKind::Choice | EditorKind::Date) { 50 } else { 22 };
                    let texts = self.texts.get(&field.id).into_iter().flatten();
                    if let Some(widest) = texts.map(|text| self.line(text, 13.0, false)).max() {
                        needs.push(Need {
                            what: Label::new("reikšmė", "the value"),
                            size: Size::new(left_label(item) + widest + room, top_of_editor(item) + EDITOR),
                        });
                    }
                }
                needs
            }
            CardItemKind::Frame(_) => labels(&|text| self.line(text, 15.0, true) + 34, 40),
            CardItemKind::Fold { .. } => labels(&|text| self.line(text, 15.0, true) + 58, 40),
            CardItemKind::Button { .. } => labels(&|text| self.line(text, 13.0, false) + 24, EDITOR),
            CardItemKind::Count { .. } => labels(&|text| self.line(text, 12.0, false) + 5, LABEL + EDITOR),
            CardItemKind::Text(_) => {
                let needs = languages.iter().filter(|(_, text)| !text.is_empty()).map(|(language, text)| {
                    // It wraps: the lines it takes in this width, as near as words allow.
                    let lines: i32 = text
                        .lines()
                        .map(|line| {
                            (self.line(line, 13.0, false) + area.width - 1).div_euclid(area.width.max(1)).max(1)
                        })
                        .sum();
                    let longest = text.split_whitespace().map(|word| self.line(word, 13.0, false)).max().unwrap_or(0);
                    Need { what: in_language(*language), size: Size::new(longest, lines.max(1) * 17) }
                });
                needs.collect()
            }
            _ => Vec::new(),
        }
    }

    fn label(&self, item: &CardItem) -> Option<Area> {
        let width = item.area.width;
        let area = |x: i32, y: i32, width: i32, height: i32| Some(Area { x, y, width: width.max(24), height });
        match &item.what {
            CardItemKind::Field(_) | CardItemKind::Count { .. } => match item.label_place {
                LabelPlace::Above => area(0, 0, width, LABEL),
                LabelPlace::Left => area(0, 0, left_label(item), EDITOR),
                LabelPlace::None => None,
            },
            CardItemKind::Frame(_) => area(16, 8, width - 32, 28),
            CardItemKind::Fold { .. } => area(40, 6, width - 56, 28),
            CardItemKind::Related { .. } => area(16, 4, width / 2, 32),
            CardItemKind::Text(_) | CardItemKind::Button { .. } => area(0, 0, width, item.area.height),
            _ => None,
        }
    }

    fn name(&self, item: &CardItem) -> Label {
        let label = self.label_of(item);
        if !label.is_empty() {
            return label;
        }
        kind_name(&item.what)
    }
}

/// What people call a kind of item.
pub(super) fn kind_name(what: &CardItemKind) -> Label {
    match what {
        CardItemKind::Frame(_) => Label::new("Rėmelis", "Frame"),
        CardItemKind::Fold { .. } => Label::new("Suskleidžiama grupė", "Collapsible group"),
        CardItemKind::Columns => Label::new("Stulpeliai", "Columns"),
        CardItemKind::Tabs => Label::new("Skirtukai", "Tabs"),
        CardItemKind::Field(_) => Label::new("Laukas", "Field"),
        CardItemKind::Text(_) => Label::new("Tekstas", "Text"),
        CardItemKind::Line => Label::new("Linija", "Line"),
        CardItemKind::Picture(_) => Label::new("Paveikslas", "Picture"),
        CardItemKind::Related { .. } => Label::new("Susijęs sąrašas", "Related list"),
        CardItemKind::Button { .. } => Label::new("Mygtukas", "Button"),
        CardItemKind::Count { .. } => Label::new("Skaitiklis", "Counter"),
    }
}
