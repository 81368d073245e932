//! Paragraphs: what lies between blank lines. Where the text is not
//! hard-wrapped, every line is a paragraph, as in text taken from a page.

use crate::text::{Document, Span};

/// The paragraphs of `document`, in order, trimmed; the headline is one by itself.
pub(super) fn paragraphs(document: &Document) -> Vec<Span> {
    let content = document.content();
    let body = document.body_start() as usize;
    let mut found = Vec::new();
    cut(content, Span::new(0, body), Breaks::EveryLine, &mut found);
    let breaks = if is_wrapped(document.text()) {
        Breaks::BlankLines
    } else {
        Breaks::EveryLine
    };
    cut(content, Span::new(body, content.len()), breaks, &mut found);
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Breaks {
    EveryLine,
    BlankLines,
}

fn cut(content: &str, within: Span, breaks: Breaks, found: &mut Vec<Span>) {
    let mut start = within.start as usize;
    let mut at = start;
    for line in within.of(content).split_inclusive('\n') {
        let blank = line.trim().is_empty();
        let line_end = at + line.len();
        if blank {
            push(content, start, at, found);
            start = line_end;
        } else if breaks == Breaks::EveryLine {
            push(content, start, line_end, found);
            start = line_end;
        }
        at = line_end;
    }
    push(content, start, within.end as usize, found);
}

fn push(content: &str, start: usize, end: usize, found: &mut Vec<Span>) {
    let span = Span::new(start, end.max(start)).trimmed(content);
    if !span.is_empty() {
        found.push(span);
    }
}

/// Whether the lines of `text` were broken at a column rather than at paragraphs:
/// most lines that go on in the next one are about as long as the longest, and
/// most do not end a sentence.
fn is_wrapped(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let broken: Vec<(usize, bool)> = lines
        .windows(2)
        .filter(|pair| !pair[0].is_empty() && !pair[1].is_empty())
        .map(|pair| (pair[0].chars().count(), !ends_sentence(pair[0])))
        .collect();
    let longest = broken.iter().map(|&(length, _)| length).max().unwrap_or(0);
    let full = broken
        .iter()
        .filter(|&&(length, _)| length + 20 >= longest)
        .count();
    let running = broken.iter().filter(|&&(_, runs_on)| runs_on).count();
    broken.len() >= 3
        && (40..=120).contains(&longest)
        && full * 10 >= broken.len() * 7
        && running * 10 >= broken.len() * 6
}

fn ends_sentence(line: &str) -> bool {
    line.ends_with(['.', '!', '?', '…', ':', '»', '”', '"'])
}
