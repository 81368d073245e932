//! Random articles in every format: no panic, one line where there is to be one,
//! and positions that cut out what they say.

use copydesk::analysis::Include;
use copydesk::formats::{Format, Found};
use copydesk::text::Document;
use proptest::prelude::*;

use super::analysis::{analyze, article};
use crate::formats::check;

fn check_all(document: &Document, id: Option<&str>) {
    let include = Include::default();
    let found = Found {
        document,
        analysis: &analyze(document, include),
        include,
        id,
    };
    for format in Format::ALL.into_iter().skip(1) {
        let written = format.write(&found).unwrap();
        check(format, document.content(), &written);
        assert_eq!(format.write(&found), Some(written));
    }
    assert_eq!(Format::Native.write(&found), None);
}

proptest! {
    #[test]
    fn any_text_is_written_in_every_format(text in ".{0,200}", id in proptest::option::of(".{0,20}")) {
        check_all(&Document::new(text), id.as_deref());
    }

    #[test]
    fn any_article_is_written_in_every_format(document in article()) {
        check_all(&document, Some("a"));
    }
}
