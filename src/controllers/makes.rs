//! What can be made from the record of the open card: a call to a client, an invoice from a contract, a payment.

use crate::{
    App,
    contents::{Contents, DocumentState},
    editors::choice_model,
};
use model::{
    ids::{ChoiceId, TableId},
    language::Language,
    schema::{Choice, Table, TableRole},
};
use slint::ComponentHandle as _;
use std::rc::Rc;
use ui::{CardApi, Tone};

/// What is made, in a word or two: an invoice made from an invoice credits it.
fn name_of_made(from: TableId, what: &Table, language: Language) -> String {
    if from == what.info.id {
        return language.pick("Kreditinė sąskaita", "Credit invoice").to_owned();
    }
    what.info.one.get(language).to_owned()
}

impl App {
    pub(crate) fn connect_makes(self: &Rc<App>) {
        self.ui.global::<CardApi<'_>>().on_make(forward!(self, |app, id| app.make(&id)));
    }

    /// Offers what can be made from the record.
    pub(crate) fn show_makes(&self, contents: &Contents) {
        let (Some(engine), language) = (self.engine(), self.language()) else { return };
        let may = contents.id.is_some() && !engine.is_read_only();
        let offered = if may { engine.makes(contents.table.info.id) } else { Vec::new() };
        let choices: Vec<(Choice, String)> = engine.with_schema(|schema| {
            // Only what was issued is credited.
            let credits = contents.document == Some(DocumentState::Issued);
            let tables = offered.iter().filter(|table| credits || **table != contents.table.info.id);
            let tables = tables.filter_map(|table| schema.table(*table));
            let named = tables.map(|table| {
                let choice = Choice { id: ChoiceId(table.info.id.0), ..Choice::default() };
                (choice, name_of_made(contents.table.info.id, table, language))
            });
            named.collect()
        });
        self.ui.global::<CardApi<'_>>().set_makes(choice_model(&choices));
    }

    /// Opens the card of what is made from this one. What has lines is made at once, with its lines; the rest is kept when
    /// something is written on its card.
    fn make(self: &Rc<App>, id: &str) {
        let (Some(engine), Some(open), Ok(what)) = (self.engine(), self.card.open(), id.parse::<TableId>()) else {
            return;
        };
        let Some(record) = open.subject.target.id() else { return };
        let (app, from) = (self.clone(), open.subject.table);
        self.spawn(async move {
            let words = app.language().pick("Kuriama…", "Making…");
            let made = app.work(words, move || match engine.begins_with(from, record, what)? {
                Some(entries) => Ok((entries, Vec::new(), None)),
                None => {
                    let before = engine.made_before(from, record, what)?;
                    engine.make(from, record, what).map(|outcome| (Vec::new(), before, Some(outcome)))
                }
            });
            match made.await {
                Ok((entries, _, None)) => app.open_draft(what, entries),
                Ok((_, before, Some(outcome))) => {
                    if let Some(record) = app.done(Ok(outcome)) {
                        app.open_record(what, record);
                        let language = app.language();
                        let one = app.engine().map(|engine| {
                            engine.with_schema(|schema| {
                                schema.table(what).map(|of| name_of_made(from, of, language)).unwrap_or_default()
                            })
                        });
                        let words = language.pick("Sukurta", "Made");
                        let is_payment = app.engine().is_some_and(|engine| {
                            engine.with_schema(|schema| {
                                schema.table(what).is_some_and(|of| of.info.role == Some(TableRole::Payment))
                            })
                        });
                        let one = one.unwrap_or_default();
                        // A payment is named with its sum; a draft has nothing to name it yet.
                        let title = app.engine().filter(|_| is_payment);
                        let title = title.and_then(|engine| engine.title(what, record, language).ok());
                        let made = match title {
                            Some(title) => format!("{words}: {one} {title}"),
                            None => format!("{words}: {one}"),
                        };
                        if before.is_empty() || is_payment {
                            app.say_undoable(made);
                        } else {
                            let words = language.pick("Iš to paties jau sukurta anksčiau", "Made from the same before");
                            let (text, undo) =
                                (format!("{made}. {words}: {}", before.join(", ")), language.pick("Atšaukti", "Undo"));
                            app.say(text, Tone::Warning, Some(undo));
                        }
                    }
                }
                Err(error) => app.complain(&error),
            }
        });
    }
}
