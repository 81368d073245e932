//! Takes the HTML apart with html5gum, a tokenizer after the WHATWG standard,
//! and tells the [`Reducer`] of tags and text with their places.
//!
//! ```text
//! <p>a &lt; b</p>   start p · copied "a " · "<" stands for &lt; · copied " b" · end p
//! ```

use std::borrow::Cow;
use std::convert::Infallible;

use html5gum::{Emitter, Error, State, Tokenizer};

use super::Reducer;
use crate::text::Span;

/// The attributes that the reduction reads; all others are dropped at once.
const ATTRIBUTES: [&str; 13] = [
    "aria-hidden",
    "class",
    "content",
    "datetime",
    "hidden",
    "itemprop",
    "name",
    "open",
    "property",
    "pubdate",
    "role",
    "style",
    "type",
];

/// A start or end tag.
#[derive(Debug)]
pub(super) struct Tag {
    /// The element's name in lower case.
    pub(super) name: Vec<u8>,
    /// Whether the tag ends with `/>`.
    pub(super) is_self_closing: bool,
    /// From `<` to the end of `>`.
    pub(super) span: Span,
    is_end: bool,
    attributes: Vec<(&'static str, Vec<u8>)>,
}

impl Tag {
    /// The value of an attribute that the reduction reads.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut attributes = self.attributes.iter();
        let (_, value) = attributes.find(|(known, _)| *known == name)?;
        Some(String::from_utf8_lossy(value))
    }
}

/// Feeds all of `html` to `reducer`.
pub(super) fn scan<'h>(html: &'h str, reducer: &mut Reducer<'h>) {
    let scanner = Scanner {
        html,
        reducer,
        position: 0,
        text_start: 0,
        copied: Span::new(0, 0),
        tag: Tag {
            name: vec![],
            is_self_closing: false,
            span: Span::new(0, 0),
            is_end: false,
            attributes: vec![],
        },
        tag_start: 0,
        last_start_tag: vec![],
        attribute_name: vec![],
        attribute_value: vec![],
    };
    let Ok(()) = Tokenizer::new_with_emitter(html, scanner).finish();
}

struct Scanner<'h, 'r> {
    html: &'h str,
    reducer: &'r mut Reducer<'h>,
    /// The byte after the last one that was read.
    position: usize,
    /// Where the next piece of text starts.
    text_start: usize,
    /// Text that stands in the HTML as it is and was not yet told: the
    /// tokenizer may cut it inside a character.
    copied: Span,
    tag: Tag,
    tag_start: usize,
    last_start_tag: Vec<u8>,
    attribute_name: Vec<u8>,
    attribute_value: Vec<u8>,
}

impl Scanner<'_, '_> {
    fn tell_copied(&mut self) {
        if !self.copied.is_empty() {
            self.reducer.copy(self.copied);
        }
        self.copied = Span::new(self.position, self.position);
    }

    /// The part of `source` that `text` stands in as it is: all of it, or all
    /// but the line feed after a carriage return, which the tokenizer joins.
    fn copy_of(&self, text: &[u8], source: Span) -> Option<Span> {
        let bytes = self.html.as_bytes().get(source.range())?;
        let before = bytes.strip_suffix(text)?;
        let start = source.start as usize + before.len();
        matches!(before, b"" | b"\n").then(|| Span::new(start, start + text.len()))
    }

    fn start_tag(&mut self, is_end: bool) {
        self.tell_copied();
        self.tag.name.clear();
        self.tag.attributes.clear();
        self.tag.is_self_closing = false;
        self.tag.is_end = is_end;
        self.attribute_name.clear();
    }

    fn finish_attribute(&mut self) {
        let name = std::mem::take(&mut self.attribute_name);
        let known = ATTRIBUTES
            .into_iter()
            .find(|known| known.as_bytes() == name);
        let value = std::mem::take(&mut self.attribute_value);
        if let Some(known) = known
            && self.tag.attribute(known).is_none()
        {
            self.tag.attributes.push((known, value));
        }
    }
}

impl Emitter for Scanner<'_, '_> {
    type Token = Infallible;

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn init_string(&mut self) {
        self.text_start = self.position;
    }

    fn emit_string(&mut self, text: &[u8]) {
        let source = Span::new(self.text_start, self.position);
        self.text_start = self.position;
        let Some(copy) = self.copy_of(text, source) else {
            self.tell_copied();
            if let Ok(text) = std::str::from_utf8(text) {
                self.reducer.stand(text, source);
            }
            return;
        };
        if self.copied.end == copy.start {
            self.copied.end = copy.end;
        } else {
            self.tell_copied();
            self.copied = copy;
        }
    }

    fn emit_eof(&mut self) {
        self.tell_copied();
    }

    fn start_open_tag(&mut self) {
        self.tag_start = self.position.saturating_sub(1);
    }

    fn init_start_tag(&mut self) {
        self.start_tag(false);
    }

    fn init_end_tag(&mut self) {
        self.start_tag(true);
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.tag.name.extend(name);
    }

    fn set_self_closing(&mut self) {
        self.tag.is_self_closing = true;
    }

    fn init_attribute(&mut self) {
        self.finish_attribute();
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        self.attribute_name.extend(name);
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        self.attribute_value.extend(value);
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.finish_attribute();
        self.tag.span = Span::new(self.tag_start, self.position);
        if self.tag.is_end {
            self.reducer.end_tag(&self.tag);
            return None;
        }
        self.last_start_tag.clone_from(&self.tag.name);
        self.reducer.start_tag(&self.tag)
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.tag.is_end && self.tag.name == self.last_start_tag
    }

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start_tag = name.unwrap_or_default().to_vec();
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    // Errors are no news: a browser shows the page all the same. Comments and
    // document types have nothing for a reader.
    fn emit_error(&mut self, _: Error) {}
    fn init_comment(&mut self) {}
    fn push_comment(&mut self, _: &[u8]) {}
    fn emit_current_comment(&mut self) {}
    fn init_doctype(&mut self) {}
    fn set_force_quirks(&mut self) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn emit_current_doctype(&mut self) {}
}
