//! The manual pages and the completion of bash are written by hand; here it is told what they leave out or make up.

use crate::arguments::Arguments;
use clap::CommandFactory as _;
use std::collections::BTreeSet;

const PAGES: [(&str, &str); 2] = [
    ("kartoteka.1", include_str!("../../packaging/linux/kartoteka.1")),
    ("kartoteka.lt.1", include_str!("../../packaging/linux/kartoteka.lt.1")),
];
const COMPLETION: &str = include_str!("../../packaging/linux/kartoteka.bash");

/// Each command with its options and those of its parts, as the program understands them.
fn commands() -> Vec<(String, BTreeSet<String>)> {
    fn options(command: &clap::Command) -> BTreeSet<String> {
        let own = command.get_arguments().filter_map(|argument| argument.get_long()).map(str::to_owned);
        own.chain(command.get_subcommands().flat_map(options)).collect()
    }
    Arguments::command().get_subcommands().map(|command| (command.get_name().to_owned(), options(command))).collect()
}

/// The options a text names.
fn named(text: &str) -> BTreeSet<String> {
    let end =
        |rest: &str| rest.find(|letter: char| !letter.is_ascii_lowercase() && letter != '-').unwrap_or(rest.len());
    text.split("--").skip(1).map(|rest| rest[..end(rest)].to_owned()).collect()
}

/// What a page says about each command: its name and the text up to the next one.
fn described(page: &str) -> Vec<(String, String)> {
    let page = page.replace("\\-", "-");
    let commands = page.split("\n.SH ").nth(4).expect("the commands are the fourth part");
    let mut parts: Vec<(String, String)> = Vec::new();
    for line in commands.lines() {
        let name =
            line.strip_prefix(".BI ").and_then(|rest| rest.split(' ').next()).filter(|name| !name.starts_with('-'));
        if let Some(name) = name {
            parts.push((name.to_owned(), String::new()));
        }
        if let Some((_, text)) = parts.last_mut() {
            *text += line;
            text.push('\n');
        }
    }
    parts
}

#[test]
fn the_manual_knows_every_command_and_option_in_both_languages_and_no_other() {
    for (name, page) in PAGES {
        let said: Vec<_> = described(page).into_iter().map(|(command, text)| (command, named(&text))).collect();
        assert_eq!(said, commands(), "{name}");
    }
}

#[test]
fn the_shell_completes_every_command_and_option_and_no_other() {
    let list = COMPLETION.lines().find_map(|line| line.trim().strip_prefix("local commands=")).unwrap();
    let names: Vec<_> = commands().into_iter().map(|(name, _)| name).collect();
    assert_eq!(list.trim_matches('"').split(' ').collect::<Vec<_>>(), names);
    for (command, options) in commands() {
        let offered = COMPLETION.lines().filter_map(|line| line.trim().split_once(") options+="));
        let offered = offered
            .filter(|(names, _)| names.split(" | ").any(|name| name == command))
            .map(|(_, options)| named(options));
        assert_eq!(offered.flatten().collect::<BTreeSet<_>>(), options, "{command}");
    }
}
