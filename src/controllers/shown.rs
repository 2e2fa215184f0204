//! Which reminders were shown on this computer, by event and moment, so that none is shown twice: not after a restart, not
//! after a kill, not after the clock was set back.

use chrono::NaiveDateTime;
use model::ids::{BaseId, RecordId};
use std::{
    collections::HashSet,
    fs::{File, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
};

/// More than an office is reminded of in years; older ones are forgotten when the file is read.
const KEPT: usize = 20_000;

/// The reminders of one base that were shown.
#[derive(Default)]
pub(crate) struct Shown {
    seen: HashSet<(RecordId, NaiveDateTime)>,
    file: Option<PathBuf>,
}

fn line(event: RecordId, moment: NaiveDateTime) -> String {
    format!("{event} {}\n", moment.format("%Y-%m-%dT%H:%M:%S"))
}

fn read(line: &str) -> Option<(RecordId, NaiveDateTime)> {
    let (event, moment) = line.split_once(' ')?;
    Some((event.parse().ok()?, moment.parse().ok()?))
}

impl Shown {
    /// What was shown of a base; `folder` is where this computer keeps its state. Without a folder nothing outlives the window.
    pub fn of(base: BaseId, folder: Option<&Path>) -> Shown {
        let Some(folder) = folder else { return Shown::default() };
        let file = folder.join("reminders").join(format!("{base}.txt"));
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        // A line that was cut short by a kill is none.
        let lines: Vec<_> = text.lines().filter_map(read).collect();
        if lines.len() > KEPT {
            let kept: String =
                lines[lines.len() - KEPT / 2..].iter().map(|(event, moment)| line(*event, *moment)).collect();
            if let Err(error) = std::fs::write(&file, kept) {
                tracing::warn!(%error, "the list of shown reminders cannot be shortened");
            }
        }
        Shown { seen: lines.into_iter().collect(), file: Some(file) }
    }

    /// Those of `due` that were not shown yet. They count as shown from now on, before anything is seen of them: one that is
    /// lost with a crash still stands on the page of today, but none comes twice.
    pub fn take_new(&mut self, due: &[(RecordId, NaiveDateTime)]) -> Vec<(RecordId, NaiveDateTime)> {
        let new: Vec<_> = due.iter().filter(|reminder| !self.seen.contains(*reminder)).copied().collect();
        if new.is_empty() {
            return new;
        }
        self.seen.extend(new.iter().copied());
        let text: String = new.iter().map(|(event, moment)| line(*event, *moment)).collect();
        if let Some(Err(error)) = self.file.as_ref().map(|file| append(file, &text)) {
            tracing::warn!(%error, "the list of shown reminders cannot be kept");
        }
        new
    }
}

fn append(file: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut opened: File = OpenOptions::new().create(true).append(true).open(file)?;
    // Behind a line that was cut short.
    let is_cut = std::fs::read(file)?.last().is_some_and(|last| *last != b'\n');
    if is_cut {
        opened.write_all(b"\n")?;
    }
    opened.write_all(text.as_bytes())?;
    opened.sync_data()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reminder(event: u128, moment: &str) -> (RecordId, NaiveDateTime) {
        (RecordId(event), moment.parse().unwrap())
    }

    #[test]
    fn a_reminder_is_new_once_and_again_only_for_another_moment() {
        let folder = tempfile::tempdir().unwrap();
        let (call, later) = (reminder(1, "2026-11-25T10:00:00"), reminder(1, "2026-11-25T10:15:00"));
        let mut shown = Shown::of(BaseId(9), Some(folder.path()));
        assert_eq!(shown.take_new(&[call]), [call]);
        assert!(shown.take_new(&[call]).is_empty());
        // Killed: nothing was closed. The list is read anew.
        let mut shown = Shown::of(BaseId(9), Some(folder.path()));
        assert_eq!(shown.take_new(&[call, later]), [later]);
        // Another base has its own list.
        assert_eq!(Shown::of(BaseId(8), Some(folder.path())).take_new(&[call]), [call]);
    }

    #[test]
    fn a_line_that_was_cut_short_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (reminder(1, "2026-11-25T10:00:00"), reminder(2, "2026-11-25T11:00:00"));
        Shown::of(BaseId(9), Some(folder.path())).take_new(&[one]);
        let file = folder.path().join("reminders").join(format!("{}.txt", BaseId(9)));
        append(&file, "0000000000000000000").unwrap();
        let mut shown = Shown::of(BaseId(9), Some(folder.path()));
        assert_eq!(shown.take_new(&[one, two]), [two]);
        assert!(Shown::of(BaseId(9), Some(folder.path())).take_new(&[one, two]).is_empty());
    }
}
