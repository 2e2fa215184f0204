//! A person as a vCard 3.0, which every address book reads.

use super::Person;

/// Bytes of a line; longer ones are folded (RFC 2426, 2.6).
const LINE: usize = 75;

/// The vCard of a person, or of a firm, whose name is then that of the organization.
pub fn write_card(person: &Person, is_firm: bool) -> String {
    let mut card = String::from("BEGIN:VCARD\r\nVERSION:3.0\r\n");
    let mut put = |name: &str, value: &str| {
        if !value.is_empty() {
            line(&mut card, &format!("{name}:{value}"));
        }
    };
    let name = person.name.trim();
    let (given, family) = if is_firm { ("", "") } else { name.rsplit_once(' ').unwrap_or((name, "")) };
    put("N", &format!("{};{};;;", escaped(family), escaped(given)));
    put("FN", &escaped(name));
    put("ORG", &escaped(if is_firm { name } else { person.organization.trim() }));
    put("TITLE", &escaped(&person.position));
    put("BDAY", &escaped(&person.birthday));
    for (at, phone) in person.phones.iter().enumerate() {
        put(if at == 0 { "TEL;TYPE=VOICE,PREF" } else { "TEL;TYPE=VOICE" }, &escaped(phone));
    }
    person.faxes.iter().for_each(|fax| put("TEL;TYPE=FAX", &escaped(fax)));
    person.emails.iter().for_each(|email| put("EMAIL;TYPE=INTERNET", &escaped(email)));
    for address in person.addresses.iter().filter(|address| !address.is_empty()) {
        let parts = [&address.street, &address.city, &address.region, &address.code, &address.country];
        put("ADR;TYPE=WORK", &format!(";;{}", parts.map(|part| escaped(part)).join(";")));
    }
    person.websites.iter().for_each(|website| put("URL", &escaped(website)));
    put("CATEGORIES", &person.categories.iter().map(|one| escaped(one)).collect::<Vec<_>>().join(","));
    let others = person.others.iter().map(|(name, text)| format!("{name}: {text}"));
    let notes: Vec<String> = others.chain(Some(person.notes.clone())).filter(|note| !note.is_empty()).collect();
    put("NOTE", &escaped(&notes.join("\n")));
    if let Some(photo) = &person.photo {
        let kind = if photo.starts_with(b"\x89PNG") { "PNG" } else { "JPEG" };
        put(&format!("PHOTO;ENCODING=b;TYPE={kind}"), &base64(photo));
    }
    card.push_str("END:VCARD\r\n");
    card
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut letters = text.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' | ',' | ';' => safe.extend(['\\', letter]),
            '\r' if letters.peek() == Some(&'\n') => {}
            '\r' | '\n' => safe.push_str("\\n"),
            other if other.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}

fn line(card: &mut String, text: &str) {
    let mut room = LINE;
    for letter in text.chars() {
        if letter.len_utf8() > room {
            card.push_str("\r\n ");
            room = LINE - 1;
        }
        card.push(letter);
        room -= letter.len_utf8();
    }
    card.push_str("\r\n");
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for digit in 0..4 {
            let is_filled = digit <= three.len();
            let letter = DIGITS[(bits >> (18 - 6 * digit) & 63) as usize];
            text.push(if is_filled { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{Address, read_cards};
    use proptest::prelude::*;

    #[test]
    fn a_written_card_is_read_back() {
        let person = Person {
            name: "Ona Marija Rimkė".into(),
            organization: "UAB „Duona, kava; arbata“".into(),
            position: "Vadovė".into(),
            birthday: "1980-05-04".into(),
            phones: vec!["+370 600 11111".into(), "8 5 2".into()],
            emails: vec!["ona@x.lt".into()],
            addresses: vec![Address { street: "Ilgoji g. 5-2".into(), city: "Kaunas".into(), ..Address::default() }],
            notes: "Pirma\nantra, labai ilga pastaba, kuri netelpa į vieną eilutę ir todėl yra laužoma į kelias".into(),
            photo: Some(vec![0x89, b'P', b'N', b'G', 1, 2, 3, 255]),
            ..Person::default()
        };
        let text = write_card(&person, false);
        assert!(text.lines().all(|line| line.len() <= LINE), "{text}");
        assert!(text.contains("\r\nN:Rimkė;Ona Marija;;;\r\n"), "{text}");
        assert_eq!(read_cards(text.as_bytes()).unwrap(), [person]);
    }

    proptest! {
        #[test]
        fn no_text_breaks_out_of_its_line(name in "[\\PC\r\n;,:\\\\]{1,20}", note in "[a-z\r\n;,:\\\\ž]{0,200}") {
            let person = Person { name, notes: note, ..Person::default() };
            let text = write_card(&person, false);
            prop_assert_eq!(text.matches("BEGIN:VCARD").count(), 1);
            for line in text.split("\r\n") {
                prop_assert!(!line.contains(['\r', '\n']));
            }
        }
    }
}
