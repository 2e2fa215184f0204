//! What a change of the structure would do is shown before it is done; adding and bringing back need no question.

use super::{Chosen, kinds};
use crate::{App, words};
use engine::{Engine, FieldPlace, KeepText, NewTable, RelatedPlace, Use, UseKind, UseTarget};
use model::{
    ids::{FieldId, TableId},
    language::{Label, Language},
    schema::{Field, FieldKind, TableRole},
};
use slint::{ComponentHandle as _, ModelRc, SharedString, VecModel};
use std::{
    rc::Rc,
    sync::{Arc, atomic::Ordering},
};
use ui::{CardApi, FailureRow, StructureApi, UseRow};

/// So many values that do not fit are shown.
const SHOWN: usize = 100;

/// What is done when a rehearsal is confirmed.
pub(crate) enum Pending {
    Kind(TableId, FieldId, FieldKind),
    RemoveField(TableId, FieldId),
    RemoveTable(TableId),
    /// The files of a configuration, and the name they came by.
    Configuration(Vec<engine::SourceFile>, String),
}

impl App {
    // ---- uses

    /// Finds what uses what is chosen, and shows it.
    pub(crate) fn look_for_uses(self: &Rc<App>) {
        let (Some(engine), Some(chosen)) = (self.engine(), self.structure.chosen.get()) else { return };
        let (app, words) = (self.clone(), self.language().pick("Ieškoma, kur naudojama…", "Looking for its uses…"));
        self.spawn(async move {
            let asked = chosen;
            let found = app.work(words, move || match asked {
                Chosen::Table(table) => engine.uses(table, None),
                Chosen::Field(table, field) => engine.uses(table, Some(field)),
            });
            let found = found.await.unwrap_or_default();
            if app.structure.chosen.get() != Some(chosen) || !app.on_structure() {
                return;
            }
            let rows = app.use_rows(&found);
            *app.structure.uses.borrow_mut() = found;
            app.ui.global::<StructureApi<'_>>().set_uses(rows);
        });
    }

    fn use_rows(&self, uses: &[Use]) -> ModelRc<UseRow> {
        let language = self.language();
        let rows = uses.iter().map(|used| UseRow {
            kind: kind_name(used.kind, language).into(),
            label: used.place.get(language).into(),
            detail: Some(used.detail.get(language))
                .filter(|detail| *detail != used.place.get(language))
                .unwrap_or_default()
                .into(),
            opens: true,
        });
        ModelRc::new(VecModel::from(rows.collect::<Vec<_>>()))
    }

    pub(super) fn open_use(self: &Rc<App>, index: i32) {
        let used = usize::try_from(index).ok().and_then(|at| self.structure.uses.borrow().get(at).cloned());
        let Some(used) = used else { return };
        match used.target {
            UseTarget::Field(table, field) => self.choose(Chosen::Field(table, field)),
            UseTarget::Table(table) => self.choose(Chosen::Table(table)),
            UseTarget::List(list) => {
                self.open_section(used.table);
                self.choose_view(&list.to_string());
            }
            UseTarget::Card(card) => self.open_first_on(used.table, card),
            // Papers are seen on the records of their table.
            UseTarget::Form(_) => self.open_section(used.table),
        }
    }

    // ---- adding

    pub(super) fn add_table(self: &Rc<App>, like: &str) {
        let Some(engine) = self.engine() else { return };
        let new = NewTable {
            label: super::new_label(),
            one: Label::new("Naujas įrašas", "New record"),
            icon: "table".into(),
            key: String::new(),
            like: like.parse().ok(),
        };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let words = language.pick("Kuriama lentelė…", "Making the table…");
            let made = app.work(words, move || engine.new_table(&new)).await;
            if let Some(table) = app.done(made) {
                app.choose(Chosen::Table(table));
                app.focus_first();
                app.say_undoable(language.pick("Lentelė sukurta: pavadinkite ją", "The table is made: give it a name"));
            }
        });
    }

    pub(super) fn add_field(self: &Rc<App>, kind: &str) {
        let (Some(engine), Some(chosen)) = (self.engine(), self.structure.chosen.get()) else { return };
        let table = chosen.table();
        let target = engine.with_schema(|schema| {
            let client = schema.table_by_role(TableRole::Client).map(|table| table.info.id);
            let other = schema.live().find(|other| other.info.id != table).map(|table| table.info.id);
            client.filter(|client| *client != table).or(other)
        });
        let Some(of_kind) = kinds::kind_of(kind, None, target) else { return };
        let name = kinds::named(&of_kind);
        let links = matches!(of_kind, FieldKind::Link { .. });
        let field = Field { label: Label::new(name.lt, name.en), kind: of_kind, indexed: links, ..Field::default() };
        let related = if links { RelatedPlace::FirstCard } else { RelatedPlace::Nowhere };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let words = language.pick("Pridedamas laukas…", "Adding the field…");
            let place = FieldPlace { on_card: true, on_list: true, related };
            let made = app.work(words, move || engine.new_field(table, field, &place)).await;
            if let Some(field) = app.done(made) {
                app.choose(Chosen::Field(table, field));
                app.focus_first();
                app.say_undoable(language.pick(
                    "Laukas pridėtas ir padėtas kortelės gale: pavadinkite jį",
                    "The field is added at the end of the card: give it a name",
                ));
            }
        });
    }

    /// The keyboard goes to the name, which is typed over.
    fn focus_first(self: &Rc<App>) {
        let weak = Rc::downgrade(self);
        slint::Timer::single_shot(std::time::Duration::from_millis(50), move || {
            if let Some(app) = weak.upgrade().filter(|app| app.on_structure()) {
                let first = match app.language() {
                    Language::Lt => 1,
                    Language::En => 2,
                };
                app.ui.global::<CardApi<'_>>().invoke_focus_field(first, false);
            }
        });
    }

    /// Changes the place of a table among the sections.
    pub(super) fn move_table(self: &Rc<App>, index: i32, by: i32) {
        let Some(engine) = self.engine() else { return };
        let rows = self.structure.tables.borrow().clone();
        let at = usize::try_from(index).unwrap_or_default();
        let to = usize::try_from(index + by).ok().filter(|to| *to < rows.len());
        let (Some(Some(one)), Some(Some(other))) = (rows.get(at), to.and_then(|to| rows.get(to))) else { return };
        let (one, other) = (*one, *other);
        let result = engine.move_table(one, other);
        self.done(result);
    }

    pub(super) fn restore_chosen(self: &Rc<App>) {
        let (Some(engine), Some(chosen)) = (self.engine(), self.structure.chosen.get()) else { return };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let words = language.pick("Grąžinama…", "Bringing it back…");
            let result = app.work(words, move || match chosen {
                Chosen::Table(table) => engine.restore_table(table),
                Chosen::Field(table, field) => engine.restore_field(table, field),
            });
            if app.done(result.await).is_some() {
                app.say_undoable(language.pick("Grąžinta su visomis reikšmėmis", "Brought back with all its values"));
            }
        });
    }

    // ---- rehearsals

    pub(super) fn rehearse_removal(self: &Rc<App>) {
        let (Some(engine), Some(chosen)) = (self.engine(), self.structure.chosen.get()) else { return };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let words = language.pick("Tikrinama…", "Looking…");
            let asked = engine.clone();
            let found = app.work(words, move || match chosen {
                Chosen::Table(table) => Ok((asked.uses(table, None)?, asked.count(table)?)),
                Chosen::Field(table, field) => Ok((asked.uses(table, Some(field))?, asked.filled(table, field)?)),
            });
            let (uses, count) = match found.await {
                Ok(found) => found,
                Err(error) => return app.complain(&error),
            };
            let name = app.ui.global::<StructureApi<'_>>().get_title();
            let quoted = words::quoted(&name, language);
            let records = words::records(count, language);
            let (title, text, pending) = match (chosen, language) {
                (Chosen::Field(table, field), Language::Lt) => (
                    format!("Šalinti lauką {quoted}?"),
                    format!(
                        "Reikšmių turi: {records}. Laukas dings iš kortelių ir sąrašų, bet ilsėsis čia su visomis reikšmėmis ir bet kada grįš.{}",
                        if uses.is_empty() { "" } else { " Jį naudoja:" }
                    ),
                    Pending::RemoveField(table, field),
                ),
                (Chosen::Field(table, field), Language::En) => (
                    format!("Remove the field {quoted}?"),
                    format!(
                        "It is filled in {records}. It goes from cards and lists, but rests here with all its values and can come back at any time.{}",
                        if uses.is_empty() { "" } else { " It is used by:" }
                    ),
                    Pending::RemoveField(table, field),
                ),
                (Chosen::Table(table), Language::Lt) => (
                    format!("Šalinti lentelę {quoted}?"),
                    format!("Joje yra {records}. Lentelė dings iš skyrių, bet ilsėsis čia su viskuo ir bet kada grįš."),
                    Pending::RemoveTable(table),
                ),
                (Chosen::Table(table), Language::En) => (
                    format!("Remove the table {quoted}?"),
                    format!("It holds {records}. It goes from the sections, but rests here with everything and can come back at any time."),
                    Pending::RemoveTable(table),
                ),
            };
            let api = app.ui.global::<StructureApi<'_>>();
            api.set_in_files(false);
            api.set_rehearsal_title(title.into());
            api.set_rehearsal_text(text.into());
            api.set_rehearsal_uses(app.use_rows(&uses));
            api.set_failures(ModelRc::default());
            api.set_more_failures(SharedString::new());
            api.set_can_keep(false);
            api.set_confirm_label(language.pick("Šalinti", "Remove").into());
            api.set_grave(true);
            *app.structure.pending.borrow_mut() = Some(pending);
            api.set_rehearsing(true);
        });
    }

    /// Another kind was chosen for a field: what becomes of its values is shown first, unless there are none.
    pub(super) fn rehearse_kind(self: &Rc<App>, table: TableId, field: FieldId, key: &str) {
        let Some(engine) = self.engine() else { return };
        let (old, target) = engine.with_schema(|schema| {
            let old = schema.field(table, field).map(|field| field.kind.clone());
            let client = schema.table_by_role(TableRole::Client).map(|table| table.info.id);
            (old, client)
        });
        let Some(kind) = kinds::kind_of(key, old.as_ref(), target) else { return self.show_again() };
        if old.as_ref().map(kinds::key_of) == Some(key) {
            return self.show_again();
        }
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let words = language.pick("Tikrinamos reikšmės…", "Looking at the values…");
            let (asked, wanted) = (engine.clone(), kind.clone());
            let found = app.work(words, move || asked.rehearse_kind(table, field, &wanted)).await;
            let found = match found {
                Ok(found) => found,
                Err(error) => {
                    app.complain(&error);
                    return app.show_again();
                }
            };
            if let Some(broken) = found.breaks.first() {
                let name = words::quoted(broken.get(language), language);
                let text = match language {
                    Language::Lt => format!("Taip pakeitus sugestų formulė: {name}. Pirmiausia pakeiskite ją."),
                    Language::En => format!("This would break a formula: {name}. Change that formula first."),
                };
                app.say(text, ui::Tone::Danger, None);
                return app.show_again();
            }
            *app.structure.pending.borrow_mut() = Some(Pending::Kind(table, field, kind.clone()));
            if found.failing == 0 {
                // Nothing is lost: it is done at once, and can be undone.
                return app.confirm_rehearsal();
            }
            let (name, kind) = (app.ui.global::<StructureApi<'_>>().get_title(), kinds::named(&kind));
            let quoted = words::quoted(&name, language);
            let kind = kind.name(language).to_lowercase();
            let (filled, fits) = (found.filled, found.converts);
            let (title, text) = match language {
                Language::Lt => (
                    format!("Keisti lauko {quoted} rūšį į „{kind}“?"),
                    format!("Tinka {fits} iš {filled} reikšmių. Šios netinka ir liktų tuščios:"),
                ),
                Language::En => (
                    format!("Change the kind of {quoted} to “{kind}”?"),
                    format!("{fits} of {filled} values fit. These do not and would be left empty:"),
                ),
            };
            let rows = found.failures.iter().take(SHOWN).map(|failure| FailureRow {
                title: failure.title.as_str().into(),
                text: failure.text.as_str().into(),
                why: failure.message.get(language).into(),
            });
            let rows: Vec<FailureRow> = rows.collect();
            let more = found.failing.saturating_sub(rows.len() as u64);
            let api = app.ui.global::<StructureApi<'_>>();
            api.set_in_files(false);
            api.set_rehearsal_title(title.into());
            api.set_rehearsal_text(text.into());
            api.set_rehearsal_uses(ModelRc::default());
            api.set_failures(ModelRc::new(VecModel::from(rows)));
            api.set_more_failures(match (more, language) {
                (0, _) => SharedString::new(),
                (more, Language::Lt) => slint::format!("Ir dar {more}"),
                (more, Language::En) => slint::format!("And {more} more"),
            });
            api.set_can_keep(found.notes.is_some());
            api.set_keep(found.notes.is_some());
            api.set_confirm_label(language.pick("Keisti rūšį", "Change the kind").into());
            api.set_grave(false);
            api.set_rehearsing(true);
        });
    }

    /// Changes the kind with progress, and says what became of the values.
    async fn change_kind(
        self: &Rc<App>,
        engine: Arc<Engine>,
        table: TableId,
        field: FieldId,
        kind: FieldKind,
        keep: KeepText,
    ) -> Option<String> {
        let language = self.language();
        let words = language.pick("Keičiama lauko rūšis…", "Changing the kind…");
        let (done, stopped) = self.begin_counted();
        let result = self
            .work(words, move || {
                let mut report = |at: u64, total: u64| {
                    done.store(at * 1000 / total.max(1), Ordering::Relaxed);
                    !stopped.load(Ordering::Relaxed)
                };
                engine.change_kind(table, field, kind, keep, &mut report)
            })
            .await;
        self.end_counted();
        let refused = result.is_err();
        let report = self.done(result);
        if refused {
            self.show_again();
        }
        let report = report?;
        let (converted, failed, kept) = (report.converted, report.failed, report.kept);
        Some(match (failed, language) {
            (0, Language::Lt) => format!("Rūšis pakeista, visos reikšmės ({converted}) tinka"),
            (0, Language::En) => format!("The kind is changed, all values ({converted}) fit"),
            (_, Language::Lt) => {
                format!("Rūšis pakeista: tinka {converted}, netiko {failed}, pastabose palikta {kept}")
            }
            (_, Language::En) => {
                format!("The kind is changed: {converted} fit, {failed} did not, {kept} kept in notes")
            }
        })
    }

    pub(super) fn cancel_rehearsal(self: &Rc<App>) {
        *self.structure.pending.borrow_mut() = None;
        self.show_again();
    }

    pub(super) fn confirm_rehearsal(self: &Rc<App>) {
        let (Some(engine), Some(pending)) = (self.engine(), self.structure.pending.borrow_mut().take()) else { return };
        let keep = if self.ui.global::<StructureApi<'_>>().get_keep() { KeepText::InNotes } else { KeepText::Drop };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let words = language.pick("Keičiama struktūra…", "Changing the structure…");
            match pending {
                Pending::Kind(table, field, kind) => {
                    let done = app.change_kind(engine, table, field, kind, keep).await;
                    if let Some(text) = done {
                        app.say_undoable(text);
                    }
                }
                Pending::RemoveField(table, field) => {
                    let result = app.work(words, move || engine.remove_field(table, field)).await;
                    if app.done(result).is_some() {
                        app.say_undoable(language.pick("Laukas pašalintas", "The field is removed"));
                    }
                }
                Pending::Configuration(files, name) => {
                    let (done, stopped) = app.begin_counted();
                    let result = app.work(words, move || {
                        let mut report = |at: u64, total: u64| {
                            done.store(at * 1000 / total.max(1), Ordering::Relaxed);
                            !stopped.load(Ordering::Relaxed)
                        };
                        engine.import_configuration(&files, &name, KeepText::InNotes, &mut report)
                    });
                    let result = result.await;
                    app.end_counted();
                    if app.done(result).is_some() {
                        app.say_undoable(language.pick("Konfigūracija importuota", "The configuration is imported"));
                    }
                }
                Pending::RemoveTable(table) => {
                    let result = app.work(words, move || engine.remove_table(table)).await;
                    if app.done(result).is_some() {
                        app.say_undoable(language.pick("Lentelė pašalinta", "The table is removed"));
                    }
                }
            }
        });
    }
}

fn kind_name(kind: UseKind, language: Language) -> &'static str {
    match kind {
        UseKind::Card => language.pick("Kortelė", "Card"),
        UseKind::CardCondition => language.pick("Kortelės sąlyga", "Condition of a card"),
        UseKind::Related => language.pick("Kortelės lentelė", "Table on a card"),
        UseKind::ListColumn => language.pick("Sąrašo stulpelis", "Column of a list"),
        UseKind::ListSort => language.pick("Sąrašo rikiavimas", "Order of a list"),
        UseKind::ListFilter => language.pick("Sąrašo filtras", "Filter of a list"),
        UseKind::Form => language.pick("Spausdinimo forma", "Print form"),
        UseKind::Formula => language.pick("Formulė", "Formula"),
        UseKind::Default => language.pick("Pradinė reikšmė", "Default"),
        UseKind::Link => language.pick("Nuoroda", "Link"),
        UseKind::PartOf => language.pick("Eilutės", "Lines"),
        UseKind::Title => language.pick("Įrašo pavadinimas", "Name of a record"),
        UseKind::MatchKey => language.pick("Atpažinimas importuojant", "Matching on import"),
        UseKind::Role => language.pick("Programos taisyklė", "Rule of the program"),
    }
}
