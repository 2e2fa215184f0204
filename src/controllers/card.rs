//! The card of one record: opening it, arranging it, following what changes.

use crate::{
    App, arrange, card_items, contents,
    contents::{Asked, Contents, Known, Subject, Target},
    documents,
    related::RelatedRows,
};
use engine::Entry;
use model::{
    changes::Changes,
    ids::{FieldId, ItemId, LayoutId, RecordId, TableId},
    language::Language,
    layout::{Arrangement, CardItem, CardItemKind},
    schema::TableRole,
    value::Value,
};
use serde::{Deserialize, Serialize};
use slint::{ComponentHandle as _, Image, Model as _, ModelRc, VecModel};
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
    /// Pictures of the card itself.
    pub art: RefCell<HashMap<ItemId, Image>>,
}

impl OpenCard {
    /// A card with what is to be shown on it, arranged so; its items are the window's to ask for.
    pub fn new(subject: Subject, contents: Contents, arrangement: Arrangement) -> OpenCard {
        OpenCard {
            subject,
            arrangement: RefCell::new(arrangement),
            contents: RefCell::new(contents),
            items: Rc::default(),
            related: RefCell::default(),
            refused: RefCell::default(),
            committed: RefCell::default(),
            art: RefCell::default(),
        }
    }

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
    /// Groups that are folded or opened otherwise than designed.
    pub toggled: RefCell<HashSet<ItemId>>,
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
        api.on_fold_toggled(forward!(self, |app, item| app.toggle_fold(item)));
        api.on_card_chosen(forward!(self, |app, id| app.choose_card(&id)));
        api.on_button_pressed(forward!(self, |app, item| app.press_button(item)));
    }

    /// Opens the card of a record above what is open.
    pub(crate) fn open_record(self: &Rc<App>, table: TableId, id: RecordId) {
        self.open_on(table, Some(id), Vec::new(), None);
    }

    /// Opens the card of a record that does not exist yet.
    pub(crate) fn open_draft(self: &Rc<App>, table: TableId, preset: Vec<Entry>) {
        self.open_on(table, None, preset, None);
    }

    /// Opens a record, or one that does not exist yet, on a card that is asked for.
    pub(crate) fn open_on(
        self: &Rc<App>,
        table: TableId,
        record: Option<RecordId>,
        preset: Vec<Entry>,
        card: Option<LayoutId>,
    ) {
        let asked = Asked::default();
        asked.set(card);
        let target = record.map(Target::of).unwrap_or_default();
        self.open_subject(Subject { table, target, asked, preset }, true);
    }

    /// Opens the only record of a table, which does not exist before something is written there.
    pub(crate) fn open_only_record(self: &Rc<App>, table: TableId) {
        self.open_first(table, None);
    }

    /// Opens the section of a table, and its first record, or a new one, on this card.
    pub(crate) fn open_first_on(self: &Rc<App>, table: TableId, card: LayoutId) {
        self.open_section(table);
        self.open_first(table, Some(card));
    }

    fn open_first(self: &Rc<App>, table: TableId, card: Option<LayoutId>) {
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
                Ok(rows) => app.open_on(table, rows.first().map(|row| row.id), Vec::new(), card),
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
            let result = app.work(words, move || contents::load(&engine, &asked, &Known::default(), language)).await;
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
        if is_draft && contents.card.quick {
            // What was begun on it is ended on it.
            subject.asked.set(Some(contents.card.id));
        }
        let arrangement = self.arrangement(&contents);
        let open = Rc::new(OpenCard::new(subject, contents, arrangement));
        *open.refused.borrow_mut() = restored;
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
        api.set_can_design(self.engine().is_some_and(|engine| !engine.is_read_only()));
        self.show_makes(&contents);
        self.show_cards(&contents);
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

    /// The designer takes the place of the open card.
    pub(crate) fn put_card_aside(&self) {
        self.card.next_generation();
        self.card.open.take();
    }

    /// Fills in a card in the designer, to try it.
    pub(crate) fn try_card(self: &Rc<App>, subject: Subject) {
        let Some(engine) = self.engine() else { return };
        let generation = self.card.next_generation();
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let asked = subject.clone();
            let words = language.pick("Atveriama kortelė…", "Opening the card…");
            let known = Known::default();
            let result = app.work(words, move || contents::load(&engine, &asked, &known, language)).await;
            if app.card.generation.get() != generation {
                return;
            }
            match result {
                Ok(contents) => {
                    let arrangement = app.arrangement(&contents);
                    let open = Rc::new(OpenCard::new(subject, contents, arrangement));
                    open.items.set_vec(app.items_of(&open));
                    app.ui.global::<CardApi<'_>>().set_items(open.items.clone().into());
                    *app.card.open.borrow_mut() = Some(open.clone());
                    app.show_content_size(&open);
                }
                Err(error) => app.complain(&error),
            }
        });
    }

    /// The designer gives the place back to the card.
    pub(crate) fn return_to_card(self: &Rc<App>, subject: Subject, layout: LayoutId) {
        self.put_card_aside();
        subject.asked.set(Some(layout));
        self.open_subject(subject, false);
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
        let mut lacking: Vec<&str> = Vec::new();
        for item in contents.card.items.iter().filter(|item| !contents.state.hidden.contains(&item.id)) {
            let CardItemKind::Field(field) = item.what else { continue };
            let Some(shown) = contents.fields.get(&field).filter(|shown| shown.value.is_none() && !shown.locked) else {
                continue;
            };
            let is_asked = shown.field.required || contents.state.required.contains(&item.id);
            let label = card_items::label_of(&contents, item, language);
            if is_asked && !lacking.contains(&label) {
                lacking.push(label);
            }
        }
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
        card_items::items(open, self.language(), self.engine().is_some_and(|engine| engine.is_read_only()))
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
            let known = {
                let shown = open.contents.borrow();
                let values = shown.fields.values().filter_map(|text| text.value.clone()).collect();
                Known { values, card: Some(shown.card.clone()) }
            };
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
        let is_another = contents.card != open.contents.borrow().card;
        if is_another && self.ui.global::<CardApi<'_>>().get_pending() {
            // What is being typed is taken where it was typed, while that place is still there.
            self.commit_pending();
            return self.refresh_card();
        }
        contents.keep_pictures(&mut open.contents.borrow_mut());
        let editors_go =
            contents.document != open.contents.borrow().document || lines(&contents) < lines(&open.contents.borrow());
        let arrangement = self.arrangement(&contents);
        let same = {
            let before = open.arrangement.borrow();
            !is_another && (&arrangement.seen, &arrangement.order) == (&before.seen, &before.order)
        };
        let committed = open.committed.borrow().clone();
        let old: HashMap<FieldId, Option<Value>> =
            open.contents.borrow().fields.iter().map(|(id, text)| (*id, text.value.clone())).collect();
        *open.arrangement.borrow_mut() = arrangement;
        *open.contents.borrow_mut() = contents;
        let items = self.items_of(open);
        open.committed.borrow_mut().clear();
        if is_another {
            open.items.set_vec(items);
        } else if same {
            self.show_values(open, items, &old, &committed);
        } else {
            arrange::follow(&open.items, items, false);
        }
        self.follow_restored(Some(open));
        self.show_header(open);
        self.show_content_size(open);
        self.show_commands();
        if is_another {
            self.stay_in(open, &committed);
        } else if editors_go {
            // The editor that had the keyboard may be gone, and without one no shortcut is heard.
            let first = open.items.iter().position(|item| item.kind == ui::CardItemKind::Field);
            self.focus_soon(open, first.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1), false);
        }
    }

    /// The items as they stand show what became different; `old` are the values they showed.
    fn show_values(
        &self,
        open: &OpenCard,
        items: Vec<CardItemData>,
        old: &HashMap<FieldId, Option<Value>>,
        committed: &HashSet<Spot>,
    ) {
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
    }

    /// Another card came in the place of this one: the keyboard stays in the field that was changed, as far as it is there.
    fn stay_in(self: &Rc<App>, open: &Rc<OpenCard>, committed: &HashSet<Spot>) {
        if self.page() != Page::Card {
            return;
        }
        let items = || (0..).take(open.items.row_count());
        let was_changed = |at: &i32| open.field(*at).is_some_and(|field| committed.contains(&Spot::Field(field)));
        let first = || items().find(|at| open.field(*at).is_some());
        let at = items().find(was_changed).or_else(first);
        self.focus_soon(open, at.unwrap_or(-1), true);
    }
}

/// How many rows stand in the card's related tables.
fn lines(contents: &Contents) -> usize {
    contents.related.values().map(|related| related.rows.len()).sum()
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
