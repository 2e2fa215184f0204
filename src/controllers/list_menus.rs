//! Menus that open in the list: over a heading, a row, a total, the name of the view.

use crate::{App, list_selection::Say};
use engine::ExportFormat;
use model::layout::PrintForm;
use slint::{ComponentHandle as _, ModelRc, VecModel};
use std::rc::Rc;
use ui::{ContextEntry, ContextMenu, ListApi};

/// What the open menu is about.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) enum About {
    #[default]
    Nothing,
    Views,
    Heading(i32),
    Row(i32, i32),
    Totals,
    Export,
    /// A picture on the card.
    Picture(i32),
}

/// Before the key of a form, in the entry that prints on it.
const PRINT_ON: &str = "print:";

pub(crate) fn entry(id: &str, label: &str, icon: &str) -> ContextEntry {
    ContextEntry { id: id.into(), label: label.into(), icon: icon.into(), ..ContextEntry::default() }
}

fn checked(id: &str, label: &str, checked: bool) -> ContextEntry {
    ContextEntry { checked, ..entry(id, label, "") }
}

pub(crate) fn separated(entry: ContextEntry) -> ContextEntry {
    ContextEntry { separated: true, ..entry }
}

impl App {
    /// The print forms of the list's table without the first.
    fn other_forms(&self) -> Vec<PrintForm> {
        let forms = self.engine().zip(self.list.table()).and_then(|(engine, table)| engine.forms(table).ok());
        forms.unwrap_or_default().into_iter().skip(1).collect()
    }

    pub(crate) fn connect_list_menus(self: &Rc<App>) {
        let api = self.ui.global::<ListApi<'_>>();
        api.on_view_menu(forward!(self, |app, x, y| app.view_menu(x, y)));
        api.on_heading_menu(forward!(self, |app, index, x, y| app.heading_menu(index, x, y)));
        api.on_row_menu(forward!(self, |app, index, column, x, y, keyboard| {
            app.row_menu(index, column, (x, y), keyboard);
        }));
        api.on_total_menu(forward!(self, |app, _index, x, y| app.total_menu(x, y)));
        self.ui.global::<ContextMenu<'_>>().on_chosen(forward!(self, |app, id| app.choose_in_menu(&id)));
    }

    pub(crate) fn open_menu(&self, about: About, entries: Vec<ContextEntry>, at: (f32, f32), keyboard: bool) {
        self.list.menu.set(about);
        let menu = self.ui.global::<ContextMenu<'_>>();
        menu.set_entries(ModelRc::new(VecModel::from(entries)));
        menu.invoke_show(at.0, at.1, keyboard);
    }

    fn view_menu(&self, x: f32, y: f32) {
        let (Some(engine), Some(table)) = (self.engine(), self.list.table()) else { return };
        let now = self.list.view.borrow().id;
        let views = engine.lists(table).unwrap_or_default();
        let entries =
            views.iter().map(|view| checked(&view.id.to_string(), &self.view_label(&engine, view), view.id == now));
        self.open_menu(About::Views, entries.collect(), (x, y), false);
    }

    fn heading_menu(&self, index: i32, x: f32, y: f32) {
        let language = self.language();
        let entries = vec![
            entry("ascending", language.pick("Rikiuoti didėjančiai", "Sort ascending"), "arrow-up"),
            entry("descending", language.pick("Rikiuoti mažėjančiai", "Sort descending"), "arrow-down"),
            separated(entry("fit", language.pick("Pagal turinį", "Fit to contents"), "move-horizontal")),
            entry("hide", language.pick("Slėpti stulpelį", "Hide the column"), "eye-off"),
            entry("choose", language.pick("Pasirinkti stulpelius…", "Choose columns…"), "columns-3"),
            entry("reset", language.pick("Kaip buvo iš pradžių", "As delivered"), "undo-2"),
        ];
        self.open_menu(About::Heading(index), entries, (x, y), false);
    }

    fn row_menu(self: &Rc<App>, index: i32, column: i32, at: (f32, f32), keyboard: bool) {
        let Ok(row) = usize::try_from(index) else { return };
        let api = self.ui.global::<ListApi<'_>>();
        if !self.list.rows.is_selected(row) {
            self.clear_selection();
            api.set_current_row(index);
            self.select_row(index);
        }
        let language = self.language();
        let many = self.list.rows.selected_count() > 1;
        let writes = self.engine().is_some_and(|engine| !engine.is_read_only());
        let shortcut = |entry: ContextEntry, shortcut: &str| ContextEntry { shortcut: shortcut.into(), ..entry };
        let mut entries = Vec::new();
        if !many {
            entries.push(shortcut(
                entry("open", language.pick("Atverti kortelę", "Open the card"), "external-link"),
                "Enter",
            ));
            if writes {
                entries.push(shortcut(entry("edit", language.pick("Keisti langelį", "Edit the cell"), "pencil"), "F2"));
            }
            if column >= 0 {
                entries.push(separated(entry(
                    "copy-cell",
                    language.pick("Kopijuoti langelį", "Copy the cell"),
                    "copy",
                )));
            }
        }
        let copy = language.pick("Kopijuoti kaip lentelę", "Copy as a table");
        entries.push(shortcut(entry("copy", copy, "clipboard-list"), "Ctrl+C"));
        entries.push(entry("export", language.pick("Eksportuoti…", "Export…"), "upload"));
        if self.ui.global::<ui::AppApi<'_>>().get_can_print() {
            entries.push(shortcut(entry("print", language.pick("Spausdinti…", "Print…"), "printer"), "Ctrl+P"));
            // The first form is what “Print” prints; the others go by their names.
            for form in self.other_forms() {
                entries.push(entry(&format!("{PRINT_ON}{}", form.key), form.label.get(language), "printer"));
            }
        }
        if writes {
            let delete = entry("delete", language.pick("Ištrinti", "Delete"), "trash-2");
            entries.push(separated(shortcut(ContextEntry { danger: true, ..delete }, "Del")));
        }
        self.open_menu(About::Row(index, column), entries, at, keyboard);
    }

    fn total_menu(&self, x: f32, y: f32) {
        let (language, now) = (self.language(), self.list.say.get());
        let functions = [
            ("sum", Say::Sum, language.pick("Suma", "Sum")),
            ("average", Say::Average, language.pick("Vidurkis", "Average")),
            ("least", Say::Least, language.pick("Mažiausia reikšmė", "Least")),
            ("most", Say::Most, language.pick("Didžiausia reikšmė", "Most")),
        ];
        let entries = functions.iter().map(|(id, say, label)| checked(id, label, *say == now)).collect::<Vec<_>>();
        // Above the foot of the list.
        let height = 8.0 + 30.0 * entries.len() as f32;
        self.open_menu(About::Totals, entries, (x, y - height), false);
    }

    /// Offers what the list, or its ticked rows, can be written as.
    pub(crate) fn export_menu(&self, x: f32, y: f32) {
        let language = self.language();
        let formats = ExportFormat::ALL.iter().filter(|format| **format != ExportFormat::Vcard || self.lists_persons());
        let entries = formats.map(|format| entry(format.extension(), format.label(language), "upload"));
        self.open_menu(About::Export, entries.collect(), (x, y), false);
    }

    fn choose_in_menu(self: &Rc<App>, id: &str) {
        if self.page() == ui::Page::Designer {
            return self.design_command(id);
        }
        let api = self.ui.global::<ListApi<'_>>();
        match (self.list.menu.take(), id) {
            (About::Views, id) => self.choose_view(id),
            (About::Heading(index), "ascending") => self.sort_towards(index, false),
            (About::Heading(index), "descending") => self.sort_towards(index, true),
            (About::Heading(index), "fit") => api.invoke_fit(index),
            (About::Heading(index), "hide") => {
                if let Some(field) = self.column_field(index) {
                    self.toggle_column(&field.to_string());
                }
            }
            (About::Heading(_), "choose") => {
                api.invoke_chooser_opened();
                api.set_chooser_open(true);
            }
            (About::Heading(_), _) => api.invoke_columns_reset(),
            (About::Row(index, _), "open") => self.activate_row(index),
            (About::Row(index, column), "edit") => api.invoke_edit_requested(index, column),
            (About::Row(_, column), "copy-cell") => {
                api.set_current_column(column);
                api.set_cell_mode(true);
                self.copy_rows();
            }
            (About::Row(..), "copy") => {
                api.set_cell_mode(false);
                self.copy_rows();
            }
            (About::Row(..), "export") => {
                let menu = self.ui.global::<ContextMenu<'_>>();
                self.export_menu(menu.get_x(), menu.get_y());
            }
            (About::Row(..), "print") => self.print_current(),
            (About::Row(..), id) if id.starts_with(PRINT_ON) => self.print_chosen(id.strip_prefix(PRINT_ON)),
            (About::Row(index, _), "delete") => {
                if self.list.rows.selected_count() > 0 {
                    api.invoke_delete_selected();
                } else {
                    api.invoke_delete_row(index);
                }
            }
            (About::Totals, id) => {
                self.list.say.set(match id {
                    "average" => Say::Average,
                    "least" => Say::Least,
                    "most" => Say::Most,
                    _ => Say::Sum,
                });
                self.say_totals();
            }
            (About::Export, id) => api.invoke_export(id.into()),
            (About::Picture(item), id) => self.choose_of_photo(item, id),
            _ => {}
        }
    }
}
