//! What is typed about a table or a field: read, refused with a sentence where it stands, or one step.

use super::{
    Chosen,
    items::{CHOICE_COLUMNS, Prop, entry_of, way_key},
    kinds,
};
use crate::App;
use engine::{EngineError, Outcome, Result};
use model::{
    ids::{ChoiceId, TableId},
    language::{Label, Language},
    schema::{Choice, Field, FieldKind, OnDelete},
};
use slint::Model as _;
use std::rc::Rc;

/// What a refusal says in both languages.
fn refused(lt: &str, en: &str) -> EngineError {
    EngineError::Refused(Label::new(lt, en))
}

impl App {
    fn prop(&self, item: i32) -> Option<Prop> {
        usize::try_from(item).ok().and_then(|at| self.structure.props.borrow().get(at).copied().flatten())
    }

    /// Takes what was typed or chosen in an item.
    pub(crate) fn structure_committed(self: &Rc<App>, item: i32, text: &str) {
        let (Some(engine), Some(prop), Some(chosen)) = (self.engine(), self.prop(item), self.structure.chosen.get())
        else {
            return;
        };
        let text = text.trim();
        if let (Prop::Kind, Chosen::Field(table, field)) = (prop, chosen) {
            self.rehearse_kind(table, field, text);
            return;
        }
        let (app, typed, words) = (self.clone(), text.to_owned(), self.language().pick("Įrašoma…", "Saving…"));
        self.spawn(async move {
            let given = typed.clone();
            let result = app
                .work(words, move || match chosen {
                    Chosen::Table(table) => change_table(&engine, table, prop, &given),
                    Chosen::Field(table, field) => {
                        let mut problem = None;
                        let taken = keys_beside(&engine, table, field);
                        let changed = engine.change_field(table, field, |field| {
                            let is_name = matches!(prop, Prop::LabelLt | Prop::LabelEn) && !given.is_empty();
                            if is_name && is_unnamed(field) {
                                // The first name is that in both languages until the other is written, and makes the key.
                                field.label = kinds::same(&given);
                                field.key = free(&given, &taken);
                            }
                            problem = change_field(field, prop, &given).err();
                        });
                        match problem {
                            Some(problem) => Err(problem),
                            None => changed,
                        }
                    }
                })
                .await;
            app.take_structure(prop, &typed, result);
        });
    }

    fn take_structure(self: &Rc<App>, prop: Prop, typed: &str, result: Result<Outcome<()>>) {
        match result {
            Ok(outcome) => {
                let unchanged = outcome.entry == 0;
                *self.structure.refused.borrow_mut() = None;
                self.done(Ok(outcome));
                if unchanged {
                    self.show_again();
                }
            }
            Err(error) => {
                let message = error.message(self.language());
                *self.structure.refused.borrow_mut() = Some((prop, typed.to_owned(), message));
                self.show_again();
            }
        }
    }

    /// Values that are as they were are shown again, whatever was typed.
    pub(super) fn show_again(self: &Rc<App>) {
        for at in 0..self.structure.items.row_count() {
            if let Some(mut item) = self.structure.items.row_data(at) {
                item.revision += 1;
                self.structure.items.set_row_data(at, item);
            }
        }
        self.show_structure();
    }

    // ---- entries of a list of choices

    /// Takes what was typed in a cell of the list of choices.
    pub(crate) fn structure_cell_committed(self: &Rc<App>, row: i32, column: i32, text: &str) {
        let (Some(engine), Some(Chosen::Field(table, field))) = (self.engine(), self.structure.chosen.get()) else {
            return;
        };
        let Some(entry) = usize::try_from(row).ok().and_then(|at| self.structure.choices.row_data(at)) else { return };
        let Some(column) = usize::try_from(column).ok().and_then(|at| CHOICE_COLUMNS.get(at)) else { return };
        let (id, text, language) = (entry_of(&entry), text.trim().to_owned(), self.language());
        if id.is_none() && text.is_empty() {
            return;
        }
        let result = engine.change_field(table, field, |field| {
            let FieldKind::Choice { choices, .. } = &mut field.kind else { return };
            let at = match id {
                Some(id) => choices.iter().position(|choice| choice.id == id),
                None => {
                    let fresh = Choice { id: ChoiceId(engine.fresh_id()), ..Choice::default() };
                    choices.push(fresh);
                    Some(choices.len() - 1)
                }
            };
            let taken: Vec<String> = choices.iter().map(|choice| choice.key.clone()).collect();
            let Some(choice) = at.and_then(|at| choices.get_mut(at)) else { return };
            match *column {
                "lt" => choice.label.lt = text.clone(),
                "en" => choice.label.en = text.clone(),
                "color" => choice.color = text.clone(),
                _ => choice.retired = text == "yes",
            }
            if choice.key.is_empty() {
                // A name in one language stands in both until the other is written.
                let name = choice.label.get(language).to_owned();
                choice.label = kinds::same(&name);
                choice.key = free(&name, &taken);
            }
        });
        self.take_structure(Prop::Choices, "", result);
    }

    /// An entry of a list of choices is taken off where nobody chose it, else it is no longer offered.
    pub(crate) fn structure_row_deleted(self: &Rc<App>, row: i32) {
        let (Some(engine), Some(Chosen::Field(table, field))) = (self.engine(), self.structure.chosen.get()) else {
            return;
        };
        let entry = usize::try_from(row).ok().and_then(|at| self.structure.choices.row_data(at));
        let Some(id) = entry.as_ref().and_then(entry_of) else { return };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let words = language.pick("Ieškoma, kur naudojama…", "Looking for where it is used…");
            let result = app
                .work(words, move || {
                    let used = engine.chosen_count(table, field, id)?;
                    let outcome = engine.change_field(table, field, |field| {
                        let FieldKind::Choice { choices, .. } = &mut field.kind else { return };
                        match choices.iter_mut().find(|choice| choice.id == id) {
                            Some(choice) if used > 0 => choice.retired = true,
                            _ => choices.retain(|choice| choice.id != id),
                        }
                    })?;
                    Ok((outcome, used))
                })
                .await;
            match result {
                Ok((outcome, used)) => {
                    app.take_structure(Prop::Choices, "", Ok(outcome));
                    app.say_undoable(match (used, language) {
                        (0, _) => language.pick("Įrašas pašalintas", "The entry is removed").to_owned(),
                        (used, Language::Lt) => format!("Pasirinkta {used} k., todėl lieka, bet nebesiūlomas"),
                        (used, Language::En) => format!("Chosen {used} times: it stays, but is no longer offered"),
                    });
                }
                Err(error) => app.complain(&error),
            }
        });
    }
}

/// A key made of a name that none of the others has.
fn free(name: &str, taken: &[String]) -> String {
    let key = model::structure::key_of(name, "field");
    model::structure::free_key(&key, |key| taken.iter().any(|taken| taken == key))
}

/// Whether a field still goes by the name of its kind.
fn is_unnamed(field: &Field) -> bool {
    let kind = kinds::named(&field.kind);
    field.label == Label::new(kind.lt, kind.en)
}

fn keys_beside(engine: &engine::Engine, table: TableId, field: model::ids::FieldId) -> Vec<String> {
    engine.with_schema(|schema| {
        let of = schema.table(table).map(|table| table.fields.as_slice()).unwrap_or_default();
        of.iter().filter(|other| other.id != field).map(|other| other.key.clone()).collect()
    })
}

fn change_table(engine: &engine::Engine, table: TableId, prop: Prop, text: &str) -> Result<Outcome<()>> {
    let needed = matches!(prop, Prop::LabelLt | Prop::OneLt);
    if needed && text.is_empty() {
        return Err(refused("Be pavadinimo negalima.", "It needs a name."));
    }
    let taken: Vec<String> = engine.with_schema(|schema| {
        schema.tables.iter().filter(|other| other.info.id != table).map(|other| other.info.key.clone()).collect()
    });
    engine.change_table(table, |info| match prop {
        Prop::LabelLt | Prop::LabelEn if info.label == super::new_label() && !text.is_empty() => {
            info.label = kinds::same(text);
            info.key = free(text, &taken);
        }
        Prop::LabelLt => info.label.lt = text.to_owned(),
        Prop::LabelEn => info.label.en = text.to_owned(),
        Prop::OneLt => info.one.lt = text.to_owned(),
        Prop::OneEn => info.one.en = text.to_owned(),
        Prop::Icon => info.icon = text.to_owned(),
        Prop::Key => info.key = text.to_owned(),
        Prop::Hidden => info.hidden = text == "yes",
        Prop::Title => info.title = text.parse().unwrap_or(info.title),
        _ => {}
    })
}

fn change_field(field: &mut Field, prop: Prop, text: &str) -> Result<()> {
    let yes = text == "yes";
    match (prop, &mut field.kind) {
        (Prop::LabelLt, _) if text.is_empty() => return Err(refused("Be pavadinimo negalima.", "It needs a name.")),
        (Prop::LabelLt, _) => field.label.lt = text.to_owned(),
        (Prop::LabelEn, _) => field.label.en = text.to_owned(),
        (Prop::HintLt, _) => field.hint.lt = text.to_owned(),
        (Prop::HintEn, _) => field.hint.en = text.to_owned(),
        (Prop::Key, _) => field.key = text.to_owned(),
        (Prop::Required, _) => field.required = yes,
        (Prop::Unique, _) => {
            field.unique = yes;
            field.indexed |= yes;
        }
        (Prop::Default, _) => {
            if !text.is_empty() {
                model::formula::parse(text)?;
            }
            field.default = (!text.is_empty()).then(|| text.to_owned());
        }
        (Prop::Scale, FieldKind::Number { scale }) => {
            *scale = match text {
                "" => None,
                text => Some(
                    text.parse()
                        .ok()
                        .filter(|scale| *scale <= 12)
                        .ok_or_else(|| refused("Rašykite skaičių nuo 0 iki 12.", "Write a number from 0 to 12."))?,
                ),
            }
        }
        (Prop::Currency, FieldKind::Money { currency }) => {
            let code = text.to_uppercase();
            if code.len() != 3 || !code.bytes().all(|letter| letter.is_ascii_uppercase()) {
                return Err(refused(
                    "Valiuta – trys raidės, pavyzdžiui, EUR.",
                    "A currency is three letters, for example EUR.",
                ));
            }
            *currency = code;
        }
        (Prop::Target, FieldKind::Link { targets, .. }) => *targets = text.parse().ok().into_iter().collect(),
        (Prop::OnDelete, FieldKind::Link { on_delete, .. }) => {
            let ways = [OnDelete::Clear, OnDelete::Refuse, OnDelete::Delete];
            *on_delete = ways.into_iter().find(|way| way_key(*way) == text).unwrap_or_default();
        }
        (Prop::Formula, FieldKind::Formula { expression, .. }) => *expression = text.to_owned(),
        (Prop::FormulaResult, FieldKind::Formula { result, .. }) => {
            if let Some(kind) = kinds::kind_of(text, None, None) {
                **result = kind;
            }
        }
        _ => {}
    }
    Ok(())
}
