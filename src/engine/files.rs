//! Files in fields: taken in under a limit, kept under their hash, handed out under a name that does no harm.

use crate::{Engine, EngineError, Outcome, Result, error::refused};
use model::{
    changes::{Action, ActionKey},
    ids::{FieldId, RecordId, TableId},
    value::{BlobRef, Value},
};
use std::path::{Path, PathBuf};

/// Bytes of an attached file at most.
pub const MOST_FILE: u64 = 25 << 20;

/// What can be done with a file besides saving it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    /// A picture this program shows.
    Picture,
    /// A PDF.
    Pdf,
    /// Something the system has a program for.
    Other,
    /// Something that would run when opened; it is only saved.
    Runs,
}

/// Endings of files that run, on whichever system the base is opened.
const RUNNING: &[&str] = &[
    "app", "appimage", "bat", "cmd", "com", "command", "cpl", "deb", "desktop", "dll", "dmg", "exe", "gadget", "hta",
    "inf", "jar", "js", "jse", "lnk", "msc", "msi", "msp", "pif", "pkg", "ps1", "py", "reg", "rpm", "run", "scf",
    "scr", "sh", "url", "vb", "vbe", "vbs", "workflow", "ws", "wsf", "wsh",
];

/// Names Windows keeps for devices.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// Letters of a name at most; every system takes as many bytes.
const MOST_LETTERS: usize = 100;

/// What a file is, by the end of its name.
pub fn file_kind(name: &str) -> FileKind {
    let safe = safe_name(name);
    let ending = safe.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "jpg" | "jpeg" | "png" | "webp" | "gif" | "bmp" => FileKind::Picture,
        "pdf" => FileKind::Pdf,
        running if RUNNING.contains(&running) => FileKind::Runs,
        _ => FileKind::Other,
    }
}

/// A name under which a file may be written into a folder on any system: no way out of the folder, no hidden file, no letters that
/// turn the rest around, no device; the ending stays.
pub fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_odd = |letter: char| {
        letter.is_control()
            || matches!(letter, ':' | '*' | '?' | '"' | '<' | '>' | '|')
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let plain: String = last.chars().map(|letter| if is_odd(letter) { '_' } else { letter }).collect();
    let plain = plain.trim_matches(|letter: char| letter == '.' || letter.is_whitespace());
    let (stem, ending) = match plain.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.chars().count() <= 10 => (stem, Some(ending)),
        _ => (plain, None),
    };
    let mut stem: String = stem.chars().take(MOST_LETTERS).collect();
    while stem.len() > 2 * MOST_LETTERS {
        stem.pop();
    }
    let first = stem.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = first.len() == 4 && (first.starts_with("com") || first.starts_with("lpt"));
    if DEVICES.contains(&first.as_str()) || numbered {
        stem.insert(0, '_');
    }
    let stem = if stem.trim().is_empty() { "failas".to_owned() } else { stem };
    match ending {
        Some(ending) => format!("{stem}.{ending}"),
        None => stem,
    }
}

impl Engine {
    /// Attaches a file to a field. Of its name the last part is kept.
    ///
    /// # Errors
    /// Where it is larger than 25 MB, or the record is missing or frozen.
    pub fn attach_file(
        &self,
        table: TableId,
        id: RecordId,
        field: FieldId,
        name: &str,
        bytes: &[u8],
    ) -> Result<Outcome<()>> {
        if bytes.len() as u64 > MOST_FILE {
            return Err(too_large(name, bytes.len() as u64));
        }
        self.transact(Action::new(ActionKey::EditField).on(table).field(field), |tx| {
            let hash = tx.writer.put_blob(bytes)?;
            let value = Value::Blob(BlobRef { hash, name: safe_name(name), bytes: bytes.len() as u64 });
            tx.set(table, id, field, Some(value))?;
            tx.action.name = tx.title(table, id)?;
            Ok(())
        })
    }

    /// Reads a file to be attached; one that is too large is not read.
    ///
    /// # Errors
    /// Where it is larger than 25 MB or cannot be read.
    pub fn read_file(path: &Path) -> Result<(String, Vec<u8>)> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let unreadable = |error| EngineError::unreadable(&name, &error);
        let metadata = std::fs::metadata(path).map_err(unreadable)?;
        if metadata.is_file() && metadata.len() > MOST_FILE {
            return Err(too_large(&name, metadata.len()));
        }
        let bytes = std::fs::read(path).map_err(unreadable)?;
        Ok((name, bytes))
    }

    /// Writes the contents of a picture or file to `path`.
    ///
    /// # Errors
    /// Where they are gone or damaged, or `path` cannot be written or is the base itself.
    pub fn save_file(&self, blob: &BlobRef, path: &Path) -> Result<()> {
        let bytes = self.blob(&blob.hash)?.ok_or_else(|| gone(&blob.name))?;
        self.write_out(path, &bytes, || Ok(()))
    }

    /// Writes a file into a folder of its own under `folder`, by a name that does no harm, for another program to open; returns
    /// where.
    ///
    /// # Errors
    /// Where it would run when opened, is gone or damaged, or the folder cannot be written.
    pub fn lay_out_file(&self, blob: &BlobRef, folder: &Path) -> Result<PathBuf> {
        let name = safe_name(&blob.name);
        if file_kind(&name) == FileKind::Runs {
            return Err(refused(
                format!("„{name}“ yra programa, todėl iš čia neatveriama. Jei ja pasitikite, pirmiausia išsaugokite."),
                format!("“{name}” is a program and is not opened from here. Save it first if you trust it."),
            ));
        }
        let own: String = blob.hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        let folder = folder.join(own);
        let unwritable = |error| EngineError::unwritable(&name, &error);
        make_private(&folder).map_err(unwritable)?;
        let path = folder.join(&name);
        let bytes = self.blob(&blob.hash)?.ok_or_else(|| gone(&blob.name))?;
        // What the other program has open and unchanged need not be written again.
        if std::fs::read(&path).ok().as_deref() != Some(bytes.as_slice()) {
            std::fs::write(&path, &bytes).map_err(unwritable)?;
        }
        Ok(path)
    }
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn too_large(name: &str, bytes: u64) -> EngineError {
    let (size, most) = (bytes.div_ceil(1 << 20), MOST_FILE >> 20);
    refused(
        format!(
            "Failas „{name}“ per didelis: {size} MB. Prisegti galima iki {most} MB; didesnį laikykite aplanke ir įrašykite jo vietą."
        ),
        format!(
            "The file “{name}” is too large: {size} MB. Up to {most} MB can be attached; keep a larger one in a folder and note its place."
        ),
    )
}

fn gone(name: &str) -> EngineError {
    refused(format!("Failo „{name}“ turinio bazėje nėra."), format!("The contents of “{name}” are not in the base."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_name_stays_in_its_folder_and_keeps_its_ending() {
        let check = |name: &str, expected: &str| assert_eq!(safe_name(name), expected, "{name:?}");
        check("../../etc/passwd", "passwd");
        check("C:\\Windows\\System32\\evil.exe", "evil.exe");
        check("sutartis 2026.pdf", "sutartis 2026.pdf");
        check("ąžuolas.PDF", "ąžuolas.PDF");
        check("..", "failas");
        check("", "failas");
        check(".bashrc", "bashrc");
        check("con.txt", "_con.txt");
        check("LPT1.tar.gz", "_LPT1.tar.gz");
        check("a\u{202e}fdp.exe", "a_fdp.exe");
        check("a\0b\nc.txt", "a_b_c.txt");
        check("x. . .", "x");
        check(&format!("{}.pdf", "ž".repeat(4_000)), &format!("{}.pdf", "ž".repeat(100)));
    }

    #[test]
    fn ten_thousand_hostile_names_are_all_harmless() {
        let pieces = [
            "..",
            "/",
            "\\",
            ".",
            "con",
            "\0",
            "\u{202e}",
            "a",
            "ž",
            " ",
            ":",
            "~",
            "$(x)",
            "`",
            "%2e%2e",
            "\n",
            "exe",
            "-",
            "*",
            "|",
            "\u{feff}",
            "nul",
            "com1",
            "漢",
            "\u{1F600}",
        ];
        let folder = Path::new("folder");
        let mut seed = 1u64;
        for _ in 0..10_000 {
            let mut name = String::new();
            for _ in 0..seed % 9 + 1 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                name += pieces[(seed >> 33) as usize % pieces.len()];
            }
            let safe = safe_name(&name);
            let path = folder.join(&safe);
            assert_eq!(path.components().count(), 2, "{name:?} -> {safe:?}");
            assert_eq!(path.parent(), Some(folder), "{name:?} -> {safe:?}");
            assert!(!safe.is_empty() && !safe.starts_with('.') && !safe.ends_with(['.', ' ']), "{name:?} -> {safe:?}");
            assert!(!safe.chars().any(|letter| letter.is_control() || "/\\:*?\"<>|".contains(letter)), "{name:?}");
            assert!(safe.len() <= 255, "{name:?}");
            assert_eq!(safe_name(&safe), safe, "{name:?}");
        }
    }

    #[test]
    fn what_runs_is_known_by_its_last_ending() {
        let check = |name: &str, kind: FileKind| assert_eq!(file_kind(name), kind, "{name}");
        check("a.jpg", FileKind::Picture);
        check("a.PDF", FileKind::Pdf);
        check("a.docx", FileKind::Other);
        check("a.pdf.exe", FileKind::Runs);
        check("a.SH", FileKind::Runs);
        check("readme", FileKind::Other);
    }
}
