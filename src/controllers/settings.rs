//! Local settings of this computer: language, theme, recent bases, widths of columns. Not part of any base.

use etcetera::BaseStrategy as _;
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
    /// Widths of columns in layout units by list and field id.
    pub widths: BTreeMap<String, u32>,
    /// Sort orders by list; `None`: as added.
    pub sorts: BTreeMap<String, Option<SortBy>>,
    /// Whether the side panel is hidden.
    pub side_panel_hidden: bool,
    /// Width of the side panel; 0: as delivered.
    pub side_panel_width: u32,
    /// Width of the sections; 0: as delivered.
    pub sections_width: u32,
    /// Who works at this computer, by base: the id of the person's record.
    pub users: BTreeMap<String, String>,
    #[serde(skip)]
    file: Option<PathBuf>,
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
    pub fn load() -> Settings {
        let file = etcetera::choose_base_strategy().ok().map(|dirs| dirs.config_dir().join("kartoteka/settings.json"));
        file.map(|file| Settings::load_from(&file)).unwrap_or_default()
    }

    /// The settings in `file`, kept there from now on.
    pub fn load_from(file: &Path) -> Settings {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let settings: Settings = serde_json::from_str(&text).unwrap_or_default();
        Settings { file: Some(file.to_owned()), ..settings }
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
