//! What the photo booth costs: `cargo run --release -p bench-tests --bin booth -- [FRAMES]`; and with `--base FILE PERSONS` a base with
//! as many photos, to scroll through.

use bench_tests::{Failure, percentile};
use camera::{FileSource, Frame, Layout, Raw, Session, Size, State, Wanted};
use engine::{Engine, NewBaseOptions, SystemClock};
use model::{language::Language, value::Value};
use std::{
    fmt::Write as _,
    io::Write as _,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

const SIZE: Size = Size { width: 1280, height: 720 };

fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let text = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--base", file, persons] => make_base(Path::new(file), persons.parse()?)?,
        [frames] => measure(frames.parse()?)?,
        _ => measure(10_000)?,
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

/// A picture with much in it, as a camera in an office sends it.
fn scene(shift: u32) -> Frame {
    let mut frame = Frame::filled(SIZE.width, SIZE.height, [0; 3]);
    for (at, pixel) in frame.rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = (at as u32 % SIZE.width + shift, at as u32 / SIZE.width);
        let noise = (x.wrapping_mul(73_856_093) ^ y.wrapping_mul(19_349_663)) % 23;
        pixel.copy_from_slice(&[x / 6, y / 4, (x + y) / 9].map(|light| (light + noise).min(255) as u8));
    }
    frame
}

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kibibytes| kibibytes.parse::<u64>().ok()).unwrap_or_default() / 1024
}

fn measure(frames: u64) -> Result<String, Failure> {
    let mut said = String::new();
    let folder = tempfile::tempdir()?;
    let film = folder.path().join("film.mjpeg");
    let pictures: Vec<Vec<u8>> = (0..20).filter_map(|shift| scene(shift * 7).to_jpeg(85)).collect();
    std::fs::write(&film, pictures.concat())?;

    // From the click to the first picture, the window's own 16 ms not counted.
    let mut firsts = Vec::new();
    for _ in 0..20 {
        let begun = Instant::now();
        let session = Session::open(Arc::new(FileSource::new(&film)), live(), None);
        session.still(0)?;
        firsts.push(begun.elapsed());
        session.close().wait(Duration::from_secs(2));
    }
    writeln!(
        said,
        "first picture after opening: {:?}, worst {:?}",
        percentile(&firsts, 0.5),
        percentile(&firsts, 1.0)
    )?;

    // What is done with each picture at 1280 x 720.
    let scene = scene(0);
    let jpeg = pictures.first().cloned().unwrap_or_default();
    let packed: Vec<u8> = scene.rgb.chunks_exact(6).flat_map(|two| [two[1], 128, two[4], 128]).collect();
    for (name, layout, bytes) in [("MJPEG", Layout::Mjpeg, jpeg), ("YUYV", Layout::Yuyv, packed)] {
        let raw = Raw { size: SIZE, layout, bytes };
        let mut times = Vec::new();
        for _ in 0..100 {
            let begun = Instant::now();
            let frame = raw.decode()?;
            let preview = frame.shrunk(760).mirrored();
            std::hint::black_box(preview.light());
            times.push(begun.elapsed());
        }
        writeln!(
            said,
            "{name} 1280x720, a picture: {:?}, worst {:?}",
            percentile(&times, 0.5),
            percentile(&times, 1.0)
        )?;
    }

    // An hour of live picture, as fast as it goes.
    let session = Session::open(Arc::new(FileSource::new(&film).with_pace(Duration::ZERO)), live(), None);
    session.still(200)?;
    let (before, begun) = (resident(), Instant::now());
    let mut last = 0;
    while last < frames {
        if let State::Failed(fault) = session.state() {
            return Err(fault.into());
        }
        match session.seen(last) {
            Some(seen) => last = seen.serial,
            None => std::thread::sleep(Duration::from_millis(1)),
        }
    }
    writeln!(said, "{frames} pictures in {:?}: {before} MB before, {} MB after", begun.elapsed(), resident())?;
    writeln!(said, "cameras of this computer: {}", camera::system().list()?.len())?;
    Ok(said)
}

fn live() -> Wanted {
    Wanted { preview: 760, mirrored: true, ..Wanted::default() }
}

/// A base of people with a photo each.
fn make_base(path: &Path, persons: u32) -> Result<String, Failure> {
    let options = NewBaseOptions { language: Language::Lt, sample: false };
    let engine = Engine::create(path, &options, Box::new(SystemClock))?;
    let ids = engine.with_schema(|schema| {
        let table = schema.table_by_key("contacts")?;
        Some((table.info.id, table.field_by_key("name")?.id, table.field_by_key("photo")?.id))
    });
    let (table, name, photo) = ids.ok_or("no contacts")?;
    let begun = Instant::now();
    for number in 0..persons {
        let text = format!("Vardenis Pavardenis {number:05}");
        let person = engine.add_record(table, &[(name, Some(Value::Text(text)))], true)?.output;
        let colour = [(number * 37 % 200) as u8 + 40, (number * 91 % 200) as u8 + 40, (number * 53 % 200) as u8 + 40];
        let mut frame = Frame::filled(240, 300, colour);
        // Each has something of its own, so that none is kept twice.
        for (at, pixel) in frame.rgb.chunks_exact_mut(3).enumerate() {
            let (x, y) = (at as u32 % 240, at as u32 / 240);
            if x.abs_diff(120).pow(2) + y.abs_diff(110).pow(2) < 4_000 + number % 997 {
                pixel.copy_from_slice(&[230, 200, (150 + (x * y + number) % 60) as u8]);
            }
        }
        let bytes = frame.to_jpeg(88).ok_or("no picture")?;
        engine.set_picture(table, person, photo, "photo.jpg", &bytes)?;
    }
    Ok(format!("{persons} people with photos in {:?}\n", begun.elapsed()))
}
