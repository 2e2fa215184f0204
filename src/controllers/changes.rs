//! After a change: what is on the screen follows it, and only that. Undo and redo.

use crate::{App, words::quoted};
use engine::{EngineError, Outcome, Result};
use model::changes::Changes;
use slint::ComponentHandle as _;
use std::rc::Rc;
use ui::{AppApi, CardApi, Page, Tone};

impl App {
    /// Takes the result of an action: shows what changed, or says why it was refused. The output is handed on.
    pub(crate) fn done<T>(self: &Rc<App>, result: Result<Outcome<T>>) -> Option<T> {
        match result {
            Ok(outcome) => {
                if outcome.entry != 0 {
                    self.settle_toasts();
                    self.changed(&outcome.changes);
                    self.show_saved();
                }
                Some(outcome.output)
            }
            Err(EngineError::Cancelled) => None,
            Err(error) => {
                self.complain(&error);
                None
            }
        }
    }

    /// Everything shown follows a change.
    pub(crate) fn changed(self: &Rc<App>, changes: &Changes) {
        if changes.structure || changes.layouts {
            self.show_sections();
            self.relabel_list();
        } else {
            if !changes.membership.is_empty() {
                self.show_sections();
            }
            self.follow_list(changes);
        }
        self.follow_structure(changes);
        self.follow_designer(changes);
        self.follow_card(changes);
        self.follow_plans(changes);
        self.follow_users(changes);
        self.show_side_panel();
        self.show_commands();
    }

    /// What the menus offer now.
    pub(crate) fn show_commands(&self) {
        let api = self.ui.global::<AppApi<'_>>();
        let Some(engine) = self.engine() else {
            for set in [AppApi::set_can_undo, AppApi::set_can_redo, AppApi::set_can_create, AppApi::set_can_delete] {
                set(&api, false);
            }
            api.set_can_print(false);
            return;
        };
        let (undo, redo) = engine.next_steps(self.language()).unwrap_or_default();
        let can_write = !engine.is_read_only();
        api.set_can_undo(can_write && undo.is_some());
        api.set_can_redo(can_write && redo.is_some());
        api.set_undo_label(undo.unwrap_or_default().into());
        api.set_redo_label(redo.unwrap_or_default().into());
        self.ui.global::<ui::ListApi<'_>>().set_lists_persons(self.lists_persons());
        let on_card = api.get_page() == Page::Card;
        let card = self.ui.global::<CardApi<'_>>();
        let current = self.list.current();
        api.set_can_create(can_write && self.list.table().is_some());
        api.set_can_delete(can_write && if on_card { card.get_can_delete() } else { current.is_some() });
        let printable =
            current.is_some() && self.list.table().is_some_and(|table| crate::documents::has_form(&engine, table));
        api.set_can_print(if on_card { card.get_can_print() } else { printable });
    }

    pub(crate) fn undo(self: &Rc<App>) {
        if self.page() == Page::Designer {
            return self.design_undo();
        }
        self.step(true);
    }

    pub(crate) fn redo(self: &Rc<App>) {
        if self.page() == Page::Designer {
            return self.design_redo();
        }
        self.step(false);
    }

    pub(crate) fn step(self: &Rc<App>, back: bool) {
        let Some(engine) = self.engine() else { return };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let words = if back {
                language.pick("Atšaukiama…", "Undoing…")
            } else {
                language.pick("Kartojama…", "Redoing…")
            };
            let result = app
                .work(words, move || {
                    let (undo, redo) = engine.next_steps(language)?;
                    let outcome = if back { engine.undo() } else { engine.redo() }?;
                    let label = if back { undo } else { redo }.unwrap_or_default();
                    Ok(Outcome { output: label, changes: outcome.changes, entry: outcome.entry })
                })
                .await;
            if let Some(label) = app.done(result) {
                let words =
                    if back { language.pick("Atšaukta", "Undone") } else { language.pick("Pakartota", "Redone") };
                app.say(format!("{words}: {label}"), Tone::Normal, None);
            }
        });
    }

    /// Deletes the record of the open card, or the current one of the list.
    pub(crate) fn delete_current(self: &Rc<App>) {
        if self.page() == Page::Card {
            self.delete_card();
        } else if self.list.rows.selected_count() > 1 {
            self.delete_selected();
        } else if let (Some(table), Some(id)) = (self.list.table(), self.list.current()) {
            self.delete_record(table, id);
        }
    }

    /// Deletes a record and offers to take it back.
    pub(crate) fn delete_record(self: &Rc<App>, table: model::ids::TableId, id: model::ids::RecordId) {
        let Some(engine) = self.engine().filter(|_| self.may_write()) else { return };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let result = app
                .work(language.pick("Trinama…", "Deleting…"), move || {
                    let title = engine.title(table, id, language)?;
                    let outcome = engine.delete_records(table, &[id])?;
                    Ok(Outcome { output: title, changes: outcome.changes, entry: outcome.entry })
                })
                .await;
            if let Some(title) = app.done(result) {
                app.say_undoable(format!("{}: {}", language.pick("Ištrinta", "Deleted"), quoted(&title, language)));
            }
        });
    }

    /// Whether the open base can be written; where not, says so.
    pub(crate) fn may_write(&self) -> bool {
        let may = self.engine().is_some_and(|engine| !engine.is_read_only());
        if !may && self.engine().is_some() {
            let text = self.language().pick(
                "Bazė atverta tik skaityti: čia nieko pakeisti negalima.",
                "The base is open for reading only: nothing can be changed here.",
            );
            self.say(text, Tone::Warning, None);
        }
        may
    }

    /// A new record in the current section.
    pub(crate) fn new_record(self: &Rc<App>) {
        if self.engine().is_some() && !self.may_write() {
            return;
        }
        if let Some(table) = self.list.table().or_else(|| self.sections.active()) {
            self.open_draft(table, Vec::new());
        }
    }
}
