//! What the functions do.

use super::{
    FormulaError, FormulaProblem, Function,
    evaluate::{Result, Run, by_size},
    program::Node,
    texts::{behind, kept, left, right},
};
use crate::{
    language::Language,
    rules::{
        payment::payment_code,
        vat::{VatLine, round_half_away, totals, vat_breakdown},
    },
    schema::FieldKind,
    value::{self, Value, fold, format_amount},
};
use chrono::{Datelike as _, Days, Months, NaiveDate, NaiveDateTime};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use std::cmp::Ordering;

/// Decimals that numbers can have.
const SCALE: i64 = 28;

impl Run<'_> {
    pub fn call(&self, function: Function, at: usize, arguments: &[Node]) -> Result<Option<Value>> {
        use Function as F;
        match function {
            F::Sum => Ok(Some(Value::Number(self.sum(at, arguments)?.0))),
            F::Average => {
                let (sum, count) = self.sum(at, arguments)?;
                Ok(sum.checked_div(Decimal::from(count)).map(|average| Value::Number(average.normalize())))
            }
            F::Min => self.extreme(arguments, Ordering::Less),
            F::Max => self.extreme(arguments, Ordering::Greater),
            F::Count => Ok(Some(Value::Number(Decimal::from(self.count(arguments)?)))),
            F::Vat => self.vat(at, arguments),
            F::If => match arguments {
                [condition, yes, ..] if self.holds(condition)? => self.value(yes),
                [_, _, no] => self.value(no),
                _ => Ok(None),
            },
            F::First => {
                for argument in arguments {
                    if let Some(value) = self.value(argument)? {
                        return Ok(Some(value));
                    }
                }
                Ok(None)
            }
            F::Empty => {
                let mut filled = false;
                for argument in arguments {
                    self.each(argument, &mut |value| {
                        filled |= value.is_some();
                        Ok(())
                    })?;
                }
                Ok(Some(Value::YesNo(!filled)))
            }
            F::Payment => self.payment(at, arguments),
            F::CurrentUser => Ok(self.records.user()),
            F::Round | F::Floor | F::Ceil | F::Abs | F::Text | F::Words => {
                self.number_function(function, at, arguments)
            }
            F::Today
            | F::Date
            | F::Year
            | F::Month
            | F::Day
            | F::Weekday
            | F::Days
            | F::AddDays
            | F::AddMonths
            | F::Age => self.day_function(function, at, arguments),
            _ => self.text_function(function, at, arguments),
        }
    }

    /// The sum of all filled numbers, and how many there are.
    fn sum(&self, at: usize, arguments: &[Node]) -> Result<(Decimal, u64)> {
        let (mut sum, mut count) = (Decimal::ZERO, 0);
        for argument in arguments {
            self.each(argument, &mut |value| {
                if let Some(number) = value.and_then(|value| value.as_number()) {
                    sum = sum.checked_add(number).ok_or_else(|| overflow(at))?;
                    count += 1;
                }
                Ok(())
            })?;
        }
        Ok((sum, count))
    }

    fn extreme(&self, arguments: &[Node], wanted: Ordering) -> Result<Option<Value>> {
        let mut found: Option<Value> = None;
        for argument in arguments {
            self.each(argument, &mut |value| {
                if let Some(value) = value
                    && found.as_ref().is_none_or(|found| by_size(&value, found) == wanted)
                {
                    found = Some(value);
                }
                Ok(())
            })?;
        }
        Ok(found)
    }

    /// Filled values of lists; linked or chosen entries of a single value.
    fn count(&self, arguments: &[Node]) -> Result<u64> {
        let mut count = 0;
        for argument in arguments {
            let listed = matches!(argument, Node::List(_));
            self.each(argument, &mut |value| {
                count += match value {
                    None => 0,
                    Some(_) if listed => 1,
                    Some(value) => value.links().len().max(value.choices().len()) as u64,
                };
                Ok(())
            })?;
        }
        Ok(count)
    }

    fn vat(&self, at: usize, arguments: &[Node]) -> Result<Option<Value>> {
        let mut columns = [Vec::new(), Vec::new()];
        for (argument, column) in arguments.iter().zip(&mut columns) {
            self.each(argument, &mut |value| {
                column.push(value.and_then(|value| value.as_number()).unwrap_or_default());
                Ok(())
            })?;
        }
        let [nets, rates] = columns;
        let lines: Vec<VatLine> = nets.into_iter().zip(rates).map(|(net, rate)| VatLine { net, rate }).collect();
        let totals = vat_breakdown(&lines).and_then(|rows| totals(&rows)).map_err(|_| overflow(at))?;
        Ok(Some(Value::Number(totals.vat)))
    }

    /// A whole number; empty is 0.
    fn whole(&self, node: Option<&Node>) -> Result<i64> {
        let number = node.map(|node| self.number(node)).transpose()?.flatten().unwrap_or_default().trunc();
        let limit = if number.is_sign_negative() { i64::MIN } else { i64::MAX };
        Ok(number.to_i64().unwrap_or(limit))
    }

    fn number_function(&self, function: Function, at: usize, arguments: &[Node]) -> Result<Option<Value>> {
        let [first, rest @ ..] = arguments else { return Ok(None) };
        let Some(number) = self.number(first)? else { return Ok(None) };
        let result = match function {
            Function::Round => rounded(number, self.whole(rest.first())?).ok_or_else(|| overflow(at))?,
            Function::Floor => number.floor(),
            Function::Ceil => number.ceil(),
            Function::Abs => number.abs(),
            Function::Text => {
                let decimals = self.whole(rest.first())?.clamp(0, 12);
                return Ok(kept(format_amount(number, decimals as u32, self.records.language())));
            }
            _ => return Ok(kept(self.records.words(number))),
        };
        Ok(Some(Value::Number(if result.is_zero() { result.abs() } else { result })))
    }

    fn day(&self, node: &Node) -> Result<Option<NaiveDate>> {
        Ok(self.value(node)?.and_then(|value| value.as_date()))
    }

    fn day_function(&self, function: Function, at: usize, arguments: &[Node]) -> Result<Option<Value>> {
        let number = |number: i64| Some(Value::Number(Decimal::from(number)));
        match (function, arguments) {
            (Function::Today, _) => Ok(Some(Value::Date(self.records.today()))),
            (Function::Date, [year, month, day]) => {
                let (Some(year), Some(month), Some(day)) = (self.number(year)?, self.number(month)?, self.number(day)?)
                else {
                    return Ok(None);
                };
                Ok(date(year, month, day).map(Value::Date))
            }
            (Function::Days, [from, to]) => Ok(match (self.day(from)?, self.day(to)?) {
                (Some(from), Some(to)) => number(to.signed_duration_since(from).num_days()),
                _ => None,
            }),
            (Function::Age, [born]) => {
                let years = self.day(born)?.and_then(|born| self.records.today().years_since(born));
                Ok(years.and_then(|years| number(i64::from(years))))
            }
            (Function::AddDays | Function::AddMonths, [day, count]) => {
                let (day, count) = (self.value(day)?, self.whole(Some(count))?);
                let moved = match day {
                    Some(Value::Date(day)) => moved(day, function, count).map(Value::Date),
                    Some(Value::DateTime(time)) => moved(time.date(), function, count)
                        .map(|day| Value::DateTime(NaiveDateTime::new(day, time.time()))),
                    _ => return Ok(None),
                };
                moved.map(Some).ok_or_else(|| overflow(at))
            }
            (_, [day, ..]) => Ok(match (self.value(day)?, function) {
                (Some(Value::Date(day)), Function::Year) => number(i64::from(day.year())),
                (Some(Value::Date(day)), Function::Month) => number(i64::from(day.month())),
                (Some(Value::Date(day)), Function::Day) => number(i64::from(day.day())),
                (Some(Value::Date(day)), _) => number(i64::from(day.weekday().number_from_monday())),
                (Some(Value::DayOfYear(month, _)), Function::Month) => number(i64::from(month)),
                (Some(Value::DayOfYear(_, day)), _) => number(i64::from(day)),
                _ => None,
            }),
            _ => Ok(None),
        }
    }

    /// What the QR code of a payment says; empty where there is nothing to pay, or nobody to pay to.
    fn payment(&self, at: usize, arguments: &[Node]) -> Result<Option<Value>> {
        let [name, account, amount, purpose] = arguments else { return Ok(None) };
        let (name, account, purpose) = (self.text(name)?, self.text(account)?, self.text(purpose)?);
        self.spend_text(name.len() + account.len() + purpose.len(), at)?;
        let Some(amount) = self.number(amount)? else { return Ok(None) };
        Ok(payment_code(&name, &account, amount, &purpose).and_then(kept))
    }

    fn text_function(&self, function: Function, at: usize, arguments: &[Node]) -> Result<Option<Value>> {
        let [first, rest @ ..] = arguments else { return Ok(None) };
        let text = self.text(first)?;
        self.spend_text(text.len(), at)?;
        let count = |place: usize| Ok(usize::try_from(self.whole(rest.get(place))?).unwrap_or(0));
        let result = match function {
            Function::Upper => text.to_uppercase(),
            Function::Lower => text.to_lowercase(),
            Function::Trim => text.trim().to_owned(),
            Function::Left => left(&text, count(0)?).to_owned(),
            Function::Right => right(&text, count(0)?).to_owned(),
            Function::Mid => {
                // Characters are counted from 1; those before the first are not there.
                let (start, length) = (self.whole(rest.first())?, self.whole(rest.get(1))?);
                let end = start.saturating_add(length.max(0));
                let (begin, end) = (start.max(1) - 1, end.max(1) - 1);
                let span = usize::try_from(end - begin).unwrap_or(0);
                left(behind(&text, usize::try_from(begin).unwrap_or(0)), span).to_owned()
            }
            Function::Replace => return self.replace(&text, rest, at),
            Function::Length => return Ok(Some(Value::Number(Decimal::from(text.chars().count())))),
            Function::Number => {
                let kind = FieldKind::Number { scale: None };
                return Ok(value::parse(&text, &kind, Language::En).ok().flatten());
            }
            _ => {
                let part = rest.first().map(|part| self.text(part)).transpose()?.unwrap_or_default();
                self.spend_text(part.len(), at)?;
                return Ok(Some(Value::YesNo(fold(&text).contains(&fold(&part)))));
            }
        };
        self.spend_text(result.len(), at)?;
        Ok(kept(result))
    }

    fn replace(&self, text: &str, rest: &[Node], at: usize) -> Result<Option<Value>> {
        let [old, new] = rest else { return Ok(None) };
        let (old, new) = (self.text(old)?, self.text(new)?);
        if old.is_empty() {
            return Ok(kept(text.to_owned()));
        }
        let count = text.matches(&*old).count();
        // Its length is known before it is made.
        let length = (text.len() - count * old.len()).saturating_add(count.saturating_mul(new.len()));
        self.spend_text(length, at)?;
        Ok(kept(text.replace(&*old, &new)))
    }
}

fn overflow(at: usize) -> FormulaError {
    FormulaError::new(at, FormulaProblem::Overflow)
}

/// Rounded half away from zero; with negative `digits` to tens, hundreds and so on.
fn rounded(number: Decimal, digits: i64) -> Option<Decimal> {
    let digits = digits.clamp(-SCALE, SCALE);
    if digits >= 0 {
        return Some(round_half_away(number, digits as u32));
    }
    let unit = (0..-digits).try_fold(Decimal::ONE, |unit, _| unit.checked_mul(Decimal::TEN))?;
    round_half_away(number.checked_div(unit)?, 0).checked_mul(unit)
}

fn date(year: Decimal, month: Decimal, day: Decimal) -> Option<NaiveDate> {
    let whole = |number: Decimal| if number.fract().is_zero() { number.to_u32() } else { None };
    let year = i32::try_from(whole(year)?).ok()?;
    within(NaiveDate::from_ymd_opt(year, whole(month)?, whole(day)?)?)
}

/// Days of the years that can be written with four digits.
fn within(day: NaiveDate) -> Option<NaiveDate> {
    (1..=9999).contains(&day.year()).then_some(day)
}

fn moved(day: NaiveDate, function: Function, count: i64) -> Option<NaiveDate> {
    let size = count.unsigned_abs();
    let moved = match (function, count < 0) {
        (Function::AddDays, false) => day.checked_add_days(Days::new(size)),
        (Function::AddDays, true) => day.checked_sub_days(Days::new(size)),
        (_, false) => day.checked_add_months(Months::new(u32::try_from(size).ok()?)),
        (_, true) => day.checked_sub_months(Months::new(u32::try_from(size).ok()?)),
    };
    within(moved?)
}

#[cfg(test)]
mod tests {
    use super::{super::samples::*, *};
    use crate::schema::{FieldRole, TableRole};

    /// Every function under both its names, from the English expression.
    fn check(text: &str, expected: &str) {
        let base = Base::new();
        assert_eq!(base.said(text), expected, "{text}");
        let mut lithuanian = text.to_owned();
        for function in Function::ALL {
            let name = format!("{}(", function.english());
            let at_start = |at: usize| !lithuanian[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
            let found: Vec<usize> =
                lithuanian.match_indices(&name).map(|(at, _)| at).filter(|at| at_start(*at)).collect();
            for at in found.into_iter().rev() {
                lithuanian.replace_range(at..at + name.len(), &format!("{}(", function.lithuanian()));
            }
        }
        assert_eq!(base.said(&lithuanian), expected, "{lithuanian}");
    }

    #[test]
    fn lists_are_reduced() {
        check("sum(lines.amount)", "21.15");
        check("sum(payments.amount)", "12.50");
        check("sum(lines.amount, 1, payments.amount)", "34.65");
        check("count(lines)", "4");
        check("count(lines.title)", "3");
        check("count(watchers)", "2");
        check("count(client)", "1");
        check("count(client.tags)", "1");
        check("min(lines.quantity)", "1");
        check("max(lines.quantity)", "3");
        check("max(payments.date)", "2026-11-09");
        check("min(date, due-date)", "2026-11-03");
        check("max(1, discount, -3)", "1");
        check("avg(lines.quantity)", "2");
        check("join(lines.title)", "Lenta, Nakvynė, Knyga");
        check("join(lines.title, \" / \")", "Lenta / Nakvynė / Knyga");
        check("join(payments.amount; '+')", "10,00+2,50");
        check("join(watchers, '; ')", "UAB Ąžuolas; Jonas");
        check("join(lines.vat-rate)", "21 %, 12 %, 5 %");
    }

    #[test]
    fn nothing_is_summed_to_nothing() {
        let check =
            |text: &str, expected: &str| assert_eq!(Base::new().said_of(text, INVOICES, BARE), expected, "{text}");
        check("sum(lines.amount)", "0");
        check("count(lines)", "0");
        check("min(lines.amount)", "empty");
        check("max(lines.amount)", "empty");
        check("avg(lines.amount)", "empty");
        check("join(lines.title)", "empty");
        check("vat(lines.amount, lines.vat-rate.number)", "0");
    }

    #[test]
    fn vat_is_reckoned_by_rate() {
        check("vat(lines.amount, lines.vat-rate.number)", "1.23");
        check("vat(1.01, 21)", "0.21");
        check("total", "22.38");
    }

    #[test]
    fn conditions_choose() {
        check("if(total > 5, \"a\", \"b\")", "a");
        check("if(total > 50, \"a\", \"b\")", "b");
        check("if(total > 50, \"a\")", "empty");
        check("if(state = 'void', 0, total)", "22.38");
        check("if(done, due-date, '2026-01-01')", "2026-11-17");
        check("first(note, number, 'x')", "KAR-0007");
        check("first(discount, 0)", "0");
        check("empty(note)", "yes");
        check("empty(number)", "no");
        check("empty(lines)", "no");
        check("empty(note & '')", "yes");
    }

    #[test]
    fn numbers_are_rounded_half_away_from_zero() {
        check("round(2.5)", "3");
        check("round(-2.5)", "-3");
        check("round(1.005, 2)", "1.01");
        check("round(1250, -2)", "1300");
        check("round(1.5, 99)", "1.5");
        check("round(discount)", "empty");
        check("floor(-1.5)", "-2");
        check("ceil(1.2)", "2");
        check("abs(-1.2)", "1.2");
        check("number('1 204,50')", "1204.50");
        check("number('abc')", "empty");
        check("words(22.38)", &amount(Decimal::new(2238, 2)));
    }

    fn amount(number: Decimal) -> String {
        crate::rules::words::amount_in_words(number, "EUR", Language::Lt)
    }

    #[test]
    fn days_are_reckoned() {
        check("today()", "2026-11-25");
        check("date(2026, 2, 28)", "2026-02-28");
        check("date(2026, 2, 30)", "empty");
        check("date(2026.5, 2, 3)", "empty");
        check("year(date)", "2026");
        check("month(date)", "11");
        check("day(date)", "3");
        check("month(feast) * 100 + day(feast)", "216");
        check("day(sent)", "4");
        check("weekday(date)", "2");
        check("weekday('2026-11-22')", "7");
        check("days(date, due-date)", "14");
        check("days(due-date, date)", "-14");
        check("days(date, '2026-12-03')", "30");
        check("add-days(date, 14)", "2026-11-17");
        check("add-days(date, -3)", "2026-10-31");
        check("add-days(sent, 1)", "2026-11-05T10:30");
        check("add-months('2026-01-31', 1)", "2026-02-28");
        check("add-months('2028-01-31', 1)", "2028-02-29");
        check("add-months('2026-03-31', -1)", "2026-02-28");
        check("age(client.birthday)", "36");
        check("age('2004-11-25')", "22");
        check("age('2004-11-26')", "21");
        check("age('2100-01-01')", "empty");
        check("add-days(date, 9999999999)", "Error at character 1: the result is too large.");
        check("add-months(date, -99999)", "Error at character 1: the result is too large.");
    }

    #[test]
    fn texts_are_cut_and_changed() {
        check("upper('ąžuolas')", "ĄŽUOLAS");
        check("lower('ĄŽ')", "ąž");
        check("trim('  a b ')", "a b");
        check("length('ąčę')", "3");
        check("length(note)", "0");
        check("left('ąčęė', 2)", "ąč");
        check("left('ab', 9)", "ab");
        check("left('ab', -1)", "empty");
        check("right('ąčęė', 2)", "ęė");
        check("right('ab', 9)", "ab");
        check("right('ab', 0)", "empty");
        check("mid('ąčęė', 2, 2)", "čę");
        check("mid('abc', 0, 2)", "a");
        check("mid('abc', 3, 9999999999999999999999)", "c");
        check("contains(client.name, 'azuol')", "yes");
        check("contains(client.name, 'beržas')", "no");
        check("contains(client.tags, 'svarbus')", "yes");
        check("contains(client.tags, 'late')", "no");
        check("replace('a-b-c', '-', '')", "abc");
        check("replace('abc', '', 'x')", "abc");
        check("text(12)", "12");
        check("text(1204.5, 2)", "1\u{a0}204,50");
        check("text(date)", "2026-11-03");
        check("text(client)", "UAB Ąžuolas");
        check("text(state)", "Išrašyta");
        check("upper(state)", "IŠRAŠYTA");
    }

    #[test]
    fn a_branch_of_a_tree_holds_what_lies_in_it() {
        let mut base = Base::new();
        let not_yet = base.said("within(client, 'x')");
        assert!(not_yet.ends_with("takes a link to a record of a tree, a group for example."), "{not_yet}");
        let parent = base.field(CLIENTS, "parent").id;
        let fields = &mut base.tables[0].fields;
        fields.iter_mut().filter(|field| field.id == parent).for_each(|field| field.role = Some(FieldRole::Parent));
        let within = |name: &str, record| base.said_of(&format!("within(client, '{name}')"), INVOICES, record);
        assert_eq!(["uab azuolas", "Jonas", ""].map(|name| within(name, BARE)), ["yes", "yes", "no"]);
        assert_eq!(["UAB Ąžuolas", "Jonas"].map(|name| within(name, INVOICE)), ["yes", "no"]);
        assert!(base.bind("within(client, 'x')", INVOICES).unwrap().uses_clock(), "a tree may change");
    }

    #[test]
    fn the_person_at_the_computer_is_a_link() {
        let mut base = Base::new();
        assert_eq!(base.said("current-user()"), "Error at character 1: there is no such table.");
        base.tables[0].info.role = Some(TableRole::User);
        assert_eq!(
            base.said("current-user().name").chars().take(5).collect::<String>(),
            "Error",
            "no path behind a call"
        );
        assert_eq!(base.said("client = current-user()"), "yes");
        assert_eq!(base.said("dabartinis-naudotojas() & ''"), "UAB Ąžuolas");
        assert!(base.bind("client = current-user()", INVOICES).unwrap().uses_clock());
    }

    #[test]
    fn arguments_are_checked() {
        let check = |text: &str, expected: &str| assert_eq!(Base::new().said(text), expected, "{text}");
        check("left('a')", "Error at character 1: arguments of the function “left”: 2.");
        check("if(yes)", "Error at character 1: arguments of the function “if”: 2–3.");
        check("sum()", "Error at character 1: arguments of the function “sum”: at least 1.");
        check("1 + round('a')", "Error at character 11: a number is needed here, not a text.");
        check(
            "round(lines.amount)",
            "Error at character 7: one value is needed here, not a list; write sum(...), for example.",
        );
        check("sum(lines.title)", "Error at character 5: a number is needed here, not a text.");
        check(
            "vat(lines.amount, payments.amount)",
            "Error at character 1: the amounts and the rates must be of the same records.",
        );
        check("sum(net)", "Error at character 5: the function “sum” takes a list, the amounts of lines for example.");
    }
}
