//! The program's log: a file for each day in the platform's state folder. It names records by their ids, never what stands in them.

use handover::Places;
use tracing_appender::rolling::{Builder, Rotation};
use tracing_subscriber::EnvFilter;

/// Log files that are kept.
const KEPT: usize = 7;

/// Starts logging. Where no file can be written the program runs without a log.
pub(crate) fn start(places: Option<&Places>) {
    let folder = places.map(|places| places.state.join("log"));
    let Some(folder) = folder.filter(|folder| std::fs::create_dir_all(folder).is_ok()) else { return };
    let file = Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix("kartoteka")
        .filename_suffix("log")
        .max_log_files(KEPT)
        .build(folder);
    let Ok(file) = file else { return };
    let filter = EnvFilter::try_from_env("KARTOTEKA_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,controllers=info,engine=info,store=info"));
    // Another logger is set in tests only; then it stays.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(std::sync::Mutex::new(file))
        .try_init();
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "started");
}
