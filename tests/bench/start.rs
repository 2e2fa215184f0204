//! How long it takes from starting the program to rows in its window, and how much memory it holds then. Needs Xvfb and xwd.
//!
//! `cargo run --release -p bench-tests --bin start -- [--rounds N] PROGRAM BASE [PROGRAM BASE]...`: two versions beside each
//! other in one run, each with a base of its own.

use bench_tests::{Failure, percentile};
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

const DISPLAY: &str = ":97";
const WIDTH: usize = 1280;
const HEIGHT: usize = 800;
/// Where the rows of a list or of the day are, in pixels of the window: left, top, right, bottom.
const ROWS: [usize; 4] = [250, 120, 800, 420];
/// So many pixels of letters are more than a heading, and less than five rows.
const LETTERS: usize = 900;

/// Ends a process when it is done with.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Start {
    time: Duration,
    /// Memory held half a second later, in mebibytes.
    memory: u64,
}

/// Dark pixels on light where rows are.
fn letters() -> Result<usize, Failure> {
    let picture = Command::new("xwd").args(["-root", "-silent", "-display", DISPLAY]).output()?.stdout;
    let word =
        |at: usize| picture.get(at..at + 4).map(|bytes| u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
    let (Some(header), Some(bits), Some(line), Some(colors)) = (word(0), word(44), word(48), word(76)) else {
        return Ok(0);
    };
    if bits != 32 {
        return Err(format!("a screen of {bits} bits is not understood").into());
    }
    let begin = header as usize + colors as usize * 12;
    let (mut dark, mut light) = (0, 0);
    for y in ROWS[1]..ROWS[3] {
        for x in ROWS[0]..ROWS[2] {
            let at = begin + y * line as usize + x * 4;
            let Some(pixel) = picture.get(at..at + 3) else { continue };
            dark += usize::from(pixel.iter().all(|part| *part < 110));
            light += usize::from(pixel.iter().all(|part| *part > 210));
        }
    }
    // The empty screen is black.
    Ok(if light > 4 * dark { dark } else { 0 })
}

fn memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? / 1024)
}

fn start(program: &Path, base: &Path, home: &Path) -> Result<Start, Failure> {
    let begun = Instant::now();
    let mut running = Command::new(program);
    let running =
        running.arg(base).env("DISPLAY", DISPLAY).env("HOME", home).env("XDG_CONFIG_HOME", home.join("config"));
    let running =
        running.env("XDG_STATE_HOME", home.join("state")).env("XDG_RUNTIME_DIR", home).env("LC_ALL", "C.UTF-8");
    let running = Running(running.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?);
    while letters()? < LETTERS {
        if begun.elapsed() > Duration::from_secs(60) {
            return Err(format!("{} shows no rows of {}", program.display(), base.display()).into());
        }
    }
    let time = begun.elapsed();
    sleep(Duration::from_millis(500));
    Ok(Start { time, memory: memory(running.0.id()).unwrap_or_default() })
}

fn main() -> Result<(), Failure> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut rounds = 5;
    if arguments.first().is_some_and(|first| first == "--rounds") && arguments.len() > 1 {
        rounds = arguments[1].parse()?;
        arguments.drain(..2);
    }
    let screen = format!("{WIDTH}x{HEIGHT}x24");
    let server = Command::new("Xvfb").args([DISPLAY, "-screen", "0", &screen]).stderr(Stdio::null()).spawn()?;
    let _server = Running(server);
    sleep(Duration::from_secs(1));
    let home = tempfile::tempdir()?;
    let pairs: Vec<(PathBuf, PathBuf)> =
        arguments.chunks_exact(2).map(|pair| (PathBuf::from(&pair[0]), PathBuf::from(&pair[1]))).collect();
    let mut measured: Vec<Vec<Start>> = pairs.iter().map(|_| Vec::new()).collect();
    for _ in 0..rounds {
        for ((program, base), measured) in pairs.iter().zip(&mut measured) {
            measured.push(start(program, base, home.path())?);
            sleep(Duration::from_millis(300));
        }
    }
    for ((program, base), measured) in pairs.iter().zip(&measured) {
        let times: Vec<Duration> = measured.iter().map(|start| start.time).collect();
        let memory = measured.iter().map(|start| start.memory).max().unwrap_or_default();
        let milliseconds = |share| percentile(&times, share).as_millis();
        #[allow(clippy::print_stdout)]
        {
            println!(
                "{} {}: rows after {} ms (median), {} ms (slowest of {rounds}); {memory} MiB",
                program.display(),
                base.display(),
                milliseconds(0.5),
                milliseconds(1.0)
            );
        }
    }
    Ok(())
}
