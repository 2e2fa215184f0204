//! Addresses that the program hands to other programs: only of kinds that open a page, a letter or a call.

use super::phone;
use crate::schema::FieldKind;

/// What an address may begin with.
const SCHEMES: [&str; 6] = ["http", "https", "mailto", "tel", "sip", "callto"];
/// Longest address that is handed on.
const LONGEST: usize = 2_000;

/// Whether an address may be handed to the system to be opened. Whatever could start a program, read a file or carry a
/// command is refused: other schemes, white space and control characters, quotation marks, a leading dash.
pub fn may_open(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once(':') else { return false };
    let known = SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let plain = |c: char| c.is_alphanumeric() || "-._~:/?#[]@!$&()*+,;=%".contains(c);
    let web = scheme.to_ascii_lowercase().starts_with("http");
    let host = rest.strip_prefix("//").unwrap_or_default().split(['/', '?', '#']).next().unwrap_or_default();
    known
        && address.len() <= LONGEST
        && !rest.is_empty()
        && rest.chars().all(plain)
        // A name before the host hides where a link leads.
        && (!web || !host.is_empty() && !host.contains('@'))
        && (web || !rest.starts_with(['/', '-']))
}

/// Where the text of a field of this kind leads: a call, a letter or a page. `None` where it leads nowhere that may be opened.
pub fn address_of(kind: &FieldKind, text: &str) -> Option<String> {
    let text = text.trim();
    let address = match kind {
        FieldKind::Phone => {
            // The first of several numbers, without what follows it (`vid. 12`).
            let first = text.split(|c: char| matches!(c, ',' | ';') || c.is_alphabetic()).next().unwrap_or_default();
            let digits: String = first.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            (phone::phone_digits(first).len() >= 3).then(|| format!("tel:{digits}"))?
        }
        FieldKind::Email if text.contains('@') => format!("mailto:{text}"),
        FieldKind::Web if looks_like_a_page(text) => {
            if text.contains("://") {
                text.to_owned()
            } else {
                format!("https://{text}")
            }
        }
        _ => return None,
    };
    may_open(&address).then_some(address)
}

/// Whether a text is the address of a page: a name with a dot, perhaps after `http://` or `https://`.
pub fn looks_like_a_page(text: &str) -> bool {
    let rest = match text.split_once("://") {
        Some((scheme, rest)) if ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) => rest,
        Some(_) => return false,
        None => text,
    };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let good = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-');
    host.contains('.') && host.trim_end_matches('.').split('.').all(good) && !rest.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_letters_and_calls_are_opened() {
        for good in [
            "https://kartoteka.lt/a?b=c&d=%20#e",
            "http://įmonė.lt",
            "HTTPS://KARTOTEKA.LT",
            "mailto:vardas@imone.lt",
            "tel:+37061234567",
            "sip:vardas@imone.lt",
            "callto:37061234567",
        ] {
            assert!(may_open(good), "{good}");
        }
        for hostile in [
            "",
            "kartoteka.lt",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "smb://server/share",
            "ms-msdt:/id",
            "search-ms:query",
            "\\\\server\\share\\a.exe",
            "C:\\Windows\\System32\\calc.exe",
            "https://imone.lt/ --new-window",
            "https://imone.lt/\" & calc",
            "https://imone.lt/`id`",
            "https://imone.lt/\nfile:///x",
            "https://bankas.lt@imone.example/",
            "https:imone.lt",
            "https://",
            "mailto:-attach",
            "mailto:",
            "tel:/etc/passwd",
            " https://imone.lt",
            "https ://imone.lt",
            "ht\u{0}tps://imone.lt",
        ] {
            assert!(!may_open(hostile), "{hostile:?}");
        }
        assert!(!may_open(&format!("https://imone.lt/{}", "a".repeat(LONGEST))));
    }

    #[test]
    fn the_text_of_a_field_leads_where_its_kind_says() {
        let check = |kind: FieldKind, text: &str, expected: Option<&str>| {
            assert_eq!(address_of(&kind, text).as_deref(), expected, "{text}");
        };
        check(FieldKind::Phone, "(8-612) 34567", Some("tel:861234567"));
        check(FieldKind::Phone, "+370 612 34567", Some("tel:+37061234567"));
        check(FieldKind::Phone, "861234567, 861111111", Some("tel:861234567"));
        check(FieldKind::Phone, "8 5 212 34 56 vid. 12", Some("tel:852123456"));
        check(FieldKind::Phone, "nėra", None);
        check(FieldKind::Email, "vardas@imone.lt", Some("mailto:vardas@imone.lt"));
        check(FieldKind::Email, "vardas@imone.lt?attach=/etc/passwd\"", None);
        check(FieldKind::Web, "imone.lt/apie", Some("https://imone.lt/apie"));
        check(FieldKind::Web, "http://imone.lt", Some("http://imone.lt"));
        check(FieldKind::Web, "file:///etc/passwd", None);
        check(FieldKind::Web, "javascript:alert(1)", None);
        check(FieldKind::Web, "be puslapio", None);
        check(FieldKind::Text, "imone.lt", None);
    }
}
