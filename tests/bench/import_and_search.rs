//! Imports a client list with types, indexes, duplicate check and journal, then searches it by three letters; beside it a Python
//! script does the same with csv and SQLite. Goals: as fast as the peer at importing, ten times as fast at searching.

use bench_tests::{Failure, make_clients, maker, peak_memory, percentile};
use engine::{Engine, ImportOptions, NewBaseOptions, SystemClock};
use serde_json::Value as Json;
use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

/// What is searched for: starts and middles of names, streets, towns and addresses.
const QUERIES: [&str; 20] = [
    "kau", "žal", "jon", "ski", "azu", "ene", "tec", "pre", "vil", "gab", "@bi", "sau", "ūki", "LIE", "mar", "zuv",
    "qqq", "177", "cen", "ema",
];

struct Ours {
    import: Duration,
    load: Duration,
    search: Vec<Duration>,
    hits: Vec<usize>,
}

fn ours(list: &Path, base: &Path, rows: u64) -> Result<Ours, Failure> {
    let engine = Engine::create(base, &NewBaseOptions::default(), Box::new(SystemClock))?;
    let clients = engine.with_schema(|schema| schema.table_by_key("clients").map(|table| table.info.id));
    let clients = clients.ok_or("the delivered configuration has no clients")?;
    let begun = Instant::now();
    let list = list.to_owned();
    let report = engine.import(clients, &list, "clients.csv", &ImportOptions::default(), &mut |_, _| true)?.output;
    let import = begun.elapsed();
    if report.new != rows {
        return Err(format!("{rows} rows, but {} new, {} updated", report.new, report.updated).into());
    }
    let begun = Instant::now();
    engine.find(clients, "kau", None)?;
    let load = begun.elapsed();
    let (mut search, mut hits) = (Vec::new(), Vec::new());
    for query in QUERIES {
        let begun = Instant::now();
        let found = engine.find(clients, query, None)?;
        search.push(begun.elapsed());
        hits.push(found.len());
    }
    Ok(Ours { import, load, search, hits })
}

fn seconds(value: &Json) -> Result<Duration, Failure> {
    Ok(Duration::from_secs_f64(value.as_f64().ok_or("the peer said something else")?))
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let rows: u64 = arguments.next().map_or(Ok(100_000), |rows| rows.parse())?;
    let maker = arguments.next().map_or_else(maker, PathBuf::from);
    let folder = tempfile::tempdir()?;
    let list = folder.path().join("clients.csv");
    make_clients(&maker, rows, &list)?;

    let ours = ours(&list, &folder.path().join("bench.kartoteka"), rows)?;
    let peer = Command::new("python3")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("peer.py"))
        .args([&list, &folder.path().join("peer.sqlite")])
        .args(QUERIES)
        .output()?;
    if !peer.status.success() {
        return Err(format!("peer.py: {}", String::from_utf8_lossy(&peer.stderr)).into());
    }
    let peer: Json = serde_json::from_slice(&peer.stdout)?;
    let peer_import = seconds(&peer["import"])?;
    let peer_search: Vec<Duration> =
        peer["search"].as_array().into_iter().flatten().map(seconds).collect::<Result<_, _>>()?;

    let mut out = std::io::stdout().lock();
    let ratio = |peer: Duration, ours: Duration| peer.as_secs_f64() / ours.as_secs_f64().max(1e-9);
    writeln!(out, "{rows} clients                 Kartoteka      csv + SQLite   ratio   goal")?;
    let import = ratio(peer_import, ours.import);
    writeln!(out, "import                  {:>12.2?}  {peer_import:>12.2?}  {import:>6.1}   1.0", ours.import)?;
    for (name, share) in [("search, median", 0.5), ("search, worst", 1.0)] {
        let (mine, its) = (percentile(&ours.search, share), percentile(&peer_search, share));
        writeln!(out, "{name:<22}  {mine:>12.2?}  {its:>12.2?}  {:>6.1}  10.0", ratio(its, mine))?;
    }
    writeln!(out, "first search (loads)    {:>12.2?}", ours.load)?;
    if let Some(memory) = peak_memory() {
        writeln!(out, "most memory             {memory:>8} MiB")?;
    }
    let hits: Vec<String> = QUERIES
        .iter()
        .zip(&ours.hits)
        .zip(peer["hits"].as_array().into_iter().flatten())
        .map(|((query, ours), peer)| format!("{query} {ours}/{peer}"))
        .collect();
    writeln!(out, "hits, ours/the peer's: {}", hits.join(", "))?;
    Ok(())
}
