//! Which part of a page is the article: what its markup says, as long as that
//! holds enough of the text.
//!
//! ```text
//! <h1>Headline</h1> … <main> teasers <article> … <div itemprop="articleBody">
//! ^ kept when near                   ^ from here to </article>
//! ```

use std::ops::Range;

/// What the markup calls a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RegionKind {
    /// The text of the article (`itemprop="articleBody"`).
    Body,
    /// A piece that stands for itself (`<article>`).
    Article,
    /// The page without its frame (`<main>`).
    Main,
    /// The headline of the page or of the article (`<h1>`).
    Headline,
}

/// A region and its place in the written text.
#[derive(Clone, Debug)]
pub(super) struct Region {
    /// What it is.
    pub(super) kind: RegionKind,
    /// Where it is.
    pub(super) text: Range<usize>,
}

/// How far above the region its headline may stand, in bytes of text: room
/// for a standfirst, an author and a date, not for a list of other articles.
const HEADLINE_REACH: usize = 1000;

/// The part of a text of `length` bytes that is the article.
pub(super) fn article(regions: &[Region], length: usize) -> Range<usize> {
    let Some(chosen) = chosen(regions, length) else {
        return 0..length;
    };
    let start = headline_above(regions, chosen).map_or(chosen.start, |headline| headline.start);
    start..chosen.end
}

fn chosen(regions: &[Region], length: usize) -> Option<&Range<usize>> {
    if let Some(body) = longest(regions, RegionKind::Body) {
        return Some(article_around(regions, body));
    }
    let main = longest(regions, RegionKind::Main);
    let whole = main.map_or(length, Range::len);
    // A page of many short pieces is read whole.
    let article = longest(regions, RegionKind::Article).filter(|text| text.len() * 2 >= whole);
    article.or(main)
}

/// The longest region of a kind; the first of those that are equally long, none without text.
fn longest(regions: &[Region], kind: RegionKind) -> Option<&Range<usize>> {
    let of_kind = regions.iter().filter(|region| region.kind == kind);
    of_kind
        .map(|region| &region.text)
        .filter(|text| !text.is_empty())
        .rev()
        .max_by_key(|text| text.len())
}

/// The smallest article around the body, with the byline that the body lacks; else the body.
fn article_around<'r>(regions: &'r [Region], body: &'r Range<usize>) -> &'r Range<usize> {
    regions
        .iter()
        .filter(|region| region.kind == RegionKind::Article)
        .map(|region| &region.text)
        .filter(|text| text.start <= body.start && body.end <= text.end)
        .min_by_key(|text| text.len())
        .unwrap_or(body)
}

/// The headline next above a region that has none in it.
fn headline_above<'r>(regions: &'r [Region], chosen: &Range<usize>) -> Option<&'r Range<usize>> {
    let headlines = || {
        regions
            .iter()
            .filter(|region| region.kind == RegionKind::Headline && !region.text.is_empty())
            .map(|region| &region.text)
    };
    let is_inside = |text: &Range<usize>| chosen.start <= text.start && text.end <= chosen.end;
    if headlines().any(is_inside) {
        return None;
    }
    headlines()
        .rfind(|text| text.end <= chosen.start)
        .filter(|text| chosen.start - text.end <= HEADLINE_REACH)
}
