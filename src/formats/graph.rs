//! [`Graph`]: the findings as marks on the text and ties between them, which is
//! what annotation tools draw.
//!
//! ```text
//!   Person ◄──speaker── Statement ──content──► Content        Person ◄──coreference── Person
//! Zoé Lantier             told                 “The dyke …”   Zoé Lantier             She
//! ```

use super::found::{Found, Speaker, best_mention, name_of};
use crate::attribution::Attribution;
use crate::date::PublicationDate;
use crate::entity::{Entity, MentionKind, Record};
use crate::text::Span;

/// The marks on a text, and the ties between them.
#[derive(Debug, Default)]
pub(super) struct Graph<'a> {
    content: &'a str,
    pub(super) marks: Vec<Mark<'a>>,
    pub(super) ties: Vec<Tie>,
    /// For each entity the mark of its best mention.
    entities: Vec<Option<usize>>,
    /// For each quotation its mark.
    quotes: Vec<Option<usize>>,
}

/// A mark on one or more pieces of the text.
#[derive(Debug, Default)]
pub(super) struct Mark<'a> {
    /// What it is: `Person`, `Date`, `Speech`, `AccordingTo`.
    pub(super) label: String,
    /// Where it is; each piece has more than line breaks.
    pub(super) spans: Vec<Span>,
    /// Whether its ties are the arguments of an event.
    pub(super) is_event: bool,
    /// What else is known: a name and a value.
    pub(super) attributes: Vec<(&'static str, String)>,
    /// What a person would note beside it.
    pub(super) note: Option<&'a str>,
    /// The thing of the world that it names.
    pub(super) link: Option<&'a Record>,
}

/// A tie from one mark to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tie {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) role: Role,
}

/// What the end of a tie is to its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Another mention of the same thing.
    Coreference,
    /// What was said.
    Content,
    /// Who is written to have said it.
    Source,
    /// Who said it.
    Speaker,
    /// The quotation in what was said.
    Quotation,
    /// The quotation around it.
    Parent,
}

impl<'a> Graph<'a> {
    /// The graph of all that is wanted.
    pub(super) fn new(found: &Found<'a>) -> Self {
        let mut graph = Self {
            content: found.content(),
            ..Self::default()
        };
        graph.add_dates(found);
        for entity in found.entities() {
            graph.add_entity(entity);
        }
        graph.add_quotes(found);
        for item in found.attributions() {
            graph.add_attribution(found, item);
        }
        if found.attributions().is_empty() {
            graph.tie_quotes(found);
        }
        graph
    }

    /// Adds a mark, unless it has nothing that can be seen.
    fn mark(&mut self, mark: Mark<'a>) -> Option<usize> {
        let spans: Vec<Span> = mark
            .spans
            .into_iter()
            .filter(|span| span.of(self.content).contains(|letter| !is_break(letter)))
            .collect();
        if spans.is_empty() {
            return None;
        }
        self.marks.push(Mark { spans, ..mark });
        Some(self.marks.len() - 1)
    }

    fn tie(&mut self, from: Option<usize>, to: Option<usize>, role: Role) {
        if let (Some(from), Some(to)) = (from, to) {
            self.ties.push(Tie { from, to, role });
        }
    }

    fn add_dates(&mut self, found: &Found<'a>) {
        let of_article = [
            ("Published", found.published()),
            ("Updated", found.updated()),
        ];
        for (label, date) in of_article {
            if let Some(PublicationDate {
                value,
                span: Some(span),
                ..
            }) = date
            {
                self.mark(Mark {
                    label: label.to_owned(),
                    spans: vec![*span],
                    note: Some(value),
                    ..Mark::default()
                });
            }
        }
        for date in found.dates() {
            self.mark(Mark {
                label: format!("{:?}", date.kind),
                spans: vec![date.span],
                note: Some(&date.value),
                ..Mark::default()
            });
        }
        for passage in found.passages() {
            self.mark(Mark {
                label: "Foreign".to_owned(),
                spans: vec![passage.span],
                note: Some(&passage.tag),
                ..Mark::default()
            });
        }
    }

    fn add_entity(&mut self, entity: &'a Entity) {
        let best = best_mention(entity);
        let mut marks = vec![];
        for (place, mention) in entity.mentions.iter().enumerate() {
            let kind =
                (mention.kind != MentionKind::Name).then(|| ("Mention", name_of(mention.kind)));
            let is_best = place == best;
            marks.push(self.mark(Mark {
                label: format!("{:?}", entity.kind),
                spans: vec![mention.span],
                attributes: kind.into_iter().collect(),
                note: Some(entity.name.as_str()).filter(|_| is_best),
                link: entity.link.as_ref().filter(|_| is_best),
                ..Mark::default()
            }));
        }
        let best = marks.get(best).copied().flatten();
        self.entities.push(best);
        for other in marks.into_iter().filter(|other| *other != best) {
            self.tie(other, best, Role::Coreference);
        }
    }

    fn add_quotes(&mut self, found: &Found<'a>) {
        for (index, quote) in found.quotes().iter().enumerate() {
            let own = self.mark(Mark {
                label: format!("{:?}", quote.kind),
                spans: vec![quote.span],
                note: found.quote_speaker(index).map(|speaker| speaker.name),
                ..Mark::default()
            });
            self.quotes.push(own);
            let parent = quote.parent.and_then(|parent| self.quote(parent));
            self.tie(own, parent, Role::Parent);
        }
    }

    /// The mark of a quotation.
    fn quote(&self, index: usize) -> Option<usize> {
        self.quotes.get(index).copied().flatten()
    }

    /// The mark of a speaker.
    fn speaker(&self, speaker: Option<Speaker>) -> Option<usize> {
        self.entities.get(speaker?.entity?).copied().flatten()
    }

    /// Quotations tied to their speakers where there are no attributions to say it.
    fn tie_quotes(&mut self, found: &Found) {
        for index in 0..found.quotes().len() {
            let speaker = self.speaker(found.quote_speaker(index));
            self.tie(self.quote(index), speaker, Role::Speaker);
        }
    }

    /// A cue with its arguments; without a cue the content has them.
    fn add_attribution(&mut self, found: &Found<'a>, item: &'a Attribution) {
        let speaker = found.speaker(item);
        let name = speaker.map(|speaker| speaker.name);
        let mark = |label: &str, spans: Vec<Span>| Mark {
            label: label.to_owned(),
            spans,
            ..Mark::default()
        };
        let content = self.mark(mark("Content", item.content.clone()));
        let source = item.source.map(|source| mark("Source", vec![source.span]));
        let source = source.and_then(|source| self.mark(source));
        let negated = item.cue.as_ref().is_some_and(|cue| cue.negated);
        let attributes = [
            Some(("Type", name_of(item.kind))),
            negated.then(|| ("Negated", String::new())),
        ];
        let cue = item.cue.as_ref().map(|cue| Mark {
            is_event: true,
            note: name,
            attributes: attributes.into_iter().flatten().collect(),
            ..mark(&format!("{:?}", cue.kind), cue.spans.clone())
        });
        let cue = cue.and_then(|cue| self.mark(cue));
        let head = cue.or(content);
        self.tie(cue, content, Role::Content);
        self.tie(head, source, Role::Source);
        self.tie(head, self.speaker(speaker), Role::Speaker);
        for &quote in &item.quotes {
            self.tie(head, self.quote(quote), Role::Quotation);
        }
    }
}

/// What ends a line for one reader of files or another, and the tab that ends a column.
pub(super) fn is_break(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}
