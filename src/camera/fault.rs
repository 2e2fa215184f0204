//! What can go wrong with a camera, and what to do about it.

use model::language::Language;

/// Why there is no picture.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// No camera is connected.
    #[error("no camera")]
    None,
    /// The camera that was asked for is not there.
    #[error("no camera {0}")]
    Unknown(String),
    /// Another program has it.
    #[error("the camera is in use")]
    Busy,
    /// The system does not let this program use it.
    #[error("the camera may not be used")]
    Refused,
    /// It went away while it was open.
    #[error("the camera was unplugged")]
    Unplugged,
    /// It sends what is no picture.
    #[error("the camera sends no pictures")]
    Garbage,
    /// It does not answer.
    #[error("the camera does not answer")]
    Silent,
    /// It has no picture of a kind this program reads.
    #[error("the camera has no usable format")]
    NoFormat,
    /// A file or folder that stands for a camera cannot be read.
    #[error("cannot read {0}")]
    Unreadable(String),
    /// Something else; the system's own words.
    #[error("{0}")]
    Other(String),
}

impl Fault {
    /// What happened and what to do, for people.
    pub fn message(&self, language: Language) -> String {
        match self {
            Fault::None => language.pick(
                "Kamera nerasta. Prijunkite ją ir bandykite dar kartą arba pasirinkite nuotrauką iš failo.",
                "No camera was found. Connect one and try again, or choose a photo from a file.",
            ),
            Fault::Unknown(name) => {
                return match language {
                    Language::Lt => format!("Kamera „{name}“ nerasta. Pasirinkite kitą."),
                    Language::En => format!("The camera “{name}” was not found. Choose another one."),
                };
            }
            Fault::Busy => language.pick(
                "Kamerą šiuo metu naudoja kita programa. Užverkite ją (pavyzdžiui, vaizdo pokalbį) ir bandykite dar kartą.",
                "Another program is using the camera. Close it (a video call, for example) and try again.",
            ),
            Fault::Refused => language.pick(
                "Sistema neleidžia naudoti kameros. Leiskite ją sistemos privatumo nustatymuose ir bandykite dar kartą.",
                "The system does not allow the camera to be used. Allow it in the system's privacy settings and try again.",
            ),
            Fault::Unplugged => language.pick(
                "Kamera atjungta. Prijunkite ją ir bandykite dar kartą.",
                "The camera was unplugged. Connect it and try again.",
            ),
            Fault::Garbage => language.pick(
                "Kamera siunčia sugadintą vaizdą. Prijunkite ją iš naujo arba pasirinkite kitą raišką.",
                "The camera sends damaged pictures. Connect it again or choose another resolution.",
            ),
            Fault::Silent => language.pick(
                "Kamera neatsako. Atjunkite ją, prijunkite iš naujo ir bandykite dar kartą.",
                "The camera does not answer. Unplug it, connect it again and try once more.",
            ),
            Fault::NoFormat => language.pick(
                "Ši kamera siunčia vaizdą, kurio programa neskaito. Pasirinkite kitą kamerą.",
                "This camera sends pictures the program cannot read. Choose another camera.",
            ),
            Fault::Unreadable(path) => {
                return match language {
                    Language::Lt => format!("Nepavyko perskaityti „{path}“: reikia paveikslėlių aplanko arba MJPEG failo."),
                    Language::En => format!("“{path}” cannot be read: a folder of pictures or an MJPEG file is needed."),
                };
            }
            Fault::Other(words) => {
                return match language {
                    Language::Lt => format!("Kameros įjungti nepavyko: {words}. Bandykite dar kartą arba pasirinkite kitą."),
                    Language::En => format!("The camera cannot be used: {words}. Try again or choose another one."),
                };
            }
        }
        .to_owned()
    }

    /// What a system's error means, from its words.
    pub fn of_words(words: &str) -> Fault {
        let lower = words.to_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
        if has(&["os error 16", "busy", "0xc00d3704", "0xa00f4243", "in use"]) {
            Fault::Busy
        } else if has(&["os error 13)", "os error 1)", "permission", "denied", "0x80070005", "not authorized"]) {
            Fault::Refused
        } else if has(&["os error 19", "os error 5)", "os error 6)", "os error 2)", "no such device", "0xc00d3ea2"]) {
            Fault::Unplugged
        } else if has(&["fufill", "fulfill", "no format"]) {
            Fault::NoFormat
        } else {
            Fault::Other(words.trim().trim_end_matches('.').to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_s_words_become_faults() {
        let check = |words: &str, expected: Fault| assert_eq!(Fault::of_words(words), expected);
        check("V4L2 Error: Device or resource busy (os error 16)", Fault::Busy);
        check("Permission denied (os error 13)", Fault::Refused);
        check("No such device (os error 19)", Fault::Unplugged);
        check("Input/output error (os error 5)", Fault::Unplugged);
        check("Failed to Fufill", Fault::NoFormat);
        check("Something odd. ", Fault::Other("Something odd".into()));
    }

    #[test]
    fn every_fault_says_what_to_do_in_both_languages() {
        let all = [
            Fault::None,
            Fault::Unknown("x".into()),
            Fault::Busy,
            Fault::Refused,
            Fault::Unplugged,
            Fault::Garbage,
            Fault::Silent,
            Fault::NoFormat,
            Fault::Unreadable("x".into()),
            Fault::Other("x".into()),
        ];
        for fault in all {
            let (lithuanian, english) = (fault.message(Language::Lt), fault.message(Language::En));
            assert!(lithuanian.ends_with('.') && english.ends_with('.') && lithuanian != english, "{fault:?}");
        }
    }
}
