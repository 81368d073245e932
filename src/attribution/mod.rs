//! Attributions: who said (wrote, thinks, announced, denied, asked) what, by
//! which cue.
//!
//! Rules over marks, tags and the tree find candidates, generously; linear
//! models trained on annotated news decide between them.
//!
//! ```text
//! anchor    a verb, phrase, noun, colon or quotation that may report
//! sources   the phrases near it that may say who          contents  what may be said
//! facts     what is known of a candidate, as features
//! desk      the article, the candidates, the facts        speakers  who may be meant
//! attribute puts them together
//! ```

mod anchor;
mod attribute;
mod contents;
mod desk;
mod edges;
mod facts;
mod nearby;
mod phrase;
mod scene;
mod sources;
mod speakers;
mod verb;

pub use anchor::{Anchor, AnchorKind};
pub use attribute::{Reading, Report, attribute, mentions, reading, reports, speaker};
pub use contents::ContentCandidate;
pub use desk::{Choice, Desk};
pub use sources::SourceCandidate;
pub use speakers::{Memory, SpeakerCandidate};

use crate::date::Dates;
use crate::entity::Entity;
pub use crate::language::CueKind;
use crate::parse::Tree;
use crate::quote::{Quote, QuoteKind};
use crate::tag::Article;
use crate::text::Span;

/// What is decided by the model, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Decision {
    /// Whether an anchor is worth a closer look.
    Glance,
    /// Which phrase is the source of an anchor, if any.
    Source,
    /// How far its content goes.
    Content,
    /// Whether it reports what somebody said.
    Report,
    /// Who is meant by the source.
    Speaker,
}

/// What the earlier stages found.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The tagged article.
    pub article: Article<'a>,
    /// Its dependency trees; without arcs in a language without a parser.
    pub tree: &'a Tree,
    /// Its entities.
    pub entities: &'a [Entity],
    /// Its quotations.
    pub quotes: &'a [Quote],
    /// Its dates.
    pub dates: &'a Dates,
}

/// All attributions, and for each quotation who speaks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributions {
    /// In the order of the text.
    pub items: Vec<Attribution>,
    /// For each quote, in the order of the quotes: its attribution, or why there is none.
    pub quotes: Vec<QuoteSource>,
}

impl Attributions {
    /// The attributions of an article in a language without a pack: none, and every quotation of speech says so.
    pub fn without_pack(quotes: &[Quote]) -> Self {
        let source = |quote: &Quote| match quote.kind {
            QuoteKind::Speech => QuoteSource::Unattributed(Unattributed::NoPack),
            QuoteKind::Title | QuoteKind::Term => QuoteSource::NotSpeech,
        };
        Self {
            items: Vec::new(),
            quotes: quotes.iter().map(source).collect(),
        }
    }

    /// For each of `count` entities whether something is attributed to it.
    pub fn speakers(&self, count: usize) -> Vec<bool> {
        let mut speaks = vec![false; count];
        for entity in self.items.iter().filter_map(|item| item.entity) {
            if let Some(speaks) = speaks.get_mut(entity) {
                *speaks = true;
            }
        }
        speaks
    }
}

/// Where a quotation belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteSource {
    /// Index into [`Attributions::items`].
    Attribution(usize),
    /// Speech whose speaker could not be found.
    Unattributed(Unattributed),
    /// Not speech.
    NotSpeech,
}

/// Why a quotation has no speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unattributed {
    /// No cue near it, and no one to continue.
    NoCue,
    /// The article's language has no pack.
    NoPack,
}

/// One reported statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// How much of the content stands in quotation marks.
    pub kind: AttributionKind,
    /// Who said it, as written; none for a quotation that floats.
    pub source: Option<Source>,
    /// The words that report it; none for a quotation that floats.
    pub cue: Option<Cue>,
    /// What was said, in one or more pieces.
    pub content: Vec<Span>,
    /// The quotations inside the content, as indices into the quotes.
    pub quotes: Vec<usize>,
    /// The speaker, as an index into the entities.
    pub entity: Option<usize>,
    /// The speaker's name, or the head of the description where there is no name.
    pub speaker: Option<String>,
    /// How the speaker was resolved.
    pub basis: Basis,
    /// How sure the speaker is, 0 to 1, when all else is right.
    pub speaker_chance: f32,
    /// How sure the whole is, 0 to 1.
    pub confidence: f32,
}

/// How much of a statement stands in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttributionKind {
    /// All of it.
    Direct,
    /// A part of it.
    Mixed,
    /// Nothing.
    Indirect,
}

/// Who is reported to have said something, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The whole noun phrase or the pronoun.
    pub span: Span,
    /// How it is written.
    pub kind: SourceKind,
}

/// How a source is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// By a name.
    Name,
    /// By a description.
    Description,
    /// By a pronoun.
    Pronoun,
    /// Without saying who ("une source proche du dossier").
    Anonymous,
    /// A document ("le rapport").
    Document,
}

/// The words that report a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    /// The verb with its auxiliaries, or the according-to phrase, in one or more pieces.
    pub spans: Vec<Span>,
    /// Dictionary form of the verb or phrase.
    pub lemma: String,
    /// What kind of report it makes.
    pub kind: CueKind,
    /// Whether it says that something was not said ("n'a pas confirmé").
    pub negated: bool,
}

/// How a speaker was resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The source is a name.
    Name,
    /// The source is a description of the entity.
    Description,
    /// The source is a pronoun that stands for the entity.
    Pronoun,
    /// The quotation goes on from the speaker before it.
    Continuation,
    /// The source stands for nobody that the article names.
    Unresolved,
}
