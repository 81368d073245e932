//! Reducing random text and random markup: every character leads back to where
//! it was written, and known text comes back from any markup around it.

use copydesk::text::Span;
use copydesk::text::html::{Reduced, reduce};
use proptest::prelude::*;

/// Markup with an effect on the text, a break in the rules or a trap for offsets.
const PIECES: [&str; 58] = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<div hidden>",
    "<b>",
    "</b>",
    "<i style='display:none'>",
    "</i>",
    "<br>",
    "</br>",
    "<hr/>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<ul><li>",
    "</ul>",
    "<pre>",
    "</pre>",
    "<q>",
    "</q>",
    "<svg>",
    "<path/>",
    "</svg>",
    "<math><mi>",
    "</math>",
    "<article>",
    "</article>",
    "<main itemprop=articleBody>",
    "</main>",
    "<h1>",
    "</h1>",
    "<nav>",
    "</nav>",
    "<script>",
    "</script>",
    "<script type=application/ld+json>",
    "<title>",
    "</title>",
    "<style>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!doctype",
    "<",
    "</",
    ">",
    "\"",
    "<a b='",
    "'>",
    "<time pubdate datetime=2020-02-02>",
    "<meta name=date content='2020-02-02'>",
    "</>",
    "<?",
    "<é",
];

/// Characters and references, among them those whose length is no guide.
const CHARACTERS: [&str; 26] = [
    "a",
    "Zoé",
    "🙂",
    "e\u{301}",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\u{a0}",
    "\0",
    "\u{ad}",
    "\u{feff}",
    "&amp;",
    "&eacute",
    "&#59;",
    "&#x1F642;",
    "&nGg;",
    "&nbsp;",
    "&shy;",
    "&#10;",
    "&",
    "&#",
    "&notit;",
    "&Zz;",
];

fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => proptest::sample::select(CHARACTERS.to_vec()).prop_map(str::to_owned),
        3 => proptest::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => ".{0,8}",
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// The source of each character, in order.
fn sources(reduced: &Reduced) -> Vec<(char, Span)> {
    let source = |(at, character): (usize, char)| {
        let span = Span::new(at, at + character.len_utf8());
        (character, reduced.source(span))
    };
    reduced.text.char_indices().map(source).collect()
}

fn check_sources(html: &str) -> Result<(), TestCaseError> {
    let reduced = reduce(html);
    let mut last = Span::new(0, 0);
    for (character, source) in sources(&reduced) {
        prop_assert!(last.start <= source.start && last.end <= source.end);
        let slice = html.get(source.range());
        prop_assert!(
            slice.is_some_and(|slice| !slice.is_empty()),
            "{character:?} {source:?}"
        );
        let slice = slice.unwrap_or_default();
        let is_itself = slice == character.to_string();
        let is_gap = [' ', '\t', '\n'].contains(&character);
        let is_reference = slice.starts_with('&');
        let is_quotation = ['“', '”'].contains(&character) && slice.starts_with('<');
        prop_assert!(
            is_itself || is_gap || is_reference || is_quotation,
            "{character:?} {slice:?}"
        );
        last = source;
    }
    prop_assert!(!reduced.text.contains("\n\n\n") && !reduced.text.contains("  "));
    Ok(())
}

/// One word of known text: its characters, each plain or as a reference, some in elements.
fn word() -> impl Strategy<Value = (String, String)> {
    let character =
        prop_oneof![proptest::char::range('!', '~'), any::<char>()].prop_map(|character| {
            match character {
                // White space collapses, some characters are dropped, and
                // references to C1 controls stand for other characters.
                ' '
                | '\t'
                | '\n'
                | '\r'
                | '\u{c}'
                | '\0'
                | '\u{ad}'
                | '\u{feff}'
                | '\u{80}'..='\u{9f}' => 'x',
                _ => character,
            }
        });
    let written = (character, 0..6_u8).prop_map(|(character, form)| {
        let code = u32::from(character);
        let html = match form {
            0 => format!("&#{code};"),
            1 => format!("&#x{code:X};"),
            2 if character.is_alphanumeric() => format!("<em>{character}</em>"),
            3 if character.is_alphanumeric() => format!("<!-- > -->{character}<wbr>"),
            _ if character.is_alphanumeric() => character.to_string(),
            _ => format!("&#{code};"),
        };
        (character.to_string(), html)
    });
    proptest::collection::vec(written, 1..8)
        .prop_map(|characters| {
            characters
                .into_iter()
                .unzip::<String, String, Vec<_>, Vec<_>>()
        })
        .prop_map(|(text, html)| (text.concat(), html.concat()))
}

proptest! {
    #[test]
    fn any_text_reduces_and_every_character_leads_back_in_order(html in ".{0,200}") {
        check_sources(&html)?;
    }

    #[test]
    fn any_markup_reduces_and_every_character_leads_back_in_order(html in soup()) {
        check_sources(&html)?;
    }

    #[test]
    fn reducing_twice_gives_the_same(html in soup()) {
        prop_assert_eq!(reduce(&html), reduce(&html));
    }

    #[test]
    fn known_text_comes_back_and_its_source_reads_the_same(
        paragraphs in proptest::collection::vec(proptest::collection::vec(word(), 1..6), 1..5),
        space in proptest::sample::select(vec![" ", "\n  ", "\r\n", " <b> </b>"]),
    ) {
        let line = |words: &[(String, String)], part: fn(&(String, String)) -> &str, space: &str| {
            words.iter().map(part).collect::<Vec<_>>().join(space)
        };
        let lines = paragraphs.iter().map(|words| line(words, |word| &word.1, space));
        let html = lines.collect::<Vec<_>>().join("<p>");
        let lines = paragraphs.iter().map(|words| line(words, |word| &word.0, " "));
        let text = lines.collect::<Vec<_>>().join("\n\n");
        let reduced = reduce(&html);
        prop_assert_eq!(&reduced.text, &text);
        let mut start = 0;
        for (word, _) in paragraphs.iter().flatten() {
            start += text[start..].find(word.as_str()).unwrap();
            let source = reduced.source(Span::new(start, start + word.len()));
            prop_assert_eq!(&reduce(source.of(&html)).text, word);
            start += word.len();
        }
    }
}
