//! `structure`: tables and fields shown, added, renamed, changed, removed and restored.

use crate::{
    Failure,
    commands::{Done, open, progress},
    names::Base,
    structure_words::{
        AddField, AddTable, ChangeField, KindWords, OneField, RenameField, Structure, StructureAct, Uses,
    },
};
use engine::{EngineError, FieldPlace, KeepText, KindRehearsal, NewTable, RelatedPlace, Use};
use model::{
    changes::{Action, ActionKey},
    configuration::{kind_of_word, kind_word},
    ids::{ChoiceId, FieldId},
    language::{Label, Language},
    schema::{Choice, Field, FieldKind, OnDelete, Table, pick},
};
use serde_json::{Value as Json, json};
use std::{io::Write, process::ExitCode};

/// Carries out one act on the structure.
pub fn structure(arguments: &Structure, quiet: bool, out: &mut dyn Write) -> Done {
    let base = open(&arguments.base)?;
    match &arguments.act {
        StructureAct::Show(words) => show(&base, words.json, out),
        StructureAct::AddTable(words) => add_table(&base, words, out),
        StructureAct::AddField(words) => add_field(&base, words, out),
        StructureAct::RenameField(words) => rename_field(&base, words, out),
        StructureAct::ChangeField(words) => change_field(&base, words, quiet, out),
        StructureAct::RemoveField(words) => remove_field(&base, words, out),
        StructureAct::RestoreField(words) => restore_field(&base, words, out),
        StructureAct::Uses(words) => uses(&base, words, out),
    }
}

fn say(out: &mut dyn Write, text: impl std::fmt::Display) -> Result<(), Failure> {
    writeln!(out, "{text}").map_err(Failure::Output)
}

fn label_json(label: &Label) -> Json {
    json!({"lt": label.lt, "en": label.en})
}

fn field_json(tables: &[Table], field: &Field) -> Json {
    let key = |id| tables.iter().find(|table| table.info.id == id).map(|table| table.info.key.clone());
    let mut json = json!({
        "id": field.id.to_string(), "key": field.key, "label": label_json(&field.label), "hint": label_json(&field.hint),
        "kind": kind_word(&field.kind), "role": field.role.map(|role| role.key()), "required": field.required,
        "unique": field.unique, "default": field.default, "removed": field.removed,
    });
    let mut put = |entry: &str, value: Json| json[entry] = value;
    if let FieldKind::Formula { expression, result } = &field.kind {
        put("formula", json!(expression));
        put("result", json!(kind_word(result)));
    }
    match field.shown_kind() {
        FieldKind::Number { scale } => put("scale", json!(scale)),
        FieldKind::Money { currency } => put("currency", json!(currency)),
        FieldKind::Choice { many, choices } => {
            let one = |choice: &Choice| json!({"key": choice.key, "label": label_json(&choice.label), "color": choice.color, "retired": choice.retired});
            put("many", json!(many));
            put("choices", choices.iter().map(one).collect());
        }
        FieldKind::Link { targets, many, on_delete } => {
            put("many", json!(many));
            put("targets", targets.iter().filter_map(|target| key(*target)).collect());
            put("on-delete", json!(on_delete));
        }
        FieldKind::PartOf { table } => put("owner", json!(key(*table))),
        FieldKind::SeriesNumber { series, prefix, digits } => {
            put("series", json!(series));
            put("prefix", json!(prefix));
            put("digits", json!(digits));
        }
        _ => {}
    }
    json
}

fn show(base: &Base, as_json: bool, out: &mut dyn Write) -> Done {
    let tables = base.engine.with_schema(|schema| schema.tables.clone());
    let mut all = Vec::new();
    for table in &tables {
        let info = &table.info;
        let records = base.keep(base.engine.count(info.id))?;
        if as_json {
            let name = |field: &FieldId| table.field(*field).map(|field| field.key.clone());
            all.push(json!({
                "id": info.id.to_string(), "key": info.key, "label": label_json(&info.label), "one": label_json(&info.one),
                "icon": info.icon, "role": info.role.map(|role| role.key()), "title": name(&info.title),
                "keys": info.keys.iter().filter_map(name).collect::<Vec<String>>(), "order": info.order,
                "hidden": info.hidden, "removed": info.removed, "records": records,
                "fields": table.fields.iter().map(|field| field_json(&tables, field)).collect::<Vec<Json>>(),
            }));
            continue;
        }
        let removed = |removed: bool| if removed { base.language().pick("\tpašalinta", "\tremoved") } else { "" };
        say(
            out,
            format_args!("{}\t{}\t{records}{}", info.key, info.label.get(base.language()), removed(info.removed)),
        )?;
        for field in &table.fields {
            let (label, kind) = (field.label.get(base.language()), kind_word(&field.kind));
            say(out, format_args!("  {}\t{label}\t{kind}{}", field.key, removed(field.removed)))?;
        }
    }
    if as_json {
        say(out, json!({ "tables": all }))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn add_table(base: &Base, words: &AddTable, out: &mut dyn Write) -> Done {
    let like = match &words.like {
        Some(name) => Some(base.table(name)?.info.id),
        None => None,
    };
    let new = NewTable {
        key: words.key.clone(),
        label: Label::new(&*words.label_lt, &*words.label_en),
        one: Label::new(&*words.one_lt, &*words.one_en),
        icon: words.icon.clone(),
        like,
    };
    if words.rehearse {
        base.keep(base.engine.rehearse(Action::new(ActionKey::AddTable), |tx| tx.add_table(&new)))?;
        return would(base, out, "būtų pridėta lentelė", "would add the table", &words.key);
    }
    let id = base.keep(base.engine.new_table(&new))?.output;
    say(out, id)?;
    Ok(ExitCode::SUCCESS)
}

fn would(base: &Base, out: &mut dyn Write, lt: &str, en: &str, name: &str) -> Done {
    say(
        out,
        match base.language() {
            Language::Lt => format!("{lt} „{name}“"),
            Language::En => format!("{en} “{name}”"),
        },
    )?;
    Ok(ExitCode::SUCCESS)
}

fn kind(base: &Base, word: &str, details: &KindWords) -> Result<FieldKind, Failure> {
    if word == "formula" {
        let Some(expression) = details.formula.clone() else {
            return Err(Failure::Sentence(
                base.language()
                    .pick("Formulei reikia --formula IŠRAIŠKA.", "A formula needs --formula EXPRESSION.")
                    .into(),
            ));
        };
        let result = Box::new(simple(base, &details.result, details)?);
        return Ok(FieldKind::Formula { expression, result });
    }
    simple(base, word, details)
}

fn simple(base: &Base, word: &str, details: &KindWords) -> Result<FieldKind, Failure> {
    let Some(mut kind) = kind_of_word(word) else {
        return Err(Failure::Sentence(match base.language() {
            Language::Lt => format!(
                "Rūšies „{word}“ nėra; yra text, long-text, number, money, date, day-of-year, time, date-time, yes-no, choice, link, picture, file, phone, email, web, iban, formula."
            ),
            Language::En => format!(
                "There is no kind “{word}”; there are text, long-text, number, money, date, day-of-year, time, date-time, yes-no, choice, link, picture, file, phone, email, web, iban, formula."
            ),
        }));
    };
    match &mut kind {
        FieldKind::Number { scale } => *scale = details.scale,
        FieldKind::Money { currency } => currency.clone_from(&details.currency),
        FieldKind::Choice { many, choices } => {
            *many = details.many;
            choices.extend(details.choice.iter().map(|text| {
                let (key, label) = text.split_once('=').unwrap_or((text, text));
                let id = ChoiceId(base.engine.new_id());
                Choice { id, key: key.to_owned(), label: Label::new(label, label), ..Choice::default() }
            }));
        }
        FieldKind::Link { targets, many, on_delete } => {
            *many = details.many;
            for name in &details.target {
                targets.push(base.table(name)?.info.id);
            }
            *on_delete = match details.on_delete.as_str() {
                "refuse" => OnDelete::Refuse,
                "delete" => OnDelete::Delete,
                _ => OnDelete::Clear,
            };
        }
        _ => {}
    }
    Ok(kind)
}

fn add_field(base: &Base, words: &AddField, out: &mut dyn Write) -> Done {
    let table = base.table(&words.table)?.info.id;
    let field = Field {
        key: words.key.clone(),
        label: Label::new(&*words.label_lt, &*words.label_en),
        hint: Label::new(&*words.hint_lt, &*words.hint_en),
        kind: kind(base, &words.kind, &words.details)?,
        required: words.required,
        unique: words.unique,
        default: words.default.clone(),
        ..Field::default()
    };
    let related = if words.related { RelatedPlace::FirstCard } else { RelatedPlace::Nowhere };
    let place = FieldPlace { on_card: words.on_card, on_list: words.on_list, related };
    if words.rehearse {
        base.keep(base.engine.rehearse(Action::new(ActionKey::AddField), |tx| tx.add_field(table, field, &place)))?;
        return would(base, out, "būtų pridėtas laukas", "would add the field", &words.key);
    }
    let id = base.keep(base.engine.new_field(table, field, &place))?.output;
    say(out, id)?;
    Ok(ExitCode::SUCCESS)
}

fn use_json(base: &Base, found: &Use) -> Json {
    let key = base.engine.with_schema(|schema| schema.table(found.table).map(|table| table.info.key.clone()));
    json!({
        "kind": found.kind.key(), "table": key,
        "place": found.place.get(base.language()), "detail": found.detail.get(base.language()),
    })
}

fn say_uses(base: &Base, uses: &[Use], out: &mut dyn Write) -> Result<(), Failure> {
    let language = base.language();
    uses.iter().try_for_each(|found| {
        say(out, format_args!("{}\t{}\t{}", found.kind.key(), found.place.get(language), found.detail.get(language)))
    })
}

/// What a change of a field touches: what uses it, and how many records hold a value.
fn say_touched(base: &Base, table: &Table, field: FieldId, out: &mut dyn Write) -> Done {
    say_uses(base, &base.keep(base.engine.uses(table.info.id, Some(field)))?, out)?;
    let filled = base.keep(base.engine.filled(table.info.id, field))?;
    say(
        out,
        match base.language() {
            Language::Lt => format!("užpildytų įrašų: {filled}"),
            Language::En => format!("records with a value: {filled}"),
        },
    )?;
    Ok(ExitCode::SUCCESS)
}

fn rename_field(base: &Base, words: &RenameField, out: &mut dyn Write) -> Done {
    let table = base.table(&words.table)?;
    let field = base.field(&table, &words.field)?;
    let rename = |field: &mut Field| {
        for (new, old) in [
            (&words.key, &mut field.key),
            (&words.label_lt, &mut field.label.lt),
            (&words.label_en, &mut field.label.en),
        ] {
            if let Some(new) = new {
                old.clone_from(new);
            }
        }
    };
    if words.rehearse {
        let action = Action::new(ActionKey::ChangeField);
        base.keep(base.engine.rehearse(action, |tx| tx.change_field(table.info.id, field, rename)))?;
        return say_touched(base, &table, field, out);
    }
    base.keep(base.engine.change_field(table.info.id, field, rename))?;
    Ok(ExitCode::SUCCESS)
}

fn change_field(base: &Base, words: &ChangeField, quiet: bool, out: &mut dyn Write) -> Done {
    let table = base.table(&words.table)?;
    let field = base.field(&table, &words.field)?;
    let kind = kind(base, &words.kind, &words.details)?;
    let language = base.language();
    if words.rehearse {
        let rehearsal = base.keep(base.engine.rehearse_kind(table.info.id, field, &kind))?;
        return say_rehearsal(base, &rehearsal, words.json, out);
    }
    let keep = if words.drop_text { KeepText::Drop } else { KeepText::InNotes };
    let mut shown = progress(quiet || words.json);
    let report = base.engine.change_kind(table.info.id, field, kind, keep, &mut |done, all| shown.tell(done, all));
    shown.end();
    let report = base.keep(report)?.output;
    let text = match language {
        _ if words.json => json!({"converted": report.converted, "failed": report.failed, "kept": report.kept, "choices": report.choices}).to_string(),
        Language::Lt => format!("pakeista {}, netiko {}, palikta pastabose {}", report.converted, report.failed, report.kept),
        Language::En => format!("converted {}, failed {}, kept in notes {}", report.converted, report.failed, report.kept),
    };
    say(out, text)?;
    Ok(ExitCode::SUCCESS)
}

fn say_rehearsal(base: &Base, rehearsal: &KindRehearsal, as_json: bool, out: &mut dyn Write) -> Done {
    let language = base.language();
    let breaks: Vec<&str> = rehearsal.breaks.iter().map(|label| label.get(language)).collect();
    if as_json {
        let failures: Vec<Json> = rehearsal
            .failures
            .iter()
            .map(|one| json!({"id": one.record.to_string(), "title": one.title, "value": one.text, "message": one.message.get(language)}))
            .collect();
        let uses: Vec<Json> = rehearsal.uses.iter().map(|found| use_json(base, found)).collect();
        let choices: Vec<&str> = rehearsal.choices.iter().map(|choice| choice.label.get(language)).collect();
        say(
            out,
            json!({
                "filled": rehearsal.filled, "converts": rehearsal.converts, "failing": rehearsal.failing,
                "failures": failures, "uses": uses, "choices": choices, "breaks": breaks, "notes": rehearsal.notes.is_some(),
            }),
        )?;
        return Ok(ExitCode::SUCCESS);
    }
    say(
        out,
        match language {
            Language::Lt => {
                format!("užpildyta {}, tinka {}, netinka {}", rehearsal.filled, rehearsal.converts, rehearsal.failing)
            }
            Language::En => {
                format!("filled {}, converts {}, failing {}", rehearsal.filled, rehearsal.converts, rehearsal.failing)
            }
        },
    )?;
    for one in &rehearsal.failures {
        say(out, format_args!("{}\t{}\t{}\t{}", one.record, one.title, one.text, one.message.get(language)))?;
    }
    for name in breaks {
        say(
            out,
            match language {
                Language::Lt => format!("sugestų formulė: {name}"),
                Language::En => format!("breaks the formula: {name}"),
            },
        )?;
    }
    say_uses(base, &rehearsal.uses, out)?;
    Ok(ExitCode::SUCCESS)
}

fn remove_field(base: &Base, words: &OneField, out: &mut dyn Write) -> Done {
    let table = base.table(&words.table)?;
    let field = base.field(&table, &words.field)?;
    if words.rehearse {
        let action = Action::new(ActionKey::RemoveField);
        base.keep(base.engine.rehearse(action, |tx| tx.remove_field(table.info.id, field)))?;
        return say_touched(base, &table, field, out);
    }
    base.keep(base.engine.remove_field(table.info.id, field))?;
    Ok(ExitCode::SUCCESS)
}

/// A field in the trash of the structure, by its id, key or label.
fn removed_field(base: &Base, table: &Table, name: &str) -> Result<FieldId, Failure> {
    let removed = || table.fields.iter().filter(|field| field.removed);
    if let Some(field) = removed().find(|field| field.id.to_string() == name) {
        return Ok(field.id);
    }
    let found = pick(name, base.language(), removed(), |field| (&field.key, &field.label));
    found.map(|field| field.id).map_err(|error| base.fail(EngineError::from(error)))
}

fn restore_field(base: &Base, words: &OneField, out: &mut dyn Write) -> Done {
    let table = base.table(&words.table)?;
    let field = removed_field(base, &table, &words.field)?;
    if words.rehearse {
        let action = Action::new(ActionKey::RestoreField);
        let restore = |field: &mut Field| field.removed = false;
        base.keep(base.engine.rehearse(action, |tx| tx.change_field(table.info.id, field, restore)))?;
        return say_touched(base, &table, field, out);
    }
    base.keep(base.engine.restore_field(table.info.id, field))?;
    Ok(ExitCode::SUCCESS)
}

fn uses(base: &Base, words: &Uses, out: &mut dyn Write) -> Done {
    let table = base.table(&words.table)?;
    let field = match &words.field {
        Some(name) => {
            Some(base.field(&table, name).or_else(|failure| removed_field(base, &table, name).map_err(|_| failure))?)
        }
        None => None,
    };
    let uses = base.keep(base.engine.uses(table.info.id, field))?;
    if words.json {
        say(out, Json::Array(uses.iter().map(|found| use_json(base, found)).collect()))?;
    } else {
        say_uses(base, &uses, out)?;
    }
    Ok(ExitCode::SUCCESS)
}
