//! What each HTML element means for the reader of an article: a paragraph, a
//! table cell, something that is left out, or (every name that is not listed)
//! nothing at all.
//!
//! ```text
//! <p>    Block    a blank line before and after
//! <td>   Cell     a tab between neighbours
//! <nav>  Aside    a blank line; its content is left out
//! <svg>  Hidden   its content is left out
//! <em>   Inline   nothing
//! ```
//!
//! The groups follow the HTML standard's rendering chapter
//! (<https://html.spec.whatwg.org/multipage/rendering.html>).

use std::collections::HashMap;

/// How an element shows in readable text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Part of the line that it stands in.
    Inline,
    /// A line break.
    Break,
    /// No content and no break.
    Void,
    /// A break between paragraphs, without content.
    Rule,
    /// A paragraph of its own.
    Block,
    /// A cell of a table row.
    Cell,
    /// Not shown, or a control, or embedded media.
    Hidden,
    /// A paragraph of its own that is no part of an article.
    Aside,
    /// A frame whose tags authors may leave out, so that nothing rests on it.
    Frame,
}

impl Kind {
    /// The kind of the element with this name in lower case.
    pub(super) fn of(name: &[u8]) -> Self {
        match name {
            b"br" => Self::Break,
            b"area" | b"base" | b"basefont" | b"bgsound" | b"col" | b"embed" | b"frame"
            | b"img" | b"input" | b"keygen" | b"link" | b"meta" | b"param" | b"source"
            | b"track" | b"wbr" => Self::Void,
            b"hr" => Self::Rule,
            b"address" | b"article" | b"blockquote" | b"caption" | b"center" | b"dd"
            | b"details" | b"dialog" | b"dir" | b"div" | b"dl" | b"dt" | b"fieldset"
            | b"figcaption" | b"figure" | b"footer" | b"form" | b"h1" | b"h2" | b"h3" | b"h4"
            | b"h5" | b"h6" | b"header" | b"hgroup" | b"legend" | b"li" | b"listing" | b"main"
            | b"marquee" | b"menu" | b"ol" | b"p" | b"plaintext" | b"pre" | b"section"
            | b"summary" | b"table" | b"tbody" | b"tfoot" | b"thead" | b"tr" | b"ul" => Self::Block,
            b"td" | b"th" => Self::Cell,
            b"annotation" | b"annotation-xml" | b"applet" | b"audio" | b"button" | b"canvas"
            | b"datalist" | b"iframe" | b"label" | b"meter" | b"noembed" | b"noframes"
            | b"noscript" | b"object" | b"output" | b"progress" | b"rp" | b"rt" | b"rtc"
            | b"script" | b"select" | b"style" | b"svg" | b"template" | b"textarea" | b"title"
            | b"video" | b"xmp" => Self::Hidden,
            b"aside" | b"nav" | b"search" => Self::Aside,
            b"html" | b"head" | b"body" => Self::Frame,
            _ => Self::Inline,
        }
    }

    /// Whether an element has no content that could be left out or noted.
    pub(super) fn is_empty(self) -> bool {
        matches!(self, Self::Void | Self::Break | Self::Rule | Self::Frame)
    }

    /// Whether the element separates what is around it into paragraphs.
    pub(super) fn is_paragraph(self) -> bool {
        matches!(self, Self::Block | Self::Aside | Self::Rule)
    }
}

/// The name of an element, as a place in [`Names`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name(usize);

/// The names that the rules of nesting speak of.
const KNOWN: [&str; 41] = [
    "annotation-xml",
    "applet",
    "article",
    "blockquote",
    "button",
    "caption",
    "dd",
    "desc",
    "dl",
    "dt",
    "footer",
    "foreignobject",
    "form",
    "h1",
    "li",
    "main",
    "marquee",
    "math",
    "menu",
    "mi",
    "mn",
    "mo",
    "ms",
    "mtext",
    "object",
    "ol",
    "p",
    "pre",
    "q",
    "script",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

impl Name {
    /// A name of the rules; it does not compile when the rules know no such name.
    pub(super) const fn known(text: &str) -> Self {
        let mut index = 0;
        while !equal(KNOWN[index].as_bytes(), text.as_bytes()) {
            index += 1;
        }
        Self(index)
    }

    /// The place of the name among all names of a document.
    pub(super) fn index(self) -> usize {
        self.0
    }
}

const fn equal(left: &[u8], right: &[u8]) -> bool {
    let mut index = 0;
    while index < left.len() && index < right.len() && left[index] == right[index] {
        index += 1;
    }
    index == left.len() && index == right.len()
}

/// All names that a document uses, each with a number and its kind.
#[derive(Debug)]
pub(super) struct Names {
    numbers: HashMap<Box<[u8]>, Name>,
    kinds: Vec<Kind>,
}

impl Names {
    /// The names of the rules.
    pub(super) fn new() -> Self {
        let mut names = Self {
            numbers: HashMap::new(),
            kinds: vec![],
        };
        for known in KNOWN {
            names.number(known.as_bytes());
        }
        names
    }

    /// The number of a name in lower case.
    pub(super) fn number(&mut self, name: &[u8]) -> Name {
        if let Some(&known) = self.numbers.get(name) {
            return known;
        }
        let number = Name(self.kinds.len());
        self.kinds.push(Kind::of(name));
        self.numbers.insert(name.into(), number);
        number
    }

    /// The kind of an element.
    pub(super) fn kind(&self, name: Name) -> Kind {
        self.kinds[name.0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_have_the_same_number_at_compile_time_and_in_a_document() {
        let mut names = Names::new();
        for known in KNOWN {
            assert_eq!(
                names.number(known.as_bytes()),
                Name::known(known),
                "{known}"
            );
        }
        let other = names.number(b"x-teaser");
        assert_eq!(names.number(b"x-teaser"), other);
        assert_eq!(names.kind(other), Kind::Inline);
    }
}
