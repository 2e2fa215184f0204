//! The delivered configuration's files, carried inside the program.

use super::SourceFile;

macro_rules! files {
    ($($path:literal)*) => {
        vec![$(SourceFile {
            path: $path.to_owned(),
            text: include_str!(concat!("../../../assets/configuration/", $path)).to_owned(),
        }),*]
    };
}

/// The files of the delivered configuration.
pub fn delivered() -> Vec<SourceFile> {
    files! {
        "tables/clients.toml"
        "tables/contacts.toml"
        "tables/events.toml"
        "tables/invoices.toml"
        "tables/invoice-lines.toml"
        "tables/payments.toml"
        "tables/products.toml"
        "tables/company.toml"
        "cards/clients.toml"
        "cards/contacts.toml"
        "cards/events.toml"
        "cards/invoices.toml"
        "cards/payments.toml"
        "cards/products.toml"
        "cards/company.toml"
        "lists/clients.toml"
        "lists/contacts.toml"
        "lists/events.toml"
        "lists/invoices.toml"
        "lists/invoice-lines.toml"
        "lists/payments.toml"
        "lists/products.toml"
        "lists/company.toml"
        "forms/vat-invoice.toml"
    }
}
