//! The articles of `copydesk analyze`: lines of NDJSON from standard input or
//! files, and files of text or HTML, packed or not. Only one article is in memory
//! at a time, and none that is larger than the limit.
//!
//! ```text
//! -, *.ndjson, *.jsonl   one request per line, as POST /v1/analyze takes it
//! *.html, *.htm          one article of HTML
//! anything else          one article of plain text
//! ```

use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

use encoding_rs::UTF_8;

use super::source::{BytesRead, Form, Reader, Source};
use crate::formats::Format;
use crate::http::charset::{decode, decode_page};
use crate::http::wire::{Article, Request};
use crate::http::{ApiError, ndjson};

/// One article, and what to call it in a problem.
#[derive(Debug, PartialEq)]
pub(super) struct Job {
    /// The file, with the number of the line where it has one.
    pub(super) origin: String,
    /// The bytes of the article or request, or why they cannot be read.
    pub(super) content: Result<Vec<u8>, ReadError>,
    /// What the bytes are.
    pub(super) form: Form,
    /// The id in the beginning of a request that is too large.
    pub(super) known_id: Option<String>,
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

impl Job {
    /// The request that this job makes, for an answer in `format`. An article from a file has its
    /// path as its id.
    pub(super) fn request(&self, format: Format) -> Result<Request, ReadError> {
        let bytes = self.content.as_ref().map_err(Clone::clone)?;
        if self.form == Form::Request {
            return Ok(ndjson::request(bytes, format)?);
        }
        let article = if self.form == Form::Html {
            Article::Html(decode_page(bytes.clone().into())?)
        } else {
            Article::Text(decode(bytes.clone().into(), UTF_8)?)
        };
        let request = Request {
            article,
            id: self.id(),
            ..Request::text("")
        };
        Ok(request.in_format(format)?)
    }

    /// The id of the article, as far as it can be known where the request is not valid.
    pub(super) fn id(&self) -> Option<String> {
        if self.form == Form::Request {
            let known = self.content.as_ref().map(|bytes| ndjson::id_in(bytes));
            return known.unwrap_or_else(|_| self.known_id.clone());
        }
        Some(self.origin.clone())
    }
}

/// Everything that is in `sources`, where `limit` is the most bytes of one article. What is read
/// is added to `count`.
pub(super) fn jobs(
    sources: Vec<Source>,
    limit: u64,
    count: BytesRead,
) -> impl Iterator<Item = Job> + Send {
    sources.into_iter().flat_map(move |source| -> Jobs {
        let path = &source.path;
        match source.open(&count) {
            Ok(reader) if source.form == Form::Request => {
                Box::new(lines(path.clone(), reader, limit))
            }
            Ok(reader) => one(whole(path, reader, source.form, limit)),
            Err(error) => one(broken(path.display().to_string(), &error)),
        }
    })
}

type Jobs = Box<dyn Iterator<Item = Job> + Send>;

fn one(job: Job) -> Jobs {
    Box::new(std::iter::once(job))
}

fn broken(origin: String, error: &io::Error) -> Job {
    Job {
        origin,
        content: Err(ReadError::Broken {
            kind: error.kind(),
            reason: error.to_string(),
        }),
        form: Form::Text,
        known_id: None,
    }
}

fn whole(path: &Path, reader: Reader, form: Form, limit: u64) -> Job {
    let origin = path.display().to_string();
    match bounded(reader, limit, None) {
        Ok(piece) => Job {
            origin,
            content: piece.content.map_err(ReadError::from),
            form,
            known_id: None,
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
                Ok(Piece { size: 0, .. }) => is_over = true,
                Ok(piece) if !is_blank(&piece.content) => {
                    return Some(Job {
                        origin,
                        content: piece.content.map_err(ReadError::from),
                        form: Form::Request,
                        known_id: piece.known_id,
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
    content.as_ref().is_ok_and(|bytes| ndjson::is_blank(bytes))
}

/// A part of a file.
struct Piece {
    /// How many bytes it has, kept or not.
    size: u64,
    content: Result<Vec<u8>, ApiError>,
    /// The id of a request whose bytes were not kept.
    known_id: Option<String>,
}

/// What `reader` holds up to `end` or its own end: more bytes than `limit` are counted, but not kept.
fn bounded(mut reader: impl BufRead, limit: u64, end: Option<u8>) -> io::Result<Piece> {
    let mut kept = vec![];
    let mut start = reader.by_ref().take(limit.saturating_add(1));
    let mut size = match end {
        Some(end) => start.read_until(end, &mut kept)?,
        None => start.read_to_end(&mut kept)?,
    } as u64;
    let is_ended = |kept: &[u8]| end.is_some() && kept.last() == end.as_ref();
    if size <= limit || is_ended(&kept) {
        return Ok(Piece {
            size,
            content: Ok(kept),
            known_id: None,
        });
    }
    size += match end {
        Some(end) => reader.skip_until(end)? as u64,
        None => io::copy(&mut reader, &mut io::sink())?,
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    Ok(Piece {
        size,
        content: Err(ApiError::BodyTooLarge { limit }),
        known_id: end.and_then(|_| ndjson::id_at_start(&kept)),
    })
}
