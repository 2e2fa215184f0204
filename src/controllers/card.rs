//! The card of one record: opening it, arranging it, following what changes.

use crate::{
    App, arrange, cells, contents,
    contents::{Contents, Subject, Target},
    documents,
    editors::{address_icon, chips_of, choice_model, date_data, editor_of},
    pictures,
    related::RelatedRows,
    words,
};
use engine::Entry;
use model::{
    changes::Changes,
    ids::{FieldId, ItemId, RecordId, TableId},
    language::Language,
    layout::{Area, Arrangement, CardItem, CardItemKind},
    schema::TableRole,
    value::Value,
};
use serde::{Deserialize, Serialize};
use slint::{ComponentHandle as _, Model as _, ModelRc, VecModel};
use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, HashSet},
    rc::Rc,
    time::Duration,
};
use ui::{CardApi, CardItemData, EditorKind, Page, Tone};

/// A place where something can be typed.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub(crate) enum Spot {
    Field(FieldId),
    /// A cell of a related table; `None`: of its last, empty row.
    Cell(ItemId, Option<RecordId>, FieldId),
}

/// What was typed and refused.
#[derive(Clone)]
pub(crate) struct Refused {
    pub typed: String,
    pub message: String,
    /// It was not refused but brought back after the program had ended.
    pub restored: bool,
}

/// An open card.
pub(crate) struct OpenCard {
    pub subject: Subject,
    pub contents: RefCell<Contents>,
    /// Where its items stand, and which are seen.
    pub arrangement: RefCell<Arrangement>,
    pub items: Rc<VecModel<CardItemData>>,
    pub related: RefCell<HashMap<ItemId, Rc<RelatedRows>>>,
    pub refused: RefCell<HashMap<Spot, Refused>>,
    /// What was committed since the last refresh: shown anew even where it is the same.
    pub committed: RefCell<HashSet<Spot>>,
}

impl OpenCard {
    /// The item of the layout behind an item of the window.
    pub fn item(&self, index: i32) -> Option<CardItem> {
        let at = *arrange::seen(&self.arrangement.borrow()).get(usize::try_from(index).ok()?)?;
        self.contents.borrow().card.items.get(at).cloned()
    }

    /// The field behind an item of the window.
    pub fn field(&self, index: i32) -> Option<FieldId> {
        match self.item(index)?.what {
            CardItemKind::Field(field) => Some(field),
            _ => None,
        }
    }

    /// Changes what an item shows.
    pub fn change(&self, index: i32, change: impl FnOnce(&mut CardItemData)) {
        let Ok(at) = usize::try_from(index) else { return };
        if let Some(mut item) = self.items.row_data(at) {
            change(&mut item);
            self.items.set_row_data(at, item);
        }
    }
}

/// The open card and those behind it.
#[derive(Default)]
pub(crate) struct CardDesk {
    open: RefCell<Option<Rc<OpenCard>>>,
    behind: RefCell<Vec<Subject>>,
    pub area: Cell<(f32, f32)>,
    /// The open page of each row of tabs.
    pub pages: RefCell<HashMap<ItemId, ItemId>>,
    generation: Cell<u64>,
    pub searched: Cell<u64>,
}

impl CardDesk {
    /// The open card.
    pub fn open(&self) -> Option<Rc<OpenCard>> {
        self.open.borrow().clone()
    }

    fn next_generation(&self) -> u64 {
        self.generation.set(self.generation.get() + 1);
        self.generation.get()
    }
}

impl App {
    pub(crate) fn connect_card(self: &Rc<App>) {
        let api = self.ui.global::<CardApi<'_>>();
        api.set_items(ModelRc::default());
        api.set_suggestions(ModelRc::default());
        api.on_back(forward!(self, |app| app.back()));
        api.on_delete_record(forward!(self, |app| app.delete_card()));
        api.on_area_changed(forward!(self, |app, width, height| {
            if app.on_structure() {
                app.structure_width(width);
            } else {
                app.arrange_card(width, height);
            }
        }));
        api.on_tab_chosen(forward!(self, |app, item, page| app.choose_tab(item, page)));
        api.on_tab_stepped(forward!(self, |app, by| app.step_tab(by)));
    }

    /// Opens the card of a record above what is open.
    pub(crate) fn open_record(self: &Rc<App>, table: TableId, id: RecordId) {
        self.open_subject(Subject { table, target: Target::of(id), preset: Vec::new() }, true);
    }

    /// Opens the card of a record that does not exist yet.
    pub(crate) fn open_draft(self: &Rc<App>, table: TableId, preset: Vec<Entry>) {
        self.open_subject(Subject { table, target: Target::default(), preset }, true);
    }

    /// Opens the only record of a table, which does not exist before something is written there.
    pub(crate) fn open_only_record(self: &Rc<App>, table: TableId) {
        let Some(engine) = self.engine() else { return };
        let app = self.clone();
        self.spawn(async move {
            let words = app.language().pick("Atveriama…", "Opening…");
            let found = app
                .work(words, move || {
                    let listing = engine.list(&engine::ListQuery { table, ..Default::default() })?;
                    engine.rows(table, listing.numbers.get(..1).unwrap_or_default(), &[], Language::default())
                })
                .await;
            match found {
                Ok(rows) => match rows.first() {
                    Some(row) => app.open_record(table, row.id),
                    None => app.open_draft(table, Vec::new()),
                },
                Err(error) => app.complain(&error),
            }
        });
    }

    fn open_subject(self: &Rc<App>, subject: Subject, above: bool) {
        let Some(engine) = self.engine() else { return };
        let generation = self.card.next_generation();
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let asked = subject.clone();
            let words = language.pick("Atveriama kortelė…", "Opening the card…");
            let result = app.work(words, move || contents::load(&engine, &asked, &[], language)).await;
            if app.card.generation.get() != generation {
                return;
            }
            match result {
                Ok(contents) => app.show_card(subject, contents, above),
                Err(error) => {
                    app.complain(&error);
                    if !above {
                        app.back();
                    }
                }
            }
        });
    }

    fn show_card(self: &Rc<App>, subject: Subject, contents: Contents, above: bool) {
        let was_card = self.page() == Page::Card;
        if let Some(open) = self.card.open.take()
            && above
            && was_card
        {
            // A new record that was left empty is not there to come back to.
            if open.subject.target.id().is_some() {
                self.card.behind.borrow_mut().push(open.subject.clone());
            }
        }
        let is_draft = contents.id.is_none();
        let restored = self.restored_texts(&subject, &contents);
        let open = Rc::new(OpenCard {
            subject,
            arrangement: RefCell::new(self.arrangement(&contents)),
            contents: RefCell::new(contents),
            items: Rc::default(),
            related: RefCell::default(),
            refused: RefCell::new(restored),
            committed: RefCell::default(),
        });
        open.items.set_vec(self.items_of(&open));
        let api = self.ui.global::<CardApi<'_>>();
        api.set_pending(false);
        api.set_items(open.items.clone().into());
        *self.card.open.borrow_mut() = Some(open.clone());
        self.follow_restored(Some(&open));
        self.show_header(&open);
        self.show_content_size(&open);
        api.invoke_scroll_to_top();
        self.show_page(Page::Card);
        // A record that was there keeps the keyboard out of its fields: nothing is changed by a stray key. A payment just made is
        // there too, and its sum is what is typed next.
        let is_made = was_card && above && open.contents.borrow().table.info.role == Some(TableRole::Payment);
        if is_draft || is_made {
            let editable = |item: &CardItemData| {
                item.kind == ui::CardItemKind::Field && !item.readonly && item.editor != EditorKind::Readonly
            };
            let empty = |item: &CardItemData| {
                editable(item)
                    && item.text.is_empty()
                    && item.chips.row_count() == 0
                    && !matches!(item.editor, EditorKind::YesNo | EditorKind::Picture | EditorKind::File)
            };
            let first = open.items.iter().position(|item| is_draft && empty(&item));
            let first = first.or_else(|| open.items.iter().position(|item| editable(&item)));
            self.focus_soon(&open, first.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1), false);
        }
    }

    /// Puts the keyboard into an item once the window has drawn the card: before that there is nothing to put it into.
    pub(crate) fn focus_soon(self: &Rc<App>, open: &Rc<OpenCard>, item: i32, gently: bool) {
        let (app, open) = (Rc::downgrade(self), Rc::downgrade(open));
        slint::Timer::single_shot(Duration::from_millis(50), move || {
            if let (Some(app), Some(open)) = (app.upgrade(), open.upgrade())
                && app.card.open().is_some_and(|now| Rc::ptr_eq(&now, &open))
            {
                app.ui.global::<CardApi<'_>>().invoke_focus_field(item, gently);
            }
        });
    }

    fn show_header(&self, open: &OpenCard) {
        let contents = open.contents.borrow();
        let language = self.language();
        let api = self.ui.global::<CardApi<'_>>();
        api.set_title(contents.title.as_str().into());
        api.set_back_label(self.back_label().into());
        // What cannot be written is not offered.
        let exists = contents.id.is_some() && self.engine().is_some_and(|engine| !engine.is_read_only());
        let (badge, tone) = contents.document.map(|state| documents::badge(state, language)).unwrap_or_default();
        api.set_badge(badge.into());
        api.set_badge_tone(tone);
        let (notice, tone) = match (&contents.remark, contents.document) {
            (Some(remark), _) => (remark.text.get(language), Tone::Warning),
            (None, state) => state.and_then(|state| documents::notice(state, language)).unwrap_or_default(),
        };
        api.set_notice(notice.into());
        api.set_notice_tone(tone);
        let leads = contents.remark.is_some() && exists;
        api.set_notice_action(if leads { language.pick("Užpildyti", "Fill in").into() } else { Default::default() });
        let (money, tone) =
            contents.owing.map(|owing| documents::money(owing, contents.document, language)).unwrap_or_default();
        api.set_money(money.into());
        api.set_money_tone(tone);
        self.show_makes(&contents);
        api.set_can_issue(exists && contents.document == Some(contents::DocumentState::Draft));
        api.set_can_void(exists && contents.document == Some(contents::DocumentState::Issued));
        api.set_can_print(contents.has_form);
        let frozen = matches!(contents.document, Some(contents::DocumentState::Issued | contents::DocumentState::Void));
        api.set_can_delete(!frozen && exists && contents.table.info.role != Some(model::schema::TableRole::Company));
    }

    fn back_label(&self) -> String {
        let (Some(engine), language) = (self.engine(), self.language()) else { return String::new() };
        if let Some(behind) = self.card.behind.borrow().last() {
            return behind.target.id().and_then(|id| engine.title(behind.table, id, language).ok()).unwrap_or_default();
        }
        if let Some(label) = self.plans_label() {
            return label.to_owned();
        }
        let definitions = engine.definitions();
        let table = self.list.table().and_then(|table| definitions.schema.table(table));
        table.map(|table| table.info.label.get(language).to_owned()).unwrap_or_default()
    }

    /// Leaves the card: for the one behind it, or for the list.
    pub(crate) fn back(self: &Rc<App>) {
        self.card.next_generation();
        let left = self.card.open.take();
        if let Some(left) = &left {
            self.tell_unsaved(left);
            self.note_draft();
        }
        let behind = self.card.behind.borrow_mut().pop();
        if let Some(behind) = behind {
            self.open_subject(behind, false);
            return;
        }
        if self.back_to_plans() {
            return;
        }
        match self.list.table() {
            Some(table) => {
                self.mark_section(table);
                let id = left.filter(|left| left.subject.table == table).and_then(|left| left.subject.target.id());
                self.show_page(Page::List);
                if let Some(id) = id {
                    self.stand_on_record(id);
                }
            }
            None => self.show_first_section(),
        }
    }

    /// Lets all cards go.
    pub(crate) fn close_cards(self: &Rc<App>) {
        self.card.next_generation();
        self.card.behind.borrow_mut().clear();
        if let Some(left) = self.card.open.take() {
            self.tell_unsaved(&left);
        }
    }

    /// Says what was typed in a card that is left and could not be saved, or what the record still lacks.
    fn tell_unsaved(self: &Rc<App>, left: &OpenCard) {
        self.tell_incomplete(left);
        let (refused, contents, language) = (left.refused.borrow(), left.contents.borrow(), self.language());
        let Some((spot, refused)) = refused.iter().next() else { return };
        let field = match spot {
            Spot::Field(field) => contents.table.field(*field),
            Spot::Cell(item, _, field) => contents.related.get(item).and_then(|texts| texts.table.field(*field)),
        };
        let label = field.map(|field| field.label.get(language)).unwrap_or_default();
        let why = if refused.restored { "" } else { &refused.message };
        let text = match language {
            Language::Lt => format!("Neišsaugota: {label} – „{}“. {why}", refused.typed),
            Language::En => format!("Not saved: {label} – “{}”. {why}", refused.typed),
        };
        self.say(text.trim_end(), Tone::Danger, None);
    }

    fn tell_incomplete(self: &Rc<App>, left: &OpenCard) {
        let contents = left.contents.borrow();
        let Some(id) = left.subject.target.id().filter(|_| left.refused.borrow().is_empty()) else { return };
        let there = self.engine().is_some_and(|engine| engine.exists(left.subject.table, id).unwrap_or(false));
        let language = self.language();
        let lacking = contents.card.items.iter().filter_map(|item| match item.what {
            CardItemKind::Field(field) => contents.fields.get(&field),
            _ => None,
        });
        let lacking = lacking.filter(|shown| shown.field.required && shown.value.is_none() && !shown.locked);
        let lacking: Vec<&str> = lacking.map(|shown| shown.field.label.get(language)).collect();
        if lacking.is_empty() || !there {
            return;
        }
        let words = language.pick("Liko neužpildyta", "Left empty");
        let (text, table) = (format!("{words}: {}", lacking.join(", ")), left.subject.table);
        self.say_with(text, Tone::Warning, language.pick("Grįžti", "Go back"), move |app| app.open_record(table, id));
    }

    pub(crate) fn delete_card(self: &Rc<App>) {
        let Some(open) = self.card.open() else { return };
        match open.subject.target.id() {
            Some(id) => self.delete_record(open.subject.table, id),
            None => self.back(),
        }
    }

    /// The items of a card as the window takes them.
    pub(crate) fn items_of(&self, open: &OpenCard) -> Vec<CardItemData> {
        let language = self.language();
        let (contents, arrangement) = (open.contents.borrow(), open.arrangement.borrow());
        let seen = arrange::seen(&arrangement).into_iter();
        let items = seen.filter_map(|at| Some((contents.card.items.get(at)?, arrangement.areas.get(at)?)));
        items.map(|(item, area)| self.item_data(open, &contents, item, *area, language)).collect()
    }

    fn item_data(
        &self,
        open: &OpenCard,
        contents: &Contents,
        item: &CardItem,
        area: Area,
        language: Language,
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
        match &item.what {
            CardItemKind::Frame(label) => {
                data.kind = ui::CardItemKind::Frame;
                // Of a page the tab says the name.
                data.label = if data.in_tab { "" } else { label.get(language) }.into();
            }
            CardItemKind::Text(label) => {
                data.kind = ui::CardItemKind::Text;
                data.label = label.get(language).into();
            }
            CardItemKind::Line => data.kind = ui::CardItemKind::Line,
            CardItemKind::Tabs => {
                data.kind = ui::CardItemKind::Tabs;
                (data.pages, data.page) = arrange::tabs(contents, &open.arrangement.borrow().tabs, item, language);
                data.choices = arrange::tab_choices(&data.pages);
            }
            CardItemKind::Field(field) => fill_field(&mut data, open, contents, *field, language),
            CardItemKind::Related { .. } => {
                data.kind = ui::CardItemKind::Related;
                if let Some(texts) = contents.related.get(&item.id) {
                    let rows = open.related.borrow_mut().entry(item.id).or_default().clone();
                    rows.follow(item.id, texts, open);
                    rows.fill(&mut data, texts, language);
                    if self.engine().is_some_and(|engine| engine.is_read_only()) {
                        data.readonly = true;
                        data.add_label = Default::default();
                    }
                }
            }
        }
        data
    }

    /// The open card follows a change; it closes where its record is gone.
    pub(crate) fn follow_card(self: &Rc<App>, changes: &Changes) {
        if changes.is_empty() {
            return;
        }
        self.card.behind.borrow_mut().retain(|behind| {
            let engine = self.engine();
            behind
                .target
                .id()
                .is_none_or(|id| engine.as_ref().is_some_and(|engine| engine.exists(behind.table, id).unwrap_or(true)))
        });
        self.refresh_card();
    }

    pub(crate) fn relabel_card(self: &Rc<App>) {
        self.refresh_card();
    }

    /// Reads the record of the open card again and shows what became different.
    pub(crate) fn refresh_card(self: &Rc<App>) {
        let (Some(engine), Some(open)) = (self.engine(), self.card.open()) else { return };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let subject = open.subject.clone();
            let known: Vec<Value> =
                open.contents.borrow().fields.values().filter_map(|text| text.value.clone()).collect();
            let words = language.pick("Skaitoma kortelė…", "Reading the card…");
            let result = app
                .work(words, move || {
                    let gone = match subject.target.id() {
                        Some(id) => !engine.exists(subject.table, id)?,
                        None => false,
                    };
                    if gone { Ok(None) } else { contents::load(&engine, &subject, &known, language).map(Some) }
                })
                .await;
            // Another card is open by now.
            if !app.card.open().is_some_and(|now| Rc::ptr_eq(&now, &open)) {
                return;
            }
            match result {
                Ok(Some(contents)) => app.show_refreshed(&open, contents),
                Ok(None) => app.leave_gone(),
                Err(error) => app.complain(&error),
            }
        });
    }

    fn leave_gone(self: &Rc<App>) {
        if matches!(self.page(), Page::Card | Page::Preview) {
            self.back();
        } else {
            self.close_cards();
        }
    }

    fn show_refreshed(self: &Rc<App>, open: &Rc<OpenCard>, mut contents: Contents) {
        contents.keep_pictures(&mut open.contents.borrow_mut());
        let editors_go =
            contents.document != open.contents.borrow().document || lines(&contents) < lines(&open.contents.borrow());
        let arrangement = self.arrangement(&contents);
        let same = contents.card == open.contents.borrow().card && arrangement.seen == open.arrangement.borrow().seen;
        let committed = open.committed.borrow().clone();
        let old: HashMap<FieldId, Option<Value>> =
            open.contents.borrow().fields.iter().map(|(id, text)| (*id, text.value.clone())).collect();
        *open.arrangement.borrow_mut() = arrangement;
        *open.contents.borrow_mut() = contents;
        let items = self.items_of(open);
        open.committed.borrow_mut().clear();
        if same {
            for (at, mut item) in items.into_iter().enumerate() {
                let Some(before) = open.items.row_data(at) else { continue };
                let field = i32::try_from(at).ok().and_then(|at| open.field(at));
                let contents = open.contents.borrow();
                let unchanged = field.is_some_and(|field| {
                    let value = contents.fields.get(&field).map(|text| &text.value);
                    old.get(&field) == value
                });
                if unchanged {
                    item.picture = before.picture.clone();
                    item.has_picture = before.has_picture;
                }
                drop(contents);
                keep_models(&mut item, &before);
                item.revision = before.revision;
                let was_committed = field.is_some_and(|field| committed.contains(&Spot::Field(field)));
                if item != before || was_committed {
                    item.revision += 1;
                    open.items.set_row_data(at, item);
                }
            }
        } else {
            arrange::follow(&open.items, items, false);
        }
        self.follow_restored(Some(open));
        self.show_header(open);
        self.show_content_size(open);
        self.show_commands();
        if editors_go {
            // The editor that had the keyboard may be gone, and without one no shortcut is heard.
            let first = open.items.iter().position(|item| item.kind == ui::CardItemKind::Field);
            self.focus_soon(open, first.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1), false);
        }
    }
}

/// How many rows stand in the card's related tables.
fn lines(contents: &Contents) -> usize {
    contents.related.values().map(|related| related.rows.len()).sum()
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
    data.label = of.label.get(language).into();
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

/// Models with the same contents stay, so that what stands on them lives on.
pub(crate) fn keep_models(item: &mut CardItemData, before: &CardItemData) {
    if item.choices.iter().eq(before.choices.iter()) {
        item.choices = before.choices.clone();
    }
    let same = item.columns.row_count() == before.columns.row_count()
        && item.columns.iter().zip(before.columns.iter()).all(|(now, then)| {
            now.choices.iter().eq(then.choices.iter())
                && (&now.label, now.width, now.editor, now.numeric)
                    == (&then.label, then.width, then.editor, then.numeric)
        });
    if same {
        item.columns = before.columns.clone();
    }
    if item.pages.iter().eq(before.pages.iter()) {
        item.pages = before.pages.clone();
    }
    if item.chips.iter().eq(before.chips.iter()) {
        item.chips = before.chips.clone();
    }
    if item.totals.iter().eq(before.totals.iter()) {
        item.totals = before.totals.clone();
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
