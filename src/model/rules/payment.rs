//! The text of a payment's QR code by EPC069-12, version 002: what banking programs read from an invoice.

use rust_decimal::Decimal;

/// Most bytes of such a text.
const MOST_BYTES: usize = 331;
/// Most characters of the payee's name.
const MOST_NAME: usize = 70;
/// Most characters of the purpose.
const MOST_PURPOSE: usize = 140;

/// The text of the code: a transfer in euros to `account` (an IBAN). `None` without a payee or an account, and where the sum is
/// not from 0.01 to 999,999,999.99. A name or purpose that is too long is cut.
pub fn payment_code(name: &str, account: &str, amount: Decimal, purpose: &str) -> Option<String> {
    let account: String = account.chars().filter(|letter| !letter.is_whitespace()).collect::<String>().to_uppercase();
    let amount = amount.round_dp(2);
    let name = line(name, MOST_NAME);
    let is_account = (15..=34).contains(&account.len()) && account.bytes().all(|letter| letter.is_ascii_alphanumeric());
    if name.is_empty() || !is_account || amount < Decimal::new(1, 2) || amount > Decimal::new(99_999_999_999, 2) {
        return None;
    }
    let front = format!("BCD\n002\n1\nSCT\n\n{name}\n{account}\nEUR{amount:.2}\n\n\n");
    let mut purpose = line(purpose, MOST_PURPOSE);
    while front.len() + purpose.len() > MOST_BYTES {
        purpose.pop();
    }
    Some(front + purpose.trim_end())
}

/// A text on one line, of at most so many characters.
fn line(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split(|letter: char| letter.is_whitespace() || letter.is_control()).collect();
    let joined = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    joined.chars().take(most).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_transfer_is_written_as_the_banks_agreed() {
        let code = payment_code("UAB „Ąžuolas“", "LT12 1000 0111 0100 1000", amount("1554.310"), "KAR-0117");
        let expected = "BCD\n002\n1\nSCT\n\nUAB „Ąžuolas“\nLT121000011101001000\nEUR1554.31\n\n\nKAR-0117";
        assert_eq!(code.as_deref(), Some(expected));
    }

    #[test]
    fn there_is_no_code_without_payee_account_or_a_sum_that_banks_take() {
        let code = |name, account, sum: &str| payment_code(name, account, amount(sum), "x").is_some();
        assert!(code("A", "LT121000011101001000", "0.01"));
        assert!(code("A", "LT121000011101001000", "999999999.99"));
        assert!(!code("", "LT121000011101001000", "1"));
        assert!(!code("A", "", "1"));
        assert!(!code("A", "LT12100\n11101001000", "1000000000"));
        assert!(!code("A", "LT121000011101001000", "0"));
        assert!(!code("A", "LT121000011101001000", "-5"));
    }

    #[test]
    fn the_longest_texts_are_cut_to_what_a_code_holds() {
        let long = "Šimtažodė ąčęėįšųūž\n".repeat(40);
        let code = payment_code(&long, "LT121000011101001000", amount("12.5"), &long).unwrap();
        assert!(code.len() <= 331, "{}", code.len());
        assert_eq!(code.lines().count(), 11);
        assert!(code.lines().nth(5).is_some_and(|name| name.chars().count() <= 70));
    }
}
