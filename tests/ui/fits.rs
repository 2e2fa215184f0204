//! Every page in the windows and at the scales people have, in both languages: no word is cut or lies over another, and no
//! control stands where it cannot be reached.

use engine::{Engine, SystemClock};
use model::language::Language;
use slint::{ComponentHandle as _, Model as _, platform::Key};
use std::{collections::BTreeMap, path::Path};
use ui::{
    AppApi, CalendarApi, CalendarMode, CardApi, DesignerApi, DialogApi, ListApi, Page, PanelPage, PreviewApi,
    ReminderData, RemindersApi, SectionsApi, StructureApi, TodayApi,
};
use ui_tests::{Person, Words};

/// Widths and heights of the screen, and scales. 1280 x 800 at 200 % is as small as the window goes.
const WINDOWS: [(f32, f32, f32); 6] = [
    (1920.0, 1080.0, 1.0),
    (1280.0, 800.0, 1.0),
    (1024.0, 700.0, 1.0),
    (1280.0, 800.0, 1.5),
    (1024.0, 700.0, 1.5),
    (1280.0, 800.0, 2.0),
];

/// The words of the markup and of the base's structure.
fn words(base: &Path) -> Words {
    let catalogue = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/lang/lt/LC_MESSAGES/ui.po");
    let mut words = Words::of_catalogue(&std::fs::read_to_string(catalogue).unwrap());
    let engine = Engine::open(base, Box::new(SystemClock)).unwrap();
    engine.with_schema(|schema| {
        for table in schema.live() {
            let labels = std::iter::once(&table.info.label).chain(table.fields.iter().map(|field| &field.label));
            labels.for_each(|label| {
                words.add(label.get(Language::Lt));
                words.add(label.get(Language::En));
            });
        }
    });
    words
}

/// What does not fit, by where.
struct Walk<'a> {
    person: &'a Person,
    words: Words,
    language: &'static str,
    faults: BTreeMap<String, Vec<String>>,
}

impl Walk<'_> {
    fn look(&mut self, page: &str) {
        // It is drawn as it came, before anything else asks for its places.
        self.person.app.ui.window().take_snapshot().unwrap();
        for (width, height, scale) in WINDOWS {
            self.person.resize(width, height, scale);
            for fault in self.person.misfits(&self.words) {
                let place = format!("{page} ({}): {fault}", self.language);
                let sizes = self.faults.entry(place).or_default();
                sizes.push(format!("{width}×{height} at {} %", scale * 100.0));
            }
        }
        self.person.resize(1280.0, 800.0, 1.0);
    }

    /// The commands of these names, in Lithuanian and English, can be reached at every size.
    fn offers(&mut self, page: &str, commands: &[(&str, &str)]) {
        for (width, height, scale) in WINDOWS {
            self.person.resize(width, height, scale);
            for (lithuanian, english) in commands {
                let name = if self.language == "lt" { lithuanian } else { english };
                if !self.person.sees(name) {
                    let place = format!("{page} ({}): there is no “{name}”", self.language);
                    self.faults.entry(place).or_default().push(format!("{width}×{height} at {} %", scale * 100.0));
                }
            }
        }
        self.person.resize(1280.0, 800.0, 1.0);
    }

    fn page(&self) -> Page {
        self.person.app.ui.global::<AppApi<'_>>().get_page()
    }

    /// The pages of the open card, tab by tab.
    fn look_at_card(&mut self, page: &str) {
        let api = self.person.app.ui.global::<CardApi<'_>>();
        let tabs = api.get_items().iter().map(|item| item.pages.row_count()).max().unwrap_or_default();
        for tab in 0..tabs.max(1) {
            self.look(&format!("{page}, tab {}", tab + 1));
            api.invoke_tab_stepped(1);
            self.person.wait();
        }
    }

    fn look_at_sections(&mut self) {
        let api = self.person.app.ui.global::<SectionsApi<'_>>();
        let folded = api.get_sections().iter().position(|section| section.icon == "chevron-right");
        if let Some(folded) = folded {
            api.invoke_section_clicked(i32::try_from(folded).unwrap());
            self.person.wait();
        }
        for (at, section) in api.get_sections().iter().collect::<Vec<_>>().into_iter().enumerate() {
            if section.id.is_empty() {
                continue;
            }
            api.invoke_section_clicked(i32::try_from(at).unwrap());
            self.person.wait();
            if self.page() == Page::List {
                self.look(&format!("list {}", section.label));
                self.person.press(&[Key::Return]);
            }
            if self.page() == Page::Card {
                self.look_at_card(&format!("card of {}", section.label));
                if self.person.app.ui.global::<CardApi<'_>>().get_can_issue() {
                    self.offers(&format!("card of {}", section.label), &[("Išrašyti", "Issue")]);
                }
                if self.person.app.ui.global::<CardApi<'_>>().get_can_print() {
                    self.person.control("p");
                    assert_eq!(self.page(), Page::Preview);
                    assert!(self.person.app.ui.global::<PreviewApi<'_>>().get_pages().row_count() > 0);
                    self.look(&format!("preview of {}", section.label));
                    self.person.press(&[Key::Escape]);
                }
                self.person.press(&[Key::Escape]);
            }
            if self.page() == Page::List {
                self.person.control("n");
                self.look_at_card(&format!("new card of {}", section.label));
                self.person.press(&[Key::Escape]);
            }
        }
    }

    fn look_at_plans(&mut self) {
        let sections = self.person.app.ui.global::<SectionsApi<'_>>();
        sections.invoke_section_clicked(0);
        self.person.wait();
        assert_eq!(self.page(), Page::Today);
        self.look("today");
        self.offers("today", &[("Kalendorius", "Calendar"), ("Kieno", "Whose"), ("Suplanuoti", "Plan")]);
        self.person.write("n");
        self.person.write("2026-12-24 14:30 skambinti UAB Baltijos namai");
        assert!(self.person.app.ui.global::<TodayApi<'_>>().get_plan_ready());
        self.look("today, planning");
        self.person.press(&[Key::Escape]);
        sections.invoke_section_clicked(1);
        self.person.wait();
        let calendar = self.person.app.ui.global::<CalendarApi<'_>>();
        for (key, mode) in [("1", CalendarMode::Day), ("2", CalendarMode::Week), ("3", CalendarMode::Month)] {
            self.person.write(key);
            assert_eq!(calendar.get_mode(), mode);
            self.look(&format!("calendar {mode:?}"));
            let commands = [("Suplanuoti", "Plan"), ("Kieno", "Whose"), ("Anksčiau", "Earlier"), ("Mėnuo", "Month")];
            self.offers(&format!("calendar {mode:?}"), &commands);
        }
    }

    fn look_above(&mut self) {
        let ui = &self.person.app.ui;
        self.person.control("k");
        self.look("palette");
        self.person.write("zuk");
        self.look("palette, found");
        self.person.press(&[Key::Escape, Key::F1]);
        self.look("help");
        self.person.press(&[Key::Escape]);
        ui.global::<AppApi<'_>>().set_about_visible(true);
        self.look("about");
        self.person.press(&[Key::Escape]);
        ui.global::<DialogApi<'_>>().set_visible(true);
        self.look("dialog");
        self.person.press(&[Key::Escape]);
        let reminder = ReminderData {
            title: "Call about the offer".into(),
            detail: "UAB „Baltijos namai“".into(),
            time: "10:00".into(),
            phone: "+370 612 34567".into(),
        };
        let reminders = ui.global::<RemindersApi<'_>>();
        let before = reminders.get_reminders();
        reminders.set_reminders([reminder.clone(), reminder].into());
        self.look("reminders");
        reminders.set_reminders(before);
    }

    /// With the clients' list open.
    fn look_at_tools(&mut self) {
        let ui = &self.person.app.ui;
        let clients = ui.global::<SectionsApi<'_>>().get_sections().iter().position(|section| section.icon == "users");
        ui.global::<SectionsApi<'_>>().invoke_section_clicked(i32::try_from(clients.unwrap()).unwrap());
        self.person.wait();
        self.person.control("a");
        self.look("several rows");
        self.person.press(&[Key::Escape]);
        ui.global::<ListApi<'_>>().invoke_chooser_opened();
        ui.global::<ListApi<'_>>().set_chooser_open(true);
        self.person.wait();
        self.look("columns");
        ui.global::<ListApi<'_>>().set_chooser_open(false);
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../golden/data/clients-excel-lt.csv");
        self.person.answers.next(file);
        ui.global::<AppApi<'_>>().invoke_import_file();
        self.person.wait();
        assert_eq!(self.page(), Page::Import);
        self.look("import");
        self.person.press(&[Key::Escape]);
    }

    fn look_at_designer(&mut self) {
        let sections: Vec<String> = {
            let api = self.person.app.ui.global::<SectionsApi<'_>>();
            api.get_sections().iter().map(|section| section.label.to_string()).collect()
        };
        let clients = sections.iter().find(|label| ["Klientai", "Clients"].contains(&label.as_str())).unwrap();
        self.person.section(clients);
        self.person.press(&[Key::Return, Key::F4]);
        assert_eq!(self.page(), Page::Designer);
        let ui = &self.person.app.ui;
        for page in [PanelPage::Items, PanelPage::Steps, PanelPage::Findings, PanelPage::Fields] {
            ui.global::<DesignerApi<'_>>().invoke_panel_chosen(page);
            self.person.wait();
            self.look(&format!("designer {page:?}"));
        }
        for _ in 0..6 {
            self.person.press(&[Key::Tab]);
            self.look("designer of an item");
        }
        ui.global::<DesignerApi<'_>>().invoke_done();
        self.person.wait();
    }

    fn look_at_structure(&mut self) {
        self.person.app.ui.global::<AppApi<'_>>().invoke_open_structure();
        self.person.wait();
        assert_eq!(self.page(), Page::Structure);
        self.look("structure");
        let structure = self.person.app.ui.global::<StructureApi<'_>>();
        let mut seen = Vec::new();
        for at in 0..structure.get_fields().row_count() {
            let row = structure.get_fields().row_data(at).unwrap();
            // One field of each kind.
            if seen.contains(&row.detail) {
                continue;
            }
            seen.push(row.detail.clone());
            structure.invoke_field_chosen(i32::try_from(at).unwrap());
            self.person.wait();
            self.look(&format!("structure of {}", row.label));
        }
        structure.invoke_remove();
        self.person.wait();
        self.look("rehearsal");
        self.person.press(&[Key::Escape, Key::Escape]);
    }
}

#[test]
fn every_word_of_every_page_fits_at_every_scale_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let mut faults = BTreeMap::new();
    for language in ["lt", "en"] {
        let base = folder.path().join(format!("{language}.kartoteka"));
        let name = base.to_str().unwrap();
        cli::run(["kartoteka", "new", name, "--language", language, "--sample"].map(Into::into).to_vec());
        let words = words(&base);
        let person = Person::start_with_fonts(folder.path(), None);
        person.app.ui.global::<AppApi<'_>>().invoke_set_language(language.into());
        person.wait();
        let mut walk = Walk { person: &person, words, language, faults };
        walk.look("start");
        person.answers.next(base);
        person.app.ui.global::<AppApi<'_>>().invoke_open_base();
        person.wait();
        assert_eq!(walk.page(), Page::Today);
        walk.look_at_plans();
        walk.look_at_sections();
        walk.look_above();
        walk.look_at_tools();
        walk.look_at_designer();
        walk.look_at_structure();
        faults = walk.faults;
        person.app.close();
    }
    let lines: Vec<String> = faults.iter().map(|(place, sizes)| format!("{place} [{}]", sizes.join(", "))).collect();
    assert!(lines.is_empty(), "{} do not fit:\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn what_does_not_fit_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join("office.kartoteka");
    let name = base.to_str().unwrap();
    cli::run(["kartoteka", "new", name, "--language", "lt", "--sample"].map(Into::into).to_vec());
    let words = words(&base);
    let person = Person::start_with_fonts(folder.path(), Some(base));
    person.resize(1280.0, 800.0, 1.0);
    let before = person.misfits(&words).len();
    // Sections as narrow as nobody can make them.
    person.app.ui.global::<AppApi<'_>>().set_sections_width(70.0);
    person.wait();
    let found = person.misfits(&words);
    assert!(found.len() > before + 3 && found.iter().any(|fault| fault.contains("is shortened")), "{found:?}");
}
