//! What the markup says about the article beside its text: dates in `meta`
//! and `time` elements, and blocks of linked data (JSON-LD) for whoever reads JSON.

use std::ops::Range;

use super::scanner::Tag;
use crate::text::MarkupDate;

/// What the date of a name in the markup is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Publication,
    Update,
}

/// Names of publication and update dates, the most trusted first: those that
/// a vocabulary defines for articles (schema.org, Open Graph), those of
/// Dublin Core and of widespread analytics, those that only custom defines.
const NAMES: [(&str, Event); 33] = {
    use Event::{Publication, Update};
    [
        ("datepublished", Publication),
        ("article:published_time", Publication),
        ("og:article:published_time", Publication),
        ("article:published", Publication),
        ("parsely-pub-date", Publication),
        ("sailthru.date", Publication),
        ("cxenseparse:recs:publishtime", Publication),
        ("dcterms.issued", Publication),
        ("dc.date.issued", Publication),
        ("dcterms.created", Publication),
        ("dc.date.created", Publication),
        ("dcterms.date", Publication),
        ("dc.date", Publication),
        ("citation_publication_date", Publication),
        ("article.published", Publication),
        ("published-date", Publication),
        ("publication_date", Publication),
        ("publish-date", Publication),
        ("publishdate", Publication),
        ("pubdate", Publication),
        ("pub_date", Publication),
        ("article_date_original", Publication),
        ("datecreated", Publication),
        ("date", Publication),
        ("datemodified", Update),
        ("article:modified_time", Update),
        ("og:updated_time", Update),
        ("og:article:modified_time", Update),
        ("dcterms.modified", Update),
        ("dc.date.modified", Update),
        ("article.updated", Update),
        ("last-modified", Update),
        ("lastmod", Update),
    ]
};

/// Class names of `time` elements, by microformats and by custom.
const TIME_CLASSES: [(&str, Event); 6] = {
    use Event::{Publication, Update};
    [
        ("dt-published", Publication),
        ("published", Publication),
        ("entry-date", Publication),
        ("pubdate", Publication),
        ("dt-updated", Update),
        ("updated", Update),
    ]
};

/// No date is longer; what is longer is something else.
const LONGEST_DATE: usize = 100;

#[derive(Debug)]
struct Candidate {
    event: Event,
    /// Lower is more trusted.
    rank: usize,
    /// How much was written before it, for a date of the visible page.
    place: Option<usize>,
    value: String,
}

/// The dates and linked data met so far.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    candidates: Vec<Candidate>,
    linked_data: Vec<String>,
}

impl Metadata {
    /// Notes the date of a `meta` element, if it states one.
    pub(super) fn meta(&mut self, tag: &Tag) {
        let names = ["itemprop", "property", "name"];
        let known = names
            .iter()
            .filter_map(|attribute| tag.attribute(attribute))
            .filter_map(|name| rank(&name, &NAMES))
            .min();
        if let (Some(rank), Some(value)) = (known, tag.attribute("content")) {
            self.note(NAMES[rank].1, rank, None, &value);
        }
    }

    /// Notes the date of a `time` element after `place` bytes of text.
    pub(super) fn time(&mut self, tag: &Tag, place: usize) {
        let Some(value) = tag.attribute("datetime") else {
            return;
        };
        let property = tag.attribute("itemprop").unwrap_or_default();
        let class = tag.attribute("class").unwrap_or_default();
        let found = if let Some(rank) = rank(&property, &NAMES) {
            Some((NAMES[rank].1, rank))
        } else if tag.attribute("pubdate").is_some() {
            Some((Event::Publication, NAMES.len()))
        } else {
            rank(&class, &TIME_CLASSES).map(|rank| (TIME_CLASSES[rank].1, NAMES.len() + 1 + rank))
        };
        if let Some((event, rank)) = found {
            self.note(event, rank, Some(place), &value);
        }
    }

    /// Keeps a block of linked data as it is written.
    pub(super) fn linked_data(&mut self, block: &str) {
        self.linked_data.push(block.to_owned());
    }

    /// The dates, the most trusted first, and the blocks of linked data. Of
    /// the dates on the visible page those inside `article` come first, since
    /// the others may belong to the teasers of other articles.
    pub(super) fn finish(mut self, article: &Range<usize>) -> (Vec<MarkupDate>, Vec<String>) {
        let is_elsewhere = |place: Option<usize>| place.is_some_and(|at| !article.contains(&at));
        self.candidates.sort_by_key(|candidate| {
            (
                candidate.event,
                is_elsewhere(candidate.place),
                candidate.rank,
            )
        });
        let mut dates: Vec<MarkupDate> = vec![];
        for candidate in self.candidates {
            let date = MarkupDate {
                value: candidate.value,
                updated: candidate.event == Event::Update,
            };
            if !dates.contains(&date) && dates.len() < MOST_DATES {
                dates.push(date);
            }
        }
        (dates, self.linked_data)
    }

    fn note(&mut self, event: Event, rank: usize, place: Option<usize>, value: &str) {
        let value = value.trim();
        if !value.is_empty() && value.len() <= LONGEST_DATE {
            self.candidates.push(Candidate {
                event,
                rank,
                place,
                value: value.to_owned(),
            });
        }
    }
}

/// More dates than an article has; a page that states more of them repeats itself.
const MOST_DATES: usize = 32;

/// The place in `table` of the first of these space-separated names that is in it.
fn rank(names: &str, table: &[(&str, Event)]) -> Option<usize> {
    names.split_ascii_whitespace().find_map(|name| {
        table
            .iter()
            .position(|(known, _)| known.eq_ignore_ascii_case(name))
    })
}
