//! A QR or bar code held into the camera: into the field that had the keyboard last, or into the search line.

use crate::App;
use slint::ComponentHandle as _;
use std::rc::Rc;
use ui::{BoothApi, BoothStep, CardApi, EditorKind, ListApi, Page, Tone};

impl App {
    /// F9: waits for a code before the camera.
    pub(crate) fn scan_code(self: &Rc<App>) {
        let api = self.ui.global::<BoothApi<'_>>();
        if api.get_visible() {
            return;
        }
        let language = self.language();
        let target = match self.page() {
            Page::List => None,
            Page::Card => match self.field_for_code() {
                Some(item) => Some(item),
                None => {
                    let text = language.pick(
                        "Pirmiausia spustelėkite tekstinį lauką, į kurį įrašyti kodą.",
                        "First click the text field the code is to go into.",
                    );
                    return self.say(text, Tone::Normal, None);
                }
            },
            _ => return,
        };
        self.commit_pending();
        self.booth.code_for.set(target);
        api.set_title(language.pick("Nuskaityti kodą", "Read a code").into());
        self.show_booth(BoothStep::Code);
        self.switch_on();
    }

    /// The field of the open card that had the keyboard last, if a text may be typed there.
    fn field_for_code(&self) -> Option<i32> {
        let api = self.ui.global::<CardApi<'_>>();
        let at = api.get_current_item();
        let item = slint::Model::row_data(&api.get_items(), usize::try_from(at).ok()?)?;
        let takes =
            matches!(item.editor, EditorKind::Text | EditorKind::Number | EditorKind::Multiline | EditorKind::Link);
        (takes && !item.readonly).then_some(at)
    }

    /// A code was read.
    pub(crate) fn code_read(self: &Rc<App>, code: &str) {
        let target = self.booth.code_for.take();
        self.close_booth();
        match target {
            Some(item) => {
                self.ui.global::<CardApi<'_>>().invoke_field_committed(item, code.into());
                self.ui.global::<CardApi<'_>>().invoke_focus_field(item, true);
            }
            None => {
                let api = self.ui.global::<ListApi<'_>>();
                api.set_search_text(code.into());
                api.invoke_search_edited(code.into());
            }
        }
        let words = self.language().pick("Nuskaityta", "Read");
        self.say(format!("{words}: {code}"), Tone::Good, None);
    }
}
