//! On which of its table's cards the open record is shown, and the buttons of a card.

use crate::{App, contents::Contents};
use model::{
    ids::{LayoutId, RecordId, TableId},
    layout::{ButtonAct, CardItemKind},
};
use slint::{ComponentHandle as _, ModelRc, VecModel};
use std::rc::Rc;
use ui::{CardApi, ChoiceData};

impl App {
    /// Offers the cards of the table, where there are several.
    pub(crate) fn show_cards(&self, contents: &Contents) {
        let api = self.ui.global::<CardApi<'_>>();
        let cards = &contents.cards;
        let choices = cards.iter().map(|(id, label)| ChoiceData {
            id: id.to_string().into(),
            label: label.as_str().into(),
            ..ChoiceData::default()
        });
        let choices: Vec<ChoiceData> = if cards.len() > 1 { choices.collect() } else { Vec::new() };
        api.set_cards(ModelRc::new(VecModel::from(choices)));
        api.set_card_label(contents.card.label.get(self.language()).into());
    }

    /// Shows the open record on another card, as long as it is open.
    pub(crate) fn choose_card(self: &Rc<App>, id: &str) {
        let (Some(open), Ok(card)) = (self.card.open(), id.parse::<LayoutId>()) else { return };
        open.subject.asked.set(Some(card));
        self.refresh_card();
    }

    /// Does what a button of the card says.
    pub(crate) fn press_button(self: &Rc<App>, item: i32) {
        if self.on_designer() {
            return self.design_button(item);
        }
        let Some(open) = self.card.open() else { return };
        let Some(CardItemKind::Button { act, .. }) = open.item(item).map(|item| item.what) else { return };
        let (table, record) = (open.subject.table, open.subject.target.id());
        match (act, record) {
            (ButtonAct::Add { table, by }, _) if self.may_write() => self.add_pointing(&open, table, by),
            (ButtonAct::Add { .. }, _) | (_, None) => {}
            (ButtonAct::Print(form), Some(id)) => self.print_on(table, id, form),
            (ButtonAct::Open(template), Some(id)) => self.open_filled(table, id, template),
        }
    }

    fn print_on(self: &Rc<App>, table: TableId, id: RecordId, form: Option<LayoutId>) {
        let Some(engine) = self.engine() else { return };
        let key = form.map(|form| {
            let forms = engine.forms(table).unwrap_or_default();
            forms.into_iter().find(|other| other.id == form).map(|form| form.key)
        });
        match key {
            Some(None) => {
                let words = self.language().pick(
                    "Spausdinimo formos, kurią rodo mygtukas, nebėra.",
                    "The print form this button shows is no longer there.",
                );
                self.say(words, ui::Tone::Warning, None);
            }
            key => self.preview_records(table, vec![id], key.flatten()),
        }
    }

    fn open_filled(self: &Rc<App>, table: TableId, id: RecordId, template: String) {
        let Some(engine) = self.engine() else { return };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let words = language.pick("Rengiamas adresas…", "Preparing the address…");
            match app.work(words, move || engine.filled_text(table, id, &template, language)).await {
                Ok(address) => app.ui.global::<ui::AppApi<'_>>().invoke_open_link(address.into()),
                Err(error) => app.complain(&error),
            }
        });
    }
}
