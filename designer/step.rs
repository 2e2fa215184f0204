//! What a step of the history is called.

use model::{ids::ItemId, language::Language, rules::words::plural};

macro_rules! steps {
    ($($variant:ident $key:literal $lt:literal $en:literal)*) => {
        /// What a user did, in one word of the history; its key is kept with the journal.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[allow(missing_docs, reason = "the words for people say it")]
        pub enum StepKey { $($variant),* }

        impl StepKey {
            /// Every step there is.
            pub const ALL: &[StepKey] = &[$(StepKey::$variant),*];

            /// The plain key by which it is kept.
            pub fn key(self) -> &'static str {
                match self { $(StepKey::$variant => $key),* }
            }

            /// The step of a plain key.
            pub fn named(key: &str) -> Option<StepKey> {
                match key { $($key => Some(StepKey::$variant),)* _ => None }
            }

            /// The words for people.
            pub fn text(self, language: Language) -> &'static str {
                match self { $(StepKey::$variant => language.pick($lt, $en)),* }
            }
        }
    };
}

steps! {
    Place "place" "Įdėjimas" "Placed"
    Paste "paste" "Įklijavimas" "Pasted"
    Duplicate "duplicate" "Dubliavimas" "Duplicated"
    Copy "copy" "Kopijavimas" "Copied"
    Move "move" "Perkėlimas" "Moved"
    Bring "bring" "Perkėlimas į kitą vietą" "Moved elsewhere"
    Resize "resize" "Dydžio keitimas" "Resized"
    Fit "fit" "Dydis pagal turinį" "Fitted to contents"
    Split "split" "Pavadinimo pločio keitimas" "Label resized"
    Delete "delete" "Išėmimas" "Taken out"
    Cut "cut" "Iškirpimas" "Cut"
    Unwrap "unwrap" "Rėmelio pašalinimas" "Frame removed"
    Wrap "wrap" "Įdėjimas į rėmelį" "Put into a frame"
    AlignLeft "align-left" "Lygiavimas kairėje" "Aligned left"
    AlignCentre "align-centre" "Lygiavimas per vidurį" "Aligned centres"
    AlignRight "align-right" "Lygiavimas dešinėje" "Aligned right"
    AlignTop "align-top" "Lygiavimas viršuje" "Aligned tops"
    AlignMiddle "align-middle" "Lygiavimas per vidurio liniją" "Aligned middles"
    AlignBottom "align-bottom" "Lygiavimas apačioje" "Aligned bottoms"
    AlignBaseline "align-baseline" "Lygiavimas pagal tekstą" "Aligned baselines"
    SameWidth "same-width" "Vienodas plotis" "Same width"
    SameHeight "same-height" "Vienodas aukštis" "Same height"
    SameSize "same-size" "Vienodas dydis" "Same size"
    Distribute "distribute" "Vienodi tarpai" "Distributed"
    TidyUp "tidy-up" "Sutvarkymas" "Tidied up"
    ToFront "to-front" "Perkėlimas į priekį" "Brought to front"
    ToBack "to-back" "Perkėlimas į galą" "Sent to back"
    Forward "forward" "Perkėlimas pirmyn" "Brought forward"
    Backward "backward" "Perkėlimas atgal" "Sent backward"
    Group "group" "Grupavimas" "Grouped"
    Ungroup "ungroup" "Išgrupavimas" "Ungrouped"
    Lock "lock" "Užrakinimas" "Locked"
    Unlock "unlock" "Atrakinimas" "Unlocked"
    Hide "hide" "Paslėpimas" "Hidden"
    Show "show" "Parodymas" "Shown"
    NewPage "new-page" "Naujas skirtukas" "New tab"
    PageOrder "page-order" "Skirtukų tvarka" "Order of tabs"
    Size "size" "Kortelės dydis" "Size of the card"
    GuideAdd "guide-add" "Nauja pagalbinė linija" "New guide"
    GuideMove "guide-move" "Pagalbinės linijos perkėlimas" "Guide moved"
    GuideRemove "guide-remove" "Pagalbinės linijos pašalinimas" "Guide removed"
    TabOrder "tab-order" "Laukų eilės tvarka" "Tab order"
    Label "label" "Pavadinimo keitimas" "Label changed"
    LabelPlace "label-place" "Pavadinimo vieta" "Label placed"
    Anchors "anchors" "Pritvirtinimas prie kraštų" "Anchors changed"
    Limits "limits" "Mažiausias ir didžiausias dydis" "Least and most size"
    Condition "condition" "Sąlygos keitimas" "Condition changed"
    Colour "colour" "Spalvos keitimas" "Colour changed"
    Columns "columns" "Stulpelių keitimas" "Columns changed"
    NewField "new-field" "Naujas laukas" "New field"
    ReplaceField "replace-field" "Lauko pakeitimas kitu" "Field replaced"
    Property "property" "Savybės keitimas" "Property changed"
    Reset "reset" "Grąžinta pradinė reikšmė" "Reset to default"
    Settings "settings" "Kortelės nustatymai" "Settings of the card"
    Repair "repair" "Pataisymas" "Repaired"
    Restore "restore" "Pradinio išdėstymo grąžinimas" "Delivered layout restored"
}

/// A step of the history.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// What was done.
    pub key: StepKey,
    /// To how many objects; 0: to the document.
    pub count: usize,
    /// The object, or the first of them, for its name.
    pub about: Option<ItemId>,
}

impl Step {
    /// What was done to these objects.
    pub fn new(key: StepKey, ids: &[ItemId]) -> Step {
        Step { key, count: ids.len(), about: ids.first().copied() }
    }

    /// The words for people, with the number of objects where there are several.
    pub fn text(&self, language: Language) -> String {
        let words = self.key.text(language);
        match (self.count, language) {
            (0 | 1, _) => words.to_owned(),
            (count, Language::Lt) => {
                format!("{words}: {count} {}", plural(count as u64, "objektas", "objektai", "objektų"))
            }
            (count, Language::En) => format!("{words}: {count} objects"),
        }
    }
}
