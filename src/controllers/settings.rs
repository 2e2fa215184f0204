//! Local settings of this computer: language, theme, recent bases, widths of columns. Not part of any base.

use handover::Places;
use model::layout::SortBy;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// What this computer remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Language of the window, `lt` or `en`; empty: the system's.
    pub language: String,
    /// Dark theme; `None`: as the system.
    pub dark: Option<bool>,
    /// Recently opened bases, the newest first.
    pub recent: Vec<Recent>,
    /// The last base was closed on purpose: the start page comes first the next time.
    pub begins_at_start: bool,
    /// Widths of columns in layout units by list and field id.
    pub widths: BTreeMap<String, u32>,
    /// Chosen columns by list: ids of fields in their order; none: as delivered.
    pub columns: BTreeMap<String, Vec<String>>,
    /// The chosen list view by table.
    pub views: BTreeMap<String, String>,
    /// Whether rows of lists are low.
    pub compact_rows: bool,
    /// Sort orders by list; `None`: as added.
    pub sorts: BTreeMap<String, Option<SortBy>>,
    /// Whether the side panel is hidden.
    pub side_panel_hidden: bool,
    /// Width of the side panel; 0: as delivered.
    pub side_panel_width: u32,
    /// Width of the sections; 0: as delivered.
    pub sections_width: u32,
    /// Where the window was left; `None`: as delivered.
    pub window: Option<WindowPlace>,
    /// Whether the lists that cards choose from are unfolded among the sections.
    pub lookups_unfolded: bool,
    /// Who works at this computer: the id of a person of the office, by base.
    pub people: BTreeMap<String, String>,
    /// How the calendar is shown: `day`, `week`, `month`; empty: as delivered.
    pub calendar: String,
    /// The camera of the photo booth, by its name; empty: the first one.
    pub camera: String,
    /// The size of its pictures, such as `1280x720`; empty: as is usual.
    pub camera_size: String,
    /// Whether the photo booth counts to three.
    pub photo_countdown: bool,
    /// Whether the photo booth takes three photos to choose from.
    pub photo_burst: bool,
    #[serde(skip)]
    file: Option<PathBuf>,
    #[serde(skip)]
    state: Option<PathBuf>,
}

/// Where a window stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowPlace {
    /// Pixels of the screen from its left.
    pub x: i32,
    /// Pixels of the screen from its top.
    pub y: i32,
    /// Layout units.
    pub width: u32,
    /// Layout units.
    pub height: u32,
    /// Over the whole screen; the rest is what it goes back to.
    pub maximized: bool,
}

/// A recently opened base.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// Its file.
    pub path: PathBuf,
    /// When it was opened, milliseconds since 1970 UTC.
    pub time: i64,
}

impl Settings {
    /// The settings of this computer; the delivered ones where there are none or they cannot be read.
    pub fn load(places: Option<&Places>) -> Settings {
        let Some(places) = places else { return Settings::default() };
        let settings = Settings::load_from(&places.settings.join("settings.json"));
        Settings { state: Some(places.state.clone()), ..settings }
    }

    /// The folder for what is only of today, such as text that is not saved yet.
    pub fn state(&self) -> Option<&Path> {
        self.state.as_deref()
    }

    /// The settings in `file`, kept there from now on; what is only of today is kept beside it.
    pub fn load_from(file: &Path) -> Settings {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let settings: Settings = serde_json::from_str(&text).unwrap_or_default();
        Settings { file: Some(file.to_owned()), state: file.parent().map(Path::to_owned), ..settings }
    }

    /// Keeps them. They are a comfort: what cannot be kept is logged, not reported.
    pub fn save(&self) {
        let Some(file) = &self.file else { return };
        let result = serde_json::to_string_pretty(self).map_err(std::io::Error::other).and_then(|text| {
            if let Some(folder) = file.parent() {
                std::fs::create_dir_all(folder)?;
            }
            let draft = file.with_extension("draft");
            std::fs::write(&draft, text)?;
            std::fs::rename(&draft, file)
        });
        if let Err(error) = result {
            tracing::warn!(%error, "local settings cannot be kept");
        }
    }

    /// Puts a base at the head of the recent ones.
    pub fn opened(&mut self, path: &Path, time: i64) {
        self.recent.retain(|recent| recent.path != path);
        self.recent.insert(0, Recent { path: path.to_owned(), time });
        self.recent.truncate(8);
        self.begins_at_start = false;
        self.save();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_there_again_and_the_newest_base_stands_first() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/settings.json");
        let mut settings = Settings::load_from(&file);
        settings.widths.insert("list/field".into(), 180);
        settings.opened(Path::new("/a.kartoteka"), 1);
        settings.opened(Path::new("/b.kartoteka"), 2);
        settings.opened(Path::new("/a.kartoteka"), 3);
        let again = Settings::load_from(&file);
        assert_eq!(again.widths["list/field"], 180);
        let paths: Vec<_> = again.recent.iter().map(|recent| (recent.path.to_str().unwrap(), recent.time)).collect();
        assert_eq!(paths, [("/a.kartoteka", 3), ("/b.kartoteka", 2)]);
    }

    #[test]
    fn a_spoiled_file_gives_the_delivered_settings() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.json");
        std::fs::write(&file, "{ not json").unwrap();
        assert_eq!(Settings::load_from(&file).language, "");
    }
}
