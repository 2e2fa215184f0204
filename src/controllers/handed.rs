//! What other programs of this user ask of the window: a second start, a double-clicked file, the command line.

use crate::{App, inbox::Inbox, worker::Reply};
use engine::Engine;
use handover::{Call, Command, Owner, Request, Running, Silent};
use model::changes::Changes;
use slint::{ComponentHandle as _, winit_030::WinitWindowAccessor as _};
use std::{
    ffi::OsString,
    fs,
    io::Write as _,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    rc::Rc,
    sync::Arc,
    thread,
};
use ui::DialogApi;

/// Output that the system takes at once, whether the caller reads it or not.
const SHORT: usize = 32 << 10;

/// The command line's use cases, for commands on the base that is open here.
#[derive(Clone, Copy)]
pub struct Commands {
    /// Whether a command may write into its base.
    pub writes: fn(&[OsString]) -> bool,
    /// Carries out a command for a caller in a folder; writes its output and errors, returns its exit.
    pub run: RunOn,
}

/// Carries out a command on an open base.
pub type RunOn = fn(&Arc<Engine>, &[OsString], &Path, &mut dyn std::io::Write, &mut dyn std::io::Write) -> u8;

/// How a command went.
struct Ran {
    exit: u8,
    out: Vec<u8>,
    err: Vec<u8>,
    changes: Changes,
}

impl Reply for Ran {
    fn broken_off() -> Ran {
        let language = crate::app::system_language();
        let words = language.pick(
            "Programos klaida: komanda nutrūko. Visa, kas išsaugota anksčiau, yra.",
            "An error of the program: the command broke off. Everything saved before is there.",
        );
        Ran { exit: 1, out: Vec::new(), err: format!("{words}\n").into_bytes(), changes: Changes::default() }
    }
}

impl App {
    /// Answers other programs from now on, as the one window of its screen.
    ///
    /// # Errors
    /// Where no thread can be had.
    pub fn serve(self: &Rc<App>, owner: &Owner, commands: Commands) -> std::io::Result<()> {
        let calls = Inbox::default();
        let inbox = calls.clone();
        owner.listen(move |call| inbox.put(call))?;
        slint::Timer::single_shot(std::time::Duration::ZERO, owner.ready());
        let weak = Rc::downgrade(self);
        self.spawn(async move {
            loop {
                let call = calls.next().await;
                let Some(app) = weak.upgrade() else { break };
                app.answer(call, commands);
            }
        });
        Ok(())
    }

    /// Does what another program asks.
    pub fn answer(self: &Rc<App>, call: Call, commands: Commands) {
        match call.request.clone() {
            Request::Show { base } => {
                call.take();
                self.come_to_front();
                if let Some(base) = base {
                    // A question about the base that is open is not one about another.
                    self.ui.global::<DialogApi<'_>>().set_visible(false);
                    self.open_base(base.into());
                }
            }
            Request::Command(command) => match self.engine().filter(|engine| is_at(engine, &command)) {
                Some(engine) => self.carry_out(engine, command, call, commands),
                None => call.decline(),
            },
        }
    }

    /// Starts beside a window that is open and does not answer, and says so.
    pub(crate) fn start_beside(self: &Rc<App>, silent: Silent) {
        let language = self.language();
        let title = language.pick("Kitas langas neatsako", "Another window does not answer");
        self.show_start(Some((title.to_owned(), silent.message(language))));
    }

    /// Shows the window before others.
    pub(crate) fn come_to_front(&self) {
        let window = self.ui.window();
        window.set_minimized(false);
        window.with_winit_window(|window| {
            window.focus_window();
            // Where the desktop lets no window come forward by itself it is at least marked.
            window.request_user_attention(Some(slint::winit_030::winit::window::UserAttentionType::Informational));
        });
    }

    /// What only reads runs beside the window's own work; what writes waits for its turn, and the screen follows it.
    fn carry_out(self: &Rc<App>, engine: Arc<Engine>, command: Command, call: Call, commands: Commands) {
        let Some(running) = call.begin() else { return };
        if !(commands.writes)(&command.arguments) {
            // Without a thread the caller hears that the window broke off.
            let _ =
                thread::Builder::new().name("command".into()).spawn(move || read(&engine, &command, running, commands));
            return;
        }
        let app = self.clone();
        self.spawn(async move {
            let words = app.language().pick("Vykdoma komanda…", "A command is running…");
            let of = engine.clone();
            let ran = app
                .work(words, move || {
                    let (mut out, mut err) = (Vec::new(), Vec::new());
                    let directory = Path::new(&command.directory);
                    let (exit, changes) =
                        of.gather_changes(|| (commands.run)(&of, &command.arguments, directory, &mut out, &mut err));
                    Ran { exit, out, err, changes }
                })
                .await;
            if !ran.changes.is_empty() && app.engine().is_some_and(|now| Arc::ptr_eq(&now, &engine)) {
                app.settle_toasts();
                app.changed(&ran.changes);
                app.show_saved();
            }
            if ran.out.len() + ran.err.len() <= SHORT {
                return tell(&ran, running);
            }
            // A caller that reads slowly must not hold up the window.
            let _ = thread::Builder::new().name("command".into()).spawn(move || tell(&ran, running));
        });
    }
}

fn read(engine: &Arc<Engine>, command: &Command, running: Running, commands: Commands) {
    let (mut out, mut err) = (running.out(), running.err());
    let directory = Path::new(&command.directory);
    let run = || (commands.run)(engine, &command.arguments, directory, &mut out, &mut err);
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(exit) => running.end(exit),
        Err(_) => tell(&Ran::broken_off(), running),
    }
}

fn tell(ran: &Ran, running: Running) {
    // A caller that has gone does not need to know.
    let _ = running.out().write_all(&ran.out).and_then(|()| running.err().write_all(&ran.err));
    running.end(ran.exit);
}

/// Whether a command is about the base that is open.
fn is_at(engine: &Engine, command: &Command) -> bool {
    engine.path().and_then(|path| fs::canonicalize(path).ok()).is_some_and(|path| path.as_os_str() == command.base)
}
