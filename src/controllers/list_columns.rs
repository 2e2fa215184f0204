//! Columns of the list: which, in what order, how wide, and which view of the table. All of it is remembered on this computer.

use crate::{App, list::fields_of};
use model::{
    ids::FieldId,
    schema::{Field, FieldKind, Table},
    value::fold,
};
use slint::{ComponentHandle as _, Model as _, ModelRc, SharedString, VecModel};
use std::rc::Rc;
use ui::{ColumnChoice, ListApi};

impl App {
    pub(crate) fn connect_columns(self: &Rc<App>) {
        let api = self.ui.global::<ListApi<'_>>();
        api.set_compact(self.settings.borrow().compact_rows);
        api.on_column_at(forward_or!(self, |app, x, _serial| app.column_at(x), -1));
        api.on_edge_at(forward_or!(self, |app, x, _serial| app.edge_at(x), -1));
        api.on_edge_of(forward_or!(self, |app, index, _serial| app.edge_of(index), 0.0));
        api.on_longest_text(forward_or!(self, |app, index| app.longest_text(index), SharedString::new()));
        api.on_column_moved(forward!(self, |app, from, to| app.move_column(from, to)));
        api.on_chooser_opened(forward!(self, |app| {
            app.list.chooser_search.borrow_mut().clear();
            app.show_chooser();
        }));
        api.on_chooser_searched(forward!(self, |app, text| {
            *app.list.chooser_search.borrow_mut() = text.to_string();
            app.show_chooser();
        }));
        api.on_chooser_toggled(forward!(self, |app, id| app.toggle_column(&id)));
        api.on_chooser_moved(forward!(self, |app, id, to| app.move_chosen(&id, to)));
        api.on_columns_reset(forward!(self, |app| app.reset_columns()));
        api.on_compact_chosen(forward!(self, |app, compact| {
            app.keep(|settings| settings.compact_rows = compact);
            app.ui.global::<ListApi<'_>>().set_compact(compact);
        }));
    }

    /// The columns of the list with their delivered widths, as this computer shows them.
    pub(crate) fn list_fields(&self, of: &Table) -> Vec<(Field, u32)> {
        let view = self.list.view.borrow();
        let settings = self.settings.borrow();
        let delivered = fields_of(&view, of);
        let Some(chosen) = settings.columns.get(&view.id.to_string()) else {
            return delivered.into_iter().map(|(field, width)| (field.clone(), width)).collect();
        };
        let width = |field: &Field| {
            delivered.iter().find(|(other, _)| other.id == field.id).map_or(crate::list::COLUMN, |(_, width)| *width)
        };
        let fields = chosen.iter().filter_map(|id| of.live().find(|field| field.id.to_string() == *id));
        fields.map(|field| (field.clone(), width(field))).collect()
    }

    fn chosen_ids(&self) -> Vec<String> {
        self.list.columns.iter().map(|column| column.id.to_string()).collect()
    }

    fn choose_columns(self: &Rc<App>, ids: Vec<String>) {
        if ids.is_empty() {
            return;
        }
        let view = self.list.view.borrow().id.to_string();
        self.keep(|settings| {
            settings.columns.insert(view, ids);
        });
        self.columns_changed();
    }

    fn reset_columns(self: &Rc<App>) {
        let view = self.list.view.borrow().id.to_string();
        self.keep(|settings| {
            settings.columns.remove(&view);
            settings.widths.retain(|key, _| !key.starts_with(&format!("{view}/")));
        });
        self.columns_changed();
    }

    fn columns_changed(self: &Rc<App>) {
        self.show_columns();
        self.show_chooser();
        self.list_again();
    }

    fn move_column(self: &Rc<App>, from: i32, to: i32) {
        let mut ids = self.chosen_ids();
        let (Ok(from), Ok(to)) = (usize::try_from(from), usize::try_from(to)) else { return };
        if from < ids.len() {
            let id = ids.remove(from);
            let to = if to > from { to - 1 } else { to };
            ids.insert(to.min(ids.len()), id);
            self.choose_columns(ids);
        }
    }

    fn move_chosen(self: &Rc<App>, id: &str, to: i32) {
        let from = self.chosen_ids().iter().position(|other| other == id);
        if let Some(from) = from.and_then(|from| i32::try_from(from).ok()) {
            self.move_column(from, to);
        }
    }

    /// Shows a column after the others, or hides it; the last one stays.
    pub(crate) fn toggle_column(self: &Rc<App>, id: &str) {
        let mut ids = self.chosen_ids();
        match ids.iter().position(|other| other == id) {
            Some(_) if ids.len() == 1 => {}
            Some(at) => drop(ids.remove(at)),
            None => ids.push(id.to_owned()),
        }
        self.choose_columns(ids);
    }

    fn show_chooser(&self) {
        let (Some(engine), Some(table)) = (self.engine(), self.list.table()) else { return };
        let definitions = engine.definitions();
        let Some(of) = definitions.schema.table(table) else { return };
        let (language, wanted) = (self.language(), fold(&self.list.chooser_search.borrow()));
        let shown: Vec<FieldId> = self.list_fields(of).iter().map(|(field, _)| field.id).collect();
        let in_order = shown.iter().filter_map(|id| of.field(*id));
        let others = of.live().filter(|field| !shown.contains(&field.id));
        let can_be_shown =
            |field: &&Field| !matches!(field.kind, FieldKind::Picture | FieldKind::File | FieldKind::Secret);
        let choices = in_order.chain(others.filter(can_be_shown)).map(|field| ColumnChoice {
            id: field.id.to_string().into(),
            label: field.label.get(language).into(),
            shown: shown.contains(&field.id),
        });
        let choices: Vec<ColumnChoice> = choices.filter(|choice| fold(&choice.label).contains(&wanted)).collect();
        self.ui.global::<ListApi<'_>>().set_chooser(ModelRc::new(VecModel::from(choices)));
    }

    // ---- where the columns stand, from the left edge of the first one

    fn edges(&self) -> Vec<f32> {
        let mut edge = 0.0;
        let mut edges = vec![edge];
        for column in self.list.columns.iter() {
            edge += column.width;
            edges.push(edge);
        }
        edges
    }

    fn column_at(&self, x: f32) -> i32 {
        let edges = self.edges();
        let at = edges.windows(2).position(|edges| (edges[0]..edges[1]).contains(&x));
        at.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1)
    }

    fn edge_at(&self, x: f32) -> i32 {
        let edges = self.edges();
        let nearest = edges.iter().enumerate().min_by(|(_, a), (_, b)| (*a - x).abs().total_cmp(&(*b - x).abs()));
        nearest.and_then(|(at, _)| i32::try_from(at).ok()).unwrap_or(-1)
    }

    fn edge_of(&self, index: i32) -> f32 {
        usize::try_from(index).ok().and_then(|index| self.edges().get(index).copied()).unwrap_or_default()
    }

    fn longest_text(&self, index: i32) -> SharedString {
        let Ok(index) = usize::try_from(index) else { return SharedString::new() };
        let texts = self.list.rows.known_texts(index);
        texts.into_iter().max_by_key(|text| text.chars().count()).unwrap_or_default()
    }
}
