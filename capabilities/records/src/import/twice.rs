//! What stands in a file more than once: keys, which must not, and contents of rows without a key, which may.
//!
//! A small file is remembered whole, thirty bytes a row. A large one is read twice: the first time a hash of each row goes to a temporary
//! file, one of many by its first bits, each of which is then put in order by itself; what memory holds is one of them, and the
//! rows that stand there again.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, Write};

use troth_core::Message;

use super::reason::{count, quoted};
use crate::Error;

/// Bytes of a file from which it is read twice.
pub(super) const LARGE: u64 = 64 << 20;
/// Temporary files.
const PARTS: usize = 64;
/// Rows that stand in a file again; more of them are no mistake but the wrong column.
const MOST: usize = 500_000;

/// What is known of the rows met so far.
#[derive(Debug)]
pub(super) enum Twice {
    /// Of a small file: where each key was met first, and how often each content was.
    Remembered {
        /// Line of the first row with this hash of a key.
        keys: HashMap<u64, u64>,
        /// Rows with this hash of their content.
        contents: HashMap<u64, u32>,
    },
    /// Of a large file, read for the first time.
    Noted(Notes),
    /// Of a large file, read again: only what stands there more than once.
    Known {
        /// Line of a row whose key stood in an earlier one, and that one's line.
        keys: HashMap<u64, u64>,
        /// Line of a row whose content stood in earlier ones, and the how-manieth it is.
        contents: HashMap<u64, u32>,
    },
}

/// A hash of a row, whether it is of a key, and its line.
type Note = (bool, u64, u64);

/// Bytes of a note in a file.
const NOTE: usize = 17;

/// Hashes of rows on disk.
#[derive(Debug)]
pub(super) struct Notes {
    parts: Vec<BufWriter<File>>,
    /// The first write that failed; said when the notes are read.
    failed: Option<std::io::Error>,
}

impl Twice {
    /// Everything is remembered.
    pub(super) fn remembered() -> Self {
        Self::Remembered { keys: HashMap::new(), contents: HashMap::new() }
    }

    /// For the first of two readings.
    pub(super) fn noted() -> Result<Self, Error> {
        let part = |_| Ok(BufWriter::new(tempfile::tempfile().map_err(|error| unwritable(&error))?));
        let parts = (0..PARTS).map(part).collect::<Result<_, Error>>()?;
        Ok(Self::Noted(Notes { parts, failed: None }))
    }

    /// The line where this key stood before, if it did.
    pub(super) fn key(&mut self, hash: u64, line: u64) -> Option<u64> {
        match self {
            Self::Remembered { keys, .. } => {
                let first = *keys.entry(hash).or_insert(line);
                (first != line).then_some(first)
            }
            Self::Noted(notes) => {
                notes.add((true, hash, line));
                None
            }
            Self::Known { keys, .. } => keys.get(&line).copied(),
        }
    }

    /// The how-manieth row with this content it is, from one.
    pub(super) fn content(&mut self, hash: u64, line: u64) -> u32 {
        match self {
            Self::Remembered { contents, .. } => {
                let met = contents.entry(hash).or_insert(0);
                *met += 1;
                *met
            }
            Self::Noted(notes) => {
                notes.add((false, hash, line));
                1
            }
            Self::Known { contents, .. } => contents.get(&line).copied().unwrap_or(1),
        }
    }

    /// After the first reading: what the second one needs.
    pub(super) fn known(self) -> Result<Self, Error> {
        let Self::Noted(notes) = self else { return Ok(self) };
        if let Some(error) = notes.failed {
            return Err(unwritable(&error));
        }
        let (mut keys, mut contents) = (HashMap::new(), HashMap::new());
        for part in notes.parts {
            let mut all = read(part)?;
            all.sort_unstable();
            for same in all.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
                let (of_key, _, first) = same[0];
                for ((_, _, line), nth) in same[1..].iter().zip(2..) {
                    if of_key {
                        keys.insert(*line, first);
                    } else {
                        contents.insert(*line, nth);
                    }
                }
                if keys.len() + contents.len() > MOST {
                    let why = Message::new("records-why-again").with("most", count(MOST));
                    return Err(Error::Refused(why));
                }
            }
        }
        Ok(Self::Known { keys, contents })
    }
}

impl Notes {
    fn add(&mut self, (of_key, hash, line): Note) {
        let mut bytes = [0; NOTE];
        bytes[0] = u8::from(of_key);
        bytes[1..9].copy_from_slice(&hash.to_le_bytes());
        bytes[9..].copy_from_slice(&line.to_le_bytes());
        let part = usize::try_from(hash >> 58).unwrap_or_default() % PARTS;
        if let Err(error) = self.parts[part].write_all(&bytes) {
            self.failed.get_or_insert(error);
        }
    }
}

fn read(part: BufWriter<File>) -> Result<Vec<Note>, Error> {
    let mut file = part.into_inner().map_err(|error| unwritable(error.error()))?;
    file.rewind().map_err(|error| unwritable(&error))?;
    let (mut reader, mut bytes, mut all) = (BufReader::new(file), [0; NOTE], Vec::new());
    loop {
        match reader.read_exact(&mut bytes) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(all),
            Err(error) => return Err(unwritable(&error)),
        }
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte));
        all.push((bytes[0] == 1, number(&bytes[1..9]), number(&bytes[9..])));
    }
}

/// Temporary files stand where the system keeps them.
fn unwritable(error: &std::io::Error) -> Error {
    Error::file(&std::env::temp_dir(), Message::new("records-why-not-noted").with("why", quoted(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys and contents that stand in a file once, twice and five times.
    fn rows() -> Vec<(bool, u64, u64)> {
        let spread = |n: u64| n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut rows: Vec<_> = (2..5_000).map(|line| (line % 3 > 0, spread(line / 2 % 400), line)).collect();
        rows.push((true, spread(1), 5_000));
        rows
    }

    #[test]
    fn two_readings_say_what_one_that_remembers_all_says() {
        let answer = |twice: &mut Twice| -> Vec<(Option<u64>, u32)> {
            let one = |&(of_key, hash, line): &(bool, u64, u64)| {
                if of_key { (twice.key(hash, line), 0) } else { (None, twice.content(hash, line)) }
            };
            rows().iter().map(one).collect()
        };
        let mut noted = Twice::noted().unwrap();
        answer(&mut noted);
        let whole = answer(&mut Twice::remembered());
        assert_eq!(answer(&mut noted.known().unwrap()), whole);
        assert!(whole.iter().any(|(first, _)| first.is_some()) && whole.iter().any(|(_, nth)| *nth > 2));
    }

    #[test]
    fn a_key_that_every_row_has_is_the_wrong_column() {
        let mut noted = Twice::noted().unwrap();
        for line in 2..=u64::try_from(MOST).unwrap() + 3 {
            noted.key(7, line);
        }
        assert!(noted.known().unwrap_err().to_string().contains("right column"));
    }
}
