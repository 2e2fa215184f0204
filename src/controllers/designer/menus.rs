//! The bar of the designer and its menus: cards of the table, sizes to look at, what can be done to an item.

use super::Designing;
use crate::{App, messages::Question};
use engine::{NewCard, Outcome};
use model::{
    ids::LayoutId,
    language::{Label, Language},
    layout::Card,
};
use slint::{ComponentHandle as _, ModelRc, VecModel};
use std::{cell::RefCell, rc::Rc};
use ui::{ButtonKind, ChoiceData, ContextEntry, ContextMenu, DesignerApi, DialogApi, DialogButton, Tone};

/// Rooms that the card has in windows of these sizes, at this size of text: name, width, height, percent.
const PRESETS: [(&str, i32, i32, i32); 6] = [
    ("1024 × 700", 1024, 700, 100),
    ("1280 × 800", 1280, 800, 100),
    ("1366 × 768", 1366, 768, 100),
    ("1920 × 1080", 1920, 1080, 100),
    ("1920 × 1080, 150 %", 1920, 1080, 150),
    ("3840 × 2160", 3840, 2160, 100),
];
/// What the window needs beside the card: sections and margins, bars.
const BESIDE: (i32, i32) = (220 + 48, 56 + 44 + 24 + 32);

impl App {
    /// Title, cards and sizes in the bar.
    pub(super) fn show_design_bar(&self) {
        let language = self.language();
        let shown = self.designing(|designing| {
            let card = designing.session.document();
            let table = &designing.measure.table;
            let looked_at = designing.looked_at.as_ref().map(|(_, _, name)| name.clone()).unwrap_or_default();
            (
                table.info.one.get(language).to_owned(),
                card.label.get(language).to_owned(),
                card_choices(designing, language),
                looked_at,
                designing.writable,
                designing.ordering.is_some(),
                designing.trying,
            )
        });
        let Some((title, subtitle, cards, looked_at, writable, ordering, trying)) = shown else { return };
        let api = self.ui.global::<DesignerApi<'_>>();
        api.set_title(slint::format!("{}: {}", language.pick("Išdėstymas", "Layout"), title));
        api.set_subtitle(subtitle.into());
        api.set_cards(ModelRc::new(VecModel::from(cards)));
        api.set_looked_at(looked_at.into());
        api.set_writable(writable);
        api.set_ordering(ordering);
        api.set_trying(trying);
        let as_designed = ChoiceData {
            id: Default::default(),
            label: language.pick("Kaip sukurta", "As designed").into(),
            ..ChoiceData::default()
        };
        let presets = PRESETS.iter().map(|(name, ..)| ChoiceData {
            id: (*name).into(),
            label: match language {
                Language::Lt => slint::format!("Lange {name}"),
                Language::En => slint::format!("In a window of {name}"),
            },
            ..ChoiceData::default()
        });
        let presets: Vec<ChoiceData> = std::iter::once(as_designed).chain(presets).collect();
        api.set_presets(ModelRc::new(VecModel::from(presets)));
        let kinds = crate::structure::kinds::KINDS.iter().map(|kind| ChoiceData {
            id: kind.key.into(),
            label: kind.name(language).into(),
            ..ChoiceData::default()
        });
        api.set_kinds(ModelRc::new(VecModel::from(kinds.collect::<Vec<_>>())));
        self.show_records();
    }

    /// The card as it stands in a window of another size; empty: as designed.
    pub(super) fn design_preset(self: &Rc<App>, name: &str) {
        let preset = PRESETS.iter().find(|(of, ..)| *of == name);
        self.designing(|designing| {
            designing.looked_at = preset.map(|(name, width, height, percent)| {
                let units = |pixels: i32| pixels * 100 / percent;
                (units(*width) - BESIDE.0, units(*height) - BESIDE.1, (*name).to_owned())
            });
            designing.session.select_nothing();
        });
        self.show_design();
        if preset.is_some() {
            self.design_command("zoom-fit");
        } else {
            self.zoom_plain();
        }
    }

    /// The card is filled in as ever, or designed again.
    pub(super) fn toggle_trying(self: &Rc<App>) {
        let trying = self.designing(|designing| {
            designing.trying = !designing.trying;
            designing.session.cancel();
            designing.trying
        });
        let (Some(trying), Some(subject)) = (trying, self.designing(|designing| designing.tried_subject())) else {
            return;
        };
        let api = self.ui.global::<ui::CardApi<'_>>();
        if trying {
            api.set_pending(false);
            self.try_card(subject);
            self.show_design_bar();
        } else {
            self.commit_pending();
            self.put_card_aside();
            api.set_items(self.design.items.clone().into());
            self.show_design_bar();
            self.read_design_record();
            self.ui.global::<DesignerApi<'_>>().invoke_take_focus();
        }
    }

    // ---- cards of the table

    pub(super) fn design_card_command(self: &Rc<App>, id: &str) {
        let Some(engine) = self.engine() else { return };
        let state = self.designing(|designing| {
            (designing.layout, designing.table, designing.session.document().label.clone(), designing.subject.clone())
        });
        let Some((layout, table, label, subject)) = state else { return };
        let language = self.language();
        let named = |lt: &str, en: &str| Label::new(lt, en);
        match id {
            "new" => {
                let made = engine.add_card(table, named("Nauja kortelė", "New card"), NewCard::Blank);
                self.open_made_card(subject, made);
            }
            "quick" => {
                let made = engine.add_card(table, named("Greitas pridėjimas", "Quick add"), NewCard::Quick);
                self.open_made_card(subject, made);
            }
            "copy" => self.open_made_card(subject, engine.duplicate_card(layout)),
            "rename" => {
                self.designing(|designing| designing.session.select_nothing());
                self.show_selection();
                self.focus_inspector();
            }
            "remove" => {
                let question = Question {
                    title: match language {
                        Language::Lt => format!("Pašalinti kortelę „{}“?", label.get(language)),
                        Language::En => format!("Remove the card “{}”?", label.get(language)),
                    },
                    text: language
                        .pick(
                            "Įrašai ir jų duomenys lieka. Kortelę galima susigrąžinti atšaukus veiksmą.",
                            "Records and what is in them stay. Undo brings the card back.",
                        )
                        .to_owned(),
                    answers: [language.pick("Palikti", "Keep it"), language.pick("Pašalinti", "Remove")],
                };
                self.ask(question, move |app| {
                    if let Some(engine) = app.engine()
                        && app.done(engine.remove_card(layout)).is_some()
                    {
                        app.design.open.borrow_mut().take();
                        app.begin_designing(subject, None);
                        app.say_undoable(app.language().pick("Kortelė pašalinta", "The card is removed"));
                    }
                });
            }
            "restore" => match engine.delivered(layout) {
                Ok(delivered) => self.design_become(delivered),
                Err(error) => self.complain(&error),
            },
            id => {
                if let Ok(other) = id.parse::<LayoutId>() {
                    self.design.open.borrow_mut().take();
                    self.begin_designing(subject, Some(other));
                }
            }
        }
    }

    fn open_made_card(self: &Rc<App>, subject: crate::contents::Subject, made: engine::Result<Outcome<LayoutId>>) {
        if let Some(layout) = self.done(made) {
            self.design.open.borrow_mut().take();
            self.begin_designing(subject, Some(layout));
        }
    }

    /// The delivered card comes in place of this one, as a step that can be taken back.
    fn design_become(self: &Rc<App>, delivered: Card) {
        let command = self.designing(|designing| {
            let own = designing.session.document();
            let card = Card {
                id: own.id,
                table: own.table,
                key: own.key.clone(),
                label: own.label.clone(),
                when: own.when.clone(),
                rank: own.rank,
                quick: own.quick,
                ..delivered
            };
            designer::Command::Become(Box::new(card), designer::StepKey::Restore)
        });
        if let Some(command) = command {
            self.run_design(&command);
        }
    }

    // ---- questions and the menu of an item

    /// A question with three answers: the safe one, one that is offered, and another.
    pub(super) fn ask_three(
        self: &Rc<App>,
        question: Question,
        third: &str,
        second: impl FnOnce(&Rc<App>) + 'static,
        last: impl FnOnce(&Rc<App>) + 'static,
    ) {
        type Run = Box<dyn FnOnce(&Rc<App>)>;
        let api = self.ui.global::<DialogApi<'_>>();
        let button = |id: &str, label: &str, kind: ButtonKind, is_default: bool| DialogButton {
            id: id.into(),
            label: label.into(),
            kind,
            is_default,
        };
        let [safe, offered] = question.answers;
        let buttons = vec![
            button("keep", safe, ButtonKind::Normal, true),
            button("last", third, ButtonKind::Normal, false),
            button("second", offered, ButtonKind::Primary, false),
        ];
        api.set_tone(Tone::Normal);
        api.set_title(question.title.into());
        api.set_text(question.text.into());
        api.set_details(Default::default());
        api.set_buttons(ModelRc::new(VecModel::from(buttons)));
        let runs: RefCell<Option<(Run, Run)>> = RefCell::new(Some((Box::new(second), Box::new(last))));
        api.on_chosen(forward!(self, |app, id| {
            if let Some((second, last)) = runs.borrow_mut().take() {
                match id.as_str() {
                    "second" => second(&app),
                    "last" => last(&app),
                    _ => {}
                }
            }
        }));
        api.on_cancelled(|| {});
        api.set_visible(true);
    }

    /// The menu of what is selected, at a place of the canvas.
    pub(super) fn open_item_menu(self: &Rc<App>, at: (f32, f32)) {
        let language = self.language();
        let shown = self.designing(|designing| {
            let count = designing.session.selection().len();
            (count, designing.session.selected().any(|item| item.group != 0), designing.writable)
        });
        let Some((count, grouped, writable)) = shown else { return };
        let entry = |id: &str, lt: &str, en: &str, shortcut: &str, enabled: bool| ContextEntry {
            id: id.into(),
            label: language.pick(lt, en).into(),
            shortcut: shortcut.into(),
            disabled: !enabled || (!writable && id != "copy"),
            ..ContextEntry::default()
        };
        let one = count > 0;
        let mut entries = vec![
            entry("cut", "Iškirpti", "Cut", "Ctrl+X", one),
            entry("copy", "Kopijuoti", "Copy", "Ctrl+C", one),
            entry("paste", "Įklijuoti", "Paste", "Ctrl+V", true),
            entry("duplicate", "Dubliuoti", "Duplicate", "Ctrl+D", one),
            entry("rename", "Pervadinti", "Rename", "F2", count == 1),
            entry("fit", "Pagal turinį", "Fit to contents", "", one),
            entry("wrap", "Įdėti į rėmelį", "Put into a frame", "Ctrl+Shift+F", one),
        ];
        if grouped {
            entries.push(entry("ungroup", "Išgrupuoti", "Ungroup", "Ctrl+Shift+G", one));
        } else {
            entries.push(entry("group", "Grupuoti", "Group", "Ctrl+G", count > 1));
        }
        if count > 2 {
            entries.push(entry("centres-x", "Centrai vienodais tarpais skersai", "Centres evenly across", "", true));
            entries.push(entry("centres-y", "Centrai vienodais tarpais žemyn", "Centres evenly down", "", true));
        }
        if count > 1 {
            entries.push(entry("same-size", "Vienodas dydis", "Same size", "", true));
        }
        entries.extend([
            entry("front", "Į priekį", "Bring to the front", "", one),
            entry("back", "Į galą", "Send to the back", "", one),
            entry("lock", "Užrakinti", "Lock", "Ctrl+L", one),
            entry("unlock-all", "Atrakinti viską", "Unlock everything", "", true),
            entry("hide", "Paslėpti", "Hide", "Ctrl+H", one),
            entry("show-all", "Rodyti paslėptus", "Show what is hidden", "", true),
            entry("clear-guides", "Pašalinti pagalbines linijas", "Remove the guides", "", true),
            entry("delete", "Išimti iš kortelės", "Take off the card", "Del", one),
        ]);
        for entry in entries.iter_mut().filter(|entry| ["rename", "front", "lock"].contains(&entry.id.as_str())) {
            entry.separated = true;
        }
        if let Some(last) = entries.last_mut() {
            last.separated = true;
            last.danger = true;
        }
        let menu = self.ui.global::<ContextMenu<'_>>();
        menu.set_label(language.pick("Elemento veiksmai", "What can be done").into());
        menu.set_entries(ModelRc::new(VecModel::from(entries)));
        let api = self.ui.global::<DesignerApi<'_>>();
        menu.invoke_show(at.0 + api.get_canvas_x(), at.1 + api.get_canvas_y(), false);
    }
}

/// The cards of the table, and what can be done with them.
fn card_choices(designing: &Designing, language: Language) -> Vec<ChoiceData> {
    let choice = |id: String, label: String| ChoiceData { id: id.into(), label: label.into(), ..ChoiceData::default() };
    let mut choices: Vec<ChoiceData> = designing
        .cards
        .iter()
        .map(|(id, label)| {
            let own = *id == designing.layout;
            let label = if own { designing.session.document().label.get(language) } else { label.get(language) };
            choice(id.to_string(), label.to_owned())
        })
        .collect();
    let commands = [
        ("new", "Nauja tuščia kortelė…", "New blank card…"),
        ("copy", "Šios kortelės kopija…", "A copy of this card…"),
        ("quick", "Greito pridėjimo kortelė…", "A card for quick adding…"),
        ("rename", "Pavadinimas ir naudojimas…", "Name and use…"),
        ("restore", "Grąžinti pradinį išdėstymą", "Bring back the delivered layout"),
        ("remove", "Pašalinti šią kortelę…", "Remove this card…"),
    ];
    choices.extend(commands.iter().map(|(id, lt, en)| choice((*id).to_owned(), language.pick(lt, en).to_owned())));
    choices
}

impl Designing {
    /// The record that is filled in where the card is tried.
    fn tried_subject(&self) -> crate::contents::Subject {
        let target = match self.shown {
            super::Shown::Record(id) => crate::contents::Target::of(id),
            _ => self.subject.target.clone(),
        };
        let subject = crate::contents::Subject { target, ..self.subject.clone() };
        subject.asked.set(Some(self.layout));
        subject
    }
}
