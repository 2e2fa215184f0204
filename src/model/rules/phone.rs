//! Telephone numbers that are written differently and are the same.

/// Digits of a Lithuanian number after the country's code or the trunk prefix.
const NATIONAL: usize = 8;

/// The digits two ways of writing one number share: of a Lithuanian number (`+370`, `00370`, `8`, `0`, `(8-...)` or nothing
/// in front) its 8 national digits, of another all digits without a leading `00`. Empty where there are no digits.
pub fn phone_digits(text: &str) -> String {
    lithuanian_digits(text).unwrap_or_else(|| {
        let digits = digits(text);
        // A short number may begin with zeros of its own.
        digits.strip_prefix("00").filter(|rest| rest.len() > NATIONAL).unwrap_or(&digits).to_owned()
    })
}

/// The 8 national digits of a number that says it is Lithuanian by its country's code or trunk prefix; a bare number of
/// 8 digits says nothing.
pub fn lithuanian_digits(text: &str) -> Option<String> {
    let digits = digits(text);
    let starts_with_plus = text.trim_start().starts_with('+');
    let bare = digits.strip_prefix("00").filter(|_| !starts_with_plus).unwrap_or(&digits);
    if let Some(after_code) = bare.strip_prefix("370").filter(|rest| rest.len() >= NATIONAL) {
        return national(after_code);
    }
    let has_trunk_prefix = digits.len() == NATIONAL + 1 && !starts_with_plus;
    if has_trunk_prefix { without_trunk_prefix(&digits) } else { None }
}

/// After the country's code the trunk prefix is often written too: `+370 (8-612) 34567`.
fn national(after_code: &str) -> Option<String> {
    if after_code.len() == NATIONAL { Some(after_code.to_owned()) } else { without_trunk_prefix(after_code) }
}

/// 8 was the trunk prefix until 0 took its place; both are in use.
fn without_trunk_prefix(digits: &str) -> Option<String> {
    let rest = digits.strip_prefix(['8', '0'])?;
    (rest.len() == NATIONAL).then(|| rest.to_owned())
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_lithuanian_number_has_many_faces() {
        for text in [
            "+370 612 34567",
            "+37061234567",
            "00370 612 34567",
            "37061234567",
            "8 612 34567",
            "861234567",
            "(8-612) 34567",
            "8~612/34567",
            "0 612 34567",
            "+370 (8-612) 34567",
            "+370 (0) 612 34567",
            "612 34567",
        ] {
            assert_eq!(phone_digits(text), "61234567", "{text}");
        }
    }

    #[test]
    fn other_numbers_keep_their_digits() {
        let check = |text: &str, expected: &str| assert_eq!(phone_digits(text), expected, "{text}");
        check("+371 29 123 456", "37129123456");
        check("00371 29 123 456", "37129123456");
        check("+44 20 7946 0958", "442079460958");
        check("112", "112");
        check("8 800 12345", "80012345");
        check("+370 800 12345", "80012345");
        check("nėra", "");
    }

    #[test]
    fn a_bare_number_does_not_say_it_is_lithuanian() {
        assert_eq!(lithuanian_digits("612 34567"), None);
        assert_eq!(lithuanian_digits("+861234567"), None);
        assert_eq!(lithuanian_digits("8 612 34567").as_deref(), Some("61234567"));
    }
}
