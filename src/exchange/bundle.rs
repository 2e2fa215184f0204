//! A folder of text files as one zip package, and back.

use crate::{
    ExchangeError,
    package::{check_safe, damaged},
};
use std::io::{Cursor, Read as _, Write as _};
use zip::{DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// Packs files, each with its path inside the package; the same files always give the same bytes.
///
/// # Errors
/// Where they are too many or too large for a package.
pub fn pack<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Result<Vec<u8>, ExchangeError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    for (path, bytes) in files {
        writer.start_file(path, options).map_err(damaged)?;
        writer.write_all(bytes).map_err(ExchangeError::Io)?;
    }
    Ok(writer.finish().map_err(damaged)?.into_inner())
}

/// The files of a package with their paths, folders left out. A folder that holds everything is left out of the paths.
///
/// # Errors
/// Where the package is damaged, protected or unsafe to unpack: too large, too many files, names that lead out of it.
pub fn unpack(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, ExchangeError> {
    check_safe(bytes)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(damaged)?;
        let path = entry.name().map_err(damaged)?.replace('\\', "/");
        if path.ends_with('/') || path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX") {
            continue;
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(|error| ExchangeError::Damaged(error.to_string()))?;
        files.push((path, bytes));
    }
    let outer = files.first().and_then(|(path, _)| path.split_once('/')).map(|(outer, _)| format!("{outer}/"));
    let is_whole = |outer: &String| {
        files.iter().all(|(path, _)| path.strip_prefix(outer.as_str()).is_some_and(|rest| rest.contains('/')))
    };
    if let Some(outer) = outer.filter(is_whole) {
        for (path, _) in &mut files {
            path.drain(..outer.len());
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_back_from_their_package() {
        let files: [(&str, &[u8]); 2] = [("tables/a.toml", b"a = 1\n"), ("lists/b.toml", b"")];
        let packed = pack(files).unwrap();
        assert_eq!(packed, pack(files).unwrap());
        let unpacked = unpack(&packed).unwrap();
        assert_eq!(unpacked, files.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())));
    }

    #[test]
    fn a_folder_around_everything_and_hidden_files_do_not_matter() {
        let packed =
            pack([("x/tables/a.toml", b"a".as_slice()), ("x/.git/c", b"c"), ("x/lists/b.toml", b"b")]).unwrap();
        let paths: Vec<String> = unpack(&packed).unwrap().into_iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["tables/a.toml", "lists/b.toml"]);
    }

    #[test]
    fn what_leads_out_or_grows_without_end_is_refused() {
        for path in ["../a.toml", "/a.toml", "tables/../../a.toml", "C:/a.toml"] {
            let packed = pack([(path, b"a".as_slice())]).unwrap();
            assert!(matches!(unpack(&packed), Err(ExchangeError::Unsafe(_))), "{path}");
        }
        let zeros = vec![0; 32 << 20];
        let packed = pack([("tables/a.toml", zeros.as_slice())]).unwrap();
        assert!(matches!(unpack(&packed), Err(ExchangeError::Unsafe(_))));
    }
}
