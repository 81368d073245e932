//! The articles of `copydesk analyze`: lines of NDJSON from standard input or
//! files, and files of text or HTML. Only one article is in memory at a time,
//! and none that is larger than the limit.
//!
//! ```text
//! -, *.ndjson, *.jsonl   one request per line, as POST /v1/analyze takes it
//! *.html, *.htm          one article of HTML
//! anything else          one article of plain text
//! ```

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::http::ApiError;
use crate::http::wire::{Article, Request};

/// One article, and what to call it in a problem.
#[derive(Debug, PartialEq)]
pub(super) struct Job {
    /// The file, with the number of the line where it has one.
    pub(super) origin: String,
    /// The bytes of the article or request, or why they cannot be read.
    pub(super) content: Result<Vec<u8>, ReadError>,
    /// What the bytes are.
    pub(super) form: Form,
    /// How many bytes of input it took.
    pub(super) size: u64,
}

/// Why an article cannot be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(super) enum ReadError {
    /// It can be read, but not followed.
    #[error(transparent)]
    Refused(#[from] ApiError),
    /// There is no file, or no right to read it, or reading broke off.
    #[error("expected a file that can be read, but got: {reason}")]
    Broken {
        /// What kind of failure it is.
        kind: io::ErrorKind,
        /// What the operating system says.
        reason: String,
    },
}

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

impl Form {
    fn of(path: &Path) -> Self {
        let extension = path.extension().and_then(|extension| extension.to_str());
        match extension.map(str::to_ascii_lowercase).as_deref() {
            Some("ndjson" | "jsonl") => Self::Request,
            Some("html" | "htm" | "xhtml") => Self::Html,
            _ => Self::Text,
        }
    }
}

impl Job {
    /// The request that this job makes. An article from a file has its path as its id.
    pub(super) fn request(&self) -> Result<Request, ReadError> {
        let text = self.text()?;
        let article = match self.form {
            Form::Request => return Ok(Request::from_json(without_mark(text))?),
            Form::Text => Article::Text(text.to_owned()),
            Form::Html => Article::Html(text.to_owned()),
        };
        Ok(Request {
            article,
            id: self.id(),
            ..Request::text("")
        })
    }

    /// The id of the article, as far as it can be known where the request is not valid.
    pub(super) fn id(&self) -> Option<String> {
        if self.form == Form::Request {
            let request: Value = serde_json::from_slice(self.content.as_ref().ok()?).ok()?;
            return Some(request.get("id")?.as_str()?.to_owned());
        }
        Some(self.origin.clone())
    }

    fn text(&self) -> Result<&str, ReadError> {
        let bytes = self.content.as_ref().map_err(Clone::clone)?;
        let text = std::str::from_utf8(bytes).map_err(|error| ApiError::MalformedText {
            encoding: "UTF-8",
            position: error.valid_up_to(),
        })?;
        Ok(text)
    }
}

/// A request without the byte order mark that some programs write before the first one.
fn without_mark(request: &str) -> &str {
    request.strip_prefix('\u{feff}').unwrap_or(request)
}

/// Everything that is in `files`, or on standard input where there are none.
/// `limit` is the most bytes of one article.
pub(super) fn jobs(files: Vec<PathBuf>, limit: u64) -> impl Iterator<Item = Job> + Send {
    let standard = files.is_empty().then(|| PathBuf::from("-"));
    let files = files.into_iter().chain(standard);
    files.flat_map(move |path| match open(&path) {
        Ok((reader, Form::Request)) => Box::new(lines(path, reader, limit)),
        Ok((reader, form)) => one(whole(&path, reader, form, limit)),
        Err(error) => one(broken(path.display().to_string(), &error)),
    })
}

/// The bytes of all files together, when each has a size.
pub(super) fn size(files: &[PathBuf]) -> Option<u64> {
    let sizes = files.iter().map(|path| path.metadata().ok());
    let sizes = sizes.map(|data| {
        data.filter(std::fs::Metadata::is_file)
            .map(|data| data.len())
    });
    sizes.sum::<Option<u64>>().filter(|_| !files.is_empty())
}

type Jobs = Box<dyn Iterator<Item = Job> + Send>;
type Reader = Box<dyn BufRead + Send>;

fn one(job: Job) -> Jobs {
    Box::new(std::iter::once(job))
}

#[expect(
    clippy::disallowed_methods,
    reason = "these are the files that the user named"
)]
fn open(path: &Path) -> io::Result<(Reader, Form)> {
    if path == Path::new("-") {
        return Ok((Box::new(BufReader::new(io::stdin())), Form::Request));
    }
    Ok((Box::new(BufReader::new(File::open(path)?)), Form::of(path)))
}

fn broken(origin: String, error: &io::Error) -> Job {
    Job {
        origin,
        content: Err(ReadError::Broken {
            kind: error.kind(),
            reason: error.to_string(),
        }),
        form: Form::Text,
        size: 0,
    }
}

fn whole(path: &Path, reader: Reader, form: Form, limit: u64) -> Job {
    let origin = path.display().to_string();
    match bounded(reader, limit, None) {
        Ok((size, content)) => Job {
            origin,
            content: content.map_err(ReadError::from),
            form,
            size,
        },
        Err(error) => broken(origin, &error),
    }
}

/// The lines that are not blank. A file ends where reading it fails.
fn lines(path: PathBuf, mut reader: Reader, limit: u64) -> impl Iterator<Item = Job> + Send {
    let mut number = 0_u64;
    let mut is_over = false;
    std::iter::from_fn(move || {
        while !is_over {
            number += 1;
            let origin = format!("{}:{number}", path.display());
            match bounded(&mut reader, limit, Some(b'\n')) {
                Ok((0, _)) => is_over = true,
                Ok((size, content)) if !is_blank(&content) => {
                    return Some(Job {
                        origin,
                        content: content.map_err(ReadError::from),
                        form: Form::Request,
                        size,
                    });
                }
                Ok(_) => {}
                Err(error) => {
                    is_over = true;
                    return Some(broken(origin, &error));
                }
            }
        }
        None
    })
}

fn is_blank(content: &Result<Vec<u8>, ApiError>) -> bool {
    content
        .as_ref()
        .is_ok_and(|bytes| bytes.trim_ascii().is_empty())
}

/// What `reader` holds up to `end` or its own end, and how many bytes that
/// took: more than `limit` are counted, but not kept.
fn bounded(
    mut reader: impl BufRead,
    limit: u64,
    end: Option<u8>,
) -> io::Result<(u64, Result<Vec<u8>, ApiError>)> {
    let mut kept = vec![];
    let mut start = reader.by_ref().take(limit.saturating_add(1));
    let mut size = match end {
        Some(end) => start.read_until(end, &mut kept)?,
        None => start.read_to_end(&mut kept)?,
    } as u64;
    let is_ended = |kept: &[u8]| end.is_some() && kept.last() == end.as_ref();
    if size <= limit || is_ended(&kept) {
        return Ok((size, Ok(kept)));
    }
    size += match end {
        Some(end) => reader.skip_until(end)? as u64,
        None => io::copy(&mut reader, &mut io::sink())?,
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    Ok((size, Err(ApiError::BodyTooLarge { limit })))
}
