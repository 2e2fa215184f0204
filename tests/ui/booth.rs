//! The photo booth: a photo is taken, cropped, kept, taken back, brought back; and every fault of a camera is told.

use crate::{page, toasts};
use camera::{Camera, Device, Fault, FileSource, Format, Frame, Layout, Opened, Raw, Size, Source};
use slint::{ComponentHandle as _, Model as _, platform::Key};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use ui::{AppApi, BoothApi, BoothStep, CardApi, ContextMenu, EditorKind, ListApi, Page};
use ui_tests::Person;

fn api(person: &Person) -> BoothApi<'_> {
    person.app.ui.global::<BoothApi<'_>>()
}

/// The camera has a thread of its own and its own time.
fn until(person: &Person, what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(10), "{what}: {}", toasts(person));
        std::thread::sleep(Duration::from_millis(5));
        i_slint_backend_testing::mock_elapsed_time(Duration::from_millis(20));
    }
}

/// A face of coloured quarters: red, green above, blue, white below.
fn quarters(width: u32, height: u32) -> Frame {
    let mut frame = Frame::filled(width, height, [255; 3]);
    for (at, pixel) in frame.rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = (at as u32 % width, at as u32 / width);
        let colour = match (x < width / 2, y < height / 2) {
            (true, true) => [200, 20, 20],
            (false, true) => [20, 160, 20],
            (true, false) => [20, 20, 200],
            (false, false) => [235, 235, 235],
        };
        pixel.copy_from_slice(&colour);
    }
    frame
}

fn office(folder: &Path) -> std::path::PathBuf {
    let base = folder.join("office.kartoteka");
    let name = base.to_str().unwrap().to_owned();
    for words in [
        &["kartoteka", "new", &name, "--language", "en"][..],
        &["kartoteka", "add", &name, "contacts", "name=Rasa Kazlauskienė"],
        &["kartoteka", "add", &name, "contacts", "name=Jonas Petraitis"],
    ] {
        cli::run(words.iter().map(|word| (*word).into()).collect());
    }
    base
}

/// At the card of the first contact, with a camera that shows the quarters.
fn at_the_card(folder: &Path) -> Person {
    let base = office(folder);
    let film = folder.join("face.jpg");
    std::fs::write(&film, quarters(640, 360).to_jpeg(95).unwrap()).unwrap();
    let person = Person::start(folder, Some(base));
    person.app.set_cameras(Arc::new(FileSource::new(&film).with_pace(Duration::from_millis(2))));
    open_card(&person);
    person
}

fn open_card(person: &Person) {
    person.section("Contacts");
    person.app.ui.global::<ListApi<'_>>().invoke_row_activated(0);
    person.wait();
    assert_eq!(page(person), Page::Card);
}

fn photo_item(person: &Person) -> i32 {
    let items = person.app.ui.global::<CardApi<'_>>().get_items();
    i32::try_from(items.iter().position(|item| item.editor == EditorKind::Picture).unwrap()).unwrap()
}

fn photo(person: &Person) -> Option<(u32, u32)> {
    let item = person.app.ui.global::<CardApi<'_>>().get_items().row_data(photo_item(person) as usize).unwrap();
    item.has_picture.then(|| (item.picture.size().width, item.picture.size().height))
}

/// Whether the photo on the card begins with the red quarter.
fn shows_red_first(person: &Person) -> bool {
    let item = person.app.ui.global::<CardApi<'_>>().get_items().row_data(photo_item(person) as usize).unwrap();
    let picture = item.picture.to_rgba8().unwrap();
    let pixel = picture.as_slice()[(picture.width() * 20 + 20) as usize];
    is_red([pixel.r, pixel.g, pixel.b])
}

fn begin(person: &Person) {
    person.click("Take a photo: Photo");
    assert!(api(person).get_visible());
    until(person, "the camera shows something", || api(person).get_has_picture());
}

fn undo(person: &Person) -> String {
    let app = person.app.ui.global::<AppApi<'_>>();
    let label = app.get_undo_label().to_string();
    app.invoke_undo();
    person.wait();
    label
}

fn menu(person: &Person, id: &str) {
    api(person).invoke_menu_requested(photo_item(person), 10.0, 10.0, true);
    let menu = person.app.ui.global::<ContextMenu<'_>>();
    let ids: Vec<String> = menu.get_entries().iter().map(|entry| entry.id.to_string()).collect();
    assert!(ids.iter().any(|other| other == id), "{id} is not among {ids:?}");
    menu.invoke_chosen(id.into());
    menu.set_open(false);
    person.wait();
}

/// The colour of the shown picture at a place, in fractions.
fn colour(person: &Person, x: f32, y: f32) -> [u8; 3] {
    let picture = api(person).get_picture().to_rgba8().unwrap();
    let (width, height) = (picture.width(), picture.height());
    let at = ((height as f32 * y) as u32 * width + (width as f32 * x) as u32) as usize;
    let pixel = picture.as_slice()[at];
    [pixel.r, pixel.g, pixel.b]
}

fn is_red(colour: [u8; 3]) -> bool {
    colour[0] > 150 && colour[1] < 90 && colour[2] < 90
}

#[test]
fn a_click_space_and_enter_and_the_photo_is_on_the_card_in_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let person = at_the_card(folder.path());
    begin(&person);
    assert_eq!(api(&person).get_camera(), "face.jpg");
    assert!(is_red(colour(&person, 0.75, 0.25)), "the live picture is a mirror");
    assert_eq!(person.nameless(), Vec::<String>::new(), "a screen reader can name everything");
    person.write(" ");
    assert_eq!(api(&person).get_step(), BoothStep::Review);
    assert!(is_red(colour(&person, 0.25, 0.25)), "the photo is not");
    assert_eq!(person.nameless(), Vec::<String>::new(), "a screen reader can name everything");
    person.press(&[Key::Return]);
    assert!(!api(&person).get_visible(), "{}", toasts(&person));
    assert!(!person.app.camera_is_on());
    // As the frame of the card: 200 wide, 248 high.
    let (width, height) = photo(&person).expect("it is there");
    assert!((width as f32 / height as f32 - 200.0 / 248.0).abs() < 0.01, "{width} x {height}");
    let undone = undo(&person).to_lowercase();
    assert!(undone.contains("photo"), "{undone}");
    assert_eq!(photo(&person), None);
    person.app.ui.global::<AppApi<'_>>().invoke_redo();
    person.wait();
    assert!(photo(&person).is_some());
}

#[test]
fn esc_leaves_everything_and_r_takes_another() {
    let folder = tempfile::tempdir().unwrap();
    let person = at_the_card(folder.path());
    begin(&person);
    person.write(" ");
    person.write("r");
    assert_eq!(api(&person).get_step(), BoothStep::Live);
    until(&person, "it is live again", || api(&person).get_has_picture());
    person.write(" ");
    person.press(&[Key::Escape]);
    assert!(!api(&person).get_visible());
    assert!(!person.app.camera_is_on());
    assert_eq!(photo(&person), None);
    assert_eq!(page(&person), Page::Card, "Esc closed the booth and not the card");
}

#[test]
fn a_countdown_and_three_photos_to_choose_from() {
    let folder = tempfile::tempdir().unwrap();
    let person = at_the_card(folder.path());
    begin(&person);
    person.click("Count to three before the photo");
    person.click("Three photos to choose from");
    person.write(" ");
    assert!(api(&person).get_counting() > 0, "it counts");
    until(&person, "three are taken", || api(&person).get_step() == BoothStep::Review);
    assert_eq!(api(&person).get_shots().row_count(), 3);
    person.write("3");
    assert_eq!(api(&person).get_shot(), 2);
    person.click("Photo 1");
    assert_eq!(api(&person).get_shot(), 0);
    person.press(&[Key::Return]);
    assert!(photo(&person).is_some());
    // Both are remembered on this computer.
    let settings = std::fs::read_to_string(folder.path().join("settings.json")).unwrap();
    assert!(settings.contains("\"photo_countdown\": true") && settings.contains("\"photo_burst\": true"));
}

#[test]
fn it_is_cropped_turned_mirrored_made_lighter_and_each_step_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let person = at_the_card(folder.path());
    begin(&person);
    person.write(" ");
    let booth = api(&person);
    let width = booth.get_crop_width();
    booth.invoke_dragged(5, -0.1, -0.2);
    booth.invoke_drag_ended();
    assert!(booth.get_crop_width() < width);
    person.write("m");
    assert!(is_red(colour(&person, 0.75, 0.25)));
    person.write("t");
    assert!(is_red(colour(&person, 0.75, 0.75)), "the mirror of the turned picture");
    booth.invoke_brighten(60);
    booth.invoke_brightened();
    assert!(colour(&person, 0.25, 0.25)[2] > 40, "it is lighter");
    for _ in 0..4 {
        assert!(booth.get_can_undo());
        person.control("z");
    }
    assert!(!booth.get_can_undo());
    assert_eq!((booth.get_crop_width(), booth.get_brightness()), (width, 0));
    assert!(is_red(colour(&person, 0.25, 0.25)));
    assert_eq!(photo(&person), None, "nothing of this is in the base yet");
}

#[test]
fn a_file_goes_the_same_way_and_former_photos_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let person = at_the_card(folder.path());
    let file = folder.path().join("Rasa.jpg");
    std::fs::write(&file, quarters(400, 400).to_jpeg(90).unwrap()).unwrap();
    person.answers.next(&file);
    person.click("From a file…");
    assert_eq!(api(&person).get_step(), BoothStep::Review);
    assert!(!api(&person).get_whole(), "a person's photo has the proportion of the card");
    person.press(&[Key::Return]);
    let first = photo(&person).unwrap();
    let red_first = shows_red_first(&person);
    // Another one takes its place, and the first is among the former ones.
    let other = folder.path().join("other.jpg");
    std::fs::write(&other, quarters(300, 600).mirrored().to_jpeg(90).unwrap()).unwrap();
    person.answers.next(&other);
    menu(&person, "file");
    person.press(&[Key::Return]);
    assert_ne!(shows_red_first(&person), red_first);
    menu(&person, "former");
    assert_eq!(api(&person).get_step(), BoothStep::Former);
    assert_eq!(api(&person).get_former().row_count(), 1);
    api(&person).invoke_former_chosen(0);
    person.wait();
    assert!(!api(&person).get_visible());
    assert_eq!((photo(&person).unwrap(), shows_red_first(&person)), (first, red_first));
    // Saved, copied, removed; the removal is one step.
    let saved = folder.path().join("saved.jpg");
    person.answers.next(&saved);
    menu(&person, "save");
    assert_eq!(image::image_dimensions(&saved).unwrap(), (322, 400), "not the small one of the card");
    menu(&person, "remove");
    assert_eq!(photo(&person), None);
    undo(&person);
    assert_eq!(photo(&person).unwrap(), first);
}

#[test]
fn a_pasted_picture_is_cropped_and_kept_and_an_empty_clipboard_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let person = at_the_card(folder.path());
    api(&person).invoke_paste_requested(photo_item(&person));
    person.wait();
    assert!(toasts(&person).contains("no picture in the clipboard"), "{}", toasts(&person));
    person.answers.copied.replace(Some(quarters(320, 200)));
    api(&person).invoke_paste_requested(photo_item(&person));
    person.wait();
    assert_eq!(api(&person).get_step(), BoothStep::Review);
    person.press(&[Key::Return]);
    assert!(photo(&person).is_some());
}

#[test]
fn what_is_no_picture_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let person = at_the_card(folder.path());
    let file = folder.path().join("notes.jpg");
    std::fs::write(&file, b"no picture at all").unwrap();
    person.answers.next(&file);
    person.click("From a file…");
    assert!(!api(&person).get_visible());
    assert!(toasts(&person).contains("notes.jpg"), "{}", toasts(&person));
}

/// A camera with a fault that may be put right.
struct Faulty {
    fault: Fault,
    /// So many times it fails; then it works.
    left: AtomicUsize,
    /// It fails only after some pictures.
    late: bool,
}

struct FaultyDevice {
    fault: Option<Fault>,
    sent: u32,
}

impl Device for FaultyDevice {
    fn next(&mut self) -> camera::Result<Raw> {
        std::thread::sleep(Duration::from_millis(2));
        self.sent += 1;
        match &self.fault {
            Some(Fault::Garbage) => Ok(Raw { size: Size { width: 9, height: 9 }, layout: Layout::Rgb, bytes: vec![] }),
            Some(fault) if self.sent > 3 => Err(fault.clone()),
            _ => {
                let frame = quarters(64, 36);
                Ok(Raw { size: Size { width: 64, height: 36 }, layout: Layout::Rgb, bytes: frame.rgb })
            }
        }
    }
}

impl Source for Faulty {
    fn list(&self) -> camera::Result<Vec<Camera>> {
        if self.fault == Fault::None && self.left.load(Ordering::Relaxed) > 0 {
            self.left.fetch_sub(1, Ordering::Relaxed);
            return Ok(Vec::new());
        }
        Ok(vec![Camera { id: "0".into(), name: "Webcam".into() }, Camera { id: "1".into(), name: "Other".into() }])
    }
    fn open(&self, id: &str, _size: Option<Size>) -> camera::Result<Opened> {
        let fails = self.left.load(Ordering::Relaxed) > 0;
        if fails {
            self.left.fetch_sub(1, Ordering::Relaxed);
        }
        if fails && !self.late {
            return Err(self.fault.clone());
        }
        let camera = self.list()?.into_iter().find(|camera| camera.id == id).unwrap();
        let format = Format { size: Size { width: 64, height: 36 }, packing: "RGB".into(), rate: 30 };
        let device = FaultyDevice { fault: fails.then(|| self.fault.clone()), sent: 0 };
        Ok(Opened { camera, format: format.clone(), formats: vec![format], device: Box::new(device) })
    }
}

#[test]
fn every_fault_is_told_with_a_sentence_and_trying_again_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let person = at_the_card(folder.path());
    let faults = [
        (Fault::None, false),
        (Fault::Busy, false),
        (Fault::Refused, false),
        (Fault::NoFormat, false),
        (Fault::Unplugged, true),
        (Fault::Garbage, true),
        (Fault::Silent, true),
        (Fault::Other("odd".into()), false),
    ];
    for (fault, late) in faults {
        person.app.set_cameras(Arc::new(Faulty { fault: fault.clone(), left: AtomicUsize::new(1), late }));
        person.click("Take a photo: Photo");
        until(&person, &format!("{fault:?} is told"), || !api(&person).get_fault().is_empty());
        assert_eq!(api(&person).get_fault(), fault.message(model::language::Language::En));
        assert!(!person.app.camera_is_on(), "{fault:?}");
        assert!(person.sees("From a file…") && person.sees("Try again"));
        if fault == Fault::Busy {
            let cameras: Vec<String> =
                api(&person).get_cameras().iter().map(|camera| camera.label.to_string()).collect();
            assert_eq!(cameras, ["Webcam", "Other"], "another one can be chosen");
        }
        person.click("Try again");
        until(&person, "it works", || api(&person).get_has_picture());
        person.press(&[Key::Escape]);
        assert!(!person.app.camera_is_on());
    }
    assert_eq!(photo(&person), None);
}

#[test]
fn the_chosen_camera_is_remembered_and_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let person = at_the_card(folder.path());
    person.app.set_cameras(Arc::new(Faulty { fault: Fault::None, left: AtomicUsize::new(0), late: false }));
    begin(&person);
    until(&person, "the cameras are listed", || api(&person).get_camera() == "Webcam");
    api(&person).invoke_camera_chosen("1".into());
    until(&person, "the other one is on", || api(&person).get_camera() == "Other");
    person.press(&[Key::Escape]);
    begin(&person);
    until(&person, "it is on again", || api(&person).get_camera() == "Other");
    person.app.close();
    person.wait();
    assert!(!person.app.camera_is_on(), "closing the window switches it off");
}

#[test]
fn a_photo_shows_in_the_row_and_in_the_side_panel() {
    let folder = tempfile::tempdir().unwrap();
    let person = at_the_card(folder.path());
    begin(&person);
    person.write(" ");
    person.press(&[Key::Return]);
    person.press(&[Key::Escape]);
    assert_eq!(page(&person), Page::List);
    let rows = person.app.ui.global::<ListApi<'_>>().get_rows();
    until(&person, "the row has its picture", || rows.row_data(0).unwrap().has_picture);
    let row = rows.row_data(0).unwrap();
    assert!(row.avatar && row.picture.size().width > 0);
    let other = rows.row_data(1).unwrap();
    assert_eq!((other.has_picture, other.initials.as_str()), (false, "RK"));
    assert!(person.app.ui.global::<ui::SidePanelApi<'_>>().get_has_picture());
}

#[test]
fn a_keyboard_scanner_just_works_in_the_search_line() {
    let folder = tempfile::tempdir().unwrap();
    let base = office(folder.path());
    let name = base.to_str().unwrap().to_owned();
    for (title, code) in [("Tea", "4770190049030"), ("Coffee", "4770190049047")] {
        let (title, code) = (format!("title={title}"), format!("code={code}"));
        cli::run(["kartoteka", "add", &name, "products", &title, &code].iter().map(|word| (*word).into()).collect());
    }
    let person = Person::start(folder.path(), Some(base));
    person.section("Products and services");
    person.control("f");
    // A scanner types the code and presses Enter.
    person.write("4770190049047");
    person.press(&[Key::Return]);
    assert_eq!(page(&person), Page::Card);
    assert_eq!(person.app.ui.global::<CardApi<'_>>().get_title(), "Coffee");
}

#[test]
fn a_file_is_attached_looked_at_saved_and_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let base = office(folder.path());
    let name = base.to_str().unwrap().to_owned();
    let words =
        ["kartoteka", "structure", &name, "add-field", "contacts", "paper", "file", "--label-en", "Paper", "--on-card"];
    cli::run(words.iter().map(|word| (*word).into()).collect());
    let person = Person::start(folder.path(), Some(base));
    open_card(&person);
    let paper = folder.path().join("offer.jpg");
    std::fs::write(&paper, quarters(300, 200).to_jpeg(90).unwrap()).unwrap();
    person.answers.next(&paper);
    person.click("Attach a file: Paper");
    assert!(toasts(&person).contains("attached"), "{}", toasts(&person));
    // What can be shown here is; its program is a step further.
    person.click("Open the file: offer.jpg");
    assert_eq!((api(&person).get_visible(), api(&person).get_step()), (true, BoothStep::Preview));
    assert!(is_red(colour(&person, 0.25, 0.25)));
    person.press(&[Key::Return]);
    assert!(!api(&person).get_visible());
    let opened = person.answers.shown.borrow().last().cloned().expect("it was handed to its program");
    assert!(opened.ends_with("offer.jpg") && std::fs::read(&opened).unwrap() == std::fs::read(&paper).unwrap());
    let saved = folder.path().join("copy.jpg");
    person.answers.next(&saved);
    person.click("Save the file as…");
    assert!(std::fs::read(&saved).unwrap() == std::fs::read(&paper).unwrap());
    person.click("Take the file away");
    assert!(person.sees("Attach a file: Paper"));
    undo(&person);
    assert!(person.sees("Open the file: offer.jpg"));
    // A program is never started from here, and a file that is too large is refused with its size.
    let program = folder.path().join("offer.pdf.exe");
    std::fs::write(&program, "MZ").unwrap();
    person.click("Take the file away");
    person.answers.next(&program);
    person.click("Attach a file: Paper");
    let before = person.answers.shown.borrow().len();
    person.click("Open the file: offer.pdf.exe");
    assert_eq!(person.answers.shown.borrow().len(), before);
    assert!(toasts(&person).contains("program"), "{}", toasts(&person));
    let large = folder.path().join("film.mp4");
    std::fs::File::create(&large).unwrap().set_len(26 << 20).unwrap();
    person.click("Take the file away");
    person.answers.next(&large);
    person.click("Attach a file: Paper");
    assert!(toasts(&person).contains("26 MB"), "{}", toasts(&person));
}

#[test]
fn a_code_held_into_the_camera_finds_the_product_or_goes_into_the_field() {
    let folder = tempfile::tempdir().unwrap();
    let base = office(folder.path());
    let name = base.to_str().unwrap().to_owned();
    for words in [
        &["kartoteka", "add", &name, "products", "title=Tea", "code=4770190049030"][..],
        &["kartoteka", "add", &name, "products", "title=Coffee"],
    ] {
        cli::run(words.iter().map(|word| (*word).into()).collect());
    }
    let code = Path::new(env!("CARGO_MANIFEST_DIR")).join("../golden/data/ean-4770190049030.png");
    let person = Person::start(folder.path(), Some(base));
    person.app.set_cameras(Arc::new(FileSource::new(&code).with_pace(Duration::from_millis(2))));
    person.section("Products and services");
    person.press(&[Key::F9]);
    // It may be read and gone already.
    assert_eq!(api(&person).get_step(), BoothStep::Code);
    until(&person, "it is read", || !api(&person).get_visible());
    assert!(!person.app.camera_is_on());
    let list = person.app.ui.global::<ListApi<'_>>();
    assert_eq!(list.get_search_text(), "4770190049030");
    assert_eq!(list.get_rows().row_count(), 1);
    // On a card it goes into the field that had the keyboard.
    list.set_search_text("".into());
    list.invoke_search_edited("Coffee".into());
    person.wait();
    list.invoke_row_activated(0);
    person.wait();
    person.press(&[Key::F9]);
    assert!(toasts(&person).contains("click the text field"), "{}", toasts(&person));
    person.click("Code");
    person.press(&[Key::F9]);
    until(&person, "it is read", || !api(&person).get_visible());
    person.wait();
    assert_eq!(person.value("Code"), "4770190049030");
}
