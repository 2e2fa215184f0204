//! The office's documents as they are printed: every delivered form, credit invoices, payment codes, lists and labels.

use crate::documents::{ask, draft, issue, small};
use flows_tests::{Office, golden};
use model::{ids::RecordId, language::Language, rules::words::amount_in_words};
use rust_decimal::Decimal;
use std::fs;

const BOTH: [Language; 2] = [Language::Lt, Language::En];

fn print(office: &Office, table: &str, ids: &[RecordId], form: &str, language: Language) -> Vec<u8> {
    office.engine.render(office.table(table), ids, Some(form), language).unwrap().pdf
}

fn text(office: &Office, pdf: &[u8]) -> String {
    ask(office, pdf, "pdftotext", &["-layout"], &["-"])
}

/// What an independent reader finds in the codes of a document's first page.
fn codes(office: &Office, pdf: &[u8]) -> Vec<String> {
    let page = office.engine.pictures_of(pdf, 200.0, 1).unwrap().0.remove(0);
    let gray = |x: usize, y: usize| page.rgba[(y * page.width as usize + x) * 4];
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(page.width as usize, page.height as usize, gray);
    picture.detect_grids().into_iter().map(|grid| grid.decode().unwrap().1).collect()
}

fn with_account(office: &Office) {
    let own = office.all("company")[0];
    office.edit("company", own, &[("iban", "LT121000011101001000"), ("signatory", "Direktorė Žydrė")]).unwrap();
}

#[test]
fn a_credit_invoice_takes_back_what_was_sold_under_a_number_of_its_own() {
    let office = Office::new();
    let invoice = draft(&office, &[("Malkos", "2", "12,50", "21"), ("Šakos", "1", "3", "5")]);
    let invoices = office.table("invoices");
    let early = office.engine.make(invoices, invoice, invoices).unwrap_err();
    assert!(early.message(Language::Lt).contains("iš išrašytos"), "{}", early.message(Language::Lt));
    let number = issue(&office, invoice);
    let credit = office.engine.make(invoices, invoice, invoices).unwrap().output;
    assert_eq!(office.text("invoices", credit, "credited"), number);
    assert_eq!(["net", "vat", "total"].map(|key| office.text("invoices", credit, key)), ["-28.00", "-5.40", "-33.40"]);
    assert_eq!(office.text("invoices", invoice, "balance"), "33.40", "a draft credits nothing yet");
    assert_eq!(issue(&office, credit), "KARK-0001");
    for one in [invoice, credit] {
        assert_eq!(office.text("invoices", one, "balance"), "0.00");
    }
    assert_eq!(office.text("clients", office.all("clients")[0], "balance"), "0.00");
    let printed = text(&office, &print(&office, "invoices", &[credit], "vat-invoice", Language::Lt));
    for words in
        ["Kreditinė PVM sąskaita faktūra", "KARK-0001", &*number, "-33,40", "Minus trisdešimt trys eurai 40 ct"]
    {
        assert!(printed.contains(words), "{words} is missing in\n{printed}");
    }
    let twice = office.engine.make(invoices, credit, invoices).unwrap_err();
    assert!(twice.message(Language::En).contains("credit invoice itself"), "{}", twice.message(Language::En));
    let next = small(&office);
    assert!(issue(&office, next).ends_with("0002"), "the series of invoices has no gap");
    office.is_whole();
}

#[test]
fn making_a_credit_invoice_is_one_step_back() {
    let office = Office::new();
    let invoice = small(&office);
    issue(&office, invoice);
    let invoices = office.table("invoices");
    office.engine.make(invoices, invoice, invoices).unwrap();
    office.engine.undo().unwrap();
    assert_eq!((office.all("invoices"), office.all("invoice-lines").len()), (vec![invoice], 1));
    office.engine.void(invoices, invoice).unwrap();
    let refused = office.engine.make(invoices, invoice, invoices).unwrap_err();
    assert!(refused.message(Language::Lt).contains("anuliuotas"), "{}", refused.message(Language::Lt));
}

#[test]
fn a_discount_that_was_given_is_taken_back_as_it_was() {
    let office = Office::new();
    let invoice = small(&office);
    let line = office.all("invoice-lines")[0];
    office.edit("invoice-lines", line, &[("discount", "7,5")]).unwrap();
    issue(&office, invoice);
    // What holds today would be another discount.
    office.edit("clients", office.all("clients")[0], &[("discount", "50")]).unwrap();
    let invoices = office.table("invoices");
    let credit = office.engine.make(invoices, invoice, invoices).unwrap().output;
    assert_eq!(office.text("invoices", credit, "net"), "-9.25");
}

#[test]
fn the_code_on_an_invoice_pays_exactly_what_is_due() {
    let office = Office::new();
    let invoice = draft(&office, &[("Malkos", "3", "10", "21")]);
    with_account(&office);
    let number = issue(&office, invoice);
    let code = |sum: &str, purpose: &str| {
        format!("BCD\n002\n1\nSCT\n\nMB „Ąčęėįšųūž“\nLT121000011101001000\nEUR{sum}\n\n\n{purpose}")
    };
    let frozen = print(&office, "invoices", &[invoice], "vat-invoice", Language::Lt);
    assert_eq!(codes(&office, &frozen), [code("36.30", &number)]);
    office.add("payments", &[("invoice", &*invoice.to_string()), ("amount", "6,30")]);
    let reminder = print(&office, "invoices", &[invoice], "reminder", Language::Lt);
    assert_eq!(codes(&office, &reminder), [code("30.00", &number)]);
    office.add("payments", &[("invoice", &*invoice.to_string()), ("amount", "30")]);
    let paid = print(&office, "invoices", &[invoice], "reminder", Language::Lt);
    assert_eq!(codes(&office, &paid), [""; 0]);
}

#[test]
fn an_invoice_in_advance_takes_no_number() {
    let office = Office::new();
    let first = small(&office);
    with_account(&office);
    let printed = print(&office, "invoices", &[first], "advance-invoice", Language::Lt);
    let said = text(&office, &printed);
    assert!(said.contains("Išankstinio mokėjimo sąskaita") && said.contains("nėra PVM sąskaita faktūra"), "{said}");
    assert_eq!(codes(&office, &printed).len(), 1);
    assert_eq!(office.text("invoices", first, "number"), "");
    let second = small(&office);
    assert!(issue(&office, second).ends_with("0001"));
}

#[test]
fn reverse_charge_is_said_where_it_holds_and_several_rates_are_summed_apart() {
    let office = Office::new();
    let plain = draft(&office, &[("Malkos", "1", "10", "21"), ("Knyga", "1", "10", "5"), ("Nakvynė", "1", "10", "12")]);
    let reverse = draft(&office, &[("Mediena", "1", "10", "reverse"), ("Malkos", "1", "10", "21")]);
    assert_eq!(office.text("invoices", reverse, "vat"), "2.10");
    for language in BOTH {
        let note = language.pick("Atvirkštinis apmokestinimas", "Reverse charge");
        let said =
            |id| text(&office, &print(&office, "invoices", &[id], "vat-invoice", language)).replace('\u{a0}', " ");
        assert!(!said(plain).contains(note));
        assert!(said(reverse).contains(note) && said(reverse).contains("96 str."), "{}", said(reverse));
        let tight: String = said(plain).chars().filter(|letter| !letter.is_whitespace()).collect();
        for rate in ["21%", "12%", "5%"] {
            assert!(tight.matches(rate).count() >= 2, "{rate}: {tight}");
        }
    }
}

#[test]
fn a_seller_without_a_vat_code_issues_no_vat_invoice() {
    let office = Office::that_sells();
    let client = office.add("clients", &[("name", "UAB „Rasa“")]).to_string();
    let invoice = office.add("invoices", &[("client", &*client)]);
    let line = [("invoice", &*invoice.to_string()), ("title", "Darbas"), ("price", "10"), ("vat-rate", "0")];
    office.add("invoice-lines", &line);
    issue(&office, invoice);
    let said = text(&office, &print(&office, "invoices", &[invoice], "vat-invoice", Language::Lt));
    assert!(said.contains("Sąskaita faktūra") && !said.contains("PVM sąskaita"), "{said}");
}

#[test]
fn clients_are_listed_by_city_with_what_they_owe() {
    let office = Office::new();
    let invoice = draft(&office, &[("Malkos", "1", "100", "21")]);
    issue(&office, invoice);
    for (name, city) in [("Žuvėdra", "Ąžuolų Būda"), ("Aušra", "Šiauliai"), ("Be miesto", "")] {
        office.add("clients", &[("name", name), ("city", city)]);
    }
    let said = text(&office, &print(&office, "clients", &office.all("clients"), "client-list", Language::Lt));
    let at = |words: &str| said.find(words).unwrap_or_else(|| panic!("{words} is missing in\n{said}"));
    assert!(at("Ąžuolų Būda (1)") < at("Šiauliai (2)"), "{said}");
    assert!(at("Šiauliai (2)") < at("Be miesto"), "who has no city comes last: {said}");
    let total = said.lines().find(|line| line.contains("Iš viso klientų: 4")).unwrap();
    assert_eq!(total.matches("121,00").count(), 2, "{total}");
}

#[test]
fn labels_of_products_begin_where_they_are_told() {
    let office = Office::new();
    for at in 0..5 {
        let title = format!("Prekė {at}");
        office.add("products", &[("title", &*title), ("code", &*format!("K-{at}")), ("price", "1")]);
    }
    let (products, ids) = (office.table("products"), office.all("products"));
    let sheet = |start| office.engine.render_from(products, &ids, Some("labels"), Language::Lt, start).unwrap().pdf;
    let pages = |pdf: &[u8]| {
        ask(&office, pdf, "pdfinfo", &[], &[]).lines().find(|line| line.starts_with("Pages")).map(str::to_owned)
    };
    assert!(pages(&sheet(1)).unwrap().ends_with(" 1"));
    assert!(pages(&sheet(22)).unwrap().ends_with(" 2"));
    let said = text(&office, &sheet(22));
    assert!((0..5).all(|at| said.contains(&format!("K-{at}")) && said.contains(&format!("Prekė {at}"))), "{said}");
}

/// Fills a record of every table that has a form, the longest there may be or the least.
fn filled(office: &Office, worst: bool) -> Vec<(&'static str, Vec<RecordId>)> {
    let long =
        "ąčęėįšųūž Ąžuolų Čiurlionio ĄČĘĖĮŠŲŪŽ nepaprastai ilgas pavadinimas su „kabutėmis“ ir brūkšniais – ".repeat(3);
    let (name, notes) = if worst { (long.as_str(), long.repeat(6)) } else { ("ąčęėįšųūž", String::new()) };
    let own = [
        ("name", name),
        ("vat-code", "LT100001919017"),
        ("iban", "LT121000011101001000"),
        ("signatory", name),
        ("address", name),
        ("city", "Šiauliai"),
        ("bank", name),
    ];
    office.add("company", &own[..if worst { 7 } else { 3 }]);
    let client =
        [("name", name), ("city", "Šiauliai"), ("address", name), ("company-code", "301126485"), ("notes", &*notes)];
    let client = office.add("clients", &client[..if worst { 5 } else { 1 }]);
    let (owner, lines) = (client.to_string(), if worst { 90 } else { 1 });
    let mut made = vec![("clients", vec![client])];
    for (table, line, by) in [
        ("offers", "offer-lines", "offer"),
        ("contracts", "contract-lines", "contract"),
        ("invoices", "invoice-lines", "invoice"),
    ] {
        let document = office.add(table, &[("client", &*owner), ("notes", &*notes)]);
        for _ in 0..lines {
            let values = [(by, &*document.to_string()), ("title", name), ("price", "12345.678"), ("quantity", "1000")];
            office.add(line, &values);
        }
        made.push((table, vec![document]));
    }
    let invoice = made[3].1[0];
    issue(office, invoice);
    made.push((
        "payments",
        vec![office.add("payments", &[("invoice", &*invoice.to_string()), ("amount", "10"), ("notes", &*notes)])],
    ));
    let products = (0..lines).map(|at| {
        office
            .add("products", &[("title", name), ("code", &*format!("K-{at}")), ("price", "99999.99"), ("unit", "pcs")])
    });
    made.push(("products", products.collect()));
    made
}

#[test]
fn every_delivered_form_is_sound_over_the_least_and_the_longest_record() {
    let mut seen = 0;
    for worst in [false, true] {
        let office = Office::new();
        for (table, ids) in filled(&office, worst) {
            for form in office.engine.forms(office.table(table)).unwrap() {
                for language in BOTH {
                    let pdf = print(&office, table, &ids, &form.key, language);
                    ask(&office, &pdf, "qpdf", &["--check"], &[]);
                    let fonts = ask(&office, &pdf, "pdffonts", &[], &[]);
                    for font in fonts.lines().skip(2) {
                        let marks: Vec<&str> = font.split_whitespace().rev().skip(2).take(3).collect();
                        assert_eq!(marks, ["yes", "yes", "yes"], "{}: embedded, subset, readable: {font}", form.key);
                    }
                    let said = text(&office, &pdf);
                    assert!(!said.contains('«'), "{}: {said}", form.key);
                    let letters = "ąčęėįšųūž";
                    assert!(letters.chars().all(|letter| said.contains(letter)), "{}: {said}", form.key);
                    seen += 1;
                }
            }
        }
    }
    assert!(seen >= 52, "{seen}");
}

#[test]
fn amounts_in_words_are_those_of_another_program() {
    let list = fs::read_to_string(golden("data/amounts-in-words-lt.tsv")).unwrap();
    let mut seen = 0;
    for line in list.lines() {
        let (number, words) = line.split_once('\t').unwrap();
        let whole: Decimal = number.parse().unwrap();
        for cents in 0..100_i64 {
            let said = amount_in_words(whole + Decimal::new(cents, 2), "EUR", Language::Lt);
            assert_eq!(said.to_lowercase(), format!("{words} {cents:02} ct"), "{whole} and {cents}");
            seen += 1;
        }
    }
    assert!(seen > 100_000, "{seen}");
}
