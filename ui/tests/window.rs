//! The window alone, without controllers: what is typed is kept, told once, and never told to the wrong field.

use std::cell::RefCell;
use std::rc::Rc;

use i_slint_backend_testing::{ElementHandle, mock_elapsed_time};
use slint::platform::{Key, WindowEvent};
use slint::{ComponentHandle, LogicalSize, Model, ModelRc, SharedString, VecModel};
use ui::{
    AppApi, CardApi, CardItemData, CardItemKind, ChoiceData, DialogApi, EditorKind, ListApi, MainWindow, Page,
    RelatedCell, RelatedColumn, RelatedRow, SuggestionData, ToastApi, ToastData, Tone,
};

type Told = Rc<RefCell<Vec<String>>>;

fn window() -> MainWindow {
    i_slint_backend_testing::init_no_event_loop();
    let window = MainWindow::new().unwrap();
    ui::connect_widgets(&window);
    window.window().set_size(LogicalSize::new(1280.0, 800.0));
    window.show().unwrap();
    settle();
    window
}

fn settle() {
    for _ in 0..3 {
        mock_elapsed_time(std::time::Duration::from_millis(200));
    }
}

fn press(window: &MainWindow, keys: &[Key]) {
    for key in keys {
        let text = SharedString::from(*key);
        window.window().dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
        window.window().dispatch_event(WindowEvent::KeyReleased { text });
        settle();
    }
}

fn write(window: &MainWindow, text: &str) {
    for letter in text.chars() {
        let text = SharedString::from(letter.to_string());
        window.window().dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
        window.window().dispatch_event(WindowEvent::KeyReleased { text });
        settle();
    }
}

fn with_control(window: &MainWindow, letter: &str) {
    let control = SharedString::from(Key::Control);
    window.window().dispatch_event(WindowEvent::KeyPressed { text: control.clone() });
    write(window, letter);
    window.window().dispatch_event(WindowEvent::KeyReleased { text: control });
    settle();
}

fn field(label: &str, text: &str, editor: EditorKind, y: f32) -> CardItemData {
    CardItemData {
        kind: CardItemKind::Field,
        editor,
        label: label.into(),
        text: text.into(),
        y,
        width: 300.0,
        height: 72.0,
        ..CardItemData::default()
    }
}

fn choice(id: &str, label: &str) -> ChoiceData {
    ChoiceData { id: id.into(), label: label.into(), ..ChoiceData::default() }
}

fn line(id: &str, texts: [&str; 2]) -> RelatedRow {
    let cells = texts.map(|text| RelatedCell { text: text.into(), ..RelatedCell::default() });
    RelatedRow { id: id.into(), cells: ModelRc::new(VecModel::from(cells.to_vec())) }
}

/// A card: 0 name, 1 phone, 2 state (choice), 3 manager (link), 4 lines of product and quantity.
fn card(window: &MainWindow) -> (Rc<VecModel<CardItemData>>, Told) {
    let mut state = field("State", "Active", EditorKind::Choice, 160.0);
    let choices = vec![choice("a", "Active"), choice("f", "Former"), choice("z", "Žymus")];
    state.choices = ModelRc::new(VecModel::from(choices));
    let column =
        |label: &str, editor| RelatedColumn { label: label.into(), width: 150.0, editor, ..RelatedColumn::default() };
    let lines = CardItemData {
        kind: CardItemKind::Related,
        label: "Lines".into(),
        y: 320.0,
        width: 400.0,
        height: 200.0,
        editable: true,
        columns: ModelRc::new(VecModel::from(vec![
            column("Product", EditorKind::Text),
            column("Quantity", EditorKind::Number),
        ])),
        rows: ModelRc::new(VecModel::from(vec![line("1", ["Web", "3"]), line("", ["", ""])])),
        ..CardItemData::default()
    };
    let items = Rc::new(VecModel::from(vec![
        field("Name", "Jonas", EditorKind::Text, 0.0),
        field("Phone", "8 612 34567", EditorKind::Text, 80.0),
        state,
        field("Manager", "", EditorKind::Link, 240.0),
        lines,
    ]));
    let api = window.global::<CardApi>();
    api.set_items(ModelRc::from(items.clone()));
    let told = Told::default();
    let tell = |told: &Told| {
        let told = told.clone();
        move |text: String| told.borrow_mut().push(text)
    };
    let say = tell(&told);
    api.on_field_committed(move |item, text| say(format!("{item}={text}")));
    let say = tell(&told);
    api.on_cell_committed(move |item, row, column, text| say(format!("{item}.{row}.{column}={text}")));
    let say = tell(&told);
    api.on_link_chosen(move |item, id| say(format!("{item}->{id}")));
    window.global::<AppApi>().set_page(Page::Card);
    settle();
    (items, told)
}

fn told(told: &Told) -> String {
    told.borrow_mut().drain(..).collect::<Vec<_>>().join(" ")
}

fn value_of(window: &MainWindow, label: &str) -> String {
    let found = ElementHandle::find_by_accessible_label(window, label).find_map(|element| element.accessible_value());
    found.map(|text| text.to_string()).unwrap_or_default()
}

fn focus(window: &MainWindow, item: i32) {
    window.global::<CardApi>().invoke_focus_field(item, false);
    settle();
}

#[test]
fn enter_tab_and_leaving_commit_once() {
    let window = window();
    let (_, log) = card(&window);
    focus(&window, 0);
    write(&window, "Ona");
    assert_eq!(told(&log), "");
    press(&window, &[Key::Return]);
    assert_eq!(told(&log), "0=Ona");
    press(&window, &[Key::Tab]);
    assert_eq!(told(&log), "", "nothing new was typed");
    write(&window, "112");
    press(&window, &[Key::Tab]);
    assert_eq!(told(&log), "1=112");
    focus(&window, 0);
    write(&window, "Ieva");
    focus(&window, 1);
    assert_eq!(told(&log), "0=Ieva");
}

#[test]
fn save_and_closing_commit_what_is_typed_once() {
    let window = window();
    let (_, log) = card(&window);
    focus(&window, 0);
    write(&window, "Ona");
    with_control(&window, "s");
    assert_eq!(told(&log), "0=Ona");
    press(&window, &[Key::Tab]);
    assert_eq!(told(&log), "", "it was told already");
    write(&window, "112");
    window.global::<CardApi>().invoke_commit_pending();
    assert_eq!(told(&log), "1=112");
    window.global::<AppApi>().set_page(Page::List);
    settle();
    assert_eq!(told(&log), "");
}

#[test]
fn answers_never_disturb_the_typing() {
    let window = window();
    let (items, _) = card(&window);
    focus(&window, 0);
    write(&window, "Ona");
    let mut item = items.row_data(0).unwrap();
    item.text = "something else".into();
    item.error = "an error".into();
    items.set_row_data(0, item.clone());
    settle();
    assert_eq!(value_of(&window, "Name"), "Ona");
    write(&window, " B");
    assert_eq!(value_of(&window, "Name"), "Ona B");
    press(&window, &[Key::Return]);
    item.text = "Ona B.".into();
    item.revision += 1;
    items.set_row_data(0, item);
    settle();
    assert_eq!(value_of(&window, "Name"), "Ona B.", "after the commit the answer is shown");
}

#[test]
fn a_value_set_back_to_the_same_text_is_shown_again() {
    let window = window();
    let (items, _) = card(&window);
    focus(&window, 1);
    write(&window, "861234567");
    press(&window, &[Key::Return]);
    let mut item = items.row_data(1).unwrap();
    item.revision += 1;
    items.set_row_data(1, item);
    settle();
    assert_eq!(value_of(&window, "Phone"), "8 612 34567");
}

#[test]
fn escape_takes_the_typing_back_and_then_leaves_the_card() {
    let window = window();
    let (_, log) = card(&window);
    let back = Rc::new(RefCell::new(0));
    let count = back.clone();
    window.global::<CardApi>().on_back(move || *count.borrow_mut() += 1);
    focus(&window, 0);
    write(&window, "x");
    press(&window, &[Key::Escape]);
    assert_eq!((value_of(&window, "Name").as_str(), *back.borrow()), ("Jonas", 0));
    press(&window, &[Key::Escape]);
    assert_eq!((told(&log).as_str(), *back.borrow()), ("", 1));
}

#[test]
fn undo_belongs_to_the_typing_first_and_then_to_the_program() {
    let window = window();
    let (_, log) = card(&window);
    let undone = Rc::new(RefCell::new(0));
    let count = undone.clone();
    window.global::<AppApi>().on_undo(move || *count.borrow_mut() += 1);
    focus(&window, 0);
    write(&window, "x");
    with_control(&window, "z");
    assert_eq!(*undone.borrow(), 0, "the letter is taken back");
    for _ in 0..3 {
        with_control(&window, "z");
    }
    assert!(*undone.borrow() > 0, "then the program's last step");
    assert_eq!((value_of(&window, "Name").as_str(), told(&log).as_str()), ("Jonas", ""));
}

#[test]
fn a_choice_is_found_by_typing() {
    let window = window();
    let (_, log) = card(&window);
    focus(&window, 2);
    write(&window, "zy");
    press(&window, &[Key::Return]);
    assert_eq!(told(&log), "2=z");
    press(&window, &[Key::Return, Key::DownArrow, Key::Return]);
    assert_eq!(told(&log), "2=f");
    press(&window, &[Key::Return, Key::Escape]);
    assert_eq!(told(&log), "");
}

#[test]
fn a_link_is_chosen_from_the_suggestions() {
    let window = window();
    let (_, log) = card(&window);
    let suggestion = |id: &str, label: &str| SuggestionData {
        id: id.into(),
        label: label.into(),
        detail: SharedString::new(),
        is_new: false,
    };
    let found = vec![suggestion("7", "Rasa"), suggestion("8", "Rasimas")];
    window.global::<CardApi>().set_suggestions(ModelRc::new(VecModel::from(found)));
    focus(&window, 3);
    write(&window, "ras");
    press(&window, &[Key::DownArrow, Key::Return]);
    assert_eq!((told(&log).as_str(), value_of(&window, "Manager").as_str()), ("3->8", "Rasimas"));
    press(&window, &[Key::Tab]);
    assert_eq!(told(&log), "");
}

#[test]
fn lines_are_edited_in_place_and_enter_goes_to_the_next_line() {
    let window = window();
    let (_, log) = card(&window);
    focus(&window, 3);
    press(&window, &[Key::Tab]);
    write(&window, "Host");
    press(&window, &[Key::Tab]);
    write(&window, "12");
    press(&window, &[Key::Return]);
    write(&window, "New");
    press(&window, &[Key::Tab]);
    assert_eq!(told(&log), "4.0.0=Host 4.0.1=12 4.1.0=New");
}

#[test]
fn the_list_is_walked_by_keyboard_and_searched_by_typing() {
    let window = window();
    let list = window.global::<ListApi>();
    let log = Told::default();
    let say = log.clone();
    list.on_row_selected(move |row| say.borrow_mut().push(format!("at{row}")));
    let say = log.clone();
    list.on_row_activated(move |row| say.borrow_mut().push(format!("open{row}")));
    let say = log.clone();
    list.on_delete_row(move |row| say.borrow_mut().push(format!("delete{row}")));
    let say = log.clone();
    list.on_search_edited(move |text| say.borrow_mut().push(format!("find:{text}")));
    press(&window, &[Key::DownArrow, Key::End, Key::UpArrow, Key::Home, Key::Return, Key::Delete]);
    assert_eq!(told(&log), "at1 at3 at2 at0 open0 delete0");
    write(&window, "žu");
    assert_eq!((told(&log).as_str(), list.get_search_text().as_str()), ("find:ž find:žu", "žu"));
    press(&window, &[Key::Escape, Key::Escape, Key::DownArrow]);
    assert_eq!((told(&log).as_str(), list.get_search_text().as_str()), ("find: at1", ""));
    with_control(&window, "f");
    write(&window, "7");
    assert_eq!(told(&log), "find:7");
}

#[test]
fn a_dialog_takes_every_key_and_enter_is_the_safe_answer() {
    let window = window();
    let log = Told::default();
    let say = log.clone();
    window.global::<DialogApi>().on_chosen(move |id| say.borrow_mut().push(id.to_string()));
    let say = log.clone();
    window.global::<DialogApi>().on_cancelled(move || say.borrow_mut().push("cancelled".into()));
    let say = log.clone();
    window.global::<ListApi>().on_row_activated(move |_| say.borrow_mut().push("behind".into()));
    for keys in [&[Key::Return][..], &[Key::Tab, Key::Return], &[Key::Escape]] {
        window.global::<DialogApi>().set_visible(true);
        settle();
        press(&window, keys);
        assert!(!window.global::<DialogApi>().get_visible());
    }
    assert_eq!(told(&log), "keep delete cancelled");
}

#[test]
fn menus_work_by_keyboard_and_leave_the_focus_alone() {
    let window = window();
    let log = Told::default();
    let say = log.clone();
    window.global::<AppApi>().on_new_record(move || say.borrow_mut().push("new".into()));
    press(&window, &[Key::F10, Key::RightArrow, Key::DownArrow, Key::DownArrow, Key::Return]);
    assert_eq!(told(&log), "new");
    with_control(&window, "n");
    assert_eq!(told(&log), "new");
    press(&window, &[Key::DownArrow]);
    assert_eq!(window.global::<ListApi>().get_current_row(), 1);
}

#[test]
fn a_toast_goes_after_ten_seconds() {
    let window = window();
    let log = Told::default();
    let say = log.clone();
    window.global::<ToastApi>().on_dismissed(move |id| say.borrow_mut().push(id.to_string()));
    let toast = ToastData { id: 5, text: "Deleted".into(), action: "Undo".into(), tone: Tone::Normal };
    window.global::<ToastApi>().set_toasts(ModelRc::new(VecModel::from(vec![toast])));
    settle();
    mock_elapsed_time(std::time::Duration::from_secs(9));
    assert_eq!(told(&log), "");
    mock_elapsed_time(std::time::Duration::from_secs(2));
    settle();
    assert_eq!(told(&log), "5");
}

#[test]
fn a_new_page_has_the_keyboard() {
    let window = window();
    let (_, log) = card(&window);
    focus(&window, 0);
    write(&window, "Ona");
    let weak = window.as_weak();
    window.global::<CardApi>().on_back(move || weak.unwrap().global::<AppApi>().set_page(Page::List));
    press(&window, &[Key::Return, Key::Escape]);
    assert_eq!((told(&log).as_str(), window.global::<AppApi>().get_page()), ("0=Ona", Page::List));
    press(&window, &[Key::DownArrow]);
    assert_eq!(window.global::<ListApi>().get_current_row(), 1);
}

#[test]
fn chips_are_chosen_by_typing_and_taken_away_by_backspace() {
    let window = window();
    let (items, log) = card(&window);
    let mut tags = field("Tags", "", EditorKind::Chips, 240.0);
    tags.chips = ModelRc::new(VecModel::from(vec![choice("a", "Regular")]));
    tags.choices = ModelRc::new(VecModel::from(vec![choice("a", "Regular"), choice("z", "Žymus")]));
    items.set_row_data(3, tags);
    settle();
    let say = log.clone();
    window.global::<CardApi>().on_chip_removed(move |item, id| say.borrow_mut().push(format!("{item}-{id}")));
    focus(&window, 3);
    write(&window, "zym");
    press(&window, &[Key::Return]);
    assert_eq!(told(&log), "3=z");
    press(&window, &[Key::Backspace]);
    assert_eq!(told(&log), "", "the first press only marks the chip");
    press(&window, &[Key::Backspace]);
    assert_eq!(told(&log), "3-a");
}

#[test]
fn pages_of_tabs_are_walked_from_anywhere_on_the_card_and_by_the_arrows() {
    let window = window();
    let (items, log) = card(&window);
    let page = |label: &str| ui::TabData { label: label.into(), count: "2".into() };
    items.push(CardItemData {
        kind: CardItemKind::Tabs,
        pages: ModelRc::new(VecModel::from(vec![page("Events"), page("Invoices")])),
        y: 560.0,
        width: 400.0,
        height: 200.0,
        ..CardItemData::default()
    });
    settle();
    let api = window.global::<CardApi>();
    let say = log.clone();
    api.on_tab_stepped(move |by| say.borrow_mut().push(format!("step{by}")));
    let say = log.clone();
    api.on_tab_chosen(move |item, page| say.borrow_mut().push(format!("{item}/{page}")));
    focus(&window, 0);
    write(&window, "Ona");
    let control = SharedString::from(Key::Control);
    window.window().dispatch_event(WindowEvent::KeyPressed { text: control.clone() });
    press(&window, &[Key::PageDown, Key::PageUp, Key::Tab]);
    window.window().dispatch_event(WindowEvent::KeyReleased { text: control });
    assert_eq!(told(&log), "0=Ona step1 step-1 step1", "what was typed is kept before the page turns");
    let tab = ElementHandle::find_by_accessible_label(&window, "Invoices, 2").next().unwrap();
    tab.mock_single_click(slint::platform::PointerEventButton::Left);
    settle();
    assert_eq!(told(&log), "5/1");
}

#[test]
fn the_calendar_goes_by_months_and_years_and_back_to_today() {
    let window = window();
    let (items, log) = card(&window);
    let mut day = field("Since", "2024-02-29", EditorKind::Date, 240.0);
    day.date = ui::DateData { year: 2024, month: 2, day: 29 };
    items.set_row_data(3, day);
    settle();
    focus(&window, 3);
    press(&window, &[Key::F4, Key::PageDown, Key::RightArrow, Key::Return]);
    assert_eq!(told(&log), "3=2024-03-30");
    press(&window, &[Key::F4]);
    let shift = SharedString::from(Key::Shift);
    window.window().dispatch_event(WindowEvent::KeyPressed { text: shift.clone() });
    press(&window, &[Key::PageDown]);
    window.window().dispatch_event(WindowEvent::KeyReleased { text: shift });
    press(&window, &[Key::Return]);
    assert_eq!(told(&log), "3=2025-02-28", "29 February has no other year beside it");
    press(&window, &[Key::F4]);
    write(&window, "t");
    press(&window, &[Key::Return]);
    assert_eq!(told(&log), "3=2026-11-23");
    press(&window, &[Key::F4]);
    let tomorrow = ElementHandle::find_by_accessible_label(&window, "Tomorrow").next().unwrap();
    tomorrow.invoke_accessible_default_action();
    settle();
    assert_eq!(told(&log), "3=2026-11-24");
}

#[test]
fn a_record_is_made_by_enter_and_never_by_leaving_the_field() {
    let window = window();
    let (_, log) = card(&window);
    let new_one = SuggestionData { id: "new/1/Ona".into(), label: "Ona".into(), is_new: true, ..Default::default() };
    window.global::<CardApi>().set_suggestions(ModelRc::new(VecModel::from(vec![new_one])));
    focus(&window, 3);
    write(&window, "Ona");
    press(&window, &[Key::Tab]);
    assert_eq!(told(&log), "3=Ona", "what was typed is told as a text");
    focus(&window, 3);
    write(&window, "Ona");
    press(&window, &[Key::Return]);
    assert_eq!(told(&log), "3->new/1/Ona");
}
