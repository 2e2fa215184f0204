//! What a frame costs while a field is dragged on a card of many objects: the whole program, drawn by the software renderer into
//! memory as the window's own back end does it (only what changed). Goals: 60 frames per second with 300 objects, open in 150 ms.
//!
//! `cargo run --release -p ui-tests --example frames -- [OBJECTS]`

use controllers::{App, Settings, SystemDialogs, Worker};
use engine::{Engine, NewBaseOptions, SystemClock};
use model::{
    ids::ItemId,
    language::{Label, Language},
    layout::{Anchors, Area, Card, CardItem, CardItemKind},
};
use slint::{
    ComponentHandle as _, LogicalPosition, PhysicalSize, PlatformError, Rgb8Pixel, SharedString,
    platform::{
        Key, Platform, PointerEventButton, WindowAdapter, WindowEvent,
        software_renderer::{MinimalSoftwareWindow, RepaintBufferType},
    },
};
use std::{
    io::Write as _,
    rc::Rc,
    time::{Duration, Instant},
};
use ui::{DesignerApi, Page, SectionsApi};

const SIZE: (u32, u32) = (1440, 900);
const MOVES: usize = 600;

struct Memory {
    window: Rc<MinimalSoftwareWindow>,
    start: Instant,
}

impl Platform for Memory {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        Ok(self.window.clone())
    }
    fn duration_since_start(&self) -> Duration {
        self.start.elapsed()
    }
}

/// A base whose card of clients has this many objects: fields again and again, frames and texts.
fn base(folder: &std::path::Path, objects: usize) -> Result<std::path::PathBuf, Box<dyn std::error::Error>> {
    let path = folder.join("many.kartoteka");
    let options = NewBaseOptions { language: Language::Lt, sample: true };
    let engine = Engine::create(&path, &options, Box::new(SystemClock))?;
    let clients = engine.with_schema(|schema| schema.table_by_key("clients").map(|table| table.info.id));
    let clients = clients.ok_or("no clients")?;
    let fields = engine.with_schema(|schema| {
        let table = schema.table(clients);
        table.map(|table| table.live().map(|field| field.id).collect::<Vec<_>>()).unwrap_or_default()
    });
    let old = engine.cards(clients)?.into_iter().next().ok_or("no card")?;
    let mut card = Card { width: 1320, height: 4000, items: Vec::new(), ..old };
    for at in 0..objects {
        let what = match at % 10 {
            9 => CardItemKind::Text(Label::new("Tekstas", "Text")),
            _ => CardItemKind::Field(fields[at % fields.len()]),
        };
        let place = i32::try_from(at)?;
        let area = Area { x: place % 10 * 132, y: place / 10 * 76, width: 124, height: 72 };
        let id = ItemId(engine.new_id());
        card.items.push(CardItem { anchors: Anchors::default(), ..CardItem::new(id, None, area, what) });
    }
    engine.save_card(card)?;
    Ok(path)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let objects: usize = std::env::args().nth(1).map_or(Ok(300), |objects| objects.parse())?;
    let folder = tempfile::tempdir()?;
    let base = base(folder.path(), objects)?;
    let window = MinimalSoftwareWindow::new(RepaintBufferType::ReusedBuffer);
    slint::platform::set_platform(Box::new(Memory { window: window.clone(), start: Instant::now() }))?;
    let app = App::new(
        Settings::load_from(&folder.path().join("settings.json")),
        Rc::new(SystemDialogs::default()),
        Worker::inline(),
    )?;
    window.set_size(PhysicalSize::new(SIZE.0, SIZE.1));
    app.ui.show()?;
    app.start(Some(base));
    let mut pixels = vec![Rgb8Pixel::default(); (SIZE.0 * SIZE.1) as usize];
    let mut draw = || {
        slint::platform::update_timers_and_animations();
        window.draw_if_needed(|renderer| {
            renderer.render(&mut pixels, SIZE.0 as usize);
        });
    };
    let send = |event: WindowEvent| app.ui.window().dispatch_event(event);
    let press = |key: Key| {
        send(WindowEvent::KeyPressed { text: SharedString::from(key) });
        send(WindowEvent::KeyReleased { text: SharedString::from(key) });
    };
    for _ in 0..5 {
        draw();
    }
    let sections = app.ui.global::<SectionsApi<'_>>();
    let at = slint::Model::iter(&sections.get_sections()).position(|section| section.label == "Klientai");
    sections.invoke_section_clicked(i32::try_from(at.unwrap_or_default())?);
    draw();
    press(Key::Return);
    for _ in 0..5 {
        draw();
        std::thread::sleep(Duration::from_millis(20));
    }
    let begun = Instant::now();
    press(Key::F4);
    draw();
    let opened = begun.elapsed();
    let api = app.ui.global::<DesignerApi<'_>>();
    assert_eq!(app.ui.global::<ui::AppApi<'_>>().get_page(), Page::Designer);

    let (left, top) = (api.get_panel_width() + 24.0 + api.get_pan_x(), 116.0 + api.get_pan_y());
    let place = |x: f32, y: f32| LogicalPosition::new(left + x, top + y);
    for _ in 0..3 {
        draw();
        std::thread::sleep(Duration::from_millis(20));
    }
    let button = PointerEventButton::Left;
    let from = (150.0, 100.0);
    send(WindowEvent::PointerMoved { position: place(from.0, from.1) });
    send(WindowEvent::PointerPressed { position: place(from.0, from.1), button });
    draw();
    let mut frames: Vec<Duration> = Vec::with_capacity(MOVES);
    let mut handled: Vec<Duration> = Vec::with_capacity(MOVES);
    for step in 0..MOVES {
        let angle = step as f32 / 40.0;
        let position = place(from.0 + 200.0 + 180.0 * angle.sin(), from.1 + 160.0 + 140.0 * angle.cos());
        let begun = Instant::now();
        send(WindowEvent::PointerMoved { position });
        handled.push(begun.elapsed());
        draw();
        frames.push(begun.elapsed());
    }
    send(WindowEvent::PointerReleased { position: place(from.0 + 300.0, from.1 + 200.0), button });
    draw();
    frames.sort_unstable();
    handled.sort_unstable();
    let part = |of: &[Duration], percent: usize| of[(of.len() * percent / 100).min(of.len() - 1)].as_secs_f64() * 1e3;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{objects} objects: open {:.1} ms", opened.as_secs_f64() * 1e3)?;
    writeln!(
        out,
        "a move: {:.2} ms (p99 {:.2}); with its frame: {:.2} ms (p99 {:.2})",
        part(&handled, 50),
        part(&handled, 99),
        part(&frames, 50),
        part(&frames, 99)
    )?;
    Ok(())
}
