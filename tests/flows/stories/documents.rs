//! Invoices: figures, numbers, and what may no longer change.

use flows_tests::Office;
use model::{ids::RecordId, language::Language};
use std::{fs, process::Command};

/// A draft with lines of title, quantity, price and rate.
pub(crate) fn draft(office: &Office, lines: &[(&str, &str, &str, &str)]) -> RecordId {
    let client = match office.all("clients").first() {
        Some(client) => *client,
        None => {
            let name = "UAB „Žąsų ūkis“";
            office.add("company", &[("name", "MB „Ąčęėįšųūž“"), ("vat-code", "LT100001919017")]);
            office.add("clients", &[("name", name), ("city", "Šiauliai"), ("company-code", "301126485")])
        }
    };
    let invoice = office.add("invoices", &[("client", &client.to_string()), ("date", "2026-03-02")]);
    let owner = invoice.to_string();
    for (title, quantity, price, rate) in lines {
        let values =
            [("invoice", &*owner), ("title", title), ("quantity", quantity), ("price", price), ("vat-rate", rate)];
        office.add("invoice-lines", &values);
    }
    invoice
}

pub(crate) fn small(office: &Office) -> RecordId {
    draft(office, &[("Malkos", "1", "10", "21")])
}

pub(crate) fn issue(office: &Office, invoice: RecordId) -> String {
    office.engine.issue(office.table("invoices"), invoice).unwrap().output
}

pub(crate) fn pdf(office: &Office, invoice: RecordId, language: Language) -> Vec<u8> {
    office.engine.render(office.table("invoices"), &[invoice], None, language).unwrap().pdf
}

/// What a program of the system says about a PDF.
pub(crate) fn ask(office: &Office, pdf: &[u8], program: &str, before: &[&str], after: &[&str]) -> String {
    let path = office.beside("asked.pdf");
    fs::write(&path, pdf).unwrap();
    let answer = Command::new(program).args(before).arg(&path).args(after).output();
    let answer = answer.unwrap_or_else(|error| panic!("{program} (./check installs it): {error}"));
    assert!(answer.status.success(), "{program}: {}", String::from_utf8_lossy(&answer.stderr));
    String::from_utf8(answer.stdout).unwrap()
}

#[test]
fn the_figures_of_an_invoice_are_exact_to_the_cent() {
    let office = Office::new();
    let lines = [
        ("Sąsiuvinis ąčęėįšųūž", "3", "0,335", "21"),
        ("ĄČĘĖĮŠŲŪŽ", "1", "0.125", "12"),
        ("Knyga „Ū“", "2", "10,005", "5"),
    ];
    let invoice = draft(&office, &lines);
    let figures = ["net", "vat", "total"].map(|key| office.text("invoices", invoice, key));
    assert_eq!(figures, ["21.15", "1.23", "22.38"]);
    let amounts: Vec<String> =
        office.all("invoice-lines").iter().map(|id| office.text("invoice-lines", *id, "amount")).collect();
    assert_eq!(amounts, ["1.01", "0.13", "20.01"]);
    office.is_whole();
}

#[test]
fn the_pdf_of_an_invoice_says_everything_and_is_sound() {
    let office = Office::new();
    let lines = [
        ("Sąsiuvinis ąčęėįšųūž", "3", "0,335", "21"),
        ("ĄČĘĖĮŠŲŪŽ", "1", "0.125", "12"),
        ("Knyga „Ū“", "2", "10,005", "5"),
    ];
    let invoice = draft(&office, &lines);
    let number = issue(&office, invoice);
    for language in [Language::Lt, Language::En] {
        let pdf = pdf(&office, invoice, language);
        assert!(pdf.len() < 60_000, "{} bytes", pdf.len());
        let text = ask(&office, &pdf, "pdftotext", &["-layout"], &["-"]);
        let words =
            ["Sąsiuvinis ąčęėįšųūž", "ĄČĘĖĮŠŲŪŽ", "Knyga „Ū“", "MB „Ąčęėįšųūž“", "UAB „Žąsų ūkis“", "301126485"];
        for word in words.into_iter().chain([&*number]) {
            assert!(text.contains(word), "{word} is missing in\n{text}");
        }
        let (net, vat, total) = match language {
            Language::Lt => ("21,15", "1,23", "22,38"),
            Language::En => ("21.15", "1.23", "22.38"),
        };
        for figure in [net, vat, total] {
            assert!(text.contains(figure), "{figure} is missing in\n{text}");
        }
        ask(&office, &pdf, "qpdf", &["--check"], &[]);
        let fonts = ask(&office, &pdf, "pdffonts", &[], &[]);
        let fonts: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!fonts.is_empty());
        for font in fonts {
            let marks: Vec<&str> = font.split_whitespace().rev().skip(2).take(3).collect();
            assert_eq!(marks, ["yes", "yes", "yes"], "embedded, subset, readable: {font}");
        }
    }
}

#[test]
fn an_invoice_without_its_seller_is_not_issued_and_says_where_to_fill_it_in() {
    let office = Office::new();
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    let invoice = office.add("invoices", &[("client", &*client.to_string())]);
    office.add(
        "invoice-lines",
        &[("invoice", &*invoice.to_string()), ("title", "Darbas"), ("price", "10"), ("vat-rate", "21")],
    );
    let invoices = office.table("invoices");
    let remark = || office.engine.document_remark(invoices, invoice).unwrap();
    let before = office.dump();
    let refused = office.engine.issue(invoices, invoice).unwrap_err().message(Language::Lt);
    assert!(refused.contains("Mano įmonė"), "{refused}");
    assert_eq!(office.dump(), before);
    assert!(remark().is_some_and(|remark| remark.stops && remark.company.is_none()));
    let own = office.add("company", &[("name", "UAB „Mes“")]);
    let said = remark().unwrap();
    assert!(!said.stops && said.text.lt.contains("PVM kodo"), "{said:?}");
    assert_eq!(said.company.map(|link| link.record), Some(own));
    office.edit("company", own, &[("vat-code", "LT100001919017")]).unwrap();
    assert!(remark().is_some_and(|remark| remark.text.lt.contains("banko sąskaitos")));
    office.edit("company", own, &[("iban", "LT121000011101001000")]).unwrap();
    assert_eq!(remark(), None);
    office.engine.issue(invoices, invoice).unwrap();
}

#[test]
fn a_payment_that_is_more_than_was_due_is_doubted() {
    let office = Office::that_sells();
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    let invoice = office.add("invoices", &[("client", &*client.to_string())]);
    office.add(
        "invoice-lines",
        &[("invoice", &*invoice.to_string()), ("title", "Darbas"), ("price", "100"), ("vat-rate", "0")],
    );
    issue(&office, invoice);
    let payments = office.table("payments");
    let part = office.add("payments", &[("invoice", &*invoice.to_string()), ("amount", "40")]);
    assert_eq!(office.engine.problems(payments, part).unwrap(), []);
    let rest = office.add("payments", &[("invoice", &*invoice.to_string()), ("amount", "6060")]);
    let doubts = office.engine.problems(payments, rest).unwrap();
    assert_eq!(doubts.len(), 1);
    assert_eq!(doubts[0].message.lt.replace('\u{a0}', " "), "Permoka 6 000,00 €.");
    assert_eq!(doubts[0].field, office.field("payments", "amount"));
    office.edit("payments", rest, &[("amount", "60")]).unwrap();
    assert_eq!(office.engine.problems(payments, rest).unwrap(), []);
}

#[test]
fn contracts_and_offers_are_numbered_by_themselves_and_as_the_office_likes() {
    let office = Office::new();
    let client = office.add("clients", &[("name", "UAB „Rasa“")]).to_string();
    let number = |table: &str, entries: &[(&str, &str)]| {
        let made = office.add(table, &[&[("client", &*client)], entries].concat());
        office.text(table, made, "number")
    };
    assert_eq!(number("contracts", &[]), "S-2026/01");
    assert_eq!(number("contracts", &[("number", "S-2026/11")]), "S-2026/11");
    assert_eq!(number("contracts", &[]), "S-2026/12");
    assert_eq!(number("contracts", &[("number", "kita")]), "kita");
    assert_eq!(number("offers", &[]), "P-2026/01");
    office.clock.pass(60 * 24 * 365);
    assert_eq!(number("contracts", &[]), "S-2027/01");
}

#[test]
fn numbers_are_given_at_issue_only_and_without_gaps() {
    let office = Office::new();
    let drafts = [(); 4].map(|()| small(&office));
    assert!(drafts.iter().all(|draft| office.text("invoices", *draft, "number").is_empty()));
    let empty = draft(&office, &[]);
    assert!(office.engine.issue(office.table("invoices"), empty).is_err(), "an invoice without lines is not issued");
    let numbers: Vec<String> = [2, 0, 3, 1].iter().map(|at| issue(&office, drafts[*at])).collect();
    let ends: Vec<u32> = numbers.iter().map(|number| number.rsplit('-').next().unwrap().parse().unwrap()).collect();
    assert_eq!(ends, [1, 2, 3, 4]);
    let twice = office.engine.issue(office.table("invoices"), drafts[0]).unwrap_err();
    assert!(twice.message(Language::Lt).contains(&numbers[1]), "{}", twice.message(Language::Lt));
    office.is_whole();
}

#[test]
fn an_issued_invoice_and_its_lines_no_longer_change() {
    let office = Office::new();
    let invoice = small(&office);
    let number = issue(&office, invoice);
    let before = office.dump();
    let line = office.all("invoice-lines")[0];
    let owner = invoice.to_string();
    let more = office.read("invoice-lines", &[("invoice", &owner), ("title", "Anglys"), ("price", "1")]).unwrap();
    let refused = [
        office.edit("invoices", invoice, &[("date", "2026-01-01")]).err(),
        office.edit("invoice-lines", line, &[("price", "1")]).err(),
        office.engine.add_record(office.table("invoice-lines"), &more, true).err(),
        office.engine.delete_records(office.table("invoice-lines"), &[line]).err(),
        office.engine.delete_records(office.table("invoices"), &[invoice]).err(),
        office.engine.delete_records(office.table("clients"), &office.all("clients")).err(),
    ];
    for (at, refused) in refused.into_iter().enumerate() {
        let refused = refused.unwrap_or_else(|| panic!("case {at} was accepted"));
        let sentence = refused.message(Language::Lt);
        assert!(at == 5 || sentence.contains(&number), "case {at}: {sentence}");
    }
    assert_eq!(office.dump(), before);
}

#[test]
fn a_line_is_not_moved_into_an_issued_invoice_nor_out_of_it() {
    let office = Office::new();
    let (issued, draft) = (small(&office), small(&office));
    let number = issue(&office, issued);
    let before = office.dump();
    let lines = office.all("invoice-lines");
    for (line, owner) in [(lines[1], issued), (lines[0], draft)] {
        let refused = office.edit("invoice-lines", line, &[("invoice", &owner.to_string())]).unwrap_err();
        assert!(refused.message(Language::Lt).contains(&number), "{}", refused.message(Language::Lt));
    }
    assert_eq!(office.dump(), before);
    office.is_whole();
}

#[test]
fn a_void_invoice_keeps_its_number_and_the_next_one_gets_the_next() {
    let office = Office::new();
    let invoices = office.table("invoices");
    let (first, second) = (small(&office), small(&office));
    assert!(office.engine.void(invoices, first).is_err(), "a draft cannot be voided");
    let number = issue(&office, first);
    office.engine.void(invoices, first).unwrap();
    assert_eq!(office.text("invoices", first, "number"), number);
    assert_eq!(office.text("invoices", first, "state"), "void");
    assert!(office.engine.void(invoices, first).is_err(), "it cannot be voided twice");
    assert_ne!(issue(&office, second), number);
    office.is_whole();
}

#[test]
fn an_invoice_whose_sum_is_too_large_is_not_issued() {
    let office = Office::new();
    let line = |quantity, price| ("Malkos", quantity, price, "21");
    let product = line("9999999999999999", "99999999999999999");
    let half = line("1", "70000000000000000000000000000");
    for lines in [vec![product], vec![half; 2]] {
        let invoice = draft(&office, &lines);
        let refused = office.engine.issue(office.table("invoices"), invoice).unwrap_err();
        assert!(refused.message(Language::Lt).contains("apskaičiuoti"), "{}", refused.message(Language::Lt));
        assert_eq!(office.text("invoices", invoice, "number"), "");
    }
    let good = small(&office);
    assert!(issue(&office, good).ends_with("0001"), "no number was lost");
}

#[test]
fn an_invoice_is_voided_though_its_form_names_what_is_gone() {
    let office = Office::new();
    let invoice = small(&office);
    issue(&office, invoice);
    let invoices = office.table("invoices");
    let before = pdf(&office, invoice, Language::Lt);
    for key in ["supply-date", "offer"] {
        let field = office.field("invoices", key);
        office.engine.change_field(invoices, field, |field| field.key = format!("new-{key}")).unwrap();
    }
    office.engine.remove_field(invoices, office.field("invoices", "notes")).unwrap();
    office.engine.void(invoices, invoice).unwrap();
    assert_eq!(office.text("invoices", invoice, "state"), "void");
    assert!(before != pdf(&office, invoice, Language::Lt), "it says that it is void");
    office.is_whole();
}

#[test]
fn the_last_number_goes_back_where_nobody_has_seen_it() {
    let office = Office::new();
    let (first, second) = (small(&office), small(&office));
    let number = issue(&office, first);
    office.engine.undo().unwrap();
    assert_eq!(office.text("invoices", first, "number"), "");
    assert_eq!(office.text("invoices", first, "state"), "draft");
    assert_eq!(issue(&office, second), number);
    office.is_whole();
}

#[test]
fn a_number_that_was_printed_stays_used() {
    let office = Office::new();
    let invoices = office.table("invoices");
    let (first, second) = (small(&office), small(&office));
    let number = issue(&office, first);
    office.engine.mark_printed(invoices, &[first]).unwrap();
    office.engine.undo().unwrap();
    assert_eq!(office.text("invoices", first, "number"), number);
    assert_eq!(office.text("invoices", first, "state"), "void");
    assert_ne!(issue(&office, second), number);
    office.is_whole();
}

#[test]
fn an_issued_invoice_prints_the_same_whatever_changes_later() {
    let office = Office::new();
    let invoice = draft(&office, &[("Malkos", "2", "12,50", "21"), ("Šakos", "1", "3", "5")]);
    issue(&office, invoice);
    let before = [Language::Lt, Language::En].map(|language| pdf(&office, invoice, language));

    let client = office.all("clients")[0];
    office.edit("clients", client, &[("name", "UAB „Kita“"), ("city", "Utena")]).unwrap();
    office.edit("company", office.all("company")[0], &[("name", "UAB „Nauja“")]).unwrap();
    let invoices = office.table("invoices");
    office.engine.change_field(invoices, office.field("invoices", "date"), |field| field.key = "day".into()).unwrap();
    office.engine.remove_field(office.table("clients"), office.field("clients", "address")).unwrap();
    let mut form = office.engine.form(invoices, None).unwrap();
    form.bands.truncate(1);
    office.engine.save_form(form).unwrap();
    office.clock.pass(60 * 24 * 400);

    let office = office.reopen();
    for (before, language) in before.iter().zip([Language::Lt, Language::En]) {
        assert!(*before == pdf(&office, invoice, language), "the PDF in {language:?} differs");
    }
    let hash = office.engine.issued(invoice).unwrap().unwrap().pdf_hash;
    assert_eq!(hash.len(), 64);
}

#[test]
fn what_was_paid_leaves_the_balance() {
    let office = Office::new();
    let invoice = small(&office);
    issue(&office, invoice);
    assert_eq!(office.text("invoices", invoice, "balance"), "12.10");
    let payment = office.add("payments", &[("invoice", &invoice.to_string()), ("amount", "2,10")]);
    assert_eq!(office.text("invoices", invoice, "balance"), "10.00");
    let client = office.all("clients")[0];
    assert_eq!(office.text("clients", client, "balance"), "10.00");
    office.engine.delete_records(office.table("payments"), &[payment]).unwrap();
    assert_eq!(office.text("clients", client, "balance"), "12.10");
    office.is_whole();
}

#[test]
fn a_formula_that_used_what_was_removed_says_so_on_its_record() {
    let office = Office::that_sells();
    let client = office.add("clients", &[("name", "UAB „Rasa“")]);
    let invoice = office.add("invoices", &[("client", &*client.to_string())]);
    let invoices = office.table("invoices");
    let overdue = office.field("invoices", "overdue");
    let says =
        || office.engine.problems(invoices, invoice).unwrap().into_iter().find(|problem| problem.field == overdue);
    assert!(says().is_none());
    let due = office.field("invoices", "due-date");
    office.engine.remove_field(invoices, due).unwrap();
    assert!(says().is_some_and(|problem| problem.message.lt.contains("„Struktūra“")));
    office.engine.restore_field(invoices, due).unwrap();
    assert!(says().is_none());
}
