//! The keyboard on the canvas: everything the pointer does can be done by it.

use super::Designing;
use crate::App;
use designer::{Direction, Modifiers};
use slint::{SharedString, platform::Key};
use std::rc::Rc;

fn is(text: &str, key: Key) -> bool {
    text == SharedString::from(key).as_str()
}

impl App {
    /// A key was pressed on the canvas; `false`: it means nothing here.
    pub(super) fn canvas_key(self: &Rc<App>, text: &str, keys: Modifiers) -> bool {
        if is(text, Key::Escape) {
            self.step_out();
            return true;
        }
        if is(text, Key::F1) || is(text, Key::F10) {
            return false;
        }
        if (is(text, Key::Return) || text == " ") && !keys.ctrl && self.number_selected() {
            return true;
        }
        if text == " " && !keys.ctrl {
            self.designing(|designing| designing.pointer.space = true);
            return true;
        }
        if keys.ctrl {
            return self.control_key(&text.to_lowercase(), keys);
        }
        let direction = [
            (Key::LeftArrow, Direction::Left),
            (Key::RightArrow, Direction::Right),
            (Key::UpArrow, Direction::Up),
            (Key::DownArrow, Direction::Down),
        ];
        if let Some((_, direction)) = direction.into_iter().find(|(key, _)| is(text, *key)) {
            self.arrow(direction, keys);
            return true;
        }
        let command = if is(text, Key::Tab) {
            "next"
        } else if is(text, Key::Backtab) {
            "previous"
        } else if is(text, Key::Delete) || is(text, Key::Backspace) {
            "delete"
        } else if is(text, Key::F2) {
            "rename"
        } else if is(text, Key::F4) {
            "done"
        } else if is(text, Key::F6) {
            "panel"
        } else if is(text, Key::Return) {
            "inspect"
        } else if is(text, Key::Menu) || (is(text, Key::F10) && keys.shift) {
            "menu"
        } else if text == "+" || text == "=" {
            "zoom-in"
        } else if text == "-" {
            "zoom-out"
        } else {
            return false;
        };
        self.design_command(command);
        true
    }

    fn control_key(self: &Rc<App>, text: &str, keys: Modifiers) -> bool {
        let directions = [
            (Key::LeftArrow, Direction::Left),
            (Key::RightArrow, Direction::Right),
            (Key::UpArrow, Direction::Up),
            (Key::DownArrow, Direction::Down),
        ];
        if let Some((_, direction)) = directions.into_iter().find(|(key, _)| is(text, *key)) {
            self.arrow(direction, keys);
            return true;
        }
        let command = match (text, keys.shift) {
            ("z", false) => return self.then(|app| app.design_undo()),
            ("z", true) | ("y", _) => return self.then(|app| app.design_redo()),
            ("a", _) => "all",
            ("c", _) => "copy",
            ("x", _) => "cut",
            ("v", _) => "paste",
            ("d", _) => "duplicate",
            ("g", false) => "group",
            ("g", true) => "ungroup",
            ("l", false) => "lock",
            ("l", true) => "unlock",
            ("h", _) => "hide",
            ("f", true) => "wrap",
            ("f", false) => "find",
            ("]", false) => "forward",
            ("]" | "}", _) => "front",
            ("[", false) => "backward",
            ("[" | "{", _) => "back",
            ("0", _) => "zoom-fit",
            ("1", _) => "zoom-100",
            ("2", _) => "zoom-selection",
            ("+" | "=", _) => "zoom-in",
            ("-", _) => "zoom-out",
            ("t", _) => "order",
            ("e", _) => "try",
            _ => return false,
        };
        self.design_command(command);
        true
    }

    fn then(self: &Rc<App>, run: impl FnOnce(&Rc<App>)) -> bool {
        run(self);
        true
    }

    /// An arrow key: moves what is selected; where nothing is, the canvas.
    fn arrow(self: &Rc<App>, direction: Direction, keys: Modifiers) {
        let nothing = self.designing(|designing| designing.session.selection().is_empty()).unwrap_or(true);
        if nothing {
            let by = if keys.shift { 200.0 } else { 40.0 };
            let (dx, dy) = match direction {
                Direction::Left => (by, 0.0),
                Direction::Right => (-by, 0.0),
                Direction::Up => (0.0, by),
                Direction::Down => (0.0, -by),
            };
            self.pan_by(dx, dy);
            return;
        }
        if !self.can_design() {
            self.may_write();
            return;
        }
        // A key that is held is one step, saved when it is let go.
        let again = self.design.held.get() == Some((direction, keys));
        if !again {
            self.save_held();
        }
        let result = self.designing(|designing| {
            let Designing { session, measure, .. } = designing;
            if again {
                session.arrow_again(direction, keys, &*measure)
            } else {
                session.arrow(direction, keys, &*measure)
            }
        });
        match result {
            Some(Ok(applied)) => {
                if applied.is_change() {
                    self.design.held.set(Some((direction, keys)));
                    self.design.unsaved.set(Some(applied.step));
                }
                self.show_design();
            }
            Some(Err(refusal)) => self.refuse(&refusal),
            None => {}
        }
    }

    /// A key was let go on the canvas.
    pub(super) fn canvas_key_released(self: &Rc<App>, text: &str) {
        if text == " " {
            self.designing(|designing| designing.pointer.space = false);
        }
        let arrows = [Key::LeftArrow, Key::RightArrow, Key::UpArrow, Key::DownArrow];
        if arrows.into_iter().any(|key| is(text, key)) {
            self.save_held();
        }
    }

    /// What an arrow key that was held came to is saved.
    pub(super) fn save_held(self: &Rc<App>) {
        self.design.held.set(None);
        if let Some(step) = self.design.unsaved.take() {
            self.save_step(step);
        }
    }

    /// Esc: ends what is under way, then selects the container, then nothing, then leaves the designer.
    fn step_out(self: &Rc<App>) {
        if self.cancel_gesture() {
            return;
        }
        if self.designing(|designing| designing.trying) == Some(true) {
            return self.design_command("try");
        }
        if self.designing(|designing| designing.ordering.is_some()) == Some(true) {
            return self.design_command("order");
        }
        if self.designing(|designing| designing.looked_at.is_some()) == Some(true) {
            return self.design_preset("");
        }
        let selected = self.designing(|designing| {
            let had = !designing.session.selection().is_empty();
            designing.session.select_container();
            had
        });
        if selected == Some(true) { self.show_selection() } else { self.close_designer() }
    }
}
