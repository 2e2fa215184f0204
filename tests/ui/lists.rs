//! Working in a list: cells, rows, columns, views, and taking it away as a file.

use slint::{
    ComponentHandle as _, Model as _, SharedString,
    platform::{Key, WindowEvent},
};
use std::path::Path;
use ui::{ContextMenu, EditMove, ListApi, PreviewApi, SidePanelApi, SortOrder, ToastApi};
use ui_tests::Person;

fn start(folder: &Path) -> Person {
    let base = folder.join("office.kartoteka");
    let name = base.to_str().unwrap();
    cli::run(["kartoteka", "new", name, "--language", "en", "--sample"].map(Into::into).to_vec());
    let person = Person::start(folder, Some(base));
    person.section("Invoices");
    person
}

fn list(person: &Person) -> ListApi<'_> {
    person.app.ui.global()
}

fn columns(person: &Person) -> Vec<String> {
    list(person).get_columns().iter().map(|column| column.label.to_string()).collect()
}

fn cell(person: &Person, row: usize, column: usize) -> String {
    let row = list(person).get_rows().row_data(row).unwrap();
    row.cells.row_data(column).map(|cell| cell.text.to_string()).unwrap_or_default()
}

fn toasts(person: &Person) -> String {
    let toasts = person.app.ui.global::<ToastApi<'_>>().get_toasts();
    toasts.iter().map(|toast| toast.text.to_string()).collect::<Vec<_>>().join(" | ")
}

fn with_shift(person: &Person, keys: &[Key]) {
    let shift = SharedString::from(Key::Shift);
    person.app.ui.window().dispatch_event(WindowEvent::KeyPressed { text: shift.clone() });
    person.press(keys);
    person.app.ui.window().dispatch_event(WindowEvent::KeyReleased { text: shift });
}

#[test]
fn rows_are_ticked_summed_deleted_and_brought_back_in_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let person = start(folder.path());
    person.section("Notes");
    let count = list(&person).get_rows().row_count();
    with_shift(&person, &[Key::DownArrow, Key::DownArrow]);
    assert_eq!(list(&person).get_selected_count(), 3);
    assert!(list(&person).get_status().contains("selected 3"), "{}", list(&person).get_status());
    assert_eq!(person.app.ui.global::<SidePanelApi<'_>>().get_selected_count(), 3);
    person.press(&[Key::Delete]);
    assert_eq!(list(&person).get_rows().row_count(), count - 3);
    assert_eq!(list(&person).get_selected_count(), 0);
    person.control("z");
    assert_eq!(list(&person).get_rows().row_count(), count, "{}", toasts(&person));

    person.section("Payments");
    person.control("a");
    let total = list(&person).get_totals().row_data(0).unwrap();
    assert!(total.label.contains("sum") && total.text.ends_with('€'), "{total:?}");
    list(&person).invoke_total_menu(0, 0.0, 0.0);
    person.app.ui.global::<ContextMenu<'_>>().invoke_chosen("most".into());
    let most = list(&person).get_totals().row_data(0).unwrap();
    assert!(most.label.contains("most") && most.text != total.text, "{most:?}");
    // A search leaves ticks only on what it finds.
    list(&person).invoke_search_edited("qqqqq".into());
    person.wait();
    assert_eq!(list(&person).get_selected_count(), 0);
}

#[test]
fn columns_and_views_are_chosen_and_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let person = start(folder.path());
    person.section("Clients");
    let delivered = columns(&person);
    let api = list(&person);
    api.invoke_chooser_opened();
    let skype = api.get_chooser().iter().find(|choice| choice.label == "Skype").unwrap();
    assert!(!skype.shown);
    api.invoke_chooser_toggled(skype.id);
    assert_eq!(columns(&person).last().unwrap(), "Skype");
    api.invoke_column_moved(0, 2);
    assert_eq!(columns(&person)[..2], [delivered[1].clone(), delivered[0].clone()]);
    assert!(cell(&person, 0, 0).starts_with("+370"), "the rows follow: {}", cell(&person, 0, 0));
    person.section("Events");
    api.invoke_view_menu(0.0, 0.0);
    let views = person.app.ui.global::<ContextMenu<'_>>().get_entries();
    let all = api.get_rows().row_count();
    let tasks = views.iter().find(|view| view.label == "Tasks").unwrap();
    person.app.ui.global::<ContextMenu<'_>>().invoke_chosen(tasks.id);
    person.wait();
    assert_eq!(api.get_view_label(), "Tasks");
    assert!(api.get_rows().row_count() < all && api.get_rows().row_count() > 3);
    person.app.close();
    drop(person);

    let person = Person::start(folder.path(), Some(folder.path().join("office.kartoteka")));
    person.section("Clients");
    assert_eq!(columns(&person).last().unwrap(), "Skype");
    list(&person).invoke_columns_reset();
    assert_eq!(columns(&person), delivered);
    person.section("Events");
    assert_eq!(list(&person).get_view_label(), "Tasks");
}

#[test]
fn a_cell_is_edited_where_it_stands_and_a_mistake_is_said_there() {
    let folder = tempfile::tempdir().unwrap();
    let person = start(folder.path());
    person.section("Notes");
    let title = columns(&person).iter().position(|label| label == "Title").unwrap();
    let date = columns(&person).iter().position(|label| label == "Date").unwrap();
    let api = list(&person);
    api.invoke_edit_requested(0, i32::try_from(title).unwrap());
    assert_eq!(api.get_edits().row_count(), 1);
    api.invoke_edit_committed("A new title".into(), EditMove::Stay);
    person.wait();
    assert_eq!(api.get_edits().row_count(), 0, "{}", toasts(&person));
    let titles = |person: &Person| -> Vec<String> {
        (0..list(person).get_rows().row_count()).map(|row| cell(person, row, title)).collect()
    };
    assert!(titles(&person).contains(&"A new title".to_owned()), "{:?}", titles(&person));
    person.control("z");
    assert!(!titles(&person).contains(&"A new title".to_owned()));
    api.invoke_edit_requested(0, i32::try_from(date).unwrap());
    api.invoke_edit_committed("no day".into(), EditMove::Down);
    person.wait();
    let edit = api.get_edits().row_data(0).unwrap();
    assert!(edit.error.contains("no day"), "{}", edit.error);
    api.invoke_edit_closed(EditMove::Stay);
    assert_eq!(api.get_edits().row_count(), 0);
}

#[test]
fn what_is_seen_is_exported_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let person = start(folder.path());
    person.section("Clients");
    list(&person).invoke_search_edited("zukausk".into());
    person.wait();
    let seen = list(&person).get_rows().row_count();
    assert!(seen > 0);
    for (format, ending) in [("xlsx", "xlsx"), ("csv", "csv"), ("html", "html"), ("txt", "txt"), ("vcard", "vcf")] {
        let file = folder.path().join(format!("clients.{ending}"));
        person.answers.next(file.clone());
        list(&person).invoke_export(format.into());
        person.wait();
        assert!(toasts(&person).contains("Exported"), "{}", toasts(&person));
        let api = person.app.ui.global::<ToastApi<'_>>();
        let toast = api.get_toasts().iter().last().unwrap();
        assert_eq!(toast.action, "Open");
        api.invoke_action_clicked(toast.id);
        assert_eq!(person.answers.shown.borrow_mut().pop(), Some(file.clone()));
        let bytes = std::fs::read(&file).unwrap();
        match format {
            "xlsx" => assert!(bytes.starts_with(b"PK")),
            "vcard" => assert_eq!(String::from_utf8(bytes).unwrap().matches("BEGIN:VCARD").count(), seen),
            "csv" => assert_eq!(String::from_utf8(bytes).unwrap().lines().count(), seen + 1),
            _ => assert!(String::from_utf8(bytes).unwrap().contains("Žukausk")),
        }
    }
}

#[test]
fn several_ticked_invoices_become_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let person = start(folder.path());
    person.press(&[Key::End, Key::Home]);
    with_shift(&person, &[Key::DownArrow, Key::DownArrow]);
    assert_eq!(list(&person).get_selected_count(), 3);
    let panel = person.app.ui.global::<SidePanelApi<'_>>();
    assert!(panel.get_can_print());
    panel.invoke_selection_clicked("print".into(), 0.0, 0.0);
    person.wait();
    let preview = person.app.ui.global::<PreviewApi<'_>>();
    assert_eq!(preview.get_error(), "");
    assert_eq!(preview.get_title(), "Invoices (3)");
    assert!(preview.get_pages().row_count() >= 3, "{}", preview.get_pages().row_count());
    let file = folder.path().join("three.pdf");
    person.answers.next(file.clone());
    preview.invoke_save_pdf();
    person.wait();
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF"), "{}", toasts(&person));
    preview.invoke_close();
    person.wait();
    assert_eq!(list(&person).get_selected_count(), 3, "the ticks are still there");
    person.section("Contacts");
    with_shift(&person, &[Key::DownArrow, Key::DownArrow]);
    assert!(!panel.get_can_print(), "contacts have no form");
}

#[test]
fn who_owes_is_a_view_and_the_foot_says_how_much() {
    let folder = tempfile::tempdir().unwrap();
    let person = start(folder.path());
    let api = list(&person);
    let view = |label: &str| {
        api.invoke_view_menu(0.0, 0.0);
        let menu = person.app.ui.global::<ContextMenu<'_>>();
        let found = menu.get_entries().iter().find(|entry| entry.label == label);
        menu.invoke_chosen(found.unwrap_or_else(|| panic!("no view {label}")).id);
        person.wait();
    };
    let states = || -> Vec<String> {
        let at = columns(&person).iter().position(|label| label == "State").unwrap();
        (0..api.get_rows().row_count()).map(|row| cell(&person, row, at)).collect()
    };
    view("Overdue");
    assert!(!states().is_empty() && states().iter().all(|state| state.ends_with("d overdue")), "{:?}", states());
    view("Unpaid");
    assert!(states().iter().any(|state| state == "To be paid"), "{:?}", states());
    view("Paid");
    assert!(!states().is_empty() && states().iter().all(|state| state == "Paid"), "{:?}", states());
    person.section("Clients");
    view("Owing");
    let total = api.get_totals().row_data(0).unwrap();
    assert!(total.label.starts_with("Owed") && total.text.ends_with('€'), "{total:?}");
    view("All");
    // The first click on an amount puts the largest first, on a name the first of the alphabet.
    let balance = columns(&person).iter().position(|label| label == "Owed").unwrap();
    let order = |column: usize| api.get_columns().row_data(column).unwrap().sort;
    api.invoke_column_clicked(i32::try_from(balance).unwrap());
    person.wait();
    assert_eq!(order(balance), SortOrder::Descending);
    api.invoke_column_clicked(i32::try_from(balance).unwrap());
    person.wait();
    assert_eq!(order(balance), SortOrder::Ascending);
    let city = columns(&person).iter().position(|label| label == "City").unwrap();
    api.invoke_column_clicked(i32::try_from(city).unwrap());
    person.wait();
    assert_eq!(order(city), SortOrder::Ascending);
}

#[test]
fn what_was_found_behind_the_columns_is_told_under_the_name() {
    let folder = tempfile::tempdir().unwrap();
    let person = start(folder.path());
    person.section("Clients");
    let api = list(&person);
    let note = || -> String {
        let row = api.get_rows().row_data(0).unwrap();
        row.note
            .iter()
            .map(|piece| if piece.hit { format!("[{}]", piece.text) } else { piece.text.to_string() })
            .collect()
    };
    assert_eq!(note(), "");
    api.invoke_search_edited("LT-".into());
    person.wait();
    api.invoke_search_edited("Savanori".into());
    person.wait();
    assert!(api.get_rows().row_count() > 0);
    assert!(note().contains("[Savanori]") && note().contains(": "), "{}", note());
}

#[test]
fn amounts_stay_in_sight_in_a_narrow_window() {
    let folder = tempfile::tempdir().unwrap();
    let person = start(folder.path());
    let sections = ["Clients", "Invoices", "Products and services", "Offers", "Contracts"];
    // Of a contract too much is told for the narrowest window.
    for (width, height, sections) in [(1024.0, 700.0, &sections[..]), (853.0, 533.0, &sections[..3])] {
        person.app.ui.window().set_size(slint::LogicalSize::new(width, height));
        for section in sections {
            person.section(section);
            let mut edge = 36.0;
            for column in list(&person).get_columns().iter() {
                edge += column.width;
                let is_amount = column.kind == ui::CellKind::Number;
                assert!(!is_amount || edge <= width - 200.0, "{section} at {width}: {}", column.label);
            }
        }
    }
}

/// Nothing is read-only for root: there the part of the reader is played by nobody, in a process of its own.
#[cfg(unix)]
#[test]
fn a_base_for_reading_only_says_so_when_something_is_to_be_deleted() {
    use std::os::unix::{fs::PermissionsExt as _, process::CommandExt as _};
    if let Some(base) = std::env::var_os("KARTOTEKA_READ") {
        return delete_what_is_only_read(base.into());
    }
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join("office.kartoteka");
    let name = base.to_str().unwrap();
    cli::run(["kartoteka", "new", name, "--language", "en", "--sample"].map(Into::into).to_vec());
    for (path, mode) in [(folder.path(), 0o755), (&base, 0o444)] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    if std::fs::OpenOptions::new().write(true).open(&base).is_err() {
        return delete_what_is_only_read(base);
    }
    let mut reader = std::process::Command::new(std::env::current_exe().unwrap());
    let story = "a_base_for_reading_only_says_so_when_something_is_to_be_deleted";
    reader.args(["--exact", story, "--test-threads=1"]).env("KARTOTEKA_READ", &base).current_dir("/").uid(65534);
    let Ok(output) = reader.output() else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[cfg(unix)]
fn delete_what_is_only_read(base: std::path::PathBuf) {
    let settings = tempfile::tempdir().unwrap();
    let person = Person::start(settings.path(), Some(base));
    person.section("Notes");
    let count = list(&person).get_rows().row_count();
    person.press(&[Key::Delete]);
    assert!(toasts(&person).contains("reading only"), "{}", toasts(&person));
    with_shift(&person, &[Key::DownArrow]);
    assert_eq!(list(&person).get_selected_count(), 2);
    assert!(!person.app.ui.global::<SidePanelApi<'_>>().get_can_delete());
    person.press(&[Key::Delete, Key::F2]);
    assert_eq!(list(&person).get_edits().row_count(), 0);
    assert_eq!(list(&person).get_rows().row_count(), count);
}
