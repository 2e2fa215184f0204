//! What the choice lists need and markup cannot do: walking over a list.

use slint::{ComponentHandle, Model, ModelRc, SharedString, VecModel};

use crate::{ChoiceData, MainWindow, Overlay};

/// Gives the window's own controls the functions they need; to be called once, right after the window was made.
pub fn connect_widgets(window: &MainWindow) {
    let overlay = window.global::<Overlay>();
    overlay.on_filtered(|choices, typed| filtered(&choices, &typed));
    overlay.on_index_of_label(|choices, label| {
        choices.iter().position(|choice| choice.label == label).map_or(-1, |at| i32::try_from(at).unwrap_or(-1))
    });
    overlay.on_choices_of(|labels| {
        let choices = labels.iter().enumerate().map(|(at, label)| ChoiceData {
            id: SharedString::from(at.to_string()),
            label,
            ..ChoiceData::default()
        });
        ModelRc::new(VecModel::from(choices.collect::<Vec<_>>()))
    });
}

fn filtered(choices: &ModelRc<ChoiceData>, typed: &str) -> ModelRc<ChoiceData> {
    ModelRc::new(VecModel::from(choices.iter().filter(|choice| matches(&choice.label, typed)).collect::<Vec<_>>()))
}

/// One of the label's words begins with what was typed, upper or lower case, with or without Lithuanian marks.
fn matches(label: &str, typed: &str) -> bool {
    let typed = plain(typed);
    let label = plain(label);
    label.starts_with(&typed)
        || label.split(|letter: char| !letter.is_alphanumeric()).any(|word| word.starts_with(&typed))
}

fn plain(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|letter| match letter {
            'ą' => 'a',
            'č' => 'c',
            'ę' | 'ė' => 'e',
            'į' => 'i',
            'š' => 's',
            'ų' | 'ū' => 'u',
            'ž' => 'z',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(label: &str, typed: &str, expected: bool) {
        assert_eq!(matches(label, typed), expected, "{label} / {typed}");
    }

    #[test]
    fn a_choice_is_found_by_the_beginning_of_any_of_its_words() {
        check("Kilogramas", "kilo", true);
        check("Kilogramas", "gramas", false);
        check("Įmonės kodas", "kod", true);
        check("Products and services", "ser", true);
        check("Lithuania (LT)", "lt", true);
        check("Anything", "", true);
    }

    #[test]
    fn lithuanian_marks_and_capitals_may_be_left_out() {
        check("Žemės ūkis", "zem", true);
        check("Žemės ūkis", "ŪKI", true);
        check("Įmonė", "imone", true);
        check("Imonė", "į", true);
    }
}
