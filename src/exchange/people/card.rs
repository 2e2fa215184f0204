//! vCards of versions 2.1, 3.0 and 4.0.

use super::{Address, Person};
use crate::{ExchangeError, csv};
use calcard::{
    Entry, Parser,
    common::{IanaType, PartialDateTime},
    vcard::{VCard, VCardEntry, VCardParameterName, VCardProperty, VCardType, VCardValue},
};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Bytes of text of all cards.
const MOST_TEXT: usize = 256 << 20;
/// Cards in a file.
const MOST_CARDS: usize = 1 << 20;

/// Whether a file begins as a vCard, in whatever encoding.
pub fn is_card(start: &[u8]) -> bool {
    let letters = start.iter().filter(|byte| !matches!(byte, 0 | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF));
    let letters = letters.skip_while(|byte| byte.is_ascii_whitespace()).take(11).map(u8::to_ascii_uppercase);
    letters.collect::<Vec<u8>>() == b"BEGIN:VCARD"
}

/// Reads the persons of a file of vCards; a card without anything in it is passed over.
///
/// # Errors
/// Where the file is too large, or there is no card in it.
pub fn read_cards(bytes: &[u8]) -> Result<Vec<Person>, ExchangeError> {
    let text = csv::text(bytes)?;
    if text.len() > MOST_TEXT {
        return Err(ExchangeError::TooLarge);
    }
    // The library may stumble over files that nobody thought of.
    catch_unwind(AssertUnwindSafe(|| persons(&text)))
        .unwrap_or_else(|_| Err(ExchangeError::Damaged("the reader gave up".to_owned())))
}

fn persons(text: &str) -> Result<Vec<Person>, ExchangeError> {
    let (mut parser, mut found) = (Parser::new(text), Vec::new());
    loop {
        match parser.entry() {
            Entry::VCard(card) => {
                let person = person(&card);
                if !person.cells().is_empty() {
                    found.push(person);
                }
                if found.len() > MOST_CARDS {
                    return Err(ExchangeError::TooLarge);
                }
            }
            Entry::Eof => break,
            _ => {}
        }
    }
    if found.is_empty() { Err(ExchangeError::NotTable) } else { Ok(found) }
}

fn person(card: &VCard) -> Person {
    let mut person = Person::default();
    let (mut formatted, mut phones) = (String::new(), Vec::new());
    for entry in &card.entries {
        let text = || joined(entry, " ");
        match &entry.name {
            VCardProperty::Fn if formatted.is_empty() => formatted = text(),
            VCardProperty::N if person.name.is_empty() => person.name = name(entry),
            VCardProperty::Org if person.organization.is_empty() => person.organization = joined(entry, ", "),
            VCardProperty::Title | VCardProperty::Role if person.position.is_empty() => person.position = text(),
            VCardProperty::Bday => person.birthday = date(entry),
            VCardProperty::Tel => {
                let number = text().trim_start_matches("tel:").to_owned();
                if number.is_empty() {
                } else if has_type(entry, VCardType::Fax) {
                    person.faxes.push(number);
                } else {
                    phones.push((!is_preferred(entry), !has_type(entry, VCardType::Cell), number));
                }
            }
            VCardProperty::Email => person.emails.extend(Some(text()).filter(|text| !text.is_empty())),
            VCardProperty::Adr => person.addresses.extend(Some(address(entry)).filter(|address| !address.is_empty())),
            VCardProperty::Url => person.websites.extend(Some(text()).filter(|text| !text.is_empty())),
            VCardProperty::Categories => person.categories.extend(entry.values.iter().flat_map(parts)),
            VCardProperty::Note => {
                if !person.notes.is_empty() {
                    person.notes.push('\n');
                }
                person.notes.push_str(&joined(entry, ", "));
            }
            VCardProperty::Photo => {
                let binary = entry.values.iter().find_map(VCardValue::as_binary).map(|data| data.data.clone());
                person.photo = person.photo.take().or(binary);
            }
            VCardProperty::Nickname => person.others.push(("Nickname".to_owned(), text())),
            VCardProperty::Anniversary => person.others.push(("Anniversary".to_owned(), date(entry))),
            VCardProperty::Impp | VCardProperty::Socialprofile => person.others.push(("Messenger".to_owned(), text())),
            _ => {}
        }
    }
    if !formatted.trim().is_empty() {
        person.name = formatted;
    }
    // The preferred one first, then mobile ones; otherwise as they stand.
    phones.sort_by_key(|(other, fixed, _)| (*other, *fixed));
    person.phones = phones.into_iter().map(|(_, _, number)| number).collect();
    person
}

/// Family; given; additional; before; behind.
fn name(entry: &VCardEntry) -> String {
    let part = |at: usize| entry.values.get(at).map(|value| parts(value).join(" ")).unwrap_or_default();
    let parts = [part(3), part(1), part(2), part(0), part(4)];
    parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Box; more of the address; street; city; region; code; country.
fn address(entry: &VCardEntry) -> Address {
    let part =
        |at: usize| entry.values.get(at).map(|value| parts(value).join(", ").trim().to_owned()).unwrap_or_default();
    let street = [part(2), part(1), part(0)];
    Address {
        street: street.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        city: part(3),
        region: part(4),
        code: part(5),
        country: part(6),
    }
}

fn parts(value: &VCardValue) -> Vec<String> {
    match value {
        VCardValue::Component(parts) => parts.clone(),
        VCardValue::Text(text) => vec![text.clone()],
        VCardValue::Integer(number) => vec![number.to_string()],
        VCardValue::Float(number) => vec![number.to_string()],
        VCardValue::PartialDateTime(day) => vec![day_text(day)],
        other => other.as_text().map(|text| vec![text.to_owned()]).unwrap_or_default(),
    }
}

fn joined(entry: &VCardEntry, by: &str) -> String {
    let texts = entry.values.iter().flat_map(parts).map(|text| text.trim().to_owned());
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(by)
}

fn date(entry: &VCardEntry) -> String {
    let day = entry.values.iter().find_map(VCardValue::as_partial_date_time).map(day_text);
    day.filter(|text| !text.is_empty()).unwrap_or_else(|| joined(entry, " "))
}

fn day_text(day: &PartialDateTime) -> String {
    match (day.year, day.month, day.day) {
        (Some(year), Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (None, Some(month), Some(day)) => format!("{month:02}-{day:02}"),
        (Some(year), _, _) => year.to_string(),
        _ => String::new(),
    }
}

fn has_type(entry: &VCardEntry, wanted: VCardType) -> bool {
    let is_it = |kind: IanaType<&VCardType, &str>| kind.iana().is_some_and(|kind| **kind == wanted);
    entry.parameters(&VCardParameterName::Type).filter_map(|value| value.as_type()).any(is_it)
}

/// By a parameter of its own, or as older versions by a type of that name.
fn is_preferred(entry: &VCardEntry) -> bool {
    let by_type = |kind: IanaType<&VCardType, &str>| kind.other().is_some_and(|kind| kind.eq_ignore_ascii_case("pref"));
    entry.parameters(&VCardParameterName::Pref).next().is_some()
        || entry.parameters(&VCardParameterName::Type).filter_map(|value| value.as_type()).any(by_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> Person {
        read_cards(text.replace('\n', "\r\n").as_bytes()).unwrap().remove(0)
    }

    #[test]
    fn a_card_of_version_3_is_read() {
        let person = only(
            "BEGIN:VCARD\nVERSION:3.0\nN:Ūsaitė;Justina;;;\nFN:Justina Ūsaitė\nORG:UAB „Duona\\, kava“;Pardavimai\nTITLE:Vadybininkė\n\
            TEL;TYPE=WORK:8 5 123\nTEL;TYPE=CELL:(8-665) 39906\nTEL;TYPE=FAX:8 5 999\nEMAIL;TYPE=INTERNET:a@b.lt\nEMAIL:c@d.lt\n\
            ADR;TYPE=WORK:;;Gedimino pr. 1;Vilnius;;LT-01103;Lietuva\nADR;TYPE=HOME:;;Namų g. 2;Kaunas;;;Latvia\nBDAY:1947-08-28\n\
            CATEGORIES:Draugai,Nauji\nNOTE:Pirma eilutė\\nantra\nURL:https://x.lt\nEND:VCARD\n",
        );
        assert_eq!(person.name, "Justina Ūsaitė");
        assert_eq!(person.organization, "UAB „Duona, kava“, Pardavimai");
        assert_eq!(
            (person.phones.join("|"), person.faxes.join("|")),
            ("(8-665) 39906|8 5 123".into(), "8 5 999".into())
        );
        assert_eq!(person.emails, ["a@b.lt", "c@d.lt"]);
        assert_eq!((person.addresses[0].city.as_str(), person.addresses[0].code.as_str()), ("Vilnius", "LT-01103"));
        assert_eq!((person.birthday.as_str(), person.notes.as_str()), ("1947-08-28", "Pirma eilutė\nantra"));
        assert_eq!(person.categories, ["Draugai", "Nauji"]);
        assert_eq!(person.addresses[1].in_one_line(), "Namų g. 2, Kaunas, Latvia");
    }

    #[test]
    fn a_card_of_version_2_1_is_read_in_its_charset() {
        let person = only(
            "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=AAsait=C4=97;Justina\n\
            NOTE;CHARSET=windows-1257;ENCODING=QUOTED-PRINTABLE:=D0iaulia=\ni\nTEL;CELL:8 600\nBDAY:19800504\n\
            PHOTO;JPEG;ENCODING=BASE64:\n /9j/4AAQ\n\nEND:VCARD\n",
        );
        assert_eq!(person.name, "Justina Ūsaitė");
        assert_eq!(person.notes, "Šiauliai");
        assert_eq!((person.phones[0].as_str(), person.birthday.as_str()), ("8 600", "1980-05-04"));
        assert_eq!(person.photo.as_deref(), Some(&b"\xff\xd8\xff\xe0\x00\x10"[..]));
    }

    #[test]
    fn a_card_of_version_4_is_read() {
        let person = only(
            "BEGIN:VCARD\nVERSION:4.0\nFN:Jonas\nTEL;VALUE=uri;TYPE=voice:tel:+370-600-11111\nBDAY:--0512\n\
            PHOTO:data:image/jpeg;base64,/9j/4AAQ\nEND:VCARD\n",
        );
        assert_eq!((person.name.as_str(), person.phones[0].as_str()), ("Jonas", "+370-600-11111"));
        assert_eq!(person.birthday, "05-12");
        assert_eq!(person.photo.map(|photo| photo.len()), Some(6));
    }

    #[test]
    fn cards_are_known_in_any_encoding() {
        assert!(is_card(b"\xEF\xBB\xBF\r\nbegin:vcard\r\n"));
        let wide: Vec<u8> = "\u{feff}BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ąžuolas\r\nEND:VCARD\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert!(is_card(&wide));
        assert_eq!(read_cards(&wide).unwrap()[0].name, "Ąžuolas");
        assert!(!is_card(b"Name;BEGIN:VCARD"));
        assert!(read_cards(b"BEGIN:VCARD\r\nEND:VCARD\r\n").is_err());
    }
}
