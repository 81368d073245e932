//! The stack of open elements and the rules by which a tag closes some of them.
//!
//! Authors leave out end tags (`<p>one<p>two`, `<li>`, `<td>`) and close what
//! they never opened. The rules below are the parts of the HTML standard's tree
//! construction (<https://html.spec.whatwg.org/multipage/parsing.html>) that
//! decide how far an element with an effect, such as `hidden`, reaches.
//!
//! Each open element knows the next one of its own name below it, so that the
//! innermost of a name is found at once and no tag costs more than it closes:
//!
//! ```text
//! stack      div₀  table₁  tr₂  td₃  div₄
//! innermost  div → 4, and below it 0; td → 3; a </div> here closes 4 alone
//! ```

use super::element::{Kind, Name, Names};

/// What an open element does to the text inside it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Effect {
    /// The content is left out.
    pub(super) left_out: bool,
    /// The content is a region, by its index.
    pub(super) region: Option<usize>,
}

/// An element that has started and not ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenElement {
    /// Its name.
    pub(super) name: Name,
    /// Its kind.
    pub(super) kind: Kind,
    /// What it does.
    pub(super) effect: Effect,
    below: Option<usize>,
}

/// The open elements, outermost first.
#[derive(Debug)]
pub(super) struct OpenElements {
    names: Names,
    stack: Vec<OpenElement>,
    innermost: Vec<Option<usize>>,
    /// Positions of the elements that are not inline.
    structural: Vec<usize>,
}

const fn names<const N: usize>(texts: [&str; N]) -> [Name; N] {
    let mut names = [Name::known("p"); N];
    let mut index = 0;
    while index < N {
        names[index] = Name::known(texts[index]);
        index += 1;
    }
    names
}

// The scopes and lists of the standard, under its own names.
const SCOPE: &[Name] = &names([
    "applet", "caption", "table", "td", "th", "marquee", "object", "template",
]);
const BUTTON_SCOPE: &[Name] = &names([
    "button", "applet", "caption", "table", "td", "th", "marquee", "object", "template",
]);
const LIST_SCOPE: &[Name] = &names([
    "ul", "ol", "menu", "applet", "caption", "table", "td", "th", "marquee", "object", "template",
]);
const DEFINITION_SCOPE: &[Name] = &names([
    "dl", "applet", "caption", "table", "td", "th", "marquee", "object", "template",
]);
const TABLE_SCOPE: &[Name] = &names(["table", "template"]);
const TABLE_PARTS: &[Name] = &names(["caption", "td", "th", "tr", "tbody", "thead", "tfoot"]);
const FOREIGN: &[Name] = &names(["svg", "math"]);
const INTEGRATION_POINTS: &[Name] = &names([
    "foreignobject",
    "desc",
    "title",
    "annotation-xml",
    "mi",
    "mo",
    "mn",
    "ms",
    "mtext",
]);

impl OpenElements {
    /// No element is open.
    pub(super) fn new() -> Self {
        Self {
            names: Names::new(),
            stack: vec![],
            innermost: vec![],
            structural: vec![],
        }
    }

    /// The number and kind of a name in lower case.
    pub(super) fn name(&mut self, name: &[u8]) -> (Name, Kind) {
        let number = self.names.number(name);
        (number, self.names.kind(number))
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.stack.len()
    }

    /// Whether an element of this name is open.
    pub(super) fn is_open(&self, name: Name) -> bool {
        self.innermost(name).is_some()
    }

    /// Whether the place is inside SVG or mathematics, where other rules hold.
    pub(super) fn is_foreign(&self) -> bool {
        self.foreign_position().is_some()
    }

    /// Opens an element.
    pub(super) fn push(&mut self, name: Name, effect: Effect) {
        let (kind, position) = (self.names.kind(name), self.stack.len());
        if kind != Kind::Inline {
            self.structural.push(position);
        }
        if self.innermost.len() <= name.index() {
            self.innermost.resize(name.index() + 1, None);
        }
        let below = self.innermost[name.index()].replace(position);
        self.stack.push(OpenElement {
            name,
            kind,
            effect,
            below,
        });
    }

    /// Closes the innermost element.
    pub(super) fn pop(&mut self) -> Option<OpenElement> {
        let closed = self.stack.pop()?;
        self.innermost[closed.name.index()] = closed.below;
        if closed.kind != Kind::Inline {
            self.structural.pop();
        }
        Some(closed)
    }

    /// The depth to close down to before an element of this name starts.
    pub(super) fn depth_before_start(&self, name: &[u8], kind: Kind) -> usize {
        let mut depth = self.depth();
        if kind.is_paragraph() {
            depth = self
                .position_in(const { Name::known("p") }, BUTTON_SCOPE)
                .unwrap_or(depth);
        }
        let (closed, scope): (&[Name], _) = match name {
            b"li" => (const { &names(["li"]) }, LIST_SCOPE),
            b"dt" | b"dd" => (const { &names(["dt", "dd"]) }, DEFINITION_SCOPE),
            b"td" | b"th" => (const { &names(["td", "th"]) }, TABLE_SCOPE),
            b"tr" => (const { &names(["td", "th", "tr"]) }, TABLE_SCOPE),
            b"tbody" | b"thead" | b"tfoot" => (TABLE_PARTS, TABLE_SCOPE),
            _ => (&[], SCOPE),
        };
        let positions = closed
            .iter()
            .filter_map(|&name| self.position_in(name, scope));
        positions.fold(depth, usize::min)
    }

    /// The depth to close down to when an HTML element starts inside SVG or
    /// mathematics that was never closed; none when it starts elsewhere.
    pub(super) fn depth_outside_foreign(&self, name: &[u8]) -> Option<usize> {
        self.foreign_position().filter(|_| breaks_out(name))
    }

    /// The depth to close down to at an end tag; the present one when the tag closes nothing.
    pub(super) fn depth_after_end(&self, name: Name, kind: Kind) -> usize {
        let position = match self.innermost(name) {
            Some(position) if kind == Kind::Inline => {
                let barrier = self.structural.last();
                barrier
                    .is_none_or(|&barrier| barrier < position)
                    .then_some(position)
            }
            _ => self.position_in(name, end_scope(name)),
        };
        position.unwrap_or(self.depth())
    }

    fn innermost(&self, name: Name) -> Option<usize> {
        self.innermost.get(name.index()).copied().flatten()
    }

    /// The place of the innermost element of this name, unless one of `scope` is open inside it.
    fn position_in(&self, name: Name, scope: &[Name]) -> Option<usize> {
        let position = self.innermost(name)?;
        let barrier = scope
            .iter()
            .filter(|&&other| other != name)
            .filter_map(|&other| self.innermost(other))
            .max();
        barrier
            .is_none_or(|barrier| barrier < position)
            .then_some(position)
    }

    fn foreign_position(&self) -> Option<usize> {
        let deepest = |names: &[Name]| names.iter().filter_map(|&name| self.innermost(name)).max();
        deepest(FOREIGN).filter(|&position| deepest(INTEGRATION_POINTS) < Some(position))
    }
}

/// The elements that keep an end tag from reaching further out.
fn end_scope(name: Name) -> &'static [Name] {
    const TEMPLATE: &[Name] = &names(["template"]);
    if TABLE_PARTS.contains(&name) {
        TABLE_SCOPE
    } else if TABLE_SCOPE.contains(&name) {
        TEMPLATE
    } else if name == const { Name::known("li") } {
        LIST_SCOPE
    } else {
        SCOPE
    }
}

/// Whether a start tag of this name ends SVG or mathematics around it.
fn breaks_out(name: &[u8]) -> bool {
    matches!(
        name,
        b"b" | b"big"
            | b"blockquote"
            | b"body"
            | b"br"
            | b"center"
            | b"code"
            | b"dd"
            | b"div"
            | b"dl"
            | b"dt"
            | b"em"
            | b"embed"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"head"
            | b"hr"
            | b"i"
            | b"img"
            | b"li"
            | b"listing"
            | b"menu"
            | b"meta"
            | b"nobr"
            | b"ol"
            | b"p"
            | b"pre"
            | b"ruby"
            | b"s"
            | b"small"
            | b"span"
            | b"strong"
            | b"strike"
            | b"sub"
            | b"sup"
            | b"table"
            | b"tt"
            | b"u"
            | b"ul"
            | b"var"
    )
}
