//! What an office designs: tables, their fields, the kinds and roles of fields.
//!
//! A removed table or field stays here with `removed` set: it rests in the trash of the structure, with its values.

mod whole;

pub use whole::{NameError, Schema, pick};

use crate::{
    ids::{ChoiceId, FieldId, TableId},
    language::Label,
};
use serde::{Deserialize, Serialize};

/// What is said about a table as a whole; its fields are [`Field`]s of their own.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct TableInfo {
    /// Identity, the same in every base for delivered tables.
    pub id: TableId,
    /// Plain key for scripts and expressions: lower-case letters, digits, hyphens.
    pub key: String,
    /// Name of the section, in the plural ("Clients").
    pub label: Label,
    /// Name of one record ("Client").
    pub one: Label,
    /// Name of an icon in `assets/icons`.
    #[serde(default)]
    pub icon: String,
    /// What the table means to the rules.
    #[serde(default)]
    pub role: Option<TableRole>,
    /// The field that names a record.
    pub title: FieldId,
    /// Match keys in order of preference; each is one field.
    #[serde(default)]
    pub keys: Vec<FieldId>,
    /// Place among the sections, ascending.
    #[serde(default)]
    pub order: i32,
    /// Not shown among the sections (lines that live with their owner, for example).
    #[serde(default)]
    pub hidden: bool,
    /// In the trash of the structure.
    #[serde(default)]
    pub removed: bool,
}

/// A table with its fields in their order.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Table {
    /// The table as a whole.
    pub info: TableInfo,
    /// All fields, removed ones too.
    pub fields: Vec<Field>,
}

impl Table {
    /// The field with this id, removed or not.
    pub fn field(&self, id: FieldId) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }
    /// The present (not removed) field with this key.
    pub fn field_by_key(&self, key: &str) -> Option<&Field> {
        self.live().find(|field| field.key == key)
    }
    /// The present field with this role.
    pub fn field_by_role(&self, role: FieldRole) -> Option<&Field> {
        self.live().find(|field| field.role == Some(role))
    }
    /// The fields that are not removed.
    pub fn live(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.removed)
    }
    /// The field by which records of this table are part of an owner, if they are.
    pub fn part_of(&self) -> Option<(&Field, TableId)> {
        self.live().find_map(|field| match field.kind {
            FieldKind::PartOf { table } => Some((field, table)),
            _ => None,
        })
    }
}

/// A property of the records of a table.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Field {
    /// Identity, the same in every base for delivered fields.
    pub id: FieldId,
    /// Plain key: lower-case letters, digits, hyphens.
    pub key: String,
    /// Name on cards and in headings.
    pub label: Label,
    /// What to write here, in a sentence.
    #[serde(default)]
    pub hint: Label,
    /// What it holds.
    pub kind: FieldKind,
    /// What it means to the rules.
    #[serde(default)]
    pub role: Option<FieldRole>,
    /// A record without it is reported as incomplete.
    #[serde(default)]
    pub required: bool,
    /// No two records may share a value.
    #[serde(default)]
    pub unique: bool,
    /// Kept in a secondary index, for sorting, filtering and matching.
    #[serde(default)]
    pub indexed: bool,
    /// Expression that fills a new record.
    #[serde(default)]
    pub default: Option<String>,
    /// May still be changed after the record (or its owner) was issued as a document.
    #[serde(default)]
    pub open_after_issue: bool,
    /// In the trash of the structure.
    #[serde(default)]
    pub removed: bool,
}

impl Field {
    /// The kind of its values: for a formula, the kind of its result.
    pub fn shown_kind(&self) -> &FieldKind {
        match &self.kind {
            FieldKind::Formula { result, .. } => result,
            kind => kind,
        }
    }
    /// Whether its values can be written as text, as files to import hold them.
    pub fn takes_text(&self) -> bool {
        use FieldKind as K;
        !matches!(self.kind, K::Formula { .. } | K::SeriesNumber { .. } | K::Picture | K::File | K::Secret)
    }
    /// Whether the sum of its values over several records means something: an amount of money that is not the price of one.
    pub fn adds_up(&self) -> bool {
        matches!(self.shown_kind(), FieldKind::Money { .. }) && self.role != Some(FieldRole::Price)
    }
    /// Its expression, if it is computed.
    pub fn formula(&self) -> Option<&str> {
        match &self.kind {
            FieldKind::Formula { expression, .. } => Some(expression),
            _ => None,
        }
    }
}

/// What a field holds.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// One line of text.
    #[default]
    Text,
    /// Text of several lines.
    LongText,
    /// An exact decimal, shown with `scale` decimals (`None`: as entered).
    Number {
        /// Decimals kept and shown, 0 to 12.
        scale: Option<u8>,
    },
    /// An amount in `currency` with two decimals.
    Money {
        /// ISO 4217 code.
        currency: String,
    },
    /// A calendar day.
    Date,
    /// A day of any year: a month and a day.
    DayOfYear,
    /// A time of day, to the minute, local.
    Time,
    /// A local date and time, to the minute.
    DateTime,
    /// A moment of universal time (UTC), in milliseconds.
    Instant,
    /// Yes or no.
    YesNo,
    /// One or several entries of a coloured list the user edits.
    Choice {
        /// Whether several may be chosen.
        many: bool,
        /// The list in its order.
        choices: Vec<Choice>,
    },
    /// Link to a record (or several) of other tables.
    Link {
        /// Tables it may point to; empty: any table.
        targets: Vec<TableId>,
        /// Whether several may be linked.
        many: bool,
        /// What happens here when the target is deleted.
        #[serde(default)]
        on_delete: OnDelete,
    },
    /// Link to the owner this record lives and dies with.
    PartOf {
        /// The owner's table.
        table: TableId,
    },
    /// A picture.
    Picture,
    /// An attached file.
    File,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A web address.
    Web,
    /// A bank account number (ISO 13616).
    Iban,
    /// The number of an issued document, given at issue only.
    SeriesNumber {
        /// Key of the series.
        series: String,
        /// Text before the number, for example `KAR-`.
        prefix: String,
        /// Least number of digits.
        digits: u8,
    },
    /// Computed from an expression.
    Formula {
        /// The expression's text.
        expression: String,
        /// Kind of the result, for formatting and typing.
        result: Box<FieldKind>,
    },
    /// Encrypted text.
    Secret,
}

/// What happens to a link when its target is deleted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnDelete {
    /// The link is emptied (in the same undoable action).
    #[default]
    Clear,
    /// The deletion is refused while such a record exists.
    Refuse,
    /// The linking record is deleted too.
    Delete,
}

/// One entry of a choice list.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Choice {
    /// Identity.
    pub id: ChoiceId,
    /// Plain key.
    pub key: String,
    /// Text shown.
    pub label: Label,
    /// Colour as `#RRGGBB`, or empty.
    #[serde(default)]
    pub color: String,
    /// A number that goes with it (a VAT rate's percentage, for example).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<rust_decimal_text::Text>,
    /// First day on which it may be chosen, ISO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day on which it may be chosen, ISO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// No longer offered, still shown where chosen.
    #[serde(default)]
    pub retired: bool,
}

/// Decimals as text in every format, so that they stay exact.
pub mod rust_decimal_text {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    /// A decimal that is saved as its text.
    #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
    pub struct Text(pub Decimal);

    impl Serialize for Text {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(&self.0)
        }
    }
    impl<'de> Deserialize<'de> for Text {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            String::deserialize(deserializer)?.parse().map(Text).map_err(D::Error::custom)
        }
    }
}

macro_rules! roles {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $key:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
        pub enum $name { $($(#[$item])* #[serde(rename = $key)] $variant,)* }
        impl $name {
            /// Every role, in the order of the documentation.
            pub const ALL: &[$name] = &[$($name::$variant),*];
            /// The key in configuration files.
            pub fn key(self) -> &'static str {
                match self { $($name::$variant => $key,)* }
            }
            /// The role of a key in configuration files.
            pub fn from_key(key: &str) -> Option<$name> {
                match key { $($key => Some($name::$variant),)* _ => None }
            }
        }
    };
}

roles! {
    /// What a table means to the rules; a closed list.
    TableRole {
        /// The office's own requisites; one record.
        Company = "company",
        /// Whom the office sells to.
        Client = "client",
        /// A person at a client.
        Contact = "contact",
        /// Something that happened or is planned.
        Event = "event",
        /// Goods and services.
        Product = "product",
        /// A VAT invoice.
        Invoice = "invoice",
        /// A line of an invoice.
        InvoiceLine = "invoice-line",
        /// Money received against an invoice.
        Payment = "payment",
        /// A contract.
        Contract = "contract",
        /// Goods and services of a contract; part of it.
        ContractLine = "contract-line",
        /// A commercial offer.
        Offer = "offer",
        /// A line of an offer; part of it.
        OfferLine = "offer-line",
        /// A person of the office who uses the program; one of them is the current one on each computer.
        User = "user",
        /// A group of clients, in a tree.
        Group = "group",
        /// A category of clients, with its discount.
        ClientCategory = "client-category",
        /// A step of a category's discount: from which sum, how much; part of it.
        DiscountStep = "discount-step",
        /// A discount that was given: which, to whom, when.
        Discount = "discount",
        /// A category of goods and services, in a tree.
        ProductCategory = "product-category",
        /// A price list with its validity.
        PriceList = "price-list",
        /// A price of a price list; part of it.
        PriceListItem = "price-list-item",
        /// A kind of event; the office edits the list.
        EventType = "event-type",
        /// What came out of an event; the office edits the list.
        EventResult = "event-result",
        /// A tag that clients and products can carry.
        Tag = "tag",
        /// A note.
        Note = "note",
        /// A link to a web page.
        WebLink = "web-link",
    }
}

roles! {
    /// What a field means to the rules; a closed list.
    FieldRole {
        /// Code of a legal person (9 digits with a check digit).
        CompanyCode = "company-code",
        /// VAT payer's code (LT and 9 or 12 digits).
        VatCode = "vat-code",
        /// The buyer of a document.
        Client = "client",
        /// Number of a document.
        Number = "number",
        /// Day of a document, a payment or an event.
        Date = "date",
        /// Last day to pay.
        DueDate = "due-date",
        /// The document a payment or a line belongs to.
        Invoice = "invoice",
        /// What is sold.
        Product = "product",
        /// How many.
        Quantity = "quantity",
        /// Price of one, without VAT.
        Price = "price",
        /// VAT rate, a choice whose number is the percentage.
        VatRate = "vat-rate",
        /// Amount of a line without VAT, or of a payment.
        Amount = "amount",
        /// Total without VAT.
        Net = "net",
        /// VAT.
        Vat = "vat",
        /// Total with VAT.
        Total = "total",
        /// What has been paid.
        Paid = "paid",
        /// What remains to be paid.
        Balance = "balance",
        /// State of a document: draft, issued, void.
        State = "state",
        /// Free notes; what an import could not read is kept here.
        Notes = "notes",
        /// Picture of the person or the logo.
        Photo = "photo",
        /// Who does it.
        Assignee = "assignee",
        /// Birthday.
        Birthday = "birthday",
        /// Legal or natural person.
        PersonType = "person-type",
        /// Done or not.
        Done = "done",
        /// The time of day of an event.
        Time = "time",
        /// The contact person of an event or a document.
        Contact = "contact",
        /// The contract an event, an invoice or a line belongs to.
        Contract = "contract",
        /// The offer a contract, an invoice or a line belongs to.
        Offer = "offer",
        /// First day of validity of a contract, an offer or a price list.
        StartDate = "start-date",
        /// Last day of validity of a contract, an offer or a price list.
        EndDate = "end-date",
        /// The kind of an event.
        EventType = "event-type",
        /// What came out of an event: one entry of the list of results.
        Result = "result",
        /// How many minutes before its time an event reminds of itself, a number or a choice with a number.
        RemindBefore = "remind-before",
        /// Until when the reminder of an event is put off, a local date and time.
        SnoozedUntil = "snoozed-until",
        /// The parent of a group or a category in its tree.
        Parent = "parent",
        /// The group of a client.
        Group = "group",
        /// The category of a client or a product.
        Category = "category",
        /// A discount in per cent: of a line, a client or a category.
        Discount = "discount",
        /// Which discount a line got, and why.
        DiscountReason = "discount-reason",
        /// How a category's discount is found: fixed, by the sum of the sale, by purchases in a period.
        DiscountKind = "discount-kind",
        /// Length of the period of purchases, in months.
        Period = "period",
        /// The sum from which a step of a discount holds.
        FromSum = "from-sum",
        /// The price list of a client or a category.
        PriceList = "price-list",
        /// Tags.
        Tags = "tags",
        /// Whether a price list holds for every client, not only for those that name it.
        ForEveryone = "for-everyone",
    }
}
