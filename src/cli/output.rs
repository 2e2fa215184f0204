//! Values as JSON, CSV and plain columns.

use engine::{Engine, EngineError};
use model::{
    language::Language,
    schema::{Field, FieldKind, Table},
    value::{self, Value},
};
use serde_json::{Map, Value as Json, json};
use store_row::Row;

/// A record with the values asked for.
pub mod store_row {
    use model::{ids::RecordId, value::Value};

    /// A record with the values asked for.
    pub struct Row {
        /// The record.
        pub id: RecordId,
        /// One for each field.
        pub values: Vec<Option<Value>>,
    }
}

/// The JSON of a value: decimals are strings, links `{"id", "label"}`, several values arrays, empty null.
pub fn json_of(engine: &Engine, field: &Field, value: Option<&Value>) -> Result<Json, EngineError> {
    let Some(value) = value else { return Ok(Json::Null) };
    Ok(match (value, field.shown_kind()) {
        (Value::YesNo(yes), _) => Json::Bool(*yes),
        (Value::Links(links), kind) => {
            let mut found = Vec::new();
            for link in links {
                let label = engine.title(link.table, link.record, engine.language())?;
                found.push(json!({"id": link.record.to_string(), "label": label}));
            }
            let many = matches!(kind, FieldKind::Link { many: true, .. });
            if many { Json::Array(found) } else { found.into_iter().next().unwrap_or_default() }
        }
        (Value::Choices(chosen), kind @ FieldKind::Choice { many: true, .. }) => Json::Array(
            chosen.iter().map(|one| Json::String(value::plain(&Value::Choices(vec![*one]), kind))).collect(),
        ),
        (Value::Blob(blob), _) => json!({"name": blob.name, "bytes": blob.bytes}),
        (Value::Secret(_), _) => Json::String("••••••".into()),
        (value, kind) => Json::String(value::plain(value, kind)),
    })
}

/// One record as a JSON object with its id and field keys.
pub fn record_json(engine: &Engine, fields: &[&Field], row: &Row) -> Result<Json, EngineError> {
    let mut object = Map::new();
    object.insert("id".into(), Json::String(row.id.to_string()));
    for (field, value) in fields.iter().zip(&row.values) {
        object.insert(field.key.clone(), json_of(engine, field, value.as_ref())?);
    }
    Ok(Json::Object(object))
}

/// The plain text of a value for CSV and terminals: ISO, decimal point, links by title.
pub fn plain_text(engine: &Engine, field: &Field, value: Option<&Value>) -> Result<String, EngineError> {
    match value {
        None => Ok(String::new()),
        Some(Value::Links(links)) => {
            let titles: Result<Vec<String>, EngineError> =
                links.iter().map(|link| engine.title(link.table, link.record, engine.language())).collect();
            Ok(titles?.join("|"))
        }
        Some(Value::Blob(blob)) => Ok(blob.name.clone()),
        Some(Value::Secret(_)) => Ok("••••••".into()),
        Some(value) => Ok(value::plain(value, field.shown_kind())),
    }
}

/// The fields to show: all that are not secret, in their order.
pub fn shown_fields(table: &Table) -> Vec<&Field> {
    table.live().filter(|field| field.kind != FieldKind::Secret).collect()
}

/// "yes" or "taip" for people on a terminal.
pub fn whole(language: Language) -> &'static str {
    language.pick("Bazė tvarkinga.", "The base is whole.")
}
