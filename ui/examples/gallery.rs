//! Draws every page of the window without a display, in light and dark, Lithuanian and English, into a folder of pictures:
//! `cargo run -p ui --example gallery -- FOLDER`.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use i_slint_backend_testing::{TestingBackend, TestingBackendOptions};
use slint::{ComponentHandle, Image, LogicalPosition, LogicalSize, ModelRc, Rgb8Pixel, SharedPixelBuffer, VecModel};
use ui::{
    AppApi, CardApi, DialogApi, ImportApi, ImportState, ListApi, ListState, MainWindow, Page, PreviewApi, SidePanelApi,
    StartApi, Theme, ToastApi, ToastData, Tone,
};

type Scene = (&'static str, fn(&MainWindow));

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target/gallery".into()));
    let only = std::env::args().nth(2).unwrap_or_default();
    std::fs::create_dir_all(&folder)?;
    let options = TestingBackendOptions { mock_time: true, threading: false, renderer_name: Some("software".into()) };
    slint::platform::set_platform(Box::new(TestingBackend::new(options)))?;
    for (dark, language) in [(false, "en"), (true, "lt"), (false, "lt"), (true, "en")] {
        for (name, prepare) in scenes() {
            let shade = if dark { "dark" } else { "light" };
            let title = format!("{name}-{shade}-{language}");
            if !title.contains(&only) {
                continue;
            }
            let window = MainWindow::new()?;
            ui::connect_widgets(&window);
            window.window().set_size(LogicalSize::new(1280.0, 800.0));
            window.show()?;
            slint::select_bundled_translation(if language == "lt" { "lt" } else { "" })?;
            window.global::<Theme>().set_dark(dark);
            window.global::<AppApi>().set_language(language.into());
            settle();
            prepare(&window);
            settle();
            save(&window, &folder.join(format!("{title}.png")))?;
            window.hide()?;
        }
    }
    Ok(())
}

fn settle() {
    for _ in 0..4 {
        i_slint_backend_testing::mock_elapsed_time(std::time::Duration::from_millis(400));
    }
}

fn save(window: &MainWindow, path: &Path) -> Result<(), Box<dyn Error>> {
    let picture = window.window().take_snapshot()?;
    image::save_buffer(path, picture.as_bytes(), picture.width(), picture.height(), image::ColorType::Rgba8)?;
    Ok(())
}

fn scenes() -> Vec<Scene> {
    vec![
        ("list", |_| ()),
        ("list-narrow", |window| window.window().set_size(LogicalSize::new(900.0, 600.0))),
        ("card-narrow", |window| {
            window.window().set_size(LogicalSize::new(900.0, 600.0));
            window.global::<AppApi>().set_page(Page::Card);
            window.global::<CardApi>().set_can_void(true);
        }),
        ("import-narrow", |window| {
            window.window().set_size(LogicalSize::new(900.0, 600.0));
            window.global::<AppApi>().set_page(Page::Import);
        }),
        ("import-tall", |window| {
            window.window().set_size(LogicalSize::new(1280.0, 1200.0));
            window.global::<AppApi>().set_page(Page::Import);
        }),
        ("preview-narrow", |window| {
            window.window().set_size(LogicalSize::new(900.0, 600.0));
            window.global::<AppApi>().set_page(Page::Preview);
            let page = Image::from_rgb8(SharedPixelBuffer::<Rgb8Pixel>::new(10, 14));
            window.global::<PreviewApi>().set_pages(ModelRc::new(VecModel::from(vec![page])));
        }),
        ("list-empty", |window| {
            let list = window.global::<ListApi>();
            list.set_state(ListState::Empty);
            list.set_rows(ModelRc::default());
            list.set_status("".into());
            window.global::<SidePanelApi>().set_has_record(false);
        }),
        ("list-nothing", |window| {
            let list = window.global::<ListApi>();
            list.set_state(ListState::NothingFound);
            list.set_rows(ModelRc::default());
            list.set_search_text("žukausk".into());
        }),
        ("menu", |window| press_at(window, 84.0, 22.0)),
        ("menu-view", |window| {
            for key in [slint::platform::Key::F10, slint::platform::Key::RightArrow, slint::platform::Key::RightArrow] {
                press(window, &slint::SharedString::from(key));
                settle();
            }
        }),
        ("card", |window| window.global::<AppApi>().set_page(Page::Card)),
        ("card-notice", |window| {
            window.global::<AppApi>().set_page(Page::Card);
            let card = window.global::<CardApi>();
            card.set_badge("Issued".into());
            card.set_badge_tone(Tone::Good);
            card.set_notice("Issued documents are frozen: what was printed stays as it was.".into());
            card.set_can_issue(false);
            card.set_can_void(true);
        }),
        ("card-choice", |window| {
            window.global::<AppApi>().set_page(Page::Card);
            settle();
            window.global::<CardApi>().invoke_focus_field(2, false);
            settle();
            press(window, " ");
        }),
        ("card-calendar", |window| {
            window.global::<AppApi>().set_page(Page::Card);
            settle();
            window.global::<CardApi>().invoke_focus_field(7, false);
            settle();
            press(window, &slint::SharedString::from(slint::platform::Key::F4));
        }),
        ("card-link", |window| {
            window.global::<AppApi>().set_page(Page::Card);
            settle();
            window.global::<CardApi>().invoke_focus_field(8, false);
            settle();
            press(window, "r");
        }),
        ("import", |window| window.global::<AppApi>().set_page(Page::Import)),
        ("import-running", |window| {
            window.global::<AppApi>().set_page(Page::Import);
            window.global::<ImportApi>().set_state(ImportState::Running);
        }),
        ("import-done", |window| {
            window.global::<AppApi>().set_page(Page::Import);
            window.global::<ImportApi>().set_state(ImportState::Done);
        }),
        ("preview", |window| {
            window.global::<AppApi>().set_page(Page::Preview);
            let mut buffer = SharedPixelBuffer::<Rgb8Pixel>::new(794, 1123);
            buffer.make_mut_slice().fill(Rgb8Pixel { r: 255, g: 255, b: 255 });
            let page = Image::from_rgb8(buffer);
            window.global::<PreviewApi>().set_pages(ModelRc::new(VecModel::from(vec![page.clone(), page])));
            window.global::<PreviewApi>().set_zoom(0.6);
        }),
        ("start", |window| {
            window.global::<AppApi>().set_page(Page::Start);
            window.global::<AppApi>().set_base_name("".into());
        }),
        ("start-error", |window| {
            window.global::<AppApi>().set_page(Page::Start);
            window.global::<StartApi>().set_error_title("The base could not be opened".into());
            window
                .global::<StartApi>()
                .set_error_text("The file is not a Kartoteka base. It was left untouched.".into());
        }),
        ("dialog", |window| {
            let dialog = window.global::<DialogApi>();
            dialog.set_tone(Tone::Warning);
            dialog.set_visible(true);
        }),
        ("about", |window| window.global::<AppApi>().set_about_visible(true)),
        ("toast", |window| {
            let toasts = [
                ToastData {
                    id: 1,
                    text: "UAB „Baltijos namai“ deleted".into(),
                    action: "Undo".into(),
                    tone: Tone::Normal,
                },
                ToastData { id: 2, text: "Saved as PDF: BN-0117.pdf".into(), action: "".into(), tone: Tone::Good },
            ];
            window.global::<ToastApi>().set_toasts(ModelRc::from(Rc::new(VecModel::from(toasts.to_vec()))));
            let app = window.global::<AppApi>();
            app.set_progress_text("Importing 42 %".into());
            app.set_progress(0.42);
            app.set_can_cancel_progress(true);
        }),
    ]
}

fn press(window: &MainWindow, text: &str) {
    window.window().dispatch_event(slint::platform::WindowEvent::KeyPressed { text: text.into() });
    window.window().dispatch_event(slint::platform::WindowEvent::KeyReleased { text: text.into() });
}

fn press_at(window: &MainWindow, x: f32, y: f32) {
    let position = LogicalPosition::new(x, y);
    let button = slint::platform::PointerEventButton::Left;
    window.window().dispatch_event(slint::platform::WindowEvent::PointerMoved { position });
    window.window().dispatch_event(slint::platform::WindowEvent::PointerPressed { position, button });
    window.window().dispatch_event(slint::platform::WindowEvent::PointerReleased { position, button });
}
