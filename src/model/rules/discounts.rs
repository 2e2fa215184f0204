//! Which discount a line gets: of those a client may have, the largest.

use crate::language::{Label, Language};
use crate::value::format_amount;
use rust_decimal::Decimal;

/// A step of a discount: it holds from this sum on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// The least sum, without VAT.
    pub from: Decimal,
    /// The discount in per cent.
    pub percent: Decimal,
}

/// How the discount of a category of clients is found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum CategoryRule {
    /// There is none.
    #[default]
    None,
    /// Always the same, in per cent.
    Fixed(Decimal),
    /// By the sum of the sale, without VAT and before discounts.
    BySum(Vec<Step>),
    /// By what was bought in the last months, without VAT.
    ByPurchases {
        /// How many months back.
        months: u32,
        /// From which sum how much.
        steps: Vec<Step>,
    },
}

/// Everything a discount depends on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Terms {
    /// The client's own discount in per cent.
    pub personal: Option<Decimal>,
    /// The rule of the client's category.
    pub category: CategoryRule,
    /// The sum of the sale, without VAT and before discounts.
    pub sale: Decimal,
    /// What the client bought in the rule's period, without VAT.
    pub purchases: Decimal,
}

/// Why a discount was given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// It is the client's own.
    Personal,
    /// The category has it always.
    Fixed,
    /// The sum of the sale reached this step.
    Sum(Decimal),
    /// Purchases of so many months reached this step.
    Purchases(Decimal, u32),
}

/// A discount that is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Given {
    /// In per cent, above 0 and at most 100.
    pub percent: Decimal,
    /// Why.
    pub basis: Basis,
}

/// The largest discount the terms allow; of equal ones the client's own. `None`: none.
pub fn largest(terms: &Terms) -> Option<Given> {
    let given = |percent: Decimal, basis| {
        let percent = percent.min(Decimal::ONE_HUNDRED);
        (percent > Decimal::ZERO).then_some(Given { percent, basis })
    };
    let personal = terms.personal.and_then(|percent| given(percent, Basis::Personal));
    let category = match &terms.category {
        CategoryRule::None => None,
        CategoryRule::Fixed(percent) => given(*percent, Basis::Fixed),
        CategoryRule::BySum(steps) => {
            reached(steps, terms.sale).and_then(|step| given(step.percent, Basis::Sum(step.from)))
        }
        CategoryRule::ByPurchases { months, steps } => {
            reached(steps, terms.purchases).and_then(|step| given(step.percent, Basis::Purchases(step.from, *months)))
        }
    };
    match (personal, category) {
        (Some(own), Some(other)) if other.percent > own.percent => Some(other),
        (own, other) => own.or(other),
    }
}

/// The best step that a sum reaches: steps need not be in order, and a higher one may give less.
fn reached(steps: &[Step], sum: Decimal) -> Option<&Step> {
    let reached = steps.iter().filter(|step| step.from <= sum);
    reached.max_by(|a, b| a.percent.cmp(&b.percent).then(b.from.cmp(&a.from)))
}

impl Given {
    /// What a line says of it: „Kategorija Nuolatinis: 5 % nuo 500 €“.
    pub fn reason(&self, category: &str) -> Label {
        let say = |language| self.reason_in(category, language);
        Label { lt: say(Language::Lt), en: say(Language::En) }
    }

    fn reason_in(&self, category: &str, language: Language) -> String {
        let plain = |number: Decimal| {
            let number = number.normalize();
            format_amount(number, number.scale(), language)
        };
        let percent = plain(self.percent);
        let of_category = |rest: String| match language {
            Language::Lt => format!("Kategorija {category}: {percent} %{rest}"),
            Language::En => format!("Category {category}: {percent} %{rest}"),
        };
        match (self.basis, language) {
            (Basis::Personal, Language::Lt) => format!("Asmeninė nuolaida: {percent} %"),
            (Basis::Personal, Language::En) => format!("Personal discount: {percent} %"),
            (Basis::Fixed, _) => of_category(String::new()),
            (Basis::Sum(from), Language::Lt) => of_category(format!(" nuo {} €", plain(from))),
            (Basis::Sum(from), Language::En) => of_category(format!(" from {} €", plain(from))),
            (Basis::Purchases(from, months), Language::Lt) => {
                of_category(format!(", per {months} mėn. nupirkus už {} €", plain(from)))
            }
            (Basis::Purchases(from, months), Language::En) => {
                of_category(format!(" for buying {} € in {months} months", plain(from)))
            }
        }
    }
}

/// What a line says of a discount that a person typed.
pub fn by_hand() -> Label {
    Label::new("Nurodyta ranka", "Given by hand")
}

/// Whether a reason is one that [`Given::reason`] writes: what a person wrote is kept, and the discount with it.
pub fn is_automatic(reason: &str) -> bool {
    const BEGINNINGS: [&str; 4] = ["Asmeninė nuolaida: ", "Personal discount: ", "Kategorija ", "Category "];
    BEGINNINGS.iter().any(|beginning| reason.starts_with(beginning)) && reason.contains(" %")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn steps(text: &str) -> Vec<Step> {
        let step = |step: &str| {
            let (from, percent) = step.split_once(':').unwrap();
            Step { from: number(from), percent: number(percent) }
        };
        text.split(' ').map(step).collect()
    }

    fn check(terms: Terms, expected: &str) {
        let said = largest(&terms).map(|given| given.reason("Nuolatinis").lt).unwrap_or_default();
        assert_eq!(said, expected, "{terms:?}");
    }

    #[test]
    fn the_largest_discount_wins_and_says_why() {
        let personal =
            |percent: &str, category| Terms { personal: Some(number(percent)), category, ..Terms::default() };
        check(Terms::default(), "");
        check(personal("3", CategoryRule::None), "Asmeninė nuolaida: 3 %");
        check(personal("3", CategoryRule::Fixed(number("7.50"))), "Kategorija Nuolatinis: 7,5 %");
        check(personal("10", CategoryRule::Fixed(number("7.5"))), "Asmeninė nuolaida: 10 %");
        check(personal("5", CategoryRule::Fixed(number("5"))), "Asmeninė nuolaida: 5 %");
    }

    #[test]
    fn a_step_holds_from_its_sum_on() {
        let sale = |sum: &str| Terms {
            category: CategoryRule::BySum(steps("500:5 100:2 1000:8")),
            sale: number(sum),
            ..Terms::default()
        };
        check(sale("99.99"), "");
        check(sale("100"), "Kategorija Nuolatinis: 2 % nuo 100 €");
        check(sale("999.99"), "Kategorija Nuolatinis: 5 % nuo 500 €");
        check(sale("1000"), "Kategorija Nuolatinis: 8 % nuo 1\u{a0}000 €");
    }

    #[test]
    fn purchases_of_a_period_count() {
        let category = CategoryRule::ByPurchases { months: 12, steps: steps("1000:4") };
        let bought = |sum: &str| Terms { category: category.clone(), purchases: number(sum), ..Terms::default() };
        check(bought("999"), "");
        check(bought("1000"), "Kategorija Nuolatinis: 4 %, per 12 mėn. nupirkus už 1\u{a0}000 €");
    }

    #[test]
    fn nonsense_gives_nothing_or_all() {
        let personal = |percent: &str| largest(&Terms { personal: Some(number(percent)), ..Terms::default() });
        assert_eq!(personal("0"), None);
        assert_eq!(personal("-5"), None);
        assert_eq!(personal("250").map(|given| given.percent), Some(Decimal::ONE_HUNDRED));
    }

    #[test]
    fn what_was_found_is_told_from_what_a_person_wrote() {
        for basis in [Basis::Personal, Basis::Fixed, Basis::Sum(number("500")), Basis::Purchases(number("9.5"), 12)] {
            let reason = Given { percent: number("5"), basis }.reason("Nuolatinis");
            assert!(is_automatic(&reason.lt) && is_automatic(&reason.en), "{reason:?}");
        }
        for written in ["", "Nurodyta ranka", "Given by hand", "Direktorė leido", "Kategorija pagal sutartį"] {
            assert!(!is_automatic(written), "{written}");
        }
        assert!(!is_automatic(&by_hand().lt) && !is_automatic(&by_hand().en));
    }

    fn percents() -> impl Strategy<Value = Decimal> {
        (-1000i64..20_000).prop_map(|number| Decimal::new(number, 2))
    }

    fn all_steps() -> impl Strategy<Value = Vec<Step>> {
        proptest::collection::vec((0i64..100_000, percents()), 0..5).prop_map(|steps| {
            steps.into_iter().map(|(from, percent)| Step { from: Decimal::new(from, 2), percent }).collect()
        })
    }

    fn rules() -> impl Strategy<Value = CategoryRule> {
        prop_oneof![
            Just(CategoryRule::None),
            percents().prop_map(CategoryRule::Fixed),
            all_steps().prop_map(CategoryRule::BySum),
            (1u32..36, all_steps()).prop_map(|(months, steps)| CategoryRule::ByPurchases { months, steps }),
        ]
    }

    proptest! {
        #[test]
        fn nobody_gets_less_than_any_term_allows(
            personal in proptest::option::of(percents()), category in rules(), sale in 0i64..200_000, purchases in 0i64..200_000,
        ) {
            let (sale, purchases) = (Decimal::new(sale, 2), Decimal::new(purchases, 2));
            let terms = Terms { personal, category: category.clone(), sale, purchases };
            let percent = largest(&terms).map_or(Decimal::ZERO, |given| given.percent);
            prop_assert!((Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&percent));
            let (steps, sum) = match &category {
                CategoryRule::BySum(steps) => (steps.clone(), sale),
                CategoryRule::ByPurchases { steps, .. } => (steps.clone(), purchases),
                CategoryRule::Fixed(percent) => (vec![Step { from: Decimal::ZERO, percent: *percent }], sale),
                CategoryRule::None => (Vec::new(), sale),
            };
            let allowed = steps.iter().filter(|step| step.from <= sum).map(|step| step.percent).chain(personal);
            let most = allowed.max().unwrap_or_default().clamp(Decimal::ZERO, Decimal::ONE_HUNDRED);
            prop_assert_eq!(percent, most);
        }

        #[test]
        fn buying_more_never_gives_less(category in rules(), sale in 0i64..200_000, more in 0i64..50_000) {
            let at = |sum: i64| {
                let sum = Decimal::new(sum, 2);
                let terms = Terms { personal: None, category: category.clone(), sale: sum, purchases: sum };
                largest(&terms).map_or(Decimal::ZERO, |given| given.percent)
            };
            prop_assert!(at(sale + more) >= at(sale));
        }

        #[test]
        fn a_personal_discount_alone_is_what_it_says(percent in 1i64..=10_000) {
            let percent = Decimal::new(percent, 2);
            let given = largest(&Terms { personal: Some(percent), ..Terms::default() });
            prop_assert_eq!(given, Some(Given { percent, basis: Basis::Personal }));
        }
    }
}
