//! Help (F1): short pages in both languages, inside the program, about what is on the screen.

use crate::App;
use model::language::Language;
use slint::{ComponentHandle as _, ModelRc, SharedString, StyledText, VecModel};
use std::rc::Rc;
use ui::{AppApi, HelpApi, HelpBlock, Page};

/// A page of help: its key and its text in Lithuanian and in English, simple Markdown that begins with the page's title.
struct HelpPage {
    key: &'static str,
    lt: &'static str,
    en: &'static str,
}

macro_rules! pages {
    ($($key:literal),* $(,)?) => {
        &[$(HelpPage {
            key: $key,
            lt: include_str!(concat!("../../assets/help/lt/", $key, ".md")),
            en: include_str!(concat!("../../assets/help/en/", $key, ".md")),
        }),*]
    };
}

const PAGES: &[HelpPage] = pages!["first-ten-minutes"];

impl App {
    pub(crate) fn connect_help(self: &Rc<App>) {
        let api = self.ui.global::<HelpApi<'_>>();
        api.on_open(forward!(self, |app| app.open_help()));
        api.on_chosen(forward!(self, |app, index| app.show_help(index)));
    }

    fn open_help(&self) {
        let key = match self.ui.global::<AppApi<'_>>().get_page() {
            Page::Start => "start",
            Page::List => "list",
            Page::Card => "card",
            Page::Import => "import",
            Page::Preview => "preview",
        };
        let language = self.language();
        let titles: Vec<SharedString> = PAGES.iter().map(|page| title(page.text(language)).into()).collect();
        let api = self.ui.global::<HelpApi<'_>>();
        api.set_titles(ModelRc::new(VecModel::from(titles)));
        let at = PAGES.iter().position(|page| page.key == key).unwrap_or_default();
        self.show_help(i32::try_from(at).unwrap_or_default());
        api.set_visible(true);
    }

    fn show_help(&self, index: i32) {
        let Some(page) = usize::try_from(index).ok().and_then(|index| PAGES.get(index)) else { return };
        let blocks = blocks(page.text(self.language()));
        let api = self.ui.global::<HelpApi<'_>>();
        api.set_current(index);
        api.set_blocks(ModelRc::new(VecModel::from(blocks)));
    }
}

impl HelpPage {
    fn text(&self, language: Language) -> &'static str {
        language.pick(self.lt, self.en)
    }
}

fn title(text: &str) -> &str {
    text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default()
}

/// Headings by themselves, and the text between them.
fn blocks(text: &str) -> Vec<HelpBlock> {
    let mut blocks = Vec::new();
    let mut paragraph = String::new();
    for line in text.lines().chain([""]) {
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        let heading = (1..=3).contains(&level).then(|| line.get(level..)?.strip_prefix(' ')).flatten();
        if (line.trim().is_empty() || heading.is_some()) && !paragraph.is_empty() {
            blocks.push(paragraph_block(&std::mem::take(&mut paragraph)));
        }
        if let Some(heading) = heading {
            let level = i32::try_from(level).unwrap_or(3);
            blocks.push(HelpBlock { level, words: heading.trim().into(), ..HelpBlock::default() });
        } else if !line.trim().is_empty() {
            paragraph.push_str(line);
            paragraph.push('\n');
        }
    }
    blocks
}

fn paragraph_block(text: &str) -> HelpBlock {
    let styled = StyledText::from_markdown(text).unwrap_or_else(|error| {
        tracing::warn!(%error, "a paragraph of the help is shown plainly");
        StyledText::from_plain_text(text)
    });
    HelpBlock { level: 0, words: text.trim().into(), text: styled }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_there_in_both_languages_and_can_be_shown() {
        for page in PAGES {
            for language in [Language::Lt, Language::En] {
                let text = page.text(language);
                assert!(!title(text).is_empty(), "{} has no title", page.key);
                for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.starts_with('#')) {
                    assert!(StyledText::from_markdown(paragraph).is_ok(), "{}: {paragraph}", page.key);
                }
                assert!(blocks(text).iter().filter(|block| block.level > 0).count() >= 1);
            }
            assert_ne!(page.lt, page.en, "{}", page.key);
        }
    }

    #[test]
    fn a_list_stays_together_and_headings_stand_alone() {
        let blocks = blocks("# Title\nfirst\nsecond\n\n- a\n- b\n## Next\nlast");
        let levels: Vec<i32> = blocks.iter().map(|block| block.level).collect();
        assert_eq!(levels, [1, 0, 0, 2, 0]);
        assert_eq!(blocks[2].words, "- a\n- b");
    }
}
