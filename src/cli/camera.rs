//! Cameras, photos into a base, and space given back.

use crate::{
    Failure,
    arguments::Command,
    camera_words::{CameraAct, Cameras, Compact, ListCameras, Photo, Snap, Which},
    commands::{Done, open, system_language},
};
use camera::{Camera, Fault, FileSource, Format, Frame, NoCameras, Session, Source, Wanted, sizes};
use engine::{Engine, EngineError};
use model::{language::Language, schema::FieldKind};
use serde_json::{Value as Json, json};
use std::{
    ffi::OsString,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};
use tempfile::TempDir;

/// So many pictures a camera needs to find the light.
const SKIPPED: u64 = 8;
/// Quality of a photo, of 100.
const QUALITY: u8 = 92;

fn said(fault: &Fault) -> Failure {
    Failure::Sentence(fault.message(system_language()))
}

fn source(file: Option<&PathBuf>) -> Arc<dyn Source> {
    match file {
        Some(path) => Arc::new(FileSource::new(path)),
        None => camera::system(),
    }
}

/// Carries out one act on the cameras of this computer.
pub fn cameras(arguments: &Cameras, out: &mut dyn Write) -> Done {
    match &arguments.act {
        CameraAct::List(words) => list(words, out),
        CameraAct::Snap(words) => snap(words),
    }
}

/// Asks on a thread of its own: a camera that hangs holds nobody up.
fn patiently<T: Send + 'static>(ask: impl FnOnce() -> camera::Result<T> + Send + 'static) -> camera::Result<T> {
    let (sender, answer) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let asked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(ask));
        // Whoever asked may have given up.
        let _ = sender.send(asked.unwrap_or(Err(Fault::Garbage)));
    });
    answer.recv_timeout(Wanted::default().patience).unwrap_or(Err(Fault::Silent))
}

fn list(words: &ListCameras, out: &mut dyn Write) -> Done {
    let source = source(words.camera_file.as_ref());
    let asked = source.clone();
    let cameras = patiently(move || asked.list()).map_err(|fault| said(&fault))?;
    let with_formats = cameras.into_iter().map(|camera| {
        let (asked, id) = (source.clone(), camera.id.clone());
        // One that is in use is a camera too.
        let formats = patiently(move || asked.formats(&id)).unwrap_or_default();
        (camera, formats)
    });
    let found: Vec<(Camera, Vec<Format>)> = with_formats.collect();
    if words.json {
        let format = |format: &Format| {
            let size = format.size;
            json!({"width": size.width, "height": size.height, "packing": format.packing, "rate": format.rate})
        };
        let one = |(camera, formats): &(Camera, Vec<Format>)| {
            let formats: Vec<Json> = formats.iter().map(format).collect();
            json!({"id": camera.id, "name": camera.name, "formats": formats})
        };
        writeln!(out, "{}", Json::Array(found.iter().map(one).collect())).map_err(Failure::Output)?;
        return Ok(ExitCode::SUCCESS);
    }
    for (camera, formats) in &found {
        let sizes: Vec<String> = sizes(formats).iter().map(ToString::to_string).collect();
        writeln!(out, "{}\t{}\t{}", camera.id, camera.name, sizes.join(" ")).map_err(Failure::Output)?;
    }
    if found.is_empty() {
        // Nothing was refused: there is nothing to list.
        let _ = writeln!(std::io::stderr(), "{}", Fault::None.message(system_language()));
    }
    Ok(ExitCode::SUCCESS)
}

fn take(which: &Which) -> camera::Result<Arc<Frame>> {
    let wanted = Wanted { camera: which.camera.clone(), size: which.size, ..Wanted::default() };
    let session = Session::open(source(which.camera_file.as_ref()), wanted, None);
    let taken = session.still(SKIPPED);
    session.close().wait(std::time::Duration::from_secs(2));
    taken
}

fn photo_of(which: &Which) -> camera::Result<Vec<u8>> {
    take(which)?.to_jpeg(QUALITY).ok_or(Fault::Garbage)
}

fn snap(words: &Snap) -> Done {
    let photo = photo_of(&words.which).map_err(|fault| said(&fault))?;
    std::fs::write(&words.output, photo).map_err(|error| {
        let name = words.output.display().to_string();
        Failure::Engine(EngineError::unwritable(&name, &error), system_language())
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Puts a photo into a base, from a file or from a camera.
pub fn photo(words: &Photo) -> Done {
    let base = open(&words.base)?;
    let table = base.table(&words.table)?;
    let id = base.record(table.info.id, &words.id)?;
    let field = base.field(&table, &words.field)?;
    if table.field(field).is_none_or(|field| field.kind != FieldKind::Picture) {
        return Err(Failure::Sentence(match base.language() {
            Language::Lt => format!("Laukas „{}“ nėra paveikslėlis.", words.field),
            Language::En => format!("The field “{}” is no picture.", words.field),
        }));
    }
    let (name, bytes) = match &words.file {
        Some(file) => base.keep(Engine::read_file(file))?,
        None => {
            let fault = |fault: Fault| Failure::Sentence(fault.message(base.language()));
            let name = base.language().pick("nuotrauka.jpg", "photo.jpg").to_owned();
            (name, photo_of(&words.which).map_err(fault)?)
        }
    };
    base.keep(base.engine.set_picture(table.info.id, id, field, &name, &bytes))?;
    Ok(ExitCode::SUCCESS)
}

/// Where the command wants a photo of a camera: takes it, and gives the words that put the file it is in into the base at `path`.
pub fn take_here(command: &Command, path: &Path) -> Result<Option<(TempDir, Vec<OsString>)>, Failure> {
    let Command::Photo(Photo { table, id, field, file: None, which, .. }) = command else { return Ok(None) };
    let photo = photo_of(which).map_err(|fault| said(&fault))?;
    let folder = TempDir::new().map_err(Failure::Output)?;
    let file = folder.path().join(system_language().pick("nuotrauka.jpg", "photo.jpg"));
    std::fs::write(&file, photo).map_err(Failure::Output)?;
    let words = ["kartoteka".into(), "photo".into(), path.into(), table.into(), id.into(), field.into(), file.into()];
    Ok(Some((folder, words.into())))
}

/// Gives the space a base does not need back to the disk.
pub fn compact(words: &Compact, out: &mut dyn Write) -> Done {
    if words.base.engine.is_some() {
        return Err(Failure::Sentence(
            system_language()
                .pick(
                    "Bazė atverta lange. Užverkite ją ir pakartokite: mažinamos bazės niekas kitas negali naudoti.",
                    "The base is open in the window. Close it there and repeat: nobody else can use a base that is made smaller.",
                )
                .to_owned(),
        ));
    }
    let base = open(&words.base)?;
    let language = base.language();
    let Some(mut engine) = Arc::into_inner(base.engine) else { return Ok(ExitCode::SUCCESS) };
    let compacted = engine.compact().map_err(|error| Failure::Engine(error, language))?;
    let (before, after, dropped) = (compacted.before, compacted.after, compacted.dropped);
    let said = match language {
        Language::Lt => {
            writeln!(out, "{before} B -> {after} B, nenaudojamų paveikslėlių ir failų pašalinta: {dropped}")
        }
        Language::En => writeln!(out, "{before} B -> {after} B, unused pictures and files removed: {dropped}"),
    };
    said.map_err(Failure::Output)?;
    Ok(ExitCode::SUCCESS)
}

/// What the window is opened with.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ForWindow {
    /// The base.
    pub base: Option<PathBuf>,
    /// Files that stand for a camera.
    pub camera_file: Option<PathBuf>,
}

impl ForWindow {
    /// The cameras of the window.
    pub fn cameras(&self) -> Arc<dyn Source> {
        match &self.camera_file {
            Some(path) if path.as_os_str().is_empty() => Arc::new(NoCameras),
            file => source(file.as_ref()),
        }
    }
}

/// Reads `[BASE] [--camera-file PATH]`, the program's name first.
pub fn for_window(arguments: &[std::ffi::OsString]) -> ForWindow {
    let mut found = ForWindow::default();
    let mut words = arguments.iter().skip(1);
    while let Some(word) = words.next() {
        if word == "--camera-file" {
            found.camera_file = Some(words.next().map(Path::new).unwrap_or(Path::new("")).to_owned());
        } else if let Some(path) = word.to_str().and_then(|word| word.strip_prefix("--camera-file=")) {
            found.camera_file = Some(path.into());
        } else if found.base.is_none() {
            found.base = Some(word.into());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_opened_with_a_base_and_files_for_a_camera() {
        let check = |words: &[&str], base: Option<&str>, file: Option<&str>| {
            let arguments: Vec<_> = ["kartoteka"].iter().chain(words).map(Into::into).collect();
            let expected = ForWindow { base: base.map(Into::into), camera_file: file.map(Into::into) };
            assert_eq!(for_window(&arguments), expected, "{words:?}");
        };
        check(&[], None, None);
        check(&["a.kartoteka"], Some("a.kartoteka"), None);
        check(&["--camera-file", "faces", "a.kartoteka"], Some("a.kartoteka"), Some("faces"));
        check(&["a.kartoteka", "--camera-file=faces"], Some("a.kartoteka"), Some("faces"));
    }
}
