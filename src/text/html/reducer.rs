//! [`Reducer`]: follows the tags of a document and decides what is written,
//! what is left out and what is noted beside the text.
//!
//! ```text
//! <div hidden>  opens an element whose content is left out
//! text          is dropped
//! </div>        closes it
//! text          is written
//! ```

use html5gum::State;

use super::Reduced;
use super::element::{Kind, Name};
use super::metadata::Metadata;
use super::open::{Effect, OpenElement, OpenElements};
use super::region::{Region, RegionKind, article};
use super::scanner::Tag;
use super::writer::{Gap, Lines, Writer};
use crate::text::Span;

/// Builds the readable text of one document.
#[derive(Debug)]
pub(super) struct Reducer<'h> {
    html: &'h str,
    open: OpenElements,
    writer: Writer<'h>,
    metadata: Metadata,
    regions: Vec<Region>,
    /// How many open elements have their content left out.
    left_out: usize,
    /// How many open elements are an article or its body.
    articles: usize,
    /// Where the content of an open block of linked data starts.
    linked_data: Option<u32>,
}

impl<'h> Reducer<'h> {
    /// Nothing is read.
    pub(super) fn new(html: &'h str) -> Self {
        Self {
            html,
            open: OpenElements::new(),
            writer: Writer::new(html),
            metadata: Metadata::default(),
            regions: vec![],
            left_out: 0,
            articles: 0,
            linked_data: None,
        }
    }

    /// Reads text that stands in the HTML as it is.
    pub(super) fn copy(&mut self, source: Span) {
        if self.left_out == 0 {
            self.writer.copy(source, self.lines());
        }
    }

    /// Reads text that a character reference stands for.
    pub(super) fn stand(&mut self, text: &str, source: Span) {
        if self.left_out == 0 {
            self.writer.stand(text, source, self.lines());
        }
    }

    /// Reads a start tag and says how its content is to be read.
    pub(super) fn start_tag(&mut self, tag: &Tag) -> Option<State> {
        let (name, kind) = self.open.name(&tag.name);
        self.close_implied(&tag.name, kind);
        self.separate(kind);
        let is_foreign = self.open.is_foreign();
        if self.left_out == 0 {
            self.note(tag);
        }
        if kind.is_empty() || (tag.is_self_closing && (is_foreign || starts_foreign(&tag.name))) {
            return None;
        }
        self.open(name, kind, tag);
        if is_foreign {
            return None;
        }
        if is_linked_data(tag) {
            self.linked_data = Some(tag.span.end);
        }
        content_state(&tag.name)
    }

    /// Reads an end tag.
    pub(super) fn end_tag(&mut self, tag: &Tag) {
        if let Some(start) = self.linked_data.take() {
            let end = tag.span.start;
            self.metadata.linked_data(Span { start, end }.of(self.html));
        }
        let (name, kind) = self.open.name(&tag.name);
        let depth = self.open.depth_after_end(name, kind);
        if name == QUOTATION && depth < self.open.depth() {
            self.close_to(depth + 1);
            self.stand("\u{201d}", tag.span);
        }
        self.close_to(depth);
        self.separate(kind);
    }

    /// The readable text and what was noted.
    pub(super) fn finish(mut self) -> Reduced {
        self.close_to(0);
        let article = article(&self.regions, self.writer.len());
        let (markup_dates, linked_data) = self.metadata.finish(&article);
        let (text, runs) = self.writer.finish(article);
        Reduced {
            text,
            markup_dates,
            linked_data,
            runs,
        }
    }

    /// Closes what a start tag closes without saying so.
    fn close_implied(&mut self, name: &[u8], kind: Kind) {
        while let Some(depth) = self.open.depth_outside_foreign(name) {
            self.close_to(depth);
        }
        if !self.open.is_foreign() {
            self.close_to(self.open.depth_before_start(name, kind));
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.depth() > depth {
            if let Some(closed) = self.open.pop() {
                self.close(&closed);
            }
        }
    }

    fn close(&mut self, closed: &OpenElement) {
        self.left_out -= usize::from(closed.effect.left_out);
        if let Some(region) = closed.effect.region {
            let region = &mut self.regions[region];
            region.text.end = self.writer.len();
            self.articles -= usize::from(region.kind != RegionKind::Headline);
        }
        self.separate(closed.kind);
    }

    fn open(&mut self, name: Name, kind: Kind, tag: &Tag) {
        let left_out = self.is_left_out(kind, tag);
        self.left_out += usize::from(left_out);
        let region = region_kind(tag).filter(|_| self.left_out == 0);
        if let Some(kind) = region {
            let text = self.writer.len()..self.writer.len();
            self.regions.push(Region { kind, text });
            self.articles += usize::from(kind != RegionKind::Headline);
        }
        let region = region.map(|_| self.regions.len() - 1);
        self.open.push(name, Effect { left_out, region });
        if name == QUOTATION {
            self.stand("\u{201c}", tag.span);
        }
    }

    /// Writes what an element shows between its neighbours.
    fn separate(&mut self, kind: Kind) {
        if self.left_out > 0 {
            return;
        }
        match kind {
            Kind::Break => self.writer.break_line(),
            Kind::Cell => self.writer.separate(Gap::Cell),
            Kind::Block | Kind::Aside | Kind::Rule => self.writer.separate(Gap::Paragraph),
            Kind::Inline | Kind::Void | Kind::Hidden | Kind::Frame => {}
        }
    }

    fn note(&mut self, tag: &Tag) {
        match tag.name.as_slice() {
            b"meta" => self.metadata.meta(tag),
            b"time" => self.metadata.time(tag, self.writer.len()),
            _ => {}
        }
    }

    fn lines(&self) -> Lines {
        if self.open.is_open(const { Name::known("pre") }) {
            Lines::Kept
        } else {
            Lines::Collapsed
        }
    }

    fn is_left_out(&self, kind: Kind, tag: &Tag) -> bool {
        match (kind, tag.name.as_slice()) {
            (Kind::Hidden | Kind::Aside, _) => true,
            // Inside a quotation it names who is quoted.
            (_, b"footer") => !self.open.is_open(const { Name::known("blockquote") }),
            // Around an article it is the page's own, inside it asks for something.
            (_, b"form") => self.articles > 0,
            (_, b"dialog") => tag.attribute("open").is_none(),
            _ => is_hidden(kind, tag),
        }
    }
}

/// Short quotations, which browsers put in quotation marks.
const QUOTATION: Name = Name::known("q");

/// Whether the element starts SVG or mathematics, where `/>` closes.
fn starts_foreign(name: &[u8]) -> bool {
    matches!(name, b"svg" | b"math")
}

/// How the tokenizer reads the content of an element that holds no markup.
fn content_state(name: &[u8]) -> Option<State> {
    match name {
        b"title" | b"textarea" => Some(State::RcData),
        b"script" => Some(State::ScriptData),
        b"iframe" | b"noembed" | b"noframes" | b"noscript" | b"style" | b"xmp" => {
            Some(State::RawText)
        }
        _ => None,
    }
}

fn is_linked_data(tag: &Tag) -> bool {
    let media_type = tag.attribute("type").unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default();
    tag.name == b"script" && essence.trim().eq_ignore_ascii_case("application/ld+json")
}

fn region_kind(tag: &Tag) -> Option<RegionKind> {
    let has = |attribute: &str, wanted: &str| has_token(tag, attribute, &[wanted]);
    match tag.name.as_slice() {
        _ if has("itemprop", "articleBody") => Some(RegionKind::Body),
        b"article" => Some(RegionKind::Article),
        b"main" => Some(RegionKind::Main),
        b"h1" => Some(RegionKind::Headline),
        _ if has("role", "article") => Some(RegionKind::Article),
        _ if has("role", "main") => Some(RegionKind::Main),
        _ => None,
    }
}

/// Whether attributes hide the element or call it a part of the page around an article.
fn is_hidden(kind: Kind, tag: &Tag) -> bool {
    tag.attribute("hidden").is_some()
        // On a block it marks a closed dialog or a copy; inside a line it
        // marks ornaments, among them the large first letter of an article.
        || (kind == Kind::Block && has_token(tag, "aria-hidden", &["true"]))
        || has_token(tag, "role", &FRAME_ROLES)
        || has_token(tag, "class", &SCREEN_READER_CLASSES)
        || tag.attribute("style").is_some_and(|style| hides(&style))
}

const FRAME_ROLES: [&str; 10] = [
    "alertdialog",
    "complementary",
    "contentinfo",
    "dialog",
    "menu",
    "menubar",
    "navigation",
    "search",
    "tablist",
    "toolbar",
];

/// The classes by which widespread style sheets hide text from the eye alone.
const SCREEN_READER_CLASSES: [&str; 3] = ["sr-only", "visually-hidden", "screen-reader-text"];

fn hides(style: &str) -> bool {
    let compact: String = style
        .chars()
        .filter(|character| !character.is_ascii_whitespace())
        .map(|character| character.to_ascii_lowercase())
        .collect();
    compact.contains("display:none") || compact.contains("visibility:hidden")
}

fn has_token(tag: &Tag, attribute: &str, wanted: &[&str]) -> bool {
    let value = tag.attribute(attribute).unwrap_or_default();
    value.split_ascii_whitespace().any(|token| {
        wanted
            .iter()
            .any(|wanted| wanted.eq_ignore_ascii_case(token))
    })
}
