//! Quotation marks paired into quoted passages, across paragraphs and nested,
//! and each passage told apart: speech, a title, a term.

mod dialogue;
mod kind;
mod mark;
mod pair;
mod speech;

pub use kind::Surroundings;

use crate::language::MarkRules;
use crate::model::Judge;
use crate::text::Span;

/// The quoted passages, and the marks that could not be paired.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quotes {
    /// In the order of the text.
    pub items: Vec<Quote>,
    /// Marks that neither open nor close a passage.
    pub unpaired: Vec<Span>,
}

/// A passage in quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// The passage without its marks.
    pub span: Span,
    /// The opening mark.
    pub open: Span,
    /// The closing mark; none when the text never closes the passage, or a dash opens it.
    pub close: Option<Span>,
    /// Whether it is a turn of a dialogue behind a dash, which has no closing mark.
    pub is_turn: bool,
    /// What the passage is.
    pub kind: QuoteKind,
    /// The passage around this one, as an index into the same list.
    pub parent: Option<usize>,
    /// How sure the kind is, 0 to 1.
    pub confidence: f32,
}

impl Quote {
    /// Whether its closing mark is missing.
    pub fn is_unclosed(&self) -> bool {
        self.close.is_none() && !self.is_turn
    }
}

/// What a quoted passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuoteKind {
    /// Words that somebody said or wrote.
    Speech,
    /// The title of a work.
    Title,
    /// A term, a nickname, a scare quote.
    Term,
}

/// Finds the quoted passages of the article `around`, by the marks of `rules`; `judge` tells speech.
pub fn quotes(around: &Surroundings, rules: &MarkRules, judge: &impl Judge) -> Quotes {
    let paired = passages(around, rules);
    let items = paired.passages.iter().map(|passage| {
        let (kind, confidence) = kind::kind(passage, around, judge);
        let pair::Passage {
            span,
            open,
            close,
            parent,
        } = *passage;
        Quote {
            span,
            open,
            close,
            is_turn: false,
            kind,
            parent,
            confidence,
        }
    });
    Quotes {
        items: dialogue::add_turns(around, rules, items.collect()),
        unpaired: paired.unpaired,
    }
}

/// Every quoted passage with the facts by which speech is told, for training.
pub fn speech_facts(around: &Surroundings, rules: &MarkRules) -> Vec<(Span, Vec<u64>)> {
    let passages = passages(around, rules).passages.into_iter();
    passages
        .map(|passage| (passage.span, speech::facts(&passage, around)))
        .collect()
}

fn passages(around: &Surroundings, rules: &MarkRules) -> pair::Paired {
    let paragraphs = &around.segmentation.paragraphs;
    let marks = mark::marks(around.text, paragraphs, rules);
    pair::pair(around.text, (paragraphs, around.body_start), &marks, rules)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;
    use std::sync::LazyLock;

    use super::*;
    use crate::embedded;
    use crate::language::{Language, Packs};
    use crate::model::OddsModel;
    use crate::segment::segment;
    use crate::tag::{Tagger, word_forms};
    use crate::text::Document;

    static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::load().unwrap());
    static TAGGERS: LazyLock<Vec<Tagger>> = LazyLock::new(|| {
        let tagger = |language| Tagger::load(embedded::tagger(language).unwrap()).unwrap();
        Language::ALL.into_iter().map(tagger).collect()
    });

    static SPEECH: LazyLock<OddsModel> = LazyLock::new(|| {
        OddsModel::load(embedded::model(None, "speech").unwrap(), "speech").unwrap()
    });

    const FRENCH: Option<Language> = Some(Language::French);
    const ENGLISH: Option<Language> = Some(Language::English);

    fn find(language: Option<Language>, text: &str) -> Quotes {
        let document = Document::new(text);
        let pack = language.map(|language| PACKS.get(language));
        let rules = pack.map_or(PACKS.common_tokens(), |pack| &pack.tokens);
        let segmentation = segment(&document, rules);
        let words = match pack {
            Some(pack) => TAGGERS[pack.language as usize].forms(text, &segmentation.tokens, pack),
            None => word_forms(text, &segmentation.tokens),
        };
        let tags = language.map(|known| TAGGERS[known as usize].tag(&segmentation, &words));
        let around = Surroundings {
            text,
            body_start: document.body_start(),
            segmentation: &segmentation,
            words: &words,
            tags: tags.as_deref(),
            pack,
        };
        let marks = pack.map_or(PACKS.common_marks(), |pack| &pack.marks);
        quotes(&around, marks, &*SPEECH)
    }

    /// `speech in 0, open: words`, and last what was left over.
    fn lines(language: Option<Language>, text: &str) -> Vec<String> {
        let found = find(language, text);
        let line = |quote: &Quote| {
            let mut line = format!("{:?}", quote.kind).to_lowercase();
            if let Some(parent) = quote.parent {
                write!(line, " in {parent}").unwrap();
            }
            if quote.is_turn {
                line.push_str(", turn");
            }
            if quote.is_unclosed() {
                line.push_str(", open");
            }
            format!("{line}: {}", quote.span.of(text).replace('\n', "¶"))
        };
        let left = found.unpaired.iter();
        let left = left.map(|span| format!("left: {}", span.of(text)));
        found.items.iter().map(line).chain(left).collect()
    }

    fn check(language: Option<Language>, cases: &[(&str, &[&str])]) {
        for (text, expected) in cases {
            assert_eq!(lines(language, text), *expected, "{text}");
        }
    }

    #[test]
    fn every_house_style_of_a_language_with_a_pack_is_read() {
        check(
            FRENCH,
            &[
                (
                    "«\u{a0}Il fera beau demain\u{a0}», a dit Zoé.",
                    &["speech: Il fera beau demain"],
                ),
                (
                    "«Il fera beau demain», a dit Zoé.",
                    &["speech: Il fera beau demain"],
                ),
                (
                    "Zoé a dit : “Nous partirons demain matin.”",
                    &["speech: Nous partirons demain matin."],
                ),
                (
                    "\"Nous partons demain\", a-t-il dit.",
                    &["speech: Nous partons demain"],
                ),
                (
                    "‘Nous partons demain’, a-t-il dit.",
                    &["speech: Nous partons demain"],
                ),
                (
                    "„Nous partons demain“, a-t-il dit.",
                    &["speech: Nous partons demain"],
                ),
                (
                    "‹ Nous partons demain ›, a-t-il dit.",
                    &["speech: Nous partons demain"],
                ),
            ],
        );
        check(
            ENGLISH,
            &[
                (
                    "“We leave tomorrow,” she said.",
                    &["speech: We leave tomorrow,"],
                ),
                (
                    "\"We leave tomorrow,\" she said.",
                    &["speech: We leave tomorrow,"],
                ),
                (
                    "‘We leave tomorrow,’ she said.",
                    &["speech: We leave tomorrow,"],
                ),
                (
                    "'We leave tomorrow,' she said.",
                    &["speech: We leave tomorrow,"],
                ),
            ],
        );
    }

    #[test]
    fn the_styles_of_languages_without_a_pack_are_read_too() {
        check(
            None,
            &[
                (
                    "Er sagte: „Wir gehen morgen früh.“",
                    &["speech: Wir gehen morgen früh."],
                ),
                (
                    "»Wir gehen morgen früh«, sagte er.",
                    &["speech: Wir gehen morgen früh"],
                ),
                (
                    "”Vi åker i morgon bitti”, sade hon.",
                    &["speech: Vi åker i morgon bitti"],
                ),
                (
                    "»Lähdemme sieltä huomenna aamulla», hän sanoi.",
                    &["speech: Lähdemme sieltä huomenna aamulla"],
                ),
                (
                    "„Idziemy tam jutro rano”, powiedziała.",
                    &["speech: Idziemy tam jutro rano"],
                ),
                (
                    "«Мы уедем завтра утром», — сказала она.",
                    &["speech: Мы уедем завтра утром"],
                ),
                (
                    "»Er sagte: ›Wir gehen morgen früh‹, und ging.«",
                    &[
                        "speech: Er sagte: ›Wir gehen morgen früh‹, und ging.",
                        "speech in 0: Wir gehen morgen früh",
                    ],
                ),
                (
                    "彼女は「明日の朝に出発します。」と言った。",
                    &["speech: 明日の朝に出発します。"],
                ),
            ],
        );
    }

    #[test]
    fn passages_lie_in_each_other() {
        check(
            FRENCH,
            &[
                (
                    "« Il m’a dit “venez tous demain” et je suis venu », raconte Zoé.",
                    &[
                        "speech: Il m’a dit “venez tous demain” et je suis venu",
                        "speech in 0: venez tous demain",
                    ],
                ),
                (
                    "« Il m’a dit : « Venez tous demain. » Je suis venu », raconte Zoé.",
                    &[
                        "speech: Il m’a dit : « Venez tous demain. » Je suis venu",
                        "speech in 0: Venez tous demain.",
                    ],
                ),
                (
                    "« Le mot ‹ oui › suffit à tout le monde », dit Zoé.",
                    &[
                        "speech: Le mot ‹ oui › suffit à tout le monde",
                        "term in 0: oui",
                    ],
                ),
            ],
        );
        check(
            ENGLISH,
            &[
                (
                    "“He told me ‘come back tomorrow’ and I did,” she said.",
                    &[
                        "speech: He told me ‘come back tomorrow’ and I did,",
                        "speech in 0: come back tomorrow",
                    ],
                ),
                (
                    "\"He told me 'come back tomorrow' and I did,\" she said.",
                    &[
                        "speech: He told me 'come back tomorrow' and I did,",
                        "speech in 0: come back tomorrow",
                    ],
                ),
            ],
        );
    }

    #[test]
    fn marks_at_line_starts_only_repeat_that_a_passage_goes_on() {
        let lines = "Le maire a parlé hier devant les habitants de la ville :\n\
            « Nous partirons demain matin avec tous les enfants de\n\
            X la ville et nous ne reviendrons pas avant la fin de la\n\
            X semaine prochaine, même si la route est ouverte et que\n\
            X le pont est sûr. »";
        for mark in ["»", "«"] {
            let text = lines.replace('X', mark);
            let expected = "speech: Nous partirons demain matin avec tous les enfants de¶\
                X la ville et nous ne reviendrons pas avant la fin de la¶\
                X semaine prochaine, même si la route est ouverte et que¶\
                X le pont est sûr.";
            check(FRENCH, &[(&text, &[&expected.replace('X', mark)])]);
        }
    }

    #[test]
    fn a_passage_runs_over_paragraphs_that_repeat_its_opening_mark() {
        check(
            FRENCH,
            &[(
                "« Nous partirons demain.\n\n« Nous reviendrons lundi.\n\n« C’est promis », a dit Zoé.",
                &["speech: Nous partirons demain.¶¶« Nous reviendrons lundi.¶¶« C’est promis"],
            )],
        );
        check(
            ENGLISH,
            &[
                (
                    "“We leave tomorrow.\n\n“We are back on Monday.\n\n“That is a promise,” she said.",
                    &["speech: We leave tomorrow.¶¶“We are back on Monday.¶¶“That is a promise,"],
                ),
                (
                    "\"We leave tomorrow.\n\n\"We are back on Monday.\n\n\"That is a promise,\" she said.",
                    &["speech: We leave tomorrow.¶¶\"We are back on Monday.¶¶\"That is a promise,"],
                ),
                (
                    "“We leave tomorrow.\n\nWe are back on Monday,” she said.",
                    &["speech: We leave tomorrow.¶¶We are back on Monday,"],
                ),
            ],
        );
    }

    #[test]
    fn no_passage_runs_from_the_headline_into_the_body() {
        let document = Document::new("Encore un mot »").with_title("La maire : « C’est fini");
        let segmentation = segment(&document, PACKS.common_tokens());
        let (text, body_start) = (document.content(), document.body_start());
        let words = word_forms(text, &segmentation.tokens);
        let around = Surroundings {
            text,
            body_start,
            segmentation: &segmentation,
            words: &words,
            tags: None,
            pack: None,
        };
        let found = quotes(&around, PACKS.common_marks(), &*SPEECH).items;
        let spans: Vec<&str> = found.iter().map(|quote| quote.span.of(text)).collect();
        assert_eq!(spans.first(), Some(&"C’est fini"));
    }

    #[test]
    fn an_unclosed_passage_ends_with_its_paragraph_or_where_the_next_begins() {
        check(
            FRENCH,
            &[
                (
                    "« Nous partirons demain matin, a dit Zoé.\n\nIl pleut.",
                    &["speech, open: Nous partirons demain matin, a dit Zoé."],
                ),
                (
                    "Zoé : « Nous partirons demain.\n\nLuc : « Nous resterons encore ici. »",
                    &[
                        "speech, open: Nous partirons demain.",
                        "speech: Nous resterons encore ici.",
                    ],
                ),
                ("Il a dit oui ». Fin.", &["left: »"]),
                ("Fin. «", &["term, open: "]),
            ],
        );
    }

    #[test]
    fn a_passage_may_close_in_another_style_than_it_opened() {
        check(
            ENGLISH,
            &[
                (
                    "\"We leave tomorrow,” she said. “We are back on Monday,\" he said.",
                    &[
                        "speech: We leave tomorrow,",
                        "speech: We are back on Monday,",
                    ],
                ),
                (
                    "\"They call it “the wall” and we leave tomorrow,\" she said.",
                    &[
                        "speech: They call it “the wall” and we leave tomorrow,",
                        // FIXME: a term; the model knows few terms inside speech.
                        "speech in 0: the wall",
                    ],
                ),
            ],
        );
    }

    #[test]
    fn an_apostrophe_is_no_quotation_mark() {
        check(
            ENGLISH,
            &[
                ("We don't and don’t know Jones' and Jones’ house.", &[]),
                (
                    "The ’90s and '90s had rock ’n’ roll and rock 'n' roll.",
                    &[],
                ),
                ("He went up ’til ’twas dark.", &[]),
                (
                    "‘We don’t know the Joneses’ house,’ he said.",
                    &["speech: We don’t know the Joneses’ house,"],
                ),
                (
                    "'We don't love rock 'n' roll,' he said.",
                    &["speech: We don't love rock 'n' roll,"],
                ),
                (
                    "He said: ‘We leave tomorrow.’\n‘We are back on Monday.’",
                    &[
                        "speech: We leave tomorrow.",
                        "speech: We are back on Monday.",
                    ],
                ),
                (
                    "‘I love rock ’n’ roll,’ he said.",
                    &["speech: I love rock ’n’ roll,"],
                ),
            ],
        );
        check(FRENCH, &[("L’ami d'hier n’a qu'un mot, aujourd’hui.", &[])]);
    }

    #[test]
    fn a_cue_in_the_middle_is_inside_or_between_as_the_marks_say() {
        check(
            FRENCH,
            &[
                (
                    "« Il pleut encore, a dit Zoé, et il vente. »",
                    &["speech: Il pleut encore, a dit Zoé, et il vente."],
                ),
                (
                    "« Il pleut encore ici », a dit Zoé, « et il vente fort. »",
                    &["speech: Il pleut encore ici", "speech: et il vente fort."],
                ),
            ],
        );
        check(
            ENGLISH,
            &[(
                "“It is raining here,” she said, “and it is windy.”",
                &["speech: It is raining here,", "speech: and it is windy."],
            )],
        );
    }

    #[test]
    fn dialogue_dashes_open_turns() {
        check(
            FRENCH,
            &[
                (
                    "— Vous partez ?\n— Demain, répond Zoé.",
                    &[
                        "speech, turn: Vous partez ?",
                        "speech, turn: Demain, répond Zoé.",
                    ],
                ),
                ("– du pain\n– du lait", &[]),
                (
                    "— Qui dit « oui » ?",
                    &["speech, turn: Qui dit « oui » ?", "term in 0: oui"],
                ),
            ],
        );
    }

    #[test]
    fn titles_and_terms_are_set_aside() {
        check(
            FRENCH,
            &[
                (
                    "Il a lu « Les Champs perdus » en un soir.",
                    // FIXME: a title; news has few that do not name their kind.
                    &["speech: Les Champs perdus"],
                ),
                (
                    "Le « vivre ensemble » est en jeu.",
                    &["term: vivre ensemble"],
                ),
                ("Une « bulle ».", &["term: bulle"]),
            ],
        );
        check(
            ENGLISH,
            &[
                ("She sang “Yellow Fields” twice.", &["title: Yellow Fields"]),
                (
                    "The so-called “gig economy” grows.", // FIXME: a term; the model has not met "so-called" before a mark.
                    &["speech: gig economy"],
                ),
            ],
        );
    }

    #[test]
    fn any_run_of_marks_is_paired_or_left() {
        for marks in ["«»", "»«", "\"'", "“”‘’", "„“”", "''''", "««««»»", "‹›»«\""]
        {
            for separator in ["", " ", "a", " a ", "\n", "\n\n"] {
                let mark: Vec<String> = marks.chars().map(String::from).collect();
                let text = mark.join(separator).repeat(9);
                for language in [FRENCH, ENGLISH, None] {
                    for quote in find(language, &text).items {
                        assert!(quote.parent.is_none_or(|parent| parent < 999));
                        assert!(text.get(quote.span.range()).is_some(), "{text}");
                    }
                }
            }
        }
    }
}
