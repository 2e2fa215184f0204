//! Persons as address books keep them: vCard, and the CSV files of Google Contacts and Outlook, into rows of one table.

mod card;
mod mail;
mod write;

use crate::{ExchangeError, Rows};

pub use card::{is_card, read_cards};
pub use mail::{Program, program};
pub use write::write_card;

/// The most values of one kind that have columns of their own.
const MOST_OF_A_KIND: usize = 9;
/// Countries that go without saying here.
const HOME: [&str; 5] = ["lietuva", "lithuania", "lt", "ltu", "lietuvos respublika"];

/// A person or firm of an address book.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Person {
    /// First and last name, or the firm's name.
    pub name: String,
    /// Where the person works.
    pub organization: String,
    /// What the person is there.
    pub position: String,
    /// ISO, or as the file has it.
    pub birthday: String,
    /// Groups and labels.
    pub categories: Vec<String>,
    /// Telephones, the likeliest first.
    pub phones: Vec<String>,
    /// Fax numbers.
    pub faxes: Vec<String>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Postal addresses.
    pub addresses: Vec<Address>,
    /// Web pages.
    pub websites: Vec<String>,
    /// Notes.
    pub notes: String,
    /// Other things under their names.
    pub others: Vec<(String, String)>,
    /// A photo, PNG or JPEG.
    pub photo: Option<Vec<u8>>,
}

/// A postal address.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Address {
    /// Street, house, flat, post-office box.
    pub street: String,
    /// Town.
    pub city: String,
    /// County or state.
    pub region: String,
    /// Postal code.
    pub code: String,
    /// Country.
    pub country: String,
}

impl Address {
    /// There is nothing in it but perhaps a country.
    pub fn is_empty(&self) -> bool {
        [&self.street, &self.city, &self.region, &self.code].iter().all(|part| part.is_empty())
    }

    fn is_home(&self) -> bool {
        HOME.contains(&self.country.to_lowercase().as_str())
    }

    fn in_one_line(&self) -> String {
        let country = if self.is_home() { "" } else { &self.country };
        let parts = [&self.street, &self.city, &self.region, &self.code].map(String::as_str).into_iter();
        parts.chain([country]).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

impl Person {
    /// The person's cells under the names of their columns, in the order in which columns are to stand.
    fn cells(&self) -> Vec<(String, String)> {
        let mut cells = Vec::new();
        let mut put = |name: &str, text: &str| {
            if !text.trim().is_empty() {
                cells.push((name.to_owned(), text.trim().to_owned()));
            }
        };
        let name = if self.name.trim().is_empty() { &self.organization } else { &self.name };
        put("Name", name);
        if name != &self.organization {
            put("Organization", &self.organization);
        }
        put("Position", &self.position);
        for (kind, values) in [("Phone", &self.phones), ("E-mail", &self.emails)] {
            for (at, value) in values.iter().enumerate().take(MOST_OF_A_KIND) {
                put(&nth(kind, at), value);
            }
        }
        for (at, address) in self.addresses.iter().enumerate().take(MOST_OF_A_KIND) {
            if at > 0 {
                put(&nth("Address", at), &address.in_one_line());
                continue;
            }
            let parts = [("Address", &address.street), ("City", &address.city), ("Region", &address.region)];
            parts.iter().for_each(|(name, text)| put(name, text));
            put("Postal code", &address.code);
            if !address.is_home() {
                put("Country", &address.country);
            }
        }
        for (at, website) in self.websites.iter().enumerate().take(MOST_OF_A_KIND) {
            put(&nth("Website", at), website);
        }
        put("Birthday", &self.birthday);
        put("Category", &self.categories.join(", "));
        put("Fax", &self.faxes.join(", "));
        self.others.iter().for_each(|(name, text)| put(name, text));
        put("Notes", &self.notes);
        cells
    }
}

fn nth(kind: &str, at: usize) -> String {
    if at == 0 { kind.to_owned() } else { format!("{kind} {}", at + 1) }
}

/// A table of persons: the heading, its number, and a row for each person; columns that nobody fills are left out.
/// `persons` come with the numbers of their rows.
///
/// # Errors
/// Where the table becomes too large.
pub fn table(heading: u64, persons: &[(u64, Person)]) -> Result<Rows, ExchangeError> {
    let mut names: Vec<String> = Vec::new();
    for (_, person) in persons {
        let mut after = 0;
        for (name, _) in person.cells() {
            match names.iter().position(|known| *known == name) {
                Some(at) => after = at + 1,
                None => {
                    // Behind what stands before it in this person, so that the second phone follows the first.
                    names.insert(after.min(names.len()), name);
                    after += 1;
                }
            }
        }
    }
    let mut rows = Rows::default();
    rows.push(heading, &names)?;
    for (number, person) in persons {
        let mut cells = vec![String::new(); names.len()];
        for (name, text) in person.cells() {
            if let Some(at) = names.iter().position(|known| *known == name) {
                cells[at] = text;
            }
        }
        rows.push(*number, cells)?;
    }
    Ok(rows)
}
