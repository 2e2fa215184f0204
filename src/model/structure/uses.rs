//! Everything that uses a field or a table.

use super::{
    expressions::{Layouts, Part, Shape, Spot, card_spots, field_spots, form_spots, list_spots, pieces, with_company},
    missing::revived,
};
use crate::{
    formula::{self, Named},
    ids::{FieldId, LayoutId, TableId},
    language::{Label, Language},
    layout::{ButtonAct, CardItemKind, PrintItemKind},
    schema::{Field, FieldKind, FieldRole, Table, TableRole},
};

/// How something is used.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum UseKind {
    /// It stands on a card.
    Card,
    /// A condition of a card asks for it.
    CardCondition,
    /// A table of related records on a card shows it.
    Related,
    /// It is a column of a list.
    ListColumn,
    /// A list is sorted by it.
    ListSort,
    /// The filter of a list asks for it.
    ListFilter,
    /// A print form prints it.
    Form,
    /// A formula asks for it.
    Formula,
    /// The default of a field asks for it.
    Default,
    /// A field links to the table.
    Link,
    /// Records of another table are part of its records.
    PartOf,
    /// It names the records of its table.
    Title,
    /// Imports match records by it.
    MatchKey,
    /// A rule of the program needs it.
    Role,
}

impl UseKind {
    /// Its key in scripts.
    pub fn key(self) -> &'static str {
        match self {
            UseKind::Card => "card",
            UseKind::CardCondition => "card-condition",
            UseKind::Related => "related",
            UseKind::ListColumn => "list-column",
            UseKind::ListSort => "list-sort",
            UseKind::ListFilter => "list-filter",
            UseKind::Form => "form",
            UseKind::Formula => "formula",
            UseKind::Default => "default",
            UseKind::Link => "link",
            UseKind::PartOf => "part-of",
            UseKind::Title => "title",
            UseKind::MatchKey => "match-key",
            UseKind::Role => "role",
        }
    }
}

/// Where a person goes to see or change a use.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum UseTarget {
    /// A card.
    Card(LayoutId),
    /// A list view.
    List(LayoutId),
    /// A print form.
    Form(LayoutId),
    /// A field of a table.
    Field(TableId, FieldId),
    /// A table.
    Table(TableId),
}

/// One use of a field or a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Use {
    /// How it is used.
    pub kind: UseKind,
    /// The table that the place belongs to.
    pub table: TableId,
    /// Where, for people: `Kortelė „Klientas“`.
    pub place: Label,
    /// What there: the expression, the kind of the use in words.
    pub detail: Label,
    /// Where to go.
    pub target: UseTarget,
}

/// Everything that uses a field, or, without a field, what outside of a table uses it.
pub fn uses(tables: &[Table], layouts: &Layouts, table: TableId, field: Option<FieldId>) -> Vec<Use> {
    let Some(of) = tables.iter().find(|of| of.info.id == table) else { return Vec::new() };
    let seen = revived(tables);
    let mut finder = Finder { seen: &seen, printed: with_company(&seen), table, field, found: Vec::new() };
    for card in &layouts.cards {
        let place = named("Kortelė", "Card", &card.label);
        let target = UseTarget::Card(card.id);
        for item in &card.items {
            match &item.what {
                CardItemKind::Field(shown) if finder.is(card.table, *shown) => {
                    finder.note(
                        UseKind::Card,
                        card.table,
                        &place,
                        words("rodomas kortelėje", "shown on the card"),
                        target,
                    );
                }
                CardItemKind::Related { table: other, by, columns }
                    if finder.is(*other, *by)
                        || columns.iter().any(|column| finder.is(*other, column.field))
                        || field.is_none() && *other == table && card.table != table =>
                {
                    let label = tables.iter().find(|of| of.info.id == *other).map(|of| of.info.label.clone());
                    let detail = named("susiję įrašai", "related records", &label.unwrap_or_default());
                    finder.note(UseKind::Related, card.table, &place, detail, target);
                }
                CardItemKind::Count { table: other, by, .. }
                | CardItemKind::Button { act: ButtonAct::Add { table: other, by }, .. }
                    if finder.is(*other, *by)
                        || matches!(item.what, CardItemKind::Count { sum: Some(sum), .. } if finder.is(*other, sum))
                        || field.is_none() && *other == table && card.table != table =>
                {
                    let label = tables.iter().find(|of| of.info.id == *other).map(|of| of.info.label.clone());
                    let detail = named("susiję įrašai", "related records", &label.unwrap_or_default());
                    finder.note(UseKind::Related, card.table, &place, detail, target);
                }
                _ => {}
            }
        }
        card_spots(&mut card.clone(), &mut |spot| {
            finder.expressions(UseKind::CardCondition, &spot, card.table, &place, target);
        });
    }
    for list in &layouts.lists {
        let place = named("Sąrašas", "List", &list.label);
        let target = UseTarget::List(list.id);
        if list.columns.iter().any(|column| finder.is(list.table, column.field)) {
            finder.note(UseKind::ListColumn, list.table, &place, words("stulpelis", "a column"), target);
        }
        if list.sort.iter().any(|by| finder.is(list.table, by.field)) {
            finder.note(UseKind::ListSort, list.table, &place, words("pagal jį rikiuojama", "sorted by it"), target);
        }
        list_spots(&mut list.clone(), &mut |spot| {
            finder.expressions(UseKind::ListFilter, &spot, list.table, &place, target);
        });
    }
    for form in &layouts.forms {
        let place = named("Spausdinimo forma", "Print form", &form.label);
        let target = UseTarget::Form(form.id);
        form_spots(&seen, &mut form.clone(), &mut |spot| {
            finder.expressions(UseKind::Form, &spot, form.table, &place, target);
        });
        let breakdown = |item: &PrintItemKind| matches!(item, PrintItemKind::Table(rows) if rows.rows == super::expressions::VAT_BREAKDOWN);
        let sums = field
            .and_then(|field| of.field(field)?.role)
            .is_some_and(|role| matches!(role, FieldRole::Amount | FieldRole::VatRate));
        let lines = of.part_of().is_some_and(|(_, owner)| owner == form.table);
        if sums && lines && form.bands.iter().flat_map(|band| &band.items).any(|item| breakdown(&item.what)) {
            finder.note(UseKind::Form, form.table, &place, words("PVM suvestinė", "the table of VAT"), target);
        }
    }
    finder.fields(tables);
    finder.roles(of);
    finder.found
}

struct Finder<'t> {
    seen: &'t [Table],
    printed: Vec<Table>,
    table: TableId,
    field: Option<FieldId>,
    found: Vec<Use>,
}

impl Finder<'_> {
    fn is(&self, table: TableId, field: FieldId) -> bool {
        (table, Some(field)) == (self.table, self.field)
    }

    fn note(&mut self, kind: UseKind, table: TableId, place: &Label, detail: Label, target: UseTarget) {
        let found = Use { kind, table, place: place.clone(), detail, target };
        if !self.found.contains(&found) {
            self.found.push(found);
        }
    }

    fn names(&self, over: TableId, text: &str, is_form: bool) -> bool {
        let tables = if is_form { &self.printed } else { self.seen };
        let mentions = formula::mentions(text, tables, over).unwrap_or_default();
        mentions.iter().flat_map(|mention| &mention.named).any(|named| match (*named, self.field) {
            (Named::Field(table, field) | Named::Table(table, field), Some(wanted)) => {
                (table, field) == (self.table, wanted)
            }
            (Named::Table(table, _), None) => table == self.table,
            (Named::Field(table, _), None) => table == self.table && over != table,
        })
    }

    fn expressions(&mut self, kind: UseKind, spot: &Spot<'_>, table: TableId, place: &Label, target: UseTarget) {
        if self.field.is_none() && table == self.table {
            return;
        }
        let is_form = matches!(spot.part, Part::When(_) | Part::Printed(_));
        if spot.shape == Shape::Relation {
            let rows = super::expressions::related_table(self.seen, spot.over, spot.text);
            let by = self.field.is_none_or(|field| {
                let of = self.seen.iter().find(|of| of.info.id == self.table);
                of.and_then(|of| of.field(field))
                    .is_some_and(|field| matches!(&field.kind, FieldKind::PartOf { table } if *table == spot.over))
            });
            if rows == Some(self.table) && by {
                self.note(kind, table, place, expression(spot.text), target);
            }
            return;
        }
        for (_, text) in pieces(spot.text, spot.shape) {
            if self.names(spot.over, text, is_form) {
                self.note(kind, table, place, expression(text.trim()), target);
            }
        }
    }

    /// Uses in fields: formulas, defaults, links, names and match keys.
    fn fields(&mut self, tables: &[Table]) {
        for of in tables {
            let id = of.info.id;
            for field in &of.fields {
                let own = self.is(id, field.id);
                let place = field_place(of, field);
                let target = UseTarget::Field(id, field.id);
                field_spots(id, &mut field.clone(), &mut |spot| {
                    let kind = if spot.part == Part::Formula { UseKind::Formula } else { UseKind::Default };
                    if !own {
                        self.expressions(kind, &spot, id, &place, target);
                    }
                });
                let outside = self.field.is_none() && id != self.table;
                match &field.kind {
                    FieldKind::Link { targets, .. } if outside && targets.contains(&self.table) => {
                        self.note(
                            UseKind::Link,
                            id,
                            &place,
                            words("nuoroda į šią lentelę", "a link to this table"),
                            target,
                        );
                    }
                    FieldKind::PartOf { table } if outside && *table == self.table => {
                        self.note(
                            UseKind::PartOf,
                            id,
                            &place,
                            words("šios lentelės įrašų dalis", "part of the records of this table"),
                            target,
                        );
                    }
                    _ => {}
                }
            }
            let Some(field) = self.field.filter(|_| id == self.table) else { continue };
            let (place, target) = (named("Lentelė", "Table", &of.info.label), UseTarget::Table(id));
            if of.info.title == field {
                self.note(UseKind::Title, id, &place, words("įrašų pavadinimas", "the name of its records"), target);
            }
            if of.info.keys.contains(&field) {
                self.note(
                    UseKind::MatchKey,
                    id,
                    &place,
                    words("pagal jį importas atpažįsta įrašus", "imports match records by it"),
                    target,
                );
            }
        }
    }

    fn roles(&mut self, of: &Table) {
        let id = of.info.id;
        let (place, target) = (Label::new("Programos taisyklės", "Rules of the program"), UseTarget::Table(id));
        match self.field {
            Some(field) => {
                let role = of.field(field).and_then(|field| field.role);
                if let Some(role) = role {
                    self.note(UseKind::Role, id, &place, field_role(role), UseTarget::Field(id, field));
                }
            }
            None => {
                if let Some(role) = of.info.role {
                    self.note(UseKind::Role, id, &place, table_role(role), target);
                }
            }
        }
    }
}

fn words(lt: &str, en: &str) -> Label {
    Label::new(lt, en)
}

fn expression(text: &str) -> Label {
    Label::new(text, text)
}

fn named(lt: &str, en: &str, label: &Label) -> Label {
    Label::new(format!("{lt} „{}“", label.get(Language::Lt)), format!("{en} “{}”", label.get(Language::En)))
}

fn field_place(table: &Table, field: &Field) -> Label {
    let place = |language| (table.info.label.get(language), field.label.get(language));
    let ((lt, lt_field), (en, en_field)) = (place(Language::Lt), place(Language::En));
    Label::new(format!("{lt}, laukas „{lt_field}“"), format!("{en}, field “{en_field}”"))
}

fn table_role(role: TableRole) -> Label {
    use TableRole as R;
    match role {
        R::Company => words("pardavėjo rekvizitai dokumentuose", "the seller in documents"),
        R::Client => words("klientai: pirkėjai, skolos, gimtadieniai", "clients: buyers, debts, birthdays"),
        R::Contact => words("kontaktai ir jų gimtadieniai", "contacts and their birthdays"),
        R::Event => words("puslapis „Šiandien“ ir priminimai", "the page “Today” and reminders"),
        R::Product => words("kainos ir pavadinimai eilutėse", "prices and titles of lines"),
        R::Invoice | R::InvoiceLine => words("sąskaitų išrašymas", "issuing of invoices"),
        R::Payment => words("apmokėjimai ir skolos", "payments and debts"),
        R::Contract | R::ContractLine => words("sutartys ir jų sąskaitos", "contracts and their invoices"),
        R::Offer | R::OfferLine => words("pasiūlymai ir jų sąskaitos", "offers and their invoices"),
        R::User => words("programos naudotojai", "the people who use the program"),
        R::ClientCategory | R::DiscountStep | R::Discount => words("nuolaidos", "discounts"),
        R::PriceList | R::PriceListItem => words("kainoraščiai", "price lists"),
        R::Group | R::ProductCategory => words("medis šalia sąrašo", "the tree beside a list"),
        R::EventType | R::EventResult => words("įvykių sąrašai", "the lists of events"),
        R::Tag => words("žymos", "tags"),
        R::Note => words("užrašai", "notes"),
        R::WebLink => words("nuorodos", "web links"),
    }
}

fn field_role(role: FieldRole) -> Label {
    use FieldRole as R;
    match role {
        R::CompanyCode | R::VatCode => words("kodo tikrinimas ir dokumentai", "the check of the code, and documents"),
        R::Client => words("pirkėjas dokumente", "the buyer of a document"),
        R::Number => words("dokumentų numeravimas", "the numbering of documents"),
        R::DueDate | R::Paid | R::Balance => words("skolos ir vėlavimai", "debts and what is overdue"),
        R::Product | R::Quantity | R::Price | R::Amount => words("eilučių sumos", "the amounts of lines"),
        R::VatRate | R::Vat | R::Net | R::Total => words("dokumento sumos ir PVM", "the sums of a document and VAT"),
        R::State => words("dokumento būsena", "the state of a document"),
        R::Notes => words("čia rašoma, ko importas neperskaitė", "what an import could not read is kept here"),
        R::Photo => words("nuotrauka arba logotipas", "the picture or the logo"),
        R::Birthday => words("gimtadieniai puslapyje „Šiandien“", "birthdays on the page “Today”"),
        R::Time | R::Done | R::Assignee | R::RemindBefore | R::SnoozedUntil | R::EventType | R::Result => {
            words("puslapis „Šiandien“ ir priminimai", "the page “Today” and reminders")
        }
        R::Date => words("dokumento, mokėjimo ar įvykio diena", "the day of a document, a payment or an event"),
        R::Discount | R::DiscountReason | R::DiscountKind | R::Period | R::FromSum => words("nuolaidos", "discounts"),
        R::PriceList | R::ForEveryone => words("kainoraščiai", "price lists"),
        R::Parent | R::Group | R::Category => words("medis šalia sąrašo", "the tree beside a list"),
        other => Label::new(format!("vaidmuo „{}“", other.key()), format!("the role “{}”", other.key())),
    }
}
