//! HTML to readable text, with a way back from every span of the text to the
//! HTML that was sent.
//!
//! ```
//! use copydesk::text::{Span, html::reduce};
//!
//! let html = "<h1>Storm&nbsp;Ada</h1>\n<p>No one was <b>hurt</b>.<br>\nTwo roads are shut.";
//! let reduced = reduce(html);
//! assert_eq!(reduced.text, "Storm\u{a0}Ada\n\nNo one was hurt.\nTwo roads are shut.");
//! assert_eq!(reduced.source(Span::new(0, 10)).of(html), "Storm&nbsp;Ada");
//! ```
//!
//! What a reader sees is kept, as a browser would show it: blocks become
//! paragraphs with a blank line between them, `<br>` a new line, cells of a
//! table row are parted by tabs, white space collapses (a non-breaking space
//! does not), character references are decoded, `<q>` gets its marks. What is
//! not shown, not text or not the article is left out: scripts, hidden
//! elements, controls, navigation, asides and footers; and where the markup
//! says which part of the page is the article, everything around it but the
//! headline.
//!
//! ```text
//! scanner    html5gum: tags and text with their places
//! reducer    which elements are open (open, element) and what that means
//! writer     text and the runs that lead back (runs)
//! region     which part of the page is the article
//! metadata   dates and linked data
//! ```
//!
//! Any text is HTML to this parser, nothing recurses, and time and memory grow
//! with the length alone.

mod element;
mod metadata;
mod open;
mod reducer;
mod region;
mod runs;
mod scanner;
mod writer;

use super::{MarkupDate, Span};
use reducer::Reducer;
use runs::Runs;

/// The readable text of an HTML document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reduced {
    /// The text, the headline (`<h1>`) included.
    pub text: String,
    /// The dates that `meta` and `time` elements state, the most trusted first.
    pub markup_dates: Vec<MarkupDate>,
    /// The blocks of linked data (JSON-LD) as they are written, in the order of the page.
    pub linked_data: Vec<String>,
    runs: Runs,
}

impl Reduced {
    /// The bytes of the HTML that produced `span` of the text: from the first
    /// byte of its first character to the last byte of its last one, with all
    /// markup in between. `&amp;` is one character; white space and breaks
    /// stand for all that they replace. An empty span gives the place where
    /// the next character starts.
    pub fn source(&self, span: Span) -> Span {
        self.runs.source(span)
    }
}

/// The readable text of `html`, a document or a fragment of one.
pub fn reduce(html: &str) -> Reduced {
    let mut reducer = Reducer::new(html);
    scanner::scan(html, &mut reducer);
    reducer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(&str, &str)]) {
        for (html, text) in cases {
            assert_eq!(reduce(html).text, *text, "{html}");
        }
    }

    #[test]
    fn blocks_become_paragraphs_and_lines_stay_lines() {
        check(&[
            ("plain", "plain"),
            ("<p>one</p><p>two</p>", "one\n\ntwo"),
            ("<p>one<p>two", "one\n\ntwo"),
            ("one</p>two", "one\n\ntwo"),
            ("<div><div>one</div></div><div>two</div>", "one\n\ntwo"),
            ("one<br>two", "one\ntwo"),
            ("one <br/> two", "one\ntwo"),
            ("one<br><br>two", "one\n\ntwo"),
            ("one<br><br><br>two", "one\n\ntwo"),
            ("<p>one<br></p><p><br></p>two", "one\n\ntwo"),
            ("<h1>Head</h1>text<hr>more", "Head\n\ntext\n\nmore"),
            ("<ul><li>one<li>two</ul>three", "one\n\ntwo\n\nthree"),
            ("<dl><dt>one<dd>two</dl>", "one\n\ntwo"),
            (
                "<figure><img><figcaption>Seen</figcaption></figure>",
                "Seen",
            ),
        ]);
    }

    #[test]
    fn table_rows_are_paragraphs_and_cells_are_parted_by_tabs() {
        check(&[
            (
                "<table><tr><th>Town</th><th>Seats</th></tr><tr><td>Brest</td><td>7</td></tr></table>",
                "Town\tSeats\n\nBrest\t7",
            ),
            ("<table><tr><td>a<td>b<tr><td>c</table>d", "a\tb\n\nc\n\nd"),
            (
                "<table><tr><td><table><tr><td>in</table><td>out</table>",
                "in\n\nout",
            ),
            ("<table><tr><td><p>a</p></td><td>b</table>", "a\n\nb"),
        ]);
    }

    #[test]
    fn white_space_collapses_as_in_a_browser() {
        check(&[
            ("  one \n\t two  ", "one two"),
            ("<b>one </b> <i> two</i>", "one two"),
            ("<b>one</b>two", "onetwo"),
            ("one\r\ntwo\rthree", "one two three"),
            (
                "one&nbsp; two\u{a0}\u{202f}!",
                "one\u{a0} two\u{a0}\u{202f}!",
            ),
            ("one&#10;two&#32;&#9;three", "one two three"),
            ("<pre>one\r\n  two\n\n\nthree</pre>", "one\ntwo\n\nthree"),
            ("soft\u{ad}ly, soft&shy;ly", "softly, softly"),
            ("\u{feff}<p>nul\0l", "null"),
            ("fire<wbr>man", "fireman"),
        ]);
    }

    #[test]
    fn character_references_are_decoded() {
        check(&[
            ("&lt;b&gt; &amp;amp; &eacute;&#233;&#xE9;", "<b> &amp; ééé"),
            (
                "&copy 2020 &notit; &unknown; & &#; &#x;",
                "© 2020 ¬it; &unknown; & &#; &#x;",
            ),
            (
                "&#59;&#128512;&#150;&#xD800;&#0;&#1114112;",
                ";😀–\u{fffd}\u{fffd}\u{fffd}",
            ),
            ("&nGg;", "⋙\u{338}"),
            ("a < b <é> <3 </ > </>x", "a < b <é> <3 x"),
        ]);
    }

    #[test]
    fn what_is_not_shown_is_left_out() {
        check(&[
            ("a<script>if (a<b) '</p>'</script>b<style>p{}</style>", "ab"),
            ("<head><title>T</title><meta name=x></head><body>b", "b"),
            (
                "a<noscript><p>b</noscript>c<template><p>d</template>e",
                "ace",
            ),
            (
                "a<!-- <p>b --> c<!doctype html><![CDATA[d]]>e<?php f ?>g",
                "a ceg",
            ),
            ("<p hidden>a<p>b", "b"),
            ("<div hidden>a<div>b</div>c</div>d", "d"),
            (
                "<div hidden><p>a</div>b<span style='Display : None'>c</span>",
                "b",
            ),
            ("<x-box hidden>a</x-box>b", "b"),
            (
                "<div aria-hidden=true>a</div><span aria-hidden=true>B</span>c",
                "Bc",
            ),
            ("<span class='sr-only icon'>B</span>c", "c"),
            (
                "<svg><title>a</title><style>b</style><path/><g/></svg>c",
                "c",
            ),
            ("<svg><path><p>a", "a"),
            (
                "<svg/>a<svg><foreignObject><p>b</p></foreignObject></svg>c",
                "ac",
            ),
            (
                "a<button><div>b</div></button>c<select><option>d</select>e",
                "ace",
            ),
            ("<dialog>a</dialog><dialog open>b</dialog>", "b"),
            ("<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>", "a"),
            (
                "a<iframe><p>b</p></iframe>c<textarea><p>d</textarea>e",
                "ace",
            ),
            ("<body style='display:none'>a", "a"),
            ("a<script>b", "a"),
            ("<p a='", ""),
        ]);
    }

    #[test]
    fn the_frame_of_the_page_is_left_out() {
        check(&[
            ("<nav>a</nav>b<aside>c</aside>d<footer>e</footer>", "b\n\nd"),
            ("<div role=navigation>a</div>b", "b"),
            ("<blockquote>a<footer>b</footer></blockquote>", "a\n\nb"),
            ("<form><p>a<input>b</form>", "ab"),
            ("<article>a<form>b</form></article>", "a"),
        ]);
    }

    #[test]
    fn the_article_is_what_the_markup_says_with_its_headline() {
        let (long, other) = ("long ".repeat(60), "other ".repeat(300));
        let long = long.trim_end();
        let cases = [
            (
                format!("menu<article>{long}</article>more"),
                long.to_owned(),
            ),
            (
                format!("menu<article><h1>H</h1>{long}</article>more"),
                format!("H\n\n{long}"),
            ),
            (
                format!("menu<h1>H</h1>by<main>{long}</main>more"),
                format!("H\n\nby\n\n{long}"),
            ),
            (
                format!("<h1>Site</h1>{other}<main>{long}</main>more"),
                long.to_owned(),
            ),
            (
                format!(
                    "<main>teaser<article>by<p itemprop='x articleBody'>{long}</article></main>{other}"
                ),
                format!("by\n\n{long}"),
            ),
            (
                format!("<article>{other}</article><div itemprop=articleBody>{long}</div>"),
                long.to_owned(),
            ),
            (
                "<main>a<article>b</article><article>c</article>d</main>e".to_owned(),
                "a\n\nb\n\nc\n\nd".to_owned(),
            ),
            ("<article></article>a".to_owned(), "a".to_owned()),
            (format!("menu<article>{long}"), long.to_owned()),
        ];
        for (html, text) in cases {
            assert_eq!(reduce(&html).text, text, "{html}");
        }
    }

    #[test]
    fn short_quotations_get_their_marks() {
        let html = "<p>He said <q cite=x>No <q>way</q></q>.";
        let reduced = reduce(html);
        assert_eq!(reduced.text, "He said “No “way””.");
        assert_eq!(reduced.source(Span::new(8, 11)).of(html), "<q cite=x>");
    }

    #[test]
    fn spans_lead_back_to_the_markup_that_made_them() {
        let cases = [
            ("<p>Tom &amp; Zoé</p>", "&", "&amp;"),
            ("<p>Tom &amp; Zoé</p>", "Tom & Zoé", "Tom &amp; Zoé"),
            ("<b>Zoé</b> <i>Roy</i>", "Zoé Roy", "Zoé</b> <i>Roy"),
            ("<b>Zoé</b> <i>Roy</i>", " ", "</b> <i>"),
            ("Zoé\r\n  Roy", "é R", "é\r\n  R"),
            ("Zoé Roy", " Roy", " Roy"),
            ("<p>a</p>\n<p>b</p>", "a\n\nb", "a</p>\n<p>b"),
            ("Lan&shy;tier", "Lantier", "Lan&shy;tier"),
            ("<nav>x</nav><article>\n a b", "b", "b"),
            ("a <é b", "<é", "<é"),
            ("a&#59; b", ";", "&#59;"),
            ("x</>&lt;", "<", "&lt;"),
        ];
        for (html, text, source) in cases {
            let reduced = reduce(html);
            let start = reduced.text.find(text).unwrap();
            let span = Span::new(start, start + text.len());
            assert_eq!(reduced.source(span).of(html), source, "{html}");
        }
    }

    #[test]
    fn an_empty_span_is_the_place_of_the_next_character() {
        let reduced = reduce("<p>a&amp;b");
        let sources: Vec<u32> = (0..=3)
            .map(|at| reduced.source(Span::new(at, at)).start)
            .collect();
        assert_eq!(sources, [3, 4, 9, 10]);
        assert_eq!(reduce("").source(Span::new(0, 0)), Span::new(0, 0));
    }

    #[test]
    fn a_line_without_markup_needs_one_run() {
        assert_eq!(reduce("<p>all of these words are one run").runs.len(), 1);
    }

    #[test]
    fn dates_come_in_the_order_of_trust() {
        let html = "<meta name=last-modified content=2020-01-05>\
            <META Property='article:published_time' content=' 2020-01-02T10:00Z '>\
            <meta name=date content=2020-01-03><meta name=date content=''>\
            <time class='entry-date published' datetime=2020-01-04>4</time>\
            <article><time pubdate datetime=2020-01-06>6</time>text\
            <time datetime=1999-01-01>1</time></article>\
            <time itemprop=datePublished datetime=2020-01-07>7</time>\
            <meta itemprop=datePublished content=2020-01-01>";
        let dates: Vec<(String, bool)> = reduce(html)
            .markup_dates
            .into_iter()
            .map(|date| (date.value, date.updated))
            .collect();
        let expected = [
            ("2020-01-01", false),
            ("2020-01-02T10:00Z", false),
            ("2020-01-03", false),
            ("2020-01-06", false),
            ("2020-01-07", false),
            ("2020-01-04", false),
            ("2020-01-05", true),
        ];
        assert_eq!(
            dates,
            expected.map(|(value, updated)| (value.to_owned(), updated))
        );
    }

    #[test]
    fn linked_data_is_kept_as_written() {
        let html = "<head><script type='Application/LD+JSON; charset=utf-8'>{\"a\": \"<b>&amp;</b>\"}</script>\
            <script>x</script></head><script type=application/ld+json>[]</script>\
            <script type=application/ld+json>{";
        assert_eq!(
            reduce(html).linked_data,
            ["{\"a\": \"<b>&amp;</b>\"}", "[]"]
        );
    }

    #[test]
    fn hostile_markup_costs_no_more_than_its_length() {
        let deep = |open: &str, close: &str| open.repeat(100_000) + "x" + &close.repeat(100_000);
        let cases = [
            deep("<div>", "</div>"),
            deep("<b>", "</i>"),
            format!("<i><p><table>{}", deep("<b>", "</p></i>")),
            deep("<table><tr><td>", ""),
            deep("<svg>", "<p>"),
            deep("<ul><li>", "</li>"),
            deep("<article>", ""),
            deep("<q>", "</q>"),
            deep("<a hidden>", "</a>"),
            format!("<p class='{}'>x", "a ".repeat(1 << 20)),
            format!("<p {}>x", "hidden ".repeat(1 << 18)),
            format!("<{}>x", "a".repeat(1 << 20)),
            "<time pubdate datetime=2020>".repeat(50_000) + "x",
            (0..100_000).fold(String::new(), |html, number| html + &format!("<x{number}>")) + "x",
            "&notin".repeat(1 << 17) + "x",
            "<!--".repeat(1 << 18) + "-->x",
            "\r\n \0".repeat(1 << 18) + "x",
        ];
        for html in cases {
            let reduced = reduce(&html);
            assert!(reduced.text.len() <= html.len());
        }
    }
}
