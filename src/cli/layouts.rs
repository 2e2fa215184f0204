//! `layouts` and `layout`: what there is, what is wrong with it, and how it looks.

use crate::{
    Failure,
    commands::{Done, open},
    layout_words::{CheckLayout, Layout, LayoutAct, Layouts, RenderLayout},
    names::Base,
};
use engine::{Engine, EngineError};
use model::{
    ids::{LayoutId, RecordId, TableId},
    language::{Label, Language},
    layout::Card,
    schema::Table,
};
use serde_json::{Value as Json, json};
use std::{fs, io::Write, process::ExitCode, sync::Arc};

/// What a picture of a card shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pictured {
    /// A record.
    Record(RecordId),
    /// The longest values of the table.
    Longest,
    /// No values.
    Empty,
}

/// A picture of a card that is asked for.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The card's table.
    pub table: TableId,
    /// The card.
    pub card: LayoutId,
    /// What it shows.
    pub what: Pictured,
    /// Its size in layout units; `None`: as large as the card was designed.
    pub size: Option<(u32, u32)>,
    /// Pixels for a layout unit.
    pub scale: f32,
    /// Language of its words.
    pub language: Language,
    /// Light on dark.
    pub dark: bool,
}

/// Draws a card into a PNG file: the part of a command that needs the markup of the window.
pub type Draw = fn(&Arc<Engine>, &Picture) -> Result<Vec<u8>, EngineError>;

/// What a program without a window says where a card is to be drawn.
///
/// # Errors
/// Always.
pub fn draws_nothing(_: &Arc<Engine>, _: &Picture) -> Result<Vec<u8>, EngineError> {
    Err(EngineError::Refused(Label::new(
        "Ši programa sudaryta be lango, todėl kortelių nupiešti negali.",
        "This program was built without the window and cannot draw cards.",
    )))
}

/// Lists the layouts of a base.
pub fn layouts(words: &Layouts, out: &mut dyn Write) -> Done {
    let base = open(&words.base)?;
    let language = base.language();
    let tables = match &words.table {
        Some(name) => vec![base.table(name)?],
        None => base.engine.with_schema(|schema| schema.live().cloned().collect()),
    };
    let mut all: Vec<Json> = Vec::new();
    let mut lines: Vec<String> = Vec::new();
    for Table { info, .. } in &tables {
        let mut put = |kind: &str, id: LayoutId, key: &str, label: &Label, more: Json| {
            let mut json = json!({
                "id": id.to_string(), "table": info.key, "kind": kind, "key": key, "label": {"lt": label.lt, "en": label.en},
            });
            if let (Some(json), Json::Object(more)) = (json.as_object_mut(), more) {
                json.extend(more);
            }
            let when = json["when"].as_str().map(|when| format!("\t{when}")).unwrap_or_default();
            let quick =
                if json["quick"] == json!(true) { language.pick("\tgreitam įvedimui", "\tquick add") } else { "" };
            lines.push(format!("{}\t{kind}\t{key}\t{}{when}{quick}", info.key, label.get(language)));
            all.push(json);
        };
        for card in base.keep(base.engine.cards(info.id))? {
            let delivered = base.keep(base.engine.is_delivered_card(card.id))?;
            let more = json!({
                "width": card.width, "height": card.height, "when": card.when, "rank": card.rank, "quick": card.quick,
                "items": card.items.len(), "delivered": delivered,
            });
            put("card", card.id, &card.key, &card.label, more);
        }
        for list in base.keep(base.engine.lists(info.id))? {
            put("list", list.id, &list.key, &list.label, json!({"columns": list.columns.len(), "filter": list.filter}));
        }
        for form in base.keep(base.engine.forms(info.id))? {
            put("form", form.id, &form.key, &form.label, json!({"width": form.width, "height": form.height}));
        }
    }
    if words.json {
        lines = vec![json!({ "layouts": all }).to_string()];
    }
    for line in lines {
        writeln!(out, "{line}").map_err(Failure::Output)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Carries out one act on a layout.
pub fn layout(words: &Layout, draw: Draw, out: &mut dyn Write) -> Done {
    match &words.act {
        LayoutAct::Check(words) => check(words, out),
        LayoutAct::Render(words) => render(words, draw),
    }
}

fn check(words: &CheckLayout, out: &mut dyn Write) -> Done {
    let base = open(&words.base)?;
    let language = base.language();
    let cards: Vec<(Table, Card)> = match (&words.table, &words.layout) {
        (Some(table), Some(layout)) => vec![named(&base, table, layout)?],
        _ => {
            let tables: Vec<Table> = base.engine.with_schema(|schema| schema.live().cloned().collect());
            let mut cards = Vec::new();
            for table in tables {
                let of_table = base.keep(base.engine.cards(table.info.id))?;
                cards.extend(of_table.into_iter().map(|card| (table.clone(), card)));
            }
            cards
        }
    };
    let faults = cards.iter().flat_map(|(table, card)| {
        let faults = base.engine.faults_of_card(card).into_iter();
        faults.map(|fault| (table.info.key.as_str(), card.key.as_str(), fault.get(language).to_owned()))
    });
    let faults: Vec<(&str, &str, String)> = faults.collect();
    if words.json {
        let problems =
            faults.iter().map(|(table, layout, message)| json!({"table": table, "layout": layout, "message": message}));
        let said = json!({"ok": faults.is_empty(), "problems": problems.collect::<Vec<Json>>()});
        writeln!(out, "{said}").map_err(Failure::Output)?;
    } else if faults.is_empty() {
        let words = language.pick("Kortelės tvarkingos.", "The cards are sound.");
        writeln!(out, "{words}").map_err(Failure::Output)?;
    } else {
        for (table, layout, message) in &faults {
            writeln!(out, "{table}\t{layout}\t{message}").map_err(Failure::Output)?;
        }
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn render(words: &RenderLayout, draw: Draw) -> Done {
    let base = open(&words.base)?;
    let (table, card) = named(&base, &words.table, &words.layout)?;
    let what = match words.id.as_str() {
        "longest" => Pictured::Longest,
        "empty" => Pictured::Empty,
        id => Pictured::Record(base.record(table.info.id, id)?),
    };
    let language = words.language.as_deref().and_then(Language::from_code).unwrap_or(base.language());
    let (size, scale, dark) = (words.size, words.scale, words.dark);
    let picture = Picture { table: table.info.id, card: card.id, what, size, scale, language, dark };
    let file = base.keep(draw(&base.engine, &picture))?;
    fs::write(&words.output, file)
        .map_err(|error| base.fail(EngineError::unwritable(&words.output.display().to_string(), &error)))?;
    Ok(ExitCode::SUCCESS)
}

/// The card of a table with this name.
fn named(base: &Base, table: &str, layout: &str) -> Result<(Table, Card), Failure> {
    let table = base.table(table)?;
    let card = base.keep(base.engine.card_named(table.info.id, layout))?;
    Ok((table, card))
}
