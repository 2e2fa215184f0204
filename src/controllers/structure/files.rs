//! The configuration as one file: taken out, and read in after what would change was seen.

use super::rehearse::Pending;
use crate::{App, Wanted, words};
use engine::{Act, Engine, EngineError};
use model::language::Language;
use slint::{ComponentHandle as _, ModelRc, SharedString, VecModel};
use std::rc::Rc;
use ui::{FailureRow, StructureApi, UseRow};

/// So many mistakes are shown.
const SHOWN: usize = 100;

impl App {
    pub(super) fn export_configuration(self: &Rc<App>) {
        let Some(engine) = self.engine() else { return };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let title = language.pick("Eksportuoti konfigūraciją", "Export the configuration");
            let name = language.pick("Kartotekos konfigūracija", "Kartoteka configuration");
            let path = match app.dialogs.save(title, Wanted::Configuration, name).await {
                Ok(Some(path)) => path,
                Ok(None) => return,
                Err(_) => return app.complain_of_no_dialogs(),
            };
            let (words, file) = (language.pick("Eksportuojama…", "Exporting…"), path.clone());
            match app.work(words, move || engine.export_configuration(&file)).await {
                Ok(()) => {
                    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                    let words = language.pick("Konfigūracija įrašyta", "The configuration is written");
                    app.say(format!("{words}: {file}"), ui::Tone::Good, None);
                }
                Err(error) => app.complain(&error),
            }
        });
    }

    /// Reads a configuration and shows what it would change; mistakes are listed with file and line.
    pub(super) fn import_configuration(self: &Rc<App>) {
        let Some(engine) = self.engine() else { return };
        let (app, language) = (self.clone(), self.language());
        self.spawn(async move {
            let title = language.pick("Importuoti konfigūraciją", "Import a configuration");
            let path = match app.dialogs.open(title, Wanted::Configuration).await {
                Ok(Some(path)) => path,
                Ok(None) => return,
                Err(_) => return app.complain_of_no_dialogs(),
            };
            let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let words = language.pick("Skaitoma konfigūracija…", "Reading the configuration…");
            let read = app.work(words, move || {
                let files = Engine::read_configuration(&path)?;
                let differences = engine.rehearse_configuration(&files)?;
                Ok((files, differences))
            });
            let api = app.ui.global::<StructureApi<'_>>();
            api.set_can_keep(false);
            api.set_grave(false);
            api.set_in_files(true);
            api.set_more_failures(SharedString::new());
            match read.await {
                Ok((_, differences)) if differences.is_empty() => {
                    let text = language.pick("Skirtumų nėra: konfigūracija tokia pati", "No differences: it is the same");
                    app.say(text, ui::Tone::Normal, None);
                }
                Ok((files, differences)) => {
                    let rows = differences.iter().map(|difference| UseRow {
                        kind: act_name(difference.act, language).into(),
                        label: difference.name.get(language).into(),
                        detail: match difference.values {
                            Some((fits, 0)) => slint::format!("{} {fits}", language.pick("tinka reikšmių:", "values fit:")),
                            Some((fits, fails)) => match language {
                                Language::Lt => slint::format!("tinka {fits}, netinka {fails} reikšmių"),
                                Language::En => slint::format!("{fits} values fit, {fails} do not"),
                            },
                            None => SharedString::new(),
                        },
                        opens: false,
                    });
                    api.set_rehearsal_uses(ModelRc::new(VecModel::from(rows.collect::<Vec<_>>())));
                    api.set_failures(ModelRc::default());
                    api.set_rehearsal_title(match language {
                        Language::Lt => slint::format!("Importuoti konfigūraciją „{file}“?"),
                        Language::En => slint::format!("Import the configuration “{file}”?"),
                    });
                    let count = words::number(differences.len() as u64, language);
                    api.set_rehearsal_text(match language {
                        Language::Lt => slint::format!("Pasikeistų: {count}. Ko faile nėra, ilsėsis pašalinta, bet bus galima grąžinti. Viską galima atšaukti vienu veiksmu."),
                        Language::En => slint::format!("Changes: {count}. What the file does not have rests removed and can come back. One undo takes it all back."),
                    });
                    api.set_confirm_label(language.pick("Importuoti", "Import").into());
                    *app.structure.pending.borrow_mut() = Some(Pending::Configuration(files, file));
                    api.set_rehearsing(true);
                }
                Err(EngineError::Configuration(mistakes)) => {
                    let rows = mistakes.iter().take(SHOWN).map(|mistake| {
                        let said = mistake.message(language);
                        let (place, why) = said.split_once(": ").unwrap_or(("", &said));
                        FailureRow { title: place.into(), text: SharedString::new(), why: why.into() }
                    });
                    let rows: Vec<FailureRow> = rows.collect();
                    let more = mistakes.len() - rows.len();
                    api.set_rehearsal_uses(ModelRc::default());
                    api.set_failures(ModelRc::new(VecModel::from(rows)));
                    api.set_rehearsal_title(match language {
                        Language::Lt => slint::format!("„{file}“ netinka"),
                        Language::En => slint::format!("“{file}” will not do"),
                    });
                    api.set_rehearsal_text(
                        language.pick("Failuose yra klaidų. Niekas nepakeista.", "There are mistakes in the files. Nothing was changed.").into(),
                    );
                    if more > 0 {
                        api.set_more_failures(match language {
                            Language::Lt => slint::format!("Ir dar {more}"),
                            Language::En => slint::format!("And {more} more"),
                        });
                    }
                    api.set_confirm_label(SharedString::new());
                    api.set_rehearsing(true);
                }
                Err(error) => app.complain(&error),
            }
        });
    }
}

fn act_name(act: Act, language: Language) -> &'static str {
    match act {
        Act::Added => language.pick("Pridedama", "Added"),
        Act::Changed => language.pick("Keičiama", "Changed"),
        Act::Removed => language.pick("Šalinama", "Removed"),
        Act::Restored => language.pick("Grąžinama", "Brought back"),
    }
}
