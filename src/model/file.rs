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
const FORMAT: u16 = 2;

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
    /// The sum over all bytes but its own, as the file has it at its end; 0 for a file that is too short.
    pub fn checksum(self) -> u64 {
        let sum = self.bytes.last_chunk::<8>().copied();
        sum.map_or(0, u64::from_le_bytes)
    }

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Classifier, SequenceModel, SequenceParts, TableFile, Weight, write_classifier, write_lists,
        write_sequence,
    };

    const TASKS: [&str; 3] = ["language", "tag", "lists"];

    fn header(task: &str) -> Header {
        Header {
            task: task.to_owned(),
            language: "fr".to_owned(),
            labels: vec!["NOUN".to_owned(), "VERB".to_owned()],
        }
    }

    /// A small sound file for `task`.
    fn file(task: &str) -> Vec<u8> {
        let weight = |label, weight| Weight { label, weight };
        let features = [(7, vec![weight(0, 3)]), (u64::MAX, vec![weight(1, -2)])];
        match task {
            "language" => write_classifier(&header(task), 0.25, &[1, -1], &features),
            "tag" => {
                let parts = SequenceParts {
                    odds: 0.5,
                    transitions: &[0; 6],
                    features: &features,
                };
                write_sequence(&header(task), parts)
            }
            _ => write_lists(&header(task), &features),
        }
    }

    /// The labels in `bytes`, read as a file for `task`, or the error's message.
    fn load(task: &str, bytes: &[u8]) -> Result<Vec<String>, String> {
        let file = ModelFile {
            path: "models/fr/x.bin",
            bytes: bytes.to_vec().leak(),
        };
        let labels = match task {
            "language" => Classifier::load(file, task).map(|model| model.labels().to_vec()),
            "tag" => SequenceModel::load(file, task).map(|model| model.labels().to_vec()),
            _ => TableFile::load(file, task).map(|list| list.labels),
        };
        labels.map_err(|error| error.to_string())
    }

    /// `bytes` with another end and the checksum that fits it.
    fn sealed(mut bytes: Vec<u8>, change: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
        bytes.truncate(bytes.len() - 8);
        change(&mut bytes);
        let sum = checksum(&bytes);
        bytes.extend(sum.to_le_bytes());
        bytes
    }

    #[test]
    fn what_is_written_is_read_again() {
        for task in TASKS {
            assert_eq!(load(task, &file(task)), Ok(header(task).labels));
        }
        let file = ModelFile {
            path: "a.bin",
            bytes: file("language").leak(),
        };
        let model = Classifier::load(file, "language").unwrap();
        let mut scores = model.start();
        model.add(&[(7, 1), (u64::MAX, 2), (8, 1)], &mut scores);
        assert_eq!(
            (scores, model.unit().to_bits()),
            (vec![4, -5], 0.25_f32.to_bits())
        );
    }

    #[test]
    fn a_file_cut_anywhere_is_refused_by_name() {
        for task in TASKS {
            let whole = file(task);
            for length in 0..whole.len() {
                let message = load(task, &whole[..length]).unwrap_err();
                assert!(
                    message.starts_with("models/fr/x.bin: expected "),
                    "{message}"
                );
            }
        }
    }

    #[test]
    fn a_file_cut_anywhere_under_a_sound_checksum_is_refused_too() {
        for task in TASKS {
            let whole = file(task);
            for length in 0..whole.len() - 8 {
                let cut = sealed(whole.clone(), |bytes| bytes.truncate(length));
                let message = load(task, &cut).unwrap_err();
                assert!(
                    message.starts_with("models/fr/x.bin: expected "),
                    "{message}"
                );
            }
        }
    }

    #[test]
    fn one_flipped_bit_anywhere_is_noticed() {
        for task in TASKS {
            let whole = file(task);
            for at in 0..whole.len() {
                let mut damaged = whole.clone();
                damaged[at] ^= 1 << (at % 8);
                let message = load(task, &damaged).unwrap_err();
                assert!(message.contains("expected checksum "), "{message}");
            }
        }
    }

    #[test]
    fn each_kind_of_damage_is_named() {
        let other_version = sealed(file("tag"), |bytes| bytes[10] ^= 0xff);
        let other_format = sealed(file("tag"), |bytes| bytes[8] ^= 0xff);
        let no_labels = Writer::new(&Header {
            labels: vec![],
            ..header("tag")
        });
        let cases = [
            (
                file("language"),
                "expected a model for the task tag, but got language",
            ),
            (other_version, "expected feature version 2, but got 253"),
            (
                other_format,
                "expected model format 2, but got another file",
            ),
            (
                b"short".to_vec(),
                "expected a whole model file, but got 5 bytes",
            ),
            (no_labels.finish(), "expected labels, but got none"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(
                load("tag", &bytes),
                Err(format!("models/fr/x.bin: {expected}"))
            );
        }
    }

    #[test]
    fn offsets_that_lead_outside_a_table_give_nothing() {
        let whole = file("lists");
        for at in 40..whole.len() - 8 {
            let damaged = sealed(whole.clone(), |bytes| bytes[at] = 0xff);
            let file = ModelFile {
                path: "a.bin",
                bytes: damaged.leak(),
            };
            if let Ok(list) = TableFile::load(file, "lists") {
                list.table.add_to(7, |_, _| {});
                list.table.add_to(u64::MAX, |_, _| {});
            }
        }
    }
}
