//! The CSV files of Google Contacts and Outlook, known by their headings.

use super::{Address, Person};

/// Headings that say nothing a card would keep.
const NOISE: [&str; 26] = [
    "file as",
    "initials",
    "private",
    "priority",
    "sensitivity",
    "gender",
    "language",
    "mileage",
    "billing information",
    "directory server",
    "internet free busy",
    "account",
    "keywords",
    "phonetic first name",
    "phonetic middle name",
    "phonetic last name",
    "given name yomi",
    "family name yomi",
    "additional name yomi",
    "yomi name",
    "name prefix",
    "name suffix",
    "short name",
    "maiden name",
    "photo",
    "e-mail type",
];

/// A program that exports contacts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Program {
    /// Google Contacts.
    Google,
    /// Outlook.
    Outlook,
}

/// The program whose headings these are.
pub fn program<'a>(headings: impl IntoIterator<Item = &'a str>) -> Option<Program> {
    let names: Vec<String> = headings.into_iter().map(|name| name.trim().to_lowercase()).collect();
    let has = |name: &str| names.iter().any(|other| other == name);
    let is_named = (has("first name") && has("last name")) || (has("given name") && has("family name"));
    let numbered = names.iter().any(|name| name == "e-mail 1 - value" || name == "phone 1 - value");
    if is_named && numbered {
        return Some(Program::Google);
    }
    let of_outlook = ["e-mail address", "business phone", "mobile phone", "home phone", "business street", "company"];
    let is_outlook = is_named && of_outlook.iter().filter(|name| has(name)).count() >= 3;
    is_outlook.then_some(Program::Outlook)
}

impl Program {
    /// The person in a row.
    pub fn person(self, headings: &[String], cells: &[String]) -> Person {
        let row = Row {
            cells: headings
                .iter()
                .zip(cells)
                .map(|(heading, cell)| (heading.trim().to_lowercase(), heading.trim(), cell.trim()))
                .filter(|(_, _, cell)| !cell.is_empty())
                .collect(),
        };
        match self {
            Program::Google => google(&row),
            Program::Outlook => outlook(&row),
        }
    }
}

/// The filled cells of a row: the name of the column in small letters, as it stands, and the cell.
struct Row<'a> {
    cells: Vec<(String, &'a str, &'a str)>,
}

impl<'a> Row<'a> {
    fn get(&self, name: &str) -> &'a str {
        self.cells.iter().find(|(known, _, _)| known == name).map_or("", |(_, _, cell)| cell)
    }

    fn first(&self, names: &[&str]) -> &'a str {
        names.iter().map(|name| self.get(name)).find(|cell| !cell.is_empty()).unwrap_or_default()
    }

    fn joined(&self, names: &[&str], by: &str) -> String {
        let parts: Vec<&str> = names.iter().map(|name| self.get(name)).filter(|cell| !cell.is_empty()).collect();
        parts.join(by)
    }

    /// Cells whose names are not used by `is_known`, with the names as they stand.
    fn others(&self, is_known: impl Fn(&str) -> bool) -> Vec<(String, String)> {
        let left = self.cells.iter().filter(|(name, _, _)| !NOISE.contains(&name.as_str()) && !is_known(name));
        left.map(|(_, name, cell)| ((*name).to_owned(), (*cell).to_owned())).collect()
    }
}

/// Several values of one label stand in one cell.
fn several(cell: &str) -> impl Iterator<Item = String> {
    cell.split(":::").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty())
}

fn google(row: &Row<'_>) -> Person {
    let name = row.joined(&["first name", "middle name", "last name"], " ");
    let older = row.joined(&["given name", "additional name", "family name"], " ");
    let name = [name, older, row.get("name").to_owned()].into_iter().find(|name| !name.is_empty());
    let mut person = Person {
        name: name.unwrap_or_default(),
        organization: row.first(&["organization name", "organization 1 - name"]).to_owned(),
        position: row.first(&["organization title", "organization 1 - title"]).to_owned(),
        birthday: birthday(row.get("birthday")),
        notes: row.get("notes").to_owned(),
        // Groups of the program itself begin with a star.
        categories: several(row.first(&["labels", "group membership"]))
            .filter(|label| !label.starts_with('*'))
            .collect(),
        ..Person::default()
    };
    for number in 1..=9 {
        person.emails.extend(several(row.get(&format!("e-mail {number} - value"))));
        person.websites.extend(several(row.get(&format!("website {number} - value"))));
        let label = row.first(&[&format!("phone {number} - label"), &format!("phone {number} - type")]).to_lowercase();
        let phones = several(row.get(&format!("phone {number} - value")));
        if label.contains("fax") {
            person.faxes.extend(phones)
        } else {
            person.phones.extend(phones)
        }
        let part = |part: &str| row.get(&format!("address {number} - {part}")).to_owned();
        let address = Address {
            street: [part("street"), part("extended address"), part("po box")]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            city: part("city"),
            region: part("region"),
            code: part("postal code"),
            country: part("country"),
        };
        person.addresses.extend(Some(address).filter(|address| !address.is_empty()));
    }
    let known = [
        "first name",
        "middle name",
        "last name",
        "given name",
        "additional name",
        "family name",
        "name",
        "organization name",
        "organization title",
        "organization 1 - name",
        "organization 1 - title",
        "birthday",
        "notes",
        "labels",
        "group membership",
        "organization 1 - type",
    ];
    let numbered = ["e-mail ", "phone ", "address ", "website "];
    person.others = row.others(|name| {
        known.contains(&name) || numbered.iter().any(|start| name.starts_with(start)) && name.contains(" - ")
    });
    person
}

fn outlook(row: &Row<'_>) -> Person {
    let mut person = Person {
        name: row.joined(&["first name", "middle name", "last name"], " "),
        organization: row.get("company").to_owned(),
        position: row.get("job title").to_owned(),
        birthday: birthday(row.get("birthday")),
        notes: row.get("notes").to_owned(),
        categories: row
            .get("categories")
            .split(';')
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect(),
        ..Person::default()
    };
    const PHONES: [&str; 9] = [
        "mobile phone",
        "business phone",
        "business phone 2",
        "primary phone",
        "home phone",
        "home phone 2",
        "other phone",
        "company main phone",
        "car phone",
    ];
    const FAXES: [&str; 3] = ["business fax", "home fax", "other fax"];
    const EMAILS: [&str; 3] = ["e-mail address", "e-mail 2 address", "e-mail 3 address"];
    const WEBSITES: [&str; 2] = ["web page", "personal web page"];
    let values = |names: &[&str]| -> Vec<String> {
        names.iter().map(|name| row.get(name).to_owned()).filter(|cell| !cell.is_empty()).collect()
    };
    person.phones = values(&PHONES);
    person.faxes = values(&FAXES);
    person.emails = values(&EMAILS);
    person.websites = values(&WEBSITES);
    let kinds = ["business", "home", "other"];
    for kind in kinds {
        let part = |part: &str| row.get(&format!("{kind} {part}")).to_owned();
        let streets = [part("street"), part("street 2"), part("street 3"), part("address po box")];
        let address = Address {
            street: streets.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
            city: part("city"),
            region: part("state"),
            code: part("postal code"),
            country: [part("country/region"), part("country")]
                .into_iter()
                .find(|part| !part.is_empty())
                .unwrap_or_default(),
        };
        person.addresses.extend(Some(address).filter(|address| !address.is_empty()));
    }
    let known = [
        "title",
        "first name",
        "middle name",
        "last name",
        "suffix",
        "company",
        "job title",
        "birthday",
        "notes",
        "categories",
    ];
    person.others = row.others(|name| {
        let of_address = [
            "street",
            "street 2",
            "street 3",
            "address po box",
            "city",
            "state",
            "postal code",
            "country/region",
            "country",
            "address",
        ];
        let is_address = kinds
            .iter()
            .any(|kind| name.strip_prefix(kind).is_some_and(|part| of_address.contains(&part.trim_start())));
        let is_of_email = name.starts_with("e-mail") && (name.ends_with("type") || name.ends_with("display name"));
        let lists: [&[&str]; 5] = [&known, &PHONES, &FAXES, &EMAILS, &WEBSITES];
        let is_empty_day = name == "anniversary" && birthday(row.get(name)).is_empty();
        is_address || is_of_email || is_empty_day || lists.iter().any(|list| list.contains(&name))
    });
    person
}

/// Outlook writes a missing day as zeros.
fn birthday(text: &str) -> String {
    let is_missing = text.bytes().all(|byte| matches!(byte, b'0' | b'/' | b'-' | b'.' | b' '));
    if is_missing { String::new() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ExchangeError,
        csv::{for_each_row, sniff},
    };

    fn persons(text: &str) -> Vec<Person> {
        let (mut headings, mut found, mut of) = (Vec::new(), Vec::new(), None);
        for_each_row(text.as_bytes(), &sniff(text.as_bytes()), &mut |number, cells| {
            if number == 1 {
                headings = cells.iter().map(str::to_owned).collect();
                of = program(cells.iter());
            } else {
                let cells: Vec<String> = cells.iter().map(str::to_owned).collect();
                found.push(of.unwrap().person(&headings, &cells));
            }
            Ok::<(), ExchangeError>(())
        })
        .unwrap();
        found
    }

    #[test]
    fn the_programs_are_known_by_their_headings() {
        let of = |text: &str| program(text.split(','));
        assert_eq!(of("First Name,Last Name,E-mail 1 - Value"), Some(Program::Google));
        assert_eq!(of("Name,Given Name,Family Name,Phone 1 - Type,Phone 1 - Value"), Some(Program::Google));
        assert_eq!(of("First Name,Last Name,Company,Mobile Phone,E-mail Address"), Some(Program::Outlook));
        assert_eq!(of("First Name,Last Name,Phone"), None);
        assert_eq!(of("Pavadinimas,Įmonės kodas"), None);
    }

    #[test]
    fn a_person_of_google_has_one_name_and_all_phones() {
        let text = "First Name,Last Name,Labels,Birthday,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - City,Nickname\n\
            Ona,Rimkė,* myContacts ::: Naujas,1980-05-04,a@b.lt ::: c@d.lt,Mobile,8 600 ::: 8 601,Work Fax,8 5 2,Kaunas,Onutė\n";
        let person = &persons(text)[0];
        assert_eq!(person.name, "Ona Rimkė");
        assert_eq!(person.categories, ["Naujas"]);
        assert_eq!((person.emails.len(), person.phones.len(), person.faxes.len()), (2, 2, 1));
        assert_eq!(person.addresses[0].city, "Kaunas");
        assert_eq!(person.others, [("Nickname".to_owned(), "Onutė".to_owned())]);
    }

    #[test]
    fn a_person_of_outlook_without_a_birthday_has_none() {
        let text = "First Name,Last Name,Company,Business Phone,Mobile Phone,E-mail Address,Birthday,Categories,Sensitivity\n\
            Jonas,Jonaitis,UAB X,8 5 1,8 600,j@x.lt,0/0/00,A;B,Normal\nRasa,R,,,,,8/28/1947,,\n";
        let found = persons(text);
        assert_eq!((found[0].name.as_str(), found[0].birthday.as_str()), ("Jonas Jonaitis", ""));
        assert_eq!(found[0].phones, ["8 600", "8 5 1"]);
        assert_eq!(found[0].categories, ["A", "B"]);
        assert!(found[0].others.is_empty());
        assert_eq!(found[1].birthday, "8/28/1947");
    }
}
