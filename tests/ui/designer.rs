//! An office designs the card of its clients by pointer and keys, looks at the worst record, takes it back and begins another card.

use crate::{page, toasts};
use i_slint_backend_testing::ElementHandle;
use slint::{
    ComponentHandle as _, LogicalPosition, Model as _, SharedString,
    platform::{Key, PointerEventButton, WindowEvent},
};
use std::path::Path;
use ui::{AppApi, CardApi, DesignerApi, FaceData, MarkKind, Page, PanelPage};
use ui_tests::Person;

fn api(person: &Person) -> DesignerApi<'_> {
    person.app.ui.global::<DesignerApi<'_>>()
}

fn card(person: &Person) -> CardApi<'_> {
    person.app.ui.global::<CardApi<'_>>()
}

fn faces(person: &Person) -> Vec<FaceData> {
    api(person).get_items().iter().collect()
}

fn face(person: &Person, label: &str) -> FaceData {
    let found = faces(person).into_iter().find(|face| face.item.label == label);
    found.unwrap_or_else(|| panic!("no “{label}” on the canvas"))
}

fn on_canvas(person: &Person, label: &str) -> bool {
    faces(person).iter().any(|face| face.item.label == label)
}

/// Where the card's corner is in the window.
fn corner(person: &Person) -> (f32, f32) {
    let api = api(person);
    (api.get_panel_width() + 24.0 + api.get_pan_x(), 116.0 + api.get_pan_y())
}

fn send(person: &Person, event: WindowEvent) {
    person.app.ui.window().dispatch_event(event);
}

fn position((x, y): (f32, f32)) -> LogicalPosition {
    LogicalPosition::new(x, y)
}

fn down(person: &Person, at: (f32, f32)) {
    send(person, WindowEvent::PointerMoved { position: position(at) });
    send(person, WindowEvent::PointerPressed { position: position(at), button: PointerEventButton::Left });
}

fn over(person: &Person, at: (f32, f32)) {
    send(person, WindowEvent::PointerMoved { position: position(at) });
}

fn up(person: &Person, at: (f32, f32)) {
    send(person, WindowEvent::PointerReleased { position: position(at), button: PointerEventButton::Left });
    person.wait();
}

/// Drags from one place of the window to another, in steps.
fn drag(person: &Person, from: (f32, f32), to: (f32, f32)) {
    down(person, from);
    for step in 1_u8..=8 {
        let part = f32::from(step) / 8.0;
        over(person, (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part));
    }
    up(person, to);
}

/// A place of the card in the window.
fn at(person: &Person, x: f32, y: f32) -> (f32, f32) {
    let (left, top) = corner(person);
    (left + x, top + y)
}

/// A place within the face of a field: on its editor.
fn on(person: &Person, label: &str) -> (f32, f32) {
    let item = face(person, label).item;
    at(person, item.x + 20.0, item.y + 34.0)
}

fn click(person: &Person, label: &str) {
    let place = on(person, label);
    down(person, place);
    up(person, place);
    assert!(face(person, label).selected, "“{label}” is selected: {}", toasts(person));
    // Two clicks at one place soon after each other would be a double click.
    person.wait();
}

fn with_key(person: &Person, key: Key, run: impl FnOnce()) {
    let text = SharedString::from(key);
    send(person, WindowEvent::KeyPressed { text: text.clone() });
    run();
    send(person, WindowEvent::KeyReleased { text });
}

fn selected(person: &Person) -> Vec<String> {
    faces(person).into_iter().filter(|face| face.selected).map(|face| face.item.label.to_string()).collect()
}

fn steps(person: &Person) -> Vec<String> {
    api(person).get_steps().iter().map(|step| step.label.to_string()).collect()
}

/// A row of the panel, somewhere on the screen.
fn row(person: &Person, label: &str) -> (f32, f32) {
    let rows: Vec<ElementHandle> = ElementHandle::find_by_accessible_label(&person.app.ui, label).collect();
    let panel = api(person).get_panel_width();
    let found = rows.iter().find(|row| row.absolute_position().x < panel && row.size().height > 0.0);
    let found = found.unwrap_or_else(|| panic!("no row “{label}”"));
    let (place, size) = (found.absolute_position(), found.size());
    (place.x + 40.0, place.y + size.height / 2.0)
}

/// The “+” of the first row of tabs.
fn plus(person: &Person) -> (f32, f32) {
    let mark = api(person).get_marks().iter().find(|mark| mark.kind == MarkKind::Ghost && mark.text == "+").unwrap();
    at(person, mark.x + mark.width / 2.0, mark.y + mark.height / 2.0)
}

fn base(folder: &Path) -> std::path::PathBuf {
    let base = folder.join("office.kartoteka");
    let name = base.to_str().unwrap().to_owned();
    for words in [
        &["kartoteka", "new", &name, "--language", "en"][..],
        &["kartoteka", "add", &name, "clients", "name=Rasa", "phone=+37061234567", "type=natural"],
        &["kartoteka", "add", &name, "clients", "name=Beržas", "vat-code=LT123456715", "type=legal"],
    ] {
        cli::run(words.iter().map(|word| (*word).into()).collect());
    }
    base
}

/// The card of the first client, as the canvas.
fn begin(folder: &Path) -> Person {
    let person = Person::start(folder, Some(base(folder)));
    person.app.ui.window().set_size(slint::LogicalSize::new(1600.0, 1100.0));
    person.wait();
    open(&person);
    person
}

fn open(person: &Person) {
    if page(person) != Page::Card {
        person.section("Clients");
        person.press(&[Key::Return]);
    }
    assert_eq!(page(person), Page::Card);
    let before = (card(person).get_corner_x(), card(person).get_corner_y());
    person.press(&[Key::F4]);
    assert_eq!(page(person), Page::Designer, "{}", toasts(person));
    assert_eq!(corner(person), before, "the card stands where it stood");
}

/// Chooses in an editor of the inspector by its own list.
fn choose(person: &Person, label: &str, at: usize, id: &str) {
    let items = card(person).get_items();
    let found: Vec<usize> =
        items.iter().enumerate().filter(|(_, item)| item.label == label).map(|(index, _)| index).collect();
    let index = *found.get(at).unwrap_or_else(|| panic!("no “{label}” in the inspector"));
    card(person).invoke_field_committed(i32::try_from(index).unwrap(), id.into());
    person.wait();
}

#[test]
fn fields_are_taken_off_dragged_back_resized_aligned_and_framed_by_the_pointer() {
    let folder = tempfile::tempdir().unwrap();
    let person = begin(folder.path());
    assert_eq!(api(&person).get_shelf_text(), "All fields are on the card");

    // Off the card, onto the shelf; the data stay.
    click(&person, "Phone");
    person.press(&[Key::Delete]);
    assert!(!on_canvas(&person, "Phone"));
    assert_eq!(api(&person).get_shelf_text(), "On the shelf, not placed: 1");

    // Dragged back from the panel: a ghost, the container outlined, then one step.
    let from = row(&person, "Phone");
    let to = at(&person, 47.0, 210.0);
    down(&person, from);
    over(&person, (from.0 + 6.0, from.1));
    over(&person, (to.0 - 30.0, to.1 - 4.0));
    over(&person, to);
    let kinds: Vec<MarkKind> = api(&person).get_marks().iter().map(|mark| mark.kind).collect();
    assert!(kinds.contains(&MarkKind::Container) && kinds.contains(&MarkKind::Ghost), "{kinds:?}");
    assert_eq!(api(&person).get_drag_text(), "Phone");
    up(&person, to);
    let item = face(&person, "Phone").item;
    assert_eq!((item.x, item.y), (16.0, 196.0), "it came to lie at the edge and the line of its neighbours");
    assert_eq!(api(&person).get_shelf_text(), "All fields are on the card");

    // Dragged onto the panel it goes to the shelf.
    let from = on(&person, "E-mail");
    drag(&person, from, (60.0, 500.0));
    assert!(!on_canvas(&person, "E-mail"), "{}", toasts(&person));
    person.control("z");
    assert!(on_canvas(&person, "E-mail"));
    click(&person, "Phone");

    // Its corner is dragged; Esc in the middle of it leaves all as it was.
    let corner_of = |item: &ui::CardItemData| at(&person, item.x + item.width, item.y + item.height / 2.0);
    let from = corner_of(&item);
    down(&person, from);
    over(&person, (from.0 - 30.0, from.1));
    over(&person, (from.0 - 60.0, from.1));
    assert!(face(&person, "Phone").item.width < 160.0, "it follows the pointer");
    person.press(&[Key::Escape]);
    up(&person, from);
    assert_eq!(face(&person, "Phone").item.width, 200.0);
    drag(&person, from, (from.0 - 40.0, from.1));
    assert_eq!(face(&person, "Phone").item.width, 160.0);

    // A rubber band in the frame selects what it touches.
    let name = face(&person, "Company code").item;
    drag(&person, at(&person, 18.0, name.y - 2.0), at(&person, 440.0, name.y + 150.0));
    let mut banded = selected(&person);
    banded.sort();
    assert_eq!(banded, ["Company code", "E-mail", "Phone", "VAT code"]);
    let before = steps(&person).len();
    person.click("Align baselines");
    person.click("Same width");
    assert_eq!(steps(&person).len(), before + 2, "{}", toasts(&person));
    let tops: Vec<f32> = banded.iter().map(|label| face(&person, label).item.y).collect();
    assert!(tops.iter().all(|top| *top == tops[0]), "{tops:?}");
    person.control("z");
    person.control("z");
    let framed = faces(&person).len();
    with_key(&person, Key::Shift, || person.control("F"));
    assert_eq!(faces(&person).len(), framed + 1, "a frame is around them: {}", toasts(&person));
    assert_eq!(selected(&person), ["Frame"]);

    // What was done is named, and one can go back to any of it.
    api(&person).invoke_panel_chosen(PanelPage::Steps);
    person.wait();
    let all = steps(&person);
    assert_eq!(all[0], "As opened");
    assert!(all.len() >= 5, "{all:?}");
    api(&person).invoke_step_chosen(0);
    person.wait();
    assert_eq!(face(&person, "Phone").item.width, 200.0);
    assert!(api(&person).get_can_redo() && !api(&person).get_can_undo());
}

#[test]
fn tabs_are_made_by_dropping_and_opened_by_hovering() {
    let folder = tempfile::tempdir().unwrap();
    let person = begin(folder.path());
    // Dropped on "+": a page of its own.
    let from = on(&person, "Category");
    drag(&person, from, plus(&person));
    assert!(on_canvas(&person, "Category"), "the new page is open: {}", toasts(&person));
    let tabs = faces(&person).into_iter().find(|face| face.item.kind == ui::CardItemKind::Tabs).unwrap().item;
    let last = tabs.pages.row_count() - 1;
    assert_eq!(usize::try_from(tabs.page).unwrap(), last, "it is the last page");
    // Another page first, then the photo is held over the new one's header until it opens.
    let first = at(&person, tabs.x + 20.0, tabs.y + 18.0);
    down(&person, first);
    up(&person, first);
    assert!(!on_canvas(&person, "Category"));
    let (x, y) = plus(&person);
    let header = (x - 40.0, y);
    let from = on(&person, "Photo");
    down(&person, from);
    over(&person, (from.0, from.1 + 30.0));
    over(&person, header);
    for _ in 0..5 {
        person.wait();
    }
    assert!(on_canvas(&person, "Category"), "the tab opened under the resting pointer");
    let category = on(&person, "Category");
    let to = (category.0 + 320.0, category.1);
    over(&person, to);
    up(&person, to);
    let photo = face(&person, "Photo").item;
    assert!(photo.y > tabs.y, "the photo lies on the page: {}", toasts(&person));
    // Deleting the container asks what becomes of what is in it.
    person.control("z");
    person.control("z");
    assert!(on_canvas(&person, "Category") && on_canvas(&person, "Photo"));
}

#[test]
fn conditions_columns_and_a_new_field_are_made_right_there() {
    let folder = tempfile::tempdir().unwrap();
    let person = begin(folder.path());
    // "VAT code: visible when Type is natural person".
    click(&person, "VAT code");
    choose(&person, "Visible when", 0, "type");
    let items = card(&person).get_items();
    let condition = items.iter().position(|item| item.label == "Visible when").unwrap();
    card(&person).invoke_field_committed(i32::try_from(condition + 2).unwrap(), "natural".into());
    person.wait();
    let items: Vec<(String, String)> =
        card(&person).get_items().iter().map(|item| (item.label.to_string(), item.text.to_string())).collect();
    let condition = items.iter().position(|(label, _)| label == "Visible when").unwrap();
    assert_eq!(items[condition].1, "Type", "{items:?}");
    assert_eq!((items[condition + 1].1.as_str(), items[condition + 2].1.as_str()), ("is", "Natural person"));

    // Numbers take arithmetic, also for several at once.
    person.fill("From the left", "+8");
    person.press(&[Key::Return]);
    assert_eq!(face(&person, "VAT code").item.x, 240.0);
    person.fill("From the left", "wide");
    person.press(&[Key::Return]);
    let refused = card(&person).get_items().iter().find(|item| item.label == "From the left").unwrap();
    assert!(refused.error.contains("Write a number"), "{}", refused.error);
    assert_eq!(face(&person, "VAT code").item.x, 240.0);

    // The columns of a related list are the inspector's, and seen on the canvas at once.
    let at_of = |label: &str| faces(&person).iter().position(|face| face.item.label == label);
    let list = at_of("Events").expect("the list of events is on the open page");
    api(&person).invoke_item_chosen(i32::try_from(list).unwrap());
    person.wait();
    let width = || faces(&person)[list].item.columns.row_data(0).unwrap().width;
    let before = width();
    let columns = card(&person).get_items().iter().position(|item| item.columns.row_count() > 0).unwrap();
    card(&person).invoke_cell_committed(i32::try_from(columns).unwrap(), 0, 1, "+60".into());
    person.wait();
    assert!(width() > before + 40.0, "{} after {before}", width());

    // A new field of the table: one step with its field.
    let before = steps(&person).len();
    click(&person, "Company code");
    api(&person).invoke_new_field("number".into());
    person.wait();
    assert!(api(&person).get_typing());
    person.write("Shoe size");
    person.press(&[Key::Return]);
    assert!(on_canvas(&person, "Shoe size"), "{}", toasts(&person));
    assert_eq!(steps(&person).len(), before + 1);
    // Its label is edited where it stands.
    click(&person, "Shoe size");
    person.press(&[Key::F2]);
    assert!(api(&person).get_typing());
    person.control("a");
    person.write("Shoes");
    person.press(&[Key::Return]);
    assert!(on_canvas(&person, "Shoes"));

    // Outside of the designer one Ctrl+Z takes back the whole session.
    api(&person).invoke_done();
    person.wait();
    assert_eq!(page(&person), Page::Card);
    let labels = |person: &Person| -> Vec<String> {
        card(person).get_items().iter().map(|item| item.label.to_string()).collect()
    };
    assert!(labels(&person).contains(&"Shoes".to_owned()), "the card shows the layout at once");
    assert!(!labels(&person).contains(&"VAT code".to_owned()), "Beržas is no natural person");
    person.app.ui.global::<AppApi<'_>>().invoke_undo();
    person.wait();
    assert!(labels(&person).contains(&"VAT code".to_owned()), "{}", toasts(&person));
    assert!(!labels(&person).contains(&"Shoes".to_owned()));
    person.section("Clients");
    person.app.ui.global::<AppApi<'_>>().invoke_redo();
    person.wait();
    open(&person);
    assert!(on_canvas(&person, "Shoes"));
}

#[test]
fn the_keyboard_alone_designs_and_the_steps_outlive_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let person = begin(folder.path());
    person.press(&[Key::Tab, Key::Tab]);
    let first = selected(&person);
    assert_eq!(first.len(), 1);
    let label = first[0].clone();
    let before = face(&person, &label).item;
    person.press(&[Key::RightArrow]);
    assert_eq!(face(&person, &label).item.x, before.x + 1.0);
    with_key(&person, Key::Shift, || person.press(&[Key::DownArrow]));
    assert_eq!(face(&person, &label).item.y, before.y + 10.0);
    with_key(&person, Key::Alt, || person.press(&[Key::LeftArrow]));
    assert_eq!(face(&person, &label).item.width, before.width - 1.0);
    let described = face(&person, &label).description;
    assert!(described.contains("×") && described.contains("x "), "{described}");
    // The chosen order of Tab: clicked in sequence.
    person.control("t");
    assert!(api(&person).get_ordering());
    for label in ["City", "Phone"] {
        let place = on(&person, label);
        down(&person, place);
        up(&person, place);
        person.wait();
    }
    person.control("t");
    assert!(steps(&person).last().unwrap().contains("Tab order"), "{:?}", steps(&person));
    // And by the keyboard alone: to a field, a number on it.
    let already = steps(&person).len();
    person.control("t");
    person.press(&[Key::Tab, Key::Tab, Key::Tab, Key::Return]);
    person.press(&[Key::Backtab, Key::Return]);
    person.control("t");
    assert_eq!(steps(&person).len(), already + 1, "{:?}", steps(&person));
    let done = steps(&person);
    // Esc, Esc: out of the selection, out of the designer.
    for _ in 0..4 {
        if page(&person) == Page::Designer {
            person.press(&[Key::Escape]);
        }
    }
    assert_eq!(page(&person), Page::Card);
    person.app.close();
    person.wait();
    drop(person);

    let again = Person::start(folder.path(), Some(folder.path().join("office.kartoteka")));
    again.app.ui.window().set_size(slint::LogicalSize::new(1600.0, 1100.0));
    again.wait();
    open(&again);
    assert_eq!(steps(&again), done, "the steps are still there");
    for _ in 0..done.len() {
        again.control("z");
    }
    assert_eq!(face(&again, &label).item.x, before.x);
    assert!(!api(&again).get_can_undo());
}

#[test]
fn the_worst_record_shows_what_is_cut_off_and_the_repair_mends_it() {
    let folder = tempfile::tempdir().unwrap();
    let person = begin(folder.path());
    // A field too narrow for its Lithuanian name.
    click(&person, "Manager");
    person.fill("Width", "60");
    person.press(&[Key::Return]);
    api(&person).invoke_panel_chosen(PanelPage::Findings);
    person.wait();
    let findings = || -> Vec<(String, String)> {
        api(&person).get_rows().iter().map(|row| (row.label.to_string(), row.action.to_string())).collect()
    };
    let cut =
        findings().iter().position(|(text, _)| text.contains("Manager")).unwrap_or_else(|| panic!("{:?}", findings()));
    assert!(findings()[cut].0.contains("Lithuanian"), "{:?}", findings());
    assert!(!findings()[cut].1.is_empty(), "a repair is offered");
    assert!(api(&person).get_marks().iter().any(|mark| mark.kind == MarkKind::Flag));
    api(&person).invoke_row_acted(i32::try_from(cut).unwrap());
    person.wait();
    assert!(!findings().iter().any(|(text, _)| text.contains("Manager")), "{:?}", findings());
    // Other records: the next one, the longest values, none.
    api(&person).invoke_record_chosen("next".into());
    person.wait();
    let name = |person: &Person| face(person, "Name").item.text.to_string();
    let first = name(&person);
    api(&person).invoke_record_chosen("previous".into());
    person.wait();
    assert_ne!(name(&person), first);
    api(&person).invoke_record_chosen("empty".into());
    person.wait();
    assert_eq!(name(&person), "");
    api(&person).invoke_record_chosen("longest".into());
    person.wait();
    assert_eq!(name(&person), "Beržas");
}

#[test]
fn anchors_are_seen_while_the_corner_is_dragged_and_other_windows_are_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let person = begin(folder.path());
    click(&person, "Owed");
    person.click("Fastened to the left");
    let before = face(&person, "Owed").item;
    let (width, height) = (api(&person).get_page_width(), api(&person).get_page_height());
    let from = at(&person, width, height);
    down(&person, from);
    over(&person, (from.0 + 20.0, from.1));
    over(&person, (from.0 + 80.0, from.1));
    let wider = face(&person, "Owed").item;
    assert!(wider.width > before.width + 60.0, "it grows while the corner is dragged: {}", wider.width);
    up(&person, (from.0 + 80.0, from.1));
    assert!((api(&person).get_page_width() - width - 80.0).abs() <= 4.0);
    person.control("z");
    assert_eq!(api(&person).get_page_width(), width);

    api(&person).invoke_preset_chosen("1024 × 700".into());
    person.wait();
    assert!(!api(&person).get_looked_at().is_empty());
    assert!(api(&person).get_page_width() / api(&person).get_zoom() < width);
    api(&person).invoke_preset_chosen("".into());
    person.wait();
    assert_eq!(api(&person).get_page_width(), width);

    // Zoomed, what is clicked is what is seen.
    for zoom in ["zoom-out", "zoom-out", "zoom-in", "zoom-in", "zoom-in"] {
        api(&person).invoke_command(zoom.into());
        person.wait();
        let item = face(&person, "City").item;
        let place = at(&person, item.x + item.width / 2.0, item.y + item.height / 2.0);
        down(&person, place);
        up(&person, place);
        assert_eq!(selected(&person), ["City"], "at {}", api(&person).get_zoom_text());
        person.wait();
        api(&person).invoke_command("none".into());
    }
}

#[test]
fn a_second_card_is_for_quick_adding_and_the_delivered_one_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let person = begin(folder.path());
    click(&person, "Phone");
    person.press(&[Key::Delete]);
    assert!(!on_canvas(&person, "Phone"));
    api(&person).invoke_card_command("restore".into());
    person.wait();
    assert!(on_canvas(&person, "Phone"), "{}", toasts(&person));
    person.control("z");
    assert!(!on_canvas(&person, "Phone"), "restoring is a step like any other");
    person.control("z");

    api(&person).invoke_card_command("quick".into());
    person.wait();
    assert_eq!(page(&person), Page::Designer);
    assert_eq!(api(&person).get_subtitle(), "Quick add");
    assert!(on_canvas(&person, "Name"));
    // Tried without leaving.
    api(&person).invoke_command("try".into());
    person.wait();
    assert!(api(&person).get_trying());
    assert!(card(&person).get_items().iter().any(|item| item.label == "Name"));
    person.press(&[Key::Escape]);
    assert!(!api(&person).get_trying());
    api(&person).invoke_done();
    person.wait();
    person.section("Clients");
    person.control("n");
    assert_eq!(page(&person), Page::Card);
    let labels: Vec<String> = card(&person).get_items().iter().map(|item| item.label.to_string()).collect();
    assert!(labels.len() < 8, "a new client begins on the quick card: {labels:?}");
}

#[test]
fn a_field_removed_elsewhere_leaves_a_place_that_can_be_filled_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = base(folder.path());
    let name = path.to_str().unwrap();
    cli::run(["kartoteka", "structure", name, "remove-field", "clients", "phone"].map(Into::into).to_vec());
    let person = Person::start(folder.path(), Some(path.clone()));
    person.app.ui.window().set_size(slint::LogicalSize::new(1600.0, 1100.0));
    person.wait();
    open(&person);
    let gone = faces(&person).into_iter().find(|face| !face.item.warning.is_empty()).expect("a marked place");
    let place = at(&person, gone.item.x + 20.0, gone.item.y + 34.0);
    down(&person, place);
    up(&person, place);
    assert!(person.sees("Bring back what was removed") && person.sees("Take off the card"));
    person.click("Bring back what was removed");
    assert!(on_canvas(&person, "Phone"), "{}", toasts(&person));
    person.control("z");
    assert!(!on_canvas(&person, "Phone"), "and taken back again");
    person.wait();
    down(&person, place);
    up(&person, place);
    person.press(&[Key::Delete]);
    assert!(!faces(&person).iter().any(|face| !face.item.warning.is_empty()), "it is off the card");
}

/// The pixels of the card's place in the window.
fn pixels(person: &Person, corner: (f32, f32), size: (u32, u32)) -> Vec<[u8; 3]> {
    let shot = person.app.ui.window().take_snapshot().expect("a picture");
    let (left, top) = (corner.0.round() as u32, corner.1.round() as u32);
    let mut pixels = Vec::new();
    for y in top..(top + size.1).min(shot.height()) {
        for x in left..(left + size.0).min(shot.width()) {
            let pixel = shot.as_slice()[(y * shot.width() + x) as usize];
            pixels.push([pixel.r, pixel.g, pixel.b]);
        }
    }
    pixels
}

#[test]
fn at_a_hundred_percent_the_canvas_looks_as_the_card_does_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let person = Person::start_with_fonts(folder.path(), Some(base(folder.path())));
    let window = person.app.ui.window();
    window.set_size(slint::LogicalSize::new(1700.0, 1200.0));
    person.wait();
    person.section("Clients");
    person.press(&[Key::Return]);
    // A room exactly as large as the card was designed for.
    let wider = card(&person).get_content_width() - 880.0;
    window.set_size(slint::LogicalSize::new(1700.0 - wider, 1200.0));
    person.wait();
    assert_eq!(card(&person).get_content_width(), 880.0);
    let corner_in_use = (card(&person).get_corner_x(), card(&person).get_corner_y());
    // What the inspector leaves to be seen; the photo's button and the ends of tabs are not there while designing.
    let size = (560, 340);
    let used = pixels(&person, corner_in_use, size);
    person.press(&[Key::F4]);
    let designed = pixels(&person, corner(&person), size);
    assert_eq!(used.len(), designed.len());
    let far = |a: &[u8; 3], b: &[u8; 3]| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > 48);
    let differing = used.iter().zip(&designed).filter(|(a, b)| far(a, b)).count();
    let part = differing as f64 / used.len() as f64;
    assert!(part < 0.002, "{:.2} % of the pixels differ", part * 100.0);
}
