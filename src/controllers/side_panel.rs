//! The panel at the right: the current record at a glance.

use crate::{
    App, cells,
    contents::DocumentState,
    dates::{clock, near_day},
    documents,
    editors::is_numeric,
    pictures, words,
};
use engine::{Engine, Nearby, Raster, Result};
use model::{
    ids::{RecordId, TableId},
    language::Language,
    rules::address::address_of,
    schema::{Field, FieldKind, FieldRole, Table},
    value::{Value, Values},
};
use slint::{ComponentHandle as _, ModelRc, SharedString, VecModel};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use ui::{LabelValue, PanelEvent, PanelGroup, QuickKind, QuickLine, SidePanelApi, Tone};

/// Filled fields shown under "Details".
const DETAILS: usize = 8;

/// What stands in the panel.
#[derive(Default)]
pub(crate) struct PanelDesk {
    /// Where each quick line leads.
    addresses: RefCell<Vec<String>>,
    /// The events that stand there.
    events: RefCell<Vec<(TableId, RecordId)>>,
    /// Whether all the details are shown, until another record comes.
    unfolded: Cell<Option<RecordId>>,
    generation: Cell<u64>,
}

/// A record at a glance, as the worker gathers it.
struct Glance {
    title: String,
    subtitle: String,
    initials: String,
    icon: String,
    events: [Option<Nearby>; 2],
    more: usize,
    badge: String,
    tone: Tone,
    lines: Vec<(QuickKind, &'static str, String, String)>,
    money: Vec<(String, String, bool)>,
    details: Vec<(String, String, bool)>,
    picture: Option<Raster>,
    can_print: bool,
}

impl App {
    pub(crate) fn connect_side_panel(self: &Rc<App>) {
        let api = self.ui.global::<SidePanelApi<'_>>();
        api.set_has_record(false);
        api.on_open_card(forward!(self, |app| {
            if let (Some(table), Some(id)) = (app.list.table(), app.list.current()) {
                app.open_record(table, id);
            }
        }));
        api.on_print(forward!(self, |app| app.print_current()));
        api.set_actions(ModelRc::default());
        api.on_event_clicked(forward!(self, |app, index| {
            let event = usize::try_from(index).ok().and_then(|at| app.panel.events.borrow().get(at).copied());
            if let Some((table, id)) = event {
                app.open_record(table, id);
            }
        }));
        api.on_more_clicked(forward!(self, |app, _group| {
            app.panel.unfolded.set(app.list.current());
            app.show_side_panel();
        }));
        api.on_line_clicked(forward!(self, |app, index| app.follow_line(index)));
    }

    fn follow_line(&self, index: i32) {
        let address = usize::try_from(index).ok().and_then(|index| self.panel.addresses.borrow().get(index).cloned());
        if let Some(address) = address.filter(|address| !address.is_empty()) {
            self.ui.global::<ui::AppApi<'_>>().invoke_open_link(address.into());
        }
    }

    /// Shows the current record of the list, or that there is none.
    pub(crate) fn show_side_panel(self: &Rc<App>) {
        let generation = self.panel.generation.get() + 1;
        self.panel.generation.set(generation);
        let (Some(engine), Some(table), Some(id)) = (self.engine(), self.list.table(), self.list.current()) else {
            self.ui.global::<SidePanelApi<'_>>().set_has_record(false);
            return;
        };
        let (app, language) = (self.clone(), self.language());
        let most = if self.panel.unfolded.get() == Some(id) { usize::MAX } else { DETAILS };
        self.spawn(async move {
            let words = language.pick("Skaitomas įrašas…", "Reading the record…");
            let found = app.work(words, move || glance(&engine, table, id, most, language)).await;
            if app.panel.generation.get() != generation {
                return;
            }
            match found {
                Ok(glance) => app.show_glance(glance),
                // It was deleted meanwhile; the list is on its way.
                Err(_) => app.ui.global::<SidePanelApi<'_>>().set_has_record(false),
            }
        });
    }

    fn show_glance(&self, glance: Glance) {
        let language = self.language();
        let api = self.ui.global::<SidePanelApi<'_>>();
        api.set_title(glance.title.into());
        api.set_subtitle(glance.subtitle.into());
        api.set_initials(glance.initials.into());
        api.set_icon(glance.icon.into());
        let today = self.engine().map(|engine| engine.today()).unwrap_or_default();
        let titles = [language.pick("Toliau", "Next"), language.pick("Paskutinis", "Last")];
        let events = glance.events.iter().zip(titles).filter_map(|(event, title)| Some((event.as_ref()?, title)));
        let events: Vec<(&Nearby, &str)> = events.collect();
        *self.panel.events.borrow_mut() = events.iter().map(|(event, _)| (event.table, event.id)).collect();
        let events = events.into_iter().map(|(event, title)| PanelEvent {
            title: title.into(),
            when: format!("{} {}", near_day(event.day, today, language), clock(event.time)).trim().into(),
            text: event.title.as_str().into(),
            late: event.late,
        });
        api.set_events(ModelRc::new(VecModel::from(events.collect::<Vec<_>>())));
        api.set_badge(glance.badge.into());
        api.set_badge_tone(glance.tone);
        api.set_has_picture(glance.picture.is_some());
        api.set_picture(glance.picture.as_ref().map(pictures::image).unwrap_or_default());
        let lines = glance.lines.iter().map(|(kind, icon, text, _)| QuickLine {
            icon: (*icon).into(),
            text: text.as_str().into(),
            kind: *kind,
        });
        api.set_lines(ModelRc::new(VecModel::from(lines.collect::<Vec<_>>())));
        *self.panel.addresses.borrow_mut() = glance.lines.into_iter().map(|(.., address)| address).collect();
        let group = |title: &str, rows: Vec<(String, String, bool)>| {
            let rows = rows.into_iter().map(|(label, text, number)| LabelValue {
                label: label.into(),
                text: text.into(),
                number,
            });
            PanelGroup {
                title: SharedString::from(title),
                rows: ModelRc::new(VecModel::from(rows.collect::<Vec<_>>())),
                more: SharedString::new(),
            }
        };
        let mut groups = Vec::new();
        if !glance.money.is_empty() {
            groups.push(group(language.pick("Pinigai", "Money"), glance.money));
        }
        if !glance.details.is_empty() {
            let mut details = group(language.pick("Duomenys", "Details"), glance.details);
            if glance.more > 0 {
                details.more = slint::format!("{} {}", language.pick("Dar", "More:"), glance.more);
            }
            groups.push(details);
        }
        api.set_groups(ModelRc::new(VecModel::from(groups)));
        api.set_can_print(glance.can_print);
        api.set_has_record(true);
    }
}

fn glance(engine: &Engine, table: TableId, id: RecordId, most: usize, language: Language) -> Result<Glance> {
    let values = engine.record(table, id)?.values;
    let definitions = engine.definitions();
    let of = definitions.schema.table(table).cloned().unwrap_or_default();
    let title = engine.title(table, id, language)?;
    let city = of.field_by_key("city").and_then(|field| values.get(field.id)).and_then(Value::as_text);
    let subtitle = [Some(of.info.one.get(language)), city].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let state = match engine.issued(id)? {
        Some(document) if document.void => Some(DocumentState::Void),
        Some(_) => Some(DocumentState::Issued),
        None => (of.info.role == Some(model::schema::TableRole::Invoice)).then_some(DocumentState::Draft),
    };
    let (badge, tone) = state.map(|state| documents::badge(state, language)).unwrap_or_default();
    let lines = quick_lines(engine, &of, &values, language);
    let (money, mut details) = groups(engine, &of, &values, language);
    let more = details.len().saturating_sub(most);
    details.truncate(most);
    let (next, last) = engine.next_and_last(table, id)?;
    // People and firms have letters, everything else the icon of its table.
    let icon = if engine.has_persons(&of) { String::new() } else { of.info.icon.clone() };
    let photo = of.live().find(|field| field.kind == FieldKind::Picture && values.get(field.id).is_some());
    Ok(Glance {
        initials: words::initials(&title),
        icon,
        events: [next, last],
        more,
        title,
        subtitle,
        badge: badge.to_owned(),
        tone,
        lines,
        money,
        details,
        picture: photo.and_then(|field| pictures::of_value(engine, values.get(field.id), pictures::Fit::Over(56))),
        can_print: documents::has_form(engine, table),
    })
}

fn quick_lines(
    engine: &Engine,
    of: &Table,
    values: &Values,
    language: Language,
) -> Vec<(QuickKind, &'static str, String, String)> {
    let mut lines = Vec::new();
    for field in of.live() {
        let Some(value) = values.get(field.id) else { continue };
        let Ok(text) = engine.text(field, value, language) else { continue };
        lines.extend(match field.kind {
            FieldKind::Phone | FieldKind::Email | FieldKind::Web => {
                let icon = crate::editors::address_icon(field);
                let kind = match field.kind {
                    FieldKind::Phone => QuickKind::Phone,
                    FieldKind::Email => QuickKind::Email,
                    _ => QuickKind::Web,
                };
                match address_of(&field.kind, &text) {
                    Some(address) => Some((kind, icon, text, address)),
                    None => Some((QuickKind::Plain, icon, text, String::new())),
                }
            }
            _ if field.key == "address" => {
                let city = of.field_by_key("city").and_then(|city| values.get(city.id)).and_then(Value::as_text);
                let whole = city.map_or_else(|| text.clone(), |city| format!("{text}, {city}"));
                let query = percent_encoded(&whole);
                Some((
                    QuickKind::Address,
                    "map-pin",
                    whole,
                    format!("https://www.openstreetmap.org/search?query={query}"),
                ))
            }
            _ => None,
        });
    }
    lines
}

type Rows = Vec<(String, String, bool)>;

fn groups(engine: &Engine, of: &Table, values: &Values, language: Language) -> (Rows, Rows) {
    let (mut money, mut details) = (Rows::new(), Rows::new());
    for field in of.live() {
        let Some(value) = values.get(field.id) else { continue };
        if is_said_elsewhere(of, field, value) {
            continue;
        }
        let Ok(text) = engine.text(field, value, language) else { continue };
        let text = text.lines().next().unwrap_or_default().to_owned();
        if text.is_empty() {
            continue;
        }
        let label = field.label.get(language).to_owned();
        match field.shown_kind() {
            FieldKind::Money { currency } => money.push((label, words::with_currency(&text, currency), true)),
            _ => details.push((label, text, is_numeric(field))),
        }
    }
    (money, details)
}

/// Whether a field stands in the head of the panel already, or has nothing to read.
fn is_said_elsewhere(of: &Table, field: &Field, value: &Value) -> bool {
    let in_head = field.id == of.info.title || matches!(field.key.as_str(), "city" | "address");
    let as_line = matches!(field.kind, FieldKind::Phone | FieldKind::Email | FieldKind::Web);
    let nothing = matches!(field.kind, FieldKind::Picture | FieldKind::Secret) || *value == Value::YesNo(false);
    let as_badge =
        field.role == Some(FieldRole::State) && cells::kind_of(field) == ui::CellKind::Choice && is_document(of);
    in_head || as_line || nothing || as_badge
}

fn is_document(of: &Table) -> bool {
    of.info.role == Some(model::schema::TableRole::Invoice)
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_survives_in_a_link() {
        assert_eq!(percent_encoded("Savanorių pr. 1"), "Savanori%C5%B3%20pr.%201");
    }
}
