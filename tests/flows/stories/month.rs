//! A month of an office from an empty disk to a printed invoice.

use flows_tests::Office;
use model::language::Language;

#[test]
fn from_a_new_base_to_a_printed_invoice_and_back() {
    let office = Office::new();
    let report = office.import("clients-excel-lt.csv");
    assert_eq!((report.new, report.updated, report.skipped), (600, 0, 0), "{:?}", report.errors.first());

    let found = office.find("clients", "duo dirb");
    assert!(!found.is_empty() && found.len() < 100, "{} found", found.len());
    let client = *office.filter("clients", "company-code = \"101047299\"").first().unwrap();
    assert!(found.contains(&client));
    assert_eq!(
        office.find("clients", "399 06").iter().filter(|id| **id == client).count(),
        1,
        "phones are found by digits"
    );

    office.edit("clients", client, &[("phone", "8 612 34567")]).unwrap();
    assert!(office.find("clients", "61234567").contains(&client), "the new telephone is found at once");
    assert!(!office.find("clients", "665 39906").contains(&client), "the old one is not");

    office.add("company", &[("name", "UAB „Tvarka“"), ("vat-code", "LT100001919017")]);
    let invoice = office.add("invoices", &[("client", &client.to_string())]);
    let line = |title, quantity, price, rate| {
        let owner = invoice.to_string();
        let values =
            [("invoice", &*owner), ("title", title), ("quantity", quantity), ("price", price), ("vat-rate", rate)];
        office.add("invoice-lines", &values)
    };
    line("Konsultacija", "2", "45,00", "21");
    line("Vadovėlis „Žąsų ūkis“", "3", "12,50", "5");
    // The list gives this client 7.5 %: 83.25 + 34.69 and VAT of 17.48 + 1.73.
    assert_eq!(office.text("invoices", invoice, "total"), "137.15");
    assert_eq!(office.text("invoices", invoice, "number"), "", "a draft has no number");

    let invoices = office.table("invoices");
    let number = office.engine.issue(invoices, invoice).unwrap().output;
    let pdf = office.engine.render(invoices, &[invoice], None, Language::Lt).unwrap().pdf;
    assert!(pdf.starts_with(b"%PDF-"));
    office.is_whole();

    let office = office.reopen();
    assert_eq!(office.text("invoices", invoice, "number"), number);
    let again = office.engine.render(invoices, &[invoice], None, Language::Lt).unwrap().pdf;
    assert!(pdf == again, "an issued document prints the same after the base was closed");
    assert!(office.text("clients", client, "phone").replace(' ', "").ends_with("61234567"));

    let steps = office.engine.history(usize::MAX, Language::Lt).unwrap();
    let steps = steps.iter().filter(|entry| entry.part == model::changes::Part::Do).count() as u64;
    office.engine.undo_steps(steps).unwrap();
    assert_eq!(office.all("clients").len() + office.all("invoices").len() + office.all("invoice-lines").len(), 0);
    office.is_whole();
    office.engine.redo_steps(steps).unwrap();
    assert_eq!(office.text("invoices", invoice, "number"), number);
    assert_eq!(office.all("clients").len(), 600);
    office.is_whole();
}
