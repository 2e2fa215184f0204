//! The same use cases without a window, for scripts and checks.
//!
//! Data goes to stdout, everything else to stderr; exit 0 done, 1 refused with one sentence and nothing changed, 2 the
//! command cannot be parsed. Knows the engine and the model, no widget. A base that is open in the window is left to it: the
//! command is carried out there. Start reading at [`run`].

mod arguments;
mod camera;
mod camera_words;
mod commands;
mod configuration;
mod layout_words;
mod layouts;
#[cfg(test)]
mod manual;
mod names;
mod output;
mod structure;
mod structure_words;
mod window;

pub use camera::{ForWindow, for_window};
pub use layouts::{Draw, Picture, Pictured, draws_nothing};

use arguments::Arguments;
use clap::{CommandFactory as _, FromArgMatches as _};
use engine::{Engine, EngineError};
use model::language::Language;
use std::{
    ffi::OsString,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

/// Why a command was not carried out.
pub(crate) enum Failure {
    /// The engine refused it; the sentence is in the base's language.
    Engine(EngineError, Language),
    /// What the command says cannot be done, as a sentence.
    Sentence(String),
    /// The base is open in the window or in another program; nothing was begun.
    InUse(PathBuf),
    /// The output goes nowhere; what was changed is kept.
    Output(std::io::Error),
}

/// Whether the program was called with one of the commands, and not to open the window.
pub fn is_command(arguments: &[OsString]) -> bool {
    let mut words = arguments.iter().skip(1).filter_map(|word| word.to_str());
    let Some(first) = words.find(|word| *word != "--quiet") else { return false };
    matches!(first, "help" | "--help" | "-h" | "--version" | "-V")
        || Arguments::command().get_subcommands().any(|command| command.get_name() == first)
}

fn parse(arguments: &[OsString]) -> Result<Arguments, clap::Error> {
    Arguments::from_arg_matches(&Arguments::command().try_get_matches_from(arguments)?)
}

/// Carries out the command in `arguments` (the program's name first) and says how it went; cards are not drawn.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    run_drawing(arguments, draws_nothing)
}

/// As [`run`]; `draw` draws cards.
pub fn run_drawing(arguments: Vec<OsString>, draw: Draw) -> ExitCode {
    let parsed = match parse(&arguments) {
        Ok(parsed) => parsed,
        Err(error) => {
            let wanted = error.use_stderr();
            // Where even stderr is closed there is nobody left to tell.
            let _ = error.print();
            return if wanted { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let result = window::carry_out(arguments, parsed, draw, &mut out);
    ExitCode::from(end(result, &mut out, &mut std::io::stderr()))
}

/// Whether the command in `arguments` may write into its base.
pub fn writes(arguments: &[OsString]) -> bool {
    parse(arguments).map_or(true, |parsed| parsed.command.writes())
}

/// Carries out the command in `arguments` on a base that is open already, for a caller who stands in `directory`; returns its exit.
/// Cards are not drawn.
pub fn run_on(
    engine: &Arc<Engine>,
    arguments: &[OsString],
    directory: &Path,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    run_on_drawing(engine, arguments, directory, draws_nothing, out, err)
}

/// As [`run_on`]; `draw` draws cards.
pub fn run_on_drawing(
    engine: &Arc<Engine>,
    arguments: &[OsString],
    directory: &Path,
    draw: Draw,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let mut parsed = match parse(arguments) {
        Ok(parsed) => parsed,
        Err(error) => {
            // Whoever called may have gone.
            let _ = write!(err, "{error}");
            return 2;
        }
    };
    parsed.command.settle(engine, directory);
    let mut out = std::io::BufWriter::new(out);
    // There is no terminal here on which progress could be drawn.
    let result = commands::carry_out(&parsed.command, true, draw, &mut out);
    end(result, &mut out, err)
}

/// Says what went wrong, and how it went as a number.
fn end(result: Result<ExitCode, Failure>, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let result = result.and_then(|exit| match out.flush() {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(exit),
    });
    let sentence = match result {
        Ok(exit) => return u8::from(exit != ExitCode::SUCCESS),
        // Whoever reads has seen enough: `list | head`.
        Err(Failure::Output(error)) if error.kind() == ErrorKind::BrokenPipe => return 0,
        Err(Failure::Engine(error, language)) => error.message(language),
        Err(Failure::Sentence(sentence)) => sentence,
        Err(Failure::InUse(path)) => window::in_use(&path, commands::system_language()),
        Err(Failure::Output(error)) => match commands::system_language() {
            Language::Lt => format!("Rezultato išvesti nepavyko: {error}. Kas pakeista, yra išsaugota."),
            Language::En => format!("The output could not be written: {error}. What was changed is saved."),
        },
    };
    // Where even stderr is closed there is nobody left to tell.
    let _ = writeln!(err, "{sentence}");
    1
}
