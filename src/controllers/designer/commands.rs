//! Commands of the bar, of menus and of keys, by their plain names.

use super::{Designing, pointer::name_of};
use crate::{App, messages::Question};
use designer::{Alignment, Command, Contents, Distribution, Order, Rect, Sides, StepKey};
use model::{
    ids::ItemId,
    language::{Label, Language},
    layout::{Card, CardItem, CardItemKind, LabelPlace},
};
use slint::ComponentHandle as _;
use std::rc::Rc;
use ui::{DesignerApi, Tone};

/// What is being typed on the canvas.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Typing {
    /// The label of an item.
    Label(ItemId),
    /// The name of a field that is made of this kind then.
    NewField(String),
}

impl App {
    pub(crate) fn design_command(self: &Rc<App>, id: &str) {
        self.save_held();
        let ids = self.designing(|designing| designing.session.selection().ids().to_vec()).unwrap_or_default();
        let command = match id {
            "align-left" => Command::Align(ids, Alignment::Left),
            "align-center" => Command::Align(ids, Alignment::Centre),
            "align-right" => Command::Align(ids, Alignment::Right),
            "align-top" => Command::Align(ids, Alignment::Top),
            "align-middle" => Command::Align(ids, Alignment::Middle),
            "align-bottom" => Command::Align(ids, Alignment::Bottom),
            "align-baseline" => Command::Align(ids, Alignment::Baseline),
            "same-width" => Command::SameSize(ids, Sides::Width),
            "same-height" => Command::SameSize(ids, Sides::Height),
            "same-size" => Command::SameSize(ids, Sides::Both),
            "gaps-x" => Command::Distribute(ids, Distribution::GapsAlong),
            "gaps-y" => Command::Distribute(ids, Distribution::GapsDown),
            "centres-x" => Command::Distribute(ids, Distribution::CentresAlong),
            "centres-y" => Command::Distribute(ids, Distribution::CentresDown),
            "tidy" => Command::TidyUp(ids),
            "front" => Command::Order(ids, Order::Front),
            "back" => Command::Order(ids, Order::Back),
            "forward" => Command::Order(ids, Order::Forward),
            "backward" => Command::Order(ids, Order::Backward),
            "group" => Command::Group(ids),
            "ungroup" => Command::Ungroup(ids),
            "lock" => Command::Lock(ids, true),
            "unlock" => Command::Lock(ids, false),
            "hide" => Command::Hide(ids, true),
            "fit" => Command::Fit(ids),
            "wrap" => {
                let frame = designer::cards::frame(Label::new("Rėmelis", "Frame"));
                Command::Wrap { ids, frame: self.with_new_id(frame) }
            }
            "unlock-all" => Command::Lock(self.items_where(|item| item.locked), false),
            "show-all" => Command::Hide(self.items_where(|item| item.hidden), false),
            _ => return self.other_command(id),
        };
        self.run_design(&command);
    }

    fn with_new_id(&self, mut item: CardItem) -> CardItem {
        if let Some(id) = self.designing(|designing| designing.session.new_id()) {
            item.id = id;
        }
        item
    }

    fn items_where(&self, choose: impl Fn(&CardItem) -> bool) -> Vec<ItemId> {
        self.designing(|designing| {
            let items = designing.session.document().items.iter();
            items.filter(|item| choose(item)).map(|item| item.id).collect()
        })
        .unwrap_or_default()
    }

    fn other_command(self: &Rc<App>, id: &str) {
        match id {
            "delete" => self.delete_selected_items(),
            "duplicate" => {
                let result = self.designing(|designing| {
                    let Designing { session, measure, .. } = designing;
                    session.duplicate(&*measure)
                });
                self.take_design(result);
            }
            "copy" => self.copy_items(),
            "cut" => {
                let result = self.designing(|designing| {
                    let Designing { session, measure, .. } = designing;
                    session.cut(&*measure)
                });
                match result {
                    Some(Ok((text, applied))) => {
                        self.to_clipboard(text);
                        self.design_done(&applied);
                    }
                    Some(Err(refusal)) => self.refuse(&refusal),
                    None => {}
                }
            }
            "paste" => self.paste_items(),
            "all" => self.select_with(|designing| designing.session.select_all()),
            "next" => self.select_with(|designing| designing.session.select_next(false)),
            "previous" => self.select_with(|designing| designing.session.select_next(true)),
            "none" => self.select_with(|designing| designing.session.select_nothing()),
            "container" => self.select_with(|designing| designing.session.select_container()),
            "rename" => {
                if let Some(id) = self.designing(|designing| designing.session.selection().reference()).flatten() {
                    self.type_label(id);
                }
            }
            "order" => self.toggle_order(),
            "order-plain" => self.run_design(&Command::TabOrder(Vec::new())),
            "try" => self.toggle_trying(),
            "done" => self.close_designer(),
            "zoom-in" => self.zoom_step(true, None),
            "zoom-out" => self.zoom_step(false, None),
            "zoom-100" => self.zoom_plain(),
            "zoom-fit" => {
                let (width, height) = self.page_size();
                self.zoom_fit((0.0, 0.0, width, height));
            }
            "zoom-selection" => {
                let bounds =
                    self.designing(|designing| designing.session.selection().bounds(designing.session.scene()));
                if let Some(Rect { left, top, right, bottom }) = bounds.flatten() {
                    let (left, top) = (left as f32, top as f32);
                    self.zoom_fit((left, top, right as f32 - left, bottom as f32 - top));
                }
            }
            "label-above" | "label-left" | "label-none" => {
                let place = match id {
                    "label-left" => LabelPlace::Left,
                    "label-none" => LabelPlace::None,
                    _ => LabelPlace::Above,
                };
                self.change_items(StepKey::LabelPlace, move |item| item.label_place = place);
            }
            "menu" => {
                let (width, height) = self.design.viewport.get();
                self.open_item_menu((width / 2.0, height / 3.0));
            }
            "inspect" => self.focus_inspector(),
            "panel" => self.ui.global::<DesignerApi<'_>>().invoke_focus_panel(),
            "find" => {
                self.designing(|designing| designing.page = ui::PanelPage::Fields);
                self.ui.global::<DesignerApi<'_>>().set_panel_page(ui::PanelPage::Fields);
                self.show_panel();
                self.ui.global::<DesignerApi<'_>>().invoke_focus_panel();
            }
            "clear-guides" => {
                self.run_design(&Command::Guides(model::layout::Guides::default(), StepKey::GuideRemove));
            }
            id => {
                if let Some(page) = id.strip_prefix("page-of:").and_then(|id| id.parse().ok()) {
                    self.add_page(page);
                }
            }
        }
    }

    /// Does a command as one step.
    pub(super) fn run_design(self: &Rc<App>, command: &Command<Card>) {
        if self.designing(|designing| designing.writable) != Some(true) {
            self.may_write();
            return;
        }
        let result = self.designing(|designing| {
            let Designing { session, measure, .. } = designing;
            session.run(command, &*measure)
        });
        self.take_design(result);
    }

    /// Changes each selected item, as one step.
    pub(super) fn change_items(self: &Rc<App>, key: StepKey, change: impl Fn(&mut CardItem) + Send + Sync + 'static) {
        let result = self.designing(|designing| {
            let Designing { session, measure, .. } = designing;
            session.change_selected(key, change, &*measure)
        });
        self.take_design(result);
    }

    fn select_with(self: &Rc<App>, select: impl FnOnce(&mut Designing)) {
        self.designing(select);
        self.show_selection();
        let bounds = self.designing(|designing| designing.session.selection().bounds(designing.session.scene()));
        if let Some(bounds) = bounds.flatten() {
            self.bring_into_view(bounds.left, bounds.top, bounds.right, bounds.bottom);
        }
    }

    // ---- taking off

    /// Items go from the card; their fields to the shelf. A container asks what becomes of what is in it.
    fn delete_selected_items(self: &Rc<App>) {
        let (ids, filled, name) = self
            .designing(|designing| {
                let ids = designing.session.selection().ids().to_vec();
                let card = designing.session.document();
                let holds = |id: &ItemId| {
                    let is_frame = designing.is_container(*id);
                    is_frame && card.items.iter().any(|item| item.parent == Some(*id))
                };
                let filled = ids.iter().copied().find(holds);
                let named = filled.and_then(|id| card.items.iter().find(|item| item.id == id));
                let name = named.map(|item| name_of(designing, item, Language::Lt)).unwrap_or_default();
                (ids, filled, name)
            })
            .unwrap_or_default();
        if ids.is_empty() {
            return;
        }
        if filled.is_none() {
            return self.delete_items(ids, Contents::Go);
        }
        let language = self.language();
        let _ = name;
        let question = Question {
            title: language.pick("Išimti rėmelį?", "Take the frame off?").to_owned(),
            text: language
                .pick(
                    "Laukai, kurie jame yra, gali likti kortelėje arba grįžti į nepadėtų laukų lentyną. Įrašyti duomenys lieka.",
                    "The fields in it can stay on the card, or go back to the shelf. What is written in them stays.",
                )
                .to_owned(),
            answers: [language.pick("Palikti kaip yra", "Leave it"), language.pick("Palikti laukus", "Keep the fields")],
        };
        let all = ids.clone();
        self.ask_three(
            question,
            language.pick("Laukus į lentyną", "Fields to the shelf"),
            move |app| app.delete_items(ids, Contents::Stay),
            move |app| app.delete_items(all, Contents::Go),
        );
    }

    fn delete_items(self: &Rc<App>, ids: Vec<ItemId>, contents: Contents) {
        self.run_design(&Command::Delete { ids, contents });
        self.ui.global::<DesignerApi<'_>>().invoke_take_focus();
    }

    // ---- clipboard

    fn copy_items(self: &Rc<App>) {
        let text = self.designing(|designing| designing.session.copy()).flatten();
        match text {
            Some(text) => {
                self.to_clipboard(text);
                let count = self.designing(|designing| designing.session.selection().len()).unwrap_or_default();
                let words = self.language().pick("Nukopijuota objektų", "Objects copied");
                self.say(format!("{words}: {count}"), Tone::Normal, None);
            }
            None => self.refuse(&designer::Refusal::NothingSelected),
        }
    }

    fn to_clipboard(&self, text: String) {
        // Without a clipboard of the system items still go from card to card here.
        *self.design.clip.borrow_mut() = Some(text.clone());
        if let Err(error) = crate::clipboard::write(text) {
            tracing::warn!(%error, "the system has no clipboard");
        }
    }

    fn paste_items(self: &Rc<App>) {
        let text = crate::clipboard::read();
        let text = text.or_else(|| self.design.clip.borrow().clone()).unwrap_or_default();
        let language = self.language();
        let result = self.designing(|designing| {
            let items = designing.session.read_clipboard(&text)?;
            let (items, left_out) =
                designer::cards::for_table(items, &designing.measure.schema, designing.session.document());
            if items.is_empty() {
                return Err(designer::Refusal::said(
                    "Šie objektai priklauso kitai lentelei.",
                    "These objects belong to another table.",
                ));
            }
            let Designing { session, measure, .. } = designing;
            session.paste_items(items, &*measure).map(|applied| (applied, left_out))
        });
        match result {
            Some(Ok((applied, left_out))) => {
                self.design_done(&applied);
                if left_out > 0 {
                    let text = match language {
                        Language::Lt => format!("Neįklijuota, nes priklauso kitai lentelei: {left_out}"),
                        Language::En => format!("Left out, as they belong to another table: {left_out}"),
                    };
                    self.say(text, Tone::Warning, None);
                }
            }
            Some(Err(refusal)) => self.refuse(&refusal),
            None => {}
        }
    }

    // ---- pages of tabs

    /// A new page at the end of a row of tabs.
    pub(super) fn add_page(self: &Rc<App>, tabs: ItemId) {
        let page = self.designing(|designing| designing.session.new_id());
        let Some(page) = page else { return };
        self.run_design(&Command::NewPage { tabs, ids: Vec::new(), items: Vec::new(), page });
        self.turn_page(tabs, page);
        self.select_item(page);
        self.type_label(page);
    }

    // ---- the order of Tab

    fn toggle_order(self: &Rc<App>) {
        let chosen = self.designing(|designing| match designing.ordering.take() {
            Some(clicked) => Some(clicked),
            None => {
                designing.session.select_nothing();
                designing.ordering = Some(Vec::new());
                None
            }
        });
        if let Some(Some(clicked)) = chosen
            && !clicked.is_empty()
        {
            let order = self.designing(|designing| {
                let card = designing.session.document();
                let now: Vec<ItemId> =
                    card.keyboard_order().into_iter().filter_map(|at| card.items.get(at)).map(|item| item.id).collect();
                designer::cards::tab_order_after(&now, &clicked)
            });
            self.run_design(&Command::TabOrder(order.unwrap_or_default()));
        }
        self.show_selection();
    }

    /// The next number goes onto the field under the pointer.
    pub(super) fn click_order(self: &Rc<App>, pointer: designer::Pointer) {
        let target = self.designing(|designing| designing.session.hover(pointer));
        if let Some(designer::Target::Item(id) | designer::Target::Inside(id)) = target {
            self.number(id);
        }
    }

    /// The next number goes onto the selected item; `false`: no order is being chosen.
    pub(super) fn number_selected(self: &Rc<App>) -> bool {
        if self.designing(|designing| designing.ordering.is_some()) != Some(true) {
            return false;
        }
        if let Some(id) = self.designing(|designing| designing.session.selection().reference()).flatten() {
            self.number(id);
        }
        true
    }

    fn number(self: &Rc<App>, id: ItemId) {
        self.designing(|designing| {
            let takes = designing.session.document().items.iter().any(|item| item.id == id && item.takes_keyboard());
            if let Some(order) = designing.ordering.as_mut().filter(|_| takes) {
                match order.iter().position(|other| *other == id) {
                    Some(at) => order.truncate(at),
                    None => order.push(id),
                }
            }
        });
        self.draw_marks();
    }

    // ---- labels on the canvas

    /// The label of an item is typed where it stands.
    pub(super) fn type_label(self: &Rc<App>, id: ItemId) {
        use designer::Measure as _;
        let language = self.language();
        let zoom = self.design.zoom.get();
        let found = self.designing(|designing| {
            let card = designing.session.document();
            let item = card.items.iter().find(|item| item.id == id)?;
            let own = designing.session.scene().rect(id)?;
            let header = designing.session.scene().headers.iter().find(|header| header.page == Some(id));
            let place = match header {
                Some(header) => header.rect,
                None => {
                    let label = designing.measure.label(item)?;
                    Rect::of(label, (own.left, own.top))
                }
            };
            let text = designing.measure.label_of(item).get(language).to_owned();
            designing.typing = Some(Typing::Label(id));
            Some((place, text))
        });
        let Some((place, text)) = found.flatten() else { return };
        let api = self.ui.global::<DesignerApi<'_>>();
        api.set_typing_x(place.left as f32 * zoom.factor + zoom.pan.0);
        api.set_typing_y(place.top as f32 * zoom.factor + zoom.pan.1 - 4.0);
        api.set_typing_width((place.width() as f32 * zoom.factor).min(360.0));
        api.set_typing_text(text.into());
        api.set_typing_hint(Default::default());
        api.set_typing(true);
    }

    /// The name of a new field is typed before it is made.
    pub(super) fn type_new_field(self: &Rc<App>, kind: &str) {
        let language = self.language();
        self.designing(|designing| designing.typing = Some(Typing::NewField(kind.to_owned())));
        let (width, _) = self.design.viewport.get();
        let api = self.ui.global::<DesignerApi<'_>>();
        api.set_typing_x(16.0);
        api.set_typing_y(16.0);
        api.set_typing_width((width - 32.0).min(320.0));
        api.set_typing_text(Default::default());
        api.set_typing_hint(language.pick("Naujo lauko pavadinimas", "Name of the new field").into());
        api.set_typing(true);
    }

    pub(super) fn end_typing(self: &Rc<App>) {
        self.designing(|designing| designing.typing = None);
        let api = self.ui.global::<DesignerApi<'_>>();
        api.set_typing(false);
        api.invoke_take_focus();
    }

    /// Takes what was typed on the canvas.
    pub(super) fn label_typed(self: &Rc<App>, text: &str) {
        let Some(typing) = self.designing(|designing| designing.typing.take()).flatten() else { return };
        self.end_typing();
        let (text, language) = (text.trim().to_owned(), self.language());
        match typing {
            Typing::NewField(kind) => {
                if !text.is_empty() {
                    self.make_field(&kind, &text);
                }
            }
            Typing::Label(id) => {
                let same = self.designing(|designing| {
                    let item = designing.session.document().items.iter().find(|item| item.id == id);
                    item.is_none_or(|item| designing.measure.label_of(item).get(language) == text)
                });
                if same != Some(false) {
                    return;
                }
                let field = self.designing(|designing| {
                    let item = designing.session.document().items.iter().find(|item| item.id == id)?;
                    match item.what {
                        CardItemKind::Field(field) => designing.measure.table.field(field).map(|f| f.label.clone()),
                        _ => None,
                    }
                });
                let plain = field.flatten();
                let change = designer::Change::new(move |item: &mut CardItem| {
                    set_label(item, &text, language, plain.as_ref());
                });
                self.run_design(&Command::Change { ids: vec![id], change, key: StepKey::Label });
            }
        }
    }
}

/// Gives an item another label in one language; in the other one it stays, and where it said nothing yet it says the same.
/// `plain`: what a field is called by itself; the same again, or nothing, is no label of its own.
pub(super) fn set_label(item: &mut CardItem, text: &str, language: Language, plain: Option<&Label>) {
    let put = |label: &mut Label| {
        let other_is_same = label.lt == label.en || label.lt.is_empty() || label.en.is_empty();
        match language {
            Language::Lt => label.lt = text.to_owned(),
            Language::En => label.en = text.to_owned(),
        }
        if other_is_same {
            *label = Label::new(text, text);
        }
    };
    match &mut item.what {
        CardItemKind::Frame(label) | CardItemKind::Text(label) => put(label),
        CardItemKind::Fold { title, .. } | CardItemKind::Button { title, .. } | CardItemKind::Count { title, .. } => {
            put(title);
        }
        _ => {
            let mut label = item.label.clone().or_else(|| plain.cloned()).unwrap_or_default();
            match language {
                Language::Lt => label.lt = text.to_owned(),
                Language::En => label.en = text.to_owned(),
            }
            item.label = Some(label).filter(|label| !text.is_empty() && plain != Some(label));
        }
    }
}
