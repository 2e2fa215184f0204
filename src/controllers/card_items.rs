//! The items of a card as the window takes them, made of what was gathered for it.

use crate::{
    arrange,
    card::{OpenCard, Spot},
    cells,
    contents::Contents,
    editors::{address_icon, chips_of, choice_model, date_data, editor_of},
    pictures, words,
};
use model::{
    ids::FieldId,
    language::{Label, Language},
    layout::{Area, ButtonAct, CardItem, CardItemKind, LABEL_WIDTH, LabelPlace},
    value::Value,
};
use slint::{ModelRc, VecModel};
use ui::{CardItemData, EditorKind};

/// The items that are seen, in the order in which they are drawn; of a base that can only be read nothing can be added.
pub(crate) fn items(open: &OpenCard, language: Language, read_only: bool) -> Vec<CardItemData> {
    let (contents, arrangement) = (open.contents.borrow(), open.arrangement.borrow());
    let seen = arrange::seen(&arrangement).into_iter();
    let items = seen.filter_map(|at| Some((contents.card.items.get(at)?, arrangement.areas.get(at)?)));
    items.map(|(item, area)| item_data(open, &contents, item, *area, language, read_only)).collect()
}

/// The name above a field: the item's own, or the field's.
pub(crate) fn label_of<'c>(contents: &'c Contents, item: &'c CardItem, language: Language) -> &'c str {
    let own = item.label.as_ref().filter(|label| !label.is_empty());
    let of = match &item.what {
        CardItemKind::Field(field) => contents.fields.get(field).map(|shown| &shown.field.label),
        CardItemKind::Related { .. } => contents.related.get(&item.id).map(|texts| &texts.table.info.label),
        _ => None,
    };
    own.or(of).map(|label| label.get(language)).unwrap_or_default()
}

/// One item as the window takes it, at this place.
pub(crate) fn item_data(
    open: &OpenCard,
    contents: &Contents,
    item: &CardItem,
    area: Area,
    language: Language,
    read_only: bool,
) -> CardItemData {
    let mut data = CardItemData { id: item.id.to_string().into(), ..CardItemData::default() };
    place(&mut data, area);
    data.in_tab = arrange::is_page(&contents.card, item);
    if let Some((mark, message)) = contents.gaps.get(&item.id) {
        data.kind = ui::CardItemKind::Field;
        data.editor = EditorKind::Readonly;
        data.readonly = true;
        data.label = mark.as_str().into();
        data.text = language.pick("Pašalinta", "Removed").into();
        data.warning = message.as_str().into();
        data.height = data.height.min(72.0);
        return data;
    }
    data.tint = contents.state.tints.get(&item.id).copied().unwrap_or_default();
    // Of a page the tab says the name.
    let title = |label: &Label| if data.in_tab { "" } else { label.get(language) }.into();
    match &item.what {
        CardItemKind::Frame(label) => {
            data.label = title(item.label.as_ref().unwrap_or(label));
            data.kind = ui::CardItemKind::Frame;
        }
        CardItemKind::Text(label) => {
            data.kind = ui::CardItemKind::Text;
            data.label = item.label.as_ref().unwrap_or(label).get(language).into();
        }
        CardItemKind::Line => data.kind = ui::CardItemKind::Line,
        CardItemKind::Fold { title: label, .. } => {
            data.label = title(item.label.as_ref().unwrap_or(label));
            // A page of tabs does not fold: its title is the tab.
            data.kind = if data.in_tab { ui::CardItemKind::Frame } else { ui::CardItemKind::Fold };
            data.folded = open.arrangement.borrow().folded.contains(&item.id);
        }
        CardItemKind::Columns => data.kind = ui::CardItemKind::Columns,
        CardItemKind::Picture(_) => {
            data.kind = ui::CardItemKind::Picture;
            let mut art = open.art.borrow_mut();
            if let Some(picture) = contents.state.pictures.get(&item.id) {
                art.insert(item.id, pictures::image(picture));
            }
            data.picture = art.get(&item.id).cloned().unwrap_or_default();
            data.has_picture = art.contains_key(&item.id);
        }
        CardItemKind::Button { act, .. } => {
            data.kind = ui::CardItemKind::Button;
            data.label = contents.state.labels.get(&item.id).map(String::as_str).unwrap_or_default().into();
            data.readonly = match act {
                ButtonAct::Add { .. } => read_only,
                // There is nothing yet to print or to fill in.
                ButtonAct::Print(_) | ButtonAct::Open(_) => contents.id.is_none(),
            };
        }
        CardItemKind::Count { .. } => {
            data.kind = ui::CardItemKind::Field;
            data.editor = EditorKind::Number;
            data.readonly = true;
            data.label = contents.state.labels.get(&item.id).map(String::as_str).unwrap_or_default().into();
            data.text = contents.state.counts.get(&item.id).map(String::as_str).unwrap_or_default().into();
            place_label(&mut data, item);
        }
        CardItemKind::Tabs => {
            data.kind = ui::CardItemKind::Tabs;
            (data.pages, data.page) = arrange::tabs(contents, &open.arrangement.borrow().tabs, item, language);
            data.choices = arrange::tab_choices(&data.pages);
        }
        CardItemKind::Field(field) => {
            fill_field(&mut data, open, contents, *field, language);
            data.label = label_of(contents, item, language).into();
            data.required |= contents.state.required.contains(&item.id);
            data.readonly |= contents.state.locked.contains(&item.id);
            place_label(&mut data, item);
        }
        CardItemKind::Related { .. } => {
            data.kind = ui::CardItemKind::Related;
            if let Some(texts) = contents.related.get(&item.id) {
                let rows = open.related.borrow_mut().entry(item.id).or_default().clone();
                rows.follow(item.id, texts, open);
                rows.fill(&mut data, texts, label_of(contents, item, language), language);
                if read_only {
                    data.readonly = true;
                    data.add_label = Default::default();
                }
            }
        }
    }
    data
}

fn place_label(data: &mut CardItemData, item: &CardItem) {
    match item.label_place {
        LabelPlace::Above => {}
        LabelPlace::Left => {
            let width = if item.label_width > 0 { item.label_width } else { LABEL_WIDTH };
            data.label_left = width as f32;
        }
        LabelPlace::None => data.no_label = true,
    }
}

fn place(item: &mut CardItemData, area: Area) {
    item.x = area.x as f32;
    item.y = area.y as f32;
    item.width = area.width as f32;
    item.height = area.height as f32;
}

fn fill_field(data: &mut CardItemData, open: &OpenCard, contents: &Contents, field: FieldId, language: Language) {
    data.kind = ui::CardItemKind::Field;
    let Some(shown) = contents.fields.get(&field) else { return };
    let of = &shown.field;
    data.editor = editor_of(of);
    data.hint = of.hint.get(language).into();
    data.example = words::example(of.hint.get(language)).into();
    data.required = of.required;
    data.readonly = shown.locked;
    data.text = shown.text.as_str().into();
    data.warning = shown.warning.as_str().into();
    data.choices = choice_model(&shown.choices);
    data.color = cells::choice_color(of, shown.value.as_ref());
    data.chips = ModelRc::new(VecModel::from(chips_of(shown)));
    data.links = matches!(of.kind, model::schema::FieldKind::Link { .. });
    data.address = shown.address.as_deref().unwrap_or_default().into();
    data.address_icon = address_icon(of).into();
    data.date = date_data(shown.value.as_ref().and_then(Value::as_date));
    if let Some(Value::Blob(blob)) = shown.value.as_ref().filter(|_| data.editor == EditorKind::File) {
        data.hint = crate::files::size_words(blob.bytes, language).into();
        data.address_icon = crate::files::icon_of(&blob.name).into();
    }
    if let Some(picture) = &shown.picture {
        data.picture = pictures::image(picture);
        data.has_picture = true;
    }
    if let Some(refused) = open.refused.borrow().get(&Spot::Field(field)) {
        data.text = refused.typed.as_str().into();
        let message = refused.message.as_str().into();
        if refused.restored { data.warning = message } else { data.error = message }
    }
}

/// What stands in an empty related table.
pub(crate) fn empty_text(language: Language) -> &'static str {
    language.pick("Įrašų nėra", "No records")
}

/// The title of a related table, with how many of how many are shown.
pub(crate) fn related_label(label: &str, shown: usize, total: usize, language: Language) -> String {
    if shown == total {
        return label.to_owned();
    }
    let of = language.pick("iš", "of");
    format!("{label} ({} {of} {})", words::number(shown as u64, language), words::number(total as u64, language))
}
