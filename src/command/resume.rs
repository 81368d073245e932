//! What an earlier run has written, so that a new one goes on behind it: the
//! ids of its lines. A last line without an end was cut off, and goes.
//!
//! ```text
//! {"id":"1",…}⏎ {"id":"2",…}⏎ {"id":"3","lang     →   ids 1 and 2, written on behind them
//! ```

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::Path;

use crate::http::ndjson::id_in;

/// The ids that are done, as hashes: an archive has more of them than fit into memory as text.
#[derive(Debug, Default)]
pub(super) struct Done {
    ids: HashSet<[u64; 2]>,
    keys: [RandomState; 2],
}

impl Done {
    /// Reads the lines of `file` and leaves it ready to be written on.
    fn read(file: &mut File) -> io::Result<Self> {
        let mut done = Self::default();
        let mut whole = 0;
        let mut reader = BufReader::new(&mut *file);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 && line.ends_with(b"\n") {
            whole += line.len() as u64;
            if let Some(id) = id_in(&line) {
                done.ids.insert(done.key(&id));
            }
            line.clear();
        }
        file.set_len(whole)?;
        file.seek(SeekFrom::Start(whole))?;
        Ok(done)
    }

    /// Whether the article `id` is done.
    pub(super) fn has(&self, id: &str) -> bool {
        self.ids.contains(&self.key(id))
    }

    /// 128 bits, so that no two ids of a billion share them.
    fn key(&self, id: &str) -> [u64; 2] {
        [self.keys[0].hash_one(id), self.keys[1].hash_one(id)]
    }
}

/// Opens the output at `path`: new, or behind what is there already.
pub(super) fn open(path: &Path, resume: bool) -> io::Result<(File, Done)> {
    let mut options = OpenOptions::new();
    if !resume {
        let file = options.write(true).create(true).truncate(true).open(path)?;
        return Ok((file, Done::default()));
    }
    let mut file = options
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)?;
    let done = Done::read(&mut file)?;
    Ok((file, done))
}
