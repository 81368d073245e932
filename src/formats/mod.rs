//! The formats of other tools: into a [`Document`](crate::text::Document), and
//! from an [`Analysis`](crate::analysis::Analysis). What each of them carries,
//! and what it cannot, is in `docs/formats.md`.
//!
//! ```text
//! linked_data     dates from the JSON-LD of a web page                  in
//! ninjs           news items of IPTC, ninjs 1.x to 3.x                  in, and 2.x and 3.x out
//! web_annotation  an AnnotationPage of the W3C                          out
//! json_ld         a NewsArticle in the vocabulary of schema.org         out
//! brat, doccano   stand-off annotation; both draw a [`graph`]           out
//! conllu          sentences and tokens of Universal Dependencies        out
//! ```
//!
//! The native format is the answer of [`crate::http::wire`].

mod brat;
mod conllu;
mod doccano;
mod found;
mod graph;
mod identity;
mod json_ld;
pub mod linked_data;
pub mod ninjs;
mod object;
mod web_annotation;

pub use found::Found;

use crate::analysis::Include;

/// A format of answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// The JSON of this service.
    #[default]
    Native,
    /// ninjs 2.x, whose names are in small letters.
    Ninjs2,
    /// ninjs 3.x.
    Ninjs3,
    /// W3C Web Annotation.
    WebAnnotation,
    /// schema.org as JSON-LD.
    JsonLd,
    /// The annotations of brat.
    Brat,
    /// JSON Lines of doccano.
    Doccano,
    /// CoNLL-U.
    Conllu,
}

impl Format {
    /// All formats, in the order in which messages list them.
    pub const ALL: [Format; 8] = [
        Self::Native,
        Self::Ninjs2,
        Self::Ninjs3,
        Self::WebAnnotation,
        Self::JsonLd,
        Self::Brat,
        Self::Doccano,
        Self::Conllu,
    ];

    /// The name in `?format=`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Ninjs2 => "ninjs2",
            Self::Ninjs3 => "ninjs3",
            Self::WebAnnotation => "webannotation",
            Self::JsonLd => "jsonld",
            Self::Brat => "brat",
            Self::Doccano => "doccano",
            Self::Conllu => "conllu",
        }
    }

    /// The format of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The media type of an answer. ninjs, brat and doccano have none of their own.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Native | Self::Ninjs2 | Self::Ninjs3 => "application/json",
            Self::WebAnnotation => {
                "application/ld+json;profile=\"http://www.w3.org/ns/anno.jsonld\""
            }
            Self::JsonLd => "application/ld+json",
            Self::Brat => "text/plain; charset=utf-8",
            Self::Doccano => "application/x-ndjson",
            Self::Conllu => "text/x-conllu; charset=utf-8",
        }
    }

    /// Whether an answer is one line, so that the answers to many articles are lines of a file.
    pub fn is_one_line(self) -> bool {
        !matches!(self, Self::Brat | Self::Conllu)
    }

    /// What has to be looked for so that the findings in `include` can be written.
    #[must_use]
    pub fn needs(self, include: Include) -> Include {
        Include {
            // Tokens and their tags are read on the way to the entities.
            entities: include.entities || self == Self::Conllu,
            ..include
        }
    }

    /// What was found, in this format, ended by a line feed; nothing in the native one, which is the
    /// answer of the service.
    pub fn write(self, found: &Found) -> Option<String> {
        let line = |value: serde_json::Value| format!("{value}\n");
        Some(match self {
            Self::Native => return None,
            Self::Ninjs2 => line(ninjs::version_2(found)),
            Self::Ninjs3 => line(ninjs::version_3(found)),
            Self::WebAnnotation => line(web_annotation::page(found)),
            Self::JsonLd => line(json_ld::article(found)),
            Self::Brat => brat::annotations(found),
            Self::Doccano => line(doccano::example(found)),
            Self::Conllu => conllu::sentences(found),
        })
    }
}
