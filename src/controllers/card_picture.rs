//! A picture of a card without a window: the markup of the program itself, drawn into memory.

use crate::{
    arrange,
    card::OpenCard,
    card_items,
    contents::{self, Asked, Contents, Known, Subject, Target},
    documents,
};
use engine::{Engine, EngineError};
use model::{
    ids::{LayoutId, RecordId, TableId},
    language::{Label, Language},
    layout::Look,
    value::Values,
};
use slint::{
    ComponentHandle as _, ModelRc, PhysicalSize, PlatformError, Rgb8Pixel,
    platform::{
        Platform, WindowAdapter, WindowEvent,
        software_renderer::{MinimalSoftwareWindow, RepaintBufferType},
    },
};
use std::{cell::Cell, io::Cursor, rc::Rc, sync::Arc, thread, time::Duration};
use ui::{CardApi, CardPicture, Theme};

/// A picture has no more pixels than this.
const MOST_PIXELS: u64 = 40_000_000;
/// Room for the markup's nested items.
const STACK: usize = 16 << 20;
/// So often the window settles what follows from what it was given.
const TURNS: usize = 6;

/// What a picture of a card shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pictured {
    /// A record.
    Record(RecordId),
    /// The longest values of the table.
    Longest,
    /// No values.
    Empty,
}

/// A picture of a card to be drawn.
#[derive(Clone, Debug)]
pub struct CardPictureOf {
    /// The card's table.
    pub table: TableId,
    /// The card.
    pub card: LayoutId,
    /// What it shows.
    pub what: Pictured,
    /// Size of the picture in layout units; `None`: as large as the card was designed.
    pub size: Option<(u32, u32)>,
    /// Pixels for a layout unit.
    pub scale: f32,
    /// Language of the program's words.
    pub language: Language,
    /// Light on dark.
    pub dark: bool,
}

/// Draws a card as the window would show it, as a PNG file.
///
/// # Errors
/// Where the record is gone, the picture would be too large, or of the disk.
pub fn draw_card(engine: &Arc<Engine>, of: &CardPictureOf) -> Result<Vec<u8>, EngineError> {
    let (engine, of) = (engine.clone(), of.clone());
    // A thread can have a window system of its own; the one of this thread, if there is one, stays what it is.
    let drawing = thread::Builder::new().name("picture".into()).stack_size(STACK).spawn(move || drawn(&engine, &of));
    let drawn = drawing.map(thread::JoinHandle::join);
    match drawn {
        Ok(Ok(picture)) => picture,
        _ => Err(undrawn("thread")),
    }
}

fn drawn(engine: &Engine, of: &CardPictureOf) -> Result<Vec<u8>, EngineError> {
    let (subject, contents) = gathered(engine, of)?;
    let window = MinimalSoftwareWindow::new(RepaintBufferType::NewBuffer);
    let clock = Rc::new(Cell::new(Duration::ZERO));
    let still = Still { window: window.clone(), clock: clock.clone() };
    slint::platform::set_platform(Box::new(still)).map_err(undrawn)?;
    let picture = CardPicture::new().map_err(undrawn)?;
    slint::select_bundled_translation(of.language.pick("lt", "")).map_err(undrawn)?;
    picture.global::<Theme<'_>>().invoke_choose(if of.dark { 2 } else { 1 });
    let size = fill(&picture, subject, contents, of);
    let pixels = |side: f32| (side * of.scale).round().max(1.0) as u32;
    let size = PhysicalSize::new(pixels(size.0), pixels(size.1));
    if u64::from(size.width) * u64::from(size.height) > MOST_PIXELS {
        return Err(refused(
            "Toks paveikslas būtų per didelis. Sumažinkite jo dydį arba mastelį.",
            "A picture like this would be too large. Make its size or its scale smaller.",
        ));
    }
    let window_of = picture.window();
    window_of.dispatch_event(WindowEvent::ScaleFactorChanged { scale_factor: of.scale });
    window.set_size(size);
    picture.show().map_err(undrawn)?;
    for _ in 0..TURNS {
        clock.set(clock.get() + Duration::from_secs(1));
        slint::platform::update_timers_and_animations();
    }
    let mut buffer = vec![Rgb8Pixel::default(); size.width as usize * size.height as usize];
    window.request_redraw();
    window.draw_if_needed(|renderer| {
        renderer.render(&mut buffer, size.width as usize);
    });
    png(&buffer, size)
}

/// Gives the picture its card and returns its size in layout units.
fn fill(picture: &CardPicture, subject: Subject, contents: Contents, of: &CardPictureOf) -> (f32, f32) {
    let (head, margin) = (picture.get_head(), picture.get_margin());
    let card = &contents.card;
    let (width, height) = match of.size {
        Some((width, height)) => (width as f32 - 2.0 * margin, height as f32 - head - 2.0 * margin),
        None => (card.width as f32, card.height as f32),
    };
    let look = Look { hidden: arrange::missing(&contents), ..Look::default() };
    let arrangement = card.flow(width.floor().max(1.0) as i32, height.floor().max(0.0) as i32, &look);
    let whole = (arrangement.width as f32 + 2.0 * margin, arrangement.height as f32 + head + 2.0 * margin);
    let size = of.size.map_or(whole, |(width, height)| (width as f32, height as f32));
    let api = picture.global::<CardApi<'_>>();
    api.set_title(contents.title.as_str().into());
    let (badge, tone) = contents.document.map(|state| documents::badge(state, of.language)).unwrap_or_default();
    api.set_badge(badge.into());
    api.set_badge_tone(tone);
    api.set_content_width(arrangement.width as f32);
    api.set_content_height(arrangement.height as f32);
    let open = OpenCard::new(subject, contents, arrangement);
    api.set_items(ModelRc::new(slint::VecModel::from(card_items::items(&open, of.language, false))));
    size
}

fn gathered(engine: &Engine, of: &CardPictureOf) -> Result<(Subject, Contents), EngineError> {
    let asked = Asked::default();
    asked.set(Some(of.card));
    let target = match of.what {
        Pictured::Record(id) => Target::of(id),
        Pictured::Longest | Pictured::Empty => Target::default(),
    };
    let subject = Subject { table: of.table, target, asked, preset: Vec::new() };
    let contents = match of.what {
        Pictured::Record(_) => contents::load(engine, &subject, &Known::default(), of.language)?,
        Pictured::Longest | Pictured::Empty => {
            let is_longest = of.what == Pictured::Longest;
            let values = if is_longest { engine.longest_values(of.table)? } else { Values::new() };
            let title = match of.language {
                Language::Lt if is_longest => "Ilgiausios reikšmės",
                Language::En if is_longest => "Longest values",
                language => language.pick("Tuščias įrašas", "Empty record"),
            };
            let card = engine.checked_card(&engine.card(of.card)?).0;
            contents::load_values(engine, &card, &values, title.to_owned(), of.language)?
        }
    };
    Ok((subject, contents))
}

/// As small as it gets: few colours stand on a card.
fn png(buffer: &[Rgb8Pixel], size: PhysicalSize) -> Result<Vec<u8>, EngineError> {
    use image::{
        ExtendedColorType, ImageEncoder as _,
        codecs::png::{CompressionType, FilterType, PngEncoder},
    };
    let bytes: Vec<u8> = buffer.iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b]).collect();
    let mut file = Cursor::new(Vec::new());
    let encoder = PngEncoder::new_with_quality(&mut file, CompressionType::Best, FilterType::NoFilter);
    encoder.write_image(&bytes, size.width, size.height, ExtendedColorType::Rgb8).map_err(undrawn)?;
    Ok(file.into_inner())
}

fn refused(lt: &str, en: &str) -> EngineError {
    EngineError::Refused(Label::new(lt, en))
}

fn undrawn(error: impl std::fmt::Display) -> EngineError {
    tracing::error!(%error, "a card cannot be drawn");
    refused("Kortelės nupiešti nepavyko.", "The card could not be drawn.")
}

/// A window system of one window that nobody sees, and whose time passes when it is told to.
struct Still {
    window: Rc<MinimalSoftwareWindow>,
    clock: Rc<Cell<Duration>>,
}

impl Platform for Still {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        Ok(self.window.clone())
    }

    fn duration_since_start(&self) -> Duration {
        self.clock.get()
    }
}
