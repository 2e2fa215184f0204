//! Several rows of the list at once: ticked, summed, copied, deleted.

use crate::{App, words};
use engine::{Figures, Result, text_of_cells};
use model::{
    ids::{FieldId, RecordId},
    language::Language,
    schema::{Field, FieldKind},
    value::format_amount,
};
use rust_decimal::Decimal;
use slint::{ComponentHandle as _, ModelRc, VecModel};
use std::{
    rc::Rc,
    sync::{Arc, atomic::Ordering},
};
use ui::{LabelValue, ListApi, SidePanelApi, Tone, TotalData};

/// What the totals of the selection say.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) enum Say {
    #[default]
    Sum,
    Average,
    Least,
    Most,
}

/// Rows that are copied at most.
const COPIED: usize = 100_000;

impl App {
    pub(crate) fn connect_selection(self: &Rc<App>) {
        let api = self.ui.global::<ListApi<'_>>();
        api.on_row_toggled(forward!(self, |app, index, with_current| app.toggle_row(index, with_current)));
        api.on_row_extended(forward!(self, |app, index| app.extend_rows(index)));
        api.on_all_toggled(forward!(self, |app| app.toggle_all()));
        api.on_selection_cleared(forward!(self, |app| app.clear_selection()));
        api.on_delete_selected(forward!(self, |app| app.delete_selected()));
        api.on_copy(forward!(self, |app| app.copy_rows()));
        self.ui.global::<SidePanelApi<'_>>().on_selection_clicked(forward!(self, |app, what, x, y| {
            app.selection_clicked(&what, x, y);
        }));
    }

    fn toggle_row(self: &Rc<App>, index: i32, with_current: bool) {
        let Ok(row) = usize::try_from(index) else { return };
        let api = self.ui.global::<ListApi<'_>>();
        let current = usize::try_from(api.get_current_row()).ok();
        if with_current && self.list.rows.selected_count() == 0 && current != Some(row) {
            self.list.rows.select(current.into_iter(), true);
        }
        let is_selected = self.list.rows.is_selected(row);
        self.list.rows.select(std::iter::once(row), !is_selected);
        self.list.anchor.set(Some(row));
        self.selection_changed();
    }

    fn extend_rows(self: &Rc<App>, index: i32) {
        let Ok(row) = usize::try_from(index) else { return };
        let current = self.list.current().and_then(|id| self.engine()?.number_of(id).ok().flatten());
        let from = self.list.anchor.get().or_else(|| self.list.rows.row_of(current?)).unwrap_or(row);
        self.list.anchor.set(Some(from));
        self.list.rows.clear_selected();
        self.list.rows.select(from.min(row)..=from.max(row), true);
        self.select_row(index);
        self.selection_changed();
    }

    fn toggle_all(self: &Rc<App>) {
        let count = self.list.rows.count();
        if self.list.rows.selected_count() == count {
            self.list.rows.clear_selected();
        } else {
            self.list.rows.select(0..count, true);
        }
        self.selection_changed();
    }

    /// Ticks nothing any more.
    pub(crate) fn clear_selection(self: &Rc<App>) {
        self.list.anchor.set(None);
        if self.list.rows.selected_count() > 0 {
            self.list.rows.clear_selected();
            self.selection_changed();
        }
    }

    /// The ticked records in the order of the list.
    pub(crate) fn selected_ids(&self) -> Result<Vec<RecordId>> {
        let (Some(engine), Some(table)) = (self.engine(), self.list.table()) else { return Ok(Vec::new()) };
        let numbers = self.list.rows.selected_numbers();
        Ok(engine.rows(table, &numbers, &[], self.language())?.into_iter().map(|row| row.id).collect())
    }

    /// Says how many rows are ticked and what they come to.
    pub(crate) fn selection_changed(self: &Rc<App>) {
        let count = self.list.rows.selected_count();
        let api = self.ui.global::<ListApi<'_>>();
        api.set_selected_count(i32::try_from(count).unwrap_or(i32::MAX));
        self.show_list_status();
        self.sum_up_list();
        let panel = self.ui.global::<SidePanelApi<'_>>();
        panel.set_selected_count(i32::try_from(count).unwrap_or(i32::MAX));
        let words = words::records(count as u64, self.language());
        panel.set_selected_title(slint::format!("{}: {words}", self.language().pick("Pažymėta", "Selected")));
        if count < 2 {
            self.show_side_panel();
            return;
        }
        let (Some(engine), Some(table)) = (self.engine(), self.list.table()) else { return };
        panel.set_can_print(crate::documents::has_form(&engine, table));
        panel.set_can_delete(!engine.is_read_only());
    }

    /// Sums up the ticked rows or, where fewer than two are, the amounts of money of all that are listed.
    pub(crate) fn sum_up_list(self: &Rc<App>) {
        let (Some(engine), Some(table)) = (self.engine(), self.list.table()) else { return };
        let definitions = engine.definitions();
        let Some(of) = definitions.schema.table(table) else { return };
        let ticked = self.list.rows.selected_count();
        let sum = self.list.sums.fetch_add(1, Ordering::Relaxed) + 1;
        let fields = self.list_fields(of).into_iter().map(|(field, _)| field);
        let fields: Vec<FieldId> = fields.filter(|field| ticked > 1 || field.adds_up()).map(|field| field.id).collect();
        let numbers = if ticked > 1 { Arc::new(self.list.rows.selected_numbers()) } else { self.list.rows.numbers() };
        if fields.is_empty() || numbers.is_empty() {
            return self.show_totals(Vec::new());
        }
        let (app, language, newest) = (self.clone(), self.language(), self.list.sums.clone());
        self.spawn(async move {
            let words = language.pick("Skaičiuojama…", "Adding up…");
            let job = move || {
                if newest.load(Ordering::Relaxed) != sum {
                    return Ok(Vec::new());
                }
                engine.figures(table, &numbers, &fields)
            };
            let found = app.work_on(&app.beside, words, job).await;
            // Something else was ticked or listed meanwhile.
            if app.list.sums.load(Ordering::Relaxed) != sum {
                return;
            }
            match found {
                Ok(figures) => app.show_totals(figures),
                Err(error) => app.complain(&error),
            }
        });
    }

    /// Shows what the rows come to.
    pub(crate) fn show_totals(&self, figures: Vec<(FieldId, Figures)>) {
        *self.list.figures.borrow_mut() = figures;
        self.say_totals();
    }

    /// The totals once more, after their function or the language changed.
    pub(crate) fn say_totals(&self) {
        let (Some(engine), Some(table)) = (self.engine(), self.list.table()) else { return };
        let definitions = engine.definitions();
        let Some(of) = definitions.schema.table(table) else { return };
        let (language, say) = (self.language(), self.list.say.get());
        let function = match say {
            Say::Sum => language.pick("suma", "sum"),
            Say::Average => language.pick("vidurkis", "average"),
            Say::Least => language.pick("mažiausia", "least"),
            Say::Most => language.pick("didžiausia", "most"),
        };
        let mut totals = Vec::new();
        for (field, figures) in self.list.figures.borrow().iter() {
            let Some(field) = of.field(*field) else { continue };
            let number = match say {
                Say::Sum => Some(figures.sum),
                Say::Average => figures.average(),
                Say::Least => figures.least,
                Say::Most => figures.most,
            };
            let Some(number) = number else { continue };
            let text = figure_text(number, field, language);
            totals.push((field.label.get(language).to_owned(), text));
        }
        let chips = totals.iter().map(|(label, text)| TotalData {
            label: slint::format!("{label}, {function}"),
            text: text.as_str().into(),
        });
        let chips = chips.collect::<Vec<_>>();
        self.ui.global::<ListApi<'_>>().set_totals(ModelRc::new(VecModel::from(chips)));
        let rows =
            totals.into_iter().map(|(label, text)| LabelValue { label: label.into(), text: text.into(), number: true });
        let rows = rows.collect::<Vec<_>>();
        self.ui.global::<SidePanelApi<'_>>().set_selected_totals(ModelRc::new(VecModel::from(rows)));
    }

    pub(crate) fn delete_selected(self: &Rc<App>) {
        if !self.may_write() {
            return;
        }
        let (Some(engine), Some(table)) = (self.engine(), self.list.table()) else { return };
        let ids = match self.selected_ids() {
            Ok(ids) if !ids.is_empty() => ids,
            Ok(_) => return,
            Err(error) => return self.complain(&error),
        };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let count = ids.len() as u64;
            let result =
                app.work(language.pick("Trinama…", "Deleting…"), move || engine.delete_records(table, &ids)).await;
            if app.done(result).is_some() {
                app.clear_selection();
                let what = words::number(count, language);
                app.say_undoable(format!("{}: {what}", language.pick("Ištrinta įrašų", "Deleted records")));
            }
        });
    }

    /// Copies the ticked rows with their headings, or the current cell or row.
    pub(crate) fn copy_rows(self: &Rc<App>) {
        let (Some(engine), Some(table)) = (self.engine(), self.list.table()) else { return };
        let api = self.ui.global::<ListApi<'_>>();
        let definitions = engine.definitions();
        let Some(of) = definitions.schema.table(table) else { return };
        let language = self.language();
        let mut fields = self.list_fields(of);
        let mut numbers = self.list.rows.selected_numbers();
        let many = numbers.len() > 1;
        if numbers.is_empty() {
            numbers.extend(self.list.current().and_then(|id| engine.number_of(id).ok().flatten()));
            if api.get_cell_mode() {
                let column = usize::try_from(api.get_current_column()).unwrap_or_default();
                fields = fields.into_iter().skip(column).take(1).collect();
            }
        }
        numbers.truncate(COPIED);
        let headings: Vec<String> = fields.iter().map(|(field, _)| field.label.get(language).to_owned()).collect();
        let ids: Vec<FieldId> = fields.iter().map(|(field, _)| field.id).collect();
        let app = self.clone();
        self.spawn(async move {
            let words = language.pick("Kopijuojama…", "Copying…");
            let rows = app.work(words, move || engine.rows(table, &numbers, &ids, language)).await;
            match rows {
                Ok(rows) => {
                    let count = rows.len() as u64;
                    let texts = rows.into_iter().map(|row| row.cells.into_iter().map(|cell| cell.text).collect());
                    let lines: Vec<Vec<String>> = many.then_some(headings).into_iter().chain(texts).collect();
                    app.copied(text_of_cells(&lines), count);
                }
                Err(error) => app.complain(&error),
            }
        });
    }

    fn copied(&self, text: String, count: u64) {
        let language = self.language();
        match crate::clipboard::write(text) {
            Ok(()) => {
                let what = words::records(count, language);
                self.say(format!("{}: {what}", language.pick("Nukopijuota", "Copied")), Tone::Normal, None);
            }
            Err(error) => {
                tracing::warn!(%error, "nothing can be copied");
                self.say(language.pick("Nepavyko nukopijuoti.", "This could not be copied."), Tone::Danger, None);
            }
        }
    }

    fn selection_clicked(self: &Rc<App>, what: &str, x: f32, y: f32) {
        match what {
            "copy" => self.copy_rows(),
            "delete" => self.delete_selected(),
            "export" => self.export_menu(x, y),
            "print" => self.print_current(),
            _ => self.clear_selection(),
        }
    }
}

/// A figure as it stands in its column.
fn figure_text(number: Decimal, field: &Field, language: Language) -> String {
    let decimals = match field.shown_kind() {
        FieldKind::Money { .. } => 2,
        FieldKind::Number { scale } => scale.map_or_else(|| number.normalize().scale().min(4), u32::from),
        _ => 0,
    };
    let text = format_amount(number, decimals, language);
    match field.shown_kind() {
        FieldKind::Money { currency } => words::with_currency(&text, currency),
        _ => text,
    }
}
