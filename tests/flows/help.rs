//! The pages of F1: all there, in both languages, short, and built alike, so that the window can show them.

use std::{collections::BTreeSet, path::PathBuf};

const KEYS: [&str; 2] = ["lt", "en"];

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/help"))
}

fn text(language: &str, key: &str) -> String {
    let path = folder().join(language).join(format!("{key}.md"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Key and both titles of every page, as the index names them.
fn pages() -> Vec<(String, [String; 2])> {
    let index: toml::Table = std::fs::read_to_string(folder().join("index.toml")).unwrap().parse().unwrap();
    let word = |page: &toml::Value, name: &str| page[name].as_str().unwrap().to_owned();
    let pages = index["page"].as_array().unwrap().iter();
    pages.map(|page| (word(page, "key"), KEYS.map(|language| word(page, language)))).collect()
}

/// What kind of line each is; an empty one says nothing.
fn shape(text: &str) -> Vec<&'static str> {
    let kind = |line: &str| match line {
        _ if line.starts_with("# ") => "title",
        _ if line.starts_with("## ") => "part",
        _ if line.starts_with("- ") => "item",
        _ => "paragraph",
    };
    text.lines().filter(|line| !line.is_empty()).map(kind).collect()
}

#[test]
fn every_page_is_there_in_both_languages_and_none_besides() {
    let keys: BTreeSet<String> = pages().into_iter().map(|(key, _)| format!("{key}.md")).collect();
    for language in KEYS {
        let files = std::fs::read_dir(folder().join(language)).unwrap();
        let files: BTreeSet<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(files, keys, "{language}");
    }
}

#[test]
fn a_page_is_short_and_both_languages_are_built_alike() {
    for (key, titles) in pages() {
        let texts = KEYS.map(|language| text(language, &key));
        assert_eq!(shape(&texts[0]), shape(&texts[1]), "{key}");
        for (text, title) in texts.iter().zip(titles) {
            assert_eq!(text.lines().next(), Some(format!("# {title}").as_str()), "{key}");
            assert!(text.lines().count() <= 40, "{key} is longer than forty lines");
        }
    }
}

#[test]
fn nothing_is_written_that_the_window_cannot_show() {
    let keys: BTreeSet<String> = pages().into_iter().map(|(key, _)| key).collect();
    for language in KEYS {
        for key in &keys {
            let text = text(language, key);
            for line in text.lines() {
                assert!(
                    !line.starts_with([' ', '\t', '|', '>', '!']) && !line.starts_with("###"),
                    "{language}/{key}: {line}"
                );
                assert_eq!(line.matches("**").count() % 2, 0, "{language}/{key}: {line}");
                assert_eq!(line.matches('`').count() % 2, 0, "{language}/{key}: {line}");
            }
            for link in text.split("](").skip(1) {
                let goal = link.split(')').next().unwrap();
                assert!(keys.contains(goal), "{language}/{key} leads to {goal}, which is not there");
            }
        }
    }
}

#[test]
fn a_key_means_the_same_in_both_languages() {
    for (key, _) in pages() {
        let pressed = KEYS.map(|language| {
            let text = text(language, &key);
            text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<String>>()
        });
        assert_eq!(pressed[0], pressed[1], "{key}");
    }
}
