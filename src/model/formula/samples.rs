//! A small base for the tests: clients, invoices with lines and payments, events about anything.

use super::{FormulaError, Hop, Program, Records, bind, parse};
use crate::{
    ids::{ChoiceId, FieldId, RecordId, TableId},
    language::{Label, Language},
    rules::words::amount_in_words,
    schema::{Choice, Field, FieldKind, Table, TableInfo, rust_decimal_text::Text},
    value::{BlobRef, Link, Value, Values, parse as read, plain},
};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub const CLIENTS: TableId = TableId(1);
pub const INVOICES: TableId = TableId(2);
pub const LINES: TableId = TableId(3);
pub const PAYMENTS: TableId = TableId(4);
pub const EVENTS: TableId = TableId(5);
/// The invoice over which most tests evaluate.
pub const INVOICE: RecordId = RecordId(20);
/// An invoice of which only the client is known.
pub const BARE: RecordId = RecordId(21);
pub const CLIENT: RecordId = RecordId(10);

/// Tables and records in memory.
pub struct Base {
    pub tables: Vec<Table>,
    pub records: BTreeMap<RecordId, (TableId, Values)>,
    pub language: Language,
}

fn choices(entries: &[(u128, &str, &str, Option<i64>)]) -> Vec<Choice> {
    let choice = |(id, key, lt, number): &(u128, &str, &str, Option<i64>)| Choice {
        id: ChoiceId(*id),
        key: (*key).into(),
        label: Label::new(*lt, format!("{key}!")),
        number: number.map(|number| Text(Decimal::from(number))),
        ..Choice::default()
    };
    entries.iter().map(choice).collect()
}

fn link(targets: &[TableId], many: bool) -> FieldKind {
    FieldKind::Link { targets: targets.to_vec(), many, on_delete: Default::default() }
}

fn formula(expression: &str, result: FieldKind) -> FieldKind {
    FieldKind::Formula { expression: expression.into(), result: Box::new(result) }
}

fn number() -> FieldKind {
    FieldKind::Number { scale: None }
}

fn choice(many: bool, entries: &[(u128, &str, &str, Option<i64>)]) -> FieldKind {
    FieldKind::Choice { many, choices: choices(entries) }
}

fn table(id: TableId, key: &str, label: &str, fields: Vec<(&str, &str, FieldKind)>) -> Table {
    let field = |(place, (key, label, kind)): (usize, (&str, &str, FieldKind))| Field {
        id: FieldId(id.0 * 100 + place as u128 + 1),
        key: key.into(),
        label: Label::new(label, ""),
        kind,
        ..Field::default()
    };
    let fields: Vec<Field> = fields.into_iter().enumerate().map(field).collect();
    let info =
        TableInfo { id, key: key.into(), label: Label::new(label, key), title: fields[0].id, ..TableInfo::default() };
    Table { info, fields }
}

fn tables() -> Vec<Table> {
    use FieldKind as K;
    let types = &[(1, "legal", "Juridinis asmuo", None), (2, "natural", "Fizinis asmuo", None)][..];
    let tags = &[(3, "vip", "Svarbus", None), (4, "late", "Vėluoja", None)][..];
    let states =
        &[(5, "draft", "Juodraštis", None), (6, "issued", "Išrašyta", None), (7, "void", "Anuliuota", None)][..];
    let rates = &[
        (21, "r21", "21 %", Some(21)),
        (22, "r12", "12 %", Some(12)),
        (23, "r5", "5 %", Some(5)),
        (24, "none", "-", None),
    ];
    let euros = || K::Money { currency: "EUR".into() };
    vec![
        table(
            CLIENTS,
            "clients",
            "Klientai",
            vec![
                ("name", "Pavadinimas", K::Text),
                ("type", "Tipas", choice(false, types)),
                ("city", "Miestas", K::Text),
                ("birthday", "Gimtadienis", K::Date),
                ("parent", "Motininė įmonė", link(&[CLIENTS], false)),
                ("pin", "Kodas", K::Secret),
                ("tags", "Žymos", choice(true, tags)),
                ("debt", "Skola", formula("sum(invoices.total)", euros())),
            ],
        ),
        table(
            INVOICES,
            "invoices",
            "Sąskaitos",
            vec![
                ("number", "Numeris", K::Text),
                ("client", "Klientas", link(&[CLIENTS], false)),
                ("date", "Data", K::Date),
                ("due-date", "Apmokėti iki", K::Date),
                ("state", "Būsena", choice(false, states)),
                ("discount", "Nuolaida", number()),
                ("sent", "Išsiųsta", K::DateTime),
                ("note", "Pastaba", K::LongText),
                ("done", "Atlikta", K::YesNo),
                ("moment", "Momentas", K::Instant),
                ("hour", "Valanda", K::Time),
                ("feast", "Šventė", K::DayOfYear),
                ("scan", "Kopija", K::File),
                ("watchers", "Stebėtojai", link(&[CLIENTS], true)),
                ("net", "Be PVM", formula("sum(lines.amount)", euros())),
                ("vat", "PVM", formula("vat(lines.amount, lines.vat-rate.number)", euros())),
                ("total", "Iš viso", formula("net + vat", euros())),
            ],
        ),
        table(
            LINES,
            "invoice-lines",
            "Sąskaitų eilutės",
            vec![
                ("title", "Pavadinimas", K::Text),
                ("invoice", "Sąskaita", K::PartOf { table: INVOICES }),
                ("quantity", "Kiekis", number()),
                ("price", "Vieneto kaina", number()),
                ("vat-rate", "PVM tarifas", choice(false, rates)),
                ("amount", "Suma", formula("round(quantity * price, 2)", euros())),
            ],
        ),
        table(
            PAYMENTS,
            "payments",
            "Mokėjimai",
            vec![
                ("date", "Data", K::Date),
                ("invoice", "Sąskaita", link(&[INVOICES], false)),
                ("amount", "Suma", euros()),
            ],
        ),
        table(
            EVENTS,
            "events",
            "Įvykiai",
            vec![
                ("subject", "Tema", K::Text),
                ("about", "Apie", link(&[CLIENTS, INVOICES], false)),
                ("other", "Kita", link(&[], false)),
            ],
        ),
    ]
}

impl Base {
    pub fn new() -> Base {
        let mut base = Base { tables: tables(), records: BTreeMap::new(), language: Language::Lt };
        base.add(CLIENT, CLIENTS, "name=UAB Ąžuolas|type=legal|city=Vilnius|birthday=1990-02-28|tags=vip");
        base.add(RecordId(11), CLIENTS, "name=Jonas|type=natural|parent=10");
        base.add(
            INVOICE,
            INVOICES,
            "number=KAR-0007|client=10|date=2026-11-03|due-date=2026-11-17|state=issued|sent=2026-11-04 10:30|done=yes\
             |moment=2026-11-04T08:30:00Z|hour=10:30|feast=02-16|watchers=10,11",
        );
        let scan = BlobRef { hash: [0; 32], name: "scan.pdf".into(), bytes: 1 };
        base.set(INVOICE, "scan", Value::Blob(scan));
        base.add(BARE, INVOICES, "client=11");
        base.add(RecordId(30), LINES, "title=Lenta|invoice=20|quantity=3|price=0.335|vat-rate=r21");
        base.add(RecordId(31), LINES, "title=Nakvynė|invoice=20|quantity=1|price=0.125|vat-rate=r12");
        base.add(RecordId(32), LINES, "title=Knyga|invoice=20|quantity=2|price=10.005|vat-rate=r5");
        base.add(RecordId(33), LINES, "invoice=20");
        base.add(RecordId(40), PAYMENTS, "date=2026-11-05|invoice=20|amount=10.00");
        base.add(RecordId(41), PAYMENTS, "date=2026-11-09|invoice=20|amount=2.50");
        base.add(RecordId(50), EVENTS, "subject=Skambutis|about=20|other=11");
        base
    }

    fn add(&mut self, id: RecordId, table: TableId, values: &str) {
        self.records.insert(id, (table, Values::new()));
        for pair in values.split('|') {
            let (key, text) = pair.split_once('=').unwrap();
            let field = self.field(table, key).clone();
            let value = match &field.kind {
                FieldKind::Link { .. } | FieldKind::PartOf { .. } => {
                    Value::Links(text.split(',').map(|id| self.link(id)).collect())
                }
                kind => read(text, kind, Language::En).unwrap().unwrap(),
            };
            self.set(id, key, value);
        }
    }

    fn link(&self, id: &str) -> Link {
        let record = RecordId(id.parse().unwrap());
        Link { table: self.records[&record].0, record }
    }

    pub fn set(&mut self, id: RecordId, key: &str, value: Value) {
        let field = self.field(self.records[&id].0, key).id;
        self.records.get_mut(&id).unwrap().1.set(field, Some(value));
    }

    pub fn field(&self, table: TableId, key: &str) -> &Field {
        self.tables.iter().find(|of| of.info.id == table).unwrap().field_by_key(key).unwrap()
    }

    pub fn bind(&self, text: &str, table: TableId) -> Result<Program, FormulaError> {
        bind(&parse(text)?, &self.tables, table)
    }

    /// What an expression over a record of `table` gives.
    pub fn evaluate(&self, text: &str, table: TableId, record: RecordId) -> Result<Option<Value>, FormulaError> {
        self.bind(text, table)?.evaluate(self, record)
    }

    /// The value over the usual invoice as plain text, or the English sentence of the error.
    pub fn said(&self, text: &str) -> String {
        self.said_of(text, INVOICES, INVOICE)
    }

    pub fn said_of(&self, text: &str, table: TableId, record: RecordId) -> String {
        match self.evaluate(text, table, record) {
            Ok(Some(value)) => plain(&value, &FieldKind::LongText),
            Ok(None) => "empty".into(),
            Err(error) => error.message(Language::En),
        }
    }

    /// Dependencies as `table.field` behind the hops that lead there, for example `client> clients.name`.
    pub fn dependencies(&self, text: &str, table: TableId) -> Vec<String> {
        let name = |table: TableId, field: FieldId| {
            let of = self.tables.iter().find(|of| of.info.id == table).unwrap();
            format!("{}.{}", of.info.key, of.field(field).unwrap().key)
        };
        let hop = |hop: &Hop| match *hop {
            Hop::Link { table, field } => format!("{}> ", name(table, field)),
            Hop::Back { table, field } => format!("<{} ", name(table, field)),
        };
        let program = self.bind(text, table).unwrap();
        program
            .dependencies()
            .iter()
            .map(|one| one.path.iter().map(hop).collect::<String>() + &name(one.table, one.field))
            .collect()
    }
}

impl Records for Base {
    fn value(&self, record: RecordId, table: TableId, field: FieldId) -> Option<Value> {
        let of = self.tables.iter().find(|of| of.info.id == table)?;
        match of.field(field)?.formula() {
            Some(text) => self.evaluate(text, table, record).unwrap(),
            None => self.records.get(&record)?.1.get(field).cloned(),
        }
    }
    fn related(&self, target: RecordId, target_table: TableId, table: TableId, field: FieldId) -> Vec<RecordId> {
        let target = Link { table: target_table, record: target };
        let points = |values: &Values| values.get(field).is_some_and(|value| value.links().contains(&target));
        self.records.iter().filter(|(_, (of, values))| *of == table && points(values)).map(|(id, _)| *id).collect()
    }
    fn today(&self) -> NaiveDate {
        "2026-11-25".parse().unwrap()
    }
    fn words(&self, amount: Decimal) -> String {
        amount_in_words(amount, "EUR", Language::Lt)
    }
    fn title(&self, table: TableId, record: RecordId) -> String {
        let title = self.tables.iter().find(|of| of.info.id == table).unwrap().info.title;
        self.value(record, table, title).map(|value| plain(&value, &FieldKind::Text)).unwrap_or_default()
    }
    fn user(&self) -> Option<Value> {
        Some(Value::link(CLIENTS, CLIENT))
    }
    fn language(&self) -> Language {
        self.language
    }
}
