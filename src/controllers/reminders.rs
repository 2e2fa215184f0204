//! Reminders: a quiet panel in the window, and the system's notifications. Only for the person of this computer, and each once.

use crate::{App, dates, shown::Shown};
use chrono::NaiveDateTime;
use engine::AgendaItem;
use model::ids::RecordId;
use slint::{ComponentHandle as _, ModelRc, SharedString, Timer, TimerMode, VecModel};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};
use ui::{ReminderData, RemindersApi};

/// How often the window looks at the clock.
const EVERY: Duration = Duration::from_secs(20);
/// Reminders that stand in the panel; the others are counted.
const STACKED: usize = 3;

/// What reminds now.
#[derive(Default)]
pub(crate) struct ReminderDesk {
    shown: RefCell<Option<Shown>>,
    /// When the next one is due; until then nobody is asked.
    next: Cell<Option<NaiveDateTime>>,
    /// The day the page of today was made for.
    day: Cell<Option<chrono::NaiveDate>>,
    stacked: RefCell<Vec<AgendaItem>>,
    timer: Timer,
}

impl App {
    pub(crate) fn connect_reminders(self: &Rc<App>) {
        let api = self.ui.global::<RemindersApi<'_>>();
        api.set_reminders(ModelRc::default());
        api.on_done(forward!(self, |app, index| {
            if let Some(item) = app.take_reminder(index) {
                app.finish(item.link.record, item.title, None);
            }
        }));
        api.on_snoozed(forward!(self, |app, index, choice| {
            if let Some(item) = app.take_reminder(index) {
                app.snooze(item.link.record, &choice);
            }
        }));
        api.on_opened(forward!(self, |app, index| {
            if let Some(item) = app.take_reminder(index) {
                app.commit_pending();
                app.open_record(item.link.table, item.link.record);
            }
        }));
        api.on_called(forward!(self, |app, index| app.call_reminder(index)));
        api.on_today_wanted(forward!(self, |app| {
            app.dismiss_reminders();
            app.commit_pending();
            app.open_today();
        }));
        api.on_dismissed(forward!(self, |app| app.dismiss_reminders()));
        let weak = Rc::downgrade(self);
        self.reminders.timer.start(TimerMode::Repeated, EVERY, move || {
            if let Some(app) = weak.upgrade() {
                app.look_at_the_clock();
            }
        });
    }

    /// A base was opened: what was shown of it on this computer is known again, and what came meanwhile is shown at once.
    pub(crate) fn begin_reminders(self: &Rc<App>) {
        let Some(engine) = self.engine() else { return };
        let folder = self.settings.borrow().state().map(std::path::Path::to_owned);
        *self.reminders.shown.borrow_mut() = Some(Shown::of(engine.base_id(), folder.as_deref()));
        self.reminders.day.set(Some(engine.today()));
        self.look_for_reminders();
    }

    /// Lets go of what belongs to the base.
    pub(crate) fn close_reminders(&self) {
        *self.reminders.shown.borrow_mut() = None;
        self.reminders.next.set(None);
        self.dismiss_reminders();
    }

    fn look_at_the_clock(self: &Rc<App>) {
        let Some(engine) = self.engine() else { return };
        let now = engine.now();
        if self.page() == ui::Page::Calendar {
            self.show_now();
        }
        if self.reminders.day.replace(Some(now.date())) != Some(now.date()) {
            // Midnight has passed: what was tomorrow is today.
            self.show_today();
            self.refresh_plans();
        }
        if self.reminders.next.get().is_some_and(|next| next <= now) {
            self.look_for_reminders();
            self.refresh_plans();
        }
    }

    /// Asks what is due, shows what was not shown yet, and remembers when to ask again.
    pub(crate) fn look_for_reminders(self: &Rc<App>) {
        let Some(engine) = self.engine().filter(|_| self.reminders.shown.borrow().is_some()) else { return };
        let (app, language, me) = (self.clone(), self.language(), self.me());
        self.spawn(async move {
            let base = engine.base_id();
            let asked = engine.clone();
            let words = language.pick("Tikrinami priminimai…", "Looking for reminders…");
            let Ok(found) = app.work(words, move || asked.reminders(me)).await else { return };
            if app.engine().is_none_or(|engine| engine.base_id() != base) {
                return;
            }
            app.reminders.next.set(found.next);
            app.drop_stale(&found.due);
            let new = app.reminders.shown.borrow_mut().as_mut().map(|shown| shown.take_new(&found.due));
            let new = new.unwrap_or_default();
            if new.is_empty() {
                return;
            }
            let words = language.pick("Skaitomi priminimai…", "Reading reminders…");
            let read = move || {
                let items = new.into_iter().map(|(event, _)| engine.agenda_item(event, language));
                Ok(items.collect::<engine::Result<Vec<_>>>()?.into_iter().flatten().collect::<Vec<_>>())
            };
            match app.work(words, read).await {
                Ok(items) => app.remind(items),
                Err(error) => app.complain(&error),
            }
        });
    }

    /// What is done, put off or gone meanwhile leaves the panel.
    fn drop_stale(&self, due: &[(RecordId, NaiveDateTime)]) {
        let is_due = |item: &AgendaItem| due.iter().any(|(event, _)| *event == item.link.record);
        self.reminders.stacked.borrow_mut().retain(is_due);
        self.show_reminders();
    }

    fn remind(&self, items: Vec<AgendaItem>) {
        let language = self.language();
        let said = items.iter().map(|item| {
            let who = item.client.as_ref().map(|(_, name)| name.as_str());
            [Some(dates::clock(item.time).as_str()).filter(|time| !time.is_empty()), Some(item.title.as_str()), who]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · ")
        });
        let said: Vec<String> = said.collect();
        let title = match said.len() {
            1 => language.pick("Priminimas", "Reminder").to_owned(),
            count => format!("{}: {count}", language.pick("Priminimai", "Reminders")),
        };
        let window = self.ui.as_weak();
        let opened = move || {
            // The window may be gone by then.
            let _ = window.upgrade_in_event_loop(|window| window.window().set_minimized(false));
        };
        let text = said.iter().take(5).cloned().collect::<Vec<_>>().join("\n");
        self.dialogs.notify(&title, &text, Box::new(opened));
        let mut stacked = self.reminders.stacked.borrow_mut();
        stacked.retain(|old| items.iter().all(|new| new.link != old.link));
        stacked.splice(0..0, items);
        drop(stacked);
        self.show_reminders();
    }

    pub(crate) fn show_reminders(&self) {
        let (Some(engine), language) = (self.engine(), self.language()) else { return };
        let stacked = self.reminders.stacked.borrow();
        let today = engine.today();
        let data = stacked.iter().take(STACKED).map(|item| {
            let names = [&item.client, &item.contact].into_iter().flatten().map(|(_, name)| name.as_str());
            let day = if item.day == today { String::new() } else { dates::near_day(item.day, today, language) };
            ReminderData {
                title: item.title.as_str().into(),
                detail: names.collect::<Vec<_>>().join(" · ").into(),
                time: format!("{day} {}", dates::clock(item.time)).trim().into(),
                phone: item.phone.as_str().into(),
            }
        });
        let api = self.ui.global::<RemindersApi<'_>>();
        api.set_reminders(ModelRc::new(VecModel::from(data.collect::<Vec<_>>())));
        let more = stacked.len().saturating_sub(STACKED);
        let words = match language {
            model::language::Language::Lt => slint::format!("Dar {more} – rodyti šios dienos puslapyje"),
            model::language::Language::En => slint::format!("{more} more – show the page of today"),
        };
        api.set_more(if more > 0 { words } else { SharedString::new() });
    }

    fn take_reminder(&self, index: i32) -> Option<AgendaItem> {
        let index = usize::try_from(index).ok()?;
        let mut stacked = self.reminders.stacked.borrow_mut();
        let item = (index < stacked.len()).then(|| stacked.remove(index));
        drop(stacked);
        self.show_reminders();
        item
    }

    fn call_reminder(&self, index: i32) {
        let phone = usize::try_from(index)
            .ok()
            .and_then(|index| self.reminders.stacked.borrow().get(index).map(|item| item.phone.clone()));
        if let Some(phone) = phone {
            self.call(&phone);
        }
    }

    fn dismiss_reminders(&self) {
        self.reminders.stacked.borrow_mut().clear();
        let api = self.ui.global::<RemindersApi<'_>>();
        api.set_reminders(ModelRc::default());
        api.set_more(SharedString::new());
    }
}
