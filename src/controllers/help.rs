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

const PAGES: &[HelpPage] = pages![
    "first-ten-minutes",
    "start",
    "list",
    "search",
    "card",
    "related",
    "today",
    "calendar",
    "preview",
    "import",
    "export",
    "undo",
    "files",
    "structure",
    "designer",
    "shortcuts",
];

impl App {
    pub(crate) fn connect_help(self: &Rc<App>) {
        let api = self.ui.global::<HelpApi<'_>>();
        api.on_open(forward!(self, |app| app.open_help()));
        api.on_chosen(forward!(self, |app, index| app.show_help(index)));
        api.on_followed(forward!(self, |app, key| app.follow_help(&key)));
    }

    fn open_help(&self) {
        let key = match self.ui.global::<AppApi<'_>>().get_page() {
            Page::Start => "start",
            Page::Today => "today",
            Page::Calendar => "calendar",
            Page::List => "list",
            Page::Card => "card",
            Page::Import => "import",
            Page::Preview => "preview",
            Page::Structure => "structure",
            Page::Designer => "designer",
        };
        let language = self.language();
        let titles: Vec<SharedString> = PAGES.iter().map(|page| title(page.text(language)).into()).collect();
        let api = self.ui.global::<HelpApi<'_>>();
        api.set_titles(ModelRc::new(VecModel::from(titles)));
        self.show_help(0);
        self.follow_help(key);
        api.set_visible(true);
    }

    /// Shows the page a link names.
    fn follow_help(&self, key: &str) {
        if let Some(index) = found(key).and_then(|index| i32::try_from(index).ok()) {
            self.show_help(index);
        }
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

fn found(key: &str) -> Option<usize> {
    PAGES.iter().position(|page| page.key == key)
}

fn title(text: &str) -> &str {
    text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default()
}

/// Headings and the points of lists by themselves, and the text between them.
fn blocks(text: &str) -> Vec<HelpBlock> {
    let mut blocks = Vec::new();
    let mut paragraph = String::new();
    for line in text.lines().chain([""]) {
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        let heading = (1..=3).contains(&level).then(|| line.get(level..)?.strip_prefix(' ')).flatten();
        let item = line.strip_prefix("- ");
        if (line.trim().is_empty() || heading.is_some() || item.is_some()) && !paragraph.is_empty() {
            blocks.push(paragraph_block(&std::mem::take(&mut paragraph)));
        }
        if let Some(heading) = heading {
            let level = i32::try_from(level).unwrap_or(3);
            blocks.push(HelpBlock { level, words: heading.trim().into(), ..HelpBlock::default() });
        } else if let Some(item) = item {
            blocks.push(HelpBlock { item: true, ..paragraph_block(item) });
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
    HelpBlock { words: text.trim().into(), text: styled, ..HelpBlock::default() }
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
    fn the_pages_come_in_the_order_of_their_index() {
        let index = include_str!("../../assets/help/index.toml");
        let keys: Vec<_> = index.lines().filter_map(|line| line.strip_prefix("key = \"")?.strip_suffix('"')).collect();
        assert_eq!(PAGES.iter().map(|page| page.key).collect::<Vec<_>>(), keys);
    }

    #[test]
    fn a_link_leads_to_its_page() {
        assert_eq!(PAGES[found("undo").unwrap()].key, "undo");
        assert_eq!(found("nowhere"), None);
    }

    #[test]
    fn headings_and_points_of_a_list_stand_alone() {
        let blocks = blocks("# Title\nfirst\nsecond\n\n- a\n- b\n## Next\nlast");
        let shapes: Vec<_> = blocks.iter().map(|block| (block.level, block.item, block.words.as_str())).collect();
        assert_eq!(
            shapes,
            [
                (1, false, "Title"),
                (0, false, "first\nsecond"),
                (0, true, "a"),
                (0, true, "b"),
                (2, false, "Next"),
                (0, false, "last")
            ]
        );
    }
}
