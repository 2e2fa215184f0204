//! What is typed and chosen in the inspector: read, refused with a sentence where it stands, or one step for all that is selected.

use super::{
    Designing,
    commands::set_label,
    condition::{self, Decides},
    inspector::{Prop, condition_of, new_of, property_of},
};
use crate::App;
use designer::{Applied, Change, Command, NumberEdit, Refusal, Size, StepKey, parse_number_input};
use model::{
    formula,
    ids::{FieldId, ItemId, TableId},
    language::Language,
    layout::{ButtonAct, Card, CardItem, CardItemKind, Column, LabelPlace, Tint},
};
use std::rc::Rc;

/// The colour that a new condition gives.
const FIRST_COLOR: &str = "#B3261E";

type Done = Result<Applied<Card>, Refusal>;

fn no_number() -> Refusal {
    Refusal::said(
        "Rašykite skaičių; galima ir veiksmą: +8, -4, *2, /2.",
        "Write a number, or what to do with it: +8, -4, *2, /2.",
    )
}

fn read(text: &str) -> Result<NumberEdit, Refusal> {
    parse_number_input(text).ok_or_else(no_number)
}

impl App {
    /// Takes what was typed or chosen in an item of the inspector.
    pub(crate) fn design_committed(self: &Rc<App>, item: i32, text: &str) {
        let Some(prop) = self.design_prop(item) else { return };
        self.save_held();
        let language = self.language();
        let result = self.designing(|designing| change(designing, prop, text.trim(), language));
        self.take_change(prop, text, result.flatten());
    }

    /// A sentence stands where what was typed was refused.
    fn take_change(self: &Rc<App>, prop: Prop, typed: &str, result: Option<Done>) {
        *self.design.refused.borrow_mut() = None;
        match result {
            Some(Ok(applied)) if applied.is_change() => self.design_done(&applied),
            Some(Ok(_)) | None => self.show_inspector_again(),
            Some(Err(refusal)) => {
                let message = refusal.message(self.language());
                *self.design.refused.borrow_mut() = Some((prop, typed.to_owned(), message));
                self.show_inspector_again();
            }
        }
    }

    /// A button of the inspector was pressed.
    pub(crate) fn design_button(self: &Rc<App>, item: i32) {
        match self.design_prop(item) {
            Some(Prop::TakeOff) => self.design_command("delete"),
            Some(Prop::BringBack) => self.bring_back_lost(),
            _ => {}
        }
    }

    /// The field or table that an item showed comes back from the trash of the structure.
    fn bring_back_lost(self: &Rc<App>) {
        let Some(engine) = self.engine().filter(|_| self.may_write()) else { return };
        let lost = self.designing(|designing| {
            let table = designing.table;
            let removed = |table: TableId| designing.measure.schema.table(table).is_some_and(|of| of.info.removed);
            designing.one().map(|item| match &item.what {
                CardItemKind::Field(field) => (table, Some(*field)),
                CardItemKind::Related { table: other, by, .. } | CardItemKind::Count { table: other, by, .. } => {
                    (*other, (!removed(*other)).then_some(*by))
                }
                CardItemKind::Button { act: ButtonAct::Add { table: other, by }, .. } => {
                    (*other, (!removed(*other)).then_some(*by))
                }
                _ => (table, None),
            })
        });
        let Some((table, field)) = lost.flatten() else { return };
        let result = match field {
            Some(field) => engine.restore_field(table, field),
            None => engine.restore_table(table),
        };
        if self.done(result).is_some() {
            // What was designed before it can be taken back outside only: this lies above it.
            self.designing(|designing| designing.session.forget_steps());
            self.design.above.set(true);
            self.show_steps();
            self.say_undoable(self.language().pick("Grąžinta su visais duomenimis", "It is back with all its data"));
        }
    }

    /// Takes what was typed in the table of columns.
    pub(crate) fn design_cell_committed(self: &Rc<App>, item: i32, row: i32, column: i32, text: &str) {
        let Some(Prop::Columns) = self.design_prop(item) else { return };
        let Ok(row) = usize::try_from(row) else { return };
        let text = text.trim().to_owned();
        let result = self.designing(|designing| {
            let item = designing.one()?;
            let CardItemKind::Related { columns, .. } = &item.what else { return None };
            let mut columns = columns.clone();
            if column == 0 {
                let field: FieldId = text.parse().ok()?;
                match columns.get_mut(row) {
                    Some(there) => there.field = field,
                    None => columns.push(Column { field, width: 140 }),
                }
            } else {
                let there = columns.get_mut(row)?;
                match read(&text) {
                    Ok(edit) => {
                        let now = i32::try_from(there.width).unwrap_or(140);
                        there.width = u32::try_from(edit.apply(now, 1.0).clamp(32, 2000)).unwrap_or(140);
                    }
                    Err(refusal) => return Some(Err(refusal)),
                }
            }
            Some(set_columns(designing, columns))
        });
        self.take_change(Prop::Columns, "", result.flatten());
    }

    /// A column goes.
    pub(crate) fn design_row_deleted(self: &Rc<App>, item: i32, row: i32) {
        let Some(Prop::Columns) = self.design_prop(item) else { return };
        let result = self.designing(|designing| {
            let item = designing.one()?;
            let CardItemKind::Related { columns, .. } = &item.what else { return None };
            let mut columns = columns.clone();
            let at = usize::try_from(row).ok().filter(|at| *at < columns.len())?;
            columns.remove(at);
            Some(set_columns(designing, columns))
        });
        self.take_change(Prop::Columns, "", result.flatten());
    }

    /// A property is given back to what a new item has.
    pub(super) fn design_reset(self: &Rc<App>, item: i32) {
        if !self.on_designer() {
            return;
        }
        let Some(property) = self.design_prop(item).and_then(property_of) else { return };
        let result = self.designing(|designing| {
            let plain: Vec<(ItemId, CardItem)> =
                designing.session.selected().map(|item| (item.id, new_of(designing, item))).collect();
            items(designing, StepKey::Reset, move |item| {
                if let Some((_, new)) = plain.iter().find(|(id, _)| *id == item.id) {
                    property.reset(item, new);
                }
            })
        });
        self.take_design(result);
    }
}

fn set_columns(designing: &mut Designing, new: Vec<Column>) -> Done {
    items(designing, StepKey::Columns, move |item| {
        if let CardItemKind::Related { columns, .. } = &mut item.what {
            columns.clone_from(&new);
        }
    })
}

/// Changes each selected item.
fn items(designing: &mut Designing, key: StepKey, change: impl Fn(&mut CardItem) + Send + Sync + 'static) -> Done {
    let Designing { session, measure, .. } = designing;
    session.change_selected(key, change, &*measure)
}

/// Changes what is said about the card itself.
fn card(designing: &mut Designing, key: StepKey, change: impl FnOnce(&mut Card)) -> Done {
    let mut card = designing.session.document().clone();
    change(&mut card);
    run(designing, &Command::Become(Box::new(card), key))
}

fn run(designing: &mut Designing, command: &Command<Card>) -> Done {
    let Designing { session, measure, .. } = designing;
    session.run(command, &*measure)
}

/// What a property becomes; `None`: nothing is changed yet.
fn change(designing: &mut Designing, prop: Prop, text: &str, language: Language) -> Option<Done> {
    let text = text.to_owned();
    Some(match prop {
        Prop::Side(side) => {
            let edit = match read(&text) {
                Ok(edit) => edit,
                Err(refusal) => return Some(Err(refusal)),
            };
            let Designing { session, measure, .. } = designing;
            session.set_side(side.side(), edit, 1.0, &*measure)
        }
        Prop::Anchors => {
            let all = |designing: &Designing, read: fn(&CardItem) -> bool| designing.session.selected().all(read);
            let on = match text.as_str() {
                "l" => !all(designing, |item| item.anchors.left),
                "t" => !all(designing, |item| item.anchors.top),
                "r" => !all(designing, |item| item.anchors.right),
                _ => !all(designing, |item| item.anchors.bottom),
            };
            items(designing, StepKey::Anchors, move |item| match text.as_str() {
                "l" => item.anchors.left = on,
                "t" => item.anchors.top = on,
                "r" => item.anchors.right = on,
                _ => item.anchors.bottom = on,
            })
        }
        Prop::LeastWidth | Prop::MostWidth | Prop::LeastHeight | Prop::MostHeight => {
            let edit = match if text.is_empty() { Ok(NumberEdit::Set(0.0)) } else { read(&text) } {
                Ok(edit) => edit,
                Err(refusal) => return Some(Err(refusal)),
            };
            items(designing, StepKey::Limits, move |item| {
                let limit = match prop {
                    Prop::LeastWidth => &mut item.limits.least_width,
                    Prop::MostWidth => &mut item.limits.most_width,
                    Prop::LeastHeight => &mut item.limits.least_height,
                    _ => &mut item.limits.most_height,
                };
                *limit = edit.apply(*limit, 1.0).clamp(0, 100_000);
            })
        }
        Prop::LabelLt | Prop::LabelEn => {
            let of = if prop == Prop::LabelLt { Language::Lt } else { Language::En };
            let plain: Vec<_> = designing
                .session
                .selected()
                .map(|item| {
                    let bare = CardItem { label: None, ..item.clone() };
                    (item.id, designing.measure.label_of(&bare))
                })
                .collect();
            items(designing, StepKey::Label, move |item| {
                let plain = plain.iter().find(|(id, _)| *id == item.id).map(|(_, label)| label);
                set_label(item, &text, of, plain);
            })
        }
        Prop::LabelPlace => {
            let place = match text.as_str() {
                "left" => LabelPlace::Left,
                "none" => LabelPlace::None,
                _ => LabelPlace::Above,
            };
            items(designing, StepKey::LabelPlace, move |item| item.label_place = place)
        }
        Prop::LabelWidth => {
            let edit = match read(&text) {
                Ok(edit) => edit,
                Err(refusal) => return Some(Err(refusal)),
            };
            items(designing, StepKey::LabelPlace, move |item| {
                let now = super::measure::left_label(item);
                item.label_width = edit.apply(now, 1.0).clamp(24, 2000);
            })
        }
        Prop::Folded => {
            let on = text == "yes";
            items(designing, StepKey::Property, move |item| {
                if let CardItemKind::Fold { folded, .. } = &mut item.what {
                    *folded = on;
                }
            })
        }
        Prop::Act => {
            let first = super::inspector::links(designing, language).into_iter().next();
            let link = first.and_then(|(id, _)| link_of(&id));
            let act = match (text.as_str(), link) {
                ("add", Some((table, by))) => ButtonAct::Add { table, by },
                ("add", None) => {
                    return Some(Err(Refusal::said(
                        "Į šią lentelę nerodo jokia kita lentelė.",
                        "No other table points to this one.",
                    )));
                }
                ("print", _) => ButtonAct::Print(None),
                _ => ButtonAct::Open("https://".into()),
            };
            set_act(designing, act)
        }
        Prop::ActTable => {
            let (table, by) = link_of(&text)?;
            set_act(designing, ButtonAct::Add { table, by })
        }
        Prop::ActForm => set_act(designing, ButtonAct::Print(text.parse().ok())),
        Prop::ActText => {
            if let Err(refusal) = check_braced(designing, &text, language) {
                return Some(Err(refusal));
            }
            set_act(designing, ButtonAct::Open(text))
        }
        Prop::CountOf => {
            let (to, through) = link_of(&text)?;
            items(designing, StepKey::Property, move |item| {
                if let CardItemKind::Count { table, by, sum, .. } = &mut item.what {
                    (*table, *by, *sum) = (to, through, None);
                }
            })
        }
        Prop::CountSum => {
            let of = text.parse().ok();
            items(designing, StepKey::Property, move |item| {
                if let CardItemKind::Count { sum, .. } = &mut item.what {
                    *sum = of;
                }
            })
        }
        Prop::Replace => {
            let field = text.parse().ok()?;
            let item = designing.one()?.id;
            run(designing, &designer::cards::replace_field(item, field))
        }
        Prop::TintColor => items(designing, StepKey::Colour, move |item| {
            if let Some(tint) = item.tints.first_mut() {
                tint.color.clone_from(&text);
            }
        }),
        Prop::Condition(decides, at, part) => {
            let now = expression_of(designing, decides).unwrap_or_default();
            match condition::chosen(&now, at, part, &text, &designing.measure.table) {
                Some(new) => {
                    designing.raw.remove(&decides);
                    return Some(set_condition(designing, decides, &new, language));
                }
                None => {
                    designing.raw.insert(decides);
                    return None;
                }
            }
        }
        Prop::Any(decides) => {
            let now = expression_of(designing, decides).unwrap_or_default();
            let new = condition::joined(&now, text == "any", &designing.measure.table);
            set_condition(designing, decides, &new, language)
        }
        Prop::Expression(decides) => {
            if text.is_empty() {
                designing.raw.remove(&decides);
            }
            set_condition(designing, decides, &text, language)
        }
        Prop::CardLt | Prop::CardEn if text.is_empty() => {
            return Some(Err(Refusal::said("Be pavadinimo negalima.", "It needs a name.")));
        }
        Prop::CardLt => card(designing, StepKey::Settings, |card| card.label.lt = text),
        Prop::CardEn => card(designing, StepKey::Settings, |card| card.label.en = text),
        Prop::CardWidth | Prop::CardHeight => {
            let edit = match read(&text) {
                Ok(edit) => edit,
                Err(refusal) => return Some(Err(refusal)),
            };
            let (width, height) = (designing.session.document().width, designing.session.document().height);
            let size = if prop == Prop::CardWidth {
                Size::new(edit.apply(width, 1.0).clamp(200, 8000), height)
            } else {
                Size::new(width, edit.apply(height, 1.0).clamp(100, 20_000))
            };
            run(designing, &Command::Size(size))
        }
        Prop::CardQuick => {
            let on = text == "yes";
            if on && !designing.has_other_card {
                return Some(Err(Refusal::said(
                    "Tai vienintelė lentelės kortelė: greitajai pirmiausia sukurkite dar vieną.",
                    "This is the table's only card: make another one for quick adding first.",
                )));
            }
            card(designing, StepKey::Settings, |card| card.quick = on)
        }
        Prop::CardRank => {
            let edit = match read(&text) {
                Ok(edit) => edit,
                Err(refusal) => return Some(Err(refusal)),
            };
            card(designing, StepKey::Settings, |card| card.rank = edit.apply(card.rank, 1.0).clamp(-1000, 1000))
        }
        Prop::Columns | Prop::BringBack | Prop::TakeOff => return None,
    })
}

fn set_act(designing: &mut Designing, new: ButtonAct) -> Done {
    items(designing, StepKey::Property, move |item| {
        if let CardItemKind::Button { act, .. } = &mut item.what {
            act.clone_from(&new);
        }
    })
}

/// A table and its field that points here, of a choice.
fn link_of(id: &str) -> Option<(TableId, FieldId)> {
    let (table, by) = id.split_once('/')?;
    Some((table.parse().ok()?, by.parse().ok()?))
}

/// The expression of a condition of all that is selected; empty where they differ.
fn expression_of(designing: &Designing, decides: Decides) -> Option<String> {
    if decides == Decides::Card {
        return designing.session.document().when.clone();
    }
    designing.session.shared(|item| Some(condition_of(item, decides))).same().flatten()
}

/// Whether a condition can be understood.
fn check_condition(designing: &Designing, text: &str, language: Language) -> Result<(), Refusal> {
    let table = designing.measure.table.info.id;
    let bound =
        formula::parse(text).and_then(|tree| formula::bind_condition(&tree, &designing.measure.schema.tables, table));
    let _ = language;
    bound.map(|_| ()).map_err(|error| Refusal::said(error.message(Language::Lt), error.message(Language::En)))
}

/// Whether what stands in braces can be understood.
fn check_braced(designing: &Designing, text: &str, language: Language) -> Result<(), Refusal> {
    let table = designing.measure.table.info.id;
    let _ = language;
    for piece in model::layout::PrintForm::expressions(text) {
        let bound =
            formula::parse(piece).and_then(|tree| formula::bind(&tree, &designing.measure.schema.tables, table));
        bound.map_err(|error| Refusal::said(error.message(Language::Lt), error.message(Language::En)))?;
    }
    Ok(())
}

fn set_condition(designing: &mut Designing, decides: Decides, text: &str, language: Language) -> Done {
    if !text.trim().is_empty() {
        check_condition(designing, text, language)?;
    }
    let new = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    if decides == Decides::Card {
        return card(designing, StepKey::Condition, |card| card.when = new);
    }
    let key = if decides == Decides::Tint { StepKey::Colour } else { StepKey::Condition };
    let change = move |item: &mut CardItem| match decides {
        Decides::Visible => item.visible.clone_from(&new),
        Decides::Required => item.required.clone_from(&new),
        Decides::Readonly => item.readonly.clone_from(&new),
        Decides::Tint => match (&new, item.tints.first_mut()) {
            (Some(when), Some(tint)) => tint.when.clone_from(when),
            (Some(when), None) => item.tints.push(Tint { when: when.clone(), color: FIRST_COLOR.into() }),
            (None, _) => {
                if !item.tints.is_empty() {
                    item.tints.remove(0);
                }
            }
        },
        Decides::Card => {}
    };
    let ids = designing.session.selection().ids().to_vec();
    run(designing, &Command::Change { ids, change: Change::new(change), key })
}
