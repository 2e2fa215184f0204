//! Why something cannot be done, as a sentence for people.

use model::{
    ids::ItemId,
    language::{Label, Language},
};

/// Why the document was left as it is.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    /// There is no such item.
    #[error("no item {0}")]
    Unknown(ItemId),
    /// Two items would have one id.
    #[error("item {0} twice")]
    Twice(ItemId),
    /// An item would lie in what is no container, or stand before it.
    #[error("item {0} lies in no container before it")]
    NoContainer(ItemId),
    /// A container would lie in itself.
    #[error("item {0} would lie in itself")]
    InItself(ItemId),
    /// A size or a place out of all bounds.
    #[error("out of bounds")]
    OutOfBounds,
    /// Another document.
    #[error("another document")]
    AnotherDocument,
    /// Everything that was meant is locked.
    #[error("locked")]
    Locked,
    /// Nothing is selected.
    #[error("nothing is selected")]
    NothingSelected,
    /// So many have to be selected.
    #[error("at least {0} needed")]
    TooFew(usize),
    /// What was meant is nothing that can be changed so.
    #[error("nothing to change")]
    NothingToChange,
    /// The clipboard holds nothing for this document.
    #[error("not for this document")]
    NotForHere,
    /// The clipboard holds something broken.
    #[error("clipboard cannot be read")]
    Unreadable,
    /// The kind of document does not allow it.
    #[error("{}", .0.en)]
    Said(Label),
}

impl Refusal {
    /// A refusal with a sentence of its own.
    pub fn said(lt: impl Into<String>, en: impl Into<String>) -> Refusal {
        Refusal::Said(Label::new(lt, en))
    }

    /// The sentence for people.
    pub fn message(&self, language: Language) -> String {
        let (lt, en) = match self {
            Refusal::Unknown(_) => ("Šio objekto čia nebėra.", "This object is no longer here."),
            Refusal::Twice(_) => ("Toks objektas čia jau yra.", "This object is here already."),
            Refusal::NoContainer(_) => ("Čia objekto padėti negalima.", "The object cannot be put here."),
            Refusal::InItself(_) => ("Objekto negalima įdėti į jį patį.", "An object cannot be put into itself."),
            Refusal::OutOfBounds => ("Tokio dydžio arba tokios vietos būti negali.", "There is no such size or place."),
            Refusal::AnotherDocument => ("Tai kitas išdėstymas.", "This is another layout."),
            Refusal::Locked => {
                ("Objektas užrakintas. Pirmiausia jį atrakinkite.", "The object is locked. Unlock it first.")
            }
            Refusal::NothingSelected => ("Pirmiausia pažymėkite objektą.", "Select an object first."),
            Refusal::TooFew(2) => ("Pažymėkite bent du objektus.", "Select at least two objects."),
            Refusal::TooFew(_) => ("Pažymėkite bent tris objektus.", "Select at least three objects."),
            Refusal::NothingToChange => ("Čia nėra ko keisti.", "There is nothing to change here."),
            Refusal::NotForHere => {
                ("Iškarpinėje nėra nieko, ką būtų galima čia įklijuoti.", "There is nothing to paste here.")
            }
            Refusal::Unreadable => ("Iškarpinės turinio perskaityti nepavyko.", "The clipboard could not be read."),
            Refusal::Said(label) => return label.get(language).to_owned(),
        };
        language.pick(lt, en).to_owned()
    }
}
