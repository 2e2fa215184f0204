//! The house keeps its arrows: who may depend on whom, and who may know which library. Read from the manifests and sources.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};
use toml::{Table, Value};

/// Which crates of ours a crate may use. One that is not named here must be added here first.
const ARROWS: &[(&str, &[&str])] = &[
    ("kartoteka", &["controllers", "cli"]),
    ("controllers", &["engine", "designer", "camera", "handover", "ui", "model"]),
    ("cli", &["engine", "camera", "handover", "model"]),
    ("handover", &["model"]),
    ("engine", &["store", "search", "printing", "exchange", "model"]),
    ("store", &["model"]),
    ("search", &["model"]),
    ("printing", &["model"]),
    ("exchange", &["model"]),
    ("designer", &["model"]),
    ("camera", &["model"]),
    ("ui", &[]),
    ("model", &[]),
];

/// Libraries that only some crates may know.
const KNOWN_TO: &[(&str, &[&str])] = &[
    ("slint", &["ui", "controllers"]),
    ("slint-build", &["ui"]),
    ("redb", &["store"]),
    ("bincode", &["store"]),
    ("printpdf", &["printing"]),
    ("nokhwa", &["camera"]),
    ("v4l", &["camera"]),
    ("rxing", &["camera"]),
];

/// Packages of tests, which may use everything.
fn is_test(package: &str) -> bool {
    package.ends_with("-tests")
}

fn name_of(manifest: &Table) -> &str {
    manifest.get("package").and_then(|package| package.get("name")).and_then(Value::as_str).unwrap_or_default()
}

/// The packages a manifest builds with, by their own names; what only its tests need is left out.
fn dependencies(manifest: &Table, workspace: &Table) -> BTreeSet<String> {
    let shared = workspace.get("workspace").and_then(|workspace| workspace.get("dependencies"));
    let mut found = BTreeSet::new();
    let mut gather = |section: &Table| {
        for kind in ["dependencies", "build-dependencies"] {
            let Some(Value::Table(named)) = section.get(kind) else { continue };
            for (name, how) in named {
                let renamed = |how: &Value| how.get("package").and_then(Value::as_str).map(str::to_owned);
                let shared = shared.and_then(|shared| shared.get(name)).and_then(renamed);
                found.insert(renamed(how).or(shared).unwrap_or_else(|| name.clone()));
            }
        }
    };
    gather(manifest);
    if let Some(Value::Table(targets)) = manifest.get("target") {
        targets.values().filter_map(Value::as_table).for_each(gather);
    }
    found
}

/// By the workspace's lints; `ui` by its own, because what Slint generates allows for itself what a `forbid` would refuse.
fn forbids_unsafe(manifest: &Table) -> bool {
    let lints = manifest.get("lints");
    let shared = lints.and_then(|lints| lints.get("workspace")).and_then(Value::as_bool) == Some(true);
    let own = lints.and_then(|lints| lints.get("rust")?.get("unsafe_code")).and_then(Value::as_str);
    shared || own == Some("forbid") || name_of(manifest) == "ui" && own == Some("deny")
}

/// What is wrong in the manifests of a workspace, as sentences.
fn wrong_arrows(workspace: &Table, members: &[Table]) -> Vec<String> {
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let ours: BTreeSet<&str> = members.iter().map(name_of).chain(allowed.keys().copied()).collect();
    let mut wrong = Vec::new();
    for manifest in members {
        let name = name_of(manifest);
        if !forbids_unsafe(manifest) {
            wrong.push(format!("{name} does not forbid unsafe code"));
        }
        if is_test(name) {
            continue;
        }
        let Some(may) = allowed.get(name) else {
            wrong.push(format!("{name} has no place in the house"));
            continue;
        };
        for dependency in dependencies(manifest, workspace) {
            if ours.contains(&*dependency) && !may.contains(&&*dependency) {
                wrong.push(format!("{name} must not use {dependency}"));
            }
            if KNOWN_TO.iter().any(|(library, to)| *library == dependency && !to.contains(&name)) {
                wrong.push(format!("{name} must not know {dependency}"));
            }
        }
    }
    let unsafe_code = workspace.get("workspace").and_then(|w| w.get("lints")?.get("rust")?.get("unsafe_code"));
    if unsafe_code.and_then(Value::as_str) != Some("forbid") {
        wrong.push("the workspace does not forbid unsafe code".into());
    }
    wrong
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn manifest(folder: &Path) -> Table {
    fs::read_to_string(folder.join("Cargo.toml")).unwrap().parse().unwrap()
}

fn workspace() -> (Table, Vec<Table>) {
    let workspace = manifest(&root());
    let listed = workspace["workspace"]["members"].as_array().unwrap();
    let mut members: Vec<Table> = listed.iter().map(|path| manifest(&root().join(path.as_str().unwrap()))).collect();
    members.push(workspace.clone());
    (workspace, members)
}

/// The Rust files of a folder that go into the program, with their texts without comments and test modules.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let of_tests: BTreeSet<String> = found.iter().flat_map(|(name, text)| test_modules(name, text)).collect();
    let in_program =
        |name: &str| !of_tests.iter().any(|of| name == format!("{of}.rs") || name.starts_with(&format!("{of}/")));
    let is_rig = |name: &str| ["/tests/", "/benches/", "/examples/"].iter().any(|part| name.contains(part));
    found.retain(|(name, _)| in_program(name) && !is_rig(name));
    found.into_iter().map(|(name, text)| (name, without_tests(&text))).collect()
}

/// Where the modules lie that a file declares for tests only: paths without the ending.
fn test_modules(file: &str, text: &str) -> Vec<String> {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let folder = match name {
        "lib.rs" | "mod.rs" | "main.rs" => folder.to_owned(),
        name => format!("{folder}/{}", name.trim_end_matches(".rs")),
    };
    let mut lines = text.lines().map(str::trim).peekable();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        if line != "#[cfg(test)]" {
            continue;
        }
        let declared = lines.peek().and_then(|line| line.rsplit_once("mod ")?.1.strip_suffix(';'));
        found.extend(declared.map(|module| format!("{folder}/{module}")));
    }
    found
}

/// A file's lines before its test module, without comments.
fn without_tests(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let end =
        lines.windows(2).position(|two| two[0] == "#[cfg(test)]" && two[1].contains("mod ") && two[1].ends_with('{'));
    let code = lines[..end.unwrap_or(lines.len())].iter().filter(|line| !line.trim_start().starts_with("//"));
    code.map(|line| format!("{line}\n")).collect()
}

/// Files of a folder, but for those under one of `except`, in which one of `words` stands.
fn mentions(folder: &str, words: &[&str], except: &[&str]) -> Vec<String> {
    sources(folder)
        .into_iter()
        .filter(|(name, _)| !except.iter().any(|except| name.starts_with(except)))
        .flat_map(|(name, text)| {
            let found = words.iter().filter(|word| text.contains(**word)).map(|word| format!("{name}: {word}"));
            found.collect::<Vec<String>>()
        })
        .collect()
}

#[test]
fn the_house_keeps_its_arrows() {
    let (workspace, members) = workspace();
    assert!(members.len() > 10, "the manifests were not found");
    assert_eq!(wrong_arrows(&workspace, &members), Vec::<String>::new());
}

/// The real manifests with one line added to one of them.
fn with(package: &str, section: &str, dependency: &str, how: &str) -> Vec<String> {
    let (workspace, mut members) = workspace();
    let target = members.iter_mut().find(|manifest| name_of(manifest) == package).unwrap();
    let added: Table = format!("[{section}]\n{dependency} = {how}").parse().unwrap();
    fn merge(into: &mut Table, from: Table) {
        for (key, value) in from {
            match (into.get_mut(&key), value) {
                (Some(Value::Table(into)), Value::Table(from)) => merge(into, from),
                (_, value) => {
                    into.insert(key, value);
                }
            }
        }
    }
    merge(target, added);
    wrong_arrows(&workspace, &members)
}

#[test]
fn an_arrow_against_the_stream_is_found() {
    assert_eq!(with("model", "dependencies", "store", "{ workspace = true }"), ["model must not use store"]);
    assert_eq!(with("engine", "dependencies", "ui", "{ workspace = true }"), ["engine must not use ui"]);
    assert_eq!(with("kartoteka", "dependencies", "engine", "{ workspace = true }"), ["kartoteka must not use engine"]);
}

#[test]
fn a_library_in_the_wrong_crate_is_found_wherever_it_hides() {
    assert_eq!(with("engine", "dependencies", "redb", "'4.6'"), ["engine must not know redb"]);
    assert_eq!(with("cli", "build-dependencies", "slint", "'1'"), ["cli must not know slint"]);
    assert_eq!(with("cli", "target.'cfg(unix)'.dependencies", "slint", "'1'"), ["cli must not know slint"]);
    assert_eq!(
        with("cli", "dependencies", "paper", "{ package = 'printpdf', version = '1' }"),
        ["cli must not know printpdf"]
    );
    assert_eq!(with("engine", "dev-dependencies", "redb", "'4.6'"), Vec::<String>::new());
}

#[test]
fn a_crate_that_allows_unsafe_code_is_found() {
    assert_eq!(with("store", "lints", "workspace", "false"), ["store does not forbid unsafe code"]);
}

#[test]
fn only_one_file_knows_bincode_and_one_folder_printpdf() {
    assert_eq!(mentions("src/store", &["bincode"], &["src/store/codec.rs"]), Vec::<String>::new());
    assert_eq!(mentions("src/printing", &["printpdf"], &["src/printing/pdf"]), Vec::<String>::new());
}

#[test]
fn model_and_printing_touch_no_file_no_net_and_no_clock() {
    let words = ["std::fs", "std::net", "fs::", "File::", "SystemTime", "Utc::now", "Local::now", "Instant::now"];
    for folder in ["src/model", "src/printing", "designer"] {
        if root().join(folder).exists() {
            assert!(!sources(folder).is_empty(), "no sources in {folder}");
            assert_eq!(mentions(folder, &words, &[]), Vec::<String>::new());
        }
    }
}

#[test]
fn every_file_of_sources_is_read_without_its_tests() {
    let text = "use a;\n// std::fs in words\nfn f() {}\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n";
    assert_eq!(without_tests(text), "use a;\nfn f() {}\n");
    assert_eq!(test_modules("src/a/lib.rs", "#[cfg(test)]\nmod samples;\nmod other;"), ["src/a/samples"]);
    assert_eq!(test_modules("src/a/b.rs", "#[cfg(test)]\npub(crate) mod tests;"), ["src/a/b/tests"]);
}
