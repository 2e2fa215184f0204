//! The file beneath redb. While a base is being opened nothing reaches the disk: what redb would repair is held back in
//! memory until the open has succeeded, so that a damaged or foreign file is never changed.

use redb::StorageBackend;
use std::{
    collections::BTreeMap,
    fs::File,
    io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The backend of a base's own file, locked against other programs while it is open.
#[derive(Debug)]
pub struct FileBackend {
    file: File,
}

impl FileBackend {
    /// Opens `path` for reading and writing and locks it.
    ///
    /// # Errors
    /// `WouldBlock` where another program holds it; else what the system says.
    pub fn open(path: &Path) -> io::Result<FileBackend> {
        FileBackend::locked(File::options().read(true).write(true).open(path)?)
    }

    /// Opens `path` for reading; others may read it too, but nobody may write it meanwhile.
    ///
    /// # Errors
    /// As [`FileBackend::open`].
    pub fn open_to_read(path: &Path) -> io::Result<FileBackend> {
        let file = File::open(path)?;
        let locked = file.try_lock_shared();
        FileBackend::with_lock(file, locked)
    }

    /// Makes `path`, which must not exist, readable by its owner alone, and locks it.
    ///
    /// # Errors
    /// `AlreadyExists`, or what the system says.
    pub fn create(path: &Path) -> io::Result<FileBackend> {
        let mut options = File::options();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        FileBackend::locked(options.open(path)?)
    }

    fn locked(file: File) -> io::Result<FileBackend> {
        let locked = file.try_lock();
        FileBackend::with_lock(file, locked)
    }

    fn with_lock(file: File, locked: Result<(), std::fs::TryLockError>) -> io::Result<FileBackend> {
        match locked {
            Ok(()) => Ok(FileBackend { file }),
            Err(std::fs::TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
            Err(std::fs::TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                Ok(FileBackend { file })
            }
            Err(std::fs::TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(unix)]
fn read_at(file: &File, offset: u64, out: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, out, offset)
}
#[cfg(unix)]
fn write_at(file: &File, offset: u64, data: &[u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, data, offset)
}
#[cfg(windows)]
fn read_at(file: &File, mut offset: u64, mut out: &mut [u8]) -> io::Result<()> {
    while !out.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, out, offset)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                out = &mut out[read..];
                offset += read as u64;
            }
        }
    }
    Ok(())
}
#[cfg(windows)]
fn write_at(file: &File, mut offset: u64, mut data: &[u8]) -> io::Result<()> {
    while !data.is_empty() {
        let written = std::os::windows::fs::FileExt::seek_write(file, data, offset)?;
        data = &data[written..];
        offset += written as u64;
    }
    Ok(())
}

impl StorageBackend for FileBackend {
    fn len(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }
    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        read_at(&self.file, offset, out)
    }
    fn set_len(&self, len: u64) -> io::Result<()> {
        self.file.set_len(len)
    }
    fn sync_data(&self) -> io::Result<()> {
        self.file.sync_data()
    }
    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        write_at(&self.file, offset, data)
    }
    fn close(&self) -> io::Result<()> {
        self.file.unlock()
    }
}

const BLOCK: u64 = 4096;

#[derive(Debug)]
struct Held {
    len: u64,
    /// Least length ever set: what lies behind it in the file no longer counts.
    floor: u64,
    blocks: BTreeMap<u64, Vec<u8>>,
}

/// Wraps a backend so that nothing reaches it before [`Guarded::release`].
#[derive(Debug)]
pub struct Guarded<B> {
    inner: Arc<B>,
    held: Arc<Mutex<Option<Held>>>,
    /// The file is let go when this is closed.
    closes: bool,
}

impl<B> Clone for Guarded<B> {
    fn clone(&self) -> Guarded<B> {
        Guarded { inner: self.inner.clone(), held: self.held.clone(), closes: self.closes }
    }
}

impl<B: StorageBackend> Guarded<B> {
    /// Holds back everything written to `inner`.
    ///
    /// # Errors
    /// Where the length of `inner` cannot be read.
    pub fn new(inner: B) -> io::Result<Guarded<B>> {
        Guarded::over(Arc::new(inner), true)
    }

    fn over(inner: Arc<B>, closes: bool) -> io::Result<Guarded<B>> {
        let len = inner.len()?;
        let held = Arc::new(Mutex::new(Some(Held { len, floor: len, blocks: BTreeMap::new() })));
        Ok(Guarded { inner, held, closes })
    }

    /// Another look at the same file, which never writes and never closes it.
    ///
    /// # Errors
    /// Where the length of the file cannot be read.
    pub fn onlooker(&self) -> io::Result<Guarded<B>> {
        Guarded::over(self.inner.clone(), false)
    }

    /// Writes out what was held back, syncs it, and lets everything through from now on.
    ///
    /// # Errors
    /// What the backend says; the caller must give the base up then.
    pub fn release(&self) -> io::Result<()> {
        let mut guard = self.lock();
        if let Some(held) = guard.as_ref() {
            for len in [held.floor, held.len] {
                if self.inner.len()? != len {
                    self.inner.set_len(len)?;
                }
            }
            let (head, rest): (Vec<_>, Vec<_>) = held.blocks.iter().partition(|(block, _)| **block == 0);
            // redb's head goes last: it must never lead to pages that a power cut kept from the disk.
            for blocks in [rest, head].iter().filter(|blocks| !blocks.is_empty()) {
                for (block, bytes) in blocks {
                    let offset = *block * BLOCK;
                    let end = (held.len.saturating_sub(offset)).min(BLOCK) as usize;
                    self.inner.write(offset, &bytes[..end])?;
                }
                self.inner.sync_data()?;
            }
        }
        *guard = None;
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Option<Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn inner_block(&self, block: u64, floor: u64) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; BLOCK as usize];
        let offset = block * BLOCK;
        let there = floor.saturating_sub(offset).min(BLOCK) as usize;
        self.inner.read(offset, &mut bytes[..there])?;
        Ok(bytes)
    }
}

impl<B: StorageBackend> StorageBackend for Guarded<B> {
    fn len(&self) -> io::Result<u64> {
        match self.lock().as_ref() {
            Some(held) => Ok(held.len),
            None => self.inner.len(),
        }
    }
    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let guard = self.lock();
        let Some(held) = guard.as_ref() else {
            drop(guard);
            return self.inner.read(offset, out);
        };
        if offset + out.len() as u64 > held.len {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut done = 0;
        while done < out.len() {
            let at = offset + done as u64;
            let (block, start) = (at / BLOCK, (at % BLOCK) as usize);
            let take = (BLOCK as usize - start).min(out.len() - done);
            let target = &mut out[done..done + take];
            match held.blocks.get(&block) {
                Some(bytes) => target.copy_from_slice(&bytes[start..start + take]),
                None => {
                    let there = held.floor.saturating_sub(at).min(take as u64) as usize;
                    self.inner.read(at, &mut target[..there])?;
                    target[there..].fill(0);
                }
            }
            done += take;
        }
        Ok(())
    }
    fn set_len(&self, len: u64) -> io::Result<()> {
        match self.lock().as_mut() {
            Some(held) => {
                held.len = len;
                held.floor = held.floor.min(len);
                held.blocks.retain(|block, _| block * BLOCK < len);
                Ok(())
            }
            None => self.inner.set_len(len),
        }
    }
    fn sync_data(&self) -> io::Result<()> {
        if self.lock().is_some() { Ok(()) } else { self.inner.sync_data() }
    }
    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut guard = self.lock();
        let Some(held) = guard.as_mut() else {
            drop(guard);
            return self.inner.write(offset, data);
        };
        let mut done = 0;
        while done < data.len() {
            let at = offset + done as u64;
            let (block, start) = (at / BLOCK, (at % BLOCK) as usize);
            let take = (BLOCK as usize - start).min(data.len() - done);
            if !held.blocks.contains_key(&block) {
                let bytes = self.inner_block(block, held.floor)?;
                held.blocks.insert(block, bytes);
            }
            if let Some(bytes) = held.blocks.get_mut(&block) {
                bytes[start..start + take].copy_from_slice(&data[done..done + take]);
            }
            done += take;
        }
        held.len = held.len.max(offset + data.len() as u64);
        Ok(())
    }
    fn close(&self) -> io::Result<()> {
        // What is still held back is not written any more: the file may be another's from now on.
        *self.lock() = None;
        if self.closes { self.inner.close() } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Notes what reaches it.
    #[derive(Debug, Default)]
    struct Recorder(Arc<Mutex<Vec<String>>>);

    impl StorageBackend for Recorder {
        fn len(&self) -> io::Result<u64> {
            Ok(3 * BLOCK)
        }
        fn read(&self, _offset: u64, out: &mut [u8]) -> io::Result<()> {
            out.fill(0);
            Ok(())
        }
        fn set_len(&self, _len: u64) -> io::Result<()> {
            Ok(())
        }
        fn sync_data(&self) -> io::Result<()> {
            self.0.lock().unwrap().push("sync".into());
            Ok(())
        }
        fn write(&self, offset: u64, _data: &[u8]) -> io::Result<()> {
            self.0.lock().unwrap().push(format!("block {}", offset / BLOCK));
            Ok(())
        }
    }

    #[test]
    fn the_head_is_written_after_everything_it_leads_to() {
        let backend = Recorder::default();
        let seen = backend.0.clone();
        let guarded = Guarded::new(backend).unwrap();
        for offset in [0, 2 * BLOCK, BLOCK] {
            guarded.write(offset, b"changed").unwrap();
            guarded.sync_data().unwrap();
        }
        assert!(seen.lock().unwrap().is_empty(), "nothing reaches the file while it is being opened");
        guarded.release().unwrap();
        assert_eq!(*seen.lock().unwrap(), ["block 1", "block 2", "sync", "block 0", "sync"]);
    }
}
