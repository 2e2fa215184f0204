//! Documents on a card: their state, issuing and voiding.

use crate::{
    App,
    contents::DocumentState,
    messages::Question,
    words::{quoted, with_currency},
};
use engine::{Engine, Owing};
use model::{ids::TableId, language::Language, schema::TableRole};
use slint::ComponentHandle as _;
use std::rc::Rc;
use ui::{CardApi, Tone};

/// Whether records of a table can be printed.
pub(crate) fn has_form(engine: &Engine, table: TableId) -> bool {
    engine.forms(table).is_ok_and(|forms| !forms.is_empty())
}

/// The name of a document's state.
pub(crate) fn badge(state: DocumentState, language: Language) -> (&'static str, Tone) {
    match state {
        DocumentState::Draft => (language.pick("Juodraštis", "Draft"), Tone::Normal),
        DocumentState::Issued => (language.pick("Išrašyta", "Issued"), Tone::Good),
        DocumentState::Void => (language.pick("Anuliuota", "Void"), Tone::Danger),
    }
}

/// What is still to be paid, in a few words: of an issued invoice, or of a client.
pub(crate) fn money(owing: Owing, document: Option<DocumentState>, language: Language) -> (String, Tone) {
    let amount = |sum| with_currency(&model::value::format_amount(sum, 2, language), "EUR");
    if owing.overdue > Default::default() {
        let (sum, days) = (amount(owing.overdue), owing.days);
        let text = match language {
            Language::Lt => format!("Vėluoja {days} d.: {sum}"),
            Language::En => format!("Overdue {days} d: {sum}"),
        };
        return (text, Tone::Danger);
    }
    if owing.open > Default::default() {
        return (format!("{}: {}", language.pick("Liko mokėti", "To be paid"), amount(owing.open)), Tone::Warning);
    }
    if owing.open < Default::default() {
        return (format!("{}: {}", language.pick("Permoka", "Overpaid"), amount(-owing.open)), Tone::Warning);
    }
    if document.is_some() && owing.documents > 0 {
        return (language.pick("Apmokėta", "Paid").to_owned(), Tone::Good);
    }
    Default::default()
}

/// Whether an issued document is paid, in a word or two.
pub(crate) fn payment(owing: Owing, language: Language) -> (String, Tone) {
    let days = owing.days;
    if owing.overdue > Default::default() {
        return match language {
            Language::Lt => (format!("Vėluoja {days} d."), Tone::Danger),
            Language::En => (format!("{days} d overdue"), Tone::Danger),
        };
    }
    if owing.open > Default::default() {
        return (language.pick("Laukia apmokėjimo", "To be paid").to_owned(), Tone::Warning);
    }
    (language.pick("Apmokėta", "Paid").to_owned(), Tone::Good)
}

/// What is to be known about a document that is no draft any more.
pub(crate) fn notice(state: DocumentState, language: Language) -> Option<(&'static str, Tone)> {
    match state {
        DocumentState::Draft => None,
        DocumentState::Issued => Some((
            language.pick(
                "Dokumentas išrašytas, todėl nebekeičiamas. Klaidą taisykite: anuliuokite jį ir išrašykite naują.",
                "The document was issued and can no longer be changed. Correct a mistake by voiding it and issuing a new one.",
            ),
            Tone::Normal,
        )),
        DocumentState::Void => Some((
            language.pick(
                "Dokumentas anuliuotas. Jo numeris lieka panaudotas.",
                "The document is void. Its number stays used.",
            ),
            Tone::Danger,
        )),
    }
}

impl App {
    pub(crate) fn connect_documents(self: &Rc<App>) {
        let api = self.ui.global::<CardApi<'_>>();
        api.on_issue(forward!(self, |app| app.issue()));
        api.on_void_document(forward!(self, |app| app.ask_to_void()));
        api.on_notice_acted(forward!(self, |app| app.fill_in_company()));
    }

    /// Opens the office's own requisites over the document; going back leads to it again.
    fn fill_in_company(self: &Rc<App>) {
        let (Some(engine), Some(open)) = (self.engine(), self.card.open()) else { return };
        let Some(remark) = open.contents.borrow().remark.clone() else { return };
        let table = engine.with_schema(|schema| schema.table_by_role(TableRole::Company).map(|table| table.info.id));
        match (remark.company, table) {
            (Some(own), _) => self.open_record(own.table, own.record),
            (None, Some(table)) => self.open_draft(table, Vec::new()),
            (None, None) => {}
        }
    }

    fn issue(self: &Rc<App>) {
        let (Some(engine), Some(open)) = (self.engine(), self.card.open()) else { return };
        let (app, language, subject) = (self.clone(), self.language(), open.subject.clone());
        let stops = open.contents.borrow().remark.clone().filter(|remark| remark.stops);
        if let Some(remark) = stops {
            let text = remark.text.get(language).to_owned();
            self.say_with(text, Tone::Warning, language.pick("Užpildyti", "Fill in"), |app| app.fill_in_company());
            return;
        }
        self.spawn(async move {
            let words = language.pick("Išrašoma…", "Issuing…");
            let result = app
                .work(words, move || {
                    // Whatever was typed last is written by now: the worker keeps the order.
                    let (id, _) = subject.ensure(&engine)?;
                    engine.issue(subject.table, id)
                })
                .await;
            if let Some(number) = app.done(result) {
                app.say_undoable(format!("{}: {number}", language.pick("Išrašyta", "Issued")));
            }
        });
    }

    fn ask_to_void(self: &Rc<App>) {
        let Some(open) = self.card.open() else { return };
        let language = self.language();
        let title = open.contents.borrow().title.clone();
        let question = Question {
            title: match language {
                Language::Lt => format!("Anuliuoti {}?", quoted(&title, language)),
                Language::En => format!("Void {}?", quoted(&title, language)),
            },
            text: language
                .pick(
                    "Dokumentas liks sąraše kaip anuliuotas, jo numeris daugiau nebus naudojamas.",
                    "The document stays in the list as void, and its number is not used again.",
                )
                .to_owned(),
            answers: [language.pick("Palikti", "Keep"), language.pick("Anuliuoti", "Void")],
        };
        self.ask(question, |app| app.void());
    }

    fn void(self: &Rc<App>) {
        let (Some(engine), Some(open)) = (self.engine(), self.card.open()) else { return };
        let Some(id) = open.subject.target.id() else { return };
        let (app, language, table) = (self.clone(), self.language(), open.subject.table);
        self.spawn(async move {
            let words = language.pick("Anuliuojama…", "Voiding…");
            let result = app.work(words, move || engine.void(table, id)).await;
            if app.done(result).is_some() {
                app.say_undoable(language.pick("Dokumentas anuliuotas", "The document is void"));
            }
        });
    }
}
