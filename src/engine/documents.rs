//! Documents: print data, issuing, voiding, PDF. An issued document is frozen and prints the same for ever.

use crate::{
    Engine, Outcome, Result, Transaction,
    error::refused,
    print_data::{datum, print_data, with_company},
    records::no_such_table,
    view::{View, links},
};
use model::{
    changes::{Action, ActionKey, Change, Operation, Part},
    formula,
    ids::{FieldId, RecordId, TableId},
    language::{Label, Language},
    layout::{Datum, IssuedDocument, PrintData, PrintForm},
    rules::numbering::document_number,
    schema::{Field, FieldKind, FieldRole, Table, TableRole},
    structure,
    value::{Link, Value},
};
use printing::Fonts;
use sha2::{Digest, Sha256};
use std::sync::OnceLock;
use store::{Access, Kind};

pub(crate) use model::structure::COMPANY;

/// The key by which delivered forms ask for the state of a document.
const STATE: &str = "state";

/// A finished file.
#[derive(Clone, PartialEq, Debug)]
pub struct Rendered {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// A name for the file, without its ending.
    pub name: String,
}

/// What is missing for a document outside of it: in the office's own requisites.
#[derive(Clone, PartialEq, Debug)]
pub struct Remark {
    /// What is missing, and what of it.
    pub text: Label,
    /// The record of the office's requisites, where there is one.
    pub company: Option<Link>,
    /// The document is not issued without it.
    pub stops: bool,
}

fn fonts() -> Result<&'static Fonts> {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    if let Some(fonts) = FONTS.get() {
        return Ok(fonts);
    }
    let fonts = Fonts::delivered()?;
    Ok(FONTS.get_or_init(|| fonts))
}

impl Engine {
    /// Prints records with a form (`None`: the one they were issued with, else the table's first) into one PDF.
    ///
    /// # Errors
    /// Where a record or the form is missing, or it cannot be laid out.
    pub fn render(&self, table: TableId, ids: &[RecordId], form: Option<&str>, language: Language) -> Result<Rendered> {
        self.render_from(table, ids, form, language, 1)
    }

    /// As [`Engine::render`]; labels begin at place `start` of their first sheet, counted from 1.
    ///
    /// # Errors
    /// As there.
    pub fn render_from(
        &self,
        table: TableId,
        ids: &[RecordId],
        form: Option<&str>,
        language: Language,
        start: usize,
    ) -> Result<Rendered> {
        // A table without any form still prints what was issued.
        let chosen = match form {
            Some(_) => Some(self.form(table, form)?),
            None => self.form(table, None).ok(),
        };
        if let Some(chosen) = chosen.filter(|form| form.of_list || form.sheet.is_some()) {
            return self.render_list(&chosen, ids, language, start);
        }
        let mut printed = Vec::new();
        let mut name = String::new();
        for id in ids {
            let (form, data) = match self.issued(*id)? {
                Some(issued) if form.is_none_or(|form| form == issued.form.key) => {
                    let data = issued.data.into_iter().find(|data| data.language == language).unwrap_or_default();
                    (issued.form, data)
                }
                _ => {
                    let form = self.form(table, form)?;
                    let data = self.look(language, |view| print_data(view, &form, &[*id], self.clock.now()))?;
                    (form, data)
                }
            };
            if name.is_empty() {
                name.clone_from(&data.title);
            }
            let pages = printing::lay_out(&form, &data, fonts()?)?;
            printed.push((pages, data));
        }
        let documents: Vec<(&[printing::Page], &PrintData)> =
            printed.iter().map(|(pages, data)| (pages.as_slice(), data)).collect();
        Ok(Rendered { pdf: printing::to_pdf(&documents, fonts()?)?, name })
    }

    /// One document of several records: a list, or labels on sheets.
    fn render_list(&self, form: &PrintForm, ids: &[RecordId], language: Language, start: usize) -> Result<Rendered> {
        let now = self.clock.now();
        let (pages, mut data) = match form.sheet {
            None => {
                let data = self.look(language, |view| print_data(view, form, ids, now))?;
                (printing::lay_out(form, &data, fonts()?)?, data)
            }
            Some(_) => {
                let each = |view: &View<'_>| ids.iter().map(|id| print_data(view, form, &[*id], now)).collect();
                let labels: Vec<PrintData> = self.look(language, each)?;
                let pages = printing::lay_out_sheets(form, &labels, start, fonts()?)?;
                (pages, PrintData { language, time: now, ..PrintData::default() })
            }
        };
        form.label.get(language).clone_into(&mut data.title);
        Ok(Rendered { pdf: printing::to_pdf(&[(pages.as_slice(), &data)], fonts()?)?, name: data.title })
    }

    /// The frozen state of an issued document, if the record is one.
    ///
    /// # Errors
    /// Of the disk.
    pub fn issued(&self, record: RecordId) -> Result<Option<IssuedDocument>> {
        let reader = self.read()?;
        Ok((&reader as &dyn Access).definition(Kind::Document, &record.0.to_be_bytes())?)
    }

    /// Notes that an issued document was printed, saved or sent: its number cannot be taken back any more.
    ///
    /// # Errors
    /// Of the disk.
    pub fn mark_printed(&self, table: TableId, ids: &[RecordId]) -> Result<Outcome<()>> {
        // A base that can only be read can be printed all the same; nobody can take back a number there.
        if self.is_read_only() {
            return Ok(Outcome { output: (), changes: Default::default(), entry: 0 });
        }
        self.transact_as(Part::Root, Action::new(ActionKey::Print).on(table), |tx| {
            for id in ids {
                let Some(before) = tx.document(*id)?.filter(|document| !document.printed) else { continue };
                tx.action.name.clone_from(&before.text);
                let after = IssuedDocument { printed: true, ..before.clone() };
                tx.apply(Operation::Document(*id, Change::new(Some(before), Some(after))))?;
            }
            Ok(())
        })
    }

    /// Issues a document: gives it the next number of its series and freezes it. The output is the number as text.
    ///
    /// # Errors
    /// Where something it needs is missing (the sentence names the field), or it was issued before.
    pub fn issue(&self, table: TableId, id: RecordId) -> Result<Outcome<String>> {
        self.transact(Action::new(ActionKey::Issue).on(table), |tx| {
            tx.action.name = tx.issue_document(table, id)?;
            Ok(tx.action.name.clone())
        })
    }

    /// What the office's own requisites lack for a draft: without a seller it is not issued at all, a VAT code where VAT is charged
    /// (80 str. of the VAT law wants both) and an account to pay into are missed.
    ///
    /// # Errors
    /// Where there is no such record, or of the disk.
    pub fn document_remark(&self, table: TableId, id: RecordId) -> Result<Option<Remark>> {
        self.look(self.language(), |view| remark(view, table, id))
    }

    /// Voids an issued document; its number stays used.
    ///
    /// # Errors
    /// Where it was never issued, or is void already.
    pub fn void(&self, table: TableId, id: RecordId) -> Result<Outcome<()>> {
        self.transact(Action::new(ActionKey::Void).on(table), |tx| tx.void_document(table, id))
    }
}

fn remark(view: &View<'_>, table: TableId, id: RecordId) -> Result<Option<Remark>> {
    let (Some(of), Some(company)) = (view.schema().table(table), view.schema().table_by_role(TableRole::Company))
    else {
        return Ok(None);
    };
    let own = company_link(view).and_then(|value| value.links().first().copied());
    let has = |field: FieldId| own.is_some_and(|own| view.value_of(own.table, own.record, field).is_some());
    let said = |stops, lt: String, en: String| Ok(Some(Remark { text: Label::new(lt, en), company: own, stops }));
    let label = |language| company.info.label.get(language);
    if !has(company.info.title) {
        return said(
            true,
            format!(
                "Prieš išrašydami užpildykite „{}“: be pardavėjo rekvizitų sąskaita negalioja.",
                label(Language::Lt)
            ),
            format!("Fill in “{}” before issuing: an invoice without its seller is not valid.", label(Language::En)),
        );
    }
    let charges_vat = of.field_by_role(FieldRole::Vat).is_some_and(|vat| {
        let vat = view.value_of(table, id, vat.id).and_then(|value| value.as_number());
        vat.is_some_and(|vat| !vat.is_zero())
    });
    let lacks = |field: Option<&Field>| field.is_some_and(|field| !has(field.id));
    if charges_vat && lacks(company.field_by_role(FieldRole::VatCode)) {
        return said(
            false,
            format!(
                "Skaičiuojamas PVM, bet „{}“ neturi PVM kodo. Įrašykite jį arba eilutėse pasirinkite 0 %.",
                label(Language::Lt)
            ),
            format!(
                "VAT is charged, but “{}” has no VAT code. Fill it in, or choose 0 % in the lines.",
                label(Language::En)
            ),
        );
    }
    let account = company.live().find(|field| field.kind == FieldKind::Iban);
    if lacks(account) {
        return said(
            false,
            format!("„{}“ neturi banko sąskaitos: pirkėjas nematys, kur mokėti.", label(Language::Lt)),
            format!("“{}” has no bank account: the buyer will not see where to pay.", label(Language::En)),
        );
    }
    Ok(None)
}

fn hash_of(form: &PrintForm, data: &PrintData) -> Result<String> {
    let pages = printing::lay_out(form, data, fonts()?)?;
    let pdf = printing::to_pdf(&[(pages.as_slice(), data)], fonts()?)?;
    Ok(Sha256::digest(&pdf).iter().map(|byte| format!("{byte:02x}")).collect())
}

impl Transaction<'_, '_> {
    /// Gives a document the next number of its series and freezes it, within this action; the output is the number as text.
    pub(crate) fn issue_document(&mut self, table: TableId, id: RecordId) -> Result<String> {
        let form = self.engine.form(table, None)?;
        // Lines added in this very action have their discounts before they are frozen.
        self.give_discounts()?;
        self.require_issuable(table, id)?;
        if let Some(gap) = structure::gaps_of_form(&self.schema().tables, &form).into_iter().next() {
            let (name, said) = (|language| form.label.get(language).to_owned(), gap.message);
            return Err(refused(
                format!("Forma „{}“ netvarkinga. {}", name(Language::Lt), said.get(Language::Lt)),
                format!("The form “{}” is not in order. {}", name(Language::En), said.get(Language::En)),
            ));
        }
        self.unfreeze = true;
        let (series, number, text) = self.give_number(table, id)?;
        self.set_state(table, id, "issued")?;
        self.settle()?;
        self.note_discounts(table, id)?;
        let mut data = Vec::new();
        for language in [Language::Lt, Language::En] {
            let now = self.engine.clock.now();
            data.push(self.look_in(language, None, |view| print_data(view, &form, &[id], now))??);
        }
        let pdf_hash = match data.iter().find(|data| data.language == self.engine.language()) {
            Some(data) => hash_of(&form, data)?,
            None => String::new(),
        };
        let document = IssuedDocument {
            table,
            record: id,
            series,
            number,
            text: text.clone(),
            form,
            data,
            pdf_hash,
            printed: false,
            void: false,
        };
        self.apply(Operation::Document(id, Change::new(None, Some(document))))?;
        self.unfreeze = false;
        Ok(text)
    }

    fn require_issuable(&self, table: TableId, id: RecordId) -> Result<()> {
        if let Some(remark) = self.look(None, |view| remark(view, table, id))??.filter(|remark| remark.stops) {
            return Err(refused(remark.text.get(Language::Lt), remark.text.get(Language::En)));
        }
        if let Some(document) = self.document(id)? {
            return Err(refused(
                format!("Dokumentas {} jau išrašytas.", document.text),
                format!("Document {} has been issued already.", document.text),
            ));
        }
        self.record(table, id)?;
        let of = self.schema().table(table).ok_or_else(no_such_table)?.clone();
        if of.info.role != Some(TableRole::Invoice) {
            return Err(refused("Šios lentelės įrašai neišrašomi.", "Records of this table are not issued."));
        }
        self.require_complete(table, id)?;
        let lines = self.schema().live().find(|lines| {
            lines.info.role == Some(TableRole::InvoiceLine) && lines.part_of().is_some_and(|(_, owner)| owner == table)
        });
        let Some((lines, part_of)) = lines.and_then(|lines| Some((lines.clone(), lines.part_of()?.0.id))) else {
            return self.require_figures(&of, id);
        };
        let rows = self.look(None, |view| view.back_links(lines.info.id, part_of, id))?;
        if rows.is_empty() {
            return Err(refused(
                "Sąskaitoje nėra nė vienos eilutės. Pridėkite bent vieną prekę ar paslaugą.",
                "The invoice has no lines. Add at least one product or service.",
            ));
        }
        for row in rows {
            self.require_complete(lines.info.id, row)?;
            let values = self.record(lines.info.id, row)?.values;
            for role in [FieldRole::Quantity, FieldRole::Price, FieldRole::VatRate] {
                let Some(field) = lines.field_by_role(role) else { continue };
                if values.get(field.id).is_none() {
                    let title = self.title(lines.info.id, row)?;
                    return Err(refused(
                        format!("Eilutėje „{title}“ neužpildyta: {}.", field.label.get(Language::Lt)),
                        format!("The line “{title}” lacks: {}.", field.label.get(Language::En)),
                    ));
                }
            }
            self.require_figures(&lines, row)?;
        }
        self.require_figures(&of, id)
    }

    /// Refuses a document of which a formula fails: an amount that is too large would be printed as nothing.
    fn require_figures(&self, of: &Table, id: RecordId) -> Result<()> {
        let table = of.info.id;
        let figures = [FieldRole::Amount, FieldRole::Net, FieldRole::Vat, FieldRole::Total];
        for field in of.live().filter(|field| field.formula().is_some()) {
            let is_figure = field.role.is_some_and(|role| figures.contains(&role));
            let fails = match self.computed.formula(table, field.id) {
                Some(formula) => self.look(None, |view| match formula.program.evaluate(view, id) {
                    Ok(value) => is_figure && value.is_none(),
                    Err(_) => true,
                })?,
                None => is_figure,
            };
            if fails {
                let title = self.title(table, id)?;
                let label = |language| field.label.get(language);
                return Err(refused(
                    format!(
                        "„{title}“: nepavyksta apskaičiuoti lauko „{}“, galbūt skaičius per didelis.",
                        label(Language::Lt)
                    ),
                    format!("“{title}”: “{}” cannot be computed, perhaps a number is too large.", label(Language::En)),
                ));
            }
        }
        Ok(())
    }

    fn give_number(&mut self, table: TableId, id: RecordId) -> Result<(String, u64, String)> {
        let of = self.schema().table(table).ok_or_else(no_such_table)?;
        let field = of
            .field_by_role(FieldRole::Number)
            .or_else(|| of.live().find(|field| matches!(field.kind, FieldKind::SeriesNumber { .. })));
        let Some(Field { id: field, kind: FieldKind::SeriesNumber { series, prefix, digits }, .. }) = field.cloned()
        else {
            return Err(refused("Lentelė neturi numerio lauko.", "The table has no number field."));
        };
        // Credit invoices have a series of their own, named after that of the invoices.
        let (series, prefix) = match crate::make::credits(of, &self.record(table, id)?.values) {
            true => (format!("{series}-credit"), credit_prefix(&prefix)),
            false => (series, prefix),
        };
        let last: Option<u64> = self.access().definition(Kind::Series, series.as_bytes())?;
        let number = last.unwrap_or_default() + 1;
        self.apply(Operation::Series(series.clone(), Change::new(last, Some(number))))?;
        let text = document_number(&prefix, digits, number);
        self.set(table, id, field, Some(Value::Text(text.clone())))?;
        Ok((series, number, text))
    }

    fn set_state(&mut self, table: TableId, id: RecordId, key: &str) -> Result<()> {
        let of = self.schema().table(table).ok_or_else(no_such_table)?;
        let Some(field) = of.field_by_role(FieldRole::State) else { return Ok(()) };
        let choice = match &field.kind {
            FieldKind::Choice { choices, .. } => {
                choices.iter().find(|choice| choice.key == key).map(|choice| choice.id)
            }
            _ => None,
        };
        let field = field.id;
        match choice {
            Some(choice) => self.set(table, id, field, Some(Value::Choices(vec![choice]))),
            None => Ok(()),
        }
    }

    /// Marks an issued document void, within this action.
    pub(crate) fn void_document(&mut self, table: TableId, id: RecordId) -> Result<()> {
        let before = self.document(id)?.ok_or_else(|| {
            refused(
                "Dokumentas dar neišrašytas, todėl anuliuoti nėra ko.",
                "The document was never issued, so there is nothing to void.",
            )
        })?;
        if before.void {
            return Err(refused(
                format!("Dokumentas {} jau anuliuotas.", before.text),
                format!("Document {} is void already.", before.text),
            ));
        }
        self.unfreeze = true;
        self.action.name.clone_from(&before.text);
        self.set_state(table, id, "void")?;
        self.settle()?;
        let mut after = IssuedDocument { void: true, ..before.clone() };
        self.renew_conditions(&mut after)?;
        self.apply(Operation::Document(id, Change::new(Some(before), Some(after))))
    }
}

impl Transaction<'_, '_> {
    /// Evaluates anew the conditions that ask for the state: a voided document prints as it was issued, and says that it is void.
    fn renew_conditions(&self, document: &mut IssuedDocument) -> Result<()> {
        let (table, record) = (document.table, document.record);
        let state = self.schema().table(table).and_then(|of| of.field_by_role(FieldRole::State)).map(|field| field.id);
        let conditions: Vec<&str> = document
            .form
            .bands
            .iter()
            .flat_map(|band| {
                band.when.as_deref().into_iter().chain(band.items.iter().filter_map(|item| item.when.as_deref()))
            })
            .map(str::trim)
            .collect();
        for data in &mut document.data {
            let renewed = self.look_in(data.language, None, |view| -> Result<Vec<(String, Datum)>> {
                let mut tables = with_company(view);
                // The form was frozen when the state went by its first name.
                let of = tables.iter_mut().find(|of| of.info.id == table && of.field_by_key(STATE).is_none());
                let field = of.and_then(|of| of.fields.iter_mut().find(|field| Some(field.id) == state));
                if let Some(field) = field {
                    STATE.clone_into(&mut field.key);
                }
                let mut renewed = Vec::new();
                for condition in &conditions {
                    // The frozen form may name what the structure no longer has; such a condition stays as it was issued.
                    let bound = formula::parse(condition).and_then(|tree| formula::bind(&tree, &tables, table));
                    let Ok(program) = bound else { continue };
                    let asks = |dependency: &formula::Dependency| {
                        dependency.path.is_empty() && Some(dependency.field) == state
                    };
                    if program.dependencies().iter().any(asks) {
                        renewed.push(((*condition).to_owned(), datum(view, &tables, table, record, condition)?));
                    }
                }
                Ok(renewed)
            })??;
            data.values.extend(renewed);
        }
        Ok(())
    }
}

/// The prefix of credit invoices: `KARK-` where that of invoices is `KAR-`.
fn credit_prefix(prefix: &str) -> String {
    let word = prefix.trim_end_matches(|letter: char| !letter.is_alphanumeric());
    format!("{word}K{}", &prefix[word.len()..])
}

/// The office's own record, if there is one.
pub(crate) fn company_link(view: &View<'_>) -> Option<Value> {
    let company = view.schema().table_by_role(TableRole::Company)?.info.id;
    let mut found = None;
    let scanned = view.access.scan_records(view.definitions, company, &mut |_, record| {
        found = Some(Value::link(company, record.id()));
        Ok(std::ops::ControlFlow::Break(()))
    });
    scanned.ok()?;
    found.filter(|value| !links(Some(value)).is_empty())
}
