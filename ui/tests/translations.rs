//! Every word of the markup has its Lithuanian one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn markup_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            markup_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "slint") {
            found.push(path);
        }
    }
}

/// The names after `component` and `global` are the contexts of the words below them.
fn words_of(markup: &str, words: &mut BTreeSet<(String, String)>) {
    let mut context = String::new();
    for line in markup.lines() {
        let head = line.strip_prefix("export ").unwrap_or(line);
        if let Some(rest) = head.strip_prefix("component ").or_else(|| head.strip_prefix("global ")) {
            context = rest.split([' ', '{']).next().unwrap_or_default().to_owned();
        }
        for call in line.split("@tr(").skip(1) {
            let texts = call.split('"').collect::<Vec<_>>();
            if texts[2].trim_start().starts_with("=>") {
                words.insert((texts[1].to_owned(), texts[3].to_owned()));
            } else {
                words.insert((context.clone(), texts[1].to_owned()));
            }
        }
    }
}

#[test]
fn every_word_is_translated_and_no_translation_is_left_over() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    markup_files(root, &mut files);
    let mut wanted = BTreeSet::new();
    for file in files {
        words_of(&std::fs::read_to_string(file).unwrap(), &mut wanted);
    }
    let catalogue = std::fs::read_to_string(root.join("lang/lt/LC_MESSAGES/ui.po")).unwrap();
    let mut there = BTreeSet::new();
    for entry in catalogue.split("\n\n").skip(1) {
        let texts = entry.lines().map(|line| line.split_once('"').unwrap().1.trim_end_matches('"')).collect::<Vec<_>>();
        assert!(!texts[2].is_empty(), "no Lithuanian for {:?}", texts[1]);
        assert_eq!(texts[1].matches("{}").count(), texts[2].matches("{}").count(), "{:?}", texts[1]);
        there.insert((texts[0].to_owned(), texts[1].to_owned()));
    }
    assert_eq!(wanted.difference(&there).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "not translated");
    assert_eq!(there.difference(&wanted).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "left over");
}
