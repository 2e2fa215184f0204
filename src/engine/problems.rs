//! What is to be said about a record as it is: what it lacks, what is doubtful, what cannot be computed.

use crate::{Engine, FieldProblem, Result, records::no_such_table, view::amount_text};
use model::{
    ids::{RecordId, TableId},
    language::{Label, Language},
    schema::{FieldRole, Table, TableRole},
    value::{self, Values},
};

impl Engine {
    /// What is to be said about a record: missing required fields and doubtful values.
    ///
    /// # Errors
    /// Where there is no such record.
    pub fn problems(&self, table: TableId, id: RecordId) -> Result<Vec<FieldProblem>> {
        let (stored, definitions) = (self.record(table, id)?, self.definitions());
        let of = definitions.schema.table(table).ok_or_else(no_such_table)?;
        let mut problems = Vec::new();
        for field in of.live() {
            match stored.values.get(field.id) {
                None if field.required => problems.push(FieldProblem {
                    field: field.id,
                    message: Label::new("Šį lauką reikia užpildyti.", "This field is to be filled in."),
                    warning: true,
                }),
                Some(value) => problems.extend(value::warnings(value, field).map(|warning| {
                    let say = |language| warning.message(language, field.label.get(language));
                    let message = Label::new(say(Language::Lt), say(Language::En));
                    FieldProblem { field: field.id, message, warning: true }
                })),
                None => {}
            }
        }
        for (_, field) in self.computed().broken.iter().filter(|(of, _)| *of == table) {
            problems.push(FieldProblem {
                field: *field,
                message: Label::new(
                    "Formulė neskaičiuojama: ji naudoja tai, kas pašalinta. Grąžinkite arba pakeiskite formulę puslapyje „Struktūra“.",
                    "The formula is not computed: it uses something removed. Bring that back, or change the formula on the page “Structure”.",
                ),
                warning: true,
            });
        }
        problems.extend(self.overpaid(of, &stored.values)?);
        Ok(problems)
    }

    /// A payment with which more was paid than its invoice comes to.
    fn overpaid(&self, of: &Table, values: &Values) -> Result<Option<FieldProblem>> {
        if of.info.role != Some(TableRole::Payment) {
            return Ok(None);
        }
        let invoice = of.field_by_role(FieldRole::Invoice).and_then(|field| values.get(field.id));
        let (Some(amount), Some(invoice)) =
            (of.field_by_role(FieldRole::Amount), invoice.and_then(|link| link.links().first().copied()))
        else {
            return Ok(None);
        };
        self.look(self.language(), |view| {
            let balance = view.schema().table(invoice.table).and_then(|of| of.field_by_role(FieldRole::Balance));
            let left = balance.and_then(|field| view.value_of(invoice.table, invoice.record, field.id));
            let left = left.and_then(|value| value.as_number()).filter(|left| left.is_sign_negative());
            Ok(left.filter(|left| !left.is_zero()).map(|left| {
                let sum = |language| amount_text(-left, amount, language);
                FieldProblem {
                    field: amount.id,
                    message: Label::new(
                        format!("Permoka {}.", sum(Language::Lt)),
                        format!("Overpaid by {}.", sum(Language::En)),
                    ),
                    warning: true,
                }
            }))
        })
    }
}
