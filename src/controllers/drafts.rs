//! Text that is typed and not yet saved is written aside, so that a power cut takes no more than two seconds of typing. The next
//! start of the base brings it back into its card.

use crate::{
    App,
    card::{OpenCard, Refused, Spot},
    contents::{Contents, Subject},
    words::quoted,
};
use engine::Entry;
use model::{
    ids::{BaseId, LayoutId, RecordId, TableId},
    language::Language,
    schema::{Field, FieldKind},
};
use serde::{Deserialize, Serialize};
use slint::ComponentHandle as _;
use std::{
    cell::RefCell,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    rc::Rc,
    time::Duration,
};
use ui::{CardApi, DraftApi, Tone};

/// So long after a keystroke it is written aside.
const SOON: Duration = Duration::from_millis(1500);

/// What was typed on one card and not saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Draft {
    table: TableId,
    /// `None`: of a record that does not exist yet.
    record: Option<RecordId>,
    preset: Vec<Entry>,
    texts: Vec<(Spot, String)>,
    /// The card it was typed on.
    #[serde(default)]
    card: Option<LayoutId>,
}

/// Where drafts are written, and what was brought back.
#[derive(Default)]
pub(crate) struct DraftDesk {
    pub clock: slint::Timer,
    written: RefCell<Option<Draft>>,
    restored: RefCell<Option<Draft>>,
}

impl Draft {
    fn read(file: &Path) -> Option<Draft> {
        serde_json::from_slice(&fs::read(file).ok()?).ok()
    }

    /// Whole or not at all, readable by this user alone.
    fn write(&self, file: &Path) -> io::Result<()> {
        let beside = file.with_extension("new");
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        if let Some(folder) = file.parent() {
            let mut builder = fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(folder)?;
        }
        let bytes = serde_json::to_vec(self).map_err(io::Error::other)?;
        let mut out = options.open(&beside)?;
        out.write_all(&bytes)?;
        out.sync_data()?;
        fs::rename(&beside, file)
    }
}

impl App {
    pub(crate) fn connect_drafts(self: &Rc<App>) {
        let api = self.ui.global::<DraftApi<'_>>();
        api.on_save(forward!(self, |app| app.save_restored()));
        api.on_drop(forward!(self, |app| app.drop_restored()));
        self.ui.global::<CardApi<'_>>().on_typing_dropped(forward!(self, |app, item, row, column, text| {
            app.offer_dropped(item, row, column, text.into());
        }));
    }

    /// Esc took back what was typed: the message that says so brings it back, also after the card was left.
    fn offer_dropped(self: &Rc<App>, item: i32, row: i32, column: i32, typed: String) {
        let (Some(open), language) = (self.card.open(), self.language()) else { return };
        let Some(spot) = self.spot(&open, item, row, column) else { return };
        if typed.trim().is_empty() || is_secret(&spot, &open.contents.borrow()) {
            return;
        }
        let short: String = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let short = match short.char_indices().nth(32) {
            Some((at, _)) => format!("{}…", short[..at].trim_end()),
            None => short,
        };
        let words = language.pick("Neįrašyta", "Not saved");
        let dropped = format!("{words}: {}", quoted(&short, language));
        self.say_with(dropped, Tone::Normal, language.pick("Grąžinti", "Bring back"), move |app| {
            let open_now = app.card.open().filter(|now| Rc::ptr_eq(now, &open));
            if let Some(now) = open_now {
                app.commit_text(&now, spot, &typed);
                return;
            }
            let Subject { table, target, preset, .. } = open.subject.clone();
            let card = Some(open.contents.borrow().card.id);
            let draft = Draft { table, record: target.id(), preset, texts: vec![(spot, typed)], card };
            app.open_restored(draft);
        });
    }

    fn draft_file(&self) -> Option<PathBuf> {
        let base: BaseId = self.engine()?.base_id();
        Some(self.settings.borrow().state()?.join("drafts").join(format!("{base}.json")))
    }

    /// Something was typed or saved: soon what is not saved is written aside.
    pub(crate) fn note_draft(self: &Rc<App>) {
        if !self.drafts.clock.running() {
            let tick = forward!(self, |app| app.write_draft());
            self.drafts.clock.start(slint::TimerMode::SingleShot, SOON, tick);
        }
    }

    /// Writes aside what is not saved now; where everything is, what was written aside goes.
    pub(crate) fn write_draft(&self) {
        let Some(file) = self.draft_file() else { return };
        let draft = self.card.open().and_then(|open| self.unsaved(&open));
        if draft == *self.drafts.written.borrow() {
            return;
        }
        let result = match &draft {
            Some(draft) => draft.write(&file),
            None => match fs::remove_file(&file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            },
        };
        match result {
            Ok(()) => *self.drafts.written.borrow_mut() = draft,
            Err(error) => tracing::warn!(%error, "unsaved text cannot be written aside"),
        }
    }

    fn unsaved(&self, open: &OpenCard) -> Option<Draft> {
        let refused = open.refused.borrow();
        let mut texts: Vec<(Spot, String)> =
            refused.iter().map(|(spot, refused)| (spot.clone(), refused.typed.clone())).collect();
        let api = self.ui.global::<CardApi<'_>>();
        let spot = self.spot(open, api.get_pending_item(), api.get_pending_row(), api.get_pending_column());
        if let Some(spot) = spot.filter(|_| api.get_pending()) {
            texts.retain(|(other, _)| *other != spot);
            texts.push((spot, api.get_pending_text().into()));
        }
        // Secrets are never written anywhere but into the base.
        texts.retain(|(spot, _)| !is_secret(spot, &open.contents.borrow()));
        texts.sort_by_cached_key(|(spot, _)| format!("{spot:?}"));
        let Subject { table, target, preset, .. } = &open.subject;
        let card = Some(open.contents.borrow().card.id);
        (!texts.is_empty()).then(|| Draft { table: *table, record: target.id(), preset: preset.clone(), texts, card })
    }

    /// The base was opened: what had not been saved in it is brought back into its card.
    pub(crate) fn restore_draft(self: &Rc<App>) {
        let (Some(engine), Some(file)) = (self.engine(), self.draft_file()) else { return };
        self.show_restored(None);
        *self.drafts.written.borrow_mut() = Draft::read(&file);
        let Some(draft) = self.drafts.written.borrow().clone() else { return };
        let there = draft.record.is_none_or(|id| engine.exists(draft.table, id).unwrap_or(false));
        if !there || engine.is_read_only() {
            return;
        }
        // The way back from the card leads to its own list.
        if engine.with_schema(|schema| schema.table(draft.table).is_some_and(|of| !of.info.hidden && !of.info.removed))
        {
            self.mark_section(draft.table);
            self.show_list(draft.table);
        }
        self.open_restored(draft);
    }

    /// Opens the card on which something was typed and not saved.
    fn open_restored(self: &Rc<App>, draft: Draft) {
        let (table, record, preset, card) = (draft.table, draft.record, draft.preset.clone(), draft.card);
        *self.drafts.restored.borrow_mut() = Some(draft);
        self.open_on(table, record, preset, card);
    }

    /// What a card that opens shows of the text brought back, and nothing of what is saved by now.
    pub(crate) fn restored_texts(
        &self,
        subject: &Subject,
        contents: &Contents,
    ) -> std::collections::HashMap<Spot, Refused> {
        let is_it = |draft: &mut Draft| draft.table == subject.table && draft.record == subject.target.id();
        let Some(draft) = self.drafts.restored.borrow_mut().take_if(is_it) else { return Default::default() };
        let language = self.language();
        let words = language.pick("Neįrašytas tekstas atkurtas", "Unsaved text restored");
        let is_saved = |spot: &Spot, typed: &str| match spot {
            Spot::Field(field) => contents.fields.get(field).is_some_and(|shown| shown.text == typed || shown.locked),
            Spot::Cell(..) => false,
        };
        let texts = draft.texts.into_iter().filter(|(spot, typed)| !is_saved(spot, typed));
        let texts = texts.map(|(spot, typed)| (spot, Refused { typed, message: words.to_owned(), restored: true }));
        let texts: std::collections::HashMap<Spot, Refused> = texts.collect();
        let label = texts.iter().next().map(|(spot, refused)| restored_label(spot, refused, contents, language));
        self.show_restored(label);
        texts
    }

    /// Says above the card what was brought back.
    fn show_restored(&self, label: Option<String>) {
        self.ui.global::<DraftApi<'_>>().set_text(label.unwrap_or_default().into());
    }

    /// The card is left, or nothing brought back is unsaved any more: nothing is said of it.
    pub(crate) fn follow_restored(&self, open: Option<&OpenCard>) {
        if !open.is_some_and(|open| open.refused.borrow().values().any(|refused| refused.restored)) {
            self.show_restored(None);
        }
    }

    fn save_restored(self: &Rc<App>) {
        self.commit_pending();
        let Some(open) = self.card.open() else { return };
        for (spot, typed) in restored_spots(&open) {
            self.commit_text(&open, spot, &typed);
        }
        self.note_draft();
    }

    fn drop_restored(self: &Rc<App>) {
        let Some(open) = self.card.open() else { return };
        for (spot, _) in restored_spots(&open) {
            open.refused.borrow_mut().remove(&spot);
            open.committed.borrow_mut().insert(spot);
        }
        self.show_restored(None);
        self.refresh_card();
        self.note_draft();
    }
}

/// What was brought back into a card and is not saved yet.
fn restored_spots(open: &OpenCard) -> Vec<(Spot, String)> {
    let refused = open.refused.borrow();
    let restored = refused.iter().filter(|(_, refused)| refused.restored);
    restored.map(|(spot, refused)| (spot.clone(), refused.typed.clone())).collect()
}

fn field_at<'c>(spot: &Spot, contents: &'c Contents) -> Option<&'c Field> {
    match spot {
        Spot::Field(field) => contents.table.field(*field),
        Spot::Cell(item, _, field) => contents.related.get(item).and_then(|texts| texts.table.field(*field)),
    }
}

fn is_secret(spot: &Spot, contents: &Contents) -> bool {
    field_at(spot, contents).is_some_and(|field| field.kind == FieldKind::Secret)
}

fn restored_label(spot: &Spot, refused: &Refused, contents: &Contents, language: Language) -> String {
    let label = field_at(spot, contents).map(|field| field.label.get(language)).unwrap_or_default();
    let typed: String = refused.typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = language.pick("Atkurtas neįrašytas tekstas", "Text that had not been saved was brought back");
    format!("{words}: {label} – {}", quoted(&typed, language))
}
