//! Analyses built by hand, and what becomes of them on the wire. The first is
//! the example of the OpenAPI document.

use serde_json::{Value, json};

use super::{Answer, Request, confidence};
use crate::analysis::{Analysis, Include, Warning};
use crate::attribution::{
    Attribution, AttributionKind, Attributions, Basis, Cue, CueKind, QuoteSource, Source,
    SourceKind, Unattributed,
};
use crate::date::{Anchor, DateBasis, DateExpression, DateKind, Dates, Precision, PublicationDate};
use crate::entity::{Entity, EntityKind, Mention, MentionKind, NO_CODE, Record, Thing};
use crate::language::{Candidate, Gender, LanguageFinding, Passage};
use crate::quote::{Quote, QuoteKind};
use crate::text::{Document, Span};

/// The first place of `words` in the document.
fn at(document: &Document, words: &str) -> Span {
    let start = document.content().find(words).unwrap();
    Span::new(start, start + words.len())
}

fn language(tag: &str) -> LanguageFinding {
    let candidate = |tag: &str, confidence| Candidate {
        tag: tag.to_owned(),
        confidence,
    };
    LanguageFinding {
        tag: tag.to_owned(),
        confidence: 0.9981,
        candidates: vec![candidate(tag, 0.9981), candidate("ca", 0.0006)],
        passages: vec![],
    }
}

fn nothing() -> Analysis {
    Analysis {
        language: language("fr"),
        has_pack: true,
        ..Analysis::default()
    }
}

fn date(span: Span, value: &str, anchor: Anchor, confidence: f32) -> DateExpression {
    DateExpression {
        span,
        kind: DateKind::Date,
        value: value.to_owned(),
        earliest: Some(value.to_owned()),
        latest: Some(value.to_owned()),
        anchor,
        event: false,
        parts: vec![],
        alternatives: vec![],
        confidence,
    }
}

/// What a careful reader finds in the example.
fn example(document: &Document) -> Analysis {
    let at = |words: &str| at(document, words);
    let day = at("12 mars 2024");
    Analysis {
        dates: Dates {
            publication: Some(PublicationDate {
                value: "2024-03-12".to_owned(),
                precision: Precision::Day,
                basis: DateBasis::Dateline,
                span: Some(day),
                confidence: 0.96,
            }),
            expressions: vec![
                date(day, "2024-03-12", Anchor::None, 0.99),
                date(at("lundi"), "2024-03-18", Anchor::Publication, 0.93),
            ],
            ..Dates::default()
        },
        entities: example_entities(document),
        quotes: vec![Quote {
            close: Some(at("»")),
            confidence: 0.99,
            ..quote(document, "La digue tiendra")
        }],
        attributions: Attributions {
            items: example_attributions(document),
            quotes: vec![QuoteSource::Attribution(0)],
        },
        ..nothing()
    }
}

fn example_entities(document: &Document) -> Vec<Entity> {
    let mention = |words, kind| Mention {
        span: at(document, words),
        kind,
    };
    vec![
        Entity {
            kind: EntityKind::Location,
            name: "Vannes".to_owned(),
            aliases: vec!["VANNES".to_owned()],
            role: None,
            role_in: None,
            link: Some(Record {
                thing: Thing::City,
                country: *b"FR",
                region: NO_CODE,
                people: 15,
                wikidata: 0,
                number: 2_970_777,
                coordinates: Some((4766, -276)),
            }),
            in_headline: false,
            speaks: false,
            salience: 0.7,
            gender: Gender::Any,
            mentions: vec![
                mention("VANNES", MentionKind::Name),
                mention("Vannes", MentionKind::Name),
            ],
            confidence: 0.97,
        },
        Entity {
            kind: EntityKind::Person,
            name: "Zoé Lantier".to_owned(),
            aliases: vec![],
            role: Some(at(document, "la maire de Vannes")),
            role_in: None,
            link: None,
            in_headline: false,
            speaks: true,
            salience: 0.75,
            gender: Gender::Any,
            mentions: vec![
                mention("Zoé Lantier", MentionKind::Name),
                mention("la maire de Vannes", MentionKind::Description),
                mention("elle", MentionKind::Pronoun),
            ],
            confidence: 0.98,
        },
    ]
}

fn example_attributions(document: &Document) -> Vec<Attribution> {
    let source = |words, kind| {
        let span = at(document, words);
        Some(Source { span, kind })
    };
    let cue = |words, lemma: &str, kind| {
        Some(Cue {
            spans: vec![at(document, words)],
            lemma: lemma.to_owned(),
            kind,
            negated: false,
        })
    };
    let attribution = |kind, content| Attribution {
        kind,
        quotes: vec![],
        entity: Some(1),
        speaker: None,
        basis: Basis::Name,
        speaker_chance: 0.9,
        confidence: 0.9,
        ..floating(document, content)
    };
    vec![
        Attribution {
            source: source("Zoé Lantier, la maire de Vannes", SourceKind::Name),
            cue: cue("a déclaré", "déclarer", CueKind::Statement),
            quotes: vec![0],
            confidence: 0.99,
            ..attribution(AttributionKind::Direct, "« La digue tiendra »")
        },
        Attribution {
            source: source("elle", SourceKind::Pronoun),
            cue: cue("Selon", "selon", CueKind::AccordingTo),
            ..attribution(AttributionKind::Indirect, "les travaux commenceront lundi")
        },
    ]
}

/// A quotation that nothing closes.
fn quote(document: &Document, words: &str) -> Quote {
    Quote {
        span: at(document, words),
        open: at(document, "«"),
        close: None,
        kind: QuoteKind::Speech,
        is_turn: false,
        parent: None,
        confidence: 0.5,
    }
}

/// A quotation that goes on from the speaker before it.
fn floating(document: &Document, content: &str) -> Attribution {
    Attribution {
        kind: AttributionKind::Direct,
        source: None,
        cue: None,
        content: vec![at(document, content)],
        quotes: vec![0],
        entity: None,
        speaker: Some("Ada Quist".to_owned()),
        basis: Basis::Continuation,
        speaker_chance: 0.9,
        confidence: 0.5,
    }
}

fn example_request() -> Request {
    Request::from_json(include_str!("../../../openapi/example.request.json")).unwrap()
}

/// The answer as JSON, without what differs from build to build.
fn on_the_wire(request: &Request, document: &Document, analysis: &Analysis) -> Value {
    let mut value = serde_json::to_value(Answer::new(request, document, None, analysis)).unwrap();
    value.as_object_mut().unwrap().remove("meta");
    value
}

#[test]
fn the_example_of_the_openapi_document_is_what_the_service_says() {
    let request = example_request();
    let document = request.document(None);
    let got = on_the_wire(&request, &document, &example(&document));
    let mut expected: Value =
        serde_json::from_str(include_str!("../../../openapi/example.answer.json")).unwrap();
    expected.as_object_mut().unwrap().remove("meta");
    assert_eq!(got, expected);
}

#[test]
fn what_is_not_asked_for_is_absent_and_nothing_refers_to_it() {
    let whole = example_request();
    let document = whole.document(None);
    let analysis = example(&document);
    let none = Include {
        language: false,
        date: false,
        entities: false,
        attributions: false,
        quotes: false,
    };
    let got = |include| {
        let request = Request {
            include,
            ..whole.clone()
        };
        on_the_wire(&request, &document, &analysis)
    };
    let only = json!({"id": "harbour-17", "warnings": [], "offsets": "code_point"});
    assert_eq!(got(none), only);

    let quotes = got(Include {
        quotes: true,
        ..none
    });
    assert_eq!(
        quotes["quotes"][0]["speaker"],
        json!({"name": "Zoé Lantier"})
    );
    assert_eq!(quotes["quotes"][0].get("attribution"), None);

    let attributions = got(Include {
        attributions: true,
        ..none
    });
    let direct = &attributions["attributions"][0];
    assert_eq!(direct["source"]["name"], "Zoé Lantier");
    assert_eq!(direct["source"].get("entity"), None);
    assert_eq!(direct.get("quotes"), None);

    let date = got(Include { date: true, ..none });
    assert!(date.get("date").is_some() && date.get("dates").is_some());
    assert_eq!(
        date.as_object().unwrap().len(),
        only.as_object().unwrap().len() + 2
    );
}

#[test]
fn a_span_in_the_title_counts_from_the_titles_start() {
    let request = Request {
        title: Some("🙂 Lundi, été".to_owned()),
        ..Request::text("Été.")
    };
    let document = request.document(None);
    let in_title = date(at(&document, "été"), "XXXX-SU", Anchor::None, 1.0);
    let in_text = DateExpression {
        anchor: Anchor::Expression(0),
        alternatives: vec!["2024-SU".to_owned()],
        earliest: None,
        latest: None,
        ..date(at(&document, "Été"), "XXXX-SU", Anchor::None, 1.0)
    };
    let analysis = Analysis {
        dates: Dates {
            publication: None,
            expressions: vec![in_title, in_text],
            ..Dates::default()
        },
        ..nothing()
    };
    let got = on_the_wire(&request, &document, &analysis);
    assert_eq!(got.get("date"), None);
    assert_eq!(
        got["dates"],
        json!([
            {"id": "d1", "start": 9, "end": 12, "text": "été", "field": "title", "type": "date", "value": "XXXX-SU",
             "earliest": "XXXX-SU", "latest": "XXXX-SU", "anchor": "none", "confidence": 1.0},
            {"id": "d2", "start": 0, "end": 3, "text": "Été", "type": "date", "value": "XXXX-SU",
             "anchor": "d1", "ambiguous": true, "alternatives": ["2024-SU"], "confidence": 1.0},
        ])
    );
}

#[test]
fn floating_and_unattributed_quotations_say_so() {
    let document = Document::new("« Un. » « Deux. » « Trois");
    let quote = |words, parent| Quote {
        parent,
        ..quote(&document, words)
    };
    let floating = floating(&document, "« Un. »");
    let unknown = Attribution {
        speaker: None,
        basis: Basis::Unresolved,
        speaker_chance: 0.9,
        ..floating.clone()
    };
    let analysis = Analysis {
        quotes: vec![
            quote("Un.", None),
            quote("Deux.", Some(0)),
            quote("Trois", None),
        ],
        attributions: Attributions {
            items: vec![floating, unknown],
            quotes: vec![
                QuoteSource::Attribution(0),
                QuoteSource::Attribution(1),
                QuoteSource::Unattributed(Unattributed::NoPack),
            ],
        },
        warnings: vec![Warning {
            code: "no_pack",
            detail: "expected a pack".to_owned(),
        }],
        language: LanguageFinding {
            passages: vec![Passage {
                span: at(&document, "Deux."),
                tag: "en".to_owned(),
                confidence: 0.7,
            }],
            ..language("fr")
        },
        ..nothing()
    };
    let got = on_the_wire(&Request::text(document.text()), &document, &analysis);
    assert_eq!(
        got["attributions"][0]["source"],
        json!({"name": "Ada Quist"})
    );
    assert_eq!(got["attributions"][0]["basis"], "continuation");
    assert_eq!(got["attributions"][0].get("cue"), None);
    assert_eq!(got["attributions"][1].get("source"), None);
    assert_eq!(got["quotes"][0]["speaker"], json!({"name": "Ada Quist"}));
    assert_eq!(got["quotes"][0]["marks"], json!(["«"]));
    assert_eq!(got["quotes"][1]["parent"], "q1");
    assert_eq!(got["quotes"][1]["unattributed"], "no_source");
    assert_eq!(got["quotes"][1]["attribution"], "a2");
    assert_eq!(got["quotes"][2]["unattributed"], "no_pack");
    assert_eq!(
        got["warnings"],
        json!([{"code": "no_pack", "detail": "expected a pack"}])
    );
    assert_eq!(got["language"]["passages"][0]["text"], "Deux.");
}

#[test]
fn confidences_have_three_decimals() {
    for (value, expected) in [(0.98765, 0.988), (1.2, 1.0), (-0.1, 0.0), (f32::NAN, 0.0)] {
        assert!(
            (confidence(value) - expected).abs() < f64::EPSILON,
            "{value}"
        );
    }
}
