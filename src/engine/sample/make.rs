//! Making the sample office, table by table, through the running transaction.

use super::texts::{self, PORTRAITS, Text};
use crate::{Result, Transaction};
use chrono::{Datelike as _, Days, NaiveDate};
use model::{
    ids::RecordId,
    language::Language,
    schema::{Field, FieldKind, Table},
    value::{self, Link, Value},
};
use std::collections::HashSet;

/// What goes into a field, before its kind is looked at.
enum Put<'p> {
    /// A text read as the field's kind reads it; empty: nothing.
    Text(&'p str),
    Words(Text),
    Day(NaiveDate),
    Link(Option<RecordId>),
    Links(Vec<RecordId>),
    Portrait(Option<usize>),
}

/// Makes the office.
pub struct Maker<'m, 'e, 't> {
    tx: &'m mut Transaction<'e, 't>,
    language: Language,
    today: NaiveDate,
    /// State of the pseudo-random numbers (xorshift): the same office each time.
    state: u64,
}

/// A client as the sample knows it.
struct Client {
    id: RecordId,
    manager: RecordId,
    contacts: Vec<RecordId>,
    /// Those in force, with their first and last day.
    contracts: Vec<(RecordId, NaiveDate, NaiveDate)>,
    /// How often it buys, 1 to 8.
    weight: u64,
    since: NaiveDate,
    firm: bool,
}

/// Days of the two years behind.
const BEHIND: u64 = 730;

impl<'m, 'e, 't> Maker<'m, 'e, 't> {
    /// Over a running transaction of a new base.
    pub fn new(tx: &'m mut Transaction<'e, 't>) -> Maker<'m, 'e, 't> {
        let (language, today) = (tx.engine.language(), tx.today);
        Maker { tx, language, today, state: 0x9E37_79B9_7F4A_7C15 }
    }

    fn random(&mut self, below: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 11) % below.max(1)
    }

    fn pick<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        list.get(usize::try_from(self.random(list.len() as u64)).ok()?)
    }

    fn day(&self, from_today: i64) -> NaiveDate {
        let days = Days::new(from_today.unsigned_abs());
        let day = if from_today < 0 { self.today.checked_sub_days(days) } else { self.today.checked_add_days(days) };
        day.unwrap_or(self.today)
    }

    /// Some day before today: `least` days at least, and up to `spread` days more.
    fn past(&mut self, least: u64, spread: u64) -> NaiveDate {
        let days = least + self.random(spread);
        self.today.checked_sub_days(Days::new(days)).unwrap_or(self.today)
    }

    fn words(&self, text: Text) -> &'static str {
        self.language.pick(text.0, text.1)
    }

    fn table(&self, key: &str) -> Option<Table> {
        self.tx.schema().live().find(|table| table.info.key == key).cloned()
    }

    fn add(&mut self, key: &str, put: &[(&str, Put<'_>)]) -> Result<RecordId> {
        let table = self.table(key).unwrap_or_default();
        let mut entries = Vec::new();
        for (field, put) in put {
            // A configuration without this field does without.
            let Some(field) = table.field_by_key(field) else { continue };
            if let Some(value) = self.value(field, put)? {
                entries.push((field.id, Some(value)));
            }
        }
        self.tx.add(table.info.id, &entries)
    }

    fn value(&mut self, field: &Field, put: &Put<'_>) -> Result<Option<Value>> {
        let links = |ids: &[RecordId]| {
            let table = match &field.kind {
                FieldKind::Link { targets, .. } => targets.first().copied(),
                FieldKind::PartOf { table } => Some(*table),
                _ => None,
            };
            let links: Vec<Link> =
                table.into_iter().flat_map(|table| ids.iter().map(move |id| Link { table, record: *id })).collect();
            (!links.is_empty()).then_some(Value::Links(links))
        };
        Ok(match put {
            Put::Text(text) => value::parse(text, &field.kind, Language::En).ok().flatten(),
            Put::Words(text) => value::parse(self.words(*text), &field.kind, Language::En).ok().flatten(),
            Put::Day(day) => Some(Value::Date(*day)),
            Put::Link(id) => id.and_then(|id| links(&[id])),
            Put::Links(ids) => links(ids),
            Put::Portrait(portrait) => match portrait.and_then(|at| PORTRAITS.get(at)) {
                Some(bytes) => {
                    let name = self.language.pick("portretas.jpg", "portrait.jpg");
                    let taken = crate::pictures::take_in(name, bytes)?;
                    Some(Value::Blob(self.tx.keep_picture(name, &taken)?))
                }
                None => None,
            },
        })
    }

    /// The record of a directory with this name, one of the delivered ones or a new one.
    fn entry(&mut self, key: &str, name: Text) -> Result<RecordId> {
        let table = self.table(key).unwrap_or_default();
        let wanted = Value::Text(self.words(name).to_owned());
        let title = table.info.title;
        let numbers: Vec<RecordId> = match table.field(title) {
            Some(field) => {
                let found = self.tx.access().find_equal(self.tx.writer.definitions(), table.info.id, field, &wanted)?;
                let definitions = self.tx.definitions();
                let mut ids = Vec::new();
                for number in found {
                    ids.extend(
                        self.tx.access().record_at(&definitions, table.info.id, number)?.map(|record| record.id),
                    );
                }
                ids
            }
            None => Vec::new(),
        };
        match numbers.first() {
            Some(id) => Ok(*id),
            None => self.tx.add(table.info.id, &[(title, Some(wanted))]),
        }
    }

    fn set(&mut self, key: &str, id: RecordId, field: &str, put: &Put<'_>) -> Result<()> {
        let table = self.table(key).unwrap_or_default();
        let Some(field) = table.field_by_key(field).cloned() else { return Ok(()) };
        let value = self.value(&field, put)?;
        self.tx.set(table.info.id, id, field.id, value)
    }

    /// The whole office.
    pub fn office(&mut self) -> Result<()> {
        self.company()?;
        let staff = self.staff()?;
        let products = self.products()?;
        let mut clients = self.clients(&staff)?;
        self.contracts(&mut clients, &products)?;
        self.offers(&clients, &products)?;
        self.invoices(&clients, &products)?;
        self.happened(&clients)?;
        self.planned(&clients, &staff)?;
        self.papers(&staff)
    }

    fn company(&mut self) -> Result<()> {
        self.add(
            "company",
            &[
                ("name", Put::Text("UAB „Namų jaukumas“")),
                ("company-code", Put::Text(&company_code(30_456_789))),
                ("vat-code", Put::Text(&vat_code(3_045_678))),
                ("address", Put::Text("Vilniaus g. 24")),
                ("city", Put::Text("Kaunas")),
                ("postal-code", Put::Text("LT-44281")),
                ("phone", Put::Text("+370 37 200 123")),
                ("email", Put::Text("labas@namujaukumas.example")),
                ("website", Put::Text("https://namujaukumas.example")),
                ("bank", Put::Text("Swedbank, AB")),
                ("iban", Put::Text(&iban("7300", 10_012_345_678))),
                ("signatory", Put::Text("Rasa Petrauskienė")),
            ],
        )?;
        Ok(())
    }

    fn staff(&mut self) -> Result<Vec<RecordId>> {
        let mut staff = Vec::new();
        for (at, (name, position, portrait)) in texts::STAFF.iter().enumerate() {
            let first = name.split(' ').next().unwrap_or_default();
            staff.push(self.add(
                "users",
                &[
                    ("name", Put::Text(name)),
                    ("position", Put::Words(*position)),
                    ("phone", Put::Text(&format!("+370 612 0001{at}"))),
                    ("email", Put::Text(&format!("{}@namujaukumas.example", plain(first)))),
                    ("photo", Put::Portrait(Some(*portrait))),
                ],
            )?);
        }
        Ok(staff)
    }

    fn products(&mut self) -> Result<Vec<RecordId>> {
        let mut categories: Vec<RecordId> = Vec::new();
        for (name, parent) in texts::PRODUCT_CATEGORIES {
            let parent = parent.and_then(|parent| categories.get(parent).copied());
            categories
                .push(self.add("product-categories", &[("name", Put::Words(name)), ("parent", Put::Link(parent))])?);
        }
        let mut products = Vec::new();
        for (code, name, category, unit, price, cost) in texts::PRODUCTS {
            products.push(self.add(
                "products",
                &[
                    ("code", Put::Text(code)),
                    ("title", Put::Words(name)),
                    ("kind", Put::Text(if category == 0 { "service" } else { "goods" })),
                    ("category", Put::Link(categories.get(category).copied())),
                    ("unit", Put::Text(unit)),
                    ("price", Put::Text(price)),
                    ("price-kind", Put::Text(if code == "P-05" { "from" } else { "fixed" })),
                    ("vat-rate", Put::Text("21")),
                    ("cost", Put::Text(cost)),
                ],
            )?);
        }
        Ok(products)
    }

    /// The categories with their discounts, in the order of `texts::CATEGORIES`.
    fn categories(&mut self, products: &[RecordId]) -> Result<Vec<RecordId>> {
        let mut found = Vec::new();
        for name in texts::CATEGORIES {
            found.push(self.entry("client-categories", name)?);
        }
        let [regular, key, wholesale] = found[..] else { return Ok(found) };
        self.set("client-categories", regular, "discount-kind", &Put::Text("fixed"))?;
        self.set("client-categories", regular, "discount", &Put::Text("5"))?;
        self.set("client-categories", key, "discount-kind", &Put::Text("by-purchases"))?;
        for (from, discount) in [("500", "5"), ("2000", "7"), ("5000", "10")] {
            self.add(
                "discount-steps",
                &[("category", Put::Link(Some(key))), ("from-sum", Put::Text(from)), ("discount", Put::Text(discount))],
            )?;
        }
        let year = self.today.year();
        let prices = self.add(
            "price-lists",
            &[
                ("title", Put::Text(&format!("{} {year}", self.language.pick("Didmena", "Wholesale")))),
                ("start-date", Put::Text(&format!("{year}-01-01"))),
                ("end-date", Put::Text(&format!("{year}-12-31"))),
                ("for-everyone", Put::Text("no")),
            ],
        )?;
        for (product, (_, _, category, _, price, _)) in products.iter().zip(texts::PRODUCTS) {
            let Some(price) = price.parse::<f64>().ok().filter(|_| category > 0) else { continue };
            self.add(
                "price-list-items",
                &[
                    ("price-list", Put::Link(Some(prices))),
                    ("product", Put::Link(Some(*product))),
                    ("price", Put::Text(&format!("{:.2}", price * 0.82))),
                ],
            )?;
        }
        self.set("client-categories", wholesale, "price-list", &Put::Link(Some(prices)))?;
        Ok(found)
    }

    fn clients(&mut self, staff: &[RecordId]) -> Result<Vec<Client>> {
        let [_, tomas, ieva] = *staff else { return Ok(Vec::new()) };
        let mut groups: Vec<RecordId> = Vec::new();
        for (at, (name, parent)) in texts::GROUPS.into_iter().enumerate() {
            let parent = parent.and_then(|parent| groups.get(parent).copied());
            let manager = if at < 3 { tomas } else { ieva };
            let put =
                [("name", Put::Words(name)), ("parent", Put::Link(parent)), ("manager", Put::Link(Some(manager)))];
            groups.push(self.add("groups", &put)?);
        }
        let mut tags = Vec::new();
        for tag in texts::TAGS {
            tags.push(self.entry("tags", tag)?);
        }
        let products = self.all("products")?;
        let categories = self.categories(&products)?;
        let mut clients = Vec::new();
        for (at, firm) in texts::FIRMS.iter().enumerate() {
            clients.push(self.firm(at, firm, &groups, &categories, &tags, tomas)?);
        }
        for (at, person) in texts::PEOPLE.iter().enumerate() {
            clients.push(self.person(at, person, &groups, &categories, &tags, ieva)?);
        }
        Ok(clients)
    }

    fn all(&mut self, key: &str) -> Result<Vec<RecordId>> {
        let table = self.table(key).unwrap_or_default();
        let title = table.info.title;
        let definitions = self.tx.definitions();
        let mut ids = Vec::new();
        for (_, name, ..) in texts::PRODUCTS {
            let wanted = Value::Text(self.words(name).to_owned());
            let Some(field) = table.field(title) else { continue };
            for number in self.tx.access().find_equal(&definitions, table.info.id, field, &wanted)? {
                ids.extend(self.tx.access().record_at(&definitions, table.info.id, number)?.map(|record| record.id));
            }
        }
        Ok(ids)
    }

    fn firm(
        &mut self,
        at: usize,
        firm: &texts::Firm,
        groups: &[RecordId],
        categories: &[RecordId],
        tags: &[RecordId],
        manager: RecordId,
    ) -> Result<Client> {
        let since = self.past(300, BEHIND * 2);
        let code = company_code(30_100_000 + at as u32 * 6_173);
        let phone = self.phone();
        let some_tags = self.tags(tags, 4);
        let id = self.add(
            "clients",
            &[
                ("name", Put::Text(firm.name)),
                ("type", Put::Text("legal")),
                ("category", Put::Link(firm.category.and_then(|category| categories.get(category).copied()))),
                ("group", Put::Link(groups.get(firm.group).copied())),
                ("company-code", Put::Text(&code)),
                ("vat-code", Put::Text(&vat_code(1_000_417 + at as u32 * 61_373))),
                ("phone", Put::Text(&phone)),
                ("email", Put::Text(&format!("info@{}.example", firm.domain))),
                ("website", Put::Text(&format!("https://{}.example", firm.domain))),
                ("address", Put::Text(firm.address)),
                ("city", Put::Text(firm.city)),
                ("postal-code", Put::Text(firm.postal_code)),
                ("iban", Put::Text(&iban("7044", 60_001_000_000 + at as u64 * 7_919))),
                ("since", Put::Day(since)),
                ("tags", Put::Links(some_tags)),
                ("manager", Put::Link(Some(manager))),
            ],
        )?;
        let mut contacts = Vec::new();
        let people = if at < 10 { 2 } else { 1 };
        for n in 0..people {
            let which = if n == 0 { at } else { 26 + at };
            let Some((name, position)) = texts::CONTACTS.get(which) else { continue };
            let mut names = name.split(' ');
            let (first, last) = (names.next().unwrap_or_default(), names.next().unwrap_or_default());
            let (phone, born) = (self.phone(), self.birthday(1962 + (which as i32 * 7) % 38));
            contacts.push(self.add(
                "contacts",
                &[
                    ("name", Put::Text(name)),
                    ("client", Put::Link(Some(id))),
                    ("position", Put::Words(*texts::POSITIONS.get(*position).unwrap_or(&("", "")))),
                    ("phone", Put::Text(&phone)),
                    ("email", Put::Text(&format!("{}.{}@{}.example", plain(first), plain(last), firm.domain))),
                    ("birthday", Put::Day(born)),
                ],
            )?);
        }
        let weight = 2 + self.random(7);
        Ok(Client { id, manager, contacts, contracts: Vec::new(), weight, since, firm: true })
    }

    fn person(
        &mut self,
        at: usize,
        person: &texts::Someone,
        groups: &[RecordId],
        categories: &[RecordId],
        tags: &[RecordId],
        manager: RecordId,
    ) -> Result<Client> {
        let since = self.past(60, BEHIND);
        let group = if person.city == "Kaunas" { 4 } else { 5 };
        let (phone, some_tags) = (self.phone(), self.tags(tags, 3));
        let mut names = person.name.split(' ');
        let (first, last) = (names.next().unwrap_or_default(), names.next().unwrap_or_default());
        let category = at.is_multiple_of(5).then(|| categories.first().copied()).flatten();
        // Two of them are about to have a birthday.
        let born = match (at, person.born) {
            (_, 0) => None,
            (1, year) => self.day(0).with_year(year),
            (6, year) => self.day(4).with_year(year),
            (_, year) => Some(self.birthday(year)),
        };
        let mut put = vec![
            ("name", Put::Text(person.name)),
            ("type", Put::Text("natural")),
            ("category", Put::Link(category)),
            ("group", Put::Link(groups.get(group).copied())),
            ("phone", Put::Text(&phone)),
            ("address", Put::Text(person.address)),
            ("city", Put::Text(person.city)),
            ("postal-code", Put::Text(person.postal_code)),
            ("since", Put::Day(since)),
            ("tags", Put::Links(some_tags)),
            ("manager", Put::Link(Some(manager))),
            ("photo", Put::Portrait(person.portrait)),
        ];
        let email = format!("{}.{}@pastas.example", plain(first), plain(last));
        if at % 4 != 3 {
            put.push(("email", Put::Text(&email)));
        }
        if let Some(born) = born {
            put.push(("birthday", Put::Day(born)));
        }
        if at.is_multiple_of(6) {
            put.push(("hobby", Put::Words(*self.pick(&HOBBIES).unwrap_or(&("", "")))));
            put.push(("preferred-channel", Put::Text("call")));
        }
        if at == 7 {
            put.push(("discount", Put::Text("8")));
        }
        let id = self.add("clients", &put)?;
        let weight = 1 + self.random(3);
        Ok(Client { id, manager, contacts: Vec::new(), contracts: Vec::new(), weight, since, firm: false })
    }

    fn phone(&mut self) -> String {
        format!("+370 6{:02} {:05}", 10 + self.random(89), self.random(100_000))
    }

    fn birthday(&mut self, year: i32) -> NaiveDate {
        let day = 1 + self.random(365) as u32;
        NaiveDate::from_yo_opt(year, day).unwrap_or(self.today)
    }

    fn tags(&mut self, tags: &[RecordId], one_in: u64) -> Vec<RecordId> {
        if self.random(one_in) > 0 { Vec::new() } else { self.pick(tags).copied().into_iter().collect() }
    }

    /// Lines of a document: `most` at most, with fitting amounts.
    fn lines(&mut self, table: &str, owner: (&str, RecordId), products: &[RecordId], most: u64) -> Result<()> {
        let count = 1 + self.random(most);
        for _ in 0..count {
            let at = usize::try_from(self.random(products.len() as u64)).unwrap_or_default();
            let (Some(product), Some((_, _, category, unit, ..))) = (products.get(at), texts::PRODUCTS.get(at)) else {
                continue;
            };
            let quantity = match (*unit, *category) {
                ("m", _) => 3 + self.random(22),
                ("km", _) => 20 + self.random(180),
                ("hour", _) => 1 + self.random(8),
                (_, 5) => 1 + self.random(6),
                (_, 7) => 1 + self.random(5),
                _ => 1 + self.random(2),
            };
            self.add(
                table,
                &[
                    (owner.0, Put::Link(Some(owner.1))),
                    ("product", Put::Link(Some(*product))),
                    ("quantity", Put::Text(&quantity.to_string())),
                ],
            )?;
        }
        Ok(())
    }

    fn contracts(&mut self, clients: &mut [Client], products: &[RecordId]) -> Result<()> {
        let takers = [0, 3, 8, 14, 17, 9, 1, 2, 10, 22];
        for (n, ((title, from, until, renewal, state), at)) in texts::CONTRACTS.into_iter().zip(takers).enumerate() {
            let (start, end) = (self.day(from), self.day(until));
            let Some(client) = clients.get_mut(at) else { continue };
            let (id, contact, manager) = (client.id, client.contacts.first().copied(), client.manager);
            let signed = start.checked_sub_days(Days::new(5)).unwrap_or(start).min(self.today);
            let contract = self.add(
                "contracts",
                &[
                    ("number", Put::Text(&format!("S-{}/{:02}", signed.year(), n + 1))),
                    ("title", Put::Words(title)),
                    ("client", Put::Link(Some(id))),
                    ("contact", Put::Link(contact)),
                    ("date", Put::Day(signed)),
                    ("start-date", Put::Day(start)),
                    ("end-date", Put::Day(end)),
                    ("renewal", Put::Text(renewal)),
                    ("manager", Put::Link(Some(manager))),
                    ("state", Put::Text(state)),
                ],
            )?;
            self.lines("contract-lines", ("contract", contract), products, 4)?;
            if let Some(client) = clients.get_mut(at).filter(|_| state != "draft") {
                client.contracts.push((contract, start, end));
            }
        }
        Ok(())
    }

    fn offers(&mut self, clients: &[Client], products: &[RecordId]) -> Result<()> {
        let takers = [0, 12, 27, 2, 15, 11, 26, 24, 20, 29, 14, 31];
        for (n, ((title, from, state), at)) in texts::OFFERS.into_iter().zip(takers).enumerate() {
            let Some(client) = clients.get(at) else { continue };
            let date = self.day(from);
            let offer = self.add(
                "offers",
                &[
                    ("number", Put::Text(&format!("P-{}/{:02}", date.year(), n + 1))),
                    ("title", Put::Words(title)),
                    ("client", Put::Link(Some(client.id))),
                    ("contact", Put::Link(client.contacts.first().copied())),
                    ("date", Put::Day(date)),
                    ("end-date", Put::Day(self.day(from + 30))),
                    ("manager", Put::Link(Some(client.manager))),
                    ("state", Put::Text(state)),
                ],
            )?;
            self.lines("offer-lines", ("offer", offer), products, 4)?;
        }
        Ok(())
    }

    /// Invoices in the order of their days, so that their numbers follow them; most are paid.
    fn invoices(&mut self, clients: &[Client], products: &[RecordId]) -> Result<()> {
        let mut sales: Vec<(NaiveDate, usize)> = Vec::new();
        for (at, client) in clients.iter().enumerate() {
            let most = if client.firm { client.weight } else { client.weight.min(2) };
            for _ in 0..most {
                let day = self.past(1, BEHIND);
                if day >= client.since {
                    sales.push((day, at));
                }
            }
        }
        sales.sort_unstable();
        let Some(table) = self.table("invoices") else { return Ok(()) };
        let Some(contracts) = self.table("contracts") else { return Ok(()) };
        let mut invoiced: HashSet<RecordId> = HashSet::new();
        let total = sales.len();
        for (nth, (day, at)) in sales.into_iter().enumerate() {
            let Some(client) = clients.get(at) else { continue };
            // A contract is invoiced once, for what it says, while it is in force.
            let in_force = client.contracts.iter().find(|(_, start, end)| (*start..=*end).contains(&day));
            let contract = in_force.map(|(id, ..)| *id).filter(|id| invoiced.insert(*id));
            let due = day.checked_add_days(Days::new(14)).unwrap_or(day);
            let invoice = self.add(
                "invoices",
                &[
                    ("client", Put::Link(Some(client.id))),
                    ("contract", Put::Link(contract)),
                    ("date", Put::Day(day)),
                    ("due-date", Put::Day(due)),
                ],
            )?;
            match contract {
                Some(contract) => self.tx.copy_lines(&contracts, contract, &table, invoice)?,
                None => self.lines("invoice-lines", ("invoice", invoice), products, 3)?,
            }
            // The last one is still being written.
            if nth + 1 < total {
                self.tx.issue_document(table.info.id, invoice)?;
                self.pay(&table, invoice, day, due)?;
            }
        }
        Ok(())
    }

    /// Payments of an issued invoice: in time, late, in two parts, or not yet.
    fn pay(&mut self, table: &Table, invoice: RecordId, day: NaiveDate, due: NaiveDate) -> Result<()> {
        let balance = table.field_by_key("balance").map(|field| field.id);
        let stored = self.tx.record(table.info.id, invoice)?.values;
        let amount = balance.and_then(|field| stored.get(field)).and_then(Value::as_number);
        let Some(amount) = amount else { return Ok(()) };
        let fate = self.random(24);
        let paid = day.checked_add_days(Days::new(2 + self.random(18))).unwrap_or(due);
        // What is recent is often not paid yet; of the old ones one in twelve is not.
        if paid >= self.today || fate < 2 {
            return Ok(());
        }
        let parts = if fate == 2 || fate == 3 {
            let half = (amount / rust_decimal::Decimal::from(2)).round_dp(2);
            vec![(paid, half), (due, amount - half)]
        } else if fate == 4 {
            vec![(paid, (amount / rust_decimal::Decimal::from(3)).round_dp(2))]
        } else {
            vec![(paid, amount)]
        };
        for (day, amount) in parts {
            if day > self.today {
                continue;
            }
            let method = if self.random(6) == 0 { "cash" } else { "transfer" };
            self.add(
                "payments",
                &[
                    ("invoice", Put::Link(Some(invoice))),
                    ("date", Put::Day(day)),
                    ("amount", Put::Text(&amount.to_string())),
                    ("method", Put::Text(method)),
                ],
            )?;
        }
        Ok(())
    }

    fn happened(&mut self, clients: &[Client]) -> Result<()> {
        for client in clients {
            let count = if client.firm { 3 + self.random(6) } else { 1 + self.random(4) };
            for _ in 0..count {
                let Some((kind, result, title, outcome)) = self.pick(&texts::HAPPENED).copied() else { continue };
                let day = self.past(3, BEHIND - 30);
                let time = format!("{:02}:{:02}", 8 + self.random(9), self.random(4) * 15);
                let (kind, result) = (self.entry("event-types", kind)?, self.entry("event-results", result)?);
                self.add(
                    "events",
                    &[
                        ("title", Put::Words(title)),
                        ("type", Put::Link(Some(kind))),
                        ("date", Put::Day(day.max(client.since))),
                        ("time", Put::Text(&time)),
                        ("client", Put::Link(Some(client.id))),
                        ("contact", Put::Link(client.contacts.first().copied())),
                        ("assignee", Put::Link(Some(client.manager))),
                        ("done", Put::Text("yes")),
                        ("result", Put::Link(Some(result))),
                        ("outcome", Put::Words(outcome)),
                    ],
                )?;
            }
        }
        Ok(())
    }

    fn planned(&mut self, clients: &[Client], staff: &[RecordId]) -> Result<()> {
        for (nth, (from, time, kind, title)) in texts::PLANNED.into_iter().enumerate() {
            let client = clients.get(nth * 11 % clients.len().max(1)).filter(|_| kind != texts::TASK || nth == 1);
            let assignee = client.map(|client| client.manager).or_else(|| staff.get(nth % staff.len().max(1)).copied());
            let kind = self.entry("event-types", kind)?;
            self.add(
                "events",
                &[
                    ("title", Put::Words(title)),
                    ("type", Put::Link(Some(kind))),
                    ("date", Put::Day(self.day(from))),
                    ("time", Put::Text(time)),
                    ("client", Put::Link(client.map(|client| client.id))),
                    ("contact", Put::Link(client.and_then(|client| client.contacts.first().copied()))),
                    ("assignee", Put::Link(assignee)),
                    ("remind", Put::Text(if time.is_empty() { "" } else { "10-minutes" })),
                ],
            )?;
        }
        Ok(())
    }

    fn papers(&mut self, staff: &[RecordId]) -> Result<()> {
        for (title, text, from) in texts::NOTES {
            let author = self.pick(staff).copied();
            self.add(
                "notes",
                &[
                    ("title", Put::Words(title)),
                    ("date", Put::Day(self.day(from))),
                    ("author", Put::Link(author)),
                    ("notes", Put::Words(text)),
                ],
            )?;
        }
        for (title, address) in texts::WEB_LINKS {
            self.add("web-links", &[("title", Put::Words(title)), ("address", Put::Text(address))])?;
        }
        Ok(())
    }
}

const HOBBIES: [Text; 6] = [
    ("Sodininkystė", "Gardening"),
    ("Žvejyba", "Fishing"),
    ("Šokiai", "Dancing"),
    ("Keramika", "Pottery"),
    ("Bėgimas", "Running"),
    ("Kelionės", "Travelling"),
];

/// Nine digits of which the last is the check digit of Lithuanian company codes (weights 1 to 8, then 3 to 9 and 1; modulo 11).
fn company_code(first_eight: u32) -> String {
    let digits: Vec<u32> = format!("{first_eight:08}").bytes().map(|byte| u32::from(byte - b'0')).collect();
    let sum = |weights: [u32; 8]| digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<u32>() % 11;
    let check = match sum([1, 2, 3, 4, 5, 6, 7, 8]) {
        10 => match sum([3, 4, 5, 6, 7, 8, 9, 1]) {
            10 => 0,
            check => check,
        },
        check => check,
    };
    format!("{first_eight:08}{check}")
}

/// A VAT code of nine digits: the last but one is 1, the last the check digit.
fn vat_code(first_seven: u32) -> String {
    format!("LT{}", company_code(first_seven * 10 + 1))
}

/// A Lithuanian account number with its check digits (ISO 13616: modulo 97).
fn iban(bank: &str, account: u64) -> String {
    let number = format!("{bank}0{account:011}");
    // L is 21, T is 29.
    let remainder = format!("{number}212900").bytes().fold(0, |rest, byte| (rest * 10 + u32::from(byte - b'0')) % 97);
    format!("LT{:02}{bank}0{account:011}", 98 - remainder)
}

/// A name as it stands in an address: small letters without marks.
fn plain(name: &str) -> String {
    value::fold(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_codes_and_accounts_pass_their_own_checks() {
        let ok = |text: &str, kind: &FieldKind| value::parse(text, kind, Language::En).is_ok();
        assert!(ok(&iban("7300", 10_012_345_678), &FieldKind::Iban));
        assert_eq!(company_code(30_456_789).len(), 9);
    }
}
