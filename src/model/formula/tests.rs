//! Whole expressions over the sample base: values, missing values, types, bounds.

use super::{FormulaProblem, parse, samples::*};
use crate::{language::Language, value::Value};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::time::{Duration, Instant};

fn check(text: &str, expected: &str) {
    assert_eq!(Base::new().said(text), expected, "{text}");
}

fn bare(text: &str, expected: &str) {
    assert_eq!(Base::new().said_of(text, INVOICES, BARE), expected, "{text}");
}

#[test]
fn decimals_are_exact() {
    check("0.1 + 0.2", "0.3");
    check("10 - 2 - 3", "5");
    check("2 + 3 * 4", "14");
    check("(2 + 3) * 4", "20");
    check("7 / 2", "3.5");
    check("8 / 2 / 2", "2");
    check("-net", "-21.15");
    check("-2 * -3", "6");
    check("0 * -1", "0");
    check("1 / 0", "empty");
    check("1 / discount", "empty");
    check("1 / 0 + 1", "1");
    check("79228162514264337593543950335 * 1000", "Error at character 33: the result is too large.");
    check("sum(79228162514264337593543950335, 1000000)", "Error at character 1: the result is too large.");
}

#[test]
fn what_is_missing_counts_as_nothing() {
    bare("discount + 1", "1");
    bare("discount * 5", "0");
    bare("discount + discount", "empty");
    bare("-discount", "empty");
    bare("note & number", "empty");
    bare("note & 1", "1");
    bare("discount = 0", "yes");
    bare("discount < 1", "yes");
    bare("note = \"\"", "yes");
    bare("note < 'a'", "yes");
    bare("state <> 'void'", "yes");
    bare("state = 'void'", "no");
    bare("state = ''", "yes");
    bare("state <> ''", "no");
    bare("done", "empty");
    bare("not done", "yes");
    bare("done = no", "yes");
    bare("done and yes", "no");
    bare("if(done, 1, 2)", "2");
}

#[test]
fn a_missing_day_has_no_order() {
    for comparison in ["<", "<=", ">", ">="] {
        bare(&format!("date {comparison} '2026-01-01'"), "no");
        bare(&format!("due-date {comparison} date"), "no");
        bare(&format!("today() {comparison} due-date"), "no");
    }
    bare("date = '2026-01-01'", "no");
    bare("date <> '2026-01-01'", "yes");
    bare("date = due-date", "yes");
    bare("date <> due-date", "no");
    bare("date = ''", "yes");
    check("date = ''", "no");
}

#[test]
fn texts_beside_days_and_choices_are_read_as_such() {
    check("date > '2026-01-01'", "yes");
    check("'2026-01-01' > date", "no");
    check("date = '2026-11-03'", "yes");
    check("sent = '2026-11-04'", "yes");
    check("sent >= '2026-11-04 10:31'", "no");
    check("sent > date", "yes");
    check("hour < '11:00'", "yes");
    check("feast = '02-16'", "yes");
    check("moment > '2026-01-01T00:00:00Z'", "yes");
    check("state = 'issued'", "yes");
    check("state = 'Išrašyta'", "yes");
    check("state = 'ISSUED!'", "yes");
    check("'void' <> state", "yes");
    check("client.type = \"legal\"", "yes");
    check("client.type = 'fizinis asmuo'", "no");
    check("client.tags = 'vip'", "yes");
    check("client.tags <> 'late'", "yes");
    check(
        "1 = 2 or state = 'paid'",
        "Error at character 18: there is no choice “paid”; possible are: draft, issued, void.",
    );
    check("date > 'soon'", "Error at character 8: “soon” is not a date.");
}

#[test]
fn records_are_compared_as_such_or_by_their_titles() {
    check("client = 'uab azuolas'", "yes");
    check("client <> client.parent", "yes");
    check(
        "client = lines",
        "Error at character 10: one value is needed here, not a list; write sum(...), for example.",
    );
    check("client.name = 'UAB ĄŽUOLAS'", "yes");
    check("number < 'kar-0008'", "yes");
    bare("client = 'Jonas'", "yes");
    bare("client.parent.name & '!'", "UAB Ąžuolas!");
    bare("client.parent = client", "no");
}

#[test]
fn types_are_checked_with_their_place() {
    check("1 + number", "Error at character 5: a number is needed here, not a text.");
    check("not state = 'void'", "Error at character 5: a yes/no value is needed here, not a choice.");
    check("due-date + 14", "Error at character 1: days are reckoned by functions: days(from, to), add-days(date, n).");
    check("net > '5'", "Error at character 7: these do not go together: a number and a text.");
    check("net = date", "Error at character 7: these do not go together: a number and a date.");
    check("state < 'void'", "Error at character 1: a choice has no order; compare it with “=” or “<>”.");
    check("client > client", "Error at character 1: a record has no order; compare it with “=” or “<>”.");
    check("lines.amount", "Error at character 1: one value is needed here, not a list; write sum(...), for example.");
    check(
        "1 + lines.amount",
        "Error at character 5: one value is needed here, not a list; write sum(...), for example.",
    );
    check("if(net, 1, 2)", "Error at character 4: a yes/no value is needed here, not a number.");
    check("if(done, 1, date)", "Error at character 13: these do not go together: a number and a date.");
    check("if(done, 1, 'a')", "Error at character 13: these do not go together: a number and a text.");
    check("if(done, net, '')", "21.15");
    check("net and done", "Error at character 1: a yes/no value is needed here, not a number.");
}

#[test]
fn values_are_joined_as_people_read_them() {
    check("number & ' / ' & year(date)", "KAR-0007 / 2026");
    check("client & ', ' & client.city", "UAB Ąžuolas, Vilnius");
    check("date & ' ' & hour & ' ' & sent", "2026-11-03 10:30 2026-11-04 10:30");
    check("total & ' Eur'", "22,38 Eur");
    check("state & ''", "Išrašyta");
    check("done & ''", "taip");
    check("scan & ''", "scan.pdf");
    let mut base = Base::new();
    base.language = Language::En;
    assert_eq!(base.said("state & ' ' & total & ' ' & done"), "issued! 22.38 yes");
    assert_eq!(base.evaluate("client", INVOICES, INVOICE), Ok(Some(Value::link(CLIENTS, CLIENT))));
}

#[test]
fn choices_of_two_lists_are_the_same_by_their_keys() {
    let mut base = Base::new();
    let types = base.field(CLIENTS, "type").clone();
    base.tables[2].fields.push(crate::schema::Field { id: crate::ids::FieldId(399), ..types.clone() });
    assert_eq!(base.said_of("type = invoice.client.type", LINES, crate::ids::RecordId(30)), "no");
    assert_eq!(base.said_of("vat-rate <> invoice.client.type", LINES, crate::ids::RecordId(30)), "yes");
}

#[test]
fn giant_repeats_are_stopped_at_once() {
    let base = Base::new();
    let started = Instant::now();
    let mut tenfold = "'xxxxxxxxxx'".to_owned();
    for _ in 0..90 {
        tenfold = format!("replace({tenfold}, 'x', 'xxxxxxxxxx')");
    }
    assert!(base.said(&tenfold).ends_with("the text becomes too long."));
    let wide = format!("count(lines){}", " + sum(client.invoices.lines.price)".repeat(280));
    base.said(&wide);
    let long = vec!["upper(replace('aaaaaaaaaa', 'a', number & number))"; 190].join(" & ");
    base.said(&long);
    // The tests run without optimisation beside each other.
    assert!(started.elapsed() < Duration::from_millis(1000), "{:?}", started.elapsed());
}

#[test]
fn the_work_is_bounded() {
    let mut base = Base::new();
    let many: Vec<_> = (0..3000).map(|_| crate::value::Link { table: CLIENTS, record: CLIENT }).collect();
    base.tables[4].fields[2].kind = base.field(INVOICES, "watchers").kind.clone();
    base.set(crate::ids::RecordId(50), "other", Value::Links(many));
    let text = ["sum(events.other.invoices.discount)"; 200].join(" + ");
    assert_eq!(base.said("sum(events.other.invoices.discount)"), "0");
    let started = Instant::now();
    assert!(base.said(&text).ends_with("the evaluation takes too long."));
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

#[test]
fn the_deepest_expression_needs_little_stack() {
    let deeper = "no or no and '' = '' & empty(".repeat(99);
    let text = format!("{}1{}", "abs(1 + ".repeat(99), ")".repeat(99));
    let mixed = format!("{}yes{}", "no or yes and '' = '' & '' & empty(".repeat(39), ")".repeat(39));
    let thread = std::thread::Builder::new().stack_size(1536 * 1024).spawn(move || {
        let base = Base::new();
        assert_eq!(base.said(&text), "100");
        let said = base.said(&mixed);
        assert!(said == "yes" || said == "no", "{said}");
        assert_eq!(parse(&mixed).unwrap().to_string(), mixed.replace('\'', "\""));
        let error = parse(&deeper).unwrap_err();
        assert_eq!(error.problem, FormulaProblem::TooDeep { allowed: 100 });
    });
    thread.unwrap().join().unwrap();
}

#[derive(Clone, Debug)]
enum Sum {
    Leaf(i64, u32),
    Two(Box<Sum>, char, Box<Sum>),
}

impl Sum {
    fn text(&self) -> String {
        match self {
            Sum::Leaf(number, scale) => {
                let number = Decimal::new(*number, *scale);
                if number.is_sign_negative() { format!("(-{})", number.abs()) } else { number.to_string() }
            }
            Sum::Two(a, operator, b) => format!("({} {operator} {})", a.text(), b.text()),
        }
    }

    /// In fractions of whole numbers, without decimals.
    fn oracle(&self) -> Option<(i128, i128)> {
        match self {
            Sum::Leaf(number, scale) => Some((i128::from(*number), 10i128.pow(*scale))),
            Sum::Two(a, operator, b) => {
                let ((a, p), (b, q)) = (a.oracle()?, b.oracle()?);
                match operator {
                    '+' => Some((a * q + b * p, p * q)),
                    '-' => Some((a * q - b * p, p * q)),
                    _ => Some((a * b, p * q)),
                }
            }
        }
    }
}

fn sums() -> impl Strategy<Value = Sum> {
    let leaf = (-999..999i64, 0..3u32).prop_map(|(number, scale)| Sum::Leaf(number, scale));
    leaf.prop_recursive(3, 8, 2, |inner| {
        (inner.clone(), prop::sample::select(vec!['+', '-', '*']), inner)
            .prop_map(|(a, operator, b)| Sum::Two(Box::new(a), operator, Box::new(b)))
    })
}

/// Expressions that mostly bind: parts of known names and functions.
fn expression() -> impl Strategy<Value = String> {
    let leaves = vec![
        "1",
        "0",
        "-1",
        "2.5",
        "99999999999999999999999999",
        "'a'",
        "''",
        "'2026-01-31'",
        "yes",
        "net",
        "discount",
        "date",
        "due-date",
        "sent",
        "state",
        "client",
        "client.name",
        "client.tags",
        "client.birthday",
        "lines",
        "lines.amount",
        "lines.title",
        "payments.date",
        "done",
        "note",
        "feast",
        "scan",
        "watchers",
        "lines.vat-rate.number",
        "today()",
    ];
    prop::sample::select(leaves).prop_map(str::to_owned).prop_recursive(4, 24, 3, |inner| {
        let operators = vec!["+", "-", "*", "/", "&", "=", "<>", "<", ">=", "and", "or"];
        let calls = (prop::sample::select(super::Function::ALL), prop::collection::vec(inner.clone(), 0..4));
        prop_oneof![
            (inner.clone(), prop::sample::select(operators), inner.clone())
                .prop_map(|(a, operator, b)| format!("({a} {operator} {b})")),
            calls.prop_map(|(function, arguments)| format!("{}({})", function.english(), arguments.join(", "))),
            inner.prop_map(|operand| format!("-{operand}")),
        ]
    })
}

proptest! {
    #[test]
    fn arithmetic_agrees_with_whole_numbers(sum in sums()) {
        let found = Base::new().evaluate(&sum.text(), INVOICES, INVOICE);
        let Some(Value::Number(found)) = found.unwrap() else { panic!("no number") };
        let (above, below) = sum.oracle().unwrap();
        prop_assert_eq!(found.mantissa() * below, above * 10i128.pow(found.scale()));
    }

    #[test]
    fn evaluating_never_panics_and_keeps_its_type(text in expression()) {
        let base = Base::new();
        for record in [INVOICE, BARE, crate::ids::RecordId(999)] {
            let Ok(program) = base.bind(&text, INVOICES) else { continue };
            let Ok(Some(value)) = program.evaluate(&base, record) else { continue };
            use super::Sort;
            let sort = match value {
                Value::Text(text) => {
                    prop_assert!(!text.is_empty());
                    Sort::Text
                }
                Value::Number(_) => Sort::Number,
                Value::Date(_) => Sort::Date,
                Value::DayOfYear(..) => Sort::DayOfYear,
                Value::Time(_) => Sort::Time,
                Value::DateTime(_) => Sort::DateTime,
                Value::Instant(_) => Sort::Instant,
                Value::YesNo(_) => Sort::YesNo,
                Value::Choices(_) => Sort::Choice,
                Value::Links(_) => Sort::Record,
                Value::Blob(_) | Value::Secret(_) => Sort::File,
            };
            prop_assert_eq!(sort, program.result().sort(), "{}", text);
        }
    }
}
