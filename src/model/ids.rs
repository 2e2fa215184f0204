//! Identities: 128-bit, time-ordered (UUIDv7), the same on every computer. Written as 32 hexadecimal digits.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{fmt, str::FromStr};

/// A text that should have been an id and is not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an id of 32 hexadecimal digits")]
pub struct BadId(pub String);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub struct $name(pub u128);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:032x}", self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({:032x})", stringify!($name), self.0)
            }
        }
        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                let digits: String = text.chars().filter(|c| *c != '-').collect();
                match u128::from_str_radix(&digits, 16) {
                    Ok(number) if digits.len() == 32 && !digits.starts_with('+') => Ok(Self(number)),
                    _ => Err(BadId(text.to_owned())),
                }
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    self.0.to_be_bytes().serialize(serializer)
                }
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
                } else {
                    <[u8; 16]>::deserialize(deserializer).map(|bytes| Self(u128::from_be_bytes(bytes)))
                }
            }
        }
    )*};
}

ids! {
    /// One base (one file and, later, its copies on other computers).
    BaseId
    /// One computer's copy of a base; entries of the journal name the seat that made them.
    SeatId
    /// A table of the configuration.
    TableId
    /// A field of a table.
    FieldId
    /// One entry of a choice field's list.
    ChoiceId
    /// A record.
    RecordId
    /// A card layout, a list view or a print form.
    LayoutId
    /// An item on a layout, a band or an element of a print form.
    ItemId
    /// A group of journal entries undone together, for example one session in a designer.
    GroupId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_what_it_writes_with_and_without_hyphens() {
        let id = RecordId(0x0193_0000_0000_7000_8000_0000_0000_0042);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("01930000-0000-7000-8000-000000000042".parse(), Ok(id));
        assert!("0193".parse::<RecordId>().is_err());
    }
}
