//! A base has one owner at a time. Where that is the open window, the command is carried out there and its output comes back; where
//! it is another command, this one waits for its turn.

use crate::{
    Draw, Failure,
    arguments::{Arguments, Use},
    camera,
    commands::{self, system_language},
    parse,
};
use engine::{EngineError, StoreError};
use handover::{Answer, Command, Places};
use model::language::Language;
use std::{
    ffi::OsString,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// So long a command waits for another program to let the base go.
const PATIENCE: Duration = Duration::from_secs(5);

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(50);

/// Carries out a command, here or in the window that has its base open.
pub fn carry_out(
    mut arguments: Vec<OsString>,
    mut parsed: Arguments,
    draw: Draw,
    out: &mut dyn Write,
) -> Result<ExitCode, Failure> {
    let mut pipes: Option<Pipes> = None;
    let mut taken: Option<TempDir> = None;
    let begun = Instant::now();
    loop {
        let result = commands::carry_out(&parsed.command, parsed.quiet, draw, out);
        let Err(Failure::InUse(path)) = result else {
            if let Some(pipes) = pipes.filter(|_| result.is_ok()) {
                pipes.pour_out().map_err(Failure::Output)?;
            }
            return result;
        };
        if pipes.is_none() {
            // A photo is taken here: the window's own work does not wait for a camera.
            if let Some((folder, words)) = camera::take_here(&parsed.command, &path)? {
                taken = Some(folder);
                arguments = words;
                if let Ok(again) = parse(&arguments) {
                    parsed = again;
                }
            }
            pipes = Some(Pipes::catch(&mut arguments, &mut parsed).map_err(Failure::Output)?);
            if let Ok(again) = parse(&arguments) {
                parsed = again;
            }
        }
        match ask(&path, &arguments, out)? {
            Answer::Exit(exit) => {
                drop(taken);
                if let Some(pipes) = pipes.filter(|_| exit == 0) {
                    pipes.pour_out().map_err(Failure::Output)?;
                }
                return Ok(ExitCode::from(exit));
            }
            Answer::BrokenOff => return Err(Failure::Sentence(broken_off(system_language()).to_owned())),
            Answer::Silent(silent) => {
                return Err(Failure::Sentence(format!("{}: {}", path.display(), silent.message(system_language()))));
            }
            Answer::Nobody if begun.elapsed() > PATIENCE => return Err(Failure::InUse(path)),
            Answer::Nobody => thread::sleep(PAUSE),
        }
    }
}

fn ask(path: &Path, arguments: &[OsString], out: &mut dyn Write) -> Result<Answer, Failure> {
    let Some(places) = Places::here() else { return Ok(Answer::Nobody) };
    let command = Command {
        base: fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()).into_os_string(),
        arguments: arguments.to_vec(),
        directory: std::env::current_dir().unwrap_or_default().into_os_string(),
    };
    handover::command(&places.windows(), &command, out, &mut io::stderr()).map_err(Failure::Output)
}

/// Who has the base, as far as it can be told, and what to do.
pub fn in_use(path: &Path, language: Language) -> String {
    let sentence = match handover::holder(path) {
        Some(holder) => holder.message(language),
        None => EngineError::Store(StoreError::InUse).message(language),
    };
    format!("{}: {sentence}", path.display())
}

fn broken_off(language: Language) -> &'static str {
    language.pick(
        "„Kartotekos“ langas užsidarė, komandai nesibaigus. Patikrinkite, ar pakeitimas įrašytas, ir, jei ne, pakartokite.",
        "The window of Kartoteka closed before the command had ended. See whether the change is there, and repeat it if not.",
    )
}

/// Files that only this process can reach, such as `/dev/stdin`: the window gets and gives files of the same names instead.
struct Pipes {
    folder: Option<TempDir>,
    out: Vec<(PathBuf, PathBuf)>,
}

impl Pipes {
    fn catch(arguments: &mut [OsString], parsed: &mut Arguments) -> io::Result<Pipes> {
        let mut pipes = Pipes { folder: None, out: Vec::new() };
        for (place, (path, usage)) in parsed.command.files().into_iter().enumerate() {
            if fs::metadata(&*path).map_or(true, |there| there.is_file() || there.is_dir()) {
                continue;
            }
            let folder = match &pipes.folder {
                Some(folder) => folder.path().to_owned(),
                None => pipes.folder.insert(TempDir::new()?).path().to_owned(),
            };
            let inner = folder.join(place.to_string());
            fs::create_dir(&inner)?;
            let file = inner.join(path.file_name().unwrap_or_default());
            match usage {
                Use::Read => fs::write(&file, fs::read(&*path)?)?,
                Use::Written => pipes.out.push((file.clone(), path.clone())),
            }
            for word in arguments.iter_mut().filter(|word| **word == *path.as_os_str()) {
                *word = file.clone().into_os_string();
            }
        }
        Ok(pipes)
    }

    /// What was written for a pipe goes into it.
    fn pour_out(self) -> io::Result<()> {
        for (file, pipe) in &self.out {
            if file.exists() {
                fs::OpenOptions::new().write(true).open(pipe)?.write_all(&fs::read(file)?)?;
            }
        }
        Ok(())
    }
}
