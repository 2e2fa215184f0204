//! Mistakes that people make in the files of a configuration, each with its sentence, its file and its line.

use flows_tests::golden;
use model::{configuration, language::Language};
use std::fs;

/// What is said about each mistake of `tests/golden/mistakes/cases.txt`, in both languages.
fn said() -> String {
    let mut said = String::new();
    let cases = fs::read_to_string(golden("mistakes/cases.txt")).unwrap();
    for case in cases.lines() {
        let parts: Vec<String> = case.split('\t').map(|part| part.replace("\\n", "\n")).collect();
        let [path, from, to] = &parts[..] else { panic!("{case}") };
        let mut files = configuration::delivered();
        let file = files.iter_mut().find(|file| file.path == *path).unwrap_or_else(|| panic!("{path}"));
        let at = file.text.find(from.as_str()).unwrap_or_else(|| panic!("{case}"));
        file.text.replace_range(at..at + from.len(), to);
        let line = 1 + file.text[..at].matches('\n').count();
        let mistakes = configuration::read(&files).err().unwrap_or_else(|| panic!("accepted: {case}"));
        // What follows from the first mistake is told too, but a person has to find that one.
        let first = mistakes.iter().find(|one| one.path == *path).unwrap_or_else(|| panic!("{case}: {mistakes:?}"));
        assert!(first.line.abs_diff(line) <= 12, "{case}: in line {line}, said of line {}", first.line);
        for language in [Language::Lt, Language::En] {
            let sentence = first.message(language);
            assert!(sentence.ends_with('.') && !sentence.contains('\n'), "{sentence}");
            said += &sentence;
            said.push('\n');
        }
        said.push('\n');
    }
    said
}

#[test]
fn a_hundred_mistakes_are_told_with_file_line_and_sentence() {
    let said = said();
    let count = said.split("\n\n").filter(|told| !told.is_empty()).count();
    assert!(count >= 100, "{count}");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(golden("mistakes/said.txt"), &said).unwrap();
    }
    let expected = fs::read_to_string(golden("mistakes/said.txt")).unwrap();
    for (now, expected) in said.split("\n\n").zip(expected.split("\n\n")) {
        assert_eq!(now, expected);
    }
    assert_eq!(said.len(), expected.len());
}
