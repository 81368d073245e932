//! Any bytes as an article, read with the rules of any language: what is no UTF-8
//! is replaced, as a client's own library would.
//!
//! ```text
//! language of the rules · findings · unit · text …
//! ```
#![no_main]

use copydesk::analysis::Include;
use copydesk::http::wire::Request;
use copydesk::language::Language;
use copydesk::text::OffsetUnit;
use copydesk_fuzz::promises;
use libfuzzer_sys::fuzz_target;

const UNITS: [OffsetUnit; 3] = [OffsetUnit::CodePoint, OffsetUnit::Utf16, OffsetUnit::Utf8];

fuzz_target!(|data: &[u8]| {
    // A seed is an article without the three bytes; its first letters do as well.
    let Some((&[language, findings, unit], text)) = data.split_first_chunk() else {
        return;
    };
    let codes = Language::ALL.map(Language::code);
    let has = |bit: u8| findings & (1 << bit) == 0;
    promises::keep(&Request {
        language: codes
            .get(usize::from(language) % (codes.len() + 2))
            .map(ToString::to_string),
        include: Include {
            language: has(0),
            date: has(1),
            entities: has(2),
            attributions: has(3),
            quotes: has(4),
        },
        unit: UNITS[usize::from(unit) % UNITS.len()],
        published: has(5).then(|| "2024-03-12".to_owned()),
        title: has(6).then(|| "« La digue tiendra », dit Zoé Lantier".to_owned()),
        ..Request::text(String::from_utf8_lossy(text))
    });
});
