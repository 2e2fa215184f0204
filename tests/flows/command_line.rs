//! The command line's contract: what scripts rely on.

use serde_json::Value as Json;
use std::{
    fs,
    path::PathBuf,
    process::{Command, Output, Stdio},
};
use tempfile::TempDir;

/// A folder with a base, and the program to call on it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Desk {
        Desk::in_language("lt")
    }

    fn in_language(language: &str) -> Desk {
        let desk = Desk { folder: TempDir::new().unwrap() };
        assert_eq!(desk.says(&["new", "BASE", "--language", language]), "");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the program; `BASE` stands for the base's file, `./name` for a file beside it.
    fn run(&self, words: &[&str]) -> Output {
        let words = words.iter().map(|word| match (*word, word.strip_prefix("./")) {
            ("BASE", _) => self.path("office.kartoteka").into_os_string(),
            (_, Some(name)) => self.path(name).into_os_string(),
            (word, None) => word.into(),
        });
        Command::new(env!("CARGO_BIN_EXE_kartoteka"))
            .args(words)
            .stdin(Stdio::null())
            .env("LANG", "lt_LT.UTF-8")
            .output()
            .unwrap()
    }

    /// What it says when it does what it is told, and nothing else.
    fn says(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*complaint), (Some(0), ""), "{words:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, words: &[&str]) -> Json {
        serde_json::from_str(&self.says(words)).unwrap()
    }

    /// The sentence with which it refuses: on stderr, alone, exit 1, and the base is as it was.
    fn refuses(&self, words: &[&str]) -> String {
        let before = self.run(&["history", "BASE"]).stdout;
        let output = self.run(words);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {output:?}");
        assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{words:?}");
        assert!(before == self.run(&["history", "BASE"]).stdout, "{words:?} changed something");
        let sentence = String::from_utf8(output.stderr).unwrap();
        assert_eq!(sentence.trim_end().lines().count(), 1, "one sentence: {sentence}");
        sentence.trim_end().to_owned()
    }

    fn add(&self, words: &[&str]) -> String {
        let said = self.says(&[&["add", "BASE"], words].concat());
        let id = said.trim_end().to_owned();
        assert_eq!(said, format!("{id}\n"), "the id and nothing else");
        assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
        id
    }

    /// A field of a record, by `show`.
    fn shown(&self, table: &str, id: &str, field: &str) -> Json {
        self.json(&["show", "BASE", table, id, "--json"])[field].clone()
    }
}

#[test]
fn exit_codes_tell_done_refused_and_not_understood() {
    let desk = Desk::new();
    let not_understood: [&[&str]; 4] = [
        &["verify", "BASE", "too", "many"],
        &["list"],
        &["list", "BASE", "clients", "--nonsense"],
        &["undo", "BASE", "--steps", "0"],
    ];
    for words in not_understood {
        let output = desk.run(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{words:?}");
    }
    for words in [&["list", "./missing.kartoteka", "clients"][..], &["verify", "./missing.kartoteka"]] {
        assert!(desk.refuses(words).ends_with('.'));
    }
    for word in ["--help", "--version"] {
        assert_eq!(desk.run(&[word]).status.code(), Some(0));
    }
    assert!(!desk.path("missing.kartoteka").exists());
}

#[test]
fn new_never_overwrites() {
    let desk = Desk::new();
    let before = fs::read(desk.path("office.kartoteka")).unwrap();
    let refused = desk.run(&["new", "BASE"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("jau yra"));
    assert!(before == fs::read(desk.path("office.kartoteka")).unwrap());
    assert!(Desk::in_language("en").refuses(&["new", "BASE", "--language", "en"]).contains("exists already"));
}

#[test]
fn add_show_edit_and_delete_go_by_keys_and_labels() {
    let desk = Desk::new();
    let client = desk.add(&["clients", "name=UAB „Rasa“", "city=Vilnius"]);
    assert_eq!(desk.shown("Klientai", &client, "name"), "UAB „Rasa“");
    assert_eq!(desk.shown("Clients", &client, "city"), "Vilnius", "the other language's label works too");
    desk.says(&["edit", "BASE", "clients", &client, "Miestas=Kaunas", "address=Laisvės al. 1=A"]);
    assert_eq!(desk.shown("clients", &client, "city"), "Kaunas");
    assert_eq!(desk.shown("clients", &client, "address"), "Laisvės al. 1=A", "split at the first =");
    desk.says(&["edit", "BASE", "clients", &client, "city="]);
    assert_eq!(desk.shown("clients", &client, "city"), Json::Null);
    desk.says(&["delete", "BASE", "clients", &client]);
    desk.refuses(&["show", "BASE", "clients", &client]);
    desk.refuses(&["show", "BASE", "clients", "12"]);
    for words in
        [&["add", "BASE", "clients"][..], &["add", "BASE", "klijentai", "name=x"], &["add", "BASE", "clients", "nme=x"]]
    {
        desk.refuses(words);
    }
    desk.refuses(&["add", "BASE", "clients", "name"]);
}

#[test]
fn sentences_are_in_the_language_of_the_base() {
    let lt = Desk::new().refuses(&["list", "BASE", "nothing"]);
    let en = Desk::in_language("en").refuses(&["list", "BASE", "nothing"]);
    assert!(lt.contains("Nėra") && en.contains("Nothing"), "{lt} / {en}");
}

#[test]
fn json_has_the_shapes_scripts_rely_on() {
    let desk = Desk::new();
    let client = desk.add(&["clients", "name=UAB „Rasa“"]);
    let invoice = desk.add(&["invoices", "client=UAB „Rasa“", "date=2026-03-02"]);
    desk.add(&[
        "invoice-lines",
        &format!("invoice={invoice}"),
        "title=Malkos",
        "quantity=3",
        "price=0,335",
        "vat-rate=21",
    ]);
    let list = desk.json(&["list", "BASE", "invoices", "--json"]);
    assert_eq!(list["total"], 1);
    let row = &list["rows"][0];
    assert_eq!(row["id"], invoice.as_str());
    assert_eq!(row["client"], serde_json::json!({"id": client, "label": "UAB „Rasa“"}));
    assert_eq!(row["date"], "2026-03-02");
    assert_eq!(row["total"], "1.22", "decimals are strings");
    assert_eq!(row["number"], Json::Null);
    let lines = desk.json(&["list", "BASE", "invoice-lines", "--json", "--fields", "price,quantity"]);
    assert_eq!(lines["rows"][0]["price"], "0.335");
    assert_eq!(lines["rows"][0].as_object().unwrap().len(), 3, "id and the two fields");
    assert_eq!(desk.json(&["verify", "BASE", "--json"]), serde_json::json!({"ok": true, "problems": []}));
    let history = desk.json(&["history", "BASE", "invoices", &invoice, "--json"]);
    assert!(history.as_array().unwrap().iter().all(|entry| entry["label"].is_string()));
}

#[test]
fn lists_are_searched_filtered_sorted_and_cut() {
    let desk = Desk::new();
    for name in ["Žuvis", "Ąžuolas", "Yla", "Inkaras", "Javai"] {
        desk.add(&[
            "clients",
            &format!("name={name}"),
            &format!("city={}", if name == "Yla" { "Kaunas" } else { "Utena" }),
        ]);
    }
    let names = |words: &[&str]| -> (u64, Vec<String>) {
        let list = desk.json(&[&["list", "BASE", "clients", "--json", "--fields", "name"], words].concat());
        let rows = list["rows"].as_array().unwrap();
        (list["total"].as_u64().unwrap(), rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect())
    };
    let all = ["Ąžuolas", "Yla", "Inkaras", "Javai", "Žuvis"].map(str::to_owned);
    assert_eq!(names(&["--sort", "name"]), (5, all.to_vec()), "the Lithuanian order: y counts as i");
    let mut down = all.to_vec();
    down.reverse();
    assert_eq!(names(&["--sort", "name:desc"]), (5, down));
    assert_eq!(names(&["--sort", "name", "--limit", "2", "--offset", "1"]), (5, all[1..3].to_vec()));
    assert_eq!(names(&["--search", "azu"]), (1, vec!["Ąžuolas".to_owned()]));
    assert_eq!(names(&["--where", "city = \"Kaunas\""]), (1, vec!["Yla".to_owned()]));
    assert!(!desk.refuses(&["list", "BASE", "clients", "--where", "city = "]).is_empty());
    assert!(!desk.refuses(&["list", "BASE", "clients", "--sort", "nothing"]).is_empty());
}

#[test]
fn csv_is_plain_and_harmless() {
    let desk = Desk::new();
    desk.add(&["clients", "name==HYPERLINK(\"http://x\")", "city=a,\"b\"", "notes=viena\ndvi"]);
    let csv = desk.says(&["list", "BASE", "clients", "--csv", "--fields", "name,city,notes"]);
    assert!(csv.starts_with("id,name,city,notes\r\n"), "{csv}");
    assert!(csv.ends_with("\r\n"));
    let row = csv.strip_prefix("id,name,city,notes\r\n").unwrap();
    assert!(row[32..].starts_with(",\"'=HYPERLINK(\"\"http://x\"\")\""), "a formula is neutralised: {row}");
    assert!(row.contains("\"a,\"\"b\"\"\""), "{row}");
}

#[test]
fn a_list_is_exported_in_every_format_and_comes_back() {
    let desk = Desk::new();
    desk.add(&["clients", "name==SUM(A1) <b>", "email=a@x.example", "phone=+370 612 34567"]);
    desk.add(&["clients", "name=UAB „Ąžuolas“, filialas", "email=b@x.example"]);
    desk.add(&["clients", "name=Kitas", "email=c@y.example"]);
    for ending in ["csv", "xlsx", "html", "txt", "vcf"] {
        let file = format!("./clients.{ending}");
        let words = ["export", "BASE", "clients", "--search", "x.example", "--sort", "email:desc", "-o", &file];
        assert_eq!(desk.says(&words), "");
        let bytes = fs::read(desk.path(&file[2..])).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Kitas"), "{ending}");
        if let ("csv" | "txt" | "html", Some(first)) = (ending, text.find("Ąžuolas")) {
            assert!(first < text.find("SUM").unwrap(), "{ending}: as sorted");
        }
        assert!(ending != "html" || text.contains("=SUM(A1) &lt;b&gt;") && !text.contains("<b>"), "{text}");
        assert!(ending != "csv" || text.contains("'=SUM(A1)"), "{text}");
    }
    for ending in ["csv", "xlsx", "vcf"] {
        let other = Desk::new();
        let file = desk.path(&format!("clients.{ending}"));
        let report = other.json(&["import", "BASE", "clients", file.to_str().unwrap(), "--json"]);
        assert_eq!((&report["new"], &report["skipped"]), (&2.into(), &0.into()), "{ending}: {report}");
        let names = |desk: &Desk| {
            let listed = desk.json(&["list", "BASE", "clients", "--search", "x.example", "--sort", "email", "--json"]);
            let rows = listed["rows"].as_array().unwrap();
            rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names(&other), names(&desk), "{ending}");
    }
    let refused = desk.refuses(&["export", "BASE", "clients", "-o", "./clients.xyz"]);
    assert!(refused.contains("--format"), "{refused}");
    desk.refuses(&["export", "BASE", "invoice-lines", "-o", "./lines.vcf"]);
    assert!(!desk.path("lines.vcf").exists(), "what is refused leaves no file");
}

#[test]
fn an_import_reports_every_row() {
    let desk = Desk::new();
    let file = "Pavadinimas,Įmonės kodas,Gimimo data\nUAB „Rasa“,304567890,\n,,2001-01-01\nJonas,,1980-02-30\n,,\n";
    fs::write(desk.path("list.csv"), file).unwrap();
    let trial = desk.json(&["import", "BASE", "clients", "./list.csv", "--dry-run", "--json"]);
    assert_eq!(desk.json(&["list", "BASE", "clients", "--json"])["total"], 0);
    let report = desk.json(&["import", "BASE", "clients", "./list.csv", "--json"]);
    assert_eq!(trial, report);
    let counts = ["new", "updated", "unchanged", "skipped"].map(|name| report[name].as_u64().unwrap());
    assert_eq!(counts, [2, 0, 0, 1]);
    let error = &report["errors"][0];
    assert_eq!(error["row"], 3);
    assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()));
    let warnings = report["warnings"].as_array().unwrap();
    let warning = warnings.iter().find(|warning| warning["row"] == 4).unwrap();
    assert_eq!((&warning["column"], &warning["value"]), (&Json::from("Gimimo data"), &Json::from("1980-02-30")));
    let again = desk.json(&["import", "BASE", "clients", "./list.csv", "--json"]);
    assert_eq!((again["new"].as_u64(), again["unchanged"].as_u64()), (Some(0), Some(2)));
    desk.refuses(&["import", "BASE", "clients", "./missing.csv"]);
    desk.refuses(&["import", "BASE", "clients", "./list.csv", "--map", "Nėra=name"]);
    let mapped = desk.json(&[
        "import",
        "BASE",
        "clients",
        "./list.csv",
        "--map",
        "Gimimo data=notes",
        "--key",
        "name",
        "--json",
    ]);
    assert_eq!(mapped["updated"].as_u64(), Some(1), "{mapped}");
}

#[test]
fn columns_of_one_name_go_to_different_fields() {
    let desk = Desk::new();
    fs::write(desk.path("list.csv"), "Pavadinimas,Telefonas,Telefonas\nRasa,+37061111111,+37062222222\n").unwrap();
    let import = ["import", "BASE", "clients", "./list.csv", "--json"];
    desk.json(&[&import[..], &["--map", "Telefonas=phone", "--map", "Telefonas=phone-2"]].concat());
    let list = desk.json(&["list", "BASE", "clients", "--json"]);
    let row = &list["rows"][0];
    assert_eq!((&row["phone"], &row["phone-2"]), (&Json::from("+37061111111"), &Json::from("+37062222222")), "{row}");
    let third = ["--map", "Telefonas=phone", "--map", "Telefonas=phone-2", "--map", "Telefonas=notes"];
    assert!(desk.refuses(&[&import[..], &third].concat()).contains("Telefonas"));
    // A chosen field is taken from the column that was recognised for it.
    desk.json(&[&import[..], &["--map", "Telefonas=name", "--map", "Pavadinimas="]].concat());
    assert_eq!(desk.json(&["list", "BASE", "clients", "--json", "--search", "Rasa"])["total"], 1);
}

#[test]
fn a_row_that_is_refused_does_not_stop_the_others() {
    let desk = Desk::new();
    desk.add(&["products", "code=A1", "title=Malkos"]);
    fs::write(desk.path("list.csv"), "Kodas,Pavadinimas\nA1,Durpės\nB2,Anglys\nB2,Briketai\nC3,Granulės\n").unwrap();
    let map = ["--map", "Kodas=code", "--map", "Pavadinimas=title"];
    let import = [&["import", "BASE", "products", "./list.csv", "--json", "--key", "title"], &map[..]].concat();
    let report = desk.json(&import);
    let counts = ["new", "updated", "unchanged", "skipped"].map(|name| report[name].as_u64().unwrap());
    assert_eq!(counts, [2, 0, 0, 2], "{report}");
    let errors: Vec<_> =
        report["errors"].as_array().unwrap().iter().map(|note| (&note["row"], &note["value"])).collect();
    assert_eq!(errors, [(&Json::from(2), &Json::from("A1")), (&Json::from(4), &Json::from("B2"))]);
    assert_eq!(desk.json(&["list", "BASE", "products", "--json", "--where", "code = \"B2\""])["total"], 1);
    // A line of an issued invoice cannot be changed; the one of a draft can.
    desk.add(&["clients", "name=UAB „Rasa“"]);
    let [frozen, open] = ["Pirma", "Antra"].map(|title| {
        let invoice = desk.add(&["invoices", "client=UAB „Rasa“"]);
        desk.add(&["invoice-lines", &format!("invoice={invoice}"), &format!("title={title}"), "price=10"]);
        invoice
    });
    desk.add(&["company", "name=UAB „Mūsų biuras“"]);
    desk.says(&["issue", "BASE", "invoices", &frozen]);
    fs::write(desk.path("list.csv"), format!("title,price,invoice\nPirma,11,\nAntra,12,\nTrečia,13,{frozen}\n"))
        .unwrap();
    let report = desk.json(&["import", "BASE", "invoice-lines", "./list.csv", "--json", "--key", "title"]);
    let counts = ["new", "updated", "unchanged", "skipped"].map(|name| report[name].as_u64().unwrap());
    assert_eq!(counts, [0, 1, 0, 2], "{report}");
    assert_eq!(desk.shown("invoices", &frozen, "total"), "12.10");
    assert_eq!(desk.shown("invoices", &open, "total"), "14.52");
    assert_eq!(desk.says(&["verify", "BASE"]).lines().count(), 1);
}

#[test]
fn undo_and_redo_print_what_they_did() {
    let desk = Desk::new();
    let client = desk.add(&["clients", "name=UAB „Rasa“"]);
    desk.says(&["edit", "BASE", "clients", &client, "city=Kaunas"]);
    let undone = desk.says(&["undo", "BASE", "--steps", "2"]);
    assert_eq!(undone.lines().count(), 2);
    assert!(undone.lines().all(|line| line.contains("UAB „Rasa“")), "{undone}");
    desk.refuses(&["undo", "BASE"]);
    let redone = desk.says(&["redo", "BASE", "--steps", "2"]);
    assert_eq!(undone.lines().rev().collect::<Vec<&str>>(), redone.lines().collect::<Vec<&str>>());
    desk.refuses(&["redo", "BASE"]);
    desk.refuses(&["undo", "BASE", "--steps", "3"]);
    assert_eq!(desk.shown("clients", &client, "city"), "Kaunas");
}

#[test]
fn an_invoice_is_issued_printed_and_voided() {
    let desk = Desk::new();
    desk.add(&["clients", "name=UAB „Rasa“"]);
    let invoice = desk.add(&["invoices", "client=UAB „Rasa“"]);
    desk.refuses(&["issue", "BASE", "invoices", &invoice]);
    desk.refuses(&["void", "BASE", "invoices", &invoice]);
    assert!(desk.refuses(&["issue", "BASE", "invoices", &invoice]).contains("„Mano įmonė“"));
    desk.add(&["company", "name=UAB „Mūsų biuras“"]);
    desk.refuses(&["issue", "BASE", "invoices", &invoice]);
    desk.add(&["invoice-lines", &format!("invoice={invoice}"), "title=Malkos", "price=10"]);
    desk.says(&["issue", "BASE", "invoices", &invoice]);
    let number = desk.shown("invoices", &invoice, "number");
    assert!(number.as_str().is_some_and(|number| number.ends_with('1')), "{number}");
    assert_eq!(desk.says(&["print", "BASE", "invoices", &invoice, "-o", "./a.pdf"]), "");
    desk.says(&["print", "BASE", "invoices", &invoice, &invoice, "--language", "en", "-o", "./two.pdf"]);
    let (one, two) = (fs::read(desk.path("a.pdf")).unwrap(), fs::read(desk.path("two.pdf")).unwrap());
    assert!(one.starts_with(b"%PDF-") && two.len() > one.len());
    desk.says(&["print", "BASE", "invoices", &invoice, "-o", "./again.pdf"]);
    assert!(one == fs::read(desk.path("again.pdf")).unwrap(), "the same bytes again");
    desk.refuses(&["issue", "BASE", "invoices", &invoice]);
    desk.says(&["void", "BASE", "invoices", &invoice]);
    assert_eq!(desk.shown("invoices", &invoice, "number"), number);
}

#[test]
fn one_paper_is_made_from_another() {
    let desk = Desk::new();
    let client = desk.add(&["clients", "name=UAB „Rasa“", "category=Nuolatinis"]);
    let contract = desk.says(&["make", "BASE", "clients", &client, "contracts"]).trim().to_owned();
    desk.add(&["contract-lines", &format!("contract={contract}"), "title=Konsultacija", "price=45", "discount=10"]);
    let invoice = desk.says(&["make", "BASE", "contracts", &contract, "Sąskaitos"]).trim().to_owned();
    assert_eq!(desk.shown("invoices", &invoice, "net"), "40.50");
    assert_eq!(desk.shown("invoices", &invoice, "client")["label"], "UAB „Rasa“");
    assert!(desk.refuses(&["make", "BASE", "clients", &client, "payments"]).contains("sukurti negalima"));
    desk.refuses(&["make", "BASE", "clients", &contract, "invoices"]);
}

#[test]
fn a_pdf_never_takes_the_place_of_the_base() {
    let desk = Desk::new();
    desk.add(&["clients", "name=UAB „Rasa“"]);
    let invoice = desk.add(&["invoices", "client=UAB „Rasa“"]);
    desk.add(&["invoice-lines", &format!("invoice={invoice}"), "title=Malkos", "price=10"]);
    desk.add(&["company", "name=UAB „Mūsų biuras“"]);
    desk.says(&["issue", "BASE", "invoices", &invoice]);
    fs::hard_link(desk.path("office.kartoteka"), desk.path("other.pdf")).unwrap();
    for output in ["BASE", "./other.pdf", "./nowhere/a.pdf", "./"] {
        assert!(desk.refuses(&["print", "BASE", "invoices", &invoice, "-o", output]).ends_with('.'));
    }
    fs::write(desk.path("a.pdf"), "an older one").unwrap();
    desk.says(&["print", "BASE", "invoices", &invoice, "-o", "./a.pdf"]);
    assert!(fs::read(desk.path("a.pdf")).unwrap().starts_with(b"%PDF-"));
    assert_eq!(fs::read_dir(desk.folder.path()).unwrap().count(), 3, "nothing is left beside it");
    assert_eq!(desk.says(&["verify", "BASE"]).lines().count(), 1);
}

#[test]
fn the_past_is_listed_with_at() {
    let desk = Desk::new();
    desk.add(&["clients", "name=UAB „Rasa“"]);
    let total = |at: &str| desk.json(&["list", "BASE", "clients", "--json", "--at", at])["total"].clone();
    assert_eq!(total("2100-01-01T00:00"), 1);
    // A second is meant whole: at the time the history shows for a change it has happened.
    let history = desk.json(&["history", "BASE", "--json"]);
    assert_eq!(total(history[0]["time"].as_str().unwrap()), 1);
    desk.refuses(&["list", "BASE", "clients", "--at", "vakar"]);
    // Before it was made the base had no tables.
    desk.refuses(&["list", "BASE", "clients", "--at", "2020-01-01"]);
}

#[test]
fn quiet_is_known_everywhere() {
    let desk = Desk::new();
    let client = desk.add(&["clients", "name=Rasa", "--quiet"]);
    desk.says(&["--quiet", "edit", "BASE", "clients", &client, "city=Kaunas"]);
    for words in [&["list", "BASE", "clients"][..], &["undo", "BASE"], &["redo", "BASE"], &["verify", "BASE"]] {
        desk.says(&[words, &["--quiet"]].concat());
    }
}

#[test]
fn every_refusal_is_a_sentence_of_the_base() {
    let refusals = |language: &str| {
        let desk = Desk::in_language(language);
        fs::write(desk.path("list.csv"), "Pavadinimas\nRasa\n").unwrap();
        [
            desk.refuses(&["history", "BASE", "clients", "zzz"]),
            desk.refuses(&["import", "BASE", "clients", "./nofile.csv"]),
            desk.refuses(&["import", "BASE", "clients", "./list.csv", "--map", "Telefonas"]),
            desk.refuses(&["list", "BASE", "clients", "--at", "2020-01-01"]),
            desk.refuses(&["list", "BASE", "clients", "--where", "name"]),
            desk.says(&["verify", "BASE"]),
        ]
    };
    for (sentence, word) in
        refusals("lt").iter().zip(["numeris", "nėra", "trūksta", "dar nebuvo", "taip/ne", "tvarkinga"])
    {
        assert!(sentence.contains(word), "{sentence}");
    }
    for (sentence, word) in refusals("en").iter().zip(["digits", "no such", "joined", "not exist", "yes/no", "whole"]) {
        assert!(sentence.contains(word), "{sentence}");
    }
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let desk = Desk::new();
    let gone = |words: &[&str]| {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let path = desk.path("office.kartoteka");
        let words = words.iter().map(|word| if *word == "BASE" { path.as_os_str() } else { word.as_ref() });
        let mut program = Command::new(env!("CARGO_BIN_EXE_kartoteka"));
        let output = program.args(words).stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        output.status.code()
    };
    assert_eq!(gone(&["add", "BASE", "clients", "name=Rasa"]), Some(0));
    assert_eq!(desk.json(&["list", "BASE", "clients", "--json"])["total"], 1, "it was added");
    assert_eq!(gone(&["list", "BASE", "clients"]), Some(0));
    assert_eq!(gone(&["verify", "BASE"]), Some(0));
    fs::write(desk.path("office.kartoteka"), "no base").unwrap();
    assert_eq!(gone(&["verify", "BASE", "--json"]), Some(1), "what was found out stays so");
}

#[test]
fn a_long_list_is_written_whole_and_in_the_order_of_its_fields() {
    let desk = Desk::new();
    let rows: String = (0..2_500).map(|number| format!("Klientas {number:04}\n")).collect();
    fs::write(desk.path("list.csv"), format!("Pavadinimas\n{rows}")).unwrap();
    desk.json(&["import", "BASE", "clients", "./list.csv", "--json"]);
    let list = ["list", "BASE", "clients", "--sort", "name", "--fields", "name,city,address"];
    let csv = desk.says(&[&list[..], &["--csv"]].concat());
    assert_eq!(csv.lines().count(), 2_501);
    assert!(csv.lines().nth(1_001).unwrap().contains("Klientas 1000"));
    assert_eq!(desk.says(&list).lines().count(), 2_501);
    let json = desk.says(&[&list[..], &["--json", "--limit", "2100"]].concat());
    assert!(json.starts_with("{\"total\":2500,\"rows\":[{\"id\":\""), "{}", &json[..60]);
    assert!(json.contains("\",\"name\":\"Klientas 0000\",\"city\":null,\"address\":null},{"));
    let rows: Json = serde_json::from_str(&json).unwrap();
    assert_eq!(rows["rows"].as_array().map(Vec::len), Some(2_100));
    let none = desk.json(&["list", "BASE", "clients", "--json", "--search", "nobody"]);
    assert_eq!(none, serde_json::json!({"total": 0, "rows": []}));
}

#[test]
fn a_damaged_base_fails_the_proof() {
    let desk = Desk::new();
    let path = desk.path("office.kartoteka");
    let mut bytes = fs::read(&path).unwrap();
    bytes.truncate(bytes.len() / 2);
    fs::write(&path, &bytes).unwrap();
    let output = desk.run(&["verify", "BASE", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let proof: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(proof["ok"], false);
    assert!(!proof["problems"].as_array().unwrap().is_empty());
    assert!(fs::read(&path).unwrap() == bytes);
}

#[test]
fn the_structure_is_shown_and_bent() {
    let desk = Desk::new();
    let words = ["structure", "BASE", "add-table", "vehicles", "--label-lt", "Automobiliai", "--label-en", "Vehicles"];
    desk.says(&[&words[..], &["--rehearse"]].concat());
    assert_eq!(desk.refuses(&["list", "BASE", "vehicles"]), "Nėra nieko pavadinimu „vehicles“.");
    desk.says(&words);
    assert!(desk.refuses(&words).contains("jau yra"));
    let field = |words: &[&str]| desk.says(&[&["structure", "BASE", "add-field", "vehicles"], words].concat());
    field(&["plate", "text", "--label-lt", "Numeris", "--on-card", "--on-list"]);
    field(&["owner", "link", "--target", "clients", "--related"]);
    field(&["colour", "choice", "--choice", "red=Raudona", "--choice", "white=Balta", "--many"]);
    field(&["full", "formula", "--formula", "plate & \" \" & name"]);
    assert!(
        desk.refuses(&["structure", "BASE", "add-field", "vehicles", "x", "colour"]).contains("Rūšies „colour“ nėra")
    );
    let client = desk.add(&["clients", "name=UAB „Rasa“"]);
    let car = desk.add(&["vehicles", "name=Volvo", "plate=ABC 123", &format!("owner={client}"), "colour=red|white"]);
    assert_eq!(desk.shown("vehicles", &car, "full"), "ABC 123 Volvo");
    let structure = desk.json(&["structure", "BASE", "show", "--json"]);
    let table = structure["tables"].as_array().unwrap().iter().find(|table| table["key"] == "vehicles").unwrap();
    assert_eq!((table["records"].as_u64(), &table["label"]["lt"]), (Some(1), &Json::from("Automobiliai")));
    let keys: Vec<&str> =
        table["fields"].as_array().unwrap().iter().map(|field| field["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["name", "notes", "plate", "owner", "colour", "full"]);
    assert!(desk.says(&["structure", "BASE", "show"]).contains("  plate\tNumeris\ttext\n"));

    let uses = desk.json(&["structure", "BASE", "uses", "vehicles", "plate", "--json"]);
    let kinds: Vec<&str> = uses.as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["related", "card", "list-column", "formula"]);
    let rename = ["structure", "BASE", "rename-field", "vehicles", "plate", "--key", "number-plate"];
    assert_eq!(desk.says(&[&rename[..], &["--rehearse"]].concat()).lines().count(), 5);
    desk.says(&rename);
    assert_eq!(desk.shown("vehicles", &car, "full"), "ABC 123 Volvo");
    let remove = ["structure", "BASE", "remove-field", "vehicles", "number-plate"];
    assert!(desk.says(&[&remove[..], &["--rehearse"]].concat()).contains("užpildytų įrašų: 1"));
    desk.says(&remove);
    assert_eq!(desk.shown("vehicles", &car, "full"), Json::Null);
    assert!(desk.says(&["structure", "BASE", "uses", "vehicles", "number-plate"]).contains("formula\t"));
    desk.says(&["structure", "BASE", "restore-field", "vehicles", "number-plate"]);
    assert_eq!(desk.shown("vehicles", &car, "full"), "ABC 123 Volvo");
    assert!(desk.refuses(&["structure", "BASE", "remove-field", "vehicles", "name"]).contains("pavadinimas"));
    assert_eq!(desk.json(&["verify", "BASE", "--json"])["ok"], true);
}

#[test]
fn a_field_changes_its_kind_after_a_rehearsal() {
    let desk = Desk::new();
    let ids: Vec<String> = ["2026-03-01", "2026-03-02", "kovą"]
        .into_iter()
        .map(|day| desk.add(&["clients", "name=Klientas", &format!("hobby={day}")]))
        .collect();
    let words = ["structure", "BASE", "change-field", "clients", "hobby", "date"];
    let rehearsal = desk.json(&[&words[..], &["--rehearse", "--json"]].concat());
    assert_eq!([&rehearsal["filled"], &rehearsal["converts"], &rehearsal["failing"]], [3, 2, 1]);
    assert_eq!(
        (&rehearsal["failures"][0]["id"], &rehearsal["failures"][0]["value"]),
        (&ids[2].as_str().into(), &"kovą".into())
    );
    assert_eq!(desk.shown("clients", &ids[0], "hobby"), "2026-03-01");
    let report = desk.json(&[&words[..], &["--json"]].concat());
    assert_eq!([&report["converted"], &report["failed"], &report["kept"]], [2, 1, 1]);
    assert_eq!(desk.shown("clients", &ids[2], "notes"), "Pomėgiai: kovą");
    assert_eq!(desk.json(&["verify", "BASE", "--json"])["ok"], true);
    assert!(desk.says(&["undo", "BASE"]).contains("lauko „Pomėgiai“ rūšis pakeista"));
    assert_eq!(desk.shown("clients", &ids[2], "hobby"), "kovą");
    let number = ["structure", "BASE", "change-field", "invoices", "number", "text"];
    assert!(desk.refuses(&number).contains("pakeisti negalima"));
}

#[test]
fn the_configuration_goes_out_to_files_and_comes_back() {
    let desk = Desk::new();
    desk.says(&["configuration", "export", "BASE", "./files"]);
    desk.says(&["configuration", "export", "BASE", "./all.zip"]);
    assert_eq!(
        desk.json(&["configuration", "import", "BASE", "./all.zip", "--rehearse", "--json"]),
        Json::Array(vec![])
    );
    let path = desk.path("files").join("tables/clients.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("Pomėgiai", "Laisvalaikis")).unwrap();
    let differences = desk.json(&["configuration", "import", "BASE", "./files", "--rehearse", "--json"]);
    assert_eq!((differences[0]["act"].as_str(), differences.as_array().unwrap().len()), (Some("changed"), 1));
    assert!(desk.says(&["structure", "BASE", "show"]).contains("Pomėgiai"));
    assert_eq!(
        desk.says(&["configuration", "import", "BASE", "./files"]),
        "keičiasi\tKlientai, laukas „Laisvalaikis“\tlabel\n"
    );
    assert!(desk.says(&["structure", "BASE", "show"]).contains("Laisvalaikis"));
    assert_eq!(desk.says(&["undo", "BASE"]), "Konfigūracija „files“: importuota\n");
    assert!(desk.says(&["structure", "BASE", "show"]).contains("Pomėgiai"));
    fs::write(
        &path,
        text.replace("kind = \"phone\"", "kind = \"fone\"").replacen("kind = \"fone\"", "kind = \"phone\"", 3),
    )
    .unwrap();
    let refused = desk.refuses(&["configuration", "import", "BASE", "./files"]);
    assert!(refused.starts_with("tables/clients.toml, ") && refused.contains("„kind“ negali būti „fone“"), "{refused}");
    assert!(desk.refuses(&["configuration", "import", "BASE", "./nothing"]).contains("nothing"));
    fs::create_dir(desk.path("empty")).unwrap();
    assert!(desk.refuses(&["configuration", "import", "BASE", "./empty"]).contains("konfigūracijos čia nėra"));
}

#[test]
fn layouts_are_listed_and_what_is_wrong_with_a_card_is_told() {
    let desk = Desk::new();
    let said = desk.says(&["layouts", "BASE", "clients"]);
    assert!(said.starts_with("clients\tcard\tclients\tKlientas\nclients\tlist\tclients\tKlientai\n"), "{said}");
    let layouts = desk.json(&["layouts", "BASE", "--json"])["layouts"].as_array().unwrap().clone();
    let of = |kind: &str| layouts.iter().filter(|layout| layout["kind"] == kind).count();
    assert!(of("card") > 15 && of("list") > 15 && of("form") > 2);
    let card = layouts.iter().find(|layout| layout["table"] == "clients" && layout["kind"] == "card").unwrap();
    assert_eq!(
        (&card["quick"], &card["when"], &card["delivered"]),
        (&Json::Bool(false), &Json::Null, &Json::Bool(true))
    );
    assert_eq!(card["label"]["en"], "Client");
    assert!(desk.refuses(&["layouts", "BASE", "nonsense"]).contains("nonsense"));

    assert_eq!(desk.says(&["layout", "check", "BASE"]), "Kortelės tvarkingos.\n");
    assert_eq!(desk.json(&["layout", "check", "BASE", "clients", "Klientas", "--json"])["ok"], true);
    desk.says(&["structure", "BASE", "remove-field", "clients", "city"]);
    let checked = desk.run(&["layout", "check", "BASE"]);
    assert_eq!((checked.status.code(), checked.stderr.len()), (Some(1), 0));
    let said = String::from_utf8(checked.stdout).unwrap();
    assert!(said.starts_with("clients\tclients\tLaukas „Miestas“ pašalintas"), "{said}");
    assert_eq!(desk.says(&["layout", "check", "BASE", "contacts", "contacts"]), "Kortelės tvarkingos.\n");
    assert_eq!(desk.run(&["layout", "check", "BASE", "clients"]).status.code(), Some(2), "a table alone is no card");
}

/// Width and height of a PNG file.
#[cfg(feature = "gui")]
fn size_of_png(file: &[u8]) -> (u32, u32) {
    assert!(file.starts_with(b"\x89PNG\r\n\x1a\n"));
    let side = |from: usize| u32::from_be_bytes(file[from..from + 4].try_into().unwrap());
    (side(16), side(20))
}

#[cfg(feature = "gui")]
#[test]
fn a_card_is_drawn_without_a_window_as_it_would_be_seen() {
    let desk = Desk::new();
    let client = desk.add(&["clients", "name=UAB „Baltijos namai“", "city=Klaipėda"]);
    let render = |words: &[&str]| {
        assert_eq!(desk.says(&[&["layout", "render", "BASE"], words].concat()), "");
        let file = fs::read(desk.path("card.png")).unwrap();
        assert!(file.len() < 200 * 1024, "{} bytes: {words:?}", file.len());
        file
    };
    let plain = render(&["clients", "clients", &client, "-o", "./card.png"]);
    assert_eq!(size_of_png(&plain).0, 880 + 48, "as wide as it was designed, with a margin");
    assert_eq!(render(&["clients", "Klientas", &client, "-o", "./card.png"]), plain, "twice the same");
    let english = render(&["clients", "clients", &client, "-o", "./card.png", "--language", "en"]);
    let dark = render(&["clients", "clients", &client, "-o", "./card.png", "--dark"]);
    assert!(english != plain && dark != plain && dark != english);
    let large = render(&["clients", "clients", "longest", "-o", "./card.png", "--size", "1024x700", "--scale", "1.5"]);
    assert_eq!(size_of_png(&large), (1536, 1050));
    let empty = render(&["clients", "clients", "empty", "-o", "./card.png", "--size", "1024x700", "--scale", "1,5"]);
    assert!(size_of_png(&empty) == (1536, 1050) && empty != large);

    let render = |words: &[&str]| desk.refuses(&[&["layout", "render", "BASE"], words].concat());
    assert!(render(&["clients", "nonsense", "empty", "-o", "./no.png"]).contains("nonsense"));
    assert!(render(&["clients", "clients", &"0".repeat(32), "-o", "./no.png"]).contains("įrašo nėra"));
    let huge = ["clients", "clients", "empty", "-o", "./no.png", "--size", "8000x8000", "--scale", "4"];
    assert!(render(&huge).contains("per didelis"));
    assert!(!desk.path("no.png").exists());
    let wrong =
        desk.run(&["layout", "render", "BASE", "clients", "clients", "empty", "-o", "./no.png", "--size", "9x9"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn a_photo_comes_from_a_file_or_from_a_camera() {
    let desk = Desk::in_language("en");
    let id = desk.says(&["add", "BASE", "contacts", "name=Rasa"]);
    let id = id.trim();
    let photo = image::RgbImage::from_pixel(64, 48, image::Rgb([200, 30, 30]));
    photo.save(desk.path("red.jpg")).unwrap();
    let cameras = desk.json(&["camera", "list", "--json", "--camera-file", "./red.jpg"]);
    assert_eq!(cameras[0]["name"], "red.jpg");
    assert_eq!(cameras[0]["formats"][0]["width"], 64);
    desk.says(&["camera", "snap", "-o", "./taken.jpg", "--camera-file", "./red.jpg"]);
    let taken = image::open(desk.path("taken.jpg")).unwrap().into_rgb8();
    assert_eq!(taken.dimensions(), (64, 48));
    assert!(taken.get_pixel(30, 20).0[0] > 180);
    desk.says(&["photo", "BASE", "contacts", id, "photo", "./taken.jpg"]);
    assert_eq!(desk.json(&["show", "BASE", "contacts", id, "--json"])["photo"]["name"], "taken.jpg");
    desk.says(&["photo", "BASE", "contacts", id, "photo", "--camera-file", "./red.jpg"]);
    assert_eq!(desk.json(&["show", "BASE", "contacts", id, "--json"])["photo"]["name"], "photo.jpg");
    desk.says(&["verify", "BASE"]);
    // What cannot be done is told, and nothing is changed.
    assert!(desk.refuses(&["photo", "BASE", "contacts", id, "name", "./red.jpg"]).contains("name"));
    fs::write(desk.path("text.jpg"), "no picture").unwrap();
    assert!(desk.refuses(&["photo", "BASE", "contacts", id, "photo", "./text.jpg"]).contains("text.jpg"));
    let nowhere = desk.run(&["camera", "snap", "-o", "./none.jpg", "--camera-file", "./nowhere"]);
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(!desk.path("none.jpg").exists());
    let unclear = desk.run(&["photo", "BASE", "contacts", id, "photo"]);
    assert_eq!(unclear.status.code(), Some(2));
}

#[test]
fn a_base_is_made_smaller_and_stays_whole() {
    let desk = Desk::new();
    desk.says(&["add", "BASE", "clients", "name=Rasa"]);
    assert!(desk.says(&["compact", "BASE"]).contains("->"));
    desk.says(&["verify", "BASE"]);
    assert!(desk.says(&["list", "BASE", "clients"]).contains("Rasa"));
}
