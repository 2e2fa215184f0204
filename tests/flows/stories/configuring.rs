//! The configuration of an office as files: out, changed by hand, back in, merged with a newer delivery.

use engine::{Act, Engine, EngineError, FieldPlace, KeepText, SourceFile};
use flows_tests::Office;
use model::{
    configuration,
    language::{Label, Language},
    schema::{Field, FieldKind},
};
use std::fs;

fn import(office: &Office, files: &[SourceFile]) -> engine::Result<Vec<engine::Difference>> {
    let outcome = office.engine.import_configuration(files, "files", KeepText::InNotes, &mut |_, _| true)?;
    Ok(outcome.output)
}

fn replaced(files: &[SourceFile], path: &str, from: &str, to: &str) -> Vec<SourceFile> {
    let mut files = files.to_vec();
    let file = files.iter_mut().find(|file| file.path == path).unwrap();
    assert!(file.text.contains(from), "{path}: {from}");
    file.text = file.text.replacen(from, to, 1);
    files
}

#[test]
fn what_is_written_reads_back_byte_for_byte_from_a_folder_and_a_zip() {
    let office = Office::new();
    let clients = office.table("clients");
    let place = FieldPlace { on_card: true, on_list: true, ..FieldPlace::default() };
    let label = Label::new("Spalva „mėgstama“", "Favourite \"colour\"");
    let field = office.engine.new_field(clients, Field { label, ..Field::default() }, &place).unwrap().output;
    office.engine.remove_field(clients, field).unwrap();
    let files = office.engine.configuration_files().unwrap();
    assert_eq!(configuration::write(&configuration::read(&files).unwrap()), files);
    assert_eq!(import(&office, &files).unwrap(), []);
    for name in ["folder", "all.zip"] {
        let path = office.beside(name);
        office.engine.export_configuration(&path).unwrap();
        let mut read = Engine::read_configuration(&path).unwrap();
        let mut written = files.clone();
        read.sort_by(|a, b| a.path.cmp(&b.path));
        written.sort_by(|a, b| a.path.cmp(&b.path));
        assert_eq!(read, written, "{name}");
    }
    let stale = office.beside("folder").join("lists/stale.toml");
    let own = office.beside("folder").join("lists/README");
    fs::write(&stale, "x").unwrap();
    fs::write(&own, "x").unwrap();
    office.engine.export_configuration(&office.beside("folder")).unwrap();
    assert!(Engine::read_configuration(&office.beside("folder")).is_ok(), "other files do not matter");
    fs::write(office.beside("folder").join("clients.toml"), "x = 1").unwrap();
    let misplaced = Engine::read_configuration(&office.beside("folder")).unwrap();
    assert!(office.engine.rehearse_configuration(&misplaced).is_err(), "a file in the wrong place is told");
    assert!(!stale.exists() && own.exists(), "what belongs to the configuration goes, what does not stays");
}

#[test]
fn files_changed_by_hand_become_one_step_that_undo_takes_back() {
    let office = Office::new();
    let client = office.add("clients", &[("name", "UAB „Rasa“"), ("hobby", "2026-05-01")]);
    let other = office.add("clients", &[("name", "UAB „Rūta“"), ("hobby", "žvejyba")]);
    let files = office.engine.configuration_files().unwrap();
    let changed = replaced(&files, "tables/clients.toml", "Pomėgiai", "Laisvalaikis");
    let at =
        changed.iter().find(|file| file.path == "tables/clients.toml").unwrap().text.find("key = \"hobby\"").unwrap();
    let mut changed = replaced(&changed, "tables/clients.toml", "role = \"client\"", "role = \"client\"");
    let clients = changed.iter_mut().find(|file| file.path == "tables/clients.toml").unwrap();
    let kind = at + clients.text[at..].find("kind = \"text\"").unwrap();
    clients.text.replace_range(kind..kind + 13, "kind = \"date\"");
    // A table that is not there goes into the trash.
    changed.retain(|file| !file.path.ends_with("/web-links.toml"));
    let changed: Vec<SourceFile> =
        changed.into_iter().map(|file| SourceFile { text: without_related(&file.text, "web-links"), ..file }).collect();
    let before = office.dump();
    let rehearsed = office.engine.rehearse_configuration(&changed).unwrap();
    assert_eq!(office.dump(), before);
    let hobby = rehearsed.iter().find(|one| one.name.lt.contains("Laisvalaikis")).unwrap();
    assert_eq!((hobby.act, hobby.values), (Act::Changed, Some((1, 1))));
    assert!(
        rehearsed.iter().any(|one| one.act == Act::Removed && one.name.lt == "Lentelė „Nuorodos“"),
        "{rehearsed:#?}"
    );
    let done = import(&office, &changed).unwrap();
    assert_eq!(done.len(), rehearsed.len());
    assert_eq!(office.text("clients", client, "hobby"), "2026-05-01");
    assert_eq!(office.text("clients", other, "notes"), "Pomėgiai: žvejyba");
    assert!(office.engine.with_schema(|schema| schema.table_by_key("web-links").is_none()));
    office.is_whole();
    office.engine.undo().unwrap();
    assert_eq!(office.engine.configuration_files().unwrap(), files);
    assert_eq!(office.text("clients", other, "hobby"), "žvejyba");
    office.is_whole();
    office.engine.redo().unwrap();
    assert_eq!(office.text("clients", client, "hobby"), "2026-05-01");
    office.is_whole();
}

/// A card without the related records of a table, and fields without links to it.
fn without_related(text: &str, table: &str) -> String {
    let name = format!("related = \"{table}\"");
    let parts: Vec<&str> = text.split("\n[[items]]\n").filter(|part| !part.contains(&name)).collect();
    parts.join("\n[[items]]\n")
}

#[test]
fn a_mistake_in_a_file_is_refused_with_its_line_and_changes_nothing() {
    let office = Office::new();
    let before = office.dump();
    let files = office.engine.configuration_files().unwrap();
    let wrong = replaced(&files, "tables/clients.toml", "\"age(birthday)\"", "\"age(birth)\"");
    let Err(EngineError::Configuration(mistakes)) = import(&office, &wrong) else { panic!("accepted") };
    assert!(mistakes[0].line > 100 && mistakes[0].path == "tables/clients.toml", "{mistakes:?}");
    let said = EngineError::Configuration(mistakes).message(Language::Lt);
    assert!(said.starts_with("tables/clients.toml, ") && said.contains("išraiška „age(birth)“ netinka"), "{said}");
    assert_eq!(office.dump(), before);
}

#[test]
fn a_newer_delivery_is_merged_into_what_an_office_has_made_of_the_old_one() {
    let office = Office::new();
    let clients = office.table("clients");
    let city = office.field("clients", "city");
    office.engine.change_field(clients, city, |field| field.label.lt = "Miestas ar kaimas".into()).unwrap();
    let own = Field { label: Label::new("Spalva", "Colour"), ..Field::default() };
    office.engine.new_field(clients, own, &FieldPlace { on_card: true, ..FieldPlace::default() }).unwrap();
    let original = configuration::read(&configuration::delivered()).unwrap();
    let newer = replaced(
        &configuration::delivered(),
        "tables/clients.toml",
        "\"Kaip susisiekti\"",
        "\"Kaip susisiekti geriausia\"",
    );
    let newer = replaced(&newer, "lists/clients.toml", "width = 256", "width = 300");
    let newer = configuration::read(&newer).unwrap();
    let merged = configuration::merge(&original, &office.engine.configuration().unwrap(), &newer);
    assert_eq!(merged.conflicts, []);
    let done = import(&office, &configuration::write(&merged.configuration)).unwrap();
    let names: Vec<&str> = done.iter().map(|one| &*one.name.en).collect();
    assert_eq!(names, ["Clients, field “Preferred channel”", "List “Clients”"]);
    office.engine.with_schema(|schema| {
        let clients = schema.table(clients).unwrap();
        assert_eq!(clients.field(city).unwrap().label.lt, "Miestas ar kaimas");
        assert!(clients.field_by_key("colour").is_some());
    });
    office.is_whole();
}

#[test]
fn the_configuration_of_one_office_makes_another_alike() {
    let (one, other) = (Office::new(), Office::new());
    let new = engine::NewTable { label: Label::new("Automobiliai", "Vehicles"), ..Default::default() };
    let cars = one.engine.new_table(&new).unwrap().output;
    let link = FieldKind::Link { targets: vec![one.table("clients")], many: false, on_delete: Default::default() };
    let field = Field { label: Label::new("Savininkas", "Owner"), kind: link, ..Field::default() };
    let related = engine::RelatedPlace::FirstCard;
    one.engine.new_field(cars, field, &FieldPlace { on_card: true, on_list: true, related }).unwrap();
    let files = one.engine.configuration_files().unwrap();
    import(&other, &files).unwrap();
    assert_eq!(other.engine.configuration_files().unwrap(), files);
    let client = other.add("clients", &[("name", "UAB „Rasa“")]);
    other.add("vehicles", &[("name", "Volvo"), ("owner", &client.to_string())]);
    other.is_whole();
}
