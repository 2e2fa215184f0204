//! Measures the program against a peer doing the same work in the same run, so that ratios, not seconds, are compared.
//!
//! `cargo run --release -p bench-tests --bin import_and_search -- [ROWS] [make_clients.py]`; start reading there.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

/// What keeps a measurement from being made.
pub type Failure = Box<dyn std::error::Error>;

/// The value below which `share` (0 to 1) of the measurements lie.
pub fn percentile(measured: &[Duration], share: f64) -> Duration {
    let mut sorted = measured.to_vec();
    sorted.sort();
    let at = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(at.saturating_sub(1)).copied().unwrap_or_default()
}

/// The script that makes client lists, where nobody says another: beside the workspace.
pub fn maker() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/tools/make_clients.py")
}

/// Makes a list of so many clients in a file.
///
/// # Errors
/// Where the script is missing or fails.
pub fn make_clients(maker: &Path, rows: u64, file: &Path) -> Result<(), Failure> {
    let made = Command::new("python3")
        .arg(maker)
        .args(["--rows", &rows.to_string(), "--format", "utf8"])
        .stdin(Stdio::null())
        .stdout(File::create(file)?)
        .status()?;
    if made.success() { Ok(()) } else { Err(format!("{} failed: {made}", maker.display()).into()) }
}

/// Most memory this process ever held, in mebibytes; `None` where the system does not tell.
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_taken_from_what_was_measured() {
        let measured: Vec<Duration> = (1..=100).rev().map(Duration::from_millis).collect();
        assert_eq!(percentile(&measured, 0.5), Duration::from_millis(50));
        assert_eq!(percentile(&measured, 0.99), Duration::from_millis(99));
        assert_eq!(percentile(&measured, 1.0), Duration::from_millis(100));
        assert_eq!(percentile(&[], 0.5), Duration::ZERO);
    }
}
