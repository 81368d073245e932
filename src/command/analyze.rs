//! `copydesk analyze`: many articles, without a server. It says of each what
//! `POST /v1/analyze` says, a line of JSON for a line or file of input, in its
//! order; where an article fails, the line is the problem, and the rest goes on.
//!
//! ```text
//! {"id": "1", "text": "…"}   →   {"id":"1","language":{"tag":"fr",…},…}
//! {"id": "2", "txt": "…"}    →   {"id":"2","type":"/docs/problems#invalid-fields",…}
//! ```

use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::input::{self, Job, ReadError};
use super::ordered::map_in_order;
use super::progress::Progress;
use super::resume::{self, Done};
use super::source::{BytesRead, Sources};
use crate::formats::Format;
use crate::http::wire::{Refusal, Request, analyse};
use crate::http::{Analyze, ApiError, Problem, largest_body, ndjson};

/// What to analyse, and how.
#[derive(Debug)]
pub struct Batch {
    /// Files of requests, text or HTML, and folders of them; standard input when there are none.
    pub files: Vec<PathBuf>,
    /// The file to write to; standard output when there is none.
    pub output: Option<PathBuf>,
    /// Whether to go on behind what is in the output, without the articles whose ids are there.
    pub resume: bool,
    /// Analyses at the same time.
    pub jobs: NonZeroUsize,
    /// The largest article, in bytes of UTF-8.
    pub max_text: usize,
    /// Whether progress is drawn on standard error.
    pub shown: bool,
    /// The format of the lines, one of those that have one line.
    pub format: Format,
}

/// What is written for one article.
struct Line {
    json: Vec<u8>,
    has_failed: bool,
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Articles that have a problem instead of findings.
    pub failed: u64,
    /// Articles that an earlier run had done.
    pub done_before: u64,
    /// Files in folders that were passed over, because their ending says nothing.
    pub passed_over: u64,
}

impl Batch {
    /// Writes one line for each article. The error is that of the output, which ends the work.
    pub fn run(mut self, analyzer: &dyn Analyze) -> io::Result<Outcome> {
        let Some(path) = self.output.take() else {
            return self.write(analyzer, io::stdout().lock(), &Done::default());
        };
        let (file, done) = resume::open(&path, self.resume)?;
        self.write(analyzer, BufWriter::new(file), &done)
    }

    fn write(
        self,
        analyzer: &dyn Analyze,
        mut output: impl Write,
        done: &Done,
    ) -> io::Result<Outcome> {
        let sources = Sources::of(&self.files);
        let mut progress = Progress::start(sources.size(), self.shown);
        let read = BytesRead::default();
        let done_before = AtomicU64::new(0);
        let jobs = input::jobs(
            sources.found,
            largest_body(self.max_text) as u64,
            read.clone(),
        );
        let jobs = jobs.filter(|job| {
            let is_done = self.resume && job.id().is_some_and(|id| done.has(&id));
            done_before.fetch_add(u64::from(is_done), Ordering::Relaxed);
            !is_done
        });
        let mut failed = 0;
        let (limit, format) = (self.max_text, self.format);
        let work = |job| line(&job, analyzer, limit, format);
        map_in_order(self.jobs, jobs, work, |line: Line| {
            failed += u64::from(line.has_failed);
            progress.advance(read.get(), failed);
            output.write_all(&line.json)
        })?;
        output.flush()?;
        progress.finish();
        Ok(Outcome {
            failed,
            done_before: done_before.into_inner(),
            passed_over: sources.passed_over,
        })
    }
}

fn line(job: &Job, analyzer: &dyn Analyze, max_text: usize, format: Format) -> Line {
    let findings = job
        .request(format)
        .and_then(|request| Ok(findings(&request, analyzer, max_text)?));
    let has_failed = findings.is_err();
    let json = findings.unwrap_or_else(|error| failure(job, &error));
    Line {
        json: ndjson::ended(json),
        has_failed,
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
    ndjson::failure(job.id(), problem)
}

/// The HTTP status that says the same.
fn status(kind: io::ErrorKind) -> u16 {
    if kind == io::ErrorKind::NotFound {
        404
    } else if kind == io::ErrorKind::PermissionDenied {
        403
    } else if kind == io::ErrorKind::InvalidData {
        422
    } else {
        500
    }
}
