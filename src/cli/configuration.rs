//! `configuration`: the whole of it out to a folder or a zip file, and back.

use crate::{
    Failure,
    commands::{Done, open, progress},
    names::Base,
    structure_words::{Configuration, ConfigurationAct, ExportConfiguration, ImportConfiguration},
};
use engine::{Act, Difference, Engine, KeepText};
use model::language::Language;
use serde_json::{Value as Json, json};
use std::{io::Write, process::ExitCode};

/// Carries out one act on the configuration.
pub fn configuration(arguments: &Configuration, quiet: bool, out: &mut dyn Write) -> Done {
    match &arguments.act {
        ConfigurationAct::Export(words) => export(words),
        ConfigurationAct::Import(words) => import(words, quiet, out),
    }
}

fn export(words: &ExportConfiguration) -> Done {
    let base = open(&words.base)?;
    base.keep(base.engine.export_configuration(&words.path))?;
    Ok(ExitCode::SUCCESS)
}

fn import(words: &ImportConfiguration, quiet: bool, out: &mut dyn Write) -> Done {
    let base = open(&words.base)?;
    let files = base.keep(Engine::read_configuration(&words.path))?;
    let differences = if words.rehearse {
        base.keep(base.engine.rehearse_configuration(&files))?
    } else {
        let keep = if words.drop_text { KeepText::Drop } else { KeepText::InNotes };
        let name = words.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut shown = progress(quiet || words.json);
        let imported = base.engine.import_configuration(&files, &name, keep, &mut |done, all| shown.tell(done, all));
        shown.end();
        base.keep(imported)?.output
    };
    say(&base, &differences, words.json, out).map_err(Failure::Output)?;
    Ok(ExitCode::SUCCESS)
}

fn say(base: &Base, differences: &[Difference], as_json: bool, out: &mut dyn Write) -> std::io::Result<()> {
    let language = base.language();
    if as_json {
        let one = |difference: &Difference| {
            let details: Vec<Json> = difference
                .details
                .iter()
                .map(|detail| json!({"entry": detail.entry, "before": detail.before, "after": detail.after}))
                .collect();
            let values = difference.values.map(|(converts, failing)| json!({"converts": converts, "failing": failing}));
            json!({"act": difference.act.key(), "name": difference.name.get(language), "details": details, "values": values})
        };
        return writeln!(out, "{}", Json::Array(differences.iter().map(one).collect()));
    }
    for difference in differences {
        let act = match (difference.act, language) {
            (Act::Added, Language::Lt) => "nauja",
            (Act::Changed, Language::Lt) => "keičiasi",
            (Act::Removed, Language::Lt) => "šalinama",
            (Act::Restored, Language::Lt) => "grąžinama",
            (act, Language::En) => act.key(),
        };
        let entries: Vec<&str> = difference.details.iter().map(|detail| detail.entry.as_str()).collect();
        writeln!(out, "{act}\t{}\t{}", difference.name.get(language), entries.join(", "))?;
    }
    Ok(())
}
