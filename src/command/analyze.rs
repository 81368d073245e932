//! `copydesk analyze`: many articles, without a server. It says of each what
//! `POST /v1/analyze` says, a line of JSON for a line or file of input, in its
//! order; where an article fails, the line is the problem, and the rest goes on.
//!
//! ```text
//! {"id": "1", "text": "…"}   →   {"id":"1","language":{"tag":"fr",…},…}
//! {"id": "2", "txt": "…"}    →   {"id":"2","type":"/docs/problems#invalid-fields",…}
//! ```

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use serde::Serialize;

use super::input::{self, Job, ReadError};
use super::ordered::map_in_order;
use super::progress::Progress;
use crate::formats::Format;
use crate::http::wire::{Refusal, Request, analyse};
use crate::http::{Analyze, ApiError, Problem, largest_body};

/// What to analyse, and how.
#[derive(Debug)]
pub struct Batch {
    /// Files of requests, text or HTML; standard input when there are none.
    pub files: Vec<PathBuf>,
    /// Analyses at the same time.
    pub jobs: NonZeroUsize,
    /// The largest article, in bytes of UTF-8.
    pub max_text: usize,
    /// The format of the lines, one of those that have one line.
    pub format: Format,
}

/// What is written for one article.
struct Line {
    json: Vec<u8>,
    has_failed: bool,
    size: u64,
}

impl Batch {
    /// Writes one line for each article to `output`; returns how many failed.
    /// The error is that of the output, which ends the work.
    pub fn run(self, analyzer: &dyn Analyze, mut output: impl Write) -> io::Result<u64> {
        let mut progress = Progress::start(input::size(&self.files));
        let limit = largest_body(self.max_text) as u64;
        let jobs = input::jobs(self.files, limit);
        let mut failures = 0;
        let (limit, format) = (self.max_text, self.format);
        let work = |job| line(&job, analyzer, limit, format);
        map_in_order(self.jobs, jobs, work, |line: Line| {
            failures += u64::from(line.has_failed);
            progress.advance(line.size, failures);
            output.write_all(&line.json)
        })?;
        output.flush()?;
        progress.finish();
        Ok(failures)
    }
}

fn line(job: &Job, analyzer: &dyn Analyze, max_text: usize, format: Format) -> Line {
    let findings = job
        .request()
        .and_then(|request| Ok(findings(&request.in_format(format)?, analyzer, max_text)?));
    let has_failed = findings.is_err();
    let mut json = findings.unwrap_or_else(|error| failure(job, &error));
    if !json.ends_with(b"\n") {
        json.push(b'\n');
    }
    Line {
        json,
        has_failed,
        size: job.size,
    }
}

fn findings(
    request: &Request,
    analyzer: &dyn Analyze,
    max_text: usize,
) -> Result<Vec<u8>, ApiError> {
    let never = AtomicBool::new(false);
    // A panic is a defect in one analysis, and no reason to lose the others.
    let written = catch_unwind(AssertUnwindSafe(|| {
        let analysed = analyse(request, analyzer, &never, max_text)?;
        Ok(analysed.write(&analysed.answer()))
    }));
    match written {
        Ok(Ok(written)) => written,
        Ok(Err(Refusal::TooLarge { limit, got })) => Err(ApiError::TextTooLarge { limit, got }),
        Ok(Err(Refusal::Cancelled(_))) | Err(_) => Err(ApiError::Internal),
    }
}

/// A problem with the id that the request gave.
#[derive(Serialize)]
struct Failure {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(flatten)]
    problem: Problem,
}

/// The line that says why there are no findings. Its `request_id` is the place of the article.
fn failure(job: &Job, error: &ReadError) -> Vec<u8> {
    let problem = match error {
        ReadError::Refused(error) => error.problem(&job.origin),
        ReadError::Broken { kind, .. } => Problem {
            kind: "about:blank".to_owned(),
            title: "The file cannot be read",
            status: status(*kind),
            detail: error.to_string(),
            ..ApiError::NotFound.problem(&job.origin)
        },
    };
    let id = job.id();
    serde_json::to_vec(&Failure { id, problem }).unwrap_or_default()
}

/// The HTTP status that says the same.
fn status(kind: io::ErrorKind) -> u16 {
    if kind == io::ErrorKind::NotFound {
        404
    } else if kind == io::ErrorKind::PermissionDenied {
        403
    } else {
        500
    }
}
