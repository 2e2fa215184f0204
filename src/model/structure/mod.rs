//! The structure of a base as something that is bent while it works: what uses what, renaming without breaking, values of one kind
//! as values of another, keys out of labels, places for new fields.

mod convert;
mod expressions;
mod keys;
mod missing;
mod place;
mod rename;
#[cfg(test)]
mod tests;
mod uses;

pub use convert::{Conversion, Titles, Unfit, converts, text_of};
pub use expressions::{COMPANY, Layouts, RECORDS, with_company};
pub(crate) use expressions::{Shape, VAT_BREAKDOWN, pieces, related_table};
pub use keys::{free_key, key_of};
pub(crate) use missing::revived;
pub use missing::{Gap, GapPlace, gaps_of_card, gaps_of_form, gaps_of_list, present_list};
pub use place::{place_field, place_related, plain_card, plain_list};
pub use rename::{Clash, Renamed, renamed};
pub use uses::{Use, UseKind, UseTarget, uses};
