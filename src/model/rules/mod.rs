//! What the office's papers are reckoned by: pure rules over plain numbers and texts.

/// Addresses that may be opened, and where the text of a field leads.
pub mod address;
/// When birthdays come round.
pub mod birthdays;
/// Which discount a line gets, and why.
pub mod discounts;
/// How the number of an issued document is written.
pub mod numbering;
/// What the QR code of a payment says.
pub mod payment;
/// Telephone numbers that are written differently and are the same.
pub mod phone;
/// A line that plans something, taken apart.
pub mod quick_plan;
/// When planned events remind of themselves.
pub mod reminders;
/// Rounding of money, VAT by rate, totals of a document.
pub mod vat;
/// Amounts written out in words.
pub mod words;
