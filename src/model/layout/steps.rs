//! What a step of designing is called.

use crate::language::Language;

/// Each key with its words.
const WORDS: &[(&str, &str, &str)] = &[
    ("place", "įdėta laukų", "fields placed"),
    ("move", "perkelta", "moved"),
    ("resize", "pakeistas dydis", "resized"),
    ("insert", "įdėta", "inserted"),
    ("delete", "išimta", "taken out"),
    ("reparent", "perkelta į kitą grupę", "moved into another group"),
    ("align", "sulygiuota", "aligned"),
    ("same-size", "suvienodinti dydžiai", "made the same size"),
    ("distribute", "išdėstyta vienodais tarpais", "distributed"),
    ("tidy", "sutvarkyta", "tidied up"),
    ("order", "pakeista eilė", "order changed"),
    ("group", "sugrupuota", "grouped"),
    ("ungroup", "išgrupuota", "ungrouped"),
    ("lock", "užrakinta", "locked"),
    ("unlock", "atrakinta", "unlocked"),
    ("hide", "paslėpta", "hidden"),
    ("show", "parodyta", "shown"),
    ("change", "pakeista", "changed"),
    ("label", "pakeistas užrašas", "label changed"),
    ("condition", "pakeista sąlyga", "condition changed"),
    ("duplicate", "padvigubinta", "duplicated"),
    ("paste", "įklijuota", "pasted"),
    ("wrap", "apgaubta grupe", "put into a group"),
    ("pages", "pakeisti skirtukai", "tabs changed"),
    ("size", "pakeistas kortelės dydis", "size of the card changed"),
    ("guides", "pakeistos kreipiamosios", "guides changed"),
    ("tab-order", "pakeista Tab eilė", "tab order changed"),
    ("anchors", "pakeisti tvirtinimai", "anchors changed"),
    ("columns", "pakeisti stulpeliai", "columns changed"),
    ("new-field", "naujas laukas", "new field"),
    ("replace", "laukas pakeistas kitu", "field replaced"),
    ("restore", "grąžinta pristatyta kortelė", "delivered card restored"),
    ("new-card", "nauja kortelė", "new card"),
    ("remove-card", "kortelė pašalinta", "card removed"),
    ("fit", "priderinta prie turinio", "fitted to its contents"),
    ("limits", "pakeistos dydžio ribos", "limits of size changed"),
    ("rename-card", "pervadinta", "renamed"),
    ("copy", "kopijavimas", "copied"),
    ("bring", "perkėlimas į kitą vietą", "moved elsewhere"),
    ("split", "pavadinimo pločio keitimas", "label resized"),
    ("cut", "iškirpimas", "cut"),
    ("unwrap", "rėmelio pašalinimas", "frame removed"),
    ("align-left", "lygiavimas kairėje", "aligned left"),
    ("align-centre", "lygiavimas per vidurį", "aligned centres"),
    ("align-right", "lygiavimas dešinėje", "aligned right"),
    ("align-top", "lygiavimas viršuje", "aligned tops"),
    ("align-middle", "lygiavimas per vidurio liniją", "aligned middles"),
    ("align-bottom", "lygiavimas apačioje", "aligned bottoms"),
    ("align-baseline", "lygiavimas pagal tekstą", "aligned baselines"),
    ("same-width", "vienodas plotis", "same width"),
    ("same-height", "vienodas aukštis", "same height"),
    ("tidy-up", "sutvarkymas", "tidied up"),
    ("to-front", "perkėlimas į priekį", "brought to front"),
    ("to-back", "perkėlimas į galą", "sent to back"),
    ("forward", "perkėlimas pirmyn", "brought forward"),
    ("backward", "perkėlimas atgal", "sent backward"),
    ("new-page", "naujas skirtukas", "new tab"),
    ("page-order", "skirtukų tvarka", "order of tabs"),
    ("guide-add", "nauja pagalbinė linija", "new guide"),
    ("guide-move", "pagalbinės linijos perkėlimas", "guide moved"),
    ("guide-remove", "pagalbinės linijos pašalinimas", "guide removed"),
    ("label-place", "pavadinimo vieta", "label placed"),
    ("colour", "spalvos keitimas", "colour changed"),
    ("replace-field", "lauko pakeitimas kitu", "field replaced"),
    ("property", "savybės keitimas", "property changed"),
    ("reset", "grąžinta pradinė reikšmė", "reset to default"),
    ("settings", "kortelės nustatymai", "settings of the card"),
    ("repair", "pataisymas", "repaired"),
    ("use-card", "pakeista, kada naudojama", "when it is used changed"),
];

/// Step keys of which one affects no countable things.
const WHOLE: &[&str] =
    &["size", "guides", "tab-order", "restore", "new-card", "remove-card", "new-field", "rename-card", "use-card"];

/// What a step of designing is called, with how many things it was done to: `perkelta (3)`. `session` are so many steps together;
/// an unknown key is a change.
pub fn step_words(key: &str, count: u64, language: Language) -> String {
    if key == "session" {
        return match language {
            Language::Lt => format!("pertvarkyta ({count} veiksm.)"),
            Language::En => format!("redesigned ({count} steps)"),
        };
    }
    let (_, lt, en) = WORDS.iter().find(|(known, ..)| *known == key).unwrap_or(&("", "pakeista", "changed"));
    let words = language.pick(lt, en);
    match key {
        "place" if count <= 1 => language.pick("įdėtas laukas", "field placed").to_owned(),
        _ if count > 1 && !WHOLE.contains(&key) => format!("{words} ({count})"),
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_have_words_in_both_languages_and_say_how_many() {
        assert_eq!(step_words("move", 3, Language::Lt), "perkelta (3)");
        assert_eq!(step_words("move", 1, Language::En), "moved");
        assert_eq!(step_words("place", 1, Language::Lt), "įdėtas laukas");
        assert_eq!(step_words("session", 12, Language::Lt), "pertvarkyta (12 veiksm.)");
        assert_eq!(step_words("whatever", 1, Language::En), "changed");
        let mut keys: Vec<&str> = WORDS.iter().map(|(key, ..)| *key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), WORDS.len(), "each key once");
    }
}
