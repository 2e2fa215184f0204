//! Doubts about a value that was read: wrong check digits, numbers nobody can call. A doubt is shown and never refuses.

use super::{Value, parse::is_blank};
use crate::{
    language::Language,
    rules::address::looks_like_a_page,
    schema::{Field, FieldKind, FieldRole},
};

/// A doubt about the value of a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Warning {
    /// A company code that has not 9 digits or a wrong check digit.
    CompanyCode(String),
    /// A Lithuanian VAT code that is not LT with 9 or 12 digits or has a wrong check digit.
    VatCode(String),
    /// An account number of the wrong length for its country or with wrong check digits.
    Iban(String),
    /// A telephone number with letters, or with too few or too many digits.
    Phone(String),
    /// A web address that no page can have.
    Web(String),
}

impl Warning {
    /// One sentence that begins with the field's name.
    pub fn message(&self, language: Language, field_label: &str) -> String {
        match (self, language) {
            (Warning::CompanyCode(code), Language::Lt) => format!(
                "{field_label}: neteisingas įmonės kodas „{code}“ (9 skaitmenys, paskutinis kontrolinis); \
                 patikrinkite, ar nesuklysta."
            ),
            (Warning::CompanyCode(code), Language::En) => format!(
                "{field_label}: wrong company code “{code}” (9 digits, the last one a check digit); \
                 look for a typing error."
            ),
            (Warning::VatCode(code), Language::Lt) => format!(
                "{field_label}: neteisingas PVM kodas „{code}“ (LT ir 9 arba 12 skaitmenų, \
                 paskutinis kontrolinis); patikrinkite, ar nesuklysta."
            ),
            (Warning::VatCode(code), Language::En) => format!(
                "{field_label}: wrong VAT code “{code}” (LT and 9 or 12 digits, the last one a check \
                 digit); look for a typing error."
            ),
            (Warning::Iban(iban), Language::Lt) => format!(
                "{field_label}: neteisinga banko sąskaita „{iban}“ (netinka ilgis arba kontroliniai \
                 skaitmenys); patikrinkite, ar nesuklysta."
            ),
            (Warning::Iban(iban), Language::En) => format!(
                "{field_label}: wrong bank account “{iban}” (wrong length or check digits); \
                 look for a typing error."
            ),
            (Warning::Phone(phone), Language::Lt) => {
                format!("{field_label}: „{phone}“ nepanašu į telefono numerį; rašykite, pavyzdžiui, +370 612 34567.")
            }
            (Warning::Phone(phone), Language::En) => format!(
                "{field_label}: “{phone}” does not look like a telephone number; write, for example, +370 612 34567."
            ),
            (Warning::Web(address), Language::Lt) => {
                format!("{field_label}: „{address}“ nepanašu į svetainės adresą; rašykite, pavyzdžiui, imone.lt.")
            }
            (Warning::Web(address), Language::En) => {
                format!("{field_label}: “{address}” does not look like a web address; write, for example, imone.lt.")
            }
        }
    }
}

/// The doubt about `value` in `field`, if there is one. Codes that begin with another country's letters are not doubted.
pub fn warnings(value: &Value, field: &Field) -> Option<Warning> {
    let text = value.as_text()?;
    let compact = compact(text);
    match (field.role, field.shown_kind()) {
        (Some(FieldRole::CompanyCode), _) => {
            let foreign = compact.starts_with(|c: char| c.is_alphabetic());
            (!foreign && !company_code_is_valid(text)).then(|| Warning::CompanyCode(text.to_owned()))
        }
        (Some(FieldRole::VatCode), _) => {
            let foreign = compact.starts_with(|c: char| c.is_alphabetic()) && !compact.starts_with("LT");
            (!foreign && !vat_code_is_valid(text)).then(|| Warning::VatCode(text.to_owned()))
        }
        (_, FieldKind::Iban) => (!iban_is_valid(text)).then(|| Warning::Iban(text.to_owned())),
        (_, FieldKind::Phone) => (!phone_looks_right(text)).then(|| Warning::Phone(text.to_owned())),
        (_, FieldKind::Web) => (!looks_like_a_page(text)).then(|| Warning::Web(text.to_owned())),
        _ => None,
    }
}

/// Whether a text can be called: at least 3 digits, and beside them only what is usual in numbers; an
/// extension may follow (`vid. 12`, `ext. 12`).
pub fn phone_looks_right(phone: &str) -> bool {
    let lower = phone.to_lowercase();
    let main =
        ["vid.", "vid", "ext.", "ext", "tr."].iter().find_map(|mark| lower.split_once(mark)).map(|(main, _)| main);
    let main = main.unwrap_or(&lower).trim();
    let digits = main.chars().filter(char::is_ascii_digit).count();
    let usual = |c: char| c.is_ascii_digit() || is_blank(c) || "+-()./~–,;*#".contains(c);
    // Two numbers may stand in one field.
    (3..=31).contains(&digits) && main.chars().all(usual)
}

/// Whether `code` is 9 digits (spaces and hyphens aside) of which the last is the check digit.
pub fn company_code_is_valid(code: &str) -> bool {
    let code = compact(code);
    code.len() == 9 && check_digit_fits(&code)
}

/// Whether `code` is `LT` and 9 or 12 digits (spaces and hyphens aside), the last but one 1 and the last the check digit.
pub fn vat_code_is_valid(code: &str) -> bool {
    let code = compact(code);
    let Some(digits) = code.strip_prefix("LT") else { return false };
    let one = digits.len().checked_sub(2).and_then(|at| digits.as_bytes().get(at)) == Some(&b'1');
    matches!(digits.len(), 9 | 12) && one && check_digit_fits(digits)
}

/// Whether `iban` (spaces aside) has its country's length and shape and right check digits.
pub fn iban_is_valid(iban: &str) -> bool {
    let compact: String = iban.chars().filter(|c| !is_blank(*c)).collect();
    compact.to_ascii_uppercase().parse::<iban::Iban>().is_ok()
}

/// The check digit of legal persons' and VAT payers' codes: weights 1 to 9 round and round, modulo 11; where that gives 10,
/// weights from 3 on; where that gives 10 again, 0.
fn check_digit_fits(code: &str) -> bool {
    let digits: Vec<u32> = code.chars().filter_map(|c| c.to_digit(10)).collect();
    let Some((last, body)) = digits.split_last() else { return false };
    let sum = |from: usize| -> u32 { (from..).zip(body).map(|(at, digit)| (at % 9 + 1) as u32 * digit).sum() };
    let check = match sum(0) % 11 {
        10 => sum(2) % 11 % 10,
        check => check,
    };
    digits.len() == code.len() && check == *last
}

fn compact(code: &str) -> String {
    code.chars().filter(|c| !is_blank(*c) && *c != '-').map(|c| c.to_ascii_uppercase()).collect()
}

/// Expected answers of the tests are those of the Python package python-stdnum.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Label;

    #[test]
    fn company_codes_end_in_a_check_digit() {
        let check = |code: &str, expected: bool| assert_eq!(company_code_is_valid(code), expected, "{code}");
        check("110053842", true);
        check("111950962", true);
        check("120545849", true);
        check("302561234", true);
        check("302 561 234", true);
        check("302561243", false);
        check("123456789", false);
        check("304567895", false);
        // The first sum leaves 10.
        check("305706657", true);
        check("306090679", true);
        // Both sums leave 10.
        check("302491790", true);
        check("300355560", true);
        check("300355561", false);
        check("30256123", false);
        check("3025612344", false);
        check("30256123A", false);
        check("ąąąąą", false);
    }

    #[test]
    fn vat_codes_end_in_one_and_a_check_digit() {
        let check = |code: &str, expected: bool| assert_eq!(vat_code_is_valid(code), expected, "{code}");
        check("LT119511515", true);
        check("lt 119511515", true);
        check("LT100001919017", true);
        check("LT100004801610", true);
        check("LT100001919018", false);
        check("LT119511525", false);
        check("LT11951151", false);
        check("119511515", false);
        check("LT", false);
        check("LV40003032949", false);
    }

    #[test]
    fn account_numbers_fit_their_country() {
        let check = |iban: &str, expected: bool| assert_eq!(iban_is_valid(iban), expected, "{iban}");
        check("LT121000011101001000", true);
        check("lt12 1000 0111 0100 1000", true);
        check("LV80BANK0000435195001", true);
        check("EE382200221020145685", true);
        check("DE44500105175407324931", true);
        check("GB82WEST12345698765432", true);
        check("LT121000011101001001", false);
        check("LT12100001110100100", false);
        check("XX121000011101001000", false);
        check("", false);
    }

    #[test]
    fn a_doubt_names_the_field() {
        let field = |role, kind| Field { role, kind, label: Label::new("Kodas", "Code"), ..Field::default() };
        let check = |field: &Field, text: &str, expected: Option<Warning>| {
            assert_eq!(warnings(&Value::Text(text.into()), field), expected, "{text}");
        };
        let company = field(Some(FieldRole::CompanyCode), FieldKind::Text);
        check(&company, "110053842", None);
        check(&company, "110053843", Some(Warning::CompanyCode("110053843".into())));
        check(&company, "HRB 12345", None);
        let vat = field(Some(FieldRole::VatCode), FieldKind::Text);
        check(&vat, "LT119511515", None);
        check(&vat, "119511515", Some(Warning::VatCode("119511515".into())));
        check(&vat, "LV40003032949", None);
        let account = field(None, FieldKind::Iban);
        check(&account, "LT121000011101001000", None);
        check(&account, "LT121000011101001001", Some(Warning::Iban("LT121000011101001001".into())));
        check(&field(None, FieldKind::Text), "110053843", None);
        let doubt = Warning::CompanyCode("110053843".into());
        assert!(doubt.message(Language::Lt, "Įmonės kodas").starts_with("Įmonės kodas: neteisingas"));
        assert!(doubt.message(Language::En, "Company code").starts_with("Company code: wrong"));
    }

    #[test]
    fn a_number_that_can_be_called_is_not_doubted() {
        for good in
            ["+370 612 34567", "8~612 34567", "(8-37) 123456", "112", "861234567, 861234568", "8 5 212 34 56 vid. 12"]
        {
            assert!(phone_looks_right(good), "{good}");
        }
        for bad in ["12", "nėra", "skambinti po 10", "612345x", "61234567890123456789012345678901"] {
            assert!(!phone_looks_right(bad), "{bad}");
        }
        let doubt = |kind: FieldKind, text: &str| {
            warnings(&Value::Text(text.into()), &Field { kind, ..Field::default() }).is_some()
        };
        assert!(doubt(FieldKind::Web, "file:///etc/passwd") && !doubt(FieldKind::Web, "imone.lt"));
        assert!(doubt(FieldKind::Phone, "nėra") && !doubt(FieldKind::Text, "nėra"));
    }
}
