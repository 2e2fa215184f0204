//! Cells of the list: edited where they stand, and pasted over as a table.

use crate::{
    App,
    contents::without_name,
    editors::{choice_model, date_data, editor_of, is_numeric, offered, text_in_editor},
    messages::Question,
};
use engine::{Engine, Entry, Outcome, Paste, cells_of};
use model::{
    ids::{FieldId, RecordId, TableId},
    language::Language,
    schema::{Choice, Field, FieldKind},
    value::{Link, Value},
};
use slint::{ComponentHandle as _, ModelRc, VecModel};
use std::{rc::Rc, sync::Arc};
use ui::{EditData, EditMove, EditorKind, ListApi, Tone};

/// The cell that is being edited.
#[derive(Clone)]
pub(crate) struct Editing {
    table: TableId,
    id: RecordId,
    field: Field,
    row: i32,
    column: i32,
}

/// Cells from the clipboard and where they go.
struct Pasted {
    columns: Vec<FieldId>,
    rows: Vec<RecordId>,
    lines: Vec<Vec<String>>,
}

fn can_edit(field: &Field) -> bool {
    use EditorKind as E;
    field.formula().is_none()
        && matches!(editor_of(field), E::Text | E::Number | E::Multiline | E::Date | E::Choice | E::Link | E::YesNo)
}

impl App {
    pub(crate) fn connect_list_cells(self: &Rc<App>) {
        let api = self.ui.global::<ListApi<'_>>();
        api.on_edit_requested(forward!(self, |app, row, column| app.edit_cell(row, column)));
        api.on_edit_committed(forward!(self, |app, text, then| app.commit_cell(&text, then)));
        api.on_edit_link_searched(forward!(self, |app, text| {
            let editing = app.list.editing.borrow().clone();
            if let Some(editing) = editing {
                app.suggest(&editing.field, &text);
            }
        }));
        api.on_edit_link_chosen(forward!(self, |app, id| app.choose_cell_link(&id)));
        api.on_edit_closed(forward!(self, |app, then| {
            if !app.list.saving.get() {
                app.close_cell(then);
            }
        }));
        api.on_paste(forward!(self, |app| app.paste_rows()));
    }

    fn edit_cell(self: &Rc<App>, row: i32, column: i32) {
        let (Some(engine), Some(table)) = (self.engine(), self.list.table()) else { return };
        if !self.may_write() {
            return;
        }
        let api = self.ui.global::<ListApi<'_>>();
        let refused = slint::Model::row_data(&api.get_edits(), 0).filter(|edit| !edit.error.is_empty());
        if let Some(refused) = refused {
            // What was typed there is not dropped for another cell.
            return self.say(refused.error, Tone::Danger, None);
        }
        let definitions = engine.definitions();
        let Some(of) = definitions.schema.table(table) else { return };
        let fields = self.list_fields(of);
        let column = match usize::try_from(column) {
            Ok(column) => column,
            Err(_) => fields.iter().position(|(field, _)| can_edit(field)).unwrap_or_default(),
        };
        let id = usize::try_from(row).ok().and_then(|row| self.list.rows.id(row));
        let (Some((field, _)), Some(id)) = (fields.get(column).cloned(), id) else { return };
        let language = self.language();
        let at = i32::try_from(column).unwrap_or_default();
        api.set_current_column(at);
        api.set_cell_mode(true);
        if !can_edit(&field) {
            let text = language.pick(
                "Šis langelis čia nekeičiamas: atverkite kortelę.",
                "This cell is not changed here: open the card.",
            );
            return self.say(text, Tone::Normal, None);
        }
        let Ok(stored) = engine.record(table, id) else { return };
        let value = stored.values.get(field.id);
        if editor_of(&field) == EditorKind::YesNo {
            let yes = !matches!(value, Some(Value::YesNo(true)));
            return self.write_cell(table, id, (field.id, Some(Value::YesNo(yes))), EditMove::Stay);
        }
        let data = EditData {
            row,
            column: at,
            editor: editor_of(&field),
            label: field.label.get(language).into(),
            text: text_in_editor(&engine, &field, value, language).into(),
            date: date_data(value.and_then(Value::as_date)),
            choices: choice_model(&offered(&field, value, engine.today(), language)),
            numeric: is_numeric(&field),
            required: field.required,
            ..EditData::default()
        };
        api.set_edit_dirty(false);
        api.set_edit_draft(data.text.clone());
        *self.list.editing.borrow_mut() = Some(Editing { table, id, field, row, column: at });
        api.set_edits(ModelRc::new(VecModel::from(vec![data])));
    }

    fn commit_cell(self: &Rc<App>, text: &str, then: EditMove) {
        let Some(editing) = self.list.editing.borrow().clone() else { return };
        let Some(engine) = self.engine() else { return };
        let language = self.language();
        let value = match &editing.field.kind {
            FieldKind::Choice { choices, .. } => {
                let chosen: Option<&Choice> = choices.iter().find(|choice| choice.id.to_string() == text);
                Ok(chosen.map(|choice| Value::Choices(vec![choice.id])))
            }
            _ => engine.read_text(editing.table, editing.field.id, text, language),
        };
        match value {
            Ok(value) => self.write_cell(editing.table, editing.id, (editing.field.id, value), then),
            Err(error) => self.refuse_cell(&error.message(language), text),
        }
    }

    fn choose_cell_link(self: &Rc<App>, id: &str) {
        let Some(editing) = self.list.editing.borrow().clone() else { return };
        let link = id
            .split_once('/')
            .and_then(|(table, record)| Some(Link { table: table.parse().ok()?, record: record.parse().ok()? }));
        match (link, id.is_empty()) {
            (Some(link), _) => {
                let value = Some(Value::Links(vec![link]));
                self.write_cell(editing.table, editing.id, (editing.field.id, value), EditMove::Stay);
            }
            (None, true) => self.write_cell(editing.table, editing.id, (editing.field.id, None), EditMove::Stay),
            (None, false) => {
                let text = self.language().pick("Naują įrašą sukurkite kortelėje.", "Make a new record on the card.");
                self.refuse_cell(text, "");
            }
        }
    }

    fn write_cell(self: &Rc<App>, table: TableId, id: RecordId, entry: Entry, then: EditMove) {
        let Some(engine) = self.engine() else { return };
        let (app, language) = (self.clone(), self.language());
        self.list.saving.set(true);
        self.spawn(async move {
            let words = language.pick("Rašoma…", "Writing…");
            let result = app.work(words, move || engine.edit_fields(table, id, &[entry])).await;
            app.list.saving.set(false);
            match result {
                Ok(outcome) => {
                    app.close_cell(then);
                    app.done(Ok(outcome));
                }
                Err(error) if app.list.editing.borrow().is_some() => {
                    let draft = app.ui.global::<ListApi<'_>>().get_edit_draft();
                    app.refuse_cell(&error.message(language), &draft);
                }
                Err(error) => app.complain(&error),
            }
        });
    }

    /// Says at the cell why what was typed was not taken; it stays there.
    fn refuse_cell(&self, message: &str, text: &str) {
        let Some(editing) = self.list.editing.borrow().clone() else { return };
        let api = self.ui.global::<ListApi<'_>>();
        let edits = api.get_edits();
        if let Some(data) = slint::Model::row_data(&edits, 0) {
            let error = without_name(message, &editing.field, self.language());
            slint::Model::set_row_data(&edits, 0, EditData { error: error.into(), text: text.into(), ..data });
        }
    }

    /// The editor stays over its record when the order of the list changes, and goes when the record is no longer listed.
    pub(crate) fn follow_edited_row(&self) {
        let Some(editing) = self.list.editing.borrow().clone() else { return };
        let number = self.engine().and_then(|engine| engine.number_of(editing.id).ok().flatten());
        let row = number.and_then(|number| self.list.rows.row_of(number)).and_then(|row| i32::try_from(row).ok());
        let edits = self.ui.global::<ListApi<'_>>().get_edits();
        match (row, slint::Model::row_data(&edits, 0)) {
            (Some(row), Some(data)) if row != data.row => {
                slint::Model::set_row_data(&edits, 0, EditData { row, ..data });
                if let Some(editing) = &mut *self.list.editing.borrow_mut() {
                    editing.row = row;
                }
            }
            (None, Some(_)) => self.close_cell(EditMove::Stay),
            _ => {}
        }
    }

    fn close_cell(&self, then: EditMove) {
        let api = self.ui.global::<ListApi<'_>>();
        let editing = self.list.editing.take();
        api.set_edits(ModelRc::default());
        api.set_edit_dirty(false);
        let Some(Editing { row, column, .. }) = editing else { return };
        let (rows, columns) = (self.list.rows.count(), slint::Model::row_count(&*self.list.columns));
        let last = |count: usize| i32::try_from(count).unwrap_or(i32::MAX) - 1;
        let (row, column) = match then {
            EditMove::Down => (row + 1, column),
            EditMove::Up => (row - 1, column),
            EditMove::Next => (row, column + 1),
            EditMove::Previous => (row, column - 1),
            EditMove::Stay => (row, column),
        };
        api.set_current_column(column.clamp(0, last(columns).max(0)));
        let row = row.clamp(0, last(rows).max(0));
        if row != api.get_current_row() {
            api.set_current_row(row);
            api.invoke_row_selected(row);
            api.invoke_scroll_to(row);
        }
    }

    /// Puts copied cells over those of the list, from the current cell on, as one action.
    fn paste_rows(self: &Rc<App>) {
        let (Some(engine), Some(table), Some(text)) = (self.engine(), self.list.table(), crate::clipboard::read())
        else {
            return;
        };
        let api = self.ui.global::<ListApi<'_>>();
        let language = self.language();
        if !self.may_write() {
            return;
        }
        if !api.get_cell_mode() {
            let text = language.pick(
                "Pasirinkite langelį, nuo kurio įklijuoti: rodyklė į dešinę arba F2.",
                "Choose the cell to paste from: the right arrow, or F2.",
            );
            return self.say(text, Tone::Normal, None);
        }
        let definitions = engine.definitions();
        let Some(of) = definitions.schema.table(table) else { return };
        let shown = self.list_fields(of);
        let fields: Vec<FieldId> = shown.iter().map(|(field, _)| field.id).collect();
        let (Ok(row), Ok(column)) = (usize::try_from(api.get_current_row()), usize::try_from(api.get_current_column()))
        else {
            return;
        };
        let mut lines = cells_of(&text);
        // Rows that were copied here bring their headings along.
        let headings = shown.iter().skip(column).map(|(field, _)| field.label.get(language));
        if lines.len() > 1 && lines[0].iter().map(String::as_str).eq(headings.take(lines[0].len())) {
            lines.remove(0);
        }
        let columns: Vec<FieldId> = fields.into_iter().skip(column).collect();
        let rows: Vec<RecordId> = (row..row + lines.len()).map_while(|row| self.list.rows.id(row)).collect();
        let beyond = lines.len() - rows.len();
        let pasted = Pasted { columns, rows, lines };
        if beyond == 0 {
            return self.paste_into(&engine, table, pasted);
        }
        let question = Question {
            title: match language {
                Language::Lt => format!("Įklijuojama daugiau eilučių, nei yra sąraše: {beyond}"),
                Language::En => format!("Rows more than the list has: {beyond}"),
            },
            text: match language {
                Language::Lt => format!("Sukurti naujų įrašų: {beyond}? Visa tai atšaukiama vienu veiksmu."),
                Language::En => format!("Make new records: {beyond}? All of it can be undone in one step."),
            },
            answers: [language.pick("Neįklijuoti", "Do not paste"), language.pick("Sukurti", "Make them")],
        };
        self.ask_kindly(question, move |app| app.paste_into(&engine, table, pasted));
    }

    fn paste_into(self: &Rc<App>, engine: &Arc<Engine>, table: TableId, pasted: Pasted) {
        let Pasted { columns, rows, lines } = pasted;
        let widest = lines.iter().map(Vec::len).max().unwrap_or_default();
        let left_out = widest.saturating_sub(columns.len());
        let new = lines.len().saturating_sub(rows.len());
        let (app, engine, language) = (self.clone(), engine.clone(), self.language());
        self.spawn(async move {
            let words = language.pick("Įklijuojama…", "Pasting…");
            let job = move || -> engine::Result<Outcome<usize>> {
                if new > 0 {
                    return engine.paste(&Paste { table, by: None, rows, columns }, &lines, language);
                }
                let cells = rows
                    .iter()
                    .zip(lines)
                    .flat_map(|(id, texts)| columns.iter().zip(texts).map(|(field, text)| (*id, *field, text)));
                engine.edit_cells(table, &cells.collect::<Vec<_>>(), language)
            };
            let Some(count) = app.done(app.work(words, job).await) else { return };
            let mut text = match (language, new) {
                (Language::Lt, 0) => format!("Pakeista langelių: {count}"),
                (Language::En, 0) => format!("Cells changed: {count}"),
                (Language::Lt, _) => format!("Įklijuota eilučių: {count}, iš jų naujų įrašų: {new}"),
                (Language::En, _) => format!("Rows pasted: {count}, new records among them: {new}"),
            };
            if left_out > 0 {
                text += &match language {
                    Language::Lt => format!(". Sąraše neliko vietos stulpeliams: {left_out}"),
                    Language::En => format!(". Columns the list had no room for: {left_out}"),
                };
            }
            app.say_undoable(text);
        });
    }
}
