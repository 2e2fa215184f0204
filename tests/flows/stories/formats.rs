//! Files of other programs, as people have them.

use engine::ImportOptions;
use flows_tests::Office;

fn import(office: &Office, table: &str, file: &str) -> engine::ImportReport {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../golden/data").join(file);
    let table = office.table(table);
    office.engine.import(table, &path, file, &ImportOptions::default(), &mut |_, _| true).unwrap().output
}

#[test]
fn a_price_list_of_excel_is_read_without_a_hand_on_the_mapping() {
    let office = Office::new();
    let report = import(&office, "products", "price-list.xlsx");
    assert_eq!((report.new, report.skipped), (307, 0), "{report:?}");
    assert_eq!((report.warnings, report.errors), (vec![], vec![]));
    let book = office.filter("products", "code = \"K-010\"")[0];
    assert_eq!(office.text("products", book, "title"), "Knyga „Apskaita lengvai“");
    assert_eq!(office.text("products", book, "price"), "14.29");
    assert_eq!(office.text("products", book, "vat-rate"), "5");
    assert_eq!(office.text("products", book, "category"), "Knygos");
    let books = office.filter("product-categories", "name = \"Knygos\"")[0];
    assert_eq!(office.text("product-categories", books, "parent"), "Prekės");
    office.engine.undo().unwrap();
    assert_eq!(office.all("products"), []);
    office.is_whole();
}

#[test]
fn contacts_of_google_outlook_and_vcard_are_the_same_persons() {
    for file in ["contacts-google.csv", "contacts-outlook.csv", "contacts.vcf"] {
        let office = Office::new();
        let report = import(&office, "contacts", file);
        assert!(report.new >= 30 && report.skipped == 0, "{file}: {report:?}");
        let person = office.filter("contacts", "email = \"justina.usaite0@imone.example\"")[0];
        assert_eq!(office.text("contacts", person, "name"), "Justina Ūsaitė", "{file}");
        let phone = office.text("contacts", person, "phone");
        assert!(phone.ends_with("39906") || phone.ends_with("399 06"), "{file}: {phone}");
        assert!(office.text("contacts", person, "notes").contains("Gedimino pr. 179-30"), "{file}");
        office.is_whole();
    }
}

#[test]
fn a_wrong_file_is_told_from_a_table() {
    let office = Office::new();
    let pdf = office.engine.plan_import(office.table("clients"), &b"%PDF-1.7\n\0".to_vec()).unwrap_err();
    assert!(pdf.message(model::language::Language::Lt).contains("nėra lentelės"));
    let torn = office.engine.plan_import(office.table("clients"), &b"PK\x03\x04torn".to_vec()).unwrap_err();
    assert!(torn.message(model::language::Language::Lt).contains("sugadintas"));
}
