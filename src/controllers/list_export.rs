//! Export of what is seen: the list's filter, order and columns, to a file of another program.

use crate::{App, Wanted, words};
use engine::{ExportFormat, ListQuery, Outcome};
use model::{ids::FieldId, language::Language};
use slint::ComponentHandle as _;
use std::rc::Rc;
use ui::{ListApi, Tone};

impl App {
    pub(crate) fn connect_export(self: &Rc<App>) {
        self.ui.global::<ListApi<'_>>().on_export(forward!(self, |app, format| app.export_list(&format)));
    }

    /// Whether the list can be written as vCards.
    pub(crate) fn lists_persons(&self) -> bool {
        let (Some(engine), Some(table)) = (self.engine(), self.list.table()) else { return false };
        engine.definitions().schema.table(table).is_some_and(|of| engine.has_persons(of))
    }

    fn export_list(self: &Rc<App>, format: &str) {
        let Some(format) = ExportFormat::of_name(format) else { return };
        let (Some(engine), Some(query)) = (self.engine(), self.list_query()) else { return };
        let definitions = engine.definitions();
        let Some(of) = definitions.schema.table(query.table) else { return };
        let language = self.language();
        let title = of.info.label.get(language).to_owned();
        let fields: Vec<FieldId> = self.list_fields(of).iter().map(|(field, _)| field.id).collect();
        let ids = match self.selected_ids() {
            Ok(ids) => Some(ids).filter(|ids| !ids.is_empty()),
            Err(error) => return self.complain(&error),
        };
        let name = format!("{title} {}", engine.today());
        let app = self.clone();
        self.spawn(async move {
            let words = language.pick("Eksportuoti sąrašą", "Export the list");
            let path = match app.dialogs.save(words, Wanted::Export(format), &name).await {
                Ok(Some(path)) => path,
                Ok(None) => return,
                Err(_) => return app.complain_of_no_dialogs(),
            };
            let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let words = language.pick("Eksportuojama…", "Exporting…");
            let result = app.work(words, move || {
                let mut bytes = Vec::new();
                let ListQuery { table, .. } = query;
                let rows = engine.export(
                    &query,
                    ids.as_deref(),
                    &fields,
                    format,
                    language,
                    &title,
                    &mut bytes,
                    &mut |_, _| true,
                )?;
                let Outcome { changes, entry, .. } = engine.hand_out(table, &[], &path, &bytes)?;
                Ok(Outcome { output: rows, changes, entry })
            });
            if let Some(rows) = app.done(result.await) {
                let rows = words::number(rows, language);
                let text = match language {
                    Language::Lt => format!("Eksportuota įrašų: {rows} ({file})"),
                    Language::En => format!("Exported records: {rows} ({file})"),
                };
                app.say(text, Tone::Good, None);
            }
        });
    }
}
