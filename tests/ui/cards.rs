//! Every delivered card at every scale and in both languages: no word is wider than its place, nothing lies over another.

use skrifa::{FontRef, MetadataProvider as _, instance::LocationRef, instance::Size};
use slint::{ComponentHandle as _, LogicalSize, Model as _, platform::Key};
use std::path::Path;
use ui::{AppApi, CardApi, CardItemData, CardItemKind, Page, SectionsApi};
use ui_tests::Person;

/// A window of 1280 x 800 at 100, 125, 150 and 200 %, and the widest that is usual.
const WINDOWS: [(f32, f32); 5] = [(1920.0, 1080.0), (1280.0, 800.0), (1024.0, 640.0), (853.0, 533.0), (640.0, 400.0)];

struct Ruler(Vec<u8>);

impl Ruler {
    fn new() -> Ruler {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/fonts/ui/InterOffice-Medium.otf");
        Ruler(std::fs::read(file).unwrap())
    }

    /// The width of a text at 12 pixels.
    fn width(&self, text: &str) -> f32 {
        let font = FontRef::new(&self.0).unwrap();
        let (letters, metrics) = (font.charmap(), font.glyph_metrics(Size::new(12.0), LocationRef::default()));
        let glyphs = text.chars().filter_map(|letter| letters.map(letter));
        glyphs.filter_map(|glyph| metrics.advance_width(glyph)).sum()
    }
}

fn apart(one: &CardItemData, other: &CardItemData) -> bool {
    one.x + one.width <= other.x
        || other.x + other.width <= one.x
        || one.y + one.height <= other.y
        || other.y + other.height <= one.y
}

/// What does not fit on the open card.
fn faults(person: &Person, ruler: &Ruler) -> Vec<String> {
    let api = person.app.ui.global::<CardApi<'_>>();
    let items: Vec<CardItemData> = api.get_items().iter().collect();
    let mut faults = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let room = match item.kind {
            CardItemKind::Field => item.width - if item.required { 9.0 } else { 0.0 },
            _ => item.width - 32.0,
        };
        if !item.in_tab && ruler.width(&item.label) > room {
            faults.push(format!("„{}“ is wider than {room}", item.label));
        }
        // A column without a width has given its place to others.
        for column in item.columns.iter().filter(|column| column.width > 0.0) {
            if ruler.width(&column.label) > column.width - 16.0 {
                faults.push(format!("the heading „{}“ is wider than its column", column.label));
            }
        }
        if item.x < 0.0 || item.x + item.width > api.get_content_width() {
            faults.push(format!("„{}“ stands beyond the card", item.label));
        }
        let over = |other: &&CardItemData| {
            let inside = |kind| kind == CardItemKind::Frame || kind == CardItemKind::Tabs;
            !inside(item.kind) && !inside(other.kind) && !apart(item, other)
        };
        faults.extend(
            items[at + 1..].iter().filter(over).map(|other| format!("„{}“ lies over „{}“", item.label, other.label)),
        );
    }
    faults
}

#[test]
fn on_every_card_every_word_fits_at_every_scale_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let (person, ruler) = (Person::start(folder.path(), None), Ruler::new());
    person.answers.next(folder.path().join("office.kartoteka"));
    person.click("Create a base…");
    let mut faults_found = Vec::new();
    for language in ["en", "lt"] {
        person.app.ui.global::<AppApi<'_>>().invoke_set_language(language.into());
        person.wait();
        let sections = || person.app.ui.global::<SectionsApi<'_>>().get_sections();
        // The lists that are folded away have cards too.
        let folded = sections().iter().position(|section| section.icon == "chevron-right");
        if let Some(folded) = folded {
            person.app.ui.global::<SectionsApi<'_>>().invoke_section_clicked(i32::try_from(folded).unwrap());
            person.wait();
        }
        let tables: Vec<usize> =
            sections().iter().enumerate().filter(|(_, section)| !section.id.is_empty()).map(|(at, _)| at).collect();
        assert!(tables.len() >= 15, "{tables:?}");
        for section in tables {
            person.app.ui.global::<SectionsApi<'_>>().invoke_section_clicked(i32::try_from(section).unwrap());
            person.wait();
            if person.app.ui.global::<AppApi<'_>>().get_page() == Page::List {
                person.control("n");
            }
            let api = person.app.ui.global::<CardApi<'_>>();
            assert_eq!(person.app.ui.global::<AppApi<'_>>().get_page(), Page::Card);
            for (width, height) in WINDOWS {
                person.app.ui.window().set_size(LogicalSize::new(width, height));
                person.wait();
                assert!(api.get_items().row_count() > 2, "{}", api.get_title());
                let found = faults(&person, &ruler);
                faults_found.extend(found.into_iter().map(|fault| format!("{} {width}: {fault}", api.get_title())));
            }
            person.press(&[Key::Escape]);
        }
    }
    faults_found.sort();
    faults_found.dedup();
    assert!(faults_found.is_empty(), "{}", faults_found.join("\n"));
}
