//! Toasts at the lower left, and decisions the window asks for.

use crate::App;
use model::language::Language;
use slint::{ComponentHandle as _, Model as _, ModelRc, SharedString, VecModel};
use std::{
    cell::RefCell,
    path::{Path, PathBuf},
    rc::Rc,
};
use ui::{ButtonKind, DialogApi, DialogButton, ToastApi, ToastData, Tone};

/// What the button of a toast does.
pub(crate) type ToastAction = Box<dyn FnOnce(&Rc<App>)>;

/// A question with a way out and a way on.
pub(crate) struct Question {
    pub title: String,
    pub text: String,
    /// The words of the safe answer and of the other.
    pub answers: [&'static str; 2],
}

impl App {
    pub(crate) fn connect_messages(self: &Rc<App>) {
        let api = self.ui.global::<ToastApi<'_>>();
        api.set_toasts(self.toasts.clone().into());
        api.on_dismissed(forward!(self, |app, id| app.dismiss(id)));
        api.on_action_clicked(forward!(self, |app, id| {
            app.dismiss(id);
            let action = app.toast_action.borrow_mut().take_if(|(of, _)| *of == id);
            match action {
                Some((_, run)) => run(&app),
                None => app.undo(),
            }
        }));
    }

    fn dismiss(&self, id: i32) {
        if let Some(at) = self.toasts.iter().position(|toast| toast.id == id) {
            self.toasts.remove(at);
        }
    }

    /// Says something for ten seconds; with `undo` the last action can be taken back from there.
    pub(crate) fn say(&self, text: impl Into<SharedString>, tone: Tone, undo: Option<&str>) {
        let id = self.next_toast.get();
        self.next_toast.set(id + 1);
        self.toasts.push(ToastData { id, text: text.into(), action: undo.unwrap_or_default().into(), tone });
        // One thing at a time: an older one goes, but what went wrong stays beside the newest.
        for at in (0..self.toasts.row_count().saturating_sub(1)).rev() {
            let is_error = self.toasts.row_data(at).is_some_and(|toast| toast.tone == Tone::Danger);
            if !is_error || self.toasts.row_count() > 2 {
                self.toasts.remove(at);
            }
        }
    }

    /// Says something with a button that does `run`.
    pub(crate) fn say_with(
        &self,
        text: impl Into<SharedString>,
        tone: Tone,
        label: &str,
        run: impl FnOnce(&Rc<App>) + 'static,
    ) {
        *self.toast_action.borrow_mut() = Some((self.next_toast.get(), Box::new(run)));
        self.say(text, tone, Some(label));
    }

    /// Says what was done, with a button that takes it back.
    pub(crate) fn say_undoable(&self, text: impl Into<SharedString>) {
        let words = self.language().pick("Atšaukti", "Undo");
        self.say(text, Tone::Normal, Some(words));
    }

    /// Says that a file was written, with a button that opens it.
    pub(crate) fn say_written(&self, text: impl Into<SharedString>, file: PathBuf) {
        let words = self.language().pick("Atverti", "Open");
        self.say_with(text, Tone::Good, words, move |app| app.show_file(&file));
    }

    pub(crate) fn show_file(&self, file: &Path) {
        if let Err(error) = self.dialogs.show(file) {
            tracing::warn!(%error, "a written file cannot be opened");
            let name = file.display();
            let text = match self.language() {
                Language::Lt => format!("Sistema neturi programos, kuri atvertų šį failą. Jis yra čia: {name}"),
                Language::En => format!("The system has no program that opens this file. It is here: {name}"),
            };
            self.say(text, Tone::Warning, None);
        }
    }

    /// Something else was done: what the toasts offer to take back is no longer the last.
    pub(crate) fn settle_toasts(&self) {
        let own = self.toast_action.borrow().as_ref().map(|(id, _)| *id);
        for at in 0..self.toasts.row_count() {
            let undoes = |toast: &ToastData| !toast.action.is_empty() && Some(toast.id) != own;
            if let Some(toast) = self.toasts.row_data(at).filter(undoes) {
                self.toasts.set_row_data(at, ToastData { action: SharedString::new(), ..toast });
            }
        }
    }

    /// Says what went wrong.
    pub(crate) fn complain(&self, error: &engine::EngineError) {
        tracing::warn!(kind = ?std::mem::discriminant(error), "refused");
        self.say(error.message(self.language()), Tone::Danger, None);
    }

    /// Says that the system has no file dialogs.
    pub(crate) fn complain_of_no_dialogs(&self) {
        let text = self.language().pick(
            "Sistema neturi failų pasirinkimo lango. Įdiekite „xdg-desktop-portal“ arba „zenity“.",
            "The system has no file dialogs. Install “xdg-desktop-portal” or “zenity”.",
        );
        self.say(text, Tone::Danger, None);
    }

    /// Asks a question; `go_on` runs where the answer is not the safe one.
    pub(crate) fn ask(self: &Rc<App>, question: Question, go_on: impl FnOnce(&Rc<App>) + 'static) {
        self.ask_in(Tone::Warning, question, go_on);
    }

    /// As [`App::ask`], about what is not dangerous and can be taken back.
    pub(crate) fn ask_kindly(self: &Rc<App>, question: Question, go_on: impl FnOnce(&Rc<App>) + 'static) {
        self.ask_in(Tone::Normal, question, go_on);
    }

    fn ask_in(self: &Rc<App>, tone: Tone, question: Question, go_on: impl FnOnce(&Rc<App>) + 'static) {
        let kind = if tone == Tone::Normal { ButtonKind::Primary } else { ButtonKind::Danger };
        let api = self.ui.global::<DialogApi<'_>>();
        let [safe, other] = question.answers;
        let buttons = vec![
            DialogButton { id: "keep".into(), label: safe.into(), kind: ButtonKind::Normal, is_default: true },
            DialogButton { id: "go-on".into(), label: other.into(), kind, is_default: false },
        ];
        api.set_tone(tone);
        api.set_title(question.title.into());
        api.set_text(question.text.into());
        api.set_details(SharedString::new());
        api.set_buttons(ModelRc::new(VecModel::from(buttons)));
        let go_on = RefCell::new(Some(go_on));
        api.on_chosen(forward!(self, |app, id| {
            let go_on = go_on.borrow_mut().take();
            if let Some(go_on) = go_on.filter(|_| id == "go-on") {
                go_on(&app);
            }
        }));
        api.on_cancelled(|| {});
        api.set_visible(true);
    }
}
