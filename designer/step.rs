//! What a step of the history is called.

use model::{ids::ItemId, language::Language, rules::words::plural};
use serde::{Deserialize, Serialize};

macro_rules! steps {
    ($($variant:ident $lt:literal $en:literal)*) => {
        /// What a user did, in one word of the history; its key is kept with the journal.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(missing_docs, reason = "the words for people say it")]
        pub enum StepKey { $($variant),* }

        impl StepKey {
            /// Every step there is.
            pub const ALL: &[StepKey] = &[$(StepKey::$variant),*];

            /// The words for people.
            pub fn text(self, language: Language) -> &'static str {
                match self { $(StepKey::$variant => language.pick($lt, $en)),* }
            }
        }
    };
}

steps! {
    Place "Įdėjimas" "Placed"
    Paste "Įklijavimas" "Pasted"
    Duplicate "Dubliavimas" "Duplicated"
    Copy "Kopijavimas" "Copied"
    Move "Perkėlimas" "Moved"
    Bring "Perkėlimas į kitą vietą" "Moved elsewhere"
    Resize "Dydžio keitimas" "Resized"
    Fit "Dydis pagal turinį" "Fitted to contents"
    Split "Pavadinimo pločio keitimas" "Label resized"
    Delete "Išėmimas" "Taken out"
    Cut "Iškirpimas" "Cut"
    Unwrap "Rėmelio pašalinimas" "Frame removed"
    Wrap "Įdėjimas į rėmelį" "Put into a frame"
    AlignLeft "Lygiavimas kairėje" "Aligned left"
    AlignCentre "Lygiavimas per vidurį" "Aligned centres"
    AlignRight "Lygiavimas dešinėje" "Aligned right"
    AlignTop "Lygiavimas viršuje" "Aligned tops"
    AlignMiddle "Lygiavimas per vidurio liniją" "Aligned middles"
    AlignBottom "Lygiavimas apačioje" "Aligned bottoms"
    AlignBaseline "Lygiavimas pagal tekstą" "Aligned baselines"
    SameWidth "Vienodas plotis" "Same width"
    SameHeight "Vienodas aukštis" "Same height"
    SameSize "Vienodas dydis" "Same size"
    Distribute "Vienodi tarpai" "Distributed"
    TidyUp "Sutvarkymas" "Tidied up"
    ToFront "Perkėlimas į priekį" "Brought to front"
    ToBack "Perkėlimas į galą" "Sent to back"
    Forward "Perkėlimas pirmyn" "Brought forward"
    Backward "Perkėlimas atgal" "Sent backward"
    Group "Grupavimas" "Grouped"
    Ungroup "Išgrupavimas" "Ungrouped"
    Lock "Užrakinimas" "Locked"
    Unlock "Atrakinimas" "Unlocked"
    Hide "Paslėpimas" "Hidden"
    Show "Parodymas" "Shown"
    NewPage "Naujas skirtukas" "New tab"
    PageOrder "Skirtukų tvarka" "Order of tabs"
    Size "Kortelės dydis" "Size of the card"
    GuideAdd "Nauja pagalbinė linija" "New guide"
    GuideMove "Pagalbinės linijos perkėlimas" "Guide moved"
    GuideRemove "Pagalbinės linijos pašalinimas" "Guide removed"
    TabOrder "Laukų eilės tvarka" "Tab order"
    Label "Pavadinimo keitimas" "Label changed"
    LabelPlace "Pavadinimo vieta" "Label placed"
    Anchors "Pritvirtinimas prie kraštų" "Anchors changed"
    Limits "Mažiausias ir didžiausias dydis" "Least and most size"
    Condition "Sąlygos keitimas" "Condition changed"
    Colour "Spalvos keitimas" "Colour changed"
    Columns "Stulpelių keitimas" "Columns changed"
    NewField "Naujas laukas" "New field"
    ReplaceField "Lauko pakeitimas kitu" "Field replaced"
    Property "Savybės keitimas" "Property changed"
    Reset "Grąžinta pradinė reikšmė" "Reset to default"
    Settings "Kortelės nustatymai" "Settings of the card"
    Repair "Pataisymas" "Repaired"
    Restore "Pradinio išdėstymo grąžinimas" "Delivered layout restored"
}

/// A step of the history.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
