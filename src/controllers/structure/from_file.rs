//! A table of its own for a list that comes in a file: its fields are guessed from the columns, then the list is imported into it.

use super::Chosen;
use crate::{App, Wanted};
use engine::NewTable;
use model::language::Label;
use std::rc::Rc;

impl App {
    pub(super) fn add_table_of_file(self: &Rc<App>) {
        let Some(engine) = self.engine() else { return };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let title = language.pick("Iš kokio failo kurti lentelę?", "Which file is the table to be made of?");
            let path = match app.dialogs.open(title, Wanted::Table).await {
                Ok(Some(path)) => path,
                Ok(None) => return,
                Err(_) => return app.complain_of_no_dialogs(),
            };
            let name = path.file_stem().map(|name| name.to_string_lossy().replace(['-', '_'], " ")).unwrap_or_default();
            let name = crate::words::upper_first(name.trim());
            let label = if name.is_empty() { super::new_label() } else { Label::new(name.as_str(), name.as_str()) };
            let new = NewTable {
                label,
                one: Label::new("Įrašas", "Record"),
                icon: "table".into(),
                key: String::new(),
                like: None,
            };
            let (words, file) = (language.pick("Kuriama lentelė…", "Making the table…"), path.clone());
            let made = app.work(words, move || {
                let fields = engine.fields_of_file(&file, None)?;
                engine.new_table_with(&new, fields)
            });
            let Some(table) = app.done(made.await) else { return };
            app.structure.chosen.set(Some(Chosen::Table(table)));
            app.open_section(table);
            app.read_import_file(path).await;
        });
    }
}
