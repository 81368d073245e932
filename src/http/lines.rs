//! The lines of a body as they arrive. Only one is in memory, and none that is
//! larger than the limit: of that the rest is passed over.

use std::time::Duration;

use actix_web::web::{Bytes, Payload};
use futures_util::stream::{Stream, StreamExt, unfold};
use tokio::time::timeout;

use super::ndjson::{id_at_start, is_blank};
use super::problem::ApiError;

/// Longest silence of a client that sends lines. What it sends may take it time to make.
pub(super) const SILENCE: Duration = Duration::from_mins(1);

/// A line that is not blank.
pub(super) struct Line {
    /// Its number in the body, from 1.
    pub(super) number: u64,
    /// The id of a request that is too large, where its beginning shows it.
    pub(super) id: Option<String>,
    /// Its bytes, or why they cannot be had. A body that breaks off ends with such a line.
    pub(super) content: Result<Vec<u8>, ApiError>,
}

/// The lines of `body` that are not blank, each of at most `limit` bytes.
pub(super) fn lines(body: Payload, limit: usize) -> impl Stream<Item = Line> {
    let reader = Reader {
        body,
        limit,
        number: 0,
        rest: Bytes::new(),
        state: State::Open,
    };
    unfold(reader, |mut reader| async {
        let line = reader.next().await?;
        Some((line, reader))
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// More may come.
    Open,
    /// Nothing more comes.
    Ended,
}

struct Reader {
    body: Payload,
    limit: usize,
    number: u64,
    /// What has arrived and is not read.
    rest: Bytes,
    state: State,
}

impl Reader {
    async fn next(&mut self) -> Option<Line> {
        while self.state == State::Open || !self.rest.is_empty() {
            self.number += 1;
            let mut id = None;
            let content = self.line(&mut id).await;
            let is_nothing = content.as_ref().is_ok_and(|line| is_blank(line));
            if !is_nothing {
                let number = self.number;
                return Some(Line {
                    number,
                    id,
                    content,
                });
            }
        }
        None
    }

    /// The bytes up to the next line feed or the end of the body; the `id` of those that are too many.
    async fn line(&mut self, id: &mut Option<String>) -> Result<Vec<u8>, ApiError> {
        let mut kept = Vec::new();
        let mut is_too_large = false;
        loop {
            let end = self.rest.iter().position(|&byte| byte == b'\n');
            let piece = self.rest.split_to(end.unwrap_or(self.rest.len()));
            if kept.len() + piece.len() > self.limit {
                is_too_large = true;
                *id = id.take().or_else(|| id_at_start(&kept));
                kept = Vec::new();
            }
            if !is_too_large {
                kept.extend_from_slice(&piece);
            }
            if end.is_some() {
                let _line_feed = self.rest.split_to(1);
                break;
            }
            if self.state == State::Ended {
                break;
            }
            self.fill().await?;
        }
        if is_too_large {
            return Err(ApiError::BodyTooLarge { limit: self.limit });
        }
        Ok(kept)
    }

    /// Waits for more of the body.
    async fn fill(&mut self) -> Result<(), ApiError> {
        let next = timeout(SILENCE, self.body.next()).await;
        let error = match next {
            Ok(Some(Ok(bytes))) => {
                self.rest = bytes;
                return Ok(());
            }
            Ok(None) => {
                self.state = State::Ended;
                return Ok(());
            }
            Ok(Some(Err(_))) => ApiError::MalformedTransfer,
            Err(_) => ApiError::BodyTimeout { deadline: SILENCE },
        };
        self.state = State::Ended;
        Err(error)
    }
}
