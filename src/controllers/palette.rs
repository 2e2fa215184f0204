//! The command palette (Ctrl+K): every section, every command, every record by its text, in one list.

use crate::{App, cells, words};
use engine::Suggestion;
use model::{
    ids::{RecordId, TableId},
    language::Language,
    schema::Table,
    value::fold,
};
use slint::{ComponentHandle as _, ModelRc, SharedString, VecModel};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use ui::{AppApi, Page, PaletteApi, PaletteEntry, SectionsApi, Theme};

/// Records shown at most.
const RECORDS: usize = 12;
/// Sections, and commands, shown at most once something is typed.
const OTHERS: usize = 5;

/// The palette as it stands.
#[derive(Default)]
pub(crate) struct Palette {
    generation: Cell<u64>,
    found: RefCell<Vec<Suggestion>>,
}

/// A command of the menus.
struct Command {
    /// The menu entry's id.
    id: &'static str,
    lt: &'static str,
    en: &'static str,
    icon: &'static str,
    shortcut: &'static str,
    enabled: fn(&App) -> bool,
}

const fn command(
    id: &'static str,
    lt: &'static str,
    en: &'static str,
    icon: &'static str,
    shortcut: &'static str,
    enabled: fn(&App) -> bool,
) -> Command {
    Command { id, lt, en, icon, shortcut, enabled }
}

fn always(_: &App) -> bool {
    true
}

fn working(app: &App) -> bool {
    matches!(app.page(), Page::List | Page::Card)
}

fn api(app: &App) -> AppApi<'_> {
    app.ui.global()
}

fn plans(app: &App) -> bool {
    app.page() != Page::Start && app.ui.global::<SectionsApi<'_>>().get_has_plans()
}

fn listing(app: &App) -> bool {
    app.page() == Page::List
}

const COMMANDS: &[Command] = &[
    command("undo", "Atšaukti", "Undo", "undo-2", "Ctrl+Z", |app| api(app).get_can_undo()),
    command("redo", "Grąžinti", "Redo", "redo-2", "Ctrl+Shift+Z", |app| api(app).get_can_redo()),
    command("scan", "Nuskaityti kodą kamera…", "Read a code with the camera…", "scan-barcode", "F9", working),
    command("import", "Importuoti iš failo…", "Import from a file…", "import", "Ctrl+I", |app| {
        !matches!(app.page(), Page::Start | Page::Import)
    }),
    command("export-xlsx", "Eksportuoti sąrašą į Excel…", "Export the list to Excel…", "upload", "", listing),
    command("export-csv", "Eksportuoti kaip CSV…", "Export as CSV…", "upload", "", listing),
    command("export-html", "Eksportuoti kaip tinklalapį…", "Export as a web page…", "upload", "", listing),
    command("export-txt", "Eksportuoti kaip tekstą…", "Export as plain text…", "upload", "", listing),
    command(
        "export-vcard",
        "Eksportuoti kaip kontaktus (vCard)…",
        "Export as contacts (vCard)…",
        "upload",
        "",
        |app| listing(app) && app.lists_persons(),
    ),
    command("print", "Spausdinti arba įrašyti PDF…", "Print or save as PDF…", "printer", "Ctrl+P", |app| {
        working(app) && api(app).get_can_print()
    }),
    command("structure", "Struktūra: lentelės ir laukai", "Structure: tables and fields", "settings", "", |app| {
        app.engine().is_some() && app.page() != Page::Structure && app.page() != Page::Import
    }),
    command("design", "Tvarkyti šią kortelę", "Design this card", "pencil", "F4", |app| {
        app.page() == Page::Card && app.ui.global::<ui::CardApi<'_>>().get_can_design()
    }),
    command("issue", "Išrašyti dokumentą", "Issue the document", "stamp", "", |app| {
        app.page() == Page::Card && app.ui.global::<ui::CardApi<'_>>().get_can_issue()
    }),
    command("void", "Anuliuoti dokumentą", "Void the document", "ban", "", |app| {
        app.page() == Page::Card && app.ui.global::<ui::CardApi<'_>>().get_can_void()
    }),
    command("delete", "Ištrinti", "Delete", "trash-2", "Del", |app| working(app) && api(app).get_can_delete()),
    command("today", "Šiandien", "Today", "sun", "", |app| plans(app) && app.page() != Page::Today),
    command("calendar", "Kalendorius", "Calendar", "calendar-days", "", |app| {
        plans(app) && app.page() != Page::Calendar
    }),
    command("remove-sample", "Pašalinti pavyzdinius duomenis", "Remove the sample data", "trash-2", "", |app| {
        app.ui.global::<SectionsApi<'_>>().get_has_sample()
    }),
    command("new-base", "Nauja bazė…", "New base…", "database", "", always),
    command("open-base", "Atverti bazę…", "Open a base…", "folder-open", "Ctrl+O", always),
    command("close-base", "Uždaryti bazę", "Close the base", "x", "", |app| app.engine().is_some()),
    command("as-system", "Išvaizda kaip sistemoje", "Theme as the system", "sun", "", always),
    command("light", "Šviesi išvaizda", "Light theme", "sun", "", |app| app.ui.global::<Theme<'_>>().get_dark()),
    command("dark", "Tamsi išvaizda", "Dark theme", "moon", "", |app| !app.ui.global::<Theme<'_>>().get_dark()),
    command("lt", "Lietuviškai", "Switch to Lithuanian", "languages", "", |app| app.language() == Language::En),
    command("en", "Angliškai (English)", "Switch to English", "languages", "", |app| app.language() == Language::Lt),
    command(
        "panel",
        "Rodyti arba slėpti šoninį skydelį",
        "Show or hide the side panel",
        "panel-right",
        "F4",
        |app| app.page() == Page::List,
    ),
    command("help", "Pagalba", "Help", "info", "F1", always),
    command("about", "Apie „Kartoteką“", "About Kartoteka", "info", "", always),
    command("quit", "Baigti darbą", "Quit", "x", "Ctrl+Q", always),
];

impl App {
    pub(crate) fn connect_palette(self: &Rc<App>) {
        let api = self.ui.global::<PaletteApi<'_>>();
        api.on_typed(forward!(self, |app, text| app.type_in_palette(&text)));
        api.on_chosen(forward!(self, |app, id| app.choose_in_palette(&id)));
    }

    fn type_in_palette(self: &Rc<App>, text: &str) {
        let generation = self.palette.generation.get() + 1;
        self.palette.generation.set(generation);
        let text = text.trim().to_owned();
        let Some(engine) = self.engine().filter(|_| !text.is_empty()) else {
            self.palette.found.borrow_mut().clear();
            self.fill_palette(&text);
            return;
        };
        // What was found for the word before stays until the answer is there: nothing flickers.
        self.fill_palette(&text);
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let asked = text.clone();
            let words = language.pick("Ieškoma…", "Searching…");
            let found = app.work(words, move || engine.suggest(&[], &asked, RECORDS, language)).await;
            if app.palette.generation.get() != generation {
                return;
            }
            match found {
                Ok(found) => *app.palette.found.borrow_mut() = found,
                Err(error) => return app.complain(&error),
            }
            app.fill_palette(&text);
        });
    }

    fn fill_palette(&self, text: &str) {
        let language = self.language();
        let mut entries = self.places(text, language);
        let at = entries.len();
        let commands = COMMANDS.iter().filter(|command| (command.enabled)(self));
        let commands = commands.filter(|command| fits(command.lt, text) || fits(command.en, text));
        entries.extend(commands.take(if text.is_empty() { usize::MAX } else { OTHERS }).map(|command| PaletteEntry {
            id: command.id.into(),
            command: true,
            icon: command.icon.into(),
            title: language.pick(command.lt, command.en).into(),
            shortcut: command.shortcut.into(),
            ..PaletteEntry::default()
        }));
        head(&mut entries, at, language.pick("Komandos", "Commands"));
        let records = self.found_records(text, language);
        // A record is what people look for most; a short word fits commands by chance.
        let (at, first) = (entries.len(), records.len());
        entries.extend(records);
        // A section or a command that is being spelled out is what was meant.
        let spelled = text.chars().count() > 2
            && entries.first().is_some_and(|entry| fold(&entry.title).starts_with(&fold(text)));
        if first > 0 {
            head(&mut entries, at, language.pick("Įrašai", "Records"));
        }
        if first > 0 && !spelled {
            entries.rotate_left(at);
        }
        self.ui.global::<PaletteApi<'_>>().set_entries(ModelRc::new(VecModel::from(entries)));
    }

    /// Sections to go to, and new records to begin there.
    fn places(&self, text: &str, language: Language) -> Vec<PaletteEntry> {
        let Some(engine) = self.engine() else { return Vec::new() };
        let definitions = engine.definitions();
        let mut tables: Vec<&Table> = definitions.schema.live().filter(|table| !table.info.hidden).collect();
        tables.sort_by_key(|table| (self.is_company(table.info.id), table.info.order));
        let most = if text.is_empty() { usize::MAX } else { OTHERS };
        let fitting = |label: &model::language::Label| fits(label.get(language), text);
        let sections = tables.iter().filter(|table| fitting(&table.info.label)).take(most).map(|table| PaletteEntry {
            id: slint::format!("section/{}", table.info.id),
            icon: table.info.icon.as_str().into(),
            title: table.info.label.get(language).into(),
            ..PaletteEntry::default()
        });
        let mut entries: Vec<PaletteEntry> = sections.collect();
        head(&mut entries, 0, language.pick("Skyriai", "Sections"));
        let at = entries.len();
        let new = tables
            .iter()
            .filter(|table| !self.is_company(table.info.id))
            .map(|table| (table, words::new_one(&table.info.one, language)));
        let new = new.filter(|(_, words)| !text.is_empty() && fits(words, text)).take(OTHERS);
        entries.extend(new.map(|(table, words)| PaletteEntry {
            id: slint::format!("new/{}", table.info.id),
            icon: "plus".into(),
            title: words.into(),
            ..PaletteEntry::default()
        }));
        head(&mut entries, at, language.pick("Sukurti", "Create"));
        entries
    }

    fn found_records(&self, text: &str, language: Language) -> Vec<PaletteEntry> {
        let Some(engine) = self.engine() else { return Vec::new() };
        let definitions = engine.definitions();
        let found = self.palette.found.borrow();
        let records = found.iter().filter_map(|suggestion| {
            let table = definitions.schema.table(suggestion.link.table)?;
            let segments = cells::segments(&suggestion.title, false, text);
            let one = table.info.one.get(language);
            let detail = if suggestion.detail.is_empty() {
                SharedString::from(one)
            } else {
                slint::format!("{one} · {}", suggestion.detail)
            };
            Some(PaletteEntry {
                id: slint::format!("record/{}/{}", suggestion.link.table, suggestion.link.record),
                icon: table.info.icon.as_str().into(),
                title: suggestion.title.as_str().into(),
                segments: ModelRc::new(VecModel::from(segments)),
                detail,
                ..PaletteEntry::default()
            })
        });
        records.collect()
    }

    fn choose_in_palette(self: &Rc<App>, id: &str) {
        if self.import.is_running() {
            return;
        }
        let mut parts = id.split('/');
        let kind = parts.next().unwrap_or_default();
        let Some(table) = parts.next().and_then(|text| text.parse::<TableId>().ok()) else { return };
        let record = parts.next().and_then(|text| text.parse::<RecordId>().ok());
        match (kind, record) {
            ("section", _) => self.open_section(table),
            ("new", _) => {
                self.open_section(table);
                self.open_draft(table, Vec::new());
            }
            (_, Some(record)) => self.open_record(table, record),
            _ => {}
        }
    }
}

/// Gives a group its heading, where it has an entry.
fn head(entries: &mut [PaletteEntry], at: usize, words: &str) {
    if let Some(entry) = entries.get_mut(at) {
        entry.heading = words.into();
    }
}

/// Every word typed begins a word of the title, with or without Lithuanian marks.
fn fits(title: &str, typed: &str) -> bool {
    let (title, typed) = (fold(title), fold(typed));
    let words: Vec<&str> = title.split(|letter: char| !letter.is_alphanumeric()).collect();
    typed.split_whitespace().all(|part| words.iter().any(|word| word.starts_with(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_beginnings_in_any_order() {
        assert!(fits("Importuoti iš failo…", "imp"));
        assert!(fits("Importuoti iš failo…", "fail is"));
        assert!(fits("Šviesi išvaizda", "svies"));
        assert!(!fits("Importuoti iš failo…", "port"));
        assert!(fits("Bet kas", ""));
    }

    #[test]
    fn every_command_has_its_own_words_in_both_languages() {
        for command in COMMANDS {
            assert!(!command.lt.is_empty() && !command.en.is_empty(), "{}", command.id);
        }
        let mut ids: Vec<_> = COMMANDS.iter().map(|command| command.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), COMMANDS.len());
    }
}
