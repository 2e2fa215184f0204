//! The only place that knows bincode: envelopes with a version and a checksum, always with a limit, always wholly consumed.
//!
//! A record is `[version][id 16][count u16]([slot u16][end u32])*[values][crc32]`, so that one field is read without the others.

use crate::{Result, StoreError, definitions::TableSlots};
use model::{
    ids::RecordId,
    value::{Value, Values},
};
use serde::{Serialize, de::DeserializeOwned};

const VERSION: u8 = 1;
const LIMIT: usize = 64 << 20;

fn bad(what: &'static str, reason: impl ToString) -> StoreError {
    StoreError::Codec { what, reason: reason.to_string() }
}

/// Appends `value` to `out` without an envelope.
pub fn put<T: Serialize>(what: &'static str, value: &T, out: &mut Vec<u8>) -> Result<()> {
    bincode::serde::encode_into_std_write(value, out, bincode::config::standard())
        .map(|_| ())
        .map_err(|error| bad(what, error))
}

/// Reads one value from the front of `bytes`; returns it and how many bytes it took.
pub fn take<T: DeserializeOwned>(what: &'static str, bytes: &[u8]) -> Result<(T, usize)> {
    bincode::serde::decode_from_slice(bytes, bincode::config::standard().with_limit::<LIMIT>())
        .map_err(|error| bad(what, error))
}

fn take_all<T: DeserializeOwned>(what: &'static str, bytes: &[u8]) -> Result<T> {
    let (value, used) = take(what, bytes)?;
    if used == bytes.len() { Ok(value) } else { Err(bad(what, "bytes are left over")) }
}

/// `value` in an envelope: version, payload, checksum.
pub fn seal<T: Serialize>(what: &'static str, value: &T) -> Result<Vec<u8>> {
    let mut bytes = vec![VERSION];
    put(what, value, &mut bytes)?;
    Ok(sum(bytes))
}

/// The value of an envelope made by [`seal`].
pub fn open<T: DeserializeOwned>(what: &'static str, bytes: &[u8]) -> Result<T> {
    take_all(what, payload(what, bytes)?)
}

/// Raw bytes, compressed, in an envelope.
pub fn seal_compressed(bytes: &[u8]) -> Vec<u8> {
    let mut sealed = vec![VERSION];
    sealed.extend(lz4_flex::block::compress_prepend_size(bytes));
    sum(sealed)
}

/// The bytes of an envelope made by [`seal_compressed`].
pub fn open_compressed(what: &'static str, bytes: &[u8]) -> Result<Vec<u8>> {
    let payload = payload(what, bytes)?;
    let (size, _) = lz4_flex::block::uncompressed_size(payload).map_err(|error| bad(what, error))?;
    if size > LIMIT {
        return Err(bad(what, "too large"));
    }
    lz4_flex::block::decompress_size_prepended(payload).map_err(|error| bad(what, error))
}

fn sum(mut bytes: Vec<u8>) -> Vec<u8> {
    let checksum = crc32fast::hash(&bytes);
    bytes.extend(checksum.to_be_bytes());
    bytes
}

fn payload<'a>(what: &'static str, bytes: &'a [u8]) -> Result<&'a [u8]> {
    let (front, checksum) = bytes.split_last_chunk::<4>().ok_or_else(|| bad(what, "too short"))?;
    if crc32fast::hash(front) != u32::from_be_bytes(*checksum) {
        return Err(StoreError::Damaged(format!("checksum of {what}")));
    }
    match front.split_first() {
        Some((&VERSION, payload)) => Ok(payload),
        Some((version, _)) => Err(bad(what, format!("version {version}"))),
        None => Err(bad(what, "too short")),
    }
}

/// The bytes of a record. Fields without a slot in `slots` are refused.
pub fn record_bytes(id: RecordId, values: &Values, slots: &TableSlots) -> Result<Vec<u8>> {
    let count = u16::try_from(values.len()).map_err(|_| StoreError::Limit("fields of a record"))?;
    let mut bytes = Vec::with_capacity(64 + values.len() * 24);
    bytes.push(VERSION);
    bytes.extend(id.0.to_be_bytes());
    bytes.extend(count.to_be_bytes());
    let directory = bytes.len();
    bytes.resize(directory + values.len() * 6, 0);
    let start = bytes.len();
    for (at, (field, value)) in values.iter().enumerate() {
        let slot = slots.slot(field).ok_or_else(|| bad("record", format!("no slot for field {field}")))?;
        put("value", value, &mut bytes)?;
        let end = u32::try_from(bytes.len() - start).map_err(|_| StoreError::Limit("size of a record"))?;
        let entry = &mut bytes[directory + at * 6..directory + at * 6 + 6];
        entry[..2].copy_from_slice(&slot.to_be_bytes());
        entry[2..].copy_from_slice(&end.to_be_bytes());
    }
    Ok(sum(bytes))
}

/// A record as it lies in the file, its checksum proven; fields are decoded one by one.
#[derive(Clone, Copy)]
pub struct RecordView<'a> {
    id: RecordId,
    directory: &'a [u8],
    values: &'a [u8],
}

impl<'a> RecordView<'a> {
    /// Looks at the bytes of a record.
    ///
    /// # Errors
    /// Where the checksum or the shape is wrong.
    pub fn new(bytes: &'a [u8]) -> Result<RecordView<'a>> {
        let short = || bad("record", "too short");
        let front = payload("record", bytes)?;
        let (id, rest) = front.split_first_chunk::<16>().ok_or_else(short)?;
        let (count, rest) = rest.split_first_chunk::<2>().ok_or_else(short)?;
        let directory_len = usize::from(u16::from_be_bytes(*count)) * 6;
        let (directory, values) = rest.split_at_checked(directory_len).ok_or_else(short)?;
        Ok(RecordView { id: RecordId(u128::from_be_bytes(*id)), directory, values })
    }

    /// The record's id.
    pub fn id(&self) -> RecordId {
        self.id
    }

    fn entries(&self) -> impl Iterator<Item = (u16, usize, usize)> + 'a {
        let mut start = 0;
        self.directory.chunks_exact(6).map(move |entry| {
            let slot = u16::from_be_bytes([entry[0], entry[1]]);
            let end = u32::from_be_bytes([entry[2], entry[3], entry[4], entry[5]]) as usize;
            let from = std::mem::replace(&mut start, end);
            (slot, from, end)
        })
    }

    fn decode(&self, from: usize, end: usize) -> Result<Value> {
        take_all("value", self.values.get(from..end).ok_or_else(|| bad("record", "directory out of range"))?)
    }

    /// Whether the field in this slot is filled.
    pub fn has(&self, slot: u16) -> bool {
        self.entries().any(|(found, ..)| found == slot)
    }

    /// The value of the field in this slot, if it is filled.
    ///
    /// # Errors
    /// Where the bytes cannot be decoded.
    pub fn slot(&self, slot: u16) -> Result<Option<Value>> {
        self.entries().find(|(found, ..)| *found == slot).map(|(_, from, end)| self.decode(from, end)).transpose()
    }

    /// All values, by field.
    ///
    /// # Errors
    /// Where the bytes cannot be decoded.
    pub fn values(&self, slots: &TableSlots) -> Result<Values> {
        self.entries()
            .map(|(slot, from, end)| {
                let field = slots.field(slot).ok_or_else(|| bad("record", format!("unknown slot {slot}")))?;
                Ok((field, self.decode(from, end)?))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::ids::FieldId;
    use proptest::prelude::*;

    fn slots() -> TableSlots {
        TableSlots { number: 1, fields: vec![FieldId(7), FieldId(3), FieldId(9)] }
    }

    #[test]
    fn a_record_reads_what_it_wrote_field_by_field() {
        let values: Values =
            [(FieldId(3), Value::Text("Ąžuolas".into())), (FieldId(9), Value::Number("12.50".parse().unwrap()))]
                .into_iter()
                .collect();
        let bytes = record_bytes(RecordId(42), &values, &slots()).unwrap();
        let view = RecordView::new(&bytes).unwrap();
        assert_eq!(view.id(), RecordId(42));
        assert_eq!(view.slot(1).unwrap(), Some(Value::Text("Ąžuolas".into())));
        assert_eq!(view.slot(0).unwrap(), None);
        assert_eq!(view.values(&slots()).unwrap(), values);
    }

    #[test]
    fn any_flipped_bit_of_a_record_is_noticed() {
        let values: Values = [(FieldId(3), Value::Text("Ona".into()))].into_iter().collect();
        let bytes = record_bytes(RecordId(42), &values, &slots()).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut damaged = bytes.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(RecordView::new(&damaged).is_err(), "bit {bit}");
        }
    }

    proptest! {
        #[test]
        fn garbage_is_refused_and_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = RecordView::new(&bytes);
            prop_assert!(open::<Vec<Value>>("garbage", &bytes).is_err());
            let _ = open_compressed("garbage", &bytes);
            if let Ok((value, _)) = take::<Value>("garbage", &bytes) { let _ = value; }
        }
    }
}
