//! The same use cases without a window, for scripts and checks.
//!
//! Data goes to stdout, everything else to stderr; exit 0 done, 1 refused with one sentence and nothing changed, 2 the
//! command cannot be parsed. Knows the engine and the model, no widget. Start reading at [`run`].

mod arguments;
mod commands;
#[cfg(test)]
mod manual;
mod names;
mod output;

use arguments::Arguments;
use clap::{CommandFactory as _, FromArgMatches as _};
use engine::EngineError;
use model::language::Language;
use std::{
    ffi::OsString,
    io::{ErrorKind, Write as _},
    process::ExitCode,
};

/// Why a command was not carried out.
pub(crate) enum Failure {
    /// The engine refused it; the sentence is in the base's language.
    Engine(EngineError, Language),
    /// What the command says cannot be done, as a sentence.
    Sentence(String),
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

/// Carries out the command in `arguments` (the program's name first) and says how it went.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    let matches = match Arguments::command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            let wanted = error.use_stderr();
            // Where even stderr is closed there is nobody left to tell.
            let _ = error.print();
            return if wanted { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let arguments = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(2);
        }
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let result = commands::carry_out(arguments.command, arguments.quiet, &mut out).and_then(|exit| match out.flush() {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(exit),
    });
    match result {
        Ok(exit) => exit,
        // Whoever reads has seen enough: `list | head`.
        Err(Failure::Output(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let sentence = match failure {
                Failure::Engine(error, language) => error.message(language),
                Failure::Sentence(sentence) => sentence,
                Failure::Output(error) => match commands::system_language() {
                    Language::Lt => format!("Rezultato išvesti nepavyko: {error}. Kas pakeista, yra išsaugota."),
                    Language::En => format!("The output could not be written: {error}. What was changed is saved."),
                },
            };
            let _ = writeln!(std::io::stderr(), "{sentence}");
            ExitCode::from(1)
        }
    }
}
