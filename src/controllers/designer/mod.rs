//! The card designer in the window: the open card becomes a canvas. What gestures do stands in the crate `designer`; each step is
//! saved by the worker as an entry of the journal, under one session.

mod canvas;
mod change;
mod commands;
mod condition;
mod inspector;
mod keyboard;
mod measure;
mod menus;
mod panel;
mod pictures;
mod pointer;
mod records;
mod steps;
mod view;

use crate::{
    App,
    card::OpenCard,
    contents::{Contents, Subject},
};
use designer::{Document as _, Item as _, Session};
use inspector::Prop;
use measure::CardMeasure;
use model::{
    changes::Changes,
    ids::{GroupId, ItemId, LayoutId, TableId},
    language::Label,
    layout::{Arrangement, Card, CardItemKind},
};
use panel::Row;
use records::Shown;
use slint::{ComponentHandle as _, ModelRc, VecModel};
use std::{
    cell::{Cell, RefCell},
    collections::HashSet,
    rc::Rc,
};
use ui::{CardApi, CardItemData, DesignerApi, FaceData, MarkData, Page, PanelPage, PanelRow, StepData, TickData};

/// The page of the designer.
#[derive(Default)]
pub(crate) struct DesignDesk {
    open: RefCell<Option<Designing>>,
    faces: Rc<VecModel<FaceData>>,
    marks: Rc<VecModel<MarkData>>,
    ticks: [Rc<VecModel<TickData>>; 2],
    rows: Rc<VecModel<PanelRow>>,
    steps: Rc<VecModel<StepData>>,
    items: Rc<VecModel<CardItemData>>,
    props: RefCell<Vec<Option<Prop>>>,
    refused: RefCell<Option<(Prop, String, String)>>,
    /// Pixels of the window for a layout unit, and where the card's corner stands in the canvas.
    zoom: Cell<Zoom>,
    /// Where the card's corner stands at first.
    home: Cell<(f32, f32)>,
    viewport: Cell<(f32, f32)>,
    /// Opening is under way.
    generation: Cell<u64>,
    clock: slint::Timer,
    /// The arrow key that is held, and its step that is not saved yet.
    held: Cell<Option<(designer::Direction, designer::Modifiers)>>,
    unsaved: Cell<Option<designer::Step>>,
    /// The last action was none of the designer's own.
    above: Cell<bool>,
    /// Milliseconds that went by while something was dragged.
    time: Cell<u64>,
    /// What was copied last, for where the system has no clipboard.
    clip: RefCell<Option<String>>,
    /// Steps that are being saved.
    running: Cell<u64>,
}

/// How the canvas is looked at.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Zoom {
    pub factor: f32,
    pub pan: (f32, f32),
}

impl Default for Zoom {
    fn default() -> Zoom {
        Zoom { factor: 1.0, pan: (24.0, 16.0) }
    }
}

/// A card that is being designed.
pub(crate) struct Designing {
    pub table: TableId,
    pub layout: LayoutId,
    pub session: Session<Card>,
    pub group: GroupId,
    pub measure: CardMeasure,
    pub shown: Shown,
    /// What the card shows, as an open card: it makes the faces.
    pub open: Rc<OpenCard>,
    pub arrangement: Arrangement,
    /// The item behind each face.
    pub order: Vec<ItemId>,
    pub findings: Vec<designer::Finding>,
    pub rows: Vec<Row>,
    pub page: PanelPage,
    pub search: String,
    /// Numbers are clicked onto the fields; those clicked so far.
    pub ordering: Option<Vec<ItemId>>,
    /// A size that is only looked at.
    pub looked_at: Option<(i32, i32, String)>,
    pub trying: bool,
    /// Whose label is being typed on the canvas.
    pub typing: Option<commands::Typing>,
    pub pointer: pointer::Hand,
    /// How many steps of earlier sessions the engine can take back too.
    pub writable: bool,
    /// The rows that differ from where the items stand, because they are being dragged.
    pub displaced: Vec<ItemId>,
    /// The list of a record's places among the others.
    pub listing: records::Listing,
    /// The card the designer was opened from.
    pub subject: Subject,
    /// The cards of the table, and its print forms.
    pub cards: Vec<(LayoutId, Label)>,
    pub forms: Vec<(LayoutId, Label)>,
    /// There is another full card.
    pub has_other_card: bool,
    /// Conditions that are written as expressions.
    pub raw: HashSet<condition::Decides>,
    /// What the contents on the canvas were read for.
    pub read: Vec<(ItemId, CardItemKind)>,
}

impl App {
    pub(crate) fn connect_designer(self: &Rc<App>) {
        let api = self.ui.global::<DesignerApi<'_>>();
        api.set_items(self.design.faces.clone().into());
        api.set_marks(self.design.marks.clone().into());
        api.set_ticks_x(self.design.ticks[0].clone().into());
        api.set_ticks_y(self.design.ticks[1].clone().into());
        api.set_rows(self.design.rows.clone().into());
        api.set_steps(self.design.steps.clone().into());
        api.set_cards(ModelRc::default());
        api.set_records(ModelRc::default());
        api.set_presets(ModelRc::default());
        api.set_kinds(ModelRc::default());
        self.connect_canvas();
        self.connect_panel();
        api.on_command(forward!(self, |app, id| app.design_command(&id)));
        api.on_card_command(forward!(self, |app, id| app.design_card_command(&id)));
        api.on_record_chosen(forward!(self, |app, id| app.design_record(&id)));
        api.on_preset_chosen(forward!(self, |app, id| app.design_preset(&id)));
        api.on_undo(forward!(self, |app| app.design_undo()));
        api.on_redo(forward!(self, |app| app.design_redo()));
        api.on_step_chosen(forward!(self, |app, index| app.design_jump(index)));
        api.on_new_field(forward!(self, |app, kind| app.design_new_field(&kind)));
        api.on_done(forward!(self, |app| app.close_designer()));
        let api = self.ui.global::<CardApi<'_>>();
        api.on_design(forward!(self, |app| app.open_designer()));
        api.on_field_reset(forward!(self, |app, item| app.design_reset(item)));
    }

    /// Whether the card's editors belong to the designer's inspector now.
    pub(crate) fn on_designer(&self) -> bool {
        self.page() == Page::Designer && !self.designing(|designing| designing.trying).unwrap_or(false)
    }

    /// Looks at what is being designed; `None`: nothing is.
    pub(crate) fn designing<T>(&self, look: impl FnOnce(&mut Designing) -> T) -> Option<T> {
        self.design.open.borrow_mut().as_mut().map(look)
    }

    /// The open card becomes the canvas.
    pub(crate) fn open_designer(self: &Rc<App>) {
        let Some(open) = self.card.open() else { return };
        if !self.may_write() {
            return;
        }
        let subject = open.subject.clone();
        let layout = open.contents.borrow().card.id;
        self.begin_designing(subject, Some(layout));
    }

    /// Designs a card of a table over one of its records.
    pub(crate) fn begin_designing(self: &Rc<App>, subject: Subject, layout: Option<LayoutId>) {
        let Some(engine) = self.engine() else { return };
        self.commit_pending();
        let generation = self.design.generation.get() + 1;
        self.design.generation.set(generation);
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let asked = subject.clone();
            let result = app
                .work(language.pick("Atveriamas išdėstymas…", "Opening the layout…"), move || {
                    steps::load(&engine, &asked, layout, language)
                })
                .await;
            if app.design.generation.get() != generation {
                return;
            }
            match result {
                Ok(loaded) => app.show_designer(subject, loaded),
                Err(error) => app.complain(&error),
            }
        });
    }

    fn show_designer(self: &Rc<App>, subject: Subject, loaded: steps::Loaded) {
        let Some(engine) = self.engine() else { return };
        let steps::Loaded { card, contents, done, undone, listing, schema, table, cards, forms, has_other_card } =
            loaded;
        let (layout, of) = (card.id, card.table);
        let new_ids = {
            let engine = engine.clone();
            Box::new(move || ItemId(engine.new_id()))
        };
        let read = records::read_for(&card);
        let mut session = Session::new(card, new_ids);
        steps::seed(&mut session, done, undone);
        let arrangement = Arrangement::default();
        let shown = subject.target.id().map_or(Shown::Empty, Shown::Record);
        let mut measure = CardMeasure::new(schema, table);
        measure.take(&contents, None);
        let open = Rc::new(OpenCard::new(subject.clone(), contents, arrangement.clone()));
        self.put_card_aside();
        let before = self.design.open.borrow_mut().replace(Designing {
            table: of,
            layout,
            session,
            group: engine.new_session(),
            measure,
            shown,
            open,
            arrangement,
            order: Vec::new(),
            findings: Vec::new(),
            rows: Vec::new(),
            page: PanelPage::Fields,
            search: String::new(),
            ordering: None,
            looked_at: None,
            trying: false,
            typing: None,
            pointer: pointer::Hand::default(),
            writable: !engine.is_read_only(),
            displaced: Vec::new(),
            listing,
            subject,
            cards,
            forms,
            has_other_card,
            raw: HashSet::new(),
            read,
        });
        if before.is_none() {
            self.stand_where_it_stood();
        }
        self.design.items.set_vec(Vec::new());
        self.design.faces.set_vec(Vec::new());
        *self.design.refused.borrow_mut() = None;
        let api = self.ui.global::<CardApi<'_>>();
        api.set_pending(false);
        api.set_items(self.design.items.clone().into());
        let api = self.ui.global::<DesignerApi<'_>>();
        api.set_trying(false);
        api.set_typing(false);
        api.set_panel_page(PanelPage::Fields);
        self.show_page(Page::Designer);
        self.show_design();
        api.invoke_take_focus();
    }

    /// Everything on the page, after any change.
    pub(crate) fn show_design(self: &Rc<App>) {
        if self.page() != Page::Designer {
            return;
        }
        self.arrange_design();
        self.check_design();
        self.draw_faces();
        self.draw_marks();
        self.show_panel();
        self.show_steps();
        self.show_design_bar();
        self.show_inspector();
        self.read_what_came();
    }

    /// What the selection alone changes.
    pub(crate) fn show_selection(self: &Rc<App>) {
        self.draw_faces();
        self.draw_marks();
        self.show_panel();
        self.show_design_bar();
        self.show_inspector();
    }

    /// Where everything stands, told to the session too.
    fn arrange_design(&self) {
        let language = self.language();
        self.designing(|designing| designing.arrange(language));
    }

    fn check_design(&self) {
        self.designing(|designing| {
            designing.findings = designer::findings(designing.session.document(), &designing.measure);
        });
    }

    /// Leaves the designer for the card it was opened from.
    pub(crate) fn close_designer(self: &Rc<App>) {
        self.save_held();
        let Some(designing) = self.design.open.take() else { return };
        self.design.clock.stop();
        self.design.generation.set(self.design.generation.get() + 1);
        let subject = match designing.shown {
            Shown::Record(id) => Subject { target: crate::contents::Target::of(id), ..designing.subject },
            _ => designing.subject,
        };
        self.return_to_card(subject, designing.layout);
    }

    /// The base is being closed.
    pub(crate) fn leave_designer(&self) {
        self.design.clock.stop();
        self.design.generation.set(self.design.generation.get() + 1);
        self.design.open.borrow_mut().take();
    }

    /// The page follows what changed elsewhere.
    pub(crate) fn follow_designer(self: &Rc<App>, changes: &Changes) {
        if self.page() != Page::Designer || self.design.open.borrow().is_none() {
            return;
        }
        if changes.structure {
            let schema = self.engine().map(|engine| engine.definitions().schema.clone());
            self.designing(|designing| {
                let table = schema.as_ref().and_then(|schema| schema.table(designing.table)).cloned();
                if let (Some(schema), Some(table)) = (schema, table) {
                    designing.measure.schema = schema;
                    designing.measure.table = table;
                }
            });
            self.read_design_record();
        } else if changes.touches_table(self.designing(|designing| designing.table).unwrap_or_default()) {
            self.read_design_record();
        }
    }

    /// Everything in the other language.
    pub(crate) fn relabel_designer(self: &Rc<App>) {
        if self.page() == Page::Designer {
            self.read_design_record();
        }
    }
}

impl Designing {
    /// The items' places as designed.
    fn arrange(&mut self, language: model::language::Language) {
        let card = self.session.document();
        let look = self.session.look();
        let size = self.looked_at.as_ref().map_or((card.width, card.height), |(width, height, _)| (*width, *height));
        self.arrangement = card.flow(size.0, size.1, look);
        *self.open.arrangement.borrow_mut() = self.arrangement.clone();
        self.open.contents.borrow_mut().card = card.clone();
        let scene = canvas::scene(card, &self.arrangement, &self.measure, &self.open.contents.borrow(), language);
        self.session.set_scene(scene);
        self.order = {
            let card = self.session.document();
            let seen = card.items.iter().enumerate().filter(|(at, _)| self.arrangement.seen.get(*at) == Some(&true));
            seen.map(|(_, item)| item.id).collect()
        };
    }

    /// The contents shown on the canvas.
    fn contents(&self) -> std::cell::Ref<'_, Contents> {
        self.open.contents.borrow()
    }

    /// The kind of the selected item, where one alone is selected.
    fn one(&self) -> Option<&model::layout::CardItem> {
        match self.session.selection().ids() {
            [id] => self.session.document().item(*id),
            _ => None,
        }
    }

    /// Whether an item is a container.
    fn is_container(&self, id: ItemId) -> bool {
        self.session
            .document()
            .item(id)
            .is_some_and(|item| item.is_container() && !matches!(item.what, CardItemKind::Field(_)) && item.id() == id)
    }
}

/// Rows that stay are changed where they stand.
fn sync<T: Clone + PartialEq + 'static>(model: &Rc<VecModel<T>>, wanted: Vec<T>) {
    use slint::Model as _;
    for (at, row) in wanted.iter().enumerate() {
        match model.row_data(at) {
            Some(before) if before == *row => {}
            Some(_) => model.set_row_data(at, row.clone()),
            None => model.push(row.clone()),
        }
    }
    for at in (wanted.len()..model.row_count()).rev() {
        model.remove(at);
    }
}
