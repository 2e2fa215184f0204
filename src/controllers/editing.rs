//! What is typed on a card: read, refused with a sentence where it stands, or saved at once.

use crate::{
    App,
    card::{OpenCard, Refused, Spot},
    contents::{Subject, Target, without_name},
    related::column_field,
};
use engine::{Engine, EngineError, Entry, Linking, Outcome, Result};
use model::{
    ids::{ChoiceId, FieldId, ItemId, RecordId, TableId},
    language::Language,
    layout::CardItemKind,
    schema::{Field, FieldKind},
    value::{Link, Value},
};
use slint::{ComponentHandle as _, ModelRc, VecModel};
use std::rc::Rc;
use ui::{CardApi, SuggestionData};

/// Suggestions of a link field.
const SUGGESTED: usize = 8;

/// What a person gave a field.
enum Given {
    Text(String),
    Choice(Option<ChoiceId>),
    Link(Option<Link>),
    /// Takes one of several links away.
    Unlink(Link),
}

/// Where a committed value goes.
struct Place {
    subject: Subject,
    /// Of a cell: the line's table, its field that points to the subject, and the line.
    line: Option<(TableId, FieldId, Target)>,
    field: Field,
}

pub(crate) type Written = Vec<Outcome<()>>;

impl App {
    pub(crate) fn connect_editing(self: &Rc<App>) {
        let api = self.ui.global::<CardApi<'_>>();
        api.on_field_edited(forward!(self, |app, item, text| app.field_edited(item, &text)));
        api.on_field_committed(forward!(self, |app, item, text| app.field_committed(item, &text)));
        api.on_link_search(forward!(self, |app, item, text| app.link_search(item, &text)));
        api.on_link_chosen(forward!(self, |app, item, id| app.link_chosen(item, &id)));
        api.on_link_opened(forward!(self, |app, item| app.link_opened(item)));
        api.on_picture_choose(forward!(self, |app, item| app.choose_picture(item)));
        api.on_picture_removed(forward!(self, |app, item| app.remove_photo(item)));
        api.on_cell_edited(forward!(self, |app, item, row, column, text| app.cell_edited(item, row, column, &text)));
        api.on_cell_committed(
            forward!(self, |app, item, row, column, text| app.cell_committed(item, row, column, &text))
        );
        api.on_cell_link_search(
            forward!(self, |app, item, _row, column, text| app.cell_link_search(item, column, &text))
        );
        api.on_cell_link_chosen(
            forward!(self, |app, item, row, column, id| app.cell_link_chosen(item, row, column, &id))
        );
        api.on_related_row_deleted(forward!(self, |app, item, row| app.related_row_deleted(item, row)));
        api.on_related_row_opened(forward!(self, |app, item, row| app.related_row_opened(item, row)));
        api.on_related_add(forward!(self, |app, item| app.related_add(item)));
        api.on_related_show_all(forward!(self, |app, item| app.related_show_all(item)));
        api.on_chip_removed(forward!(self, |app, item, id| app.chip_removed(item, &id)));
        api.on_chip_opened(forward!(self, |app, item, id| {
            let _ = item;
            if let Some(link) = link_of(&id) {
                app.open_record(link.table, link.record);
            }
        }));
    }

    // ---- fields

    pub(crate) fn field_of(&self, item: i32) -> Option<(Rc<OpenCard>, Field)> {
        let open = self.card.open()?;
        let id = open.field(item)?;
        let field = open.contents.borrow().fields.get(&id).map(|text| text.field.clone())?;
        Some((open, field))
    }

    /// While typing an error that is shown goes as soon as it is put right; none comes before the end.
    fn field_edited(self: &Rc<App>, item: i32, text: &str) {
        self.note_draft();
        let (Some(engine), Some((open, field))) = (self.engine(), self.field_of(item)) else { return };
        let spot = Spot::Field(field.id);
        if open.refused.borrow().contains_key(&spot)
            && reads(&engine, open.subject.table, &field, text, self.language())
        {
            open.refused.borrow_mut().remove(&spot);
            open.change(item, |item| item.error = Default::default());
        }
    }

    fn field_committed(self: &Rc<App>, item: i32, text: &str) {
        if self.on_structure() {
            return self.structure_committed(item, text);
        }
        if self.on_designer() {
            return self.design_committed(item, text);
        }
        let Some((open, field)) = self.field_of(item) else { return };
        let given = given(&field, text);
        self.commit(&open, Spot::Field(field.id), Place { subject: open.subject.clone(), line: None, field }, given);
    }

    fn link_chosen(self: &Rc<App>, item: i32, id: &str) {
        let Some((open, field)) = self.field_of(item) else { return };
        let place = Place { subject: open.subject.clone(), line: None, field: field.clone() };
        match new_one(id) {
            Some((table, title)) => self.create_linked(&open, Spot::Field(field.id), place, table, title),
            None => self.commit(&open, Spot::Field(field.id), place, Given::Link(link_of(id))),
        }
    }

    fn chip_removed(self: &Rc<App>, item: i32, id: &str) {
        let Some((open, field)) = self.field_of(item) else { return };
        let given = match link_of(id) {
            Some(link) => Given::Unlink(link),
            // An entry of a list goes as it came.
            None => Given::Choice(id.parse().ok()),
        };
        let place = Place { subject: open.subject.clone(), line: None, field: field.clone() };
        self.commit(&open, Spot::Field(field.id), place, given);
    }

    fn link_search(self: &Rc<App>, item: i32, text: &str) {
        if let Some((_, field)) = self.field_of(item) {
            self.suggest(&field, text);
        }
    }

    fn link_opened(self: &Rc<App>, item: i32) {
        let Some((open, field)) = self.field_of(item) else { return };
        let link =
            open.contents.borrow().fields.get(&field.id).and_then(|text| text.value.as_ref()?.links().first().copied());
        if let Some(link) = link {
            self.open_record(link.table, link.record);
        }
    }

    pub(crate) fn suggest(self: &Rc<App>, field: &Field, text: &str) {
        let (Some(engine), FieldKind::Link { targets, .. }) = (self.engine(), field.kind.clone()) else { return };
        let asked = self.card.searched.get() + 1;
        self.card.searched.set(asked);
        let (app, language, text) = (self.clone(), self.language(), text.to_owned());
        let (creatable, typed) = (engine.creatable(field), text.trim().to_owned());
        self.spawn(async move {
            let words = language.pick("Ieškoma…", "Searching…");
            let found = app.work(words, move || engine.suggest(&targets, &text, SUGGESTED, language)).await;
            if app.card.searched.get() != asked {
                return;
            }
            let found = found.inspect_err(|_| tracing::warn!("suggestions cannot be found")).unwrap_or_default();
            let is_there = found.iter().any(|found| model::value::fold(&found.title) == model::value::fold(&typed));
            let new_one = creatable.first().filter(|_| !typed.is_empty() && !is_there).map(|table| SuggestionData {
                id: format!("new/{table}/{typed}").into(),
                label: typed.as_str().into(),
                is_new: true,
                ..SuggestionData::default()
            });
            let suggestions = found.into_iter().map(|found| SuggestionData {
                id: format!("{}/{}", found.link.table, found.link.record).into(),
                label: found.title.into(),
                detail: found.detail.into(),
                is_new: false,
            });
            let suggestions = suggestions.chain(new_one).collect::<Vec<_>>();
            let suggestions = ModelRc::new(VecModel::from(suggestions));
            app.ui.global::<CardApi<'_>>().set_suggestions(suggestions);
        });
    }

    // ---- related tables

    fn cell(&self, item: i32, row: i32, column: i32) -> Option<(Rc<OpenCard>, ItemId, Spot, Place)> {
        let open = self.card.open()?;
        let layout = open.item(item)?;
        let rows = open.related.borrow().get(&layout.id).cloned()?;
        let (target, id) = (rows.target(row)?, rows.id(row));
        let (table, by, field) = {
            let contents = open.contents.borrow();
            let texts = contents.related.get(&layout.id)?;
            let field = texts.table.field(column_field(texts, column)?)?.clone();
            (texts.table.info.id, texts.by, field)
        };
        let spot = Spot::Cell(layout.id, id, field.id);
        let place = Place { subject: open.subject.clone(), line: Some((table, by, target)), field };
        Some((open, layout.id, spot, place))
    }

    fn cell_edited(self: &Rc<App>, item: i32, row: i32, column: i32, text: &str) {
        self.note_draft();
        let (Some(engine), Some((open, layout, spot, place))) = (self.engine(), self.cell(item, row, column)) else {
            return;
        };
        let Some((table, ..)) = place.line else { return };
        if open.refused.borrow().contains_key(&spot) && reads(&engine, table, &place.field, text, self.language()) {
            open.refused.borrow_mut().remove(&spot);
            let rows = open.related.borrow().get(&layout).cloned();
            if let (Some(rows), Ok(row), Ok(column)) = (rows, usize::try_from(row), usize::try_from(column)) {
                rows.change(row, column, |cell| cell.error = Default::default());
            }
        }
    }

    fn cell_committed(self: &Rc<App>, item: i32, row: i32, column: i32, text: &str) {
        if self.on_structure() {
            return self.structure_cell_committed(row, column, text);
        }
        if self.on_designer() {
            return self.design_cell_committed(item, row, column, text);
        }
        let Some((open, _, spot, place)) = self.cell(item, row, column) else { return };
        let given = given(&place.field, text);
        self.commit(&open, spot, place, given);
    }

    fn cell_link_search(self: &Rc<App>, item: i32, column: i32, text: &str) {
        if let Some((_, _, _, place)) = self.cell(item, 0, column) {
            self.suggest(&place.field, text);
        }
    }

    fn cell_link_chosen(self: &Rc<App>, item: i32, row: i32, column: i32, id: &str) {
        let Some((open, _, spot, place)) = self.cell(item, row, column) else { return };
        match new_one(id) {
            Some((table, title)) => self.create_linked(&open, spot, place, table, title),
            None => self.commit(&open, spot, place, Given::Link(link_of(id))),
        }
    }

    /// Makes the record that was typed and is not there, and links it, in one action.
    fn create_linked(self: &Rc<App>, open: &Rc<OpenCard>, spot: Spot, place: Place, table: TableId, title: String) {
        let Some(engine) = self.engine() else { return };
        let (app, open, language) = (self.clone(), open.clone(), self.language());
        self.spawn(async move {
            let words = language.pick("Kuriama…", "Making…");
            let name = title.clone();
            let result = app
                .work(words, move || -> Result<Written> {
                    let mut written = Written::new();
                    let (of, preset, target) = match &place.line {
                        Some((of, by, target)) => {
                            let (owner, added) = place.subject.ensure(&engine)?;
                            written.extend(added);
                            (*of, vec![(*by, Some(Value::link(place.subject.table, owner)))], target.clone())
                        }
                        None => (place.subject.table, place.subject.preset.clone(), place.subject.target.clone()),
                    };
                    let linking = Linking { table: of, id: target.id(), preset, field: place.field.id };
                    let Outcome { output: (owner, _), changes, entry } =
                        engine.create_linked(&linking, table, &title)?;
                    target.set(owner);
                    written.push(Outcome { output: (), changes, entry });
                    Ok(written)
                })
                .await;
            open.committed.borrow_mut().insert(spot.clone());
            open.refused.borrow_mut().remove(&spot);
            let made = result.is_ok();
            app.take(result);
            app.refresh_card();
            if made {
                let words = language.pick("Sukurta", "Created");
                app.say_undoable(format!("{words}: {}", crate::words::quoted(&name, language)));
            }
        });
    }

    fn related_row(&self, item: i32, row: i32) -> Option<(TableId, RecordId)> {
        let open = self.card.open()?;
        let layout = open.item(item)?;
        let CardItemKind::Related { table, .. } = layout.what else { return None };
        let rows = open.related.borrow().get(&layout.id).cloned()?;
        Some((table, rows.target(row)?.id()?))
    }

    fn related_row_deleted(self: &Rc<App>, item: i32, row: i32) {
        if self.on_structure() {
            return self.structure_row_deleted(row);
        }
        if self.on_designer() {
            return self.design_row_deleted(item, row);
        }
        if let Some((table, id)) = self.related_row(item, row) {
            self.delete_record(table, id);
        }
    }

    fn related_row_opened(self: &Rc<App>, item: i32, row: i32) {
        if let Some((table, id)) = self.related_row(item, row) {
            self.open_record(table, id);
        }
    }

    fn related_add(self: &Rc<App>, item: i32) {
        let Some(open) = self.card.open() else { return };
        if let Some(CardItemKind::Related { table, by, .. }) = open.item(item).map(|item| item.what) {
            self.add_pointing(&open, table, by);
        }
    }

    /// A new record of another table, linked to this one with `by`; this one is there from now on.
    pub(crate) fn add_pointing(self: &Rc<App>, open: &Rc<OpenCard>, table: TableId, by: FieldId) {
        let Some(engine) = self.engine() else { return };
        let (app, open) = (self.clone(), open.clone());
        self.spawn(async move {
            let subject = open.subject.clone();
            let owner = subject.table;
            let words = app.language().pick("Pridedama…", "Adding…");
            let result = app.work(words, move || subject.ensure(&engine)).await;
            match result {
                Ok((id, added)) => {
                    app.take(Ok(added.into_iter().collect()));
                    app.open_draft(table, vec![(by, Some(Value::link(owner, id)))]);
                }
                Err(error) => app.complain(&error),
            }
        });
    }

    // ---- typed before, and saved now

    /// The place of the window's item, or of a cell in it.
    pub(crate) fn spot(&self, open: &OpenCard, item: i32, row: i32, column: i32) -> Option<Spot> {
        if row < 0 {
            return open.field(item).map(Spot::Field);
        }
        self.cell(item, row, column).map(|(_, _, spot, _)| spot)
    }

    /// Saves a text as if it were typed at a place of the card now.
    pub(crate) fn commit_text(self: &Rc<App>, open: &Rc<OpenCard>, spot: Spot, text: &str) {
        let place = match &spot {
            Spot::Field(field) => {
                let of = open.contents.borrow().fields.get(field).map(|text| text.field.clone());
                of.map(|field| Place { subject: open.subject.clone(), line: None, field })
            }
            Spot::Cell(item, record, field) => {
                let contents = open.contents.borrow();
                let rows = open.related.borrow().get(item).cloned();
                contents.related.get(item).zip(rows).and_then(|(texts, rows)| {
                    let target = rows.target_of(*record)?;
                    let of = texts.table.field(*field)?.clone();
                    let line = Some((texts.table.info.id, texts.by, target));
                    Some(Place { subject: open.subject.clone(), line, field: of })
                })
            }
        };
        if let Some(place) = place {
            let given = given(&place.field, text);
            self.commit(open, spot, place, given);
        }
    }

    /// More are related than stand on the card: the list shows those of this record.
    fn related_show_all(self: &Rc<App>, item: i32) {
        let Some(open) = self.card.open() else { return };
        let Some(CardItemKind::Related { table, .. }) = open.item(item).map(|item| item.what) else { return };
        let title = open.contents.borrow().title.clone();
        self.close_cards();
        self.mark_section(table);
        self.show_list(table);
        self.show_page(ui::Page::List);
        let api = self.ui.global::<ui::ListApi<'_>>();
        api.set_search_text(title.as_str().into());
        api.invoke_search_edited(title.into());
    }

    // ---- saving

    /// Reads what was given and saves it; a refusal is shown where it was typed, and nothing is saved.
    fn commit(self: &Rc<App>, open: &Rc<OpenCard>, spot: Spot, place: Place, given: Given) {
        let Some(engine) = self.engine() else { return };
        let (app, open, language) = (self.clone(), open.clone(), self.language());
        let typed = match &given {
            Given::Text(text) => text.clone(),
            _ => String::new(),
        };
        let field = place.field.clone();
        let line = place.line.as_ref().map(|(_, _, target)| target.clone());
        self.spawn(async move {
            let words = language.pick("Įrašoma…", "Saving…");
            let result = app
                .work(words, move || {
                    let entry = entry_of(&engine, &place, given, language)?;
                    save(&engine, &place, entry)
                })
                .await;
            app.note_draft();
            open.committed.borrow_mut().insert(spot.clone());
            if let (Spot::Cell(item, None, field), Some(id)) = (&spot, line.and_then(|line| line.id())) {
                // The empty row became this record.
                open.committed.borrow_mut().insert(Spot::Cell(*item, Some(id), *field));
            }
            match result {
                Ok(written) => {
                    open.refused.borrow_mut().remove(&spot);
                    if let (Spot::Cell(item, None, _), false) = (&spot, written.is_empty()) {
                        // The empty row became a record; the next one begins anew.
                        open.refused
                            .borrow_mut()
                            .retain(|other, _| !matches!(other, Spot::Cell(of, None, _) if of == item));
                    }
                    if written.iter().all(|outcome| outcome.entry == 0) {
                        app.refresh_card();
                    }
                    app.take(Ok(written));
                }
                Err(error) => {
                    let message = without_name(&error.message(language), &field, language);
                    open.refused.borrow_mut().insert(spot, Refused { typed, message, restored: false });
                    if matches!(error, EngineError::Store(_)) {
                        app.complain(&error);
                    }
                    app.refresh_card();
                }
            }
        });
    }

    /// Takes what was written, one after the other.
    pub(crate) fn take(self: &Rc<App>, written: Result<Written>) {
        match written {
            Ok(written) => {
                for outcome in written {
                    self.done(Ok(outcome));
                }
            }
            Err(error) => self.complain(&error),
        }
    }
}

/// What a committed text means for a field.
fn given(field: &Field, text: &str) -> Given {
    match field.kind {
        FieldKind::Choice { .. } => Given::Choice(text.parse().ok()),
        _ => Given::Text(text.to_owned()),
    }
}

/// The record that a suggestion stands for.
fn link_of(id: &str) -> Option<Link> {
    let (table, record) = id.split_once('/')?;
    Some(Link { table: table.parse().ok()?, record: record.parse().ok()? })
}

/// The table and the title of a record that is to be made.
fn new_one(id: &str) -> Option<(TableId, String)> {
    let (table, title) = id.strip_prefix("new/")?.split_once('/')?;
    Some((table.parse().ok()?, title.to_owned()))
}

/// Whether a text can be read as a value, as far as that can be said at once.
fn reads(engine: &Engine, table: TableId, field: &Field, text: &str, language: Language) -> bool {
    matches!(field.kind, FieldKind::Link { .. } | FieldKind::Choice { .. })
        || engine.read_text(table, field.id, text, language).is_ok()
}

/// The field a given text is for, which is nearly always the one it was given in, and its value.
fn entry_of(engine: &Engine, place: &Place, given: Given, language: Language) -> Result<Entry> {
    if let (Given::Text(text), Some((table, _, target))) = (&given, &place.line) {
        return engine.read_line_text(*table, target.id(), place.field.id, text, language);
    }
    Ok((place.field.id, value_of(engine, place, given, language)?))
}

fn value_of(engine: &Engine, place: &Place, given: Given, language: Language) -> Result<Option<Value>> {
    match given {
        Given::Text(text) => engine.read_text(place.subject.table, place.field.id, &text, language),
        Given::Choice(None) | Given::Link(None) => Ok(None),
        Given::Unlink(link) => {
            let mut linked = now(engine, place)?.map(|value| value.links().to_vec()).unwrap_or_default();
            linked.retain(|other| *other != link);
            Ok((!linked.is_empty()).then_some(Value::Links(linked)))
        }
        Given::Choice(Some(choice)) => match place.field.kind {
            FieldKind::Choice { many: true, .. } => {
                let mut chosen = now(engine, place)?.map(|value| value.choices().to_vec()).unwrap_or_default();
                match chosen.iter().position(|other| *other == choice) {
                    Some(at) => drop(chosen.remove(at)),
                    None => chosen.push(choice),
                }
                Ok((!chosen.is_empty()).then_some(Value::Choices(chosen)))
            }
            _ => Ok(Some(Value::Choices(vec![choice]))),
        },
        Given::Link(Some(link)) => match place.field.kind {
            FieldKind::Link { many: true, .. } => {
                let mut linked = now(engine, place)?.map(|value| value.links().to_vec()).unwrap_or_default();
                if !linked.contains(&link) {
                    linked.push(link);
                }
                Ok(Some(Value::Links(linked)))
            }
            _ => Ok(Some(Value::Links(vec![link]))),
        },
    }
}

/// The value a field has now, in the base or in the draft.
fn now(engine: &Engine, place: &Place) -> Result<Option<Value>> {
    let (table, target) = match &place.line {
        Some((table, _, target)) => (*table, target),
        None => (place.subject.table, &place.subject.target),
    };
    let values = match (target.id(), &place.line) {
        (Some(id), _) => engine.record(table, id)?.values,
        (None, None) => engine.draft(table, &place.subject.preset)?,
        (None, Some(_)) => return Ok(None),
    };
    Ok(values.get(place.field.id).cloned())
}

/// Saves a value; the record, and the owner of a line, are added where they do not exist yet.
fn save(engine: &Engine, place: &Place, (field, value): Entry) -> Result<Written> {
    let unchanged = field == place.field.id && now(engine, place)? == value;
    let Some((table, by, target)) = &place.line else {
        return save_field(engine, &place.subject, field, value, unchanged);
    };
    if let Some(id) = target.id() {
        return Ok(vec![engine.edit_fields(*table, id, &[(field, value)])?]);
    }
    if unchanged {
        return Ok(Vec::new());
    }
    let (owner, added) = place.subject.ensure(engine)?;
    let entries = [(*by, Some(Value::link(place.subject.table, owner))), (field, value)];
    let line = engine.add_record(*table, &entries, false)?;
    target.set(line.output);
    Ok(added.into_iter().chain([Outcome { output: (), changes: line.changes, entry: line.entry }]).collect())
}

fn save_field(
    engine: &Engine,
    subject: &Subject,
    field: FieldId,
    value: Option<Value>,
    unchanged: bool,
) -> Result<Written> {
    if let Some(id) = subject.target.id() {
        return Ok(vec![engine.edit_fields(subject.table, id, &[(field, value)])?]);
    }
    // A draft in which nothing was changed leaves nothing behind.
    if unchanged {
        return Ok(Vec::new());
    }
    let mut whole = subject.clone();
    whole.preset.retain(|(other, _)| *other != field);
    whole.preset.push((field, value.clone()));
    let (id, added) = whole.ensure(engine)?;
    let mut written: Written = added.into_iter().collect();
    if value.is_none() {
        // What was emptied on the draft is not to be filled again by its default.
        written.push(engine.edit_fields(subject.table, id, &[(field, None)])?);
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggestion_is_found_again_by_its_id() {
        let link = Link { table: TableId(7), record: RecordId(9) };
        assert_eq!(link_of(&format!("{}/{}", link.table, link.record)), Some(link));
        assert_eq!(link_of(""), None);
        assert_eq!(link_of("7/9"), None);
        assert_eq!(link_of(&format!("new/{}/A/B", link.table)), None);
        assert_eq!(new_one(&format!("new/{}/A/B", link.table)), Some((TableId(7), "A/B".to_owned())));
        assert_eq!(new_one(""), None);
    }
}
