//! Which program holds a file that cannot be locked. Only Linux tells; elsewhere nobody is named.

use model::language::Language;
use std::path::Path;

/// A program that has a file open for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its process.
    pub process: u32,
    /// Its name; empty where the system does not say.
    pub program: String,
    /// The name of its user; empty where the system does not say.
    pub user: String,
}

impl Holder {
    /// Who has the base, and what to do.
    pub fn message(&self, language: Language) -> String {
        let Holder { process, program, user } = self;
        let program = if program.is_empty() { "?" } else { program };
        let user = match (user.is_empty(), language) {
            (true, _) => String::new(),
            (false, Language::Lt) => format!(", naudotojas {user}"),
            (false, Language::En) => format!(", user {user}"),
        };
        match language {
            Language::Lt => format!(
                "Šią bazę dabar naudoja kita programa: „{program}“ (procesas {process}{user}). Uždarykite ją ten ir bandykite dar kartą."
            ),
            Language::En => format!(
                "This base is in use by another program: “{program}” (process {process}{user}). Close it there and try again."
            ),
        }
    }
}

/// The program that holds the lock of `file`, where the system says so.
pub fn holder(file: &Path) -> Option<Holder> {
    #[cfg(target_os = "linux")]
    return linux::holder(file);
    #[cfg(not(target_os = "linux"))]
    {
        let _ = file;
        None
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use super::Holder;
    use std::{fs, os::unix::fs::MetadataExt as _, path::Path};

    pub(super) fn holder(file: &Path) -> Option<Holder> {
        let there = fs::metadata(file).ok()?;
        let process = process(&fs::read_to_string("/proc/locks").ok()?, there.dev(), there.ino())?;
        let folder = format!("/proc/{process}");
        let program = fs::read_to_string(format!("{folder}/comm")).unwrap_or_default();
        let owner = fs::metadata(&folder).ok().map(|folder| folder.uid());
        let user = owner.and_then(|id| name(&fs::read_to_string("/etc/passwd").ok()?, id)).unwrap_or_default();
        Some(Holder { process, program: program.trim_end().to_owned(), user })
    }

    /// The process of a lock in the kernel's list: by device and file, else, where a file system hides its device, by the file alone.
    pub(super) fn process(locks: &str, device: u64, file: u64) -> Option<u32> {
        let major = (device >> 8) & 0xfff | (device >> 32) & !0xfff;
        let minor = device & 0xff | (device >> 12) & !0xff;
        let whole = format!("{major:02x}:{minor:02x}:{file}");
        let ending = format!(":{file}");
        let held = locks.lines().filter_map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let at = words.iter().position(|word| word.matches(':').count() == 2)?;
            let process: i64 = words.get(at.checked_sub(1)?)?.parse().ok()?;
            Some((words[at], u32::try_from(process).ok().filter(|process| *process > 0)?))
        });
        let held: Vec<_> = held.collect();
        let found = held.iter().find(|(place, _)| *place == whole);
        found.or_else(|| held.iter().find(|(place, _)| place.ends_with(&ending))).map(|(_, process)| *process)
    }

    pub(super) fn name(users: &str, id: u32) -> Option<String> {
        users.lines().find_map(|line| {
            let mut parts = line.split(':');
            let (name, id_of) = (parts.next()?, parts.nth(1)?);
            (id_of.parse() == Ok(id)).then(|| name.to_owned())
        })
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_holder_of_a_lock_is_found_in_the_kernels_list() {
        let locks = "1: POSIX  ADVISORY  WRITE 900 00:1b:77 0 EOF\n2: FLOCK  ADVISORY  WRITE 1234 08:01:131 0 EOF\n2: -> FLOCK  ADVISORY  WRITE 55 08:02:131 0 EOF\n";
        assert_eq!(linux::process(locks, 0x801, 131), Some(1234));
        assert_eq!(linux::process(locks, 0x99, 77), Some(900), "a device that is hidden");
        assert_eq!(linux::process(locks, 0x801, 132), None);
        assert_eq!(
            linux::name("root:x:0:0::/root:/bin/sh\nona:x:1000:1000::/home/ona:/bin/sh\n", 1000).as_deref(),
            Some("ona")
        );
    }

    #[test]
    fn this_program_is_named_as_the_one_that_holds_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("held");
        let file = std::fs::File::create(&path).unwrap();
        assert_eq!(holder(&path), None);
        file.lock().unwrap();
        let held = holder(&path);
        // Where the kernel's list is hidden from this program nobody is named.
        if let Some(holder) = held {
            assert_eq!(holder.process, std::process::id());
            assert!(holder.message(Language::Lt).contains(&holder.process.to_string()));
        }
    }
}
