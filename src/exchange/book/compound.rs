//! Compound files (MS-CFB), which old workbooks are kept in: as much of them as it takes to look into a workbook before
//! the library does.

use crate::ExchangeError;

/// First bytes of every compound file.
const SIGNATURE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// Numbers from here on are no sectors.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
/// Sectors of the allocation table that stand in the header itself.
const IN_HEADER: usize = 109;

pub(super) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(&SIGNATURE)
}

/// A file in a compound file.
struct Entry {
    name: String,
    start: u32,
    size: u64,
}

pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    /// Bytes of a sector as a power of two.
    shift: u32,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small_shift: u32,
    cutoff: u64,
    entries: Vec<Entry>,
}

impl<'a> Compound<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Compound<'a>, ExchangeError> {
        let number = |at: usize| word(bytes, at).ok_or_else(damaged);
        let shift = number(30)? & 0xFFFF;
        let small_shift = number(32)? & 0xFFFF;
        if !(7..=16).contains(&shift) || small_shift > shift {
            return Err(damaged());
        }
        let mut compound = Compound {
            bytes,
            shift,
            table: Vec::new(),
            small_table: Vec::new(),
            small_shift,
            cutoff: u64::from(number(56)?),
            entries: Vec::new(),
        };
        let mut sectors: Vec<u32> = (0..IN_HEADER).filter_map(|at| word(bytes, 76 + at * 4)).collect();
        let mut next = number(68)?;
        // Each sector of the list ends with the number of the next; there are no more sectors than the file has room for.
        for _ in 0..=bytes.len() >> shift {
            let Some(more) = compound.sector(next) else { break };
            let mut more = words(more);
            next = more.pop().unwrap_or(NO_SECTOR);
            sectors.append(&mut more);
        }
        let most = bytes.len() >> shift;
        for sector in sectors.into_iter().filter(|sector| *sector < NO_SECTOR).take(most) {
            let read = words(compound.sector(sector).ok_or_else(damaged)?);
            compound.table.extend(read);
        }
        compound.small_table = words(&compound.chain(number(60)?));
        compound.entries = compound.chain(number(48)?).chunks_exact(128).map(entry).collect();
        Ok(compound)
    }

    fn sector(&self, at: u32) -> Option<&'a [u8]> {
        let start = (u64::from(at) + 1) << self.shift;
        let start = usize::try_from(start).ok().filter(|_| at < NO_SECTOR)?;
        let end = (start + (1 << self.shift)).min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// The sectors from `start` on, as far as they lead.
    fn chain(&self, start: u32) -> Vec<u8> {
        let (mut read, mut at) = (Vec::new(), start);
        while let Some(sector) = self.sector(at).filter(|_| read.len() <= self.bytes.len()) {
            read.extend_from_slice(sector);
            at = self.table.get(at as usize).copied().unwrap_or(NO_SECTOR);
        }
        read
    }

    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    /// The contents of a file.
    pub fn file(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        let mut read = if entry.size >= self.cutoff { self.chain(entry.start) } else { self.small(entry.start) };
        read.truncate(usize::try_from(entry.size).unwrap_or(usize::MAX));
        Some(read)
    }

    /// Small files share the sectors of the first entry.
    fn small(&self, start: u32) -> Vec<u8> {
        let shared = self.entries.first().map(|root| self.chain(root.start)).unwrap_or_default();
        let (size, mut read, mut at) = (1_usize << self.small_shift, Vec::new(), start);
        while read.len() <= shared.len() {
            let from = (at as usize).saturating_mul(size);
            let Some(sector) = shared.get(from..from.saturating_add(size)) else { break };
            read.extend_from_slice(sector);
            at = self.small_table.get(at as usize).copied().unwrap_or(NO_SECTOR);
        }
        read
    }
}

fn entry(bytes: &[u8]) -> Entry {
    let length = bytes.get(64).map_or(0, |length| usize::from(*length).min(64));
    let letters: Vec<u16> =
        bytes[..length].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    Entry {
        name: String::from_utf16_lossy(&letters).trim_end_matches('\0').to_owned(),
        start: word(bytes, 116).unwrap_or(NO_SECTOR),
        size: u64::from(word(bytes, 120).unwrap_or_default()),
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|four| word(four, 0)).collect()
}

fn damaged() -> ExchangeError {
    ExchangeError::Damaged("compound file".to_owned())
}
