//! What is said between a caller and the open window: frames of a kind, a length and so many bytes.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    ffi::OsString,
    io::{self, Read, Write},
};

/// What a caller wants of the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Come to the front, and open this base where one is named (an absolute path).
    Show {
        /// Its file.
        base: Option<OsString>,
    },
    /// Carry out a command on the base that is open in the window.
    Command(Command),
}

/// A command of the command line for the base that is open in the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// The base's file, its true path.
    pub base: OsString,
    /// The command as it was given, the program's name first.
    pub arguments: Vec<OsString>,
    /// Where the caller stands: paths that are not absolute begin there.
    pub directory: OsString,
}

/// What the window says to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Reply {
    /// The window is still being built; wait longer.
    Starting,
    /// It is done, or it will be: nothing more follows.
    Taken,
    /// The base is not open in this window.
    NotMine,
    /// The command runs; its output follows.
    Running,
    /// The command has ended.
    Exit(u8),
}

/// Kinds of frames.
pub(crate) const HELLO: u8 = b'h';
pub(crate) const PROOF: u8 = b'p';
pub(crate) const REQUEST: u8 = b'q';
pub(crate) const REPLY: u8 = b'r';
pub(crate) const OUT: u8 = b'o';
pub(crate) const ERR: u8 = b'e';

/// The longest frame anybody is believed: output is cut into pieces far smaller.
const LONGEST: u32 = 1 << 24;

/// Bytes of output in one frame.
pub(crate) const PIECE: usize = 1 << 16;

pub(crate) fn send(line: &mut impl Write, kind: u8, bytes: &[u8]) -> io::Result<()> {
    let length =
        u32::try_from(bytes.len()).ok().filter(|length| *length <= LONGEST).ok_or(io::ErrorKind::InvalidInput)?;
    let mut frame = Vec::with_capacity(bytes.len() + 5);
    frame.push(kind);
    frame.extend(length.to_be_bytes());
    frame.extend(bytes);
    line.write_all(&frame)?;
    line.flush()
}

/// The next frame, of at most `limit` bytes.
pub(crate) fn receive(line: &mut impl Read, limit: usize) -> io::Result<(u8, Vec<u8>)> {
    let mut head = [0; 5];
    line.read_exact(&mut head)?;
    let [kind, length @ ..] = head;
    let length = u32::from_be_bytes(length) as usize;
    if length > limit.min(LONGEST as usize) {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = vec![0; length];
    line.read_exact(&mut bytes)?;
    Ok((kind, bytes))
}

/// The next frame, which must be of this kind.
pub(crate) fn expect(line: &mut impl Read, kind: u8, limit: usize) -> io::Result<Vec<u8>> {
    match receive(line, limit)? {
        (found, bytes) if found == kind => Ok(bytes),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

pub(crate) fn send_json(line: &mut impl Write, kind: u8, what: &impl Serialize) -> io::Result<()> {
    send(line, kind, &serde_json::to_vec(what).map_err(io::Error::other)?)
}

pub(crate) fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> io::Result<T> {
    serde_json::from_slice(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

pub(crate) fn send_request(line: &mut impl Write, request: &Request) -> io::Result<()> {
    send_json(line, REQUEST, request)
}

pub(crate) fn receive_request(line: &mut impl Read) -> io::Result<Request> {
    read_json(&expect(line, REQUEST, LONGEST as usize)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_comes_out_as_it_went_in() {
        let check = |request: Request| {
            let mut line = Vec::new();
            send_request(&mut line, &request).unwrap();
            assert_eq!(receive_request(&mut line.as_slice()).unwrap(), request);
        };
        check(Request::Show { base: None });
        check(Request::Show { base: Some("/a/Mano bazė.kartoteka".into()) });
        let arguments = vec!["kartoteka".into(), "import".into(), "ąčę".into()];
        check(Request::Command(Command { base: "/a".into(), arguments, directory: "/".into() }));
    }

    #[test]
    fn a_frame_that_promises_too_much_is_refused_before_anything_is_held() {
        let frame = [&[HELLO][..], &u32::MAX.to_be_bytes()].concat();
        assert_eq!(receive(&mut frame.as_slice(), usize::MAX).unwrap_err().kind(), io::ErrorKind::InvalidData);
        let frame = [&[HELLO][..], &64u32.to_be_bytes(), &[0; 64]].concat();
        assert_eq!(receive(&mut frame.as_slice(), 32).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
