//! The model file: a header that says what it is, the task's own sections, and
//! a checksum.
//!
//! ```text
//! "copydesk" · format u16 · features u16 · task · language · labels · sections … · checksum u64
//! ```
//!
//! Numbers are little-endian; a string is its length as u8 and its bytes.

use super::features::FEATURE_VERSION;
use super::{LoadError, checksum};

const MAGIC: &[u8; 8] = b"copydesk";
const FORMAT: u16 = 1;

/// Reads the sections of a model file after its header.
#[derive(Debug)]
pub(super) struct Reader {
    rest: &'static [u8],
}

impl Reader {
    pub(super) fn bytes(&mut self, count: usize) -> Option<&'static [u8]> {
        let (head, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(head)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.bytes(1)?.first().copied()
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.bytes(2)?.try_into().ok()?))
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.bytes(4)?.try_into().ok()?))
    }

    fn string(&mut self) -> Option<String> {
        let length = usize::from(self.byte()?);
        String::from_utf8(self.bytes(length)?.to_vec()).ok()
    }
}

/// The header of a model file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// What the model does: `language`, `tag`, `names`.
    pub task: String,
    /// Whose model it is: a language's code, `und` for all languages.
    pub language: String,
    /// What it chooses from.
    pub labels: Vec<String>,
}

/// A model file in the binary: where it came from, for messages, and its bytes.
#[derive(Clone, Copy, Debug)]
pub struct ModelFile {
    /// Path in the repository.
    pub path: &'static str,
    /// Content.
    pub bytes: &'static [u8],
}

impl ModelFile {
    /// Checks the file and reads its header; the reader stands at the first section.
    pub(super) fn open(self, task: &str) -> Result<(Header, Reader), LoadError> {
        let error = |expected: String, got: String| LoadError::unexpected(self.path, expected, got);
        let cut = || {
            error(
                "a whole model file".into(),
                format!("{} bytes", self.bytes.len()),
            )
        };
        let (body, sum) = self.bytes.split_last_chunk::<8>().ok_or_else(cut)?;
        let stored = u64::from_le_bytes(*sum);
        if checksum(body) != stored {
            return Err(error(
                format!("checksum {stored:016x}"),
                format!("{:016x}", checksum(body)),
            ));
        }
        let mut reader = Reader { rest: body };
        if reader.bytes(8) != Some(MAGIC) || reader.u16() != Some(FORMAT) {
            return Err(error(
                format!("model format {FORMAT}"),
                "another file".into(),
            ));
        }
        let version = reader.u16().ok_or_else(cut)?;
        if version != FEATURE_VERSION {
            return Err(error(
                format!("feature version {FEATURE_VERSION}"),
                version.to_string(),
            ));
        }
        let header = read_header(&mut reader).ok_or_else(cut)?;
        if header.task != task {
            return Err(error(format!("a model for the task {task}"), header.task));
        }
        Ok((header, reader))
    }

    /// The error for a file whose header is sound and whose sections are not.
    pub(super) fn broken(self) -> LoadError {
        LoadError::unexpected(self.path, "complete sections", "fewer bytes")
    }
}

fn read_header(reader: &mut Reader) -> Option<Header> {
    let task = reader.string()?;
    let language = reader.string()?;
    let count = usize::from(reader.u16()?);
    let labels = (0..count)
        .map(|_| reader.string())
        .collect::<Option<Vec<_>>>()?;
    Some(Header {
        task,
        language,
        labels,
    })
}

/// Builds a model file.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// A file that starts with `header`.
    pub fn new(header: &Header) -> Self {
        let mut writer = Self {
            bytes: MAGIC.to_vec(),
        };
        writer.u16(FORMAT);
        writer.u16(FEATURE_VERSION);
        writer.string(&header.task);
        writer.string(&header.language);
        writer.u16(u16::try_from(header.labels.len()).unwrap_or(u16::MAX));
        header.labels.iter().for_each(|label| writer.string(label));
        writer
    }

    /// One byte.
    pub fn byte(&mut self, value: u8) {
        self.bytes.push(value);
    }

    /// An unsigned number of 16 bits.
    pub fn u16(&mut self, value: u16) {
        self.bytes(&value.to_le_bytes());
    }

    /// A signed number of 16 bits.
    pub fn i16(&mut self, value: i16) {
        self.bytes(&value.to_le_bytes());
    }

    /// A size or offset, as 32 bits.
    pub fn u32(&mut self, value: usize) {
        self.bytes(&u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes());
    }

    /// Bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    fn string(&mut self, text: &str) {
        self.byte(u8::try_from(text.len()).unwrap_or(u8::MAX));
        self.bytes(&text.as_bytes()[..text.len().min(255)]);
    }

    /// The finished file, with its checksum.
    pub fn finish(mut self) -> Vec<u8> {
        let sum = checksum(&self.bytes);
        self.bytes(&sum.to_le_bytes());
        self.bytes
    }
}
