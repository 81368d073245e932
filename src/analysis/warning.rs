//! Warnings: what the reader of an analysis should know about what is not in it.

use super::{Analysis, Include};
use crate::language::UNDETERMINED;

/// A limit, a fallback or a finding that the article's language does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// A stable, machine-readable code.
    pub code: &'static str,
    /// One sentence for a person.
    pub detail: String,
}

/// What could not be found, for the findings in `wanted`; `unpaired` quotation marks were left over.
pub(super) fn warnings(analysis: &Analysis, wanted: Include, unpaired: usize) -> Vec<Warning> {
    let tag = &analysis.language.tag;
    let mut found = Vec::new();
    let mut warn = |code, detail| found.push(Warning { code, detail });
    if tag == UNDETERMINED {
        warn(
            "language_undetermined",
            "the text has too few letters to tell its language".to_owned(),
        );
    }
    if !analysis.has_pack {
        without_pack(analysis, wanted, &mut warn);
    }
    if wanted.date && analysis.dates.publication.is_none() {
        warn(
            "publication_date_unknown",
            "nothing in the article shows when it was published".to_owned(),
        );
    }
    if wanted.quotes && unpaired > 0 {
        warn(
            "unpaired_quotation_marks",
            format!("{unpaired} quotation marks neither open nor close a passage"),
        );
    }
    let unclosed = analysis
        .quotes
        .iter()
        .filter(|quote| quote.is_unclosed())
        .count();
    if wanted.quotes && unclosed > 0 {
        warn(
            "unclosed_quotations",
            format!("{unclosed} quotations are never closed"),
        );
    }
    found
}

/// What an article in a language without a pack has to do without.
fn without_pack(analysis: &Analysis, wanted: Include, warn: &mut impl FnMut(&'static str, String)) {
    let guessed = analysis.dates.read_as.filter(|_| wanted.date);
    if let Some(language) = guessed {
        let tag = language.code();
        warn(
            "dates_language_guessed",
            format!("the dates were read as if the text were in the language {tag}"),
        );
    }
    let missing = [
        (wanted.entities, "entities_unavailable", "entities"),
        (
            wanted.attributions,
            "attributions_unavailable",
            "attributions",
        ),
        (
            wanted.quotes,
            "speakers_unavailable",
            "speakers of quotations",
        ),
        (
            wanted.date && guessed.is_none(),
            "dates_in_words_unavailable",
            "dates other than ISO 8601",
        ),
    ];
    let tag = &analysis.language.tag;
    for (_, code, what) in missing.into_iter().filter(|(is_wanted, ..)| *is_wanted) {
        warn(
            code,
            format!("{what} are not available for the language {tag}"),
        );
    }
}
