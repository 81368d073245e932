//! Any text as HTML: it reduces to readable text, and each character leads back,
//! in order, to where it was written.
#![no_main]

use copydesk::text::Span;
use copydesk::text::html::reduce;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let html = &*String::from_utf8_lossy(data);
    let reduced = reduce(html);
    let mut last = Span::new(0, 0);
    for (at, character) in reduced.text.char_indices() {
        let source = reduced.source(Span::new(at, at + character.len_utf8()));
        let written = html
            .get(source.range())
            .expect("a place between characters");
        assert!(!written.is_empty(), "{character:?} comes from nowhere");
        assert!(
            last.start <= source.start && last.end <= source.end,
            "{character:?} goes back"
        );
        let is_itself = written.strip_prefix(character) == Some("");
        let is_gap = [' ', '\t', '\n'].contains(&character);
        let is_reference = written.starts_with('&');
        let is_quotation = ['“', '”'].contains(&character) && written.starts_with('<');
        assert!(
            is_itself || is_gap || is_reference || is_quotation,
            "{character:?} from {written:?}"
        );
        last = source;
    }
    assert!(!reduced.text.contains("\n\n\n") && !reduced.text.contains("  "));
    let whole = reduced.source(Span::new(0, reduced.text.len()));
    assert!(html.get(whole.range()).is_some());
});
