//! Where articles come from: standard input, files and folders of them, plain
//! or compressed, and how much of them is read.
//!
//! ```text
//! archive/            every file below whose ending is known, by name
//! 2024.jsonl.zst      lines of requests, unpacked as they are read
//! ```

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;
use walkdir::WalkDir;

/// What the bytes of an article are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A request in JSON.
    Request,
    /// Plain text.
    Text,
    /// HTML.
    Html,
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Plain,
    Gzip,
    Zstandard,
}

/// A file to be read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Source {
    /// `-` is standard input.
    pub(super) path: PathBuf,
    /// What is in it.
    pub(super) form: Form,
    packing: Packing,
}

/// Bytes of all files that were read, packed as they are.
#[derive(Clone, Debug, Default)]
pub(super) struct BytesRead(Arc<AtomicU64>);

pub(super) type Reader = Box<dyn BufRead + Send>;

impl BytesRead {
    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Source {
    /// What is in `path`, by its ending; plain text where that says nothing.
    fn of(path: &Path) -> Self {
        let (inner, packing) = match ending(path).as_deref() {
            Some("gz") => (path.with_extension(""), Packing::Gzip),
            Some("zst") => (path.with_extension(""), Packing::Zstandard),
            _ => (path.to_owned(), Packing::Plain),
        };
        Self {
            path: path.to_owned(),
            form: known_form(&inner).unwrap_or(Form::Text),
            packing,
        }
    }

    fn standard_input() -> Self {
        Self {
            path: PathBuf::from("-"),
            form: Form::Request,
            packing: Packing::Plain,
        }
    }

    /// Opens it; what is read of it is added to `count`.
    #[expect(
        clippy::disallowed_methods,
        reason = "these are the files that the user named"
    )]
    pub(super) fn open(&self, count: &BytesRead) -> io::Result<Reader> {
        let count = count.clone();
        let packed: Reader = if self.path == Path::new("-") {
            counted(io::stdin(), count)
        } else {
            counted(File::open(&self.path)?, count)
        };
        Ok(match self.packing {
            Packing::Plain => packed,
            Packing::Gzip => {
                let packed = begun(packed, b"\x1f\x8b", "gzip")?;
                Box::new(BufReader::new(MultiGzDecoder::new(packed)))
            }
            Packing::Zstandard => Box::new(BufReader::new(Frames::Before(packed))),
        })
    }
}

/// The same reader, when it begins as files of its kind do.
fn begun(mut packed: Reader, magic: &[u8], kind: &str) -> io::Result<Reader> {
    if packed.fill_buf()?.starts_with(magic) {
        return Ok(packed);
    }
    let reason =
        format!("its name says that it is {kind}, but its first bytes are not those of {kind}");
    Err(io::Error::new(io::ErrorKind::InvalidData, reason))
}

/// The ending of a file's name in small letters.
fn ending(path: &Path) -> Option<String> {
    let ending = path.extension()?.to_str()?;
    Some(ending.to_ascii_lowercase())
}

/// What a file holds whose ending is known.
fn known_form(path: &Path) -> Option<Form> {
    match ending(path)?.as_str() {
        "ndjson" | "jsonl" => Some(Form::Request),
        "html" | "htm" | "xhtml" => Some(Form::Html),
        "txt" | "text" => Some(Form::Text),
        _ => None,
    }
}

/// Whether a file found in a folder is an article or holds some, by its ending.
fn is_known(path: &Path) -> bool {
    match ending(path).as_deref() {
        Some("gz" | "zst") => known_form(&path.with_extension("")).is_some(),
        _ => known_form(path).is_some(),
    }
}

/// What is to be read, and the files of folders whose ending says nothing.
#[derive(Debug, Default)]
pub(super) struct Sources {
    pub(super) found: Vec<Source>,
    pub(super) passed_over: u64,
}

impl Sources {
    /// What is in `paths`: files as they are named, folders with all that is below them, by name;
    /// standard input where there are none. What cannot be listed is left for [`Source::open`] to report.
    pub(super) fn of(paths: &[PathBuf]) -> Self {
        let mut sources = Self::default();
        if paths.is_empty() {
            sources.found.push(Source::standard_input());
        }
        for path in paths {
            if path == Path::new("-") {
                sources.found.push(Source::standard_input());
            } else if path.is_dir() {
                sources.walk(path);
            } else {
                sources.found.push(Source::of(path));
            }
        }
        sources
    }

    fn walk(&mut self, folder: &Path) {
        for entry in WalkDir::new(folder).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if is_known(entry.path()) => self.found.push(Source::of(entry.path())),
                Ok(_) => self.passed_over += 1,
                Err(error) => {
                    let path = error.path().unwrap_or(folder);
                    self.found.push(Source::of(path));
                }
            }
        }
    }

    /// The bytes of all files together, when each has a size.
    pub(super) fn size(&self) -> Option<u64> {
        let sizes = self.found.iter().map(|source| {
            let data = source.path.metadata().ok()?;
            data.is_file().then_some(data.len())
        });
        sizes.sum()
    }
}

fn counted(reader: impl Read + Send + 'static, count: BytesRead) -> Reader {
    Box::new(BufReader::with_capacity(1 << 16, Counted { reader, count }))
}

struct Counted<R> {
    reader: R,
    count: BytesRead,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.count.0.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// The frames of a Zstandard file, one after the other (RFC 8878, section 3).
enum Frames {
    Before(Reader),
    Inside(Box<StreamingDecoder<Reader, ruzstd::decoding::FrameDecoder>>),
    Over,
}

impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(self, Self::Over) {
                Self::Before(mut packed) => {
                    if packed.fill_buf()?.is_empty() {
                        return Ok(0);
                    }
                    let decoder = StreamingDecoder::new(packed).map_err(io::Error::other)?;
                    *self = Self::Inside(Box::new(decoder));
                }
                Self::Inside(mut decoder) => {
                    let read = decoder.read(buffer)?;
                    *self = if read == 0 {
                        Self::Before(decoder.into_inner())
                    } else {
                        Self::Inside(decoder)
                    };
                    if read > 0 {
                        return Ok(read);
                    }
                }
                Self::Over => return Ok(0),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_tells_form_and_packing() {
        let check = |path: &str, form, packing, known| {
            let source = Source::of(Path::new(path));
            assert_eq!((source.form, source.packing), (form, packing), "{path}");
            assert_eq!(is_known(Path::new(path)), known, "{path}");
        };
        check("a/b.ndjson", Form::Request, Packing::Plain, true);
        check("a.JSONL.GZ", Form::Request, Packing::Gzip, true);
        check("a.jsonl.zst", Form::Request, Packing::Zstandard, true);
        check("a.html.gz", Form::Html, Packing::Gzip, true);
        check("story.txt", Form::Text, Packing::Plain, true);
        check("story", Form::Text, Packing::Plain, false);
        check("archive.tar.gz", Form::Text, Packing::Gzip, false);
        check("photo.jpg", Form::Text, Packing::Plain, false);
    }
}
