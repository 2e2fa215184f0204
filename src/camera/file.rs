//! A camera made of files: a folder of pictures, one picture, or JPEGs one behind the other (MJPEG), in a loop. For tests,
//! demonstrations and computers without a camera.

use crate::{Camera, Device, Fault, Format, Layout, Opened, Raw, Result, Size, Source};
use std::{
    fs::File,
    io::{BufReader, Read as _, Seek as _},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// A picture in a file is not larger.
const MOST_BYTES: u64 = 32 << 20;
/// Pictures of a folder change after so long.
const SHOWN: Duration = Duration::from_millis(1500);
/// Between two pictures of a stream.
const PACE: Duration = Duration::from_millis(33);

/// Files that stand for a camera.
#[derive(Clone, Debug)]
pub struct FileSource {
    path: PathBuf,
    pace: Duration,
}

impl FileSource {
    /// A camera that shows what is at `path`.
    pub fn new(path: impl Into<PathBuf>) -> FileSource {
        FileSource { path: path.into(), pace: PACE }
    }

    /// It with another time between two pictures.
    pub fn with_pace(self, pace: Duration) -> FileSource {
        FileSource { pace, ..self }
    }

    fn unreadable(&self) -> Fault {
        Fault::Unreadable(self.path.display().to_string())
    }
}

impl Source for FileSource {
    fn list(&self) -> Result<Vec<Camera>> {
        if !self.path.exists() {
            return Err(self.unreadable());
        }
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(vec![Camera { id: "0".into(), name }])
    }

    fn open(&self, id: &str, _size: Option<Size>) -> Result<Opened> {
        let camera = self.list()?.into_iter().find(|camera| camera.id == id).ok_or(Fault::Unknown(id.to_owned()))?;
        let mut device = Files { pictures: self.pictures()?, pace: self.pace, begun: Instant::now(), shown: 0 };
        let first = device.pictures.at(0).map_err(|_| self.unreadable())?;
        let frame = first.decode().map_err(|_| self.unreadable())?;
        device.pictures.rewind();
        let size = Size { width: frame.width, height: frame.height };
        let rate = u32::try_from(1000 / self.pace.as_millis().max(1)).unwrap_or(30).max(1);
        let format = Format { size, packing: "MJPEG".into(), rate };
        Ok(Opened { camera, format: format.clone(), formats: vec![format], device: Box::new(device) })
    }
}

impl FileSource {
    fn pictures(&self) -> Result<Pictures> {
        let is_stream = |path: &Path| {
            let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
            ending == "mjpeg" || ending == "mjpg"
        };
        if self.path.is_dir() {
            let entries = std::fs::read_dir(&self.path).map_err(|_| self.unreadable())?;
            let mut files: Vec<PathBuf> =
                entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| is_picture(path)).collect();
            files.sort();
            return if files.is_empty() { Err(self.unreadable()) } else { Ok(Pictures::Folder { files, last: None }) };
        }
        if is_stream(&self.path) {
            let file = File::open(&self.path).map_err(|_| self.unreadable())?;
            return Ok(Pictures::Stream { file: BufReader::new(file), pending: Vec::new(), found: false });
        }
        Ok(Pictures::Folder { files: vec![self.path.clone()], last: None })
    }
}

fn is_picture(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    ["jpg", "jpeg", "png"].iter().any(|known| ending == *known)
}

/// What is shown.
enum Pictures {
    /// One after the other; the one shown is kept.
    Folder { files: Vec<PathBuf>, last: Option<(usize, Raw)> },
    /// JPEGs one behind the other.
    Stream { file: BufReader<File>, pending: Vec<u8>, found: bool },
}

struct Files {
    pictures: Pictures,
    pace: Duration,
    begun: Instant,
    shown: u32,
}

impl Device for Files {
    fn next(&mut self) -> Result<Raw> {
        let due = self.begun + self.pace * self.shown;
        self.shown += 1;
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        let place = (self.begun.elapsed().as_millis() / SHOWN.as_millis()) as usize;
        self.pictures.at(place)
    }
}

impl Pictures {
    /// The picture that is shown now, the `place`th of a folder, the next of a stream.
    fn at(&mut self, place: usize) -> Result<Raw> {
        match self {
            Pictures::Folder { files, last } => {
                let at = place % files.len().max(1);
                if let Some((_, raw)) = last.as_ref().filter(|(shown, _)| *shown == at) {
                    return Ok(raw.clone());
                }
                let raw = read(files.get(at).ok_or(Fault::Unplugged)?)?;
                *last = Some((at, raw.clone()));
                Ok(raw)
            }
            Pictures::Stream { file, pending, found } => next_jpeg(file, pending, found),
        }
    }

    fn rewind(&mut self) {
        if let Pictures::Stream { file, pending, .. } = self {
            pending.clear();
            // Where it fails the loop goes on from here, which nobody sees.
            let _ = file.rewind();
        }
    }
}

fn read(path: &Path) -> Result<Raw> {
    let file = File::open(path).map_err(|_| Fault::Unplugged)?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES).read_to_end(&mut bytes).map_err(|_| Fault::Unplugged)?;
    if bytes.starts_with(b"\xff\xd8") {
        return Ok(Raw { size: Size::default(), layout: Layout::Mjpeg, bytes });
    }
    let reader = image::ImageReader::new(std::io::Cursor::new(&bytes)).with_guessed_format();
    let picture = reader.map_err(|_| Fault::Garbage)?.decode().map_err(|_| Fault::Garbage)?.into_rgb8();
    let size = Size { width: picture.width(), height: picture.height() };
    Ok(Raw { size, layout: Layout::Rgb, bytes: picture.into_raw() })
}

/// From the first mark of a picture to the end of it; at the end of the file it begins again.
fn next_jpeg(file: &mut BufReader<File>, pending: &mut Vec<u8>, found: &mut bool) -> Result<Raw> {
    let position = |bytes: &[u8], mark: &[u8], from: usize| {
        bytes.get(from..)?.windows(mark.len()).position(|window| window == mark).map(|at| at + from)
    };
    let mut searched = 0;
    let mut rewound = false;
    loop {
        if let Some(start) = position(pending, &[0xff, 0xd8, 0xff], 0)
            && let Some(end) = position(pending, &[0xff, 0xd9], start.max(searched))
        {
            let rest = pending.split_off(end + 2);
            let bytes = std::mem::replace(pending, rest).split_off(start);
            *found = true;
            return Ok(Raw { size: Size::default(), layout: Layout::Mjpeg, bytes });
        }
        searched = pending.len().saturating_sub(1);
        let mut piece = [0; 1 << 16];
        let read = file.read(&mut piece).map_err(|_| Fault::Unplugged)?;
        if read == 0 {
            // A file without any picture is not read round and round.
            if rewound && !*found || pending.len() as u64 > MOST_BYTES {
                return Err(Fault::Garbage);
            }
            file.rewind().map_err(|_| Fault::Unplugged)?;
            pending.clear();
            (searched, rewound) = (0, true);
        } else if pending.len() as u64 > MOST_BYTES {
            return Err(Fault::Garbage);
        }
        pending.extend_from_slice(&piece[..read]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Frame;

    fn photo(grey: u8) -> Vec<u8> {
        Frame::filled(32, 24, [grey; 3]).to_jpeg(90).unwrap()
    }

    #[test]
    fn a_stream_of_jpegs_goes_round() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film.mjpeg");
        let film = [b"rubbish".to_vec(), photo(20), b"xx".to_vec(), photo(120), photo(220)].concat();
        std::fs::write(&path, film).unwrap();
        let source = FileSource::new(&path).with_pace(Duration::ZERO);
        let mut opened = source.open("0", None).unwrap();
        assert_eq!(opened.format.size, Size { width: 32, height: 24 });
        let mut greys = Vec::new();
        for _ in 0..7 {
            greys.push(opened.device.next().unwrap().decode().unwrap().pixel(5, 5)[0] / 40);
        }
        assert_eq!(greys, [0, 3, 5, 0, 3, 5, 0]);
    }

    #[test]
    fn a_folder_is_a_camera_and_what_is_no_picture_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let empty = FileSource::new(folder.path());
        assert!(matches!(empty.open("0", None), Err(Fault::Unreadable(_))));
        std::fs::write(folder.path().join("a.jpg"), photo(100)).unwrap();
        std::fs::write(folder.path().join("notes.txt"), "no picture").unwrap();
        let mut opened = empty.clone().with_pace(Duration::ZERO).open("0", None).unwrap();
        assert_eq!(opened.device.next().unwrap().decode().unwrap().width, 32);
        assert!(matches!(empty.open("1", None), Err(Fault::Unknown(_))));
        std::fs::write(folder.path().join("a.jpg"), b"\xff\xd8broken").unwrap();
        assert!(matches!(empty.open("0", None), Err(Fault::Unreadable(_))));
        let nowhere = FileSource::new(folder.path().join("nowhere"));
        assert!(matches!(nowhere.list(), Err(Fault::Unreadable(_))));
        let film = folder.path().join("film.mjpg");
        std::fs::write(&film, vec![7; 100_000]).unwrap();
        assert!(matches!(FileSource::new(&film).open("0", None), Err(Fault::Unreadable(_))), "no picture in it");
    }
}
