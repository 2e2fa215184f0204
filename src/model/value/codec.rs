//! Compact, exact encodings of decimals, days and times for binary formats.

macro_rules! through {
    ($name:ident, $type:ty, $repr:ty, $to:expr, $from:expr) => {
        pub mod $name {
            use super::*;
            use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

            pub fn serialize<S: Serializer>(value: &$type, serializer: S) -> Result<S::Ok, S::Error> {
                let to: fn(&$type) -> $repr = $to;
                to(value).serialize(serializer)
            }
            pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                let from: fn($repr) -> Option<$type> = $from;
                from(<$repr>::deserialize(deserializer)?)
                    .ok_or_else(|| D::Error::custom(concat!(stringify!($name), " out of range")))
            }
        }
    };
}

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, Timelike as _};
use rust_decimal::Decimal;

through!(decimal, Decimal, (i128, u8), |n| (n.mantissa(), n.scale() as u8), |(mantissa, scale)| {
    Decimal::try_from_i128_with_scale(mantissa, u32::from(scale)).ok()
});
through!(date, NaiveDate, i32, |d| d.num_days_from_ce(), NaiveDate::from_num_days_from_ce_opt);
through!(time, NaiveTime, u32, |t| t.num_seconds_from_midnight(), |s| {
    NaiveTime::from_num_seconds_from_midnight_opt(s, 0)
});
through!(date_time, NaiveDateTime, i64, |t| t.and_utc().timestamp(), |s| {
    DateTime::from_timestamp(s, 0).map(|t| t.naive_utc())
});
