//! Every control has a name for screen readers, on every page.

use slint::{ComponentHandle as _, platform::Key};
use tempfile::tempdir;
use ui_tests::Person;

#[test]
fn a_screen_reader_can_name_every_control_of_every_page() {
    let folder = tempdir().unwrap();
    let person = Person::start(folder.path(), None);
    assert_eq!(person.nameless(), Vec::<String>::new(), "start");
    drop(person);
    let base = folder.path().join("office.kartoteka");
    let name = base.to_str().unwrap();
    cli::run(["kartoteka", "new", name, "--language", "en", "--sample"].map(Into::into).to_vec());
    let person = Person::start(folder.path(), Some(base));
    assert_eq!(person.nameless(), Vec::<String>::new(), "today");
    person.section("Calendar");
    assert_eq!(person.nameless(), Vec::<String>::new(), "calendar");
    for section in
        ["Clients", "Contacts", "Events", "Offers", "Contracts", "Invoices", "Payments", "Price lists", "Notes"]
    {
        person.section(section);
        assert_eq!(person.nameless(), Vec::<String>::new(), "list of {section}");
        person.press(&[Key::Return]);
        assert_eq!(person.nameless(), Vec::<String>::new(), "card of {section}");
        person.press(&[Key::Escape]);
    }
    person.section("My company");
    assert_eq!(person.nameless(), Vec::<String>::new(), "company");
    person.control("k");
    assert_eq!(person.nameless(), Vec::<String>::new(), "palette");
    person.press(&[Key::Escape, Key::F1]);
    assert_eq!(person.nameless(), Vec::<String>::new(), "help");
    person.press(&[Key::Escape]);
    person.app.ui.global::<ui::AppApi<'_>>().invoke_open_structure();
    person.wait();
    assert_eq!(person.nameless(), Vec::<String>::new(), "structure");
    person.press(&[Key::Escape]);
    person.section("Clients");
    person.press(&[Key::Return, Key::F4]);
    let designer = person.app.ui.global::<ui::DesignerApi<'_>>();
    for page in [ui::PanelPage::Fields, ui::PanelPage::Items, ui::PanelPage::Findings, ui::PanelPage::Steps] {
        designer.invoke_panel_chosen(page);
        person.press(&[Key::Tab]);
        assert_eq!(person.nameless(), Vec::<String>::new(), "designer");
    }
    designer.invoke_done();
    person.wait();
    person.app.ui.global::<ui::AppApi<'_>>().invoke_open_structure();
    person.wait();
    let structure = person.app.ui.global::<ui::StructureApi<'_>>();
    for field in 1..20 {
        structure.invoke_field_chosen(field);
        person.wait();
        assert_eq!(person.nameless(), Vec::<String>::new(), "field {field}");
    }
    structure.invoke_remove();
    person.wait();
    assert_eq!(person.nameless(), Vec::<String>::new(), "rehearsal");
}
