//! The delivered office at work: lists that fill themselves, discounts, price lists, one paper made from another, people, trees.

use engine::ImportOptions;
use flows_tests::Office;
use model::{ids::RecordId, language::Language};

/// A draft for a client with lines of title and price.
fn draft(office: &Office, client: RecordId, date: &str, prices: &[&str]) -> (RecordId, Vec<RecordId>) {
    let invoice = office.add("invoices", &[("client", &client.to_string()), ("date", date)]);
    let line = |price: &&str| {
        let owner = invoice.to_string();
        office.add("invoice-lines", &[("invoice", &owner), ("title", "Stalas"), ("price", price), ("vat-rate", "21")])
    };
    (invoice, prices.iter().map(line).collect())
}

fn issue(office: &Office, invoice: RecordId) {
    office.engine.issue(office.table("invoices"), invoice).unwrap();
}

/// Discount, reason and amount of a line.
fn discount(office: &Office, line: RecordId) -> [String; 3] {
    ["discount", "discount-reason", "amount"].map(|key| office.text("invoice-lines", line, key))
}

fn said(office: &Office, table: &str, id: RecordId, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| office.text(table, id, key)).collect()
}

#[test]
fn a_new_base_has_its_lists_and_undo_does_not_take_them_away() {
    for (language, task) in [(Language::Lt, "Užduotis"), (Language::En, "Task")] {
        let office = Office::in_language(language);
        let counts = ["event-types", "event-results", "client-categories"].map(|table| office.all(table).len());
        assert_eq!(counts, [6, 5, 4]);
        let tasks = office.filter("event-types", "task");
        assert_eq!(tasks.len(), 1);
        assert_eq!(office.text("event-types", tasks[0], "name"), task);
        assert!(office.engine.undo().is_err(), "the making of a base is not taken back");
        office.is_whole();
    }
}

#[test]
fn an_event_has_its_kind_and_result_from_the_office_s_own_lists() {
    let office = Office::new();
    office.add("event-results", &[("name", "Atsiųsime sąmatą")]);
    let event = office.add("events", &[("title", "Skambinti"), ("type", "Skambutis"), ("remind", "10-minutes")]);
    office.edit("events", event, &[("done", "yes"), ("result", "Atsiųsime sąmatą")]).unwrap();
    assert_eq!(said(&office, "events", event, &["type", "result", "done"]), ["Skambutis", "Atsiųsime sąmatą", "yes"]);
    let task = office.add("events", &[("title", "Išvežti stalą"), ("type", "Užduotis")]);
    assert_eq!(office.filter("events", "type.task"), [task]);
    assert_eq!(office.filter("events", "remind.number = 10"), [event]);
}

#[test]
fn a_category_discount_by_the_sum_of_the_sale_follows_every_change_of_the_draft() {
    let office = Office::new();
    let category = office.add("client-categories", &[("name", "Meistrai"), ("discount-kind", "by-sum")]);
    for (from, percent) in [("100", "2"), ("500", "5")] {
        let values = [("category", &*category.to_string()), ("from-sum", from), ("discount", percent)];
        office.add("discount-steps", &values);
    }
    let client = office.add("clients", &[("name", "UAB Baldai"), ("category", "Meistrai")]);
    let other = office.add("clients", &[("name", "Jonas"), ("discount", "3")]);
    let (invoice, lines) = draft(&office, client, "2026-03-02", &["99.99"]);
    assert_eq!(discount(&office, lines[0]), ["", "", "99.99"]);
    office.edit("invoice-lines", lines[0], &[("price", "200")]).unwrap();
    assert_eq!(discount(&office, lines[0]), ["2", "Kategorija Meistrai: 2 % nuo 100 €", "196.00"]);
    let owner = invoice.to_string();
    let second = office.add("invoice-lines", &[("invoice", &*owner), ("title", "Kėdė"), ("price", "300")]);
    for line in [lines[0], second] {
        assert_eq!(office.text("invoice-lines", line, "discount-reason"), "Kategorija Meistrai: 5 % nuo 500 €");
    }
    assert_eq!(office.text("invoices", invoice, "net"), "475.00");
    office.engine.undo().unwrap();
    assert_eq!(discount(&office, lines[0])[0], "2", "one action, one undo");
    office.engine.redo().unwrap();
    office.edit("invoices", invoice, &[("client", &other.to_string())]).unwrap();
    assert_eq!(discount(&office, lines[0]), ["3", "Asmeninė nuolaida: 3 %", "194.00"]);
    office.is_whole();
}

#[test]
fn a_discount_typed_by_hand_stays_until_it_is_cleared() {
    let office = Office::new();
    let client = office.add("clients", &[("name", "Jonas"), ("discount", "5")]);
    let (invoice, lines) = draft(&office, client, "2026-03-02", &["100"]);
    assert_eq!(discount(&office, lines[0]), ["5", "Asmeninė nuolaida: 5 %", "95.00"]);
    office.edit("invoice-lines", lines[0], &[("discount", "12.5")]).unwrap();
    assert_eq!(discount(&office, lines[0]), ["12.5", "Nurodyta ranka", "87.50"]);
    let nobody = office.add("clients", &[("name", "Petras")]);
    office.edit("invoices", invoice, &[("client", &nobody.to_string())]).unwrap();
    office.edit("invoice-lines", lines[0], &[("price", "200")]).unwrap();
    assert_eq!(discount(&office, lines[0]), ["12.5", "Nurodyta ranka", "175.00"]);
    office.edit("invoice-lines", lines[0], &[("discount-reason", "Direktorė leido")]).unwrap();
    office.edit("invoice-lines", lines[0], &[("price", "100")]).unwrap();
    assert_eq!(discount(&office, lines[0]), ["12.5", "Direktorė leido", "87.50"]);
    office.edit("invoices", invoice, &[("client", &client.to_string())]).unwrap();
    office.edit("invoice-lines", lines[0], &[("discount", "")]).unwrap();
    assert_eq!(discount(&office, lines[0]), ["5", "Asmeninė nuolaida: 5 %", "95.00"]);
    office.edit("invoice-lines", lines[0], &[("discount", "0")]).unwrap();
    assert_eq!(discount(&office, lines[0]), ["0", "Nurodyta ranka", "100.00"], "no discount is a decision too");
}

#[test]
fn purchases_of_a_period_count_by_the_days_of_issued_invoices() {
    let office = Office::that_sells();
    let values = [("name", "Pastovūs"), ("discount-kind", "by-purchases"), ("period", "12")];
    let category = office.add("client-categories", &values);
    office.add("discount-steps", &[("category", &*category.to_string()), ("from-sum", "1000"), ("discount", "7")]);
    let client = office.add("clients", &[("name", "UAB Baldai"), ("category", "Pastovūs")]);
    let percent = |date: &str| {
        let (invoice, lines) = draft(&office, client, date, &["10"]);
        let percent = office.text("invoice-lines", lines[0], "discount");
        office.engine.delete_records(office.table("invoices"), &[invoice]).unwrap();
        percent
    };
    let (old, _) = draft(&office, client, "2025-03-02", &["600"]);
    issue(&office, old);
    let (new, _) = draft(&office, client, "2026-02-01", &["400"]);
    assert_eq!(percent("2026-03-01"), "", "a draft is not bought yet");
    issue(&office, new);
    assert_eq!(percent("2026-03-01"), "7");
    assert_eq!(percent("2026-03-02"), "", "the first invoice is more than a year old");
    assert_eq!(percent("2026-01-31"), "", "the second one was not there yet");
    office.engine.void(office.table("invoices"), new).unwrap();
    assert_eq!(percent("2026-03-01"), "");
}

#[test]
fn an_issued_invoice_leaves_the_history_of_its_discounts() {
    let office = Office::that_sells();
    let client = office.add("clients", &[("name", "Jonas"), ("discount", "10")]);
    let (invoice, lines) = draft(&office, client, "2026-03-02", &["100", "50", "20"]);
    office.edit("invoice-lines", lines[2], &[("discount", "50")]).unwrap();
    assert!(office.all("discounts").is_empty(), "a draft gives nothing yet");
    issue(&office, invoice);
    let given: Vec<Vec<String>> = office
        .all("discounts")
        .into_iter()
        .map(|id| said(&office, "discounts", id, &["date", "client", "reason", "discount", "amount"]))
        .collect();
    assert_eq!(
        given,
        [
            ["2026-03-02", "Jonas", "Asmeninė nuolaida: 10 %", "10", "15.00"],
            ["2026-03-02", "Jonas", "Nurodyta ranka", "50", "10.00"],
        ]
    );
    office.engine.undo().unwrap();
    assert!(office.all("discounts").is_empty(), "it goes with the issuing");
    office.engine.redo().unwrap();
    office.edit("clients", client, &[("discount", "20")]).unwrap();
    assert_eq!(discount(&office, lines[0])[0], "10", "an issued line stays as it was");
    office.is_whole();
}

#[test]
fn a_line_takes_the_price_of_the_list_that_holds_for_its_client_on_its_day() {
    let office = Office::new();
    let product = office.add("products", &[("title", "Kirpimas"), ("price", "20")]);
    let list = |title: &str, start: &str, end: &str, everyone: &str, price: &str| {
        let values = [("title", title), ("start-date", start), ("end-date", end), ("for-everyone", everyone)];
        let list = office.add("price-lists", &values);
        let values = [("price-list", &*list.to_string()), ("product", "Kirpimas"), ("price", price)];
        office.add("price-list-items", &values);
    };
    list("2026 metai", "2026-01-01", "2026-12-31", "yes", "22");
    list("Vasara", "2026-06-01", "2026-08-31", "yes", "18");
    list("Didmena", "", "", "no", "15");
    list("Sutartinės", "", "", "no", "12");
    office.add("client-categories", &[("name", "Salonai"), ("price-list", "Didmena")]);
    let plain = office.add("clients", &[("name", "Ona")]);
    let salon = office.add("clients", &[("name", "Salonas"), ("category", "Salonai")]);
    let own = office.add("clients", &[("name", "Draugė"), ("category", "Salonai"), ("price-list", "Sutartinės")]);
    let price = |client: RecordId, date: &str| {
        let invoice = office.add("invoices", &[("client", &client.to_string()), ("date", date)]).to_string();
        let line = office.add("invoice-lines", &[("invoice", &*invoice), ("product", &*product.to_string())]);
        office.text("invoice-lines", line, "price")
    };
    assert_eq!(price(plain, "2026-03-02"), "22");
    assert_eq!(price(plain, "2026-07-01"), "18", "the newest list that holds");
    assert_eq!(price(plain, "2025-07-01"), "20", "no list holds: the product's own price");
    assert_eq!([price(salon, "2026-03-02"), price(own, "2026-03-02")], ["15", "12"]);
}

#[test]
fn from_client_to_offer_to_contract_to_invoice_to_payment_in_five_steps() {
    let office = Office::that_sells();
    let make = |from: &str, id: RecordId, what: &str| {
        office.engine.make(office.table(from), id, office.table(what)).unwrap().output
    };
    let client = office.add("clients", &[("name", "UAB Baldai"), ("discount", "10")]);
    let offer = make("clients", client, "offers");
    office.edit("offers", offer, &[("number", "P-1"), ("title", "Biuro baldai")]).unwrap();
    let line = [("offer", &*offer.to_string()), ("title", "Stalas"), ("quantity", "2"), ("price", "100")];
    let line = office.add("offer-lines", &line);
    office.edit("offer-lines", line, &[("discount", "15")]).unwrap();
    office.add("offer-lines", &[("offer", &*offer.to_string()), ("title", "Kėdė"), ("price", "50")]);
    let contract = make("offers", offer, "contracts");
    let head = said(&office, "contracts", contract, &["client", "offer", "title", "state", "net", "date"]);
    assert_eq!(head, ["UAB Baldai", "P-1", "Biuro baldai", "draft", "215.00", "2026-03-02"]);
    office.edit("contracts", contract, &[("number", "S-1")]).unwrap();
    let invoice = make("contracts", contract, "invoices");
    let head = said(&office, "invoices", invoice, &["client", "contract", "offer", "state", "net", "due-date"]);
    assert_eq!(head, ["UAB Baldai", "S-1", "P-1", "draft", "215.00", "2026-03-16"]);
    let lines = office.all("invoice-lines");
    assert_eq!(discount(&office, lines[0]), ["15", "Nurodyta ranka", "170.00"]);
    assert_eq!(discount(&office, lines[1]), ["10", "Asmeninė nuolaida: 10 %", "45.00"]);
    issue(&office, invoice);
    office.add("payments", &[("invoice", &*invoice.to_string()), ("amount", "60.15")]);
    let payment = make("invoices", invoice, "payments");
    assert_eq!(office.text("payments", payment, "amount"), "200.00", "what is due");
    assert_eq!(office.text("invoices", invoice, "balance"), "0.00");
    assert_eq!(office.text("contracts", contract, "invoiced"), "260.15");
    assert_eq!(said(&office, "clients", client, &["purchases", "balance"]), ["260.15", "0.00"]);
    let event = make("invoices", invoice, "events");
    assert_eq!(said(&office, "events", event, &["client", "contract", "date"]), ["UAB Baldai", "S-1", "2026-03-02"]);
    office.is_whole();
}

#[test]
fn what_is_made_is_one_step_and_nothing_else_is_made() {
    let office = Office::new();
    let client = office.add("clients", &[("name", "UAB Baldai")]);
    let contact = office.add("contacts", &[("name", "Rasa"), ("client", "UAB Baldai")]);
    let event = office.engine.make(office.table("contacts"), contact, office.table("events")).unwrap().output;
    assert_eq!(said(&office, "events", event, &["client", "contact"]), ["UAB Baldai", "Rasa"]);
    let keys = |table: &str| {
        let key = |id| office.engine.with_schema(|schema| schema.table(id).unwrap().info.key.clone());
        office.engine.makes(office.table(table)).into_iter().map(key).collect::<Vec<String>>()
    };
    assert_eq!(keys("clients"), ["events", "offers", "contracts", "invoices"]);
    assert_eq!(keys("contacts"), ["events"]);
    assert_eq!(keys("offers"), ["contracts", "invoices"]);
    assert_eq!(keys("contracts"), ["invoices", "events"]);
    assert_eq!(keys("invoices"), ["payments", "events", "invoices"]);
    assert_eq!(keys("products"), [""; 0]);
    let wrong = office.engine.make(office.table("clients"), client, office.table("payments")).unwrap_err();
    assert_eq!(wrong.message(Language::En), "This cannot be made from that record.");
    let offers = office.table("offers");
    let offer = office.engine.make(office.table("clients"), client, offers).unwrap().output;
    office.add("offer-lines", &[("offer", &*offer.to_string()), ("title", "Stalas"), ("price", "50")]);
    office.engine.make(offers, offer, office.table("contracts")).unwrap();
    office.engine.undo().unwrap();
    assert!(office.all("contracts").is_empty() && office.all("contract-lines").is_empty());
    assert_eq!(office.all("offers"), [offer]);
}

#[test]
fn an_import_adds_what_its_lists_lack_and_says_so() {
    let office = Office::new();
    let file = "Pavadinimas;Kategorija;Vadybininkas;Grupė;Žymos\n\
                UAB Ąžuolas;nuolatinis;Eglė;Vilnius > Centras;VIP, Statyba\n\
                UAB Beržas;Pensininkas;Tomas;Vilnius > Centras;vip\n\
                UAB Eglė;Pensininkas;Eglė;Kaunas;\n";
    let options = ImportOptions { dry_run: true, ..ImportOptions::default() };
    let tried = office.import_bytes(file.as_bytes(), "klientai.csv", &options).unwrap();
    assert_eq!(office.all("users").len() + office.all("groups").len(), 0, "a trial adds nothing");
    let report = office.import_bytes(file.as_bytes(), "klientai.csv", &ImportOptions::default()).unwrap();
    assert_eq!(tried, report);
    assert_eq!((report.new, report.warnings.len(), report.errors.len()), (3, 0, 0), "{report:?}");
    let added: Vec<&str> = report.notes.iter().map(|note| note.value.as_str()).collect();
    let expected = ["Eglė", "Vilnius", "Vilnius > Centras", "VIP", "Statyba", "Pensininkas", "Tomas", "Kaunas"];
    for name in expected {
        assert!(added.contains(&name), "{name} in {added:?}");
    }
    assert_eq!(added.len(), expected.len(), "{added:?}");
    let clients = office.all("clients");
    let keys = ["category", "manager", "group", "tags"];
    assert_eq!(said(&office, "clients", clients[0], &keys), ["Nuolatinis", "Eglė", "Centras", "VIP|Statyba"]);
    assert_eq!(said(&office, "clients", clients[1], &keys), ["Pensininkas", "Tomas", "Centras", "VIP"]);
    let again = office.import_bytes(file.as_bytes(), "klientai.csv", &ImportOptions::default()).unwrap();
    assert_eq!((again.unchanged, again.notes.len()), (3, 0), "{again:?}");
    office.engine.undo().unwrap();
    assert_eq!(office.all("users").len() + office.all("groups").len() + office.all("clients").len(), 0, "one step");
    office.is_whole();
}

#[test]
fn the_list_of_an_office_goes_to_the_fields_it_always_went_to() {
    let office = Office::new();
    let bytes = std::fs::read(flows_tests::golden("data/clients-excel-lt.csv")).unwrap();
    let plan = office.engine.plan_import(office.table("clients"), &bytes).unwrap();
    let key = |column: &engine::ColumnPlan| {
        let field = column.field?;
        office.engine.with_schema(|schema| Some(schema.field(office.table("clients"), field)?.key.clone()))
    };
    let keys: Vec<String> = plan.columns.iter().map(|column| key(column).unwrap_or_default()).collect();
    let expected = "type name company-code vat-code phone phone-2 email address city postal-code iban category since \
                    birthday discount turnover notes manager";
    assert_eq!(keys, expected.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn a_tree_is_named_by_paths_and_has_no_circle() {
    let office = Office::new();
    let city = office.add("groups", &[("name", "Vilnius")]);
    let women = office.add("groups", &[("name", "Moterims"), ("parent", "Vilnius")]);
    office.add("groups", &[("name", "Kaunas")]);
    office.add("groups", &[("name", "Moterims"), ("parent", "Kaunas")]);
    assert!(office.read("clients", &[("group", "Moterims")]).is_err(), "there are two");
    let client = office.add("clients", &[("name", "Ona"), ("group", "Vilnius > Moterims")]);
    office.add("clients", &[("name", "Rasa"), ("group", "kaunas/moterims")]);
    assert_eq!(office.filter("clients", "within(group, 'Vilnius')"), [client]);
    assert_eq!(office.filter("clients", "viduje(group, 'moterims')").len(), 2);
    for below in [city, women] {
        let refused = office.edit("groups", city, &[("parent", &below.to_string())]).unwrap_err();
        assert!(refused.message(Language::Lt).contains("„Vilnius“ negali priklausyti"), "{refused}");
    }
    office.is_whole();
}

#[test]
fn the_person_at_the_computer_gets_new_events_and_stands_in_the_history() {
    let office = Office::new();
    let user = office.add("users", &[("name", "Eglė")]);
    let nobody = office.add("events", &[("title", "Be žmogaus")]);
    assert_eq!(office.text("events", nobody, "assignee"), "");
    office.engine.set_current_user(Some(user));
    let mine = office.add("events", &[("title", "Paskambinti")]);
    assert_eq!(office.text("events", mine, "assignee"), "Eglė");
    assert_eq!(office.filter("events", "assignee = current-user()"), [mine]);
    let history = office.engine.history(2, Language::Lt).unwrap();
    assert_eq!([&*history[0].user, &*history[1].user], ["Eglė", ""]);
    office.engine.delete_records(office.table("users"), &[user]).unwrap();
    let after = office.add("events", &[("title", "Po jos")]);
    assert_eq!(office.text("events", after, "assignee"), "", "who is gone is given nothing");
    office.is_whole();
}

#[test]
fn what_depends_on_the_day_is_computed_when_it_is_read() {
    let office = Office::that_sells();
    let client = office.add("clients", &[("name", "Jonas"), ("birthday", "1990-03-03")]);
    assert_eq!(office.text("clients", client, "age"), "35");
    let (invoice, _) = draft(&office, client, "2026-03-02", &["100"]);
    issue(&office, invoice);
    assert_eq!(office.text("invoices", invoice, "overdue"), "");
    office.clock.pass(20 * 24 * 60);
    assert_eq!(office.text("clients", client, "age"), "36");
    assert_eq!(office.text("invoices", invoice, "overdue"), "6");
    assert_eq!(office.filter("invoices", "overdue > 5"), [invoice]);
    office.is_whole();
}
