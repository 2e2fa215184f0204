//! Rounding of money, VAT by rate, totals of a document.

use rust_decimal::{Decimal, RoundingStrategy};
use std::{cmp::Reverse, collections::BTreeMap};

/// The amounts are too large to be reckoned with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the amounts are too large")]
pub struct TooLarge;

/// A line of a document: what VAT is reckoned from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct VatLine {
    /// Amount without VAT, already rounded ([`line_net`]).
    pub net: Decimal,
    /// VAT rate in per cent.
    pub rate: Decimal,
}

/// The sums of the lines that share a rate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct VatRow {
    /// VAT rate in per cent.
    pub rate: Decimal,
    /// Sum without VAT.
    pub net: Decimal,
    /// VAT of that sum, rounded.
    pub vat: Decimal,
    /// Sum with VAT.
    pub total: Decimal,
}

/// The sums of a whole document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// Sum without VAT.
    pub net: Decimal,
    /// VAT.
    pub vat: Decimal,
    /// Sum with VAT.
    pub total: Decimal,
}

/// Rounds to two decimals, half away from zero: the one rounding rule of money.
pub fn round_money(amount: Decimal) -> Decimal {
    round_half_away(amount, 2)
}

/// Rounds to `scale` decimals, half away from zero.
pub fn round_half_away(number: Decimal, scale: u32) -> Decimal {
    let rounded = number.round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero);
    // A rounded minus nothing is nothing.
    if rounded.is_zero() { rounded.abs() } else { rounded }
}

/// Amount of a line without VAT: `quantity` times the `price` of one, rounded.
pub fn line_net(quantity: Decimal, price: Decimal) -> Result<Decimal, TooLarge> {
    quantity.checked_mul(price).map(round_money).ok_or(TooLarge)
}

/// VAT at `rate` per cent of `net`, rounded.
pub fn vat_of(net: Decimal, rate: Decimal) -> Result<Decimal, TooLarge> {
    let percents = net.checked_mul(rate).ok_or(TooLarge)?;
    percents.checked_div(Decimal::ONE_HUNDRED).map(round_money).ok_or(TooLarge)
}

/// The sums by rate, the highest rate first. VAT is reckoned from the sum of a rate's lines, not line by line.
pub fn vat_breakdown(lines: &[VatLine]) -> Result<Vec<VatRow>, TooLarge> {
    let mut nets: BTreeMap<Reverse<Decimal>, Decimal> = BTreeMap::new();
    for line in lines {
        let net = nets.entry(Reverse(line.rate.normalize())).or_default();
        *net = net.checked_add(line.net).ok_or(TooLarge)?;
    }
    nets.into_iter().map(|(Reverse(rate), net)| row(rate, net)).collect()
}

fn row(rate: Decimal, net: Decimal) -> Result<VatRow, TooLarge> {
    let vat = vat_of(net, rate)?;
    Ok(VatRow { rate, net, vat, total: net.checked_add(vat).ok_or(TooLarge)? })
}

/// The sums of all rates.
pub fn totals(rows: &[VatRow]) -> Result<Totals, TooLarge> {
    let sum = |part: fn(&VatRow) -> Decimal| {
        rows.iter().map(part).try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount)).ok_or(TooLarge)
    };
    Ok(Totals { net: sum(|row| row.net)?, vat: sum(|row| row.vat)?, total: sum(|row| row.total)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        let check = |amount: &str, expected: &str| assert_eq!(round_money(number(amount)).to_string(), expected);
        check("1.005", "1.01");
        check("1.015", "1.02");
        check("1.0049999", "1.00");
        check("-1.005", "-1.01");
        check("-0.004", "0.00");
        check("7", "7");
    }

    fn check(lines: &[(&str, &str, &str)], rows: &[(&str, &str, &str, &str)], net: &str, vat: &str, total: &str) {
        let line = |(quantity, price, rate): &(&str, &str, &str)| VatLine {
            net: line_net(number(quantity), number(price)).unwrap(),
            rate: number(rate),
        };
        let breakdown = vat_breakdown(&lines.iter().map(line).collect::<Vec<_>>()).unwrap();
        let row = |(rate, net, vat, total): &(&str, &str, &str, &str)| VatRow {
            rate: number(rate),
            net: number(net),
            vat: number(vat),
            total: number(total),
        };
        assert_eq!(breakdown, rows.iter().map(row).collect::<Vec<_>>());
        let expected = Totals { net: number(net), vat: number(vat), total: number(total) };
        assert_eq!(totals(&breakdown), Ok(expected));
    }

    #[test]
    fn lines_are_rounded_first_and_vat_by_rate() {
        check(
            &[("3", "0.335", "21"), ("1", "0.125", "12"), ("2", "10.005", "5")],
            &[("21", "1.01", "0.21", "1.22"), ("12", "0.13", "0.02", "0.15"), ("5", "20.01", "1.00", "21.01")],
            "21.15",
            "1.23",
            "22.38",
        );
    }

    #[test]
    fn lines_of_a_rate_are_summed_before_vat() {
        // Line by line it would be 3 x 0.02 = 0.06.
        check(
            &[("1", "0.10", "21"), ("1", "0.10", "21.0"), ("1", "0.10", "21.00")],
            &[("21", "0.30", "0.06", "0.36")],
            "0.30",
            "0.06",
            "0.36",
        );
        check(&[("1", "0.07", "21"), ("1", "0.07", "21")], &[("21", "0.14", "0.03", "0.17")], "0.14", "0.03", "0.17");
    }

    #[test]
    fn a_credit_invoice_mirrors_the_invoice() {
        check(&[("-3", "0.335", "21")], &[("21", "-1.01", "-0.21", "-1.22")], "-1.01", "-0.21", "-1.22");
    }

    #[test]
    fn a_document_without_lines_or_without_vat() {
        check(&[], &[], "0", "0", "0");
        check(&[("2", "5", "0")], &[("0", "10", "0", "10")], "10", "0", "10");
    }

    #[test]
    fn too_large_amounts_are_an_error() {
        assert_eq!(line_net(Decimal::MAX, number("2")), Err(TooLarge));
        let line = VatLine { net: Decimal::MAX, rate: number("0") };
        assert_eq!(vat_breakdown(&[line, line]), Err(TooLarge));
        let row = VatRow { rate: number("0"), net: Decimal::MAX, vat: number("0"), total: Decimal::MAX };
        assert_eq!(totals(&[row, row]), Err(TooLarge));
    }
}
