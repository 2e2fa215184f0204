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
    let files = ["contacts-google.csv", "contacts-outlook.csv", "contacts.vcf"];
    for (file, table) in files.into_iter().flat_map(|file| [(file, "contacts"), (file, "clients")]) {
        let office = Office::new();
        let report = import(&office, table, file);
        assert!(report.new >= 30 && report.skipped == 0, "{file}: {report:?}");
        let person = office.filter(table, "email = \"justina.usaite0@imone.example\"")[0];
        assert_eq!(office.text(table, person, "name"), "Justina Ūsaitė", "{file}");
        let phone = office.text(table, person, "phone");
        assert!(phone.ends_with("39906") || phone.ends_with("399 06"), "{file}: {phone}");
        let street = if table == "clients" { "address" } else { "notes" };
        assert!(office.text(table, person, street).contains("Gedimino pr. 179-30"), "{file}");
        // Where she works is no client here: it is kept where it can be read.
        assert!(office.text(table, person, "notes").contains("VšĮ „Duonos dirbtuvės“"), "{file}");
        office.is_whole();
    }
}

#[test]
fn first_and_family_names_become_one_name_in_any_list() {
    let check = |table: &str, text: &str| {
        let office = Office::new();
        let source = text.as_bytes().to_vec();
        let of = office.table(table);
        let report =
            office.engine.import(of, &source, "list.csv", &ImportOptions::default(), &mut |_, _| true).unwrap().output;
        assert_eq!((report.new, report.skipped, report.warnings), (2, 0, vec![]), "{text}");
        let name = |email: &str| {
            let found = office.filter(table, &format!("email = \"{email}\""));
            office.text(table, found[0], "name")
        };
        assert_eq!((name("o@x.lt").as_str(), name("r@x.lt").as_str()), ("Ona Rimkė", "Rasa"), "{text}");
    };
    for table in ["clients", "contacts"] {
        check(table, "Vardas;Pavardė;El. paštas\nOna;Rimkė;o@x.lt\nRasa;;r@x.lt\n");
        check(table, "Email,Last Name,First Name\no@x.lt,Rimkė,Ona\nr@x.lt,,Rasa\n");
        check(table, "Given Name,Family Name,E-mail Address\nOna,Rimkė,o@x.lt\nRasa,,r@x.lt\n");
        check(table, "First Name,Last Name,E-mail 1 - Value\nOna,Rimkė,o@x.lt\nRasa,,r@x.lt\n");
    }
}

#[test]
fn a_company_keeps_its_name_beside_that_of_a_person() {
    let office = Office::new();
    let text = "Įmonė;Vardas;Pavardė;Telefonas\nUAB „Ąžuolas“;Ona;Rimkė;+37061234567\n".as_bytes().to_vec();
    let of = office.table("clients");
    office.engine.import(of, &text, "list.csv", &ImportOptions::default(), &mut |_, _| true).unwrap();
    assert_eq!(office.text("clients", office.all("clients")[0], "name"), "UAB „Ąžuolas“");
}

#[test]
fn a_wrong_file_is_told_from_a_table() {
    let office = Office::new();
    let pdf = office.engine.plan_import(office.table("clients"), &b"%PDF-1.7\n\0".to_vec()).unwrap_err();
    assert!(pdf.message(model::language::Language::Lt).contains("nėra lentelės"));
    let torn = office.engine.plan_import(office.table("clients"), &b"PK\x03\x04torn".to_vec()).unwrap_err();
    assert!(torn.message(model::language::Language::Lt).contains("sugadintas"));
}
