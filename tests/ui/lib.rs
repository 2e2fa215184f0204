//! A person at the window, for tests: clicks, types and looks. There is no display, no time passes by itself, and the worker
//! answers at once, so that a story runs the same way every time.

mod fit;

pub use fit::Words;

use controllers::{App, Chosen, Dialogs, Pasted, Settings, Wanted, Worker};
use i_slint_backend_testing::{ElementHandle, TestingBackend, TestingBackendOptions, mock_elapsed_time};
use slint::{
    ComponentHandle as _, LogicalSize, Model as _, SharedString,
    platform::{Key, PointerEventButton, WindowEvent},
};
use std::{
    cell::RefCell,
    collections::VecDeque,
    path::{Path, PathBuf},
    rc::Rc,
    time::Duration,
};

use ui::SectionsApi;

/// File dialogs that are answered beforehand.
#[derive(Default)]
pub struct Answers {
    next: RefCell<VecDeque<PathBuf>>,
    /// Files that were opened with another program.
    pub shown: RefCell<Vec<PathBuf>>,
    /// The picture in the clipboard.
    pub copied: RefCell<Option<camera::Frame>>,
}

impl Answers {
    /// The next dialog will be answered with this file.
    pub fn next(&self, path: impl Into<PathBuf>) {
        self.next.borrow_mut().push_back(path.into());
    }

    fn answer(&self) -> Chosen {
        let answer = self.next.borrow_mut().pop_front();
        Box::pin(async move { Ok(answer) })
    }
}

impl Dialogs for Answers {
    fn open(&self, _title: &str, _wanted: Wanted) -> Chosen {
        self.answer()
    }
    fn save(&self, _title: &str, _wanted: Wanted, _name: &str) -> Chosen {
        self.answer()
    }
    fn pasted(&self) -> Box<dyn FnOnce() -> Option<Pasted> + Send> {
        let frame = self.copied.borrow().clone();
        Box::new(move || {
            let frame = frame?;
            let rgba = frame.rgb.chunks_exact(3).flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255]).collect();
            Some(Pasted::Pixels(engine::Raster { width: frame.width, height: frame.height, rgba }))
        })
    }
    fn copy(&self, picture: &engine::Raster) -> bool {
        let rgb = picture.rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        *self.copied.borrow_mut() = Some(camera::Frame { width: picture.width, height: picture.height, rgb });
        true
    }
    fn show(&self, file: &Path) -> std::io::Result<()> {
        self.shown.borrow_mut().push(file.to_owned());
        Ok(())
    }
}

/// A person at the window.
pub struct Person {
    /// The program.
    pub app: Rc<App>,
    /// What the file dialogs will answer.
    pub answers: Rc<Answers>,
}

impl Person {
    /// Starts the program with the settings of `folder`, in English, with a base or without.
    pub fn start(folder: &Path, base: Option<PathBuf>) -> Person {
        thread_local!(static PLATFORM: () = i_slint_backend_testing::init_no_event_loop());
        PLATFORM.with(|()| ());
        Person::sit_down(folder, base)
    }

    /// As `start`, but words are as wide as on a screen; a test's thread has one or the other.
    pub fn start_with_fonts(folder: &Path, base: Option<PathBuf>) -> Person {
        thread_local!(static PLATFORM: () = {
            let renderer_name = Some("software".into());
            let options = TestingBackendOptions { mock_time: true, threading: false, renderer_name };
            slint::platform::set_platform(Box::new(TestingBackend::new(options))).expect("no platform yet");
        });
        PLATFORM.with(|()| ());
        Person::sit_down(folder, base)
    }

    fn sit_down(folder: &Path, base: Option<PathBuf>) -> Person {
        let answers = Rc::new(Answers::default());
        let mut settings = Settings::load_from(&folder.join("settings.json"));
        settings.language = "en".into();
        let app = App::new(settings, answers.clone(), Worker::inline()).expect("a window");
        app.ui.window().set_size(LogicalSize::new(1400.0, 1300.0));
        app.ui.show().expect("a window");
        app.start(base);
        let person = Person { app, answers };
        person.wait();
        person
    }

    /// Lets the window do what it has to.
    pub fn wait(&self) {
        for _ in 0..3 {
            mock_elapsed_time(Duration::from_millis(200));
        }
    }

    /// Presses keys one after the other.
    pub fn press(&self, keys: &[Key]) {
        for key in keys {
            self.key(SharedString::from(*key));
        }
    }

    /// Types a text.
    pub fn write(&self, text: &str) {
        for letter in text.chars() {
            self.key(SharedString::from(letter.to_string()));
        }
    }

    fn key(&self, text: SharedString) {
        self.app.ui.window().dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
        self.app.ui.window().dispatch_event(WindowEvent::KeyReleased { text });
        self.wait();
    }

    /// Presses a letter with Ctrl.
    pub fn control(&self, letter: &str) {
        let control = SharedString::from(Key::Control);
        self.app.ui.window().dispatch_event(WindowEvent::KeyPressed { text: control.clone() });
        self.write(letter);
        self.app.ui.window().dispatch_event(WindowEvent::KeyReleased { text: control });
        self.wait();
    }

    /// Controls on the screen that a screen reader could not name, as their kinds and ids.
    pub fn nameless(&self) -> Vec<String> {
        use i_slint_backend_testing::{AccessibleRole as R, ElementQuery};
        let acts = |element: &ElementHandle| {
            matches!(
                element.accessible_role(),
                Some(
                    R::Button
                        | R::Checkbox
                        | R::Combobox
                        | R::ListItem
                        | R::RadioButton
                        | R::Slider
                        | R::Spinbox
                        | R::Switch
                        | R::Tab
                        | R::TextInput
                )
            )
        };
        let on_screen = |element: &ElementHandle| element.size().width > 0.0 && element.size().height > 0.0;
        let nameless = |element: &ElementHandle| element.accessible_label().unwrap_or_default().trim().is_empty();
        let found = ElementQuery::from_root(&self.app.ui)
            .match_descendants()
            .match_predicate(move |element| acts(element) && on_screen(element) && nameless(element))
            .find_all();
        found
            .iter()
            .map(|element| format!("{:?} {:?} {:?}", element.accessible_role(), element.id(), element.type_name()))
            .collect()
    }

    /// Opens a section by its name, whatever its count.
    ///
    /// # Panics
    /// Where there is none.
    pub fn section(&self, label: &str) {
        let api = self.app.ui.global::<SectionsApi<'_>>();
        let at = api.get_sections().iter().position(|section| section.label == label);
        let at = at.unwrap_or_else(|| panic!("there is no section “{label}”"));
        api.invoke_section_clicked(i32::try_from(at).unwrap_or_default());
        self.wait();
    }

    fn found(&self, label: &str) -> Vec<ElementHandle> {
        let visible = |element: &ElementHandle| element.size().width > 0.0 && element.size().height > 0.0;
        ElementHandle::find_by_accessible_label(&self.app.ui, label).filter(visible).collect()
    }

    /// Whether something on the screen has this name.
    pub fn sees(&self, label: &str) -> bool {
        !self.found(label).is_empty()
    }

    /// Clicks what has this name for screen readers.
    ///
    /// # Panics
    /// Where nothing has.
    pub fn click(&self, label: &str) {
        let found = self.found(label);
        // A field's frame has the name of its editor; the editor is the inner one.
        // A field's frame and a table's heading may have the name of an editor too.
        let acts = |element: &&ElementHandle| {
            use i_slint_backend_testing::AccessibleRole as R;
            matches!(
                element.accessible_role(),
                Some(R::TextInput | R::Combobox | R::Button | R::Checkbox | R::ListItem)
            )
        };
        let element =
            found.iter().find(acts).or(found.last()).unwrap_or_else(|| panic!("“{label}” is not on the screen"));
        element.mock_single_click(PointerEventButton::Left);
        self.wait();
    }

    /// What stands in the field of this name.
    pub fn value(&self, label: &str) -> String {
        let found = self.found(label).into_iter().find_map(|element| element.accessible_value());
        found.map(|text| text.to_string()).unwrap_or_default()
    }

    /// Clicks into a field and types over what stands there.
    pub fn fill(&self, label: &str, text: &str) {
        self.click(label);
        self.control("a");
        self.write(text);
    }
}
